"""How full the pages of every document are, and how large the text of every document, from what is drawn."""

from pathlib import Path

import pdfplumber
import pytest
import tagtree
from conftest import CASES, ROOT, python
from test_division import overlaps

TOP, FOOT = 57, 62  # points from the page's edges that are not for content
LEAST = 0.5  # of what a page has room for


def fills(path: Path) -> list[float]:
    """How far down each page goes, as a part of its room; pictures are their words."""
    with pdfplumber.open(path) as document:
        return [
            (max([w["bottom"] for w in page.extract_words() if w["bottom"] < page.height - FOOT], default=TOP) - TOP)
            / (page.height - TOP - FOOT)
            for page in document.pages
        ]


@pytest.fixture(scope="module")
def editions(tmp_path_factory):
    """The folder of all cases' editions."""
    folder = tmp_path_factory.mktemp("utgåvor")
    done = python("-m", "fordelning.cli", "batch", "--all", "--reports", folder, cwd=ROOT)
    assert done.returncode in (0, 4), done.stderr
    return folder


@pytest.mark.slow
def test_no_page_of_a_document_but_the_last_is_half_empty(editions):
    found = {f"{path.parent.name}/{path.stem}": fills(path) for path in editions.glob("*/*.pdf")}
    assert {name.split("/")[0] for name in found} == {case.name for case in CASES}
    assert {name: pages for name, pages in found.items() if min(pages[:-1]) < LEAST} == {}
    assert len(found["huddinge-2021/beslutsrapport"]) <= 4
    # What ends a document may be short: the measure is not always satisfied.
    assert any(min(pages) < LEAST for pages in found.values())


@pytest.mark.slow
def test_all_text_is_large_enough_to_read_and_none_is_on_top_of_other_text(editions):
    papers = sorted(editions.glob("*/*.pdf"))
    assert {path.parent.name for path in papers} == {case.name for case in CASES}
    found = {f"{path.parent.name}/{path.stem}": tagtree.faults_of_sizes(tagtree.Document(path)) for path in papers}
    assert {name: faults for name, faults in found.items() if faults} == {}
    assert [fault for path in papers for fault in overlaps(path)][:5] == []
