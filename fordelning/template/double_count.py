"""What in a filled-in template may be the sum of others, and would be counted twice."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from decimal import Decimal, InvalidOperation

from fordelning.base.money import KRONOR
from fordelning.base.sentence import listed
from fordelning.case.draft import Draft
from fordelning.case.kind import SCOPE
from fordelning.intake.table import likely_sums, vocabulary
from fordelning.intake.table.likely_sums import Suspect

_COLUMNS = ("stage", "year", "pot", "measure", "board")
_SORTS = {"board": ("boards", "en nämnd"), "measure": ("measures", "en åtgärd"), "pot": ("pots", "en pott")}
_NAMED = 4  # of the parts


def questions(draft: Draft) -> list[str]:
    """A question about each board, measure and pot that may be the sum of others.

    Not where the document has a total that is right with all of them in it: then it is one beside the others.
    """
    totals = list(_totals(draft))
    return [said for column in _SORTS for said in _questions(draft, column, totals)]


def _totals(draft: Draft) -> Iterator[set[int]]:
    """The rows, by their numbers, of each total that is stated and is the exact sum of them."""
    rows = draft.rows.get("allocations", [])
    if any(row.get("stage") for row in rows):
        return
    for said in draft.rows.get("statements", []):
        if said["kind"] != "total" or said.get("relation") != "=" or said.get("tag") or said.get("unit") not in KRONOR:
            continue
        scope = {column: said[column] for column in SCOPE if said.get(column)}
        within = {n for n, row in enumerate(rows) if scope.items() <= row.items()}
        with suppress(InvalidOperation, KeyError):
            if sum(_kronor(rows[n]["amount"], rows[n]["unit"]) for n in within) == _kronor(said["value"], said["unit"]):
                yield within


def _kronor(number: str, unit: str) -> Decimal:
    return Decimal(number) * KRONOR[unit]


def _questions(draft: Draft, column: str, totals: Sequence[set[int]]) -> Iterator[str]:
    table, what = _SORTS[column]
    names = {row[column]: row["name"] for row in draft.rows.get(table, [])}
    places: dict[tuple[str, ...], int] = {}
    amounts: dict[str, dict[int, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    its: dict[str, set[int]] = defaultdict(set)
    for number, row in enumerate(draft.rows.get("allocations", [])):
        its[row[column]].add(number)
        within = tuple(row.get(other, "") for other in _COLUMNS if other not in (column, *_apart(column)))
        place = places.setdefault((*within, row.get("unit", "")), len(places))
        try:
            amounts[row[column]][place] += Decimal(row["amount"])
        except InvalidOperation:
            return  # it is told elsewhere
    suspects = [Suspect(dict(line), (names.get(key, key),)) for key, line in amounts.items()]
    lines = list(its.values())
    for place, found in likely_sums.find(suspects).items() if len(suspects) > 2 else ():
        name, parts = suspects[place].names[0], [suspects[part] for part in found.parts]
        if any(total >= set().union(*(lines[at] for at in (place, *found.parts))) for total in totals):
            continue
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
