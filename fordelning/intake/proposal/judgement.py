"""What each amount of a document's sentences is, and whom it is for."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from fordelning.source.board_name import Mention
from fordelning.source.direction import before, direction, is_slight
from fordelning.source.pairing import Standing
from fordelning.source.passage import Passage, unwrapped
from fordelning.source.reading.block import BlockKind, TextBlock

from .flow import Flow, WrittenFigure
from .grid import grids
from .lines import (
    ENTRY,
    ENTRY_END,
    is_declined,
    is_entry,
    is_list,
    is_stacked,
    name_above,
    name_after,
    parts,
    rows_from,
)
from .pot_name import kept_in, pot_name, set_aside_in
from .proposal import LESS_OR_MORE, AmountProposal, ProposalQuestion, Role, Share, TextPlace
from .recipient_name import gives_to_bodies, is_body, is_held, is_titled_to_bodies, of_association, with_purpose
from .recipients import AmountRecipients
from .role import (
    COMPONENT,
    EARLIER,
    FOLLOWED,
    UNSURE,
    Words,
    cues,
    hands_out,
    is_giving,
    is_pot,
    is_whole,
    only_gives,
    refuses,
)
from .section import Section
from .table import DocumentTable
from .year import Years

_KINDS = {BlockKind.HEADING: "heading", BlockKind.ITEM: "item", BlockKind.POINT: "item"}
_ITEMS = (BlockKind.ITEM, BlockKind.POINT)
_VERB = re.compile(r"\s(?:ska|skall|är|blir|uppgår|har|får|[a-zåäö]{2,}(?:as|förs|sätts|ställs))\s")  # of a sentence
_LEAD = re.compile(
    r":\s*[*_]*\s*$|\b(?:till|att|enligt|med|(?:bevilja|tilldela|anvisa|fördela|utbetala|betala)s|anslås)\s*$"
    r"|\b(?:enligt nedan|enligt följande|följande)\b[^.]{0,60}[.:]?\s*$"
    r"|^\s*(?:att\s+)?följande\s+[\w-]+\s+(?:föreslås\s+)?(?:beviljas|tilldelas|tillförs|erhåller|får|få)\b",
    re.IGNORECASE,
)
_OF_WHICH = re.compile(r"\b(?:varav|därav|därutav|av vilket|varvid)\b", re.IGNORECASE)
_DIVIDED = re.compile(
    r"\b(?:som|och|vilket|vilka|att|där)\b[^.]*\b(?:fördela|dela|tilldel)\w*[^.]*\bmed\s*$|:\s*$", re.IGNORECASE
)
_FOR = re.compile(r",?\s+(?:för|till|avseende)\s")  # what only this amount is for
_SPLIT = re.compile(r"\b(?:varav|därav|därutav|av vilket|varvid|nämligen)\b|fördel|delas|bestå|:", re.IGNORECASE)
_TO = re.compile(r"\s*(?:till|åt)\s", re.IGNORECASE)
_GRANTS = re.compile(r"bidrag|stöd|stipend|förening|organisation|sökande|ansökning|medel\b", re.IGNORECASE)
_COMPANY = re.compile(r"(?:^|\s)ab(?:\s|$)")
_BRACKETS = re.compile(r"\s*\([^()\n]*\)")  # after an amount, of another one or of its purpose
_OPENED = re.compile(r"\([^()]*$")  # what is in brackets with the next amount
_NEXT = 2  # blocks from one table to the next, with the number of a page between them at most
_FIRST_BLOCKS, _LONGEST = 6, 120  # where a title stands, and its letters
_ROW = re.compile(
    r"\s*[,:–-]?\s*[0-9]|\s*:|\s+(?:föreslås|får|ges|tilldelas|tillförs|beviljas)\b[^.;\d]*[0-9]"
)  # of a board
_SIDE = re.compile(r"(?:Från|Till)\s")  # that an amount of a list is moved from, or to
_STARTS = re.compile(r"[\s*#]*[0-9]")
_TOTAL = re.compile(r"(?:summa|totalt?|sammanlagt|sammantaget|netto)\b.*", re.IGNORECASE)
_WHOLE_OR_NOT = ProposalQuestion("roll", "Är beloppet summan av dem som följer, eller ett av dem?", ("summan", "ett"))
_CLAUSE = 60
_REACH = 600  # letters of a sentence, before an amount and after it, that say what it is


@dataclass(frozen=True)
class Judged:
    """An amount that has been judged. `entry` is the label that it stands by, where it is all of a line or a heading.

    `section` is where it is; `decision` counts the sections, so that two lists of a decision are told apart.
    """

    amount: AmountProposal
    section: Section
    decision: int
    sentence: tuple[int, int]
    block: int
    entry: str = ""
    in_table: bool = False


class Judgement:
    """The amounts of the prose of a flow. `named` are the boards that it names, `sections` where they begin."""

    def __init__(self, flow: Flow, named: Sequence[Mention], sections: Sequence[tuple[int, Section]]):
        self.flow, self.sections = flow, sections
        self.recipients = AmountRecipients(flow, named)
        self.section_starts = [start for start, _ in sections]
        self.decides = any(section == Section.DECISION for _, section in sections)
        self.grids = {min(grid.blocks): grid for grid in grids(flow)}
        self.tables: list[DocumentTable] = []
        self.unread: list[TextPlace] = []  # where tables are that could not be read
        self.years = Years(flow)
        self.giving = -1  # the block of a lead-in that gives what is listed after it
        self.pot = ""  # what the amount of a heading is set aside in
        self.headed: dict[str, int | None] = {}  # the amounts of the headings, by what they say it is set aside in
        self.above = -1, ""  # the block whose first line is a name and an amount, and the name
        self.way = 1  # which way the money of the list goes
        self.led_years: tuple[tuple[int, ...], bool] = (), True  # of the lead-in, and whether they are the list's
        self.is_given = False  # whether the sentence before says that money is given, to nobody in particular
        self.given_years: tuple[tuple[int, ...], bool] = (), True  # and for which years, if that is sure
        self.to_named = False  # whether the list has names of those who get it
        first = (block.text for block in flow.blocks[:_FIRST_BLOCKS])
        titles = [text for text in first if len(text) < _LONGEST and not text.endswith((":", ".", ","))]
        self.is_titled = any(map(is_titled_to_bodies, titles))  # a title says that such get something
        self.to_whom = False  # whether words say so of the list, and not only that it gives
        self.lead: tuple[Share, ...] = ()  # whom a lead-in gives to, and from
        self.is_under = False  # whether that is a line of the list with a name alone, over what it gets

    def judged(self) -> Iterator[Judged]:
        """Every amount, those of prose in order."""
        skipped: set[int] = set()
        for number, block in enumerate(self.flow.blocks):
            if number in self.grids:
                table = self._table(number)
                if table.is_broken:
                    self.unread.append(self.flow.place(self.flow.starts[number]))
                if table.is_understood:
                    self.tables.append(table)
                    skipped |= table.grid.blocks
                    decision, section = self._section(self.flow.starts[number])
                    span = self.flow.span(number)
                    pot = self.pot or pot_name(table.lead, "", "")
                    yield from self._rest(table, section, decision)
                    for entry in table.entries:
                        yield Judged(
                            replace(entry.amount, pot=entry.amount.pot or pot),
                            section,
                            decision,
                            span,
                            number,
                            in_table=True,
                        )
            start, end = self.flow.span(number)
            item = block.kind in _ITEMS
            goes_on = is_stacked(self.flow, number) or _SIDE.match(block.text) or self._begins_row(start, end)
            goes_on = goes_on or self._is_next(number)
            listed = item or number == self.giving + 1 or (self.giving >= 0 and goes_on)
            whose = self._whose(start, end) if self.giving >= 0 else ""
            over = item and not self.is_under and self._is_after_list(number)
            if not (listed or whose) or over:
                self.giving, self.lead = -1, () if self.is_under else self.lead
                self.is_under = False
            if over:
                self.lead = ()
            figures = self.flow.within(start, end)
            if block.kind == BlockKind.HEADING and not figures:
                self.lead = ()
            if whose:
                self.lead, self.is_under = ((whose, self.way),), True
            kind = _KINDS.get(block.kind, "text")
            passage = Passage(kind, start, end, number)  # type: ignore[arg-type]
            for sentence in parts(self.flow, passage):
                here = [f for f in figures if sentence.start <= f.start < sentence.end]
                if number not in skipped:
                    if here and sentence.kind == "heading" and block.kind != BlockKind.HEADING:
                        self.above = (
                            number,
                            " ".join(self.flow.text[sentence.start : here[0].start].split()).strip(" –-"),
                        )
                    judged = list(self._sentence(sentence, here))
                    yield from judged
                    if judged and not any(one.entry for one in judged):
                        self._enter(block, judged, sentence)
                self._remember(sentence)

    def _is_next(self, number: int) -> bool:
        """Whether a block is a name and its amount, as the one above it."""
        alike = number and self.flow.blocks[number].kind == self.flow.blocks[number - 1].kind
        return bool(alike) and is_entry(self.flow, number) and is_entry(self.flow, number - 1)

    def _heads_list(self, sentence: Passage, said: str) -> bool:
        """Whether a heading says that those who get something are named in the lines below it, or the two blocks."""
        first, after = sentence.block + 1, sentence.block + 2
        if self.flow.blocks[sentence.block].kind != BlockKind.HEADING or not gives_to_bodies(said):
            return False
        lines = first < len(self.flow.blocks) and rows_from(self.flow, first) == self.flow.starts[first]
        return lines or (after < len(self.flow.blocks) and is_entry(self.flow, first) and self._is_next(after))

    def _begins_row(self, start: int, end: int) -> bool:
        """Whether what stands from `start` to `end` begins with a board and what it gets."""
        named = self.recipients.mentions(start, end)
        return bool(named) and named[0].start == start and bool(_ROW.match(self.flow.text, named[0].end, end))

    def _whose(self, start: int, end: int) -> str:
        """The board whose name is all that stands from `start` to `end`; or ""."""
        named = self.recipients.mentions(start, end)
        said = self.flow.text[start:end].strip(" \t:*_")
        return next((one.board for one in named if self.flow.text[one.start : one.end] == said), "")

    def _rest(self, table: DocumentTable, section: Section, decision: int) -> Iterator[Judged]:
        """The amounts of a table that stand in its heads or labels."""
        told = {entry.amount.start for entry in table.entries}
        for number in sorted(table.grid.blocks):
            span = self.flow.span(number)
            for figure in self.flow.within(*span):
                if figure.start not in told:
                    place = self.flow.place(figure.start)
                    amount = AmountProposal(
                        figure.text, figure.start, figure.end, place, figure.kronor, Role.OTHER, why="tabell"
                    )
                    yield Judged(amount, section, decision, span, number, in_table=True)

    def _table(self, number: int) -> DocumentTable:
        begun = self._begun_table(number)
        lead = begun.lead if begun else "\n".join(one.text for one in self.flow.blocks[max(0, number - 3) : number])
        whose = self.lead[0] if len(self.lead) == 1 else None
        grid = self.grids[number]
        after = " ".join(block.text for block in self.flow.blocks[max(grid.blocks) + 1 :][:1])
        near = self.years.within(self.flow.starts[max(0, number - 1)], self.flow.starts[number])
        year, dated = (
            (near[0], True) if len(near) == 1 else (self.years.main, self.years.is_titled or self.years.is_sole)
        )
        if begun:
            year, dated = begun.year, begun.is_dated
        return DocumentTable(
            self.flow, grid, self.recipients.mentions, (lead, after), whose, year, self.is_titled, dated
        )

    def _begun_table(self, number: int) -> DocumentTable | None:
        """The table that goes on in the one whose first block it is: it ends next to it, and has the same heads."""
        last = self.tables[-1] if self.tables else None
        heads = [" ".join(cell.text.split()) for cell in self.grids[number].heads.values()]
        if not last or not heads or number - max(last.grid.blocks) > _NEXT:
            return None
        return last if heads == [" ".join(cell.text.split()) for cell in last.grid.heads.values()] else None

    def _enter(self, block: TextBlock, judged: Sequence[Judged], sentence: Passage) -> None:
        """Remember the pot whose amount a heading, or the line above what is listed, has."""
        if block.kind == BlockKind.HEADING:
            self.lead = ()
        if judged[0].amount.role in (Role.SOURCE, Role.REPEAT) and _STARTS.match(self.flow.text, sentence.start):
            first = judged[0].amount
            named = set_aside_in(self.flow.text[first.end : sentence.end])
            if named and self.headed.setdefault(named, first.kronor) != first.kronor:  # two pots are called the same
                named = self._kept_in(first) or named
            self.pot = f"{first.text} i {named}" if named else ""

    def _kept_in(self, amount: AmountProposal) -> str:
        """Where the money of an amount is kept, if all that tell it elsewhere agree; "" where they do not."""
        again = (f.end for f in self.flow.figures if f.kronor == amount.kronor and f.start != amount.start)
        names = {name for end in again if (name := kept_in(self.flow.text[end : end + _REACH]))}
        return names.pop() if len(names) == 1 else ""

    def _section(self, at: int) -> tuple[int, Section]:
        number = bisect_right(self.section_starts, at) - 1
        return number, self.sections[number][1]

    def _remember(self, sentence: Passage) -> None:
        said = self.flow.text[sentence.start : sentence.end].replace("\n", " ")
        text, way = self.flow.text, direction(said) or 1
        boards = {
            m.board: sign if (sign := before(text, m.start)) < 0 else way
            for m in self.recipients.mentions(sentence.start, sentence.end)
            if not is_pot(text, m)
            and (before(text, m.start) > 0 or not (is_slight(text, m.start, m.end) or is_giving(text, m)))
        }
        grants = hands_out(said) and not refuses(said)
        if not self._count(sentence):
            self.is_given = grants and not boards and way > 0 and only_gives(said)
            self.given_years = self.years.led(sentence.start, sentence.end)
        if refuses(said) and not self._count(sentence) and not is_declined(said):
            self.giving, self.lead = -1, ()
        leads = _LEAD.search(said) or self._heads_list(sentence, said)
        if leads and grants:
            self.way = way
            self.led_years = self.years.led(sentence.start, sentence.end)
            self.to_whom = not boards and (self.is_titled or gives_to_bodies(said))
            self.giving, self.to_named = sentence.block, self.to_whom or (bool(_GRANTS.search(said)) and not boards)
        if _LEAD.search(said) and grants and (len(boards) == 1 or sorted(boards.values()) == [-1, 1]):
            self.lead = tuple(sorted(boards.items()))

    def _sentence(self, sentence: Passage, figures: Sequence[WrittenFigure]) -> Iterator[Judged]:
        if not figures:
            return
        ways = self.recipients.standings(sentence, figures)
        self.is_given = self.is_given and self.recipients.is_row(sentence, figures)
        decision, section = self._section(sentence.start)
        given: tuple[Share, ...] = ()
        parts_from = len(figures)  # from here on the amounts are parts without a recipient of their own
        for n, figure in enumerate(figures):
            standings = [way.get(figure.token, {}) for way in ways]
            following = figures[n + 1 :]
            begin = figures[n - 1].end if n else sentence.start
            finish = figures[n + 1].start if n + 1 < len(figures) else sentence.end
            parted = self._is_parted(figure, following, sentence)
            added = n > 1 and sum(one.kronor or 0 for one in figures[:n]) == figure.kronor
            alone = parted and not self.recipients.mentions(figure.end, sentence.end)
            if alone and (standings[0] or self.recipients.is_named(sentence, figure)):
                parted, parts_from = False, min(parts_from, n + 1)
            amount, dated = self._amount(figure, sentence, (begin, finish), standings, section, parted)
            again = amount.why == "varav" and amount.shares == given  # some of what the same one is given
            if parts_from == n + 1 and self._is_listed(figure, following) and amount.role == Role.ALLOCATION:
                amount = replace(amount, questions=(*amount.questions, _WHOLE_OR_NOT))
            if added and amount.role == Role.ALLOCATION and is_whole(self.flow.text[begin : figure.start]):
                amount = replace(amount, role=Role.TOTAL, shares=(), why="totalt", questions=())
            given = amount.shares if amount.role == Role.ALLOCATION else ()
            if (n >= parts_from or again) and amount.role == Role.ALLOCATION:
                amount = replace(amount, role=Role.PART, why=COMPONENT, questions=())
            amount, entry = self._entry(amount, sentence, section)
            asked = any(one.about == "år" for one in amount.questions)
            if amount.role == Role.ALLOCATION and amount.why == "lista" and not (dated or asked or self.years.is_sole):
                amount = replace(amount, questions=(*amount.questions, self._which_year(amount.years)))
            yield Judged(amount, section, decision, (sentence.start, sentence.end), sentence.block, entry)

    def _is_parted(self, figure: WrittenFigure, following: Sequence[WrittenFigure], sentence: Passage) -> bool:
        """Whether an amount is said to be made up of those after it in its sentence."""
        if not following:
            return False
        between = self.flow.text[figure.end : following[0].start]
        if _OPENED.search(between):
            return False  # what is in brackets is beside it
        if _OF_WHICH.search(between) or _DIVIDED.search(between):
            return True
        if _TO.match(between) or len(following) != self._count(sentence) - 1:
            return False  # "tio till A, sex till B och fyra till C" add up by chance
        known = [other.kronor for other in following if other.kronor is not None]
        return len(known) == len(following) > 1 and sum(known) == figure.kronor

    def _is_listed(self, figure: WrittenFigure, following: Sequence[WrittenFigure]) -> bool:
        """Whether an amount has a purpose as those after it have, and no word says that they are parts of it."""
        between = self.flow.text[figure.end : following[0].start] if following else ""
        return bool(_FOR.match(between)) and not _SPLIT.search(between)

    def _count(self, sentence: Passage) -> int:
        return len(self.flow.within(sentence.start, sentence.end))

    def _amount(
        self,
        figure: WrittenFigure,
        sentence: Passage,
        around: tuple[int, int],
        standings: Sequence[Standing],
        section: Section,
        followed: bool,
    ) -> tuple[AmountProposal, bool]:
        """What an amount of a sentence is, and whether its year is said."""
        text = self.flow.text
        first, last = max(sentence.start, figure.start - _REACH), min(sentence.end, figure.end + _REACH)
        beside = _OPENED.search(text[figure.end : around[1]])
        until = figure.end + beside.start() if beside else around[1]
        words = Words(
            said=unwrapped(text[first:last]),
            lead=unwrapped(text[first : figure.start]),
            clause=unwrapped(text[max(around[0], figure.start - _CLAUSE) : figure.start]),
            after=unwrapped(text[figure.end : min(until, last)]),
            signed=figure.token.signed,
        )
        years, onwards, dated = self.years.of(
            figure.start, figure.end, (sentence.start, sentence.end), until, (until, around[1])
        )
        listed = self.giving >= 0 or self.is_given
        led, sure = self.led_years if self.giving >= 0 else self.given_years
        if listed and led and not (dated and self.years.is_said(*self.flow.span(sentence.block))):  # but in the title
            years, dated = led, sure
        shares, name = self.recipients.of(words, sentence, around, standings, figure.end)
        less = self.giving >= 0 and self.way < 0 and not figure.token.signed
        told = direction(words.telling) or any(sign for standing in standings[:1] for sign in standing.values())
        if less and not told:
            shares = tuple((board, self.way) for board, _ in shares)
        if shares or (self._is_item(sentence) and not _VERB.search(text, sentence.start, sentence.end)):
            shares = self._with_lead(shares)
        aside = section in (Section.LOST, Section.LISTS)
        role, why = words.role(aside, section == Section.DECISION, bool(shares), followed, listed)
        if why == UNSURE and {sign for _, sign in shares} == {1, -1}:
            why = "från en till en annan"
        lone = len(shares) == 1 and _COMPANY.search(shares[0][0])
        if role == Role.ALLOCATION and lone and (shares[0][1] < 0 or why.lower().startswith("utdelning")):
            role, why = Role.SOURCE, "utdelning"  # of what a company gives some is given on
        questions = list(self.recipients.readings(words, standings))
        if less and told and {sign for _, sign in shares} == {1}:  # "minskas enligt följande: 2 mnkr till valnämnden"
            questions.append(LESS_OR_MORE)
        if why == EARLIER and shares and not self.decides:
            role = Role.ALLOCATION
            questions.append(ProposalQuestion("roll", "Är det vad som beslutas här, eller ett tidigare beslut?"))
        if role == Role.ALLOCATION:
            questions += self.recipients.doubts(words, sentence, shares, name, around[1])
            questions += words.doubts(why)
            if not dated:
                questions.append(self._which_year(years))
        if role == Role.TOTAL and not shares and why not in (FOLLOWED, "totalt"):
            questions += self.recipients.unnamed(words, section == Section.DECISION or not self.decides)
        if words.is_reached and shares and section == Section.DECISION:
            text = "Nivån ändras till beloppet. Ska skillnaden vara en rad?"
            questions.append(ProposalQuestion("roll", text, ("ja", "nej")))
        if figure.kronor is None:
            questions.append(ProposalQuestion("belopp", "Vilket belopp är det?", tuple(map(str, figure.readings))))
        return AmountProposal(
            figure.text,
            figure.start,
            figure.end,
            self.flow.place(figure.start),
            figure.kronor,
            role,
            shares,
            pot=self.above[1] if self.above[0] == sentence.block else self.pot,
            years=years,
            onwards=onwards,
            times=max(1, len(years)) if words.is_annual else 1,
            why=why,
            questions=tuple(questions),
        ), dated

    def _is_after_list(self, number: int) -> bool:
        """Whether a block is an item as the lead-in is, after blocks of another kind that this leads in."""
        kinds = [self.flow.blocks[n].kind for n in (self.giving, number - 1, number)] if self.giving >= 0 else []
        return bool(kinds) and kinds[0] == kinds[2] != kinds[1]

    def _with_lead(self, shares: tuple[Share, ...]) -> tuple[Share, ...]:
        """Whom an amount of a list is for with whom its lead-in says that the money comes from or goes to."""
        if self.giving < 0 or len({sign for _, sign in shares}) > 1:
            return shares
        return *shares, *(one for one in self.lead if all(one[1] == -sign for _, sign in shares))

    def _is_item(self, sentence: Passage) -> bool:
        """Whether an amount is the only one of an item of a list that gives."""
        item = self.flow.blocks[sentence.block].kind in (BlockKind.ITEM, BlockKind.POINT)
        return item and self.giving >= 0 and self._count(sentence) == 1

    def _entry(self, amount: AmountProposal, sentence: Passage, section: Section) -> tuple[AmountProposal, str]:
        """A label and its amount, all of a heading, an item or a line: "Trygghetsvärdar 1 200 tkr"."""
        text = self.flow.text
        begin = max(text.rfind("\n", 0, amount.start) + 1, sentence.start)
        label = ENTRY.match(text, begin, amount.start)
        above = -1 if label else name_above(self.flow, amount.start, amount.end)
        if above >= 0:  # the name has a line of its own
            begin, label = above, ENTRY.match(text, above, amount.start)
        after = name_after(self.flow, amount.start, amount.end)
        if after and self.giving >= 0 and not amount.shares and (self.to_named or is_body(after)):
            return replace(amount, role=Role.ALLOCATION, shares=self.recipients.add(after), why="lista"), ""
        beside = _BRACKETS.match(text, amount.end) if self.giving >= 0 else None
        if not label or not ENTRY_END.match(text, beside.end() if beside else amount.end) or cues(label["label"], ""):
            return amount, ""
        if section in (Section.LOST, Section.LISTS):
            return amount, ""
        name = " ".join(label["label"].split()).strip(" *_:,")
        named = self.recipients.mentions(begin, amount.start)
        if {sign for _, sign in amount.shares} == {1, -1}:
            return amount, ""
        if named:
            listed = amount.role in (Role.ALLOCATION, Role.OTHER) or amount.why == "lista"
            alone = self.giving >= 0 and listed
            given = before(text, named[0].start)  # "Från kulturnämnden: lokaler"
            own: tuple[Share, ...] = (
                (named[0 if given else -1].board, -1 if (amount.kronor or 0) < 0 else given or self.way),
            )
            own = self._with_lead(own)
            return replace(amount, role=Role.ALLOCATION, shares=own, why="lista") if alone else amount, ""
        kind = self.flow.blocks[sentence.block].kind
        wrapped = begin > self.flow.starts[sentence.block] and kind in (BlockKind.POINT, BlockKind.ITEM)
        if wrapped and label["label"][0].islower():
            return amount, ""  # "med 950 tkr" goes on from the line above
        listed = kind in (BlockKind.HEADING, BlockKind.ITEM, BlockKind.POINT)
        prose = begin < rows_from(self.flow, sentence.block) and not is_list(self.flow, sentence.block)
        if kind == BlockKind.PARAGRAPH and prose and above < 0:
            return amount, ""
        if not (listed or self.giving >= 0 or text[begin - 2 : begin] == "\n\n"):
            return amount, ""
        if _TOTAL.fullmatch(name):
            return replace(amount, role=Role.TOTAL, shares=(), why="totalt"), ""
        who, measure = with_purpose(name) if self.to_whom else of_association(name)
        if self.giving >= 0 and (self.to_named or (is_body(who) and not self.lead)) and not is_held(name):
            amount = replace(amount, shares=self.recipients.add(who), measure=measure or amount.measure)
            if not (self.to_whom or is_body(who)):
                text = f"Är »{who}» den som får pengarna, eller vad de är till?"
                asked = ProposalQuestion("roll", text, ("får dem", "är till det"))
                amount = replace(amount, questions=(*amount.questions, asked))
            return replace(amount, role=Role.ALLOCATION, why="lista"), ""
        if self.lead and not _VERB.search(text, begin, sentence.end):
            used = ProposalQuestion("nämnd", f"Är det {name} som får beloppet, eller används det där?")
            doubts = (*amount.questions, used) if is_body(name) else amount.questions
            amount = replace(amount, shares=self.lead, measure=name, questions=doubts)
            return replace(amount, role=Role.ALLOCATION, why="rubrik + belopp"), name
        shares = () if self.giving >= 0 else amount.shares
        return replace(amount, shares=shares, measure=name, why="rubrik + belopp"), name

    def _which_year(self, years: tuple[int, ...]) -> ProposalQuestion:
        """Which year an amount is for: the one that it has been given, or that of the first date."""
        readings = (*years, *sorted({self.years.dated or 0, self.years.main or 0} - {0, *years}))
        return ProposalQuestion("år", "Vilket år gäller beloppet?", tuple(map(str, readings)))
