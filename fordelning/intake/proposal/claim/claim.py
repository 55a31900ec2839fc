"""What a document says that one statement of a case can carry."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from fordelning.intake.proposal.proposal import ProposalQuestion, TextPlace


@dataclass(frozen=True)
class StatementProposal:
    """A statement of `kind` that is proposed: what is `said` in the document, `why` it is read so, and its `cells`.

    `base` are the cells of the total that it is compared with: without such a one it cannot be stated. `row` is the
    amount (its index) whose rows it says again, and with which it is then confirmed. `question` is what is not sure.
    """

    kind: str
    said: str
    why: str
    wording: str
    places: tuple[TextPlace, ...]
    cells: Mapping[str, str] = field(default_factory=dict)
    base: Mapping[str, str] | None = None
    row: int | None = None
    question: ProposalQuestion | None = None
