"""A kind of statement is one object and a function in each room above: a further one goes through by those alone."""

import io
import json
from dataclasses import replace

import openpyxl
import pytest

import fordelning
from fordelning.base.verdict import State
from fordelning.case.kind import KINDS, SCOPE, Kind
from fordelning.case.statement import Quantity
from fordelning.checks import reconcile
from fordelning.report import tables
from fordelning.report.parameters import Parameters
from fordelning.report.report import Report
from fordelning.report.result import result
from fordelning.template import form
from fordelning.workbook import formulas, workbook

LARGEST = Kind(
    "största rad",
    "Den största raden söks.",
    "Raden med störst belopp.",
    "money",
    needs=("relation", "value", "unit"),
    may=SCOPE,
    limit=True,
)


@pytest.fixture
def known(monkeypatch):
    """A kind that is not in the program: what the largest row within a scope is."""

    def tested(case, s):
        return reconcile.compare(s, Quantity("money", int(case.rows(**s.scope)["kronor"].max())))

    def made(case, s):
        return formulas.RowFormulas(f"_xlfn.MAXIFS({formulas.AMOUNT},{formulas.KEY},{formulas.own('Urval')})", s.scope)

    monkeypatch.setitem(KINDS, "largest", LARGEST)
    monkeypatch.setitem(reconcile.TESTS, "largest", tested)
    monkeypatch.setitem(formulas.FORMULAS, "largest", made)


def test_every_room_knows_the_same_kinds():
    assert set(KINDS) == {*reconcile.TESTS, "mapping"} == set(formulas.FORMULAS)
    assert all(kind.name and kind.test.endswith(".") and kind.guidance.endswith(".") for kind in KINDS.values())
    assert {kind.against for kind in KINDS.values()} <= {"", *KINDS}


def test_a_kind_of_ones_own_goes_through_every_room(seed, known):
    total = next(s for s in seed.statements.values() if s.kind == "total" and s.relation == "=" and not s.scope)
    right = replace(total, statement="S98", kind="largest", value="4000", stated=Quantity("money", 4_000_000))
    wrong = replace(right, statement="S99", value="4001", stated=Quantity("money", 4_001_000))
    most = int(seed.allocations["kronor"].max())
    right = replace(right, value=str(most // 1000), stated=Quantity("money", most))
    case = replace(seed, statements={"S98": right, "S99": wrong}, acknowledgements={})
    report = Report.of(Parameters(), case)

    found = fordelning.findings(report.reconciliation)
    assert found["state"].to_list() == [State.TIES, State.CONTRADICTED]
    assert found["difference"].to_list() == [0, most - 4_001_000]
    assert [row.cells[0][0].text for row in tables.kinds(report).rows] == [LARGEST.test]
    assert [one["kind"] for one in json.loads(json.dumps(result(report)))["statements"]] == ["largest"] * 2
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(report)))["Avstämning"]
    shown = [cell.value for row in sheet.iter_rows() for cell in row]
    assert shown.count(LARGEST.name) == 2
    assert any("MAXIFS(" in str(value) for value in shown)
    assert form.needs(LARGEST, {name: name for name in (*LARGEST.needs, *SCOPE)}) == (
        "relation, value, unit",
        "year, pot, measure, board, tag",
    )


def test_a_kind_that_a_room_does_not_know_is_noticed(seed, known, monkeypatch):
    monkeypatch.delitem(reconcile.TESTS, "largest")
    total = next(s for s in seed.statements.values() if s.kind == "total")
    with pytest.raises(KeyError, match="largest"):
        reconcile.reconcile(replace(seed, statements={"S98": replace(total, statement="S98", kind="largest")}))
