"""The total of a line is of that line, also where other lines are about the same."""

from contextlib import nullcontext
from pathlib import Path
from random import Random

import pytest

from fordelning.intake import conversion
from fordelning.intake.cells.cell import Cell, Sheet, SheetError, a1, spelt
from fordelning.intake.conversion import Identity, Intake
from fordelning.intake.table.options import Options

BOARDS = ["Kommunstyrelsen", "Socialnämnden", "Grundskolenämnden", "Valnämnden", "Tekniska nämnden"]
POTS = ["Trygghetspotten", "Skolmiljarden", "Klimatmedel"]


def table(chance: Random, across: list[str]) -> list[list[object]]:
    """Boards down, pots or years across and a total of each line; a board or two stand on several lines."""
    names = chance.sample(BOARDS, 4)
    names = [*names, *chance.choices(names[:2], k=chance.randint(1, 3))]
    chance.shuffle(names)
    body = [[chance.choice(["", chance.randint(11, 900)]) for _ in across] for _ in names]
    for line in body:
        line[chance.randrange(len(across))] = chance.randint(11, 900)
    lines = [[name, *line, sum(n for n in line if n)] for name, line in zip(names, body, strict=True)]
    return [["Nämnd", *across, "Summa"], *lines]


def take(rows: list[list[object]], **options: str) -> Intake:
    cells = [[spelt(Cell(a1(r, c), str(v))) for c, v in enumerate(row, 1)] for r, row in enumerate(rows, 1)]
    given = {"unit": "tkr", "pot": "Potten", "measure": "Stöd", **options}
    return conversion.take_in(Path("t.csv"), Sheet("", cells), Options(**given), Identity(), duplicates="sum")


def contradicted(taken: Intake) -> set[str]:
    """The places of the claims of `taken` that its amounts do not make up, counted by their names."""
    return {
        claim.place.split()[-1]
        for claim in taken.found.claims
        if claim.number != sum(entry.number for entry in taken.found.entries if claim.sums(entry))
    }


OVER = [(POTS, {"year": "2026", "columns": "potter"}), (["Budget 2026", "Budget 2027"], {})]


@pytest.mark.parametrize(("across", "options"), OVER)
@pytest.mark.parametrize("seed", range(15))
def test_a_right_total_is_no_contradiction(across, options, seed):
    rows = table(Random(f"{seed}"), across)
    taken = take(rows, **options)
    assert contradicted(taken) == set()
    told = [claim.place for claim in taken.found.claims] + taken.found.aside
    assert all(any(f"{a1(k, len(across) + 2)} " in f"{text} " for text in told) for k in range(2, len(rows) + 1))


@pytest.mark.parametrize(("across", "options"), OVER)
@pytest.mark.parametrize("seed", range(15))
def test_a_wrong_total_is_told_by_its_place(across, options, seed):
    chance = Random(f"{seed}")
    rows = table(chance, across)
    row = chance.randrange(1, len(rows))
    rows[row][-1] = int(str(rows[row][-1])) + chance.choice([-7, -1, 1, 100])
    place = a1(row + 1, len(across) + 2)
    try:
        taken = take(rows, **options)
    except SheetError as error:
        assert f"cell {place}: " in str(error)
    else:
        assert contradicted(taken) == {place}


@pytest.mark.parametrize("wrong", [0, 5])
@pytest.mark.parametrize("seed", range(5))
def test_the_total_of_a_board_on_the_first_of_its_lines_is_kept(seed, wrong):
    chance = Random(seed)
    first, second = chance.sample(range(11, 900), 2)
    rows = [
        ["Nämnd", *POTS[:2], "Summa"],
        ["Valnämnden", first, "", first + second + wrong],
        ["Valnämnden", "", second, ""],
    ]
    taken = take([*rows, ["Socialnämnden", 50, 60, 110]], year="2026", columns="potter")
    assert contradicted(taken) == ({"D2"} if wrong else set())
    assert [claim.place.split()[-1] for claim in taken.found.claims] == ["D2", "D4"]


def test_a_share_of_a_line_is_not_that_of_its_board():
    rows = [["Nämnd", "Belopp, tkr", "Andel"], ["Valnämnden", 100, "20 %"], ["Socialnämnden", 300, "60 %"]]
    taken = take([*rows, ["Valnämnden", 100, "20 %"], ["Summa", 500, "100 %"]], year="2026")
    assert [c.wording for c in taken.found.claims if c.unit == "%"] == [
        "Andelen för Socialnämnden",
        "Summa som andel av allt",
    ]
    assert sum("andelen är bara sin rads" in text for text in taken.found.aside) == 2


def test_rounded_totals_of_lines_are_right_within_what_is_said():
    rows = [["Nämnd", *POTS[:2], "Summa"], ["Valnämnden", 11, 12, 24], ["Valnämnden", 14, 15, 28]]
    cells = [[spelt(Cell(a1(r, c), str(v))) for c, v in enumerate(row, 1)] for r, row in enumerate(rows, 1)]
    options = Options(unit="tkr", year="2026", measure="Stöd", columns="potter")
    for rounding, fault in (("1", ""), ("", "cell D2: .*\n.*cell D3: ")):
        with pytest.raises(SheetError, match=fault) if fault else nullcontext():
            conversion.take_in(Path("t.csv"), Sheet("", cells), options, Identity(), rounding, "sum")


def test_the_total_of_a_board_that_is_said_again_on_each_of_its_lines_is_kept():
    rows = [["Nämnd", *POTS[:2], "Nämndens summa"], ["Valnämnden", 100, "", 150], ["Valnämnden", "", 50, 150]]
    taken = take([*rows, ["Socialnämnden", 50, 60, 110]], year="2026", columns="potter")
    assert [claim.place.split()[-1] for claim in taken.found.claims] == ["D2", "D3", "D4"]
    assert contradicted(taken) == set()


def test_a_right_total_of_a_line_is_not_told_beside_what_is_asked():
    rows = [["Nämnd", *POTS[:2], "Summa"], ["Valnämnden", 100, 20, 120], ["Socialnämnden", 50, 60, 110]]
    rows += [["Valnämnden", 10, 20, 30], ["Summa", 160, 100, 260], ["Nytt namn", 10, 20, 30]]
    with pytest.raises(SheetError) as error:
        take(rows, year="2026", columns="potter")
    assert "A6: " in str(error.value) and "säger" not in str(error.value)
