"""The names and the amounts of a sentence, and which of them belong together."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from fordelning.case.statement import needed

from .direction import direction, is_moved, without_purpose, without_role
from .passage import Passage
from .tokens import Token

Standing = dict[str, int]  # the boards that an amount stands by: 1 given, -1 taken from, 0 unsaid
Claim = tuple[str, int]  # whom the case has an amount for: the board, and 1, -1, or 0 where either will do
_BREAK = re.compile(
    r",(?!\d)|[;/]|\b(?:och|samt|medan|men|respektive|resp|varav|dels|(?:för|genom) att)\b"
    r"|(?<!till)(?<!från)(?<!för)(?<!\båt)\n\s{0,20}(?=[A-ZÅÄÖ])",
)
_RELATIVE = re.compile(r",\s+som\s+\S")
_COLON = re.compile(r":\s")
JOINED = re.compile(
    r"[\s*]*(?:,|och|samt|som|liksom|/|&|,?\s*respektive|resp\.?)[\s*]*(?:till|från|för|åt)?[\s*]*", re.IGNORECASE
)
_RESPECTIVELY = re.compile(r"\brespektive\b|\bresp\b", re.IGNORECASE)
_DIVIDED = re.compile(r"\b(?:fördel|nämligen|varav)", re.IGNORECASE)
_INDENT = 40  # letters beside an item that is all of its line
_MOST = 40  # boards that share an amount


@dataclass(frozen=True)
class Item:
    """A name or an amount in a passage; `sign` is the name's where the word before it says, `slight` names no one."""

    start: int
    end: int
    board: str = ""
    token: Token | None = None
    sign: int = 0
    slight: bool = False


class Pairing:
    """The names and amounts of a sentence, and the ways to pair them."""

    def __init__(self, text: str, passage: Passage, items: Sequence[Item], way: int):
        self.text, self.items, self.passage = text, items, passage
        self.gaps = [text[a.end : b.start + 1] for a, b in pairwise(items)]
        self.broken = [
            bool(_BREAK.search(gap) or (a.token and _COLON.search(gap)))
            for a, gap in zip(items, self.gaps, strict=False)
        ]
        for n, (a, b) in enumerate(pairwise(items)):
            if self._is_cell(a) and self._is_cell(b):  # a table with a cell a line, whichever comes first
                self.broken[n] = False
        self.joined = [bool(JOINED.fullmatch(gap[:-1])) for gap in self.gaps]
        self.moved = [self._is_moved(n) for n in range(len(self.gaps))]
        start = direction(text[passage.start : items[0].start]) if items else 0
        self.signs = [self._sign(n) or (start if item.board else 0) or way for n, item in enumerate(items)]
        for n, (a, b) in enumerate(pairwise(items)):
            if a.board and b.board and self.moved[n] and not (a.sign or self.joined[n]):
                self.signs[n] = -1
        for n in [*range(1, len(items)), *range(len(items) - 1, 0, -1)]:  # what is joined goes the same way
            a, b = self.items[n - 1], self.items[n]
            if a.board and b.board and self.joined[n - 1]:
                self.signs[n - 1] = self.signs[n - 1] or self.signs[n]
                self.signs[n] = self.signs[n] or self.signs[n - 1]
        way = self.signs[0] if items else 0
        self.opposite = {item.board for item in items if way and item.sign == -way}  # of the first

    def _is_moved(self, n: int) -> bool:
        """Whether money goes on from what is at `n` to the name after it."""
        if self.items[n + 1].sign <= 0:
            return False
        return is_moved(self.gaps[n]) or (bool(self.items[n].board) and is_moved(self._until_next(n + 1)))

    def _is_cell(self, item: Item) -> bool:
        """Whether an item is all of its line."""
        lead = self.text[max(self.passage.start, item.start - _INDENT) : item.start]
        tail = self.text[item.end : min(self.passage.end, item.end + _INDENT)]
        return not lead.rpartition("\n")[2].strip() and not tail.partition("\n")[0].strip()

    def _sign(self, n: int) -> int:
        """Which way the words about a name say."""
        item = self.items[n]
        if item.sign or not item.board:
            return item.sign
        said = self._before(n) + " . " + self._after(n)
        return direction(said)

    def _before(self, n: int) -> str:
        """What stands before a name as far as what parts it from others, over an amount that is joined to it."""
        begin = self.items[n - 1].end if n else self.passage.start
        own = _last(self.text[begin : self.items[n].start])
        if n and self.items[n - 1].token and not self.broken[n - 1]:
            begin = self.items[n - 2].end if n > 1 else self.passage.start
            own = _last(self.text[begin : self.items[n - 1].start]) + " . " + own
        return own

    def _after(self, n: int) -> str:
        own = _BREAK.split(self._until_next(n), maxsplit=1)[0]
        if n + 1 < len(self.items) and self.items[n + 1].token and not self.broken[n]:
            own += " . " + without_purpose(_BREAK.split(self._until_next(n + 1), maxsplit=1)[0])
        return own

    def _until_next(self, n: int) -> str:
        """What stands between an item and the next, but for the word that says which way the next one goes."""
        following = self.items[n + 1] if n + 1 < len(self.items) else None
        said = self.text[self.items[n].end : following.start if following else self.passage.end]
        return without_role(said) if following and following.sign else said

    def best(self, claims: Mapping[Token, set[Claim]], above: str) -> Iterator[tuple[Token, Standing]]:
        """The pairing that the text says, or where it does not, the one that fits the case best."""
        ways = self._ways({n for n, i in enumerate(self.items) if i.token and i.token in claims and not i.slight})

        def fits(way: Mapping[int, Standing]) -> int:
            return sum(
                any(agrees(way[n], claim) for claim in claims.get(needed(i.token), ()))
                for n, i in enumerate(self.items)
                if n in way and not i.slight
            )

        yield from self._standing(max(ways, key=fits), above).items()

    def readings(self) -> list[dict[Token, Standing]]:
        """Whom each amount stands by, in every way that the sentence can be read."""
        ways = self._ways({n for n, item in enumerate(self.items) if item.token and not item.slight})
        return [self._standing(way, "") for way in ways]

    def _standing(self, way: Mapping[int, Standing], above: str) -> dict[Token, Standing]:
        """Whom each amount stands by, read in one way, with whom the money comes from or is said of."""
        standing: dict[Token, Standing] = {}
        for n, of in way.items():
            token = needed(self.items[n].token)
            if not self.items[n].slight:
                standing[token] = dict(of)
                self._sender(standing[token])
                if above and above not in of and len({*of.values()} - {0}) == 1 and 0 not in of.values():
                    standing[token][above] = -next(iter(of.values()))
        for n, of in way.items():
            if self.items[n].slight:
                token, said = needed(self.items[n].token), {board: sign for board, sign in of.items() if sign}
                if said:
                    standing[token] = said | standing.get(token, {})
        return standing

    def _sender(self, standing: Standing) -> None:
        """Whom all of it comes from, or goes to: "kommunstyrelsen lämnar 500 tkr till … och 300 tkr till …"."""
        way = self.signs[0]
        if self.items[0].board and {*standing.values()} == {-way} and standing.keys() <= self.opposite:
            standing.setdefault(self.items[0].board, way)

    def _ways(self, claimed: set[int]) -> list[dict[int, Standing]]:
        """The ways to pair names and amounts that the sentence leaves open."""
        amounts = [n for n, item in enumerate(self.items) if item.token]
        left, right = self._sides(amounts), self._sides(amounts, after=True)
        both: dict[int, Standing] = {}
        votes: dict[int, bool] = {}  # whether the name is after its amount
        for n in amounts:
            (before, near), (after, close) = left[n], right[n]
            sign = self.items[after].sign if after >= 0 and close else 0
            if before >= 0 and near and sign and self.items[before].sign != sign:
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
                far, near = other[n]
                if near or self._role(far) < 0 or (far == n + 1 and self.moved[n]):  # "…, från kommunstyrelsen"
                    self._counterpart(way[n], far)
            ways.append(way)
        return self._in_turn(amounts, left, right, ways)

    def _counterpart(self, standing: Standing, other: int) -> None:
        """Whom the money comes from or goes to, on the other side of an amount, where the word before it says so."""
        sign = self._role(other)
        if sign and not standing.get(self.items[other].board) and sign not in standing.values():
            standing[self.items[other].board] = sign
            for board, way in standing.items():
                standing[board] = way or -sign

    def _role(self, n: int) -> int:
        """Which way goes what is told with an amount beside its own name: "till A, från B", "till A, som B avstår"."""
        if n < 0:
            return 0
        return self.items[n].sign or (self.signs[n] if n and _RELATIVE.fullmatch(self.gaps[n - 1]) else 0)

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
            opposite = self.signs[n] * self.signs[n - step] < 0
            if self.joined[gap] and opposite and not self.items[gap + 1].sign:
                break  # "till A, och B lämnar": B has an amount of its own
            if not (self.joined[gap] or opposite):
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
                if len(row) > 1 and (
                    _RESPECTIVELY.search(self.gaps[run[-1] - 1]) or _DIVIDED.search(self.gaps[run[0]])
                ):
                    run = run[-len(row) :]  # the sum stands first: "800 tkr, 500 respektive 300 tkr"
                if len(row) == len(run):
                    found = True
                    said = self.text[self.items[min(run[0], row[0])].start : self.items[max(run[-1], row[-1])].end]
                    alike = len(row) > 1 and all(self.joined[n] for n in run[:-1])
                    forced = forced or alike or bool(_RESPECTIVELY.search(said))
                    for way in turned:
                        way.update({n: {self.items[b].board: self.signs[b]} for n, b in zip(run, row, strict=True)})
                    break
        return turned if forced else [*ways, *turned] if found else ways

    def _row_of(self, name: int, step: int) -> list[int]:
        """The names joined to that at `name`, in the order of the text."""
        row = [name] if name >= 0 else []
        while row and 0 <= row[-1] + step < len(self.items) and self.items[row[-1] + step].board:
            gap = row[-1] if step > 0 else row[-1] - 1
            if not (self.joined[gap] or self.gaps[gap][:-1].strip(" *") == "\n"):
                break
            row.append(row[-1] + step)
        return sorted(row)


def agrees(standing: Standing, claim: Claim) -> bool:
    """Whether an amount that stands by `standing` is whose the case has it, and goes that way."""
    board, sign = claim
    return board in standing and (not sign or standing[board] in (0, sign))


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
