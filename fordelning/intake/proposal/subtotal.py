"""Which of the numbers of a column are sums of those below them, or above them, though no word says so."""

from collections.abc import Sequence


def subtotals(values: Sequence[int]) -> frozenset[int]:
    """The indexes of the sums, where all the other numbers are parts of one each; none where that is not so.

    One that is the sum of all the parts may stand first or last.
    """
    last = len(values) - 1
    return _before(values) or frozenset(last - n for n in _before(values[::-1]))


def _before(values: Sequence[int]) -> frozenset[int]:
    """The sums that stand before their parts."""
    if found := _groups(values):
        return found
    for at, inner, shift in ((0, values[1:], 1), (len(values) - 1, values[:-1], 0)):
        found = _groups(inner)
        if len(found) > 1 and sum(inner[n] for n in found) == values[at]:
            return frozenset(n + shift for n in found) | {at}
    return frozenset()


def _groups(values: Sequence[int]) -> frozenset[int]:
    """The heads of the groups that the numbers fall into, each with two parts or more after it."""
    heads, left, parts = set(), 0, 2
    for n, value in enumerate(values):
        if not left:
            if parts < 2:
                return frozenset()
            heads.add(n)
            left, parts = value, 0
        else:
            left, parts = left - value, parts + 1
        if left < 0 or value <= 0:
            return frozenset()
    return frozenset() if left or parts < 2 else frozenset(heads)
