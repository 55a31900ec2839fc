"""What the head of a document says of it: its title, its number, its dates, whose it is and who decides."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from fordelning.source.reading.block import BlockKind, Writing
from fordelning.source.tokens import scan

from .flow import Flow
from .proposal import TextPlace
from .section import sections

_MUNICIPALITY = re.compile(r"\b([A-ZÅÄÖ][\w-]+)s? (kommun|stad|KOMMUN|STAD|Kommun|Stad)\b")
_REFERENCE = re.compile(r"\b(?:dnr|diarienr|diarienummer|ärendenummer)[.:]*\s*", re.IGNORECASE)
_DECIDES = re.compile(
    r"\b(kommunfullmäktige|kommunstyrelsen|\w+nämnden|\w+utskottet)\s+(?:beslutar|godkänner|bifaller)", re.I
)
_NO_TITLE = re.compile(
    r"^§+\s*\d+\s*|^<!--.*|^(?:Handling|Till|Datum|Bilaga|Protokoll)\b.*|\b(?:Ärendenummer|Dnr|Diarienummer)\b.*",
    re.DOTALL,
)
_FIRST_BLOCKS = 15  # where a title is looked for


def identities(flow: Flow) -> Iterator[tuple[str, str, list[TextPlace]]]:
    """The dates and the reference number of a document, each with its places."""
    found: dict[tuple[str, str], list[TextPlace]] = defaultdict(list)
    own = reference(flow)
    for token in flow.tokens:
        if token.kind == "date" and re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", str(token.readings[0])):
            found["date", str(token.readings[0])].append(flow.place(token.start))
        elif own and token.kind == "reference" and token.text == own:
            found["reference", own].append(flow.place(token.start))
    for (kind, value), places in found.items():
        yield kind, value, places


def year(flow: Flow) -> str:
    """The year that is named most."""
    years = Counter(str(token.readings[0])[:4] for token in flow.tokens if token.kind in ("year", "date", "period"))
    return max((year for year in years if year.isdigit()), key=lambda year: years[year], default="")


def reference(flow: Flow) -> str:
    """The reference number that a word says is one, "" where none is."""
    called = {found.end() for found in _REFERENCE.finditer(flow.text)}
    return next((token.text for token in flow.tokens if token.kind == "reference" and token.start in called), "")


def headed_reference(writing: Writing) -> str:
    """The reference number in the heads of the pages, "" where there is none, or more than one."""
    heads = [block.text for block in writing.blocks if block.kind is BlockKind.ASIDE]
    found = {token.text for token in scan(heads) if token.kind == "reference"}
    return found.pop() if len(found) == 1 else ""


def title(flow: Flow) -> str:
    """The first heading of some words, without the number of its section; else ""."""
    headed = {start for start, _ in sections(flow)[1:]}
    lines: list[str] = []
    for block, start in zip(flow.blocks[:_FIRST_BLOCKS], flow.starts, strict=False):
        begun = start
        for line in block.text.split("\n") if block.kind in (BlockKind.HEADING, BlockKind.PARAGRAPH) else ():
            if start > begun and lines and line[:1].islower():
                lines[-1] += f" {line}"
            elif start not in headed and "\t" not in line:
                lines.append(line)
            start += len(line) + 1
    plain = (" ".join(_NO_TITLE.sub("", text).split()).strip(" *#") for text in lines)
    return next((text for text in plain if _reads_as_title(text)), "")


def _reads_as_title(text: str) -> bool:
    """Whether a line is some words about something, and not the name of somebody or an address."""
    goes_on = any(word[0].islower() for word in text.split()[1:])
    return goes_on and len(text) < 120 and text[-1] not in ".:," and "@" not in text


def municipality(text: str) -> str:
    """The municipality that is named first, "" where none is."""
    found = _MUNICIPALITY.search(text)
    return f"{found[1]} {found[2].lower()}" if found else ""


def decided_by(text: str) -> str:
    """Who is first said to decide, "" where nobody is."""
    found = _DECIDES.search(text)
    return found[1].capitalize() if found else ""
