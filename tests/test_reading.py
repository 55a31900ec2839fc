"""A decision document is read into blocks with their places; what cannot be read is refused with what to do."""

import io
import random
import re
import time
import zipfile
from contextlib import suppress

import psutil
import pytest
import writings

from fordelning.source.reading import archive, element, layout, pdf
from fordelning.source.reading import text as plain_text
from fordelning.source.reading.block import BlockKind, DocumentError
from fordelning.source.reading.document import LARGEST, read
from fordelning.source.reading.healing import heal
from fordelning.source.reading.page import pages

DECISION = """# Medel för lek 2031

Nämnden beslutar:

1. Parknämnden tillförs 1
500 tkr.
2. Skolnämnden tillförs **500** tkr[^1].
   a) varav 200 tkr till böcker

## Bakgrund

- Gungor 300 tkr
  - Sand 100 tkr

| Nämnd | Belopp |
|---|---:|
| Parknämnden | 1 500 |

Nämnd\t2031\t2032
Parknämnden\t100\t200

Ekonomi
Parknämnden har tagit emot en begäran om medel från förvaltningen och yttrar sig
härmed över den.

Sida 1 av 2

[^1]: Avser helår.
"""
BLOCKS = [
    ("heading", 1, "", "Medel för lek 2031", 1),
    ("paragraph", 0, "", "Nämnden beslutar:", 3),
    ("point", 1, "1.", "Parknämnden tillförs 1 500 tkr.", 5),
    ("point", 1, "2.", "Skolnämnden tillförs 500 tkr¹.", 7),
    ("point", 2, "a)", "varav 200 tkr till böcker", 8),
    ("heading", 2, "", "Bakgrund", 10),
    ("item", 1, "", "Gungor 300 tkr", 12),
    ("item", 2, "", "Sand 100 tkr", 13),
    ("heading", 1, "", "Ekonomi", 22),
    (
        *("paragraph", 0, ""),
        "Parknämnden har tagit emot en begäran om medel från förvaltningen och yttrar sig\nhärmed över den.",
        23,
    ),
    ("aside", 0, "", "Sida 1 av 2", 26),
    ("footnote", 0, "1", "Avser helår.", 28),
]
CELLS = [
    *[(0, 0, 0, "Nämnd"), (0, 0, 1, "Belopp"), (0, 1, 0, "Parknämnden"), (0, 1, 1, "1 500")],
    *[(1, 0, 0, "Nämnd"), (1, 0, 1, "2031"), (1, 0, 2, "2032")],
    *[(1, 1, 0, "Parknämnden"), (1, 1, 1, "100"), (1, 1, 2, "200")],
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_text_is_read_into_its_blocks(tmp_path, encoding, end):
    (tmp_path / "beslut.md").write_bytes(DECISION.replace("\n", end).encode(encoding))
    blocks = read(tmp_path / "beslut.md").blocks
    prose = [one for one in blocks if one.kind is not BlockKind.CELL]
    assert [(one.kind.value, one.level, one.number, one.text, one.line) for one in prose] == BLOCKS
    assert [(one.table, one.row, one.column, one.text) for one in blocks if one.kind is BlockKind.CELL] == CELLS


PAGES = """#set page(paper: "a4", header: [Exempelkommunen #h(1fr) Dnr 2031/12],
  footer: context [Sida #counter(page).display() av #counter(page).final().first()])
#set text(lang: "sv", size: 11pt, hyphenate: true)
= Medel för lek
#let mening = [Parknämndens utbildningsverksamhet omfattar kommuninvånarnas trädgårdsanläggningar. ]
#for n in range(40) { mening }
#for n in range(20) { mening } #h(0pt)Av detta är 1 500 tkr#super[2] kvar, och det

*Lekplatser 500 tkr*

#for n in range(3) { mening }
#table(columns: (60pt, auto, auto), [Nämnd], table.cell(colspan: 2)[År],
  [Park- och skolnämnden i kommunen], [2031], [1 200], table.cell(rowspan: 2)[Andra], [2032], [300], [2033], [400])
Bidrag #h(1fr) Antal #h(40pt) Belopp \\
Scouter #h(1fr) 12 #h(60pt) 1 200 \\
Kanotister #h(1fr) 3 #h(60pt) 300
#place(left + horizon, dx: -40pt, rotate(-90deg, reflow: true)[Vid sidan])
#place(center + horizon, rotate(-50deg, text(60pt)[Utkast]))
"""
LAYOUT = """#set page(paper: "a4", margin: 2.5cm)
#set text(lang: "sv", size: 11pt, hyphenate: false)
#set heading(numbering: "1.1")
*§ 45* #h(2em) *Dnr KS 2031/12*

= Fördelning av medel för lek
#grid(columns: (90pt, 1fr), row-gutter: 14pt, [*Beslut*], [Kommunstyrelsen tillför Parknämnden 1 500 tkr för år 2031
ur reserven, och uppdrar åt nämnden att återkomma.], [*Yrkanden*], [Ledamoten yrkar bifall till förslaget.])

#list(spacing: 1.2em, [Ett 100 tkr #list(spacing: 1.2em, [Två 50 tkr], [Tre 50 tkr])], [Fyra 300 tkr])
#v(-0.55em)
Lokalerna byggs om för pengar som redan finns hos nämnden, och det tar hela året.
#table(columns: (1fr, 60pt, 60pt), stroke: none, fill: (x, y) => if calc.even(y) { luma(230) }, [Nämnd], [2031], [2032],
  [Park- och idrottsnämnden i kommunen med allt som hör till den verksamheten därutöver],
  ..([1 200], [1 300]).map(align.with(right)), [Skolnämnden], ..([300], [−400]).map(align.with(right)),
  [Kultur- och fritidsnämnden i kommunen med allt som hör till den verksamheten dessutom],
  ..([70], [80]).map(table.cell.with(align: right + bottom)))
#pagebreak()
#set page(columns: 2, margin: 2cm)
#let stycke(vem, n) = [#vem får #n 500 tkr för lek och spel i år, mer än förut och mindre än sedan. #parbreak()]
#for n in range(12) { stycke([Parken], n + 1) }
#colbreak()
#for n in range(12) { stycke([Skolan], n + 1) }
"""
LONG = """#set page(paper: "a5")
Medel.#footnote[Avser helår.]
#table(columns: 2, table.header[Nämnd][Belopp], ..range(40).map(n => ([Nämnden #n], [#n tkr])).flatten())
#table(columns: 2, [Nämnd], [Belopp])
Slut.#footnote[Avser halvår.]
"""
EACH_PAGE = """#set page(paper: "a5", header: context [Bilaga #here().page()])
#for n in (1, 2, 3) [Ramen är #n tkr. #pagebreak(weak: true)]
"""
GARBLED = "Medel #for n in range(9) [\\u{e123}]"
LAID_OUT = [
    ("heading", 2, "", "§ 45\tDnr KS 2031/12"),
    ("heading", 1, "1", "Fördelning av medel för lek"),
    ("heading", 2, "", "Beslut"),
    (
        *("paragraph", 0, ""),
        "Kommunstyrelsen tillför Parknämnden 1 500 tkr för år 2031 ur reserven, och uppdrar åt nämnden att återkomma.",
    ),
    ("heading", 2, "", "Yrkanden"),
    ("paragraph", 0, "", "Ledamoten yrkar bifall till förslaget."),
    ("item", 1, "", "Ett 100 tkr"),
    ("item", 2, "", "Två 50 tkr"),
    ("item", 2, "", "Tre 50 tkr"),
    ("item", 1, "", "Fyra 300 tkr"),
    ("paragraph", 0, "", "Lokalerna byggs om för pengar som redan finns hos nämnden, och det tar hela året."),
    *((0, 0, "Nämnd"), (0, 1, "2031"), (0, 2, "2032")),
    (1, 0, "Park- och idrottsnämnden i kommunen med allt som hör till den verksamheten därutöver"),
    *((1, 1, "1 200"), (1, 2, "1 300"), (2, 0, "Skolnämnden"), (2, 1, "300"), (2, 2, "−400")),
    (3, 0, "Kultur- och fritidsnämnden i kommunen med allt som hör till den verksamheten dessutom"),
    *((3, 1, "70"), (3, 2, "80")),
]
WRITERS = {
    "txt": writings.text,
    "md": writings.markdown,
    "html": writings.web_page,
    "docx": writings.word,
    "odt": writings.open_document,
}


@pytest.mark.parametrize("name", writings.WRITINGS)
@pytest.mark.parametrize("end", WRITERS)
def test_a_decision_is_the_same_blocks_in_every_format(tmp_path, name, end):
    written = WRITERS[end](writings.WRITINGS[name])
    path = tmp_path / f"beslut.{end}"
    path.write_bytes(written if isinstance(written, bytes) else written.encode())
    assert seen(read(path)) == writings.blocks(writings.WRITINGS[name])


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("end", WRITERS)
def test_any_decision_is_the_same_blocks_in_every_format(tmp_path, seed, end):
    writing = writings.invented(seed)
    written = WRITERS[end](writing)
    (tmp_path / "beslut").write_bytes(written if isinstance(written, bytes) else written.encode())
    assert seen(read(tmp_path / "beslut")) == writings.blocks(writing)


@pytest.fixture(scope="module")
def pdfs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pdf")
    sources = {name: writings.typesetting(written) for name, written in writings.WRITINGS.items()}
    for name, source in (
        sources | {"sidor": PAGES, "spalter": LAYOUT, "tecken": GARBLED, "tabell": LONG, "ramar": EACH_PAGE}
    ).items():
        (folder / f"{name}.typ").write_text(source, encoding="utf-8")
    writings.portable(sorted(folder.glob("*.typ")))
    return folder


@pytest.mark.parametrize("name", writings.WRITINGS)
def test_a_decision_in_pdf_is_the_same_blocks(pdfs, name):
    assert seen(read(pdfs / f"{name}.pdf")) == writings.blocks(writings.WRITINGS[name])


def seen(writing):
    return [
        (one.kind.value, one.level, one.number, " ".join(one.text.split()), one.row, one.column)
        for one in writing.blocks
        if one.kind is not BlockKind.ASIDE
    ]


@pytest.mark.parametrize(
    ("written", "whole"),
    [
        ("får 1\n500 tkr till lek", "får 1 500 tkr\ntill lek"),
        ("får 500\ntkr till lek", "får 500 tkr\ntill lek"),
        ("får tio\nmiljoner till lek", "får tio miljoner\ntill lek"),
        ("utbildnings-\nnämnden får", "utbildningsnämnden\nfår"),
        ("ut\u00ad\nbildning och lek\u00adplats", "utbildning\noch lekplats"),
        ("ut-\nbildnings-\nnämnden får", "utbildningsnämnden\n\nfår"),
        ("kultur-\noch fritidsnämnden", "kultur-\noch fritidsnämnden"),
        ("enligt punkt 1\n500 tkr till lek", "enligt punkt 1\n500 tkr till lek"),
        ("12\n500\n300 tkr", "12\n500\n300 tkr"),
    ],
)
def test_a_line_break_within_an_amount_or_a_word_stands_after_it(written, whole):
    assert heal(written) == whole


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "det är tomt"),
        (b"\0\1\2", "det är ingen text"),
        (b"PK\x03\x04", "det är skadat"),
        (b"\xd0\xcf\x11\xe0", "äldre Word eller har lösenord"),
        (b"{\\rtf1 Medel}", "av slaget RTF"),
        (b"<!DOCTYPE html><p> </p>", "det har ingen text"),
        (b"<!DOCTYPE html>" + b"<table><tr><td>" * 60, "50 tabeller eller listor i varandra"),
        (writings.archive({"brev.txt": "Medel"}), "arkiv av filer; packa upp det"),
        (writings.archive({"xl/workbook.xml": "x"}), "en arbetsbok och inget beslut"),
        (writings.document("Medel")[:-20], "det är skadat"),
        (writings.document("<w:p>"), "det är skadat"),
        (writings.document("<!DOCTYPE a [<!ENTITY b 'ja'>]><a>&b;</a>"), "det är skadat"),
        (writings.document("<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/hosts'>]><a>&b;</a>"), "det är skadat"),
        (writings.document("<w:p>" * 300 + "</w:p>" * 300), "mer än 200 nivåer"),
        (writings.document(" " * 16_000_000), "packar upp till mer än 15 MB"),
        (b"%PDF-1.7\n", "det är skadat; öppna det, skriv ut det"),
        (writings.drawn("BT /F 12 Tf (Medel) Tj ET")[:300], "det är skadat; öppna det, skriv ut det"),
        (writings.drawn("", kids="3 0 R " * 400, count=400), "fler än 300 sidor"),
        (writings.drawn("0 0 m 9 9 l S"), "det har ingen text"),
        (writings.picture(), "det är skannat"),
        (writings.locked(), "det har lösenord"),
        (b"a\n" * 60_000, "dela upp det"),
        (b"Medel och " * 1_100, "en mening med fler än 10000 tecken"),
        (
            writings.document(
                "<w:p><w:r><w:t>Medel</w:t></w:r></w:p>" * 2 + f"<w:p><w:r><w:t>{'9' * 10_001}</w:t></w:r></w:p>"
            ),
            "en mening med fler än 10000 tecken",
        ),
        ("Nämnden får 9 kr.\n".encode() + "Nämnden får 9 kr.".encode("cp1252"), "dels UTF-8, dels Windows-1252"),
        (writings.document("<w:p><w:r><w:t>Medel</w:t></w:r></w:p><w:altChunk/>"), "en annan fil är infogad"),
        (b"a" * 5_000_001, "det är text, och större än 5 MB"),
        (b"a" * (LARGEST + 1), "det är större än 50 MB"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(tmp_path, content, told):
    (tmp_path / "beslut.txt").write_bytes(content)
    with pytest.raises(DocumentError, match=told):
        read(tmp_path / "beslut.txt")
    assert [one.name for one in tmp_path.iterdir()] == ["beslut.txt"]


def test_an_archive_with_two_parts_of_one_name_is_refused(tmp_path):
    made = io.BytesIO(writings.document("<w:p><w:r><w:t>Parken 500 tkr</w:t></w:r></w:p>"))
    with zipfile.ZipFile(made, "a") as file, pytest.warns(UserWarning, match="Duplicate name"):
        file.writestr("word/document.xml", "<document><body><p><r><t>Parken 700 tkr</t></r></p></body></document>")
    (tmp_path / "beslut.docx").write_bytes(made.getvalue())
    with pytest.raises(DocumentError, match="det är skadat"):
        read(tmp_path / "beslut.docx")


@pytest.mark.parametrize(
    ("font", "code", "told"), [("Symbol", "F030", "700"), ("Arial", "0030", "700"), ("Wingdings", "F030", "70")]
)
def test_a_sign_that_is_inserted_in_word_is_read(tmp_path, font, code, told):
    runs = f'<w:r><w:t>70</w:t><w:sym w:font="{font}" w:char="{code}"/><w:t> tkr</w:t></w:r>'
    (tmp_path / "beslut.docx").write_bytes(writings.document(f"<w:p>{runs}</w:p>"))
    assert [one.text for one in read(tmp_path / "beslut.docx").blocks] == [f"{told} tkr"]


def test_a_part_that_is_named_very_often_is_not_read_each_time(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "_MOST", 3_000_000)
    named = "".join(f'<Relationship Id="r{n}" Type="x/header" Target="header.xml"/>' for n in range(50))
    parts = {
        "_rels/.rels": writings.relations({"officeDocument": "word/document.xml"}),
        "word/document.xml": "<document><body><p><r><t>Medel</t></r></p></body></document>",
        "word/_rels/document.xml.rels": f"<Relationships>{named}</Relationships>",
        "word/header.xml": f"<hdr><!--{' ' * 1_000_000}--></hdr>",
    }
    (tmp_path / "beslut.docx").write_bytes(writings.archive(parts))
    with pytest.raises(DocumentError, match="packar upp till mer än"):
        read(tmp_path / "beslut.docx")


def test_a_pdf_that_never_ends_is_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr(pdf, "_SECONDS", 0.4)
    (tmp_path / "beslut.pdf").write_bytes(writings.endless())
    others = psutil.Process().children()  # those of other tests
    with pytest.raises(DocumentError, match=r"det tar mer än 0\.4 sekunder"):
        read(tmp_path / "beslut.pdf")
    assert [child for child in psutil.Process().children() if child not in others] == []


def test_a_page_is_read_as_it_looks(pdfs):
    """Heads, feet and what stands along the side are set aside, a paragraph goes on, cells span others."""
    writing = read(pdfs / "sidor.pdf")
    assert (writing.pages, writing.unread) == (2, ())
    asides = [(one.page, one.text) for one in writing.blocks if one.kind is BlockKind.ASIDE]
    head, foot = "Exempelkommunen\tDnr 2031/12", "Sida {} av 2"
    assert asides == [(1, head), (1, foot.format(1)), (2, head), (2, foot.format(2)), (2, "Vid sidan Utkast")]
    title, long, heading, after, *cells = [one for one in writing.blocks if one.kind is not BlockKind.ASIDE]
    assert [(one.kind.value, one.level, one.page) for one in (title, long, heading, after)] == [
        *(("heading", 1, 1), ("paragraph", 0, 1), ("heading", 2, 2), ("paragraph", 0, 2))
    ]
    assert (long.page_at(0), long.page_at(long.text.index("1 500 tkr²"))) == (1, 2)
    assert "-" not in long.text and "\u00ad" not in long.text
    assert [(one.table, one.row, one.column, one.text) for one in cells] == [
        *((0, 0, 0, "Nämnd"), (0, 0, 1, "År"), (0, 1, 0, "Park- och\nskolnämnden\ni kommunen"), (0, 1, 1, "2031")),
        *(
            (0, 1, 2, "1 200"),
            (0, 2, 0, "Andra"),
            (0, 2, 1, "2032"),
            (0, 2, 2, "300"),
            (0, 3, 1, "2033"),
            (0, 3, 2, "400"),
        ),
        *((1, 0, 0, "Bidrag"), (1, 0, 1, "Antal"), (1, 0, 2, "Belopp")),
        *(
            (1, 1, 0, "Scouter"),
            (1, 1, 1, "12"),
            (1, 1, 2, "1 200"),
            (1, 2, 0, "Kanotister"),
            (1, 2, 1, "3"),
            (1, 2, 2, "300"),
        ),
    ]
    left, top, right, bottom = cells[0].box
    assert 70 < left < right < 131 and title.box[3] < top < bottom < 842


def test_what_stands_beside_and_below_is_told_apart(pdfs):
    """A heading in the margin, a list with air in it, a table without rules, and two columns that follow each other."""
    blocks = read(pdfs / "spalter.pdf").blocks
    first = [one for one in blocks if one.page == 1]
    found = [
        (one.row, one.column, " ".join(one.text.split()))
        if one.kind is BlockKind.CELL
        else (one.kind.value, one.level, one.number, one.text.replace("\n", " "))
        for one in first
    ]
    assert found == LAID_OUT
    begins = [f"{who} får {n} 500 tkr" for who in ("Parken", "Skolan") for n in range(1, 13)]
    assert [one.text[: len(said)] for one, said in zip(blocks[len(first) :], begins, strict=True)] == begins


def test_a_table_goes_on_over_pages_without_its_heads_again(pdfs):
    blocks = read(pdfs / "tabell.pdf").blocks
    cells = [(one.table, one.row, one.column, one.text) for one in blocks if one.kind is BlockKind.CELL]
    rows = [("Nämnd", "Belopp"), *((f"Nämnden {n}", f"{n} tkr") for n in range(40))]
    assert cells == [
        *((0, n, m, text) for n, row in enumerate(rows) for m, text in enumerate(row)),
        *((1, 0, m, text) for m, text in enumerate(rows[0])),
    ]
    assert len({one.page for one in blocks if one.table == 0}) > 1
    told = [(one.kind.value, one.number, one.text) for one in blocks if one.table is None]
    notes = [("footnote", "1", "Avser helår."), ("footnote", "2", "Avser halvår.")]
    assert told == [("paragraph", "", "Medel.¹"), ("paragraph", "", "Slut.²"), *notes]


def test_an_amount_that_begins_every_page_is_not_set_aside(pdfs):
    blocks = read(pdfs / "ramar.pdf").blocks
    assert [one.text for one in blocks if one.kind is not BlockKind.ASIDE] == [f"Ramen är {n} tkr." for n in (1, 2, 3)]
    assert [one.text for one in blocks if one.kind is BlockKind.ASIDE] == [f"Bilaga {n}" for n in (1, 2, 3)]


def test_a_pdf_whose_letters_mean_nothing_is_refused(pdfs):
    with pytest.raises(DocumentError, match="dess tecken går inte att tolka"):
        read(pdfs / "tecken.pdf")


@pytest.mark.parametrize("end", ["html", "docx"])
def test_a_paragraph_in_bold_is_a_heading_where_bold_stands_out(tmp_path, end):
    parts = [
        ("Lokaler 10 mnkr", True),
        ("Skolan byggs om.", False),
        ("Den är gammal.", True),
        ("Den blir klar i år.", False),
        ("Summa 1 500 tkr", True),
        ("Slut.", False),
    ]
    for all_bold in (False, True):
        weighed = [(text, bold or all_bold) for text, bold in parts]
        page = "".join(f"<p>{f'<b>{text}</b>' if bold else text}</p>" for text, bold in weighed)
        runs = [f"<w:r><w:rPr>{'<w:b/>' * bold}</w:rPr><w:t>{text}</w:t></w:r>" for text, bold in weighed]
        file = writings.document("<w:p>" + "</w:p><w:p>".join(runs) + "</w:p>")
        (tmp_path / "beslut").write_bytes(f"<!DOCTYPE html><h1>Medel</h1>{page}".encode() if end == "html" else file)
        kinds = {one.text: (one.kind.value, one.level) for one in read(tmp_path / "beslut").blocks}
        assert kinds["Lokaler 10 mnkr"] == ("heading", 2 if end == "html" else 1)
        assert {kinds[text] for text, _ in parts[1:]} == {("paragraph", 0)}


@pytest.mark.parametrize("end", ["html", "docx"])
def test_a_first_line_in_bold_is_a_heading_of_what_is_below_it(tmp_path, end):
    below = ["1. Parken tillförs 1 500 tkr.", "2. Skolan tillförs 500 tkr."]
    page = f"<!DOCTYPE html><p><b>Beslut</b><br>{'<br>'.join(below)}</p>"
    runs = (
        "<w:r><w:rPr><w:b/></w:rPr><w:t>Beslut</w:t><w:br/></w:r><w:r><w:t>"
        + "</w:t><w:br/><w:t>".join(below)
        + "</w:t></w:r>"
    )
    (tmp_path / "beslut").write_bytes(page.encode() if end == "html" else writings.document(f"<w:p>{runs}</w:p>"))
    found = [(one.kind.value, one.number, one.text) for one in read(tmp_path / "beslut").blocks]
    assert found == [("heading", "", "Beslut"), *(("point", one[:2], one[3:]) for one in below)]
    assert [one.line for one in read(tmp_path / "beslut").blocks][:2] == ([1, 2] if end == "docx" else [1, 1])


def test_figures_near_each_other_are_two_where_their_line_is_of_a_table():
    rows = [("Parken", "2031", "2032"), ("Skolan", "1 200", "300"), ("Lek", "1 300", "400")]
    drawn = [
        (70 + x, 700 - 14 * n, text) for n, row in enumerate(rows) for x, text in zip((0, 230, 270), row, strict=True)
    ]
    drawn += [(70, 600, "Parken 1 500"), (147, 600, "tkr")]
    said = " ".join(f"BT /F 12 Tf {x} {y} Td ({text}) Tj ET" for x, y, text in drawn)
    found = layout.blocks(pages(writings.drawn(said)))
    assert [one.text for one in found] == [text for row in rows for text in row] + ["Parken 1 500 tkr"]


def test_words_of_a_head_that_go_on_below_it_are_of_its_column():
    rows = [("Organ", "Styrelsens", "Utfall"), ("", "plan", ""), ("Parken", "1 200", "300"), ("Skolan", "1 300", "400")]
    places = [(70 + 130 * m, 700 - 14 * n, one) for n, row in enumerate(rows) for m, one in enumerate(row) if one]
    said = " ".join(f"BT /F 12 Tf {x} {y} Td ({text}) Tj ET" for x, y, text in places)
    found = [one.text for one in layout.blocks(pages(writings.drawn(said))) if one.kind is BlockKind.CELL]
    assert found[1:3] == ["Styrelsens\nplan", "Utfall"] and len(found) == 9


def test_text_in_another_size_is_no_heading():
    sizes = [11] * 12 + [13] + [11] * 3 + [13] * 6
    lines = [f"BT /F {size} Tf 70 {800 - 16 * n} Td (Parken nummer {n}) Tj ET" for n, size in enumerate(sizes)]
    headings = [
        one.text for one in layout.blocks(pages(writings.drawn("\n".join(lines)))) if one.kind is BlockKind.HEADING
    ]
    assert headings == ["Parken nummer 12"]


def test_no_figure_of_a_page_is_lost():
    """Whatever stands wherever on a page is in a block, or set aside."""
    for seed in range(40):
        (page,) = pages(writings.scattered(seed))
        drawn = "".join(one.text for one in page.letters) + page.turned
        told = "".join(f"{one.number} {one.text}" for one in layout.blocks([page])).translate(LOWERED)
        assert sorted(filter(str.isdigit, told)) == sorted(filter(str.isdigit, drawn)), seed


def test_what_nobody_sees_is_left_out(tmp_path):
    (tmp_path / "beslut.txt").write_text(
        "Parken fa\u030ar 1\u200b500 tkr\u202e \ufb01nt\x07.\n\n\u200b\n", encoding="utf-8"
    )
    assert [one.text for one in read(tmp_path / "beslut.txt").blocks] == ["Parken får 1500 tkr fint."]
    hidden = "<p>A<span style='display: none'>B</span><span hidden>C</span><!-- D --></p><script>E</script>"
    (tmp_path / "beslut.html").write_text(f"<!DOCTYPE html>{hidden}<p>Parken får 9 kr", encoding="utf-8")
    assert "".join(one.text for one in read(tmp_path / "beslut.html").blocks) == "AParken får 9 kr"
    struck = "<w:p><w:del><w:r><w:delText>A</w:delText></w:r></w:del><w:r><w:rPr><w:vanish/></w:rPr><w:t>B</w:t></w:r>"
    added = "<w:ins><w:r><w:t>Parken får</w:t><w:tab/></w:r></w:ins><w:r><w:t>9 kr.</w:t></w:r></w:p>"
    (tmp_path / "beslut.docx").write_bytes(writings.document(struck + added))
    assert [one.text for one in read(tmp_path / "beslut.docx").blocks] == ["Parken får\t9 kr."]
    (tmp_path / "beslut.pdf").write_bytes(
        writings.drawn(
            "BT /F 12 Tf 70 700 Td (Parken) Tj 600 0 Td (ute) Tj ET BT /F 12 Tf 0 1 -1 0 20 300 Tm (sida) Tj ET"
        )
    )
    told = [(one.kind.value, one.text) for one in read(tmp_path / "beslut.pdf").blocks]
    assert told == [("heading", "Parken"), ("aside", "sida")]


WORD_STYLES = "".join(
    f'<w:style w:styleId="{name}"><w:rPr>{said}</w:rPr>{f"<w:basedOn w:val={based!r}/>" if based else ""}</w:style>'
    for name, said, based in [("Dold", "<w:vanish/>", ""), ("Under", "", "Dold"), ("Struken", "<w:strike/>", "")]
)
WHITE, NAVY = '<w:color w:val="FFFFFF"/>', '<w:shd w:val="clear" w:fill="000080"/>'
WORD_HIDINGS = {  # how the letters are, and how the paragraph is
    *{("<w:vanish/>", ""), ("<w:strike/>", ""), ("<w:dstrike/>", ""), ('<w:sz w:val="2"/>', ""), (WHITE, "")},
    *{('<w:rStyle w:val="Dold"/>', ""), ('<w:rStyle w:val="Under"/>', ""), ('<w:rStyle w:val="Struken"/>', "")},
    *{("", '<w:pStyle w:val="Dold"/>'), ("", '<w:pStyle w:val="Under"/>'), ("", '<w:pStyle w:val="Struken"/>')},
}
WORD_SHOWINGS = {
    *{("", ""), ('<w:vanish w:val="0"/>', ""), ('<w:strike w:val="false"/>', ""), ('<w:sz w:val="12"/>', "")},
    *{('<w:vanish w:val="0"/>', '<w:pStyle w:val="Dold"/>'), (WHITE + NAVY, ""), (WHITE, NAVY)},
    *{(WHITE + '<w:highlight w:val="black"/>', ""), ('<w:color w:val="FF0000"/>', "")},
}


def _word(body):
    parts = {
        "_rels/.rels": writings.relations({"officeDocument": "word/document.xml"}),
        "word/document.xml": f'<w:document xmlns:w="urn:w"><w:body>{body}</w:body></w:document>',
        "word/_rels/document.xml.rels": writings.relations({"styles": "styles.xml"}),
        "word/styles.xml": f'<w:styles xmlns:w="urn:w">{WORD_STYLES}</w:styles>',
    }
    return writings.archive(parts)


def _told(path, content):
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return " ".join(block.text for block in read(path).blocks)


@pytest.mark.parametrize(("letters", "paragraph"), sorted(WORD_HIDINGS | WORD_SHOWINGS))
def test_what_word_hides_or_strikes_out_is_left_out(tmp_path, letters, paragraph):
    run = f"<w:r><w:rPr>{letters}</w:rPr><w:t>700 tkr</w:t></w:r>"
    body = f"<w:p><w:r><w:t>500 tkr</w:t></w:r></w:p><w:p><w:pPr>{paragraph}</w:pPr>{run}</w:p>"
    told = _told(tmp_path / "beslut.docx", _word(body))
    assert ("500" in told, "700" in told) == (True, (letters, paragraph) in WORD_SHOWINGS)
    box = f"<w:p><w:pPr>{paragraph}</w:pPr><w:r><w:rPr>{letters}</w:rPr><w:pict><w:txbxContent>{{}}</w:txbxContent>"
    box = box.format("<w:p><w:r><w:t>700 tkr</w:t></w:r></w:p>") + "</w:pict></w:r></w:p>"
    if WHITE not in letters and "sz" not in letters:
        assert ("700" in _told(tmp_path / "beslut.docx", _word(body[: body.index("<w:p><w:pPr>")] + box))) == (
            (letters, paragraph) in WORD_SHOWINGS
        )


@pytest.mark.parametrize(
    ("table", "row", "cell", "letters", "shown"),
    [
        *(("", "", "", "", True), ("", "<w:hidden/>", "", "", False), ("", "<w:del/>", "", "", False)),
        *(("", "", "<w:cellDel/>", "", False), ("", "", "", WHITE, False), ("", "", NAVY, WHITE, True)),
        *(('<w:tblStyle w:val="T"/>', "", "", WHITE, True), ("", "", NAVY.replace("000080", "auto"), WHITE, False)),
    ],
)
def test_what_a_table_of_word_hides_is_left_out(tmp_path, table, row, cell, letters, shown):
    def line(figure, row="", cell="", letters=""):
        texts = (f"<w:p><w:r><w:rPr>{letters}</w:rPr><w:t>{text}</w:t></w:r></w:p>" for text in ("Parken", figure))
        cells = "".join(f"<w:tc><w:tcPr>{cell}</w:tcPr>{text}</w:tc>" for text in texts)
        return f"<w:tr><w:trPr>{row}</w:trPr>{cells}</w:tr>"

    rows = line("500") + line("700", row, cell, letters) + line("300")
    told = _told(tmp_path / "beslut.docx", _word(f"<w:tbl><w:tblPr>{table}</w:tblPr>{rows}</w:tbl>"))
    assert [figure in told for figure in ("500", "700", "300")] == [True, shown, True]


OPEN_STYLES = {  # what a style says of letters, or of what is behind them, and whether they are seen
    **dict.fromkeys(('text:display="none"', 'style:text-line-through-style="solid"', 'fo:font-size="1pt"'), False),
    **dict.fromkeys(('style:text-line-through-type="double"', 'fo:color="#ffffff"', 'fo:font-size="0.01cm"'), False),
    **dict.fromkeys(
        ('fo:color="#ffffff" fo:background-color="#000080"', 'fo:font-size="9pt"', 'fo:color="#f00"'), True
    ),
    **dict.fromkeys(('style:text-line-through-style="none"', 'text:display="true"'), True),
}


def _open(body, said=""):
    style = f'<style:style style:name="D"><style:text-properties {said}/></style:style>'
    style += '<style:style style:name="E" style:parent-style-name="D"/>'
    names = " ".join(f'xmlns:{name}="urn:{name}"' for name in ("office", "text", "table", "style", "fo"))
    body = f"<office:automatic-styles>{style}</office:automatic-styles><office:body><office:text>{body}"
    content = f"<office:document-content {names}>{body}</office:text></office:body></office:document-content>"
    return writings.archive({"content.xml": content})


@pytest.mark.parametrize("said", OPEN_STYLES)
@pytest.mark.parametrize("style", ["D", "E"])
def test_what_opendocument_hides_or_strikes_out_is_left_out(tmp_path, said, style):
    shown = "<text:p>500 tkr</text:p>"
    for text in (
        f'<text:p text:style-name="{style}">700 tkr</text:p>',
        f'<text:p>Till <text:span text:style-name="{style}">700 tkr</text:span> lek</text:p>',
    ):
        told = _told(tmp_path / "beslut.odt", _open(shown + text, said))
        assert ("500" in told, "700" in told) == (True, OPEN_STYLES[said])


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ('<text:section text:display="none"><text:p>{}</text:p></text:section>', False),
        ('<text:section text:display="condition" text:is-hidden="true"><text:p>{}</text:p></text:section>', False),
        ('<text:section text:display="condition" text:is-hidden="false"><text:p>{}</text:p></text:section>', True),
        ('<text:p><text:hidden-paragraph text:is-hidden="true"/>{}</text:p>', False),
        ('<text:p><text:hidden-paragraph text:is-hidden="false"/>{}</text:p>', True),
        ('<text:p><text:hidden-text text:is-hidden="true">{}</text:hidden-text></text:p>', False),
        ('<table:table><table:table-row table:visibility="collapse"><table:table-cell><text:p>{}</text:p>'
         "</table:table-cell></table:table-row></table:table>", False),
    ],
)  # fmt: skip
def test_a_part_that_opendocument_hides_is_left_out(tmp_path, body, shown):
    told = _told(tmp_path / "beslut.odt", _open("<text:p>500 tkr</text:p>" + body.format("700 tkr")))
    assert ("500" in told, "700" in told) == (True, shown)


PAGE_HIDINGS = {  # how an element is begun and ended, and whether what is in it is seen
    **dict.fromkeys(
        [f"<p style='{said}'>" for said in (
            *("display:none", "DISPLAY : none !important", "visibility:hidden", "opacity:0", "font-size:0"),
            *("color:#FFF", "color: white", "color:transparent", "position:absolute; left:-9999px"),
            *("text-indent:-999px", "clip:rect(0,0,0,0)", "height:0;overflow:hidden"),
            *("text-decoration: line-through", "font-size:1px"),
        )] + ["<p hidden>", "<del>", "<s>", "<strike>", "<dialog>", "<font color='#FFFFFF'>", "<template>", "<audio>"],
        False,
    ),
    **dict.fromkeys(
        [f"<p style='{said}'>" for said in (
            *("opacity:0.9", "font-size:9px", "margin-left:-100px", "fill-opacity:0", "text-decoration:underline"),
            *("color:white;background:navy", "line-height:0;overflow:hidden", "color:red", "display:inline"),
        )] + ["<p aria-hidden='true'>", "<ins>", "<dialog open>", "<p>"],
        True,
    ),
    **{f"<style>{sheet}</style>{begins}": shown for sheet, begins, shown in [
        (".x{display:none}", "<p class='a x'>", False),
        ("b, #y , p.z { color:red; visibility : hidden }", "<p id='y'>", False),
        ("b, #y , p.z { color:red; visibility : hidden }", "<p class='z'>", False),
        ("b, #y , p.z { color:red; visibility : hidden }", "<div class='z'>", True),
        ("@media print { .x{display:none} } /* .x{display:none} */", "<p class='x'>", True),
        (".x{display:none} .x{display:block}", "<p class='x'>", True),
    ]},
    **{f"<{outer}><{begins} hidden>x{ends}<{begins}>": shown for outer, begins, ends, shown in [
        *(("div", "p", "", True), ("ul", "li", "", True), ("ul", "li", "<ul><li>y</ul>", True), ("dl", "dt", "", True)),
        *(("table", "tr", "<td>y", True), ("table><tr", "td", "", True), ("div", "div", "", False)),
    ]},
    "<ul><li hidden>x</ul><p>": True,
    "<div><p hidden>x</div><p>": True,
    f"<img alt='x' src='data:image/png;base64,{'A' * 50_000}'><p>": True,
}  # fmt: skip


@pytest.mark.parametrize("begins", PAGE_HIDINGS)
def test_what_a_web_page_hides_or_strikes_out_is_left_out(tmp_path, begins):
    told = _told(tmp_path / "beslut.html", f"<!doctype html><p>500 tkr</p>{begins}700 tkr")
    assert ("500" in told, "700" in told, "AAA" in told) == (True, PAGE_HIDINGS[begins], False)


@pytest.mark.parametrize("struck", ["~~{}~~", "Till ~~{}~~ lek", "| ~~{}~~ | a |", "<del>{}</del>", "x <s>{}</s>"])
def test_what_a_text_strikes_out_is_left_out(tmp_path, struck):
    told = _told(tmp_path / "beslut.md", "Medel\n\n500 tkr\n\n" + struck.format("700 tkr") + "\n")
    assert ("500" in told, "700" in told) == (True, False)


SHOWN = "BT /F 11 Tf 70 740 Td (Parken tilldelas 500 tkr.) Tj ET "
BAR = "60 690 300 25 re f"
RULE = "60 {} 300 .6 re f"
HIDINGS = {  # how a line at 700 points is drawn, before it and after it, and in what size
    "invisible": ("3 Tr", "", 11),
    "a clipping path": ("7 Tr", "", 11),
    "white": ("1 g", "", 11),
    "nearly white": (".98 .99 .97 rg", "", 11),
    "white ink": ("0 0 0 0 k", "", 11),
    "as dark as what is behind": (f"0 g {BAR}", "", 11),
    "covered": ("", f"1 g {BAR}", 11),
    "blackened": ("", f"0 g {BAR}", 11),
    "outside what is shown": ("0 0 9 9 re W n", "", 11),
    "too small": ("", "", 1),
    "struck out": ("", RULE.format(703.2), 11),
    "struck out twice": ("", f"{RULE.format(702.2)} {RULE.format(704.2)}", 11),
}
SHOWINGS = {
    "plain": ("", "", 11),
    "white on dark": (f"0 0 .4 rg {BAR} 1 g", "", 11),
    "dark on a colour": (f".9 1 .9 rg {BAR} 0 g", "", 11),
    "of a colour as dark as what is behind": (f".2 .6 .2 rg {BAR} .9 .26 .26 rg", "", 11),
    "underlined": ("", RULE.format(698), 11),
    "below a rule": ("", RULE.format(711), 11),
    "small": ("", "", 5),
}


def _drawn_line(text, before, after, size):
    return f"q {before} BT /F {size} Tf 70 700 Td ({text}) Tj ET {after} Q "


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("way", [*HIDINGS, *SHOWINGS])
def test_what_a_page_does_not_show_is_left_out_and_told(tmp_path, way, turn):
    line = _drawn_line("Skolan tilldelas 700 tkr.", *(HIDINGS | SHOWINGS)[way])
    page = writings.drawn(SHOWN + line).replace(b"/MediaBox", f"/Rotate {turn} /MediaBox".encode())
    (tmp_path / "beslut.pdf").write_bytes(page)
    writing = read(tmp_path / "beslut.pdf")
    told = " ".join(one.text for one in writing.blocks)
    assert "500 tkr" in told
    assert ("700" in told, writing.unseen) == ((False, (1,)) if way in HIDINGS else (True, ()))


@pytest.mark.parametrize(("before", "told"), [("3 Tr", "tilldelas 500 tkr"), ("1 g", "tilldelas tkr")])
@pytest.mark.parametrize("first", [True, False])
def test_a_hidden_amount_over_a_shown_one_is_not_mixed_with_it(tmp_path, before, told, first):
    hidden = _drawn_line("Parken tilldelas 900 tkr.", before, "", 11).replace("70 700", "70 740")
    (tmp_path / "beslut.pdf").write_bytes(writings.drawn(hidden + SHOWN if first else SHOWN + hidden))
    (block,) = read(tmp_path / "beslut.pdf").blocks
    assert told in " ".join(block.text.split()) and not set(re.findall("[0-9]+", block.text)) - {"500"}


def test_an_amount_that_is_blackened_in_part_is_no_smaller_amount(tmp_path):
    for right in range(150, 190, 4):
        content = _drawn_line("Skolan tilldelas 7000 tkr.", "", f"0 g {right - 25} 690 25 25 re f", 11)
        (tmp_path / "beslut.pdf").write_bytes(writings.drawn(SHOWN + content))
        told = " ".join(one.text for one in read(tmp_path / "beslut.pdf").blocks)
        assert set(re.findall("[0-9]+", told)) <= {"500", "7000"}, right


def test_the_text_that_is_read_from_a_picture_is_there_where_the_picture_has_something(tmp_path):
    side = 400
    noise = random.Random(1).randbytes(side * side).replace(b"e", b"f").hex().upper()
    image = (
        f"/Type /XObject /Subtype /Image /Width {side} /Height {side} /ColorSpace /DeviceGray /BitsPerComponent 8"
        f" /Filter /ASCIIHexDecode /Length {len(noise) + 1}"
    )
    content = "q 595 0 0 142 0 700 cm /X Do Q 3 Tr " + SHOWN + _drawn_line("Skolan tilldelas 700 tkr.", "", "", 11)
    content = content.replace("70 700", "70 600")
    page = writings.drawn(content, f"5 0 obj <<{image}>> stream\n{noise}>\nendstream endobj")
    (tmp_path / "beslut.pdf").write_bytes(page)
    writing = read(tmp_path / "beslut.pdf")
    assert ([one.text for one in writing.blocks], writing.unseen) == (["Parken tilldelas 500 tkr."], (1,))


def test_a_missing_document_is_told(tmp_path):
    with pytest.raises(DocumentError, match=r"»inget\.txt» kan inte läsas: det finns inte"):
        read(tmp_path / "inget.txt")


@pytest.mark.parametrize("end", ["html", "docx"])
def test_a_document_of_very_many_paragraphs_is_refused(tmp_path, monkeypatch, end):
    monkeypatch.setattr(element, "_MOST_PARAGRAPHS", 3)
    written = WRITERS[end](writings.PLAY)
    (tmp_path / "beslut").write_bytes(written if isinstance(written, bytes) else written.encode())
    with pytest.raises(DocumentError, match="fler än 3 stycken och rader; dela upp det"):
        read(tmp_path / "beslut")


LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
TEXTS = ["*", "_a", "[", "1. ", "\t", "<sup>", "\u00ad\n", "- ", "1\n"]
TAGS = ["<", "<a ", "<!--", "<!--x>", "</", '<a b="', '<a b=">', "&a", "<script>", "<tr><td rowspan=99 colspan=99>x"]
TAGS += ["<style>", "<style>@", "<style>/*", "<style>@a{b{}", "<style>a{", "<p style='height:0;", "<td hidden><table>"]


@pytest.mark.parametrize(
    ("begins", "part"), [*(("x", one) for one in TEXTS), *(("<html><table>x", one) for one in TAGS)]
)
def test_no_text_takes_long(tmp_path, begins, part):
    (tmp_path / "beslut.txt").write_text(begins + part * (20_000 // len(part)), encoding="utf-8")
    begun = time.process_time()
    with suppress(DocumentError):  # of a sentence that is too long, when all is read
        read(tmp_path / "beslut.txt")
    assert time.process_time() - begun < 2


@pytest.mark.parametrize(
    ("said", "read_as"),
    [
        ("> Nämnden får\n> 5 mnkr.\n>\n> Mer.", ["Nämnden får\n5 mnkr.", "Mer."]),
        (">> Nämnden får\n>> 5 mnkr.", ["Nämnden får\n5 mnkr."]),
        ("> 5 mnkr\n> 6 mnkr", ["> 5 mnkr\n> 6 mnkr"]),  # more than five
        ("Nämnden får\n\n> 5 mnkr", ["Nämnden får", "> 5 mnkr"]),
    ],
)
def test_what_is_quoted_is_read_without_its_marks(said, read_as):
    assert [block.text for block in plain_text.read("beslut.txt", said.encode())] == read_as
