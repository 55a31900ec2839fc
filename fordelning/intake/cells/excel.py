"""The cells of an Excel workbook: all that its reader sees, and what lies behind it.

Nothing in it is run, followed or fetched. A workbook with macros, links to other files or content that unpacks to far
more than a table needs is refused.
"""

import datetime
import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from defusedxml.ElementTree import iterparse
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.utils import range_boundaries

from fordelning.base import file
from fordelning.base.errors import reason, shorten

from .cell import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Cell, Sheet, SheetError, a1, checked, letters, spelt

UNPACKED = 50_000_000  # bytes of what a workbook unpacks to
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
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
    _refuse_dangers(file, content)
    with _whole(file):
        shown = load_workbook(io.BytesIO(content), data_only=True, rich_text=True, keep_links=False)
        behind = load_workbook(io.BytesIO(content), data_only=False, keep_links=False)
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
    sheets, faults = [], []
    for sheet, under in visible:
        if not sheet.title.isprintable() or len(sheet.title) > 100:
            faults.append(f"blad {shorten(sheet.title, 40)}: ett namn med styrtecken, eller längre än 100 tecken")
            continue
        rows, columns = sheet.max_row, sheet.max_column
        if rows > MOST_ROWS or columns > MOST_COLUMNS or rows * columns > MOST_CELLS:
            faults.append(
                f"blad {sheet.title}: {rows} rader och {columns} kolumner, högst {MOST_ROWS} och {MOST_COLUMNS} och "
                f"tillsammans {MOST_CELLS} celler; ta bort det som ligger utanför tabellen"
            )
            continue
        sheets.append(Sheet(sheet.title, _rows(sheet, under, faults)))
    if faults:
        raise SheetError(file, faults, sheets if len(sheets) == len(visible) else ())
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


def _refuse_dangers(file: str, content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            small = len(parts) <= 5_000 and sum(part.file_size for part in parts) <= UNPACKED
            cells, odd = _cells_within(archive, parts) if small else (0, [])
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
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        faults.append("den är ingen arbetsbok i formatet .xlsx")
    if faults:
        raise SheetError(file, faults)


def _cells_within(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> tuple[int, list[tuple[str, str]]]:
    """How many cells the parts hold, with the areas that a loader would fill cell by cell; it stops beyond MOST_CELLS.

    And every place whose number, or number of a text, a loader would take though it is none: int("1_0") is ten. A part
    that is no XML, or that defusedxml refuses, holds nothing: the loader refuses it too.
    """
    cells, odd = 0, []
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
                    elif kind in ("mergeCell", "hyperlink") and ":" in element.get("ref", ""):
                        left, top, right, bottom = range_boundaries(element.get("ref"))
                        cells += (right - left + 1) * (bottom - top + 1)
                    if kind not in ("v", "t", "is", "f"):
                        element.clear()
                    if cells > MOST_CELLS:
                        return cells, odd
        except MemoryError:
            raise
        except Exception:  # as for the loader: the parsers raise whatever they stumble over
            continue
    return cells, odd


def _rows(sheet, behind, faults: list[str]) -> list[list[Cell]]:
    height, width = sheet.max_row, sheet.max_column  # openpyxl counts all cells each time it is asked
    merged = {}
    for area in sheet.merged_cells.ranges:
        for row in range(area.min_row, min(area.max_row, height) + 1):
            for column in range(area.min_col, min(area.max_col, width) + 1):
                merged[row, column] = area
    columns = {c for c in range(1, width + 1) if _is_hidden(sheet, c)}
    rows = []
    for r in range(1, height + 1):
        line = sheet.row_dimensions.get(r)
        out_of_sight = line is not None and (bool(line.hidden) or line.height == 0)
        cells = []
        for c in range(1, width + 1):
            area = merged.get((r, c))
            row, column = (area.min_row, area.min_col) if area else (r, c)
            cell = _cell(
                a1(r, c),
                sheet.cell(row, column),
                behind.cell(row, column),
                (area.size["rows"], area.size["columns"]) if area else (1, 1),
                (row, column) == (r, c),
                out_of_sight or c in columns,
                lambda fault: faults.append(f"blad {sheet.title}, {fault}"),
            )
            struck = _struck(sheet.cell(row, column)) if cell else ""
            cells.append(replace(cell, struck=struck) if struck else cell)
        rows.append(cells)
    return checked(sheet.title, rows, faults)


def _is_hidden(sheet, column: int) -> bool:
    for dimension in sheet.column_dimensions.values():
        first, last = dimension.min or 0, dimension.max or 0
        if (dimension.hidden or dimension.width == 0) and (
            first <= column <= last or dimension.index == letters(column)
        ):
            return True
    return False


def _struck(cell) -> str:
    whole = cell.has_style and bool(cell.font.strike)
    if not isinstance(cell.value, CellRichText):
        return "all" if whole else ""
    parts = [part for part in cell.value if str(part).strip()]
    said = {bool(part.font and part.font.strike) if isinstance(part, TextBlock) else whole for part in parts}
    return "part" if len(said) > 1 else "all" if True in said else ""


def _cell(place: str, cell, behind, span, first: bool, hidden: bool, fault) -> Cell:
    value, formula = cell.value, ""
    if behind.data_type == "f":
        told = getattr(behind.value, "text", behind.value)
        formula = "=" + (told.removeprefix("=") if isinstance(told, str) else "TABLE()")
        if _OUTSIDE.search(formula):
            fault(f"cell {place}: en formel som leder ut ur filen")
        elif value is None and first:
            fault(f"cell {place}: en formel utan sparat värde; öppna filen i Excel och klistra in värdet i stället")
    if value is None:
        return Cell(place, "", span=span, first=first, hidden=hidden)
    if isinstance(value, bool):
        return Cell(place, "SANT" if value else "FALSKT", None, "", formula, span, first, hidden)
    if isinstance(value, (int, float)):
        number = _stored(value)
        if number is None:
            fault(f"cell {place}: ett tal som inte kan vara ett belopp")
            return Cell(place, "", span=span, first=first, hidden=hidden)
        return Cell(place, _swedish(number), number, cell.number_format or "", formula, span, first, hidden)
    if isinstance(value, (datetime.datetime, datetime.date)):
        return Cell(place, value.isoformat()[:10], None, "", formula, span, first, hidden)
    text = _raised(value) if isinstance(value, CellRichText) else str(value)
    if cell.data_type == "e":
        fault(f"cell {place}: felvärdet {text}")
    if cell.font is not None and cell.font.vertAlign == "superscript" and re.fullmatch(r"[0-9, ]+", text):
        text = text.translate(_RAISED)
    inside = int(cell.alignment.indent or 0) if cell.alignment is not None else 0
    return spelt(Cell(place, text, None, "", formula, span, first, hidden, inside))


def _stored(value: int | float) -> Decimal | None:
    """The number as Excel shows it in full: 15 significant digits; None where it is none or beyond all amounts."""
    if value != value or abs(value) >= 1e18 or 0 < abs(value) < 1e-15:
        return None
    return Decimal(value) if isinstance(value, int) else Decimal(f"{value:.15g}").normalize() + 0


def _swedish(number: Decimal) -> str:
    return f"{number:f}".replace(".", ",").replace("-", "−")


def _raised(value: CellRichText) -> str:
    parts = []
    for part in value:
        raised = isinstance(part, TextBlock) and part.font is not None and part.font.vertAlign == "superscript"
        text = part.text if isinstance(part, TextBlock) else str(part)
        parts.append(text.translate(_RAISED) if raised else text)
    return "".join(parts)
