"""The pages as a reader's browser shows them: nothing fetched, no fault by axe, everything reached by keyboard."""

import io
import re
from itertools import pairwise
from pathlib import Path

import pytest
from axe import violations
from bs4 import BeautifulSoup
from PIL import Image

PAGES = (
    "huddinge-2021/beslutsrapport.html",
    "huddinge-2021/avstamning.html",
    "huddinge-2021/utblick.html",
    "index.html",
)
pytestmark = [pytest.mark.slow, pytest.mark.parametrize("edition", ["tkr"], indirect=True)]
VIEWS = [("light", 320), ("light", 390), ("light", 1200), ("dark", 1200)]


@pytest.fixture
def visit(browser):
    """Open a page, and note every request that it makes but for itself."""
    opened = []

    def open_page(path: Path, scheme="light", width=1200, script=True):
        page = browser.new_page(
            viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=script
        )
        opened.append(page)
        page.requests = []
        page.on("request", lambda request: page.requests.append(request.url))
        page.goto(path.as_uri())
        page.requests.remove(path.as_uri())
        return page

    yield open_page
    for page in opened:
        page.close()


def reports(edition) -> Path:
    return edition[1].parent


def asked_for(page) -> list[str]:
    """What the page asked for from elsewhere; data within it is no request."""
    return [url for url in page.requests if not url.startswith("data:")]


def overflow(page) -> int:
    """How many pixels the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("scheme", "width"), VIEWS)
def test_nothing_is_fetched_nothing_violated_nothing_cut(edition, visit, name, scheme, width):
    page = visit(reports(edition) / name, scheme, width)
    for details in page.query_selector_all("details"):
        details.evaluate("e => e.open = true")
    assert asked_for(page) == []
    assert violations(page) == []
    assert overflow(page) <= 0


@pytest.mark.parametrize(("scheme", "width"), VIEWS)
def test_a_comparison_is_as_sound(edition, staged, visit, scheme, width):
    page = visit(staged / "jamforelse.html", scheme, width)
    assert asked_for(page) == []
    assert violations(page) == []
    assert overflow(page) <= 0
    assert not any("words" in found for found in scrolled(page))


def scrolled(page) -> list[str]:
    """The tables that are wider than the window leaves room for."""
    return page.evaluate("""() => [...document.querySelectorAll('.scroll')]
      .filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.firstElementChild.className)""")


@pytest.mark.parametrize("name", PAGES)
def test_no_table_is_cut_on_a_wide_screen_and_no_sentence_on_a_narrow(edition, visit, name):
    assert scrolled(visit(reports(edition) / name, width=1200)) == []
    assert not any("words" in found for found in scrolled(visit(reports(edition) / name, width=320)))


def test_no_word_under_a_key_figure_is_broken_on_a_telephone(edition, visit):
    page = visit(reports(edition) / PAGES[0], width=390)
    wider = page.evaluate("""() => {
      const label = document.querySelector('.facts dt');
      label.textContent = 'går till räddningstjänstnämnden, 9 % av allt';
      label.style.overflowWrap = 'normal';
      return label.scrollWidth - label.clientWidth;
    }""")
    assert wider <= 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_table_that_is_cut_is_seen_to_be(edition, visit, scheme, tmp_path):
    """The last pixels before the edge that cuts a table are darker, or lighter on a dark ground, than the paper."""
    for name, cut in (("hel", False), ("bruten", True)):
        html = (reports(edition) / PAGES[1]).read_text(encoding="utf-8")
        html = html.replace("max-width:57.5rem", "max-width:30rem", 1) if cut else html
        (tmp_path / f"{name}.html").write_text(html, encoding="utf-8")
        page = visit(tmp_path / f"{name}.html", scheme)
        table = page.query_selector("#tabell-matris").evaluate_handle("e => e.parentElement").as_element()
        shot = Image.open(io.BytesIO(table.screenshot())).convert("L")
        middle, edge = (shot.getpixel((x, shot.height - 3)) for x in (shot.width // 2, shot.width - 2))
        assert (abs(middle - edge) > 20) is cut


def test_a_table_that_is_cut_is_noticed_and_keeps_the_names_of_its_rows(edition, visit, tmp_path):
    html = (reports(edition) / PAGES[1]).read_text(encoding="utf-8")
    (tmp_path / "bruten.html").write_text(html.replace("max-width:57.5rem", "max-width:30rem", 1), encoding="utf-8")
    page = visit(tmp_path / "bruten.html")
    assert scrolled(page)
    moved = """([selector]) => { const box = document.querySelector('#tabell-matris').parentElement
      const left = () => document.querySelector(selector).getBoundingClientRect().left, before = left()
      box.scrollLeft = 60; const by = before - left(); box.scrollLeft = 0; return Math.round(by) }"""
    names = ("thead th", ".group th span", "tbody th[scope=row]")
    assert [page.evaluate(moved, [f"#tabell-matris {name}"]) for name in names] == [0, 0, 0]
    assert page.evaluate(moved, ["#tabell-matris td"]) == 60, "the amounts are scrolled away, and the names are not"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_at_twice_the_size_still_fits(edition, visit, name):
    page = visit(reports(edition) / name, width=640)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert overflow(page) <= 0


def gaps(page) -> list[float]:
    """How many pixels there are between each amount and the first of its marks."""
    return page.evaluate("""() => [...document.querySelectorAll('.marks')].map(marks => {
      const edge = (node, side) => { const r = document.createRange(); r.selectNodeContents(node);
        return r.getBoundingClientRect()[side]; };
      return edge(marks.querySelector('a, abbr'), 'left') - edge(marks.previousElementSibling, 'right');
    })""")


def with_marks(folder: Path, edition) -> Path:
    """The decision report with two footnotes at the first amount that has one."""
    html = (reports(edition) / PAGES[0]).read_text(encoding="utf-8")
    mark = re.search('<sup class="note">.*?</sup>', html)[0]
    second = re.sub(' id="[^"]*"', "", mark)
    (folder / "noter.html").write_text(
        html.replace(mark, f'{mark}<sup class="comma">,</sup>{second}', 1), encoding="utf-8"
    )
    return folder / "noter.html"


def test_a_mark_stands_by_its_amount(edition, visit, tmp_path):
    page = visit(with_marks(tmp_path, edition))
    assert page.query_selector(".comma")
    assert gaps(page)
    assert max(gaps(page)) < 8
    assert violations(page) == []
    page.add_style_tag(content=".note a{text-align:right}")
    assert max(gaps(page)) > 15


def labels_on_text(page) -> list[str]:
    """The cells of a narrow screen whose label lies over their text, or reaches below the cell."""
    return page.evaluate("""() => [...document.querySelectorAll('.words td')].filter(td => {
      const label = parseFloat(getComputedStyle(td, '::before').width), box = td.getBoundingClientRect();
      const range = document.createRange(); range.selectNodeContents(td);
      const high = parseFloat(getComputedStyle(td, '::before').height);
      const left = range.getBoundingClientRect().left;
      return box.height && (left < box.left + label || high > box.height + 1);
    }).map(td => td.dataset.column)""")


@pytest.mark.parametrize("name", PAGES[:3])
def test_a_label_lies_on_no_text_on_a_narrow_screen(edition, visit, name):
    page = visit(reports(edition) / name, width=360)
    assert page.query_selector(".words td")
    assert labels_on_text(page) == []
    if page.query_selector(".words .right"):
        page.add_style_tag(content=".words .right+:not(.right){padding-left:.5rem!important}")
        assert labels_on_text(page)


BROKEN = {
    "an image from elsewhere": ("</main>", '<img src="http://example.invalid/x.png" alt="x"></main>', asked_for),
    "a font from elsewhere": (
        "</style>",
        "@font-face{font-family:x;src:url(http://example.invalid/x.ttf)}body{font-family:x}</style>",
        asked_for,
    ),
    "pale text": ("</style>", ".identity{color:#ccc!important}</style>", violations),
    "text on a gradient": ("</style>", ".scroll,table{background:linear-gradient(#fff,#fff)}</style>", violations),
    "pale text in a picture": ("</style>", ".text-pot-1-ink text{color:var(--pot-1)}</style>", violations),
    "a name without what is seen": (', ↑1"', ' (↑1)"', violations),
    "no language": ('<html lang="sv">', "<html>", violations),
    "a heading level skipped": ("<h2", "<h5>x</h5><h2", violations),
    "an unnamed link": ("</main>", '<p><a href="#x"></a></p></main>', violations),
    "a header without text": ('<th scope="col">', '<th scope="col"></th><th scope="col">', violations),
    "a small target": ("</style>", ".note a{min-width:0!important;line-height:1!important}</style>", violations),
    "a picture without a name": (
        "<svg ",
        '<svg role="img" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg><svg ',
        violations,
    ),
    "a table that is not scrolled": ("</style>", ".scroll{overflow:visible!important}</style>", overflow),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_page_is_noticed(edition, visit, tmp_path, fault):
    old, new, check = BROKEN[fault]
    html = (reports(edition) / PAGES[0]).read_text(encoding="utf-8")
    assert old in html
    (tmp_path / "bruten.html").write_text(html.replace(old, new, 1), encoding="utf-8")
    found = check(visit(tmp_path / "bruten.html", width=320 if check is overflow else 1200))
    assert found if check is not overflow else found > 0


def reached(page) -> list[tuple[str, bool]]:
    """What the Tab key comes to in turn: a name of each element, and whether it is seen with a mark of focus."""
    describe = """() => {
      const e = document.activeElement;
      if (!e || e === document.body) return null;
      const r = e.getBoundingClientRect(), s = getComputedStyle(e);
      const seen = r.width > 0 && r.height > 0 && r.bottom > 0 && r.right > 0 && r.top < innerHeight
        && r.left < innerWidth && s.visibility === 'visible';
      const marked = (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2) || e.classList.contains('skip');
      return [e.dataset.order, seen && marked];
    }"""
    count = page.evaluate("""() => {
      const all = [...document.querySelectorAll('a[href], summary, [tabindex="0"]')]
        .filter(e => e.checkVisibility());
      all.forEach((e, i) => e.dataset.order = i);
      return all.length;
    }""")
    found = []
    for _ in range(count):
        page.keyboard.press("Tab")
        found.append(page.evaluate(describe))
    return [(None, False) if f is None else tuple(f) for f in found]


@pytest.mark.parametrize("name", PAGES)
def test_the_keyboard_comes_to_everything_in_order_and_it_is_seen(edition, visit, name):
    page = visit(reports(edition) / name)
    for details in page.query_selector_all("details"):
        details.evaluate("e => e.open = true")
    found = reached(page)
    assert found == [(str(i), True) for i in range(len(found))]
    assert found


def test_focus_that_is_not_seen_is_noticed(edition, visit, tmp_path):
    html = (reports(edition) / PAGES[0]).read_text(encoding="utf-8")
    (tmp_path / "bruten.html").write_text(
        html.replace("</style>", "a:focus-visible{outline:0!important}</style>", 1), encoding="utf-8"
    )
    assert not all(seen for _, seen in reached(visit(tmp_path / "bruten.html")))


def test_the_skip_link_leads_past_the_contents(edition, visit):
    page = visit(reports(edition) / PAGES[0])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "innehall"


def test_footnotes_are_followed_both_ways_by_keyboard(edition, visit):
    page = visit(reports(edition) / PAGES[0])
    for mark in page.query_selector_all("sup.note a"):
        mark.focus()
        page.keyboard.press("Enter")
        note = page.evaluate("location.hash")
        back = page.query_selector(f'{note} a[href="#{mark.get_attribute("id")}"]')
        back.focus()
        page.keyboard.press("Enter")
        assert page.evaluate("location.hash") == f"#{mark.get_attribute('id')}"


@pytest.mark.parametrize("name", PAGES)
def test_the_page_reads_the_same_without_javascript(edition, visit, name):
    path = reports(edition) / name
    kinds = {script["type"] for script in BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")("script")}
    assert kinds <= {"application/ld+json"}  # which is data
    page = visit(path, script=False)
    assert page.locator("main").inner_text().strip() == visit(path).locator("main").inner_text().strip()


def test_paper_is_light_and_holds_every_table(edition, visit):
    page = visit(reports(edition) / PAGES[0], scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 24, 28)"
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    closed = "[...document.querySelectorAll('details table')].filter(t => !t.checkVisibility()).length"
    assert page.query_selector("details table")
    assert page.evaluate(closed) == 0
    assert not page.is_visible("nav.contents")


@pytest.mark.parametrize(("width", "shown"), [(320, "narrow"), (1200, "wide")])
def test_text_in_pictures_is_large_enough_to_read(edition, visit, width, shown):
    page = visit(reports(edition) / PAGES[0], width=width)
    sizes = page.evaluate(
        """() => [...document.querySelectorAll('figure svg')].filter(s => s.checkVisibility()).flatMap(s =>
          [...s.querySelectorAll('text')].map(t => parseFloat(getComputedStyle(t).fontSize)
            * s.getBoundingClientRect().width / s.viewBox.baseVal.width))"""
    )
    assert sizes
    assert min(sizes) >= 10.5
    assert page.is_visible(f"figure .{shown}")


@pytest.mark.parametrize("name", PAGES)
def test_landmarks_headings_and_titles(edition, name):
    soup = BeautifulSoup((reports(edition) / name).read_text(encoding="utf-8"), "html.parser")
    assert soup.html["lang"] == "sv"
    assert soup.title.get_text().strip()
    assert [len(soup(tag)) for tag in ("header", "main")] == [1, 1]
    assert soup.select_one("header > .skip")  # axe lets a skip link stand outside of all landmarks
    levels = [int(h.name[1]) for h in soup(re.compile("^h[1-6]$"))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    for table in soup("table"):
        assert table.caption.get_text().strip()
        assert all(cell["scope"] == "col" for cell in table.thead("th"))
        assert all(line.find(["th", "td"]).name == "th" for line in table("tr"))
    for svg in soup("svg"):
        assert svg.title.get_text().strip()
        assert len(svg.desc.get_text().strip()) > 40
