import csv
import io
import json
from fractions import Fraction

import pytest
from conftest import ROOT, SEED

from fordelning.case.case import load
from fordelning.case.kind import KINDS
from fordelning.checks.mapping import ProofOutcome
from fordelning.checks.reconcile import State, Verdict, _tests, reconcile

GOLDEN = ROOT / "tests" / "golden" / "huddinge-2021.csv"


def finding(copy, statement):
    return reconcile(load(copy.folder)).findings[statement]


def broken(copy):
    """The numbers of the statements that nobody has answered for."""
    return [key for key, f in reconcile(load(copy.folder)).findings.items() if f.unacknowledged]


def test_the_seed_as_worked_by_hand(seed):
    """The golden file was checked against the document claim by claim; a change in it is a change of the report."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["statement", "kind", "stated", "computed", "difference", "state"])
    for key, f in reconcile(seed).findings.items():
        stated, computed = (getattr(v, "number", getattr(v, "text", "")) for v in (f.stated, f.computed))
        writer.writerow(
            [key, f.statement.kind, stated, computed, "" if f.difference is None else f.difference, f.state.value]
        )
    actual = GOLDEN.with_suffix(".actual.csv")
    if not GOLDEN.exists() or out.getvalue() != GOLDEN.read_text(encoding="utf-8"):
        actual.write_text(out.getvalue(), encoding="utf-8", newline="\n")
        pytest.fail(f"The reconciliation differs from {GOLDEN.name}. Compare {actual.name}; to accept it, rename it.")


def test_the_seed_ties_and_its_contradictions_are_answered_for(seed):
    result = reconcile(seed)
    contradicted = {key: f for key, f in result.findings.items() if f.state is State.CONTRADICTED}
    assert result.verdict is Verdict.ACKNOWLEDGED
    assert result.sums_tie
    assert [f.statement.kind for f in contradicted.values()].count("date") == 4
    assert {key for key, f in contradicted.items() if f.statement.year == 2022} == {"S20", "S36"}
    assert all(f.acknowledgement.why for f in contradicted.values())
    # The only totals contradicted are the document's own rule that physical measures get nothing from the second pot.
    assert [key for key, f in contradicted.items() if f.statement.kind == "total"] == ["S54"]
    assert not result.stale


def test_the_sums_by_hand(seed):
    assert seed.total(pot="mal-och-budget") == (2200 + 1200 + 600) * 1000 == 4_000_000
    assert seed.total(pot="medelsreserven") == (2675 + 750 + 1860 + 715) * 1000 == 6_000_000
    assert seed.total(measure="tryggare-utemiljoer") == 600_000 + 715_000 == 1_315_000
    assert seed.total(board="ks") == 4_715_000
    assert seed.total() == 10_000_000


AMOUNTS = [
    ("mal-och-budget", "trygghetskameror", 2200, {"S06", "S14", "S19", "S33", "S72"}),
    ("mal-och-budget", "trygghetsvardar", 1200, {"S06", "S14", "S19", "S34", "S72"}),
    ("mal-och-budget", "tryggare-utemiljoer", 600, {"S06", "S14", "S19", "S35", "S43", "S72"}),
    ("medelsreserven", "foraldraradgivare", 2675, {"S07", "S11", "S15", "S19", "S57", "S58", "S72"}),
    ("medelsreserven", "laxlasning", 750, {"S09", "S11", "S15", "S19", "S60", "S61", "S72"}),
    ("medelsreserven", "meningsfull-fritid", 1860, {"S08", "S11", "S15", "S19", "S62", "S63", "S72"}),
    ("medelsreserven", "tryggare-utemiljoer", 715, {"S06", "S11", "S15", "S19", "S43", "S44", "S66", "S67", "S72"}),
]


@pytest.mark.parametrize("step", [1, -1])
@pytest.mark.parametrize(("pot", "measure", "tkr", "expected"), AMOUNTS)
def test_one_tkr_more_or_less_breaks_every_statement_that_rests_on_it(copy, pot, measure, tkr, expected, step):
    copy.change("allocations.csv", {"pot": pot, "measure": measure}, amount=str(tkr + step))
    assert expected <= set(broken(copy))


@pytest.mark.parametrize(
    "statement", ["S06", "S07", "S10", "S14", "S20", "S31", "S36", "S38", "S39", "S43", "S44", "S45", "S69", "S72"]
)
def test_another_stated_number_is_not_approved(copy, statement):
    value = {"S20": "11", "S36": "60", "S31": "99"}.get(statement, "5")
    copy.change("statements.csv", {"statement": statement}, value=value)
    assert statement in broken(copy)


def test_more_than_half_is_false_at_exactly_half(copy):
    copy.change("statements.csv", {"statement": "S51"}, value="55")
    assert finding(copy, "S51").state is State.CONTRADICTED
    copy.change("statements.csv", {"statement": "S51"}, relation=">=")
    assert finding(copy, "S51").state is State.TIES
    assert finding(copy, "S51").computed.number == Fraction(2200, 4000)


def test_an_amount_moved_between_boards_keeps_the_total_but_not_the_proof(copy):
    copy.change("allocations.csv", {"pot": "medelsreserven", "measure": "tryggare-utemiljoer"}, board="gsn")
    result = reconcile(load(copy.folder))
    assert result.findings["S72"].state is State.TIES
    assert {"S06", "S09", "S11", "S67"} <= {key for key, f in result.findings.items() if f.unacknowledged}


def test_rounding_only_where_it_is_declared(copy):
    copy.change("statements.csv", {"statement": "S14"}, value="4.1")
    assert finding(copy, "S14").state is State.CONTRADICTED
    copy.change("statements.csv", {"statement": "S14"}, rounding="0.2")  # half a step is exactly the difference
    assert finding(copy, "S14").state is State.ROUNDED
    copy.change("statements.csv", {"statement": "S14"}, rounding="0.1999")
    assert finding(copy, "S14").state is State.CONTRADICTED


def test_a_part_may_be_less_but_not_more(copy):
    copy.change("statements.csv", {"statement": "S14"}, value="5", relation="part")
    assert finding(copy, "S14").state is State.PARTIAL
    copy.change("statements.csv", {"statement": "S14"}, value="4")
    assert finding(copy, "S14").state is State.TIES
    copy.change("statements.csv", {"statement": "S14"}, value="3")
    assert finding(copy, "S14").state is State.CONTRADICTED


def test_negative_rows_and_transfers_that_net_to_zero(copy):
    copy.append(
        "allocations.csv",
        year="2021",
        pot="medelsreserven",
        measure="laxlasning",
        board="ks",
        amount="-50",
        unit="tkr",
        basis="stated",
        place="laxlasning",
    )
    copy.append(
        "allocations.csv",
        year="2021",
        pot="medelsreserven",
        measure="trygghetsvardar",
        board="ks",
        amount="50",
        unit="tkr",
        basis="stated",
        place="vardar",
    )
    result = reconcile(load(copy.folder))
    assert result.findings["S06"].state is State.TIES
    assert result.findings["S60"].difference == -50_000


def test_plan_and_change_agree_when_the_other_pot_stays(copy):
    copy.change("statements.csv", {"statement": "S20"}, value="8")
    copy.change("statements.csv", {"statement": "S69"}, value="8")
    result = reconcile(load(copy.folder))
    assert result.findings["S20"].state is State.TIES
    assert result.findings["S36"].state is State.TIES
    assert {a.statement for a in result.stale} == {"S20", "S36"}
    assert result.verdict is Verdict.NOT_APPROVED


def test_an_acknowledgement_covers_only_what_was_seen(copy):
    copy.change("acknowledgements.csv", {"statement": "S54"}, difference="714")
    assert broken(copy) == ["S54"]


def test_a_date_that_exists_makes_its_acknowledgement_stale(copy):
    copy.change("statements.csv", {"statement": "S01"}, value="2021-02-28")
    result = reconcile(load(copy.folder))
    assert result.findings["S01"].state is State.TIES
    assert [a.statement for a in result.stale] == ["S01"]
    assert result.verdict is Verdict.NOT_APPROVED


def test_silence_is_not_an_option(copy):
    copy.drop("acknowledgements.csv", statement="S04")
    assert broken(copy) == ["S04"]


def test_every_kind_is_tested_and_declared(seed):
    fields = next(r for r in json.loads(seed.files["datapackage.json"])["resources"] if r["name"] == "statements")[
        "schema"
    ]["fields"]
    declared = next(f for f in fields if f["name"] == "kind")["constraints"]["enum"]
    assert set(declared) == set(KINDS) == set(_tests(reconcile(seed).proof))


def test_the_mapping_is_proved_for_the_seed(seed):
    proof = reconcile(seed).proof
    assert proof.outcome is ProofOutcome.UNIQUE
    assert proof.boards == ("sn", "gsn", "kfn", "ks")
    assert (proof.candidates, proof.whole, proof.whole_candidates) == (4**4, ProofOutcome.UNIQUE, 16_384)


def test_several_mappings_are_said_to_be_several(copy):
    # Two rows that can change places: 750 each for two boards.
    copy.change("allocations.csv", {"measure": "meningsfull-fritid"}, amount="750")
    copy.change("statements.csv", {"statement": "S08"}, value="750")
    result = reconcile(load(copy.folder))
    assert result.proof.outcome is ProofOutcome.SEVERAL
    assert result.findings["S11"].state is State.UNTESTABLE
    assert result.findings["S61"].state is State.UNTESTABLE


def test_no_mapping_contradicts(copy):
    copy.change("statements.csv", {"statement": "S07"}, value="2674")
    copy.change("statements.csv", {"statement": "S09"}, value="751")
    result = reconcile(load(copy.folder))
    assert result.proof.outcome is ProofOutcome.NONE
    assert result.findings["S11"].state is State.CONTRADICTED


@pytest.mark.parametrize(
    ("claimed", "state"), [("gsn", State.UNTESTABLE), ("kfn", State.UNTESTABLE), ("ks", State.CONTRADICTED)]
)
def test_of_a_measure_with_rows_of_two_boards_either_may_be_meant(copy, claimed, state):
    row = {"year": "2021", "pot": "medelsreserven", "measure": "laxlasning", "board": "kfn", "amount": "7"}
    copy.append("allocations.csv", **row, unit="tkr", basis="derived", place="laxlasning")
    copy.change("statements.csv", {"statement": "S08"}, value="1867")
    copy.change("statements.csv", {"statement": "S61"}, board=claimed)
    result = reconcile(load(copy.folder))
    assert result.proof.outcome is ProofOutcome.UNIQUE
    assert result.findings["S61"].state is state


def test_of_a_measure_without_a_derived_row_nothing_is_proved(copy):
    copy.change("allocations.csv", {"measure": "laxlasning"}, basis="stated")
    assert reconcile(load(copy.folder)).findings["S61"].state is State.UNTESTABLE


def test_without_a_board_total_nothing_is_guessed(copy):
    copy.drop("statements.csv", statement="S09")
    result = reconcile(load(copy.folder))
    assert result.proof.outcome is None
    assert result.findings["S61"].state is State.UNTESTABLE
    assert "Grundskolenämnden" in result.findings["S61"].missing


def test_past_the_budget_the_state_is_untestable(seed):
    result = reconcile(seed, budget=3)
    assert result.proof.outcome is ProofOutcome.OVER_BUDGET
    assert result.findings["S11"].state is State.UNTESTABLE


@pytest.mark.parametrize("written", ["20210228", "2021-W08-7", "2021-2-28", "28 februari 2021"])
def test_a_date_is_written_with_year_month_and_day(copy, written):
    """Other forms that Python would read are not the form that the case is described in."""
    copy.change("statements.csv", {"statement": "S01"}, value=written)
    assert finding(copy, "S01").state is State.CONTRADICTED


def test_the_place_of_a_measure_that_is_not_in_the_pot_is_nil(copy):
    copy.change("statements.csv", {"statement": "S39"}, measure="laxlasning", value="0")
    assert finding(copy, "S39").state is State.TIES


def test_the_lightest_question_weighs_more_than_none():
    order = [f.statement.statement for f in reconcile(load(SEED)).having(State.UNTESTABLE)]
    assert order.index("S29") < order.index("S28")  # S28 stands first in the document, and has no question


def test_an_unacknowledged_contradiction_is_the_first_however_light_its_question(copy):
    order = [f.statement.statement for f in reconcile(load(SEED)).having(State.CONTRADICTED)]
    copy.drop("acknowledgements.csv", statement=order[-1])
    assert [f.statement.statement for f in reconcile(load(copy.folder)).having(State.CONTRADICTED)] == [
        order[-1],
        *order[:-1],
    ]
