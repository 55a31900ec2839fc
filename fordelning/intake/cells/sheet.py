"""A table as somebody has mailed it: the cells of an Excel workbook or a CSV file, each with its place.

Nothing in a file is run, followed or fetched. What a reader of the file would not see (a hidden row, the formula behind
a figure, the digits behind a format) is kept with the cell, so that nothing is read from it unawares.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from fordelning.base import file
from fordelning.base.console import is_seen
from fordelning.base.errors import reason, shorten

from . import answer
from .amount import plain
from .cell import Cell, Sheet, SheetError, a1, faults_in, spelt, squared

LARGEST = 20_000_000  # bytes of a file
ENCODINGS = ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1", "mac_roman", "cp850", "cp437")
DELIMITERS = ";\t,|:"
# Swedish letters of a Mac, of DOS, or of UTF-8 that was taken for cp1252, as cp1252 shows them.
_MAC = re.compile("[a-zA-Z][ŠŒš‰€†„”™…][a-zA-Z]|[ŠŒŽ™…€][a-zåäö]{2}|[a-z](?:[Œš„†]\\b|[\u0080-\u009f])")
# A page of HTML or a file of XML, which systems save as .xls, also in UTF-16; or a page with its pictures (MIME).
_MARKUP = re.compile(
    rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*(?:<\0?(?:!|\?|[a-z]\0?[a-z0-9:\0]*[\s\0>/])|MIME-Version:)", re.I
)
_BOLD = re.compile(r"^\s*(\*\*|__)(?=[^\s*_])(.+?)\1\s*$")  # as Markdown has it
_TWICE = re.compile("Ã[¤¥¶„…–]")


def read(path: Path, encoding: str = "", delimiter: str = "", ignore: frozenset[str] = frozenset()) -> list[Sheet]:
    """The visible sheets of the file at `path` that hold anything. Raises SheetError.

    `encoding` and `delimiter` settle what a CSV file leaves open, and the cells of its rows in `ignore` are not
    counted.
    """
    try:
        content = file.content(path, LARGEST + 1)
    except FileNotFoundError:
        raise SheetError(path.name, ["den finns inte"]) from None
    except OSError as error:
        raise SheetError(path.name, [reason(error)]) from None
    except ValueError:
        raise SheetError(path.name, ["namnet kan ingen fil ha"]) from None
    if not is_seen(path.name):
        raise SheetError(path.name, ["namnet har tecken som inte kan läsas"])
    if len(content) > LARGEST:
        raise SheetError(path.name, [f"den är större än {LARGEST // 1_000_000} MB"])
    if content[:4] == b"PK\x03\x04":
        from .excel import workbook  # openpyxl takes a quarter of a second to load, and a CSV file none of it

        sheets = workbook(path.name, content)
    elif content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise SheetError(
            path.name, ["den är av det gamla slaget .xls eller har lösenord; spara den som .xlsx utan lösenord"]
        )
    elif content[:4] == b"%PDF":
        raise SheetError(path.name, ["den är en PDF; för över tabellen till Excel eller fyll i mallen"])
    elif _MARKUP.match(content):
        raise SheetError(
            path.name,
            ["den är en webbsida eller annan XML, vad namnet än slutar på; öppna den i Excel och spara den som .xlsx"],
        )
    else:
        sheets = [Sheet("", _csv(path.name, content, encoding, delimiter, ignore))]
    kept = [sheet for sheet in sheets if any(any(row) for row in sheet.rows)]
    if not kept:
        raise SheetError(path.name, ["den är tom"])
    return kept


def _csv(file: str, content: bytes, encoding: str, delimiter: str, ignore: frozenset[str]) -> list[list[Cell]]:
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
    if delimiter == "|":
        written = [[_BOLD.sub(r"\2", text) for text in row] for row in written]
    counted = [[] if str(number) in ignore else list(map(plain, row)) for number, row in enumerate(written, start=1)]
    if delimiter == "," and (uneven := list(_uneven(counted))):
        raise SheetError(file, uneven)
    rows = [[spelt(Cell(a1(r, c), text)) for c, text in enumerate(row, 1)] for r, row in enumerate(written, 1)]
    if found := faults_in("", rows):
        raise SheetError(file, found)
    return squared(rows)


def _uneven(rows: list[list[str]]) -> Iterator[str]:
    """A fault for each row that commas part into another number of cells than most.

    A shorter row lacks its last cells, which are empty, but where a comma may be one within a number, or the row may
    stand above the table.
    """
    widths = [len(row) if any(row) else 0 for row in rows]
    parted = [width for width in widths if width > 1]
    usual = max(set(parted), key=lambda width: (parted.count(width), width), default=0)
    begun = False
    for number, (row, width) in enumerate(zip(rows, widths, strict=True), start=1):
        begun = begun or width == usual
        split = any(map(_is_split, row, row[1:]))
        if width > usual or (1 < width < usual and (split or not begun)):
            yield (
                f"rad {number}: {width} celler, men de flesta rader har {usual}; skriv tal med decimalkomma inom "
                f"citattecken, fyll på med kommatecken för tomma celler, eller välj bort raden med --ignore {number}"
            )


def _is_split(one: str, other: str) -> bool:
    """Whether two cells next to each other may be one number with a comma in it."""
    return bool(re.fullmatch("[-−]?[0-9][0-9 \xa0]*", one) and re.fullmatch("[0-9]+( ?%)?", other))


def _decoded(file: str, content: bytes, encoding: str) -> str:
    given = encoding
    if given and _codec(given) not in map(_codec, ENCODINGS):
        raise SheetError(file, [f"teckenkodningen {shorten(given)} är okänd; välj {', '.join(ENCODINGS)}"])
    if not given:
        if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
            encoding = "utf-16"
        elif content[:3] == b"\xef\xbb\xbf" or _decodes(content, "utf-8"):
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
        fits = [f"--encoding {name}" for name in ENCODINGS if _decodes(content, name)]
        said = f"rad {row} har tecken som inte är {encoding}; ange filens kodning, {' eller '.join(fits)}"
        raise SheetError(file, [said]) from None
    if not given and encoding == "cp1252" and _MAC.search(text):
        raise SheetError(
            file,
            [
                "bokstäverna kan vara cp1252, Mac eller DOS; ange --encoding cp1252, --encoding mac_roman eller "
                "--encoding cp850"
            ],
        )
    if not given and (twice := _TWICE.search(text)):
        raise SheetError(file, [f"bokstäverna är kodade två gånger (»{twice[0]}»); spara den på nytt"])
    return text


def _codec(name: str) -> str:
    try:
        return codecs.lookup(name).name
    except (LookupError, ValueError):
        return ""


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
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
        words = [answer.quoted({"\t": "tab"}.get(sign, sign)) for sign in chosen]
        proposed = " eller ".join(answer.option("delimiter", word).strip() for word in words)
        found = f"flera tecken kan dela raderna i kolumner; ange det rätta, {proposed}"
        none = (
            "inget tecken delar raderna i kolumner; spara filen som .xlsx, eller säg vilket tecknet är med --delimiter"
        )
        raise SheetError(file, [found if fits else none])
    return chosen[0]
