"""A case of more rows than have formulas: what the workbook, the documents and the command make and say of it."""

import io
import json
import shutil

import pytest
from conftest import ROOT, python
from openpyxl import load_workbook
from synthetic import make
from workbook_recalculation import differences, edited, formulas, recalculated, unescaped, values

from fordelning.publish.edition import edition
from fordelning.publish.render.attachments import attachments
from fordelning.report import narrative, tables, volume
from fordelning.report.parameters import EditionParameters
from fordelning.report.report import Report
from fordelning.workbook import workbook

BOARDS, MEASURES = 13, 97
ODD = "Råd & rön <_x0041_> »a»"  # what XML and XlsxWriter take for something else


def case(folder, rows):
    cells = [(n // BOARDS // MEASURES % 2, n // BOARDS % MEASURES, n % BOARDS, 1 + n * 7919 % 997) for n in range(rows)]
    measures = [ODD, *(f"Åtgärd nummer {n + 1}" for n in range(1, MEASURES))]
    return make(folder, cells, measures=measures)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A case with a row more than the workbook has formulas for."""
    return case(tmp_path_factory.mktemp("stort") / "fall", volume.MOST_LIVE + 1)


@pytest.fixture(scope="module")
def report(folder):
    return Report.make(EditionParameters.check({"case": str(folder)}))


@pytest.fixture(scope="module")
def book(report):
    return workbook(report)


@pytest.fixture(scope="module")
def sheets(book):
    return load_workbook(io.BytesIO(book))


def texts(row) -> list[str]:
    return ["".join(run.text for run in cell) for cell in row.cells]


def about(report) -> str:
    return next(texts(row)[1] for row in tables.about(report).rows if texts(row)[0] == "Bifogat i PDF-filen")


def test_the_workbook_has_every_row_as_values_and_the_sums_with_formulas(report, sheets):
    sheet = sheets["Fördelning"]
    table = sheet.tables["Fordelning"]
    first, last = 5, 4 + len(report.case.allocations)
    assert table.ref.startswith("A4:") and table.ref.endswith(str(last + 1)) and table.totalsRowCount == 1
    header, *rows, total = sheet[table.ref]
    names = [cell.value for cell in header]
    at = {name: names.index(name) for name in ("Rad", "Belopp kr", "Fallets belopp kr", "Åtgärd", "Nyckel")}
    kronor = report.case.allocations["kronor"].tolist()
    for column in ("Belopp kr", "Fallets belopp kr"):
        assert [row[at[column]].value for row in rows] == kronor
        assert total[at[column]].value == f"=SUBTOTAL(109,Fordelning[{column}])"
    assert [row[at["Rad"]].value for row in rows] == list(range(1, last - first + 2))
    assert unescaped(rows[0][at["Åtgärd"]].value) == ODD
    assert not any(str(cell.value).startswith("=") for row in rows for cell in row)
    assert len({row[at["Nyckel"]].value for row in rows}) == len(rows)


def test_the_statements_and_pots_have_formulas_and_the_workbook_says_what_has_none(sheets):
    tested = next(sheets["Avstämning"].iter_rows(min_row=5, max_row=5))
    assert sum(str(cell.value).startswith("=") for cell in tested) > 5
    names = [row[0].value for row in sheets["Matris"].iter_rows(min_row=5)]
    assert names == ["Pott A", "Pott B", "Summa", "Kontroll"]
    said = {row[0].value: row[1].value for row in sheets["Läs mig"].iter_rows(max_col=2)}
    assert "värden utan formler" in said["Många rader"] and "SUMPRODUCT" in said["Ändrade belopp, antal"]


@pytest.mark.slow
def test_another_program_computes_the_same_and_sees_a_changed_amount(book, tmp_path):
    def change(number, cell):
        if (number, cell.get("r")) == (2, "F5"):  # the amount of the first row
            cell[0].text = str(int(cell[0].text) + 1_000_000)

    made = recalculated({"same": book, "changed": edited(book, change)}, tmp_path)
    assert not list(differences(formulas(book), values(book), made["same"]))
    told = [{row[0].value: row[1].value for row in one["Läs mig"].iter_rows(max_col=2)} for one in made.values()]
    assert [one["Ändrade belopp, antal"] for one in told] == [0, 1]
    assert [one["Omdöme"] for one in told] == ["stämmer", "ej godkänd"]


def test_a_pdf_does_not_carry_a_large_workbook_and_says_where_it_is(report, book):
    assert [one.name for one in attachments(report, None, book)] == sorted(report.case.files)
    assert about(report) == "Fallets CSV-filer. Kalkylboken fall.xlsx är för stor att bifoga och ligger bredvid"


def test_the_matrix_has_the_twenty_largest_of_each_pot_and_counts_the_others(report):
    rows = [texts(row)[0] for row in tables.matrix(report).rows]
    assert rows.index("Summa potten") == 21 and rows[20] == "… övriga 78 åtgärder (alla finns i kalkylboken)"


def test_a_case_beyond_a_sheet_has_no_workbook_and_says_that_the_files_have_it_all(report, tmp_path, monkeypatch):
    monkeypatch.setattr(volume, "MOST_LISTED", volume.MOST_LIVE)
    edition._complete(report, tmp_path, None)
    assert [path.name for path in tmp_path.iterdir()] == ["result.json"]
    assert about(report).startswith("Fallets CSV-filer, som ensamma har alla rader: de är fler än ett Excelblad rymmer")
    assert "(alla finns i fallets CSV-filer)" in texts(tables.matrix(report).rows[20])[0]
    assert "fallets CSV-filer har alla" in "".join(run.text for run in narrative.split(report).runs)


@pytest.mark.slow
def test_as_many_rows_as_have_formulas_are_not_many(tmp_path):
    small = Report.make(EditionParameters.check({"case": str(case(tmp_path / "fall", volume.MOST_LIVE))}))
    assert volume.is_live(small.case) and about(small) == "Fallets CSV-filer och kalkylboken fall.xlsx"
    assert len(tables.matrix(small).rows) > 100


@pytest.mark.slow
def test_the_command_says_what_it_will_take_and_makes_it_whole(folder, tmp_path):
    shutil.copytree(folder, tmp_path / "fall")
    given = ("-m", "fordelning.cli", "report", "fall", "--notebooks", str(ROOT / "notebooks"))
    done = python(*given, cwd=tmp_path, PYTHONPATH=str(ROOT))
    assert done.returncode == 0, done.stderr
    first = done.stdout.splitlines()[0].replace("\u00a0", " ")
    assert first.startswith("Fallet har 2 501 rader. Utgåvan tar omkring") and "GB minne" in first
    made = {path.name for path in (tmp_path / "reports" / "fall").iterdir()}
    assert {"fall.xlsx", "beslutsrapport.pdf", "avstamning.pdf", "result.json", "manifest.json"} <= made
    assert json.loads((tmp_path / "reports" / "fall" / "result.json").read_text(encoding="utf-8"))["approved"]
    assert "Inget har ändrats" in python(*given, cwd=tmp_path, PYTHONPATH=str(ROOT)).stdout
