"""What one report is made from: the case, its reconciliation, and how amounts and dates are written in it."""

import datetime
from dataclasses import dataclass
from functools import cached_property

from babel.dates import format_date

from .case import Case, find, load
from .document import Front
from .money import Money
from .parameters import Parameters
from .reconcile import Reconciliation, Verdict, reconcile


@dataclass(frozen=True)
class Report:
    """One report. `money` writes amounts in the unit of `parameters`; `edition` is the edition's date."""

    parameters: Parameters
    case: Case
    reconciliation: Reconciliation
    money: Money
    edition: datetime.date

    @classmethod
    def make(cls, parameters: Parameters) -> "Report":
        """Load and reconcile the case that `parameters` name. Raises CaseError where it does not validate."""
        return cls.of(parameters, load(find(parameters.case)))

    @classmethod
    def of(cls, parameters: Parameters, case: Case) -> "Report":
        """The report of a case that is already loaded."""
        reconciliation = reconcile(case)
        return cls(
            parameters=parameters,
            case=case,
            reconciliation=reconciliation,
            money=Money.exact(parameters.unit, _amounts(reconciliation)),
            edition=parameters.edition_date(case.created),
        )

    @classmethod
    def from_notebook(cls, namespace: dict) -> "Report":
        """The report of a notebook whose first cells have set the parameters; `namespace` is its `globals()`."""
        return cls.make(Parameters.from_notebook(namespace))

    @cached_property
    def approved(self) -> bool:
        """Whether every contradiction is answered for."""
        return self.reconciliation.verdict is not Verdict.NOT_APPROVED

    @property
    def front(self) -> Front:
        """Title, identity and attachments of the document."""
        decision = self.case.decision
        return Front(
            title=self.case.title,
            municipality=decision.municipality,
            reference=decision.reference,
            document=decision.document,
            status=decision.status,
            edition=self.edition.isoformat(),
            edition_text=date(self.edition),
            approved=self.approved,
            attachments=tuple(
                {"name": name, "description": f"Fallets data: {name}", "text": content.decode("utf-8-sig")}
                for name, content in sorted(self.case.files.items())
                if name.endswith(".csv")
            ),
        )


def date(day: datetime.date) -> str:
    """`day` in Swedish, month in letters."""
    return format_date(day, "d MMMM y", locale="sv_SE")


def _amounts(reconciliation: Reconciliation) -> list[int]:
    """Every amount in kronor that may be shown, so that one number of decimals serves them all."""
    case = reconciliation.case
    amounts = [int(kronor) for kronor in case.allocations["kronor"]]
    for finding in reconciliation.findings.values():
        for quantity in (finding.stated, finding.computed):
            if quantity is not None and quantity.sort == "money":
                amounts.append(int(quantity.number))
    return amounts
