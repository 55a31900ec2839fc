"""A row of a table in a source: its cells, and what heads its columns."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from .direction import direction, of_column
from .pairing import Item
from .passage import Passage

_WORD = re.compile(r"[\W_]*[^\W\d_]+[\W_]*")
_BARS = re.compile(r"[|\t]")
_SPACES = re.compile(r"\s{2,}")
_NEAR = 8  # letters between a column and the name over it
_MOST = 200  # columns


@dataclass(frozen=True)
class SourceCell:
    """A cell of a row, from `start` to `end` of the text."""

    start: int
    end: int
    text: str


class SourceRow:
    """A row of a table."""

    def __init__(self, text: str, passage: Passage):
        self.passage, self.line = passage, text[passage.start : passage.end]
        self.barred = bool(_BARS.search(self.line))

    @cached_property
    def cells(self) -> list[SourceCell]:
        """Its cells; where bars or tabs part them the empty ones too."""
        return list(self._parted())

    def _parted(self) -> Iterator[SourceCell]:
        at = 0
        ends = [(bar.start(), bar.end()) for bar in (_BARS if self.barred else _SPACES).finditer(self.line)]
        for end, following in [*ends, (len(self.line), 0)]:
            yield SourceCell(self.passage.start + at, self.passage.start + end, self.line[at:end])
            at = following

    @property
    def filled(self) -> list[SourceCell]:
        """The cells with something in them."""
        return [cell for cell in self.cells if re.search(r"\w", cell.text)]

    @property
    def has_digits(self) -> bool:
        """Whether there is a digit in it."""
        return bool(re.search(r"\d", self.line))

    @property
    def direction(self) -> int:
        """Which way money goes, where a cell of one word says it."""
        words = (direction(cell.text) for cell in self.cells if _WORD.fullmatch(cell.text))
        return next(filter(None, words), 0)

    def said_with(self, start: int) -> int:
        """Which way money goes, where the cell of the amount that begins at `start`, or a cell of one word, says it."""
        return direction(self.cells[self.number(start)].text) or self.direction

    def is_blank(self, number: int) -> bool:
        """Whether the cell with this number has nothing in it."""
        return number < len(self.cells) and not self.cells[number].text.strip()

    def number(self, start: int) -> int:
        """The number of the cell that has what begins at `start` of the text."""
        return bisect_right(self.cells, start, key=lambda cell: cell.start) - 1


@dataclass(frozen=True)
class ColumnHead:
    """What heads a column: a board, "" where it is none, and which way money goes in it."""

    board: str = ""
    sign: int = 0


class ColumnHeads:
    """What heads the columns of a table, by their numbers, and in a row without bars by where they stand."""

    def __init__(self) -> None:
        self.heads: list[tuple[int, int, int, ColumnHead]] = []

    def add(self, row: SourceRow, named: Sequence[Item]) -> None:
        """Remember a row of heads, with the names in it."""
        boards: dict[int, set[str]] = {}
        for item in named:
            boards.setdefault(row.number(item.start), set()).add(item.board)
        for number, cell in enumerate(row.cells[:_MOST]):
            here, sign = boards.get(number, set()), of_column(cell.text)
            if sign or len(here) == 1:
                begin, end = cell.start - row.passage.start, cell.end - row.passage.start
                self.heads.append((number, begin, end, ColumnHead("".join(here) if len(here) == 1 else "", sign)))
        del self.heads[:-_MOST]

    def over(self, row: SourceRow, item: Item) -> ColumnHead:
        """What heads the column where `item` stands in `row`."""
        if not self.heads:
            return ColumnHead()
        if row.barred:
            number = row.number(item.start)
            return next((column for n, _, _, column in reversed(self.heads) if n == number), ColumnHead())
        begin, end = item.start - row.passage.start, item.end - row.passage.start
        overlap, column = max(
            ((min(b, end) - max(a, begin), column) for _, a, b, column in reversed(self.heads)), key=lambda one: one[0]
        )
        return column if overlap > -_NEAR else ColumnHead()
