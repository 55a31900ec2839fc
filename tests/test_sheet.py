import datetime
import io
import os
import random
import re
import shlex
import struct
import tracemalloc
import unicodedata
import zipfile
from decimal import Decimal

import pytest
import xlsxwriter
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart, Reference
from openpyxl.formatting.rule import DataBarRule, FormulaRule, IconSetRule, Rule
from openpyxl.styles import Alignment, Color, Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat

from fordelning.intake.cells import answer, excel, sheet
from fordelning.intake.cells.cell import LONGEST, MOST_ROWS, SheetError
from fordelning.intake.cells.sheet import read

TABLE = "Nämnd;Belopp, tkr\nKommunstyrelsen;600\nBygg- och miljönämnden;1 200,5\n"
CELLS = [["Nämnd", "Belopp, tkr"], ["Kommunstyrelsen", "600"], ["Bygg- och miljönämnden", "1 200,5"]]


def file(folder, content: bytes | str, name="tabell.csv", encoding="utf-8"):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def texts(path, *given) -> list[list[str]]:
    (only,) = read(path, *given)
    return [[cell.text for cell in row] for row in only.rows]


def faults(path, *given) -> str:
    """The faults of a file that is refused, twice the same and without a traceback's words."""
    said = []
    for _ in range(2):
        with pytest.raises(SheetError) as caught:
            read(path, *given)
        said.append(str(caught.value))
    assert said[0] == said[1]
    assert said[0].startswith("Filen ")
    assert "Error" not in said[0]
    return "\n".join(caught.value.faults)


# CSV: letters


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_an_encoding_that_shows_itself(tmp_path, encoding, end):
    assert texts(file(tmp_path, TABLE.replace("\n", end), encoding=encoding)) == CELLS


@pytest.mark.parametrize(("mark", "encoding"), [(b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")])
def test_utf16_of_both_orders(tmp_path, mark, encoding):
    assert texts(file(tmp_path, mark + TABLE.encode(encoding))) == CELLS


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_has_to_be_named(tmp_path, encoding):
    path = file(tmp_path, TABLE, encoding=encoding)
    assert "nolltecken" in faults(path)
    assert texts(path, encoding) == CELLS


@pytest.mark.parametrize("encoding", ["mac_roman", "cp850", "cp437"])
def test_letters_of_a_mac_or_of_dos_are_not_taken_for_others(tmp_path, encoding):
    path = file(tmp_path, TABLE, encoding=encoding)
    assert "--encoding" in faults(path)
    assert texts(path, encoding) == CELLS


@pytest.mark.parametrize("word", ["Åtgärd", "Öppen vård", "Äldrenämnden", "Skötsel på höjden", "Miljö"])
@pytest.mark.parametrize("encoding", ["mac_roman"])
def test_a_single_word_from_a_mac_or_dos_is_enough(tmp_path, word, encoding):
    path = file(tmp_path, f"Namn;Belopp\n{word};600\n", encoding=encoding)
    assert "--encoding" in faults(path)


def test_an_encoding_that_is_given_is_not_doubted(tmp_path):
    path = file(tmp_path, "Namn;Belopp\nŠkoda vŠst;600\n", encoding="cp1252")
    assert "--encoding cp1252" in faults(path)
    assert texts(path, "cp1252")[1] == ["Škoda vŠst", "600"]


@pytest.mark.parametrize("word", ["Nämnd", "På", "Öster"])
def test_letters_encoded_twice_are_refused(tmp_path, word):
    twice = f"{word};1\nB;2\n".encode().decode("cp1252").encode("utf-8")
    assert "två gånger" in faults(file(tmp_path, twice))


@pytest.mark.parametrize(
    "name", ["rot13", "zlib", "finns-inte", "unicode_escape", "undefined", "idna", "a\x00b", "utf-7", "x" * 200]
)
def test_an_unknown_encoding_is_refused(tmp_path, name):
    assert "okänd" in faults(file(tmp_path, TABLE), name)


@pytest.mark.parametrize(
    ("content", "given"),
    [
        (b"N\xe4mnd;1\nA\x81;2\n", ""),
        (b"\xff\xfeA", ""),
        (b"\xff\xfe\x00\xd8A\x00", ""),
        (TABLE.encode("cp1252"), "utf-8"),
        (b"A;1\nB;2\nC\xff;3", "utf-8"),
    ],
)
def test_bytes_that_are_no_letters_have_their_row(tmp_path, content, given):
    said = faults(file(tmp_path, content), given)
    assert said.startswith("rad ")
    proposed = [text for name, text in answer.options(said) if name == "encoding"]
    assert proposed
    for encoding in proposed:
        sheet._decoded("tabell.csv", content, encoding)  # or it raises


def test_utf32_is_refused(tmp_path):
    assert "U+0000" in faults(file(tmp_path, TABLE, encoding="utf-32"), "", ";")


# CSV: what parts the cells


@pytest.mark.parametrize("sign", [";", "\t", "|"])
def test_the_sign_between_cells_is_found(tmp_path, sign):
    assert texts(file(tmp_path, TABLE.replace(";", sign))) == CELLS


def test_a_comma_between_cells_and_quotes_around_decimals(tmp_path):
    assert (
        texts(file(tmp_path, 'Nämnd,"Belopp, tkr"\nKommunstyrelsen,600\nBygg- och miljönämnden,"1 200,5"\n')) == CELLS
    )


def test_decimal_commas_between_commas_never_become_cells_of_their_own(tmp_path):
    said = faults(file(tmp_path, "Nämnd,2024\nKommunstyrelsen,600\nValnämnden,1,5\n"))
    assert said.startswith("rad 3:") and "citattecken" in said
    said = faults(file(tmp_path, "Nämnd,2024\nKommunstyrelsen,0,5\nValnämnden,1,5\n"))
    assert "rad 1: 2 celler" in said and "citattecken" in said


@pytest.mark.parametrize("short", ["Hamnnämnden,340", "Summa,1590", "Hamnnämnden,", "A,B"])
def test_a_short_row_of_a_comma_file_lacks_its_last_cells(tmp_path, short):
    rows = texts(file(tmp_path, f"Nämnd,Budget,Anm\nParknämnden,1250,ja\n{short}\nValnämnden,90,nej\n"))
    assert rows[2] == [*short.split(","), ""]


@pytest.mark.parametrize("short", ["Hamnnämnden,3,5", "Hamnnämnden,-3,40", "Hamnnämnden,1 200,50 %"])
def test_a_short_row_that_a_comma_may_part_within_a_number_is_asked_about(tmp_path, short):
    text = f"Nämnd,Budget,Plan,Anm\nParknämnden,1250,1300,ja\n{short}\nValnämnden,90,80,nej\n"
    said = faults(file(tmp_path, text))
    assert said.startswith("rad 3:") and "--ignore 3" in said
    assert sheet.read(file(tmp_path, text), ignore=frozenset("3"))


@pytest.mark.parametrize("comment", ["# Uttag, natt, version 3", "Uttag, nattligt"])
def test_a_comment_above_a_table_is_told_and_can_be_left_out(tmp_path, comment):
    path = file(tmp_path, f"{comment}\nÅr,Nämnd,Belopp (tkr),Prognos\n2026,Park,1250,nej\n2026,Hamn,340,ja\n")
    assert faults(path).startswith("rad 1:") and "--ignore 1" in faults(path)
    assert len(sheet.read(path, ignore=frozenset("1"))[0].rows) == 4


@pytest.mark.parametrize("content", ["a;b\tc\n1;2\t3\n", "Nämnd\nA\nB\n", "600\n", "a b\n1 2\n"])
def test_no_sign_or_several_that_fit_is_asked(tmp_path, content):
    path = file(tmp_path, content)
    assert "--delimiter" in faults(path)
    assert len(texts(path, "", ";")[0]) == 1 + (";" in content)
    proposed = [shlex.split(text)[0] for name, text in answer.options(faults(path)) if name == "delimiter"]
    assert proposed == ([";", "tab"] if "\t" in content else [])


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_line_that_names_the_sign(tmp_path, end):
    assert texts(file(tmp_path, f"sep=;{end}" + TABLE.replace("\n", end))) == CELLS


@pytest.mark.parametrize("sign", ["5", "0", '"', "a", "\\", " ", ".", "\x00", "é"])
def test_no_digit_or_letter_parts_cells(tmp_path, sign):
    assert "tecknet mellan kolumnerna" in faults(file(tmp_path, f"sep={sign}\n{TABLE}"))
    assert "tecknet mellan kolumnerna" in faults(file(tmp_path, TABLE), "", sign)


@pytest.mark.parametrize("content", ['A;B\n"1;2\n', 'A;B\n1;2\n"3"4;5\n', 'A;B\n"', f"A;B\n{'x' * 200_000};1\n"])
def test_quotes_that_do_not_match_have_their_row(tmp_path, content):
    said = faults(file(tmp_path, content), "", ";")
    assert said.startswith("rad ") and "citattecken" in said


def test_ragged_rows_are_filled(tmp_path):
    (only,) = read(file(tmp_path, "Titel\nA;B;C\n1;2\n\n3;4;5;;\n"))
    assert {len(row) for row in only.rows} == {3}
    assert [cell.place for cell in only.rows[0]] == ["A1", "B1", "C1"]
    assert [cell.text for cell in only.rows[2]] == ["1", "2", ""]


# CSV: signs that are not seen


@pytest.mark.parametrize(
    "sign",
    [
        "\x00",
        "\x1b",
        "\x07",
        "\u202e",
        "\u202d",
        "\u2066",
        "\u200f",
        "\u200e",
        "\u061c",
        "\u200d",
        "\u2028",
        "\ufffd",
        "\ue000",
    ],
)
def test_what_is_not_seen_is_refused_with_its_place(tmp_path, sign):
    said = faults(file(tmp_path, f"Nämnd;Belopp\nKommun{sign}styrelsen;6{sign}00\n"), "", ";")
    assert f"cell A2: osynliga eller förlorade tecken (U+{ord(sign):04X})" in said
    assert "cell B2" in said
    assert sign not in said


@pytest.mark.parametrize("sign", ["\u200b", "\ufeff", "\u00ad", "\u2060"])
def test_what_has_no_width_is_taken_away(tmp_path, sign):
    assert texts(file(tmp_path, f"Nämnd;Belopp\nKommun{sign}styrelsen;6{sign}00\n"))[1] == ["Kommunstyrelsen", "600"]


def test_letters_in_parts_are_put_together(tmp_path):
    assert texts(file(tmp_path, unicodedata.normalize("NFD", TABLE))) == CELLS


def test_a_line_break_in_a_cell_is_a_space(tmp_path):
    assert texts(file(tmp_path, '"Nämnd\r\neller styrelse";"Be-\nlopp"\nA;1\n'))[0] == [
        "Nämnd eller styrelse",
        "Belopp",
    ]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("Be-\nlopp", "Belopp"),
        ("Bygg-\noch miljö", "Bygg- och miljö"),
        ("600\n1)", "600 1)"),
        ("Etapp 1\n2024", "Etapp 1 2024"),
    ],
)
def test_words_that_a_line_break_parts(tmp_path, cell, text):
    assert texts(file(tmp_path, f'Nämnd;Belopp\nA;"{cell}"\n'))[1][1] == text


@pytest.mark.parametrize("cell", ["600\n700", "600-\r\n700", "1 600\n−700,5", "600\r700", "600¹\n700*", "600\n\n7"])
def test_two_amounts_in_a_cell_are_never_one(tmp_path, cell):
    said = faults(file(tmp_path, f'Nämnd;Belopp\nA;"{cell}"\n'.encode()))
    assert said == "cell B2: en radbrytning mellan siffror; skriv ett tal i en cell"


@pytest.mark.parametrize("length", [LONGEST + 1, 10_000, 100_000])
def test_a_long_cell_is_refused_with_its_place(tmp_path, length):
    said = faults(file(tmp_path, f"Nämnd;Belopp\nA;1\n{'x' * length};2\n"))
    assert said == f"cell A3: {length} tecken, högst {LONGEST}"


def test_many_faults_are_counted_not_listed(tmp_path):
    said = faults(file(tmp_path, "Nämnd;Belopp\n" + "A\x00;1\n" * 500)).splitlines()
    assert len(said) == 51
    assert said[-1] == "och 450 till"


# Files


@pytest.mark.parametrize(
    "content", [b"", b"\n\n", b";;;\n;;;\n", b"\xef\xbb\xbf", b"sep=;\n", b"sep=;", b" ; \n \xc2\xa0;\n"]
)
def test_an_empty_file(tmp_path, content):
    assert faults(file(tmp_path, content), "", ";") == "den är tom"


def test_a_file_that_is_not_there(tmp_path):
    assert faults(tmp_path / "saknas.csv") == "den finns inte"
    assert "namnet kan ingen fil ha" in faults(tmp_path / "a\x00b.csv")
    assert faults(tmp_path / ("x" * 5_000))


@pytest.mark.parametrize("name", ["mapp.csv", "mapp.xlsx"])
def test_a_folder_is_no_file(tmp_path, name):
    (tmp_path / name).mkdir()
    assert faults(tmp_path / name) == "det är en mapp och ingen fil"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
def test_a_device_and_a_pipe_are_not_read(tmp_path):
    os.mkfifo(tmp_path / "ror.csv")
    (tmp_path / "noll.csv").symlink_to("/dev/zero")
    for name in ("ror.csv", "noll.csv"):
        assert faults(tmp_path / name) == "det är ingen vanlig fil"


@pytest.mark.parametrize(
    "name", ["=1+1.csv", "$(touch x).csv", "`id`.csv", "<script>.csv", "å ä ö.csv", "-rf.csv", "%s{}.csv"]
)
def test_a_file_of_any_name_is_read(tmp_path, name):
    assert texts(file(tmp_path, TABLE, name)) == CELLS
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_name_never_steers_the_console(tmp_path):
    path = file(tmp_path, b"", "a\x1b[2J\nFilen b.csv är läst\u202e.csv")
    with pytest.raises(SheetError) as caught:
        read(path)
    assert str(caught.value).splitlines()[1:] == ["  namnet har tecken som inte kan läsas"]
    assert "\x1b" not in str(caught.value)
    assert "\u202e" not in str(caught.value)


def test_a_huge_file_is_not_read(tmp_path):
    path = tmp_path / "stor.csv"
    with path.open("wb") as stream:
        stream.truncate(sheet.LARGEST + 1)
    assert "större än 20 MB" in faults(path)


@pytest.mark.parametrize("content", ["A;1\n" * (MOST_ROWS + 1), "A" + ";1" * 400, "1;2\n" * 900 + ";" * 399 + "x\n"])
def test_a_table_too_large(tmp_path, content):
    assert "fler än" in faults(file(tmp_path, content), "", ";")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ".xls"),
        (b"%PDF-1.7\n", "PDF"),
        (b"PK\x03\x04", "ingen hel arbetsbok"),
        (b"PK\x03\x04" + b"\xff" * 5_000, "ingen hel arbetsbok"),
    ],
)
def test_other_kinds_of_files(tmp_path, content, says):
    assert says in faults(file(tmp_path, content, "bok.xlsx"))


# Workbooks


def book(fill) -> bytes:
    made, stream = Workbook(), io.BytesIO()
    made.active.title = "Blad"
    fill(made)
    made.save(stream)
    return stream.getvalue()


def rows(made: Workbook) -> None:
    for row in (["Nämnd", "Belopp, tkr"], ["Kommunstyrelsen", 600], ["Valnämnden", 300.5]):
        made.active.append(row)


PLAIN = book(rows)
PART = "xl/worksheets/sheet1.xml"


def changed(change, content: bytes = PLAIN) -> bytes:
    """A workbook whose parts, a dictionary of bytes by name, `change` has changed."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return stream.getvalue()


def replaced(old: bytes, new: bytes, part: str = PART, content: bytes = PLAIN) -> bytes:
    def change(parts):
        assert old in parts[part]
        parts[part] = parts[part].replace(old, new, 1)

    return changed(change, content)


def test_a_plain_workbook(tmp_path):
    (only,) = read(file(tmp_path, PLAIN, "bok.xlsx"))
    assert only.name == "Blad"
    assert [[cell.text for cell in row] for row in only.rows] == [
        ["Nämnd", "Belopp, tkr"],
        ["Kommunstyrelsen", "600"],
        ["Valnämnden", "300,5"],
    ]
    assert [row[1].number for row in only.rows] == [None, Decimal(600), Decimal("300.5")]
    assert texts(file(tmp_path, PLAIN, "bok.csv"))  # it is what it holds, not what it is called


def bounded(path) -> str:
    """The faults of a file, found within bounded memory."""
    tracemalloc.start()
    with pytest.raises(SheetError) as caught:
        read(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 150_000_000
    return "\n".join(caught.value.faults)


def blow_up(parts):
    parts["xl/media/bild.png"] = bytes(excel.UNPACKED + 1)


def many_parts(parts):
    parts.update({f"xl/media/{number}.png": b"" for number in range(5_001)})


def many_middling_parts(parts):
    parts.update({f"xl/worksheets/blad{number}.xml": b" " * 2_000_000 for number in range(30)})


@pytest.mark.parametrize("change", [blow_up, many_parts, many_middling_parts])
def test_a_workbook_that_unpacks_to_far_more_is_not_unpacked(tmp_path, change):
    content = changed(change)
    assert len(content) < 2_000_000
    assert "packar upp" in bounded(file(tmp_path, content, "bomb.xlsx"))


def test_a_bomb_within_a_bomb_is_not_opened(tmp_path):
    inner = changed(blow_up)
    content = changed(lambda parts: parts.update({"xl/embeddings/inre.xlsx": inner}))
    assert texts(file(tmp_path, content, "bomb.xlsx"))[1] == ["Kommunstyrelsen", "600"]


def test_sizes_that_lie(tmp_path):
    content = replaced(b"<sheetData>", b"<sheetData>" + b" " * 60_000_000)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        size = archive.getinfo(PART).file_size
    content = content.replace(struct.pack("<I", size), struct.pack("<I", 1_000))
    assert "ingen hel arbetsbok" in bounded(file(tmp_path, content, "bomb.xlsx"))


LAUGHS = (
    b'<!DOCTYPE lolz [<!ENTITY l0 "lol">'
    + b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
    + b"]>"
)
OUTSIDE = b'<!DOCTYPE x [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>'
FETCHED = b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd" [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p"> %p;]>'


def with_entities(declared: bytes, used: bytes) -> bytes:
    row = b'<row r="9"><c r="A9" t="inlineStr"><is><t>' + used + b"</t></is></c></row></sheetData>"

    def change(parts):
        parts[PART] = (
            declared + parts[PART].replace(b"</sheetData>", row).partition(b"?>")[2]
            if parts[PART].startswith(b"<?xml")
            else declared + parts[PART].replace(b"</sheetData>", row)
        )

    return changed(change)


@pytest.mark.parametrize(("declared", "used"), [(LAUGHS, b"&l9;"), (OUTSIDE, b"&l9;"), (FETCHED, b"x")])
def test_entities_are_never_unfolded(tmp_path, declared, used):
    said = bounded(file(tmp_path, with_entities(declared, used), "bomb.xlsx"))
    assert said == "den är ingen hel arbetsbok i formatet .xlsx"


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml", "docProps/core.xml"])
def test_entities_in_other_parts(tmp_path, part):
    def change(parts):
        parts[part] = LAUGHS + parts[part].removeprefix(b'<?xml version="1.0"?>').replace(b"><", b">&l9;<", 1)

    assert bounded(file(tmp_path, changed(change), "bomb.xlsx")) == "den är ingen hel arbetsbok i formatet .xlsx"


def test_it_is_defusedxml_that_refuses_entities(tmp_path):
    """Without it, a harmless entity would be unfolded: the refusal is not one of some other fault."""
    import openpyxl
    from defusedxml import EntitiesForbidden

    assert openpyxl.DEFUSEDXML
    content = with_entities(b'<!DOCTYPE x [<!ENTITY l9 "hej">]>', b"&l9;")
    with pytest.raises(ValueError, match="could not read worksheets") as caught:
        openpyxl.load_workbook(io.BytesIO(content))
    assert isinstance(caught.value.__cause__, EntitiesForbidden)
    assert faults(file(tmp_path, content, "bok.xlsx"))
    assert texts(file(tmp_path, with_entities(b"", b"hej"), "bok.xlsx"))[-1][0] == "hej"


def merged(*areas: str) -> bytes:
    cells = "".join(f'<mergeCell ref="{area}"/>' for area in areas)
    return replaced(b"</sheetData>", f"</sheetData><mergeCells>{cells}</mergeCells>".encode())


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(lambda: merged("A5:XFD1048576"), id="one"),
        pytest.param(lambda: merged("A5:NJ19000"), id="within the limits of rows"),
        pytest.param(lambda: merged(*(f"A{n}:B{n + 5_000}" for n in range(5, 2_000))), id="many on each other"),
        pytest.param(
            lambda: replaced(
                b"</sheetData>",
                b'</sheetData><hyperlinks><hyperlink ref="A5:XFD1048576" location="A1"/></hyperlinks>',
            ),
            id="a link over everything",
        ),
    ],
)
def test_areas_that_would_take_hours_to_fill(tmp_path, content):
    assert "fler än" in bounded(file(tmp_path, content(), "stor.xlsx"))


def test_more_cells_than_a_table_has(tmp_path, monkeypatch):
    monkeypatch.setattr(excel, "MOST_CELLS", 5_000)
    content = replaced(b"</sheetData>", b'<row r="9">' + b"<c><v>1</v></c>" * 5_000 + b"</row></sheetData>")
    assert "fler än 5000" in bounded(file(tmp_path, content, "stor.xlsx"))


@pytest.mark.parametrize("place", ["XFD1048576", "A1048576", "XFD1", "OK1", "A20001", "NJ1000"])
def test_a_cell_far_away(tmp_path, place):
    content = book(lambda made: (rows(made), made.active.__setitem__(place, 1)))
    assert "ta bort det som ligger utanför tabellen" in bounded(file(tmp_path, content, "stor.xlsx"))


def test_merged_cells_show_what_their_first_shows(tmp_path):
    content = book(lambda made: (rows(made), made.active.merge_cells("A2:A3")))
    (only,) = read(file(tmp_path, content, "bok.xlsx"))
    assert [(row[0].text, row[0].span, row[0].first) for row in only.rows[1:]] == [
        ("Kommunstyrelsen", (2, 1), True),
        ("Kommunstyrelsen", (2, 1), False),
    ]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("xl/vbaProject.bin", "makron"),
        ("xl/macrosheets/sheet1.xml", "makron"),
        ("xl/activeX/activeX1.bin", "makron"),
        ("xl/externalLinks/externalLink1.xml", "länkar till andra filer"),
    ],
)
def test_macros_and_links_to_other_files_are_refused(tmp_path, name, says):
    content = changed(lambda parts: parts.update({name: b"x"}))
    assert says in faults(file(tmp_path, content, "bok.xlsm"))


def test_parts_with_a_password(tmp_path):
    content = bytearray(PLAIN)
    at = content.rindex(b"PK\x01\x02")
    content[at + 8] |= 1
    assert "lösenord" in faults(file(tmp_path, bytes(content), "bok.xlsx"))


@pytest.mark.parametrize("name", ["../../x", "/etc/x", "C:\\x", "xl/../../x"])
def test_parts_with_paths_are_never_unpacked(tmp_path, name):
    content = changed(lambda parts: parts.update({name: b"x"}))
    assert texts(file(tmp_path, content, "bok.xlsx"))[1] == ["Kommunstyrelsen", "600"]
    assert [path.name for path in tmp_path.iterdir()] == ["bok.xlsx"]
    assert not (tmp_path.parent / "x").exists()


@pytest.mark.parametrize("part", sorted(zipfile.ZipFile(io.BytesIO(PLAIN)).namelist()))
@pytest.mark.parametrize("left", [None, b"", b"<x/>", b"\x00\xff", b"<a><b></a>"])
def test_a_workbook_without_a_part_or_with_a_broken_one(tmp_path, part, left):
    content = changed(lambda parts: parts.pop(part) if left is None else parts.update({part: left}))
    try:
        assert texts(file(tmp_path, content, "bok.xlsx"))[1] == ["Kommunstyrelsen", "600"]
    except SheetError as error:
        assert "Error" not in str(error)


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9, 0.99])
def test_half_a_workbook(tmp_path, kept):
    assert (
        faults(file(tmp_path, PLAIN[: int(len(PLAIN) * kept)], "bok.xlsx"))
        == "den är ingen hel arbetsbok i formatet .xlsx"
    )


def test_a_zip_that_is_no_workbook(tmp_path):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    assert "ingen arbetsbok" in faults(file(tmp_path, stream.getvalue(), "bok.xlsx"))


# Workbooks: what lies behind a cell


def with_formula(formula: str, saved: str = "<v>600</v>", kind: str = "") -> bytes:
    cell = f'<c r="B2"{kind}><f>{formula}</f>{saved}</c>'.encode()
    with zipfile.ZipFile(io.BytesIO(PLAIN)) as archive:
        part = archive.read(PART)
    start = part.index(b'<c r="B2"')
    return replaced(part[start : part.index(b"</c>", start) + 4], cell)


@pytest.mark.parametrize(
    "formula",
    [
        "[1]Blad1!A1",
        "'[bok.xlsx]Blad1'!A1",
        "'C:\\x\\[bok.xlsx]Blad1'!A1",
        "HYPERLINK(&quot;http://x&quot;,&quot;y&quot;)",
        "hyperlink(A1)",
        "_xlfn.WEBSERVICE(A1)",
        "WEBSERVICE(&quot;http://x&quot;)",
        "cmd|' /C calc'!A0",
        "IMPORTXML(A1,A2)",
        "DDE(A1)",
        "RTD(A1)",
        "CALL(A1)",
        "&quot;\\\\server\\x&quot;",
        "&quot;file:///etc/passwd&quot;",
    ],
)
def test_a_formula_that_leads_out_of_the_file(tmp_path, formula):
    assert (
        faults(file(tmp_path, with_formula(formula), "bok.xlsx"))
        == "blad Blad, cell B2: en formel som leder ut ur filen; öppna filen i Excel och klistra in värdet i stället"
    )


def test_a_formula_is_kept_behind_its_saved_value(tmp_path):
    (only,) = read(file(tmp_path, with_formula("SUM(B3:B4)"), "bok.xlsx"))
    assert (only.rows[1][1].number, only.rows[1][1].formula) == (Decimal(600), "=SUM(B3:B4)")


@pytest.mark.parametrize(
    "kind", ["t='array' ref='B2'", "t='dataTable' ref='B2:B3' r1='A1'", "t='shared' si='0' ref='B2:B3'"]
)
def test_other_kinds_of_formulas(tmp_path, kind):
    content = with_formula("SUM(B3:B4)").replace(b"", b"")
    content = replaced(b"<f>SUM(B3:B4)</f>", f"<f {kind}>SUM(B3:B4)</f>".encode(), content=content)
    (only,) = read(file(tmp_path, content, "bok.xlsx"))
    assert only.rows[1][1].formula.startswith("=")
    assert "object" not in only.rows[1][1].formula


def test_a_formula_without_a_saved_value(tmp_path):
    said = faults(file(tmp_path, with_formula("SUM(B3:B4)", ""), "bok.xlsx"))
    assert said.endswith("cell B2: en formel utan sparat värde; öppna filen i Excel och klistra in värdet i stället")


@pytest.mark.parametrize("error", ["#REF!", "#DIV/0!", "#N/A", "#VALUE!", "#NAME?"])
def test_error_values(tmp_path, error):
    said = faults(file(tmp_path, with_formula("A1", f"<v>{error}</v>", " t='e'"), "bok.xlsx"))
    assert said == f"blad Blad, cell B2: felvärdet {error}; rätta cellen i Excel"


def stored(value: str) -> bytes:
    return replaced(b"<v>600</v>", f"<v>{value}</v>".encode())


@pytest.mark.parametrize(
    "value", ["1e309", "-1e309", "1E+308", "1e18", "1000000000000000000", "9" * 400, "1e-320", "1.5e-16"]
)
def test_numbers_beyond_all_amounts(tmp_path, value):
    assert (
        faults(file(tmp_path, stored(value), "bok.xlsx"))
        == "blad Blad, cell B2: ett tal som inte kan vara ett belopp; rätta cellen i Excel"
    )


@pytest.mark.parametrize("value", ["nan", "NaN", "inf", "abc", "0x10", "1,5", "6 00"])
def test_numbers_that_are_none(tmp_path, value):
    assert faults(file(tmp_path, stored(value), "bok.xlsx"))


@pytest.mark.parametrize(
    ("value", "number", "text"),
    [
        ("0.1", "0.1", "0,1"),
        ("600.10000000000002", "600.1", "600,1"),
        ("0.30000000000000004", "0.3", "0,3"),
        ("1E3", "1000", "1000"),
        ("-0", "0", "0"),
        ("-1200.5", "-1200.5", "−1200,5"),
        ("999999999999999", "999999999999999", "999999999999999"),
        ("1e15", "1000000000000000", "1000000000000000"),
        ("1234567.8900000001", "1234567.89", "1234567,89"),
    ],
)
def test_numbers_are_exact(tmp_path, value, number, text):
    (only,) = read(file(tmp_path, stored(value), "bok.xlsx"))
    cell = only.rows[1][1]
    assert (cell.number, cell.text) == (Decimal(number), text)


def test_booleans_and_dates_are_no_numbers(tmp_path):
    import datetime

    moments = [True, False, datetime.date(2021, 3, 1), datetime.datetime(2021, 3, 1, 12, 30), datetime.time(12, 30)]
    (only,) = read(file(tmp_path, book(lambda made: made.active.append(moments)), "bok.xlsx"))
    assert [cell.text for cell in only.rows[0]] == ["SANT", "FALSKT", "2021-03-01", "2021-03-01", "12:30:00"]
    assert not any(cell.number for cell in only.rows[0])


def test_text_that_looks_like_a_formula_stays_text(tmp_path):
    content = replaced(b"Kommunstyrelsen", b"=HYPERLINK(A1)")
    cell = read(file(tmp_path, content, "bok.xlsx"))[0].rows[1][0]
    assert (cell.text, cell.formula) == ("=HYPERLINK(A1)", "")


def test_raised_digits_stay_raised(tmp_path):
    def fill(made):
        rows(made)
        raised = TextBlock(InlineFont(vertAlign="superscript"), "12")
        made.active["A2"] = CellRichText("Kommunstyrelsen", raised)
        made.active["B2"] = CellRichText("600", TextBlock(InlineFont(vertAlign="superscript"), "1"))
        made.active["C2"] = "1, 2"
        made.active["C2"].font = Font(vertAlign="superscript")

    (only,) = read(file(tmp_path, book(fill), "bok.xlsx"))
    assert [cell.text for cell in only.rows[1]] == ["Kommunstyrelsen¹²", "600¹", "¹, ²"]


def test_formats_are_kept(tmp_path):
    def fill(made):
        rows(made)
        made.active["B2"].number_format = '#,##0.0,"tkr"'

    assert read(file(tmp_path, book(fill), "bok.xlsx"))[0].rows[1][1].format == '#,##0.0,"tkr"'


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (
            ["mimetype", "content.xml"],
            "OpenDocument (.ods); öppna den i Excel eller LibreOffice och spara den som .xlsx",
        ),
        (
            ["[Content_Types].xml", "xl/workbook.bin"],
            "binär arbetsbok (.xlsb); öppna den i Excel och spara den som .xlsx",
        ),
        (
            ["[Content_Types].xml", "word/document.xml"],
            "ingen arbetsbok i formatet .xlsx; öppna den och spara tabellen",
        ),
    ],
)
def test_another_kind_of_file_is_told_with_what_to_do(tmp_path, names, said):
    assert said in faults(file(tmp_path, zipped(dict.fromkeys(names, "<a/>")), "tabell.xlsx"))


def test_a_strict_workbook_is_told_with_what_to_do(tmp_path):
    def strict(parts):
        for name, part in parts.items():
            part = part.replace(
                b"http://schemas.openxmlformats.org/spreadsheetml/2006/", b"http://purl.oclc.org/ooxml/spreadsheetml/"
            )
            part = part.replace(
                b"http://schemas.openxmlformats.org/officeDocument/2006/", b"http://purl.oclc.org/ooxml/officeDocument/"
            )
            parts[name] = part.replace(b"<workbook ", b'<workbook conformance="strict" ')

    for name in ("bok.xlsx", "bok.csv"):
        assert faults(file(tmp_path, changed(strict), name)) == (
            "den är av slaget Strict Open XML; öppna den i Excel och spara den som vanlig Excel-arbetsbok (.xlsx)"
        )


def test_a_spreadsheet_of_opendocument_is_told_with_what_to_do(tmp_path):
    of = "urn:oasis:names:tc:opendocument:xmlns"
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    cells = [
        "<table:table-row>"
        f'<table:table-cell office:value-type="string"><text:p>{name}</text:p></table:table-cell>'
        f'<table:table-cell office:value-type="float" office:value="{number}"/>'
        "</table:table-row>"
        for name, number in (("Kommunstyrelsen", 600), ("Valnämnden", 300))
    ]
    content = (
        f'<office:document-content xmlns:office="{of}:office:1.0" xmlns:table="{of}:table:1.0" '
        f'xmlns:text="{of}:text:1.0"><office:body><office:spreadsheet><table:table table:name="Blad">'
        f"{''.join(cells)}</table:table>"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        f'<manifest:manifest xmlns:manifest="{of}:manifest:1.0"><manifest:file-entry manifest:full-path="/" '
        f'manifest:media-type="{kind}"/></manifest:manifest>'
    )
    made = zipped({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest})
    for name in ("tabell.ods", "tabell.xlsx"):
        assert faults(file(tmp_path, made, name)) == (
            "den är av slaget OpenDocument (.ods); öppna den i Excel eller LibreOffice och spara den som .xlsx"
        )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
@pytest.mark.parametrize(
    "start",
    [
        "<html>",
        "\n <!DOCTYPE html>",
        "<TABLE border=1>",
        "<?xml version='1.0'?><Workbook/>",
        "<x:a>",
    ],
)
def test_a_web_page_with_the_name_of_a_workbook_is_told_with_what_to_do(tmp_path, start, encoding):
    page = f"{start}<tr><td>Nämnd</td><td>Belopp, tkr</td></tr><tr><td>KS</td><td>600</td></tr>"
    for name in ("tabell.xls", "tabell.csv"):
        assert faults(file(tmp_path, page, name, encoding)) == (
            "den är en webbsida eller annan XML, vad namnet än slutar på; öppna den i Excel och spara den som .xlsx"
        )


def test_a_web_page_with_its_pictures_is_told_with_what_to_do(tmp_path):
    assert "den är en webbsida" in faults(file(tmp_path, "MIME-Version: 1.0\nX-Document-Type: Workbook\n", "t.xls"))


def test_a_table_that_begins_with_a_sign_is_no_web_page(tmp_path):
    assert texts(file(tmp_path, "< 5 år;600\n> 5 år;700\n"))[0] == ["< 5 år", "600"]


# Workbooks: letters in disguise


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("Park- och_x000D_\n hamnnämnden", "Park- och hamnnämnden"),
        ("Park- och_x000a_hamnnämnden", "Park- och hamnnämnden"),
        ("Park_x00ad_nämnden", "Parknämnden"),
        ("Park_x002D_ och hamnnämnden", "Park- och hamnnämnden"),
        ("a_x00G1_b", "a_x00G1_b"),
        ("Park\u2011 och hamnnämnden", "Park- och hamnnämnden"),
    ],
)
def test_letters_that_are_written_as_numbers_are_those_letters(tmp_path, written, text):
    def fill(made):
        rows(made)
        made.active["A2"] = CellRichText(TextBlock(InlineFont(b=True), written))
        made.active["A3"] = written

    (only,) = read(file(tmp_path, book(fill), "bok.xlsx"))
    assert [row[0].text for row in only.rows[1:]] == [text, text]


@pytest.mark.parametrize("written", ["a_x0007_b", "a_xD83D_b", "a_xFFFD_b"])
def test_a_written_letter_that_no_table_holds_is_refused(tmp_path, written):
    def fill(made):
        rows(made)
        made.active["A2"] = written

    assert "cell A2: osynliga eller förlorade tecken" in faults(file(tmp_path, book(fill), "bok.xlsx"))


# Workbooks: what is not seen


def hide_row(made):
    made.active.row_dimensions[2].hidden = True


def hide_column(made):
    made.active.column_dimensions["B"].hidden = True


def hide_columns(made):
    made.active.column_dimensions.group("A", "B", hidden=True)


@pytest.mark.parametrize(
    ("hide", "places"),
    [
        (hide_row, {"A2", "B2"}),
        (hide_column, {"B1", "B2", "B3"}),
        (hide_columns, {"A1", "A2", "A3", "B1", "B2", "B3"}),
    ],
)
def test_what_is_hidden_is_marked(tmp_path, hide, places):
    (only,) = read(file(tmp_path, book(lambda made: (rows(made), hide(made))), "bok.xlsx"))
    assert {cell.place for row in only.rows for cell in row if cell.hidden} == places


@pytest.mark.parametrize(
    ("old", "new", "places"),
    [
        (b'<row r="2"', b'<row ht="0" customHeight="1" r="2"', {"A2", "B2"}),
        (
            b"<sheetData>",
            b'<cols><col min="2" max="2" width="0" customWidth="1"/></cols><sheetData>',
            {"B1", "B2", "B3"},
        ),
    ],
)
def test_what_has_no_height_or_width_is_hidden(tmp_path, old, new, places):
    (only,) = read(file(tmp_path, replaced(old, new), "bok.xlsx"))
    assert {cell.place for row in only.rows for cell in row if cell.hidden} == places


@pytest.mark.parametrize(
    ("old", "new", "places"),
    [
        (b"<sheetFormatPr ", b'<sheetFormatPr customHeight="1" ', set()),
        (b'<sheetFormatPr baseColWidth="8" defaultRowHeight="15"', b'<sheetFormatPr defaultRowHeight="0"', None),
        (b"<sheetFormatPr ", b'<sheetFormatPr defaultColWidth="0" ', None),
        (b'<row r="2"', b'<row ht="0.75" customHeight="1" r="2"', {"A2", "B2"}),
    ],
)
def test_what_has_no_height_or_width_as_all_of_its_sheet_is_hidden(tmp_path, old, new, places):
    (only,) = read(file(tmp_path, replaced(old, new), "bok.xlsx"))
    every = {cell.place for row in only.rows for cell in row}
    assert {cell.place for row in only.rows for cell in row if cell.hidden} == (every if places is None else places)


def test_unused_rows_that_are_hidden_hide_no_row_in_use(tmp_path):
    stream = io.BytesIO()
    made = xlsxwriter.Workbook(stream)
    page = made.add_worksheet()
    page.set_default_row(hide_unused_rows=True)
    page.write_row(0, 0, ["Nämnd", "Belopp"])
    made.close()
    (only,) = read(file(tmp_path, stream.getvalue(), "bok.xlsx"))
    assert not any(cell.hidden for cell in only.rows[0])


WHITE, NAVY = "FFFFFFFF", "FF002060"


@pytest.mark.parametrize(
    ("ink", "behind", "format", "seen"),
    [
        (WHITE, None, "General", False),
        ("FFFAFAFA", None, "General", False),
        (Color(theme=0), None, "General", False),
        (Color(theme=1, tint=1.0), None, "General", False),
        (Color(indexed=9), None, "General", False),
        (NAVY, NAVY, "General", False),
        (Color(theme=4), Color(theme=4), "General", False),
        (None, None, "[White]0", False),
        (None, None, ";;;", False),
        (WHITE, NAVY, "General", True),
        (Color(theme=0, tint=-0.5), None, "General", True),
        (NAVY, None, "General", True),
        ("FFFF0000", "FFFFC7CE", "General", True),
        (None, WHITE, "General", True),
        (None, None, "[Red]0", True),
    ],
)
@pytest.mark.parametrize("value", [600, "600 tkr"])
def test_a_cell_in_the_colour_of_what_is_behind_it_is_hidden(tmp_path, value, ink, behind, format, seen):
    if isinstance(value, str) and format not in ("General", ";;;"):
        format = "General"
        seen = True

    def fill(made):
        rows(made)
        cell = made.active["B2"]
        cell.value, cell.number_format = value, format
        if ink:
            cell.font = Font(color=ink)
        if behind:
            cell.fill = PatternFill("solid", fgColor=behind)

    (only,) = read(file(tmp_path, book(fill), "bok.xlsx"))
    assert [cell.place for row in only.rows for cell in row if cell.hidden] == ([] if seen else ["B2"])


@pytest.mark.parametrize(
    ("rule", "hidden", "format"),
    [
        (FormulaRule(["B2>0"], font=Font(color=WHITE)), True, "General"),
        (FormulaRule(["B2>0"], font=Font(color=NAVY), fill=PatternFill(bgColor=NAVY)), True, "General"),
        (FormulaRule(["B2>0"], font=Font(color=WHITE), fill=PatternFill(bgColor=NAVY)), False, "General"),
        (FormulaRule(["B2>0"], fill=PatternFill(bgColor=NAVY)), False, "General"),
        (DataBarRule("min", None, "max", None, color="FF0000", showValue=False), True, "General"),
        (IconSetRule("3Arrows", "percent", [0, 33, 67], showValue=False), True, "General"),
        (IconSetRule("3Arrows", "percent", [0, 33, 67]), False, "General"),
        (
            Rule("expression", formula=["TRUE"], dxf=DifferentialStyle(numFmt=NumberFormat(170, "0,"))),
            False,
            "[villkorad]0,",
        ),
    ],
)
def test_a_conditional_format_that_may_hide_or_change_a_number_is_told(tmp_path, rule, hidden, format):
    def fill(made):
        rows(made)
        made.active["B2"] = 600
        made.active.conditional_formatting.add("B2:B1048576", rule)

    cell = read(file(tmp_path, book(fill), "bok.xlsx"))[0].rows[1][1]
    assert (cell.hidden, cell.format) == (hidden, format)


@pytest.mark.parametrize(
    ("value", "format", "text", "number"),
    [
        (12, "0000", "0012", 12),
        (2026, '"Ram "0', "Ram 2026", None),
        (2026, '"kr "0', "2026", 2026),
        (2026, "0", "2026", 2026),
        ("Park", '@"nämnden"', "Parknämnden", None),
        ("Park", "0;0;0;@", "Park", None),
    ],
)
def test_a_code_or_a_name_is_what_its_format_shows(tmp_path, value, format, text, number):
    def fill(made):
        rows(made)
        made.active["A2"], made.active["A2"].number_format = value, format

    cell = read(file(tmp_path, book(fill), "bok.xlsx"))[0].rows[1][0]
    assert (cell.text, cell.number) == (text, number)


def test_nil_that_is_not_shown_is_not_hidden(tmp_path):
    def fill(made):
        rows(made)
        made.active["B2"], made.active["B2"].number_format = 0, "0;-0;;@"

    (only,) = read(file(tmp_path, book(fill), "bok.xlsx"))
    assert not only.rows[1][1].hidden


@pytest.mark.parametrize(
    ("format", "text"), [("yyyy", "2026"), ('"Budget "yyyy', "Budget 2026"), ("d/m yyyy", "2026-03-01")]
)
def test_a_date_that_shows_its_year_is_that_year(tmp_path, format, text):
    def fill(made):
        rows(made)
        made.active["B1"], made.active["B1"].number_format = datetime.date(2026, 3, 1), format

    assert texts(file(tmp_path, book(fill), "bok.xlsx"))[0][1] == text


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_hidden_sheets_and_chart_sheets_are_left(tmp_path, state):
    def fill(made):
        rows(made)
        other = made.create_sheet("Dolt")
        other["A1"] = 5
        other.sheet_state = state
        chart = BarChart()
        chart.add_data(Reference(made.active, min_col=2, min_row=2, max_row=3))
        made.create_chartsheet("Diagram").add_chart(chart)
        made.create_sheet("Tomt")

    path = file(tmp_path, book(fill), "bok.xlsx")
    assert [one.name for one in read(path)] == ["Blad"]
    assert excel.hidden(path) == ["»Dolt»"]


def test_no_sheet_of_a_csv_file_is_hidden(tmp_path):
    assert excel.hidden(file(tmp_path, TABLE)) == []


@pytest.mark.parametrize("value", ["6_00", "60_0.5", "٦٠٠", "1_0E2", "+-600", "６００"])
def test_a_number_that_no_workbook_writes_is_refused_with_its_place(tmp_path, value):
    content = replaced(b"<v>600</v>", f"<v>{value}</v>".encode())
    assert faults(file(tmp_path, content, "bok.xlsx")) == (
        f"{PART}, cell B2: »{value}» är inget tal som en arbetsbok kan ha"
    )


def test_the_number_of_a_text_that_no_workbook_writes_is_refused(tmp_path):
    stream = io.BytesIO()
    made = xlsxwriter.Workbook(stream)
    made.add_worksheet().write_row(0, 0, ["Nämnd", "Belopp"])
    made.close()
    content = replaced(b't="s"><v>1</v>', b't="s"><v>0_1</v>', content=stream.getvalue())
    assert "cell B1: »0_1» är inget tal" in faults(file(tmp_path, content, "bok.xlsx"))


@pytest.mark.parametrize(
    ("value", "text"),
    [("600", "600"), (" 600\n", "600"), ("6E2", "600"), ("-6.5e+1", "−65"), ("600.", "600"), ("", "")],
)
def test_a_number_in_any_form_that_a_workbook_writes_is_read(tmp_path, value, text):
    assert texts(file(tmp_path, replaced(b"<v>600</v>", f"<v>{value}</v>".encode()), "bok.xlsx"))[1][1] == text


@pytest.mark.parametrize("name", ["a&#10;b", "a&#x202e;b", "x" * 101, "a&#x1b;b"])
def test_a_sheet_of_a_hostile_name(tmp_path, name):
    said = faults(file(tmp_path, replaced(b'"Blad"', f'"{name}"'.encode(), "xl/workbook.xml"), "bok.xlsx"))
    assert "\n" not in said and "\u202e" not in said


def test_what_no_table_holds_is_refused_in_a_workbook_too(tmp_path):
    def fill(made):
        rows(made)
        made.active["A2"] = "Kommun\u202estyrelsen"
        other = made.create_sheet("Ett till")
        other["C7"] = "x" * 10_000

    said = faults(file(tmp_path, book(fill), "bok.xlsx"))
    assert said.splitlines() == [
        "blad Blad, cell A2: osynliga eller förlorade tecken (U+202E)",
        f"blad Ett till, cell C7: 10000 tecken, högst {LONGEST}",
    ]


def test_nothing_is_left_open_or_written(tmp_path):
    path = file(tmp_path, PLAIN, "bok.xlsx")
    before = path.read_bytes()
    read(path)
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["bok.xlsx"]


def styled() -> dict[str, str]:
    """The parts of a small workbook that has all kinds of styles, as text."""
    book = Workbook()
    sheet = book.active
    for row in CELLS:
        sheet.append(row)
    sheet["B2"], sheet["B3"] = 600, 1200.5
    sheet["B2"].number_format, sheet["B3"].number_format = '#,##0 "kr"', "0.0"
    sheet["A2"].font, sheet["A3"].alignment = Font(bold=True, strike=True), Alignment(indent=2)
    sheet.merge_cells("A5:B5")
    book.create_sheet("dolt").sheet_state = "hidden"
    stream = io.BytesIO()
    book.save(stream)
    with zipfile.ZipFile(stream) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def zipped(parts: dict[str, str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return stream.getvalue()


def damaged(text: str, chosen: random.Random) -> str:
    """`text` with a value, an attribute or an element in it changed or taken away."""
    pattern, instead = chosen.choice(
        [
            (r'(?<==")[^"]*(?=")', ["", "0", "-1", "99", "x", "1e9", "A1:XFD1048576", "9" * 30]),
            (r"(?<=>)[^<>]+(?=<)", ["", "99", "-1", "x", "NaN", "1e400"]),
            (r' [a-zA-Z]+="[^"]*"', [""]),
            (r"<[a-zA-Z][^<>]*/>", [""]),
            (r"<([a-zA-Z]+)[^<>]*>.*?</\\1>", [""]),
        ]
    )
    places = list(re.finditer(pattern, text, re.DOTALL))
    if not places:
        return text
    place = chosen.choice(places)
    return text[: place.start()] + chosen.choice(instead) + text[place.end() :]


def test_parts_of_a_workbook_that_do_not_go_together_are_told(tmp_path):
    """Random damage, the same in every run, to a part of it."""
    chosen, parts, refusals = random.Random(2021), styled(), 0
    for _ in range(250):
        name = chosen.choice(sorted(parts))
        path = file(tmp_path, zipped(parts | {name: damaged(damaged(parts[name], chosen), chosen)}), "t.xlsx")
        for reading in (read, excel.hidden):
            try:
                reading(path)
            except SheetError as error:
                assert error.faults
                refusals += 1
    assert 30 < refusals < 400


def test_a_number_format_that_is_not_declared(tmp_path):
    parts = styled()
    assert len(re.findall("<numFmt ", parts["xl/styles.xml"])) == 2
    parts["xl/styles.xml"] = re.sub('numFmtId="16[0-9]"(?= f)', 'numFmtId="999"', parts["xl/styles.xml"])
    parts["xl/styles.xml"] = re.sub("<numFmts.*</numFmts>", "", parts["xl/styles.xml"])
    assert "ingen hel arbetsbok" in faults(file(tmp_path, zipped(parts), "t.xlsx"))
