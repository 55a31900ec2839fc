"""The sheet Matris: measures × boards, pot by pot, held against the sums of the allocations themselves."""

from collections.abc import Iterator

from xlsxwriter.utility import xl_range, xl_range_abs
from xlsxwriter.utility import xl_rowcol_to_cell as cell

from fordelning.report.report import Report
from fordelning.report.tables import boards_by_size, pots_used, span

from . import formulas
from .page import HEADER, Book, Formula, Listing, ListingColumn, Page, Styled

NAME = "Matris"
ABOUT = "Åtgärder och nämnder, pott för pott. Kontrollerna jämför med bladet Fördelning och ska vara noll."
_POT, _MEASURE, _BOARDS = range(3)  # columns, the boards from the third


def write(report: Report, book: Book) -> None:
    """Add the sheet to `book`.

    The boards' names are headers here, and a named table takes no headers that differ only in capital letters. So this
    is a plain range with a defined name.
    """
    page = Page(book, NAME, f"Åtgärder, potter och nämnder {span(report)}, kr", ABOUT)
    columns = (
        ListingColumn("Pott", 30),
        ListingColumn("Åtgärd", 36),
        *(_board(report.case.boards[board].name) for board in boards_by_size(report)),
        ListingColumn("Summa", 16, "kronor-dashed"),
        ListingColumn("Kontroll", 12, "control"),
    )
    end = page.put(Listing("Åtgärder, potter och nämnder", columns, tuple(_rows(report))), HEADER) - 1
    right = len(columns) - 1
    book.define_name(NAME, f"='{NAME}'!{xl_range_abs(HEADER, _POT, end, right)}")
    page.mark((HEADER + 1, right), (end, right), 0, "!=")
    page.mark((end, _BOARDS), (end, right), 0, "!=")
    page.finish(report, header=HEADER, frozen=2)


def _board(name: str) -> ListingColumn:
    """A board's column, wide enough for the longest word over it as long as that is a word."""
    return ListingColumn(name, min(4 + max(16, *map(len, name.split())), 40), "kronor-dashed")


def _rows(report: Report) -> Iterator[tuple]:
    """The measures of each pot and their sum, the sum of all, and last the control of each column."""
    case, boards = report.case, boards_by_size(report)
    row = HEADER + 1
    for pot in pots_used(report):
        first, name = row, case.pots[pot].name
        for measure in dict.fromkeys(case.rows(pot=pot)["measure"]):
            here, scope = (_of("Pott", row, _POT), _of("Åtgärd", row, _MEASURE)), {"pot": pot, "measure": measure}
            amounts = [
                Formula(formulas.total(*here, _over(column)), case.total(board=board, **scope))
                for column, board in enumerate(boards, start=_BOARDS)
            ]
            yield name, case.measures[measure].name, *amounts, *_ends(report, row, *here, **scope)
            row += 1
        yield _sums(report, first, row, (name, "Summa potten"), _of("Pott", row, _POT), pot=pot)
        row += 1
    yield _sums(report, HEADER + 1, row, ("Summa", None))
    direct = [formulas.total(_over(_BOARDS + number)) for number in range(len(boards))]
    direct.append(formulas.total())
    controls = [Formula(f"{cell(row, column)}-{total}", 0) for column, total in enumerate(direct, start=_BOARDS)]
    yield Styled("Kontroll", "muted"), None, *(Styled(control, "control") for control in controls), None


def _sums(report: Report, first: int, row: int, labels: tuple, *conditions: str, **scope) -> tuple:
    """The sums of the rows from `first`, which passes over the sums that are among them already."""
    amounts = [
        Formula(f"SUBTOTAL(9,{xl_range(first, column, row - 1, column)})", report.case.total(board=board, **scope))
        for column, board in enumerate(boards_by_size(report), start=_BOARDS)
    ]
    across, control = _ends(report, row, *conditions, **scope)
    names = (Styled(label, "total") for label in labels)
    return *names, *(Styled(amount, "total-dashed") for amount in (*amounts, across)), control


def _ends(report: Report, row: int, *conditions: str, **scope) -> tuple[Formula, Formula]:
    """The sum of a row, and its difference from the allocations that meet `conditions`."""
    summed = _BOARDS + len(report.case.used("board"))
    across = f"SUM({xl_range(row, _BOARDS, row, summed - 1)})"
    return (
        Formula(across, report.case.total(**scope)),
        Formula(f"{cell(row, summed)}-{formulas.total(*conditions)}", 0),
    )


def _of(column: str, row: int, number: int) -> str:
    """Whether an allocation has in `column` what stands in the matrix's own row."""
    return formulas.same(column, cell(row, number, col_abs=True))


def _over(column: int) -> str:
    """Whether an allocation's board is the one over the matrix's `column`."""
    return formulas.same("Nämnd", cell(HEADER, column, row_abs=True))
