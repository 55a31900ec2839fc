"""The trace of whom each amount is for and which way it goes: true cases raise nothing, and every slip is found."""

import hashlib
import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from synthetic import make

from fordelning.case.case import Case, load
from fordelning.case.record import Board, Omission, Place
from fordelning.source.board_name import mentions
from fordelning.source.text import Original
from fordelning.source.trace import Trace, trace

BOARDS = {
    "ks": ("Kommunstyrelsen", "KS"),
    "sn": ("Socialnämnden", "SN"),
    "kfn": ("Kultur- och fritidsnämnden", "KFN"),
    "gsn": ("Grundskolenämnden", "GSN"),
    "nka": ("Nämnden för klimat och arbete", "NKA"),
    "mbn": ("Miljö- och byggnadsnämnden", "MBN"),
}
FORMS = {  # as a name may stand in a sentence
    "ks": ("kommunstyrelsen", "KS", "Kommunstyrelsen"),
    "sn": ("socialnämnden", "SN", "socialnämnd"),
    "kfn": ("kultur- och fritidsnämnden", "KFN", "nämnden för kultur och fritid"),
    "gsn": ("grundskolenämnden", "GSN", "grundskolenämnd"),
    "nka": ("nämnden för klimat och arbete", "NKA", "klimat- och arbetsnämnden"),
    "mbn": ("miljö- och byggnadsnämnden", "MBN", "nämnden för miljö och byggnad"),
}
Row = tuple[str, int]  # a board and its thousands of kronor


@pytest.fixture(scope="module")
def case(tmp_path_factory) -> Case:
    return load(make(tmp_path_factory.mktemp("fall") / "fallet", [(0, 0, 0, 2200)]))


def having(case: Case, rows: list[Row], lines: str, **changes) -> Case:
    """`case` with `rows` as its allocations, at one place on `lines`."""
    [row] = case.allocations.to_dict("records")
    allocations = pd.DataFrame([row | {"board": b, "kronor": tkr * 1000, "place": "p"} for b, tkr in rows])
    boards = {key: Board(key, *names, None) for key, names in BOARDS.items()}
    given = {"boards": boards, "places": {"p": Place("p", "Stället", lines)}, "statements": {}, "notes": {}}
    return replace(case, **given | {"omissions": (), "_allocations": allocations} | changes)


def traced(case: Case, text: str, rows: list[Row], **changes) -> Trace:
    lines = tuple(text.split("\n"))
    source = Original("kalla.txt", hashlib.sha256(text.encode()).hexdigest(), lines)
    return trace([having(case, rows, f"1-{len(lines)}", **changes)], source)


def gaps(case: Case, text: str, rows: list[Row], **changes) -> list[str]:
    """The gaps of the allocations."""
    return [str(gap) for gap in traced(case, text, rows, **changes).gaps if gap.where.startswith("allocations.csv")]


def slips(rows: list[Row]) -> Iterator[list[Row]]:
    """`rows` with two boards' amounts swapped, one board's amount given to another, or the transfers reversed.

    Of the others, one that has a row itself and one that has none.
    """
    for a, b in combinations(range(len(rows)), 2):
        if rows[a][0] != rows[b][0] and rows[a][1] != rows[b][1]:
            swapped = list(rows)
            swapped[a], swapped[b] = (rows[b][0], rows[a][1]), (rows[a][0], rows[b][1])
            yield swapped
    there = {board for board, _ in rows}
    for n, (board, tkr) in enumerate(rows):
        for others in (there - {board}, BOARDS.keys() - there):
            for other in sorted(others)[:1]:
                yield [*rows[:n], (other, tkr), *rows[n + 1 :]]
    if any(tkr < 0 for _, tkr in rows):
        yield [(board, -tkr) for board, tkr in rows]


# Texts that are made


def written(tkr: int, spelling: int) -> str:
    return (f"{tkr} tkr", f"{tkr:,} tkr".replace(",", " "), f"{tkr * 1000:,} kronor".replace(",", "\u00a0"))[spelling]


def listed(parts: list[str], last: str = " och ") -> str:
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + last + parts[-1]


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def each(line: str, rows: list[tuple[str, str]], between: str) -> str:
    return between.join(line.format(capital(name), amount) for name, amount in rows)


SHARES = {
    "names first": lambda rows: f"Medlen fördelas så: {listed([f'{name} {amount}' for name, amount in rows])}.",
    "amounts first": lambda rows: f"Av medlen går {listed([f'{amount} till {name}' for name, amount in rows])}.",
    "budgets": lambda rows: capital(
        listed([f"{name} får {amount}" if n else f"{name} tillförs {amount}" for n, (name, amount) in enumerate(rows)])
    )
    + " för ökad trygghet.",
    "who decides": lambda rows: "Kommunfullmäktige beslutar enligt kommunstyrelsens förslag att anvisa "
    + listed([f"{amount} till {name}" for name, amount in rows])
    + ".",
    "respectively": lambda rows: capital(listed([name for name, _ in rows]))
    + " får "
    + listed([amount for _, amount in rows], " respektive ")
    + ".",
    "in brackets": lambda rows: f"Medel ges till {listed([f'{name} ({amount})' for name, amount in rows])}.",
    "items": lambda rows: each("- {}: {}", rows, "\n"),
    "items, amounts first": lambda rows: "\n".join(f"- {amount} till {name}" for name, amount in rows),
    "numbered": lambda rows: "\n".join(f"{n}. {capital(name)} {amount}." for n, (name, amount) in enumerate(rows, 1)),
    "lines": lambda rows: each("{} {}", rows, "\n"),
    "sentences": lambda rows: each("{} tilldelas {}. Det gäller hela året.", rows, " "),
    "wrapped": lambda rows: listed([f"{name}\ntillförs\n{amount}" for name, amount in rows], "\noch ") + ".",
    "Markdown table": lambda rows: "| Nämnd | Belopp |\n|---|---:|\n"
    + each("| {} | {} |", rows, "\n"),
    "amount column first": lambda rows: "\n".join(f"{amount}\t{capital(name)}" for name, amount in rows),
    "spaced table": lambda rows: "\n".join(f"{capital(name):40}{amount:>20}" for name, amount in rows),
    "a column each": lambda rows: f"| Åtgärd | {' | '.join(capital(name) for name, _ in rows)} |\n"
    + f"|{'---|' * (len(rows) + 1)}\n| Kameror | {' | '.join(amount for _, amount in rows)} |",
    "spaced columns": lambda rows: f"{'Åtgärd':20}"
    + "".join(f"{capital(name):>36}" for name, _ in rows)
    + f"\n{'Kameror':20}"
    + "".join(f"{amount:>36}" for _, amount in rows),
    "headings": lambda rows: each("### {}\n\nKameror {}. De ska sättas upp.", rows, "\n\n"),
    "bold headings": lambda rows: each("**{}**\n\n**Kameror {}**\n\n- Här.", rows, "\n\n"),
    "lead-ins": lambda rows: each("{}:\n- kameror {}", rows, "\n\n"),
    "parent items": lambda rows: each("- {}\n  - kameror {}", rows, "\n"),
    "grouped rows": lambda rows: each("| **{}** | |\n| Kameror | {} |", rows, "\n"),
}  # fmt: skip
TRANSFERS = {  # from the first to the second
    "from, to": "{2} omfördelas från {0} till {1}.",
    "to, from": "{2} flyttas till {1} från {0}.",
    "from and to before": "Från {0} till {1} överförs {2}.",
    "from before, to after": "Från {0} omfördelas {2} till {1}.",
    "less and more": "Ramen för {0} minskas med {2} och ramen för {1} ökas med {2}.",
    "the same amount": "Anslaget till {0} minskas med {2}. Anslaget till {1} ökas med motsvarande belopp.",
    "amount last": "Ramen för {0} minskas och ramen för {1} ökas med {2}.",
    "received": "Medel omförs så att {1} tillförs {2} från {0}.",
    "given up": "Under året avstår {0} {2} till {1}.",
    "signs": "- {0} −{2}\n- {1} {2}",
    "signs in a table": "| {0} | –{2} |\n| {1} | +{2} |",
    "columns of boards": "| Från | Till | Belopp |\n|---|---|---|\n| {0} | {1} | {2} |",
    "columns of amounts": "| Nämnd | Minskning | Ökning |\n|---|---|---|\n| {0} | {2} | |\n| {1} | | {2} |",
    "two lists": "Följande ramar minskas:\n- {0} {2}\n\nFöljande ramar ökas:\n- {1} {2}",
}

names = st.lists(st.sampled_from(sorted(BOARDS)), min_size=2, max_size=5, unique=True)
amounts = st.lists(st.integers(3, 99_999).filter(lambda n: not 1900 <= n < 2100), min_size=5, max_size=5, unique=True)


@pytest.mark.parametrize("layout", SHARES)
@settings(max_examples=3, deadline=None)
@given(boards=names, tkr=amounts, form=st.integers(0, 2), spelling=st.integers(0, 2))
def test_shares_are_known_and_every_slip_is_found(case, layout, boards, tkr, form, spelling):
    rows = list(zip(boards, tkr, strict=False))
    text = SHARES[layout]([(FORMS[board][form], written(amount, spelling)) for board, amount in rows])
    assert gaps(case, text, rows) == [], text
    for slip in slips(rows):
        assert gaps(case, text, slip), (text, slip)


@pytest.mark.parametrize("layout", TRANSFERS)
@settings(max_examples=3, deadline=None)
@given(boards=names, tkr=amounts, form=st.integers(0, 2), spelling=st.integers(0, 2))
def test_transfers_are_known_and_every_slip_is_found(case, layout, boards, tkr, form, spelling):
    giver, taker, amount = boards[0], boards[1], tkr[0]
    rows = [(giver, -amount), (taker, amount)]
    text = TRANSFERS[layout].format(FORMS[giver][form], FORMS[taker][form], written(amount, spelling))
    assert gaps(case, text, rows) == [], text
    for slip in slips(rows):
        assert gaps(case, text, slip), (text, slip)


# Forms of sentences, with the rows that each says: a to c are boards, x to z amounts, and a minus takes away.
FORMS_OF_SHARES = """
I likhet med {b}, som får {y}, får {a} {x}.|ax by
Förutom {x} till {a} avsätts {y} till {b}.|ax by
Såväl {a} som {b} får medel, {x} respektive {y}.|ax by
{a}, {b} och {c} får tillsammans 9 999 tkr, fördelat på {x}, {y} och {z}.|ax by cz
{a} har ansökt om {x} och {b} om {y}.|ax by
Ansökan från {a} gäller {x}. Ansökan från {b} gäller {y}.|ax by
{a} får {x} för att avlasta {b}. {c} får {z}.|ax cz
Kameror, {x}. Ansvarig nämnd: {a}↵Vakter, {y}. Ansvarig nämnd: {b}|ax by
### Kameror↵↵Belopp: {x}↵↵Ansvarig: {a}↵↵### Vakter↵↵Belopp: {y}↵↵Ansvarig: {b}↵↵{c} följer upp.|ax by
### Kameror↵↵Ansvarig: {a}↵↵Belopp: {x}↵↵### Vakter↵↵Ansvarig: {b}↵↵Belopp: {y}|ax by
Kameror ({x}). {a}.↵Vakter ({y}). {b}.|ax by
Kameror, {x}. Ansvarig nämnd är {a}. Vakter, {y}. Ansvarig nämnd är {b}.↵↵{c} har ansvaret i övrigt.|ax by
{a} återbetalar {x} medan {b} erhåller {y}.|-ax by
Nämnd↵{a}↵{b}↵↵Belopp↵{x}↵{y}|ax by
| {a} | Kameror | {x} |↵| | Vakter | {y} |↵| {b} | Stöd | {z} ||ax ay bz
{c} delar {a}:s bedömning att {x} behövs. {b} får {y}.|ax by
{a} får sin ram sänkt med {x}. {b} får sin ram höjd med {y}.|-ax by
{a} ska spara {x} och {b} {y}.|-ax -by
Anslaget för {a} skrivs ner med {x}. Anslaget för {b} skrivs upp med {y}.|-ax by
Sänkt ram för {a}: {x}. Höjd ram för {b}: {y}.|-ax by
Ramminskning {a} {x}↵Ramökning {b} {y}|-ax by
{a} får lägre ram med {x} och {b} högre ram med {y}.|-ax by
Ramen för {a} blir {x} lägre och ramen för {b} {y} högre.|-ax by
| {a} | minskas med {x} |↵| {b} | ökas med {y} ||-ax by
"""
FORMS_OF_TRANSFERS = """
{a} lämnar {x} till {b} och {y} till {c}.|-ax bx -ay cy
{c} tar emot {x} från {a} och {y} från {b}.|-ax cx -by cy
{x} flyttas från anslaget för {a} till ramen för {b}.|-ax bx
{x} tas ur {a}:s budget och läggs i {b}:s.|-ax bx
{a} ersätter {b} med {x}.|-ax bx
{b} tar över {x} av {a}.|-ax bx
{b} får disponera {x} av {a}:s anslag.|-ax bx
{x} frigörs hos {a} och används av {b}.|-ax bx
{x} som inte behövs hos {a} går till {b}.|-ax bx
Överskottet hos {a}, {x}, förs till {b}.|-ax bx
Outnyttjade medel hos {a} ({x}) tillförs {b}.|-ax bx
Det {a} inte har använt, {x}, tillfaller {b}.|-ax bx
I och med att {b} tar över ansvaret från {a} flyttas {x}.|-ax bx
{a} ska till {b} föra över {x}.|-ax bx
{b} tilldelas {x}. Finansieringen sker inom {a}:s ram.|-ax bx
{b} tilldelas {x}, som {a} får avstå.|-ax bx
{b} tilldelas {x} på bekostnad av {a}.|-ax bx
{x} till {b} finansieras av {a}.|-ax bx
{b} utökas med {x} genom att {a} minskas med {x}.|-ax bx
Omföring {x}: {a} till {b}|-ax bx
Medel omfördelas: {a} – {x}, {b} + {x}|-ax bx
Verksamheten flyttas från {a} till {b}. Budgeten är {x}.|-ax bx
{x} flyttas. Avlämnande nämnd är {a} och mottagande nämnd är {b}.|-ax bx
Mellan {a} och {b} flyttas {x}, från den förra till den senare.|-ax bx
Ramen för {a} justeras ned med {x} och ramen för {b} justeras upp med {y}.|-ax by
Givare: {a}↵Mottagare: {b}↵Belopp: {x}|-ax bx
| Lämnar | Får | tkr |↵|---|---|---|↵| {a} | {b} | {x} ||-ax bx
Beslutet innebär att {a} förlorar {x} och att {b} vinner {x}.|-ax bx
"""


@pytest.mark.parametrize("sentences", [FORMS_OF_SHARES, FORMS_OF_TRANSFERS])
def test_every_form_of_sentence_is_known_and_every_slip_in_it_is_found(case, sentences):
    chance = random.Random(0)
    for number, line in enumerate(sentences.strip().split("\n")):
        sentence, _, said = line.rpartition("|")
        boards = dict(zip("abc", chance.sample(sorted(BOARDS), 3), strict=True))
        tkr = dict(zip("xyz", chance.sample(range(2100, 99_999), 3), strict=True))
        names = {letter: FORMS[board][number % 3] for letter, board in boards.items()}
        amounts = {letter: written(amount, number % 3) for letter, amount in tkr.items()}
        text = sentence.replace("↵", "\n").format(**names, **amounts)
        rows = [(boards[one[-2]], -tkr[one[-1]] if "-" in one else tkr[one[-1]]) for one in said.split()]
        assert gaps(case, text, rows) == [], text
        wrong = list(slips(rows))
        for slip in chance.sample(wrong, min(3, len(wrong))):
            assert gaps(case, text, slip), (text, slip)


# Texts as they are written


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Kommunstyrelsens budget utökas med 4 715 tkr, socialnämndens med 2 675 tkr.", [("ks", 4715), ("sn", 2675)]),
        ("Kommunstyrelsen beslutar att ge socialnämnden 500 tkr och KFN 300 tkr.", [("sn", 500), ("kfn", 300)]),
        ("Till kommunstyrelsen anvisas 500 tkr och 300 tkr till socialnämnden.", [("ks", 500), ("sn", 300)]),
        ("500, 300 respektive 200 tkr ges KS, SN och KFN.", [("ks", 500), ("sn", 300), ("kfn", 200)]),
        ("Sammanlagt 800 tkr: kommunstyrelsen 500 tkr, socialnämnden 300 tkr.", [("ks", 500), ("sn", 300)]),
        ("Av 3 000 tkr går 500 tkr till kommunstyrelsen och 300 tkr till SN.", [("ks", 500), ("sn", 300)]),
        ("Kommunstyrelsen och socialnämnden får 500 tkr vardera.", [("ks", 500), ("sn", 500)]),
        ("Grundskole- och socialnämnderna får 500 tkr vardera.", [("gsn", 500), ("sn", 500)]),
        ("SN, som har ansvaret, får 500 tkr och KS, som samordnar, 300 tkr.", [("sn", 500), ("ks", 300)]),
        ("SN får ett tillskott. Det är 500 tkr. KS får också medel. Det är 300 tkr.", [("sn", 500), ("ks", 300)]),
        ("Socialnämnden får två miljoner kronor och KS en halv miljon.", [("sn", 2000), ("ks", 500)]),
        ("Efter förslag av SN och KS flyttas 500 tkr från SN till KS.", [("sn", -500), ("ks", 500)]),
        ("500 tkr tillförs kommunstyrelsen. Medlen tas från socialnämnden.", [("sn", -500), ("ks", 500)]),
        ("Socialnämnden avstår 500 tkr, från KS till GSN går 300 tkr.", [("sn", -500), ("ks", -300), ("gsn", 300)]),
        ("500 tkr dras från socialnämnden och läggs på kommunstyrelsen.", [("sn", -500), ("ks", 500)]),
        ("Socialnämnden → Kommunstyrelsen: 500 tkr", [("sn", -500), ("ks", 500)]),
        ("Socialnämnden får 500 tkr mer. Kommunstyrelsen får 500 tkr mindre.", [("sn", 500), ("ks", -500)]),
        ("SN:s budget räknas ned med 500 tkr och KS budget räknas upp med 500 tkr.", [("sn", -500), ("ks", 500)]),
        ("Från: Socialnämnden\nTill: Kommunstyrelsen\nBelopp: 500 tkr", [("sn", -500), ("ks", 500)]),
        ("Avgår: socialnämnden 500 tkr\nTillkommer: kommunstyrelsen 500 tkr", [("sn", -500), ("ks", 500)]),
        ("Kommunbidraget minskar med 500 tkr för SN och ökar med 500 tkr för KS.", [("sn", -500), ("ks", 500)]),
        ("Kommunstyrelsen ....... 500 tkr\nSocialnämnden ....... 300 tkr", [("ks", 500), ("sn", 300)]),
        ("Kameror 500 tkr. Nämnd: KS.\n\nStöd 300 tkr. Nämnd: SN.", [("ks", 500), ("sn", 300)]),
        ("KS, 700 tkr\n- kameror 700 tkr\nSN, 300 tkr\n- stöd 300 tkr", [("ks", 700), ("sn", 300)]),
        ("KS får 500 tkr i samarbete med SN. SN får 300 tkr.", [("ks", 500), ("sn", 300)]),
        (
            "| Åtgärd | Nämnd | Belopp |\n|---|---|---|\n| Bad | KS | 500 |\n| Stöd | SN | 300 |",
            [("ks", 500), ("sn", 300)],
        ),
        ("SN och KS får medel: den förra 500 tkr och den senare 300 tkr.", [("sn", 500), ("ks", 300)]),
        ("KS och SN tilldelas medel. Den förra får 500 tkr, den senare 300 tkr.", [("ks", 500), ("sn", 300)]),
        ("Socialförvaltningen får 500 tkr och grundskoleförvaltningen 300 tkr.", [("sn", 500), ("gsn", 300)]),
        ("SN ska återrapportera till KS hur 500 tkr har använts. KFN får 300 tkr.", [("sn", 500), ("kfn", 300)]),
        ("KS och SN får sammanlagt 800 tkr, 500 tkr respektive 300 tkr.", [("ks", 500), ("sn", 300)]),
        ("500 tkr ska betalas av SN till GSN.", [("sn", -500), ("gsn", 500)]),
        ("En besparing om 500 tkr läggs på SN och en om 300 tkr på KS.", [("sn", -500), ("ks", -300)]),
        ("Effektiviseringskrav: SN 500 tkr, GSN 300 tkr.", [("sn", -500), ("gsn", -300)]),
        ("SN avsätter 500 tkr av sin ram till KS.", [("sn", -500), ("ks", 500)]),
        ("KS får 500 tkr, vilket finansieras ur socialnämndens anslag.", [("sn", -500), ("ks", 500)]),
        ("500 tkr, som ska belasta socialnämndens ram, anvisas till KS.", [("sn", -500), ("ks", 500)]),
        ("att ge SN 500 tkr,\natt finansiera detta genom KS med 500 tkr.", [("sn", 500), ("ks", -500)]),
        (
            "KS ram minskas med 800 tkr, varav 500 tkr tillförs SN och 300 tkr GSN.",
            [("ks", -800), ("sn", 500), ("gsn", 300)],
        ),
        (
            "Från KS överförs 500 tkr till SN och 300 tkr till GSN.",
            [("ks", -500), ("sn", 500), ("ks", -300), ("gsn", 300)],
        ),
        (
            "SN lämnar 500 tkr till GSN och KS lämnar 300 tkr till KFN.",
            [("sn", -500), ("gsn", 500), ("ks", -300), ("kfn", 300)],
        ),
        (
            "Utökningar\n- SN 500 tkr\n- KS 300 tkr\n\nMinskningar\n- GSN 800 tkr",
            [("sn", 500), ("ks", 300), ("gsn", -800)],
        ),
        ("Nämnd\nSN\nKS\nGSN\nBelopp\n500\n300\n200", [("sn", 500), ("ks", 300), ("gsn", 200)]),
        ("Nämnd\nTkr\nSN\n500\nKS\n300", [("sn", 500), ("ks", 300)]),
        ("500 tkr\nSocialnämnden\n300 tkr\nKommunstyrelsen", [("sn", 500), ("ks", 300)]),
        ("Socialnämnden¹ får 500 tkr och kommunstyrelsen² 300 tkr.", [("sn", 500), ("ks", 300)]),
        ("SN tillförs 500 tkr och 300 tkr, båda från KS.\nKFN får 200 tkr.", [("sn", 500), ("sn", 300), ("kfn", 200)]),
        (
            "Nämnd                   Belopp\nSocialnämnden              500\nKFN              300",
            [("sn", 500), ("kfn", 300)],
        ),
    ],
)
def test_a_text_as_it_is_written(case, text, rows):
    assert gaps(case, text, rows) == []
    for slip in slips(rows):
        assert gaps(case, text, slip), slip


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        (
            "Socialnämnden",
            "socialnämnden|Socialnämnd|socialnämndens|socialnämndernas|SN|SN:s|socialförvaltningens|socialnämndsbudgeten",
        ),
        ("Kultur- och fritidsnämnden", "kultur- och fritidsnämndens|KFN|nämnden för kultur och fritid"),
        (
            "Kultur- och fritidsnämnden",
            "Kultur- och\nfritidsnämnd|kultur- och fritids-\nnämnden|kultur-\noch fritidsnämnden",
        ),
        (
            "Kultur- och fritidsnämnden",
            "kultur och fritidsnämnden|kultur\u2011 och fritidsnämnden|kultur– och fri-\n  tidsnämnd",
        ),
        ("Samhällsbyggnadsnämnden", "samhälls-\nbyggnadsnämnden|samhällsbygg-\nnadsnämn-\ndens"),
        ("Nämnden för klimat och arbete", "klimat- och arbetsnämnden|nämnden för klimat och arbetes|NKA"),
        ("Arbetsmarknad- och gymnasienämnden", "arbetsmarknads- och gymnasienämnden|AGN"),
        ("Arbetsmarknad- och gymnasienämnden", "nämnden för arbetsmarknad och gymnasium"),
        ("Kommunstyrelse", "kommunstyrelsen|kommunstyrelsens|KS"),
        ("Kommunrevisionen", "kommunrevisionens|Kommunrevision"),
        ("Kommunfullmäktige", "kommunfullmäktige|kommunfullmäktiges"),
        ("Socialnämnden Centrum", "socialnämnden Centrum|socialnämnd Centrums"),
        ("Skola", "Skola"),
    ],
)
def test_every_form_of_a_name_is_known(name, forms):
    short = {"Skola": "S"}.get(name, "-")
    for form in forms.split("|"):
        text = f"Medel ges till {form}, 500 tkr"
        [mention] = mentions(text, [Board("b", name, short, None)])
        assert text[mention.start : mention.end] == form


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Utbildningsnämnden", "barn- och utbildningsnämnden"),
        ("Socialnämnden", "vårdsocialnämnden"),
        ("Socialnämnden", "SNABBT eller snart"),
        ("Skola", "en skola"),
        ("Kultur- och fritidsnämnden", "kultur och fritid"),
    ],
)
def test_what_is_another_name_or_word_is_no_form_of_it(name, text):
    assert mentions(f"Medel ges till {text}, 500 tkr", [Board("b", name, "-", None)]) == []


def test_initials_of_two_boards_name_neither():
    boards = [Board("a", "Barnnämnden", "B", None), Board("b", "Byggnadsnämnden", "Bygg", None)]
    assert mentions("BN får 500 tkr", boards) == []


# What is asked, and what is not


SWAPPED = "Socialnämnden får 500 tkr och kommunstyrelsen 300 tkr."


def test_the_gap_says_who_and_where(case):
    assert gaps(case, SWAPPED, [("sn", 500), ("sn", 300)]) == [
        "allocations.csv, Åtgärd nummer 1 ur Pott A: »300 000 kr» är Socialnämnden i fallet, men står i källan på "
        "rad 1 vid Kommunstyrelsen; rätta fallet, eller skriv i omissions.csv, med beloppet och raden, varför det är så"
    ]
    [gap] = gaps(case, "Ramen för socialnämnden minskas med 500 tkr.", [("sn", 500)])
    assert "går åt andra hållet i källan på rad 1, där det tas från Socialnämnden" in gap


def test_a_row_of_omissions_answers_and_is_told_with_its_line(case):
    rows, why = (
        [("sn", 500), ("sn", 300)],
        Omission("300 tkr", "1", "Styrelsens del är nämndens enligt protokollet.", None),
    )
    found = traced(case, SWAPPED, rows, omissions=(why,))
    assert [gap for gap in found.gaps if gap.where.startswith(("allocations", "omissions"))] == []
    assert found.lines_of(why) == [1]
    [elsewhere, idle] = [
        gap
        for gap in traced(case, SWAPPED, rows, omissions=(replace(why, found="500 tkr"),)).gaps
        if gap.where.startswith(("allocations", "omissions"))
    ]
    assert "300" in elsewhere.text and "täcker inget" in idle.matter


@pytest.mark.parametrize("text", ["Kameror 500 tkr.", "## Fördelning\n\nKameror 500 tkr till centrum."])
def test_a_place_without_a_name_is_no_gap(case, text):
    assert all(gaps(case, text, [(board, 500)]) == [] for board in BOARDS)


def test_a_board_that_is_derived_is_no_gap(case):
    text, rows = "Socialnämnden får 500 tkr.", [("ks", 500)]
    assert gaps(case, text, rows)
    derived = having(case, rows, "1")
    derived = replace(derived, _allocations=derived.allocations.assign(basis="derived"))
    assert not [g for g in trace([derived], Original("k.txt", "0", (text,))).gaps if g.where.startswith("allocations")]


@pytest.mark.parametrize(("years", "found"), [("2021 och 2022", True), ("2021", False)])
def test_an_amount_that_holds_for_every_year_or_board_is_found_for_each(case, years, found):
    text = f"Socialnämnden och KS får 500 tkr vardera per år {years}. KFN får 300 tkr."
    rows = [("sn", 500), ("ks", 500), ("kfn", 300)]
    twice = having(case, [*rows, *rows], "1")
    twice = replace(twice, _allocations=twice.allocations.assign(year=[2021] * 3 + [2022] * 3))
    left = trace([twice], Original("k.txt", "0", (text,))).gaps
    assert not [gap for gap in left if gap.where.startswith("allocations.csv, Åtgärd")]
    assert found == (not any("2022" in gap.text for gap in left))


def test_a_total_of_a_board_that_is_stated_is_held_against_its_name(case, made_total):
    assert not [g for g in made_total("sn").gaps if g.where.startswith("statements")]
    [gap] = [g for g in made_total("ks").gaps if g.where.startswith("statements")]
    assert "men står i källan på rad 1 vid Socialnämnden" in gap.matter


@pytest.fixture
def made_total(case):
    [total] = case.statements.values()

    def traced_total(board: str) -> Trace:
        stated = replace(total, board=board, place="p", stated=replace(total.stated, number=300_000), value="300")
        text = "Kommunstyrelsens ram ökas med 500 tkr och socialnämndens med 300 tkr."
        return traced(case, text, [("ks", 500)], statements={"S01": stated})

    return traced_total


# What the case has summed from several rows


def summed(case: Case, text: str, rows: list[Row], lines: str) -> list[str]:
    source = Original("kalla.txt", "0", tuple(text.split("\n")))
    return [str(gap) for gap in trace([having(case, rows, lines)], source).gaps if "decision" not in gap.where]


@pytest.mark.parametrize("line", ["{} {} tkr", "| {} | {} |", "{}\t{}\t7", "{}: −{} tkr", "{} minskas med {} tkr."])
@settings(max_examples=3, deadline=None)
@given(tkr=st.lists(st.integers(11, 999), min_size=3, max_size=3, unique=True), form=st.integers(0, 2))
def test_a_sum_is_found_in_its_rows_and_every_slip_in_them(case, line, tkr, form):
    sign = -1 if "−" in line or "minskas" in line else 1
    rows = [("ks", tkr[0]), ("sn", tkr[1]), ("ks", tkr[2])]
    text = "\n".join(line.format(FORMS[board][form], amount) for board, amount in rows)
    whole = sign * (tkr[0] + tkr[2])
    ours = [gap for gap in summed(case, text, [("ks", whole)], "1,3") if gap.startswith("allocations")]
    assert ours == [], text
    for slip, lines in (
        [("sn", whole), "1,3"],  # another board
        [("ks", -whole), "1,3"] if sign < 0 else [("ks", whole + 1), "1,3"],
        [("ks", sign * (tkr[0] + tkr[1])), "1-2"],  # another board's row
        [("ks", whole), "1-2"],  # the rows of another sum
    ):
        if abs(whole) != tkr[0] + tkr[1]:
            assert [g for g in summed(case, text, [slip], lines) if g.startswith("allocations")], (text, slip)


def test_the_rows_of_a_sum_are_covered_and_no_others(case):
    text = "KS 30 tkr\nSN 10 tkr\nKS 90 tkr"
    [other] = [g for g in summed(case, text, [("ks", 120)], "1,3") if g.startswith("källan, rad")]
    assert other.startswith("källan, rad 2: »10 tkr»")
    [gap] = [g for g in summed(case, text, [("ks", 40)], "1-2") if g.startswith("allocations")]
    assert "»10 000 kr, del av 40 000 kr» är Kommunstyrelsen i fallet" in gap


def test_a_sum_that_two_columns_have_is_not_guessed(case):
    text = "| KS | 30 | 70 |\n| KS | 90 | 50 |"
    assert any("120 000 kr» finns inte" in gap for gap in summed(case, text, [("ks", 120)], "1-2"))


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Ks får 500 tkr och Sn får 300 tkr.", [("ks", 500), ("sn", 300)]),
        ("KS: 500 tkr\nSoc.nämnden: 300 tkr\nGSN: 200 tkr", [("ks", 500), ("sn", 300), ("gsn", 200)]),
        ("Soc. nämnden tilldelas 300 tkr och Kommunstyr. 500 tkr", [("sn", 300), ("ks", 500)]),
        ("KS/KF 500 tkr\nSN 300 tkr", [("ks", 500), ("sn", 300)]),
        ("Kultur- och frit.nämnden får 200 tkr, grundskolen. 100 tkr.", [("kfn", 200), ("gsn", 100)]),
        ("500 tkr\nKommunstyrelsen\n\n300 tkr\nSocialnämnden", [("ks", 500), ("sn", 300)]),
        ("| 500 tkr | 300 tkr |\n| Kommunstyrelsen | Socialnämnden |", [("ks", 500), ("sn", 300)]),
        ("500 tkr      300 tkr\nKommunstyrelsen      Socialnämnden", [("ks", 500), ("sn", 300)]),
        (
            "Lovskola, 500 tkr.\nAnsvarig: Kommunstyrelsen\nHyror, 300 tkr.\nAnsvarig: Socialnämnden",
            [("ks", 500), ("sn", 300)],
        ),
    ],
)
def test_names_that_are_cut_short_and_names_under_their_amounts(case, text, rows):
    assert gaps(case, text, rows) == []
    assert all(gaps(case, text, slip) for slip in slips(rows))


def test_a_name_cut_short_that_two_boards_begin_with_is_neither():
    boards = [Board("a", "Samhällsnämnden", "A", None), Board("b", "Samverkansnämnden", "B", None)]
    assert mentions("Sam.nämnden får 5 tkr", boards) == []
    assert [found.board for found in mentions("Samh.nämnden får 5 tkr, samv.nämnden 3 tkr", boards)] == ["a", "b"]


def test_a_word_is_no_initials():
    boards = [Board("on", "Omsorgsnämnden", "ON", None), Board("en", "Energinämnden", "EN", None)]
    assert mentions("En ny park. On är ett ord på engelska.", boards) == []


@pytest.mark.parametrize("amount", ["745 000 kronor", "745 tkr"])
@pytest.mark.parametrize(
    "name",
    [
        "Räddningsnämnden",
        "Individ- och familjenämnden",
        "Tekniska nämnden",
        "Nämnden för lärande och arbete",
        "Överförmyndarnämnden i samverkan",
        "Revisionen",
    ],
)
@pytest.mark.parametrize(
    "text",
    [
        "{name} tilldelas {amount} för lekplatser.",
        "För lekplatser avsätts {amount} till {name} för drift.",
        "Till {name} anvisas {amount} för lekplatser.",
        "Socialnämnden får 200 tkr och {name} får {amount}.",
        "| Nämnd | Belopp |\n| --- | --- |\n| {name} | {amount} |\n| Socialnämnden | 200 tkr |",
        "| {name} | {amount} |\n| Socialnämnden | 200 tkr |",
        "| Vad | Vem | Belopp |\n| --- | --- | --- |\n| Lek | {name} | {amount} |\n| Sim | Socialnämnden | 200 tkr |",
    ],
)
def test_money_of_a_board_that_the_case_lacks_is_a_gap(case, text, name, amount):
    """The name ends as that of a board, and it is said to get the money: the case has given it to another."""
    [gap] = gaps(case, text.format(name=name, amount=amount), [("ks", 745)])
    assert f"vid {name}" in gap


@pytest.mark.parametrize(
    "text",
    [
        "Enligt valnämndens begäran tilldelas kommunstyrelsen 745 tkr.",
        "Valnämnden har yttrat sig. Kommunstyrelsen får 745 tkr.",
        "Kommunstyrelsen får 745 tkr. Beslutet skickas till valnämnden.",
        "Kommunstyrelsen får 745 tkr, vilket valnämnden tillstyrker.",
        "- Kommunstyrelsen: 745 tkr\n- Beslutet skickas till valnämnden",
        "Kommunstyrelsen får 745 tkr. Beslutet skickas till nämnden för kännedom och nämnden för lärande och arbete.",
        "Kommunstyrelsen får 745 tkr, av nämnden för lokaler. Ärendet återredovisas till revisionen.",
        "Valnämnden ges i uppdrag att följa upp de 745 tkr som kommunstyrelsen får.",
    ],
)
def test_a_board_that_gets_nothing_takes_no_amount_from_another(case, text):
    assert gaps(case, text, [("ks", 745)]) == []
