"""A table as a picture: a cell is darker the more it holds, and has its amount written in it."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from fordelning.base.errors import AnalysisError
from fordelning.report.frames import TOTAL

from . import shape
from .amounts import KRONOR, REST, Fmt, Labels, amounts, frame_of
from .lettering import LEADING, text_width, wrapped, write, write_lines
from .picture import drawing, width

SHADES = (0.1, 0.2, 0.32, 0.45)  # how much of the colour a cell has; any text is legible on the last, dark or light
SUM = "Summa"
_NAMES, _HEADS = 150.0, 110.0  # points: the most that the names of rows take across, and those of columns upright
_WIDEST = 95.0  # points: no column is wider


@dataclass(frozen=True)
class Grid:
    """Where the rows and columns of a table stand, in points."""

    left: float
    column: float
    heads: list[list[str]]
    upright: bool
    names: list[list[str]]

    @classmethod
    def of(cls, names: Sequence[str], heads: Sequence[str], wide: float) -> "Grid":
        """The grid of rows and columns called so, on so many points."""
        left = min(max(text_width(name, bold=True) for name in names) * 1.03 + 10, _NAMES)
        left = max(left, *(_longest(name, bold=True) * 1.03 + 10 for name in names))
        column = min(_WIDEST, (wide - left) / len(heads))
        upright = max(_longest(head) for head in heads) > column - 8
        across = max(_HEADS, *(_longest(head) * 1.03 for head in heads)) if upright else column - 6
        level = [wrapped(head, across) for head in heads]
        return cls(left, column, level, upright, [wrapped(name, left - 8, bold=True) for name in names])

    @property
    def top(self) -> float:
        """How high the heads of the columns are."""
        if self.upright:
            return max(text_width(line) for lines in self.heads for line in lines) + 8
        return LEADING * max(map(len, self.heads)) + 6

    @property
    def heights(self) -> list[float]:
        """How high each row is."""
        return [LEADING * len(lines) + 5 for lines in self.names]

    @property
    def height(self) -> float:
        """How high the whole is."""
        return self.top + sum(self.heights) + 2


def _longest(name: str, bold: bool = False) -> float:
    """How wide the widest word of `name` is."""
    return max((text_width(word, bold) for word in name.split()), default=0.0)


def columns(told: Sequence[str], wide: float) -> int:
    """How many columns of amounts, the sums' among them, have room where the widest amounts are those `told`."""
    needed = max(max(text_width(text, bold=True) for text in told) + 7, 2 * LEADING + 2)
    return int((wide - _NAMES) // needed)


def heat(frame: pd.DataFrame, ax: Axes | None = None, *, fmt: Fmt = KRONOR, labels: Labels | None = None) -> Axes:
    """A table whose cells are darker the more they hold, each with its amount, and with the sums of both ways.

    Parameters
    ----------
    frame : DataFrame
        As `matrix` gives it: kronor by row and column, the column `name`, and the sums called "total". Where there is
        a column `group` too, each group of rows has a row of its sums above it.
    ax, fmt
        As in `bars`.
    labels : mapping, optional
        What each column is called.

    Examples
    --------
    >>> ax = heat(matrix(open_case("huddinge-2021")))
    >>> ax.texts[-1].get_text().replace("\\xa0", " ")
    '10 000 000'
    """
    rows = table(frame)
    held = rows.drop(columns=["name", "look"])
    values = amounts(held)
    heads = [SUM if column == TOTAL else (labels or {}).get(str(column), str(column)) for column in held]
    alone = held.loc[(rows["look"] == "").to_numpy()].drop(columns=[REST, TOTAL], errors="ignore")
    most = max((abs(value) for line in alone.to_numpy().tolist() for value in line), default=0) or 1
    with drawing(ax) as ax:
        grid = Grid.of(list(rows["name"]), heads, width(ax))
        right = grid.left + grid.column * len(heads)
        ax.set(xlim=(0, width(ax)), ylim=(grid.height, 0))
        for n, lines in enumerate(grid.heads):
            _head(ax, grid, n, lines)
        y = grid.top
        for look, name, line, high in zip(rows["look"], grid.names, values, grid.heights, strict=True):
            summed = look in ("group", TOTAL)
            write_lines(ax, 0, y + high / 2, name, bold=summed)
            for n, value in enumerate(line):
                x = grid.left + grid.column * n
                if value and not summed and n < len(line) - 1:
                    _cell(ax, (x, y), (grid.column, high), value, most)
                if value or look == TOTAL or n == len(line) - 1:
                    bold = summed or n == len(line) - 1
                    write(ax, x + grid.column - 4, y + high / 2, fmt(value), bold=bold, ha="right")
            if summed:
                shape.rule(ax, (0, right), (y, y), "ink" if look == TOTAL else "rule")
            y += high
    return ax


def table(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows as they are drawn, those of sums among them: `look` is "group", "total", "rest" (several) or ""."""
    rows = frame_of(frame, "name", TOTAL).drop(index=TOTAL, errors="ignore")
    if rows.empty:
        raise AnalysisError("Det finns inget att rita: välj rader och kolumner med belopp.")
    held = [column for column in rows if column not in ("name", "group", TOTAL)]
    last = [key[-1] if isinstance(key, tuple) else key for key in rows.index]
    rows = rows.assign(look=["rest" if key == REST else "" for key in last])
    parts = [rows]
    if "group" in rows:
        groups = [(name, rows[rows["group"] == name]) for name in rows["group"].unique()]
        parts = [part for name, of in groups for part in (_sums(of, name, "group"), of)]
    return pd.concat([*parts, _sums(rows, SUM, TOTAL)])[["name", "look", *held, TOTAL]]


def _sums(rows: pd.DataFrame, name: str, look: str) -> pd.DataFrame:
    return rows.drop(columns=["name", "group", "look"], errors="ignore").sum().to_frame().T.assign(name=name, look=look)


def _head(ax: Axes, grid: Grid, n: int, lines: list[str]) -> None:
    """The head of a column: level, or from below upwards where its words are longer than the column is wide."""
    right = grid.left + grid.column * (n + 1) - 4
    for number, line in enumerate(lines):
        back = len(lines) - 1 - number
        if grid.upright:
            x = right - 4 - back * LEADING
            write(ax, x, grid.top - 5, line, ha="center", va="bottom", rotation=90)
        else:
            write(ax, right, grid.top - 8 - back * LEADING, line, ha="right")


def _cell(ax: Axes, at: tuple[float, float], size: tuple[float, float], value: float, most: float) -> None:
    role = "accent" if value > 0 else "warning"
    shade = SHADES[min(len(SHADES) - 1, int(abs(value) / most * len(SHADES)))]
    (x, y), (wide, high) = at, size
    look = shape.filled(role)
    look["facecolor"] = (look["facecolor"], shade)  # as an alpha of the patch it would seem to lie above the text
    ax.add_patch(Rectangle((x + 0.75, y + 0.75), wide - 1.5, high - 1.5, **look))
