"""Which pot, measure or board of one case is which of another."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fordelning.case.case import Board, Measure, Pot

Named = Board | Measure | Pot

_HEADS = r"(nämnd|styrelse|utskott|råd|beredning)(?:en|n|et|erna)?"
_LONGEST_ENDING = 2  # letters that a form of a word may have more than another: skola, skolan; barn, barnen


@dataclass(frozen=True)
class Pair:
    """One thing in both cases. `before` and `after` are its keys, None where a case does not have it.

    `name`, `short_name` and `was` are the names that a reader sees: the newer case's where it has the thing, and the
    older one's, None where it has none.
    """

    before: str | None
    after: str | None
    name: str
    short_name: str
    was: str | None

    @property
    def renamed(self) -> bool:
        """Whether both cases have the thing, under different names."""
        return None not in (self.before, self.after) and self.was != self.name


def pair(before: Mapping[str, Named], after: Mapping[str, Named], confirmed: Mapping[str, str]) -> list[Pair]:
    """Pairs of what is in `before` and `after`, dictionaries by key of things with a name and a short name.

    First what the analyst has `confirmed`, older keys by newer ones; then what has the same key and the same name, then
    what alone has a name. Another name is another thing, even under the same key: see `likely`. The newer case's things
    come first, in its order.
    """
    found = dict(confirmed)
    for key in after:
        if key in before and plain(before[key].name) == plain(after[key].name):
            _match(found, key, key)
    for key in after:
        same = [old for old in before if plain(before[old].name) == plain(after[key].name)]
        alike = [new for new in after if plain(after[new].name) == plain(after[key].name)]
        if len(same) == len(alike) == 1:
            _match(found, key, same[0])
    pairs = []
    for key, thing in after.items():
        old = found.get(key)
        pairs.append(Pair(old, key, thing.name, thing.short_name, before[old].name if old is not None else None))
    gone = [key for key in before if key not in found.values()]
    return [*pairs, *(Pair(key, None, before[key].name, before[key].short_name, before[key].name) for key in gone)]


def _match(found: dict[str, str], key: str, old: str) -> None:
    if key not in found and old not in found.values():
        found[key] = old


def likely(pairs: Iterable[Pair]) -> list[tuple[Pair, Pair]]:
    """Of what only one case has, older and newer that may be the same: the same key, or the same name in another form.

    Nobody but the analyst can say whether they are.
    """
    only_before = [one for one in pairs if one.after is None]
    only_after = [one for one in pairs if one.before is None]
    return [(old, new) for old in only_before for new in only_after if _may_be(old, new)]


def _may_be(old: Pair, new: Pair) -> bool:
    by_short = plain(old.name) == plain(new.short_name) or plain(old.short_name) == plain(new.name)
    return old.before == new.after or by_short or _alike(_form(old.name), _form(new.name))


def _form(name: str) -> tuple[str, list[str]]:
    """What kind of board a name is of, "" where it is of none, and its other words without that and without "för"."""
    head, words = "", []
    for word in re.findall(r"[^\W\d_]+|[0-9]+", name.casefold()):
        found = re.fullmatch(f"(.*?){_HEADS}", word)
        head, rest = (found[2], found[1].removesuffix("s")) if found else (head, word)
        words += [rest] if rest and rest not in ("för", "och") else []
    return head, words


def _alike(one: tuple[str, list[str]], other: tuple[str, list[str]]) -> bool:
    (head, words), (same, others) = one, other
    inflected = len(words) == len(others) and all(map(_inflected, words, others))
    return head == same and bool(words) and inflected


def _inflected(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return short == long or (len(short) > 2 and long.startswith(short) and len(long) - len(short) <= _LONGEST_ENDING)


def plain(name: str) -> str:
    """A name without what does not make it another: capitals and blanks."""
    return " ".join(name.split()).casefold()
