"""The source document as lines of text: read safely, and known by its checksum."""

import hashlib
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from operator import itemgetter
from pathlib import Path

from fordelning.base.console import is_seen
from fordelning.base.errors import reason, shorten
from fordelning.base.file import content
from fordelning.source.reading import form
from fordelning.source.reading.block import DocumentError, TextBlock, Writing

MOST_BYTES = 2_000_000  # far above any decision document as text
_REMEDY = "öppna den i en textredigerare och spara den med kodningen UTF-8 (i Anteckningar: Spara som, Kodning)"
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))  # soft hyphens and blanks of no width
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_PARTED = re.compile(r"(?<=[0-9])\n(?=[0-9])")  # cells above each other: elsewhere the end of a line is a blank


class OriginalError(Exception):
    """The source cannot be read as text; the message says why."""


@dataclass(frozen=True)
class Original:
    """A source: plain text, Markdown or any document that is read. `name` is the file's own, `digest` its SHA-256.

    `lines` are its lines without line ends; line 1 is `lines[0]`. Those of a document that is no text are its passages
    and the rows of its tables: `spans` are the lines, or where it `has_pages` the page, that each of them is of.
    """

    name: str
    digest: str
    lines: tuple[str, ...] = field(repr=False)
    spans: tuple[range, ...] = field(default=(), repr=False)
    has_pages: bool = False

    @classmethod
    def read(cls, path: str) -> "Original":
        """The source at `path`. Raises OriginalError where it is missing, cannot be read, or is too large."""
        written, name = _content(path), Path(path).name
        if not form.is_text(name, written):
            from fordelning.source.reading import document  # what it takes to read a PDF; most sources are text

            try:
                return cls.of(document.read(Path(path)))
            except DocumentError as error:
                raise OriginalError(f"»{name}» kan inte läsas: {error.matter}") from None
        if len(written) > MOST_BYTES:
            raise OriginalError(f"»{name}» är större än {MOST_BYTES // 1_000_000} MB")
        # Lines are counted as an editor does, so not at form feeds and the other ends that str.splitlines knows.
        text = io.StringIO(_decoded(name, written).translate(_UNSEEN), newline=None)
        return cls(name, hashlib.sha256(written).hexdigest(), tuple(line.removesuffix("\n") for line in text))

    @classmethod
    def of(cls, writing: Writing) -> "Original":
        """The passages of a document that has been read."""
        rows = groupby(writing.blocks, key=lambda block: block.table is not None and (block.table, block.row))
        passages = [passage for row, blocks in rows for passage in (_row(blocks) if row else _passages(blocks))]
        lines, spans = zip(*passages, strict=True)
        return cls(writing.name, writing.digest, lines, spans, writing.pages is not None)

    def ranges(self, lines: str | None, pages: str | None) -> list[range]:
        """The lines that a place says, as 18 or 82-92,95: by its pages where the source has such; none if it has none.

        What goes beyond the source is left out.
        """
        told = [range(first, min(last, self.last) + 1) for first, last in pairs(pages if self.has_pages else lines)]
        if not self.spans:
            return told
        inside = [any(span.start < one.stop and one.start < span.stop for one in told) for span in self.spans]
        stretches = [
            [n for n, _ in group] for there, group in groupby(enumerate(inside, 1), key=itemgetter(1)) if there
        ]
        return [range(stretch[0], stretch[-1] + 1) for stretch in stretches]

    @property
    def last(self) -> int:
        """Its last page, or where it has none its last line."""
        return max((span.stop - 1 for span in self.spans), default=len(self.lines))

    @property
    def unit(self) -> str:
        """What a reader finds a line of it by, in Swedish."""
        return "sida" if self.has_pages else "rad"

    @property
    def the_unit(self) -> str:
        """The same as a certain one."""
        return "sidan" if self.has_pages else "raden"

    def span(self, line: int) -> range:
        """The numbers by which a reader finds a line."""
        return self.spans[line - 1] if self.spans else range(line, line + 1)

    def numbers(self, lines: Iterable[int]) -> list[int]:
        """The numbers by which a reader finds those lines, each once."""
        return [*dict.fromkeys(self.span(line).start for line in lines)]

    def where(self, lines: Iterable[int]) -> str:
        """Where a reader finds those lines: "rad 3, 5" or "sida 2"."""
        return f"{self.unit} {', '.join(map(str, self.numbers(lines)))}"


def pairs(stretches: str | None) -> list[tuple[int, int]]:
    """The stretches of lines or pages (as 18 or 82-92,95), first and last; none of None."""
    ends = [part.split("-") for part in stretches.split(",")] if stretches else []
    return [(_line(end[0]), _line(end[-1])) for end in ends]


def _line(number: str) -> int:
    return int(number[:9]) if len(number) <= 9 else 10**9  # beyond every source


def _row(cells: Iterable[TextBlock]) -> Iterator[tuple[str, range]]:
    """A row of a table as one line, with a tab for each cell that the next is further on."""
    text, column, numbers = "", 0, []
    for cell in cells:
        text += "\t" * ((cell.column or 0) - column) + cell.shown.replace("\n", " ")
        column = cell.column or 0
        numbers += [cell.locator_at(0), cell.locator_at(len(cell.text))]
    yield text, range(min(numbers), max(numbers) + 1)


def _passages(blocks: Iterable[TextBlock]) -> Iterator[tuple[str, range]]:
    """The text of each block: its lines, or where it has none what it has on each page as one line."""
    for block in blocks:
        lines = block.shown.split("\n")
        starts = [*range(len(lines) + 1)] if block.line else [0, *block.turns, len(lines)]
        for n, (first, last) in enumerate(pairwise(starts)):
            text = _PARTED.sub("\t", "\n".join(lines[first:last])).replace("\n", " ")
            if text.strip():
                number = (block.line or block.page or 1) + n
                yield text, range(number, number + 1)


def _decoded(name: str, written: bytes) -> str:
    """The text in UTF-8, UTF-16 with its mark, or Windows-1252 without control characters. Raises OriginalError."""
    if written.startswith((b"\xff\xfe", b"\xfe\xff")):
        return written.decode("utf-16", errors="replace")
    if b"\0" in written:
        raise OriginalError(f"»{name}» är ingen text: tecken nummer {written.index(0) + 1} är noll; {_REMEDY}")
    try:
        return written.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        wrong = error.start
    try:
        text = written.decode("cp1252")
    except UnicodeDecodeError:
        text = "\x7f"
    if _CONTROL.search(text):
        line = written[:wrong].count(b"\n") + 1
        raise OriginalError(f"»{name}» är inte text i UTF-8: rad {line} har en byte som inte hör dit; {_REMEDY}")
    return text


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
    return written
