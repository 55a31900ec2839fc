"""The tables of a flow as rows of cells, also one that a text has flattened to a single line."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fordelning.source.reading.block import BlockKind

from .flow import Flow
from .lines import LED

_AMOUNT = (
    r"[−–+-]?\s?(?:\d{1,3}(?:[ \u00a0]\d{3})+|\d+)(?:[.,]\d+)?"
    r"(?:\s?(?:[tkm]?kr|mnkr|mdkr|kronor|miljoner(?: kronor)?|%))?"
)
_NUMERIC = re.compile(rf"{_AMOUNT}|[–−-]")
_NOTE = re.compile(r"\s*(?:<sup>[0-9]{1,2}</sup>|[⁰¹²³⁴-⁹]{1,2})$")
_GLUED = re.compile(
    rf"(?P<end>{_AMOUNT})\s+(?P<begin>[A-ZÅÄÖ].*)", re.DOTALL
)  # the last cell of a row, the first of the next
_LINE = re.compile(
    r"\s*([^\W\d_][^\d\n]{1,80}?)[\s:.]+(?!(?:19|20)\d\d\s*$)([−–+-]?\d{1,3}(?:[ \u00a0]\d{3})*(?:,\d+)?)"
    r"\s*(?:\([^\d\n()]*\)\s*)?"
)
# A line with much room beside it may be a heading.
_LISTED = (BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.POINT, BlockKind.HEADING)
_GROUP = re.compile(r"[^\n\d]{3,60}:\s*")  # a line over some of the rows of a list
_HEAD = re.compile(r"(?P<end>\S+(?:\s+[^\sA-ZÅÄÖ\d]\S*)*)\s+(?P<begin>[A-ZÅÄÖ\d].*)", re.DOTALL)
_COUNTED = re.compile(r"(?P<end>.*\D)\s+(?P<begin>\d{1,3})", re.DOTALL)  # a name and the number after it
_HEADS = re.compile(  # the first line of such a table, with the year or the unit of its numbers: "Nämnd Budget 2031"
    r"(?P<end>[A-ZÅÄÖ][^\d\n.:]{1,40}?)\s+(?P<begin>(?:[A-ZÅÄÖ][a-zåäö]+,?\s+(?:år\s+)?)?"
    r"(?:(?:19|20)\d\d(?:,?\s*\(?(?:[tkm]?kr|mnkr|kronor)\)?)?|\(?(?:[tkm]?kr|mnkr|kronor)\)?))\s*"
)
_TAIL = re.compile(r"(?P<end>.*[.!?])\s+(?P<begin>\d{1,3}|[A-ZÅÄÖ][^.]*)", re.DOTALL)  # a sentence, and the first cell


@dataclass(frozen=True)
class DocumentCell:
    """A cell from `start` to `end` of the flow."""

    start: int
    end: int
    text: str

    @property
    def is_number(self) -> bool:
        """Whether it is a number, or a dash for none."""
        return bool(_NUMERIC.fullmatch(self.plain))

    @property
    def plain(self) -> str:
        """What it says on one line, without the mark of a footnote."""
        return _NOTE.sub("", " ".join(self.text.split()))

    @property
    def is_broken(self) -> bool:
        """Whether it is the end of a number, whose beginning is in the cell above."""
        return bool(re.fullmatch("0[0-9]{2}", self.text.strip()))

    def parted(self, found: re.Match[str]) -> tuple["DocumentCell", "DocumentCell"]:
        """The two cells that are one in a flattened table."""
        return (
            DocumentCell(self.start, self.start + found.end("end"), found["end"]),
            DocumentCell(self.start + found.start("begin"), self.end, found["begin"]),
        )


@dataclass(frozen=True)
class DocumentGrid:
    """A table: `heads` are its columns' names, by column, and `rows` its cells, by column. `blocks` are its blocks."""

    heads: dict[int, DocumentCell]
    rows: tuple[dict[int, DocumentCell], ...]
    blocks: frozenset[int]


def grids(flow: Flow) -> Iterator[DocumentGrid]:
    """The tables of a flow, in order."""
    tables: dict[int, list[int]] = defaultdict(list)
    last: DocumentGrid | None = None
    for number, block in enumerate(flow.blocks):
        if block.kind == BlockKind.CELL and block.table is not None:
            tables[block.table].append(number)
        elif block.text.count("\t") > 1 and "\n" not in block.text and (flat := _flat(flow, number, last)):
            last = flat
            yield flat
    for blocks in tables.values():
        yield _of_cells(flow, blocks)
    yield from _lists(flow)


def _lists(flow: Flow) -> Iterator[DocumentGrid]:
    """The lines of a label and a bare number, two or more that follow on each other: a table without rules.

    Its heads, if it has any, are the first line.
    """
    rows: list[dict[int, DocumentCell]] = []
    heads: dict[int, DocumentCell] = {}
    blocks: set[int] = set()
    for number, block in enumerate([*flow.blocks, None]):
        first, found = _lines(flow, number) if block and block.kind in _LISTED else ({}, [])
        above = flow.blocks[number - 1].text if number else ""
        begins = first or (block and block.kind == BlockKind.PARAGRAPH and not _GROUP.fullmatch(above))
        if found and not (rows and begins):
            rows += found
            heads = first or heads
            blocks.add(number)
            continue
        if rows and block and _GROUP.fullmatch(block.text):
            continue
        if len(rows) > 1:
            yield DocumentGrid(heads, tuple(rows), frozenset(blocks))
        rows, heads, blocks = found, first, {number} if found else set()


def _lines(flow: Flow, number: int) -> tuple[dict[int, DocumentCell], list[dict[int, DocumentCell]]]:
    """The heads of a block, if its first line is such, and its other lines as rows.

    There are none where one of them is something else, but for one that leads them in.
    """
    rows: list[dict[int, DocumentCell]] = []
    heads: dict[int, DocumentCell] = {}
    start, end = flow.span(number)
    if led := LED.match(flow.text, start, end):
        start = led.end()
    said = flow.text[start:end]
    wrapped = flow.blocks[number].kind == BlockKind.ITEM and _LINE.fullmatch(said.replace("\n", " "))
    for line in [said.replace("\n", " ")] if wrapped else said.split("\n"):
        found = _LINE.fullmatch(line) or (None if rows or heads else _HEADS.fullmatch(line))
        if not found:
            return {}, []
        spans = (found.span(1), found.span(2))
        row = {n: DocumentCell(start + a, start + b, line[a:b]) for n, (a, b) in enumerate(spans)}
        if found.re is _HEADS:
            heads = row
        else:
            rows.append(row)
        start += len(line) + 1
    return heads, rows


def _of_cells(flow: Flow, blocks: Sequence[int]) -> DocumentGrid:
    rows: dict[int, dict[int, DocumentCell]] = defaultdict(dict)
    for number in blocks:
        block = flow.blocks[number]
        rows[block.row or 0][block.column or 0] = DocumentCell(*flow.span(number), block.text)
    made = [rows[n] for n in sorted(rows)]
    first = next((n for n, row in enumerate(made) if any(cell.is_number for cell in _after(row))), len(made))
    if first < len(made) and _years_only(made[first]):
        first += 1
    groups = (n for n in range(1, first) if is_group(made[n]) and (not is_group(made[n - 1]) or 0 not in made[n - 1]))
    first = min([first, *groups])  # the name of a group of rows is no head
    heads: dict[int, DocumentCell] = {}
    for row in made[:first]:
        heads |= row
    return DocumentGrid(heads, tuple(made[first:]), frozenset(blocks))


def _after(row: dict[int, DocumentCell]) -> list[DocumentCell]:
    """The cells but the first."""
    return [row[column] for column in sorted(row)][1:]


def is_group(row: dict[int, DocumentCell]) -> bool:
    """Whether only the first cell of a row says something."""
    return [column for column in sorted(row) if row[column].text.strip()] == [min(row)]


def _years_only(row: dict[int, DocumentCell]) -> bool:
    numbers = [cell.text.strip() for cell in row.values() if cell.is_number]
    return bool(numbers) and all(re.fullmatch("(?:19|20)[0-9]{2}", text) for text in numbers)


def _flat(flow: Flow, number: int, last: DocumentGrid | None) -> DocumentGrid | None:
    """The table in a block of one line: its heads first, then its rows, each begun where the one before it ends."""
    runs = _runs(flow, number)
    if len(runs) > 1:
        width = max(map(len, runs[1:]))
        runs = [runs[0], *(_filled(run, width) for run in runs[1:])]
        if any(len(run) != width for run in runs[1:]):
            return None
    else:
        width = (len(runs[0]) + 1) // 2
    first = runs[0]
    heads, row = first[: width - 1], first[width:]
    if len(first) == 2 * width - 1 and (glued := _HEAD.fullmatch(first[width - 1].text)):
        head, begin = first[width - 1].parted(glued)
        heads, rows = [*heads, head], [[begin, *row], *runs[1:]]
        if any(cell.is_number for cell in heads):
            return None
        return DocumentGrid(dict(enumerate(heads)), tuple(dict(enumerate(r)) for r in rows), frozenset({number}))
    if last and len(runs) == 1 and len(first) == max(last.heads) + 1 and (glued := _TAIL.fullmatch(first[0].text)):
        _, begin = first[0].parted(glued)  # a row that has come after a sentence, without its heads
        return DocumentGrid(last.heads, (dict(enumerate([begin, *first[1:]])),), frozenset({number}))
    return None


def _runs(flow: Flow, number: int) -> list[list[DocumentCell]]:
    """The cells of a line in rows: a number and a name in one cell are of two."""
    runs: list[list[DocumentCell]] = [[]]
    at, _ = flow.span(number)
    for text in flow.blocks[number].text.split("\t"):
        cell = DocumentCell(at, at + len(text), text)
        at += len(text) + 1
        if glued := _GLUED.fullmatch(text):
            end, begin = cell.parted(glued)
            runs[-1].append(end)
            runs.append([begin])
        else:
            runs[-1].append(cell)
    return runs


def _filled(run: list[DocumentCell], width: int) -> list[DocumentCell]:
    """A row where a number has come close to the name before it, with as many cells as the others."""
    if len(run) == width - 1 and (glued := _COUNTED.fullmatch(run[0].text)):
        return [*run[0].parted(glued), *run[1:]]
    return run
