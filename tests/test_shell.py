"""Running a notebook without a kernel: the same outputs as the stock kernel's, and what happens when a cell fails."""

import re

import nbformat
import papermill
import pytest
from conftest import ROOT, executed
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from fordelning.publish.run import declaration
from fordelning.publish.run.declaration import NotebookError, declared
from fordelning.publish.run.engine import ShellEngine
from fordelning.publish.run.notebook import CellError, assignments, in_kernel, in_shell, read, warned

ODD = [
    'case: str = "a"',
    "import os, sys\nprint('ett'); print('två')\n1 + 1",
    "",
    "   ",
    "print('fel', file=sys.stderr)\nprint('rätt')",
    "from IPython.display import HTML, clear_output, display\ndisplay(HTML('<b>x</b>'), metadata={'a': 1})\ndisplay(2)",
    "print('borta')\nclear_output()\nprint('kvar')",
    "a, b = display('ett', display_id='a'), display('två', display_id=True)\na.update('tre')\nb.update(5)",
    "a.display('fyra')",
    "a.update('från en annan cell', metadata={'x': 1})\ndisplay('ny', display_id='a')",
    "display('okänd', display_id='okänd', update=True)\nprint('kvar')",
    "display('borta', display_id='a')\nclear_output()\na.update('sist')",
    "print('borta')\nclear_output(wait=True)\nprint('kvar')\nprint('med')",
    "print('kvar')\nclear_output(wait=True)",
    "print('ett'); display('borta')\nclear_output(wait=True)\ndisplay('kvar')\n1",
    "_ = os.write(1, b'osedd'), os.write(2, b'osedd'), os.system('echo osedd')",
    "%matplotlib inline",
    "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()",
    "plt.plot([2, 1]);",
    "__name__, get_ipython() is not None, 3;",
    "__name__, case, In[3][:6], Out[3]",
    "x = 5\nx;",
    "class A:\n    __repr__ = lambda self: 'A'\n    _repr_html_ = lambda self: '<i>a</i>'\nA()",
    "sys.stdout.write('utan radbrytning')\nsys.stdout.flush()",
    "None",
    "import pandas as pd\npd.DataFrame({'a': [1]})",
    "os.path.basename(os.getcwd())",
]


def notebook(path, *cells: str):
    nb = new_notebook(cells=[new_markdown_cell("# x"), *map(new_code_cell, cells)])
    nb.cells[1].metadata["tags"] = ["parameters"]
    nb.metadata["kernelspec"] = {"display_name": "Python 3", "language": "python", "name": "python3"}
    nbformat.write(nb, path)
    return path


@pytest.mark.slow
@pytest.mark.parametrize("name", ["avstamning", "beslutsrapport", "utblick", "jamforelse"])
def test_the_outputs_are_those_of_the_stock_kernel(name):
    path = ROOT / "notebooks" / f"{name}.ipynb"
    parameters = {"case": "exempelkommun-foreningsbidrag-2025", "unit": "kr"}
    made = [executed(run, path, parameters, ROOT / "data") for run in (in_shell, in_kernel)]
    assert '"execute_result"' in made[0] and made[0] == made[1]


@pytest.mark.slow
def test_so_they_are_of_a_notebook_with_everything_odd(tmp_path):
    path = notebook(tmp_path / "udda.ipynb", *ODD)
    made = [executed(run, path, {"case": 'å"\\\n'}, tmp_path) for run in (in_shell, in_kernel)]
    pairs = zip(*(nbformat.reads(text, as_version=4).cells for text in made), strict=True)
    for number, (mine, stock) in enumerate(pairs):
        assert mine == stock, number
    assert made[0] == made[1]
    assert made[0].count("image/png") == 2 and "borta" not in made[0].replace("('borta'", "")


@pytest.mark.parametrize(
    ("cell", "mine", "stock"),
    [
        ("1 / 0", "ZeroDivisionError", "ZeroDivisionError"),
        ("def", "SyntaxError", "SyntaxError"),
        ("import finns_inte", "ModuleNotFoundError", "ModuleNotFoundError"),
        ("%finns_inte", "UsageError", "UsageError"),
        ("%matplotlib finns_inte 1 2", "UsageError", "UsageError"),
        ("exit()", "SystemExit", "SystemExit"),
        ("quit", "SystemExit", "SystemExit"),
        ("import sys; sys.exit()", "SystemExit", "SystemExit"),
        ("import sys; sys.exit('nog')", "SystemExit", "SystemExit"),
        ("input()", "EOFError", "StdinNotImplementedError"),  # nobody answers, in either
    ],
)
@pytest.mark.parametrize("run", [in_shell, pytest.param(in_kernel, marks=pytest.mark.slow)])
def test_a_failing_cell_is_named(cell, mine, stock, run, tmp_path):
    path = notebook(tmp_path / "fel.ipynb", 'case = "a"', cell, "print('aldrig')")
    with pytest.raises(CellError) as error:
        executed(run, path, {"case": "a"}, tmp_path)
    assert (error.value.number, error.value.name) == (3, mine if run is in_shell else stock)  # as the analyst counts
    assert re.search(r"i cell 3: .*\w", str(error.value))


def test_papermill_runs_a_notebook_by_the_engine(tmp_path):
    assert papermill.engines.papermill_engines.get_engine("fordelning") is ShellEngine
    path = notebook(tmp_path / "a.ipynb", 'case = "a"', "print(case)")
    done = papermill.execute_notebook(
        path, tmp_path / "b.ipynb", {"case": "b"}, engine_name="fordelning", cwd=tmp_path, progress_bar=False
    )
    assert done.cells[-1].outputs[0].text == "b\n"
    assert [cell.metadata.papermill.status for cell in done.cells] == ["completed"] * 4


def test_what_cells_warn_of_is_told_by_their_numbers():
    of_cells = [
        "<ipython-input-1>:1: UserWarning: ett\n  warnings.warn('ett')\n" * 2 + "C:\\x y.py:12: DtypeWarning: två: 3\n",
        "\n",
        "Läser\n  filen\n  filen\n",
        "x" * 400,
    ]
    cells = [new_code_cell("", outputs=[new_output("stream", name="stderr", text=text)]) for text in of_cells]
    injected = new_code_cell("", metadata={"tags": ["injected-parameters"]})
    nb = new_notebook(
        cells=[*cells[:2], injected, *cells[2:], new_code_cell("", outputs=[new_output("stream", text="1")])]
    )
    *few, long = warned("a.ipynb", nb)
    assert few == [
        "a.ipynb, cell 1 varnar: »UserWarning: ett»",
        "a.ipynb, cell 1 varnar: »DtypeWarning: två: 3»",
        "a.ipynb, cell 3 varnar: »Läser filen»",
    ]
    assert long.startswith("a.ipynb, cell 4 varnar: »xxx") and long.endswith("x…»") and len(long) < 340


def test_papermill_is_told_which_cell_failed(tmp_path):
    path = notebook(tmp_path / "a.ipynb", 'case = "a"', "1 / 0", "print(case)")
    with pytest.raises(papermill.PapermillExecutionError, match="ZeroDivisionError"):
        papermill.execute_notebook(path, tmp_path / "b.ipynb", engine_name="fordelning", progress_bar=False)
    statuses = [cell.metadata.papermill.status for cell in nbformat.read(tmp_path / "b.ipynb", 4).cells[-2:]]
    assert statuses == ["failed", "pending"]


def test_parameters_are_text_whatever_is_in_them():
    value = "å\"'\\\n\t%run x {y} 😀"
    found = {}
    exec(assignments({"a": value}), found)
    assert found["a"] == value


def test_what_a_notebook_declares(tmp_path):
    path = notebook(tmp_path / "a.ipynb", 'case: str = "a"\nunit = "tkr"\nimport os\nx.y = 2', "z = 1")
    assert declared(path) == {"case": "a", "unit": "tkr"}
    assert set(declared(path)) == set(papermill.inspect_notebook(str(path)))


NO_FORM = "den har inte en anteckningsboks form"
NO_NOTEBOOKS = {
    "": "trasig JSON på rad 1",
    '{\n"cells": [\n}': "trasig JSON på rad 3",
    **dict.fromkeys(["[]", "5", "{}", '{"cells": [{"source": 1}]}', '{"cells": 1}', "\xff", "[" * 100_000], NO_FORM),
}


@pytest.mark.parametrize(("content", "said"), NO_NOTEBOOKS.items())
def test_what_is_no_notebook_is_told(content, said, tmp_path):
    path = tmp_path / "a.ipynb"
    path.write_bytes(content.encode("latin-1"))
    for reader in (read, declared):
        with pytest.raises(NotebookError, match=rf"a\.ipynb kan inte läsas som en anteckningsbok: {said}\.$"):
            reader(path)


def test_why_a_notebook_cannot_be_opened_is_told(tmp_path, monkeypatch):
    with pytest.raises(NotebookError, match="den finns inte"):
        declared(tmp_path / "a.ipynb")
    (tmp_path / "b.ipynb").mkdir()
    with pytest.raises(NotebookError, match="det är en mapp och ingen fil"):
        declared(tmp_path / "b.ipynb")
    monkeypatch.setattr(declaration, "LARGEST", 1_000_000)
    with (tmp_path / "c.ipynb").open("wb") as stream:
        stream.truncate(4_000_000_000_000)
    with pytest.raises(NotebookError, match="den är större än 1 MB"):
        declared(tmp_path / "c.ipynb")
