"""Faults in a case: what is wrong, where, and what was expected instead."""

import difflib
import errno
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NoReturn

_REASONS = {
    errno.ENOENT: "den finns inte",
    errno.EEXIST: "en fil med det namnet är i vägen",
    errno.ENOTDIR: "något i sökvägen är en fil och ingen mapp",
    errno.EISDIR: "det är en mapp och ingen fil",
    errno.EACCES: "åtkomst nekas",
    errno.EPERM: "åtkomst nekas",
    errno.EROFS: "platsen går inte att skriva på",
    errno.ENOSPC: "disken är full",
    errno.EFBIG: "filen är större än vad som tillåts",
    errno.ELOOP: "det är en länk, eller länkar som leder i ring",
    errno.ENXIO: "det är ingen vanlig fil",
    errno.ENOMEM: "datorns minne räckte inte",
    errno.ENAMETOOLONG: "namnet är för långt",
    errno.EMFILE: "för många filer är öppna",
    errno.ENFILE: "för många filer är öppna",
    errno.EIO: "läsning eller skrivning misslyckades",
}


@dataclass(frozen=True, order=True)
class Fault:
    """One fault in a case.

    `file` is the file's name within the case, `row` its line as a spreadsheet counts them (the header is row 1; 0 when
    the fault is the file's own), `column` the column's name or "".
    """

    file: str
    row: int
    column: str
    found: str
    expected: str

    def __str__(self) -> str:
        place = (
            self.file
            + (f", rad {self.row}" if self.row else "")
            + (f", kolumn {shorten(self.column, 100).strip('»')}" if self.column else "")
        )
        return f"{place}: fann {shorten(self.found)}, väntade {self.expected}"


class _ToldError(Exception):
    """One whose message says all that there is to know."""

    def _render_traceback_(self) -> list[str]:
        """Let Jupyter show the message instead of a traceback."""
        return str(self).splitlines()


class InputError(_ToldError):
    """What was given cannot be used; the message says why."""


class AnalysisError(InputError):
    """What an analyst gave cannot be shown or drawn; the message says why, and what to do."""


class MissingAttributeError(AnalysisError, AttributeError):
    """What was asked of an object it has not; the message says what the object is, and what to ask instead."""


class Guidance:
    """Answers in words where an object is asked for what it has not, as where a block is given another object than it
    wants. `CALLED` says what the object is and `WANTED` what those who ask may have wanted.
    """

    CALLED: ClassVar[str]
    WANTED: ClassVar[str]

    if not TYPE_CHECKING:  # or every name would look like an attribute

        def __getattr__(self, name: str) -> NoReturn:
            if name.startswith("_"):
                raise AttributeError(name)
            near = difflib.get_close_matches(name, [known for known in dir(self) if not known.startswith("_")], 1)
            hint = f"; menade du {near[0]}?" if near else "."
            raise MissingAttributeError(f"{self.CALLED} har inget som heter {shorten(name)}{hint} {self.WANTED}")


def require(given: object, kind: type | tuple[type, ...], wanted: str) -> None:
    """Raise AnalysisError unless `given` is of that kind; `wanted` says what it is and how one is got."""
    if not isinstance(given, kind):
        raise AnalysisError(f"Väntade {wanted}, fann {type(given).__name__}.")


class RenderingError(Exception):
    """An edition cannot be made; the message says why."""


class CaseError(_ToldError):
    """The case does not validate. `faults` holds every fault that was found, in file and row order."""

    def __init__(self, case: str, faults: list[Fault]):
        self.case = case
        self.faults = sorted(set(faults))
        super().__init__(case, self.faults)

    def __str__(self) -> str:
        count = "1 fel" if len(self.faults) == 1 else f"{len(self.faults)} fel"
        return "\n".join([f"Fallet {self.case} kan inte läsas, {count}:", *(f"  {fault}" for fault in self.faults)])


def reason(error: OSError) -> str:
    """Why a file or folder could not be read or written: in Swedish where it is known, else as the system says it."""
    return _REASONS.get(error.errno or 0) or error.strerror or "läsfel"


def shorten(found: str, length: int = 60) -> str:
    """`found` quoted on one line, with control characters made visible and no longer than `length`."""
    shown = found[: length + 1]
    if not shown.isprintable():
        shown = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in shown)
    return f"»{shown[:length]}…»" if len(shown) > length else f"»{shown}»"


def visible(text: str) -> str:
    """`text` with what a terminal would obey, or cannot show, made visible; lines stay lines."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in "\n\xa0" else f"\\x{ord(c):02x}" for c in text)


# Other controls than tab and newline, what turns the direction of the text around it, and what is no character.
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def unseen(text: str) -> str | None:
    """The first character in `text` that is not seen as it stands, as U+0000; None where there is none."""
    found = _UNSEEN.search(text)
    return f"U+{ord(found.group()):04X}" if found else None
