"""The tables that a case can have, as schema.json has them, and where a case's descriptor declares something else.

A case's own declaration is only ever held against this one: what its tables are read by is what stands here.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

DESCRIPTOR = "datapackage.json"
FORMAT = "1"  # the version of the format that docs/format.md describes
MISSING = "uppgift saknas"  # what stands where a document's identity is not known
BASES = {"stated": "angiven", "derived": "härledd"}  # how a row's board is known
CORE = "core"  # the profile of the tables that every case has
_TEXTS = ("title", "description")
# What is meant where a resource or a schema does not say it. Programs guess an encoding: that is always said.
_USUAL = {"scheme": "file", "format": "csv", "dialect": {"delimiter": ","}, "encoding": "utf-8"}
_IDLE = {"type": "table", "mediatype": "text/csv"}  # what else may be said, and changes nothing
_NOTHING = "inget"
Misfit = tuple[str, str, str]  # a place, what was found there and what was expected


@dataclass(frozen=True)
class ColumnSchema:
    """A column of a table. `target` is the table that it has a key in, "" for none; `several`: keys with spaces."""

    name: str
    title: str
    description: str
    type: str = "string"
    required: bool = False
    unique: bool = False
    pattern: str | None = None
    enum: tuple[str, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    target: str = ""
    several: bool = False

    @property
    def declared(self) -> dict[str, object]:
        """The column as a descriptor declares it, without what is meant where nothing is said."""
        rules = {
            rule: list(value) if rule == "enum" else value
            for rule in ("required", "unique", "pattern", "enum", "minimum", "maximum")
            if (value := getattr(self, rule)) not in (False, None, ())
        }
        kind = {} if self.type == "string" else {"type": self.type}
        return {"name": self.name, **kind, **({"constraints": rules} if rules else {})}


@dataclass(frozen=True)
class TableSchema:
    """A table. `profile` is the part of the format that it belongs to, `key` the columns that tell its rows apart."""

    name: str
    profile: str
    title: str
    description: str
    key: tuple[str, ...]
    columns: tuple[ColumnSchema, ...]

    @property
    def path(self) -> str:
        """The name of its file, where the descriptor gives it no other."""
        return f"{self.name}.csv"

    def within(self, tables: Collection[str]) -> list[str]:
        """Its columns in a case that has `tables`: without keys in a table that is not there."""
        return [column.name for column in self.columns if not column.target or column.target in tables]

    def needed(self, filled: Collection[str], tables: Collection[str]) -> list[str]:
        """Its columns in a case that has `tables` and something in the columns `filled`: those, and the required."""
        within = self.within(tables)
        return [c.name for c in self.columns if c.name in filled or (c.required and c.name in within)]

    def declared(self, names: Collection[str], tables: Collection[str]) -> dict[str, object]:
        """The table as a resource of a descriptor, with the columns `names` in that order, in a case with `tables`."""
        known = {column.name: column for column in self.columns}
        columns = [known[name] for name in names if name in known]
        key = [name for name in self.key if name in names]
        foreign = [
            {
                "fields": column.name,
                "reference": {
                    "resource": "" if column.target == self.name else column.target,
                    "fields": TABLES[column.target].key[0],
                },
            }
            for column in columns
            if column.target in tables and not column.several
        ]
        schema = {
            **({"primaryKey": key if len(key) > 1 else key[0]} if key else {}),
            "fields": [column.declared for column in columns],
            **({"foreignKeys": foreign} if foreign else {}),
        }
        return {"name": self.name, "path": self.path, "encoding": _USUAL["encoding"], "schema": schema}


def _tables() -> Iterator[TableSchema]:
    for table in json.loads(Path(__file__).with_name("schema.json").read_text(encoding="utf-8")):
        columns = tuple(ColumnSchema(**(one | {"enum": tuple(one.get("enum", ()))})) for one in table["columns"])
        yield TableSchema(**(table | {"columns": columns, "key": tuple(table["key"])}))


TABLES: Mapping[str, TableSchema] = MappingProxyType({table.name: table for table in _tables()})


def columns(resource: Mapping[str, object]) -> list[str] | None:
    """The names of the columns that `resource` declares, in its order; None where it declares none that can be told."""
    match resource:
        case {"schema": {"fields": [*fields]}} if all(
            isinstance(f, dict) and isinstance(f.get("name"), str) for f in fields
        ):
            return [f["name"] for f in fields]
    return None


def deviations(table: TableSchema, resource: Mapping[str, object], tables: Collection[str]) -> Iterator[Misfit]:
    """Place, found and expected for each field, type, constraint or key of `table` that `resource` declares otherwise.

    `resource` has columns; `tables` are those of the case. Titles, descriptions and the order of fields are free, and
    columns that may be blank, or that have keys in a table that is not there, may be left out. Values that a column may
    have are added last: an enumeration of the first of them is one that was written before the others were there.
    """
    there = Counter(columns(resource))
    for name, count in there.items():
        if count > 1:
            yield name, f"{count} fält", "ett fält"
    for column in table.columns:
        if column.required and column.name not in there and column.name in table.within(tables):
            yield column.name, _NOTHING, "ett fält"
    known = {column.name: column for column in table.columns}
    for name in there:
        if name not in known:
            yield name, "ett fält", _NOTHING
    found, wanted = (_facts(one, known) for one in (resource, table.declared(there, tables)))
    absent: dict[tuple[str, ...], str] = {
        ("foreignKeys", name): f"tabellen {column.target} bland resources, eller ingen hänvisning dit"
        for name, column in known.items()
        if column.target and column.target not in tables
    }
    for place in dict.fromkeys([*wanted, *found]):
        if found.get(place) != wanted.get(place) and not _earlier(place, found, wanted):
            expected = absent.get(place) or _said(wanted.get(place))
            yield ".".join(place if place[0] else place[1:]), _said(found.get(place)), expected


def shortened(
    table: TableSchema, resource: Mapping[str, object], tables: Collection[str], filled: Collection[str]
) -> dict[str, object]:
    """`resource`, which deviates in nothing, as short as it can be, with what it has of its own; see `deviations`.

    Something stands in the columns `filled`.
    """
    idle = {**_USUAL, **_IDLE, "title": table.title, "description": table.description}
    needed = table.needed(filled, tables)
    there = [name for name in columns(resource) or () if name in needed]
    made = table.declared(there, tables)
    match resource, made:
        case {"schema": {"fields": [*given]}}, {"schema": {"fields": [*fields]}}:
            texts = {each.name: {"title": each.title, "description": each.description} for each in table.columns}
            for field in fields:
                [told] = [one for one in given if one["name"] == field["name"]]
                own = texts[field["name"]]
                field |= {key: told[key] for key in own if key in told and told[key] != own[key]}
    return made | {key: value for key, value in resource.items() if key != "schema" and idle.get(key) != value}


def _facts(resource: Mapping[str, object], known: Collection[str]) -> dict[tuple[str, ...], str]:
    """What `resource` declares of the columns `known`, its texts apart, as JSON by place below the table's name.

    What is the resource's own and not its schema's has "" before it.
    """
    schema = resource["schema"]
    assert isinstance(schema, dict)  # it has columns
    facts: dict[tuple[str, ...], object] = {("", key): resource.get(key, usual) for key, usual in _USUAL.items()}
    for field in schema["fields"]:
        if (name := field["name"]) in known:
            rules = field.get("constraints", {})
            plain = {key: field[key] for key in field if key not in (*_TEXTS, "name", "constraints")}
            told = {"type": "string", **plain, **(rules if isinstance(rules, dict) else {"constraints": rules})}
            facts |= {(name, key): value for key, value in told.items()}
    facts["missingValues",] = [""]
    facts |= {(key,): schema[key] for key in schema if key not in (*_TEXTS, "fields", "foreignKeys", "primaryKey")}
    if "primaryKey" in schema:
        facts["primaryKey",] = _listed(schema["primaryKey"])
    foreign: dict[tuple[str, ...], list[object]] = {}
    for key in _listed(schema.get("foreignKeys", [])):
        match key:
            case {
                "fields": str() | [str()] as start,
                "reference": {"resource": str() as table, "fields": str() | [str()] as end},
            }:
                foreign.setdefault(("foreignKeys", str(_listed(start)[0])), []).append([table, *_listed(end)])
            case _:
                foreign.setdefault(("foreignKeys",), []).append(key)
    return {place: json.dumps(fact, ensure_ascii=False, sort_keys=True) for place, fact in (facts | foreign).items()}


def _earlier(
    place: tuple[str, ...], found: Mapping[tuple[str, ...], str], wanted: Mapping[tuple[str, ...], str]
) -> bool:
    """Whether what is found in `place` is an enumeration of the first of the values that are wanted there."""
    match json.loads(wanted.get(place, "null")), json.loads(found.get(place, "null")):
        case [*now], [_, *_] as then if place[-1] == "enum":
            return bool(now[: len(then)] == then)
    return False


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _said(fact: str | None) -> str:
    """A fact as it is told: a text without its quotation marks."""
    value = _NOTHING if fact is None else json.loads(fact)
    return value if isinstance(value, str) else str(fact)
