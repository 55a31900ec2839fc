"""The flow of money: from each pot through the measures to the boards.

What is added and what is taken away are bands of their own, so that money which only changes place is seen as well.
"""

from dataclasses import dataclass, field

from fordelning.base import profile
from fordelning.base.money import numeral
from fordelning.case.case import MEASURE
from fordelning.report import phrases, tables
from fordelning.report.document import Figure
from fordelning.report.report import Report

from .bars import pot_hatch, pot_role
from .drawing import Drawing, plain, wrapped

MOST_NODES = 14  # more measures or boards than this are drawn together as one
_COLUMNS = (96.0, 136.0, 118.0)  # points: pots, measures, boards
_SIZE, _LEADING, _GAP = profile.SIZES["small"], 10.0, 9.0
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
    """A box with its text; the bands on a side are stacked in its middle."""

    lines: list[str]
    amount: str
    height: float
    y: float = 0.0
    used: dict[str, float] = field(default_factory=lambda: {"left": 0.0, "right": 0.0})

    def attach(self, side: str, thickness: float, whole: float) -> float:
        """The upper edge of the next band of `thickness` on `side`, where all bands there make up `whole`."""
        y = self.y + (self.height - whole) / 2 + self.used[side]
        self.used[side] += thickness
        return y


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
    first, second = _bands(report)
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
    with plain():
        drawing = _draw(report, first, second)
        svg = drawing.svg("figur-flode", title, alt)
    return Figure("figur-flode", title, subtitle, alt, drawing.height, svg, see=tables.MATRIX)


def _title(report: Report) -> str:
    """The largest measure, and the boards that it goes through."""
    case = report.case
    sums = case.allocations.groupby("measure", sort=False)["kronor"].sum()
    largest = sums.abs().idxmax()
    boards = case.rows(measure=largest)["board"].unique()
    named = [phrases.mid_sentence(case.boards[board].name) for board in boards]
    through = phrases.listed(named) if len(named) <= 2 else f"{numeral(len(named))} nämnder"
    amount = report.money.full(int(sums[largest]))
    if case.measures[largest].name == MEASURE:
        return f"{amount} är inte uppdelat på åtgärder"
    return f"{case.measures[largest].name} är störst, {amount} genom {through}"


def _bands(report: Report) -> tuple[list[_Band], list[_Band]]:
    """The bands from pots to measures and from measures to boards; the smallest of many nodes are one."""
    case = report.case
    frame = case.allocations
    measures = _names(frame.groupby("measure")["kronor"].sum().abs(), case.measures, "åtgärder")
    boards = _names(frame.groupby("board")["kronor"].sum().abs(), case.boards, "nämnder")
    named = {"measure": frame["measure"].map(measures), "board": frame["board"].map(boards)}
    flows = frame.assign(**named, less=frame["kronor"] < 0)
    first, second = (
        flows.groupby([*columns, "less"], sort=False)["kronor"].sum().to_dict()
        for columns in (["pot", "measure"], ["measure", "board", "pot"])
    )
    return (
        [_Band(case.pots[pot].short_name, measure, pot, kronor) for (pot, measure, _), kronor in first.items()],
        [_Band(measure, board, pot, kronor) for (measure, board, pot, _), kronor in second.items()],
    )


def _grouped(report: Report, side: str, name: str, bands: list[_Band]) -> str:
    """One node in words: its sum, and what flows between it and each node on the other side."""
    money, other = report.money, "end" if side == "start" else "start"
    mine = [band for band in bands if getattr(band, side) == name]
    parts = [f"{getattr(band, other)} {money.full(band.kronor)}" for band in mine]
    return f"{name} {money.full(sum(band.kronor for band in mine))} ({phrases.listed(parts)})"


def _names(sizes, named: dict, several: str) -> dict[str, str]:
    """The name that each key is drawn under."""
    place = {key: number for number, key in enumerate(named)}
    order = sorted(sizes.index, key=lambda key: (-sizes[key], place[key]))
    shown = order if len(order) <= MOST_NODES else order[: MOST_NODES - 1]
    return {key: named[key].name if key in shown else f"Övriga {len(order) - len(shown)} {several}" for key in order}


def _draw(report: Report, first: list[_Band], second: list[_Band]) -> Drawing:
    scale = _AMPLE / max(sum(abs(band.kronor) for band in bands) for bands in (first, second))
    pots = _column(report, [(b.start, b) for b in first], 0, scale)
    measures = _column(report, [(b.end, b) for b in first], 1, scale)
    boards = _column(report, [(b.end, b) for b in second], 2, scale)
    columns = [pots, measures, boards]
    height = max(sum(node.height + _GAP for node in column.values()) - _GAP for column in columns)
    drawing = Drawing(profile.COLUMN, height + 2)
    between = (profile.COLUMN - sum(_COLUMNS)) / 2
    lefts = [0.0, _COLUMNS[0] + between, _COLUMNS[0] + _COLUMNS[1] + 2 * between]
    _order(pots, list(pots), height)
    _order(measures, _near(measures, pots, [(b.start, b.end, abs(b.kronor)) for b in first]), height)
    _order(boards, _near(boards, measures, [(b.start, b.end, abs(b.kronor)) for b in second]), height)
    for n, bands in enumerate((first, second)):
        left, right = columns[n], columns[n + 1]
        _join(drawing, report, bands, left, right, lefts[n] + _COLUMNS[n], lefts[n + 1], scale)
    for column, x, width in zip(columns, lefts, _COLUMNS, strict=True):
        for node in column.values():
            drawing.bar(x, node.y, width, node.height, "tint")
            middle = node.y + node.height / 2
            drawing.lines(x + 5, middle - _LEADING / 2, node.lines, _LEADING, size=_SIZE)
            drawing.text(x + 5, middle + len(node.lines) / 2 * _LEADING, node.amount, bold=True, size=_SIZE)
    return drawing


def _column(report: Report, bands: list[tuple[str, _Band]], number: int, scale: float) -> dict[str, _Node]:
    """The nodes of one column by name, high enough for their text and for their bands, as many on either side."""
    nodes = {}
    for name in dict.fromkeys(name for name, _ in bands):
        mine = [band for n, band in bands if n == name]
        parts: dict[str, int] = {}
        for band in mine:
            parts[band.pot] = parts.get(band.pot, 0) + band.kronor
        # A measure's parts of the pots are told apart, as in the matrix; elsewhere the sum stands there.
        apart = number == 1 and len(parts) <= 3
        amount = phrases.summed(report, list(parts.values())) if apart else report.money.bare(sum(parts.values()))
        thick = sum(abs(band.kronor) for band in mine) * scale
        lines = wrapped(name, _COLUMNS[number] - 10, size=_SIZE)
        nodes[name] = _Node(lines, amount, max(thick, _LEADING * (len(lines) + 1) + 5))
    return nodes


def _near(column: dict[str, _Node], before: dict[str, _Node], bands: list[tuple[str, str, int]]) -> list[str]:
    """The names of `column` in the order of where their money comes from, so that few bands cross."""

    def middle(name: str) -> float:
        inflow = [(before[start].y + before[start].height / 2, size) for start, end, size in bands if end == name]
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
    drawing: Drawing,
    report: Report,
    bands: list[_Band],
    left: dict[str, _Node],
    right: dict[str, _Node],
    x1: float,
    x2: float,
    scale: float,
) -> None:
    out: dict[str, float] = {}
    into: dict[str, float] = {}
    for band in bands:
        out[band.start] = out.get(band.start, 0.0) + abs(band.kronor) * scale
        into[band.end] = into.get(band.end, 0.0) + abs(band.kronor) * scale
    starts, ends = {}, {}
    for band in sorted(bands, key=lambda b: (left[b.start].y, right[b.end].y)):
        starts[band] = left[band.start].attach("right", abs(band.kronor) * scale, out[band.start])
    for band in sorted(bands, key=lambda b: (right[b.end].y, left[b.start].y)):
        ends[band] = right[band.end].attach("left", abs(band.kronor) * scale, into[band.end])
    # The thinnest last, so that none is hidden behind a thick one.
    for band in sorted((band for band in bands if band.kronor), key=lambda band: -abs(band.kronor)):
        drawing.ribbon(
            x1,
            starts[band],
            x2,
            ends[band],
            max(0.8, abs(band.kronor) * scale),
            pot_role(report, band.pot),
            pot_hatch(report, band.pot),
            solid=band.kronor > 0,
        )
