"""All figures true at once: held against true amounts, against planted contradictions and against an exact solver."""

import io
import random
from dataclasses import fields, replace
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace

import openpyxl
import pandas as pd
import pytest
from conftest import ROOT, command, edit
from feasibility import feasible
from hypothesis import given, settings
from hypothesis import strategies as st
from synthetic import make, write

from fordelning.base.status import NOT_APPROVED
from fordelning.case.case import load
from fordelning.case.lookup import Lookup
from fordelning.case.statement import Quantity, Statement
from fordelning.checks import joint
from fordelning.checks.linear import Floor, System, Undecided
from fordelning.checks.reconcile import State, Verdict, _tests
from fordelning.report import front, narrative, tables
from fordelning.report.frames import findings
from fordelning.report.parameters import Parameters
from fordelning.report.report import Report
from fordelning.report.result import result
from fordelning.workbook import workbook

MNKR = 1_000_000


def case(rows: list[tuple[str, str, str, int]], statements: list[Statement], step: int = MNKR):
    """As much of a case as is looked at: rows of pot, measure, board and kronor, each rounded to `step`."""
    frame = pd.DataFrame(rows, columns=["pot", "measure", "board", "kronor"]).assign(year=2021, step=step)
    lookup = Lookup(frame.assign(measure_tag=None, board_tag=None))
    return SimpleNamespace(
        allocations=frame,
        positions=lookup.positions,
        rows=lambda **scope: frame.iloc[lookup.positions(**scope)],
        statements={s.statement: s for s in statements},
        named_years=[2021],
    )


def says(number: int, value, unit: str = "mnkr", step: int | str | None = 1, relation: str = "=", **cells) -> Statement:
    """Statement `number`, that a sum is `value` in `unit`, rounded to `step`; a share where it is in percent."""
    kind = "share" if unit == "%" else "total"
    blank = dict.fromkeys(f.name for f in fields(Statement) if not f.kw_only)
    cells = {"statement": f"S{number:02}", "kind": kind, "relation": relation, "unit": unit, **cells}
    size = Fraction(1, 100) if unit == "%" else {"kr": 1, "tkr": 1000, "mnkr": MNKR}[unit]
    stated = Quantity("percent" if unit == "%" else "money", Fraction(str(value)) * size)
    made = Statement(**{**blank, "value": str(value), **cells}, stated=stated)
    return replace(made, step=None if step is None else Decimal(str(step)))


def examined(rows, statements: list[Statement], answers=None, step: int = MNKR) -> joint.Joint:
    """All that is found of statements that tie one by one."""
    made = case(rows, statements, step)
    states = {s.statement: _tests(None)[s.kind](made, s).state for s in statements}
    assert not {State.CONTRADICTED, State.UNTESTABLE} & {*states.values()}, states
    return joint.examine(made, statements, answers or {})


def sets(found: joint.Joint) -> list[list[str]]:
    assert found.decided
    return [one.statements for one in found.contradictions]


def ones(boards: int, measures: int = 1) -> list[tuple[str, str, str, int]]:
    return [("p", f"m{m}", f"n{b}", MNKR) for b in range(boards) for m in range(measures)]


def test_one_sum_stated_twice():
    assert sets(examined(ones(4), [says(1, 5), says(2, 3)])) == [["S01", "S02"]]
    assert sets(examined(ones(4), [says(1, 5), says(2, 4)])) == []


def test_rows_and_columns_of_a_table():
    rows = [says(1, 3, board="n0"), says(2, 3, board="n1")]
    columns = [says(3, 1, measure="m0"), says(4, 1, measure="m1")]
    assert sets(examined(ones(2, 2), [*rows, *columns])) == [["S01", "S02", "S03"]]
    assert sets(examined(ones(2, 2), rows)) == sets(examined(ones(2, 2), columns)) == []


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ([says(1, 4, relation=">=", step=None), says(2, "3.9", step=None)], [["S01", "S02"]]),
        ([says(1, 3, relation=">", step=None), says(2, 3, step=None)], [["S01", "S02"]]),
        ([says(1, 3, relation=">", step=None), says(2, "3.00001", step=None)], []),
        ([says(1, 5, relation="<", step=None), says(2, 5, step=None)], [["S01", "S02"]]),
        ([says(1, 5, relation="<=", step=None), says(2, 5, step=None)], []),
        ([says(1, 5, relation="part"), says(2, "5.6", step=None)], [["S01", "S02"]]),
        ([says(1, 5, relation="part"), says(2, "5.5", step=None)], []),
        ([says(1, 4, relation="drygt"), says(2, 4, step=None)], [["S01", "S02"]]),
        ([says(1, 4, relation="drygt"), says(2, "4.5", step=None)], []),
        ([says(1, 4, relation="drygt"), says(2, "4.6", step=None)], [["S01", "S02"]]),
        ([says(1, 4, relation="drygt"), says(2, 4, relation="knappt")], [["S01", "S02"]]),
        ([says(1, 4, relation="cirka"), says(2, "3.5", step=None)], []),
        ([says(1, 4, relation="cirka"), says(2, "3.4", step=None)], [["S01", "S02"]]),
    ],
)
def test_limits_are_kept_to(statements, expected):
    assert sets(examined(ones(4), statements)) == expected


@pytest.mark.parametrize(("share", "expected"), [("37", [["S01", "S02", "S03"]]), ("40", [["S01", "S03"]]), ("35", [])])
def test_a_share_is_held_against_the_sums_that_it_is_of(share, expected):
    statements = [
        says(1, 4, step=None),
        says(2, "1.4", step=None, board="n0"),
        says(3, share, "%", 1, board="n0", against="S01"),
    ]
    assert sets(examined(ones(4), statements)) == expected


def test_a_share_of_what_is_below_nil():
    rows = [(pot, measure, board, -kronor) for pot, measure, board, kronor in ones(4)]
    statements = [says(1, -4, step=None), says(2, "-1.4", step=None, board="n0")]
    for share, expected in (("37", [["S01", "S02", "S03"]]), ("40", [["S01", "S03"]]), ("35", [])):
        third = says(3, share, "%", 1, board="n0", against="S01")
        assert sets(examined(rows, [*statements, third])) == expected


def test_an_overlap_and_a_plan_are_sums():
    rows = [("p", "m0", "n0", MNKR), ("q", "m0", "n0", MNKR), ("q", "m1", "n0", MNKR)]
    both = says(2, "1.4", step=None, kind="overlap", pot="q", against="S03")
    plan = says(1, 1, kind="plan", year=2021, step="0.1", pot="q", measure="m0")
    assert sets(examined(rows, [plan, both, says(3, 1, pot="p")])) == [["S01", "S02"]]


@pytest.mark.parametrize(
    ("whole", "expected"), [("5.1", [["S01", "S02"]]), ("5", []), ("3", []), ("2.9", [["S01", "S02"]])]
)
def test_what_is_said_of_each_is_held_against_the_whole(whole, expected):
    """Two boards of 1 mnkr twice each, 2 mnkr vardera stated to the half: 3 to 5 in all."""
    each = says(1, 2, kind="per_board")
    assert sets(examined(ones(2, 2), [each, says(2, whole, step=None)])) == expected
    [*found] = examined(ones(2, 2), [each, says(2, whole, step=None)]).contradictions
    assert all([demand.times for demand in one.demands] == [2, 1] for one in found)


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize(
    ("pot", "expected"), [("2.9", [["S01", "S02", "S03"]]), ("3", []), ("5", []), ("5.1", [["S01", "S02", "S03"]])]
)
def test_a_later_year_is_held_against_this_one(sign, pot, expected):
    """4 mnkr is halved, and 2 mnkr, give or take half, is left; without the change nothing is."""
    rows = [(pot, measure, board, sign * kronor) for pot, measure, board, kronor in ones(4)]
    stated = says(1, sign * Fraction(pot), step=None, pot="p")
    plan = says(2, sign * 2, kind="plan", year=2022, against="S03")
    change = says(3, 50, "%", None, kind="change", year=2022, pot="p", against="S02")
    assert sets(examined(rows, [stated, plan, change])) == expected
    assert sets(examined(rows, [stated, change, plan])) == [
        sorted(one, key=["S01", "S03", "S02"].index) for one in expected
    ]
    held = case(rows, [stated, plan, change])
    assert joint.examine(held, [stated, plan], {}) == joint.Joint()


@pytest.mark.parametrize("step", [1000, MNKR, 1000 * MNKR])
@pytest.mark.parametrize(("apart", "expected"), [(0, []), (1, [["S01", "S02", "S03"]]), (-1, [["S01", "S02", "S03"]])])
def test_a_krona_is_seen_whatever_the_rows_are_rounded_to(step, apart, expected):
    rows = [("p", f"m{m}", f"n{b}", step) for b in range(2) for m in range(3)]
    boards = [says(n, 3 * step + 17 * n, "kr", None, board=f"n{n - 1}") for n in (1, 2)]
    whole = says(3, 6 * step + 51 + apart, "kr", None)
    assert sets(examined(rows, [*boards, whole], step=step)) == expected


def test_two_contradictions_are_two_matters():
    rows = [*ones(4), *(("q", m, b, k) for _, m, b, k in ones(4))]
    statements = [says(1, 5, pot="p"), says(2, 5, pot="q"), says(3, 3, pot="q"), says(4, 3, pot="p")]
    assert sorted(sets(examined(rows, statements))) == [["S01", "S04"], ["S02", "S03"]]


def test_nothing_is_asked_where_nothing_is_rounded(monkeypatch):
    monkeypatch.setattr(joint, "_Matter", None)
    assert joint.examine(case(ones(4), [says(1, 4)], step=0), [says(1, 4)], {}) == joint.Joint()


def test_what_could_not_be_decided_is_said(monkeypatch):
    def undecided(system, names):
        raise Undecided

    monkeypatch.setattr(System, "refutation", undecided)
    assert joint.examine(case(ones(4), []), [says(1, 5), says(2, 3)], {}) == joint.Joint(decided=False)


# Against true amounts, and against a solver that is exact from the beginning


def inside(rows, **scope) -> list[int]:
    columns = [dict(zip(("pot", "measure", "board"), row, strict=False)) for row in rows]
    return [number for number, row in enumerate(columns) if scope.items() <= row.items()]


def possible(rows, statements: list[Statement], step: int) -> bool:
    """Whether any true amounts, of all that are rounded to `rows`, make all of `statements` true."""
    demands = []
    for s in statements:
        weights, known = dict.fromkeys(inside(rows, **s.scope), Fraction(1)), Fraction(0)
        low, high = s.number - s.half_step, s.number + s.half_step
        if s.kind == "total":
            known = sum(rows[n][3] for n in weights)
            least, most = (weights, low - known), ({n: -1 for n in weights}, known - high)
            demands += {"=": [least, most], ">=": [least], "<=": [most]}[s.relation]
        else:  # of all, which is above nil
            every = range(len(rows))
            least = {n: weights.get(n, 0) - low for n in every}
            most = {n: high - weights.get(n, 0) for n in every}
            demands += [(one, -sum(w * rows[n][3] for n, w in one.items())) for one in (least, most)]
    return feasible([Fraction(step, 2)] * len(rows), demands)


def generated(seed: int) -> tuple[list[tuple[str, str, str, int]], list[Statement], int]:
    """Rows rounded from true amounts, and what is rightly stated of sums and shares of these; the step of the rows."""
    chance = random.Random(seed)
    step = chance.choice([1000, 100_000, MNKR])
    keys = [
        (chance.choice("pq"), f"m{m}", f"n{b}")
        for b in range(chance.randint(2, 4))
        for m in range(chance.randint(1, 4))
    ]
    true = [chance.randint(-step, 30 * step) if chance.random() < 0.9 else chance.randint(0, step) for _ in keys]
    true[0] += 20 * step * len(keys)  # so that the whole is above nil
    rows = [(*key, round(Fraction(kronor, step)) * step) for key, kronor in zip(keys, true, strict=True)]
    scopes = [{}, {"pot": "p"}, {"pot": "q"}, {"pot": "p", "board": "n0"}, {}]
    scopes += [{"board": row[2]} for row in rows] + [{"measure": row[1]} for row in rows]
    statements = []
    for number, scope in enumerate(scopes, 1):
        kronor, own = sum(true[n] for n in inside(rows, **scope)), chance.choice([step, step, step // 10, 10 * step])
        match chance.choice(["=", "=", "=", "=", ">=", "<="]):
            case "=":
                statements.append(says(number, round(Fraction(kronor, own)) * own, "kr", own, **scope))
            case limit:
                away = chance.choice([0, 0, step // 3]) * (1 if limit == "<=" else -1)
                statements.append(says(number, kronor + away, "kr", None, limit, **scope))
        percent = round(Fraction(100 * kronor, sum(true)))
        if chance.random() < 0.3 and inside(rows, **scope):
            statements.append(says(number + 50, percent, "%", 1, against="S01", **scope))
    return rows, statements, step


@pytest.mark.parametrize("start", range(0, 100, 20))
def test_of_what_is_rightly_stated_nothing_is_accused(start):
    for seed in range(start, start + 20):
        rows, statements, step = generated(seed)
        assert sets(examined(rows, statements, step=step)) == [], seed


def planted(seed: int) -> tuple[list[tuple[str, str, str, int]], list[Statement], int]:
    """The same, with statements among them that each tie and cannot all hold: of one sum, or of parts and a whole."""
    rows, statements, step = generated(seed)
    chance = random.Random(seed)
    boards = sorted({row[2] for row in rows})
    if seed % 2:  # the boards' sums are as large as rounding can explain, and the whole is as it is written
        for number, board in enumerate(boards, 180):
            here = inside(rows, board=board)
            most = sum(rows[n][3] for n in here) + len(here) * step // 2
            statements.append(says(number, most, "kr", 2 * step // 100, board=board))
        whole = sum(row[3] for row in rows) + len(rows) * step // 2 - 2 * step
        statements.append(says(190, whole, "kr", step // 100))
    else:
        scope = chance.choice([{}, {"board": chance.choice(boards)}])
        here = inside(rows, **scope)
        kronor, apart = sum(rows[n][3] for n in here), len(here) * step // 2
        statements += [says(n, kronor + sign * apart, "kr", step // 10, **scope) for n, sign in ((180, 1), (181, -1))]
    chance.shuffle(statements)
    return rows, statements, step


@pytest.mark.parametrize("start", range(0, 100, 20))
def test_what_is_planted_is_found_and_no_more_is_named_than_it_takes(start):
    for seed in range(start, start + 20):
        rows, statements, step = planted(seed)
        by_number = {s.statement: s for s in statements}
        assert not possible(rows, statements, step), "nothing was planted"
        found = sets(examined(rows, statements, step=step))
        assert found, seed
        for named in found:
            assert not possible(rows, [by_number[name] for name in named], step), (seed, named)
            for name in named:
                assert possible(rows, [by_number[one] for one in named if one != name], step), (seed, named, name)
        told = {name for named in found for name in named}
        assert possible(rows, [s for s in statements if s.statement not in told], step), (seed, "more is left")


weights = st.dictionaries(st.integers(0, 5), st.integers(-30, 30).filter(bool), min_size=1)
floors = st.lists(st.tuples(weights, st.fractions(-40, 40, max_denominator=12)), min_size=1, max_size=9)


@settings(deadline=None, max_examples=150)
@given(st.lists(st.integers(1, 5), min_size=6, max_size=6), floors)
def test_an_answer_is_that_of_an_exact_solver(reach, demands):
    system = System(reach, [Floor(frozenset([str(n)]), w, least) for n, (w, least) in enumerate(demands)])
    found = system.irreducible([str(n) for n in range(len(demands))])
    assert (found is None) is feasible(reach, demands)
    if found:
        assert found.excess(reach) > 0
        assert all(feasible(reach, [demands[int(n)] for n in found.names if n != name]) for name in found.names)


def test_what_the_solver_proposes_is_not_believed_unproven(monkeypatch):
    half = Floor(frozenset("b"), {0: 1}, Fraction(1, 2))
    system = System([1, 1], [Floor(frozenset("a"), {0: 1, 1: 1}, Fraction(1)), half])
    monkeypatch.setattr(system._solver, "possible", lambda bounds: False)
    monkeypatch.setattr(system._solver, "multiples", lambda: {0: 1.0, 1: 0.5})
    with pytest.raises(Undecided):
        system.refutation({"a", "b"})
    monkeypatch.setattr(system._solver, "possible", lambda bounds: True)
    monkeypatch.setattr(system._solver, "nearest", lambda parts: [0, 0])
    monkeypatch.setattr(system._solver, "exact", lambda: [Fraction(1, 2), Fraction(1, 3)])
    with pytest.raises(Undecided):
        system.refutation({"a", "b"})
    monkeypatch.setattr(system._solver, "exact", lambda: [Fraction(1, 2), Fraction(1, 2)])
    assert system.refutation({"a", "b"}) is None


# In a case, and what is made of it


ROWS = [(0, 0, 0, 1), (0, 1, 0, 1), (0, 0, 1, 1), (0, 1, 1, 1)]  # pot, measure, board, mnkr
TABLE = [("n0", None, 3), ("n1", None, 3), (None, "m0", 1), (None, "m1", 1)]  # board, measure, mnkr
ANSWER = {
    "statement": "S03",
    "by": "ekonomichefen",
    "on": "2021-03-01",
    "value": "1",
    "difference": "1",
    "why": "Rättas",
}


def written(folder, table=TABLE, answers=(), step="1"):
    """The folder of a case of ROWS, in which `table` is stated and `answers` are given."""
    make(folder, ROWS)
    given = {"year": 2021, "unit": "mnkr", "basis": "stated", "place": "tabell"}
    write(
        folder,
        "allocations",
        [{"pot": f"p{p}", "measure": f"m{m}", "board": f"n{b}", "amount": a} | given for p, m, b, a in ROWS],
    )
    same = {"place": "tabell", "wording": "Summan", "kind": "total", "relation": "=", "unit": "mnkr"}
    write(
        folder,
        "statements",
        [
            same | {"statement": f"S{n:02}", "board": b, "measure": m, "value": v}
            for n, (b, m, v) in enumerate(table, 1)
        ],
    )
    write(folder, "acknowledgements", [*answers])
    edit(folder, lambda descriptor: descriptor.update(rounding={"mnkr": step} if step else {}))
    return folder


def report(folder) -> Report:
    return Report.of(Parameters(unit="mnkr"), load(folder))


def text(block) -> str:
    lines = getattr(block, "items", None) or [block.runs]
    return "\n".join("".join(run.text for run in line) for line in lines).replace("\u00a0", " ")


WHY = (
    "S01, S02 och S03 kan inte alla gälla, hur raderna än har avrundats: enligt S01 och S02 är summorna tillsammans "
    "minst 5,0 mnkr, men S03 och raderna som skiljer ger högst 4,5 mnkr."
)


def test_nothing_says_that_all_ties(tmp_path):
    made = report(written(tmp_path / "fall"))
    assert not made.reconciliation.having(State.CONTRADICTED)
    assert made.verdict is Verdict.NOT_APPROVED
    assert not made.reconciliation.sums_tie
    assert "Summorna stämmer inte" in text(narrative.outcome(made))
    assert "S01, S02 och S03 kan inte alla gälla, och rapporten är inte godkänd" in text(narrative.outcome(made))
    assert "Men tre av dem kan inte gälla samtidigt." in text(narrative.verdict(made))
    assert [(value.text, what) for value, what in narrative.facts(made).items][-1] == (
        "1 fråga",
        "att ställa: en motstridighet",
    )
    assert front.objection(made) == "en grupp av påståenden kan inte gälla samtidigt"
    assert text(narrative.joint(made)) == WHY
    assert text(tables.contradictions(made)) == "Inget påstående motsägs för sig."
    states = [" ".join(run.text for run in row.cells[5]) for row in tables.statements(made).rows]
    assert [state.partition(", ")[2] for state in states] == [
        "men inte tillsammans med S02 och S03",
        "men inte tillsammans med S01 och S03",
        "men inte tillsammans med S01 och S02",
        "",
    ]


def test_the_frame_of_findings_names_those_that_go_against_each_other(tmp_path):
    frame = findings(report(written(tmp_path / "fall")).reconciliation)
    assert frame["joint"].to_list() == ["S02 S03", "S01 S03", "S01 S02", ""]
    assert not frame["acknowledged"].any()
    frame = findings(report(written(tmp_path / "besvarad", TABLE[:3], [ANSWER])).reconciliation)
    assert frame["joint"].to_list() == ["S02 S03", "S01 S03", "S01 S02"]
    assert frame["acknowledged"].all()


def test_what_is_said_of_each_and_of_a_later_year_is_told_in_a_sentence(tmp_path):
    folder = written(tmp_path / "fall")
    same = {"place": "tabell", "wording": "Det som sägs", "unit": "mnkr", "relation": "="}
    change = {"unit": "%", "year": 2022, "pot": "p0", "against": "S03"}
    statements = [
        same | {"statement": "S01", "kind": "per_board", "value": 3},
        same | {"statement": "S02", "kind": "total", "value": 4.5, "relation": "högst"},
        same | {"statement": "S03", "kind": "plan", "value": 1, "year": 2022, "against": "S04"},
        same | {"statement": "S04", "kind": "change", "value": 50} | change,
        same | {"statement": "S05", "kind": "total", "value": 3.1, "relation": "minst"},
    ]
    write(folder, "statements", statements)
    said = text(narrative.joint(report(folder)))
    assert "enligt 2 gånger S01 är summorna tillsammans minst 5,0 mnkr, men enligt S02 högst 4,5 mnkr." in said
    assert (
        "S03, S04 och S05 kan inte alla gälla, hur raderna än har avrundats: enligt S03 räknat med S04 är summan för "
        "2022 högst 1,5 mnkr och enligt S05 är summan minst 3,1 mnkr."
    ) in said


def test_check_tells_it_and_does_not_approve(tmp_path):
    done = command("check", written(tmp_path / "fall"), "-p", "unit", "mnkr")
    assert done.returncode == NOT_APPROVED
    assert "ej godkänd" in done.stdout
    assert WHY in done.stderr.replace("\u00a0", " ")


def test_what_can_all_hold_is_said_to(tmp_path):
    made = report(written(tmp_path / "fall", TABLE[:2]))
    assert made.verdict is Verdict.TIES
    assert text(narrative.joint(made)).endswith("kan gälla samtidigt.")
    assert narrative.joint(report(written(tmp_path / "exakt", [(None, None, 4)], step=""))) is None


def test_what_is_undecided_is_neither_told_nor_said_to_hold(tmp_path, monkeypatch):
    monkeypatch.setattr(joint, "examine", lambda *given: joint.Joint(decided=False))
    made = report(written(tmp_path / "fall"))
    assert text(narrative.joint(made)).endswith("har inte gått att avgöra.")
    assert result(made)["joint"] == {"decided": False, "contradictions": []}


def test_the_result_has_the_set_and_the_bounds(tmp_path):
    found = result(report(written(tmp_path / "fall")))
    assert found["joint"]["decided"]
    [one] = found["joint"]["contradictions"]
    assert one["statements"] == ["S01", "S02", "S03"]
    assert [(d["relation"], d["bound"], d["times"]) for d in one["demands"]] == [
        (">=", "2500000", 1),
        (">=", "2500000", 1),
        ("<=", "1500000", 1),
    ]
    assert one["why"].replace("\u00a0", " ") == WHY
    assert one["acknowledged"] is None


def test_an_answer_to_one_of_the_statements_is_an_answer_to_all(tmp_path):
    """And what the others say against each other without it is still told."""
    made = report(written(tmp_path / "fall", TABLE[:3], [ANSWER]))
    [one] = made.reconciliation.joint.contradictions
    assert one.acknowledgement.statement == "S03"
    assert made.verdict is Verdict.ACKNOWLEDGED
    assert not made.reconciliation.stale
    assert text(narrative.joint(made)) == WHY
    rows = [[" ".join(run.text for run in cell) for cell in row.cells] for row in tables.acknowledgements(made).rows]
    assert rows == [["S01 ,  S02 ,  S03", "ekonomichefen", "2021-03-01", "Rättas"]]
    again = report(written(tmp_path / "tva", TABLE, [ANSWER]))
    assert [one.statements for one in again.reconciliation.joint.unacknowledged] == [["S01", "S02", "S04"]]
    assert again.verdict is Verdict.NOT_APPROVED


@pytest.mark.parametrize("changed", [{"value": "2"}, {"difference": "2"}, {"statement": "S04"}])
def test_an_answer_to_something_else_is_none(tmp_path, changed):
    made = report(written(tmp_path / "fall", [*TABLE[:3], (None, None, 4)], [ANSWER | changed]))
    assert made.verdict is Verdict.NOT_APPROVED
    assert len(made.reconciliation.joint.unacknowledged) == len(made.reconciliation.stale) == 1
    assert "gäller inte längre" in text(narrative.stale(made))


def test_an_answer_that_is_given_while_another_is_wanting_is_not_called_stale(tmp_path):
    """S01 goes against both S02 and S03; only one of them is answered for."""
    table = [(None, None, 5), (None, None, 3), (None, None, "3")]
    made = report(written(tmp_path / "fall", table, [ANSWER | {"statement": "S02", "value": "3", "difference": "1"}]))
    assert [one.statements for one in made.reconciliation.joint.contradictions] == [["S01", "S03"], ["S01", "S02"]]
    assert not made.reconciliation.stale


def test_the_workbook_has_it_and_says_that_it_is_not_recalculated(tmp_path):
    for name, answers, verdict in (("ej", [], Verdict.NOT_APPROVED), ("besvarad", [ANSWER], Verdict.ACKNOWLEDGED)):
        made = report(written(tmp_path / name, TABLE[:3], answers))
        book = openpyxl.load_workbook(io.BytesIO(workbook(made)), data_only=True)
        cells = [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
        assert "Påståenden som inte kan gälla samtidigt (räknas inte om)" in cells
        assert WHY in [str(cell).replace("\u00a0", " ") for cell in cells]
        assert verdict.value in cells
        assert "gäller inte längre" not in cells


@pytest.mark.slow
def test_every_document_of_an_edition_tells_it(tmp_path):
    case, reports = written(tmp_path / "fallet"), tmp_path / "reports"
    done = command("report", case, "--notebooks", ROOT / "notebooks", "--reports", reports, "-p", "unit", "mnkr")
    assert done.returncode == NOT_APPROVED
    pages = {path.stem: path.read_text(encoding="utf-8") for path in (reports / "fallet.ej-godkand").glob("*.html")}
    for name in ("avstamning", "beslutsrapport"):
        assert "S01, S02 och S03 kan inte alla gälla" in pages[name]
        assert "ummorna stämmer inte" in pages[name] and "ummorna stämmer:" not in pages[name]
    assert WHY in pages["avstamning"].replace("\u00a0", " ")
    index = (reports / "index.html").read_text(encoding="utf-8")
    assert "Ej godkänd. Att fråga om: en motstridighet" in index
