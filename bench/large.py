"""Cases of growing size: what it costs to load, reconcile and show them, each time in a process of its own."""

import json
from pathlib import Path

import sized
from paired import Part, Row, ratio, script

STAGES = ("load", "reconcile", "matrix", "charts")
MOST_MADE = 10_000  # allocations in a case whose documents are made: those of larger ones take too long


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
        if size <= MOST_MADE:
            made = [json.loads(script("stages.py", folder)) for _ in range(pairs)]
            pdfs = [sum(seconds for stage, seconds in one.items() if stage.endswith(": pdf")) for one in made]
            rows.append(Row(f"{size} rows: workbook", "s", [one["workbook"] for one in made]))
            rows.append(Row(f"{size} rows: all PDFs", "s", pdfs))
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
            f"Workbook and PDFs are made of cases of at most {MOST_MADE} rows.",
        ],
    )
