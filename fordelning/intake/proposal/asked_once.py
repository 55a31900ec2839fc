"""A question that the amounts of a table or a list raise alike: it is one for all of them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from .judgement import Judged
from .proposal import ProposalQuestion, Role

_WHOLE = ("år", "enhet")  # what a table or a list has one answer to


def asked_once(judged: Sequence[Judged]) -> list[Judged]:
    """`judged` where the amounts of a table or a list that ask the same share the question."""
    made = list(judged)
    for those in _together(judged):
        asked: dict[ProposalQuestion, list[int]] = defaultdict(list)
        for n in those:
            for question in judged[n].amount.questions:
                if question.about in _WHOLE or question.text.startswith("Är kolumnen"):
                    asked[question].append(n)
        for question, amounts in asked.items():
            first = judged[amounts[0]].amount
            text = question.text.replace("beloppet", "beloppen")
            shared = replace(question, text=text, first=(first.text, first.place))
            for n in amounts if len(amounts) > 1 else ():
                questions = tuple(shared if one == question else one for one in made[n].amount.questions)
                made[n] = replace(made[n], amount=replace(made[n].amount, questions=questions))
    return made


def _together(judged: Sequence[Judged]) -> Iterator[list[int]]:
    """The amounts (their indexes) of each table, and of each list with its sum."""
    those: list[int] = []
    for n, one in enumerate(judged):
        last = judged[n - 1] if n else None
        if not last or not (_is_of(one, last) if one.in_table else _is_listed(one, last)):
            yield those
            those = []
        those.append(n)
    yield those


def _is_of(one: Judged, last: Judged) -> bool:
    return last.in_table and last.block == one.block


def _is_listed(one: Judged, last: Judged) -> bool:
    own = one.amount.why == "lista" or (one.amount.role == Role.TOTAL and one.amount.why == "totalt")
    return own and last.amount.why == "lista" and one.block - last.block <= 1
