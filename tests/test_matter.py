"""Matters: statements grouped by the question they raise, each of a sort, ranked as an auditor would."""

import pytest
from conftest import SEED, Copy, in_stages

from fordelning.case.case import load
from fordelning.checks.matter import Growth, Matter, MatterArea, MatterSort, counted, matters
from fordelning.checks.reconcile import reconcile
from fordelning.report import matters as told
from fordelning.report import phrases
from fordelning.report.parameters import Parameters
from fordelning.report.report import Report
from fordelning.report.result import result


def found(copy: Copy) -> dict[str, Matter]:
    """The matters by their questions' keys, or by their statements where there is no question."""
    made = matters(reconcile(load(copy.folder)))
    return {m.question.question if m.question else " ".join(m.statements): m for m in made}


def report(copy: Copy) -> Report:
    return Report.of(Parameters(), load(copy.folder))


def test_the_seed_is_ranked_as_an_auditor_would():
    """Law, financing, the year after, mandate, investments and requests, follow-up, and form last."""
    made = matters(reconcile(load(SEED)))
    asked = [m.question.question for m in made if m.question]
    assert asked == [
        *("lagen", "finansiering", "nasta-ar", "mandat", "egna-regler", "investeringar", "askanden"),
        *("omfattning", "uppfoljning", "datum", "namn"),
    ]
    assert len(asked) == len(made)
    assert {m.question.question: m.at_stake for m in made if m.question and m.at_stake} == {
        "lagen": 2_200_000,
        "finansiering": 10_000_000,
        "nasta-ar": 2_000_000,
        "mandat": 10_000_000,
        "egna-regler": 715_000,
        "omfattning": 1_860_000,
    }
    assert counted(made) == {
        MatterSort.ERROR: 1,
        MatterSort.CONDITION: 1,
        MatterSort.DEPARTURE: 1,
        MatterSort.NAMING: 1,
        MatterSort.UNCLEAR: 7,
    }


def test_one_date_in_four_places_is_one_matter():
    [date] = [m for m in matters(reconcile(load(SEED))) if m.sort is MatterSort.ERROR]
    assert date.statements == ["S01", "S04", "S22", "S70"] and date.area is MatterArea.FORM


def test_the_condition_on_which_a_plan_and_a_change_go_together_is_computed():
    made = Report.of(Parameters(), load(SEED))
    [matter] = [m for m in made.matters if m.sort is MatterSort.CONDITION]
    assert matter.growth == Growth(2022, 2021, ("medelsreserven",), 6_000_000, 8_000_000)
    said = told.condition(made, matter.growth).replace("\u00a0", " ")
    assert said == "går ihop bara om pott 2, bostadssociala ändamål, växer 2022, från 6 000 tkr till 8 000 tkr"


@pytest.mark.parametrize(
    ("plan", "left", "grown"),
    [
        ("10", "50", 8_000_000),
        ("6", "50", 4_000_000),
        ("2", "50", 0),
        ("1.5", "50", None),  # the other pot would come to less than nothing
        ("10", "33.3", 8_668_000),
    ],
)
def test_a_condition_is_told_only_where_it_can_be_met(copy, plan, left, grown):
    copy.change("statements.csv", {"statement": "S20"}, value=plan)
    copy.change("statements.csv", {"statement": "S36"}, value=left)
    matter = found(copy)["nasta-ar"]
    assert (matter.growth.needed if matter.growth else None) == grown
    assert matter.sort is (MatterSort.CONFLICT if grown is None else MatterSort.CONDITION)


def test_a_plan_that_is_rounded_has_no_exact_condition(copy):
    copy.change("statements.csv", {"statement": "S20"}, rounding="1")
    assert found(copy)["nasta-ar"].growth is None


@pytest.mark.parametrize(
    ("statement", "cells", "sort", "area"),
    [
        ("S06", {"value": "4716"}, MatterSort.ERROR, MatterArea.MONEY),
        ("S10", {"value": "5"}, MatterSort.ERROR, MatterArea.MONEY),
        ("S02", {"value": "KS-2020/1"}, MatterSort.CONFLICT, MatterArea.FORM),
        ("S69", {"value": "11"}, MatterSort.CONFLICT, MatterArea.MONEY),
        ("S76", {"value": "annat"}, MatterSort.NAMING, MatterArea.FORM),
    ],
)
def test_a_contradiction_without_a_question_is_a_matter_of_its_own(copy, statement, cells, sort, area):
    copy.change("statements.csv", {"statement": statement}, **cells)
    matter = found(copy)[statement]
    assert (matter.sort, matter.area, matter.question, matter.unacknowledged) == (sort, area, None, True)


def test_what_is_contradicted_leads_unless_it_is_form(copy):
    copy.change("statements.csv", {"statement": "S06"}, value="4715001", unit="kr")
    copy.change("statements.csv", {"statement": "S02"}, value="KS-2020/1")
    keys = list(found(copy))
    assert keys.index("S06") < keys.index("mandat")
    assert keys.index("S02") > keys.index("uppfoljning")


def test_a_question_that_no_statement_carries_is_still_asked(copy):
    copy.append("questions.csv", question="ny", weight="3", concern="något annat", wording="Vad mer?")
    matter = found(copy)["ny"]
    assert (matter.sort, matter.findings, matter.statements) == (MatterSort.UNCLEAR, (), [])
    assert "Vad mer?" in "".join(run.text for item in told.questions(report(copy)).items for run in item)


def test_a_question_whose_statements_all_hold_is_none(copy):
    copy.change("statements.csv", {"question": "datum"}, value="2021-02-28")
    assert "datum" not in found(copy)


def test_a_question_that_is_answered_is_told_and_no_longer_open(copy):
    copy.change(
        "questions.csv", {"question": "lagen"}, status="answered", by="kommunjuristen", on="2026-11-20", answer="Ja"
    )
    made = report(copy)
    assert found(copy)["lagen"].answered
    assert len(told.open_matters(made)) == len(made.matters) - 1
    [kept] = [m for m in result(made)["matters"] if m["question"] == "lagen"]
    assert (kept["status"], kept["answer"]) == ("answered", "Ja")


def test_how_many_questions_have_been_put_and_answered_is_told(copy):
    everything = told.message(report(copy))
    for question in ("lagen", "datum"):
        copy.change("questions.csv", {"question": question}, status="put", by="ekonomichefen", on="2026-11-20")
    assert told.message(report(copy)) == f"{everything} Två frågor är ställda men inte besvarade."
    copy.change("questions.csv", {"question": "datum"}, status="answered", answer="Skrivfel.")
    assert told.message(report(copy)).endswith(" En fråga är ställd men inte besvarad. En fråga är besvarad.")


def test_an_amount_at_stake_of_another_stage_is_not_known(copy):
    in_stages(copy).change("statements.csv", {"statement": "S33"}, stage="forslag")
    assert found(copy)["lagen"].at_stake is None


def test_what_the_document_does_not_say_is_not_called_stated():
    made = Report.of(Parameters(), load(SEED))
    findings = made.reconciliation.findings
    assert phrases.stated(made, findings["S54"].statement).replace("\u00a0", " ") == "läst som 0 tkr"
    assert phrases.stated(made, findings["S53"].statement).replace("\u00a0", " ") == "läst som 0 tkr"
    assert phrases.stated(made, findings["S06"].statement).replace("\u00a0", " ") == "4 715 tkr"


def test_an_amount_at_stake_is_not_cut_to_whole_kronor(copy):
    """A third of 4 mnkr is no whole number of kronor, and nor is what lacks of the plan."""
    copy.change("statements.csv", {"statement": "S36"}, value="33.333333")
    made = report(copy)
    [one] = [matter for matter in made.matters if "S20" in matter.statements]
    assert one.at_stake is not None and one.at_stake.denominator > 1
    assert told.at_stake(made, one) == "2\xa0666,66668\xa0tkr"
