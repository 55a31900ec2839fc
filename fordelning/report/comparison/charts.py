"""The picture of the comparison: each board's difference to the left or the right of nil."""

from fordelning.base import profile
from fordelning.report import phrases
from fordelning.report.charts.bars import MOST_BARS, Names, figure
from fordelning.report.charts.drawing import Drawing, text_width
from fordelning.report.document import Figure

from . import tables
from .difference import Comparison
from .narrative import board_differences, difference

_THICK, _GAP = 16.0, 10.0


def boards(view: Comparison) -> Figure | None:
    """A bar for each board whose sum differs, less to the left and more to the right; None where none does."""
    bars = _bars(view)
    if not bars:
        return None
    report = view.report
    described = [f"{name} {difference(view, kronor)}" for name, kronor in bars]
    old, new = (phrases.mid_sentence(name) for name in tables.names(view))
    return figure(
        "figur-skillnad",
        _title(view),
        f"Skillnad per nämnd, {report.money.unit}, från {old} till {new}. Mindre åt vänster, mer åt höger.",
        f"Liggande staplar från en nollinje, en per nämnd vars summa skiljer: {phrases.listed(described)}.",
        lambda width: _draw(view, bars, width),
        see=tables.sums(view).id,
    )


def _bars(view: Comparison) -> list[tuple[str, int]]:
    """The boards that differ, largest increase first; beyond MOST_BARS the smallest differences are one."""
    bars = [(board.name, kronor) for board, kronor in board_differences(view)]
    if len(bars) <= MOST_BARS:
        return bars
    shown = sorted(bars, key=lambda bar: -abs(bar[1]))[: MOST_BARS - 1]
    rest = [bar for bar in bars if bar not in shown]
    return [*(bar for bar in bars if bar in shown), (f"Övriga {len(rest)} nämnder", sum(kronor for _, kronor in rest))]


def _title(view: Comparison) -> str:
    money, (before, after) = view.report.money, view.sums()
    found = board_differences(view)
    if before == after:
        moved = sum(kronor for _, kronor in found if kronor > 0)
        return f"Summan är densamma, men {money.full(moved)} går till andra nämnder än förut"
    board, kronor = max(found, key=lambda item: abs(item[1]))
    return f"Störst skillnad för {phrases.mid_sentence(board.name)}: {difference(view, kronor)}"


def _draw(view: Comparison, bars: list[tuple[str, int]], canvas: float) -> Drawing:
    report = view.report
    labels = [tables.signed(report, kronor) for _, kronor in bars]
    names = Names.of([name for name, _ in bars], canvas)
    room = max(text_width(label, bold=True) for label in labels) + 8
    lowest, highest = min(0, *(kronor for _, kronor in bars)), max(0, *(kronor for _, kronor in bars))
    left = names.width + (room if lowest < 0 else 0)
    scale = (canvas - left - (room if highest > 0 else 0)) / ((highest - lowest) or 1)
    zero = left - lowest * scale
    heights = [names.room(i, _THICK)[1] + _GAP for i in range(len(bars))]
    drawing = Drawing(canvas, sum(heights) + 4)
    y = 4.0
    for i, (_, kronor) in enumerate(bars):
        start, width = y + names.room(i, _THICK)[0], abs(kronor) * scale
        names.draw(drawing, i, y, _THICK)
        drawing.bar(zero if kronor > 0 else zero - width, start, width, _THICK, "accent" if kronor > 0 else "muted")
        end, align = (zero + width + 5, "left") if kronor > 0 else (zero - width - 5, "right")
        drawing.text(end, start + _THICK / 2, labels[i], bold=True, align=align, size=profile.SIZES["table"])
        drawing.line(zero, start - 3, zero, start + _THICK + 3, "ink")
        y += heights[i]
    return drawing
