"""The parameters of a report: what an analyst may set, checked before anything is rendered."""

import ast
import datetime
import difflib
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from decimal import Decimal
from pathlib import Path
from typing import Self

from fordelning.base.errors import InputError, reason, shorten
from fordelning.base.money import meant
from fordelning.base.profile import undrawable
from fordelning.case.folder import find, split
from fordelning.source.text import Original, OriginalError

UNITS = ("tkr", "mnkr", "kr")
AS_STATED, UNCHANGED, SHARE = "dokumentet", "oforandrat", "andel"
# What a reader calls each.
SCENARIOS = {
    AS_STATED: "Som handlingen anger",
    UNCHANGED: "Varje pott oförändrad",
    SHARE: "De öronmärkta medlen minskar",
}
MOST_YEARS = 6  # what a table across a standing page holds


class ParameterError(InputError):
    """One or several parameters are wrong. `faults` holds a sentence for each."""

    def __init__(self, faults: list[str]):
        self.faults = faults
        super().__init__(faults)

    def __str__(self) -> str:
        return "\n".join(["Parametrarna är fel:", *(f"  {fault}" for fault in self.faults)])


@dataclass(frozen=True)
class Parameters:
    """What a report is made with. `case` is a case's name or folder.

    `unit` is one of UNITS; "" leaves it to the case, whose amounts are told in one.

    `edition` is the edition's date as ÅÅÅÅ-MM-DD; "" leaves it to SOURCE_DATE_EPOCH, else to the case's own date.
    `source` is the path of the source's text, "" where it is not at hand.
    """

    case: str = "huddinge-2021"
    unit: str = ""
    edition: str = ""
    source: str = ""

    @classmethod
    def check(cls, given: Mapping[str, object]) -> Self:
        """The parameters in `given`. Raises ParameterError with every unknown name, wrong type and impossible value."""
        known = {f.name: f for f in fields(cls)}
        given = {name: _as_text(name, value) for name, value in given.items()}
        values: dict[str, str] = {}
        faults = []
        for name in given:
            if name not in known:
                faults.append(_unknown(name, [*known]))
        for name in known:
            value = given.get(name, known[name].default)
            if not isinstance(value, str):
                told = shorten(repr(value)).strip("»")
                faults.append(f"{name}: väntade text, fann {told} ({type(value).__name__}){_RAW}")
                continue
            values[name] = value
            if problem := _PROBLEMS[name](value):
                faults.append(f"{name}: {problem}")
        if len(values) == len(known):
            faults += cls.misfits(values)
        if faults:
            raise ParameterError(faults)
        return cls(**values)

    def recorded(self, name: str) -> dict[str, str]:
        """The parameters as an edition tells them: the case and the source by name, wherever they lie."""
        found = {**asdict(self), "case": name, "source": Path(self.source).name}
        return {name: value for name, value in found.items() if value or name != "source"}

    @classmethod
    def misfits(cls, values: dict[str, str]) -> list[str]:
        """A sentence for each value that is impossible together with another."""
        return []

    @property
    def chosen(self) -> set[str]:
        """The names of the parameters that have another value than their default."""
        return {f.name for f in fields(self) if getattr(self, f.name) != f.default}

    def edition_date(self, created: datetime.date) -> datetime.date:
        """The edition's date: as given, else from SOURCE_DATE_EPOCH, else `created`."""
        if self.edition:
            return datetime.date.fromisoformat(self.edition)
        return epoch() or created


SHARED = frozenset(field.name for field in fields(Parameters))  # those that every report has


@dataclass(frozen=True)
class OutlookParameters(Parameters):
    """What an outlook is made with besides: `scenario` is one of SCENARIOS.

    `years` is a year or two with a hyphen between, "" for those that the document speaks of. `share` is the percentage
    of the earmarked money that stays under the scenario "andel", "" for what the document states.
    """

    years: str = ""
    scenario: str = AS_STATED
    share: str = ""

    @classmethod
    def misfits(cls, values: dict[str, str]) -> list[str]:
        """See Parameters."""
        idle = values["share"] and values["scenario"] in SCENARIOS and values["scenario"] != SHARE
        found = [f"share: används bara i scenariot {SHARE}, inte i {values['scenario']}"] if idle else []
        return super().misfits(values) + found

    @property
    def asked_years(self) -> list[int]:
        """The years that are asked for; none where that is left to the document."""
        found = _YEARS.fullmatch(self.years)
        return list(range(int(found[1]), int(found[2] or found[1]) + 1)) if found else []

    @property
    def percentage(self) -> Decimal | None:
        """The share that stays in per cent, None where that is left to the document."""
        return Decimal(self.share.replace(",", ".")) if self.share else None


@dataclass(frozen=True)
class ComparisonParameters(Parameters):
    """What a comparison is made with besides: `other` is what the case is compared with.

    It is another case's name or folder, with "@" and a stage where that is not its last one; a name is looked for
    beside the case first. "" is the stage before the case's own. `same` says which boards, pots and measures are the
    same under two names: "before = after" with ";" between. `amendment` is the path of a file of changed rows: then the
    case is what is compared with, and what it would be with them the newer. It is looked for beside the case first.
    """

    other: str = ""
    same: str = ""
    amendment: str = ""

    @classmethod
    def misfits(cls, values: dict[str, str]) -> list[str]:
        """See Parameters."""
        found = []
        if values["other"]:
            try:
                _beside(values["case"], values["other"])
            except LookupError as error:
                found = [f"other: {error}"]
            if values["amendment"]:
                found.append("amendment: går inte ihop med other; ett ändringsförslag jämförs med fallet självt")
        if values["amendment"] and not _case_problem(values["case"]):
            file = _amendment(values["case"], values["amendment"])
            try:
                file.stat()
            except OSError as error:
                found.append(f"amendment: {shorten(str(file), 200)} kan inte läsas: {reason(error)}")
            except ValueError:
                found.append(f"amendment: {shorten(str(file))} har tecken som inte kan läsas")
        return super().misfits(values) + found

    @property
    def amendment_file(self) -> Path | None:
        """The file of changed rows, None where there is none."""
        return _amendment(self.case, self.amendment) if self.amendment else None

    @property
    def other_folder(self) -> Path:
        """The folder of the case to compare with, or of the case itself where `other` is blank."""
        return _beside(self.case, self.other or split(self.case)[0])

    @property
    def same_names(self) -> list[tuple[str, str]]:
        """What `same` says, as pairs of names: before and after."""
        pairs = (part.split("=") for part in self.same.split(";") if part.strip())
        return [(before.strip(), after.strip()) for before, after in pairs]

    def recorded(self, name: str) -> dict[str, str]:
        """See Parameters; `other` and `amendment` are told from the folder that the case's own lies in."""
        found = super().recorded(name)
        if self.amendment_file:
            base = find(self.case).resolve().parent
            found["amendment"] = Path(os.path.relpath(self.amendment_file.resolve(), base)).as_posix()
        if self.other:
            base = find(self.case).resolve().parent
            place, stage = Path(os.path.relpath(self.other_folder.resolve(), base)).as_posix(), split(self.other)[1]
            found["other"] = f"{place}@{stage}" if stage else place
        return found


@dataclass(frozen=True)
class EditionParameters(ComparisonParameters, OutlookParameters):
    """What all the documents of an edition are made with; each is given those that its notebook declares."""


def epoch() -> datetime.date | None:
    """The day of SOURCE_DATE_EPOCH, None where it is not set. Raises ParameterError where it is no such number."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not seconds:
        return None
    if not re.fullmatch("[0-9]{1,12}", seconds) or int(seconds) > _LAST_SECOND:
        raise ParameterError([f"SOURCE_DATE_EPOCH är {shorten(seconds)}, väntade ett antal sekunder"])
    return datetime.datetime.fromtimestamp(int(seconds), datetime.UTC).date()


def today() -> datetime.date:
    """The day on which a case is made: SOURCE_DATE_EPOCH's where that is set. Raises ParameterError."""
    return epoch() or datetime.date.today()


def _beside(case: str, other: str) -> Path:
    """The folder of `other`, looked for beside that of `case` first. Raises LookupError where there is none."""
    try:
        return find(other, find(case).resolve().parent)
    except LookupError:
        return find(other)


def _amendment(case: str, path: str) -> Path:
    """The file of changed rows at `path`, looked for beside the folder of `case` first."""
    beside = find(case).resolve().parent / path
    return beside if os.path.isfile(beside) else Path(path)  # which no odd name makes raise


_RAW = "; med papermill ger -r text där -p gör om den till något annat"
_LAST_SECOND = 253_402_300_799  # of the year 9999
_YEARS = re.compile("([12][0-9]{3})(?:[-–]([12][0-9]{3}))?")
_INJECTED = "# Parameters\n"  # how the cell begins that papermill adds
_SHARE = re.compile("[0-9]{1,3}(?:[.,][0-9]{1,2})?")


def require_declared(cells: Sequence[str]) -> None:
    """Raises ParameterError where papermill has given a notebook a parameter that it does not declare.

    `cells` are the sources that have been run, as IPython keeps them. papermill itself only warns, and the report would
    be made with another value than the one that was asked for.
    """
    number = max((n for n, source in enumerate(cells) if source.startswith(_INJECTED)), default=0)
    if number:
        declared = {name for source in cells[:number] for name in _assigned(source)}
        faults = [_unknown(name, sorted(declared)) for name in sorted(_assigned(cells[number]) - declared)]
        if faults:
            raise ParameterError(faults)


def unshown(recorded: Mapping[str, str]) -> Iterator[str]:
    """A sentence for each parameter, as a document tells it, with characters that it cannot show."""
    for name, value in recorded.items():
        lost = [c for c in value if not c.isprintable()] or undrawable(value)
        if lost:
            yield f"{name}: {shorten(value)} har tecknet U+{ord(lost[0]):04X}, som rapporten inte kan visa; byt namn"


def _assigned(source: str) -> set[str]:
    """The names that a cell assigns to at its top level; none where it is no Python."""
    try:
        lines = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError):
        return set()
    targets = [target for line in lines if isinstance(line, ast.Assign) for target in line.targets]
    targets += [line.target for line in lines if isinstance(line, ast.AnnAssign)]
    return {target.id for target in targets if isinstance(target, ast.Name)}


def _unknown(name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    hint = f"menade du {near[0]}?" if near else f"parametrarna är {', '.join(known)}"
    return f"{shorten(name).strip('»')}: okänd parameter, {hint}"


def _as_text(name: str, value: object) -> object:
    """A number as papermill makes one of what is given with -p, as the digits that were given."""
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return str(value) if number and name in ("years", "share") else value


def _case_problem(value: str) -> str | None:
    try:
        find(value)
    except LookupError as error:
        return str(error)
    return None


def _unit_problem(value: str) -> str | None:
    if value in ("", *UNITS):
        return None
    near = meant(value)
    hint = f" (menade du {near}?)" if near in UNITS else ""
    return f"okänd enhet {shorten(value)}{hint}; välj {', '.join(UNITS)}"


def _edition_problem(value: str) -> str | None:
    if not value:
        try:
            epoch()
        except ParameterError as error:
            return error.faults[0]
        return None
    try:
        if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            datetime.date.fromisoformat(value)
            return None
    except ValueError:
        pass
    return f"{shorten(value)} är inte ett datum som finns, skrivet ÅÅÅÅ-MM-DD"


def _source_problem(value: str) -> str | None:
    try:
        if value:
            Original.read(value)
    except OriginalError as error:
        return str(error)
    return None


def _years_problem(value: str) -> str | None:
    found = _YEARS.fullmatch(value)
    if found is None:
        return f"{shorten(value)} är inte år, skrivna 2022 eller 2021-2023" if value else None
    first, last = int(found[1]), int(found[2] or found[1])
    if last < first:
        return f"{shorten(value)} slutar före det börjar"
    return f"{shorten(value)} är fler år än {MOST_YEARS}" if last - first >= MOST_YEARS else None


def _scenario_problem(value: str) -> str | None:
    if value in SCENARIOS:
        return None
    near = difflib.get_close_matches(value.lower(), SCENARIOS, n=1)
    hint = f" (menade du {near[0]}?)" if near else ""
    return f"okänt scenario {shorten(value)}{hint}; välj {', '.join(SCENARIOS)}"


def _share_problem(value: str) -> str | None:
    if not value or (_SHARE.fullmatch(value) and Decimal(value.replace(",", ".")) <= 100):
        return None
    return f"{shorten(value)} är inte procent från 0 till 100 med högst två decimaler, till exempel 50 eller 33,3"


def _same_problem(value: str) -> str | None:
    for part in value.split(";"):
        names = [name.strip() for name in part.split("=")]
        if part.strip() and (len(names) != 2 or not all(names)):
            return f"{shorten(part.strip())} är inte två namn, skrivna före = efter; skilj flera par åt med semikolon"
    return None


_PROBLEMS: dict[str, Callable[[str], str | None]] = {
    "case": _case_problem,
    "unit": _unit_problem,
    "edition": _edition_problem,
    "source": _source_problem,
    "years": _years_problem,
    "scenario": _scenario_problem,
    "share": _share_problem,
    "other": lambda value: None,  # depends on the case: see ComparisonParameters.misfits
    "same": _same_problem,
    "amendment": lambda value: None,  # is read against the case: see comparison.amendment
}
