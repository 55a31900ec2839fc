"""Lines or columns that by their size, name, place and looks may be sums of others, though they may be wrong sums.

What tells is taken together: one with a name unlike the rest may be far from the sum, one named like them has to be
near it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import accumulate

from . import odd_names, vocabulary
from .adjacent_sums import WINDOW, Line

# Times too large or small. A sum is of the order of its parts where it is wrong by no more than 60 per cent.
_OF_ITS_ORDER, _NEAR, _NEARER, _ROUGHLY, _ALMOST, _HARDLY, _SAME = map(
    Decimal, ("2.6", "1.45", "1.25", "1.15", "1.05", "1.02", "1.002")
)
_OF_NEXT_ORDER = Decimal(12)  # where both name and looks tell, or the name says that it is all
_DOMINANT = 8  # times all others together: hardly any one that is given is so large
_LEAST = 2  # lines that are summed
_FEW = 4  # lines that another is of the order of by chance
_POWERS = range(1, 7)  # of ten that a figure is too large or small by, where its unit is another
_DIGITS = 4  # that hardly are alike but for one by chance
_SWAPPED = 3  # digits that hardly are alike but for their order by chance


@dataclass(frozen=True)
class Suspect:
    """A line or a column: its `amounts` by where they stand, its `names`, and whether it stands out: bold, say."""

    amounts: Line
    names: tuple[str, ...]
    emphasised: bool = False


Parts = tuple["_Sum", Collection[int]]  # the places of some, and their sum


@dataclass(frozen=True)
class LikelySum:
    """The places of the `parts` that one may be the sum of; `telling` is whether this is hardly a coincidence."""

    parts: list[int]
    telling: bool


def find(suspects: list[Suspect]) -> dict[int, LikelySum]:
    """Those that may be sums, by their places."""
    signs = _Signs.of(suspects)
    found = _Sums(suspects, signs).find()
    outstanding = signs.outstanding
    if all(place not in outstanding for place, one in found.items() if one.telling):
        return found
    # the size of others is a coincidence
    return {place: replace(one, telling=one.telling and place in outstanding) for place, one in found.items()}


def outstanding(suspects: list[Suspect]) -> set[int]:
    """The places of those that are called, or look, as sums may, whatever their size; no boards by their names."""
    signs = _Signs.of(suspects)
    return {k for k in signs.outstanding if k in signs.strong or not any(map(odd_names.is_board, suspects[k].names))}


@dataclass(frozen=True)
class _Signs:
    """The places of those with names that no one knows, names of another sort, names that say it is all, and looks."""

    odd: set[int]
    unlike: set[int]
    whole: set[int]
    strong: set[int]

    @classmethod
    def of(cls, suspects: list[Suspect]) -> "_Signs":
        """Those of `suspects`."""
        names = [*zip(*(suspect.names for suspect in suspects), strict=True)]
        strong = {place for place, suspect in enumerate(suspects) if suspect.emphasised}
        odd, unlike, whole = (
            set[int]().union(*(of(column) - _repeated(column, suspects) for column in names))
            for of in (odd_names.odd, odd_names.unlike, _whole)
        )
        return cls(odd, unlike, whole, strong if len(strong) * 2 <= len(suspects) else set())

    @property
    def outstanding(self) -> set[int]:
        """Those with any of them but a name that says it is all, which may be a pot's."""
        return self.odd | self.unlike | self.strong


def _whole(names: tuple[str, ...]) -> set[int]:
    return {place for place, name in enumerate(names) if vocabulary.says_whole(name)}


def _repeated(names: tuple[str, ...], suspects: list[Suspect]) -> set[int]:
    """The places of names that several lines have, as by their pot, where most lines share theirs: no sums' names.

    One is that of sums still, where most lines that have it are near the sum of those between it and its next.
    """
    places: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        if name:
            places.setdefault(name.casefold(), []).append(place)
    shared = [of for of in places.values() if len(of) > 1]
    if sum(map(len, shared)) * 2 <= sum(map(len, places.values())):
        return set()
    return {place for of in shared if not _are_sums(of, suspects) for place in of}


def _are_sums(places: list[int], suspects: list[Suspect]) -> bool:
    """Whether most of `places` are near the sum of what is before each, or of what is after, up to the next."""
    for bounds in (zip([-1, *places], places, strict=False), zip(places, [*places[1:], len(suspects)], strict=True)):
        near = [
            _Sum(one.amounts for one in suspects[start + 1 : stop]).off(suspects[place].amounts, _NEAR, tells=False)
            for place, (start, stop) in zip(places, bounds, strict=True)
            if stop - start > _LEAST
        ]
        if sum(off is not None for off in near) * 2 > len(places):
            return True
    return False


class _Sums:
    """What the suspects may sum, with the signs that they have."""

    def __init__(self, suspects: list[Suspect], signs: _Signs):
        self.suspects, every = suspects, frozenset(range(len(suspects)))
        odd, unlike, whole, strong = signs.odd, signs.unlike, signs.whole, signs.strong
        self.boards = {k for k in every if any(map(odd_names.is_board, suspects[k].names))}
        self.far = (odd | strong) - (self.boards - whole)  # that may be far from the sum
        self.farthest = (odd & strong | whole) & self.far
        self.near = (unlike - self.boards | strong) - self.far
        stops = map(frozenset, (set[int](), self.far, self.far | self.near))
        self.stops = [*map(sorted, dict.fromkeys(stops))]
        self.among = [every.difference(stops) for stops in self.stops]
        self.sums = [_Sum(suspects[k].amounts for k in among) for among in self.among]
        self.until = [*accumulate((_Sum([suspect.amounts]) for suspect in suspects), _Sum.plus, initial=_Sum())]

    def find(self) -> dict[int, LikelySum]:
        found = ((place, self._sum(place)) for place in range(len(self.suspects)))
        return {place: one for place, one in found if one}

    def _sum(self, place: int) -> LikelySum | None:
        """What the one at `place` may be the sum of; None where it is hardly a sum."""
        for tried, most, tells in self._tried(place):
            if parts := self._nearest(place, tried, most, tells):
                return LikelySum(parts, telling=True)
        if place in self.boards:
            by_size = self._nearest(place, [self._run(0, place)], _ROUGHLY, tells=False) if place > _LEAST else []
        elif self._is_dominant(place):
            return LikelySum([other for other in range(len(self.suspects)) if other != place], telling=True)
        else:
            by_size = self._nearest(place, self._wholes(place), _OF_ITS_ORDER, tells=False)
        return LikelySum(by_size, telling=False) if by_size else None

    def _tried(self, place: int) -> Iterator[tuple[Iterable[Parts], Decimal, bool]]:
        """What the one at `place` may be the sum of, the likeliest first: how far off, and whether its looks tell."""
        last, board = len(self.suspects) - 1, place in self.boards
        if place in self.far:
            yield self._wholes(place), _OF_NEXT_ORDER if place in self.farthest else _OF_ITS_ORDER, True
            yield self._runs(place), _OF_ITS_ORDER, False
        elif place in self.near:
            yield self._blocks(place), _NEARER, True
        elif place in (0, last) and last > _LEAST:
            most = _HARDLY if board else _NEAR if last > _FEW else _ROUGHLY
            yield [self._others(place, 0)], most, False
        elif place > _LEAST:
            yield [self._run(0, place)], _SAME if board else _ALMOST, False

    def _is_dominant(self, place: int) -> bool:
        """Whether the one at `place` is larger than all others together, as only a sum with a slip of unit is."""
        others, _ = self._others(place, 0)
        least = _OF_ITS_ORDER if place in self.far | self.near else _DOMINANT
        wanted = self.suspects[place].amounts
        larger = sum(abs(number) > least * others.spread.get(at, Decimal(0)) for at, number in wanted.items())
        return len(self.suspects) > _FEW and larger * 2 > len(others.spread)

    def _wholes(self, place: int) -> Iterator[Parts]:
        """All others, and those right before and right after `place`, up to the next that stands out."""
        for number in range(len(self.stops)):
            yield from (self._others(place, number), self._before(place, number), self._after(place, number))

    def _blocks(self, place: int) -> Iterator[Parts]:
        """Where sums stand: first or last that of all others, and over what they sum only where the first does."""
        first = 0 in self.far | self.near
        for number in range(len(self.stops)):
            yield self._before(place, number)
            if first:
                yield self._after(place, number)
            if place in (0, len(self.suspects) - 1):
                yield self._others(place, number)

    def _before(self, place: int, number: int) -> Parts:
        stops = self.stops[number]
        at = bisect_left(stops, place)
        return self._run(stops[at - 1] + 1 if at else 0, place)

    def _after(self, place: int, number: int) -> Parts:
        stops = self.stops[number]
        at = bisect_right(stops, place)
        return self._run(place + 1, stops[at] if at < len(stops) else len(self.suspects))

    def _runs(self, place: int) -> Iterator[Parts]:
        """Some of those right before and right after `place`."""
        for count in range(_LEAST, WINDOW):
            if count <= place:
                yield self._run(place - count, place)
            if place + count < len(self.suspects):
                yield self._run(place + 1, place + 1 + count)

    def _run(self, start: int, stop: int) -> Parts:
        return self.until[stop].less(self.until[start]), range(start, stop)

    def _others(self, place: int, number: int) -> Parts:
        """Those of `among`, by its number, but for the one at `place`."""
        total, among = self.sums[number], self.among[number]
        return total.less(_Sum([self.suspects[place].amounts])) if place in among else total, among

    def _nearest(self, place: int, tried: Iterable[Parts], most: Decimal, tells: bool) -> list[int]:
        """Those of `tried` whose sum the one at `place` is the nearest to; empty where it is near none."""
        wanted = self.suspects[place].amounts
        fits = []
        for total, parts in tried:
            count = len(parts) - (place in parts)
            if count >= _LEAST and (off := total.off(wanted, most, tells)):
                fits.append((off, -count, parts))
        best = min(fits, key=lambda fit: fit[:2], default=(0, 0, ()))[2]
        return [part for part in sorted(best) if part != place]


class _Sum:
    """The sum of lines by where their amounts stand, and that of their amounts without signs."""

    def __init__(self, lines: Iterable[Line] = ()):
        self.sums: Line = {}
        self.spread: Line = {}
        for line in lines:
            for at, number in line.items():
                self.sums[at] = self.sums.get(at, Decimal(0)) + number
                self.spread[at] = self.spread.get(at, Decimal(0)) + abs(number)

    def plus(self, other: "_Sum") -> "_Sum":
        return self._with(other, 1)

    def less(self, other: "_Sum") -> "_Sum":
        return self._with(other, -1)

    def _with(self, other: "_Sum", sign: int) -> "_Sum":
        made = _Sum()
        made.sums, made.spread = (
            {at: one.get(at, Decimal(0)) + sign * two.get(at, Decimal(0)) for at in {**one, **two}}
            for one, two in ((self.sums, other.sums), (self.spread, other.spread))
        )
        return made

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


def _is_slip(one: Decimal, other: Decimal, tells: bool) -> bool:
    """Whether two numbers differ by one digit, by two that have changed places, or by where their point stands.

    Where nothing else `tells`, there have to be digits enough for it to be no chance.
    """
    small, large = sorted((abs(one).normalize(), abs(other).normalize()))
    powers = large.adjusted() - small.adjusted()
    if powers in _POWERS and _is_moved(small, large, powers, tells):
        return True
    if powers > 1:
        return False
    step = Decimal(1).scaleb(min(int(n.as_tuple().exponent) for n in (small, large)))
    a, b = (str(int(number / step)) for number in (small, large))
    if len(a) < len(b):
        return tells and len(b) >= _DIGITS and any(b[:k] + b[k + 1 :] == a for k in range(len(b)))
    differ = [k for k in range(len(a)) if a[k] != b[k]]
    if len(differ) == 2 and differ[1] == differ[0] + 1:
        swapped = a[differ[0]] == b[differ[1]] and a[differ[1]] == b[differ[0]]
        return swapped and len(a) >= (2 if tells else _SWAPPED)
    return len(differ) == 1 and len(a) >= (2 if tells else _DIGITS)


def _is_moved(small: Decimal, large: Decimal, powers: int, tells: bool) -> bool:
    """Whether one number is the other in another unit, rounded to the digits that it has."""
    _, digits, exponent = small.as_tuple()
    step = Decimal(1).scaleb(int(exponent) + powers)
    return len(digits) >= (2 if tells else _DIGITS) and abs(small.scaleb(powers) - large) * 2 <= step
