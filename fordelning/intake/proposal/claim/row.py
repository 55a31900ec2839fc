"""The amounts that stand by a label, as statements of their rows, and the boards that follow from the sums."""

from collections.abc import Iterator
from itertools import chain

from fordelning.intake.proposal.proposal import TextPlace
from fordelning.intake.proposal.role import DIVIDED

from .claim import StatementProposal
from .ground import Ground, stated

LABELLED = "rubrik + belopp"


def of_rows(ground: Ground) -> Iterator[StatementProposal]:
    """Each amount of a label that a sum is made of, and what board it is for where that is derived."""
    summed = {n for one in ground.proposal.sums if one.total is not None for n, _ in one.parts}
    places = {row.amount: row.places for row in ground.proposal.rows}
    for n, rows in ground.made.items():
        amount = ground.proposal.amounts[n]
        if n not in summed or not amount.why.startswith(LABELLED) or len(rows) != 1:
            continue
        [row] = rows
        scopes = ({"measure": row["measure"]}, {column: row[column] for column in ("pot", "measure")})
        scope = next((scope for scope in scopes if ground.within(scope) == [row]), None)
        if scope is None:
            continue
        name = next(one["name"] for one in ground.tables["measures"] if one["measure"] == row["measure"])
        cells = {**scope, "relation": "=", **stated(amount)}
        yield StatementProposal("total", amount.text, LABELLED, f"Beloppet för {name}", places[n], cells, row=n)
        if row["basis"] == "derived":
            cells = {column: row[column] for column in ("pot", "measure", "board")}
            yield StatementProposal("mapping", amount.text, LABELLED, f"Nämnden för {name}", places[n], cells, row=n)


def of_proof(ground: Ground) -> Iterator[StatementProposal]:
    """That the totals of the boards tell whose the rows are that name none."""
    if (
        any(row["basis"] == "derived" for row in ground.allocations)
        and len({r["year"] for r in ground.allocations}) == 1
    ):
        wording = "Nämndernas summor avgör vilken nämnd varje rad hör till"
        yield StatementProposal("mapping", "nämnderna", "härledda ur summorna", wording, _divided(ground))


def of_list(ground: Ground) -> Iterator[StatementProposal]:
    """How many boards get something, where one sentence has the total of each of them."""
    places = _divided(ground)
    totals = [one for one in ground.proposal.amounts if one.why.endswith(DIVIDED)]
    boards = {board for one in totals for board, _ in one.shares}
    sentences = {ground.sentence(one.start) for one in totals}
    if len(sentences) == 1 and len(boards) > 1 and len(boards) == len({row["board"] for row in ground.allocations}):
        cells = {"relation": "=", "value": str(len(boards)), "unit": "nämnder"}
        yield StatementProposal(
            "count", "antalet nämnder", "uppräknade", "Antalet nämnder som får pengar", places, cells
        )


def _divided(ground: Ground) -> tuple[TextPlace, ...]:
    totals = (one.place for one in ground.proposal.amounts if one.why.endswith(DIVIDED))
    return tuple(dict.fromkeys(totals))


def claims(ground: Ground) -> Iterator[StatementProposal]:
    """All of them."""
    return chain(of_rows(ground), of_list(ground), of_proof(ground))
