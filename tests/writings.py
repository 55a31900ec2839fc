"""Invented decisions, each written as text, Markdown, a web page, a document from Word and Typst's source of a PDF.

A decision is a list of parts: ("h1", text), ("p", text), ("ol", [text, …]), ("ul", …) where an item may be a text with
the items below it, and ("table", rows). A raised digit is the mark of a footnote, whose text is in `notes`.
"""

import io
import random
import re
import subprocess
import sys
import zipfile
from html import escape

import pikepdf

_MARK = re.compile("[¹²³]")
DIGITS = str.maketrans("¹²³", "123")

PLAY = (
    [
        ("h1", "Medel för lek 2031"),
        ("p", "Parknämnden har bett om medel till lek. Det som begärs är mer än vad som finns kvar i reserven."),
        ("h2", "Förslag till beslut"),
        ("p", "Kommunstyrelsen beslutar följande."),
        ("ol", ["Parknämnden tillförs 1 500 tkr för gungor och sand.", "Skolnämnden tillförs 500 tkr.¹"]),
        ("h2", "Bakgrund"),
        ("p", "Medlen finns i budgeten² och har inte tagits i anspråk. De räcker till det som föreslås här."),
        ("ul", [("Gungor 300 tkr", ["Sand 100 tkr"]), "Bänkar 200 tkr"]),
    ],
    {"1": "Avser helår.", "2": "Beslutad i november."},
)
BOARDS = (
    [
        ("h1", "Kompensation till nämnder"),
        ("p", "Nämnderna får ersättning för högre priser. Fördelningen följer den ram som gäller sedan tidigare."),
        (
            "table",
            [
                ["Nämnd", "2031", "2032"],
                ["Parknämnden", "1 200", "1 250"],
                ["Skolnämnden", "800", "-"],
                ["Summa", "2 000", "1 250"],
            ],
        ),
        ("p", "Resten betalas ut när årets bokslut är klart och har godkänts av revisorerna."),
    ],
    {},
)
STEPS = (
    [
        ("h1", "Ombudgetering av investeringar"),
        ("h2", "Ärendet"),
        ("p", "Av anslaget flyttas 12,5 mnkr mellan åren. Flytten ändrar inte det som nämnden får i sin helhet."),
        ("h3", "Lokaler 10 mnkr"),
        ("p", "Skolan vid ån byggs om. Arbetet har blivit försenat och kostar därför mer än vad som sades i fjol."),
        ("h3", "Gator 2,5 mnkr"),
        ("p", "Gatan längs ån får nya träd. De planteras när ledningarna under gatan har bytts ut mot nya rör."),
        ("h2", "Beslut"),
        ("ol", [("Anslaget flyttas.", ["varav 10 mnkr lokaler", "varav 2,5 mnkr gator"]), "Ärendet är avslutat."]),
    ],
    {},
)
GRANTS = (
    [
        ("h1", "Bidrag till föreningar 2031"),
        ("p", "Nämnden delar ut bidrag till föreningar som ordnar läger. Två har sökt, och båda får det de har sökt."),
        ("ul", ["Byns scouter: 25 000 kr", "Åns kanotister: 15 000 kr¹", "Summa: 40 000 kr"]),
        ("h2", "Skäl"),
        ("p", "Lägren är öppna för alla. Avgiften är låg, och det finns plats för den som inte är med sedan förut."),
    ],
    {"1": "Betalas ut efter lägret."},
)
WRITINGS = {"lek": PLAY, "namnder": BOARDS, "steg": STEPS, "bidrag": GRANTS}


_WORDS = re.findall(r"\w+", "parken skolan vägen nämnden medel lek spel bad torg träd gata skog vatten båtar hus tak")
_AMOUNTS = ("1 500 tkr", "12,5 mnkr", "300 000 kr", "2 000 kronor", "45 %", "10 miljoner kronor")


def invented(seed):
    """A decision with parts at random."""
    chance = random.Random(seed)

    def named(most=4):
        return " ".join(chance.choices(_WORDS, k=chance.randint(1, most))).capitalize()

    def said():
        words = chance.choices(_WORDS, k=chance.randint(6, 22))
        words.insert(chance.randint(1, len(words)), chance.choice(_AMOUNTS))
        return " ".join(words).capitalize() + "."

    def item():
        text = chance.choice((said(), f"{named()} {chance.choice(_AMOUNTS)}"))
        below = [f"{named()} {chance.choice(_AMOUNTS)}" for _ in range(chance.randint(1, 2))]
        return (text, below) if chance.random() < 0.3 else text

    def table():
        figures = [
            [named(2), f"{chance.randint(1, 9)} {chance.randint(100, 999)}", "-"] for _ in range(chance.randint(2, 5))
        ]
        return [["Nämnd", "2031", "2032"], *figures]

    parts = [("h1", named()), ("p", said())]
    for _ in range(chance.randint(2, 6)):
        kind = chance.choice(("ol", "ul", "table"))
        made = table() if kind == "table" else [item() for _ in range(chance.randint(2, 5))]
        parts += [("h2", named()), ("p", " ".join(said() for _ in range(chance.randint(1, 5)))), (kind, made)]
    parts.append(("p", said()))
    return parts, {}


def blocks(writing):
    """What a reader must find: kind, level, number, text, and the row and column of a cell."""
    parts, notes = writing
    made = []
    for kind, content in parts:
        if kind[0] == "h":
            made.append(("heading", int(kind[1]), "", content, None, None))
        elif kind == "p":
            made.append(("paragraph", 0, "", content, None, None))
        elif kind == "table":
            rows = [("cell", 0, "", cell, n, m) for n, row in enumerate(content) for m, cell in enumerate(row)]
            made += rows
        else:
            for n, (text, below) in enumerate(_items(content), start=1):
                made.append(
                    ("point", 1, f"{n}.", text, None, None) if kind == "ol" else ("item", 1, "", text, None, None)
                )
                made += [("item", 2, "", one, None, None) for one in below]
    return made + [("footnote", 0, number, text, None, None) for number, text in notes.items()]


def _items(content):
    return [(item, []) if isinstance(item, str) else item for item in content]


def text(writing):
    """Plain text as it is typed: wide gaps between columns, headings underlined where they have a level."""
    parts, notes = writing
    lines = []
    for kind, content in parts:
        if kind in ("h1", "h2"):
            lines += [content, ("=" if kind == "h1" else "-") * len(content), ""]
        elif kind in ("p", "h3"):
            lines += [*_wrapped(content), ""]
        elif kind == "table":
            lines += [
                "".join(cell.ljust(20) if not m else cell.rjust(10) for m, cell in enumerate(row)) for row in content
            ] + [""]
        else:
            for n, (one, below) in enumerate(_items(content), start=1):
                lines.append(f"{f'{n}.' if kind == 'ol' else '-'} {one}")
                lines += [f"   - {under}" for under in below]
            lines.append("")
    lines += [f"[{number}] {note}" for number, note in notes.items()]
    return "\n".join(lines)


def _wrapped(content):
    words = [""]
    for word in content.split():
        if len(words[-1]) + len(word) > 60:
            words.append("")
        words[-1] = f"{words[-1]} {word}".strip()
    return words


def markdown(writing):
    parts, notes = writing
    lines = []
    for kind, content in parts:
        if kind[0] == "h":
            lines += ["#" * int(kind[1]) + " " + content, ""]
        elif kind == "p":
            lines += [*_wrapped(content), ""]
        elif kind == "table":
            rows = ["| " + " | ".join(row) + " |" for row in content]
            lines += [rows[0], "|---" * len(content[0]) + "|", *rows[1:], ""]
        else:
            for n, (one, below) in enumerate(_items(content), start=1):
                lines.append(f"{f'{n}.' if kind == 'ol' else '-'} {one}")
                lines += [f"   - {under}" for under in below]
            lines.append("")
    lines = [_MARK.sub(lambda mark: f"[^{mark[0].translate(DIGITS)}]", line) for line in lines]
    return "\n".join(lines + [f"[^{number}]: {note}" for number, note in notes.items()])


def web_page(writing):
    parts, notes = writing

    def said(content):
        return _MARK.sub(
            lambda mark: f'<sup><a href="#fn{(n := mark[0].translate(DIGITS))}">{n}</a></sup>', escape(content)
        ).replace("\n", "<br>")

    made = []
    for kind, content in parts:
        if kind[0] in "hp":
            made.append(f"<{kind}>{said(content)}</{kind}>")
        elif kind == "table":
            rows = ["".join(f"<td><p>{said(cell)}</p></td>" for cell in row) for row in content]
            made.append("<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>")
        else:
            items = [
                said(one) + ("<ul>" + "".join(f"<li>{said(under)}</li>" for under in below) + "</ul>" if below else "")
                for one, below in _items(content)
            ]
            made.append(f"<{kind}>" + "".join(f"<li>{item}</li>\n" for item in items) + f"</{kind}>")
    made += [f'<p id="fn{number}">{said(note)} <a href="#ref{number}">↩</a></p>' for number, note in notes.items()]
    return "<!DOCTYPE html><html><head><title>x</title></head><body>\n" + "\n".join(made) + "\n</body></html>"


_SPECIAL = re.compile(r"([\\#*_`$<>@~\[\]/+=-])")


def typesetting(writing):
    """What Typst sets the PDF from."""
    parts, notes = writing

    def said(content):
        shown = _SPECIAL.sub(r"\\\1", content).replace("\n", " \\\n")
        return _MARK.sub(lambda mark: f"#footnote[{notes[mark[0].translate(DIGITS)]}]", shown)

    made = ['#set page(paper: "a4")', '#set text(lang: "sv", size: 11pt)']
    for kind, content in parts:
        if kind[0] == "h":
            made += ["=" * int(kind[1]) + " " + said(content), ""]
        elif kind == "p":
            made += [said(content), ""]
        elif kind == "table":
            cells = "".join(f"[{said(cell)}], " for row in content for cell in row)
            made += [f"#table(columns: {len(content[0])}, {cells})", ""]
        else:
            for one, below in _items(content):
                made.append(f"{'+' if kind == 'ol' else '-'} {said(one)}")
                made += [f"  - {said(under)}" for under in below]
            made.append("")
    return "\n".join(made)


def portable(paths):
    """Each of Typst's sources set as a PDF beside it, in a process of its own: ours is forked by other tests."""
    work = "import pathlib, sys, typst\nfor one in map(pathlib.Path, sys.argv[1:]):\n"
    work += "    one.with_suffix('.pdf').write_bytes(typst.compile(one))"
    subprocess.run([sys.executable, "-c", work, *map(str, paths)], check=True)


_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="Rubrik{n}"><w:name w:val="heading {n}"/></w:style>' for n in (1, 2, 3)
)
_KINDS = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/><w:lvlText w:val="-"/></w:lvl>'
    '</w:abstractNum><w:abstractNum w:abstractNumId="1">'
    + "".join(f'<w:lvl w:ilvl="{n}"><w:numFmt w:val="bullet"/><w:lvlText w:val="-"/></w:lvl>' for n in (0, 1))
    + "</w:abstractNum>"
)


def _list(number, kind):
    """A list in Word, which begins anew with its first item."""
    begins = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{0 if kind == "ol" else 1}"/>{begins}</w:num>'


_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    + "".join(
        f'<Override PartName="/word/{name}.xml"'
        f' ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"/>'
        for name, kind in {
            "document": "document.main",
            "styles": "styles",
            "numbering": "numbering",
            "footnotes": "footnotes",
        }.items()
    )
    + "</Types>"
)


def word(writing):
    parts, notes = writing

    def said(content, style="", listed=""):
        pieces = re.split("([¹²³])", content)
        runs = "".join(
            f'<w:r><w:footnoteReference w:id="{piece.translate(DIGITS)}"/></w:r>'
            if _MARK.fullmatch(piece)
            else f'<w:r><w:t xml:space="preserve">{escape(piece).replace(chr(10), "</w:t><w:br/><w:t>")}</w:t></w:r>'
            for piece in pieces
        )
        properties = (f'<w:pStyle w:val="{style}"/>' if style else "") + listed
        return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"

    def item(content, list_, depth):
        return said(content, "", f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_}"/></w:numPr>')

    made, lists = [], []
    for kind, content in parts:
        if kind[0] == "h":
            made.append(said(content, f"Rubrik{kind[1]}"))
        elif kind == "p":
            made.append(said(content))
        elif kind == "table":
            rows = ["".join(f"<w:tc>{said(cell)}</w:tc>" for cell in row) for row in content]
            made.append("<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>")
        else:
            lists.append(_list(len(lists) + 1, kind))
            for one, below in _items(content):
                made += [item(one, len(lists), 0), *(item(under, len(lists), 1) for under in below)]
    written = '<w:footnote w:type="separator" w:id="0"/>'
    written += "".join(f'<w:footnote w:id="{number}">{said(note)}</w:footnote>' for number, note in notes.items())
    return archive(
        {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": relations({"officeDocument": "word/document.xml"}),
            "word/_rels/document.xml.rels": relations(
                {"styles": "styles.xml", "numbering": "numbering.xml", "footnotes": "footnotes.xml"}
            ),
            "word/document.xml": f"<w:document {_WORD}><w:body>{''.join(made)}</w:body></w:document>",
            "word/styles.xml": f"<w:styles {_WORD}>{_STYLES}</w:styles>",
            "word/numbering.xml": f"<w:numbering {_WORD}>{_KINDS}{''.join(lists)}</w:numbering>",
            "word/footnotes.xml": f"<w:footnotes {_WORD}>{written}</w:footnotes>",
        }
    )


_OPEN = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "table", "style")
)
_OPEN_LISTS = (
    '<text:list-style style:name="ol"><text:list-level-style-number text:level="1" style:num-suffix="."'
    ' style:num-format="1"/><text:list-level-style-bullet text:level="2"/></text:list-style>'
)


def open_document(writing):
    parts, notes = writing

    def said(content):
        return _MARK.sub(note, escape(content)).replace("\n", "<text:line-break/>")

    def paragraph(content):
        return f"<text:p>{said(content)}</text:p>"

    def note(mark):
        number = mark[0].translate(DIGITS)
        body = f"<text:note-body>{paragraph(notes[number])}</text:note-body>"
        return f"<text:note><text:note-citation>{number}</text:note-citation>{body}</text:note>"

    made = []
    for kind, content in parts:
        if kind[0] == "h":
            made.append(f'<text:h text:outline-level="{kind[1]}">{said(content)}</text:h>')
        elif kind == "p":
            made.append(paragraph(content))
        elif kind == "table":
            rows = [
                "".join(f"<table:table-cell>{paragraph(cell)}</table:table-cell>" for cell in row) for row in content
            ]
            made += ["<table:table>", *(f"<table:table-row>{row}</table:table-row>" for row in rows), "</table:table>"]
        else:
            items = [
                paragraph(one)
                + "".join(
                    f"<text:list><text:list-item>{paragraph(under)}</text:list-item></text:list>" for under in below
                )
                for one, below in _items(content)
            ]
            made.append(f'<text:list text:style-name="{kind}">')
            made += [*(f"<text:list-item>{item}</text:list-item>" for item in items), "</text:list>"]
    body = f"<office:body><office:text>{''.join(made)}</office:text></office:body>"
    styles = f"<office:automatic-styles>{_OPEN_LISTS}</office:automatic-styles>"
    return archive(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {_OPEN}>{styles}{body}</office:document-content>",
        }
    )


def relations(related):
    ones = [
        f'<Relationship Id="r{n}" Type="{_RELATED}/{kind}" Target="{path}"/>'
        for n, (kind, path) in enumerate(related.items())
    ]
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        + "".join(ones)
        + "</Relationships>"
    )


def archive(parts):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return made.getvalue()


def drawn(content, more="", kids="3 0 R", count=1):
    """A PDF of one page with that content, as small as one can be; `more` are its objects from 5."""
    return (
        "%PDF-1.4\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n"
        f"2 0 obj <</Type /Pages /Kids [{kids}] /Count {count}>> endobj\n"
        "3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources "
        "<</Font <</F <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>>> /XObject <</X 5 0 R>>>>>> endobj\n"
        f"4 0 obj <</Length {len(content)}>> stream\n{content}\nendstream endobj\n{more}\ntrailer <</Root 1 0 R>>"
    ).encode()


def scattered(seed):
    """A PDF with texts and rules anywhere, of all sizes."""
    chance = random.Random(seed)
    texts = ("Medel", "1 500 tkr", "2", "   ", "a\\)", "-", "3.", "2.1 Gator", "Sida 4", "Summa 1 000 tkr till lek")
    made = []
    for _ in range(chance.randint(1, 60)):
        x, y = chance.randint(10, 300), chance.randint(20, 800)
        size, turn = (
            chance.choice((-9, 1, 6, 9, 11, 11, 14, 90)),
            chance.choice(("1 0 0 1", "1 0 0 1", "0 1 -1 0", ".7 .7 -.7 .7")),
        )
        made.append(f"BT /F {size} Tf {turn} {x} {y} Tm ({chance.choice(texts)}) Tj ET")
        across, down = chance.choice((0, 1, 5, 100)), chance.choice((0, 1, 5, 100))
        made.append(f"{x} {y} {across} {down} re {chance.choice('Sf')}")
    return drawn("\n".join(made))


def picture():
    """A PDF that a scanner makes: a picture and no text."""
    image = "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1"
    return drawn("595 0 0 842 0 0 cm /X Do", f"5 0 obj <<{image}>> stream\nx\nendstream endobj")


def locked():
    """A PDF with a password."""
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(drawn(""))) as file:
        file.save(made, encryption=pikepdf.Encryption(owner="a", user="b"))
    return made.getvalue()


def endless():
    """A PDF whose page draws itself, twice each time."""
    form = "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources <</XObject <</X 5 0 R>>>> /Length 11"
    return drawn("/X Do", f"5 0 obj <<{form}>> stream\n/X Do /X Do\nendstream endobj")


def document(body):
    """A document from Word with that XML as its body, or as the whole where it begins with another sign."""
    whole = body if body.startswith("<!") else f"<w:document {_WORD}><w:body>{body}</w:body></w:document>"
    return archive({"_rels/.rels": relations({"officeDocument": "word/document.xml"}), "word/document.xml": whole})
