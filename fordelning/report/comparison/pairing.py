"""Which pot, measure or board of one case is which of another."""

from collections.abc import Mapping
from dataclasses import dataclass

from fordelning.case.case import Board, Measure, Pot

_Named = Board | Measure | Pot


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


def pair(before: Mapping[str, _Named], after: Mapping[str, _Named]) -> list[Pair]:
    """Pairs of what is in `before` and `after`, dictionaries by key of things with a name and a short name.

    First what has the same key and the same name, then what alone has a name, then what has the same key. The newer
    case's things come first, in its order.
    """
    found = {key: key for key in after if key in before and _plain(before[key]) == _plain(after[key])}
    for key in after:
        same = [old for old in before if _plain(before[old]) == _plain(after[key])]
        alike = [new for new in after if _plain(after[new]) == _plain(after[key])]
        if key not in found and len(same) == len(alike) == 1 and same[0] not in found.values():
            found[key] = same[0]
    for key in after:
        if key not in found and key in before and key not in found.values():
            found[key] = key
    pairs = []
    for key, thing in after.items():
        old = found.get(key)
        pairs.append(Pair(old, key, thing.name, thing.short_name, before[old].name if old is not None else None))
    gone = [key for key in before if key not in found.values()]
    return [*pairs, *(Pair(key, None, before[key].name, before[key].short_name, before[key].name) for key in gone)]


def _plain(thing: _Named) -> str:
    """A name without what does not make it another: capitals and blanks."""
    return " ".join(thing.name.split()).casefold()
