"""Whom the amounts of a document's sentences are for, by the names in them."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from fordelning.source.board_name import Mention
from fordelning.source.direction import before, direction, is_contrary, is_slight
from fordelning.source.pairing import Item, Pairing, Standing
from fordelning.source.passage import Passage
from fordelning.source.tokens import Token

from .flow import Flow, WrittenFigure
from .proposal import LESS_OR_MORE, ProposalQuestion, Share
from .recipient_name import beside, is_owner, is_place, is_shared, next_name, recipient_name, subject_name
from .role import Words, is_acting, is_aside, is_assembly, is_giving, is_passive, is_pot, is_sent

_GETS = r"tilldelas|tillförs|beviljas|får|erhåller|ges|kompenseras|anvisas"
_PRONOUN = re.compile(
    rf"(?<![\w-])[Nn]ämnden(?=\s+(?:{_GETS}))|(?<=tilldelas )nämnden\b|(?<=tillförs )nämnden\b|(?<=får )nämnden\b"
    r"|(?<![\w-])(?<!\bi )(?<!inom )(?<!\bur )(?<!från )(?<!\bav )[Nn]ämndens(?=\s+(?:\w*ram|\w*budget|\w*anslag)\b)"
)
_BESIDE = re.compile(r"\s*[,:–−-]?\s*")  # between a name and its amount
_OPENS, _CLOSES = re.compile(r"\s*\(\s*"), re.compile(r"\s*\)")
_NEXT = re.compile(r"[\s,.;•*–-]*")
_BETWEEN = re.compile(r"[\s,.;:•*–-]*(?:(?:och|samt)\s+)?")  # the names and amounts of a row
_PART_OF = re.compile(r"\b[Aa]v\s$")
_OWN = re.compile(
    r"\s+(?:budgeterade\s+)?\w*(?:ram|budget|anslag|medel)\w*\s+(?:(?:19|20)\d\d\s+)?(?:för\s+[^.;,\d]{3,50}?\s+)?"
    r"(?:till\s+|flyttas|överförs|överlåts|förs|omfördelas|omdisponeras)"
)  # "av X ram till Y"
_PAID = re.compile(
    r"\s*(?:Beloppet|Medlen|Pengarna|Summan|Anslaget|Bidraget)\s+(?:tillförs|tilldelas|tillfaller"
    r"|(?:överförs|ges|går|anvisas|(?:ut)?betalas(?: ut)?)\s+till)\s+"
)
_SAME = re.compile(r"[^.;]*\b(?:(?:motsvarande|samma)\s+(?:belopp|summa)|i motsvarande (?:mån|grad|omfattning))\b")
_SAME_NEXT = re.compile(r"\s*(?:Motsvarande|Samma)\s+(?:belopp|summa)\s+(?:tillförs|tilldelas|överförs till)\s+\w+")
_FINANCED = re.compile(r"finansier", re.IGNORECASE)
_WHO = (  # who has no name, as the document says it
    r"(?P<who>(?:den\s+)?(?:sökande|stipendiat|pristagare|mottagare|arrangör|förening|klubb|organisation|stiftelse|bolag"
    r"|sällskap|familj|enskilde?)(?:n|en|et)?\b"
    r"(?:\s+(?:(?:för|i|på)\s+)?(?-i:[A-ZÅÄÖ])[\w-]+)*)"
)
_UNNAMED = re.compile(
    rf"\b(?:bevilja[rts]?|tilldela[rts]?|ge[rs]?|anslå[rs]?|till|åt)\s+{_WHO}[^.;,\d]{{0,40}}$"
    rf"|\b{_WHO.replace('<who>', '<does>')}\s+(?:{_GETS})\b[^.;\d]*$",
    re.IGNORECASE,
)
_NOT_WHO = (  # what is given, or who has it from elsewhere
    r"(?:.*\s)?(?:\w*(?:bidrag|stöd|medel|anslag|ansök|framställ|begäran|belopp|kostnad|projekt|åtgärd|insats)\w*"
    r"|kommunen|staden|regionen|vi|man|det|den|de|detta|dessa|som|vilk\w+|ingen|inte|därmed|också|även)"
)
_GETTER = re.compile(  # whoever gets, as grammar tells it: "trafik och gata tilldelas"
    r"(?:\A|[.:;,\n•]|\b(?:och|samt|att|medan))\s*(?:\d+[.)]\s+)?"
    rf"(?P<who>(?!{_NOT_WHO}\s+(?:{_GETS})\b)[^\s.,;:\d]+(?:\s+(?!(?:att|som)\b)[^\s.,;:\d]+){{0,5}}?)"
    rf"\s+(?:{_GETS})\b[^.;\d]{{0,60}}$"
    r"|\b(?P<own>nämndens)\s+(?:\w*ram|\w*budget|\w*anslag)\b[^.;]*$|\b(?P<frame>ramen)\s+(?:\w+\s+)?med\s*$"
    r"|\b(?:bidrag|stöd)\w*\s+till\s+(?P<to>[^.;:,\d]{3,60}?)\s+(?:utgår|lämnas|utbetalas|beviljas)\b[^.;\d]*$",
    re.IGNORECASE,
)
_ELSE = re.compile(r"\s*(?:kronor\s+)?(?:till|åt)\s+[a-zåäö]")
_TO_UNNAMED = re.compile(
    rf"\s*(?:kronor\s+)?(?:i\s+[\w-]+\s+)?(?:till|åt|tilldelas|beviljas|ges)\s+{_WHO}", re.IGNORECASE
)
_BOARD = re.compile(r"\b\w*(?:nämnd|styrelse)(?=\s+[A-ZÅÄÖ]|$)", re.IGNORECASE)  # not in the definite form
_NEAR = 90  # characters from a name to the other end of one beside it
_TOGETHER = "Får de som nämns beloppet var för sig, eller tillsammans?"


class AmountRecipients:
    """Who may get the amounts of a flow. `named` are the boards that it names; `bodies` what others it has named."""

    def __init__(self, flow: Flow, named: Sequence[Mention]):
        self.flow, self.named = flow, named
        self.others: dict[Mention, str] = {}  # who is beside each board
        self.bodies: dict[str, str] = {}  # the names of those that have no form of a board
        self.written = {flow.text[one.start : one.end].casefold(): one.board for one in named}

    def mentions(self, start: int, end: int) -> list[Mention]:
        """The boards that are named from `start` to `end`."""
        at = bisect_left(self.named, start, key=lambda mention: mention.start)
        to = bisect_left(self.named, end, key=lambda mention: mention.start)
        return list(self.named[at:to])

    def add(self, name: str) -> tuple[Share, ...]:
        """The share of somebody, who is a board where the document names one so."""
        begun = {board for said, board in self.written.items() if f"{said} ".startswith(f"{name.casefold()} ")}
        if len(begun) == 1:  # its name, or the beginning of it, as a title has it
            return ((begun.pop(), 1),)
        name = _BOARD.sub(lambda found: found[0] + ("en" if found[0].endswith("d") else "n"), name)
        self.bodies[name.casefold()] = name
        return ((name.casefold(), 1),)

    def of(
        self, words: Words, sentence: Passage, around: tuple[int, int], standings: Sequence[Standing], end: int
    ) -> tuple[tuple[Share, ...], str]:
        """Whom the amount that ends at `end` is for, and the name by it that has no form of a board.

        `around` is where the amount before it ends and the one after it begins; `standings` are its readings.
        """
        shares = _shares(standings[0], words)
        name = recipient_name(words.lead, words.after)
        own = subject_name(words.lead) or (next_name(words.after) if self._is_others(shares, around, sentence) else "")
        if shares and any(self._is_at(m, own) for m in self.mentions(sentence.start, sentence.end)):
            own = ""  # a board, which stands by the amount that it stands by: "Att Miljönämnden"
        if own or (name and not shares):
            name = own or name
            shares = self.add(name)
            name = name if name.casefold() in dict(shares) else shares[0][0]
        elif not shares and (board := self._paid_to(sentence)):
            shares = ((board, 1),)
        return self._with_same(shares, end, around[1]), name

    def readings(self, words: Words, standings: Sequence[Standing]) -> Iterator[ProposalQuestion]:
        """What the sentence leaves open, whatever its amount is."""
        first, *others = [_shares(standing, words) for standing in standings]
        if any(other != first for other in others):
            choices = tuple(dict.fromkeys(", ".join(standing) for standing in standings))
            yield ProposalQuestion("nämnd", "Vilken nämnd är beloppet till?", choices)
        signs = {*standings[0].values()}
        against = signs == {1} and direction(words.telling) < 0  # "minskas med: 2 mnkr till valnämnden"
        if first and (against or (signs == {0} and is_contrary(words.telling))):
            yield LESS_OR_MORE
        name = recipient_name(words.lead, words.after)
        if name and is_shared(name, words.said):
            yield ProposalQuestion("nämnd", _TOGETHER)
        if name and (is_place(name) or is_owner(name, words.after)) and not first:
            yield ProposalQuestion("nämnd", f"Är det {name} som får beloppet, eller används det där?")

    def is_named(self, sentence: Passage, figure: WrittenFigure) -> bool:
        """Whether somebody without a form of a board is named before an amount, and nobody after it."""
        text = self.flow.text
        later = self.flow.within(figure.end, sentence.end)
        return bool(recipient_name(text[sentence.start : figure.start], "")) and not any(
            next_name(text[one.end : sentence.end]) or subject_name(text[sentence.start : one.start]) for one in later
        )

    def is_row(self, sentence: Passage, figures: Sequence[WrittenFigure]) -> bool:
        """Whether names, each with its amount after it, are all of a sentence: "Parknämnden 2 mnkr, badnämnden 1."."""
        named = [(m.start, m.end) for m in self.mentions(sentence.start, sentence.end)]
        spans = sorted([*named, *((figure.start, figure.end) for figure in figures)])
        edges = [sentence.start, *(edge for span in spans for edge in span), sentence.end]
        gaps = [self.flow.text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]
        return spans[::2] == named and len(named) == len(figures) and all(map(_BETWEEN.fullmatch, gaps))

    def unnamed(self, words: Words, decided: bool) -> Iterator[ProposalQuestion]:
        """Who gets an amount, where the document names nobody, or several may be meant: "till sökanden", "nämnden"."""
        found = _TO_UNNAMED.match(words.after) or _UNNAMED.search(words.lead)
        if found := found or (_GETTER.search(words.lead) if decided else None):
            who = next(filter(None, found.groupdict().values()))
            yield ProposalQuestion("nämnd", f"Beloppet är till »{' '.join(who.split())}». Vem är det?")

    def doubts(
        self, words: Words, sentence: Passage, shares: Sequence[Share], name: str, until: int
    ) -> Iterator[ProposalQuestion]:
        """What is not sure of those who are given an amount; the next one begins at `until`."""
        if len(shares) > 1 and len({sign for _, sign in shares}) == 1 and not words.is_each:
            yield ProposalQuestion("nämnd", _TOGETHER)
        if len(shares) == 1 and words.is_of_each:
            yield ProposalQuestion("nämnd", "Beloppet är vars och ens. Vilka är det som får det?")
        known = any(self._is_at(mention, name) for mention in self.mentions(sentence.start, sentence.end))
        if name and name.casefold() not in dict(shares) and not known:
            yield ProposalQuestion("nämnd", "Vem är beloppet till?", (*(board for board, _ in shares), name))
        named = [m for m in self.mentions(sentence.start, sentence.end) if m.board in dict(shares)]
        if named and not name and _ELSE.match(words.after) and all(self._is_next(m, until) for m in named):
            yield ProposalQuestion("nämnd", "Vem är beloppet till?", tuple(board for board, _ in shares))
        for mention in self.mentions(sentence.start, sentence.end):
            other = self._other(mention)
            if other and (mention.board in dict(shares) or other == name):
                board = self.flow.text[mention.start : mention.end]
                yield ProposalQuestion("nämnd", "Vem är beloppet till?", (board, other))
        same = _SAME.match(words.after)  # "och skolnämndens intäkter minskas med motsvarande belopp"
        after = same and all(self.flow.text[m.start : m.end] in same[0] for m in named)
        if named and (after or all(is_acting(self.flow.text, m) for m in named)):
            text = "Är beloppet till den som nämns, eller från den till någon annan?"
            yield ProposalQuestion("nämnd", text)

    def _other(self, mention: Mention) -> str:
        """What is beside a mention, which is looked for once, whatever the amounts of its sentence."""
        if mention not in self.others:
            self.others[mention] = self._beside(mention)
        return self.others[mention]

    def _beside(self, mention: Mention) -> str:
        """Who else gets what a board gets, or gives it: "Norrby IF och miljönämnden"; "" if nobody."""
        start, end = max(0, mention.start - _NEAR), mention.end + _NEAR
        others = [m for m in self.mentions(start, end) if m != mention]
        for other in others:
            gaps = self.flow.text[mention.end : other.start], self.flow.text[other.end : mention.start]
            if other.board != mention.board and any(gap and not gap.strip(" \u00a0") for gap in gaps):
                return self.flow.text[other.start : other.end]  # a row of who gives and who gets
        start = max([start, *(m.end for m in others if m.end <= mention.start)])
        end = min([end, *(m.start for m in others if m.start >= mention.end)])
        return beside(self.flow.text[start : mention.start], self.flow.text[mention.end : end])

    def _is_at(self, mention: Mention, name: str) -> bool:
        """Whether a name is that of a board with other words about it, or a part of it: "Att Miljönämnden", "Tekniska".

        With the name of a part of the town after it, it is another's: "Stadsdelsnämnden Norr".
        """
        board, name = " ".join(self.flow.text[mention.start : mention.end].split()), " ".join(name.split())
        _, found, after = f" {name} ".casefold().partition(f" {board} ".casefold())
        area = name[len(name) - len(after.strip()) :]
        if found:
            return not area[:1].isupper()
        return bool(name) and f" {name} ".casefold() in f" {board} ".casefold()

    def _is_next(self, mention: Mention, until: int) -> bool:
        """Whether a board is told to get the amount after another: "155 tkr till vården och 200 tkr till nämnden"."""
        return mention.start >= until and before(self.flow.text, mention.start) > 0

    def standings(self, sentence: Passage, figures: Sequence[WrittenFigure]) -> list[dict[Token, Standing]]:
        """Whom each amount of a sentence stands by, in every way that it can be read."""
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

    def _items(self, sentence: Passage, figures: Sequence[WrittenFigure]) -> list[Item]:
        text = self.flow.text
        items = [Item(f.start, f.end, token=f.token) for f in figures]
        taker, last = -1, len(text)  # where who gets a part of another's budget is named
        for mention in self.mentions(sentence.start, sentence.end):
            if _OPENS.fullmatch(text, last, mention.start) and _CLOSES.match(text, mention.end):
                continue  # "kommunstyrelsen (kansliet)" is one
            last, sign = mention.end, before(text, mention.start)
            if _PART_OF.search(text, max(0, mention.start - 4), mention.start) and (
                own := _OWN.match(text, mention.end)
            ):
                sign, taker = -1, own.end()
            elif mention.start == taker:
                sign = 1
            decides = is_slight(text, mention.start, mention.end) and not is_passive(text, mention)
            decides = decides or is_assembly(text, mention)
            kept = is_pot(text, mention) or is_aside(text, mention) or is_sent(text, mention)
            slight = kept or (not sign and (decides or is_giving(text, mention)))
            items.append(Item(mention.start, mention.end, mention.board, None, sign, slight))
        for pronoun in _PRONOUN.finditer(text, sentence.start, sentence.end):
            boards = self._meant(sentence, pronoun.start())
            named = any(m.start <= pronoun.start() < m.end for m in self.mentions(sentence.start, sentence.end))
            if len(boards) == 1 and not named:  # "tekniska nämnden" is no other board
                items.append(Item(pronoun.start(), pronoun.end(), boards.pop()))
        return sorted(items, key=lambda item: item.start)

    def _meant(self, sentence: Passage, end: int) -> set[str]:
        """The boards that "nämnden" at `end` may be: those before it in its sentence, its block or the document."""
        block, _ = self.flow.span(sentence.block)
        for start in (sentence.start, block, 0):
            boards = {m.board for m in self.mentions(start, end)}
            if boards := {board for board in boards if "nämnd" in board} or boards:
                return boards
        return set()

    def _is_others(self, shares: Sequence[Share], around: tuple[int, int], sentence: Passage) -> bool:
        """Whether those who share an amount are told to get the one before it in the sentence, or the one after it."""
        boards = {board for board, _ in shares}
        named = [m for m in self.mentions(sentence.start, sentence.end) if m.board in boards]
        first = around[0] > sentence.start
        return bool(named) and all(
            m.start >= around[1]
            or is_acting(self.flow.text, m)
            or (first and around[0] <= m.start and before(self.flow.text, m.start) > 0)
            for m in named
        )

    def _paid_to(self, sentence: Passage) -> str:
        """Whom the next sentence says that the only amount of this one goes to: "Beloppet tillförs fritidsnämnden."."""
        found = _PAID.match(self.flow.text, sentence.end)
        if not found or len(self.flow.within(sentence.start, sentence.end)) > 1:
            return ""
        return next((m.board for m in self.mentions(found.end(), found.end() + 1)), "")

    def _with_same(self, shares: tuple[Share, ...], start: int, end: int) -> tuple[Share, ...]:
        """`shares` and whose budget goes the other way: "och kulturnämndens ram ökas med motsvarande belopp"."""
        found = _SAME.search(self.flow.text, start, end) or _SAME_NEXT.match(self.flow.text, end)
        named = {m.board for m in self.mentions(start, found.end())} if found else set()
        if not found or len(shares) != 1 or len(named) != 1 or _FINANCED.search(found[0]):
            return shares
        way = direction(self.flow.text[start : found.end()])
        return (*shares, (named.pop(), way)) if way == -shares[0][1] else shares


def _shares(standing: Standing, words: Words) -> tuple[Share, ...]:
    way = direction(words.telling) or 1
    signs = {sign for sign in standing.values() if sign}
    default = -next(iter(signs)) if len(signs) == 1 and len(standing) > 1 and 0 in standing.values() else way
    return tuple(sorted((board, sign or default) for board, sign in standing.items()))
