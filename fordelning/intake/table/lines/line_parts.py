"""Lines that are part of the one above: boards that get some of a pot, or money that would be counted twice."""

from dataclasses import replace
from itertools import takewhile

from fordelning.intake.cells import footnote_mark
from fordelning.intake.cells.cell import Cell
from fordelning.intake.table import vocabulary

from . import line_posts, line_totals
from .line import TableLine
from .progress import Progress


def is_pot(progress: Progress, line: TableLine) -> bool:
    """Whether the analyst says that parts are boards, and such stand right under a line that names none itself."""
    named = any(vocabulary.is_total(cell.text) or vocabulary.looks_like_board(cell.text) for cell in line.names)
    return progress.inquiry.options.of_which == "boards" and not named and bool(_under(progress, line))


def read_pot(progress: Progress, line: TableLine) -> None:
    """A pot whose amount is to be given to the boards right under it, which may get but a part of it."""
    total = line_totals.read_own(progress, line)
    name = footnote_mark.behind_name(total.cell.text)[0].rstrip(": ")
    progress.open("pot", name, line, line.position + len(_under(progress, line)))
    progress.units.begin(line.row)
    total.scopes, total.certain, total.relation = [{"pot": name}], True, "part"


def read(progress: Progress, line: TableLine, cell: Cell) -> None:
    """A line whose label in `cell` says that it is part of another."""
    of_which, board = progress.inquiry.options.of_which, _board(cell)
    if of_which == "without":
        progress.set_aside(f"rad {line.number} »{cell.text}», som ingår i en annan", line.row)
    elif of_which == "boards" and board and progress.groups.end is not None:
        row = [replace(other, text=board) if other.place == cell.place else other for other in line.row]
        names = [replace(other, text=board) if other.place == cell.place else other for other in line.names]
        line_posts.read(progress, replace(line, row=row, names=names))
    else:
        boards = ", eller ange --of-which nämnder om raden ovanför är en pott som nämnderna får pengar ur"
        progress.inquiry.ask(
            "raden ingår i en ovanför och skulle räknas två gånger; välj bort sådana rader med --of-which utan"
            + (boards if board and of_which != "boards" else ""),
            cell,
        )


def _under(progress: Progress, line: TableLine) -> list[TableLine]:
    """The lines right under one that are boards' parts of it."""
    following = progress.lines[line.position + 1 :]
    return [*takewhile(lambda other: any(map(_board, other.names)) and bool(other.figures), following)]


def _board(cell: Cell) -> str:
    """The board whose part a label says that its line is; "" for none."""
    name = vocabulary.part_of(cell.text)
    return name[:1].upper() + name[1:] if vocabulary.looks_like_board(name) else ""
