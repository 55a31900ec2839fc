"""The measure of how often the program is wrong: that what it plants is found, and that the measure can fall."""

import dataclasses
import re
import sys
from fractions import Fraction
from random import Random

import pytest
from conftest import ROOT

from fordelning.base.verdict import State
from fordelning.checks import reconcile
from fordelning.source import trace

sys.path.append(str(ROOT / "bench"))
from planted import page, table_trial
from planted.measure import KINDS, Measured, tried
from planted.table import Style
from planted.trial import ASKED, CONTRADICTED, GAP, LOST, READ, REFUSED, Outcome

FEW = {
    "fall utan fel, avrundat": READ,
    "fel summa": CONTRADICTED,
    "enheten har glidit i en summa": CONTRADICTED,
    "delsummor och helhet som inte ryms ihop": CONTRADICTED,
    "samma rad två gånger": REFUSED,
    "fel delsumma": CONTRADICTED,
    "punkt som kan vara två saker": ASKED,
    "fall som handlingen, omfördelningar": READ,
    "omfördelning vänd mot handlingen": GAP,
}


@pytest.mark.parametrize("name", FEW)
def test_what_is_planted_is_found_and_what_is_true_is_not_accused(name):
    outcome = tried(name, 1)
    assert outcome.found == FEW[name], outcome.why
    assert not outcome.accused and not outcome.figures[LOST] and outcome.figures.total()


@pytest.mark.slow
@pytest.mark.parametrize("name", KINDS)
def test_every_kind_can_be_made_and_accuses_nothing_that_is_true(name):
    outcome = tried(name, 0)
    assert not outcome.accused, outcome.why


def test_a_trial_is_the_same_every_time(tmp_path):
    def made(folder):
        folder.mkdir()
        trial = KINDS["fel summa"].make(Random("fel summa 3"), folder)
        return {path.name: path.read_bytes() for path in trial.folder.iterdir()}

    assert made(tmp_path / "a") == made(tmp_path / "b")


def test_a_checker_that_sees_nothing_finds_nothing(monkeypatch):
    monkeypatch.setattr(
        reconcile,
        "compare",
        lambda s, computed, tolerance=None: reconcile.Computation(State.TIES, computed, None, tolerance),
    )
    measured = Measured(KINDS["fel summa"])
    for seed in range(2):
        measured.add(seed, tried("fel summa", seed))
    assert measured.recall == 0 and measured.missed == [0, 1]


def test_a_checker_that_contradicts_everything_accuses_what_is_true(monkeypatch):
    monkeypatch.setattr(
        reconcile,
        "compare",
        lambda s, computed, tolerance=None: reconcile.Computation(State.CONTRADICTED, computed, None, tolerance),
    )
    outcome = tried("fall utan fel, exakt", 0)
    assert outcome.accused and not outcome.found
    assert tried("fel summa", 0).accused


def test_a_trace_that_sees_no_gap_finds_nothing(monkeypatch):
    real = trace.trace
    monkeypatch.setattr("fordelning.report.report.trace", lambda *given: dataclasses.replace(real(*given), gaps=()))
    assert tried("omfördelning vänd mot handlingen", 1).found == ""


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("cell B6: kan vara en summa", True),
        ("cell A6: kan vara en summa", True),
        ("ange --totals 4-7", True),
        ("ange --posts 6", True),
        ("kolumn B kan läsas", True),
        ("cell C6: något annat på raden", False),
        ("cell B16 och B5", False),
        ("ange --posts 7-9", False),
        ("kolumn C kan läsas", False),
    ],
)
def test_a_cell_is_named_by_its_place_alone(text, named):
    assert table_trial._named(text, (6, 2), "A") is named


def test_a_table_is_written_in_the_style_that_is_asked_for(tmp_path):
    made = KINDS["tabell utan fel: lista"].make
    trial = made(Random(1), tmp_path)
    table = dataclasses.replace(trial.table, style=Style(group="\u00a0", encoding="cp1252"))
    first = next(iter(table.amounts))
    path = table.having({first: dataclasses.replace(table.cells[first], value=Fraction(1_234_567))}).write(tmp_path)
    assert "1\u00a0234\u00a0567" in path.read_bytes().decode("cp1252")


def test_the_page_has_the_tables_that_the_measure_makes(tmp_path):
    lost, kind = Measured(KINDS["fel summa"]), Measured(KINDS["fall utan fel, exakt"])
    lost.add(4, Outcome(""))
    lost.add(5, Outcome(CONTRADICTED, right=1))
    kind.add(0, Outcome("", accused=("S01",)))
    made = page.tables([lost, kind])
    assert "| planterade fel som hittas | 1 av 2 |" in made
    assert "| påståenden som *motsägs* med rätta | 1 av 2 |" in made
    assert "- fel summa, missade: 4" in made and "- fall utan fel, exakt, anklagade: 0" in made
    kept = tmp_path / "sida.md"
    kept.write_text((ROOT / "docs" / "traffsakerhet.md").read_text(encoding="utf-8"), encoding="utf-8")
    page.written(kept, made, "Mätt i dag.")
    page.written(kept, made, "Mätt i dag.")
    assert kept.read_text(encoding="utf-8").count("Mätt i dag.") == 1


def test_the_page_tells_of_every_kind_and_explains_each_that_is_often_missed():
    text = (ROOT / "docs" / "traffsakerhet.md").read_text(encoding="utf-8")
    explained = text.split("## Det som missas")[1].lower()
    shares = dict(re.findall(r"^\| \w+ \| (.+?) \| .* ([0-9]+),[0-9] % \|$", text, flags=re.MULTILINE))
    assert set(shares) == {name for name, kind in KINDS.items() if kind.planted}
    for name, share in shares.items():
        assert int(share) >= 95 or f"**{name}" in " ".join(explained.split()), name
