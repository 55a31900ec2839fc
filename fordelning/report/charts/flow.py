"""The flow of money: from each pot through the measures to the boards.

What is added and what is taken away are bands of their own, so that money which only changes place is seen as well.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from fordelning.base import profile
from fordelning.base.errors import AnalysisError
from fordelning.base.money import numeral
from fordelning.case.case import MEASURE
from fordelning.case.record import Board, Measure
from fordelning.report import frames, phrases, tables
from fordelning.report.document import Figure
from fordelning.report.report import Report

from . import shape
from .amounts import KRONOR, Fmt, Labels, amounts, called, frame_of
from .block import pots
from .lettering import SMALL, wrapped, write, write_lines
from .picture import drawing, figure, width

MOST_NODES = 14  # more measures or boards than this are drawn together as one
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


def flow(report: Report) -> Figure | None:
    """Pots, measures and boards as three columns, joined by bands as thick as the amounts they stand for.

    None where nothing but nil is allocated, and where the money has no way to choose: through a single measure, or from
    a single pot to a single board.
    """
    money = report.money
    if not tables.several(tables.measures_used(report)):
        return None
    if not tables.several(tables.pots_used(report)) and not tables.several(tables.boards_by_size(report)):
        return None
    frame = _shown(report)
    first, second = _bands(frame, pots(report))
    if not any(band.kronor for band in second):
        return None
    negative = any(band.kronor < 0 for band in (*first, *second))
    title = _title(report)
    subtitle = (
        f"Från pott genom åtgärd till nämnd, {money.unit}, {tables.period(report)}. Bandets tjocklek är beloppet."
        + (" Streckade band är minusbelopp." if negative else "")
    )
    given = [_grouped(report, "start", name, first) for name in dict.fromkeys(band.start for band in first)]
    taken = [_grouped(report, "end", name, second) for name in dict.fromkeys(band.end for band in second)]
    alt = f"Flöde i tre led. Potterna ger: {'; '.join(given)}. Nämnderna får: {'; '.join(taken)}."
    draw = partial(bands, frame, fmt=money.bare, labels=pots(report))
    return figure("figur-flode", title, subtitle, alt, draw, widths=(profile.COLUMN,), see=tables.MATRIX)


def _title(report: Report) -> str:
    """The largest measure, and the boards that it goes through."""
    case = report.case
    sums = case.allocations.groupby("measure", sort=False)["kronor"].sum()
    largest = str(sums.abs().idxmax())
    boards = case.rows(measure=largest)["board"].unique()
    named = [phrases.mid_sentence(case.boards[board].name) for board in boards]
    through = phrases.listed(named) if len(named) <= 2 else f"{numeral(len(named))} nämnder"
    amount = report.money.full(int(sums[largest]))
    if case.measures[largest].name == MEASURE:
        return f"{amount} är inte uppdelat på åtgärder"
    return f"{case.measures[largest].name} är störst, {amount} genom {through}"


def _shown(report: Report) -> pd.DataFrame:
    """The allocations as they are drawn: the smallest of many measures or boards are one."""
    frame = frames.allocations(report.case)
    for column, named, several in (
        ("measure", report.case.measures, "åtgärder"),
        ("board", report.case.boards, "nämnder"),
    ):
        frame[f"{column}_name"] = frame[column].map(_names(frame.groupby(column)["kronor"].sum().abs(), named, several))
    return frame


def _bands(frame: pd.DataFrame, names: Mapping[str, str]) -> tuple[list[_Band], list[_Band]]:
    """The bands from pots to measures and from measures to boards; more and less are bands of their own."""
    flows = frame.assign(less=frame["kronor"] < 0)
    first, second = (
        flows.groupby([*columns, "less"], sort=False, as_index=False)["kronor"].sum().itertuples(index=False, name=None)
        for columns in (["pot", "measure_name"], ["measure_name", "board_name", "pot"])
    )
    return (
        [_Band(names[pot], measure, pot, kronor) for pot, measure, _, kronor in first],
        [_Band(measure, board, pot, kronor) for measure, board, pot, _, kronor in second],
    )


def _grouped(report: Report, side: str, name: str, bands: list[_Band]) -> str:
    """One node in words: its sum, and what flows between it and each node on the other side."""
    money, other = report.money, "end" if side == "start" else "start"
    mine = [band for band in bands if getattr(band, side) == name]
    parts = [f"{getattr(band, other)} {money.full(band.kronor)}" for band in mine]
    return f"{name} {money.full(sum(band.kronor for band in mine))} ({phrases.listed(parts)})"


def _names(sizes: pd.Series, named: Mapping[str, Measure | Board], several: str) -> dict[str, str]:
    """The name that each key is drawn under."""
    place = {key: number for number, key in enumerate(named)}
    order = sorted(sizes.index, key=lambda key: (-sizes[key], place[key]))
    shown = order if len(order) <= MOST_NODES else order[: MOST_NODES - 1]
    return {key: named[key].name if key in shown else f"Övriga {len(order) - len(shown)} {several}" for key in order}


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
    names, numbers = called(frame["pot"].unique(), labels)
    roles = dict(zip(frame["pot"].unique(), map(shape.pot, numbers), strict=True))
    joined = _bands(frame, dict(zip(roles, names, strict=True)))
    scale = _AMPLE / max(sum(abs(band.kronor) for band in joining) for joining in joined)
    with drawing(ax) as ax:
        wide = [column * width(ax) / profile.COLUMN for column in _COLUMNS]
        first, second = joined
        columns = [
            _column(first, "start", wide[0], scale, fmt),
            _column(first, "end", wide[1], scale, fmt, apart=True),
            _column(second, "end", wide[2], scale, fmt),
        ]
        between = (width(ax) - sum(wide)) / 2
        lefts = [0.0, wide[0] + between, wide[0] + wide[1] + 2 * between]
        height = max(sum(node.height + _GAP for node in column.values()) - _GAP for column in columns)
        ax.set(xlim=(0, width(ax)), ylim=(height + 2, 0))
        _order(columns[0], list(columns[0]), height)
        for n, joining in enumerate(joined):
            left, right = columns[n], columns[n + 1]
            _order(right, _near(right, left, joining), height)
            _join(ax, joining, left, right, (lefts[n] + wide[n], lefts[n + 1]), scale, roles)
        for column, x, across in zip(columns, lefts, wide, strict=True):
            for node in column.values():
                ax.add_patch(Rectangle((x, node.y), across, node.height, **shape.filled("tint")))
                middle = node.y + node.height / 2
                write_lines(ax, x + 5, middle - _LEADING / 2, node.lines, _LEADING, size=SMALL)
                write(ax, x + 5, middle + len(node.lines) / 2 * _LEADING, node.amount, bold=True, size=SMALL)
    return ax


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


def _near(column: dict[str, _Node], before: dict[str, _Node], bands: list[_Band]) -> list[str]:
    """The names of `column` in the order of where their money comes from, so that few bands cross."""

    def middle(name: str) -> float:
        inflow = [(before[b.start].y + before[b.start].height / 2, abs(b.kronor)) for b in bands if b.end == name]
        return sum(y * size for y, size in inflow) / (sum(size for _, size in inflow) or 1)

    return sorted(column, key=middle)


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
