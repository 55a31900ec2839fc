"""Totals under labels that no vocabulary has, right and wrong, planted in tables: none is counted in silence."""

import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest
from tables import xlsx

from fordelning.intake import conversion
from fordelning.intake.cells import sheet
from fordelning.intake.cells.cell import Cell, Sheet, SheetError, a1, spelt
from fordelning.intake.conversion import Identity, Intake
from fordelning.intake.table import vocabulary
from fordelning.intake.table.options import Options

HEADS = [
    "Att fördela", "Budgetram", "Kommunkoncernen", "Σ=", "Netto,", "Ram", "Ekonomisk ram", "Bruttobudget", "Helheten",
    "Kommunens pengar", "Anslag", "Utrymme", "Tilldelat", "Samlat", "Hela kommunen", "Nämnderna", "Alla", "Slutligt",
    "Kommunbidrag", "Fördelas", "Disponibelt", "Koncernen", "Beslutat", "I allt", "Ihop", "Samtliga", "***", "Grand",
    "Kommunen", "Staden", "Verksamhetens nettokostnad", "Gemensamt", "Ramen", "Pengar", "Budget", "Medel", "Qwerty",
]  # fmt: skip
TAILS = [
    "", "kommunen", "enligt KF", "2026", "för nämnderna", "alla nämnder", "netto", "i år", "enligt beslut",
    "kommunfullmäktige", "hela kommunen", "verksamheten", "koncernen", "exklusive fonder", "efter fördelning",
    "till nämnderna", "(KF)", "enligt ovan", "före uppräkning",
]  # fmt: skip
LABELS = [label for head in HEADS for tail in TAILS if not vocabulary.is_total(label := f"{head} {tail}".strip())]
BODIES = [
    "Kultur", "Fritid", "Skol", "Vatten", "Gatu", "Bygg", "Miljö", "Idrott", "Vuxen", "Omsorgs", "Trafik", "Park",
    "Hamn", "Social", "Äldre", "Energi",
]  # fmt: skip
BOARDS = [f"{body}nämnden" for body in BODIES] + ["Kommunstyrelsen", "Revisionen", "Överförmyndaren", "Valnämnden"]
MEASURES = [
    "Läxhjälp", "Lovskola", "Värdar", "Sommarjobb", "Belysning", "Lekplatser", "Språkstöd", "Bredband", "Busskort",
    "Skolmat",
]  # fmt: skip
YEARS = ["Budget 2026", "Plan 2027", "Plan 2028"]


def size(chance: Random) -> int:
    return max(100, int(chance.lognormvariate(9.5, 1.1)) // 100 * 100)


def off(chance: Random, total: int) -> int:
    """A total, right or wrong in one of the ways in which totals are."""
    digits = str(total)
    places = [k for k in range(1, len(digits) - 1) if digits[k] != digits[k + 1]] or [0]
    k = chance.choice(places)
    swapped = int(digits[:k] + digits[k : k + 2][::-1] + digits[k + 2 :])
    return chance.choice([total, total + 1000, total * 101 // 100, total * 9 // 10, total * 11 // 10, swapped])


MIDDLE = [["Parknämnden", 310], ["Hamnnämnden", 4_500], ["Skolnämnden", 7_200], ["Gatunämnden", 860]]


def written(rows: list[list[object]]) -> Sheet:
    cells = [[spelt(Cell(a1(r, c), str(v))) for c, v in enumerate(row, 1)] for r, row in enumerate(rows, 1)]
    return Sheet("", cells)


def take(table: Sheet, **options) -> Intake:
    options = {"unit": "tkr", "year": "2026", **options}
    return conversion.take_in(Path("tabell.csv"), table, Options(**options), Identity())


def lines(chance: Random, names: list[str], years: int) -> list[list[object]]:
    first = [size(chance) for _ in names]
    return [
        [name, *(int(one * chance.uniform(0.97, 1.06)) for _ in range(years))]
        for name, one in zip(names, first, strict=True)
    ]


def of(chance: Random, label: str, body: list[list[object]]) -> list[object]:
    return [label, *(off(chance, sum(column)) for column in list(zip(*body, strict=True))[1:])]


def by_lines(chance: Random, label: str) -> tuple[Sheet, int]:
    """A table with a planted total among its lines, and the number of its row."""
    years = chance.choice([1, 1, 2, 3])
    body = lines(chance, chance.sample(BOARDS, chance.randint(4, 12)), years)
    where = chance.choice(["first", "last", "between"])
    at = {"first": 0, "last": len(body), "between": chance.randint(2, len(body) - 2)}[where]
    total = of(chance, label, body[:at] if where == "between" else body)
    return written([["Nämnd", *YEARS[:years]], *body[:at], total, *body[at:]]), at + 2


def by_columns(chance: Random, label: str) -> tuple[Sheet, str]:
    """A table with a planted total among its columns, and the letter of that."""
    boards = chance.sample(BOARDS, chance.randint(3, 6))
    at = chance.choice([0, len(boards)])
    rows: list[list[object]] = [["Åtgärd", *boards[:at], label, *boards[at:]]]
    for measure in chance.sample(MEASURES, chance.randint(2, 7)):
        amounts = [size(chance) for _ in boards]
        rows.append([measure, *amounts[:at], off(chance, sum(amounts)), *amounts[at:]])
    return written(rows), "BCDEFGHIJ"[at]


@pytest.mark.parametrize("seed", range(120))
def test_no_line_that_sums_others_is_an_amount_in_silence(seed):
    chance = Random(seed)
    table, row = by_lines(chance, chance.choice(LABELS))
    with pytest.raises(SheetError) as error:
        take(table)
    assert f"A{row}" in str(error.value) or f" {row}" in str(error.value)


@pytest.mark.parametrize("seed", range(80))
def test_no_column_that_sums_others_is_an_amount_in_silence(seed):
    chance = Random(seed)
    table, letter = by_columns(chance, chance.choice(LABELS))
    with pytest.raises(SheetError, match=f"(kolumn|cell) {letter}"):
        take(table)


@pytest.mark.parametrize("seed", range(40))
def test_one_answer_settles_a_planted_total(seed):
    chance = Random(seed)
    body = lines(chance, chance.sample(BOARDS, 6), 1)
    total = sum(number for _, number in body)
    at = chance.choice([0, 6])
    table = written([["Nämnd", "Budget 2026"], *body[:at], ["Kommunkoncernen", total + 900], *body[at:]])
    row, summed = at + 2, range(3, 9) if at == 0 else range(2, 8)
    with pytest.raises(SheetError, match=f"--totals {row}={summed[0]}-{summed[-1]}.* --posts {row}"):
        take(table)
    taken = take(table, totals=frozenset({str(row)}), summed={row: frozenset(summed)})
    assert sum(entry.number for entry in taken.found.entries) == total
    assert [(claim.row, claim.number) for claim in taken.found.claims] == [(row, total + 900)]
    own = take(table, posts=frozenset({str(row)}))
    assert sum(entry.number for entry in own.found.entries) == 2 * total + 900


FIRST = ["Årets", "Samlad", "Styrelsens", "Ny", "Preliminär", "Ovanstående", "Löpande", "Full", "Vår", "Denna"]
LAST = ["påse", "kaka", "volym", "kassa", "nivå", "massa", "omslutning", "klump", "vikt", "stock", "lista", "värde"]
SHORT = ["Agg.", "Ack.", "KB", "X", "9999", "A00", "***", "---", "100-199", "§ 5", "Smn", "Facit", "Q", "TOTL", "R1"]
POTS = [
    "Klimatmedel", "Skolmiljarden", "Trygghetspotten", "Språkmedel", "Statsbidrag äldre", "Lovpotten",
    "Integrationsmedel", "Statsbidrag skola", "Kompetensmedel", "Föreningspott",
]  # fmt: skip
SERVICES = [
    "Räddningstjänsten", "Barn och utbildning", "Pensioner", "Bolagen", "Teknik och service", "Hemtjänst",
    "Vård och omsorg", "Kultur och fritid", "Kommunledning", "Stadsbyggnadskontoret",
]  # fmt: skip
OFF = [100, 100, 101, 95, 105, 90, 110, 80, 120, 70, 130, 60, 140, 50, 150, 40, 160]
NAMED = {"Nämnd": BOARDS, "Åtgärd": MEASURES, "Pott": POTS, "Verksamhet": SERVICES}
GIVEN = {
    "Nämnd": {},
    "Åtgärd": {"board": "Parknämnden", "rows": "åtgärder"},
    "Pott": {"board": "Parknämnden", "rows": "potter"},
    "Verksamhet": {"rows": "nämnder"},
}


def unheard_of(chance: Random) -> str:
    return chance.choice([f"{chance.choice(FIRST)} {chance.choice(LAST)}", chance.choice(SHORT)])


def honest(chance: Random) -> tuple[str, list[list[object]]]:
    """The heading over the names of a table, and its lines."""
    head = chance.choice([*NAMED])
    names = chance.sample(NAMED[head], chance.randint(5, 10))
    return head, lines(chance, names, chance.choice([1, 1, 2, 3]))


def read(head: str, body: list[list[object]], **options) -> Intake:
    return take(written([[head, *YEARS[: len(body[0]) - 1]], *body]), **GIVEN[head], **options)


def rows_in(text: str, after: str) -> set[int]:
    """The numbers of the rows that stand after a word in what is said."""
    found = re.findall(r"([0-9]+)(?:-([0-9]+))?", ",".join(re.findall(rf"{after}([0-9,-]+)", text)))
    return {row for first, last in found for row in range(int(first), int(last or first) + 1)}


def said(head: str, body: list[list[object]], row: int) -> tuple[set[int], bool]:
    """The rows that something is said of once others than `row` are settled, and whether that one is asked about."""
    own: set[int] = set()
    while True:
        try:
            read_so = read(head, body, posts=frozenset(map(str, own))).found.reading
            return rows_in("; ".join(read_so), "rad "), False
        except SheetError as error:
            more = rows_in(str(error), "(?:--posts |cell [AB])") - own
            if row in more or not more:
                return more, True
            own |= more


@pytest.mark.parametrize(
    "seeds", [range(24), pytest.param(range(24, 600), marks=pytest.mark.slow)], ids=["few", "many"]
)
def test_a_sum_that_is_wrong_by_no_more_than_60_per_cent_is_asked_about_or_told(seeds):
    told = 0
    for seed in seeds:
        chance = Random(seed)
        head, body = honest(chance)
        at = chance.choice([0, len(body), chance.randint(2, len(body) - 1)])
        part, summed = chance.choice(OFF), body[:at] if at > 0 else body
        figures = (sum(column) * part // 100 for column in list(zip(*summed, strict=True))[1:])
        body.insert(at, [unheard_of(chance), *figures])
        rows, asked = said(head, body, at + 2)
        assert at + 2 in rows, (seed, body)
        told += not asked
    assert told * 8 <= len(seeds), told


@pytest.mark.parametrize(
    "seeds", [range(24), pytest.param(range(24, 600), marks=pytest.mark.slow)], ids=["few", "many"]
)
def test_tables_with_no_sum_are_seldom_asked_about(seeds):
    asked = []
    for seed in seeds:
        chance = Random(seed)
        head, body = honest(chance)
        if head == "Nämnd":
            body[chance.randrange(len(body))][0] = chance.choice(SERVICES)
        try:
            read(head, body)
        except SheetError as error:
            asked.append(str(error))
    assert len(asked) <= len(seeds) // 8 + 2, asked


def test_tables_of_boards_without_totals_are_hardly_ever_asked_about():
    asked = []
    for seed in range(300):
        chance = Random(seed)
        years = chance.choice([1, 1, 2, 3])
        body = lines(chance, chance.sample(BOARDS, chance.randint(4, 14)), years)
        try:
            take(written([["Nämnd", *YEARS[:years]], *body]))
        except SheetError as error:
            asked.append(str(error))
    assert len(asked) <= 9, asked


def test_a_wrong_total_in_bold_is_asked_about_though_it_is_called_as_a_board(tmp_path):
    def fill(book, page, bold):
        page.write_row(0, 0, ["Nämnd", "Budget 2026, tkr"])
        for row, (name, number) in enumerate((("Park", 310), ("Hamn", 450), ("Skol", 7_200), ("Gatu", 860)), 1):
            page.write_row(row, 0, [f"{name}nämnden", number])
        page.write_row(5, 0, ["Beslutsnämnden", 10_100], book.add_format({"bold": bold}))

    def read(bold):
        [page] = sheet.read(xlsx(tmp_path, lambda book, page: fill(book, page, bold)))
        return take(page, unit="")

    assert len(read(False).found.entries) == 5
    with pytest.raises(SheetError, match="cell A6: kan vara en summa av andra rader"):
        read(True)


def test_a_line_under_a_rule_stands_out():
    rows = [["Nämnd", "Tkr"], ["Parknämnden", 310], ["Hamnnämnden", 450], ["Skolnämnden", 7_200], ["Gatunämnden", 860]]
    table = written([*rows, ["Beslutsnämnden", 10_100]])
    assert len(take(table).found.entries) == 5
    ruled = Sheet("", [*table.rows[:-1], [replace(cell, ruled=True) for cell in table.rows[-1]]])
    with pytest.raises(SheetError, match="cell A6: kan vara en summa av andra rader"):
        take(ruled)


@pytest.mark.parametrize("label", ["Driftsredovisning", "Beslutat", "Utrymme", "Slutligt utfall"])
@pytest.mark.parametrize("part", [70, 82, 118, 130])
def test_a_sum_in_the_middle_may_be_far_off(label, part):
    total = [label, sum(number for _, number in MIDDLE[:3]) * part // 100]
    table = written([["Nämnd", "Tkr"], *MIDDLE[:3], total, *MIDDLE[3:], ["Valnämnden", 90]])
    with pytest.raises(SheetError, match="cell A5: kan vara en summa av andra rader"):
        take(table)


def test_a_board_of_a_part_of_the_town_is_no_sum():
    rows = [["Nämnd", "Tkr"], ["Valnämnden", 10], ["Miljönämnden", 5], ["{}", 12], *MIDDLE]
    assert len(take(written([[str(name).format("Socialnämnden Norr"), n] for name, n in rows])).found.entries) == 7
    with pytest.raises(SheetError, match="cell A4: kan vara en summa av andra rader"):
        take(written([[str(name).format("Vård och omsorg"), n] for name, n in rows]))


def test_a_line_that_the_total_leaves_out_may_be_a_sum():
    rows = [[name.replace("nämnden", ""), number] for name, number in MIDDLE]
    table = written([["Åtgärd", "Tkr"], *rows[:2], ["Övrigt", 90], *rows[2:], ["Summa", 12_870]])
    with pytest.raises(SheetError, match=r"cell A4: kan vara en summa av andra rader.* --posts 4"):
        take(table, board="Parknämnden", rows="åtgärder")
    own = take(table, board="Parknämnden", rows="åtgärder", posts=frozenset({"4"}))
    assert sum(entry.number for entry in own.found.entries) == 12_960


def test_moved_money_whose_net_is_wrong_is_asked_about():
    table = written(
        [["Nämnd", "Tkr"], ["Parknämnden", 500], ["Hamnnämnden", -300], ["Skolnämnden", -200], ["Fördelas", 40]]
    )
    with pytest.raises(SheetError, match="»Fördelas» säger 40 tkr, och rad 2-4 ger 0 tkr"):
        take(table)


@pytest.mark.parametrize("name", ["Räddningstjänsten", "Socialnämden", "Bolagen", "Kommunens revisorer", "IT-enheten"])
def test_a_service_among_boards_is_no_sum_though_it_is_of_the_order_of_one(name):
    table = written([["Nämnd", "Tkr"], *MIDDLE[:3], [name, 8_000], *MIDDLE[3:], ["Valnämnden", 90]])
    assert len(take(table).found.entries) == 6
    table = written([["Nämnd", "Tkr"], *MIDDLE[:3], ["Kommunkoncernen", 8_000], *MIDDLE[3:], ["Valnämnden", 90]])
    with pytest.raises(SheetError, match="cell A5: kan vara en summa av andra rader"):
        take(table)


def test_a_line_that_only_its_size_tells_of_is_told():
    names = ["Läxhjälp", "Värdar", "Busskort", "Skolmat", "Bredband", "Belysning"]
    body = [[name, number] for name, number in zip(names, (310, 2_500, 700, 5_000, 860, 90), strict=True)]
    size = "är ungefär så stor som rader intill tillsammans"
    told = f"rad 5 läses som en egen post, fast den {size}; är den en summa, ange --totals 5"
    assert told in read("Åtgärd", body).found.reading
    body[2][1] = 1_400
    told = f"rad 4-5 läses som egna poster, fast var och en {size}; är någon en summa, ange --totals och radens nummer"
    assert told in read("Åtgärd", body).found.reading
    total = read("Åtgärd", [*body, ["Summa", 10_160]]).found.reading
    assert not any("ungefär så stor" in line for line in total)


@pytest.mark.parametrize("label", ["Kommunkoncernen", "Helheten", "Tilldelat", "I allt", "***"])
@pytest.mark.parametrize("at", [0, 3, 6])
def test_a_line_that_is_called_as_no_other_is_asked_about_or_told_of_any_size(label, at):
    body = [[name, number] for name, number in zip(BOARDS[:6], (310, 4_500, 700, 5_000, 860, 2_700), strict=True)]
    for amount in (1, 70, 703, 3_100, 33_000, 700_000):
        rows, asked = said("Nämnd", [*body[:at], [label, amount], *body[at:]], at + 2)
        assert at + 2 in rows, (amount, asked)


def test_a_column_that_only_its_size_tells_of_is_told():
    heads = ["Nämnd", "Läxhjälp", "Värdar", "Busskort", "Skolmat", "Bredband"]
    rows = [["Parknämnden", 31, 45, 72, 180, 8], ["Hamnnämnden", 20, 60, 33, 140, 5], ["Valnämnden", 9, 5, 2, 20, 30]]
    taken = take(written([heads, *rows]), columns="åtgärder")
    assert (
        "kolumn E »Skolmat» läses som egna belopp, fast den är ungefär så stor som kolumner intill tillsammans; "
        in (" ".join(taken.found.reading))
    )


@pytest.mark.parametrize("times", [10, 100, 1000, Fraction(1, 10), Fraction(1, 100), Fraction(19, 2), 5])
@pytest.mark.parametrize("seed", range(8))
def test_a_sum_in_another_unit_is_asked_about(seed, times):
    chance = Random(seed)
    head, body = honest(chance)
    at = chance.choice([0, len(body)])
    body.insert(at, [chance.choice(["Helheten", "Kommunkoncernen"]), *(round(n * times) for n in columnwise(body))])
    rows, asked = said(head, body, at + 2)
    assert asked, (rows, body)


def columnwise(body: list[list[object]]) -> list[int]:
    return [sum(column) for column in list(zip(*body, strict=True))[1:]]


def test_a_board_in_the_middle_that_is_a_sum_but_for_a_slip_is_asked_about_and_one_near_it_is_told():
    rows = [[name, number] for name, number in MIDDLE[:3]]  # 12 010 together
    for number in (12_100, 12_001, 120_100, 13_010, 12_020):
        table = written([["Nämnd", "Tkr"], *rows, ["Beslutsnämnden", number], MIDDLE[3], ["Valnämnden", 90]])
        with pytest.raises(SheetError, match=r"cell A5: .*summa"):
            take(table)
    table = written([["Nämnd", "Tkr"], *rows, ["Beslutsnämnden", 12_900], MIDDLE[3], ["Valnämnden", 90]])
    assert any("rad 5 läses som en egen post, fast" in line for line in take(table).found.reading)


def test_a_board_that_gets_nearly_all_is_no_sum():
    rows = [
        ["Valnämnden", 310],
        ["Hamnnämnden", 450],
        ["Skolnämnden", 72_000],
        ["Gatunämnden", 860],
        ["Revisionen", 90],
    ]
    assert len(take(written([["Nämnd", "Tkr"], *rows])).found.entries) == 5


@pytest.mark.parametrize("rows", [[5, 8, 3], [5, 5, 8]])
def test_two_columns_that_are_alike_may_be_one_and_its_sum(rows):
    table = written([["Åtgärd", "Parknämnden", "Ramen"], *([f"Insats {k}", n, n] for k, n in enumerate(rows))])
    with pytest.raises(SheetError, match=r"har samma belopp i varje rad.* --ignore B eller --ignore C.* --posts B,C"):
        take(table, columns="nämnder")
    assert len(take(table, columns="nämnder", ignore=frozenset("C")).found.entries) == 3
    assert len(take(table, columns="nämnder", posts=frozenset("BC")).found.entries) == 6


def test_two_columns_with_one_amount_in_all_lines_are_alike_by_chance():
    table = written([["Åtgärd", "Parknämnden", "Hamnnämnden"], ["Lovskola", 5, 5], ["Värdar", 5, 5]])
    assert len(take(table).found.entries) == 4
