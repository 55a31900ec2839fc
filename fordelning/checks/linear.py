"""Can claims on sums of amounts, each known within bounds, all hold? Sought in floats, answered in exact numbers.

HiGHS proposes an answer: multiples of the claims that no amounts can meet, or amounts that meet every claim. Either is
then proven in integers and fractions, or not believed. Since every amount is bounded both ways, any multiples are a
proof as soon as the claims demand more than the amounts can give, wherever they came from.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

_DENOMINATORS = (1, 60, 10**4, 10**9)  # of the multiples: the plainest that prove something are taken
_NEGLIGIBLE = 1e-9  # of the largest multiple: no part of a proof


_DUAL, _PRIMAL = 1, 4  # of the simplex method: the latter is faster, and only the former says why nothing is possible
_Bounds = tuple[Fraction | None, Fraction | None]


class Undecided(Exception):
    """What the solver proposed could not be proven."""


@dataclass(frozen=True)
class Claim:
    """The sum of `weights` times deviations, by the number of the amount that deviates, is at least `least`.

    `name` is whose claim it is, and `upper` says that it is an upper bound, written with the opposite sign.
    """

    name: str
    weights: Mapping[int, int]
    least: Fraction
    upper: bool = False


@dataclass(frozen=True)
class Refutation:
    """Claims, each with the times it is counted, that together demand more than the amounts can give."""

    claims: tuple[tuple[Claim, int], ...]

    @property
    def names(self) -> set[str]:
        """Whose claims they are."""
        return {claim.name for claim, _ in self.claims}

    def excess(self, reach: Sequence[int]) -> Fraction:
        """How much more they demand than amounts can give that deviate by at most `reach`: above nil, it is proven."""
        left: dict[int, int] = {}
        for claim, times in self.claims:
            for amount, weight in claim.weights.items():
                left[amount] = left.get(amount, 0) + times * weight
        given = sum(abs(weight) * reach[amount] for amount, weight in left.items())
        return sum((times * claim.least for claim, times in self.claims), Fraction(-given))


class System:
    """`claims` on amounts, each of which deviates by at most the whole number in `reach` at its place."""

    def __init__(self, reach: Sequence[int], claims: Iterable[Claim]):
        self._reach = reach
        rows: dict[tuple[tuple[int, int], ...], tuple[list[Claim], list[Claim]]] = {}
        for claim in claims:
            weights = sorted(claim.weights.items())
            turned = weights[0][1] < 0  # an upper bound of the opposite sum
            sides = rows.setdefault(tuple((n, -w if turned else w) for n, w in weights), ([], []))
            sides[turned].append(claim)
        self._rows = list(rows.values())
        from .solver import Solver  # not before something is to be solved: HiGHS takes its time to load

        self._solver = Solver(reach, list(rows))

    def irreducible(self, names: Collection[str]) -> Refutation | None:
        """A proof that claims of `names` cannot all hold, which takes all of them; None where they can hold.

        Raises Undecided. A name that could not be decided to be needed is kept.
        """
        found = self.refutation(names)
        for name in reversed(list(names)):
            if found and name in found.names:
                try:
                    found = self.refutation(found.names - {name}) or found
                except Undecided:
                    continue
        return found

    def refutation(self, names: Collection[str]) -> Refutation | None:
        """A proof that the claims of `names` cannot all hold; None where it is proven that they can.

        Raises Undecided.
        """
        # Claims on the same sum are intersected first: of those on a side, only the one that demands most matters.
        rows = [(_foremost(lower, names), _foremost(upper, names)) for lower, upper in self._rows]
        for low, high in rows:
            if low and high and low.least + high.least > 0:
                return Refutation(((low, 1), (high, 1)))
        if self._solver.possible([(low.least if low else None, -high.least if high else None) for low, high in rows]):
            claims = [claim for sides in rows for claim in sides if claim]
            if self._meets(claims, self._solver.nearest()):
                return None
            exact = self._solver.exact()
            if exact is None or not self._meets(claims, exact):
                raise Undecided
            return None
        multiples = self._solver.multiples()
        for denominator in _DENOMINATORS:
            times = {number: Fraction(one).limit_denominator(denominator) for number, one in multiples.items()}
            common = lcm(*(one.denominator for one in times.values()))
            counted = ((rows[number][one < 0], abs(int(one * common))) for number, one in times.items())
            found = Refutation(tuple((claim, count) for claim, count in counted if claim and count))
            if found.excess(self._reach) > 0:
                return found
        raise Undecided

    def _meets(self, claims: Iterable[Claim], deviations: Sequence[int | Fraction]) -> bool:
        """Whether these deviations are within reach, and meet every claim."""
        within = all(-most <= one <= most for most, one in zip(self._reach, deviations, strict=True))
        return within and all(
            sum(weight * deviations[amount] for amount, weight in claim.weights.items()) >= claim.least
            for claim in claims
        )


def _foremost(claims: Iterable[Claim], names: Collection[str]) -> Claim | None:
    """The claim of `names` that demands most; of several the first."""
    return max((claim for claim in claims if claim.name in names), key=lambda claim: claim.least, default=None)
