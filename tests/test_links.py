"""Every figure's way to its source and back, walked link by link in both formats; and the pass that ties the links."""

import copy as copying
import csv
import json
import re

import pikepdf
import pytest
import tagtree
from bs4 import BeautifulSoup
from conftest import SEED
from synthetic import make

from fordelning.publish.render.links import keep, purposes, tie
from fordelning.report import anchors, evidence, tables
from fordelning.report.document import Run, paragraph, row
from fordelning.report.markup import environment
from fordelning.report.parameters import Parameters
from fordelning.report.report import Report

TABLES = ("tabell-beslut", "tabell-matris")


def soup_of(edition, name):
    return BeautifulSoup((edition[1] / f"{name}.html").read_text(encoding="utf-8"), "html.parser")


def places() -> dict[str, str]:
    with (SEED / "places.csv").open(encoding="utf-8", newline="") as stream:
        return {row["place"]: row["name"] for row in csv.DictReader(stream)}


def statements() -> dict[str, dict]:
    with (SEED / "statements.csv").open(encoding="utf-8", newline="") as stream:
        return {row["statement"]: row for row in csv.DictReader(stream)}


def faults_of_walk(soup, amounts) -> list[str]:
    """What is wrong on the way from each of `amounts` (elements) to its statement, on to the place, and back."""
    faults = []
    for amount in amounts:
        link = amount if amount.name == "a" else amount.find("a", class_=["amount", "sum"])
        shown = amount.get_text(strip=True)
        if link is None:
            faults.append(f"{shown}: ingen länk")
            continue
        target = soup.find(id=link["href"][1:])
        if target is None or target.name != "tr":
            faults.append(f"{shown}: {link['href']} är inget påstående")
            continue
        if f"#{link.get('id')}" not in [a["href"] for a in target("a")]:
            faults.append(f"{shown}: ingen väg tillbaka från {target['id']}")
        stated = statements()[target["id"]]
        onward = [a for a in target("a") if a["href"] == f"#plats-{stated['place']}"]
        place = soup.find(id=f"plats-{stated['place']}")
        if not onward or place is None:
            faults.append(f"{shown}: {target['id']} leder inte till {stated['place']}")
        elif places()[stated["place"]] not in place.get_text():
            faults.append(f"{shown}: {stated['place']} är inte namngivet")
        elif f"#{target['id']}" not in [a["href"] for a in place("a")]:
            faults.append(f"{shown}: ingen väg tillbaka från {stated['place']} till {target['id']}")
    return faults


def amounts_in(soup) -> list:
    """Every amount in the decision table, the matrix and the headline: cells with digits that are not shares."""
    cells = [cell for id in TABLES for cell in soup.find("table", id=id).select("tbody td")]
    money = [c for c in cells if re.search(r"\d", c.get_text()) and "%" not in c.get_text()]
    return money + soup.select(".lead a, .facts a")


def test_every_amount_leads_to_its_statement_its_place_and_back(edition):
    soup = soup_of(edition, "avstamning")
    amounts = amounts_in(soup)
    assert len(amounts) > 30
    assert faults_of_walk(soup, amounts) == []


@pytest.mark.parametrize(
    ("break_it", "said"),
    [
        (lambda soup: soup.select_one("#tabell-matris td a.amount").unwrap(), "ingen länk"),
        (lambda soup: soup.find("tr", id="S72").attrs.pop("id"), "inget påstående"),
        (lambda soup: soup.find("tr", id="S72").select_one("a.back").decompose(), "ingen väg tillbaka från S72"),
        (lambda soup: soup.find("tr", id="plats-beslut-2").attrs.pop("id"), "leder inte till beslut-2"),
        (lambda soup: [a.decompose() for a in soup.find("tr", id="plats-beslut-2")("a")], "från beslut-2 till S06"),
    ],
)
def test_a_broken_way_is_noticed(edition, break_it, said):
    soup = soup_of(edition, "avstamning")
    break_it(soup)
    assert any(said in fault for fault in faults_of_walk(soup, amounts_in(soup)))


def faults_of_ways_out(soup, papers) -> list[str]:
    """The amounts of a document that have no link, and its links to other documents that lead to nothing there."""
    ids = {line["id"] for line in papers("tr") if line.get("id")}
    cells = [cell for cell in amounts_in(soup) if cell.name != "a"]
    bare = [f"{cell.get_text()}: ingen länk" for cell in cells if not cell.find("a", class_=["amount", "sum"])]
    out = [a["href"] for a in soup.main("a") if not a["href"].startswith("#")]
    return bare + [f"{href} finns inte" for href in out if href not in {f"avstamning.html#{id}" for id in ids}]


def test_every_amount_of_the_decision_report_leads_to_its_statement_in_the_working_papers(edition):
    soup, papers = soup_of(edition, "beslutsrapport"), soup_of(edition, "avstamning")
    assert len(amounts_in(soup)) > 30
    assert faults_of_ways_out(soup, papers) == []
    soup.select_one("#tabell-matris td a.amount").unwrap()
    papers.find("tr", id="S72").attrs.pop("id")
    faults = faults_of_ways_out(soup, papers)
    assert any("ingen länk" in fault for fault in faults) and "avstamning.html#S72 finns inte" in faults


def test_every_matter_of_page_1_leads_to_its_question(edition):
    soup = soup_of(edition, "beslutsrapport")
    led = [a["href"] for a in soup.main("a") if a["href"].startswith("#fraga-")]
    assert led == [f"#{one['id']}" for one in soup.main(id=re.compile("^fraga-"))]
    assert len(led) == len(set(led)) > 5


def test_a_link_out_of_the_edition_is_text_where_that_document_is_not_in_it():
    told = paragraph(Run("ett", href="#S01"), Run("två", href="#annat"), Run("tre", href="https://a.se/"))
    tied = tie(json.loads(json.dumps([told.data()])))
    links = ["avstamning.html#S01", "", "https://a.se/"]
    keep(tied, {"avstamning.html"})
    assert [run["href"] for run in tied[0]["runs"]] == links
    keep(tied, ())
    assert [run["href"] for run in tied[0]["runs"]] == ["", "", "https://a.se/"]


def test_an_amount_leads_to_a_statement_on_the_same_rows(edition):
    """The linked statement is read from the CSV files and its scope summed anew: it gives the amount that is shown."""
    unit, _ = edition
    report = Report.make(Parameters.check({"case": str(SEED), "unit": unit}))
    found = 0
    for block in (tables.decision(report), tables.matrix(report)):
        for line in block.rows:
            for run in (run for cell in line.cells for run in cell if run.style in ("amount", "sum")):
                statement = report.case.statements[run.href[1:]]
                rows = report.case.rows(**statement.scope)
                # In a column of others with more decimals there may be nils at the end.
                assert re.fullmatch(report.money.bare(int(rows["kronor"].sum())) + "(,?0+)?", run.text)
                assert statement.stated.number == rows["kronor"].sum()
                found += 1
    assert found > 30


def pdf_links(path) -> tuple[int, int]:
    """How many inner links lead to a page of the document, and how many lead nowhere."""
    with pikepdf.open(path) as document:
        pages = {page.obj.objgen for page in document.pages}
        names = {}
        if "/Names" in document.Root and "/Dests" in document.Root.Names:
            names = {str(k): v for k, v in pikepdf.NameTree(document.Root.Names.Dests).items()}
        whole = lost = 0
        for annotation in (a for page in document.pages for a in page.get("/Annots", []) if a.Subtype == "/Link"):
            if "/URI" in annotation.get("/A", {}):  # to another document
                continue
            target = annotation.get("/Dest", annotation.get("/A", {}).get("/D"))
            if isinstance(target, pikepdf.String):
                target = names.get(str(target))
            if isinstance(target, pikepdf.Dictionary):
                target = target.D
            if target is None or target[0].objgen not in pages:
                lost += 1
            else:
                whole += 1
        return whole, lost


@pytest.mark.parametrize("name", ["beslutsrapport", "avstamning", "utblick"])
def test_the_pdf_has_as_many_inner_links_as_the_page_and_none_is_lost(edition, name):
    soup = soup_of(edition, name)
    inner = [a for a in soup.main("a") if a["href"].startswith("#") and "back" not in a.get("class", [])]
    whole, lost = pdf_links(edition[1] / f"{name}.pdf")
    assert lost == 0
    # A link that is broken over two lines has an annotation for each. Ways back are fewer: see below.
    assert whole >= len(inner) + len(ways_in(soup))


def lost_ways_out(paper: tagtree.Document, papers: tagtree.Document) -> list[str]:
    """The links of a PDF to another of its edition that lead to nothing there, or to a page without what they say."""
    lost = []
    for link in paper.find("Link"):
        for annotation in link.annotations:
            document, _, place = str(annotation.get("/A", {}).get("/URI", "")).partition("#")
            if document == papers.path.name:
                page, said = papers.page_of(pikepdf.String(place)), str(annotation.Contents).partition(" (")[0]
                here = tagtree.spaced(" ".join(mark.text for mark in papers.marks if mark.page == page))
                if not all(word in here for word in said.split(", ")):
                    lost.append(f"{said}: {place}, sida {page}")
    return lost


def test_the_pdf_leads_to_statements_and_places_in_the_pdf_beside_it(edition):
    paper, papers = (tagtree.Document(edition[1] / f"{name}.pdf") for name in ("beslutsrapport", "avstamning"))
    outward = [a for link in paper.find("Link") for a in link.annotations if "/A" in a]
    assert len(outward) > 50
    assert lost_ways_out(paper, papers) == []
    places = pikepdf.NameTree(papers.pdf.Root.Names.Dests)
    places["S72"] = places["S06"]
    del places["S07"]
    del papers._named
    lost = lost_ways_out(paper, papers)
    assert any("S07, sida None" in fault for fault in lost)
    assert any(re.search(r"S72, sida \d", fault) for fault in lost)


def ways_in(soup) -> dict[str, int]:
    """How many ways back each row of the table of statements has, where it has any."""
    found = {
        line.th.get_text(strip=True): len(line("a", class_="back")) for line in soup.select("#tabell-avstamning tr")
    }
    return {key: count for key, count in found.items() if count}


def faults_of_ways(document: tagtree.Document, ways: dict[str, int]) -> list[str]:
    """What is wrong with the pages that the statements say they are shown on: one link to each page, each page once."""
    faults, rows = [], {}
    for table in document.find("Table"):
        for line in (line for body in table.find("TBody") for line in body.find("TR")):
            if re.fullmatch("S[0-9]+", line.elements[0].text) and len(line.elements) > 6:
                rows[line.elements[0].text] = line.elements[-1]
    for key, count in ways.items():
        said = re.findall(r"\d+", rows[key].text)
        led = [document.page_of(a.get("/Dest", a.get("/A", {}).get("/D"))) for a in annotations(rows[key])]
        if not 1 <= len(said) <= count or len(set(said)) < len(said):
            faults.append(f"{key}: {rows[key].text!r} för {count} vägar")
        if [int(number) for number in said] != led:
            faults.append(f"{key}: {rows[key].text!r} leder till {led}")
    return faults + [f"{key}: {cell.text!r} utan väg" for key, cell in rows.items() if cell.text and key not in ways]


def annotations(cell) -> list:
    return [annotation for link in cell.find("Link") for annotation in link.annotations]


def test_the_pdf_leads_back_once_to_each_page(edition):
    ways = ways_in(soup_of(edition, "avstamning"))
    document = tagtree.Document(edition[1] / "avstamning.pdf")
    assert max(ways.values()) > 3
    assert faults_of_ways(document, ways) == []
    assert any("leder till" in fault for fault in faults_of_ways(led_astray(document), ways))
    assert any("utan väg" in fault for fault in faults_of_ways(document, dict(list(ways.items())[1:])))


def led_astray(document: tagtree.Document) -> tagtree.Document:
    """The document with all links of its rows to its last page."""
    for link in document.find("Link"):
        for annotation in link.annotations:
            if "/Dest" in annotation or "/D" in annotation.get("/A", {}):
                annotation.Dest = pikepdf.Array([document.pdf.pages[-1].obj, pikepdf.Name.Fit])
    return document


def test_many_ways_back_are_folded_and_none_is_lost():
    def made(count):
        ways = [
            {"text": f"↑{n}", "style": "back", "href": f"#S1.{n}", "id": "", "to": "texten"}
            for n in range(1, count + 1)
        ]
        parts = environment().get_template("blocks.html.j2").module
        return BeautifulSoup(str(parts.block(text() | {"runs": ways})), "html.parser")

    assert not made(6)("details")
    folded = made(9)
    assert [a["href"] for a in folded("a")] == [f"#S1.{n}" for n in range(1, 10)]
    assert folded.summary.get_text() == "och 4 till"
    assert len(folded.details("a")) == 4


def text(*runs: Run) -> dict:
    return copying.deepcopy(paragraph(*runs).data()) | {"runs": [vars(r) | {} for r in runs]}


def block_of(*rows) -> dict:
    made = [{"cells": [[vars(r) | {} for r in cell] for cell in r.cells], "style": r.style, "id": r.id} for r in rows]
    return {"type": "table", "id": "t", "caption": "", "columns": [], "rows": made}


def test_ways_back_are_numbered_and_a_lost_link_is_text():
    blocks = tie(
        [
            text(Run("10", "amount", "#S1"), Run("20", "sum", "#S1"), Run("30", "amount", "#S9"), Run("se", "", "#S1")),
            block_of(row(("S1", Run("", "back", "#S1")), id="S1"), row(("S2", Run("", "back", "#S2")), id="S2")),
        ]
    )
    first, second, lost, see = blocks[0]["runs"]
    assert [first["id"], second["id"]] == ["S1.1", "S1.2"]
    assert lost["href"] == lost["id"] == ""
    assert see["id"] == ""
    back = blocks[1]["rows"][0]["cells"][0]
    assert [(r["text"], r["href"]) for r in back] == [("S1", ""), ("↑1", "#S1.1"), ("↑2", "#S1.2")]
    assert [r["text"] for r in blocks[1]["rows"][1]["cells"][0]] == ["S2"]


def test_a_sum_that_no_statement_gives_leads_to_its_place_or_to_the_row_on_own_sums(tmp_path):
    folder = make(tmp_path / "fall", [(0, 0, 0, 10), (0, 1, 1, 20), (1, 2, 1, 5)])
    with (folder / "places.csv").open("a", encoding="utf-8") as stream:
        stream.write("annan,En annan tabell,\n")
    path = folder / "allocations.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("5,tkr,stated,,tabell", "5,tkr,stated,,annan"), "utf-8")
    report = Report.make(Parameters.check({"case": str(folder)}))
    assert anchors.target(report) == "S01"
    assert anchors.target(report, pot="p0") == "plats-tabell"
    assert anchors.target(report, board="n1") == anchors.OWN_SUM
    assert anchors.OWN_SUM in [line.id for line in evidence.statements(report).rows]
    assert {line.id for line in evidence.places(report).rows} == {"plats-tabell", "plats-annan"}


@pytest.mark.parametrize(("target", "columns"), [("#S1", 2), ("#S9", 1)])
def test_a_column_of_ways_back_is_there_where_a_way_is(target, columns):
    rows = (row(name, Run("", "back", f"#{name}"), id=name) for name in ("S1", "S2"))
    table = block_of(*rows) | {"columns": [{"title": "Nr"}, {"title": "Visas"}]}
    _, tied = tie([text(Run("10", "amount", target)), table])
    assert [len(tied["columns"]), *(len(line["cells"]) for line in tied["rows"])] == [columns] * 3


def test_an_address_says_what_it_leads_to_here_in_the_working_papers_and_elsewhere():
    """An address of another's that ends like one of ours is none of ours."""
    led = [("10", "#S1"), ("S2", "#S2"), ("här", "https://exempel.se/#S02"), ("20", "#S02"), ("30", "#S03")]
    notes = {"type": "notes", "items": [{"number": 1, "id": "fotnot-x", "runs": []}]}
    table = block_of(row("S1", "Summan av allt", id="S1"), row("Beslutspunkt 1", "a", id="S2"))
    table |= {"id": "tabell-x", "caption": "Tabellen", "columns": [{"title": "Nr"}, {"title": "Vad"}]}
    blocks = tie([text(*(Run(words, "amount", href) for words, href in led)), table, notes])
    told = purposes(blocks, {"S02": "S02, Nämndernas tillskott"})
    assert told["#S1"] == "S1, Summan av allt"
    assert told["#S2"] == "Beslutspunkt 1"
    assert told["#fotnot-x"] == "Fotnot 1"
    assert told["https://exempel.se/#S02"] == "här"
    assert told["avstamning.html#S02"] == "S02, Nämndernas tillskott (i avstämningen)"
    assert told["avstamning.html#S03"] == "30"
