"""Paragraphs and tables of a document whose format says what is what, made blocks: HTML, DOCX and ODT."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from .block import BlockKind, DocumentError, TextBlock
from .healing import heal
from .line import Line, blocks, joined, may_head_by_weight, numbered, spans

_MOST_PARAGRAPHS = 50_000
_MOST_SPANNED = 50  # rows or columns of one cell
_MOST_COLUMNS = 500


@dataclass(frozen=True)
class TextParagraph:
    """A paragraph: `kind` is what its format says that it is; a PARAGRAPH may be anything by its shape."""

    text: str
    line: int
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    number: str = ""
    bold: bool = False


@dataclass(frozen=True)
class TableCell:
    """A cell of a table with what is in it, and how many columns and rows it spans."""

    within: Sequence["Element"]
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True)
class CellGrid:
    """A table: `cells` are text, line, row and column."""

    cells: Sequence[tuple[str, int, int, int]]


Element = TextParagraph | CellGrid


def paragraphs(
    pieces: Iterable[tuple[str, bool]], line: int, kind: BlockKind, level: int, number: str
) -> Iterator[TextParagraph]:
    """The paragraph of `pieces`, texts that are bold or not; its first line is one by itself if only that is bold."""
    lines: list[list[tuple[str, bool]]] = [[]]
    for text, bold in pieces:
        first, *others = text.split("\n")
        lines[-1].append((first, bold))
        lines += [[(other, bold)] for other in others]
    said = ["".join(text for text, _ in one).strip(" \t") for one in lines]
    heavy = [all(bold for text, bold in one if text.strip()) for one in lines]
    parts = [(said, all(heavy))]
    if kind is BlockKind.PARAGRAPH and said[0] and heavy[0] and not all(heavy):
        parts = [(said[:1], True), (said[1:], False)]
    for texts, bold in parts:
        if text := "\n".join(texts).strip():
            yield TextParagraph(text, line, kind, level, number, bold)


def require_few(name: str, paragraphs: int) -> None:
    """Raise DocumentError where a document has more paragraphs, and lines in them, than any decision."""
    if paragraphs > _MOST_PARAGRAPHS:
        raise DocumentError(name, f"det har fler än {_MOST_PARAGRAPHS} stycken och rader; dela upp det")


def table(rows: Iterable[Iterable[TableCell]]) -> Iterator[Element]:
    """The table of `rows`; what is in it where it is there for the looks: one column, or a table within."""
    placed = list(_placed(rows))
    within = [part for cell, _, _ in placed for part in cell.within]
    if len({column for _, _, column in placed}) < 2 or any(isinstance(part, CellGrid) for part in within):
        yield from within
        return
    yield CellGrid([(*_said(cell), row, column) for cell, row, column in placed])


def _placed(rows: Iterable[Iterable[TableCell]]) -> Iterator[tuple[TableCell, int, int]]:
    """Each cell that has something in it, its row and its column."""
    taken: dict[int, int] = {}  # the row that a cell from above ends before, by column
    for n, row in enumerate(rows):
        column = 0
        for cell in row:
            while taken.get(column, 0) > n and column < _MOST_COLUMNS:
                column += 1
            for spanned in range(column, column + min(cell.columns, _MOST_SPANNED)):
                taken[spanned] = n + min(cell.rows, _MOST_SPANNED)
            if cell.within:
                yield cell, n, column
            column = min(column + min(cell.columns, _MOST_SPANNED), _MOST_COLUMNS)


def _said(cell: TableCell) -> tuple[str, int]:
    """The text of a cell, and its line."""
    paragraphs = [part for part in cell.within if isinstance(part, TextParagraph)]
    return "\n".join(f"{part.number} {part.text}".strip() for part in paragraphs), paragraphs[0].line


def read(elements: Sequence[Element]) -> list[TextBlock]:
    """The blocks of `elements`. Where no heading is marked, the shape of a paragraph may make it one."""
    paragraphs = [one for one in elements if isinstance(one, TextParagraph)]
    levels = [one.level for one in paragraphs if one.kind is BlockKind.HEADING]
    weighs = 2 * sum(one.bold for one in paragraphs) < len(paragraphs)  # whether bold stands out
    level = max(levels, default=0) + 1
    return joined(_parts([_headed(one, level) if weighs else one for one in elements], unmarked=not levels))


def _headed(one: Element, level: int) -> Element:
    """A paragraph in bold that reads as a heading is one, below those that are marked."""
    if isinstance(one, TextParagraph) and one.kind is BlockKind.PARAGRAPH and one.bold and may_head_by_weight(one.text):
        return replace(one, kind=BlockKind.HEADING, level=level)
    return one


def _parts(elements: Sequence[Element], unmarked: bool) -> Iterator[Iterable[TextBlock]]:
    for kind, group in groupby(elements, key=lambda one: None if isinstance(one, CellGrid) else one.kind):
        if kind is BlockKind.PARAGRAPH:
            yield blocks(list(_lines((one for one in group if isinstance(one, TextParagraph)), unmarked)))
        else:
            yield from ([_known(one)] if isinstance(one, TextParagraph) else _cells(one) for one in group)


def _lines(paragraphs: Iterable[TextParagraph], unmarked: bool) -> Iterator[Line]:
    """The lines of paragraphs that may be anything. Those with tabs, one after another, may be a table."""
    tabbed = False
    for paragraph in paragraphs:
        tabbed, above = "\t" in paragraph.text, tabbed
        for n, line in enumerate(paragraph.text.split("\n")):
            if line.strip():
                parted = not n and not (tabbed and above)
                yield Line(spans(line), parted, guess=unmarked, number=paragraph.line)


def _cells(table: CellGrid) -> Iterator[TextBlock]:
    for text, line, row, column in table.cells:
        yield TextBlock(BlockKind.CELL, heal(text), line=line, table=0, row=row, column=column)


def _known(one: TextParagraph) -> TextBlock:
    number, text = one.number, one.text
    if one.kind is BlockKind.HEADING and not number:
        number, text = numbered(text)
    return TextBlock(one.kind, heal(text), one.level, number, line=one.line)
