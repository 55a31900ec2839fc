"""The parameters of a report: what an analyst may set, checked before anything is rendered."""

import datetime
import difflib
import os
import re
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from types import BuiltinFunctionType, FunctionType, ModuleType

from .case import find
from .money import KRONOR
from .original import Original, OriginalError

UNITS = ("tkr", "mnkr", "kr")


class ParameterError(Exception):
    """One or several parameters are wrong. `faults` holds a sentence for each."""

    def __init__(self, faults: list[str]):
        self.faults = faults
        super().__init__(faults)

    def __str__(self) -> str:
        return "\n".join(["Parametrarna är fel:", *(f"  {fault}" for fault in self.faults)])

    def _render_traceback_(self) -> list[str]:
        """Let Jupyter show the faults instead of a traceback."""
        return str(self).splitlines()


@dataclass(frozen=True)
class Parameters:
    """What a report is made with. `case` is a case's name or folder, `unit` one of UNITS.

    `edition` is the edition's date as ÅÅÅÅ-MM-DD; "" leaves it to SOURCE_DATE_EPOCH, else to the case's own date.
    `source` is the path of the source's text, "" where it is not at hand.
    """

    case: str = "huddinge-2021"
    unit: str = "tkr"
    edition: str = ""
    source: str = ""

    @classmethod
    def check(cls, given: dict) -> "Parameters":
        """The parameters in `given`. Raises ParameterError with every unknown name, wrong type and impossible value."""
        known = {f.name: f for f in fields(cls)}
        faults = []
        for name in given:
            if name not in known:
                near = difflib.get_close_matches(name, known, n=1)
                hint = f"menade du {near[0]}?" if near else f"parametrarna är {', '.join(known)}"
                faults.append(f"{name}: okänd parameter, {hint}")
        for name in known:
            value = given.get(name, known[name].default)
            if not isinstance(value, str):
                faults.append(f"{name}: väntade text, fann {value!r} ({type(value).__name__})")
            elif problem := _PROBLEMS[name](value):
                faults.append(f"{name}: {problem}")
        if faults:
            raise ParameterError(faults)
        return cls(**given)

    def recorded(self, name: str) -> dict[str, str]:
        """The parameters as an edition tells them: the case and the source by name, wherever they lie."""
        found = {**asdict(self), "case": name, "source": Path(self.source).name}
        return {name: value for name, value in found.items() if value or name != "source"}

    @classmethod
    def from_notebook(cls, namespace: dict) -> "Parameters":
        """The parameters that a notebook's first cells have set, from its `globals()`.

        papermill only warns of a name that the notebook does not declare; here it stops the run.
        """
        return cls.check({name: value for name, value in namespace.items() if _is_parameter(name, value)})

    def edition_date(self, created: datetime.date) -> datetime.date:
        """The edition's date: as given, else from SOURCE_DATE_EPOCH, else `created`."""
        if self.edition:
            return datetime.date.fromisoformat(self.edition)
        if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
            return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()
        return created


_LAST_SECOND = 253_402_300_799  # of the year 9999
_JUPYTER = {"In", "Out", "exit", "quit", "get_ipython", "open"}


def _is_parameter(name: str, value: object) -> bool:
    code = isinstance(value, (ModuleType, type, FunctionType, BuiltinFunctionType))
    return not name.startswith("_") and name not in _JUPYTER and not code


def _case_problem(value: str) -> str | None:
    try:
        find(value)
    except LookupError as error:
        return str(error)
    return None


def _unit_problem(value: str) -> str | None:
    if value in UNITS:
        return None
    near = difflib.get_close_matches(value.lower(), KRONOR, n=1)
    hint = f" (menade du {near[0]}?)" if near and near[0] in UNITS else ""
    return f"okänd enhet »{value}»{hint}; välj {', '.join(UNITS)}"


def _edition_problem(value: str) -> str | None:
    if not value:
        epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
        if not epoch or (re.fullmatch("[0-9]{1,12}", epoch) and int(epoch) <= _LAST_SECOND):
            return None
        return f"SOURCE_DATE_EPOCH är »{epoch}», väntade ett antal sekunder"
    try:
        if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            datetime.date.fromisoformat(value)
            return None
    except ValueError:
        pass
    return f"»{value}» är inte ett datum som finns, skrivet ÅÅÅÅ-MM-DD"


def _source_problem(value: str) -> str | None:
    try:
        if value:
            Original.read(value)
    except OriginalError as error:
        return str(error)
    return None


_PROBLEMS = {"case": _case_problem, "unit": _unit_problem, "edition": _edition_problem, "source": _source_problem}
