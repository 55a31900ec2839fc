from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fordelning.base.money import KRONOR, MOST, Money, decimal, numeral, percent, to_kronor

SPACE, MINUS = "\u00a0", "\u2212"


def parsed(text: str) -> Fraction:
    """The number that a Swedish reader reads."""
    return Fraction(text.replace(SPACE, "").replace(MINUS, "-").replace(",", "."))


# To kronor


@pytest.mark.parametrize(
    ("number", "unit", "kronor"),
    [
        ("2200", "tkr", 2_200_000),
        ("12.5", "mnkr", 12_500_000),
        ("0.1", "tkr", 100),
        ("0.000001", "mnkr", 1),
        ("1.000000000", "mdkr", 1_000_000_000),
        ("-0.715", "mnkr", -715_000),
        ("0", "kr", 0),
    ],
)
def test_to_kronor_is_exact(number, unit, kronor):
    assert to_kronor(Decimal(number), unit) == kronor
    assert type(to_kronor(Decimal(number), unit)) is int


@pytest.mark.parametrize(
    ("number", "unit"),
    [("0.5", "kr"), ("0.0001", "tkr"), ("0.0000001", "mnkr"), ("1.0000000001", "mdkr"), ("NaN", "kr")],
)
def test_to_kronor_refuses_what_is_not_whole(number, unit):
    with pytest.raises(ValueError):
        to_kronor(Decimal(number), unit)


def test_to_kronor_of_an_unknown_unit():
    with pytest.raises(KeyError):
        to_kronor(Decimal(1), "öre")


@given(st.integers(-MOST, MOST), st.sampled_from(sorted(KRONOR)))
def test_to_kronor_undoes_a_division(kronor, unit):
    assert to_kronor(Decimal(kronor) / KRONOR[unit], unit) == kronor


# Swedish form


@pytest.mark.parametrize(
    ("number", "decimals", "text"),
    [
        (0, 0, "0"),
        (715, 0, "715"),
        (2200, 0, f"2{SPACE}200"),
        (-2200, 0, f"{MINUS}2{SPACE}200"),
        (10_000_000, 0, f"10{SPACE}000{SPACE}000"),
        (Decimal("12.5"), 1, "12,5"),
        (Decimal("12.5"), 3, "12,500"),
        (Decimal("1234567.891"), 2, f"1{SPACE}234{SPACE}567,89"),
        (Decimal("-0.5"), 1, f"{MINUS}0,5"),
        (Decimal("-0.4"), 0, "0"),  # no minus before a zero
        (Decimal("0.04"), 1, "0,0"),
        (Decimal("-0.04"), 1, "0,0"),
        (Fraction(2, 3), 3, "0,667"),
        (Fraction(1, 8), 2, "0,13"),  # a half goes away from zero
        (Fraction(3, 8), 2, "0,38"),
        (Fraction(5, 2), 0, "3"),
        (Decimal("0.15"), 1, "0,2"),
        (Decimal("0.25"), 1, "0,3"),
        (Decimal("999.95"), 1, f"1{SPACE}000,0"),
        (10**30 + 1, 1, f"1{(SPACE + '000') * 9}{SPACE}001,0"),
    ],
)
def test_decimal(number, decimals, text):
    assert decimal(number, decimals) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (Fraction(1, 2), "50,0"),
        (Fraction(1), "100,0"),
        (Fraction(0), "0,0"),
        (Fraction(-1, 5), f"{MINUS}20,0"),
        (Fraction(2, 3), "66,7"),
        (Fraction(25), f"2{SPACE}500,0"),
    ],
)
def test_percent(share, text):
    assert percent(share) == text + SPACE + "%"


def test_percent_with_other_decimals():
    assert percent(Fraction(11, 20), 0) == f"55{SPACE}%"
    assert percent(Fraction(5285, 10000), 2) == f"52,85{SPACE}%"


@given(st.integers(-(10**18), 10**18), st.integers(0, 9))
def test_what_decimal_shows_is_within_half_a_step(number, decimals):
    exact = Fraction(number, 10**7)
    assert abs(parsed(decimal(exact, decimals)) - exact) <= Fraction(1, 2 * 10**decimals)


@given(st.integers(-(10**18), 10**18), st.integers(0, 9))
def test_only_swedish_signs(number, decimals):
    text = decimal(Fraction(number, 10**7), decimals)
    assert set(text) <= set("0123456789," + SPACE + MINUS)
    assert (text.count(","), len(text.partition(",")[2])) == (int(decimals > 0), decimals)
    assert text != MINUS + "0"


@pytest.mark.parametrize(
    ("count", "word"),
    [
        (0, "noll"),
        (1, "en"),
        (2, "två"),
        (7, "sju"),
        (12, "tolv"),
        (13, "13"),
        (1315, f"1{SPACE}315"),
        (-1, f"{MINUS}1"),
    ],
)
def test_numeral(count, word):
    assert numeral(count) == word


# Money


@pytest.mark.parametrize(
    ("unit", "kronor", "decimals"),
    [
        ("tkr", 0, 0),
        ("tkr", 715_000, 0),
        ("tkr", 715_500, 1),
        ("tkr", 1, 3),
        ("mnkr", 4_000_000, 0),
        ("mnkr", 2_675_000, 3),
        ("mnkr", -1, 6),
        ("mdkr", 10_000_000, 2),
        ("kr", Fraction(1, 2), 1),
        ("kr", Fraction(1, 3), 2),  # no number of decimals shows it: the öre does
        ("mnkr", Fraction(10**7, 3), 8),
    ],
)
def test_an_amount_has_the_fewest_decimals(unit, kronor, decimals):
    assert Money(unit).decimals(kronor) == decimals


@given(st.sampled_from(sorted(KRONOR)), st.lists(st.integers(-(10**14), 10**14), min_size=1))
def test_a_column_loses_nothing_and_one_decimal_fewer_does(unit, amounts):
    money = Money(unit)
    column = [*map(money.column(iter(amounts)), amounts)]
    assert [parsed(text) * KRONOR[unit] for text in column] == amounts
    [decimals] = {len(text.partition(",")[2]) for text in column}
    assert decimals == max(len(money.bare(amount).partition(",")[2]) for amount in amounts)
    if decimals:
        fewer = [parsed(money.written(amount, decimals - 1)) * KRONOR[unit] for amount in amounts]
        assert fewer != amounts


def test_an_empty_column_has_no_decimals():
    assert Money("mnkr").column([])(4_000_000) == "4"


@pytest.mark.parametrize(
    ("unit", "kronor", "bare"),
    [
        ("tkr", 4_715_000, f"4{SPACE}715"),
        ("mnkr", 4_715_000, "4,715"),
        ("mnkr", 12_500_000, "12,5"),
        ("mnkr", 10_000_000, "10"),
        ("kr", -50, f"{MINUS}50"),
    ],
)
def test_amounts_with_and_without_their_unit(unit, kronor, bare):
    money = Money(unit)
    assert (money.bare(kronor), money.full(kronor)) == (bare, f"{bare}{SPACE}{unit}")
