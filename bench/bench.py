"""The bench: what the program costs, as ratios of runs in turn. `python bench/bench.py --help` says what can be set.

Seconds depend on the machine and on what else it does; the ratios of runs that alternate do so much less.
"""

import argparse
import dataclasses
import json
import tempfile
from pathlib import Path

import batch
import large
import live
import report
import unchanged
from machine import machine, versions
from paired import ROOT, Part

from fordelning.publish.edition import seal
from fordelning.publish.edition.target import require_ours

PARTS = ("report", "live", "batch", "unchanged", "large", "cluster")
ROWS = (100, 10_000, 1_000_000)
SAVES = 4  # a pair


def main() -> None:
    """Measure what is asked for, print it, and write it as JSON."""
    given = _given()
    require_ours(given.json)  # before hours of work
    found = {"machine": machine(), "versions": versions(), "pairs": given.pairs, "parts": {}}
    print(json.dumps({name: found[name] for name in ("machine", "versions")}, ensure_ascii=False, indent=2))
    for name in given.part or PARTS:
        with tempfile.TemporaryDirectory() as scratch:
            part = _measured(name, given, Path(scratch))
        print("\n" + "\n".join(_table(part)), flush=True)
        found["parts"][name] = _data(part)
        require_ours(given.json)
        given.json.write_text(seal.data(found), encoding="utf-8")
    print(f"\n{given.json}")


def _given() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="What the program costs, as ratios of runs in turn.")
    parser.add_argument("part", nargs="*", metavar="PART", help=f"which parts (all): {', '.join(PARTS)}")
    parser.add_argument("--pairs", type=int, default=3, help="how many times each way is run (3)")
    parser.add_argument("--case", default="huddinge-2021", help="the case of the one report (huddinge-2021)")
    parser.add_argument("--editions", type=int, default=50, help="in a batch (50)")
    parser.add_argument("--few", type=int, default=4, help="of them in the naive loops (4)")
    parser.add_argument("--again", type=int, default=300, help="that stand already (300)")
    parser.add_argument("--rows", type=int, nargs="*", default=ROWS, help="of the large cases (100 10000 1000000)")
    parser.add_argument("--json", type=Path, default=ROOT / "reports" / "bench.json", help="where the result is put")
    given = parser.parse_args()
    unknown = set(given.part) - set(PARTS)
    if unknown:
        parser.error(f"no part {', '.join(sorted(unknown))}; the parts are {', '.join(PARTS)}")
    return given


def _measured(name: str, given: argparse.Namespace, scratch: Path) -> Part:
    match name:
        case "report":
            return report.measure(given.case, given.pairs, scratch)
        case "live":
            return live.measure(given.case, SAVES * given.pairs, scratch)
        case "batch":
            return batch.measure(given.editions, min(given.few, given.editions), given.pairs, scratch)
        case "unchanged":
            return unchanged.measure(given.again, given.pairs, scratch)
        case "large":
            return large.measure(given.rows, given.pairs, scratch)
        case _:
            import cluster  # which takes the extra for many machines

            return cluster.measure(given.editions, given.pairs, scratch)


def _table(part: Part) -> list[str]:
    width = max(len(row.name) for row in part.rows)
    lines = [f"{part.name:<{width}}  {'min':>9} {'median':>9} {'max':>9}", "-" * (width + 31)]
    for row in part.rows:
        numbers = " ".join(f"{value:>9.3g}" for value in row.spread)
        lines.append(f"{row.name:<{width}}  {numbers} {row.unit:<4}{row.target}".rstrip())
    return [*lines, *(f"  {line}" for line in part.told)]


def _data(part: Part) -> dict:
    rows = [dataclasses.asdict(row) | dict(zip(("min", "median", "max"), row.spread, strict=True)) for row in part.rows]
    return {"name": part.name, "rows": rows, "told": part.told}


if __name__ == "__main__":
    main()
