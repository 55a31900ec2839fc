"""The figures in the cells of a table: each an exact number with its unit and its footnote marks, or a question."""

import re
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal

from fordelning.intake.cells import amount
from fordelning.intake.cells.amount import Ambiguous, Amount, Style, Unreadable
from fordelning.intake.cells.cell import Cell
from fordelning.intake.table.area.table_area import Area

from . import vocabulary
from .inquiry import Inquiry
from .options import row_of
from .row import is_number
from .table_column import TableColumn


@dataclass(frozen=True)
class Entry:
    """One amount: `number` of `unit`, what it is about (name by role, as far as the table says), marks and place."""

    number: Decimal
    unit: str
    about: dict[str, str]
    marks: tuple[str, ...]
    place: str
    row: int


@dataclass(frozen=True)
class Claim:
    """A total or a share that the table states: `about` what it sums, {} for everything; `unit` "%" for a share.

    `line` is what its line is called. `rows` are the lines that it sums where it sums some, () where `about` tells.
    """

    number: Decimal
    unit: str
    about: dict[str, str]
    wording: str
    place: str
    row: int
    line: str = ""
    rows: tuple[int, ...] = ()

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

    `aside` is what was not used, `reading` what each column was taken for, `told` the rest.
    """

    title: list[str] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
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
        noted = [note[1] if (note := vocabulary.note(text)) else text for text in under]
        said = {*map(vocabulary.unit, texts), *map(vocabulary.declared_unit, noted)}
        self.around = said - {"", "%"}
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
                    if found and found.unit != "%":
                        self.unit(cell, found, column, row)

    def read(self, cell: Cell, column: TableColumn) -> Amount | None:
        """The amount in `cell`; None where there is none, which is told, or it cannot be read, which is asked."""
        if cell.span != (1, 1):
            self.inquiry.ask("ett sammanslaget belopp för flera rader eller kolumner; dela upp det", cell)
            return None
        if cell.number is not None:
            return self._stored(cell, cell.number)
        if vocabulary.is_refusal(cell.text):
            self.told.append(f"Cell {cell.place} »{cell.text}» är läst som inget belopp.")
            return None
        try:
            return amount.read(cell.text, self.style)
        except Ambiguous as error:
            matter = error.option if error.option.startswith("--") else ""
            self.inquiry.ask(f"»{cell.text}» kan läsas som {error}", cell, matter=matter)
        except Unreadable as error:
            number = re.sub("[A-Z]", "", cell.place)
            self.inquiry.ask(
                f"fann »{cell.text}», väntade {error}; rätta cellen eller välj bort raden med --ignore {number}", cell
            )
        return None

    def ask_formula(self, cell: Cell) -> bool:
        """Whether an amount that a formula has computed has to be settled first."""
        if not cell.formula or self.options.formulas == "saved":
            return False
        self.inquiry.ask("beloppet är räknat med en formel; låt sparade värden gälla med --formulas sparade", cell)
        return True

    def _stored(self, cell: Cell, number: Decimal) -> Amount | None:
        """A number that a workbook stores, as it is shown or as it is stored where the two are not the same."""
        if ";" in cell.format and not cell.format.split(";")[0].strip():
            self.inquiry.ask(f"talet {cell.text} är lagrat men visas inte; ta bort det eller cellens talformat", cell)
            return None
        if "%" in re.sub(r'"[^"]*"', "", cell.format):
            return Amount(_shown(number * 100, cell.format)[1], "%")
        shown, scaled = _shown(number, cell.format)
        if shown != scaled and not self.options.values:
            text = f"{shown:f}".replace(".", ",")
            stored = f"{scaled:f}".replace(".", ",")
            self.inquiry.ask(
                f"lagrat är {stored} men det visas som {text}; avgör med --values visade eller --values lagrade",
                cell,
                matter="--values",
            )
            return None
        number = shown if self.options.values == "shown" else scaled
        marks: tuple[str, ...] = ()
        if cell.place in self.options.footnote:
            digits = f"{number:f}"
            number, marks = Decimal(digits[:-1].rstrip(".")), (digits[-1],)
        return Amount(number, vocabulary.unit(" ".join(re.findall('"([^"]*)"', cell.format))) or None, marks)

    def stated(self) -> set[str]:
        """The units that the table states for its amounts, but for those among its lines."""
        return {*self.around, *(column.unit for column in self.columns)} - {"", "%"}

    def unit(
        self, cell: Cell, found: Amount, column: TableColumn, row: list[Cell], said: Said | None = None
    ) -> str | None:
        """The unit of an amount: the cell's own, its row's, its column's, the table's; None where that is asked.

        `said` is what the label of the row or a heading among the lines says.
        """
        for other in self.columns:
            if other.kind == "unit" and (text := row[other.index].text):
                if told := amount.unit(text):
                    if said and said.certain and said.unit != told:
                        self.inquiry.ask(
                            f"»{said.text}» säger {said.unit} men raden {told}; rätta det som är fel", row[other.index]
                        )
                        return None
                    return self._settled(cell, found.unit, told)
                self.inquiry.ask(f"fann enheten »{text}», väntade kr, tkr, mnkr eller mdkr", row[other.index])
                return None
        table = column.unit or (next(iter(self.around)) if len(self.around) == 1 else "")
        if said and said.unit != table and not found.unit:
            return self._said(said, table, cell)
        if found.unit or table:
            return self._settled(cell, found.unit, table)
        if self.options.unit:
            return self.options.unit
        if self.around:
            between = " och ".join(sorted(self.around))
            self.inquiry.ask(f"beloppets enhet framgår inte: tabellen nämner {between}; avgör med --unit", cell)
        else:
            self.inquiry.ask("beloppets enhet framgår inte; ange --unit kr, --unit tkr eller --unit mnkr", cell)
        return None

    def _said(self, said: Said, table: str, cell: Cell) -> str | None:
        """The unit that a label or a heading names, where the table says another or none; None where that is asked."""
        table = table or self.options.unit
        if said.unit == "%":
            without = f"välj bort raden med --ignore {row_of(cell)}"
            self.inquiry.ask(f"»{said.text}» är andelar, inte belopp; {without}", cell)
        elif not said.certain:
            self.inquiry.ask(
                f"beloppets enhet framgår inte: {table or 'tabellens'} eller {said.unit} som i »{said.text}»; skriv "
                f"den sist i radens namn eller i rubriken ovanför, eller välj bort raden med --ignore",
                cell,
            )
        else:
            if table and table != said.unit:
                self.told.append(f"»{said.text}» säger {said.unit}, som gäller där och inte {table}.")
            return said.unit
        return None

    def _settled(self, cell: Cell, own: str | None, table: str) -> str | None:
        wanted = self.options.unit
        if own and table and own != table and own != "%":
            self.told.append(f"Cell {cell.place} har egen enhet, {own}, och inte {table} som står i tabellen.")
        stated = own or table
        if wanted and stated not in (wanted, "%") and not own:
            self.inquiry.ask(f"tabellen säger {stated} men --unit säger {wanted}; rätta det som är fel", cell)
            return None
        return stated


def _shown(number: Decimal, format: str) -> tuple[Decimal, Decimal]:
    """`number` as its format shows it, and before it is rounded: divided by a thousand for each comma at the end.

    A number keeps the decimals that it is shown with: 5,0 says more than 5.
    """
    pattern = re.search(r"[0#?][0#?, ]*(\.[0#?]+)?(,*)", re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", format.split(";")[0]))
    if pattern is None or format in ("", "General", "@"):
        return number, number
    whole = pattern.group().rstrip()
    commas = len(whole) - len(whole.rstrip(","))
    places = len(pattern[1] or ".") - 1
    scaled = number.scaleb(-3 * commas).normalize() + 0
    if amount.places(scaled) <= places:
        written = scaled.quantize(Decimal(1).scaleb(-places))
        return written, written
    return scaled.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP), scaled
