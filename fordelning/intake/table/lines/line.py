"""A line of a table as it is read: where it stands, and whether it holds amounts or totals of them."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from fordelning.base.money import KRONOR
from fordelning.intake.cells.cell import Cell
from fordelning.intake.table.cell_values import Claim, Entry
from fordelning.intake.table.table_column import TableColumn


@dataclass(frozen=True)
class TableLine:
    """A line: its position among the lines, its row's number and cells, and the labels and figures that it has."""

    position: int
    number: int
    row: list[Cell]
    names: list[Cell]
    figures: list[Cell]


@dataclass
class Post:
    """A line of amounts, named by its first label, and its entries with their columns."""

    position: int
    number: int
    cell: Cell
    entries: list[tuple[TableColumn, Entry]] = field(default_factory=list)

    @property
    def kronor(self) -> dict[int, Decimal]:
        """The amounts in kronor, by column."""
        return {column.index: entry.number * KRONOR[entry.unit] for column, entry in self.entries}


class TotalFigure(NamedTuple):
    """One figure of a total: where it stands, and how much of what unit it is."""

    column: TableColumn
    number: Decimal
    unit: str
    cell: Cell


@dataclass
class Total:
    """A line of totals; `scopes` are what it may sum, the likeliest first, and `certain` whether only that one.

    `rest` is what it says that it is the total of, "" where it says only that it is one.
    """

    position: int
    number: int
    cell: Cell
    figures: list[TotalFigure]
    rest: str = ""
    scopes: list[dict[str, str]] = field(default_factory=lambda: [{}])
    certain: bool = False
    relation: str = "="  # "part" where what it sums may be but a part of it
    above: list[Post] = field(default_factory=list)  # the lines right above it that make it up

    @property
    def kronor(self) -> dict[int, Decimal]:
        """The sums of amounts in kronor, by column."""
        return {
            figure.column.index: figure.number * KRONOR[figure.unit]
            for figure in self.figures
            if figure.column.kind == "amount" and figure.unit in KRONOR
        }


@dataclass
class Lines:
    """What the lines of a table say: their `posts` and `totals`, and the `claims` of totals and shares in columns.

    `deductions` are the posts above nil that say that they are taken away.

    `aside`, `reading` and `told` are as in TableContent; `used` are the places of the cells that have been read or
    told of.
    """

    posts: list[Post] = field(default_factory=list)
    totals: list[Total] = field(default_factory=list)
    deductions: list[Post] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    reading: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    used: set[str] = field(default_factory=set)

    @property
    def entries(self) -> list[Entry]:
        """The amounts of all posts."""
        return [entry for post in self.posts for _, entry in post.entries]
