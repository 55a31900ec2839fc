"""Figures as a document words them: "drygt fyra miljoner kronor" is a relation and 4 mnkr."""

import re
from decimal import Decimal

from fordelning.base.money import KRONOR
from fordelning.case.relation import RELATIONS, SYMBOLS
from fordelning.source.tokens import scan

ABBREVIATIONS = {"ca": "cirka", "ca.": "cirka", "c:a": "cirka", "c.a": "cirka"}
_SCALES = {"miljard": "mdkr", "miljon": "mnkr", "tusen": "tkr"}
_WORDS = sorted([word for word in RELATIONS if word not in SYMBOLS] + [*ABBREVIATIONS], key=len, reverse=True)
_BEFORE = re.compile(rf"({'|'.join(map(re.escape, _WORDS))})\s+(?=\S)", re.IGNORECASE)
# What stands after a figure; a word that is a preposition, as över and under, is not one of them.
_AFTERWARDS = {"eller mer": "minst", "eller mindre": "högst"} | {
    word: word for word in ("minst", "högst", "som minst", "som mest", "åtminstone", "ungefär", "cirka")
}
_AFTER = re.compile(rf"(?<=\S)\s+({'|'.join(sorted(_AFTERWARDS, key=len, reverse=True))})$", re.IGNORECASE)
_EACH = re.compile(r"\s(?:vardera|var|styck|årligen|per \w+|om året|varje år)$", re.IGNORECASE)


def relation(text: str) -> tuple[str, str]:
    """The relation that `text` begins or ends with, "" for none or both, and what comes after or before it."""
    before, after = _BEFORE.match(text), _AFTER.search(text)
    if before and not after:
        word = before[1].lower()
        return ABBREVIATIONS.get(word, word), text[before.end() :]
    if after and not before:
        return _AFTERWARDS[after[1].lower()], text[: after.start()]
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
