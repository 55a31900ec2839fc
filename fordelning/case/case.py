"""A case: one decision on how money is shared out, loaded from its folder, with exact amounts."""

import datetime
from collections import Counter
from collections.abc import Callable, Iterator, KeysView, Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from fordelning.base.errors import CaseError, Fault, Guidance, require, shorten
from fordelning.base.money import to_kronor
from fordelning.base.profile import FONT, undrawable

from .folder import UnknownCaseError, find, split
from .frozen import Frozen
from .identity import CaseIdentity
from .identity import Decision as Decision
from .identity import Review as Review
from .identity import read as read_identity
from .kind import KINDS, SCOPE
from .lookup import Lookup
from .package import DESCRIPTOR, Package, known, read
from .record import Acknowledgement as Acknowledgement
from .record import Board as Board
from .record import Disclosure as Disclosure
from .record import Measure as Measure
from .record import Note as Note
from .record import Omission as Omission
from .record import Place, Point, Question, R, Tag, records
from .record import Pot as Pot
from .record import Proposal as Proposal
from .record import Reason as Reason
from .record import Stage as Stage
from .schema import MISSING as MISSING
from .schema import TABLES
from .statement import Quantity, Statement, Unusable, complete

POT, MEASURE = "Potten", "Ej uppdelat belopp"  # the names of what a table has no name for
A_CASE = "ett fall, som open_case(namn) ger och en rapport har som .case"
_ALLOCATION = ("year", "pot", "measure", "board", "basis", "note", "place", "stage", "proposal")


_PUT = {
    "by": "rollen som har ställt eller besvarat frågan",
    "on": "dagen då frågan ställdes eller besvarades, ÅÅÅÅ-MM-DD",
}
# What a question must have beside its status.
_TAKES = {"put": _PUT, "answered": {**_PUT, "answer": "svaret i korthet, när frågan är besvarad"}}


@dataclass(frozen=True, eq=False)
class Case(Guidance):
    """A loaded case. Dictionaries are keyed by the table's key and keep the order of the file.

    `allocations` is a frame with one row an allocation: year, pot, measure, board, kronor (exact integers), basis
    ("stated" or "derived"), note (keys with a space between), place, proposal (its key), step (what the amount is
    rounded to, in whole kronor; 0 where it is exact), measure_tag and board_tag. `rounding` is the step to which the
    document says it has rounded every amount in a unit, by unit and in it. `review` is who has prepared and reviewed
    it, and `unit` what most of its amounts are told in. `files` are the bytes of every file, `digests` their SHA-256,
    `created` the date of this version of the case.

    A case is read-only: what is to be changed is a copy, as `allocations` is.

    A case is one stage of the decision: `stage` is its key (None where the decision has only one) and what belongs to
    other stages is not here. `stages` are all there are. `name` is the folder's, with "@" and the stage where that is
    not the last. `source` is the title of the source that is described and `source_digest` its SHA-256, None where they
    are not told.
    """

    CALLED: ClassVar = "Ett fall"
    WANTED: ClassVar = "Blocken vill ha en rapport, som open_report(namn) ger."

    name: str
    title: str
    version: str
    created: datetime.date
    decision: Decision
    rounding: Mapping[str, Decimal]
    review: Review
    unit: str
    stage: str | None
    stages: Mapping[str, Stage]
    pots: Mapping[str, Pot]
    boards: Mapping[str, Board]
    measures: Mapping[str, Measure]
    tags: Mapping[str, Tag]
    places: Mapping[str, Place]
    notes: Mapping[str, Note]
    questions: Mapping[str, Question]
    statements: Mapping[str, Statement]
    acknowledgements: Mapping[str, Acknowledgement]
    reasons: tuple[Reason, ...]
    points: tuple[Point, ...]
    disclosures: tuple[Disclosure, ...]
    proposals: Mapping[str, Proposal]
    omissions: tuple[Omission, ...]
    _allocations: pd.DataFrame = field(repr=False)
    source: str | None
    source_digest: str | None
    files: Mapping[str, bytes] = field(repr=False)
    digests: Mapping[str, str] = field(repr=False)

    def __repr__(self) -> str:
        """In short, as Jupyter shows it."""
        return f"Fallet {self.name}: {len(self.allocations)} rader, {len(self.statements)} påståenden"

    @property
    def allocations(self) -> pd.DataFrame:
        """The allocations, as a copy: what is done to it changes nothing of the case."""
        return pd.DataFrame(self._allocations)  # pandas copies what is written to

    def total(self, **scope: object) -> int:
        """The sum in kronor of the allocations within `scope` (year, pot, measure, board, tag)."""
        kronor = self._allocations["kronor"].to_numpy()
        return int(kronor[self.positions(**scope)].sum() if scope else kronor.sum())

    def rows(self, **scope: object) -> pd.DataFrame:
        """The allocations within `scope`."""
        return self._allocations.iloc[self.positions(**scope)] if scope else self.allocations

    def positions(self, **scope: object) -> NDArray[np.intp]:
        """The positions in `allocations` of those within `scope`, ascending."""
        return self._lookup.positions(**scope)

    @cached_property
    def _lookup(self) -> Lookup:
        return Lookup(self._allocations)

    def used(self, column: str) -> KeysView[Any]:
        """What stands in `column` of the allocations, each once, in the order of the rows."""
        return self._lookup.values(column)

    def marks(self, positions: NDArray[np.intp]) -> list[Note]:
        """The footnotes of the allocations at `positions`, each once, in the order of the rows."""
        notes = self._allocations["note"].to_numpy()[positions]
        return [self.notes[key] for key in dict.fromkeys(" ".join(notes[pd.notna(notes)]).split())]

    @cached_property
    def unconfirmed(self) -> tuple[Proposal, ...]:
        """The proposals that rows here come from and nobody has confirmed, in the order of the file."""
        rows = {*self.used("proposal"), *(s.proposal for s in self.statements.values())}
        rows |= {omission.proposal for omission in self.omissions}
        return tuple(p for key, p in self.proposals.items() if key in rows and p.confirmed is None)

    def waiting(self, positions: NDArray[np.intp]) -> bool:
        """Whether one of the allocations at `positions` is a proposal that nobody has confirmed."""
        keys = {one.proposal for one in self.unconfirmed}
        return bool(keys) and not keys.isdisjoint(self._allocations["proposal"].to_numpy()[positions])

    def place_name(self, key: str | None) -> str:
        """The name of the place with `key`; "" where something has no place."""
        return self.places[key].name if key else ""

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


def open_case(name: str) -> Case:
    """The case called `name`: its folder as in `find`, with "@" and a stage where it is not to be the last one.

    Raises UnknownCaseError where there is no such case or stage, CaseError where it does not validate.
    """
    require(name, str, "fallets namn som text")
    return load(find(name), split(name)[1])


def every_stage(name: str) -> list[Case]:
    """The case called `name` at each of its stages, the last one last. Raises as `open_case`."""
    case = open_case(split(name)[0])
    earlier = [open_case(f"{split(name)[0]}@{stage}") for stage in list(case.stages)[:-1]]
    return [*earlier, case]


def load(folder: Path, stage: str = "") -> Case:
    """Load the case in `folder` as it stood in `stage`, "" for the last one.

    Raises CaseError with every fault that can be found, in any stage, UnknownCaseError where it has no such stage.
    """
    folder = Path(folder)
    package = read(folder)
    faults = list(package.faults)
    if package.descriptor:
        identity = read_identity(package)
        faults += identity.faults
        if set(TABLES) <= set(package.tables):
            loader = _Loader(package, identity)
            faults += loader.faults
    if faults:
        raise CaseError(folder.name, faults)
    if stage and stage not in loader.stages:
        there = f"skedena är {', '.join(loader.stages)}" if loader.stages else "fallet har bara ett"
        raise UnknownCaseError(f"fallet {folder.name} har inget skede {shorten(stage)}; {there}")
    return loader.case(folder.resolve().name, stage)


class _Loader:
    """Finds what the rows of a package mean; `faults` are what does not go together in them."""

    def __init__(self, package: Package, identity: CaseIdentity):
        self.package, self.tables, self.identity = package, package.tables, identity
        self.faults: list[Fault] = []
        self.stages = [str(row["stage"]) for row in self.tables["stages"].rows if row["stage"]]
        self.allocations = self._allocations()
        self.statements = self._statements()
        self._questions()
        self._proposals()
        self._letters()
        self._stretches()

    def case(self, name: str, stage: str) -> Case:
        """The case called `name` in `stage`, "" for the last one."""
        identity = self.identity
        assert identity.decision and identity.created, "they are without faults"
        last = self.stages[-1] if self.stages else None
        current = stage or last
        allocations, statements = self.allocations, self.statements
        asked = {s.question for s in statements.values()}
        if current is not None:
            allocations = allocations[allocations["stage"] == current].reset_index(drop=True)
            statements = {key: s for key, s in statements.items() if s.stage in (None, current)}
        elsewhere = asked - {s.question for s in statements.values()}  # asked of another stage only
        answers, questions = self._keyed(Acknowledgement), self._keyed(Question)
        return Case(
            name=name if current == last else f"{name}@{current}",
            title=identity.title,
            version=identity.version,
            created=identity.created,
            decision=identity.decision,
            rounding=identity.rounding,
            review=identity.review,
            unit=self._unit(current),
            stage=current,
            stages=self._keyed(Stage),
            pots=self._keyed(Pot),
            boards=self._keyed(Board),
            measures=self._keyed(Measure),
            tags=self._keyed(Tag),
            places=self._keyed(Place),
            notes=self._keyed(Note),
            questions=Frozen({key: question for key, question in questions.items() if key not in elsewhere}),
            statements=Frozen(statements),
            acknowledgements=Frozen({key: answer for key, answer in answers.items() if key in statements}),
            reasons=tuple(r for r in records(Reason, self.tables["reasons"]) if r.stage in (None, current)),
            points=tuple(p for p in records(Point, self.tables["points"]) if p.stage in (None, current)),
            disclosures=tuple(d for d in records(Disclosure, self.tables["disclosures"]) if d.stage in (None, current)),
            proposals=self._keyed(Proposal),
            omissions=records(Omission, self.tables["omissions"]),
            _allocations=allocations.drop(columns="stage"),
            source=identity.source,
            source_digest=identity.source_digest,
            files=self.package.files,
            digests=self.package.digests,
        )

    def _unit(self, stage: str | None) -> str:
        """The unit of most of the amounts in `stage`."""
        told = [str(row["unit"]) for row in self.tables["allocations"].rows if stage in (None, row["stage"])]
        return Counter(told).most_common(1)[0][0]

    def _keyed(self, kind: type[R]) -> Frozen[str, R]:
        """The rows of the table of `kind` by their keys, in the order of the file."""
        key, table = fields(kind)[0].name, self.tables[f"{kind.__name__.lower()}s"]
        return Frozen({getattr(one, key): one for one in records(kind, table)})

    def _fault(self, file: str, number: int, column: str, found: str, expected: str) -> None:
        self.faults.append(Fault(file, number, column, found, expected))

    def _stretches(self) -> None:
        """A fault for each stretch of lines or pages that goes backwards: it holds none."""
        for table, column in (("places", "lines"), ("places", "pages"), ("omissions", "lines"), ("omissions", "pages")):
            for number, row in self.tables[table]:
                for part in str(row[column] or "").split(","):
                    first, _, last = part.partition("-")
                    if last and (len(last), last) < (len(first), first):
                        self._fault(
                            self.tables[table].file, number, column, part, f"{last}-{first}, i stigande ordning"
                        )

    def _allocations(self) -> pd.DataFrame:
        table, stages = self.tables["allocations"], self.tables["stages"]
        exact: dict[tuple[Decimal, str], tuple[int, int]] = {}
        amounts = []
        if not table.rows:
            self._fault(table.file, 0, "", "inga rader", "minst en rad")
        for number, row in table:
            amount, unit = row["amount"], row["unit"]
            amounts.append((0, 0))  # nil stands in for a faulty one, so that the other columns count
            if isinstance(amount, Decimal) and isinstance(unit, str):
                try:
                    if (amount, unit) not in exact:
                        exact[amount, unit] = self._exact(amount, unit)
                    amounts[-1] = exact[amount, unit]
                except ValueError as error:
                    self._fault(table.file, number, "amount", f"{amount:f} {unit}", str(error))
            if self.stages and row["stage"] is None and (number, "stage") not in table.faulty:
                self._fault(table.file, number, "stage", "en tom cell", known(self.stages, stages.file))
        frame = pd.DataFrame({column: [row[column] for row in table.rows] for column in _ALLOCATION})
        kronor, step = np.array(amounts, dtype="int64").reshape(-1, 2).T
        frame = frame.assign(kronor=kronor, step=step)
        reached = set(frame["stage"])
        for number, row in stages:
            if row["stage"] and row["stage"] not in reached:
                expected = "ett skede som någon rad i allocations.csv hör till"
                self._fault(stages.file, number, "stage", str(row["stage"]), expected)
        decision = self.identity.decision
        if decision is not None and len(frame) and decision.year not in frame["year"].tolist():
            expected = "ett år som någon rad i allocations.csv har"
            self._fault(DESCRIPTOR, 0, "decision.year", str(decision.year), expected)
        for name in ("measure", "board"):
            tags = {row[name]: row["tag"] for row in self.tables[f"{name}s"].rows}
            frame[f"{name}_tag"] = frame[name].map(tags)
        return frame

    def _exact(self, amount: Decimal, unit: str) -> tuple[int, int]:
        """The amount and what it is rounded to, in kronor. Raises ValueError with what is expected of it."""
        declared = self.identity.rounding.get(unit)
        try:
            kronor = to_kronor(amount, unit)
            step = to_kronor(declared, unit) if declared else 0
        except ValueError:
            raise ValueError("ett belopp i hela kronor, högst 1 000 mdkr") from None
        if step and kronor % step:
            raise ValueError(f"hela steg om {declared:f} {unit}, som enheten är avrundad till i {DESCRIPTOR}")
        return kronor, step

    def _statements(self) -> dict[str, Statement]:
        table = self.tables["statements"]
        make: Callable[..., Statement] = Statement  # of the columns of a row, which have the types of its fields
        raw = [make(**row, line=number) for number, row in table if row["statement"] and row["kind"]]
        others = {s.statement: s for s in raw}
        faulty: dict[int, set[str]] = {}
        for number, column in table.faulty:
            faulty.setdefault(number, set()).add(column)
        statements = {}
        for s in raw:
            try:
                statements[s.statement] = complete(s, others, faulty.get(s.line, set()), self.identity.rounding)
            except Unusable as error:
                self.faults += [Fault(table.file, s.line, *misfit) for misfit in error.misfits]
        # Where a place in an allocation is faulty, what a scope misses may be that very row.
        allocations = self.tables["allocations"]
        met = [*self.package.faults, *self.faults]
        if not any(fault.file == allocations.file and fault.column in ("", *SCOPE) for fault in met):
            self._missed(statements)
        return statements

    def _missed(self, statements: Mapping[str, Statement]) -> None:
        """A fault for each statement about rows that are not there, unless it states that there are none."""
        lookup = Lookup(self.allocations)
        for s in statements.values():
            scope = {column: value for column, value in s.scope.items() if column not in KINDS[s.kind].claims}
            nothing_stated = isinstance(s.stated, Quantity) and s.stated.number == 0
            if not scope or nothing_stated:
                continue
            if not len(lookup.positions(**scope, **({"stage": s.stage} if s.stage else {}))):
                found = ", ".join(f"{column} {value}" for column, value in scope.items())
                expected = "en avgränsning som någon rad i allocations.csv ligger inom"
                self._fault(self.tables["statements"].file, s.line, next(iter(scope)), found, expected)

    def _questions(self) -> None:
        """A fault for each question that is put or answered without what that takes, and for an answer to none."""
        table = self.tables["questions"]
        for number, row in table:
            needs = _TAKES.get(str(row["status"]), {})
            for column, expected in needs.items():
                if row[column] is None and (number, column) not in table.faulty:
                    self._fault(table.file, number, column, "en tom cell", expected)
            if row["answer"] and "answer" not in needs and (number, "status") not in table.faulty:
                self._fault(
                    table.file, number, "status", str(row["status"] or "en tom cell"), "answered, när svaret står"
                )

    def _proposals(self) -> None:
        """A fault for each row of a proposal that is turned down, and for each proposal that waits without a row."""
        table, used = self.tables["proposals"], set[object]()
        if not table.rows:
            return
        answers = {row["proposal"]: row["confirmed"] for row in table.rows}
        for name in ("allocations", "statements", "omissions"):
            for number, row in self.tables[name]:
                used.add(row["proposal"])
                if answers.get(row["proposal"]) == "no":
                    expected = f"ingen rad av ett förslag som har svaret no i {table.file}; ta bort raden"
                    self._fault(self.tables[name].file, number, "proposal", str(row["proposal"]), expected)
        for number, row in table:
            if row["proposal"] not in used and row["confirmed"] is None and (number, "confirmed") not in table.faulty:
                expected = "no, när ingen rad i allocations.csv, statements.csv eller omissions.csv kommer ur förslaget"
                self._fault(table.file, number, "confirmed", "en tom cell", expected)

    def _letters(self) -> None:
        """A fault for every text with characters that the report's font does not have: a report cannot show it."""
        placed = {(f.file, f.row, f.column) for f in (*self.package.faults, *self.identity.faults, *self.faults)}
        drawn: set[str] = set()
        for file, number, column, text in self._texts():
            if not isinstance(text, str) or text in drawn or (file, number, column) in placed:
                continue
            if text.isprintable() and (lost := undrawable(text)):
                named = ", ".join(f"{c} (U+{ord(c):04X})" for c in lost[:5])
                self._fault(file, number, column, text, f"bara tecken som {FONT} har, inte {named}")
            else:
                drawn.add(text)

    def _texts(self) -> Iterator[tuple[str, int, str, object]]:
        """What the descriptor says of the document, and every cell: file, row, column and value."""
        for key, text in self.identity.texts.items():
            yield DESCRIPTOR, 0, key, text
        for table in self.tables.values():
            for number, row in table:
                for column, value in row.items():
                    yield table.file, number, column, value
