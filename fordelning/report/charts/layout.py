"""The layout of a bar chart: kronor along x, points down y, and a row for each name and its bar."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Patch
from numpy.typing import ArrayLike

from fordelning.base import profile

from . import shape
from .lettering import LEADING, TABLE, font, text_width, wrapped, write, write_lines
from .picture import width

_NAMES = 150.0  # points: the most that a column of names takes
_LEGEND = {  # in sizes of its letters
    "frameon": False,
    "borderpad": 0,
    "borderaxespad": 0,
    "handlelength": 1,
    "handleheight": 1.16,
    "handletextpad": 5 / 9,
    "columnspacing": 2,
    "labelspacing": 0.45,
}


class Layout:
    """The rows of an Axes from its top down, with bars of `thick` points.

    Their names stand in a column at the left, or above the bars where the Axes is too narrow for a column. The bars
    have `scale` before they have `place`, since what is written under them depends on how long they are.
    """

    def __init__(self, ax: Axes, names: Sequence[str], thick: float):
        self.ax, self.thick, self.width = ax, thick, width(ax)
        self.left = 0.0  # where bars begin, in points
        if self.width >= 2 * _NAMES:
            needed, word = (
                max(map(text_width, texts), default=0.0) * 1.03 + 12
                for texts in (names, [word for name in names for word in name.split()])
            )
            self.left = min(needed, max(_NAMES, min(word, self.width / 2)))  # no word is cut
        self.names = [wrapped(name, self.left - 10 if self.left else self.width) for name in names]

    def room(self, told: Sequence[str]) -> float:
        """How long a bar can be, in points, where the longest of `told` is written beside it."""
        return self.width - self.left - max(text_width(text, bold=True) for text in told) - 8

    def scale(self, lowest: float, highest: float, told: Sequence[str], both: bool = False) -> None:
        """Let bars reach from `lowest` to `highest` kronor, with room for `told` at their right end or at `both`."""
        beside = self.width - self.left - self.room(told)
        before = beside if both and lowest < 0 else 0.0
        after = beside if not both or highest > 0 else 0.0
        self.points = (self.width - self.left - before - after) / (float(highest - lowest) or 1)  # a krona's
        self.zero = self.left + before - float(lowest) * self.points
        self.ax.set_xlim(self.x(0), self.x(self.width))

    def x(self, points: float) -> float:
        """What is so many points from the left edge of the Axes, in kronor."""
        return (points - self.zero) / self.points

    def fits(self, text: str, kronor: float, size: float = TABLE) -> bool:
        """Whether a bar of that length has room for `text`."""
        return text_width(text, size=size) + 10 < abs(kronor) * self.points

    def place(self, top: float, below: Sequence[float]) -> None:
        """Place the rows from `top` down, each with so many points below it, and write their names."""
        texts = [LEADING * len(lines) for lines in self.names]
        rooms = [max(text, self.thick) if self.left else text + 2 + self.thick for text in texts]
        ends = top + np.cumsum(np.add(rooms, below))
        self.tops = ends - rooms - below
        self.y = self.tops + (np.divide(rooms, 2) if self.left else np.add(texts, 2 + self.thick / 2))  # of the bars
        self.ax.set_ylim(float(ends[-1]), 0)
        for lines, text, start, middle in zip(self.names, texts, self.tops, self.y, strict=True):
            write_lines(self.ax, self.x(0), middle if self.left else start + text / 2, lines)

    def draw(self, kronor: ArrayLike, start: ArrayLike = 0, at=slice(None), **style) -> None:
        """A bar in each of the rows `at`; one of no length is there and not seen."""
        for bar in self.ax.barh(self.y[at], np.asarray(kronor, float), self.thick, np.asarray(start, float), **style):
            bar.set_visible(bool(bar.get_width()))

    def stack(self, lines: Sequence[Sequence], pots: Sequence[int]) -> np.ndarray:
        """A bar in each row of its parts, a column a pot, less to the left of nil; where each part starts."""
        parts = np.array(lines, float)
        starts = np.zeros(parts.shape)
        for column, number in enumerate(pots):
            before, part = parts[:, :column], parts[:, column]
            starts[:, column] = np.where(part > 0, before.clip(min=0).sum(axis=1), before.clip(max=0).sum(axis=1))
            self.draw(part, starts[:, column], **shape.filled(shape.pot(number)))
        for row, column in np.argwhere((parts > 0) & (starts > 0)):
            self.upright(row, starts[row, column], "paper", 1.2)
        return starts

    def upright(self, row: int, x: float, role: str, width: float = 0.7, beyond: float = 0.0) -> None:
        """An upright line through a bar, and so many points beyond it on either side."""
        reach = self.thick / 2 + beyond
        shape.rule(self.ax, (x, x), (self.y[row] - reach, self.y[row] + reach), role, width)

    def outline(self, row: int, start: float, kronor: float, role: str, within: float) -> None:
        """A dashed outline of a bar, so many points within its ends."""
        inset = min(within / self.points, float(kronor) / 2)
        length = float(kronor) - 2 * inset
        self.ax.barh(self.y[row], length, self.thick - 1, float(start) + inset, **shape.dashed(role))

    def write(self, row: int, x: float, text: str, shift: float = 0.0, **style) -> None:
        """`text` in the middle of a bar's height, so many points to the right of `x`."""
        write(self.ax, float(x) + shift / self.points, self.y[row], text, **style)

    def net(self, row: int, kronor: float, text: str) -> None:
        """The net of a bar that goes both ways, as a thin bar below it with `text` at its end."""
        y, side = self.y[row] + self.thick / 2 + 7, -1 if kronor < 0 else 1
        for bar in self.ax.barh(y, float(kronor), 3, **shape.filled("ink")):
            bar.set_visible(bool(kronor))
        x = float(kronor) + side * 5 / self.points
        write(self.ax, x, y, text, bold=True, ha="left" if side > 0 else "right")

    def label(self, row: int, start: float, kronor: float, text: str, pot: int, size: float = TABLE) -> None:
        """`text` on the segment of a pot, with no hatch behind it."""
        role = shape.pot(pot)
        ground = role if shape.hatch(role) else ""
        self.write(row, start + float(kronor) / 2, text, role=f"{role}-ink", ground=ground, ha="center", size=size)

    def legend(self, names: Sequence[str], pots: Sequence[int]) -> float:
        """What colours and hatches mean, at the top, where they are several; where the rows begin, in points."""
        if len(names) < 2:
            return 5.0
        lines = [wrapped(name, self.width - self.left - 14) for name in names]
        wide = [14 + max(map(text_width, line)) for line in lines]
        count = next(n for n in range(len(names), 0, -1) if n == 1 or self._fit(wide, n))
        order = [place for column in range(count) for place in range(column, len(names), count)]  # filled downwards
        looks = [shape.filled(shape.pot(pots[place])) for place in order]
        legend = self.ax.legend(
            [Patch(**look) for look in looks],
            ["\n".join(lines[place]) for place in order],
            ncols=count,
            loc="upper left",
            bbox_to_anchor=(self.left / self.width, 2.5),
            bbox_transform=self.ax.get_yaxis_transform(),
            prop=font("".join(names), False, TABLE),
            labelcolor=profile.LIGHT.ink,
            **_LEGEND,
        )
        for swatch, text, look in zip(legend.get_patches(), legend.texts, looks, strict=True):
            swatch.set(**look)  # matplotlib's own copy lacks the gid, and how thick the lines of a hatch are
            text.set_gid("text-ink")
        deep = [max(map(len, lines[first : first + count])) for first in range(0, len(lines), count)]
        return 10.0 + sum(3 + LEADING * lines for lines in deep)

    def _fit(self, wide: list[float], count: int) -> bool:
        """Whether entries so wide have room in that many columns."""
        return sum(max(wide[n::count]) + 18 for n in range(count)) - 18 <= self.width - self.left
