"""A row of a sheet: whether it is a line of figures, a heading or a line of text."""

import re
from dataclasses import replace

from fordelning.intake.cells import amount, footnote_mark
from fordelning.intake.cells.cell import Cell

from . import vocabulary

Line = tuple[int, list[Cell]]  # a row with its number


def is_number(cell: Cell) -> bool:
    """Whether `cell` holds a number, whether it can be read or not."""
    headed = re.match(r"[^\W\d]", cell.text) is not None and vocabulary.YEAR.fullmatch(vocabulary.bare(cell.text))
    return cell.number is not None or (amount.is_written(cell.text) and not headed)  # »Tkr 2026» is a heading


def is_year(cell: Cell) -> bool:
    """Whether `cell` holds a year and nothing else."""
    return vocabulary.YEAR.fullmatch(cell.text) is not None


def is_year_with_unit(cell: Cell) -> bool:
    """Whether `cell` holds a year and perhaps a unit, as a heading may: »2026 tkr»."""
    return vocabulary.YEAR.fullmatch(vocabulary.bare(cell.text)) is not None


def is_note(row: list[Cell]) -> bool:
    """Whether a row is a line of text, perhaps with a number in it, and no line of the table."""
    cells = [cell for cell in row if cell]
    if len(cells) == 2 and footnote_mark.ALONE.fullmatch(cells[0].text):
        return not is_number(cells[1]) and len(cells[1].text) > 25
    return len(cells) == 1 and not is_number(cells[0])


def unmerged(row: list[Cell]) -> list[Cell]:
    """A row of the body where a text that is merged across columns stands in the first of them alone."""
    cells = list(row)
    for c in range(len(row) - 1, 0, -1):
        cell, before = row[c], row[c - 1]
        if cell and cell.span[1] > 1 and (cell.text, cell.span) == (before.text, before.span) and not cell.first:
            cells[c] = replace(cell, text="", number=None)
    return cells
