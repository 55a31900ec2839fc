"""The lines of a paragraph that are each a name and its amount, beside what it has of prose."""

import re
from collections.abc import Iterator
from dataclasses import replace

from fordelning.source.passage import Passage
from fordelning.source.reading.block import BlockKind

from .clause import clauses
from .flow import Flow

ENTRY = re.compile(r"[\s#*_>•–−-]*(?P<label>[^\d:;]{3,80}?)[\s:*_–-]*$")
ENTRY_END = re.compile(
    r"[\s*_.,;]*(?:<sup>[^<]*</sup>|\[\^\d+\]|[⁰¹²³⁴-⁹\d]{1,2})?(?:\s+[–-]\s+[a-zåäö][^\d\n.:]{2,60})?[\s*_.,;]*(?=[\n\t]|$)"
)
_HEADLINE = re.compile(r"[^\n:;.,\d]{3,80}?\s[–-]\s")
_AFTER = re.compile(r"\s*[:–-]\s+(?P<label>[A-ZÅÄÖ][^\d:;\n]{2,79}?)[\s.,;]*(?=\n|$)")
_NAME = re.compile(r"[\s#*_•–-]*[A-ZÅÄÖ][^\d:;.\n]{2,79}")  # all of a line
LED = re.compile(r"[^\n]*[^\n\d]:\s*\n")  # a first line that leads in those below it
_DECLINED = re.compile(
    r"[\s•*–-]*(?!Följande|Övriga)(?-i:[A-ZÅÄÖ])[^\n\d.:]{2,80}?[\s,:–-]+"
    r"(?:avsl(?:ag|ås)|(?:prövas|bordläggs|återremitteras|ingen|inget)\b[^\n.\d]*)[.\s]*",
    re.IGNORECASE,
)
_PLAIN = (BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.ITEM, BlockKind.POINT)
_ABOVE = 90  # letters before an amount where the line of its name is looked for
_ON = re.compile(r" (?=[A-ZÅÄÖ])")  # a line end that is lost: "Lek – 700 tkr Parknämnden får"


def parts(flow: Flow, passage: Passage) -> Iterator[Passage]:
    """The clauses of a passage, and the lines of names and amounts that begin it or end it, each by itself."""
    if first := _headline(flow, passage):
        yield replace(passage, kind="heading", end=first)
        passage = replace(passage, start=first + 1)
    rows = max(rows_from(flow, passage.block), passage.start)
    if rows < passage.end:
        if passage.start < rows:
            yield from clauses(replace(passage, end=rows - 1), flow.text)
        while rows < passage.end:
            end = flow.text.find("\n", rows, passage.end)
            end = passage.end if end < 0 else end
            yield replace(passage, start=rows, end=end)
            rows = end + 1
        return
    yield from clauses(passage, flow.text)


def rows_from(flow: Flow, number: int) -> int:
    """Where the last lines of a paragraph begin that are each a name and its amount; its end, where two are not."""
    start, end = flow.span(number)
    first, last = end, end
    if flow.blocks[number].kind != BlockKind.PARAGRAPH and not LED.match(flow.text, start, end):
        return end
    while last > start:
        begin = max(flow.text.rfind("\n", start, last), start - 1) + 1
        inside = flow.within(begin, last)
        if is_declined(flow.text[begin:last]):
            first, last = min(first, begin) if first < end else end, begin - 1
            continue
        if len(inside) != 1 or not ENTRY.fullmatch(flow.text, begin, inside[0].start):
            break
        if not ENTRY_END.fullmatch(flow.text, inside[0].end, last):
            break
        first, last = begin, begin - 1
    return first if flow.text.count("\n", first, end) else end


def is_declined(line: str) -> bool:
    """Whether a line is a name that gets nothing, or nothing yet: "Norrby IF Avslag"."""
    return bool(_DECLINED.fullmatch(line))


def name_after(flow: Flow, amount: int, end: int) -> str:
    """The name that the line goes on to after the amount that begins it: "65 000 kr – Norrby Byalag"; or ""."""
    begins = flow.text[flow.text.rfind("\n", 0, amount) + 1 : amount].strip(" \t*•–-")
    found = None if begins else _AFTER.match(flow.text, end)
    return " ".join(found["label"].split()) if found else ""


def name_above(flow: Flow, amount: int, end: int) -> int:
    """Where the line of a name begins that stands over the amount from `amount` to `end`, alone on its line; or -1."""
    before = flow.text[max(0, amount - _ABOVE) : amount]
    name = before.rstrip(" \t*_\n")
    if "\n" not in before[len(name) :] or not ENTRY_END.match(flow.text, end):
        return -1
    above = amount - len(before) + name.rfind("\n") + 1
    is_name = _NAME.fullmatch(flow.text, above, amount - len(before) + len(name))
    return above if is_name and flow.blocks[flow.number(above)].kind in _PLAIN else -1


def is_stacked(flow: Flow, number: int) -> bool:
    """Whether the lines of a block are names, each over its amount: below it in the block, or in the next one."""
    start, end = flow.span(number)
    amounts = flow.within(start, end)
    below = [] if amounts else flow.within(*flow.span(min(number + 1, len(flow.blocks) - 1)))[:1]
    names = [name_above(flow, one.start, one.end) for one in [*amounts, *below]]
    lines = len(amounts) + sum(start <= name < end for name in names)
    return bool(names) and min(names) >= 0 and lines == flow.text.count("\n", start, end) + 1


def is_entry(flow: Flow, number: int) -> bool:
    """Whether all that a block says is a name and its amount, on one line."""
    start, end = flow.span(number)
    inside = flow.within(start, end)
    if len(inside) != 1 or "\n" in flow.text[start:end] or not ENTRY.fullmatch(flow.text, start, inside[0].start):
        return False
    return bool(ENTRY_END.fullmatch(flow.text, inside[0].end, end))


def is_list(flow: Flow, number: int) -> bool:
    """Whether each line of a block ends with an amount: in a sentence that is broken any word may begin a line."""
    start, end = flow.span(number)
    ending = [f for f in flow.within(start, end) if ENTRY_END.match(flow.text, f.end)]
    return len(ending) == flow.text.count("\n", start, end) + 1


def _headline(flow: Flow, passage: Passage) -> int:
    """Where the first line of a passage ends, if it is a name and its amount over text; 0 where it is not."""
    inside = flow.within(passage.start, passage.end)
    if len(inside) < 2 or not _HEADLINE.fullmatch(flow.text, passage.start, inside[0].start):
        return 0
    end = flow.text.find("\n", passage.start, passage.end)
    if lost := _ON.match(flow.text, inside[0].end):
        return lost.start()
    alone = end >= inside[0].end and ENTRY_END.fullmatch(flow.text, inside[0].end, end)
    return end if alone and not is_list(flow, passage.block) else 0
