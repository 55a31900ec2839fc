"""Lines that are set in under a line with an amount of its own, and may be parts of it."""

from typing import NamedTuple

from fordelning.intake.cells.cell import Cell
from fordelning.intake.table import vocabulary
from fordelning.intake.table.inquiry import Inquiry
from fordelning.intake.table.options import ranges
from fordelning.intake.table.row import is_number
from fordelning.intake.table.table_column import TableColumn

from .line import TableLine


class Indent(NamedTuple):
    """The name of a line that is set in, and the name and number of the line that it may be a part of."""

    cell: Cell
    whole: Cell
    number: int


class _Outer(NamedTuple):
    cell: Cell
    number: int
    has_amount: bool


def find(inquiry: Inquiry, labels: list[TableColumn], lines: list[TableLine]) -> dict[int, Indent]:
    """The lines set in under a line with an amount, by their numbers.

    A line under a heading without amounts, or under a total, is no part of it.
    """
    found: dict[int, Indent] = {}
    above: dict[int, list[_Outer]] = {}  # by column, each set in farther than the one before
    for line in lines:
        if not line.names:
            continue
        cell = line.names[0]
        outer = above.setdefault(next(column.index for column in labels if line.row[column.index]), [])
        while outer and outer[-1].cell.indent >= cell.indent:
            outer.pop()
        counted = any(map(is_number, line.figures))
        summed = vocabulary.is_total(cell.text) or str(line.number) in inquiry.options.totals
        whole = next((one for one in reversed(outer) if one.has_amount), None)
        if whole and counted and not (summed or inquiry.owns(line.number) or vocabulary.is_part(cell.text)):
            found[line.number] = Indent(cell, whole.cell, whole.number)
        outer.append(_Outer(cell, line.number, counted and not summed))
    return found


def ask(inquiry: Inquiry, found: dict[int, Indent]) -> None:
    """Ask whether lines that are set in are parts of those above."""
    if found and inquiry.options.of_which != "without":
        over = {indent.number for indent in found.values()}
        inquiry.ask(
            "indraget under en rad med eget belopp, och skulle räknas två gånger om det ingår i det: välj bort sådana "
            f"rader med --of-which utan, ange --posts {ranges(found)} om de är egna belopp, eller --totals "
            f"{ranges(over)} om raden ovanför är summan av dem",
            *(indent.cell for indent in found.values()),
        )
