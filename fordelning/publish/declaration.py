"""The parameters that a report's notebook declares, read without running it."""

import ast
import json
from pathlib import Path

from ..faults import RenderingError

DECLARED = "parameters"  # papermill's tag of the cell


class NotebookError(RenderingError):
    """A notebook cannot be read; the message says which and why."""


def declared(path: Path) -> set[str]:
    """The names of the parameters that the notebook at `path` declares. Raises NotebookError."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        tagged = [cell for cell in cells if DECLARED in cell["metadata"].get("tags", [])]
        code = ast.parse("".join(tagged[0]["source"])) if tagged else ast.Module([], [])
    except (OSError, ValueError, KeyError, TypeError, SyntaxError) as error:
        raise NotebookError(f"{path.name} kan inte läsas som en anteckningsbok: {type(error).__name__}.") from error
    targets = [
        target
        for node in code.body
        if isinstance(node, (ast.Assign, ast.AnnAssign))
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
    ]
    return {target.id for target in targets if isinstance(target, ast.Name)}
