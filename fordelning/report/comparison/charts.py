"""The picture of the comparison: each board's difference to the left or the right of nil."""

from functools import partial

import pandas as pd

from fordelning.base.money import numeral
from fordelning.report import phrases
from fordelning.report.charts import differences
from fordelning.report.charts.block import MOST_BARS
from fordelning.report.charts.picture import figure
from fordelning.report.document import ROWS, Figure, Sentence

from . import tables
from .difference import Comparison
from .narrative import board_differences, difference


def boards(view: Comparison) -> Figure | None:
    """A bar for each board whose sum differs, less to the left and more to the right; None where none does."""
    bars = _bars(view)
    if not bars:
        return None
    report, write = view.report, view.report.money.column([kronor for _, kronor in bars])
    old, new = tables.names(view)
    return figure(
        "figur-skillnad",
        Sentence(_title(view), (ROWS,)),
        f"Skillnad per nämnd, {report.money.unit}, från {old} till {new}. Mindre åt vänster, mer åt höger.",
        "Liggande staplar från en nollinje, en per nämnd vars summa skiljer sig.",
        partial(differences, pd.Series(dict(bars)), fmt=lambda kronor: ("+" if kronor > 0 else "") + write(kronor)),
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
        more = money.full(sum(kronor for _, kronor in found if kronor > 0))
        return f"Summan är densamma: nämnder får sammanlagt {more} mer, och andra lika mycket mindre"
    board, kronor = max(found, key=lambda item: abs(item[1]))
    alike = [board for board, other in found if abs(other) == abs(kronor)]
    if len(alike) > 1:
        return f"Störst skillnad, {money.full(abs(kronor))} åt endera hållet, för {numeral(len(alike))} nämnder"
    return f"Störst skillnad för {phrases.organ(board.name)}: {difference(view, kronor)}"
