"""A row that the program has proposed is seen as such everywhere, and nothing is approved before it is confirmed."""

import pytest

from fordelning.base.errors import CaseError
from fordelning.base.verdict import Verdict
from fordelning.case.case import load
from fordelning.report import narrative, tables
from fordelning.report.front import front_matter, objection
from fordelning.report.parameters import Parameters
from fordelning.report.report import Report
from fordelning.report.result import result


def proposed(copy, confirmed: str = "", rows: bool = True):
    """`copy` with two proposals: of the row of the cameras, and of a statement."""
    for number, place, answer in (("F01", "kameror", confirmed), ("F02", "sammanfattning-3", "yes")):
        copy.append("proposals.csv", proposal=number, why="punkt och belopp", place=place, confirmed=answer)
    if rows:
        copy.change("allocations.csv", {"measure": "trygghetskameror"}, proposal="F01")
    copy.change("statements.csv", {"statement": "S20"}, proposal="F02")
    return copy


def report(copy) -> Report:
    return Report.of(Parameters(case="kopia"), load(copy.folder))


def text(table) -> str:
    return " ".join(run.text for row in table.rows for cell in row.cells for run in cell)


def test_what_nobody_has_confirmed_is_told_and_marked(copy):
    made = report(proposed(copy))
    assert [one.proposal for one in made.case.unconfirmed] == ["F01"]
    assert made.verdict is Verdict.NOT_APPROVED
    assert not front_matter(made).approved
    assert objection(made) == "ett förslag ur handlingen saknar bekräftelse"
    said = "".join(run.text for run in narrative.outcome(made).runs)
    assert said.endswith("Ett förslag ur handlingen saknar bekräftelse, och rapporten är inte godkänd.")
    matrix = tables.matrix(made)
    marked = [row.cells[0][0].text for row in matrix.rows if any(run.text == "f" for c in row.cells for run in c)]
    assert marked == ["Trygghetskameror"]
    assert "f: beloppet är föreslaget, inte bekräftat" in matrix.caption
    listed = tables.proposals(made)
    assert [row.cells[0][0].text for row in listed.rows] == ["F01", "F02"]
    assert "Trygghetskameror till kommunstyrelsen, 2" + "\xa0" + "200" in text(listed).replace("  ", " ")
    assert "nej, inte än" in text(listed)
    assert "S20" in text(listed)
    kept = result(made)["proposals"]
    assert [(one["proposal"], one["confirmed"]) for one in kept] == [("F01", None), ("F02", "yes")]


def test_a_statement_that_nobody_has_confirmed_says_so_on_its_row(copy):
    made = report(proposed(copy, "yes").change("proposals.csv", {"proposal": "F02"}, confirmed=""))
    assert made.verdict is Verdict.NOT_APPROVED
    [row] = [
        row for row in tables.statements(made).rows if "Föreslaget, inte bekräftat." in [r.text for r in row.cells[1]]
    ]
    assert row.id == "S20"


@pytest.mark.parametrize("answer", ["yes", "changed"])
def test_what_is_confirmed_is_approved_and_without_a_mark(copy, answer):
    made = report(proposed(copy, answer))
    assert made.approved
    assert objection(made) == ""
    assert "föreslaget" not in tables.matrix(made).caption
    assert not any(run.text == "f" for row in tables.matrix(made).rows for cell in row.cells for run in cell)


def test_a_case_without_proposals_says_nothing_of_them(copy):
    made = report(copy)
    assert tables.proposals(made) is None
    assert made.approved


def faults(copy) -> list[str]:
    with pytest.raises(CaseError) as caught:
        load(copy.folder)
    return [f"{fault.file} {fault.row} {fault.column}" for fault in caught.value.faults]


def test_a_row_of_a_proposal_that_is_turned_down_is_a_fault(copy):
    assert faults(proposed(copy, "no")) == ["allocations.csv 2 proposal"]


def test_a_proposal_that_waits_without_a_row_is_a_fault_and_one_turned_down_is_not(copy):
    assert faults(proposed(copy, rows=False)) == ["proposals.csv 2 confirmed"]
    copy.change("proposals.csv", {"proposal": "F01"}, confirmed="no")
    assert report(copy).approved


def test_a_row_of_a_proposal_that_is_not_there_is_a_fault(copy):
    proposed(copy).change("allocations.csv", {"measure": "trygghetskameror"}, proposal="F09")
    assert "allocations.csv 2 proposal" in faults(copy)
