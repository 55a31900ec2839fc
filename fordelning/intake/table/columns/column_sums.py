"""Columns of amounts that are in every line the sum of others: their amounts would be counted twice."""

from fordelning.intake.table import adjacent_sums
from fordelning.intake.table.inquiry import Inquiry
from fordelning.intake.table.table_column import TableColumn


def ask(inquiry: Inquiry, columns: list[TableColumn], amounts: list[adjacent_sums.Line]) -> list[TableColumn]:
    """Ask about each of `columns` that is the sum of others, and return them; `amounts` are theirs, by line."""
    sums = []
    for place, column in enumerate(columns) if len(columns) > 2 else ():
        if column.letter not in inquiry.options.posts and (found := adjacent_sums.across(amounts, place)):
            places, run = found
            inquiry.ask(_question(column, [columns[other] for other in places], columns, run), column.cell)
            sums.append(column)
    return sums


def _question(
    column: TableColumn, parts: list[TableColumn], columns: list[TableColumn], run: adjacent_sums.AdjacentSum
) -> str:
    every = len(parts) == len(columns) - 1
    of = "de andra" if every else "kolumn " + " och ".join(part.letter for part in parts)
    out = (
        f"ange --totals {column.letter}, eller" if every else f"välj bort den med --ignore {column.letter}, eller ange"
    )
    return (
        f"kolumn {column.letter} »{column.heading}» är i varje rad summan av {of}{run.but_rounding} och skulle räknas "
        f"två gånger: {out} --posts {column.letter} om den är en egen"
    )
