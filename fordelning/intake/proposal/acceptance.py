"""The grounds that proposals come of, and the confirmation of all that come of one."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace

from fordelning.base.errors import shorten
from fordelning.case.draft import Draft, DraftError, settled

ALL = "alla"  # those that nothing is asked about
ASKING = ". Fråga: "  # before each question that a proposal's reason tells


def grounds(draft: Draft) -> Counter[str]:
    """What the proposals that nobody has answered come of, and how many each."""
    return Counter(_ground(row) for row in draft.rows["proposals"] if not row["confirmed"])


def accepted(draft: Draft, chosen: Collection[str]) -> Draft:
    """`draft` with every proposal of the chosen grounds confirmed; ALL is each that nothing is asked about.

    Raises DraftError where no proposal has one of them.
    """
    there = grounds(draft)
    if unknown := [one for one in chosen if one not in there and one != ALL]:
        told = ", ".join(f"»{one}»" for one in there) or "inga"
        raise DraftError(f"--accept: inget obekräftat förslag har grunden {shorten(unknown[0])}. Det finns {told}.")
    asked = {row.get("proposal") for row in draft.rows["questions"]}
    shared = [
        row["wording"] for row in draft.rows["questions"] if not row.get("proposal") and row.get("status") != "answered"
    ]
    asked |= {
        row["proposal"]
        for row in draft.rows["proposals"]
        if any(text in wording for text in row["why"].split(ASKING)[1:] for wording in shared)
    }
    asked |= {row["proposal"] for row in draft.rows["statements"] if row.get("question") and row.get("proposal")}
    sure = {row["proposal"] for row in draft.rows["proposals"]} - asked if ALL in chosen else set[str]()
    rows = [
        {**row, "confirmed": "yes"}
        if not row["confirmed"] and (_ground(row) in chosen or row["proposal"] in sure)
        else row
        for row in draft.rows["proposals"]
    ]
    return replace(draft, rows=settled({**draft.rows, "proposals": rows}))


def _ground(proposal: Mapping[str, str]) -> str:
    return proposal["why"].partition(": ")[2]
