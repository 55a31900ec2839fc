"""What every case's datapackage.json declares for its tables, and where one declares something else."""

import json
from collections.abc import Iterator
from pathlib import Path

from .faults import Fault
from .package import DESCRIPTOR, Package

MISSING = "uppgift saknas"  # what stands where a document's identity is not known
TABLES = {
    resource["name"]: resource
    for resource in json.loads(Path(__file__).with_name("schema.json").read_text(encoding="utf-8"))["resources"]
}
_FREE = ("title", "description")
_NOTHING = "inget"


def deviations(package: Package) -> list[Fault]:
    """One fault for each table, field, type, constraint or key that `package` declares otherwise than TABLES.

    Titles, descriptions and the order of fields are free, and so are tables besides. What the reader cannot follow at
    all is a fault already and passed over here.
    """
    faults = []
    for name, resource in TABLES.items():
        if package.descriptor and name not in package.declared:
            faults.append(Fault(DESCRIPTOR, 0, "resources", f"ingen tabell {name}", f"tabellen {name}"))
        if name in package.resources:
            faults += [
                Fault(DESCRIPTOR, 0, ".".join((name, *where)), _written(found), _written(expected))
                for where, found, expected in _differences(package.resources[name], resource)
            ]
    return faults


def _differences(found: dict, expected: dict) -> Iterator[tuple[tuple[str, ...], object, object]]:
    """Where two resources differ, below the table's name, with what each of them has there; None is nothing."""
    for key in ("scheme", "format", "encoding", "dialect"):  # where they are left out the same is meant
        if key in found and found[key] != expected[key]:
            yield (key,), found[key], expected[key]
    fields, wanted = ({f["name"]: f for f in each["schema"]["fields"]} for each in (found, expected))
    for name in dict.fromkeys([*wanted, *fields]):
        if name not in fields or name not in wanted:
            yield (name,), fields.get(name) and "ett fält", wanted.get(name) and "ett fält"
            continue
        one, other = _properties(fields[name]), _properties(wanted[name])
        for key in dict.fromkeys([*other, *one]):
            if not _same(one.get(key), other.get(key)):
                yield (name, key), one.get(key), other.get(key)
    one, other = _keys(found["schema"]), _keys(expected["schema"])
    for key in dict.fromkeys([*other, *one]):
        if not _same(one.get(key), other.get(key)):
            yield (key,), one.get(key), other.get(key)


def _properties(field: dict) -> dict:
    """What a field declares but for its texts, each constraint by itself."""
    plain = {key: value for key, value in field.items() if key not in (*_FREE, "name", "constraints")}
    return {"type": "string", **plain, **field.get("constraints", {})}


def _keys(schema: dict) -> dict:
    """What a schema declares but for its fields and texts, each foreign key by the field that it goes from."""
    plain = {key: value for key, value in schema.items() if key not in (*_FREE, "fields", "foreignKeys")}
    primary = {"primaryKey": _listed(schema["primaryKey"])} if "primaryKey" in schema else {}
    foreign: dict[str, list] = {}
    for key in schema.get("foreignKeys", []):
        target = [key["reference"]["resource"], *_listed(key["reference"]["fields"])]
        foreign.setdefault(f"foreignKeys.{_listed(key['fields'])[0]}", []).append(target)
    return {"missingValues": [""], **plain, **primary, **foreign}


def _listed(value: str | list) -> list:
    return [value] if isinstance(value, str) else value


def _same(one: object, other: object) -> bool:
    return one == other and type(one) is type(other)  # JSON's true is not its 1


def _written(value: object) -> str:
    return _NOTHING if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
