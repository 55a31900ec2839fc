"""Whether an edition is what would be made now: by the content of all that it depends on, never by time.

The edition's own manifest is the record. Its files are known by name and size; `verify` reads them to the last byte.
"""

import shlex
from collections.abc import Iterable
from pathlib import Path

from ..faults import InputError
from ..folder import find
from ..parameters import EditionParameters, epoch
from .manifest import ManifestError, Reading, differences, notebooks, program, read, request, sizes, versions
from .target import NOT_APPROVED, places


class Program:
    """What every edition depends on, read once: the program, the fonts and the packages."""

    def __init__(self) -> None:
        self.files, self.versions = program(), versions()


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
    if parameters.source:
        source = Path(parameters.source)
        files[f"source/{source.name}"] = _digest(source, reading)
    return {
        **{name: digest for name, digest in files.items() if digest},
        **program.files,
        **notebooks(made_with, [path for path in paths if path not in made_with], reading),
    }


class ChosenError(InputError):
    """An edition that was made with chosen parameters would be replaced by one with others; the message says which."""


def require_asked(parameters: EditionParameters, given: Iterable[str], reports: Path, name: str) -> None:
    """Raises ChosenError where an edition `name` in `reports` has a parameter that nobody has said is to change.

    `given` are the names of the parameters that were given for the edition that is to be made with `parameters`.
    """
    for folder in places(reports, name):
        try:
            was = read(folder)["parameters"]
        except ManifestError:
            continue
        now = parameters.recorded(was["case"])
        other = [
            key for key in dict.fromkeys([*was, *now]) if was.get(key, "") != now.get(key, "") and key not in given
        ]
        if other:
            kept = " ".join(f"-p {key} {_written(key, was.get(key, ''))}" for key in other)
            changed = " ".join(f"-p {key} {_written('', now.get(key, ''))}" for key in other)
            raise ChosenError(
                f"{folder} är gjord med {', '.join(f'{key} = {was.get(key) or _NONE}' for key in other)}, och skulle "
                f"ersättas av en utgåva med {', '.join(f'{key} = {now.get(key) or _NONE}' for key in other)}.\n"
                f"Ange {kept} för att behålla det, eller {changed} för att byta; i en beställning är varje parameter "
                "en kolumn."
            )


_NONE = "(inget)"


def _written(key: str, value: str) -> str:
    """A parameter's value as it is written in a shell; of a source only the name is known."""
    return shlex.quote(f"SÖKVÄGEN/{value}" if key == "source" and value else value)


def standing(
    parameters: EditionParameters, paths: list[Path], reports: Path, name: str, program: Program, reading: Reading
) -> tuple[Path, list[str]]:
    """The folder of the edition `name` that stands in `reports`, and why it has to be made anew, as `changes` says."""
    refused = reports / (name + NOT_APPROVED)
    folder = refused if refused.exists() else reports / name
    return folder, changes(parameters, paths, folder, program, reading)


def _is_of(was: dict, case: Path) -> bool:
    """Whether an edition is of the case that is asked for, whichever stage of it."""
    return was["case"].partition("@")[0] == case.name


def _digest(path: Path, reading: Reading) -> str:
    try:
        return reading.digest(path)
    except OSError:
        return ""
