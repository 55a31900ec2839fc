"""No bad input, of many kinds, makes a command do what none may do; and what none may do is noticed."""

import os
import shutil
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from random import Random

import fuzz
import oracle
import pytest

pytestmark = pytest.mark.slow
SEED, INPUTS = "1", 30


@pytest.fixture(scope="module")
def good(tmp_path_factory) -> Path:
    oracle.ready()
    return fuzz.project(tmp_path_factory.mktemp("good") / "project")


@pytest.fixture
def base(good, tmp_path) -> Path:
    return Path(shutil.copytree(good.parent, tmp_path / "base"))


@pytest.mark.parametrize("kind", fuzz.KINDS)
def test_no_command_does_what_none_may(kind, good, tmp_path):
    """`python tests/fuzz.py` tries other inputs, for as long as it is given."""
    tally = fuzz.run([kind], SEED, iter(range(1, INPUTS + 1)), good, tmp_path, float("inf"))[kind]
    assert tally.ended.total() == INPUTS and len(tally.ended) > 2
    assert not tally.failures, "\n\n".join(map(str, tally.failures.values()))


@pytest.mark.parametrize("kind", fuzz.KINDS)
def test_an_input_is_made_again_of_its_seed(kind, good, tmp_path):
    """And it is another than the good one, mostly."""
    before, spoiled = _contents(good.parent), 0
    for number in range(5):
        found = []
        for name in ("one", "other"):
            base = Path(shutil.copytree(good.parent, tmp_path / f"{name}-{number}"))
            attempt = fuzz.KINDS[kind](base / "project", Random(f"{SEED} {kind} {number}"))
            found.append((attempt, _contents(base)))
        assert found[0] == found[1]
        spoiled += found[0][1] != before
    assert spoiled >= 3


def _contents(folder: Path) -> dict[str, tuple]:
    """What is in `folder`, but for when it was written."""
    return {path: (*what[:2], *what[-1:]) for path, what in oracle.snapshot(folder).items() if len(what) != 4}


# What the oracle is to notice


def _crashes(arguments):
    return {}["nyckel"]


def _tells_a_traceback(arguments):
    print("Traceback (most recent call last):\nKeyError: 'x'", file=sys.stderr)
    return 3


def _tells_a_fault_of_its_own(arguments):
    print("Ett fel i programmet: KeyError: 'x' (case.py:7). Sätt X=1 i miljön.", file=sys.stderr)
    return 5


def _spins(arguments):
    while True:
        pass


def _waits(arguments):
    time.sleep(60)


def _ends_oddly(arguments):
    print("klart")
    return 9


def _takes_all_memory(arguments):
    return len(bytearray(10**10 if sys.platform == "linux" else 10**15))


def _dies(arguments):
    os._exit(134)


def _says_nothing(arguments):
    return 2


def _speaks_english(arguments):
    print("fel i fallet: the file cannot be read", file=sys.stderr)
    return 3


def _names_an_exception(arguments):
    print("fel i fallet: ValueError", file=sys.stderr)
    return 3


def _rings(arguments):
    print("fel i fallet \x07", file=sys.stderr)
    return 3


def _goes_on(arguments):
    print("fel " * 10_000, file=sys.stderr)
    return 3


def _changes_what_is_own(arguments):
    Path("reports/liten/own.txt").write_text("annat", encoding="utf-8")
    print("klart")
    return 0


def _takes_away(arguments):
    Path("notebooks/own.txt").unlink()
    print("klart")
    return 0


def _makes_what_is_hidden(arguments):
    Path("data/.ny").mkdir()
    print("klart")
    return 0


def _leaves_what_is_temporary(arguments):
    tempfile.mkdtemp()
    print("klart")
    return 0


def _makes_half(arguments):
    Path("reports/liten/avstamning.html").write_text("", encoding="utf-8")
    print("fel i fallet", file=sys.stderr)
    return 3


@pytest.mark.parametrize(
    ("work", "sort"),
    [
        (_crashes, "status 1 KeyError"),
        (_tells_a_traceback, "status 3 KeyError"),
        (_tells_a_fault_of_its_own, "status 5 KeyError in case.py:7"),
        (_spins, "more than 1 s"),
        (_waits, "more than 1 s"),
        (_ends_oddly, "status 9"),
        (_takes_all_memory, "status 1 MemoryError"),
        (_dies, "status 134"),
        (_says_nothing, "nothing said"),
        (_speaks_english, "English"),
        (_names_an_exception, "Python's own words"),
        (_rings, "a control character"),
        (_goes_on, "too long a line"),
        (_changes_what_is_own, "touched reports"),
        (_takes_away, "touched notebooks"),
        (_makes_what_is_hidden, "touched data"),
        (_leaves_what_is_temporary, "touched temporary"),
        (_makes_half, "touched reports"),
    ],
)
def test_what_no_command_may_do_is_noticed(work, sort, base):
    (base / "project" / "reports" / "liten" / "own.txt").write_text("eget", encoding="utf-8")
    command = replace(oracle.COMMANDS["report"], work=work, seconds=1 if sort == "more than 1 s" else 10)
    _, found = oracle.judged(command, base, ["report", "liten"], "liten")
    assert [one.sort for one in found] == [sort]


@pytest.mark.parametrize(
    "arguments", [["check", "liten"], ["report", "liten"], ["import", "mall.xlsx", "--case", "ny"]]
)
def test_nothing_is_held_against_good_input(arguments, base):
    outcome, found = oracle.judged(oracle.COMMANDS[arguments[0]], base, arguments, arguments[-1])
    assert (outcome.code, found) == (0, [])


def test_what_fails_is_told_and_kept(tmp_path, monkeypatch, capsys):
    monkeypatch.setitem(oracle.COMMANDS, "trace", replace(oracle.COMMANDS["trace"], statuses=frozenset()))
    monkeypatch.setitem(oracle.COMMANDS, "check", replace(oracle.COMMANDS["check"], statuses=frozenset()))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert fuzz.main(["--seed", "a", "--only", "source", "--number", "7"]) == 1
    told = capsys.readouterr().out
    assert "source: 1 inputs" in told and "again: python tests/fuzz.py --seed a --only source --number 7\n" in told
    [kept] = tmp_path.glob("fuzz-*/source-7")
    assert f"kept:  {kept}\n" in told and (kept / "failure.txt").is_file() and (kept / "project" / "ord.txt").is_file()
