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
_EACH = re.compile(r"\s(?:vardera|var|styck|årligen|per \w+|om året|varje år)$", re.IGNORECASE)


def relation(text: str) -> tuple[str, str]:
    """The relation that `text` begins with, "" for none, and what comes after it."""
    found = _BEFORE.match(text)
    if found is None:
        return "", text
    word = found[1].lower()
    return ABBREVIATIONS.get(word, word), text[found.end() :]


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
