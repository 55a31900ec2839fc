"""Working papers: who has prepared and reviewed a case, the status of its questions, and the words of the source."""

import datetime

import pytest
from conftest import ROOT

from fordelning.base.errors import CaseError
from fordelning.base.verdict import Verdict
from fordelning.case import draft
from fordelning.case.case import load
from fordelning.case.identity import Review
from fordelning.checks.matter import MatterSort
from fordelning.report import matters, narrative, tables
from fordelning.report.document import Table
from fordelning.report.parameters import Parameters
from fordelning.report.report import Report
from fordelning.report.result import result

REVIEW = {
    "prepared_by": "controllern",
    "prepared_on": "2026-11-20",
    "reviewed_by": "revisorn",
    "reviewed_on": "2026-11-23",
}
ANSWER = {"status": "answered", "by": "ekonomichefen", "on": "2026-11-25", "answer": "Ur reserven."}


def report(copy, source: str = "") -> Report:
    return Report.of(Parameters(source=source), load(copy.folder))


def cells(table: Table) -> list[list[str]]:
    return [["".join(run.text for run in cell) for cell in row.cells] for row in table.rows]


def faults(copy) -> list[tuple[str, int, str, str]]:
    with pytest.raises(CaseError) as caught:
        load(copy.folder)
    return [(fault.file, fault.row, fault.column, fault.found) for fault in caught.value.faults]


# Who has done the work


def test_who_has_prepared_and_reviewed_is_told_and_what_is_blank_says_so(copy):
    assert cells(tables.review(report(copy))) == [
        ["Upprättad", "ej ifyllt", "ej ifyllt"],
        ["Granskad", "ej ifyllt", "ej ifyllt"],
    ]
    copy.describe(review={key: REVIEW[key] for key in ("prepared_by", "prepared_on", "reviewed_by")})
    assert cells(tables.review(report(copy))) == [
        ["Upprättad", "controllern", "2026-11-20"],
        ["Granskad", "revisorn", "ej ifyllt"],
    ]


def test_the_review_is_kept_when_a_case_is_written_anew(copy, tmp_path):
    copy.describe(review=REVIEW)
    made = draft.write(draft.read(copy.folder), tmp_path / "igen", datetime.date(2026, 11, 24))
    assert made.review == load(copy.folder).review
    assert made.review == Review("controllern", datetime.date(2026, 11, 20), "revisorn", datetime.date(2026, 11, 23))


@pytest.mark.parametrize(
    ("review", "column", "found"),
    [
        ("revisorn", "review", "revisorn"),
        (None, "review", "None"),
        ({"reviewed_by": ""}, "review.reviewed_by", ""),
        ({"reviewed_by": 7}, "review.reviewed_by", "7"),
        ({"reviewed_by": "rev\x1bisorn"}, "review.reviewed_by", "rev\x1bisorn"),
        ({"reviewed_on": "2026-02-30"}, "review.reviewed_on", "2026-02-30"),
        ({"reviewed_on": "20261123"}, "review.reviewed_on", "20261123"),
        ({"approved_by": "någon"}, "review.approved_by", "en uppgift som inte används"),
    ],
)
def test_a_review_that_cannot_be_used(copy, review, column, found):
    assert faults(copy.describe(review=review)) == [("datapackage.json", 0, column, found)]


# The questions


@pytest.mark.parametrize(
    ("given", "lacking"),
    [
        ({"status": "put"}, ["by", "on"]),
        ({"status": "put", "by": "ordföranden"}, ["on"]),
        (ANSWER | {"by": ""}, ["by"]),
        (ANSWER | {"on": ""}, ["on"]),
        (ANSWER | {"answer": ""}, ["answer"]),
    ],
)
def test_a_question_that_is_put_or_answered_says_by_whom_when_and_what(copy, given, lacking):
    copy.change("questions.csv", {"question": "finansiering"}, **given)
    assert faults(copy) == [("questions.csv", 3, column, "en tom cell") for column in lacking]


@pytest.mark.parametrize(("status", "found"), [("", "en tom cell"), ("open", "open"), ("put", "put")])
def test_an_answer_stands_only_at_a_question_that_is_answered(copy, status, found):
    copy.change("questions.csv", {"question": "finansiering"}, **ANSWER | {"status": status})
    assert faults(copy) == [("questions.csv", 3, "status", found)]


def test_what_is_put_says_so_and_what_is_answered_stands_apart(copy):
    put = {"status": "put", "by": "ordföranden", "on": "2026-11-24"}
    copy.change("questions.csv", {"question": "finansiering"}, **ANSWER)
    copy.change("questions.csv", {"question": "mandat"}, **put)
    made = report(copy)
    table = matters.table(made)
    asked = {row.id: line[-1] for row, line in zip(table.rows, cells(table), strict=True)}
    assert asked["fraga-mandat"] == "Ställd av ordföranden 2026-11-24"
    assert asked["fraga-lagen"] == "Inte ställd" and "fraga-finansiering" not in asked
    [line] = cells(matters.answered(made))
    assert line[1:4] == ["Ur reserven.", "ekonomichefen", "2026-11-25"] and "S12" in line[4]
    assert matters.message(made).endswith("sex oklarheter. En fråga är ställd men inte besvarad. En fråga är besvarad.")
    [told] = [one for one in result(made)["matters"] if one["question"] == "mandat"]
    assert (told["status"], told["by"], told["on"]) == ("put", "ordföranden", "2026-11-24")
    *_, (_, counted) = narrative.facts(made).items
    assert counted.startswith("att ställa: ") and counted.endswith(", varav en redan är ställd")
    note = matters.questions_note(made)
    assert "En fråga är besvarad, i avstämningen (S12, " in "".join(run.text for run in note.runs)
    assert {run.href for run in note.runs if run.href} >= {"#S12", "#S16"}


def test_nothing_is_answered_where_nobody_has(copy):
    assert matters.answered(report(copy)) is None


# The verdict


def test_the_verdict_follows_from_the_matters(copy):
    def held(made: Report) -> Verdict:
        sorts = {matter.sort for matter in made.matters}
        if any(matter.unacknowledged for matter in made.matters) or made.reconciliation.stale:
            return Verdict.NOT_APPROVED
        return Verdict.ACKNOWLEDGED if sorts - {MatterSort.UNCLEAR} else Verdict.TIES

    made = report(copy)
    assert held(made) is made.verdict is Verdict.ACKNOWLEDGED
    copy.change("statements.csv", {"statement": "S06"}, value="4716")
    made = report(copy)
    assert held(made) is made.verdict is Verdict.NOT_APPROVED
    made = Report.of(Parameters(), load(ROOT / "data" / "exempelkommun-budget-2026"))
    assert made.matters and held(made) is made.verdict is Verdict.TIES


# The words of the source


def quoted(copy, tmp_path, lines: dict[int, str], statement: str) -> str:
    """What stands of a statement in its place, with a source that has these `lines`."""
    path = tmp_path / "kalla.txt"
    path.write_text("\n".join(lines.get(number, "") for number in range(1, 190)), encoding="utf-8")
    copy.edit(lambda descriptor: descriptor["sources"][0].pop("hash", None))
    made = report(copy, str(path))
    [line] = [row for row in tables.statements(made).rows if row.id == statement]
    return "".join(run.text for run in line.cells[1]).replace("\u00a0", " ")


LONG = "ett två tre fyra fem sex sju åtta nio tio **2 200 tkr** elva tolv tretton fjorton femton sexton"


def test_the_words_around_the_figure_are_shown_in_short(copy, tmp_path):
    said = quoted(copy, tmp_path, {82: "En rubrik", 84: LONG}, "S33")
    assert said.endswith(
        "Pott 1, Trygghetskameror, rad 82–91: »… fem sex sju åtta nio tio 2 200 tkr elva tolv tretton …»"
    )


def test_where_no_figure_stands_the_place_begins(copy, tmp_path):
    assert quoted(copy, tmp_path, {170: "Ingen siffra här.", 171: "Men mer text."}, "S74").endswith(
        "rad 170–172: »Ingen siffra här. Men mer text.»"
    )
    assert quoted(copy, tmp_path, {}, "S74").endswith("rad 170–172")


def test_what_follows_a_date_in_a_page_head_is_not_shown(copy, tmp_path):
    said = quoted(copy, tmp_path, {4: "Datum 2021-02-29 Handläggare Någon Annan"}, "S01")
    assert said.endswith(": »Datum 2021-02-29»")


def test_a_source_is_text_and_nothing_else(copy, tmp_path):
    hostile = "<script>alert(1)</script> #sys.inputs 2 200 tkr \x07 ក = {{ 7*7 }}"
    said = quoted(copy, tmp_path, {84: hostile}, "S33")
    assert "2 200 tkr" in said and said.isprintable() and "ក" not in said and "?" in said
    assert "<script>" not in said and "{{ 7 7 }}" in said


def test_how_a_statement_is_read_says_so(copy):
    [line] = [row for row in tables.statements(report(copy)).rows if row.id == "S54"]
    assert ". Vår läsning: undantagna är läst som" in "".join(run.text for run in line.cells[1])
