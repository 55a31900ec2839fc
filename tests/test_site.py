"""The site: every link leads somewhere, nothing comes from elsewhere, and only a site of ours is replaced."""

import json
import re
import shutil
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from axe import violations
from bs4 import BeautifulSoup
from conftest import ROOT
from test_catalog import AT, DCAT, faults, read

from fordelning.publish.site import guide, site

pytestmark = pytest.mark.filterwarnings("ignore:(ConjunctiveGraph|Dataset)[. ]:DeprecationWarning")  # of the validator


@pytest.fixture(scope="module")
def made(editions, tmp_path_factory) -> Path:
    """A site of the seed's edition."""
    base = tmp_path_factory.mktemp("webb")
    shutil.copytree(editions("tkr"), base / "reports" / "huddinge-2021")
    assert site.make(base / "reports", ROOT / "docs", base / "site") == 1
    return base / "site"


@pytest.fixture(scope="module")
def two(editions, tmp_path_factory) -> Path:
    """A site of the seed's edition, and of the same under another name."""
    base = tmp_path_factory.mktemp("webb")
    for name in ("huddinge-2021", "huddinge-tva"):
        shutil.copytree(editions("tkr"), base / "reports" / name)
    assert site.make(base / "reports", ROOT / "docs", base / "site") == 2
    return base / "site"


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def dead(folder: Path) -> list[str]:
    """The links of the pages in `folder` that lead to no file, no part of a page, or out of the site's own folder."""
    pages = {path: path.read_text("utf-8") for path in folder.rglob("*.html")}
    ids = {path.resolve(): set(map(unescape, re.findall(r'\sid="([^"]*)"', text))) for path, text in pages.items()}
    found = []
    for path, text in pages.items():
        for address in set(re.findall(r'\s(?:href|src)="([^"]*)"', text)):
            parts = urlsplit(unescape(address))
            if parts.scheme in ("https", "http", "data"):
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path.resolve()
            inside = folder.resolve() in target.parents
            if not inside or not target.is_file() or (parts.fragment and unquote(parts.fragment) not in ids[target]):
                found.append(f"{path.relative_to(folder)}: {address}")
    return found


def test_every_link_leads_to_a_file_or_a_part_of_one(made):
    assert dead(made) == []


@pytest.mark.parametrize(
    ("page", "href"), [("index.html", "huddinge-2021/x.pdf"), ("guide/anvandning.html", "granser.html#inget")]
)
def test_a_link_that_leads_nowhere_is_noticed_in_the_site(made, tmp_path, page, href):
    shutil.copytree(made, tmp_path / "site")
    with (tmp_path / "site" / page).open("a", encoding="utf-8") as stream:
        stream.write(f'<a href="{href}">x</a>')
    assert dead(tmp_path / "site") == [f"{page}: {href}"]


def test_the_front_page_leads_to_all_of_it(two):
    soup = BeautifulSoup((two / "index.html").read_text("utf-8"), "html.parser")
    led = {one["href"] for one in soup("a", href=True)}
    assert {f"guide/{name}.html" for name in guide.PAGES} | {"catalog.jsonld"} <= led
    for name in ("huddinge-2021", "huddinge-tva"):
        assert {f"{name}/{file}" for file in ("beslutsrapport.html", "avstamning.pdf", "catalog.jsonld")} <= led


def test_the_reports_come_before_the_guide_and_one_link_leads_past_them(two):
    soup = BeautifulSoup((two / "index.html").read_text("utf-8"), "html.parser")
    assert [one["href"] for one in soup.find("nav")("a")] == ["#handledning"]
    *editions, last = soup.main("section")
    assert len(editions) == 2 and last.h2["id"] == "handledning"
    assert {one["href"].split("/")[0] for one in last("a")} == {"guide", "catalog.jsonld"}


def test_no_page_asks_for_anything_from_elsewhere(made):
    for path in made.rglob("*.html"):
        text = path.read_text("utf-8")
        assert "default-src 'none'" in text.split("<title>")[0], path
        assert all(address.startswith("data:image/png;base64,") for address in re.findall(r'\ssrc="([^"]*)"', text)), (
            path
        )
        assert not re.findall(r"url\(['\"]?(?![#'\"]|data:)|<(?:link|iframe|object|form|embed)\b", text), path
        assert set(re.findall("<script[^>]*>", text)) <= {'<script type="application/ld+json">'}, path


def test_the_guide_has_the_swedish_documents_of_the_index():
    swedish = (ROOT / "docs" / "README.md").read_text("utf-8").split("For the engineer")[0]
    assert set(re.findall(r"^- \[[^]]*\]\(([a-z-]+)\.md\)", swedish, flags=re.MULTILINE)) == set(guide.PAGES)


def test_a_document_keeps_what_it_says(made):
    soup = BeautifulSoup((made / "guide" / "anvandning.html").read_text("utf-8"), "html.parser")
    assert soup.h1.text == "Användning" and soup.find("h2", id="slutstatus")
    assert "make report UNIT=mnkr" in soup.find("pre").text
    cells = [[cell.text for cell in row(["th", "td"])] for row in soup.find("table")("tr")]
    assert cells[0] == ["make", "annars", "gör"] and cells[1][0] == "make report"
    assert len(BeautifulSoup((made / "guide" / "handledning.html").read_text("utf-8"), "html.parser")("img")) == 3


def test_what_is_no_markdown_of_ours_is_text(tmp_path):
    docs = tmp_path / "docs"
    docs.mkdir()
    for name in guide.PAGES:
        (docs / f"{name}.md").write_text("# T\n", encoding="utf-8")
    (tmp_path / "hemlig.txt").write_text("x", encoding="utf-8")
    hostile = (
        "# <b>T\n\n<script>alert(1)</script> [a](javascript:alert(1)) [b](exempel/../../hemlig.txt) ![c](../x.png)\n"
    )
    (docs / "granser.md").write_text(hostile, encoding="utf-8")
    [page] = [one for one in guide.read(docs) if one.name == "granser"]
    soup = BeautifulSoup(guide.written(page, []), "html.parser")
    assert not soup.main(["a", "script", "img", "b"]) and soup.h1.text == "<b>T" and not page.files


def test_the_sites_catalog_has_every_edition_at_its_address(two):
    told = (two / "catalog.jsonld").read_text("utf-8")
    assert faults(json.loads(told), f"{AT}catalog.jsonld") == ""
    found = read(told, f"{AT}catalog.jsonld")
    addresses = {str(one).removeprefix(AT) for one in found.objects(None, DCAT.downloadURL)}
    assert addresses == {
        f"{name}/{file}"
        for name in ("huddinge-2021", "huddinge-tva")
        for file in json.loads((two / name / "manifest.json").read_text("utf-8"))["outputs"]
        if file != "catalog.jsonld"
    }


def test_it_is_the_same_each_time_and_takes_the_place_of_its_own(made):
    before = files(made)
    site.make(made.parent / "reports", ROOT / "docs", made)
    assert files(made) == before
    assert sorted(path.name for path in made.parent.iterdir()) == ["reports", "site"]


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "eget.txt").write_text("x"),
        lambda folder: (folder / "index.html").write_text("x"),
        lambda folder: (folder / "site.json").unlink(),
        lambda folder: (folder / "guide" / "granser.html").unlink(),
    ],
)
def test_what_is_not_ours_is_not_replaced(made, tmp_path, change):
    shutil.copytree(made, tmp_path / "site")
    change(tmp_path / "site")
    before = files(tmp_path / "site")
    with pytest.raises(site.SiteError, match="ersätts inte"):
        site.make(made.parent / "reports", ROOT / "docs", tmp_path / "site")
    assert files(tmp_path / "site") == before


def test_what_cannot_be_made_is_told_and_leaves_nothing(made, tmp_path):
    reports, docs = made.parent / "reports", ROOT / "docs"
    with pytest.raises(site.SiteError, match="inga utgåvor"):
        site.make(tmp_path / "tom", docs, tmp_path / "site")
    with pytest.raises(guide.GuideError, match=r"(?s)handledning\.md.*format\.md.*--docs"):
        site.make(reports, tmp_path, tmp_path.parent / "site-x")
    with pytest.raises(site.SiteError, match="Välj en annan mapp"):
        site.make(reports, docs, reports / "site")
    broken = tmp_path / "reports"
    shutil.copytree(reports, broken)
    with (broken / "huddinge-2021" / "utblick.html").open("a") as stream:
        stream.write("x")
    with pytest.raises(site.SiteError, match=r"utblick\.html"):
        site.make(broken, docs, tmp_path / "site")
    assert [path.name for path in tmp_path.iterdir()] == ["reports"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "scheme", "width"),
    [("index", "light", 320), ("guide/handledning", "dark", 1200), ("guide/egna-fall-i-ci", "light", 320)],
)
def test_a_citizen_opens_the_site(made, browser, name, scheme, width):
    path = made / f"{name}.html"
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(path.as_uri())
    assert [url for url in asked if not url.startswith("data:")] == [path.as_uri()]
    assert said == []  # the policy has nothing against what is there
    for details in page.query_selector_all("details"):
        details.evaluate("e => e.open = true")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    page.close()
