"""Which board does each row belong to? A proof from the boards' totals.

Rows whose board the document does not name are placed so that every board reaches its stated total. The search takes
the board with the fewest possible sets of rows first, finds those sets by meeting in the middle, and stops at a second
solution: what matters is whether there is none, exactly one, or several. The work is counted, not timed, so that the
outcome is the same on every machine.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

import numpy as np

BUDGET = 5_000_000  # sums formed, sets tried at TRIAL each, and sums looked up at LOOKUP; a few seconds at the most
TRIAL, LOOKUP = 10, 0.015
MOST_ROWS = 40


class ProofOutcome(Enum):
    """What the search proved."""

    NONE = "none"
    UNIQUE = "unique"
    SEVERAL = "several"
    OVER_BUDGET = "over budget"


@dataclass(frozen=True)
class Solution:
    """`boards[i]` is the index of row i's board in one solution (empty if NONE or OVER_BUDGET); `work` what it took."""

    outcome: ProofOutcome
    boards: tuple[int, ...] = ()
    work: int = 0


class _OverBudget(Exception):
    pass


def solve(amounts: list[int], totals: list[int], budget: int = BUDGET) -> Solution:
    """Place every row of `amounts` on one of the boards with `totals` (both in kronor) so that all totals are met."""
    if sum(amounts) != sum(totals):
        return Solution(ProofOutcome.NONE)
    reach = sum(map(abs, amounts))
    if any(abs(total) > reach for total in totals):
        return Solution(ProofOutcome.NONE)
    if len(amounts) > MOST_ROWS or reach >= 2**62:
        return Solution(ProofOutcome.OVER_BUDGET)
    search = _Search(amounts, totals, budget)
    try:
        found = search.place(tuple(range(len(amounts))), frozenset(range(len(totals))))
    except _OverBudget:
        return Solution(ProofOutcome.OVER_BUDGET, work=search.work)
    if not found:
        return Solution(ProofOutcome.NONE, work=search.work)
    boards = tuple(board for _, board in sorted(found[0]))
    # Rows of the same amount are tried once, not in every order: two of them on different boards can change places.
    interchangeable = len(set(zip(amounts, boards, strict=True))) > len(set(amounts))
    several = len(found) > 1 or interchangeable
    return Solution(ProofOutcome.SEVERAL if several else ProofOutcome.UNIQUE, boards, search.work)


Placement = tuple[tuple[int, int], ...]  # of each row on a board, by their indexes


class _Search:
    def __init__(self, amounts: list[int], totals: list[int], budget: int):
        self.amounts, self.totals, self.budget, self.work = amounts, totals, budget, 0
        self.impossible: set[tuple[tuple[int, ...], frozenset[int]]] = set()

    def place(self, rows: tuple[int, ...], boards: frozenset[int]) -> list[Placement]:
        """Up to two different placements of `rows` on `boards`, each a tuple of (row, board)."""
        if not boards:
            return [] if rows else [()]
        state = (tuple(sorted(self.amounts[row] for row in rows)), boards)
        if state in self.impossible:
            return []
        halves = _Halves(rows, self.amounts)
        totals = {self.totals[board] for board in boards}
        self.spend(halves.size + int(LOOKUP * halves.size * len(totals)))
        matches = {total: halves.matches(total) for total in totals}
        counts = {total: matching.count for total, matching in matches.items()}
        board = min(sorted(boards), key=lambda b: counts[self.totals[b]])
        found: list[Placement] = []
        tried = set()
        for chosen in matches[self.totals[board]]:
            self.spend(TRIAL)
            kept = tuple(sorted(self.amounts[row] for row in chosen))
            if kept in tried:
                continue
            tried.add(kept)
            rest = tuple(row for row in rows if row not in chosen)
            placed = tuple((row, board) for row in chosen)
            found += [placed + others for others in self.place(rest, boards - {board})]
            if len(found) > 1:
                return found[:2]
        if not found:
            self.impossible.add(state)
        return found

    def spend(self, work: int) -> None:
        self.work += work
        if self.work > self.budget:
            raise _OverBudget


class _Halves:
    """The sums of all subsets of two halves of `rows`, ready to be joined to sets with a given total."""

    def __init__(self, rows: tuple[int, ...], amounts: list[int]):
        self.left, self.right = rows[: len(rows) // 2], rows[len(rows) // 2 :]
        left_sums = _sums([amounts[row] for row in self.left])
        self.right_sums = _sums([amounts[row] for row in self.right])
        self.order = np.argsort(left_sums, kind="stable")
        self.left_sums = left_sums[self.order]
        self.size = len(left_sums) + len(self.right_sums)

    def matches(self, total: int) -> "_Matches":
        first = np.searchsorted(self.left_sums, total - self.right_sums, "left")
        last = np.searchsorted(self.left_sums, total - self.right_sums, "right")
        return _Matches(self, first, last)


@dataclass(frozen=True)
class _Matches:
    """The sets of rows with one total; each right subset goes with the left ones from `first` to `last`."""

    halves: _Halves
    first: np.ndarray
    last: np.ndarray

    @property
    def count(self) -> int:
        return int((self.last - self.first).sum())

    def __iter__(self) -> Iterator[tuple[int, ...]]:
        for right_mask in np.flatnonzero(self.last > self.first):
            right = _members(self.halves.right, int(right_mask))
            for left_mask in self.halves.order[self.first[right_mask] : self.last[right_mask]]:
                yield (*_members(self.halves.left, int(left_mask)), *right)


def _sums(amounts: list[int]) -> np.ndarray:
    """The sum of every subset of `amounts`, indexed by bit mask."""
    sums = np.zeros(1, dtype=np.int64)
    for amount in amounts:
        sums = np.concatenate([sums, sums + amount])
    return sums


def _members(rows: tuple[int, ...], mask: int) -> tuple[int, ...]:
    return tuple(row for position, row in enumerate(rows) if mask >> position & 1)
