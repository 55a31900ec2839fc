"""The sheet Avstämning: every statement with what it says, what the allocations give, and who has answered for it."""

from collections.abc import Mapping
from fractions import Fraction

from fordelning.base.profile import LIGHT
from fordelning.base.verdict import State
from fordelning.case.case import Acknowledgement
from fordelning.case.kind import KINDS
from fordelning.checks.matter import Matter
from fordelning.checks.reconcile import Finding
from fordelning.report import phrases
from fordelning.report.report import Report

from . import formulas, steps
from .page import HEADER, Book, Formula, Listing, ListingColumn, Page, Styled
from .selection import pattern

NAME = "Avstämning"
ABOUT = "Varje påstående i dokumentet: vad det anger, vad fördelningen ger, skillnaden och utfallet."
_STYLES = {"money": "kronor", "percent": "share", "count": "integer", "ordinal": "integer", "text": "entry"}
_UNITS = {"money": "kr", "percent": "%"}
_RELATIONS = {">=": "≥", "<=": "≤", "part": "del av"}  # the other relations are shown as they stand
_LOOKS = {State.CONTRADICTED: {"font_color": LIGHT.warning}, State.UNTESTABLE: {"font_color": LIGHT.muted}}

_SCOPE = (
    ("Slag", 12, "text"),
    ("År", 6, "year"),
    ("Pott", 15, "text"),
    ("Åtgärd", 15, "text"),
    ("Nämnd", 16, "text"),
    ("Klass", 14, "text"),
    ("Mot", 7, "text"),
)


def write(report: Report, book: Book) -> None:
    """Add the sheet to `book`."""
    page = Page(book, NAME, f"Avstämning av {report.case.decision.reference}", ABOUT)
    columns = (
        ListingColumn("Nr", 6),
        ListingColumn("Påstående", 33),
        ListingColumn("Sak", 11),
        ListingColumn("Läst som", 18),
        ListingColumn("Relation", 9),
        ListingColumn("Angivet", 14, "kronor"),
        ListingColumn("Enhet", 9),
        ListingColumn("Uträknat", 14, "kronor"),
        ListingColumn("Skillnad", 12, "kronor"),
        ListingColumn("Utfall", 17, "strong"),
        ListingColumn("Tolerans", 10, "kronor"),
        ListingColumn("Vad som saknas", 34),
        ListingColumn("Anmärkning", 24),
        ListingColumn("Ställe", 18),
        ListingColumn("Kommentaren", 16, "strong"),
        ListingColumn("Kommentar av", 13),
        ListingColumn("Kommenterat", 12, "date"),
        ListingColumn("Kommenterat värde", 13, "kronor"),
        ListingColumn("Kommenterad skillnad", 13, "kronor"),
        ListingColumn("Varför", 90),
        *(ListingColumn(header, width, style, helper=True) for header, width, style in _SCOPE),
        ListingColumn("Urval", 50, helper=True),
        ListingColumn("Basurval", 50, helper=True),
        *(ListingColumn(header, 15, "number", helper=True) for header in formulas.steps(report.case)),
    )
    matters = {name: matter for matter in reversed(report.matters) for name in matter.statements}
    rows = tuple(_row(report, finding, matters) for finding in report.reconciliation.findings.values())
    end = page.put(Listing("Alla påståenden i dokumentets ordning", columns, rows, "Avstamning", filtered=True), HEADER)
    headers = [column.header for column in columns]
    state, comment = headers.index("Utfall"), headers.index("Kommentaren")
    for value in State:
        symbol = {"num_format": f'"{phrases.SYMBOLS[value]} "@'}
        page.mark((HEADER + 1, state), (end - 1, state), value, **symbol, **_LOOKS.get(value, {}))
    for answer in (formulas.UNANSWERED, formulas.LAPSED):
        page.mark((HEADER + 1, comment), (end - 1, comment), answer)
    page.finish(report, header=HEADER, frozen=2, last=comment)  # who said why is in the report


def _row(report: Report, finding: Finding, matters: Mapping[str, Matter]) -> tuple:
    case, s = report.case, finding.statement
    together = [found.acknowledgement for found in report.reconciliation.joint.contradictions]
    answer = case.acknowledgements.get(s.statement)
    sort = finding.stated.sort if finding.stated else KINDS[s.kind].sort
    stated = Styled(steps.content(finding.stated), _STYLES[sort]) if finding.stated else None
    made = formulas.of(case, s)
    lacking, slip = formulas.missing(s, made), formulas.slip(s, made)
    matter = matters.get(s.statement)
    return (
        s.statement,
        s.wording,
        matter.sort.value if matter else None,
        s.reading,
        _RELATIONS.get(s.relation, s.relation) if s.relation else None,
        stated,
        s.unit if sort == "count" else _UNITS.get(sort),
        _computed(report, finding, made),
        _difference(finding, made),
        Formula(formulas.state(case, s, made, finding.state), finding.state.value),
        _tolerance(finding, made),
        Formula(lacking, finding.missing or "") if lacking else finding.missing,
        Formula(slip, phrases.slip(finding)) if slip else None,
        case.place_name(s.place),
        *_answer(finding, None if answer in together else answer, stated),  # those are told in the sheet Läs mig,
        KINDS[s.kind].name,
        s.year,
        case.pots[s.pot].name if s.pot else None,
        case.measures[s.measure].name if s.measure else None,
        case.boards[s.board].name if s.board else None,
        case.tags[s.tag].name if s.tag else None,
        s.against,
        *(pattern(case, scope) if scope is not None else None for scope in (made.selected, made.base)),
        *steps.cells(report.case, finding, made),
    )


def _computed(report: Report, finding: Finding, made: formulas.RowFormulas) -> Styled | None:
    s = finding.statement
    if made.told:
        told = phrases.computed(report, finding)
        return Styled(Formula(made.computed, told) if made.computed else told, "text")
    if made.computed is None:
        return None
    value = finding.computed
    sort = value.sort if value else KINDS[s.kind].sort
    content = steps.content(value) if value else ""  # nothing to divide by is a blank
    return Styled(Formula(made.computed, content), "text" if sort == "text" else _STYLES[sort])


def _tolerance(finding: Finding, made: formulas.RowFormulas) -> Styled | None:
    s, stated = finding.statement, finding.stated
    if stated is None:
        return None
    formula = formulas.tolerance(s, made)
    if formula is None:
        return Styled(finding.tolerance, _STYLES[stated.sort]) if finding.tolerance else None
    value = "" if finding.tolerance is None else finding.tolerance
    return Styled(Formula(formula, value), _STYLES[stated.sort])


def _difference(finding: Finding, made: formulas.RowFormulas) -> Styled | None:
    stated = finding.stated
    if stated is None or stated.sort == "text" or made.computed is None:
        return None
    difference = finding.difference
    if isinstance(difference, Fraction):
        value: int | float | str = round(float(difference), formulas.DECIMALS[stated.sort])
    else:
        value = "" if difference is None else difference
    return Styled(Formula(formulas.difference(stated.sort), value), _STYLES[stated.sort])


def _answer(finding: Finding, answer: Acknowledgement | None, stated: Styled | None) -> tuple:
    """Whether the answer for a contradiction holds, who gave it, when, to what value and difference, and why."""
    s = finding.statement
    sort = finding.stated.sort if finding.stated else "text"
    formula = formulas.comment()
    if answer is None:
        holds = formulas.UNANSWERED if finding.unacknowledged else ""
        return Formula(formula, holds), None, None, None, None, None
    # The value is compared as it is written: only what is written alike is the same value.
    seen = stated if answer.value == s.value else Styled(answer.value, "entry")
    gap = None if answer.difference is None else Fraction(answer.difference) * s.measure_of_unit
    holds = formulas.COVERS if finding.acknowledgement else formulas.LAPSED
    return Formula(formula, holds), answer.by, answer.on, seen, Styled(gap, _STYLES[sort]), answer.why
