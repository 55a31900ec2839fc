"""Lines or columns next to each other that another is the sum of, but for what the rounding of each explains."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from fordelning.intake.cells import amount

Line = dict[int, Decimal]  # amounts by where they stand
WINDOW = 60  # lines that a sum is looked for in, where nothing says which it is of
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
    taken: list[Line] = []
    sums: Line = {}
    for line in lines:
        taken.append(line)
        _add(sums, line)
        run = _compare(wanted, sums, taken, len(taken)) if len(taken) >= least else None
        if run:
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
    after = find(lines[place], lines[place + 1 :][:WINDOW])
    before = find(lines[place], lines[:place][: -WINDOW - 1 : -1])
    if after and not (before and (before.exact, before.digits) > (after.exact, after.digits)):
        return range(place + 1, place + 1 + after.count), after
    return (range(place - before.count, place), before) if before else None


def whole(wanted: Line, others: list[Line]) -> AdjacentSum | None:
    """All of `others`, where they make up `wanted`."""
    sums: Line = {}
    for line in others:
        _add(sums, line)
    return _compare(wanted, sums, others, 1)


def across(lines: list[Line], place: int) -> tuple[list[int], AdjacentSum] | None:
    """The places of all other lines, or of some next to the one at `place`, that hardly by chance make it up."""
    others = [other for other in range(len(lines)) if other != place]
    run = whole(lines[place], [lines[other] for other in others])
    if run and (run.exact or run.telling):
        return others, run
    found = beside(lines, place)
    return ([*found[0]], found[1]) if found and found[1].telling else None


def same(lines: list[Line], place: int) -> AdjacentSum | None:
    """The line right after the one at `place`, where it alone of `lines` has the same amounts."""
    alike = lines[place] == next(iter(lines[place + 1 :]), None) and lines.count(lines[place]) == 2
    return _compare(lines[place], lines[place], lines[place + 1 : place + 2], 1) if alike else None


def _add(sums: Line, line: Line) -> None:
    for place, number in line.items():
        sums[place] = sums.get(place, Decimal(0)) + number


def _compare(wanted: Line, sums: Line, lines: list[Line], tried: int) -> AdjacentSum | None:
    """How `sums` of `lines` agree with `wanted`; None where they do not, or only as any figures may.

    All figures are taken to be rounded to the largest power of ten that each is a multiple of. The more runs are
    `tried`, and the farther off the sum is, the less it tells that one comes so near.
    """
    if not any(wanted.values()):
        return None
    nil = Decimal(0)
    gaps = {place: abs(sums.get(place, nil) - wanted.get(place, nil)) for place in {*sums, *wanted}}
    most = Decimal(len(lines) + 1) / 2
    exact = not any(gaps.values())
    if max(gaps.values()) > most * _step([wanted]):
        return None  # the step of all is no larger
    step = _step([wanted, *lines])
    if max(gaps.values()) > most * step:
        return None
    digits = 0
    for place, gap in gaps.items():
        agree = int(abs(wanted.get(place, nil)) / step / (2 * gap / step * tried + 1))
        digits += len(str(agree)) if agree >= (1 if exact else 10) else 0  # a small figure is near any other
    return AdjacentSum(len(lines), exact, digits) if exact or (digits and len(lines) > 1) else None


def _step(lines: list[Line]) -> Decimal:
    """The largest power of ten that every amount of `lines` is a multiple of."""
    decimals = max(amount.places(number.normalize()) for line in lines for number in line.values() if number)
    return Decimal(1).scaleb(-decimals)
