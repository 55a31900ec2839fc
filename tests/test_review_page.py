"""The review page of a draft: every number of the document is marked, and leads to what became of it and back."""

import re
from dataclasses import replace
from html import escape

import pytest
from axe import violations
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from test_proposal import DECISIONS

from fordelning.base.status import NOT_APPROVED
from fordelning.cli.main import main
from fordelning.intake.mark import MarkState, marks
from fordelning.intake.proposal import case_draft
from fordelning.intake.proposal.draft import propose
from fordelning.intake.proposal.proposal import TextPlace
from fordelning.publish import review
from fordelning.source.reading import text
from fordelning.source.reading.block import BlockKind, TextBlock, Writing
from fordelning.source.reading.document import read

KINDS = {  # what a document has besides amounts, each with what it is held to be
    "den 3 maj 2031": "datum",
    "ring 08-123 45 67": "telefonnummer",
    "lagen (2031:12)": "beteckning",
    "enligt § 12": "paragraf",
    "se punkt 4": "hänvisning",
    "pott 2": "hänvisning",
    "kl. 13.30": "klockslag",
    "om 7 platser": "antal",
    "med 12 %": "procent",
    "Byvägen 8": "adress",
    "org. 123456-7890": "organisationsnummer",
}
HOSTILE = """Beslut 2031

<script>alert(1)</script> <img src=x onerror="alert(2)"> &amp; {{ 7 * 7 }} {% raw %} "' ]]> <!-- --> \u202e4321 \x01

[javascript](javascript:alert(3)) Parknämnden tilldelas 300 tkr till <b>bänkar</b> och "><svg onload=alert(4)>.
"""


@pytest.fixture
def drafted(tmp_path, capsys):
    """Draft a document as a case, and give back the status and what was said."""

    def draft(document, *options):
        status = main(["draft", str(document), "--case", "fall", "--data", str(tmp_path), *options])
        return status, "".join(capsys.readouterr())

    return draft


def page(writing):
    proposal = propose(writing)
    made = case_draft.make(writing, proposal, {"year": "2031"})
    return review.page(writing, proposal, made.title, made.rows)


def written(content):
    return Writing("beslut.txt", "0" * 64, tuple(text.read("beslut.txt", content.encode())))


def unmarked(writing):
    """The digits of a document that no mark has."""
    found = []
    for block, its in zip(writing.blocks, marks(writing, propose(writing), {}), strict=True):
        said, ends = block.shown, [0, *(mark.end for mark in its)]
        assert all(mark.start >= end for mark, end in zip(its, ends, strict=False))
        found += [c for n, c in enumerate(said) if c.isdigit() and not any(m.start <= n < m.end for m in its)]
    return found


def lost_links(soup):
    """The links that lead nowhere, or to one of two, and the proposals and questions without a way there and back."""
    ids = [tag["id"] for tag in soup.select("[id]")]
    links = [link["href"].removeprefix("#") for link in soup.select("a")]
    faults = [link for link in links if ids.count(link) != 1]
    for card in soup.select(".cards li"):
        there = [soup.find(id=link["href"][1:]) for link in card.select("a[href^='#tal-'], a[href^='#stycke-']")]
        back = [link for one in there if one for link in ([one] if one.get("href") else one.select("a.way"))]
        ways = [soup.find(id=link["href"][1:]) for link in back]
        if not any(way is card or card["id"] in {link["href"][1:] for link in way.select("a")} for way in ways if way):
            faults.append(card["id"])
    return faults


@pytest.mark.parametrize("name", [path.stem for path in sorted(DECISIONS.glob("*.txt"))])
def test_every_digit_of_a_decision_is_marked(name):
    assert unmarked(read(DECISIONS / f"{name}.txt")) == []


_WORDS = ["Parknämnden", "tilldelas", "tkr", "mnkr", "§", "punkt", "kl.", "och", "–", "(", ")", ".", "²", "\n", "\n\n"]
_NUMBERS = ["3", "2031", "1 200", "12,5", "2031:12", "08-123 45 67", "1.", "¹", "½", "tio", "141 85 By", "2 (7)", "²³"]


@settings(deadline=None)
@given(st.lists(st.sampled_from(_WORDS + _NUMBERS + list(KINDS)), min_size=1, max_size=25))
def test_every_digit_is_marked_however_the_numbers_stand(words):
    said = " ".join(words)
    blocks = [
        TextBlock(BlockKind.PARAGRAPH, said, number="2.", line=1),
        TextBlock(BlockKind.ASIDE, "Sida 3 (12)", line=9, page=2),
    ]
    assert unmarked(Writing("x", "", tuple(blocks))) == []


@pytest.mark.parametrize(("said", "why"), KINDS.items())
def test_a_number_that_is_no_amount_is_known_for_what_it_is(said, why):
    writing = written(f"Beslut\n\nNämnden sammanträder {said} i fjol.\n")
    [[], [mark]] = marks(writing, propose(writing), {})
    assert (mark.state, mark.why) == (MarkState.ASIDE, why)


@pytest.mark.parametrize("said", ["2 500", "17 till Parknämnden", "4 500 tkr"])
def test_what_nobody_knows_is_said_to_be_so(said):
    writing = written(f"Beslut\n\nOch så {said}.\n")
    assert [mark.state for its in marks(writing, propose(writing), {}) for mark in its] == [MarkState.UNKNOWN]


@pytest.mark.parametrize("name", ["rubriker", "tabell", "nivaer"])
def test_numbers_lead_to_their_rows_and_questions_and_back(name):
    made = page(read(DECISIONS / f"{name}.txt"))
    assert made == page(read(DECISIONS / f"{name}.txt"))
    soup = BeautifulSoup(made, "html.parser")
    assert lost_links(soup) == []
    assert soup.select(".cards li") and soup.select("a.number")
    counted = {one.span["class"][1]: int(one.span.text) for one in soup.select(".legend li")}
    assert counted == {state.value: len(soup.select(f".pane .number.{state.value}")) for state in MarkState}
    listed = [link["href"][1:] for link in soup.select(".unknowns a")]
    assert listed == [number["id"] for number in soup.select(".pane .unknown")]


@pytest.mark.parametrize(
    ("there", "broken"),
    [('href="#F01"', 'href="#F99"'), ('id="F01"', 'id="F02"'), ('<a class="way" href="#tal-', '<a href="#i-tal-')],
)
def test_a_link_that_leads_nowhere_is_found(there, broken):
    made = page(read(DECISIONS / "rubriker.txt"))
    assert there in made
    assert lost_links(BeautifulSoup(made.replace(there, broken), "html.parser"))


def test_hostile_text_is_shown_as_text_and_nothing_runs():
    made = page(written(HOSTILE))
    soup = BeautifulSoup(made, "html.parser")
    assert not soup.select("script, img, svg, b, iframe, [onerror], [onload], a:not([href^='#'])")
    assert "<script>alert(1)</script>" in re.sub(r", lagt åt sidan: [^,]*,|, inte förstått: \w+ \w+ \w+", "", soup.text)
    assert escape("{{ 7 * 7 }}").split("7")[0] in made
    assert not re.search("[\u202e\x01]", made) and "\ufffd" in made
    assert "default-src 'none'" in made


def test_an_amount_of_a_table_stands_in_its_column():
    soup = BeautifulSoup(page(read(DECISIONS / "matris.txt")), "html.parser")
    rows = [
        [cell.text for cell in row.select("td") for _ in range(int(cell.get("colspan", 1)))]
        for row in soup.select(".rows tr")
    ]
    column = rows[0].index("Barnnämnden")
    assert [row[column].split(",")[0] for row in rows] == ["Barnnämnden", "500", "750", "1 250"]


def test_a_row_that_is_told_at_an_earlier_place_too_is_known_where_it_stands():
    writing = read(DECISIONS / "rubriker.txt")
    proposal = propose(writing)
    made = case_draft.make(writing, proposal, {})
    states = {mark.state for its in marks(writing, proposal, made.rows) for mark in its}
    assert MarkState.UNKNOWN not in states and MarkState.TAKEN in states


def test_what_is_not_read_at_all_is_told_first():
    writing = replace(written("Beslut\n\nParknämnden tilldelas 300 tkr.\n"), unread=(2, 5))
    proposal = replace(propose(writing), unread=(TextPlace(page=7), TextPlace(line=9)))
    soup = BeautifulSoup(review.page(writing, proposal, "Beslut", {}), "html.parser")
    pages, tables = (tag.text for tag in soup.select("main > section:first-child .warning"))
    assert "2, 5" in pages and "sida 7, rad 9" in tables


def test_the_command_writes_the_page_and_what_is_answered_is_shown_as_confirmed(drafted, tmp_path):
    target = tmp_path / "granskning.html"
    status, said = drafted(DECISIONS / "tabell.txt", "--accept", "tabell", "--review", str(target))
    assert status == NOT_APPROVED and str(target) in said
    assert str(tmp_path) not in target.read_text(encoding="utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["fall", "fall.xlsx", "granskning.html"]
    soup = BeautifulSoup(target.read_text(encoding="utf-8"), "html.parser")
    assert {card.select("span")[-1].text for card in soup.select(".cards li")} == {"Bekräftat.", "Inte bekräftat."}
    assert lost_links(soup) == []


def test_a_document_without_any_row_has_a_page_all_the_same(drafted, tmp_path):
    document, target = tmp_path / "tomt.txt", tmp_path / "granskning.html"
    document.write_text("Kommunstyrelsen noterar att kostnaden var 3 mnkr år 2031.", encoding="utf-8")
    status, _ = drafted(document, "--review", str(target))
    assert status not in (0, NOT_APPROVED)
    assert "Inget är föreslaget" in target.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("egen.html", "<p>Min egen sida", "ersätts inte"),
        ("sida.txt", None, "slutar på .html"),
        ("saknas/sida.html", None, "finns inte"),
    ],
)
def test_a_page_takes_the_place_of_nothing_else(drafted, tmp_path, name, content, said):
    target = tmp_path / name
    if content:
        target.write_text(content, encoding="utf-8")
    status, told = drafted(DECISIONS / "rubriker.txt", "--review", str(target))
    assert status not in (0, NOT_APPROVED) and said in told
    assert (target.read_text(encoding="utf-8") if target.exists() else None) == content
    assert not (tmp_path / "fall").exists()


@pytest.mark.slow
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_the_page_has_no_fault_by_axe_and_fits(browser, tmp_path, scheme, width):
    made = page(read(DECISIONS / "tabell.txt"))
    target = tmp_path / "granskning.html"
    for content, sound in ((made, True), (made.replace('<html lang="sv">', "<html>"), False)):
        target.write_text(content, encoding="utf-8")
        shown = browser.new_page(color_scheme=scheme, viewport={"width": width, "height": 900})
        shown.goto(target.as_uri())
        assert (violations(shown) == []) is sound
        assert shown.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
        shown.close()
