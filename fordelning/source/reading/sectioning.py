"""Blocks of a document that are headings by what stands around them."""

from collections.abc import Sequence
from dataclasses import replace

from .block import BlockKind, TextBlock
from .line import AMOUNT, SENTENCE, SUM


def sectioned(found: Sequence[TextBlock]) -> list[TextBlock]:
    """All blocks of a document, where a numbered line alone before a paragraph is a heading: "2. Bakgrund"."""
    made, level = [], 0
    for n, block in enumerate(found):
        level = block.level if block.kind is BlockKind.HEADING else level
        neighbours = [found[m].kind for m in (n - 1, n + 1) if 0 <= m < len(found)]
        after = found[n + 1].kind if n + 1 < len(found) else None
        depth = block.number.rstrip(".)").count(".") + 1
        if (
            block.kind is BlockKind.POINT
            and (depth > 1 or BlockKind.POINT not in neighbours)
            and after in (BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.CELL, BlockKind.POINT)
            and block.number[:1].isdigit()
            and _reads_as_heading(block.text)
        ):
            block = replace(block, kind=BlockKind.HEADING, level=depth)
        if _names(block) and _tells(found[n + 1 : n + 2]) and not (n and _names(found[n - 1])):
            block = replace(block, kind=BlockKind.HEADING, level=level + 1)  # "Bibliotek 500 tkr" above what it is for
        made.append(block)
    return made


def _reads_as_heading(text: str) -> bool:
    fits = "\n" not in text and len(text.split()) <= 8 and text[:1].isupper()
    return fits and not SENTENCE.search(text) and not AMOUNT.search(text)


def _tells(after: Sequence[TextBlock]) -> bool:
    """Whether what comes next tells of what has been named: a list, or sentences."""
    return any(
        one.kind is BlockKind.ITEM or (one.kind is BlockKind.PARAGRAPH and one.text.endswith(".")) for one in after
    )


def _names(block: TextBlock) -> bool:
    """Whether a line names something, with its amount, and says nothing of it."""
    text = block.text
    short = block.kind is BlockKind.PARAGRAPH and "\n" not in text and len(text.split()) <= 8 and text[:1].isupper()
    return short and not SENTENCE.search(text) and not SUM.match(text)
