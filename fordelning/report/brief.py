"""The first page: what is to be decided, and what a decision should answer that the document does not."""

from collections.abc import Iterator

from fordelning.base.verdict import State
from fordelning.case.kind import KINDS
from fordelning.case.record import Disclosure, Point
from fordelning.case.statement import Quantity
from fordelning.checks.reconcile import Finding

from . import anchors, phrases
from .document import Bullets, Column, Paragraph, Run, Table, paragraph, row, runs, strong
from .report import Report

DISCLOSURES = "tabell-besked"
_CUSTOM = "God sed, enligt oss"
# What a decision on money should give word on, and what asks for it. A rule of law is there to compare with: whether it
# is met is not for the report to say.
STANDARD = {
    "financing": ("finansiering", "Kommunallagen (2017:725) 11 kap. 15 §"),
    "remainder": ("vad som blir kvar", _CUSTOM),
    "execution": ("ansvar och tid", _CUSTOM),
    "follow_up": ("uppföljning", "Kommunallagen (2017:725) 6 kap. 6 §"),
    "legal_basis": ("lagstöd", "Förvaltningslagen (2017:900) 5 §"),
    "alternatives": ("alternativ", _CUSTOM),
    "refusal": ("vad ett nej betyder", _CUSTOM),
    "year_before": ("året före", _CUSTOM),
    "period": ("del av året", "Kommunallagen (2017:725) 11 kap. 5 §"),
}


def points(report: Report) -> Bullets | Paragraph | None:
    """What is decided, point by point with its amount and place; what the matter is about where there are no points.

    None where that is not known either.
    """
    if report.case.points:
        return Bullets(tuple(_point(report, point) for point in report.case.points))
    subject = report.case.decision.known("subject")
    return paragraph(f"Ärendet gäller {subject}. Beslutspunkterna är inte återgivna här.") if subject else None


def _point(report: Report, point: Point) -> tuple[Run, ...]:
    # A statement of another stage has no finding here.
    finding = report.reconciliation.findings.get(point.statement) if point.statement else None
    said = [f": {point.wording}", *(_amount(report, finding) if finding else [])]
    name = anchors.way_to(report.case, point.place) if point.place else f"Punkt {point.point}"
    return runs((name, *said, "."))


def _amount(report: Report, finding: Finding) -> list[str | Run]:
    """The amount that a point is about: what is computed, and what is stated where that is another or all there is."""
    statement, way = finding.statement, f"#{finding.statement.statement}"
    if not isinstance(finding.stated, Quantity):
        return []
    told = phrases.told(report, statement)
    # What is stated of each is one amount, and what is computed is of the one that differs most.
    if finding.state is State.UNTESTABLE or KINDS[statement.kind].each:
        but = {State.UNTESTABLE: ", inte prövat", State.CONTRADICTED: ", vilket motsägs"}.get(finding.state, "")
        return [", ", Run(told, href=way), but]
    differs = finding.state in (State.ROUNDED, State.CONTRADICTED)
    amount = Run(phrases.quantity(report, finding.computed, statement.unit), "sum", way)
    return [", ", amount, f" ({told})" if differs else ""]


def answered(report: Report) -> Bullets:
    """What a decision should answer: what the document does not say, what it does, and what nobody has looked for."""
    found = [(STANDARD[one.item][0], one) for one in _ordered(report)]
    unsaid = phrases.listed([name for name, one in found if not one.answer])
    said = [Run(name, href=f"#{anchors.place(one.place)}" if one.place else "") for name, one in found if one.answer]
    items = [runs((strong("Sägs inte:"), f" {unsaid}."))] if unsaid else []
    items += [runs((strong("Sägs:"), *_enumerated(said), "."))] if said else []
    looked = {one.item for one in report.case.disclosures}
    unlooked = phrases.listed([name for item, (name, _) in STANDARD.items() if item not in looked])
    items += [runs((strong("Inte undersökt:"), f" {unlooked}."))] if unlooked else []
    return Bullets(tuple(items))


def _enumerated(said: list[Run]) -> Iterator[str | Run]:
    """`said` as a list in words, each with what parts it from the one before."""
    for number, run in enumerate(said):
        yield " " if number == 0 else " och " if number == len(said) - 1 else ", "
        yield run


def disclosures(report: Report) -> Table | None:
    """What the document answers to what a decision should answer, and where, as far as it is looked for.

    None where nobody has looked for anything: what is not looked for stands on the first page.
    """
    found = {one.item: one for one in report.case.disclosures}
    if not found:
        return None
    return Table(
        id=DISCLOSURES,
        caption="Vad ett beslut om pengar bör ge besked om",
        columns=(
            Column("Sak", share=1.5),
            Column("Handlingens besked", share=3),
            Column("Ställe i källan", share=1.5),
            Column("Jämför med", share=1.9),
        ),
        rows=tuple(
            row(phrases.capital(name), _answer(found[item]), _where(report, found[item]), rule)
            for item, (name, rule) in STANDARD.items()
            if item in found
        ),
    )


def _answer(found: Disclosure) -> str | Run:
    return found.answer or strong("sägs inte")


def _where(report: Report, found: Disclosure) -> str | Run:
    return anchors.way_to(report.case, found.place) if found.place else phrases.NOTHING


def _ordered(report: Report) -> list[Disclosure]:
    """The disclosures in the order of the standard list."""
    order = list(STANDARD)
    return sorted(report.case.disclosures, key=lambda one: order.index(one.item))
