"""What in a filled-in template may be the sum of others, and would be counted twice."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation

from fordelning.base.sentence import listed
from fordelning.case.draft import Draft
from fordelning.intake.table import likely_sums, vocabulary
from fordelning.intake.table.likely_sums import Suspect

_COLUMNS = ("stage", "year", "pot", "measure", "board")
_SORTS = {"board": ("boards", "en nämnd"), "measure": ("measures", "en åtgärd"), "pot": ("pots", "en pott")}
_NAMED = 4  # of the parts


def questions(draft: Draft) -> list[str]:
    """A question about each board, measure and pot that may be the sum of others."""
    return [said for column in _SORTS for said in _questions(draft, column)]


def _questions(draft: Draft, column: str) -> Iterator[str]:
    table, what = _SORTS[column]
    names = {row[column]: row["name"] for row in draft.rows.get(table, [])}
    places: dict[tuple[str, ...], int] = {}
    amounts: dict[str, dict[int, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for row in draft.rows.get("allocations", []):
        within = tuple(row.get(other, "") for other in _COLUMNS if other not in (column, *_apart(column)))
        place = places.setdefault((*within, row.get("unit", "")), len(places))
        try:
            amounts[row[column]][place] += Decimal(row["amount"])
        except InvalidOperation:
            return  # it is told elsewhere
    suspects = [Suspect(dict(line), (names.get(key, key),)) for key, line in amounts.items()]
    for place, found in likely_sums.find(suspects).items() if len(suspects) > 2 else ():
        name, parts = suspects[place].names[0], [suspects[part] for part in found.parts]
        certain = _is_sum(suspects[place], parts) or vocabulary.says_whole(name)
        if certain or (column == "board" and found.telling):
            said = [part.names[0] for part in parts[:_NAMED]]
            said += [f"{len(parts) - _NAMED} till"] if len(parts) > _NAMED else []
            yield (
                f"blad Fördelning: »{name}» kan vara summan av {listed(said)}, och skulle då räknas två gånger: är den "
                f"det, ta bort dess rader; är den {what} för sig, ange --posts alla"
            )


def _apart(column: str) -> tuple[str, ...]:
    """What the amounts are added over: a board's over its measures."""
    return ("measure",) if column == "board" else ()


def _is_sum(one: Suspect, parts: Sequence[Suspect]) -> bool:
    return all(sum(part.amounts.get(at, Decimal(0)) for part in parts) == amount for at, amount in one.amounts.items())
