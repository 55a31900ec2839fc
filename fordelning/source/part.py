"""The parts of an amount that the source has in several rows: the case has their sum, where the rows are its place."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from fordelning.base.money import KRONOR, decimal

from .figure import CaseFigure
from .tokens import Token

_BARE = ("number", "count", "year")  # amounts whose unit may stand elsewhere
_MOST_COLUMNS, _MOST_ROWS = 12, 1000
_Amounts = tuple[int | Fraction, ...]


class Parts:
    """What the amounts of each place add up to, column by column: one of each line that has any."""

    def __init__(self, places: Mapping[str | None, list[range]], tokens: Iterable[Token]):
        self.places, self.lines = places, defaultdict[int, list[Token]](list)
        for token in tokens:
            if token.kind == "money" or token.kind in _BARE:
                self.lines[token.line].append(token)
        self.sums: dict[str, dict[int | Fraction, set[_Amounts]]] = {}

    def of(self, figure: CaseFigure) -> list[CaseFigure]:
        """`figure` as its parts, if it is an allocation whose place has them and not their sum; else as it is."""
        place, value = figure.place, figure.key[1]
        if not figure.of or place is None or isinstance(value, str):
            return [figure]
        if place not in self.sums:
            self.sums[place] = self._sums(place)
        found = self.sums[place].get(value, set())
        if len(found) != 1:  # which rows it is the sum of is then not said
            return [figure]
        [amounts] = found
        whole = f"del av {figure.text}"
        return [replace(figure, text=f"{decimal(a, 0)} kr, {whole}", key=("money", a)) for a in amounts]

    def _sums(self, place: str) -> dict[int | Fraction, set[_Amounts]]:
        rows = [self.lines[n] for stretch in self.places[place] for n in stretch if n in self.lines]
        sums: dict[int | Fraction, set[_Amounts]] = defaultdict(set)
        if 1 < len(rows) <= _MOST_ROWS:
            for column in _columns(rows):
                for scale in KRONOR.values():
                    amounts = tuple(_kronor(token, scale) for token in column)
                    signs = (1,) if any(token.signed for token in column) else (1, -1)
                    for sign in signs:
                        sums[sign * sum(amounts)].add(tuple(sign * amount for amount in amounts))
        alone = {sign * _kronor(t, s) for row in rows for t in row for s in KRONOR.values() for sign in (1, -1)}
        return {value: found for value, found in sums.items() if value not in alone}


def _columns(rows: Sequence[Sequence[Token]]) -> Iterator[list[Token]]:
    """The first amount of each row, the second and so on, and likewise from the last."""
    for n in range(min(_MOST_COLUMNS, *map(len, rows))):
        yield [row[n] for row in rows]
        yield [row[-1 - n] for row in rows]


def _kronor(token: Token, scale: int) -> int | Fraction:
    return token.numbers[-1] * (1 if token.kind == "money" else scale)
