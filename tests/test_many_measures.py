"""A case of four hundred measures: the document shows the largest and the others together, the workbook all."""

import io

import pytest
from openpyxl import load_workbook
from synthetic import make

from fordelning.report import anchors, charts, narrative, tables
from fordelning.report.parameters import Parameters
from fordelning.report.report import Report
from fordelning.workbook import workbook

MEASURES = 400


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """Measure n gets n tkr, in turn from one board and the other; the largest are the last."""
    folder = tmp_path_factory.mktemp("manga") / "fall"
    make(folder, [(0, n, n % 2, 1000 + n) for n in range(MEASURES)], pots=("Pott A",))
    return Report.make(Parameters.check({"case": str(folder)}))


def texts(row) -> list[str]:
    return ["".join(run.text for run in cell) for cell in row.cells]


def tkr(text: str) -> int:
    return 0 if text == "–" else int(text.replace("\u00a0", ""))


def test_the_matrix_shows_the_largest_and_the_others_in_one_row(report):
    *shown, others, total = tables.matrix(report).rows
    assert [texts(row)[0] for row in shown] == [f"Åtgärd nummer {n}" for n in range(352, 401)]
    assert texts(others)[0] == "… övriga 351 åtgärder (alla finns i kalkylboken)"
    assert {run.href for cell in others.cells[1:] for run in cell} == {f"#{anchors.OWN_SUM}"}
    for column in range(1, 4):
        assert sum(tkr(texts(row)[column]) for row in (*shown, others)) == tkr(texts(total)[column]) > 0


def test_the_row_of_the_others_leads_to_what_explains_it(report):
    assert anchors.OWN_SUM in {row.id for row in tables.evidence(report, {anchors.OWN_SUM}).rows}


def test_as_many_measures_as_there_is_room_for_are_all_shown(tmp_path):
    make(tmp_path / "fall", [(0, n, n % 2, 1 + n) for n in range(50)], pots=("Pott A",))
    matrix = tables.matrix(Report.make(Parameters.check({"case": str(tmp_path / "fall")})))
    assert len(matrix.rows) == 51 and not any("övriga" in texts(row)[0] for row in matrix.rows)


def test_the_workbook_has_every_measure(report):
    sheet = load_workbook(io.BytesIO(workbook(report)))["Matris"]
    named = {str(cell.value) for row in sheet.iter_rows() for cell in row}
    assert {f"Åtgärd nummer {n}" for n in range(1, MEASURES + 1)} <= named


@pytest.mark.parametrize("count, others", [(narrative.MOST_SPLIT, ""), (20, "16 mindre åtgärder till får")])
def test_the_largest_of_many_measures_from_several_pots_are_told_and_the_others_counted(tmp_path, count, others):
    rows = [(pot, n, 0, 1000 + n) for n in range(count) for pot in (0, 1)]
    make(tmp_path / "fall", rows, pots=("Pott A", "Pott B"))
    report = Report.make(Parameters.check({"case": str(tmp_path / "fall")}))
    told = [run.text for run in narrative.split(report).runs]
    first = count - narrative.MOST_SPLIT + 1
    assert [text for text in told if text.startswith("Åtgärd nummer")] == [
        f"Åtgärd nummer {n}" for n in range(first, count + 1)
    ]
    assert ("till får pengar ur flera potter; kalkylboken har alla." in told[-1]) == bool(others)
    assert told[-1].startswith(others)


@pytest.mark.parametrize(
    ("pots", "shown"), [(("Ett", "Två"), True), (("Kompetensutvecklingsmiljonen", "Trygghetsvärdar", "Tre"), False)]
)
def test_the_first_page_has_a_column_for_each_pot_where_there_is_room(tmp_path, pots, shown):
    make(tmp_path / "fall", [(n, n, n % 2, 10 + n) for n in range(len(pots))], pots=pots)
    report = Report.make(Parameters.check({"case": str(tmp_path / "fall")}))
    titles = [column.title for column in tables.boards(report).columns]
    assert titles == ["Nämnd", *pots, "Summa", "Andel"] if shown else ["Nämnd", "Belopp", "Andel"]
    assert charts.largest(report).see == (tables.DECISION if shown else tables.MATRIX)
    assert len(tables.decision(report).columns) == 3 + len(pots)
