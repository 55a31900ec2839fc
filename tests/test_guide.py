"""The guide, followed to the letter: every command, every answer, every row that the reader is told to write."""

import datetime
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import guide_document
import guide_workbook
import openpyxl
import pytest
from conftest import ROOT, SEED, Copy, apart
from openpyxl.styles import Font

from fordelning import template
from fordelning.case import example
from fordelning.cli.main import main
from fordelning.intake.proposal.draft import propose
from fordelning.source.reading.document import read

pytestmark = pytest.mark.slow
GUIDE = (ROOT / "docs" / "handledning.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(sh|text)(?: slutstatus=([0-9]))?\n(.*?)^```$", flags=re.MULTILINE | re.DOTALL)
ROWS = re.compile(r"bladet\s\*\*(.+?)\*\*:\n\n((?:\|.*\n)+)")  # what is to be written on a sheet of the template
*MESSAGES, CHANGED = re.findall(r"^\| `(.*?)` \|", GUIDE.split("## När något går fel")[1], flags=re.MULTILINE)
LARGEST = 200_000  # bytes of a picture


def shown(text: str) -> str:
    """`text` with every run of spaces and line breaks, also those in amounts, as one space."""
    return " ".join(text.split())


def missing(expected: str, output: str) -> list[str]:
    """The pieces of `expected`, parted by …, that do not stand in `output` in that order."""
    rest, lost = shown(output), []
    for piece in filter(None, map(shown, expected.split("…"))):
        _, found, after = rest.partition(piece)
        if found:
            rest = after
        else:
            lost.append(piece)
    return lost


def write(sheet: str, table: str, path: Path) -> None:
    """Fill in the rows of `table` in the template at `path`: those with the same first cell, or the first blank ones.

    What is blank in `table` is left as it is.
    """
    book = openpyxl.load_workbook(path)
    page = book[sheet]
    header, _, *rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines())
    columns = [[cell.value for cell in page[1]].index(title) + 1 for title in header]
    for row in rows:
        names = [page.cell(r, columns[0]).value for r in range(2, page.max_row + 1)]
        at = (
            names.index(row[0]) + 2
            if row[0] in names
            else max((n for n, name in enumerate(names) if name), default=-1) + 3
        )
        for column, text in zip(columns, row, strict=True):
            if text:
                page.cell(at, column).value = text
    book.save(path)


def run(lines: list[str], folder: Path) -> tuple[int, str]:
    """The exit status and everything that is printed when `lines` are given to one terminal in `folder`."""
    done = subprocess.run(
        ["bash", "-eu"],
        input="\n".join(lines),
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    return done.returncode, done.stdout


def kept(folder: Path) -> set[str]:
    """What lies in the folders for cases and reports."""
    return {p.relative_to(folder).as_posix() for p in (*folder.glob("data/*"), *folder.glob("reports/[!.]*"))}


@pytest.mark.skipif(sys.platform == "win32", reason="the guide's terminal is that of Linux and Mac")
def test_the_guide_can_be_followed_as_it_is_written(clone):
    opened, output, before = [], "", kept(clone)
    found = [*BLOCK.finditer(GUIDE), *ROWS.finditer(GUIDE)]
    for match in sorted(found, key=re.Match.start):
        if match.re is ROWS:
            write(*match.groups(), clone / "data" / "exempel-2026.xlsx")
            continue
        kind, status, text = match.groups()
        if kind == "sh":
            ended, output = run([*opened, *text.splitlines()], clone)
            assert ended == int(status or 0), f"{text}{output}"
            opened += [line for line in text.splitlines() if line.startswith("source ")]
        else:
            assert not missing(text, output), output
    tidied = GUIDE.split("## Städa efter exemplet")[1].split("\n## ")[0]
    assert set(re.findall("`([^`]+)`", tidied)) == kept(clone) - before
    made = clone / "reports" / "exempel-2026"
    for name in re.findall(r"^\| `(beslutsrapport\.\w+|avstamning\.\w+|exempel\S+)`", GUIDE, flags=re.MULTILINE):
        assert (made / name).is_file()
    front = shown((made / "beslutsrapport.html").read_text(encoding="utf-8"))
    assert "Vilket belopp gäller för Tidiga insatser" in front
    assert "uppgift saknas" not in front
    (made / "result.json").write_text("{}", encoding="utf-8")
    verify = "fordelning verify reports/exempel-2026 --source docs/handledning/beslut-2026.md"
    assert not missing(CHANGED, run([*opened, verify], clone)[1])


def test_an_answer_that_is_not_the_commands_is_noticed():
    assert missing("a 2,0\n…\nc\n", "a\u00a02,0 b\nc") == []
    assert missing("c\n…\na", "a b c") == ["a"]
    assert missing("d", "a b c") == ["d"]


def test_a_row_is_filled_in_where_its_like_stands_or_last(tmp_path):
    path = tmp_path / "mall.xlsx"
    path.write_bytes(template.workbook(example.draft()))
    write("Potter", "| Namn | Ändamål |\n|---|---|\n| Pott 2, säkra skolvägar | a |\n| Ny | b |\n", path)
    page = openpyxl.load_workbook(path)["Potter"]
    assert [[cell.value for cell in row[:4]] for row in page.iter_rows(min_row=2, max_row=4)] == [
        ["motesplatser", "Pott 1, mötesplatser", "Pott 1", "mötesplatser"],
        ["skolvagar", "Pott 2, säkra skolvägar", "Pott 2", "a"],
        [None, "Ny", None, "b"],
    ]
    with pytest.raises(ValueError, match="Namm"):
        write("Potter", "| Namm |\n|---|\n| Ny |\n", path)


def test_every_block_of_the_guide_is_one_that_the_test_follows():
    assert len(re.findall("^```", GUIDE, flags=re.MULTILINE)) == 2 * len(BLOCK.findall(GUIDE))
    assert len(ROWS.findall(GUIDE)) == len(re.findall(r"bladet\s\*\*", GUIDE)) >= 6


def cells(book) -> list:
    """Every sheet's name, its merged cells, and each cell's text, form and look."""
    return [
        (
            sheet.title,
            sorted(map(str, sheet.merged_cells.ranges)),
            [(c.coordinate, c.value, c.number_format, c.font.b, c.font.sz) for row in sheet.rows for c in row],
        )
        for sheet in book
    ]


def test_the_workbook_that_is_mailed_is_the_one_that_is_made(tmp_path):
    guide_workbook.make().save(tmp_path / "made.xlsx")
    kept, made = (openpyxl.load_workbook(p, rich_text=True) for p in (guide_workbook.PATH, tmp_path / "made.xlsx"))
    assert cells(kept) == cells(made)
    made.active["B6"] = 1.6
    assert cells(kept) != cells(made)


def test_the_document_is_the_one_that_is_made(tmp_path):
    (tmp_path / "made.pdf").write_bytes(apart(guide_document.make))
    assert read(tmp_path / "made.pdf").blocks == read(guide_document.PATH).blocks
    proposal = propose(read(guide_document.PATH))
    assert [(row.pot, row.measure, row.board, row.kronor) for row in proposal.rows] == [
        ("Pott 1, trygga miljöer", "Belysning", "Kommunstyrelsen", 1_500_000),
        ("Pott 1, trygga miljöer", "Nattvandring", "Kommunstyrelsen", 500_000),
        ("Pott 2, trivsel", "Sommarläger", "Socialnämnden", 950_000),
        ("Pott 2, trivsel", "Konst i bostadsområden", "Kulturnämnden", 400_000),
        ("Pott 2, trivsel", "Nattvandring", "Kommunstyrelsen", 300_000),
    ]


def test_the_pictures_are_small_and_described():
    pictures = re.findall(r"!\[(.*?)\]\((.*?)\)", GUIDE)
    assert {name for _, name in pictures} == {
        f"handledning/{p.name}" for p in (ROOT / "docs/handledning").glob("*.png")
    }
    for alternative, name in pictures:
        assert len(alternative) > 60, name
        assert (ROOT / "docs" / name).stat().st_size < LARGEST, name


def test_every_link_in_the_guide_leads_somewhere():
    def anchors(text: str) -> set[str]:
        heads = re.findall("^#+ (.*)$", text, flags=re.MULTILINE)
        return {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}

    for path, anchor in re.findall(r"\]\((?!https?:)([^)#]*)#?([^)]*)\)", GUIDE):
        target = ROOT / "docs" / path if path else ROOT / "docs" / "handledning.md"
        assert target.exists(), path
        assert not anchor or anchor in anchors(target.read_text(encoding="utf-8")), anchor


# What can go wrong, in the order of the guide's last table but for its last row: each function does it and returns the
# arguments that show the message.


def table(folder: Path, change: Callable) -> list[str]:
    """The import of the guide's workbook after `change`."""
    book = guide_workbook.make()
    change(book)
    book.save(folder / "tabell.xlsx")
    return ["import", str(folder / "tabell.xlsx"), "--case", "x", "--data", str(folder), "--columns", "potter"]


def case(folder: Path, change: Callable[[Copy], object]) -> list[str]:
    """The check of a copy of the seed case after `change`."""
    change(Copy(folder / "kopia"))
    return ["check", str(folder / "kopia")]


def without(word: str) -> Callable:
    """Take `word` out of every cell."""

    def change(book) -> None:
        for cell in (cell for row in book.active.rows for cell in row if isinstance(cell.value, str)):
            cell.value = cell.value.replace(word, "")

    return change


def other_cells(cells: dict) -> Callable:
    """Give cells other values."""

    def change(book) -> None:
        for place, value in cells.items():
            book.active[place].value = value

    return change


def second_sheet(book) -> None:
    book.copy_worksheet(book.active)


def hidden_row(book) -> None:
    book.active.row_dimensions[7].hidden = True


def struck_row(book) -> None:
    for cell in book.active[7]:
        cell.font = Font(strike=True)


def more_decimals(book) -> None:
    book.active["B6"] = 1.54


def in_format(format: str) -> Callable:
    """Give the amounts another number format."""

    def change(book) -> None:
        for row in book.active["B6:E11"]:
            for cell in row:
                cell.number_format = format

    return change


def other_program(folder: Path) -> list[str]:
    with zipfile.ZipFile(folder / "tabell.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<x/>")
    return ["import", str(folder / "tabell.ods"), "--case", "x"]


def old_file(folder: Path) -> list[str]:
    (folder / "gammal.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    return ["import", str(folder / "gammal.xls"), "--case", "x"]


def filled_in(folder: Path) -> list[str]:
    template.create(example.draft(), folder / "x", datetime.date(2026, 1, 15))
    with (folder / "x" / "questions.csv").open("a", encoding="utf-8") as stream:
        stream.write("ny,3,en fråga till,Varför?\n")
    return [*table(folder, lambda book: None), "--replace"]


def template_ahead(folder: Path) -> list[str]:
    (folder / "x.xlsx").write_bytes(template.workbook(example.draft()))
    shutil.copytree(SEED, folder / "x")
    (folder / "x" / "acknowledgements.csv").write_text("statement,by,on,value,difference,why\n", encoding="utf-8")
    return ["check", str(folder / "x")]


def saved_in_excel(copy: Copy) -> None:
    (copy.folder / "pots.csv").write_text("pot;name;short_name;purpose\n", encoding="utf-8")


def saved_as_ansi(copy: Copy) -> None:
    file = copy.folder / "boards.csv"
    file.write_bytes(file.read_text(encoding="utf-8").encode("cp1252"))


def stated_twice(copy: Copy) -> None:
    copy.describe(rounding={"tkr": "5"})
    for number, tkr in (("S90", "10005"), ("S91", "9995")):
        cells = {"place": "rubrik", "kind": "total", "relation": "=", "value": tkr, "unit": "tkr"}
        copy.append("statements.csv", statement=number, wording="Allt", **cells)


FAULTS = [
    lambda f: ["import", str(f / "nej.xlsx"), "--case", "x"],
    lambda f: table(f, lambda book: shutil.copytree(SEED, f / "x")),
    filled_in,
    lambda f: [*table(f, lambda book: None)[:3], "Exempel 2026", "--data", str(f), "--columns", "potter"],
    old_file,
    other_program,
    lambda f: table(f, second_sheet),
    lambda f: table(f, without("mnkr")),
    lambda f: table(f, without("2026")),
    lambda f: table(f, hidden_row),
    lambda f: table(f, struck_row),
    lambda f: table(f, more_decimals),
    lambda f: table(f, in_format("0.0 [$EUR]")),
    lambda f: table(f, in_format("# ?/?")),
    lambda f: table(f, in_format('0.0 "tkr"')),
    lambda f: table(f, other_cells({"B4": "Ram i 2025 års priser"})),
    lambda f: table(f, other_cells({"A4": "Post", **{f"A{n}": f"Rad {'abcde'[n - 6]}" for n in range(6, 11)}})),
    lambda f: table(f, other_cells({f"{letter}7": None for letter in "BCDE"})),
    lambda f: table(f, other_cells({"A10": "Alla", "B10": 7.5, "C10": 26.8, "D10": 3.3, "E10": 37.6})),
    lambda f: table(f, other_cells({"C7": "enligt plan"})),
    lambda f: table(f, other_cells({"A7": "varav förskolor"})),
    lambda f: table(f, other_cells({"A7": "Kommunstyrelsen"})),
    lambda f: [*table(f, other_cells({"A7": "Kommunstyrelsen", "E7": 99.5})), "--duplicates", "summera"],
    lambda f: table(f, other_cells({"B11": 13.1})),
    lambda f: ["check", "huddinge-2012"],
    lambda f: ["chekc"],
    template_ahead,
    lambda f: case(f, saved_in_excel),
    lambda f: case(f, lambda copy: copy.change("allocations.csv", {"amount": "2200"}, amount="2,2")),
    lambda f: case(f, saved_as_ansi),
    lambda f: case(f, lambda copy: copy.change("acknowledgements.csv", {"statement": "S20"}, value="11")),
    lambda f: case(f, stated_twice),
]


@pytest.mark.parametrize(("message", "fault"), list(zip(MESSAGES, FAULTS, strict=True)), ids=MESSAGES)
def test_every_message_in_the_guide_is_one_that_the_program_gives(message, fault, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    try:
        assert main(fault(tmp_path)) != 0
    except SystemExit as stopped:
        assert stopped.code == 2
    printed = capsys.readouterr()
    assert not missing(message, printed.out + printed.err), printed.err
