"""A table given to the program, as `fordelning import` takes it in, and held against what is known of it."""

import csv
import re
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from fordelning import allocations, findings, open_case, reconcile
from planted.names import KRONOR
from planted.table import Place, Table
from planted.trial import ASIDE, ASKED, CONTRADICTED, LOST, READ, REFUSED, TAKEN, Outcome, said


@dataclass(frozen=True)
class TableTrial:
    """A table in `folder`: `table` as it is written, `truth` as it should be read where it can be.

    `at` are the cells that are planted, of which one must be named where the program asks; none where nothing is wrong.
    `false` are the totals that must be contradicted where it is taken in as it stands, `doubtful` those that may be.
    With `readable` it is as good to read the table as it should be read.
    """

    folder: Path
    table: Table
    truth: Table
    at: frozenset[Place] = frozenset()
    false: frozenset[Place] = frozenset()
    doubtful: frozenset[Place] = frozenset()
    readable: bool = False

    def outcome(self) -> Outcome:
        """Whether what is planted is told of, and nothing else is accused."""
        path, data = self.table.write(self.folder), self.folder / "data"
        code, out, err = said("import", path, "--case", "fallet", "--data", data, *self.table.options)
        if code not in (0, 4):
            named = any(self._named(err, place) for place in self.at) or not self.at
            figures = Counter({ASKED: len(self._given())})
            told = ASKED if re.search("; avgör |ange --|, ange ", err) else REFUSED
            return Outcome(told if named and code in (2, 3) else "", figures=figures, why=err)
        case = open_case(str(data / "fallet"))
        frame = findings(reconcile(case))
        wrong = {name: state for name, state in frame["state"].items() if state == "motsägs"}
        with (data / "fallet" / "statements.csv").open(encoding="utf-8", newline="") as file:
            stated = {row["statement"]: _value(row["value"], row["unit"]) for row in csv.DictReader(file)}
        unnamed = dict.fromkeys(wrong)
        told = {place: self._statement(place, frame, stated, unnamed) for place in (*self.false, *self.doubtful)}
        found = CONTRADICTED if self.false and all(told[place] for place in self.false) else ""
        rows = [tuple(row) for row in self._rows(case)]
        if not found and self._read_right(rows, stated) and not wrong and (self.readable or not self.at):
            found = READ
        figures = self._figures([row[-1] for row in rows], list(stated.values()), out)
        return Outcome(found, tuple(unnamed), len(wrong) - len(unnamed), figures, out + err)

    def _statement(self, place: Place, frame, stated: dict[str, Fraction], unnamed: dict[str, None]) -> str:
        """The contradicted statement that the total at `place` is, no longer among `unnamed` then; "" if none."""
        value = self._value(self.table, place)
        for name in list(unnamed):
            rows = re.findall("[0-9]+", frame["place"][name].rpartition("rad ")[2] or frame["place"][name])
            if stated[name] == value and str(place[0]) in rows:
                del unnamed[name]
                return name
        return ""

    def _named(self, text: str, place: Place) -> bool:
        first = min(column for _, column in self.table.amounts)
        return _named(text, place, "".join(map(_letter, range(1, first))))

    def _rows(self, case) -> list[list]:
        columns = [role if role == "year" else f"{role}_name" for role in self.truth.roles]
        frame = allocations(case)
        frame = frame[frame["kronor"] != 0]
        return frame[columns].astype(str).assign(kronor=frame["kronor"].map(Fraction)).to_numpy().tolist()

    def _read_right(self, rows: list[tuple], stated: dict[str, Fraction]) -> bool:
        truth = self.truth
        wanted = Counter((*names, truth.kronor(place)) for place, names in truth.amounts.items())
        sums = Counter(self._value(truth, place) for place in (*truth.totals, *truth.shares))
        return Counter(rows) == wanted and Counter(stated.values()) == sums

    def _given(self) -> list[Place]:
        table = self.table
        return [*table.amounts, *table.totals, *table.shares, *table.besides]

    def _value(self, table: Table, place: Place) -> Fraction | None:
        value = table.cells[place].value
        if isinstance(value, str):
            return None
        return value / 100 if place in table.shares else table.kronor(place)

    def _figures(self, amounts: list[Fraction], stated: list[Fraction], out: str) -> Counter[str]:
        """What became of every figure: those that were read by what they say, the others by their place."""
        left, figures = Counter(amounts) + Counter(stated), Counter[str]()
        aside = "\n".join(line for line in out.splitlines() if line.startswith("Lämnat åt sidan"))
        for place in self._given():
            values = (
                {self._value(self.table, place), self._value(self.truth, place)}
                if place in self.truth.cells
                else {None}
            )
            value = next((one for one in values if one is not None and left[one]), None)
            if value is not None and place not in self.table.besides:
                left[value] -= 1
                figures[TAKEN] += 1
            else:
                figures[ASIDE if self._named(aside, place) or self._named(out, place) else LOST] += 1
        return figures


def _value(text: str, unit: str) -> Fraction:
    return Fraction(text) / 100 if unit == "%" else Fraction(text) * KRONOR.get(unit, 1)


def _named(text: str, place: Place, names: str) -> bool:
    """Whether what is said names the cell, its row by a cell in the columns of `names`, its row or its column.

    It may stand within a range of them.
    """
    row, letter = place[0], _letter(place[1])
    if re.search(rf"\b[{names}{letter}]{row}\b|\bkolumn {letter}\b|--\w+ {letter}\b", text):
        return True
    ranges = re.findall(r"(?:\brad |--\w+ |, ?|\boch )([0-9]+)(?:-([0-9]+))?\b", text)
    ranges += re.findall(rf"\b{letter}([0-9]+)[-–]{letter}([0-9]+)\b", text)
    return any(int(first) <= row <= int(last or first) for first, last in ranges)


def _letter(column: int) -> str:
    return chr(64 + column)
