"""Where on a sheet the table is: its title, heading, lines, and what stands under it."""

import itertools
import re
from dataclasses import dataclass, field, replace

from fordelning.base.errors import shorten
from fordelning.intake.cells import amount
from fordelning.intake.cells.cell import Cell, Sheet

from . import vocabulary
from .options import Options, Questions, either, ranges

MOST_HEADINGS = 4  # rows of a heading
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_CONTINUED = re.compile(r"[\s,(–-]*\bforts(?:\.|ättning)?[\s)]*$", re.I)  # on the next page
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


def _is_year_with_unit(cell: Cell) -> bool:
    """Whether `cell` holds a year and perhaps a unit, as a heading may: »2026 tkr»."""
    return vocabulary.YEAR.fullmatch(vocabulary.bare(cell.text)) is not None


def find(sheet: Sheet, options: Options, questions: Questions) -> Area:
    """The table's parts. Raises Faults where there is none, or more than one."""
    area, rows = _kept(sheet, options, questions)
    rows = _without_struck(area, rows, options, questions)
    questions.check()
    start, headings = _headings(rows, questions)
    body = [(number, _unmerged(row)) for number, row in rows]
    last = _last(body)
    above = {cell.text for _, row in rows[: headings[0]] for cell in row if cell}
    area.title = _title(sheet, [number for number, _ in rows[: headings[0]]], area.letters)
    area.header = [rows[i][1] for i in headings]
    area.under = body[last + 1 :]
    repeated = [[cell.text for cell in row] for row in area.header]
    again: list[int] = []
    others: list[tuple[int, Cell]] = []  # the rows that begin another table, each with the text that says so
    posts: list[int] = []  # those that may be amounts: »Startbidrag;2026»
    grouped: list[tuple[int, Cell]] = []  # those that may be headings within this one
    units = {vocabulary.unit(text) for text in [*area.title, *(cell.text for row in area.header for cell in row)]}
    usual = _usual([row for _, row in body[start : last + 1]])
    for (number, row), (_, merged) in zip(body[start : last + 1], rows[start : last + 1], strict=True):
        texts = [cell.text for cell in merged]
        first = next((cell for cell in row if cell), None)
        named = {_CONTINUED.sub("", text) for text in texts if text}
        if texts in repeated or (named and named <= above):
            again.append(number)
            if title := _title_of_another(area.lines):
                grouped.append(title)
        elif first:
            if str(number) not in options.posts and _is_new_heading(row, usual):
                others.append(_title_of_another(area.lines) or (number, first))
                posts += [number] if any(map(is_number, row)) and not vocabulary.role_of(first.text) else []
            elif _is_note(row) and vocabulary.unit(first.text) not in ("", *units):
                others.append((number, first))
            elif _is_note(row) and _is_title_within(first.text, number, area.lines):
                grouped.append((number, first))
            area.lines.append((number, row))
    if others:
        within = f", eller ange --posts {ranges(posts)} om det är ett belopp" if posts else ""
        _ask_parts(rows, dict(others + grouped), within, questions)
    elif grouped and not options.groups:
        within = ", eller ange vad rubriken är med --groups om det är en enda tabell"
        _ask_parts(rows, dict(grouped), within, questions)
    _ask_beside(area, [row for _, row in body[start : last + 1]], questions)
    if again:
        area.aside.append(f"rubriken en gång till (rad {ranges(again)})")
    questions.check()
    return area


def _last(body: list[Line]) -> int:
    """The last row of the table: one right under its numbers that has a name, and words for its amount, is in it."""
    last = max(i for i, (_, row) in enumerate(body) if any(map(is_number, row)) and not _is_note(row))
    numbers = {c for c, cell in enumerate(body[last][1]) if is_number(cell)}
    for _, row in body[last + 1 :]:
        named = any(re.search(r"[^\W\d_]{2}", cell.text) for c, cell in enumerate(row) if c not in numbers)
        if _is_note(row) or not named or all(row[c].text in amount.NIL for c in numbers):
            break
        last += 1
    return last


def _title_of_another(lines: list[Line]) -> tuple[int, Cell] | None:
    """The first of the lines of text that end `lines`, where a heading follows."""
    title = None
    for number, row in reversed(lines):
        if not _is_note(row):
            break
        title = number, next(cell for cell in row if cell)
    return title


def _is_title_within(text: str, number: int, lines: list[Line]) -> bool:
    """Whether a lone text among the lines may be another table's title: it has a unit, or stands apart with a year."""
    apart = bool(lines) and lines[-1][0] < number - 1
    return bool(lines) and bool(
        vocabulary.unit(text)
        or (apart and vocabulary.YEAR.search(text) and vocabulary.rest(vocabulary.bare(vocabulary.YEAR.sub("", text))))
    )


def _ask_parts(rows: list[Line], starts: dict[int, Cell], within: str, questions: Questions) -> None:
    """Ask for one table at a time: those that begin at `starts`, and the one before them."""
    bounds = [rows[0][0], *sorted(starts), rows[-1][0] + 1]
    others = [
        f"--ignore {ranges(n for n, _ in rows if not begin <= n < end)}" for begin, end in itertools.pairwise(bounds)
    ]
    texts = " och ".join(f"»{cell.text}»" for cell in starts.values())
    questions.add(
        f"{texts} ser ut som rubriken till en ny tabell; läs en tabell i taget med {either(others)}{within}",
        *starts.values(),
    )


def _ask_beside(area: Area, body: list[list[Cell]], questions: Questions) -> None:
    """Ask for one table at a time where two stand side by side with an empty column between them."""
    rows = [*area.header, *body]
    empty = [c for c in range(len(area.letters)) if not any(row[c] for row in rows)]
    numeric = [any(is_number(row[c]) for row in body) for c in range(len(area.letters))]
    headings = [{row[c].text for row in area.header if row[c]} for c in range(len(area.letters))]
    for c in empty:
        following = next((k for k in range(c + 1, len(area.letters)) if k not in empty), None)
        if following is None or numeric[following] or not any(numeric[:c]) or not any(numeric[following:]):
            continue
        if headings[following] & set().union(*headings[:c]):
            left, right = ",".join(area.letters[:c]), ",".join(area.letters[following:])
            questions.add(
                f"två tabeller står bredvid varandra; läs en i taget med --ignore {right} eller --ignore {left}",
                area.header[-1][following],
            )
            return


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
            rows = ranges(int(part) for part in unknown if part.isdigit())
            told = ", ".join(filter(None, [rows, *(part for part in unknown if not part.isdigit())]))
            questions.add(f"--{name} {shorten(told, 200).strip('»')}: ingen sådan rad eller kolumn finns")
    lines = [(number, row) for number, row in enumerate(sheet.rows, start=1) if str(number) not in options.ignore]
    kept = [c for c, letter in enumerate(letters) if letter not in options.ignore]
    left_out = ranges(int(part) for part in options.ignore if part.isdigit())
    aside = [f"rad {left_out}, som begärt"] if left_out else []
    columns = sorted((part for part in options.ignore if part in letters), key=letters.index)
    aside += [f"kolumn {', '.join(columns)}, som begärt"] if columns else []
    rows = [(number, [_marked(row[c], options) for c in kept]) for number, row in lines]
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


def _marked(cell: Cell, options: Options) -> Cell:
    """`cell` with the number at the end of its text raised, where the analyst says that it is a footnote's."""
    if cell.place not in options.footnote or cell.number is not None:
        return cell
    digits = "[0-9]$" if is_number(cell) else "[0-9]{1,2}$"
    return replace(cell, text=re.sub(digits, lambda found: found.group().translate(_RAISED), cell.text))


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
    if not all(map(_is_year_with_unit, numbers)):
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


def _usual(body: list[list[Cell]]) -> set[int]:
    """The columns that have numbers in most lines of the body."""
    return {c for c in range(len(body[0])) if sum(is_number(row[c]) for row in body) * 2 > len(body)}


def _is_new_heading(row: list[Cell], usual: set[int]) -> bool:
    """Whether a line of the body has only words, or years, in the columns where the others have amounts."""
    inside = [row[c] for c in usual if row[c] and row[c].text not in amount.NIL]
    texts = [cell for cell in row if cell]
    if len(texts) < 2 or not inside or any(is_number(cell) and not _is_year_with_unit(cell) for cell in inside):
        return False
    others = [cell.text for cell in texts if not is_number(cell)]
    return any(vocabulary.is_generic(text) and not vocabulary.is_total(text) for text in others)
