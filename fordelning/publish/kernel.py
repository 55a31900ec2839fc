"""Running a notebook with papermill in a Jupyter kernel of its own: the reference that `shell` is held against."""

import logging
from pathlib import Path

import nbformat
import papermill
from jupyter_client.kernelspec import NoSuchKernel
from papermill.exceptions import PapermillExecutionError

from ..faults import RenderingError
from .shell import CellError


class KernelError(RenderingError):
    """There was no kernel, or it ended before the notebook did; the message says which."""


def run(notebook: Path, parameters: dict[str, str], folder: Path) -> nbformat.NotebookNode:
    """As `shell.run`. Raises KernelError too."""
    logging.getLogger("papermill").setLevel(logging.CRITICAL)
    try:
        done = papermill.execute_notebook(
            str(notebook),
            None,
            parameters=parameters,
            cwd=str(folder),
            progress_bar=False,
            extra_arguments=["--log-level=CRITICAL"],
            shutdown_kernel="immediate",  # it has nothing left to do, and asking it to end takes a third of a second
        )
    except PapermillExecutionError as error:
        raise CellError(error.cell_index + 1, error.ename, error.evalue) from error
    except NoSuchKernel as error:
        raise KernelError(f"{notebook.name}: Jupyter har ingen kärna som heter {error.name}.") from error
    except RuntimeError as error:  # DeadKernelError, and what is said of a kernel that never answered
        raise KernelError(f"{notebook.name}: Jupyters kärna avbröts innan alla celler var körda.") from error
    return nbformat.from_dict(done)
