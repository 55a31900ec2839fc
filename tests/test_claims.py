"""No sentence says more than its claim: what is not tested, or is contradicted, is never told as a fact."""

import re
from dataclasses import replace

import pytest
from conftest import CASES, ROOT
from synthetic import make
from test_versions import stating

from fordelning.base.verdict import State
from fordelning.case.case import load
from fordelning.case.schema import TABLES
from fordelning.report import charts, comparison, narrative
from fordelning.report.comparison.difference import Comparison, compare
from fordelning.report.comparison.narrative import BEFORE
from fordelning.report.document import Facts, Figure, Paragraph, Run, Sentence, Support, facts, paragraph, support
from fordelning.report.outlook import charts as pictures
from fordelning.report.outlook import narrative as outlook
from fordelning.report.outlook.scenario import Outlook
from fordelning.report.parameters import OutlookParameters, Parameters
from fordelning.report.report import Report

STAGES = {
    f"{case.name}@{stage}" if stage else case.name: (case.name, stage)
    for case in CASES
    for stage in (load(case).stages or [""])
}
TOLD = (
    *(narrative.outcome, narrative.facts, narrative.state_facts, narrative.verdict, narrative.decision),
    *(narrative.split, narrative.shares_of_pots, narrative.requests, narrative.years, narrative.proof),
)
DRAWN = (charts.boards, charts.flow, charts.measures, charts.split, charts.requests, charts.years)
AHEAD = (outlook.outcome, outlook.facts, outlook.boards, pictures.years)
COMPARED = (
    *(comparison.narrative.outcome, comparison.narrative.facts, comparison.narrative.years),
    *(comparison.narrative.stated, comparison.narrative.sums, comparison.narrative.changes),
    *(comparison.narrative.reasons, comparison.charts.boards),
)

# In which words a sentence says that a thing is the document's word, that it does not hold, or that it is asked.
ITS_WORD = "enligt handlingen|anger|anges|sägs|säger|saknas|prövade?\\b|går (inte|ej) att pröva"
DOES_NOT_HOLD = (
    "motsäg|stämmer inte|sägs två saker|olika belopp|ska .* gälla|ihop bara om|i så fall|krävs då|angivet|läst som"
)
ASKED = "fråga först om|att ställa:|kan inte (båda|alla) gälla|\\?$"
READ = "läst som|läsning|i så fall|krävs då|✓|≠"
BESIDE = {*TABLES, "funding", "source", "scenario"}  # what a sentence rests on that is no statement


def blocks(report: Report) -> list[Paragraph | Facts | Figure]:
    view = Outlook.of(replace(report, parameters=OutlookParameters()))
    shown = [*(told(report) for told in (*TOLD, *DRAWN)), *(told(view) for told in AHEAD)]
    if stages := [*report.case.stages]:
        shown.append(comparison.narrative.since(report))
        if report.case.stage != stages[0]:
            shown += [told(compare(report)) for told in COMPARED]
    return [block for block in shown if isinstance(block, Paragraph | Facts | Figure)]


def overstated(report: Report, found: list[Paragraph | Facts | Figure], before: Report | None = None) -> list[Support]:
    """The sentences that rest on what is not tested, or is contradicted, and do not say so."""
    findings = dict(report.reconciliation.findings)
    if before:
        findings |= {f"{BEFORE}{number}": one for number, one in before.reconciliation.findings.items()}
    bad = []
    for claim in (claim for block in found for claim in block.rests_on):
        states = {findings[one].state for one in claim.rests_on if one in findings}
        states |= {State.UNTESTABLE for one in claim.rests_on if one == "funding"}
        asked = re.search(ASKED, claim.text, re.IGNORECASE)
        untold = State.CONTRADICTED in states and not re.search(DOES_NOT_HOLD, claim.text, re.IGNORECASE)
        unsaid = State.UNTESTABLE in states and not re.search(ITS_WORD, claim.text, re.IGNORECASE)
        # Sums of the rows tie with many statements, some of them read: the working papers say which.
        told_of = (
            [] if "allocations" in claim.rests_on else [findings[one] for one in claim.rests_on if one in findings]
        )
        read = any(f.statement.reading for f in told_of) and not re.search(READ, claim.text, re.IGNORECASE)
        if not asked and (untold or unsaid or read):
            bad.append(claim)
    return bad


def unclaimed(found: list[Paragraph | Facts | Figure]) -> list[str]:
    """What blocks say with a figure in it that no sentence names what it rests on for."""
    left = []
    for block in found:
        claims = [claim.text for claim in block.rests_on]
        if isinstance(block, Facts):
            left += [text for value, what in block.items if (text := f"{value.text} {what}") not in claims]
            continue
        text = block.title if isinstance(block, Figure) else "".join(run.text for run in block.runs)
        for claim in claims:
            assert claim in text
            text = text.replace(claim, "")
        left += [text] if re.search(r"\d", text) else []
    return left


def rests_on(found: list[Paragraph | Facts | Figure]) -> set[str]:
    return {one for block in found for claim in block.data()["rests_on"] for one in claim["rests_on"]}


def told(made: Report) -> str:
    return "".join(run.text for run in narrative.outcome(made).runs)


@pytest.mark.parametrize("name", STAGES)
def test_every_computed_sentence_names_what_it_rests_on_and_says_no_more(name):
    folder, stage = STAGES[name]
    made = Report.of(Parameters(case=folder), load(ROOT / "data" / folder, stage))
    before = compare(made).before if comparison.difference.follows(made) else None
    found = blocks(made)
    assert overstated(made, found, before) == []
    assert unclaimed(found) == []
    older = {f"{BEFORE}{number}" for number in before.case.statements} if before else set()
    assert rests_on(found) <= {*made.case.statements, *older, *BESIDE}


def test_the_seeds_sentences_name_what_they_rest_on():
    found = blocks(Report.of(Parameters(), load(ROOT / "data" / "huddinge-2021")))
    assert {"allocations", "funding", "S18", "S20", "S36", "S50", "S80", "S81"} <= rests_on(found)


ROWS = {
    "one row": [(0, 0, 0, 5)],
    "two boards": [(0, 0, 0, 5), (1, 0, 1, 7)],
    "plus and minus": [(p, m, m % 3, 10 * m - 25) for p in (0, 1) for m in range(6)],
    "only minus": [(0, 0, 0, -5), (0, 1, 1, -15)],
    "net nil": [(0, 0, 0, 12), (0, 1, 1, -12)],
}


@pytest.mark.parametrize("rows", ROWS.values(), ids=ROWS)
def test_nor_in_a_generated_case(tmp_path, rows):
    case = load(make(tmp_path / "fall", rows))
    for one in (case, stating(case, {(): ("999", "tkr", "=")})):  # a whole that ties, and one that is contradicted
        made = Report.of(Parameters(), one)
        assert overstated(made, blocks(made)) == []
        assert unclaimed(blocks(made)) == []


def test_a_claim_without_a_word_of_its_state_is_found(copy):
    made = Report.of(Parameters(), load(copy.folder))
    bare = [Sentence("Nettot är noll.", ("S79",)), Sentence("Satsningen är 10 mnkr, sägs det.", ("S20",))]
    found = paragraph(*bare, Sentence("Enligt handlingen är nettot noll.", ("S79",)))
    assert overstated(made, [found]) == [*found.rests_on[:2]]
    assert unclaimed([paragraph("Nettot är 0.", Sentence("Det är 5.", ("S79",)), " Så är det.")]) == [
        "Nettot är 0. Så är det."
    ]
    assert unclaimed([replace(facts((Run("5"), "fördelas", ("S79",))), rests_on=())]) == ["5 fördelas"]
    drawn = charts.boards(made)
    bare = Sentence("Så är det 2022", ("S20",))
    assert overstated(made, [replace(drawn, title=bare.text, rests_on=(support(bare),))]) == [support(bare)]
    assert unclaimed([replace(drawn, title="Nämnden får 5 kr", rests_on=())]) == ["Nämnden får 5 kr"]


def test_a_total_that_the_rows_contradict_is_not_said_to_tie(copy, monkeypatch):
    copy.change("statements.csv", {"statement": "S43"}, value="1316")
    made = Report.of(Parameters(), load(copy.folder))
    assert overstated(made, blocks(made)) == []
    monkeypatch.setattr(narrative, "_verb", lambda state: "stämmer")
    assert [claim.rests_on for claim in overstated(made, [narrative.split(made)])] == [("S43",)]


def test_a_figure_that_the_document_states_otherwise_says_so(copy, monkeypatch):
    copy.change("statements.csv", {"statement": "S06"}, value="4716")
    made = Report.of(Parameters(), load(copy.folder))
    largest = narrative.facts(made).items[1][1].replace("\u00a0", " ")
    assert largest == "går till kommunstyrelsen, 47,2 % av allt (angivet 4 716 tkr)"
    monkeypatch.setattr(narrative, "_stated_otherwise", lambda report, **scope: "")
    assert len(overstated(made, [narrative.facts(made)])) == 1


def test_a_whole_within_rounding_stands_on_page_1():
    made = Report.of(Parameters(), load(ROOT / "data" / "exempelkommun-budget-2026"))
    assert narrative.facts(made).items[0][1].replace("\u00a0", " ") == "fördelas för 2026 (angivet 171,1 mnkr)"


def test_what_is_stated_against_the_rows_says_so_in_the_comparison(seed):
    cases = [stating(seed, {(): (value, "tkr", "=")}) for value in ("10000", "10001")]
    sides = [Report.of(Parameters(), one) for one in cases]
    [stated] = comparison.narrative.restated(Comparison.between(sides[1], sides[0]))
    assert "10001\u00a0tkr (motsägs)" in stated.text.replace("10\u00a0001", "10001")
    assert overstated(sides[1], [paragraph(stated)], sides[0]) == []
    bare = paragraph(replace(stated, text=stated.text.replace(" (motsägs)", "")))
    assert overstated(sides[1], [bare], sides[0]) == [*bare.rests_on]


@pytest.mark.parametrize("stage", ["forslag", "reviderat", "beslut"])
def test_a_stage_asks_nothing_of_another_stage(stage):
    made = Report.of(Parameters(), load(ROOT / "data" / "exempelkommun-foreningsbidrag-2025", stage))
    assert ("pengar som flyttats utan att summorna ändrats" in told(made)) == (stage == "reviderat")
    assert ("flyttat" in {matter.question.question for matter in made.matters}) == (stage == "reviderat")


def test_what_is_our_reading_says_so(seed, monkeypatch):
    made = Report.of(Parameters(), seed)
    assert "enligt vår läsning blir 50\u00a0% av beloppet 2021" in "".join(x.text for x in narrative.years(made).runs)
    told = narrative.years(made).rests_on[0]
    silent = replace(
        narrative.years(made), rests_on=(replace(told, text=told.text.replace(" enligt vår läsning", "")),)
    )
    assert overstated(made, [silent]) == [*silent.rests_on]
    monkeypatch.setattr(outlook, "read_by_us", lambda view: False)
    lead = outlook.outcome(Outlook.of(replace(made, parameters=OutlookParameters())))
    assert overstated(made, [lead]) == [lead.rests_on[0]]
