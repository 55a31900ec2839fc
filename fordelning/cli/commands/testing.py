"""`check` and `trace`: a case is tested, and held against its source."""

import argparse
import shlex
import sys
from pathlib import Path

from fordelning import template
from fordelning.base.console import complain
from fordelning.base.status import FINE, GAPS, NOT_APPROVED
from fordelning.base.verdict import State
from fordelning.case.folder import find
from fordelning.checks.reconcile import Finding
from fordelning.report import matters, phrases
from fordelning.report.parameters import EditionParameters
from fordelning.report.report import Report

from .usage import UsageError, parameters, verdict_told

_MOST_WAITING = 10  # proposals that are told one by one


def check(given: argparse.Namespace) -> int:
    """Test the case, and say what it comes to."""
    return tell(Report.make(EditionParameters.check(parameters(given))))


def trace(given: argparse.Namespace) -> int:
    """Hold the case and its source against each other, both ways."""
    report = Report.make(EditionParameters.check({"case": given.case, "source": given.source}))
    found = report.trace
    if found is None:
        raise UsageError("Ange källan: en fil med dess text.")
    aside = f", {found.set_aside} i hänvisningar och telefonnummer" if found.set_aside else ""
    outside = f", {found.outside} hämtade från annat håll med skäl" if found.outside else ""
    print(
        f"{report.case.name} mot {found.original.name}: {found.covered} av {len(found.tokens)} "
        f"tal, datum och beteckningar i källan är täckta ({found.omitted} utelämnade med skäl{aside}), "
        f"{found.found} av {len(found.figures)} i fallet finns i källan ({found.in_words} i ord{outside}).",
        flush=True,
    )
    if found.whole:
        return FINE
    return complain(GAPS, "\n".join([f"{phrases.capital(phrases.NOT_COVERED)}:", *(f"  {gap}" for gap in found.gaps)]))


def tell(report: Report) -> int:
    """Say what the report's case comes to, and what keeps it from being approved; the status to end with."""
    _tell_verdict(report)
    tell_template(find(report.parameters.case))
    return _told_approval(report)


def tell_made(report: Report) -> int:
    """`tell` of a case that has just been written with its template, which therefore would make no other case."""
    _tell_verdict(report)
    return _told_approval(report)


def _tell_verdict(report: Report) -> None:
    tested = [finding.state is not State.UNTESTABLE for finding in report.reconciliation.findings.values()]
    print(verdict_told(report.case.name, report.verdict.value, tested, matters.message(report)), flush=True)


def _told_approval(report: Report) -> int:
    reconciliation = report.reconciliation
    if report.approved:
        return FINE
    lines = ["Rapporten är inte godkänd:"]
    for one in report.case.unconfirmed[:_MOST_WAITING]:
        place = f"{report.case.place_name(one.place)}; " if one.place else ""
        lines.append(
            f"  {one.proposal} är föreslaget men inte bekräftat: {one.why} "
            f"({place}proposals.csv; i mallen bladet Förslag)"
        )
    if report.case.unconfirmed:
        lines.append(
            "  Svara i kolumnen confirmed med yes, no eller changed (i mallen Bekräftat: ja, nej eller ändrat)."
        )
    for finding in reconciliation.findings.values():
        if finding.unacknowledged:
            s = finding.statement
            place = f"{report.case.place_name(s.place)}; " if s.place else ""
            lines.append(
                f"  {s.statement} {s.wording}: {phrases.told(report, s)}, "
                f"uträknat {phrases.computed(report, finding)}, "
                f"skillnad {phrases.difference(report, finding)} ({place}"
                f"statements.csv, rad {s.line}; i mallen bladet Påståenden)" + _slip(finding)
            )
    for found in reconciliation.joint.unacknowledged:
        rows = phrases.listed([str(report.case.statements[name].line) for name in found.statements])
        lines.append(f"  {phrases.together(report, found)} (statements.csv, rad {rows}; i mallen bladet Påståenden)")
    if any(finding.unacknowledged for finding in reconciliation.findings.values()):
        lines.append(
            "  Är något fel läst, så rätta det. Säger handlingen så, så svara vem, när och varför i "
            "acknowledgements.csv (i mallen bladet Kända motsägelser)."
        )
    for stale in reconciliation.stale:
        seen = "ingen" if stale.difference is None else str(stale.difference)
        lines.append(
            f"  {stale.statement}: kommentaren i acknowledgements.csv (i mallen Kända motsägelser) gällde värdet "
            f"{stale.value or 'inget'} och skillnaden {seen}; "
            f"{phrases.lapsed(report, reconciliation.findings[stale.statement])}"
        )
    lines += [f"  {gap}" for gap in report.trace.gaps] if report.trace else []
    return complain(NOT_APPROVED, "\n".join(lines))


def tell_template(folder: Path) -> None:
    """Say where the template beside the case in `folder` would make another case."""
    if template.differs(folder):
        said = f"Mallen {template.beside(folder).name} har ett annat innehåll än fallet. Är det mallens som gäller:"
        print(f"{said}\n  {again(folder)}", file=sys.stderr)


def _slip(finding: Finding) -> str:
    said = phrases.slip(finding)
    return f". {said}" if said else ""


def again(folder: Path) -> str:
    """The command that reads the template beside the case in `folder`."""
    here = folder.relative_to(Path.cwd()) if folder.is_relative_to(Path.cwd()) else folder
    table, data = (shlex.quote(path.as_posix()) for path in (template.beside(here), here.parent))
    where = "" if here.parent == Path("data") else f" --data {data}"
    return f"fordelning import {table} --case {here.name}{where} --replace"
