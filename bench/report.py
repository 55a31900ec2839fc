"""One report, from an empty shelf: the commands against the floor, and where the time goes."""

import json
import sys
from pathlib import Path
from tempfile import mkdtemp

from paired import FORDELNING, NOTEBOOKS, Part, Row, in_turn, ratio, run, script

from fordelning.cli.commands.usage import notebooks_in
from fordelning.publish.edition.choice import chosen
from fordelning.report.parameters import EditionParameters
from fordelning.report.report import Report

SAME = (".html", ".pdf", ".xlsx")


def documents(parameters: dict[str, str]) -> list[Path]:
    """The notebooks that an edition made with `parameters` has."""
    return list(chosen(Report.make(EditionParameters.check(parameters)), notebooks_in(NOTEBOOKS)))


def naive(notebooks: list[Path], parameters: dict[str, str], folder: str) -> None:
    """The naive chain: papermill, and nbconvert once for each format, each a command of its own."""
    given = [part for name, value in parameters.items() for part in ("-p", name, value)]
    for notebook in notebooks:
        done = Path(folder, notebook.name)
        run(sys.executable, "-m", "papermill", "--no-progress-bar", notebook, done, *given)
        for kind in ("html", "pdf"):
            run(sys.executable, "-m", "nbconvert", "--to", f"fordelning-{kind}", done)


def measure(case: str, pairs: int, scratch: Path) -> Part:
    """The part on one report of `case`. Raises ValueError where floor and edition are not the same documents."""
    ways = {
        "floor": lambda: script("floor.py", case, mkdtemp(dir=scratch)),
        "report": lambda: run(*FORDELNING, "report", case, "--reports", mkdtemp(dir=scratch)),
        "kernel": lambda: run(*FORDELNING, "report", case, "--kernel", "--reports", mkdtemp(dir=scratch)),
        "naive": lambda: naive(notebooks, {"case": case}, mkdtemp(dir=scratch)),
    }
    notebooks = documents({"case": case})
    _require_same(case, Path(mkdtemp(dir=scratch)), Path(mkdtemp(dir=scratch)))
    seconds = in_turn(ways, pairs)
    stages = [json.loads(script("stages.py", case)) for _ in range(pairs)]
    return Part(
        f"one report, {case}",
        [
            ratio("fordelning report ÷ floor", seconds["report"], seconds["floor"], "≤ 1.35"),
            ratio("fordelning report --kernel ÷ floor", seconds["kernel"], seconds["floor"], "≤ 2.0"),
            ratio("papermill and nbconvert ÷ floor", seconds["naive"], seconds["floor"]),
            ratio("papermill and nbconvert ÷ fordelning report", seconds["naive"], seconds["report"]),
            Row("floor", "s", seconds["floor"]),
            *(Row(f"stage: {name}", "s", [one[name] for one in stages]) for name in stages[0]),
        ],
        [
            f"The floor makes the same {len(notebooks)} documents as HTML and PDF, byte for byte, the workbook and the "
            "result, by plain Python in one process; it writes no executed notebooks, no manifest and no overview.",
            "The naive chain makes the executed notebooks and the documents, no workbook and no manifest.",
            "The floor and the naive chain use one core at a time; an edition runs a notebook on each.",
        ],
    )


def _require_same(case: str, plain: Path, reports: Path) -> None:
    script("floor.py", case, plain)
    run(*FORDELNING, "report", case, "--reports", reports)
    made = [path for path in sorted(reports.glob("*/*")) if path.suffix in SAME or path.name == "result.json"]
    different = [path.name for path in made if (plain / path.name).read_bytes() != path.read_bytes()]
    if different or not made:
        raise ValueError(f"the floor and the edition differ in {', '.join(different) or 'all'}")
