"""The sentences of a passage, and of one that decides several things each of them by itself."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate

from fordelning.source.passage import Passage, sentences

_REST = r"\s(?=\s*(?:Kvarstående|Kvarvarande|Resterande|Återstående|Följande|Övriga|Totalt|Summa|Sammanlagt)\b)"
_DECIDES = re.compile(
    r"[,;:]?\s+[-–•]\s+(?=att\b)|"
    r"(?:[,;:]|\bsamt|\boch)\s*\n(?=\s*(?:[0-9]{1,2}[.)]\s+)?[Aa]tt\b)|[,;]\s+samt\s+(?=att\s)|(?:[,;:]|\bsamt)\s+(?=att\s+(?:\w+\s+)?(?:bevilja|anvisa|anslå|tilldela|avslå"
    r"|tillföra|godkänna|uppdra|avsätta|minska|öka|utöka|fastställa|överföra|omfördela|finansiera|efter)\b)|" + _REST
)


_POINT = re.compile(r"(?<!\n)\n(?=\s*[Aa]tt\s)")  # a line that begins with "att"
_ENDED = re.compile(r"(?:[.;:,]|\s(?:och|samt))\s*\Z")
_LED = re.compile(r"[^\n]*(?:\n[^\n]*)??:\s*\n")  # a line or two
_NAMED = r"[A-ZÅÄÖ][^\n0-9]*[0-9][^\n]*"
_ROWS = re.compile(rf"{_NAMED}(?:\n{_NAMED})+|[0-9][^\n]*(?:\n(?:{_NAMED}|[0-9][^\n]*))+")


def clauses(passage: Passage, text: str) -> Iterator[Passage]:
    """The clauses of a passage of `text` that decide something, or else its sentences, in order."""
    said = text[passage.start : passage.end]
    points = [passage.start + at for at in _points(said) or _rows(said)]
    for sentence in sentences(passage, text):
        start = sentence.start
        cuts = {cut.end() for cut in _DECIDES.finditer(text, sentence.start, sentence.end)}
        cuts |= {*points[bisect_right(points, sentence.start) : bisect_left(points, sentence.end)]}
        for cut in sorted(cuts):
            yield replace(sentence, start=start, end=cut)
            start = cut
        yield replace(sentence, start=start)


def _points(said: str) -> list[int]:
    """Where lines begin with "att" and a decision of its own; none where it may be the width that broke the line.

    Either there are several, or the line above ends with a mark or with "och".
    """
    found = [cut.end() for cut in _POINT.finditer(said)]
    above = [said[said.rfind("\n", 0, end - 1) + 1 : end - 1] for end in found]
    return found if len(found) > 1 or any(map(_ENDED.search, above)) else []


def _rows(said: str) -> list[int]:
    """Where lines begin that a line with a colon leads in, each with a capital or a figure first: unmarked items."""
    led = _LED.match(said)
    if not led or not _ROWS.fullmatch(said, led.end()):
        return []
    lines = said[led.end() :].split("\n")
    return [led.end(), *(led.end() + n for n in accumulate(len(line) + 1 for line in lines[:-1]))]
