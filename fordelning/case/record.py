"""The rows of the tables that are lists of named things, questions and reasons: a class for each."""

import datetime
from collections.abc import Callable
from dataclasses import Field, dataclass, fields
from decimal import Decimal
from typing import Any, ClassVar, Protocol, TypeVar

from .package import TableRows


class Record(Protocol):
    """What every dataclass is."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Stage:
    """A stage that the decision has gone through, for instance proposed, revised, adopted."""

    stage: str
    name: str
    summary: str | None


@dataclass(frozen=True)
class Pot:
    """Money set aside for a purpose."""

    pot: str
    name: str
    short_name: str
    purpose: str


@dataclass(frozen=True)
class Board:
    """A board (nämnd) whose budget is increased; `tag` is its class or None."""

    board: str
    name: str
    short_name: str
    tag: str | None


@dataclass(frozen=True)
class Tag:
    """A class of measures or boards of our own, with the grounds for it."""

    tag: str
    name: str
    reason: str


@dataclass(frozen=True)
class Measure:
    """What money is given to; `tag` is its class or None."""

    measure: str
    name: str
    short_name: str
    tag: str | None


@dataclass(frozen=True)
class Place:
    """A place in the source document: a section, a decision point, a footnote or a cell of a table.

    `lines` are its lines in the source's text, as 18 or 82-92,95; None where the source is no text. `pages` are its
    pages in the document, written likewise; None where it has none.
    """

    place: str
    name: str
    lines: str | None
    pages: str | None = None


@dataclass(frozen=True)
class Note:
    """A footnote of the document, in our own words."""

    note: str
    number: int
    text: str
    place: str | None


@dataclass(frozen=True)
class Question:
    """A question that statements lead to. `weight` 3 belongs in the report's first sentence, 1 is a matter of form.

    `area` is what it is about, None where its statements tell; `at_stake` the statement whose computed amount it is
    about. `status` is open (or None), put or answered: `by` which role, `on` which day, and the `answer` in short.
    `proposal` is the one whose reading it is about.
    """

    question: str
    weight: int
    concern: str
    wording: str
    area: str | None
    at_stake: str | None
    status: str | None
    by: str | None
    on: datetime.date | None
    answer: str | None
    proposal: str | None


@dataclass(frozen=True)
class Acknowledgement:
    """Why a contradicted statement may stand: who (a role), when and why.

    It covers the contradiction as it was seen: the stated `value`, and the `difference` (computed − stated, in the
    statement's unit; None for dates and text).
    """

    statement: str
    by: str
    on: datetime.date
    value: str | None
    difference: Decimal | None
    why: str


@dataclass(frozen=True)
class Reason:
    """Why an amount is another in `stage` than before, in our own words; None narrows nothing."""

    stage: str | None
    pot: str | None
    measure: str | None
    board: str | None
    reason: str
    place: str | None

    @property
    def general(self) -> bool:
        """Whether it is given for all changes at once."""
        return (self.pot, self.measure, self.board) == (None, None, None)


@dataclass(frozen=True)
class Point:
    """What is to be decided: a point of the decision in our own words, with the `statement` of its amount."""

    point: int
    wording: str
    statement: str | None
    place: str | None
    stage: str | None


@dataclass(frozen=True)
class Disclosure:
    """What the document answers to an `item` that a decision should answer; None where it says nothing of it."""

    item: str
    answer: str | None
    place: str | None
    stage: str | None


@dataclass(frozen=True)
class Proposal:
    """What the program has proposed from the document, and why in a few words.

    `confirmed` is "yes", "no" or "changed", None as long as nobody has said so.
    """

    proposal: str
    why: str
    place: str | None
    confirmed: str | None


@dataclass(frozen=True)
class Omission:
    """An amount, date or reference number of the source that the case leaves out, and why.

    `lines` and `pages` as in Place; None of both is everywhere. `proposal` is the key of the one that it comes from.
    """

    found: str
    lines: str | None
    reason: str
    proposal: str | None
    pages: str | None = None


def records(kind: type[R], table: TableRows) -> tuple[R, ...]:
    """The rows of `table`, each as a `kind`, whose fields are among its columns and of their types."""
    make: Callable[..., R] = kind
    names = [f.name for f in fields(kind)]
    return tuple(make(**{name: row[name] for name in names}) for row in table.rows)
