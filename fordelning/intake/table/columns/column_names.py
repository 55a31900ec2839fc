"""What the columns of amounts are about: the boards, measures, pots or years that their headings name."""

from fordelning.intake.cells.cell import Cell
from fordelning.intake.table import vocabulary
from fordelning.intake.table.inquiry import Inquiry
from fordelning.intake.table.options import either
from fordelning.intake.table.table_column import TableColumn
from fordelning.intake.table.vocabulary import NAMES, PLURAL, SINGULAR

from . import amount_columns, versions
from .amount_columns import AmountColumns


def settle(inquiry: Inquiry, values: list[TableColumn], taken: set[str]) -> None:
    """Say what each column of amounts among `values` is about; roles of `taken` are named by columns of labels."""
    amounts = amount_columns.of(inquiry, values, taken)
    same_money = versions.find(amounts)
    if same_money:
        versions.ask(amounts, same_money)
    elif versions.ask_without_year(amounts):
        return
    if amounts.yearly and (len(amounts.columns) == 1 or amounts.role in ("measure", "pot")):
        for column in amounts.columns:
            column.about.setdefault("year", *amounts.years[column.index])
    if amounts.role:
        _name(amounts)
    else:
        _ask_names(amounts, same_money)
    _name_weakly(amounts)
    if not same_money and (amounts.role or not amounts.unknown):
        _ask_apart(inquiry, [column for column in amounts.columns if column.kind == "amount"])


def _name(amounts: AmountColumns) -> None:
    """Take the headings that name something as names in the role that they have."""
    inquiry, role = amounts.inquiry, amounts.role
    for column in amounts.columns:
        for cell, text in column.unknown:
            name = vocabulary.without_year(text) if amounts.yearly and role in ("measure", "pot") else text
            if role == "board" and vocabulary.is_reserve(name) and column.letter not in inquiry.options.posts:
                inquiry.ask(
                    f"»{name}» är ingen nämnd; välj bort kolumnen med --ignore {column.letter}, eller ange "
                    f"--posts {column.letter} om den är ett belopp som fördelas",
                    cell,
                )
                column.kind = "aside"
            elif role in column.about:
                inquiry.ask(f"»{name}» och »{column.about[role]}» kan inte båda vara {PLURAL[role]}", cell)
            else:
                column.about[role] = name


def _ask_names(amounts: AmountColumns, same_money: list[TableColumn]) -> None:
    """Ask what the headings name, and those too that would be names if the others are."""
    columns = amounts.columns
    for column in columns if len(columns) > 1 else ():  # one alone is the amounts, whatever it is called
        for cell, text in column.unknown if column not in same_money else ():
            same = [other.letter for other in columns if any(heading.text == text for heading in other.unknown)]
            _ask_name(amounts, text, cell, same, ["år"] if amounts.apart else [])
    for column in columns if amounts.unknown else ():
        if not column.about and not column.unknown and (name := amounts.inquiry.name(column)):
            _ask_name(amounts, name, column.cell, [column.letter], [])


def _ask_name(amounts: AmountColumns, text: str, cell: Cell, letters: list[str], years: list[str]) -> None:
    """Ask what the heading of the columns of `letters` names."""
    words = amounts.free("board", "measure", "pot")
    kinds = either([f"en {SINGULAR[NAMES[word]]}" for word in words]) or "en annan uppgift"
    choices = either([*(f"--columns {word}" for word in words + years), f"--ignore {','.join(letters)}"])
    amounts.inquiry.ask(f"»{text}» kan vara {kinds}; avgör med {choices}", cell)


def _name_weakly(amounts: AmountColumns) -> None:
    """Let headings that name nothing by themselves do it, where the columns are named at all."""
    columns, role = amounts.columns, amounts.role
    if role in ("measure", "pot") or any(role in column.about for column in columns):
        common = set.intersection(*(set(column.weak) for column in columns)) if columns else set()
        for column in columns:
            if column.weak:
                own = [name for name in column.weak if name not in common] or column.weak
                column.about.setdefault(role, own[-1])


def _ask_apart(inquiry: Inquiry, columns: list[TableColumn]) -> None:
    """Ask where the amounts of different columns are not about different things, or not said in the same way."""
    seen: dict[tuple, TableColumn] = {}
    for column in columns:
        first = seen.setdefault(tuple(sorted(column.about.items())), column)
        if first is not column:
            _ask_which(inquiry, first, column)
    roles = [frozenset(column.about) for column in columns]
    usual = max(set(roles), key=lambda r: (len(r), roles.count(r)), default=frozenset())
    for column in columns:
        if frozenset(column.about) != usual:
            lacking = " och ".join(SINGULAR[role] for role in sorted(usual - set(column.about))) or "annat"
            inquiry.ask(
                f"rubriken »{column.heading}» säger inte {lacking}, som de andra kolumnernas gör; rätta den, välj bort "
                f"kolumnen med --ignore {column.letter}, eller ange --totals {column.letter} om den summerar de andra",
                column.cell,
            )


def _ask_which(inquiry: Inquiry, first: TableColumn, other: TableColumn) -> None:
    """Ask which of two columns of amounts about the same is read."""
    apart = not inquiry.options.columns and "pot" not in other.about and first.heading != other.heading
    inquiry.ask(
        f"kolumnerna {first.letter} »{first.heading}» och {other.letter} »{other.heading}» anger samma sak; välj bort "
        f"en med --ignore {first.letter} eller --ignore {other.letter}"
        + (", eller ange --columns potter om de är olika potter" if apart else ""),
        other.cell,
    )
