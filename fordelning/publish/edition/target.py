"""Where editions may be put: apart from what they are made from, and over nothing that is not ours."""

import os
from collections.abc import Iterable
from pathlib import Path

from fordelning import __file__ as _PACKAGE
from fordelning.base.errors import InputError, reason
from fordelning.case.folder import find
from fordelning.case.schema import DESCRIPTOR
from fordelning.report.parameters import EditionParameters

from .manifest import foreign
from .seal import is_whole

NOT_APPROVED = ".ej-godkand"
_TAKEN = (NOT_APPROVED, ".html", ".json", ".md")  # how the names of what else lies among the editions end
_CASE = (DESCRIPTOR, "allocations.csv")  # by which a folder is known as a case
_PROGRAM = Path(_PACKAGE).parent


class TargetError(InputError):
    """An edition may not be put where it was to be; the message says what is in the way, and what to do."""


def require_apart(reports: Path, name: str, parameters: EditionParameters, notebooks: Iterable[Path]) -> None:
    """Raises TargetError where the edition `name` in `reports` would be, hold or lie in what it is made from.

    That is its cases, folders of cases, the source, the notebooks and the program, by whatever path they are reached.
    """
    if name.startswith(".") or name.endswith(_TAKEN):
        raise TargetError(f"En utgåva kan inte heta »{name}»: det namnet används till annat. Byt namn på fallets mapp.")
    cases = [find(parameters.case), parameters.other_folder]
    kept = {case: "fallet" for case in cases}
    if any(_real(case.parent) == _real(reports) for case in map(_real, cases)):
        raise TargetError(f"Utgåvan kan inte läggas i {reports}: där ligger fallet. Välj en annan mapp med --reports.")
    kept |= {case.parent: "fallen" for case in map(_real, cases) if case.parent.name == "data"}
    kept |= {base / "data": "fallen" for base in (Path.cwd(), _PROGRAM.parent)}
    kept |= {path.parent: "anteckningsböckerna" for path in notebooks}
    kept |= {_PROGRAM.parent / "notebooks": "anteckningsböckerna", _PROGRAM: "programmet"}
    if parameters.source:
        kept[Path(parameters.source)] = "källan"
    for target in places(reports, name):
        for path, what in kept.items():
            if _lies_in(target, path) or _lies_in(path, target):
                raise TargetError(
                    f"Utgåvan kan inte läggas i {target}: där ligger {what}. Välj en annan mapp med --reports."
                )
        for folder in (target, *_real(target).parents):
            if all((folder / file).is_file() for file in _CASE):
                raise TargetError(
                    f"Utgåvan kan inte läggas i {target}: {folder} är ett fall. Välj en annan mapp med --reports."
                )


def places(reports: Path, name: str) -> list[Path]:
    """Where the edition `name` in `reports` may stand: approved, and not."""
    return [reports / name, reports / (name + NOT_APPROVED)]


def require_free(folders: Iterable[Path]) -> None:
    """Raises TargetError where something that is not ours would go with the editions in `folders`."""
    for folder in folders:
        try:
            found = foreign(folder)
        except OSError as error:
            found = [f"den kan inte läsas: {reason(error)}"]
        if found:
            listed = "".join(f"\n  {line}" for line in found)
            raise TargetError(
                f"{folder} ersätts inte, för allt där är inte en utgåva som programmet har gjort:{listed}\n"
                "Flytta det som är ditt, eller ta bort det; eller välj en annan mapp med --reports."
            )


def require_ours(path: Path) -> None:
    """Raises TargetError where there is a file at `path` that was not written here, or has been changed since."""
    try:
        ours = not os.path.lexists(path) or is_whole(path)
    except OSError:
        ours = False
    if not ours:
        raise TargetError(
            f"{path} ersätts inte, för den är inte skriven av programmet, eller är ändrad. Flytta den eller ta bort "
            "den; eller välj en annan mapp med --reports."
        )


def _lies_in(path: Path, folder: Path) -> bool:
    """Whether `path` is `folder` or lies in it: what is there is known by itself, and not by how it is spelt."""
    if not folder.exists():
        return False
    resolved = _real(path)
    return any(one.exists() and one.samefile(folder) for one in (resolved, *resolved.parents))


def _real(path: Path) -> Path:
    """`path` without links; as far as it leads, where links lead in a ring."""
    return Path(os.path.realpath(path))
