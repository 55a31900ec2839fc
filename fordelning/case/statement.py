"""Statements: what a document says about its own figures, each read by its kind."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar, TypeVar

from fordelning.base.errors import Fault
from fordelning.base.money import KRONOR, to_kronor

from .kind import EQUAL, KINDS, SCOPE, UNITS, Kind, Scope

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
_ALWAYS = ("statement", "place", "kind", "wording", "question", "stage")


@dataclass(frozen=True)
class Statement:
    """One row of statements.csv. The columns are described in the case's datapackage.json.

    `value` is the text of the row; `stated` the same as a Value, None where the row states nothing to compare with;
    `step` what the value is rounded to, in the row's unit: its own `rounding`, else what the document says of every
    amount in that unit, None where it is exact or a limit; `line` the row's place in the file.
    """

    statement: str
    place: str
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
    def half_step(self) -> Fraction:
        """Half of `step` in the measure of `stated`: the most that what was rounded may differ from what is stated."""
        return Fraction(0) if self.step is None else Fraction(self.step) * self.measure_of_unit / 2

    @property
    def measure_of_unit(self) -> Fraction:
        """What one of the statement's unit is in the measure of its quantity: kronor, shares of 1, or pieces."""
        if self.unit == "%":
            return Fraction(1, 100)
        return Fraction(KRONOR.get(self.unit or "", 1))


_Cell = TypeVar("_Cell")


def needed(cell: _Cell | None) -> _Cell:
    """What stands in a column that the statement's kind needs: `parse` has seen to it that it is there."""
    if cell is None:
        raise TypeError("a statement lacks what its kind needs")
    return cell


def parse(
    file: str,
    line: int,
    row: dict,
    rows: dict[str, dict],
    faulty: set[str],
    rounding: dict[str, Decimal],
    faults: list[Fault],
) -> Statement | None:
    """The statement of one row; None, and every fault appended to `faults`, where its kind cannot use it.

    `rows` are all rows of the table by statement, for the kinds that compare two statements. `faulty` are the
    row's columns that are among the faults already; nothing more is said of those. `rounding` is the step that the
    document has rounded to, by unit.
    """
    if row["kind"] not in KINDS:
        faults.append(Fault(file, line, "kind", row["kind"], "något av slagen " + ", ".join(KINDS)))
        return None
    before = len(faults)
    for column, found, expected in _misfits(row, rows):
        if column not in faulty:
            faults.append(Fault(file, line, column, found, expected))
    if faulty or len(faults) > before:
        return None
    sort = KINDS[row["kind"]].sort
    if sort == "against":
        sort = KINDS[rows[row["against"]]["kind"]].sort
    stated = _stated(file, line, row, sort, faults)
    step = _step(file, line, row, stated, rounding, faults)
    return Statement(**row, stated=stated, step=step, line=line) if len(faults) == before else None


def _step(
    file: str, line: int, row: dict, stated: Value | None, rounding: dict[str, Decimal], faults: list[Fault]
) -> Decimal | None:
    if "rounding" not in KINDS[row["kind"]].may or row["rounding"] is not None or row["relation"] not in EQUAL:
        return row["rounding"]
    step = rounding.get(row["unit"])
    if step is not None and stated is not None and Fraction(row["value"]) % Fraction(step):
        expected = f"hela steg om {step:f} {row['unit']}, som enheten är avrundad till, eller ett eget steg i rounding"
        faults.append(Fault(file, line, "value", f"{row['value']} {row['unit']}", expected))
    return step


def _misfits(row: dict, rows: dict[str, dict]) -> Iterator[tuple[str, str, str]]:
    """Column, found and expected for everything in `row` that its kind cannot use."""
    name, kind = row["kind"], KINDS[row["kind"]]
    for column in kind.needs:
        if row[column] is None:
            yield column, "en tom cell", f"ett värde, som slaget {name} kräver"
    for column, value in row.items():
        if value is not None and column not in (*_ALWAYS, *kind.needs, *kind.may):
            yield column, str(value), f"en tom cell, för slaget {name} använder den inte"
    units = UNITS.get(kind.sort)
    if units and row["unit"] is not None and row["unit"] not in units:
        yield "unit", row["unit"], "någon av enheterna " + ", ".join(units)
    if row["relation"] is not None and row["relation"] not in kind.relations:
        yield "relation", row["relation"], "någon av relationerna " + " ".join(kind.relations)
    if row["rounding"] is not None and row["rounding"] <= 0:
        yield "rounding", f"{row['rounding']:f}", "ett tal större än noll"
    yield from _alternatives(row, kind)
    yield from _misled(row, kind, rows)


def _alternatives(row: dict, kind: Kind) -> Iterator[tuple[str, str, str]]:
    """Columns of which a kind takes one, or all together."""
    either, together = kind.either, kind.together
    if either and (row[either[0]] is None) == (row[either[1]] is None):
        found = "varken eller" if row[either[0]] is None else "både och"
        yield either[0], found, f"ett av {either[0]} och {either[1]}"
    if "relation" in kind.may and row["value"] is not None and row["relation"] is None:
        yield "relation", "en tom cell", "en relation, eftersom ett värde är angivet"
    if len({row[column] is None for column in together}) > 1:
        *first, last = together
        yield first[0], "en ofullständig avgränsning", f"{', '.join(first)} och {last}, eller inget av dem"


def _misled(row: dict, kind: Kind, rows: dict[str, dict]) -> Iterator[tuple[str, str, str]]:
    """Where `against` names a statement that the kind cannot be compared with."""
    other = rows.get(row["against"])
    if row["against"] is None or other is None or other["kind"] not in KINDS:
        return  # blank, or a fault of its own
    if other["stage"] not in (None, row["stage"]):
        yield "against", row["against"], "ett påstående som hör till samma skede, eller till alla"
    if kind.sort == "against" and (other["value"] is None or KINDS[other["kind"]].sort == "against"):
        yield "against", row["against"], "ett påstående av annat slag som anger ett värde"
    another_year = kind.of_year and None not in (row["year"], other["year"]) and other["year"] != row["year"]
    if kind.against and (other["kind"] != kind.against or another_year):
        year = " om samma år" if kind.of_year else ""
        yield "against", row["against"], f"ett påstående av slaget {kind.against}{year}"


def _stated(file: str, line: int, row: dict, sort: str, faults: list[Fault]) -> Value | None:
    value = row["value"]
    if value is None:
        return None
    if sort in ("text", "against"):
        return TextValue(value)
    if not _NUMBER.fullmatch(value):
        faults.append(Fault(file, line, "value", value, "ett tal med decimalpunkt och utan andra tecken"))
        return None
    try:
        if sort == "money":
            if row["unit"] not in KRONOR:
                faults.append(
                    Fault(file, line, "unit", row["unit"] or "en tom cell", "någon av enheterna " + ", ".join(KRONOR))
                )
                return None
            return Quantity("money", to_kronor(Decimal(value), row["unit"]))
        if sort == "percent":
            return Quantity("percent", Fraction(value) / 100)
        return Quantity(sort, int(value))
    except ValueError:
        expected = "ett belopp i hela kronor, högst 1 000 mdkr" if sort == "money" else "ett heltal"
        faults.append(Fault(file, line, "value", f"{value} {row['unit'] or ''}".strip(), expected))
        return None
