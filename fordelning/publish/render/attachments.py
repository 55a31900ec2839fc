"""The files that go with a PDF: the case's own, and the workbook."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

from fordelning.base.errors import CaseError, InputError, RenderingError
from fordelning.case.schema import DESCRIPTOR
from fordelning.report import anchors, volume
from fordelning.report.comparison import Comparison
from fordelning.report.parameters import EditionParameters
from fordelning.report.report import Report
from fordelning.workbook import workbook

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class AttachmentError(RenderingError):
    """The case of a document is not there, or is another than the document's; the message says which."""


@dataclass(frozen=True)
class Attachment:
    """A file that goes with the PDF."""

    name: str
    description: str
    mediatype: str
    content: bytes


def attachments(report: Report, before: Report | None = None, book: bytes | None = None) -> list[Attachment]:
    """The files of the case, those of `before`, which it is compared with, and the workbook.

    The other case's go along where they are not the same. `book` is the workbook where it is made already; one that
    is too large lies beside the PDF.
    """
    found = [_file(name, name, content) for name, content in sorted(report.case.files.items())]
    if before is not None and before.case.digests != report.case.digests:
        found += [
            _file(f"fore-{name}", f"{name} i {before.case.name}, att jämföra med", content)
            for name, content in sorted(before.case.files.items())
        ]
    if not volume.is_live(report.case):
        return found
    book = workbook(report) if book is None else book
    return [*found, Attachment(f"{report.case.name}.xlsx", "Kalkylbok med levande formler", _WORKBOOK, book)]


def _file(name: str, told: str, content: bytes) -> Attachment:
    """One of a case's files; its descriptor tells what the columns of the others are."""
    descriptor = name.endswith(DESCRIPTOR)
    described = f"Beskrivning av fallets data: {told}" if descriptor else f"Fallets data: {told}"
    return Attachment(name, described, "application/json" if descriptor else "text/csv", content)


def names(attached: Sequence[Attachment]) -> dict[str, str]:
    """What the case's statements and places are called, by the ids that they have in the working papers."""
    said = {row["statement"]: f"{row['statement']}, {row['wording']}" for row in _rows(attached, "statements")}
    return said | {anchors.place(row["place"]): row["name"] for row in _rows(attached, "places")}


def _rows(attached: Sequence[Attachment], table: str) -> Iterator[dict[str, str]]:
    """The rows of a table of the case, in whichever file its descriptor says that it is."""
    files = {one.name: one.content.decode("utf-8-sig") for one in attached if one.mediatype != _WORKBOOK}
    for resource in json.loads(files.get(DESCRIPTOR, '{"resources": []}'))["resources"]:
        if resource["name"] == table:
            yield from csv.DictReader(io.StringIO(files[resource["path"]], newline=""))


def of_document(front: dict) -> list[Attachment]:
    """Those of a document that is made by hand, whose `front` tells what it was made with.

    Raises AttachmentError where its case is not found from here, or has been changed since: the document says that
    they are in it.
    """
    told = front["parameters"]
    known = {field.name for field in fields(EditionParameters)} - {"source"}  # whose data does not go along
    try:
        asked = EditionParameters.check({name: value for name, value in told.items() if name in known})
        report = Report.make(asked)
        before = Comparison.of(report).before if front["compared"] else None
    except (CaseError, InputError) as error:
        raise AttachmentError(f"PDF-filen ska bära fallets data, men de går inte att läsa härifrån. {error}") from error
    now = report.fingerprint, before.fingerprint if before else ""
    if now != (front["fingerprint"], front["compared"]):
        raise AttachmentError(
            f"PDF-filen ska bära fallets data, men {report.case.name}, eller det som jämförs, har ändrats sedan "
            "anteckningsboken kördes. Kör den igen."
        )
    return attachments(report, before)
