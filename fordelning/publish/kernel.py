"""Running a notebook with papermill in a Jupyter kernel of its own: the reference that `shell` is held against."""

import logging
from pathlib import Path

import nbformat
import papermill
from papermill.exceptions import PapermillExecutionError

from .shell import CellError


def run(notebook: Path, parameters: dict[str, str], folder: Path) -> nbformat.NotebookNode:
    """As `shell.run`."""
    logging.getLogger("papermill").setLevel(logging.ERROR)
    try:
        done = papermill.execute_notebook(
            str(notebook),
            None,
            parameters=parameters,
            cwd=str(folder),
            progress_bar=False,
            extra_arguments=["--log-level=CRITICAL"],
        )
    except PapermillExecutionError as error:
        raise CellError(error.cell_index + 1, error.ename, error.evalue) from error
    return nbformat.from_dict(done)
