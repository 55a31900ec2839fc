"""The amounts that are asked for, planned or said loosely, as statements about what is given."""

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import groupby

from fordelning.base.money import KRONOR
from fordelning.intake.proposal.proposal import AmountProposal, Role, TextPlace
from fordelning.intake.proposal.retelling import LEFT, TAKEN_OF

from .claim import StatementProposal
from .ground import Ground, Scope, holds, stated, step

_ALL = re.compile(
    r"\b(?:sammanlag\w*|sammantag\w*|totalt?|totala|tillsammans)\b|\bäskanden(?:a)?\b|\bansökningar(?:na)?\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\b(?:äska(?:r|t|de)|ansök(?:er|t|te)|begär(?:t|de)?|sök(?:er|t|te)|önska(?:r|t|de)|hemställ(?:er|t|de)|äskande|begäran"
    r"|ansökan)\b",
    re.IGNORECASE,
)
_FETCHES = re.compile(r"\b(?:inhämta|fått in|tagit emot|mottag|från)\w*", re.IGNORECASE)
_REFUSED = "avslås"
_ANNUAL = re.compile(r"\s*(?:kronor\s+)?(?:årligen|per år|varje år|om året)\b", re.IGNORECASE)
_SUMMED = "summerad"  # of a table
_WHOLE = re.compile(r"\b(?:sammanlag\w*|sammantag\w*|totalt?|totala|tillsammans|i sin helhet)\b", re.IGNORECASE)
_GIVES = re.compile(r"\b(?:fördela\w*|avsätt\w*|avsatt\w*|delas ut|beviljas|betalas ut)\b", re.IGNORECASE)
_NEAR = 80  # letters before an amount that say what it is of
_REQUESTS = "äskandena fördelade på det som får pengar"
_PLANS = "hur beloppet fördelas det året"


def requests(ground: Ground) -> Iterator[StatementProposal]:
    """What is asked for: of each board that has rows, or in all; the same figure is one claim with all its places."""
    made: dict[tuple[tuple[str, str], ...], dict[int, StatementProposal]] = {}
    for amount in ground.proposal.amounts:
        asked = amount.role == Role.REQUEST and amount.kronor and amount.why != _REFUSED and not amount.questions
        if not asked or not ground.is_told(amount.start) or (scope := _asked_by(ground, amount)) is None:
            continue
        alike = made.setdefault(tuple(scope.items()), {})
        if before := alike.get(amount.kronor or 0):
            alike[amount.kronor or 0] = replace(before, places=(*before.places, amount.place))
            continue
        cells = {**scope, "relation": "=", **stated(amount), "missing": _REQUESTS}
        whose = "" if "board" not in scope else " av " + _name(ground, scope["board"])
        claim = StatementProposal(
            "request", amount.text, "äskande", f"Äskat{whose}: {amount.text}", (amount.place,), cells
        )
        alike[amount.kronor or 0] = claim
    for alike in made.values():
        yield from alike.values()
    yield from _requested(ground)


def _requested(ground: Ground) -> Iterator[StatementProposal]:
    """The sums of what is asked for in the columns of tables."""
    for one in ground.proposal.sums:
        if one.total is None or any(ground.proposal.amounts[n].role != Role.REQUEST for n, _ in one.parts):
            continue
        amount = ground.proposal.amounts[one.total]
        cells = {"relation": "=", **stated(amount), "missing": _REQUESTS}
        if amount.role == Role.TOTAL and not one.question:
            yield StatementProposal(
                "request", amount.text, one.why, f"Äskat sammanlagt: {amount.text}", (amount.place,), cells
            )


def _asked_by(ground: Ground, amount: AmountProposal) -> Scope | None:
    """The scope that a request is held against: of who asks, or of all; None where it is not sure."""
    if "tabell" in amount.why:
        names = {row["name"].casefold(): row["board"] for row in ground.tables["boards"]}
        scope = {"board": names.get(amount.shares[0][0], "")} if len(amount.shares) == 1 else {}
        return scope if scope and ground.within(scope) else None
    text, (start, _) = ground.flow.text, ground.sentence(amount.start)
    since = max((one.end for one in ground.proposal.amounts if start <= one.end <= amount.start), default=start)
    boards = [one for one in ground.names(since, amount.start) if one.scope[0] == "board"]
    asks = _ASKS.search(text, boards[0].end if since == start and boards else start, amount.start)
    if len(boards) == 1 and asks and not _FETCHES.search(text, boards[0].end, amount.start):
        scope = {**ground.pot(amount.start), "board": boards[0].scope[1]}
        return scope if ground.within(scope) else None
    if _ALL.search(text, max(start, amount.start - _NEAR), amount.start) and (not boards or not asks):
        return ground.pot(amount.start)
    return None


def taken(ground: Ground) -> Iterator[StatementProposal]:
    """What there is to give, where the text has what is left of it when all that is given, or a pot, has been taken."""
    amounts = ground.proposal.amounts
    left = {Fraction(one.kronor or 0) for one in amounts if one.why == LEFT}
    scopes: list[Scope] = [{}, *({"pot": row["pot"]} for row in ground.tables["pots"])]
    for amount in (one for one in amounts if one.why == TAKEN_OF):
        scope = next((one for one in scopes if Fraction(amount.kronor or 0) - ground.kronor(one) in left), None)
        if scope is not None:
            again = [one.place for one in amounts if one.kronor == amount.kronor and one.role == Role.SOURCE]
            cells = {**scope, "relation": "part", **stated(amount)}
            wording = f"Det som finns att fördela: {amount.text}"
            yield StatementProposal("total", amount.text, TAKEN_OF, wording, tuple(dict.fromkeys(again)), cells)


def plans(ground: Ground) -> Iterator[StatementProposal]:
    """What coming years have in all, where the same words have what this one has, and the rows come to that."""
    whole, year = ground.kronor({}), ground.year
    if len({row["year"] for row in ground.allocations}) != 1:
        return
    found: dict[tuple[int, str], StatementProposal] = {}
    for _, group in groupby(enumerate(ground.proposal.amounts), key=lambda pair: _passage(ground, pair[1])):
        inside = [one for _, one in group if one.role in (Role.TOTAL, Role.SOURCE, Role.PLAN, Role.REPEAT)]
        inside = [one for one in inside if ground.is_told(one.start) and not one.shares and one.kronor]
        if not any(one.kronor == whole and year in one.years for one in inside):
            continue
        for amount in inside:
            table = _SUMMED in amount.why
            annual = len(amount.years) > 1 and _ANNUAL.match(ground.flow.text, amount.end)
            series = len(amount.years) == 1 and (table or not ground.names(*ground.sentence(amount.start)))
            for coming in amount.years if (annual and amount.kronor == whole) or series else ():
                if coming <= year:
                    continue
                value = stated(amount)
                cells = {"year": str(coming), "relation": ground.relation(amount.start), **value, "missing": _PLANS}
                key = coming, f"{amount.kronor}"
                before = found.get(key)
                places = (*(before.places if before else ()), amount.place)
                places = (*places, *_told_beside(ground, amount, str(coming))) if not before else places
                said = f"{amount.text} {coming}"
                found[key] = StatementProposal(
                    "plan", said, "kommande år", f"Sammanlagt {coming}: {amount.text}", places, cells
                )
    yield from found.values()


def _told_beside(ground: Ground, amount: AmountProposal, year: str) -> Iterator[TextPlace]:
    """Where else the year of a plan is said: over its column, and where the text has the same figure for that year."""
    cell = ground.flow.blocks[ground.flow.number(amount.start)]
    for block in ground.flow.blocks if cell.table is not None else ():
        if block.table == cell.table and block.column == cell.column and year in block.text:
            yield TextPlace(block.line, block.page)
            break
    for other in ground.proposal.amounts:
        start, end = ground.sentence(other.start)
        alike = (
            other.kronor == amount.kronor and other.role in (Role.OTHER, Role.PLAN, Role.REPEAT) and not other.shares
        )
        if alike and other is not amount and year in ground.flow.text[start:end]:
            yield other.place


def _passage(ground: Ground, amount: AmountProposal) -> tuple[str, int]:
    """What an amount stands together with: a row of a table, or a paragraph."""
    number = ground.flow.number(amount.start)
    block = ground.flow.blocks[number]
    return ("table", block.table) if block.table is not None else ("block", number)


def loose(ground: Ground) -> Iterator[StatementProposal]:
    """Totals that are said with a limit or a loose word, of all that is given or of the pot that the text is about."""
    summed = {one.total for one in ground.proposal.sums}
    for n, amount in enumerate(ground.proposal.amounts):
        relation = ground.relation(amount.start)
        told = amount.role in (Role.TOTAL, Role.SOURCE, Role.LIMIT) and amount.kronor and not amount.shares
        if relation == "=" or not told or n in summed or not ground.is_told(amount.start) or amount.questions:
            continue
        start, end = ground.sentence(amount.start)
        said = ground.flow.text[max(start, amount.start - _NEAR) : amount.start]
        if ground.names(start, end) or not (_WHOLE.search(said) or _GIVES.search(said)) or "lån" in amount.why:
            continue
        scope, value = ground.pot(amount.start), stated(amount)
        stepped = step(value["value"]) * KRONOR[value["unit"]]
        given, most = ground.kronor(scope), Fraction(amount.kronor or 0)
        if holds(relation, most, stepped, given) and 2 * given >= most and given <= 2 * most:
            cells = {**scope, "relation": relation, **value}
            wording = f"Summan {relation} {amount.text}"
            yield StatementProposal("total", amount.text, f"summan, {relation}", wording, (amount.place,), cells)


def _name(ground: Ground, board: str) -> str:
    return next(row["name"] for row in ground.tables["boards"] if row["board"] == board)
