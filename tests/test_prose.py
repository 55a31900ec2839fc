"""Invented decisions in running prose: whom the money is for, its pots and measures, and what is asked."""

from functools import cache
from pathlib import Path

import pytest

from fordelning.intake.proposal.draft import propose
from fordelning.intake.proposal.title import of_title
from fordelning.source.reading.document import read

DECISIONS = Path(__file__).with_name("decisions")
ROWS = {  # each row with its pot and its measure, "-" for none; "?" where it is asked about
    "motsvarande": """
        Tekniska nämnden -1350000 | - | lokalvård i skolorna
        Utbildningsnämnden +1350000 | - | lokalvård i skolorna
        Utbildningsnämnden -800000 | - | övertagande av kulturskolans verksamhet
        Kulturnämnden +800000 | - | övertagande av kulturskolans verksamhet
    """,
    "ansprak": """
        Fritidsnämnden +275000 | medlen för oförutsedda behov 2051 | reparation av ishallens kylanläggning
    """,
    "halsa": """
        Socialnämnden +450000 | Våldsprevention | kursledare
        Utbildningsnämnden +250000 | Våldsprevention | programmet i årskurs 7
        Fritidsnämnden +200000 | Rörelse för alla | utegym
        Lindviks Friidrott +100000 | Rörelse för alla | prova på-dagar
    """,
    "ombudgeterat": """
        Tekniska nämnden +12300000 | - | -
        Bildningsnämnden +4100000 | - | inventarier till Åskolan
        Kommunstyrelsen +750000 | - | e-arkiv
    """,
    "overskott": """
        Kommunstyrelsen +1200000 | - | -
        Miljö- och byggnadsnämnden +340000 | - | -
        Överförmyndarnämnden +85000 | - | -
    """,
    "idrott": """
        Lindviks Hembygdsförening +45000 | Bidrag till ideella föreningar | -
        IK Svanen +100000 | Bidrag till ideella föreningar | -
        Scoutkåren Falken +35000 | Bidrag till ideella föreningar | -
    """,
    "upphavt": """
        Socialnämnden +6500000 | - | bemanning på särskilda boenden
    """,
    "taxa": "",
    "sammanlagt": "",
    "gata": "",
    "ramdelar": """
        Kommunstyrelsen -4200000 | - | samlade IT-driften
        Servicenämnden +4200000 | - | samlade IT-driften
        Kommunstyrelsen -600000 | - | drift av stadsarkivet
        Kulturnämnden +600000 | - | drift av stadsarkivet
    """,
    "trafik": """
        Tekniska nämnden +3400000 | anslaget för trafiksäkerhet 2050 | säkra skolvägar
        Utbildningsnämnden +1100000 | anslaget för trafiksäkerhet 2050 | skolpatruller
    """,
    "kris": """
        Räddningsnämnden +1100000 | statsbidrag för krisberedskap | ledningsplats
        Tekniska nämnden +940000 | statsbidrag för krisberedskap | nödvatten
        Kommunstyrelsen +850000 | statsbidrag för krisberedskap | samordnare
    """,
    "skolor": """
        Åskolan +1200000 | tilläggsbelopp för likvärdig skola | -
        Norrgårdsskolan +950000 | tilläggsbelopp för likvärdig skola | -
        Centralskolan +2475000 | tilläggsbelopp för likvärdig skola | -
    """,
    "unga": """
        Utbildningsnämnden +1750000 | medel för unga utanför | aktivitetsansvaret
        Socialnämnden +900000 | medel för unga utanför | uppsökande arbete
    """,
    "avser": """
        Kommunstyrelsen +600000 | - | E-arkiv
        Byggnadsnämnden -450000 | - | Vakant tjänst
        Kulturnämnden +150000 | - | Biblioteksbuss
    """,
    "yttrande": """
        Fastighetsnämnden +2000000 | - | nytt system | ?
    """,
    "betalas": """
        Socialnämnden +9000000 | - | -
        Finansförvaltningen -9000000 | - | - | ?
    """,
    "kommunbidrag": """
        Äldrenämnden -2060000 | Kommunbidraget | personlig assistans för personer över 65 år
        Funktionsrättsnämnden +2060000 | Kommunbidraget | personlig assistans för personer över 65 år
    """,
    "arkiv": "",
    "ungdomspott": """
        Skatehallens Vänner +12000 | Ungdomspotten | nya ramper
        Elevkåren vid Norrby gymnasium +8500 | Ungdomspotten | filmkväll
        Unga Poeter +4000 | Ungdomspotten | tryckkostnader
    """,
    "stadsdel": """
        Västra IF +45000 | Lokala föreningsbidrag | -
        Kvinnoföreningen Rosen +20000 | Lokala föreningsbidrag | -
        Pensionärsringen +12500 | Lokala föreningsbidrag | -
    """,
    "nyram": """
        Kommunstyrelsen -5400000 | - | -
        Utbildningsnämnden +12000000 | - | -
    """,
    "vinter": "",
    "volym": """
        Barn- och utbildningsnämnden +4100000 | volymreserven | förskola
        Barn- och utbildningsnämnden +6900000 | volymreserven | grundskola
        Barn- och utbildningsnämnden +1250000 | volymreserven | fritidshem
    """,
    "nattbussar": """
        Norrby Lokaltrafik AB +1100000 | Kommunstyrelsens ofördelade medel | nattbussar
        Tekniska nämnden +400000 | Kommunstyrelsens ofördelade medel | belysning vid hållplatser
    """,
    "utdelat": """
        Socialnämnden +4500000 | utdelningen | vräkningsförebyggande arbete
        Fritidsnämnden +2000000 | utdelningen | öppna mötesplatser
        Kommunstyrelsen +1500000 | utdelningen | trygghetsvärdar
    """,
    "vagar": """
        Björkö vägförening +85000 | - | bron över Kvarnbäcken
        Holmens samfällighet +30000 | - | -
    """,
    "forfogande": """
        Norrby Simklubb +60000 | förfogandeanslaget | SM i simning
        Kulturnämnden +40000 | förfogandeanslaget | invigning av konstverk
        Röda Korsets lokalkrets +25000 | förfogandeanslaget | sommarläger
    """,
    "motvikt": """
        Kommunrevisionen -150000 | - | -
        Valnämnden +150000 | - | -
    """,
    "datorer": """
        Norra skolan +900000 | - | inköp av datorer
        Södra skolan +800000 | - | inköp av datorer
        Västra skolan +700000 | - | inköp av datorer
    """,
    "lokaler": """
        Folkets hus Norrby +180000 | Bidrag till samlingslokaler | Driftbidrag
        Folkets hus Norrby +50000 | Bidrag till samlingslokaler | Investeringsbidrag
        Ordenshuset +65000 | Bidrag till samlingslokaler | Driftbidrag
    """,
    "nyordning": """
        Kultur- och fritidsnämnden +48200000 | - | -
        Kulturnämnden -48200000 | - | -
        Fritidsnämnden -61900000 | - | -
        Kultur- och fritidsnämnden +61900000 | - | -
        Kommunstyrelsen -7300000 | - | -
        Näringslivsnämnden +7300000 | - | -
    """,
    "valet": """
        Valnämnden +780000 | - | genomförandet av valet
    """,
    "bibliotek": """
        Kulturnämnden +600000 | engångsmedel | -
    """,
    "uppraknat": """
        Nämnden för utbildning +14000000 | - | fler elever
        Nämnden för omsorg +9500000 | - | -
        Nämnden för samhällsutveckling -3000000 | - | -
    """,
    "medlemsavgift": "",
    "kompensation": """
        Kommunstyrelsen +4100000 | den centrala potten för pris- och lönekompensation | pris- och lönekompensation
        Skolnämnden +28300000 | den centrala potten för pris- och lönekompensation | pris- och lönekompensation
        Omsorgsnämnden +19000000 | den centrala potten för pris- och lönekompensation | pris- och lönekompensation
    """,
    "lokalkostnader": """
        Kommunstyrelsen -1100000 | - | -
        Socialnämnden +700000 | - | -
        Miljönämnden +400000 | - | -
    """,
}
ASKED = {  # what is asked of amounts that give no row
    "sammanlagt": ["800 000 kronor: Får de som nämns beloppet var för sig, eller tillsammans?"],
    "gata": ["3 000 000 kronor: Är det Storgatan som får beloppet, eller används det där?"],
    "vinter": ["420 000 kronor: Är beloppet till den som nämns, eller från den till någon annan?"],
}


@cache
def proposed(name):
    """What is proposed from one of the decisions."""
    return propose(read(DECISIONS / f"{name}.txt"))


@pytest.mark.parametrize("name", ROWS)
def test_the_rows_of_prose_have_their_recipient_pot_and_measure(name):
    found = [
        f"{row.board} {row.kronor:+d} | {row.pot or '-'} | {row.measure or '-'}{' | ?' if row.questions else ''}"
        for row in proposed(name).rows
    ]
    assert found == [line.strip() for line in ROWS[name].strip().splitlines()]


@pytest.mark.parametrize("name", ROWS)
def test_an_amount_of_prose_that_gives_no_row_is_asked_about_where_it_is_open(name):
    rows = {row.amount for row in proposed(name).rows}
    asked = [
        f"{amount.text}: {question.text}"
        for n, amount in enumerate(proposed(name).amounts)
        for question in amount.questions
        if n not in rows
    ]
    assert asked == ASKED.get(name, [])


@pytest.mark.parametrize(
    ("decision", "asked"),
    [
        (  # the total of parts whose year nothing says
            "Medlen för klimatanpassning om totalt 9 mnkr, varav tilldelning sker med 4 mnkr till parknämnden "
            "och 5 mnkr till hamnnämnden.",
            ["9 mnkr: år", "4 mnkr: år", "5 mnkr: år"],
        ),
        (
            "Medlen för klimatanpassning 2031 om totalt 9 mnkr, varav tilldelning sker med 4 mnkr till parknämnden "
            "och 5 mnkr till hamnnämnden.",
            [],
        ),
        ("Tvisten mellan parknämnden och hamnnämnden 2031 om 7 mnkr hanteras av dem själva.", ["7 mnkr: roll"]),
        ("Verksamheterna avsätter upp till 2 mnkr för 2031.", ["2 mnkr: nämnd"]),
        ("Verksamheterna avsätter upp till 2 mnkr vardera för 2031.", []),
        (
            "För investeringar 2031 avsätts totalt 5 mnkr:\n\n- driftsmedel om 2 mnkr för 2031,\n"
            "- samt 3 mnkr för 2031 till lokaler.",
            ["5 mnkr: roll", "2 mnkr: roll"],
        ),
        (
            "För 2031 avsätts totalt 5 mnkr:\n\n- driftsmedel om 2 mnkr för 2031,\n- samt 3 mnkr för 2031 lokaler.",
            [],
        ),
        (
            "Parknämnden tilldelas 2 mnkr 2031.\n\nHamnnämnden tilldelas 3 mnkr 2031.\n\nTotalt 6 mnkr.",
            ["6 mnkr: summan"],
        ),
        ("Parknämnden tilldelas 2 mnkr 2031.\n\nHamnnämnden tilldelas 3 mnkr 2031.\n\nTotalt 5 mnkr.", []),
        ("Nya lån tas upp till högst 3 mnkr.\n\nLåneskulden 2031 får högst vara 8 mnkr 2031.", ["3 mnkr: år"]),
        ("Nya lån tas upp till högst 3 mnkr 2031.\n\nLåneskulden 2031 får högst vara 8 mnkr 2031.", []),
        ("Hamnnämnden sponsrar en regatta med 2 mnkr 2031.", ["2 mnkr: nämnd", "2 mnkr: roll"]),
        ("Till hamnnämnden bokas 2 mnkr 2031.", ["2 mnkr: roll"]),
        ("Norrby klubb och Åby klubb beviljas 40 tkr 2031.", ["40 tkr: nämnd"]),
        ("Norrby klubb beviljas 40 tkr 2031 och Åby klubb beviljas 30 tkr 2031.", []),
    ],
)
def test_what_amounts_leave_open_together_is_asked(tmp_path, decision, asked):
    document = tmp_path / "beslut.txt"
    document.write_text(f"Beslut\n\n{decision}\n", encoding="utf-8")
    found = [f"{amount.text}: {q.about}" for amount in propose(read(document)).amounts for q in amount.questions]
    assert found == asked


@pytest.mark.parametrize(
    ("title", "pot", "measure"),
    [
        ("Partistöd 2026", "Partistöd", ""),
        ("Utbetalning av kommunalt partistöd för år 2026", "kommunalt partistöd", ""),
        ("Tilläggsanslag för drift av badhuset 2031", "", "drift av badhuset"),
        ("Fördelning av statsbidrag för god vård 2034", "statsbidrag för god vård", ""),
        ("Begäran om medel för att främja hälsa – Teknik", "", "främja hälsa"),
        ("Ansökan om bidrag från Norrby Simklubb", "", ""),
        ("Förstärkning till överförmyndarnämnden", "", ""),
        ("Delårsrapport augusti 2031", "", ""),
    ],
)
def test_a_title_names_the_money_or_what_it_is_for(title, pot, measure):
    assert of_title(title) == (pot, measure)
