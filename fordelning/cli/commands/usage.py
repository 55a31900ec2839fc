"""What every command does with what it is given, and how it ends."""

import argparse
import contextlib
import os
import sys
from collections.abc import Iterator
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


def notebooks_in(folder: Path) -> list[Path]:
    """The notebooks in `folder`. Raises UsageError where there are none, or some that cannot be named."""
    notebooks = sorted(folder.glob("[!.]*.ipynb"))  # what is hidden is some program's own
    if not notebooks:
        raise UsageError(f"Det finns inga anteckningsböcker i {folder}. Ange mappen där de ligger med --notebooks.")
    odd = [shorten(path.name) for path in notebooks if not is_seen(path.name) or "\\" in path.name]
    if odd:
        raise UsageError(
            f"Anteckningsböcker i {folder} har namn med tecken som inte kan läsas eller med omvänt snedstreck: "
            f"{', '.join(odd)}. Byt namn på dem."
        )
    return notebooks


@contextlib.contextmanager
def writing() -> Iterator[None]:
    """Raises RenderingError in place of what the system says of a file that cannot be written."""
    try:
        yield
    except BrokenPipeError:
        raise RenderingError("Ingen läser längre det som skrivs ut, och körningen avbröts.") from None
    except OSError as error:
        raise RenderingError(f"{error.filename or 'En fil'} kan inte skrivas: {reason(error)}.") from error


def complain(status: int, message: str) -> int:
    """Say what is wrong, and give back the status to end with."""
    print(message, file=sys.stderr)
    return status
