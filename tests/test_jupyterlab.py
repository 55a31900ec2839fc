"""The notebooks as an analyst meets them: Run All in JupyterLab, and nbconvert's own pages, in a browser."""

import os
import socket
import subprocess
import sys
import time
import urllib.request

import nbformat
import pytest
import uharfbuzz as hb
from conftest import end, python

from fordelning.base import profile
from fordelning.report.document import MEDIA_TYPE
from fordelning.report.holding import released

pytestmark = pytest.mark.slow
FIGURES = 2  # in the decision report of the seed


class Notebook:
    """A notebook that is open in JupyterLab, by the model behind what is seen."""

    def __init__(self, page):
        self.page = page

    def run_all(self) -> bool:
        """Whether all cells ran without a fault."""
        return self.page.evaluate("jupyterapp.commands.execute('notebook:run-all-cells')")

    def run(self, number: int) -> None:
        """Run one cell, the first being 0."""
        self.page.evaluate(f"{_OPEN}.activeCellIndex = {number}")
        self.page.evaluate("jupyterapp.commands.execute('notebook:run-cell')")

    @property
    def cells(self) -> list[dict]:
        return self.page.evaluate(f"{_OPEN}.widgets.map(cell => cell.model.toJSON())")

    def find(self, source: str) -> int:
        """The number of the cell with `source` in it."""
        return next(number for number, cell in enumerate(self.cells) if source in cell["source"])

    def change(self, number: int, old: str, new: str) -> None:
        source = self.cells[number]["source"]
        assert old in source
        self.page.evaluate(
            f"source => {_OPEN}.widgets[{number}].model.sharedModel.setSource(source)", source.replace(old, new)
        )


_OPEN = "jupyterapp.shell.currentWidget.content"


@pytest.fixture(scope="module")
def lab(clone):
    """The address of a JupyterLab in the project's folder."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}"
    options = [
        "--no-browser",
        "--allow-root",
        "--expose-app-in-browser",
        "--IdentityProvider.token=",
        "--ServerApp.password=",
    ]
    command = [sys.executable, "-m", "jupyterlab", *options, f"--port={address.rpartition(':')[2]}"]
    environment = {**os.environ, "PYTHONPATH": str(clone), "JUPYTER_CONFIG_DIR": str(clone.parent / "settings")}
    server = subprocess.Popen(command, cwd=clone, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(240):
            try:
                urllib.request.urlopen(f"{address}/api/status").close()
                break
            except OSError:
                time.sleep(0.5)
        yield address
    finally:
        try:
            server.terminate()
            server.wait(30)
        finally:
            end(server)


@pytest.fixture
def opened(browser, lab):
    """Open a notebook in JupyterLab."""
    pages = []

    def open_notebook(name: str) -> Notebook:
        page = browser.new_page(viewport={"width": 1300, "height": 1600})
        pages.append(page)
        page.goto(f"{lab}/lab/tree/notebooks/{name}.ipynb?reset")
        page.wait_for_function("window.jupyterapp?.shell?.currentWidget?.sessionContext?.isReady", timeout=120_000)
        return Notebook(page)

    yield open_notebook
    for page in pages:
        page.close()


@pytest.fixture(scope="module")
def stock(clone):
    """A notebook as a page of nbconvert's own, run on the way."""
    name = "beslutsrapport"
    arguments = ["--to", "html", "--execute", f"notebooks/{name}.ipynb", "--output-dir", str(clone.parent)]
    python("-m", "nbconvert", *arguments, cwd=clone, PYTHONPATH=str(clone)).check_returncode()
    return clone.parent / f"{name}.html"


def shown(cells: list[dict]) -> list[dict]:
    """The blocks that cells show."""
    bundles = [output.get("data", {}) for cell in cells for output in cell.get("outputs", [])]
    return [released(bundle[MEDIA_TYPE]) for bundle in bundles if MEDIA_TYPE in bundle]


def faults(page, figures: int) -> list[str]:
    """What is not as it should be in the blocks that a page shows."""
    page.evaluate("document.fonts.ready")
    found = []
    drawn = page.evaluate(
        """() => [...document.querySelectorAll('.fordelning figure')].map(figure =>
             [...figure.querySelectorAll('svg')].filter(svg => svg.checkVisibility()).length)"""
    )
    if drawn != [1] * figures:
        found.append(f"drawings: {drawn}")
    texts = page.evaluate(
        """() => [...document.querySelectorAll('.fordelning svg text')].map(text => [text.textContent,
             getComputedStyle(text).fontWeight, parseFloat(getComputedStyle(text).fontSize),
             text.getComputedTextLength()])"""
    )
    for text, weight, size, width in texts:
        # A fiftieth is kept free in the drawings, and the face in a notebook has no kerning.
        if len(text) > 8 and abs(width / advance(text, weight == "700", size) - 1) > 0.02:
            found.append(f"{text} is {width:.2f} wide, not {advance(text, weight == '700', size):.2f}")
    if not page.evaluate("document.fonts.check('9px \\'Source Sans Pro\\'')"):
        found.append("the face is not loaded")
    aligned = page.evaluate(
        """() => [...document.querySelectorAll('.fordelning table')].filter(table =>
             table.caption.textContent.startsWith('Belopp per nämnd')).flatMap(table => [...table.rows].map(row =>
             [...row.cells].map(cell => getComputedStyle(cell).textAlign).join(' ')))"""
    )
    if set(aligned) != {"left right right right right"}:
        found.append(f"columns: {aligned}")
    facts = page.evaluate(
        """() => [...document.querySelectorAll('.fordelning > div > div')].map(fact =>
             [fact.innerText, fact.getBoundingClientRect().top, fact.getBoundingClientRect().left])"""
    )
    if len(facts) != 4 or sorted(facts, key=lambda fact: fact[1:]) != facts:
        found.append(f"key figures: {facts}")
    terms = page.evaluate(
        """() => [...document.querySelectorAll('.fordelning dl > div')].filter(pair => {
             const [term, meaning] = [...pair.children].map(part => part.getBoundingClientRect());
             return meaning.left !== term.left || meaning.top < term.bottom}).map(pair => pair.innerText)"""
    )
    if terms:
        found.append(f"terms: {terms}")
    return found


def advance(text: str, bold: bool, size: float) -> float:
    """How far `text` reaches in the document's face."""
    font, buffer = (
        hb.Font(hb.Face(hb.Blob.from_file_path(str(profile.fonts()["bold" if bold else "regular"])))),
        hb.Buffer(),
    )
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(font, buffer)
    return sum(place.x_advance for place in buffer.glyph_positions) * size / font.face.upem


def test_all_looks_as_it_should_when_run_in_jupyterlab(opened):
    notebook = opened("beslutsrapport")
    assert notebook.run_all()
    blocks = shown(notebook.cells)
    figures = [block["type"] for block in blocks].count("figure")
    assert figures == FIGURES and faults(notebook.page, figures) == []


def test_so_it_does_on_a_page_of_nbconverts_own(browser, stock):
    page = browser.new_page()
    page.route("http*://**", lambda route: route.abort())
    page.goto(stock.as_uri())
    assert faults(page, FIGURES) == []
    page.close()


# What VS Code's notebook editor says of all that outputs show, in a dark theme.
VS_CODE = """
body { font-family: system-ui, Ubuntu, sans-serif; color: #cccccc; background: #1f1f1f }
table, thead, tr, th, td, tbody { border: none; border-spacing: 0; border-collapse: collapse }
table, th, tr { vertical-align: middle; text-align: right }
thead { font-weight: bold; background-color: rgba(130, 130, 130, 0.16) }
th, td { padding: 4px 8px }
tbody th { font-weight: normal }
"""


def test_so_it_does_in_an_output_of_vs_codes(browser, editions):
    notebook = nbformat.read(editions("tkr") / "beslutsrapport.ipynb", 4)
    outputs = [output.data["text/html"] for cell in notebook.cells for output in cell.get("outputs", [])]
    page = browser.new_page()
    page.set_content(f"<style>{VS_CODE}</style>" + "".join(f"<div>{output}</div>" for output in outputs))
    assert faults(page, FIGURES) == []
    page.close()


BROKEN = {
    "wide, not": "all('style').filter(style => style.textContent.includes('Source')).forEach(style => style.remove())",
    "drawings": "all('svg')[0].after(all('svg')[0].cloneNode(true))",
    "columns": "all('.fordelning td').forEach(cell => cell.style.textAlign = 'right')",
    "terms": "all('.fordelning dt').forEach(term => term.style.float = 'left')",
    "key figures": "all('.fordelning > div')[0].style.flexDirection = 'row-reverse'",
}


@pytest.mark.parametrize("said", BROKEN)
def test_what_does_not_is_noticed(browser, stock, said):
    page = browser.new_page()
    page.route("http*://**", lambda route: route.abort())
    page.goto(stock.as_uri())
    page.evaluate(f"const all = names => [...document.querySelectorAll(names)]; {BROKEN[said]}")
    assert said in " ".join(faults(page, FIGURES))
    page.close()


@pytest.mark.parametrize("name", ["avstamning", "egen-analys", "jamforelse", "utblick"])
def test_every_notebook_runs_to_its_end(opened, name):
    notebook = opened(name)
    assert notebook.run_all()
    assert shown(notebook.cells)[0]["type"] == "front"


def test_nothing_below_a_failed_cell_looks_current_and_a_mended_one_runs(opened):
    """A misspelt parameter, after a run that was good; then put right, in the same kernel."""
    notebook = opened("beslutsrapport")
    assert notebook.run_all()
    setting, opening, below = map(notebook.find, ("unit: str", "report = open_report(", "narrative.outcome"))
    notebook.change(setting, 'unit: str = ""', 'unit: str = "mkr"')
    assert not notebook.run_all()
    cells = notebook.cells
    assert "mnkr" in str([output["traceback"] for output in cells[opening]["outputs"]])
    # Some of the cells below are run all the same, as fast as they are sent to the kernel.
    assert {output["output_type"] for cell in cells for output in cell.get("outputs", [])} == {"error"}
    notebook.run(below)
    assert "Rapporten är inte öppen" in str(notebook.cells[below]["outputs"])
    notebook.change(setting, '"mkr"', '"mnkr"')
    assert notebook.run_all()
    assert "mnkr" in str(shown(notebook.cells))


def test_own_variables_may_have_any_names(opened):
    notebook = opened("beslutsrapport")
    notebook.change(notebook.find("decision, result"), "decision, result", "df = unti = share = 5\ndecision, result")
    assert notebook.run_all()
    assert notebook.run_all()


def test_a_notebook_saved_with_outputs_breaks_nothing_and_is_stripped_of_them(opened, clone):
    path = clone / "notebooks" / "utblick.ipynb"
    shipped = {one.name: one.read_bytes() for one in path.parent.iterdir() if one.is_file()}
    notebook = opened("utblick")
    assert notebook.run_all()
    notebook.page.evaluate("jupyterapp.commands.execute('docmanager:save')")
    assert b'"execute_result"' in path.read_bytes()

    reports = clone.parent / "sparad"
    command = ["fordelning.cli", "report", "huddinge-2021", "--notebooks", str(path), "--reports", str(reports)]
    of_make = ("MAKE", "MFLAGS")  # where make runs the tests
    outside = {name: value for name, value in os.environ.items() if not name.startswith(of_make)}
    environment = {**outside, "PYTHONPATH": str(clone)}
    subprocess.run([sys.executable, "-m", *command], cwd=clone, env=environment, check=True)
    assert (reports / "huddinge-2021" / "utblick.html").stat().st_size > 100_000

    subprocess.run(["make", "strip", "-o", ".venv/installed"], cwd=clone, env=environment, check=True)
    assert {one.name: one.read_bytes() for one in path.parent.iterdir() if one.is_file()} == shipped
