"""The sheet Matris: measures × boards, pot by pot, held against the sums of the allocations themselves."""

from collections.abc import Iterator

from xlsxwriter.utility import xl_range, xl_range_abs
from xlsxwriter.utility import xl_rowcol_to_cell as cell

from fordelning.report import volume
from fordelning.report.report import Report
from fordelning.report.tables import boards_by_size, pots_used, span

from . import formulas, selection
from .page import HEADER, Book, Formula, Listing, ListingColumn, Page, Styled

NAME = "Matris"
ABOUT = "Åtgärder och nämnder, pott för pott. Kontrollerna jämför med bladet Fördelning och ska vara noll."
_POT, _, _BOARDS = range(3)  # columns, the boards from the third
_PATTERNS = HEADER - 1  # the row with what a row's pattern ends in


def write(report: Report, book: Book) -> None:
    """Add the sheet to `book`.

    The boards' names are headers here, and a named table takes no headers that differ only in capital letters. So this
    is a plain range with a defined name.
    """
    page = Page(book, NAME, f"Åtgärder, potter och nämnder {span(report)}, kr", ABOUT)
    columns = (
        ListingColumn("Pott", 20),
        ListingColumn("Åtgärd", 26),
        *(_board(report.case.boards[board].name) for board in boards_by_size(report)),
        ListingColumn("Summa", 15, "kronor-dashed"),
        ListingColumn("Kontroll", 10, "control"),
        ListingColumn("Urval", 40, "muted", helper=True),
    )
    for column, board in enumerate(boards_by_size(report), start=_BOARDS):
        page.write(_PATTERNS, column, selection.column(report.case, board), "muted")
    page.hide(_PATTERNS)
    end = page.put(Listing("Åtgärder, potter och nämnder", columns, tuple(_rows(report))), HEADER) - 1
    right = len(columns) - 2
    book.define_name(NAME, f"='{NAME}'!{xl_range_abs(HEADER, _POT, end, right)}")
    page.mark((HEADER + 1, right), (end, right), 0, "!=")
    page.mark((end, _BOARDS), (end, right), 0, "!=")
    page.finish(report, header=HEADER, frozen=2)


def _board(name: str) -> ListingColumn:
    """A board's column, wide enough for the longest word over it as long as that is a word."""
    return ListingColumn(name, min(3 + max(13, *map(len, name.split())), 40), "kronor-dashed")


def _rows(report: Report) -> Iterator[tuple]:
    """The measures of each pot and their sum, the sum of all, and last the control of each column."""
    case, boards, live = report.case, boards_by_size(report), volume.is_live(report.case)
    row = HEADER + 1
    for pot in pots_used(report):
        first, name = row, case.pots[pot].name
        for measure in dict.fromkeys(case.rows(pot=pot)["measure"]) if live else ():
            scope = {"pot": pot, "measure": measure}
            amounts = [
                Formula(formulas.total(f"{_pattern(report, row)}&{_over(column)}"), case.total(board=board, **scope))
                for column, board in enumerate(boards, start=_BOARDS)
            ]
            yield name, case.measures[measure].name, *amounts, *_ends(report, row, **scope)
            row += 1
        yield _sums(report, first, row, (name, "Summa potten"), pot=pot) if live else _pot(report, row, name, pot)
        row += 1
    yield _sums(report, HEADER + 1, row, ("Summa", None))
    everything = f'"{selection.line(case, {})}"&'
    direct = [formulas.total(everything + _over(_BOARDS + number)) for number in range(len(boards))]
    direct.append(formulas.total())
    controls = [Formula(f"{cell(row, column)}-{total}", 0) for column, total in enumerate(direct, start=_BOARDS)]
    yield Styled("Kontroll", "muted"), None, *(Styled(control, "control") for control in controls), None, None


def _pot(report: Report, row: int, name: str, pot: str) -> tuple:
    """The sums of a pot whose measures are too many for a row each, of the allocations themselves."""
    amounts = [
        Formula(formulas.total(f"{_pattern(report, row)}&{_over(column)}"), report.case.total(pot=pot, board=board))
        for column, board in enumerate(boards_by_size(report), start=_BOARDS)
    ]
    return name, "Summa potten", *amounts, *_ends(report, row, pot=pot)


def _sums(report: Report, first: int, row: int, labels: tuple, **scope: int | str) -> tuple:
    """The sums of the rows from `first`, which passes over the sums that are among them already."""
    amounts = [
        Formula(f"SUBTOTAL(9,{xl_range(first, column, row - 1, column)})", report.case.total(board=board, **scope))
        for column, board in enumerate(boards_by_size(report), start=_BOARDS)
    ]
    across, control, pattern = _ends(report, row, **scope)
    names = (Styled(label, "total") for label in labels)
    return *names, *(Styled(amount, "total-dashed") for amount in (*amounts, across)), control, pattern


def _ends(report: Report, row: int, **scope: int | str) -> tuple[Formula, Formula, str]:
    """The sum of a row, its difference from the allocations that it is of, and what their pattern begins with."""
    summed = _BOARDS + len(report.case.used("board"))
    across = f"SUM({xl_range(row, _BOARDS, row, summed - 1)})"
    whole = formulas.total(f'{_pattern(report, row)}&"{selection.column(report.case, None)}"')
    return (
        Formula(across, report.case.total(**scope)),
        Formula(f"{cell(row, summed)}-{whole}", 0),
        selection.line(report.case, scope),
    )


def _pattern(report: Report, row: int) -> str:
    """What the patterns of the matrix's own row begin with."""
    return cell(row, _BOARDS + len(report.case.used("board")) + 2, col_abs=True)


def _over(column: int) -> str:
    """What a pattern ends in for the board over the matrix's `column`."""
    return cell(_PATTERNS, column, row_abs=True)
