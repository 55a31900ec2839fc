"""What stands where on the pages of a PDF, made blocks: lines of letters, ruled tables, heads, feet and footnotes."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise

from . import line
from .block import BlockKind, TextBlock
from .gutter import gutter_of, in_columns
from .healing import heal
from .page import Letter, PrintedPage
from .print_style import LARGER, PrintStyle, usual_size
from .printed_line import PrintedLine, dotted, in_table, labelled, printed_lines, with_label
from .ruled import Ruling, rulings

_HEAD, _FOOT = 0.16, 0.86  # of the page's height: what stands above and below the text is beyond these
_PAGE_NUMBER = re.compile(r"(?:sida?n?\.?\s*)?[0-9]{1,3}\s*(?:av|/|\()\s*[0-9]{1,3}\)?|sida?n?\.?\s*[0-9]{1,4}", re.I)
_MARK = re.compile(r"[0-9]{1,2}[.)]?\s|[⁰¹²³⁴-⁹]{1,2}|\*\s")


@dataclass(frozen=True)
class _Table:
    """The lines of each cell, by row and column, where the columns begin and end, and where the table begins."""

    cells: dict[tuple[int, int], list[PrintedLine]]
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
    rows = [one for page in parts for one in page if isinstance(one, PrintedLine)]
    within = (row for page in parts for one in page if isinstance(one, _Table) for row in chain(*one.cells.values()))
    size = usual_size([*rows, *within])
    asides = _asides(rows, len(pages), size)
    style = PrintStyle([row for row in rows if id(row) not in asides], size)
    notes = {id(row) for page in parts for row in _notes(page, asides, style)}
    apart = asides | notes
    lines: list[list[line.Line] | _Table] = [[]]
    last: PrintedLine | None = None
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


def _parts(page: PrintedPage, number: int) -> list[PrintedLine | _Table]:
    """The lines and the ruled tables of a page, from its top."""
    left = page.letters
    parts: list[PrintedLine | _Table] = []
    for ruling in rulings(page.rules):
        placed = [(letter, _cell(ruling, letter)) for letter in left]
        if not _is_table(placed):
            continue
        left = [letter for letter, cell in placed if cell is None]
        cells: dict[tuple[int, int], list[Letter]] = {}
        for letter, cell in placed:
            if cell is not None:
                cells.setdefault(cell, []).append(letter)
        rows = {cell: list(printed_lines(letters, number, page.height)) for cell, letters in sorted(cells.items())}
        parts.append(
            _Table({cell: within for cell, within in rows.items() if within}, ruling.across, ruling.box[1], number)
        )
    lines = [dotted(row, page.dots) for row in printed_lines(left, number, page.height)]
    if not parts and (gutter := gutter_of(lines, page.width)):
        return list(in_columns(lines, gutter, number, page.height))
    parts += [part for row in with_label(list(in_table(lines))) for part in labelled(row)]
    return sorted(parts, key=lambda part: part.top if isinstance(part, _Table) else part.box[1])


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


def _asides(rows: Sequence[PrintedLine], pages: int, usual: float) -> set[int]:
    """The lines above and below the text that stand on several pages, but for their figures, or number the page."""
    edge = [row for row in rows if row.box[3] < _HEAD * row.height or row.box[1] > _FOOT * row.height]

    def key(row: PrintedLine) -> tuple[str, int]:
        """A heading may begin every page, and so may an amount, with figures of their own."""
        whole = row.size > LARGER * usual or line.AMOUNT.search(row.text)
        return row.text if whole else re.sub(r"[0-9]+", "0", row.text), round(row.foot / 8)

    on = Counter(said for said, _ in {(key(row), row.page) for row in edge})
    often = max(2, 0.3 * pages)
    return {
        id(row)
        for row in edge
        if on[key(row)] >= often or any(_PAGE_NUMBER.fullmatch(span.text.strip()) for span in row.spans)
    }


def _notes(parts: Sequence[PrintedLine | _Table], asides: set[int], style: "PrintStyle") -> list[PrintedLine]:
    """The small print that ends a page, from the first line of it that begins with a mark."""
    found: list[PrintedLine] = []
    for part in reversed(parts):
        if isinstance(part, PrintedLine) and id(part) in asides:
            continue
        if isinstance(part, _Table) or part.size > 0.95 * style.size:
            break
        found.insert(0, part)
    begin = next((n for n, row in enumerate(found) if _MARK.match(row.text)), len(found))
    return found[begin:]


def _cells(table: _Table) -> Iterator[TextBlock]:
    for (row, column), rows in table.cells.items():
        text = heal("\n".join(" ".join(span.text for span in one.spans) for one in rows))
        boxes = [one.box for one in rows]
        left, top, right, bottom = zip(*boxes, strict=True)
        box = (min(left), min(top), max(right), max(bottom))
        yield TextBlock(BlockKind.CELL, text, page=rows[0].page, box=box, table=0, row=row, column=column)
