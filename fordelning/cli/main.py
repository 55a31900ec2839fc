"""The command line: how a command is begun, and how a failed one ends.

Little is loaded before a command is under way, so that there is always somebody to say what went wrong.
"""

import importlib
import mmap
import os
import re
import signal
import sys
from typing import NoReturn

from fordelning.base import console, interruption
from fordelning.base.status import INTERRUPTED, RENDERING_FAILED, of

_TRACEBACK = "FORDELNING_TRACEBACK"  # in the environment: tell developers where an unexpected error came from
_PROGRAM = os.path.dirname(os.path.dirname(__file__))
_ROOM = 400_000_000  # bytes
_NO_MEMORY = re.compile("cannot allocate memory|failed to map segment|can't start new thread", re.IGNORECASE)


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit status: one of FINE to GAPS, or INTERRUPTED and the number of the signal."""
    with console.opened() as (printed, _), interruption.heard():
        try:
            status = _run(arguments)
            interruption.require_none()  # also where all was done: it is not known that it was
        except KeyboardInterrupt:
            exec("")  # where other code given as text was interrupted, Python would end by that and not by the status
            status = INTERRUPTED + (interruption.came() or signal.SIGINT)
            return console.complain(status, "Avbrutet. Det som var klart ligger kvar, och inget är halvfärdigt.")
        except SystemExit:  # help, or what is wrong on the command line, has been told
            if lost := _lost(printed):
                return _failed(lost)
            raise
        except Exception as error:
            return _failed(error)
        lost = _lost(printed)
        return _failed(lost) if lost else status


def _lost(printed: console.Console) -> OSError | None:
    """Why what is printed could not be; that whoever reads it has read enough is no error."""
    printed.flush()
    if printed.error is None or isinstance(printed.error, BrokenPipeError):
        return None
    return OSError(printed.error.errno, printed.error.strerror, "Det som ska skrivas ut")


def _run(arguments: list[str] | None) -> int:
    _require_room()
    from fordelning.base.scratch import scratch
    from fordelning.cli.commands.grammar import parser

    given = parser().parse_args(arguments)
    _require_place()
    module, name = given.command
    with scratch():
        return getattr(importlib.import_module(f"{__package__}.commands.{module}"), name)(given)


def _require_room() -> None:
    """Raises OSError where there is less memory than any command takes: the libraries would end the program mutely."""
    if hasattr(mmap, "MAP_PRIVATE"):
        mmap.mmap(-1, _ROOM, mmap.MAP_PRIVATE).close()


def _require_place() -> None:
    """Raises InputError where the folder that the command was begun in has been removed."""
    try:
        os.getcwd()
    except FileNotFoundError:
        from fordelning.base.errors import InputError

        raise InputError("Arbetsmappen finns inte. Gå till en mapp som finns, och kör kommandot igen.") from None


def _failed(error: Exception) -> int:
    """Say why a command has failed, and give back the status to end with."""
    from fordelning.base.errors import CaseError, InputError, RenderingError, reason

    if os.environ.get(_TRACEBACK):
        import traceback

        traceback.print_exception(error)
    if _is_out_of_memory(error):
        return console.complain(RENDERING_FAILED, "Datorns minne räckte inte.")
    match error:
        case InputError() | CaseError():
            said = str(error)
        case RenderingError():
            said = f"Rapporten kunde inte göras. {error}"
        case OSError():
            said = f"{error.filename or 'Datorn'}: {reason(error)}."
        case _:
            said = (
                f"Ett fel i programmet: {type(error).__name__}: {' '.join(str(error).split())} ({_place(error)}). "
                f"Sätt {_TRACEBACK}=1 i miljön för att se var det uppstod."
            )
    return console.complain(of(error), said)


def _is_out_of_memory(error: BaseException | None) -> bool:
    """Whether it is for want of memory that something failed: libraries say so in ways of their own."""
    while error is not None:
        if isinstance(error, MemoryError) or _NO_MEMORY.search(str(error)):
            return True
        error = error.__cause__ or error.__context__
    return False


def _place(error: Exception) -> str:
    """The file and line of the program that were last reached."""
    place, at = "", error.__traceback__
    while at is not None:
        path = at.tb_frame.f_code.co_filename
        if path.startswith(_PROGRAM) or not place:
            place = f"{os.path.basename(path)}:{at.tb_lineno}"
        at = at.tb_next
    return place


def run() -> NoReturn:
    """Run the command that this program was begun with, and end."""
    status = main()
    interruption.ignore()  # all is done and told
    sys.exit(status)
