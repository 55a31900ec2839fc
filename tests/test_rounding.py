"""The bounds that rounding gives, against rounded amounts and against every way in which they may be rounded."""

from dataclasses import fields
from decimal import Decimal
from fractions import Fraction
from itertools import product
from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from fordelning.case.lookup import Lookup
from fordelning.case.statement import Quantity, Statement
from fordelning.checks import rounding
from fordelning.checks.reconcile import State, _tests
from fordelning.checks.rounding import Rounded

amounts = st.lists(st.integers(-5_000_000, 5_000_000), min_size=1, max_size=8)
positive = st.lists(st.integers(200_000, 5_000_000), min_size=1, max_size=5)
steps = st.sampled_from([0, 1, 7, 100, 1_000, 50_000, 100_000])


def nearest(number: Fraction, step: Fraction, up: bool) -> Fraction:
    """`number` rounded to `step`; a half goes `up` or down, as authors do either."""
    if not step:
        return number
    whole, rest = divmod(number, step)
    return (whole + (rest > step / 2 or (up and rest == step / 2))) * step


def case(kronor: list[int], step: list[int], boards: list[str] | None = None, statements: dict | None = None):
    """As much of a case as the tests of sums look at: one pot, a board a row."""
    size = len(kronor)
    frame = pd.DataFrame(
        {
            "year": [2021] * size,
            "pot": ["pott"] * size,
            "board": boards or ["n"] * size,
            "kronor": kronor,
            "step": step,
        }
    )
    return SimpleNamespace(allocations=frame, positions=Lookup(frame).positions, statements=statements or {})


def statement(kind: str, number: Fraction, half_step: Fraction, relation: str = "=", **cells) -> Statement:
    """A statement that says `number`, in kronor or as a share, rounded to twice `half_step`."""
    sort, unit = ("percent", "%") if kind == "share" else ("money", "kr")
    blank = dict.fromkeys(f.name for f in fields(Statement) if not f.kw_only)
    scale = 200 if kind == "share" else 2
    step = Decimal((half_step * scale).numerator) / Decimal((half_step * scale).denominator) if half_step else None
    cells = {"statement": "S10", "kind": kind, "relation": relation, "unit": unit, **cells}
    made = Statement(**{**blank, **cells}, stated=Quantity(sort, number), step=step)
    assert made.half_step == half_step
    return made


def whole(of) -> Rounded:
    return rounding.total(of, of.positions())


def state(of, s: Statement) -> State:
    return _tests(None)[s.kind](of, s).state


# Sums


@settings(deadline=None, max_examples=300)
@given(amounts, steps, st.sampled_from([0, 2, 1_000, 100_000, 1_000_000]), st.booleans(), st.booleans())
def test_sums_of_rounded_amounts_tie_with_the_rounded_sum(true, step, own, up, other_up):
    rows = [int(nearest(Fraction(kronor), Fraction(step), up)) for kronor in true]
    said = nearest(Fraction(sum(true)), Fraction(own), other_up)
    made = case(rows, [step] * len(rows))
    assert state(made, statement("total", said, Fraction(own, 2))) in (State.TIES, State.ROUNDED)
    assert state(made, statement("total", said, Fraction(own, 2), "part")) in (State.TIES, State.ROUNDED)


@settings(deadline=None, max_examples=300)
@given(amounts, steps, st.sampled_from([0, 2, 100_000]), st.sampled_from([-1, 1]), st.integers(1, 10**7))
def test_an_error_of_more_than_the_bound_is_a_contradiction(rows, step, own, side, beyond):
    made, bound = case(rows, [step] * len(rows)), Fraction(len(rows) * step + own, 2)
    at = sum(rows) + side * bound
    assert state(made, statement("total", at, Fraction(own, 2))) is (State.ROUNDED if bound else State.TIES)
    assert state(made, statement("total", at + side * Fraction(beyond, 2), Fraction(own, 2))) is State.CONTRADICTED


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(-100, 100), steps), min_size=1, max_size=6))
def test_the_bounds_of_a_sum_are_reached(rows):
    kronor, step = zip(*rows, strict=True)
    made = whole(case(list(kronor), list(step)))
    ends = [sum(k + Fraction(s * e, 2) for (k, s), e in zip(rows, ways, strict=True)) for ways in _ways(rows)]
    assert (made.low, made.high) == (min(ends), max(ends))


def _ways(rows):
    return product((-1, 1), repeat=len(rows))


def test_without_rounding_a_krona_is_a_contradiction():
    made = case([1_000, 2_000], [0, 0])
    assert state(made, statement("total", Fraction(3_000), Fraction(0))) is State.TIES
    assert state(made, statement("total", Fraction(3_001), Fraction(0))) is State.CONTRADICTED


@pytest.mark.parametrize(
    ("relation", "stated", "expected"),
    [
        (">", 2_999, State.TIES),
        (">", 3_999, State.ROUNDED),
        (">", 4_000, State.CONTRADICTED),
        (">=", 3_000, State.TIES),
        (">=", 4_000, State.ROUNDED),
        (">=", 4_001, State.CONTRADICTED),
        ("<", 3_001, State.TIES),
        ("<", 2_001, State.ROUNDED),
        ("<", 2_000, State.CONTRADICTED),
        ("<=", 3_000, State.TIES),
        ("<=", 2_000, State.ROUNDED),
        ("<=", 1_999, State.CONTRADICTED),
    ],
)
def test_a_limit_holds_as_far_as_rounded_rows_may_meet_it(relation, stated, expected):
    made = case([1_000, 2_000], [1_000, 1_000])
    assert state(made, statement("total", Fraction(stated), Fraction(0), relation)) is expected


# Shares


def shares(rows, inside, stated=Fraction(1), half_step=Fraction(0), step=100_000):
    """A case whose board a has the rows that are `inside`, and a share of all that board a has."""
    boards = ["a" if one else "b" for one in inside]
    whole = statement("total", Fraction(0), Fraction(0), statement="S01")
    made = case(rows, [step] * len(rows), boards, {"S01": whole})
    return made, statement("share", stated, half_step, board="a", against="S01")


@settings(deadline=None, max_examples=300)
@given(positive, st.data(), st.sampled_from(["0", "0.01", "0.1", "1"]), st.booleans())
def test_shares_of_rounded_amounts_tie_with_the_rounded_share(true, data, own, up):
    inside = data.draw(st.lists(st.booleans(), min_size=len(true), max_size=len(true)))
    rows = [int(nearest(Fraction(kronor), Fraction(100_000), up)) for kronor in true]
    exact = Fraction(sum(k for k, one in zip(true, inside, strict=True) if one), sum(true))
    own = Fraction(own) / 100
    made, s = shares(rows, inside, nearest(exact, own, up), own / 2)
    assert state(made, s) in (State.TIES, State.ROUNDED)


@settings(deadline=None, max_examples=200)
@given(positive, st.data(), st.sampled_from(["0", "0.1", "1"]))
def test_the_bounds_of_a_share_are_reached_and_not_passed(rows, data, own):
    """Against every row at either end of its interval, one by one, numerator and denominator together."""
    inside = data.draw(st.lists(st.booleans(), min_size=len(rows), max_size=len(rows)))
    assume(any(inside) and not all(inside))
    half, own = Fraction(50_000), Fraction(own) / 200
    ends = []
    for ways in _ways(rows):
        moved = [kronor + half * way for kronor, way in zip(rows, ways, strict=True)]
        ends.append(sum(k for k, one in zip(moved, inside, strict=True) if one) / sum(moved))
    for at, side in ((max(ends) + own, 1), (min(ends) - own, -1)):
        assert state(*shares(rows, inside, at, own)) is State.ROUNDED
        assert state(*shares(rows, inside, at + side * Fraction(1, 10**9), own)) is State.CONTRADICTED


def test_a_share_of_all_is_exact_however_the_rows_are_rounded():
    made, s = shares([300_000, 200_000], [True, True])
    assert rounding.share(made, s.scope, {}) == Rounded(Fraction(1), Fraction(1), Fraction(1))
    assert state(*shares([300_000, 200_000], [True, True], Fraction(99, 100))) is State.CONTRADICTED


def test_a_share_whose_rows_are_not_within_the_base():
    made = case([300_000, 200_000], [100_000, 0], ["a", "b"])
    found = rounding.share(made, {"board": "a"}, {"board": "b"})
    assert found == Rounded(Fraction(3, 2), Fraction(5, 4), Fraction(7, 4))


@pytest.mark.parametrize(
    ("rows", "step", "testable"),
    [
        ([0], 0, False),
        ([100, -100], 0, False),
        ([50, 0], 50, False),  # half a step from nil each
        ([51, 0], 50, True),
        ([-51, 0], 50, True),
        ([-50, 0], 50, False),
    ],
)
def test_a_base_that_may_be_nil_is_no_base(rows, step, testable):
    made, s = shares(rows, [True] * len(rows), step=step)
    found = _tests(None)["share"](made, s)
    assert (found.state is not State.UNTESTABLE) is testable
    assert (found.missing is None) is testable


# Coming years


@settings(deadline=None, max_examples=200)
@given(st.integers(200_000, 10**7), st.integers(0, 10**7), st.integers(0, 200), st.data())
def test_plans_and_changes_of_rounded_amounts_hold_together(pot, others, percent, data):
    """What follows from true figures ties with what follows from the same ones rounded."""
    step, own = 100_000, Fraction(1, 100)
    tenths = data.draw(st.integers(-5, 5))
    factor = Fraction(percent * 10 + tenths, 1_000)
    true = pot * factor + others
    known = [int(nearest(Fraction(kronor), Fraction(step), True)) for kronor in (pot, others)]
    parts = [whole(case([kronor], [step])) for kronor in known]
    said = statement("plan", nearest(true, Fraction(step), False), Fraction(step, 2))
    change = statement("share", nearest(factor, own, True), own / 2)
    planned, changed = rounding.planned(*parts, change), rounding.changed(*parts, said)
    assert planned.low <= true <= planned.high
    assert abs(planned.value - said.stated.number) <= planned.tolerance(said)
    assert abs(changed.value - change.stated.number) <= changed.tolerance(change)
    assert changed.low <= factor <= changed.high
    further = statement("plan", planned.high + Fraction(step, 2) + 1, Fraction(step, 2))
    assert abs(planned.value - further.stated.number) > planned.tolerance(further)
    further = statement("share", changed.low - own / 2 - Fraction(1, 10**9), own / 2)
    assert abs(changed.value - further.stated.number) > changed.tolerance(further)


def test_a_pot_that_may_be_nil_cannot_be_changed():
    pot, others = Rounded(Fraction(50), Fraction(0), Fraction(100)), Rounded(*[Fraction(10)] * 3)
    assert rounding.changed(pot, others, statement("plan", Fraction(60), Fraction(0))) is None
