"""A Frictionless data package on disk: the tables that a case has, with their values typed.

The descriptor tells which file holds which table, and in what order its columns stand. It is held against schema.json
before anything of it is used, and the tables are read by schema.json's own types, constraints and keys (Table Schema:
string, integer, number, year, date; required, unique, pattern, enum, minimum, maximum; primary and foreign keys): what
a case says of patterns and limits is never followed. A table that is not there is one without rows, and so is a column
that is not there one of blanks. Every fault is collected with its place, in the reader's language. `frictionless
validate` accepts and refuses the same packages of text; the tests hold the two against each other. In numbers this
reader is stricter: no exponents, no NaN, no padding. So it is in the descriptor: no key may stand twice in an object.
Of tables besides the known ones only the bytes are taken.
"""

import csv
import datetime
import errno
import hashlib
import io
import json
import math
import os
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import accumulate
from pathlib import Path

from fordelning.base.errors import Fault, reason, shorten
from fordelning.base.file import content

from .frozen import Frozen
from .schema import CORE, FORMAT, TABLES, ColumnSchema, Misfit, TableSchema, columns, deviations
from .schema import DESCRIPTOR as DESCRIPTOR

MOST_TABLES = 100
MOST_LEVELS = 50  # of JSON within JSON
MOST_TOLD = 1_000_000  # bytes of a descriptor
MOST_BYTES = 256_000_000  # of all files together: more than a case of a million rows has
_SAFE_PATH = re.compile(r"[a-z0-9][a-z0-9_-]*\.csv")
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,12})?")
_INTEGER = re.compile(r"-?[0-9]{1,15}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SURROGATE = re.compile("[\ud800-\udfff]")
_JSON_TEXT = re.compile(r'"(?:[^"\\]++|\\.)*"?', re.DOTALL)  # one without an end reaches to that of the file

Value = str | int | Decimal | datetime.date | None
Row = Mapping[str, Value]


@dataclass(frozen=True)
class TableRows:
    """The rows of one table, by every column of schema.json (None where blank), and the line of each in `file`.

    `faulty` are the lines and columns whose values could not be used, already among the faults.
    """

    file: str
    rows: Sequence[Row] = ()
    numbers: Sequence[int] = ()
    faulty: Collection[tuple[int, str]] = frozenset()

    def __iter__(self) -> Iterator[tuple[int, Row]]:
        return zip(self.numbers, self.rows, strict=True)


@dataclass(frozen=True)
class Package:
    """A data package as read: its descriptor, the known tables by name and the bytes of every file by name.

    What could not be read is left out, and why is among `faults`.
    """

    descriptor: Mapping[str, object]
    tables: Mapping[str, TableRows]
    files: Frozen[str, bytes] = field(repr=False)
    faults: Sequence[Fault]

    @property
    def digests(self) -> Frozen[str, str]:
        """SHA-256 of every file, by name."""
        return Frozen({name: hashlib.sha256(written).hexdigest() for name, written in sorted(self.files.items())})


class _Unreadable(Exception):
    """Why something cannot be read: the arguments of a Fault."""


def read(folder: Path) -> Package:
    """Read the data package in `folder`."""
    return _PackageReader(folder).package()


class _PackageReader:
    """Reads one package; `faults` are those that it has met."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.files: dict[str, bytes] = {}
        self.tables: dict[str, TableRows] = {}
        self.faults: list[Fault] = []

    def package(self) -> Package:
        descriptor: Mapping[str, object] = {}
        try:
            descriptor = self._descriptor()
            self._follow(descriptor)
        except _Unreadable as error:
            self.faults.append(Fault(*error.args))
        return Package(descriptor, self.tables, Frozen(self.files), self.faults)

    def _fault(self, column: str, found: str, expected: str) -> None:
        """Note a fault of the descriptor."""
        self.faults.append(Fault(DESCRIPTOR, 0, column, found, expected))

    def _follow(self, descriptor: Mapping[str, object]) -> None:
        """Read the tables that the descriptor names, and hold them against each other."""
        resources = descriptor.get("resources")
        if not isinstance(resources, list) or len(resources) > MOST_TABLES:
            found = f"{len(resources)} tabeller" if isinstance(resources, list) else "ingen lista"
            raise _Unreadable(DESCRIPTOR, 0, "resources", found, f"en lista av tabeller, högst {MOST_TABLES}")
        names = Counter(name for name in map(_name, resources) if name is not None)
        for position, resource in enumerate(resources, start=1):
            try:
                self._resource(f"resources[{position}]", resource, names)
            except _Unreadable as error:
                self.faults.append(Fault(*error.args))
        for name, table in TABLES.items():
            if name not in names:
                self._absent(table)
        for name in list(self.tables):
            self._unique(TABLES[name])
            self._foreign(TABLES[name], names)

    def _absent(self, table: TableSchema) -> None:
        """Let `table`, which the descriptor does not name, be one without rows, if it may be."""
        if table.profile == CORE:
            self._fault("resources", f"ingen tabell {table.name}", f"tabellen {table.name}")
        elif table.path not in self.files and os.path.lexists(self.folder / table.path):
            self._fault("resources", f"filen {table.path} men ingen tabell {table.name}", "båda, eller ingen av dem")
        else:
            self.tables[table.name] = TableRows(table.path)

    def _resource(self, where: str, resource: object, names: Mapping[str, int]) -> None:
        """Read one table. Raises _Unreadable."""
        name = _name(resource)
        if not isinstance(resource, dict) or name is None or names[name] > 1:
            raise _Unreadable(DESCRIPTOR, 0, where, str(name), "ett namn som bara en tabell har")
        path, table, told = resource.get("path"), TABLES.get(name), columns(resource)
        if not isinstance(path, str) or not _SAFE_PATH.fullmatch(path):
            expected = "en fil i fallets mapp, med ett namn av små bokstäver a–z, siffror, - och _ som slutar på .csv"
            raise _Unreadable(DESCRIPTOR, 0, where, str(path), expected)
        if table and told is None:
            raise _Unreadable(DESCRIPTOR, 0, where, "en tabell utan schema", "name, path och schema med fields")
        unlike = list(deviations(table, resource, names)) if table else []
        for place, found, expected in unlike:
            self._fault(f"{name}.{place}", found, expected)
        if path not in self.files:
            self.files[path] = _content(self.folder, path, MOST_BYTES - sum(map(len, self.files.values())))
        if table and told and not {place for place, *_ in unlike} & {*told, *(c.name for c in table.columns)}:
            self._table(table, path, told)

    def _descriptor(self) -> dict[str, object]:
        """The descriptor. Raises _Unreadable."""
        self.files[DESCRIPTOR] = _content(self.folder, DESCRIPTOR, MOST_TOLD)
        text = _text(DESCRIPTOR, self.files[DESCRIPTOR])
        if _levels(text) > MOST_LEVELS:
            found, expected = f"mer än {MOST_LEVELS} nivåer", f"JSON i högst {MOST_LEVELS} nivåer"
            raise _Unreadable(DESCRIPTOR, 0, "", found, expected)
        twice: dict[str, None] = {}
        odd: dict[str, None] = {}

        def unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
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
            raise _Unreadable(
                DESCRIPTOR, error.lineno, "", f"trasig JSON vid tecken {error.colno}", "giltig JSON"
            ) from None
        if not isinstance(descriptor, dict):
            raise _Unreadable(DESCRIPTOR, 0, "", "något annat än ett objekt", "ett JSON-objekt")
        for name in twice:
            self._fault("", name, "en nyckel som bara står en gång i sitt objekt")
        for name in odd:
            self._fault("", name, "ett tal som JSON har, med högst 30 tecken")
        for key, value in descriptor.items():
            if half := _SURROGATE.search(json.dumps([key, value], ensure_ascii=False)):
                self._fault(key, half[0], "text av hela tecken")
        version = descriptor.get("case_format", FORMAT)
        if version != FORMAT:
            found = version if isinstance(version, str) else json.dumps(version)
            expected = f'"{FORMAT}", den version av fallformatet som det här programmet läser'
            raise _Unreadable(DESCRIPTOR, 0, "case_format", found, expected)
        return descriptor

    def _table(self, table: TableSchema, path: str, names: Sequence[str]) -> None:
        """Read the rows of one table. Raises _Unreadable where they cannot be told apart."""
        reader = csv.reader(io.StringIO(_text(path, self.files[path]), newline=""), strict=True)
        known = {column.name: column for column in table.columns}
        # A text means the same wherever its column has it: each is read once.
        cells = [(name, _reading(known[name]), dict[str, Value]()) for name in names]
        blank: dict[str, Value] = dict.fromkeys(known)
        rows: list[Row] = []
        numbers: list[int] = []
        faulty: set[tuple[int, str]] = set()
        number = 1
        try:
            header = next(reader, [])
            if header != names:
                self.faults += [Fault(path, 1, *misfit) for misfit in _header(header, names)]
                return
            number = reader.line_num + 1
            for written in reader:
                if len(written) != len(names):
                    self.faults.append(Fault(path, number, "", f"{len(written)} celler", f"{len(names)} celler"))
                else:
                    row = dict(blank)
                    for (name, typed, values), cell in zip(cells, written, strict=True):
                        try:
                            row[name] = values[cell] if cell in values else values.setdefault(cell, typed(cell))
                        except ValueError as error:  # with its own place each time
                            self.faults.append(Fault(path, number, name, cell or "en tom cell", str(error)))
                            faulty.add((number, name))
                    rows.append(row)
                    numbers.append(number)
                number = reader.line_num + 1
        except csv.Error:
            found = "citattecken som inte går ihop, eller en mycket lång cell"
            expected = "giltig CSV med komma och raka citattecken"
            raise _Unreadable(path, number, "", found, expected) from None
        self.tables[table.name] = TableRows(path, rows, numbers, faulty)

    def _unique(self, table: TableSchema) -> None:
        """A fault for each row that has the key, or a value that only one row may have, of one before it."""
        read = self.tables[table.name]
        for key in [table.key, *((column.name,) for column in table.columns if column.unique)]:
            seen: dict[tuple[Value, ...], int] = {}
            for number, row in read:
                value = tuple(row[column] for column in key)
                if any((number, column) in read.faulty for column in key) or all(part is None for part in value):
                    continue
                if value in seen:
                    told = ", ".join(str(part) for part in value if part is not None)
                    found = f"{told}, som också står på rad {seen[value]}"
                    self.faults.append(
                        Fault(read.file, number, ", ".join(key), found, "ett värde som bara står en gång")
                    )
                seen.setdefault(value, number)

    def _foreign(self, table: TableSchema, declared: Collection[str]) -> None:
        """A fault for each key that the table it is a key in does not have."""
        read = self.tables[table.name]
        for column in table.columns:
            if not column.target or column.target not in self.tables:
                continue  # a table that could not be read is a fault of its own
            target, key = self.tables[column.target], TABLES[column.target].key[0]
            there = {row[key] for row in target.rows} | {None}
            lost = {}
            for value in {row[column.name] for row in read.rows}:
                keys = str(value).split() if column.several and value is not None else [value]
                if missing := [one for one in keys if one not in there]:
                    lost[value] = missing
            cells = [(number, row[column.name]) for number, row in read if row[column.name] in lost] if lost else []
            expected = known([row[key] for row in target.rows if row[key] is not None], target.file)
            if column.target not in declared:  # the same is to be done about them all
                cells = cells[:1]
                expected = f"en nyckel i tabellen {column.target}, som måste läggas till bland resources i {DESCRIPTOR}"
            self.faults += [
                Fault(read.file, n, column.name, str(one), expected) for n, cell in cells for one in lost[cell]
            ]
            read = replace(read, faulty={*read.faulty, *((number, column.name) for number, _ in cells)})
        self.tables[table.name] = read


def _name(resource: object) -> str | None:
    name = resource.get("name") if isinstance(resource, dict) else None
    return name if isinstance(name, str) else None


def _content(folder: Path, name: str, most: int) -> bytes:
    """The bytes of a file. Raises _Unreadable."""
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
    raise _Unreadable(name, 0, "", found, expected)


def _text(name: str, written: bytes) -> str:
    """`written` as text. Raises _Unreadable."""
    try:
        return written.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = written[: error.start].count(b"\n") + 1
        raise _Unreadable(name, row, "", f"byte {error.start} som inte är UTF-8", "text i UTF-8") from None


def _levels(text: str) -> int:
    """How deep the JSON in `text` nests, counted without following it."""
    steps = ((bracket in "[{") - (bracket in "]}") for bracket in re.findall(r"[\[{\]}]", _JSON_TEXT.sub("", text)))
    return max(accumulate(steps), default=0)


def _header(header: Sequence[str], expected: Sequence[str]) -> Iterator[Misfit]:
    """Column, found and expected for everything that is wrong in a header that is not as expected."""
    if not header:
        yield "", "en tom fil", f"kolumnerna {', '.join(expected)}"
    elif len(header) == 1 and ";" in header[0]:
        yield "", "semikolon mellan kolumnerna", "komma mellan kolumnerna"
    elif sorted(header) == sorted(expected):
        yield "", ", ".join(header), f"ordningen {', '.join(expected)}"
    else:
        counts = Counter(header)
        for name in expected:
            if counts[name] != 1:
                yield name, f"{counts[name]} kolumner med namnet", "en kolumn"
        for name in counts:
            if name not in expected:
                yield name, f"en kolumn som {DESCRIPTOR} inte har", f"bara {', '.join(expected)}"


def _reading(column: ColumnSchema) -> Callable[[str], Value]:
    """What gives the typed value of a cell in `column`, None where blank; it raises ValueError with what to expect."""

    def value(cell: str) -> Value:
        if cell == "":
            if column.required:
                raise ValueError("ett värde")
            return None
        if cell != cell.strip() or not cell.isprintable():
            raise ValueError("text utan blanktecken i ändarna och utan styrtecken")
        typed = _typed(cell, column.type)
        if column.enum and cell not in column.enum:
            raise ValueError("något av " + ", ".join(column.enum))
        if column.pattern is not None and not re.fullmatch(column.pattern, cell):
            raise ValueError(f"ett värde av formen {column.pattern}")
        if isinstance(typed, int):
            if column.minimum is not None and typed < column.minimum:
                raise ValueError(f"minst {column.minimum}")
            if column.maximum is not None and typed > column.maximum:
                raise ValueError(f"högst {column.maximum}")
        return typed

    return value


def _typed(cell: str, kind: str) -> Value:
    """`cell` as a value of the type `kind`. Raises ValueError with what is expected."""
    match kind:
        case "string":
            return cell
        case "number":
            if _NUMBER.fullmatch(cell):
                return Decimal(cell)
            raise ValueError("ett tal med decimalpunkt och utan andra tecken")
        case "integer" | "year":
            if _INTEGER.fullmatch(cell):
                return int(cell)
            raise ValueError("ett heltal")
    try:
        if _DATE.fullmatch(cell):
            return datetime.date.fromisoformat(cell)
    except ValueError:
        pass
    raise ValueError("ett datum som finns, skrivet ÅÅÅÅ-MM-DD")


def known(values: Sequence[object], file: str) -> str:
    """What is expected of a reference: one of `values`, which are the keys in `file`."""
    listed = ", ".join(shorten(str(value), 30).strip("»") for value in values[:12]) + (" …" if len(values) > 12 else "")
    return f"ett värde som finns i {file} ({listed})"
