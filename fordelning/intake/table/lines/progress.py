"""How far the lines of a table have been read, and what that says of the next one."""

from dataclasses import dataclass, field
from typing import NamedTuple

from fordelning.intake.cells import footnote_mark
from fordelning.intake.cells.cell import Cell
from fordelning.intake.table.cell_values import Figures, Said
from fordelning.intake.table.inquiry import Inquiry
from fordelning.intake.table.table_column import TableColumn

from .groups import Groups
from .line import Lines, Post, TableLine
from .line_units import LineUnits


class CarriedName(NamedTuple):
    """A name that holds for the empty cells under it, and what it says of the unit."""

    name: str
    said: Said | None


@dataclass
class Progress:
    """The `lines` of a table with their columns, and what has been `found` so far."""

    inquiry: Inquiry
    figures: Figures
    columns: list[TableColumn]
    lines: list[TableLine]
    units: LineUnits
    groups: Groups = field(default_factory=Groups)
    carried: dict[int, CarriedName] = field(default_factory=dict)  # by column
    filled: set[str] = field(default_factory=set)  # letters of the columns where carried names have been needed
    nameless: list[tuple[Post, TableColumn]] = field(default_factory=list)  # with the column of names that is empty
    found: Lines = field(default_factory=Lines)

    def __post_init__(self) -> None:
        self.labels = [column for column in self.columns if column.kind == "label"]
        self.values = [column for column in self.columns if column.kind in ("amount", "total", "share")]
        self.roles = {column.role for column in self.labels} | {role for c in self.values for role in c.about}
        self.roles |= self.inquiry.options.given

    def free(self, *roles: str) -> list[str]:
        """Those of `roles` that neither a column nor the analyst names, in their order."""
        return [role for role in roles if role not in self.roles]

    def carry(self, row: list[Cell]) -> None:
        """Let the names of a line hold for the empty cells under them, until the next to their left."""
        for k, column in enumerate(self.labels):
            if cell := row[column.index]:
                name = footnote_mark.behind_name(cell.text)[0]
                if column.index not in self.carried or self.carried[column.index].name != name:
                    for other in self.labels[k + 1 :]:
                        self.carried.pop(other.index, None)
                self.carried[column.index] = CarriedName(name, self.units.named([cell]))

    def carries(self, row: list[Cell], k: int) -> bool:
        """Whether a name from above holds in the label column at place `k`: it is empty, one to its right is not."""
        columns = [column.index for column in self.labels[k:]]
        return not row[columns[0]] and columns[0] in self.carried and any(row[index] for index in columns[1:])

    def unit(self, row: list[Cell]) -> Said | None:
        """What the labels of a line, those that it has from above, or the heading over it say of the unit."""
        for k, column in enumerate(self.labels):
            said = self.carried[column.index].said if self.carries(row, k) else self.units.named([row[column.index]])
            if said:
                return said
        return self.units.over

    def goes_on(self, line: TableLine) -> bool:
        """Whether the line under one has no other name than it where it has one."""
        named = [column.index for column in self.labels if line.row[column.index]]
        under = self.lines[line.position + 1 : line.position + 2]
        return any(all(other.row[index].text in ("", line.row[index].text) for index in named) for other in under)

    def open(self, role: str, name: str, line: TableLine, end: int | None = None) -> None:
        """Begin a group with the heading in `line`; `end` is the last line under it where that is known."""
        nested = line.position > 0 and not self.lines[line.position - 1].figures
        self.groups.open(role, name, line, nested, end)
        self.carried.clear()

    def set_aside(self, what: str, row: list[Cell]) -> None:
        """Tell that a line is not counted."""
        self.found.aside.append(what)
        self.found.used |= {cell.place for cell in row}
