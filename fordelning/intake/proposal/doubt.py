"""What several amounts leave open together: questions that none of them raises by itself."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise, takewhile

from fordelning.source.direction import direction
from fordelning.source.reading.block import BlockKind

from .flow import Flow
from .judgement import Judged
from .proposal import ProposalQuestion, Role, Sum
from .section import Section

_DISPUTE = re.compile(r"tvist|fordran|skadestånd", re.IGNORECASE)
_ALL = r"\b(?:verksamheterna|\w*nämnderna|förvaltningarna|bolagen|skolorna|enheterna|föreningarna)\b"
_GET = r"\b(?:får|tilldelas|tillförs|beviljas|avsätter|disponerar|erhåller|kompenseras)\b"
_SEVERAL = re.compile(
    rf"{_ALL}(?:(?!\bså att\b)[^.;:]){{0,80}}{_GET}[^.;:]{{0,40}}$|{_GET}\s+(?:\w+\s+)?{_ALL}[^.;:,\d]{{0,60}}$",
    re.IGNORECASE,
)
_TOGETHER = re.compile(
    r"\b(?:vardera|var för sig|var och en|sammanlagt|totalt|tillsammans|sammantaget|respektive)\b", re.IGNORECASE
)
_INVESTED, _RUNNING = re.compile("invester", re.IGNORECASE), re.compile(r"\bdrift", re.IGNORECASE)
_ENDS = re.compile(r"\s*(?:totalt|summa|sammanlagt|tillsammans)\b", re.IGNORECASE)
_ADDED = re.compile(  # between two amounts of one recipient that both are given
    r"\b(?:och|samt|jämte|liksom|dels|respektive|därtill|dessutom|därutöver|ytterligare|även|plus|varav|men)\b|[;:\n•+/]"
    r"|,\s*(?:(?:för|till|åt)\s+)?(?:(?!\w+(?:as|es)\s)[^\s,]+\s+){0,2}$",
    re.IGNORECASE,
)
_ADDS = re.compile(r"\b(?:totalt|summa|sammanlagt|tillsammans|sammantaget)\s*$", re.IGNORECASE)
_FRAME = re.compile(r"\b\w*(?:ram|budget)(?:en)?\s+(?:(?:för|under)\s+[^.;,]{1,40}?\s)?(?:på|om|av)\s*$", re.IGNORECASE)
_APPROVED = re.compile(  # what is asked for, in a decision without the amount of it
    r"\b(?:framställ(?:an|ningen)|ansökan|begäran|hemställan|äskandet|önskemålet)\s+(?:\S+\s+){0,4}?(?:bifalls|beviljas|godkänns)"
    r"|\b(?:bifall|bevilja|godkän)\w*\s+(?:\S+\s+){0,3}?(?:framställ(?:an|ningen)|ansökan|begäran|hemställan|äskandet)\b",
    re.IGNORECASE,
)
_REACH = 200  # letters before an amount

Found = Iterator[tuple[int, ProposalQuestion]]


def doubts(
    flow: Flow, judged: Sequence[Judged], sums: Sequence[Sum], begun: Sequence[tuple[int, Section]]
) -> list[Judged]:
    """`judged` with the questions that the amounts raise together."""
    made = list(judged)
    together = (
        *_years(flow, judged, sums),
        *_disputes(flow, judged),
        *_several(flow, judged),
        *_beside(flow, judged),
        *_inside(judged),
        *_added(flow, judged),
        *_ways(flow, judged),
        *_frames(flow, judged),
        *_undivided(judged, sums),
        *_kinds(flow, judged, sums),
        *_totals(flow, judged),
        *_approved(flow, judged, begun),
    )
    for n, question in together:
        amount = made[n].amount
        if all(one.about != question.about for one in amount.questions):
            made[n] = replace(made[n], amount=replace(amount, questions=(*amount.questions, question)))
    return made


def _years(flow: Flow, judged: Sequence[Judged], sums: Sequence[Sum]) -> Found:
    """The total of parts whose year is asked for, and a limit without a year where another one has it."""
    for found in sums:
        asked = [q for n, _ in found.parts for q in judged[n].amount.questions if q.about == "år"]
        if asked and found.total is not None and judged[found.total].section == Section.DECISION:
            yield found.total, asked[0]
    decided = [n for n, one in enumerate(judged) if one.section == Section.DECISION]
    limits = {n: judged[n].amount.years for n in decided if judged[n].amount.role == Role.LIMIT}
    dated = {n for n in limits if any(str(year) in _sentence(flow, judged[n]) for year in limits[n])}
    for n in sorted(limits.keys() - dated) if dated else ():
        yield n, ProposalQuestion("år", "Vilket år gäller beloppet?", tuple(map(str, limits[n])))


def _disputes(flow: Flow, judged: Sequence[Judged]) -> Found:
    """What is disputed, in a decision that does not say what is paid."""
    for n, one in enumerate(judged):
        if one.section == Section.DECISION and one.amount.role == Role.OTHER and _DISPUTE.search(_lead(flow, one)):
            text = "Är det vad som betalas, eller vad som är tvistigt?"
            yield n, ProposalQuestion("roll", text, ("betalas", "tvistigt"))


def _several(flow: Flow, judged: Sequence[Judged]) -> Found:
    """An amount for all of several, of whom none is named: each of them, or together."""
    for n, one in enumerate(judged):
        said = _TOGETHER.search(_sentence(flow, one))
        if _SEVERAL.search(_lead(flow, one)) and not said and one.section != Section.LOST:
            text = "Gäller beloppet för var och en av dem, eller för alla tillsammans?"
            yield n, ProposalQuestion("nämnd", text, ("var och en", "tillsammans"))


def _beside(flow: Flow, judged: Sequence[Judged]) -> Found:
    """Two amounts of one recipient in a sentence that does not add the one to the other."""
    for n, (one, other) in enumerate(pairwise(judged)):
        alike = one.amount.shares == other.amount.shares and one.amount.years == other.amount.years
        both = (
            alike
            and one.amount.kronor != other.amount.kronor
            and one.sentence == other.sentence
            and _is_row(one)
            and _is_row(other)
        )
        if both and not _ADDED.search(flow.text, one.amount.end, other.amount.start):
            text = "Gäller båda beloppen, eller nämns det här för jämförelse?"
            yield from ((m, ProposalQuestion("roll", text, ("ja", "nej"))) for m in (n, n + 1))


def _inside(judged: Sequence[Judged]) -> Found:
    """An amount of somebody who gets the first of those after it in its block, which together are as much."""
    numbered = [(n, one) for n, one in enumerate(judged) if not one.in_table]
    for _, group in groupby(numbered, key=lambda pair: pair[1].block):
        inside = list(group)
        for at, (n, one) in enumerate(inside):
            after = [other.amount for _, other in takewhile(lambda pair: _is_row(pair[1]), inside[at + 1 :])]
            own = _is_row(one) and len(after) > 1 and after[0].shares == one.amount.shares
            if own and sum(amount.kronor or 0 for amount in after) == one.amount.kronor:
                text = "Är beloppet summan av dem som följer, och ingen egen rad?"
                yield n, ProposalQuestion("roll", text, ("ja", "nej"))


def _added(flow: Flow, judged: Sequence[Judged]) -> Found:
    """What somebody gets together in a sentence, to which what is given before it there does not come."""
    for n, (first, second, one) in enumerate(zip(judged, judged[1:], judged[2:], strict=False), 2):
        inside = first.sentence == second.sentence == one.sentence and all(map(_is_row, (first, second, one)))
        if inside and second.amount.shares == one.amount.shares and _ADDS.search(_lead(flow, one)):
            text = "Är beloppet summan av dem före det, och ingen egen rad?"
            yield n, ProposalQuestion("roll", text, ("ja", "nej"))


def _ways(flow: Flow, judged: Sequence[Judged]) -> Found:
    """An amount that the words since the one before it turn the other way: "får 1 mnkr men lämnar 400 tkr"."""
    way = 0
    for n, (one, other) in enumerate(pairwise(judged), 1):
        way = way if one.sentence == other.sentence else 0  # it holds for those after it too
        if one.sentence == other.sentence and _is_row(one) and _is_row(other):
            way = direction(flow.text[one.amount.end : other.amount.start]) or way
            if way and way != other.amount.shares[0][1]:
                text = "Är beloppet till den som nämns, eller från den?"
                yield n, ProposalQuestion("nämnd", text, ("till", "från"))


def _frames(flow: Flow, judged: Sequence[Judged]) -> Found:
    """The budget of somebody who gets money beside it: "tillförs 300 tkr … och har därmed en ram på 88 mnkr"."""
    rows = Counter(one.amount.shares for one in judged if _is_row(one))
    beside = Counter((one.amount.shares, one.sentence) for one in judged if _is_row(one))
    for n, one in enumerate(judged):
        others = rows[one.amount.shares] - beside[one.amount.shares, one.sentence]
        if _is_row(one) and others and _FRAME.search(_lead(flow, one)):
            yield n, ProposalQuestion("belopp", "Är beloppet ändringen, eller nivån efter den?", ("ändringen", "nivån"))


def _undivided(judged: Sequence[Judged], sums: Sequence[Sum]) -> Found:
    """What several are given together, and nothing divides, and what one is given "sammanlagt", and nothing else."""
    divided = {found.total for found in sums}
    rows = {share[0] for one in judged if _is_row(one) or one.in_table for share in one.amount.shares}
    for n, one in enumerate(judged):
        together = one.amount.role == Role.TOTAL and len(one.amount.shares) > 1 and one.section == Section.DECISION
        if together and n not in divided and not one.in_table:
            yield n, ProposalQuestion("nämnd", "Hur mycket av beloppet får var och en av dem?")
        alone = one.amount.role == Role.TOTAL and one.amount.why == "totalt" and len(one.amount.shares) == 1
        if alone and one.section == Section.DECISION and one.amount.shares[0][0] not in rows and n not in divided:
            text = "Är beloppet en egen rad, eller summan av andra?"
            yield n, ProposalQuestion("roll", text, ("egen rad", "summan"))


def _kinds(flow: Flow, judged: Sequence[Judged], sums: Sequence[Sum]) -> Found:
    """A total that is called investment, of parts that are called running costs."""
    for found in sums:
        if found.total is None or not _INVESTED.search(whole := _sentence(flow, judged[found.total])):
            continue
        running = [n for n, _ in found.parts if _RUNNING.search(_sentence(flow, judged[n]))]
        for n in (found.total, *running[:1]) if running and not _RUNNING.search(whole) else ():
            text = "Är pengarna till drift eller till investering?"
            yield n, ProposalQuestion("roll", text, ("drift", "investering"))


def _totals(flow: Flow, judged: Sequence[Judged]) -> Found:
    """The total under what is given, to which that does not come."""
    for n, one in enumerate(judged):
        note = flow.blocks[one.block].kind == BlockKind.FOOTNOTE
        if one.amount.role != Role.TOTAL or one.in_table or note or not _ENDS.match(_sentence(flow, one)):
            continue
        rows = (_is_row(other) and other.decision == one.decision for other in reversed(judged[:n]))
        above = judged[n - sum(1 for _ in takewhile(bool, rows)) : n]
        known = sum((other.amount.kronor or 0) * sign for other in above for _, sign in other.amount.shares)
        first = judged[n - len(above) - 1 : n - len(above)]  # nothing else stands among the rows of the decision
        alone = all(other.decision != one.decision or other.amount.role == Role.TOTAL for other in first)
        if alone and len(above) > 1 and one.amount.kronor and known != one.amount.kronor:
            added, said = (f"{kronor:,}".replace(",", " ") for kronor in (known, one.amount.kronor))
            text = f"Raderna ger tillsammans {added} kr, men summan är {said} kr. Vilket är rätt?"
            yield n, ProposalQuestion("summan", text)


def _approved(flow: Flow, judged: Sequence[Judged], begun: Sequence[tuple[int, Section]]) -> Found:
    """What somebody has asked for, and a decision without amounts approves."""
    if any(one.section == Section.DECISION for one in judged):
        return
    ends = (*(start for start, _ in begun[1:]), len(flow.text))
    spans = [(start, end) for (start, section), end in zip(begun, ends, strict=True) if section == Section.DECISION]
    if any(_APPROVED.search(flow.text, *span) for span in spans):
        text = "Beslutet bifaller begäran: är beloppet en tilldelning?"
        asked = (n for n, one in enumerate(judged) if one.amount.role == Role.REQUEST and one.amount.why != "avslås")
        yield from ((n, ProposalQuestion("roll", text, ("ja", "nej"))) for n in asked)


def _is_row(one: Judged) -> bool:
    given = one.amount.role == Role.ALLOCATION and one.amount.kronor is not None
    return given and not one.in_table and len(one.amount.shares) == 1


def _lead(flow: Flow, one: Judged) -> str:
    return flow.text[max(one.sentence[0], one.amount.start - _REACH) : one.amount.start]


def _sentence(flow: Flow, one: Judged) -> str:
    return flow.text[slice(*one.sentence)]
