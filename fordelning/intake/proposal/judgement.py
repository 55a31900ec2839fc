"""What each amount of a document's sentences is, and whom it is for."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from fordelning.intake.reading.block import BlockKind, TextBlock
from fordelning.source.board_name import Mention
from fordelning.source.direction import before, direction, is_slight
from fordelning.source.pairing import Item, Pairing, Standing
from fordelning.source.passage import Passage, sentences
from fordelning.source.tokens import Token

from .flow import Flow, WrittenFigure
from .grid import grids
from .proposal import AmountProposal, ProposalQuestion, Role, Share, TextPlace
from .purpose import measure_name, pot_name, set_aside_in
from .recipient_name import recipient_name
from .role import COMPONENT, Words, cues, is_giving, is_passive, is_pot
from .section import Section
from .table import DocumentTable
from .year import Years

_KINDS = {BlockKind.HEADING: "heading", BlockKind.ITEM: "item", BlockKind.POINT: "item"}
_PRONOUN = re.compile(
    r"(?<![\w-])[Nn]ämnden(?=\s+(?:tilldelas|tillförs|beviljas|får|erhåller|ges|kompenseras|anvisas))"
)
_LEAD = re.compile(
    r":\s*[*_]*\s*$|\b(?:till|att|enligt)\s*$|\b(?:enligt nedan|enligt följande|följande)\b[^.]{0,60}[.:]?\s*$",
    re.IGNORECASE,
)
_ENTRY = re.compile(r"[\s#*_>•–−-]*(?P<label>[^\d:;]{3,80}?)[\s:*_–-]*$")
_ENTRY_END = re.compile(r"[\s*_.,;]*(?:<sup>[^<]*</sup>|\[\^\d+\]|[⁰¹²³⁴-⁹\d]{1,2})?[\s*_.,;]*(?=[\n\t]|$)")
_OF_WHICH = re.compile(r"\b(?:varav|därav|därutav|av vilket|varvid)\b", re.IGNORECASE)
_DIVIDED = re.compile(
    r"\b(?:som|och|vilket|vilka|att|där)\b[^.]*\b(?:fördela|dela|tilldel)\w*[^.]*\bmed\s*$|:\s*$", re.IGNORECASE
)
_TO = re.compile(r"\s*(?:till|åt)\s", re.IGNORECASE)
_GRANTS = re.compile(r"bidrag|stöd|stipend|förening|organisation|sökande|projektmedel", re.IGNORECASE)
_DECIDES = re.compile(
    r"(?:[,;:]|\bsamt|\boch)\s*\n(?=\s*att\b)|(?:[,;:]|\bsamt)\s+(?=att\s+(?:\w+\s+)?(?:bevilja|anvisa|anslå|tilldela|avslå"
    r"|tillföra|godkänna|uppdra|avsätta|minska|öka|utöka|fastställa|överföra|omfördela|finansiera|efter)\b)"
)
_COMPANY = re.compile(r"(?:^|\s)ab(?:\s|$)")
_BESIDE = re.compile(r"\s*[,:–−-]?\s*")  # between a name and its amount
_NEXT = re.compile(r"[\s,.;•*–-]*")
_STARTS = re.compile(r"[\s*#]*[0-9]")
_TOTAL = re.compile(r"(?:summa|totalt?|sammanlagt|sammantaget|netto)\b.*", re.IGNORECASE)
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
        self.flow, self.named, self.sections = flow, named, sections
        self.section_starts = [start for start, _ in sections]
        self.grids = {min(grid.blocks): grid for grid in grids(flow)}
        self.tables: list[DocumentTable] = []
        self.unread: list[TextPlace] = []  # where tables are that could not be read
        self.years = Years(flow)
        # What the decision says without an amount goes for all of them: "Medlen tas ur …".
        self.told = " ".join(
            block.text
            for block, start in zip(flow.blocks, flow.starts, strict=True)
            if self._section(start)[1] == Section.DECISION and not flow.within(start, start + len(block.text))
        )
        self.bodies: dict[str, str] = {}  # the names of recipients that have no form of a board
        self.giving = -1  # the block of a lead-in that gives what is listed after it
        self.pot = ""  # what the amount of a heading is set aside in
        self.way = 1  # which way the money of the list goes
        self.to_named = False  # whether the list has names of those who get it
        self.lead: tuple[int, Share] | None = None  # the block of a lead-in, and whom it gives to

    def judged(self) -> Iterator[Judged]:
        """Every amount, those of prose in order."""
        skipped: set[int] = set()
        for number, block in enumerate(self.flow.blocks):
            if number in self.grids:
                table = self._table(number)
                if table.is_broken:
                    self.unread.append(self.flow.place(self.flow.starts[number]))
                if table.entries and (table.grid.heads or table.unit):
                    self.tables.append(table)
                    skipped |= table.grid.blocks
                    decision, section = self._section(self.flow.starts[number])
                    span = self.flow.span(number)
                    pot = self.pot or pot_name(table.lead, "", self.told)
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
            listed = block.kind in (BlockKind.ITEM, BlockKind.POINT) or number == self.giving + 1
            if not listed:
                self.giving = -1
            figures = self.flow.within(start, end)
            if block.kind == BlockKind.HEADING and not figures:
                self.lead = None
            kind = _KINDS.get(block.kind, "text")
            passage = Passage(kind, start, end, number)  # type: ignore[arg-type]
            for sentence in self._clauses(passage):
                here = [f for f in figures if sentence.start <= f.start < sentence.end]
                if number not in skipped:
                    judged = list(self._sentence(sentence, here))
                    yield from judged
                    if judged and not any(one.entry for one in judged):
                        self._enter(block, judged, sentence)
                self._remember(sentence)

    def _clauses(self, passage: Passage) -> Iterator[Passage]:
        """The sentences of a passage, and of one that decides several things each of them by itself."""
        for sentence in sentences(passage, self.flow.text):
            start = sentence.start
            for cut in _DECIDES.finditer(self.flow.text, sentence.start, sentence.end):
                yield replace(sentence, start=start, end=cut.end())
                start = cut.end()
            yield replace(sentence, start=start)

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
        lead = "\n".join(block.text for block in self.flow.blocks[max(0, number - 3) : number])
        whose = self.lead[1] if self.lead else None
        grid = self.grids[number]
        after = " ".join(block.text for block in self.flow.blocks[max(grid.blocks) + 1 :][:1])
        return DocumentTable(self.flow, grid, self._mentions, (lead, after), whose, self.years.main)

    def _enter(self, block: TextBlock, judged: Sequence[Judged], sentence: Passage) -> None:
        """Remember the pot whose amount a heading, or the line above what is listed, has."""
        if block.kind == BlockKind.HEADING:
            self.lead = None
        if judged[0].amount.role in (Role.SOURCE, Role.REPEAT) and _STARTS.match(self.flow.text, sentence.start):
            first = judged[0].amount
            named = set_aside_in(self.flow.text[first.end : sentence.end])
            self.pot = f"{first.text} i {named}" if named else ""

    def _mentions(self, start: int, end: int) -> list[Mention]:
        at = bisect_left(self.named, start, key=lambda mention: mention.start)
        to = bisect_left(self.named, end, key=lambda mention: mention.start)
        return list(self.named[at:to])

    def _section(self, at: int) -> tuple[int, Section]:
        number = bisect_right(self.section_starts, at) - 1
        return number, self.sections[number][1]

    def _remember(self, sentence: Passage) -> None:
        said = self.flow.text[sentence.start : sentence.end]
        boards = {
            m.board
            for m in self._mentions(sentence.start, sentence.end)
            if before(self.flow.text, m.start) > 0
            or not (is_slight(self.flow.text, m.start, m.end) or is_giving(self.flow.text, m))
        }
        grants = any(role == Role.ALLOCATION for role, _ in cues(said, ""))
        if _LEAD.search(said) and grants:
            self.way = direction(said) or 1
            self.giving, self.to_named = sentence.block, bool(_GRANTS.search(said)) and not boards
        if _LEAD.search(said) and len(boards) == 1 and grants:
            self.lead = sentence.block, (boards.pop(), direction(said) or 1)

    def _items(self, sentence: Passage, figures: Sequence[WrittenFigure]) -> list[Item]:
        text = self.flow.text
        items = [Item(f.start, f.end, token=f.token) for f in figures]
        for mention in self._mentions(sentence.start, sentence.end):
            sign = before(text, mention.start)
            decides = is_slight(text, mention.start, mention.end) and not is_passive(text, mention)
            slight = is_pot(text, mention) or (not sign and (decides or is_giving(text, mention)))
            items.append(Item(mention.start, mention.end, mention.board, None, sign, slight))
        for pronoun in _PRONOUN.finditer(text, sentence.start, sentence.end):
            block, _ = self.flow.span(sentence.block)
            boards = {m.board for m in self._mentions(block, pronoun.start())}
            if len(boards) == 1:
                items.append(Item(pronoun.start(), pronoun.end(), boards.pop()))
        return sorted(items, key=lambda item: item.start)

    def _sentence(self, sentence: Passage, figures: Sequence[WrittenFigure]) -> Iterator[Judged]:
        if not figures:
            return
        ways = self._ways(sentence, figures)
        decision, section = self._section(sentence.start)
        parts_from = len(figures)  # from here on the amounts are parts without a recipient of their own
        for n, figure in enumerate(figures):
            standings = [way.get(figure.token, {}) for way in ways]
            following = figures[n + 1 :]
            begin = figures[n - 1].end if n else sentence.start
            finish = figures[n + 1].start if n + 1 < len(figures) else sentence.end
            parted = self._is_parted(figure, following, sentence)
            if parted and standings[0] and not self._mentions(figure.end, sentence.end):
                parted, parts_from = False, min(parts_from, n + 1)
            amount = self._amount(figure, sentence, (begin, finish), standings, section, parted)
            if n >= parts_from and amount.role == Role.ALLOCATION:
                amount = replace(amount, role=Role.PART, why=COMPONENT, questions=())
            amount, entry = self._entry(amount, sentence, section)
            yield Judged(amount, section, decision, (sentence.start, sentence.end), sentence.block, entry)

    def _is_list(self, number: int) -> bool:
        """Whether each line of a block ends with an amount: in a sentence that is broken any word may begin a line."""
        start, end = self.flow.span(number)
        ending = [f for f in self.flow.within(start, end) if _ENTRY_END.match(self.flow.text, f.end)]
        return len(ending) == self.flow.text.count("\n", start, end) + 1

    def _is_parted(self, figure: WrittenFigure, following: Sequence[WrittenFigure], sentence: Passage) -> bool:
        """Whether an amount is said to be made up of those after it in its sentence."""
        if not following:
            return False
        between = self.flow.text[figure.end : following[0].start]
        if _OF_WHICH.search(between) or _DIVIDED.search(between):
            return True
        if _TO.match(between) or len(following) != self._count(sentence) - 1:
            return False  # "tio till A, sex till B och fyra till C" add up by chance
        known = [other.kronor for other in following if other.kronor is not None]
        return len(known) == len(following) > 1 and sum(known) == figure.kronor

    def _count(self, sentence: Passage) -> int:
        return len(self.flow.within(sentence.start, sentence.end))

    def _ways(self, sentence: Passage, figures: Sequence[WrittenFigure]) -> list[dict[Token, Standing]]:
        items = self._items(sentence, figures)
        used = [item for item in items if not item.slight]
        if not any(item.board for item in used):
            return [{}]
        if (row := self._in_row(used)) is not None:
            return [row]
        return Pairing(self.flow.text, sentence, used, 0).readings()

    def _in_row(self, items: Sequence[Item]) -> dict[Token, Standing] | None:
        """Names each with its amount after it, as lines that have run together; None where that is not all there is."""
        found: dict[Token, Standing] = {}
        for last, item in pairwise(items):
            between = self.flow.text[last.end : item.start]
            if item.token and last.board and _BESIDE.fullmatch(between):
                found[item.token] = {last.board: last.sign}
            elif item.board and last.token and _NEXT.fullmatch(between):
                continue
            elif not (item.token and last.token):
                return None
        return found if len(found) > 1 and items[0].board else None

    def _amount(
        self,
        figure: WrittenFigure,
        sentence: Passage,
        around: tuple[int, int],
        standings: Sequence[Standing],
        section: Section,
        followed: bool,
    ) -> AmountProposal:
        text = self.flow.text
        first, last = max(sentence.start, figure.start - _REACH), min(sentence.end, figure.end + _REACH)
        words = Words(
            said=text[first:last],
            lead=text[first : figure.start],
            clause=text[max(around[0], figure.start - _CLAUSE) : figure.start],
            after=text[figure.end : min(around[1], last)],
            signed=figure.token.signed,
        )
        shares = self._shares(standings[0], words.said)
        questions = []
        if any(self._shares(other, words.said) != shares for other in standings[1:]):
            questions.append(ProposalQuestion("nämnd", "Vilken nämnd är beloppet till?", _choices(standings)))
        years, onwards, dated = self.years.of(figure.start, figure.end, (sentence.start, sentence.end), around[1])
        name = recipient_name(words.lead, words.after)
        if name and not shares:
            self.bodies[name.casefold()] = name
            shares = ((name.casefold(), 1),)
        aside, listed = section in (Section.LOST, Section.LISTS), self.giving >= 0
        role, why = words.role(aside, section == Section.DECISION, bool(shares), followed, listed)
        if role == Role.ALLOCATION and all(sign < 0 and _COMPANY.search(board) for board, sign in shares):
            role, why = Role.SOURCE, "utdelning"  # of what a company gives some is given on
        if role == Role.ALLOCATION and len(shares) > 1 and len({sign for _, sign in shares}) == 1 and not words.is_each:
            questions.append(ProposalQuestion("nämnd", "Får de som nämns beloppet var för sig, eller tillsammans?"))
        known = [text[m.start : m.end] for m in self._mentions(sentence.start, sentence.end)]
        if (
            role == Role.ALLOCATION
            and name
            and name.casefold() not in dict(shares)
            and not any(k in name for k in known)
        ):
            questions.append(
                ProposalQuestion("nämnd", "Vem är beloppet till?", (*(board for board, _ in shares), name))
            )
        if role == Role.ALLOCATION and words.is_level and not words.is_moved:
            questions.append(
                ProposalQuestion("belopp", "Är beloppet ändringen, eller nivån efter den?", ("ändringen", "nivån"))
            )
        if role == Role.ALLOCATION and not dated:
            questions.append(ProposalQuestion("år", "Vilket år gäller beloppet?", tuple(map(str, years))))
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
            pot=self.pot or pot_name(words.said, words.lead, self.told),
            measure=measure_name(text[figure.end : last]),
            years=years,
            onwards=onwards,
            times=max(1, len(years)) if words.is_annual else 1,
            why=why,
            questions=tuple(questions),
        )

    @staticmethod
    def _shares(standing: Standing, said: str) -> tuple[Share, ...]:
        way = direction(said) or 1
        signs = {sign for sign in standing.values() if sign}
        default = -next(iter(signs)) if len(signs) == 1 and len(standing) > 1 and 0 in standing.values() else way
        return tuple(sorted((board, sign or default) for board, sign in standing.items()))

    def _entry(self, amount: AmountProposal, sentence: Passage, section: Section) -> tuple[AmountProposal, str]:
        """A label and its amount, all of a heading, an item or a line: "Trygghetsvärdar 1 200 tkr"."""
        text = self.flow.text
        begin = max(text.rfind("\n", 0, amount.start) + 1, sentence.start)
        label = _ENTRY.match(text, begin, amount.start)
        if not label or not _ENTRY_END.match(text, amount.end) or cues(label["label"], ""):
            return amount, ""
        if section in (Section.LOST, Section.LISTS):
            return amount, ""
        name = " ".join(label["label"].split()).strip(" *_:,")
        named = self._mentions(begin, amount.start)
        if named:
            alone = self.giving >= 0 and amount.role in (Role.ALLOCATION, Role.OTHER)
            own = ((named[-1].board, -1 if (amount.kronor or 0) < 0 else self.way),)
            return replace(amount, role=Role.ALLOCATION, shares=own, why="lista") if alone else amount, ""
        kind = self.flow.blocks[sentence.block].kind
        if begin > self.flow.starts[sentence.block] and kind == BlockKind.POINT and label["label"][0].islower():
            return amount, ""  # "med 950 tkr" goes on from the line above
        listed = kind in (BlockKind.HEADING, BlockKind.ITEM, BlockKind.POINT)
        if kind == BlockKind.PARAGRAPH and not self._is_list(sentence.block):
            return amount, ""
        if not (listed or self.giving >= 0 or text[begin - 2 : begin] == "\n\n"):
            return amount, ""
        if _TOTAL.fullmatch(name):
            return replace(amount, role=Role.TOTAL, shares=(), why="totalt"), ""
        if self.giving >= 0 and self.to_named:
            self.bodies[name.casefold()] = name
            return replace(amount, role=Role.ALLOCATION, shares=((name.casefold(), 1),), why="lista"), ""
        if self.lead:
            return replace(
                amount, role=Role.ALLOCATION, shares=(self.lead[1],), measure=name, why="rubrik + belopp"
            ), name
        shares = () if self.giving >= 0 else amount.shares
        return replace(amount, shares=shares, measure=name, why="rubrik + belopp"), name


def _choices(standings: Sequence[Standing]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(", ".join(standing) for standing in standings))
