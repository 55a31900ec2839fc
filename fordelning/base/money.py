"""Amounts of money: exact kronor inside, one unit and Swedish form outside."""

import difflib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import lru_cache, partial
from math import floor

from babel.numbers import format_decimal, get_minus_sign_symbol

KRONOR = {"kr": 1, "tkr": 1_000, "mnkr": 1_000_000, "mdkr": 1_000_000_000}
_SCALES = {
    "": "kr",
    **dict.fromkeys(("t", "k", "tusen", "tusental", "tusentals"), "tkr"),
    **dict.fromkeys(("m", "mn", "mio", "milj", "milj.", "miljon", "miljoner", "miljontal", "miljontals"), "mnkr"),
    **dict.fromkeys(("md", "mdr", "mdr.", "miljard", "miljarder"), "mdkr"),
}
# Every way that a unit is written in Swedish, in small letters: kkr is tkr, and msek is mnkr.
SPELLINGS = {
    f"{scale}{gap}{currency}": unit
    for scale, unit in _SCALES.items()
    for gap in (("", " ", "-") if scale else ("",))
    for currency in ("kr", "kronor", "sek")
}
_MEANINGS = SPELLINGS | {scale: unit for scale, unit in _SCALES.items() if len(scale) > 1}  # k, t and m may be anything
_NEARNESS = 0.85  # one letter too many or too few in a word of three
MOST = 10**12  # kronor; far above any municipality, far below where sums of 64-bit integers would overflow
NO_BREAK_SPACE = "\u00a0"
LOCALE = "sv_SE"
_NUMERALS = ("noll", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv")


def to_kronor(number: Decimal, unit: str) -> int:
    """`number` of `unit` (a key of KRONOR) in whole kronor. Raises ValueError where it is not whole, or beyond MOST."""
    kronor = Fraction(number) * KRONOR[unit]
    if kronor.denominator != 1 or abs(kronor) > MOST:
        raise ValueError(f"{number} {unit}")
    return kronor.numerator


def meant(text: str) -> str | None:
    """The unit (a key of KRONOR) that `text` means, or is a slip of the pen for; None where it may mean several.

    The first letter has to be right, since it is what tells kr, tkr and mnkr apart: a hint must not be off by a factor.
    """
    word = text.strip().rstrip(".").lower()
    near = [word] if word in _MEANINGS else difflib.get_close_matches(word, _MEANINGS, len(_MEANINGS), _NEARNESS)
    units = {_MEANINGS[one] for one in near}
    return units.pop() if len(units) == 1 and any(one[0] == word[0] for one in near) else None


@lru_cache(maxsize=10_000)  # a figure is written in several tables, and babel takes its time
def decimal(number: int | Fraction | Decimal, decimals: int) -> str:
    """`number` in Swedish form with exactly `decimals` decimals, a half rounded away from zero."""
    pattern = "#,##0." + "0" * decimals if decimals else "#,##0"
    with localcontext(prec=100):  # exact, however long the number
        scaled = Fraction(number) * 10**decimals
        magnitude = floor(abs(scaled) + Fraction(1, 2))
        exact = Decimal(magnitude if scaled >= 0 else -magnitude).scaleb(-decimals)
        # Babel keeps a pattern's own hyphen, so the locale's minus sign is put before the magnitude.
        sign = get_minus_sign_symbol(LOCALE) if exact < 0 else ""
        return sign + format_decimal(abs(exact), format=pattern, locale=LOCALE)


def percent(share: Fraction, decimals: int = 1) -> str:
    """`share` (1 is the whole) as a percentage with a no-break space before the sign."""
    return decimal(share * 100, decimals) + NO_BREAK_SPACE + "%"


def numeral(count: int) -> str:
    """`count` as a Swedish word up to twelve, as digits beyond."""
    return _NUMERALS[count] if 0 <= count < len(_NUMERALS) else decimal(count, 0)


@dataclass(frozen=True)
class Money:
    """How amounts are written in one unit: alone with the decimals that each needs, side by side with equally many."""

    unit: str

    def decimals(self, kronor: int | Fraction) -> int:
        """The fewest decimals that show the amount without rounding, or to the öre where none do."""
        needed, most = 0, len(str(KRONOR[self.unit])) + 1
        while needed < most and Fraction(kronor) * 10**needed % KRONOR[self.unit]:
            needed += 1
        return needed

    def written(self, kronor: int | Fraction, decimals: int) -> str:
        """The amount without its unit, with so many decimals."""
        return decimal(Fraction(kronor) / KRONOR[self.unit], decimals)

    def column(self, amounts: Iterable[int | Fraction]) -> Callable[[int | Fraction], str]:
        """What writes `amounts` side by side: each without its unit, and with the decimals that one of them needs."""
        return partial(self.written, decimals=max(map(self.decimals, amounts), default=0))

    def bare(self, kronor: int | Fraction) -> str:
        """The amount without its unit."""
        return self.written(kronor, self.decimals(kronor))

    def full(self, kronor: int | Fraction) -> str:
        """The amount with its unit."""
        return self.bare(kronor) + NO_BREAK_SPACE + self.unit
