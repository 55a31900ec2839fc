"""The names that scripts and notebooks use: frames out of a case, and what an analyst adds to a document."""

import copy
import doctest
import inspect
import json
import pickle
import re
from fractions import Fraction

import matplotlib.pyplot as plt
import nbformat
import numpy as np
import pandas as pd
import pytest
from conftest import ROOT, front_of, python
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

import fordelning
from fordelning.base.errors import InputError
from fordelning.publish.render import block
from fordelning.publish.render.content import ContentError, content
from fordelning.report import document
from fordelning.report.analysis import AnalysisError
from fordelning.report.comparison import Comparison
from fordelning.report.report import UnopenedError

FUNCTIONS = [name for name in fordelning.__all__ if inspect.isroutine(inspect.unwrap(getattr(fordelning, name)))]
FRAMES = ("allocations", "by_board", "by_measure", "by_pot", "by_year", "matrix")


def test_what_is_offered_is_there_and_nothing_else():
    assert len(FUNCTIONS) <= 18
    with pytest.raises(AttributeError, match="no attribute 'by_bord'"):
        fordelning.by_bord  # noqa: B018


def test_nothing_is_loaded_before_it_is_asked_for():
    code = "import sys, fordelning; sys.exit('pandas' in sys.modules or 'fordelning.case' in sys.modules)"
    assert python("-c", code).returncode == 0


@pytest.mark.parametrize("name", ["", *FUNCTIONS])
def test_the_examples_are_as_they_say(name, monkeypatch):
    monkeypatch.chdir(ROOT)
    offered = {one: getattr(fordelning, one) for one in FUNCTIONS} | {"pd": pd}
    found = getattr(fordelning, name) if name else fordelning
    for test in doctest.DocTestFinder(recurse=False).find(found, name or "fordelning", globs=offered):
        assert doctest.DocTestRunner().run(test).failed == 0


def test_an_example_that_is_wrong_is_noticed():
    test = doctest.DocTestParser().get_doctest(">>> 1 + 1\n3\n", {}, "x", None, None)
    assert doctest.DocTestRunner(verbose=False).run(test, out=lambda said: None).failed == 1


@pytest.mark.parametrize("name", FRAMES)
def test_the_frames_hold_the_whole_in_whole_kronor(seed, name):
    frame = getattr(fordelning, name)(seed)
    column = "kronor" if name == "allocations" else "total"
    assert frame[column].dtype == np.int64
    rows = frame.drop(index="total", errors="ignore")
    assert int(rows[column].sum()) == seed.total() == 10_000_000
    if column == "total":
        parts = frame.drop(columns=["name", "total"], errors="ignore")
        assert (parts.sum(axis="columns") == frame["total"]).all() and set(parts.dtypes) == {np.dtype("int64")}


@pytest.mark.parametrize("name", [*FRAMES, "findings", "split"])
def test_what_is_done_to_a_frame_changes_nothing_else(seed, name):
    given = fordelning.reconcile(seed) if name == "findings" else seed
    make = getattr(fordelning, name)
    more = ["tryggare-utemiljoer"] if name == "split" else []
    was, frame = make(given, *more), make(given, *more)
    frame[frame.columns[-1]] = 0
    frame.loc[frame.index[0]] = None
    pd.testing.assert_frame_equal(make(given, *more), was)
    assert seed.total() == 10_000_000


def test_the_footnoted_split_is_held_against_what_is_stated(seed):
    frame = fordelning.split(seed, "tryggare-utemiljoer")
    assert frame["kronor"].to_list() == frame["stated"].to_list() == [600_000, 715_000, 1_315_000]
    for key in ("tryggare-utemiljo", None, ["tryggare-utemiljoer"]):
        with pytest.raises(AnalysisError, match=r"finns inte\. De som finns är .*tryggare-utemiljoer"):
            fordelning.split(seed, key)


@pytest.mark.parametrize(
    ("names", "given", "wanted"),
    [
        ((*FRAMES, "reconcile"), "report", r"ett fall, som open_case\(namn\) ger .*, fann Report"),
        ((*FRAMES, "reconcile"), "huddinge-2021", "ett fall, .*, fann str"),
        (("findings",), "case", r"en avstämning, som reconcile\(fall\) ger .*, fann Case"),
        (("look_ahead", "compare", "front_matter"), "case", r"en rapport, som open_report\(namn\) ger, fann Case"),
        (("open_case",), "case", "fallets namn som text, fann Case"),
    ],
)
def test_what_is_of_the_wrong_kind_is_told(seed, names, given, wanted):
    given = {"case": seed, "report": fordelning.open_report("huddinge-2021")}.get(given, given)
    for name in names:
        with pytest.raises(AnalysisError, match=f"Väntade {wanted}"):
            getattr(fordelning, name)(given)


MODULES = [fordelning.narrative, fordelning.tables, fordelning.evidence, fordelning.charts]
MODULES += [getattr(view, name) for view in (fordelning.comparison, fordelning.outlook) for name in view.__all__]
BLOCKS = {
    f"{make.__module__.removeprefix('fordelning.report.')}.{name}": make
    for module in MODULES
    if inspect.ismodule(module)
    for name, make in inspect.getmembers(module, inspect.isfunction)
    if not name.startswith("_") and [*inspect.signature(make).parameters] in (["report"], ["view"], ["comparison"])
}


@pytest.mark.parametrize("name", BLOCKS)
def test_a_block_of_a_case_says_that_it_wants_a_report(seed, name):
    with pytest.raises(AnalysisError, match=r"^(Ett fall har inget|Väntade en).*open_report\(namn\)") as caught:
        BLOCKS[name](seed)
    assert caught.value._render_traceback_() == [str(caught.value)]


def test_what_no_report_has_is_told_with_the_nearest_name(seed):
    report = fordelning.open_report("huddinge-2021")
    with pytest.raises(AttributeError, match="»reconcilation»; menade du reconciliation"):
        report.reconcilation  # noqa: B018
    assert not hasattr(seed, "reconciliation")
    assert copy.deepcopy(seed).total() == pickle.loads(pickle.dumps(seed)).total() == seed.total()


def test_a_case_that_is_not_there_is_told_in_a_notebook_without_a_traceback():
    with pytest.raises(LookupError) as caught:
        fordelning.open_case("huddinge-2012")
    assert caught.value._render_traceback_() == [str(caught.value)]
    assert "menade du huddinge-2021?" in str(caught.value)


def test_what_is_left_out_or_is_another_thing_is_told(seed):
    for call, said in (
        (lambda: fordelning.read_table(seed), "Väntade en fils namn"),
        (lambda: fordelning.open_report(seed), r"Skriv open_report\('huddinge-2021', …\)"),
        (lambda: fordelning.show(pd.DataFrame({"kr": [1]})), "caption"),
        (lambda: fordelning.figure(plt.Figure(), alt="en bild"), "title"),
        (lambda: fordelning.figure(plt.Figure(), "En bild"), "alt"),
    ):
        with pytest.raises(AnalysisError, match=said):
            call()


def test_levels_without_names_are_columns_of_a_table():
    index = pd.MultiIndex.from_tuples([("ks", 2021), ("sn", 2022)])
    made = fordelning.show(pd.DataFrame({"kr": [1, 2]}, index=index), "Två nivåer, kr")
    assert [column.title for column in made.columns] == ["", "", "kr"]


def test_what_is_done_to_the_frames_of_a_view_changes_nothing_else():
    report = fordelning.open_report("exempelkommun-foreningsbidrag-2025")
    for view in (fordelning.compare(report), fordelning.look_ahead(report)):
        was, frame = view.to_frame(), view.to_frame()
        frame[frame.columns[-1]] = None
        pd.testing.assert_frame_equal(view.to_frame(), was)


def test_the_changes_are_those_of_the_comparison():
    view = fordelning.compare(fordelning.open_report("exempelkommun-foreningsbidrag-2025"))
    frame = view.to_frame()
    before, after = view.sums()
    assert len(frame) == len(view.changes) and int(frame["difference"].sum()) == after - before
    known = frame.dropna(subset=["before", "after"])
    assert len(known) and (known["after"] - known["before"] == known["difference"]).all()


def test_money_that_may_have_moved_is_told_with_both_ends(copy):
    place = copy.folder / "allocations.csv"
    text = place.read_text(encoding="utf-8")
    before = fordelning.open_report(str(copy.folder))
    line = next(line for line in text.splitlines() if ",ks," in line)
    place.write_text(text.replace(line, line.replace(",ks,", ",sn,")), encoding="utf-8")
    view = Comparison.between(fordelning.open_report(str(copy.folder)), before)
    changes = {change["sort"]: change for change in view.to_frame().to_dict("records")}
    lost, got = changes["borttagen"], changes["tillkommen"]
    assert len(view.changes) == 2 and lost["difference"] == -got["difference"]
    assert (lost["board"], got["board"]) == (got["partner_board"], lost["partner_board"])
    assert lost["board"] == "Kommunstyrelsen" != got["board"]


def test_what_is_not_known_of_a_year_is_missing():
    frame = fordelning.look_ahead(fordelning.open_report("huddinge-2021")).to_frame()
    assert frame["basis"].to_list()[:3] == ["fördelat", "fördelat", "uträknat"]
    assert frame["kronor"].isna().to_list() == [False, False, False, True, True, True]
    allocated = frame[frame["basis"] == "fördelat"]
    assert int(allocated["kronor"].sum()) == 10_000_000


TABLE = ROOT / "docs" / "handledning" / "ramokning-2026.xlsx"


def test_a_mailed_table_is_read_as_frames():
    table = fordelning.read_table(TABLE, columns="potter")
    amounts, totals = table.amounts, table.totals
    assert not len(table.questions)
    assert (amounts["kronor"] == amounts["number"].map(lambda number: int(number * 1_000_000))).all()
    stated = totals.dropna(subset=["pot"]).set_index("pot")["kronor"]
    differences = stated - amounts.groupby("pot")["kronor"].sum()
    assert differences[differences != 0].to_dict() == {"Tidiga insatser": 1_000_000}, "a sum that does not tie"
    amounts["kronor"] = 0
    assert int(table.amounts["kronor"].sum()) == 54_300_000


def test_what_a_mailed_table_leaves_open_is_asked():
    table = fordelning.read_table(TABLE)
    assert not len(table.amounts) and not len(table.totals)
    assert (
        table.questions["question"].str.contains("kan vara en åtgärd eller en pott").all() and len(table.questions) == 3
    )


def test_what_the_table_does_not_say_is_what_is_given(tmp_path):
    (tmp_path / "t.csv").write_text("Åtgärd;Kronor\nBad;5\nBio;7\n", encoding="utf-8")
    table = fordelning.read_table(tmp_path / "t.csv", unit="kr", year="2026", board="Kulturnämnden", rows="åtgärder")
    assert table.questions["question"].to_list() == []
    assert table.amounts[["year", "board", "measure", "kronor"]].values.tolist() == [
        ["2026", "Kulturnämnden", "Bad", 5],
        ["2026", "Kulturnämnden", "Bio", 7],
    ]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"path": "finns-inte.xlsx"}, "finns-inte.xlsx kan inte läsas:\n  den finns inte"),
        ({"columns": "pottar"}, "columns är »pottar»; välj nämnder, åtgärder, potter, år"),
        ({"unit": "kkr"}, "unit är »kkr»; välj kr, tkr, mnkr, mdkr"),
        ({"sheet": "Blad9"}, "inget synligt blad heter »Blad9»"),
    ],
)
def test_what_cannot_be_read_is_told(given, said):
    with pytest.raises(InputError, match=said):
        fordelning.read_table(**{"path": TABLE, **given})


def test_the_findings_are_those_of_the_reconciliation(seed):
    result = fordelning.reconcile(seed)
    frame = fordelning.findings(result)
    assert list(frame.index) == list(result.findings)
    assert frame["state"].to_list() == [one.state.value for one in result.findings.values()]
    money = frame.dropna(subset=["stated", "computed"])
    assert len(money) > 15 and (money["difference"] == money["computed"] - money["stated"]).all()


@pytest.mark.parametrize(
    ("number", "told"), [(0, ["1315000  1315000", "stämmer inte i allt"]), (1, ["Kommunstyrelsen får mest"])]
)
def test_the_scripts_of_the_docs_run(number, told, tmp_path):
    page = (ROOT / "docs" / "egen-analys.md").read_text(encoding="utf-8")
    script = re.findall(r"```python\n(.*?)```", page, flags=re.DOTALL)[number]
    assert len(script.strip().splitlines()) <= 14
    (tmp_path / "skript.py").write_text(script, encoding="utf-8")
    done = python(tmp_path / "skript.py")
    assert done.returncode == 0, done.stderr
    assert all(text in done.stdout for text in told) and done.stdout.strip().endswith(told[-1])


def test_a_report_that_could_not_be_opened_says_so_wherever_it_is_used():
    report = fordelning.Unopened()
    for asked in (fordelning.narrative.outcome, fordelning.tables.matrix, fordelning.charts.boards):
        with pytest.raises(UnopenedError, match="Rapporten är inte öppen"):
            asked(report)


# An analyst's own content


def test_a_frame_is_a_table_in_swedish_form():
    frame = pd.DataFrame(
        {"Kronor": [4_715_000, -5], "Andel": [0.4715, np.nan], "Exakt": [Fraction(1, 3), None], "Ja": [True, False]},
        index=pd.Index(["Kommunstyrelsen", "total"], name="Nämnd"),
    )
    made = fordelning.show(frame, "Belopp per nämnd, kr", decimals=2)
    assert [column.title for column in made.columns] == ["Nämnd", "Kronor", "Andel", "Exakt", "Ja"]
    assert [column.align for column in made.columns] == ["left", "right", "right", "right", "left"]
    told = [["".join(run.text for run in cell) for cell in row.cells] for row in made.rows]
    assert told == [
        ["Kommunstyrelsen", "4\xa0715\xa0000", "0,47", "0,33", "ja"],
        ["Summa", "\u22125", "–", "–", "nej"],
    ]
    assert [row.style for row in made.rows] == ["", "total"]
    assert block.faults(json.loads(json.dumps(made.data()))) == []


@pytest.mark.parametrize("name", [*FRAMES, "split", "findings", "questions"])
def test_a_frame_of_ours_has_swedish_heads_and_words(seed, name):
    result = fordelning.reconcile(seed)
    given = {"split": (seed, "tryggare-utemiljoer"), "findings": (result,), "questions": (result,)}.get(name, (seed,))
    frame = getattr(fordelning, name)(*given)
    own = {*frame.columns, frame.index.name or "board"}
    made = fordelning.show(frame.assign(value=1), "Prov")
    heads = [column.title for column in made.columns]
    assert len({*heads}) == len(heads) and not own & {*heads} and heads[-1] == "value"  # the analyst's own
    cells = {"".join(run.text for run in cell) for row in made.rows for cell in row.cells}
    assert not cells & {"total", "stated", "derived", "open", "put", "answered", "share", "plan"}


def test_the_heads_follow_a_frame_that_is_worked_on(seed):
    frame = fordelning.by_board(seed).drop(columns="mal-och-budget").query("total > 0").assign(residents=114_304)
    own = pd.DataFrame({"name": ["Kommunstyrelsen", "Socialnämnden"], "people": 1})
    for made, heads in (
        (frame, ["Nämnd", "Namn", "Pott 2, bostadssocialt", "Summa", "residents"]),
        (fordelning.by_year(seed).T, ["", "2021"]),
        (frame.groupby("name").agg(["sum"]).reset_index()[["name", "total"]], ["Namn", "Summa sum"]),
        (frame[["name", "total"]].merge(own, how="left", validate="1:1"), ["Namn", "Summa", "people"]),
    ):
        table = fordelning.show(made, "Prov")
        assert [column.title for column in table.columns] == heads
        assert table.rows[-1].cells[0][0].text in ("Summa", "kfn", "Socialnämnden", "Grundskolenämnden", "gsn")


def test_a_column_is_written_as_what_it_holds():
    columns = {
        "Kronor": [1_000.0, np.nan],  # as of a pivot
        "year": [2021, 2022],
        "Dag": [pd.Timestamp("2021-02-03"), pd.NaT],
        "Tid": [pd.Timestamp("2021-02-03 13:00"), pd.Timestamp("2021-02-03")],
        "Länge": pd.to_timedelta([1, 36], unit="h") * 2,
        "Sort": pd.Categorical(["a", None]),
        "Månad": pd.period_range("2021-01", periods=2, freq="M"),
    }
    frame = pd.DataFrame(columns, index=pd.Index([2021, 2022], name="År"))
    made = fordelning.show(pd.concat([frame, frame[["Kronor"]]], axis=1), "Kolumner")
    told = [["".join(run.text for run in cell) for cell in row.cells] for row in made.rows]
    assert told == [
        ["2021", "1\xa0000", "2021", "2021-02-03", "2021-02-03 13:00", "0,1 dygn", "a", "2021-01", "1\xa0000"],
        ["2022", "–", "2022", "–", "2021-02-03", "3 dygn", "–", "2021-02", "–"],
    ]
    assert [column.align for column in made.columns[:4]] == ["left", "right", "left", "left"]


@pytest.mark.parametrize("value", [float("inf"), [1], {"a": 1}, (1, 2), 1j, np.array([1, 2])])
def test_what_has_no_form_in_a_table_is_told_with_its_column(value):
    with pytest.raises(AnalysisError, match=r"Tabellen »Rubrik» har .* i kolumnen »Fel», som inte kan skrivas"):
        fordelning.show(pd.DataFrame({"Nämnd": ["a", "b"], "Fel": pd.Series([1, value], dtype=object)}), "Rubrik")


@pytest.mark.parametrize("decimals", ["2", -1, 2.5, True])
def test_decimals_that_are_no_number_of_them_are_told(decimals):
    with pytest.raises(AnalysisError, match="decimals ska vara ett heltal från 0 till 9"):
        fordelning.show(pd.DataFrame({"a": [0.5]}), "Rubrik", decimals=decimals)


@pytest.mark.parametrize(
    ("frame", "caption", "said"),
    [
        (pd.DataFrame({"a": [1]}), "", "caption saknas: ange tabellens rubrik"),
        (pd.DataFrame({"a": [1]}), " \n", "caption saknas"),
        (pd.DataFrame({"a": [1]}), None, "caption saknas"),
        (pd.DataFrame(), "Rubrik", "är tom: välj rader"),
        (pd.DataFrame({"a": range(9_000)}), "Rubrik", "har 9000 rader"),
        ([1, 2], "Rubrik", "tar en DataFrame eller Series, inte list"),
    ],
)
def test_what_cannot_be_a_table_is_told(frame, caption, said):
    with pytest.raises(AnalysisError, match=said):
        fordelning.show(frame, caption)


def drawn(**style):
    picture, axes = plt.subplots(figsize=(5, 2))
    axes.barh(["Kommunstyrelsen", "Barn- och utbildningsnämnden"], [3, 5], **style)
    axes.set_title("Rubrik", weight="bold")
    return picture, axes


@pytest.mark.parametrize("of", [0, 1], ids=["figure", "axes"])
def test_a_figure_of_matplotlib_is_a_picture_of_the_document(of):
    made = [fordelning.figure(drawn(hatch="//")[of], "Två nämnder", "Två staplar", subtitle="mnkr") for _ in range(2)]
    assert made[0] == made[1], "the same bytes each time"
    assert block.faults(json.loads(json.dumps(made[0].data()))) == []
    assert "Source Sans" in made[0].svg and "DejaVu" not in made[0].svg
    assert "Två staplar</desc>" in made[0].svg and not plt.get_fignums()
    assert made[0].height > 100


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"alt": ""}, "alt saknas: ange bilden i ord"),
        ({"title": " "}, "title saknas"),
        ({"picture": "bild.png"}, "tar en matplotlib-figur eller dess Axes, inte str"),
    ],
)
def test_a_picture_without_words_is_told(given, said):
    with pytest.raises(AnalysisError, match=said):
        fordelning.figure(**{"picture": drawn()[0], "title": "Rubrik", "alt": "Två staplar", **given})
    plt.close("all")


def test_a_picture_shows_its_numbers_or_where_they_are():
    frame = pd.Series({"a": 1}, name="kr")
    numbers = fordelning.show(frame, "Talen, kr")
    assert fordelning.figure(drawn()[0], "Rubrik", "Staplar", table=frame).table.caption == "Rubrik"
    referred = fordelning.figure(drawn()[0], "Rubrik", "Staplar", table=numbers)
    assert (referred.see, referred.table) == (numbers.id, None)


def test_what_is_made_of_a_case_is_shown_in_short(seed):
    report = fordelning.open_report("huddinge-2021")
    result = report.reconciliation
    assert repr(report).startswith("Rapporten om huddinge-2021, ")
    assert (repr(report.case), repr(result)) == (
        f"Fallet huddinge-2021: 7 rader, {len(seed.statements)} påståenden",
        f"Avstämningen av huddinge-2021: {len(seed.statements)} påståenden, 11 motsägs",
    )
    assert repr(result.proof) == "Nämnder för 4 rader, 256 sätt: sn, gsn, kfn, ks"
    compared = fordelning.compare(report, other="lulea-tillaggsbudget-2024")
    assert all(len(repr(one)) < 200 for one in (report, result, seed, fordelning.look_ahead(report), compared))


# Cells that are for JupyterLab alone, and those that cannot be rendered


def block_output(shown: document.Block):
    return new_output("display_data", {document.MEDIA_TYPE: json.loads(json.dumps(shown.data()))})


def notebook(*cells):
    front = front_of({})
    first = new_code_cell("front", execution_count=1, outputs=[block_output(front)])
    return new_notebook(cells=[new_markdown_cell("# Prov"), first, new_markdown_cell("## Svar"), *cells])


FOREIGN = {
    "a frame": (
        new_output("display_data", {"text/html": "<table><tr><td>1</td></tr></table>", "text/plain": "1"}),
        r"show\(tabell",
    ),
    "a picture": (
        new_output("display_data", {"image/png": "iVBORw0KGgo=", "text/plain": "<Figure>"}),
        r"figure\(bild",
    ),
    "a print": (new_output("stream", text="hej\n"), "skriver ut »hej»"),
    "print of a frame": (new_output("stream", text="   kr\nks  5\n"), "skriver ut »kr ks 5»"),
    "a value": (new_output("display_data", {"text/plain": "5"}), "visar »5», som inte är ett block"),
    "an Axes": (
        new_output("display_data", {"text/plain": "<Axes: >"}),
        r"visar »<Axes: >»\. Visa bilden med figure\(",
    ),
    "a formula": (new_output("display_data", {"text/plain": "x", "text/latex": "$x$"}), "Visa det som ett block"),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_what_cannot_be_rendered_stops_the_run_with_the_way_forward(name):
    shown, said = FOREIGN[name]
    cell = new_code_cell("x", execution_count=2, outputs=[shown])
    with pytest.raises(ContentError, match=f"Cell 4: .*{said}.*ge cellen taggen analys"):
        content(notebook(cell))
    aside = nbformat.from_dict({**cell, "metadata": {"tags": ["analys"]}})
    table = block_output(fordelning.show(pd.Series({"a": 1}, name="kr"), "Talen, kr"))
    made = content(notebook(aside, new_code_cell("y", execution_count=3, outputs=[table])))
    assert [one["type"] for one in made.blocks] == ["heading", "table"]


def test_a_picture_whose_table_is_not_shown_is_told():
    table = fordelning.show(pd.Series({"a": 1}, name="kr"), "Talen, kr")
    picture = block_output(fordelning.figure(drawn()[0], "Staplar", "Två staplar", table=table))
    with pytest.raises(ContentError, match=r"Bilden »Staplar» har sina tal i en tabell som ingen cell visar"):
        content(notebook(new_code_cell("x", execution_count=2, outputs=[picture])))
    assert content(notebook(new_code_cell("x", execution_count=2, outputs=[block_output(table), picture]))).blocks


def test_two_tables_of_the_same_heading_are_told_by_it():
    table = block_output(fordelning.show(pd.Series({"a": 1}, name="kr"), "Talen, kr"))
    with pytest.raises(
        ContentError, match=r"Rubriken »Talen, kr» har mer än en egen tabell eller bild\. Ge dem var sin"
    ):
        content(notebook(new_code_cell("x", execution_count=2, outputs=[table, table])))
