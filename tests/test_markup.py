"""A block as a notebook shows it."""

import pytest

from fordelning.report.document import Column, Run, Table, row
from fordelning.report.markup import html, plain

WAY = Run("", "back", "#S01")
COLUMNS = (Column("Nr"), Column("Visas"), Column("Belopp"))


def table(*rows) -> dict:
    return Table("tabell-prov", "Prov", COLUMNS, rows).data()


@pytest.mark.parametrize("written", [html, plain])
def test_a_column_of_ways_back_alone_is_not_shown(written):
    found = written(table(row("Pott", style="group"), row("S01", WAY, "5"), row("S02", WAY, "7")))
    assert "Visas" not in found
    assert all(seen in found for seen in ("Pott", "S01", "5", "S02", "7", "Nr", "Belopp"))


@pytest.mark.parametrize("written", [html, plain])
@pytest.mark.parametrize("cell", ["", "text"])
def test_any_other_is_also_a_blank_one(written, cell):
    assert "Visas" in written(table(row("S01", WAY, "5"), row("S02", cell, "7")))


def test_the_row_of_a_group_is_as_wide_as_what_is_shown():
    assert 'colspan="2"' in html(table(row("Pott", style="group"), row("S01", WAY, "5")))
