"""How often the program is wrong: python bench/accuracy.py. Faults are planted in what is made up, and looked for.

Every trial is made of its kind and its seed. What it is is known to what makes it, which never asks the program; what
the program says of it is held against that. `--only KIND --seed N` makes one again and shows what was said.
"""

import argparse
import datetime
import subprocess

from paired import ROOT
from planted.measure import KINDS, measured, tried
from planted.page import tables, written

PAGE = ROOT / "docs" / "traffsakerhet.md"


def main() -> None:
    """Measure what is asked for, and print it."""
    given = _given()
    if given.seed is not None:
        outcome = tried(given.only[0], given.seed)
        print(
            f"{outcome.found or 'missad'}; anklagade: {', '.join(outcome.accused) or 'inga'}; {dict(outcome.figures)}"
        )
        print(outcome.why)
        return
    found = measured(given.only or KINDS, range(given.trials))
    made = tables(found)
    print(made)
    if given.write:
        commit = subprocess.run(
            ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True
        )
        told = f"Mätt den {datetime.date.today()} på {commit.stdout.strip()}, {given.trials} försök av varje slag."
        written(PAGE, made, told)


def _given() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="How often the program is wrong, on what is made up.")
    parser.add_argument("--only", action="append", metavar="KIND", help="these kinds alone")
    parser.add_argument("--trials", type=int, default=32, metavar="N", help="of each kind (32)")
    parser.add_argument("--seed", type=int, metavar="N", help="the one with this seed, and what the program said of it")
    parser.add_argument("--write", action="store_true", help=f"put the tables into {PAGE.relative_to(ROOT)}")
    given = parser.parse_args()
    if unknown := set(given.only or ()) - KINDS.keys():
        parser.error(f"no kind {', '.join(sorted(unknown))}; the kinds are\n  " + "\n  ".join(KINDS))
    if given.seed is not None and len(given.only or ()) != 1:
        parser.error("--seed takes one --only")
    if given.write and given.only:
        parser.error("--write takes all kinds")
    return given


if __name__ == "__main__":
    main()
