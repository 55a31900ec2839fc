"""Relations: how what is computed may lie to what is stated, each as an interval about the stated number.

A limit (">", "minst", "upp till") is open to one side. A loose word ("drygt", "cirka") says that the number is rounded,
and to which side what was rounded lies. How far away it may lie no source says. That is our own: at most half of the
number's step (see `Statement.step`), so that the number is still the nearest one that is written with as many digits.
docs/format.md has every word with the source of its meaning.
"""

import re
from dataclasses import dataclass, replace
from enum import Enum
from fractions import Fraction


class Reach(Enum):
    """How far to one side of the stated number the computed may lie."""

    NONE = "inte alls"
    NEAR = "ett halvt steg"
    ANY = "hur långt som helst"


@dataclass(frozen=True)
class Relation:
    """How far below and above the stated number the computed may lie, and whether it may be that very number.

    `word` is what stands before the number where the statement is told.
    """

    word: str
    below: Reach = Reach.NONE
    at: bool = False
    above: Reach = Reach.NONE

    @property
    def limit(self) -> bool:
        """Whether it is open to one side. A limit is as it is written, and has no rounding of its own."""
        return Reach.ANY in (self.below, self.above)

    @property
    def loose(self) -> bool:
        """Whether it says that the number is rounded."""
        return Reach.NEAR in (self.below, self.above)

    def interval(self, number: int | Fraction, half_step: Fraction) -> "Interval":
        """What the computed may be where `number` is stated; a loose word counts a negative one away from nil."""
        below, above = (self.above, self.below) if self.loose and number < 0 else (self.below, self.above)
        ends = {Reach.NONE: Fraction(0), Reach.NEAR: half_step}
        stated = Fraction(number)
        low, high = (stated - ends[below] if below in ends else None), (stated + ends[above] if above in ends else None)
        return Interval(low, high, None if self.at else stated)


@dataclass(frozen=True)
class Interval:
    """The numbers from `low` to `high`, both among them but for the one that is `excluded`; None is no end."""

    low: Fraction | None
    high: Fraction | None
    excluded: Fraction | None = None

    @property
    def below(self) -> bool:
        """Whether it is what lies below the stated number."""
        return self.excluded is not None and self.excluded == self.high

    def holds(self, number: int | Fraction, spare: int | Fraction = 0) -> bool:
        """Whether a number that lies at most `spare` from `number` is within."""
        least, most = number - spare, number + spare
        above = self.low is None or most > self.low or (most == self.low != self.excluded)
        below = self.high is None or least < self.high or (least == self.high != self.excluded)
        return above and below


_EQUAL = Relation("", at=True)
_MORE, _LEAST = Relation("mer än", above=Reach.ANY), Relation("minst", at=True, above=Reach.ANY)
_LESS, _MOST = Relation("mindre än", below=Reach.ANY), Relation("högst", below=Reach.ANY, at=True)
_ALMOST = Relation("nästan", below=Reach.NEAR)
_ABOUT = Relation("cirka", below=Reach.NEAR, at=True, above=Reach.NEAR)

# The symbols and part, and then the words as a document has them, so that the reader is told its own word.
RELATIONS = {
    "=": _EQUAL,
    ">": _MORE,
    "<": _LESS,
    ">=": _LEAST,
    "<=": _MOST,
    "part": Relation("del av", at=True),
    "mer än": _MORE,
    "över": Relation("över", above=Reach.ANY),
    "minst": _LEAST,
    "mindre än": _LESS,
    "under": Relation("under", below=Reach.ANY),
    "högst": _MOST,
    "upp till": Relation("upp till", below=Reach.ANY, at=True),
    "drygt": Relation("drygt", above=Reach.NEAR),
    "cirka": _ABOUT,
    "knappt": Relation("knappt", below=Reach.NEAR),
    "nästan": _ALMOST,
    "närmare": Relation("närmare", below=Reach.NEAR),
    "ungefär": replace(_ABOUT, word="ungefär"),
    "omkring": replace(_ABOUT, word="omkring"),
    "runt": replace(_ABOUT, word="runt"),
    "åtminstone": replace(_LEAST, word="åtminstone"),
    "som minst": replace(_LEAST, word="som minst"),
    "som mest": replace(_MOST, word="som mest"),
    "inte mer än": replace(_MOST, word="inte mer än"),
    "nära": replace(_ALMOST, word="nära"),
    "inemot": replace(_ALMOST, word="inemot"),
    "uppemot": replace(_ALMOST, word="uppemot"),
    "kring": replace(_ABOUT, word="kring"),
    "i storleksordningen": replace(_ABOUT, word="i storleksordningen"),
    "lägst": replace(_LEAST, word="lägst"),
    "max": replace(_MOST, word="max"),
}
SYMBOLS = ("=", ">", "<", ">=", "<=", "part")  # what is not a word of the document's
SPELLINGS = {  # of the words, and what means the same
    **dict.fromkeys(("ca", "ca.", "c:a", "c.a", "circa"), "cirka"),
    **dict.fromkeys(("max.", "maximalt", "som högst"), "max"),
    **dict.fromkeys(("minimum", "som lägst", "inte mindre än", "inte under"), "minst"),
    **dict.fromkeys(("inte över", "ej över", "ej mer än"), "inte mer än"),
    **dict.fromkeys(("strax över", "lite över", "litet över"), "drygt"),
    **dict.fromkeys(("strax under", "inte fullt"), "knappt"),
    **dict.fromkeys(("i runda tal", "uppskattningsvis"), "ungefär"),
    "bortåt": "närmare",
}
_SPELT = sorted({*RELATIONS, *SPELLINGS} - {*SYMBOLS}, key=len, reverse=True)
WORD = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in _SPELT)  # a pattern of them, the longest first


def named(word: str) -> str:
    """The relation that a document's `word` is, as WORD finds it."""
    plain = " ".join(word.split()).lower()
    return SPELLINGS.get(plain, plain)
