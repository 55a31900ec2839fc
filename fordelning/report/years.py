"""What the document says of each year, pot by pot: what is allocated, what follows, what is missing."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from fordelning.case.statement import needed
from fordelning.checks.extent import base_year

from .report import Report


@dataclass(frozen=True)
class Part:
    """A pot's kronor in a year, or a year's whole. `statement` is the claim it comes from, None where it is allocated.

    `assumed` says that it is neither, but reckoned under an assumption of the report's own.
    """

    kronor: int | Fraction
    statement: str | None
    assumed: bool = False


@dataclass(frozen=True)
class Year:
    """One year. `parts` holds every pot, `said` is the stated whole.

    Both are every different amount in document order: none where nothing is said, several where the document says one
    thing here and another there.
    """

    year: int
    allocated: bool
    parts: dict[str, tuple[Part, ...]]
    said: tuple[Part, ...]

    def known(self, pot: str) -> Part | None:
        """The pot's amount; None where nothing is said, or not one thing."""
        found = self.parts[pot]
        return found[0] if len(found) == 1 else None

    def together(self, pots: Iterable[str]) -> int | Fraction | None:
        """The pots' amounts summed; None where one of them is not known."""
        parts = [self.known(pot) for pot in pots]
        return summed(part.kronor if part else None for part in parts)

    @property
    def complete(self) -> bool:
        """Whether every pot's amount is known."""
        return self.together(self.parts) is not None


def summed(amounts: Iterable[int | Fraction | None]) -> int | Fraction | None:
    """The sum of `amounts`; None where one of them is not known."""
    total: int | Fraction = 0
    for amount in amounts:
        if amount is None:
            return None
        total += amount
    return total


def years(report: Report, pots: list[str]) -> list[Year]:
    """The years that money is allocated for or that something is said of; empty where no other year is mentioned."""
    mentioned = spoken_of(report)
    return said_of(report, pots, mentioned) if set(mentioned) - set(report.case.named_years) else []


def spoken_of(report: Report) -> list[int]:
    """The years that money is allocated for, or that something is said of."""
    claims = report.case.statements.values()
    return sorted({*report.case.named_years, *(needed(s.year) for s in claims if s.kind in ("plan", "change"))})


def said_of(report: Report, pots: list[str], which: list[int]) -> list[Year]:
    """What the document says of the years in `which`."""
    case = report.case

    def parts(year: int, pot: str) -> tuple[Part, ...]:
        if year in case.named_years:
            return (Part(case.total(year=year, pot=pot), None),)
        before = case.total(year=base_year(case, year), pot=pot)
        claims = [s for s in case.statements.values() if (s.kind, s.year, s.pot) == ("change", year, pot)]
        return _different([Part(before * s.number, s.statement) for s in claims])

    def said(year: int) -> tuple[Part, ...]:
        claims = [s for s in case.statements.values() if (s.kind, s.year) == ("plan", year)]
        return _different([Part(s.number, s.statement) for s in claims])

    return [Year(year, year in case.named_years, {pot: parts(year, pot) for pot in pots}, said(year)) for year in which]


def _different(parts: list[Part]) -> tuple[Part, ...]:
    """The first of each amount."""
    first: dict[int | Fraction, Part] = {}
    for part in parts:
        first.setdefault(part.kronor, part)
    return tuple(first.values())
