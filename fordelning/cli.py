"""The command line: `fordelning report` makes an edition, `fordelning check` tests a case without rendering."""

import argparse
import sys
from pathlib import Path

from . import phrases
from .case import find
from .faults import CaseError
from .parameters import ParameterError, Parameters
from .report import Report

FINE, USAGE, INVALID_CASE, NOT_APPROVED, RENDERING_FAILED = 0, 2, 3, 4, 5


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit status: 0 fine, 2 usage, 3 case, 4 contradiction, 5 rendering."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # a console without a letter shows another one and goes on
    given = _parser().parse_args(arguments)
    parameters = {"case": given.case} if given.case is not None else {}
    for name, value in given.parameter:
        if name in parameters:
            return _complain(USAGE, f"Parametrarna är fel:\n  {name}: är angiven två gånger")
        parameters[name] = value
    try:
        report = Report.make(Parameters.check(parameters))
    except ParameterError as error:
        return _complain(USAGE, str(error))
    except CaseError as error:
        return _complain(INVALID_CASE, str(error))
    return given.command(report, given)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="fordelning", description="Prövar och redovisar beslut om hur pengar fördelas på nämnder."
    )
    commands = parser.add_subparsers(required=True, metavar="KOMMANDO")
    for name, command, help in (
        ("report", _report, "pröva fallet och gör en utgåva av dess rapporter"),
        ("check", _check, "pröva fallet utan att göra någon rapport"),
    ):
        one = commands.add_parser(name, help=help, description=help.capitalize() + ".")
        one.add_argument("case", nargs="?", metavar="FALL", help="fallets mapp, eller dess namn i data/")
        one.add_argument(
            "-p",
            dest="parameter",
            nargs=2,
            action="append",
            default=[],
            metavar=("NAMN", "VÄRDE"),
            help="parameter, som i papermill: unit, edition",
        )
        if command is _report:
            one.add_argument(
                "--notebooks",
                type=Path,
                default=Path("notebooks"),
                metavar="MAPP",
                help="anteckningsböckerna (notebooks)",
            )
            one.add_argument(
                "--reports", type=Path, default=Path("reports"), metavar="MAPP", help="där utgåvan läggs (reports)"
            )
        one.set_defaults(command=command)
    return parser


def _report(report: Report, given: argparse.Namespace) -> int:
    # Imported here: checking a case needs neither a kernel nor a typesetter.
    from .publish.content import ContentError
    from .publish.edition import publish
    from .publish.execute import ExecutionError
    from .publish.pdf import PDFError

    notebooks = sorted(given.notebooks.glob("*.ipynb"))
    if not notebooks:
        return _complain(USAGE, f"Det finns inga anteckningsböcker i {given.notebooks}.")
    try:
        folder = publish(report, find(report.parameters.case), notebooks, given.reports)
    except (ExecutionError, ContentError, PDFError) as error:
        return _complain(RENDERING_FAILED, f"Rapporten kunde inte göras. {error}")
    except OSError as error:
        return _complain(
            RENDERING_FAILED, f"Rapporten kunde inte skrivas. {error.filename or given.reports}: {error.strerror}"
        )
    status = _check(report, given)
    print(f"Utgåvan ligger i {folder}. Översikten är {given.reports / 'index.html'}.")
    return status


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
