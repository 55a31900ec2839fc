from dataclasses import replace

import pytest
from conftest import CASES, ROOT
from synthetic import LONG, make, write

from fordelning.base.verdict import Verdict
from fordelning.case.case import MEASURE, load
from fordelning.checks.reconcile import State
from fordelning.report import charts, evidence, frames, front, matters, narrative, phrases, tables
from fordelning.report.parameters import Parameters
from fordelning.report.report import Report
from fordelning.report.result import result

GRANTS = ROOT / "data" / "exempelkommun-foreningsbidrag-2025"


def report(copy) -> Report:
    return Report.of(Parameters(), load(copy.folder))


def said(block) -> str:
    return "".join(run.text for run in block.runs)


def test_nothing_is_said_to_tie_where_nothing_was_tested(copy):
    for name in ("statements.csv", "acknowledgements.csv", "questions.csv", "points.csv", "disclosures.csv"):
        path = copy.folder / name
        path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    text = said(narrative.outcome(report(copy)))
    assert "stämmer" not in text
    assert "Inget är prövat" in text
    assert "Fallet har inga påståenden att pröva" in said(narrative.verdict(report(copy)))
    facts = narrative.facts(report(copy)).items
    assert (facts[-1][0].text, facts[-1][1]) == ("0 av 0", "påståenden är prövade")


def test_sums_are_not_said_to_tie_where_only_other_things_were_tested(copy):
    for file in ("statements.csv", "acknowledgements.csv", "questions.csv", "points.csv", "disclosures.csv"):
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


@pytest.mark.parametrize(
    ("names", "told"),
    [
        ((), ""),
        (("pott 1, hus",), "pott 1, hus"),
        (("a", "b", "c"), "a, b och c"),
        (("pott 1, hus", "pott 2"), "pott 1, hus, och pott 2"),
        (("pott 1, hus", "pott 2", "pott 3"), "pott 1, hus; pott 2; och pott 3"),
    ],
)
def test_names_with_commas_are_kept_apart(names, told):
    assert phrases.series(names) == told


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
    for name in ("statements.csv", "acknowledgements.csv", "questions.csv", "points.csv", "disclosures.csv"):
        path = copy.folder / name
        path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    made = report(copy)
    assert [f(made).type for f in (tables.contradictions, tables.untestable)] == ["paragraph"] * 2
    assert tables.acknowledgements(made) is narrative.comments(made) is narrative.stale(made) is None
    assert tables.years(made) is tables.requests(made) is charts.requests(made) is None


def test_what_was_asked_is_put_against_its_pot_and_not_against_everything(seed):
    made = Report.of(Parameters(), seed)
    text = said(narrative.requests(made))
    assert "bostadssociala ändamål, fördelas 6\u00a0000\u00a0tkr, varav 5\u00a0285\u00a0tkr till andra än" in text
    assert "%" not in text
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


def of_rows(folder, *rows, **given) -> Report:
    return Report.of(Parameters(), load(make(folder / "fall", list(rows), **given)))


def shown_signs(made: Report) -> list[str]:
    """What is said on page 1 and under its picture, and the heads of the boards' table."""
    facts = [f"{run.text} {text}" for run, text in narrative.facts(made).items]
    heads = [column.title for column in tables.decision(made).columns]
    return [said(narrative.outcome(made)), *facts, charts.largest(made).title, said(narrative.decision(made)), *heads]


def test_money_that_only_moves_is_no_share_of_nil(tmp_path):
    made = of_rows(tmp_path, (0, 0, 0, 12), (0, 1, 1, 3), (0, 2, 2, -15), pots=("Potten",))
    texts = [text.replace("\u00a0", " ") for text in shown_signs(made)]
    assert texts[0].startswith(
        "Summorna stämmer: 0 tkr netto (15 tkr i plus och 15 tkr i minus) fördelas på tre nämnder."
    )
    assert texts[1] == "0 tkr fördelas netto för 2021"
    assert texts[2] == f"12 tkr gäller {phrases.mid_sentence(LONG[0])}"
    assert f"{LONG[0]} har det största plusbeloppet, 12 tkr" in texts
    assert "Andel" not in texts
    assert "föreslår 0 tkr för nämnderna sammanlagt (15 tkr i plus och 15 tkr i minus)" in texts[5]
    assert not any("%" in text or " av 0 tkr" in text or "tas ur" in text or "varifrån" in text for text in texts[:-2])


def test_nothing_is_more_than_all(tmp_path):
    made = of_rows(tmp_path, (0, 0, 0, 120), (0, 1, 1, -20), (1, 2, 0, 5), (1, 3, 0, -1))
    texts = shown_signs(made)
    assert "netto (124\u00a0tkr i plus och 20\u00a0tkr i minus)" in texts[0]
    assert "Andel" not in texts
    assert not any("%" in text for text in texts)
    assert narrative.shares_of_pots(made) is None


def test_of_nothing_but_minus_the_largest_is_the_most_of_it(tmp_path):
    made = of_rows(tmp_path, (0, 0, 0, -5), (0, 1, 1, -15))
    texts = [text.replace("\u00a0", " ") for text in shown_signs(made)]
    assert "−20 tkr fördelas på två nämnder" in texts[0]
    assert "netto" not in texts[0]
    assert texts[2] == f"−15 tkr gäller {phrases.mid_sentence(LONG[1])}, 75,0 % av allt"
    assert f"{LONG[1]} har det största minusbeloppet, −15 tkr av −20 tkr" in texts
    assert tables.boards_by_size(made) == list(frames.by_board(made.case).index) == ["n1", "n0"]
    assert "föreslår −20 tkr för nämnderna sammanlagt, allt i pott A. " in texts[5]
    assert "Handlingen anger reserverade medel som finansiering." in texts[5]
    assert "Andel" in texts


def test_the_headline_of_plus_alone_says_nothing_of_net(copy):
    texts = shown_signs(report(copy))
    assert "Andel" in texts
    assert not any("netto (" in text or " i minus" in text for text in texts)


def test_no_question_is_asked_of_measures_of_several_pots_where_there_is_none(tmp_path):
    assert narrative.split(of_rows(tmp_path, (0, 0, 0, 10), (1, 1, 1, 20))) is None


def test_what_has_no_name_is_called_no_largest_measure(tmp_path):
    made = of_rows(tmp_path, (0, 0, 0, 50), (1, 1, 1, 20), (1, 2, 1, 5), measures=(MEASURE, "Lokaler", "Resor"))
    assert said(narrative.shares_of_pots(made)) == "Lokaler är den största åtgärden i pott B: 80,0\u00a0% av potten."
    assert charts.flow(made).title == "50\u00a0tkr är inte uppdelat på åtgärder"


def test_a_place_of_what_has_no_name_tells_the_board(tmp_path):
    folder = make(tmp_path / "fall", [(0, 0, 0, 50), (0, 1, 1, 20)], measures=(MEASURE, "Resor"))
    write(folder, "places", [{"place": place, "name": place.capitalize()} for place in ("tabell", "rad")])
    row = {"pot": "p0", "year": 2021, "unit": "tkr", "basis": "stated"}
    rows = [
        {"measure": f"m{n}", "board": f"n{n}", "amount": 20 + n, "place": p} for n, p in enumerate(("rad", "tabell"))
    ]
    write(folder, "allocations", [row | given for given in rows])
    made = Report.of(Parameters(), load(folder))
    told = {"".join(run.text for run in row.cells[0]): row.cells[1] for row in tables.places(made).rows}
    assert "".join(run.text for run in told["Rad"]) == LONG[0]
    assert "".join(run.text for run in told["Tabell"]) == "Resor"


def test_a_place_is_shown_with_its_pages_and_lines(seed):
    told = {
        ("Fotnot 2", "149-155", "3-4,8"): "Fotnot 2, s.\xa03–4 och 8, rad\xa0149–155",
        ("Fotnot 2", "149-155", None): "Fotnot 2, rad\xa0149–155",
        ("Rad 2, 4 och 6 i tabellen", "2,4,6", "3"): "Rad 2, 4 och 6 i tabellen, s.\xa03",
        ("Rad 61 i tabellen", "6", None): "Rad 61 i tabellen, rad\xa06",
    }
    for (name, lines, pages), expected in told.items():
        place = replace(seed.places["fotnot-2"], name=name, lines=lines, pages=pages)
        made = Report.of(Parameters(), replace(seed, places={**seed.places, "fotnot-2": place}))
        assert expected in ["".join(run.text for run in row.cells[0]) for row in tables.places(made).rows]


def test_tables_have_a_column_of_places_where_the_case_has_places(seed):
    def shown(case) -> list:
        made = Report.of(Parameters(), case)
        return [
            tables.contradictions(made),
            tables.untestable(made),
            evidence.statements(made),
        ]

    unplaced = {key: replace(one, place=None) for key, one in seed.statements.items()}
    nowhere = replace(seed, places={}, statements=unplaced)
    for with_places, without in zip(shown(seed), shown(nowhere), strict=True):
        titles = [column.title for column in with_places.columns]
        assert [column.title for column in without.columns] == [title for title in titles if title != "Ställe i källan"]
        assert len(without.columns) + 1 == len(titles)
        assert all(len(line.cells) == len(without.columns) for line in without.rows)


def test_a_contradiction_without_a_question_is_told_on_page_1(tmp_path):
    folder = make(tmp_path / "fall", [(0, 0, 0, 10), (0, 1, 1, 5)])
    total = {"place": "tabell", "kind": "total", "relation": "=", "unit": "tkr"}
    wrong = [total | {"statement": f"S0{n}", "wording": f"Summa {n}", "value": 15 + n} for n in range(1, 6)]
    write(folder, "statements", wrong)
    made = Report.of(Parameters(), load(folder))
    items = ["".join(run.text for run in item).replace("\u00a0", " ") for item in matters.questions(made).items]
    assert items[0] == "Summa 5: angivet 20 tkr, uträknat 15 tkr. (S05)"  # where most money is at stake
    assert len(items) == 5
    assert narrative.facts(made).items[-1][1] == "att ställa: fem fel"
    assert "Ingen motsägelse är kommenterad" in said(narrative.verdict(made))


def test_nothing_unclear_is_said_only_of_what_was_tested(tmp_path):
    folder = make(tmp_path / "fall", [(0, 0, 0, 10)])
    total = {"statement": "S01", "place": "tabell", "kind": "total", "relation": "=", "value": 10, "unit": "tkr"}
    unsaid = {
        "statement": "S02",
        "place": "tabell",
        "kind": "open",
        "missing": "hur länge",
        "wording": "Det gäller ett år",
    }
    write(folder, "statements", [total | {"wording": "Allt"}, unsaid])
    made = Report.of(Parameters(), load(folder))
    assert said(matters.brief(made)) == "Inget är oklart av det som är prövat, men ett påstående går inte att pröva."
    assert said(narrative.verdict(made)).endswith("Inga frågor är öppna. Av 2 påståenden är 1 prövat.")


def test_one_statement_is_not_several(tmp_path):
    made = of_rows(tmp_path, (0, 0, 0, 10), (0, 1, 1, 5))
    assert [(run.text, text) for run, text in narrative.facts(made).items][-1] == ("0 frågor", "är öppna")


def test_the_verdict_counts_no_nil(copy):
    text = said(narrative.verdict(report(copy)))
    assert "Varje motsägelse är kommenterad" in text
    path = copy.folder / "acknowledgements.csv"
    path.write_text("".join(path.read_text(encoding="utf-8").splitlines(True)[:2]), encoding="utf-8")
    assert "Av motsägelserna är 1 kommenterad " in said(narrative.verdict(report(copy)))


def test_the_years_that_are_given_are_not_called_unspoken_of(tmp_path):
    assert said(narrative.years(of_rows(tmp_path, (0, 0, 0, 10)))) == (
        "I handlingen har vi inte funnit något om åren efter 2021."
    )


@pytest.mark.parametrize(("unit", "explained"), [("tkr", {"tkr"}), ("mnkr", {"mnkr"}), ("kr", set())])
def test_the_unit_of_the_report_is_explained_where_it_is_short_for_something(seed, unit, explained):
    made = Report.of(Parameters(unit=unit), seed)
    assert {term for term, _ in tables.terms(made).items} & {"kr", "Kr", "tkr", "mnkr"} == explained


def test_no_line_of_the_glossary_explains_a_word_with_itself(seed, copy):
    told = dict(tables.terms(Report.of(Parameters(), seed)).items)
    assert "Pott 1, trygghet och trivsel" not in told
    copy.change("pots.csv", {"pot": "mal-och-budget"}, purpose="trygghetens och trivselns bästa i en pott")
    assert "Pott 1, trygghet och trivsel" in dict(tables.terms(report(copy)).items)
    copy.change("pots.csv", {"pot": "mal-och-budget"}, purpose="trygghets- och trivselpotten")
    assert "Pott 1, trygghet och trivsel" not in dict(tables.terms(report(copy)).items)
    copy.change("pots.csv", {"pot": "mal-och-budget"}, purpose="fler lekplatser")
    assert "Pott 1, trygghet och trivsel" in dict(tables.terms(report(copy)).items)


def test_boards_are_explained_only_where_the_executive_board_is_one(seed, tmp_path):
    assert "Nämnd" in dict(tables.terms(Report.of(Parameters(), seed)).items)
    other = Report.of(Parameters(), load(make(tmp_path / "fall", [(0, 0, 0, 10), (0, 1, 1, 10)])))
    assert "Nämnd" not in dict(tables.terms(other).items)


def test_years_are_among_what_is_contradicted_only_where_they_are(copy):
    assert narrative.contradicted_years(report(copy)) is not None
    for name in ("statements.csv", "acknowledgements.csv", "questions.csv", "points.csv", "disclosures.csv"):
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
    assert front.front_matter(made).identity.endswith(f" Skede: {name}.")
    assert result(made)["stage"]["name"] == name
    told = {line.cells[0][0].text: line.cells[1][0].text for line in tables.about(made).rows}
    assert told["Skede"].startswith(f"{name} (nr\u00a0{place} av tre). ")
    without = Report.of(Parameters(), seed)
    assert "Skede" not in front.front_matter(without).identity
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


def test_a_proposal_gives_nothing_yet(copy):
    assert "föreslår att nämnderna sammanlagt får 10\u00a0000\u00a0tkr" in said(narrative.decision(report(copy)))
    copy.edit(lambda descriptor: descriptor["decision"].update(status="Beslut"))
    assert "ger nämnderna sammanlagt 10\u00a0000\u00a0tkr" in said(narrative.decision(report(copy)))


def test_where_the_money_is_taken_from_is_the_documents_word(copy):
    text = said(narrative.decision(report(copy)))
    assert "Enligt handlingen tas pengarna ur reserverade medel." in text
    assert "netto" not in text and "saknas" not in text  # which no statement of the case bears


def plainly(block) -> str:
    return said(block).replace("\u00a0", " ")


def test_what_is_read_is_told_as_our_reading(copy):
    for number in ("S20", "S21", "S43", "S50"):  # two plans, a total and a request
        copy.change("statements.csv", {"statement": number}, reading="läst så")
    made = report(copy)
    facts = narrative.facts(made).items
    assert [what for _, what in facts if "äskades" in what] == ["äskades enligt vår läsning"]
    assert "enligt vår läsning. Ur pott 2" in plainly(narrative.requests(made))
    assert "är läst som 1 315" in plainly(narrative.split(made))
    told = plainly(narrative.years(made))
    assert "att satsningen enligt vår läsning är 10 000 tkr" in told and "För 2023 anges enligt vår läsning" in told
    whole = {"relation": "=", "value": "9", "unit": "mnkr", "reading": "läst så"}
    copy.append("statements.csv", statement="S98", place="arende", kind="total", wording="Allt", **whole)
    part = {"relation": "part", "value": "7", "unit": "mnkr", "reading": "läst så", "pot": "medelsreserven"}
    copy.append("statements.csv", statement="S99", place="arende", kind="total", wording="Potten", **part)
    told = plainly(narrative.decision(report(copy)))
    assert "Enligt vår läsning anger handlingen 9 mnkr för allt" in told
    assert "Enligt vår läsning är pott 2" in told


def test_what_was_refused_is_not_worked_out_of_what_was_asked_for(copy):
    made = report(copy)
    told = [said(narrative.requests(made)), *(text for _, text in narrative.facts(made).items)]
    assert "vad som avslagits går inte att räkna ut" in told[0]
    assert not any("6 500" in text.replace("\u00a0", " ") or "beviljat" in text for text in told)
    assert [name for name, *_ in charts.block._steps(made, made.reconciliation.findings["S50"])] == [
        *("Äskat", "Fördelat", "Till andra"),
    ]


def test_what_is_left_of_a_pot_and_a_sum_within_rounding_are_told_where_the_decision_is():
    made = Report.of(Parameters(), load(ROOT / "data" / "exempelkommun-budget-2026"))
    text = said(narrative.decision(made)).replace("\u00a0", " ")
    assert "Handlingen anger 171,1 mnkr för allt, och raderna summeras till 171,0 mnkr" in text
    assert "Enligt handlingen är riktade statsbidrag 15,0 mnkr, och 2,5 mnkr av det är inte fördelat." in text


def test_of_several_measures_with_several_pots_the_largest_is_drawn(tmp_path):
    made = of_rows(tmp_path, (0, 0, 0, 1), (1, 0, 0, 2), (0, 1, 1, 10), (1, 1, 0, 20))
    assert charts.split(made).title.startswith("Åtgärd nummer 2 betalas ur två potter")


@pytest.mark.parametrize(
    ("status", "verb"),
    [
        ("Förslag till beslut", "föreslår att nämnderna sammanlagt får"),
        ("Yrkande", "föreslår att nämnderna sammanlagt får"),
        ("Beslut", "ger nämnderna sammanlagt"),
        ("Protokollsutdrag", "ger nämnderna sammanlagt"),
        ("Bilaga 2", "får nämnderna sammanlagt"),
        ("", "får nämnderna sammanlagt"),
    ],
)
def test_only_a_decision_gives(seed, status, verb):
    made = Report.of(Parameters(), replace(seed, decision=replace(seed.decision, status=status)))
    assert verb in said(narrative.decision(made))


@pytest.mark.parametrize(
    ("name", "within"),
    [
        ("Socialnämnden", "socialnämnden"),
        ("Kommunstyrelsens arbetsutskott", "kommunstyrelsens arbetsutskott"),
        ("Kommunfullmäktige", "kommunfullmäktige"),
        ("Revisorerna", "revisorerna"),
        ("Kultur och fritid", "Kultur och fritid"),
        ("Stadsbyggnad", "Stadsbyggnad"),
        ("Område 3", "Område\u00a03"),
    ],
)
def test_a_department_keeps_its_capital_within_a_sentence(name, within):
    assert phrases.organ(name) == within


def test_a_department_is_named_so_in_the_documents(seed):
    boards = {key: replace(board, name=f"Område {board.name}") for key, board in seed.boards.items()}
    boards["ks"] = replace(boards["ks"], name="Kultur och fritid")
    made = Report.of(Parameters(), replace(seed, boards=boards))
    assert narrative.facts(made).items[1][1].startswith("går till Kultur och fritid")
    assert "andra än Kultur och fritid" in said(narrative.requests(made))


@pytest.mark.parametrize("decided_by", ["Kommunfullmäktige", "Kommunstyrelsen"])
def test_no_board_is_said_to_share_out_the_money_itself(seed, decided_by):
    made = Report.of(Parameters(), replace(seed, decision=replace(seed.decision, decided_by=decided_by)))
    told = [said(narrative.decision(made)), said(narrative.requests(made)), charts.requests(made).subtitle]
    told += ["".join(run.text for cell in line.cells for run in cell) for line in tables.requests(made).rows]
    assert not any("själv" in text for text in told)
    assert f", {phrases.organ(decided_by)}) föreslår" in told[0]


def test_a_question_in_its_own_words_stands_after_what_to_ask_about(copy):
    copy.change("questions.csv", {"question": "mandat"}, weight="3")
    made = report(copy)
    told = said(narrative.outcome(made))
    assert told.endswith("motstridiga uppgifter om 2022. Får kommunstyrelsen fatta beslutet?")
    heads = [item[0].text for item in matters.questions(made).items]
    assert "Får kommunstyrelsen fatta beslutet?" in heads and "Oprövat lagstöd." in heads


def test_of_many_things_to_ask_about_the_first_stand_in_the_first_sentences(copy):
    for n in range(4):
        copy.append("questions.csv", question=f"q{n}", weight="3", concern=f"sak {n}", wording="Vad?", area="money")
    told = said(narrative.outcome(report(copy)))
    assert "Fråga först om oprövat lagstöd, " in told
    assert told.endswith(" och fyra saker till.")


def test_what_is_said_of_coming_years_without_an_amount_is_told(seed, copy):
    told = said(narrative.years(Report.of(Parameters(), seed)))
    assert "Det sägs också, utan belopp: de tre åtgärderna i pott\u00a01 är tänkta att bli fleråriga (S80); " in told
    assert "bör vägas in även kommande år (S81)." in told
    for statement in ("S20", "S21", "S36", "S69"):
        copy.drop("statements.csv", statement=statement)
    for statement in ("S20", "S36"):
        copy.drop("acknowledgements.csv", statement=statement)
    told = said(narrative.years(report(copy)))
    assert told.startswith("Det sägs också, utan belopp") and "inte funnit" not in told


def test_of_things_that_are_alike_none_is_called_the_largest(tmp_path):
    made = of_rows(tmp_path, (0, 0, 0, 10), (0, 1, 1, 10), (0, 2, 2, 5), pots=("Potten",))
    alike = said(narrative.shares_of_pots(made)).replace("\u00a0", " ")
    assert alike == "Åtgärd nummer 1 och Åtgärd nummer 2 är de största åtgärderna: 40,0 % av allt var."
    assert charts.flow(made).title.replace("\u00a0", " ") == "Två åtgärder är lika stora och störst, 10 tkr var"
    assert charts.measures(made).title.replace("\u00a0", " ") == (
        "Åtgärd nummer 1 och Åtgärd nummer 2 får lika mycket, 10 tkr var"
    )


def test_of_many_that_are_alike_the_number_is_told(tmp_path):
    made = of_rows(tmp_path, *((0, n, n, 10) for n in range(5)), (0, 5, 5, 1), pots=("Potten",))
    assert said(narrative.shares_of_pots(made)).startswith("Fem åtgärder är de största åtgärderna: ")
    assert charts.boards(made).title.startswith("Fem nämnder får lika mycket, ")


def test_an_amount_that_is_stated_in_two_units_is_told_once(copy):
    copy.change("allocations.csv", {"measure": "laxlasning"}, amount="751")
    what = narrative.facts(report(copy)).items[0][1].replace("\u00a0", " ")
    assert what.count("angivet") == 1


def test_the_document_and_the_command_call_the_verdict_the_same(copy):
    made = [Report.of(Parameters(), load(case)) for case in CASES]
    copy.drop("acknowledgements.csv", statement="S01")
    made.append(report(copy))
    assert {one.verdict for one in made} == {Verdict.TIES, Verdict.ACKNOWLEDGED, Verdict.NOT_APPROVED}
    for one in made:
        assert said(narrative.verdict(one)).startswith(f"Omdöme: {one.verdict.value}. ")
