"""Cases from before the format had versions, and `convert`, which writes them in the present one."""

import csv
import datetime
import json
import shutil
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from conftest import ROOT, SEED, Copy, edit, python
from test_package import CORE as CORE_TABLES
from test_package import bare

from fordelning import template
from fordelning.base.errors import CaseError
from fordelning.case import draft
from fordelning.case.case import Case, load
from fordelning.case.draft import DraftError
from fordelning.case.schema import CORE, TABLES
from fordelning.cli.main import main
from fordelning.intake.cells import sheet
from fordelning.intake.cells.cell import SheetError
from fordelning.report import evidence, tables
from fordelning.report.frames import findings
from fordelning.report.parameters import Parameters
from fordelning.report.report import Report
from fordelning.report.result import result
from fordelning.workbook import workbook

OLD = ROOT / "tests" / "cases" / "motsagd-2024"  # with every table and every word that a descriptor can have
DESCRIPTOR = "datapackage.json"


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def told(case: Case) -> dict:
    """All that a case says, but for its files."""
    return {name: value for name, value in vars(case).items() if name not in ("files", "digests", "_allocations")}


@pytest.fixture
def old(tmp_path) -> Path:
    return Path(shutil.copytree(OLD, tmp_path / OLD.name))


def resource(descriptor: dict, name: str) -> dict:
    return next(r for r in descriptor["resources"] if r["name"] == name)


def test_the_old_case_is_an_old_one():
    descriptor = json.loads((OLD / DESCRIPTOR).read_text(encoding="utf-8"))
    assert {r["name"] for r in descriptor["resources"]} == set(TABLES) - {"points", "disclosures", "proposals"}  # newer
    assert all({"title", "dialect", "scheme"} <= set(r) for r in descriptor["resources"])
    assert "case_format" not in descriptor


def test_an_old_case_says_the_same_when_it_is_converted(old):
    before = load(old)
    assert draft.convert(old)
    after = load(old)
    assert told(after) == told(before)
    assert after.allocations.equals(before.allocations)
    descriptor = json.loads((old / DESCRIPTOR).read_text(encoding="utf-8"))
    assert descriptor["case_format"] == "1"
    assert "title" not in json.dumps(descriptor["resources"])
    assert {r["path"] for r in descriptor["resources"]} | {DESCRIPTOR} == set(files(old))
    for table in descriptor["resources"]:
        with (old / table["path"]).open(encoding="utf-8", newline="") as stream:
            assert list(csv.DictReader(stream)) or TABLES[table["name"]].profile == CORE
    done = python("-m", "frictionless", "validate", old / DESCRIPTOR)
    assert done.returncode == 0, done.stdout


def test_what_is_converted_twice_is_not_changed_the_second_time(old):
    assert draft.convert(old)
    before = {path.name: (path.stat().st_ino, path.stat().st_mtime_ns) for path in old.iterdir()}
    assert not draft.convert(old)
    assert {path.name: (path.stat().st_ino, path.stat().st_mtime_ns) for path in old.iterdir()} == before


@pytest.mark.parametrize("name", ["huddinge-2021", "exempelkommun-foreningsbidrag-2025"])
def test_what_comes_with_the_project_is_in_the_present_format(tmp_path, name):
    folder = Path(shutil.copytree(ROOT / "data" / name, tmp_path / name))
    assert not draft.convert(folder)


def test_what_an_analyst_has_of_their_own_is_there_afterwards(old):
    (old / "egen.csv").write_bytes(b'\xff"\0')
    (old / "anteckningar.txt").write_text("Ring kommunen.", encoding="utf-8")

    def own(descriptor):
        descriptor["resources"].append({"name": "egen", "path": "egen.csv", "title": "Min egen"})
        descriptor |= {"licenses": [{"name": "egen"}], "contributors": [{"title": "Ada"}]}
        resource(descriptor, "pots")["title"] = "Mina potter"
        resource(descriptor, "pots")["schema"]["fields"][0]["description"] = "Min nyckel."

    edit(old, own)
    assert draft.convert(old)
    descriptor = json.loads((old / DESCRIPTOR).read_text(encoding="utf-8"))
    assert descriptor["contributors"] == [{"title": "Ada"}] and descriptor["licenses"] == [{"name": "egen"}]
    assert resource(descriptor, "pots")["title"] == "Mina potter"
    assert resource(descriptor, "pots")["schema"]["fields"][0]["description"] == "Min nyckel."
    assert resource(descriptor, "egen") == {"name": "egen", "path": "egen.csv", "title": "Min egen"}
    assert files(old)["egen.csv"] == b'\xff"\0' == load(old).files["egen.csv"]
    assert files(old)["anteckningar.txt"] == b"Ring kommunen."
    assert not draft.convert(old)


def test_columns_keep_their_order_and_a_table_its_file(tmp_path):
    copy = Copy(tmp_path / "kopia").declare("stages")
    (copy.folder / "potter.csv").write_bytes((copy.folder / "pots.csv").read_bytes())
    (copy.folder / "pots.csv").unlink()
    edit(copy.folder, lambda d: resource(d, "pots").update(path="potter.csv"))
    edit(copy.folder, lambda d: resource(d, "allocations")["schema"]["fields"].reverse())
    fields, rows = copy.read("allocations.csv")
    copy.write("allocations.csv", fields[::-1], rows)
    before = load(copy.folder)
    assert draft.convert(copy.folder)
    assert told(load(copy.folder)) == told(before)
    header = (copy.folder / "allocations.csv").read_text(encoding="utf-8").splitlines()[0]
    assert header == ",".join(column for column in fields[::-1] if column != "stage")
    assert "potter.csv" in files(copy.folder) and "pots.csv" not in files(copy.folder)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda folder: (folder / "pots.csv").unlink(),
        lambda folder: (folder / DESCRIPTOR).write_text("{", encoding="utf-8"),
        lambda folder: edit(folder, lambda d: d.update(case_format="2")),
        lambda folder: edit(folder, lambda d: resource(d, "pots")["schema"].pop("primaryKey")),
    ],
    ids=["a file is missing", "broken JSON", "another version", "another key"],
)
def test_a_faulty_case_is_left_as_it_is(old, spoil):
    spoil(old)
    before = files(old)
    with pytest.raises(CaseError):
        draft.convert(old)
    assert files(old) == before


def test_a_link_and_a_name_that_no_case_has_are_left_alone(old):
    (old.parent / "lank").symlink_to(old, target_is_directory=True)
    other = old.rename(old.with_name("Mitt fall"))
    (old.parent / "lank").unlink()
    (old.parent / "lank").symlink_to(other, target_is_directory=True)
    before = files(other)
    for folder, says in ((old.parent / "lank", "är en länk"), (other, "duger inte som namn")):
        with pytest.raises(DraftError, match=says):
            draft.convert(folder)
    assert files(other) == before


def test_the_command_says_what_it_did(old, monkeypatch, capsys):
    monkeypatch.chdir(old.parent)
    assert main(["convert", old.name]) == 0
    assert "är omskrivet i det nuvarande formatet" in capsys.readouterr().out
    assert main(["convert", old.name]) == 0
    assert "är redan i det nuvarande formatet" in capsys.readouterr().out
    assert main(["convert", "finns-inte"]) == 2
    said = capsys.readouterr().err
    assert "finns inte" in said and "Traceback" not in said
    (old / "pots.csv").unlink()
    assert main(["convert", old.name]) == 3
    assert "pots.csv: fann »ingen fil»" in capsys.readouterr().err


def test_the_seed_is_small():
    lines = (SEED / DESCRIPTOR).read_text(encoding="utf-8").splitlines()
    assert len(lines) < 140 and len(files(SEED)) <= 14


# A case of the core alone


def test_a_case_of_the_core_alone_is_reported_without_what_it_does_not_have(tmp_path):
    report = Report.make(Parameters.check({"case": str(bare(tmp_path / "bart").folder)}))
    assert tables.places(report) is None and evidence.places(report) is None
    assert tables.notes(report) is None
    assert tables.statements(report).rows and tables.matrix(report).rows
    assert findings(report.reconciliation)["place"].tolist() == [""]
    assert [statement["place"] for statement in result(report)["statements"]] == [""]
    assert workbook(report).startswith(b"PK")


def test_a_case_of_the_core_alone_goes_through_the_template(tmp_path):
    folder = bare(tmp_path / "bart").folder
    drawn = draft.read(folder)
    assert draft.unexpressed(folder) == []
    (tmp_path / "mall.xlsx").write_bytes(template.workbook(drawn))
    read = template.read("mall.xlsx", sheet.read(tmp_path / "mall.xlsx"))
    again = draft.write(read, tmp_path / "igen", datetime.date(2026, 3, 1))
    assert {path.stem for path in (tmp_path / "igen").iterdir()} == {"datapackage", *CORE_TABLES}
    assert again.allocations.equals(load(folder).allocations)


def test_a_place_must_be_given_where_the_template_has_places(tmp_path):
    (tmp_path / "mall.xlsx").write_bytes(template.workbook(draft.read(SEED)))
    book = openpyxl.load_workbook(tmp_path / "mall.xlsx")
    sheet_of = book["Fördelning"]
    [column] = [cell.column for cell in sheet_of[1] if cell.value == "Ställe"]
    sheet_of.cell(2, column).value = None
    book.save(tmp_path / "mall.xlsx")
    with pytest.raises(SheetError, match=r"blad Fördelning, cell [A-Z]2: fann en tom cell, väntade ett värde"):
        template.read("mall.xlsx", sheet.read(tmp_path / "mall.xlsx"))


def test_a_table_that_has_no_rows_any_more_goes_and_what_is_not_ours_stays(tmp_path):
    given = draft.read(SEED)
    folder = tmp_path / "fall"
    draft.write(given, folder, datetime.date(2026, 3, 1))
    (folder / "egen.csv").write_text("min egen\n", encoding="utf-8")
    fewer = replace(given, rows=given.rows | {"omissions": []})
    draft.write(fewer, folder, datetime.date(2026, 3, 1), replace=True)
    assert not (folder / "omissions.csv").exists()
    assert (folder / "egen.csv").read_text(encoding="utf-8") == "min egen\n"
    assert load(folder).omissions == ()
    assert '"omissions"' not in (folder / DESCRIPTOR).read_text(encoding="utf-8")


def test_a_draft_with_keys_in_a_table_without_rows_is_refused_and_loses_nothing(tmp_path):
    given = draft.read(SEED)
    with pytest.raises(CaseError, match="tabellen tags, som måste läggas till"):
        draft.write(replace(given, rows=given.rows | {"tags": []}), tmp_path / "fall", datetime.date(2026, 3, 1))
    assert not (tmp_path / "fall").exists()


def test_a_faulty_case_with_a_table_that_the_template_lacks_is_not_replaced(tmp_path):
    given = draft.read(SEED)
    folder = tmp_path / "fall"
    draft.write(given, folder, datetime.date(2026, 3, 1))
    fewer = replace(given, rows=given.rows | {"omissions": []})
    (folder / "pots.csv").write_text("pot\n", encoding="utf-8")
    assert draft.unread(folder, fewer, datetime.date(2026, 3, 1)) == [DESCRIPTOR, "pots.csv", "omissions.csv"]
    (folder / "omissions.csv").write_text("found,lines,reason\n", encoding="utf-8")
    assert draft.unread(folder, fewer, datetime.date(2026, 3, 1)) == [DESCRIPTOR, "pots.csv"]
    (folder / "boards.csv").unlink()
    (folder / "boards.csv").mkdir()
    assert draft.unread(folder, fewer, datetime.date(2026, 3, 1)) == [DESCRIPTOR, "pots.csv", "boards.csv"]
