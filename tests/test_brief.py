"""The first page: what is to be decided, and what the document gives word on."""

from conftest import edit

from fordelning.case.case import load
from fordelning.case.schema import TABLES
from fordelning.report import brief, matters
from fordelning.report.parameters import Parameters
from fordelning.report.report import Report


def report(copy) -> Report:
    return Report.of(Parameters(), load(copy.folder))


def told(block) -> list[str]:
    return [_text(item) for item in block.items]


def plain(paragraph) -> str:
    return _text(paragraph.runs)


def _text(runs) -> str:
    return "".join(run.text for run in runs).replace("\u00a0", " ")


def test_each_point_has_its_place_and_its_amount(copy):
    first, second = told(brief.points(report(copy)))
    assert first.startswith("Beslutspunkt 1: ") and first.endswith(", 10 000 tkr.")
    assert second.startswith("Beslutspunkt 2: ")
    copy.change("points.csv", {"point": "1"}, statement="")
    copy.change("points.csv", {"point": "2"}, statement="S07")
    first, second = told(brief.points(report(copy)))
    assert "tkr" not in first and second.endswith(", 2 675 tkr.")


def test_a_point_says_what_its_statement_is_and_nothing_of_what_is_no_amount(copy):
    copy.append(
        "statements.csv", statement="S98", place="arende", kind="per_board", relation="=", value="5", unit="tkr"
    )
    copy.change("statements.csv", {"statement": "S98"}, wording="Lika mycket till var och en")
    ends = {
        **dict.fromkeys(["S01", "S02", "S12", "S17"], "Beslutet"),  # dates, numbers and what is open are no amounts
        "S21": "Beslutet, angivet 10 mnkr, inte prövat",
        "S50": "Beslutet, angivet 12,5 mnkr, inte prövat",  # what was asked for is not what is given
        "S98": "Beslutet, angivet 5 tkr per nämnd, vilket motsägs",  # and of one board not what each gets
        "S10": "Beslutet, 4 nämnder",
    }
    copy.change("points.csv", {"point": "1"}, wording="Beslutet")
    for number, end in ends.items():
        copy.change("points.csv", {"point": "1"}, statement=number)
        assert told(brief.points(report(copy)))[0] == f"Beslutspunkt 1: {end}."


def test_the_standard_list_is_that_of_the_format():
    [item] = [column for column in TABLES["disclosures"].columns if column.name == "item"]
    assert item.enum == tuple(brief.STANDARD)


def test_what_is_said_has_its_place_and_what_is_not_is_said_to_be_missing(copy):
    unsaid, said = told(brief.answered(report(copy)))
    assert unsaid == "Sägs inte: vad som blir kvar, alternativ, vad ett nej betyder, året före och del av året."
    assert said == "Sägs: finansiering, ansvar och tid, uppföljning och lagstöd."
    ways = [run.href for run in brief.answered(report(copy)).items[1] if run.href]
    assert ways == ["#plats-beslut-2", "#plats-vardar", "#plats-utemiljoer-1", "#plats-juridik"]
    copy.change("disclosures.csv", {"item": "alternatives"}, answer="Ett annat sätt.", place="process")
    copy.change("disclosures.csv", {"item": "financing"}, answer="", place="")
    unsaid, said = told(brief.answered(report(copy)))
    assert unsaid.startswith("Sägs inte: finansiering, ") and "alternativ" not in unsaid
    assert said.endswith(" och alternativ.")


def test_what_nobody_has_looked_for_is_not_called_missing(copy):
    copy.drop("disclosures.csv", item="refusal")
    unsaid, _, unlooked = told(brief.answered(report(copy)))
    assert "nej" not in unsaid and unlooked == "Inte undersökt: vad ett nej betyder."
    shown = [row.cells[0][0].text for row in brief.disclosures(report(copy)).rows]
    assert len(shown) == len(brief.STANDARD) - 1 and "Vad ett nej betyder" not in shown


def test_a_case_without_points_and_disclosures_says_so_on_the_first_page_alone(copy):
    copy.write("points.csv", ["point", "wording", "statement", "place"], [])
    copy.write("disclosures.csv", ["item", "answer", "place"], [])
    made = report(copy)
    assert plain(brief.points(made)) == (
        "Ärendet gäller ökad trygghet och trivsel. Beslutspunkterna är inte återgivna här."
    )
    [unlooked] = told(brief.answered(made))
    assert unlooked.startswith("Inte undersökt: finansiering, ") and unlooked.endswith(" och del av året.")
    assert brief.disclosures(made) is None
    edit(copy.folder, lambda descriptor: descriptor["decision"].update(subject="Uppgift saknas"))
    assert brief.points(report(copy)) is None


def test_a_point_whose_amount_is_not_what_is_stated_says_both(copy):
    copy.change("points.csv", {"point": "1"}, statement="S07")
    copy.change("statements.csv", {"statement": "S07"}, value="2700")
    first, _ = told(brief.points(report(copy)))
    assert first.endswith(", 2 675 tkr (angivet 2 700 tkr).")


def test_what_is_contradicted_without_a_question_says_what_on_the_first_page(copy):
    copy.change("statements.csv", {"statement": "S07"}, value="2700")
    found = told(matters.brief(report(copy)))
    assert "Socialnämndens driftbudget utökas: angivet 2 700 tkr, uträknat 2 675 tkr (fel; 25 tkr)" in found
