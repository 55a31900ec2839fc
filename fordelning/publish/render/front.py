"""The front matter: what the document is, and the files that go with it."""

import base64

from fordelning.base.money import decimal
from fordelning.report import phrases
from fordelning.report.document import Front
from fordelning.report.report import Report, date
from fordelning.workbook import workbook

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def front_matter(report: Report, before: Report | None = None) -> Front:
    """Title, identity and attachments of the document: the case's CSV files and the workbook.

    The files of the case that `before` is the report of go with a comparison, where they are not the same.
    """
    decision = report.case.decision
    files = [
        _attachment(name, f"Fallets data: {name}", "text/csv", content)
        for name, content in sorted(report.case.files.items())
        if name.endswith(".csv")
    ]
    if before is not None and before.case.digests != report.case.digests:
        files += [
            _attachment(f"fore-{name}", f"Data att jämföra med: {before.case.name}, {name}", "text/csv", content)
            for name, content in sorted(before.case.files.items())
            if name.endswith(".csv")
        ]
    files.append(_attachment(f"{report.case.name}.xlsx", "Kalkylbok med levande formler", _WORKBOOK, workbook(report)))
    return Front(
        title=report.case.title,
        municipality=decision.known("municipality", "Kommun ej angiven"),
        reference=decision.known("reference", "utan diarienummer"),
        document=decision.known("document", "Handling"),
        identity=_identity(report),
        edition=report.edition.isoformat(),
        edition_text=date(report.edition),
        approved=report.approved,
        objection=objection(report),
        parameters=report.recorded,
        fingerprint=report.fingerprint,
        attachments=tuple(files),
    )


def _identity(report: Report) -> str:
    decision = report.case.decision
    document, reference = map(decision.known, ("document", "reference"))
    examined = report.status.lower() or "en handling"
    if report.case.source and not (document or reference):
        examined += f" ({report.case.source})"
    examined += (f" ({document.lower()})" if document else "") + (f" i ärende {reference}" if reference else "")
    stage = f" Skede: {report.stage.name}." if report.stage else ""
    return f"Granskar {examined}.{stage} Utgåva {date(report.edition)}."


def objection(report: Report) -> str:
    """What keeps the report from being approved."""
    unanswered = sum(finding.unacknowledged for finding in report.reconciliation.findings.values())
    stale = len(report.reconciliation.stale)
    found = (
        _counted(unanswered, "motsägelse", "motsägelser") + " saknar kommentar" if unanswered else "",
        _counted(stale, "kommentar", "kommentarer") + " gäller inte längre" if stale else "",
        "källan och fallet täcker inte varandra" if report.trace and not report.trace.whole else "",
    )
    return phrases.listed([*filter(None, found)])


def _counted(count: int, one: str, several: str) -> str:
    return f"en {one}" if count == 1 else f"{decimal(count, 0)} {several}"


def _attachment(name: str, description: str, mediatype: str, content: bytes) -> dict:
    data = base64.b64encode(content).decode("ascii")
    return {"name": name, "description": description, "mediatype": mediatype, "data": data}
