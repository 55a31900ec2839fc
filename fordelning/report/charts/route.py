"""The picture of the money's way from pots through measures to boards: a flow, or a matrix where that is a tangle."""

from collections.abc import Callable, Container
from functools import partial

import pandas as pd
from matplotlib.axes import Axes

from fordelning.base import profile
from fordelning.base.money import numeral
from fordelning.case.case import MEASURE
from fordelning.report import frames, phrases, tables
from fordelning.report.document import ROWS, Figure, Sentence
from fordelning.report.report import Report

from .amounts import REST, Fmt, Labels, kept
from .block import drawn_as, pots
from .flow import bands, legible
from .heat import SUM, Grid, columns, heat
from .picture import HIGHEST, figure

_MOST_ROWS = 40


def flow(report: Report) -> Figure | None:
    """Pots, measures and boards joined by bands as thick as their amounts; measures × boards where bands are a tangle.

    None where nothing but nil is allocated, and where the money has no way to choose: through a single measure, or from
    a single pot to a single board.
    """
    if not tables.several(tables.measures_used(report)):
        return None
    if not tables.several(tables.pots_used(report)) and not tables.several(tables.boards_by_size(report)):
        return None
    frame, drawn = frames.allocations(report.case), drawn_as(report)
    frame = frame[frame["kronor"] != 0].assign(pot=lambda rows: [drawn.get(pot, pot) for pot in rows["pot"]])
    if frame.empty:
        return None
    if legible(frame, pots(report)):
        said = "Från pott genom åtgärd till nämnd", " Bandets tjocklek är beloppet."
        shown = "Flöde från potterna genom åtgärderna till nämnderna."
        return _figure(report, said, shown, partial(bands, frame, fmt=_writer(report, frame), labels=pots(report)))
    return _matrix(report, frame)


def _writer(report: Report, frame: pd.DataFrame) -> Fmt:
    """What writes the amounts of the picture, and their sums."""
    return report.money.column(frame["kronor"].unique().tolist())


def _figure(report: Report, said: tuple[str, str], shown: str, draw: Callable[[Axes], Axes]) -> Figure:
    subtitle = f"{said[0]}, {report.money.unit}, {tables.period(report)}.{said[1]}"
    message = Sentence(_title(report), (ROWS,))
    return figure("figur-flode", message, subtitle, shown, draw, widths=(profile.COLUMN,), see=tables.MATRIX)


def _title(report: Report) -> str:
    """The largest measure, and the boards that it goes through."""
    case = report.case
    sums = case.allocations.groupby("measure", sort=False)["kronor"].sum()
    largest = str(sums.abs().idxmax())
    boards = case.rows(measure=largest)["board"].unique()
    named = [phrases.organ(case.boards[board].name) for board in boards]
    through = phrases.listed(named) if len(named) <= 2 else f"{numeral(len(named))} nämnder"
    amount = report.money.full(int(sums[largest]))
    if not sums[largest]:
        return "Pengar flyttas, och summan av varje åtgärd är noll"
    if case.measures[largest].name == MEASURE:
        return f"{amount} är inte uppdelat på åtgärder"
    alike = int((sums == sums[largest]).sum())
    if alike > 1:
        return f"{phrases.capital(numeral(alike))} åtgärder är lika stora och störst, {amount} var"
    return f"{case.measures[largest].name} är störst, {amount} genom {through}"


def _matrix(report: Report, frame: pd.DataFrame) -> Figure:
    """Measures × boards, in each pot: as many of the largest as there is room for, and the others together.

    Where one board gets it all the columns are pots.
    """
    groups, boards, across = pots(report), _boards(report, frame), "nämnd"
    if not boards:
        boards, across = {pot: name for pot, name in groups.items() if (frame["pot"] == pot).any()}, "pott"
        frame, groups = frame.assign(board=frame["pot"], pot=""), {"": ""}
    sums = frame.groupby("measure")["kronor"].sum()
    held = set(zip(frame["pot"], frame["measure"], strict=True))
    for most in range(min(len(sums), _MOST_ROWS), 0, -1):
        rows = _rows(report, held, groups, kept(sums, most))
        names = [*dict.fromkeys(group for group, _ in rows), *rows.values()]
        if Grid.of([*names, SUM], [*boards.values(), SUM], profile.COLUMN).height <= HIGHEST:
            break
    less = " Rödtonad ruta är minus, och summan netto." if (frame["kronor"] < 0).any() else ""
    said = f"Belopp per åtgärd och {across}", f" Mörkare ruta är större belopp.{less}"
    shown = f"Tabell med en rad per åtgärd och en kolumn per {across}, mörkare ju större belopp."
    made = _sums(frame, rows, groups, list(boards))
    return _figure(report, said, shown, partial(heat, made, fmt=_writer(report, frame), labels=boards))


def _boards(report: Report, frame: pd.DataFrame) -> dict[str, str]:
    """What each column is called, in the order of the boards by size; beyond what has room they are one."""
    order = tables.several([board for board in tables.boards_by_size(report) if (frame["board"] == board).any()])
    reach = [frame["kronor"].clip(lower=0).sum(), frame["kronor"].clip(upper=0).sum()]
    most = columns([_writer(report, frame)(int(kronor)) for kronor in reach], profile.COLUMN) - 1
    shown = kept(frame.groupby("board")["kronor"].sum().reindex(order), most)
    names = {board: report.case.boards[board].name for board in shown}
    return names if len(shown) == len(order) else {**names, REST: f"Övriga {len(order) - len(shown)} nämnder"}


def _rows(
    report: Report, held: Container[tuple[str, str]], groups: Labels, shown: list[str]
) -> dict[tuple[str, str], str]:
    """What each row is called, by pot and measure that are `held`: those `shown`, and one for the others in the pot."""
    rows: dict[tuple[str, str], str] = {}
    for pot in groups:
        used = [measure for measure in report.case.measures if (pot, measure) in held]
        rows |= {(pot, measure): report.case.measures[measure].name for measure in used if measure in shown}
        if left := len(set(used) - set(shown)):
            rows[pot, REST] = f"Övriga {left} åtgärder" if left > 1 else "En åtgärd till"
    return rows


def _sums(frame: pd.DataFrame, rows: dict[tuple[str, str], str], groups: Labels, boards: list[str]) -> pd.DataFrame:
    """The rows with their sums for each board, in groups where the pots are several."""
    shown = pd.Series([key in rows for key in zip(frame["pot"], frame["measure"], strict=True)], frame.index)
    seen = frame.assign(
        measure=frame["measure"].where(shown, REST), board=frame["board"].where(frame["board"].isin(boards), REST)
    )
    sums = seen.groupby(["pot", "measure", "board"])["kronor"].sum().unstack("board", fill_value=0).loc[list(rows)]
    made = sums.reindex(columns=boards).assign(name=list(rows.values()), **{frames.TOTAL: sums.sum(axis="columns")})
    named = [groups[pot] for pot, _ in rows]
    return made.assign(group=named) if len(set(named)) > 1 else made
