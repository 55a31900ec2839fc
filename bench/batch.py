"""Many editions: on all cores against the naive chain and a loop without isolation, and again with nothing changed."""

import csv
import json
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import mkdtemp

from paired import FORDELNING, ROOT, Part, Row, in_turn, ratio, run, script
from report import documents, naive

from fordelning.publish.run.process import cores

UNITS = ("tkr", "mnkr", "kr")
FIRST = 4  # editions that are made to be copied


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
    ordered = orders(editions)
    table = written(ordered, scratch / "orders.csv")
    notebooks = {name: documents(parameters) for name, parameters in ordered.items()}
    few_of_them = list(ordered)[:few]
    scale = sum(map(len, notebooks.values())) / sum(len(notebooks[name]) for name in few_of_them)

    def loop(at_once: int) -> None:
        with ThreadPoolExecutor(at_once) as pool:
            list(pool.map(lambda name: naive(notebooks[name], ordered[name], mkdtemp(dir=scratch)), few_of_them))

    seconds = in_turn(
        {
            "batch": lambda: run(*FORDELNING, "batch", table, "--reports", mkdtemp(dir=scratch)),
            "warm": lambda: script("warm.py", table, mkdtemp(dir=scratch)),
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
            f"The naive loops made {len(few_of_them)} of the editions; their seconds are scaled by {scale:.3g}, the "
            f"number of documents in all ({sum(map(len, notebooks.values()))}) to that in those.",
            "The warm loop runs the cells as plain Python, a process for each core, and writes no manifests.",
        ],
    )


def unchanged(editions: int, pairs: int, scratch: Path) -> Part:
    """The part on `editions` that stand on the shelf already: a few are made, and copied under the other names."""
    made, reports = orders(FIRST), scratch / "unchanged"
    run(*FORDELNING, "batch", written(made, scratch / "first.csv"), "--reports", reports)
    names = list(made)
    ordered = {f"k{n}": made[names[n % FIRST]] for n in range(editions)}
    for n, name in enumerate(ordered):
        shutil.copytree(reports / names[n % FIRST], reports / name)
    table = written(ordered, scratch / "again.csv")

    def again() -> None:
        run(*FORDELNING, "batch", table, "--reports", reports)
        told = json.loads((reports / "batch.json").read_text(encoding="utf-8"))["counts"]
        if told["oförändrad"] != editions:
            raise ValueError(f"what should stand was made: {told}")

    seconds = in_turn({"again": again, "start": lambda: run(sys.executable, "-c", "import fordelning.cli")}, pairs)
    return Part(
        f"{editions} editions, nothing changed",
        [
            Row("fordelning batch", "s", seconds["again"], "≤ 1"),
            ratio("fordelning batch ÷ starting the program", seconds["again"], seconds["start"]),
        ],
        [],
    )
