"""Work in processes of its own: what it answers, what keeps it from answering, and what it leaves behind."""

import os
import random
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
from multiprocessing import connection

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from conftest import SEED, python

from fordelning.base import interruption, scratch
from fordelning.publish.run.process import Limits, LostError, Task, each

linux = pytest.mark.skipif(sys.platform != "linux", reason="the limits and groups of Linux")


def double(number):
    return number * 2


def fail():
    raise ValueError("så här")


def die():
    os.kill(os.getpid(), 9)


def leave():
    os._exit(3)


def hoard():
    return len(bytearray(2 * 10**9))


def sleep(seconds=60):
    time.sleep(seconds)


def unsayable():
    return lambda: None


def spoil(folder):
    mpl.rcParams["font.size"] = 99
    os.environ["SPOILT"] = "ja"
    os.chdir(folder)
    random.seed(1)
    pd.set_option("display.precision", 1)
    sys.modules["json"].dumps = None


def state():
    import json

    options = (mpl.rcParams["font.size"], pd.get_option("display.precision"), json.dumps is None)
    return *options, os.environ.get("SPOILT"), os.getcwd()


def draw(number):
    """Two numbers by chance, whichever `number` asks."""
    return random.random(), np.random.random()


def one(work, *arguments, limits=None):
    [outcome] = each([Task("x", work, arguments)], 1, limits or Limits())
    return outcome


def test_the_answer_is_that_of_the_work():
    assert one(double, 4).value == 8 and one(double, 4).error is None


def test_an_error_is_the_work_s_own():
    error = one(fail).error
    assert isinstance(error, ValueError) and str(error) == "så här"


@linux
def test_a_killed_process_is_told():
    assert str(one(die).error) == "processen avbröts av signal 9"
    assert str(one(leave).error) == "processen slutade med status 3"


@linux
def test_memory_has_its_limit():
    assert one(hoard).value == 2 * 10**9
    error = one(hoard, limits=Limits(megabytes=1500)).error
    assert isinstance(error, LostError) and str(error) == "minnesgränsen på 1500 MB räckte inte"


def test_time_has_its_limit():
    outcome = one(sleep, limits=Limits(seconds=0.5))
    assert isinstance(outcome.error, LostError) and "tidsgränsen på 0.5 sekunder" in str(outcome.error)


def test_an_answer_that_cannot_be_told_is_no_answer():
    assert isinstance(one(unsayable).error, Exception)


class OddError(Exception):
    """It cannot be made again from what is sent of it."""

    def __init__(self, first, second):
        super().__init__(first)


def fail_oddly():
    raise OddError(1, 2)


def test_an_error_that_cannot_be_told_is_no_error_of_the_one_who_waits():
    assert str(one(fail_oddly).error).startswith("processen gav ett svar som inte går att läsa (TypeError: ")


@linux
def test_half_an_answer_is_none():
    assert str(one(answer_half).error) == "processen avbröts av signal 9"


def answer_half():
    """Die when only the beginning of an answer is sent."""

    def half(self, content):
        os.write(self.fileno(), bytes(content)[:100])
        die()

    connection.Connection._send = half
    return "x" * 10**4


def test_one_that_fails_fails_alone():
    tasks = [Task("a", double, (1,)), Task("b", die, ()), Task("c", fail, ()), Task("d", double, (2,))]
    outcomes = {outcome.task.name: outcome for outcome in each(tasks, 2)}
    assert {name: outcome.value for name, outcome in outcomes.items()} == {"a": 2, "b": None, "c": None, "d": 4}


def test_no_more_at_once_than_asked(tmp_path):
    tasks = [Task(str(number), _count, (tmp_path, number)) for number in range(6)]
    assert max(outcome.value for outcome in each(tasks, 2)) == 2


def _count(folder, number):
    (folder / str(number)).touch()
    time.sleep(0.2)
    running = len(list(folder.iterdir()))
    time.sleep(0.1)
    (folder / str(number)).unlink()
    return running


@linux
def test_nothing_leaks_from_one_to_the_next(tmp_path):
    before = state()
    spoilt, after = each([Task("a", spoil, (tmp_path,)), Task("b", state, ())], 1)
    assert spoilt.error is None
    assert after.value == before == state()


def test_chance_is_another_in_each():
    random.seed(1)
    np.random.seed(1)
    drawn = [outcome.value for outcome in each([Task(str(number), draw, (number,)) for number in range(3)], 1)]
    drawn.append((random.random(), np.random.random()))
    assert [len(set(numbers)) for numbers in zip(*drawn, strict=True)] == [4, 4]


@linux
def test_a_process_ends_with_its_parent_and_takes_its_own_with_it(begin, tmp_path):
    """The parent is killed without warning; neither its child nor its grandchild goes on."""
    program = f"""
        import os, subprocess, sys, time
        from pathlib import Path
        from fordelning.publish.run.process import Task, each
        def work():
            child = subprocess.Popen(["sleep", "60"])
            Path({str(tmp_path / "pids")!r}).write_text(f"{{os.getpid()}} {{child.pid}}")
            time.sleep(60)
        list(each([Task("x", work, ())], 1))
    """
    parent = begin([sys.executable, "-c", textwrap.dedent(program)])
    pids = _eventually(lambda: (tmp_path / "pids").read_text().split() if (tmp_path / "pids").exists() else None)
    parent.kill()
    parent.wait()
    _eventually(lambda: not any(map(_runs, pids)) or None)


def _runs(pid: str) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def _eventually(find):
    for _ in range(600):
        if (found := find()) is not None:
            return found
        time.sleep(0.05)
    raise AssertionError("it did not happen")


@linux
def test_those_that_run_are_killed_when_nobody_waits_any_longer(tmp_path):
    outcomes = each([Task("a", double, (1,)), Task("b", _note, (tmp_path / "pid",))], 2)
    next(outcomes)
    pid = _eventually(lambda: (tmp_path / "pid").read_text() or None if (tmp_path / "pid").exists() else None)
    outcomes.close()
    assert not _runs(pid)


@linux
def test_those_that_run_are_killed_when_a_check_fails(tmp_path):
    def check():
        if (tmp_path / "pid").exists():
            raise ValueError("no longer")

    with pytest.raises(ValueError, match="no longer"):
        list(each([Task("b", _note, (tmp_path / "pid",))], 1, check=check))
    assert not _runs((tmp_path / "pid").read_text())


def _note(path):
    part = path.with_suffix(".part")
    part.write_text(str(os.getpid()))
    part.rename(path)
    time.sleep(60)


def keep(path):
    """Keep something for a while, also in a program in a session of its own, until one is killed."""
    folder = tempfile.mkdtemp()
    begin = "import pathlib, sys, time, tempfile; tempfile.mkstemp(); pathlib.Path(sys.argv[1]).touch(); time.sleep(60)"
    child = subprocess.Popen([sys.executable, "-c", begin, str(path) + ".begun"], start_new_session=True)
    _eventually(lambda: os.path.exists(f"{path}.begun") or None)
    path.with_suffix(".folder").write_text(folder)
    path.with_suffix(".pid").write_text(str(child.pid))
    time.sleep(60)


@linux
def test_nothing_of_one_that_is_killed_is_left(tmp_path, monkeypatch):
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    [outcome] = each([Task("x", keep, (tmp_path / "a",))], 1, Limits(seconds=3))
    assert isinstance(outcome.error, LostError)
    assert (tmp_path / "a.folder").read_text().startswith(str(temporary))
    assert not _runs((tmp_path / "a.pid").read_text())
    assert list(temporary.iterdir()) == []
    assert tempfile.gettempdir() == str(temporary)


@linux
def test_nothing_is_left_where_there_is_no_room_for_another(tmp_path, monkeypatch):
    def full():
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(os, "fork", full)
    with pytest.raises(BlockingIOError):
        list(each([Task("x", double, (1,))], 1))
    assert list(tmp_path.iterdir()) == []


@linux
def test_an_interruption_waits_until_what_is_begun_is_known(tmp_path, monkeypatch, request):
    """Whenever a signal comes while a process is begun, it is ended and its folder is gone."""
    begun = []

    def made():
        os.kill(os.getpid(), signal.SIGTERM)
        begun.append(scratch_made())
        os.kill(os.getpid(), signal.SIGTERM)
        return begun[-1]

    scratch_made = scratch.made
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(scratch, "made", made)
    handlers = {number: signal.getsignal(number) for number in interruption.SIGNALS}
    request.addfinalizer(lambda: [signal.signal(number, was) for number, was in handlers.items()])
    with pytest.raises(KeyboardInterrupt), interruption.heard():
        list(each([Task("x", sleep, ())], 1))
    assert begun and list(tmp_path.iterdir()) == []
    assert interruption.came() == signal.SIGTERM


def test_a_process_in_which_typst_has_run_is_not_forked(tmp_path):
    """A fork of it would wait for ever for Typst's threads, which it has not got."""
    program = tmp_path / "twice.py"
    program.write_text(
        f"""
from pathlib import Path

from fordelning.case.case import load
from fordelning.report.front import front_matter
from fordelning.report.parameters import Parameters
from fordelning.publish.render.content import Content
from fordelning.publish.render.pdf import pdf
from fordelning.publish.run.process import Limits, Task, each
from fordelning.report.report import Report

if __name__ == "__main__":
    paper = Content("Prov", front_matter(Report.of(Parameters(), load(Path({str(SEED)!r})))).data(), [])
    here = pdf(paper, [])
    [apart] = each([Task("x", pdf, (paper, []))], 1, Limits(seconds=60))
    assert apart.error is None and apart.value == here
""",
        encoding="utf-8",
    )
    python(program).check_returncode()


def test_what_a_worker_forks_from_has_no_thread_that_a_fork_would_lose():
    seen = "import sys, threading; from fordelning.publish.many import warmed; print(threading.active_count())"
    seen += "; print('papermill' in sys.modules, 'typst' in sys.modules)"
    done = python("-c", seen)
    assert done.stdout.split() == ["1", "True", "False"], done.stderr


def test_matplotlib_keeps_what_it_knows_where_it_can_and_else_in_the_folder_of_the_process(tmp_path, monkeypatch):
    monkeypatch.delenv("MPLCONFIGDIR", raising=False)
    for of in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(of, str(tmp_path / "own"))
    with scratch.scratch():
        assert "MPLCONFIGDIR" not in os.environ
    (tmp_path / "file").touch()
    for of in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(of, str(tmp_path / "file" / "below"))
    with scratch.scratch():
        assert os.environ["MPLCONFIGDIR"] == tempfile.tempdir
    assert "MPLCONFIGDIR" not in os.environ
