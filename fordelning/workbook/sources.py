"""The sheet Källor: the document's identity, the lists that names come from, and the case's files."""

from xlsxwriter.utility import xl_rowcol_to_cell as cell

from fordelning.report.report import Report

from .formulas import IDENTITY, slips
from .page import HEADER, Book, Listing, ListingColumn, Page, Styled
from .selection import pattern

NAME = "Källor"
ABOUT = "Dokumentets identitet, listorna över ställen, potter, nämnder och åtgärder, och fallets filer."
_LABELS = {
    "municipality": "Kommun",
    "reference": "Diarienummer",
    "document": "Handling",
    "subject": "Ändamål enligt rubriken",
    "author": "Förslaget lämnas av",
    "decided_by": "Beslutas av",
    "status": "Status",
    "year": "Budgetår",
    "own_board": "Nämnden som fördelar",
    "funding": "Pengarna tas från",
}
_LEFT, _MIDDLE, _RIGHT, _LAST = 30, 64, 31, 17  # widths, the same for every list on the sheet


def write(report: Report, book: Book) -> None:
    """Add the sheet to `book`."""
    page = Page(book, NAME, f"Källor till {report.case.decision.reference}", ABOUT)
    row = page.put(_identity(report), HEADER)
    for field, name in IDENTITY.items():
        at = HEADER + 1 + list(_LABELS).index(field)
        book.define_name(name, f"='{NAME}'!{cell(at, 1, row_abs=True, col_abs=True)}")
    for listing in _lists(report):
        page.write(row + 1, 0, listing.caption, "heading")
        row = page.put(listing, row + 2)
    page.finish(report)


def _identity(report: Report) -> Listing:
    case, decision = report.case, report.case.decision
    values = {field: getattr(decision, field) for field in _LABELS}
    values |= {"year": Styled(decision.year, "year"), "own_board": case.boards[decision.own_board].name}
    rows = tuple((label, values[field]) for field, label in _LABELS.items())
    return Listing("Dokumentet", (ListingColumn("Uppgift", _LEFT), ListingColumn("Innehåll", _MIDDLE)), rows)


def _lists(report: Report) -> tuple[Listing, ...]:
    case = report.case
    return (
        Listing(
            "Ställen i dokumentet",
            (ListingColumn("Ställe", _LEFT),),
            tuple((place.name,) for place in case.places.values()),
            "Platser",
        ),
        Listing(
            "Potter",
            (ListingColumn("Pott", _LEFT), ListingColumn("Ändamål", _MIDDLE), ListingColumn("Urval", _RIGHT)),
            tuple((pot.name, pot.purpose, pattern(case, {"pot": key})) for key, pot in case.pots.items()),
            "Potter",
        ),
        Listing(
            "Nämnder",
            (
                ListingColumn("Nämnd", _LEFT),
                ListingColumn("Kortnamn", _MIDDLE),
                ListingColumn("Urval", _RIGHT),
                ListingColumn("Klass", _LAST),
            ),
            tuple(
                (b.name, b.short_name, pattern(case, {"board": key}), case.tags[b.tag].name if b.tag else None)
                for key, b in case.boards.items()
            ),
            "Namnder",
        ),
        Listing(
            "Åtgärder",
            (ListingColumn("Åtgärd", _LEFT), ListingColumn("Klass", _MIDDLE), ListingColumn("Urval", _RIGHT)),
            tuple(
                (m.name, case.tags[m.tag].name if m.tag else None, pattern(case, {"measure": key}))
                for key, m in case.measures.items()
            ),
            "Atgarder",
        ),
        Listing(
            "Klasser av åtgärder och nämnder",
            (ListingColumn("Klass", _LEFT), ListingColumn("Skäl", _MIDDLE)),
            tuple((tag.name, tag.reason) for tag in case.tags.values()),
            "Klasser",
        ),
        Listing(
            "Fotnoter med våra ord",
            (
                ListingColumn("Fotnot", _LEFT, "year"),
                ListingColumn("Innehåll", _MIDDLE),
                ListingColumn("Ställe", _RIGHT),
            ),
            tuple((note.number, note.text, case.place_name(note.place)) for note in case.notes.values()),
            "Fotnoter",
        ),
        Listing(
            "Öppna frågor",
            (
                ListingColumn("Gäller", _LEFT),
                ListingColumn("Fråga", _MIDDLE),
                ListingColumn("Vikt, 3 är tyngst", _RIGHT, "year"),
            ),
            tuple((question.concern, question.wording, question.weight) for question in case.questions.values()),
            "Fragor",
        ),
        Listing(
            "Vad som är fel när det angivna är så många gånger för litet",
            (
                ListingColumn("Kvot", _LEFT, "ratio"),
                ListingColumn("Anmärkning", _MIDDLE),
                ListingColumn("Marginal", _RIGHT, "ratio"),
            ),
            tuple((ratio, told, margin) for ratio, margin, told in slips()),
            "Kvoter",
        ),
        Listing(
            "Fallets filer",
            (ListingColumn("Fil", _LEFT), ListingColumn("Kontrollsumma (SHA-256)", _MIDDLE)),
            tuple(case.digests.items()),
            "Filer",
        ),
    )
