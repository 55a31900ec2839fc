"""One table while it is read: what it holds, what the analyst has settled, and what is still to be asked."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from fordelning.intake.cells import footnote_mark
from fordelning.intake.cells.amount import Ambiguous, Unreadable
from fordelning.intake.cells.cell import Cell
from fordelning.intake.table.area.table_area import Area

from . import vocabulary
from .options import Options, Questions
from .row import is_number
from .table_column import TableColumn


@dataclass(frozen=True)
class Inquiry:
    """The `area` of a table, the analyst's `options`, and the `questions` that all who read the table add to."""

    area: Area
    options: Options
    questions: Questions

    def ask(self, text: str, *cells: Cell, matter: str = "") -> None:
        """Note what has to be mended or settled, as Questions has it."""
        self.questions.add(text, *cells, matter=matter)

    def place(self, cell: Cell) -> str:
        """The place of `cell` as an error names it."""
        return self.questions.sheet.named(cell)

    def owns(self, row: int) -> bool:
        """Whether the analyst says that the amounts of a row are its own, and no sums."""
        return not self.options.posts.isdisjoint((str(row), "ALLA"))

    @cached_property
    def _cells(self) -> list[list[Cell]]:
        places = range(len(self.area.letters))
        return [[row[c] for _, row in self.area.lines if row[c] and row[c].span[1] == 1] for c in places]

    def cells(self, column: TableColumn) -> list[Cell]:
        """What is in a column under its heading, but for what is merged across columns."""
        return self._cells[column.index]

    def name(self, column: TableColumn) -> str:
        """What the lowest heading of a column that says more than a year calls it; "" for none."""
        texts = [row[column.index].text for row in self.area.header if row[column.index]]
        names = [vocabulary.without_year(footnote_mark.behind_name(text)[0]) for text in texts]
        return next((name for name in reversed(names) if name), "")

    def numbers(self, columns: list[TableColumn]) -> dict[int, tuple[Decimal, ...]]:
        """What each line has in `columns`, nil where a cell is empty, by its position.

        Lines without a number, or with one that cannot be read, are left out: those are asked about where amounts are.
        """
        found = {}
        for position, (_, row) in enumerate(self.area.lines):
            cells = [row[column.index] for column in columns]
            if any(map(is_number, cells)):
                try:
                    found[position] = tuple(cell.exact(self.options.style) for cell in cells)
                except (Ambiguous, Unreadable):
                    continue
        return found
