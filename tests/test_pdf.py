"""The PDFs as a screen reader meets them; for every check, documents broken on purpose on which it fails alone."""

import json
import re
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from pathlib import Path

import page
import pdfplumber
import pikepdf
import pytest
import tagtree
from conftest import SEED
from pikepdf import Array, Dictionary, Name, NameTree, NumberTree, Operator, String
from tagtree import Document, Element, Mark

NAMES = ("beslutsrapport", "avstamning", "utblick")
MIMES = {
    ".csv": "text/csv",
    ".json": "application/json",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
MONTHS = "januari februari mars april maj juni juli augusti september oktober november december"


@pytest.fixture(scope="session")
def opened(edition):
    """The edition's PDFs by name, each opened once."""
    _, folder = edition
    return {name: Document(folder / f"{name}.pdf") for name in NAMES}


def attachments(folder: Path) -> dict[str, tuple[str, bytes]]:
    """What has to be attached: the case's tables, what describes them, and the workbook that lies beside the PDF."""
    workbook = folder / f"{SEED.name}.xlsx"
    files = {path.name: path.read_bytes() for path in SEED.iterdir() if path.suffix in MIMES}
    files[workbook.name] = workbook.read_bytes() if workbook.is_file() else b"no workbook beside the PDF"
    return {name: (MIMES[Path(name).suffix], content) for name, content in files.items()}


def running_text(folder: Path) -> tuple[str, str]:
    """The matter's reference, and the edition's date in Swedish."""
    result = json.loads((folder / "result.json").read_text(encoding="utf-8"))
    year, month, day = result["edition"].split("-")
    return result["decision"]["reference"], f"{int(day)} {MONTHS.split()[int(month) - 1]} {year}"


CHECKS = {
    "tables": lambda document, _: tagtree.faults_of_tables(document),
    "groups": lambda document, _: tagtree.faults_of_groups(document),
    "alternatives": lambda document, _: tagtree.faults_of_alternatives(document),
    "lists": lambda document, _: tagtree.faults_of_lists(document),
    "notes": lambda document, _: tagtree.faults_of_notes(document),
    "captions": lambda document, _: tagtree.faults_of_captions(document),
    "marks": lambda document, _: tagtree.faults_of_marks(document),
    "artifacts": lambda document, _: tagtree.faults_of_artifacts(document),
    "paragraphs": lambda document, _: tagtree.faults_of_paragraphs(document),
    "raised marks": lambda document, _: tagtree.faults_of_raised_marks(document),
    "sizes": lambda document, _: tagtree.faults_of_sizes(document),
    "metadata": lambda document, _: tagtree.faults_of_metadata(document),
    "bookmarks": lambda document, _: tagtree.faults_of_bookmarks(document),
    "attachments": lambda document, folder: tagtree.faults_of_attachments(document, attachments(folder)),
    "fonts": lambda document, _: tagtree.faults_of_fonts(document),
    "running text": lambda document, folder: tagtree.faults_of_running_text(document, *running_text(folder)),
    "breaks": lambda document, _: tagtree.faults_of_breaks(document),
    "links": lambda document, _: tagtree.faults_of_links(document),
}


@pytest.fixture(scope="session")
def known(edition, opened):
    """What each check says of each PDF of the edition."""
    _, folder = edition
    return {name: {check: faults(opened[name], folder) for check, faults in CHECKS.items()} for name in NAMES}


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("name", NAMES)
def test_the_pdf_has_no_fault(known, name, check):
    assert known[name][check] == []


class Broken:
    """A good PDF to break: elements and marks of `good` are found again in `pdf`."""

    def __init__(self, good: Document):
        self.good = good
        self.pdf = pikepdf.open(good.path)
        self.root = self.pdf.Root

    def of(self, element: Element) -> Dictionary:
        """The structure element in the copy."""
        return self.pdf.get_object(element.obj.objgen)

    def first(self, role: str, wanted: Callable[[Element], bool] = lambda element: True) -> Element:
        """The first element of a role, of those wanted."""
        return next(element for element in self.good.find(role) if wanted(element))

    def paragraph(self) -> Element:
        """A paragraph after the first page, with nothing but text, parted from what is around it by no page break."""
        order = self.good.root.marks
        pages = {id(mark): {m.page for m in order[max(n - 1, 0) : n + 2]} for n, mark in enumerate(order)}

        def inside(element: Element) -> bool:
            return bool(element.marks) and not element.elements and all(len(pages[id(m)]) == 1 for m in element.marks)

        return self.first("P", lambda p: inside(p) and p.page > 1 and str(self.of(p).P.S) == "/Document")

    def table(self) -> Element:
        """A table after the first page with several rows and its caption within it."""
        return self.first("Table", lambda t: t.page > 1 and t.elements[0].role == "Caption" and len(t.find("TR")) > 3)

    def table_attributes(self, cell: Element) -> Dictionary:
        """What a cell says of its place in the table."""
        return next(attributes for attributes in self.of(cell).A if str(attributes.O) == "/Table")

    def take(self, element: Element) -> Dictionary:
        """Take an element out of the tag tree."""
        obj = self.of(element)
        siblings = obj.P.K
        del siblings[self._index(siblings, obj)]
        return obj

    def put_before(self, place: Element, obj: Dictionary) -> None:
        """Put a structure element before that of `place`."""
        before = self.of(place)
        siblings = before.P.K
        siblings.insert(self._index(siblings, before), obj)
        obj.P = before.P

    @staticmethod
    def _index(siblings: Array, obj: Dictionary) -> int:
        return next(n for n, sibling in enumerate(siblings) if getattr(sibling, "objgen", None) == obj.objgen)

    def element(self, role: str, *kids) -> Dictionary:
        """A new structure element."""
        return self.pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name(f"/{role}"), K=Array(kids)))

    def parents(self, number: int) -> Array:
        """The parent tree's elements for the content of a page."""
        return NumberTree(self.root.StructTreeRoot.ParentTree)[int(self.pdf.pages[number - 1].StructParents)]

    def draw(self, number: int, change: Callable[[list], list]) -> None:
        """Change a page's instructions."""
        target = self.pdf.pages[number - 1]
        changed = change(list(pikepdf.parse_content_stream(target)))
        target.Contents = self.pdf.make_stream(pikepdf.unparse_content_stream(changed))

    def mark(self, mark: Mark, change: Callable[[list], list]) -> None:
        """Change the instructions of a mark, from its beginning to its end."""

        def on_page(instructions: list) -> list:
            start, end = extent(instructions, lambda properties: properties.get("/MCID") == mark.mcid)
            return [*instructions[:start], *change(instructions[start:end]), *instructions[end:]]

        self.draw(mark.page, on_page)

    def say(self, element: Element, text: str) -> None:
        """Have an element read as `text` instead of what it shows."""
        for number, mark in enumerate(element.marks):
            self.mark(mark, partial(read_as, text="" if number else text))

    def add(self, source: Mark, number: int, owner: Dictionary) -> Dictionary:
        """Show the text of `source` once more, on another page, as content of `owner`; returns what refers to it."""
        drawn = []
        self.mark(source, lambda instructions: drawn.extend(instructions) or instructions)
        fonts = self.pdf.pages[source.page - 1].Resources.Font
        for key, font in fonts.items():
            self.pdf.pages[number - 1].Resources.Font[f"/copy{key[1:]}"] = font
        parents = self.parents(number)
        properties = Dictionary(MCID=len(parents))
        parents.append(owner)
        inner = [renamed(i) for i in drawn[1:-1]]
        begin = pikepdf.ContentStreamInstruction([Name.Span, properties], Operator("BDC"))
        self.draw(number, lambda instructions: [*instructions, begin, *inner, drawn[-1]])
        return Dictionary(Type=Name.MCR, Pg=self.pdf.pages[number - 1].obj, MCID=properties.MCID)

    def font(self, name: str, font: Dictionary) -> None:
        """Give the first page one more font."""
        self.pdf.pages[0].Resources.Font[name] = self.pdf.make_indirect(font)

    def link(self) -> Dictionary:
        """The annotation of the first link within the document."""
        inner = self.first("Link", lambda link: "/Dest" in link.annotations[0])
        return self.pdf.get_object(inner.annotations[0].objgen)

    def file(self) -> Dictionary:
        """The specification of the first attached file."""
        return next(iter(NameTree(self.root.Names.EmbeddedFiles).values()))

    def save(self, path: Path) -> Path:
        """Write the broken document."""
        self.pdf.save(path, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
        return path


def extent(instructions: list, wanted: Callable[[Dictionary], bool]) -> tuple[int, int]:
    """The first marked content whose properties are `wanted`: where it begins, and after where it ends."""
    start = next(n for n, i in enumerate(instructions) if str(i.operator) == "BDC" and wanted(i.operands[1]))
    depth = 0
    for end in range(start, len(instructions)):
        depth += {"BMC": 1, "BDC": 1, "EMC": -1}.get(str(instructions[end].operator), 0)
        if depth == 0:
            return start, end + 1
    raise AssertionError("marked content without an end")


def without(instructions: list, kind: Name | None) -> list:
    """The instructions without the first artifact of a kind: header, footer or, None, what is repeated on a page."""

    def wanted(properties: Dictionary) -> bool:
        return (properties.get("/Type"), properties.get("/Subtype")) == (Name.Pagination, kind)

    start, end = extent(instructions, wanted)
    return instructions[:start] + instructions[end:]


def read_as(instructions: list, text: str) -> list:
    """A mark's instructions, with all that is in it read as `text`."""
    properties = Dictionary(ActualText=String(text))
    begin = pikepdf.ContentStreamInstruction([Name.Span, properties], Operator("BDC"))
    return [instructions[0], begin, *instructions[1:], instructions[-1]]


def sized(instructions: list, factor: float) -> list:
    """The instructions, with their text in another size."""
    return [_sized(i, factor) if str(i.operator) == "Tf" else i for i in instructions]


def _sized(instruction, factor: float):
    font, size = instruction.operands
    return pikepdf.ContentStreamInstruction([font, float(size) * factor], Operator("Tf"))


def renamed(instruction):
    """An instruction that uses the fonts that were brought from another page."""
    if str(instruction.operator) != "Tf":
        return instruction
    key, size = instruction.operands
    return pikepdf.ContentStreamInstruction([Name(f"/copy{str(key)[1:]}"), size], Operator("Tf"))


BREAKS = {}


def breaks(check: str, says: str, name: str = "beslutsrapport"):
    """Register a way to break the document `name`, so that `check` and no other one says so."""

    def register(function: Callable[[Broken], None]):
        BREAKS[function.__name__] = (name, check, says, function)
        return function

    return register


@breaks("tables", "is not a column header (TD, scope Column)")
def header_cells_are_data(broken):
    for cell in broken.good.find("TH"):
        broken.of(cell).S = Name.TD


@breaks("tables", "is not a column header (TH, scope none)")
def a_column_header_without_scope(broken):
    del broken.table_attributes(broken.first("TH")).Scope


@breaks("tables", "the first cell is not a row header (TH, scope Column)")
def a_row_header_for_the_column(broken):
    broken.table_attributes(broken.table().find("TBody")[0].find("TH")[0]).Scope = Name.Column


@breaks("tables", "names headers that are not there: borta")
def a_cell_of_no_header(broken):
    broken.table_attributes(broken.first("TD")).Headers = Array([String("borta")])


@breaks("tables", "names other headers than its own")
def a_cell_of_another_column(broken):
    one, other = broken.first("TR", lambda row: len(row.find("TD")) > 1).find("TD")[:2]
    broken.table_attributes(one).Headers = broken.table_attributes(other).Headers


@breaks("tables", "cells in")
def a_row_wider_than_its_table(broken):
    broken.table_attributes(broken.first("TD")).ColSpan = 3


@breaks("groups", "'Samma namn' is there 2 times")
def two_rows_of_one_name(broken):
    for cell in broken.table().find("TBody")[0].find("TH")[:2]:
        broken.say(cell, "Samma namn")


@breaks("alternatives", "figure 1: no text alternative")
def a_blank_alternative(broken):
    broken.of(broken.first("Figure")).Alt = String(" \n")


@breaks("alternatives", "figure 1: a placeholder for a text alternative: Bild 1")
def a_placeholder(broken):
    broken.of(broken.first("Figure")).Alt = String("Bild 1")


@breaks("alternatives", "figure 1: a placeholder for a text alternative: figur-namnder.svg")
def a_file_name(broken):
    broken.of(broken.first("Figure")).Alt = String("figur-namnder.svg")


@breaks("alternatives", "figure 1: too short a text alternative")
def a_short_alternative(broken):
    broken.of(broken.first("Figure")).Alt = String("Staplar.")


@breaks("alternatives", "figure 1: the text alternative says 0 of the")
def an_alternative_without_numbers(broken):
    text = "Liggande staplar visar hur mycket varje nämnd får, och den översta stapeln är längst."
    broken.of(broken.first("Figure")).Alt = String(text)


@breaks("alternatives", "amounts that the document does not show: 98\u00a0765")
def an_alternative_of_other_numbers(broken):
    figure = broken.of(broken.first("Figure"))
    figure.Alt = String(f"{figure.Alt} Sammanlagt 98\u00a0765\u00a0tkr.")


@breaks("alternatives", "leaves out what the picture says: uträknat")
def an_alternative_that_makes_all_stated(broken):
    figure = broken.of(broken.first("Figure", lambda one: "uträknat" in one.text.lower()))
    figure.Alt = String(re.sub("(?i)uträknat", "angivet", str(figure.Alt)))


@breaks("alternatives", "the same text alternative as another figure")
def an_alternative_given_twice(broken):
    one, other = (broken.of(figure) for figure in broken.good.find("Figure")[:2])
    other.Alt = one.Alt


@breaks("captions", "is not the first of a table or a figure")
def a_caption_beside_its_table(broken):
    table = broken.table()
    broken.put_before(table, broken.take(table.elements[0]))


@breaks("captions", "has 0 captions")
def a_caption_that_is_a_paragraph(broken):
    broken.of(broken.table().elements[0]).S = Name.P


@breaks("captions", "a caption is empty")
def an_empty_caption(broken):
    table = broken.table()
    caption = broken.of(table.elements[0])
    paragraph = broken.element("P", *caption.K)
    for kid in caption.K:
        kid.P = paragraph
    caption.K = Array()
    broken.put_before(table, paragraph)


@breaks("captions", "is not the first of a table or a figure")
def a_caption_after_its_picture(broken):
    kids = broken.of(broken.first("Figure")).K
    kids.append(kids[0])
    del kids[0]


@breaks("lists", "does not say how it is labelled")
def a_list_of_no_numbering(broken):
    attributes = broken.of(broken.first("L")).A
    (attributes[0] if isinstance(attributes, Array) else attributes).ListNumbering = Name("/None")


@breaks("lists", "is no item with a label")
def an_item_without_a_label(broken):
    broken.of(broken.first("Lbl")).S = Name.P


@breaks("lists", "the label '■' is read as a shape")
def a_bullet_that_is_read_as_it_looks(broken):
    del broken.of(broken.first("Lbl", lambda label: label.instead == "•")).ActualText


@breaks("lists", "are figures and their names, and no list")
def figures_apart_from_their_names(broken):
    facts = broken.first("L")
    broken.of(facts).S = Name.Div
    for item in facts.elements:
        broken.of(item).S = Name.Div
        for part in item.elements:
            broken.of(part).S = Name.P


@breaks("notes", "has no identity of its own")
def a_note_without_identity(broken):
    tree = NameTree(broken.root.StructTreeRoot.IDTree)
    del tree[str(broken.of(broken.first("Note")).ID)]


@breaks("notes", "is not told by its number")
def a_note_of_a_bare_number(broken):
    del broken.of(broken.first("Note").elements[0]).Alt


@breaks("notes", "leads to a note and is no reference")
def a_mark_that_is_no_reference(broken):
    broken.of(broken.first("Reference")).S = Name.Span


@breaks("notes", "the mark '1' is read as a number")
def a_mark_of_a_bare_number(broken):
    del broken.of(broken.first("Reference").elements[0]).Alt


@breaks("notes", "begins with a raised mark and is no note")
def a_note_that_is_a_paragraph(broken):
    note = broken.of(broken.good.find("Note")[-1])
    note.S = Name.P
    label = note.K[0]
    label.S = Name.Span


@breaks("marks", "is in 0 elements: none")
def a_paragraph_out_of_the_tag_tree(broken):
    broken.take(broken.paragraph())


@breaks("marks", "is in 2 elements: P, P")
def content_read_twice(broken):
    paragraph = broken.of(broken.paragraph())
    paragraph.K.append(paragraph.K[0])


@breaks("marks", "P refers to content 99999 of page")
def content_that_is_not_there(broken):
    broken.of(broken.paragraph()).K.append(99999)


@breaks("marks", "the parent tree has another element")
def a_parent_tree_that_differs(broken):
    mark = broken.paragraph().marks[0]
    broken.parents(mark.page)[mark.mcid] = broken.of(broken.first("H1"))


@breaks("marks", "marked within other marked content")
def content_within_an_artifact(broken):
    mark = broken.paragraph().marks[0]
    artifact = pikepdf.ContentStreamInstruction([Name.Artifact], Operator("BMC"))
    broken.mark(mark, lambda instructions: [artifact, *instructions, instructions[-1]])


@breaks("marks", "text outside of any marked content")
def unmarked_text(broken):
    mark = broken.paragraph().marks[0]
    broken.mark(mark, lambda instructions: [*instructions, *instructions[1:-1]])


@breaks("marks", "a line or an area outside of any marked content")
def an_unmarked_line(broken):
    broken.pdf.pages[1].contents_add(b"0 0 m 10 10 l S")


@breaks("marks", "a picture outside of any marked content")
def an_unmarked_picture(broken):
    target = broken.pdf.pages[1]
    form = broken.pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
    target.Resources.XObject = Dictionary(Bild=form)
    target.contents_add(b"/Bild Do")


@breaks("artifacts", "is not read aloud")
def a_paragraph_as_an_artifact(broken):
    paragraph = broken.paragraph()
    artifact = pikepdf.ContentStreamInstruction([Name.Artifact], Operator("BMC"))
    for mark in paragraph.marks:
        broken.mark(mark, lambda instructions: [artifact, *instructions[1:]])
    broken.take(paragraph)


@breaks("paragraphs", "is in no paragraph")
def text_that_is_no_paragraph(broken):
    broken.of(broken.paragraph()).S = Name.Span


@breaks("raised marks", "'9' are read as one word")
def a_mark_against_its_word(broken):
    paragraph = broken.paragraph()
    owner = broken.of(paragraph)
    raised = broken.element("Span")
    raised.P, raised.A = owner, Dictionary(O=Name.Layout, BaselineShift=2)
    mark = paragraph.marks[-1]
    raised.K.append(broken.add(mark, mark.page, raised))
    broken.mark(Mark(mark.page, raised.K[0].MCID, None), partial(read_as, text="9"))
    broken.mark(mark, partial(read_as, text="ord"))
    owner.K.append(raised)


@breaks("sizes", "points, less than 9")
def small_print_in_a_table(broken):
    broken.mark(broken.first("TH").marks[0], partial(sized, factor=0.9))


@breaks("sizes", "points, less than 6")
def a_mark_too_small_to_read(broken):
    raised = broken.first("Span", lambda span: float(span.attribute("Layout", "BaselineShift", 0)) > 0)
    broken.mark(raised.marks[0], partial(sized, factor=0.8))


@breaks("sizes", "most of the running text is set in 9")
def a_document_of_small_print(broken):
    for number in range(1, len(broken.pdf.pages) + 1):
        broken.draw(number, partial(sized, factor=0.9))


@breaks("metadata", "the language is en")
def another_language(broken):
    broken.root.Lang = String("en")


@breaks("metadata", "a reader shows the file's name")
def a_title_that_is_not_shown(broken):
    broken.root.ViewerPreferences.DisplayDocTitle = False


@breaks("metadata", "and 'Dokument1'")
def two_titles(broken):
    metadata(broken, r"(<dc:title>.*?<rdf:li[^>]*>)[^<]*", r"\1Dokument1")


@breaks("metadata", "the publisher is")
def another_creator(broken):
    metadata(broken, r"(<dc:creator>.*?<rdf:li>)[^<]*", r"\1Huddinge kommun")


@breaks("metadata", "the publisher is")
def no_publisher(broken):
    metadata(broken, r"<dc:publisher>.*?</dc:publisher>", "")


@breaks("metadata", "xmp:CreatorTool is 'Typst 0.1', unlike /Creator")
def another_program(broken):
    metadata(broken, r"(<xmp:CreatorTool>)[^<]*", r"\1Typst 0.1")


@breaks("metadata", "ua/ns/id/}part is None")
def no_word_of_accessibility(broken):
    metadata(broken, r"<pdfuaid:part>1</pdfuaid:part>", "")


@breaks("metadata", "pdfaid:conformance is B")
def another_archival_level(broken):
    metadata(broken, r"(<pdfaid:conformance>)A", r"\1B")


def metadata(broken: Broken, pattern: str, replacement: str) -> None:
    """Change the XMP metadata; there has to be something to change."""
    text, changes = re.subn(pattern, replacement, broken.root.Metadata.read_bytes().decode("utf-8"), flags=re.S)
    assert changes == 1
    broken.root.Metadata.write(text.encode("utf-8"))


@breaks("bookmarks", "title='Annan rubrik'")
def a_bookmark_of_another_title(broken):
    with broken.pdf.open_outline() as outline:
        outline.root[0].children[1].title = "Annan rubrik"


@breaks("bookmarks", "and the bookmark Bookmark(level=2")
def a_bookmark_to_another_page(broken):
    with broken.pdf.open_outline() as outline:
        outline.root[0].children[-1].destination = Array([broken.pdf.pages[0].obj, Name.Fit])


@breaks("bookmarks", "and the bookmark None")
def a_heading_without_a_bookmark(broken):
    with broken.pdf.open_outline() as outline:
        del outline.root[0].children[-1]


@breaks("bookmarks", "skips a level after")
def a_skipped_level(broken):
    broken.of(broken.first("H2")).S = Name.H4


@breaks("bookmarks", "do not begin with their only H1")
def two_titles_of_the_first_level(broken):
    broken.of(broken.first("H2")).S = Name.H1


@breaks("attachments", "is not attached as it is")
def an_attachment_of_other_bytes(broken):
    stream = broken.file().EF.F
    stream.write(stream.read_bytes().replace(b"\n", b"\r\n"))


@breaks("attachments", "is attached as /application/octet-stream, not text/csv")
def an_attachment_of_another_type(broken):
    broken.file().EF.F.Subtype = Name("/application/octet-stream")


@breaks("attachments", "is attached as /Supplement, not as data")
def an_attachment_of_another_relationship(broken):
    broken.file().AFRelationship = Name.Supplement


@breaks("attachments", "is not associated with the document")
def an_attachment_without_association(broken):
    spec = broken.file()
    broken.root.AF = Array([other for other in broken.root.AF if other.objgen != spec.objgen])


@breaks("attachments", "is not described")
def an_attachment_without_description(broken):
    broken.file().Desc = String(" ")


@breaks("attachments", "is not attached")
def a_missing_attachment(broken):
    tree = NameTree(broken.root.Names.EmbeddedFiles)
    del tree[next(iter(tree))]


@breaks("attachments", "hemligt.txt is attached, and is no file of the edition")
def an_attachment_too_many(broken):
    broken.pdf.attachments["hemligt.txt"] = b"hej"


@breaks("fonts", "/Helvetica is not embedded")
def a_font_that_is_not_in_the_file(broken):
    unicode = broken.pdf.make_stream(b"")
    broken.font("/Borta", Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, ToUnicode=unicode))


@breaks("fonts", "is drawn as pictures (Type3)")
def a_font_of_pictures(broken):
    broken.font("/Ritad", Dictionary(Type=Name.Font, Subtype=Name.Type3))


@breaks("fonts", "does not say what its characters are")
def a_font_without_letters(broken):
    font = Dictionary(next(iter(broken.pdf.pages[0].Resources.Font.as_dict().values())))
    del font.ToUnicode
    broken.font("/Stum", font)


@breaks("fonts", "U+00AD is read or copied 1 times")
def a_hidden_hyphen(broken):
    mark = broken.paragraph().marks[0]
    broken.mark(mark, partial(read_as, text="ord\u00ad"))


@breaks("fonts", "the title 'Något annat' cannot be found on the first page")
def a_title_that_is_not_on_the_page(broken):
    title = "Rapport: Något annat"
    broken.pdf.docinfo["/Title"] = String(title)
    metadata(broken, r"(<dc:title>.*?<rdf:li[^>]*>)[^<]*", rf"\1{title}")


@breaks("running text", "page 2: the foot is ''")
def a_page_without_its_number(broken):
    broken.draw(2, lambda instructions: without(instructions, Name.Footer))


@breaks("running text", "page 1: the foot is 'Sida 1 (")
def a_page_more_than_counted(broken):
    broken.pdf.add_blank_page()


@breaks("running text", "page 3: the head is ''")
def a_page_without_its_head(broken):
    broken.draw(3, lambda instructions: without(instructions, Name.Header))


@breaks("running text", " is missing")
def no_heads(broken):
    for number in range(2, len(broken.pdf.pages) + 1):
        broken.draw(number, lambda instructions: without(instructions, Name.Header))


@breaks("breaks", "followed by page 2")
def a_heading_alone_at_the_foot_of_a_page(broken):
    first_on_page = next(element for element in broken.good.root.elements[0].elements if element.page == 2)
    heading = broken.element("H3")
    source = next(mark for mark in broken.good.root.marks if mark.page == 1)
    heading.K.append(broken.add(source, 1, heading))
    broken.put_before(first_on_page, heading)


@breaks("breaks", "and what it is of are on pages")
def a_caption_on_the_page_before(broken):
    table = broken.table()
    caption = broken.of(table.elements[0])
    caption.K.append(broken.add(table.marks[0], table.page - 1, caption))


@breaks("breaks", "the row '")
def a_row_over_two_pages(broken):
    table = broken.table()
    row = table.find("TBody")[0].find("TR")[1]
    cell = broken.of(row.elements[-1])
    cell.K.append(broken.add(row.marks[0], table.page - 1, cell))


@breaks("breaks", "goes on without its headers", name="avstamning")
def a_continued_table_without_its_headers(broken):
    number = next(m.page for m in broken.good.marks if m.artifact == "Pagination")
    broken.draw(number, lambda instructions: without(instructions, None))


@breaks("links", "does not say what it is (Contents)")
def a_link_that_does_not_say_what_it_is(broken):
    broken.link().Contents = String(" ")


@breaks("links", "says where it leads and not to what: 'sida 3'")
def a_link_of_a_page_only(broken):
    broken.link().Contents = String("sida 3")


@breaks("links", "says where it leads and not to what: 'avstamning.pdf#S12'")
def a_link_of_an_address_only(broken):
    broken.link().Contents = String("avstamning.pdf#S12")


@breaks("links", "leads to no page of the document")
def a_link_to_a_page_that_is_gone(broken):
    gone = broken.pdf.make_indirect(Dictionary(Type=Name.Page))
    broken.link().Dest = Array([gone, Name.Fit])


@breaks("links", "leads to no page of the document")
def a_link_to_an_unknown_name(broken):
    broken.link().Dest = String("ingenstans")


@breaks("links", "leads to an empty address")
def a_link_without_an_address(broken):
    link = broken.link()
    del link.Dest
    link.A = Dictionary(S=Name.URI, URI=String(""))


@breaks("links", "has 0 areas to activate")
def a_link_that_cannot_be_activated(broken):
    link = broken.of(broken.first("Link"))
    link.K = Array([kid for kid in link.K if not (isinstance(kid, Dictionary) and "/Obj" in kid)])


@breaks("links", "is on no page")
def a_link_without_a_place(broken):
    link = broken.link()
    for target in broken.pdf.pages:
        if "/Annots" in target:
            target.Annots = Array([other for other in target.Annots if other.objgen != link.objgen])


@breaks("links", "the link 'osynlig' is not in the tag tree")
def a_link_beside_the_tag_tree(broken):
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), Contents=String("osynlig"))
    broken.pdf.pages[0].Annots = Array([broken.pdf.make_indirect(link)])


@pytest.fixture
def broken(opened, tmp_path):
    """Breaks a document in a registered way, and gives the path of the broken one."""

    def make(way: str) -> Path:
        name, _, _, function = BREAKS[way]
        copy = Broken(opened[name])
        function(copy)
        return copy.save(tmp_path / f"{name}.pdf")

    return make


ONE_UNIT = pytest.mark.parametrize("edition", ["tkr"], indirect=True)


@ONE_UNIT
@pytest.mark.parametrize("way", BREAKS)
def test_a_broken_pdf_is_noticed_by_its_check_alone(edition, opened, known, broken, way):
    _, folder = edition
    name, check, says, _ = BREAKS[way]
    document = Document(broken(way), like=opened[name])
    new = {other: set(faults(document, folder)) - set(known[name][other]) for other, faults in CHECKS.items()}
    assert [other for other in CHECKS if new[other]] == [check]
    assert any(says in fault for fault in new[check]), new[check]


# Documents that a validator accepts.
UNSEEN = (
    header_cells_are_data,
    a_column_header_without_scope,
    a_cell_of_no_header,
    a_placeholder,
    a_blank_alternative,
    an_empty_caption,
    text_that_is_no_paragraph,
    a_paragraph_out_of_the_tag_tree,
    a_paragraph_as_an_artifact,
    another_language,
    a_bookmark_to_another_page,
    an_attachment_of_other_bytes,
    a_heading_alone_at_the_foot_of_a_page,
    a_link_that_cannot_be_activated,
    a_link_to_a_page_that_is_gone,
)


@ONE_UNIT
@pytest.mark.parametrize("way", [function.__name__ for function in UNSEEN])
def test_a_validator_accepts_what_a_check_notices(broken, way):
    path = broken(way)
    for profile in ("ua1", "3a"):
        verdict = page.validate_pdf(str(path), profile=profile)
        assert verdict.is_compliant, str(verdict)


@ONE_UNIT
def test_a_chart_in_a_stream_of_its_own_has_no_fault(edition, opened, known, tmp_path):
    """Typst draws a chart on the page itself, or names it there; what counts is that it is within the figure's mark."""
    _, folder = edition
    good = opened["beslutsrapport"]
    copy = Broken(good)
    chart = copy.first("Figure").marks[0]

    def moved(instructions: list) -> list:
        target = copy.pdf.pages[chart.page - 1]
        inner = pikepdf.unparse_content_stream(instructions[1:-1])
        box, resources = Array([0, 0, 600, 850]), Dictionary(Font=target.Resources.Font)
        resources.ColorSpace = target.Resources.ColorSpace
        form = copy.pdf.make_stream(inner, Type=Name.XObject, Subtype=Name.Form, BBox=box, Resources=resources)
        target.Resources.XObject = Dictionary(Bild=form)
        return [instructions[0], pikepdf.ContentStreamInstruction([Name.Bild], Operator("Do")), instructions[-1]]

    copy.mark(chart, moved)
    document = Document(copy.save(tmp_path / "bild.pdf"), like=good)
    assert document.placed[chart.page, chart.mcid].text == chart.text != ""
    assert {check: faults(document, folder) for check, faults in CHECKS.items()} == known["beslutsrapport"]


def test_every_check_has_a_pdf_that_fails_it():
    assert {check for _, check, _, _ in BREAKS.values()} == set(CHECKS)


@ONE_UNIT
def test_the_text_is_that_of_another_reader(opened):
    """pdfplumber reads letters its own way; marks within marks, of what is read instead of letters, it leaves out."""
    document, compared = opened["beslutsrapport"], 0
    with pdfplumber.open(document.path) as other:
        for number, target in enumerate(other.pages, start=1):
            letters = defaultdict(str)
            for letter in target.chars:
                letters[number, letter["mcid"]] += letter["text"]
            for place in letters.keys() & document.placed.keys():
                assert tagtree.bare(document.placed[place].text) == tagtree.bare(letters[place])
                compared += 1
    assert compared > len(document.placed) / 2


def lines(document: Document, *roles: str) -> list[str]:
    """The lines of a reading that begin with one of `roles`."""
    return [line for line in tagtree.reading(document) if line.startswith(roles)]


@pytest.mark.parametrize("name", NAMES)
def test_the_reading_has_the_headings_in_order(opened, name):
    document = opened[name]
    expected = [f"H{bookmark.level} {bookmark.title}" for bookmark in document.bookmarks]
    assert lines(document, "H1 ", "H2 ") == expected
    assert len(expected) > 3


@pytest.mark.parametrize("name", NAMES)
def test_the_reading_leaves_nothing_out(opened, name):
    """All that is marked as content is in it, but for what an alternative is read instead of."""
    document = opened[name]
    instead = [element for element in document.root.subtree if element.instead is not None]
    drawn = {id(mark) for element in instead for mark in element.marks}
    read = tagtree.bare("".join(tagtree.reading(document)))
    for mark in document.placed.values():
        assert id(mark) in drawn or tagtree.bare(mark.text) in read


@pytest.mark.parametrize("name", NAMES)
def test_the_reading_is_in_lines_of_its_own_and_the_same_every_time(opened, name):
    document = opened[name]
    said = tagtree.reading(document)
    assert said == tagtree.reading(Document(document.path))
    assert len(lines(document, "Table: ")) == len(document.find("Table"))
    assert len(lines(document, "Figure: ")) == len(document.find("Figure"))
    assert not [line for line in said if "\n" in line or re.search(r"Sida \d+ \(\d+\)", line)]


def test_a_table_is_read_with_its_caption_its_headers_and_its_rows(opened):
    table = opened["beslutsrapport"].find("Table")[0]
    first = next(line for line in tagtree.reading(opened["beslutsrapport"]) if line.startswith("Table: "))
    caption, headers, body = table.find("Caption"), table.find("THead")[0].find("TH"), table.find("TBody")[0]
    size = f"{len(body.find('TR'))} rows × {len(headers)} columns"
    assert first == f"Table: {caption[0].text} ({size}; headers: {' | '.join(cell.text for cell in headers)})"
    row = " | ".join(cell.text for cell in body.find("TR")[0].elements)
    assert f"  row: {row}" in tagtree.reading(opened["beslutsrapport"])


@ONE_UNIT
def test_the_reading_follows_the_tag_tree(opened, broken):
    document = opened["beslutsrapport"]
    dropped = Document(broken("a_paragraph_out_of_the_tag_tree"), like=document)
    missing = set(tagtree.reading(document)) - set(tagtree.reading(dropped))
    assert [line[:2] for line in missing] == ["P "]
