"""The figures in the cells of a table: each an exact number with its unit and its footnote marks, or a question."""

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal

from fordelning.base.errors import shorten
from fordelning.base.money import KRONOR
from fordelning.intake.cells import amount, footnote_mark, number_format
from fordelning.intake.cells.amount import Ambiguous, Amount, Style, Unreadable
from fordelning.intake.cells.cell import Cell
from fordelning.intake.table.area.table_area import Area

from . import vocabulary
from .inquiry import Inquiry
from .options import CELLS, NEAREST, ROWS, either, row_of
from .row import is_number
from .table_column import TableColumn


@dataclass(frozen=True)
class Entry:
    """One amount: `number` of `unit`, what it is about (name by role, as far as the table says), marks and place.

    `added` are the rows whose amounts have been added to that of its own `row`.
    """

    number: Decimal
    unit: str
    about: dict[str, str]
    marks: tuple[str, ...]
    place: str
    row: int
    added: tuple[int, ...] = ()


@dataclass(frozen=True)
class Claim:
    """A total or a share that the table states: `about` what it sums, {} for everything; `unit` "%" for a share.

    `line` is what its line is called. `rows` are the lines that it sums where it sums some, () where `about` tells.
    `relation` is "part" where they may be but a part of it.
    """

    number: Decimal
    unit: str
    about: dict[str, str]
    wording: str
    place: str
    row: int
    line: str = ""
    rows: tuple[int, ...] = ()
    relation: str = "="

    def sums(self, entry: Entry) -> bool:
        """Whether `entry` is among the amounts that a total sums."""
        return self.about.items() <= entry.about.items() and (not self.rows or entry.row in self.rows)


@dataclass(frozen=True)
class Said:
    """The unit that the label of a line, or a heading above it, names; `certain` is False where it may have ended."""

    text: str
    unit: str
    certain: bool = True


@dataclass
class TableContent:
    """What a table says. `across` are the names by role in its headings, in their order.

    `notes` are the footnotes by their marks, `pointing` the first cell that has each mark, also where no amount is.
    `aside` is what was not used, `reading` what each column was taken for, `told` the rest.
    """

    title: list[str] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    pointing: dict[str, str] = field(default_factory=dict)
    across: dict[str, list[str]] = field(default_factory=dict)
    aside: list[str] = field(default_factory=list)
    reading: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)


class Figures:
    """Reads the cells of one table."""

    def __init__(self, inquiry: Inquiry, columns: list[TableColumn]):
        self.inquiry, self.options, self.columns = inquiry, inquiry.options, columns
        area = inquiry.area
        values = [column for column in columns if column.kind in ("amount", "total", "share")]
        self.style = self._style(values, area)
        self._shares(values, area)
        texts = [*area.title, *(cell.text for row in area.header for cell in row if cell)]
        under = [" ".join(cell.text for cell in row if cell) for _, row in area.under]
        noted = [note[1] if (note := footnote_mark.note(text)) else text for text in under]
        declared = {*map(vocabulary.declared_unit, noted), vocabulary.unit(inquiry.questions.sheet.name)}
        self.around = {*map(vocabulary.unit, texts), *declared} - {"", "%"}
        self.beside = {*map(vocabulary.unit, area.title), *declared} - {"", "%"}
        amounts = [column for column in values if column.kind != "share"]
        cells = [row[c.index] for _, row in area.lines for c in amounts if is_number(row[c.index])]
        own = [(cell.number is not None, amount.unit(_text(cell)) or "") for cell in cells]
        self.owned = {unit for formatted, unit in own if formatted} - {"", "%"}
        self.common = {unit for _, unit in own}
        self.scales = {_thousands(cell) for cell in cells if cell.number}
        self.foreign = next(filter(amount.is_foreign, area.title), "")  # a title that names another currency
        self.told: list[str] = []

    def _style(self, values: list[TableColumn], area: Area) -> Style:
        """How this table writes decimals, as far as its own numbers show."""
        style = self.options.style
        if style.point is not None:
            return style
        cells = [row[column.index] for _, row in area.lines for column in values]
        marks = amount.point(cell.text for cell in cells if cell.number is None)
        return replace(style, point=marks.pop()) if len(marks) == 1 else style

    def _shares(self, values: list[TableColumn], area: Area) -> None:
        for column in values:
            cells = [row[column.index] for _, row in area.lines if is_number(row[column.index])]
            small = [cell for cell in cells if re.fullmatch(r"[−-]?(?:0[.,][0-9]+|[01](?:[.,]0+)?)", cell.text)]
            written = any("%" in cell.text + cell.format for cell in cells) or "%" in column.heading
            if column.kind == "share" and len(small) == len(cells) and not written:
                self.inquiry.ask(
                    f"kolumn {column.letter} »{column.heading}» kan vara andelar av ett eller procent; välj bort "
                    f"den med --ignore {column.letter} eller skriv talen med %",
                    column.cell,
                )

    def ask(self) -> None:
        """Ask what the cells of amounts leave open by themselves, where the lines cannot be read yet."""
        for _, row in self.inquiry.area.lines:
            for column in self.columns:
                cell = row[column.index]
                if column.kind == "amount" and is_number(cell) and not cell.formula:
                    found = self.read(cell, column)
                    if found:
                        self.settled(cell, found, column, row)

    def read(self, cell: Cell, column: TableColumn) -> Amount | None:
        """The amount in `cell`; None where there is none, which is told, or it cannot be read, which is asked."""
        if cell.span != (1, 1):
            self.inquiry.ask("ett sammanslaget belopp för flera rader eller kolumner; dela upp det", cell)
            return None
        if cell.number is not None:
            return self._stored(cell, cell.number, column)
        if vocabulary.is_refusal(cell.text) or amount.is_nil(cell.text):
            self.told.append(f"Cell {cell.place} »{cell.text}» är läst som inget belopp.")
            return None
        if cell.format:
            self.inquiry.ask(
                f"cellen är ett datum som visar »{cell.text}», väntade ett belopp; ändra cellens talformat till ett "
                f"tal, eller välj bort raden med --ignore {ROWS}",
                cell,
                matter=f"datum {cell.format}",
            )
            return None
        try:
            return amount.read(cell.text, self.style)
        except Ambiguous as error:
            is_glued = cell.text.endswith(")") and "--" not in error.remedy
            glued = f", eller ange --footnote {CELLS} om siffran är en fotnots" if is_glued else ""
            self.inquiry.ask(f"»{cell.text}» kan läsas som {error}{glued}", cell, matter=f"{error.remedy}{glued}")
        except Unreadable as error:
            self.inquiry.ask(
                f"fann »{cell.text}», väntade {error}; rätta cellen eller välj bort raden med --ignore {ROWS}",
                cell,
                matter=f"väntade {error}",
            )
        return None

    def ask_formula(self, cell: Cell) -> bool:
        """Whether an amount that a formula has computed has to be settled first."""
        if not cell.formula or self.options.formulas == "saved":
            return False
        self.inquiry.ask("beloppet är räknat med en formel; låt sparade värden gälla med --formulas sparade", cell)
        return True

    def _stored(self, cell: Cell, number: Decimal, column: TableColumn) -> Amount | None:
        """A number that a workbook stores, as it is shown or as it is stored where the two are not the same.

        A share is tested as rounded to the digits that are shown.
        """
        values = self.options.values
        try:
            shown = number_format.number(number, cell.format)
        except number_format.Unknown:
            if values == "stored":
                return Amount(number)
            self.inquiry.ask(
                f"hur talformatet {shorten(cell.format)} visar ett belopp framgår inte; ändra formatet, välj bort "
                f"raden med --ignore {ROWS}, eller ange --values lagrade om det lagrade beloppet gäller",
                cell,
                matter=f"--values {cell.format}",
            )
            return None
        if not shown.text.strip():
            return Amount(number)  # what does not show at all is hidden, and asked about as that
        try:
            said = shown.amount or Amount(Decimal(0))
        except (Ambiguous, Unreadable):
            self.inquiry.ask(
                f"cellen visar »{amount.plain(shown.text)}», väntade ett belopp i kronor; ändra cellens talformat "
                f"eller välj bort raden med --ignore {ROWS}",
                cell,
                matter=f"talformat {cell.format}",
            )
            return None
        if said.number != shown.exact and not values:
            rounded = abs(said.number - shown.exact) * 2 <= Decimal(1).scaleb(-amount.places(said.number))
            if not (rounded and column.kind == "share"):
                self._ask_values(cell, shown.exact, amount.plain(shown.text), "" if rounded else " annat")
                return None
        number = shown.exact if values == "stored" else said.number
        marks = said.marks
        if cell.place in self.options.footnote:
            digits = f"{number:f}"
            number, marks = Decimal(digits[:-1].rstrip(".")), (*marks, digits[-1])
        return Amount(number, said.unit, marks)

    def _ask_values(self, cell: Cell, stored: Decimal, shown: str, kind: str = "") -> None:
        self.inquiry.ask(
            f"lagrat är {_swedish(stored)} men det visas som {shown}; avgör med --values visade eller --values lagrade",
            cell,
            matter=f"--values{kind}",
        )

    def settled(
        self, cell: Cell, found: Amount, column: TableColumn, row: list[Cell], said: Said | None = None
    ) -> Amount | None:
        """`found` in its unit; None where that is asked.

        What is shown divided by thousands is stored in kronor where its unit says so, and all others are shown so
        too, else that is asked.
        """
        unit = self.unit(cell, found, column, row, said)
        factor = Decimal(1000) ** _thousands(cell)
        if unit == "%":
            self.inquiry.ask(
                f"en andel, inte ett belopp; rätta cellen, välj bort raden med --ignore {ROWS}, eller kolumnen med "
                f"--ignore {column.letter}",
                cell,
            )
            return None
        is_alike = factor == KRONOR.get(unit or "") and (found.unit or len(self.scales) == 1)
        if unit is None or factor == 1 or is_alike or self.options.values == "shown":
            return replace(found, unit=unit) if unit else None
        if self.options.values == "stored":
            return replace(found, unit=unit, number=found.number * factor)
        self._ask_values(cell, found.number * factor, f"{_swedish(found.number)} {unit}", " tusental")
        return None

    def stated(self) -> set[str]:
        """The units that the table states for its amounts, but for those among its lines."""
        return {*self.around, *(column.unit for column in self.columns)} - {"", "%"}

    def unit(
        self, cell: Cell, found: Amount, column: TableColumn, row: list[Cell], said: Said | None = None
    ) -> str | None:
        """The unit of an amount: the cell's own, its row's, its column's, the table's; None where that is asked.

        `said` is what the label of the row or a heading among the lines says.
        """
        foreign = column.heading if amount.is_foreign(column.heading) else self.foreign
        if foreign and not self._wanted:
            units = sorted({column.unit, *self.around} - {"", "%"}) or ("kr", "tkr", "mnkr")
            self.inquiry.ask(
                f"»{foreign}» säger en annan valuta än kronor; räkna om beloppen, eller ange "
                f"{either([f'--unit {unit}' for unit in units])} om de är i kronor",
                cell,
            )
            return None
        for other in self.columns:
            if other.kind == "unit" and (text := row[other.index].text):
                if told := amount.unit(text):
                    if said and said.certain and said.unit != told:
                        self.inquiry.ask(
                            f"»{said.text}» säger {said.unit} men raden {told}; rätta det som är fel", row[other.index]
                        )
                        return None
                    return self._settled(cell, found.unit, told, *sorted({column.unit, *self.around} - {""}))
                self.inquiry.ask(f"fann enheten »{text}», väntade kr, tkr, mnkr eller mdkr", row[other.index])
                return None
        table = column.unit or (next(iter(self.around)) if len(self.around) == 1 else "")
        if said and said.unit != table and not found.unit:
            return self._said(said, table, cell)
        if column.unit and self.beside - {column.unit}:
            return self._settled(cell, found.unit, column.unit, *sorted(self.beside))
        if found.unit and not table:
            others = set() if found.unit in self.around else self.around
            return self._settled(cell, found.unit, *sorted(others | self.owned))
        if found.unit or table:
            return self._settled(cell, found.unit, table)
        if self._wanted:
            return self._wanted
        if self.around:
            between = " och ".join(sorted(self.around))
            which = either([f"--unit {unit}" for unit in sorted(self.around)])
            self.inquiry.ask(f"beloppets enhet framgår inte: tabellen nämner {between}; avgör med {which}", cell)
        else:
            self.inquiry.ask("beloppets enhet framgår inte; ange --unit kr, --unit tkr eller --unit mnkr", cell)
        return None

    @property
    def _wanted(self) -> str:
        """The unit that the analyst names."""
        return "" if self.options.unit == NEAREST else self.options.unit

    def _said(self, said: Said, stated: str, cell: Cell) -> str | None:
        """The unit that a label or a heading names, where the table's is another or none is; None where that is asked.

        `stated` is the table's own; one that the analyst names is for the lines that name none.
        """
        table = stated or self._wanted
        if said.unit == "%":
            without = f"välj bort raden med --ignore {row_of(cell)}"
            self.inquiry.ask(f"»{said.text}» är andelar, inte belopp; {without}", cell)
        elif not said.certain:
            self.inquiry.ask(
                f"beloppets enhet framgår inte: {table or 'tabellens'} eller {said.unit} som i »{said.text}»; skriv "
                f"den sist i radens namn eller i rubriken ovanför, eller välj bort raden med --ignore {row_of(cell)}",
                cell,
            )
        elif stated:
            return self._settled(cell, said.unit, stated)
        else:
            if table:
                self.told.append(f"»{said.text}» säger {said.unit}, som gäller där och inte {table}.")
            return said.unit
        return None

    def _settled(self, cell: Cell, *said: str | None) -> str | None:
        """The unit of an amount about which the units of `said` are said, the nearest to it first.

        None where they are not one, which is asked.
        """
        units = list(dict.fromkeys(unit for unit in said if unit))
        nearest, wanted = units[0], self._wanted
        if nearest == "%":
            return nearest
        if len(units) == 1 and wanted in ("", nearest):
            return nearest
        if len(units) == 1:
            self.inquiry.ask(f"tabellen säger {nearest} men --unit säger {wanted}; rätta det som är fel", cell)
            return None
        if self.options.unit in (NEAREST, *units):
            unit = wanted or nearest
            self.told.append(f"Där både {' och '.join(units)} står är {unit} läst.")
            return unit
        settling = [unit for unit in units if unit in said[1:] or self.common == {unit}]
        self.inquiry.ask(
            f"om beloppet står både {' och '.join(units)}; avgör med "
            f"{either([f'--unit {unit}' for unit in settling])}, eller med --unit {NEAREST} om den enhet som står "
            f"närmast varje belopp gäller",
            cell,
        )
        return None


def _swedish(number: Decimal) -> str:
    return f"{number:f}".replace(".", ",").replace("-", "−")


def _text(cell: Cell) -> str:
    """What a cell shows; "" where that is not known."""
    try:
        return cell.text if cell.number is None else number_format.number(cell.number, cell.format).text
    except number_format.Unknown:
        return ""


def _thousands(cell: Cell) -> int:
    """How many times a number is divided by a thousand where it is shown."""
    try:
        return number_format.number(cell.number, cell.format).thousands if cell.number is not None else 0
    except number_format.Unknown:
        return 0
