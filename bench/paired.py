"""Runs in turn, so that what the machine does besides falls on all of them alike, and what they show."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = ROOT / "notebooks"
FORDELNING = (sys.executable, "-m", "fordelning.cli")


@dataclass(frozen=True)
class Row:
    """One thing measured in every pair: its `values` in `unit`, and the `target`, "" where there is none."""

    name: str
    unit: str
    values: list[float]
    target: str = ""

    def data(self) -> dict:
        """The row with its least, median and most value."""
        spread = {"min": min(self.values), "median": statistics.median(self.values), "max": max(self.values)}
        return asdict(self) | spread


@dataclass(frozen=True)
class Part:
    """What one part of the bench showed: its `rows`, and in `told` how they are to be read."""

    name: str
    rows: list[Row]
    told: list[str]

    def data(self) -> dict:
        """The part as JSON has it."""
        return {"name": self.name, "rows": [row.data() for row in self.rows], "told": self.told}


def environment() -> dict[str, str]:
    """The environment of a command that finds the program in the project's folder."""
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    return {**os.environ, "PYTHONPATH": path}


def run(*command: str | Path) -> str:
    """Run `command` in the project's folder, as a user would; returns what it printed.

    Raises CalledProcessError where it fails, after its errors have been shown.
    """
    done = subprocess.run(list(map(str, command)), cwd=ROOT, capture_output=True, text=True, env=environment())
    if done.returncode:
        print(done.stderr, file=sys.stderr)
        done.check_returncode()
    return done.stdout


def script(name: str, *arguments: str | Path) -> str:
    """What the script `name` beside this one prints, run with `arguments`."""
    return run(sys.executable, ROOT / "bench" / name, *arguments)


def in_turn(ways: dict[str, Callable[[], object]], pairs: int) -> dict[str, list[float]]:
    """The seconds that each of `ways` took, run in turn `pairs` times, every other time in the opposite order."""
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for pair in range(pairs):
        for name in list(ways) if pair % 2 == 0 else reversed(ways):
            began = time.perf_counter()
            ways[name]()
            seconds[name].append(time.perf_counter() - began)
    return seconds


def ratio(name: str, above: list[float], below: list[float], target: str = "") -> Row:
    """The row of one way's seconds divided by another's, pair by pair."""
    return Row(name, "×", [one / other for one, other in zip(above, below, strict=True)], target)
