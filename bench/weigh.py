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

from fordelning.case.case import load
from fordelning.checks.reconcile import reconcile
from fordelning.report import charts, tables
from fordelning.report.parameters import Parameters
from fordelning.report.report import Report

CHARTS = ("boards", "flow", "largest", "measures", "requests", "split", "years")


def peak() -> float:
    """The most memory that this process has had, in MB; on Linux not what its parent had before it began."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text(encoding="utf-8").partition("VmHWM:")[2].split()[0]) / 1e3
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
    found["reconcile s"] = seconds(lambda: reconcile(case))
    frame = case.allocations
    found["group-by s"] = seconds(lambda: (frame.groupby("board")["kronor"].sum(), frame["kronor"].sum()))
    found["reconcile MB"] = peak() - before
    report = Report.of(Parameters.check({"case": str(folder)}), case)
    found["matrix s"] = seconds(lambda: tables.matrix(report))
    found["matrix MB"] = peak() - before
    found["charts s"] = seconds(lambda: [getattr(charts, name)(report) for name in CHARTS])
    found["charts MB"] = peak() - before
    print(json.dumps(found))
