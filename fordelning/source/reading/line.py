"""Lines of a text or a page made blocks: headings, paragraphs, points, list items, footnotes and tables."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import count, groupby, pairwise, zip_longest
from typing import Any

from .block import BlockKind, Box, TextBlock
from .grid import Stretch, columns
from .healing import heal

_BULLET = re.compile(r"(?:[-*+•·▪◦‣●○–—\u2212\uf0b7])[ \t\u00a0]+(?=\S)")
_NUMBER = re.compile(
    r"(?:([0-9]{1,3})|([a-zåäö]))([.)])[ \t\u00a0]+(?=\S)|([0-9]{1,2}(?:\.[0-9]{1,2}){1,3})\.?[ \t\u00a0]+(?=[A-ZÅÄÖ])"
)
_FOOTNOTE = re.compile(
    r"(?:\[\^([\w-]{1,20})\]:|\[([0-9]{1,2})\]|([⁰¹²³⁴-⁹]{1,3})|(?:fotnot|not)[ ]([0-9]{1,2})[.:])[ \t\u00a0]*(?=\S)",
    re.I,
)
_LEADS = re.compile(r"[^\n]{3,60}:\s*")  # all of a short line, that leads in those after it
_BARE_NOTE = re.compile(r"([0-9]{1,2})[.)]?[ \t\u00a0]+(?=[A-ZÅÄÖ])")
_BARE_NUMBER = re.compile(r"([0-9]{1,2})[ \t\u00a0]+(?=[A-ZÅÄÖ])")
_PAGE = re.compile(
    r"(?:sida?n?\.?\s{1,9})?[0-9]{1,4}\s{0,9}(?:av|/|\()\s{0,9}[0-9]{1,4}\)?|sida?n?\.?\s{1,9}[0-9]{1,4}|[-–]\s[0-9]{1,4}\s[-–]",
    re.I,
)
_SECTION = re.compile(r"§+\s?[0-9]{1,4}\b")
SENTENCE = re.compile(r"[.:;,!?–-][⁰¹²³⁴-⁹]*$|[a-zåäö]\. [A-ZÅÄÖ]")
AMOUNT = re.compile(r"[0-9]\s?(?:[tkm]?kr|mnkr|kronor|miljon|%)|^[−–-]?[0-9][0-9 \u00a0.,]*$", re.I)
_GAP = re.compile(r" {3,}|\u00a0{3,}| {2}(?=[−–-]?[0-9][0-9 ]*(?:,[0-9]+)?(?: {2,}|$))")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
SUM = re.compile(r"(?:summa|totalt|total|sammanlagt)\b", re.I)
_OPEN = re.compile(r"(?:[-,&/]|\b(?:och|samt|för|i|av|till))$")  # that a name goes on on the next line
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_FIGURE = re.compile(r"[−–+-]?\s?[0-9][0-9 \u00a0.,]*(?:\s?(?:[tkm]?kr|mnkr|kronor|%))?")
_NEAR = 1.5  # times its height: a line that is further from the row above it is of no table
_EVEN = 0.1  # times its height: what differs less is the same
_APART = 0.25  # times its height: a line that is further from the one above it does not go on with it
_LONGEST_GROUP = 60  # letters of the name of a group of rows
_INDENTED = 7  # points
_LONGEST_HEADING = 150
_MOST_WORDS = 14  # of a heading


@dataclass(frozen=True)
class Line:
    """A line as it stands. `spans` are its stretches with wide gaps between them.

    `parted` says that a gap or a blank line stands above it, `level` that it is a heading where that is known, `note`
    that it is small print below a page's text, and `guess` that its shape alone may make it a heading.
    """

    spans: tuple[Stretch, ...]
    parted: bool = False
    level: int = 0
    note: bool = False
    guess: bool = True
    aside: bool = False
    number: int | None = None
    page: int | None = None
    box: Box | None = None

    @cached_property
    def text(self) -> str:
        """What it says, a tab at each wide gap."""
        return "\t".join(span.text for span in self.spans)

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.spans[0].left


def spans(text: str, indent: int | None = None) -> tuple[Stretch, ...]:
    """The stretches of a line of text between its wide gaps. A tab divides, wherever it would stop.

    Where each tab is known to be the edge of a cell, which may be empty, `indent` is how many come before the first.
    """
    if indent is not None:
        texts = text.split("\t")[indent:]
        return tuple(Stretch(1000 * n, 1000 * n + 999, part.strip()) for n, part in enumerate(texts))
    text = text.rstrip()
    lead = len(text) - len(text.lstrip())
    if "\t" in text.strip():
        texts = re.split(r"\t+", text.strip("\t"))
        return tuple(Stretch(1000 * n + lead, 1000 * n + 999, part.strip()) for n, part in enumerate(texts))
    found, at = [], lead
    for part in _GAP.split(text.strip()):
        left = text.index(part, at)
        at = left + len(part)
        found.append(Stretch(left, at, part))
    return tuple(found)


def blocks(lines: Sequence[Line]) -> list[TextBlock]:
    """The blocks of `lines`, in their order."""
    tables = count()
    found: list[TextBlock] = []
    for listed, group in groupby(_passages(lines), key=lambda passage: _is_listed(passage[0])):
        passages = list(group)
        edges = _edges(line for passage in passages for line in passage if _is_listed(line)) if listed else None
        for passage in passages:
            if rows := _table_rows(passage):
                found += cells([[(span, line) for line in row for span in line.spans] for row in rows], next(tables))
            else:
                found += _prose(passage, edges)
    return found


def _is_listed(line: Line) -> bool:
    """Whether a line begins with the mark of a list."""
    return not line.level and not line.aside and _mark(line, None)[0] in (BlockKind.ITEM, BlockKind.POINT)


def joined(parts: Iterable[Iterable[TextBlock]]) -> list[TextBlock]:
    """The blocks of all parts, their tables counted through."""
    made: list[TextBlock] = []
    tables = 0
    for part in map(list, parts):
        made += [replace(block, table=block.table + tables) if block.table is not None else block for block in part]
        tables += len({block.table for block in part} - {None})
    return made


def numbered(text: str) -> tuple[str, str]:
    """The number before a heading, and the rest: "2.1" and "Medel"."""
    if found := _NUMBER.match(text):
        return _written(found), text[found.end() :]
    found = _BARE_NUMBER.match(text)
    return (found[1], text[found.end() :]) if found else ("", text)


def may_head(text: str) -> bool:
    """Whether what stands out reads as a heading, and not as a stretch of prose or nothing but figures."""
    return len(text) <= _LONGEST_HEADING and "\n" not in text and any(map(str.isalpha, text))


def may_head_by_weight(text: str) -> bool:
    """Whether what is bold, and no larger, reads as a heading: no sentence, no sum, and no row of a table."""
    row = "\t" in text and not (text.startswith("§") or numbered(text)[0])
    return may_head(text) and not row and not text.endswith((".", ",", ";")) and not SUM.match(text)


def cells(rows: Sequence[Sequence[tuple[Stretch, Line]]], table: int) -> Iterator[TextBlock]:
    """The cells of a table whose columns are where its stretches stand."""
    edges = columns([[span for span, _ in row] for row in rows])
    for n, row in enumerate(rows):
        for column, (left, right) in enumerate(edges):
            within = [(span, line) for span, line in row if left <= (span.left + span.right) / 2 <= right]
            if any(span.text for span, _ in within):
                line = within[0][1]
                box = line.box and _around(
                    (one.left, its.box[1], one.right, its.box[3]) for one, its in within if its.box
                )
                said = (
                    " ".join(one.text for one, _ in part) for _, part in groupby(within, key=lambda one: id(one[1]))
                )
                text = heal("\n".join(said))
                yield TextBlock(
                    BlockKind.CELL, text, line=line.number, page=line.page, box=box, table=table, row=n, column=column
                )


def _passages(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """The lines that stand together: those of a table, or of prose."""
    passage: list[Line] = []
    for line, after in zip_longest(lines, lines[1:]):
        last = passage[-1] if passage else None
        parted = line.parted and not _is_tabled(line, passage, after)
        if last and (parted or line.level != last.level or line.aside or last.aside or line.note != last.note):
            yield from _parts(passage)
            passage = []
        passage.append(line)
    if passage:
        yield from _parts(passage)


def _parts(passage: list[Line]) -> Iterator[list[Line]]:
    """A passage parted where a table begins or ends in it."""
    part: list[Line] = []
    for _, group in groupby(_rows(passage), key=lambda row: row[1]):
        lines = [line for row, _ in group for line in row]
        if part and (_table_rows(lines) or _table_rows(part)):
            yield part
            part = []
        part = part + lines
    yield part


def _rows(passage: list[Line]) -> list[tuple[list[Line], bool]]:
    """Each line with the rest of its cells, and whether it may be a row of a table, or name those below it in one."""
    rows = _with_rest(passage)
    may = [_may_be_row(row[0]) for row in rows]
    within = range(1, len(rows) - 1)
    groups = [n for n in within if may[n - 1] and may[n + 1] and _is_group(rows[n], rows[n - 1][0], rows[n + 1][0])]
    return [(row, may[n] or n in groups) for n, row in enumerate(rows)]


def _is_tabled(line: Line, passage: Sequence[Line], after: Line | None) -> bool:
    """Whether a line of a page is near a row of a table above it, with no more than a line of names between them.

    It is a row itself, or the name of those below it.
    """
    if not line.box or not passage or passage[-1].page != line.page:
        return False
    last = passage[-1]
    near = last.box is not None and line.box[1] - last.box[3] < _NEAR * (line.box[3] - line.box[1])
    if near and len(passage) > 1 and _may_be_row(line) and len(last.spans) == 1:
        return _may_be_row(passage[-2]) and last.spans[0].right < min(line.spans[1].left, passage[-2].spans[1].left)
    beside = after is not None and after.page == line.page and _may_be_row(last) and _may_be_row(after)
    return near and beside and after is not None and _is_group([line], last, after)


def _is_group(row: list[Line], above: Line, below: Line) -> bool:
    """Whether a line between two rows of a table has but a name, all in their first column: that of those below it."""
    text = row[0].text.strip().rstrip(":")
    if len(row) > 1 or not text[:1].isupper() or len(text) > _LONGEST_GROUP or SENTENCE.search(text):
        return False
    if any(map(str.isdigit, text)) or row[0].level or row[0].aside or _is_listed(row[0]):
        return False
    heads = all(_YEAR.fullmatch(span.text) or not _FIGURE.fullmatch(span.text) for span in below.spans[1:])
    return not heads and row[0].spans[0].right < min(above.spans[1].left, below.spans[1].left)


def _with_rest(passage: list[Line]) -> list[list[Line]]:
    """Each line, with those after it that are the rest of a row's cells: below its words, without figures."""
    rows: list[list[Line]] = []
    edge = max((line.spans[0].right for line in passage if _may_be_row(line)), default=0.0)
    for line, after in zip_longest(passage, passage[1:]):
        row = rows[-1] if rows else None
        if row and _may_be_row(row[0]) and _goes_on(line, row[0]) and not _is_apart(line, row, after, edge):
            row.append(line)
        else:
            rows.append([line])
    return rows


def _is_apart(line: Line, row: list[Line], after: Line | None, edge: float) -> bool:
    """Whether a name below a row is none that goes on in it: it is as far from it as the next row, and not wrapped.

    Its first word would have had room in the column, whose `edge` that is, or it is further off than lines of a cell.
    """
    last, text = row[-1], line.text
    if not line.box or not last.box or not text[:1].isupper() or _OPEN.search(last.spans[0].text):
        return False
    gap, height = line.box[1] - last.box[3], line.box[3] - line.box[1]
    below = after.box[1] - line.box[3] if after and after.box and after.page == line.page else gap
    word = (line.spans[0].right - line.left) * (1 + len(text.split()[0])) / len(text)
    return gap > below - _EVEN * height and (gap > _APART * height or last.spans[0].right + word < edge)


def _goes_on(line: Line, row: Line) -> bool:
    if not line.box or _is_listed(line):
        return False
    if len(line.spans) == 1 and abs(line.left - row.left) < _INDENTED:
        return line.spans[0].right < row.spans[1].left
    below = [[one for one in row.spans if one.left < span.right and span.left < one.right] for span in line.spans]
    begins = line.text[0].islower() or line.left > row.spans[0].right  # "s förslag" below "Kommunledningen"
    return begins and all(len(one) == 1 for one in below) and not any(map(str.isdigit, line.text))


def _may_be_row(line: Line) -> bool:
    if len(line.spans) < 2 or line.level or line.aside:
        return False
    if _BULLET.match(line.text):
        return len(line.spans) > 2  # a dash before the name of a row
    return not (_NUMBER.match(line.text) or _FOOTNOTE.match(line.text))


def _table_rows(passage: list[Line]) -> list[list[Line]]:
    """The rows of a table: two or more with as many columns as any of them has, and a figure in one; else none."""
    found = _rows(passage)
    if len(found) < 2 or not all(may for _, may in found):
        return []
    rows = [row for row, _ in found]
    width = len(columns([row[0].spans for row in rows]))
    figures = any(c.isdigit() for row in rows for span in row[0].spans[1:] for c in span.text)
    return rows if width > 1 and figures else []


def _prose(passage: list[Line], edges: Sequence[float] | None = None) -> Iterator[TextBlock]:
    """The blocks of lines that are no table: a new one begins at each mark of a point, an item or a footnote.

    `edges` are where the items begin of a list that goes on over several passages.
    """
    first = passage[0]
    if first.level or first.aside:
        kind = BlockKind.ASIDE if first.aside else BlockKind.HEADING
        number, rest = numbered(first.text) if first.level else ("", first.text)
        yield _block(kind, passage, len(first.text) - len(rest), first.level, number)
        return
    if _heads(passage):
        yield _block(BlockKind.HEADING, passage[:1], level=1)
        if len(passage) > 1:
            yield from _prose(passage[1:])
        return
    begun: list[tuple[BlockKind, str, int, list[Line]]] = []
    for line in passage:
        mark, number, length = _mark(line, begun[-1] if begun else None)
        if mark or not begun:
            begun.append((mark or BlockKind.PARAGRAPH, number, length, [line]))
        else:
            begun[-1][3].append(line)
    edges = edges or _edges(lines[0] for kind, _, _, lines in begun if kind is not BlockKind.PARAGRAPH)
    for kind, number, length, lines in begun:
        listed = kind in (BlockKind.ITEM, BlockKind.POINT)
        depth = sum(edge <= lines[0].left for edge in edges) if listed else 0
        yield _block(kind, lines, length, level=depth, number=number)


def _edges(lines: Iterable[Line]) -> list[float]:
    """Where items begin, one further in than another; on a page "9." begins further in than "10." and is no deeper."""
    edges: list[float] = []
    for line in sorted(lines, key=lambda one: one.left):
        if not edges or line.left - edges[-1] > (_INDENTED if line.box else 0):
            edges.append(line.left)
    return edges


def _mark(line: Line, begun: tuple[Any, ...] | None) -> tuple[BlockKind | None, str, int]:
    """What a line begins, its number, and the length of its mark; nothing where it goes on from the line above."""
    text = line.text
    if found := _FOOTNOTE.match(text):
        number = next(filter(None, found.groups()))
        return BlockKind.FOOTNOTE, number.translate(_RAISED), found.end()
    if line.note and (found := _BARE_NOTE.match(text)):
        return BlockKind.FOOTNOTE, found[1], found.end()
    if _PAGE.fullmatch(text.strip()):
        return BlockKind.ASIDE, "", 0
    if found := _BULLET.match(text):
        return BlockKind.ITEM, "", found.end()
    if (found := _NUMBER.match(text)) and (not begun or _LEADS.fullmatch(text) or _follows(found, begun)):
        return BlockKind.POINT, _written(found), found.end()
    return None, "", 0


def _written(number: re.Match[str]) -> str:
    return number[4] or (number[1] or number[2]) + number[3]


def _follows(found: re.Match[str], begun: tuple[Any, ...]) -> bool:
    """Whether a number at the beginning of a line within a passage is that of a point, and not of a broken sentence."""
    kind, number, _, lines = begun
    begins = sum(len(line.text.split()) for line in lines) <= 8  # "Nämnden beslutar" above its points
    if (found[1] == "1" or found[2] == "a") and (
        begins or lines[-1].text.rstrip().endswith((":", ".", ";", ",", "och", "samt", "att"))
    ):
        return True
    if lines[-1].text.rstrip().endswith(":"):
        return True
    if kind is not BlockKind.POINT:
        return kind is BlockKind.ITEM
    last, new = number.rstrip(".)"), found[1] or found[2] or found[4]
    if last.isdigit() and new.isdigit():
        return int(new) == int(last) + 1
    return (len(last) == len(new) == 1 and ord(new) - ord(last) == 1) or last.isdigit() != new.isdigit()


def _heads(passage: list[Line]) -> bool:
    """Whether the first line looks like a heading: short, without an end, and the next word would have fit on it."""
    text = passage[0].text.strip()
    if not passage[0].guess or "\t" in text or _BULLET.match(text) or _FOOTNOTE.match(text):
        return False
    if _SECTION.match(text) and len(text) < 120:
        return True
    if _NUMBER.match(text) or _PAGE.fullmatch(text) or SENTENCE.search(text) or AMOUNT.search(text):
        return False
    if not text[0].isupper() or len(text.split()) > _MOST_WORDS or len(text) > 100:
        return False
    if len(passage) == 1:
        return True
    width = max(len(line.text) for line in passage)
    after = passage[1].text.split()[0]
    return len(text) + 1 + len(after) <= 0.8 * width and after[0].isupper()


def _block(kind: BlockKind, lines: Sequence[Line], length: int = 0, level: int = 0, number: str = "") -> TextBlock:
    """The block of `lines`, without the mark of that length at its beginning."""
    text = heal("\n".join([lines[0].text[length:], *(line.text for line in lines[1:])]))
    box = _around(line.box for line in lines if line.box and line.page == lines[0].page)
    turns = tuple(n for n, (above, below) in enumerate(pairwise(lines), start=1) if above.page != below.page)
    first = lines[0]
    return TextBlock(kind, text, level, number, line=first.number, page=first.page, box=box, turns=turns)


def _around(boxes: Iterable[Box]) -> Box | None:
    """The box around boxes; None of none."""
    edges = list(zip(*boxes, strict=True))
    return (min(edges[0]), min(edges[1]), max(edges[2]), max(edges[3])) if edges else None
