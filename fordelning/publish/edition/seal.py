"""The seal of a page or table of the shelf's own: a checksum within it, by which it is known as ours and unchanged."""

import hashlib
import json
import re
from pathlib import Path

from fordelning.base.file import content

_LARGEST = 100_000_000  # bytes
_PAGE = re.compile(r"(?s)(.*)<!-- fordelning sha256:([0-9a-f]{64}) -->\n")
_KEY = "sha256"


def page(text: str) -> str:
    """The page `text`, sealed."""
    return f"{text}<!-- fordelning sha256:{_digest(text)} -->\n"


def data(table: dict) -> str:
    """`table` as JSON, sealed."""
    return written({**table, _KEY: _digest(written(table))})


def is_whole(path: Path) -> bool:
    """Whether the file at `path` was sealed here, and is as it was then. Raises OSError where it cannot be read."""
    try:
        text = content(path, _LARGEST, follow=False).decode("utf-8")  # what is larger is cut off, and not whole
        if found := _PAGE.fullmatch(text):
            return found[2] == _digest(found[1])
        table = json.loads(text)
        return table.pop(_KEY) == _digest(written(table))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return False


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def written(table: dict) -> str:
    """`table` as JSON, as every file of the program's own has it."""
    return json.dumps(table, ensure_ascii=False, indent=2) + "\n"
