"""The cells of an Excel workbook: all that its reader sees, and what lies behind it.

Nothing in it is run, followed or fetched. A workbook with macros, links to other files or content that unpacks to far
more than a table needs is refused.
"""

import datetime
import io
import re
import warnings
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from defusedxml.ElementTree import iterparse
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.styles.numbers import is_date_format
from openpyxl.utils import range_boundaries

from fordelning.base import file
from fordelning.base.errors import reason, shorten

from . import footnote_mark, number_format, visibility
from .amount import plain
from .cell import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Cell, Sheet, SheetError, a1, faults_in, spelt, squared
from .visibility import ThemeColours

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")  # a character that XML cannot hold, or a workbook's writer thinks so
_YEAR = re.compile("(?:19|20|21)[0-9]{2}")
UNPACKED = 50_000_000  # bytes of what a workbook unpacks to
# What a cell holds by its type: a number, or the number of a text that the workbook keeps by itself.
_NUMBERS = {
    "n": re.compile(r"\s*([-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([Ee][-+]?[0-9]+)?)?\s*", re.A),
    "s": re.compile(r"\s*[0-9]*\s*", re.A),
}
_OUTSIDE = re.compile(
    r"\[[0-9]+\]|\[[^\]]+\.xls|https?:|file:|\\\\|\b(HYPERLINK|WEBSERVICE|IMPORT\w+|DDE|CALL|EXEC|RTD)\b|\|", re.I
)


def workbook(file: str, content: bytes) -> list[Sheet]:
    """The visible sheets of the workbook `content`, named `file`. Raises SheetError."""
    has_formulas = _refuse_dangers(file, content)
    with _whole(file):
        shown = load_workbook(io.BytesIO(content), data_only=True, rich_text=True, keep_links=False)
        behind = load_workbook(io.BytesIO(content), keep_links=False) if has_formulas else shown
        return _visible(file, shown, behind)


@contextmanager
def _whole(file: str) -> Iterator[None]:
    """Raises SheetError in place of whatever the parsers stumble over, at once or when a cell's style is asked for."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of features that carry no cell
            yield
    except (SheetError, MemoryError):
        raise
    except Exception:  # nothing but the cells is wanted of them
        raise SheetError(file, ["den är ingen hel arbetsbok i formatet .xlsx"]) from None


def _visible(file: str, shown: Workbook, behind: Workbook) -> list[Sheet]:
    visible = [pair for pair in zip(shown.worksheets, behind.worksheets, strict=True) if not _is_out_of_sight(pair[0])]
    colours = visibility.theme(shown.loaded_theme)
    sheets: list[Sheet] = []
    wrong: list[str] = []
    for sheet, under in visible:
        if not sheet.title.isprintable() or len(sheet.title) > 100:
            wrong.append(f"blad {shorten(sheet.title, 40)}: ett namn med styrtecken, eller längre än 100 tecken")
            continue
        rows, columns = sheet.max_row, sheet.max_column
        if rows > MOST_ROWS or columns > MOST_COLUMNS or rows * columns > MOST_CELLS:
            wrong.append(
                f"blad {sheet.title}: {rows} rader och {columns} kolumner, högst {MOST_ROWS} och {MOST_COLUMNS} och "
                f"tillsammans {MOST_CELLS} celler; ta bort det som ligger utanför tabellen"
            )
            continue
        cells, faulty = _rows(sheet, under, colours)
        sheets.append(Sheet(sheet.title, cells))
        wrong += faulty
    if wrong:
        raise SheetError(file, wrong, sheets if len(sheets) == len(visible) else ())
    return sheets


def hidden(path: Path) -> list[str]:
    """The names, quoted, of the hidden sheets in the file at `path`, which has been read. Raises SheetError."""
    try:
        content = io.BytesIO(file.content(path, UNPACKED))
    except OSError as error:
        raise SheetError(path.name, [reason(error)]) from None
    if not zipfile.is_zipfile(content):
        return []
    with _whole(path.name):
        book = load_workbook(content, read_only=True)
        return [shorten(sheet.title, 40) for sheet in book.worksheets if _is_out_of_sight(sheet)]


def _is_out_of_sight(sheet) -> bool:
    return sheet.sheet_state != "visible"


def _refuse_dangers(file: str, content: bytes) -> bool:
    """Whether there are formulas. Raises SheetError for what is dangerous, or no workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            small = len(parts) <= 5_000 and sum(part.file_size for part in parts) <= UNPACKED
            cells, odd, has_formulas = _cells_within(archive, parts) if small else (0, [], False)
            strict = small and _is_strict(archive)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        raise SheetError(file, ["den är ingen hel arbetsbok i formatet .xlsx"]) from None
    names = [part.filename for part in parts]
    faults = []
    if not small:
        faults.append(f"den packar upp till mer än {UNPACKED // 1_000_000} MB")
    if cells > MOST_CELLS:
        faults.append(f"dess celler, sammanslagna områden och länkar är fler än {MOST_CELLS} celler")
    faults += [f"{place}: {shorten(value)} är inget tal som en arbetsbok kan ha" for place, value in odd]
    if any(part.flag_bits & 1 for part in parts):
        faults.append("den har lösenord")
    if any("vbaProject" in name or name.startswith(("xl/macrosheets", "xl/activeX")) for name in names):
        faults.append("den har makron; spara den som .xlsx utan makron")
    if any(name.startswith("xl/externalLinks") for name in names):
        faults.append("den har länkar till andra filer; klistra in värdena i stället")
    if other := _other_kind(names, strict):
        faults.append(other)
    if faults:
        raise SheetError(file, faults)
    return has_formulas


def _is_strict(archive: zipfile.ZipFile) -> bool:
    try:
        return b"http://purl.oclc.org/ooxml/" in archive.read("xl/workbook.xml")  # begins the names of its elements
    except MemoryError:
        raise
    except Exception:  # a damaged part, or one with a password: that is told of the whole
        return False


def _other_kind(names: list[str], strict: bool) -> str:
    """What to do with a file that is no ordinary workbook; "" where it is one.

    Of the other kinds no library in Python reads the number formats, so that what is shown could not be known.
    """
    if "content.xml" in names and "mimetype" in names:
        return "den är av slaget OpenDocument (.ods); öppna den i Excel eller LibreOffice och spara den som .xlsx"
    if "xl/workbook.bin" in names:
        return "den är en binär arbetsbok (.xlsb); öppna den i Excel och spara den som .xlsx"
    if strict:
        return "den är av slaget Strict Open XML; öppna den i Excel och spara den som vanlig Excel-arbetsbok (.xlsx)"
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        return "den är ingen arbetsbok i formatet .xlsx; öppna den och spara tabellen som .xlsx"
    return ""


def _cells_within(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> tuple[int, list[tuple[str, str]], bool]:
    """How many cells the parts hold, with the areas that a loader would fill cell by cell; it stops beyond MOST_CELLS.

    And every place whose number, or number of a text, a loader would take though it is none: int("1_0") is ten. And
    whether any has a formula. A part that is no XML, or that defusedxml refuses, holds nothing: the loader refuses it.
    """
    cells, odd, has_formulas = 0, [], False
    for part in parts:
        try:
            with archive.open(part) as stream:
                for _, element in iterparse(stream):
                    kind = element.tag.rpartition("}")[2]
                    if kind == "c":
                        cells += 1
                        value = element.findtext("{*}v") or ""
                        if element.get("t", "n") in _NUMBERS and not _NUMBERS[element.get("t", "n")].fullmatch(value):
                            odd.append((f"{part.filename}, cell {element.get('r', '')}", value))
                    elif kind == "f":
                        has_formulas = True
                    elif kind in ("mergeCell", "hyperlink") and ":" in element.get("ref", ""):
                        left, top, right, bottom = range_boundaries(element.get("ref"))
                        cells += (right - left + 1) * (bottom - top + 1)
                    if kind not in ("v", "t", "is", "f"):
                        element.clear()
                    if cells > MOST_CELLS:
                        return cells, odd, has_formulas
        except MemoryError:
            raise
        except Exception:  # as for the loader: the parsers raise whatever they stumble over
            continue
    return cells, odd, has_formulas


def _rows(sheet, behind, colours: ThemeColours) -> tuple[list[list[Cell]], list[str]]:
    """The cells of a sheet, and what is wrong with them: `behind` holds the formulas of the values in `sheet`."""
    height, width = sheet.max_row, sheet.max_column  # openpyxl counts all cells each time it is asked
    merged = _merged(sheet, height, width)
    unseen, columns = visibility.hidden_rows(sheet, height), visibility.hidden_columns(sheet, width)
    otherwise = visibility.conditional(sheet, height, width, colours)
    rows: list[list[Cell]] = []
    wrong: list[str] = []
    for r in range(1, height + 1):
        rows.append([])
        for c in range(1, width + 1):
            area = merged.get((r, c))
            corner = (area.min_row, area.min_col) if area else (r, c)
            shown, formula = sheet.cell(*corner), _formula(behind.cell(*corner))
            span = (area.size["rows"], area.size["columns"]) if area else (1, 1)
            first = corner == (r, c)
            instead = otherwise.get((r, c))
            blank = shown.value is not None and (instead == "" or _is_blank(shown, colours))
            hidden = r in unseen or c in columns or blank
            make = partial(Cell, a1(r, c), span=span, first=first, hidden=hidden)
            cell = _cell(make, shown, formula)
            above = sheet.cell(r - 1, c) if r > 1 else None
            if instead and cell.number is not None:
                cell = replace(cell, format=f"[villkorad]{instead}")
            if cell:
                cell = replace(cell, struck=_struck(shown), bold=_is_bold(shown), ruled=_is_ruled(shown, above))
            rows[-1].append(cell)
            wrong += [f"blad {sheet.title}, cell {a1(r, c)}: {fault}" for fault in _faults(shown, formula, first)]
    return squared(rows), wrong + faults_in(sheet.title, rows)


def _merged(sheet, height: int, width: int) -> dict[tuple[int, int], Any]:
    """The merged area that each cell is in, by row and column."""
    return {
        (row, column): area
        for area in sheet.merged_cells.ranges
        for row in range(area.min_row, min(area.max_row, height) + 1)
        for column in range(area.min_col, min(area.max_col, width) + 1)
    }


def _is_blank(cell, colours: ThemeColours) -> bool:
    """Whether a cell that holds something shows nothing, by its number format or its colours; nil is nothing."""
    value, white = cell.value, False
    try:
        if isinstance(value, (int, float)) and not isinstance(value, bool) and (number := _stored(value)):
            shown = number_format.number(number, cell.number_format or "")
            blank, white = not shown.text.strip(), shown.white
        else:
            blank = isinstance(value, str) and not number_format.text(str(value), cell.number_format or "").strip()
    except number_format.Unknown:
        blank = False
    return blank or colours.is_blank(cell, white)


def _struck(cell) -> str:
    whole = cell.has_style and bool(cell.font.strike)
    if not isinstance(cell.value, CellRichText):
        return "all" if whole else ""
    parts = [part for part in cell.value if str(part).strip()]
    said = {bool(part.font and part.font.strike) if isinstance(part, TextBlock) else whole for part in parts}
    return "part" if len(said) > 1 else "all" if True in said else ""


def _is_bold(cell) -> bool:
    return cell.has_style and bool(cell.font.b)


def _is_ruled(cell, above) -> bool:
    """Whether there is a line between a cell and the one above it."""
    over = cell.has_style and cell.border.top is not None and cell.border.top.style
    under = above is not None and above.has_style and above.border.bottom is not None and above.border.bottom.style
    return bool(over or under)


def _formula(behind) -> str:
    """The formula behind a cell's value; "" for none."""
    if behind.data_type != "f":
        return ""
    told = getattr(behind.value, "text", behind.value)
    return "=" + (told.removeprefix("=") if isinstance(told, str) else "TABLE()")


def _faults(cell, formula: str, first: bool) -> Iterator[str]:
    """What is wrong with a cell; `first` says whether it is the one of those it is merged with that holds the value."""
    number = isinstance(cell.value, (int, float)) and not isinstance(cell.value, bool)
    if _OUTSIDE.search(formula):
        yield "en formel som leder ut ur filen; öppna filen i Excel och klistra in värdet i stället"
    elif formula and cell.value is None and first:
        yield "en formel utan sparat värde; öppna filen i Excel och klistra in värdet i stället"
    if number and _stored(cell.value) is None:
        yield "ett tal som inte kan vara ett belopp; rätta cellen i Excel"
    elif _is_no_date(cell):
        yield (
            f"talformatet {shorten(cell.number_format)} har bokstäver som läses som ett datum; sätt dem inom "
            "citattecken i formatet"
        )
    elif cell.data_type == "e" and cell.value is not None:
        yield f"felvärdet {_text(cell.value)}; rätta cellen i Excel"


def _is_no_date(cell) -> bool:
    """Whether a loader takes a number for a date by the letters of its unit (`#,##0 SEK`); #VALUE! is a late one."""
    dated = isinstance(cell.value, datetime.date | datetime.time | datetime.timedelta) or cell.value == "#VALUE!"
    return dated and is_date_format(cell.number_format) and number_format.is_number(cell.number_format)


def _cell(make: Callable[..., Cell], cell, formula: str) -> Cell:
    """The cell that `make` gives its place, with the value and the looks of `cell`."""
    value = cell.value
    number = _stored(value) if isinstance(value, (int, float)) else None
    match value:
        case bool():
            return make("SANT" if value else "FALSKT", formula=formula)
        case int() | float() if number is not None:
            return _with_number(make, number, cell.number_format or "", formula)
        case None | int() | float():
            return make("")
        case datetime.date():
            if year := number_format.year(value, cell.number_format):
                return spelt(make(year, format=cell.number_format, formula=formula))
            return spelt(make(value.isoformat()[:10], formula=formula))
    text = _text_shown(_text(value), cell.number_format or "")
    if cell.font is not None and cell.font.vertAlign == "superscript" and re.fullmatch(r"[0-9, ]+", text):
        text = footnote_mark.raised(text)
    indent = int(cell.alignment.indent or 0) if cell.alignment is not None else 0
    return spelt(make(text, formula=formula, indent=indent))


def _with_number(make: Callable[..., Cell], number: Decimal, format: str, formula: str) -> Cell:
    """A cell with a number; one that its format makes a code (0012) or a name (Ram 2026) has the text that it shows.

    So has a year with words behind it (2025 utfall).
    """
    try:
        shown = number_format.number(number, format)
    except number_format.Unknown:
        return make(_swedish(number), number, format, formula)
    text = plain(shown.text)
    if re.fullmatch("0[0-9]+", text):
        return make(text, number, format, formula)
    digits = f"{number:f}"
    lettered = re.search(r"[^\W\d_]", text) if _YEAR.fullmatch(digits) else re.match(r"[^\W\d_]", text)
    if lettered and digits in text and (lettered.start() or not shown.is_amount):
        return make(text, formula=formula)
    return make(_swedish(number), number, format, formula)


def _text_shown(text: str, format: str) -> str:
    """What a cell with a text shows; the text itself where that is nothing, as then the cell is hidden."""
    try:
        shown = number_format.text(text, format)
    except number_format.Unknown:
        return text
    return shown if shown.strip() else text


def _stored(value: int | float) -> Decimal | None:
    """The number as Excel shows it in full: 15 significant digits; None where it is none or beyond all amounts."""
    if value != value or abs(value) >= 1e18 or 0 < abs(value) < 1e-15:
        return None
    return Decimal(value) if isinstance(value, int) else Decimal(f"{value:.15g}").normalize() + 0


def _swedish(number: Decimal) -> str:
    return f"{number:f}".replace(".", ",").replace("-", "−")


def _text(value: object) -> str:
    """A text with its raised figures as raised digits."""
    if not isinstance(value, CellRichText):
        return _unescaped(str(value))
    parts = []
    for part in value:
        raised = isinstance(part, TextBlock) and part.font is not None and part.font.vertAlign == "superscript"
        text = _unescaped(part.text if isinstance(part, TextBlock) else str(part))
        parts.append(footnote_mark.raised(text) if raised else text)
    return "".join(parts)


def _unescaped(text: str) -> str:
    """`text` with the characters that _xHHHH_ stands for."""
    if "_x" not in text:
        return text
    whole = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return whole.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
