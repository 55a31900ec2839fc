"""Kinds of cases where a figure that is true of something is said of something else, or a row of a sum is gone."""

from dataclasses import replace
from fractions import Fraction
from random import Random

from planted import claims
from planted.decision import KEYS, Claim, Decision, Scope
from planted.names import KRONOR, exact, nearest

Spoken = tuple[Decision, set[int]]  # with the places of the claims that are false


def divided(chance: Random, decision: Decision) -> Decision:
    """The sums of groups of measures, and of what more an amount is a part of."""
    for tag in dict.fromkeys(f"grupp-{int(row.measure[1:]) % 2}" for row in decision.rows):
        scope = {"tag": tag, **chance.choice([{}, {"board": decision.at({"tag": tag})[0].board}])}
        decision = decision.claiming(_total(decision, scope))
    scope = claims.scope_of(chance, decision)
    if decision.true(scope) <= 0:
        return decision
    more = decision.money(Fraction(decision.true(scope) * chance.choice([10, 11, 15, 30]), 10))
    return decision.claiming(Claim("total", scope, more, decision.unit, "part"))


def of_another(chance: Random, decision: Decision) -> Spoken | None:
    """The sum of one scope, said of another."""
    decision = claims.told(chance, decision, 0, 8)
    one, other = claims.scope_of(chance, decision), claims.scope_of(chance, decision)
    claim = replace(_total(decision, one), scope=other)
    return _last(decision, claim) if decision.past(other, _kronor(claim), Fraction(decision.step, 2)) else None


def of_another_base(chance: Random, decision: Decision) -> Spoken | None:
    """A share of another sum than the one that it is said to be of."""
    row = chance.choice(decision.rows)
    bases: list[Scope] = [{}, *({key: getattr(row, key)} for key in KEYS)]
    said, meant = chance.sample(bases, 2)
    part = {key: getattr(row, key) for key in KEYS}
    if decision.step or not decision.true(said) or not decision.true(meant):
        return None
    right, wrong = (nearest(Fraction(100 * row.true, decision.true(base)), Fraction(1, 10)) for base in (said, meant))
    if abs(right - wrong) < Fraction(1, 5):
        return None
    decision = claims.told(chance, decision, 0, 8)
    base = f"S{len(decision.claims) + 1:02}"
    more = {"against": base, "rounding": "0.1"}
    return _last(decision.claiming(_total(decision, said)), Claim("share", part, exact(wrong, "kr"), "%", more=more))


def of_each(chance: Random, decision: Decision) -> Spoken | None:
    """What one of several has, said of each of them."""
    decision, key = claims.told(chance, decision, 0, 8), chance.choice(KEYS)
    scopes = [{key: at} for at in dict.fromkeys(getattr(row, key) for row in decision.rows)]
    claim = replace(_total(decision, chance.choice(scopes)), kind=f"per_{key}", scope={})
    wrong = any(decision.past(scope, _kronor(claim), Fraction(decision.step, 2)) for scope in scopes)
    return _last(decision, claim) if wrong else None


def without_a_row(chance: Random, decision: Decision) -> Spoken | None:
    """The sums of every board and of all, and a row that is gone, as where a page ends."""
    boards = list(dict.fromkeys(row.board for row in decision.rows))
    told = decision.claiming(*(_total(decision, scope) for scope in [{}, *({"board": board} for board in boards)]))
    gone = chance.choice(decision.rows)
    left = replace(told, rows=tuple(row for row in decision.rows if row is not gone))
    if not left.at({"board": gone.board}):
        return None
    over = ((n, told.claims[n]) for n in (0, 1 + boards.index(gone.board)))
    false = {n for n, claim in over if left.past(claim.scope, _kronor(claim), Fraction(decision.step, 2))}
    return (left, false) if false else None


def finer(chance: Random, decision: Decision) -> tuple[Decision, str] | None:
    """A sum that is written finer than what it is said to be rounded to; with the place that has to be named."""
    decision = claims.told(chance, decision, 0, 8)
    claim = _total(decision, claims.scope_of(chance, decision))
    step = 10 if "." not in claim.value else 1
    if not Fraction(claim.value) % step:
        return None
    return decision.claiming(
        replace(claim, more={"rounding": str(step)})
    ), f"statements.csv, rad {len(decision.claims) + 2}"


SPOKEN = {
    "en annan avgränsnings summa": of_another,
    "andel av fel bas": of_another_base,
    "ens belopp sagt om var och en": of_each,
    "rad som har fallit bort": without_a_row,
}
REFUSED = {"tal finare än sin avrundning": finer}


def _total(decision: Decision, scope: Scope) -> Claim:
    return Claim("total", scope, decision.money(decision.true(scope)), decision.unit)


def _kronor(claim: Claim) -> Fraction:
    return Fraction(claim.value) * KRONOR[claim.unit]


def _last(decision: Decision, claim: Claim) -> Spoken:
    return decision.claiming(claim), {len(decision.claims)}
