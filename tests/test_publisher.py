"""Who publishes a review: the same in all that comes out, changed in one place, and never whom it is of."""

import io
from pathlib import Path
from zipfile import ZipFile

import pikepdf
import pytest
from bs4 import BeautifulSoup
from conftest import CASES, SEED, apart

from fordelning.base import publisher
from fordelning.publish.edition import overview
from fordelning.publish.many import summary
from fordelning.publish.render.content import Content
from fordelning.publish.render.html import html
from fordelning.publish.render.pdf import pdf
from fordelning.report.front import front_matter
from fordelning.report.parameters import EditionParameters
from fordelning.report.report import Report
from fordelning.report.result import result
from fordelning.workbook import workbook

ANOTHER = publisher.Publisher("Revisorerna & <Co> i Norrby", "valda av fullmäktige", "revision@norrby.example")


def made(case: Path) -> Content:
    """The front of a document of `case`, and no more of it."""
    front = front_matter(Report.make(EditionParameters.check({"case": str(case)})))
    return Content("Beslutsrapport", front.data(), [])


def page_says(page: str) -> dict[str, str]:
    """What a page tells of its publisher: to programs, and to its reader at the foot."""
    soup = BeautifulSoup(page, "html.parser")
    named = {name: soup.find("meta", attrs={"name": name})["content"] for name in ("author", "dcterms.publisher")}
    return {**named, "foot": soup.footer.get_text()}


def paper_says(content: bytes) -> dict[str, str]:
    """What a PDF tells of its publisher, twice over, and on its first page."""
    with pikepdf.open(io.BytesIO(content)) as document, document.open_metadata() as told:
        listed = {name: "; ".join(told[name]) for name in ("dc:creator", "dc:publisher")}
        return {"author": str(document.docinfo.Author), **listed}


def book_says(content: bytes) -> dict[str, str]:
    """What a workbook tells of its publisher."""
    with ZipFile(io.BytesIO(content)) as book:
        parts = {name: BeautifulSoup(book.read(f"docProps/{name}.xml"), "xml") for name in ("core", "app")}
    return {"creator": parts["core"].creator.text, "company": parts["app"].Company.text}


def everywhere(tmp_path: Path) -> dict[str, dict[str, str]]:
    """What each kind of file says of its publisher."""
    report = Report.make(EditionParameters.check({"case": str(SEED)}))
    tmp_path.joinpath("making").mkdir()
    summary.write_summary([], tmp_path, tmp_path / "making")
    overview.index(tmp_path, tmp_path / "making")
    document = made(SEED)
    return {
        "page": page_says(html(document)),
        "index": page_says((tmp_path / overview.INDEX).read_text(encoding="utf-8")),
        "batch": page_says((tmp_path / summary.PAGE).read_text(encoding="utf-8")),
        "paper": paper_says(apart(pdf, document, [])),
        "workbook": book_says(workbook(report)),
        "result": {"name": result(report)["publisher"]["name"]},
    }


def unnamed(told: dict[str, dict[str, str]], name: str) -> list[str]:
    return [f"{file}, {place}" for file, places in told.items() for place, said in places.items() if name not in said]


@pytest.mark.slow
def test_the_publisher_is_changed_everywhere_in_one_place(tmp_path, monkeypatch):
    own = publisher.PUBLISHER.name
    monkeypatch.setattr(publisher, "PUBLISHER", ANOTHER)
    told = everywhere(tmp_path)
    assert unnamed(told, ANOTHER.name) == []
    assert len(unnamed(told, own)) == sum(map(len, told.values()))
    assert ANOTHER.contact in told["page"]["foot"] and ANOTHER.about in told["page"]["foot"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_municipality_is_what_a_review_is_about(case):
    document = made(case)
    municipality, said = document.front["municipality"], page_says(html(document))
    assert municipality not in said["author"] + said["dcterms.publisher"]
    head = BeautifulSoup(html(document), "html.parser")
    assert municipality in head.find("meta", attrs={"name": "dcterms.subject"})["content"]
    assert municipality in head.header.find(class_="identity").text
    assert head.h1.text.startswith("Granskning av ") and document.front["title"] in head.title.text


def test_the_publisher_says_all_that_a_reader_needs():
    assert all((publisher.PUBLISHER.name, publisher.PUBLISHER.about, publisher.PUBLISHER.contact))
    assert publisher.PUBLISHER.imprint.endswith(".") and ".." not in publisher.PUBLISHER.imprint
