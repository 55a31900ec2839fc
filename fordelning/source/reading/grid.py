"""The columns of a table whose cells are known only by where they stand."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Stretch:
    """A stretch of text from `left` to `right`: points on a page, or characters in a line."""

    left: float
    right: float
    text: str


def columns(rows: Sequence[Sequence[Stretch]]) -> list[tuple[float, float]]:
    """The left and right edge of each column.

    What stands above one another in any two rows is in one column, and so is what no row has side by side: a head at
    the left edge of its column and figures at the right.
    """
    merged: list[tuple[float, float]] = []
    for span in sorted((span for row in rows for span in row), key=lambda span: span.left):
        if merged and span.left < merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], span.right)
        else:
            merged.append((span.left, span.right))
    found: list[tuple[float, float]] = []
    for column in merged:
        if found and not any(_has(row, found[-1]) and _has(row, column) for row in rows):
            found[-1] = found[-1][0], column[1]
        else:
            found.append(column)
    return found


def are_mixed(rows: Sequence[Sequence[Stretch]]) -> bool:
    """Whether some row has two stretches in what would be one column: they do not stand in columns at all."""
    edges = columns(rows)
    return any(sum(left <= span.left <= right for span in row) > 1 for row in rows for left, right in edges)


def _has(row: Sequence[Stretch], column: tuple[float, float]) -> bool:
    return any(column[0] <= span.left and span.right <= column[1] for span in row)
