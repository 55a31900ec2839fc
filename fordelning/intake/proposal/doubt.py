"""What several amounts leave open together: questions that none of them raises by itself."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from .flow import Flow
from .judgement import Judged
from .proposal import ProposalQuestion, Role, Sum
from .section import Section

_DISPUTE = re.compile(r"tvist|fordran|skadestånd", re.IGNORECASE)
_SEVERAL = re.compile(
    r"\b(?:verksamheterna|nämnderna|förvaltningarna|bolagen|skolorna|enheterna|föreningarna)\b[^.;:]{0,80}"
    r"\b(?:får|tilldelas|tillförs|beviljas|avsätter|disponerar|erhåller|kompenseras)\b[^.;:]{0,40}$",
    re.IGNORECASE,
)
_TOGETHER = re.compile(
    r"\b(?:vardera|var för sig|var och en|sammanlagt|totalt|tillsammans|sammantaget|respektive)\b", re.IGNORECASE
)
_INVESTED, _RUNNING = re.compile("invester", re.IGNORECASE), re.compile(r"\bdrift", re.IGNORECASE)
_ENDS = re.compile(r"\s*(?:totalt|summa|sammanlagt|tillsammans)\b", re.IGNORECASE)
_REACH = 200


def doubts(flow: Flow, judged: Sequence[Judged], sums: Sequence[Sum]) -> list[Judged]:
    """`judged` with the questions that the amounts raise together."""
    made = list(judged)
    for find in (_years, _disputes, _several, _undivided, _kinds, _totals):
        for n, question in find(flow, judged, sums):
            amount = made[n].amount
            if all(one.about != question.about for one in amount.questions):
                made[n] = replace(made[n], amount=replace(amount, questions=(*amount.questions, question)))
    return made


Found = Iterator[tuple[int, ProposalQuestion]]


def _years(flow: Flow, judged: Sequence[Judged], sums: Sequence[Sum]) -> Found:
    """The total of parts whose year is asked for, and a limit without a year where the one after it has one."""
    for found in sums:
        if found.total is None or judged[found.total].section != Section.DECISION:
            continue
        asked = [q for n, _ in found.parts for q in judged[n].amount.questions if q.about == "år"]
        if asked:
            yield found.total, asked[0]
    limits = [
        (n, one) for n, one in enumerate(judged) if one.amount.role == Role.LIMIT and one.section == Section.DECISION
    ]
    said = {n for n, one in limits if any(str(year) in flow.text[slice(*one.sentence)] for year in one.amount.years)}
    for n, one in limits:
        if said and n not in said:
            yield n, ProposalQuestion("år", "Vilket år gäller beloppet?", tuple(map(str, one.amount.years)))


def _disputes(flow: Flow, judged: Sequence[Judged], sums: Sequence[Sum]) -> Found:
    """What is disputed, in a decision that does not say what is paid."""
    for n, one in enumerate(judged):
        if one.section == Section.DECISION and one.amount.role == Role.OTHER and _DISPUTE.search(_lead(flow, one)):
            yield (
                n,
                ProposalQuestion("roll", "Är det vad som betalas, eller vad som är tvistigt?", ("betalas", "tvistigt")),
            )


def _several(flow: Flow, judged: Sequence[Judged], sums: Sequence[Sum]) -> Found:
    """An amount for all of several, of whom none is named: each of them, or together."""
    for n, one in enumerate(judged):
        said = flow.text[slice(*one.sentence)]
        if _SEVERAL.search(_lead(flow, one)) and not _TOGETHER.search(said) and one.section != Section.LOST:
            text = "Gäller beloppet för var och en av dem, eller för alla tillsammans?"
            yield n, ProposalQuestion("nämnd", text, ("var och en", "tillsammans"))


def _undivided(flow: Flow, judged: Sequence[Judged], sums: Sequence[Sum]) -> Found:
    """What several are given together, and nothing divides."""
    divided = {found.total for found in sums}
    for n, one in enumerate(judged):
        together = one.amount.role == Role.TOTAL and len(one.amount.shares) > 1 and one.section == Section.DECISION
        if together and n not in divided and not one.in_table:
            yield n, ProposalQuestion("nämnd", "Hur mycket av beloppet får var och en av dem?")


def _kinds(flow: Flow, judged: Sequence[Judged], sums: Sequence[Sum]) -> Found:
    """A total that is called investment, of parts that are called running costs."""
    for found in sums:
        if found.total is None or not _INVESTED.search(_sentence(flow, judged[found.total])):
            continue
        running = [n for n, _ in found.parts if _RUNNING.search(_sentence(flow, judged[n]))]
        if running and not _RUNNING.search(_sentence(flow, judged[found.total])):
            for n in (found.total, running[0]):
                yield (
                    n,
                    ProposalQuestion(
                        "roll", "Är pengarna till drift eller till investering?", ("drift", "investering")
                    ),
                )


def _totals(flow: Flow, judged: Sequence[Judged], sums: Sequence[Sum]) -> Found:
    """The total under a list of what is given that the list does not come to."""
    for n, one in enumerate(judged):
        if one.amount.role != Role.TOTAL or one.in_table or not _ENDS.match(_sentence(flow, one)):
            continue
        above: list[int] = []
        for m in range(n - 1, -1, -1):
            other = judged[m]
            if other.amount.role != Role.ALLOCATION or other.decision != one.decision or other.amount.kronor is None:
                break
            above.append(m)
        known = sum(
            (judged[m].amount.kronor or 0) * judged[m].amount.shares[0][1] for m in above if judged[m].amount.shares
        )
        if len(above) > 1 and one.amount.kronor and known != one.amount.kronor:
            added, said = (f"{kronor:,}".replace(",", " ") for kronor in (known, one.amount.kronor))
            text = f"Raderna ger tillsammans {added} kr, men summan är {said} kr. Vilket är rätt?"
            yield n, ProposalQuestion("summan", text)


def _lead(flow: Flow, one: Judged) -> str:
    return flow.text[max(one.sentence[0], one.amount.start - _REACH) : one.amount.start]


def _sentence(flow: Flow, one: Judged) -> str:
    return flow.text[slice(*one.sentence)]
