"""A notebook of unknown origin: it becomes a document with nothing in it that runs, or it is refused with its place."""

import base64
import copy
import io
import json
import math
import os
import re
import subprocess
import sys
import zlib

import matplotlib as mpl
import nbformat
import pikepdf
import pytest
from bs4 import BeautifulSoup
from conftest import ROOT, apart
from matplotlib.figure import Figure as Canvas
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from fordelning.publish.render import block, svg
from fordelning.publish.render.content import ContentError, content
from fordelning.publish.render.exporters import ReportHTMLExporter, ReportPDFExporter
from fordelning.publish.render.html import html
from fordelning.report.document import MEDIA_TYPE, Block, Bullets, Run
from fordelning.report.holding import PRESSED, held, released

KINDS = [kind.type for kind in Block.__subclasses__()]
TYPES = [
    None,
    True,
    0,
    -1,
    7,
    10**400,
    1.5,
    math.nan,
    math.inf,
    "",
    [],
    {},
    [[[]]],
    [5],
    {"type": "table"},
    "x" * 5_000,
]
TEXTS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onload='alert(1)",
    "1><script>alert(1)</script><h1",
    "javascript:alert(1)",
    " JaVa\tScript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "//fel.example/x",
    "file:///etc/passwd",
    "../../../tmp/pwn.csv",
    '#x" onclick="alert(1)',
    "{{ 7*7 }}{% raw %}",
    '#read("/etc/passwd")',
    "</style><script>alert(1)</script>",
    "\x1b[31mrött",
    "a\x00b",
    "a\u202eb",
    "a\u2067b",
    "a\ud800b",
]
PLANTS = [*TYPES, *TEXTS]


@pytest.fixture(scope="module")
def real(editions):
    """The executed notebook of a real edition, as the command makes it."""
    return nbformat.read(editions("tkr") / "beslutsrapport.ipynb", 4)


@pytest.fixture(scope="module")
def blocks(real):
    """A block of each type, with few rows, by type; the picture has a table of its own."""
    found = {}
    for cell in real.cells:
        for output in cell.get("outputs", []):
            if MEDIA_TYPE not in output.get("data", {}):
                continue  # a cell for JupyterLab alone
            shown = json.loads(json.dumps(released(output.data[MEDIA_TYPE])))
            if shown["type"] not in found or shown.get("narrow"):
                found[shown["type"]] = shown
    found["table"]["rows"] = found["table"]["rows"][:2]
    found["figure"]["table"] = {key: value for key, value in found["table"].items() if key != "type"} | {"id": "egen"}
    assert set(found) == set(KINDS)
    return found


def notebook(front: dict, *cells) -> nbformat.NotebookNode:
    """A small report with `cells`: blocks, or cells as they are."""
    shown = [cell if isinstance(cell, nbformat.NotebookNode) else displayed(cell) for cell in (front, *cells)]
    return new_notebook(cells=[new_markdown_cell("# Beslutsrapport"), *shown])


def displayed(data, media: str = MEDIA_TYPE) -> nbformat.NotebookNode:
    output = nbformat.NotebookNode(output_type="display_data", metadata={}, data=nbformat.NotebookNode({media: data}))
    cell = new_code_cell("visa", execution_count=1)
    cell.outputs = [output]
    return cell


def of(blocks: dict[str, dict], changed: dict) -> nbformat.NotebookNode:
    """A report that shows `changed`."""
    if isinstance(changed, dict) and changed.get("type") == "front":
        return notebook(changed, blocks["paragraph"])
    return notebook(blocks["front"], changed)


def places(value, at=()):
    """The places in a block, each kind of place once: of a list its first part."""
    yield at
    if isinstance(value, dict):
        for name, part in value.items():
            yield from places(part, (*at, name))
    elif isinstance(value, list) and value:
        yield from places(value[0], (*at, 0))
        if isinstance(value[0], list) and len(value) == 2:  # a pair
            yield from places(value[1], (*at, 1))


def planted(value, place, plant):
    value = copy.deepcopy(value)
    if not place:
        return plant
    inner = value
    for part in place[:-1]:
        inner = inner[part]
    inner[place[-1]] = plant
    return value


SAFE = re.compile(
    r"#[A-Za-z][\w.-]*|avstamning\.html#(?:S[0-9]{2,4}|plats-[\w-]+)|\.\./index\.html"
    r"|(?i:https?)://[\w.\[].*|mailto:.*|data:image/png;base64,.*",
    re.DOTALL,
)
INERT = re.compile(
    "a|abbr|body|br|caption|code|col|colgroup|dd|details|div|dl|dt|em|figcaption|figure|footer|h[1-6]|head|header|html|"
    "li|main|meta|nav|ol|p|span|strong|style|summary|sup|table|tbody|td|th|thead|title|tr|ul|"
    "svg|g|path|defs|desc|text|tspan|rect|use|pattern|clippath|lineargradient|stop|image"
)


def active(page: str) -> list[str]:
    """What in a page runs, or is fetched, or leads elsewhere than to a page or a letter."""
    found = []
    for element in BeautifulSoup(page, "html.parser").find_all(True):
        if not INERT.fullmatch(element.name):
            found.append(element.name)
        for name, value in element.attrs.items():
            value = " ".join(value) if isinstance(value, list) else value
            if name.startswith("on") or name in ("src", "action", "formaction", "srcdoc", "background"):
                found.append(f"{element.name} {name}")
            if name.endswith("href") and not SAFE.fullmatch(value):
                found.append(f"{name}={value}")
            if re.search(r"url\((?!#)", value) or (name == "http-equiv" and value != "Content-Security-Policy"):
                found.append(f"{name}={value}")
    return found


def refused_or_inert(made: nbformat.NotebookNode) -> str:
    """The page of a notebook, which is inert; "" where it is refused, with words that are fit to be shown."""
    try:
        page = html(content(made))
    except ContentError as error:
        assert all(c.isprintable() or c in "\n\xa0" for c in str(error)), ascii(str(error))
        assert len(str(error)) < 5_000
        return ""
    page.encode("utf-8")
    assert active(re.sub(r"base64,[A-Za-z0-9+/=]{9999,}", "base64,", page)) == []  # the fonts, for speed
    return page


@pytest.mark.parametrize("text", TEXTS[:4] + TEXTS[13:14])
def test_what_runs_is_noticed(text):
    assert active(f"<p id=\"{text}\">{text}</p><p class='{text}'>") or "onload" in text
    assert active("<a href='javascript:x'>")


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_stands_in_a_block_nothing_runs(blocks, kind):
    """Every place in every block, with every plant; most are refused, and none is anything but refused or inert."""
    tried = refused = 0
    for place in places(blocks[kind]):
        for plant in PLANTS:
            tried += 1
            refused += not refused_or_inert(of(blocks, planted(blocks[kind], place, plant)))
    assert tried > 100 and refused > tried / 2


@pytest.mark.parametrize("kind", KINDS)
def test_every_place_is_held_to_its_type(blocks, kind):
    """A value of another type is a fault at its place; a part that is missing or one too many likewise."""
    for place in places(blocks[kind]):
        value = blocks[kind]
        for part in place:
            value = value[part]
        wrong = [plant for plant in (5.5, {}, [[]], "\x00", None) if type(plant) is not type(value)]
        for plant in wrong:
            if isinstance(value, float | int) and plant == 5.5 and place[-1:] in (("share",), ("height",)):
                continue
            found = block.faults(planted(blocks[kind], place, plant))
            if place[-1:] == ("table",) and plant is None:
                continue
            named = [part for part in place if isinstance(part, str) and part != "type"]
            assert found and all(name in found[0] for name in named[-1:]), (place, plant)
        if isinstance(value, dict) and place and place[-1] != "parameters":  # which may have any names
            assert "»nytt» hör inte hemma här" in str(block.faults(planted(blocks[kind], (*place, "nytt"), "x")))
            for name in value:
                less = {key: part for key, part in value.items() if key != name}
                assert f".{name}: saknas" in str(block.faults(planted(blocks[kind], place, less)))


def pressed(content):
    return zlib.compress(content, wbits=-zlib.MAX_WBITS)


PLAIN = {
    "words": b"words",
    "half of it": pressed(b"".join(b"%d," % n for n in range(99)))[:30],
    "no JSON": pressed(b"{"),
    "no text": pressed(b"\xff"),
    "JSON without end": pressed(b"[" * 99_999),
    "more than there is room for": pressed(b" " * 100_000_001),
}


@pytest.mark.parametrize("name", PLAIN)
def test_what_is_wrongly_pressed_is_refused(blocks, name):
    bad = {"type": "table", PRESSED: base64.b85encode(PLAIN[name]).decode()}
    with pytest.raises(ContentError, match="Cell 3: table: »deflate» hör inte hemma här"):
        content(notebook(blocks["front"], bad))
    with pytest.raises(ContentError, match="Cell 3: table: »deflate» hör inte hemma här"):
        content(notebook(blocks["front"], {**bad, PRESSED: "å"}))


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "front"])
def test_a_pressed_block_is_held_to_its_types_as_another_is(blocks, kind):
    long = {**blocks[kind], "nytt": "x" * 2_000}
    assert set(held(long)) == {"type", PRESSED} and held({"type": kind}) == {"type": kind}
    assert released(held(long)) == long
    with pytest.raises(ContentError, match=f"Cell 3: {kind}: »nytt» hör inte hemma här"):
        content(notebook(blocks["front"], held(long)))
    assert content(notebook(blocks["front"], held(blocks[kind]))) == content(notebook(blocks["front"], blocks[kind]))


def test_all_faults_are_told_each_with_its_cell(blocks):
    bad = blocks["table"] | {"caption": "", "id": "a b"}
    raw = nbformat.v4.new_raw_cell("<script>")
    with pytest.raises(ContentError) as caught:
        content(notebook(blocks["front"], bad, new_markdown_cell("![](x)"), raw, displayed("<b>", "text/html")))
    said = str(caught.value).splitlines()
    assert [line[:7] for line in said] == ["Cell 3:", "Cell 3:", "Cell 4:", "Cell 5:", "Cell 6:"]
    for line, part in zip(said, ("table.id", "table.caption", "en bild", "rå cell", "text/html"), strict=True):
        assert part in line


def test_no_more_faults_are_told_than_can_be_read(blocks):
    with pytest.raises(ContentError, match="Och 30 fel till") as caught:
        content(notebook(blocks["front"], *[{"type": "okänt"}] * 50))
    assert len(str(caught.value).splitlines()) == 21


def test_the_paper_has_nothing_that_runs(real):
    """All hostile texts that are text on a page, in one document, with the links that are allowed."""
    texts = [text for text in TEXTS if not block.in_run({"text": text, "style": "", "href": "", "id": ""})]
    assert len(texts) > 10
    lines = tuple(
        (Run(text, href=href),) for text in texts for href in ("", "https://exempel.se/å?b=(c)", "mailto:a@b.se")
    )
    made = copy.deepcopy(real)
    made.cells.append(displayed(json.loads(json.dumps(Bullets(lines).data()))))
    page, _ = ReportHTMLExporter().from_notebook_node(made)
    assert active(page) == []
    paper = apart(exported, made)
    assert addresses(paper) == {"https://exempel.se/å?b=(c)", "mailto:a@b.se"}


def exported(notebook) -> bytes:
    return ReportPDFExporter().from_notebook_node(notebook)[0]


def addresses(paper: bytes) -> set[str]:
    """Where the links of a PDF lead; nothing in it does anything else."""
    found = set()
    with pikepdf.open(io.BytesIO(paper)) as document:
        for one in document.objects:
            if isinstance(one, pikepdf.Dictionary) and "/S" in one and "/URI" in one:
                found.add(bytes(one.URI).decode())
            if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
                assert not {"/JS", "/JavaScript", "/Launch", "/OpenAction", "/AA", "/SubmitForm"} & set(one.keys())
                actions = [one.get("/S"), (one.get("/A") or {}).get("/S")] if "/S" in one or "/A" in one else []
                assert not {"/JavaScript", "/Launch", "/GoToR", "/ImportData"} & set(map(str, actions))
                for action in [one.A] if isinstance(one.get("/A"), pikepdf.Dictionary) and "/URI" in one.A else []:
                    found.add(bytes(action.URI).decode())
    return found


# Links

ALLOWED = [
    "https://exempel.se",
    "http://exempel.se:8080/a?b=c&d#e",
    "HTTPS://exempel.se/",
    "https://[::1]/",
    "#avsnitt-1",
]
ALLOWED += ["mailto:namn.efternamn@exempel.se", "mailto:a@b.se?subject=x", "https://sv.wikipedia.org/wiki/Nämnd"]
REFUSED = [
    "javascript:alert(1)",
    "JAVASCRIPT:alert(1)",
    "java\nscript:x",
    "\x01javascript:x",
    " javascript:x",
    "vbscript:x",
]
REFUSED += [
    "data:text/html,x",
    "file:///etc/passwd",
    "//exempel.se",
    "/etc/passwd",
    "bilaga.csv",
    "../x",
    "?x",
    "ftp://a.se",
]
REFUSED += [
    "https:exempel.se",
    "https:///x",
    "http://",
    "https://a b.se",
    "https://a.se/ x",
    "https://a.se\\@b.se",
    "#",
    "# a",
]
REFUSED += [
    "https://a.se@b.se/",
    "javascript&colon;alert(1)",
    "java&#115;cript:x",
    "#a b",
    "mailto:",
    "blob:https://a.se/1",
]
REFUSED += [
    "https://a.se/\u202e",
    "https://a.se/\u200b",
    "view-source:https://a.se",
    "jar:https://a.se!/",
    "https:/a.se",
]


@pytest.mark.parametrize("href", ALLOWED)
def test_a_link_out_is_a_link(href):
    assert block.in_run({"text": "x", "style": "", "href": href, "id": ""}) == []


@pytest.mark.parametrize("href", REFUSED)
def test_another_link_is_refused(href):
    [said] = block.in_run({"text": "x", "style": "", "href": href, "id": ""})
    assert said.startswith("länken: fann »") and ("mailto:" in said or "syns" in said) and said.isprintable()


@pytest.mark.parametrize("href", [*REFUSED, "&#106;avascript:x", "java&Tab;script:x", "%6aavascript:x"])
@pytest.mark.parametrize("form", ["[x]({})", "[x](<{}>)", "<{}>", "[x][y]\n\n[y]: {}", "[**x**]({} 'y')"])
def test_a_link_of_markdown_is_refused_or_no_link(blocks, href, form):
    page = refused_or_inert(notebook(blocks["front"], new_markdown_cell(form.format(href))))
    links = [a["href"] for a in BeautifulSoup(page, "html.parser").select("main a")]
    assert all(re.match(r"https://a\.se/%", link) for link in links), links  # what CommonMark escapes is harmless


@pytest.mark.parametrize("href", ALLOWED[:3])
def test_a_link_of_markdown_leads_out(blocks, href):
    page = refused_or_inert(notebook(blocks["front"], new_markdown_cell(f"Se [x]({href}).")))
    assert BeautifulSoup(page, "html.parser").select_one("main a")["href"] == href


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("1. a\n\n   b", "ett stycke"),
        ("- ```\n  x\n  ```", "ett kodblock"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "en tabell saknar rubrik"),
        ("> a", "ett citat"),
        ("a\n\n---\n\nb", "en linje"),
        ("    kod", "ett kodblock"),
        ("a <b>b</b>", "HTML"),
        ("<div>a</div>", "HTML"),
        ("![a](https://b.se/c.png)", "en bild"),
        ("a \x1b[31m", "U+001B"),
        ("a \u202e", "U+202E"),
        ("`a\u2066`", "U+2066"),
        ("a \ud800", "U+D800"),
    ],
)
def test_what_a_document_does_not_have_is_refused_and_never_dropped(blocks, source, said):
    with pytest.raises(ContentError, match="Cell 3") as caught:
        content(notebook(blocks["front"], new_markdown_cell(source)))
    assert said in str(caught.value) and str(caught.value).replace("\n", "").isprintable()


# Pictures

ROOT_ELEMENT = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">'
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
NESTED = "<g>" * 40 + "</g>" * 40
FRAGMENTS = [
    "<script>alert(1)</script>",
    "<SCRIPT>alert(1)</SCRIPT>",
    '<s:script xmlns:s="http://www.w3.org/2000/svg">alert(1)</s:script>',
    '<g onload="alert(1)"/>',
    '<g ONLOAD="alert(1)"/>',
    '<g on:load="alert(1)" xmlns:on="x"/>',
    '<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>',
    '<g xmlns="http://www.w3.org/1999/xhtml"/>',
    '<a href="javascript:alert(1)"><text>x</text></a>',
    '<a xlink:href="https://a.se"><text>x</text></a>',
    '<image href="/etc/passwd"/>',
    '<image href="file:///etc/passwd"/>',
    '<image href="https://a.se/x.png"/>',
    '<image xlink:href="data:image/svg+xml;base64,PHN2Zy8+"/>',
    '<image href="data:image/png;base64,AAAA"/>',
    '<image href="data:image/png;base64,iVBORw0KGgoAAAANSUhEUv////8AAAAB"/>',
    '<use href="https://a.se/x.svg#a"/>',
    '<use href="#saknas"/>',
    '<g id="a"><use href="#a"/></g>',
    '<defs><path id="a" d=""/><g id="b"><use href="#a"/></g></defs>',
    '<animate attributeName="href" values="javascript:alert(1)"/>',
    '<set attributeName="onload" to="alert(1)"/>',
    "<style>*{display:none}</style>",
    "<style>@import url(https://a.se)</style>",
    "<style>*{stroke-linejoin: round; stroke-linecap: butt} p{background:url(//a.se)}</style>",
    '<path style="fill: url(https://a.se#x)"/>',
    '<path style="fill: u\\72l(#x)"/>',
    '<path style="background: red"/>',
    '<path style="fill: red; position: fixed"/>',
    '<path fill="url(//a.se)"/>',
    '<path style="fill: url(#saknas)"/>',
    '<rect filter="url(#a)"/>',
    '<g class="hidden skip"/>',
    "<title><g/></title>",
    "<title><![CDATA[<script>alert(1)</script>]]></title>",
    "<desc><!-- x --></desc>",
    "<?xml-stylesheet href='x'?>",
    "<svg/>",
    "<g>text</g>",
    "<text>a&#x202e;b</text>",
    "<text>a\u202eb</text>",
    "<text>a\x1bb</text>",
    "<text>\ud800</text>",
    "<text>&nbsp;</text>",
    "<text>&#128;</text>",
    "<g><g></g>",
    '<g id="a"/><g id="a" id="b"/>',
    '<path id="a" d=""/><path id="a" d=""/>',
    '<path d="M 0 0 (alert)"/>',
    '<g transform="rotate(1) url(x)"/>',
    "<metadata/>",
    "<math/>",
    "<template/>",
    NESTED,
    f'<path id="a" d="{"M 0 0 " * 2_000}"/>' + '<use href="#a"/>' * 2_000,
]


@pytest.mark.parametrize("field", ["svg", "narrow"])
@pytest.mark.parametrize("fragment", FRAGMENTS, ids=range(len(FRAGMENTS)))
def test_a_picture_with_anything_but_drawing_is_refused(blocks, field, fragment):
    for picture in (f"{ROOT_ELEMENT}{fragment}</svg>", blocks["figure"][field].replace("</svg>", f"{fragment}</svg>")):
        with pytest.raises(ContentError, match=f"Cell 3: figure.{field}: ") as caught:
            content(of(blocks, blocks["figure"] | {field: picture}))
        assert str(caught.value).replace("\n", "").isprintable()


@pytest.mark.parametrize(
    "picture",
    [
        "<img src=x onerror=alert(1)>",
        "<svg/>",
        '<svg xmlns="http://www.w3.org/1999/xhtml"/>',
        f'<!DOCTYPE svg [<!ENTITY a "b">]>{ROOT_ELEMENT}</svg>',
        f'<?xml version="1.0"?>{ROOT_ELEMENT}</svg>',
        f"{ROOT_ELEMENT}</svg>{ROOT_ELEMENT}</svg>",
        f"{ROOT_ELEMENT}</svg><script>alert(1)</script>",
        ROOT_ELEMENT.replace("<svg ", '<svg onload="alert(1)" ') + "</svg>",
        '<svg xmlns="http://www.w3.org/2000/svg"><path id="a" d=""/><use xlink:href="#a"/></svg>',
        '<g xmlns="http://www.w3.org/2000/svg"/>',
    ],
)
def test_what_is_no_svg_element_alone_is_refused(picture):
    assert list(svg.faults(picture))


def drawn(draw, fonttype: str, **axes) -> str:
    with mpl.rc_context({"svg.fonttype": fonttype}):
        figure, buffer = Canvas(), io.StringIO()
        draw(figure.subplots(subplot_kw=axes))
        figure.savefig(buffer, format="svg")
    text = buffer.getvalue()
    return re.sub(r"<metadata>.*?</metadata>|<!--.*?-->", "", text[text.index("<svg") :], flags=re.DOTALL).rstrip()


DRAWN = {
    "line": lambda axes: (axes.plot([1, 2], label="a & <b>"), axes.legend(), axes.grid(), axes.set_title("å $x^2$")),
    "bars": lambda axes: axes.bar([1, 2], [3, 4], hatch="//", alpha=0.5),
    "points": lambda axes: axes.scatter([1, 2], [3, 4], c=[1, 2]),
    "image": lambda axes: axes.imshow([[1, 2], [3, 4]]),
    "mesh": lambda axes: axes.pcolormesh([[1, 2], [3, 4]]),
    "area": lambda axes: axes.fill_between([1, 2], [1, 2], hatch="."),
    "pie": lambda axes: axes.pie([1, 2], labels=["a", "b"], shadow=True),
    "errors": lambda axes: axes.errorbar([1, 2], [1, 2], yerr=[1, 1]),
    "arrow": lambda axes: axes.annotate("x", (0, 0), (1, 1), arrowprops={"arrowstyle": "->"}, rotation=30),
}


@pytest.mark.parametrize("fonttype", ["none", "path"])
@pytest.mark.parametrize("name", DRAWN)
def test_what_matplotlib_draws_is_a_picture(blocks, name, fonttype):
    picture = drawn(DRAWN[name], fonttype)
    assert list(svg.faults(picture)) == []
    page = refused_or_inert(of(blocks, blocks["figure"] | {"svg": picture, "narrow": ""}))
    assert picture in page


def test_a_small_image_is_a_picture():
    assert list(svg.faults(f'{ROOT_ELEMENT}<image href="data:image/png;base64,{PNG}"/></svg>')) == []


# The whole


def changes(made):
    """What can be wrong in a notebook's form: any of its parts gone, or something else."""
    cells = range(len(made["cells"]))
    inside = [("cells", n, key) for n in cells for key in made["cells"][n]]
    outputs = [("cells", n, "outputs", 0, key) for n in cells for key in (made["cells"][n].get("outputs") or [{}])[0]]
    tags = [("cells", n, "metadata", "tags") for n in cells]
    everything = [(key,) for key in made] + [("cells", n) for n in cells] + inside + outputs + tags
    return [(place, plant) for place in everything for plant in (None, 5, "x", [], {}, [5], {"a": 5}, ["x"], [[]])]


def test_whatever_the_form_of_a_notebook_it_is_refused_or_inert(blocks):
    made = json.loads(nbformat.writes(notebook(blocks["front"], blocks["paragraph"], new_markdown_cell("a"))))
    made["cells"].append({"cell_type": "raw", "metadata": {}, "source": "", "id": "r"})
    tried = changes(made)
    assert len(tried) > 200
    for place, plant in tried:
        changed = nbformat.from_dict(planted(made, place, plant))
        page = refused_or_inert(changed)
        alone = re.sub(r'<a href="avstamning\.html#[^>]*>(.*?)</a>', r"\1", page)  # no working papers lie beside it
        try:
            assert ReportHTMLExporter().from_notebook_node(changed)[0] in (page, alone)
        except ContentError as error:
            assert not page or "nbconvert stannade" in str(error)


NO_NOTEBOOKS = ["", "{}", "[]", "5", "null", '"x"', "x", "\ud800", "[" * 9_999, "9" * 5_000, '{"nbformat": "a"}']
NO_NOTEBOOKS += ['{"nbformat": 4}', '{"nbformat": 3, "nbformat_minor": 0}', '{"nbformat": 4, "cells": 5}']
NO_NOTEBOOKS += [
    '{"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": [{"cell_type": "x"}]}]}'
]
NO_NOTEBOOKS += ['{"nbformat": 4, "nbformat_minor": 99, "metadata": {}, "cells": []}']
NO_NOTEBOOKS += ['{"nbformat": 4, "nbformat_minor": 5, "metadata": {"language": 5}, "cells": []}']


@pytest.mark.parametrize("text", NO_NOTEBOOKS, ids=range(len(NO_NOTEBOOKS)))
def test_a_file_that_is_no_notebook_is_refused(text):
    with pytest.raises(ContentError) as caught:
        ReportHTMLExporter().from_file(io.StringIO(text))
    assert str(caught.value).isprintable()


def test_the_error_of_a_cell_is_told_without_what_a_terminal_obeys(blocks):
    cell = new_code_cell("x", execution_count=1)
    cell.outputs = [
        new_output("error", ename="Fel\x1b[2J", evalue="a\r\x1b]0;x\x07\u202e\ud800\nb" + "x" * 9_999, traceback=[])
    ]
    with pytest.raises(ContentError, match="Cell 3 stannade") as caught:
        content(notebook(blocks["front"], cell))
    assert str(caught.value).replace("\n", "").isprintable()
    assert len(str(caught.value)) < 3_000


@pytest.mark.parametrize("media", ["text/\x1b[31m", "x" * 99_999])
def test_the_media_type_of_an_output_is_told_likewise(blocks, media):
    assert refused_or_inert(notebook(blocks["front"], displayed("x", media))) == ""


def test_two_parts_do_not_have_one_name(blocks):
    with pytest.raises(ContentError, match=f"{blocks['table']['id']} har mer än en del"):
        content(notebook(blocks["front"], blocks["table"], blocks["table"]))
    with pytest.raises(ContentError, match="Namnet innehall har mer än en del"):
        content(notebook(blocks["front"], blocks["table"] | {"id": "innehall"}))
    with pytest.raises(ContentError, match="framsida visas en gång till"):
        content(notebook(blocks["front"], blocks["front"], blocks["paragraph"]))


def test_a_heading_takes_no_name_that_another_part_has(blocks):
    table = blocks["table"] | {"id": "fragor"}
    made = content(
        notebook(blocks["front"], new_markdown_cell("## Frågor"), table, new_markdown_cell("## Innehåll\n\nx"))
    )
    assert [heading["id"] for heading in made.contents] == ["fragor-2", "innehall-2"]


def test_no_two_runs_have_one_name(blocks):
    twice = {"text": "x", "style": "", "href": "", "id": "mark"}
    with pytest.raises(ContentError, match="mark har mer än en del"):
        content(notebook(blocks["front"], {"type": "paragraph", "style": "", "runs": [twice, twice], "rests_on": []}))


@pytest.mark.parametrize(
    ("source", "said"), [("## a\n\n#### b\n\nx", "av nivå 4"), ("### a\n\nx", "av nivå 3"), ("##\n\nx", "tom")]
)
def test_a_heading_stands_below_the_one_before(blocks, source, said):
    with pytest.raises(ContentError, match=f"Cell 3: rubriken .*{said}"):
        content(notebook(blocks["front"], new_markdown_cell(source)))


@pytest.mark.parametrize("rows", [("group",), ("",), ("", "group"), ("group", "")])
@pytest.mark.parametrize("columns", [1, 2])
def test_ways_back_alone_make_no_table_without_cells(blocks, rows, columns):
    back = [{"text": "", "style": "back", "href": "#tom", "id": ""}]
    row = lambda style: {"cells": [back] * (1 if style == "group" else columns), "style": style, "id": ""}  # noqa: E731
    column = {"title": "a", "align": "left", "share": 1.0, "means": ""}
    table = {"type": "table", "id": "tom", "caption": "Tom", "columns": [column] * columns, "rows": [*map(row, rows)]}
    assert refused_or_inert(of(blocks, table))


def test_a_row_has_a_cell_for_every_column(blocks):
    for change in (lambda cells: cells[:-1], lambda cells: cells * 2, lambda cells: []):
        table = copy.deepcopy(blocks["table"])
        row = next(row for row in table["rows"] if row["style"] != "group")
        row["cells"] = change(row["cells"])
        with pytest.raises(ContentError, match="har inte en cell för var och en"):
            content(of(blocks, table))


# The command


@pytest.fixture
def convert(tmp_path):
    def run(text: str, *formats: str) -> list[subprocess.CompletedProcess]:
        (tmp_path / "frammande.ipynb").write_bytes(text.encode("utf-8", "surrogatepass"))
        command = [sys.executable, "-m", "nbconvert", str(tmp_path / "frammande.ipynb"), "--to"]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        return [
            subprocess.run([*command, f"fordelning-{one}"], env=environment, capture_output=True, text=True, timeout=60)
            for one in formats
        ]

    run.folder = tmp_path
    return run


@pytest.mark.slow
def test_the_command_ends_with_a_sentence_and_leaves_nothing(blocks, convert):
    bad = notebook(blocks["front"], blocks["paragraph"] | {"style": "\x1b[31m\u202e"})
    for done in convert(nbformat.writes(bad), "html", "pdf"):
        assert done.returncode == 5
        assert "frammande kunde inte bli en rapport.\nCell 3: paragraph.style: fann »\\x1b[31m" in done.stderr
        assert "Traceback" not in done.stderr and done.stderr.replace("\n", "").isprintable()
    assert [path.name for path in convert.folder.iterdir()] == ["frammande.ipynb"]


@pytest.mark.slow
def test_the_command_says_what_cannot_be_set_on_paper(blocks, convert):
    [done] = convert(nbformat.writes(notebook(blocks["front"] | {"title": "Ett 😀"}, blocks["paragraph"])), "pdf")
    assert done.returncode == 5
    assert "Dokumentet kunde inte sättas" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("text", ["ingen bok", '{"nbformat": 4, "cells": 5}'], ids=["text", "cells"])
def test_the_command_says_what_is_no_notebook(convert, text):
    [done] = convert(text, "html")
    assert done.returncode == 5
    assert "kunde inte bli en rapport" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "ror.ipynb")
    for path, said in (
        (tmp_path / "ror.ipynb", "ingen vanlig fil"),
        (tmp_path, "mapp"),
        (tmp_path / "x", "finns inte"),
    ):
        with pytest.raises(ContentError, match=said):
            ReportHTMLExporter().from_filename(str(path))


def test_a_page_says_that_nothing_in_it_runs(blocks):
    page = refused_or_inert(of(blocks, blocks["paragraph"]))
    assert "default-src 'none'" in BeautifulSoup(page, "html.parser").find("meta", {"http-equiv": True})["content"]
