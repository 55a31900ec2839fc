"""Whether an edition is what would be made now: by the content of all that it depends on, never by time.

The edition's own manifest is the record. Its files are known by name and size; `verify` reads them to the last byte.
"""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from functools import cached_property
from pathlib import Path

from fordelning.base.errors import InputError
from fordelning.base.program import versions
from fordelning.case.folder import find, split
from fordelning.case.schema import TABLES
from fordelning.report.parameters import EditionParameters, epoch

from .manifest import ManifestError, Reading, commit, differences, notebooks, program, read, request, sizes
from .overview import known
from .shelf import hold
from .target import NOT_APPROVED


class Program:
    """What every edition depends on, read once: the program, the fonts and the packages."""

    def __init__(self) -> None:
        self.files, self.versions = program(), versions()

    @cached_property
    def commit(self) -> dict | None:
        """What `manifest.commit` says of it; asked only where an edition is made."""
        return commit()


def changes(
    parameters: EditionParameters, paths: list[Path], folder: Path, program: Program, reading: Reading
) -> list[str]:
    """Why the edition in `folder` has to be made anew from `parameters` and the notebooks at `paths`, in Swedish.

    [] where it is what would be made.
    """
    if not folder.exists():
        return ["utgåvan fanns inte"]
    try:
        was = read(folder)
    except ManifestError as error:
        return [str(error)]
    case = find(parameters.case).resolve()
    now = {
        **was,
        "request": request(parameters),
        "parameters": parameters.recorded(was["case"] if _is_of(was, case) else case.name),
        "versions": program.versions,
        "inputs": inputs(was, parameters, paths, program, reading),
        "edition": parameters.edition or (str(epoch()) if epoch() else was["edition"]),
    }
    found = differences(was, now)
    if was["sizes"] != {name: size for name, size in sizes(folder).items() if name in was["outputs"]}:
        found.append("utgåvans filer är inte de som gjordes")
    return found


def inputs(
    was: dict, parameters: EditionParameters, paths: list[Path], program: Program, reading: Reading
) -> dict[str, str]:
    """What the edition with the manifest `was` would be made from now, by checksum."""
    case = find(parameters.case).resolve()
    told = {name for name in was["inputs"] if name.startswith("notebooks/")}
    made_with = [path for path in paths if f"notebooks/{path.name}" in told]
    files = {
        name: _digest(case.parent / name.removeprefix("data/"), reading)
        for name in was["inputs"]
        if name.startswith("data/")
    }
    tables = (f"data/{case.name}/{table.path}" for table in TABLES.values())  # one that has come since is a fault
    files |= {name: _digest(case.parent / name.removeprefix("data/"), reading) for name in tables if name not in files}
    if (amendment := parameters.amendment_file) is not None:
        files[f"amendment/{amendment.name}"] = _digest(amendment, reading)
    if parameters.source:
        source = Path(parameters.source)
        files[f"source/{source.name}"] = _digest(source, reading)
    return {
        **{name: digest for name, digest in files.items() if digest},
        **program.files,
        **notebooks(made_with, [path for path in paths if path not in made_with], reading),
    }


class StandingError(InputError):
    """What stands there cannot be made anew from what was given; the message says why, and what to do."""


def remembered(reports: Path, name: str, case: str, given: Iterable[str]) -> dict[str, str]:
    """The parameters that the edition `name` in `reports` was made with by choice, but for those that are `given` now.

    An edition that somebody chose how to make is not replaced by one that nobody chose. `case` is the name of the case
    that it is to be of, with its stage where that is said. Raises StandingError where the edition is of another, and
    where it was made with a source and none is given: only its name is known.
    """
    folder = _newest(reports, name)
    try:
        found = read(folder)
    except ManifestError:
        return {}
    was, stage = found["parameters"], found["request"]["skede"]
    if case not in (found["case"], f"{found['case'].partition('@')[0]}@{stage}" if stage else found["case"]):
        raise StandingError(
            f"{folder} är en utgåva av {found['case']}, och ersätts inte av en av {case}. Ge den ett annat namn, eller "
            "ta först bort den som finns."
        )
    usual = {field.name: field.default for field in fields(EditionParameters) if field.name not in ("case", *given)}
    kept = {key: was[key] for key, value in usual.items() if was.get(key, "") not in ("", value)}
    if found["request"]["datum"] == "SOURCE_DATE_EPOCH" and "edition" in usual and not epoch():
        kept["edition"] = found["edition"]
    if "source" in kept:
        raise StandingError(
            f"Utgåvan {name} är gjord med källan {kept['source']}: ange -p source och sökvägen till den, eller "
            '-p source "" för att göra utgåvan utan.'
        )
    return kept


def dropped(reports: Path, name: str, notebooks: Iterable[Path]) -> list[str]:
    """The notebooks, by file name, that the edition `name` in `reports` has documents of and that are not given now."""
    try:
        was = read(_newest(reports, name))
    except ManifestError:
        return []
    now = {path.name for path in notebooks}
    return [file for file in was["outputs"] if file.endswith(".ipynb") and file not in now]


def told(kept: dict[str, str], gone: Iterable[str]) -> list[str]:
    """What is `remembered`, and what is `dropped`, in sentences."""
    said = [f"{key} = {value}" for key, value in kept.items()]
    return [
        *([f"Som i den utgåva som finns: {', '.join(said)}. -p ändrar det."] if said else []),
        *(f"Den utgåva som finns har även {file}; anteckningsboken är inte med nu." for file in gone),
    ]


def _newest(reports: Path, name: str) -> Path:
    """The folder of the edition `name` that was made last: one that is not approved goes when one is."""
    refused = reports / (name + NOT_APPROVED)
    return refused if refused.exists() else reports / name


def standing(
    parameters: EditionParameters, paths: list[Path], reports: Path, name: str, program: Program, reading: Reading
) -> tuple[Path, list[str]]:
    """The folder of the edition `name` that stands in `reports`, and why it has to be made anew, as `changes` says."""
    folder = _newest(reports, name)
    return folder, changes(parameters, paths, folder, program, reading)


def unchanged(
    given: Mapping[str, str], paths: list[Path], reports: Path
) -> tuple[EditionParameters, dict[str, str], Path, dict] | None:
    """The approved edition in `reports` that is what `report` would make of what is `given`, told without its case.

    Its parameters, which of them are `remembered`, its folder and its `state`. None where there is none: then the case
    is loaded. Raises as EditionParameters.check, `remembered` and `hold`.
    """
    parameters = EditionParameters.check(given)
    case, stage = find(parameters.case).resolve().name, split(parameters.case)[1]
    # The last stage has the name of the case alone, and which one that is the case tells.
    name = f"{case}@{stage}" if stage and (reports / f"{case}@{stage}").exists() else case
    try:
        if read(reports / name)["case"] != name:
            return None
    except ManifestError:
        return None
    kept = remembered(reports, name, name, given)
    parameters = EditionParameters.check({**given, **kept})
    with hold(reports):
        folder, why = standing(parameters, paths, reports, name, Program(), Reading())
        told = None if why else known(folder)
    return (parameters, kept, folder, told) if told and told["approved"] else None


def _is_of(was: dict, case: Path) -> bool:
    """Whether an edition is of the case that is asked for, whichever stage of it."""
    return was["case"].partition("@")[0] == case.name


def _digest(path: Path, reading: Reading) -> str:
    try:
        return reading.digest(path)
    except OSError:
        return ""
