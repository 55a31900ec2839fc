"""From what is proposed to a case: rows that are proposals until somebody confirms them, and questions about them."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from fordelning.case.case import MISSING
from fordelning.case.draft import Draft, DraftError
from fordelning.source.reading.block import BlockKind, Writing

from . import letterhead
from .claim.claims import claims
from .claim.ground import Ground
from .claim.identity import author, subject
from .draft_tables import DraftTables
from .proposal import AmountProposal, DocumentProposal, Role, TextPlace
from .role import DIVIDED

_MARK = re.compile(r"\s*([⁰¹²³⁴-⁹]{1,2})")
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def make(writing: Writing, proposal: DocumentProposal, told: Mapping[str, str], before: Draft | None = None) -> Draft:
    """The case of what `writing` proposes; `told` is what is known of the document besides, by name.

    Of the case `before`, if there is one, all is kept but the proposals and questions that nobody has answered, and
    what is answered is not proposed again; what is confirmed and no longer there waits for a new answer. Raises
    DraftError where no row is proposed.
    """
    rows = proposal.rows
    flow = proposal.flow
    if not rows and before is None:
        raise DraftError(
            f"I {writing.name} finns inget som säkert är en fördelning till någon: {len(proposal.amounts)} belopp är "
            "lästa. Börja på fallet med fordelning new, eller ange en lista över nämnderna med --boards."
        )
    year = told.get("year") or letterhead.year(flow)
    if not year:
        raise DraftError(f"Vilket år beloppen i {writing.name} gäller framgår inte. Ange det med --year.")
    made = DraftTables(before.rows if before else {})
    for block in flow.blocks:
        if block.kind == BlockKind.FOOTNOTE and block.number.isdigit():
            made.note(int(block.number), block.text, TextPlace(block.line, block.page))
    for n, group in groupby(rows, key=lambda row: row.amount):
        amount = proposal.amounts[n]
        mark = _MARK.match(flow.text, amount.end)
        made.add(list(group), amount.text, year, mark[1].translate(_DIGITS) if mark else "")
    for n, amount in enumerate(proposal.amounts):
        sums = [found for found in proposal.sums if found.total == n and found.kind in ("sum", "part")]
        for found in sums:
            if key := made.sum(found, amount, _places(proposal, amount)):
                made.proposed[n] = key
            if found.question:
                made.ask(amount.text, amount.place, found.question)
        if amount.why.endswith(DIVIDED) and not sums:  # it proves whose the rows are that name no board
            scope = {"board": made.key("boards", proposal.boards[amount.shares[0][0]])}
            made.state(amount, scope, "nämndens summa", [amount.place])
    for kind, value, places in letterhead.identities(flow):
        made.identify(kind, value, places)
    title = letterhead.title(flow) or " ".join(writing.name.split())
    for claim in claims(Ground(flow, proposal, made.made, made.rows), title):
        made.claim(claim)
    for n, amount in enumerate(proposal.amounts):
        for question in amount.questions:
            made.ask(amount.text, amount.place, question, made.proposed.get(n, ""))
    made.reopen()
    if before:
        return replace(before, rows=made.tables(), source_hash=f"sha256:{writing.digest}")
    identity = {
        "municipality": letterhead.municipality(flow.text),
        "reference": letterhead.reference(flow) or letterhead.headed_reference(writing),
        "subject": subject(title),
        "author": author(flow),
        "decided_by": letterhead.decided_by(flow.text),
    }
    title = told.get("title") or _whose(told.get("municipality") or identity["municipality"], title)
    names = ("municipality", "reference", "document", "subject", "author", "decided_by", "status", "funding")
    decision = {name: told.get(name) or identity.get(name) or MISSING for name in names}
    own = made.key("boards", told.get("own_board") or identity["decided_by"] or "Kommunstyrelsen")
    return Draft(
        title,
        {**decision, "year": int(_chosen(year, made.rows["allocations"])), "own_board": own},
        writing.name,
        made.tables(),
        source_hash=f"sha256:{writing.digest}",
    )


def _places(proposal: DocumentProposal, amount: AmountProposal) -> list[TextPlace]:
    """Where a total is said: its own place, and those where the same figure is said again."""
    same = (Role.SOURCE, Role.TOTAL, Role.REPEAT)
    again = [one.place for one in proposal.amounts if one.kronor == amount.kronor and one.role in same]
    return [amount.place, *(place for place in again if place != amount.place)]


def _chosen(year: str, rows: Sequence[Mapping[str, str]]) -> str:
    """The year of the decision: `year` where some row has it, else the one that most have."""
    counted = Counter(row["year"] for row in rows)
    return year if year in counted or not counted else counted.most_common(1)[0][0]


def _whose(municipality: str, title: str) -> str:
    """A title as it goes on after "Granskning av": with whose it is, where it is known and not in it already."""
    if not municipality or municipality.split()[0] in title or not title[1:2].islower():
        return title
    return f"{municipality}{'' if municipality.endswith(('s', 'x', 'z')) else 's'} {title[0].lower()}{title[1:]}"
