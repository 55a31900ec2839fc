"""No text of a case, a file or a command runs or breaks anything."""

import contextlib
import csv
import errno
import io
import json
import os
import re
import shlex
import shutil

import openpyxl
import pypdf
import pytest
from bs4 import BeautifulSoup
from conftest import ROOT, SEED, Copy, command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils.exceptions import IllegalCharacterError

from fordelning import template
from fordelning.base.errors import CaseError
from fordelning.case import draft
from fordelning.case.case import load
from fordelning.case.draft import Draft, DraftError
from fordelning.case.schema import TABLES
from fordelning.cli.main import main
from fordelning.report.document import paragraph
from fordelning.report.markup import html

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '=HYPERLINK("http://x","y")',
    '#read("/etc/passwd")',
    "$(touch /tmp/x)",
    "`touch /tmp/x`",
    "a|b|c",
    "*bold* _it_ **b**",
    "[x](javascript:alert(1))",
    "{{7*7}} {% raw %}",
    "\\input{x} \\end{document}",
    "&amp; &lt;b&gt;",
    "]]> --> */",
    "'\"''\"\" »«",
    "$x^2$ $$y$$",
    "#import <label> @ref",
    "../../../etc/passwd",
    "; rm -rf / && true",
    "%s %d {0} %(x)s",
    "# Rubrik",
    "- punkt",
    "@SUM(A1)",
    "+1+1",
    "a\\u0000b\\n",
    "A" + "nästan" * 33,
]
TEXTS = {  # the columns that are free text, by file; a stated value is read, and is planted in where it is a text
    f"{name}.csv": [
        column.name
        for column in table.columns
        if column.type == "string" and not (column.pattern or column.enum or column.target) and column.name != "value"
    ]
    for name, table in TABLES.items()
}

LONGEST_KEYS = {"kameror": "k" * 300, "beslut-2": "2"}


def spread(copy: Copy) -> Copy:
    """Hostile text in every text of the case, each made unique by a number; the short names stay short."""
    number, became = 0, {}
    answer = {"status": "answered", "by": "ekonomichefen", "on": "2026-11-20", "answer": "Skrivfel."}
    copy.change("questions.csv", {"question": "datum"}, **answer)
    for file, texts in TEXTS.items():
        if not (copy.folder / file).exists():
            continue
        fields, rows = copy.read(file)
        columns = [column for column in texts if column in fields]
        for row in rows:
            for column in columns:
                if row[column]:
                    number += 1
                    text, old = HOSTILE[number % len(HOSTILE)], row[column]
                    row[column] = f"{text[:9]}{number}" if column == "short_name" else f"{text} {number}"
                    became[old] = row[column]
        copy.write(file, fields, rows)

    def change(descriptor):
        descriptor["title"] = descriptor["description"] = " ".join(HOSTILE[:6])
        for at, key in enumerate(("municipality", "document", "subject", "author", "decided_by", "status", "funding")):
            old, new = descriptor["decision"][key], f"{HOSTILE[at]} {HOSTILE[-4 - at]}"
            descriptor["decision"][key] = became[old] = new
        descriptor["review"] = {"prepared_by": HOSTILE[3], "reviewed_by": HOSTILE[13]}

    copy.edit(change)
    for old in ("ökad trygghet och trivsel", "bostadssociala ändamål"):  # what the document says of itself
        copy.change("statements.csv", {"value": old}, value=became[old])
    copy.change("acknowledgements.csv", {"value": old}, value=became[old])
    for file in ("places.csv", "allocations.csv", "statements.csv", "notes.csv", "points.csv", "disclosures.csv"):
        fields, rows = copy.read(file)
        copy.write(file, fields, [row | {"place": LONGEST_KEYS.get(row["place"], row["place"])} for row in rows])

    def elsewhere(descriptor):  # the statements lie in another file, and something else in the one of their name
        next(one for one in descriptor["resources"] if one["name"] == "statements")["path"] = "annat.csv"
        descriptor["resources"].append({"name": "annat", "path": "statements.csv"})

    shutil.copy(copy.folder / "statements.csv", copy.folder / "annat.csv")
    (copy.folder / "statements.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    return copy.edit(elsewhere)


def tree(folder) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


@pytest.fixture(scope="module")
def rendered(tmp_path_factory):
    """The edition of the case that holds it all: (case, folder of the edition)."""
    base = tmp_path_factory.mktemp("fientligt")
    case = spread(Copy(base / "fallet"))
    before = tree(base)
    done = command("report", case.folder, "--reports", base / "ut")
    assert done.returncode == 0, done.stderr
    assert {name for name in tree(base) - before if not name.startswith("ut")} == set()
    return load(case.folder), base / "ut" / "fallet"


@pytest.mark.parametrize("name", ["beslutsrapport", "avstamning"])
def test_hostile_text_is_text_on_the_page(rendered, name):
    case, folder = rendered
    soup = BeautifulSoup((folder / f"{name}.html").read_text(encoding="utf-8"), "html.parser")
    assert not soup(["img", "iframe", "object"])
    [data] = soup("script")  # data, which says what is in the case as text
    assert data.attrs == {"type": "application/ld+json"} and json.loads(data.extract().string)["name"]
    for element in soup.find_all(True):
        assert not [key for key in element.attrs if key.startswith("on")]
        assert not element.get("href", "").lower().startswith(("javascript:", "data:", "vbscript:"))
    text = " ".join(soup.get_text().split())
    assert case.title in text
    assert all(" ".join(measure.name.split()) in text for measure in case.measures.values())
    [answered] = [question for question in case.questions.values() if question.answer]
    shown = {
        "beslutsrapport": [*(p.wording for p in case.points), *(d.answer for d in case.disclosures if d.answer)],
        "avstamning": [answered.answer, answered.by, case.review.prepared_by, case.review.reviewed_by],
    }
    assert [told for told in shown[name] if " ".join(told.split()) not in text] == []
    assert "49" not in case.title and "{{7*7}}" in text + str(case.statements)


@pytest.mark.parametrize("name", ["beslutsrapport", "avstamning"])
def test_hostile_text_is_text_on_paper(rendered, name):
    case, folder = rendered
    reader = pypdf.PdfReader(folder / f"{name}.pdf")
    text = "".join("".join(page.extract_text() for page in reader.pages).split())
    for measure in case.measures.values():
        assert "".join(measure.name.split())[:20] in text  # a long word is hyphenated further on
    assert "root:x:" not in text
    links = [link.get_object() for page in reader.pages for link in page.get("/Annots", [])]
    targets = {str(link.get("/A", {}).get("/URI", "")): link["/Contents"] for link in links}
    assert not [target for target in targets if target.startswith(("javascript", "file"))]
    assert {str(link["/Dest"]) for link in links if "/Dest" in link} <= set(reader.named_destinations)
    beside = {address.partition("#")[2]: told for address, told in targets.items() if address.startswith("avstamning.")}
    named = {key: f"{key}, {statement.wording}" for key, statement in case.statements.items()}
    named |= {f"plats-{key}": place.name for key, place in case.places.items()}
    assert beside == {key: f"{named[key]} (i avstämningen)" for key in beside}
    assert bool(beside) == (name == "beslutsrapport")
    if name == "avstamning":
        assert {f"plats-{key}" for key in LONGEST_KEYS.values()} <= set(reader.named_destinations)


def test_hostile_text_is_text_in_the_workbook(rendered):
    case, folder = rendered
    book = openpyxl.load_workbook(folder / "fallet.xlsx")
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None]
    strings = {cell.value for cell in cells if cell.data_type in ("s", "inlineStr")}
    assert {m.name for m in case.measures.values()} <= strings
    assert {s.wording for s in case.statements.values()} <= strings
    formulas = [str(cell.value) for cell in cells if cell.data_type == "f"]
    assert formulas
    assert not [f for f in formulas if f.startswith(("=HYPERLINK", "=@", "=+1", "=cmd"))]


def test_hostile_text_is_no_code_in_the_notebook(rendered):
    _, folder = rendered
    for path in folder.glob("*.ipynb"):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        code = "".join("".join(cell["source"]) for cell in notebook["cells"])
        assert not [text for text in HOSTILE if text in code]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_block_escapes(text):
    soup = BeautifulSoup(html(paragraph(text).data()), "html.parser")
    assert soup.get_text().strip() == text
    assert {element.name for element in soup.find_all(True)} <= {"div", "p", "span"}


@pytest.mark.parametrize("letter", ["😀", "中", "ا", "\u0e01", "\u0336", "𝔄"])
def test_a_letter_that_the_font_lacks_is_a_fault_with_its_place(copy, letter):
    copy.change("measures.csv", {"measure": "laxlasning"}, name=f"Läxor {letter}")
    copy.replace("datapackage.json", '"municipality": "', f'"municipality": "{letter}')
    with pytest.raises(CaseError) as caught:
        load(copy.folder)
    assert [(fault.file, fault.row, fault.column) for fault in caught.value.faults] == [
        ("datapackage.json", 0, "decision.municipality"),
        ("measures.csv", 6, "name"),
    ]
    assert f"U+{ord(letter):04X}" in str(caught.value)


# Commands


def run(arguments: list[str], capsys) -> tuple[int, str]:
    try:
        status = main(arguments)
    except SystemExit as stopped:  # argparse
        status = stopped.code
    told = capsys.readouterr()
    return status, told.out + told.err


NAMES = ["../../x", "/etc", "/", "..", ".", "", ";rm -rf x", "$(touch pwned)", "`id`", "a\nb", "a\x00b", "x" * 5_000]
NAMES += ["a@b@c", "@", "huddinge-2021@finns", "~", "-x", "<script>", "å", "A", "a b", "a--b", "con:", "\ud800"]


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_name_of_a_case(name, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    table = tmp_path / "tabell.csv"
    table.write_text("Nämnd;Åtgärd;2024, tkr\nKommunstyrelsen;Ett;600\nValnämnden;Två;300\n", encoding="utf-8")
    status, said = run(["check", f"./{name}" if name.startswith("-") else name], capsys)
    assert status in (2, 3), said
    status, said = run(["import", str(table), f"--case={name}"], capsys)
    assert status == 2, said
    (tmp_path / "data").mkdir()
    status, said = run(["import", str(table), f"--case={name}"], capsys)
    assert status == 2, said
    assert tree(tmp_path) == {"tabell.csv", "data"}
    assert not (tmp_path.parent / "x").exists()
    assert "Traceback" not in said


def tabell(folder):
    path = folder / "tabell.csv"
    path.write_text("Nämnd;Åtgärd;Belopp 2024, tkr\nKommunstyrelsen;Ett;600\nValnämnden;Två;300\n", encoding="utf-8")
    return path


def commands(tmp_path, option: str, name: str) -> list[list[str]]:
    """The commands that write or read in the folder called `name`."""
    if option == "--data":
        return [["import", str(tabell(tmp_path)), "--case=x", f"--data={name}"], ["new", "nytt", f"--data={name}"]]
    if option == "--reports":
        return [["report", str(SEED), "--notebooks", str(ROOT / "notebooks"), f"--reports={name}"]]
    return [["report", str(SEED), f"--notebooks={name}"], ["verify", f"./{name}"]]


@pytest.mark.parametrize("option", ["--data", "--reports", "--notebooks"])
@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("a\nb", "a\\x0ab» har tecken som inte kan läsas"),
        ("a\x00b", "har tecken som inte kan läsas"),
        ("\udcff", "har tecken som inte kan läsas"),
        ("x" * 300, "namnet är för långt"),
        ("x/" * 3_000, "namnet är för långt"),
    ],
)
def test_a_folder_of_an_impossible_name_is_an_error(option, name, says, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    for arguments in commands(tmp_path, option, name):
        status, said = run(arguments, capsys)
        assert status == 2, said
        assert says in said
    assert tree(tmp_path) <= {"tabell.csv"}


@pytest.mark.parametrize(("option", "status"), [("--data", 2), ("--reports", 5)])
@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("fil", "en fil med det namnet är i vägen"),
        ("fil/under", "något i sökvägen är en fil och ingen mapp"),
        ("bruten", "en fil med det namnet är i vägen"),
        ("ring", "i vägen"),
        ("/dev/null", "en fil med det namnet är i vägen"),
        ("last", "åtkomst nekas"),
        ("last/under", "åtkomst nekas"),
    ],
)
def test_a_folder_that_cannot_be_written_is_an_error(option, status, name, says, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "fil").write_text("x", encoding="utf-8")
    (tmp_path / "bruten").symlink_to("borta")
    (tmp_path / "ring").symlink_to("ring")
    (tmp_path / "last").mkdir()
    make = os.mkdir

    def mkdir(path, *rest, **options):  # as it is for another than root, who may write everywhere
        if "last" in os.fspath(path):
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return make(path, *rest, **options)

    monkeypatch.setattr(os, "mkdir", mkdir)
    before = tree(tmp_path) | {"tabell.csv"}
    for arguments in commands(tmp_path, option, name):
        found, said = run(arguments, capsys)
        assert found == status, said
        assert says in said
    left = {path for path in tree(tmp_path) if not path.endswith(".lock")}  # the lock of a folder that is there
    assert left <= before and (tmp_path / "fil").read_text(encoding="utf-8") == "x"


FOLDERS = ["$(touch pwned)", "`touch pwned`; x", "annan/../mapp", "lank", "a 'b\" c", "~", "%s {0}"]


@pytest.mark.slow
@pytest.mark.parametrize("name", FOLDERS)
def test_data_in_a_folder_of_a_hostile_name_is_read_back_from_there(name, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "annan").mkdir()
    (tmp_path / "lank").symlink_to("annan")
    for arguments in commands(tmp_path, "--data", name):
        status, said = run(arguments, capsys)
        assert status == 0, said
    assert load(tmp_path / name / "x").allocations["kronor"].tolist() == [600_000, 300_000]
    suggested = re.findall(r"^  fordelning (.*)$", said, flags=re.MULTILINE)
    assert [run(shlex.split(line), capsys)[0] for line in suggested] == [0, 0]
    assert not (tmp_path / "pwned").exists()


@pytest.mark.slow
def test_reports_in_folders_of_hostile_names_are_made_there_and_nothing_is_run(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    notebooks, reports = tmp_path / "$(touch pwned)", "lank/../lank/`touch pwned`; \"x' %s"
    notebooks.mkdir()
    shutil.copy(ROOT / "notebooks" / "avstamning.ipynb", notebooks)
    (tmp_path / "annan").mkdir()
    (tmp_path / "lank").symlink_to("annan")
    (tmp_path / "fallet").symlink_to(SEED)  # the case as well is reached through a link
    status, said = run(["report", "fallet", "--notebooks", str(notebooks), "--reports", reports], capsys)
    assert status == 0, said
    [made] = [path for path in (tmp_path / reports).iterdir() if path.is_dir()]
    assert (made / "avstamning.pdf").is_file()
    assert (tmp_path / "annan" / "`touch pwned`; \"x' %s" / "index.html").is_file()
    assert not list(tmp_path.rglob("pwned"))
    status, said = run(["verify", str(made), "fallet", "--notebooks", str(notebooks)], capsys)
    assert status == 0, said


def test_a_case_reached_through_a_link_is_read_and_never_replaced(copy, monkeypatch, capsys):
    link = copy.folder.with_name("lank")
    link.symlink_to(copy.folder)
    monkeypatch.chdir(copy.folder.parent)
    status, said = run(["check", "lank"], capsys)
    assert status == 0, said
    status, said = run(["check", str(link), "-p", "other", "kopia"], capsys)
    assert status == 0, said
    before = {path.name: path.read_bytes() for path in copy.folder.iterdir()}
    path = tabell(copy.folder.parent)
    for arguments in (
        ["import", str(path), "--case=lank", "--data=.", "--replace"],
        ["new", "lank", "--data=.", "--replace"],
    ):
        status, said = run(arguments, capsys)
        assert status == 2, said
        assert "lank är en länk och ersätts inte" in said
    assert link.is_symlink() and {path.name: path.read_bytes() for path in copy.folder.iterdir()} == before
    assert {path.name for path in copy.folder.parent.iterdir()} == {"kopia", "lank", "tabell.csv"}


@pytest.mark.parametrize("target", ["borta", "lank", "/dev/null"])
def test_a_case_that_is_a_link_to_no_case_is_an_error(target, tmp_path, monkeypatch, capsys):
    (tmp_path / "lank").symlink_to(target)
    monkeypatch.chdir(tmp_path)
    for arguments in (["check", "lank"], ["trace", "lank", "lank"], ["report", "lank"], ["verify", "lank"]):
        status, said = run(arguments, capsys)
        assert status == 2, said
        assert "lank" in said


# The descriptor


@pytest.mark.parametrize(
    "path",
    [
        "../../x",
        "../pots.csv",
        "/etc/passwd",
        "http://example.org/pots.csv",
        "file:///etc/passwd",
        ["pots.csv"],
        "pots.csv\x00",
    ],
)
def test_a_path_out_of_the_folder_is_refused(copy, path, monkeypatch):
    monkeypatch.setattr("socket.socket", None)  # nothing is fetched
    copy.edit(lambda d: next(r for r in d["resources"] if r["name"] == "pots").update(path=path))
    with pytest.raises(CaseError) as caught:
        load(copy.folder)
    assert "en fil i fallets mapp" in str(caught.value)


def test_a_duplicated_header_is_refused(copy):
    copy.replace("pots.csv", "short_name", "name")
    with pytest.raises(CaseError, match="2 kolumner med namnet"):
        load(copy.folder)


# Writing a case


def made(**rows) -> Draft:
    case = load(SEED)
    return Draft(title="Titel", decision={**vars(case.decision)}, source="x.csv", rows=rows)


@pytest.mark.parametrize("name", [n for n in NAMES if n not in ("", ".", "..", "/", "huddinge-2021@finns")])
def test_a_draft_of_a_hostile_name_leaves_nothing(tmp_path, name):
    with pytest.raises(DraftError):
        draft.check_name(name)
        draft.write(made(), tmp_path / "data" / name, draft.datetime.date(2024, 1, 1))
    assert tree(tmp_path) == set()


def test_a_draft_that_does_not_load_leaves_nothing(tmp_path):
    with pytest.raises(CaseError):
        draft.write(made(), tmp_path / "data" / "nytt", draft.datetime.date(2024, 1, 1))
    assert tree(tmp_path) <= {"data"}


@pytest.mark.parametrize("replace", [False, True])
def test_a_full_disk_leaves_what_was_there(copy, monkeypatch, replace):
    before = {p.name: p.read_bytes() for p in copy.folder.iterdir()}
    target = copy.folder if replace else copy.folder.with_name("ny")

    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DraftError, match="kan inte skrivas"):
        draft.write(made(), target, draft.datetime.date(2024, 1, 1), replace=replace)
    assert {p.name: p.read_bytes() for p in copy.folder.iterdir()} == before
    assert [p.name for p in copy.folder.parent.iterdir()] == ["kopia"]


def test_a_link_is_not_replaced(copy):
    link = copy.folder.with_name("lank")
    link.symlink_to(copy.folder)
    with pytest.raises(DraftError):
        draft.write(made(), link, draft.datetime.date(2024, 1, 1), replace=True)
    assert link.is_symlink() and (copy.folder / "pots.csv").is_file()


# Importing: bounded fuzz

FUZZ = settings(deadline=None, max_examples=int(os.environ.get("FUZZ", "30")), suppress_health_check=list(HealthCheck))
styles = st.sampled_from(
    [
        lambda n: f"{n:,}".replace(",", " "),
        lambda n: f"{n:,}".replace(",", "\u00a0"),
        lambda n: str(n).replace("-", "−"),
        lambda n: f"({-n})" if n < 0 else str(n),
        lambda n: f"{n} tkr",
        lambda n: f"{n},0",
        lambda n: f"{n:,}".replace(",", "\u2009") + ",00",
    ]
)
amounts = st.integers(-9_999_999, 9_999_999).filter(bool)
boards = ["Kommunstyrelsen", "Valnämnden", "Socialnämnden", "Bygg- och miljönämnden"]
hostile = st.sampled_from(
    [*HOSTILE, "1.234", "400-", "6001)", "1e309", "٣٤", "", "-", "Summa", "varav", "2024", "\x00", "a\nb", "12 %"]
)
cell = hostile | st.text(max_size=8) | amounts.map(str)
grids = st.lists(st.lists(cell, min_size=1, max_size=5), min_size=1, max_size=7)


def as_csv(rows) -> bytes:
    stream = io.StringIO()
    csv.writer(stream, delimiter=";").writerows(rows)
    return stream.getvalue().encode("utf-8", "surrogatepass")


def as_xlsx(rows) -> bytes:
    book, stream = Workbook(), io.BytesIO()
    for r, row in enumerate(rows, start=1):
        for c, value in enumerate(row, start=1):
            try:
                book.active.cell(r, c).value = value
            except IllegalCharacterError:  # a sign that XML cannot hold
                continue
    book.save(stream)
    return stream.getvalue()


def importing(folder, content: bytes, name: str, *options: str) -> tuple[int, dict | None]:
    """The exit status of the import, and the written case's amounts in kronor by board and measure."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    (folder / name).write_bytes(content)
    arguments = ["import", str(folder / name), "--case=x", "--data", str(folder / "data"), *options]
    console = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with contextlib.redirect_stdout(console), contextlib.redirect_stderr(console):
        try:
            status = main(arguments)
        except SystemExit as stopped:
            status = stopped.code
    assert status in (0, 2, 3, 4)
    if status in (2, 3):
        assert tree(folder) <= {name, "data"}
        return status, None
    assert {path.name for path in (folder / "data").iterdir()} == {"x", "x.xlsx"}
    assert not template.differs(folder / "data" / "x")
    case = load(folder / "data" / "x")
    return status, {
        (case.boards[a.board].name, case.measures[a.measure].name): a.kronor for a in case.allocations.itertuples()
    }


@pytest.mark.slow
@FUZZ
@given(
    st.lists(st.tuples(st.sampled_from(boards), amounts), min_size=1, max_size=6), styles, st.booleans(), st.booleans()
)
def test_a_known_table_gives_its_own_amounts_or_a_question(tmp_path_factory, rows, style, long, total):
    folder = tmp_path_factory.getbasetemp() / "kand"
    known = {(board, f"Åtgärd {chr(65 + n)}"): number * 1_000 for n, (board, number) in enumerate(rows)}
    written = [["Nämnd", "Åtgärd", "Belopp 2024, tkr"]]
    written += [[b, m, style(k // 1_000)] for (b, m), k in known.items()]
    if total:
        written.append(["Summa", "", style(sum(known.values()) // 1_000)])
    content, name = (as_csv(written), "tabell.csv") if long else (as_xlsx(written), "tabell.xlsx")
    status, found = importing(folder, content, name)
    assert status in (0, 2)
    assert found is None or found == known
    if not any("(" in row[2] for row in written) and not sums_by_chance([number for _, number in rows]):
        assert status == 0


def sums_by_chance(numbers: list[int]) -> bool:
    """Whether a number is near the sum of some next to it, or of all others: that may be asked about."""
    runs = [
        (sum(numbers[start:end]), numbers[:start] + numbers[end:])
        for start in range(len(numbers))
        for end in range(start + 1, len(numbers) + 1)
    ]
    runs += [(sum(numbers) - number, [number]) for number in numbers]
    return any(abs(total - other) <= len(numbers) for total, others in runs for other in others)


@FUZZ
@given(grids, st.sampled_from(["csv", "xlsx"]))
def test_a_random_table_is_read_or_refused(tmp_path_factory, rows, kind):
    content = as_csv(rows) if kind == "csv" else as_xlsx(rows)
    importing(tmp_path_factory.getbasetemp() / "slump", content, f"tabell.{kind}", "--delimiter=;")


@pytest.mark.slow
@FUZZ
@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3), cell), min_size=1, max_size=3),
    st.sampled_from(["csv", "xlsx"]),
)
def test_a_table_with_a_few_cells_changed(tmp_path_factory, changes, kind):
    rows = [["Nämnd", "Åtgärd", "2024, tkr", "2025, tkr"]]
    rows += [[board, f"Åtgärd {n}", str(n * 100), str(n * 50)] for n, board in enumerate(boards, start=1)]
    rows += [["Summa", "", "1000", "500"]]
    for r, c, text in changes:
        rows[r][c] = text
    content = as_csv(rows) if kind == "csv" else as_xlsx(rows)
    importing(tmp_path_factory.getbasetemp() / "andrad", content, f"tabell.{kind}", "--delimiter=;")


@FUZZ
@given(
    st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=8),
    st.sampled_from(["csv", "xlsx"]),
)
def test_a_file_with_a_few_bytes_changed(tmp_path_factory, flips, kind):
    rows = [["Nämnd", "Åtgärd", "2024, tkr"], *([board, "Ett", "600"] for board in boards)]
    content = bytearray(as_csv(rows) if kind == "csv" else as_xlsx(rows))
    for at, value in flips:
        content[at % len(content)] = value
    importing(tmp_path_factory.getbasetemp() / "bytes", bytes(content), f"tabell.{kind}")
