"""The difference of two cases, cell by cell: what is added, removed, changed, and moved."""

from collections.abc import Callable, Hashable, Iterator
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import ClassVar, NamedTuple

import pandas as pd

from fordelning.base.errors import Guidance
from fordelning.case.case import Case, Reason, load
from fordelning.case.folder import find, split
from fordelning.case.kind import Scope
from fordelning.case.schema import DESCRIPTOR
from fordelning.report.parameters import ComparisonParameters, ParameterError
from fordelning.report.report import Report, require_report

from .pairing import Pair, pair

_MOST_CHOICES = 8  # named where there is nothing to compare with

_CHANGE = (
    "sort",
    *("year", "measure", "pot", "board", "from_pot", "from_board"),
    *("before", "after", "difference"),
)  # the columns of a change

Name = int  # the position of a pair in its list


class BudgetLine(NamedTuple):
    """Where money is: a year (None where the years are compared with each other), and pairs by position."""

    year: int | None
    measure: Name
    pot: Name
    board: Name


class Sort(StrEnum):
    """What has happened to an amount."""

    ADDED = "tillkommen"
    REMOVED = "borttagen"
    CHANGED = "ändrad"
    MOVED = "flyttad"


@dataclass(frozen=True)
class Change:
    """One change. `before` and `after` are kronor in `cell`, None where there is no row.

    Where money has moved it went from `origin` to `cell`, and both amounts are the sum that moved.
    """

    sort: Sort
    cell: BudgetLine
    before: int | None
    after: int | None
    origin: BudgetLine | None = None

    @property
    def difference(self) -> int:
        """Kronor after − before; nil for what has moved."""
        return (self.after or 0) - (self.before or 0)


@dataclass(frozen=True)
class Comparison(Guidance):
    """The case of `report`, the newer one, against that of `before`. Amounts of both are in whole kronor."""

    CALLED: ClassVar = "En jämförelse"
    WANTED: ClassVar = "De andra blocken vill ha rapporten, som den har som .report."

    report: Report
    before: Report

    @classmethod
    def make(cls, parameters: ComparisonParameters) -> "Comparison":
        """Load the cases that `parameters` name. Raises CaseError and ParameterError."""
        return cls.of(Report.make(parameters))

    @classmethod
    def of(cls, report: Report) -> "Comparison":
        """The comparison of a report whose parameters are ComparisonParameters.

        Raises CaseError where the other case does not validate, ParameterError where there is none to compare with.
        """
        return cls.between(report, Report.of(report.parameters, _other(report)))

    @classmethod
    def between(cls, report: Report, before: Report) -> "Comparison":
        """The comparison of two reports, written so that every amount of both is shown exactly."""
        found = cls(report, before)
        amounts = [*found.old.values(), *found.new.values()]
        return cls(report.showing(amounts), before)

    @cached_property
    def pots(self) -> list[Pair]:
        """The pots of both cases."""
        return pair(self.before.case.pots, self.report.case.pots)

    @cached_property
    def boards(self) -> list[Pair]:
        """The boards of both cases."""
        return pair(self.before.case.boards, self.report.case.boards)

    @cached_property
    def measures(self) -> list[Pair]:
        """The measures of both cases."""
        return pair(self.before.case.measures, self.report.case.measures)

    @property
    def by_year(self) -> bool:
        """Whether the same years are compared: where the cases have none in common, years are set side by side."""
        return bool(set(self.before.case.named_years) & set(self.report.case.named_years))

    @cached_property
    def old(self) -> dict[BudgetLine, int]:
        """Kronor by cell in the older case, in the order of its rows."""
        return self._cells(self.before.case, lambda found: found.before)

    @cached_property
    def new(self) -> dict[BudgetLine, int]:
        """Kronor by cell in the newer case, in the order of its rows."""
        return self._cells(self.report.case, lambda found: found.after)

    @cached_property
    def changes(self) -> list[Change]:
        """Every difference, by year, measure, pot and board in the newer case's order; what has moved first in each.

        Money has moved where amounts of a measure change in several cells and their sum does not: within the measure
        as a whole, else within one of its pots, else within one of its boards. It comes from rows that there were and
        goes to rows that there are; a transfer that is gone, with its negative row, has not moved.
        """
        cells = dict.fromkeys([*self.new, *self.old])
        left = {c: self.new.get(c, 0) - self.old.get(c, 0) for c in cells if self.new.get(c) != self.old.get(c)}
        moved: list[Change] = []
        for within in (lambda c: c[:2], lambda c: (*c[:2], "pott", c.pot), lambda c: (*c[:2], "nämnd", c.board)):
            for group in _groups(left, within):
                if self._is_move({cell: left[cell] for cell in group if left[cell]}):
                    moved += _moves({cell: left.pop(cell) for cell in group if left[cell]})
        single = [Change(_sort(self.old.get(c), self.new.get(c)), c, self.old.get(c), self.new.get(c)) for c in left]
        return sorted([*moved, *single], key=lambda change: (change.cell[:2], change.origin is None, change.cell))

    def to_frame(self) -> pd.DataFrame:
        """The changes as a frame, made anew; see `compare`."""
        lines = [self._line(change) for change in self.changes]
        kronor = {"year": "Int64", "before": "Int64", "after": "Int64", "difference": "int64"}
        return pd.DataFrame(lines, columns=list(_CHANGE)).astype({**dict.fromkeys(_CHANGE, "str"), **kronor})

    def _line(self, change: Change) -> tuple[object, ...]:
        here, there = change.cell, change.origin
        pot, board = self.pots[here.pot].name, self.boards[here.board].name
        from_pot, from_board = (self.pots[there.pot].name, self.boards[there.board].name) if there else (None, None)
        names = (here.year, self.measures[here.measure].name, pot, board, from_pot, from_board)
        return (change.sort.value, *names, change.before, change.after, change.difference)

    def having(self, sort: Sort) -> list[Change]:
        """The changes of one sort."""
        return [change for change in self.changes if change.sort is sort]

    def sums(self, **scope: Name) -> tuple[int, int]:
        """Kronor before and after within `scope`: a pot, a board or both; everything without."""
        before, after = (
            sum(kronor for cell, kronor in cells.items() if all(getattr(cell, k) == v for k, v in scope.items()))
            for cells in (self.old, self.new)
        )
        return before, after

    def used(self, kind: str) -> list[Name]:
        """The positions of the pots or boards that have money in either case."""
        return sorted({getattr(cell, kind) for cell in (*self.old, *self.new)})

    @property
    def sums_agree(self) -> bool:
        """Whether the whole, every pot and every board has the same sum in both cases."""
        scopes = [{}, *({kind: name} for kind in ("pot", "board") for name in self.used(kind))]
        return all(before == after for before, after in (self.sums(**scope) for scope in scopes))

    def reasons(self, change: Change) -> list[Reason]:
        """The newer case's reasons that are about what the change touches, or about everything."""
        return [r for r in self.report.case.reasons if any(self._about(r, cell) for cell in _touched(change))]

    @property
    def idle_reasons(self) -> list[Reason]:
        """The newer case's reasons for changes that are not there."""
        used = [reason for change in self.changes for reason in self.reasons(change)]
        return [reason for reason in self.report.case.reasons if reason not in used]

    def scope(self, cell: BudgetLine) -> Scope | None:
        """The cell as a scope in the newer case; None where that has no such thing."""
        measure, pot = self.measures[cell.measure].after, self.pots[cell.pot].after
        board = self.boards[cell.board].after
        if measure is None or pot is None or board is None:
            return None
        year: Scope = {} if cell.year is None else {"year": cell.year}
        return {"measure": measure, "pot": pot, "board": board, **year}

    def _is_move(self, differences: dict[BudgetLine, int]) -> bool:
        there = all(cell in (self.old if kronor < 0 else self.new) for cell, kronor in differences.items())
        return bool(differences) and sum(differences.values()) == 0 and there

    def _cells(self, case: Case, key: Callable[[Pair], str | None]) -> dict[BudgetLine, int]:
        places = {
            kind: {key(found): i for i, found in enumerate(pairs)}
            for kind, pairs in (("measure", self.measures), ("pot", self.pots), ("board", self.boards))
        }
        cells: dict[BudgetLine, int] = {}
        columns = (case.allocations[column].tolist() for column in ("year", "measure", "pot", "board", "kronor"))
        for year, measure, pot, board, kronor in zip(*columns, strict=True):
            at = places["measure"][measure], places["pot"][pot], places["board"][board]
            cell = BudgetLine(year if self.by_year else None, *at)
            cells[cell] = cells.get(cell, 0) + kronor
        return cells

    def _about(self, reason: Reason, cell: BudgetLine) -> bool:
        touched = (self.pots[cell.pot].after, self.measures[cell.measure].after, self.boards[cell.board].after)
        asked = (reason.pot, reason.measure, reason.board)
        return all(a is None or a == t for a, t in zip(asked, touched, strict=True))


def compare(report: Report, *, other: str = "") -> Comparison:
    """The comparison of a report with another case or stage.

    Parameters
    ----------
    report : Report
        As `open_report` gives it: the newer one.
    other : str
        The other case's name or folder, with "@" and a stage where that is not its last one; "" is the stage before
        the report's own.

    Returns
    -------
    Comparison
        Its blocks are those of `comparison`. `to_frame()` gives the changes, a row each: `sort` ("tillkommen",
        "borttagen", "ändrad" or "flyttad"), `year` (Int64, missing where years are set side by side), `measure`, `pot`
        and `board` (names), `from_pot` and `from_board` (missing but where money has moved), `before` and `after` in
        kronor (Int64, missing where there is no row), and `difference` (int64).

    Raises
    ------
    ParameterError
        Where there is nothing to compare with.
    CaseError
        Where the other case does not validate.

    Examples
    --------
    >>> changes = compare(open_report("exempelkommun-foreningsbidrag-2025")).to_frame()
    >>> changes["sort"].value_counts().to_dict()
    {'ändrad': 3}
    """
    require_report(report)
    parameters = ComparisonParameters.check({**asdict(report.parameters), "other": other})
    return Comparison.of(replace(report, parameters=parameters))


def worth_showing(report: Report) -> bool:
    """Whether there is something to compare the case with: another one given, or a stage before."""
    return bool(report.asked(ComparisonParameters).other) or _stage_before(report.case) is not None


def _stage_before(case: Case) -> str | None:
    stages = list(case.stages)
    place = stages.index(case.stage) if case.stage else 0
    return stages[place - 1] if place else None


def _other(report: Report) -> Case:
    parameters, case = report.asked(ComparisonParameters), report.case
    stage = split(parameters.other)[1] if parameters.other else _stage_before(case)
    if stage is None:
        raise ParameterError([f"other: {case.name} har inget skede före att jämföra med; {_choices(parameters, case)}"])
    try:
        return load(parameters.other_folder, stage)
    except LookupError as error:
        raise ParameterError([f"other: {error}"]) from None


def _choices(parameters: ComparisonParameters, case: Case) -> str:
    """What may be compared with instead: the cases beside this one, and the later stages of its own."""
    folder = find(parameters.case).resolve()
    beside = sorted(path.parent.name for path in folder.parent.glob(f"*/{DESCRIPTOR}") if path.parent != folder)
    later = [f"{folder.name}@{stage}" for stage in case.stages if stage != case.stage]
    found = [*later, *beside]
    if not found:
        return "ange ett annat fall, med namn eller mapp, eller namn@skede"
    more = f", eller något av {len(found) - _MOST_CHOICES} till" if len(found) > _MOST_CHOICES else ""
    return f"ange ett annat fall eller skede: {', '.join(found[:_MOST_CHOICES])}{more}"


def _sort(before: int | None, after: int | None) -> Sort:
    return Sort.ADDED if before is None else Sort.REMOVED if after is None else Sort.CHANGED


def _groups(cells: dict[BudgetLine, int], within: Callable[[BudgetLine], Hashable]) -> list[list[BudgetLine]]:
    groups: dict[Hashable, list[BudgetLine]] = {}
    for cell in cells:
        groups.setdefault(within(cell), []).append(cell)
    return list(groups.values())


def _moves(differences: dict[BudgetLine, int]) -> Iterator[Change]:
    """Differences that sum to nil, as sums from one cell to another: first within a pot, then within a board."""
    left = dict(sorted(differences.items()))
    for near in (lambda a, b: a.pot == b.pot, lambda a, b: a.board == b.board, lambda a, b: True):
        for origin in left:
            for cell in left:
                if left[origin] < 0 < left[cell] and near(origin, cell):
                    kronor = min(-left[origin], left[cell])
                    left[origin] += kronor
                    left[cell] -= kronor
                    yield Change(Sort.MOVED, cell, kronor, kronor, origin)


def _touched(change: Change) -> list[BudgetLine]:
    return [change.cell] if change.origin is None else [change.origin, change.cell]
