"""Many editions in one run: what is ordered, what is made and what is not, and what is told of each."""

import json
import os
import re
import shutil
from types import SimpleNamespace

import pytest
from conftest import CASES, ROOT, python
from openpyxl import Workbook

from fordelning.case.schema import TABLES
from fordelning.cli.commands.usage import notebooks_in
from fordelning.intake.cells.cell import SheetError
from fordelning.publish.edition import manifest, staleness
from fordelning.publish.edition.staleness import Program, changes
from fordelning.publish.many.order import OrderError, every_case, listed
from fordelning.report.parameters import EditionParameters

GRANTS, LULEA = "exempelkommun-foreningsbidrag-2025", "lulea-tillaggsbudget-2024"


def batch(project, *arguments, **environment):
    return program(project, "batch", *arguments, **environment)


def program(project, *arguments, **environment):
    own = {"PYTHONPATH": str(project), "PYTHONDONTWRITEBYTECODE": ""}  # the copy is compiled once
    return python("-m", "fordelning.cli", *arguments, cwd=project, **own | environment)


def orders(path, *lines: str):
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """The program in a folder of its own, with three orders made: two of one case, one of another."""
    folder = tmp_path_factory.mktemp("projekt")
    for part in ("fordelning", "notebooks"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    for case in (GRANTS, LULEA):
        shutil.copytree(ROOT / "data" / case, folder / "data" / case)
    orders(folder / "best.csv", "case;utgåva;unit", f"{GRANTS};a;kr", f"{GRANTS};b;tkr", f"{LULEA};;")
    done = batch(folder, "best.csv")
    assert done.returncode == 0, done.stderr
    assert "3 utgåvor: 3 gjorda." in done.stdout
    found = json.loads((folder / "reports" / "batch.json").read_text(encoding="utf-8"))
    assert [edition["why"] for edition in found["editions"]] == [["utgåvan fanns inte"]] * 3
    return folder


def fates(project) -> dict[str, str]:
    found = json.loads((project / "reports" / "batch.json").read_text(encoding="utf-8"))
    return {edition["name"]: edition["fate"] for edition in found["editions"]}


def files(folder) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.slow
def test_nothing_is_made_where_nothing_has_changed(project):
    before = files(project / "reports" / "a")
    for path in project.rglob("*.csv"):
        os.utime(path, (2_000_000_000, 2_000_000_000))
    done = batch(project, "best.csv", "--why")
    assert done.returncode == 0
    assert "3 utgåvor: 3 oförändrade." in done.stdout and "gjordes om" not in done.stdout
    assert files(project / "reports" / "a") == before


def test_report_sees_that_nothing_has_changed_without_loading_the_case(project):
    heavy = "pandas", "numpy", "matplotlib", "IPython", "jinja2", "papermill", "xlsxwriter", "openpyxl"
    code = f"""import sys
from fordelning.cli.main import main
status = main(["report", {LULEA!r}])
print([name for name in {heavy} if name in sys.modules])
sys.exit(status)"""
    before = files(project / "reports" / LULEA)
    done = python("-c", code, cwd=project, PYTHONPATH=str(project))
    assert (done.returncode, done.stderr) == (0, "")
    said, same, loaded = done.stdout.splitlines()
    assert same == f"Inget har ändrats: utgåvan ligger redan i reports/{LULEA}." and loaded == "[]"
    assert said == program(project, "check", LULEA).stdout.strip()
    assert files(project / "reports" / LULEA) == before
    done = program(project, "report", f"{LULEA}@forslag", "--notebooks", "notebooks/avstamning.ipynb")
    assert "Inget har ändrats" not in done.stdout and (project / "reports" / f"{LULEA}@forslag").is_dir()
    shutil.rmtree(project / "reports" / f"{LULEA}@forslag")


def test_a_file_that_has_been_changed_is_told_and_made_anew_when_it_is_gone(project):
    path = project / "reports" / "a" / "result.json"
    before = path.read_bytes()
    path.write_bytes(b"x" * (len(before) + 1))
    done = batch(project, "best.csv")
    assert done.returncode == 2 and "filen result.json är inte den som gjordes" in done.stdout
    assert fates(project) == {"a": "misslyckad", "b": "oförändrad", LULEA: "oförändrad"}
    path.unlink()
    done = batch(project, "best.csv", "--why")
    assert (done.returncode, done.stderr) == (0, "")
    assert "a gjordes om: utgåvans filer är inte de som gjordes" in done.stdout
    assert fates(project) == {"a": "gjord", "b": "oförändrad", LULEA: "oförändrad"}
    assert path.read_bytes() == before


@pytest.mark.slow
def test_an_edition_with_chosen_parameters_is_not_replaced_by_one_that_nobody_chose(project, tmp_path):
    """As with `report -p unit mnkr` and then `batch --all`, whatever has changed."""
    shutil.copytree(project, tmp_path / "p", ignore=shutil.ignore_patterns(GRANTS))
    reports = tmp_path / "p" / "reports"
    chosen = ["report", LULEA, "-p", "unit", "kr", "-p", "other", f"{LULEA}@forslag", "-p", "edition", "2024-03-01"]
    done = program(tmp_path / "p", *chosen)
    assert done.returncode == 0, done.stderr
    before = files(reports / LULEA)
    done = batch(tmp_path / "p", "--all")
    assert done.returncode == 0 and files(reports / LULEA) == before
    told = f"{LULEA}: Som i den utgåva som finns: unit = kr, edition = 2024-03-01, other = {LULEA}@forslag."
    assert told in done.stdout
    path = tmp_path / "p" / "data" / LULEA / "pots.csv"
    path.write_text("\ufeff" + path.read_text(encoding="utf-8"), encoding="utf-8")
    done = batch(tmp_path / "p", "--all")
    assert done.returncode == 0 and fates(tmp_path / "p")[LULEA] == "gjord"
    recorded = manifest.read(reports / LULEA)["parameters"]
    assert {name: recorded[name] for name in ("unit", "edition", "other")} == {
        "unit": "kr", "edition": "2024-03-01", "other": f"{LULEA}@forslag"
    }  # fmt: skip
    done = program(tmp_path / "p", "report", LULEA, "-p", "unit", "tkr", "-p", "other", "")
    assert done.returncode == 0 and "Som i den utgåva som finns: edition = 2024-03-01. -p ändrar det." in done.stdout
    recorded = manifest.read(reports / LULEA)["parameters"]
    assert (recorded["unit"], recorded["edition"], recorded["other"]) == ("tkr", "2024-03-01", "")


@pytest.mark.slow
def test_only_what_depends_on_it_is_made(project):
    path = project / "data" / LULEA / "boards.csv"
    path.write_text("\ufeff" + path.read_text(encoding="utf-8"), encoding="utf-8")
    done = batch(project, "best.csv", "--why")
    assert fates(project) == {"a": "oförändrad", "b": "oförändrad", LULEA: "gjord"}
    assert f"{LULEA} gjordes om: underlaget data/{LULEA}/boards.csv är en annan: " in done.stdout


@pytest.mark.slow
def test_all_is_made_when_the_program_has_changed(project, tmp_path):
    shutil.copytree(project, tmp_path / "p")
    with (tmp_path / "p" / "fordelning" / "base" / "profile.py").open("a", encoding="utf-8") as stream:
        stream.write("# en annan\n")
    done = batch(tmp_path / "p", "best.csv", "--why")
    assert list(fates(tmp_path / "p").values()) == ["gjord"] * 3
    assert "a gjordes om: underlaget fordelning/base/profile.py är en annan" in done.stdout


@pytest.mark.slow
def test_an_edition_is_the_same_as_one_made_alone_in_the_stock_kernel(project):
    arguments = ["report", GRANTS, "-p", "unit", "kr", "--kernel", "--reports", "ensam"]
    done = program(project, *arguments)
    assert done.returncode == 0, done.stderr
    alone, ordered = files(project / "ensam" / GRANTS), files(project / "reports" / "a")
    assert {".html", ".pdf", ".xlsx", ".json", ".jsonld", ".ipynb"} == {os.path.splitext(name)[1] for name in alone}
    assert alone == ordered


@pytest.mark.slow
def test_where_the_system_cannot_fork_the_bytes_are_the_same(project, tmp_path):
    """As on Windows and macOS: every process imports anew."""
    spawned = tmp_path / "spawned.py"  # which every process begun from it imports as well
    spawned.write_text(
        """
import multiprocessing, sys
context = multiprocessing.get_context("spawn")
multiprocessing.get_context = lambda method: context
from fordelning.cli.main import main
from fordelning.publish.run import process
if __name__ == "__main__":
    assert process.CONTEXT is context
    sys.exit(main(sys.argv[1:]))
""",
        encoding="utf-8",
    )
    command = ["batch", "best.csv", "--reports", str(tmp_path / "reports")]
    done = python(spawned, *command, cwd=project, PYTHONPATH=str(project))
    assert done.returncode == 0, done.stderr
    for name in ("a", "b", LULEA):
        assert files(tmp_path / "reports" / name) == files(project / "reports" / name)


@pytest.mark.slow
def test_an_edition_of_a_named_stage_verifies_as_that(project, tmp_path):
    """Also of the last stage, which the case's own name is enough for."""
    best = orders(tmp_path / "best.csv", "case;utgåva", f"{GRANTS}@beslut;sist", f"{GRANTS}@forslag;")
    assert batch(project, best, "--reports", tmp_path / "reports").returncode == 0
    for name in ("sist", f"{GRANTS}@forslag"):
        done = program(project, "verify", tmp_path / "reports" / name)
        assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_one_that_fails_fails_alone_and_leaves_the_one_before(project, tmp_path):
    shutil.copytree(project, tmp_path / "p")
    reports = tmp_path / "p" / "reports"
    before = files(reports / "b")
    copy = tmp_path / "p" / "data" / "trasig"
    shutil.copytree(project / "data" / LULEA, copy)
    (copy / "boards.csv").write_text("board\n", encoding="utf-8")
    wrong = tmp_path / "p" / "data" / "oriktig"
    shutil.copytree(project / "data" / LULEA, wrong)
    *lines, last = (wrong / "allocations.csv").read_text(encoding="utf-8").splitlines()
    lines.append(re.sub(",[0-9.]+,mnkr,", ",999,mnkr,", last))
    (wrong / "allocations.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    path = orders(
        tmp_path / "best.csv",
        "utgåva;case;unit;scenario",
        f"b;{GRANTS};tkr;andel",
        f"c;{LULEA};tkr;",
        "trasig;trasig;tkr;",
        "oriktig;oriktig;tkr;",
    )
    done = batch(tmp_path / "p", path)
    assert "Traceback" not in done.stderr
    assert fates(tmp_path / "p") == {
        "b": "misslyckad", "c": "gjord", "trasig": "misslyckad", "oriktig": "inte godkänd"
    }  # fmt: skip
    found = json.loads((reports / "batch.json").read_text(encoding="utf-8"))
    assert {e["name"]: e["status"] for e in found["editions"]} == {"b": 2, "c": 0, "trasig": 3, "oriktig": 4}
    assert done.returncode == 4
    assert "4 utgåvor: 1 gjord, 1 inte godkänd, 2 misslyckade." in done.stdout
    table = done.stdout[done.stdout.index("slutstatus") :]
    assert "trasig   3  Fallet trasig kan inte läsas" in table and "scenario" in table
    assert files(reports / "b") == before
    assert not (reports / "trasig").exists() and (reports / "oriktig.ej-godkand").is_dir()
    page = (reports / "batch.html").read_text(encoding="utf-8")
    assert "4 utgåvor: 1 gjord, 1 inte godkänd, 2 misslyckade." in page and "Fallet trasig kan inte läsas" in page


@pytest.mark.slow
def test_limits_are_those_of_each_edition(project, tmp_path):
    """A notebook that never ends is of the edition alone that has it."""
    shutil.copytree(project / "notebooks", tmp_path / "notebooks")
    path = tmp_path / "notebooks" / "utblick.ipynb"
    endless = path.read_text(encoding="utf-8").replace("front_matter(view.report)", "__import__('time').sleep(600)")
    path.write_text(endless, encoding="utf-8")
    shutil.copytree(ROOT / "data" / "huddinge-2021", project / "data" / "huddinge-2021")
    best = orders(tmp_path / "best.csv", "case", LULEA, "huddinge-2021")
    options = ("--seconds", "20", "--notebooks", tmp_path / "notebooks", "--reports", tmp_path / "reports")
    done = batch(project, best, *options)
    assert done.returncode == 5
    assert "huddinge-2021  5  tidsgränsen på 20 sekunder gick ut" in done.stdout
    assert sorted(path.name for path in (tmp_path / "reports").iterdir() if path.is_dir()) == [LULEA]
    counts = json.loads((tmp_path / "reports" / "batch.json").read_text(encoding="utf-8"))["counts"]
    assert (counts["gjord"], counts["misslyckad"]) == (1, 1)


# What is ordered


def test_every_case_is_an_order(tmp_path):
    for case in CASES:
        shutil.copytree(case, tmp_path / case.name)
    found = every_case(tmp_path, {"unit": "mnkr"})
    assert [order.name for order in found] == [case.name for case in CASES]
    assert {order.parameters.unit for order in found} == {"mnkr"}


def test_a_row_is_an_order_in_csv_and_in_excel(tmp_path, monkeypatch):
    monkeypatch.chdir(ROOT)
    staged = f"{GRANTS}@forslag"
    lines = [("case", "utgåva", "years"), (GRANTS, "", "2025"), ("", "", ""), (staged, "", ""), (LULEA, "x", "")]
    book = Workbook()
    for line in lines:
        book.active.append([int(cell) if cell.isdigit() else cell or None for cell in line])
    book.save(tmp_path / "best.xlsx")
    text = orders(tmp_path / "best.csv", *map(";".join, lines))
    for path in (text, tmp_path / "best.xlsx"):
        found = listed(path, {"unit": "kr"})
        assert [order.name for order in found] == [GRANTS, staged, "x"]
        assert found[0].parameters == EditionParameters(case=GRANTS, years="2025", unit="kr")


@pytest.mark.parametrize(
    ("lines", "faults"),
    [
        (["unti;case", "kr;x"], ["cell A1: kolumnen »unti» är okänd; menade du unit?"]),
        (["unit;years", "kr;2025"], ["kolumnen case saknas: vilket fall en utgåva är av"]),
        (["case;case", f"{LULEA};{LULEA}"], ["cell B1: kolumnen case står två gånger"]),
        (["case;", f"{LULEA};kr"], ["cell B1: kolumnen har inget namn"]),
        (["case;unit"], ["den har ingen rad under rubrikerna"]),
        (["case;unit", f"{LULEA};kr", f"{LULEA};tkr"], [f"rad 3: utgåvan {LULEA} görs redan av rad 2; ge dem olika"]),
        (["case;utgåva", f"{LULEA};../x"], ["rad 2: »../x» är inget namn på en mapp"]),
        (
            ["case;unit;years", "finns-inte;sek;20", f"{LULEA};kr;2024-2020"],
            ["rad 2: case: fallet »finns-inte» finns inte", "rad 2: unit: okänd enhet »sek»", "rad 2: years: »20»",
             "rad 3: years: »2024-2020» slutar före det börjar"],
        ),
    ],
)  # fmt: skip
def test_every_fault_of_what_is_ordered_is_told_at_once(lines, faults, tmp_path, monkeypatch):
    monkeypatch.chdir(ROOT)
    with pytest.raises(OrderError) as error:
        listed(orders(tmp_path / "best.csv", *lines), {})
    assert str(error.value).startswith("Beställningen best.csv kan inte utföras:")
    for fault in faults:
        assert fault in str(error.value)
    assert len(error.value.faults) == len(faults)


def test_a_table_that_cannot_be_read_is_told(tmp_path):
    with pytest.raises(SheetError):
        listed(tmp_path / "finns-inte.csv", {})
    with pytest.raises(OrderError, match="där finns inga fall"):
        every_case(tmp_path, {})


@pytest.mark.parametrize(
    ("arguments", "says"),
    [((), "antingen en fil"), (("x.csv", "--all"), "antingen en fil"), (("--all", "--at-once", "-1"), "--at-once")],
)
def test_wrong_usage_is_told(arguments, says):
    done = batch(ROOT, *arguments)
    assert done.returncode == 2 and says in done.stderr and "Traceback" not in done.stderr


# What an edition depends on


@pytest.fixture
def standing(project, tmp_path, monkeypatch):
    """An edition that stands, with copies of all that it depends on, to be changed."""
    for part in ("data", "notebooks", "reports"):
        shutil.copytree(project / part, tmp_path / part)
    monkeypatch.chdir(tmp_path)
    program = Program()
    recorded = json.loads((tmp_path / "reports" / "a" / "manifest.json").read_text(encoding="utf-8"))["inputs"]
    program.files = {name: digest for name, digest in recorded.items() if name.startswith(("fordelning/", "fonts/"))}
    one = SimpleNamespace(folder=tmp_path, program=program, given={"case": GRANTS, "unit": "kr"})
    one.changes = lambda: changes(
        EditionParameters.check(one.given),
        notebooks_in(tmp_path / "notebooks"),
        tmp_path / "reports" / "a",
        one.program,
        manifest.Reading(),
    )
    assert one.changes() == []
    return one


def a_cell(one):
    path = one.folder / "data" / GRANTS / "allocations.csv"
    path.write_bytes(path.read_bytes() + b"\n")


def a_new_table(one):
    absent = next(table.path for table in TABLES.values() if not (one.folder / "data" / GRANTS / table.path).exists())
    (one.folder / "data" / GRANTS / absent).write_text("a\n", encoding="utf-8")


def a_missing_file(one):
    (one.folder / "data" / GRANTS / "notes.csv").unlink()


def a_notebook(one):
    path = one.folder / "notebooks" / "avstamning.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace("Avstämning", "Prövning", 1), encoding="utf-8")


def a_new_notebook(one):
    shutil.copy(one.folder / "notebooks" / "avstamning.ipynb", one.folder / "notebooks" / "ny.ipynb")


def a_notebook_less(one):
    (one.folder / "notebooks" / "avstamning.ipynb").unlink()


def what_a_left_out_notebook_declares(one):
    path = one.folder / "notebooks" / "utblick.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace("scenario: str", "vad: str"), encoding="utf-8")


def a_parameter(one):
    one.given["unit"] = "tkr"


def the_date(one):
    one.given["edition"] = "2025-01-01"


def the_stage(one):
    one.given["case"] = f"{GRANTS}@forslag"


def a_code_file(one):
    one.program.files["fordelning/report/tables.py"] = "0" * 64


def a_new_code_file(one):
    one.program.files["fordelning/ny.py"] = "0" * 64


def a_font(one):
    one.program.files["fonts/SourceSansPro-Regular.ttf"] = "0" * 64


def a_version(one):
    one.program.versions = {**one.program.versions, "typst": "0.1"}


def a_shortened_output(one):
    path = one.folder / "reports" / "a" / "beslutsrapport.pdf"
    path.write_bytes(path.read_bytes()[:-1])


def a_missing_output(one):
    (one.folder / "reports" / "a" / "result.json").unlink()


def a_spoilt_manifest(one):
    path = one.folder / "reports" / "a" / "manifest.json"
    path.write_bytes(path.read_bytes()[:-40])


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (a_cell, f"underlaget data/{GRANTS}/allocations.csv är en annan"),
        (a_new_table, ".csv har tillkommit"),
        (a_missing_file, f"underlaget data/{GRANTS}/notes.csv saknas"),
        (a_notebook, "underlaget notebooks/avstamning.ipynb är en annan"),
        (a_new_notebook, "underlaget notebooks/ny.ipynb (parametrar) har tillkommit"),
        (a_notebook_less, "underlaget notebooks/avstamning.ipynb saknas"),
        (what_a_left_out_notebook_declares, "underlaget notebooks/utblick.ipynb (parametrar) är en annan"),
        (a_parameter, "parametern unit är en annan"),
        (the_date, "utgåvans datum är ett annat"),
        (the_stage, "uppgiften skede är en annan"),
        (a_code_file, "underlaget fordelning/report/tables.py är en annan"),
        (a_new_code_file, "underlaget fordelning/ny.py har tillkommit"),
        (a_font, "underlaget fonts/SourceSansPro-Regular.ttf är en annan"),
        (a_version, "versionen av typst är en annan"),
        (a_shortened_output, "utgåvans filer är inte de som gjordes"),
        (a_missing_output, "utgåvans filer är inte de som gjordes"),
        (a_spoilt_manifest, "kan inte läsas"),
    ],
)
def test_each_kind_of_change_is_seen(standing, change, says):
    change(standing)
    assert any(says in line for line in standing.changes()), standing.changes()


def test_what_a_left_out_notebook_shows_is_no_change(standing):
    path = standing.folder / "notebooks" / "utblick.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace("outcome(view)", "nothing(view)"), encoding="utf-8")
    assert standing.changes() == []


def test_the_epoch_dates_the_edition(standing, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600000000")
    assert any("uppgiften datum är en annan" in line for line in standing.changes())


def test_an_edition_that_stands_is_known_by_the_one_that_is_not_approved(standing):
    reports = standing.folder / "reports"
    (reports / "a").rename(reports / "a.ej-godkand")
    paths = notebooks_in(standing.folder / "notebooks")
    folder, why = staleness.standing(
        EditionParameters.check(standing.given), paths, reports, "a", standing.program, manifest.Reading()
    )
    assert (folder.name, why) == ("a.ej-godkand", [])
    assert manifest.read(folder)["case"] == GRANTS
