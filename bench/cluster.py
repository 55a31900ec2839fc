"""Many machines: a scheduler and a worker for each core on this one, against the processes of `batch` itself."""

import os
import time
from pathlib import Path
from tempfile import mkdtemp

import batch
import dask
from distributed import Client, LocalCluster
from paired import FORDELNING, Part, Row, environment, in_turn, ratio, run

from fordelning.publish.run.process import cores

TASKS = 2000
PROJECTED = 100_000  # reports


def measure(editions: int, pairs: int, scratch: Path) -> Part:
    """The part on `editions` in one run, here and by workers that have been started and have made some before."""
    table = batch.written(batch.orders(editions), scratch / "orders.csv")
    first = batch.written(batch.orders(2 * cores()), scratch / "first.csv")

    def made(orders: Path, *more: str) -> None:
        run(*FORDELNING, "batch", orders, "--reports", mkdtemp(dir=scratch), *more)

    os.environ |= environment()  # which the workers have too
    workers = {"n_workers": cores(), "threads_per_worker": 1, "host": "127.0.0.1", "dashboard_address": None}
    with dask.config.set({"distributed.worker.daemon": False}), LocalCluster(**workers) as cluster:
        there = ("--scheduler", cluster.scheduler_address)
        made(first, *there)
        seconds = in_turn({"here": lambda: made(table), "there": lambda: made(table, *there)}, pairs)
        each = [_seconds_a_task(cluster) for _ in range(pairs)]
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


def _seconds_a_task(cluster: LocalCluster) -> float:
    """What it costs to hand out a task and hear that it is done, where the task itself does nothing."""
    with Client(cluster, set_as_default=False) as client:
        began = time.perf_counter()
        client.gather(client.map(abs, range(TASKS), pure=False))
        return (time.perf_counter() - began) / TASKS
