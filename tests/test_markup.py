"""A block as a notebook shows it."""

import pytest

from fordelning.base.money import Money
from fordelning.report.document import AmountRun, Column, Run, Table, row
from fordelning.report.markup import environment, html, plain
from fordelning.report.phrases import is_abbreviation

WAY = Run("", "back", "#S01")
COLUMNS = (Column("Nr"), Column("Visas"), Column("Belopp"))


def table(*rows) -> dict:
    return Table("tabell-prov", "Prov", COLUMNS, rows).data()


@pytest.mark.parametrize("written", [html, plain])
def test_a_column_of_ways_back_alone_is_not_shown(written):
    found = written(table(row("S01", WAY, "5"), row("Pott", style="group"), row("S02", WAY, "7")))
    assert "Visas" not in found
    assert all(seen in found for seen in ("S01", "5", "Nr", "Belopp"))
    assert written is plain or all(seen in found for seen in ("Pott", "S02", "7"))


@pytest.mark.parametrize("written", [html, plain])
@pytest.mark.parametrize("cell", ["", "text"])
def test_any_other_is_also_a_blank_one(written, cell):
    assert "Visas" in written(table(row("S01", WAY, "5"), row("S02", cell, "7")))


def test_the_row_of_a_group_is_as_wide_as_what_is_shown():
    assert 'colspan="2"' in html(table(row("Pott", style="group"), row("S01", WAY, "5")))


def test_the_amounts_of_a_column_have_equally_many_decimals():
    money = Money("mnkr")
    lines = [
        row("A", AmountRun(money, 12_500_000), (AmountRun(money, 4_000_000, "sum", "#S01"), Run("h", "mark"))),
        row("B", AmountRun(money, 10_000_000, sign="+"), "–"),
        row("C", (AmountRun(money, 4_000_000), " eller ", AmountRun(money, 250_000)), AmountRun(money, 0)),
    ]
    made = Table("tabell-prov", "Prov", COLUMNS, tuple(lines))
    told = [["".join(run.text for run in cell) for cell in line.cells] for line in made.rows]
    assert told == [["A", "12,50", "4h"], ["B", "+10,00", "–"], ["C", "4,00 eller 0,25", "0"]]
    # A document has plain runs, and what is alone has no more decimals than it needs.
    assert {type(run) for line in made.rows for cell in line.cells for run in cell} == {Run}
    assert made.rows[0].cells[2][0] == Run("4", "sum", "#S01")
    assert AmountRun(money, 4_000_000).text == "4"


def test_an_abbreviation_over_a_column_is_explained_at_the_table():
    columns = (Column("Åtgärd"), Column("GSN", "right", means="Grundskolenämnden"), Column("Summa", "right"))
    table = Table("tabell-prov", "Prov", columns, (row("Läxläsning", "750", "750"),))
    told = str(environment().get_template("blocks.html.j2").make_module().block(table.data()))
    assert '<abbr title="Grundskolenämnden">GSN</abbr>' in told
    assert ">GSN: Grundskolenämnden</p>" in told
    assert told.count("<abbr") == 1


@pytest.mark.parametrize(
    ("short", "name", "abbreviated"),
    [
        ("GSN", "Grundskolenämnden", True),
        ("Samhbyggn", "Samhällsbyggnadsnämnden", True),
        ("Vård- och oms", "Vård- och omsorgsnämnden", True),
        ("Pott 2, bostadssocialt", "Pott 2, bostadssociala ändamål", False),
        ("Projekt", "Projektbidrag", False),
        ("Socialnämnden", "Socialnämnden", False),
        ("Skola", "Nämnden för skola och kultur", False),
    ],
)
def test_what_is_an_abbreviation(short, name, abbreviated):
    assert is_abbreviation(short, name) is abbreviated
