"""A decision document is read into blocks with their places; what cannot be read is refused with what to do."""

import time

import pytest

from fordelning.intake.reading.block import BlockKind, DocumentError
from fordelning.intake.reading.document import LARGEST, read
from fordelning.intake.reading.healing import heal

DECISION = """# Medel för lek 2031

Nämnden beslutar:

1. Parknämnden tillförs 1
500 tkr.
2. Skolnämnden tillförs **500** tkr[^1].
   a) varav 200 tkr till böcker

## Bakgrund

- Gungor 300 tkr
  - Sand 100 tkr

| Nämnd | Belopp |
|---|---:|
| Parknämnden | 1 500 |

Nämnd\t2031\t2032
Parknämnden\t100\t200

Ekonomi
Parknämnden har tagit emot en begäran om medel från förvaltningen och yttrar sig
härmed över den.

Sida 1 av 2

[^1]: Avser helår.
"""
BLOCKS = [
    ("heading", 1, "", "Medel för lek 2031", 1),
    ("paragraph", 0, "", "Nämnden beslutar:", 3),
    ("point", 1, "1.", "Parknämnden tillförs 1 500 tkr.", 5),
    ("point", 1, "2.", "Skolnämnden tillförs 500 tkr¹.", 7),
    ("point", 2, "a)", "varav 200 tkr till böcker", 8),
    ("heading", 2, "", "Bakgrund", 10),
    ("item", 1, "", "Gungor 300 tkr", 12),
    ("item", 2, "", "Sand 100 tkr", 13),
    ("heading", 1, "", "Ekonomi", 22),
    (
        *("paragraph", 0, ""),
        "Parknämnden har tagit emot en begäran om medel från förvaltningen och yttrar sig\nhärmed över den.",
        23,
    ),
    ("aside", 0, "", "Sida 1 av 2", 26),
    ("footnote", 0, "1", "Avser helår.", 28),
]
CELLS = [
    *[(0, 0, 0, "Nämnd"), (0, 0, 1, "Belopp"), (0, 1, 0, "Parknämnden"), (0, 1, 1, "1 500")],
    *[(1, 0, 0, "Nämnd"), (1, 0, 1, "2031"), (1, 0, 2, "2032")],
    *[(1, 1, 0, "Parknämnden"), (1, 1, 1, "100"), (1, 1, 2, "200")],
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_text_is_read_into_its_blocks(tmp_path, encoding, end):
    (tmp_path / "beslut.md").write_bytes(DECISION.replace("\n", end).encode(encoding))
    blocks = read(tmp_path / "beslut.md").blocks
    prose = [one for one in blocks if one.kind is not BlockKind.CELL]
    assert [(one.kind.value, one.level, one.number, one.text, one.line) for one in prose] == BLOCKS
    assert [(one.table, one.row, one.column, one.text) for one in blocks if one.kind is BlockKind.CELL] == CELLS


@pytest.mark.parametrize(
    ("written", "whole"),
    [
        ("får 1\n500 tkr till lek", "får 1 500 tkr\ntill lek"),
        ("får 500\ntkr till lek", "får 500 tkr\ntill lek"),
        ("får tio\nmiljoner till lek", "får tio miljoner\ntill lek"),
        ("utbildnings-\nnämnden får", "utbildningsnämnden\nfår"),
        ("ut\u00ad\nbildning och lek\u00adplats", "utbildning\noch lekplats"),
        ("kultur-\noch fritidsnämnden", "kultur-\noch fritidsnämnden"),
        ("enligt punkt 1\n500 tkr till lek", "enligt punkt 1\n500 tkr till lek"),
        ("12\n500\n300 tkr", "12\n500\n300 tkr"),
    ],
)
def test_a_line_break_within_an_amount_or_a_word_stands_after_it(written, whole):
    assert heal(written) == whole


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "det är tomt"),
        (b"\0\1\2", "det är ingen text"),
        (b"%PDF-1.7\n", "det är en PDF; gör text"),
        (b"PK\x03\x04", "spara en kopia som oformaterad text"),
        (b"<!DOCTYPE html><p>1 tkr", "det är en webbsida"),
        (b"a\n" * 60_000, "dela upp det"),
        (b"a" * (LARGEST + 1), "större än 50 MB"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(tmp_path, content, told):
    (tmp_path / "beslut.txt").write_bytes(content)
    with pytest.raises(DocumentError, match=told):
        read(tmp_path / "beslut.txt")
    assert [one.name for one in tmp_path.iterdir()] == ["beslut.txt"]


def test_a_missing_document_is_told(tmp_path):
    with pytest.raises(DocumentError, match="»inget.txt» kan inte läsas: det finns inte"):
        read(tmp_path / "inget.txt")


@pytest.mark.parametrize("part", ["*", "_a", "[", "1. ", "\t", "<sup>", "\u00ad\n", "- ", "1\n"])
def test_no_text_takes_long(tmp_path, part):
    (tmp_path / "beslut.txt").write_text(part * (20_000 // len(part)), encoding="utf-8")
    begun = time.process_time()
    read(tmp_path / "beslut.txt")
    assert time.process_time() - begun < 2
