"""Tables on a page whose cells have rules around them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .block import Box

_NEAR = 3.0  # points between what meets
_MOST_RULES = 4_000  # on a page; a drawing has more


@dataclass(frozen=True)
class Ruling:
    """The rules of a table: where its columns and rows begin and end, and between which cells there is a rule."""

    across: list[float]
    down: list[float]
    uprights: list[Box]
    levels: list[Box]

    @property
    def box(self) -> Box:
        """What it covers."""
        return self.across[0], self.down[0], self.across[-1], self.down[-1]

    def cell(self, x: float, y: float) -> tuple[int, int] | None:
        """The row and the column at a point, the first of those that a cell spans; None outside."""
        column, row = _interval(self.across, x), _interval(self.down, y)
        if column is None or row is None:
            return None
        y = (self.down[row] + self.down[row + 1]) / 2
        while column and not any(_near(rule[0], self.across[column]) and _covers(rule, 1, y) for rule in self.uprights):
            column -= 1
        x = (self.across[column] + self.across[column + 1]) / 2
        while row and not any(_near(rule[1], self.down[row]) and _covers(rule, 0, x) for rule in self.levels):
            row -= 1
        return row, column


def rulings(rules: Sequence[Box]) -> Iterator[Ruling]:
    """The tables that rules draw: at least two columns, of rules that meet."""
    if len(rules) > _MOST_RULES:
        return
    for group in _meeting(sorted(set(rules))):
        uprights = [rule for rule in group if rule[3] - rule[1] > rule[2] - rule[0]]
        levels = [rule for rule in group if rule[3] - rule[1] <= rule[2] - rule[0]]
        if not uprights or not levels:
            continue
        lefts, tops = min(rule[0] for rule in group), min(rule[1] for rule in group)
        rights, bottoms = max(rule[2] for rule in group), max(rule[3] for rule in group)
        across = _places([rule[0] for rule in uprights] + [lefts, rights])
        down = _places([rule[1] for rule in levels] + [tops, bottoms])
        if len(across) > 2 and len(down) > 1:
            yield Ruling(across, down, uprights, levels)


def _meeting(rules: Sequence[Box]) -> list[list[Box]]:
    """Rules in groups of those that meet, by way of others."""
    group = list(range(len(rules)))

    def root(n: int) -> int:
        while group[n] != n:
            group[n] = n = group[group[n]]
        return n

    for n, one in enumerate(rules):  # they are in order of their left edge
        for m in range(n + 1, len(rules)):
            if rules[m][0] > one[2] + _NEAR:
                break
            if rules[m][1] <= one[3] + _NEAR and one[1] <= rules[m][3] + _NEAR:
                group[root(m)] = root(n)
    found: dict[int, list[Box]] = {}
    for n, rule in enumerate(rules):
        found.setdefault(root(n), []).append(rule)
    return list(found.values())


def _places(values: Sequence[float]) -> list[float]:
    """Values, those that are near as one."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return found


def _interval(edges: Sequence[float], at: float) -> int | None:
    return next((n for n in range(len(edges) - 1) if edges[n] - 1 <= at <= edges[n + 1] + 1), None)


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= _NEAR


def _covers(rule: Box, side: int, at: float) -> bool:
    return rule[side] - 1 <= at <= rule[side + 2] + 1
