"""What the figures of a report rest on: the statements and places that its amounts link to."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from . import anchors, narrative, tables
from .document import Block, Run, Table
from .report import Report

_SHOWN = (
    narrative.outcome,
    narrative.facts,
    tables.decision,
    tables.board_years,
    tables.matrix,
    tables.requests,
    tables.years,
)


def statements(report: Report, *shown: Block) -> Table:
    """The statements that the amounts in `shown` link to, in document order; without any, the decision report's."""
    return tables.evidence(report, _targets(report, shown))


def places(report: Report, *shown: Block) -> Table | None:
    """The places in the document where those statements, rows and footnotes stand."""
    return tables.places(report, place_keys(report, *shown))


def place_keys(report: Report, *shown: Block) -> set[str]:
    """The keys of those places."""
    case, targets = report.case, _targets(report, shown)
    places = (case.statements[key].place for key in targets if key in case.statements)
    stated = {place for place in places if place}
    given = {key for key in case.places if anchors.place(key) in targets}
    return stated | given


def _targets(report: Report, shown: tuple[Block, ...]) -> set[str]:
    blocks = shown or [of(report) for of in _SHOWN]
    return {run.href[1:] for block in blocks for run in _runs(block) if run.style in ("amount", "sum") and run.href}


def _runs(part: object) -> Iterator[Run]:
    """Every run within a block or a part of one."""
    if isinstance(part, Run):
        yield part
    elif isinstance(part, tuple):
        for inner in part:
            yield from _runs(inner)
    elif is_dataclass(part):
        for field in fields(part):
            yield from _runs(getattr(part, field.name))
