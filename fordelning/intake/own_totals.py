"""The totals and shares that stand in a line of amounts, where other lines are about the same.

Such a total is of its own line, and the case knows no lines: what a board gets is the sum of all that are about it.
"""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from fordelning.base.money import KRONOR
from fordelning.intake.table import totalling
from fordelning.intake.table.cell_values import Claim, Entry
from fordelning.intake.table.options import ranges

from .entries import written


@dataclass(frozen=True)
class OwnTotals:
    """The `claims` that can be statements; `aside` tells of the others, `faults` of those that are wrong."""

    claims: list[Claim]
    aside: list[str]
    faults: list[str]


def of(claims: list[Claim], entries: list[Entry], step: Decimal) -> OwnTotals:
    """Those of `claims` that are of all `entries` about the same; these may be rounded to `step` of their unit.

    What is right for its own line and no more is set aside. A wrong one is a fault where another line about the same
    has a total too: a statement would not say which of them is wrong.
    """
    index = totalling.Index(entries)
    found = [(claim, index.about(claim.about)) for claim in claims]
    shared = [(claim, alike) for claim, alike in found if not claim.line and len(alike.lines) > 1]
    totals = Counter(alike for _, alike in shared)
    out: set[str] = set()
    aside, faults = [], []
    for claim, alike in shared:
        its, where = totalling.of(alike.lines.get(claim.row, [])), claim.place.split()[-1]
        said, others = f"»{claim.wording}», {written(claim)} {claim.unit}", f"rad {ranges(alike.lines)} gäller detsamma"
        if claim.unit not in KRONOR:
            aside.append(f"{where} {said}: {others}, och andelen är bara sin rads")
        elif alike.total.ties(claim.number, claim.unit, step):
            continue
        elif its.ties(claim.number, claim.unit, step):
            aside.append(f"{where} {said}: den stämmer för sin rad, men {others}")
        elif totals[alike] > 1:
            faults.append(
                f"{claim.place}: {said}, men raden ger {totalling.text(its.kronor, claim.unit)}, och det kan inte "
                f"prövas i rapporten, för {others}: rätta tabellen, skilj raderna åt med ett namn till på var rad, "
                f"eller välj bort kolumnen med --ignore {where.rstrip('0123456789')}"
            )
        else:
            continue  # of all of them, on the line of one
        out.add(claim.place)
    return OwnTotals([claim for claim in claims if claim.place not in out], aside, faults)
