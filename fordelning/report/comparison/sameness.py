"""What the analyst says is the same thing under two names."""

from collections.abc import Iterable, Mapping

from fordelning.base.errors import shorten
from fordelning.case.case import Case
from fordelning.report.parameters import ParameterError

from .pairing import Named, plain

_KINDS = ("boards", "pots", "measures")
_MOST_NAMED = 12


def confirmed(before: Case, after: Case, names: Iterable[tuple[str, str]]) -> dict[str, dict[str, str]]:
    """For boards, pots and measures the older keys by the newer ones, of what `names` say is the same.

    A name is the thing's own or its key. Raises ParameterError where there is no such thing, or one is said to be two.
    """
    found: dict[str, dict[str, str]] = {kind: {} for kind in _KINDS}
    faults = []
    for old, new in names:
        ends = {kind: (_key(getattr(before, kind), old), _key(getattr(after, kind), new)) for kind in _KINDS}
        whole = [(kind, was, now) for kind, (was, now) in ends.items() if was is not None and now is not None]
        if not whole:
            faults.append(_missing(before, after, old, new))
            continue
        kind, was, now = whole[0]
        if now in found[kind] or was in found[kind].values():
            faults.append(f"same: {shorten(old)} = {shorten(new)} säger att en är två, eller samma sak en gång till")
        found[kind][now] = was
    if faults:
        raise ParameterError(faults)
    return found


def _key(things: Mapping[str, Named], said: str) -> str | None:
    """The key of what is called `said`; None where nothing is, or several things are."""
    if said in things:
        return said
    called = [key for key, thing in things.items() if plain(thing.name) == plain(said)]
    return called[0] if len(called) == 1 else None


def _missing(before: Case, after: Case, old: str, new: str) -> str:
    """What is not there, and what is."""
    for case, said, when in ((before, old, "före"), (after, new, "efter")):
        if all(_key(getattr(case, kind), said) is None for kind in _KINDS):
            names = [case.boards[key].name for key in case.used("board")]
            more = " med flera" if len(names) > _MOST_NAMED else ""
            return (
                f"same: ingen nämnd, pott eller åtgärd heter {shorten(said)} {when} ({case.name}); "
                f"nämnderna där är {', '.join(names[:_MOST_NAMED])}{more}"
            )
    return f"same: {shorten(old)} och {shorten(new)} är inte av samma slag: två nämnder, två potter eller två åtgärder"
