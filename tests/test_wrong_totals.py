"""A wrong total is told at the first go, also where names among the amounts have the words of a total."""

from pathlib import Path
from random import Random

import pytest

from fordelning.intake import conversion
from fordelning.intake.cells.cell import Cell, Sheet, SheetError, a1, spelt
from fordelning.intake.conversion import Identity, Intake
from fordelning.intake.table.options import Options

BOARDS = ["Kommunstyrelsen", "Socialnämnden", "Grundskolenämnden", "Valnämnden", "Tekniska nämnden", "Parknämnden"]
WHOLE = [
    "Mål och budget", "Budgetreserv", "Kommunens pengar", "Gemensamma medel", "Skatteutjämning",
    "Anslag till förfogande", "Kommunbidrag",
]  # fmt: skip
PLAIN = ["Trygghetspotten", "Skolmiljarden", "Klimatmedel", "Lovpotten"]
MEASURES = ["Läxhjälp", "Lovskola", "Värdar", "Sommarjobb", "Lekplatser", "Språkstöd", "Bredband", "Busskort"]
Rows = list[list[object]]
Made = tuple[
    Rows, list[tuple[int, int]], dict[str, str]
]  # a table, the places of its totals, and what it leaves unsaid


def size(chance: Random) -> int:
    return int(10 ** chance.uniform(1, 3.2))  # none that could be a year


def pots(chance: Random) -> list[str]:
    return chance.sample([*chance.sample(WHOLE, chance.randint(1, 2)), *chance.sample(PLAIN, 2)], 3)


def crossed(chance: Random, head: str, down: list[str], across: list[str], **options: str) -> Made:
    body = [[size(chance) for _ in across] for _ in down]
    rows: Rows = [[head, *across, "Summa"], *([name, *line, sum(line)] for name, line in zip(down, body, strict=True))]
    rows.append(["Summa", *map(sum, zip(*body, strict=True)), sum(map(sum, body))])
    last, right = len(down) + 1, len(across) + 1
    return rows, [*((row, right) for row in range(1, last + 1)), *((last, c) for c in range(1, right))], options


def by_pots(chance: Random) -> Made:
    return crossed(chance, "Nämnd", chance.sample(BOARDS, chance.randint(3, 6)), pots(chance), columns="potter")


def of_pots(chance: Random) -> Made:
    return crossed(chance, "Pott", pots(chance), chance.sample(BOARDS, chance.randint(2, 5)), columns="nämnder")


def listed(chance: Random) -> Made:
    every = [(pot, measure, board) for pot in pots(chance) for measure in MEASURES for board in BOARDS]
    lines = [[*n, size(chance)] for n in sorted(chance.sample(every, chance.randint(4, 25)), key=every.index)]
    rows: Rows = [["Pott", "Åtgärd", "Nämnd", "Belopp, tkr"], *lines, ["Summa", "", "", sum(n for *_, n in lines)]]
    return rows, [(len(lines) + 1, 3)], {}


def blank_below(chance: Random) -> Made:
    rows, totals, options = listed(chance)
    for row in range(len(rows) - 2, 1, -1):
        if rows[row][0] == rows[row - 1][0]:
            rows[row][0] = ""
    return rows, totals, options


def grouped(chance: Random) -> Made:
    rows: Rows = [["Pott", "Belopp, tkr"]]
    totals, every, named = [], 0, pots(chance)
    for board in chance.sample(BOARDS, chance.randint(2, 4)):
        lines = [[pot, size(chance)] for pot in named]
        rows += [[board, ""], *lines, [f"Summa {board}", sum(n for _, n in lines)]]
        totals.append((len(rows) - 1, 1))
        every += sum(n for _, n in lines)
    return [*rows, ["Totalt", every]], [*totals, (len(rows), 1)], {"groups": "nämnder", "rows": "potter"}


def by_years(chance: Random) -> Made:
    every = [(board, pot) for board in BOARDS for pot in pots(chance)]
    names = sorted(chance.sample(every, chance.randint(5, 12)), key=every.index)
    body = [[size(chance) for _ in range(2)] for _ in names]
    rows: Rows = [["Nämnd", "Pott", "Budget 2026", "Budget 2027"]]
    rows += [[*name, *line] for name, line in zip(names, body, strict=True)]
    rows.append(["Summa", "", *map(sum, zip(*body, strict=True))])
    return rows, [(len(names) + 1, 2), (len(names) + 1, 3)], {"year": ""}


SHAPES = [by_pots, of_pots, listed, blank_below, grouped, by_years]


def take(table: Rows, **options: str) -> Intake:
    cells = [[spelt(Cell(a1(r, c), str(v))) for c, v in enumerate(row, 1)] for r, row in enumerate(table, 1)]
    given = {"unit": "tkr", "year": "2026", **options}
    return conversion.take_in(Path("tabell.csv"), Sheet("", cells), Options(**given), Identity())


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("seed", range(12))
def test_a_wrong_total_is_told_at_the_first_go(shape, seed):
    chance = Random(f"{shape.__name__} {seed}")
    rows, totals, options = shape(chance)
    row, column = chance.choice(totals)
    right = rows[row][column]
    rows[row][column] = chance.choice([right + 1, right - 1, right * 9 // 10, right * 11 // 10])
    place = a1(row + 1, column + 1)
    try:
        taken = take(rows, **options)
    except SheetError as error:
        assert place in str(error)
    else:
        assert rows[row][column] in [c.number for c in taken.found.claims if c.place == f"cell {place}"]


@pytest.mark.parametrize("shape", SHAPES)
def test_pots_with_the_words_of_a_total_are_not_asked_about_where_the_totals_are_right(shape):
    for seed in range(12):
        rows, _, options = shape(Random(f"{shape.__name__} {seed}"))
        take(rows, **options)


def test_where_the_table_has_no_total_one_name_with_such_words_is_asked_about_still():
    rows: Rows = [["Pott", "Belopp, tkr"], ["Lovpotten", 20], ["Klimatmedel", 35], ["Kommunens pengar", 58]]
    with pytest.raises(SheetError, match="cell A4: kan vara en summa av andra rader"):
        take(rows, board="Parknämnden", rows="potter")


def test_a_wrong_total_is_told_together_with_what_is_asked():
    rows: Rows = [["Pott", "Belopp, tkr"], ["Lovpotten", 20], ["Klimatmedel", 35], ["Kommunens pengar", 58]]
    with pytest.raises(SheetError) as error:
        take([*rows, ["Summa", 114]], board="Parknämnden", rows="potter")
    asked, wrong = str(error.value).splitlines()[1:]
    assert "cell A4: kan vara en summa" in asked
    assert "cell B5: »Summa» säger 114 tkr, och det som den summerar ger 113 tkr" in wrong


def test_a_total_of_the_lines_above_it_is_not_wrong_where_those_under_it_are_asked_about():
    rows: Rows = [["Tkr", "Budget"], ["Valnämnden", -10], ["Parknämnden", -30], ["S:a nämnder", -40]]
    with pytest.raises(SheetError) as error:
        take([*rows, ["Finansförvaltning", 45], ["Resultat", 5]])
    assert "A6" in str(error.value) and "S:a nämnder» säger" not in str(error.value)


@pytest.mark.parametrize("measures", [["Skola", "Gymnasium", "Bibliotek", "Musik"], ["Drift", "Lokaler"] * 2])
@pytest.mark.parametrize("name", ["Ram", "Kommunbidrag", "Tilldelat"])
def test_a_name_that_sums_each_group_is_that_of_sums_though_it_is_there_again(measures, name):
    lines: Rows = [[measures[0], "Skolnämnden", 500], [measures[1], "Skolnämnden", 300], [name, "Skolnämnden", 850]]
    lines += [[measures[2], "Parknämnden", 90], [measures[3], "Parknämnden", 50], [name, "Parknämnden", 155]]
    with pytest.raises(SheetError, match="cell A4 och A7: kan vara summor av andra rader"):
        take([["Åtgärd", "Nämnd", "Belopp, tkr"], *lines])


def test_a_line_whose_measure_is_called_as_its_board_may_be_the_sum_of_those_of_the_board():
    lines: Rows = [["Skola", "Skolnämnden", 500], ["Gymnasium", "Skolnämnden", 300], ["Skolnämnden"] * 2 + [800]]
    lines += [["Bibliotek", "Parknämnden", 90], ["Musik", "Parknämnden", 50], ["Parknämnden"] * 2 + [155]]
    with pytest.raises(SheetError, match="cell A4 och A7: kan vara summor av andra rader"):
        take([["Åtgärd", "Nämnd", "Belopp, tkr"], *lines])
