"""The parameters that a report's notebook declares, read without running it."""

import ast
import json
import symtable
from collections.abc import Iterable, Iterator
from dataclasses import fields
from pathlib import Path

from fordelning.base.errors import RenderingError, reason, shorten
from fordelning.base.file import content
from fordelning.base.sentence import listed
from fordelning.report.parameters import SHARED, EditionParameters

DECLARED, INJECTED = "parameters", "injected-parameters"  # papermill's tags of the two cells
_EVERY = frozenset(field.name for field in fields(EditionParameters))
_NO_PYTHON = (SyntaxError, ValueError, RecursionError, MemoryError)  # the parser's own words for nested too deep
LARGEST = 100_000_000  # bytes of a notebook


class NotebookError(RenderingError):
    """A notebook cannot be read, or not be given parameters; the message says which and why."""


class _TooLargeError(ValueError):
    """A notebook is larger than any that is read."""


def parsed(path: Path) -> dict:
    """The JSON of the notebook at `path`, whose `cells` are objects with metadata. Raises NotebookError."""
    try:
        data = content(path, LARGEST + 1)
        if len(data) > LARGEST:
            raise _TooLargeError
        nb = json.loads(data.decode("utf-8"))
        if not all(isinstance(cell["metadata"], dict) for cell in nb["cells"]):
            raise TypeError("metadata")
        return nb
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise NotebookError(f"{path.name} kan inte läsas som en anteckningsbok: {_why(error)}.") from error


def _why(error: Exception) -> str:
    match error:
        case OSError():
            return reason(error)
        case json.JSONDecodeError():
            return f"trasig JSON på rad {error.lineno}"
        case _TooLargeError():
            return f"den är större än {LARGEST // 1_000_000} MB"
        case _:
            return "den har inte en anteckningsboks form"


def declared(path: Path) -> dict[str, object]:
    """The parameters that the notebook at `path` declares, each with its own value; None where that is computed.

    Raises NotebookError where they would not be what the notebook is made with: where no cell or several are tagged
    for it, and where another cell gives one of them a value.
    """
    cells = parsed(path)["cells"]
    tagged = _tagged(cells, DECLARED)
    if len(tagged) != 1:
        who, near = (f"cellerna {listed(tagged)}", "") if tagged else ("ingen cell", _near(cells))
        raise NotebookError(
            f"{path.name}: {who} har taggen {DECLARED}{near}. "
            "Ge den till just den cell som sätter anteckningsbokens parametrar."
        )
    injected = _tagged(cells, INJECTED)
    if len(injected) > 1:
        raise NotebookError(
            f"{path.name}: cellerna {listed(injected)} har taggen {INJECTED}, och bara en av dem skulle få nya "
            "värden. Ta bort dem."
        )
    try:
        code = ast.parse(_source(cells[tagged[0] - 1]))
    except _NO_PYTHON as error:
        where = f" (rad {error.lineno})" if isinstance(error, SyntaxError) and error.lineno else ""
        raise NotebookError(
            f"{path.name}: cell {tagged[0]}, som sätter parametrarna, är inte Python{where}."
        ) from error
    found = dict(_values(code))
    odd = sorted((_bound(_source(cells[tagged[0] - 1])) & _EVERY) - set(found))
    if odd:
        raise NotebookError(f"{path.name}: cell {tagged[0]} ska sätta {listed(odd)} som namn = värde, på en egen rad.")
    bound = {
        number: _bound(_source(cell))
        for number, cell in enumerate(cells, start=1)
        if number not in (*tagged, *injected) and cell.get("cell_type") == "code"
    }
    for number, names in bound.items():
        if again := sorted(names & (SHARED | set(found))):
            raise NotebookError(
                f"{path.name}: cell {number} ger {listed(again)} ett nytt värde, och rapporten skulle inte vara "
                f"gjord med det som utgåvan säger. Sätt värdet i cell {tagged[0]}, eller ange det med -p."
            )
    for name in {name for cell in cells if cell.get("cell_type") == "code" for name in _of_matter(_source(cell))}:
        several = [number for number, names in bound.items() if name in names]
        if len(several) > 1:
            raise NotebookError(
                f"{path.name}: cellerna {listed(several)} ger alla {name} ett värde, och dokumentet skulle kunna vara "
                "av en annan rapport än den som står på framsidan. Ge den andra ett eget namn."
            )
    return found


def overridden(own: dict[Path, dict[str, object]], parameters: EditionParameters, given: Iterable[str]) -> list[str]:
    """A sentence for each value that a notebook itself sets and that is not used, though no other was `given`.

    `own` is what each notebook has `declared`: its own defaults. An edition has one value of each in all its documents.
    """
    found = []
    for path, values in own.items():
        for name, value in values.items():
            used, usual = getattr(parameters, name, value), getattr(EditionParameters, name, value)
            if name not in {"case", *given} and value not in (used, usual):  # which case it is of is told anyhow
                written = "till något som räknas ut" if value is None else f"= {value}"
                found.append(
                    f"{path.name} sätter {name} {written}, som inte används: utgåvan görs med "
                    f"{used or 'det som gäller när inget anges'}. "
                    f"Ange -p {name} om något annat ska gälla."
                )
    return found


def _tagged(cells: list[dict], tag: str) -> list[int]:
    """The numbers of the cells of code that have the tag, the first cell being 1."""
    return [number for number, cell in enumerate(cells, start=1) if tag in _tags(cell)]


def _tags(cell: dict) -> list[str]:
    tags = cell["metadata"].get("tags")
    of_code = cell.get("cell_type") == "code" and isinstance(tags, list)
    return [tag for tag in tags if isinstance(tag, str)] if of_code else []


def _near(cells: list[dict]) -> str:
    """Which cell has a tag that may be meant, in brackets; "" where none has."""
    for number, cell in enumerate(cells, start=1):
        for tag in _tags(cell):
            if tag != INJECTED and tag.strip().lower().removesuffix("s") in ("parameter", "parametrar", "parametera"):
                return f" (cell {number} har {shorten(tag)})"
    return ""


def _source(cell: dict) -> str:
    source = cell.get("source", "")
    return "".join(map(str, source)) if isinstance(source, list) else str(source)


def _of_matter(source: str) -> set[str]:
    """The names of what a cell makes the front matter of, as `report` in front_matter(report)."""
    calls = [node for node in ast.walk(_parsed(source)) if isinstance(node, ast.Call)]
    made = [call for call in calls if getattr(call.func, "attr", getattr(call.func, "id", "")) == "front_matter"]
    return {node.id for call in made for one in call.args for node in ast.walk(one) if isinstance(node, ast.Name)}


def _values(code: ast.Module) -> Iterator[tuple[str, object]]:
    """The names that the code assigns to, with the value where that is written out."""
    for node in code.body:
        if isinstance(node, (ast.Assign, ast.AnnAssign)):
            try:
                value = ast.literal_eval(node.value) if node.value else None
            except ValueError:
                value = None
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                if isinstance(target, ast.Name):
                    yield target.id, value


def _bound(source: str) -> set[str]:
    """The names that a cell gives a value outside functions and classes; none where it is no Python."""
    try:
        cell = symtable.symtable(_python(source), "cell", "exec")
    except _NO_PYTHON:
        return set()
    inner = [symbol for scope in _within(cell) for symbol in scope.get_symbols() if symbol.is_declared_global()]
    symbols = [*cell.get_symbols(), *inner]
    return {symbol.get_name() for symbol in symbols if symbol.is_assigned() or symbol.is_imported()}


def _within(scope: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    """The functions, classes and comprehensions of a scope."""
    for one in scope.get_children():
        yield one
        yield from _within(one)


def _parsed(source: str) -> ast.Module:
    """The cell as Python; an empty one where it is none, which is told when it is run."""
    try:
        return ast.parse(_python(source))
    except _NO_PYTHON:
        return ast.Module([], [])


def _python(source: str) -> str:
    """The source of a cell, without what is IPython's own."""
    try:
        ast.parse(source)
    except SyntaxError:
        from IPython.core.inputtransformer2 import TransformerManager  # only where there are words of IPython's own

        return TransformerManager().transform_cell(source)
    return source
