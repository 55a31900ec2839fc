"""Columns of amounts that are in every line the sum of others: their amounts would be counted twice."""

from fordelning.intake.table import adjacent_sums, likely_sums
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


def ask_alike(inquiry: Inquiry, columns: list[TableColumn], amounts: list[adjacent_sums.Line]) -> list[TableColumn]:
    """Ask about the only two of `columns` with amounts, where they have the same in every line, and return them.

    The one may be the sum of the other. Lines that all have one amount are alike by chance.
    """
    filled = [{at: number for at, number in line.items() if number} for line in amounts]
    pair = [(column, line) for column, line in zip(columns, filled, strict=True) if line]
    if len(pair) != 2 or pair[0][1] != pair[1][1] or len({*pair[0][1].values()}) == 1:
        return []
    one, other = (column for column, _ in pair)
    settled = {one.letter, other.letter} & inquiry.options.posts
    if settled or one.about.get("year") != other.about.get("year"):
        return []
    inquiry.ask(
        f"kolumn {one.letter} »{one.heading}» och {other.letter} »{other.heading}» har samma belopp i varje rad, och "
        f"skulle räknas två gånger om den ena är summan av den andra: välj då bort den med --ignore {one.letter} "
        f"eller --ignore {other.letter}; är det olika pengar, ange --posts {one.letter},{other.letter}",
        one.cell,
        other.cell,
    )
    return [one, other]


def ask_likely(
    inquiry: Inquiry, unasked: list[TableColumn], columns: list[TableColumn], amounts: list[adjacent_sums.Line]
) -> list[tuple[TableColumn, bool]]:
    """Ask about each of `unasked` among `columns` that may be the sum of others, if perhaps a wrong one.

    Returns those that may be so but are not asked about, each with whether it is their size that says it.
    """
    suspects = [
        likely_sums.Suspect(line, (inquiry.name(column),), any(c.bold for c in inquiry.cells(column)))
        for column, line in zip(columns, amounts, strict=True)
    ]
    years = {column.about["year"] for column in columns if "year" in column.about}
    possible = []
    found = likely_sums.find(suspects)
    for place in sorted(found.keys() | likely_sums.outstanding(suspects)):
        column, likely = columns[place], found.get(place)
        of_its_year = len(years) > 1 and "year" in column.about
        if column not in unasked or column.letter in inquiry.options.posts or of_its_year:
            continue
        if not likely or not likely.telling:
            possible.append((column, likely is not None))
            continue
        parts = likely.parts
        every = len(parts) == len(columns) - 1
        letters = ", ".join(columns[part].letter for part in parts)
        of = f"ange --totals {column.letter}" if every else f"välj bort den med --ignore {column.letter}"
        inquiry.ask(
            f"kolumn {column.letter} »{column.heading}» kan vara summan av kolumn {letters}, om än inte i varje rad, "
            f"och skulle då räknas två gånger: är den det, {of}; är den en egen, ange --posts {column.letter}",
            column.cell,
        )
    return possible


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
