"""What one case costs to load, reconcile and show: `python weigh.py FOLDER` prints seconds and megabytes as JSON.

Megabytes are the peak of the process at the end of each stage, less what it had when all was imported. The frame is
what the allocations take with every text in it counted; the group-by is of as many sums as the case states.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

from fordelning import tables
from fordelning.case import load
from fordelning.parameters import Parameters
from fordelning.reconcile import reconcile
from fordelning.report import Report

REPEATS = 3


def peak() -> float:
    """The most memory that this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def seconds(work: Callable[[], object]) -> float:
    """The seconds of `work`."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    before, found = peak(), {}
    began = time.perf_counter()
    case = load(folder)
    found["load s"] = time.perf_counter() - began
    found["load MB"] = peak() - before
    found["frame MB"] = float(case.allocations.memory_usage(deep=True).sum()) / 1e6
    frame = case.allocations
    bare, whole = [], []
    for _ in range(REPEATS):
        bare.append(seconds(lambda: (frame.groupby("board", observed=True)["kronor"].sum(), frame["kronor"].sum())))
        whole.append(seconds(lambda: reconcile(case)))
    found["group-by s"], found["reconcile s"] = min(bare), min(whole)
    found["reconcile MB"] = peak() - before
    print(json.dumps(found), flush=True)
    parameters = Parameters.check({"case": str(folder)})
    began = time.perf_counter()
    report = Report.of(parameters, case)
    found["report s"] = time.perf_counter() - began
    print(json.dumps(found), flush=True)
    found["matrix s"] = seconds(lambda: tables.matrix(report))
    found["matrix MB"] = peak() - before
    print(json.dumps(found), flush=True)
