"""Where on a sheet the table is: its title, heading, lines, and what stands under it."""

import itertools
import re
from dataclasses import dataclass, field, replace

from . import amount, vocabulary
from .choices import Options, Questions, ranges
from .sheet import Cell, Sheet

MOST_HEADINGS = 4  # rows of a heading
Line = tuple[int, list[Cell]]


@dataclass
class Area:
    """The parts of a sheet. `letters` name the columns; rows carry their numbers; `aside` says what was left out."""

    letters: list[str]
    title: list[str] = field(default_factory=list)
    header: list[list[Cell]] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    under: list[Line] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)


def is_number(cell: Cell) -> bool:
    """Whether `cell` holds a number, whether it can be read or not."""
    headed = re.match(r"[^\W\d]", cell.text) is not None and vocabulary.YEAR.fullmatch(vocabulary.bare(cell.text))
    return cell.number is not None or (amount.is_written(cell.text) and not headed)  # »Tkr 2026» is a heading


def is_year(cell: Cell) -> bool:
    """Whether `cell` holds a year and nothing else."""
    return vocabulary.YEAR.fullmatch(cell.text) is not None


def find(sheet: Sheet, options: Options, questions: Questions) -> Area:
    """The table's parts. Raises Faults where there is none, or more than one."""
    area, rows = _kept(sheet, options, questions)
    rows = _without_struck(area, rows, options, questions)
    questions.check()
    start, headings = _headings(rows, questions)
    body = [(number, _unmerged(row)) for number, row in rows]
    last = max(i for i, (_, row) in enumerate(body) if any(map(is_number, row)) and not _is_note(row))
    above = {cell.text for _, row in rows[: headings[0]] for cell in row if cell}
    area.title = _title(sheet, [number for number, _ in rows[: headings[0]]], area.letters)
    area.header = [rows[i][1] for i in headings]
    area.under = body[last + 1 :]
    repeated = [[cell.text for cell in row] for row in area.header]
    again = []
    for (number, row), (_, merged) in zip(body[start : last + 1], rows[start : last + 1], strict=True):
        texts = [cell.text for cell in merged]
        if texts in repeated or (set(filter(None, texts)) <= above and set(filter(None, texts))):
            again.append(number)
        elif any(row):
            if _is_new_heading(row, body[start : last + 1]):
                first = next(cell for cell in row if cell)
                one, other = ranges(n for n, _ in rows if n < number), ranges(n for n, _ in rows if n >= number)
                questions.add(
                    f"»{first.text}» ser ut som rubriken till en ny tabell; läs en tabell i taget med "
                    f"--ignore {one} eller --ignore {other}",
                    first,
                )
            area.lines.append((number, row))
    if again:
        area.aside.append(f"rubriken en gång till (rad {ranges(again)})")
    questions.check()
    return area


def _without_struck(area: Area, rows: list[Line], options: Options, questions: Questions) -> list[Line]:
    """`rows` without those that are struck out, where the analyst says so; struck cells are asked about else."""
    struck = [cell for _, row in rows for cell in row if cell.struck == "all"]
    if struck and not options.hidden:
        questions.add("överstrukna celler har innehåll; avgör med --hidden med eller --hidden utan", *struck)
    if options.hidden == "without":
        out = {n for n, row in rows if any(row) and all(cell.struck == "all" for cell in row if cell)}
        rows = [(number, row) for number, row in rows if number not in out]
        area.aside += [f"överstrukna rader {ranges(out)}"] if out else []
    for number, row in rows:
        left = [c for c in row if c.struck == "part" or (c.struck and options.hidden == "without")]
        if left:
            questions.add(
                f"överstruket intill det som gäller; skriv bara det som gäller, eller välj bort raden med --ignore "
                f"{number}",
                *left,
            )
    return rows


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


def _kept(sheet: Sheet, options: Options, questions: Questions) -> tuple[Area, list[Line]]:
    """The rows and columns that are to be read."""
    letters = [re.sub("[0-9]", "", cell.place) for cell in sheet.rows[0]]
    numbers = {str(number) for number in range(1, len(sheet.rows) + 1)}
    for name, chosen in (("ignore", options.ignore), ("totals", options.totals), ("posts", options.posts)):
        if unknown := sorted(chosen - numbers - set(letters) - {"ALLA"}):
            questions.add(f"--{name} {', '.join(unknown)}: ingen sådan rad eller kolumn finns")
    lines = [(number, row) for number, row in enumerate(sheet.rows, start=1) if str(number) not in options.ignore]
    kept = [c for c, letter in enumerate(letters) if letter not in options.ignore]
    left_out = ranges(int(part) for part in options.ignore if part.isdigit())
    aside = [f"rad {left_out}, som begärt"] if left_out else []
    columns = sorted((part for part in options.ignore if part in letters), key=letters.index)
    aside += [f"kolumn {', '.join(columns)}, som begärt"] if columns else []
    rows = [(number, [row[c] for c in kept]) for number, row in lines]
    letters = [letters[c] for c in kept]
    hidden = [cell for _, row in rows for cell in row if cell.hidden and cell]
    if hidden and not options.hidden:
        questions.add("dolda celler har innehåll; avgör med --hidden med eller --hidden utan", *hidden)
    if hidden and options.hidden == "without":
        shown = [c for c in range(len(letters)) if not all(row[c].hidden for _, row in rows)]
        dropped = ranges(n for n, row in rows if all(cell.hidden for cell in row))
        names = [letters[c] for c in range(len(letters)) if c not in shown]
        aside += [f"dolda rader {dropped}"] if dropped else []
        aside += [f"dolda kolumner {', '.join(names)}"] if names else []
        rows = [(n, [row[c] for c in shown]) for n, row in rows if not all(cell.hidden for cell in row)]
        letters = [letters[c] for c in shown]
    return Area(letters, aside=aside), rows


def _unmerged(row: list[Cell]) -> list[Cell]:
    """A row of the body where a text that is merged across columns stands in the first of them alone."""
    cells = list(row)
    for c in range(len(row) - 1, 0, -1):
        cell, before = row[c], row[c - 1]
        if cell and cell.span[1] > 1 and (cell.text, cell.span) == (before.text, before.span) and not cell.first:
            cells[c] = replace(cell, text="", number=None)
    return cells


def _is_note(row: list[Cell]) -> bool:
    """Whether a row is a line of text, perhaps with a number in it, and no line of the table."""
    cells = [cell for cell in row if cell]
    if len(cells) == 2 and re.fullmatch(r"\*+|[0-9]{1,2}[.)]?|[⁰¹²³⁴⁵⁶⁷⁸⁹]+", cells[0].text):
        return not is_number(cells[1]) and len(cells[1].text) > 25
    return len(cells) == 1 and not is_number(cells[0])


def _is_title(row: list[Cell]) -> bool:
    """Whether a row above the amounts is a line of text, or only a year with a unit."""
    cells = [cell for cell in row if cell and cell.first]
    lone = len(cells) == 1 and vocabulary.YEAR.fullmatch(vocabulary.bare(cells[0].text)) is not None
    return lone or _is_note(row)


def _headings(rows: list[Line], questions: Questions) -> tuple[int, list[int]]:
    """The first row of the body, and the rows of the heading."""
    numeric = {c for _, row in rows for c, cell in enumerate(row) if is_number(cell)}
    for i, (_, row) in enumerate(rows):
        if any(map(is_number, row)) and not _is_year_heading(rows, i, numeric) and not _is_title(row):
            break
    else:
        questions.add("inga belopp hittades")
        questions.check()
    above = i - 1
    while above >= 0 and not _is_heading(rows, above, numeric):
        above -= 1
    if above < 0:
        first = next(cell for cell in row if is_number(cell))
        questions.add(
            f"fann »{first.text}» men ingen rubrikrad ovanför; skriv en, eller ange --ignore {rows[i][0]} om raden "
            "inte hör till tabellen",
            first,
        )
        questions.check()
    headings = [above]
    while headings[0] > 0 and len(headings) < MOST_HEADINGS and _is_heading(rows, headings[0] - 1, numeric):
        headings.insert(0, headings[0] - 1)
    for k, lower in enumerate(headings[1:], start=1):  # a line whose amounts are all words is not a heading
        if any(_is_line_under(rows[upper][1], rows[lower][1], numeric) for upper in headings[:k]):
            return lower, headings[:k]
    return above + 1, headings


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
    texts = [c for c, cell in enumerate(row) if cell and cell.text not in amount.NIL]
    first = [c for c in texts if row[c].first or c == 0 or row[c - 1].text != row[c].text]
    return bool(numeric & set(texts)) and (len(first) > 1 or (len(first) == 1 and first[0] > 0))


def _is_year_heading(rows: list[Line], i: int, numeric: set[int]) -> bool:
    """Whether the only numbers in a row are years that stand over columns of amounts."""
    row = rows[i][1]
    numbers = [cell for cell in row if is_number(cell)]
    if not all(map(is_year, numbers)):
        return False
    if not any(is_number(cell) and not is_year(cell) for _, later in rows[i + 1 :] for cell in later):
        return False
    others = [cell.text for cell in row if cell and not is_number(cell)]
    if all(map(vocabulary.is_generic, others)) and (others or len(numbers) > 1 or len(row) > 1):
        return True
    years = [int(cell.text) for cell in numbers]
    headed = [k for k in range(i) if _is_heading(rows, k, numeric)]
    following = len(years) > 1 and all(abs(b - a) == 1 for a, b in itertools.pairwise(years))
    named = any(vocabulary.YEAR.search(cell.text) for k in headed for cell in rows[k][1][1:])
    return not headed or (following and not named)


def _is_new_heading(row: list[Cell], body: list[Line]) -> bool:
    """Whether a line of the body has only words, or years, where the others have amounts."""
    usual = {c for c in range(len(row)) if sum(is_number(line[c]) for _, line in body) * 2 > len(body)}
    inside = [row[c] for c in usual if row[c] and row[c].text not in amount.NIL]
    texts = [cell for cell in row if cell]
    if len(texts) < 2 or not inside or any(is_number(cell) and not is_year(cell) for cell in inside):
        return False
    others = [cell.text for cell in texts if not is_number(cell)]
    worded = [text for text in others if vocabulary.is_generic(text) and vocabulary.total_of(text) is None]
    return bool(worded) if any(map(is_year, inside)) or len(inside) == 1 else True
