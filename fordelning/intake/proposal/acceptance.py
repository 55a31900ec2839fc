"""The grounds that proposals come of, and the confirmation of all that come of one."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace

from fordelning.base.errors import shorten
from fordelning.case.draft import Draft, DraftError, settled


def grounds(draft: Draft) -> Counter[str]:
    """What the proposals that nobody has answered come of, and how many each."""
    return Counter(_ground(row) for row in draft.rows["proposals"] if not row["confirmed"])


def accepted(draft: Draft, chosen: Collection[str]) -> Draft:
    """`draft` with every proposal of the chosen grounds confirmed. Raises DraftError where no proposal has one."""
    there = grounds(draft)
    if unknown := [one for one in chosen if one not in there]:
        told = ", ".join(f"»{one}»" for one in there) or "inga"
        raise DraftError(f"--accept: inget obekräftat förslag har grunden {shorten(unknown[0])}. Det finns {told}.")
    rows = [
        {**row, "confirmed": "yes"} if not row["confirmed"] and _ground(row) in chosen else row
        for row in draft.rows["proposals"]
    ]
    return replace(draft, rows=settled({**draft.rows, "proposals": rows}))


def _ground(proposal: Mapping[str, str]) -> str:
    return proposal["why"].partition(": ")[2]
