"""Columns of percentages: shares of what is given, the change between two other columns, or neither."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from itertools import permutations

from fordelning.intake.cells import amount

from . import vocabulary
from .inquiry import Inquiry
from .lines.line import Lines, Post
from .row import is_number
from .table_column import TableColumn

_HUNDRED = Decimal(100)
_FEWEST = 2  # figures that show what a column is


def settle(inquiry: Inquiry, columns: list[TableColumn], rows: Lines) -> None:
    """Keep the claims of the columns that are, or can be, shares; a change is set aside, anything else is asked."""
    _ask_unsaid(inquiry, columns, rows)
    for column in [column for column in columns if column.kind == "share"]:
        shares = _shares(inquiry, column, rows)
        if len(shares) < _FEWEST or _are_shares(column, shares, rows.posts):
            _in_steps_of_the_column(inquiry, column, rows)
            continue
        if change := _change(inquiry, columns, column):
            first, last = change
            rows.told.append(
                f"Kolumn {column.letter} »{column.heading}» är förändringen från kolumn {first.letter} till kolumn "
                f"{last.letter}, inte andelar."
            )
        else:
            together = f"{sum(shares.values()):f}".replace(".", ",")
            inquiry.ask(
                f"kolumn {column.letter} »{column.heading}» är inga andelar av beloppen, och blir {together} % "
                f"tillsammans: välj bort den med --ignore {column.letter}, eller skriv Andel i rubriken om talen ändå "
                "ska prövas som andelar",
                column.cell,
            )
        _drop(inquiry, column, rows)


def _ask_unsaid(inquiry: Inquiry, columns: list[TableColumn], rows: Lines) -> None:
    """Ask about amounts that make a hundred and are the shares of another column, whatever the heading calls them."""
    lines = {post.position for post in rows.posts}
    figures = [column for column in columns if column.kind in ("amount", "total")]
    for column in figures:
        found = {k: number for k, (number,) in inquiry.numbers([column]).items() if k in lines}
        step = _step(found.values())
        makes_hundred = len(found) >= _FEWEST and abs(sum(found.values()) - _HUNDRED) <= step * (len(found) + 1) / 2
        if column.kind == "total" or column.letter in inquiry.options.posts or not makes_hundred:
            continue
        for other in figures:
            of = {k: number for k, (number,) in inquiry.numbers([other]).items() if k in found}
            whole = sum(of.values())
            made = {k: number / whole * _HUNDRED for k, number in of.items()} if whole and other is not column else {}
            if len(made) == len(found) and all(abs(made[k] - found[k]) <= step for k in found):
                inquiry.ask(
                    f"talen i kolumn {column.letter} »{column.heading}» är de andelar i procent som kolumn "
                    f"{other.letter} »{other.heading}» ger: välj bort kolumnen med --ignore {column.letter}, skriv "
                    f"Andel i rubriken om de ska prövas, eller ange --posts {column.letter} om de är belopp",
                    column.cell,
                )
                break


def _shares(inquiry: Inquiry, column: TableColumn, rows: Lines) -> dict[int, Decimal]:
    """The percentages of the lines of amounts, by their numbers."""
    places = _places(inquiry, column)
    return {claim.row: claim.number for claim in rows.claims if claim.place in places and claim.unit == "%"}


def _places(inquiry: Inquiry, column: TableColumn) -> set[str]:
    return {inquiry.place(row[column.index]) for _, row in inquiry.area.lines}


def _are_shares(column: TableColumn, shares: dict[int, Decimal], posts: list[Post]) -> bool:
    """Whether percentages can be shares: the heading says so, they make a hundred, or most are right."""
    step = _step(shares.values())
    if vocabulary.says_share(column.heading) or abs(sum(shares.values()) - _HUNDRED) <= step * (len(shares) + 1) / 2:
        return True
    amounts = {post.number: post.kronor for post in posts if post.number in shares}
    for index in {index for kronor in amounts.values() for index in kronor} | {None}:
        figures = {
            number: kronor.get(index, Decimal(0)) if index is not None else sum(kronor.values(), Decimal(0))
            for number, kronor in amounts.items()
        }
        made = {k: f / whole * _HUNDRED for k, f in figures.items()} if (whole := sum(figures.values())) else {}
        if made and _fit(made, shares, step / 2):
            return True
    return False


def _change(
    inquiry: Inquiry, columns: list[TableColumn], column: TableColumn
) -> tuple[TableColumn, TableColumn] | None:
    """The two columns that the percentages of `column` are the change between; None where there are none."""
    others = [c for c in columns if c is not column and c.kind != "label" and any(map(is_number, inquiry.cells(c)))]
    for first, last in permutations(others, 2):
        lines = inquiry.numbers([first, last, column])
        scale = _HUNDRED if all("%" in cell.format for cell in inquiry.cells(column) if is_number(cell)) else 1
        found = {k: share * scale for k, (_, _, share) in lines.items()}
        made = {k: (new - old) / abs(old) * _HUNDRED for k, (old, new, _) in lines.items() if old}
        if len(made) >= _FEWEST and _fit(made, found, _step(found.values())):
            return first, last
    return None


def _fit(made: dict[int, Decimal], found: dict[int, Decimal], slack: Decimal) -> bool:
    """Whether most of the percentages `found` are those that are `made` of amounts, within `slack`."""
    right = sum(abs(made[k] - number) <= slack for k, number in found.items() if k in made)
    return right * 2 > len(found)


def _step(numbers: Iterable[Decimal]) -> Decimal:
    """The step that the most exact of `numbers` is rounded to."""
    return Decimal(1).scaleb(-max((max(0, amount.places(number)) for number in numbers), default=0))


def _in_steps_of_the_column(inquiry: Inquiry, column: TableColumn, rows: Lines) -> None:
    """Give the shares without decimals those of their column, unless it is written with and without them."""
    places = _places(inquiry, column)
    claims = [claim for claim in rows.claims if claim.place in places]
    exact = [claim.number for claim in claims if claim.number % 1]
    whole = [claim for claim in claims if amount.places(claim.number) <= 0 and claim.number not in (0, _HUNDRED)]
    if not exact or not whole:
        return
    if len(whole) > len(exact):
        rows.told.append(
            f"Andelarna i kolumn {column.letter} är skrivna med olika många decimaler; var och en prövas så som den är "
            "skriven."
        )
        return
    step = max(map(_step, zip(exact)))
    rows.told.append(
        f"Andelarna i kolumn {column.letter} har {-int(step.as_tuple().exponent)} decimal"
        f"{'er' if step < Decimal('0.1') else ''}, och prövas så också i {', '.join(claim.place for claim in whole)}."
    )
    rows.claims[:] = [
        replace(claim, number=claim.number.quantize(step)) if claim in whole else claim for claim in rows.claims
    ]


def _drop(inquiry: Inquiry, column: TableColumn, rows: Lines) -> None:
    """Let the figures of a column that holds no shares be read no further."""
    column.kind = "aside"
    places = _places(inquiry, column)
    rows.claims[:] = [claim for claim in rows.claims if claim.place not in places]
    for total in rows.totals:
        total.figures[:] = [figure for figure in total.figures if figure.column is not column]
