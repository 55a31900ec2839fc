"""What the document says of each year, pot by pot: what is allocated, what follows, what is missing."""

from dataclasses import dataclass
from fractions import Fraction

from .reconcile import base_year
from .report import Report


@dataclass(frozen=True)
class Part:
    """A pot's kronor in a year. `statement` is the claim it is computed from, None where it is allocated."""

    kronor: int | Fraction
    statement: str | None


@dataclass(frozen=True)
class Year:
    """One year. `parts` holds every pot, None where nothing is said; `said` the stated whole and its statement."""

    year: int
    allocated: bool
    parts: dict[str, Part | None]
    said: Part | None

    @property
    def complete(self) -> bool:
        """Whether every pot's amount is known."""
        return None not in self.parts.values()


def years(report: Report, pots: list[str]) -> list[Year]:
    """The years that money is allocated for or that something is said of; empty where no other year is mentioned."""
    case = report.case
    findings = report.reconciliation.findings.values()
    plans = {f.statement.year: f.statement for f in findings if f.statement.kind == "plan"}
    changes = {(f.statement.year, f.statement.pot): f.statement for f in findings if f.statement.kind == "change"}
    if not {*plans, *(year for year, _ in changes)} - set(case.named_years):
        return []

    def part(year: int, pot: str) -> Part | None:
        if year in case.named_years:
            return Part(case.total(year=year, pot=pot), None)
        if (year, pot) not in changes:
            return None
        change = changes[year, pot]
        before = case.total(year=base_year(case, year), pot=pot)
        return Part(before * change.stated.number, change.statement)

    def said(year: int) -> Part | None:
        return Part(plans[year].stated.number, plans[year].statement) if year in plans else None

    return [
        Year(year, year in case.named_years, {pot: part(year, pot) for pot in pots}, said(year))
        for year in sorted({*case.named_years, *plans, *(year for year, _ in changes)})
    ]
