import datetime
import itertools
from dataclasses import fields
from pathlib import Path

import pytest
from conftest import ROOT, SEED

from fordelning.base.money import Money
from fordelning.case.case import load
from fordelning.report.comparison import Comparison
from fordelning.report.parameters import (
    UNITS,
    ComparisonParameters,
    EditionParameters,
    ParameterError,
    Parameters,
    require_declared,
)
from fordelning.report.report import Report

CREATED = datetime.date(2026, 11, 23)


@pytest.fixture(autouse=True)
def here(monkeypatch):
    """Cases are looked for from the working directory, and the environment says nothing of the date."""
    monkeypatch.chdir(ROOT)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


def refused(given: dict) -> list[str]:
    with pytest.raises(ParameterError) as caught:
        Parameters.check(given)
    return caught.value.faults


# Checking


def test_nothing_given_is_the_seed_in_the_unit_of_its_amounts():
    assert Parameters.check({}) == Parameters("huddinge-2021", "", "")


@pytest.mark.parametrize(
    ("units", "written"),
    [(("tkr", "kr", "tkr"), "tkr"), (("mnkr",), "mnkr"), (("kr", "kr", "mnkr"), "kr"), (("mdkr",), "mnkr")],
)
def test_a_report_is_in_the_unit_of_most_amounts_unless_one_is_given(copy, units, written):
    fields, rows = copy.read("allocations.csv")
    told = itertools.cycle(units)
    copy.write("allocations.csv", fields, [row | {"amount": "1", "unit": next(told)} for row in rows])
    case = load(copy.folder)
    assert Report.of(Parameters(), case).money == Money(written)
    assert Report.of(Parameters(unit="kr"), case).money == Money("kr")
    view = Comparison.of(Report.of(ComparisonParameters(other=str(SEED)), case))
    assert view.before.money == view.report.money  # both sides in one


@pytest.mark.parametrize("unit", UNITS)
def test_what_is_given_is_kept(unit):
    given = {"case": str(SEED), "unit": unit, "edition": "2024-02-29"}
    assert Parameters.check(given) == Parameters(**given)


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("enhet", "parametrarna är case, unit, edition"),
        ("units", "menade du unit"),
        ("edtion", "menade du edition"),
        ("Case", "case"),
    ],
)
def test_an_unknown_name_names_the_near_one(name, near):
    [fault] = refused({name: "tkr"})
    assert fault.startswith(name + ":")
    assert near in fault


@pytest.mark.parametrize("name", ["case", "unit", "edition", "source"])
@pytest.mark.parametrize("value", [None, 2021, 1.5, True, b"tkr", ["tkr"], {}, Path("data"), CREATED])
def test_wrong_type(name, value):
    [fault] = refused({name: value})
    assert fault.startswith(name + ":")
    assert type(value).__name__ in fault


MEANT = {
    "tkr": "tkrr, TKR, Tkr, tkr , kkr, KKR, kkrr, tkkr, tkronor, t kr, kSEK, tsek, tusen, tusen kr, tusental, "
    "tusen kronor, tusentals kronor",
    "mnkr": "mkr, Mnkr, mn kr, MSEK, mnkrr, milj, miljon, miljoner, miljoner kronor, mio",
    "kr": "kr., KR, kronor, SEK, kronr",
}


@pytest.mark.parametrize(("near", "unit"), [(near, one) for near, units in MEANT.items() for one in units.split(", ")])
def test_an_unknown_unit_names_the_one_that_it_means(unit, near):
    [fault] = refused({"unit": unit})
    assert unit in fault
    assert f"menade du {near}?" in fault


# Several units are as near, or it is one that no report is made in: a guess could be wrong by a factor of a thousand.
@pytest.mark.parametrize(
    "unit", ["k", "t", "m", "nkr", "rkr", "ktr", "xkr", "tmkr", "mtkr", "mkkr", "miljarder", "mdkr"]
)
def test_no_unit_is_guessed_that_may_be_wrong_by_a_factor(unit):
    [fault] = refused({"unit": unit})
    assert "menade du" not in fault


@pytest.mark.parametrize("unit", [" ", "dollar", "%", "mdkr", "xyz"])
def test_an_unknown_unit_lists_those_there_are(unit):
    [fault] = refused({"unit": unit})
    assert ", ".join(UNITS) in fault
    assert "menade du mdkr" not in fault


@pytest.mark.parametrize(
    "edition",
    [
        "2021-02-29",
        "2021-13-01",
        "2021-04-31",
        "0000-01-01",
        "20210401",
        "2021-4-1",
        "2021-W05-1",
        "2021-04-01T00:00:00",
        " 2021-04-01",
        "2021/04/01",
        "٢٠٢١-٠٤-٠١",
        "idag",
        " ",
    ],
)
def test_impossible_edition(edition):
    [fault] = refused({"edition": edition})
    assert fault.startswith("edition:")
    assert edition in fault


@pytest.mark.parametrize("case", ["huddinge-2012", "hudinge-2021", "Huddinge", "data/huddinge"])
def test_an_unknown_case_names_the_near_one(case):
    [fault] = refused({"case": case})
    assert fault.startswith("case:")
    assert case in fault
    assert "huddinge-2021" in fault


@pytest.mark.parametrize("case", ["", "x" * 300, "a\0b"])
def test_an_impossible_case_is_a_fault(case):
    [fault] = refused({"case": case})
    assert fault.startswith("case:")


def test_all_faults_at_once():
    faults = refused({"enhet": "kr", "case": "huddinge-2012", "unit": 5, "edition": "2021-02-29"})
    assert [fault.partition(":")[0] for fault in faults] == ["enhet", "case", "unit", "edition"]


def test_the_message_has_a_line_for_each_fault():
    with pytest.raises(ParameterError) as caught:
        Parameters.check({"unit": "xyz", "edition": "2021-02-29"})
    lines = str(caught.value).splitlines()
    assert len(lines) == 3
    assert "xyz" in lines[1] and "2021-02-29" in lines[2]
    assert caught.value._render_traceback_() == lines


# The edition's date


@pytest.mark.parametrize(
    ("edition", "epoch", "date"),
    [
        ("", None, CREATED),
        ("", "", CREATED),
        ("", "0", datetime.date(1970, 1, 1)),
        ("", "1709164799", datetime.date(2024, 2, 28)),  # a second before the leap day, in UTC
        ("", "1709164800", datetime.date(2024, 2, 29)),
        ("2021-03-01", None, datetime.date(2021, 3, 1)),
        ("2021-03-01", "1709164800", datetime.date(2021, 3, 1)),
    ],
)
def test_edition_date(monkeypatch, edition, epoch, date):
    if epoch is not None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert Parameters.check({"edition": edition}).edition_date(CREATED) == date


@pytest.mark.parametrize("epoch", ["igår", "-1", "1.5", "²", " 5", "9" * 14, "9" * 30])
def test_a_source_date_epoch_that_is_no_date(monkeypatch, epoch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    [fault] = refused({})
    assert "SOURCE_DATE_EPOCH" in fault
    assert epoch in fault


def test_a_given_edition_does_not_ask_for_the_epoch(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "igår")
    assert Parameters.check({"edition": "2021-03-01"}).edition_date(CREATED) == datetime.date(2021, 3, 1)


# From a notebook


DECLARED = 'case: str = "a"\nunit: str = "tkr"\nresidents = 5'


@pytest.mark.parametrize("given", ["unit = 'kr'", "residents = 7", "case = 'b'\nunit = 'kr'", ""])
def test_what_a_notebook_declares_may_be_given(given):
    require_declared(["", DECLARED, f"# Parameters\n{given}\n", "whatever = 1", "# Parametrar\nother = 2"])


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("unti", "unti: okänd parameter, menade du unit\\?"),
        ("scenario", "scenario: okänd parameter, parametrarna är case, residents, unit"),
        ("Unit", "Unit: okänd parameter, menade du unit"),
    ],
)
def test_what_a_notebook_does_not_declare_stops_it(name, said):
    with pytest.raises(ParameterError, match=said):
        require_declared(["", DECLARED, f"# Parameters\n{name} = 5\nunit = 'kr'\n"])
    with pytest.raises(ParameterError, match=name):
        require_declared(["", f"# Parameters\n{name} = 5", DECLARED])


def test_a_variable_of_one_s_own_is_no_parameter():
    require_declared(["", DECLARED, "unti = 5", "df = 1", "# Parameters of mine\nx = 1"])
    require_declared([])


@pytest.mark.parametrize("name", [*(one.name for one in fields(EditionParameters)), "x" * 9999])
def test_a_very_long_value_is_not_said_back(name):
    for value in ("9" * 99_999, "å\n" * 9999, ["x"] * 9999):
        try:
            EditionParameters.check({name: value})
        except ParameterError as error:
            assert max(map(len, str(error).splitlines())) < 1000
