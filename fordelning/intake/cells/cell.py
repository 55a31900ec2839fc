"""The cells of a table that somebody has mailed, each with its place, and what no table holds."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from fordelning.base.errors import InputError, shorten

from . import amount, answer
from .amount import SPACES, Style, plain
from .footnote_mark import RAISED

MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 20_000, 400, 300_000
LONGEST = 1_000  # characters of a cell
_BULLET = re.compile(r"[-–—•·▪◦] +(?=[^\W\d_])")


class SheetError(InputError):
    """The file cannot be read as tables. `faults` are sentences, each with its place.

    `sheets` are all of its visible sheets, where it is only single cells that are faulty; `command` is what is
    typed again with the answers, where options answer.
    """

    def __init__(self, file: str, faults: list[str], sheets: Sequence["Sheet"] = ()):
        self.file, self.faults, self.sheets, self.command = file, faults, list(sheets), ""
        super().__init__(file, faults)

    def __str__(self) -> str:
        name = shorten(self.file, 100)[1:-1]
        told = [f"Filen {name} kan inte läsas:", *(f"  {line}" for line in answer.lines(self.faults))]
        if self.command:
            told.append("Skriv kommandot igen, med svaren sist:")
            told.append(f"  {self.command}")
        return "\n".join(told)


@dataclass(frozen=True)
class Cell:
    """One cell: `text` as a reader sees it, raised digits as raised digits, and what lies behind it.

    `number` is the exact number that a workbook stores, None for text; `format` its number format, or that of a
    date of which the year alone is shown. `formula` is the formula whose last saved value this is. `span` is the
    number of rows and columns of the merged cell that it is part of. `hidden` says whether its row or column is
    hidden. `indent` is how far in the text stands: the spaces before it, what its alignment says, and a `bullet` or
    a dash, which is no part of the text. `struck` is "all" where the text is struck out, "part" where some of it
    is.
    """

    place: str
    text: str
    number: Decimal | None = None
    format: str = ""
    formula: str = ""
    span: tuple[int, int] = (1, 1)
    first: bool = True  # whether it is the upper left corner of what it is merged with
    hidden: bool = False
    indent: int = 0
    bullet: str = ""
    struck: str = ""
    bold: bool = False
    ruled: bool = False  # whether there is a line above it

    def __bool__(self) -> bool:
        return self.text != ""

    def exact(self, style: Style) -> Decimal:
        """The number in the cell, nil where it holds none. Raises Unreadable and Ambiguous."""
        if self.number is not None:
            return self.number
        written = amount.read(self.text, style)
        return written.number if written else Decimal(0)


@dataclass(frozen=True)
class Sheet:
    """One sheet: `rows` of cells, all of the same length; `name` is "" for a CSV file."""

    name: str
    rows: list[list[Cell]]

    def named(self, cell: Cell) -> str:
        """The cell's place as an error names it."""
        return f"blad {self.name}, cell {cell.place}" if self.name else f"cell {cell.place}"


def spelt(cell: Cell) -> Cell:
    """`cell` with its text plain, and what stood before it, spaces or a bullet, as its indent."""
    text = plain(cell.text)
    before = len(cell.text) - len(cell.text.lstrip(f" {SPACES}"))
    bullet = _BULLET.match(text)
    indent = cell.indent + (before if text else 0) + bool(bullet)
    return (
        replace(cell, text=text[bullet.end() :], indent=indent, bullet=bullet[0])
        if bullet
        else replace(cell, text=text, indent=indent)
    )


def faults_in(name: str, rows: list[list[Cell]]) -> list[str]:
    """What no table holds among the `rows` of the sheet called `name`, each with its place."""
    found, sheet = [], Sheet(name, [])
    for cell in (cell for row in rows for cell in row):
        if len(cell.text) > LONGEST:
            found.append(f"{sheet.named(cell)}: {len(cell.text)} tecken, högst {LONGEST}")
        elif bad := sorted(
            {f"U+{ord(c):04X}" for c in cell.text if c == "\ufffd" or not (c.isprintable() or c in "\r\n")}
        ):
            found.append(f"{sheet.named(cell)}: osynliga eller förlorade tecken ({', '.join(bad[:10])})")
        elif _is_two(cell.text):
            found.append(f"{sheet.named(cell)}: en radbrytning mellan siffror; skriv ett tal i en cell")
    widest = max(map(len, rows), default=0)
    if len(rows) > MOST_ROWS or widest > MOST_COLUMNS or len(rows) * widest > MOST_CELLS:
        found = [f"fler än {MOST_ROWS} rader, {MOST_COLUMNS} kolumner eller {MOST_CELLS} celler"]
    return found[:50] + ([f"och {len(found) - 50} till"] if len(found) > 50 else [])


def squared(rows: list[list[Cell]]) -> list[list[Cell]]:
    """`rows` without empty ones at the end, all of the same length, and without line breaks in their cells."""
    height = max((r for r, row in enumerate(rows, start=1) if any(row)), default=0)
    rows = rows[:height]
    width = max((c for row in rows for c, cell in enumerate(row, start=1) if cell), default=0)
    return [
        [_joined(cell) for cell in row[:width]] + [Cell(a1(r, c), "") for c in range(len(row) + 1, width + 1)]
        for r, row in enumerate(rows, start=1)
    ]


def _is_two(text: str) -> bool:
    """Whether a cell holds several lines of figures and no words, so that one number is not made of them."""
    lines = [line for line in re.split(r"[\r\n]+", text) if re.search("[0-9]", line)]
    figures = len(lines) > 1 and not re.search(rf"[^\W\d_{RAISED}]", text)
    return figures and not re.fullmatch(r" *[0-9]{1,2}\) *", lines[-1])


def _joined(cell: Cell) -> Cell:
    """A line break within a cell is a space, but for a word that is parted by it."""
    if "\n" not in cell.text and "\r" not in cell.text:
        return cell
    whole = re.sub(r"(?<=[^\W\d_])-[\r\n]+(?!och\b|samt\b|eller\b)(?=[a-zåäö])", "", cell.text)
    return replace(cell, text=plain(re.sub(r"[\r\n]+", " ", whole)))


def a1(row: int, column: int) -> str:
    """The place of a cell as a spreadsheet names it; both are counted from 1."""
    return f"{letters(column)}{row}"


def letters(column: int) -> str:
    """The letters of a column, counted from 1."""
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(ord("A") + rest) + found
    return found
