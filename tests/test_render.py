"""Every number that a reader sees, against a computation of its own from the CSV files: no code of the package here."""

import csv
import itertools
import json
import re
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal

import page
import pdfplumber
import pikepdf
import pypdf
import pytest
from bs4 import BeautifulSoup
from conftest import ROOT, SEED, command

NAMES = ("beslutsrapport", "avstamning", "utblick")
PER = {"kr": 1, "tkr": 1000, "mnkr": 1_000_000}
DECIMALS = {"tkr": 0, "mnkr": 3}
POTS = ("mal-och-budget", "medelsreserven")
ORDER = ("ks", "sn", "kfn", "gsn")  # by size
NUMBER = re.compile("[−-]?\\d{1,3}(?:\u00a0\\d{3})+(?:,\\d+)?|[−-]?\\d+(?:,\\d+)?")


def rows(name):
    with (SEED / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


ALLOCATIONS = [{**r, "kronor": int(Decimal(r["amount"]) * PER[r["unit"]])} for r in rows("allocations")]
TAGS = {r["measure"]: r["tag"] for r in rows("measures")}


def total(**scope):
    return sum(a["kronor"] for a in ALLOCATIONS if all(a[k] == v for k, v in scope.items()))


def swedish(number: Decimal, decimals: int) -> str:
    """Thousands by no-break space, decimal comma, true minus: written without the package and without Babel."""
    text = f"{abs(number):,.{decimals}f}".replace(",", "\u00a0").replace(".", ",")
    return ("−" if number < 0 else "") + text


def money(kronor, unit):
    return swedish(Decimal(kronor) / PER[unit], DECIMALS[unit])


def forms(kronor, unit):
    """The amount as it may be written: with the decimals that it needs, and with more where another one needs them."""
    number = Decimal(kronor) / PER[unit]
    return {swedish(number, n) for n in range(DECIMALS[unit] + 1) if number == round(number, n)}


def alone(kronor, unit):
    """The amount with the decimals that it needs, and its unit."""
    return f"{min(forms(kronor, unit), key=len)}\u00a0{unit}"


def in_line(lines, unit):
    """Lines of a table whose amounts are in kronor, as they are written: in each column with equally many decimals."""

    def column(cells):
        said = [forms(kronor, unit) for kronor in cells if isinstance(kronor, int)]
        places = max((len(min(one, key=len).partition(",")[2]) for one in said), default=0)
        return [swedish(Decimal(c) / PER[unit], places) if isinstance(c, int) else c for c in cells]

    columns = [column(cells) for cells in itertools.zip_longest(*lines)]
    return [[cell for cell in line if cell is not None] for line in zip(*columns, strict=True)]


def share(part, whole):
    return swedish((Decimal(part) * 100 / whole).quantize(Decimal("0.1"), ROUND_HALF_UP), 1) + "\u00a0%"


def explained(unit):
    """Every number that may stand in the reports, as it would be written."""
    keys = ("pot", "measure", "board")
    sums = set()
    for n in range(4):
        for chosen in itertools.combinations(keys, n):
            for a in ALLOCATIONS:
                sums.add(total(**{k: a[k] for k in chosen}))
    stated = {int(Decimal(s["value"]) * PER[s["unit"]]) for s in rows("statements") if s["unit"] in PER}
    requested, second = 12_500_000, total(pot="medelsreserven")
    own = total(pot="medelsreserven", board="ks")
    halved = total(pot="mal-och-budget") // 2
    derived = {
        second - requested,
        requested - second,
        second - own,
        halved,
        10_000_000 - halved,
        halved + second,
        -total(),
        0,
    }
    derived.add(halved + second - 10_000_000)
    # In the report's unit, or in that of the statement that they stand beside.
    units = {unit} | {s["unit"] for s in rows("statements") if s["unit"] in PER}
    written = {form for k in sums | stated | derived for other in units for form in forms(k, other)}
    shares = {share(total(board=b), total()) for b in ORDER}
    shares |= {share(total(pot=a["pot"], measure=a["measure"]), total(pot=a["pot"])) for a in ALLOCATIONS}
    shares |= {share(total(measure=m), total()) for m in TAGS}
    shares |= {share(p, requested) for p in (requested, second, second - own, second - requested)}
    shares |= {share(sum(a["kronor"] for a in ALLOCATIONS if TAGS[a["measure"]] == "barn"), total())}
    written |= {s.removesuffix("\u00a0%") for s in shares} | {"50,0", "100,0", "0,0", "5,0"}
    # In the document's own unit; a share may be stated without a number.
    said = {s["value"] for s in rows("statements") if s["value"] and s["unit"] in (*PER, "%")}
    return written | {swedish(Decimal(v), len(v.partition(".")[2])) for v in said}


def counts():
    """Numbers that are not money: how many statements, ways, states, places in order."""
    statements = rows("statements")
    kinds = Counter(s["kind"] for s in statements)
    with (ROOT / "tests" / "golden" / "huddinge-2021.csv").open(encoding="utf-8", newline="") as stream:
        states = Counter(r["state"] for r in csv.DictReader(stream))
    questions = len(rows("questions"))
    tested = len(statements) - states["går ej att pröva"]
    result = {len(statements), tested, 4**4, 4**7, *kinds.values(), *states.values(), *range(questions + 1)}
    return {swedish(Decimal(n), 0) for n in result}


def known_text():
    """Texts of the case, longest first, whose numbers are the source's own words and not figures of the report."""
    texts = {
        v
        for name in ("statements", "places", "notes", "points", "questions", "disclosures", "tags", "acknowledgements")
        for r in rows(name)
        for v in r.values()
    }
    descriptor = json.loads((SEED / "datapackage.json").read_text(encoding="utf-8"))
    texts |= {str(v) for v in descriptor["decision"].values()} | {descriptor["title"]}
    return sorted(
        (t for t in texts if not re.fullmatch(r"-?[\d.]*", t) and any(c.isdigit() for c in t)), key=len, reverse=True
    )


def unexplained(text, unit):
    """The numbers in `text` that nothing in the case explains."""
    text = re.sub(r"[ \n]+", " ", text.replace("\u00ad", ""))
    for known in known_text():
        text = text.replace(known, " ")
    text = re.sub(r"\b[0-9a-f\u200b]{64,}\b", " ", text)  # checksums
    text = re.sub(r"\b[a-z][a-z0-9-]* \d+(\.\d+)+", " ", text)  # versions of programs
    text = re.sub(r"huddinge-2021( 1\.0\.0)?|PDF/[AU]\S+|20(10:879|17:725|17:900)|SHA-256|KS-2020/2689\.111", " ", text)
    text = re.sub(r"\b\d+ kap\.|\b\d+ §", " ", text)  # of laws
    text = re.sub(r"\brad[ \u00a0]\d+(– ?\d+)?((, | och )\d+(– ?\d+)?)*", " ", text)  # of the source
    text = re.sub(r"2026-11-23|23 november 2026|\bS\d{2}\b|Sida \d+ \(\d+\)|↑\d", " ", text)
    text = re.sub(r"\b202[123]\b(–23\b)?", " ", text)  # the years in question
    allowed = explained(unit) | counts()
    return [n for n in NUMBER.findall(text) if n not in allowed]


def html(folder, name):
    return BeautifulSoup((folder / f"{name}.html").read_text(encoding="utf-8"), "html.parser")


def seen(soup):
    for hidden in soup(["style", "title"]):
        hidden.extract()
    return soup.get_text(" ")


@pytest.mark.parametrize("name", NAMES)
def test_an_executed_notebook_is_small(edition, name):
    assert (edition[1] / f"{name}.ipynb").stat().st_size <= 150_000


@pytest.mark.parametrize("name", NAMES)
def test_every_number_in_the_html_is_explained(edition, name):
    unit, folder = edition
    assert unexplained(seen(html(folder, name)), unit) == []


def pdf_text(folder, name):
    text = "\n".join(p.extract_text() for p in pypdf.PdfReader(folder / f"{name}.pdf").pages)
    # A cell's line break may divide a word or a date; the pieces are put together again before numbers are read.
    return re.sub(r"(?<=[\w,.])-\n(?=[a-zåäö])", "", text)


@pytest.mark.parametrize("name", NAMES)
def test_every_number_in_the_pdf_is_explained(edition, name):
    unit, folder = edition
    assert unexplained(pdf_text(folder, name), unit) == []


@pytest.mark.parametrize("wrong", ["10\u00a0001", "716", "47,3", "4 715,1", "−6\u00a0501", "12"])
def test_a_wrong_number_is_noticed(wrong):
    assert unexplained(f"Det blir {wrong} tkr.", "tkr")


def cells(soup, id):
    table = soup.find("table", id=id)
    for mark in table.select("sup, a.back"):
        mark.extract()
    return [[c.get_text().strip() for c in line(["th", "td"])] for line in table("tr")][1:]


def test_the_decision_table_cell_by_cell(edition):
    unit, folder = edition
    names = {r["board"]: r["name"] for r in rows("boards")}
    expected = []
    for board in ORDER:
        parts = [total(board=board, pot=pot) for pot in POTS]
        written = [p or "–" for p in parts]
        expected.append([names[board], *written, sum(parts), share(sum(parts), total())])
    expected.append(["Summa", *(total(pot=pot) for pot in POTS), total(), "100,0\u00a0%"])
    assert cells(html(folder, "beslutsrapport"), "tabell-beslut") == in_line(expected, unit)


def test_the_matrix_cell_by_cell(edition):
    unit, folder = edition
    names = {r["measure"]: r["name"] for r in rows("measures")}
    expected = []
    for pot in rows("pots"):
        expected.append([pot["name"]])
        inside = [a for a in ALLOCATIONS if a["pot"] == pot["pot"]]
        for a in inside:
            own = (a["kronor"] if b == a["board"] else "–" for b in ORDER)
            expected.append([names[a["measure"]], *own, a["kronor"]])
        sums = [total(pot=pot["pot"], board=b) for b in ORDER]
        expected.append(["Summa potten", *(s or "–" for s in sums), sum(sums)])
    expected.append(["Summa", *(total(board=b) for b in ORDER), total()])
    assert cells(html(folder, "beslutsrapport"), "tabell-matris") == in_line(expected, unit)


def test_the_chart_carries_its_numbers_as_text(edition):
    unit, folder = edition
    chart = html(folder, "beslutsrapport").find("figure", id="figur-namnder").svg
    drawn = {t.get_text().strip() for t in chart("text")}
    assert {money(total(board=b), unit) for b in ORDER} <= drawn
    assert {money(total(board="ks", pot=p), unit) for p in POTS} <= drawn


def test_every_statement_is_in_the_reconciliation_with_its_state(edition):
    _, folder = edition
    lines = cells(html(folder, "avstamning"), "tabell-avstamning")
    assert [line[0] for line in lines] == [r["statement"] for r in rows("statements")]
    states = {line[0]: line[5].split("\u00a0", 1)[1] for line in lines}
    result = json.loads((folder / "result.json").read_text(encoding="utf-8"))
    assert states == {s["statement"]: s["state"] for s in result["statements"]}
    tie = next(line for line in lines if line[0] == "S43")
    assert tie[2:5] == ["1\u00a0315\u00a0tkr", "1\u00a0315\u00a0tkr", "0\u00a0tkr"], "in the unit of the statement"
    assert next(line for line in lines if line[0] == "S50")[2] == "12,5\u00a0mnkr"


def test_the_headline_and_the_split(edition):
    unit, folder = edition
    text = re.sub(r"\s+", " ", seen(html(folder, "beslutsrapport")).replace("\u00a0", "~")).replace("~", "\u00a0")
    assert f"Summorna stämmer: {alone(total(), unit)} fördelas på fyra nämnder." in text
    parts = [total(pot=p, measure="tryggare-utemiljoer") for p in POTS]
    equation = f"{money(parts[0], unit)} + {money(parts[1], unit)} = {alone(sum(parts), unit)}"
    assert equation in text


@pytest.mark.parametrize("name", NAMES)
def test_no_code_no_english_and_no_request_in_the_html(edition, name):
    _, folder = edition
    raw = (folder / f"{name}.html").read_text(encoding="utf-8")
    soup = html(folder, name)
    assert soup.html["lang"] == "sv"
    assert [script["type"] for script in soup("script")] == ["application/ld+json"]
    assert not re.search(
        r"""(?:src|href)=["']?(?:https?:)?//""", raw.replace('xmlns:xlink="http://www.w3.org/1999/xlink"', "")
    )
    assert "report.front" not in raw
    assert "tables." not in seen(soup)


@pytest.mark.parametrize("name", NAMES)
def test_every_link_within_a_page_has_its_target(edition, name):
    _, folder = edition
    soup = html(folder, name)
    ids = [e["id"] for e in soup.find_all(id=True)]
    assert len(ids) == len(set(ids))
    links = [a["href"][1:] for a in soup.find_all("a", href=True) if a["href"].startswith("#")]
    assert links
    assert set(links) <= set(ids)


def test_footnotes_link_both_ways(edition):
    _, folder = edition
    soup = html(folder, "beslutsrapport")
    marks = soup.select("sup.note a")
    assert len(marks) == 3
    for mark in marks:
        note = soup.find(id=mark["href"][1:])
        assert f"#{mark['id']}" in [a["href"] for a in note("a")]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_the_pdf_is_accessible_and_archivable(edition, name, profile):
    _, folder = edition
    verdict = page.validate_pdf(str(folder / f"{name}.pdf"), profile=profile)
    assert verdict.is_compliant, str(verdict)


def test_a_pdf_without_its_tags_is_refused(edition, tmp_path):
    _, folder = edition
    with pikepdf.open(folder / "beslutsrapport.pdf") as document:
        del document.Root.StructTreeRoot
        document.save(tmp_path / "utan.pdf")
    assert not page.validate_pdf(str(tmp_path / "utan.pdf"), profile="ua1").is_compliant


@pytest.mark.parametrize("name", NAMES)
def test_the_data_is_attached_to_the_pdf_as_it_is(edition, name):
    _, folder = edition
    attached = pypdf.PdfReader(folder / f"{name}.pdf").attachments
    files = {
        p.name: p.read_bytes() for p in [*SEED.glob("*.csv"), SEED / "datapackage.json", folder / "huddinge-2021.xlsx"]
    }
    assert {key.rsplit("/", 1)[-1]: content[0] for key, content in attached.items()} == files


@pytest.mark.parametrize("name", NAMES)
def test_the_pdf_declares_language_title_and_row_headers(edition, name):
    _, folder = edition
    with pikepdf.open(folder / f"{name}.pdf") as document:
        assert str(document.Root.Lang).lower().startswith("sv")
        assert document.Root.ViewerPreferences.DisplayDocTitle
        assert "fördelning av medel 2021" in str(document.docinfo["/Title"])
        heads = [
            e
            for e in document.objects
            if isinstance(e, pikepdf.Dictionary) and str(e.get("/ID", "")).startswith("rad-")
        ]
        scopes = [str(a.Scope) for e in heads for a in e.A if "/Scope" in a]
        assert len(scopes) == len(heads)
        assert {str(e.S) for e in heads} == {"/TH"}
    assert scopes
    assert set(scopes) == {"/Row"}


def outside(path) -> list[str]:
    """The letters that stand outside their page."""
    with pdfplumber.open(path) as document:
        return [
            c["text"]
            for p in document.pages
            for c in p.chars
            if c["bottom"] > p.height or c["x1"] > p.width or c["x0"] < 0
        ]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_falls_off_a_page(edition, name):
    assert outside(edition[1] / f"{name}.pdf") == []


@pytest.mark.slow
def test_a_long_table_goes_on_on_the_next_page(copy):
    """Few rows can be high: footnotes of many lines and answers as long as a page."""
    for number in range(3, 23):
        text = f"Fotnot som är lång. {'Orden räcker till flera rader i tabellen. ' * 8}"
        copy.append("notes.csv", note=f"n{number}", number=str(number), text=text.strip(), place="fotnot-1")
    for line in ("S01", "S20", "S36"):
        copy.change("acknowledgements.csv", {"statement": line}, why="En lång förklaring." + " Det står kvar." * 40)
    reports = copy.folder.parent / "ut"
    assert command("report", copy.folder, "--reports", reports).returncode == 0
    assert outside(reports / "kopia" / "avstamning.pdf") == []
    pages = pypdf.PdfReader(reports / "kopia" / "avstamning.pdf").pages
    assert sum("flera rader" in page.extract_text() for page in pages) > 1


@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_the_pdf_of_a_comparison_is_accessible_and_archivable(staged, profile):
    verdict = page.validate_pdf(str(staged / "jamforelse.pdf"), profile=profile)
    assert verdict.is_compliant, str(verdict)
    assert outside(staged / "jamforelse.pdf") == []
