"""What is proposed from a decision document: nothing of it is decided."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .flow import Flow


class Role(StrEnum):
    """What an amount is in its document."""

    ALLOCATION = "allocation"
    TOTAL = "total"
    PART = "part"
    REQUEST = "request"
    LIMIT = "limit"
    PLAN = "plan"
    SOURCE = "source"
    BACKGROUND = "background"
    REPEAT = "repeat"
    OTHER = "other"


@dataclass(frozen=True)
class TextPlace:
    """Where in the document: the page and the line, from 1, where there are such."""

    line: int | None = None
    page: int | None = None


@dataclass(frozen=True)
class ProposalQuestion:
    """What the document leaves open: what it is `about`, its `text` in Swedish, and the readings to choose from.

    Where it is one for all amounts of a table or a list, `first` is the first of them, and its place.
    """

    about: str
    text: str
    readings: tuple[str, ...] = ()
    first: tuple[str, TextPlace] | None = None


Share = tuple[str, int]
"""A board, and 1 where it is given the money or -1 where it is taken from it."""


LESS_OR_MORE = ProposalQuestion("belopp", "Är det en minskning, eller en ökning?", ("minskning", "ökning"))


@dataclass(frozen=True)
class AmountProposal:
    """An amount as it stands: `text` at `place`, from `start` to `end` of the flow.

    `kronor` is None where it cannot be told. `shares` are whom it is for; `same` is the amount (its index) that it says
    again. It counts `times` ("per år" over some years). `why` says in a word or two what told its role.
    """

    text: str
    start: int
    end: int
    place: TextPlace
    kronor: int | None
    role: Role
    shares: tuple[Share, ...] = ()
    pot: str = ""
    measure: str = ""
    years: tuple[int, ...] = ()
    onwards: bool = False  # from the year on
    times: int = 1
    same: int | None = None
    why: str = ""
    questions: tuple[ProposalQuestion, ...] = ()


@dataclass(frozen=True)
class RowProposal:
    """A proposed row: the money of one amount to, or from, one board; `places` are those of the fact, its own first."""

    amount: int
    kronor: int
    board: str
    pot: str
    measure: str
    years: tuple[int, ...]
    places: tuple[TextPlace, ...]
    why: str
    questions: tuple[ProposalQuestion, ...] = ()
    derived: bool = False  # its board follows from the sums of the boards


@dataclass(frozen=True)
class Sum:
    """A statement that amounts (their indexes, each with how often it counts) add up to `total`, or are some of it.

    `kind` is sum, part, net, product or same; `total` is None for a net, which is nought.
    """

    kind: str
    total: int | None
    parts: tuple[tuple[int, int | Fraction], ...]
    why: str
    question: ProposalQuestion | None = None


@dataclass(frozen=True)
class DocumentProposal:
    """The amounts of a document in their order, the rows and sums proposed from them, and the `boards` it names.

    `flow` is what they are read in, and `unread` are the places of tables that could not be read.
    """

    flow: "Flow" = field(repr=False, compare=False)
    amounts: tuple[AmountProposal, ...]
    rows: tuple[RowProposal, ...]
    sums: tuple[Sum, ...]
    boards: Mapping[str, str] = field(default_factory=dict)  # their names by key
    unread: tuple[TextPlace, ...] = ()
