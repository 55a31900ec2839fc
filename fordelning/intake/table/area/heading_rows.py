"""The rows of a table's heading, among titles above it and lines under it."""

import itertools

from fordelning.intake.cells import amount
from fordelning.intake.cells.cell import Cell
from fordelning.intake.table import vocabulary
from fordelning.intake.table.options import NO_AMOUNTS, Questions
from fordelning.intake.table.row import Line, is_note, is_number, is_year, is_year_with_unit

MOST_HEADINGS = 4  # rows of a heading


def find(rows: list[Line], questions: Questions) -> range:
    """The places of the rows of the heading; the body begins where they end. Raises Faults where there is none."""
    numeric = {c for _, row in rows for c, cell in enumerate(row) if is_number(cell)}
    line = next((i for i in range(len(rows)) if _is_line(rows, i, numeric)), None)
    if line is None:
        questions.stop(NO_AMOUNTS)
    lowest = next((i for i in reversed(range(line)) if _is_heading(rows, i, numeric)), None)
    if lowest is None:
        number, row = rows[line]
        first = next(cell for cell in row if is_number(cell))
        questions.stop(
            f"fann »{first.text}» men ingen rubrikrad ovanför; skriv en, eller ange --ignore {number} om raden inte "
            "hör till tabellen",
            first,
        )
    highest = lowest
    while highest > 0 and _is_heading(rows, highest - 1, numeric):
        highest -= 1
    for lower in range(highest + 1, lowest + 1):  # a line whose amounts are all words is not a heading
        uppers = rows[highest : min(lower, highest + MOST_HEADINGS)]
        if any(_is_line_under(upper, rows[lower][1], numeric) for _, upper in uppers):
            return range(highest, lower)
    return range(max(highest, lowest + 1 - MOST_HEADINGS), lowest + 1)


def _is_line(rows: list[Line], i: int, numeric: set[int]) -> bool:
    """Whether a row has numbers, and is neither one of a heading's years nor a title."""
    row = rows[i][1]
    return any(map(is_number, row)) and not _is_year_heading(rows, i, numeric) and not _is_title(row)


def _is_title(row: list[Cell]) -> bool:
    """Whether a row above the amounts is a line of text, or only a year with a unit."""
    cells = [cell for cell in row if cell and cell.first]
    lone = len(cells) == 1 and vocabulary.YEAR.fullmatch(vocabulary.bare(cells[0].text)) is not None
    return lone or is_note(row)


def _is_line_under(upper: list[Cell], lower: list[Cell], numeric: set[int]) -> bool:
    """Whether a row without numbers is a line of the table and no heading: it has a name, and no heading's words."""
    for c, (heading, name) in enumerate(zip(upper, lower, strict=True)):
        if c in numeric or not name or name.text == heading.text or vocabulary.is_generic(name.text):
            continue
        if vocabulary.role_of(heading.text) or vocabulary.looks_like_board(name.text):
            return True
        over = [lower[k].text for k in numeric if lower[k]]
        if not any(vocabulary.is_generic(text) or vocabulary.looks_like_board(text) for text in over):
            return not vocabulary.YEAR.search(name.text)
    return False


def _is_heading(rows: list[Line], i: int, numeric: set[int]) -> bool:
    """Whether a row without amounts stands over columns of numbers."""
    row = rows[i][1]
    texts = [c for c, cell in enumerate(row) if cell and not amount.is_nil(cell.text)]
    first = [c for c in texts if row[c].first or c == 0 or row[c - 1].text != row[c].text]
    return bool(numeric & set(texts)) and (len(first) > 1 or (len(first) == 1 and first[0] > 0))


def _is_year_heading(rows: list[Line], i: int, numeric: set[int]) -> bool:
    """Whether the only numbers in a row are years that stand over columns of amounts."""
    row = rows[i][1]
    numbers = [cell for cell in row if is_number(cell)]
    if not all(map(is_year_with_unit, numbers)):
        return False
    if not any(is_number(cell) and not is_year(cell) for _, later in rows[i + 1 :] for cell in later):
        return False
    others = [cell.text for cell in row if cell and not is_number(cell)]
    headed = [k for k in range(i) if _is_heading(rows, k, numeric)]
    if len(numbers) == 1 and any(_is_named_apart(row, rows[k][1]) for k in headed):
        return False  # »Startbidrag;2026» may be an amount
    if all(map(vocabulary.is_generic, others)) and (others or len(numbers) > 1 or len(row) > 1):
        return True
    years = [int(vocabulary.bare(cell.text)) for cell in numbers]
    following = len(years) > 1 and all(abs(b - a) == 1 for a, b in itertools.pairwise(years))
    named = any(vocabulary.YEAR.search(cell.text) for k in headed for cell in rows[k][1][1:])
    return not headed or (following and not named)


def _is_named_apart(row: list[Cell], heading: list[Cell]) -> bool:
    """Whether a row has another name than `heading` where both have one."""
    pairs = zip(row, heading, strict=True)
    return any(a and b and a.text != b.text and vocabulary.bare(a.text) and not is_number(a) for a, b in pairs)
