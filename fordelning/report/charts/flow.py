"""The flow of money: from each pot through the measures to the boards, as bands as thick as their amounts."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from fordelning.base import profile
from fordelning.base.errors import AnalysisError
from fordelning.report import phrases

from . import shape
from .amounts import KRONOR, Fmt, Labels, amounts, called, frame_of
from .lettering import SMALL, text_width, wrapped, write, write_lines
from .picture import drawing, width

_MOST_NODES = 12
_MOST_CROSSINGS = 24
_HIGHEST = 420.0  # points
_COLUMNS = (96.0, 136.0, 118.0)  # points of a page's column: pots, measures, boards
_LEADING, _GAP = 10.0, 9.0
_EDGE = 0.6  # points: no band is drawn thinner
_AMPLE = 240.0  # points for the whole sum


@dataclass(frozen=True)
class _Band:
    """Money between two nodes, in kronor, and the pot that it comes from."""

    start: str
    end: str
    pot: str
    kronor: int


@dataclass
class _Node:
    """A box with its text."""

    lines: list[str]
    amount: str
    height: float
    y: float = 0.0


def legible(frame: pd.DataFrame, labels: Labels) -> bool:
    """Whether the flow of `frame` can be read: nothing is taken away, no name is cut, and few bands cross."""
    if (frame["kronor"] < 0).any():
        return False
    for column, wide in zip(
        (frame["pot"].map(labels), frame["measure_name"], frame["board_name"]), _COLUMNS, strict=True
    ):
        names = column.unique()
        if len(names) > _MOST_NODES or any(
            text_width(word, size=SMALL) > wide - 12 for n in names for word in n.split()
        ):
            return False
    drawn = _Flow(frame, labels, profile.COLUMN, KRONOR)
    return drawn.crossings <= _MOST_CROSSINGS and drawn.height <= _HIGHEST


def bands(frame: pd.DataFrame, ax: Axes | None = None, *, fmt: Fmt = KRONOR, labels: Labels | None = None) -> Axes:
    """Pots, measures and boards as three columns, joined by bands as thick as the amounts they stand for.

    Parameters
    ----------
    frame : DataFrame
        As `allocations` gives it: `pot`, `measure_name`, `board_name` and `kronor`.
    ax, fmt, labels
        As in `bars`; a label is of a pot.

    Examples
    --------
    >>> ax = bands(allocations(open_case("huddinge-2021")))
    """
    frame = frame_of(frame, "pot", "measure_name", "board_name", "kronor")
    if not any(kronor for (kronor,) in amounts(frame[["kronor"]])):
        raise AnalysisError("Alla belopp är noll: det finns inget flöde att rita.")
    keys = list(frame["pot"].unique())
    names, numbers = called(keys, labels)
    roles = dict(zip(names, map(shape.pot, numbers), strict=True))
    with drawing(ax) as ax:
        drawn = _Flow(
            frame,
            dict(sorted(zip(keys, names, strict=True), key=lambda pot: numbers[keys.index(pot[0])])),
            width(ax),
            fmt,
        )
        ax.set(xlim=(0, width(ax)), ylim=(drawn.height + 2, 0))
        for n, joining in enumerate(drawn.joined):
            xs = (drawn.lefts[n] + drawn.wide[n], drawn.lefts[n + 1])
            _join(ax, joining, drawn.columns[n], drawn.columns[n + 1], xs, drawn.scale, roles)
        for column, x, across in zip(drawn.columns, drawn.lefts, drawn.wide, strict=True):
            for node in column.values():
                ax.add_patch(Rectangle((x, node.y), across, node.height, **shape.filled("tint")))
                middle = node.y + node.height / 2
                write_lines(ax, x + 5, middle - _LEADING / 2, node.lines, _LEADING, size=SMALL)
                write(ax, x + 5, middle + len(node.lines) / 2 * _LEADING, node.amount, bold=True, size=SMALL)
    return ax


class _Flow:
    """Where the nodes of a flow stand: pots in the order of `names`, boards by size, and measures between them."""

    def __init__(self, frame: pd.DataFrame, names: Labels, wide: float, fmt: Fmt):
        frame = frame[frame["kronor"] != 0]  # what is nil is no band, and what has none no node
        self.joined = first, second = _bands(frame, names)
        self.wide = [column * wide / profile.COLUMN for column in _COLUMNS]
        between = (wide - sum(self.wide)) / 2
        self.lefts = [0.0, self.wide[0] + between, self.wide[0] + self.wide[1] + 2 * between]
        self.scale = _AMPLE / max(sum(abs(band.kronor) for band in joining) for joining in self.joined)
        self.columns = pots, measures, boards = [
            _column(first, "start", self.wide[0], self.scale, fmt),
            _column(first, "end", self.wide[1], self.scale, fmt, apart=True),
            _column(second, "end", self.wide[2], self.scale, fmt),
        ]
        self.height = max(sum(node.height + _GAP for node in column.values()) - _GAP for column in self.columns)
        sums = frame.groupby("board_name", sort=False)["kronor"].sum()
        _order(pots, [name for name in names.values() if name in pots], self.height)
        _order(boards, list(sums.sort_values(ascending=False, kind="stable").index), self.height)
        _order(measures, _between(measures, pots, boards, first, second), self.height)

    @property
    def crossings(self) -> int:
        """How many pairs of bands cross."""
        ends = [
            [(left[band.start].y, right[band.end].y) for band in joining]
            for joining, left, right in zip(self.joined, self.columns, self.columns[1:], strict=False)
        ]
        return sum((a[0] - b[0]) * (a[1] - b[1]) < 0 for bands in ends for a, b in combinations(bands, 2))


def _bands(frame: pd.DataFrame, names: Labels) -> tuple[list[_Band], list[_Band]]:
    """The bands from pots to measures and from measures to boards; more and less are bands of their own."""
    flows = frame.assign(less=frame["kronor"] < 0)
    first, second = (
        flows.groupby([*columns, "less"], sort=False, as_index=False)["kronor"].sum().itertuples(index=False, name=None)
        for columns in (["pot", "measure_name"], ["measure_name", "board_name", "pot"])
    )
    return (
        [_Band(names[pot], measure, names[pot], kronor) for pot, measure, _, kronor in first],
        [_Band(measure, board, names[pot], kronor) for measure, board, pot, _, kronor in second],
    )


def _column(
    bands: list[_Band], side: str, wide: float, scale: float, fmt: Fmt, apart: bool = False
) -> dict[str, _Node]:
    """The nodes of one column by name, high enough for their text and for their bands, as many on either side.

    The parts of the pots are told `apart`, as in the matrix, where they are three at most; elsewhere their sum is.
    """
    nodes = {}
    for name in dict.fromkeys(getattr(band, side) for band in bands):
        mine = [band for band in bands if getattr(band, side) == name]
        parts: dict[str, int] = {}
        for band in mine:
            parts[band.pot] = parts.get(band.pot, 0) + band.kronor
        terms = parts.values() if apart and len(parts) <= 3 else [sum(parts.values())]
        thick = sum(abs(band.kronor) for band in mine) * scale
        lines = wrapped(name, wide - 10, size=SMALL)
        amount = phrases.terms([fmt(kronor) for kronor in terms])
        nodes[name] = _Node(lines, amount, max(thick, _LEADING * (len(lines) + 1) + 5))
    return nodes


def _between(
    measures: dict[str, _Node],
    pots: dict[str, _Node],
    boards: dict[str, _Node],
    first: list[_Band],
    second: list[_Band],
) -> list[str]:
    """The measures in the order of where their money comes from and where it goes, so that few bands cross."""

    def middle(ends: list[tuple[_Node, int]]) -> float:
        return sum((node.y + node.height / 2) * abs(size) for node, size in ends) / sum(abs(size) for _, size in ends)

    def place(name: str) -> float:
        come = middle([(pots[band.start], band.kronor) for band in first if band.end == name])
        return come + middle([(boards[band.end], band.kronor) for band in second if band.start == name])

    return sorted(measures, key=place)


def _order(column: dict[str, _Node], names: list[str], height: float) -> None:
    """Place the nodes of a column from top to bottom, spread over `height`."""
    free = height - sum(node.height for node in column.values())
    gap = free / (len(column) - 1) if len(column) > 1 else 0.0
    y = 1.0 if len(column) > 1 else 1.0 + free / 2
    for name in names:
        column[name].y = y
        y += column[name].height + gap


def _join(
    ax: Axes,
    bands: list[_Band],
    left: dict[str, _Node],
    right: dict[str, _Node],
    xs: tuple[float, float],
    scale: float,
    roles: dict[str, str],
) -> None:
    """Draw the bands between two columns."""
    starts = _edges(bands, left, scale, lambda band: (band.start, right[band.end].y))
    ends = _edges(bands, right, scale, lambda band: (band.end, left[band.start].y))
    # The thinnest last, so that none is hidden behind a thick one.
    for band in sorted((band for band in bands if band.kronor), key=lambda band: -abs(band.kronor)):
        thick = max(0.8, abs(band.kronor) * scale)
        _ribbon(ax, xs, (starts[band], ends[band]), thick, roles[band.pot], solid=band.kronor > 0)


def _edges(
    bands: list[_Band], column: dict[str, _Node], scale: float, at: Callable[[_Band], tuple[str, float]]
) -> dict[_Band, float]:
    """The upper edge of each band at its node in `column`: stacked in the middle of it, in the order that `at` says."""
    edges = {}
    for name, node in column.items():
        mine = sorted((band for band in bands if at(band)[0] == name), key=at)
        y = node.y + (node.height - sum(abs(band.kronor) for band in mine) * scale) / 2
        for band in mine:
            edges[band] = y
            y += abs(band.kronor) * scale
    return edges


def _ribbon(ax: Axes, xs: tuple[float, float], ys: tuple[float, float], thick: float, role: str, solid: bool) -> None:
    """A band whose upper edge goes between two points; only a dashed outline where it is not `solid`."""
    (x1, x2), (y1, y2), middle = xs, ys, sum(xs) / 2
    upper = [(x1, y1), (middle, y1), (middle, y2), (x2, y2)]
    lower = [(x, y + thick) for x, y in reversed(upper)]
    band = Path([*upper, *lower], [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3])
    # A steep band is thinner than it is high, so it has an edge of its own colour. The paper behind parts it.
    paper = shape.edged("paper", _EDGE + 2 * min(0.5, thick / 4))
    styles = [paper, shape.filled(role), shape.edged(role, _EDGE)] if solid else [shape.dashed(role)]
    for style in styles:
        ax.add_patch(PathPatch(band, **style))
