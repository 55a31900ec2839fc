"""A decision document in OpenDocument, as LibreOffice writes it."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element as Xml

from . import element
from .archive import Archive, child, children, given, local, whole
from .block import BlockKind, DocumentError, TextBlock
from .element import Element, TableCell, TextParagraph, require_few, table
from .text import RAISED

_LEFT_OUT = {"tracked-changes", "annotation", "note", "forms", "sequence-decls", "variable-decls", "deletion"}
_MOST_SPACES = 100
_WHITE = re.compile("#f{6}", re.IGNORECASE)
_UNREADABLE = re.compile("0*[0-2](?:[.][0-9]*)?pt|0*(?:[.][0-9]*)?(?:cm|in)")  # a size of letters


def read(name: str, content: bytes) -> list[TextBlock]:
    """The blocks of a document in OpenDocument; their line is the number of their paragraph. Raises DocumentError."""
    return element.read(_OpenDocument(name, Archive(name, content)).elements())


class _OpenDocument:
    """The elements of a document, and the notes that its text refers to."""

    def __init__(self, name: str, archive: Archive):
        self._name = name
        content, styles = archive.part("content.xml"), archive.part("styles.xml")
        body = child(content, "body", "text")
        if body is None:
            raise DocumentError(name, "det är ingen text i OpenDocument; spara det som DOCX eller PDF")
        self._body = body
        groups = [child(part, kind) for part in (styles, content) for kind in ("styles", "automatic-styles")]
        self._styles = {given(one, "name"): one for group in groups for one in (() if group is None else group)}
        masters = child(styles, "master-styles")
        self._asides = [
            one
            for master in children(masters, "master-page")
            for one in master
            if local(one.tag) in ("header", "footer")
        ]
        self._notes: list[TextParagraph] = []
        self._line = 0
        self._shaded = 0  # how many of what the text stands in may have a colour behind it

    def elements(self) -> list[Element]:
        """The text, then the notes, then what stands above and below every page."""
        found = list(self._within(self._body))
        notes = self._notes
        asides = [one.text for part in self._asides for one in self._within(part) if isinstance(one, TextParagraph)]
        return [*found, *notes, *(TextParagraph(text, self._line, BlockKind.ASIDE) for text in dict.fromkeys(asides))]

    def _within(self, parent: Xml) -> Iterator[Element]:
        for one in parent:
            name = local(one.tag)
            if _is_hidden(one):
                continue
            if name == "h":
                yield from self._paragraph(one, BlockKind.HEADING, whole(given(one, "outline-level"), 1))
            elif name == "p":
                yield from self._paragraph(one)
            elif name == "list":
                yield from self._list(one, "", 1)
            elif name == "table":
                yield from table(list(self._rows(one)))
            elif name not in _LEFT_OUT:
                boxed = name == "frame" or name == "custom-shape"  # it may have any colour
                self._shaded += boxed
                yield from self._within(one)
                self._shaded -= boxed

    def _list(self, parent: Xml, style: str, depth: int) -> Iterator[Element]:
        style = given(parent, "style-name") or style
        levels = {given(level, "level"): level for level in self._styles.get(style, ())}
        level = levels.get(str(depth))
        numbered = level is not None and local(level.tag) == "list-level-style-number"
        count = whole(given(level, "start-value"), 1) - 1
        for item in parent:
            count += local(item.tag) == "list-item"
            number = _written(count, level) if numbered else ""
            for one in item:
                name = local(one.tag)
                if name == "list":
                    yield from self._list(one, style, depth + 1)
                elif name == "h":
                    yield from self._paragraph(one, BlockKind.HEADING, depth, number)
                elif name == "p":
                    yield from self._paragraph(one, BlockKind.POINT if numbered else BlockKind.ITEM, depth, number)

    def _rows(self, parent: Xml) -> Iterator[list[TableCell]]:
        for one in parent:
            name = local(one.tag)
            if name == "table-row" and given(one, "visibility") not in ("collapse", "filter"):
                yield list(self._cells(one))
            elif name in ("table-header-rows", "table-rows", "table-row-group"):
                yield from self._rows(one)

    def _cells(self, row: Xml) -> Iterator[TableCell]:
        for one in row:
            columns, rows = (whole(given(one, f"number-{kind}-spanned"), 1) for kind in ("columns", "rows"))
            if local(one.tag) == "table-cell":
                shaded = self._has_color(one, "table-cell-properties")
                self._shaded += shaded
                within = list(self._within(one))
                self._shaded -= shaded
                yield TableCell(within, columns, rows)

    def _paragraph(
        self, paragraph: Xml, kind: BlockKind = BlockKind.PARAGRAPH, level: int = 0, number: str = ""
    ) -> Iterator[TextParagraph]:
        self._line += 1
        line = self._line
        unseen = any(_is_hidden(one) for one in paragraph if local(one.tag) == "hidden-paragraph")
        text = "" if unseen else "".join(self._pieces(paragraph)).strip()
        self._line += text.count("\n")
        require_few(self._name, self._line)
        if text:
            bold = self._says(given(paragraph, "style-name"), "font-weight") == "bold"
            yield TextParagraph(text, line, kind, level, number, bold)

    def _pieces(self, parent: Xml) -> Iterator[str]:
        """The text of a paragraph; a note leaves its mark."""
        if _is_hidden(parent) or self._is_unseen(parent):
            return
        raised = self._says(given(parent, "style-name"), "text-position").startswith("super")
        yield _shown(parent.text, raised)
        for one in parent:
            name = local(one.tag)
            if name == "s":
                yield " " * min(whole(given(one, "c"), 1), _MOST_SPACES)
            elif name == "note":
                yield self._note(one).translate(RAISED)
            elif name in ("tab", "line-break"):
                yield "\t" if name == "tab" else "\n"
            elif name not in _LEFT_OUT:
                yield from self._pieces(one)
            yield _shown(one.tail, raised)

    def _note(self, note: Xml) -> str:
        """The number of a note, which is kept for the end."""
        citation = child(note, "note-citation")
        number = "" if citation is None else "".join(citation.itertext())
        body = child(note, "note-body")
        said = [one.text for one in (() if body is None else self._within(body)) if isinstance(one, TextParagraph)]
        self._notes.append(TextParagraph("\n".join(said), self._line, BlockKind.FOOTNOTE, number=number))
        return number

    def _is_unseen(self, one: Xml) -> bool:
        """Whether the text of a paragraph or a part of it is hidden, struck out, too small, or white on white."""

        def said(name: str) -> str:
            told = (given(child(style, "text-properties"), name) for style in self._chain(given(one, "style-name")))
            return next(filter(None, told), "")

        struck = (said(f"text-line-through-{name}") for name in ("style", "type"))
        if said("display") == "none" or any(name not in ("", "none") for name in struck):
            return True
        if _UNREADABLE.fullmatch(said("font-size")):
            return True
        shaded = self._shaded or any(self._has_color(one, f"{kind}-properties") for kind in ("text", "paragraph"))
        return bool(_WHITE.fullmatch(said("color"))) and not shaded

    def _has_color(self, one: Xml, properties: str) -> bool:
        """Whether the style of an element gives a colour to what is behind it."""
        told = (given(child(style, properties), "background-color") for style in self._chain(given(one, "style-name")))
        color = next(filter(None, told), "transparent")
        return color != "transparent" and not _WHITE.fullmatch(color)

    def _chain(self, style: str) -> Iterator[Xml]:
        """A style, and those that it is based on."""
        seen: set[str] = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            yield self._styles[style]
            style = given(self._styles[style], "parent-style-name")

    def _says(self, style: str, name: str) -> str:
        """What a style says of letters by itself; what it is based on is not asked."""
        return given(child(self._styles.get(style), "text-properties"), name)


def _is_hidden(one: Xml) -> bool:
    """Whether an element says of itself that it is hidden: a section, a paragraph or some words."""
    return given(one, "is-hidden") == "true" or given(one, "display") == "none"


def _shown(text: str | None, raised: bool) -> str:
    """A text without the line breaks of its XML; a raised number with raised digits."""
    shown = " ".join((text or "").split("\n"))
    return shown.translate(RAISED) if raised and shown.strip().isdigit() else shown


def _written(count: int, level: Xml | None) -> str:
    letter = given(level, "num-format") in ("a", "A") and 1 <= count <= 26
    number = chr((96 if given(level, "num-format") == "a" else 64) + count) if letter else str(count)
    return f"{given(level, 'num-prefix')}{number}{given(level, 'num-suffix')}"
