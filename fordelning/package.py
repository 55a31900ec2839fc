"""A Frictionless data package on disk: the tables that datapackage.json declares, with their values typed.

The descriptor is the only place where columns, types and keys are declared. This reader follows it (Table Schema:
string, integer, number, year, date; required, unique, pattern, enum, minimum, maximum; primary and foreign keys) and
collects every fault with its place, in the reader's language. `frictionless validate` accepts and refuses the same
packages of text; the tests hold the two against each other. In numbers this reader is stricter: no exponents, no NaN,
no padding. So it is in the descriptor: no key may stand twice in an object.
"""

import csv
import datetime
import hashlib
import io
import json
import re
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from .faults import Fault, reason, shorten

DESCRIPTOR = "datapackage.json"
_SAFE_PATH = re.compile(r"[a-z0-9][a-z0-9_-]*\.csv")
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,12})?")
_INTEGER = re.compile(r"-?[0-9]{1,15}")


@dataclass(frozen=True)
class Table:
    """One table: `fields` as declared, `rows` of typed values (None where blank) and the spreadsheet row of each.

    `faulty` are the row numbers and columns whose values could not be used, already among the faults.
    """

    file: str
    fields: tuple[str, ...]
    rows: list[dict]
    numbers: list[int]
    faulty: set[tuple[int, str]]


@dataclass(frozen=True)
class Package:
    """A data package as read: its descriptor, its tables by name and the bytes of every file by name.

    `resources` are the descriptor's own, by name, those that could be followed.
    """

    descriptor: dict
    resources: dict[str, dict]
    tables: dict[str, Table]
    files: dict[str, bytes] = field(repr=False)

    @property
    def declared(self) -> list:
        """The names of the tables that the descriptor declares, readable or not."""
        resources = self.descriptor.get("resources")
        return [r.get("name") for r in resources if isinstance(r, dict)] if isinstance(resources, list) else []

    @property
    def digests(self) -> dict[str, str]:
        """SHA-256 of every file, by name."""
        return {name: hashlib.sha256(content).hexdigest() for name, content in sorted(self.files.items())}


def read(folder: Path, faults: list[Fault]) -> Package:
    """Read the data package in `folder`, appending every fault to `faults`. What could not be read is left out."""
    files: dict[str, bytes] = {}
    descriptor = _descriptor(folder, files, faults)
    tables, followed = {}, {}
    resources = descriptor.get("resources")
    if not isinstance(resources, list):
        if files and not faults:
            faults.append(Fault(DESCRIPTOR, 0, "resources", "ingen lista", "en lista av tabeller"))
        resources = []
    names = [resource.get("name") for resource in resources if isinstance(resource, dict)]
    columns = {str(r.get("name")): _columns(r) for r in resources if isinstance(r, dict)}
    for position, resource in enumerate(resources, start=1):
        where = f"resources[{position}]"
        schema = resource.get("schema") if isinstance(resource, dict) else None
        fields = schema.get("fields") if isinstance(schema, dict) else None
        if not isinstance(fields, list) or not all(
            isinstance(f, dict) and isinstance(f.get("name"), str) for f in fields
        ):
            faults.append(Fault(DESCRIPTOR, 0, where, "en tabell utan schema", "name, path och schema med fields"))
            continue
        name, path = resource.get("name"), resource.get("path")
        if not isinstance(name, str) or names.count(name) > 1:
            faults.append(Fault(DESCRIPTOR, 0, where, str(name), "ett namn som bara en tabell har"))
            continue
        if not isinstance(path, str) or not _SAFE_PATH.fullmatch(path):
            faults.append(Fault(DESCRIPTOR, 0, where, str(path), "ett filnamn som slutar på .csv, i fallets egen mapp"))
            continue
        before = len(faults)
        faults += [
            Fault(DESCRIPTOR, 0, where, name, expected)
            for expected in _unusable(schema, {**columns, "": columns[name]})
        ]
        if len(faults) > before:
            continue
        followed[name] = resource
        table = _table(folder, path, schema, files, faults)
        if table is not None:
            tables[name] = table
    for name, table in tables.items():
        _keys(name, table, followed[name]["schema"], tables, faults)
    return Package(descriptor, followed, tables, files)


def _content(folder: Path, name: str, faults: list[Fault]) -> bytes | None:
    path = folder / name
    if path.is_symlink():
        faults.append(Fault(name, 0, "", "en symbolisk länk", "en vanlig fil i fallets mapp"))
        return None
    try:
        return path.read_bytes()
    except FileNotFoundError:
        faults.append(Fault(name, 0, "", "ingen fil", "en fil i fallets mapp"))
    except OSError as error:
        faults.append(Fault(name, 0, "", reason(error), "en läsbar fil"))
    return None


def _text(name: str, content: bytes, faults: list[Fault]) -> str | None:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        faults.append(Fault(name, row, "", f"byte {error.start} som inte är UTF-8", "text i UTF-8"))
        return None


def _descriptor(folder: Path, files: dict[str, bytes], faults: list[Fault]) -> dict:
    content = _content(folder, DESCRIPTOR, faults)
    if content is None:
        return {}
    files[DESCRIPTOR] = content
    text = _text(DESCRIPTOR, content, faults)
    if text is None:
        return {}
    twice: dict[str, None] = {}

    def unique(pairs: list[tuple[str, object]]) -> dict:
        found: dict[str, object] = {}
        for name, value in pairs:
            if name in found:
                twice[name] = None
            found[name] = value
        return found

    try:
        descriptor = json.loads(text, object_pairs_hook=unique)
    except json.JSONDecodeError as error:
        faults.append(Fault(DESCRIPTOR, error.lineno, "", f"trasig JSON vid tecken {error.colno}", "giltig JSON"))
        return {}
    except (RecursionError, ValueError):  # nested too deep, or a number too long
        faults.append(Fault(DESCRIPTOR, 0, "", "JSON som inte går att läsa", "ett JSON-objekt"))
        return {}
    faults += [Fault(DESCRIPTOR, 0, "", name, "en nyckel som bara står en gång i sitt objekt") for name in twice]
    if not isinstance(descriptor, dict):
        faults.append(Fault(DESCRIPTOR, 0, "", "något annat än ett objekt", "ett JSON-objekt"))
        return {}
    return descriptor


def _table(folder: Path, path: str, schema: dict, files: dict, faults: list[Fault]) -> Table | None:
    content = _content(folder, path, faults)
    if content is None:
        return None
    files[path] = content
    text = _text(path, content, faults)
    if text is None:
        return None
    fields = {f["name"]: f for f in schema["fields"]}
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    table = Table(path, tuple(fields), [], [], set())
    read: dict[str, dict] = {name: {} for name in fields}  # a text means the same wherever its column has it
    number = 1
    try:
        header = next(reader, [])
        if header != list(fields):
            _header(path, header, list(fields), faults)
            return None
        while True:
            number = reader.line_num + 1
            cells = next(reader, None)
            if cells is None:
                return table
            if len(cells) != len(fields):
                faults.append(Fault(path, number, "", f"{len(cells)} celler", f"{len(fields)} celler"))
                continue
            row = {}
            for (name, declared), cell in zip(fields.items(), cells, strict=True):
                values, before = read[name], len(faults)
                if cell not in values:
                    values[cell] = _value(path, number, declared, cell, faults)
                row[name] = values[cell]
                if len(faults) > before:
                    table.faulty.add((number, name))
                    del values[cell]  # a fault has its own place each time
            table.rows.append(row)
            table.numbers.append(number)
    except csv.Error as error:
        faults.append(Fault(path, number, "", str(error), "giltig CSV med komma och raka citattecken"))
        return None


def _header(path: str, header: list[str], expected: list[str], faults: list[Fault]) -> None:
    before = len(faults)
    if not header:
        faults.append(Fault(path, 1, "", "en tom fil", f"kolumnerna {', '.join(expected)}"))
        return
    if len(header) == 1 and ";" in header[0]:
        faults.append(Fault(path, 1, "", "semikolon mellan kolumnerna", "komma mellan kolumnerna"))
        return
    for name in expected:
        if header.count(name) != 1:
            faults.append(Fault(path, 1, name, f"{header.count(name)} kolumner med namnet", "en kolumn"))
    for name in header:
        if name not in expected:
            faults.append(Fault(path, 1, name, "en kolumn som inte är deklarerad", f"bara {', '.join(expected)}"))
    if len(faults) == before:
        faults.append(Fault(path, 1, "", ", ".join(header), f"ordningen {', '.join(expected)}"))


def _value(path: str, row: int, declared: dict, cell: str, faults: list[Fault]):
    """The typed value of one cell; None where it is blank or faulty."""
    name, rules = declared["name"], declared.get("constraints", {})

    def fault(expected: str) -> None:
        faults.append(Fault(path, row, name, cell or "en tom cell", expected))

    if cell == "":
        if rules.get("required"):
            fault("ett värde")
        return None
    if cell != cell.strip() or not cell.isprintable():
        fault("text utan blanktecken i ändarna och utan styrtecken")
        return None
    try:
        value = _typed(cell, declared.get("type", "string"))
    except ValueError as error:
        fault(str(error))
        return None
    if "enum" in rules and cell not in rules["enum"]:
        fault("något av " + ", ".join(map(str, rules["enum"])))
    elif "pattern" in rules and not re.fullmatch(rules["pattern"], cell):
        fault(f"ett värde av formen {rules['pattern']}")
    elif "minimum" in rules and value < rules["minimum"]:
        fault(f"minst {rules['minimum']}")
    elif "maximum" in rules and value > rules["maximum"]:
        fault(f"högst {rules['maximum']}")
    else:
        return value
    return None


def _typed(cell: str, kind: str):
    if kind == "string":
        return cell
    if kind == "number":
        if not _NUMBER.fullmatch(cell):
            raise ValueError("ett tal med decimalpunkt och utan andra tecken")
        return Decimal(cell)
    if kind in ("integer", "year"):
        if not _INTEGER.fullmatch(cell):
            raise ValueError("ett heltal")
        return int(cell)
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", cell):
            return datetime.date.fromisoformat(cell)
    except ValueError:
        pass
    raise ValueError("ett datum som finns, skrivet ÅÅÅÅ-MM-DD")


def _keys(name: str, table: Table, schema: dict, tables: dict[str, Table], faults: list[Fault]) -> None:
    unique = [[f["name"]] for f in schema["fields"] if f.get("constraints", {}).get("unique")]
    primary = schema.get("primaryKey", [])
    for key in [[primary] if isinstance(primary, str) else list(primary), *unique]:
        seen: dict[tuple, int] = {}
        for number, row in zip(table.numbers, table.rows, strict=True):
            value = tuple(row[column] for column in key)
            if any((number, column) in table.faulty for column in key) or all(part is None for part in value):
                continue
            if value in seen:
                found = (
                    ", ".join(str(part) for part in value if part is not None)
                    + f", som också står på rad {seen[value]}"
                )
                faults.append(Fault(table.file, number, ", ".join(key), found, "ett värde som bara står en gång"))
            seen.setdefault(value, number)
    for foreign in schema.get("foreignKeys", []):
        column, reference = _one(foreign["fields"]), foreign["reference"]
        target, target_name = reference["resource"] or name, _one(reference["fields"])
        if target not in tables:
            continue  # the table that could not be read is a fault of its own
        there = dict.fromkeys(row[target_name] for row in tables[target].rows if row[target_name] is not None)
        for number, row in zip(table.numbers, table.rows, strict=True):
            if row[column] is not None and row[column] not in there:
                table.faulty.add((number, column))
                expected = known(list(there), tables[target].file)
                faults.append(Fault(table.file, number, column, str(row[column]), expected))


def known(values: list, file: str) -> str:
    """What is expected of a reference: one of `values`, which are the keys in `file`."""
    listed = ", ".join(shorten(str(value), 30).strip("»") for value in values[:12]) + (" …" if len(values) > 12 else "")
    return f"ett värde som finns i {file} ({listed})"


def _unusable(schema: dict, columns: dict[str, list]) -> list[str]:
    """What is expected of a table's schema that this reader can follow, for each part that it cannot."""
    fields = [f["name"] for f in schema["fields"]]
    expected = [] if len(set(fields)) == len(fields) else ["fält med olika namn"]
    for f in schema["fields"]:
        rules = f.get("constraints", {})
        if not isinstance(rules, dict) or not all(
            _FORMS[rule](value) for rule, value in rules.items() if rule in _FORMS
        ):
            expected.append(f"användbara constraints för {f['name']}")
        if f.get("type", "string") not in _TYPES:
            expected.append(f"någon av typerna {', '.join(_TYPES)} för {f['name']}")
    primary = schema.get("primaryKey", [])
    if not set([primary] if isinstance(primary, str) else primary if _texts(primary) else [None]) <= set(fields):
        expected.append("en primaryKey av tabellens fält")
    foreign = schema.get("foreignKeys", [])
    if not isinstance(foreign, list) or not all(_leads(key, fields, columns) for key in foreign):
        expected.append("foreignKeys från ett fält i tabellen till ett fält i en tabell som finns")
    return expected


def _leads(key, fields: list[str], columns: dict[str, list]) -> bool:
    """Whether a foreign key goes from one of `fields` to one of a table's `columns` ("" is the table itself)."""
    reference = key.get("reference") if isinstance(key, dict) else None
    if not isinstance(reference, dict) or not isinstance(reference.get("resource"), str):
        return False
    ends = (key.get("fields"), reference.get("fields"))
    if not all(isinstance(end, str) or (_texts(end) and len(end) == 1) for end in ends):
        return False
    return _one(ends[0]) in fields and _one(ends[1]) in columns.get(reference["resource"], [])


def _columns(resource: dict) -> list:
    """The names of the fields that a resource declares, as far as they can be read."""
    schema = resource.get("schema")
    fields = schema.get("fields") if isinstance(schema, dict) else None
    return [f.get("name") for f in fields if isinstance(f, dict)] if isinstance(fields, list) else []


def _texts(value) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _compiles(pattern) -> bool:
    try:
        return isinstance(pattern, str) and bool(re.compile(pattern))
    except re.error:
        return False


_TYPES = ("string", "integer", "number", "year", "date")
_FORMS = {
    "required": lambda value: isinstance(value, bool),
    "unique": lambda value: isinstance(value, bool),
    "pattern": _compiles,
    "enum": _texts,
    "minimum": lambda value: isinstance(value, int),
    "maximum": lambda value: isinstance(value, int),
}


def _one(fields) -> str:
    return fields if isinstance(fields, str) else fields[0]
