"""How much rounding alone may explain: derived from the steps that a document says it has rounded to, never chosen.

A figure rounded to a step stands for an interval of half a step to each side. What is computed from rounded rows is
then known to lie between two bounds: a sum within the half steps of its rows, a quotient between its values at the ends
of its parts' intervals. It is taken at the ends only, since a quotient of sums is monotone in each part as long as
the base cannot be nil. A stated value that is itself rounded may lie half of its own step outside of that.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

import numpy as np

from fordelning.case.case import Case
from fordelning.case.kind import Scope
from fordelning.case.statement import Statement


@dataclass(frozen=True)
class Rounded:
    """A computed `value` and the bounds that it lies between, exact fractions in the measure of its quantity."""

    value: Fraction
    low: Fraction
    high: Fraction

    @property
    def may_be_nil(self) -> bool:
        """Whether nil lies within the bounds, so that nothing can be divided by it."""
        return self.low <= 0 <= self.high

    def tolerance(self, statement: Statement) -> Fraction:
        """The largest difference from what `statement` states that rounding explains, on the side where that lies."""
        stated, below = statement.number, statement.interval.below
        above = self.value > stated or (self.value == stated and below)
        return statement.slack + (self.value - self.low if above else self.high - self.value)


def total(case: Case, positions: np.ndarray) -> Rounded:
    """The sum in kronor of the allocations at `positions`."""
    kronor, step = (int(case.allocations[column].to_numpy()[positions].sum()) for column in ("kronor", "step"))
    value, half = Fraction(kronor), Fraction(step, 2)
    return Rounded(value, value - half, value + half)


def share(case: Case, part: Scope, whole: Scope) -> Rounded | None:
    """The sum within the scope `part` divided by that within `whole`; None where the latter may be nil.

    A row within both is the same in both: what it is more or less there it is here.
    """
    base, inside = case.positions(**whole), case.positions(**part)
    if total(case, base).may_be_nil:
        return None
    both = np.isin(inside, base)
    parts = inside[both], inside[~both], base[~np.isin(base, inside)]
    shared, above, below = (total(case, positions) for positions in parts)
    ends = product(*((each.low, each.high) for each in (shared, above, below)))
    return _between(
        (shared.value + above.value) / (shared.value + below.value), ((s + a) / (s + b) for s, a, b in ends)
    )


def planned(pot: Rounded, others: Rounded, change: Statement) -> Rounded:
    """What all pots amount to in a year when `pot` is changed to the share that `change` states, and `others` stay."""
    factor, half = change.number, change.half_step
    ends = product((pot.low, pot.high), (factor - half, factor + half), (others.low, others.high))
    return _between(pot.value * factor + others.value, (p * f + o for p, f, o in ends))


def changed(pot: Rounded, others: Rounded, plan: Statement) -> Rounded | None:
    """The share of `pot` that is left in a year when all is what `plan` states, and `others` stay; None without pot."""
    if pot.may_be_nil:
        return None
    whole, half = plan.number, plan.half_step
    ends = product((whole - half, whole + half), (others.low, others.high), (pot.low, pot.high))
    return _between((whole - others.value) / pot.value, ((w - o) / p for w, o, p in ends))


def _between(value: Fraction, ends: Iterable[Fraction]) -> Rounded:
    reached = list(ends)
    return Rounded(value, min(reached), max(reached))
