"""Tables and lists that an analyst writes as Markdown: in HTML and PDF like our own, or refused with what to do."""

import json

import nbformat
import page
import pytest
import tagtree
from bs4 import BeautifulSoup
from conftest import ROOT, SEED, apart, front_of, python
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from fordelning.publish.render.content import ContentError, content
from fordelning.publish.render.html import html
from fordelning.publish.render.pdf import pdf
from fordelning.report import document

TABLE = """Tabell: Belopp per nämnd, kr

| Nämnd | Kronor | Ur |
|:------|-------:|----|
| Parknämnden | 1 250 | *pott 1* |
| Skolnämnden | **900** | [handlingen](https://exempel.se/) |
"""
LISTS = """- först
  1. ett
     - djupast, med **fetstil**
     - och en till
  2. två
- sedan

1. i ordning
   - utan ordning

   1. och ordnat igen
"""


def report(*cells: str):
    """A small executed report with cells of Markdown."""
    told = {"case": "prov"}
    front = front_of(told)
    shown = new_output("display_data", {document.MEDIA_TYPE: json.loads(json.dumps(front.data()))})
    first = new_code_cell("front", execution_count=1, outputs=[shown])
    return new_notebook(cells=[new_markdown_cell("# Prov"), first, *map(new_markdown_cell, ("## Svar", *cells))])


def body(*cells: str) -> BeautifulSoup:
    return BeautifulSoup(html(content(report(*cells))), "html.parser").main


def on_paper(notebook) -> bytes:
    return pdf(content(notebook), [])


@pytest.fixture(scope="module")
def paper(tmp_path_factory):
    """The PDF of a report with a table and lists."""
    path = tmp_path_factory.mktemp("papper") / "prov.pdf"
    path.write_bytes(apart(on_paper, report(TABLE, LISTS)))
    return path


def test_a_table_has_its_caption_and_its_headers():
    table = body(TABLE).table
    assert table["id"] == "tabell-belopp-per-namnd-kr"
    assert table.caption.get_text() == "Belopp per nämnd, kr"
    assert [(head.get_text(), head["scope"]) for head in table.thead("th")] == [
        ("Nämnd", "col"),
        ("Kronor", "col"),
        ("Ur", "col"),
    ]
    assert [head.get_text() for head in table.tbody("th", scope="row")] == ["Parknämnden", "Skolnämnden"]
    assert [cell.get_text().strip() for cell in table("td", class_="right")] == ["1 250", "900"]
    assert (table.em.get_text(), table.a["href"]) == ("pott 1", "https://exempel.se/")


def test_the_paragraph_of_a_caption_is_no_text_beside():
    text = body("Före.\n\n" + TABLE + "\nEfter.").get_text()
    assert "Tabell:" not in text and text.index("Före.") < text.index("Belopp per nämnd") < text.index("Efter.")


def test_two_tables_of_one_caption_have_names_of_their_own():
    assert [table["id"] for table in body(TABLE, TABLE)("table")] == [
        "tabell-belopp-per-namnd-kr",
        "tabell-belopp-per-namnd-kr-2",
    ]


def nested(element) -> list:
    """A list as its kind and, for each item, its own text and the lists below it."""
    items = element.find_all("li", recursive=False)
    below = [[nested(one) for one in item.find_all(["ul", "ol"], recursive=False)] for item in items]
    own = [
        "".join(part.get_text() for part in item.contents if part.name not in ("ul", "ol")).strip() for item in items
    ]
    return [element.name, *map(list, zip(own, below, strict=True))]


def test_lists_stand_in_one_another():
    first, second = map(nested, body(LISTS).find_all(["ul", "ol"], recursive=False))
    deepest = ["ul", ["djupast, med fetstil", []], ["och en till", []]]
    assert first == ["ul", ["först", [["ol", ["ett", [deepest]], ["två", []]]]], ["sedan", []]]
    assert second == ["ol", ["i ordning", [["ul", ["utan ordning", []]], ["ol", ["och ordnat igen", []]]]]]


@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_the_paper_of_them_is_accessible_and_archivable(paper, profile):
    verdict = page.validate_pdf(str(paper), profile=profile)
    assert verdict.is_compliant, str(verdict)


def test_the_paper_has_the_same_parts(paper):
    document = tagtree.Document(paper)
    for check in ("tables", "captions", "marks", "paragraphs", "artifacts", "links"):
        assert getattr(tagtree, f"faults_of_{check}")(document) == []
    [table] = document.root.find("Table")
    assert [cell.text for cell in table.find("TH")] == ["Nämnd", "Kronor", "Ur", "Parknämnden", "Skolnämnden"]
    deepest = [["■ djupast, med fetstil", []], ["■ och en till", []]]
    lists = document.root.find("L")
    first, second = read(lists[0]), read(lists[3])
    assert first == [["■ först", [[["1. ett", [deepest]], ["2. två", []]]]], ["■ sedan", []]]
    assert second == [["1. i ordning", [[["■ utan ordning", []]], [["1. och ordnat igen", []]]]]]


def read(element: tagtree.Element) -> list:
    """A list of the tag tree as `nested` gives one of a page: for each item its text and the lists below it."""
    assert [kid.role for kid in element.elements] == ["LI"] * len(element.elements)
    items = []
    for label, inner in (item.elements for item in element.elements):
        below = [kid for kid in inner.elements if kid.role == "L"]
        deeper = [mark for one in below for mark in one.marks]
        own = tagtree.joined([mark for mark in inner.marks if mark not in deeper])
        items.append([f"{label.text} {tagtree.spaced(own)}", [read(one) for one in below]])
    return items


REFUSED = {
    "a footnote": ("Ett ord[^1].\n\n[^1]: Och en not.", "en fotnot i Markdown kommer inte med"),
    "a footnote in a table": (TABLE.replace("1 250", "1 250[^a]"), "en fotnot i Markdown kommer inte med"),
    "a formula": (r"Delen är $\frac{1}{2}$.", "en formel mellan dollartecken"),
    "a formula by itself": ("$$x$$", "en formel mellan dollartecken"),
    "a box": ("- [x] klar", "en ruta att kryssa i"),
    "words that are struck": ("Ett ~~två~~ tre.", "genomstruken text"),
    "a table without a caption": (
        TABLE.partition("\n\n")[2],
        "en tabell saknar rubrik.*»Tabell: vad den visar, enhet»",
    ),
    "other words above": ("Se nedan.\n\n" + TABLE.partition("\n\n")[2], "en tabell saknar rubrik"),
    "an empty caption": ("Tabell:\n\n" + TABLE.partition("\n\n")[2], "en tabell saknar rubrik"),
    "a link in the caption": (TABLE.replace("Belopp per", "[Belopp](https://a.se/) per"), "har en länk"),
    "a link in a header": (TABLE.replace("| Kronor", "| [Kronor](https://a.se/)"), "länk i kolumnernas rubriker"),
    "a centred column": (TABLE.replace("-------:", ":-----:"), "en centrerad kolumn"),
    "no rows": (TABLE.partition("| Park")[0], "minst en rad"),
    "too many columns": ("Tabell: X\n\n" + "\n".join(["a|" * 12 + "a", "-|" * 12 + "-", "1|" * 12 + "1"]), "högst 12"),
    "a row of fewer cells": (TABLE.replace(" | *pott 1* |", " |"), "varje rad ha lika många celler"),
    "a table in a list": ("- a\n\n  | a | b |\n  |---|---|\n  | 1 | 2 |", "ett stycke"),
    "a table at once in a list": ("- | a | b |\n  |---|---|\n  | 1 | 2 |", "Den ska stå för sig"),
    "an image in a table": (TABLE.replace("*pott 1*", "![x](y.png)"), r"en bild .*figure\("),
    "HTML in a table": (TABLE.replace("*pott 1*", "<b>x</b>"), "HTML"),
    "an unseen sign in a table": (TABLE.replace("*pott 1*", "a\u202eb"), r"U\+202E"),
    "two paragraphs in an item": ("1. a\n\n   b", "en punkt i en lista ska ha ett stycke"),
    "a list alone in an item": ("- - a", "en punkt i en lista ska ha ett stycke"),
    "an empty item": ("- a\n-\n- b", "en punkt i en lista ska ha ett stycke"),
    "code in an item": ("- a\n\n  ```\n  x\n  ```", "ett kodblock"),
    "a list that begins later": ("3. a", "börjar på 3"),
    "lists too deep": ("\n".join(f"{'  ' * n}- {n}" for n in range(6)), "fler än 5 nivåer"),
    "lists much too deep": ("\n".join(f"{'  ' * n}- {n}" for n in range(60)), "fler än 5 nivåer"),
    "a title once more": ("# Annan\n\nx", "första nivån, som bara rapportens namn är"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_shown_is_refused_and_never_dropped(name):
    source, said = REFUSED[name]
    with pytest.raises(ContentError, match=f"(?s)Cell 4: .*{said}"):
        content(report(source))


def test_lists_of_five_levels_are_shown():
    assert "- 4" not in (text := body("\n".join(f"{'  ' * n}- {n}" for n in range(5))).get_text()) and "4" in text


def test_what_only_looks_like_a_mark_of_another_program_is_text():
    said = "Det kostar $100 eller 200$, ungefär ~ 5, [se sidan 3] och `$x^2$` som kod."
    assert said.replace("`", "") in body(said).get_text()


def test_a_sentence_with_an_upright_line_is_no_table():
    assert "a | b --- c" in body("a | b --- c\nd").get_text()


@pytest.mark.slow
@pytest.mark.parametrize("command", ["report", "fordelning-html", "fordelning-pdf"])
def test_each_command_names_the_notebook_and_the_cell(command, tmp_path):
    notebook = nbformat.read(ROOT / "notebooks" / "egen-analys.ipynb", 4)
    notebook.cells.append(new_markdown_cell(TABLE.partition("\n\n")[2]))
    notebook.cells[1].source = notebook.cells[1].source.replace(SEED.name, SEED.as_posix(), 1)
    path = tmp_path / "egna" / "min.ipynb"
    path.parent.mkdir()
    nbformat.write(notebook, path)
    if command == "report":
        arguments = ["fordelning.cli", "report", str(SEED), "--notebooks", str(path), "--reports", str(tmp_path / "ut")]
    else:
        arguments = ["nbconvert", str(path), "--to", command, "--execute"]
    done = python("-m", *arguments)
    named, said = done.stderr.splitlines()[-2:] if command != "report" else ("", done.stderr)
    assert done.returncode == 5 and "min" in named + said
    assert f"Cell {len(notebook.cells)}: en tabell saknar rubrik. Skriv den i stycket" in said
    assert not list(tmp_path.glob("**/min.html")) + list(tmp_path.glob("**/min.pdf"))


ADDED = {
    "![x](y.png)": ("markdown", "en bild hör inte hemma i ett dokument. Visa den från en kodcell, med figure("),
    "a <b>b</b>": ("markdown", "HTML hör inte hemma i ett dokument. Skriv det som text."),
    "#### Djup\n\nx": ("markdown", "rubriken »Djup» är av nivå 4, men den före av nivå 2. Skriv den med ###."),
    "print('hej')": ("code", "skriver ut »hej», och det kommer inte med i dokumentet. Skriv det som Markdown"),
    "plt.subplots()[0]": ("code", "visar en bild utan rubrik och beskrivning. Visa den med figure("),
    "boards": ("code", "visar en tabell utan rubrik. Visa den med show("),
}


@pytest.mark.slow
@pytest.mark.parametrize("command", ["report", "batch"])
def test_all_that_cannot_be_shown_is_told_at_once_each_once(command, tmp_path):
    notebook = nbformat.read(ROOT / "notebooks" / "egen-analys.ipynb", 4)
    first = len(notebook.cells) + 1
    made = {"markdown": new_markdown_cell, "code": new_code_cell}
    notebook.cells += [made[kind](source) for source, (kind, _) in ADDED.items()]
    (tmp_path / "egna").mkdir()
    nbformat.write(notebook, tmp_path / "egna" / "min.ipynb")
    (tmp_path / "order.csv").write_text(f"case\n{SEED}\n", encoding="utf-8")
    what = {"report": str(SEED), "batch": str(tmp_path / "order.csv")}[command]
    options = ["--notebooks", str(tmp_path / "egna"), "--reports", str(tmp_path / "ut")]
    done = python("-m", "fordelning.cli", command, what, *options)
    told = done.stdout + done.stderr
    assert done.returncode == 5 and "min.ipynb: Cell" in told and "Traceback" not in told
    for number, (_, said) in enumerate(ADDED.values(), start=first):
        line = next(line for line in told.splitlines() if f"Cell {number}: " in line and said in line)
        assert line and told.count(said) == (1 if command == "report" or number > first else 2)


@pytest.mark.slow
def test_a_picture_without_its_words_stops_the_run_with_its_place(tmp_path):
    notebook = nbformat.read(ROOT / "notebooks" / "egen-analys.ipynb", 4)
    notebook.cells.append(new_code_cell('figure(plt.subplots()[0], "Rubrik", alt="")'))
    (tmp_path / "egna").mkdir()
    nbformat.write(notebook, tmp_path / "egna" / "min.ipynb")
    options = ["--notebooks", str(tmp_path / "egna"), "--reports", str(tmp_path / "ut")]
    done = python("-m", "fordelning.cli", "report", SEED, *options)
    assert done.returncode == 5
    assert f"min.ipynb: AnalysisError i cell {len(notebook.cells)}: alt saknas: ange bilden i ord" in done.stderr
