"""Of tables made by chance no row is wrong in silence in any form, and all are found where the form tells the cells."""

from collections import Counter

import pytest
from made_tables import BY_CELLS, FLAT, HEADS, table_decision

from fordelning.intake.proposal.draft import propose
from fordelning.source.reading.document import read

SEEDS = range(8)


def silent(tmp_path, name, text):
    """The rows that are proposed without a question."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    proposal = propose(read(tmp_path / name))
    return Counter(
        (proposal.boards.get(row.board, row.board), row.kronor) for row in proposal.rows if not row.questions
    )


@pytest.mark.parametrize("kind", HEADS)
@pytest.mark.parametrize("form", ["page", *BY_CELLS])
def test_every_row_is_found_where_the_cells_are_told(tmp_path, kind, form):
    for seed in SEEDS:
        made = table_decision(seed, kind)
        if form == "page":
            assert silent(tmp_path, "beslut.html", made.page) == made.rows
        else:
            assert silent(tmp_path, "beslut.txt", made.text(form)) == made.rows


@pytest.mark.parametrize("kind", HEADS)
@pytest.mark.parametrize("form", FLAT)
def test_no_row_is_wrong_in_silence_where_they_are_not(tmp_path, kind, form):
    for seed in SEEDS:
        made = table_decision(seed, kind)
        assert not silent(tmp_path, "beslut.txt", made.text(form)) - made.rows
