"""The sheet Fördelning: the allocations, whose amounts everything else in the workbook is computed from."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from fordelning.case.case import Note
from fordelning.case.schema import BASES
from fordelning.report import volume
from fordelning.report.report import Report
from fordelning.report.tables import span

from . import formulas, selection
from .page import HEADER, Book, Formula, Listing, ListingColumn, Page
from .values import Unmarked, Values

NAME = "Fördelning"
PART = "xl/worksheets/sheet2.xml"
_READ = ("year", "pot", "measure", "board", "kronor", "step", "basis", "proposal", "note", "place")
ABOUT = "Det som ges, rad för rad. Beloppen får ändras för att pröva något; allt annat räknas om."


def write(report: Report, book: Book) -> None:
    """Add the sheet to `book`."""
    page = Page(book, NAME, f"Fördelning {span(report)}, kr", ABOUT)
    listing, live = _listing(report), volume.is_live(report.case)
    if not live:
        page.sheet.table_cells = Unmarked()  # it is the only table here
        page.frame(listing, len(report.case.allocations), HEADER)
    else:
        page.put(listing, HEADER)
        changed = [column.header for column in listing.columns].index("Ändrad")
        page.mark((HEADER + 1, changed), (HEADER + len(listing.rows), changed), "ja")
    page.finish(report, header=HEADER, frozen=1)


def values(report: Report) -> Values | None:
    """The rows of a table that is too large for formulas of its own; None where they are in the sheet already."""
    if volume.is_live(report.case):
        return None
    return Values(HEADER + 1, _listing(report).columns, _rows(report, formulas.is_rounded(report.case)))


def _listing(report: Report) -> Listing:
    live = volume.is_live(report.case)
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
        *([ListingColumn("Ändrad", 8, "strong", formulas.changed())] if live else []),
        *([ListingColumn("Avrundat till kr", 11, "kronor")] if rounded else []),
        ListingColumn("Grund", 9 if not report.case.unconfirmed else 16),
        ListingColumn("Klass", 14, helper=True),
        ListingColumn("Nämndens klass", 14, helper=True),
        ListingColumn("Fotnot", 7, "integer"),
        ListingColumn("Ställe", 18),
        ListingColumn("Plats i potten", 10, "integer", helper=True),
        ListingColumn("Nyckel", 60, helper=True),
    )
    if not live:  # whose many texts no row is made higher for
        columns = tuple(replace(column, style="plain") if column.style == "text" else column for column in columns)
    rows = tuple(_rows(report, rounded)) if live else ()
    return Listing("Fördelningen rad för rad", columns, rows, "Fordelning", filtered=True)


def _rows(report: Report, rounded: bool) -> Iterator[tuple]:
    case, waiting, live = report.case, {one.proposal for one in report.case.unconfirmed}, volume.is_live(report.case)
    pots: dict[str, dict[str, int]] = {}  # the place of each measure in each pot
    notes: dict[str | None, int | str | None] = {}
    frame = case.allocations
    columns = [frame[name].tolist() for name in _READ]
    for number, read in enumerate(zip(*columns, strict=True), start=1):
        row = dict(zip(_READ, read, strict=True))
        inside = pots.setdefault(row["pot"], {})
        at = inside.setdefault(row["measure"], len(inside) + 1)
        measure, board = case.measures[row["measure"]], case.boards[row["board"]]
        if row["note"] not in notes:
            notes[row["note"]] = _notes(case.marks(np.array([number - 1])))
        yield (
            number,
            row["year"],
            case.pots[row["pot"]].name,
            measure.name,
            board.name,
            row["kronor"],
            row["kronor"],
            *([""] if live else []),
            *([row["step"] or None] if rounded else []),
            BASES[row["basis"]] + (", inte bekräftad" if row["proposal"] in waiting else ""),
            *(case.tags[one.tag].name if one.tag else None for one in (measure, board)),
            notes[row["note"]],
            case.place_name(row["place"]),
            at,
            selection.key(case, row["year"], row["pot"], row["measure"], row["board"]),
        )


def _notes(notes: list[Note]) -> int | str | None:
    numbers = [note.number for note in notes]
    return numbers[0] if len(numbers) == 1 else ", ".join(map(str, numbers)) or None
