"""What each column of a table is: names, amounts, totals, shares, units, marks, or nothing that is given."""

from itertools import chain

from fordelning.intake.cells import footnote_mark
from fordelning.intake.table import vocabulary
from fordelning.intake.table.area.table_area import Area
from fordelning.intake.table.inquiry import Inquiry
from fordelning.intake.table.table_column import Heading, TableColumn

from . import column_kind, column_names, headings, income_and_costs, labels


def read(inquiry: Inquiry) -> list[TableColumn]:
    """The columns of the table; what they leave open is asked."""
    columns = [_column(inquiry.area, c) for c in range(len(inquiry.area.letters))]
    for column in columns:
        column_kind.settle(inquiry, column)
    if not _of(columns, "value"):
        inquiry.questions.stop("ingen kolumn med belopp hittades")
    column_kind.set_aside_counts(inquiry, columns)
    values = _of(columns, "value")
    for column in values:
        column.over = _over(inquiry.area, values, column)
    for column in values:
        column.heading = " ".join(heading.text for heading in column.over)
        column.unit = vocabulary.unit(column.heading)
        marks = [footnote_mark.behind_name(heading.cell.text)[1] for heading in column.over]
        column.marks = tuple(chain.from_iterable(marks))
    income_and_costs.settle(inquiry, values)
    values = _of(values, "value")
    headings.settle(inquiry, values)
    column_names.settle(inquiry, values, {vocabulary.role_of(column.heading) for column in _of(columns, "label")})
    labels.settle(inquiry, _of(columns, "label"), {role for c in _of(columns, "amount") for role in c.about})
    return columns


def _of(columns: list[TableColumn], kind: str) -> list[TableColumn]:
    return [column for column in columns if column.kind == kind]


def _column(area: Area, c: int) -> TableColumn:
    cells = [row[c] for row in area.header]
    texts = list(dict.fromkeys(cell.text for cell in cells if cell))
    return TableColumn(c, area.letters[c], texts[-1] if texts else "", cells[-1])


def _over(area: Area, values: list[TableColumn], column: TableColumn) -> list[Heading]:
    """The headings over `column`, from the top: a text in an upper row holds until the next to its right."""
    lowest = max((level for level, row in enumerate(area.header) if row[column.index]), default=-1)
    to_the_left = [other.index for other in reversed(values) if other.index <= column.index]
    over: dict[str, Heading] = {}
    for level, row in enumerate(area.header):
        spreads = level < lowest and not (column is values[-1] and _sums_all(area, values, level))
        places = to_the_left if spreads else [column.index]
        if cell := next((row[c] for c in places if row[c]), None):
            over.setdefault(cell.text, Heading(cell, cell.text))
    return list(over.values())


def _sums_all(area: Area, values: list[TableColumn], level: int) -> bool:
    """Whether the last column is a total of all, and not of the last heading in the row above it."""
    totals = [column for column in values if vocabulary.is_total(column.heading)]
    groups = sum(bool(area.header[level][column.index]) for column in values)
    return totals == [values[-1]] and groups > 1
