"""The footnotes under a table, and digits that may be the number of one: glued to an amount, or to a name."""

from collections.abc import Iterator
from decimal import Decimal

from fordelning.intake.cells import amount, footnote_mark
from fordelning.intake.table.area.table_area import Area

from .cell_values import Claim, Entry, TableContent
from .inquiry import Inquiry
from .row import is_number
from .table_column import TableColumn


def under(area: Area) -> tuple[dict[str, str], list[str]]:
    """The footnotes by their marks, and what other text there is under the table, in Swedish."""
    notes: dict[str, str] = {}
    others = []
    for _, row in area.under:
        text = " ".join(dict.fromkeys(cell.text for cell in row if cell))
        if note := footnote_mark.note(text):
            notes.setdefault(*note)
        elif text:
            others.append(f"texten under tabellen: {text}")
    return notes, others


def pointing(inquiry: Inquiry) -> dict[str, str]:
    """The first of the cells that have each mark, whatever they hold."""
    found: dict[str, str] = {}
    for cell in (cell for _, row in inquiry.area.lines + inquiry.area.under for cell in row if cell):
        of_figure = is_number(cell) or amount.is_nil(cell.text)
        behind = footnote_mark.behind_figure if of_figure else footnote_mark.behind_name
        for mark in behind(cell.text)[1]:
            found.setdefault(mark, f"{inquiry.place(cell)} »{cell.text}»")
    return found


def ask(inquiry: Inquiry, read: list[TableColumn], found: TableContent) -> None:
    """Ask about amounts and names that end in the number of a footnote, as they may do by its glued digit."""
    if "INGA" in inquiry.options.footnote:
        return
    lost = _lost(found)
    if inquiry.options.style.decimals is None:
        _ask_amounts(inquiry, read, found, lost)
    if not any(totals_that_a_digit_explains(found)):
        _ask_whole(inquiry, found, lost)
    if lost:
        _ask_names(inquiry, read, lost)


def _ask_amounts(inquiry: Inquiry, read: list[TableColumn], found: TableContent, lost: set[str]) -> None:
    """Ask about amounts with a decimal more than others: those that end in a lost mark, or are alone in their column.

    Where a total ties as they stand, they are what they say.
    """
    entries = {entry.place: entry for entry in found.entries}
    for column in read:
        cells = [row[column.index] for _, row in inquiry.area.lines]
        placed = {inquiry.place(cell): cell for cell in cells}
        for entry in _odd([entries[place] for place in placed if place in entries], lost):
            if not _ties(found, entry):
                text, cell = f"{entry.number:f}".replace(".", ","), placed[entry.place]
                inquiry.ask(
                    f"»{text}» kan läsas som {text} eller {text[:-1]} med fotnot {text[-1]}, för de "
                    f"andra beloppen i kolumnen har en decimal mindre; avgör med --footnote inga eller --footnote "
                    f"{cell.place}",
                    cell,
                )


def _ask_whole(inquiry: Inquiry, found: TableContent, lost: set[str]) -> None:
    """Ask about whole amounts that end in a lost mark, but where a total ties as they stand."""
    whole = {
        e.place: e for e in found.entries if not e.number % 1 and abs(e.number) > 9 and f"{e.number:f}"[-1] in lost
    }
    cells = [cell for _, row in inquiry.area.lines for cell in row if inquiry.place(cell) in whole]
    if cells := [cell for cell in cells if not _ties(found, whole[inquiry.place(cell)])]:
        text = f"{whole[inquiry.place(cells[0])].number:f}"
        inquiry.ask(
            f"»{text}» kan läsas som {text} eller {text[:-1]} med fotnot {text[-1]}, som står under tabellen utan att "
            f"något belopp har den; avgör med --footnote inga eller --footnote {cells[0].place}",
            *cells,
        )


def _odd(entries: list[Entry], lost: set[str]) -> list[Entry]:
    """Those of the amounts in a column that have a decimal more than the others, and may not be meant to."""
    digits = [amount.places(entry.number) for entry in entries if entry.number % 1]
    usual = max(set(digits), key=lambda d: (digits.count(d), -d)) if digits else 0
    more = [entry for entry in entries if entry.number % 1 and amount.places(entry.number) == usual + 1]
    single = len(more) == 1 and len(digits) > 2 and max(digits) == usual + 1
    return more if single and f"{more[0].number:f}"[-1] != "0" else [e for e in more if f"{e.number:f}"[-1] in lost]


def _ties(found: TableContent, entry: Entry) -> bool:
    """Whether a total that sums `entry` is exactly what the amounts make as they stand, and would not be without it.

    Of two that take each other out, a total says nothing.
    """
    for claim in found.claims:
        if claim.unit == entry.unit and claim.sums(entry):
            within = [e for e in found.entries if claim.sums(e)]
            alone = all(e.number != -entry.number for e in within)
            if alone and {e.unit for e in within} == {claim.unit} and sum(e.number for e in within) == claim.number:
                return True
    return False


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
    pointed = {mark for entry in found.entries for mark in entry.marks} | found.pointing.keys()
    return {mark for mark in found.notes if mark.isdigit()} - pointed


def totals_that_a_digit_explains(found: TableContent) -> Iterator[tuple[Entry, Claim]]:
    """Amounts whose last digit is a footnote's number, and a total that ties only without that digit."""
    for claim in found.claims if found.notes else []:
        within = [e for e in found.entries if claim.sums(e) and e.unit == claim.unit]
        gap = sum(e.number for e in within) - claim.number
        for entry in within:
            text = f"{entry.number:f}"
            if (
                gap
                and text[-1] in found.notes
                and len(text) > 1
                and entry.number - Decimal(text[:-1].rstrip(".")) == gap
            ):
                yield entry, claim
