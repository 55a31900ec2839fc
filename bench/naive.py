"""The naive chain: papermill, and nbconvert once for each format, each a command of its own."""

import sys
from pathlib import Path

from paired import NOTEBOOKS, run

from fordelning.cli.commands.usage import notebooks_in
from fordelning.publish.edition.choice import chosen
from fordelning.report.parameters import EditionParameters
from fordelning.report.report import Report


def documents(parameters: dict[str, str]) -> list[Path]:
    """The notebooks that an edition made with `parameters` has."""
    report = Report.make(EditionParameters.check(parameters))
    return list(chosen(report, notebooks_in(NOTEBOOKS)))


def make(notebooks: list[Path], parameters: dict[str, str], folder: Path) -> None:
    """Make the documents of `notebooks` in the new `folder`."""
    folder.mkdir()
    given = [part for name, value in parameters.items() for part in ("-p", name, value)]
    for notebook in notebooks:
        done = folder / notebook.name
        run(sys.executable, "-m", "papermill", "--no-progress-bar", notebook, done, *given)
        for kind in ("html", "pdf"):
            run(sys.executable, "-m", "nbconvert", "--to", f"fordelning-{kind}", done)
