"""What an analyst has settled about a table, and what there still is to settle."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NoReturn

from fordelning.base.sentence import listed
from fordelning.intake.cells.amount import Style
from fordelning.intake.cells.cell import Cell, Sheet

NEAREST = "närmast"  # the unit that stands nearest to each amount
ROWS, CELLS = "{rader}", "{celler}"  # in a question: the rows that its cells are in, and the cells
NO_AMOUNTS = (
    "inga belopp hittades, för ingen kolumn har tal under en rubrik; skriv beloppen som tal, eller fyll i en mall, "
    "som görs med fordelning new"
)


@dataclass(frozen=True)
class Options:
    """What settles a table that can be read in several ways; the names are those of the command's options.

    `rows` and `columns` are what the first label column and the value columns hold, as the analyst writes it; `groups`
    what rows are that are headings, "inga" where there are none. `ignore` holds letters of columns and numbers of rows,
    `totals` and `posts` those that are sums and those that are not; `summed` the rows that a row of `totals` sums,
    where the analyst says which; `footnote` the cells whose last digit is a footnote mark. `hidden` is "with" or
    "without" what is hidden or struck out, `of_which` "without" or "boards", `formulas` "saved", `values` "shown" or
    "stored" for numbers whose format shows another number, `spelling` "same" or "apart" for names that differ little.
    """

    sheet: str = ""
    rows: str = ""
    columns: str = ""
    groups: str = ""
    unit: str = ""
    year: str = ""
    pot: str = ""
    measure: str = ""
    board: str = ""
    style: Style = field(default_factory=Style)
    ignore: frozenset[str] = frozenset()
    totals: frozenset[str] = frozenset()
    posts: frozenset[str] = frozenset()
    summed: Mapping[int, frozenset[int]] = field(default_factory=dict)
    footnote: frozenset[str] = frozenset()
    hidden: str = ""
    of_which: str = ""
    formulas: str = ""
    values: str = ""
    spelling: str = ""

    @property
    def given(self) -> set[str]:
        """The roles in which the analyst names what every amount is about."""
        names = {"board": self.board, "pot": self.pot, "measure": self.measure}
        return {role for role, name in names.items() if name}


class Faults(Exception):
    """The table cannot be read. `faults` are sentences, each with its place."""

    def __init__(self, faults: list[str]):
        self.faults = list(dict.fromkeys(faults))
        super().__init__(self.faults)


class Questions:
    """What has to be mended or settled before a table can be read: one line for all cells with the same matter."""

    def __init__(self, sheet: Sheet):
        self.sheet = sheet
        self.asked: dict[str, tuple[list[str], list[Cell]]] = {}

    def add(self, text: str, *cells: Cell, matter: str = "") -> None:
        """Note `text` about `cells`; about the whole table where there are none.

        What has the same `matter` is told once, in the words of the first; without one the words are the matter.
        ROWS and CELLS in the text become those of all the cells.
        """
        texts, about = self.asked.setdefault(matter or text, ([], []))
        texts.append(text)
        about.extend(cells)

    def stop(self, text: str, *cells: Cell) -> NoReturn:
        """Raises Faults with `text` about `cells`, and all that has been asked before it."""
        self.add(text, *cells)
        raise self._faults

    def check(self) -> None:
        """Raises Faults where anything has been asked."""
        if self.asked:
            raise self._faults

    @property
    def _faults(self) -> Faults:
        return Faults([self._line(texts, cells) for texts, cells in self.asked.values()])

    def _line(self, texts: list[str], cells: list[Cell]) -> str:
        where = f"blad {self.sheet.name}" if self.sheet.name else ""
        if cells:
            places = list(dict.fromkeys(cell.place for cell in cells))
            last = f"{len(places) - 5} till" if len(places) > 6 else places[-1]
            named = f"cell {listed([*places[: min(5, len(places) - 1)], last])}"
            about = f" (här om {places[0]})" if len(set(texts)) > 1 else ""
            where = f"{where}, {named}{about}" if where else f"{named}{about}"
        told = texts[0].replace(ROWS, ranges(map(row_of, cells))).replace(CELLS, ",".join(cell.place for cell in cells))
        return f"{where or 'tabellen'}: {told}"


def either(words: list[str]) -> str:
    """`words` as "a, b eller c"."""
    return " eller ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else ""


def ranges(numbers: Iterable[int]) -> str:
    """Row numbers as an option takes them: "4,7-9"."""
    parts: list[list[int]] = []
    for number in sorted(set(numbers)):
        if parts and number == parts[-1][-1] + 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    return ",".join(str(part[0]) if len(part) == 1 else f"{part[0]}-{part[-1]}" for part in parts)


def summed(row: int, numbers: Iterable[int]) -> str:
    """The option that says that `row` sums the rows of `numbers`."""
    return f"--totals {row}={ranges(numbers).replace(',', '+')}"


def row_of(cell: Cell) -> int:
    """The number of the row that `cell` is in."""
    return int(re.sub("[A-Z]", "", cell.place))
