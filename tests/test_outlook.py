"""The outlook: what is stated, what follows, what is assumed, and what is not known."""

import re
from dataclasses import replace
from fractions import Fraction

import pytest
from conftest import ROOT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_charts import faults_of

from fordelning.case.case import load
from fordelning.report import charts, narrative, outlook, tables
from fordelning.report.document import Figure
from fordelning.report.outlook import Outlook
from fordelning.report.parameters import EditionParameters, OutlookParameters, ParameterError
from fordelning.report.report import Report
from fordelning.report.years import years

FIRST, SECOND = "mal-och-budget", "medelsreserven"
OTHER = {"pot": FIRST, "measure": "trygghetsvardar", "board": "ks", "basis": "stated", "place": "vardar"}


@pytest.fixture(autouse=True)
def here(monkeypatch):
    monkeypatch.chdir(ROOT)


@pytest.fixture(scope="module")
def report(seed):
    return Report.of(OutlookParameters(), seed)


def look(case, **given) -> Outlook:
    return Outlook.of(Report.of(OutlookParameters.check(given), case))


def known(view, year, pot):
    [found] = [y for y in view.years if y.year == year]
    part = found.known(pot)
    return part and part.kronor


def board(view, year, key):
    return view.board(next(y for y in view.years if y.year == year), key)


def said(block) -> str:
    return "".join(run.text for run in block.runs)


def cells(table) -> list[list[str]]:
    return [["".join(run.text for run in cell) for cell in row.cells] for row in table.rows]


# As the document states


def test_what_the_document_states_and_what_it_would_take(seed):
    view = look(seed)
    assert [year.year for year in view.years] == [2021, 2022, 2023]
    assert (known(view, 2022, FIRST), known(view, 2022, SECOND)) == (2_000_000, None)
    assert (known(view, 2023, FIRST), known(view, 2023, SECOND)) == (None, None)
    first, second = view.needs
    assert (first.needed, first.difference, first.stated.statement) == (8_000_000, 2_000_000, "S20")
    assert (second.needed, second.difference) == (None, None)
    assert "måste pott\u00a02, bostadssocialt, bli 8\u00a0000\u00a0tkr, 2\u00a0000\u00a0tkr mer" in said(
        outlook.narrative.outcome(view)
    )


def test_no_board_can_be_said_where_a_pot_is_not_known(seed):
    view = look(seed)
    assert all(view.board(year, key) is None for year in view.coming for key in seed.boards)
    table = outlook.tables.boards(view)
    assert all(line[2:] == [tables.MISSING] * 2 for line in cells(table))


def test_a_pot_that_is_gone_leaves_its_board_with_nothing_without_being_told_how_it_is_split(copy):
    """The document halves pot 1; were it to end, what it gave its board would be nil and nothing else."""
    copy.change("statements.csv", {"statement": "S36"}, value="0")
    copy.change("allocations.csv", {"measure": "tryggare-utemiljoer", "pot": SECOND}, board="kfn")
    copy.change("statements.csv", {"statement": "S31"}, value="90")  # the split is no longer stated
    view = look(load(copy.folder))
    assert board(view, 2022, "ks") == 0
    assert board(view, 2022, "kfn") is None
    copy.change("statements.csv", {"statement": "S36"}, value="50")
    assert board(look(load(copy.folder)), 2022, "ks") is None


def test_a_board_without_money_before_is_not_said_to_get_nothing(copy):
    copy.append("boards.csv", board="ny", name="Nya nämnden", short_name="NN")
    copy.append("allocations.csv", year="2020", amount="5", unit="tkr", **OTHER | {"board": "ny"})
    case = load(copy.folder)
    assert board(look(case), 2022, "ny") is None
    assert board(look(case, scenario="oforandrat"), 2022, "ny") == 0


# Scenarios


def test_unchanged_pots_give_what_is_said(seed):
    view = look(seed, scenario="oforandrat")
    assert [need.difference for need in view.needs] == [0, 0]
    for key in seed.boards:
        assert board(view, 2022, key) == board(view, 2023, key) == seed.total(board=key)


def test_the_share_that_the_document_states_stays_for_the_years_after(seed):
    view = look(seed, scenario="andel")
    assert [known(view, year, FIRST) for year in (2022, 2023)] == [2_000_000, 2_000_000]
    assert [need.needed for need in view.needs] == [8_000_000, 8_000_000]
    assert board(view, 2022, "ks") == 2_715_000  # pot 1 is said to go to it whole
    assert board(view, 2022, "sn") == seed.total(board="sn")


def test_a_split_that_does_not_hold_is_not_used(copy):
    copy.change("statements.csv", {"statement": "S31"}, value="90")
    view = look(load(copy.folder), scenario="andel")
    assert board(view, 2022, "ks") is None
    assert board(view, 2022, "sn") == 2_675_000


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(share=st.integers(0, 10_000).map(lambda hundredths: f"{hundredths // 100},{hundredths % 100:02d}"))
def test_what_stays_and_what_it_takes_make_what_is_said(report, share):
    view = Outlook.of(replace(report, parameters=OutlookParameters.check({"scenario": "andel", "share": share})))
    for need in view.needs:
        assert need.kept + need.needed == need.stated.kronor == 10_000_000
        assert need.kept == Fraction(share.replace(",", ".")) / 100 * 4_000_000
        boards = [view.board(year, key) for year in view.coming for key in view.report.case.boards]
        assert sum(boards) == 2 * (need.kept + 6_000_000)


def test_years_are_those_asked_for(seed):
    view = look(seed, years="2019-2024", scenario="oforandrat")
    assert [year.year for year in view.years] == list(range(2019, 2025))
    assert known(view, 2020, FIRST) is None  # nothing is assumed of what was
    assert known(view, 2024, FIRST) == 4_000_000


def test_a_share_of_nothing_earmarked_is_refused(copy):
    copy.drop("statements.csv", statement="S36").drop("acknowledgements.csv", statement="S36")
    copy.change("statements.csv", {"statement": "S20"}, against="", missing="delningen")
    case = load(copy.folder)
    with pytest.raises(ParameterError, match="ingen"):
        look(case, scenario="andel")
    assert look(case).needs == []


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"scnario": "andel"}, "menade du scenario?"),
        ({"scenario": "oförändrat"}, "menade du oforandrat?"),
        ({"scenario": "Andel"}, "menade du andel?"),
        ({"scenario": "hälften"}, "välj dokumentet, oforandrat, andel"),
        ({"years": "2021 till 2023"}, "inte år"),
        ({"years": "2023-2021"}, "slutar före"),
        ({"years": "2021-2099"}, "fler år"),
        ({"years": "٢٠٢١"}, "inte år"),
        ({"scenario": "andel", "share": "101"}, "inte procent"),
        ({"scenario": "andel", "share": "-5"}, "inte procent"),
        ({"scenario": "andel", "share": "33,333"}, "inte procent"),
        ({"share": "50"}, "bara i scenariot andel"),
        ({"scenario": 5}, "väntade text"),
        ({"other": "huddinge-2021"}, "okänd parameter"),
    ],
)
def test_a_wrong_parameter_is_told(given, says):
    with pytest.raises(ParameterError, match=re.escape(says)):
        OutlookParameters.check(given)


def test_all_faults_at_once():
    with pytest.raises(ParameterError) as caught:
        EditionParameters.check({"years": "x", "scenario": "x", "share": "x", "other": "finns-inte", "unit": "x"})
    assert {fault.partition(":")[0] for fault in caught.value.faults} == {"years", "scenario", "share", "other", "unit"}


# Several years, and several claims of one


def two_years(copy):
    """Money for 2022 as well, and a second, other claim of what 2023 will be."""
    copy.append("allocations.csv", year="2022", amount="10000", unit="tkr", **OTHER)
    copy.append(
        "statements.csv",
        statement="S90",
        place="arende",
        kind="plan",
        wording="Ett annat belopp",
        year="2023",
        relation="=",
        value="12",
        unit="mnkr",
        missing="delningen",
    )
    return load(copy.folder)


def test_years_are_not_added_together_in_silence(copy):
    report = Report.of(OutlookParameters(), two_years(copy))
    table = tables.board_years(report)
    assert [column.title for column in table.columns] == ["Nämnd", "2021", "2022", "Summa"]
    assert cells(table)[0] == ["Kommunstyrelsen", "4\u00a0715", "10\u00a0000", "14\u00a0715"]
    assert cells(table)[-1] == ["Summa", "10\u00a0000", "10\u00a0000", "20\u00a0000"]
    first, every = (report.money.full(report.case.total(**years)) for years in ({"year": 2021}, {}))
    headline = said(narrative.outcome(report))
    assert f"{first} för 2021, och {every} för åren 2021–22 sammanlagt, fördelas på " in headline
    assert narrative.facts(report).items[0][1] == ("fördelas för 2021–22 sammanlagt (angivet 10\u00a0000\u00a0tkr)")
    assert "för åren 2021–22" in said(narrative.decision(report))
    for shown in (tables.decision(report).caption, tables.matrix(report).caption, charts.largest(report).subtitle):
        assert "2021–22 sammanlagt" in shown


def test_a_year_that_money_is_given_for_is_no_year_to_come(copy):
    """All years allocated: nothing is missing, and nothing has to be reckoned."""
    for line in ("S20", "S21", "S36", "S69"):
        copy.drop("statements.csv", statement=line)
        if line in ("S20", "S36"):
            copy.drop("acknowledgements.csv", statement=line)
    copy.append("allocations.csv", year="2022", amount="10000", unit="tkr", **OTHER)
    view = look(load(copy.folder))
    assert outlook.worth_showing(Report.of(EditionParameters(), view.report.case))
    assert [text for _, text in outlook.narrative.facts(view).items] == ["fördelas för 2021", "fördelas för 2022"]
    assert outlook.tables.boards(view) is None
    assert tables.board_years(view.report) is not None
    assert "2021–22" in said(outlook.narrative.outcome(view))


def test_of_one_year_nothing_is_said_of_several(seed):
    report = Report.of(OutlookParameters(), seed)
    assert tables.board_years(report) is None
    assert "åren" not in said(narrative.outcome(report))
    assert "sammanlagt" not in tables.matrix(report).caption


def test_two_plans_for_a_year_are_both_told(copy):
    view = look(two_years(copy))
    [year] = view.coming
    assert [part.statement for part in year.said] == ["S21", "S90"]
    assert [need.stated.kronor for need in view.needs] == [10_000_000, 12_000_000]
    assert "10\u00a0000 eller 12\u00a0000 (olika uppgifter)" in cells(tables.years(view.report))[-1]
    assert "10\u00a0000\u00a0tkr (S21) och 12\u00a0000\u00a0tkr (S90)" in said(narrative.years(view.report))
    assert "10\u00a0000 eller 12\u00a0000" in charts.years(view.report).svg
    assert "olika belopp" in said(outlook.narrative.outcome(view))


def test_the_same_plan_twice_is_one(copy):
    case = two_years(copy.change("statements.csv", {"statement": "S21"}, value="12"))
    [year] = look(case).coming
    assert [part.statement for part in year.said] == ["S21"]


def test_two_changes_of_a_pot_are_both_told_and_neither_is_chosen(copy):
    copy.append(
        "statements.csv",
        statement="S90",
        place="arende",
        kind="change",
        wording="En annan andel",
        year="2022",
        pot=FIRST,
        relation="=",
        value="75",
        unit="%",
        against="S20",
    )
    report = Report.of(OutlookParameters(), load(copy.folder))
    assert cells(tables.years(report))[0][2] == "2\u00a0000 eller 3\u00a0000 (olika uppgifter) (uträknat)"
    assert years(report, [FIRST])[1].known(FIRST) is None
    assert look(report.case).needs[0].needed is None


# What is shown


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"scenario": "oforandrat"},
        {"scenario": "andel", "share": "0"},
        {"scenario": "andel", "share": "33,3", "years": "2021-2026", "unit": "mnkr"},
    ],
)
def test_the_picture_is_whole_and_has_its_table(seed, given):
    view = look(seed, **given)
    figure = outlook.charts.years(view)
    assert isinstance(figure, Figure)
    assert faults_of(figure.svg) == faults_of(figure.narrow) == []
    amounts = [cell.split(" (")[0] for line in cells(figure.table)[:2] for cell in line[1:]]
    assert all(f">{amount}" in figure.svg for amount in amounts if amount != "0")  # nil is not drawn


def test_an_assumption_is_never_without_its_name(seed):
    view = look(seed, scenario="andel")
    for table in (outlook.tables.years(view), outlook.tables.boards(view)):
        coming = [cell for line in cells(table) if not line[0].startswith("Sammanlagt") for cell in line[2:]]
        assert len(coming) >= 4
        assert all(re.search("räkneexempel|uträknat", cell) for cell in coming)


def test_an_outlook_is_worth_showing_where_something_is_said_of_more_than_one_year(seed, copy):
    assert outlook.worth_showing(Report.of(EditionParameters(), seed))
    lines = [s.statement for s in seed.statements.values() if s.kind in ("plan", "change")]
    copy.drop("statements.csv", statement="S69")
    for line in lines:
        copy.drop("statements.csv", statement=line)
        if line in seed.acknowledgements:
            copy.drop("acknowledgements.csv", statement=line)
    case = load(copy.folder)
    assert not outlook.worth_showing(Report.of(EditionParameters(), case))
    assert outlook.worth_showing(Report.of(EditionParameters(years="2021-2023"), case))
    view = look(case)
    assert outlook.tables.boards(view) is None
    assert outlook.narrative.missing(view) is outlook.narrative.needs(view) is outlook.tables.needs(view) is None
