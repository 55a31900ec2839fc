"""Whether the day of the week that the source has before a date is the one that the calendar has."""

import datetime
import re
from collections.abc import Callable, Iterable, Iterator

from fordelning.case.record import Omission

from .figure import Gap
from .text import Original
from .tokens import Token

_DAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
_BEFORE = re.compile(rf"(?<!\w)({'|'.join(_DAYS)})(?:en)?[,\s*_]+(?:den\s+)?\Z", re.IGNORECASE)
_REACH = 30  # letters before a date where a day of the week is looked for


def gaps(
    tokens: Iterable[Token], original: Original, omission: Callable[[Token], Omission | None]
) -> tuple[list[Gap], tuple[tuple[Omission, int], ...]]:
    """The dates of a year, month and day that fall on another day of the week than the one that stands before them.

    With the omissions that say why one may stand, each with its line.
    """
    found, answers = [], []
    for token, said, right in _wrong(tokens, original):
        if answer := omission(token):
            answers.append((answer, token.line))
        else:
            matter = (
                f"är en {right} i kalendern, men före datumet står {said}; fråga vilket som gäller, och skriv i "
                f"omissions.csv, med datumet och {original.the_unit}, vad som är sagt"
            )
            found.append(Gap(f"källan, {original.where([token.line])}", token.text, matter))
    return found, tuple(answers)


def _wrong(tokens: Iterable[Token], original: Original) -> Iterator[tuple[Token, str, str]]:
    """Each such date with the day of the week that stands before it, and the one that it falls on."""
    for token in tokens:
        if token.kind == "date" and (day := _day(str(token.readings[0]))):
            said = _BEFORE.search(_said_before(token, original)[-_REACH:])
            if said and said[1].lower() != _DAYS[day.weekday()]:
                yield token, said[1].lower(), _DAYS[day.weekday()]


def _said_before(token: Token, original: Original) -> str:
    """What stands before `token`, on its line and the one before."""
    lines = original.lines[max(0, token.line - 2) : token.line - 1]
    return "\n".join([*lines, original.lines[token.line - 1][: token.start]])


def _day(written: str) -> datetime.date | None:
    """The day that a date with its year is; None where there is none."""
    try:
        return datetime.date.fromisoformat(written)
    except ValueError:
        return None
