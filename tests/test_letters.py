"""Letters of the languages that names in a decision are in: set in both formats and in pictures, or refused by cell."""

import re
import unicodedata

import pytest
import tagtree
import uharfbuzz as hb
from bs4 import BeautifulSoup
from conftest import ROOT, command
from test_shapes import CHECKS

from fordelning.base import profile
from fordelning.publish.render.html import page
from fordelning.report import face
from fordelning.report.charts import lettering

ALPHABETS = {
    "nordsamiska": "aábcčdđefghijklmnŋoprsštŧuvzž",
    "lulesamiska": "aábdefghijklmnŋńoprstuvåäö",
    "sydsamiska": "abdefghijïklmnoprstuvyæøåäö",
    "umesamiska": "aábdđeéfghiïjkllmnŋoprsttŧuüvyåäö",
    "pitesamiska": "aábdđefghijklmnŋoprsttŧuvåäö",
    "meänkieli": "abcdefghijklmnoprsštuvyzžåäö",
    "romani": "abcčćdđefghijklmnoprsštuvwxyzžáéíóúřłśź",
    "jiddisch": "abcdefghiklmnoprstuvxyzḥ",
    "grekiska": "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώ",
    "ryska": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "ukrainska": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
}
TABLE = (
    "Nämnd;Tkr\nBoazodoallolávdegoddi ŋŦŧĐ;10\nGïelesne nämnden;8\nЯвка och Αθήνα;7\nRomengo čhavořengo;5\nSumma;30\n"
)


def glyphs(path, text: str, weight: int = 0) -> list[int]:
    """The glyphs that a font sets `text` with; 0 is the one for what is missing."""
    font, buffer = hb.Font(hb.Face(hb.Blob.from_file_path(str(path)))), hb.Buffer()
    if weight:
        font.set_variations({"wght": weight})
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(font, buffer)
    return [info.codepoint for info in buffer.glyph_infos]


@pytest.mark.parametrize("language", ALPHABETS)
def test_every_letter_has_a_form_in_every_style(language):
    text = ALPHABETS[language]
    text += text.upper()
    assert profile.undrawable(text) == ""
    further = profile.further(text)
    for style, path in profile.fonts().items():
        file, weight = profile.further_fonts()[style]
        for letter in text:
            chosen = (file, weight) if ord(letter) in further else (path, 0)
            assert 0 not in glyphs(chosen[0], letter, chosen[1]), (style, letter)
    assert lettering.text_width(text, bold=True) > lettering.text_width(text) > lettering.text_width(text[:-1]) > 0


@pytest.mark.parametrize("lost", "中עعก한あ🙂")
def test_what_no_font_has_is_named(lost):
    assert profile.undrawable(f"å{lost}ŋ{lost}") == lost
    assert profile.letters(lost) == frozenset()


def test_the_cases_of_the_project_need_no_further_font():
    """So their pages and PDFs are as before."""
    for path in ROOT.glob("data/*/*.csv"):
        assert profile.further(path.read_text(encoding="utf-8")) == frozenset(), path


def test_a_font_of_a_few_letters_has_them_in_its_own_weight():
    widths = {}
    for style, (_, weight) in profile.further_fonts().items():
        made = hb.Face(hb.Blob(face.further(style, frozenset(map(ord, "ŋЯ")))))
        assert {ord("ŋ"), ord("Я")} <= set(made.unicodes) and ord("a") not in made.unicodes
        assert made.axis_infos == [], "a browser and Typst would set it in its lightest weight"
        font = hb.Font(made)
        widths[style] = font.get_glyph_h_advance(font.get_nominal_glyph(ord("Я")))
        assert weight in (400, 600, 700)
    assert widths["regular"] < widths["semibold"] < widths["bold"]


def test_a_page_carries_the_letters_that_it_has_and_no_others():
    def ranges(text: str) -> set[str]:
        shown = page("batch.html.j2", counts=text, editions=[])
        return set(re.findall(r"unicode-range:([^}]*)}", shown))

    assert ranges("Åsa Öberg") == set()
    assert ranges("Boazodoallolávdegoddi ŋ ŧ") == {"U+14B,U+167"}


@pytest.mark.slow
def test_an_edition_with_such_names_is_as_sound_as_others(tmp_path):
    (tmp_path / "namn.csv").write_text(TABLE, encoding="utf-8")
    data = ("--data", tmp_path / "data")
    done = command("import", tmp_path / "namn.csv", "--case", "namn", "--pot", "Ram", "--year", "2025", *data)
    assert done.returncode == 0, done.stderr
    done = command("report", tmp_path / "data" / "namn", "--reports", tmp_path / "reports")
    assert done.returncode == 0, done.stderr
    folder, wanted = tmp_path / "reports" / "namn", "Boazodoallolávdegoddi ŋŦŧĐ"
    for name in ("beslutsrapport", "avstamning"):
        document = tagtree.Document(folder / f"{name}.pdf")
        assert [fault for check in CHECKS for fault in check(document)] == []
        assert tagtree.faults_of_fonts(document) == []
        html = (folder / f"{name}.html").read_text(encoding="utf-8")
        assert wanted in BeautifulSoup(html, "html.parser").get_text() and "unicode-range:" in html
        assert any(wanted in unicodedata.normalize("NFC", line) for line in tagtree.reading(document))


@pytest.mark.parametrize(
    ("names", "places"),
    [
        (["Parknämnden", "Nämnden 中文"], ["A3"]),
        (["Nämnden 中", "Nämnden עב", "Parknämnden"], ["A2", "A3"]),
        (["中文", "Skolnämnden", "문화"], ["A2", "A4"]),
    ],
)
def test_what_cannot_be_set_is_refused_with_its_cell_each_name_once(names, places, tmp_path):
    rows = [f"{name};{n}" for n, name in enumerate(names, 1)]
    path = tmp_path / "tabell.csv"
    path.write_text("\n".join(["Nämnd;Tkr", *rows, f"Summa;{sum(range(1, len(names) + 1))}", ""]), encoding="utf-8")
    done = command("import", path, "--case", "x", "--pot", "Ram", "--year", "2025", "--data", tmp_path / "data")
    assert done.returncode == 2, done.stderr
    assert re.findall(r"cell ([A-Z]+[0-9]+):", done.stderr) == places
    assert "typsnitt saknar" in done.stderr and "boards.csv" not in done.stderr
    assert not (tmp_path / "data" / "x").exists()
