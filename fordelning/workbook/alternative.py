"""The sheet Alternativ: what becomes of each pot and board when amounts of the proposal are changed."""

from collections.abc import Iterator

from xlsxwriter.utility import xl_rowcol_to_cell as cell

from fordelning.report import volume
from fordelning.report.report import Report
from fordelning.report.tables import boards_by_size, pots_used

from . import formulas
from .page import HEADER, Book, Formula, Listing, ListingColumn, Page, Styled
from .selection import pattern

NAME = "Alternativ"
ABOUT = "Skriv ändringar i kronor, plus eller minus, i tabellen längst ned. Förslaget i de andra bladen står kvar."
KEPT, MORE, LESS = "samma summa som i förslaget", "mer än i förslaget: så mycket saknas", "mindre än i förslaget"
_NEW = 10  # rows for what the proposal does not have
_AMOUNTS = (
    ListingColumn("Förslaget kr", 14, "kronor"),
    ListingColumn("Ändring kr", 14, "kronor"),
    ListingColumn("Alternativet kr", 14, "kronor"),
)
_CHANGE, _POT, _BOARD = "Alternativ[Ändring kr]", "Alternativ[Pottens urval]", "Alternativ[Nämndens urval]"
_PROPOSED, _CHANGED, _BECOMES, _PATTERN = 1, 2, 3, 8  # columns; the last is folded


def write(report: Report, book: Book) -> None:
    """Add the sheet to `book`."""
    page = Page(book, NAME, f"Alternativ till {report.case.decision.reference}, kr", ABOUT)
    row = _sums(report, page, HEADER, "Pott", _pots(report), _POT)
    row = _sums(report, page, row + 1, "Nämnd", _boards(report), _BOARD)
    columns = (
        ListingColumn("Åtgärd", 28),
        *_AMOUNTS,
        ListingColumn("Pott", 24),
        ListingColumn("Nämnd", 22),
        ListingColumn("År", 7, "year"),
        ListingColumn("Rad", 6, "integer", helper=True),
        ListingColumn("Pottens urval", 30, helper=True),
        ListingColumn("Nämndens urval", 30, helper=True),
    )
    rows = (*(_rows(report) if volume.is_live(report.case) else ()), *(_new(report) for _ in range(_NEW)))
    page.put(Listing(_caption(report), columns, rows, NAME), row + 1)
    first = row + 2 + len(rows) - _NEW
    for column, names in ((4, "Potter[Pott]"), (5, "Namnder[Nämnd]")):
        offered = {"validate": "list", "source": f'=INDIRECT("{names}")', "error_type": "warning"}
        page.sheet.data_validation(first, column, first + _NEW - 1, column, offered)
    page.finish(report)


def _caption(report: Report) -> str:
    if volume.is_live(report.case):
        return "Ändringar rad för rad, och plats för nya rader"
    return "Plats för ändringar (förslagets egna rader är för många att stå här och står i bladet Fördelning)"


def _pots(report: Report) -> list[tuple[str, str, int]]:
    """Each pot and year: how it is called, its pattern and what it has in the proposal."""
    case, years = report.case, report.case.named_years
    return [
        (
            f"{case.pots[pot].name}, {year}" if len(years) > 1 else case.pots[pot].name,
            pattern(case, {"year": year, "pot": pot}),
            case.total(year=year, pot=pot),
        )
        for year in years
        for pot in pots_used(report)
    ]


def _boards(report: Report) -> list[tuple[str, str, int]]:
    case = report.case
    lines = [(board.name, key) for key, board in case.boards.items() if key not in case.used("board")]
    used = [(case.boards[key].name, key) for key in boards_by_size(report)]
    return [(name, pattern(case, {"board": key}), case.total(board=key)) for name, key in (*used, *lines)]


def _sums(report: Report, page: Page, top: int, title: str, lines: list[tuple[str, str, int]], within: str) -> int:
    """A row for each of `lines` with the changes whose pattern is in the column `within`; returns the row after."""
    rows: list[tuple] = []
    for row, (name, selected, kronor) in enumerate(lines, start=top + 1):
        page.write(row, _PATTERN, selected, "muted")
        mine = cell(row, _PATTERN, col_abs=True)
        change = Formula(f"SUMIFS({_CHANGE},{within},{mine})", 0)
        rows.append((name, Formula(formulas.total(mine), kronor), change, *_ends(row, kronor)))
    last, whole = top + len(lines), report.case.total()
    added = [
        Formula(f"SUM({cell(top + 1, column)}:{cell(last, column)})", value)
        for column, value in ((_PROPOSED, whole), (_CHANGED, 0))
    ]
    rows.append(tuple(Styled(value, style) for value, style in _total(added, last + 1, whole)))
    outside = Formula(f"SUM({_CHANGE})-{cell(last + 1, _CHANGED)}", 0)
    told = Styled(f"ändringar utan känd {title.lower()}; ska vara noll", "muted")
    rows.append((Styled("Kontroll", "muted"), None, Styled(outside, "control"), None, told))
    columns = (ListingColumn(title, 28), *_AMOUNTS, ListingColumn("Besked", 24))
    page.mark((last + 2, _CHANGED), (last + 2, _CHANGED), 0, "!=")
    for said in (MORE, LESS):
        page.mark((top + 1, 4), (last + 1, 4), said)
    return page.put(Listing(title, columns, tuple(rows)), top)


def _total(added: list[Formula], row: int, whole: int) -> Iterator[tuple[Formula | str, str]]:
    becomes, told = _ends(row, whole)
    yield "Summa", "total"
    yield from ((amount, "total-right") for amount in (*added, becomes))
    yield told, "total"


def _ends(row: int, kronor: int) -> tuple[Formula, Formula]:
    """What becomes of an amount when it is changed, and whether it is kept."""
    change = cell(row, _CHANGED)
    told = f'IF({change}=0,"{KEPT}",IF({change}>0,"{MORE}","{LESS}"))'
    return Formula(f"{cell(row, _PROPOSED)}+{change}", kronor), Formula(told, KEPT)


def _rows(report: Report) -> Iterator[tuple]:
    case = report.case
    for number, row in enumerate(case.allocations.to_dict("records"), start=1):
        yield (
            case.measures[row["measure"]].name,
            *_amounts(row["kronor"]),
            case.pots[row["pot"]].name,
            case.boards[row["board"]].name,
            row["year"],
            number,
            pattern(case, {"year": row["year"], "pot": row["pot"]}),
            pattern(case, {"board": row["board"]}),
        )


def _new(report: Report) -> tuple:
    """A row to fill in: its pot and board are found by their names, in which capital letters count."""
    pot, board = (
        f"LOOKUP(2,1/EXACT({table}[{column}],{formulas.own(column, NAME)}),{table}[Urval])"
        for table, column in (("Potter", "Pott"), ("Namnder", "Nämnd"))
    )
    of_year = f'IFERROR({formulas.own("År", NAME)}&MID({pot},2,255),"")'
    return (
        None,
        *_amounts(0),
        None,
        None,
        report.case.decision.year,
        None,
        Formula(of_year, ""),
        Formula(f'IFERROR({board},"")', ""),
    )


def _amounts(kronor: int) -> tuple[Formula, None, Formula]:
    """The proposal's amount of a row, no change, and what becomes of it."""
    proposed = f"SUMIFS({formulas.AMOUNT},Fordelning[Rad],{formulas.own('Rad', NAME)})"
    becomes = f"{formulas.own('Förslaget kr', NAME)}+{formulas.own('Ändring kr', NAME)}"
    return Formula(proposed, kronor), None, Formula(becomes, kronor)
