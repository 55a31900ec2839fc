"""The columns of a table whose cells are known only by where they stand."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Span:
    """A stretch of text from `left` to `right`: points on a page, or characters in a line."""

    left: float
    right: float
    text: str


def columns(rows: Sequence[Sequence[Span]]) -> list[tuple[float, float]]:
    """The left and right edge of each column: what stands above one another in any two rows is in one column."""
    merged: list[list[float]] = []
    for span in sorted((span for row in rows for span in row), key=lambda span: span.left):
        if merged and span.left < merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], span.right)
        else:
            merged.append([span.left, span.right])
    return [(left, right) for left, right in merged]
