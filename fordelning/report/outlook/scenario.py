"""Years × pots and years × boards under a scenario, and what the other pots would have to be."""

from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from functools import cached_property
from math import floor
from typing import ClassVar

import pandas as pd

from fordelning.base.errors import Guidance
from fordelning.base.verdict import State
from fordelning.case.kind import Scope
from fordelning.case.statement import needed
from fordelning.checks.extent import base_year
from fordelning.report.parameters import AS_STATED, SHARE, OutlookParameters, ParameterError
from fordelning.report.report import Report, require_report
from fordelning.report.tables import pots_used
from fordelning.report.years import Part, Year, said_of, spoken_of, summed

ALLOCATED, RECKONED, ASSUMED = "fördelat", "uträknat", "räkneexempel"  # what an amount of a year rests on


@dataclass(frozen=True)
class Need:
    """What the pots that are not earmarked would have to be together in a year for a stated whole to hold, in kronor.

    `stated` is the claim of the whole, `kept` the earmarked pots together (None where that is not known, and then
    `needed` is None too), `before` the other pots together in the `base` year.
    """

    year: int
    stated: Part
    kept: int | Fraction | None
    base: int
    before: int

    @property
    def needed(self) -> int | Fraction | None:
        """The other pots together, if the stated whole is to hold."""
        return None if self.kept is None else self.stated.kronor - self.kept

    @property
    def difference(self) -> int | Fraction | None:
        """How much more that is than in the base year."""
        return None if self.needed is None else self.needed - self.before


@dataclass(frozen=True)
class Outlook(Guidance):
    """The years of a report under the scenario of its parameters.

    A year that money is allocated for is as it is allocated. In a year to come every pot is

    - under "dokumentet": what the document states or what follows from a change that it states; else not known,
    - under "oforandrat": as in the last year before it with allocations,
    - under "andel": as under "oforandrat", but an earmarked pot keeps the share that the parameters give, or else the
      last share that the document has stated.
    """

    CALLED: ClassVar = "En utblick"
    WANTED: ClassVar = "De andra blocken vill ha rapporten, som den har som .report."

    report: Report
    years: list[Year]

    def __repr__(self) -> str:
        """In short, as Jupyter shows it."""
        return f"Utblicken från {self.report.case.name}, {len(self.years)} år"

    @classmethod
    def make(cls, parameters: OutlookParameters) -> "Outlook":
        """Load the case that `parameters` name and look ahead. Raises CaseError and ParameterError."""
        return cls.of(Report.make(parameters))

    @classmethod
    def of(cls, report: Report) -> "Outlook":
        """The outlook of a report whose parameters are OutlookParameters.

        Raises ParameterError where the scenario needs an earmarked pot and the document names none.
        """
        parameters = report.asked(OutlookParameters)
        if parameters.scenario == SHARE and not _earmarked(report):
            fault = f"scenario: {SHARE} behöver en pott som dokumentet säger ändras, och {report.case.name} har ingen"
            raise ParameterError([fault])
        which = parameters.asked_years or spoken_of(report)
        said = said_of(report, pots_used(report), which)
        years = said if parameters.scenario == AS_STATED else [_assume(report, year) for year in said]
        return cls(report, years)

    @property
    def parameters(self) -> OutlookParameters:
        """What the outlook is made with."""
        return self.report.asked(OutlookParameters)

    @property
    def scenario(self) -> str:
        """One of `parameters.SCENARIOS`."""
        return self.parameters.scenario

    @cached_property
    def earmarked(self) -> list[str]:
        """The pots that the document says a change of, in the case's order."""
        return _earmarked(self.report)

    @property
    def coming(self) -> list[Year]:
        """The years without allocations."""
        return [year for year in self.years if not year.allocated]

    @property
    def others(self) -> list[str]:
        """The pots that are not earmarked."""
        return [pot for pot in pots_used(self.report) if pot not in self.earmarked]

    @cached_property
    def needs(self) -> list[Need]:
        """For every stated whole of a year to come, what it takes; empty where no pot is earmarked, or every one."""
        if not self.earmarked or not self.others:
            return []
        case = self.report.case
        found: list[Need] = []
        for year in self.coming:
            base = base_year(case, year.year)
            together = year.together(self.earmarked)
            before = sum(case.total(year=base, pot=pot) for pot in self.others)
            found += [Need(year.year, stated, together, base, before) for stated in year.said]
        return found

    def board(self, year: Year, board: str) -> int | Fraction | None:
        """A board's kronor in a year; None where they cannot be said.

        In a year to come they can be said only where every pot that it had money from in the last year with allocations
        has a known amount and a known split: one that the document states (see `_stated_splits`), the last one where
        the scenario leaves the pot as it was, or any where the pot is nil. Of a board that had none, in every pot.
        """
        case = self.report.case
        if year.allocated:
            return case.total(year=year.year, board=board)
        rows = case.rows(year=base_year(case, year.year), board=board)
        own = [pot for pot in year.parts if pot in set(rows["pot"]) or board in self._splits.get(pot, {})]
        return summed(self._board_part(year, pot, board) for pot in own or year.parts)

    def _board_part(self, year: Year, pot: str, board: str) -> int | Fraction | None:
        """What a board has of a pot in a year to come; None where that cannot be said."""
        part = year.known(pot)
        scope: Scope = {"year": base_year(self.report.case, year.year), "pot": pot}
        if part is None:
            return None
        if pot in self._splits:
            return part.kronor * self._splits[pot].get(board, 0)
        if part.assumed and part.kronor == self.report.case.total(**scope):
            return self.report.case.total(**scope, board=board)
        return None if part.kronor else 0

    def to_frame(self) -> pd.DataFrame:
        """What each pot is in each year, made anew; see `look_ahead`."""
        names = {pot: self.report.case.pots[pot].name for year in self.years for pot in year.parts}
        lines = [
            (year.year, pot, names[pot], *_told(year, part))
            for year in self.years
            for pot in year.parts
            for part in year.parts[pot] or (None,)
        ]
        return pd.DataFrame(lines, columns=["year", "pot", "name", "kronor", "basis"]).astype(
            {"kronor": "Int64", "basis": "str"}
        )

    @cached_property
    def _splits(self) -> dict[str, dict[str, Fraction]]:
        return _stated_splits(self.report)


def look_ahead(report: Report, *, years: str = "", scenario: str = AS_STATED, share: str = "") -> Outlook:
    """The outlook of a report, as a notebook's parameters say.

    Parameters
    ----------
    report : Report
        As `open_report` gives it.
    years : str
        A year, or two with a hyphen between; "" for those that the document speaks of.
    scenario : str
        "dokumentet" (what is stated, and what follows from it), "oforandrat" or "andel".
    share : str
        The percentage of the earmarked money that stays under "andel"; "" for what the document states.

    Returns
    -------
    Outlook
        Its blocks are those of `outlook`. `to_frame()` gives a row for each year and pot: `year`, `pot` (key), `name`,
        `kronor` (Int64) and `basis` ("fördelat", "uträknat" or "räkneexempel"), both missing where nothing is known.
        Where the document says several things of a pot there is a row for each.

    Raises
    ------
    ParameterError
        Where a parameter is wrong, or the scenario needs a pot that the document does not earmark.

    Examples
    --------
    >>> ahead = look_ahead(open_report("huddinge-2021"), scenario="oforandrat").to_frame()
    >>> ahead[ahead["year"] == 2022]["kronor"].to_list()
    [4000000, 6000000]
    """
    require_report(report)
    asked = {"years": years, "scenario": scenario, "share": share}
    return Outlook.of(replace(report, parameters=OutlookParameters.check({**asdict(report.parameters), **asked})))


def _told(year: Year, part: Part | None) -> tuple[int | None, str | None]:
    """A part's kronor where they are whole, and what they rest on."""
    if part is None:
        return None, None
    basis = ALLOCATED if year.allocated else ASSUMED if part.assumed else RECKONED
    return int(part.kronor) if part.kronor == int(part.kronor) else None, basis


def worth_showing(report: Report) -> bool:
    """Whether the document says more of the years to come than a sentence tells, or the parameters ask for an outlook.

    An amount for one more year is told by the decision report.
    """
    told = len(report.case.named_years) > 1 or len(spoken_of(report)) > 2 or bool(_earmarked(report))
    return told or bool(report.parameters.chosen & {"years", "scenario", "share"})


def _earmarked(report: Report) -> list[str]:
    changed = {s.pot for s in report.case.statements.values() if s.kind == "change"}
    return [pot for pot in pots_used(report) if pot in changed]


def _assume(report: Report, year: Year) -> Year:
    """`year` with every pot as the scenario has it, where it lies after the first year with allocations."""
    if year.allocated or year.year < min(report.case.named_years):
        return year
    return replace(year, parts={pot: _assumed(report, year, pot) for pot in year.parts})


def _assumed(report: Report, year: Year, pot: str) -> tuple[Part, ...]:
    parameters = report.asked(OutlookParameters)
    before = report.case.total(year=base_year(report.case, year.year), pot=pot)
    if parameters.scenario != SHARE or pot not in _earmarked(report):
        return (Part(before, None, assumed=True),)
    if parameters.percentage is not None:
        return (Part(_whole(before * Fraction(parameters.percentage) / 100), None, assumed=True),)
    if year.parts[pot]:
        return year.parts[pot]
    changes = [s for s in report.case.statements.values() if (s.kind, s.pot) == ("change", pot)]
    earlier = [(needed(s.year), s.number) for s in changes if needed(s.year) < year.year]
    last = max((then for then, _ in earlier), default=None)
    shares = {share for then, share in earlier if then == last} or {Fraction(1)}
    return tuple(Part(_whole(before * share), None, assumed=True) for share in sorted(shares))


def _whole(kronor: int | Fraction) -> int:
    """The nearest whole krona: an example has no öre."""
    return floor(kronor + Fraction(1, 2))


def _stated_splits(report: Report) -> dict[str, dict[str, Fraction]]:
    """The pots whose split the document states without a year: each board's share, 1 together.

    Such a split is a claim `share` of a pot's total for a board, and it holds in the years that there are.
    """
    case = report.case
    splits: dict[str, dict[str, Fraction]] = {}
    for finding in report.reconciliation.findings.values():
        s = finding.statement
        exact = (
            s.kind == "share" and s.relation == "=" and finding.state is State.TIES and set(s.scope) == {"pot", "board"}
        )
        if exact and case.statements[needed(s.against)].scope == {"pot": s.pot}:
            splits.setdefault(needed(s.pot), {})[needed(s.board)] = Fraction(s.number)
    return {pot: split for pot, split in splits.items() if sum(split.values()) == 1}
