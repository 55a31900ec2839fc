"""What every command does with what it is given, and how it ends."""

import argparse
import contextlib
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from fordelning.base.console import is_seen
from fordelning.base.errors import InputError, RenderingError, reason, shorten


class UsageError(InputError):
    """The command cannot be carried out as it was given; the message says why."""


def parameters(given: argparse.Namespace) -> dict:
    """The parameters on the command line."""
    found = {"case": given.case} if getattr(given, "case", None) is not None else {}
    for name, value in given.parameter:
        if name in found:
            raise UsageError(f"Parametrarna är fel:\n  {name}: är angiven två gånger")
        found[name] = value
    case = found.get("case")
    if case and os.path.dirname(os.path.abspath(case)) == os.path.abspath(case):
        raise UsageError("Parametrarna är fel:\n  case: datorns översta mapp är inget fall; ange fallets egen mapp")
    return found


def notebooks_in(place: Path) -> list[Path]:
    """The notebooks of an edition: those in the folder `place`, or that file alone.

    In a folder those are left out that JupyterLab names for want of a name, and an analyst's own ("egen-…"), which are
    asked for by file. Raises UsageError where there are none, or some that cannot be named.
    """
    folder, found = (place.parent, [place]) if _is_notebook(place) else (place, sorted(place.glob("[!.]*.ipynb")))
    notebooks = [path for path in found if path == place or not _OWN.match(path.stem)]
    if not notebooks:
        raise UsageError(
            f"Det finns inga anteckningsböcker i {folder} som en utgåva görs av. Stå i projektets mapp, den med "
            "README.md, eller ange dess mapp notebooks med --notebooks."
        )
    odd = [shorten(path.name) for path in notebooks if not is_seen(path.name) or "\\" in path.name]
    if odd:
        raise UsageError(
            f"Anteckningsböcker i {folder} har namn med tecken som inte kan läsas eller med omvänt snedstreck: "
            f"{', '.join(odd)}. Byt namn på dem."
        )
    return notebooks


def _is_notebook(place: Path) -> bool:
    return place.suffix == ".ipynb" and os.path.isfile(place)


_OWN = re.compile(r"egen-|Untitled|Namnlös|.*-(Copy|kopia)\d*$", re.IGNORECASE)


def verdict_told(name: str, verdict: str, tested: Sequence[bool], to_ask: str) -> str:
    """What a case comes to, in a sentence: its verdict, which statements are `tested`, and what there is to ask."""
    every = len(tested)
    counted = f"{sum(tested)} av {every} {'påstående prövat' if every == 1 else 'påståenden prövade'}"
    return f"{name}: {verdict} ({counted}). {to_ask}".rstrip()


@contextlib.contextmanager
def writing() -> Iterator[None]:
    """Raises RenderingError in place of what the system says of a file that cannot be written."""
    try:
        yield
    except BrokenPipeError:
        raise RenderingError("Ingen läser längre det som skrivs ut, och körningen avbröts.") from None
    except OSError as error:
        raise RenderingError(f"{error.filename or 'En fil'} kan inte skrivas: {reason(error)}.") from error
