"""A decision document as a web page."""

import re
from dataclasses import replace
from html.parser import HTMLParser

from . import element
from .block import BlockKind, DocumentError, TextBlock
from .element import Element, TableCell, paragraphs, require_few, table
from .text import RAISED, decode

_DEEPEST = 50  # tables and lists within one another
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_UNSEEN = {
    *("template", "noscript", "svg", "math", "select", "datalist", "iframe", "object", "audio", "video", "canvas"),
    *("del", "s", "strike"),
}
_ASIDE = {"header", "footer", "nav"}
_PARTS = {
    *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt"),
    *("fieldset", "figcaption", "figure", "form", "hr", "html", "li", "main", "ol", "p", "pre", "section", "summary"),
    *("table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", *_HEADINGS, *_ASIDE),
}
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
# What the parser of the standard library may search the rest of the page for, once for each time that it begins.
_APART = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style|textarea|title)\b.*?(?:</\1\s*>|\Z)|<[!?][^>]*>?", re.S | re.I)
_NO_TAG = re.compile(r"<(?!/?[a-z][^<>]*>)", re.I)
_NOTE = re.compile(r"_?(?:fn|ftn|footnote|endnote|note|fotnot|not)[:_-]?([0-9]{1,3})", re.I)
_HIDDEN = re.compile(
    r"(?:\A|;)(?:display:none|visibility:(?:hidden|collapse)|opacity:0*\.?0*|font-size:[01]?(?:px|pt)?|color:transparent"
    r"|text-decoration[a-z-]*:[^;]*line-through[^;]*|(?:left|top|text-indent):-[0-9]{3,}[a-z]*|clip:rect\(0[^;]*)"
    r"(?:!important)?(?:;|\Z)",
    re.I,
)
_NO_HEIGHT = re.compile(r"(?=.*(?<!line-)\bheight:0(?:px)?(?:;|\Z)).*overflow[a-z-]*:(?:hidden|clip)", re.I)
_WHITE = re.compile(r"(?:\A|;)color:(?:white|#f{3}(?:f{3})?|rgb\(255,255,255\))(?:;|\Z)", re.I)
_COLORED = re.compile(r"\bbackground|\bbgcolor", re.I)
_SHEET = re.compile(r"<style\b[^<>]*>(.*?)(?:</style|\Z)", re.S | re.I)
_AT_RULE = re.compile(r"/\*.*?(?:\*/|\Z)|@[^{};@]*(?:;|\{(?:[^{}]*\{[^{}]*\})*[^{}]*\})", re.S)
_SELECTOR = re.compile(r"([a-z0-9]*)(?:([.#])([\w-]+))?", re.I)
# What ends an element that does not say so itself, where no list or table is begun within it.
_ENDED_BY = {
    "p": _PARTS,
    "li": {"li"},
    "tr": {"tr"},
    **{tag: {"td", "th", "tr"} for tag in ("td", "th")},
    **{tag: {"dd", "dt"} for tag in ("dd", "dt")},
}
_GROUPS = {"ul", "ol", "dl", "table"}
_BACK = re.compile(r"\s*[↩↑]\ufe0e?\s*$")


def read(name: str, content: bytes) -> list[TextBlock]:
    """The blocks of a web page. Raises DocumentError."""
    written = decode(name, content)
    page = _Page(name, _Hiding(written))
    shown = _APART.sub(lambda found: "\n" * found[0].count("\n"), written)
    page.feed(_NO_TAG.sub("&lt;", shown))
    page.close()
    return element.read(page.elements())


class _Hiding:
    """How a page hides what is on it: by the style of an element, or by a style sheet of the page's own."""

    def __init__(self, page: str):
        self._is_colored = bool(_COLORED.search(page))  # what is white may then be on a colour
        self._rules: dict[tuple[str, str, str], bool] = {}
        for sheet in _SHEET.findall(page):
            for rule in _AT_RULE.sub("", sheet).split("}"):
                selectors, _, style = rule.rpartition("{")
                for found in map(_SELECTOR.fullmatch, map(str.strip, selectors.split(","))):
                    if found and found[0]:
                        self._rules[found[1].lower(), found[2] or "", found[3] or ""] = self._hides(style)

    def is_unseen(self, tag: str, given: dict[str, str]) -> bool:
        """Whether an element with those attributes is not shown, or is struck out."""
        if tag in _UNSEEN or "hidden" in given or (tag == "dialog" and "open" not in given):
            return True
        names = [("", ""), ("#", given.get("id", "")), *((".", name) for name in given.get("class", "").split())]
        if self._rules and any(self._rules.get((kind, *name)) for kind in (tag, "") for name in names):
            return True
        return self._hides(f"color:{given['color']}") if "color" in given else self._hides(given.get("style", ""))

    def _hides(self, style: str) -> bool:
        style = re.sub(r"\s+", "", style)
        white = _WHITE.search(style) and not self._is_colored
        return bool(style and (_HIDDEN.search(style) or _NO_HEIGHT.match(style) or white))


class _Page(HTMLParser):
    """The elements of a page, as a browser shows them: what is hidden is left out."""

    def __init__(self, name: str, hiding: _Hiding):
        super().__init__()
        self._name, self._hiding = name, hiding
        self._into: list[list[Element]] = [[]]  # what is read goes into the last
        self._tables: list[list[list[TableCell]]] = []
        self._cells: list[tuple[int, int] | None] = []  # what the open cell of each table spans
        self._lists: list[tuple[str, int]] = []  # how items are numbered, and the number of the next
        self._unseen, self._unseen_depth, self._unseen_groups = "", 0, 0
        self._aside = self._bold = self._raised = self._kept = 0
        self._paragraphs = 0
        self._begin()

    def elements(self) -> list[Element]:
        """What has been read; what was left open ends here."""
        while self._tables:
            self._end_table()
        self._end()
        return self._into[0]

    def _begin(self, kind: BlockKind = BlockKind.PARAGRAPH, level: int = 0, number: str = "") -> None:
        self._kind, self._level, self._number = kind, level, number
        self._pieces: list[tuple[str, bool]] = []  # texts, and whether they are bold
        self._line = 0

    def _end(self) -> None:
        kind = BlockKind.ASIDE if self._aside else self._kind
        note = kind is BlockKind.FOOTNOTE
        for one in paragraphs(self._pieces, self._line, kind, self._level, self._number):
            self._paragraphs += 1
            require_few(self._name, self._paragraphs)
            self._into[-1].append(replace(one, text=_BACK.sub("", one.text)) if note else one)
        if any(text.strip() for text, _ in self._pieces):
            # A list item's second paragraph is one of its own; a note goes on.
            self._begin(*((kind, 0, self._number) if note else ()))
        self._pieces = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in self._ending():
            self._unseen = ""
        if self._unseen:
            self._unseen_depth += tag == self._unseen
            self._unseen_groups += tag in _GROUPS
            return
        if tag not in _VOID and self._hiding.is_unseen(tag, given):
            self._unseen, self._unseen_depth, self._unseen_groups = tag, 1, 0
            return
        if tag in _PARTS:
            self._end()
        self._step(tag, 1)
        if note := _note(tag, given):
            self._begin(BlockKind.FOOTNOTE, number=note)
        elif tag in _HEADINGS:
            self._begin(BlockKind.HEADING, _HEADINGS[tag])
        elif tag in ("ul", "ol"):
            self._lists.append(("" if tag == "ul" else given.get("type", "1"), _whole(given.get("start", "1"))))
            self._require_shallow()
        elif tag == "li":
            self._begin_item(given)
        elif tag == "br":
            self._paragraphs += 1
            self._pieces.append(("\n", bool(self._bold)))
        elif tag == "table":
            self._tables.append([])
            self._cells.append(None)
            self._require_shallow()
        elif tag == "tr" and self._tables:
            self._end_cell()
            self._tables[-1].append([])
        elif tag in ("td", "th") and self._tables:
            self._end_cell()
            self._cells[-1] = (_whole(given.get("colspan", "1")), _whole(given.get("rowspan", "1")))
            self._into.append([])
            self._begin()
        elif tag in _PARTS and self._kind is not BlockKind.FOOTNOTE and tag != "p":
            self._begin()

    def handle_endtag(self, tag: str) -> None:
        if self._ending() and tag in (_PARTS if self._unseen == "p" else _GROUPS):
            self._unseen = ""
        if self._unseen:
            self._unseen_depth -= tag == self._unseen
            self._unseen_groups -= tag in _GROUPS
            if not self._unseen_depth:
                self._unseen = ""
            return
        if tag in _PARTS:
            self._end()
        self._step(tag, -1)
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        if tag in ("td", "th") and self._tables:
            self._end_cell()
        elif tag == "table" and self._tables:
            self._end_table()
        elif tag in ("li", "div", "section", *_HEADINGS):
            self._begin()

    def _ending(self) -> set[str]:
        """What ends the element that is unseen when it begins."""
        return set() if self._unseen_groups else _ENDED_BY.get(self._unseen, set())

    def handle_data(self, data: str) -> None:
        if self._unseen:
            return
        if not self._kept:
            data = re.sub(r"[ \t\r\n\f]+", " ", data)
            if not self._pieces or self._pieces[-1][0].endswith((" ", "\n")):
                data = data.lstrip(" ")
        if not data:
            return
        if not data.isspace():
            self._line = self._line or self.getpos()[0]
        mark = data.strip(" []")
        shown = mark.translate(RAISED) if self._raised and mark.isdigit() else data
        self._pieces.append((shown, bool(self._bold)))

    def _step(self, tag: str, by: int) -> None:
        """Count how deep in bold, raised, kept or set aside text this is; what ends without a beginning counts not."""
        if tag in ("b", "strong"):
            self._bold = max(self._bold + by, 0)
        elif tag == "sup":
            self._raised = max(self._raised + by, 0)
        elif tag == "pre":
            self._kept = max(self._kept + by, 0)
        elif tag in _ASIDE:
            self._aside = max(self._aside + by, 0)

    def _begin_item(self, given: dict[str, str]) -> None:
        manner, number = self._lists[-1] if self._lists else ("", 1)
        number = _whole(given["value"]) if "value" in given else number
        self._lists[-1:] = [(manner, number + 1)] if self._lists else []
        written = f"{chr(96 + number)})" if manner in ("a", "A") and number <= 26 else f"{number}."
        depth = max(len(self._lists), 1)
        if manner:
            self._begin(BlockKind.POINT, depth, written)
        else:
            self._begin(BlockKind.ITEM, depth)

    def _end_cell(self) -> None:
        """The open cell of the innermost table, if any, ends."""
        if span := self._cells[-1]:
            self._end()
            if not self._tables[-1]:
                self._tables[-1].append([])
            self._tables[-1][-1].append(TableCell(self._into.pop(), *span))
            self._cells[-1] = None
            self._begin()

    def _end_table(self) -> None:
        self._end_cell()
        self._cells.pop()
        self._into[-1] += table(self._tables.pop())

    def _require_shallow(self) -> None:
        if len(self._tables) > _DEEPEST or len(self._lists) > _DEEPEST:
            raise DocumentError(
                self._name, f"det har mer än {_DEEPEST} tabeller eller listor i varandra; spara det som text"
            )


def _note(tag: str, given: dict[str, str]) -> str:
    """The number of the footnote that begins here; "" where none does."""
    found = _NOTE.fullmatch(given.get("id", "")) if tag in ("li", "p", "div", "aside", "section") else None
    return found[1] if found else ""


def _whole(written: str) -> int:
    return int(written) if re.fullmatch(r"[0-9]{1,4}", written) else 1
