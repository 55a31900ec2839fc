"""Columns of percentages: shares where they can be shares, changes where they are changes, else asked about."""

from decimal import Decimal
from random import Random

import pytest
from tables import csv, take, totals, xlsx

from fordelning.intake.cells.cell import SheetError

BOARDS = ["Parknämnden", "Hamnnämnden", "Skolnämnden", "Gatunämnden", "Valnämnden"]


def table(heading: str, percentages: list[str], before: list[int], after: list[int], total: str = "") -> str:
    rows = [f"Kommunbidrag, tkr;2025;2026;{heading}\n"]
    lines = zip(BOARDS, before, after, percentages, strict=True)
    rows += [f"{board};{old};{new};{share}\n" for board, old, new, share in lines]
    return "".join(rows) + f"Summa;{sum(before)};{sum(after)};{total}\n"


def written(number: float, decimals: int) -> str:
    return f"{number:.{decimals}f}".replace(".", ",")


def figures(chance: Random) -> tuple[list[int], list[int]]:
    before = [chance.randint(1_000, 90_000) for _ in BOARDS]
    return before, [int(one * chance.uniform(0.8, 1.3)) for one in before]


@pytest.mark.parametrize("heading", ["procent", "%", "+/- %", "Procent 2026"])
@pytest.mark.parametrize("seed", range(8))
def test_a_change_is_never_taken_for_shares(tmp_path, heading, seed):
    before, after = figures(Random(seed))
    changes = [written((new - old) * 100 / old, 1) for old, new in zip(before, after, strict=True)]
    path = csv(tmp_path, table(heading, changes, before, after))
    if heading == "+/- %":  # a heading of a change that is asked about by its words
        with pytest.raises(SheetError, match="--ignore D"):
            take(path)
        return
    taken = take(path)
    assert not any(claim.unit == "%" for claim in taken.found.claims)
    assert any("är förändringen från kolumn B till kolumn C" in line for line in taken.found.told)
    with pytest.raises(SheetError, match=r"kolumn D ».*» är inga andelar av beloppen.*--ignore D"):
        take(path, ignore="B")


@pytest.mark.parametrize("seed", range(8))
def test_shares_are_claims_though_one_of_them_is_wrong(tmp_path, seed):
    chance = Random(seed)
    before, after = figures(chance)
    shares = [written(new * 100 / sum(after), 1) for new in after]
    wrong = chance.randrange(len(shares))
    shares[wrong] = written(after[wrong] * 100 / sum(after) + 4, 1)
    taken = take(csv(tmp_path, table("procent", shares, before, after, "100")), ignore="B")
    assert sum(claim.unit == "%" for claim in taken.found.claims) == len(BOARDS) + 1


def test_what_the_heading_calls_shares_are_shares_however_wrong(tmp_path):
    path = csv(tmp_path, table("Andel, %", ["1", "2", "3", "4", "5"], [10] * 5, [20, 30, 50, 60, 70]))
    assert [claim.number for claim in take(path, ignore="B").found.claims if claim.unit == "%"] == [1, 2, 3, 4, 5]


def test_a_share_without_decimals_has_those_of_its_column(tmp_path):
    path = csv(tmp_path, table("Andel, %", ["2", "17,6", "30,4", "20,1", "29,9"], [1] * 5, [24, 176, 304, 201, 299]))
    taken = take(path, ignore="B")
    assert str(next(claim.number for claim in taken.found.claims if claim.unit == "%")) == "2.0"
    assert "Andelarna i kolumn D har 1 decimal, och prövas så också i cell D2." in taken.found.told


def test_shares_written_with_and_without_decimals_are_tested_as_written(tmp_path):
    path = csv(tmp_path, table("Andel, %", ["0,5", "18", "30", "21", "31"], [1] * 5, [5, 180, 300, 205, 310]))
    taken = take(path, ignore="B")
    assert [c.number for c in taken.found.claims if c.unit == "%"] == [Decimal("0.5"), 18, 30, 21, 31]
    assert any("olika många decimaler" in line for line in taken.found.told)


def test_shares_of_a_workbook_are_as_rounded_as_they_are_shown(tmp_path):
    def fill(book, page):
        percent = book.add_format({"num_format": "0.0%"})
        page.write_row(0, 0, ["Nämnd", "Ram 2026, tkr", "Andel"])
        for row, (board, number) in enumerate(zip(BOARDS, (100, 200, 300, 50, 50), strict=True), 1):
            page.write_row(row, 0, [board, number])
            page.write(row, 2, number / 700, percent)
        page.write_row(6, 0, ["Summa", 700])

    assert totals(take(xlsx(tmp_path, fill)))[:2] == [(BOARDS[0], "14.3 %"), (BOARDS[1], "28.6 %")]
