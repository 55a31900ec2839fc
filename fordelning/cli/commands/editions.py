"""`report`, `verify` and `archive`: an edition is made, held against its manifest, and packed."""

import argparse
import datetime
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from fordelning.base.console import complain
from fordelning.base.status import DIFFERENT, FINE, NOT_APPROVED
from fordelning.case.folder import find, split
from fordelning.publish.edition.staleness import dropped, remembered, told, unchanged
from fordelning.publish.run.declaration import declared, overridden
from fordelning.report.parameters import EditionParameters, ParameterError

from .usage import UsageError, notebooks_in, parameters, verdict_told, writing

if TYPE_CHECKING:  # nothing is loaded that only making an edition takes
    from fordelning.report.report import Report


def _recorded(given: argparse.Namespace) -> dict:
    """The parameters that the manifest of an edition holds."""
    from fordelning.publish.edition.manifest import ManifestError, read

    try:
        manifest = read(given.folder)
    except ManifestError as error:
        raise UsageError(str(error)) from error
    recorded, stage = manifest["parameters"], manifest["request"].get("skede")
    if stage:
        recorded["case"] = f"{split(recorded['case'])[0]}@{stage}"
    if "source" in recorded and given.source is None:
        raise UsageError(f"Utgåvan är gjord med källan {recorded['source']}: ange var den ligger med --source.")
    os.environ.pop("SOURCE_DATE_EPOCH", None)  # it is dated as it was, whatever this system's date is to be
    if manifest["request"]["datum"] == "SOURCE_DATE_EPOCH":
        day = datetime.datetime.fromisoformat(manifest["edition"]).replace(tzinfo=datetime.UTC)
        os.environ["SOURCE_DATE_EPOCH"] = str(int(day.timestamp()))
    asked = {"case": given.case, "source": given.source}
    return recorded | {name: value for name, value in asked.items() if value is not None}


def report(given: argparse.Namespace) -> int:
    """Make the edition of a case, where it is not already made, and say what it comes to."""
    asked = parameters(given)
    find(EditionParameters.check(asked).case)  # that there is no such case is told before all else
    notebooks = notebooks_in(given.notebooks)
    with writing():
        found = None if given.force else unchanged(asked, notebooks, given.reports)
    return _made(given, asked, notebooks) if found is None else _left(asked, notebooks, *found)


def _left(
    asked: dict[str, str],
    notebooks: list[Path],
    used: EditionParameters,
    kept: dict[str, str],
    folder: Path,
    state: dict,
) -> int:
    """Say what the edition that stands in `folder` comes to; nothing is loaded that only making one takes."""
    for line in told(kept, []):
        print(line, flush=True)
    for line in overridden({path: declared(path) for path in notebooks}, used, {**asked, **kept}):
        print(line, file=sys.stderr)
    print(verdict_told(state["case"], state["verdict"], state["tested"], state["to_ask"]), flush=True)
    case = find(used.case)
    if case.with_name(f"{case.name}.xlsx").exists():  # which may be its template
        from .testing import tell_template

        tell_template(case)
    print(f"Inget har ändrats: utgåvan ligger redan i {folder}.")
    return FINE


def _made(given: argparse.Namespace, asked: dict[str, str], notebooks: list[Path]) -> int:
    """Load the case, make its edition where it is not already made, and say what it comes to."""
    from fordelning.publish.edition.edition import publish
    from fordelning.publish.run.notebook import in_kernel, in_shell
    from fordelning.publish.run.process import Limits
    from fordelning.report import volume
    from fordelning.report.report import Report

    from .testing import tell

    report = Report.make(EditionParameters.check(asked))
    kept = remembered(given.reports, report.case.name, report.case.name, asked)
    for line in told(kept, dropped(given.reports, report.case.name, notebooks)):
        print(line, flush=True)
    if kept:
        asked |= kept
        report = Report.make(EditionParameters.check(asked))
    if taken := volume.cost(report.case):
        print(taken, flush=True)
    run = in_kernel if given.kernel else in_shell
    limits = Limits(given.seconds, given.megabytes)
    with writing():
        folder, why, complaints = publish(report, notebooks, given.reports, run, limits, given.force)
    unused = overridden({path: declared(path) for path in notebooks}, report.asked(EditionParameters), asked)
    for line in (*unused, *complaints):
        print(line, file=sys.stderr)
    status = tell(report)
    if why is None:
        print(f"Inget har ändrats: utgåvan ligger redan i {folder}.")
        return status
    for line in why if given.why else ():
        print(f"Gjordes om: {line}")
    print(f"Utgåvan ligger i {folder}. Översikten är {given.reports / 'index.html'}.")
    return status


def clean(given: argparse.Namespace) -> int:
    """Take away the editions, and say what is left."""
    from fordelning.publish.edition.overview import INDEX
    from fordelning.publish.edition.shelf import clear
    from fordelning.publish.many.summary import DATA, PAGE

    with writing():
        left = [name for name in clear(given.reports, (INDEX, PAGE, DATA)) if name != "README.md"]
    for name in left:
        print(f"Ligger kvar i {given.reports}, för det är inte programmets eller är ändrat: {name}")
    return FINE


def verify(given: argparse.Namespace) -> int:
    """Hold an edition against its manifest, and against the same edition made anew."""
    try:
        report, _, unknown = _verified(given)
    except _DifferentError as error:
        return complain(DIFFERENT, str(error))
    print(
        f"Utgåvan {given.folder} stämmer med sitt manifest, och gjord på nytt blir den densamma. "
        f"Omdöme: {report.verdict.value}."
    )
    _tell_unknown(unknown)
    return FINE


def archive(given: argparse.Namespace) -> int:
    """Pack the approved edition of a case for an archive, when it has been held against its manifest as by `verify`."""
    from fordelning.publish.archive.package import pack, sources
    from fordelning.publish.edition.target import places

    try:
        name = find(given.case).name
    except LookupError as error:
        raise UsageError(f"{error}") from error
    stage = split(given.case)[1]
    given.folder, draft = places(given.reports, f"{name}@{stage}" if stage else name)
    if draft.exists():
        return complain(
            NOT_APPROVED,
            f"Utgåvan {draft} är ej godkänd, och ett utkast arkiveras inte. Svara för det som motsägs i fallets egna "
            "filer, gör utgåvan igen med report, och kör sedan archive.",
        )
    try:
        report, notebooks, unknown = _verified(given)
    except _DifferentError as error:
        return complain(DIFFERENT, f"{error}\nDen arkiveras inte. Gör utgåvan igen med report, och kör sedan archive.")
    with writing():
        package, new = pack(given.folder, sources(report, notebooks, given.folder), given.archives)
    there = "Utgåvan är packad" if new else "Inget har ändrats: utgåvan ligger redan packad"
    print(f"{there} i {package}. Omdöme: {report.verdict.value}.")
    _tell_unknown(unknown)
    return FINE


class _DifferentError(Exception):
    """An edition is not what its manifest says; the message says how."""


def _verified(given: argparse.Namespace) -> "tuple[Report, list[Path], list[str]]":
    """What the edition in `given.folder` is of, its notebooks, and what of its manifest cannot be known here.

    Raises _DifferentError unless it is what its manifest says, and what it becomes when it is made anew.
    """
    from fordelning.publish.edition.edition import differing
    from fordelning.report.report import Report

    recorded = _recorded(given)
    try:
        report = Report.make(EditionParameters.check(recorded))
    except ParameterError as error:
        if all(fault.startswith(("case:", "other:", "source:")) for fault in error.faults):
            raise  # what the edition is made from is not here
        told = f"Utgåvan {given.folder} har ett manifest som ingen utgåva kan ha. {error}"
        raise _DifferentError(told) from error
    notebooks = notebooks_in(given.notebooks)
    with writing():
        found, unknown = differing(report, notebooks, given.folder)
    if found:
        lines = "".join(f"\n  {line}" for line in found)
        raise _DifferentError(f"Utgåvan {given.folder} stämmer inte med sitt manifest:{lines}")
    return report, notebooks, unknown


def _tell_unknown(unknown: list[str]) -> None:
    for line in unknown:
        print(f"Går inte att veta här: {line}.")
