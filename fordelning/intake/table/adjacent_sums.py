"""Lines or columns next to each other that another is the sum of, but for what the rounding of each explains."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, pairwise

from fordelning.intake.cells import amount

Line = dict[int, Decimal]  # amounts by where they stand
WINDOW = 60  # lines that a sum is looked for in, where nothing says which it is of
_NIL = Decimal(0)
_TELLING = 3  # digits that figures hardly agree in by chance


@dataclass(frozen=True)
class AdjacentSum:
    """The `count` lines next to a sum; `digits` is how many of the sum's digits agree beyond what rounding allows."""

    count: int
    exact: bool
    digits: int

    @property
    def telling(self) -> bool:
        """Whether this is hardly a coincidence."""
        return self.digits >= _TELLING

    @property
    def but_rounding(self) -> str:
        """That the sum is not exact, in Swedish; "" where it is."""
        return "" if self.exact else " så när som på avrundning"


def every(wanted: Line, lines: Iterable[Line], least: int = 2) -> Iterator[AdjacentSum]:
    """The first `least` or more of `lines` that make up `wanted`, each number of them that does."""
    if not any(wanted.values()):
        return
    most = max(wanted, key=lambda at: abs(wanted[at]))  # what this amount rules out, the others need not be added for
    half, gap = _step([wanted]) / 2, -wanted[most]
    taken: list[Line] = []
    for line in lines:
        taken.append(line)
        gap += line.get(most, _NIL)
        count = len(taken)
        if count >= least and abs(gap) <= (count + 1) * half and (run := _compare(wanted, taken, count)):
            yield run


def find(wanted: Line, lines: Iterable[Line], least: int = 2) -> AdjacentSum | None:
    """The first `least` or more of `lines` that make up `wanted`: exactly, else as tellingly as any."""
    best = None
    for run in every(wanted, lines, least):
        if run.exact:
            return run
        best = max(filter(None, (best, run)), key=lambda run: run.digits)
    return best


def beside(lines: list[Line], place: int) -> tuple[range, AdjacentSum] | None:
    """The places of the lines right after the one at `place`, or right before it, that make it up."""
    after = find(lines[place], lines[place + 1 : place + 1 + WINDOW])
    before = find(lines[place], reversed(lines[max(0, place - WINDOW) : place]))
    if after and not (before and (before.exact, before.digits) > (after.exact, after.digits)):
        return range(place + 1, place + 1 + after.count), after
    return (range(place - before.count, place), before) if before else None


def whole(wanted: Line, others: list[Line]) -> AdjacentSum | None:
    """All of `others`, where they make up `wanted`."""
    return _compare(wanted, others, 1)


def across(lines: list[Line], place: int) -> tuple[list[int], AdjacentSum] | None:
    """The places of all other lines, or of some next to the one at `place`, that hardly by chance make it up."""
    others = [other for other in range(len(lines)) if other != place]
    run = whole(lines[place], [lines[other] for other in others])
    if run and (run.exact or run.telling):
        return others, run
    found = beside(lines, place)
    return ([*found[0]], found[1]) if found and found[1].telling else None


def pairs(lines: list[Line]) -> Iterator[tuple[int, AdjacentSum]]:
    """The places of the lines after which another, alone of `lines`, has the same amounts."""
    alike = [frozenset(line.items()) for line in lines]
    often = Counter(alike)
    for place, (one, other) in enumerate(pairwise(alike)):
        if one == other and often[one] == 2 and (run := _compare(lines[place], lines[place + 1 : place + 2], 1)):
            yield place, run


def _compare(wanted: Line, lines: Sequence[Line], tried: int) -> AdjacentSum | None:
    """How the sum of `lines` agrees with `wanted`; None where it does not, or only as any figures may.

    All figures are taken to be rounded to the largest power of ten that each is a multiple of. The more runs are
    `tried`, and the farther off the sum is, the less it tells that one comes so near.
    """
    if not any(wanted.values()):
        return None
    most, gaps = Decimal(len(lines) + 1) / 2, {}
    largest = most * _step([wanted])  # the step of all is no larger
    for place in chain(wanted, chain.from_iterable(lines)):
        if place in gaps:
            continue
        gaps[place] = abs(sum((line.get(place, _NIL) for line in lines), _NIL) - wanted.get(place, _NIL))
        if gaps[place] > largest:
            return None
    step, worst = _step([wanted, *lines]), max(gaps.values())
    if worst > most * step:
        return None
    digits = 0
    for place, gap in gaps.items():
        agree = int(abs(wanted.get(place, _NIL)) / step / (2 * gap / step * tried + 1))
        digits += len(str(agree)) if agree >= (10 if worst else 1) else 0  # a small figure is near any other
    return AdjacentSum(len(lines), not worst, digits) if not worst or (digits and len(lines) > 1) else None


def _step(lines: Iterable[Line]) -> Decimal:
    """The largest power of ten that every amount of `lines` is a multiple of."""
    decimals = max(amount.places(number.normalize()) for line in lines for number in line.values() if number)
    return Decimal(1).scaleb(-decimals)
