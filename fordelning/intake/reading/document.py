"""A decision document read, whatever its format."""

import hashlib
from pathlib import Path

from fordelning.base import file
from fordelning.base.console import is_seen
from fordelning.base.errors import reason

from . import text
from .block import DocumentError, Writing

LARGEST = 50_000_000  # bytes


def read(path: Path) -> Writing:
    """The document at `path`. Raises DocumentError, with what to do."""
    given = content(path)
    if other := _other_kind(given):
        raise DocumentError(path.name, other)
    found = text.read(path.name, given)
    return Writing(path.name, hashlib.sha256(given).hexdigest(), tuple(found))


def _other_kind(content: bytes) -> str:
    """What to do with a document that is no text; "" where it is one."""
    if content.startswith(b"%PDF-"):
        return "det är en PDF; gör text av den, till exempel med pdftotext -layout, och ange textfilen"
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return "det är ett dokument ur Word eller liknande; spara en kopia som oformaterad text i UTF-8 och ange den"
    if content[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<!doctype", b"<html", b"<?xml")):
        return "det är en webbsida eller XML; spara den som oformaterad text i UTF-8 och ange textfilen"
    return ""


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
