"""A decision document read, whatever its format."""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from fordelning.base import file
from fordelning.base.console import is_seen
from fordelning.base.errors import reason

from . import docx, form, html, odt, pdf, text
from .archive import Archive
from .block import BlockKind, DocumentError, TextBlock, Writing
from .pdf import Extract
from .sectioning import sectioned

LARGEST = 50_000_000  # bytes
_LONGEST = 10_000  # characters of a line or a sentence
# Control characters, directions and what takes no room: nobody who reads the document sees them.
_UNSEEN = re.compile(
    "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb]"
)
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})


def read(path: Path) -> Writing:
    """The document at `path`. Raises DocumentError, with what to do."""
    given = content(path)
    reading = pdf.read(path.name, given) if form.is_pdf(given) else Extract(_reader(path.name, given)(path.name, given))
    shown = [replace(block, text=_plain(block.text)) for block in reading.blocks]
    shown = [block for block in shown if block.text.strip()]
    if all(block.kind is BlockKind.ASIDE for block in shown):
        raise DocumentError(path.name, "det har ingen text; se efter att det är rätt fil")
    if any(len(part) > _LONGEST for block in shown for part in re.split(r"[.\n]", block.text)):
        raise DocumentError(path.name, f"det har en mening med fler än {_LONGEST} tecken; dela upp den")
    digest = hashlib.sha256(given).hexdigest()
    return Writing(path.name, digest, tuple(sectioned(shown)), reading.pages, reading.unread, reading.unseen)


def _plain(text: str) -> str:
    """A text as it is typed: "å" is one letter and "fi" two, also where the document has them otherwise."""
    return unicodedata.normalize("NFC", _UNSEEN.sub("", text)).translate(_LIGATURES)


def _reader(name: str, content: bytes) -> Callable[[str, bytes], list[TextBlock]]:
    """What reads the document, told by what is in it and not by its name. Raises DocumentError."""
    if content.startswith(form.ARCHIVE):
        return _of_archive(name, Archive(name, content).names)
    if content.startswith(form.COMPOUND):
        raise DocumentError(
            name, "det är från en äldre Word eller har lösenord; spara en kopia som DOCX eller PDF utan lösenord"
        )
    if form.is_html(name, content):
        return html.read
    if content.startswith(form.RICH):
        raise DocumentError(name, "det är av slaget RTF; öppna det och spara det som DOCX eller PDF")
    return text.read


def _of_archive(name: str, parts: Sequence[str]) -> Callable[[str, bytes], list[TextBlock]]:
    if any(part.startswith("word/") for part in parts):
        return docx.read
    if "content.xml" in parts:
        return odt.read
    if any(part.startswith("xl/") for part in parts):
        raise DocumentError(name, "det är en arbetsbok och inget beslut; läs den med fordelning import")
    raise DocumentError(name, "det är ett arkiv av filer; packa upp det och ange den fil som är beslutet")


def content(path: Path) -> bytes:
    """The bytes of the file at `path`, if it has some and not too many. Raises DocumentError."""
    if not is_seen(path.name):
        raise DocumentError(path.name, "namnet har tecken som inte kan läsas; byt namn på filen")
    try:
        found = file.content(path, LARGEST + 1)
    except FileNotFoundError:
        raise DocumentError(path.name, "det finns inte; se efter hur sökvägen är skriven") from None
    except OSError as error:
        raise DocumentError(path.name, f"{reason(error)}; se efter hur sökvägen är skriven") from None
    except ValueError:
        raise DocumentError(path.name, "namnet kan ingen fil ha; byt namn på filen") from None
    if len(found) > LARGEST:
        raise DocumentError(path.name, f"det är större än {LARGEST // 1_000_000} MB; dela upp det")
    if not found.strip():
        raise DocumentError(path.name, "det är tomt; se efter att det är rätt fil")
    return found
