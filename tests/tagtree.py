"""A PDF as a screen reader meets it: its tag tree with the text of each element, and what is wrong with it.

Every `faults_of_…` returns a list of readable faults, empty where there are none. They look for what a validator
accepts: it sees that there is a text alternative or a caption, but not that it says something or where it belongs.
"""

import io
import itertools
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import pikepdf
from pdfminer.cmapdb import CMapParser, FileUnicodeMap
from pikepdf import Array, Dictionary, Matrix, Name

SHOWS = {"Tj", "TJ", "'", '"'}
PAINTS = {"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "INLINE IMAGE"}
# Of the operators that place text, Typst writes only Tm.
READ = " ".join(["q", "Q", "cm", "Tf", "Tm", "BMC", "BDC", "EMC", "BI", "ID", "EI", *SHOWS, *PAINTS])
GROUPS = {"Document", "Part", "Sect", "Art", "Div", "NonStruct", "L", "TOC", "BlockQuote"}
INLINE = {"Mark", "Span", "Link", "Reference", "Quote", "Code", "Lbl"}
HEADINGS = ("H1", "H2", "H3", "H4", "H5", "H6")
NEW_LINE = 4  # points between baselines; a raised footnote mark moves less
WIDEST = 1.2  # the widest letter, in units of its size, with some room
UNKNOWN = "\ufffd"
# What a reader hears or copies but does not see: zero-width space, soft hyphen, an unmapped or private character.
UNFIT = re.compile("[\u200b\u00ad\ufeff\ufffd\ue000-\uf8ff]")
NUMBER = "\\d{1,3}(?:[\u00a0\u202f]\\d{3})+(?:,\\d+)?|\\d+(?:,\\d+)?"
AMOUNT = f"({NUMBER})[\u00a0\u202f](?:kr|tkr|mnkr)\\b"
# Where a link leads, and not to what.
ADDRESS = re.compile(r"\W*(sida|s\.)\s*\d+(, \d+)*|\S*[#/]\S*|[\w-]+\.(pdf|html)")
PLACEHOLDER = re.compile(r"(bild|image|picture|figure?|diagram|graf|chart)\W*\d*|\S+\.(svg|png|jpe?g|pdf)", re.I)
LEAST_BODY, LEAST_CELL, LEAST, LEAST_RAISED = 10, 9, 8, 6  # points that are read without effort
SHORTEST_ALT = 40  # characters; less cannot say what is shown, of what, and how much
LONGEST_ALT = 300
SORTS = ("uträknat", "räkneexempel", "uppgift saknas")  # what a part of a picture can be, and is nothing that is stated


@dataclass(frozen=True)
class Piece:
    """Text that is shown at once: in a paragraph a line or a style of it, in a chart a letter."""

    text: str
    x: float
    y: float
    size: float


@dataclass(eq=False)
class Mark:
    """A stretch of marked content: part of a structure element by its `mcid`, or an artifact of some kind."""

    page: int
    mcid: int | None
    artifact: str | None  # "" is an artifact that does not say what it is; None is content
    pieces: list[Piece] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What the mark says."""
        return joined([self])


@dataclass(eq=False)
class Element:
    """A structure element; `kids` are elements, marks and annotations in reading order."""

    role: str
    obj: Dictionary
    kids: list["Element | Mark | Dictionary"] = field(default_factory=list)

    @cached_property
    def elements(self) -> list["Element"]:
        """The elements directly below."""
        return [kid for kid in self.kids if isinstance(kid, Element)]

    @property
    def annotations(self) -> list[Dictionary]:
        """The annotations directly below."""
        return [kid for kid in self.kids if not isinstance(kid, Element | Mark)]

    @cached_property
    def subtree(self) -> list["Element"]:
        """This element and all below it, in reading order."""
        return [self, *itertools.chain.from_iterable(kid.subtree for kid in self.elements)]

    def find(self, *roles: str) -> list["Element"]:
        """The elements of `roles` at or below this one."""
        return [element for element in self.subtree if element.role in roles]

    @cached_property
    def marks(self) -> list[Mark]:
        """The content of the element, in reading order."""
        return [m for kid in self.kids for m in ([kid] if isinstance(kid, Mark) else getattr(kid, "marks", []))]

    @cached_property
    def text(self) -> str:
        """The content as it is read, with single spaces."""
        return spaced(joined(self.marks))

    @property
    def instead(self) -> str | None:
        """What is read instead of the content, where anything is."""
        return next((str(self.obj[key]) for key in ("/Alt", "/ActualText", "/E") if key in self.obj), None)

    @cached_property
    def heard(self) -> str:
        """The content as it is read aloud, with single spaces."""
        return spaced(self.instead or joined(list(self._heard())))

    def _heard(self) -> Iterator[Mark]:
        if self.instead is not None and self.marks:
            first = self.marks[0]
            pieces = [replace(first.pieces[0], text=f" {self.instead} ")] if first.pieces else []
            yield Mark(first.page, None, None, pieces)
            return
        for kid in self.kids:
            if isinstance(kid, Mark):
                yield kid
            elif isinstance(kid, Element):
                yield from kid._heard()

    @property
    def page(self) -> int | None:
        """The page on which the element begins."""
        return self.marks[0].page if self.marks else None

    def attribute(self, owner: str, key: str, default=None):
        """An attribute such as Scope of Table."""
        for attributes in several(self.obj, "/A"):
            if str(attributes.O) == f"/{owner}" and f"/{key}" in attributes:
                return attributes[f"/{key}"]
        return default

    @property
    def span(self) -> int:
        """How many columns a cell takes."""
        return int(self.attribute("Table", "ColSpan", 1))

    @property
    def scope(self) -> str:
        """What a header cell is a header of."""
        return str(self.attribute("Table", "Scope", "/"))[1:]


@dataclass(frozen=True)
class Bookmark:
    """An entry of the outline: its `level` from 1, its title and its page, None where it leads nowhere."""

    level: int
    title: str
    page: int | None


def several(obj: Dictionary, key: str) -> list:
    """What `obj` has under `key`, where one may stand without a list."""
    given = obj.get(key, Array())
    return list(given) if isinstance(given, Array) else [given]


def spaced(text: str) -> str:
    """`text` with single spaces; a line break and a no-break space sound the same."""
    return re.sub(r"\s+", " ", text).strip()


def bare(text: str) -> str:
    """`text` without any space, to be compared however its lines are broken."""
    return re.sub(r"\s+", "", text)


def joined(marks: list[Mark]) -> str:
    """The text of `marks`, with a space between pieces that are set apart."""
    pieces = [piece for mark in marks for piece in mark.pieces]
    spaces = [" " if _apart(before, piece) else "" for before, piece in itertools.pairwise(pieces)]
    return "".join(itertools.chain(*itertools.zip_longest((piece.text for piece in pieces), spaces, fillvalue="")))


def _apart(before: Piece, piece: Piece) -> bool:
    if abs(piece.y - before.y) > NEW_LINE:
        # A line ends in a space of its own, or within a word, or was broken on purpose.
        return not re.search(r"[\s\-–/\u200b\u00ad]$", before.text)
    return len(before.text) == 1 and abs(piece.x - before.x) > WIDEST * before.size


class Document:
    """A PDF, opened once: the marked content of its pages and the tag tree over it.

    A page whose content is that of the same page `like` another document is not read again.
    """

    def __init__(self, path: Path, like: "Document | None" = None):
        self.path = path
        self.pdf = pikepdf.open(path)
        self.numbers = {page.obj.objgen: number for number, page in enumerate(self.pdf.pages, start=1)}
        self._letters: dict[tuple[int, int], dict[int, str]] = {}
        self.pages = [self._content(number, page, like) for number, page in enumerate(self.pdf.pages, start=1)]
        self.marks = [mark for page in self.pages for mark in page.marks]  # page by page in the order they are drawn
        self.outside = [f"page {page.number}: {fault}" for page in self.pages for fault in page.outside]
        self.placed = {(mark.page, mark.mcid): mark for mark in self.marks if mark.mcid is not None}
        self.unplaced: list[str] = []  # what the tag tree refers to and no page has
        self._roles = self.pdf.Root.StructTreeRoot.get("/RoleMap", {})
        self.root = self._element(self.pdf.Root.StructTreeRoot)

    def find(self, *roles: str) -> list[Element]:
        """The elements of `roles`, in reading order."""
        return self.root.find(*roles)

    @property
    def headings(self) -> list[Element]:
        """The headings, in reading order."""
        return self.find(*HEADINGS)

    @cached_property
    def bookmarks(self) -> list[Bookmark]:
        """The outline from top to bottom."""
        return list(self._bookmarks(self.pdf.open_outline().root, 1))

    def _bookmarks(self, items: list[pikepdf.OutlineItem], level: int) -> Iterator[Bookmark]:
        for item in items:
            yield Bookmark(level, spaced(item.title), self.page_of(item.destination))
            yield from self._bookmarks(item.children, level + 1)

    def page_of(self, destination) -> int | None:
        """The page that a destination leads to; None where it leads to no page of the document."""
        if isinstance(destination, pikepdf.String):
            destination = self._named.get(str(destination))
        if isinstance(destination, Dictionary):
            destination = destination.get("/D")
        if not isinstance(destination, Array) or not isinstance(destination[0], Dictionary):
            return None
        return self.numbers.get(destination[0].objgen)

    @cached_property
    def _named(self) -> dict:
        names = self.pdf.Root.get("/Names", {})
        return dict(pikepdf.NameTree(names.Dests)) if "/Dests" in names else {}

    def artifacts(self, page: int, *kinds: str) -> list[Mark]:
        """The artifacts of `kinds` on a page that say something."""
        return [m for m in self.marks if m.page == page and m.artifact in kinds and m.text.strip()]

    def letters(self, font: Dictionary) -> dict[int, str]:
        """What each character code of `font` says."""
        if font.objgen not in self._letters:
            letters = FileUnicodeMap()
            if "/ToUnicode" in font:
                CMapParser(letters, io.BytesIO(font.ToUnicode.read_bytes())).run()
            self._letters[font.objgen] = letters.cid2unichr
        return self._letters[font.objgen]

    def _content(self, number: int, page: pikepdf.Page, like: "Document | None") -> "Content":
        stored = [stream.read_raw_bytes() for stream in several(page.obj, "/Contents")]
        if like is not None and like.pages[number - 1 : number] and like.pages[number - 1].stored == stored:
            return like.pages[number - 1]
        return Content(self, number, page, stored)

    def _element(self, obj: Dictionary) -> Element:
        role = str(obj.get("/S", "/Root"))
        element = Element(str(self._roles.get(role, role))[1:], obj)
        for kid in several(obj, "/K"):
            if isinstance(kid, Dictionary) and "/S" in kid:
                element.kids.append(self._element(kid))
            elif isinstance(kid, Dictionary) and "/Obj" in kid:
                element.kids.append(kid.Obj)
            else:
                element.kids += self._mark(kid, obj, element.role)
        return element

    def _mark(self, kid, parent: Dictionary, role: str) -> list[Mark]:
        apart = isinstance(kid, Dictionary)
        page = kid.get("/Pg") if apart and "/Pg" in kid else parent.get("/Pg")
        page, mcid = self.numbers.get(page.objgen) if page is not None else None, int(kid.MCID if apart else kid)
        if (page, mcid) in self.placed:
            return [self.placed[page, mcid]]
        self.unplaced.append(f"{role} refers to content {mcid} of page {page}, which is not there")
        return []


class Content:
    """One page's content stream, read operator by operator: its marks, and what is drawn outside them."""

    def __init__(self, document: Document, number: int, page: pikepdf.Page, stored: list[bytes]):
        self.document, self.number, self.stored = document, number, stored
        self.marks: list[Mark] = []
        self.outside: list[str] = []
        self._open: list[Mark | None] = []  # None is a mark that is neither content nor artifact of its own
        self._instead: list[str | None] = []  # what is read instead of the text in each open mark (ActualText)
        self._place, self._line, self._font, self._size, self._saved = Matrix(), Matrix(), None, 0.0, []
        self._run(page, page.get("/Resources", Dictionary()))

    def _run(self, stream, resources: Dictionary) -> None:
        self._resources = resources
        for operands, operator in pikepdf.parse_content_stream(stream, READ):
            self._step(str(operator), operands)

    def _step(self, operator: str, operands) -> None:
        match operator:
            case "q":
                self._saved.append((self._place, self._font, self._size))
            case "Q":
                self._place, self._font, self._size = self._saved.pop()
            case "cm":
                self._place = Matrix(*map(float, operands)) @ self._place
            case "Tf":
                self._font, self._size = self._resources.Font[operands[0]], float(operands[1])
            case "BMC" | "BDC":
                self._begin(str(operands[0]), operands[1] if operator == "BDC" else Dictionary())
            case "EMC":
                self._end()
            case "Tm":
                self._line = Matrix(*map(float, operands))
            case _ if operator in SHOWS:
                self._draw("text")
                self._say(self._decoded(operands[-1]))
            case _ if operator in PAINTS:
                self._draw("a picture" if operator in ("Do", "INLINE IMAGE") else "a line or an area")
                if operator == "Do":
                    self._form(self._resources.XObject[operands[0]])

    def _begin(self, tag: str, properties) -> None:
        if isinstance(properties, Name):
            properties = self._resources.Properties[properties]
        mark = None
        if tag == "/Artifact":
            mark = Mark(self.number, None, str(properties.get("/Subtype", properties.get("/Type", "/")))[1:])
        elif "/MCID" in properties:
            mark = Mark(self.number, int(properties.MCID), None)
        if mark is not None:
            if self._current is not None:
                self.outside.append(f"content {mark.mcid} is marked within other marked content")
            self.marks.append(mark)
        self._open.append(mark)
        self._instead.append(str(properties.ActualText) if "/ActualText" in properties else None)

    def _end(self) -> None:
        instead = self._instead.pop()
        if instead is not None:
            self._say(instead)
        self._open.pop()

    @property
    def _current(self) -> Mark | None:
        return next((mark for mark in reversed(self._open) if mark is not None), None)

    def _draw(self, what: str) -> None:
        if self._current is None:
            self.outside.append(f"{what} outside of any marked content")

    def _say(self, text: str) -> None:
        if self._current is not None and not any(instead is not None for instead in self._instead):
            at = self._line @ self._place
            self._current.pieces.append(Piece(text, at.e, at.f, math.hypot(at.a, at.b) * self._size))

    def _decoded(self, shown) -> str:
        letters = self.document.letters(self._font)
        parts = shown if isinstance(shown, Array) else [shown]  # in an array, numbers between the strings are kerning
        raw = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
        width = 2 if self._font.Subtype == Name.Type0 else 1
        codes = [int.from_bytes(raw[n : n + width], "big") for n in range(0, len(raw), width)]
        return "".join(letters.get(code, UNKNOWN) for code in codes)

    def _form(self, form: pikepdf.Stream) -> None:
        """A picture of its own stream is drawn where it is named, within the mark that is open there."""
        if form.Subtype != Name.Form:
            return
        before = self._resources, self._place, self._font, self._size
        self._run(form, form.get("/Resources", self._resources))
        self._resources, self._place, self._font, self._size = before


def faults_of_tables(document: Document) -> list[str]:
    """Column headers over every column, a row header in every row, and cells that name the right ones of both."""
    identities = _identities(document)
    return [
        f"table {number} ({_name(table)}), {fault}"
        for number, table in enumerate(document.find("Table"), start=1)
        for fault in _table_faults(table, identities)
    ]


def _identities(document: Document) -> dict[str, tuple[int, int]]:
    root = document.pdf.Root.StructTreeRoot
    tree = pikepdf.NameTree(root.IDTree) if "/IDTree" in root else {}
    return {str(key): element.objgen for key, element in tree.items()}


def _name(table: Element) -> str:
    return next((caption.text for caption in table.find("Caption")), "no caption")


def _rows(table: Element, part: str) -> list[Element]:
    return [row for body in table.find(part) for row in body.find("TR")]


def _table_faults(table: Element, identities: dict) -> Iterator[str]:
    head, body = _rows(table, "THead"), _rows(table, "TBody")
    if len(head) != 1 or not body:
        yield f"head: {len(head)} header rows over {len(body)} rows"
        return
    columns = _by_column(head[0])
    for cell in head[0].elements:
        if cell.role != "TH" or cell.scope != "Column" or not cell.text:
            yield f"head: '{cell.text}' is not a column header ({cell.role}, scope {cell.scope or 'none'})"
    for number, (row, group) in enumerate(_grouped(body), start=1):
        for fault in itertools.chain(_row_faults(row, columns), _header_faults(row, group, columns, identities)):
            yield f"row {number} ({row.elements[0].text}): {fault}"


def _by_column(row: Element) -> list[Element]:
    """The cell of each column."""
    return [cell for cell in row.elements for _ in range(cell.span)]


def _row_faults(row: Element, columns: list[Element]) -> Iterator[str]:
    first, *others = row.elements
    if (width := sum(cell.span for cell in row.elements)) != len(columns):
        yield f"{width} cells in {len(columns)} columns"
    if first.role != "TH" or first.scope != "Row" or not first.text:
        yield f"the first cell is not a row header ({first.role}, scope {first.scope or 'none'})"
    for cell in others:
        if cell.role != "TD":
            yield f"'{cell.text}' is {cell.role}"


def _grouped(body: list[Element]) -> Iterator[tuple[Element, Element | None]]:
    """Each row with the header of the group that it is in: the nearest row above with one cell for all columns."""
    group = None
    for row in body:
        if len(row.elements) == 1 and row.elements[0].span > 1:
            yield row, None
            group = row.elements[0]
        else:
            yield row, group


def _header_faults(row: Element, group: Element | None, columns: list[Element], identities: dict) -> Iterator[str]:
    """A cell that names its headers names those of its columns and its row, maybe of its group, and no other."""
    for cell, column in _from_column(row):
        named = [str(identity) for identity in cell.attribute("Table", "Headers", [])]
        unknown = [identity for identity in named if identity not in identities]
        if unknown:
            yield f"'{cell.text}' names headers that are not there: {', '.join(unknown)}"
        rightful = {header.obj.objgen for header in columns[column : column + cell.span]}
        rightful |= {row.elements[0].obj.objgen} if cell is not row.elements[0] else set()
        if named and not unknown and _named(cell, identities) - {group.obj.objgen if group else None} != rightful:
            yield f"'{cell.text}' names other headers than its own: {', '.join(named)}"


def _from_column(row: Element) -> Iterator[tuple[Element, int]]:
    column = 0
    for cell in row.elements:
        yield cell, column
        column += cell.span


def faults_of_groups(document: Document) -> list[str]:
    """Rows of a table with the same name are told apart by the group that their cells name."""
    identities = _identities(document)
    return [
        f"table {number} ({_name(table)}): '{row.elements[0].text}' is there {times} times, here without its group"
        for number, table in enumerate(document.find("Table"), start=1)
        for row, group, times in _namesakes(table)
        if group is None or any(group.obj.objgen not in _named(cell, identities) for cell in row.elements)
    ]


def _namesakes(table: Element) -> list[tuple[Element, Element | None, int]]:
    rows = list(_grouped(_rows(table, "TBody")))
    times = Counter(row.elements[0].text for row, _ in rows)
    return [(row, group, number) for row, group in rows if (number := times[row.elements[0].text]) > 1]


def _named(cell: Element, identities: dict) -> set:
    """The headers that a cell names and that there are."""
    return {identities.get(str(identity)) for identity in cell.attribute("Table", "Headers", [])} - {None}


def faults_of_alternatives(document: Document) -> list[str]:
    """A figure says in words what it shows, shortly, and tables have the numbers; no two figures say the same."""
    figures = document.find("Figure")
    known = Counter(str(figure.obj.get("/Alt", "")) for figure in figures)
    everywhere = {_number(number) for mark in document.placed.values() for number in re.findall(NUMBER, mark.text)}
    tabled = {_number(n) for cell in document.find("TH", "TD") for n in re.findall(NUMBER, joined(cell.marks))}
    return [
        f"figure {number}: {fault}"
        for number, figure in enumerate(figures, start=1)
        for fault in _alternative_faults(figure, str(figure.obj.get("/Alt", "")), known, everywhere, tabled)
    ]


def _number(text: str) -> str:
    """A number without the nils that a column or a picture gives it to be in line with others: 2,000 is 2."""
    return text.rstrip("0").rstrip(",") if "," in text else text


def _alternative_faults(
    figure: Element, alt: str, known: Counter, everywhere: set[str], tabled: set[str]
) -> Iterator[str]:
    if not alt.strip():
        yield "no text alternative"
        return
    if PLACEHOLDER.fullmatch(alt.strip()):
        yield f"a placeholder for a text alternative: {alt}"
    elif len(alt.strip()) < SHORTEST_ALT:
        yield f"too short a text alternative: {alt}"
    if known[alt] > 1:
        yield f"the same text alternative as another figure: {alt}"
    # A single digit may be the name of a pot.
    picture = joined([kid for kid in figure.kids if isinstance(kid, Mark)])
    drawn = {_number(number) for number in re.findall(NUMBER, picture) if len(number) > 1}
    said = {_number(number) for number in re.findall(NUMBER, alt)}
    if drawn and not drawn & said:
        yield f"the text alternative says 0 of the {len(drawn)} numbers that are drawn"
    if untold := {number for number in drawn - said - tabled if not re.fullmatch("(19|20)[0-9]{2}", number)}:
        yield f"neither the text alternative nor a table has {', '.join(sorted(untold))}"
    if unsaid := [word for word in SORTS if word in spaced(picture).lower() and word not in alt.lower()]:
        yield f"the text alternative leaves out what the picture says: {', '.join(unsaid)}"
    if len(alt) > LONGEST_ALT:
        yield f"a text alternative of {len(alt)} characters"
    unshown = {_number(number) for number in re.findall(AMOUNT, alt)} - everywhere
    if unshown:
        yield f"the text alternative has amounts that the document does not show: {', '.join(sorted(unshown))}"


def faults_of_captions(document: Document) -> list[str]:
    """Each table and figure has one caption within it, before all else."""
    faults = []
    for holder in document.root.subtree:
        for caption in (kid for kid in holder.elements if kid.role == "Caption"):
            if not caption.text:
                faults.append("a caption is empty")
            if holder.role not in ("Table", "Figure") or holder.kids[0] is not caption:
                faults.append(f"the caption '{caption.text}' is not the first of a table or a figure")
    for role in ("Table", "Figure"):
        for number, element in enumerate(document.find(role), start=1):
            if (count := sum(kid.role == "Caption" for kid in element.elements)) != 1:
                faults.append(f"{role.lower()} {number} has {count} captions")
    return faults


def faults_of_lists(document: Document) -> list[str]:
    """Each item has a label and a body, a list says how it is labelled, and no label is read as a shape."""
    faults = []
    for items in document.find("L"):
        if str(items.attribute("List", "ListNumbering", "/None")) == "/None":
            faults.append(
                f"page {items.page}: the list that begins '{items.text[:40]}' does not say how it is labelled"
            )
        for item in items.elements:
            if [kid.role for kid in item.elements] != ["Lbl", "LBody"]:
                faults.append(f"page {item.page}: '{item.text}' is no item with a label")
            elif re.fullmatch(r"[^\w•]+", item.elements[0].heard):
                faults.append(f"page {item.page}: the label '{item.elements[0].heard}' is read as a shape")
    for row in document.find("Div"):
        if row.elements and all([kid.role for kid in one.elements] == ["P", "P"] for one in row.elements):
            faults.append(f"page {row.page}: '{row.text[:40]}' are figures and their names, and no list")
    return faults


def faults_of_notes(document: Document) -> list[str]:
    """A note is a Note with an identity of its own, told by its number, and all that leads to it are references."""
    faults = []
    identities = _identities(document)
    references = {id(kid) for reference in document.find("Reference") for kid in reference.find("Link")}
    notes = document.find("Note")
    for note in notes:
        identity = str(note.obj.get("/ID", ""))
        if identities.get(identity) != note.obj.objgen:
            faults.append(f"page {note.page}: the note '{note.text[:40]}' has no identity of its own")
        if note.elements[0].role != "Lbl" or not re.fullmatch(r"Fotnot \d+", note.elements[0].heard):
            faults.append(f"page {note.page}: the note '{note.text[:40]}' is not told by its number")
    named = {str(note.obj.get("/ID", "")) for note in notes}
    for link in document.find("Link"):
        led = {str(annotation.get("/Dest", "")) for annotation in link.annotations} & named
        if led and id(link) not in references:
            faults.append(f"page {link.page}: '{link.text}' leads to a note and is no reference")
        if led and not re.fullmatch(r"Fotnot \d+", link.heard):
            faults.append(f"page {link.page}: the mark '{link.heard}' is read as a number")
    for paragraph in document.find("P"):
        first = next(_raised(paragraph, False), (None, False))
        if first[1]:
            faults.append(f"page {paragraph.page}: '{paragraph.text[:40]}' begins with a raised mark and is no note")
    return faults


def faults_of_marks(document: Document) -> list[str]:
    """All that is drawn is marked, and each mark of content belongs to one element, up and down the tree."""
    owners = defaultdict(list)
    for element in document.root.subtree:
        for kid in element.kids:
            if isinstance(kid, Mark):
                owners[kid.page, kid.mcid].append(element)
    faults = [*document.outside, *document.unplaced]
    for place, number in Counter((m.page, m.mcid) for m in document.marks if m.mcid is not None).items():
        page, mcid = place
        if number > 1:
            faults.append(f"page {page}: content {mcid} is marked {number} times")
        if len(owners[place]) != 1:
            roles = ", ".join(owner.role for owner in owners[place]) or "none"
            said = document.placed[place].text
            faults.append(f"page {page}: '{said}' (content {mcid}) is in {len(owners[place])} elements: {roles}")
        elif _parent(document, page, mcid) != owners[place][0].obj.objgen:
            faults.append(f"page {page}: the parent tree has another element for content {mcid}")
    return faults


def _parent(document: Document, page: int, mcid: int) -> tuple[int, int] | None:
    """The element that the parent tree has for a mark."""
    entry = _entry(document, document.pdf.pages[page - 1].get("/StructParents"))
    return entry[mcid].objgen if isinstance(entry, Array) and mcid < len(entry) else None


def _entry(document: Document, key: int | None):
    tree = pikepdf.NumberTree(document.pdf.Root.StructTreeRoot.ParentTree)
    return tree.get(int(key)) if key is not None else None


def faults_of_artifacts(document: Document) -> list[str]:
    """Nothing that has to be read is an artifact: only running heads and feet, and repeated column headers, are."""
    repeated = defaultdict(str)
    for table in document.find("Table"):
        for page in _continued(table):
            repeated[page] += bare("".join(cell.text for cell in _head_cells(table)))
    return [
        f"page {mark.page}: '{mark.text}' is not read aloud"
        for mark in document.marks
        if mark.artifact not in (None, "Header", "Footer")
        and re.search(r"\w", mark.text)
        and bare(mark.text) not in repeated[mark.page]
    ]


def _head_cells(table: Element) -> list[Element]:
    return [cell for row in _rows(table, "THead") for cell in row.elements]


def _continued(table: Element) -> list[int]:
    """The pages that the rows of a table are on, without the one that its header is on."""
    pages = {mark.page for row in _rows(table, "TBody") for mark in row.marks}
    return sorted(pages - {mark.page for cell in _head_cells(table) for mark in cell.marks})


def faults_of_paragraphs(document: Document) -> list[str]:
    """All text is in a paragraph, a heading or another part of its own, none straight in a group of them."""
    faults = []
    for group in document.find("Root", *(GROUPS - {"L", "TOC"})):
        loose = [kid for kid in group.kids if getattr(kid, "role", "Mark") in INLINE]
        faults += [f"page {kid.page}: '{spaced(kid.text)}' is in no paragraph" for kid in loose]
    return faults


def faults_of_raised_marks(document: Document) -> list[str]:
    """A raised mark is parted from the text beside it: 2 200 with note 1 is not read as 22 001."""
    faults = []
    for element in document.find(*HEADINGS, "P", "TH", "TD", "LBody", "Caption", "Note"):
        for (before, low), (after, high) in itertools.pairwise(_raised(element, False)):
            if (low or high) and re.search(r"\w$", before.text) and re.match(r"\w", after.text):
                faults.append(f"page {after.page}: '{before.text}' and '{after.text}' are read as one word")
    return faults


def _raised(element: Element, above: bool) -> Iterator[tuple[Mark, bool]]:
    """The content of an element, and whether each mark of it is raised."""
    above = above or float(element.attribute("Layout", "BaselineShift", 0)) > 0
    for kid in element.kids:
        if isinstance(kid, Mark):
            yield kid, above
        elif isinstance(kid, Element):
            yield from _raised(kid, above)


def faults_of_sizes(document: Document) -> list[str]:
    """Nothing is set smaller than is read without effort, and most of the running text is larger than that."""
    raised = {id(mark) for mark, above in _raised(document.root, False) if above}
    cells = {id(mark) for cell in document.find("TH", "TD") for mark in cell.marks}
    faults = []
    for mark in document.marks:
        least = LEAST_RAISED if id(mark) in raised else LEAST_CELL if id(mark) in cells else LEAST
        # What is read instead of letters has no size.
        size = min((piece.size for piece in mark.pieces if piece.text.strip() and piece.size), default=least)
        if round(size, 1) < least:
            faults.append(f"page {mark.page}: '{spaced(mark.text)}' is set in {size:.1f} points, less than {least}")
    body: Counter[float] = Counter()
    for piece in (piece for part in document.find("P", "LBody") for mark in part.marks for piece in mark.pieces):
        body[round(piece.size, 1)] += len(piece.text)
    (common, _), *_ = body.most_common(1)
    return [*faults, *([f"most of the running text is set in {common} points"] if common < LEAST_BODY else [])]


def faults_of_metadata(document: Document) -> list[str]:
    """The language, what the file says of itself, the same in both places, and the standards it says it follows."""
    root, info, xmp = document.pdf.Root, document.pdf.docinfo, document.pdf.open_metadata()
    title = str(info.get("/Title", ""))
    faults = []
    if not re.match(r"sv(-|$)", str(root.get("/Lang", ""))):
        faults.append(f"the language is {root.get('/Lang', 'not given')}")
    if root.get("/ViewerPreferences", {}).get("/DisplayDocTitle") is not True:
        faults.append("a reader shows the file's name instead of its title")
    if not title.strip() or xmp.get("dc:title") != title:
        faults.append(f"the title is '{title}' and '{xmp.get('dc:title', '')}'")
    author, creators = str(info.get("/Author", "")), xmp.get("dc:creator", [])
    if not author.strip() or creators != [author] or xmp.get("dc:publisher") != {author}:
        faults.append(f"the publisher is '{author}', {creators} and {xmp.get('dc:publisher', 'nobody')}")
    for name, key in (("/Subject", "dc:description"), ("/Keywords", "pdf:Keywords"), ("/Creator", "xmp:CreatorTool")):
        if xmp.get(key) != str(info.get(name, "")):
            faults.append(f"{key} is '{xmp.get(key)}', unlike {name}")
    expected = {"pdfaid:part": "3", "pdfaid:conformance": "A", "{http://www.aiim.org/pdfua/ns/id/}part": "1"}
    return faults + [f"{key} is {xmp.get(key)}" for key, value in expected.items() if xmp.get(key) != value]


def faults_of_bookmarks(document: Document) -> list[str]:
    """One H1, no level skipped, and an outline of the same headings that leads to their pages."""
    levels = [int(heading.role[1:]) for heading in document.headings]
    faults = []
    if levels[:1] != [1] or levels.count(1) != 1:
        faults.append(f"the headings do not begin with their only H1: {levels}")
    for before, heading in itertools.pairwise(document.headings):
        if int(heading.role[1:]) > int(before.role[1:]) + 1:
            faults.append(f"'{heading.text}' ({heading.role}) skips a level after '{before.text}' ({before.role})")
    # Typst may leave the deeper levels out of an outline; those that are there have to be right.
    titles = {bookmark.title for bookmark in document.bookmarks}
    headings = [Bookmark(int(heading.role[1:]), heading.text, heading.page) for heading in document.headings]
    expected = [heading for heading in headings if heading.level < 3 or heading.title in titles]
    for heading, bookmark in itertools.zip_longest(expected, document.bookmarks):
        if heading != bookmark:
            faults.append(f"the heading is {heading} and the bookmark {bookmark}")
    return faults


def faults_of_attachments(document: Document, files: dict[str, tuple[str, bytes]]) -> list[str]:
    """`files` by name, with type and bytes, are what is attached: described, as data of the document and no other."""
    tree = document.pdf.Root.get("/Names", {}).get("/EmbeddedFiles")
    attached = {str(spec.UF): spec for spec in pikepdf.NameTree(tree).values()} if tree is not None else {}
    faults = [f"{name} is attached in a folder: a file is saved by its name" for name in attached if "/" in name]
    named = {name.rpartition("/")[2]: spec for name, spec in attached.items()}
    faults += [f"{name} is not attached" for name in files if name not in named]
    faults += [f"{name} is attached, and is no file of the edition" for name in named if name not in files]
    associated = {spec.objgen for spec in document.pdf.Root.get("/AF", [])}
    for name in sorted(named.keys() & files.keys()):
        faults += [f"{name} {fault}" for fault in _attachment_faults(named[name], *files[name])]
        if named[name].objgen not in associated:
            faults.append(f"{name} is not associated with the document")
    return faults


def _attachment_faults(spec: Dictionary, mime: str, content: bytes) -> Iterator[str]:
    if spec.EF.F.read_bytes() != content:
        yield "is not attached as it is"
    if str(spec.EF.F.get("/Subtype", "/"))[1:] != mime:
        yield f"is attached as {spec.EF.F.get('/Subtype', 'no type')}, not {mime}"
    if spec.get("/AFRelationship") != Name.Data:
        yield f"is attached as {spec.get('/AFRelationship', 'nothing')}, not as data"
    if not str(spec.get("/Desc", "")).strip():
        yield "is not described"


def faults_of_fonts(document: Document) -> list[str]:
    """Every font is in the file and says what its characters are, so that text can be read aloud, found and copied."""
    faults = [f"{font.get('/BaseFont', 'a font')} {fault}" for font in _fonts(document) for fault in _font_faults(font)]
    unfit = Counter(character for mark in document.placed.values() for character in UNFIT.findall(mark.text))
    faults += [f"U+{ord(character):04X} is read or copied {number} times" for character, number in unfit.items()]
    title = str(document.pdf.docinfo.get("/Title", "")).rpartition(": ")[2]
    first = joined([mark for mark in document.placed.values() if mark.page == 1])
    if bare(title) not in bare(first):
        faults.append(f"the title '{title}' cannot be found on the first page")
    return faults


def _fonts(document: Document) -> list[Dictionary]:
    resources = [page.Resources for page in document.pdf.pages if "/Resources" in page]
    resources += [o.Resources for o in document.pdf.objects if isinstance(o, pikepdf.Stream) and "/Resources" in o]
    return list({f.objgen: f for r in resources for f in r.get("/Font", Dictionary()).as_dict().values()}.values())


def _font_faults(font: Dictionary) -> Iterator[str]:
    if font.Subtype == Name.Type3:
        yield "is drawn as pictures (Type3)"
        return
    described = font.DescendantFonts[0] if font.Subtype == Name.Type0 else font
    if not {"/FontFile2", "/FontFile3"} & set(described.get("/FontDescriptor", Dictionary()).keys()):
        yield "is not embedded"
    if "/ToUnicode" not in font:
        yield "does not say what its characters are (ToUnicode)"


def faults_of_running_text(document: Document, reference: str, date: str) -> list[str]:
    """'Sida n (N)' on each page; the matter's `reference` and the edition's `date` in the same head from page 2 on."""
    faults = []
    count = len(document.pdf.pages)
    heads = {n: spaced(" ".join(m.text for m in document.artifacts(n, "Header"))) for n in range(1, count + 1)}
    for number in range(1, count + 1):
        foot = spaced(" ".join(mark.text for mark in document.artifacts(number, "Footer")))
        if foot != f"Sida {number} ({count})":
            faults.append(f"page {number}: the foot is '{foot}'")
        if heads[number] != ("" if number == 1 else heads[2]):
            faults.append(f"page {number}: the head is '{heads[number]}', unlike other pages")
    first = spaced(joined([mark for mark in document.placed.values() if mark.page == 1]))
    for page, text in ((1, first), *([(2, heads[2])] if count > 1 else [])):
        faults += [f"page {page}: {wanted} is missing" for wanted in (reference, date) if wanted not in text]
    return faults


def faults_of_breaks(document: Document) -> list[str]:
    """No heading parted from what follows, no caption from what it is of, no row cut, no page without its headers."""
    return [*_parted_headings(document), *_parted_captions(document), *_broken_tables(document)]


def _parted_headings(document: Document) -> Iterator[str]:
    order = {id(mark): n for n, mark in enumerate(document.root.marks)}
    for heading in document.find("H2", "H3"):
        follows = document.root.marks[order[id(heading.marks[-1])] + 1 :][:1] if heading.marks else []
        if not follows or follows[0].page != heading.marks[-1].page:
            after = f"followed by page {follows[0].page}" if follows else "followed by nothing"
            yield f"the heading '{heading.text}' on page {heading.page} is {after}"


def _parted_captions(document: Document) -> Iterator[str]:
    for caption, holder in ((one.elements[0], one) for one in document.find("Table", "Figure") if one.elements):
        first = _rows(holder, "TBody")[:1] or [holder]
        pages = {mark.page for element in (caption, *first) for mark in element.marks}
        if caption.role == "Caption" and len(pages) > 1:
            yield f"the caption '{caption.text}' and what it is of are on pages {sorted(pages)}"


def _broken_tables(document: Document) -> Iterator[str]:
    for table in document.find("Table"):
        for row in table.find("TR"):
            if len(pages := {mark.page for mark in row.marks}) > 1:
                yield f"the row '{row.elements[0].text}' is on pages {sorted(pages)}"
        for page in _continued(table):
            seen = bare("".join(mark.text for mark in document.artifacts(page, "Pagination")))
            missing = [cell.text for cell in _head_cells(table) if bare(cell.text) not in seen]
            if missing:
                yield f"page {page}: the table '{_name(table)}' goes on without its headers {', '.join(missing)}"


def faults_of_links(document: Document) -> list[str]:
    """Every link can be reached and heard, says what it is and leads somewhere; none is outside the tag tree."""
    faults, owners = [], {}
    placed = {a.objgen: (n, a) for n, p in enumerate(document.pdf.pages, start=1) for a in p.get("/Annots", [])}
    for link in document.find("Link"):
        if not link.text or not link.annotations:
            faults.append(f"the link '{link.text}' has {len(link.annotations)} areas to activate")
        for annotation in link.annotations:
            owners[annotation.objgen] = link.obj.objgen
            faults += [f"the link '{link.text}' {fault}" for fault in _link_faults(document, annotation)]
            if annotation.objgen not in placed:
                faults.append(f"the link '{link.text}' is on no page")
    for number, annotation in placed.values():
        parent = _entry(document, annotation.get("/StructParent"))
        owner = owners.get(annotation.objgen)
        if annotation.Subtype == Name.Link and (owner is None or parent is None or parent.objgen != owner):
            faults.append(f"page {number}: the link '{annotation.get('/Contents', '')}' is not in the tag tree")
    return faults


def _link_faults(document: Document, annotation: Dictionary) -> Iterator[str]:
    said = str(annotation.get("/Contents", ""))
    if not said.strip():
        yield "does not say what it is (Contents)"
    elif ADDRESS.fullmatch(said):
        yield f"says where it leads and not to what: '{said}'"
    action = annotation.get("/A", Dictionary())
    if "/URI" in action:
        if not str(action.URI).strip():
            yield "leads to an empty address"
    elif document.page_of(annotation.get("/Dest", action.get("/D"))) is None:
        yield "leads to no page of the document"


def spoken(document: Document, page: int) -> list[str]:
    """What a screen reader would say of a page, a line for each part of it."""
    return list(_speak(document.root, page))


def _speak(element: Element, page: int) -> Iterator[str]:
    if element.page != page and element.role not in (*GROUPS, "Root"):
        return
    match element.role:
        case "Table":
            head, body = _head_cells(element), _rows(element, "TBody")
            yield f"tabell, {len(body)} rader, {len(head)} kolumner: {_name(element)}"
            for row in body:
                columns = _by_column(_rows(element, "THead")[0])
                cells = [(columns[column].heard, _aloud(cell)) for cell, column in _from_column(row)]
                yield "  " + "; ".join(f"{name}: {said}" for name, said in cells) + "."
        case "Figure":
            yield from (f"bildtext: {'. '.join(map(_aloud, one.elements))}" for one in element.find("Caption"))
            yield f"bild: {element.instead}"
        case "L":
            if items := [item for item in element.elements if item.page == page]:
                yield f"lista, {len(items)} {'punkt' if len(items) == 1 else 'punkter'}"
                yield from ("  " + " ".join(map(_aloud, item.elements)) for item in items)
        case "H1" | "H2" | "H3":
            yield f"rubrik {element.role[1]}: {_aloud(element)}"
        case role if role in GROUPS or role == "Root":
            for kid in element.elements:
                yield from _speak(kid, page)
        case _:
            yield _aloud(element)


def _aloud(element: Element) -> str:
    """The content of an element as it is read aloud: after a link, what it leads to."""
    if element.instead is not None:
        return element.instead
    said = []
    for kid in element.kids:
        if isinstance(kid, Mark):
            said.append(kid.text)
        elif isinstance(kid, Element):
            said.append(_aloud(kid))
    text = spaced(" ".join(said))
    for annotation in element.annotations:
        text += f" [länk: {annotation.Contents}]"
    return re.sub(r"\s+([.,;:)])", r"\1", text).replace("( ", "(")


def reading(document: Document) -> list[str]:
    """The document as it is read aloud, a line for each part: no page numbers and no places, the same every time."""
    return list(_read(document.root))


def _read(element: Element) -> Iterator[str]:
    if element.role == "Table":
        yield from _read_table(element)
    elif element.role == "Figure":
        yield from (f"Caption {caption.heard}" for caption in element.find("Caption"))
        yield f"Figure: {element.heard}"
    elif element.role in GROUPS or element.role == "Root":
        for kid in element.kids:
            if isinstance(kid, Element):
                yield from _read(kid)
            elif isinstance(kid, Mark):
                yield f"{element.role} {spaced(kid.text)}"
    else:
        yield f"{element.role} {_said(element)}"
        yield from _read_links(element, "  ")


def _said(element: Element) -> str:
    """The text of an element; a label is parted from what it labels."""
    if element.role == "LI":
        return " ".join(kid.heard for kid in element.elements)
    return element.heard


def _read_table(table: Element) -> Iterator[str]:
    head, body = _head_cells(table), _rows(table, "TBody")
    headers = " | ".join(cell.text for cell in head)
    yield f"Table: {_name(table)} ({len(body)} rows × {len(head)} columns; headers: {headers})"
    for row in body:
        yield "  row: " + " | ".join(cell.heard for cell in row.elements)
        yield from _read_links(row, "    ")


def _read_links(element: Element, indent: str) -> Iterator[str]:
    for link in element.find("Link"):
        yield f"{indent}Link: {link.heard}"
