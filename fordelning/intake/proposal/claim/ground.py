"""What claims are looked for in and tried against: a document, and the rows that are drafted from it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from fordelning.base.money import KRONOR, meant
from fordelning.case.case import MEASURE
from fordelning.case.record import Board
from fordelning.case.relation import RELATIONS
from fordelning.intake.proposal.flow import Flow
from fordelning.intake.proposal.proposal import AmountProposal, DocumentProposal, Role
from fordelning.intake.proposal.section import Section, sections
from fordelning.intake.proposal.sums import HEADED
from fordelning.source.board_name import mentions
from fordelning.source.passage import Passage, sentences
from fordelning.source.qualifier import word_before
from fordelning.source.reading.block import BlockKind

Row = Mapping[str, str]
Scope = dict[str, str]

_TOLD = (Role.SOURCE, Role.TOTAL, Role.REPEAT)  # of an amount that is not itself given
_NUMBER = re.compile(r"[−–-]?[0-9][0-9\s]*(?:,[0-9]+)?")
_SHORT = 5  # letters of a name that may be a word of any sentence
_NEAR = 40  # letters before a number where a word about it is looked for


@dataclass(frozen=True)
class Named:
    """Where the text names something that has rows, and the scope of those."""

    start: int
    end: int
    scope: tuple[str, str]


@dataclass(frozen=True)
class PotSection:
    """Where a document tells of a pot, from `start` to `end` of its flow; `total` is the index of its amount."""

    pot: str
    total: int
    start: int
    end: int


class Ground:
    """A flow, what is proposed from it, and the tables that are drafted; `made` are the rows of each amount."""

    def __init__(
        self,
        flow: Flow,
        proposal: DocumentProposal,
        made: Mapping[int, Sequence[Row]],
        tables: Mapping[str, Sequence[Row]],
    ):
        self.flow, self.proposal, self.made, self.tables = flow, proposal, made, tables
        self.allocations = tables["allocations"]
        self.year = max((int(row["year"]) for row in self.allocations), default=0)  # the last that has rows
        self.starts = [start for start, _ in sections(flow)]
        self.sections = [section for _, section in sections(flow)]

    def within(self, scope: Mapping[str, str]) -> list[Row]:
        """The drafted rows within a scope."""
        return [row for row in self.allocations if scope.items() <= row.items()]

    def kronor(self, scope: Mapping[str, str]) -> Fraction:
        """What the rows within a scope come to."""
        return Fraction(sum(_kronor(row) for row in self.within(scope)))

    def is_told(self, at: int) -> bool:
        """Whether what stands at `at` is of the decision and its matter, and not of what others moved."""
        before = [section for start, section in zip(self.starts, self.sections, strict=True) if start <= at]
        return before[-1] not in (Section.LOST, Section.LISTS)

    def sentence(self, at: int) -> tuple[int, int]:
        """Where the sentence begins and ends that has the letter at `at`."""
        number = self.flow.number(at)
        passage = Passage("text", *self.flow.span(number), number)
        spans = [(one.start, one.end) for one in sentences(passage, self.flow.text)]
        return next((span for span in spans if span[0] <= at < span[1]), self.flow.span(number))

    def relation(self, at: int) -> str:
        """The relation that the word before a number at `at` says, "=" where there is none."""
        return word_before(self.flow.text[max(0, at - _NEAR) : at]) or "="

    @cached_property
    def pots(self) -> list[PotSection]:
        """The sections of the pots whose amount stands above their rows."""
        found = []
        for one in self.proposal.sums:
            rows = [row for n, _ in one.parts for row in self.made.get(n, ())]
            pots = {row["pot"] for row in rows}
            if (
                one.why != HEADED
                or one.total is None
                or len(pots) != 1
                or len(rows) != len(self.within({"pot": min(pots)}))
            ):
                continue
            first, whole = min(n for n, _ in one.parts), self.proposal.amounts[one.total].kronor
            head = max(n for n in range(first) if self.proposal.amounts[n].kronor == whole)
            last = max(self.proposal.amounts[n].end for n, _ in one.parts)
            start = self.flow.starts[self.flow.number(self.proposal.amounts[head].start)]
            found.append(PotSection(min(pots), head, start, self._end(last)))
        return found

    def _end(self, last: int) -> int:
        """Where the section ends whose last amount ends at `last`: at the next heading."""
        after = range(self.flow.number(last) + 1, len(self.flow.blocks))
        headings = (number for number in after if self.flow.blocks[number].kind == BlockKind.HEADING)
        return next((self.flow.starts[number] for number in headings), len(self.flow.text))

    def pot(self, at: int) -> Scope:
        """The scope of the pot that is told of at `at`, {} where none is."""
        inside = [one for one in self.pots if one.start <= at < one.end]
        return {"pot": inside[0].pot} if len(inside) == 1 else {}

    @cached_property
    def named(self) -> list[Named]:
        """Every place where a board or a measure that has rows is named, in order."""
        boards = [Board(row["board"], row["name"], row["name"], None) for row in self.tables["boards"]]
        given = {row["board"] for row in self.allocations}
        found = [
            Named(one.start, one.end, ("board", one.board))
            for one in mentions(self.flow.text, boards)
            if one.board in given
        ]
        return sorted([*found, *self._measures()], key=lambda one: one.start)

    def _measures(self) -> Iterator[Named]:
        for row in self.tables["measures"]:
            name = row["name"]
            if name.startswith(MEASURE) or len(name) < _SHORT or not self.within({"measure": row["measure"]}):
                continue
            words = r"\s+".join(map(re.escape, name.split()))
            for found in re.finditer(rf"\b{words}(?:na|n|en|et|s)?\b", self.flow.text, re.IGNORECASE):
                yield Named(*found.span(), ("measure", row["measure"]))

    def names(self, start: int, end: int) -> list[Named]:
        """What is named between two letters, each once."""
        inside = {one.scope: one for one in reversed(self.named) if start <= one.start and one.end <= end}
        return sorted(inside.values(), key=lambda one: one.start)

    def again(self, kronor: int | None) -> Iterator[AmountProposal]:
        """The amounts of so many kronor that tell of something given elsewhere."""
        return (one for one in self.proposal.amounts if one.kronor == kronor and one.role in _TOLD)


def stated(amount: AmountProposal) -> dict[str, str]:
    """The value and unit of an amount as it is written, or else in kronor."""
    kronor, unit = amount.kronor or 0, _unit(amount.text)
    found = _NUMBER.match(amount.text)
    if found and unit:
        digits = re.sub(r"\s", "", found[0]).replace(",", ".")
        if digits[0].isdigit() and Fraction(digits) * KRONOR[unit] == kronor:
            return {"value": digits, "unit": unit}
    thousands = not kronor % 1000
    return {"value": str(kronor // 1000 if thousands else kronor), "unit": "tkr" if thousands else "kr"}


def holds(relation: str, stated: Fraction, step: Fraction, computed: Fraction) -> bool:
    """Whether what is computed lies to what is stated as the relation says; `step` is that of its last digit."""
    return RELATIONS[relation].interval(stated, step / 2).holds(computed)


def step(value: str) -> Fraction:
    """The step of the last digit of a number as a cell has it, the noughts that end a whole number not counted."""
    decimals = len(value.partition(".")[2])
    zeros = 0 if decimals else len(value) - len(value.rstrip("0"))
    return Fraction(10) ** (zeros - decimals)


def _unit(text: str) -> str:
    words = text.split()
    return next((unit for n in range(len(words)) if (unit := meant(" ".join(words[n:])))), "")


def _kronor(row: Row) -> Fraction:
    return Fraction(row["amount"]) * KRONOR[row["unit"]]
