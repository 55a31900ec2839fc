"""Running a notebook with papermill, and leaving in it only what the document is made of."""

from pathlib import Path

import nbformat
import papermill
from papermill.exceptions import PapermillExecutionError
from papermill.translators import translate_parameters


class ExecutionError(Exception):
    """A cell of the notebook failed; the message names it."""


def execute(
    notebook: Path, parameters: dict[str, str], working_folder: Path, output: Path, paths: dict[str, str]
) -> nbformat.NotebookNode:
    """Run `notebook` in a kernel whose folder is `working_folder`, write it to `output` and return it.

    Times and paths that papermill and the kernel note in it are taken out, so that the same input gives the same bytes.
    `paths` take the place of the `parameters` with the same names while it runs, and are not written either.
    Raises ExecutionError where a cell fails.
    """
    try:
        done = papermill.execute_notebook(
            str(notebook),
            str(output),
            parameters={**parameters, **paths},
            cwd=str(working_folder),
            progress_bar=False,
            extra_arguments=["--log-level=CRITICAL"],
        )
    except PapermillExecutionError as error:
        raise ExecutionError(f"{notebook.name}: {error.ename} i cell {error.cell_index + 1}: {error.evalue}") from error
    nb = nbformat.from_dict(done)
    nb.metadata.pop("papermill", None)
    for cell in nb.cells:
        for volatile in ("papermill", "execution"):
            cell.metadata.pop(volatile, None)
        if cell.cell_type == "code":
            cell.outputs = [output for output in cell.outputs if output.get("name") != "stderr"]
    for number, cell in enumerate(nb.cells):
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell["id"] = f"parameters-{number}"  # papermill makes a random one
            if paths:
                cell["source"] = translate_parameters("python3", "python", parameters, "Parameters")
    output.write_text(nbformat.writes(nb) + "\n", encoding="utf-8", newline="\n")
    return nb
