"""What a notebook declares is what its report is made with: every other way is told before anything is run."""

import json
import re
import shutil

import nbformat
import pikepdf
import pytest
from conftest import NOTEBOOKS, ROOT, executed
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from fordelning.cli.main import main
from fordelning.publish.run.declaration import NotebookError, declared, overridden
from fordelning.publish.run.notebook import in_kernel, in_shell, kept, read
from fordelning.report.parameters import EditionParameters

OWN = 'case: str = "a"\nunit: str = "tkr"'


def written(path, *cells, **of_first):
    """A notebook of code cells, each a source or (source, tags)."""
    given = [cell if isinstance(cell, tuple) else (cell, []) for cell in cells]
    made = [new_code_cell(source, metadata={"tags": tags}) for source, tags in given]
    nb = new_notebook(cells=[new_markdown_cell("# x"), *made])
    nb.metadata["kernelspec"] = {"display_name": "Python 3", "language": "python", "name": "python3"}
    nb.cells[0].update(of_first)
    path.write_text(json.dumps(nb), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ([OWN], r"ingen cell har taggen parameters\."),
        ([(OWN, ["Parameters"])], r"ingen cell har taggen parameters \(cell 2 har »Parameters»\)"),
        ([(OWN, ["parameter"])], r"\(cell 2 har »parameter»\)"),
        ([(OWN, ["parametrar"])], r"\(cell 2 har »parametrar»\)"),
        ([(OWN, ["parameters"]), (OWN, ["parameters"])], "cellerna 2 och 3 har taggen parameters"),
        ([(OWN, ["parameters"]), *[("", ["injected-parameters"])] * 2], "cellerna 3 och 4 har taggen injected"),
        ([("case, unit = 'a', 'kr'", ["parameters"])], "cell 2 ska sätta case och unit som namn = värde"),
        ([("if True:\n    unit = 'kr'", ["parameters"])], "cell 2 ska sätta unit som namn = värde"),
        ([("unit = " + "-" * 50_000 + "1", ["parameters"])], r"cell 2, som sätter parametrarna, är inte Python"),
        ([("case = (", ["parameters"])], r"cell 2, som sätter parametrarna, är inte Python \(rad 1\)"),
    ],
)
def test_a_notebook_that_cannot_be_given_its_parameters_is_told(tmp_path, cells, said):
    with pytest.raises(NotebookError, match=said):
        declared(written(tmp_path / "a.ipynb", *cells))


AGAIN = [
    "unit = 'mnkr'",
    "unit: str = 'mnkr'",
    "unit += 'x'",
    "a, (b, unit) = 1, (2, 3)",
    "*unit, = 'mnkr'",
    "for unit in ('kr',): pass",
    "with open('x') as unit: pass",
    "import os as unit",
    "from os import path as unit",
    "(unit := 'kr')",
    "print(unit := 'kr')",
    "[unit := 'kr' for _ in 'a']",
    "del unit",
    "def unit(): pass",
    "class unit: pass",
    "try: 1 / 0\nexcept ZeroDivisionError as unit: pass",
    "match 'kr':\n    case unit: pass",
    "def f():\n    global unit\n    unit = 'kr'\nf()",
    "if True:\n    unit = 'kr'",
    "%matplotlib inline\nunit = 'kr'",
    "edition = '2021-03-01'",  # which every report has, declared or not
]


@pytest.mark.parametrize("source", AGAIN)
@pytest.mark.parametrize("after", [True, False])
def test_a_parameter_that_is_given_a_value_elsewhere_is_told(tmp_path, source, after):
    cells = [(OWN, ["parameters"]), source] if after else [source, (OWN, ["parameters"])]
    with pytest.raises(NotebookError, match=f"cell {3 if after else 2} ger (unit|edition) ett nytt värde"):
        declared(written(tmp_path / "a.ipynb", *cells))


@pytest.mark.parametrize(
    "source",
    [
        "def f(unit):\n    unit = 1",
        "[unit for unit in 'ab']",
        "lambda unit: unit",
        "x.unit = 1",
        "f(unit=1)",
        "units = unit",
        "un it",
        "!ls",
        "%%bash\nunit=1",
    ],
)
def test_what_only_looks_like_it_is_not_told(tmp_path, source):
    assert declared(written(tmp_path / "a.ipynb", (OWN, ["parameters"]), source)) == {"case": "a", "unit": "tkr"}


@pytest.mark.parametrize(
    "second",
    [
        "report = Report.make(other)",
        "from somewhere import report",
        "def f():\n    global report\n    report = 1\nf()",
        "for report in reports: pass",
    ],
)
@pytest.mark.parametrize(
    "matter", ["front_matter(report)", "front_matter(report.before, x)", "shown = front.front_matter(report)"]
)
def test_a_document_has_one_report_alone(tmp_path, second, matter):
    cells = [
        (OWN, ["parameters"]),
        "report = open_report(case, unit=unit, edition=edition)",
        matter,
    ]
    assert declared(written(tmp_path / "a.ipynb", *cells)) == {"case": "a", "unit": "tkr"}
    with pytest.raises(NotebookError, match="cellerna 3 och 5 ger alla report ett värde"):
        declared(written(tmp_path / "a.ipynb", *cells, second))
    assert declared(written(tmp_path / "a.ipynb", *cells, "other = Report.make(x)"))


@pytest.mark.parametrize("source", ["x = " + "1+" * 50_000 + "1", "-" * 50_000 + "1"])
def test_what_is_nested_deeper_than_anybody_writes_is_no_fault_of_the_declaration(tmp_path, source):
    assert declared(written(tmp_path / "a.ipynb", (OWN, ["parameters"]), source)) == {"case": "a", "unit": "tkr"}


def test_those_of_the_house_declare_theirs():
    for path in NOTEBOOKS:
        assert {"case", "unit", "edition", "source"} <= set(declared(path))


@pytest.mark.slow
@pytest.mark.parametrize(("at", "unit"), [(1, "kr"), (0, "tkr")])
def test_a_saved_injected_cell_gets_the_new_values_in_shell_and_kernel_alike(tmp_path, at, unit):
    cells = [(OWN, ["parameters"]), "print(unit)"]
    cells.insert(at, ('unit = "mnkr"', ["injected-parameters"]))
    path = written(tmp_path / "a.ipynb", *cells)
    made = [executed(run, path, {"unit": "kr"}, tmp_path) for run in (in_shell, in_kernel)]
    assert made[0] == made[1]
    # One before the cell with the defaults has no say, as in papermill: the edition finds that in the document.
    assert nbformat.reads(made[0], 4).cells[-1].outputs[0].text == f"{unit}\n"


IDS = {
    "none": lambda cells: [cell.pop("id") for cell in cells],
    "the same": lambda cells: [cell.update(id="x") for cell in cells],
    "of another kind": lambda cells: [cell.update(id=n) for n, cell in enumerate(cells)],
    "with odd signs": lambda cells: [cell.update(id=f"å {n}") for n, cell in enumerate(cells)],
    "those that would be given": lambda cells: [cell.update(id="cell-2") for cell in cells],
}


@pytest.mark.parametrize("spoil", IDS.values(), ids=IDS)
@pytest.mark.parametrize("minor", [4, 5])
def test_ids_are_the_same_each_time(tmp_path, spoil, minor, capfd, recwarn):
    path = written(tmp_path / "a.ipynb", (OWN, ["parameters"]), "1", "2")
    nb = json.loads(path.read_text(encoding="utf-8"))
    nb["nbformat_minor"] = minor
    spoil(nb["cells"])
    path.write_text(json.dumps(nb), encoding="utf-8")
    made = [kept(in_shell(path, {"unit": "kr"}, tmp_path), {"unit": "kr"}) for _ in range(2)]
    assert made[0] == made[1]
    ids = [cell.id for cell in made[0].cells]
    assert len(set(ids)) == len(ids) == 5
    assert not recwarn.list and capfd.readouterr().err == ""


@pytest.mark.parametrize(
    "change",
    [
        {"nbformat": 3},
        {"nbformat": 4.0},
        {"nbformat_minor": 5.0},
        {"nbformat_minor": True},
        {"cells": [{"metadata": {}}]},
        {"metadata": 5},
        {"metadata": {"kernelspec": {"name": "ir", "display_name": "R", "language": "R"}}},
        {"metadata": {"kernelspec": {"name": "", "display_name": ""}}},
        {"metadata": {"language_info": {"name": "julia"}}},
    ],
)
def test_a_notebook_of_another_form_is_told(tmp_path, change):
    path = written(tmp_path / "a.ipynb", (OWN, ["parameters"]))
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | change), encoding="utf-8")
    with pytest.raises(NotebookError, match=r"a\.ipynb"):
        read(path)


@pytest.mark.slow
def test_a_notebook_that_names_no_kernel_is_of_python(tmp_path):
    path = written(tmp_path / "a.ipynb", (OWN, ["parameters"]), "print(unit)")
    path.write_text(
        json.dumps(json.loads(path.read_text(encoding="utf-8")) | {"metadata": {"papermill": 5}}), encoding="utf-8"
    )
    made = [executed(run, path, {"unit": "kr"}, tmp_path) for run in (in_shell, in_kernel)]
    assert made[0] == made[1] and nbformat.reads(made[0], 4).cells[-1].outputs[0].text == "kr\n"


def test_a_value_of_the_notebooks_own_that_is_not_used_is_told(tmp_path, monkeypatch):
    monkeypatch.chdir(ROOT)
    path = written(tmp_path / "a.ipynb", ('case: str = "huddinge-2021"\nunit: str = "mnkr"', ["parameters"]))
    asked = EditionParameters.check({})
    [said] = overridden({path: declared(path)}, asked, ())
    assert said.startswith("a.ipynb sätter unit = mnkr, som inte används: utgåvan görs med det som gäller när")
    assert overridden({path: declared(path)}, asked, ("unit",)) == []
    assert overridden({path: declared(path)}, EditionParameters.check({"unit": "mnkr"}), ("unit",)) == []


# What a cell does as it is run, which nobody can read beforehand

MATTER = """from fordelning import front_matter, narrative, open_report
from fordelning.report.parameters import Parameters
from fordelning.report.report import Report

%s
front_matter(report)"""
TRICKS = {
    "a parameter set by its name": ('globals()["unit"] = "mnkr"', "unit = mnkr, väntade kr"),
    "a parameter set by code": ("exec(\"unit = 'mnkr'\")", "unit = mnkr, väntade kr"),
    "another case of the same name": ("import os; os.chdir('annan')", "ett annat innehåll i fallet liten"),
    "a report of one's own": (
        MATTER % 'report = Report.make(Parameters.check({"case": "lulea-tillaggsbudget-2024", "unit": "kr"}))',
        "case = lulea-tillaggsbudget-2024, väntade liten",
    ),
    "a parameter that is not used": (
        MATTER % 'report = Report.make(Parameters.check({"case": case, "unit": unit}))',
        r"edition = \(inget\), väntade 2021-03-01",
    ),
}


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A project with two small cases, and another of the same name as the first elsewhere."""
    folder = tmp_path_factory.mktemp("projekt")
    for place in ("data/liten", "data/annan/liten"):
        shutil.copytree(ROOT / "data" / "exempelkommun-foreningsbidrag-2025", folder / place)
    path = folder / "data" / "annan" / "liten" / "pots.csv"
    path.write_text("\ufeff" + path.read_text(encoding="utf-8"), encoding="utf-8")
    shutil.copytree(ROOT / "data" / "lulea-tillaggsbudget-2024", folder / "data" / "lulea-tillaggsbudget-2024")
    return folder


@pytest.mark.parametrize("kernel", [(), pytest.param(("--kernel",), marks=pytest.mark.slow)], ids=["shell", "kernel"])
@pytest.mark.parametrize("trick", TRICKS)
def test_a_document_of_something_else_is_never_put_on_the_shelf(project, tmp_path, monkeypatch, capfd, trick, kernel):
    monkeypatch.chdir(project)
    cell, said = TRICKS[trick]
    usual = [MATTER % "report = open_report(case, unit=unit, edition=edition)"] if "front_matter" not in cell else []
    own = 'case: str = "liten"\nunit: str = "tkr"\nedition: str = ""'
    (tmp_path / "n").mkdir()
    written(tmp_path / "n" / "avstamning.ipynb", (own, ["parameters"]), cell, *usual, "narrative.outcome(report)")
    asked = ["-p", "unit", "kr", "-p", "edition", "2021-03-01", "--notebooks", str(tmp_path / "n")]
    assert main(["report", "liten", *asked, "--reports", str(tmp_path / "ut"), *kernel]) == 5
    assert re.search(f"avstamning.ipynb: dokumentet är gjort med {said}", capfd.readouterr().err)
    assert {path.name for path in (tmp_path / "ut").iterdir()} == {".lock", "index.html"}


def test_a_document_that_denies_its_verdict_is_not_put_on_the_shelf(project, tmp_path, monkeypatch, capfd):
    monkeypatch.chdir(project)
    own = 'case: str = "liten"\nunit: str = "tkr"\nedition: str = ""'
    denial = "import fordelning.report.report as module\nmodule.Report.approved = property(lambda report: False)"
    (tmp_path / "n").mkdir()
    cells = [denial, MATTER % "report = open_report(case, unit=unit, edition=edition)", "narrative.outcome(report)"]
    written(tmp_path / "n" / "avstamning.ipynb", (own, ["parameters"]), *cells)
    assert main(["report", "liten", "--notebooks", str(tmp_path / "n"), "--reports", str(tmp_path / "ut")]) == 5
    assert "dokumentet är gjort med ett annat omdöme" in capfd.readouterr().err


def test_a_document_says_what_it_is_made_with(project, tmp_path, monkeypatch):
    monkeypatch.chdir(project)
    own = 'case: str = "liten"\nunit: str = "tkr"\nedition: str = ""'
    (tmp_path / "n").mkdir()
    written(
        tmp_path / "n" / "avstamning.ipynb",
        (own, ["parameters"]),
        MATTER % "report = open_report(case, unit=unit, edition=edition)",
        "narrative.outcome(report)",
    )
    asked = ["-p", "unit", "kr", "--notebooks", str(tmp_path / "n"), "--reports", str(tmp_path / "ut")]
    assert main(["report", "liten", *asked]) == 0
    page = (tmp_path / "ut" / "liten" / "avstamning.html").read_text(encoding="utf-8")
    assert '<meta name="fordelning-parameters" content="case=liten, unit=kr, edition=">' in page
    with pikepdf.open(tmp_path / "ut" / "liten" / "avstamning.pdf") as pdf:
        keywords = str(pdf.docinfo["/Keywords"])
    assert "case=liten, unit=kr, edition=" in keywords
    [data] = re.findall("sha256:([0-9a-f]{64})", page)
    assert data in keywords
