"""The totals that the amounts do not make up, told together with what is asked: the fault may be theirs."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from fordelning.base.money import KRONOR

from . import totalling
from .cell_values import Claim, Entry, TableContent
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
    """Every total that what it sums does not make up, within what rounding explains, and what that makes."""
    made_by: dict[tuple[str, ...], dict[tuple[str, ...], list[Entry]]] = {}
    for claim in found.claims:
        if claim.unit not in KRONOR or claim.relation != "=":
            continue
        roles = tuple(sorted(claim.about))
        if roles not in made_by:
            made_by[roles] = defaultdict(list)
            for entry in found.entries:
                about = {"year": year} | entry.about if year else entry.about
                if about.keys() >= {*roles}:
                    made_by[roles][tuple(about[role] for role in roles)].append(entry)
        within = made_by[roles].get(tuple(claim.about[role] for role in roles), [])
        within = [entry for entry in within if entry.row in claim.rows] if claim.rows else within
        above = [entry for entry in within if entry.row < claim.row]  # those under it may be asked about
        if not _makes(within, claim) and not (above and _makes(above, claim)):
            yield claim, totalling.total(within)


def _makes(entries: list[Entry], claim: Claim) -> bool:
    gap = abs(totalling.total(entries) - totalling.kronor(claim))
    return gap <= totalling.slack(entries, claim.number, claim.unit)
