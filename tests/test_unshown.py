"""What a cell makes for the document and does not show is told, with its line, and nothing else is."""

import nbformat
import pytest

from fordelning.publish.render.content import ContentError, content
from fordelning.publish.render.unshown import unshown

LOST = {
    "show(frame, 'Kronor');": 1,
    "show(frame, 'Åtgärder') ;  # tabellen": 1,
    "show(one, 'Ett')\nshow(two, 'Två')": 1,
    "for year in years:\n    show(by[year], f'År {year}')": 2,
    "if True:\n    figure(picture, 'Rubrik', alt='Staplar')": 2,
    "%matplotlib inline\nfigure(picture, 'Rubrik', alt='Staplar')\npicture": 2,
    "def made():\n    show(frame, 'Kronor')\nmade()": 2,
}
SHOWN = [
    "show(frame, 'Kronor')",
    "show(frame, 'Kronor')  # med ; i kommentaren",
    "show(frame, 'Kronor; tkr')",
    "show(frame, 'Åtgärder')  # tabellen;",
    "for year in years:\n    display(show(by[year], f'År {year}'))",
    "table = show(frame, 'Kronor')\ntable",
    "charts.bars(frame, ax=ax)\nfigure(ax, 'Rubrik', alt='Staplar')",
    "%%time\nshow(frame, 'Kronor')",
    "def made():\n    return show(frame, 'Kronor')\nmade()",
    "show(frame, 'Kronor'",
    "",
]


@pytest.mark.parametrize(("source", "line"), LOST.items())
def test_a_block_that_comes_nowhere_is_told_with_its_line(source, line):
    [fault] = unshown(source)
    assert f"() på rad {line} visas inte" in fault and "display(" in fault


@pytest.mark.parametrize("source", SHOWN)
def test_what_is_shown_is_no_fault(source):
    assert list(unshown(source)) == []


def test_a_document_is_not_made_without_what_its_cells_make():
    cell = nbformat.v4.new_code_cell("show(frame, 'Kronor');", execution_count=1)
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Egen analys"), cell])
    with pytest.raises(ContentError, match=r"Cell 2: show\(\) på rad 1 visas inte"):
        content(made)
    cell.metadata["tags"] = ["analys"]
    with pytest.raises(ContentError, match="framsida"):
        content(made)
