"""A report's notebook before and after it is run: the parameters that it is given, and what is kept of it."""

from pathlib import Path

import nbformat

from .declaration import DECLARED, NotebookError

INJECTED = "injected-parameters"  # papermill's tag of the cell


def read(path: Path) -> nbformat.NotebookNode:
    """The notebook at `path`. Raises NotebookError."""
    try:
        return nbformat.read(path, as_version=4)
    except (OSError, ValueError, TypeError, AttributeError, KeyError, nbformat.ValidationError) as error:
        raise NotebookError(f"{path.name} kan inte läsas som en anteckningsbok: {type(error).__name__}.") from error


def given(nb: nbformat.NotebookNode, parameters: dict[str, str]) -> nbformat.NotebookNode:
    """`nb` with a cell that sets `parameters`, where and as papermill puts it."""
    cell = nbformat.v4.new_code_cell(assignments(parameters), metadata={"tags": [INJECTED]})
    tagged = (n for n, other in enumerate(nb.cells, start=1) if DECLARED in other.metadata.get("tags", []))
    nb.cells.insert(next(tagged, 0), cell)
    return nb


def assignments(parameters: dict[str, str]) -> str:
    """The code of the cell that sets `parameters`: text only, with everything but plain ASCII escaped."""
    values = {name: value.encode("unicode_escape").decode().replace('"', r"\"") for name, value in parameters.items()}
    return "".join(["# Parameters\n", *(f'{name} = "{value}"\n' for name, value in values.items())])


def kept(nb: nbformat.NotebookNode, parameters: dict[str, str]) -> nbformat.NotebookNode:
    """What an edition keeps of the executed `nb`: no times, no paths, no random names, and `parameters` as told."""
    nb.metadata.pop("papermill", None)
    for number, cell in enumerate(nb.cells):
        for volatile in ("papermill", "execution"):
            cell.metadata.pop(volatile, None)
        if INJECTED in cell.metadata.get("tags", []):
            cell.id, cell.source = f"parameters-{number}", assignments(parameters)
        if not cell.metadata.get("tags", True):
            del cell.metadata["tags"]  # papermill gives every cell a list of them
        if cell.cell_type == "code":
            cell.outputs = [output for output in cell.outputs if output.get("name") != "stderr"]
    return nb
