"""The units that labels, and headings among the lines, name for the amounts beside or under them."""

from collections.abc import Iterable
from dataclasses import replace

from fordelning.intake.cells.cell import Cell
from fordelning.intake.table import vocabulary
from fordelning.intake.table.cell_values import Figures, Said
from fordelning.intake.table.inquiry import Inquiry
from fordelning.intake.table.row import Line
from fordelning.intake.table.table_column import TableColumn


def apart(
    inquiry: Inquiry, labels: list[TableColumn], values: list[TableColumn], figures: Figures
) -> tuple[list[Line], dict[str, Said]]:
    """The lines without the units that end their labels, and those units by the places of the labels.

    A unit within a label is asked about.
    """
    lines: list[Line] = []
    said: dict[str, Said] = {}
    for number, row in inquiry.area.lines:
        cells = list(row)
        for column in labels:
            cell = row[column.index]
            if cell.text == "KR":
                continue  # a board, not kronor
            name, unit = vocabulary.named_unit(cell.text)
            if unit and (name or not any(row[c.index] for c in values)):
                said[cell.place] = Said(cell.text, unit)
                cells[column.index] = replace(cell, text=name)
            else:
                _ask_within(inquiry, number, cell, figures)
        lines.append((number, cells))
    return lines, said


def _ask_within(inquiry: Inquiry, number: int, cell: Cell, figures: Figures) -> None:
    within = vocabulary.unit(cell.text)
    if within not in ("", "%", *figures.stated()) and str(number) not in inquiry.options.posts:
        inquiry.ask(
            f"»{cell.text}» nämner {within}: är det beloppens enhet, skriv den sist inom parentes; är den en del av "
            f"namnet, ange --posts {number}",
            cell,
        )


class LineUnits:
    """What labels and headings say of the unit, line by line: `said` is by the places of the labels."""

    def __init__(self, said: dict[str, Said]):
        self.said = said
        self.over: Said | None = None  # what the heading above the line says

    def named(self, cells: Iterable[Cell]) -> Said | None:
        """What the first of `cells` that names a unit says."""
        return next((self.said[cell.place] for cell in cells if cell.place in self.said), None)

    def begin(self, row: list[Cell]) -> None:
        """A heading, which may name the unit of the lines under it."""
        if named := self.named(row):
            self.over = named
        else:
            self.end()

    def end(self) -> None:
        """The lines under a heading may have ended: its unit is no longer certain."""
        if self.over:
            self.over = replace(self.over, certain=False)
