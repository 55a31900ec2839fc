"""A decision document in plain text or Markdown."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby, pairwise
from textwrap import dedent

from .block import BlockKind, DocumentError, TextBlock
from .grid import Stretch, are_mixed
from .line import Line, blocks, joined, spans

_MOST_BYTES = 5_000_000
MOST_LINES = 50_000
_LONGEST = 100_000  # characters of a line
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)[ \t#]*$")
_RULE = re.compile(r"\s{0,3}([-_*=–—])(?:\s?\1){2,}\s*")
_BAR_ROW = re.compile(r"\s*\|.*\|\s*")
_DIVIDER = re.compile(r"\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*")
_BAR = re.compile(r"(?<!\\)\|")
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_QUOTED = re.compile(r"\f?\s*(?:>[ \t]?)+")
_STRUCK = re.compile(r"~~(?=[^\s~])[^~\n]{1,500}~~|<(del|s|strike)>[^<\n]{1,500}</\1>", re.I)
_MIXED = re.compile("Ã[¤¥¶„…–]")  # å, ä and ö in UTF-8, read as Windows-1252
_MARKUP = (
    (
        re.compile(r"\[\^([0-9]{1,3})\](?!:)|<sup>([0-9]{1,3})</sup>"),
        lambda found: (found[1] or found[2]).translate(RAISED),
    ),
    (re.compile(r"(?<=[^\s*])\*{4}(?=[^\s*])"), lambda found: "**\t**"),  # two in bold, that stand together
    (re.compile(r"(\*\*|__)(?=\S)([^*_]{1,500}?)\1"), lambda found: found[2]),
    (re.compile(r"(?<![\w*])([*_])(?=\S)([^*_\n]{1,500}?)(?<=\S)\1(?![\w*])"), lambda found: found[2]),
    (re.compile(r"!?\[([^\]\[]{1,300})\]\([^()\s]{1,500}\)"), lambda found: found[1]),
    (re.compile(r"&nbsp;"), lambda found: "\u00a0"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!|-])"), lambda found: found[1]),
)


def decode(name: str, content: bytes) -> str:
    """The text of `content`, in UTF-8, UTF-16 with its mark, or cp1252. Raises DocumentError."""
    if len(content) > _MOST_BYTES:
        raise DocumentError(name, f"det är text, och större än {_MOST_BYTES // 1_000_000} MB; dela upp det")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\0" in content:
        raise DocumentError(name, "det är ingen text; spara det som PDF, DOCX eller text i UTF-8 och försök igen")
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "cp1252" and _MIXED.search(text):
            raise DocumentError(name, "dess tecken är dels UTF-8, dels Windows-1252; spara det som text i UTF-8")
        return text
    raise DocumentError(name, "dess tecken är varken UTF-8 eller Windows-1252; spara det som text i UTF-8")


def read(name: str, content: bytes) -> list[TextBlock]:
    """The blocks of a text. Raises DocumentError."""
    text = decode(name, content).replace("\r\n", "\n").replace("\r", "\n")
    written = dedent(text).split("\n")
    if len(written) > MOST_LINES or any(len(line) > _LONGEST for line in written):
        raise DocumentError(
            name, f"det har mer än {MOST_LINES} rader, eller en rad med mer än {_LONGEST} tecken; dela upp det"
        )
    return joined(_parts([_STRUCK.sub("", line) for line in _unquoted(written)]))


def _unquoted(written: list[str]) -> Iterator[str]:
    """The lines without the marks that a mail or Markdown sets before each line that it quotes.

    Where figures alone follow the marks these are words: more than.
    """
    for marked, group in groupby(written, key=lambda line: bool(_QUOTED.match(line))):
        lines = list(group)
        rest = [_QUOTED.sub("", line, count=1) for line in lines] if marked else lines
        quoted = len(lines) > 1 and any(line and not line[0].isdigit() for line in rest)
        yield from rest if quoted else lines


def _parts(written: list[str]) -> Iterator[list[TextBlock]]:
    """The blocks, a table with bars for itself: its columns are told by its bars."""
    numbered = list(enumerate(written, start=1))
    for barred, group in groupby(numbered, key=lambda pair: bool(_BAR_ROW.fullmatch(pair[1]))):
        part = list(group)
        yield _barred(part) if barred else blocks(list(_in_order(list(_lines(part)))))


def _barred(group: list[tuple[int, str]]) -> list[TextBlock]:
    rows = [(number, line) for number, line in group if not _DIVIDER.fullmatch(line)]
    return [
        TextBlock(BlockKind.CELL, _plain(cell.strip()), line=number, table=0, row=n, column=column)
        for n, (number, line) in enumerate(rows)
        for column, cell in enumerate(_BAR.split(line.strip()[1:-1]))
        if cell.strip()
    ]


def _lines(numbered: list[tuple[int, str]]) -> Iterator[Line]:
    """The lines with text in them; a rule above and "[1]", "1 Text" below is how a text writes its footnotes."""
    parted, note = False, False
    indents = _indents(numbered)
    for n, (number, line) in enumerate(numbered):
        above = numbered[n - 1][1].strip() if n else ""
        if not line.strip("\f \t\u00a0"):
            parted = True
            continue
        if rule := _RULE.fullmatch(line):
            note, parted = rule[1] not in "=" and not above, True
            continue
        below = numbered[n + 1][1].strip() if n + 1 < len(numbered) else ""
        under = _RULE.fullmatch(below) if parted or not n else None
        if heading := _HEADING.match(line):
            level, line, note = len(heading[1]), heading[2], False
        else:
            level = {"=": 1, "-": 2}.get(under[1], 0) if under else 0
        note = note and not level
        parted = parted or bool(level) or "\f" in line
        yield Line(spans(_plain(line.replace("\f", "")), indents.get(number)), parted, level, note, number=number)
        parted = bool(level)


def _in_order(lines: list[Line]) -> Iterator[Line]:
    """`lines`, with the cells of each row by their order where they do not stand in columns.

    So it is where all rows that stand together have as many, and some two of them stand in what would be one column.
    """
    starts = [n for n, line in enumerate(lines) if not n or line.parted or len(line.spans) != len(lines[n - 1].spans)]
    for start, end in pairwise([*starts, len(lines)]):
        rows, count = lines[start:end], len(lines[start].spans)
        if count > 1 and len(rows) > 1 and are_mixed([row.spans for row in rows]):
            for row in rows:
                placed = (Stretch(1000 * n, 1000 * n + 999, span.text) for n, span in enumerate(row.spans))
                yield replace(row, spans=tuple(placed))
        else:
            yield from rows


def _indents(numbered: list[tuple[int, str]]) -> dict[int, int]:
    """The tabs that begin each line, by its number, of lines that stand together where each other tab is a cell's edge.

    So it is where all have as many, or none has two together but at its beginning and end.
    """
    found: dict[int, int] = {}
    for tabbed, group in groupby(numbered, key=lambda pair: "\t" in pair[1].strip("\f ")):
        lines = list(group)
        alike = len({line.count("\t") for _, line in lines}) == 1
        if tabbed and len(lines) > 1 and (alike or not any("\t\t" in line.strip() for _, line in lines)):
            indent = min(len(line) - len(line.lstrip("\t")) for _, line in lines)
            found |= {number: indent for number, _ in lines}
    return found


def _plain(text: str) -> str:
    """`text` without Markdown's marks of bold, links and notes."""
    for mark, kept in _MARKUP:
        text = mark.sub(kept, text)
    return text
