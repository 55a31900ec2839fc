"""Tables as they are mailed, for tests: written to a file, taken in, and told in short."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import xlsxwriter

from fordelning.base.money import to_kronor
from fordelning.intake import conversion
from fordelning.intake.cells import sheet
from fordelning.intake.cells.amount import Style
from fordelning.intake.conversion import Identity, Intake
from fordelning.intake.table.options import Options

NONE = ("Potten", "Ej uppdelat belopp")
_PLACES = ("ignore", "totals", "posts", "footnote")


def settled(**options) -> dict:
    """Keyword arguments of `take_in` from an analyst's options, places as "B,4"."""
    other = {name: options.pop(name, "") for name in ("rounding", "duplicates")}
    style = Style(options.pop("decimal", None), options.pop("decimals", None))
    listed = {name: frozenset(options.pop(name, "").split(",")) - {""} for name in _PLACES}
    return {"options": Options(**options, **listed, style=style), "identity": Identity(), **other}


def take(path: Path, encoding: str = "", delimiter: str = "", **options) -> Intake:
    """The table in the file at `path`. Raises SheetError."""
    name = options.get("sheet", "")
    chosen = conversion.choose(path.name, sheet.read(path, encoding, delimiter), name)
    return conversion.take_in(path, chosen, **settled(**options))


def csv(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "tabell.csv"
    path.write_bytes(text.encode(encoding))
    return path


def xlsx(folder: Path, fill: Callable) -> Path:
    """A workbook that `fill` writes: it is given the workbook and its first sheet, Blad1."""
    path = folder / "tabell.xlsx"
    with xlsxwriter.Workbook(path) as book:
        fill(book, book.add_worksheet("Blad1"))
    return path


def _names(taken: Intake) -> dict[str, dict[str, str]]:
    tables = {"pot": "pots", "measure": "measures", "board": "boards", "tag": "tags"}
    return {role: {row[role]: row["name"] for row in taken.draft.rows[table]} for role, table in tables.items()}


def amounts(taken: Intake) -> dict[tuple[int, str, str, str], int]:
    """Kronor by year, pot, measure and board."""
    names = _names(taken)
    return {
        (int(row["year"]), *(names[role][row[role]] for role in ("pot", "measure", "board"))): to_kronor(
            Decimal(row["amount"]), row["unit"]
        )
        for row in taken.draft.rows["allocations"]
    }


def by(role: str, taken: Intake) -> dict[str, int]:
    """Kronor by the name in one role, where every amount has one of its own."""
    place = ("year", "pot", "measure", "board").index(role)
    found = amounts(taken)
    assert len({key[place] for key in found}) == len(found)
    return {key[place]: kronor for key, kronor in found.items()}


def totals(taken: Intake) -> list[tuple[str, str]]:
    """Each total and share: the names of its scope, and the figure as it is stated."""
    names = _names(taken)
    rows = taken.draft.rows["statements"]
    return [
        (
            ", ".join(names[role][row[role]] if role in names else row[role]
                      for role in ("board", "measure", "tag", "pot", "year") if row.get(role)) or "allt",
            f"{row['value']} {row['unit']}",
        )
        for row in rows
    ]  # fmt: skip


def notes(taken: Intake) -> dict[str, str]:
    """The footnote's text by number."""
    return {row["number"]: row["text"] for row in taken.draft.rows["notes"]}


def marked(taken: Intake) -> dict[str, str]:
    """The footnote keys of each row that has any, by its measure and board."""
    names = _names(taken)
    return {
        f"{names['measure'][row['measure']]}, {names['board'][row['board']]}": row["note"]
        for row in taken.draft.rows["allocations"]
        if row["note"]
    }
