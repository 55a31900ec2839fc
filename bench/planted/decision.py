"""A made-up decision: its rows as they are and as they are shown, what it says of them, and its folder as a case."""

import csv
import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache
from pathlib import Path
from random import Random

from paired import ROOT

from planted.names import BOARDS, KRONOR, MEASURES, ODD_BOARDS, POTS, exact, nearest

Scope = dict[str, str]
KEYS = ("year", "pot", "measure", "board")
_LABELS = {"pot": POTS, "measure": MEASURES, "board": [*BOARDS, *ODD_BOARDS]}
EMPTY = "pott-3"  # a pot that no row is from
_WRITTEN = [  # unit, step that it is said to be rounded to, and the least that amounts differ by, in kronor
    ("kr", 0, 1), ("kr", 0, 1_000), ("kr", 100, 1), ("tkr", 0, 1_000), ("tkr", 0, 100), ("tkr", 1_000, 1),
    ("tkr", 100, 1), ("mnkr", 0, 100_000), ("mnkr", 0, 10_000), ("mnkr", 100_000, 1), ("mnkr", 1_000_000, 1),
]  # fmt: skip


@dataclass(frozen=True)
class Row:
    """An allocation by keys; `true` kronor before they were rounded, and `shown` as the decision has them."""

    year: str
    pot: str
    measure: str
    board: str
    true: int
    shown: Fraction

    def within(self, scope: Scope) -> bool:
        """Whether it is one of those that `scope` is about; a tag is one of a measure's."""
        return all((_tag(self.measure) if key == "tag" else getattr(self, key)) == at for key, at in scope.items())


@dataclass(frozen=True)
class Claim:
    """A statement: its columns as statements.csv has them, but for the number that its place in the order gives."""

    kind: str
    scope: Scope = field(default_factory=dict)
    value: str = ""
    unit: str = ""
    relation: str = "="
    more: dict[str, str] = field(default_factory=dict)

    def columns(self) -> dict[str, str]:
        """The row of the table."""
        kinds = ("date", "reference", "subject", "author", "purpose", "same", "open")
        relation = {} if self.kind in kinds or not self.value else {"relation": self.relation}
        return {"kind": self.kind, **self.scope, "value": self.value, "unit": self.unit, **relation, **self.more}


@dataclass(frozen=True)
class Decision:
    """Rows and claims in one unit. `step` in kronor is what every amount in it is said to be rounded to, 0 for none."""

    rows: tuple[Row, ...]
    claims: tuple[Claim, ...]
    unit: str
    step: int
    lines: dict[str, str] = field(default_factory=dict)  # of the places in a source, by place
    reference: str = "KS 2026/1"

    def at(self, scope: Scope) -> list[Row]:
        """The rows within `scope`."""
        return [row for row in self.rows if row.within(scope)]

    def true(self, scope: Scope) -> int:
        """What they come to before anything was rounded."""
        return sum(row.true for row in self.at(scope))

    def shown(self, scope: Scope) -> Fraction:
        """What they come to as they are shown."""
        return sum((row.shown for row in self.at(scope)), Fraction(0))

    def reach(self, scope: Scope) -> Fraction:
        """How far from what they come to as shown the rows may have been before they were rounded."""
        return Fraction(len(self.at(scope)) * self.step, 2)

    def past(self, scope: Scope, at: Fraction, own: Fraction) -> bool:
        """Whether no rounding can make what the rows in a scope come to out of a stated amount."""
        return abs(at - self.shown(scope)) > self.reach(scope) + own

    def money(self, kronor: int | Fraction) -> str:
        """An amount as this decision would write it."""
        return exact(nearest(kronor, self.step), self.unit)

    def claiming(self, *claims: Claim) -> "Decision":
        """The same with `claims` last."""
        return replace(self, claims=(*self.claims, *claims))

    def saying(self, number: int, **changes: str) -> "Decision":
        """The same with other columns in one of its claims."""
        claims = list(self.claims)
        claims[number] = replace(claims[number], **changes)
        return replace(self, claims=tuple(claims))

    def showing(self, changed: dict[int, Fraction]) -> "Decision":
        """The same with other amounts shown in some of its rows."""
        rows = (replace(row, shown=changed.get(n, row.shown)) for n, row in enumerate(self.rows))
        return replace(self, rows=tuple(rows))

    def write(self, folder: Path) -> Path:
        """Make the case in the new `folder`."""
        folder.mkdir(parents=True)
        places = self.lines or {"tabell": ""}
        first = next(iter(places))
        given = {"unit": self.unit, "basis": "stated", "place": first}
        amounts = [{**{key: getattr(row, key) for key in KEYS}, **given} for row in self.rows]
        for row, amount in zip(self.rows, amounts, strict=True):
            amount["amount"] = exact(row.shown, self.unit)
            amount["place"] = f"rad-{row.measure}-{row.board}" if self.lines else first
        statements = [
            {"statement": f"S{n:02}", "place": first, "wording": f"Påstående {n}", **claim.columns()}
            for n, claim in enumerate(self.claims, 1)
        ]
        tables = {
            "allocations": amounts,
            "statements": statements,
            "boards": _names((row.board for row in self.rows), "board"),
            "pots": [
                row | {"purpose": "mötesplatser"} for row in _names([*(row.pot for row in self.rows), EMPTY], "pot")
            ],
            "measures": [
                row | {"tag": _tag(row["measure"])} for row in _names((row.measure for row in self.rows), "measure")
            ],
            "tags": [{"tag": f"grupp-{n}", "name": f"Grupp {n}", "reason": "Vår egen indelning."} for n in (0, 1)],
            "places": [{"place": key, "name": f"Stället {key}", "lines": lines} for key, lines in places.items()],
        }
        for name, rows in tables.items():
            _table(folder / f"{name}.csv", rows)
        columns = {name: [*dict.fromkeys(c for row in rows for c in row)] for name, rows in tables.items()}
        description = {
            "name": folder.name, "case_format": "1", "title": "Mötesplatser 2026", "version": "1.0.0",
            "created": "2026-03-01T00:00:00Z",
            **({"rounding": {self.unit: exact(self.step, self.unit)}} if self.step else {}),
            "decision": {
                "municipality": "Exempelkommun", "reference": self.reference, "document": "Protokoll",
                "subject": "mötesplatser", "author": "Kommunledningskontoret", "decided_by": "Kommunstyrelsen",
                "status": "Beslut", "year": int(min(row.year for row in self.rows)),
                "own_board": self.rows[0].board, "funding": "Reserverade medel",
            },
            "resources": [_declared(name, columns[name] or list(_fields()[name]), tables) for name in tables],
        }  # fmt: skip
        text = json.dumps(description, ensure_ascii=False)
        (folder / "datapackage.json").write_text(text, encoding="utf-8", newline="")
        return folder


def made(chance: Random, most: int = 14, rounded: bool | None = None, moved: bool | None = None) -> Decision:
    """A decision of at most `most` rows without claims; `rounded` and `moved` (money taken and given) as asked for."""
    ways = [way for way in _WRITTEN if rounded is None or bool(way[1]) is rounded]
    unit, step, grain = chance.choice(ways)
    years = [str(2024 + n) for n in range(chance.choice([1, 1, 1, 2, 3]))]
    pots = [f"pott-{n}" for n in range(chance.randint(1, 3))]
    boards = [f"n{n}" for n in chance.sample(range(len(_LABELS["board"])), chance.randint(2, min(10, most)))]
    measures = [f"m{n}" for n in range(chance.randint(2, min(20, most)))]
    every = [(y, p, m, b) for y in years for p in pots for m in measures for b in boards]
    count = min(len(every), chance.randint(min(3, most), most))
    picked = sorted(chance.sample(range(len(every)), count))
    minus = chance.random() < 0.3 if moved is None else moved
    rows = []
    for n, place in enumerate(picked):
        size = KRONOR[unit] if step == KRONOR["mnkr"] else max(grain, step, 1_000)
        true = max(1, int(chance.lognormvariate(3.5, 1.2))) * size + (chance.randrange(size) if step else 0)
        true = true // grain * grain or grain
        if minus and n % 2:
            true = -rows[-1].true if chance.random() < 0.5 or n == 1 else -true
        rows.append(Row(*every[place], true, nearest(true, step)))
    return Decision(tuple(rows), (), unit, step)


def _tag(measure: str) -> str:
    return f"grupp-{int(measure[1:]) % 2}"


def _names(keys: Iterable[str], role: str) -> list[dict[str, str]]:
    """The table of the names of `keys` in a role, in their order."""
    made = []
    for key in dict.fromkeys(keys):
        name = _LABELS[role][int(key.lstrip("potmn-"))]
        made.append({role: key, "name": name, "short_name": name if role == "pot" else f"{key.upper()}x"})
    return made


def _table(path: Path, rows: list[dict[str, str]]) -> None:
    columns = [*dict.fromkeys(column for row in rows for column in row)] or list(_fields()[path.stem])
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


@cache
def _fields() -> dict[str, dict[str, dict]]:
    """Every field by table and column, as the cases that go with the program declare them."""
    found: dict[str, dict[str, dict]] = {}
    for path in sorted((ROOT / "data").glob("*/datapackage.json")):
        for resource in json.loads(path.read_text(encoding="utf-8"))["resources"]:
            for one in resource["schema"]["fields"]:
                found.setdefault(resource["name"], {})[one["name"]] = one
    return found


_KEY_OF = {"allocations": list(KEYS), "statements": "statement"}
_TARGETS = {"pot": "pots", "measure": "measures", "board": "boards", "place": "places", "tag": "tags"}


def _declared(name: str, columns: list[str], tables: Iterable[str]) -> dict:
    """The resource of a table with those columns."""
    own = name[:-1]
    foreign = [
        {"fields": column, "reference": {"resource": _TARGETS[column], "fields": column}}
        for column in columns
        if column in _TARGETS and column != own and _TARGETS[column] in tables
    ]
    if "against" in columns:
        foreign.append({"fields": "against", "reference": {"resource": "", "fields": "statement"}})
    schema = {"primaryKey": _KEY_OF.get(name, own), "fields": [_fields()[name][column] for column in columns]}
    if foreign:
        schema["foreignKeys"] = foreign
    return {"name": name, "path": f"{name}.csv", "encoding": "utf-8", "schema": schema}
