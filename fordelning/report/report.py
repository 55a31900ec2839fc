"""What one report is made from: the case, its reconciliation, and how amounts and dates are written in it."""

import datetime
import hashlib
import sys
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, NoReturn, TypeVar

from babel.dates import format_date

from fordelning.base import publisher
from fordelning.base.errors import AnalysisError, Guidance, InputError, require
from fordelning.base.money import Money
from fordelning.base.verdict import Verdict
from fordelning.case.case import Case, Stage, every_stage, open_case
from fordelning.case.statement import Statement
from fordelning.checks.matter import Matter, matters
from fordelning.checks.reconcile import Reconciliation, reconcile
from fordelning.source.text import Original
from fordelning.source.trace import Trace, trace

from .parameters import UNITS, ParameterError, Parameters, require_declared, unshown

_Parameters = TypeVar("_Parameters", bound=Parameters)


@dataclass(frozen=True, eq=False)
class Report(Guidance):
    """One report. `money` writes amounts in the unit of `parameters`; `edition` is the edition's date."""

    CALLED: ClassVar = "En rapport"
    WANTED: ClassVar = (
        "Jämförelsens block vill ha det som compare(report) ger, utblickens det som look_ahead(report) ger."
    )

    parameters: Parameters
    case: Case
    reconciliation: Reconciliation
    money: Money
    edition: datetime.date

    def __repr__(self) -> str:
        """In short, as Jupyter shows it."""
        return f"Rapporten om {self.case.name}, {self.edition}, belopp i {self.money.unit}"

    @classmethod
    def make(cls, parameters: Parameters) -> "Report":
        """Load and reconcile the case that `parameters` name.

        Raises CaseError where it does not validate, ParameterError where it has no such stage.
        """
        try:
            case = open_case(parameters.case)
        except LookupError as error:
            raise ParameterError([f"case: {error}"]) from None
        return cls.of(parameters, case)

    @classmethod
    def of(cls, parameters: Parameters, case: Case) -> "Report":
        """The report of a case that is already loaded. Raises ParameterError where a name can not be shown in it."""
        if faults := [*unshown(parameters.recorded(case.name))]:
            raise ParameterError(faults)
        reconciliation = reconcile(case)
        return cls(
            parameters=parameters,
            case=case,
            reconciliation=reconciliation,
            money=Money(parameters.unit or (case.unit if case.unit in UNITS else UNITS[1])),
            edition=parameters.edition_date(case.created),
        )

    def asked(self, kind: type[_Parameters]) -> _Parameters:
        """The parameters, as those of one kind of report. Raises TypeError where this report has others."""
        if not isinstance(self.parameters, kind):
            raise TypeError(f"the report is not made with {kind.__name__}")
        return self.parameters

    @property
    def recorded(self) -> dict[str, str]:
        """The parameters as the edition tells them."""
        return self.parameters.recorded(self.case.name)

    @property
    def title(self) -> str:
        """The report's own title."""
        return publisher.title(self.case.title)

    @property
    def subjects(self) -> tuple[str, ...]:
        """What the report is about, as far as it is known: whose decision, in which matter, on what."""
        decision = self.case.decision
        return tuple(filter(None, map(decision.known, ("municipality", "reference", "subject"))))

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the names and checksums of the case's files: the same for the same data, whatever its folder."""
        lines = (f"{name} {digest}\n" for name, digest in sorted(self.case.digests.items()))
        return hashlib.sha256("".join(lines).encode()).hexdigest()

    @property
    def stage(self) -> Stage | None:
        """The stage of the decision that this report is on; None where there is only one."""
        return self.case.stages[self.case.stage] if self.case.stage else None

    @property
    def status(self) -> str:
        """The status of the document: in a stage before the last one the stage's name, "" where it is not known."""
        earlier = self.stage is not None and self.case.stage != [*self.case.stages][-1]
        return self.stage.name if self.stage and earlier else self.case.decision.known("status")

    @cached_property
    def trace(self) -> Trace | None:
        """The source against the case, all its stages; None where the source is not at hand."""
        if not self.parameters.source:
            return None
        stages = every_stage(self.parameters.case) if self.case.stages else [self.case]
        return trace(stages, Original.read(self.parameters.source))

    @cached_property
    def matters(self) -> tuple[Matter, ...]:
        """What is the matter, heaviest first; see `checks.matter`."""
        return matters(self.reconciliation)

    @cached_property
    def verdict(self) -> Verdict:
        """The reconciliation's, but not approved where source and case do not cover each other."""
        return self.reconciliation.verdict if self.trace is None or self.trace.whole else Verdict.NOT_APPROVED

    @property
    def approved(self) -> bool:
        """Whether every contradiction is answered for, and the source, where it is at hand, covered."""
        return self.verdict is not Verdict.NOT_APPROVED

    @cached_property
    def stated_rows(self) -> dict[bytes, list[Statement]]:
        """The statements of a total, by the positions of the allocations that they are about, as bytes."""
        found: dict[bytes, list[Statement]] = {}
        for statement in self.case.statements.values():
            if statement.kind == "total":
                positions = self.case.positions(**statement.scope).tobytes()
                found.setdefault(positions, []).append(statement)
        found.pop(b"", None)
        return found


def require_report(report: object) -> None:
    """Raise AnalysisError unless it is a report, or stands for one and says itself that it is not open."""
    require(report, (Report, Unopened), "en rapport, som open_report(namn) ger")


def open_report(case: str, *, unit: str = "", edition: str = "", source: str = "") -> Report:
    """The report of a case, as a notebook's parameters say.

    Parameters
    ----------
    case : str
        The name of the case's folder in `data/`, with "@" and a stage where it is not to be the last one, or its path.
    unit : str
        What amounts are written in: "tkr", "mnkr" or "kr"; "" leaves it to the case, whose amounts are told in one.
    edition : str
        The edition's date, ÅÅÅÅ-MM-DD; "" leaves it to SOURCE_DATE_EPOCH, else to the case.
    source : str
        The path of the source's text; "" where it is not at hand.

    Returns
    -------
    Report
        `case` is the decision and `reconciliation` every statement of it, tested.

    Raises
    ------
    ParameterError
        Where a parameter is wrong, and where papermill gave one that the notebook does not declare.
    CaseError
        Where the case does not validate.

    Examples
    --------
    >>> open_report("huddinge-2021", unit="mnkr").money.bare(4_715_000)
    '4,715'
    """
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    require_declared(shell.user_ns.get("In", []) if shell else [])
    if isinstance(case, Case):
        raise AnalysisError(f"Väntade fallets namn, fann fallet självt. Skriv open_report({case.name!r}, …).")
    return Report.make(Parameters.check({"case": case, "unit": unit, "edition": edition, "source": source}))


class Unopened:
    """Stands for a report until one is open, so that nothing below a cell that failed is of an earlier report."""

    def __getattr__(self, name: str) -> NoReturn:
        if name.startswith("_"):
            raise AttributeError(name)
        raise UnopenedError("Rapporten är inte öppen: rätta felet i cellen som öppnar den, och kör den igen.")

    def __getitem__(self, key: object) -> NoReturn:
        """As of a frame that was to be made in the cell that failed."""
        self.__getattr__("value")


class UnopenedError(InputError):
    """A block was asked of a report that is not open."""


def date(day: datetime.date) -> str:
    """`day` in Swedish, month in letters."""
    return format_date(day, "d MMMM y", locale="sv_SE")
