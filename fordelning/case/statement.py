"""Statements: what a document says about its own figures, each read by its kind."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar, TypeVar

from fordelning.base.money import KRONOR, to_kronor

from .kind import KINDS, SCOPE, UNITS, Kind, Scope
from .relation import RELATIONS, SYMBOLS, Interval, Relation
from .schema import Misfit

ROUNDED = (*KRONOR, "%")  # the units that a document may round to a step
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,12})?")


@dataclass(frozen=True)
class Quantity:
    """A number that can be compared. `sort` says what it is of.

    money: whole kronor (a Fraction only where it is computed from a share) · percent: a Fraction where 1 is the whole ·
    count and ordinal: an integer.
    """

    sort: str
    number: int | Fraction


@dataclass(frozen=True)
class TextValue:
    """A text that can be compared, as it stands."""

    text: str
    sort: ClassVar[str] = "text"


Value = Quantity | TextValue
_ALWAYS = (
    "statement",
    "place",
    "kind",
    "wording",
    "question",
    "reading",
    "stage",
    "proposal",
    "stated",
    "step",
    "line",
)


@dataclass(frozen=True)
class Statement:
    """One row of statements.csv. The columns are described in docs/format.md.

    `value` is the text of the row; `stated` the same as a Value, None where the row states nothing to compare with;
    `step` what the value is rounded to, in the row's unit: its own `rounding`, else what the document says of every
    amount in that unit, None where it is exact or a limit. Where a loose word stands before it, it is its own
    `rounding`, else the place of its last digit, zeros at the end of a whole number apart: 1 of 4 and 23, 10 of 40,
    0.1 of 2.3. `reading` is how the document's words have been read as the value, None where it stands there itself.
    `line` is the row's place in the file.
    """

    statement: str
    place: str | None
    kind: str
    wording: str
    year: int | None
    pot: str | None
    measure: str | None
    board: str | None
    tag: str | None
    relation: str | None
    value: str | None
    unit: str | None
    rounding: Decimal | None
    against: str | None
    missing: str | None
    question: str | None
    reading: str | None
    stage: str | None
    proposal: str | None = None
    stated: Value | None = field(default=None, kw_only=True)
    step: Decimal | None = field(default=None, kw_only=True)
    line: int = field(default=0, kw_only=True)

    @property
    def scope(self) -> Scope:
        """The columns that narrow down which allocations the statement is about, with their values."""
        return {column: getattr(self, column) for column in SCOPE if getattr(self, column) is not None}

    @property
    def number(self) -> int | Fraction:
        """The number that is stated. Raises TypeError where none is: the statement is of another kind."""
        if not isinstance(self.stated, Quantity):
            raise TypeError(f"{self.statement}, {self.kind}: no number is stated")
        return self.stated.number

    @property
    def meaning(self) -> Relation:
        """What its relation means; where it has none, what is computed is to be what is stated."""
        return RELATIONS[self.relation or "="]

    @property
    def interval(self) -> Interval:
        """What is computed is within this interval, or the statement does not hold as it is written."""
        return self.meaning.interval(self.number, self.half_step)

    @property
    def half_step(self) -> Fraction:
        """Half of `step` in the measure of `stated`: the most that what was rounded may differ from what is stated."""
        return Fraction(0) if self.step is None else Fraction(self.step) * self.measure_of_unit / 2

    @property
    def slack(self) -> Fraction:
        """How far from the stated number what was rounded may lie, where its relation does not say that itself."""
        return Fraction(0) if self.meaning.loose or self.meaning.limit else self.half_step

    @property
    def measure_of_unit(self) -> Fraction:
        """What one of the statement's unit is in the measure of its quantity: kronor, shares of 1, or pieces."""
        if self.unit == "%":
            return Fraction(1, 100)
        return Fraction(KRONOR.get(self.unit or "", 1))


_Cell = TypeVar("_Cell")


def needed(cell: _Cell | None) -> _Cell:
    """What stands in a column that the statement's kind needs: `complete` has seen to it that it is there."""
    if cell is None:
        raise TypeError("a statement lacks what its kind needs")
    return cell


class Unusable(Exception):
    """A row that its kind of statement cannot use; `misfits` say why."""

    def __init__(self, misfits: Iterable[Misfit]):
        self.misfits = list(misfits)
        super().__init__(self.misfits)


def complete(
    statement: Statement,
    others: Mapping[str, Statement],
    faulty: Collection[str],
    rounding: Mapping[str, Decimal],
) -> Statement:
    """`statement` with `stated` and `step`. Raises Unusable with every misfit where its kind cannot use it.

    `others` are all statements, for the kinds that compare two. `faulty` are the columns that are at fault already;
    nothing more is said of those. `rounding` is the step that the document has rounded to, by unit.
    """
    misfits = [misfit for misfit in _misfits(statement, others) if misfit[0] not in faulty]
    if faulty or misfits:
        raise Unusable(misfits)
    other = others.get(statement.against or "")
    kind = KINDS[other.kind if other and KINDS[statement.kind].sort == "against" else statement.kind]
    stated = _stated(statement, kind.sort)
    return replace(statement, stated=stated, step=_step(statement, stated, rounding))


def _step(s: Statement, stated: Value | None, rounding: Mapping[str, Decimal]) -> Decimal | None:
    if s.relation not in SYMBOLS and isinstance(stated, Quantity):
        _clear(s, stated)
    if s.meaning.loose:
        return s.rounding or _place(needed(s.value))
    if "rounding" not in KINDS[s.kind].may or s.rounding is not None or s.relation is None or s.meaning.limit:
        _coarse(s, stated)
        return s.rounding
    step = rounding.get(s.unit or "")
    if step is not None and stated is not None and Fraction(s.value or 0) % Fraction(step):
        expected = f"hela steg om {step:f} {s.unit}, som enheten är avrundad till, eller ett eget steg i rounding"
        raise Unusable([("value", f"{s.value} {s.unit}", expected)])
    return step


def _coarse(s: Statement, stated: Value | None) -> None:
    """Raise Unusable where a number is written finer than the step that it is said to be rounded to."""
    if s.rounding is None or not isinstance(stated, Quantity) or s.meaning.limit:
        return
    value, step = needed(s.value), Fraction(s.rounding)
    if Fraction(value) % step and step >= 10 * Fraction(_place(value)):
        expected = f"ett steg som {value} är hela steg om, eller som är under tio av talets sista siffra"
        raise Unusable([("rounding", f"{s.rounding:f}", expected)])


def _clear(s: Statement, stated: Quantity) -> None:
    """Raise Unusable where a word may mean two things with the number, or nothing."""
    if s.meaning.loose and not stated.number:
        raise Unusable([("relation", f"{s.relation} 0", "ett annat värde än noll efter ordet, eller =")])
    if s.meaning.limit and stated.number < 0:
        signs = ", ".join(sign for sign in SYMBOLS if RELATIONS[sign].limit)
        expected = f"något av tecknen {signs}, för ordet kan läsas på två sätt om ett negativt tal"
        raise Unusable([("relation", f"{s.relation} {s.value}", expected)])


def _place(value: str) -> Decimal:
    """The place of the last digit of `value`; of a whole number, of the last one that is not zero."""
    decimals = len(value.partition(".")[2])
    zeros = 0 if decimals else len(value) - len(value.rstrip("0"))
    return Decimal(1).scaleb(zeros - decimals)


def _misfits(s: Statement, others: Mapping[str, Statement]) -> Iterator[Misfit]:
    """Everything in `s` that its kind cannot use."""
    kind = KINDS[s.kind]
    for column in kind.needs:
        if getattr(s, column) is None:
            yield column, "en tom cell", f"ett värde, som slaget {s.kind} kräver"
    for column, value in vars(s).items():
        if value is not None and column not in (*_ALWAYS, *kind.needs, *kind.may):
            yield column, str(value), f"en tom cell, för slaget {s.kind} använder den inte"
    units = UNITS.get(kind.sort)
    if units and s.unit is not None and s.unit not in units:
        yield "unit", s.unit, "någon av enheterna " + ", ".join(units)
    takes = "relation" in (*kind.needs, *kind.may)
    if takes and s.relation is not None and s.relation not in kind.relations:
        yield "relation", s.relation, "någon av relationerna " + ", ".join(kind.relations)
    if s.rounding is not None and s.rounding <= 0:
        yield "rounding", f"{s.rounding:f}", "ett tal större än noll"
    yield from _alternatives(s, kind)
    yield from _misled(s, kind, others)


def _alternatives(s: Statement, kind: Kind) -> Iterator[Misfit]:
    """Columns of which a kind takes one, or all together."""
    either, together = kind.either, kind.together
    if either:
        one, other = (getattr(s, column) is None for column in either)
        if one == other:
            yield either[0], "varken eller" if one else "både och", f"ett av {either[0]} och {either[1]}"
    if "relation" in kind.may and s.value is not None and s.relation is None:
        yield "relation", "en tom cell", "en relation, eftersom ett värde är angivet"
    if len({getattr(s, column) is None for column in together}) > 1:
        *first, last = together
        yield first[0], "en ofullständig avgränsning", f"{', '.join(first)} och {last}, eller inget av dem"


def _misled(s: Statement, kind: Kind, others: Mapping[str, Statement]) -> Iterator[Misfit]:
    """Where `against` names a statement that the kind cannot be compared with."""
    if s.against is None or s.against not in others:
        return  # blank, or a fault of its own
    other = others[s.against]
    if other.stage not in (None, s.stage):
        yield "against", s.against, "ett påstående som hör till samma skede, eller till alla"
    if kind.sort == "against" and (other.value is None or KINDS[other.kind].sort == "against"):
        yield "against", s.against, "ett påstående av annat slag som anger ett värde"
    another_year = kind.of_year and None not in (s.year, other.year) and other.year != s.year
    if kind.against and (other.kind != kind.against or another_year):
        year = " om samma år" if kind.of_year else ""
        yield "against", s.against, f"ett påstående av slaget {kind.against}{year}"


def _stated(s: Statement, sort: str) -> Value | None:
    """What `s` states, of the sort `sort`. Raises Unusable."""
    if s.value is None:
        return None
    if sort in ("text", "against"):
        return TextValue(s.value)
    if not _NUMBER.fullmatch(s.value):
        raise Unusable([("value", s.value, "ett tal med decimalpunkt och utan andra tecken")])
    try:
        if sort == "percent":
            return Quantity("percent", Fraction(s.value) / 100)
        if sort != "money":
            return Quantity(sort, int(s.value))
        if s.unit in KRONOR:
            return Quantity("money", to_kronor(Decimal(s.value), s.unit))
    except ValueError:
        expected = "ett belopp i hela kronor, högst 1 000 mdkr" if sort == "money" else "ett heltal"
        raise Unusable([("value", f"{s.value} {s.unit or ''}".strip(), expected)]) from None
    raise Unusable([("unit", s.unit or "en tom cell", "någon av enheterna " + ", ".join(KRONOR))])
