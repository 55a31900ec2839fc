"""Names in a table that may be one name spelled in two ways."""

import re
from dataclasses import replace
from itertools import combinations, zip_longest

from fordelning.case import draft

from .cell_values import Claim, Entry, TableContent
from .inquiry import Inquiry
from .vocabulary import SINGULAR

_BODIES = frozenset({"nämnd", "styrelse", "förvaltning", "utskott", "beredning"})
_INDEFINITE = re.compile(r"(nämnd|styrelse|förvaltning|utskott|beredning)(?:en|et|n)$")  # without its article
_SMALL = re.compile(r"\b(?:och|samt|för|i|&)\b|[\W_]+", re.I)
_TOLD = 5  # pairs of names that are shown
_SHORT = 5  # letters that an abbreviation has at most


def settle(inquiry: Inquiry, found: TableContent) -> TableContent:
    """`found` with names that differ by little in the first spelling, where the analyst says that they are one.

    Else, and where the analyst does not say that they are two, it is asked.
    """
    for role in ("board", "measure", "pot"):
        names = list(dict.fromkeys(entry.about[role] for entry in found.entries if role in entry.about))
        near = _near(names, role)
        if inquiry.options.spelling == "same":
            found = _renamed(found, role, near)
        elif not inquiry.options.spelling and near:
            _ask(inquiry, role, near, found.entries)
    return found


def _ask(inquiry: Inquiry, role: str, near: dict[str, str], entries: list[Entry]) -> None:
    """Ask about all names that may be an earlier one together: one answer settles them."""
    rows: dict[str, int] = {}
    for entry in entries:
        rows.setdefault(entry.about.get(role, ""), entry.row)
    pairs = [f"»{first}» (rad {rows[first]}) och »{other}» (rad {rows[other]})" for other, first in near.items()]
    more = f", och {len(pairs) - _TOLD} par till," if len(pairs) > _TOLD else ""
    inquiry.ask(
        f"{', '.join(pairs[:_TOLD])}{more} kan vara samma {SINGULAR[role]}; avgör med --spelling samma eller "
        "--spelling olika"
    )


def _near(names: list[str], role: str) -> dict[str, str]:
    """The names that may be an earlier one, with that one."""
    found: dict[str, str] = {}
    cores: dict[str, str] = {}
    for name in names:
        core = _core(name)
        first = cores.setdefault(core, name)
        if first.casefold() != name.casefold():
            found[name] = first
    if role == "board":
        for first, other in _alike(names):
            if other not in found and (_one_letter(_letters(first), _letters(other)) or _initials(first, other)):
                found[other] = first
    return found


def _alike(names: list[str]) -> list[tuple[str, str]]:
    """The pairs of names that may be one, in the order of the names: no others are a letter apart or abbreviations."""
    places: dict[str, list[int]] = {}
    short: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        letters = _letters(name)
        for key in {letters, *(letters[:at] + letters[at + 1 :] for at in range(len(letters)))}:
            places.setdefault(key, []).append(place)
        if len(name) <= _SHORT:
            short.setdefault(name.lower(), []).append(place)
    pairs = {pair for near in places.values() for pair in combinations(near, 2)}
    for place, name in enumerate(names):
        for key in _abbreviations(name) if len(name) > _SHORT else ():
            pairs |= {(min(place, other), max(place, other)) for other in short.get(key, ())}
    return [(names[one], names[other]) for one, other in sorted(pairs)]


def _letters(name: str) -> str:
    return _SMALL.sub("", name.casefold())


def _core(name: str) -> str:
    """What is left of a name, whether it is definite or not, and whether what the board is for stands first or last."""
    words = [_INDEFINITE.sub(r"\1", word) for word in re.findall(r"[^\W_]+", name.casefold())]
    if len(words) > 2 and words[0] in _BODIES and words[1] in ("för", "i", "av"):
        words = [*words[2:], words[0]]  # »Nämnden för teknik» is »Tekniknämnden»
    words = [re.sub("[at]$", "", word) if after in _BODIES else word for word, after in zip_longest(words, words[1:])]
    return re.sub(r"s?(nämnd|styrelse|förvaltning|utskott|beredning)", r"\1", _letters(" ".join(words)))


def _one_letter(one: str, other: str) -> bool:
    """Whether two long names differ by a single letter that is added, lost or another."""
    one, other = sorted((one, other), key=len)
    if len(one) < 8 or len(other) - len(one) > 1 or one == other:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    rest = one[start + (len(one) == len(other)) :]
    differing = one[start : start + 1] + other[start : start + 1]
    return rest == other[start + 1 :] and differing.isalpha()


def _initials(one: str, other: str) -> bool:
    """Whether one is the abbreviation of the other."""
    short, long = sorted((one, other), key=len)
    if len(short) > _SHORT or not short[:1].isupper() or len(long) <= 12:
        return False
    return short.lower() in _abbreviations(long)


def _abbreviations(name: str) -> set[str]:
    """What a name may be abbreviated to, in small letters."""
    words = [w for w in re.findall(r"[^\W\d_]+", name.lower()) if w not in ("och", "samt", "för", "i")]
    firsts = "".join(word[0] for word in words)
    ends = {"nämnd": "n", "nämnden": "n", "styrelse": "s", "styrelsen": "s"}
    last = next((letter for end, letter in ends.items() if words and words[-1].endswith(end) and words[-1] != end), "")
    return {firsts, firsts + last, draft.short(name).lower()}


def _renamed(found: TableContent, role: str, near: dict[str, str]) -> TableContent:
    def about(one: Entry | Claim) -> dict[str, str]:
        name = one.about.get(role)
        return {**one.about, role: near[name]} if name in near else one.about

    return replace(
        found,
        entries=[replace(entry, about=about(entry)) for entry in found.entries],
        claims=[replace(claim, about=about(claim)) for claim in found.claims],
        told=[*found.told, *(f"»{other}» är läst som »{first}»." for other, first in near.items())],
    )
