"""What the figures of the outlook rest on."""

from fordelning.report import evidence
from fordelning.report.document import Block, Table
from fordelning.report.tables import board_years

from . import narrative, tables
from .scenario import Outlook

_SHOWN = (narrative.facts, tables.years, tables.stated, tables.needs, tables.boards)


def statements(view: Outlook) -> Table:
    """The statements that the outlook's amounts link to, in document order."""
    return evidence.statements(view.report, *_shown(view))


def places(view: Outlook) -> Table | None:
    """The places in the document where those statements and rows stand."""
    return evidence.places(view.report, *_shown(view))


def _shown(view: Outlook) -> list[Block]:
    blocks = [*(of(view) for of in _SHOWN), board_years(view.report)]
    return [block for block in blocks if block is not None]
