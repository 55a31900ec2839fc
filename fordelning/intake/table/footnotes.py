"""The footnotes under a table, and digits that may be the number of one: glued to an amount, or to a name."""

from collections.abc import Iterator
from decimal import Decimal

from fordelning.intake.cells import amount
from fordelning.intake.table.area.table_area import Area

from . import vocabulary
from .cell_values import Claim, Entry, TableContent
from .inquiry import Inquiry
from .table_column import TableColumn


def under(area: Area) -> tuple[dict[str, str], list[str]]:
    """The footnotes by their marks, and what other text there is under the table, in Swedish."""
    notes: dict[str, str] = {}
    others = []
    for _, row in area.under:
        text = " ".join(dict.fromkeys(cell.text for cell in row if cell))
        if note := vocabulary.note(text):
            notes.setdefault(*note)
        elif text:
            others.append(f"texten under tabellen: {text}")
    return notes, others


def ask(inquiry: Inquiry, read: list[TableColumn], found: TableContent) -> None:
    """Ask about amounts and names that end in the number of a footnote which nothing points to."""
    if (lost := _lost(found)) and "INGA" not in inquiry.options.footnote:
        if inquiry.options.style.decimals is None:
            _ask_amounts(inquiry, found, lost)
        _ask_names(inquiry, read, lost)


def _ask_amounts(inquiry: Inquiry, found: TableContent, lost: set[str]) -> None:
    """Ask about amounts that also have a decimal more than others."""
    digits = [amount.places(entry.number) for entry in found.entries if entry.number % 1]
    usual = max(set(digits), key=lambda d: (digits.count(d), -d)) if digits else 0
    for entry in found.entries:
        text = f"{entry.number:f}"
        if text[-1] in lost and entry.number % 1 and amount.places(entry.number) == usual + 1:
            shown = text.replace(".", ",")
            inquiry.ask(
                f"{entry.place}: »{shown}» kan läsas som {shown} eller {shown[:-1]} med fotnot {shown[-1]}; "
                f"avgör med --decimals {usual} eller --footnote inga"
            )


def _ask_names(inquiry: Inquiry, read: list[TableColumn], lost: set[str]) -> None:
    labels = [column for column in read if column.kind == "label"]
    parted = [(row[c.index], *row[c.index].text.rpartition(" ")) for _, row in inquiry.area.lines for c in labels]
    if ended := [(cell, name, last) for cell, name, _, last in parted if name and last in lost]:
        first, name, last = ended[0]
        cells = [cell for cell, _, _ in ended]
        inquiry.ask(
            f"»{first.text}» kan vara hela namnet, eller »{name}» med fotnot {last}, som står under tabellen; "
            f"avgör med --footnote inga eller --footnote {','.join(cell.place for cell in cells)}",
            *cells,
        )


def _lost(found: TableContent) -> set[str]:
    """The numbers of the footnotes that nothing points to."""
    pointed = {mark for entry in found.entries for mark in entry.marks}
    return {mark for mark in found.notes if mark.isdigit()} - pointed


def totals_that_a_digit_explains(found: TableContent) -> Iterator[tuple[Entry, Claim]]:
    """Amounts whose last digit is a footnote's number, and a total that ties only without that digit.

    Only footnotes that nothing points to are thought of.
    """
    lost = _lost(found)
    for claim in found.claims if lost else []:
        within = [e for e in found.entries if claim.sums(e) and e.unit == claim.unit]
        gap = sum(e.number for e in within) - claim.number
        for entry in within:
            text = f"{entry.number:f}"
            if gap and text[-1] in lost and len(text) > 1 and entry.number - Decimal(text[:-1].rstrip(".")) == gap:
                yield entry, claim
