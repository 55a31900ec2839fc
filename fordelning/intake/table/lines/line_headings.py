"""Lines without amounts: headings for the lines under them, units, and words."""

from fordelning.intake.cells import footnote_mark
from fordelning.intake.cells.cell import Cell
from fordelning.intake.table import vocabulary
from fordelning.intake.table.options import either
from fordelning.intake.table.vocabulary import NAMES, PLURAL

from .line import TableLine
from .progress import Progress


def read(progress: Progress, line: TableLine) -> None:
    """What a line without amounts says of the lines under it."""
    said = progress.units.named(line.row)
    if said or len(line.names) == 1:
        progress.units.begin(line.row)
    if said and not line.names:
        progress.found.aside.append(f"rad {line.number} »{said.text}», som är enheten för raderna under")
    elif _is_heading(line):
        _heading(progress, line, line.names[0])
    elif line.names:
        progress.carry(line.row)
        progress.found.aside.append(f"rad {line.number} »{line.names[-1].text}» utan belopp")


def _is_heading(line: TableLine) -> bool:
    """Whether a line holds nothing but one text, in one row."""
    return len({cell.text for cell in line.row if cell}) == 1 and bool(line.names) and line.names[0].span[0] == 1


def _heading(progress: Progress, line: TableLine, cell: Cell) -> None:
    inquiry = progress.inquiry
    name = footnote_mark.behind_name(cell.text)[0].rstrip(": ")
    if inquiry.options.groups == "inga" or vocabulary.is_total(cell.text):
        progress.found.aside.append(f"rad {line.number} »{cell.text}» utan belopp")
        return
    role = _role(progress, line, cell, name)
    words = [PLURAL[free] for free in progress.free("board", "measure", "pot")]
    choices = either([f"--groups {word}" for word in [*words, "inga"]])
    if not role:
        inquiry.ask(
            f"»{cell.text}» har inga belopp: en rubrik för raderna under, eller en post utan belopp; avgör med "
            f"{choices}",
            cell,
        )
    elif role != "year" and role in {column.role for column in progress.labels}:
        inquiry.ask(
            f"»{cell.text}» kan inte vara rubrik för {PLURAL[role]}, som också står i en kolumn; avgör med {choices}",
            cell,
        )
    else:
        progress.open(role, vocabulary.only_year(name) if role == "year" else name, line)


def _role(progress: Progress, line: TableLine, cell: Cell, name: str) -> str:
    """What a heading among the lines names, where the table or the analyst says it; else ""."""
    if vocabulary.only_year(name) and "year" not in {column.role for column in progress.labels}:
        return "year"
    if told := NAMES.get(progress.inquiry.options.groups):
        return told
    free = progress.free("board", "pot", "measure")
    if vocabulary.looks_like_board(name):
        return "board" if "board" in free else ""
    if "pot" in free and vocabulary.looks_like_pot(name):
        return "pot"
    is_heading = cell.span[1] > 1 or cell.text.endswith(":") or _is_summed(progress, line, name)
    return "pot" if is_heading and free == ["pot"] else ""


def _is_summed(progress: Progress, line: TableLine, name: str) -> bool:
    """Whether a later line says that it is the sum of `name`."""
    later = (cell.text for other in progress.lines[line.position + 1 :] for cell in other.row if cell)
    return any((vocabulary.total_of(text) or "").casefold() == name.casefold() for text in later)
