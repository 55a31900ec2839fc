"""Relations: each is accepted up to its exact end and refused beyond it, on either side, whatever the number."""

from dataclasses import fields, replace
from decimal import Decimal
from fractions import Fraction

import pytest
from conftest import Copy
from hypothesis import given
from hypothesis import strategies as st

from fordelning.base.errors import CaseError
from fordelning.base.verdict import State
from fordelning.case.case import load
from fordelning.case.kind import KINDS
from fordelning.case.relation import RELATIONS, SYMBOLS
from fordelning.case.schema import TABLES, columns, deviations
from fordelning.case.statement import Quantity, Statement, complete
from fordelning.checks.reconcile import compare, reconcile
from fordelning.checks.rounding import Rounded
from fordelning.report import phrases
from fordelning.report.parameters import Parameters
from fordelning.report.report import Report

# Whether a number holds that lies from the stated one: far below, past half a step, half a step, a hair; as far above.
HOLDS = {
    "=": "0000 1 0000",
    "part": "0000 1 0000",
    ">": "0000 0 1111",
    "mer än": "0000 0 1111",
    "över": "0000 0 1111",
    ">=": "0000 1 1111",
    "minst": "0000 1 1111",
    "<": "1111 0 0000",
    "mindre än": "1111 0 0000",
    "under": "1111 0 0000",
    "<=": "1111 1 0000",
    "högst": "1111 1 0000",
    "upp till": "1111 1 0000",
    "drygt": "0000 0 1100",
    "knappt": "0011 0 0000",
    "nästan": "0011 0 0000",
    "närmare": "0011 0 0000",
    "cirka": "0011 1 1100",
    "ungefär": "0011 1 1100",
    "omkring": "0011 1 1100",
    "runt": "0011 1 1100",
    "åtminstone": "0000 1 1111",
    "som minst": "0000 1 1111",
    "som mest": "1111 1 0000",
    "inte mer än": "1111 1 0000",
    "nära": "0011 0 0000",
    "inemot": "0011 0 0000",
    "uppemot": "0011 0 0000",
    "kring": "0011 1 1100",
    "i storleksordningen": "0011 1 1100",
    "lägst": "0000 1 1111",
    "max": "1111 1 0000",
}
LOOSE = ("drygt", "cirka", "knappt")
PLAIN = ("=", ">", "<", ">=", "<=", "part")
MEANINGS = (*PLAIN, *LOOSE)
WORDS = [word for word in RELATIONS if word not in SYMBOLS]
HAIR = Fraction(1, 10**9)
numbers = st.tuples(st.integers(1, 9_999), st.integers(0, 2), st.integers(0, 3)).map(
    lambda drawn: f"{drawn[0] * 10 ** drawn[1]}" if not drawn[2] else f"{Decimal(drawn[0]).scaleb(-drawn[2]):f}"
)


def stating(relation: str, value: str, unit: str = "mnkr", kind: str = "total", **cells) -> Statement:
    """A statement as a row of statements.csv is read."""
    blank = dict.fromkeys(f.name for f in fields(Statement) if not f.kw_only)
    cells = {"statement": "S10", "kind": kind, "wording": "x", "relation": relation, "value": value, **cells}
    return complete(Statement(**{**blank, "unit": unit, **cells}), {}, (), {"mnkr": Decimal("0.000001")})


def half_of_last_digit(value: str) -> Fraction:
    """Half a unit of the last digit of `value`, which is no zero at the end of a whole number. In kronor of mnkr."""
    whole = value.lstrip("-")
    unit = Fraction(1)
    if "." in whole:
        unit = Fraction(1, 10 ** len(whole.split(".")[1]))
    else:
        while whole.endswith("0"):
            whole, unit = whole[:-1], unit * 10
    return unit * 500_000


def state(s: Statement, kronor: Fraction) -> State:
    return compare(s, Quantity("money", kronor)).state


def test_the_table_above_and_the_schema_have_every_relation():
    (column,) = [column for column in TABLES["statements"].columns if column.name == "relation"]
    assert set(HOLDS) == set(RELATIONS)
    assert column.enum == tuple(RELATIONS)


@pytest.mark.parametrize("relation", RELATIONS)
def test_each_word_is_shown_and_has_one_meaning(relation):
    [meaning] = [one for one in MEANINGS if HOLDS[one] == HOLDS[relation] and (one == "part") == (relation == "part")]
    assert replace(RELATIONS[relation], word="") == replace(RELATIONS[meaning], word="")
    assert relation in SYMBOLS or RELATIONS[relation].word == relation


@pytest.mark.parametrize("relation", MEANINGS)
@given(value=numbers)
def test_each_relation_holds_up_to_its_end_and_no_further(relation, value):
    s, half = stating(relation, value), half_of_last_digit(value)
    offsets = (10 * half, half + HAIR, half, HAIR)
    points = [*(-offset for offset in offsets), Fraction(0), *reversed(offsets)]
    missed = State.PARTIAL if relation == "part" else State.CONTRADICTED
    expected = [State.TIES if flag == "1" else State.CONTRADICTED for flag in HOLDS[relation].replace(" ", "")]
    expected = [
        missed if point < 0 and one is not State.TIES else one for point, one in zip(points, expected, strict=True)
    ]
    assert [state(s, s.number + point) for point in points] == expected


@pytest.mark.parametrize("relation", LOOSE)
@given(value=numbers)
def test_a_negative_number_is_counted_away_from_nil(relation, value):
    less, more = stating(relation, f"-{value}"), stating(relation, value)
    half = half_of_last_digit(value)
    for point in (-half - HAIR, -half, -HAIR, Fraction(0), HAIR, half, half + HAIR):
        assert state(less, -(more.number + point)) is state(more, more.number + point)


@pytest.mark.parametrize(
    ("value", "kronor"),
    [("4", 500_000), ("23", 500_000), ("40", 5_000_000), ("1700", 50_000_000), ("2.3", 50_000), ("4.0", 50_000)],
)
def test_half_a_step_of_numbers_as_they_are_written(value, kronor):
    s = stating("drygt", value)
    assert (state(s, s.number + kronor), state(s, s.number + kronor + 1)) == (State.TIES, State.CONTRADICTED)
    assert s.half_step == half_of_last_digit(value) == kronor


def test_a_step_of_its_own_goes_before_that_of_the_last_digit():
    s = stating("drygt", "10", rounding=Decimal(1))
    assert (state(s, 10_500_000), state(s, 10_500_001)) == (State.TIES, State.CONTRADICTED)
    assert state(stating("drygt", "10"), 10_500_001) is State.TIES


@pytest.mark.parametrize("relation", MEANINGS)
@given(
    value=numbers,
    at=st.fractions(-4, 4, max_denominator=20),
    reach=st.tuples(*[st.fractions(0, 2, max_denominator=20)] * 2),
)
def test_rounded_rows_explain_what_some_unrounded_ones_would_make_true(relation, value, at, reach):
    """What is computed may be as much less and more as `reach` says; it is rounding if any such number holds."""
    s, half = stating(relation, value), half_of_last_digit(value)
    own = s.half_step if relation in ("=", "part") else Fraction(0)
    computed = s.number + at * half
    low, high = computed - reach[0] * half, computed + reach[1] * half
    found = compare(s, Quantity("money", computed), Rounded(computed, low, high).tolerance(s)).state
    ends = [s.number + point for point in (-half, -HAIR, 0, HAIR, half)]
    possible = [computed, low - own, high + own, *(end for end in ends if low - own <= end <= high + own)]
    if state(s, computed) is State.TIES:
        assert found is State.TIES
    elif any(state(s, number) is State.TIES for number in possible):
        assert found is State.ROUNDED
    else:
        assert found in (State.CONTRADICTED, State.PARTIAL)


@pytest.mark.parametrize("kind", [name for name, kind in KINDS.items() if kind.limit and not kind.against])
@pytest.mark.parametrize("relation", WORDS)
def test_every_kind_that_takes_limits_takes_the_words(kind, relation):
    unit = "nämnder" if KINDS[kind].sort == "count" else "tkr"
    assert stating(relation, "4", unit, kind).meaning is RELATIONS[relation]


# What the reader is told, and what the analyst is asked


def told(tmp_path, **cells: str) -> str:
    copy = Copy(tmp_path / "kopia").append(
        "statements.csv", statement="S90", place="rubrik", kind="total", wording="Potten", pot="mal-och-budget", **cells
    )
    report = Report.of(Parameters(), load(copy.folder))
    finding = reconcile(report.case).findings["S90"]
    said = f"angivet {phrases.stated(report, finding.statement)}, uträknat {phrases.computed(report, finding)}"
    return f"{finding.state}: {said}".replace("\u00a0", " ")


@pytest.mark.parametrize("word", ["drygt", "inte mer än"])
def test_the_reader_is_told_the_documents_own_word(tmp_path, word):
    assert f"angivet {word} 3,9 mnkr, uträknat 4,0 mnkr" in told(tmp_path, relation=word, value="3.9", unit="mnkr")


@pytest.mark.parametrize(
    ("word", "value", "expected"),
    [
        ("drygt", "3.9", "motsägs"),
        ("drygt", "3.95", "motsägs"),
        ("drygt", "4", "motsägs"),
        ("knappt", "4", "motsägs"),
        ("cirka", "4", "stämmer"),
        ("cirka", "3.9", "motsägs"),
        ("nästan", "5", "motsägs"),
        ("upp till", "4", "stämmer"),
        ("upp till", "3.999999", "motsägs"),
        ("över", "4", "motsägs"),
        ("över", "3.999999", "stämmer"),
    ],
)
def test_four_million_against_what_may_be_said_of_it(tmp_path, word, value, expected):
    assert told(tmp_path, relation=word, value=value, unit="mnkr").startswith(expected)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"relation": "drykt", "value": "4", "unit": "mnkr"}, "drygt, cirka, knappt, nästan, närmare"),
        ({"relation": "drygt", "value": "0", "unit": "mnkr"}, "väntade ett annat värde än noll efter ordet, eller ="),
        ({"relation": "cirka", "value": "0.0", "unit": "mnkr"}, "väntade ett annat värde än noll efter ordet, eller ="),
        (
            {"relation": "högst", "value": "-4", "unit": "mnkr"},
            "fann »högst -4», väntade något av tecknen >, <, >=, <=",
        ),
        ({"relation": "över", "value": "-4", "unit": "mnkr"}, "för ordet kan läsas på två sätt om ett negativt tal"),
    ],
)
def test_what_a_word_cannot_say_is_told_with_its_place(tmp_path, cells, expected):
    with pytest.raises(CaseError) as caught:
        told(tmp_path, **cells)
    assert "statements.csv, rad 83, kolumn relation" in str(caught.value)
    assert expected in str(caught.value)


def test_a_kind_that_takes_no_limit_takes_no_word(tmp_path):
    copy = Copy(tmp_path / "kopia").change("statements.csv", {"statement": "S20"}, relation="drygt")
    with pytest.raises(CaseError, match="kolumn relation: fann »drygt», väntade någon av relationerna ="):
        load(copy.folder)


# Cases that were written before the words were there


def test_an_enumeration_of_the_first_values_is_an_earlier_one_and_no_other():
    table = TABLES["statements"]
    names = [column.name for column in table.columns if not column.target]

    def deviating(enum: list[str]) -> bool:
        resource = table.declared(names, ["statements"])
        [field] = [one for one in resource["schema"]["fields"] if one["name"] == "relation"]
        field["constraints"]["enum"] = enum
        assert columns(resource) == names
        return any("relation" in place for place, _, _ in deviations(table, resource, ["statements"]))

    assert not deviating(list(SYMBOLS))
    assert not deviating(list(RELATIONS))
    for wrong in ([], ["<", ">"], [*SYMBOLS, "drygt"], [*RELATIONS, "ungefär"], list(SYMBOLS)[::-1]):
        assert deviating(wrong)


def test_the_interval_of_a_statement_without_a_number_is_none():
    with pytest.raises(TypeError):
        assert replace(stating("=", "4"), stated=None).interval
