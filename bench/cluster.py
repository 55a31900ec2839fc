"""Many machines: a scheduler and a worker for each core on this one, against the processes of `batch` itself."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import batch
from distributed import Client
from paired import FORDELNING, ROOT, Part, Row, in_turn, ratio, run

from fordelning.publish.run.process import cores

TASKS = 2000
PROJECTED = 100_000  # reports


def measure(editions: int, pairs: int, scratch: Path) -> Part:
    """The part on `editions` in one run, here and by workers that have been started and have made some before."""
    table, taken = batch.written(batch.orders(editions), scratch / "orders.csv"), 0
    first = batch.written(batch.orders(2 * cores()), scratch / "first.csv")

    def made(orders: Path, *more: str) -> None:
        nonlocal taken
        taken += 1
        run(*FORDELNING, "batch", orders, "--reports", scratch / f"made-{taken}", *more)

    with _workers(scratch) as address:
        made(first, "--scheduler", address)
        seconds = in_turn({"here": lambda: made(table), "there": lambda: made(table, "--scheduler", address)}, pairs)
        each = [_seconds_a_task(address) for _ in range(pairs)]
    edition = [value * cores() / editions for value in seconds["there"]]  # seconds of a core
    overhead, core = sorted(each)[len(each) // 2], sorted(edition)[len(edition) // 2]
    return Part(
        f"{editions} editions by {cores()} workers of a scheduler",
        [
            ratio("fordelning batch ÷ the same with --scheduler", seconds["here"], seconds["there"], "≥ 0.9"),
            Row("with --scheduler", "/min", [60 * editions / value for value in seconds["there"]]),
            Row("an edition", "core-s", edition),
            Row("a task that does nothing", "ms", [1000 * value for value in each]),
        ],
        [
            f"Projected: a scheduler that hands out a task in {1000 * overhead:.2g} ms keeps some "
            f"{core / overhead:,.0f} cores busy with editions of {core:.3g} s.",
            f"Projected: {PROJECTED:,} editions like these take {PROJECTED * core / 3600:,.0f} core-hours, "
            f"and {PROJECTED * overhead / 60:.2g} minutes of the scheduler.",
        ],
    )


@contextmanager
def _workers(scratch: Path) -> Iterator[str]:
    """A scheduler on loopback with a worker for each core; its address."""
    told = scratch / "scheduler.json"
    command = [sys.executable, "-m", "dask"]
    options = {
        "cwd": scratch,
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
        "env": {**os.environ, "PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__WORKER__DAEMON": "False"},
    }
    here = ["--host=127.0.0.1", "--port=0", "--no-dashboard", f"--scheduler-file={told}"]
    begun = [subprocess.Popen([*command, "scheduler", *here], **options)]
    try:
        while not (told.is_file() and told.read_text()):
            time.sleep(0.1)
        address = json.loads(told.read_text())["address"]
        wanted = [f"--nworkers={cores()}", "--nthreads=1", "--no-dashboard"]
        begun.append(subprocess.Popen([*command, "worker", address, *wanted], **options))
        with Client(address, set_as_default=False) as client:
            client.wait_for_workers(cores(), timeout=60)
        yield address
    finally:
        for process in reversed(begun):
            process.terminate()
            process.wait()


def _seconds_a_task(address: str) -> float:
    """What it costs to hand out a task and hear that it is done, where the task itself does nothing."""
    with Client(address, set_as_default=False) as client:
        began = time.perf_counter()
        client.gather(client.map(abs, range(TASKS), pure=False))
        return (time.perf_counter() - began) / TASKS
