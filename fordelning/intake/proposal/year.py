"""The years that the amounts of a flow are for."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from fordelning.source.reading.block import BlockKind
from fordelning.source.tokens import Token

from .flow import Flow

_NAMED = re.compile(  # a year that is part of a name: "Mål och budget 2031"
    r"\b(?:\w*budget|\w*plan|beslut|direktiv\w*|bokslut|årsredovisning|delårsrapport|\w*program|protokoll|handling|agenda"
    r"|nr)\s+$",
    re.IGNORECASE,
)
_PLANNED = re.compile(r"\bplan\w*\s+(?:för\s+)?(?:åren\s+)?$", re.IGNORECASE)
_BUDGET = re.compile(r"budget\s+$", re.IGNORECASE)
_JOINED = re.compile(r"\s*(?:,|och|samt|respektive|&)\s*(?:år\s+)?", re.IGNORECASE)
_ONWARDS = re.compile(r"\s*(?:och\s+(?:framåt|framöver|tills vidare|därefter)|-\s*(?=[\s,.]))|\s+ff\b", re.IGNORECASE)
_FROM = re.compile(r"\b(?:från och med|fr\.?\s?o\.?\s?m\.?|med start|med början)\s+(?:år\s+)?$", re.IGNORECASE)
_CARRIED = re.compile(r"\b(?:ombudget|överför|för(?:a|s) över|flytta)\w*[^.;]*\bfrån\s+(?:år\s+)?$", re.IGNORECASE)
_CAUSE = re.compile(r"\b(?:eftersom|därför att|då|innan|sedan|efter att)\b")  # another year may be told of there
_THAN = re.compile(
    r"\b(?:än|jämför\w* med|i (?:förhållande|relation) till|utöver\b[^.;,\d]{0,20})\s+(?:år\s+|under\s+)?$",
    re.IGNORECASE,
)
_FOR = re.compile(r"\b(?:för|under|år|inför|avseende|budget\w*)\s+$", re.IGNORECASE)
_TO_YEAR = re.compile(r"\s+till\s+(?:år\s+)?")
_FAR = 120  # letters before a year where what is carried over to the next one is looked for
_NEAR = 40  # letters before a year where a name is looked for
_FIRST_BLOCKS = 12
_LONGEST = 120  # letters of a title
_FULL = 0.95  # of the longest line of a block: more has no room


@dataclass(frozen=True)
class Span:
    """The years said in one place, from `start` to `end` of the flow."""

    start: int
    end: int
    years: tuple[int, ...]
    onwards: bool
    named: bool


class Years:
    """The years of a flow; `main` is the one that the document is about, None where it has none.

    `is_titled` says that a heading has it, and that it need not be asked about; `is_sole` that no other is said;
    `dated` is that of the first date.
    """

    def __init__(self, flow: Flow):
        self.flow = flow
        self.spans = _spans(flow)
        self.starts = [span.start for span in self.spans]
        self.is_titled = False
        begun = (str(token.readings[0]).partition("-")[0] for token in flow.tokens if token.kind == "date")
        self.dated = next((int(year) for year in begun if year), None)  # of the meeting, or of what was written to it
        self.main = self._main() or self.dated
        self.is_sole = len({span.years for span in self.spans if not span.named}) == 1

    def _main(self) -> int | None:
        """The year of the first title that has one, else the one that is named most."""
        for number, block in enumerate(self.flow.blocks[:_FIRST_BLOCKS]):
            if block.kind == BlockKind.CELL:  # a table may have the year before, too
                continue
            whole = block.kind != BlockKind.POINT and len(block.text) <= _LONGEST
            title, start = block.text if whole else block.text.split("\n")[0], self.flow.starts[number]
            prose = title.endswith((".", ":", ",")) or (
                block.kind == BlockKind.PARAGRAPH and not whole and _goes_on(block.text)
            )
            if prose or len(title) > _LONGEST or self._has_amount(start, start + len(title)):
                continue
            for span in self._within(start, start + len(title)):
                if (block.kind != BlockKind.POINT and not span.named) or _BUDGET.search(
                    self.flow.text, max(0, span.start - _NEAR), span.start
                ):
                    unnamed = (s for s in self._within(start, start + len(title)) if not (s.named or span.named))
                    years = {s.years for s in unnamed if not _PLANNED.search(title, 0, s.start - start)}
                    self.is_titled = len(span.years) == 1 and len(years) < 2  # not "överskott 2030, ramar 2031"
                    return span.years[0]
        plain = [span for span in self.spans if not span.named] or self.spans
        counted = Counter(span.years[0] for span in plain)
        return max(counted, key=lambda year: counted[year], default=None)

    def _is_of(self, sentence: tuple[int, int], span: Span) -> bool:
        """Whether a year goes on from an amount before it in its sentence: "300 tkr, 1 300 tkr från och med 2017"."""
        return span.onwards and self._has_amount(sentence[0], span.start)

    def _has_amount(self, start: int, end: int) -> bool:
        return bool(self.flow.within(start, end))

    def _within(self, start: int, end: int) -> Sequence[Span]:
        return self.spans[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def is_said(self, start: int, end: int) -> bool:
        """Whether a year is said from `start` to `end`."""
        return bool(self._within(start, end))

    def within(self, start: int, end: int) -> tuple[int, ...]:
        """The years that are said from `start` to `end`, where they are said in one place."""
        found = {span.years for span in self._within(start, end) if not span.named}
        return found.pop() if len(found) == 1 else ()

    def led(self, start: int, end: int) -> tuple[tuple[int, ...], bool]:
        """The years that a lead-in says in one place, and whether they are sure to be those of what it leads in.

        Where the title has another year it is to say so: "för 2032".
        """
        years = self.within(start, end)
        told = (_FOR.search(self.flow.text, max(0, s.start - _NEAR), s.start) for s in self._within(start, end))
        return years, not self.is_titled or years == (self.main,) or any(told)

    def of(
        self,
        start: int,
        end: int,
        sentence: tuple[int, int],
        until: int,
        aside: tuple[int, int],
    ) -> tuple[tuple[int, ...], bool, bool]:
        """The years of the amount from `start` to `end` of a sentence, whether they go on, and whether they are said.

        What stands after the amount, but before the next one at `until`, goes first, then what stands before it, then
        what its block and the document say. What is `aside` is said of the next amount: "800 tkr (2043: 700 tkr)".
        """
        inside = [span for span in self._within(*sentence) if not aside[0] <= span.start < aside[1]]
        for spans in ([s for s in inside if not s.named], inside):
            after = [s for s in spans if end <= s.start < until and not _CAUSE.search(self.flow.text, end, s.start)]
            before = [span for span in spans if span.end <= start and not self._is_of(sentence, span)]
            later = [s for s in spans if s.start >= until and not self._has_amount(s.end, sentence[1])]
            if chosen := after[:1] or before[-1:] or later[:1]:
                return chosen[0].years, chosen[0].onwards, True
        whole = self.flow.span(self.flow.number(start))
        block = [  # not the year of another amount
            span
            for span in self._within(*whole)
            if not aside[0] <= span.start < aside[1]
            and (not self._is_of(whole, span) if span.end <= start else not self._has_amount(end, span.start))
        ]
        for spans in ([s for s in block if not s.named], block):
            if len({span.years for span in spans}) == 1:
                return spans[0].years, spans[0].onwards, True
        return ((self.main,) if self.main else ()), False, self.is_titled


def _goes_on(text: str) -> bool:
    """Whether the first line of a block goes on in the next one, whose first word had no room on it."""
    first, _, rest = text.partition("\n")
    after = rest.lstrip()
    longest = max(map(len, text.split("\n")))
    return after[:1].islower() or len(first) + 1 + len(after.split(None, 1)[0] if after else "") > _FULL * longest


def _spans(flow: Flow) -> list[Span]:
    found: list[Span] = []
    for token in flow.tokens:
        if token.kind not in ("year", "period"):
            continue
        first, last = int(token.readings[0]), int(token.readings[-1])
        if not 1990 <= first <= last <= first + 20:
            continue
        if _THAN.search(flow.text, max(0, token.start - _NEAR), token.start):
            continue  # what is compared with
        span = _span(flow.text, token, tuple(range(first, last + 1)))
        if found and _JOINED.fullmatch(flow.text, found[-1].end, token.start) and span.years[0] > found[-1].years[-1]:
            before = found.pop()
            span = Span(before.start, span.end, (*before.years, *span.years), span.onwards, before.named)
        elif found and _TO_YEAR.fullmatch(flow.text, found[-1].end, token.start):
            start = found[-1].start
            if _CARRIED.search(flow.text, max(0, start - _FAR), start):  # "ombudgeteras från 2044 till 2045"
                found.pop()
        found.append(span)
    return found


def _span(text: str, token: Token, years: tuple[int, ...]) -> Span:
    said = text[max(0, token.start - _NEAR) : token.start]
    onwards = bool(_ONWARDS.match(text, token.end) or _FROM.search(said))
    return Span(token.start, token.end, years, onwards, bool(_NAMED.search(said)))
