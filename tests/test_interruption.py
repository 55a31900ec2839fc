"""When a signal is heard, and what it does not come between."""

import contextlib
import signal
import sys
import threading
import time
import weakref

import pytest

from fordelning.base import interruption
from fordelning.cli import main as cli
from fordelning.publish.run import process

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals that Windows does not have")
FIRST, SECOND = signal.SIGTERM, signal.SIGHUP


@pytest.fixture(autouse=True)
def handlers():
    before = {number: signal.getsignal(number) for number in interruption.SIGNALS}
    yield
    for number, was in before.items():
        signal.signal(number, was)


@pytest.mark.parametrize("number", interruption.SIGNALS)
def test_one_is_heard_and_no_more_after_it(number):
    with interruption.heard():
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(number)
        assert interruption.came() == number
        for other in interruption.SIGNALS:
            signal.raise_signal(other)
    assert interruption.came() == number


def test_one_that_is_ignored_from_the_beginning_is_not_heard():
    signal.signal(SECOND, signal.SIG_IGN)
    with interruption.heard():
        signal.raise_signal(SECOND)
        assert interruption.came() is None


def test_without_any_all_is_as_before():
    before = [signal.getsignal(number) for number in interruption.SIGNALS]
    with interruption.heard(), interruption.held():
        pass
    assert [signal.getsignal(number) for number in interruption.SIGNALS] == before


def test_one_waits_until_what_is_under_way_is_noted():
    done = []
    with interruption.heard(), pytest.raises(KeyboardInterrupt):
        with interruption.held():
            signal.raise_signal(FIRST)
            signal.raise_signal(SECOND)
            done.append("noted")
        done.append("gone on")
    assert done == ["noted"] and interruption.came() == FIRST


def test_what_is_being_loaded_is_loaded_whole(tmp_path, monkeypatch):
    text = f"import os, time\nos.kill(os.getpid(), {int(FIRST)})\ntime.sleep(0.1)\nwhole = True\n"
    (tmp_path / "loaded_whole.py").write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    with interruption.heard(), pytest.raises(KeyboardInterrupt):
        import loaded_whole  # noqa: F401

        time.sleep(5)
    assert sys.modules["loaded_whole"].whole and interruption.came() == FIRST


class Thing:
    """What may be referred to, and let go of."""


class Going:
    def __del__(self):
        signal.raise_signal(FIRST)


def in_a_callback():
    thing = Thing()
    reference = weakref.ref(thing, lambda gone: signal.raise_signal(FIRST))
    del thing
    assert reference() is None


def in_a_finalizer():
    Going()


def swallowed():
    with contextlib.suppress(KeyboardInterrupt):
        signal.raise_signal(FIRST)


DROPPED = [in_a_callback, in_a_finalizer]  # where Python drops what is raised


@pytest.mark.parametrize("drop", DROPPED)
def test_one_that_python_drops_is_raised_again_and_not_shown(drop, capsys):
    with interruption.heard(), pytest.raises(KeyboardInterrupt):
        drop()
        time.sleep(5)
    assert interruption.came() == FIRST and capsys.readouterr().err == ""


def test_it_is_raised_again_also_where_threads_begin_slowly(monkeypatch):
    begin = threading.Thread.start

    def slowly(thread):
        begin(thread)
        time.sleep(5 * interruption._MOMENT)

    monkeypatch.setattr(threading.Thread, "start", slowly)
    with interruption.heard(), pytest.raises(KeyboardInterrupt):
        in_a_callback()
        time.sleep(5)


@pytest.mark.parametrize("lose", [*DROPPED, swallowed])
def test_one_that_is_lost_ends_the_work_of_processes(lose):
    began = time.monotonic()
    with interruption.heard(), pytest.raises(KeyboardInterrupt):
        work = process.each([process.Task("x", time.sleep, (30,))], 1)
        lose()
        next(work)
    assert time.monotonic() - began < 10


@pytest.mark.parametrize("lose", DROPPED)
def test_a_command_that_went_on_to_its_end_tells_of_one_that_was_lost(lose, monkeypatch, capsys):
    monkeypatch.setattr(cli, "_run", lambda arguments: lose() or 0)
    assert cli.main([]) == 128 + FIRST
    assert capsys.readouterr().err.startswith("Avbrutet.")
