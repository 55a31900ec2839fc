"""The workbook for the municipality's controller: the report's figures with live formulas."""

import datetime
import io

from fordelning.case.case import Case
from fordelning.checks.reconcile import Reconciliation
from fordelning.report.report import Report

from . import allocation, matrix, opening, reconciliation, sources
from .archive import sealed
from .page import Book

_SHEETS = (opening, allocation, matrix, reconciliation, sources)
# The workbook that was written last, and what it is of: the documents of an edition carry it in processes forked from
# the one that writes it.
_LAST: list[tuple[Case, Reconciliation, datetime.date, bytes]] = []


def workbook(report: Report) -> bytes:
    """The workbook of `report`, in kronor whatever unit the report is in.

    Raises RenderingError where a sheet would be larger than Excel has room for.
    """
    for case, found, edition, written in _LAST:
        if case is report.case and found is report.reconciliation and edition == report.edition:
            return written
    _LAST[:] = [(report.case, report.reconciliation, report.edition, _written(report))]
    return _LAST[0][-1]


def _written(report: Report) -> bytes:
    stream = io.BytesIO()
    decision = report.case.decision
    book = Book(stream)
    book.set_properties(
        {
            "title": report.case.title,
            "subject": ": ".join(filter(None, map(decision.known, ("reference", "subject")))),
            "author": decision.municipality,
            "created": datetime.datetime.combine(report.edition, datetime.time()),
        }
    )
    for sheet in _SHEETS:
        sheet.write(report, book)
    book.close()
    return sealed(stream.getvalue())
