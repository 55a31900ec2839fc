"""The columns of labels: which holds the boards, which the measures, the pots or the years."""

from fordelning.intake.cells import footnote_mark
from fordelning.intake.cells.cell import Cell
from fordelning.intake.table import vocabulary
from fordelning.intake.table.inquiry import Inquiry
from fordelning.intake.table.options import either
from fordelning.intake.table.row import is_number
from fordelning.intake.table.table_column import TableColumn
from fordelning.intake.table.vocabulary import NAMES, PLURAL, SINGULAR


def settle(inquiry: Inquiry, labels: list[TableColumn], named: set[str]) -> None:
    """Set the role of each of `labels`, by its heading or what is in it; `named` are the roles that headings name."""
    _as_told(inquiry, labels)
    for column in labels:
        _ask_heading(inquiry, labels, column)
        column.role = column.role or vocabulary.role_of(column.heading)
    taken = named | inquiry.options.given | {column.role for column in labels} - {""}
    for column in labels:
        if not column.role:
            column.role = _by_contents(inquiry, column, taken)
            taken |= {column.role} - {""}
    _ask_twice(inquiry, labels)


def _as_told(inquiry: Inquiry, labels: list[TableColumn]) -> None:
    """Give what the analyst says that the rows are to a column whose heading says nothing, where no heading says it."""
    role = NAMES.get(inquiry.options.rows, "")
    if labels and role and all(vocabulary.role_of(column.heading) != role for column in labels):
        first = next((column for column in labels if not vocabulary.role_of(column.heading)), labels[0])
        first.role = role


def _ask_heading(inquiry: Inquiry, labels: list[TableColumn], column: TableColumn) -> None:
    """Ask about a heading that says from or to, or that is a name."""
    boardlike = vocabulary.looks_like_board(column.heading)
    moved = sum(vocabulary.is_direction(other.heading) for other in labels) > 1
    if vocabulary.is_direction(column.heading) and (moved or boardlike):
        inquiry.ask(
            f"»{column.heading}» säger varifrån eller vart pengar flyttas; skriv en rad för varje nämnd, med minus för "
            "den som lämnar",
            column.cell,
        )
    elif boardlike and not (column.role or vocabulary.role_of(column.heading)):
        inquiry.ask(
            f"»{column.heading}» är ett namn men står i rubrikraden; rätta raden eller rubriken ovanför, eller ange "
            "--rows nämnder om den är rubriken över nämnderna",
            column.cell,
        )


def _by_contents(inquiry: Inquiry, column: TableColumn, taken: set[str]) -> str:
    """What a column whose heading does not say it holds; "" where that is asked."""
    alone = _alone(inquiry, column)
    names = [c for c in inquiry.cells(column) if not vocabulary.is_total(c.text) and c not in alone]
    boards = [cell for cell in names if vocabulary.looks_like_board(footnote_mark.behind_name(cell.text)[0])]
    if names and all(vocabulary.only_year(cell.text) for cell in names):
        return "year"
    if "board" not in taken and len(boards) * 2 > len(names):
        return "board"
    vague = vocabulary.is_vague(column.heading) or vocabulary.is_generic(column.heading)
    under = vague and any(vocabulary.looks_like_board(cell.text) for cell in alone)
    if "measure" not in taken and ("board" in taken or under):
        return "measure"
    _ask_role(inquiry, column, taken)
    return ""


def _ask_role(inquiry: Inquiry, column: TableColumn, taken: set[str]) -> None:
    free = [word for role, word in PLURAL.items() if role != "year" and role not in taken]
    if inquiry.options.rows:
        choices = [f"rubriken {SINGULAR[NAMES[word]].capitalize()}" for word in free]
    else:
        choices = [f"--rows {word}" for word in free]
    others = (cell for _, row in inquiry.area.lines for index, cell in enumerate(row) if index != column.index)
    if any(cell.text and not is_number(cell) for cell in others):  # without names there is nothing to read
        choices.append(f"--ignore {column.letter}")
    one = "; går allt till en nämnd, ange --board NAMN" if "board" not in taken else ""
    known = f"kolumn {column.letter}" + (f" »{column.heading}»" if column.heading else "")
    what = either(free) if free else "något annat än nämnder, åtgärder och potter"
    place = next(iter(inquiry.cells(column)), column.cell)
    inquiry.ask(f"{known} kan vara {what}; avgör med {either(choices)}{one}", place)


def _alone(inquiry: Inquiry, column: TableColumn) -> list[Cell]:
    """The cells of a column that are all there is in their lines."""
    lines = [row for _, row in inquiry.area.lines if row[column.index] and sum(map(bool, row)) == 1]
    return [row[column.index] for row in lines]


def _ask_twice(inquiry: Inquiry, labels: list[TableColumn]) -> None:
    """Ask which of two columns with the same role is read."""
    seen: dict[str, TableColumn] = {}
    for column in labels:
        first = seen.setdefault(column.role, column) if column.role else column
        if first is not column:
            inquiry.ask(
                f"kolumnerna {first.letter} »{first.heading}» och {column.letter} »{column.heading}» är båda "
                f"{PLURAL[column.role]}; välj bort en med --ignore {first.letter} eller --ignore {column.letter}",
                column.cell,
            )
