"""A decision document as a PDF. It is read in a process of its own, which ends in time whatever is in the document."""

import json
import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from . import layout
from .block import BlockKind, DocumentError, TextBlock
from .page import MOST_PAGES, Refusal, pages

_SECONDS = 90
_MEMORY = 3_000_000_000  # bytes
_REFUSED = {
    Refusal.PASSWORD: "det har lösenord; spara en kopia utan lösenord",
    Refusal.BROKEN: "det är skadat; öppna det, skriv ut det som PDF på nytt och försök igen",
    Refusal.GARBLED: "dess tecken går inte att tolka; låt ett program för textigenkänning (OCR) läsa det först",
    Refusal.LARGE: f"det har fler än {MOST_PAGES} sidor, eller mer text än ett beslut har; dela upp det",
}


@dataclass(frozen=True)
class Extract:
    """What a document is read into. `unread` are the pages that are pictures without text, `unseen` those with text
    that cannot be seen."""

    blocks: list[TextBlock]
    pages: int | None = None
    unread: tuple[int, ...] = ()
    unseen: tuple[int, ...] = ()


def read(name: str, content: bytes) -> Extract:
    """The blocks of a PDF. Raises DocumentError."""
    paths = os.pathsep.join(path or os.getcwd() for path in sys.path)
    try:
        ended = subprocess.run(
            [sys.executable, "-m", __name__],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
            env=os.environ | {"PYTHONPATH": paths},
            check=True,
        )
    except subprocess.TimeoutExpired:
        raise DocumentError(
            name, f"det tar mer än {_SECONDS} sekunder; skriv ut det som PDF på nytt eller dela upp det"
        ) from None
    except subprocess.CalledProcessError:
        raise DocumentError(name, _REFUSED[Refusal.BROKEN]) from None
    found = json.loads(ended.stdout)
    if refusal := found.get("refusal"):
        raise DocumentError(name, _REFUSED[Refusal(refusal)])
    reading = Extract(
        [_block(one) for one in found["blocks"]], found["pages"], *(tuple(found[name]) for name in ("unread", "unseen"))
    )
    if reading.unread and all(block.kind is BlockKind.ASIDE for block in reading.blocks):
        raise DocumentError(
            name,
            "det är skannat: bilder av sidor, utan text; låt ett program för textigenkänning (OCR) läsa det först",
        )
    return reading


def _block(found: dict[str, Any]) -> TextBlock:
    box = found["box"] and tuple(found["box"])
    return TextBlock(**{**found, "kind": BlockKind(found["kind"]), "box": box, "turns": tuple(found["turns"])})


def _answer(content: bytes) -> dict[str, Any]:
    found = pages(content)
    if isinstance(found, Refusal):
        return {"refusal": found}
    if _is_garbled("".join(letter.text for page in found for letter in page.letters)):
        return {"refusal": Refusal.GARBLED}
    unread = [n for n, page in enumerate(found, start=1) if page.pictures and not page.letters]
    unseen = [n for n, page in enumerate(found, start=1) if page.unseen]
    blocks = [vars(block) for block in layout.blocks(found)]
    return {"blocks": blocks, "pages": len(found), "unread": unread, "unseen": unseen}


def _is_garbled(text: str) -> bool:
    """Whether a text is of signs whose meaning its fonts keep to themselves; bullets may be."""
    return sum(c == "\ufffd" or "\ue000" <= c <= "\uf8ff" for c in text) > 0.1 * len(text)


def _limit() -> None:
    """Bound what this process may take, also where nobody is left to end it."""
    with suppress(ImportError, OSError, ValueError):  # no system but Unix has such limits
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


if __name__ == "__main__":
    _limit()
    json.dump(_answer(sys.stdin.buffer.read()), sys.stdout)
