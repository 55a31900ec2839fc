"""What a cell makes for the document and does not show: only the last expression of a cell is displayed."""

import ast
import re
from collections.abc import Iterator

_MAKERS = ("show", "figure", "front_matter")  # of the front door: what they make is of no use but to be shown


def unshown(source: str) -> Iterator[str]:
    """Each call in a cell's `source` whose block comes nowhere, with its line: in a loop, not last, or before a ;."""
    plain = re.sub(r"^[ \t]*[%!].*$", "pass", source, flags=re.MULTILINE)  # commands to the notebook are not Python's
    try:
        tree = ast.parse(plain)
    except (SyntaxError, ValueError):
        return  # what is no Python has stopped the run, and says so itself
    displayed = tree.body[-1] if tree.body and not _silenced(plain, tree.body[-1]) else None
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and node is not displayed and isinstance(node.value, ast.Call):
            called = node.value.func
            if isinstance(called, ast.Name) and called.id in _MAKERS:
                yield (
                    f"{called.id}() på rad {node.lineno} visas inte, bara det sista i en cell. Låt det stå sist i en "
                    f"cell för sig, eller skriv display({called.id}(…))"
                )


def _silenced(source: str, last: ast.stmt) -> bool:
    """Whether a ; follows the last statement, by which a notebook shows nothing of it."""
    line = source.splitlines()[(last.end_lineno or last.lineno) - 1].encode()
    return line[last.end_col_offset :].lstrip().startswith(b";")
