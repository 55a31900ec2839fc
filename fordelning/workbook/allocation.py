"""The sheet Fördelning: the allocations, whose amounts everything else in the workbook is computed from."""

from collections.abc import Iterator

import numpy as np

from fordelning.case.case import Note
from fordelning.report.report import Report
from fordelning.report.tables import span

from . import formulas
from .page import HEADER, Book, Formula, Listing, ListingColumn, Page

NAME = "Fördelning"
ABOUT = "Det som ges, rad för rad. Beloppen får ändras för att pröva något; allt annat räknas om."
_BASES = {"stated": "angiven", "derived": "härledd"}


def write(report: Report, book: Book) -> None:
    """Add the sheet to `book`."""
    page = Page(book, NAME, f"Fördelning {span(report)}, kr", ABOUT)
    whole = report.case.total()
    columns = (
        ListingColumn("Rad", 8, "integer", total="Summa"),
        ListingColumn("År", 7, "year"),
        ListingColumn("Pott", 30),
        ListingColumn("Åtgärd", 36),
        ListingColumn("Nämnd", 24),
        ListingColumn("Belopp kr", 15, "kronor", total=Formula("SUBTOTAL(109,Fordelning[Belopp kr])", whole)),
        ListingColumn(
            "Fallets belopp kr", 18, "kronor", total=Formula("SUBTOTAL(109,Fordelning[Fallets belopp kr])", whole)
        ),
        ListingColumn("Ändrad", 10, "strong", formulas.changed()),
        ListingColumn("Avrundat till kr", 12, "kronor"),
        ListingColumn("Grund", 10),
        ListingColumn("Klass", 20),
        ListingColumn("Nämndens klass", 20),
        ListingColumn("Första raden", 10, "integer", formulas.first_row()),
        ListingColumn("Plats i potten", 10, "integer", formulas.place_in_pot()),
        ListingColumn("Fotnot", 10, "integer"),
        ListingColumn("Ställe", 32),
    )
    rows = tuple(_rows(report))
    page.put(Listing("Fördelningen rad för rad", columns, rows, "Fordelning", filtered=True), HEADER)
    changed = [column.header for column in columns].index("Ändrad")
    page.mark((HEADER + 1, changed), (HEADER + len(rows), changed), "ja")
    page.finish(report, header=HEADER, frozen=1)


def _rows(report: Report) -> Iterator[tuple]:
    case = report.case
    pots: dict[str, dict[str, tuple[int, int]]] = {}  # the first row of each measure, and its place in the pot
    for number, row in enumerate(case.allocations.to_dict("records"), start=1):
        inside = pots.setdefault(row["pot"], {})
        first, place = inside.setdefault(row["measure"], (number, len(inside) + 1))
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
            row["step"] or None,
            _BASES[row["basis"]],
            *(case.tags[one.tag].name if one.tag else None for one in (measure, board)),
            first,
            place,
            _notes(case.marks(np.array([number - 1]))),
            case.place_name(row["place"]),
        )


def _notes(notes: list[Note]) -> int | str | None:
    numbers = [note.number for note in notes]
    return numbers[0] if len(numbers) == 1 else ", ".join(map(str, numbers)) or None
