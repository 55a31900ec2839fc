"""What the two sides of a comparison state of the same thing."""

from collections.abc import Mapping
from dataclasses import dataclass

from fordelning.case.case import Case
from fordelning.case.kind import KINDS
from fordelning.case.statement import Quantity, Statement, TextValue, Value

Places = Mapping[str, Mapping[str | None, int | None]]  # of pots, boards and measures: the position of a key's pair
_Stated = tuple[str, Value]  # a relation and what is stated
_TEXTS = ("date", "reference", "subject", "author", "purpose", "same")  # the kinds that may state a text of the matter


@dataclass(frozen=True)
class Assertion:
    """What is stated of one thing: the statements of the older side and of the newer, none where a side is silent."""

    before: tuple[Statement, ...]
    after: tuple[Statement, ...]

    @property
    def differs(self) -> bool:
        """Whether both sides state a number or a text, and not the same."""
        return bool(self.before and self.after) and _values(self.before) != _values(self.after)

    @property
    def of_text(self) -> bool:
        """Whether a text is stated and no number."""
        return isinstance((self.after or self.before)[0].stated, TextValue)

    @property
    def one_sided(self) -> bool:
        """Whether only one side states anything."""
        return not (self.before and self.after)


def assertions(before: Mapping[object, list[Statement]], after: Mapping[object, list[Statement]]) -> list[Assertion]:
    """What is stated in `before` and `after`, each by subject; in the newer side's order, then the older one's."""
    subjects = dict.fromkeys([*after, *before])
    return [Assertion(tuple(before.get(s, ())), tuple(after.get(s, ()))) for s in subjects]


def by_subject(case: Case, places: Places, years: Mapping[int | None, int | None]) -> dict[object, list[Statement]]:
    """The statements of a number or a text in `case`, by what they are of.

    That is their kind and their scope, where `places` says what is the same in both cases and `years` how a year, or
    none, is to be read; for a share what it is a share of as well, for a count what is counted, and for a date of what.
    """
    found: dict[object, list[Statement]] = {}
    for statement in case.statements.values():
        if isinstance(statement.stated, Quantity) or (statement.stated and statement.kind in _TEXTS):
            found.setdefault(_subject(case, statement, places, years), []).append(statement)
    return found


def _subject(case: Case, s: Statement, places: Places, years: Mapping[int | None, int | None]) -> object:
    base = case.statements[s.against] if s.against else None
    if base and KINDS[s.kind].sort == "against":  # a repetition is of what it repeats
        return _subject(case, base, places, years)
    counted = s.unit if isinstance(s.stated, Quantity) and s.stated.sort == "count" else ""
    if s.kind == "date":
        counted = s.wording.casefold()
    return (s.kind, _scope(case, s, places, years), counted, base and (base.kind, _scope(case, base, places, years)))


def _scope(case: Case, s: Statement, places: Places, years: Mapping[int | None, int | None]) -> object:
    tag = case.tags[s.tag].name.casefold() if s.tag else None
    year = years.get(s.year, s.year)
    return (year, tag, *(places[kind][getattr(s, kind)] for kind in ("measure", "pot", "board")))


def _values(statements: tuple[Statement, ...]) -> set[_Stated]:
    return {(s.relation or "=", s.stated) for s in statements if s.stated}
