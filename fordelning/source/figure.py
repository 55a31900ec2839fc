"""A figure of the case, as the source must have it, and a gap between the two."""

from collections.abc import Iterable
from dataclasses import dataclass

from fordelning.base.errors import shorten

from .tokens import Reading

Key = tuple[str, Reading]


@dataclass(frozen=True)
class CaseFigure:
    """A figure of the case. `where` names its row and `text` shows it; `place` is its place, None for the decision's.

    `key` is what a token must be to say the same: its sort (money, percent, count, ordinal, year, date, reference,
    mark or other) and its value. `names` are those of what a count counts. An amount that the source says whom it is
    for has its `board`, an allocation also its `sign` and the stage and year that it is `of`.
    """

    where: str
    text: str
    place: str | None
    key: Key
    names: tuple[str, ...] = ()
    board: str | None = None
    sign: int = 0
    of: tuple[str | None, int] | None = None


@dataclass(frozen=True)
class Gap:
    """What one has and the other lacks: `where` it stands, its `text`, and what is the matter."""

    where: str
    text: str
    matter: str

    def __str__(self) -> str:
        return f"{self.where}: {shorten(' '.join(self.text.split()), 80)} {self.matter}"


def within(line: int, ranges: Iterable[range]) -> bool:
    """Whether a line is in one of `ranges`."""
    return any(line in stretch for stretch in ranges)
