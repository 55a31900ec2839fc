"""Two columns of prose on a page of a PDF, and the gutter between them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from .grid import Stretch
from .printed_line import PrintedLine, printed_lines

_COLUMN_LINES = 8  # of a column at least


def gutter_of(rows: Sequence[PrintedLine], width: float) -> float | None:
    """Where the second of two columns of prose begins, on a page that has them: lines on both sides fill them."""
    begins = Counter(round(s.left) for row in rows for s in row.spans if 0.4 * width < s.left < 0.7 * width)
    if not begins:
        return None
    gutter = begins.most_common(1)[0][0] - 3.0
    pairs = [_sides(row, gutter) for row in rows]
    columns = [[spans for spans in side if spans] for side in zip(*pairs, strict=True)]
    across = sum(any(s.left < gutter < s.right for s in row.spans) for row in rows)
    if min(map(len, columns)) < _COLUMN_LINES or across > 0.3 * len(rows):
        return None
    return gutter if all(_fill(one) > 0.6 and _width(one) > 0.25 * width for one in columns) else None


def _sides(row: PrintedLine, gutter: float) -> tuple[list[Stretch], list[Stretch]]:
    """The stretches of a line before and after the gutter; neither has one that is across it."""
    return [span for span in row.spans if span.right < gutter], [span for span in row.spans if span.left > gutter]


def _width(column: Sequence[Sequence[Stretch]]) -> float:
    return max(spans[-1].right for spans in column) - min(spans[0].left for spans in column)


def _fill(column: Sequence[Sequence[Stretch]]) -> float:
    """How much of a column its lines fill."""
    filled = sum(span.right - span.left for spans in column for span in spans)
    return filled / (len(column) * _width(column))


def in_columns(rows: Sequence[PrintedLine], gutter: float, number: int, height: float) -> Iterator[PrintedLine]:
    """Lines down the first column and then the second, between those that go across."""
    for across, group in groupby(rows, key=lambda row: any(s.left < gutter < s.right for s in row.spans)):
        if across:
            yield from group
            continue
        letters = [letter for row in group for letter in row.letters]
        yield from printed_lines([one for one in letters if one.left < gutter], number, height)
        yield from printed_lines([one for one in letters if one.left >= gutter], number, height)
