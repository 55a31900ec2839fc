"""The numbers of a document that no row of its draft is of, proposed to be left out for what they are known to be."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from fordelning.base.slug import slug, unused
from fordelning.case.draft import Draft, case_of
from fordelning.source.text import Original
from fordelning.source.trace import trace

from .mark import ROLES, Mark, MarkState, marks, shown
from .proposal.proposal import DocumentProposal, Role
from .reading.block import Writing

_STATED = {said for role, said in ROLES.items() if role is not Role.BACKGROUND}  # what may be a statement yet
_LEFT_OUT = "Lämnas utanför: "  # how what a proposal says begins, before the kind of number


def with_omissions(
    made: Draft, before: Draft | None, writing: Writing, proposal: DocumentProposal, original: Original
) -> Draft:
    """`made`, with what `trace` would miss of `original` proposed to be left out, one proposal for each kind.

    What nothing knows or is asked about is not, and no amount that somebody may make a statement of. An answer in
    `before` holds where the kind has no new number.
    """
    kinds: dict[str, dict[tuple[str, str], None]] = defaultdict(dict)
    for found, line, why in _missed(made, writing, proposal, original):
        kinds[why][found, line] = None
    answers = {row["why"]: row for row in before.rows.get("proposals", ())} if before else {}
    rows = {name: [*made.rows.get(name, ())] for name in ("proposals", "places", "omissions")}
    number = max((int(row["proposal"][1:]) for row in rows["proposals"]), default=0)
    for why, ones in kinds.items():
        old = answers.get(f"{_LEFT_OUT}{why}", {})
        if old.get("confirmed") == "no":
            continue  # it is kept with the other answers
        known = {row["found"] for row in _rows_of(before, old)}
        holds = {found for found, _ in ones} <= known
        number += 1
        key, place = f"F{number:02d}", _place(rows["places"], sorted({int(line) for _, line in ones}))
        confirmed = old.get("confirmed", "") if holds else ""
        rows["proposals"].append({"proposal": key, "why": f"{_LEFT_OUT}{why}", "place": place, "confirmed": confirmed})
        rows["omissions"] += [
            {"found": found, "lines": line, "reason": f"{why[0].upper()}{why[1:]}.", "proposal": key}
            for found, line in ones
        ]
    return replace(made, rows={**made.rows, **rows})


def _rows_of(before: Draft | None, proposal: Mapping[str, str]) -> Sequence[Mapping[str, str]]:
    rows = before.rows.get("omissions", ()) if before else ()
    return [row for row in rows if proposal and row.get("proposal") == proposal["proposal"]]


def _missed(
    made: Draft, writing: Writing, proposal: DocumentProposal, original: Original
) -> Iterator[tuple[str, str, str]]:
    """What `trace` misses and the reading knows: as it stands, its line, and what it is."""
    known: dict[int, list[tuple[str, Mark]]] = defaultdict(list)
    for block, its in zip(writing.blocks, marks(writing, proposal, made.rows), strict=True):
        text = shown(block)
        for mark in its:
            if block.line:
                line = block.line + text.count("\n", 0, mark.start)
                known[line].append((" ".join(text[mark.start : mark.end].split()), mark))
    gaps = [one.token for one in trace([case_of(made)], original).tokens if one.is_gap]
    for line, text in dict.fromkeys((token.line, token.text) for token in gaps):
        whole = re.compile(rf"(?<![0-9]){re.escape(' '.join(text.split()))}(?![0-9])")
        there = [(said, mark) for said, mark in known[line] if whole.search(said)]
        kinds = {mark.why.partition(" (")[0] for _, mark in there}
        if len(kinds) == 1 and kinds.isdisjoint(_STATED) and all(mark.state is MarkState.ASIDE for _, mark in there):
            said = there[0][0]
            yield (said if said in original.lines[line - 1] else text), str(line), kinds.pop()


def _place(places: list[dict[str, str]], lines: Sequence[int]) -> str:
    """The key of the place that has those lines."""
    said = ",".join(map(str, lines))
    for row in places:
        if row.get("lines") == said:
            return row["place"]
    name = f"Rad {said.replace(',', ', ')}"
    key = unused(slug(name, "stalle")[:40].strip("-"), {row["place"] for row in places})
    places.append({"place": key, "name": name, "lines": said, "pages": ""})
    return key
