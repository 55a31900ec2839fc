"""A sheet while it is written: cells that hold exactly what they are given, named tables, and how the sheet prints."""

import datetime
import hashlib
import io
import re
import textwrap
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from fordelning.base.errors import RenderingError
from fordelning.base.money import decimal
from fordelning.base.profile import LIGHT
from fordelning.report.report import Report

LONGEST = 32_767  # UTF-16 units in a cell, which is how Excel counts
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384  # of a sheet; what is written beyond them would be lost without a word
A4 = 9
LINE, MOST_LINES = 15, 27  # a row's height in points, and how many lines the highest that Excel allows holds
_MARGIN = 0.4  # inches on either side
ROOM = {True: 1040, False: 710}  # pixels between the margins of a page that lies and one that stands
SMALLEST = 74  # the scale in per cent that makes the letters, of 11 points, 8 points high
HEADER = 3  # the row of the first header on every sheet, under its title
FIRST_DATE = datetime.date(1900, 3, 1)  # Excel knows no dates before 1900, and counts wrong in its first two months

_HEADER = {"bold": True, "text_wrap": True, "valign": "top", "bottom": 2, "bottom_color": LIGHT.accent}
_RULED = {"valign": "top", "bottom": 1, "bottom_color": LIGHT.rule}
_TOTAL = {"valign": "top", "bold": True, "top": 1, "top_color": LIGHT.ink}
_RIGHT = {"align": "right", "indent": 1, "shrink": True}  # a number too wide for its cell would show as ####
_KRONOR = {**_RIGHT, "num_format": '#,##0;"−"#,##0;0'}
_DASHED = {**_RIGHT, "num_format": '#,##0;"−"#,##0;"–"'}
STYLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "font_color": LIGHT.accent},
    "lead": {"font_color": LIGHT.muted},
    "heading": {"bold": True, "font_size": 13, "font_color": LIGHT.accent},
    "header": _HEADER,
    "header-right": {**_HEADER, **_RIGHT},
    "text": {**_RULED, "text_wrap": True},
    # A cell of the format Text keeps what is typed in it: a date stays the text that the formulas expect.
    "entry": {**_RULED, "text_wrap": True, "num_format": "@"},
    "integer": {**_RULED, **_RIGHT, "num_format": "0"},
    "number": {**_RULED, **_RIGHT, "num_format": "General"},
    "ratio": {**_RULED, "align": "left", "num_format": "General"},
    "year": {**_RULED, "num_format": "0", "align": "left"},
    "date": {**_RULED, "num_format": "yyyy-mm-dd", "align": "left"},
    "kronor": {**_RULED, **_KRONOR},
    "kronor-left": {**_RULED, "align": "left", "num_format": _KRONOR["num_format"]},
    "kronor-dashed": {**_RULED, **_DASHED},
    "share": {**_RULED, **_RIGHT, "num_format": '0.0##"\u00a0"%;"−"0.0##"\u00a0"%'},
    "strong": {**_RULED, "bold": True},
    "plain": {},
    "muted": {**_RULED, "font_color": LIGHT.muted},
    "control": {**_RULED, **_KRONOR, "font_color": LIGHT.muted},
    "total": _TOTAL,
    "total-right": {**_TOTAL, **_KRONOR},
    "total-dashed": {**_TOTAL, **_DASHED},
    "link": {**_RULED, "font_color": LIGHT.accent, "underline": 1},
}


@dataclass(frozen=True)
class Formula:
    """A live formula and its value as we have computed it."""

    text: str
    value: int | Fraction | float | str


@dataclass(frozen=True)
class Link:
    """A way to the sheet of that name."""

    sheet: str


CellContent = int | Fraction | float | str | datetime.date | Formula | Link | None


@dataclass(frozen=True)
class Styled:
    """A value written in another style than its column's."""

    value: CellContent
    style: str


@dataclass(frozen=True)
class ListingColumn:
    """A column of a listing. Where it has a `formula`, the rows hold its values. `total` is a label or a formula.

    A `helper` holds what other formulas step on: it is folded away, on paper too.
    """

    header: str
    width: float
    style: str = "text"
    formula: str = ""
    total: str | Formula | None = None
    helper: bool = False


@dataclass(frozen=True)
class Listing:
    """Rows under a header: a named table that formulas reach by `name`, or without one a plain range.

    A name has only letters that every spreadsheet program accepts in formulas.
    """

    caption: str
    columns: tuple[ListingColumn, ...]
    rows: tuple[tuple, ...]
    name: str = ""
    filtered: bool = False

    @property
    def totalled(self) -> bool:
        """Whether a row of totals ends it."""
        return any(column.total is not None for column in self.columns)


class Book(Workbook):
    """A workbook in memory, with `looks`: the formats by the names of STYLES."""

    def __init__(self, stream: io.BytesIO):
        literal = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        super().__init__(stream, {"in_memory": True, **literal})
        self.looks = {name: self.add_format({"font_color": LIGHT.ink, **style}) for name, style in STYLES.items()}


class Page:
    """One sheet of `book` with its title in A1. Rows and columns count from 0."""

    def __init__(self, book: Book, name: str, title: str, lead: str):
        self.book, self.name = book, name
        self.sheet = book.add_worksheet(name)
        self.widths: dict[int, float] = {}
        self.wrapped: dict[tuple[int, int], str] = {}
        self.filters: set[int] = set()  # headers with buttons, which need a line of their own under the text
        self.extent = (0, 0)
        self.folded: set[int] = set()  # columns
        self.write(0, 0, title, "title")
        self.write(1, 0, lead, "lead")

    def write(self, row: int, column: int, value: CellContent | Styled, style: str) -> None:
        """Write `value` as what it is. Text is never read as a formula, a number or a link."""
        if isinstance(value, Styled):
            self.write(row, column, value.value, value.style)
            return
        sheet, form = self.sheet, self.book.looks[style]
        self.extent = (max(self.extent[0], row), max(self.extent[1], column))
        if "text_wrap" in STYLES[style]:
            self.wrapped[row, column] = str(value.value if isinstance(value, Formula) else value)
        match value:
            case None:
                sheet.write_blank(row, column, None, form)
            case Link():
                sheet.write_url(row, column, f"internal:'{value.sheet}'!A1", form, value.sheet)
            case Formula(value=str(text)):
                # XlsxWriter does this for the texts of cells but not for those that formulas give.
                sheet.write_formula(row, column, value.text, form, fitted(text))
            case Formula():
                sheet.write_formula(row, column, value.text, form, plain(value.value))
            case datetime.date() if value >= FIRST_DATE:
                sheet.write_datetime(row, column, value, form)
            case str() | datetime.date():
                write_text(sheet, row, column, _fitted(str(value)), form)
            case _:
                sheet.write_number(row, column, plain(value), form)

    def put(self, listing: Listing, top: int) -> int:
        """Write `listing` with its header in row `top`; returns the row after its last.

        Raises RenderingError where a sheet has no room for it.
        """
        after = self.frame(listing, len(listing.rows), top)
        for row, values in enumerate(listing.rows, start=top + 1):
            for number, (column, value) in enumerate(zip(listing.columns, values, strict=True)):
                self.write(row, number, Formula(column.formula, value) if column.formula else value, column.style)
        return after

    def frame(self, listing: Listing, count: int, top: int) -> int:
        """Write what stands around `count` rows of `listing`; raises and returns as `put`."""
        after = top + 1 + max(count, 1)  # a table has at least one row, be it blank
        needed, most = (after + listing.totalled, len(listing.columns)), (MOST_ROWS, MOST_COLUMNS)
        if any(own > room for own, room in zip(needed, most, strict=True)):
            found, room = (" rader och ".join(decimal(n, 0) for n in size) + " kolumner" for size in (needed, most))
            raise RenderingError(
                f"Kalkylboken går inte att göra: bladet {self.name} skulle få {found}, och ett blad i Excel rymmer "
                f"{room}. Dela fallet i flera."
            )
        if listing.name:
            options = {
                "name": listing.name,
                "title": listing.caption,
                "style": None,
                "autofilter": listing.filtered,
                "total_row": listing.totalled,
                "columns": [_declared(column) for column in listing.columns],
            }
            self.sheet.add_table(top, 0, after - (not listing.totalled), len(listing.columns) - 1, options)
        if listing.filtered:
            self.filters.add(top)
        for number, column in enumerate(listing.columns):
            self.widths[number] = max(self.widths.get(number, 0), column.width)
            if column.helper:
                self.folded.add(number)
            side = "-right" if STYLES[column.style].get("align") == "right" else ""
            self.write(top, number, column.header, f"header{side}")
            if listing.totalled:
                self.write(after, number, column.total, f"total{side}")
        return after + listing.totalled

    def mark(self, first: tuple[int, int], last: tuple[int, int], value: str | int, criteria: str = "==", **look):
        """Set the cells that are `value` (or not, by `criteria`) in the colour of warnings, or with another `look`.

        It is never by the look alone: the cell's value says the same.
        """
        literal = f'"{value}"' if isinstance(value, str) else value
        form = self.book.add_format(look or {"bold": True, "font_color": LIGHT.warning})
        rule = {"type": "cell", "criteria": criteria, "value": literal, "format": form}
        self.sheet.conditional_format(*first, *last, rule)

    def hide(self, row: int) -> None:
        """Fold a row away that holds what formulas step on."""
        self.sheet.set_row(row, None, None, {"level": 1, "hidden": True})

    def finish(
        self,
        report: Report,
        landscape: bool = True,
        header: int | None = None,
        frozen: int = 0,
        last: int | None = None,
    ) -> None:
        """Set widths and how it prints: as large as there is room for, and on pages side by side where that is small.

        `header` is the row that stays in view, with `frozen` columns, and on every page. `last` is the last column that
        is printed.
        """
        for column, width in self.widths.items():
            folded = {"level": 1, "hidden": True} if column in self.folded else {}
            self.sheet.set_column(column, column, width, None, folded)
        for row, lines in self._lines().items():
            self.sheet.set_row(row, LINE * min(lines, MOST_LINES))
        if landscape:
            self.sheet.set_landscape()
        if header is not None:
            self.sheet.freeze_panes(header + 1, frozen)
            self.sheet.repeat_rows(header)
        self.sheet.set_paper(A4)
        self.sheet.set_margins(left=_MARGIN, right=_MARGIN, top=0.6, bottom=0.7)
        last = self.extent[1] if last is None else last
        breaks, scale = self._pages(ROOM[landscape], frozen, last)
        if breaks:
            self.sheet.repeat_columns(0, frozen - 1)
            self.sheet.set_v_pagebreaks(breaks)
        self.sheet.set_print_scale(scale)
        self.sheet.set_footer(_footer(report.case.decision.reference, report.edition))
        self.sheet.print_area(0, 0, self.extent[0], last)
        self.sheet.hide_gridlines(2)

    def _pages(self, room: int, frozen: int, last: int) -> tuple[list[int], int]:
        """The columns that begin a page of their own, of those up to `last`, and the scale in per cent."""
        widths = {n: pixels(width) for n, width in sorted(self.widths.items()) if n not in self.folded}
        repeated = sum(width for n, width in widths.items() if n < frozen)
        breaks: list[int] = []
        used = widest = 0
        for n, width in widths.items():
            if n > last:
                break
            if frozen and n > frozen and used + width > room * 100 // SMALLEST:
                breaks.append(n)
                used = repeated
            used += width
            widest = max(widest, used)
        return breaks, max(SMALLEST, min(100, room * 100 // widest))

    def _lines(self) -> dict[int, int]:
        """How many lines the rows with long texts take; not every program sees to that when it opens the file."""
        lines: dict[int, int] = {}
        for (row, column), text in self.wrapped.items():
            width = int(self.widths[column])
            needed = (len(textwrap.wrap(text, width)) if len(text) > width else 1) + (row in self.filters)
            if needed > 1:
                lines[row] = max(needed, lines.get(row, 0))
        return lines


def pixels(width: float) -> int:
    """How wide a column with room for `width` digits is, in the widest font that stands in for a missing one."""
    return int(9.4 * width + 5)


def write_text(sheet: Worksheet, row: int, column: int, value: str, form) -> None:
    """Write `value` as text, whatever it looks like."""
    if value.startswith("<r>") and value.endswith("</r>"):
        # XlsxWriter takes such text for markup of its own and writes it as it stands; in pieces it is text again.
        sheet.write_rich_string(row, column, value[0], value[1], value[2:], form)
    else:
        sheet.write_string(row, column, value, form)


def _declared(column: ListingColumn) -> dict[str, str]:
    declared = {"header": column.header, "formula": column.formula}
    if isinstance(column.total, Formula):
        declared["total_function"] = "sum"
    elif column.total is not None:
        declared["total_string"] = column.total
    return declared


def plain(value: int | Fraction | float | str) -> int | float | str:
    """`value` as a cell can hold it."""
    if isinstance(value, str):
        return _fitted(value)
    return float(value) if isinstance(value, Fraction) else value


def _fitted(text: str) -> str:
    """`text` as long as a cell can be: one that is cut says so, with a digest that keeps different texts different."""
    if len(text.encode("utf-16-le")) <= 2 * LONGEST:
        return text
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    rest = f"… (hela texten finns i CSV-filen; dess kontrollsumma börjar {digest})"
    return text.encode("utf-16-le")[: 2 * (LONGEST - len(rest))].decode("utf-16-le", "ignore") + rest


def fitted(text: str) -> str:
    """`text` as long as a cell can be, as the file has it where nobody escapes it: there _x0041_ is an A."""
    return re.sub("(_x[0-9A-Fa-f]{4}_)", r"_x005F\1", _fitted(text))


def _footer(left: str, edition: datetime.date) -> str:
    """A footer with `left`, the edition's date and the page's number."""
    # In a footer & begins a code, && is the sign itself. XlsxWriter looks for its picture code also after that.
    safe = re.sub(r"&(?=G|\[Picture\])", "& ", left[:100]).replace("&", "&&")
    return f"&L{safe}&CUtgåva {edition.isoformat()}&RSida &P av &N"
