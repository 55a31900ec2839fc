"""A case: one decision on how money is shared out, loaded from its folder, with exact amounts."""

import datetime
import json
import re
from collections.abc import Iterator, KeysView
from dataclasses import dataclass, field, fields
from decimal import Decimal
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from fordelning.base.errors import CaseError, Fault, shorten
from fordelning.base.money import KRONOR, to_kronor
from fordelning.base.profile import FONT, undrawable

from .folder import find, split
from .kind import KINDS, SCOPE
from .lookup import Lookup
from .package import DESCRIPTOR, Package, Resource, known, read
from .schema import MISSING, TABLES
from .statement import ROUNDED, Quantity, Statement, parse

POT, MEASURE = "Potten", "Ej uppdelat belopp"  # the names of what a table has no name for


@dataclass(frozen=True)
class Stage:
    """A stage that the decision has gone through, for instance proposed, revised, adopted."""

    stage: str
    name: str
    summary: str | None


@dataclass(frozen=True)
class Pot:
    """Money set aside for a purpose."""

    pot: str
    name: str
    short_name: str
    purpose: str


@dataclass(frozen=True)
class Board:
    """A board (nämnd) whose budget is increased; `tag` is its class or None."""

    board: str
    name: str
    short_name: str
    tag: str | None


@dataclass(frozen=True)
class Tag:
    """A class of measures or boards of our own, with the grounds for it."""

    tag: str
    name: str
    reason: str


@dataclass(frozen=True)
class Measure:
    """What money is given to; `tag` is its class or None."""

    measure: str
    name: str
    short_name: str
    tag: str | None


@dataclass(frozen=True)
class Place:
    """A place in the source document: a section, a decision point, a footnote or a cell of a table.

    `lines` are its lines in the source's text, as 18 or 82-92,95; None where the source is no text.
    """

    place: str
    name: str
    lines: str | None


@dataclass(frozen=True)
class Note:
    """A footnote of the document, in our own words."""

    note: str
    number: int
    text: str
    place: str


@dataclass(frozen=True)
class Question:
    """A question that statements lead to. `weight` 3 belongs in the report's first sentence, 1 is a matter of form."""

    question: str
    weight: int
    concern: str
    wording: str


@dataclass(frozen=True)
class Acknowledgement:
    """Why a contradicted statement may stand: who (a role), when and why.

    It covers the contradiction as it was seen: the stated `value`, and the `difference` (computed − stated, in the
    statement's unit; None for dates and text).
    """

    statement: str
    by: str
    on: datetime.date
    value: str | None
    difference: Decimal | None
    why: str


@dataclass(frozen=True)
class Reason:
    """Why an amount is another in `stage` than before, in our own words; None narrows nothing."""

    stage: str | None
    pot: str | None
    measure: str | None
    board: str | None
    reason: str
    place: str


@dataclass(frozen=True)
class Omission:
    """An amount, date or reference number of the source that the case leaves out, and why.

    `lines` as in Place; None is everywhere.
    """

    found: str
    lines: str | None
    reason: str


@dataclass(frozen=True)
class Decision:
    """The document's identity. `own_board` is the board that decides; `funding` where the money is taken from."""

    municipality: str
    reference: str
    document: str
    subject: str
    author: str
    decided_by: str
    status: str
    year: int
    own_board: str
    funding: str

    def known(self, name: str, otherwise: str = "") -> str:
        """What is said under `name`; `otherwise` where that is missing."""
        value = getattr(self, name)
        return otherwise if value.casefold() == MISSING else value


@dataclass(frozen=True, eq=False)
class Case:
    """A loaded case. Dictionaries are keyed by the table's key and keep the order of the file.

    `allocations` is a frame with one row an allocation: year, pot, measure, board, kronor (exact integers), basis
    ("stated" or "derived"), note (keys with a space between), place, step (what the amount is rounded to, in whole
    kronor; 0 where it is exact), measure_tag and board_tag. `rounding` is the step to which the document says it has
    rounded every amount in a unit, by unit and in it. `files` are the bytes of every file, `digests` their SHA-256,
    `created` the date of this version of the case. `frame` is what `allocations` gives a copy of.

    A case is one stage of the decision: `stage` is its key (None where the decision has only one) and what belongs to
    other stages is not here. `stages` are all there are. `name` is the folder's, with "@" and the stage where that is
    not the last. `source` is the title of the source that is described and `source_digest` its SHA-256, None where they
    are not told.
    """

    name: str
    title: str
    version: str
    created: datetime.date
    decision: Decision
    rounding: dict[str, Decimal]
    stage: str | None
    stages: dict[str, Stage]
    pots: dict[str, Pot]
    boards: dict[str, Board]
    measures: dict[str, Measure]
    tags: dict[str, Tag]
    places: dict[str, Place]
    notes: dict[str, Note]
    questions: dict[str, Question]
    statements: dict[str, Statement]
    acknowledgements: dict[str, Acknowledgement]
    reasons: list[Reason]
    omissions: list[Omission]
    frame: pd.DataFrame = field(repr=False)
    source: str | None
    source_digest: str | None
    files: dict[str, bytes] = field(repr=False)
    digests: dict[str, str] = field(repr=False)

    @property
    def allocations(self) -> pd.DataFrame:
        """The allocations, as a copy: what is done to it changes nothing of the case."""
        return pd.DataFrame(self.frame)  # pandas copies what is written to

    def total(self, **scope) -> int:
        """The sum in kronor of the allocations within `scope` (year, pot, measure, board, tag)."""
        kronor = self.frame["kronor"].to_numpy()
        return int(kronor[self.positions(**scope)].sum() if scope else kronor.sum())

    def rows(self, **scope) -> pd.DataFrame:
        """The allocations within `scope`."""
        return self.frame.iloc[self.positions(**scope)] if scope else self.allocations

    def positions(self, **scope) -> np.ndarray:
        """The positions in `allocations` of those within `scope`, ascending."""
        return self._lookup.positions(**scope)

    @cached_property
    def _lookup(self) -> Lookup:
        return Lookup(self.frame)

    def used(self, column: str) -> KeysView:
        """What stands in `column` of the allocations, each once, in the order of the rows."""
        return self._lookup.values(column)

    def marks(self, positions: np.ndarray) -> list[Note]:
        """The footnotes of the allocations at `positions`, each once, in the order of the rows."""
        notes = self.frame["note"].to_numpy()[positions]
        return [self.notes[key] for key in dict.fromkeys(" ".join(notes[pd.notna(notes)]).split())]

    @cached_property
    def signs(self) -> tuple[int, int]:
        """Kronor of those boards whose sum is above nil, and of those below; of the measures, where there is one board.

        Only boards and measures that have allocations.
        """
        column = "board" if len(self.used("board")) > 1 else "measure"
        sums = [self.total(**{column: key}) for key in self.used(column)]
        return sum(kronor for kronor in sums if kronor > 0), sum(kronor for kronor in sums if kronor < 0)

    @property
    def named_years(self) -> list[int]:
        """The years that money is allocated for, in order."""
        return sorted(self.used("year"))


_DICTIONARIES = {
    "stages": Stage,
    "pots": Pot,
    "boards": Board,
    "measures": Measure,
    "tags": Tag,
    "places": Place,
    "notes": Note,
    "questions": Question,
    "acknowledgements": Acknowledgement,
}
_ALLOCATION = ("year", "pot", "measure", "board", "basis", "note", "place", "stage")
# The case that was loaded last, by what was asked for: its documents load it again, in processes forked from its own.
_LAST: dict[tuple[str, str], "Case"] = {}
_MOMENT = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_STEP = re.compile(r"[0-9]{1,15}(\.[0-9]{1,12})?")
_STATEMENT = tuple(f.name for f in fields(Statement) if not f.kw_only)


def within(allocations: pd.DataFrame, scope: dict) -> pd.DataFrame:
    """The rows of `allocations` that lie within `scope`, a column-to-value dictionary; all of them if it is empty.

    A row is within a tag that its measure or its board has.
    """
    chosen = np.ones(len(allocations), dtype=bool)
    for column, value in scope.items():
        if column == "tag":
            chosen &= (allocations["measure_tag"].to_numpy() == value) | (allocations["board_tag"].to_numpy() == value)
        else:
            chosen &= allocations[column].to_numpy() == value
    return allocations[chosen]


def open_case(name: str) -> "Case":
    """The case called `name`: its folder as in `find`, with "@" and a stage where it is not to be the last one.

    Raises LookupError where there is no such case or stage, CaseError where it does not validate.
    """
    return load(find(name), split(name)[1])


def every_stage(name: str) -> list[Case]:
    """The case called `name` at each of its stages, the last one last. Raises as `open_case`."""
    case = open_case(split(name)[0])
    earlier = [open_case(f"{split(name)[0]}@{stage}") for stage in list(case.stages)[:-1]]
    return [*earlier, case]


def load(folder: Path, stage: str = "") -> Case:
    """Load the case in `folder` as it stood in `stage`, "" for the last one; the same object while its files are so.

    Raises CaseError with every fault that can be found, in any stage, and LookupError where there is no such stage.
    """
    folder = Path(folder)
    faults: list[Fault] = []
    package = read(folder, faults)
    asked = folder.resolve().name, stage
    if not faults and asked in _LAST and _LAST[asked].files == package.files:
        return _LAST[asked]
    decision, rounding = _decision(package, faults), _rounding(package, faults)
    if not set(TABLES) <= set(package.tables):
        raise CaseError(folder.name, faults)
    tables = package.tables
    stages = [row["stage"] for row in tables["stages"].rows if row["stage"]]
    allocations = _allocations(tables, stages, rounding, faults)
    if decision is not None and len(allocations) and decision.year not in allocations["year"].tolist():
        wanted = "ett år som någon rad i allocations.csv har"
        faults.append(Fault(DESCRIPTOR, 0, "decision.year", str(decision.year), wanted))
    statements = _statements(tables["statements"], allocations, rounding, faults)
    source = _source(package.descriptor, faults)
    source_digest = _source_digest(source, faults)
    _letters(package, source, faults)
    if faults:
        raise CaseError(folder.name, faults)
    if stage and stage not in stages:
        known = f"skedena är {', '.join(stages)}" if stages else "fallet har bara ett"
        raise LookupError(f"fallet {folder.name} har inget skede {shorten(stage)}; {known}")
    current = stage or (stages[-1] if stages else None)
    if current is not None:
        allocations = allocations[allocations["stage"] == current].reset_index(drop=True)
        statements = {key: s for key, s in statements.items() if s.stage in (None, current)}
    dictionaries = {name: _dictionary(tables[name], row) for name, row in _DICTIONARIES.items()}
    answers = dictionaries.pop("acknowledgements")
    descriptor, (name, _) = package.descriptor, asked
    _LAST.clear()
    _LAST[asked] = Case(
        name=name if not stages or current == stages[-1] else f"{name}@{current}",
        title=descriptor["title"],
        version=descriptor["version"],
        created=datetime.date.fromisoformat(descriptor["created"][:10]),
        decision=decision,
        rounding=rounding,
        stage=current,
        **dictionaries,
        acknowledgements={key: answer for key, answer in answers.items() if key in statements},
        reasons=[reason for reason in _list(tables["reasons"], Reason) if reason.stage in (None, current)],
        omissions=_list(tables["omissions"], Omission),
        statements=statements,
        frame=allocations.drop(columns="stage"),
        source=source.get("title"),
        source_digest=source_digest,
        files=package.files,
        digests=package.digests,
    )
    return _LAST[asked]


def _source(descriptor: dict, faults: list[Fault]) -> dict:
    """The first of `sources`, its `title` a text that can be shown, if there is one."""
    sources = descriptor.get("sources")
    first = sources[0] if isinstance(sources, list) and sources else None
    source = first if isinstance(first, dict) else {}
    title = source.get("title", "-")
    if not isinstance(title, str) or not title.strip() or not title.isprintable():
        faults.append(Fault(DESCRIPTOR, 0, "sources[0].title", str(title), "en text utan styrtecken"))
    return source


def _source_digest(source: dict, faults: list[Fault]) -> str | None:
    """The checksum of the source, from its `hash`, as "sha256:" and 64 hexadecimal digits."""
    given = source.get("hash")
    if given is None:
        return None
    found = re.fullmatch("sha256:([0-9a-f]{64})", given) if isinstance(given, str) else None
    if not found:
        expected = "sha256: följt av 64 hexadecimala siffror, gemena"
        faults.append(Fault(DESCRIPTOR, 0, "sources[0].hash", str(given), expected))
    return found[1] if found else None


def _decision(package: Package, faults: list[Fault]) -> Decision | None:
    descriptor = package.descriptor
    if not descriptor:
        return None
    for key in ("title", "version"):
        value = descriptor.get(key)
        if not isinstance(value, str) or not value.strip() or not value.isprintable():
            faults.append(Fault(DESCRIPTOR, 0, key, str(descriptor.get(key, "inget")), "en text utan styrtecken"))
    if not _is_moment(descriptor.get("created")):
        expected = "en tidpunkt som finns, ÅÅÅÅ-MM-DDT00:00:00Z"
        faults.append(Fault(DESCRIPTOR, 0, "created", str(descriptor.get("created")), expected))
    given = descriptor.get("decision")
    if not isinstance(given, dict):
        faults.append(Fault(DESCRIPTOR, 0, "decision", "inget objekt", "dokumentets identitet"))
        return None
    before = len(faults)
    for f in fields(Decision):
        value = given.get(f.name)
        if not isinstance(value, f.type) or isinstance(value, bool) or value == "":
            faults.append(
                Fault(
                    DESCRIPTOR,
                    0,
                    f"decision.{f.name}",
                    str(given.get(f.name, "inget")),
                    "ett årtal" if f.type is int else "en text",
                )
            )
        elif isinstance(value, str) and not value.isprintable():
            faults.append(Fault(DESCRIPTOR, 0, f"decision.{f.name}", value, "text utan styrtecken"))
    for key in sorted(set(given) - {f.name for f in fields(Decision)}):
        faults.append(
            Fault(
                DESCRIPTOR,
                0,
                f"decision.{key}",
                "en uppgift som inte används",
                "bara de uppgifter som data/README.md beskriver",
            )
        )
    boards = package.tables.get("boards")
    if boards and given.get("own_board") not in [row.get("board") for row in boards.rows]:
        faults.append(
            Fault(DESCRIPTOR, 0, "decision.own_board", str(given.get("own_board")), "en nämnd som finns i boards.csv")
        )
    return Decision(**given) if len(faults) == before else None


def _is_moment(given: object) -> bool:
    """Whether `given` is a moment as it is written here, and one that there is."""
    try:
        return isinstance(given, str) and bool(_MOMENT.fullmatch(given) and datetime.datetime.fromisoformat(given))
    except ValueError:
        return False


def _rounding(package: Package, faults: list[Fault]) -> dict[str, Decimal]:
    """The descriptor's steps by unit, those that can be used; every other is a fault."""
    given = package.descriptor.get("rounding", {})
    if not isinstance(given, dict):
        faults.append(Fault(DESCRIPTOR, 0, "rounding", str(given), "ett objekt med ett steg för varje avrundad enhet"))
        return {}
    steps = {}
    for unit, step in given.items():
        where = f"rounding.{unit if unit.isprintable() else ascii(unit)}"
        if unit not in ROUNDED:
            faults.append(Fault(DESCRIPTOR, 0, where, unit, "någon av enheterna " + ", ".join(ROUNDED)))
        elif not isinstance(step, str) or not _STEP.fullmatch(step) or not Decimal(step):
            expected = 'ett tal större än noll, med decimalpunkt och som text, till exempel "0.1"'
            faults.append(Fault(DESCRIPTOR, 0, where, step if isinstance(step, str) else json.dumps(step), expected))
        elif unit in KRONOR and not _is_whole(Decimal(step), unit):
            faults.append(Fault(DESCRIPTOR, 0, where, f"{step} {unit}", "ett steg i hela kronor, högst 1 000 mdkr"))
        else:
            steps[unit] = Decimal(step)
    return steps


def _is_whole(step: Decimal, unit: str) -> bool:
    try:
        return bool(to_kronor(step, unit))
    except ValueError:
        return False


def _letters(package: Package, source: dict, faults: list[Fault]) -> None:
    """A fault for every text with characters that the report's font does not have, since a report cannot show it."""
    texts = {"title": package.descriptor.get("title")}
    given = package.descriptor.get("decision")
    texts |= {f"decision.{key}": value for key, value in (given.items() if isinstance(given, dict) else ())}
    texts["sources[0].title"] = source.get("title")
    placed = {(fault.file, fault.row, fault.column) for fault in faults}
    drawn: set[str] = set()
    for file, number, column, text in _texts(package, texts):
        if not isinstance(text, str) or text in drawn or (file, number, column) in placed:
            continue
        if text.isprintable() and (lost := undrawable(text)):
            named = ", ".join(f"{c} (U+{ord(c):04X})" for c in lost[:5])
            faults.append(Fault(file, number, column, text, f"bara tecken som {FONT} har, inte {named}"))
        else:
            drawn.add(text)


def _texts(package: Package, described: dict[str, object]) -> Iterator[tuple[str, int, str, object]]:
    """What the descriptor says, by key in `described`, and every cell: file, row, column and value."""
    for key, text in described.items():
        yield DESCRIPTOR, 0, key, text
    for table in package.tables.values():
        for number, row in zip(table.numbers, table.rows, strict=True):
            for column, text in row.items():
                yield table.file, number, column, text


def _dictionary(table: Resource, row_type: type) -> dict:
    key = fields(row_type)[0].name
    names = [f.name for f in fields(row_type)]
    return {row[key]: row_type(**{name: row[name] for name in names}) for row in table.rows}


def _list(table: Resource, row_type: type) -> list:
    names = [f.name for f in fields(row_type)]
    return [row_type(**{name: row[name] for name in names}) for row in table.rows]


def _allocations(
    tables: dict[str, Resource], stages: list[str], rounding: dict[str, Decimal], faults: list[Fault]
) -> pd.DataFrame:
    table, exact, kronor_of, step_of = tables["allocations"], {}, [], []
    notes = dict.fromkeys(row["note"] for row in tables["notes"].rows)
    wanted = known(stages, tables["stages"].file)
    if not table.rows:
        faults.append(Fault(table.file, 0, "", "inga rader", "minst en rad"))
    for number, row in zip(table.numbers, table.rows, strict=True):
        amount = row["amount"], row["unit"]
        kronor, step = exact.get(amount, (0, 0))  # nil stands in for a faulty one, so that the other columns count
        if amount not in exact and None not in amount:
            before = len(faults)
            declared, found = rounding.get(row["unit"]), f"{row['amount']:f} {row['unit']}"
            try:
                kronor = to_kronor(row["amount"], row["unit"])
                step = to_kronor(declared, row["unit"]) if declared else 0
            except ValueError:
                expected = "ett belopp i hela kronor, högst 1 000 mdkr"
                faults.append(Fault(table.file, number, "amount", found, expected))
            if step and kronor % step:
                expected = f"hela steg om {declared:f} {row['unit']}, som enheten är avrundad till i {DESCRIPTOR}"
                faults.append(Fault(table.file, number, "amount", found, expected))
            if len(faults) == before:
                exact[amount] = kronor, step
        for key in (row["note"] or "").split():
            if key not in notes:
                faults.append(Fault(table.file, number, "note", key, known([*notes], "notes.csv")))
        if stages and row["stage"] is None and (number, "stage") not in table.faulty:
            faults.append(Fault(table.file, number, "stage", "en tom cell", wanted))
        kronor_of.append(kronor)
        step_of.append(step)
    columns = {column: [row[column] for row in table.rows] for column in _ALLOCATION}
    frame = pd.DataFrame({**columns, "kronor": kronor_of, "step": step_of})
    frame = frame.astype({"kronor": "int64", "step": "int64"})
    reached = set(columns["stage"])
    for number, row in zip(tables["stages"].numbers, tables["stages"].rows, strict=True):
        if row["stage"] and row["stage"] not in reached:
            expected = "ett skede som någon rad i allocations.csv hör till"
            faults.append(Fault(tables["stages"].file, number, "stage", row["stage"], expected))
    tags = {name: {row[name]: row["tag"] for row in tables[f"{name}s"].rows} for name in ("measure", "board")}
    return frame.assign(**{f"{name}_tag": frame[name].map(found) for name, found in tags.items()})


def _statements(
    table: Resource, allocations: pd.DataFrame, rounding: dict[str, Decimal], faults: list[Fault]
) -> dict[str, Statement]:
    rows = {row["statement"]: row for row in table.rows if row["statement"] and row["kind"]}
    # Where a place in an allocation is faulty, what a scope misses may be that very row.
    complete = not any(fault.file == "allocations.csv" and fault.column in ("", *SCOPE) for fault in faults)
    lookup = Lookup(allocations)
    faulty: dict[int, set[str]] = {}
    for number, column in table.faulty:
        faulty.setdefault(number, set()).add(column)
    statements = {}
    for number, row in zip(table.numbers, table.rows, strict=True):
        if row["kind"] is None or row["statement"] is None:
            continue  # already a fault
        cells = {column: row[column] for column in _STATEMENT}
        statement = parse(table.file, number, cells, rows, faulty.get(number, set()), rounding, faults)
        if statement is None:
            continue
        statements[statement.statement] = statement
        claimed = KINDS[statement.kind].claims
        scope = {column: value for column, value in statement.scope.items() if column not in claimed}
        nothing_stated = isinstance(statement.stated, Quantity) and statement.stated.number == 0
        asked = complete and scope and not nothing_stated
        stage = {"stage": row["stage"]} if row["stage"] else {}
        if asked and not len(lookup.positions(**scope, **stage)):
            found = ", ".join(f"{column} {value}" for column, value in scope.items())
            faults.append(
                Fault(
                    table.file,
                    number,
                    next(iter(scope)),
                    found,
                    "en avgränsning som någon rad i allocations.csv ligger inom",
                )
            )
    return statements
