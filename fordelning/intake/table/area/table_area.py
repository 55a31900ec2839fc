"""Where on a sheet the table is: its title, heading, lines, and what stands under it."""

import re
from dataclasses import dataclass

from fordelning.intake.cells import amount
from fordelning.intake.cells.cell import Cell, Sheet
from fordelning.intake.table import vocabulary
from fordelning.intake.table.options import Options, Questions, ranges
from fordelning.intake.table.row import Line, is_note, is_number, unmerged

from . import heading_rows, other_tables, selection
from .other_tables import OtherTables

_CONTINUED = re.compile(r"[\s,(–-]*\bforts(?:\.|ättning)?[\s)]*$", re.I)  # on the next page


@dataclass(frozen=True)
class Area:
    """The parts of a sheet. `letters` name the columns; rows carry their numbers; `aside` says what was left out."""

    letters: list[str]
    title: list[str]
    header: list[list[Cell]]
    lines: list[Line]
    under: list[Line]
    aside: list[str]


def find(sheet: Sheet, options: Options, questions: Questions) -> Area:
    """The table's parts. Raises Faults where there is none, or more than one."""
    chosen = selection.of(sheet, options, questions)
    rows = chosen.rows
    headings = heading_rows.find(rows, questions)
    header = [rows[i][1] for i in headings]
    title = _title(sheet, [number for number, _ in rows[: headings.start]], chosen.letters)
    whole = [(number, unmerged(row)) for number, row in rows]
    end = _end(whole)
    body = whole[headings.stop : end]
    units = {vocabulary.unit(text) for text in [*title, *(cell.text for row in header for cell in row)]}
    others = OtherTables(options, units, other_tables.usual_columns(body))
    above = {cell.text for _, row in rows[: headings.start] for cell in row if cell}
    lines: list[Line] = []
    again = []
    for (number, row), (_, merged) in zip(body, rows[headings.stop : end], strict=True):
        if _repeats(merged, header, above):
            again.append(number)
            others.heading_again(lines)
        elif any(row):
            others.line(number, row, lines)
            lines.append((number, row))
    others.ask(rows, questions)
    other_tables.ask_beside(header, body, chosen.letters, questions)
    questions.check()
    aside = chosen.aside + ([f"rubriken en gång till (rad {ranges(again)})"] if again else [])
    return Area(chosen.letters, title, header, lines, whole[end:], aside)


def _repeats(row: list[Cell], header: list[list[Cell]], above: set[str]) -> bool:
    """Whether a row says again what the heading, or the texts above it, say: the table goes on on another page."""
    texts = [cell.text for cell in row]
    named = {_CONTINUED.sub("", text) for text in texts if text}
    return texts in [[cell.text for cell in one] for one in header] or (bool(named) and named <= above)


def _end(rows: list[Line]) -> int:
    """Where the table ends: a row right under its numbers that has a name, and words for its amount, is in it."""
    last = max(i for i, (_, row) in enumerate(rows) if any(map(is_number, row)) and not is_note(row))
    numbers = {c for c, cell in enumerate(rows[last][1]) if is_number(cell)}
    for i, (_, row) in enumerate(rows[last + 1 :], start=last + 1):
        named = any(re.search(r"[^\W\d_]{2}", cell.text) for c, cell in enumerate(row) if c not in numbers)
        if is_note(row) or not named or all(amount.is_nil(row[c].text) for c in numbers):
            return i
    return len(rows)


def _title(sheet: Sheet, numbers: list[int], letters: list[str]) -> list[str]:
    """The texts above the heading, in the columns that are read, and lines of text where a column left out has them."""
    texts: dict[str, None] = {}
    for number in numbers:
        row = [cell for cell in sheet.rows[number - 1] if cell]
        line = len({cell.text for cell in row if not cell.hidden}) <= 2
        for cell in row:
            if re.sub("[0-9]", "", cell.place) in letters or (line and not cell.hidden):
                texts[cell.text] = None
    return list(texts)
