"""A source's text in passages: sentences, items of lists, headings and rows of tables, in order."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

_HEADING = re.compile(r"\s{0,3}(#{1,6})\s")
_BOLD = re.compile(r"\s*(\*\*|__)[^*_]+\1\s*")
_BULLET = re.compile(r"(\s*)(?:[-*•–·o]|[0-9]{1,3}[.)]|[a-zA-Z][.)])\s+(?=\S)")
_CELLS = re.compile(r"\S\s{3,}\S|\t|\|")
_END = re.compile(r"(?<!\.)[.!?][\"”»)*]{0,3}\s+(?=[A-ZÅÄÖ0-9*•\"”»(])|\n\s*(?=[A-ZÅÄÖ])")
_LABELLED = re.compile(r"(?:ansvarig |mottagande )?(?:nämnd|mottagare|ansvarig): .{1,80}", re.IGNORECASE)
_SHORT = re.compile(
    r"\b(?:t\.ex|bl\.a|d\.v\.s|dvs|s\.k|f\.d|milj|ca|kl|nr|st|inkl|exkl|jfr|resp|kap|m\.m)\.$", re.IGNORECASE
)
_LONGEST_SHORT, _LONGEST_END = 8, 16
_WRAP = re.compile(r"(?<=[a-zåäö])\n(?=[a-zåäö])")
BOLD = 7  # the level of a heading that is a line in bold

_ENDED = re.compile(r"(?:[0-9.:;]|kr|kronor)[\s*]{0,9}\Z")

Kind = Literal["text", "item", "heading", "row"]


@dataclass(frozen=True)
class Passage:
    """A stretch of a text, from `start` to `end` of it.

    `level` is a heading's depth: 1 to 6 in Markdown, 7 in bold; 0 in others. `indent` is that of an item of a list, and
    `block` counts blank lines: what has the same stands together.
    """

    kind: Kind
    start: int
    end: int
    block: int
    level: int = 0
    indent: int = -1


def unwrapped(said: str) -> str:
    """`said` with a blank for each line end that only the width of the text made; each letter stays where it is."""
    return _WRAP.sub(" ", said)


def passages(lines: Sequence[str]) -> Iterator[Passage]:
    """The passages of a text whose lines, joined by line ends, are `lines`."""
    text, block, at = "\n".join(lines), 0, 0
    running: Passage | None = None  # text that the next line may go on with
    for line in lines:
        start, end = at, at + len(line)
        at = end + 1
        new = _begun(line, start, end, block)
        if (
            new is None
            and running
            and running.kind == "item"
            and _ENDED.search(text, max(running.start, running.end - _LONGEST_END), running.end)
        ):
            outside = len(line) - len(line.lstrip()) <= running.indent and line.strip()[:1].isupper()
            new = Passage("text", start, end, block) if outside else None
        if new is None and running and line.strip():
            running = replace(running, end=end)
            continue
        if running:
            yield from sentences(running, text)
        running = None
        if not line.strip():
            block += 1
        elif new and new.kind in ("heading", "row"):
            yield new
        else:
            running = new or Passage("text", start, end, block)
    if running:
        yield from sentences(running, text)


def _begun(line: str, start: int, end: int, block: int) -> Passage | None:
    """The passage that begins with `line` whatever stands before it; None where it may go on with that."""
    bullet = _BULLET.match(line)
    if heading := _HEADING.match(line):
        return Passage("heading", start, end, block, len(heading[1]))
    if _BOLD.fullmatch(line):
        return Passage("heading", start, end, block, BOLD)
    if _CELLS.search(line.rstrip(), bullet.end() if bullet else len(line) - len(line.lstrip())):
        return Passage("row", start, end, block)
    if bullet:
        return Passage("item", start, end, block, indent=len(bullet[1].expandtabs()))
    return None


def sentences(passage: Passage, text: str) -> Iterator[Passage]:
    """The sentences of a passage."""
    start = passage.start
    bullet = _BULLET.match(text, passage.start, passage.end)
    for end in _END.finditer(text, bullet.end() if bullet else passage.start, passage.end):
        if end[0][0] == "\n":  # "Kameror 500 tkr. Nämnd: socialnämnden", and then a line of its own
            goes_on = start > passage.start and (
                text[start - 1] != "\n" or _ENDED.search(text, max(passage.start, start - _LONGEST_END), start)
            )
            ends = bool(goes_on) and _LABELLED.fullmatch(text, start, end.start()) is not None
        else:
            ends = not _SHORT.search(text, max(start, end.start() - _LONGEST_SHORT), end.start() + 1)
        if ends:
            yield replace(passage, start=start, end=end.start() + 1)
            start = end.end()
    yield replace(passage, start=start)
