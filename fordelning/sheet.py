"""A table as somebody has mailed it: the cells of an Excel workbook or a CSV file, each with its place.

Nothing in a file is run, followed or fetched. A workbook with macros, links to other files or content that unpacks to
far more than a table needs is refused. What a reader of the file would not see (a hidden row, the formula behind a
figure, the digits behind a format) is kept with the cell, so that nothing is read from it unawares.
"""

import codecs
import csv
import datetime
import io
import re
import stat
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from defusedxml.ElementTree import iterparse
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.utils import get_column_letter, range_boundaries

from .amount import SPACES, plain
from .faults import InputError, reason, shorten

LARGEST = 20_000_000  # bytes of a file
UNPACKED = 50_000_000  # bytes of what a workbook unpacks to
MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 20_000, 400, 300_000
LONGEST = 1_000  # characters of a cell
ENCODINGS = ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1", "mac_roman", "cp850", "cp437")
DELIMITERS = ";\t,|:"
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
# Swedish letters of a Mac, of DOS, or of UTF-8 that was taken for cp1252, as cp1252 shows them.
_MAC = re.compile("[a-zA-Z][ŠŒš‰€†„”™…][a-zA-Z]|[ŠŒŽ™…€][a-zåäö]{2}|[a-z](?:[Œš„†]\\b|[\u0080-\u009f])")
_TWICE = re.compile("Ã[¤¥¶„…–]")
_BULLET = re.compile(r"[-–—•·▪◦] +(?=[^\W\d_])")
# What a cell holds by its type: a number, or the number of a text that the workbook keeps by itself.
_NUMBERS = {
    "n": re.compile(r"\s*([-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([Ee][-+]?[0-9]+)?)?\s*", re.A),
    "s": re.compile(r"\s*[0-9]*\s*", re.A),
}
_OUTSIDE = re.compile(
    r"\[[0-9]+\]|\[[^\]]+\.xls|https?:|file:|\\\\|\b(HYPERLINK|WEBSERVICE|IMPORT\w+|DDE|CALL|EXEC|RTD)\b|\|", re.I
)


class SheetError(InputError):
    """The file cannot be read as tables. `faults` are sentences, each with its place.

    `sheets` are all of its visible sheets, where it is only single cells that are faulty.
    """

    def __init__(self, file: str, faults: list[str], sheets: Sequence["Sheet"] = ()):
        self.file, self.faults, self.sheets = file, faults, list(sheets)
        super().__init__(file, faults)

    def __str__(self) -> str:
        name = shorten(self.file, 100)[1:-1]
        return "\n".join([f"Filen {name} kan inte läsas:", *(f"  {fault}" for fault in self.faults)])


@dataclass(frozen=True)
class Cell:
    """One cell: `text` as a reader sees it, raised digits as raised digits, and what lies behind it.

    `number` is the exact number that a workbook stores, None for text; `format` its number format. `formula` is the
    formula whose last saved value this is. `span` is the number of rows and columns of the merged cell that it is part
    of. `hidden` says whether its row or column is hidden. `indent` is how far in the text stands: the spaces before it,
    what its alignment says, and a `bullet` or a dash, which is no part of the text. `struck` is "all" where the text is
    struck out, "part" where some of it is.
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

    def __bool__(self) -> bool:
        return self.text != ""


@dataclass(frozen=True)
class Sheet:
    """One sheet: `rows` of cells, all of the same length; `name` is "" for a CSV file."""

    name: str
    rows: list[list[Cell]]

    def named(self, cell: Cell) -> str:
        """The cell's place as an error names it."""
        return f"blad {self.name}, cell {cell.place}" if self.name else f"cell {cell.place}"


def read(path: Path, encoding: str = "", delimiter: str = "") -> list[Sheet]:
    """The visible sheets of the file at `path` that hold anything. Raises SheetError.

    `encoding` and `delimiter` settle what a CSV file leaves open.
    """
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise SheetError(path.name, ["den är ingen vanlig fil"])
        if about.st_size > LARGEST:
            raise SheetError(path.name, [f"den är större än {LARGEST // 1_000_000} MB"])
        content = path.read_bytes()
    except FileNotFoundError:
        raise SheetError(path.name, ["den finns inte"]) from None
    except OSError as error:
        raise SheetError(path.name, [reason(error)]) from None
    except ValueError:
        raise SheetError(path.name, ["namnet kan ingen fil ha"]) from None
    if content[:4] == b"PK\x03\x04":
        sheets = _workbook(path.name, content)
    elif content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise SheetError(
            path.name, ["den är av det gamla slaget .xls eller har lösenord; spara den som .xlsx utan lösenord"]
        )
    elif content[:4] == b"%PDF":
        raise SheetError(path.name, ["den är en PDF; för över tabellen till Excel eller fyll i mallen"])
    else:
        sheets = [Sheet("", _csv(path.name, content, encoding, delimiter))]
    kept = [sheet for sheet in sheets if any(any(row) for row in sheet.rows)]
    if not kept:
        raise SheetError(path.name, ["den är tom"])
    return kept


def hidden(path: Path) -> list[str]:
    """The names, quoted, of the hidden sheets in the file at `path`, which has been read."""
    if not zipfile.is_zipfile(path):
        return []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(path.read_bytes()), read_only=True)
    return [shorten(sheet.title, 40) for sheet in book.worksheets if _is_out_of_sight(sheet)]


def _csv(file: str, content: bytes, encoding: str, delimiter: str) -> list[list[Cell]]:
    text = _decoded(file, content, encoding)
    if not text.strip():
        return []
    if said := re.match(r"sep=(.)(\r\n|\r|\n|$)", text):
        delimiter, text = delimiter or said[1], text[said.end() :]
    if delimiter and delimiter not in DELIMITERS:
        raise SheetError(file, ["tecknet mellan kolumnerna ska vara semikolon, tab, komma, | eller :"])
    delimiter = delimiter or _delimiter(file, text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        written = list(reader)
    except csv.Error:
        fault = "citattecken som inte går ihop, eller en mycket lång cell"
        raise SheetError(file, [f"rad {reader.line_num}: {fault}"]) from None
    rows = [[plain(cell) for cell in row] for row in written]
    if delimiter == "," and (odd := _odd(rows)):
        fault = "ett annat antal celler än på raderna ovanför; skriv tal med decimalkomma inom citattecken"
        raise SheetError(file, [f"rad {odd}: {fault}"])
    cells = [[_text(Cell(_a1(r, c), text)) for c, text in enumerate(row, 1)] for r, row in enumerate(written, 1)]
    faults: list[str] = []
    rows = _checked("", cells, faults)
    if faults:
        raise SheetError(file, faults)
    return rows


def _odd(rows: list[list[str]]) -> int:
    """The first row, from 1, that a comma parts into another number of cells than those above; 0 where none is."""
    parted = [(number, len(row)) for number, row in enumerate(rows, start=1) if len(row) > 1 and any(row)]
    return next((number for number, width in parted if width != parted[0][1]), 0)


def _decoded(file: str, content: bytes, encoding: str) -> str:
    given = encoding
    if given and _codec(given) not in map(_codec, ENCODINGS):
        raise SheetError(file, [f"teckenkodningen {shorten(given)} är okänd; välj {', '.join(ENCODINGS)}"])
    if not given:
        if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
            encoding = "utf-16"
        elif content[:3] == b"\xef\xbb\xbf" or _is_utf8(content):
            encoding = "utf-8-sig"
        elif b"\0" in content:
            raise SheetError(file, ["den innehåller nolltecken; är den UTF-16 utan märke, ange --encoding utf-16-le"])
        else:
            encoding = "cp1252"
    try:
        text = content.decode(encoding).removeprefix("\ufeff")
    except UnicodeError as error:
        start = getattr(error, "start", 0)
        row = content[:start].count(b"\n") + 1
        raise SheetError(file, [f"rad {row}: byte {start} är inte {encoding}; ange --encoding"]) from None
    if not given and encoding == "cp1252" and _MAC.search(text):
        raise SheetError(
            file,
            [
                "bokstäverna kan vara cp1252, Mac eller DOS; ange --encoding cp1252, --encoding mac_roman eller "
                "--encoding cp850"
            ],
        )
    if not given and _TWICE.search(text):
        raise SheetError(file, [f"bokstäverna är kodade två gånger (»{_TWICE.search(text)[0]}»); spara den på nytt"])
    return text


def _codec(name: str) -> str:
    try:
        return codecs.lookup(name).name
    except (LookupError, ValueError):
        return ""


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _delimiter(file: str, text: str) -> str:
    """The sign between columns: the one that parts the lines into the same number of cells, more than one."""
    fits = []
    for sign in ";\t|,":
        try:
            widths = [len(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=sign) if any(row)]
        except csv.Error:
            continue
        if widths and max(widths) > 1:
            most = max(set(widths), key=lambda w: (widths.count(w), w))
            if most > 1 and (sign != "," or widths.count(most) == len(widths) or ";" not in text):
                fits.append((sign, widths.count(most) / len(widths)))
    whole = [sign for sign, part in fits if part == 1]
    if ";" in whole or "\t" in whole:
        chosen = [sign for sign in whole if sign in ";\t"]
    else:
        chosen = whole or [sign for sign, part in fits if sign in ";\t" and part > 0.5] or [sign for sign, _ in fits]
    if len(chosen) != 1:
        found = "inget tecken delar raderna" if not fits else "flera tecken kan dela raderna: " + " ".join(
            {"\t": "tab"}.get(sign, sign) for sign in chosen)  # fmt: skip
        raise SheetError(file, [f"{found}; ange --delimiter"])
    return chosen[0]


def _workbook(file: str, content: bytes) -> list[Sheet]:
    _refuse_dangers(file, content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of features that carry no cell
            shown = load_workbook(io.BytesIO(content), data_only=True, rich_text=True, keep_links=False)
            behind = load_workbook(io.BytesIO(content), data_only=False, keep_links=False)
    except Exception:  # the parsers raise whatever they stumble over; nothing but the cells is wanted of them
        raise SheetError(file, ["den är ingen hel arbetsbok i formatet .xlsx"]) from None
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
                _a1(r, c),
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
    return _checked(sheet.title, rows, faults)


def _a1(row: int, column: int) -> str:
    return f"{get_column_letter(column)}{row}"


def _is_hidden(sheet, column: int) -> bool:
    for dimension in sheet.column_dimensions.values():
        first, last = dimension.min or 0, dimension.max or 0
        if (dimension.hidden or dimension.width == 0) and (
            first <= column <= last or dimension.index == get_column_letter(column)
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
    return _text(Cell(place, text, None, "", formula, span, first, hidden, inside))


def _text(cell: Cell) -> Cell:
    """`cell` with its text plain, and what stood before it, spaces or a bullet, as its indent."""
    text = plain(cell.text)
    before = re.match(rf"[ {SPACES}]*", cell.text).end()
    bullet = _BULLET.match(text)
    indent = cell.indent + (before if text else 0) + bool(bullet)
    return (
        replace(cell, text=text[bullet.end() :], indent=indent, bullet=bullet[0])
        if bullet
        else replace(cell, text=text, indent=indent)
    )


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


def _checked(name: str, rows: list[list[Cell]], faults: list[str]) -> list[list[Cell]]:
    """`rows` without empty ones at the end, all of the same length. Text that no table holds is a fault."""
    found, sheet = [], Sheet(name, [])
    for cell in _cells(rows):
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
    faults += found[:50] + ([f"och {len(found) - 50} till"] if len(found) > 50 else [])
    while rows and not any(rows[-1]):
        rows.pop()
    width = max((c for row in rows for c, cell in enumerate(row, start=1) if cell), default=0)
    return [
        [_joined(cell) for cell in row[:width]] + [Cell(_a1(r, c), "") for c in range(len(row) + 1, width + 1)]
        for r, row in enumerate(rows, start=1)
    ]


def _is_two(text: str) -> bool:
    """Whether a cell holds several lines of figures and no words, so that one number is not made of them."""
    lines = [line for line in re.split(r"[\r\n]+", text) if re.search("[0-9]", line)]
    figures = len(lines) > 1 and not re.search(r"[^\W\d_⁰¹²³⁴⁵⁶⁷⁸⁹]", text)
    return figures and not re.fullmatch(r" *[0-9]{1,2}\) *", lines[-1])


def _joined(cell: Cell) -> Cell:
    """A line break within a cell is a space, but for a word that is parted by it."""
    if "\n" not in cell.text and "\r" not in cell.text:
        return cell
    whole = re.sub(r"(?<=[^\W\d_])-[\r\n]+(?!och\b|samt\b|eller\b)(?=[a-zåäö])", "", cell.text)
    return replace(cell, text=plain(re.sub(r"[\r\n]+", " ", whole)))


def _cells(rows: list[list[Cell]]) -> Iterator[Cell]:
    for row in rows:
        yield from row
