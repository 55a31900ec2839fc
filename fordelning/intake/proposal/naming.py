"""The pots and measures of amounts, as the document calls them: by their sentence, the decision or its title."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from fordelning.source.passage import Passage
from fordelning.source.reading.block import BlockKind

from .clause import clauses
from .flow import Flow
from .judgement import Judged
from .pot_name import kind_of_money, pot_name, spread_in
from .proposal import Role
from .purpose import called, meant_for, measure_before, measure_beside, measure_name, of_order, of_pot, of_row, reason
from .section import Section
from .title import of_title

_SECTION = re.compile(  # what stands before a title or after it
    r"^\W*(?:[A-ZÅÄÖ]{2,4}\s+)?§\s*\d+\s*|\b(?:Dnr|Diarienummer|Ärendenummer)\b[^\n]*|\s*\bFörslag till beslut\b.*",
    re.DOTALL,
)
_DEFINITE = re.compile(r"(\w+?)(?:et|en|len)")
_TITLED = (BlockKind.HEADING, BlockKind.PARAGRAPH)
_LONGEST_TITLE = 200
_REACH = 600


class Naming:
    """The names in a flow. `sections` are where its sections begin."""

    def __init__(self, flow: Flow, sections: Sequence[tuple[int, Section]], judged: Sequence[Judged]):
        self.flow, self.sections, self.judged = flow, sections, judged
        self.starts = [start for start, _ in sections]
        self.at = [one.amount.start for one in judged]
        self.given = [one.amount.start for one in judged if one.amount.role == Role.ALLOCATION]
        self.other: dict[int | None, list[Judged]] = defaultdict(list)  # what is asked for or ordered, by its kronor
        self.blocks: dict[int, list[Judged]] = defaultdict(list)
        self.in_table: dict[int | None, set[str]] = defaultdict(set)  # what a table calls an amount, by its number
        for one in judged:
            self.blocks[one.block].append(one)
            if one.in_table and one.amount.role == Role.REPEAT and one.amount.measure:
                self.in_table[one.amount.same].add(one.amount.measure)
            if one.amount.role in (Role.REQUEST, Role.OTHER):
                self.other[one.amount.kronor].append(one)
        self.told = list(self._told())
        self.titles = list(self._titles())

    def named(self) -> list[Judged]:
        """The amounts that were judged; those that are given have the names of their pot and measure."""
        return [self._named(n) if one.amount.role == Role.ALLOCATION else one for n, one in enumerate(self.judged)]

    def _named(self, n: int) -> Judged:
        one = self.judged[n]
        titled, measure = self._of_title(one)
        pot = self._pot(one)
        definite = _DEFINITE.fullmatch(pot)  # "bidraget", where the title has it in full
        if not pot or (definite and definite[1].casefold() in titled.casefold()):
            pot = titled
        alike = self.in_table[n]
        measure = self._measure(n) or (min(alike) if len(alike) == 1 else "") or measure or of_pot(pot)
        return replace(one, amount=replace(one.amount, pot=pot, measure=measure))

    def _pot(self, one: Judged) -> str:
        """Its own; of money that is only given, what the decision says of all, too."""
        amount, text = one.amount, self.flow.text
        start, end = self._around(one)
        own = amount.pot or ("" if one.in_table else self._said(one))
        if own or any(sign < 0 for _, sign in amount.shares):
            return own
        told = [(at, pot) for at, decision, pot in self.told if decision == one.decision]
        after = [pot for at, pot in told if at > amount.start]
        before = [pot for at, pot in told if at < amount.start]
        said = (after[:1] or before[-1:] or [""])[0]
        if said or one.in_table:
            return said
        last = self.judged[bisect_left(self.at, end) - 1].amount  # "2 mnkr till A och 1 mnkr till B i driftbidrag"
        lead = text[start : amount.start]
        return kind_of_money(lead, text[amount.end : end]) or kind_of_money("", text[last.end : end])

    def _measure(self, n: int) -> str:
        """Its own, or that of the amounts that it shares its sentence with."""
        one = self.judged[n]
        amount, text = one.amount, self.flow.text
        if one.in_table:
            return amount.measure or self._of_row(one)
        if amount.measure:
            return amount.measure
        start, end = self._around(one)
        inside = self.judged[bisect_left(self.at, start) : bisect_left(self.at, end)]
        later = [other.amount for other in inside if other.amount.start > amount.start]
        until = later[0].start if later else end
        own = measure_name(text[amount.end : until]) or ("" if later else measure_beside(text[amount.end : end]))
        shared = bool(later) and later[-1].role != Role.PART
        last = measure_name(text[later[-1].end : end]) if shared else ""
        first = inside[0].amount
        total = measure_name(text[first.end : inside[1].amount.start]) if first.role == Role.TOTAL and later else ""
        following = text[end : self.flow.span(self.flow.number(amount.start))[1]]
        return (
            own
            or last
            or total
            or measure_before(text[start : amount.start])
            or reason(text[start : first.start])
            or meant_for(following)
            or reason(text[amount.end : end])
            or called(text[start : amount.start], text[amount.end : until])
            or self._asked(one)
        )

    def _around(self, one: Judged) -> tuple[int, int]:
        start, end = one.sentence
        return max(start, one.amount.start - _REACH), min(end, one.amount.end + _REACH)

    def _said(self, one: Judged) -> str:
        start, end = self._around(one)
        text = self.flow.text
        first = self.at[bisect_left(self.at, start)]
        return pot_name(text[start:end], text[start:first], text[start : one.amount.start])

    def _asked(self, one: Judged) -> str:
        """What somebody has asked for the same amount for, or has been told to use it for."""
        text = self.flow.text
        for other in self.other[one.amount.kronor]:
            start, end = self._around(other)
            asked = measure_name(text[other.amount.end : end]) if other.amount.role == Role.REQUEST else ""
            ordered = of_order(text[start : other.amount.start]) if other.amount.why == "uppdrag" else ""
            if asked or ordered:
                return asked or ordered
        return ""

    def _of_row(self, one: Judged) -> str:
        """What the block after a table of one row says."""
        inside = self.blocks[one.block]
        given = (other for other in inside if other.amount.role == Role.ALLOCATION)
        if len(list(islice(given, 2))) > 1:
            return ""
        number = self.flow.number(max(other.amount.start for other in inside)) + 1
        if number == len(self.flow.blocks):
            return ""
        return of_row(self.flow.blocks[number].text)

    def _told(self) -> Iterator[tuple[int, int, str]]:
        """Where a sentence of a decision that gives nothing says what pays, with the number of its section."""
        for block, start in zip(self.flow.blocks, self.flow.starts, strict=True):
            number = bisect_right(self.starts, start) - 1
            if self.sections[number][1] != Section.DECISION or block.kind == BlockKind.CELL:
                continue
            for sentence in clauses(Passage("text", start, start + len(block.text), 0), self.flow.text):
                gives = bisect_left(self.given, sentence.start) < bisect_left(self.given, sentence.end)
                said = self.flow.text[sentence.start : sentence.end]
                if not gives and (pot := pot_name(said, "", "") or spread_in(said)):
                    yield sentence.start, number, pot

    def _titles(self) -> Iterator[tuple[int, tuple[str, str]]]:
        """Where a title names money or its purpose, and the names: a short block, or a line of it."""
        for block, start in zip(self.flow.blocks, self.flow.starts, strict=True):
            title = _SECTION.sub("", block.text).strip()
            short = title and len(title) <= _LONGEST_TITLE and title[-1] not in ".,:"
            if block.kind not in _TITLED or not short or self.flow.within(start, start + len(block.text)):
                continue
            found = (of_title(said) for said in (" ".join(title.split()), *title.split("\n")))
            if names := next(filter(any, found), None):
                yield start, names

    def _of_title(self, one: Judged) -> tuple[str, str]:
        """The names in the last title before an amount that has any."""
        if any(sign < 0 for _, sign in one.amount.shares):
            return "", ""
        at = bisect_right(self.titles, one.amount.start, key=lambda title: title[0]) - 1
        return self.titles[at][1] if at >= 0 else ("", "")
