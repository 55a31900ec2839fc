"""From a document that has been read to what is proposed."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from fordelning.case.record import Board
from fordelning.checks.mapping import ProofOutcome, solve
from fordelning.source.reading.block import BlockKind, Writing

from .asked_once import asked_once
from .bodies import named
from .doubt import doubts
from .flow import Flow
from .judgement import Judged, Judgement
from .naming import Naming
from .proposal import AmountProposal, DocumentProposal, ProposalQuestion, Role, RowProposal, Share, Sum, TextPlace
from .retelling import retold
from .role import DIVIDED
from .section import Section, sections
from .sums import HEADED
from .sums import sums as _sums

_BY_SUMS = ", nämnden följer av summorna"


def propose(writing: Writing, boards: Iterable[Board] = ()) -> DocumentProposal:
    """What `writing` proposes; `boards` are names that the user knows."""
    flow = Flow(writing)
    names, mentions = named(flow.text, boards)
    begun = sections(flow)
    judgement = Judgement(flow, mentions, begun)
    judged = sorted(judgement.judged(), key=lambda one: one.amount.start)
    judged = _noted(flow, _finer(_once(_divided(judged), any(section == Section.DECISION for _, section in begun))))
    for bodies in (judgement.recipients.bodies, *(table.bodies for table in judgement.tables)):
        names |= {key: name for key, name in bodies.items() if key not in names}
    amounts = [one.amount for one in judged]
    index = {amount.start: n for n, amount in enumerate(amounts)}
    stated = [found for table in judgement.tables for found in table.sums(lambda amount: index[amount.start])]
    stated += _sums(flow, judged)
    once = {(s.kind, None if s.total is None else amounts[s.total].kronor, frozenset(s.parts)): s for s in stated[::-1]}
    sums = sorted(once.values(), key=lambda one: one.parts)
    judged = doubts(flow, Naming(flow, begun, _with_pots(judged, sums, flow)).named(), sums, begun)
    judged = asked_once(retold(flow, judged, sums, names))
    again: dict[int | None, list[TextPlace]] = defaultdict(list)  # where each amount is said again
    for one in judged:
        again[one.amount.same].append(one.amount.place)
    rows = [row for n, one in enumerate(judged) for row in _rows(n, one.amount, names, again[n])]
    return DocumentProposal(
        flow, tuple(one.amount for one in judged), tuple(rows), tuple(sums), names, tuple(judgement.unread)
    )


def _with_pots(judged: list[Judged], sums: Iterable[Sum], flow: Flow) -> list[Judged]:
    """The parts of a heading's amount in the pot that the heading names: "Pott 1, trygga miljöer: 2 mnkr"."""
    made, given = list(judged), {n for n, one in enumerate(judged) if _gives(one)}
    for found in sums:
        parts = {n for n, _ in found.parts}
        if found.total is None or found.why != HEADED or not parts < given:
            continue
        whole = judged[found.total].amount
        block = bisect_right(flow.starts, whole.start) - 1
        start, end = flow.starts[block], flow.starts[block] + len(flow.blocks[block].text)
        name = " ".join(f"{flow.text[start : whole.start]} {flow.text[whole.end : end]}".split()).strip(" :,–-()")
        for n in parts:
            if name and not judged[n].amount.pot:
                made[n] = replace(judged[n], amount=replace(judged[n].amount, pot=name))
    return made


def _divided(judged: list[Judged]) -> list[Judged]:
    """The rows of a table instead of what the decision gives each board in all, where they are as much for every one.

    The others of its amounts are in the table too, as the same rows. Where they are not as much it is asked whether the
    table divides what the decision gives.
    """
    whole: dict[tuple[Share, tuple[int, ...]], list[int]] = defaultdict(list)
    parts: dict[tuple[Share, tuple[int, ...]], list[int]] = defaultdict(list)
    for n, one in enumerate(judged):
        amount = one.amount
        if _gives(one) and len(amount.shares) == 1 and (one.in_table or one.section == Section.DECISION):
            (parts if one.in_table else whole)[amount.shares[0], amount.years].append(n)
    kronor = [one.amount.kronor or 0 for one in judged]
    divided = whole.keys() == parts.keys() and all(
        len(found) == 1
        and kronor[found[0]] == sum(kronor[m] for m in parts[key])
        and not any(judged[n].amount.questions or judged[n].entry for n in (*found, *parts[key]))
        for key, found in whole.items()
    )
    made = list(judged)
    for key, found in whole.items():
        for n in found:
            one, amount, its = judged[n], judged[n].amount, parts.get(key, [])
            if divided and len(its) == 1:
                made[its[0]] = replace(judged[its[0]], amount=replace(judged[its[0]].amount, role=Role.REPEAT, same=n))
            elif divided:
                made[n] = replace(one, amount=replace(amount, role=Role.TOTAL, why=amount.why + DIVIDED))
                for m in its:
                    made[m] = replace(judged[m], section=one.section, decision=one.decision)
            elif kronor[n] not in {kronor[m] for m in its} and any(judged[m].decision == one.decision for m in its):
                text = "Är beloppet det som tabellen delar upp, och ingen egen rad?"
                asked = ProposalQuestion("roll", text, ("ja", "nej"))
                made[n] = replace(one, amount=replace(amount, questions=(*amount.questions, asked)))
    return made


def _once(judged: list[Judged], has_decision: bool) -> list[Judged]:
    """`judged` with each fact once: what the decision says, if there is one, goes before what is told of it."""
    first: dict[tuple[object, ...], int] = {}
    decided = [n for n, one in enumerate(judged) if _gives(one) and one.section == Section.DECISION]
    told = [n for n, one in enumerate(judged) if _gives(one) and one.section != Section.DECISION and not one.entry]
    for n in decided + told:
        one = judged[n]
        key = one.amount.kronor, one.amount.shares
        before = first.get(key)
        if before is None:
            if n in told and (decided or (has_decision and not one.in_table)):
                aside = ProposalQuestion(
                    "roll", "Står i texten men inte i beslutet: är det en tilldelning?", ("ja", "nej")
                )
                judged[n] = replace(one, amount=replace(one.amount, questions=(*one.amount.questions, aside)))
            first[key] = n
        elif one.section == Section.DECISION and judged[before].decision == one.decision:
            twice = ProposalQuestion("roll", "Samma nämnd och belopp två gånger: är det samma pengar?", ("ja", "nej"))
            judged[n] = replace(one, amount=replace(one.amount, questions=(*one.amount.questions, twice)))
        else:
            judged[n] = replace(one, amount=replace(one.amount, role=Role.REPEAT, same=before))
    return judged


def _noted(flow: Flow, judged: list[Judged]) -> list[Judged]:
    """`judged` with the amounts of footnotes that are given elsewhere as repeats of those."""
    given: dict[int | None, list[int]] = defaultdict(list)
    for n, one in enumerate(judged):
        if _gives(one) and one.entry:
            given[one.amount.kronor].append(n)
    for n, one in enumerate(judged):
        first = given[one.amount.kronor]
        note = flow.blocks[one.block].kind == BlockKind.FOOTNOTE and one.amount.role in (Role.OTHER, Role.PART)
        if note and len(first) == 1:
            judged[n] = replace(one, amount=replace(one.amount, role=Role.REPEAT, same=first[0]))
    return judged


def _gives(one: Judged) -> bool:
    return one.amount.role == Role.ALLOCATION and one.amount.kronor is not None


def _finer(judged: list[Judged]) -> list[Judged]:
    """The measures instead of the totals of the boards, where there is but one way to place them on the boards."""
    entries = [n for n, one in enumerate(judged) if one.entry and one.amount.kronor]
    decided = [
        n for n, one in enumerate(judged) if _gives(one) and one.section == Section.DECISION and n not in entries
    ]
    rest: dict[tuple[str, int], int] = defaultdict(int)
    for n in decided:
        if len(judged[n].amount.shares) != 1 or judged[n].amount.questions:
            return judged
        rest[judged[n].amount.shares[0]] += judged[n].amount.kronor or 0
    total = sum(rest.values())
    if not entries or not rest or total != sum(judged[n].amount.kronor or 0 for n in entries):
        return judged
    open_ = []
    for n in entries:
        if judged[n].amount.shares:
            rest[judged[n].amount.shares[0]] -= judged[n].amount.kronor or 0
        else:
            open_.append(n)
    left = [share for share, amount in rest.items() if amount]
    found = solve([judged[n].amount.kronor or 0 for n in open_], [rest[share] for share in left])
    if found.outcome != ProofOutcome.UNIQUE:
        return judged
    for n, board in zip(open_, found.boards, strict=True):
        why = judged[n].amount.why + _BY_SUMS
        amount = replace(judged[n].amount, role=Role.ALLOCATION, shares=(left[board],), why=why)
        judged[n] = replace(judged[n], amount=amount)
    for n in decided:
        judged[n] = replace(
            judged[n], amount=replace(judged[n].amount, role=Role.TOTAL, why=judged[n].amount.why + DIVIDED)
        )
    return judged


def _rows(n: int, one: AmountProposal, names: dict[str, str], again: Sequence[TextPlace]) -> list[RowProposal]:
    if one.role != Role.ALLOCATION or not one.kronor or not one.shares:
        return []
    if any(question.about == "nämnd" for question in one.questions):
        return []
    derived = one.why.endswith(_BY_SUMS)
    places = (one.place, *again)
    return [
        RowProposal(
            n, sign * one.kronor, names[board], one.pot, one.measure, one.years, places, one.why, one.questions, derived
        )
        for board, sign in one.shares
    ]
