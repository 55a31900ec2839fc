"""Statements: what a document says about its own figures, and what each kind of statement must carry to be tested."""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from .faults import Fault
from .money import KRONOR, to_kronor

SCOPE = ("year", "pot", "measure", "board", "tag")
COUNTED = {"nämnder": "board", "åtgärder": "measure", "potter": "pot"}
_NUMBER = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,12})?")


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
    """What a kind of statement carries: `sort` of its value, the columns it `needs` and those it `may` have besides."""

    sort: str
    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ()


KINDS = {
    "total": Kind("money", ("relation", "value", "unit"), (*SCOPE, "rounding")),
    "share": Kind("percent", ("unit", "against"), (*SCOPE, "relation", "value", "rounding", "missing")),
    "count": Kind("count", ("relation", "value", "unit"), SCOPE),
    "position": Kind("ordinal", ("relation", "value", "pot", "measure"), ("year",)),
    "overlap": Kind("money", ("relation", "value", "unit", "pot", "against"), ("year", "board", "tag")),
    "date": Kind("text", ("value",)),
    "reference": Kind("text", ("value",)),
    "subject": Kind("text", ("value",)),
    "author": Kind("text", ("value",)),
    "purpose": Kind("text", ("value", "pot")),
    "same": Kind("against", ("value", "against"), ("unit",)),
    "mapping": Kind("text", (), ("year", "pot", "measure", "board")),
    "request": Kind("money", ("relation", "value", "unit", "missing"), SCOPE),
    "plan": Kind("money", ("relation", "value", "unit", "year"), ("against", "missing", "rounding")),
    "change": Kind("percent", ("relation", "value", "unit", "year", "pot", "against")),
    "conflict": Kind("text", ("against",), ("value",)),
    "open": Kind("text", ("missing",), (*SCOPE, "value")),
}
_UNITS = {"money": tuple(KRONOR), "percent": ("%",), "count": tuple(COUNTED)}
_RELATIONS = {"position": ("=",), "overlap": ("=",), "request": ("=",), "plan": ("=",), "change": ("=",)}
_ALWAYS = ("statement", "place", "kind", "wording", "question")


@dataclass(frozen=True)
class Statement:
    """One row of statements.csv. The columns are described in the case's datapackage.json.

    `value` is the text of the row; `stated` the same as a Quantity, None where the row states nothing to compare with;
    `tolerance` half the declared rounding step, in the measure of `stated`; `line` the row's place in the file.
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
    stated: Quantity | None = field(default=None, kw_only=True)
    line: int = field(default=0, kw_only=True)

    @property
    def scope(self) -> dict[str, int | str]:
        """The columns that narrow down which allocations the statement is about, with their values."""
        return {column: getattr(self, column) for column in SCOPE if getattr(self, column) is not None}

    @property
    def tolerance(self) -> Fraction:
        """Half the declared rounding step: the most that an exactly computed value may differ from the stated one."""
        return Fraction(0) if self.rounding is None else Fraction(self.rounding) * self.measure_of_unit / 2

    @property
    def measure_of_unit(self) -> Fraction:
        """What one of the statement's unit is in the measure of its quantity: kronor, shares of 1, or pieces."""
        if self.unit == "%":
            return Fraction(1, 100)
        return Fraction(KRONOR.get(self.unit, 1))


def parse(file: str, line: int, row: dict, rows: dict[str, dict], faults: list[Fault]) -> Statement | None:
    """The statement of one row; None, and every fault appended to `faults`, where its kind cannot use it.

    `rows` are all rows of the table by statement, for the kinds that compare one statement with another.
    """
    kind = KINDS[row["kind"]]
    before = len(faults)
    for column in kind.needs:
        if row[column] is None:
            faults.append(Fault(file, line, column, "en tom cell", f"ett värde, som slaget {row['kind']} kräver"))
    for column, value in row.items():
        if value is not None and column not in (*_ALWAYS, *kind.needs, *kind.may):
            faults.append(
                Fault(file, line, column, str(value), f"en tom cell, för slaget {row['kind']} använder den inte")
            )
    if kind.sort in _UNITS and row["unit"] is not None and row["unit"] not in _UNITS[kind.sort]:
        expected = "någon av enheterna " + ", ".join(_UNITS[kind.sort])
        faults.append(Fault(file, line, "unit", row["unit"], expected))
    allowed = _RELATIONS.get(row["kind"])
    if allowed and row["relation"] is not None and row["relation"] not in allowed:
        faults.append(Fault(file, line, "relation", row["relation"], "relationen " + " eller ".join(allowed)))
    if row["kind"] in ("share",) and (row["value"] is None) == (row["missing"] is None):
        faults.append(
            Fault(
                file,
                line,
                "value",
                "både value och missing" if row["value"] else "varken value eller missing",
                "ett av dem",
            )
        )
    if row["kind"] == "share" and row["value"] is not None and row["relation"] is None:
        faults.append(Fault(file, line, "relation", "en tom cell", "en relation, eftersom ett värde är angivet"))
    if row["kind"] == "plan" and (row["against"] is None) == (row["missing"] is None):
        faults.append(
            Fault(
                file,
                line,
                "against",
                "både against och missing" if row["against"] else "varken against eller missing",
                "ett av dem",
            )
        )
    if row["kind"] == "mapping" and len({row[column] is None for column in ("pot", "measure", "board")}) > 1:
        faults.append(
            Fault(file, line, "measure", "en ofullständig avgränsning", "pot, measure och board, eller inget av dem")
        )
    if row["kind"] in ("plan", "change") and row["against"] in rows:
        other = "change" if row["kind"] == "plan" else "plan"
        if rows[row["against"]]["kind"] != other or rows[row["against"]]["year"] != row["year"]:
            faults.append(Fault(file, line, "against", row["against"], f"ett påstående av slaget {other} om samma år"))
    if row["rounding"] is not None and row["rounding"] <= 0:
        faults.append(Fault(file, line, "rounding", str(row["rounding"]), "ett tal större än noll"))
    if len(faults) > before:
        return None
    sort = kind.sort
    if sort == "against":
        other = rows.get(row["against"])
        sort = KINDS[other["kind"]].sort if other else "text"
    stated = _stated(file, line, row, sort, faults)
    return Statement(**row, stated=stated, line=line) if len(faults) == before else None


def _stated(file: str, line: int, row: dict, sort: str, faults: list[Fault]) -> Quantity | None:
    value = row["value"]
    if value is None:
        return None
    if sort in ("text", "against"):
        return Quantity("text", value)
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
        expected = "ett belopp i hela kronor" if sort == "money" else "ett heltal"
        faults.append(Fault(file, line, "value", f"{value} {row['unit'] or ''}".strip(), expected))
        return None
