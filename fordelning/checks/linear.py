"""Can floors under sums of amounts, each known within bounds, all hold? Sought in floats, answered in exact numbers.

HiGHS proposes an answer: multiples of the floors that no amounts can reach, or amounts that reach every floor. Either
is then proven in integers and fractions, or not believed. Since every amount is bounded both ways, any multiples are a
proof as soon as the floors demand more than the amounts can give, wherever they came from.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import accumulate, chain
from math import lcm

import numpy as np

_FINEST = 10**9  # parts of a unit in which floats can say an answer
_EXACT = 2**62  # what is less is exact in 64 bits
_DENOMINATORS = (1, 60, 10**4, 10**9)  # of the multiples: the plainest that prove something are taken


class Undecided(Exception):
    """What the solver proposed could not be proven."""


@dataclass(frozen=True)
class Floor:
    """The sum of `weights` times deviations, by the number of the amount that deviates, is at least `least`.

    `names` are those who together demand it, and `upper` says that it is an upper bound, with the opposite sign.
    """

    names: frozenset[str]
    weights: Mapping[int, int]
    least: Fraction
    upper: bool = False


Sides = tuple[Floor | None, Floor | None]  # the highest under a sum, and that under its opposite


@dataclass(frozen=True)
class Refutation:
    """Floors, each with how many times it is counted, that together demand more than the amounts can give."""

    floors: tuple[tuple[Floor, int], ...]

    @property
    def names(self) -> set[str]:
        """Who demands them."""
        return {name for floor, _ in self.floors for name in floor.names}

    def excess(self, reach: Sequence[int]) -> Fraction:
        """How much more they demand than amounts can give that deviate by at most `reach`: above nil, it is proven."""
        left: dict[int, int] = {}
        for floor, times in self.floors:
            for amount, weight in floor.weights.items():
                left[amount] = left.get(amount, 0) + times * weight
        given = sum([abs(weight) * reach[amount] for amount, weight in left.items()])
        return sum((times * floor.least for floor, times in self.floors), Fraction(-given))


class System:
    """`floors` under sums of amounts, each of which deviates by at most the whole number in `reach` at its place."""

    def __init__(self, reach: Sequence[int], floors: Iterable[Floor]):
        self._reach, self._floors = reach, list(floors)
        rows: dict[tuple[tuple[int, int], ...], tuple[list[Floor], list[Floor]]] = {}
        for floor in self._floors:
            weights = sorted(floor.weights.items())
            turned = weights[0][1] < 0  # an upper bound of the opposite sum
            sides = rows.setdefault(tuple((n, -w if turned else w) for n, w in weights), ([], []))
            sides[turned].append(floor)
        self._rows = list(rows.values())
        self._most = [sum(abs(weight) * reach[amount] for amount, weight in row) for row in rows]
        self._sums = _RowSums(list(rows))
        from .solver import Solver  # not before something is to be solved: HiGHS takes its time to load

        self._solver = Solver(reach, list(rows))

    def irreducible(self, names: Collection[str]) -> Refutation | None:
        """A proof that floors of `names` cannot all hold, which takes all of them; None where they can hold.

        Raises Undecided. A name that could not be decided to be needed is kept.
        """
        found = self.refutation(names)
        if found is None:
            return None
        # Among the few that are named most amounts vary as one, so that what each of them is tried without is small.
        floors = [floor for floor in self._floors if floor.names <= found.names]
        reach, merged = _merged(self._reach, floors)
        small, of = System(reach, merged), {id(one): floor for one, floor in zip(merged, floors, strict=True)}
        for name in reversed(list(names)):
            if name in found.names:
                try:
                    fewer = small.refutation(found.names - {name})
                except Undecided:
                    continue
                if fewer:
                    found = Refutation(tuple((of[id(floor)], times) for floor, times in fewer.floors))
        return found

    def refutation(self, names: Collection[str]) -> Refutation | None:
        """A proof that the floors of `names` cannot all hold; None where it is proven that they can.

        Raises Undecided.
        """
        # What is demanded of the same sum is intersected first: on either side only the highest floor matters.
        chosen = frozenset(names)
        rows = [(_foremost(lower, chosen), _foremost(upper, chosen)) for lower, upper in self._rows]
        for (low, high), most in zip(rows, self._most, strict=True):
            if low and high and low.least + high.least > 0:
                return Refutation(((low, 1), (high, 1)))
            for floor in (low, high):
                if floor and floor.least > most:
                    return Refutation(((floor, 1),))
        if sum(low is not None or high is not None for low, high in rows) <= 1:
            return None  # what one sum can be is known
        if self._solver.possible([(low.least if low else None, -high.least if high else None) for low, high in rows]):
            if self._is_reached(rows):
                return None
            raise Undecided
        multiples = self._solver.multiples()
        for denominator in _DENOMINATORS:
            times = {number: Fraction(one).limit_denominator(denominator) for number, one in multiples.items()}
            common = lcm(*(one.denominator for one in times.values()))
            counted = ((rows[number][one < 0], abs(int(one * common))) for number, one in times.items())
            found = Refutation(tuple((floor, count) for floor, count in counted if floor and count))
            if found.excess(self._reach) > 0:
                return found
        raise Undecided

    def _is_reached(self, rows: Sequence[Sides]) -> bool:
        """Whether what the solver found is proven to reach every floor of `rows`, the lower and the upper of each."""
        # With sums of whole weights an answer is most often in the parts of a unit that the floors are in.
        parts = lcm(*(floor.least.denominator for sides in rows for floor in sides if floor))
        if parts <= _FINEST and self._reaches(rows, self._solver.nearest(parts), parts):
            return True
        exact = self._solver.exact()
        if exact is None:
            return False
        parts = lcm(*(one.denominator for one in exact))
        return self._reaches(rows, [int(one * parts) for one in exact], parts)

    def _reaches(self, rows: Sequence[Sides], deviations: Sequence[int], parts: int) -> bool:
        """Whether these deviations, in `parts` of a unit, are within reach, and reach every floor."""
        if not all(abs(one) <= most * parts for most, one in zip(self._reach, deviations, strict=True)):
            return False
        sums = self._sums.of(deviations)
        return all(
            sign * found * floor.least.denominator >= floor.least.numerator * parts
            for sides, found in zip(rows, sums, strict=True)
            for floor, sign in zip(sides, (1, -1), strict=True)
            if floor
        )


def _merged(reach: Sequence[int], floors: Sequence[Floor]) -> tuple[list[int], list[Floor]]:
    """The amounts that weigh the same in all of `floors` as one, by how much it reaches, and the floors under these."""
    weights: dict[int, list[tuple[int, int]]] = {}
    for number, floor in enumerate(floors):
        for amount, weight in floor.weights.items():
            weights.setdefault(amount, []).append((number, weight))
    alike: dict[tuple[tuple[int, int], ...], int] = {}
    for amount, of in weights.items():
        alike[tuple(of)] = alike.get(tuple(of), 0) + reach[amount]
    merged: list[dict[int, int]] = [{} for _ in floors]
    for amount, of_all in enumerate(alike):
        for number, weight in of_all:
            merged[number][amount] = weight
    return [*alike.values()], [replace(floor, weights=w) for floor, w in zip(floors, merged, strict=True)]


class _RowSums:
    """The sums that the weights of `rows` make of amounts, in whole numbers."""

    def __init__(self, rows: Sequence[Sequence[tuple[int, int]]]):
        self._starts = [0, *accumulate(map(len, rows))][:-1]
        amounts, weights = zip(*chain.from_iterable(rows), strict=True)
        self._amounts, self._weights = np.array(amounts), np.array(weights, dtype=object)
        self._most = max(sum(abs(weight) for _, weight in row) for row in rows)

    def of(self, amounts: Sequence[int]) -> list[int]:
        """The sum of each row."""
        kind = np.int64 if self._most * max(map(abs, amounts)) < _EXACT else object
        products = self._weights.astype(kind) * np.array(amounts, dtype=kind)[self._amounts]
        sums: list[int] = np.add.reduceat(products, self._starts).tolist()
        return sums


def _foremost(floors: Iterable[Floor], names: Set[str]) -> Floor | None:
    """The highest of `floors` that are demanded by `names` alone; of several the first."""
    return max((floor for floor in floors if floor.names <= names), key=lambda floor: floor.least, default=None)
