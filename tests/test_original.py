"""A document is traced as its text is, whatever its form: what nobody has read in it is a gap, at its line or page."""

from dataclasses import replace
from types import SimpleNamespace

import decision_forms
import pytest
import writings
from decision_forms import OFFICE, PRINTS
from test_proposal import DECISIONS

from fordelning.case.draft import case_of
from fordelning.case.record import Place
from fordelning.intake.omission import with_omissions
from fordelning.intake.proposal import case_draft
from fordelning.intake.proposal.draft import propose
from fordelning.report import anchors
from fordelning.source.reading.block import BlockKind, TextBlock, Writing
from fordelning.source.reading.document import read
from fordelning.source.text import Original
from fordelning.source.trace import trace

SAMPLE = ("bidrag", "lokaler", "matris", "omforing", "tecken")  # prose, tables, signs


def drafted(path):
    """The draft of a document with what it leaves out, and the document as it is traced."""
    writing, original = read(path), Original.read(str(path))
    proposal = propose(writing)
    return with_omissions(case_draft.make(writing, proposal, {}), None, writing, proposal, original), original


def missed(draft, original):
    """What the trace of a draft misses, as it is written, and how it is found."""
    return [(gap.text, gap.where) for gap in trace([case_of(draft)], original).gaps]


@pytest.fixture(scope="module")
def forms(tmp_path_factory):
    """The path of each decision in each form, by name and form."""
    folder, paths = tmp_path_factory.mktemp("former"), {}
    for name in SAMPLE:
        structure = decision_forms.structure(read(DECISIONS / f"{name}.txt"))
        for end, write in OFFICE.items():
            paths[name, end] = folder / f"{name}.{end}"
            written = write(structure)
            paths[name, end].write_bytes(written if isinstance(written, bytes) else written.encode())
        for print_ in PRINTS:
            source = folder / f"{print_}-{name}.typ"
            source.write_text(decision_forms.printed(structure, print_), encoding="utf-8")
            paths[name, print_] = source.with_suffix(".pdf")
    writings.portable(path.with_suffix(".typ") for path in paths.values() if path.suffix == ".pdf")
    return paths


@pytest.mark.parametrize("form", [*OFFICE, *PRINTS])
@pytest.mark.parametrize("name", SAMPLE)
def test_a_document_in_any_form_has_the_gaps_of_its_text(forms, name, form):
    own = {found for found, _ in missed(*drafted(DECISIONS / f"{name}.txt"))}
    found = missed(*drafted(forms[name, form]))
    assert {text for text, _ in found} <= own
    assert all(("sida" in where) == (form in PRINTS) for _, where in found)


@pytest.mark.parametrize("form", [*OFFICE, *PRINTS])
@pytest.mark.parametrize("name", SAMPLE)
def test_an_amount_that_is_read_wrongly_is_a_gap_in_any_form(forms, name, form):
    draft, original = drafted(forms[name, form])
    first, *rest = draft.rows["allocations"]
    wrong = replace(draft, rows={**draft.rows, "allocations": [{**first, "amount": "77", "unit": "kr"}, *rest]})
    more = {one.text: one.matter for one in trace([case_of(wrong)], original).gaps}
    assert original.unit in more["77 kr"]
    assert len(more) > len({text for text, _ in missed(draft, original)})


def pages(*texts):
    """A document with those texts, one on each page; a tuple of cells is a row of a table."""
    blocks = []
    for n, text in enumerate(texts, 1):
        cells = text if isinstance(text, tuple) else ()
        blocks += [
            TextBlock(BlockKind.CELL, cell, page=n, table=n, row=0, column=k) for k, cell in enumerate(cells)
        ] or [TextBlock(BlockKind.PARAGRAPH, text, page=n)]
    return Original.of(Writing("beslut.pdf", "0" * 64, tuple(blocks), pages=len(texts)))


def test_a_document_with_pages_is_found_by_them():
    original = pages("Parknämnden får 400\nkr", ("Lek", "700 tkr"), "Slut")
    assert original.lines == ("Parknämnden får 400 kr", "Lek\t700 tkr", "Slut")
    assert (original.where([1]), original.where([2, 3]), original.last) == ("sida 1", "sida 2, 3", 3)
    assert original.ranges(None, "2-9") == [range(2, 4)]
    assert original.ranges("1", None) == []


def test_a_passage_that_goes_on_over_pages_is_on_each():
    block = TextBlock(BlockKind.PARAGRAPH, "ett\ntvå\ntre", page=4, turns=(2,))
    original = Original.of(Writing("beslut.pdf", "0" * 64, (block,), pages=5))
    assert (original.lines, original.numbers([1, 2])) == (("ett två", "tre"), [4, 5])


def test_a_row_of_a_table_is_found_by_each_line_of_its_cells():
    cells = (
        TextBlock(BlockKind.CELL, "Parknämnden\noch andra", line=7, table=0, row=0, column=0),
        TextBlock(BlockKind.CELL, "700", line=7, table=0, row=0, column=2),
    )
    original = Original.of(Writing("beslut.docx", "0" * 64, cells))
    assert original.lines == ("Parknämnden och andra\t\t700",)
    assert [original.ranges(line, None) for line in ("7", "8", "9")] == [[range(1, 2)], [range(1, 2)], []]
    assert (original.where([1]), original.has_pages) == ("rad 7", False)


@pytest.mark.parametrize(
    ("name", "lines", "pages", "said"),
    [
        ("Rad 5 i tabellen", "5", None, ""),
        ("Rad 4, 17, 47", "4,17,47", None, ""),
        ("Sida 1, 2", None, "1,2", ""),
        ("Sida 1", None, "1,2", ", s. 1 och 2"),
        ("Fotnot 1", "1", "1", ", s. 1, rad 1"),
        ("Beslutspunkt 2", "18-20", None, ", rad 18–20"),
    ],
)
def test_a_place_that_says_where_it_is_does_not_say_it_twice(name, lines, pages, said):
    case = SimpleNamespace(places={"p": Place("p", name, lines, pages)}, place_name=lambda key: name)
    assert anchors.locators(case, "p").replace("\u00a0", " ") == said
