"""The sums that the structure of a document states: a total and its parts in a sentence, a list, under a heading."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby

from fordelning.source.reading.block import BlockKind

from .flow import Flow
from .judgement import Judged
from .proposal import AmountProposal, Role, Sum
from .role import COMPONENT, DIVIDED, FOLLOWED

HEADED = "rubrik"  # a heading's amount is the sum of what stands under it
_SOME = re.compile(
    r"\b(?:varav|därav|i ett första|första (?:skede|steg)|hittills|bland annat|däribland)\b", re.IGNORECASE
)
_ASKED = re.compile(r"ansök|äsk|begär|sökt|önska|yrka", re.IGNORECASE)
_TIMES = re.compile(r"\s*\((?:motsvarande\s+)?([0-9]+(?:,[0-9]+)?)\s+prisbasbelopp", re.IGNORECASE)
_COLON = re.compile(r":\s*$")
_MARK = re.compile(r"\s*([⁰¹²³⁴-⁹]+)")
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_MOST = 50  # parts of a sum in a sentence
_PARTS = (Role.ALLOCATION, Role.PART, Role.PLAN, Role.SOURCE, Role.OTHER, Role.REPEAT)


def sums(flow: Flow, judged: Sequence[Judged]) -> Iterator[Sum]:
    """The sums of the prose, each with its total first; what comes out by chance is none of them."""
    yield from _of_sentences(flow, judged)
    yield from _of_lists(flow, judged)
    yield from _of_headings(flow, judged)
    yield from _of_notes(flow, judged)
    yield from _of_all(flow, judged)
    yield from _of_boards(judged)
    yield from _products(flow, judged)


def _of_sentences(flow: Flow, judged: Sequence[Judged]) -> Iterator[Sum]:
    """A total and its parts, a transfer that gives and takes the same, and an order to hand on what is given."""
    numbered = [(n, one) for n, one in enumerate(judged) if not one.in_table]
    for _, group in groupby(numbered, key=lambda pair: pair[1].sentence):
        inside = list(group)
        moved = [n for n, one in inside if {sign for _, sign in one.amount.shares} == {1, -1} and _gives(one)]
        if moved:
            yield Sum("net", None, tuple((n, 1) for n in moved), "från en till en annan")
        for at, (n, one) in enumerate(inside):
            rest = [(m, other.amount) for m, other in inside[at + 1 : at + _MOST] if other.amount.role in _PARTS]
            if not rest or one.amount.kronor is None:
                continue
            between = flow.text[one.amount.end : rest[0][1].start]
            known = sum((part.kronor or 0) * part.times for _, part in rest)
            parts = tuple((m, part.times) for m, part in rest)
            components = all(part.why == COMPONENT for _, part in rest)
            if (one.amount.why == FOLLOWED or components) and known == one.amount.kronor:
                yield Sum("sum", n, parts, "följs av sina delar")
            elif _SOME.search(between) and known < one.amount.kronor:
                yield Sum("part", n, parts, "varav")
    for n, one in enumerate(judged[:-1]):
        after = judged[n + 1]
        same = one.amount.kronor == after.amount.kronor and one.block == after.block and _gives(after)
        if one.amount.why == "uppdrag" and same:
            yield Sum("same", n + 1, ((n, 1),), "uppdraget och pengarna till det")


def _of_lists(flow: Flow, judged: Sequence[Judged]) -> Iterator[Sum]:
    """The last amount before a colon, and the amounts of the list below it."""
    by_block = _by_block(judged)
    for number, inside in by_block.items():
        if not _COLON.search(flow.blocks[number].text):
            continue
        parts: list[int] = []
        for below in range(number + 1, len(flow.blocks)):
            if flow.blocks[below].kind not in (BlockKind.ITEM, BlockKind.POINT):
                break
            parts += by_block.get(below, [])[:1]
        yield from _found(judged, inside[-1:], parts, "lista")


def _of_headings(flow: Flow, judged: Sequence[Judged]) -> Iterator[Sum]:
    """The amount of a heading, or of the lines before the first of them, and the entries under it."""
    heads: list[int] = []
    entries: list[int] = []
    for n, one in enumerate(judged):
        kind = flow.blocks[one.block].kind
        if kind == BlockKind.FOOTNOTE:
            continue
        if one.entry:
            entries.append(n)
        elif entries and kind == BlockKind.HEADING:
            yield from _found(judged, heads, entries, HEADED)
            heads, entries = [n], []
        elif not entries and (kind == BlockKind.HEADING or one.amount.role in (Role.SOURCE, Role.TOTAL)):
            heads.append(n)
    yield from _found(judged, heads, entries, HEADED)


def _of_notes(flow: Flow, judged: Sequence[Judged]) -> Iterator[Sum]:
    """The total of a footnote: the amount that has its mark, and what the footnote adds, where that is given."""
    marked: dict[str, int] = {}
    given = {one.amount.kronor: n for n, one in enumerate(judged) if one.entry and _gives(one)}
    for n, one in enumerate(judged):
        if one.entry and (mark := _MARK.match(flow.text, one.amount.end)):
            marked[mark[1].translate(_DIGITS)] = n
    for number, inside in _by_block(judged).items():
        block = flow.blocks[number]
        if block.kind == BlockKind.FOOTNOTE and len(inside) > 1 and block.number in marked:
            added = [given.get(judged[n].amount.kronor, n) for n in inside[1:]]
            yield from _found(judged, inside[:1], [marked[block.number], *added], "fotnot")


def _of_all(flow: Flow, judged: Sequence[Judged]) -> Iterator[Sum]:
    """The total of all that is given, of its rows and of the totals of the boards."""
    given = [n for n, one in enumerate(judged) if _gives(one)]
    boards = [
        n for n, one in enumerate(judged) if one.amount.role == Role.TOTAL and one.amount.shares and not one.in_table
    ]
    boards = [n for n in boards if judged[n].amount.why.endswith(DIVIDED)]
    seen: set[int | None] = set()
    for n, one in enumerate(judged):
        said = flow.text[slice(*one.sentence)]
        total = one.amount.role == Role.TOTAL and not one.in_table and n not in boards
        if not total or one.amount.kronor in seen or _ASKED.search(said):
            continue
        for parts in (given, boards):
            for found in _found(judged, [n], parts, "totalt"):
                seen.add(one.amount.kronor)
                yield found


def _of_boards(judged: Sequence[Judged]) -> Iterator[Sum]:
    """The total of each board, where its rows are given apart."""
    rows: dict[object, list[int]] = defaultdict(list)
    for n, one in enumerate(judged):
        if _gives(one) and (one.entry or one.in_table):
            rows[one.amount.shares].append(n)
    for n, one in enumerate(judged):
        if one.amount.why.endswith(DIVIDED):
            yield from _found(judged, [n], rows[one.amount.shares], "nämndens summa")


def _products(flow: Flow, judged: Sequence[Judged]) -> Iterator[Sum]:
    """An amount that is said to be so many base amounts, where what one is stands in the document."""
    base = next((n for n, one in enumerate(judged) if one.amount.why.lower().startswith("prisbasbelopp")), None)
    if base is None or not (unit := judged[base].amount.kronor):
        return
    for n, one in enumerate(judged):
        found = _TIMES.match(flow.text, one.amount.end)
        factor = Fraction(found[1].replace(",", ".")) if found else 0
        if found and one.amount.kronor == factor * unit:
            yield Sum("product", n, ((base, factor),), "antal prisbasbelopp")


def _gives(one: Judged) -> bool:
    return one.amount.role == Role.ALLOCATION and one.amount.kronor is not None


def _by_block(judged: Sequence[Judged]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for n, one in enumerate(judged):
        if not one.in_table:
            found[one.block].append(n)
    return found


def _found(judged: Sequence[Judged], totals: Sequence[int], parts: Sequence[int], why: str) -> Iterator[Sum]:
    """The first of `totals` that two parts or more add up to."""
    amounts: list[AmountProposal] = [judged[n].amount for n in parts]
    if len(parts) < 2:
        return
    known = sum((a.kronor or 0) * a.times * (a.shares[0][1] if len(a.shares) == 1 else 1) for a in amounts)
    for n in totals:
        if judged[n].amount.kronor == known and n not in parts:
            yield Sum("sum", n, tuple((m, a.times) for m, a in zip(parts, amounts, strict=True)), why)
            return
