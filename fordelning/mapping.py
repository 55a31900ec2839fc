"""Which board does each row belong to? A proof from the boards' totals.

Rows whose board the document does not name are placed so that every board reaches its stated total. The search takes
the board with the fewest possible sets of rows first, finds those sets by meeting in the middle, and stops at a second
solution: what matters is whether there is none, exactly one, or several. The work is counted, not timed, so that the
outcome is the same on every machine.
"""

from dataclasses import dataclass
from enum import Enum

import numpy as np

BUDGET = 20_000_000  # sums formed and sets tried; about a second
MOST_ROWS = 40


class Outcome(Enum):
    """What the search proved."""

    NONE = "none"
    UNIQUE = "unique"
    SEVERAL = "several"
    OVER_BUDGET = "over budget"


@dataclass(frozen=True)
class Solution:
    """`boards[i]` is the index of row i's board in one solution (empty if NONE or OVER_BUDGET); `work` what it took."""

    outcome: Outcome
    boards: tuple[int, ...] = ()
    work: int = 0


class _OverBudget(Exception):
    pass


def solve(amounts: list[int], totals: list[int], budget: int = BUDGET) -> Solution:
    """Place every row of `amounts` on one of the boards with `totals` (both in kronor) so that all totals are met."""
    if sum(amounts) != sum(totals):
        return Solution(Outcome.NONE)
    reach = sum(map(abs, amounts))
    if any(abs(total) > reach for total in totals):
        return Solution(Outcome.NONE)
    if len(amounts) > MOST_ROWS or reach >= 2**62:
        return Solution(Outcome.OVER_BUDGET)
    search = _Search(amounts, totals, budget)
    try:
        found = search.place(tuple(range(len(amounts))), frozenset(range(len(totals))))
    except _OverBudget:
        return Solution(Outcome.OVER_BUDGET, work=search.work)
    if not found:
        return Solution(Outcome.NONE, work=search.work)
    boards = tuple(board for _, board in sorted(found[0]))
    # Rows of the same amount are tried once, not in every order: two of them on different boards can change places.
    interchangeable = len(set(zip(amounts, boards, strict=True))) > len(set(amounts))
    several = len(found) > 1 or interchangeable
    return Solution(Outcome.SEVERAL if several else Outcome.UNIQUE, boards, search.work)


class _Search:
    def __init__(self, amounts: list[int], totals: list[int], budget: int):
        self.amounts, self.totals, self.budget, self.work = amounts, totals, budget, 0
        self.impossible: set = set()

    def place(self, rows: tuple[int, ...], boards: frozenset[int]) -> list[tuple]:
        """Up to two different placements of `rows` on `boards`, each a tuple of (row, board)."""
        if not boards:
            return [] if rows else [()]
        state = (tuple(sorted(self.amounts[row] for row in rows)), boards)
        if state in self.impossible:
            return []
        board, sets = min(((b, self.sets(rows, self.totals[b])) for b in sorted(boards)), key=lambda pair: len(pair[1]))
        found: list[tuple] = []
        for chosen in sets:
            self.spend(1)
            rest = tuple(row for row in rows if row not in chosen)
            placed = tuple((row, board) for row in chosen)
            found += [placed + others for others in self.place(rest, boards - {board})]
            if len(found) > 1:
                return found[:2]
        if not found:
            self.impossible.add(state)
        return found

    def sets(self, rows: tuple[int, ...], total: int) -> list[tuple[int, ...]]:
        """The sets of `rows` that make `total`, one for each multiset of amounts."""
        left, right = rows[: len(rows) // 2], rows[len(rows) // 2 :]
        left_sums, right_sums = self.sums(left), self.sums(right)
        order = np.argsort(left_sums, kind="stable")
        ordered = left_sums[order]
        first = np.searchsorted(ordered, total - right_sums, "left")
        last = np.searchsorted(ordered, total - right_sums, "right")
        self.spend(int((last - first).sum()))
        sets: dict[tuple, tuple[int, ...]] = {}
        for right_mask in np.flatnonzero(last > first):
            for left_mask in order[first[right_mask] : last[right_mask]]:
                chosen = (*_members(left, int(left_mask)), *_members(right, int(right_mask)))
                sets.setdefault(tuple(sorted(self.amounts[row] for row in chosen)), chosen)
        return list(sets.values())

    def sums(self, rows: tuple[int, ...]) -> np.ndarray:
        """The sum of every subset of `rows`, indexed by bit mask."""
        self.spend(2 ** len(rows))
        sums = np.zeros(1, dtype=np.int64)
        for row in rows:
            sums = np.concatenate([sums, sums + self.amounts[row]])
        return sums

    def spend(self, work: int) -> None:
        self.work += work
        if self.work > self.budget:
            raise _OverBudget


def _members(rows: tuple[int, ...], mask: int) -> tuple[int, ...]:
    return tuple(row for position, row in enumerate(rows) if mask >> position & 1)
