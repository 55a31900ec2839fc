"""Where a case is: its folder by name, and its stage."""

import contextlib
import difflib
import os
import re
from collections.abc import Callable, Iterable
from pathlib import Path

from fordelning.base.console import is_seen
from fordelning.base.errors import InputError, shorten

from .replacement import mend
from .schema import DESCRIPTOR

NOTEBOOK = "JPY_SESSION_NAME"  # where Jupyter's server tells a kernel the path of its notebook
_NONE = (
    "Ingen mapp data/ med fall hittades i arbetsmappen eller ovanför den. Kör i projektets mapp, som med papermill "
    "väljs med --cwd, eller ange fallets hela sökväg."
)
_STAGED = re.compile("(.+)@([a-z0-9]+(?:-[a-z0-9]+)*)")


class UnknownCaseError(InputError, LookupError):
    """There is no such case or stage; the message names the nearest, or those that there are."""


def find(name: str, start: Path | None = None) -> Path:
    """The folder of the case `name`: a path, or a folder in `data/` here or in a folder above `start`.

    Last it is looked for in `data/` beside the notebook that this runs in, or the program, and in the folders above.
    A stage after the name ("@" and its key) is left aside. What a run that was stopped has left there is mended first.
    Raises UnknownCaseError, naming the nearest cases, where there is none.
    """
    start = start or Path.cwd()
    name = split(name)[0]
    if not is_seen(name):
        raise UnknownCaseError(f"fallets namn {shorten(name)} har tecken som inte kan läsas")
    bases = (start, *(parent / "data" for place in (start, _notebook()) for parent in (place, *place.parents)))
    unmended = [said for folder in _searched(bases, name) for said in mend(folder)]
    for base in bases:
        if _is(base / name / DESCRIPTOR, Path.is_file) and name:
            return _named(base / name)
    for base in bases:  # a folder without its descriptor is a case with a fault, not a case that is not there
        if _is(base / name, Path.is_dir) and name:
            return _named(base / name)
    known = sorted({path.parent.name for base in bases for path in base.glob(f"*/{DESCRIPTOR}")})
    known = [other for other in known if is_seen(other)]
    near = difflib.get_close_matches(name, known)
    there = f"De fall som finns är {', '.join(known)}." if known else _NONE
    meant = f"; menade du {' eller '.join(near)}?" if near else "."
    raise UnknownCaseError(" ".join([f"fallet {shorten(name, 200)} finns inte{meant} {there}", *unmended]))


def split(name: str) -> tuple[str, str]:
    """The name of a case's folder, and the stage named after "@", "" where there is none."""
    found = _STAGED.fullmatch(name)
    return (found[1], found[2]) if found else (name, "")


def _notebook() -> Path:
    """The folder of the notebook that this runs in, or the program's: papermill tells no kernel what it runs."""
    path = os.environ.get(NOTEBOOK, "")
    return Path(path).parent if os.path.isabs(path) else Path(__file__).resolve().parents[2]


def _named(folder: Path) -> Path:
    """`folder`, whose own name is what its editions are called."""
    if not is_seen(folder.resolve().name):
        raise UnknownCaseError(
            f"fallets mapp {shorten(folder.resolve().name)} har ett namn med tecken som inte kan läsas"
        )
    return folder


def _searched(bases: Iterable[Path], name: str) -> list[Path]:
    """The folders that a case called `name` may lie in, each once."""
    with contextlib.suppress(OSError, ValueError):
        lying = [Path(os.path.realpath(base / name)).parent for base in bases]
        return [*dict.fromkeys((*map(Path.resolve, bases), *lying))]
    return []


def _is(path: Path, kind: Callable[[Path], bool]) -> bool:
    try:
        return kind(path)
    except (OSError, ValueError):  # no name that a file can have
        return False
