"""A decision document in plain text or Markdown as blocks."""

import hashlib
import re
from pathlib import Path

from fordelning.intake.reading.block import Block, BlockKind, Writing

_BEGINS = (
    (BlockKind.HEADING, re.compile(r"#{1,6} ")),
    (BlockKind.HEADING, re.compile(r"\*\*[^*]+\*\*")),
    (BlockKind.FOOTNOTE, re.compile(r"<sup>([0-9]+)</sup>|\[\^([0-9]+)\]:")),
    (BlockKind.POINT, re.compile(r"([0-9]{1,2}\.) ")),
    (BlockKind.ITEM, re.compile(r"\s*[-*•–−] +")),
)


def writing(path: Path) -> Writing:
    """The document at `path`."""
    content = path.read_bytes()
    return Writing(path.name, hashlib.sha256(content).hexdigest(), tuple(blocks(content.decode("utf8"))))


def blocks(text: str) -> list[Block]:
    """The blocks of `text`: what stands between blank lines, and each heading, point, item and footnote."""
    found: list[Block] = []
    running = False
    for number, line in enumerate(text.split("\n"), start=1):
        kind = next((kind for kind, begin in _BEGINS if begin.match(line)), None)
        if not line.strip():
            running = False
        elif kind or not running:
            found.append(Block(kind or BlockKind.PARAGRAPH, line, line=number))
            running = kind != BlockKind.HEADING
        else:
            last = found[-1]
            found[-1] = Block(last.kind, last.text + "\n" + line, line=last.line)
    return found
