"""Cases of growing size: what it costs to load, reconcile and show them, and to make a whole edition of each."""

import json
from pathlib import Path

import sized
from paired import Part, Row, ratio, script

STAGES = ("load", "reconcile", "matrix", "charts")
# What a whole edition may take at most, by its number of allocations: on two processors with nothing else to do.
MOST = {
    100_000: {"edition s": 45, "edition peak MB": 1000, "edition on disk MB": 30},
    1_000_000: {"edition s": 360, "edition peak MB": 4000, "edition on disk MB": 200},
}


def measure(sizes: list[int], pairs: int, scratch: Path) -> Part:
    """The part on a case of each of `sizes`, which are numbers of allocations."""
    rows = []
    for size in sizes:
        folder = sized.make(scratch / f"rows-{size}", size)
        found = [json.loads(script("weigh.py", folder)) for _ in range(pairs)]
        measured = {name: [one[name] for one in found] for name in found[0]}
        last = size == max(sizes)
        for stage in STAGES:
            rows.append(Row(f"{size} rows: {stage}", "s", measured[f"{stage} s"]))
            rows.append(Row(f"{size} rows: peak after {stage}", "MB", measured[f"{stage} MB"]))
        for name, value in json.loads(script("whole.py", folder)).items():
            told, unit = name.rsplit(" ", 1)
            most = MOST.get(size, {}).get(name)
            rows.append(Row(f"{size} rows: {told}", unit, [value], f"≤ {most}" if most else ""))
        times, most = ("≤ 2", "≤ 3") if last else ("", "")
        rows.append(ratio(f"{size} rows: reconcile ÷ group-by", measured["reconcile s"], measured["group-by s"], times))
        peak = ratio(f"{size} rows: peak after reconcile ÷ frame", measured["reconcile MB"], measured["frame MB"], most)
        rows.append(peak)
    return Part(
        "large cases",
        rows,
        [
            "The group-by is one in pandas of the boards' sums and the whole, which is what the case states.",
            "Memory is the peak of the process less what the imports took; the frame is the allocations, every text "
            "in them counted each time. With a few hundred rows it is small and the ratio says nothing.",
            "The edition is whole, made once by the command; its peak is that of all its processes together.",
        ],
    )
