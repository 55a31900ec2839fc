"""A whole edition, by the command itself: `python whole.py CASE` prints what it took and what came out as JSON.

Seconds by the clock and of the processors, the most memory that all its processes had at one moment, told every third
of a second by Linux (elsewhere of the largest alone), and the bytes of the edition and of its workbook, both in MB.
"""

import json
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from paired import FORDELNING, ROOT, environment

_OFTEN = 0.3  # seconds


def family(pid: int) -> Iterator[int]:
    """The process `pid` and all that it has begun."""
    yield pid
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in path.read_text().split():
            yield from family(int(child))


def memory(pid: int) -> int:
    """The kilobytes that `pid` and all that it has begun have together; what they share is counted once."""
    found = 0
    for one in family(pid):
        told = Path(f"/proc/{one}/smaps_rollup").read_text(encoding="ascii")
        found += int(told.partition("\nPss:")[2].split()[0])
    return found


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as reports:
        given = (sys.argv[1], "--reports", reports, "--notebooks", ROOT / "notebooks", "--seconds", "0")
        began, done, peaks = time.perf_counter(), threading.Event(), [0]
        process = subprocess.Popen([*FORDELNING, "report", *given], env=environment(), stdout=subprocess.DEVNULL)

        def watch() -> None:
            """Look at the memory until it is done."""
            while not done.wait(_OFTEN):
                try:
                    peaks.append(memory(process.pid))
                except (OSError, ValueError, IndexError):  # one has ended meanwhile, or there is no such system
                    continue

        threading.Thread(target=watch, daemon=True).start()
        status = process.wait()
        done.set()
        if status:
            sys.exit(status)
        seconds, used = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
        files = {path: path.stat().st_size / 1e6 for path in Path(reports).glob("*/*")}
        print(
            json.dumps(
                {
                    "edition s": seconds,
                    "edition processor s": used.ru_utime + used.ru_stime,
                    "edition peak MB": max(max(peaks), used.ru_maxrss) / 1e3,
                    "edition on disk MB": sum(files.values()),
                    "workbook MB": sum(size for path, size in files.items() if path.suffix == ".xlsx"),
                }
            )
        )
