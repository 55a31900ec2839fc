"""The front matter: what the document is."""

from fordelning.base import publisher
from fordelning.base.money import decimal
from fordelning.report import phrases
from fordelning.report.document import Front
from fordelning.report.report import Report, date, require_report


def front_matter(report: Report, before: Report | None = None) -> Front:
    """Title, identity and verdict of the document, and what it is made with.

    `before` is the report of the case that it is compared with.
    """
    require_report(report)
    decision = report.case.decision
    return Front(
        title=report.title,
        publisher=publisher.PUBLISHER.name,
        imprint=publisher.PUBLISHER.imprint,
        subjects=report.subjects,
        municipality=decision.known("municipality", "Kommun ej angiven"),
        reference=decision.known("reference", "utan diarienummer"),
        identity=identity(report),
        edition=report.edition.isoformat(),
        edition_text=date(report.edition),
        approved=report.approved,
        objection=objection(report),
        parameters=report.recorded,
        fingerprint=report.fingerprint,
        compared=before.fingerprint if before else "",
    )


def identity(report: Report) -> str:
    """What is examined, and in which stage."""
    decision = report.case.decision
    document, reference, municipality = map(decision.known, ("document", "reference", "municipality"))
    examined = report.status.lower() or "en handling"
    if report.case.source and not (document or reference):
        examined += f" ({report.case.source})"
    examined += (f" ({document.lower()})" if document else "") + (f" i ärende {reference}" if reference else "")
    examined += f", {municipality}" if municipality else ""
    stage = f" Skede: {report.stage.name}." if report.stage else ""
    return f"Granskar {examined}.{stage}"


def objection(report: Report) -> str:
    """What keeps the report from being approved."""
    waiting = len(report.case.unconfirmed)
    unanswered = sum(finding.unacknowledged for finding in report.reconciliation.findings.values())
    together = len(report.reconciliation.joint.unacknowledged)
    stale = len(report.reconciliation.stale)
    found = (
        phrases.unconfirmed(waiting) if waiting else "",
        _counted(unanswered, "motsägelse", "motsägelser") + " saknar kommentar" if unanswered else "",
        _counted(together, "grupp", "grupper") + " av påståenden kan inte gälla samtidigt" if together else "",
        _counted(stale, "kommentar", "kommentarer") + " gäller inte längre" if stale else "",
        phrases.NOT_COVERED if report.trace and not report.trace.whole else "",
    )
    return phrases.listed([*filter(None, found)])


def _counted(count: int, one: str, several: str) -> str:
    return f"en {one}" if count == 1 else f"{decimal(count, 0)} {several}"
