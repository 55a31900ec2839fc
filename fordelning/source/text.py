"""The source document as text: read safely, line by line, and known by its checksum."""

import hashlib
import io
from dataclasses import dataclass, field
from pathlib import Path

from fordelning.base.console import is_seen
from fordelning.base.errors import reason, shorten
from fordelning.base.file import content

MOST_BYTES = 2_000_000  # far above any decision document as text
_PDF = b"%PDF-"
_OFFICE = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # how .xlsx and .docx begin, and .xls and .doc
_REMEDY = "öppna den i en textredigerare och spara den med kodningen UTF-8 (i Anteckningar: Spara som, Kodning)"
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))  # soft hyphens and blanks of no width


class OriginalError(Exception):
    """The source cannot be read as text; the message says why."""


@dataclass(frozen=True)
class Original:
    """A source in UTF-8, plain or Markdown. `name` is the file's own, `digest` the SHA-256 of its bytes.

    `lines` are its lines without line ends; line 1 is `lines[0]`.
    """

    name: str
    digest: str
    lines: tuple[str, ...] = field(repr=False)

    @classmethod
    def read(cls, path: str) -> "Original":
        """The source at `path`. Raises OriginalError where it is missing, no text, or beyond MOST_BYTES."""
        written = _content(path)
        name = Path(path).name
        if written.startswith(_PDF):
            raise OriginalError(
                f"»{name}» är en PDF; gör text av den först, till exempel med pdftotext -layout, och ange textfilen"
            )
        if written.startswith(_OFFICE):
            raise OriginalError(
                f"»{name}» är ingen text utan en arbetsbok eller ett dokument; öppna den i sitt program, spara en "
                "kopia som text (i Excel: CSV UTF-8, i Word: Oformaterad text med kodningen UTF-8) och ange kopian"
            )
        if b"\0" in written:
            raise OriginalError(f"»{name}» är ingen text: tecken nummer {written.index(0) + 1} är noll; {_REMEDY}")
        try:
            text = written.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = written[: error.start].count(b"\n") + 1
            matter = f"»{name}» är inte text i UTF-8: rad {line} har en byte som inte hör dit; {_REMEDY}"
            raise OriginalError(matter) from None
        # Lines are counted as an editor does, so not at form feeds and the other ends that str.splitlines knows.
        lines = tuple(line.removesuffix("\n") for line in io.StringIO(text.translate(_UNSEEN), newline=None))
        return cls(name, hashlib.sha256(written).hexdigest(), lines)


def _content(path: str) -> bytes:
    if not is_seen(path):
        raise OriginalError(f"källans namn {shorten(path)} har tecken som inte kan läsas")
    try:
        written = content(Path(path), MOST_BYTES + 1)
    except FileNotFoundError:
        raise OriginalError(f"källan {shorten(str(path), 200)} finns inte") from None
    except OSError as error:
        raise OriginalError(f"källan {shorten(str(path), 200)} kan inte läsas: {reason(error)}") from None
    except ValueError:
        raise OriginalError("källans namn är inget som en fil kan ha") from None
    if len(written) > MOST_BYTES:
        raise OriginalError(f"»{Path(path).name}» är större än {MOST_BYTES // 1_000_000} MB")
    return written
