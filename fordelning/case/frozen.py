"""A dictionary that stays as it was made, for what many hold at once."""

from typing import NoReturn, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Frozen(dict[K, V]):
    """A dictionary that refuses every change. A copy of it (`dict(frozen)`) does not."""

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise TypeError("ett läst fall ändras inte; ändra i en kopia: dict(…)")

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __reduce__(self) -> tuple[type["Frozen[K, V]"], tuple[dict[K, V]]]:
        return type(self), (dict(self),)  # made anew, and not filled in, where it is copied or sent
