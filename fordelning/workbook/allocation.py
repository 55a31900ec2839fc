"""The sheet Fördelning: the allocations, whose amounts everything else in the workbook is computed from."""

from collections.abc import Iterator

import numpy as np

from fordelning.case.case import Note
from fordelning.case.schema import BASES
from fordelning.report.report import Report
from fordelning.report.tables import span

from . import formulas, selection
from .page import HEADER, Book, Formula, Listing, ListingColumn, Page

NAME = "Fördelning"
ABOUT = "Det som ges, rad för rad. Beloppen får ändras för att pröva något; allt annat räknas om."


def write(report: Report, book: Book) -> None:
    """Add the sheet to `book`."""
    page = Page(book, NAME, f"Fördelning {span(report)}, kr", ABOUT)
    whole = report.case.total()
    rounded = formulas.is_rounded(report.case)
    columns = (
        ListingColumn("Rad", 5, "integer", total="Summa"),
        ListingColumn("År", 6, "year"),
        ListingColumn("Pott", 19),
        ListingColumn("Åtgärd", 25),
        ListingColumn("Nämnd", 20),
        ListingColumn("Belopp kr", 13, "kronor", total=Formula("SUBTOTAL(109,Fordelning[Belopp kr])", whole)),
        ListingColumn(
            "Fallets belopp kr", 13, "kronor", total=Formula("SUBTOTAL(109,Fordelning[Fallets belopp kr])", whole)
        ),
        ListingColumn("Ändrad", 8, "strong", formulas.changed()),
        *([ListingColumn("Avrundat till kr", 11, "kronor")] if rounded else []),
        ListingColumn("Grund", 9 if not report.case.unconfirmed else 16),
        ListingColumn("Klass", 14, helper=True),
        ListingColumn("Nämndens klass", 14, helper=True),
        ListingColumn("Fotnot", 7, "integer"),
        ListingColumn("Ställe", 18),
        ListingColumn("Plats i potten", 10, "integer", helper=True),
        ListingColumn("Nyckel", 60, helper=True),
    )
    rows = tuple(_rows(report, rounded))
    page.put(Listing("Fördelningen rad för rad", columns, rows, "Fordelning", filtered=True), HEADER)
    changed = [column.header for column in columns].index("Ändrad")
    page.mark((HEADER + 1, changed), (HEADER + len(rows), changed), "ja")
    page.finish(report, header=HEADER, frozen=1)


def _rows(report: Report, rounded: bool) -> Iterator[tuple]:
    case, waiting = report.case, {one.proposal for one in report.case.unconfirmed}
    pots: dict[str, dict[str, int]] = {}  # the place of each measure in each pot
    for number, row in enumerate(case.allocations.to_dict("records"), start=1):
        inside = pots.setdefault(row["pot"], {})
        at = inside.setdefault(row["measure"], len(inside) + 1)
        measure, board = case.measures[row["measure"]], case.boards[row["board"]]
        yield (
            number,
            row["year"],
            case.pots[row["pot"]].name,
            measure.name,
            board.name,
            row["kronor"],
            row["kronor"],
            "",
            *([row["step"] or None] if rounded else []),
            BASES[row["basis"]] + (", inte bekräftad" if row["proposal"] in waiting else ""),
            *(case.tags[one.tag].name if one.tag else None for one in (measure, board)),
            _notes(case.marks(np.array([number - 1]))),
            case.place_name(row["place"]),
            at,
            selection.key(case, row["year"], row["pot"], row["measure"], row["board"]),
        )


def _notes(notes: list[Note]) -> int | str | None:
    numbers = [note.number for note in notes]
    return numbers[0] if len(numbers) == 1 else ", ".join(map(str, numbers)) or None
