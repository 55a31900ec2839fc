"""What decisions look like, each situation as a small case of its own, and the same with something wrong in it."""

import json
import re
from fractions import Fraction
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from conftest import ROOT, edit, read_rows
from synthetic import make, write
from test_workbook import reported, rows
from workbook_recalculation import values

from fordelning.base.errors import CaseError
from fordelning.case.case import load
from fordelning.case.schema import TABLES
from fordelning.checks.mapping import ProofOutcome
from fordelning.checks.reconcile import Reconciliation, State, Verdict, reconcile
from fordelning.report import narrative, phrases, tables
from fordelning.report.markup import html
from fordelning.report.result import result
from fordelning.workbook import workbook

BASE = [(0, 0, 0, 3_000), (0, 1, 1, 1_500), (0, 2, 2, 500), (1, 0, 1, 2_000)]


class Told:
    """A made-up case with the statements that a test gives it, each in tkr unless it says otherwise."""

    def __init__(self, folder: Path, allocations=BASE):
        self.folder, self.said = make(folder, allocations), []

    def says(self, kind: str = "total", value: object = "", relation: str = "=", **cells) -> "Told":
        """Add a statement; the first is S10."""
        unit = {"total": "tkr", "share": "%", "overlap": "tkr"}.get(kind, "")
        row = {"statement": f"S{10 + len(self.said)}", "place": "tabell", "kind": kind, "wording": "Ett påstående"}
        self.said.append(row | {"relation": relation, "value": value, "unit": unit} | cells)
        write(self.folder, "statements", self.said)
        return self

    def describe(self, **entries) -> "Told":
        """Set top-level entries of the descriptor."""
        edit(self.folder, lambda descriptor: descriptor.update(entries))
        return self

    @property
    def reconciliation(self) -> Reconciliation:
        return reconcile(load(self.folder))

    @property
    def states(self) -> list[State]:
        return [finding.state for finding in self.reconciliation.findings.values()]


@pytest.fixture
def told(tmp_path):
    return Told(tmp_path / "fall")


# A pot of which only a part is shared out


@pytest.mark.parametrize(
    ("stated", "relation", "state"),
    [
        (6_000, "part", State.PARTIAL),
        (5_000, "part", State.TIES),
        (4_999, "part", State.CONTRADICTED),  # more than there is
        (6_000, "=", State.CONTRADICTED),  # nobody says that it is a part
    ],
)
def test_a_pot_of_which_a_part_is_allocated(told, stated, relation, state):
    assert told.says(value=stated, relation=relation, pot="p0").states == [state]


@pytest.mark.parametrize(
    ("stated", "state"),
    [
        ("5.1", State.ROUNDED),
        ("5.2", State.ROUNDED),
        ("5.3", State.PARTIAL),
        ("4.8", State.ROUNDED),
        ("4.7", State.CONTRADICTED),
    ],
)
def test_a_part_within_rounding_is_rounding(told, stated, state):
    """Three rows to the nearest tenth of a million and a sum that is as well: two tenths."""
    told.describe(rounding={"mnkr": "0.1"})
    _in_mnkr(told.folder)
    assert told.says(value=stated, relation="part", unit="mnkr", pot="p0").states == [state]


def _in_mnkr(folder: Path) -> None:
    cells = [
        {"pot": f"p{p}", "measure": f"m{m}", "board": f"n{b}", "amount": f"{tkr / 1_000:.1f}"} for p, m, b, tkr in BASE
    ]
    write(
        folder,
        "allocations",
        [row | {"year": 2021, "unit": "mnkr", "basis": "stated", "place": "tabell"} for row in cells],
    )


# Transfers and money that is taken back

TRANSFER = [(0, 0, 0, 400), (0, 0, 1, -400), (1, 1, 0, 100)]


def test_a_transfer_that_nets_to_nil(tmp_path):
    told = Told(tmp_path / "fall", TRANSFER)
    told.says(value=0, pot="p0").says(value=-400, board="n1").says(value=100).says(value=500, board="n0")
    assert told.states == [State.TIES] * 4


def test_a_transfer_that_does_not_net_to_nil(tmp_path):
    told = Told(tmp_path / "fall", [(0, 0, 0, 400), (0, 0, 1, -399), (1, 1, 0, 100)])
    told.says(value=0, pot="p0").says(value=-400, board="n1").says(value=100).says(value=500, board="n0")
    assert told.states == [State.CONTRADICTED] * 3 + [State.TIES]


def test_a_share_of_what_nets_to_nil_cannot_be_tested(tmp_path):
    told = Told(tmp_path / "fall", TRANSFER).says(value=0, pot="p0").says("share", 100, board="n0", against="S10")
    finding = told.reconciliation.findings["S11"]
    assert (finding.state, finding.computed, finding.missing) == (State.UNTESTABLE, None, "en bas som inte är noll")
    assert phrases.share(400, 0) == "–"
    one_more = Told(tmp_path / "annat", [(0, 0, 0, 401), (0, 0, 1, -400), (1, 1, 0, 100)])
    one_more.says(value=1, pot="p0").says("share", 100, board="n0", against="S10")
    assert one_more.reconciliation.findings["S11"].computed.number == 401


def test_negative_rows_count_as_less(told, tmp_path):
    less = Told(tmp_path / "mindre", [*BASE, (1, 2, 2, -250)])
    for case, kfn, whole in ((told, 500, 7_000), (less, 250, 6_750)):
        case.says(value=kfn, board="n2").says(value=whole)
        assert case.states == [State.TIES] * 2
    assert less.says("share", "-3.7", measure="m2", pot="p1", against="S11", rounding="0.1").states[-1] is State.ROUNDED
    assert (
        less.says("share", "3.7", measure="m2", pot="p1", against="S11", rounding="0.1").states[-1]
        is State.CONTRADICTED
    )


# "5 000 in all, of which 3 000 to one, 1 500 to another and the rest to a third"


def test_a_sum_split_over_many_boards(told):
    told.says(value=5_000, pot="p0")
    for board, tkr in (("n0", 3_000), ("n1", 1_500), ("n2", 500)):
        told.says(value=tkr, pot="p0", board=board)
    told.says("count", 3, unit="nämnder", pot="p0").says("share", 60, pot="p0", board="n0", against="S10")
    assert told.states == [State.TIES] * 6


def test_of_which_something_else(told):
    """The parts agree with each other and with the whole, but not with the rows."""
    told.says(value=5_000, pot="p0")
    for board, tkr in (("n0", 2_900), ("n1", 1_500), ("n2", 600)):
        told.says(value=tkr, pot="p0", board=board)
    assert told.says("count", 4, unit="nämnder", pot="p0").states == [
        State.TIES,
        State.CONTRADICTED,
        State.TIES,
        State.CONTRADICTED,
        State.CONTRADICTED,
    ]


# Sub-totals over classes of boards and of measures


def classes(told: Told, board: str = "skola", measure: str = "") -> Told:
    write(told.folder, "tags", [{"tag": "skola", "name": "Skola", "reason": "Vår indelning."}])
    for name, tagged in (("board", {"n1": board, "n2": board}), ("measure", {"m0": measure})):
        _, rows = read_rows(told.folder / f"{name}s.csv")
        write(told.folder, f"{name}s", [row | {"tag": tagged.get(row[name], "")} for row in rows])
    return told


def test_a_sub_total_over_a_group_of_boards(told):
    classes(told).says(value=4_000, tag="skola").says(value=2_000, tag="skola", pot="p0").says(value=7_000)
    told.says("share", 40, tag="skola", pot="p0", against="S11", relation="=")
    told.says("count", 2, unit="nämnder", tag="skola").says("overlap", 2_000, pot="p0", tag="skola", against="S12")
    told.said[3]["value"] = 100
    write(told.folder, "statements", told.said)
    assert told.states == [State.TIES] * 6
    assert load(told.folder).boards["n1"].tag == "skola"


def test_a_board_outside_of_the_group_breaks_the_sub_total(told):
    classes(told).says(value=4_000, tag="skola")
    copy = told.folder / "boards.csv"
    copy.write_text(copy.read_text(encoding="utf-8").replace("N3,skola", "N3,"), encoding="utf-8")
    assert told.states == [State.CONTRADICTED]
    assert told.reconciliation.findings["S10"].difference == -500_000


def test_a_class_holds_a_row_once_by_its_measure_or_its_board(told):
    """All of measure m0 (3 000 and 2 000) and of boards n1 and n2; the 2 000 that are both count once."""
    classes(told, measure="skola").says(value=7_000, tag="skola")
    assert told.states == [State.TIES]
    assert told.says(value=9_000, tag="skola").states[-1] is State.CONTRADICTED


def test_a_group_of_boards_that_gets_nothing_is_a_sum_and_not_a_rule(told, tmp_path):
    assert not classes(told).says(value=0, tag="skola").reconciliation.sums_tie
    rule = classes(Told(tmp_path / "regel"), board="", measure="skola").says(value=0, tag="skola").reconciliation
    assert rule.findings["S10"].state is State.CONTRADICTED
    assert rule.sums_tie


# An interval is two statements


@pytest.mark.parametrize(
    ("low", "high", "states"),
    [
        (4_000, 6_000, [State.TIES, State.TIES]),
        (5_000, 5_000, [State.TIES, State.TIES]),
        (5_001, 6_000, [State.CONTRADICTED, State.TIES]),
        (4_000, 4_999, [State.TIES, State.CONTRADICTED]),
    ],
)
def test_an_interval_is_a_least_and_a_most(told, low, high, states):
    told.says(value=low, relation=">=", pot="p0").says(value=high, relation="<=", pot="p0")
    assert told.states == states


def test_the_interval_in_the_specification_is_one(told):
    text = (ROOT / "docs" / "format.md").read_text(encoding="utf-8")
    lines = re.findall("^    (S4[01],.*)$", text, flags=re.MULTILINE)
    header = [column.name for column in TABLES["statements"].columns if column.name != "proposal"]
    rows = [dict(zip(header, line.split(","), strict=True)) | THERE for line in lines]
    assert all(row.pop("stage") == "" for row in rows)
    write(told.folder, "statements", rows)
    assert told.states == [State.TIES, State.TIES]
    assert [s.relation for s in load(told.folder).statements.values()] == [">=", "<="]


THERE = {"pot": "p0", "place": "tabell"}


# Shares are shown as they are stated


def shown(told: Told, number: str) -> tuple[str, str, str]:
    report = reported(told.folder)
    finding = report.reconciliation.findings[number]
    texts = (
        phrases.stated(report, finding.statement),
        phrases.computed(report, finding),
        phrases.difference(report, finding),
    )
    return tuple(text.replace("\u00a0", " ") for text in texts)


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("60", ("60 %", "60,0 %", "0,0 procentenheter")),
        ("60.25", ("60,25 %", "60,00 %", "−0,25 procentenheter")),
        ("59.999", ("59,999 %", "60,000 %", "0,001 procentenheter")),
        ("61", ("61 %", "60,0 %", "−1,0 procentenheter")),
    ],
)
def test_a_share_is_shown_with_the_decimals_it_is_stated_with(told, stated, expected):
    told.says(value=5_000, pot="p0").says("share", stated, board="n0", against="S10")
    assert shown(told, "S11") == expected


def test_a_difference_is_not_shown_as_none(told):
    told.says(value=7_000).says("share", "42.9", board="n0", against="S10")
    assert shown(told, "S11") == ("42,9 %", "42,86 %", "−0,04 procentenheter")


def test_a_limit_for_a_share_keeps_its_decimals(told):
    told.says(value=5_000, pot="p0").says("share", "12.75", relation=">", board="n0", against="S10")
    assert shown(told, "S11")[0] == "mer än 12,75 %"


# Totals with a tolerance that is derived


def test_a_declared_step_gives_the_tolerance(told):
    _in_mnkr(told.folder)
    told.says(value=5_150, pot="p0").says(value=5_151, pot="p0").says(value="5.2", unit="mnkr", pot="p0")
    told.says(value="5.3", unit="mnkr", pot="p0").says(value=7_000)
    assert told.states == [State.CONTRADICTED] * 4 + [State.TIES]  # nobody has said that anything is rounded
    told.describe(rounding={"mnkr": "0.1"})
    assert told.states == [State.ROUNDED, State.CONTRADICTED, State.ROUNDED, State.CONTRADICTED, State.TIES]
    tolerances = [finding.tolerance for finding in told.reconciliation.findings.values()]
    assert tolerances == [150_000, 150_000, 200_000, 200_000, 200_000]
    assert all(isinstance(tolerance, Fraction) for tolerance in tolerances)


def test_counts_and_places_have_no_tolerance(told):
    _in_mnkr(told.folder)
    told.describe(rounding={"mnkr": "0.1"})
    told.says("count", 3, unit="nämnder").says("position", 2, pot="p0", measure="m1")
    assert [finding.tolerance for finding in told.reconciliation.findings.values()] == [None, None]
    assert told.says("count", 4, unit="nämnder").states[-1] is State.CONTRADICTED


def test_the_report_says_what_is_rounded(told):
    _in_mnkr(told.folder)
    told.describe(rounding={"mnkr": "0.10", "%": "1"}).says(value="7.1", unit="mnkr")
    report = reported(told.folder)
    assert "Summorna stämmer, inom den angivna avrundningen" in _text(narrative.outcome(report))
    assert "belopp i mnkr till 0,1 mnkr och andelar till 1 %" in _text(tables.about(report))
    assert "Avrundning" in [term for term, _ in tables.terms(report).items]
    told.describe(rounding={}).says(value=7_000)
    assert "avrundning" not in _text(narrative.outcome(reported(told.folder)))
    assert "Avrundat" not in _text(tables.about(reported(told.folder)))


def _text(block) -> str:
    return BeautifulSoup(html(block.data()), "html.parser").get_text().replace("\u00a0", " ").strip()


# None, one or several ways to place the rows whose board is not said


def derived(folder: Path, tkr: list[int], boards: list[int], totals: list[int]) -> Reconciliation:
    told = Told(folder, [(0, n, board, kronor) for n, (kronor, board) in enumerate(zip(tkr, boards, strict=True))])
    path = told.folder / "allocations.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("stated", "derived"), encoding="utf-8")
    for board, total in enumerate(totals):
        told.says(value=total, board=f"n{board}")
    return told.says("mapping", relation="").reconciliation


@pytest.mark.parametrize(
    ("tkr", "boards", "totals", "outcome", "state"),
    [
        ([3, 4, 6], [0, 1, 1], [3, 10], ProofOutcome.UNIQUE, State.DERIVED),
        ([3, 4, 6], [1, 0, 0], [3, 10], ProofOutcome.UNIQUE, State.CONTRADICTED),  # the case says otherwise
        ([3, 3, 6], [0, 1, 1], [3, 9], ProofOutcome.SEVERAL, State.UNTESTABLE),
        ([3, 4, 6], [0, 1, 1], [5, 8], ProofOutcome.NONE, State.CONTRADICTED),
        ([-3, 4, 6], [0, 1, 1], [-3, 10], ProofOutcome.UNIQUE, State.DERIVED),
    ],
)
def test_how_many_mappings_there_are(tmp_path, tkr, boards, totals, outcome, state):
    found = derived(tmp_path / "fall", tkr, boards, totals)
    assert found.proof.outcome is outcome
    assert list(found.findings.values())[-1].state is state


@pytest.mark.parametrize(
    ("rows", "candidates", "said"),
    [
        (2, 4, "finns 4 sätt"),
        (40, 2**40, "finns 1 099 511 627 776 sätt"),
        (41, None, "finns 2 upphöjt till 41 sätt"),
        (15_000, None, "finns 2 upphöjt till 15000 sätt"),  # of more digits than Python writes
    ],
)
def test_however_many_mappings_there_are_can_be_told(tmp_path, rows, candidates, said):
    derived(tmp_path / "fall", [1] * rows, [n % 2 for n in range(rows)], [0, 0])  # which none of them gives
    report = reported(tmp_path / "fall")
    assert json.loads(json.dumps(result(report)))["mapping"]["candidates"] == candidates
    assert said in _text(narrative.proof(report))


def test_a_number_of_mappings_too_long_to_read_is_told_as_a_power(tmp_path):
    derived(tmp_path / "fall", [1] * 40, [n % 14 for n in range(40)], [0] * 14)
    report = reported(tmp_path / "fall")
    assert result(report)["mapping"]["candidates"] == 14**40
    assert "finns 14 upphöjt till 40 sätt" in _text(narrative.proof(report))


def test_rounded_rows_or_totals_prove_no_mapping(tmp_path):
    assert derived(tmp_path / "fall", [3, 4, 6], [0, 1, 1], [3, 10]).proof.outcome is ProofOutcome.UNIQUE
    told = Told(tmp_path / "annat", [(0, 0, 0, 3), (0, 1, 1, 4)]).says(value=3_000, unit="kr", board="n0")
    told.says(value=4_000, unit="kr", board="n1").describe(rounding={"tkr": "1"})
    assert told.reconciliation.proof.missing == "radernas belopp utan avrundning"
    told.describe(rounding={"kr": "1000"})
    assert told.reconciliation.proof.missing == "nämndernas summor utan avrundning"


# Several footnotes on a row


def noted(told: Told, marks: str) -> Told:
    notes = [{"note": f"f{n}", "number": n, "text": f"Not {n}.", "place": "tabell"} for n in (1, 2, 12)]
    write(told.folder, "notes", notes)
    path = told.folder / "allocations.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("stated,,", f"stated,{marks},", 1), encoding="utf-8")
    return told


def marked(told: Told) -> list[list]:
    """The cells of the matrix that have marks of footnotes."""
    cells = [cell for row in tables.matrix(reported(told.folder)).rows for cell in row.cells]
    return [cell for cell in cells if any(run.href.startswith("#fotnot-") for run in cell)]


def test_several_footnotes_on_one_row(told):
    noted(told, "f1 f12").says(value=7_000)
    report = reported(told.folder)
    cell = marked(told)[0]
    assert [run.href for run in cell if run.style == "note"] == ["#fotnot-f1", "#fotnot-f12"]
    assert "".join(run.text for run in cell).endswith("1,12")  # kept apart: not note 112
    assert [item["number"] for item in tables.notes(report).items] == [
        1,
        12,
    ]  # what is not marked is not under the table
    table = _text(tables.footnotes(report))
    assert all(f"Not {n}." in table for n in (1, 2, 12))
    assert [row["Fotnot"] for row in rows(values(workbook(report)), "Fördelning").values()][:2] == ["1, 12", None]


def test_one_footnote_and_one_that_is_not_there(told):
    noted(told, "f12").says(value=7_000)
    assert [run.href for cell in marked(told) for run in cell if run.style == "note"] == ["#fotnot-f12"]
    assert next(iter(rows(values(workbook(reported(told.folder))), "Fördelning").values()))["Fotnot"] == 12
    path = told.folder / "allocations.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("stated,f12,", "stated,f12 f3,"), encoding="utf-8")
    with pytest.raises(CaseError, match="f3"):
        load(told.folder)


# Where nothing could be tested


def test_nothing_tested_is_not_a_tie(told):
    write(told.folder, "statements", [])
    assert told.reconciliation.verdict is Verdict.UNTESTED
    told.says("open", relation="", missing="allt").says("request", 9_000, unit="tkr", missing="delarna")
    assert told.reconciliation.verdict is Verdict.UNTESTED
    report = reported(told.folder)
    assert report.approved
    assert _text(narrative.outcome(report)).startswith("Inget är prövat: ")
    assert "Omdöme: inte prövad. Inget av två påståenden går att pröva." in _text(narrative.verdict(report))
    assert "stämmer" not in _text(narrative.outcome(report)) + _text(narrative.verdict(report))
    assert told.says(value=7_000).reconciliation.verdict is Verdict.TIES


def test_a_row_of_nil_is_no_netting_within_a_class_that_gets_nothing(tmp_path):
    told = classes(
        Told(tmp_path / "fallet", [(0, 0, 0, 3000), (0, 0, 1, 0), (0, 1, 2, 500)]), board="", measure="skola"
    )
    assert told.says(value=0, tag="skola").states == [State.CONTRADICTED]
    assert told.reconciliation.sums_tie
    netting = classes(Told(tmp_path / "annat", [(0, 0, 0, 3000), (0, 0, 1, -9), (0, 1, 2, 500)]), "", "skola")
    assert not netting.says(value=0, tag="skola").reconciliation.sums_tie


def test_a_share_that_is_contradicted_is_a_sum_and_a_count_is_none(told):
    told.says(value=7_000).says("count", 99, unit="nämnder")
    assert told.states == [State.TIES, State.CONTRADICTED]
    assert told.reconciliation.sums_tie
    told.says("share", 1, pot="p0", against="S10", relation="=")
    assert told.states[-1] is State.CONTRADICTED
    assert not told.reconciliation.sums_tie
