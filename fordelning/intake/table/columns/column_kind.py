"""What sort of thing a column holds, by its lowest heading and its cells."""

from fordelning.intake.cells import amount
from fordelning.intake.cells.cell import Cell
from fordelning.intake.table import vocabulary
from fordelning.intake.table.inquiry import Inquiry
from fordelning.intake.table.row import is_number, is_year
from fordelning.intake.table.table_column import TableColumn


def settle(inquiry: Inquiry, column: TableColumn) -> None:
    """Set the kind of `column`: "value" for what may be amounts, totals or shares."""
    cells = inquiry.cells(column)
    column.kind = _of_heading(inquiry, column, cells) or _of_cells(inquiry, column, cells)


def set_aside_counts(inquiry: Inquiry, columns: list[TableColumn]) -> None:
    """A first column that only counts the rows is no amount."""
    first = next(column for column in columns if column.kind != "empty")
    counted = [cell.text.rstrip(".") for cell in inquiry.cells(first) if is_number(cell)]
    if first.kind == "value" and not first.heading and len(counted) > 1:
        start = int(counted[0]) if counted[0].isdigit() else -1
        if start in (0, 1) and counted == [str(start + n) for n in range(len(counted))]:
            first.kind, first.heading = "aside", "radnummer"


def _of_heading(inquiry: Inquiry, column: TableColumn, cells: list[Cell]) -> str:
    """The kind that a heading says; "" where it says none."""
    if vocabulary.is_role(column.heading, "unit") and _holds_units(cells):
        return "unit"
    if vocabulary.is_role(column.heading, "note"):
        return "note"
    if vocabulary.is_role(column.heading, "aside"):
        return "label" if _holds_boards(inquiry, cells) else "aside"
    return ""


def _of_cells(inquiry: Inquiry, column: TableColumn, cells: list[Cell]) -> str:
    if not cells:
        return "aside" if column.heading and column.index else "empty"
    numbers = [cell for cell in cells if is_number(cell)]
    amounts = sum(is_number(c) or amount.is_nil(c.text) or vocabulary.is_refusal(c.text) for c in cells)
    role = vocabulary.role_of(column.heading)
    if role and (amounts * 2 <= len(cells) or role not in ("measure", "pot") or not numbers):
        return "label"
    if role and vocabulary.names_a_sort(column.heading) and _has_amounts_beside(inquiry, column):
        return "label"  # codes are names too
    if not numbers:
        return "unit" if all(map(_is_unit, cells)) else _of_words(cells)
    if not column.index and not column.heading and len(cells) > 1 and all(map(is_year, cells)):
        return "label"
    if amounts * 2 >= len(cells) or vocabulary.says_amount(column.heading):
        return "value"
    if not all(map(is_year, numbers)):
        inquiry.ask(f"ett tal i en kolumn med text; rätta cellen eller ange --ignore {column.letter}", *numbers)
    return "label"


def _has_amounts_beside(inquiry: Inquiry, column: TableColumn) -> bool:
    """Whether another column, whose heading names no sort of thing, is mostly of numbers."""
    for index in range(len(inquiry.area.letters)):
        headed = any(vocabulary.role_of(row[index].text) for row in inquiry.area.header if row[index])
        cells = [row[index] for _, row in inquiry.area.lines if row[index]]
        if index != column.index and not headed and sum(map(is_number, cells)) * 2 > len(cells):
            return True
    return False


def _of_words(cells: list[Cell]) -> str:
    """The kind of a column without numbers."""
    if all(vocabulary.is_date(cell.text) for cell in cells):
        return "aside"
    return "label" if any(not amount.is_nil(cell.text) for cell in cells) else "empty"


def _holds_units(cells: list[Cell]) -> bool:
    """Whether a column that is called one of units can be: one of names is called so too."""
    return not cells or any(amount.unit(cell.text) for cell in cells)


def _is_unit(cell: Cell) -> bool:
    """Whether a cell holds a unit and nothing else: KR may be a board."""
    return cell.text != "KR" and amount.unit(cell.text) is not None and not amount.without_units(cell.text).strip()


def _holds_boards(inquiry: Inquiry, cells: list[Cell]) -> bool:
    """Whether a column that is called one of codes or remarks names the boards, as »Ansvar» may do."""
    headed = any(vocabulary.is_role(cell.text, "board") for row in inquiry.area.header for cell in row)
    return not headed and sum(vocabulary.looks_like_board(cell.text) for cell in cells) * 2 > len(cells)
