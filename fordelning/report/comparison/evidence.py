"""What the newer figures of the comparison rest on."""

from fordelning.report import evidence
from fordelning.report.document import Block, Table
from fordelning.report.tables import places as all_places

from . import tables
from .difference import Comparison


def statements(view: Comparison) -> Table:
    """The statements that the newer amounts link to, in document order."""
    return evidence.statements(view.report, *_shown(view))


def places(view: Comparison) -> Table | None:
    """The places in the newer document where those statements and rows stand, and the reasons."""
    reasons = {reason.place for reason in view.report.case.reasons if reason.place}
    return all_places(view.report, evidence.place_keys(view.report, *_shown(view)) | reasons)


def _shown(view: Comparison) -> list[Block]:
    return [block for block in (tables.stated(view), tables.sums(view), tables.changes(view)) if block is not None]
