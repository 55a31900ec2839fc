"""A Frictionless data package on disk: the tables that every case has, with their values typed.

The descriptor tells which file holds which table, and in what order its columns stand. It is held against schema.json
before anything of it is used, and the tables are read by schema.json's own types, constraints and keys (Table Schema:
string, integer, number, year, date; required, unique, pattern, enum, minimum, maximum; primary and foreign keys): what
a case says of patterns and limits is never followed. Every fault is collected with its place, in the reader's
language. `frictionless validate` accepts and refuses the same packages of text; the tests hold the two against each
other. In numbers this reader is stricter: no exponents, no NaN, no padding. So it is in the descriptor: no key may
stand twice in an object. Of tables besides the known ones only the bytes are taken.
"""

import csv
import datetime
import errno
import hashlib
import io
import json
import math
import re
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import accumulate
from pathlib import Path

from fordelning.base.errors import Fault, reason, shorten
from fordelning.base.file import content

from .schema import DESCRIPTOR, TABLES, columns, deviations

MOST_TABLES = 100
MOST_LEVELS = 50  # of JSON within JSON
MOST_TOLD = 1_000_000  # bytes of a descriptor
MOST_BYTES = 256_000_000  # of all files together: more than a case of a million rows has
_SAFE_PATH = re.compile(r"[a-z0-9][a-z0-9_-]*\.csv")
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,12})?")
_INTEGER = re.compile(r"-?[0-9]{1,15}")
_SURROGATE = re.compile("[\ud800-\udfff]")
_JSON_TEXT = re.compile(r'"(?:[^"\\]++|\\.)*"?', re.DOTALL)  # one without an end reaches to that of the file


@dataclass(frozen=True)
class Resource:
    """One table: `fields` in the file's order, `rows` of typed values (None where blank) and the line of each.

    `faulty` are the row numbers and columns whose values could not be used, already among the faults.
    """

    file: str
    fields: tuple[str, ...]
    rows: list[dict]
    numbers: list[int]
    faulty: set[tuple[int, str]]


@dataclass(frozen=True)
class Package:
    """A data package as read: its descriptor, the known tables by name and the bytes of every file by name."""

    descriptor: dict
    tables: dict[str, Resource]
    files: dict[str, bytes] = field(repr=False)

    @property
    def digests(self) -> dict[str, str]:
        """SHA-256 of every file, by name."""
        return {name: hashlib.sha256(written).hexdigest() for name, written in sorted(self.files.items())}


def read(folder: Path, faults: list[Fault]) -> Package:
    """Read the data package in `folder`, appending every fault to `faults`. What could not be read is left out."""
    files: dict[str, bytes] = {}
    descriptor = _descriptor(folder, files, faults)
    if descriptor is None:
        return Package({}, {}, files)
    tables: dict[str, Resource] = {}
    for name, resource in _resources(descriptor, faults).items():
        path = resource["path"]
        if path not in files:
            written = _content(folder, path, MOST_BYTES - sum(map(len, files.values())), faults)
            if written is None:
                continue
            files[path] = written
        if name in TABLES and sorted(columns(resource)) == sorted(columns(TABLES[name])):
            table = _table(name, resource, files[path], faults)
            if table is not None:
                tables[name] = table
    for name in tables:
        _keys(name, tables, faults)
    return Package(descriptor, tables, files)


def _resources(descriptor: dict, faults: list[Fault]) -> dict[str, dict]:
    """The tables whose files can be read, by name: the known ones have columns, and every deviation is a fault."""
    resources = descriptor.get("resources")
    if not isinstance(resources, list) or len(resources) > MOST_TABLES:
        found = f"{len(resources)} tabeller" if isinstance(resources, list) else "ingen lista"
        faults.append(Fault(DESCRIPTOR, 0, "resources", found, f"en lista av tabeller, högst {MOST_TABLES}"))
        return {}
    names = Counter(name for name in map(_name, resources) if name is not None)
    for name in TABLES:
        if name not in names:
            faults.append(Fault(DESCRIPTOR, 0, "resources", f"ingen tabell {name}", f"tabellen {name}"))
    followed: dict[str, dict] = {}
    for position, resource in enumerate(resources, start=1):
        where, name = f"resources[{position}]", _name(resource)
        path = resource.get("path") if isinstance(resource, dict) else None
        if name is None or names[name] > 1:
            faults.append(Fault(DESCRIPTOR, 0, where, str(name), "ett namn som bara en tabell har"))
        elif not isinstance(path, str) or not _SAFE_PATH.fullmatch(path):
            faults.append(Fault(DESCRIPTOR, 0, where, str(path), "ett filnamn som slutar på .csv, i fallets egen mapp"))
        elif name in TABLES and columns(resource) is None:
            faults.append(Fault(DESCRIPTOR, 0, where, "en tabell utan schema", "name, path och schema med fields"))
        else:
            followed[name] = resource
            faults += deviations(name, resource) if name in TABLES else ()
    return followed


def _name(resource: object) -> str | None:
    name = resource.get("name") if isinstance(resource, dict) else None
    return name if isinstance(name, str) else None


def _content(folder: Path, name: str, most: int, faults: list[Fault]) -> bytes | None:
    path = folder / name
    try:
        if path.lstat().st_size <= most:
            return content(path, most, follow=False)
        found, expected = "en mycket stor fil", f"högst {most // 1000} kB"
    except FileNotFoundError:
        found, expected = "ingen fil", "en fil i fallets mapp"
    except OSError as error:
        found, expected = reason(error), "en läsbar fil"
        if error.errno == errno.ELOOP:
            found, expected = "en symbolisk länk", "en vanlig fil i fallets mapp"
    faults.append(Fault(name, 0, "", found, expected))
    return None


def _text(name: str, written: bytes, faults: list[Fault]) -> str | None:
    try:
        return written.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = written[: error.start].count(b"\n") + 1
        faults.append(Fault(name, row, "", f"byte {error.start} som inte är UTF-8", "text i UTF-8"))
        return None


def _descriptor(folder: Path, files: dict[str, bytes], faults: list[Fault]) -> dict | None:
    written = _content(folder, DESCRIPTOR, MOST_TOLD, faults)
    if written is None:
        return None
    files[DESCRIPTOR] = written
    text = _text(DESCRIPTOR, written, faults)
    if text is None:
        return None

    def fault(found: str, expected: str, row: int = 0) -> None:
        faults.append(Fault(DESCRIPTOR, row, "", found, expected))

    if _levels(text) > MOST_LEVELS:
        fault(f"mer än {MOST_LEVELS} nivåer", f"JSON i högst {MOST_LEVELS} nivåer")
        return None
    twice: dict[str, None] = {}
    odd: dict[str, None] = {}

    def unique(pairs: list[tuple[str, object]]) -> dict:
        twice.update(dict.fromkeys(name for name, count in Counter(name for name, _ in pairs).items() if count > 1))
        return dict(pairs)

    def number(text: str) -> int | float:
        if len(text) > 30 or not math.isfinite(float(text)):
            odd[text] = None
            return 0
        return int(text) if _INTEGER.fullmatch(text) else float(text)

    try:
        descriptor = json.loads(
            text, object_pairs_hook=unique, parse_int=number, parse_float=number, parse_constant=number
        )
    except json.JSONDecodeError as error:
        fault(f"trasig JSON vid tecken {error.colno}", "giltig JSON", error.lineno)
        return None
    if not isinstance(descriptor, dict):
        fault("något annat än ett objekt", "ett JSON-objekt")
        return None
    for name in twice:
        fault(name, "en nyckel som bara står en gång i sitt objekt")
    for name in odd:
        fault(name, "ett tal som JSON har, med högst 30 tecken")
    for key, value in descriptor.items():
        if half := _SURROGATE.search(json.dumps([key, value], ensure_ascii=False)):
            faults.append(Fault(DESCRIPTOR, 0, key, half[0], "text av hela tecken"))
    return descriptor


def _levels(text: str) -> int:
    """How deep the JSON in `text` nests, counted without following it."""
    steps = ((bracket in "[{") - (bracket in "]}") for bracket in re.findall(r"[\[{\]}]", _JSON_TEXT.sub("", text)))
    return max(accumulate(steps), default=0)


def _table(name: str, resource: dict, written: bytes, faults: list[Fault]) -> Resource | None:
    path, text = resource["path"], _text(resource["path"], written, faults)
    if text is None:
        return None
    declared = {f["name"]: f for f in TABLES[name]["schema"]["fields"]}
    fields = {column: declared[column] for column in columns(resource)}
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    table = Resource(path, tuple(fields), [], [], set())
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
            for (column, rules), cell in zip(fields.items(), cells, strict=True):
                values, before = read[column], len(faults)
                if cell not in values:
                    values[cell] = _value(path, number, rules, cell, faults)
                row[column] = values[cell]
                if len(faults) > before:
                    table.faulty.add((number, column))
                    del values[cell]  # a fault has its own place each time
            table.rows.append(row)
            table.numbers.append(number)
    except csv.Error:
        found = "citattecken som inte går ihop, eller en mycket lång cell"
        faults.append(Fault(path, number, "", found, "giltig CSV med komma och raka citattecken"))
        return None


def _header(path: str, header: list[str], expected: list[str], faults: list[Fault]) -> None:
    before = len(faults)
    if not header:
        faults.append(Fault(path, 1, "", "en tom fil", f"kolumnerna {', '.join(expected)}"))
        return
    if len(header) == 1 and ";" in header[0]:
        faults.append(Fault(path, 1, "", "semikolon mellan kolumnerna", "komma mellan kolumnerna"))
        return
    counts = Counter(header)
    for name in expected:
        if counts[name] != 1:
            faults.append(Fault(path, 1, name, f"{counts[name]} kolumner med namnet", "en kolumn"))
    for name in counts:
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
        value = _typed(cell, declared["type"])
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


def _keys(name: str, tables: dict[str, Resource], faults: list[Fault]) -> None:
    table, schema = tables[name], TABLES[name]["schema"]
    unique = [[f["name"]] for f in schema["fields"] if f.get("constraints", {}).get("unique")]
    for key in [schema.get("primaryKey", []), *unique]:
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
        column, reference = foreign["fields"], foreign["reference"]
        target, target_name = reference["resource"] or name, reference["fields"]
        if target not in tables:
            continue  # the table that could not be read is a fault of its own
        there = dict.fromkeys(row[target_name] for row in tables[target].rows if row[target_name] is not None)
        expected = known(list(there), tables[target].file)
        for number, row in zip(table.numbers, table.rows, strict=True):
            if row[column] is not None and row[column] not in there:
                table.faulty.add((number, column))
                faults.append(Fault(table.file, number, column, str(row[column]), expected))


def known(values: list, file: str) -> str:
    """What is expected of a reference: one of `values`, which are the keys in `file`."""
    listed = ", ".join(shorten(str(value), 30).strip("»") for value in values[:12]) + (" …" if len(values) > 12 else "")
    return f"ett värde som finns i {file} ({listed})"
