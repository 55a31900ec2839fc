"""Cases without measures or pots: a table of boards, and one of grants. What there is one of tells nothing apart."""

import ast
import datetime
import json

import nbformat
import pytest
from conftest import ROOT, SEED, front_of
from synthetic import make, write

from fordelning.base.errors import CaseError
from fordelning.case import draft
from fordelning.case.case import MEASURE, POT, Case, load
from fordelning.checks.reconcile import State
from fordelning.intake import conversion
from fordelning.intake.cells import sheet
from fordelning.intake.table.options import Options
from fordelning.publish.render.content import Content, content
from fordelning.report import charts, comparison, narrative, phrases, tables
from fordelning.report.comparison import Comparison
from fordelning.report.document import MEDIA_TYPE
from fordelning.report.parameters import ComparisonParameters, Parameters
from fordelning.report.report import Report

FRAMES = "Budgetramar, tkr;;\nNämnd;Budget 2025;Budget 2026\n" + "".join(
    f"{name};{kronor};{kronor * 2}\n"
    for name, kronor in (
        ("Kommunstyrelsen", 115_900),
        ("Utbildningsnämnden", 872_600),
        ("Socialnämnden", 641_700),
        ("Kultur- och fritidsnämnden", 99_400),
        ("Samhällsbyggnadsnämnden", 78_100),
        ("Miljönämnden", 14_650),
        ("Överförmyndarnämnden", 7_100),
        ("Valnämnden", 2_900),
        ("Revisionsnämnden", 2_150),
        ("Räddningsnämnden", 42_600),
        ("Summa", 1_877_100),
    )
)
GRANTS = (
    "Föreningsbidrag 2026, kr;\nFörening;Bidrag\n"
    + "".join(f"Förening {n};{n * 1000}\n" for n in range(1, 51))
    + f"Summa;{sum(range(1, 51)) * 1000}\n"
)
SHARES = "Budgetramar 2026, tkr;;\nNämnd;Ram;Andel\nSocialnämnden;120;12 %\nValnämnden;880;88 %\nSumma;1000;100 %\n"


def taken(folder, text: str, **options) -> tuple[Case, conversion.Intake]:
    """The case that `import` makes of a table, and what it tells."""
    folder.mkdir(exist_ok=True)
    path = folder / "tabell.csv"
    path.write_text(text, encoding="utf-8")
    found = conversion.take_in(path, sheet.read(path, "", "")[0], Options(**options), conversion.Identity())
    return draft.write(found.draft, folder / "fall", datetime.date(2026, 1, 1), replace=True), found


def document(name: str, case) -> Content:
    """What a notebook shows of the case in a folder, as it is published."""
    notebook = nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", 4)
    space = {"__name__": "__main__"}
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        cell.execution_count = 1
        if "parameters" in cell.metadata.get("tags", []):
            exec(cell.source, space)
            space["case"] = str(case)
            continue
        *before, last = ast.parse(cell.source).body
        exec(compile(ast.Module(before, []), "cell", "exec"), space)
        shown = eval(compile(ast.Expression(last.value), "cell", "eval"), space)
        if shown is not None and "analys" not in cell.metadata.get("tags", []):
            data = {MEDIA_TYPE: json.loads(json.dumps(shown.data()))}
            cell.outputs = [nbformat.v4.new_output("display_data", data)]
    return content(notebook)


def headings(made: Content) -> list[str]:
    return ["".join(run["text"] for run in heading["runs"]) for heading in made.contents]


def text_of(made: Content) -> str:
    """All that the document says, without the pictures' own code and the files' names."""
    return json.dumps([made.front["identity"], made.blocks], ensure_ascii=False)


OF_SEVERAL = ("Vilken åtgärd betalas ur flera potter?", "Vad får varje åtgärd?", "Vilka frågor är öppna?")


@pytest.fixture(scope="module")
def frames(tmp_path_factory):
    base = tmp_path_factory.mktemp("ramar")
    taken(base, FRAMES)
    return base / "fall"


@pytest.fixture(scope="module")
def grants(tmp_path_factory):
    base = tmp_path_factory.mktemp("bidrag")
    taken(base, GRANTS, board="Kultur- och fritidsnämnden")
    return base / "fall"


@pytest.mark.parametrize("name", ["beslutsrapport", "avstamning", "utblick"])
def test_names_that_stand_in_are_not_shown_to_the_reader(frames, name):
    case = load(frames)
    assert [pot.name for pot in case.pots.values()] == [POT]
    assert [measure.name for measure in case.measures.values()] == [MEASURE]
    said = text_of(document(name, frames)).casefold()
    assert MEASURE.casefold() not in said
    assert POT.casefold() not in said.replace("potterna", "")


def test_frames_of_boards_have_no_section_on_measures_and_pots(frames):
    made = document("beslutsrapport", frames)
    assert not set(OF_SEVERAL) & set(headings(made))
    assert set(OF_SEVERAL) < set(headings(document("beslutsrapport", SEED)))
    assert [block["id"] for block in made.blocks if block["type"] == "figure"] == ["figur-namnder"]
    [decision] = [block for block in made.blocks if block.get("id") == tables.DECISION]
    assert [column["title"] for column in decision["columns"]] == ["Nämnd", "Belopp", "Andel"]
    assert "Färg och mönster" not in text_of(made)


def test_grants_through_one_board_are_told_by_grant(grants):
    report = Report.of(Parameters(), load(grants))
    assert "fördelas på 50 åtgärder genom kultur- och fritidsnämnden" in said(narrative.outcome(report))
    assert [label for _, label in narrative.facts(report).items][1] == "går till Förening 50, 3,9\u00a0% av allt"
    assert tables.decision(report) is charts.flow(report) is None
    made = document("beslutsrapport", grants)
    assert "100,0" not in text_of(made)
    [figure] = [block for block in made.blocks if block["type"] == "figure"]
    assert (figure["id"], figure["see"]) == ("figur-atgarder", tables.MATRIX)
    [matrix] = [block for block in made.blocks if block.get("id") == tables.MATRIX]
    assert [column["title"] for column in matrix["columns"]] == ["Åtgärd", "Belopp"]
    assert len(matrix["rows"]) == 51


def test_the_picture_of_many_measures_says_what_it_leaves_out(grants):
    report = Report.of(Parameters(unit="tkr"), load(grants))
    figure = charts.largest(report)
    rest = report.money.full(sum(range(1, 35)) * 1000)
    assert f"De 16 största av 50; övriga 34 får tillsammans {rest}." in figure.subtitle
    assert figure.title.startswith("Förening 50 får mest, 50\u00a0tkr av ")


def test_what_is_alone_in_everything_has_no_picture_and_no_table(tmp_path):
    report = Report.of(Parameters(), load(make(tmp_path / "fall", [(0, 0, 0, 900)])))
    shown = (charts.largest, charts.flow, charts.split, tables.decision, tables.matrix, tables.notes, narrative.split)
    assert {of(report) for of in shown} == {None}
    assert "900\u00a0tkr går till " in said(narrative.outcome(report))
    assert len(narrative.facts(report).items) == 2


def test_a_single_measure_keeps_its_table_where_it_has_a_mark(copy):
    rows = [{"pot": "p0", "measure": "m0", "board": f"n{n}", "amount": 9, "note": "f" if n else ""} for n in range(2)]
    folder = make(copy.folder.parent / "fall", [(0, 0, 0, 9), (0, 0, 1, 9)])
    given = {"year": 2021, "unit": "tkr", "basis": "stated", "place": "tabell"}
    write(folder, "notes", [{"note": "f", "number": 1, "text": "Ett år.", "place": "tabell"}])
    write(folder, "allocations", [row | given for row in rows])
    report = Report.of(Parameters(), load(folder))
    assert [column.title for column in tables.matrix(report).columns][1:-1]
    assert [note["number"] for note in tables.notes(report).items] == [1]


def test_the_only_pot_is_named_where_it_has_a_name(tmp_path):
    case, _ = taken(tmp_path, FRAMES, pot="Ramanslaget")
    report = Report.of(Parameters(), case)
    assert ", allt ur ramanslaget." in said(narrative.decision(report))
    assert "Pott" in [term for term, _ in tables.terms(report).items]
    unnamed, _ = taken(tmp_path, FRAMES)
    assert "allt ur" not in said(narrative.decision(Report.of(Parameters(), unnamed)))


def test_a_comparison_of_frames_speaks_of_boards(frames, tmp_path):
    taken(tmp_path, FRAMES.replace("Valnämnden;2900", "Valnämnden;3000").replace(";1877100", ";1877200"))
    view = Comparison.make(ComparisonParameters.check({"case": str(tmp_path / "fall"), "other": str(frames)}))
    changes = comparison.tables.changes(view)
    assert changes.columns[0].title == "Nämnd"
    assert [line.cells[0][0].text for line in changes.rows] == ["2025: valnämnden"]
    assert [line.cells[0][0].text for line in comparison.tables.sums(view).rows if line.style == "group"] == []
    assert comparison.tables.sums(view).columns[0].title == "Nämnd"


def test_the_source_is_the_file_where_the_document_is_not_named(frames, seed):
    report = Report.of(Parameters(), load(frames))
    told = {line.cells[0][0].text: line.cells[1][0].text for line in tables.about(report).rows}
    assert told["Källa"] == "tabell.csv"
    assert "(tabell.csv)" in document("beslutsrapport", frames).front["identity"]
    named = {line.cells[0][0].text: line.cells[1][0].text for line in tables.about(Report.of(Parameters(), seed)).rows}
    assert named["Källa"].startswith("Tjänsteutlåtande. Avsändare: Kommunstyrelsens förvaltning. Ärende: ")


@pytest.mark.parametrize("title", ["", " ", "två\nrader", 7, None, "雪"])
def test_a_source_that_cannot_be_shown_is_a_fault(copy, title):
    copy.describe(sources=[{"title": title}])
    with pytest.raises(CaseError) as error:
        load(copy.folder)
    assert "sources[0].title" in str(error.value)


def test_shares_are_said_to_be_read_as_written(tmp_path):
    case, found = taken(tmp_path, SHARES)
    assert "Andelarna prövas som avrundade till sin sista siffra, så som de är skrivna." in found.told
    report = Report.of(Parameters(), case)
    told = {line.cells[0][0].text: line.cells[1][0].text for line in tables.about(report).rows}
    assert told["Avrundat, enligt fallet"] == "3 påståenden har egen avrundning"
    assert "dokumentet" not in phrases.MEANINGS[State.ROUNDED]
    assert not any("Andelarna" in line for line in taken(tmp_path, GRANTS, board="Nämnden")[1].told)


@pytest.mark.parametrize(
    ("levels", "kept"),
    [
        ("2p", "2p"),
        ("22p", "2p"),
        ("23p", "23p"),
        ("232p", "2p"),
        ("2p3", "2p"),
        ("2", ""),
        ("23p22p", "23p2p"),
    ],
)
def test_a_heading_that_nothing_follows_is_left_out(levels, kept):
    front = nbformat.v4.new_code_cell("front", execution_count=1)
    shown = front_of({})
    front.outputs = [nbformat.v4.new_output("display_data", {MEDIA_TYPE: json.loads(json.dumps(shown.data()))})]
    sources = ["text" if level == "p" else "#" * int(level) + f" Rubrik {n}" for n, level in enumerate(levels)]
    cells = [nbformat.v4.new_markdown_cell(source) for source in sources]
    made = content(nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Slag"), front, *cells]))
    assert "".join("p" if block["type"] == "paragraph" else str(block["level"]) for block in made.blocks) == kept


def said(block) -> str:
    return "".join(run.text for run in block.runs)
