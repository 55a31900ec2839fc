"""Charts of horizontal bars, drawn on matplotlib's Axes from frames; the amounts are kronor.

Each is drawn for the width of the Axes it is given. Along x are kronor, down y points, and each part is an artist of
the Axes (`ax.containers`, `ax.patches`, `ax.texts`), to be changed as any other. `fmt` writes an amount.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from fordelning.base.money import Money
from fordelning.report.frames import TOTAL
from fordelning.report.tables import MISSING

from . import shape
from .lettering import SMALL, TABLE, text_width, wrapped, write
from .picture import chart, svg
from .rows import Rows

Fmt = Callable[..., str]
ASSUMED = "räkneexempel"  # a kind of amount
KRONOR = Money("kr", 0).bare


def begin() -> None:
    """Do what the first chart of a process takes so long for: read the fonts, draw once."""
    svg(bars(pd.DataFrame({"a": [2], "b": [1]})).get_figure(), "", "", "")


@chart
def bars(
    frame: pd.DataFrame, ax: Axes | None = None, *, fmt: Fmt = KRONOR, labels: Mapping[str, str] | None = None
) -> Axes:
    """A bar for each row, with a segment for each column and its amount on it.

    Parameters
    ----------
    frame : DataFrame
        As `by_board` gives it: kronor by row and column; what is called "total" is left out. The rows are called by
        the column `name`, where there is one.
    ax : Axes, optional
        Where to draw. Without one the chart is as wide as a page's column, and as high as it has to be.
    fmt : callable
        Writes an amount; `report.money.bare` writes it in the report's unit.
    labels : mapping, optional
        What each column is called. Its place here is that of its colour; without, its place in the frame.

    Returns
    -------
    Axes
        To be changed further. `figure(ax, …)` makes it a block, and `ax.figure` shows it in Jupyter.

    Examples
    --------
    >>> ax = bars(by_board(open_case("huddinge-2021")))
    >>> [text.get_text() for text in ax.texts][:2]
    ['Kommunstyrelsen', 'Socialnämnden']
    """
    frame = frame.drop(index=TOTAL, columns=TOTAL, errors="ignore")
    names = [str(name) for name in frame.get("name", frame.index)]
    frame = frame.drop(columns="name", errors="ignore")
    called = labels or {column: str(column) for column in frame}
    pots = [list(called).index(column) for column in frame]
    amounts = [[int(kronor) for kronor in line] for line in frame.to_numpy()]
    sums = [fmt(sum(line)) for line in amounts]
    thick, gap = (24.0, 15.0) if len(names) <= 6 else (20.0, 13.0) if len(names) <= 8 else (12.0, 7.0)
    size = TABLE if len(names) <= 8 else SMALL

    rows = Rows(ax, names, thick)
    lowest = min(sum(kronor for kronor in line if kronor < 0) for line in amounts)
    highest = max(sum(kronor for kronor in line if kronor > 0) for line in amounts)
    rows.scale(lowest, highest, after=max(text_width(text, bold=True) for text in sums) + 8)
    # What is written under a bar begins at the axis, unless that leaves it less than half of the width.
    beside = rows.zero if rows.width - rows.zero > (rows.width - rows.left) / 2 else rows.left

    def unseen(line: list[int]) -> list[str]:
        """The parts in words, where a segment of a mixed bar is too short for its amount."""
        used = {called[column]: kronor for column, kronor in zip(frame, line, strict=True) if kronor}
        if len(used) < 2 or all(rows.fits(fmt(kronor), kronor, size) for kronor in used.values()):
            return []
        text = ", ".join(f"{name}: {fmt(kronor)}" for name, kronor in used.items())
        return wrapped(text, rows.width - beside - 3, size=SMALL)

    notes = [unseen(line) for line in amounts]
    broken = not rows.left or (beside < rows.zero and any(notes))  # an axis through no text
    top = rows.legend([called[column] for column in frame], pots) if len(pots) > 1 else 5.0
    rows.place(top, [10 * len(note) + gap for note in notes])
    starts = rows.stack(np.array(amounts), pots)
    for row, line in enumerate(amounts):
        if not notes[row] and np.count_nonzero(line) > 1:
            for number, start, kronor in zip(pots, starts[row], line, strict=True):
                if kronor:
                    rows.label(row, start, kronor, fmt(kronor), number, size)
        rows.write(row, sum(kronor for kronor in line if kronor > 0), sums[row], 5, bold=True)
        for n, note in enumerate(notes[row]):
            write(ax, rows.x(beside + 3), rows.y[row] + thick / 2 + 7 + 10 * n, note, role="muted", size=SMALL)
        if broken:
            rows.upright(row, 0, "ink", beyond=1)
    if not broken:
        shape.rule(ax, (0, 0), (top - 4, ax.get_ylim()[0] - gap + 4), "ink")
    return ax


@chart
def shares(
    frame: pd.DataFrame, ax: Axes | None = None, *, fmt: Fmt = KRONOR, labels: Mapping[str, str] | None = None
) -> Axes:
    """The part of each whole that goes to one thing, in a frame that is the whole, and the parts together.

    Parameters
    ----------
    frame : DataFrame
        A row for each whole: `name`, `kronor` (the part) and `whole`; none is negative. Last the row "total", whose
        name is what the parts go to. `split` gives it, with the wholes of `by_pot`.
    ax, fmt, labels
        As in `bars`; a label is of a row.

    Examples
    --------
    >>> decision = open_case("huddinge-2021")
    >>> parts = split(decision, "tryggare-utemiljoer").assign(whole=by_pot(decision)["total"])
    >>> ax = shares(parts)
    """
    to, frame = frame.loc[TOTAL, "name"], frame.drop(index=TOTAL)
    called = labels or dict(zip(frame.index, frame["name"], strict=True))
    parts, wholes = ([int(kronor) for kronor in frame[column]] for column in ("kronor", "whole"))
    together = sum(parts)
    amounts = [fmt(kronor) for kronor in (*wholes, together)]

    rows = Rows(ax, [*(called[key] for key in frame.index), "Sammanlagt"], thick=20.0)
    rows.scale(0, max(*wholes, together), after=max(text_width(text, bold=True) for text in amounts) + 8)
    notes = [wrapped(f"{fmt(part)} till {to}", rows.width - rows.left, True, SMALL) for part in parts]
    below = [10.5 * len(note) + 12 for note in notes]
    rows.place(2.0, [*below[:-1], below[-1] + 4, 6.0])
    for style in (shape.filled("tint"), shape.edged("muted")):
        rows.draw(wholes, at=slice(len(wholes)), **style)
    rows.stack(np.vstack([np.diag(parts), parts]), [list(called).index(key) for key in frame.index])
    for row, note in enumerate(notes):
        rows.write(row, wholes[row], amounts[row], 5)
        for n, line in enumerate(note):
            write(ax, 0, rows.y[row] + rows.thick / 2 + 7 + 10.5 * n, line, bold=True, size=SMALL)
    shape.rule(ax, ax.get_xlim(), (rows.tops[-1] - 7,) * 2, "rule")
    rows.write(len(parts), together, amounts[-1], 5, bold=True)
    return ax


@chart
def steps(frame: pd.DataFrame, ax: Axes | None = None, *, fmt: Fmt = KRONOR) -> Axes:
    """Steps up and down, as from what is asked for to what is given.

    Parameters
    ----------
    frame : DataFrame
        A row for each step: `name`, `start` and `kronor` (from there, signed), and `role`: "muted", "accent", a pot's
        as "pot-1", or "" for what is not there, which is a dashed outline.
    ax, fmt
        As in `bars`.

    Examples
    --------
    >>> columns = ["name", "start", "kronor", "role"]
    >>> ax = steps(pd.DataFrame([("Äskat", 0, 500, "muted"), ("Nekat", 500, -200, "")], columns=columns))
    """
    starts, lengths = ([int(kronor) for kronor in frame[column]] for column in ("start", "kronor"))
    ends = [max(start, start + length) for start, length in zip(starts, lengths, strict=True)]
    amounts = [fmt(length) for length in lengths]

    rows = Rows(ax, list(frame["name"]), thick=20.0)
    lowest = min(0, *starts, *(start + length for start, length in zip(starts, lengths, strict=True)))
    rows.scale(lowest, max(0, *ends), after=max(text_width(text, bold=True) for text in amounts) + 8)
    rows.place(2.0, [12.0] * len(frame))
    for row, role in enumerate(frame["role"]):
        style = shape.filled(role) if role else shape.dashed("muted")
        rows.draw(lengths[row], starts[row], at=[row], **style)
        rows.write(row, ends[row], amounts[row], 5, bold=True)
    return ax


@chart
def differences(series: pd.Series, ax: Axes | None = None, *, fmt: Fmt = KRONOR) -> Axes:
    """A bar for each row from a line of nil, less to the left and more to the right.

    Parameters
    ----------
    series : Series
        Kronor, none of them nil, by what they are called.
    ax, fmt
        As in `bars`.

    Examples
    --------
    >>> ax = differences(pd.Series({"Socialnämnden": 250_000, "Kultur- och fritidsnämnden": -100_000}))
    """
    kronor = [int(value) for value in series]
    amounts = [fmt(value) for value in kronor]

    rows = Rows(ax, [str(name) for name in series.index], thick=16.0)
    room = max(text_width(text, bold=True) for text in amounts) + 8
    lowest, highest = min(0, *kronor), max(0, *kronor)
    rows.scale(lowest, highest, room if lowest < 0 else 0, room if highest > 0 else 0)
    rows.place(4.0, [10.0] * len(kronor))
    rows.draw(np.clip(kronor, 0, None), **shape.filled("accent"))
    rows.draw(np.clip(kronor, None, 0), **shape.filled("muted"))
    for row, value in enumerate(kronor):
        shift, side = (5, "left") if value > 0 else (-5, "right")
        rows.write(row, value, amounts[row], shift, bold=True, ha=side)
        rows.upright(row, 0, "ink", beyond=3)
    return ax


@chart
def timeline(
    parts: pd.DataFrame,
    ax: Axes | None = None,
    *,
    kinds: pd.DataFrame | None = None,
    wholes: Sequence[Sequence] | None = None,
    fmt: Fmt = KRONOR,
    labels: Mapping[str, str] | None = None,
) -> Axes:
    """A bar for each year of what is known of it; what is missing is an outline, never a bar.

    Parameters
    ----------
    parts : DataFrame
        As `by_year` gives it: kronor by year and pot, none of them negative; missing where nothing is known.
    kinds : DataFrame, optional
        What is said of each part, beside its amount or in the place of one that is missing. What is ASSUMED has a
        dashed edge.
    wholes : sequence of sequences, optional
        What each year is said to be together: one amount, several, or none. Without it, the sums of the parts.
    ax, fmt, labels
        As in `bars`.

    Examples
    --------
    >>> ax = timeline(by_year(open_case("huddinge-2021")))
    """
    parts = parts.drop(columns=TOTAL, errors="ignore").astype(object)
    called = labels or {column: str(column) for column in parts}
    pots = [list(called).index(column) for column in parts]
    kinds = parts.map(lambda _: "") if kinds is None else kinds
    amounts = parts.where(parts.notna(), 0)
    sums = [sum(line) for line in amounts.to_numpy()]
    wholes = [[whole] for whole in sums] if wholes is None else wholes
    texts = [" eller ".join(map(fmt, whole)) or MISSING for whole in wholes]
    missing = kinds.where(parts.isna(), "").max(axis=1)
    complete = parts.notna().all(axis=1).to_numpy()

    rows = Rows(ax, [str(year) for year in parts.index], thick=20.0)
    blank = text_width(MISSING, size=SMALL) + 10
    after = max(text_width(text, bold=True) for text in texts) + 8
    room = rows.width - rows.left - after
    # What is missing is an outline up to what is said; where nothing is, or no more than is known, of its own width.
    ends = [max(0, known, *whole) for known, whole in zip(sums, wholes, strict=True)]
    tails = [blank if known == end and not whole else 0 for known, end, whole in zip(sums, ends, complete, strict=True)]
    rows.scale(0, max(float(end * room / (room - tail)) for end, tail in zip(ends, tails, strict=True)), after=after)
    top = rows.legend([called[column] for column in parts], pots) if len(pots) > 1 else 5.0
    rows.place(top, [12.0] * len(parts))
    starts = rows.stack(amounts.to_numpy(float), pots)
    for row, (known, end) in enumerate(zip(sums, ends, strict=True)):
        cells = zip(pots, starts[row], amounts.iloc[row], kinds.iloc[row], strict=True)
        for number, start, kronor, kind in cells:
            both = (f"{fmt(kronor)} {kind}".strip(), fmt(kronor))
            if text := next((text for text in both if rows.fits(text, kronor)), ""):
                rows.label(row, start, kronor, text, number)
            if kind == ASSUMED:
                rows.outline(row, start, start + float(kronor), "ink", 0.5)
        if not complete[row]:
            width = max(blank / rows.points, float(end - known))
            rows.outline(row, float(known), float(known) + width, "muted", 1)
            rows.write(row, float(known) + width / 2, missing.iat[row] or MISSING, ha="center", size=SMALL)
        rows.write(row, rows.x(rows.width), texts[row], bold=True, ha="right")
    return ax
