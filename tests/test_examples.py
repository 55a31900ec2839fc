"""The cases beside the seed: each is well-formed, says what it is there to show, and renders."""

import json
import shutil
from collections import Counter
from fractions import Fraction
from pathlib import Path

import page
import pytest
import tagtree
from axe import violations
from conftest import CASES, ROOT, SEED, command, python, tracked

from fordelning.case.case import Case, load
from fordelning.checks.reconcile import Reconciliation, State, Verdict, reconcile

DATA = ROOT / "data"
BUDGET = DATA / "exempelkommun-budget-2026"
GRANTS = DATA / "exempelkommun-foreningsbidrag-2025"
LULEA = DATA / "lulea-tillaggsbudget-2024"
CONTRADICTED = ROOT / "tests" / "cases" / "motsagd-2024"
INVENTED = (BUDGET, GRANTS, CONTRADICTED)
VERDICTS = {
    (SEED, ""): Verdict.ACKNOWLEDGED,
    (BUDGET, ""): Verdict.TIES,
    (GRANTS, "forslag"): Verdict.ACKNOWLEDGED,
    (GRANTS, "reviderat"): Verdict.ACKNOWLEDGED,
    (GRANTS, "beslut"): Verdict.ACKNOWLEDGED,
    (LULEA, "forslag"): Verdict.TIES,
    (LULEA, "beslut"): Verdict.TIES,
    (CONTRADICTED, ""): Verdict.NOT_APPROVED,
}
FOLDERS = tuple(dict.fromkeys(folder for folder, _ in VERDICTS))


def descriptor(folder: Path) -> dict:
    return json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))


def sums(case: Case, *columns: str) -> dict:
    """Kronor by `columns`, without what sums to nothing."""
    found = case.allocations.groupby(list(columns))["kronor"].sum()
    return {key: int(kronor) for key, kronor in found.items() if kronor}


@pytest.fixture(scope="module")
def budget() -> Reconciliation:
    return reconcile(load(BUDGET))


# Every case


def test_every_case_that_comes_with_the_project_is_tested_here():
    shipped = {path.parent for path in tracked("data/*/datapackage.json", "tests/cases/*/datapackage.json")}
    assert shipped == set(FOLDERS) == {*CASES, CONTRADICTED}


@pytest.mark.slow
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_case_is_a_valid_package_with_the_canonical_tables(folder):
    # In a process of its own, as data/README.md has it: frictionless lifts Python's limit on the length of a cell.
    done = python("-m", "frictionless", "validate", folder / "datapackage.json")
    assert done.returncode == 0, done.stdout
    given = descriptor(folder)
    assert given["name"] == folder.name
    assert {path.name for path in folder.iterdir()} == {"datapackage.json", *(r["path"] for r in given["resources"])}


@pytest.mark.parametrize(("folder", "stage"), VERDICTS, ids=lambda part: getattr(part, "name", part))
def test_a_case_has_the_verdict_that_it_is_there_to_show(folder, stage):
    assert reconcile(load(folder, stage)).verdict is VERDICTS[folder, stage]


@pytest.mark.parametrize("folder", INVENTED, ids=lambda folder: folder.name)
def test_what_is_invented_says_so_wherever_it_is_presented(folder):
    given = descriptor(folder)
    assert given["title"].endswith(" (påhittat exempel)")
    assert given["description"].startswith("Påhittat exempel. ")
    assert given["decision"]["municipality"] == "Exempelkommun"
    assert "Påhittat exempel" in given["sources"][0]["title"]


def test_what_is_not_invented_names_its_source():
    given = descriptor(LULEA)
    assert given["sources"][0]["path"].startswith("https://")
    assert "påhitta" not in json.dumps({**given, "resources": []}, ensure_ascii=False).lower()


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_case_uses_everything_that_it_names(folder):
    stages = load(folder).stages or [""]
    cases = [load(folder, stage) for stage in stages]
    used = {column: {v for c in cases for v in c.allocations[column]} for column in ("pot", "measure", "board")}
    assert used["pot"] == set(cases[0].pots)
    assert used["measure"] == set(cases[0].measures)
    assert used["board"] == set(cases[0].boards)
    assert {n.note for c in cases for n in c.marks(c.positions())} == set(cases[0].notes)
    assert {s.question for c in cases for s in c.statements.values() if s.question} == {
        q for c in cases for q in c.questions
    }
    places = {s.place for c in cases for s in c.statements.values()} | {
        p for c in cases for p in c.allocations["place"]
    }
    places |= {note.place for note in cases[0].notes.values()} | {r.place for c in cases for r in c.reasons}
    assert places == set(cases[0].places)


# A budget in mnkr for ten boards


def test_the_budget_has_ten_boards_four_pots_and_amounts_in_mnkr_with_a_decimal(budget):
    case = budget.case
    assert len(case.boards) == 10
    assert len(case.pots) == 4
    assert len(case.allocations) >= 25
    lines = (BUDGET / "allocations.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert all(line.split(",")[5] == "mnkr" and len(line.split(",")[4].partition(".")[2]) == 1 for line in lines)
    assert set(case.allocations["note"].dropna()) >= {"loner", "loner volymer"}


def test_the_budget_has_every_state_but_what_it_has_nothing_of(budget):
    found = Counter(finding.state for finding in budget.findings.values())
    assert set(found) == set(State) - {State.CONTRADICTED, State.DERIVED}
    assert found[State.ROUNDED] >= 5


def test_the_budgets_totals_are_off_by_no_more_than_rounding_each_cell_and_each_total_can_give(budget):
    rounded = [f for f in budget.having(State.ROUNDED) if f.statement.kind == "total"]
    assert {frozenset(f.statement.scope) for f in rounded} == {
        frozenset(),
        frozenset({"pot"}),
        frozenset({"pot", "measure"}),
        frozenset({"board"}),
    }
    step = {unit: Fraction(text) for unit, text in descriptor(BUDGET)["rounding"].items()}
    for finding in rounded:
        rows = len(budget.case.rows(**finding.statement.scope))
        assert abs(finding.difference) <= step["mnkr"] * 1_000_000 / 2 * (rows + 1)
    shares = [f for f in budget.findings.values() if f.statement.kind == "share" and f.statement.relation == "="]
    assert shares
    assert all(0 < abs(f.difference) <= step["%"] / 100 / 2 for f in shares)


def test_the_budgets_transfers_net_to_nothing_with_negative_rows(budget):
    transfers = budget.case.rows(pot="omforing")
    assert transfers["kronor"].sum() == 0
    assert (transfers["kronor"] < 0).sum() >= 3
    assert any(f.statement.scope == {"pot": "omforing"} and f.state is State.TIES for f in budget.findings.values())


def test_a_total_of_the_budget_that_rounding_does_not_explain_is_contradicted(tmp_path):
    shutil.copytree(BUDGET, tmp_path / "kopia")
    path = tmp_path / "kopia" / "statements.csv"
    text = path.read_text(encoding="utf-8")
    assert ",sn,,=,15.6,mnkr,0.2," in text
    path.write_text(text.replace(",sn,,=,15.6,mnkr,0.2,", ",sn,,=,15.9,mnkr,0.2,"), encoding="utf-8")
    assert reconcile(load(tmp_path / "kopia")).verdict is Verdict.NOT_APPROVED


# Grants whose totals say that nothing has changed


def test_two_stages_agree_in_every_total_and_differ_in_their_cells():
    before, after = load(GRANTS, "forslag"), load(GRANTS, "reviderat")
    for columns in (("year",), ("pot",), ("board",), ("pot", "board")):
        assert sums(before, *columns) == sums(after, *columns)
    cells = ("pot", "measure", "board")
    moved = {key for key, kronor in (sums(before, *cells).items() ^ sums(after, *cells).items())}
    assert {board for _, _, board in moved} == set(before.boards)
    assert {pot for pot, _, _ in moved} == set(before.pots)
    assert sums(before, "measure") != sums(after, "measure")


def test_the_totals_of_the_two_stages_are_stated_and_tie_so_that_a_check_of_totals_is_blind():
    stated = []
    for stage in ("forslag", "reviderat"):
        findings = reconcile(load(GRANTS, stage)).findings.values()
        totals = [f for f in findings if f.statement.kind == "total" and "measure" not in f.statement.scope]
        assert {f.state for f in totals} == {State.TIES}
        stated.append({tuple(f.statement.scope.items()): f.stated.number for f in totals})
    assert stated[0] == stated[1]
    assert {column for scope in stated[0] for column, _ in scope} == {"pot", "board"}
    assert () in stated[0]


def test_the_decision_changes_totals_and_some_of_the_changes_have_reasons():
    before, after = load(GRANTS, "reviderat"), load(GRANTS, "beslut")
    assert sums(before, "pot") != sums(after, "pot")
    assert sums(before, "board") != sums(after, "board")
    assert before.reasons
    assert after.reasons
    assert not load(GRANTS, "forslag").reasons
    reasons = [reason for case in (before, after) for reason in case.reasons]
    assert any(reason.board is None for reason in reasons)
    assert any(reason.board is not None for reason in reasons)


# A real one, in two versions


def test_the_boards_of_the_supplementary_budget_sum_to_what_the_source_says():
    assert load(LULEA, "beslut").total() == 27_000_000
    assert load(LULEA, "forslag").total() == 37_000_000
    assert len(load(LULEA).boards) == 7


# A contradiction that nobody has answered for


def right(folder: Path) -> Path:
    """A copy of the contradicted case with the total that its rows give."""
    shutil.copytree(CONTRADICTED, folder)
    case = load(folder)
    path = folder / "statements.csv"
    stated = next(s for s in case.statements.values() if s.scope == {"board": "bn"})
    text = path.read_text(encoding="utf-8")
    assert text.count(f",bn,,=,{stated.value},tkr,") == 1
    given = case.total(board="bn") // 1000
    path.write_text(text.replace(f",bn,,=,{stated.value},", f",bn,,=,{given},"), encoding="utf-8")
    return folder


def test_the_contradicted_case_exits_with_four_and_names_the_statement():
    done = command("check", CONTRADICTED)
    assert done.returncode == 4
    assert "S03 Barnnämndens tillskott: angivet 1\u00a0575\u00a0tkr, uträknat 1\u00a0475\u00a0tkr" in done.stderr


def test_the_right_total_is_all_that_it_lacks(tmp_path):
    done = command("check", right(tmp_path / "rattad"))
    assert done.returncode == 0, done.stderr
    assert "stämmer" in done.stdout


# Rendered

STRUCTURE = (
    tagtree.faults_of_tables,
    tagtree.faults_of_captions,
    tagtree.faults_of_lists,
    tagtree.faults_of_notes,
    tagtree.faults_of_links,
    tagtree.faults_of_marks,
)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("folder", "unit", "status"),
    [(BUDGET, "mnkr", 0), (GRANTS, "kr", 0), (LULEA, "mnkr", 0), (CONTRADICTED, "tkr", 4)],
    ids=lambda part: getattr(part, "name", part),
)
def test_a_case_is_rendered(folder, unit, status, tmp_path, browser):
    done = command("report", folder, "-p", "unit", unit, "--reports", tmp_path)
    assert done.returncode == status, done.stderr
    edition = tmp_path / (folder.name + (".ej-godkand" if status else ""))
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == [edition.name]
    title = descriptor(folder)["title"]
    for name in ("beslutsrapport", "avstamning"):
        assert title in (edition / f"{name}.html").read_text(encoding="utf-8")
        for profile in ("ua1", "3a"):
            assert page.validate_pdf(str(edition / f"{name}.pdf"), profile=profile).is_compliant
    for path in edition.glob("*.pdf"):
        document = tagtree.Document(path)
        assert [fault for check in STRUCTURE for fault in check(document)] == []
    for path in edition.glob("*.html"):
        with browser.new_page(viewport={"width": 390, "height": 900}, color_scheme="dark") as shown:
            shown.goto(path.as_uri())
            shown.evaluate("document.querySelectorAll('details').forEach(e => e.open = true)")
            assert violations(shown) == []
