"""What amounts make together, exactly, and how far from it a total may be that is rounded."""

from collections.abc import Iterable
from decimal import Decimal

from fordelning.base.money import KRONOR, decimal
from fordelning.intake.cells import amount

from .cell_values import Claim, Entry


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


def slack(entries: list[Entry], number: Decimal, unit: str) -> Decimal:
    """What rounding to the decimals of the figures can explain; nothing for figures in whole units."""
    decimals = max(map(amount.places, [number, *(entry.number for entry in entries)]))
    if decimals <= 0:
        return Decimal(0)
    return Decimal(1).scaleb(-decimals) * KRONOR[unit] * (len(entries) + 1) / 2
