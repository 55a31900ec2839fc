"""The bench: what the program costs, as ratios of runs in turn. `python bench/bench.py --help` says what can be set.

Seconds depend on the machine and on what else it does; the ratios of runs that alternate do so much less. That is why
no benchmark library runs them: pyperf, pytest-benchmark and asv time one way after the other, each by itself.
"""

import argparse
import importlib.metadata
import json
import os
import platform
import tempfile
from pathlib import Path

import batch
import large
import live
import peers
import report
import rounded
from paired import ROOT, Part

from fordelning.publish.edition import seal
from fordelning.publish.edition.target import require_ours
from fordelning.publish.run.process import cores

PACKAGES = ("fordelning", "pandas", "matplotlib", "papermill", "nbconvert", "ipython", "typst")
SAVES = 4  # a pair


def cluster(given: argparse.Namespace, scratch: Path) -> Part:
    """The part on many machines, which takes the extra for them."""
    from cluster import measure

    return measure(given.editions, given.pairs, scratch)


PARTS = {
    "report": lambda given, scratch: report.measure(given.case, given.pairs, scratch),
    "live": lambda given, scratch: live.measure(given.case, SAVES * given.pairs, scratch),
    "batch": lambda given, scratch: batch.measure(given.editions, given.few, given.pairs, scratch),
    "unchanged": lambda given, scratch: batch.unchanged(given.again, given.pairs, scratch),
    "large": lambda given, scratch: large.measure(given.rows, given.pairs, scratch),
    "rounded": lambda given, scratch: rounded.measure(given.rounded, given.pairs, scratch),
    "cluster": cluster,
    "peers": lambda given, scratch: peers.measure(given.case, given.pairs, scratch),
}


def main() -> None:
    """Measure what is asked for, print it, and write it as JSON."""
    given = _given()
    require_ours(given.json)  # before hours of work
    versions = {"python": platform.python_version(), **{name: importlib.metadata.version(name) for name in PACKAGES}}
    found = {"machine": _machine(), "versions": versions, "pairs": given.pairs, "parts": {}}
    print(json.dumps({name: found[name] for name in ("machine", "versions")}, ensure_ascii=False, indent=2))
    for name in given.part or PARTS:
        with tempfile.TemporaryDirectory() as scratch:
            part = PARTS[name](given, Path(scratch)).data()
        print("\n" + "\n".join(_table(part)), flush=True)
        found["parts"][name] = part
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
    parser.add_argument("--rows", type=int, nargs="*", default=(10_000, 100_000, 1_000_000), help="of the large cases")
    parser.add_argument("--rounded", type=int, default=10_000, help="rows of the case of rounded amounts (10000)")
    parser.add_argument("--json", type=Path, default=ROOT / "reports" / "bench.json", help="where the result is put")
    given = parser.parse_args()
    if unknown := set(given.part) - PARTS.keys():
        parser.error(f"no part {', '.join(sorted(unknown))}; the parts are {', '.join(PARTS)}")
    return given


def _machine() -> dict[str, str | int | float]:
    """The machine, without its name."""
    told = Path("/proc/cpuinfo").read_text(encoding="utf-8") if Path("/proc/cpuinfo").exists() else ""
    processor = told.partition("model name")[2].partition("\n")[0].strip("\t: ")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") if hasattr(os, "sysconf") else 0
    return {
        "system": f"{platform.system()} {platform.release()}",
        "processor": processor or platform.processor() or platform.machine(),
        "cores": cores(),
        "memory_gb": round(memory / 1e9, 1),
        "load": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else -1,
    }


def _table(part: dict) -> list[str]:
    width = max(len(row["name"]) for row in part["rows"])
    lines = [f"{part['name']:<{width}}  {'min':>9} {'median':>9} {'max':>9}", "-" * (width + 31)]
    for row in part["rows"]:
        numbers = " ".join(f"{row[name]:>9.3g}" for name in ("min", "median", "max"))
        lines.append(f"{row['name']:<{width}}  {numbers} {row['unit']:<4}{row['target']}".rstrip())
    return [*lines, *(f"  {line}" for line in part["told"])]


if __name__ == "__main__":
    main()
