"""Columns that may be the same money at several times, which is not to be added up: a proposal and a decision."""

from itertools import combinations

from fordelning.intake.table import vocabulary
from fordelning.intake.table.options import either
from fordelning.intake.table.table_column import TableColumn, quoted
from fordelning.intake.table.vocabulary import PLURAL

from . import column_sums
from .amount_columns import AmountColumns


def find(amounts: AmountColumns) -> list[TableColumn]:
    """The columns that may be the same money; none where the analyst says that each is its own.

    Their headings say so, or have different names for different years, or their amounts differ by little.
    """
    inquiry, columns = amounts.inquiry, amounts.columns
    stages = {column.index: vocabulary.stage_of(inquiry.name(column)) for column in columns}
    found = {index for index, stage in stages.items() if stage is not None} if any(stages.values()) else set()
    told = [column.about for column in columns]
    settled = not (amounts.role or amounts.unknown or found) and all(told.count(about) == 1 for about in told)
    if amounts.role not in ("board", "year") and not settled:
        found |= _named_by_year(amounts) | _alike(amounts)
    versions = [column for column in columns if column.index in found] if amounts.role != "year" else []
    own = {column.letter for column in versions} <= inquiry.options.posts
    return [] if own or len(set(map(inquiry.name, versions))) < 2 else versions


def ask(amounts: AmountColumns, versions: list[TableColumn]) -> None:
    """Ask which of the `versions` is read, if not all: none that is the sum of others is one of several."""
    inquiry = amounts.inquiry
    lines = list(inquiry.numbers(amounts.columns).values())
    by_line = [dict(enumerate(numbers)) for numbers in zip(*lines, strict=True)]
    sums = column_sums.ask(inquiry, amounts.columns, by_line) if len(lines) > 1 else []
    one_of = [column for column in amounts.columns if column in versions or column in sums]
    kept: dict[str, list[TableColumn]] = {}
    for column in versions:
        kept.setdefault(inquiry.name(column), []).append(column)
    ways = [
        f"bara {quoted(columns)} med --ignore {','.join(column.letter for column in one_of if column not in columns)}"
        for columns in kept.values()
    ]
    every = _as_their_own(amounts, [column for column in versions if column not in sums])
    if amounts.apart:
        every += "; är de samma sak för olika år, ange --columns år"
    inquiry.ask(
        f"{quoted(versions)} kan vara samma pengar i olika versioner, som inte ska läggas ihop: läs "
        f"{either(ways)}{every}",
        *(column.cell for column in versions),
    )


def ask_without_year(amounts: AmountColumns) -> bool:
    """Ask whether columns with only a year are read, or those with only a name: one sort may change the other."""
    inquiry, columns, unknown = amounts.inquiry, amounts.columns, amounts.unknown
    yearly = [c for c in columns if c.about.keys() == {"year"} and c not in unknown]
    others = [c for c in columns if not c.about and c in unknown and not vocabulary.YEAR.search(c.heading)]
    mixed = yearly and others and len(yearly) + len(others) == len(columns)
    if not mixed or amounts.role not in ("", "measure", "pot"):
        return False
    year = max(column.about["year"] for column in yearly)
    out = f"--ignore {','.join(column.letter for column in yearly)}"
    if len(yearly) == 1:
        out += f", eller --totals {yearly[0].letter} om den kolumnen är summan av dem"
    words = [PLURAL[amounts.role]] if amounts.role else amounts.free("measure", "pot")
    columns_as = either([f"--columns {word}" for word in words])
    changes = f"dem med {columns_as}, --year {year} och {out}; eller " if words else ""
    inquiry.ask(
        f"{quoted(others)} säger inte år, som {quoted(yearly)} gör, och läggs inte ihop med det: läs "
        f"{changes}bara {quoted(yearly)} med --ignore {','.join(column.letter for column in others)}",
        *(column.cell for column in others),
    )
    return True


def _named_by_year(amounts: AmountColumns) -> set[int]:
    """The places of all columns, where they have different names for different years; of none else."""
    names: dict[frozenset[str], set[str]] = {}
    for column in amounts.columns:
        names.setdefault(amounts.years[column.index], set()).add(amounts.inquiry.name(column))
    apart = sum(map(len, names.values())) == len(set().union(*names.values()))
    return set(amounts.years) if len(names) > 1 and frozenset() not in names and apart else set()


def _alike(amounts: AmountColumns) -> set[int]:
    """The places of columns for the same year and board whose amounts differ by little."""
    name, years = amounts.inquiry.name, amounts.years
    pairs = [
        (one, other)
        for one, other in combinations(amounts.columns, 2)
        if years[one.index] == years[other.index]
        and one.about.get("board") == other.about.get("board")
        and name(one) != name(other)
        and _differ_by_little(amounts, one, other)
    ]
    return {column.index for pair in pairs for column in pair}


def _differ_by_little(amounts: AmountColumns, one: TableColumn, other: TableColumn) -> bool:
    """Whether the amounts of two columns, in three lines or more, are the same but for a tenth in all."""
    pairs = amounts.inquiry.numbers([one, other]).values()
    gaps, most = sum(abs(a - b) for a, b in pairs), sum(max(abs(a), abs(b)) for a, b in pairs)
    return len(pairs) > 2 and gaps * 10 <= most


def _as_their_own(amounts: AmountColumns, versions: list[TableColumn]) -> str:
    """How to say that `versions` are each money of their own; "" where that cannot be said."""
    words = [] if amounts.role else [f"--columns {word}" for word in amounts.free("measure", "pot")]
    named = all(map(amounts.inquiry.name, amounts.columns))
    if not named or len(versions) < 2 or not (amounts.role or words):
        return ""
    own = f"--posts {','.join(column.letter for column in versions)}"
    return f"; är de olika pengar, ange {' och '.join(filter(None, (either(words), own)))}"
