"""Amounts per year, pot, measure and board: each has to have what is stated, and the one furthest from it is told."""

import io
import json
from dataclasses import replace

import openpyxl
import pandas as pd
import pytest
from conftest import Copy
from hypothesis import given
from hypothesis import strategies as st
from test_relation import stating

from fordelning.base.errors import CaseError
from fordelning.base.verdict import State
from fordelning.case.case import load
from fordelning.case.kind import KINDS
from fordelning.checks.reconcile import TESTS, compare, reconcile
from fordelning.report import phrases
from fordelning.report.parameters import Parameters
from fordelning.report.report import Report
from fordelning.report.result import result
from fordelning.source.text import Original
from fordelning.source.trace import trace
from fordelning.workbook import workbook

EACH = {name: kind.each for name, kind in KINDS.items() if kind.each}
KEYS = {
    "year": [2025, 2026, 2027],
    "pot": ["mal-och-budget", "medelsreserven"],
    "measure": ["laxlasning", "trygghetsvardar", "trygghetskameror"],
    "board": ["ks", "sn", "kfn"],
}
rows = st.lists(
    st.tuples(*(st.sampled_from(keys) for keys in KEYS.values()), st.sampled_from([1, 2, 3, 4, 4, 4])),
    min_size=1,
    max_size=9,
)


def allocated(seed, given):
    frame = pd.DataFrame(given, columns=[*KEYS, "mnkr"])
    frame = frame.assign(kronor=frame["mnkr"] * 1_000_000, step=0, measure_tag=None, board_tag=None)
    return replace(seed, _allocations=frame)


@pytest.mark.parametrize("kind", EACH)
@given(rows=rows, relation=st.sampled_from(["=", "minst", "upp till", "drygt", "cirka", "part"]), pot=st.booleans())
def test_it_holds_where_it_holds_for_each_and_the_worst_is_told(seed, kind, rows, relation, pot):
    case, column = allocated(seed, rows), EACH[kind]
    scope = {"pot": rows[0][1]} if pot and column != "pot" else {}
    s = stating(relation, "4", kind=kind, **scope)
    inside = case.allocations.query("pot == @scope['pot']") if scope else case.allocations
    sums = dict(inside.groupby(column)["kronor"].sum())
    if column == "year":
        sums = {year: sums.get(year, 0) for year in case.allocations["year"]}
    states = {part: compare(s, replace(s.stated, number=int(kronor))).state for part, kronor in sums.items()}
    found = TESTS[kind](case, s)
    if State.CONTRADICTED in states.values():
        assert found.state is State.CONTRADICTED
    else:
        assert found.state is (State.PARTIAL if State.PARTIAL in states.values() else State.TIES)
    alike = [part for part in sums if states[part] is found.state]
    assert abs(found.computed.number - s.number) == max(abs(int(sums[part]) - s.number) for part in alike)
    if len(set(sums.values())) == 1:
        assert found.part is None
    else:
        assert (states[found.part], sums[found.part]) == (found.state, found.computed.number)


# In a case


def plan(folder, **amounts: str):
    """The first pot of the seed has three boards with 2 mnkr each, but for those in `amounts`, in 2021 and 2022."""
    copy = Copy(folder).drop("allocations.csv", year="2021")
    for year in ("2021", "2022"):
        for board in ("ks", "sn", "kfn"):
            place = {"year": year, "pot": "mal-och-budget", "measure": "laxlasning", "board": board, "place": "rubrik"}
            copy.append("allocations.csv", **place, amount=amounts.get(board + year, "1"), unit="mnkr", basis="stated")
    return copy


def said(copy: Copy, kind: str, **cells: str) -> Report:
    for name in ("acknowledgements.csv", "questions.csv", "points.csv", "statements.csv"):
        fields = (copy.folder / name).read_text(encoding="utf-8").splitlines()[0].split(",")
        copy.write(name, fields, [])
    copy.append("statements.csv", statement="S01", place="rubrik", kind=kind, wording="Vardera", **cells)
    return Report.of(Parameters(), load(copy.folder))


def told(report: Report) -> str:
    finding = reconcile(report.case).findings["S01"]
    stated, computed = phrases.stated(report, finding.statement), phrases.computed(report, finding)
    return f"{finding.state}: angivet {stated}, uträknat {computed}".replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("kind", "cells", "amounts", "expected"),
    [
        ("per_board", {"value": "2"}, {}, "stämmer: angivet 2 mnkr per nämnd, uträknat 2 mnkr"),
        (
            "per_board",
            {"value": "2"},
            {"sn2022": "1.5"},
            "motsägs: angivet 2 mnkr per nämnd, uträknat 2,5 mnkr (Socialnämnden)",
        ),
        (
            "per_board",
            {"value": "1", "year": "2021"},
            {"sn2022": "7"},
            "stämmer: angivet 1 mnkr per nämnd, uträknat 1 mnkr",
        ),
        ("per_year", {"value": "3"}, {}, "stämmer: angivet 3 mnkr per år, uträknat 3 mnkr"),
        ("per_year", {"value": "3"}, {"ks2022": "1.2"}, "motsägs: angivet 3 mnkr per år, uträknat 3,2 mnkr (2022)"),
        (
            "per_year",
            {"value": "1", "board": "ks"},
            {"sn2022": "9"},
            "stämmer: angivet 1 mnkr per år, uträknat 1 mnkr",
        ),
        (
            "per_year",
            {"value": "3", "relation": "drygt"},
            {"ks2022": "1.2"},
            "motsägs: angivet drygt 3 mnkr per år, uträknat 3 mnkr (2021)",
        ),
        (
            "per_year",
            {"value": "3", "relation": "cirka"},
            {"ks2022": "1.2"},
            "stämmer: angivet cirka 3 mnkr per år, uträknat 3,2 mnkr (2022)",
        ),
        ("per_pot", {"value": "6"}, {}, "stämmer: angivet 6 mnkr per pott, uträknat 6 mnkr"),
        (
            "per_measure",
            {"value": "6000", "unit": "tkr"},
            {},
            "stämmer: angivet 6 000 tkr per åtgärd, uträknat 6 000 tkr",
        ),
        (
            "per_board",
            {"value": "0", "measure": "trygghetsvardar"},
            {},
            "stämmer: angivet 0 mnkr per nämnd, uträknat 0 mnkr",
        ),
    ],
)
def test_what_is_stated_of_each_is_tested_of_each(tmp_path, kind, cells, amounts, expected):
    report = said(plan(tmp_path / "kopia", **amounts), kind, **{"relation": "=", "unit": "mnkr", **cells})
    assert told(report) == expected
    json.dumps(result(report)["statements"])
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(report)))["Avstämning"]
    assert [KINDS[kind].name] == [
        cell.value for row in sheet.iter_rows() for cell in row if cell.value == KINDS[kind].name
    ]


def test_what_is_narrowed_to_one_cannot_be_said_of_each(tmp_path):
    with pytest.raises(CaseError, match="kolumn year: fann »2021», väntade en tom cell, för slaget per_year"):
        said(plan(tmp_path / "kopia"), "per_year", relation="=", value="3", unit="mnkr", year="2021")


def test_a_unit_may_slip_in_what_is_stated_of_each(tmp_path):
    report = said(plan(tmp_path / "kopia"), "per_year", relation="=", value="3", unit="tkr")
    assert result(report)["statements"][0]["slip"].startswith("Det angivna är en tusendel av det uträknade")


def test_the_source_has_the_figure_once(tmp_path):
    copy = plan(tmp_path / "kopia")
    said(copy, "per_board", relation="=", value="2", unit="mnkr")
    copy.change("places.csv", {"place": "rubrik"}, lines="1-2")
    case = load(copy.folder)

    def gaps(text: str) -> list[str]:
        path = tmp_path / "handling.txt"
        path.write_text(text, encoding="utf-8")
        return [gap.text for gap in trace([case], Original.read(str(path))).gaps if gap.where == "statements.csv, S01"]

    assert gaps("Nämnderna får 1 mnkr om året, 2 mnkr vardera sammanlagt.\n") == []
    assert gaps("Nämnderna får 1 mnkr om året, 3 mnkr vardera sammanlagt.\n") == ["2 mnkr"]
