"""Whole documents of cases shaped otherwise than the seed: fourteen boards, negative amounts, a single board."""

import io
import json
from collections import Counter
from importlib.resources import files
from pathlib import Path

import page
import pikepdf
import pypdf
import pytest
import tagtree
from bs4 import BeautifulSoup
from conftest import apart, command
from synthetic import make
from test_charts import CASES, NAMED
from test_division import overlaps

from fordelning.publish.render.content import Content
from fordelning.publish.render.pdf import pdf
from fordelning.report import front
from fordelning.report.document import Column, Footnote, Notes, Run, Table, facts, row
from fordelning.report.parameters import Parameters
from fordelning.report.report import Report

CHECKS = (
    tagtree.faults_of_tables,
    tagtree.faults_of_groups,
    tagtree.faults_of_captions,
    tagtree.faults_of_marks,
    tagtree.faults_of_bookmarks,
    tagtree.faults_of_breaks,
    tagtree.faults_of_links,
    tagtree.faults_of_fonts,
    tagtree.faults_of_sizes,
)
NAMES = ("beslutsrapport", "avstamning")
PACKAGE = Path(str(files("fordelning.publish.render")))


@pytest.fixture(scope="module", params=["fourteen boards", "negative", "one board", "nets to nil", "signs of money"])
def folder(request, tmp_path_factory):
    """An edition of a made-up case."""
    base = tmp_path_factory.mktemp("former")
    case = make(base / "fall", CASES[request.param], **NAMED.get(request.param, {}))
    done = command("report", case, "--reports", base / "reports")
    assert done.returncode == 0, done.stderr
    return base / "reports" / "fall"


@pytest.mark.parametrize("name", NAMES)
def test_the_pdf_is_whole(folder, name):
    path = folder / f"{name}.pdf"
    for profile in ("ua1", "3a"):
        assert page.validate_pdf(str(path), profile=profile).is_compliant
    document = tagtree.Document(path)
    assert [fault for check in CHECKS for fault in check(document)] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_link_of_the_page_has_its_target(folder, name):
    soup = BeautifulSoup((folder / f"{name}.html").read_text(encoding="utf-8"), "html.parser")
    ids = [e["id"] for e in soup.find_all(id=True)]
    assert len(ids) == len(set(ids))
    assert {a["href"][1:] for a in soup("a") if a["href"].startswith("#")} <= set(ids)
    amounts = soup.select("a.amount, a.sum")
    assert amounts
    papers = BeautifulSoup((folder / "avstamning.html").read_text(encoding="utf-8"), "html.parser")
    pages = {"": soup, "avstamning.html": papers}
    assert all(pages[page].find(id=id) for page, _, id in (a["href"].partition("#") for a in amounts))


def rows_by_page(path) -> dict[int, int]:
    """How many rows of a document's last table are on each page."""
    document = tagtree.Document(path)
    lines = document.find("Table")[-1].find("TR")
    return Counter(line.marks[-1].page for line in lines)


def pdfs(papers, package) -> list[bytes]:
    """The papers set with the template of `package`."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("fordelning.publish.render.pdf.files", lambda _: package)
        return [pdf(paper, []) for paper in papers]


@pytest.mark.slow
def test_a_few_rows_more_than_a_lying_page_holds_are_set_closer_on_it(seed, tmp_path):
    matter = front.front_matter(Report.of(Parameters(), seed)).data()
    columns = (*(Column(f"Nr {n}") for n in range(7)), Column("GSN", means="Grundskolenämnden"))
    table = Table("tabell-bred", "En bred tabell", columns, (row(*"12345678"),) * 37)
    paper = Content("Prov", matter, json.loads(json.dumps([table.data()])))
    (tmp_path / "templates").mkdir()
    template = (PACKAGE / "templates" / "report.typ").read_text(encoding="utf-8")
    broken = template.replace("let closer = t.lying", "let closer = false")
    assert broken != template
    (tmp_path / "templates" / "report.typ").write_text(broken, encoding="utf-8")
    for package, pages in ((PACKAGE, 1), (tmp_path, 2)):
        [made] = apart(pdfs, [paper], package)
        lying = [page for page in pypdf.PdfReader(io.BytesIO(made)).pages if page.mediabox.width > page.mediabox.height]
        assert len(lying) == pages
        assert "GSN: Grundskolenämnden" in lying[0].extract_text()  # by the table, and not on a page of its own


@pytest.mark.slow
def test_key_figures_are_not_set_on_top_of_each_other(seed, tmp_path):
    matter = front.front_matter(Report.of(Parameters(), seed)).data()
    figures = ("1 004 484 550 000 kr", "999 999 999 999 kr", "12,5 mnkr", "4 frågor")
    block = facts(*((Run(figure.replace(" ", "\u00a0")), "fördelas", ("allocations",)) for figure in figures))
    package = tmp_path / "lika"
    (package / "templates").mkdir(parents=True)
    template = (PACKAGE / "templates" / "report.typ").read_text(encoding="utf-8")
    (package / "templates" / "report.typ").write_text(template.replace("columns: if even {", "columns: if true {"))
    paper = Content("Prov", matter, json.loads(json.dumps([block.data()])))
    for where, laid in ((PACKAGE, False), (package, True)):
        [made] = apart(pdfs, [paper], where)
        (tmp_path / "prov.pdf").write_bytes(made)
        assert bool(overlaps(tmp_path / "prov.pdf")) == laid


def test_the_notes_and_the_abbreviations_of_a_table_that_lies_down_stand_under_it(seed):
    matter = front.front_matter(Report.of(Parameters(), seed)).data()
    columns = (*(Column(f"Nr {n}") for n in range(7)), Column("GSN", means="Grundskolenämnden"))
    table = Table("tabell-bred", "En bred tabell", columns, (row(*"12345678"),))
    notes = Notes((Footnote(number=1, id="fotnot-1", runs=(Run("Driften ingår inte."),)),))
    blocks = json.loads(json.dumps([table.data(), notes.data()]))
    (made,) = apart(pdfs, [Content("Prov", matter, blocks)], PACKAGE)
    (lying,) = [page for page in pypdf.PdfReader(io.BytesIO(made)).pages if page.mediabox.width > page.mediabox.height]
    shown = lying.extract_text()
    assert "En bred tabell" in shown and "Driften ingår inte." in shown and "GSN: Grundskolenämnden" in shown
    with pikepdf.open(io.BytesIO(made)) as document:
        heads = [one for one in document.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/TH"]
        assert [str(head.E) for head in heads if "/E" in head] == ["Grundskolenämnden"]


def fewest_rows(seed, tmp_path, package=PACKAGE) -> list[int | None]:
    """The rows on the last page of tables of more and more rows, None where there is only one page."""
    matter = front.front_matter(Report.of(Parameters(), seed)).data()
    papers = []
    for count in range(40, 52):
        lines = tuple(row(f"Rad {n}", "1") for n in range(count))
        table = Table("tabell-lang", "En lång tabell", (Column("Rad"), Column("Antal", "right")), lines)
        block = json.loads(json.dumps(table.data()))
        papers.append(Content("Prov", matter, [block]))
    fewest = []
    for made in apart(pdfs, papers, package):
        (tmp_path / "lang.pdf").write_bytes(made)
        pages = rows_by_page(tmp_path / "lang.pdf")
        fewest.append(pages[max(pages)] if len(pages) > 1 else None)
    return fewest


@pytest.mark.slow
def test_no_page_begins_with_the_last_row_alone(seed, tmp_path):
    fewest = fewest_rows(seed, tmp_path)
    assert sum(number is not None for number in fewest) > 5
    assert min(number for number in fewest if number is not None) == 3
    assert fewest.count(3) > 1, "a table a row longer than a page does not take two more along"


def test_a_last_row_alone_is_noticed(seed, tmp_path):
    """Without what keeps the last rows together, a page begins with one of them."""
    template = (PACKAGE / "templates" / "report.typ").read_text(encoding="utf-8")
    assert template.count("tabular(t, kept: kept,") == 1
    (tmp_path / "templates").mkdir()
    broken = template.replace("tabular(t, kept: kept,", "tabular(t,")
    (tmp_path / "templates" / "report.typ").write_text(broken, encoding="utf-8")
    assert 1 in fewest_rows(seed, tmp_path, tmp_path)
