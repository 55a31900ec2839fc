"""Parts of Swedish sentences."""

from collections.abc import Iterable


def listed(items: Iterable[object]) -> str:
    """`items` as "a, b och c"."""
    *first, last = [*map(str, items)] or [""]
    return f"{', '.join(first)} och {last}" if first else last
