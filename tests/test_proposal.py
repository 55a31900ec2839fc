"""Decisions of invented municipalities, each with what is to be proposed from it."""

import csv
import random
import re
import time
from contextlib import nullcontext
from functools import cache
from pathlib import Path

import openpyxl
import pytest

from fordelning.base.status import FINE, NOT_APPROVED
from fordelning.case.case import load
from fordelning.case.draft import DraftError, faults
from fordelning.cli.main import main
from fordelning.intake.proposal import case_draft, draft_tables
from fordelning.intake.proposal.draft import propose
from fordelning.source.reading.document import read

DECISIONS = Path(__file__).with_name("decisions")
ROWS = {
    "tillskott": """
        Förskolenämnden +12000000
        Nämnden för vuxnas lärande +8500000
        Stadsdelsnämnden Norr +640000
        Stadsdelsnämnden Söder +1210000
        Stadsdelsnämnden Öster +350000
    """,
    "overforing": """
        Tekniska nämnden +420000
        Servicenämnden -420000
        Kulturnämnden -75000
        Fritidsnämnden +75000
        Utbildningsnämnden -130000
        Fritidsnämnden +130000
    """,
    "begaran": "Nämnden för Lärande & Barn +750000",
    "rubriker": """
        Kommunstyrelsen +1500000
        Kommunstyrelsen +500000
        Socialnämnden +950000
        Kulturnämnden +400000
        Kommunstyrelsen +300000
    """,
    "ramar": """
        Kommunstyrelsen +7000000
        Kommunfullmäktige +3000000
        Kommunstyrelsens personalutskott +2000000
    """,
    "tabell": """
        Blåsorkestern Fanfar +350000
        Teaterföreningen Ridån +600000
        Körsällskapet Tersen +150000
    """,
    "kolumner": """
        Barnnämnden +2150000
        Vuxennämnden -1300000
        Parknämnden -850000
    """,
    "hopslagen": """
        Skytteklubben +60000
        Skytteklubben +165000
        Segelsällskapet +60000
        Segelsällskapet +120000
        Orienterarna +60000
        Orienterarna +440000
    """,
    "foreningar": """
        Teaterföreningen Ridån +75000
        Musikföreningen Klangen +40000
        Hembygdsföreningen i Norrby +25000
    """,
    "oforutsett": "Arbetsmarknadsnämnden +350000",
    "vardera": """
        Barnnämnden +500000
        Socialnämnden +500000
        Kulturnämnden +300000
        Fritidsnämnden +200000
        Tekniska nämnden -1200000
        Överförmyndarnämnden +640000
        Miljönämnden +1250000
    """,
    "lista": """
        Äldrenämnden +2500000
        Socialnämnden +1250000
        Kommunstyrelsen +250000
    """,
    "flerar": """
        Kommunstyrelsen +104200000
        Barnnämnden +830000000
        Vård- och omsorgsnämnden +655800000
    """,
    "bolag": """
        Kommunhus i Norrby AB +10000000
        Barn- och ungdomsnämnden +4500000
    """,
    "bidrag": """
        Kvinnojouren Linden +450000
        Brottsofferjouren Norrby +120000
        Ungdomsmottagningen +80000
    """,
    "komplettering": """
        Bildningsnämnden +3200000
        Äldrenämnden +12500000
        Kommunstyrelsen -1500000
    """,
    "ombudgetering": """
        Fastighetsnämnden +800000
        Gatunämnden -800000
    """,
    "rader": """
        Norrby IF +150000
        Ridklubben Hoppet +85000
        Friluftsfrämjandet Norrby +12500
    """,
    "motforslag": "Utbildningsnämnden +3000000",
    "meningar": """
        Kommunstyrelsen +2000000
        Socialnämnden +1500000
        Barn- och utbildningsnämnden +500000
        Överförmyndarnämnden +120000
        Valnämnden +80000
        Kultur- och fritidsnämnden +85300000
    """,
    "stipendium": """
        Stiftelsen Gamla Bruket +200000
        Alva Alm +30000
        Norrby Folkhögskola +90000
        ABF Norrby +45000
    """,
    "finansiering": "Socialnämnden +20000000",
    "alternativ": """
        Socialnämnden +9000000
        Kommunstyrelsen +5000000
        Barn- och utbildningsnämnden +13000000
    """,
    "omforing": """
        Servicenämnden -1200000
        Kulturnämnden +1200000
        Socialnämnden -4500000
        Äldrenämnden +4500000
    """,
    "nivaer": """
        Barnnämnden +16400000
        Kommunstyrelsen +3000000
        Kulturnämnden +500000
    """,
    "stadsdelar": """
        Norra stadsdelsnämnden +1100000
        Södra stadsdelsnämnden +900000
        Individ- och familjenämnden +350000
    """,
    "sociala": """
        KRIS Norrby +180000
        Verdandi Norrby +95000
        Anhörigas Riksförbund +30000
    """,
    "reserv": """
        Kultur- och fritidsnämnden +150000
        Norrby Byalag +80000
    """,
    "tecken": """
        Kommunstyrelsen +3200000
        Utbildningsnämnden +11400000
        Omsorgsnämnden +7900000
        Samhällsbyggnadsnämnden -1500000
    """,
    "delar": """
        Valnämnden +2100000
        Överförmyndarnämnden +450000
    """,
    "utdelning": """
        Socialnämnden +7000000
        Tekniska nämnden +3000000
    """,
    "tillagg": "Kultur- och fritidsnämnden +1800000",
    "beredskap": """
        Räddningsnämnden +1500000
        Miljö- och tekniska nämnden +900000
    """,
    "krav": """
        Kommunstyrelsen -2000000
        Utbildningsnämnden -6500000
        Socialnämnden -5000000
    """,
    "utgift": "Fastighetsnämnden +6500000",
    "matris": """
        Kommunstyrelsen +200000
        Barnnämnden +500000
        Socialnämnden +1300000
        Barnnämnden +750000
    """,
    "staplat": """
        Lundby Ridklubb +45000
        Åkerby IF +30000
        Hembygdskretsen +12500
    """,
    "potter": """
        Kommunstyrelsen +1500000
        Kommunstyrelsen +2400000
        Parknämnden +2200000
        Parknämnden +12500000
        Hamnnämnden +700000
    """,
}
ASKED = {  # the rows that are asked about, and what of
    "nivaer": ["Tekniska nämnden -88000000: belopp"],
    "vardera": ["Socialnämnden +5000000: roll"],
}
SUMS = {  # each total with its parts, in kronor; None is a transfer
    "overforing": ["None = 420000", "None = 75000 + 130000"],
    "rubriker": [
        "2000000 = 1500000 + 500000",
        "1650000 = 950000 + 400000 + 300000",
        "800000 = 500000 + 300000",
        "3650000 = 1500000 + 500000 + 950000 + 400000 + 300000",
        "3650000 = 2300000 + 400000 + 950000",
        "2300000 = 1500000 + 500000 + 300000",
    ],
    "ramar": ["12000000 = 7000000 + 3000000 + 2000000"],
    "tecken": ["21000000 = 3200000 + 11400000 + 7900000 + -1500000"],
    "delar": ["2100000 = 1400000 + 500000 + 200000"],
    "bidrag": ["650000 = 450000 + 120000 + 80000"],
    "lista": ["4000000 = 2500000 + 1250000 + 250000"],
    "oforutsett": ["4000000 = 1650000"],
    "foreningar": [],
    "bolag": [],
    "vardera": [],
    "begaran": [],
    "tillskott": [],
    "tabell": [
        "1525000 = 400000 + 900000 + 75000 + 150000",
        "1100000 = 350000 + 600000 + 150000",
        "1070000 = 300000 + 650000 + 120000",
    ],
}


@cache
def proposed(name):
    """What is proposed from one of the decisions."""
    return propose(read(DECISIONS / f"{name}.txt"))


@pytest.mark.parametrize("name", ROWS)
def test_the_rows_of_a_decision_are_proposed_and_no_other(name):
    proposal = proposed(name)
    found = [f"{row.board} {row.kronor:+d}" for row in proposal.rows if not row.questions]
    wanted = [" ".join(line.split()) for line in ROWS[name].strip().splitlines()]
    assert sorted(found) == sorted(wanted)


@pytest.mark.parametrize(
    ("name", "pot", "measure", "years"),
    [
        ("oforutsett", "kommunstyrelsens anslag för oförutsedda utgifter 2032", "fler sommarjobb", (2032,)),
        ("begaran", "centrala medel", "gröna skolgårdar", (2029,)),
        ("rubriker", "2 mnkr i budget 2032", "Belysning", (2032,)),
        ("komplettering", "resultatutjämningsreserven", "ökade elevpriser", (2041,)),
        ("hopslagen", "Kommunalt föreningsstöd", "Grundstöd", (2036,)),
        ("potter", "Stränder", "", (2026,)),
        ("matris", "", "Fältarbete", (2050,)),
    ],
)
def test_the_first_row_has_the_pot_the_measure_and_the_years_that_are_said(name, pot, measure, years):
    row = proposed(name).rows[0]
    assert (row.pot, row.measure, row.years) == (pot, measure, years)


@pytest.mark.parametrize("name", ROWS)
def test_what_is_unsure_is_asked_and_nothing_else(name):
    proposal = proposed(name)
    found = [f"{row.board} {row.kronor:+d}: {row.questions[0].about}" for row in proposal.rows if row.questions]
    assert found == ASKED.get(name, [])


@pytest.mark.parametrize("name", SUMS)
def test_the_sums_that_the_structure_states_are_proposed_and_none_that_come_out_by_chance(name):
    proposal = proposed(name)
    kronor = [amount.kronor for amount in proposal.amounts]
    signed = [(a.kronor or 0) * (a.shares[0][1] if len(a.shares) == 1 else 1) for a in proposal.amounts]
    found = [
        f"{None if one.total is None else kronor[one.total]} = " + " + ".join(str(signed[n] * m) for n, m in one.parts)
        for one in proposal.sums
    ]
    assert sorted(found) == sorted(SUMS[name])


def test_a_total_that_the_rows_do_not_come_to_is_asked_about():
    [asked] = [one for one in proposed("potter").sums if one.question]
    assert asked.question.text == "Raderna ger tillsammans 15 600 000 kr, men summan är 16 600 000 kr. Vilket är rätt?"


@pytest.mark.parametrize("name", ROWS)
def test_the_draft_of_any_decision_is_a_case_without_faults(name):
    made = case_draft.make(read(DECISIONS / f"{name}.txt"), proposed(name), {})
    assert faults(made) == []


def decided(tmp_path, said):
    """The rows that a decision proposes: whom, how much, and what is asked of each."""
    document = tmp_path / "beslut.txt"
    document.write_text(f"Medel 2041\n\nBeslut\n\n{said}\n", encoding="utf-8")
    return [(row.board, row.kronor, [one.about for one in row.questions]) for row in propose(read(document)).rows]


@pytest.mark.parametrize(
    "compared",
    [
        "i stället för de 1 100 tkr som begärts",
        "istället för aviserade 1 100 tkr",
        "inte 1 100 tkr som nämnden bad om",
        "att jämföra med 1 100 tkr som tillfördes i fjol",
        "utöver de 1 100 tkr som finns",
    ],
)
@pytest.mark.parametrize("begins", ["Miljönämnden tillförs 850 tkr", "Kommunstyrelsen beviljar miljönämnden 850 tkr"])
def test_what_a_row_is_compared_with_is_no_row(tmp_path, begins, compared):
    assert decided(tmp_path, f"{begins}, {compared}.") == [("Miljönämnden", 850000, [])]


@pytest.mark.parametrize(
    ("said", "rows"),
    [
        ("Parknämndens budget, 2 400 tkr, förstärks med 900 tkr.", [("Parknämnden", 900000, [])]),
        ("Parknämndens tillskott om 800 tkr ändras till 500 tkr.", [("Parknämnden", 500000, ["belopp"])]),
        ("Parknämnden tilldelas 220 tkr och i övrigt avslås begäran.", [("Parknämnden", 220000, [])]),
        ("Parknämnden tilldelas 220 tkr till värdar på högstadiet.", [("Parknämnden", 220000, [])]),
        (
            "Parknämnden tilldelas 300 tkr med en möjlig påbyggnad på 200 tkr.",
            [("Parknämnden", 300000, ["roll"]), ("Parknämnden", 200000, ["roll"])],
        ),
        (
            "Parknämnden tillförs 310 tkr enligt modellen (305 tkr avrundat uppåt).",
            [("Parknämnden", 310000, ["roll"]), ("Parknämnden", 305000, ["roll"])],
        ),
        (
            "Parknämnden tilldelas 500 tkr för lek, 300 tkr för bad och 200 tkr för spel.",
            [("Parknämnden", 500000, ["roll"])],
        ),
        (
            "Parknämnden tilldelas 500 tkr för parker, fördelat på 300 tkr för bad och 200 tkr för spel.",
            [("Parknämnden", 500000, [])],
        ),
        (
            "Av anslaget för klimat, 5 000 tkr, fördelas 400 tkr till parknämnden.",
            [("Parknämnden", 400000, [])],
        ),
        (
            "Nämnden beslutar att bevilja Lilla Teatern 90 tkr, som betalas med 45 tkr i maj och 45 tkr i juni.",
            [("Lilla Teatern", 90000, [])],
        ),
        (
            "Parknämnden tilldelas 300 tkr för lek och 200 tkr för bänkar.",
            [("Parknämnden", 300000, []), ("Parknämnden", 200000, [])],
        ),
        (
            "Parknämnden tilldelas 300 tkr. Parknämnden får därmed en ram på 88 mnkr.",
            [("Parknämnden", 300000, []), ("Parknämnden", 88000000, ["belopp"])],
        ),
    ],
)
def test_an_amount_that_may_be_told_of_beside_what_is_given_is_no_row_or_is_asked_about(tmp_path, said, rows):
    assert decided(tmp_path, said) == rows


@pytest.mark.parametrize("end", ["\n", " "])  # the end of a line may be lost where a document is saved as another
@pytest.mark.parametrize(
    ("lines", "rows"),
    [
        (
            ["Lek – 500 tkr", "Parknämnden får 300 tkr för gungor. Skolnämnden får 200 tkr för bollar."],
            [("Parknämnden", 300000, []), ("Skolnämnden", 200000, [])],
        ),
        (
            ["att parknämndens ram minskas med 800 tkr", "och skolnämndens ram ökas med motsvarande", "belopp"],
            [("Parknämnden", -800000, []), ("Skolnämnden", 800000, [])],
        ),
        (["Kommunen bidrar med 110 tkr till Norrby Trafik", "AB."], [("Norrby Trafik AB", 110000, [])]),
    ],
)
def test_rows_are_the_same_wherever_a_line_ends(tmp_path, end, lines, rows):
    assert decided(tmp_path, end.join(lines)) == rows


def test_the_first_of_some_amounts_that_is_their_sum_is_asked_about(tmp_path):
    said = "Parknämnden får 500 tkr. Parknämnden får 300 tkr för gungor. Skolnämnden får 200 tkr för bollar."
    asked, *others = decided(tmp_path, said)
    assert asked[:2] == ("Parknämnden", 500000) and asked[2]
    assert others == [("Parknämnden", 300000, []), ("Skolnämnden", 200000, [])]


@pytest.mark.parametrize(("stated", "asked"), [("500 tkr", None), ("600 tkr", ["roll"])])
@pytest.mark.parametrize("whole", ["sammanlagt", "totalt", "tillsammans"])
def test_what_a_sentence_adds_up_is_no_row_and_is_asked_about_where_it_does_not(tmp_path, whole, stated, asked):
    rows = decided(tmp_path, f"Parknämnden får 350 tkr för gungor samt 150 tkr för bollar, {whole} {stated}.")
    both = [("Parknämnden", 350000, []), ("Parknämnden", 150000, [])]
    assert rows == both + ([("Parknämnden", 600000, asked)] if asked else [])


@pytest.mark.parametrize(
    ("said", "rows"),
    [
        ("Parknämnden får 1 mnkr till lek men lämnar tillbaka 400 tkr.", [("Parknämnden", 1000000, [])]),
        ("Parknämnden får 450 tkr, och Friskolan Lyckan 310 tkr, till lek.", [("Parknämnden", 450000, [])]),
    ],
)
def test_an_amount_that_goes_another_way_or_to_another_is_asked_about(tmp_path, said, rows):
    assert decided(tmp_path, said) == rows
    assert "nämnd" in {asked.about for asked in propose(read(tmp_path / "beslut.txt")).amounts[1].questions}


@pytest.mark.parametrize("payer", ["Staten", "Länsstyrelsen", "Skolverket"])
def test_what_others_pay_is_asked_about(tmp_path, payer):
    said = f"Valnämnden tillförs 900 tkr. {payer} ersätter kommunen med 350 tkr, som bokförs hos kommunstyrelsen."
    assert decided(tmp_path, said) == [("Valnämnden", 900000, []), ("Kommunstyrelsen", 350000, ["roll"])]


@pytest.mark.parametrize("seed", range(12))
def test_the_sums_of_a_table_are_no_rows_though_no_word_says_so(tmp_path, seed):
    chance = random.Random(seed)
    parts, lines = [], []
    for group in range(1, chance.randint(2, 4)):
        rows = [(f"Förening {group}{n} IF", chance.randint(1, 90) * 1_000) for n in range(chance.randint(2, 4))]
        parts += rows
        whole = [(f"Slag {'ABCD'[group]}", sum(kronor for _, kronor in rows))]
        lines += rows + whole if seed % 2 else whole + rows
    if seed % 3 and len(lines) - len(parts) > 1:
        lines.append(("Alla slag", sum(kronor for _, kronor in parts)))
    found = decided(tmp_path, table(lines))
    sums = [row for row in found if row[:2] not in parts]
    assert [row[:2] for row in found if not row[2]] == parts
    assert all(asked == ["roll"] for *_, asked in sums) and len(sums) <= (len(lines) - len(parts) == 1)


@pytest.mark.parametrize("seed", range(12))
def test_a_table_whose_rows_are_no_sums_is_read_as_it_stands(tmp_path, seed):
    chance = random.Random(seed)
    lines = [(f"Förening {n} IF", chance.randint(1, 90) * 1_000) for n in range(chance.randint(3, 9))]
    assert decided(tmp_path, table(lines)) == [(name, kronor, []) for name, kronor in lines]
    boards = [("Skolnämnden", 300), ("Kulturnämnden", 200), ("Parknämnden", 100)]  # by chance
    assert decided(tmp_path, table(boards)) == [(name, kronor, []) for name, kronor in boards]


def table(lines):
    """A table of names and what they are given, in Markdown."""
    rows = [f"| {name} | {kronor} |" for name, kronor in lines]
    return "\n".join(["Bidrag fördelas enligt tabellen.", "", "| Mottagare | Beviljat (kr) |", "|---|---:|", *rows])


@pytest.mark.parametrize(
    "names", [("Skolnämnden", "Parknämnden"), ("Lundby Ekonomisk Förening", "Konstrundan i Lundby")]
)
@pytest.mark.parametrize("line", ["- {} kr: {}", "{} kr – {}"])
def test_a_list_may_have_its_amounts_before_the_names(tmp_path, line, names):
    rows = [(name, n * 11_000, []) for n, name in enumerate(names, 1)]
    lines = "\n".join(line.format(f"{n} 000", name) for n, name in zip((11, 22), names, strict=True))
    assert decided(tmp_path, f"Kommunstyrelsen beslutar att bevilja bidrag enligt nedan:\n\n{lines}") == rows


def test_a_list_of_what_is_refused_gives_nothing(tmp_path):
    given = "1. Parkens Vänner – 12 000 kronor – gungor\n2. Lekens Vänner – 4 000 kronor – sand"
    said = f"Nämnden beslutar att bifalla ansökningarna enligt följande.\n\n{given}{{}}3. Åsens Vänner – 20 000 kronor"
    for between in ("\n\nFöljande ansökningar avslås.\n\n", "\nFöljande ansökningar avslås.\n"):
        rows = decided(tmp_path, said.format(between))
        assert rows == [("Parkens Vänner", 12000, []), ("Lekens Vänner", 4000, [])]


@pytest.mark.parametrize("end", ["\n", "\n\n"])
@pytest.mark.parametrize("names", [("Parknämnden", "Skolnämnden"), ("Parkens Vänner", "Lundby IF")])
def test_a_name_may_have_a_line_of_its_own_over_its_amount(tmp_path, names, end):
    pairs = [(name, f"{n} 500 tkr") for n, name in enumerate(names, 1)]
    said = end.join(["Kommunstyrelsen beviljar bidrag enligt följande:", *(line for pair in pairs for line in pair)])
    others = end.join(["", "Nämndernas kostnader", "4 000 tkr"])
    rows = [(name, n * 1_000_000 + 500_000, []) for n, name in enumerate(names, 1)]
    assert decided(tmp_path, said.replace(":", ":\n")) == rows
    assert decided(tmp_path, f"{said.replace(':', f':{end}')}\n\nMer står i bilagan.\n{others}") == rows


@pytest.mark.parametrize(
    ("said", "who"),
    [
        ("Kulturnämnden beviljar 15 000 kronor till sökanden för en resa.", "sökanden"),
        ("Sökanden beviljas 15 000 kronor.", "Sökanden"),
        ("Stipendiet på 15 000 kronor tilldelas den sökande.", "den sökande"),
        ("Kulturnämnden beslutar att bevilja föreningen ett bidrag om 15 000 kronor.", "föreningen"),
        ("Till föreningen för Åns Bevarande utbetalas 15 000 kronor.", "föreningen för Åns Bevarande"),
    ],
)
def test_who_is_not_named_is_asked_for(tmp_path, said, who):
    assert decided(tmp_path, said) == []
    [amount] = propose(read(tmp_path / "beslut.txt")).amounts
    assert [one.text for one in amount.questions] == [f"Beloppet är till »{who}». Vem är det?"]


@pytest.mark.parametrize(
    "part",
    [
        "1 kr ",
        "A ",
        "Nämnden för a ",
        "att bevilja A 5 kr, ",
        "ram från 1 kr till ",
        "Till A klubb och ",
        "av medel för ",
    ],
)
def test_no_sentence_takes_long(tmp_path, part):
    document = tmp_path / "beslut.txt"
    document.write_text("Beslut\n\n" + part * (600 // len(part)), encoding="utf-8")
    begun = time.process_time()
    propose(read(document))
    assert time.process_time() - begun < 2


def test_a_case_has_the_dates_and_notes_of_its_document_and_all_places_of_a_fact():
    writing = read(DECISIONS / "rubriker.txt")
    made = case_draft.make(writing, propose(writing), {"title": "Trygga miljöer"})
    named = {row["place"]: row["lines"] for row in made.rows["places"]}
    rows = made.rows["allocations"]
    assert [row["note"] for row in rows if row["measure"] == "nattvandring"] == ["fotnot-1", ""] and made.rows["notes"][
        0
    ]["number"] == "1"
    assert [named[row["place"]] for row in rows] == ["12", "16", "26", "30", "22,32"]  # the last in a footnote, too
    dates = [
        row["value"]
        for row in case_draft.make(read(DECISIONS / "sociala.txt"), propose(read(DECISIONS / "sociala.txt")), {}).rows[
            "statements"
        ]
        if row["kind"] == "date"
    ]
    assert dates == ["2041-04-22", "2041-04-02"]


@pytest.fixture
def drafted(tmp_path, capsys):
    """Draft a document as a case, and give back the status, the rows and what was said."""

    def draft(document, *options):
        status = main(["draft", str(document), "--case", "fall", "--data", str(tmp_path), *options])
        path = tmp_path / "fall" / "allocations.csv"
        rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines())) if path.exists() else []
        return status, rows, "".join(capsys.readouterr())

    return draft


@pytest.mark.slow
def test_a_draft_is_a_case_whose_rows_are_proposals_until_somebody_answers_them(drafted, tmp_path):
    document, path = DECISIONS / "rubriker.txt", tmp_path / "fall" / "proposals.csv"
    status, rows, said = drafted(document)
    assert status == NOT_APPROVED and "förslag ur handlingen saknar bekräftelse" not in said and "F01" in said
    assert all(row["proposal"] for row in rows) and sum(int(row["amount"]) for row in rows) == 3650
    assert {row["basis"] for row in rows} == {"stated", "derived"}

    status, _, said = drafted(document)  # nothing is replaced unless that is said
    assert status not in (0, NOT_APPROVED) and "--replace" in said

    header, first, rest = path.read_text(encoding="utf-8").split("\n", 2)
    assert header.endswith(",confirmed") and first.startswith("F01,")
    path.write_text(f"{header}\n{first}yes\n{rest}", encoding="utf-8")
    _, again, said = drafted(document, "--replace")
    assert "F01" not in said and "F02" in said
    assert sorted(again, key=str) == sorted(rows, key=str)


def test_a_table_whose_numbers_are_parted_between_rows_is_not_guessed_at(tmp_path):
    document = tmp_path / "delad.txt"
    rows = "Parknämnden          120        60 000\n                     000\nHamnnämnden          450       200 000\n"
    document.write_text(f"Beslut\n\nBidrag fördelas, kr.\n\nNämnd      Sökt   Beviljat\n{rows}", encoding="utf-8")
    proposal = propose(read(document))
    assert proposal.rows == () and len(proposal.unread) == 1


def test_proposals_are_answered_in_the_template(drafted, tmp_path, capsys):
    _, rows, _ = drafted(DECISIONS / "rubriker.txt")
    path = tmp_path / "fall.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["Förslag"]
    column = [cell.value for cell in sheet[1]].index("Bekräftat") + 1
    for row in range(2, sheet.max_row + 1):
        if sheet.cell(row, 1).value:
            sheet.cell(row, column).value = "nej" if sheet.cell(row, 1).value == "F01" else "ja"
    book.save(path)
    status = main(["import", str(path), "--case", "fall", "--data", str(tmp_path), "--replace"])
    said = "".join(capsys.readouterr())
    assert "besvarade med nej är inte med i fallet: F01." in said
    assert "ett annat innehåll än fallet" not in said
    case = load(tmp_path / "fall")
    assert not case.unconfirmed and len(case.allocations) == len(rows) - 1
    assert case.proposals["F01"].confirmed == "no" and status in (FINE, NOT_APPROVED)


@pytest.mark.parametrize(("sheet", "row"), [("Förslag", "Bekräftat"), ("Handlingen", "Svar")])
def test_what_is_typed_in_the_template_and_not_read_is_not_replaced(drafted, tmp_path, sheet, row):
    document, path = DECISIONS / "rubriker.txt", tmp_path / "fall.xlsx"
    drafted(document)
    book = openpyxl.load_workbook(path)
    column = [cell.value for cell in book[sheet][1]].index(row) + 1
    book[sheet].cell(3, column).value = "ja"
    book.save(path)
    typed = path.read_bytes()
    status, _, said = drafted(document, "--replace")
    assert status not in (FINE, NOT_APPROVED) and "fordelning import" in said and path.read_bytes() == typed
    path.unlink()  # it is given up
    assert drafted(document, "--replace")[0] == NOT_APPROVED
    book.save(path)
    main(["import", str(path), "--case", "fall", "--data", str(tmp_path), "--replace"])
    assert drafted(document, "--replace")[0] == NOT_APPROVED


def test_all_proposals_of_a_ground_are_confirmed_at_once(drafted, tmp_path):
    document = DECISIONS / "rubriker.txt"
    said = drafted(document)[2]
    ground, count = re.search("grund »(.*)»: ([0-9]+)", said).groups()
    status, _, again = drafted(document, "--replace", "--accept", ground)
    assert f"grund »{ground}»" not in again
    text = (tmp_path / "fall" / "proposals.csv").read_text(encoding="utf-8")
    assert text.count(",yes\n") == int(count) > 0
    assert status == NOT_APPROVED  # the others still wait
    before = (tmp_path / "fall" / "proposals.csv").read_bytes()
    refused = drafted(document, "--replace", "--accept", "gissning")[2]
    assert "inget obekräftat förslag har grunden »gissning»" in refused
    assert (tmp_path / "fall" / "proposals.csv").read_bytes() == before


def test_a_title_says_whose_it_is_and_goes_on_after_a_preposition(drafted, tmp_path):
    document = tmp_path / "beslut.md"
    text = "# Fördelning av medel till parker 2031\n\n{} Parknämnden tilldelas 300 tkr till bänkar.\n"
    sender = "Handläggare\nFörnamn Efternamn\nfornamn.efternamn@alunda.example\n\n"  # is no title
    document.write_text(sender + text.format("Alunda kommun."), encoding="utf-8")
    drafted(document)
    assert load(tmp_path / "fall").title == "Alunda kommuns fördelning av medel till parker 2031"
    document.write_text(text.format(""), encoding="utf-8")
    drafted(document, "--case", "annat")
    assert load(tmp_path / "annat").title == "Fördelning av medel till parker 2031"


def test_a_document_without_any_allocation_makes_no_case(drafted, tmp_path):
    document = tmp_path / "tomt.txt"
    document.write_text("Kommunstyrelsen noterar att kostnaden var 3 mnkr år 2031.", encoding="utf-8")
    status, rows, said = drafted(document)
    assert rows == [] and status not in (0, NOT_APPROVED) and "1 belopp är lästa" in said
    assert not (tmp_path / "fall").exists() and not (tmp_path / "fall.xlsx").exists()


def test_a_year_that_is_not_told_is_asked_for(drafted, tmp_path):
    document = tmp_path / "utan-ar.txt"
    document.write_text("Beslut\n\nParknämnden tilldelas 300 tkr till bänkar.\n", encoding="utf-8")
    assert "--year" in drafted(document)[2]
    assert "inget år" in drafted(document, "--year", "i fjol")[2]
    assert [row["year"] for row in drafted(document, "--year", "2031")[1]] == ["2031"]


_TOLD_OF_THE_SECOND = {  # what the summary says of the second pot, and what it is then called
    "Dessutom finns 1,65 mnkr avsatta för trivsel i stadskassan.": "1,65 mnkr i stadskassan",
    "Dessutom är 1,65 mnkr reserverade i stadskassan för trivsel.": "1,65 mnkr i stadskassan",
    "Dessutom finns 1,65 mnkr för trivsel.": "1,65 mnkr i budget 2032",
    "Dessutom finns 1,65 mnkr avsatta för trivsel i stadskassan. Då är 1,65 mnkr avsatta i bokslutet.": (
        "1,65 mnkr i budget 2032"
    ),
}


@pytest.mark.parametrize("told", _TOLD_OF_THE_SECOND)
def test_two_pots_that_are_headed_alike_are_told_apart_by_where_all_else_says_the_money_is(told, tmp_path):
    said = (DECISIONS / "rubriker.txt").read_text(encoding="utf-8")
    path = tmp_path / "rubriker.txt"
    path.write_text(
        said.replace("### Förslag till fördelning", f"### Sammanfattning\n\n{told}\n\n### Förslag till fördelning")
    )
    pots = {row.pot for row in propose(read(path)).rows}
    assert pots == {"2 mnkr i budget 2032", _TOLD_OF_THE_SECOND[told]}


def _seconds(path, written):
    path.write_text(written, encoding="utf-8")
    writing = read(path)
    begun = time.process_time()
    case_draft.make(writing, propose(writing), {"year": "2031"})
    return time.process_time() - begun


@pytest.mark.parametrize("same", [True, False])
@pytest.mark.parametrize("form", ["| Parknämnden | {} |\n", "Parknämnden tilldelas {} tkr för lek 2031.\n\n"])
def test_the_time_grows_with_the_amounts_and_little_faster(tmp_path, form, same):
    def decision(number):
        rows = "".join(form.format(500 if same else n % 900 + 1) for n in range(number))
        return "Kommunstyrelsen beslutar att fördela medel 2031:\n\n| Nämnd | Tilldelas, tkr |\n" + rows

    few, many = (_seconds(tmp_path / "beslut.md", decision(number)) for number in (300, 2400))
    assert many < 8 * 3 * few + 1


@pytest.mark.parametrize(("most", "told"), [(3, True), (4, False)])
def test_a_document_of_more_proposals_than_there_are_keys_for_is_refused(tmp_path, monkeypatch, most, told):
    monkeypatch.setattr(draft_tables, "_MOST", most)
    (tmp_path / "beslut.txt").write_text("Nämnden beslutar 2031:\n\n" + "Parknämnden tilldelas 5 tkr.\n\n" * 4, "utf-8")
    writing = read(tmp_path / "beslut.txt")
    with pytest.raises(DraftError, match="fler än 3 förslag") if told else nullcontext():
        case_draft.make(writing, propose(writing), {"year": "2031"})


@pytest.mark.parametrize("digits", [21, 4_400])
@pytest.mark.parametrize("sign", ["", "-"])
def test_a_number_that_is_longer_than_any_amount_is_none(tmp_path, digits, sign):
    table = f"| Nämnd | Tilldelas, tkr |\n| Parknämnden | 500 |\n| Skolnämnden | {sign}{'9' * digits} |\n"
    (tmp_path / "beslut.md").write_text(f"Kommunstyrelsen beslutar 2031:\n\n{table}", encoding="utf-8")
    assert all(row.kronor < 10**15 for row in propose(read(tmp_path / "beslut.md")).rows)
