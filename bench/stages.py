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


class Watch:
    """The seconds of one stage after the other."""

    def __init__(self, began: float):
        self.last, self.seconds = began, {}

    def lap(self, stage: str) -> None:
        """The stage that has just ended."""
        now = time.perf_counter()
        self.seconds[stage], self.last = now - self.last, now


def rendered(notebook: Path, parameters: dict[str, str], beside: Path, attached: list) -> dict[str, float]:
    """The seconds of each stage of one document."""
    watch = Watch(time.perf_counter())
    nb = kept(in_shell(notebook, parameters, beside), parameters)
    watch.lap(f"{notebook.stem}: run")
    document = content(nb)
    watch.lap(f"{notebook.stem}: content")
    html(document)
    watch.lap(f"{notebook.stem}: html")
    pdf(document, attached)
    watch.lap(f"{notebook.stem}: pdf")
    return watch.seconds


if __name__ == "__main__":
    watch = Watch(BEGAN)
    watch.lap("imports")
    case = find(sys.argv[1]).resolve()
    report = Report.make(EditionParameters.check({"case": str(case)}))
    watch.lap("load and reconcile")
    warm()
    watch.lap("what is done once for all")
    made = chosen(report, notebooks_in(NOTEBOOKS))
    watch.lap("choice of notebooks")
    attached = attachments(report, None, workbook(report))
    watch.lap("workbook")
    tasks = [Task(path.name, rendered, (path, given, case.parent, attached)) for path, given in made.items()]
    for outcome in each(tasks, 1):
        if outcome.error is not None:
            raise outcome.error
        watch.seconds |= outcome.value
    watch.lap("all notebooks, with their processes")
    print(json.dumps(watch.seconds))
