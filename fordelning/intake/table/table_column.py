"""A column of a table, and what it has been taken for."""

from dataclasses import dataclass, field
from typing import NamedTuple

from fordelning.base.sentence import listed
from fordelning.intake.cells.cell import Cell

from .vocabulary import PLURAL, SINGULAR

_READ = {"label": "", "amount": "belopp", "total": "summor", "share": "andelar", "unit": "enheter", "note": "fotnoter"}


class Heading(NamedTuple):
    """A cell over a column, and the text of it that counts."""

    cell: Cell
    text: str


@dataclass
class TableColumn:
    """A column. `kind` is "label", "amount", "total", "share", "unit", "note", "aside" or "empty".

    `about` are the names by role that its heading gives to its amounts, `unit` the unit and `marks` the footnotes.
    While the columns are read a kind is "value" until the headings over it, `over` from the top, have said more.
    """

    index: int
    letter: str
    heading: str
    cell: Cell
    kind: str = ""
    role: str = ""
    about: dict[str, str] = field(default_factory=dict)
    unit: str = ""
    marks: tuple[str, ...] = ()
    made: str = ""  # how its amounts are made of other columns'
    over: list[Heading] = field(default_factory=list)
    unknown: list[Heading] = field(default_factory=list)  # those that name something, and do not say what
    weak: list[str] = field(default_factory=list)  # names that are none, unless the analyst says that they are

    @property
    def reading(self) -> str:
        """What the column was taken for, in Swedish; "" where there is nothing to tell."""
        if self.kind not in _READ:
            return ""
        head = f"kolumn {self.letter}" + (f" »{self.heading}»" if self.heading else "")
        if self.kind == "label":
            return f"{head} är {PLURAL[self.role]}" if self.role else ""
        about = ", ".join(f"{SINGULAR[role]} {name}" for role, name in self.about.items())
        unit = f" i {self.unit}" if self.unit and self.unit != "%" and self.kind in ("amount", "total") else ""
        return f"{head} är {_READ[self.kind]}{unit}" + (f" för {about}" if about else "") + self.made


def quoted(columns: list[TableColumn]) -> str:
    """The headings of `columns` as »A», »B» och »C»."""
    return listed(f"»{column.heading}»" for column in columns)
