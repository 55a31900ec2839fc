"""Income, costs and their net: where three columns are these, only the net is what is given."""

import re
from decimal import Decimal

from . import vocabulary

_WORDS = (
    re.compile(r"(?:verksamhetens |externa |summa )?intäkt(?:er)?", re.I),
    re.compile(r"(?:verksamhetens |summa |brutto)?kostnad(?:er)?", re.I),
    re.compile(r"netto\w*|(?:kommun|nämnd)bidrag|(?:budget)?ram|skattemedel", re.I),
)
_RULES = (
    ("summan av intäkter och kostnader, som har olika tecken", lambda income, cost: income + cost),
    ("intäkter minus kostnader, så att ett minus är en kostnad", lambda income, cost: income - cost),
    ("kostnader minus intäkter", lambda income, cost: cost - income),
)
Line = tuple[Decimal, Decimal, Decimal]


def sort(text: str) -> int | None:
    """0 for the heading of income, 1 for that of costs, 2 for that of the net; None for any other."""
    bare = vocabulary.bare(vocabulary.YEAR.sub("", text))
    return next((k for k, words in enumerate(_WORDS) if words.fullmatch(bare)), None)


def triples(sorts: list[int | None]) -> list[tuple[int, int, int]]:
    """The places of income, cost and net wherever the three stand next to each other, from the left."""
    found: list[tuple[int, int, int]] = []
    for start in range(len(sorts) - 2):
        three = sorts[start : start + 3]
        if {0, 1, 2} == set(three) and (not found or start > max(found[-1])):
            found.append(tuple(start + three.index(k) for k in range(3)))
    return found


def rule(lines: list[Line]) -> tuple[str, list[int]]:
    """How the net is made of income and costs, by what most of `lines` say, and the places of those that do not."""
    wrong = {
        text: [k for k, (income, cost, left) in enumerate(lines) if not _holds(make(income, cost), left, lines[k])]
        for text, make in _RULES
    }
    text = min(wrong, key=lambda text: len(wrong[text]))
    return text, wrong[text]


def _holds(made: Decimal, left: Decimal, line: Line) -> bool:
    """Whether a net is what it should be, within what rounding to the decimals of the three explains."""
    exponent = min(number.as_tuple().exponent for number in line)
    return abs(made - left) <= (Decimal(3).scaleb(exponent) / 2 if exponent < 0 else 0)
