"""Whom each amount of a source stands by, and which way the money goes.

In a sentence or an item of a list names may stand before their amounts or after them: what parts them (a comma, "och")
and what joins them ("till", "från") tells which, and where it does not, the way that fits the case is taken. In a table
the row's name comes first, then the column's. Where there is no name, a heading's, a lead-in's or a parent item's goes.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from fordelning.case.record import Board
from fordelning.case.statement import needed

from .board_name import Mention, mentions, strangers
from .direction import before, direction, is_slight
from .pairing import JOINED, Claim, Item, Pairing, Standing, agrees
from .passage import BOLD, Passage, passages
from .source_row import ColumnHeads, SourceRow
from .text import Original
from .tokens import Token

_LEAD, _GROUP = BOLD + 1, BOLD + 2  # levels below the headings: a lead-in or a parent item, and a row that heads others

_SAME = re.compile(
    r"\b(?:motsvarande|samma belopp|samma summa|lika mycket|beloppet|medlen|pengarna|summan|finansieringen)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(r"\W*(?:(?:ansvar\w*|mottag\w*|nämnd|utförare)[:\s]+(?:nämnd[:\s]+)?(?:är\s+)?)?", re.IGNORECASE)
_TITLE = re.compile(r"[A-ZÅÄÖ]\w+(?: \w+)?\s*")  # a line of one or two words
_ALONE = re.compile(
    r"(?:[\W\d_]|\b(?:från|till|tkr|mnkr|kr|kronor|mkr|miljon(?:er)?|ram|budget|driftbudget|anslag|belopp|summa|totalt)\b)*",
    re.IGNORECASE,
)


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
        reader = _SourceReader(boards, original, tokens, claims)
        self.claims, self.text, self.starts, self.named = claims, reader.text, reader.starts, reader.named
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
        ahead: dict[Token, Standing | None] = {}
        after: dict[Token, Standing | None] = {}
        for token in tokens:
            at = bisect_left(named, self._first(self.starts[token.line - 1] + token.start))
            if at:
                ahead[token] = {self.named[named[at - 1]].board: 0}
            if at < len(named):
                after[token] = {self.named[named[at]].board: 0}
        one, other = (ahead, after) if self._fits(ahead) >= self._fits(after) else (after, ahead)
        return {token: (other | one)[token] for token in rest} | self._in_turn(named, tokens) | told

    def _in_turn(self, named: Sequence[int], tokens: Sequence[Token]) -> dict[Token, Standing | None]:
        """Each amount with its name where all names stand in a column, and then as many amounts."""
        names = [self.named[n] for n in named]
        alone = all(self._is_line(mention.start, mention.end) for mention in names) and all(
            self._is_line(self.starts[t.line - 1] + t.start, self.starts[t.line - 1] + t.end) for t in tokens
        )
        if not alone or len(names) != len(tokens) or self._first(self.starts[tokens[0].line - 1]) <= named[-1]:
            return {}
        return {token: {mention.board: 0} for token, mention in zip(tokens, names, strict=True)}

    def _is_line(self, start: int, end: int) -> bool:
        """Whether what stands from `start` to `end` is all of its line."""
        number = bisect_right(self.starts, start) - 1
        return not (self.text[self.starts[number] : start] + self.text[end : self.starts[number + 1] - 1]).strip()

    def _first(self, start: int) -> int:
        """The number of the first name at `start` or after it."""
        return bisect_left(self.named, start, key=lambda mention: mention.start)

    def _fits(self, way: Mapping[Token, Standing | None]) -> tuple[int, int]:
        """How many amounts fit the case, and how many have a name at all."""
        fits = [any(agrees(of or {}, claim) for claim in self.claims.get(token, ())) for token, of in way.items()]
        return sum(fits), len(fits)


class _SourceReader:
    """A source read from the top, with the headings and the table that the place read is in."""

    def __init__(
        self, boards: Iterable[Board], original: Original, tokens: Iterable[Token], claims: Mapping[Token, set[Claim]]
    ):
        self.text, self.claims = "\n".join(original.lines), claims
        self.lines = original.lines
        self.starts = starts = [0, *accumulate(len(line) + 1 for line in original.lines)]
        known = mentions(self.text, boards)
        self.named = sorted([*known, *strangers(self.text, known)], key=lambda mention: mention.start)
        amounts = [
            Item(starts[token.line - 1] + token.start, starts[token.line - 1] + token.end, token=token)
            for token in tokens
            if token.kind == "money" or token in claims
        ]
        named = [self._item(mention) for mention in self.named]
        for n in range(len(named) - 1, 0, -1):  # "socialnämndens och kommunstyrelsens förslag" is of both
            if named[n].slight and JOINED.fullmatch(self.text, named[n - 1].end, named[n].start):
                named[n - 1] = replace(named[n - 1], slight=not named[n - 1].sign)
        self.items = sorted([*named, *amounts], key=lambda item: item.start)
        self.heads: list[_Head] = []
        self.columns = ColumnHeads()  # of the table
        self.labelled = False  # whether some row of the table names a board
        self.label: tuple[int, str] | None = None  # the column and the board of the latest of those
        self.bare: list[Token] = []  # the amounts of the row before, where nothing has said whom they stand by
        self.before: Token | None = None  # the latest amount
        self.untold: list[Token] = []  # the latest amounts, where nothing has said whom they stand by
        self.transfer: Standing = {}  # from whom and to whom the latest sentence with names says, without an amount
        self.labels_first = False  # whether what says so stands before the amounts

    def _item(self, mention: Mention) -> Item:
        start, end = mention.start, mention.end
        sign = before(self.text, start)
        return Item(start, end, mention.board, None, sign, not sign and is_slight(self.text, start, end))

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
                self.columns, self.labelled, self.label, self.bare = ColumnHeads(), False, None, []
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

    def _head(self, passage: Passage, items: Sequence[Item]) -> None:
        """Remember `passage`, if it goes for what stands below it."""
        said = self.text[passage.start : passage.end]
        named = [item for item in items if item.board and not item.slight]
        boards = {item.board for item in named}
        amounts = any(item.token for item in items)
        ends = [passage.start, *(item.end for item in items)]
        begins = [*(item.start for item in items), passage.end]
        rest = " ".join(self.text[a:b] for a, b in zip(ends, begins, strict=True))
        alone = len(boards) == 1 and bool(_ALONE.fullmatch(rest))
        way = next((item.sign for item in named if item.sign), 0) or (0 if amounts else direction(said))
        level, indent = passage.level or _LEAD, -1
        if passage.kind == "heading":
            goes = alone or (way and not boards and not amounts)
        elif said.rstrip(" *_").endswith(":") or _TITLE.fullmatch(said):
            goes = len(boards) == 1 or (way and not boards)
        else:
            goes = (alone and not amounts and self._is_first(passage)) or (passage.kind == "item" and len(boards) == 1)
            indent = passage.indent
        if goes:
            self.heads = [
                head for head in self.heads if head.level < level or (level == _LEAD and head.indent < indent)
            ]
            self.heads.append(_Head(level, next(iter(boards), ""), way, passage.block, indent))

    # Rows of tables

    def _row(self, passage: Passage, items: Sequence[Item]) -> Iterator[tuple[Token, Standing | None]]:
        named, amounts = [i for i in items if i.board], [i for i in items if i.token]
        row = SourceRow(self.text, passage)
        bare, self.bare = self.bare, []
        if not amounts:
            under = {token: {item.board: 0} for token, item in zip(bare, named, strict=False)}
            # Names under amounts are theirs, if they are for any: else they may head what comes below.
            if len(bare) == len(named) and any(self._is_claimed(token, standing) for token, standing in under.items()):
                yield from under.items()
            else:
                self._table_head(row, named)
            return
        self.labelled = self.labelled or bool(named)
        roles = {item.board: item.sign or self.columns.over(row, item).sign for item in named}
        transfer = len(roles) > 1 and any(roles.values())
        if named and row.barred:
            self.label = (row.number(named[0].start), named[0].board)
        above, way = self._above(passage)
        starts = [item.start for item in named]
        for amount in amounts:
            column, own = self.columns.over(row, amount), row.said_with(amount.start)
            if transfer:
                standing: Standing | None = roles
            elif named:
                label = named[max(0, bisect_left(starts, amount.start) - 1)]
                standing = {label.board: column.sign or own or way}
            elif board := column.board or above:
                standing = {board: column.sign or own or way}
            elif self.label and row.is_blank(self.label[0]):  # it goes for the rows below
                standing = {self.label[1]: column.sign or own or way}
            elif self.labelled:
                standing = None
            else:
                self.bare.append(needed(amount.token))
                continue
            yield needed(amount.token), standing

    def _is_claimed(self, token: Token, standing: Standing) -> bool:
        """Whether the case has an amount for whom it stands by."""
        return any(agrees(standing, claim) for claim in self.claims.get(token, ()))

    def _table_head(self, row: SourceRow, named: Sequence[Item]) -> None:
        """Remember a row without amounts: it heads the columns, or the rows below where it is one name and no more."""
        if not row.filled:
            return
        labelled = bool(named) and named[0].start < row.filled[0].end
        if labelled and len(row.filled) == 1:
            self.heads = [head for head in self.heads if head.level < _GROUP]
            self.heads.append(_Head(_GROUP, named[0].board, 0, row.passage.block))
        elif not labelled or not row.has_digits:
            self.columns.add(row, named)
        self.labelled = self.labelled or labelled

    # Sentences and items

    def _prose(self, passage: Passage, items: list[Item]) -> Iterator[tuple[Token, Standing | None]]:
        named = [i for i in items if i.board and not i.slight]
        board, way = self._above(passage)
        amounts = [i for i in items if i.token]
        slight = [i for i in items if i.slight]
        if passage.kind == "heading":
            self.untold, self.labels_first = [], False
        if named and not amounts and self._is_label(passage, named):
            yield from ((token, {named[0].board: 0}) for token in self.untold)
            self.labels_first = not self.untold
            self.untold = []
        elif named:
            roles = {item.board: item.sign for item in named}
            transfer = not amounts and {*roles.values()} == {1, -1}
            if transfer and not self._is_first(passage):
                yield from ((token, roles) for token in self.untold)
            self.untold, self.transfer = [], roles if transfer else {}
            same = self._same(passage, amounts) if self.before or amounts else []
            used = sorted([*named, *amounts, *same], key=lambda item: item.start)
            yield from Pairing(self.text, passage, used, way).best(self.claims, board)
        elif amounts and board:
            sign = way or direction(self.text[passage.start : passage.end])
            yield from ((needed(item.token), {board: sign}) for item in amounts)
        elif amounts and slight:
            yield from Pairing(self.text, passage, items, way).best(self.claims, board)
        elif amounts and self.transfer and not self._is_first(passage):
            yield from ((needed(item.token), self.transfer) for item in amounts)
        elif amounts and not self.labels_first:
            self.untold = [needed(item.token) for item in amounts]
        if amounts:
            self.before = amounts[-1].token

    def _is_label(self, passage: Passage, named: Sequence[Item]) -> bool:
        """Whether a passage only says whose an amount is: "Nämnd: socialnämnden", on its line also the name alone."""
        if len({item.board for item in named}) > 1:
            return False
        before, after = self.text[passage.start : named[0].start], self.text[named[-1].end : passage.end]
        worded = bool(re.search(r"\w", before)) or not self._is_first(passage)
        return worded and not re.search(r"\w", after) and bool(_LABEL.fullmatch(before))

    def _is_first(self, passage: Passage) -> bool:
        """Whether a passage stands first on its line."""
        return not self.text[passage.start - 1 : passage.start].strip("\n")

    def _same(self, passage: Passage, amounts: Sequence[Item]) -> list[Item]:
        """The words that say an amount again."""
        found = []
        for word in _SAME.finditer(self.text, passage.start, passage.end):
            said = next((item.token for item in reversed(amounts) if item.start < word.start()), self.before)
            if said:
                found.append(Item(word.start(), word.end(), token=said, slight=True))
        return found
