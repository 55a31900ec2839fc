"""Lines of letters on a page of a PDF."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise, zip_longest
from statistics import median

from .block import Box
from .grid import Stretch
from .page import Letter
from .text import RAISED

_WORD_GAP = 0.18  # times the size: what is further apart are two words
_WIDE_GAP = 1.0  # … or two cells
_FIGURE_GAP = 0.6  # … or two cells of figures, in a line that has a wide gap
_CELL_GAP = 0.5  # … or two cells, where cells begin or end at the same place on the lines around it
_STOP = 1.0  # points between what stands at the same place
_NEAR_LINES = 2.5  # times the size, from a line to the next of the same table
_LONGEST_LABEL = 30  # of a heading in the margin


@dataclass(frozen=True)
class PrintedLine:
    """Letters on one line of a page, from left to right."""

    letters: list[Letter]
    page: int
    height: float  # of the page
    label: "PrintedLine | None" = None  # the first line of what its own first stretch ends
    starts: tuple[float, ...] = ()  # where stretches begin on the lines around it: what stands there is one, too
    ends: tuple[float, ...] = ()

    @cached_property
    def size(self) -> float:
        """That of most of its letters, in half points."""
        return round(2 * median(letter.size for letter in self.letters)) / 2

    @cached_property
    def bold(self) -> bool:
        """Whether all of it is."""
        return all(letter.bold for letter in self.letters if letter.text.isalnum())

    @cached_property
    def foot(self) -> float:
        """The base line of most of its letters."""
        return median(letter.foot for letter in self.letters)

    @cached_property
    def box(self) -> Box:
        """What it covers, with its label."""
        letters = [*self.letters, *(self.label.letters if self.label else ())]
        return (
            min(letter.left for letter in letters),
            min(letter.top for letter in letters),
            max(letter.right for letter in letters),
            max(letter.bottom for letter in letters),
        )

    @cached_property
    def spans(self) -> tuple[Stretch, ...]:
        """Its stretches with wide gaps between them."""
        found: list[list[Letter]] = []
        texts: list[str] = []
        spaced = ""
        seen = [letter for letter in self.letters if not letter.text.isspace()]
        tabled = any(after.left - one.right > _WIDE_GAP * after.size for one, after in pairwise(seen))
        for letter in self.letters:
            if letter.text.isspace():
                spaced = letter.text
                continue
            text = letter.text.translate(RAISED) if letter.raised else letter.text
            gap = letter.left - found[-1][-1].right if found else 0.0
            figures = tabled and found and found[-1][-1].text.isdigit() and not letter.text.isalpha()
            wide = gap > (_FIGURE_GAP if figures else _WIDE_GAP) * letter.size
            if not found or wide or (gap > _CELL_GAP * letter.size and self._is_stop(found[-1][-1], letter)):
                found.append([letter])
                texts.append(text)
            else:
                texts[-1] += (spaced or (" " if gap > _WORD_GAP * letter.size else "")) + text
                found[-1].append(letter)
            spaced = ""
        spans = [Stretch(letters[0].left, letters[-1].right, text) for letters, text in zip(found, texts, strict=True)]
        if self.label:
            first, above = spans[0], self.label.spans[0]
            spans[0] = Stretch(first.left, max(first.right, above.right), f"{above.text}\n{first.text}")
        return tuple(spans)

    def _is_stop(self, before: Letter, after: Letter) -> bool:
        """Whether what ends and what begins here do so where stretches do on the lines around it."""
        return any(abs(after.left - at) < _STOP for at in self.starts) or any(
            abs(before.right - at) < _STOP for at in self.ends
        )

    @cached_property
    def text(self) -> str:
        """What it says, a tab at each wide gap."""
        return "\t".join(span.text for span in self.spans)


def printed_lines(letters: Iterable[Letter], page: int, height: float) -> Iterator[PrintedLine]:
    """Letters in lines, from the top; a small one above the line it belongs to is raised."""
    groups: list[list[Letter]] = []
    for letter in sorted(letters, key=lambda one: one.foot):
        if groups and letter.foot - groups[-1][0].foot <= 0.2 * max(letter.size, groups[-1][0].size):
            groups[-1].append(letter)
        else:
            groups.append([letter])
    above: list[Letter] = []
    for group in (one for one in groups if any(not letter.text.isspace() for letter in one)):
        if above and not _raised_over(above, group):
            yield PrintedLine(_from_left(above), page, height)
            above = []
        group = [letter._replace(raised=letter.text.isdigit()) for letter in above] + group
        above = []
        if all(letter.text.isdigit() or letter.text.isspace() for letter in group):
            above = group
        else:
            yield PrintedLine(_from_left(group), page, height)
    if above:
        yield PrintedLine(_from_left(above), page, height)


def in_table(rows: Iterable[PrintedLine]) -> Iterator[PrintedLine]:
    """Lines, of which those of one table have the stops of each other; its narrow gaps are told by its wide ones."""
    group: list[PrintedLine] = []
    for row in rows:
        if group and row.foot - group[-1].foot > _NEAR_LINES * row.size:
            yield from _with_stops(group)
            group = []
        group.append(row)
    yield from _with_stops(group)


def _with_stops(group: Sequence[PrintedLine]) -> Iterator[PrintedLine]:
    tabled = [row for row in group if len(row.spans) > 1]
    starts = tuple(span.left for row in tabled for span in row.spans[1:])
    ends = tuple(span.right for row in tabled for span in row.spans[:-1])
    width = max((len(row.spans) for row in tabled), default=0)
    for row in group:
        stopped = replace(row, starts=starts, ends=ends) if len(tabled) > 1 else row
        figures = any(c.isdigit() for span in stopped.spans[1:] for c in span.text)  # and no prose beside the table
        first = min((one.spans[0].right for one in tabled), default=0.0)
        heads = width > 2 and len(stopped.spans) == width - (row.box[0] > first)  # the first may have none
        yield stopped if figures or len(row.spans) > 1 or heads else row


def dotted(row: PrintedLine, dots: Iterable[Box]) -> PrintedLine:
    """A line with the bullet that is drawn before it."""
    left, top, _, bottom = row.box
    for dot in dots:
        if dot[2] <= left <= dot[2] + 2.5 * row.size and top < dot[1] and dot[3] < bottom:
            return replace(row, letters=[Letter("•", *dot, row.foot, row.size, row.bold), *row.letters])
    return row


def _raised_over(above: Sequence[Letter], group: Sequence[Letter]) -> bool:
    size = median(letter.size for letter in group)
    return (
        max(letter.size for letter in above) <= 0.85 * size
        and 0 < group[0].foot - above[0].foot <= 0.6 * size
        and min(letter.left for letter in group) - size < above[0].left < max(letter.right for letter in group) + size
    )


def _from_left(letters: Iterable[Letter]) -> list[Letter]:
    """Letters from left to right; one that is printed twice, to look bold, is there once."""
    made: list[Letter] = []
    for letter in sorted(letters, key=lambda one: one.left):
        last = made[-1] if made else None
        if (
            not last
            or (last.text, last.size) != (letter.text, letter.size)
            or letter.left - last.left > 0.1 * last.size
        ):
            made.append(letter)
    return made


def with_label(rows: Sequence[PrintedLine]) -> Iterator[PrintedLine]:
    """Lines, of which a row of a table with its figures beside the last line of its label has the first line too."""
    first: PrintedLine | None = None
    for row, below in zip_longest(rows, rows[1:]):
        if below and not first and _begins_label(row, below):
            first = row
            continue
        yield replace(row, label=first) if first else row
        first = None


def _begins_label(row: PrintedLine, below: PrintedLine) -> bool:
    if len(row.spans) > 1 or len(below.spans) < 2 or not below.text[0].islower() or not row.text[0].isupper():
        return False
    near = below.foot - row.foot < 1.5 * row.size and abs(row.box[0] - below.box[0]) < 0.5 * row.size
    return near and row.box[2] < below.spans[1].left and any(c.isdigit() for c in below.spans[1].text)


def labelled(row: PrintedLine) -> Iterator[PrintedLine]:
    """A line, and before it the heading in bold that stands in the margin beside it."""
    if len(row.spans) == 2 and len(row.spans[1].text.split()) > 3:
        beside = row.spans[1].left
        label = replace(row, letters=[letter for letter in row.letters if letter.left < beside])
        rest = replace(row, letters=[letter for letter in row.letters if letter.left >= beside])
        if label.bold and not rest.bold and label.text[0].isupper() and len(label.text) <= _LONGEST_LABEL:
            yield from (label, rest)
            return
    yield row
