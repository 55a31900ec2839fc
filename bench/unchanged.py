"""A second run of many editions with nothing changed."""

import json
import shutil
import sys
from pathlib import Path

import batch
from paired import FORDELNING, Part, Row, in_turn, ratio, run

FIRST = 4


def measure(editions: int, pairs: int, scratch: Path) -> Part:
    """The part on `editions` that stand on the shelf already: a few are made, and copied under the other names."""
    made, reports = batch.orders(FIRST), scratch / "unchanged"
    run(*FORDELNING, "batch", batch.written(made, scratch / "first.csv"), "--reports", reports)
    names = list(made)
    ordered = {f"k{n}": made[names[n % FIRST]] for n in range(editions)}
    for n, name in enumerate(ordered):
        shutil.copytree(reports / names[n % FIRST], reports / name)
    table = batch.written(ordered, scratch / "again.csv")

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
