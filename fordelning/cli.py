"""The command line: `report` makes an edition, `check` tests a case only, `verify` an edition, `new` begins a case."""

import argparse
import contextlib
import datetime
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from . import example, phrases
from .case import find
from .draft import DraftError
from .faults import CaseError
from .parameters import ParameterError, Parameters
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
        return given.command(given)
    except (ParameterError, UsageError, DraftError) as error:
        return _complain(USAGE, str(error))
    except CaseError as error:
        return _complain(INVALID_CASE, str(error))
    except RenderingError as error:
        return _complain(RENDERING_FAILED, str(error))


def _of_case(command, parameters) -> Callable[[argparse.Namespace], int]:
    """`command`, which is about a case's report, with the report made from the parameters that are found."""
    return lambda given: command(Report.make(Parameters.check(parameters(given))), given)


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

    def add(name: str, command, help: str) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=help, description=help.capitalize() + ".")
        one.set_defaults(command=command)
        return one

    report = add("report", _of_case(_report, _given), "pröva fallet och gör en utgåva av dess rapporter")
    check = add("check", _of_case(_check, _given), "pröva fallet utan att göra någon rapport")
    verify = add("verify", _of_case(_verify, _recorded), "kontrollera en utgåva mot dess manifest, och gör den på nytt")
    verify.add_argument("folder", type=Path, metavar="MAPP", help="utgåvans mapp, till exempel reports/FALL")
    for one in (report, check, verify):
        one.add_argument("case", nargs="?", metavar="FALL", help="fallets mapp, eller dess namn i data/")
    for one in (report, check):
        one.add_argument(
            "-p",
            dest="parameter",
            nargs=2,
            action="append",
            default=[],
            metavar=("NAMN", "VÄRDE"),
            help="parameter, som i papermill: unit, edition",
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
    new = add("new", _new, "börja på ett fall: en mapp och en Excelmall, fyllda med ett påhittat exempel")
    new.add_argument("name", metavar="NAMN", help="fallets namn: a–z, 0–9 och bindestreck")
    new.add_argument("--data", type=Path, default=Path("data"), metavar="MAPP", help="där fallet läggs (data)")
    new.add_argument("--replace", action="store_true", help="ersätt ett fall och en mall som redan finns")
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


def _new(given: argparse.Namespace) -> int:
    try:
        today = Parameters().edition_date(datetime.date.today())
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError("SOURCE_DATE_EPOCH är inget antal sekunder.") from error
    folder, template = example.create(given.name, given.data, today, given.replace)
    print(
        f"Fallet ligger i {folder} och mallen är {template}; båda är fyllda med ett påhittat exempel.\n"
        f"Pröva exemplet:  fordelning check {folder}\n"
        f"Byt sedan exemplet mot beslutet, i mallen eller i mappens CSV-filer. Så läses mallen in:\n"
        f"  fordelning import {template} --case {folder.name} --replace"
    )
    return FINE


def _complain(status: int, message: str) -> int:
    print(message, file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
