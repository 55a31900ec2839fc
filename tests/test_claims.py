"""No sentence says more than its claim: what is not tested, or is contradicted, is never told as a fact."""

import re
from dataclasses import replace

import pytest
from conftest import ROOT
from synthetic import make

from fordelning.base.verdict import State
from fordelning.case.case import load
from fordelning.report import narrative
from fordelning.report.document import Paragraph, Sentence, paragraph
from fordelning.report.outlook import narrative as outlook
from fordelning.report.outlook.scenario import Outlook
from fordelning.report.parameters import OutlookParameters, Parameters
from fordelning.report.report import Report

CASES = sorted(path.parent.name for path in (ROOT / "data").glob("*/datapackage.json"))
TOLD = (narrative.decision, narrative.split, narrative.requests, narrative.years)

# In which words a sentence says that a thing is the document's word, or that it does not hold.
ITS_WORD = re.compile("enligt handlingen|anger|anges|sägs|säger|saknas|går (inte|ej) att pröva", re.IGNORECASE)
DOES_NOT_HOLD = re.compile("motsägs|sägs två saker|olika belopp|ska .* gälla måste", re.IGNORECASE)


def paragraphs(report: Report) -> list[Paragraph]:
    view = Outlook.of(replace(report, parameters=OutlookParameters()))
    return [block for block in (*(told(report) for told in TOLD), outlook.outcome(view)) if block]


def overstated(report: Report, blocks: list[Paragraph]) -> list[Sentence]:
    """The sentences that rest on what is not tested, or is contradicted, and do not say so."""
    findings, found = report.reconciliation.findings, []
    for claim in (claim for block in blocks for claim in block.rests_on):
        states = {findings[one].state if one in findings else State.UNTESTABLE for one in claim.rests_on}
        untold = State.CONTRADICTED in states and not DOES_NOT_HOLD.search(claim.text)
        if untold or (State.UNTESTABLE in states and not ITS_WORD.search(claim.text)):
            found.append(claim)
    return found


def rests_on(blocks: list[Paragraph]) -> set[str]:
    return {one for block in blocks for claim in block.data()["rests_on"] for one in claim["rests_on"]}


@pytest.mark.parametrize("name", CASES)
def test_no_sentence_says_more_than_its_claim(name):
    case = load(ROOT / "data" / name)
    made = Report.of(Parameters(), case)
    blocks = paragraphs(made)
    assert overstated(made, blocks) == []
    assert rests_on(blocks) <= {*case.statements, "funding"}
    assert rests_on(blocks)


def test_the_seeds_sentences_name_what_they_rest_on():
    blocks = paragraphs(Report.of(Parameters(), load(ROOT / "data" / "huddinge-2021")))
    assert {"funding", "S20", "S36", "S50"} <= rests_on(blocks)


@pytest.mark.parametrize(
    "rows",
    [[(0, 0, 0, 5)], [(0, 0, 0, 5), (1, 0, 1, 7)], [(p, m, m % 3, 10 * m - 25) for p in (0, 1) for m in range(6)]],
)
def test_nor_in_a_generated_case(tmp_path, rows):
    made = Report.of(Parameters(), load(make(tmp_path / "fall", rows)))
    assert overstated(made, paragraphs(made)) == []


def test_a_claim_without_a_word_of_its_state_is_found(copy):
    made = Report.of(Parameters(), load(copy.folder))
    bare = [Sentence("Nettot är noll.", ("S79",)), Sentence("Satsningen är 10 mnkr, sägs det.", ("S20",))]
    assert overstated(made, [paragraph(*bare, Sentence("Enligt handlingen är nettot noll.", ("S79",)))]) == bare


def test_a_total_that_the_rows_contradict_is_not_said_to_tie(copy, monkeypatch):
    copy.change("statements.csv", {"statement": "S43"}, value="1316")
    made = Report.of(Parameters(), load(copy.folder))
    assert overstated(made, paragraphs(made)) == []
    monkeypatch.setattr(narrative, "_verb", lambda state: "stämmer")
    assert [claim.rests_on for claim in overstated(made, paragraphs(made))] == [("S43",)]
