"""An amendment: a file of rows that are to be other than in the proposal, and the case as it would be then."""

import csv
import difflib
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pandas as pd

from fordelning.base.errors import reason, shorten
from fordelning.base.file import content
from fordelning.base.money import KRONOR, to_kronor
from fordelning.case.case import Case
from fordelning.report.parameters import ParameterError

COLUMNS = ("pot", "measure", "board", "amount", "unit")
_LARGEST = 10_000_000  # bytes
_MOST_TOLD = 20
_NUMBER = re.compile("-?(?:[0-9]{1,3}(?: [0-9]{3})+|[0-9]{1,15})(?:[.,][0-9]{1,9})?")
_TWO_WAYS = re.compile("[-−]?[1-9][0-9]{0,2}[.,][0-9]{3}")  # 2.200 is two thousand to one, and two and a bit to another
_LINE = ("year", "pot", "measure", "board")
Line = tuple[int, str, str, str]  # year, pot, measure, board


def amended(case: Case, path: Path) -> Case:
    """`case` with the amounts that the file at `path` gives instead.

    The file is a CSV with COLUMNS, and year where the case has several: a row for each pot, measure and board whose
    amount is another, with the new amount. Nil takes the row away, and one that the case does not have is added.
    It has no statements and no reasons, and its new amounts no place: those of the document are about the proposal.

    Raises ParameterError with every fault in the file.
    """
    amounts = _read(case, path)
    frame = case.allocations
    lines = list(zip(frame["year"], frame["pot"], frame["measure"], frame["board"], strict=True))
    kept, first = [], set()
    for position, line in enumerate(lines):
        if line not in amounts:
            kept.append(position)
        elif line not in first and amounts[line]:
            first.add(line)
            kept.append(position)
    changed = frame.iloc[kept].reset_index(drop=True)
    touched = [lines[position] for position in kept]
    now = [amounts.get(line, was) for line, was in zip(touched, changed["kronor"], strict=True)]
    changed["place"] = changed["place"].where(changed["kronor"] == now, "")
    changed["kronor"] = now
    new = [(line, kronor) for line, kronor in amounts.items() if line not in lines and kronor]
    if new:
        changed = pd.concat([changed, _rows(case, new, changed)], ignore_index=True)
    if changed.empty:
        raise ParameterError([f"amendment: {path.name} tar bort varje rad, så det finns inget att jämföra med"])
    return replace(case, statements={}, reasons=(), _allocations=changed)


def _rows(case: Case, new: list[tuple[Line, int]], like: pd.DataFrame) -> pd.DataFrame:
    """The rows that the case does not have, with the columns and types of `like`."""
    made = [
        {
            **dict.fromkeys(like.columns),
            **dict(zip(_LINE, line, strict=True)),
            "kronor": kronor,
            "step": 0,
            "basis": "stated",
            "place": "",
            "measure_tag": case.measures[line[2]].tag,
            "board_tag": case.boards[line[3]].tag,
        }
        for line, kronor in new
    ]
    return pd.DataFrame(made, columns=like.columns).astype(like.dtypes.to_dict())


def _read(case: Case, path: Path) -> dict[Line, int]:
    """The new amounts in kronor. Raises ParameterError."""
    try:
        text = content(path, _LARGEST).decode("utf-8-sig")
    except OSError as error:
        raise ParameterError([f"amendment: {path} kan inte läsas: {reason(error)}"]) from None
    except UnicodeDecodeError:
        raise ParameterError([f"amendment: {path} är inte UTF-8; spara filen som CSV UTF-8"]) from None
    header = text.partition("\n")[0]
    table = csv.DictReader(io.StringIO(text, newline=""), delimiter=";" if ";" in header else ",")
    try:
        rows = [(table.line_num, row) for row in table]
    except csv.Error:
        told = "går inte att läsa som CSV: citattecken som inte går ihop, eller en mycket lång cell"
        raise ParameterError([f"amendment: {path.name} rad {table.line_num + 1}: {told}"]) from None
    columns = ["year", *COLUMNS] if len(case.named_years) > 1 else [*COLUMNS]
    there = [name for name in table.fieldnames or () if name]
    if sorted(there) not in (sorted(columns), sorted({"year", *columns})):  # what others say would be lost
        found = shorten(", ".join(there) or "inget")
        wanted = ", ".join(columns)
        raise ParameterError([f"amendment: {path.name} rad 1: fann kolumnerna {found}, väntade {wanted}"])
    amounts: dict[Line, int] = {}
    faults: list[str] = []
    for number, row in rows:
        if not "".join(part for cell in row.values() for part in cell or ()).strip():
            continue  # a spreadsheet writes the separators of lines that are empty
        wrong = list(_faults(case, row))
        if not wrong:
            line = (_year(case, row), row["pot"], row["measure"], row["board"])
            kronor = to_kronor(_amount(row["amount"]), row["unit"])
            if line in amounts:
                wrong = ["raden finns redan: en rad för varje år, pott, åtgärd och nämnd"]
            elif not kronor and not len(case.positions(**dict(zip(_LINE, line, strict=True)))):
                wrong = ["amount: fann 0, som tar bort en rad, men fallet har ingen sådan rad"]
            amounts[line] = kronor
        faults += [f"amendment: {path.name} rad {number}: {one}" for one in wrong]
    if not amounts and not faults:
        faults.append(f"amendment: {path.name} har inga rader; skriv en rad för varje belopp som ändras")
    if faults:
        more = [f"amendment: och {len(faults) - _MOST_TOLD} fel till"] if len(faults) > _MOST_TOLD else []
        raise ParameterError([*faults[:_MOST_TOLD], *more])
    return amounts


def _faults(case: Case, row: Mapping[str, str | None]) -> Iterator[str]:
    """What is wrong in a row, in Swedish."""
    if None in row.values() or None in row or row.get(""):
        yield "fel antal celler"
        return
    for column, known in (("pot", case.pots), ("measure", case.measures), ("board", case.boards)):
        if (key := row[column] or "") not in known:
            near = difflib.get_close_matches(key, known, n=1)
            hint = f"menade du {near[0]}?" if near else f"nycklarna är {shorten(', '.join(known), 200)}"
            yield f"{column}: fann {shorten(key)}, som fallet inte har; {hint}"
    if _year(case, row) not in case.named_years:
        yield f"year: fann {shorten(row['year'] or '')}, väntade något av {', '.join(map(str, case.named_years))}"
    if (unit := row["unit"] or "") not in KRONOR:
        yield f"unit: fann {shorten(unit)}, väntade {', '.join(KRONOR)}"
        return
    found = f"amount: fann {shorten(row['amount'] or '')}"
    if _TWO_WAYS.fullmatch((row["amount"] or "").strip()):
        plain = re.sub("[.,]", "", row["amount"] or "").strip()
        yield f"{found}; skriv {plain} om tecknet skiljer tusental, annars beloppet i en mindre enhet"
        return
    try:
        to_kronor(_amount(row["amount"]), unit)
    except ValueError:
        yield f"{found}, väntade ett tal som blir hela kronor, till exempel 2200"


def _amount(written: str | None) -> Decimal:
    """The number that is written, in groups of three or not, with a decimal point or comma. Raises ValueError."""
    number = re.sub("[\u00a0\u2009\u202f]", " ", (written or "").strip()).replace("−", "-")
    if not _NUMBER.fullmatch(number):
        raise ValueError(written)
    return Decimal(number.replace(" ", "").replace(",", "."))


def _year(case: Case, row: Mapping[str, str | None]) -> int:
    """The row's year; the case's own where there is only one and none is written. 0 where it is no year."""
    written = (row.get("year") or "").strip()
    if not written and len(case.named_years) == 1:
        return case.named_years[0]
    return int(written) if written.isdecimal() and len(written) == 4 else 0
