"""What editions are ordered, in a table or of every case: checked before anything is made, all faults at once."""

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path

from fordelning.base.errors import InputError, shorten
from fordelning.base.file import content
from fordelning.case.folder import find
from fordelning.case.replacement import mend
from fordelning.case.schema import DESCRIPTOR
from fordelning.intake.cells.cell import LONGEST, Cell, Sheet
from fordelning.intake.cells.sheet import DELIMITERS, read
from fordelning.publish.edition.staleness import dropped, remembered
from fordelning.report.parameters import EditionParameters, ParameterError

NAME = "utgåva"  # the column with the name of an edition's folder
_NAME = re.compile("[a-z0-9][a-z0-9-]{0,99}(@[a-z0-9-]{1,99})?")
_PARAMETERS = tuple(one.name for one in fields(EditionParameters))


class OrderError(InputError):
    """What is ordered cannot be made as it is ordered. `faults` holds a sentence for each fault, with its place."""

    def __init__(self, source: str, faults: list[str]):
        self.source, self.faults = source, faults
        super().__init__(source, faults)

    def __str__(self) -> str:
        return "\n".join([f"Beställningen {self.source} kan inte utföras:", *(f"  {fault}" for fault in self.faults)])


@dataclass(frozen=True)
class Order:
    """One edition to be made: the `name` of its folder on the shelf, and the `parameters` that it is made with.

    `given` are the names of those that were given, `kept` those that are as in the edition that stands there, and
    `dropped` the notebooks that it has documents of and this one has not.
    """

    name: str
    parameters: EditionParameters
    given: frozenset[str]
    kept: dict[str, str] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()

    def remembering(self, reports: Path, notebooks: Iterable[Path]) -> "Order":
        """The order with what is known of the edition in `reports`. Raises ParameterError, StandingError."""
        kept = remembered(reports, self.name, name_of(self.parameters), self.given)
        parameters = EditionParameters.check({**asdict(self.parameters), **kept})
        return replace(self, parameters=parameters, kept=kept, dropped=tuple(dropped(reports, self.name, notebooks)))


@dataclass(frozen=True)
class Result:
    """What came of an order: whether it was `made`, and `why`; the `state` of the edition, or the `error`.

    `complaints` are what the cells of its notebooks warned of.
    """

    order: Order
    made: bool
    why: list[str]
    state: dict | None
    error: Exception | None
    seconds: float
    complaints: Sequence[str] = ()


def every_case(data: Path, given: dict[str, str]) -> list[Order]:
    """An order for each case in `data`, made with the `given` parameters. Raises OrderError."""
    mend(data)
    folders = sorted(path.parent for path in data.glob(f"*/{DESCRIPTOR}"))
    if not folders:
        raise OrderError(str(data), ["där finns inga fall"])
    return _checked(str(data), {f"fallet {path.name}": {**given, "case": str(path)} for path in folders})


def listed(path: Path, given: dict[str, str]) -> list[Order]:
    """The orders in the table at `path`, CSV or Excel: a row each, a column for each parameter and one for the name.

    What no column says is `given`. Raises SheetError, and OrderError with every fault.
    """
    sheets = read(path, delimiter=_delimiter(path))
    if len(sheets) > 1:
        raise OrderError(path.name, [f"den har {len(sheets)} blad med innehåll, väntade ett"])
    [sheet] = sheets
    header, *lines = sheet.rows
    faults = _header(sheet, header)
    if faults:
        raise OrderError(path.name, faults)
    rows = {}
    for number, line in enumerate(lines, start=2):
        cells = {name.text: cell for name, cell in zip(header, line, strict=True) if cell and name}
        if cells:
            rows[f"rad {number}"] = {**given, **{name: cell.text for name, cell in cells.items()}}
    if not rows:
        raise OrderError(path.name, ["den har ingen rad under rubrikerna"])
    return _checked(path.name, rows)


def _delimiter(path: Path) -> str:
    """ "" where the table's own first line settles what is between its columns; a lone column has nothing between."""
    try:
        first = content(path, LONGEST).partition(b"\n")[0]
    except (OSError, ValueError):  # told when the table is read
        return ""
    return "" if any(sign.encode() in first for sign in DELIMITERS) else ";"


def _header(sheet: Sheet, header: list[Cell]) -> list[str]:
    known, names, faults = (*_PARAMETERS, NAME), [cell.text for cell in header], []
    for cell in header:
        if cell and cell.text not in known:
            near = difflib.get_close_matches(cell.text.lower(), known, n=1)
            hint = f"menade du {near[0]}?" if near else f"kolumnerna är {', '.join(known)}"
            faults.append(f"{sheet.named(cell)}: kolumnen {shorten(cell.text)} är okänd; {hint}")
        elif cell and names.index(cell.text) != header.index(cell):
            faults.append(f"{sheet.named(cell)}: kolumnen {cell.text} står två gånger")
        elif not cell and any(row[header.index(cell)] for row in sheet.rows):
            faults.append(f"{sheet.named(cell)}: kolumnen har inget namn")
    return faults + ([] if "case" in names or faults else ["kolumnen case saknas: vilket fall en utgåva är av"])


def _checked(source: str, rows: dict[str, dict[str, str]]) -> list[Order]:
    orders: dict[str, Order] = {}
    faults: list[str] = []
    places: dict[str, str] = {}
    for place, given in rows.items():
        asked = dict(given)
        name = asked.pop(NAME, "")
        try:
            parameters = EditionParameters.check(asked)
        except ParameterError as error:
            faults += [f"{place}: {fault}" for fault in error.faults]
            continue
        name = name or name_of(parameters)
        if not _NAME.fullmatch(name):
            faults.append(f"{place}: {shorten(name)} är inget namn på en mapp; skriv a–z, 0–9 och bindestreck")
        elif name in orders:
            faults.append(f"{place}: utgåvan {name} görs redan av {places[name]}; ge dem olika namn i kolumnen {NAME}")
        else:
            orders[name], places[name] = Order(name, parameters, frozenset(asked)), place
    if faults:
        raise OrderError(source, faults)
    return list(orders.values())


def name_of(parameters: EditionParameters) -> str:
    """The name of the folder that an edition made with `parameters` has where it is given no other."""
    stage = parameters.case.partition("@")[2]
    return find(parameters.case).resolve().name + (f"@{stage}" if stage else "")
