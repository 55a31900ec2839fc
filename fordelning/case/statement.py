"""Statements: what a document says about its own figures, and what each kind of statement must carry to be tested."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from fordelning.base.money import KRONOR, to_kronor

from .schema import Misfit

SCOPE = ("year", "pot", "measure", "board", "tag")
ROUNDED = (*KRONOR, "%")  # the units that a document may round to a step
COUNTED = {"nämnder": "board", "åtgärder": "measure", "potter": "pot"}
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,12})?")


@dataclass(frozen=True)
class Quantity:
    """A value that can be compared. `sort` says of what kind `number` is.

    money: whole kronor (a Fraction only where it is computed from a share) · percent: a Fraction where 1 is the whole ·
    count and ordinal: an integer · text: a string as it stands.
    """

    sort: str
    number: int | Fraction | str


@dataclass(frozen=True)
class Kind:
    """What a kind of statement carries: `sort` of its value, the columns it `needs` and those it `may` have besides.

    `any_relation` says whether the stated value may be a limit; otherwise only "=" makes sense.
    """

    sort: str
    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    any_relation: bool = False


KINDS = {
    "total": Kind("money", ("relation", "value", "unit"), (*SCOPE, "rounding"), any_relation=True),
    "share": Kind(
        "percent", ("unit", "against"), (*SCOPE, "relation", "value", "rounding", "missing"), any_relation=True
    ),
    "count": Kind("count", ("relation", "value", "unit"), SCOPE, any_relation=True),
    "position": Kind("ordinal", ("relation", "value", "pot", "measure"), ("year",)),
    "overlap": Kind("money", ("relation", "value", "unit", "pot", "against"), ("year", "board", "tag", "rounding")),
    "date": Kind("text", ("value",)),
    "reference": Kind("text", ("value",)),
    "subject": Kind("text", ("value",)),
    "author": Kind("text", ("value",)),
    "purpose": Kind("text", ("value", "pot")),
    "same": Kind("against", ("value", "against"), ("unit",)),
    "mapping": Kind("text", (), ("year", "pot", "measure", "board")),
    "request": Kind("money", ("relation", "value", "unit", "missing"), (*SCOPE, "rounding")),
    "plan": Kind("money", ("relation", "value", "unit", "year"), ("against", "missing", "rounding")),
    "change": Kind("percent", ("relation", "value", "unit", "year", "pot", "against"), ("rounding",)),
    "conflict": Kind("text", ("against",), ("value",)),
    "open": Kind("text", ("missing",), (*SCOPE, "value")),
}
KIND_NAMES = {  # in Swedish, in workbooks
    "total": "summa",
    "share": "andel",
    "count": "antal",
    "position": "plats i potten",
    "overlap": "överlappning",
    "date": "datum",
    "reference": "diarienummer",
    "subject": "ändamål",
    "author": "avsändare",
    "purpose": "pottens ändamål",
    "same": "upprepning",
    "mapping": "härledd nämnd",
    "request": "äskande",
    "plan": "kommande år",
    "change": "förändring",
    "conflict": "motstridig läsning",
    "open": "öppen uppgift",
}
_UNITS = {"money": tuple(KRONOR), "percent": ("%",), "count": tuple(COUNTED)}
EQUAL = ("=", "part")  # the relations that rounding bears on: a limit is kept to as it is written
RELATIONS = ("=", ">", "<", ">=", "<=", "part")
_ALWAYS = ("statement", "place", "kind", "wording", "question", "stage", "stated", "step", "line")


@dataclass(frozen=True)
class Statement:
    """One row of statements.csv. The columns are described in docs/format.md.

    `value` is the text of the row; `stated` the same as a Quantity, None where the row states nothing to compare with;
    `step` what the value is rounded to, in the row's unit: its own `rounding`, else what the document says of every
    amount in that unit, None where it is exact or a limit; `line` the row's place in the file.
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
    stage: str | None
    stated: Quantity | None = field(default=None, kw_only=True)
    step: Decimal | None = field(default=None, kw_only=True)
    line: int = field(default=0, kw_only=True)

    @property
    def scope(self) -> dict[str, int | str]:
        """The columns that narrow down which allocations the statement is about, with their values."""
        return {column: getattr(self, column) for column in SCOPE if getattr(self, column) is not None}

    @property
    def half_step(self) -> Fraction:
        """Half of `step` in the measure of `stated`: the most that what was rounded may differ from what is stated."""
        return Fraction(0) if self.step is None else Fraction(self.step) * self.measure_of_unit / 2

    @property
    def measure_of_unit(self) -> Fraction:
        """What one of the statement's unit is in the measure of its quantity: kronor, shares of 1, or pieces."""
        if self.unit == "%":
            return Fraction(1, 100)
        return Fraction(KRONOR.get(self.unit or "", 1))


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


def _step(s: Statement, stated: Quantity | None, rounding: Mapping[str, Decimal]) -> Decimal | None:
    if "rounding" not in KINDS[s.kind].may or s.rounding is not None or s.relation not in EQUAL:
        return s.rounding
    step = rounding.get(s.unit or "")
    if step is not None and stated is not None and Fraction(s.value or 0) % Fraction(step):
        expected = f"hela steg om {step:f} {s.unit}, som enheten är avrundad till, eller ett eget steg i rounding"
        raise Unusable([("value", f"{s.value} {s.unit}", expected)])
    return step


def _misfits(s: Statement, others: Mapping[str, Statement]) -> Iterator[Misfit]:
    """Everything in `s` that its kind cannot use."""
    kind = KINDS[s.kind]
    for column in kind.needs:
        if getattr(s, column) is None:
            yield column, "en tom cell", f"ett värde, som slaget {s.kind} kräver"
    for column, value in vars(s).items():
        if value is not None and column not in (*_ALWAYS, *kind.needs, *kind.may):
            yield column, str(value), f"en tom cell, för slaget {s.kind} använder den inte"
    units = _UNITS.get(kind.sort)
    if units and s.unit is not None and s.unit not in units:
        yield "unit", s.unit, "någon av enheterna " + ", ".join(units)
    relations = RELATIONS if kind.any_relation else ("=",)
    if s.relation is not None and s.relation not in relations:
        yield "relation", s.relation, "någon av relationerna " + " ".join(relations)
    if s.rounding is not None and s.rounding <= 0:
        yield "rounding", f"{s.rounding:f}", "ett tal större än noll"
    yield from _alternatives(s)
    yield from _misled(s, others)


def _alternatives(s: Statement) -> Iterator[Misfit]:
    """Columns of which a kind takes one, or all together."""
    either = {"share": ("value", "missing"), "plan": ("against", "missing")}.get(s.kind)
    if either:
        one, other = (getattr(s, column) is None for column in either)
        if one == other:
            yield either[0], "varken eller" if one else "både och", f"ett av {either[0]} och {either[1]}"
    if s.kind == "share" and s.value is not None and s.relation is None:
        yield "relation", "en tom cell", "en relation, eftersom ett värde är angivet"
    if s.kind == "mapping" and len({part is None for part in (s.pot, s.measure, s.board)}) > 1:
        yield "measure", "en ofullständig avgränsning", "pot, measure och board, eller inget av dem"


def _misled(s: Statement, others: Mapping[str, Statement]) -> Iterator[Misfit]:
    """Where `against` names a statement that the kind cannot be compared with."""
    if s.against is None or s.against not in others:
        return  # blank, or a fault of its own
    other = others[s.against]
    if other.stage not in (None, s.stage):
        yield "against", s.against, "ett påstående som hör till samma skede, eller till alla"
    if s.kind in ("share", "overlap") and other.kind != "total":
        yield "against", s.against, "ett påstående av slaget total"
    if s.kind == "same" and (other.value is None or other.kind == "same"):
        yield "against", s.against, "ett påstående av annat slag som anger ett värde"
    if s.kind in ("plan", "change"):
        kind = "change" if s.kind == "plan" else "plan"
        if other.kind != kind or (None not in (s.year, other.year) and other.year != s.year):
            yield "against", s.against, f"ett påstående av slaget {kind} om samma år"


def _stated(s: Statement, sort: str) -> Quantity | None:
    """What `s` states, of the sort `sort`. Raises Unusable."""
    if s.value is None:
        return None
    if sort in ("text", "against"):
        return Quantity("text", s.value)
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
