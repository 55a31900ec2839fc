"""Amounts and words that a line break divides, made whole; the break goes after them, so that lines still count."""

import re
from functools import partial

_SOFT = "\u00ad"
_UNIT = r"(?:[tkm]?kr|kkr|mnkr|mdkr|kronor|tusen|miljon(?:er)?|miljard(?:er)?|procent|%)(?![^\W_])"
_WORDS = (
    r"(?<![^\W_])(?:en|ett|två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv|halv|halvannan|femton|tjugo|trettio|hundra)"
)
_NAMED = r"(?<![^\W_])(?:punkt(?:en)?|bilaga|sidan?|fotnot|not|nr|nummer|tabell|avsnitt|kapitel|kap|mål|§|år)\.?"
_END = r"(\S*)[ \t]?"  # the rest of what is made whole, and the blank that the break takes the place of
_BREAKS = (
    (re.compile(rf"{_SOFT}(\n+)[ \t]*{_END}"), r"\2\1"),
    # "kultur-\noch" is two words, and "IT-\nsystem" has a hyphen of its own.
    (
        re.compile(
            rf"(?<=[a-zåäöé])[-\u2010](\n+)[ \t]*(?!(?:och|eller|samt|respektive|resp|till)\b)(?=[a-zåäöé]){_END}"
        ),
        r"\2\1",
    ),
    (re.compile(rf"(?<=[A-ZÅÄÖ0-9])[-\u2010]\n[ \t]*(?=[a-zåäöé]){_END}"), r"-\1\n"),
    # The number must follow a word that counts nothing: numbers set apart stand on lines of their own.
    (
        re.compile(
            rf"(?:(?<=[^\W\d_])|(?<=[,:]))([ \t]\d{{1,3}}(?:[ \u00a0\u202f]\d{{3}})*)\n[ \t]*"
            rf"(\d{{3}}(?:[ \u00a0\u202f]\d{{3}})*[ \u00a0\u202f\n]?{_UNIT}){_END}"
        ),
        r"\1 \2\3\n",
    ),
    (re.compile(rf"(?<=\d)\n[ \t]*({_UNIT}){_END}", re.I), r" \1\2\n"),
    (re.compile(rf"({_WORDS})\n[ \t]*({_UNIT}){_END}", re.I), r"\1 \2\3\n"),
)
_AFTER_A_NAME = re.compile(rf"{_NAMED}[ \t]\d{{1,3}}\Z", re.I)


def heal(text: str) -> str:
    """`text` with every amount, and every word with a hyphen at a line's end, on one line."""
    for broken, whole in _BREAKS:
        before = ""
        while before != text:  # a word may go on over several lines
            before, text = text, broken.sub(partial(_unless_named, whole), text)
    return text.replace(_SOFT, "").rstrip()


def _unless_named(whole: str, found: re.Match[str]) -> str:
    """The match made whole, but for "punkt 1\\n500 kr", which is two numbers."""
    before = found.string[max(found.start() - 20, 0) : found.start()] + found[0].partition("\n")[0]
    return found[0] if _AFTER_A_NAME.search(before) else found.expand(whole)
