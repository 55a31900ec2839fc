"""Two versions or years of a decision: every cell that differs is told, and nothing else."""

import json
from dataclasses import replace

import nbformat
import pandas as pd
import pikepdf
import pytest
import tagtree
from bs4 import BeautifulSoup
from conftest import ROOT, Copy, command, in_stages
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from synthetic import LONG, make
from test_charts import faults_of
from test_shapes import CHECKS

from fordelning.case.case import load
from fordelning.publish.edition.choice import chosen
from fordelning.publish.edition.edition import publish
from fordelning.report import comparison, front
from fordelning.report.comparison import Comparison, Sort
from fordelning.report.parameters import ComparisonParameters, EditionParameters, ParameterError
from fordelning.report.report import Report, open_report

POTS, BOARDS = ("mal-och-budget", "medelsreserven"), ("ks", "sn", "kfn")
MEASURES = ("trygghetskameror", "trygghetsvardar", "laxlasning")


def bare(seed, rows: dict, year: int = 2021):
    """The seed's names with `rows` as its only allocations, kronor by (measure, pot, board), and nothing stated."""
    records = [
        {"year": year, "pot": p, "measure": m, "board": b, "basis": "stated", "note": None, "place": "kameror"}
        | {"kronor": kronor, "step": 0, "tag": None}
        for (m, p, b), kronor in rows.items()
    ]
    columns = [*seed.allocations.columns]
    frame = pd.DataFrame(records, columns=columns).astype({"kronor": "int64", "step": "int64"})
    return replace(seed, statements={}, acknowledgements={}, reasons=(), _allocations=frame)


def between(before, after) -> Comparison:
    parameters = ComparisonParameters()
    return Comparison.between(Report.of(parameters, after), Report.of(parameters, before))


def applied(view: Comparison, changes) -> dict:
    """The older cells with `changes` made to them."""
    cells = dict(view.old)
    for change in changes:
        match change.sort:
            case Sort.REMOVED:
                assert cells.pop(change.cell) == change.before
            case Sort.ADDED:
                assert change.cell not in cells
                cells[change.cell] = change.after
            case Sort.CHANGED:
                assert cells[change.cell] == change.before
                cells[change.cell] = change.after
    return {cell: kronor for cell, kronor in cells.items() if kronor}


def said(block) -> str:
    return "".join(run.text for run in block.runs)


def cells(table) -> list[list[str]]:
    return [["".join(run.text for run in cell) for cell in row.cells] for row in table.rows]


def told(view: Comparison) -> list[tuple]:
    """Sort, measure, where, before and after of every change."""
    lines = cells(comparison.tables.changes(view))
    return [(sort, *name.split(". ", 1), before, after) for name, sort, before, after, *_ in lines]


@pytest.mark.parametrize(("pots", "where"), [(1, "Hamnnämnden"), (2, "Pott A: hamnnämnden")])
def test_where_a_change_is_begins_with_a_capital(tmp_path, pots, where):
    rows, named = [(0, 0, 1), (pots - 1, 1, 0)], ("Pott A", "Pott B")[:pots]
    old, new = (
        load(make(tmp_path / name, [(*row, tkr) for row in rows], ("Valnämnden", "Hamnnämnden"), named))
        for name, tkr in (("ena", 5), ("andra", 6))
    )
    assert told(between(old, new))[0][2] == where


KEYS = st.tuples(st.sampled_from(MEASURES), st.sampled_from(POTS), st.sampled_from(BOARDS))
ROWS = st.dictionaries(KEYS, st.sampled_from([-300, -100, 0, 100, 200, 300, 400]), min_size=1)
QUICK = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@QUICK
@given(before=ROWS, after=ROWS)
def test_the_differences_made_to_the_old_give_the_new(seed, before, after):
    view = between(bare(seed, before), bare(seed, after))
    assert applied(view, view.changes) == {cell: kronor for cell, kronor in view.new.items() if kronor}
    assert sum(change.difference for change in view.changes) == sum(after.values()) - sum(before.values())
    assert (view.changes == []) == (before == after)
    for board in view.used("board"):
        old, new = view.sums(board=board)
        key = view.boards[board].after
        assert old == sum(kronor for (_, _, b), kronor in before.items() if b == key)
        assert new == sum(kronor for (_, _, b), kronor in after.items() if b == key)


@QUICK
@given(before=ROWS, after=ROWS)
def test_a_change_left_out_is_noticed(seed, before, after):
    view = between(bare(seed, before), bare(seed, after))
    for left_out in view.changes:
        if left_out.before != left_out.after:
            rest = [change for change in view.changes if change is not left_out]
            full = {cell: kronor for cell, kronor in view.new.items() if kronor}
            assert applied(view, rest) != full or not (left_out.before or left_out.after)


A, B = (MEASURES[0], POTS[0], "ks"), (MEASURES[0], POTS[0], "sn")
OTHER_POT, BOTH = (MEASURES[0], POTS[1], "ks"), (MEASURES[0], POTS[1], "sn")
ALONE, MOVED = "", "kan"  # without and with where it may have moved from or to


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({A: 600}, {A: 600}, []),
        (
            {A: 600},
            {B: 600},
            [
                ("borttagen", "Pott 1, trygghet: kommunstyrelsen; kan ha flyttats till socialnämnden"),
                ("tillkommen", "Pott 1, trygghet: socialnämnden; kan ha flyttats från kommunstyrelsen"),
            ],
        ),
        (
            {A: 600},
            {OTHER_POT: 600},
            [
                (
                    "borttagen",
                    "Pott 1, trygghet: kommunstyrelsen; kan ha flyttats till pott\u00a02, bostadssocialt",
                ),
                (
                    "tillkommen",
                    "Pott 2, bostadssocialt: kommunstyrelsen; kan ha flyttats från pott\u00a01, trygghet",
                ),
            ],
        ),
        (
            {A: 600},
            {BOTH: 600},
            [
                (
                    "borttagen",
                    "Pott 1, trygghet: kommunstyrelsen; kan ha flyttats till socialnämnden (pott\u00a02,",
                ),
                (
                    "tillkommen",
                    "Pott 2, bostadssocialt: socialnämnden; kan ha flyttats från kommunstyrelsen (pott",
                ),
            ],
        ),
        ({A: 600}, {B: 700}, [("borttagen", ALONE), ("tillkommen", ALONE)]),
        ({A: 600, B: 100}, {A: 500, B: 200}, [("ändrad", MOVED), ("ändrad", MOVED)]),
        (
            {A: 600, OTHER_POT: 5},
            {B: 600, OTHER_POT: 9},
            [("borttagen", MOVED), ("tillkommen", MOVED), ("ändrad", ALONE)],
        ),
        # Two that got what one lost, one that got what two lost, and two of each: nobody can say which went where.
        ({A: 600}, {B: 600, BOTH: 600}, [("borttagen", ALONE), ("tillkommen", ALONE), ("tillkommen", ALONE)]),
        ({A: 600, B: 600}, {BOTH: 600}, [("borttagen", ALONE), ("borttagen", ALONE), ("tillkommen", ALONE)]),
        ({A: 600, B: 600}, {OTHER_POT: 600, BOTH: 600}, [("borttagen", ALONE)] * 2 + [("tillkommen", ALONE)] * 2),
        ({A: 800}, {B: 500, BOTH: 300}, [("borttagen", ALONE), ("tillkommen", ALONE), ("tillkommen", ALONE)]),
        # A transfer that is gone has not moved anything, and neither has one that is new.
        (
            {A: 600, B: -600},
            {(MEASURES[1], POTS[0], "ks"): 1},
            [("borttagen", ALONE), ("borttagen", ALONE), ("tillkommen", ALONE)],
        ),
        ({OTHER_POT: 1}, {OTHER_POT: 1, A: 600, B: -600}, [("tillkommen", ALONE)] * 2),
        ({A: 0}, {OTHER_POT: 5, A: 0}, [("tillkommen", ALONE)]),
        ({A: 5}, {A: 5, OTHER_POT: 0}, [("tillkommen", ALONE)]),
    ],
)
def test_what_has_happened_to_a_cell(seed, before, after, expected):
    thousands = [{key: kronor * 1000 for key, kronor in rows.items()} for rows in (before, after)]
    view = between(*(bare(seed, rows) for rows in thousands))
    if not expected:
        assert comparison.tables.changes(view) is None
        return
    found = told(view)
    assert [sort for sort, *_ in found] == [sort for sort, _ in expected]
    for (_, _, where, *_), (_, says) in zip(found, expected, strict=True):
        assert where.startswith(says) if says not in (ALONE, MOVED) else ("flyttats" in where) == (says == MOVED), where


def test_equal_totals_over_different_cells_are_the_first_thing_said(seed):
    before = {A: 600, (MEASURES[1], POTS[0], "ks"): 400}
    after = {A: 500, (MEASURES[1], POTS[0], "ks"): 500}
    view = between(bare(seed, before), bare(seed, after))
    assert view.sums_agree
    assert comparison.charts.boards(view) is None
    text = said(comparison.narrative.outcome(view))
    assert text.startswith("Alla uträknade summor är lika")
    assert "två belopp är ändrade" in text
    moved = between(bare(seed, before), bare(seed, {**after, B: 5} | {A: 495}))
    assert not moved.sums_agree
    assert not said(comparison.narrative.outcome(moved)).startswith("Alla uträknade summor är lika")


def test_nothing_changed_is_said(seed):
    view = between(seed, seed)
    assert view.changes == []
    assert said(comparison.narrative.outcome(view)).startswith("Inget belopp skiljer")
    assert said(comparison.narrative.changes(view)).startswith("Ingenting skiljer")


# Cases made separately


def test_units_do_not_matter(copy, seed):
    copy.change("allocations.csv", {"measure": "laxlasning"}, amount="0.75", unit="mnkr")
    copy.change("allocations.csv", {"measure": "trygghetsvardar"}, amount="1200000", unit="kr")
    assert between(seed, load(copy.folder)).changes == []


def test_a_single_krona_is_seen_and_shown(copy, seed):
    copy.change("allocations.csv", {"measure": "laxlasning"}, amount="750001", unit="kr")
    view = between(seed, load(copy.folder))
    assert told(view) == [("ändrad", "Läxläsning", "Pott 2, bostadssocialt: grundskolenämnden", "750", "750,001")]


def test_other_keys_for_the_same_names_are_the_same(copy, seed):
    for file in ("boards.csv", "allocations.csv", "statements.csv"):
        copy.change(file, {"board": "sn"}, board="soc")
    for file in ("measures.csv", "allocations.csv", "statements.csv"):
        copy.change(file, {"measure": "laxlasning"}, measure="lx")
    copy.change("boards.csv", {"board": "soc"}, name="SOCIALNÄMNDEN")
    view = between(seed, load(copy.folder))
    assert view.changes == []
    assert [pair.before for pair in view.boards] == ["ks", "sn", "kfn", "gsn"]


def test_keys_that_have_changed_places_follow_their_names(seed):
    boards = {"ks": replace(seed.boards["sn"], board="ks"), "sn": replace(seed.boards["ks"], board="sn")}
    swapped = replace(bare(seed, {A: 600}), boards=seed.boards | boards)
    view = between(swapped, bare(seed, {B: 600}))
    assert view.changes == []
    assert said(comparison.narrative.renamed(view)).startswith("Ingen")


def test_another_name_that_is_confirmed_is_told(copy, seed):
    copy.change("measures.csv", {"measure": "laxlasning"}, name="Läxhjälp")
    parameters = ComparisonParameters.check({"same": "Läxläsning = Läxhjälp"})
    view = Comparison.between(Report.of(parameters, load(copy.folder)), Report.of(parameters, seed))
    assert view.changes == []
    [[run]] = comparison.narrative.renamed(view).items
    assert run.text == "Åtgärd: Läxläsning heter nu Läxhjälp."


def amendment(tmp_path, seed, *lines: str) -> Comparison:
    file = tmp_path / "forslag.csv"
    file.write_text("\n".join(["pot,measure,board,amount,unit", *lines]) + "\n", encoding="utf-8")
    return Comparison.of(Report.of(ComparisonParameters.check({"case": "huddinge-2021", "amendment": str(file)}), seed))


def test_an_amendment_that_keeps_each_pots_sum_is_no_fault(tmp_path, seed):
    cameras, homework = "mal-och-budget,trygghetskameror,ks,", "mal-och-budget,laxlasning,gsn,"
    view = amendment(tmp_path, seed, cameras + "2100,tkr", homework + '"0,1",mnkr')
    found = {(change.sort, change.before, change.after) for change in view.changes}
    assert found == {(Sort.CHANGED, 2_200_000, 2_100_000), (Sort.ADDED, None, 100_000)}
    assert "håller varje potts summa" in said(comparison.narrative.outcome(view))
    assert view.report.approved and view.before.case is seed and not view.assertions
    assert seed.total() == view.report.case.total() == 10_000_000
    gone = amendment(tmp_path, seed, cameras + "0,kr")
    assert [change.sort for change in gone.changes] == [Sort.REMOVED]
    spaced = amendment(tmp_path, seed, ",,,,", cameras + "2\u00a0100 000,kr", ",,,,", homework + "0.1,mnkr")
    assert spaced.changes == view.changes
    assert "2 200 tkr blir över" in said(comparison.narrative.outcome(gone)).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("mal-och-budge,trygghetskameror,ks,1,kr", "rad 2: pot: fann »mal-och-budge», .* menade du mal-och-budget"),
        ("mal-och-budget,trygghetskameror,ks,1.5,kr", "rad 2: amount: fann »1.5»"),
        ("mal-och-budget,trygghetskameror,ks,1e,kr", "rad 2: amount: fann »1e»"),
        ("mal-och-budget,trygghetskameror,ks,1,tk", "rad 2: unit: fann »tk»"),
        ("mal-och-budget,trygghetskameror", "rad 2: fel antal celler"),
        ("mal-och-budget,trygghetskameror,ks,1_000,kr", "rad 2: amount: fann »1_000», väntade"),
        ("mal-och-budget,trygghetskameror,ks,1e3,kr", "rad 2: amount: fann »1e3», väntade"),
        ("mal-och-budget,trygghetskameror,ks,٣٤,kr", "rad 2: amount: fann »٣٤», väntade"),
        ("mal-och-budget,trygghetskameror,ks,21 00,kr", "rad 2: amount: fann »21 00», väntade"),
        ("mal-och-budget,trygghetskameror,ks,2.200,tkr", "rad 2: amount: fann »2.200»; skriv 2200 om"),
        ('mal-och-budget,trygghetskameror,ks,"-12,500",mnkr', "rad 2: amount: fann »-12,500»; skriv -12500 om"),
        ("mal-och-budget,laxlasning,gsn,0,kr", "rad 2: amount: fann 0, som tar bort en rad, men fallet har ingen"),
        ("mal-och-budget,laxlasning,gsn,1,kr\nmal-och-budget,laxlasning,gsn,1,kr", "rad 3: raden finns redan"),
        ("", "har inga rader"),
    ],
)
def test_a_fault_in_an_amendment_is_told_with_its_place(tmp_path, seed, line, told):
    with pytest.raises(ParameterError, match=told):
        amendment(tmp_path, seed, *filter(None, [line]))


def test_an_amendment_that_is_not_there_or_has_other_columns_is_told(tmp_path, seed):
    asked = {"case": "huddinge-2021", "amendment": str(tmp_path / "saknas.csv")}
    with pytest.raises(ParameterError, match="kan inte läsas: den finns inte"):
        Comparison.of(Report.of(ComparisonParameters.check(asked), seed))
    (tmp_path / "saknas.csv").write_text("pott;belopp\na;1\n", encoding="utf-8")
    with pytest.raises(ParameterError, match="rad 1: fann kolumnerna »pott, belopp», väntade pot, measure"):
        Comparison.of(Report.of(ComparisonParameters.check(asked), seed))
    for columns in (
        "pot,measure,board,amount,unit,stage",
        "pot,pot,measure,board,amount,unit",
        "pot,measure,board,unit",
    ):
        (tmp_path / "saknas.csv").write_text(f"{columns}\n", encoding="utf-8")
        with pytest.raises(ParameterError, match=f"rad 1: fann kolumnerna »{columns.replace(',', ', ')}», väntade pot"):
            Comparison.of(Report.of(ComparisonParameters.check(asked), seed))
    (tmp_path / "saknas.csv").write_text(f"{'x' * 200_000}\n", encoding="utf-8")
    with pytest.raises(ParameterError, match=r"rad 1: går inte att läsa som CSV: .* en mycket lång cell"):
        Comparison.of(Report.of(ComparisonParameters.check(asked), seed))
    (tmp_path / "ring").symlink_to("ring")
    for name, why in (("ring", "länkar som leder i ring"), ("a\x00b", "har tecken som inte kan läsas")):
        with pytest.raises(ParameterError, match=why):
            ComparisonParameters.check(asked | {"amendment": str(tmp_path / name)})
    with pytest.raises(ParameterError, match="går inte ihop med other"):
        ComparisonParameters.check(asked | {"other": "huddinge-2021"})


def test_nothing_of_an_amendment_is_said_to_stand_in_the_document(tmp_path):
    grants, file = ROOT / "data" / "exempelkommun-foreningsbidrag-2025", tmp_path / "forslag.csv"
    new = "verksamhet,idrott,kfn,2000,tkr", "lokaler,laxhjalp,un,310,tkr"
    file.write_text("\n".join(["pot,measure,board,amount,unit", *new]), encoding="utf-8")
    asked = ComparisonParameters.check({"case": str(grants), "amendment": str(file)})
    view = Comparison.of(Report.of(asked, load(grants)))
    assert view.before.case.reasons and not view.report.case.reasons
    table = comparison.tables.changes(view)
    amounts = [run for row in table.rows for cell in row.cells for run in cell if run.href]
    assert [run.href for run in amounts] == ["#egen-summa"] * 2  # a changed amount and a new one
    assert [column.title for column in table.columns][-1] == "Skillnad"
    assert comparison.narrative.reasons(view) is comparison.narrative.stated(view) is None
    assert not [what for _, what in comparison.narrative.facts(view).items if "skäl" in what]
    assert "ändringsförslag" in said(comparison.tables.digests(view))


def test_an_amendment_between_years_is_told_year_by_year(tmp_path, seed):
    two = bare(seed, {A: 600, B: 400})
    later = two.allocations.assign(year=2022)
    two = replace(two, _allocations=pd.concat([two.allocations, later], ignore_index=True))
    (measure, pot, board), file = A, tmp_path / "forslag.csv"
    lines = [f"{year},{pot},{measure},{board},{kronor},kr" for year, kronor in ((2021, 500), (2022, 700))]
    file.write_text("\n".join(["year,pot,measure,board,amount,unit", *lines]), encoding="utf-8")
    view = Comparison.of(Report.of(ComparisonParameters.check({"amendment": str(file)}), two))
    told = said(comparison.narrative.outcome(view)).replace("\u00a0", " ")
    assert not view.sums_agree and "alla uträknade summor" not in told.lower()
    assert "2021: 0,1 tkr blir över" in told and "2022: 0,1 tkr saknas" in told
    kept = file.read_text(encoding="utf-8").replace("500", "600").replace("700", "600")
    file.write_text(kept, encoding="utf-8")
    view = Comparison.of(Report.of(ComparisonParameters.check({"amendment": str(file)}), two))
    assert "håller varje potts summa för varje år" in said(comparison.narrative.outcome(view)) and view.sums_agree


def test_an_amendment_that_leaves_nothing_is_told(tmp_path, seed):
    gone = [f"{row.pot},{row.measure},{row.board},0,kr" for row in seed.allocations.itertuples()]
    with pytest.raises(ParameterError, match="tar bort varje rad"):
        amendment(tmp_path, seed, *gone)
    assert len(amendment(tmp_path, seed, *gone[1:]).changes) == len(gone) - 1


@pytest.mark.parametrize(("name", "sign"), [("a😀", "1F600"), ("中", "4E2D"), ("a\u202eb", "202E"), ("a\nb", "000A")])
def test_a_file_whose_name_no_document_can_show_is_told(tmp_path, seed, name, sign):
    asked = {"case": "huddinge-2021", "amendment": str(tmp_path / name)}
    (tmp_path / name).touch()
    with pytest.raises(ParameterError, match=rf"amendment: .* har tecknet U\+{sign}, som rapporten inte kan visa"):
        Report.of(ComparisonParameters.check(asked), seed)
    with pytest.raises(ParameterError, match=rf"case: .* har tecknet U\+{sign}"):
        Report.of(ComparisonParameters(), replace(seed, name=name))


def test_different_years_are_set_side_by_side(seed):
    view = between(bare(seed, {A: 600}), bare(seed, {A: 700}, year=2022))
    assert [(change.sort, change.difference) for change in view.changes] == [(Sort.CHANGED, 100)]
    assert "2021 ställs mot 2022" in said(comparison.narrative.years(view))
    assert comparison.narrative.years(between(seed, seed)) is None


def test_the_same_years_are_kept_apart(seed):
    frames = [bare(seed, {A: k}, year).allocations for k, year in ((600, 2021), (700, 2022))]
    both = replace(bare(seed, {A: 1}), _allocations=pd.concat(frames, ignore_index=True))
    view = between(bare(seed, {A: 600}), both)
    [change] = view.changes
    assert (change.sort, change.cell.year, change.after) == (Sort.ADDED, 2022, 700)
    assert told(view)[0][2].startswith("2022: ")


# Stages and reasons


def test_a_stage_is_compared_with_the_one_before(copy):
    folder = in_stages(copy).folder
    view = Comparison.make(ComparisonParameters.check({"case": str(folder)}))
    assert view.before.case.stage == "forslag"
    assert [line[:4] for line in told(view)] == [
        ("ändrad", "Trygghetsvärdar", "Pott 1, trygghet: kommunstyrelsen", "1\u00a0300"),
        (
            "ändrad",
            "Tryggare utemiljöer",
            "Pott 1, trygghet: kommunstyrelsen",
            "500",
        ),
        (
            "ändrad",
            "Tryggare utemiljöer",
            "Pott 2, bostadssocialt: kommunstyrelsen",
            "815",
        ),
        (
            "borttagen",
            "Läxläsning",
            "Pott 2, bostadssocialt: kultur- och fritidsnämnden; kan ha flyttats till grundskolenämnden",
            "750",
        ),
        (
            "tillkommen",
            "Läxläsning",
            "Pott 2, bostadssocialt: grundskolenämnden; kan ha flyttats från kultur- och fritidsnämnden",
            "–",
        ),
    ]
    numbers = [line[-1] for line in cells(comparison.tables.changes(view))]
    assert numbers == ["anges inte", "anges inte", "anges inte", "1", "1"]
    assert cells(comparison.tables.reasons(view))[0][1] == "Läxläsningen hålls i skolan."
    assert "2 av 5" in said(comparison.narrative.reasons(view))


@pytest.mark.parametrize(
    ("scope", "numbers"),
    [
        ({"pot": "medelsreserven"}, ["anges inte", "anges inte", "2", "1, 2", "1, 2"]),
        ({"board": "kfn"}, ["anges inte", "anges inte", "anges inte", "1, 2", "1"]),
        ({"board": "ks", "pot": "mal-och-budget"}, ["2", "2", "anges inte", "1", "1"]),
        ({}, ["inget eget", "inget eget", "inget eget", "1", "1"]),
        ({"board": "sn"}, ["anges inte", "anges inte", "anges inte", "1", "1"]),
    ],
)
def test_a_reason_goes_with_the_changes_within_its_scope(copy, scope, numbers):
    in_stages(copy).append("reasons.csv", stage="beslut", reason="Därför.", place="beslut-2", **scope)
    view = Comparison.make(ComparisonParameters.check({"case": str(copy.folder)}))
    assert [line[-1] for line in cells(comparison.tables.changes(view))] == numbers
    told = said(comparison.narrative.reasons(view))
    assert ("Skäl 2 gäller ingen ändring" in told) == (bool(scope) and "2" not in "".join(numbers))
    assert ("Ett skäl anges för alla ändringar på en gång." in told) == (not scope)
    own = sum(number[0].isdigit() for number in numbers)
    assert [run.text for run, text in comparison.narrative.facts(view).items if "eget skäl" in text] == [f"{own} av 5"]


def test_another_stage_may_be_named_and_the_first_has_none_before(copy):
    name = str(in_stages(copy).folder)
    named = Comparison.make(ComparisonParameters.check({"case": f"{name}@forslag", "other": f"{name}@beslut"}))
    assert len(named.moves) == 1
    for wrong, says in (
        (
            {"case": f"{name}@forslag"},
            "inget skede före att jämföra med; ange ett annat fall eller skede: kopia@beslut$",
        ),
        ({"case": name, "other": f"{name}@utkast"}, "inget skede »utkast»"),
        ({"case": name, "other": "finns-inte"}, "finns inte"),
    ):
        with pytest.raises(ParameterError, match=says):
            Comparison.make(ComparisonParameters.check(wrong))
    made = Report.make(EditionParameters.check({"case": f"{name}@forslag"}))
    assert not comparison.worth_showing(made)


def test_where_there_is_nothing_to_compare_with_the_cases_beside_are_named():
    with pytest.raises(ParameterError) as error:
        Comparison.make(ComparisonParameters())
    assert "other: huddinge-2021 har inget skede före" in str(error.value)
    others = "exempelkommun-budget-2026, exempelkommun-foreningsbidrag-2025, lulea-tillaggsbudget-2024"
    assert str(error.value).endswith(f"ange ett annat fall eller skede: {others}")


def test_each_side_has_the_status_of_its_own_stage(copy):
    name = str(in_stages(copy).folder)
    view = Comparison.make(ComparisonParameters.check({"case": name}))
    [status] = [line for line in cells(comparison.tables.sides(view)) if line[0] == "Status"]
    assert status == ["Status", "Förslag", "Förslag till beslut"]
    before = Report.make(EditionParameters.check({"case": f"{name}@forslag"}))
    assert front.front_matter(before).identity.startswith("Granskar förslag (tjänsteutlåtande)")


def test_a_later_stage_says_what_has_changed_since_the_one_before(copy):
    name = str(in_stages(copy).folder)
    text = said(comparison.narrative.since(open_report(name)))
    assert text.startswith("Sedan förslag: Tre belopp är ändrade, en rad har tillkommit och en rad är borttagen.")
    assert text.endswith("Allt som skiljer står i jämförelsen.")
    assert comparison.narrative.since(open_report(f"{name}@forslag")) is None
    assert comparison.narrative.since(open_report("huddinge-2021")) is None


@pytest.mark.slow
@pytest.mark.parametrize("alone", [False, True])
def test_the_way_to_the_comparison_is_there_only_where_the_comparison_is(copy, alone, tmp_path):
    notebooks = [ROOT / "notebooks" / f"{name}.ipynb" for name in ("beslutsrapport", "jamforelse")[: 1 if alone else 2]]
    report = Report.make(EditionParameters.check({"case": str(in_stages(copy).folder)}))
    folder, *_ = publish(report, notebooks, tmp_path / "reports")
    page = BeautifulSoup((folder / "beslutsrapport.html").read_text(encoding="utf-8"), "html.parser")
    links = [a["href"] for a in page("a") if not a["href"].startswith(("#", ".."))]
    assert links == ([] if alone else ["jamforelse.html"])
    assert (b"jamforelse.pdf" in unpacked(folder / "beslutsrapport.pdf")) != alone
    assert "Sedan förslag" in page.get_text()


def unpacked(path) -> bytes:
    """The addresses that a PDF links to."""
    with pikepdf.open(path) as pdf:
        links = [link for page in pdf.pages for link in page.get("/Annots", []) if "/A" in link]
        return b"\n".join(bytes(link.A.URI) for link in links if "/URI" in link.A)


# Pictures and documents


def pair_of_cases(base):
    """Fourteen boards against eleven others, with long names and negative amounts."""
    old = [(n % 2, n, n, 900 - 70 * n) for n in range(14)]
    new = [(n % 2, n, (n + 3) % 14, 600 + 55 * n) for n in range(11)] + [(0, 12, 2, -300)]
    return make(base / "fore", old), make(base / "efter", new)


def test_the_picture_is_whole_at_every_size(tmp_path):
    old, new = (load(folder) for folder in pair_of_cases(tmp_path))
    figure = comparison.charts.boards(between(old, new))
    assert faults_of(figure.svg) == faults_of(figure.narrow) == []
    lines = {line[0]: line[-1] for line in cells(comparison.tables.sums(between(old, new))) if len(line) > 1}
    drawn = [name for name in LONG if lines.get(name) not in (None, "0")]
    assert len(drawn) > 10
    assert all(f">{lines[name]}<" in figure.svg for name in drawn)


@pytest.mark.slow
def test_two_cases_by_the_command_and_verified(tmp_path):
    old, new = pair_of_cases(tmp_path)
    out = tmp_path / "reports"
    done = command("report", str(new), "-p", "other", str(old), "-p", "scenario", "oforandrat", "--reports", str(out))
    assert done.returncode == 0, done.stderr
    folder = out / "efter"
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["parameters"]["other"] == "fore"
    assert {"data/fore/allocations.csv", "data/efter/allocations.csv", "notebooks/jamforelse.ipynb"} <= set(
        manifest["inputs"]
    )
    assert "notebooks/utblick.ipynb" in manifest["inputs"]
    for name in ("jamforelse", "utblick"):
        document = tagtree.Document(folder / f"{name}.pdf")
        assert [fault for check in CHECKS for fault in check(document)] == []
        soup = BeautifulSoup((folder / f"{name}.html").read_text(encoding="utf-8"), "html.parser")
        ids = {element["id"] for element in soup.find_all(id=True)}
        assert {a["href"][1:] for a in soup("a") if a["href"].startswith("#")} <= ids
    assert ">Jämförelse<" in (out / "index.html").read_text(encoding="utf-8")
    (old / "notes.csv").write_text("note,number,text,place\nn,1,Ny,tabell\n", encoding="utf-8")
    changed = command("verify", str(folder), str(new))
    assert changed.returncode == 6
    assert "underlaget data/fore/notes.csv är en annan" in changed.stderr


def test_each_notebook_gets_its_own_parameters_and_no_other(staged):
    found = nbformat.read(staged / "jamforelse.ipynb", 4).cells
    [injected] = [cell for cell in found if "injected-parameters" in cell.metadata.get("tags", [])]
    names = [line.split(" = ")[0] for line in injected.source.splitlines() if " = " in line]
    assert sorted(names) == ["amendment", "case", "edition", "other", "same", "unit"]


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (("-p", "othr", "x"), 2, "menade du other?"),
        (("-p", "other", "finns-inte"), 2, "other: fallet »finns-inte» finns inte"),
        (("-p", "share", "50"), 2, "bara i scenariot andel"),
        (("-p", "other", "huddinge-2021@x"), 2, "inget skede »x»"),
    ],
)
def test_wrong_usage_of_the_command(arguments, status, says, tmp_path):
    done = command("report", *arguments, "--reports", str(tmp_path / "ut"))
    assert done.returncode == status
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.glob("ut/*"))


def test_a_broken_case_to_compare_with_is_three(tmp_path):
    broken = Copy(tmp_path / "trasig").change("allocations.csv", {"measure": "laxlasning"}, amount="mycket")
    done = command("report", "-p", "other", str(broken.folder), "--reports", str(tmp_path / "ut"))
    assert done.returncode == 3
    assert "allocations.csv, rad 6, kolumn amount" in done.stderr


def test_a_parameter_that_no_notebook_has_is_refused(tmp_path):
    (tmp_path / "notebooks").mkdir()
    source = (ROOT / "notebooks" / "avstamning.ipynb").read_text(encoding="utf-8")
    (tmp_path / "notebooks" / "avstamning.ipynb").write_text(source, encoding="utf-8")
    notebooks = ("--notebooks", str(tmp_path / "notebooks"), "--reports", str(tmp_path / "ut"))
    done = command("report", "-p", "scenario", "andel", *notebooks)
    assert done.returncode == 2
    assert "scenario: ingen rapport" in done.stderr


def test_a_notebook_that_declares_few_is_given_what_every_report_has(seed, tmp_path):
    path, tagged = tmp_path / "egen.ipynb", {"tags": ["parameters"]}
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x = 1", metadata=tagged)]), path)
    report = Report.of(EditionParameters(unit="mnkr"), seed)
    assert chosen(report, [path]) == {path: {"case": "huddinge-2021", "unit": "mnkr", "edition": ""}}


def test_boards_whose_difference_is_the_same_are_told_together(seed):
    rows = {("trygghetskameror", POTS[0], board): kronor for board, kronor in zip(BOARDS, (100, 100, 400), strict=True)}
    more = {cell: kronor + (100 if cell[2] != "kfn" else 0) for cell, kronor in rows.items()}
    view = between(bare(seed, rows), bare(seed, more))
    text = said(comparison.narrative.outcome(view)).replace("\u00a0", " ")
    assert "Mest ökar kommunstyrelsen och socialnämnden (+0,1 tkr var)." in text
    title = comparison.charts.boards(view).title.replace("\u00a0", " ")
    assert title == "Störst skillnad, 0,1 tkr åt endera hållet, för två nämnder"


@pytest.mark.parametrize(
    ("fields", "called"),
    [
        ({"municipality": "Luleå kommun", "reference": "KS 1"}, ("Huddinge kommun", "Luleå kommun")),
        ({"reference": "KS 1"}, ("KS-2020/2689.111", "KS 1")),
        ({"municipality": "uppgift saknas"}, ("huddinge-2021", "annat")),
        ({}, ("huddinge-2021", "annat")),
    ],
)
def test_two_cases_are_called_by_what_tells_them_apart(seed, fields, called):
    other = replace(seed, name="annat", decision=replace(seed.decision, **fields))
    view = between(seed, other)
    assert comparison.tables.names(view) == called
    assert f"skiljer sig mellan {called[0]} och {called[1]}: " in said(comparison.narrative.outcome(view))
