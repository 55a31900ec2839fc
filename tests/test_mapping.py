import random
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fordelning.checks.mapping import BUDGET, MOST_ROWS, ProofOutcome, solve

AMOUNTS = [2_200_000, 1_200_000, 600_000, 2_675_000, 750_000, 1_860_000, 715_000]
TOTALS = [4_715_000, 2_675_000, 1_860_000, 750_000]  # ks, sn, kfn, gsn

amount = st.integers(-5, 12)
amounts = st.lists(amount, max_size=6)


def reached(amounts, placement, boards):
    totals = [0] * boards
    for value, board in zip(amounts, placement, strict=True):
        totals[board] += value
    return totals


def brute(amounts, totals):
    """Every placement that reaches the totals."""
    boards = range(len(totals))
    return [p for p in product(boards, repeat=len(amounts)) if reached(amounts, p, len(totals)) == totals]


def check(amounts, totals):
    solution, expected = solve(amounts, totals), brute(amounts, totals)
    outcome = (ProofOutcome.NONE, ProofOutcome.UNIQUE, ProofOutcome.SEVERAL)[min(len(expected), 2)]
    assert solution.outcome is outcome
    if expected:
        assert solution.boards in expected
    else:
        assert solution.boards == ()


@st.composite
def reachable(draw):
    rows, boards = draw(amounts), draw(st.integers(1, 4))
    placement = [draw(st.integers(0, boards - 1)) for _ in rows]
    return rows, reached(rows, placement, boards)


@st.composite
def same_sum(draw):
    """Totals that are rarely reachable although the sums agree: the search has to say so."""
    rows, totals = draw(amounts), draw(st.lists(amount, max_size=3))
    return rows, [*totals, sum(rows) - sum(totals)]


@settings(deadline=None, max_examples=400)
@given(reachable())
def test_reachable_totals_against_brute_force(case):
    assert solve(*case).outcome in (ProofOutcome.UNIQUE, ProofOutcome.SEVERAL)
    check(*case)


@settings(deadline=None, max_examples=400)
@given(same_sum())
def test_other_totals_against_brute_force(case):
    check(*case)


@settings(deadline=None)
@given(amounts, st.lists(amount, min_size=1, max_size=4))
def test_arbitrary_totals_against_brute_force(amounts, totals):
    check(amounts, totals)


@settings(deadline=None)
@given(reachable(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_change_the_outcome(case, rng):
    rows, totals = case
    shuffled = rng.sample(rows, len(rows))
    assert solve(shuffled, totals).outcome is solve(rows, totals).outcome


@settings(deadline=None)
@given(reachable(), st.integers(1, 5))
def test_sums_that_do_not_match(case, off):
    rows, totals = case
    assert solve(rows, [totals[0] + off, *totals[1:]]).outcome is ProofOutcome.NONE


@pytest.mark.parametrize(
    ("amounts", "totals", "outcome"),
    [
        ([], [], ProofOutcome.UNIQUE),
        ([], [0, 0], ProofOutcome.UNIQUE),
        ([0], [], ProofOutcome.NONE),  # a row and no board
        ([0], [0], ProofOutcome.UNIQUE),
        ([0], [0, 0], ProofOutcome.SEVERAL),
        ([1], [1, 0], ProofOutcome.UNIQUE),
        ([5, 5], [5, 5], ProofOutcome.SEVERAL),  # equal rows change places
        ([5, 5], [10, 0], ProofOutcome.UNIQUE),
        ([5, 3, 2], [5, 5], ProofOutcome.SEVERAL),  # equal boards change places
        ([5, 3, 2], [7, 3], ProofOutcome.UNIQUE),
        ([5, 3, 2], [6, 4], ProofOutcome.NONE),
        ([1, -1], [0, 0], ProofOutcome.SEVERAL),
        ([1, -1], [1, -1], ProofOutcome.UNIQUE),
    ],
)
def test_edges(amounts, totals, outcome):
    assert solve(amounts, totals).outcome is outcome
    check(amounts, totals)


# The seed


def test_the_seven_rows_of_the_seed():
    solution = solve(AMOUNTS, TOTALS)
    assert (solution.outcome, solution.boards) == (ProofOutcome.UNIQUE, (0, 0, 0, 1, 3, 2, 0))


def test_the_four_rows_of_the_seed_without_a_stated_board():
    solution = solve(AMOUNTS[3:], [715_000, *TOTALS[1:]])
    assert (solution.outcome, solution.boards) == (ProofOutcome.UNIQUE, (1, 3, 2, 0))


@pytest.mark.parametrize("off", [-1, 1, 1000])
def test_one_krona_off_is_no_solution(off):
    assert solve(AMOUNTS, [TOTALS[0] + off, *TOTALS[1:]]).outcome is ProofOutcome.NONE
    assert solve(AMOUNTS, [TOTALS[0] + off, TOTALS[1] - off, *TOTALS[2:]]).outcome is ProofOutcome.NONE


# The budget


def test_a_budget_of_one():
    solution = solve(AMOUNTS, TOTALS, budget=1)
    assert (solution.outcome, solution.boards) == (ProofOutcome.OVER_BUDGET, ())


def test_the_budget_is_what_the_work_is_held_against():
    work = solve(AMOUNTS, TOTALS).work
    assert solve(AMOUNTS, TOTALS, budget=work).outcome is ProofOutcome.UNIQUE
    assert solve(AMOUNTS, TOTALS, budget=work - 1).outcome is ProofOutcome.OVER_BUDGET


def test_too_many_rows():
    assert MOST_ROWS == 40
    assert solve([1] * 41, [41]).outcome is ProofOutcome.OVER_BUDGET
    assert solve([1] * 41, [40]).outcome is ProofOutcome.NONE  # this needs no search


def hard():
    """Twenty rows of amounts with nothing in common, on eight boards."""
    rng = random.Random(2021)
    rows = [rng.randrange(1_000, 9_999_999) for _ in range(20)]
    placement = tuple(rng.sample([board for board in range(8) for _ in range(2)] + [0, 1, 2, 3], 20))
    return rows, reached(rows, placement, 8), placement


def test_twenty_rows_on_eight_boards_are_proved_within_the_budget():
    rows, totals, placement = hard()
    solution = solve(rows, totals)
    assert (solution.outcome, solution.boards) == (ProofOutcome.UNIQUE, placement)
    assert 0 < solution.work < BUDGET


def test_twenty_round_amounts_on_eight_boards_end_within_the_budget():
    rng = random.Random(7)
    rows = [rng.randrange(1, 40) * 50_000 for _ in range(20)]
    solution = solve(rows, reached(rows, [rng.randrange(8) for _ in rows], 8))
    assert solution.outcome is ProofOutcome.SEVERAL
    assert solution.work < BUDGET


def test_every_total_that_is_looked_up_is_work():
    rng = random.Random(1)
    rows = [rng.randrange(1, 1_000) * 1_000 for _ in range(40)]
    totals = reached(rows, [rng.randrange(400) for _ in rows], 400)
    assert solve(rows, totals, budget=2 * 2**20 + 1).work > 2 * 2**20 * (1 + 0.1)


def test_the_same_question_has_the_same_answer():
    rows, totals, _ = hard()
    assert solve(rows, totals) == solve(rows, totals)
    assert solve(AMOUNTS, TOTALS) == solve(list(AMOUNTS), list(TOTALS))
    assert len({solve(rows, totals, budget=5_000) for _ in range(3)}) == 1


def test_what_is_given_is_left_as_it_was():
    rows, totals = AMOUNTS.copy(), TOTALS.copy()
    solve(rows, totals)
    assert (rows, totals) == (AMOUNTS, TOTALS)


@pytest.mark.parametrize(
    ("amounts", "totals"),
    [([1, -1], [10**30, -(10**30)]), ([2**61 - 1], [2**63, 2**61 - 1 - 2**63]), ([2**62, -1], [2**62 - 2, 1])],
)
def test_sums_beyond_the_machine_word_are_no_solution(amounts, totals):
    # A stated total may have thirty digits before its unit.
    assert brute(amounts, totals) == []
    assert solve(amounts, totals).outcome in (ProofOutcome.NONE, ProofOutcome.OVER_BUDGET)
