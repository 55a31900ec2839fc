"""What a reader meets, as text: headings, tables, pictures and links of both formats, kept so that a change is seen.

A page that looks different but says and structures the same passes; a heading, a row, a description or a link that is
another does not. The actual outline is written beside the kept one; where it is right, it takes the other's place.
"""

import re
from difflib import unified_diff
from pathlib import Path

import pytest
import tagtree
from bs4 import BeautifulSoup

GOLDEN = Path(__file__).parent / "golden"
DOCUMENTS = ("huddinge-2021/beslutsrapport", "huddinge-2021/avstamning", "huddinge-2021/utblick")
pytestmark = pytest.mark.parametrize("edition", ["tkr"], indirect=True)


def said(element) -> str:
    return re.sub(r"[ \n\t]+", " ", element.get_text()).strip()


def outline_of_html(text: str) -> list[str]:
    """Headings, tables with their rows, pictures with their descriptions, details and links, in reading order."""
    lines = []
    for element in BeautifulSoup(text, "html.parser").body.find_all(True):
        match element.name:
            case "header" | "nav" | "main" | "footer":
                lines.append(f"<{element.name}>")
            case "h1" | "h2" | "h3" | "summary":
                lines.append(f"{element.name} {said(element)}")
            case "table":
                lines.append(f"table {said(element.caption)}")
            case "tr":
                lines.append("  | " + " | ".join(said(cell) for cell in element(["th", "td"])))
            case "figcaption":
                lines.append(f"figure {said(element.strong)} – {said(element.span)}")
            case "svg":
                lines.append(f"  picture: {said(element.desc)}")
            case "dt":
                lines.append(f"term {said(element)}: {said(element.find_next_sibling('dd'))}")
            case "a":
                lines.append(f"  link {element.get('aria-label') or said(element)} → {element['href']}")
    return lines


def outline_of_pdf(path: Path) -> list[str]:
    """The document as it is read aloud, without running text in paragraphs."""
    return [line for line in tagtree.reading(tagtree.Document(path)) if not line.startswith("P ")]


def settled(lines: list[str]) -> str:
    """Versions and checksums change without the reader's document being another; sizes of files as well."""
    text = "\n".join(lines) + "\n"
    text = re.sub(r"\b[0-9a-f]{64}\b", "(kontrollsumma)", text)
    text = re.sub(r"\b([a-z]+) \d+\.\d+\.\d+", r"\1 (version)", text)
    return re.sub(r"\d[\d\u00a0]*[ \u00a0]kB", "(storlek)", text)


def check(name: str, lines: list[str]) -> None:
    kept, actual = GOLDEN / f"{name}.txt", GOLDEN / f"{name}.actual.txt"
    text = settled(lines)
    if kept.is_file() and kept.read_text(encoding="utf-8") == text:
        actual.unlink(missing_ok=True)
        return
    actual.write_text(text, encoding="utf-8", newline="\n")
    before = kept.read_text(encoding="utf-8") if kept.is_file() else ""
    changes = "\n".join(unified_diff(before.splitlines(), text.splitlines(), "kept", "actual", lineterm="", n=1))
    pytest.fail(f"The reader's document has changed:\n{changes}\nWhere that is right: mv {actual.name} {kept.name}")


def test_what_a_screen_reader_says_of_the_first_page_is_as_kept(edition):
    check("beslutsrapport-sida-1", tagtree.spoken(tagtree.Document(edition[1] / "beslutsrapport.pdf"), 1))


@pytest.mark.parametrize("name", [*DOCUMENTS, "index"])
def test_the_page_reads_as_kept(edition, name):
    text = (edition[1].parent / f"{name}.html").read_text(encoding="utf-8")
    check(name.replace("huddinge-2021/", "") + ".html", outline_of_html(text))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_pdf_reads_as_kept(edition, name):
    check(name.replace("huddinge-2021/", "") + ".pdf", outline_of_pdf(edition[1].parent / f"{name}.pdf"))


def test_the_page_of_a_comparison_reads_as_kept(edition, staged):
    check("jamforelse.html", outline_of_html((staged / "jamforelse.html").read_text(encoding="utf-8")))


def test_the_pdf_of_a_comparison_reads_as_kept(edition, staged):
    check("jamforelse.pdf", outline_of_pdf(staged / "jamforelse.pdf"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<h2 id="vad-galler-beslutet">', '<h3 id="vad-galler-beslutet">'),
        ("Grundskolenämnden", "Skolnämnden"),
        ("Liggande staplar", "Staplar"),
        ('href="avstamning.html#S06"', 'href="avstamning.html#S07"'),
        ('<th scope="row">Summa</th>', '<th scope="row">Totalt</th>'),
    ],
)
def test_a_change_for_the_reader_is_seen(edition, old, new):
    text = (edition[1] / "beslutsrapport.html").read_text(encoding="utf-8")
    assert old in text
    assert outline_of_html(text.replace(old, new, 1)) != outline_of_html(text)


def test_a_change_of_looks_alone_is_not(edition):
    text = (edition[1] / "beslutsrapport.html").read_text(encoding="utf-8")
    changed = text.replace("font-weight:700", "font-weight:600").replace("margin:", "padding:")
    assert changed != text
    assert outline_of_html(changed) == outline_of_html(text)


def test_versions_and_checksums_are_left_out(edition):
    assert settled(["a" * 64, "pandas 1.2.3", "12 kB"]) == settled(["b" * 64, "pandas 3.2.1", "1\u00a0234 kB"])
