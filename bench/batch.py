"""Many editions on all cores, against loops of the naive chain and against a loop without isolation."""

import csv
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import naive
from paired import FORDELNING, ROOT, Part, Row, in_turn, ratio, run

from fordelning.publish.run.process import cores

UNITS = ("tkr", "mnkr", "kr")


def orders(editions: int) -> dict[str, dict[str, str]]:
    """The parameters of so many editions by name: every case in data/, then every case in the next unit."""
    cases = sorted(path.parent.name for path in ROOT.glob("data/*/datapackage.json"))
    return {
        f"u{n}": {"case": cases[n % len(cases)], "unit": UNITS[n // len(cases) % len(UNITS)]} for n in range(editions)
    }


def written(ordered: dict[str, dict[str, str]], path: Path) -> Path:
    """The table of `ordered` at `path`, as `fordelning batch` reads it."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["utgåva", "case", "unit"])
        writer.writerows([name, *parameters.values()] for name, parameters in ordered.items())
    return path


def measure(editions: int, few: int, pairs: int, scratch: Path) -> Part:
    """The part on `editions` in one run; the naive loops make `few` of them, and their seconds are scaled."""
    ordered, taken = orders(editions), 0
    table = written(ordered, scratch / "orders.csv")
    notebooks = {name: naive.documents(parameters) for name, parameters in ordered.items()}
    chosen = list(ordered)[:few]
    scale = sum(map(len, notebooks.values())) / sum(len(notebooks[name]) for name in chosen)

    def fresh() -> Path:
        nonlocal taken
        taken += 1
        return scratch / f"batch-{taken}"

    def loop(at_once: int) -> None:
        folder = fresh()
        folder.mkdir()
        with ThreadPoolExecutor(at_once) as pool:
            list(pool.map(lambda name: naive.make(notebooks[name], ordered[name], folder / name), chosen))

    seconds = in_turn(
        {
            "batch": lambda: run(*FORDELNING, "batch", table, "--reports", fresh()),
            "warm": lambda: run(sys.executable, ROOT / "bench" / "warm.py", table, fresh()),
            "one": lambda: loop(1),
            "two": lambda: loop(2),
        },
        pairs,
    )
    one, two = ([value * scale for value in seconds[name]] for name in ("one", "two"))
    return Part(
        f"{editions} editions on {cores()} cores",
        [
            ratio("naive loop ÷ fordelning batch", one, seconds["batch"], "≥ 9"),
            ratio("naive loop, two at a time ÷ fordelning batch", two, seconds["batch"], "≥ 4"),
            ratio("warm loop without isolation ÷ fordelning batch", seconds["warm"], seconds["batch"], "≥ 0.75"),
            Row("fordelning batch", "/min", [60 * editions / value for value in seconds["batch"]]),
        ],
        [
            f"The naive loops made {few} of the editions; their seconds are scaled by {scale:.3g}, the number of "
            f"documents in all ({sum(map(len, notebooks.values()))}) to that in those.",
            "The warm loop runs the cells as plain Python, a process for each core, and writes no manifests.",
        ],
    )
