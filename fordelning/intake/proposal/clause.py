"""The sentences of a passage, and of one that decides several things each of them by itself."""

import re
from collections.abc import Iterator
from dataclasses import replace

from fordelning.source.passage import Passage, sentences

_REST = r"\s(?=\s*(?:Kvarstående|Kvarvarande|Resterande|Återstående|Följande|Övriga|Totalt|Summa|Sammanlagt)\b)"
_DECIDES = re.compile(
    r"[,;:]?\s+[-–•]\s+(?=att\b)|"
    r"(?:[,;:]|\bsamt|\boch)\s*\n(?=\s*(?:[0-9]{1,2}[.)]\s+)?att\b)|[,;]\s+samt\s+(?=att\s)|(?:[,;:]|\bsamt)\s+(?=att\s+(?:\w+\s+)?(?:bevilja|anvisa|anslå|tilldela|avslå"
    r"|tillföra|godkänna|uppdra|avsätta|minska|öka|utöka|fastställa|överföra|omfördela|finansiera|efter)\b)|" + _REST
)


def clauses(passage: Passage, text: str) -> Iterator[Passage]:
    """The clauses of a passage of `text` that decide something, or else its sentences, in order."""
    for sentence in sentences(passage, text):
        start = sentence.start
        for cut in _DECIDES.finditer(text, sentence.start, sentence.end):
            yield replace(sentence, start=start, end=cut.end())
            start = cut.end()
        yield replace(sentence, start=start)
