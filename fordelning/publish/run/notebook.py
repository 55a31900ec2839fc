"""A report's notebook, run by papermill: read, given its parameters, and what is kept of it."""

import json
import logging
import re
import warnings
from functools import partial
from pathlib import Path

import nbformat

from fordelning.base.errors import RenderingError, shorten

from .declaration import DECLARED, INJECTED, NotebookError, parsed
from .mistake import sources, told

SHELL = "fordelning"  # the engine that runs the cells in this process; see `engine`
_KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
_ID = re.compile("[A-Za-z0-9_-]{1,64}")


class CellError(RenderingError):
    """A cell failed. `number` is the cell's in the notebook as it is stored, the first being 1.

    `name` and `value` are the error's: an ordinary one of Python's in Swedish, as `mistake` tells it.
    """

    def __init__(self, notebook: str, number: int, name: str, value: str):
        self.notebook, self.number, self.name, self.value = notebook, number, name, value
        super().__init__(notebook, number, name, value)

    @classmethod
    def of(cls, notebook: str, nb: nbformat.NotebookNode, index: int, name: str, value: str) -> "CellError":
        """That of the cell at `index` in the executed notebook, which is stored as `nb`."""
        return cls(notebook, _stored(nb, index), name, told(name, value, sources(nb)))

    def __str__(self) -> str:
        said = "\n".join(shorten(line, 2000).strip("»") for line in self.value.splitlines())
        if self.name == "SystemExit":
            said = f"cellen avslutar körningen{said and f' ({said})'}"
        return f"{self.notebook}: {self.name} i cell {self.number}{said and f': {said}'}"


class KernelError(RenderingError):
    """There was no kernel, or it ended before the notebook did; the message says which."""


def read(path: Path) -> nbformat.NotebookNode:
    """The notebook at `path`; a cell without an id of its own gets one from its place. Raises NotebookError."""
    raw = parsed(path)
    if raw.get("nbformat") != 4:
        raise NotebookError(f"{path.name} är av ett äldre slag än 4.0: öppna och spara den i JupyterLab.")
    try:
        if type(raw["nbformat"]) is not int or type(raw.get("nbformat_minor")) is not int:
            raise TypeError("nbformat")
        raw["metadata"].pop("papermill", None)  # of an earlier run, and of any kind
        given = {str(cell.get("id")) for cell in raw["cells"]}
        seen: set[str] = set()
        for number, cell in enumerate(raw["cells"], start=1):
            id = cell.get("id")
            if not isinstance(id, str) or id in seen or not _ID.fullmatch(id):
                cell["id"] = _unused(f"cell-{number}", given | seen)
            seen.add(cell["id"])
        raw["nbformat_minor"] = max(raw["nbformat_minor"], 5)  # the first that has ids
        nb = nbformat.from_dict(raw)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            nbformat.validate(nb)
    except (
        nbformat.ValidationError,
        ValueError,
        TypeError,
        AttributeError,
        KeyError,
        RecursionError,
        Warning,
    ) as error:
        raise NotebookError(
            f"{path.name} kan inte läsas som en anteckningsbok: den har inte en anteckningsboks form."
        ) from error
    kernel = nb.metadata.setdefault("kernelspec", nbformat.from_dict(_KERNEL))
    language = nb.metadata.get("language_info", {}).get("name") or kernel.get("language") or "python"
    if language != "python" or not kernel.get("name"):
        raise NotebookError(f"{path.name} är inte skriven för Python. Välj kärnan Python 3 i JupyterLab och spara den.")
    kernel["language"] = language
    return nb


def run(path: Path, parameters: dict[str, str], folder: Path, engine: str | None) -> nbformat.NotebookNode:
    """The notebook at `path`, given `parameters` and run by papermill with `folder` as its working folder.

    `engine` is the name of papermill's engine, None for the one that runs the cells in Jupyter's own kernel. Raises
    CellError where a cell fails, NotebookError where there is no notebook to read, KernelError.
    """
    import papermill  # with all that a kernel takes: only where a notebook is run

    from .engine import Kernel

    logging.getLogger("papermill").setLevel(logging.CRITICAL)
    nb = read(path)

    def executed(cell, cell_index, execute_reply) -> None:
        if any(of.get("source") == "ask_exit" for of in execute_reply["content"].get("payload", [])):
            raise CellError(path.name, _stored(nb, cell_index), "SystemExit", "")

    try:
        done = papermill.execute_notebook(
            nb,
            None,
            parameters=parameters,
            engine_name=engine,
            kernel_name=_KERNEL["name"],  # whichever the notebook names: an edition is made in one environment
            language=_KERNEL["language"],
            kernel_manager_class=Kernel,
            on_cell_executed=executed,
            on_cell_error=_tell,
            cwd=str(folder),
            progress_bar=False,
            extra_arguments=["--log-level=CRITICAL"],
            shutdown_kernel="immediate",  # it has nothing left to do, and asking it to end takes a third of a second
        )
        _require_whole(path.name, nb, done)
    except papermill.PapermillExecutionError as error:
        raise CellError.of(path.name, nb, error.cell_index, error.ename, error.evalue) from error
    except RuntimeError as error:  # DeadKernelError, and what is said of a kernel that never answered
        raise KernelError(f"{path.name}: Jupyters kärna avbröts innan alla celler var körda.") from error
    return nbformat.from_dict(done)


def _tell(cell: nbformat.NotebookNode, cell_index: int, execute_reply: dict) -> None:
    """Let what a cell of a kernel failed by be among its outputs: a magic only answers it."""
    why = execute_reply["content"]
    if all(output.output_type != "error" for output in cell.outputs):
        told = {"ename": why["ename"], "evalue": why["evalue"], "traceback": why["traceback"]}
        cell.outputs.append(nbformat.from_dict({"output_type": "error", **told}))


def _require_whole(name: str, nb: nbformat.NotebookNode, done: nbformat.NotebookNode) -> None:
    """Raises CellError where a cell ended the run in a way that papermill takes for a good one, as sys.exit() does."""
    for index, cell in enumerate(done.cells):
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                raise CellError.of(name, nb, index, output.ename, output.evalue)


def _stored(nb: nbformat.NotebookNode, index: int) -> int:
    """The number in the stored `nb` of the cell at `index` of the executed one, which has the injected cell as well."""
    tags = [cell.metadata.get("tags", []) for cell in nb.cells]
    added = not any(INJECTED in of for of in tags) and index > next(n for n, of in enumerate(tags) if DECLARED in of)
    return index if added else index + 1


def _unused(name: str, taken: set[str]) -> str:
    while name in taken:
        name += "-"
    return name


in_shell = partial(run, engine=SHELL)
in_kernel = partial(run, engine=None)


def assignments(parameters: dict[str, str]) -> str:
    """The code of the cell that sets `parameters`: text only, with everything but plain ASCII escaped."""
    values = {name: value.encode("unicode_escape").decode().replace('"', r"\"") for name, value in parameters.items()}
    return "".join(["# Parameters\n", *(f'{name} = "{value}"\n' for name, value in values.items())])


def kept(nb: nbformat.NotebookNode, parameters: dict[str, str]) -> nbformat.NotebookNode:
    """What an edition keeps of the executed `nb`: no times, no paths, no random names, and `parameters` as told."""
    nb.metadata.pop("papermill", None)
    taken = {cell.id for cell in nb.cells}
    for number, cell in enumerate(nb.cells):
        for volatile in ("papermill", "execution"):
            cell.metadata.pop(volatile, None)
        if INJECTED in cell.metadata.get("tags", []):
            cell.id, cell.source = _unused(f"parameters-{number}", taken - {cell.id}), assignments(parameters)
        if not cell.metadata.get("tags", True):
            del cell.metadata["tags"]  # papermill gives every cell a list of them
        if cell.cell_type == "code":
            cell.outputs = [output for output in cell.outputs if output.get("name") != "stderr"]
    return nb


def warned(name: str, nb: nbformat.NotebookNode) -> list[str]:
    """A sentence for each warning of a cell of the executed `nb`, which is called `name`: no document has them."""
    number, found = 0, list[str]()
    for cell in nb.cells:
        number += INJECTED not in cell.metadata.get("tags", [])
        said = "".join(output.text for output in cell.get("outputs", []) if output.get("name") == "stderr")
        if said.strip():
            lines = re.findall(r"(?m)^(?:\S.*:\d+: )?(\w+Warning: .*)", said) or [
                " ".join(" ".join(dict.fromkeys(said.splitlines())).split())
            ]
            found += [f"{name}, cell {number} varnar: {shorten(one, 300)}" for one in lines]
    return [*dict.fromkeys(found)]


def text(nb: nbformat.NotebookNode) -> str:
    """`nb` as the text of a file: on one line, since what indents it would take a tenth of the room."""
    return json.dumps(nb, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n"
