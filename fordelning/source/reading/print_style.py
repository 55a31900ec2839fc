"""What is usual in a PDF, and so what stands out in it."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import groupby, pairwise

from .line import Line, may_head, may_head_by_weight
from .printed_line import PrintedLine

LARGER, _LARGE = 1.08, 1.3  # times the usual size: what stands out, and what can be nothing but a heading
_MOST_HEADINGS = 4  # lines of headings after one another; more is text in another size
_ENDS = (".", ":", "!", "?")
_LISTED = re.compile(r"(?:[-*•·▪◦‣●○–—\uf0b7]|[0-9]{1,3}[.)]|[a-zåäö][.)])\s")


def usual_size(rows: Sequence[PrintedLine]) -> float:
    """The size of most letters."""
    sizes: Counter[float] = Counter()
    for row in rows:
        sizes[row.size] += len(row.letters)
    return max(sizes, key=lambda size: sizes[size], default=0.0)


class PrintStyle:
    """What is usual in a document, and so what stands out as a heading or as apart from the line above."""

    def __init__(self, rows: Sequence[PrintedLine], size: float):
        self.size = size
        bold = sum(len(row.letters) for row in rows if row.bold)
        self._weighs = 2 * bold < sum(len(row.letters) for row in rows)  # whether bold stands out
        pairs = [
            (above, below)
            for above, below in pairwise(rows)
            if above.page == below.page and above.size == below.size == self.size
        ]
        prose = [(above, below) for above, below in pairs if len(above.spans) == len(below.spans) == 1]
        near = self._steps(prose) or self._steps(pairs)  # rows of a table may be nearer one another
        self._step = min(near, key=lambda step: (-near[step], step), default=1.2 * self.size)
        self._right = max((row.box[2] for row in rows), default=0.0)
        self._ranks: dict[int, tuple[float, bool]] = {}
        for rank, group in groupby(rows, key=self._rank):
            run = list(group)
            if rank and len(run) <= _MOST_HEADINGS:
                self._ranks |= {id(row): rank for row in run}
        self._levels = sorted(set(self._ranks.values()), reverse=True)

    def _steps(self, pairs: Sequence[tuple[PrintedLine, PrintedLine]]) -> Counter[float]:
        """How far the lines of some pairs are from each other, in half points."""
        steps = (below.foot - above.foot for above, below in pairs)
        return Counter(round(2 * step) / 2 for step in steps if 0.8 * self.size < step < 2.2 * self.size)

    def line(self, row: PrintedLine, above: PrintedLine | None) -> Line:
        """A line as it stands after the one above it."""
        rank = self._ranks.get(id(row))
        level = self._levels.index(rank) + 1 if rank else 0
        return Line(row.spans, self._is_apart(row, above), level, guess=not self._levels, page=row.page, box=row.box)

    def _rank(self, row: PrintedLine) -> tuple[float, bool] | None:
        """How a heading stands out; None where a line does not."""
        large = row.size > _LARGE * self.size and may_head(row.text)
        apart = row.size > LARGER * self.size or (row.bold and self._weighs and row.size > 0.95 * self.size)
        return (row.size, row.bold) if large or (apart and may_head_by_weight(row.text)) else None

    def _is_apart(self, row: PrintedLine, above: PrintedLine | None) -> bool:
        if above is None:
            return True
        ended = above.text.endswith(_ENDS)
        if row.page != above.page or row.foot < above.foot - self.size:
            return ended or not (row.text[:1].islower() or row.text[:1].isdigit() or self._is_full(above, row))
        if len(row.spans) > 1 and len(above.spans) > 1 and row.foot - above.foot < 3.5 * self._step:
            return False  # rows of a table
        if row.foot - above.foot > 1.2 * max(self._step, self._step * row.size / self.size):
            return True
        begins = row.text[:1].isupper() and above.box[2] < 0.7 * self._right
        return begins and (ended or self._is_outside(row, above))

    def _is_full(self, above: PrintedLine, row: PrintedLine) -> bool:
        """Whether a line of prose has no room for the first word of the next one, and so goes on there."""
        prose = not (id(above) in self._ranks or id(row) in self._ranks or _LISTED.match(row.text))
        word = len(row.text.split(maxsplit=1)[0]) / len(row.text) * (row.box[2] - row.box[0])
        return prose and len(above.spans) == len(row.spans) == 1 and above.box[2] + word > self._right

    def _is_outside(self, row: PrintedLine, above: PrintedLine) -> bool:
        """Whether a line begins to the left of the text of the list's item above it."""
        return len(above.text) > 1 and bool(_LISTED.match(above.text)) and row.box[0] < above.box[0] + 0.5 * row.size
