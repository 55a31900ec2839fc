"""Figures as a document words them: "drygt fyra miljoner kronor" is a relation and 4 mnkr."""

import re
from decimal import Decimal

from fordelning.base.money import KRONOR
from fordelning.case.relation import WORD, named
from fordelning.source.tokens import scan

_SCALES = {"miljard": "mdkr", "miljon": "mnkr", "tusen": "tkr"}
_BEFORE = re.compile(rf"({WORD})\s+(?=\S)", re.IGNORECASE)
# What stands after a figure; a word that is a preposition, as över and under, is not one of them.
_OR = {
    **dict.fromkeys(("eller mer", "eller högre", "eller däröver", "och uppåt"), "minst"),
    **dict.fromkeys(("eller mindre", "eller lägre", "eller därunder"), "högst"),
}
_WORDS = ("minst", "högst", "lägst", "max", "maximalt", "som minst", "som mest", "som lägst", "som högst", "åtminstone")
_AFTERWARDS = (*_OR, *_WORDS, "ungefär", "cirka", "ca", "i runda tal")
_AFTER = re.compile(
    rf"(?<=\S)\s+({'|'.join(sorted(_AFTERWARDS, key=len, reverse=True)).replace(' ', chr(92) + 's+')})$", re.IGNORECASE
)
_EACH = re.compile(
    r"(?:\s(?:vardera|var|styck|st|årligen|per\s+\w+|om\s+året|(?:(?:för|i|till)\s+)?(?:varje|vardera)(?:\s+\w+)?"
    r"|(?:(?:för|till)\s+)?var\s+och\s+en)|\s?/\s?\w+)\.?$",
    re.IGNORECASE,
)


def relation(text: str) -> tuple[str, str]:
    """The relation that `text` begins or ends with, "" for none or both, and what comes after or before it."""
    before, after = _BEFORE.match(text), _AFTER.search(text)
    if before and not after:
        return named(before[1]), text[before.end() :]
    if after and not before:
        word = named(after[1])
        return _OR.get(word, word), text[: after.start()]
    return "", text


def of_each(text: str) -> bool:
    """Whether `text` ends with what says that an amount is of each: "vardera", "per år"."""
    return bool(_EACH.search(text))


def in_digits(text: str) -> str:
    """`text` with digits and a unit where it is an amount in words and nothing else; otherwise as it is."""
    match list(scan([text])):
        case [token] if token.kind == "money" and token.text == text and not re.search("[0-9]", text):
            unit = next((unit for word, unit in _SCALES.items() if word in text.lower()), "kr")
            kronor = Decimal(int(token.numbers[0]))
            return f"{(kronor / KRONOR[unit]).normalize():f} {unit}".replace(".", ",")
    return text
