"""Slips of unit: a contradicted figure that is a tenth, a thousand times … of what is computed is said to be one."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from conftest import Copy
from hypothesis import assume, given
from hypothesis import strategies as st
from test_joint import case, says
from test_relation import LOOSE, PLAIN, half_of_last_digit, numbers, stating

from fordelning.base.verdict import State
from fordelning.case.case import load
from fordelning.case.statement import Quantity
from fordelning.checks.reconcile import SLIPS, TESTS, Finding, compare, likely
from fordelning.checks.rounding import Rounded
from fordelning.cli.main import main
from fordelning.report import phrases, tables
from fordelning.report.document import runs
from fordelning.report.parameters import Parameters
from fordelning.report.report import Report
from fordelning.report.result import result

ratios = st.sampled_from(SLIPS)


def finding(s, kronor, reach=Fraction(0)) -> Finding:
    computed = Rounded(Fraction(kronor), kronor - reach, kronor + reach)
    tolerance = None if s.meaning.limit else computed.tolerance(s)
    return Finding(s, *compare(s, Quantity("money", Fraction(kronor)), tolerance))


@pytest.mark.parametrize("relation", PLAIN)
@given(value=numbers, ratio=ratios, off=st.fractions(-1, 1, max_denominator=9))
def test_a_figure_that_has_slipped_is_said_to_have(relation, value, ratio, off):
    s = stating(relation, value)
    slipped = finding(s, s.number * ratio)
    assert slipped.slip == (ratio if slipped.state is State.CONTRADICTED else None)
    assert bool(phrases.slip(slipped)) == (slipped.state is State.CONTRADICTED)
    assume(off)
    # Half the stated number's own step, as much as it has slipped, is what the whole may be off by.
    near = finding(s, (s.number + off * s.slack) * ratio)
    assert near.state is not State.CONTRADICTED or near.slip == ratio
    past = finding(s, (s.number + s.slack + abs(off)) * ratio)
    assert past.slip is None


@pytest.mark.parametrize("relation", LOOSE)
@given(value=numbers, ratio=ratios, off=st.fractions(0, 1, max_denominator=9))
def test_a_loose_figure_slips_with_its_width(relation, value, ratio, off):
    s, half = stating(relation, value), half_of_last_digit(value)
    assume(off)
    side = 1 if relation == "drygt" else -1
    inside = finding(s, (s.number + side * off * half) * ratio)
    near = likely(ratio) or 20 * off * half <= s.number
    assert inside.slip == (ratio if near and inside.state is State.CONTRADICTED else None)
    # A number near enough for one ratio may be near enough for the one beside it where the width is half of it.
    if half * 20 < s.number:
        assert inside.state is State.CONTRADICTED
        assert finding(s, (s.number + side * half + side * off) * ratio).slip is None


@given(value=numbers, ratio=ratios, reach=st.integers(1, 10**6))
def test_rounded_rows_may_be_what_hides_it(value, ratio, reach):
    s = stating("=", value)
    at = s.number * ratio + reach
    assume(at > 0 and finding(s, at, Fraction(reach)).state is State.CONTRADICTED)
    assert finding(s, at, Fraction(reach)).slip is not None or not likely(ratio)
    exact = finding(s, s.number * ratio, Fraction(reach))
    assert exact.slip is not None or exact.state is not State.CONTRADICTED  # what rounding explains is no slip


@pytest.mark.parametrize(
    ("mnkr", "expected"), [("10", 10), ("10.5", 10), ("10.6", None), ("9.4", None), ("6", None), ("1400", 1000)]
)
def test_what_half_a_step_alone_makes_a_tenth_is_none(mnkr, expected):
    s = stating("=", "1", rounding=Decimal(1))
    for sign in (1, -1):
        said = replace(s, stated=Quantity("money", sign * s.number))
        assert finding(said, sign * Fraction(mnkr) * 1_000_000).slip == expected


@pytest.mark.parametrize("kronor", [0, 1, 4_000_000, 4_400_000, 8_000_000, 40_000_006, 40_000_000_000])
def test_nothing_has_slipped_where_it_ties_or_differs_otherwise(kronor):
    assert finding(stating("=", "4"), kronor).slip is None


def test_nil_is_no_slip_of_anything():
    assert finding(stating("=", "0"), 4_000_000).slip is None
    assert finding(stating("=", "4"), 0).slip is None


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        ("4", "tkr", "Det angivna är en tusendel av det uträknade; enheten kan vara fel."),
        ("4", "kr", "Det angivna är en miljondel av det uträknade; enheten kan vara fel."),
        ("4", "mdkr", "Det angivna är tusen gånger det uträknade; enheten kan vara fel."),
        (
            "0.4",
            "mnkr",
            "Det angivna är en tiondel av det uträknade; enheten, ett decimaltecken eller en nolla kan vara fel.",
        ),
        (
            "400",
            "mnkr",
            "Det angivna är hundra gånger det uträknade; enheten, ett decimaltecken eller en nolla kan vara fel.",
        ),
        ("4.1", "tkr", None),
        ("4", "mnkr", None),
    ],
)
def test_it_is_said_everywhere(tmp_path, monkeypatch, capsys, value, unit, said):
    copy = Copy(tmp_path / "kopia").change("statements.csv", {"statement": "S14"}, value=value, unit=unit)
    report = Report.of(Parameters(), load(copy.folder))
    (data,) = [one for one in result(report)["statements"] if one["statement"] == "S14"]
    (row,) = [line for line in tables.statements(report).rows if line.id == "S14"]
    assert data["slip"] == said
    worded = "".join(run.text for run in runs(row.cells[1]))
    monkeypatch.chdir(tmp_path)
    main(["check", str(copy.folder)])
    for shown in (worded, capsys.readouterr().err):
        assert ("Det angivna är" in shown) == (said is not None)
        assert (said or "") in shown


ROWS = [(pot, f"m{n}", f"n{n}", 4_000_000) for pot in "pq" for n in (0, 1)]
ALL = {"total": 16, "per_board": 8, "per_pot": 8, "per_measure": 8, "per_year": 16, "overlap": 8, "share": 50}


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize("sign", [1, -1])
def test_it_is_said_of_every_kind_that_states_an_amount_or_a_share(kind, sign):
    whole = says(1, 8 * sign, pot="p") if kind == "overlap" else says(1, 16 * sign)
    cells = {"share": {"against": "S01", "board": "n0"}, "overlap": {"against": "S01", "pot": "q"}}.get(kind, {})
    for ratio in SLIPS:
        true = ALL[kind] if kind == "share" else ALL[kind] * sign * 1_000_000
        s = says(2, Fraction(true) / ratio, "%" if kind == "share" else "kr", None, kind=kind, **cells)
        held = case([(*row[:3], sign * row[3]) for row in ROWS], [whole, s], 0)
        assert Finding(s, *TESTS[kind](held, s)).slip == ratio
