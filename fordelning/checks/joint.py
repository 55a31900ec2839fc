"""Can all figures be true at once? Statements that each tie within rounding are held against each other.

A row that is rounded stands for an interval, and so does what is stated of sums and shares of rows. Together they may
be more than any true amounts can meet. Rows that stand in the same statements everywhere vary as one amount.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fordelning.case.case import Acknowledgement, Case
from fordelning.case.kind import KINDS
from fordelning.case.statement import Statement, needed

from . import extent, rounding
from .extent import Positions
from .linear import Floor, Refutation, System, Undecided

_ORE = Fraction(1, 100)  # true amounts are in whole öre: what is more than a limit is at least so much more


@dataclass(frozen=True)
class Demand:
    """What `statement` demands of its sum or share: at least `bound`, at most where `upper`; more or less if `strict`.

    `times` is how often it is counted, for all that it says the same of. A plan demands it together with its `change`.
    """

    statement: Statement
    bound: Fraction
    upper: bool
    strict: bool
    times: int = 1
    change: Statement | None = None

    @property
    def of_sum(self) -> bool:
        """Whether it is of a sum of rows, each of them counted once."""
        return self.statement.kind != "share" and self.change is None

    @property
    def names(self) -> frozenset[str]:
        """The numbers of the statements that demand it."""
        return frozenset(s.statement for s in (self.statement, self.change) if s)


@dataclass(frozen=True)
class JointContradiction:
    """Statements that tie one by one and cannot all hold; without any of them the others can.

    `statements` are their numbers and `demands` theirs, in document order. Where they are all of sums, what has to be
    at least so much is together more than what can be at most so much and `rest`, the most in kronor that the rows make
    of the difference.
    """

    statements: list[str]
    demands: tuple[Demand, ...]
    rest: Fraction | None
    acknowledgement: Acknowledgement | None = None


@dataclass(frozen=True)
class Joint:
    """What became of all statements tested together. `decided` is False where there may be more than is proven."""

    contradictions: tuple[JointContradiction, ...] = ()
    decided: bool = True

    def of(self, name: str) -> list[JointContradiction]:
        """Those that the statement with this number is in."""
        return [contradiction for contradiction in self.contradictions if name in contradiction.statements]

    def against(self, name: str) -> list[str]:
        """The numbers of the statements that it cannot hold together with."""
        names = (other for contradiction in self.of(name) for other in contradiction.statements)
        return [other for other in dict.fromkeys(names) if other != name]

    @property
    def unacknowledged(self) -> list[JointContradiction]:
        """Those that nobody has answered for."""
        return [contradiction for contradiction in self.contradictions if contradiction.acknowledgement is None]


class _Condition(NamedTuple):
    """What is demanded: the sums of the rows at some positions, each times its factor, are at least `least`."""

    demand: Demand
    parts: tuple[tuple[Positions, Fraction], ...]
    least: Fraction

    def floor(self, amounts: NDArray[np.int64], kronor: NDArray[np.int64], unit: Fraction) -> Floor:
        """The same in whole numbers, of how much each of `amounts`, by row, deviates, in `unit` kronor."""
        scale = lcm(*(factor.denominator for _, factor in self.parts))
        least = self.least * scale + (_ORE if self.demand.strict else 0)
        weights: dict[int, int] = {}
        for positions, factor in self.parts:
            whole = int(factor * scale)
            least -= whole * int(kronor[positions].sum())
            for amount in np.unique(amounts[positions]).tolist():
                weights[amount] = weights.get(amount, 0) + whole
        weights = {amount: weight for amount, weight in weights.items() if weight and amount >= 0}  # exact ones are −1
        return Floor(self.demand.names, weights, least / unit, self.demand.upper)


def examine(case: Case, statements: Sequence[Statement], answers: Mapping[str, Acknowledgement]) -> Joint:
    """Test `statements`, none of which is contradicted on its own, together.

    `answers` are acknowledgements by their statements: one that is needed answers for a contradiction, and its
    statement is set aside.
    """
    if not case.allocations["step"].any():
        return Joint()  # every sum is exact, so that what ties one by one ties together
    matter = _Matter(case, statements)
    if not matter.names:
        return Joint()
    left, found, aside = [name for name in matter.names if name not in answers], [], []
    try:
        while refutation := matter.system.irreducible(left):
            found.append(matter.contradiction(refutation))
            aside += [name for name in left if name in refutation.names]
            left = [name for name in left if name not in refutation.names]
        # An answer is needed if its statement goes against others, so as many of them as possible are put back first.
        for name in [*aside, *(name for name in matter.names if name in answers)] if answers else []:
            refutation = matter.system.irreducible([*left, name])
            if refutation is None:
                left.append(name)
            elif name in answers:
                found.append(replace(matter.contradiction(refutation), acknowledgement=answers[name]))
    except Undecided:
        return Joint(tuple(found), decided=False)
    return Joint(tuple(found))


class _Matter:
    """What the statements of a case demand, as a `system` of floors; `names` are those that demand something."""

    def __init__(self, case: Case, statements: Sequence[Statement]):
        holding = {s.statement for s in statements}
        conditions = [one for s in statements for one in _conditions(case, s) if one.demand.names <= holding]
        kronor, steps = (case.allocations[column].to_numpy() for column in ("kronor", "step"))
        amounts = _varying_alike(steps, (positions for c in conditions for positions, _ in c.parts))
        rounded = steps > 0
        reach = np.zeros(amounts.max() + 1, dtype=np.int64)
        np.add.at(reach, amounts[rounded], steps[rounded])
        step = int(np.gcd.reduce(reach))
        self._unit = Fraction(step, 2)
        self._reach = [int(one) // step for one in reach]
        self._demands: dict[tuple[frozenset[str], bool], Demand] = {}
        floors = []
        for condition in conditions:
            floor = condition.floor(amounts, kronor, self._unit)
            # What the rows meet however they are rounded is no demand.
            given = sum(abs(weight) * self._reach[amount] for amount, weight in floor.weights.items())
            if given > -floor.least:
                floors.append(floor)
                self._demands[floor.names, floor.upper] = condition.demand
        named = {name for names, _ in self._demands for name in names}
        self.names = [s.statement for s in statements if s.statement in named]
        self._floors = floors

    @cached_property
    def system(self) -> System:
        """What is to be solved."""
        return System(self._reach, self._floors)

    def contradiction(self, refutation: Refutation) -> JointContradiction:
        """What `refutation` says of the statements."""
        names = [name for name in self.names if name in refutation.names]
        counted: Counter[tuple[frozenset[str], bool]] = Counter()
        for floor, times in refutation.floors:
            counted[floor.names, floor.upper] += times
        demands = [replace(self._demands[key], times=times) for key, times in counted.items()]
        demands.sort(key=lambda demand: (names.index(demand.statement.statement), demand.upper))
        rest = None
        if all(demand.of_sum for demand in demands):
            rest = sum((-d.times * d.bound if d.upper else d.times * d.bound for d in demands), Fraction(0))
            rest -= refutation.excess(self._reach) * self._unit
            rest += _ORE * sum(demand.times for demand in demands if demand.strict)
        return JointContradiction(names, tuple(demands), rest)


def _varying_alike(steps: NDArray[np.int64], groups: Iterable[Positions]) -> NDArray[np.int64]:
    """For each row a number that it shares with the rounded rows in the same `groups`; −1 where it is exact."""
    numbers = np.where(steps > 0, 0, -1)
    count = 1
    for positions in groups:
        rounded = positions[steps[positions] > 0]
        here, inverse = np.unique(numbers[rounded], return_inverse=True)
        numbers[rounded] = count + inverse
        count += len(here)
    found, inverse = np.unique(numbers, return_inverse=True)
    return inverse - int(found[0] == -1)


def _conditions(case: Case, s: Statement) -> Iterator[_Condition]:
    """What `s` demands of the allocations, as conditions that are linear in them; nothing where it is not."""
    if s.kind == "share":
        base = case.statements[needed(s.against)].scope
        part, whole = case.positions(**{**base, **s.scope}), case.positions(**base)
        below_nil = rounding.total(case, whole).value < 0
        for bound, upper, strict in _bounds(s):
            # part ÷ whole ≥ bound is part − bound × whole ≥ 0, if the whole is above nil
            sign = Fraction(-1 if upper is not below_nil else 1)
            parts = (part, sign), (whole, -sign * bound)
            yield _Condition(Demand(s, bound, upper, strict), parts, Fraction(0))
    elif s.kind == "change" or (s.kind == "plan" and s.year not in case.named_years):
        plan, change = sorted((s, case.statements[needed(s.against)]), key=lambda one: one.kind, reverse=True)
        yield from _planned(case, plan, change)
    elif s.kind in ("total", "overlap", "plan") or KINDS[s.kind].each:
        groups = [rows for _, rows in extent.each(case, s)] if KINDS[s.kind].each else [extent.summed(case, s)]
        for bound, upper, strict in _bounds(s):
            sign, demand = Fraction(-1 if upper else 1), Demand(s, bound, upper, strict)
            yield from (_Condition(demand, ((rows, sign),), sign * bound) for rows in groups)


def _planned(case: Case, plan: Statement, change: Statement) -> Iterator[_Condition]:
    """What `plan` demands of the year before: the pot times a share within what `change` states, and all other pots."""
    pot, others = extent.unchanged(case, change)
    amount = rounding.total(case, pot)
    if amount.may_be_nil:
        return  # the share that makes the most of the pot is the one or the other
    for bound, upper, strict in _bounds(plan):
        sign = Fraction(-1 if upper else 1)
        most = change.number + change.half_step * (sign if amount.value > 0 else -sign)
        yield _Condition(
            Demand(plan, bound, upper, strict, change=change), ((pot, sign * most), (others, sign)), sign * bound
        )


def _bounds(s: Statement) -> Iterator[tuple[Fraction, bool, bool]]:
    """The least and the most that `s` may mean, as far as its own rounding goes.

    Each with whether it is the most, and whether it is itself left out.
    """
    allowed = s.interval
    if allowed.low is not None and s.relation != "part":
        yield allowed.low - s.slack, False, allowed.low == allowed.excluded
    if allowed.high is not None:
        yield allowed.high + s.slack, True, allowed.high == allowed.excluded
