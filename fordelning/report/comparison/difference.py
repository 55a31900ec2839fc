"""The difference of two cases: what they state, and cell by cell what is added, removed and changed."""

from collections.abc import Callable, Hashable
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

from .amendment import amended
from .assertion import Assertion, Places, assertions, by_subject
from .pairing import Pair, likely, pair
from .sameness import confirmed

_MOST_CHOICES = 8  # named where there is nothing to compare with

_CHANGE = (
    "sort",
    *("year", "measure", "pot", "board", "partner_pot", "partner_board"),
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


@dataclass(frozen=True)
class Change:
    """One change. `before` and `after` are kronor in `cell`, None where there is no row.

    `partner` is the other cell of the same measure whose difference is the opposite, where no further cell that year,
    of any measure, has as large a one: what left the one may have come to the other. None where there is none.
    """

    sort: Sort
    cell: BudgetLine
    before: int | None
    after: int | None
    partner: BudgetLine | None = None

    @property
    def difference(self) -> int:
        """Kronor after − before."""
        return (self.after or 0) - (self.before or 0)


@dataclass(frozen=True)
class Comparison(Guidance):
    """The case of `report`, the newer one, against that of `before`. Amounts of both are in whole kronor."""

    CALLED: ClassVar = "En jämförelse"
    WANTED: ClassVar = "De andra blocken vill ha rapporten, som den har som .report."

    report: Report
    before: Report

    def __repr__(self) -> str:
        """In short, as Jupyter shows it."""
        return f"Jämförelsen av {self.report.case.name} med {self.before.case.name}"

    @classmethod
    def make(cls, parameters: ComparisonParameters) -> "Comparison":
        """Load the cases that `parameters` name. Raises CaseError and ParameterError."""
        return cls.of(Report.make(parameters))

    @classmethod
    def of(cls, report: Report) -> "Comparison":
        """The comparison of a report whose parameters are ComparisonParameters.

        With an amendment it is the newer one, and the report's own case the older.

        Raises CaseError where the other case does not validate, ParameterError where there is none to compare with, and
        where the amendment has faults.
        """
        file = report.asked(ComparisonParameters).amendment_file
        if file is not None:
            return cls.between(replace(report, case=amended(report.case, file)), report)
        return cls.between(report, replace(Report.of(report.parameters, _other(report)), money=report.money))

    @classmethod
    def between(cls, report: Report, before: Report) -> "Comparison":
        """The comparison of two reports.

        Raises ParameterError where what is said to be the same is not in both cases.
        """
        made = cls(report, before)
        made._paired("boards")  # what is wrong is told here, and not by the block that is first to ask
        return made

    @cached_property
    def pots(self) -> list[Pair]:
        """The pots of both cases."""
        return self._paired("pots")

    @cached_property
    def boards(self) -> list[Pair]:
        """The boards of both cases."""
        return self._paired("boards")

    @cached_property
    def measures(self) -> list[Pair]:
        """The measures of both cases."""
        return self._paired("measures")

    @property
    def of_amendment(self) -> bool:
        """Whether the newer one is the proposal with an amendment, of which the document states nothing."""
        return getattr(self.report.parameters, "amendment_file", None) is not None

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
    def assertions(self) -> list[Assertion]:
        """What either case states in numbers, or both in texts, by what it is of, where the two are not the same."""
        if self.of_amendment:
            return []
        before = by_subject(self.before.case, self._places("before"), self._years(self.before.case))
        after = by_subject(self.report.case, self._places("after"), self._years(self.report.case))
        return [one for one in assertions(before, after) if one.differs or (one.one_sided and not one.of_text)]

    @property
    def restated(self) -> list[Assertion]:
        """What both cases state, with different numbers."""
        return [one for one in self.assertions if one.differs and not one.of_text]

    @property
    def reworded(self) -> list[Assertion]:
        """What both cases state, with different texts."""
        return [one for one in self.assertions if one.differs and one.of_text]

    @cached_property
    def changes(self) -> list[Change]:
        """Every difference, by year, measure, pot and board in the newer case's order."""
        cells = dict.fromkeys([*self.new, *self.old])
        left = {c: self.new.get(c, 0) - self.old.get(c, 0) for c in cells if self.new.get(c) != self.old.get(c)}
        partners = self._partners(left)
        found = ((c, self.old.get(c), self.new.get(c)) for c in left)
        made = [Change(_sort(old, new), c, old, new, partners.get(c)) for c, old, new in found]
        return sorted(made, key=lambda change: change.cell)

    @property
    def moves(self) -> list[tuple[Change, Change]]:
        """Where money may have moved: the cell that it left and the one that it came to."""
        by_cell = {change.cell: change for change in self.changes}
        return [(by_cell[c.partner], c) for c in self.changes if c.partner is not None and c.difference > 0]

    def likely(self) -> list[tuple[str, Pair, Pair]]:
        """What may be the same under two names, and is compared as two: its kind in Swedish, the older, the newer."""
        kinds = (("pott", self.pots), ("nämnd", self.boards), ("åtgärd", self.measures))
        return [(kind, old, new) for kind, pairs in kinds for old, new in likely(pairs)]

    def to_frame(self) -> pd.DataFrame:
        """The changes as a frame, made anew; see `compare`."""
        lines = [self._line(change) for change in self.changes]
        kronor = {"year": "Int64", "before": "Int64", "after": "Int64", "difference": "int64"}
        return pd.DataFrame(lines, columns=list(_CHANGE)).astype({**dict.fromkeys(_CHANGE, "str"), **kronor})

    def _line(self, change: Change) -> tuple[object, ...]:
        here, there = change.cell, change.partner
        pot, board = self.pots[here.pot].name, self.boards[here.board].name
        partner = (self.pots[there.pot].name, self.boards[there.board].name) if there else (None, None)
        names = (here.year, self.measures[here.measure].name, pot, board, *partner)
        return (change.sort.value, *names, change.before, change.after, change.difference)

    def having(self, sort: Sort) -> list[Change]:
        """The changes of one sort."""
        return [change for change in self.changes if change.sort is sort]

    @cached_property
    def years(self) -> list[int | None]:
        """The years that are compared one by one, in order; None alone where years are set side by side."""
        return sorted({cell.year for cell in (*self.old, *self.new)}, key=lambda year: year or 0)

    def sums(self, **scope: Name | None) -> tuple[int, int]:
        """Kronor before and after within `scope`: a year, a pot, a board or several; everything without."""
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
        """Whether the whole, every pot and every board has the same sum in both cases, in each year by itself."""
        scopes: list[dict[str, Name]] = [{}, *({kind: name} for kind in ("pot", "board") for name in self.used(kind))]
        sums = (self.sums(year=year, **scope) for year in self.years for scope in scopes)
        return all(before == after for before, after in sums)

    def reasons(self, change: Change) -> list[Reason]:
        """The newer case's reasons that are about what has changed, or about everything."""
        return [r for r in self.report.case.reasons if self._about(r, change.cell)]

    def own_reasons(self, change: Change) -> list[Reason]:
        """Those of its reasons that are not about everything."""
        return [reason for reason in self.reasons(change) if not reason.general]

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

    def _partners(self, differences: dict[BudgetLine, int]) -> dict[BudgetLine, BudgetLine]:
        """Two cells of a measure with opposite differences, each to the other, where no further cell has either.

        Money comes from a row that there was and goes to one that there is: a transfer that is gone, with its negative
        row, has not moved.
        """
        found: dict[BudgetLine, BudgetLine] = {}
        for group in _groups(differences, lambda cell: (cell.year, abs(differences[cell]))):
            origin, goal = min(group, key=differences.__getitem__), max(group, key=differences.__getitem__)
            opposite = len(group) == 2 and differences[origin] < 0 < differences[goal]
            if opposite and origin.measure == goal.measure and origin in self.old and goal in self.new:
                found |= {origin: goal, goal: origin}
        return found

    def _paired(self, kind: str) -> list[Pair]:
        return pair(getattr(self.before.case, kind), getattr(self.report.case, kind), self._confirmed[kind])

    @cached_property
    def _confirmed(self) -> dict[str, dict[str, str]]:
        """What the analyst says is the same: by kind, older keys by newer ones. Raises ParameterError."""
        asked = self.report.parameters
        return confirmed(self.before.case, self.report.case, getattr(asked, "same_names", ()))

    def _places(self, side: str) -> Places:
        """The position of each key's pair; None for the only one of its kind in use, which narrows nothing."""
        found: dict[str, dict[str | None, int | None]] = {}
        for kind, pairs in (("measure", self.measures), ("pot", self.pots), ("board", self.boards)):
            alone = self.used(kind) if len(self.used(kind)) == 1 else []
            places = {getattr(one, side): None if i in alone else i for i, one in enumerate(pairs)}
            found[kind] = {**places, None: None}
        return found

    def _years(self, case: Case) -> dict[int | None, int | None]:
        """How a statement's year is read: none is the only one there is, and years set side by side are the same."""
        if len(case.named_years) > 1:
            return {}
        [only] = case.named_years
        return {None: only, only: only} if self.by_year else {None: None, only: None}

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


def compare(report: Report, *, other: str = "", same: str = "", amendment: str = "") -> Comparison:
    """The comparison of a report with another case or stage.

    Parameters
    ----------
    report : Report
        As `open_report` gives it: the newer one.
    other : str
        The other case's name or folder, with "@" and a stage where that is not its last one; "" is the stage before
        the report's own.
    same : str
        Which boards, pots and measures are the same under two names, "before = after" with ";" between: without it
        another name is another board.
    amendment : str
        The path of a CSV file of changed rows (pot, measure, board, amount, unit): the case is compared with what it
        would be with them. "" where there is none.

    Returns
    -------
    Comparison
        Its blocks are those of `comparison`. `to_frame()` gives the changes, a row each: `sort` ("tillkommen",
        "borttagen" or "ändrad"), `year` (Int64, missing where years are set side by side), `measure`, `pot` and `board`
        (names), `partner_pot` and `partner_board` (where the whole difference may have come from or gone to; missing
        where no one place alone explains it), `before` and `after` in kronor (Int64, missing where there is no row),
        and `difference` (int64).

    Raises
    ------
    ParameterError
        Where there is nothing to compare with, and where `same` names what is not there.
    CaseError
        Where the other case does not validate.

    Examples
    --------
    >>> changes = compare(open_report("exempelkommun-foreningsbidrag-2025")).to_frame()
    >>> changes["sort"].value_counts().to_dict()
    {'ändrad': 3}
    """
    require_report(report)
    parameters = ComparisonParameters.check(
        {**asdict(report.parameters), "other": other, "same": same, "amendment": amendment}
    )
    return Comparison.of(replace(report, parameters=parameters))


def worth_showing(report: Report) -> bool:
    """Whether there is something to compare the case with: another one given, an amendment, or a stage before."""
    asked = report.asked(ComparisonParameters)
    return bool(asked.other or asked.amendment) or follows(report)


def follows(report: Report) -> bool:
    """Whether the report is of a stage with another before it."""
    return _stage_before(report.case) is not None


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
