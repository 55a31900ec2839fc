"""The workbook for the municipality's controller: the report's figures with live formulas."""

import datetime
import io

from fordelning.base import publisher
from fordelning.report.front import identity
from fordelning.report.report import Report

from . import allocation, alternative, formulas, matrix, opening, reconciliation, sources
from .archive import sealed
from .page import HEADER, Book

_SHEETS = (opening, allocation, matrix, reconciliation, alternative, sources)


def workbook(report: Report) -> bytes:
    """The workbook of `report`, in kronor whatever unit the report is in.

    Raises RenderingError where a sheet would be larger than Excel has room for.
    """
    stream = io.BytesIO()
    book = Book(stream)
    book.set_properties(
        {
            "title": report.title,
            "subject": ", ".join(report.subjects),
            "author": publisher.PUBLISHER.name,
            "company": publisher.PUBLISHER.name,
            "comments": identity(report),
            "created": datetime.datetime.combine(report.edition, datetime.time()),
        }
    )
    if "Lägst" in formulas.steps(report.case):
        for name, array in formulas.ENDS.items():
            book.define_name(name, f"={array}")
    for sheet in _SHEETS:
        sheet.write(report, book)
    values = allocation.values(report)
    after = HEADER + 2 + len(report.case.allocations)
    written = {} if values is None else {allocation.PART: (after, values.written(book))}
    book.close()
    return sealed(stream.getvalue(), written)
