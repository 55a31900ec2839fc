import pytest

from fordelning import charts, narrative, tables
from fordelning.case import load
from fordelning.parameters import Parameters
from fordelning.report import Report


def report(copy) -> Report:
    return Report.of(Parameters(), load(copy.folder))


def said(block) -> str:
    return "".join(run.text for run in block.runs)


def test_nothing_is_said_to_tie_where_nothing_was_tested(copy):
    for name in ("statements.csv", "acknowledgements.csv"):
        path = copy.folder / name
        path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    text = said(narrative.outcome(report(copy)))
    assert "stämmer" not in text
    assert "Inga summor är prövade" in text


def test_a_derivation_that_is_not_proved_is_said_not_to_be(copy):
    copy.change("allocations.csv", {"measure": "meningsfull-fritid"}, amount="750")
    copy.change("statements.csv", {"statement": "S08"}, value="750")
    made = report(copy)
    assert "inte bevisad" in tables.matrix(made).caption
    assert "Härledd" not in [term for term, _ in tables.terms(made).items]


def test_boards_with_the_same_sum_share_the_title(copy):
    for measure, amount in (("foraldraradgivare", "5000"), ("trygghetskameror", "2485")):
        copy.change("allocations.csv", {"measure": measure}, amount=amount)
    assert charts.boards(report(copy)).title.startswith("Kommunstyrelsen och socialnämnden får lika mycket")


@pytest.mark.parametrize(("board", "own"), [("sn", 0), ("ks", 715_000)])
def test_a_request_limited_to_a_board_counts_only_that_board(copy, board, own):
    copy.change("statements.csv", {"statement": "S50"}, board=board)
    made = report(copy)
    finding = made.reconciliation.findings["S50"]
    asked, given, others = tables.granted(made, finding)
    assert (asked, given - others) == (12_500_000, own)
    assert given == made.case.total(pot="medelsreserven", board=board)


def test_what_is_contradicted_is_not_called_a_tie(copy):
    copy.change("allocations.csv", {"measure": "laxlasning"}, amount="751")
    text = said(narrative.outcome(report(copy)))
    assert "Summorna stämmer inte" in text
    assert "S09" in text


def test_tables_with_nothing_to_show_say_so(copy):
    for name in ("statements.csv", "acknowledgements.csv"):
        path = copy.folder / name
        path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    made = report(copy)
    assert [f(made).type for f in (tables.contradictions, tables.acknowledgements, tables.untestable)] == [
        "paragraph"
    ] * 3
    assert tables.years(made) is tables.requests(made) is charts.requests(made) is narrative.years_note(made) is None


def test_what_was_asked_is_put_against_its_pot_and_not_against_everything(seed):
    made = Report.of(Parameters(), seed)
    text = said(narrative.requests(made))
    assert "Ur pott\u00a02, bostadssociala ändamål, fördelas 6\u00a0000\u00a0tkr, alltså 48,0\u00a0%" in text
    assert "42,3\u00a0%" in text
    assert "pott\u00a02" in charts.requests(made).title
