"""Whether the word before an amount in the source ("drygt", "högst") is what the case has as its relation."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from fordelning.case.kind import KINDS
from fordelning.case.record import Omission
from fordelning.case.relation import RELATIONS, SYMBOLS, WORD, named
from fordelning.case.statement import Quantity, Statement, needed

from .figure import Gap, Key, within
from .text import Original
from .tokens import Token

_BEFORE = re.compile(rf"(?<![\w-])({WORD})[\s*_(]+\Z", re.IGNORECASE)
_ANY = re.compile(rf"(?<![\w-])(?:{WORD})(?!\w)", re.IGNORECASE)
_LIMITED = re.compile(r"\beller\s+(?:mer|mindre|högre|lägre)\b|översti|understi|överskrid|\btak\b|gräns", re.IGNORECASE)
_REACH = 30  # letters before an amount where a word is looked for


def gaps(
    statements: Iterable[Statement],
    places: Mapping[str | None, Sequence[range]],
    amounts: Mapping[Key, Sequence[Token]],
    original: Original,
    omission: Callable[[Token], Omission | None],
) -> tuple[list[Gap], tuple[tuple[Omission, int], ...]]:
    """The statements whose relation is another than what stands before each token of their number in their place.

    With the omissions that say why one may be, each with its line. What is read as another number is passed over.
    """
    found, answers = [], []
    for s in statements:
        if s.reading or not isinstance(s.stated, Quantity) or not KINDS[s.kind].limit:
            continue
        tokens = amounts.get((s.stated.sort, s.stated.number), ())
        there = [token for token in tokens if within(token.line, places[s.place])]
        if any(_agrees(s, token, original) for token in there) or not there:
            continue
        if answer := next(((o, token.line) for token in there if (o := omission(token))), None):
            answers.append(answer)
        else:
            found.append(_gap(s, there, original))
    return found, tuple(answers)


def _gap(s: Statement, tokens: Sequence[Token], original: Original) -> Gap:
    at = original.where(token.line for token in tokens)
    word = _word(tokens[0], original)
    told = f"står »{word}» före talet" if word else "står inget sådant ord"
    remedy = f"rätta relationen, eller skriv i omissions.csv, med talet och {original.the_unit}, varför det är så"
    matter = f"har relationen {s.relation} i fallet, men i källan på {at} {told}; {remedy}"
    return Gap(f"statements.csv, {s.statement}", f"{needed(s.value).replace('.', ',')} {s.unit}", matter)


def _word(token: Token, original: Original) -> str:
    """The relation that stands before `token`, on its line or at the end of the one before; "" for none."""
    lines = original.lines[max(0, token.line - 2) : token.line - 1]
    return word_before("\n".join([*lines, original.lines[token.line - 1][: token.start]]))


def word_before(said: str) -> str:
    """The relation that `said`, which a number comes after, ends with; "" for none."""
    found = _BEFORE.search(said[-_REACH:])
    return named(found[1]) if found else ""


def _agrees(s: Statement, token: Token, original: Original) -> bool:
    """Whether what stands by `token` may be the statement's relation."""
    if word := _word(token, original):
        rounded = s.relation == "=" and s.step is not None and RELATIONS[word].loose
        return rounded or _means(word, s)
    about = "\n".join(original.lines[max(0, token.line - 2) : token.line + 1])
    limited = s.meaning.limit and _LIMITED.search(about) is not None
    return s.relation in SYMBOLS or limited or any(_means(named(found[0]), s) for found in _ANY.finditer(about))


def _means(word: str, s: Statement) -> bool:
    return replace(RELATIONS[word], word="") == replace(s.meaning, word="")
