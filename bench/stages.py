"""Where the time of one edition goes: `python stages.py CASE` prints the seconds of each stage as JSON.

Each notebook has a process of its own, as in an edition, one at a time so that they do not disturb each other.
"""

import time

BEGAN = time.perf_counter()

import json  # noqa: E402 (the imports are what is measured)
import sys  # noqa: E402
from pathlib import Path  # noqa: E402

from fordelning.case.folder import find  # noqa: E402
from fordelning.cli.commands.usage import notebooks_in  # noqa: E402
from fordelning.publish.edition.choice import chosen  # noqa: E402
from fordelning.publish.edition.edition import warm  # noqa: E402
from fordelning.publish.render.attachments import attachments  # noqa: E402
from fordelning.publish.render.content import content  # noqa: E402
from fordelning.publish.render.html import html  # noqa: E402
from fordelning.publish.render.pdf import pdf  # noqa: E402
from fordelning.publish.run.notebook import in_shell, kept  # noqa: E402
from fordelning.publish.run.process import Task, each  # noqa: E402
from fordelning.report.parameters import EditionParameters  # noqa: E402
from fordelning.report.report import Report  # noqa: E402
from fordelning.workbook import workbook  # noqa: E402

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"


class Laps(dict):
    """The seconds of one stage after the other."""

    def __init__(self, began: float):
        self.last = began

    def lap(self, stage: str) -> None:
        """The stage that has just ended."""
        self[stage], self.last = time.perf_counter() - self.last, time.perf_counter()


def rendered(notebook: Path, parameters: dict[str, str], beside: Path, attached: list) -> dict[str, float]:
    """The seconds of each stage of one document."""
    laps = Laps(time.perf_counter())
    nb = kept(in_shell(notebook, parameters, beside), parameters)
    laps.lap(f"{notebook.stem}: run")
    document = content(nb)
    laps.lap(f"{notebook.stem}: content")
    html(document)
    laps.lap(f"{notebook.stem}: html")
    pdf(document, attached)
    laps.lap(f"{notebook.stem}: pdf")
    return dict(laps)


if __name__ == "__main__":
    laps = Laps(BEGAN)
    laps.lap("imports")
    case = find(sys.argv[1]).resolve()
    report = Report.make(EditionParameters.check({"case": str(case)}))
    laps.lap("load and reconcile")
    warm()
    laps.lap("what is done once for all")
    made = chosen(report, notebooks_in(NOTEBOOKS))
    laps.lap("choice of notebooks")
    attached = attachments(report, None, workbook(report))
    laps.lap("workbook")
    tasks = [Task(path.name, rendered, (path, given, case.parent, attached)) for path, given in made.items()]
    for outcome in each(tasks, 1):
        if outcome.error is not None:
            raise outcome.error
        laps |= outcome.value
    laps.lap("all notebooks, with their processes")
    print(json.dumps(laps))
