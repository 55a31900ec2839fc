"""What is proposed from an invented decision: all of it, its rows and its questions."""

from pathlib import Path

from fordelning.intake.proposal.draft import propose
from fordelning.intake.proposal.proposal import DocumentProposal
from fordelning.source.reading.document import read


def proposed(folder: Path, text: str) -> DocumentProposal:
    """What is proposed from a text, which is written in a folder."""
    path = folder / "beslut.txt"
    path.write_text(f"{text}\n", encoding="utf-8")
    return propose(read(path))


def rows(proposal: DocumentProposal) -> list[tuple[str, int]]:
    """Who each row is for, and its kronor."""
    return [(row.board, row.kronor) for row in proposal.rows]


def asked(proposal: DocumentProposal) -> list[str]:
    """The questions about the amounts."""
    return [question.text for amount in proposal.amounts for question in amount.questions]
