"""The sections of a decision document: which are what is decided or proposed, and which tell of something else."""

import re
from enum import StrEnum

from fordelning.source.reading.block import BlockKind

from .flow import Flow


class Section(StrEnum):
    """What a stretch of a document is for."""

    DECISION = "decision"
    TOLD = "told"  # the matter, its background and its consequences
    LOST = "lost"  # what others moved, and reservations
    LISTS = "lists"  # papers, senders and receivers, signatures


_TITLES = {
    Section.LOST: r"(?:yrkande|motyrkande|tidigare|ärendets gång"
    r"|förslag(?: till beslut)? (?:under|på|vid) sammanträde"
    r"|reservation|särskil[dt]a? (?:yttrande|mening)|protokollsanteckning"
    r"|(?:alternativ|mot)förslag|tilläggsyrkande|avslag)\w*(?:\s.*)?",
    Section.LISTS: r"(?:beslutsunderlag|handlingar|underlag för beslut|beslutsgång|propositionsordning|omröstning"
    r"|votering|justering|protokollsutdrag|bilagor|expedieras|delges|sändlista|(?:beslutet|protokollet) skickas)"
    r"\w*(?:\s.*)?",
    Section.DECISION: r"(?:(?:förslag till )?beslut|(?:\S+\s){0,4}(?:förslag till beslut|beslut)"
    r"|(?:\S+\s){1,4}beslutar(?: för egen del)?(?: att)?|beslutsförslag|att-satser"
    r"|(?:[\w-]+\s){0,4}(?:\w+styrelsens|\w+nämndens|\w+utskottets|\w+förvaltningens|\w+kontorets) förslag"
    r"(?: (?:för förslag )?till (?:[\w-]+ ){0,4}(?:\w*fullmäktige|\w+styrelsen|\w+nämnden)){0,2})(?: i \S+)?",
    Section.TOLD: r"(?:sammanfattning|bakgrund|ärende(?:t|beskrivning)|beskrivning av|bedömning"
    r"|(?:\S+\s){0,3}synpunkter"
    r"|(?:\S+\s){0,3}bedömning|ekonomisk|juridisk|konsekvens|utgångspunkt|uppföljning|motivering|inledning|yttrande"
    r"|förslag till fördelning|överväganden|finansiering|barn|jämställdhet)\w*(?:\s.*)?",
}
_LINES = {section: re.compile(rf"[#*_\s\d.]*{title}[\s*_:]*", re.IGNORECASE) for section, title in _TITLES.items()}
_RUN_ON = re.compile(  # a title with its text on the same line, as text taken out of a PDF may have it
    r"(?P<decision>(?:.{0,120}\s)?Förslag till beslut)(?=\s+(?:I|i)\s+[A-ZÅÄÖa-zåäö ]+:|\s+[A-ZÅÄÖ])"
    r"|(?P<told>Sammanfattning|Bakgrund|Ärendet|Beskrivning av ärendet|Bedömning ur|\S+ bedömning)(?=\s)"
)
_ALONE = re.compile(r"[#*_\s]*[A-ZÅÄÖ]\S*(?: till beslut)?[\s*_:]*|.*\bbeslutar\b.*:\s*")
_FIRST = re.compile(r"[#*_\s]*[A-ZÅÄÖ]")
_LONGEST = 90
_SAYS = re.compile(
    r"(?:(?:kommunfullmäktige|kommunstyrelsen|\w*nämnden|\w*utskottet|\w*beredningen)[\w\s]{0,60}?)?(?:beslutar|föreslår)\b"
    r"(?:[^.]{0,80}:|[^.]{0,60}\bbeslutar? (?:följande|att))\s*",
    re.IGNORECASE,
)


def sections(flow: Flow) -> list[tuple[int, Section]]:
    """Where each section begins, in order; what is before the first is told."""
    found = [(0, Section.TOLD)]
    for number, block in enumerate(flow.blocks):
        at = flow.starts[number]
        if block.kind in (BlockKind.CELL, BlockKind.FOOTNOTE):
            continue
        for n, line in enumerate(block.text.split("\n")):
            # Further down in a block only a title and nothing more is one: a sentence may begin a line anywhere.
            begins = not n and (block.kind == BlockKind.HEADING or "\n" not in block.text)
            if (begins or _ALONE.fullmatch(line) or (not n and _FIRST.match(line))) and (
                section := _section(line, block.kind == BlockKind.HEADING)
            ):
                found.append((at, section))
            at += len(line) + 1
    return found


def _section(line: str, heading: bool) -> Section | None:
    if len(line) <= _LONGEST and line.strip():
        for section, title in _LINES.items():
            if title.fullmatch(line) and (heading or not line.rstrip().endswith((".", ","))):
                return section
        if _SAYS.fullmatch(line):
            return Section.DECISION
    if run_on := _RUN_ON.match(line):
        return Section.DECISION if run_on["decision"] else Section.TOLD
    return None
