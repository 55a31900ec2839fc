"""What a mailed table says, as pandas frames: before anything is made a case of."""

from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from fordelning.base.errors import InputError, require
from fordelning.base.money import KRONOR

from .cells import sheet as sheets
from .conversion import choose
from .table.cell_values import Claim, Entry
from .table.options import NEAREST, Faults, Options
from .table.recognition import recognise
from .table.vocabulary import NAMES

_ROLES = ("year", "pot", "measure", "board")


@dataclass(frozen=True)
class MailedTable:
    """A table as it was read. Each frame is made anew, so that what is done to it changes nothing else."""

    _entries: tuple[Entry, ...] = field(default=(), repr=False)
    _claims: tuple[Claim, ...] = field(default=(), repr=False)
    _questions: tuple[str, ...] = ()

    @property
    def amounts(self) -> pd.DataFrame:
        """The amounts: `year`, `pot`, `measure`, `board` (names), `number`, `unit`, `kronor`, `notes`, `place`."""
        rows = [{**_about(entry), "notes": ", ".join(entry.marks), "place": entry.place} for entry in self._entries]
        return _frame(rows, (*_COLUMNS, "notes", "place"))

    @property
    def totals(self) -> pd.DataFrame:
        """The totals and shares that the table states: `wording`, and the same columns as `amounts` but for notes."""
        rows = [{"wording": claim.wording, **_about(claim), "place": claim.place} for claim in self._claims]
        return _frame(rows, ("wording", *_COLUMNS, "place"))

    @property
    def questions(self) -> pd.DataFrame:
        """What has to be mended or settled before the table can be read, a sentence a row, in `question`."""
        return pd.DataFrame({"question": list(self._questions)}, dtype="str")


_COLUMNS = (*_ROLES, "number", "unit", "kronor")


def read_table(
    path: str | Path,
    *,
    sheet: str = "",
    rows: str = "",
    columns: str = "",
    unit: str = "",
    year: str = "",
    pot: str = "",
    measure: str = "",
    board: str = "",
) -> MailedTable:
    """What a mailed table says: its amounts, the totals it states, and what it leaves to be settled.

    Nothing is written. `fordelning import` makes a case of the same table, and has more ways to settle what it leaves.

    Parameters
    ----------
    path : str or Path
        An Excel workbook (.xlsx) or a CSV file.
    sheet : str
        The sheet, where several hold figures.
    rows, columns : str
        What the first column of names and the columns of amounts are, where that is not clear: "nämnder", "åtgärder",
        "potter" or "år".
    unit : str
        The amounts' unit, where the table does not say it, or says several: "kr", "tkr", "mnkr", "mdkr" or, for the
        one that stands nearest to each amount, "närmast".
    year, pot, measure, board : str
        What all the amounts are about, where the table does not say it.

    Returns
    -------
    MailedTable
        `amounts`: a row an amount, with `year`, `pot`, `measure` and `board` as the table names them (missing where it
        does not), `number` (an exact Decimal) in `unit`, `kronor` (Int64, missing where it is no whole number of
        them), `notes` (the footnotes) and `place` (sheet and cell). `totals`: the sums and shares that the table
        states, with their `wording`. `questions`: in `question` what has to be settled first; where there are any, the
        other two are empty.

    Raises
    ------
    SheetError
        Where the file cannot be read, or holds no table.
    InputError
        Where `rows`, `columns` or `unit` is none of those words.

    Examples
    --------
    >>> table = read_table("docs/handledning/ramokning-2026.xlsx")
    >>> len(table.amounts), len(table.questions)
    (0, 3)
    >>> table = read_table("docs/handledning/ramokning-2026.xlsx", columns="potter")
    >>> table.amounts.groupby("pot", sort=False)["kronor"].sum().to_dict()
    {'Trygga miljöer': 13000000, 'Grön omställning': 14500000, 'Tidiga insatser': 26800000}
    """
    require(path, (str, Path), "en fils namn, som text")
    for name, word, known in (("rows", rows, NAMES), ("columns", columns, NAMES), ("unit", unit, (*KRONOR, NEAREST))):
        if word and word not in known:
            raise InputError(f"{name} är »{word}»; välj {', '.join(known)}")
    path = Path(path)
    chosen = choose(path.name, sheets.read(path), sheet)
    options = Options(
        sheet=sheet, rows=rows, columns=columns, unit=unit, year=year, pot=pot, measure=measure, board=board
    )
    try:
        found = recognise(chosen, options)
    except Faults as faults:
        return MailedTable(_questions=tuple(faults.faults))
    given = zip(_ROLES, (year, pot, measure, board), strict=True)
    said = {role: name for role, name in given if name}
    entries = (Entry(e.number, e.unit, {**said, **e.about}, e.marks, e.place, e.row) for e in found.entries)
    return MailedTable(tuple(entries), tuple(found.claims))


def _about(line: Entry | Claim) -> dict[str, object]:
    """The columns that amounts and totals share."""
    kronor = line.number * KRONOR[line.unit] if line.unit in KRONOR else None
    whole = int(kronor) if kronor is not None and kronor == int(kronor) else None
    about = {role: line.about.get(role) for role in _ROLES}
    return {**about, "number": line.number, "unit": line.unit, "kronor": whole}


def _frame(rows: list[dict[str, object]], columns: tuple[str, ...]) -> pd.DataFrame:
    texts = dict.fromkeys(set(columns) - {"number", "kronor"}, "str")
    return pd.DataFrame(rows, columns=list(columns)).astype({**texts, "kronor": "Int64"})
