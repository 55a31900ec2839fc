"""Charts of horizontal bars, drawn on matplotlib's Axes from frames of kronor.

Each is drawn for the width of the Axes it is given. Along x are kronor, down y points, and each part is an artist of
the Axes (`ax.containers`, `ax.patches`, `ax.texts`), to be changed as any other.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from fordelning.base.errors import AnalysisError
from fordelning.case.schema import MISSING
from fordelning.report.frames import TOTAL

from . import shape
from .amounts import KRONOR, Fmt, Labels, amounts, called, frame_of, named, short_names
from .layout import Layout
from .lettering import SMALL, TABLE, text_width, wrapped, write
from .picture import drawing, sheet, svg

ASSUMED = "räkneexempel"  # a kind of amount


def begin() -> None:
    """Do what the first chart of a process takes so long for: read the fonts, draw once."""
    canvas = sheet()
    bars(pd.DataFrame({"a": [2], "b": [1]}), canvas.axes[0])
    svg(canvas, "", "", "")


def bars(frame: pd.DataFrame, ax: Axes | None = None, *, fmt: Fmt = KRONOR, labels: Labels | None = None) -> Axes:
    """A bar for each row, with a segment for each column and its amount on it.

    A bar that goes both ways has its net as a thin bar below it.

    Parameters
    ----------
    frame : DataFrame
        As `by_board` gives it: kronor by row and column; what is called "total" is left out. The rows are called by
        the column `name`, where there is one.
    ax : Axes, optional
        Where to draw. Without one the chart is as wide as a page's column, and as high as it has to be.
    fmt : callable
        Writes an amount; `report.money.bare` does it in the report's unit.
    labels : mapping, optional
        What each column is called. Its place here is that of its colour; without, its place in the frame, and its
        short name in a frame of ours.

    Returns
    -------
    Axes
        To be changed further. `figure(ax, …)` makes it a block, and in Jupyter it is shown as any other value.

    Raises
    ------
    AnalysisError
        Where there is nothing to draw, or something that is no amount.

    Examples
    --------
    >>> ax = bars(by_board(open_case("huddinge-2021")))
    >>> [text.get_text() for text in ax.texts][:2]
    ['Kommunstyrelsen', 'Socialnämnden']
    """
    names, frame = named(frame)
    parts = amounts(frame)
    heads, pots = called(frame.columns, labels or short_names(frame))
    both = [min(line) < 0 < max(line) for line in parts]
    sums = [f"netto {fmt(sum(line))}" if mixed else fmt(sum(line)) for line, mixed in zip(parts, both, strict=True)]
    reach = [sum(value for value in line if value > 0) for line in parts]
    thick, gap = (24.0, 15.0) if len(names) <= 6 else (20.0, 13.0) if len(names) <= 8 else (12.0, 7.0)
    size = TABLE if len(names) <= 8 else SMALL
    with drawing(ax) as ax:
        rows = Layout(ax, names, thick)
        rows.scale(
            min(sum(line) - most for line, most in zip(parts, reach, strict=True)),
            max(reach),
            sums,
            both=min(map(sum, parts)) < 0,
        )
        # What is written under a bar begins at the axis, unless that leaves it less than half of the width.
        beside = rows.zero if rows.width - rows.zero > (rows.width - rows.left) / 2 else rows.left

        def unseen(line: list) -> list[str]:
            """The parts in words, where a segment of a mixed bar is too short for its amount."""
            used = [(head, value) for head, value in zip(heads, line, strict=True) if value]
            if len(used) < 2 or all(rows.fits(fmt(value), value, size) for _, value in used):
                return []
            told = ", ".join(f"{head}: {fmt(value)}" for head, value in used)
            return wrapped(told, rows.width - beside - 3, size=SMALL)

        notes = [unseen(line) for line in parts]
        broken = not rows.left or (beside < rows.zero and any(notes))  # an axis through no text
        top = rows.legend(heads, pots)
        rows.place(top, [10 * len(note) + gap + 12 * mixed for note, mixed in zip(notes, both, strict=True)])
        starts = rows.stack(parts, pots)
        for row, line in enumerate(parts):
            if not notes[row] and sum(map(bool, line)) > 1:
                for pot, start, value in zip(pots, starts[row], line, strict=True):
                    if value:
                        rows.label(row, start, value, fmt(value), pot, size)
            net = sum(line)
            if both[row]:
                rows.net(row, net, sums[row])
            else:
                rows.write(row, net, sums[row], -5 if net < 0 else 5, bold=True, ha="right" if net < 0 else "left")
            for n, note in enumerate(notes[row]):
                write(
                    ax,
                    rows.x(beside + 3),
                    rows.y[row] + thick / 2 + 7 + 12 * both[row] + 10 * n,
                    note,
                    role="muted",
                    size=SMALL,
                )
            if broken:
                rows.upright(row, 0, "ink", beyond=1)
        if not broken:
            shape.rule(ax, (0, 0), (top - 4, ax.get_ylim()[0] - gap + 4), "ink")
    return ax


def shares(frame: pd.DataFrame, ax: Axes | None = None, *, fmt: Fmt = KRONOR, labels: Labels | None = None) -> Axes:
    """The part of each whole that goes to one thing, in a frame that is the whole, and the parts together.

    Parameters
    ----------
    frame : DataFrame
        A row for each whole: `name`, `kronor` (the part) and `whole`. Last the row "total", whose name is what the
        parts go to. `split` gives it, with the wholes of `by_pot`.
    ax, fmt, labels
        As in `bars`; a label is of a row.

    Examples
    --------
    >>> decision = open_case("huddinge-2021")
    >>> parts = split(decision, "tryggare-utemiljoer").assign(whole=by_pot(decision)["total"])
    >>> [text.get_text() for text in shares(parts).texts][-1].replace("\\xa0", " ")
    '1 315 000'
    """
    if TOTAL not in frame_of(frame, "name", "kronor", "whole").index:
        raise AnalysisError("Raden »total» saknas: den säger vad delarna går till. split(fall, åtgärd) har den.")
    to, frame = frame["name"].to_dict()[TOTAL], frame.drop(index=TOTAL)
    values = amounts(frame[["kronor", "whole"]])
    if any(not 0 <= part <= whole for part, whole in values):
        raise AnalysisError("En del är negativ eller större än det hela: det går inte att rita som andelar.")
    parts, wholes = map(list, zip(*values, strict=True))
    heads, pots = called(frame.index, labels or dict(zip(frame.index, frame["name"], strict=True)))
    told = [fmt(value) for value in (*wholes, sum(parts))]
    with drawing(ax) as ax:
        rows = Layout(ax, [*heads, "Sammanlagt"], thick=20.0)
        rows.scale(0, max(*wholes, sum(parts)), told)
        notes = [wrapped(f"{fmt(part)} till {to}", rows.width - rows.left, True, SMALL) for part in parts]
        below = [10.5 * len(note) + 12 for note in notes]
        rows.place(2.0, [*below[:-1], below[-1] + 4, 6.0])
        for style in (shape.filled("tint"), shape.edged("muted")):
            rows.draw(wholes, at=slice(len(wholes)), **style)
        rows.stack([*np.diag(parts), parts], pots)
        for row, note in enumerate(notes):
            rows.write(row, wholes[row], told[row], 5)
            for n, line in enumerate(note):
                write(ax, 0, rows.y[row] + rows.thick / 2 + 7 + 10.5 * n, line, bold=True, size=SMALL)
        shape.rule(ax, ax.get_xlim(), (rows.tops[-1] - 7, rows.tops[-1] - 7), "rule")
        rows.write(len(parts), sum(parts), told[-1], 5, bold=True)
    return ax


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
    values = amounts(frame_of(frame, "name", "start", "kronor", "role")[["start", "kronor"]])
    ends = [start + value for start, value in values]
    told = [fmt(value) for _, value in values]
    with drawing(ax) as ax:
        rows = Layout(ax, list(frame["name"]), thick=20.0)
        reach = [0, *ends, *(start for start, _ in values)]
        rows.scale(min(reach), max(reach), told)
        rows.place(2.0, [12.0] * len(frame))
        for row, ((start, value), role) in enumerate(zip(values, frame["role"], strict=True)):
            rows.draw(value, start, at=[row], **(shape.filled(role) if role else shape.dashed("muted")))
            rows.write(row, max(start, ends[row]), told[row], 5, bold=True)
    return ax


def differences(series: pd.Series, ax: Axes | None = None, *, fmt: Fmt = KRONOR) -> Axes:
    """A bar for each row from a line of nil, less to the left and more to the right.

    Parameters
    ----------
    series : Series
        Kronor by what they are called.
    ax, fmt
        As in `bars`.

    Examples
    --------
    >>> ax = differences(pd.Series({"Socialnämnden": 250_000, "Kultur- och fritidsnämnden": -100_000}))
    """
    names, frame = named(series)
    if len(frame.columns) != 1:
        raise AnalysisError(f"En skillnad per rad kan ritas; tabellen har {len(frame.columns)} kolumner. Välj en.")
    values = [value for (value,) in amounts(frame)]
    told = [fmt(value) for value in values]
    with drawing(ax) as ax:
        rows = Layout(ax, names, thick=16.0)
        rows.scale(min(0, *values), max(0, *values), told, both=True)
        rows.place(4.0, [10.0] * len(values))
        for role, side in (("accent", np.clip(values, 0, None)), ("muted", np.clip(values, None, 0))):
            rows.draw(side, **shape.filled(role))
        for row, value in enumerate(values):
            rows.write(row, value, told[row], -5 if value < 0 else 5, bold=True, ha="right" if value < 0 else "left")
            rows.upright(row, 0, "ink", beyond=3)
    return ax


def timeline(
    parts: pd.DataFrame,
    ax: Axes | None = None,
    *,
    kinds: pd.DataFrame | None = None,
    wholes: Sequence[Sequence] | None = None,
    fmt: Fmt = KRONOR,
    labels: Labels | None = None,
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
    names, parts = named(parts)
    heads, pots = called(parts.columns, labels or short_names(parts))
    values = amounts(parts.astype(object).where(parts.notna(), 0))
    if any(value < 0 for line in values for value in line):
        raise AnalysisError("Ett år har ett minusbelopp, och det går inte att rita som en del av ett helt.")
    kinds = parts.astype(object).map(lambda _: "") if kinds is None else kinds
    why = [max(line) or MISSING for line in kinds.where(parts.isna(), "").to_numpy()]
    complete = list(parts.notna().all(axis=1))
    known = [sum(line) for line in values]
    wholes = [[value] for value in known] if wholes is None else wholes
    told = [" eller ".join(map(fmt, whole)) or MISSING for whole in wholes]
    # What is missing is an outline up to what is said; where nothing is, or no more than is known, of its own width.
    ends = [max(0, value, *whole) for value, whole in zip(known, wholes, strict=True)]
    blank = text_width(MISSING, size=SMALL) + 10
    with drawing(ax) as ax:
        rows = Layout(ax, names, thick=20.0)
        room = rows.room(told)
        short = [not whole and end == value for whole, end, value in zip(complete, ends, known, strict=True)]
        rows.scale(0, max(end * room / (room - blank * tail) for end, tail in zip(ends, short, strict=True)), told)
        rows.place(rows.legend(heads, pots), [12.0] * len(names))
        starts = rows.stack(values, pots)
        for row, end in enumerate(ends):
            for pot, start, value, kind in zip(pots, starts[row], values[row], kinds.iloc[row], strict=True):
                both = (f"{fmt(value)} {kind}".strip(), fmt(value))
                if text := next((text for text in both if rows.fits(text, value)), ""):
                    rows.label(row, start, value, text, pot)
                if kind == ASSUMED:
                    rows.outline(row, start, value, "ink", 0.5)
            if not complete[row]:
                missing = max(blank / rows.points, end - known[row])
                rows.outline(row, known[row], missing, "muted", 1)
                rows.write(row, known[row] + missing / 2, why[row], ha="center", size=SMALL)
            rows.write(row, rows.x(rows.width), told[row], bold=True, ha="right")
    return ax
