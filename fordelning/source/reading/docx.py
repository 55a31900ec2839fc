"""A decision document from Word."""

import re
from collections.abc import Iterator
from dataclasses import replace
from posixpath import join, normpath
from xml.etree.ElementTree import Element as Xml

from . import element
from .archive import Archive, child, children, given, local, whole
from .block import BlockKind, DocumentError, TextBlock
from .element import Element, TableCell, TextParagraph, paragraphs, require_few, table
from .text import RAISED

_HEADING = re.compile(r"(?:heading|rubrik) ?([1-9])|(title|titel|rubrik)", re.I)
_LEFT_OUT = {"del", "moveFrom", "Fallback", "sectPr", "pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr"}
_SIGNS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "\u00ad"}
_UNREADABLE = 4  # half points of letters that nobody can read
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def read(name: str, content: bytes) -> list[TextBlock]:
    """The blocks of a document from Word; their line is the number of their paragraph. Raises DocumentError."""
    archive = Archive(name, content)
    return element.read(_Document(name, archive).elements())


class _Document:
    """The elements of a document: what is struck out or hidden is left out, what is put in is there."""

    def __init__(self, name: str, archive: Archive):
        self._archive = archive
        self._name = name
        self._path = next((path for kind, path in _related(archive, "") if kind == "officeDocument"), "")
        body = child(archive.part(self._path), "body")
        if body is None:
            raise DocumentError(name, "det är inget dokument från Word; spara det som DOCX eller PDF")
        self._body = body
        related = _related(archive, self._path)
        self._asides = [
            archive.part(path) for wanted in ("header", "footer") for kind, path in related if kind == wanted
        ]
        self._notes = {
            (kind, given(note, "id")): note
            for kind, path in related
            if kind in ("footnotes", "endnotes")
            for note in (archive.part(path) or ())
            if not given(note, "type")
        }
        self._styles = _Styles(archive, related)
        self._lists = _Lists(archive, related)
        self._referred: list[tuple[str, str]] = []
        self._line = 0
        self._shaded = 0  # how many of what the text stands in may have a colour behind it

    def elements(self) -> list[Element]:
        """The text, then the notes, then what stands above and below every page."""
        found = list(self._within(self._body))
        for number, key in enumerate(self._referred, start=1):
            note = [one.text for one in self._within(self._notes[key]) if isinstance(one, TextParagraph)]
            text = "\n".join(note).strip()
            if text:
                found.append(TextParagraph(text, self._line, BlockKind.FOOTNOTE, number=str(number)))
        asides = [one.text for part in self._asides for one in self._within(part) if isinstance(one, TextParagraph)]
        return found + [TextParagraph(text, self._line, BlockKind.ASIDE) for text in dict.fromkeys(asides)]

    def _within(self, parent: Xml | None) -> Iterator[Element]:
        for one in () if parent is None else parent:
            name = local(one.tag)
            if name == "p":
                yield from self._paragraph(one)
            elif name == "tbl":
                styled = child(one, "tblPr", "tblStyle") is not None or _is_shaded(child(one, "tblPr"))
                self._shaded += styled
                yield from table(list(self._rows(one)))
                self._shaded -= styled
            elif name == "altChunk":
                raise DocumentError(self._name, "en annan fil är infogad; öppna det i Word, spara och försök igen")
            elif name not in _LEFT_OUT:
                yield from self._within(one)

    def _rows(self, parent: Xml) -> Iterator[list[TableCell]]:
        for one in parent:
            name = local(one.tag)
            if name == "tr" and child(one, "trPr", "del") is None and not _is_on(child(one, "trPr", "hidden")):
                yield list(self._cells(one))
            elif name in ("sdt", "sdtContent", "customXml", "ins"):
                yield from self._rows(one)

    def _cells(self, parent: Xml) -> Iterator[TableCell]:
        for one in parent:
            name = local(one.tag)
            if name == "tc":
                properties = child(one, "tcPr")
                shaded = _is_shaded(properties)
                self._shaded += shaded
                within = [] if child(properties, "cellDel") is not None else list(self._within(one))
                self._shaded -= shaded
                yield TableCell(within, whole(given(child(properties, "gridSpan"), "val"), 1))
            elif name in ("sdt", "sdtContent", "customXml"):
                yield from self._cells(one)

    def _paragraph(self, paragraph: Xml) -> Iterator[Element]:
        self._line += 1
        line = self._line
        properties = child(paragraph, "pPr")
        style = given(child(properties, "pStyle"), "val")
        shaded = _is_shaded(properties)
        self._shaded += shaded
        pieces = list(self._pieces(paragraph, style))
        self._shaded -= shaded
        self._line += sum(text.count("\n") for text, _ in pieces)
        require_few(self._name, self._line)
        if any(text.strip() for text, _ in pieces):
            list_, depth = _listed(properties)
            if not list_:
                list_, depth = self._styles.listed(style)
            number, bulleted = self._lists.next(list_, depth)
            level = _outlined(properties) or self._styles.level(style)
            listed = BlockKind.ITEM if bulleted else BlockKind.POINT if number else BlockKind.PARAGRAPH
            kind = BlockKind.HEADING if level else listed
            level = level or (depth + 1 if bulleted or number else 0)
            for n, one in enumerate(paragraphs(pieces, line, kind, level, number)):
                yield replace(one, line=line + n)
        self._shaded += 1  # a box may have any colour
        for box in self._boxes(paragraph, style):
            yield from self._within(box)
        self._shaded -= 1

    def _boxes(self, parent: Xml, style: str) -> Iterator[Xml]:
        """The boxes with text that stand in a paragraph."""
        for one in parent:
            name = local(one.tag)
            if name == "txbxContent":
                yield one
            elif name not in _LEFT_OUT and not (name == "r" and self._is_unseen(one, style)):
                yield from self._boxes(one, style)

    def _pieces(self, parent: Xml, style: str) -> Iterator[tuple[str, bool]]:
        """The text of a paragraph of that style, and whether it is bold."""
        for one in parent:
            name = local(one.tag)
            if name == "r":
                if not self._is_unseen(one, style):
                    yield from self._run(one, style)
            elif name not in _LEFT_OUT:
                yield from self._pieces(one, style)

    def _is_unseen(self, run: Xml, style: str) -> bool:
        """Whether a run in a paragraph of that style is hidden, struck out, too small to read, or white on white."""
        properties = child(run, "rPr")
        own = {local(one.tag): one for one in (() if properties is None else properties)}
        named = given(own.get("rStyle"), "val")

        def said(name: str) -> Xml | None:
            return own[name] if name in own else self._styles.says(named, style, name)

        if any(_is_on(said(name)) for name in ("vanish", "strike", "dstrike")):
            return True
        if whole(given(said("sz"), "val"), _UNREADABLE + 1) <= _UNREADABLE:
            return True
        white = given(said("color"), "val").upper() == "FFFFFF"
        return white and not (self._shaded or _is_shaded(properties) or said("highlight") is not None)

    def _run(self, run: Xml, style: str) -> Iterator[tuple[str, bool]]:
        weight = child(run, "rPr", "b")
        bold = self._styles.bold(style) if weight is None else _is_on(weight)
        raised = given(child(run, "rPr", "vertAlign"), "val") == "superscript"
        for one in run:
            name = local(one.tag)
            if name == "t":
                text = one.text or ""
                yield text.translate(RAISED) if raised and text.strip().isdigit() else text, bold
            elif name == "br":
                yield "" if given(one, "type") in ("page", "column") else "\n", bold
            elif name in ("footnoteReference", "endnoteReference"):
                key = (name.replace("Reference", "s"), given(one, "id"))
                if key in self._notes and key not in self._referred:
                    self._referred.append(key)
                if key in self._notes:
                    yield str(self._referred.index(key) + 1).translate(RAISED), bold
            elif name == "sym":
                yield _symbol(given(one, "font"), given(one, "char")), bold
            else:
                yield _SIGNS.get(name, ""), bold


class _Styles:
    """What the styles of paragraphs say, each through those that it is based on."""

    def __init__(self, archive: Archive, related: list[tuple[str, str]]):
        parts = [archive.part(path) for kind, path in related if kind == "styles"]
        self._styles = {given(style, "styleId"): style for part in parts for style in children(part, "style")}
        self._otherwise = [child(part, "docDefaults", "rPrDefault") for part in parts]
        self._said: dict[tuple[str, str, str], Xml | None] = {}

    def _chain(self, style: str) -> Iterator[Xml]:
        seen = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            yield self._styles[style]
            style = given(child(self._styles[style], "basedOn"), "val")

    def level(self, style: str) -> int:
        """The level of a heading; 0 of none."""
        for one in self._chain(style):
            if level := _outlined(child(one, "pPr")):
                return level
            if found := _HEADING.fullmatch(given(child(one, "name"), "val")):
                return int(found[1] or 1)
        return 0

    def listed(self, style: str) -> tuple[str, int]:
        """The list that it numbers paragraphs in, and how deep."""
        return next((found for one in self._chain(style) if (found := _listed(child(one, "pPr")))[0]), ("", 0))

    def bold(self, style: str) -> bool:
        """Whether it is bold."""
        return _is_on(self.says("", style, "b"))

    def says(self, letters: str, paragraph: str, name: str) -> Xml | None:
        """What the style of some letters says of them by that name, or else that of their paragraph."""
        key = letters, paragraph, name
        if key not in self._said:
            styles = [*self._chain(letters), *self._chain(paragraph), *self._otherwise]
            told = (child(one, "rPr", name) for one in styles)
            self._said[key] = next((one for one in told if one is not None), None)
        return self._said[key]


class _Lists:
    """The numbers of the items of lists, counted as Word does."""

    def __init__(self, archive: Archive, related: list[tuple[str, str]]):
        parts = [archive.part(path) for kind, path in related if kind == "numbering"]
        kinds = {given(one, "abstractNumId"): one for part in parts for one in children(part, "abstractNum")}
        self._lists: dict[str, tuple[str, dict[int, Xml]]] = {}
        self._starts: dict[tuple[str, int], int] = {}
        for one in (one for part in parts for one in children(part, "num")):
            kind = given(child(one, "abstractNumId"), "val")
            levels = {whole(given(level, "ilvl"), 0): level for level in children(kinds.get(kind), "lvl")}
            for override in children(one, "lvlOverride"):
                depth = whole(given(override, "ilvl"), 0)
                start = whole(given(child(override, "startOverride"), "val"), -1)
                if start >= 0:
                    self._starts[given(one, "numId"), depth] = start
                if (level := child(override, "lvl")) is not None:
                    levels[depth] = level
            self._lists[given(one, "numId")] = (kind, levels)
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[str] = set()

    def next(self, list_: str, depth: int) -> tuple[str, bool]:
        """What stands before the next item of a list, and whether that is a bullet."""
        kind, levels = self._lists.get(list_, ("", {}))
        if depth not in levels:
            return "", False
        manner = given(child(levels[depth], "numFmt"), "val") or "decimal"
        if manner in ("bullet", "none"):
            return "", manner == "bullet"
        counts = self._counts.setdefault(kind, {})
        if list_ not in self._begun:
            self._begun.add(list_)
            for (other, deep), start in self._starts.items():
                if other == list_:
                    counts[deep] = start - 1
        for deep in [deep for deep in counts if deep > depth]:
            del counts[deep]
        counts[depth] = counts.get(depth, self._start(levels[depth]) - 1) + 1

        def written(found: re.Match[str]) -> str:
            deep = int(found[1]) - 1
            level = levels.get(deep)
            count = counts.get(deep, self._start(level))
            return _spelt(count, given(child(level, "numFmt"), "val"))

        return re.sub(r"%([1-9])", written, given(child(levels[depth], "lvlText"), "val")).strip(), False

    def _start(self, level: Xml | None) -> int:
        return whole(given(child(level, "start"), "val"), 1)


def _related(archive: Archive, path: str) -> list[tuple[str, str]]:
    """The kind and the path of each part that the part at `path` names."""
    folder, _, file = path.rpartition("/")
    relations = archive.part(normpath(join(folder, "_rels", f"{file}.rels")))
    return [
        (given(one, "Type").rpartition("/")[2], normpath(join("/", folder, given(one, "Target"))).lstrip("/"))
        for one in (() if relations is None else relations)
        if given(one, "TargetMode") != "External"
    ]


def _listed(properties: Xml | None) -> tuple[str, int]:
    """The list of a paragraph, and how deep in it."""
    listed = child(properties, "numPr")
    return given(child(listed, "numId"), "val"), whole(given(child(listed, "ilvl"), "val"), 0)


def _outlined(properties: Xml | None) -> int:
    level = given(child(properties, "outlineLvl"), "val")
    return int(level) + 1 if level in tuple("012345678") else 0


def _is_on(switch: Xml | None) -> bool:
    return switch is not None and given(switch, "val") not in ("0", "false", "off")


def _is_shaded(properties: Xml | None) -> bool:
    """Whether there is a colour behind the text."""
    return given(child(properties, "shd"), "fill").upper() not in ("", "AUTO", "FFFFFF")


def _symbol(font: str, code: str) -> str:
    """A sign that is inserted by its number: of a font that draws other things, as arrows, none."""
    number = int(code, 16) if re.fullmatch("[0-9A-Fa-f]{4}", code) else 0
    if 0xF020 <= number <= 0xF07E and font == "Symbol":
        return chr(number - 0xF000)
    return chr(number) if 0x20 <= number < 0xD800 else ""


def _spelt(count: int, manner: str) -> str:
    """A number of a list as Word writes it."""
    if manner in ("lowerLetter", "upperLetter") and 1 <= count <= 26:
        return chr((96 if manner == "lowerLetter" else 64) + count)
    if manner in ("lowerRoman", "upperRoman") and 1 <= count < 400:
        roman = ""
        for value, letters in _ROMAN:
            roman += letters * (count // value)
            count %= value
        return roman if manner == "lowerRoman" else roman.upper()
    return str(count)
