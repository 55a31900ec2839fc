"""The sheet Läs mig: what the workbook is, its verdict, and where everything is."""

from xlsxwriter.utility import xl_rowcol_to_cell as cell

from fordelning.base import publisher
from fordelning.base.money import decimal
from fordelning.base.verdict import State, Verdict
from fordelning.checks.matter import counted
from fordelning.report import matters, phrases, volume
from fordelning.report.report import Report

from . import allocation, alternative, formulas, matrix, reconciliation, sources
from .page import HEADER, Book, Formula, Link, Listing, ListingColumn, Page, Styled

_LABEL, _CONTENT = 26, 62  # widths
_VERDICT, _CHANGED = "Omdöme", "Ändrade belopp, antal"
_UNANSWERED, _TESTED = "Utan giltig kommentar", "Prövade påståenden, antal"
_TERMS = {
    "Belopp": "Alla belopp är hela kronor, i alla blad, också när rapporten har en annan enhet.",
    "Formler": "Summor, skillnader, utfall, antal och omdöme är formler. Ändras ett belopp i bladet Fördelning räknas "
    "de om, och raden märks som ändrad.",
    "Nycklar": "Vilka rader en formel summerar står i kolumnen Urval, som är vikt undan: år, pott, åtgärd, nämnd och "
    "klass, med en stjärna där inget är avgränsat. Radernas nycklar står i bladet Fördelning.",
    "Alternativ": "Ändringar i bladet Alternativ prövas bara mot potternas summor och ändrar inget annat blad.",
    "Härledda nämnder": "Beviset för vilken nämnd en rad hör till är för stort för en formel och räknas inte om. Så "
    "snart ett belopp är ändrat står de påståendena som att de inte går att pröva.",
    "Per år, pott, åtgärd och nämnd": "Ett belopp som gäller var och en prövas för var och en, och den som avviker "
    "mest visas. Inte heller det räknas om när ett belopp är ändrat.",
    "Andelar": "Andelar är i kalkylblad tal med omkring femton siffror. En skillnad som inte syns på tolv decimaler "
    "räknas som ingen skillnad.",
    "Avrundning": "Där handlingen anger att belopp är avrundade står steget intill varje rad i bladet Fördelning. "
    "Toleransen för ett påstående är halva dess eget steg och det som radernas halva steg kan göra; den räknas om.",
}

_LARGE = {
    "Formler": "Summor, skillnader, utfall, antal och omdöme är formler. Ändras ett belopp i bladet Fördelning räknas "
    "de om, och antalet ändrade belopp står här ovan.",
    "Många rader": f"Fallet har fler än {decimal(volume.MOST_LIVE, 0)} rader. Raderna i bladet Fördelning är därför "
    "värden utan formler, bladet Matris har potternas summor utan åtgärderna, och bladet Alternativ har bara plats för "
    "ändringar.",
}


def write(report: Report, book: Book) -> None:
    """Add the sheet to `book`."""
    page = Page(book, "Läs mig", report.title, "Siffrorna bakom rapporten, med formler, för den som kontrollerar.")
    content = ListingColumn("Innehåll", _CONTENT)
    facts = _facts(report)
    row = page.put(Listing("Uppgifter", (ListingColumn("Uppgift", _LABEL), content), tuple(facts.items())), HEADER)
    verdict, changed = ((HEADER + 1 + list(facts).index(label), 1) for label in (_VERDICT, _CHANGED))
    for value in (Verdict.NOT_APPROVED, Verdict.UNTESTED):
        page.mark(verdict, verdict, value)
    page.mark(changed, changed, 0, ">")
    row = page.put(_states(report, row + 1), row + 1)
    if matters.open_matters(report):
        row = page.put(_matters(report, row + 1), row + 1)
    if report.reconciliation.joint.contradictions:
        row = page.put(_together(report), row + 1)
    sheets = tuple(
        (Styled(Link(s.NAME), "link"), s.ABOUT) for s in (allocation, matrix, reconciliation, alternative, sources)
    )
    row = page.put(Listing("Bladen", (ListingColumn("Blad", _LABEL), content), sheets), row + 1)
    terms = _TERMS if volume.is_live(report.case) else _TERMS | _LARGE
    page.put(Listing("Att veta", (ListingColumn("Att veta", _LABEL), content), tuple(terms.items())), row + 1)
    page.finish(report, landscape=False)


def _facts(report: Report) -> dict[str, Styled | str]:
    case, decision, found = report.case, report.case.decision, report.reconciliation
    unanswered, tested = cell(HEADER + 3, 1), cell(HEADER + 4, 1)
    verdict = Formula(formulas.verdict(found.joint, unanswered, tested), found.verdict.value)
    lacking = sum(f.unacknowledged for f in found.findings.values()) + len(found.joint.unacknowledged)
    return {
        _VERDICT: Styled(verdict, "strong"),
        "Fördelat, kr": Styled(Formula(formulas.total(), case.total()), "kronor-left"),
        _UNANSWERED: Styled(Formula(formulas.unanswered(found.joint), lacking + _lapsed(report)), "kronor-left"),
        _TESTED: Styled(Formula(formulas.tested(), found.tested), "kronor-left"),
        _CHANGED: Styled(Formula(formulas.changes(case), 0), "kronor-left"),
        "Utgivare": f"{publisher.PUBLISHER.name}, {publisher.PUBLISHER.about}",
        "Kontakt": publisher.PUBLISHER.contact,
        "Kommun": decision.municipality,
        "Diarienummer": decision.reference,
        "Handlingens status": decision.status,
        "Utgåva": Styled(report.edition, "date"),
        "Fallets version": f"{case.name} {case.version}",
    }


def _lapsed(report: Report) -> int:
    """How many have answered for something else than what is contradicted now, and stand in Avstämning as such."""
    contradicted = {f.statement.statement for f in report.reconciliation.findings.values() if f.unacknowledged}
    return sum(answer.statement not in contradicted for answer in report.reconciliation.stale)


def _matters(report: Report, top: int) -> Listing:
    """What is the matter, by sort, which is not recalculated; the header in row `top`."""
    found = matters.open_matters(report)
    counts = counted(found)
    summed = f"SUM({cell(top + 1, 2)}:{cell(top + len(counts), 2)})"
    return Listing(
        "Vad som är oklart",
        (
            ListingColumn("Sort (räknas inte om)", _LABEL, total="Summa"),
            ListingColumn("Betydelse", _CONTENT),
            ListingColumn("Antal", 10, "kronor", total=Formula(summed, len(found))),
        ),
        tuple((sort.value, matters.MEANINGS[sort], number) for sort, number in counts.items()),
    )


def _together(report: Report) -> Listing:
    """The statements that tie one by one and cannot all hold, as they were found."""
    title = "Påståenden som inte kan gälla samtidigt (räknas inte om)"
    return Listing(
        title,
        (ListingColumn("Kommentar av", _LABEL), ListingColumn(title, _CONTENT)),
        tuple(
            (found.acknowledgement.by if found.acknowledgement else "ingen", phrases.together(report, found))
            for found in report.reconciliation.joint.contradictions
        ),
    )


def _states(report: Report, top: int) -> Listing:
    """How many statements have each state; the header in row `top`."""
    findings = report.reconciliation.findings.values()
    counts = [sum(finding.state is state for finding in findings) for state in State]
    summed = f"SUM({cell(top + 1, 2)}:{cell(top + len(counts), 2)})"
    return Listing(
        "Påståendena efter utfall",
        (
            ListingColumn("Utfall", _LABEL, total="Summa"),
            ListingColumn("Betydelse", _CONTENT),
            ListingColumn("Antal", 10, "kronor", total=Formula(summed, len(findings))),
        ),
        tuple(
            (phrases.state(state), phrases.MEANINGS[state], Formula(formulas.count(state), number))
            for state, number in zip(State, counts, strict=True)
        ),
    )
