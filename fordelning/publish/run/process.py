"""Work done in processes of their own: nothing leaks from one to the next, and what fails, fails alone.

Where the system can fork, a process begins with all that its parent has imported; elsewhere it imports that anew.
Once Typst has run in a process it is not forked: Typst would wait for ever for threads that only the parent has.
"""

import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import connection, get_context, parent_process
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fordelning.base import interruption, scratch
from fordelning.base.errors import RenderingError

if TYPE_CHECKING:  # no system has them all
    from multiprocessing.context import ForkContext, ForkServerContext, SpawnContext

    Context = ForkContext | ForkServerContext | SpawnContext

if sys.platform == "linux":
    CONTEXT = get_context("fork")
else:
    CONTEXT = get_context("spawn")
_MEGABYTE = 1_000_000
_CHECK = 0.1  # seconds between checks


class LostError(RenderingError):
    """A process ended without an answer: it was killed, took too long or got no more memory. The message says which."""


@dataclass(frozen=True)
class Limits:
    """What one process may take: `seconds` from its start, `megabytes` of address space; 0 is no limit.

    Memory is limited only on systems that have such a limit.
    """

    seconds: float = 0
    megabytes: int = 0


UNLIMITED = Limits()


@dataclass(frozen=True)
class Task:
    """`work` called with `arguments` in a process of its own. `name` says which it is, to whoever waits for it."""

    name: str
    work: Callable
    arguments: tuple


@dataclass(frozen=True)
class Outcome:
    """What came of a task: the `value` of its work, or the `error` that it ended with, and the seconds it took."""

    task: Task
    value: Any
    error: Exception | None
    seconds: float


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def each(
    tasks: Iterable[Task],
    at_once: int,
    limits: Limits = UNLIMITED,
    check: Callable[[], None] | None = None,
    context: "Context | None" = None,
) -> Iterator[Outcome]:
    """The outcomes of `tasks` as they come, `at_once` running at a time in processes of `context`, or the usual one.

    Those that run are killed if the caller stops before the end, or if `check`, which is called meanwhile, raises.
    """
    waiting = deque(tasks)
    running: list[_Running] = []
    context = context or (get_context("spawn") if "typst" in sys.modules else CONTEXT)
    try:
        while waiting or running:
            while waiting and len(running) < at_once:
                with interruption.held():
                    running.append(_Running(waiting.popleft(), limits, context))
            left = [one.left for one in running if one.left is not None] + [_CHECK]
            connection.wait([one.answers for one in running], timeout=max(0, min(left)))
            if interruption.came():  # and what it raised was lost on the way
                raise KeyboardInterrupt
            if check:
                check()
            for one in [one for one in running if one.done]:
                running.remove(one)
                yield one.outcome()
    finally:
        for one in running:
            one.kill()


class _Running:
    def __init__(self, task: Task, limits: Limits, context: "Context"):
        self.task, self.limits, self.began = task, limits, time.monotonic()
        self.answers, answer = context.Pipe(duplex=False)
        self._scratch = scratch.made()
        self.process = context.Process(target=_work, args=(answer, task, limits, self._scratch))
        try:
            self.process.start()
        except BaseException:  # there is no room for another process
            self.answers.close()
            scratch.remove(self._scratch)
            raise
        finally:
            answer.close()

    @property
    def left(self) -> float | None:
        """The seconds left of the time limit."""
        seconds = self.limits.seconds
        return self.began + seconds - time.monotonic() if seconds else None

    @property
    def done(self) -> bool:
        return self.answers.poll() or (self.left is not None and self.left <= 0)

    def outcome(self) -> Outcome:
        value, error = None, None
        try:
            if self.answers.poll():
                value, error = self.answers.recv()
            else:
                error = LostError(f"tidsgränsen på {self.limits.seconds:g} sekunder gick ut")
        except (EOFError, OSError):  # no answer, or half of one
            self.process.join()
            error = LostError(_ended(self.process.exitcode or 0, self.limits))
        except Exception as unread:
            error = LostError(f"processen gav ett svar som inte går att läsa ({type(unread).__name__}: {unread})")
        self.kill()
        return Outcome(self.task, value, error, time.monotonic() - self.began)

    def kill(self) -> None:
        """End the process, if it has not ended, and every process that it began, with what it kept for a while."""
        own = self.process.pid
        if own is not None and hasattr(os, "killpg"):
            _signal_group(own, signal.SIGSTOP)  # it begins no more while it is looked at
            for pid in _begun(own):
                with suppress(ProcessLookupError, PermissionError):
                    os.kill(pid, signal.SIGKILL)
            _signal_group(own, signal.SIGKILL)
        self.process.kill()
        self.process.join()
        self.answers.close()
        scratch.remove(self._scratch)


def _signal_group(pid: int, number: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)


def _begun(pid: int) -> list[int]:
    """What `pid` has begun, and what that has, also where it is in a group of its own; on systems that tell."""
    found = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            for child in map(int, path.read_text().split()):
                found += [child, *_begun(child)]
    return found


def _ended(code: int, limits: Limits) -> str:
    said = f"processen avbröts av signal {-code}" if code < 0 else f"processen slutade med status {code}"
    return said + (f" (minnesgränsen är {limits.megabytes} MB)" if limits.megabytes else "")


def _work(answer: connection.Connection, task: Task, limits: Limits, folder: Path | None) -> None:
    if hasattr(os, "setpgid"):
        os.setpgid(0, 0)
    for number in interruption.SIGNALS:
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever waits for the answer is interrupted, and kills
    _go_unheard()
    scratch.use(folder)
    if "numpy" in sys.modules:  # which would draw the same numbers in every process; Python's own generator does not
        sys.modules["numpy"].random.seed()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if limits.megabytes and sys.platform != "win32":
        import resource

        most = limits.megabytes * _MEGABYTE
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    try:
        answer.send((task.work(*task.arguments), None))
    except MemoryError:
        short = f"minnesgränsen på {limits.megabytes} MB" if limits.megabytes else "datorns minne"
        answer.send((None, LostError(f"{short} räckte inte")))
    except Exception as error:
        answer.send((None, error))


def _go_unheard() -> None:
    """Let what is printed go nowhere, also by programs that are begun: the answer is all that is heard of the work."""
    with suppress(OSError):
        nowhere = os.open(os.devnull, os.O_RDWR)
        for number in {0, 1, 2} - {nowhere}:
            os.dup2(nowhere, number)


def _end_with_parent() -> None:
    """Nobody waits for the answer any longer: end, and all that this process began with it."""
    parent = parent_process()
    if parent is None:
        return
    connection.wait([parent.sentinel])
    if hasattr(os, "killpg"):
        os.killpg(0, signal.SIGKILL)
    os._exit(1)
