"""A made-up table as somebody would mail it: its cells, what each figure says, and its file."""

import csv
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from random import Random

import xlsxwriter

from planted.names import BOARDS, KRONOR, MEASURES, POTS

Place = tuple[int, int]  # row and column, from 1
TOTALS = ["Summa", "Totalt", "SUMMA", "Total", "Summa totalt", "Totalsumma", "Sammanlagt"]
_YEARS = ["2026", "2027", "2028"]


@dataclass(frozen=True)
class Cell:
    """A number in the table's unit or per cent, or a text; `format` is Excel's, "" for the table's own."""

    value: Fraction | str
    format: str = ""


@dataclass(frozen=True)
class Style:
    """How numbers are written in the file: `suffix` says its kind, and "text" that a workbook has them as text."""

    suffix: str = ".csv"
    text: bool = False
    encoding: str = "utf-8"
    delimiter: str = ";"
    group: str = ""
    minus: str = "-"


STYLES = [
    Style(), Style(encoding="utf-8-sig", group=" "), Style(encoding="cp1252", group="\u00a0"),
    Style(encoding="utf-16", delimiter="\t"), Style(delimiter="\t", group="\u202f", minus="−"),
    Style(delimiter=",", group=" "), Style(".xlsx"), Style(".xlsx"), Style(".xlsx", text=True, group=" ", minus="−"),
]  # fmt: skip


@dataclass(frozen=True)
class Table:
    """`cells` by place, and of the figures among them what each says, in kronor or in shares of one.

    `amounts` are the allocations, by place with their names in `roles`; `totals` the cells that sum each of those, or
    that share with all of it: by place the amounts that it is about. `besides` are figures that are no money. `options`
    are what an analyst would answer beforehand, for what the table does not say.
    """

    cells: dict[Place, Cell]
    unit: str
    decimals: int
    roles: tuple[str, ...]
    amounts: dict[Place, tuple[str, ...]]
    totals: dict[Place, frozenset[Place]]
    shares: dict[Place, Place] = field(default_factory=dict)
    besides: tuple[Place, ...] = ()
    options: tuple[str, ...] = ()
    style: Style = Style()
    hidden: tuple[int, ...] = ()

    def kronor(self, place: Place) -> Fraction:
        """What the amount or the total at `place` says."""
        value = self.cells[place].value
        assert isinstance(value, Fraction)
        return value * KRONOR[self.unit]

    def having(self, changed: dict[Place, Cell]) -> "Table":
        """The same with other cells."""
        return replace(self, cells=self.cells | changed)

    def number(self, place: Place, value: Fraction) -> "Table":
        """The same with another number at a place."""
        return self.having({place: replace(self.cells[place], value=value)})

    def about(self, place: Place) -> frozenset[Place]:
        """The totals that an amount is part of."""
        return frozenset(total for total, parts in self.totals.items() if place in parts)

    def write(self, folder: Path) -> Path:
        """Make the file in `folder`."""
        path = folder / f"tabell{self.style.suffix}"
        rows, columns = (max(place[n] for place in self.cells) for n in (0, 1))
        if self.style.suffix == ".csv":
            lines = [[self.text((r, c)) for c in range(1, columns + 1)] for r in range(1, rows + 1)]
            with path.open("w", encoding=self.style.encoding, newline="") as file:
                csv.writer(file, delimiter=self.style.delimiter, lineterminator="\r\n").writerows(lines)
            return path
        with xlsxwriter.Workbook(path) as book:
            page = book.add_worksheet("Blad1")
            usual = "#,##0" + ("." + "0" * self.decimals if self.decimals else "")
            formats = {
                form: book.add_format({"num_format": form or usual}) for form in {c.format for c in self.cells.values()}
            }
            for (row, column), cell in self.cells.items():
                if isinstance(cell.value, str) or self.style.text:
                    page.write_string(row - 1, column - 1, self.text((row, column)))
                else:
                    page.write_number(row - 1, column - 1, float(cell.value), formats[cell.format])
            for row in self.hidden:
                page.set_row(row - 1, None, None, {"hidden": True})
        return path

    def text(self, place: Place) -> str:
        """What stands at a place, where it is written as text."""
        cell = self.cells.get(place, Cell(""))
        if isinstance(cell.value, str):
            return cell.value
        decimals = 1 if place in self.shares else 0 if place in self.besides else self.decimals
        while (cell.value * 10**decimals).denominator > 1 and decimals < 6:
            decimals += 1
        text = f"{abs(float(cell.value)):,.{decimals}f}".replace(",", self.style.group).replace(".", ",")
        return (self.style.minus if cell.value < 0 else "") + text


@dataclass
class _Sheet:
    """A table in the making."""

    chance: Random
    unit: str
    decimals: int
    cells: dict[Place, Cell] = field(default_factory=dict)
    amounts: dict[Place, tuple[str, ...]] = field(default_factory=dict)
    totals: dict[Place, frozenset[Place]] = field(default_factory=dict)
    shares: dict[Place, Place] = field(default_factory=dict)
    besides: list[Place] = field(default_factory=list)
    at: int = 1

    def line(self, *texts: str) -> int:
        """A line of texts; its row."""
        for column, text in enumerate(texts, 1):
            if text:
                self.cells[self.at, column] = Cell(text)
        self.at += 1
        return self.at - 1

    def size(self, minus: float) -> Fraction:
        grain = Fraction(1, 10**self.decimals)
        scale = {"kr": 100_000, "tkr": 400, "mnkr": 3}[self.unit]
        number = max(grain, Fraction(int(self.chance.lognormvariate(1, 1) * scale / grain)) * grain)
        return -number if self.chance.random() < minus else number

    def amount(self, place: Place, *names: str, minus: float = 0) -> None:
        self.cells[place], self.amounts[place] = Cell(self.size(minus)), names

    def sum(self, place: Place, parts: list[Place]) -> None:
        self.totals[place] = frozenset(parts)
        self.cells[place] = Cell(sum((self.cells[part].value for part in parts), Fraction(0)))

    def table(self, roles: tuple[str, ...], options: tuple[str, ...] = ()) -> Table:
        if self.chance.random() < 0.4:
            self.at += 1
            self.line("Källa: ekonomisystemet.")
        made = (self.cells, self.unit, self.decimals, roles, self.amounts, self.totals, self.shares)
        return Table(*made, tuple(self.besides), options, self.chance.choice(STYLES))


def _begun(chance: Random, year: bool) -> _Sheet:
    unit, decimals = chance.choice([("kr", 0), ("tkr", 0), ("tkr", 0), ("tkr", 1), ("mnkr", 1), ("mnkr", 2)])
    sheet = _Sheet(chance, unit, decimals)
    sheet.line(f"Budget {'2026, ' if year else ''}belopp i {unit}")
    if chance.random() < 0.5:
        sheet.at += 1
    return sheet


def by_years(chance: Random) -> Table:
    """Boards by years with the sum of each year; where there is one year, with shares or not."""
    sheet, years = _begun(chance, False), _YEARS[: chance.choice([1, 1, 2, 3])]
    numbered, shared = chance.random() < 0.3, len(years) == 1 and chance.random() < 0.3
    first = 2 + numbered
    heads = [f"{chance.choice(['Budget', 'Plan'])} {year}" for year in years]
    sheet.line(*["Nr"] * numbered, "Nämnd", *heads, *["Andel, %"] * shared)
    boards = chance.sample(BOARDS, chance.randint(3, 14))
    minus = chance.choice([0, 0, 0.2])
    for n, board in enumerate(boards, 1):
        row = sheet.line(*[""] * numbered, board)
        if numbered:
            sheet.cells[row, 1] = Cell(Fraction(n))
            sheet.besides.append((row, 1))
        for column, year in enumerate(years, first):
            sheet.amount((row, column), board, year, minus=0 if shared else minus)
    rows = range(sheet.at - len(boards), sheet.at)
    last = sheet.line(*[""] * numbered, chance.choice(TOTALS))
    for column in range(first, first + len(years)):
        sheet.sum((last, column), [(row, column) for row in rows])
    if shared:
        for row in rows:
            part = sheet.cells[row, first].value / sheet.cells[last, first].value
            sheet.cells[row, first + 1] = Cell(Fraction(round(part * 1_000), 10), "0.0")
            sheet.shares[row, first + 1] = (row, first)
    return sheet.table(("board", "year"))


def by_boards(chance: Random) -> Table:
    """Measures by boards with the sum of each."""
    sheet = _begun(chance, True)
    boards, measures = (chance.sample(names, chance.randint(2, 6)) for names in (BOARDS, MEASURES))
    word = chance.choice(TOTALS)
    sheet.line("Åtgärd", *boards, word)
    return _crossed(sheet, measures, boards, word, ("measure", "board"))


def by_pots(chance: Random) -> Table:
    """Boards by pots with the sum of each."""
    sheet = _begun(chance, True)
    boards, pots = chance.sample(BOARDS, chance.randint(3, 10)), chance.sample(POTS, chance.randint(2, 3))
    word = chance.choice(TOTALS)
    sheet.line("Nämnd", *pots, word)
    return _crossed(sheet, boards, pots, word, ("board", "pot"), ("--columns", "potter"))


def _crossed(sheet: _Sheet, down: list[str], across: list[str], word: str, roles, options=()) -> Table:
    begun = sheet.at
    for name in down:
        row = sheet.line(name)
        for column, other in enumerate(across, 2):
            sheet.amount((row, column), name, other)
        sheet.sum((row, len(across) + 2), [(row, column) for column in range(2, len(across) + 2)])
    last = sheet.line(word)
    for column in range(2, len(across) + 2):
        sheet.sum((last, column), [(row, column) for row in range(begun, last)])
    sheet.sum((last, len(across) + 2), [*sheet.amounts])
    return sheet.table(roles, options)


def listed(chance: Random) -> Table:
    """A line an allocation, with pot, measure and board, and the sum."""
    sheet = _begun(chance, True)
    sheet.line("Pott", "Åtgärd", "Nämnd", f"Belopp 2026, {sheet.unit}")
    every = [(p, m, b) for p in POTS[:3] for m in MEASURES[:12] for b in BOARDS[:8]]
    for names in sorted(chance.sample(every, chance.randint(3, 60)), key=every.index):
        row = sheet.line(*names)
        sheet.amount((row, 4), *names, minus=0)
    last = sheet.line(chance.choice(TOTALS))
    sheet.sum((last, 4), [*sheet.amounts])
    return sheet.table(("pot", "measure", "board"))


def grouped(chance: Random) -> Table:
    """Measures under the boards that get them, with a sum under each board and one of all."""
    sheet = _begun(chance, True)
    sheet.line("Åtgärd", f"Belopp 2026, {sheet.unit}")
    for board in chance.sample(BOARDS, chance.randint(2, 5)):
        sheet.line(board)
        parts = []
        for measure in chance.sample(MEASURES, chance.randint(2, 6)):
            row = sheet.line(measure)
            sheet.amount((row, 2), measure, board)
            parts.append((row, 2))
        row = sheet.line(f"Summa {board[0].lower()}{board[1:]}")
        sheet.sum((row, 2), parts)
    last = sheet.line("Totalt")
    sheet.sum((last, 2), [*sheet.amounts])
    return sheet.table(("measure", "board"), ("--groups", "nämnder"))


SHAPES: dict[str, Callable[[Random], Table]] = {
    "nämnder och år": by_years,
    "åtgärder och nämnder": by_boards,
    "nämnder och potter": by_pots,
    "lista": listed,
    "grupper med delsummor": grouped,
}
