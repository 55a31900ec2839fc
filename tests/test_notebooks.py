import json
import shutil

import nbformat
import papermill
import pytest
from conftest import NOTEBOOKS, ROOT, SEED, in_stages, python, tracked

PAPERMILL = ["-m", "papermill", "--no-progress-bar", "--log-level", "ERROR"]


def faults_of(nb) -> list[str]:
    """What keeps a notebook from being a clean source."""
    faults = []
    if "papermill" in nb.metadata or set(nb.metadata) - {"kernelspec", "language_info"}:
        faults.append("metadata of a run")
    tagged = [c for c in nb.cells if "parameters" in c.metadata.get("tags", [])]
    if len(tagged) != 1:
        faults.append("not one parameters cell")
    for cell in nb.cells:
        if set(cell.metadata) - {"tags"} or "injected-parameters" in cell.metadata.get("tags", []):
            faults.append(f"{cell.id}: metadata of a run")
        if cell.cell_type == "code":
            if cell.outputs or cell.execution_count is not None:
                faults.append(f"{cell.id}: outputs or counts")
        elif any(c.isdigit() for c in cell.source):
            faults.append(f"{cell.id}: a number typed into prose")
    return faults


OWN = {"utblick": {"years", "scenario", "share"}, "jamforelse": {"other", "amendment"}}
ALONE = [path for path in NOTEBOOKS if path.stem != "jamforelse"]
SHOWN = {"egen-analys": "4\u00a0715\u00a0000"}  # otherwise the whole


def test_every_notebook_that_comes_with_the_project_is_tested_here():
    assert tracked("notebooks/*.ipynb") == NOTEBOOKS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_sources_are_clean(path):
    nb = nbformat.read(path, 4)
    nbformat.validate(nb)
    assert faults_of(nb) == []


def test_a_dirty_notebook_is_noticed(tmp_path):
    nb = nbformat.read(NOTEBOOKS[0], 4)
    nb.metadata["papermill"] = {}
    nb.cells[0].source += "\n\nDet blir 715 tkr."
    code = next(c for c in nb.cells if c.cell_type == "code")
    code.execution_count = 1
    code.metadata["papermill"] = {}
    assert len(faults_of(nb)) >= 4


# The block that a document gets, and the frame that an analyst has seen before it.
FRAMES = {
    "beslutsrapport": {
        "narrative.decision": "allocations",
        "tables.boards": "by_board",
        "narrative.split": "split",
        "tables.matrix": "matrix",
        "narrative.years": "by_year",
    },
    "avstamning": {
        "tables.contradictions": "findings",
        "tables.decision": "allocations",
        "tables.board_years": "by_board",
        "charts.split": "split",
    },
    "utblick": {
        "outlook.charts.years": "by_year",
        "outlook.tables.stated": "findings",
        "tables.board_years": "by_board",
    },
    "jamforelse": {
        "comparison.charts.boards": "by_board",
        "comparison.tables.stated": "findings",
        "comparison.tables.changes": "allocations",
    },
}


@pytest.mark.parametrize("name", FRAMES)
def test_an_analyst_sees_the_frame_before_the_block(name):
    cells = nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", 4).cells
    for block, frame in FRAMES[name].items():
        at = next(place for place, cell in enumerate(cells) if cell.source.startswith(f"{block}("))
        own = [cell.source for cell in cells[:at] if "analys" in cell.metadata.get("tags", [])]
        assert any(f"{frame}(" in source for source in own), (block, frame)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_parameters_are_typed_and_described(path):
    parameters = papermill.inspect_notebook(str(path))
    assert set(parameters) == {"case", "unit", "edition", "source"} | OWN.get(path.stem, set())
    assert all(p["inferred_type_name"] == "str" and p["help"] for p in parameters.values())


def run(path, tmp_path, *parameters):
    return python(*PAPERMILL, path, tmp_path / "ut.ipynb", *parameters)


@pytest.mark.slow
@pytest.mark.parametrize("path", ALONE, ids=lambda p: p.stem)
def test_plain_papermill_with_default_parameters(path, tmp_path):
    """A cell run again, as in JupyterLab, does not take what its first run made for a parameter."""
    nb = nbformat.read(path, 4)
    first = next(cell for cell in nb.cells if "open_report(" in cell.source)
    nb.cells.append(nbformat.v4.new_code_cell(first.source))
    nbformat.write(nb, tmp_path / path.name)
    done = run(tmp_path / path.name, tmp_path)
    assert done.returncode == 0, done.stderr
    assert SHOWN.get(path.stem, "10\u00a0000\u00a0tkr") in (tmp_path / "ut.ipynb").read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("path", ALONE, ids=lambda p: p.stem)
def test_plain_papermill_with_other_parameters(path, tmp_path):
    done = run(path, tmp_path, "-p", "case", "huddinge-2021", "-p", "unit", "mnkr", "-p", "edition", "2021-03-01")
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "ut.ipynb").read_text(encoding="utf-8")
    assert SHOWN.get(path.stem, "10\u00a0mnkr") in text
    assert "1 mars 2021" in text
    assert len(text.encode()) <= 150_000  # with papermill's own notes and indents
    assert "tkr" not in "".join(
        json.dumps(o, ensure_ascii=False)
        for c in json.loads(text)["cells"]
        for o in c.get("outputs", [])
        if not any(of in str(o) for of in ("front", "Angivet", " anger "))  # what is stated keeps its own unit
    )


@pytest.mark.slow
def test_a_comparison_with_nothing_to_compare_with_says_so(tmp_path):
    done = run(ROOT / "notebooks" / "jamforelse.ipynb", tmp_path, "-p", "case", "huddinge-2021")
    assert done.returncode != 0
    assert "other: huddinge-2021 har inget skede före att jämföra med" in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("tool", ["papermill", "nbconvert"])
def test_the_comparison_runs_as_it_is(tool, tmp_path):
    """With a case that has stages as its own, since the others' has none."""
    notebook = str(ROOT / "notebooks" / "jamforelse.ipynb")
    if tool == "papermill":
        done = run(notebook, tmp_path)
    else:
        given = ("-m", "nbconvert", "--to", "fordelning-html", "--execute", notebook, "--output-dir", tmp_path)
        done = python(*given)
    assert done.returncode == 0, done.stderr
    [made] = tmp_path.iterdir()
    assert "Sex angivna tal skiljer sig" in made.read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_comparison_of_stages_by_plain_papermill(copy, tmp_path):
    case = in_stages(copy).folder
    done = run(ROOT / "notebooks" / "jamforelse.ipynb", tmp_path, "-p", "case", str(case))
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "ut.ipynb").read_text(encoding="utf-8")
    assert "minskar summan av raderna med 100\u00a0tkr" in text


@pytest.mark.slow
@pytest.mark.parametrize(
    ("parameters", "near"),
    [
        (["-p", "unti", "tkr"], "menade du unit?"),
        (["-p", "unit", "mkr"], "menade du mnkr?"),
        (["-r", "unit", "7"], None),
        (["-p", "unit", "7"], "väntade text, fann 7"),
    ],
)
def test_plain_papermill_stops_at_a_wrong_parameter(parameters, near, tmp_path):
    done = run(NOTEBOOKS[1], tmp_path, *parameters)
    assert done.returncode != 0
    assert (near or "okänd enhet") in done.stderr


@pytest.mark.slow
def test_a_notebook_runs_from_its_own_folder_as_in_jupyterlab(tmp_path):
    done = python(*PAPERMILL, "beslutsrapport.ipynb", tmp_path / "ut.ipynb", cwd=ROOT / "notebooks")
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_a_case_beside_the_working_folder_is_found(tmp_path):
    shutil.copytree(SEED, tmp_path / "data" / "annat-fall")
    done = python(*PAPERMILL, NOTEBOOKS[1], tmp_path / "ut.ipynb", "-p", "case", "annat-fall", cwd=tmp_path)
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("way", [["--engine", "fordelning"], []], ids=["engine", "kernel"])
def test_the_cases_beside_a_notebook_are_found_from_elsewhere(way, tmp_path):
    notebook = ROOT / "notebooks" / "beslutsrapport.ipynb"
    done = python(*PAPERMILL, notebook, "ut.ipynb", "-p", "case", SEED.name, *way, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "10\u00a0000\u00a0tkr" in (tmp_path / "ut.ipynb").read_text(encoding="utf-8")
