"""What stands where on the pages of a PDF, made blocks: lines of letters, ruled tables, heads, feet and footnotes."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, groupby, pairwise, zip_longest
from statistics import median

from . import line
from .block import BlockKind, Box, TextBlock
from .grid import Span
from .healing import heal
from .page import Letter, PrintedPage
from .ruled import Ruling, rulings
from .text import RAISED

_WORD_GAP = 0.18  # times the size: what is further apart are two words
_WIDE_GAP = 1.0  # … or two cells
_HEAD, _FOOT = 0.16, 0.86  # of the page's height: what stands above and below the text is beyond these
_PAGE_NUMBER = re.compile(r"(?:sida?n?\.?\s*)?[0-9]{1,4}\s*(?:av|/|\()\s*[0-9]{1,4}\)?|sida?n?\.?\s*[0-9]{1,4}", re.I)
_ENDS = (".", ":", "!", "?")
_MARK = re.compile(r"[0-9]{1,2}[.)]?\s|[⁰¹²³⁴-⁹]{1,2}|\*\s")
_LISTED = re.compile(r"(?:[-*•·▪◦‣●○–—\uf0b7]|[0-9]{1,3}[.)]|[a-zåäö][.)])\s")
_LARGER, _LARGE = 1.08, 1.3  # times the usual size: what stands out, and what can be nothing but a heading
_MOST_HEADINGS = 4  # lines of headings after one another; more is text in another size
_FIGURE_GAP = 0.6  # times the size: what parts figures, in a line that has a wide gap
_LONGEST_LABEL = 30  # of a heading in the margin
_COLUMN_LINES = 8  # of a column at least


@dataclass(frozen=True)
class _PrintedLine:
    """Letters on one line of a page, from left to right."""

    letters: list[Letter]
    page: int
    height: float  # of the page
    label: "_PrintedLine | None" = None  # the first line of what its own first stretch ends

    @cached_property
    def size(self) -> float:
        return round(2 * median(letter.size for letter in self.letters)) / 2

    @cached_property
    def bold(self) -> bool:
        return all(letter.bold for letter in self.letters if letter.text.isalnum())

    @cached_property
    def foot(self) -> float:
        return median(letter.foot for letter in self.letters)

    @cached_property
    def box(self) -> Box:
        letters = [*self.letters, *(self.label.letters if self.label else ())]
        return (
            min(letter.left for letter in letters),
            min(letter.top for letter in letters),
            max(letter.right for letter in letters),
            max(letter.bottom for letter in letters),
        )

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """Its stretches with wide gaps between them."""
        found: list[list[Letter]] = []
        texts: list[str] = []
        spaced = ""
        seen = [letter for letter in self.letters if not letter.text.isspace()]
        tabled = any(after.left - one.right > _WIDE_GAP * after.size for one, after in pairwise(seen))
        for letter in self.letters:
            if letter.text.isspace():
                spaced = letter.text
                continue
            text = letter.text.translate(RAISED) if letter.raised else letter.text
            gap = letter.left - found[-1][-1].right if found else 0.0
            figures = tabled and found and found[-1][-1].text.isdigit() and not letter.text.isalpha()
            if not found or gap > (_FIGURE_GAP if figures else _WIDE_GAP) * letter.size:
                found.append([letter])
                texts.append(text)
            else:
                texts[-1] += (spaced or (" " if gap > _WORD_GAP * letter.size else "")) + text
                found[-1].append(letter)
            spaced = ""
        spans = [Span(letters[0].left, letters[-1].right, text) for letters, text in zip(found, texts, strict=True)]
        if self.label:
            first, above = spans[0], self.label.spans[0]
            spans[0] = Span(first.left, max(first.right, above.right), f"{above.text}\n{first.text}")
        return tuple(spans)

    @cached_property
    def text(self) -> str:
        return "\t".join(span.text for span in self.spans)


@dataclass(frozen=True)
class _Table:
    """The lines of each cell, by row and column, where the columns begin and end, and where the table begins."""

    cells: dict[tuple[int, int], list[_PrintedLine]]
    across: list[float]
    top: float
    page: int

    def row(self, number: int) -> list[str]:
        """What the cells of a row say."""
        return [one.text for (row, _), lines in self.cells.items() if row == number for one in lines]

    def goes_on(self, after: "_Table") -> bool:
        """Whether `after`, which is next to come, has the same columns on the next page, which has parted them."""
        near = [abs(one - other) < 3 for one, other in zip(self.across, after.across, strict=False)]
        return after.page == self.page + 1 and len(self.across) == len(after.across) and all(near)

    def with_more(self, after: "_Table") -> "_Table":
        """This table and what is after it, whose first row is left out where it is our heads again."""
        again = self.row(0) == after.row(0)
        rows = 1 + max(row for row, _ in self.cells) - again
        more = {(row + rows, column): one for (row, column), one in after.cells.items() if row or not again}
        return replace(self, cells=self.cells | more, page=after.page)


def blocks(pages: Sequence[PrintedPage]) -> list[TextBlock]:
    """The blocks of a document; its footnotes come after its text, and then what is set aside."""
    parts = [_parts(page, number) for number, page in enumerate(pages, start=1)]
    rows = [one for page in parts for one in page if isinstance(one, _PrintedLine)]
    within = (row for page in parts for one in page if isinstance(one, _Table) for row in chain(*one.cells.values()))
    size = _usual_size([*rows, *within])
    asides = _asides(rows, len(pages), size)
    style = _Style([row for row in rows if id(row) not in asides], size)
    notes = {id(row) for page in parts for row in _notes(page, asides, style)}
    apart = asides | notes
    lines: list[list[line.Line] | _Table] = [[]]
    last: _PrintedLine | None = None
    for one in (one for page in parts for one in page):
        if isinstance(one, _Table):
            before = lines[-2] if len(lines) > 1 and not lines[-1] else None
            if isinstance(before, _Table) and before.goes_on(one):
                lines[-2] = before.with_more(one)
            else:
                lines += [one, []]
            last = None
        elif id(one) not in apart:
            lines[-1].append(style.line(one, last))  # type: ignore[union-attr]
            last = one
    made = [_cells(part) if isinstance(part, _Table) else line.blocks(part) for part in lines]
    small = [style.line(row, None) for row in rows if id(row) in notes]
    noted = line.blocks([replace(one, parted=False, level=0, note=True) for one in small])
    aside = [TextBlock(BlockKind.ASIDE, row.text, page=row.page, box=row.box) for row in rows if id(row) in asides]
    turned = [TextBlock(BlockKind.ASIDE, page.turned, page=n) for n, page in enumerate(pages, start=1) if page.turned]
    return line.joined([*made, noted, aside, turned])


def _parts(page: PrintedPage, number: int) -> list[_PrintedLine | _Table]:
    """The lines and the ruled tables of a page, from its top."""
    left = page.letters
    parts: list[_PrintedLine | _Table] = []
    for ruling in rulings(page.rules):
        placed = [(letter, _cell(ruling, letter)) for letter in left]
        if not _is_table(placed):
            continue
        left = [letter for letter, cell in placed if cell is None]
        cells: dict[tuple[int, int], list[Letter]] = {}
        for letter, cell in placed:
            if cell is not None:
                cells.setdefault(cell, []).append(letter)
        rows = {cell: list(_rows(letters, number, page.height)) for cell, letters in sorted(cells.items())}
        parts.append(
            _Table({cell: within for cell, within in rows.items() if within}, ruling.across, ruling.box[1], number)
        )
    lines = [_dotted(row, page.dots) for row in _rows(left, number, page.height)]
    if not parts and (gutter := _gutter(lines, page.width)):
        return list(_in_columns(lines, gutter, number, page.height))
    parts += [part for row in _with_label(lines) for part in _labelled(row)]
    return sorted(parts, key=lambda part: part.top if isinstance(part, _Table) else part.box[1])


def _with_label(rows: Sequence[_PrintedLine]) -> Iterator[_PrintedLine]:
    """Lines, of which a row of a table with its figures beside the last line of its label has the first line too."""
    first: _PrintedLine | None = None
    for row, below in zip_longest(rows, rows[1:]):
        if below and not first and _begins_label(row, below):
            first = row
            continue
        yield replace(row, label=first) if first else row
        first = None


def _begins_label(row: _PrintedLine, below: _PrintedLine) -> bool:
    if len(row.spans) > 1 or len(below.spans) < 2 or not below.text[0].islower() or not row.text[0].isupper():
        return False
    near = below.foot - row.foot < 1.5 * row.size and abs(row.box[0] - below.box[0]) < 0.5 * row.size
    return near and row.box[2] < below.spans[1].left and any(c.isdigit() for c in below.spans[1].text)


def _labelled(row: _PrintedLine) -> Iterator[_PrintedLine]:
    """A line, and before it the heading in bold that stands in the margin beside it."""
    if len(row.spans) == 2 and len(row.spans[1].text.split()) > 3:
        beside = row.spans[1].left
        label = replace(row, letters=[letter for letter in row.letters if letter.left < beside])
        rest = replace(row, letters=[letter for letter in row.letters if letter.left >= beside])
        if label.bold and not rest.bold and label.text[0].isupper() and len(label.text) <= _LONGEST_LABEL:
            yield from (label, rest)
            return
    yield row


def _gutter(rows: Sequence[_PrintedLine], width: float) -> float | None:
    """Where the second of two columns of prose begins, on a page that has them: lines on both sides fill them."""
    begins = Counter(round(s.left) for row in rows for s in row.spans if 0.4 * width < s.left < 0.7 * width)
    if not begins:
        return None
    gutter = begins.most_common(1)[0][0] - 3.0
    pairs = [_sides(row, gutter) for row in rows]
    columns = [[spans for spans in side if spans] for side in zip(*pairs, strict=True)]
    across = sum(any(s.left < gutter < s.right for s in row.spans) for row in rows)
    if min(map(len, columns)) < _COLUMN_LINES or across > 0.3 * len(rows):
        return None
    return gutter if all(_fill(one) > 0.6 and _width(one) > 0.25 * width for one in columns) else None


def _sides(row: _PrintedLine, gutter: float) -> tuple[list[Span], list[Span]]:
    """The stretches of a line before and after the gutter; neither has one that is across it."""
    return [span for span in row.spans if span.right < gutter], [span for span in row.spans if span.left > gutter]


def _width(column: Sequence[Sequence[Span]]) -> float:
    return max(spans[-1].right for spans in column) - min(spans[0].left for spans in column)


def _fill(column: Sequence[Sequence[Span]]) -> float:
    """How much of a column its lines fill."""
    filled = sum(span.right - span.left for spans in column for span in spans)
    return filled / (len(column) * _width(column))


def _in_columns(rows: Sequence[_PrintedLine], gutter: float, number: int, height: float) -> Iterator[_PrintedLine]:
    """Lines down the first column and then the second, between those that go across."""
    for across, group in groupby(rows, key=lambda row: any(s.left < gutter < s.right for s in row.spans)):
        if across:
            yield from group
            continue
        letters = [letter for row in group for letter in row.letters]
        yield from _rows([one for one in letters if one.left < gutter], number, height)
        yield from _rows([one for one in letters if one.left >= gutter], number, height)


def _cell(ruling: Ruling, letter: Letter) -> tuple[int, int] | None:
    return ruling.cell((letter.left + letter.right) / 2, (letter.top + letter.bottom) / 2)


def _is_table(placed: Sequence[tuple[Letter, tuple[int, int] | None]]) -> bool:
    """Whether letters with their cells are in several columns, and no words are divided by rules, as on a chart."""
    inside = [(letter, cell) for letter, cell in placed if cell is not None and not letter.text.isspace()]
    divided = sum(
        cell != next_cell and abs(after.left - letter.right) < 0.1 * letter.size and abs(after.foot - letter.foot) < 1
        for (letter, cell), (after, next_cell) in pairwise(inside)
    )
    return len({cell[1] for _, cell in inside}) > 1 and divided <= 0.02 * len(inside)


def _rows(letters: Iterable[Letter], page: int, height: float) -> Iterator[_PrintedLine]:
    """Letters in lines, from the top; a small one above the line it belongs to is raised."""
    groups: list[list[Letter]] = []
    for letter in sorted(letters, key=lambda one: one.foot):
        if groups and letter.foot - groups[-1][0].foot <= 0.2 * max(letter.size, groups[-1][0].size):
            groups[-1].append(letter)
        else:
            groups.append([letter])
    above: list[Letter] = []
    for group in (one for one in groups if any(not letter.text.isspace() for letter in one)):
        if above and not _raised_over(above, group):
            yield _PrintedLine(_from_left(above), page, height)
            above = []
        group = [replace(letter, raised=letter.text.isdigit()) for letter in above] + group
        above = []
        if all(letter.text.isdigit() or letter.text.isspace() for letter in group):
            above = group
        else:
            yield _PrintedLine(_from_left(group), page, height)
    if above:
        yield _PrintedLine(_from_left(above), page, height)


def _dotted(row: _PrintedLine, dots: Iterable[Box]) -> _PrintedLine:
    """A line with the bullet that is drawn before it."""
    left, top, _, bottom = row.box
    for dot in dots:
        if dot[2] <= left <= dot[2] + 2.5 * row.size and top < dot[1] and dot[3] < bottom:
            return replace(row, letters=[Letter("•", *dot, row.foot, row.size, row.bold), *row.letters])
    return row


def _raised_over(above: Sequence[Letter], group: Sequence[Letter]) -> bool:
    size = median(letter.size for letter in group)
    return (
        max(letter.size for letter in above) <= 0.85 * size
        and 0 < group[0].foot - above[0].foot <= 0.6 * size
        and min(letter.left for letter in group) - size < above[0].left < max(letter.right for letter in group) + size
    )


def _from_left(letters: Iterable[Letter]) -> list[Letter]:
    """Letters from left to right; one that is printed twice, to look bold, is there once."""
    made: list[Letter] = []
    for letter in sorted(letters, key=lambda one: one.left):
        last = made[-1] if made else None
        if (
            not last
            or (last.text, last.size) != (letter.text, letter.size)
            or letter.left - last.left > 0.1 * last.size
        ):
            made.append(letter)
    return made


def _is_same(one: Letter, other: Letter) -> bool:
    return (one.text, one.size) == (other.text, other.size) and other.left - one.left < 0.1 * one.size


def _asides(rows: Sequence[_PrintedLine], pages: int, usual: float) -> set[int]:
    """The lines above and below the text that stand on several pages, but for their figures, or number the page."""
    edge = [row for row in rows if row.box[3] < _HEAD * row.height or row.box[1] > _FOOT * row.height]

    def key(row: _PrintedLine) -> tuple[str, int]:
        """A heading may begin every page, with a number of its own."""
        text = row.text if row.size > _LARGER * usual else re.sub(r"[0-9]+", "0", row.text)
        return text, round(row.foot / 8)

    on = Counter(said for said, _ in {(key(row), row.page) for row in edge})
    often = max(2, 0.3 * pages)
    return {
        id(row)
        for row in edge
        if on[key(row)] >= often or any(_PAGE_NUMBER.fullmatch(span.text.strip()) for span in row.spans)
    }


def _notes(parts: Sequence[_PrintedLine | _Table], asides: set[int], style: "_Style") -> list[_PrintedLine]:
    """The small print that ends a page, from the first line of it that begins with a mark."""
    found: list[_PrintedLine] = []
    for part in reversed(parts):
        if isinstance(part, _PrintedLine) and id(part) in asides:
            continue
        if isinstance(part, _Table) or part.size > 0.95 * style.size:
            break
        found.insert(0, part)
    begin = next((n for n, row in enumerate(found) if _MARK.match(row.text)), len(found))
    return found[begin:]


def _usual_size(rows: Sequence[_PrintedLine]) -> float:
    sizes: Counter[float] = Counter()
    for row in rows:
        sizes[row.size] += len(row.letters)
    return max(sizes, key=lambda size: sizes[size], default=0.0)


class _Style:
    """What is usual in a document, and so what stands out as a heading or as apart from the line above."""

    def __init__(self, rows: Sequence[_PrintedLine], size: float):
        self.size = size
        bold = sum(len(row.letters) for row in rows if row.bold)
        self._weighs = 2 * bold < sum(len(row.letters) for row in rows)  # whether bold stands out
        steps = [
            below.foot - above.foot
            for above, below in pairwise(rows)
            if above.page == below.page and above.size == below.size == self.size
        ]
        near = Counter(round(2 * step) / 2 for step in steps if 0.8 * self.size < step < 2.2 * self.size)
        self._step = min(near, key=lambda step: (-near[step], step), default=1.2 * self.size)
        self._right = max((row.box[2] for row in rows), default=0.0)
        self._ranks: dict[int, tuple[float, bool]] = {}
        for rank, group in groupby(rows, key=self._rank):
            run = list(group)
            if rank and len(run) <= _MOST_HEADINGS:
                self._ranks |= {id(row): rank for row in run}
        self._levels = sorted(set(self._ranks.values()), reverse=True)

    def line(self, row: _PrintedLine, above: _PrintedLine | None) -> line.Line:
        """A line as it stands after the one above it."""
        rank = self._ranks.get(id(row))
        level = self._levels.index(rank) + 1 if rank else 0
        return line.Line(
            row.spans, self._is_apart(row, above), level, guess=not self._levels, page=row.page, box=row.box
        )

    def _rank(self, row: _PrintedLine) -> tuple[float, bool] | None:
        """How a heading stands out; None where a line does not."""
        large = row.size > _LARGE * self.size and line.may_head(row.text)
        apart = row.size > _LARGER * self.size or (row.bold and self._weighs and row.size > 0.95 * self.size)
        return (row.size, row.bold) if large or (apart and line.may_head_by_weight(row.text)) else None

    def _is_apart(self, row: _PrintedLine, above: _PrintedLine | None) -> bool:
        if above is None:
            return True
        ended = above.text.endswith(_ENDS)
        if row.page != above.page or row.foot < above.foot - self.size:
            return ended or not (row.text[:1].islower() or row.text[:1].isdigit())
        if len(row.spans) > 1 and len(above.spans) > 1 and row.foot - above.foot < 3.5 * self._step:
            return False  # rows of a table
        if row.foot - above.foot > 1.2 * max(self._step, self._step * row.size / self.size):
            return True
        begins = row.text[:1].isupper() and above.box[2] < 0.7 * self._right
        return begins and (ended or self._is_outside(row, above))

    def _is_outside(self, row: _PrintedLine, above: _PrintedLine) -> bool:
        """Whether a line begins to the left of the text of the list's item above it."""
        return len(above.text) > 1 and bool(_LISTED.match(above.text)) and row.box[0] < above.box[0] + 0.5 * row.size


def _cells(table: _Table) -> Iterator[TextBlock]:
    for (row, column), rows in table.cells.items():
        text = heal("\n".join(" ".join(span.text for span in one.spans) for one in rows))
        boxes = [one.box for one in rows]
        left, top, right, bottom = zip(*boxes, strict=True)
        box = (min(left), min(top), max(right), max(bottom))
        yield TextBlock(BlockKind.CELL, text, page=rows[0].page, box=box, table=0, row=row, column=column)
