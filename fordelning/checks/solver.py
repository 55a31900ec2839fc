"""HiGHS: it proposes in floats whether bounds on sums of amounts can all be kept. Nothing here is proven."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate

import highspy
import numpy as np

_NEGLIGIBLE = 1e-9  # of the largest multiple: no part of a proof
_DUAL, _PRIMAL = 1, 4  # of the simplex method: the latter is faster, and only the former says why nothing is possible
Bounds = tuple[Fraction | None, Fraction | None]


class _Quiet(highspy.Highs):
    def enableCallbacks(self) -> None:
        """Before HiGHS says its name, in place of what we have no use for. Its threads would outlive a fork."""
        self.silent()
        self.setOptionValue("threads", 1)
        self.setOptionValue("presolve", "off")  # it would find that nothing is possible without saying why
        self.setOptionValue("solver", "simplex")
        self.setOptionValue("primal_feasibility_tolerance", 1e-10)  # a krona is little beside a step of a billion


class Solver:
    """Proposes in floats, one answer after another from where the last one ended."""

    def __init__(self, reach: Sequence[int], rows: Sequence[Sequence[tuple[int, int]]]):
        self._rows = rows
        self._scales = np.array([max(abs(weight) for _, weight in row) for row in rows], dtype=float)
        self._bounds: Sequence[Bounds] = []
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(reach), len(rows)
        model.col_cost_ = np.zeros(len(reach))
        model.col_upper_ = np.array(reach, dtype=float)
        model.col_lower_ = -np.array(reach, dtype=float)
        model.row_lower_, model.row_upper_ = np.full(len(rows), -np.inf), np.full(len(rows), np.inf)
        matrix = model.a_matrix_
        matrix.format_ = highspy.MatrixFormat.kRowwise
        matrix.start_ = np.array([0, *accumulate(map(len, rows))])
        matrix.index_ = np.array([amount for row in rows for amount, _ in row])
        scales = np.repeat(self._scales, [len(row) for row in rows])
        matrix.value_ = np.array([weight for row in rows for _, weight in row]) / scales
        self._highs = _Quiet()  # type: ignore[no-untyped-call]
        self._highs.passModel(model)

    def possible(self, bounds: Sequence[Bounds]) -> bool:
        """Whether amounts can be found with each row within its bounds."""
        self._bounds, count = bounds, len(bounds)
        low = np.array([-np.inf if low is None else float(low) for low, _ in bounds]) / self._scales
        high = np.array([np.inf if high is None else float(high) for _, high in bounds]) / self._scales
        for number in range(count):
            self._highs.changeRowBounds(number, low[number], high[number])
        self._run(_PRIMAL)
        return self._highs.getModelStatus() == highspy.HighsModelStatus.kOptimal

    def multiples(self) -> dict[int, float]:
        """How many times each row is to be counted to show that it is not possible, its upper bound below nil.

        The largest is once.
        """
        self._run(_DUAL)
        _, there, ray = self._highs.getDualRay()  # type: ignore[attr-defined]
        found = np.array(ray) / self._scales if there else np.zeros(0)
        found = found / np.abs(found).max(initial=_NEGLIGIBLE)
        return {number: float(found[number]) for number in np.flatnonzero(abs(found) > _NEGLIGIBLE).tolist()}

    def _run(self, strategy: int) -> None:
        self._highs.setOptionValue("simplex_strategy", strategy)
        self._highs.run()

    def nearest(self, parts: int = 1) -> list[int]:
        """The deviations that were found, each to the nearest of `parts` of a unit, counted in these."""
        found: list[int] = np.rint(np.array(self._highs.getSolution().col_value) * parts).astype(np.int64).tolist()
        return found

    def exact(self) -> list[int | Fraction] | None:
        """The deviations that the solver's basis stands for, solved exactly; None where it stands for none."""
        basis, values, kinds = self._highs.getBasis(), self.nearest(), highspy.HighsBasisStatus
        basic = [status == kinds.kBasic for status in basis.col_status]
        equations = []
        for row, bounds, status in zip(self._rows, self._bounds, basis.row_status, strict=True):
            if status != kinds.kBasic:
                bound = bounds[status == kinds.kUpper] or Fraction(0)  # a row without bounds is kept at nil
                known = sum(weight * values[amount] for amount, weight in row if not basic[amount])
                unknown = {amount: Fraction(weight) for amount, weight in row if basic[amount]}
                equations.append((unknown, bound - known))
        solved = _solved(equations)
        if solved is None:
            return None
        whole = {amount: one.numerator for amount, one in solved.items() if one.denominator == 1}  # faster to sum
        return [whole.get(amount, solved.get(amount, value)) for amount, value in enumerate(values)]


def _solved(equations: list[tuple[dict[int, Fraction], Fraction]]) -> dict[int, Fraction] | None:
    """The unknowns by number; None without solution. The equations, weights of unknowns and their sum, are used up."""
    left, taken = list(equations), []
    while left:
        left.sort(key=lambda equation: len(equation[0]), reverse=True)
        weights, right = left.pop()  # the shortest, so that the others grow the least
        if not weights:
            return None
        pivot, divisor = min(weights.items())
        weights, right = {number: one / divisor for number, one in weights.items()}, right / divisor
        for place, (others, other_right) in enumerate(left):
            if times := others.get(pivot):
                for number, one in weights.items():
                    others[number] = others.get(number, Fraction(0)) - times * one
                    if not others[number]:
                        del others[number]
                left[place] = (others, other_right - times * right)
        taken.append((pivot, weights, right))
    solved: dict[int, Fraction] = {}
    for pivot, weights, right in reversed(taken):
        solved[pivot] = right - sum(one * solved[number] for number, one in weights.items() if number != pivot)
    return solved
