"""What amounts make together, exactly, and how far from it a total may be that is rounded."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from fordelning.base.money import KRONOR, decimal
from fordelning.intake.cells import amount

from .cell_values import Claim, Entry


@dataclass(frozen=True)
class TableSum:
    """What `count` amounts make in `kronor`; `decimals` is the most that one of them is written with."""

    kronor: Decimal
    count: int
    decimals: int

    def ties(self, number: Decimal, unit: str, step: Decimal = Decimal(0)) -> bool:
        """Whether a total of `number` in `unit` is the sum, within what rounding explains.

        Rounding is to the decimals of the figures, or to `step` in `unit`; figures in whole units are exact.
        """
        decimals = max(self.decimals, amount.places(number))
        step = max(step, Decimal(1).scaleb(-decimals) if decimals > 0 else Decimal(0))
        return abs(self.kronor - number * KRONOR[unit]) <= step * KRONOR[unit] * (self.count + 1) / 2


def of(entries: Iterable[Entry]) -> TableSum:
    """What `entries` make."""
    entries = list(entries)
    return TableSum(total(entries), len(entries), max((amount.places(entry.number) for entry in entries), default=0))


class Alike:
    """The amounts that are about the same, with the same names whatever their capitals."""

    def __init__(self, entries: list[Entry]):
        self.entries = entries

    @cached_property
    def total(self) -> TableSum:
        """What they make together."""
        return of(self.entries)

    @cached_property
    def lines(self) -> dict[int, list[Entry]]:
        """The amounts by the numbers of their lines."""
        lines: dict[int, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            lines[entry.row].append(entry)
        return dict(lines)


class Index:
    """Amounts by what they are about. `year` is that of those that say none."""

    def __init__(self, entries: list[Entry], year: str = ""):
        self.entries, self.year = entries, {"year": year} if year else {}
        self.by_roles: dict[tuple[str, ...], dict[tuple[str, ...], Alike]] = {}

    def about(self, about: dict[str, str]) -> Alike:
        """The amounts about what `about` names, a name by role."""
        roles = tuple(sorted(about))
        if roles not in self.by_roles:
            found: dict[tuple[str, ...], list[Entry]] = defaultdict(list)
            for entry in self.entries:
                names = self.year | entry.about
                if names.keys() >= {*roles}:
                    found[_named(names, roles)].append(entry)
            self.by_roles[roles] = {names: Alike(entries) for names, entries in found.items()}
        return self.by_roles[roles].get(_named(about, roles), Alike([]))


def _named(about: dict[str, str], roles: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(about[role].casefold() for role in roles)


def kronor(one: Entry | Claim) -> Decimal:
    """An amount or a total in kronor."""
    return one.number * KRONOR[one.unit]


def total(entries: Iterable[Entry]) -> Decimal:
    """What amounts make, in kronor."""
    return sum(map(kronor, entries), Decimal(0))


def text(kronor: Decimal, unit: str) -> str:
    """Kronor as they are told in `unit`."""
    number = (kronor / KRONOR[unit]).normalize()
    return f"{decimal(number, max(0, amount.places(number)))} {unit}"
