"""Whom each amount of a source stands by, and which way the money goes.

In a sentence or an item of a list names may stand before their amounts or after them: what parts them (a comma, "och")
and what joins them ("till", "från") tells which, and where it does not, the way that fits the case is taken. In a table
the row's name comes first, then the column's. Where there is no name, a heading's, a lead-in's or a parent item's goes.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from fordelning.case.record import Board
from fordelning.case.statement import needed

from .board_name import Mention, mentions
from .passage import BOLD, Passage, passages
from .text import Original
from .tokens import Token

Standing = dict[str, int]  # the boards that an amount stands by: 1 given, -1 taken from, 0 unsaid
Claim = tuple[str, int]  # whom the case has an amount for: the board, and 1, -1, or 0 where either will do
_LEAD, _GROUP = BOLD + 1, BOLD + 2  # levels below the headings: a lead-in or a parent item, and a row that heads others

_BREAK = re.compile(
    r",(?!\d)|[;/]|\b(?:och|samt|medan|men|respektive|resp|varav|dels)\b"
    r"|(?<!till)(?<!från)(?<!för)(?<!\båt)\n\s{0,20}(?=[A-ZÅÄÖ])",
)
_COLON = re.compile(r":\s")
_JOINED = re.compile(
    r"[\s*]*(?:,|och|samt|/|&|,?\s*respektive|resp\.?)[\s*]*(?:till|från|för|åt)?[\s*]*", re.IGNORECASE
)
_RESPECTIVELY = re.compile(r"\brespektive\b|\bresp\b", re.IGNORECASE)
_TO = re.compile(r"\b(?:till|till förmån för|åt|tillförs?|tillföra|tillfaller|tilldelas?|ges)[\s*]+$", re.IGNORECASE)
_FROM = re.compile(r"\b(?:från|ur)[\s*]+$", re.IGNORECASE)
_BY = re.compile(r"\b(?:av|med|enligt|via|genom|mot)[\s*]+$", re.IGNORECASE)
_DECIDES = re.compile(
    r"\s+(?:(?:har|hade|ska|skall)\s+)?(?:beslut|beslöt|föresl|anse|anför|bedöm|godkän|medge|uppdr|noter|konstater|yrka"
    r"|tillstyrk|avstyrk|bered|fastställ|behandla|redovisa|framhåll|samordna|förslag|ordförande|arbetsutskott"
    r"|sammanträde|förvaltning|tjänste|yttrande|protokoll|ansvar|uppdrag|hemställ"
    r"|framställ|begär|ansök|skrivelse)",
    re.IGNORECASE,
)
_LESS = re.compile(
    r"\b(?:minsk(?:as?|ar|ning\w*|a[dt]e?s? (?:ram|budget|anslag)\w*)|reducer\w+|sänk(?:s|er|as?|ning\w*)"
    r"|avgå\w*|avstå\w*|avläm\w+|lämnar|neddrag\w*|indrag\w*|dras? (?:in|ned|av|från)|besparing\w*"
    r"|överför|flyttar|tas från|minus)\b",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"\b(?:ök(?:as?|ar|ning\w*|a[dt]e?s? (?:ram|budget|anslag)\w*)|utök\w+|tillför\w*|tillskott\w*"
    r"|förstärk(?:s|er|as?|ning)|höj(?:s|er|as?|ning\w*)|tilldela\w*|anslå\w*|bevilja\w*|mottar|plus)\b",
    re.IGNORECASE,
)
_GETS = re.compile(r"\b(?:får|erhåller)\b", re.IGNORECASE)
_ELSE = re.compile(r"intäkt|kostnad|underskott|reserv|avgift", re.IGNORECASE)  # what is less may then be more
_GIVER = re.compile(r"\W*(?:från|avlämnande|lämnande|minskning|minskas)\b(?!.*\d)", re.IGNORECASE)
_TAKER = re.compile(r"\W*(?:till|mottagande|ökning|ökas)\b(?!.*\d)", re.IGNORECASE)
_SAME = re.compile(
    r"\b(?:motsvarande|samma belopp|samma summa|lika mycket|beloppet|medlen|pengarna|summan)\b", re.IGNORECASE
)
_CELL = re.compile(r"[^|\t]+?(?=\s{2,}|[|\t]|$)|[|\t]")
_ALONE = re.compile(
    r"(?:[\W\d_]|\b(?:från|till|tkr|mnkr|kr|kronor|mkr|miljon(?:er)?|ram|budget|driftbudget|anslag|belopp|summa|totalt)\b)*",
    re.IGNORECASE,
)
_WORD = re.compile(r"[\W_]*[^\W\d_]+[\W_]*")
_MOST = 40  # boards that share an amount
_NEAR = 8  # letters between a column and the name over it
_REACH = 60  # letters before a name where a word of direction is looked for


@dataclass(frozen=True)
class _Item:
    """A name or an amount in a passage; `sign` is the name's where the word before it says, `slight` names no one."""

    start: int
    end: int
    board: str = ""
    token: Token | None = None
    sign: int = 0
    slight: bool = False


@dataclass(frozen=True)
class _Head:
    """What goes for the amounts below it: a board, or which way."""

    level: int
    board: str
    sign: int
    block: int
    indent: int = -1


class Recipients:
    """Whom each amount of a source stands by.

    `claims` are whom the case has each amount for.
    """

    def __init__(
        self, boards: Iterable[Board], original: Original, tokens: Iterable[Token], claims: Mapping[Token, set[Claim]]
    ):
        reader = _Reader(boards, original, tokens, claims)
        self.claims, self.starts, self.named = claims, reader.starts, reader.named
        self.standing: dict[Token, Standing | None] = {}  # None where a table's row has another name
        for token, standing in reader.read():
            known = self.standing.setdefault(token, standing)
            if known is not None and standing is not None:
                self.standing[token] = standing | known

    def at(self, lines: Iterable[range], tokens: Sequence[Token]) -> dict[Token, Standing | None]:
        """Whom each of `tokens` stands by, where its place is `lines`; what is not here may be anyone's.

        Where no sentence, table or heading says, the nearest name of the place goes, before the amounts or after them.
        """
        told = {token: self.standing[token] for token in tokens if token in self.standing}
        rest = [token for token in tokens if token not in told]
        spans = [(self.starts[stretch.start - 1], self.starts[stretch.stop - 1]) for stretch in lines if stretch]
        named = [n for a, b in spans for n in range(self._first(a), self._first(b))] if rest else []
        if not named:
            return told
        before: dict[Token, Standing | None] = {}
        after: dict[Token, Standing | None] = {}
        for token in tokens:
            at = bisect_left(named, self._first(self.starts[token.line - 1] + token.start))
            if at:
                before[token] = {self.named[named[at - 1]].board: 0}
            if at < len(named):
                after[token] = {self.named[named[at]].board: 0}
        one, other = (after, before) if self._fits(after) > self._fits(before) else (before, after)
        return {token: (other | one)[token] for token in rest} | told

    def _first(self, start: int) -> int:
        """The number of the first name at `start` or after it."""
        return bisect_left(self.named, start, key=lambda mention: mention.start)

    def _fits(self, way: Mapping[Token, Standing | None]) -> int:
        return sum(any(agrees(of or {}, claim) for claim in self.claims.get(token, ())) for token, of in way.items())


class _Reader:
    """A source read from the top, with the headings and the table that the place read is in."""

    def __init__(
        self, boards: Iterable[Board], original: Original, tokens: Iterable[Token], claims: Mapping[Token, set[Claim]]
    ):
        self.text, self.claims = "\n".join(original.lines), claims
        self.lines = original.lines
        self.starts = starts = [0, *accumulate(len(line) + 1 for line in original.lines)]
        self.named = mentions(self.text, boards)
        amounts = [
            _Item(starts[token.line - 1] + token.start, starts[token.line - 1] + token.end, token=token)
            for token in tokens
            if token.kind == "money" or token in claims
        ]
        named = [self._item(mention) for mention in self.named]
        for n in range(len(named) - 1, 0, -1):  # "socialnämndens och kommunstyrelsens förslag" is of both
            if named[n].slight and _JOINED.fullmatch(self.text, named[n - 1].end, named[n].start):
                named[n - 1] = replace(named[n - 1], slight=not named[n - 1].sign)
        self.items = sorted([*named, *amounts], key=lambda item: item.start)
        self.heads: list[_Head] = []
        self.columns: list[tuple[int, int, int, _Head]] = []  # of the table: number, start, end, and what heads it
        self.labelled = False  # whether some row of the table names a board
        self.before: Token | None = None  # the latest amount

    def _item(self, mention: Mention) -> _Item:
        text, (start, end) = self.text, (mention.start, mention.end)
        near = max(0, start - _REACH)
        sign = 1 if _TO.search(text[near:start]) else -1 if _FROM.search(text[near:start]) else 0
        by = _BY.search(text[near:start])
        slight = by and not (by[0].lower().startswith("av") and text[start:end].endswith("s"))
        return _Item(start, end, mention.board, None, sign, not sign and bool(slight or _DECIDES.match(text, end)))

    def read(self) -> Iterator[tuple[Token, Standing | None]]:
        """Every amount that something says whom it stands by."""
        if not self.named:
            return
        at = 0
        for passage in passages(self.lines):
            first = at
            while at < len(self.items) and self.items[at].start < passage.end:
                at += 1
            items = [item for item in self.items[first:at] if item.start >= passage.start]
            self.heads = [head for head in self.heads if self._holds(head, passage)]
            if passage.kind == "row":
                yield from self._row(passage, items)
            else:
                self.columns, self.labelled = [], False
                yield from self._prose(passage, items)
                self._head(passage, items)

    # What goes for what stands below

    def _holds(self, head: _Head, passage: Passage) -> bool:
        if passage.kind == "heading" and passage.level < BOLD:
            return head.level < passage.level
        if head.level == _GROUP:
            return passage.kind == "row"
        return head.level <= BOLD or passage.block - head.block <= 1

    def _above(self, passage: Passage) -> tuple[str, int]:
        """The board, "" where there is none, and the direction that go for `passage`."""
        heads = [head for head in reversed(self.heads) if head.indent < passage.indent or head.indent < 0]
        if passage.kind in ("item", "row"):  # a lead-in goes for the whole of its list
            self.heads = [replace(h, block=passage.block) if h in heads else h for h in self.heads]
        board = next((head.board for head in heads if head.board), "")
        return board, next((head.sign for head in heads if head.sign), 0)

    def _head(self, passage: Passage, items: Sequence[_Item]) -> None:
        """Remember `passage`, if it goes for what stands below it."""
        said = self.text[passage.start : passage.end]
        named = [item for item in items if item.board and not item.slight]
        boards = {item.board for item in named}
        amounts = any(item.token for item in items)
        ends = [passage.start, *(item.end for item in items)]
        begins = [*(item.start for item in items), passage.end]
        rest = " ".join(self.text[a:b] for a, b in zip(ends, begins, strict=True))
        alone = len(boards) == 1 and bool(_ALONE.fullmatch(rest))
        way = next((item.sign for item in named if item.sign), 0) or (0 if amounts else _direction(said))
        level, indent = passage.level or _LEAD, -1
        if passage.kind == "heading":
            goes = alone or (way and not boards and not amounts)
        elif said.rstrip(" *_").endswith(":"):
            goes = len(boards) == 1 or (way and not boards)
        else:
            goes = (alone and not amounts) or (passage.kind == "item" and len(boards) == 1)
            indent = passage.indent
        if goes:
            self.heads = [
                head for head in self.heads if head.level < level or (level == _LEAD and head.indent < indent)
            ]
            self.heads.append(_Head(level, next(iter(boards), ""), way, passage.block, indent))

    # Rows of tables

    def _row(self, passage: Passage, items: Sequence[_Item]) -> Iterator[tuple[Token, Standing | None]]:
        named, amounts = [i for i in items if i.board], [i for i in items if i.token]
        boards = {item.board for item in named}
        cells = [(n, *span) for n, span in enumerate(self._cells(passage))]
        if not amounts:
            self._heads_of_table(passage, cells, named)
            return
        self.labelled = self.labelled or bool(named)
        roles = {item.board: item.sign or self._column(item, cells).sign for item in named}
        above, way = self._above(passage)
        said = [_direction(self.text[a:b]) for _, a, b in cells if _WORD.fullmatch(self.text, a, b)]
        for amount in amounts:
            column = self._column(amount, cells)
            sign = column.sign or next(filter(None, said), 0) or way
            if len(boards) > 1 and any(roles.values()):
                standing: Standing | None = roles
            elif named:
                label = next((i for i in reversed(named) if i.start < amount.start), named[0])
                standing = {label.board: sign}
            elif board := column.board or above:
                standing = {board: sign}
            elif self.labelled:
                standing = None
            else:
                continue
            yield needed(amount.token), standing

    def _heads_of_table(self, passage: Passage, cells: list[tuple[int, int, int]], named: Sequence[_Item]) -> None:
        boards = {item.board for item in named}
        filled = [(n, a, b) for n, a, b in cells if re.search(r"\w", self.text[a:b])]
        if not filled:
            return
        first = bool(named) and named[0].start < filled[0][2]
        if first and len(filled) == 1:
            self.heads = [head for head in self.heads if head.level < _GROUP]
            self.heads.append(_Head(_GROUP, named[0].board, 0, passage.block))
        if first and (len(filled) == 1 or re.search(r"\d", self.text[passage.start : passage.end])):
            self.labelled = True
            return
        for n, a, b in filled:
            here = {item.board for item in named if a <= item.start < b}
            text = self.text[a:b]
            sign = -1 if _GIVER.match(text) else 1 if _TAKER.match(text) else 0
            if sign or (len(here) == 1 and len(boards) > 0):
                self.columns.append((n, a - passage.start, b - passage.start, _Head(0, "".join(here), sign, 0)))

    def _cells(self, passage: Passage) -> Iterator[tuple[int, int]]:
        """The spans of a row's cells; in a row with bars or tabs the empty ones too."""
        line = self.text[passage.start : passage.end]
        parted = r"[|\t]" if re.search(r"[|\t]", line) else r"\s{2,}"
        at = 0
        for bar in re.finditer(parted, line):
            yield passage.start + at, passage.start + bar.start()
            at = bar.end()
        yield passage.start + at, passage.end

    def _column(self, item: _Item, cells: list[tuple[int, int, int]]) -> _Head:
        """What heads the column that `item` stands in."""
        nothing = _Head(0, "", 0, 0)
        if not self.columns:
            return nothing
        barred = len(cells) and re.search(r"[|\t]", self.text[cells[0][1] : cells[-1][2]])
        if barred:
            number = next((n for n, a, b in cells if a <= item.start <= b), -1)
            return next((head for n, _, _, head in reversed(self.columns) if n == number), nothing)
        begins = item.start - cells[0][1]
        ends = begins + item.end - item.start
        over = [(min(b, ends) - max(a, begins), head) for _, a, b, head in reversed(self.columns)]
        best = max(over, key=lambda one: one[0])
        return best[1] if best[0] > -_NEAR else nothing

    # Sentences and items

    def _prose(self, passage: Passage, items: list[_Item]) -> Iterator[tuple[Token, Standing | None]]:
        named = [i for i in items if i.board and not i.slight]
        board, way = self._above(passage)
        amounts = [i for i in items if i.token]
        slight = [i for i in items if i.slight]
        if named:
            same = self._same(passage, amounts) if self.before or amounts else []
            used = sorted([*named, *amounts, *same], key=lambda item: item.start)
            yield from _Pairing(self.text, passage, used, way).best(self.claims, board)
        elif amounts and board:
            sign = way or _direction(self.text[passage.start : passage.end])
            yield from ((needed(item.token), {board: sign}) for item in amounts)
        elif amounts and slight:
            yield from _Pairing(self.text, passage, items, way).best(self.claims, board)
        if amounts:
            self.before = amounts[-1].token

    def _same(self, passage: Passage, amounts: Sequence[_Item]) -> list[_Item]:
        """The words that say an amount again."""
        found = []
        for word in _SAME.finditer(self.text, passage.start, passage.end):
            said = next((item.token for item in reversed(amounts) if item.start < word.start()), self.before)
            if said:
                found.append(_Item(word.start(), word.end(), token=said, slight=True))
        return found


class _Pairing:
    """The names and amounts of a sentence, and the ways to pair them."""

    def __init__(self, text: str, passage: Passage, items: Sequence[_Item], way: int):
        self.text, self.items, self.passage = text, items, passage
        self.gaps = [text[a.end : b.start + 1] for a, b in pairwise(items)]
        self.broken = [
            bool(_BREAK.search(gap) or (a.token and _COLON.search(gap)))
            for a, gap in zip(items, self.gaps, strict=False)
        ]
        self.joined = [bool(_JOINED.fullmatch(gap[:-1])) for gap in self.gaps]
        start = _direction(text[passage.start : items[0].start]) if items else 0
        self.signs = [self._sign(n) or (start if item.board else 0) or way for n, item in enumerate(items)]
        for n in [*range(1, len(items)), *range(len(items) - 1, 0, -1)]:  # what is joined goes the same way
            a, b = self.items[n - 1], self.items[n]
            if a.board and b.board and self.joined[n - 1]:
                self.signs[n - 1] = self.signs[n - 1] or self.signs[n]
                self.signs[n] = self.signs[n] or self.signs[n - 1]

    def _sign(self, n: int) -> int:
        """Which way the words about a name say."""
        item = self.items[n]
        if item.sign or not item.board:
            return item.sign
        said = self._before(n) + " . " + self._after(n)
        return _direction(said)

    def _before(self, n: int) -> str:
        """What stands before a name as far as what parts it from others, over an amount that is joined to it."""
        begin = self.items[n - 1].end if n else self.passage.start
        own = _last(self.text[begin : self.items[n].start])
        if n and self.items[n - 1].token and not self.broken[n - 1]:
            begin = self.items[n - 2].end if n > 1 else self.passage.start
            own = _last(self.text[begin : self.items[n - 1].start]) + " . " + own
        return own

    def _after(self, n: int) -> str:
        count = len(self.items)
        end = self.items[n + 1].start if n + 1 < count else self.passage.end
        own = _BREAK.split(self.text[self.items[n].end : end], maxsplit=1)[0]
        if n + 1 < count and self.items[n + 1].token and not self.broken[n]:
            end = self.items[n + 2].start if n + 2 < count else self.passage.end
            own += " . " + _BREAK.split(self.text[self.items[n + 1].end : end], maxsplit=1)[0]
        return own

    def best(self, claims: Mapping[Token, set[Claim]], above: str) -> Iterator[tuple[Token, Standing]]:
        """The pairing that the text says, or where it does not, the one that fits the case best."""
        ways = self._ways({n for n, i in enumerate(self.items) if i.token and i.token in claims and not i.slight})

        def fits(way: dict[int, Standing]) -> int:
            return sum(
                any(agrees(way[n], claim) for claim in claims.get(needed(i.token), ()))
                for n, i in enumerate(self.items)
                if n in way and not i.slight
            )

        chosen = max(ways, key=fits)
        standing: dict[Token, Standing] = {}
        for n, of in chosen.items():
            token = needed(self.items[n].token)
            if not self.items[n].slight:
                standing[token] = dict(of)
                if above and above not in of and len({*of.values()} - {0}) == 1 and 0 not in of.values():
                    standing[token][above] = -next(iter(of.values()))
        for n, of in chosen.items():
            if self.items[n].slight:
                token, said = needed(self.items[n].token), {board: sign for board, sign in of.items() if sign}
                if said:
                    standing[token] = said | standing.get(token, {})
        yield from standing.items()

    def _ways(self, claimed: set[int]) -> list[dict[int, Standing]]:
        """The ways to pair names and amounts that the sentence leaves open."""
        amounts = [n for n, item in enumerate(self.items) if item.token]
        left, right = self._sides(amounts), self._sides(amounts, after=True)
        both: dict[int, Standing] = {}
        votes: dict[int, bool] = {}  # whether the name is after its amount
        for n in amounts:
            (before, near), (after, close) = left[n], right[n]
            sign = self.items[after].sign if after >= 0 and close else 0
            if before >= 0 and near and sign:
                own, others = self._group(before), self._group(after, after=True)
                whole = {1, -1} <= {*others.values()}  # "från A till B", whoever it was that said so
                both[n] = others if whole else {board: way or -sign for board, way in own.items()} | others
            elif (near and before >= 0) != (close and after >= 0):
                votes[n] = close and after >= 0
        open_ = [n for n in amounts if n not in both and n not in votes]
        after_count = sum(votes.values())
        if 2 * after_count != len(votes):
            choices = [2 * after_count > len(votes)]
        else:
            choices = [False, True]
            complete = [c for c in choices if all((right if c else left)[n][0] >= 0 for n in open_ if n in claimed)]
            choices = complete or choices
        ways = []
        for choice in choices:
            way = dict(both)
            for n in amounts:
                if n in both:
                    continue
                chosen = votes.get(n, choice)
                one, other = (right, left) if chosen else (left, right)
                if one[n][0] < 0:
                    chosen, one, other = not chosen, other, one
                way[n] = self._group(one[n][0], chosen)
                self._counterpart(way[n], other[n][0])
            ways.append(way)
        return self._in_turn(amounts, left, right, ways)

    def _counterpart(self, standing: Standing, other: int) -> None:
        """Whom the money comes from or goes to, on the other side of an amount, where the word before it says so."""
        sign = self.items[other].sign if other >= 0 else 0
        if sign and self.items[other].board not in standing and sign not in standing.values():
            standing[self.items[other].board] = sign
            for board, way in standing.items():
                standing[board] = way or -sign

    def _sides(self, amounts: Sequence[int], after: bool = False) -> dict[int, tuple[int, bool]]:
        """The nearest name before (or after) each amount, -1 where there is none, and whether nothing parts them."""
        sides: dict[int, tuple[int, bool]] = {}
        name, near = -1, True
        order = range(len(self.items) - 1, -1, -1) if after else range(len(self.items))
        for n in order:
            if self.items[n].board:
                name, near = n, True
            else:
                sides[n] = (name, near and name >= 0)
            gap = n - 1 if after else n
            if 0 <= gap < len(self.broken) and self.broken[gap]:
                near = False
        return sides

    def _group(self, n: int, after: bool = False) -> Standing:
        """The name at `n` with those beside it that share its amount: joined to it, or the other end of a transfer."""
        standing = {self.items[n].board: self.signs[n]}
        step = 1 if after else -1
        while 0 <= n + step < len(self.items) and self.items[n + step].board and len(standing) < _MOST:
            gap = n if after else n - 1
            n += step
            if not (self.joined[gap] or self.signs[n] * self.signs[n - step] < 0):
                break
            standing.setdefault(self.items[n].board, self.signs[n])
        return standing

    def _in_turn(
        self,
        amounts: Sequence[int],
        left: Mapping[int, tuple[int, bool]],
        right: Mapping[int, tuple[int, bool]],
        ways: list[dict[int, Standing]],
    ) -> list[dict[int, Standing]]:
        """`ways`, and where as many amounts as names stand in a row, also each with its own."""
        turned, forced = [dict(way) for way in ways], False
        found = False
        for run in _runs(amounts):
            if len(run) < 2:
                continue
            for name, step in ((left[run[0]][0], -1), (right[run[-1]][0], 1)):
                row = self._row_of(name, step)
                if len(row) == len(run):
                    found = True
                    said = self.text[self.items[min(run[0], row[0])].start : self.items[max(run[-1], row[-1])].end]
                    forced = forced or bool(_RESPECTIVELY.search(said))
                    for way in turned:
                        way.update({n: {self.items[b].board: self.signs[b]} for n, b in zip(run, row, strict=True)})
                    break
        return turned if forced else [*ways, *turned] if found else ways

    def _row_of(self, name: int, step: int) -> list[int]:
        """The names joined to that at `name`, in the order of the text."""
        row = [name] if name >= 0 else []
        while row and 0 <= row[-1] + step < len(self.items) and self.items[row[-1] + step].board:
            if not self.joined[row[-1] if step > 0 else row[-1] - 1]:
                break
            row.append(row[-1] + step)
        return sorted(row)


def agrees(standing: Standing, claim: Claim) -> bool:
    """Whether an amount that stands by `standing` is whose the case has it, and goes that way."""
    board, sign = claim
    return board in standing and (not sign or standing[board] in (0, sign))


def _direction(said: str) -> int:
    """Which way words say that money goes; 0 where they do not, or say both."""
    less, more = bool(_LESS.search(said)), bool(_MORE.search(said))
    if _ELSE.search(said) or (less and more):
        return 0
    return -1 if less else int(more or bool(_GETS.search(said)))


def _last(said: str) -> str:
    """What stands after the last of what parts names and amounts."""
    end = 0
    for found in _BREAK.finditer(said):
        end = found.end()
    return said[end:]


def _runs(numbers: Sequence[int]) -> list[list[int]]:
    """`numbers` in stretches that follow on each other."""
    runs: list[list[int]] = []
    for n in numbers:
        if runs and runs[-1][-1] == n - 1:
            runs[-1].append(n)
        else:
            runs.append([n])
    return runs
