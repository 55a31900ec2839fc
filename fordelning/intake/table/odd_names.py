"""Names that stand out among others of their column: a sum that does not say so is called unlike what it sums."""

import re
from collections import Counter

from . import services, vocabulary

_ENDING = 4  # letters that names of the same sort end in
_SOME = 4  # names of which one may be unknown by chance
_WORD = re.compile(r"[^\W\d_]{3}.*(?<!\.)$")  # no code or abbreviation
_POT = re.compile(r"\w{3,}(?:medel|pott(?:en)?|anslag(?:et)?|miljard(?:en)?)$|^statsbidrag \w", re.I)


def is_board(name: str) -> bool:
    """Whether `name` is that of a board."""
    return vocabulary.looks_like_board(name) or vocabulary.is_body(name)


def unlike(names: tuple[str, ...]) -> set[int]:
    """The places of those of `names` that are of another sort than most: no boards as the others are."""
    named = _named(names)
    return _if_few({*named} - _usual(named), named)


def odd(names: tuple[str, ...]) -> set[int]:
    """The places of those of `names` that do not say what is given, where most others do, or that say it is all."""
    named = _named(names)
    usual = _usual(named)
    pots = {place for place in usual if _POT.search(named[place])}
    whole = {place for place, name in named.items() if vocabulary.says_whole(name)} - pots
    known = usual | {place for place, name in named.items() if services.names_service(name)}
    whole |= _if_few({place for place, name in named.items() if not _WORD.search(name)} - known, named)
    unknown = _if_few({*named} - known | whole, named)
    if not usual and len(unknown) > max(1, len(named) // _SOME):  # of measures some happen to be called as services
        unknown = set()
    return unknown | (whole if len(whole) * 2 <= len(named) else set())


def _named(names: tuple[str, ...]) -> dict[int, str]:
    return {place: name for place, name in enumerate(names) if name}


def _usual(named: dict[int, str]) -> set[int]:
    """The places of the boards, and of what most are: pots, or names that end alike."""
    boards = {place for place, name in named.items() if is_board(name)}
    pots = {place for place, name in named.items() if _POT.search(name)}
    endings = Counter(name[-_ENDING:].casefold() for name in named.values())
    ending, count = endings.most_common(1)[0] if endings else ("", 0)
    alike = {place for place, name in named.items() if count > 2 and name.casefold().endswith(ending)}
    return boards.union(*(most for most in (pots, alike) if len(most) * 2 > len(named)))


def _if_few(places: set[int], named: dict[int, str]) -> set[int]:
    few = len(places) * 20 <= len(named) * 9 or (len(named), len(places)) == (2, 1)
    return places if few else set()
