"""The tools that an analyst would otherwise take: the same notebook by each in turn, and what each output lacks.

marimo and MyST are installed in an environment of their own in the scratch folder, beside what this one has. What
cannot be had, or cannot be run without the network, is left out, and why is told.
"""

import re
import shutil
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp

from paired import FORDELNING, NOTEBOOKS, ROOT, Part, Row, environment, in_turn, ratio, run

NOTEBOOK = NOTEBOOKS / "avstamning.ipynb"
TOOLS = ("marimo", "mystmd")
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
sys.path.append(str(ROOT / "tests"))  # which has axe, that the pages are tried with

Ways = dict[str, Callable[[], object]]


def measure(case: str, pairs: int, scratch: Path) -> Part:
    """The part on the peers, of `case` and one notebook."""
    told, tools = [], _Tools(scratch)
    made = {name: [Path(mkdtemp(dir=scratch)) for _ in range(2)] for name in _WAYS}
    ways: Ways = {}
    for name, way in _WAYS.items():
        try:
            for folder in made[name]:
                way(tools, case, folder)
        except (OSError, subprocess.SubprocessError) as error:
            told.append(f"{name}: left out, for {_reason(error)}")
            continue
        told.append(f"{name}: {_lacks(*made[name])}")
        ways[name] = lambda way=way: way(tools, case, Path(mkdtemp(dir=scratch)))
    seconds = in_turn(ways, pairs)
    ours = seconds[next(iter(_WAYS))]
    rows = [ratio(f"{name} ÷ fordelning report", taken, ours) for name, taken in seconds.items() if taken is not ours]
    rows += [Row(name, "s", taken) for name, taken in seconds.items()]
    return Part(f"peers, {NOTEBOOK.stem} of {case}", rows, [*tools.versions(), *told])


class _Tools:
    """The peers' own environment in `scratch`, which finds the packages of this one too."""

    def __init__(self, scratch: Path):
        self.python = scratch / "peers" / "bin" / "python"
        venv.create(scratch / "peers", with_pip=True)
        beside = next((scratch / "peers" / "lib").glob("python*/site-packages")) / "beside.pth"
        beside.write_text(f"{sysconfig.get_path('purelib')}\n{ROOT}\n", encoding="utf-8")
        self.environment = environment() | {
            "PATH": f"{self.python.parent}:{Path(sys.executable).parent}:{environment()['PATH']}",
            "JUPYTER_PATH": str(Path(sys.prefix) / "share" / "jupyter"),  # with the templates of nbconvert
            "PLAYWRIGHT_BROWSERS_PATH": str(scratch / "browsers"),
            "PYTHONPATH": str(ROOT),
        }
        for tool in TOOLS:  # one by one: of what cannot be had the way that wants it tells
            subprocess.run([self.python, "-m", "pip", "install", "--quiet", tool], capture_output=True)
        asked = "from playwright.sync_api import sync_playwright as p\nwith p() as a: print(a.chromium.executable_path)"
        self.browsers: list[Path] = []
        wanted = Path(self.run(self.python, "-c", asked).strip())
        shell = wanted.parents[1].name.replace("chromium", "chromium_headless_shell")
        self.browsers = [wanted, wanted.parents[2] / shell / "chrome-headless-shell-linux64" / "chrome-headless-shell"]

    def _give_browser(self) -> None:
        """Let playwright, through which nbconvert prints, find the Chromium of the machine.

        Each time anew: marimo tries to install one in its place, and leaves none where there is no network.
        """
        chromium = next(filter(None, map(shutil.which, CHROMIUM)), "")
        for path in self.browsers:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.unlink(missing_ok=True)
            path.symlink_to(chromium)

    def run(self, *command: str | Path) -> str:
        """What `command` prints. Raises SubprocessError with what it said where it fails or never ends."""
        self._give_browser()
        done = subprocess.run(
            list(map(str, command)),
            cwd=self.python.parents[2],  # MyST writes where it is run
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=300,
        )
        if done.returncode:
            raise subprocess.SubprocessError((done.stderr or done.stdout).strip())
        return done.stdout

    def versions(self) -> list[str]:
        """What was had, with versions."""
        listed = self.run(self.python, "-m", "pip", "list", "--format", "freeze")
        found = re.findall(r"^(marimo|mystmd|papermill|nbconvert|playwright)==(.+)$", listed, re.MULTILINE)
        return ["Versions: " + ", ".join(f"{name} {version}" for name, version in found)]


def _ours(tools: _Tools, case: str, folder: Path) -> None:
    run(*FORDELNING, "report", case, "--notebooks", NOTEBOOK, "--reports", folder)


def _nbconvert(tools: _Tools, case: str, folder: Path) -> None:
    done = folder / NOTEBOOK.name
    tools.run(tools.python, "-m", "papermill", "--no-progress-bar", NOTEBOOK, done, "-p", "case", case)
    for kind in ("html", "webpdf"):
        tools.run(tools.python, "-m", "nbconvert", "--to", kind, done)


def _marimo(tools: _Tools, case: str, folder: Path) -> None:
    """By HTML alone: for a PDF it fetches a browser of its own."""
    made = folder / f"{NOTEBOOK.stem}.py"
    tools.run(tools.python, "-m", "marimo", "convert", NOTEBOOK, "-o", made)
    tools.run(tools.python, "-m", "marimo", "export", "html", made, "-o", made.with_suffix(".html"))


def _myst(tools: _Tools, case: str, folder: Path) -> None:
    done = folder / NOTEBOOK.name
    tools.run(tools.python, "-m", "papermill", "--no-progress-bar", NOTEBOOK, done, "-p", "case", case)
    tools.run(tools.python.with_name("myst"), "build", done, "--pdf", "-o", done.with_suffix(".pdf"))
    if not done.with_suffix(".pdf").exists():  # as where its templates cannot be fetched
        raise subprocess.SubprocessError("it ends as if all were well, and has made no PDF")


_WAYS = {
    "fordelning report": _ours,
    "papermill and nbconvert": _nbconvert,
    "marimo": _marimo,
    "MyST": _myst,
}


def _lacks(first: Path, second: Path) -> str:
    """What the HTML and the PDF of two runs are, as validators of others' see them."""

    return "; ".join(
        f"{kind}: {_told(path, next(second.rglob(path.name), None), looked)}" if path else f"no {kind}"
        for kind, looked in (("html", _seen), ("pdf", _printed))
        for path in [next(first.rglob(f"{NOTEBOOK.stem}.{kind}"), None)]
    )


def _told(path: Path, other: Path | None, looked: Callable[[Path], str]) -> str:
    same = other is not None and path.read_bytes() == other.read_bytes()
    size = f"{path.stat().st_size // 1000} kB"
    return f"{size}, {'the same' if same else 'other'} bytes on a second run, {looked(path)}"


def _printed(path: Path) -> str:
    """What page-validation and pikepdf find in a PDF."""
    import page
    import pikepdf

    valid = {profile: page.validate_pdf(str(path), profile=profile).is_compliant for profile in ("ua1", "3a")}
    with pikepdf.open(path) as document:
        tagged = "tagged" if "/StructTreeRoot" in document.Root else "not tagged"
        attached = len(document.attachments)
    told = ", ".join(f"{profile} {'valid' if held else 'not valid'}" for profile, held in valid.items())
    return f"{tagged}, {told}, {attached} files attached"


def _seen(web: Path) -> str:
    """What axe finds on a page, and what the page asks for outside itself."""
    from axe import violations
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = next(filter(None, map(shutil.which, CHROMIUM)))
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        shown = browser.new_page()
        asked: list[str] = []
        shown.on("request", lambda request: asked.append(request.url) if request.url.startswith("http") else None)
        shown.goto(web.as_uri())
        shown.wait_for_timeout(2000)
        rules = sorted({one.partition(":")[0] for one in violations(shown)})
        tables, charts = shown.locator("table").count(), shown.locator("svg[role=img], img[alt]:not([alt=''])").count()
        browser.close()
    return (
        f"axe finds {len(rules)} rules broken ({', '.join(rules) or 'none'}); {tables} tables and {charts} pictures "
        f"with a text; {len(asked)} requests outside"
    )


def _reason(error: Exception) -> str:
    lines = [line for line in str(error).splitlines() if line.strip()]
    return next((line for line in lines if "rror" in line), lines[-1] if lines else "an unknown reason")[:200]
