"""A document that has been read as one text, with its blocks, its amounts and the place of each letter."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from fordelning.base.money import KRONOR, meant
from fordelning.source.reading.block import BlockKind, TextBlock, Writing
from fordelning.source.tokens import Token, scan

from .proposal import TextPlace

_WRAPPED = re.compile(r"(?<=[^\W\d_]) [0-9]{1,3}\s*(?:\n|<br ?/?>)[0-9]{3}(?![0-9])")  # of prose, not of a column
_BREAK = re.compile(r"\n|<br ?/?>", re.IGNORECASE)
_LIST = re.compile(r"\s*(?:,|och|samt|respektive|resp\.?|eller|till|[–-])\s*", re.IGNORECASE)
_RESPECTIVELY = re.compile(r"\s*(?:respektive|resp\.?)\s*", re.IGNORECASE)
_RANGE = re.compile(r"\s*(?:eller|till|[–-])\s*", re.IGNORECASE)
_THOUSANDS = (KRONOR["kr"], KRONOR["tkr"])
_GAP = "\n\n"


@dataclass(frozen=True)
class WrittenFigure:
    """An amount of the flow: `kronor` is None where it is one of a range or can be read in two ways."""

    start: int
    end: int
    text: str
    kronor: int | None
    token: Token
    readings: tuple[int, ...] = ()


class Flow:
    """The blocks of a document, but those set aside, one after another in `text`."""

    def __init__(self, writing: Writing):
        self.blocks = [block for block in writing.blocks if block.kind != BlockKind.ASIDE]
        self.text = _GAP.join(block.text for block in self.blocks)
        self.starts: list[int] = []
        at = 0
        for block in self.blocks:
            self.starts.append(at)
            at += len(block.text) + len(_GAP)
        self.tokens = sorted(self._tokens(), key=lambda token: token.start)
        self.token_starts = [token.start for token in self.tokens]
        self.figures = list(self._figures())
        self.figure_starts = [figure.start for figure in self.figures]
        amounts = {*self.figure_starts}
        self.tokens = [
            replace(token, kind="number") if token.kind == "year" and token.start in amounts else token
            for token in self.tokens
        ]

    def within(self, start: int, end: int) -> list[WrittenFigure]:
        """The amounts that begin between `start` and `end`."""
        return self.figures[bisect_left(self.figure_starts, start) : bisect_left(self.figure_starts, end)]

    def number(self, at: int) -> int:
        """The index of the block that has the letter at `at`."""
        return bisect_right(self.starts, at) - 1

    def span(self, number: int) -> tuple[int, int]:
        """Where a block begins and ends."""
        return self.starts[number], self.starts[number] + len(self.blocks[number].text)

    def place(self, at: int) -> TextPlace:
        """The place of the letter at `at`."""
        number = self.number(at)
        block = self.blocks[number]
        line = block.line and block.line + self.text.count("\n", self.starts[number], at)
        return TextPlace(line, block.page_at(at - self.starts[number]))

    def _tokens(self) -> Iterator[Token]:
        """Every token; `line` is the index of its block, and it begins and ends where it does in the flow."""
        for number, block in enumerate(self.blocks):
            for token in scan([_unwrapped(block)]):
                start, end = self.starts[number] + token.start, self.starts[number] + token.end
                yield replace(token, line=number, start=start, end=end, text=self.text[start:end])

    def _figures(self) -> Iterator[WrittenFigure]:
        unit, following, ranged = "", -1, False
        found = []
        for token in reversed(self.tokens):
            if token.kind == "money":
                unit, following = _unit(token.text), token.start
                low = self._before(token)
                ranged = low is not None
                found.append(self._figure(token, 1, ranged))
            elif unit and self._is_of_the_unit(token, following):
                found.append(self._figure(token, KRONOR[unit], ranged or self._ranges(token, following)))
                following = token.start
            else:
                unit = ""
        yield from reversed(found)

    def _before(self, token: Token) -> Token | None:
        """The lower end of a range that ends with `token`."""
        at = bisect_left(self.token_starts, token.start)
        before = self.tokens[at - 1] if at else None
        ranges = before and before.kind in ("number", "count") and self._ranges(before, token.start)
        return before if ranges else None

    def _is_of_the_unit(self, token: Token, following: int) -> bool:
        """Whether a number shares the unit of the amount at `following`; "2000 respektive 300 tkr" names no year."""
        joined = {"number": _LIST, "count": _LIST, "year": _RESPECTIVELY}.get(token.kind)
        return joined is not None and bool(joined.fullmatch(self.text, token.end, following))

    def _ranges(self, token: Token, following: int) -> bool:
        return bool(_RANGE.fullmatch(self.text, token.end, following))

    def _figure(self, token: Token, factor: int, ranged: bool) -> WrittenFigure:
        values = [Fraction(number) * factor for number in token.numbers]
        if factor in _THOUSANDS or (token.kind == "money" and _unit(token.text) in ("kr", "tkr")):
            values = values[-1:]  # "1.250 tkr" is written with a point between the thousands
        whole = tuple(dict.fromkeys(int(value) for value in values if value.denominator == 1))
        broken = token.text.startswith("000")  # the end of an amount whose beginning is elsewhere
        kronor = whole[0] if len(whole) == 1 and not ranged and not broken else None
        return WrittenFigure(token.start, token.end, " ".join(token.text.split()), kronor, token, whole)


def _unit(text: str) -> str:
    """The unit that a written amount ends with; "" where it has none."""
    words = re.sub(r"^[−–\-\d\s.,]+", "", text).split()
    return next((unit for n in range(len(words)) if (unit := meant(" ".join(words[n:])))), "")


def _unwrapped(block: TextBlock) -> str:
    """The text of a block as one line, as long as it was; an amount that the end of a line parts is whole."""
    text = block.text

    def joined(found: re.Match[str]) -> str:
        return _BREAK.sub(lambda end: " ".ljust(len(end[0]), "\0"), found[0])

    text = _WRAPPED.sub(joined, text)
    # Between two numbers the end of a line parts cells; elsewhere it is a space.
    text = re.sub(r"(?<=[0-9])\n(?=[0-9])", "\t", text)
    return _BREAK.sub(lambda end: " ".ljust(len(end[0]), "\0"), text)
