"""The headings among the lines of a table, and what the lines under them are about."""

from fordelning.intake.table.vocabulary import PLURAL, SINGULAR

from .line import TableLine


class Groups:
    """The headings as they are met: `about` is what the one above a line says, by role."""

    def __init__(self) -> None:
        self.about: dict[str, str] = {}
        self.every: list[dict[str, str]] = []
        self.closed = ""  # what the group was called whose total has been passed
        self.end: int | None = None  # the last line under a heading with a sum of its own
        self._headings: dict[str, list[str]] = {}

    def open(self, role: str, name: str, line: TableLine, nested: bool, end: int | None = None) -> None:
        """A heading for the lines under `line`; `nested` where it stands right under another."""
        kept = {r: n for r, n in self.about.items() if r != role and (r == "year" or nested)}
        self.about, self.closed, self.end = {**kept, role: name}, "", end
        self.every.append({role: name})
        self._headings.setdefault(role, []).append(f"rad {line.number} »{name}»")

    def close(self) -> None:
        """The total of the group has been passed."""
        self.closed, self.about = ", ".join(self.about.values()), {}

    def leave(self, position: int) -> bool:
        """Leave a heading with a sum of its own where the line at `position` is not under it; whether it was left."""
        if self.end is None or position <= self.end:
            return False
        self.about, self.end = {}, None
        return True

    def named(self, name: str) -> dict[str, str] | None:
        """The group that is called `name`, whatever the capitals."""
        return next((dict(g) for g in self.every for text in g.values() if text.casefold() == name.casefold()), None)

    @property
    def reading(self) -> list[str]:
        """What the headings were taken for, in Swedish."""
        return [
            f"{', '.join(texts)} är {SINGULAR[role] if len(texts) == 1 else PLURAL[role]}, som raderna under hör till"
            for role, texts in self._headings.items()
        ]
