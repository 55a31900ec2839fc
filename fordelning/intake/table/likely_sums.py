"""Lines or columns that by their size, name, place and looks may be sums of others, though they may be wrong sums.

What tells is taken together: one with a name unlike the rest may be far from the sum, one named like them has to be
near it.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from . import vocabulary
from .adjacent_sums import Line

_ENDING = 4  # letters that names of the same sort end in
# Times too large or small.
_OF_ITS_ORDER, _NEAR, _NEARER, _ROUGHLY, _ALMOST = map(Decimal, ("2", "1.45", "1.25", "1.15", "1.02"))
_FEW = 2  # lines that another is of the order of by chance
_DIGITS = 4  # that hardly are alike but for one by chance


@dataclass(frozen=True)
class Suspect:
    """A line or a column: its `amounts` by where they stand, its `names`, and whether it is in bold or ruled off."""

    amounts: Line
    names: tuple[str, ...]
    emphasised: bool = False


def find(suspects: list[Suspect]) -> dict[int, list[int]]:
    """The places of those that may be sums, each with the places of what it may be the sum of."""
    every = range(len(suspects))
    columns = zip(*(suspect.names for suspect in suspects), strict=True)
    whole = {place for place in every if any(map(vocabulary.says_whole, suspects[place].names))}
    strong = {place for place in every if suspects[place].emphasised}
    strong = strong if len(strong) * 2 <= len(suspects) else set()
    odd = {place for names in columns for place in _odd(names)}
    return _Sums(suspects, odd, strong, whole).find()


class _Sums:
    """What the suspects may sum: `odd` have names unlike the rest, `strong` looks, `whole` names that say so."""

    def __init__(self, suspects: list[Suspect], odd: set[int], strong: set[int], whole: set[int]):
        self.suspects, self.odd, self.strong, self.whole = suspects, odd, strong, whole
        every = range(len(suspects))
        self.among = [[*every]] + [[k for k in every if k not in sums] for sums in (odd | strong, whole | strong)]
        self.sums = [_Sum(suspects[k].amounts for k in among) for among in self.among]

    def find(self) -> dict[int, list[int]]:
        tried = {place: self._parts(place) for place in range(len(self.suspects))}
        found = {place: parts for place, parts in tried.items() if parts}
        told = {place: parts for place, parts in found.items() if place in self.odd | self.strong}
        return told or found  # the size of others is a coincidence

    def _parts(self, place: int) -> list[int]:
        """The places of what the one at `place` may be the sum of, the likeliest; empty where it is hardly a sum."""
        suspect, last = self.suspects[place], len(self.suspects) - 1
        at_the_end, tells = place in (0, last), place in self.odd | self.strong
        board = any(map(vocabulary.looks_like_board, suspect.names))
        tried: list[tuple[list[int], _Sum, Decimal]] = []
        if tells:
            for among, total in zip(self.among, self.sums, strict=True):
                others, own = [k for k in among if k != place], place in among
                most = _OF_ITS_ORDER if place in self.odd and at_the_end else self._most(place, others)
                tried.append((others, total.without(suspect.amounts) if own else total, most))
                runs = [run for run in _beside(place, set(among)) if len(run) > 1]
                tried += [(run, self._of(run), self._most(place, run)) for run in runs]
        elif at_the_end and last > 2:
            others = [k for k in self.among[0] if k != place]
            tried.append((others, self.sums[0].without(suspect.amounts), _ALMOST if board else _ROUGHLY))
        elif place > 2 and not board:
            tried.append(([*range(place)], self._of(range(place)), _ALMOST))
        fits = [(off, -len(run), run) for run, total, most in tried if (off := total.off(suspect.amounts, most, tells))]
        return min(fits)[2] if fits else []

    def _most(self, place: int, of: list[int]) -> Decimal:
        """How far off the one at `place` may be as the sum of others: nearer where it is a board, or they are few."""
        board = any(map(vocabulary.looks_like_board, self.suspects[place].names))
        return _NEARER if board or (len(of) <= _FEW and place not in self.whole) else _NEAR

    def _of(self, places: Iterable[int]) -> "_Sum":
        return _Sum(self.suspects[k].amounts for k in places)


class _Sum:
    """The sum of lines by where their amounts stand, and that of their amounts without signs."""

    def __init__(self, lines: Iterable[Line] = ()):
        self.sums: Line = {}
        self.spread: Line = {}
        for line in lines:
            for at, number in line.items():
                self.sums[at] = self.sums.get(at, Decimal(0)) + number
                self.spread[at] = self.spread.get(at, Decimal(0)) + abs(number)

    def without(self, line: Line) -> "_Sum":
        less = _Sum()
        less.sums = {at: number - line.get(at, Decimal(0)) for at, number in self.sums.items()}
        less.spread = {at: number - abs(line.get(at, Decimal(0))) for at, number in self.spread.items()}
        return less

    def off(self, wanted: Line, most: Decimal, tells: bool) -> Decimal | None:
        """How many times too large or small `wanted` is as this sum; None where it is no such sum.

        Half of its figures or more are within `most`, or but for a slip of the pen; and more than half of them where
        nothing but its size `tells`.
        """
        places = {at for line in (wanted, self.spread) for at, number in line.items() if number}
        near = sorted(filter(None, (self._times(wanted.get(at, Decimal(0)), at, most, tells) for at in places)))
        enough = len(near) * 2 >= len(places) if tells else len(near) * 2 > len(places)
        return near[len(near) // 2] if near and enough else None

    def _times(self, figure: Decimal, at: int, most: Decimal, tells: bool) -> Decimal | None:
        """How many times too large or small one figure is; None where it is neither near the sum nor a slip of it."""
        total, spread = self.sums.get(at, Decimal(0)), self.spread.get(at, Decimal(0))
        gap = abs(figure - total)
        if tells and abs(total) != spread and gap * 10 <= spread:  # of what is moved the sum is next to nil
            return 1 + gap / spread
        if figure * total <= 0:
            return None
        times = max(abs(figure), abs(total)) / min(abs(figure), abs(total))
        return times if times <= most or _is_slip(figure, total, tells) else None


def _beside(place: int, among: set[int]) -> list[list[int]]:
    """The places of `among` right before and right after `place`, up to the next that is not one of them."""
    start, end = place, place + 1
    while start - 1 in among:
        start -= 1
    while end in among:
        end += 1
    return [[*range(start, place)], [*range(place + 1, end)]]


def _odd(names: tuple[str, ...]) -> set[int]:
    """The places of those of `names` that are of another sort than most: words of sums, or no board as the others."""
    named = {place: name for place, name in enumerate(names) if name}
    whole = {place for place, name in named.items() if vocabulary.says_whole(name)}
    endings = Counter(name[-_ENDING:].casefold() for name in named.values())
    ending, count = endings.most_common(1)[0] if endings else ("", 0)
    usual = ending if count > 2 and count * 2 > len(named) else None
    unlike = {
        place
        for place, name in named.items()
        if place in whole or not (_is_board(name) or (usual and name.casefold().endswith(usual)))
    }
    odd = unlike if len(unlike) * 20 <= len(named) * 9 or (len(named), len(unlike)) == (2, 1) else set()
    return odd | (whole if len(whole) * 2 <= len(named) else set())


def _is_board(name: str) -> bool:
    return vocabulary.looks_like_board(name) or vocabulary.is_body(name)


def _is_slip(one: Decimal, other: Decimal, tells: bool) -> bool:
    """Whether two numbers differ by one digit, or by two that have changed places.

    Where nothing else `tells`, both have to be of the same length, and long enough for it to be no chance.
    """
    step = Decimal(1).scaleb(min(int(n.normalize().as_tuple().exponent) for n in (one, other)))
    a, b = sorted((str(int(abs(number) / step)) for number in (one, other)), key=len)
    if len(a) < len(b):
        return tells and len(b) >= _DIGITS and any(b[:k] + b[k + 1 :] == a for k in range(len(b)))
    differ = [k for k in range(len(a)) if a[k] != b[k]]
    if len(differ) == 2 and differ[1] == differ[0] + 1:
        same = a[differ[0]] == b[differ[1]] and a[differ[1]] == b[differ[0]]
    else:
        same = len(differ) == 1
    return same and len(a) >= (2 if tells else _DIGITS)
