"""The totals that the amounts do not make up, told together with what is asked: the fault may be theirs."""

from collections.abc import Iterator
from decimal import Decimal

from fordelning.base.money import KRONOR

from . import totalling
from .cell_values import Claim, TableContent
from .inquiry import Inquiry


def tell(inquiry: Inquiry, found: TableContent) -> None:
    """Tell of the totals that are wrong as the table is read so far."""
    wrong = list(_wrong(found, inquiry.options.year))
    places = {claim.place for claim, _ in wrong}
    cells = {inquiry.place(cell): cell for _, row in inquiry.area.lines for cell in row if cell and places}
    for claim, given in wrong:
        inquiry.ask(
            f"»{claim.line or claim.wording}» säger {totalling.text(totalling.kronor(claim), claim.unit)}, och det som "
            f"den summerar ger {totalling.text(given, claim.unit)}: blir det inte rätt av svaren på det andra som "
            "frågas är summan eller ett belopp fel",
            cells[claim.place],
            matter="fel summa",
        )


def _wrong(found: TableContent, year: str) -> Iterator[tuple[Claim, Decimal]]:
    """Every total that what it sums does not make up, within what rounding explains, and what that makes.

    One that stands in a line of amounts may be of that line alone, though others are about the same.
    """
    index = totalling.Index(found.entries, year)
    for claim in found.claims:
        if claim.unit not in KRONOR or claim.relation != "=":
            continue
        alike = index.about(claim.about)
        if claim.line:
            within = [entry for entry in alike.entries if not claim.rows or entry.row in claim.rows]
            above = [entry for entry in within if entry.row < claim.row]  # those under it may be asked about
            readings = [totalling.of(within), *([totalling.of(above)] if above else [])]
        else:
            readings = [totalling.of(alike.lines.get(claim.row, [])), alike.total]
        if not any(made.ties(claim.number, claim.unit) for made in readings):
            yield claim, readings[0].kronor
