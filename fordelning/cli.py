"""The command line: `fordelning report` makes an edition, `check` tests a case only, `verify` an edition."""

import argparse
import contextlib
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

from . import phrases
from .case import find
from .faults import CaseError
from .parameters import EditionParameters, ParameterError
from .report import Report

FINE, USAGE, INVALID_CASE, NOT_APPROVED, RENDERING_FAILED, DIFFERENT = 0, 2, 3, 4, 5, 6


class UsageError(Exception):
    """The command cannot be carried out as it was given; the message says why."""


class RenderingError(Exception):
    """An edition could not be made; the message says why."""


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit status: 0 fine, 2 usage, 3 case, 4 contradiction, 5 rendering, 6 differs."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # a console without a letter shows another one and goes on
    given = _parser().parse_args(arguments)
    try:
        report = Report.make(EditionParameters.check(given.parameters(given)))
        return given.command(report, given)
    except (ParameterError, UsageError) as error:
        return _complain(USAGE, str(error))
    except CaseError as error:
        return _complain(INVALID_CASE, str(error))
    except RenderingError as error:
        return _complain(RENDERING_FAILED, str(error))


def _given(given: argparse.Namespace) -> dict:
    """The parameters on the command line."""
    parameters = {"case": given.case} if given.case is not None else {}
    for name, value in given.parameter:
        if name in parameters:
            raise UsageError(f"Parametrarna är fel:\n  {name}: är angiven två gånger")
        parameters[name] = value
    return parameters


def _recorded(given: argparse.Namespace) -> dict:
    """The parameters that the manifest of an edition holds."""
    from .publish.manifest import ManifestError, read

    try:
        recorded = read(given.folder)["parameters"]
    except ManifestError as error:
        raise UsageError(str(error)) from error
    return recorded | ({"case": given.case} if given.case is not None else {})


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="fordelning", description="Prövar och redovisar beslut om hur pengar fördelas på nämnder."
    )
    commands = parser.add_subparsers(required=True, metavar="KOMMANDO")

    def add(name: str, command, parameters, help: str) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=help, description=help.capitalize() + ".")
        one.set_defaults(command=command, parameters=parameters)
        return one

    report = add("report", _report, _given, "pröva fallet och gör en utgåva av dess rapporter")
    check = add("check", _check, _given, "pröva fallet utan att göra någon rapport")
    verify = add("verify", _verify, _recorded, "kontrollera en utgåva mot dess manifest, och gör den på nytt")
    verify.add_argument("folder", type=Path, metavar="MAPP", help="utgåvans mapp, till exempel reports/FALL")
    for one in (report, check, verify):
        one.add_argument("case", nargs="?", metavar="FALL", help="fallets mapp, eller dess namn i data/")
    names = [field.name for field in fields(EditionParameters) if field.name != "case"]
    for one in (report, check):
        one.add_argument(
            "-p",
            dest="parameter",
            nargs=2,
            action="append",
            default=[],
            metavar=("NAMN", "VÄRDE"),
            help=f"parameter, som i papermill: {', '.join(names)}",
        )
    for one in (report, verify):
        one.add_argument(
            "--notebooks",
            type=Path,
            default=Path("notebooks"),
            metavar="MAPP",
            help="anteckningsböckerna (notebooks)",
        )
    report.add_argument(
        "--reports", type=Path, default=Path("reports"), metavar="MAPP", help="där utgåvan läggs (reports)"
    )
    return parser


def _notebooks(given: argparse.Namespace) -> list[Path]:
    notebooks = sorted(given.notebooks.glob("*.ipynb"))
    if not notebooks:
        raise UsageError(f"Det finns inga anteckningsböcker i {given.notebooks}.")
    return notebooks


@contextlib.contextmanager
def _rendering() -> Iterator[None]:
    """Raises RenderingError in place of everything that can keep an edition from being made."""
    # Imported here: checking a case needs neither a kernel nor a typesetter.
    from .publish.content import ContentError
    from .publish.execute import ExecutionError
    from .publish.pdf import PDFError

    try:
        yield
    except (ExecutionError, ContentError, PDFError) as error:
        raise RenderingError(f"Rapporten kunde inte göras. {error}") from error
    except OSError as error:
        raise RenderingError(f"Rapporten kunde inte skrivas. {error.filename or ''}: {error.strerror}") from error


def _report(report: Report, given: argparse.Namespace) -> int:
    from .publish.edition import publish

    notebooks = _notebooks(given)
    with _rendering():
        folder = publish(report, find(report.parameters.case), notebooks, given.reports)
    status = _check(report, given)
    print(f"Utgåvan ligger i {folder}. Översikten är {given.reports / 'index.html'}.")
    return status


def _verify(report: Report, given: argparse.Namespace) -> int:
    from .publish.edition import verify

    notebooks = _notebooks(given)
    with _rendering():
        found = verify(report, find(report.parameters.case), notebooks, given.folder)
    if found:
        lines = "".join(f"\n  {line}" for line in found)
        return _complain(DIFFERENT, f"Utgåvan {given.folder} stämmer inte med sitt manifest:{lines}")
    print(
        f"Utgåvan {given.folder} stämmer med sitt manifest, och gjord på nytt blir den densamma. "
        f"Omdöme: {report.reconciliation.verdict.value}."
    )
    return FINE


def _check(report: Report, given: argparse.Namespace) -> int:
    reconciliation = report.reconciliation
    print(
        f"{report.case.name}: {reconciliation.verdict.value} ({len(reconciliation.findings)} påståenden prövade).",
        flush=True,
    )
    if report.approved:
        return FINE
    lines = ["Rapporten är inte godkänd:"]
    for finding in reconciliation.findings.values():
        if finding.unacknowledged:
            s = finding.statement
            lines.append(
                f"  {s.statement} {s.wording}: angivet {phrases.stated(report, s)}, "
                f"uträknat {phrases.computed(report, finding)}, "
                f"skillnad {phrases.difference(report, finding)} ({report.case.places[s.place].name}; "
                f"statements.csv, rad {s.line})"
            )
    for stale in reconciliation.stale:
        seen = "ingen" if stale.difference is None else str(stale.difference)
        lines.append(
            f"  {stale.statement}: kommentaren i acknowledgements.csv gällde värdet {stale.value or 'inget'} "
            f"och skillnaden {seen}; så är det inte längre"
        )
    return _complain(NOT_APPROVED, "\n".join(lines))


def _complain(status: int, message: str) -> int:
    print(message, file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
