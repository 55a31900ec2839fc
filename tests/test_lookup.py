"""Rows found by their columns' values, against going through them all."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fordelning.case.lookup import Lookup

COLUMNS = {
    "year": st.sampled_from([2021, 2022]),
    "pot": st.sampled_from("pq"),
    "measure": st.sampled_from("abcd"),
    "board": st.sampled_from("xyz"),
    "measure_tag": st.sampled_from(["t", "u", None]),
    "board_tag": st.sampled_from(["t", "v", None]),
}
ROW = st.tuples(*COLUMNS.values())
SCOPE = st.fixed_dictionaries(
    {},
    optional={
        "year": st.sampled_from([2021, 2022, 2023]),
        "pot": st.sampled_from("pqo"),
        "measure": st.sampled_from("abcde"),
        "board": st.sampled_from("xyzå"),
        "tag": st.sampled_from("tuvw"),
    },
)


@given(st.lists(ROW, max_size=12), SCOPE)
def test_the_rows_found_are_those_within(rows, scope):
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    chosen = np.ones(len(frame), dtype=bool)
    for column, value in scope.items():
        named = ["measure_tag", "board_tag"] if column == "tag" else [column]
        chosen &= np.any([frame[one].to_numpy() == value for one in named], axis=0)
    assert Lookup(frame).positions(**scope).tolist() == frame.index[chosen].tolist()


@given(st.lists(ROW, max_size=12))
def test_the_values_of_a_column_are_in_the_order_of_the_rows(rows):
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    for column in ("year", "pot", "board"):
        assert list(Lookup(frame).values(column)) == list(dict.fromkeys(frame[column]))


@pytest.mark.parametrize("values", [2**15 - 1, 2**15, 2**15 + 1])
def test_as_many_values_as_there_are(values):
    """Around the number of values that sixteen bits have room for."""
    lookup = Lookup(pd.DataFrame({"measure": [f"m{n}" for n in range(values)] * 2}))
    for n in (0, values - 1):
        assert lookup.positions(measure=f"m{n}").tolist() == [n, n + values]
    assert np.array_equal(lookup.positions(), np.arange(2 * values))
