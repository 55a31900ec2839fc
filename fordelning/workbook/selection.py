"""Which allocations a formula is about: a key on each row, and patterns of keys that SUMIFS and COUNTIFS take.

A key has year, pot, measure, board and classes with "|" between, a pattern the same with * where nothing is narrowed:
"*|medelsreserven|*|ks|*". The parts are the case's own keys, of a–z, digits and hyphens: names can differ in capital
letters alone, and can hold * and ?, which SUMIFS takes for something else.
"""

from collections.abc import Mapping

from fordelning.case.case import Case
from fordelning.case.kind import Scope

ANY = "*"
_BETWEEN, _CLASS = "|", "/"
_LONGEST = 40  # of a part: SUMIFS takes no pattern of more than 255 characters


def key(case: Case, year: int, pot: str, measure: str, board: str) -> str:
    """The key of an allocation. Its classes are its measure's and its board's."""
    tags = (case.measures[measure].tag, case.boards[board].tag)
    classes = _CLASS.join(["", *(_part(case.tags, tag) if tag else "" for tag in tags), ""])
    parts = (_part(case.pots, pot), _part(case.measures, measure), _part(case.boards, board))
    return _BETWEEN.join([str(year), *parts, classes])


def pattern(case: Case, scope: Scope) -> str:
    """The pattern of the keys within `scope`."""
    tag = scope.get("tag")
    year = str(scope.get("year", ANY))
    lists = {"pot": case.pots, "measure": case.measures, "board": case.boards}
    parts = (_part(names, str(scope[column])) if column in scope else ANY for column, names in lists.items())
    classes = f"{ANY}{_CLASS}{_part(case.tags, str(tag))}{_CLASS}{ANY}" if tag else ANY
    return _BETWEEN.join([year, *parts, classes])


def line(case: Case, scope: Scope) -> str:
    """The pattern of `scope` up to its board; `column` is the rest."""
    return _halves(pattern(case, scope))[0]


def column(case: Case, board: str | None) -> str:
    """The rest of a pattern: the board, any where it is None, and any class."""
    return _halves(pattern(case, {"board": board} if board else {}))[1]


def _halves(whole: str) -> tuple[str, str]:
    parts = whole.split(_BETWEEN)
    return _BETWEEN.join([*parts[:3], ""]), _BETWEEN.join(parts[3:])


def _part(names: Mapping[str, object], one: str) -> str:
    """The key as it stands; a very long one is cut, with its number in its list, which no key has after two hyphens."""
    if len(one) <= _LONGEST:
        return one
    return f"{one[: _LONGEST - 9]}--{[*names].index(one) + 1}"
