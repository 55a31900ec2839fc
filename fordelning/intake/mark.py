"""Every number of a document that has been read, and what the draft has done with it."""

import re
from collections import defaultdict, deque
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice

from fordelning.source.reading.block import BlockKind, TextBlock, Writing
from fordelning.source.tokens import Token

from .proposal.draft_tables import concern, is_own
from .proposal.flow import Flow
from .proposal.proposal import AmountProposal, DocumentProposal, Role

Tables = Mapping[str, Sequence[Mapping[str, str]]]
"""The rows of a case in the making, by table; a row is text by column."""


class MarkState(StrEnum):
    """What has become of a number."""

    UNKNOWN = "unknown"  # nothing in the program knows what it is
    ASKED = "asked"
    TAKEN = "taken"  # it is in a row or a statement that is proposed
    ASIDE = "aside"  # it is known for what it is, and is in no row


@dataclass(frozen=True)
class Mark:
    """A number from `start` to `end` of what `shown` gives of its block.

    `why` says in Swedish what it is held to be; `proposals` and `questions` are the keys of the rows that are of it.
    """

    start: int
    end: int
    state: MarkState
    why: str
    proposals: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()


ROLES = {
    Role.ALLOCATION: "tilldelning",
    Role.TOTAL: "summa",
    Role.PART: "del av ett annat belopp",
    Role.REQUEST: "äskat",
    Role.LIMIT: "högsta belopp",
    Role.PLAN: "plan",
    Role.SOURCE: "varifrån pengarna tas",
    Role.BACKGROUND: "bakgrund",
    Role.REPEAT: "sagt förut",
    Role.OTHER: "annat än en fördelning",
}
_KINDS = {
    "date": "datum",
    "year": "år",
    "period": "år",
    "reference": "beteckning",
    "percent": "procent",
    "mark": "fotnot",
    "count": "antal",
}
_HEAD, _NUMBERED, _ORDER = "sidhuvud eller sidfot", "styckets nummer", "nummer i en lista eller på en sida"
_NO_UNIT, _NO_WORD, _NO_RECIPIENT = "tal utan enhet", "belopp som inget ord förklarar", "belopp utan mottagare"
_TABLE, _OTHER_COLUMN, _MANY = "tabell", "annan kolumn i en tabell", 4  # digits of an amount
_ANSWERED, _LABELLED = "frågan är besvarad", "rubrik + belopp"
_LISTED, _TIME = r"[0-9]{1,4}(?:\.[0-9]{1,3}){0,3}", "[0-2]?[0-9][.:][0-5][0-9]"
_NAMED = {  # numbers that are known by what stands about them
    "telefonnummer": r"(?<![\d-])(?:\+46 ?(?:\(0\))?|0)[0-9]{1,3} ?[-–/] ?[0-9]{2,3}(?: ?[0-9]{2,3}){1,3}(?![0-9])",
    "organisationsnummer": r"(?<![0-9-])[0-9]{6}-[0-9]{4}(?![0-9-])",
    "klockslag": rf"\bkl(?:ockan|\.)? ?{_TIME}(?: ?[-–] ?{_TIME})?|(?<![0-9.,]){_TIME} ?[-–] ?{_TIME}(?![0-9.,])",
    "sidnummer": r"(?<![0-9])(?<![0-9] )[0-9]{1,4} ?\([0-9]{1,4}\)",
    "röster": r"(?<![0-9])(?<![0-9] )[0-9]{1,3} (?:(?:ja|nej)(?:-?röst(?:er)?)?|röst(?:er)?)\b",
    "paragraf": rf"§{{1,2}}\s?{_LISTED}(?: ?[-–] ?{_LISTED})?|(?<![0-9])(?<![0-9] )[0-9]{{1,3}} ?(?:§|kap\.)",
    "beteckning": r"\b(?:dnr|diarienr|diarienummer|ärendenr|ärendenummer)[.:]*\s*(?:[A-ZÅÄÖ]{1,6}[ -]?)?"
    r"[0-9]{2,5}[-/:] ?[0-9]{1,6}(?![0-9])|(?<![0-9])(?:19|20)[0-9]{2}-[0-9]{5,6}(?![0-9])",
    "hänvisning": r"\b(?:punkt(?:en|erna)?|att-sats(?:en)?|bilag(?:a|an|or|orna)|sid(?:an?|or|orna)|rad(?:en|erna)?"
    r"|tabell(?:en)?|avsnitt|kapitel|artikel|ärende|fotnot|nr|nummer|pott|steg|etapp|alternativ|årskurs|version)\.?"
    rf" {_LISTED}(?: ?(?:[-–,]|och) ?{_LISTED}(?![0-9 ]))?",
    "konto": r"\b(?:konto|bankgiro|plusgiro)(?:nummer)?:? [0-9]{3,10}(?:-[0-9]{1,4})?",
    "adress": r"\b[^\W\d_]{2,40}(?:vägen|gatan|torget|gränd|stigen|allén|backen) [0-9]{1,3}\b",
    "postnummer": r"(?<![0-9])(?<![0-9] )[1-9][0-9]{2}[ \xa0][0-9]{2}(?=[ \xa0]+(?-i:[A-ZÅÄÖ])[^\W\d_])",
}
_KNOWN = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _NAMED.items()), re.IGNORECASE)
_DIGITS = re.compile(r"[\d⁰¹²³⁴-⁹½¼¾⅓⅔⅛]+")
# After a number, these say whose it is and not what is counted.
_NO_COUNT = re.compile(r"\s+(?:till|åt|från|för|i|på|av|avser|avseende|per|och|samt|varav|respektive)\b")


def marks(writing: Writing, proposal: DocumentProposal, rows: Tables) -> list[list[Mark]]:
    """The marks of each block of `writing`, in order: every digit is in one; `rows` are the tables of its case."""
    flow, leads = proposal.flow, _leads(proposal, rows)
    asked = {row["concern"]: row for row in rows.get("questions", ()) if is_own(row)}
    amounts, tokens = defaultdict(list), defaultdict(list)
    for n, amount in enumerate(proposal.amounts):
        amounts[flow.number(amount.start)].append(_judged(amount, leads[n], asked))
    tables = _money_tables(flow, proposal)
    for token in flow.tokens:
        tokens[token.line].append(token)
    left_out = defaultdict(list)  # the rows of omissions that are proposed, by their line
    for row in rows.get("omissions", ()):
        left_out[(row.get("lines") or row.get("pages")) if row.get("proposal") else None].append(row)
    made, number = [], 0
    for block in writing.blocks:
        claims: Iterable[Mark]
        if block.kind is BlockKind.ASIDE:
            claims = (Mark(*found.span(), MarkState.ASIDE, _HEAD) for found in _DIGITS.finditer(block.shown))
        else:
            claims = _claims(block, flow.starts[number], amounts[number], tokens[number])
            if _group(block, number) in tables:
                claims = map(_beside_amounts, claims)
            number += 1
        text = block.shown
        ahead = len(text) - len(block.text)
        numbered = [(one, str(block.locator_at(one.start - ahead))) for one in _apart(text, claims)]
        made.append([_left_out(one, text, left_out[at]) for one, at in numbered])
    return made


def _money_tables(flow: Flow, proposal: DocumentProposal) -> set[tuple[str, int]]:
    """The tables, each by its group, all of whose amounts are of thousands or more as they are written."""
    small: dict[tuple[str, int], bool] = {}
    for amount in proposal.amounts:
        if _TABLE in amount.why:
            number = flow.number(amount.start)
            group = _group(flow.blocks[number], number)
            written = sum(map(str.isdigit, amount.text)) < _MANY and amount.kronor != 0
            small[group] = small.get(group, False) or written
    return {group for group, is_small in small.items() if not is_small}


def _group(block: TextBlock, number: int) -> tuple[str, int]:
    """What a table is known by: its own number, or that of the block that it has run together in."""
    return ("block", number) if block.table is None else ("table", block.table)


def _beside_amounts(mark: Mark) -> Mark:
    """A small number without a unit in a table of large amounts is of another column: seats, members, items."""
    is_small = mark.state is MarkState.UNKNOWN and mark.why == _NO_UNIT and mark.end - mark.start < _MANY
    return replace(mark, state=MarkState.ASIDE, why=_OTHER_COLUMN) if is_small else mark


def _left_out(mark: Mark, text: str, omissions: Sequence[Mapping[str, str]]) -> Mark:
    """A number that is set aside, with the proposal to leave it out."""
    said, kind = " ".join(text[mark.start : mark.end].split()), mark.why.partition(" (")[0]
    keys = (
        row["proposal"]
        for row in omissions
        if row["reason"].rstrip(".").lower() == kind.lower() and (row["found"] in said or said in row["found"])
    )
    return replace(mark, proposals=(*islice(keys, 1),)) if mark.state is MarkState.ASIDE else mark


def _leads(proposal: DocumentProposal, rows: Tables) -> dict[int, tuple[str, ...]]:
    """The proposals that each amount is in."""
    leads: dict[int, tuple[str, ...]] = defaultdict(tuple)
    waiting: dict[tuple[str, str], deque[int]] = defaultdict(deque)  # amounts by their text and by what has their place
    used = {row.amount for row in proposal.rows} | {found.total for found in proposal.sums}
    for n in sorted(range(len(proposal.amounts)), key=lambda n: n not in used):
        amount = proposal.amounts[n]
        for where in (f"lines {amount.place.line}", f"pages {amount.place.page}", ""):
            waiting[amount.text, where].append(n)
    texts = {amount.text for amount in proposal.amounts}
    places = {row["place"]: row for row in rows.get("places", ())}
    for row in rows.get("proposals", ()):
        text, place = _text(row["why"], texts), places.get(row.get("place", ""), {})
        there = [
            n
            for column in ("lines", "pages")
            for number in re.findall("[0-9]+", place.get(column, ""))
            for n in _first(waiting[text, f"{column} {number}"], leads)
        ]
        there.sort(key=lambda n: n not in used)  # what a row is made of goes before what tells it again
        elsewhere = _first(waiting[text, ""], leads)
        if chosen := [n for n in there if not leads[n]] or there or [n for n in elsewhere if not leads[n]]:
            leads[chosen[0]] += (row["proposal"],)
    for found in proposal.sums:  # a total that is no statement of its own is in the rows that it adds up
        parts = [leads[n] for n, _ in found.parts]
        if found.total is not None and found.kind != "part" and not leads[found.total] and all(parts):
            leads[found.total] = tuple(dict.fromkeys(key for part in parts for key in part))
    for n, amount in enumerate(proposal.amounts):
        if amount.same is not None:
            leads[n] += leads[amount.same]
    return leads


def _text(why: str, written: Container[str]) -> str:
    """The amount that the reason of a proposal begins with: the longest."""
    ends = (at for at in range(len(why), 0, -1) if why[at : at + 1] in (" ", ":"))
    return next((why[:at] for at in ends if why[:at] in written), "")


def _first(waiting: deque[int], leads: Mapping[int, tuple[str, ...]]) -> list[int]:
    """The first of some amounts that is in no proposal yet, or the last of them; none of none."""
    while len(waiting) > 1 and leads.get(waiting[0]):
        waiting.popleft()
    return [*islice(waiting, 1)]


def _judged(amount: AmountProposal, leads: tuple[str, ...], asked: Mapping[str, Mapping[str, str]]) -> Mark:
    found = (asked.get(concern(amount.text, amount.place, one)) for one in amount.questions)
    questions = [row for row in found if row is not None]
    waiting = tuple(row["question"] for row in questions if row.get("status") in (None, "", "open"))
    why = f"{ROLES[amount.role]} ({amount.why})" if amount.why else ROLES[amount.role]
    if waiting:
        state = MarkState.ASKED
    elif leads:
        state = MarkState.TAKEN
    elif questions:
        state, why = MarkState.ASIDE, _ANSWERED
    elif amount.role is Role.ALLOCATION or (amount.role is Role.OTHER and amount.why == _LABELLED):
        state, why = MarkState.UNKNOWN, _NO_RECIPIENT
    elif not amount.why:
        state, why = MarkState.UNKNOWN, _NO_WORD
    else:
        state = MarkState.ASIDE
    return Mark(amount.start, amount.end, state, why, leads, waiting)


def _claims(block: TextBlock, begins: int, amounts: Sequence[Mark], tokens: Sequence[Token]) -> Iterator[Mark]:
    """What each number of a block that begins at `begins` of the flow may be, what is known best first."""
    text = block.shown
    at = len(text) - len(block.text)
    if _DIGITS.search(block.number):
        yield Mark(0, len(block.number), MarkState.ASIDE, _NUMBERED)
    for mark in amounts:
        yield replace(mark, start=mark.start - begins + at, end=mark.end - begins + at)
    for found in _KNOWN.finditer(text, at):
        yield Mark(*found.span(), MarkState.ASIDE, found.lastgroup or "")
    for token in tokens:
        why = _KINDS.get(token.kind)
        if token.kind == "count" and _NO_COUNT.match(block.text, token.end - begins):
            why = None
        state = MarkState.ASIDE if why else MarkState.UNKNOWN
        yield Mark(token.start - begins + at, token.end - begins + at, state, why or _NO_UNIT)
    for found in _DIGITS.finditer(text):
        yield Mark(*found.span(), MarkState.ASIDE, _ORDER)


def _apart(text: str, claims: Iterable[Mark]) -> list[Mark]:
    """`claims` in the order of `text`, each without what one before it has."""
    free = bytearray(b"\1") * len(text)
    made = []
    for mark in claims:
        at = free.find(1, mark.start, mark.end)
        while at >= 0:
            taken = free.find(0, at, mark.end)
            end = mark.end if taken < 0 else taken
            if (at, end) == (mark.start, mark.end) or _DIGITS.search(text, at, end):
                free[at:end] = bytes(end - at)
                made.append(replace(mark, start=at, end=end))
            at = free.find(1, end, mark.end)
    return sorted(made, key=lambda mark: mark.start)
