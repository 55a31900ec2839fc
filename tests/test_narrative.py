import pytest
from conftest import ROOT
from synthetic import make

from fordelning import charts, front, narrative, phrases, tables
from fordelning.case import load
from fordelning.parameters import Parameters
from fordelning.reconcile import State
from fordelning.report import Report
from fordelning.result import result

GRANTS = ROOT / "data" / "exempelkommun-foreningsbidrag-2025"


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
    assert "Inget är prövat" in text
    assert "Fallet har inga påståenden att pröva" in said(narrative.verdict(report(copy)))
    facts = narrative.facts(report(copy)).items
    assert (facts[-1][0].text, facts[-1][1]) == ("0 av 0", "påståenden är prövade")


def test_sums_are_not_said_to_tie_where_only_other_things_were_tested(copy):
    for file in ("statements.csv", "acknowledgements.csv"):
        path = copy.folder / file
        path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    copy.append("statements.csv", statement="S10", place="rubrik", kind="date", wording="Datum", value="2021-02-28")
    text = said(narrative.outcome(report(copy)))
    assert text.startswith("Inga summor är prövade: ")


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"value": "8"}, "inget säger emot påståendet längre"),
        ({"value": "11"}, "motsägs fortfarande, men inte som då: nu angivet 11 mnkr, skillnad −3"),
        ({"against": "", "missing": "delningen"}, "påståendet går inte längre att pröva"),
    ],
)
def test_a_comment_that_has_lapsed_says_why(copy, cells, why):
    copy.change("statements.csv", {"statement": "S20"}, **cells)
    if "missing" in cells:
        copy.drop("statements.csv", statement="S36").drop("acknowledgements.csv", statement="S36")
    made = report(copy)
    texts = ["".join(run.text for run in item).replace("\u00a0", " ") for item in narrative.stale(made).items]
    [text] = [text for text in texts if text.startswith("S20")]
    assert why in text


def test_a_change_is_said_with_its_own_decimals(copy):
    copy.change("statements.csv", {"statement": "S36"}, value="50.25")
    assert "blir 50,25\u00a0% av beloppet 2021" in said(narrative.years(report(copy)))


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
    assert [f(made).type for f in (tables.contradictions, tables.untestable)] == ["paragraph"] * 2
    assert tables.acknowledgements(made) is narrative.comments(made) is narrative.stale(made) is None
    assert tables.years(made) is tables.requests(made) is charts.requests(made) is narrative.years_note(made) is None


def test_what_was_asked_is_put_against_its_pot_and_not_against_everything(seed):
    made = Report.of(Parameters(), seed)
    text = said(narrative.requests(made))
    assert "Ur pott\u00a02, bostadssociala ändamål, fördelas 6\u00a0000\u00a0tkr, alltså 48,0\u00a0%" in text
    assert "42,3\u00a0%" in text
    assert "pott\u00a02" in charts.requests(made).title


def test_a_contradicted_count_is_no_sum_that_does_not_tie(copy):
    copy.change("statements.csv", {"kind": "count"}, value="99")
    made = report(copy)
    assert any(f.statement.kind == "count" for f in made.reconciliation.having(State.CONTRADICTED))
    assert "Summorna stämmer: " in said(narrative.outcome(made))


def test_the_only_measure_of_a_pot_is_not_called_the_largest(tmp_path):
    folder = make(tmp_path / "fall", [(0, 0, 0, 10), (1, 1, 1, 20), (1, 2, 1, 5)])
    text = said(narrative.shares_of_pots(Report.of(Parameters(), load(folder))))
    assert "Åtgärd nummer 1 är den enda åtgärden i pott A." in text
    assert "Åtgärd nummer 2 är den största åtgärden" in text
    assert "100,0" not in text


def test_nothing_is_said_of_shares_where_there_are_none(tmp_path):
    made = Report.of(Parameters(), load(make(tmp_path / "fall", [(0, 0, 0, 10), (1, 1, 0, 10)])))
    assert "avrundade" not in said(narrative.shares_of_pots(made))
    taken = Report.of(Parameters(), load(make(tmp_path / "minus", [(0, 0, 0, -10), (0, 1, 0, -5)])))
    assert narrative.shares_of_pots(taken) is None


def test_years_are_among_what_is_contradicted_only_where_they_are(copy):
    assert narrative.contradicted_years(report(copy)) is not None
    for name in ("statements.csv", "acknowledgements.csv"):
        path = copy.folder / name
        path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    assert narrative.contradicted_years(report(copy)) is None


def test_the_matrix_explains_its_mark_only_where_it_stands(seed, tmp_path):
    assert "(h: nämnden är härledd)" in tables.matrix(Report.of(Parameters(), seed)).caption
    made = Report.of(Parameters(), load(make(tmp_path / "fall", [(0, 0, 0, 10), (0, 1, 0, 10)])))
    assert "h:" not in tables.matrix(made).caption


@pytest.mark.parametrize(("stage", "name", "place"), [("forslag", "Förslag", 1), ("", "Beslut", 3)])
def test_the_stage_is_told(seed, stage, name, place):
    made = Report.of(Parameters(), load(GRANTS, stage))
    assert f" Skede: {name}. " in front.matter(made).identity
    assert result(made)["stage"]["name"] == name
    told = {line.cells[0][0].text: line.cells[1][0].text for line in tables.about(made).rows}
    assert told["Skede"].startswith(f"{name} (nr\u00a0{place} av tre). ")
    without = Report.of(Parameters(), seed)
    assert "Skede" not in front.matter(without).identity
    assert result(without)["stage"] is None
    assert "Skede" not in [line.cells[0][0].text for line in tables.about(without).rows]


@pytest.mark.parametrize(
    ("name", "within"),
    [
        ("Kultur- och fritidsnämnden", "kultur- och fritidsnämnden"),
        ("Sjöviks IF", "Sjöviks IF"),
        ("Region Skåne", "Region Skåne"),
        ("Pott 1, trygghet", "pott\u00a01, trygghet"),
        ("Pott A", "pott A"),
        ("KS", "KS"),
    ],
)
def test_a_name_within_a_sentence(name, within):
    assert phrases.mid_sentence(name) == within
