"""All that a document says that the case can state, beside the sums."""

from collections.abc import Iterator
from itertools import chain

from . import count, identity, money, open_claim, row, share
from .claim import StatementProposal
from .ground import Ground


def claims(ground: Ground, title: str) -> Iterator[StatementProposal]:
    """Every claim of a document with that title: what is compared comes after what it is compared with."""
    return chain(
        row.claims(ground),
        money.requests(ground),
        money.loose(ground),
        money.taken(ground),
        money.plans(ground),
        share.shares(ground),
        share.wholes(ground),
        share.changes(ground),
        count.counts(ground),
        count.positions(ground),
        identity.subjects(ground, title),
        identity.authors(ground),
        identity.purposes(ground),
        open_claim.open_claims(ground),
    )
