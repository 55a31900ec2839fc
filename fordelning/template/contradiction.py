"""The contradictions of a draft that nobody has answered for, as rows to answer in its template."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from fordelning.base.errors import CaseError
from fordelning.case.draft import Draft, case_of
from fordelning.checks.reconcile import Finding, reconcile

ANSWERED = ("by", "on", "why")  # what only the analyst can say


def unanswered(draft: Draft) -> list[dict[str, str]]:
    """A row for each contradiction, with the value and the difference that an answer covers; none of a faulty draft."""
    if not draft.rows.get("statements"):
        return []
    try:
        case = case_of(draft)
    except CaseError:
        return []
    findings = [finding for finding in reconcile(case).findings.values() if finding.unacknowledged]
    return [dict(_row(finding)) for finding in findings if finding.statement.statement not in case.acknowledgements]


def is_blank(row: Mapping[str, object]) -> bool:
    """Whether nobody has answered in a row: it is as good as not there."""
    return not any(row.get(column) for column in ANSWERED)


def _row(finding: Finding) -> Iterator[tuple[str, str]]:
    statement, difference = finding.statement, finding.difference
    yield "statement", statement.statement
    yield "value", statement.value or ""
    if difference is not None:
        exact = Fraction(difference) / statement.measure_of_unit
        decimal = Decimal(exact.numerator) / Decimal(exact.denominator)
        yield "difference", f"{decimal:f}" if Fraction(decimal) == exact else ""
