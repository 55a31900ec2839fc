"""What a document tells of its amounts besides giving them: again, in parts, what they are taken of, another year."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from fordelning.source.reading.block import BlockKind

from .flow import Flow
from .judgement import Judged
from .proposal import AmountProposal, Role, Sum
from .role import COMPONENT
from .section import Section

TAKEN_OF, LEFT = "räcker till", "blir kvar"  # what is given is taken of the one, and leaves the other
_LEFT = re.compile(r"\b(?:återstå|kvarstå|resterande\b|kvar\b|resten\b)", re.IGNORECASE)
_MOST = 20  # amounts of a passage


def retold(flow: Flow, judged: list[Judged], sums: Sequence[Sum], names: Mapping[str, str]) -> list[Judged]:
    """`judged` with the roles that the rows tell: they are all there, and no row comes of this."""
    telling = _Telling(flow, judged, sums, names)
    made, found = list(judged), set[int]()
    for n, role, why, same in telling.told():
        if n in found:
            continue
        found.add(n)
        amount = judged[n].amount
        made[n] = replace(judged[n], amount=replace(amount, role=role, why=why, same=same, shares=()))
    return made


_Told = tuple[int, Role, str, int | None]


class _Telling:
    def __init__(self, flow: Flow, judged: Sequence[Judged], sums: Sequence[Sum], names: Mapping[str, str]):
        self.flow, self.judged, self.names = flow, judged, names
        self.rows: dict[int | None, list[int]] = defaultdict(list)  # by their kronor
        self.totals: dict[int | None, list[int]] = defaultdict(list)
        self.given: dict[str, int] = defaultdict(int)  # kronor of each pot
        for n, one in enumerate(judged):
            if one.amount.role == Role.ALLOCATION and one.amount.kronor and len(one.amount.shares) == 1:
                self.rows[one.amount.kronor].append(n)
                self.given[one.amount.pot] += one.amount.kronor * one.amount.shares[0][1]
        for found in sums:
            if found.total is not None and found.kind == "sum":
                self.totals[judged[found.total].amount.kronor].append(found.total)
        added = [found for found in sums if found.kind != "same"]  # that is what is told again
        self.summed = {n for found in added for n in (found.total, *(part for part, _ in found.parts))}
        self.years = {year for its in self.rows.values() for n in its for year in judged[n].amount.years}

    def told(self) -> Iterator[_Told]:
        """The numbers of the amounts with the roles that they are found to have."""
        free = [n for n in range(len(self.judged)) if self._is_free(n)]
        for ns in ([n for n in free if self.judged[n].block == block] for block in dict.fromkeys(self._blocks(free))):
            yield from self._left(ns[:_MOST])
        for _, group in groupby(free, key=lambda n: self.judged[n].sentence):
            yield from self._parts(list(group))
        for n in free:
            if (same := self._again(n)) is not None:
                yield n, Role.REPEAT, self.judged[n].amount.why, same
        for n, one in enumerate(self.judged):
            past = self.years and one.amount.years and max(one.amount.years) < min(self.years)
            told = one.amount.role in (Role.OTHER, Role.SOURCE)
            if past and (told or (one.amount.role == Role.TOTAL and one.section != Section.DECISION)):
                yield n, Role.BACKGROUND, "tidigare år", None

    def _blocks(self, free: Sequence[int]) -> Iterator[int]:
        return (self.judged[n].block for n in free)

    def _is_free(self, n: int) -> bool:
        """Whether nothing else is made of an amount."""
        one = self.judged[n]
        told = one.amount.role in (Role.OTHER, Role.SOURCE)
        told = told or (one.amount.role == Role.TOTAL and one.section != Section.DECISION)
        return bool(
            told and not one.in_table and n not in self.summed and not one.amount.questions and one.amount.kronor
        )

    def _again(self, n: int) -> int | None:
        """The row, or the total, that an amount tells again: by whom or what it is for."""
        one = self.judged[n]
        if one.amount.role == Role.SOURCE:
            return None
        said = self._said(one)
        rows = [m for m in self.rows[one.amount.kronor] if self._is_about(self.judged[m].amount, one.amount, said)]
        whole = [] if one.amount.why or one.amount.shares else self.totals[one.amount.kronor]
        found = rows if len(rows) == 1 else whole[:1]
        return next((m for m in found if self.judged[m].amount.years == one.amount.years), None)

    def _parts(self, ns: Sequence[int]) -> Iterator[_Told]:
        """The amounts of a sentence that together are a row, of whom or what it is about."""
        amounts = [self.judged[n].amount for n in ns]
        if len(ns) < 2 or any(one.why or one.role != Role.OTHER for one in amounts):
            return
        said = self._said(self.judged[ns[0]])
        whole = self.rows[sum(one.kronor or 0 for one in amounts)]
        if any(self._is_about(self.judged[m].amount, one, said) for m in whole for one in amounts[:1]):
            yield from ((n, Role.PART, COMPONENT, None) for n in ns)

    def _left(self, ns: Sequence[int]) -> Iterator[_Told]:
        """What there is, and what is left of it when all that is given, or what is of a pot, has been taken."""
        given = {*self.given.values(), sum(self.given.values())}
        for n in ns:
            rest = self.judged[n].amount.kronor or 0
            if not _LEFT.search(self.flow.text[slice(*self.judged[n].sentence)]):
                continue
            for m in ns:
                if m != n and (self.judged[m].amount.kronor or 0) - rest in given:
                    yield m, Role.SOURCE, TAKEN_OF, None
                    yield n, Role.SOURCE, LEFT, None
                    return

    def _said(self, one: Judged) -> str:
        """The sentence of an amount, and the heading that it stands under."""
        heading = next((b.text for b in self.flow.blocks[one.block :: -1] if b.kind == BlockKind.HEADING), "")
        return f"{heading} {self.flow.text[slice(*one.sentence)]}".casefold()

    def _is_about(self, row: AmountProposal, amount: AmountProposal, said: str) -> bool:
        """Whether an amount is of whom a row is for, or what is `said` about it names that, or what it is for."""
        board = self.names.get(row.shares[0][0], "")
        return row.shares == amount.shares or any(name and name.casefold() in said for name in (board, row.measure))
