"""What every case's datapackage.json declares for its tables, and where one declares something else.

A case's own declaration is only ever held against this one: what its tables are read by is what stands here.
"""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from fordelning.base.errors import Fault

DESCRIPTOR = "datapackage.json"
MISSING = "uppgift saknas"  # what stands where a document's identity is not known
TABLES = {
    resource["name"]: resource
    for resource in json.loads(Path(__file__).with_name("schema.json").read_text(encoding="utf-8"))["resources"]
}
_FREE = ("title", "description")
_NOTHING = "inget"


def columns(resource: dict) -> list[str] | None:
    """The names of the columns that `resource` declares, in its order; None where it declares none that can be told."""
    match resource:
        case {"schema": {"fields": [*fields]}} if all(
            isinstance(f, dict) and isinstance(f.get("name"), str) for f in fields
        ):
            return [f["name"] for f in fields]
    return None


def deviations(name: str, resource: dict) -> list[Fault]:
    """One fault for each field, type, constraint or key of the table `name` that `resource` declares otherwise.

    `resource` has columns. Titles, descriptions and the order of fields are free.
    """
    return [
        Fault(DESCRIPTOR, 0, ".".join((name, *where)), _written(found), _written(expected))
        for where, found, expected in _differences(resource, TABLES[name])
    ]


def _differences(found: dict, expected: dict) -> Iterator[tuple[tuple[str, ...], object, object]]:
    """Where two resources differ, below the table's name, with what each of them has there; None is nothing."""
    for key in ("scheme", "format", "encoding", "dialect"):  # where they are left out the same is meant
        if key in found and found[key] != expected[key]:
            yield (key,), found[key], expected[key]
    for name, count in Counter(columns(found)).items():
        if count > 1:
            yield (name,), f"{count} fält", "ett fält"
    fields, wanted = ({f["name"]: f for f in each["schema"]["fields"]} for each in (found, expected))
    for name in dict.fromkeys([*wanted, *fields]):
        if name not in fields or name not in wanted:
            yield (name,), fields.get(name) and "ett fält", wanted.get(name) and "ett fält"
            continue
        for key, one, other in _unlike(_properties(fields[name]), _properties(wanted[name])):
            yield (name, key), one, other
    for key, one, other in _unlike(_keys(found["schema"]), _keys(expected["schema"])):
        yield (key,), one, other


def _unlike(found: dict, expected: dict) -> Iterator[tuple[str, object, object]]:
    """The keys under which the two have something else, with what each of them has; None is nothing."""
    for key in dict.fromkeys([*expected, *found]):
        one, other = found.get(key), expected.get(key)
        if (key in found) != (key in expected) or one != other or type(one) is not type(other):  # its true is not its 1
            yield key, "null" if one is None and key in found else one, other


def _properties(field: dict) -> dict:
    """What a field declares but for its texts, each constraint by itself."""
    plain = {key: value for key, value in field.items() if key not in (*_FREE, "name", "constraints")}
    rules = field.get("constraints", {})
    return {"type": "string", **plain, **(rules if isinstance(rules, dict) else {"constraints": rules})}


def _keys(schema: dict) -> dict:
    """What a schema declares but for its fields and texts, each foreign key by the field that it goes from."""
    plain = {key: value for key, value in schema.items() if key not in (*_FREE, "fields", "foreignKeys")}
    primary = {"primaryKey": _listed(schema["primaryKey"])} if "primaryKey" in schema else {}
    foreign: dict[str, list] = {}
    for key in _listed(schema.get("foreignKeys", [])):
        match key:
            case {
                "fields": str() | [str()] as start,
                "reference": {"resource": str() as table, "fields": str() | [str()] as end},
            }:
                foreign.setdefault(f"foreignKeys.{_listed(start)[0]}", []).append([table, *_listed(end)])
            case _:
                foreign.setdefault("foreignKeys", []).append(key)
    return {"missingValues": [""], **plain, **primary, **foreign}


def _listed(value: object) -> list:
    return value if isinstance(value, list) else [value]


def _written(value: object) -> str:
    return _NOTHING if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
