"""The numbers of a document that no row of its draft is of, proposed to be left out for what they are known to be."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from fordelning.base.slug import slug, unused
from fordelning.case.draft import Draft, case_of
from fordelning.source.reading.block import BlockKind, Writing
from fordelning.source.text import Original
from fordelning.source.trace import trace

from .mark import ROLES, Mark, MarkState, marks
from .proposal.proposal import DocumentProposal, Role
from .proposal.retelling import LEFT

_STATED = {ROLES[role] for role in (Role.ALLOCATION, Role.TOTAL, Role.REPEAT)}  # what may be a statement yet
_IN_TABLE = f"{ROLES[Role.OTHER]} (tabell)"
_LOOSE = (Role.LIMIT, Role.SOURCE, Role.OTHER)  # as what a total may be read that is wrongly written
_NEAR = 2  # times as much as is given, or as little
_LEFT_OUT = "Lämnas utanför: "  # how what a proposal says begins, before the kind of number


def with_omissions(
    made: Draft, before: Draft | None, writing: Writing, proposal: DocumentProposal, original: Original
) -> Draft:
    """`made`, with what `trace` would miss of `original` proposed to be left out, one proposal for each kind.

    What nothing knows or is asked about is not, and no amount that somebody may make a statement of. An answer in
    `before` holds where the kind has no new number.
    """
    kinds: dict[str, dict[tuple[str, int], None]] = defaultdict(dict)
    for found, at, why in _missed(made, writing, proposal, original):
        kinds[why][found, at] = None
    column = "pages" if original.has_pages else "lines"
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
        key, place = f"F{number:02d}", _place(rows["places"], column, sorted({at for _, at in ones}))
        confirmed = old.get("confirmed", "") if holds else ""
        rows["proposals"].append({"proposal": key, "why": f"{_LEFT_OUT}{why}", "place": place, "confirmed": confirmed})
        rows["omissions"] += [
            {"found": found, column: str(at), "reason": f"{why[0].upper()}{why[1:]}.", "proposal": key}
            for found, at in ones
        ]
    return replace(made, rows={**made.rows, **rows})


def _rows_of(before: Draft | None, proposal: Mapping[str, str]) -> Sequence[Mapping[str, str]]:
    rows = before.rows.get("omissions", ()) if before else ()
    return [row for row in rows if proposal and row.get("proposal") == proposal["proposal"]]


@dataclass(frozen=True)
class _Known:
    """A number as it is `said` and marked, in a block of that `text`, at a line or a page."""

    said: str
    mark: Mark
    text: str
    at: int

    def is_in(self, line: str) -> bool:
        """Whether a line of the source may be of its block: on a page there are many."""
        return self.text in line or line in self.text


def _missed(
    made: Draft, writing: Writing, proposal: DocumentProposal, original: Original
) -> Iterator[tuple[str, int, str]]:
    """What `trace` misses and the reading knows: as it stands, its line or page, and what it is."""
    known: dict[int, list[_Known]] = defaultdict(list)
    for block, its in zip(writing.blocks, marks(writing, proposal, made.rows), strict=True):
        text = block.shown
        if block.kind is BlockKind.ASIDE:  # its numbers may be parts of a date or a reference number
            its = [Mark(0, len(text), MarkState.ASIDE, its[0].why)] if its else []
        for mark in its:
            at = block.locator_at(mark.start - len(text) + len(block.text))
            known[at].append(_Known(_plain(text[mark.start : mark.end]), mark, _plain(text), at))
    case, near = case_of(made), _near_totals(proposal)
    gaps = [one.token for one in trace([case], original).tokens if one.is_gap and _plain(one.token.text) not in near]
    for line, text in dict.fromkeys((token.line, token.text) for token in gaps):
        whole = re.compile(rf"(?<![0-9]){re.escape(_plain(text))}(?![0-9])")
        there = [one for at in original.span(line) for one in known[at] if whole.search(one.said)]
        there = [one for one in there if one.said == _plain(text)] or there  # not the "4" of "4 841 850"
        if original.has_pages:
            there = [one for one in there if one.is_in(_plain(original.lines[line - 1]))]
        if any(one.mark.why == _IN_TABLE for one in there):
            continue  # of a table that nothing says is given, it may be a row
        kinds = {one.mark.why.partition(" (")[0] for one in there}
        if len(kinds) == 1 and kinds.isdisjoint(_STATED) and all(one.mark.state is MarkState.ASIDE for one in there):
            yield (there[0].said if there[0].said in original.lines[line - 1] else text), there[0].at, kinds.pop()


def _near_totals(proposal: DocumentProposal) -> set[str]:
    """The amounts, as written, that may be the total of the rows of all or of a pot, though they are not it."""
    totals: Counter[str | None] = Counter()
    for row in proposal.rows:
        totals[None] += row.kronor
        totals[row.pot] += row.kronor
    given = [abs(total) for total in totals.values() if total]
    loose = (amount for amount in proposal.amounts if amount.role in _LOOSE and amount.why != LEFT)
    told = ((amount.text, amount.kronor) for amount in loose if amount.kronor)
    return {text for text, kronor in told if any(total <= _NEAR * kronor <= _NEAR**2 * total for total in given)}


def _plain(text: str) -> str:
    return " ".join(text.split())


def _place(places: list[dict[str, str]], column: str, numbers: Sequence[int]) -> str:
    """The key of the place that has those lines or pages."""
    said = ",".join(map(str, numbers))
    for row in places:
        if row.get(column) == said:
            return row["place"]
    name = f"{'Sida' if column == 'pages' else 'Rad'} {said.replace(',', ', ')}"
    key = unused(slug(name, "stalle")[:40].strip("-"), {row["place"] for row in places})
    places.append({"place": key, "name": name, "lines": "", "pages": "", column: said})
    return key
