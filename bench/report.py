"""One report, from an empty shelf: the commands against the floor, and where the time goes."""

import json
import sys
from pathlib import Path

import naive
from paired import FORDELNING, ROOT, Part, Row, in_turn, ratio, run

SAME = (".html", ".pdf", ".xlsx")


def measure(case: str, pairs: int, scratch: Path) -> Part:
    """The part on one report of `case`. Raises ValueError where floor and edition are not the same documents."""
    taken = 0

    def fresh() -> Path:
        nonlocal taken
        taken += 1
        return scratch / f"report-{taken}"

    def floor(folder: Path) -> None:
        run(sys.executable, ROOT / "bench" / "floor.py", case, folder)

    def edition(folder: Path, *options: str) -> None:
        run(*FORDELNING, "report", case, "--reports", folder, *options)

    first, plain = fresh(), fresh()
    edition(first)
    floor(plain)
    _require_same(plain, next(first.glob("*/manifest.json")).parent)
    notebooks = naive.documents({"case": case})
    seconds = in_turn(
        {
            "floor": lambda: floor(fresh()),
            "report": lambda: edition(fresh()),
            "kernel": lambda: edition(fresh(), "--kernel"),
            "naive": lambda: naive.make(notebooks, {"case": case}, fresh()),
        },
        pairs,
    )
    stages = [json.loads(run(sys.executable, ROOT / "bench" / "stages.py", case)) for _ in range(pairs)]
    return Part(
        f"one report, {case}",
        [
            ratio("fordelning report ÷ floor", seconds["report"], seconds["floor"], "≤ 1.35"),
            ratio("fordelning report --kernel ÷ floor", seconds["kernel"], seconds["floor"], "≤ 2.0"),
            ratio("papermill and nbconvert ÷ floor", seconds["naive"], seconds["floor"]),
            ratio("papermill and nbconvert ÷ fordelning report", seconds["naive"], seconds["report"]),
            Row("floor", "s", seconds["floor"]),
            *(Row(f"stage: {name}", "s", [one[name] for one in stages]) for name in stages[0]),
        ],
        [
            f"The floor makes the same {len(notebooks)} documents as HTML and PDF, byte for byte, the workbook and the "
            "result, by plain Python in one process; it writes no executed notebooks, no manifest and no overview.",
            "The naive chain makes the executed notebooks and the documents, no workbook and no manifest.",
            "The floor and the naive chain use one core at a time; an edition runs a notebook on each.",
        ],
    )


def _require_same(plain: Path, edition: Path) -> None:
    names = [path.name for path in sorted(edition.iterdir()) if path.suffix in SAME or path.name == "result.json"]
    different = [name for name in names if (plain / name).read_bytes() != (edition / name).read_bytes()]
    if different:
        raise ValueError(f"the floor and the edition differ in {', '.join(different)}")
