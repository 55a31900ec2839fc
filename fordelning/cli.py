"""The command line: `new` and `import` make a case, `check` and `trace` test it, `report` and `verify` an edition."""

import argparse
import contextlib
import datetime
import os
import re
import shlex
import sys
from collections.abc import Iterator
from dataclasses import fields
from decimal import Decimal
from pathlib import Path

from . import draft, example, intake, phrases, sheet, template
from .amount import Style, plain
from .arguments import Parser, as_folder
from .case import find
from .choices import Options
from .draft import DraftError
from .faults import CaseError, reason
from .money import KRONOR
from .package import DESCRIPTOR
from .parameters import EditionParameters, ParameterError, epoch
from .report import Report
from .sheet import SheetError

FINE, USAGE, INVALID_CASE, NOT_APPROVED, RENDERING_FAILED, DIFFERENT, GAPS = 0, 2, 3, 4, 5, 6, 7


class UsageError(Exception):
    """The command cannot be carried out as it was given; the message says why."""


class RenderingError(Exception):
    """An edition could not be made; the message says why."""


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit status, one of FINE to GAPS."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # a console without a letter shows another one and goes on
    given = _parser().parse_args(arguments)
    try:
        return given.command(given)
    except (ParameterError, UsageError, SheetError, DraftError) as error:
        return _complain(USAGE, str(error))
    except CaseError as error:
        return _complain(INVALID_CASE, str(error))
    except RenderingError as error:
        return _complain(RENDERING_FAILED, str(error))
    except BrokenPipeError:  # whoever reads what is printed has read enough; what was to be done is done
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115 (it is open until the program ends)
        return FINE


def _on_report(command, parameters):
    """A command on the report of the case that the parameters on the command line, or in a manifest, name."""
    return lambda given: command(Report.make(EditionParameters.check(parameters(given))), given)


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
    if "source" in recorded and given.source is None:
        raise UsageError(f"Utgåvan är gjord med källan {recorded['source']}: ange var den ligger med --source.")
    asked = {"case": given.case, "source": given.source}
    return recorded | {name: value for name, value in asked.items() if value is not None}


def _traced(given: argparse.Namespace) -> dict:
    """The case and its source."""
    if not given.source:
        raise UsageError("Ange källan: en fil med dess text.")
    return {"case": given.case, "source": given.source}


def _parser() -> Parser:
    parser = Parser(prog="fordelning", description="Prövar och redovisar beslut om hur pengar fördelas på nämnder.")
    commands = parser.add_subparsers(required=True, metavar="KOMMANDO")

    def add(name: str, command, help: str) -> Parser:
        one = commands.add_parser(name, help=help, description=f"{help[0].upper()}{help[1:]}.")
        one.set_defaults(command=command)
        return one

    report = add("report", _on_report(_report, _given), "pröva fallet och gör en utgåva av dess rapporter")
    check = add("check", _on_report(_check, _given), "pröva fallet utan att göra någon rapport")
    verify = add(
        "verify", _on_report(_verify, _recorded), "kontrollera en utgåva mot dess manifest, och gör den på nytt"
    )
    _import_options(add("import", _import, "gör ett fall av en tabell i Excel eller CSV, eller av den ifyllda mallen"))
    trace = add("trace", _on_report(_trace, _traced), "pröva att källan och fallet täcker varandra, båda vägarna")
    trace.add_argument("case", metavar="FALL", help="fallets mapp, eller dess namn i data/")
    trace.add_argument("source", metavar="KÄLLA", help="källans text: en fil i UTF-8, ren text eller Markdown")
    verify.add_argument("--source", metavar="KÄLLA", help="källans text, om utgåvan är gjord med den")
    verify.add_argument("folder", type=as_folder, metavar="MAPP", help="utgåvans mapp, till exempel reports/FALL")
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
            type=as_folder,
            default=Path("notebooks"),
            metavar="MAPP",
            help="anteckningsböckerna (notebooks)",
        )
    report.add_argument(
        "--reports", type=as_folder, default=Path("reports"), metavar="MAPP", help="där utgåvan läggs (reports)"
    )
    new = add("new", _new, "börja på ett fall: en mapp och en Excelmall, fyllda med ett påhittat exempel")
    new.add_argument("name", metavar="NAMN", help="fallets namn: a–z, 0–9 och bindestreck")
    new.add_argument("--data", type=as_folder, default=Path("data"), metavar="MAPP", help="där fallet läggs (data)")
    new.add_argument("--replace", action="store_true", help="ersätt ett fall och en mall som redan finns")
    return parser


# The options that settle how a table is read: name, what the analyst may write for it, and what it means.
_CHOICES = {
    "rows": ({word: word for word in ("nämnder", "åtgärder", "potter", "år")}, "vad den första kolumnen med namn är"),
    "columns": ({word: word for word in ("nämnder", "åtgärder", "potter", "år")}, "vad kolumnerna med belopp är"),
    "groups": ({w: w for w in ("nämnder", "åtgärder", "potter", "inga")}, "vad rubriker mellan raderna är"),
    "unit": ({unit: unit for unit in KRONOR}, "beloppens enhet, där den inte framgår"),
    "decimal": ({"komma": ",", "punkt": "."}, "decimaltecknet"),
    "hidden": ({"med": "with", "utan": "without"}, "om dolda rader och kolumner, och överstrukna rader, ska läsas"),
    "of-which": ({"utan": "without"}, "välj bort rader och kolumner som börjar med varav"),
    "formulas": ({"sparade": "saved"}, "läs formlers senast sparade värden"),
    "values": (
        {"visade": "shown", "lagrade": "stored"},
        "talet som gäller när cellen visar ett annat",
    ),
    "duplicates": ({"summera": "sum"}, "lägg ihop rader om samma sak"),
    "spelling": ({"samma": "same", "olika": "apart"}, "om namn som liknar varandra är samma"),
}
_TEXTS = {
    "sheet": "bladet i arbetsboken",
    "year": "budgetåret, där det inte framgår",
    "pot": "pottens namn, där det inte framgår",
    "measure": "åtgärdens namn, där det inte framgår",
    "board": "nämndens namn, där det inte framgår",
    "ignore": "kolumner och rader att lämna åt sidan, som D,F,12-15",
    "totals": "rader och kolumner som är summor av andra, som 4,9, eller 9=5-6+8 med de rader som rad 9 summerar",
    "posts": "rader och kolumner som är egna poster fast de ser ut som något annat, som 4,9 eller alla",
    "footnote": "celler vars sista siffra är ett fotnotstecken, som C7,D9",
    "rounding": "steget som beloppen är avrundade till, i sin enhet, som 0,1",
    "encoding": "teckenkodningen i en CSV-fil",
    "delimiter": "tecknet mellan kolumnerna i en CSV-fil",
}
_IDENTITY = {
    "title": "rapportens rubrik",
    "municipality": "kommunen",
    "reference": "diarienumret",
    "document": "slaget av handling",
    "subject": "ändamålet enligt ärendets rubrik",
    "author": "den som lämnar förslaget",
    "decided-by": "den som beslutar",
    "status": "handlingens status",
    "own-board": "nämnden som själv fördelar",
    "funding": "varifrån pengarna tas",
}


def _import_options(one: Parser) -> None:
    one.add_argument("file", type=Path, metavar="FIL", help="tabellen: .xlsx eller .csv")
    one.add_argument("--case", required=True, metavar="NAMN", help="fallets namn: a–z, 0–9 och bindestreck")
    one.add_argument("--data", type=as_folder, default=Path("data"), metavar="MAPP", help="där fallet läggs (data)")
    one.add_argument("--replace", action="store_true", help="ersätt ett fall som finns")
    reading = one.add_argument_group("hur tabellen läses, när den inte själv avgör det")
    for name, (choices, help) in _CHOICES.items():
        reading.add_argument(f"--{name}", choices=tuple(choices), default="", help=help)
    for name, help in _TEXTS.items():
        reading.add_argument(f"--{name}", default="", metavar="TEXT", help=help)
    reading.add_argument("--decimals", choices=tuple("0123"), default="", help="antalet decimaler i varje belopp")
    identity = one.add_argument_group("vad tabellen inte säger om handlingen")
    for name, help in _IDENTITY.items():
        identity.add_argument(f"--{name}", default="", metavar="TEXT", help=help)


def _import(given: argparse.Namespace) -> int:
    draft.check_name(given.case)
    texts = {name: getattr(given, name.replace("-", "_")) for name in (*_TEXTS, *_IDENTITY)}
    for name, text in texts.items():
        if not text.isprintable() or len(text) > 200:
            raise UsageError(f"--{name}: väntade text utan styrtecken, högst 200 tecken")
    delimiter = {"tab": "\t"}.get(texts["delimiter"], texts["delimiter"])
    if len(delimiter) > 1:
        raise UsageError("--delimiter: väntade ett enda tecken, eller tab")
    folder, faults = given.data / given.case, []
    try:
        sheets = sheet.read(given.file, texts["encoding"], delimiter)
    except SheetError as error:
        if not template.is_template(error.sheets):
            raise
        sheets, faults = error.sheets, error.faults
    hidden = sheet.hidden(given.file)
    if template.is_template(sheets):
        faults += [f"blad {name}: ett dolt blad, väntade att det visas eller tas bort" for name in hidden]
        made = template.read(given.file.name, sheets, _reading(given, texts).style, faults)
        if given.replace:
            _nothing_unexpressed(folder)
        try:
            draft.write(made, folder, _today(), given.replace)
        except CaseError as error:
            raise template.placed(given.file.name, sheets, error) from error
        return _check(Report.make(EditionParameters.check({"case": str(folder)})), given)
    identity = intake.Identity(**{name.replace("-", "_"): plain(texts[name]) for name in _IDENTITY})
    taken = _table(given, texts, sheets, identity)
    if given.replace:
        _nothing_lost(folder, taken.draft)
    written = template.create(taken.draft, folder, _today(), given.replace)
    report = Report.make(EditionParameters.check({"case": str(folder)}))
    for line in intake.summary(taken, folder, report.money.full):
        print(line)
    for name in hidden:
        print(f"Lämnat åt sidan: det dolda bladet {name}.")
    if taken.identity.missing:
        options = [name.replace("_", "-") for name in taken.identity.missing]
        print("Uppgift saknas om " + ", ".join(f"{_IDENTITY[name]} (--{name})" for name in options) + ".")
    print(f"Mallen {written} har samma innehåll. Fyll i resten där, och läs in den:\n  {_again(folder)}")
    status = _check(report, given)
    for line in intake.rounding_hint(report, taken.draft):
        print(line)
    return status


def _table(
    given: argparse.Namespace, texts: dict[str, str], sheets: list[sheet.Sheet], identity: intake.Identity
) -> intake.Intake:
    """A plain table taken in, read as the options on the command line settle."""
    chosen = intake.choose(given.file.name, sheets, texts["sheet"])
    options, step = _reading(given, texts), _step(texts["rounding"])
    return intake.take_in(given.file, chosen, options, identity, step, _chosen(given, "duplicates"))


def _new(given: argparse.Namespace) -> int:
    draft.check_name(given.name)
    folder = given.data / given.name
    if given.replace:
        _nothing_lost(folder, example.draft())
    written = template.create(example.draft(), folder, _today(), given.replace)
    print(
        f"Fallet ligger i {folder} och mallen är {written}; båda är fyllda med ett påhittat exempel.\n"
        f"Pröva exemplet:\n"
        f"  fordelning check {shlex.quote(folder.as_posix())}\n"
        f"Byt sedan exemplet mot beslutet, i mallen eller i mappens CSV-filer. Så läses mallen in:\n"
        f"  {_again(folder)}"
    )
    return FINE


def _again(folder: Path) -> str:
    """The command that reads the template beside the case in `folder`."""
    here = folder.relative_to(Path.cwd()) if folder.is_relative_to(Path.cwd()) else folder
    table, data = (shlex.quote(path.as_posix()) for path in (template.beside(here), here.parent))
    where = "" if here.parent == Path("data") else f" --data {data}"
    return f"fordelning import {table} --case {here.name}{where} --replace"


def _nothing_lost(folder: Path, made: draft.Draft) -> None:
    """Raises DraftError where something has been filled in for the case in `folder` that `made` would replace."""
    _nothing_unexpressed(folder)
    lost = template.filled_in(folder, made)
    if lost:
        raise DraftError(
            f"{folder} och dess mall ersätts inte: det här är ifyllt och skulle försvinna: {', '.join(lost)}. "
            f"Är det det ifyllda som gäller, så läs in mallen:\n  {_again(folder)}\n"
            "Ska allt göras om från början, så välj ett annat namn, eller flytta först undan mappen och mallen."
        )


def _nothing_unexpressed(folder: Path) -> None:
    """Raises DraftError where the case in `folder` has what no template has: it would be gone with the case."""
    try:
        lost = draft.unexpressed(folder)
    except CaseError:  # there is no case, or none that can be read
        return
    if lost:
        raise DraftError(
            f"{folder} har uppgifter som mallen saknar plats för ({', '.join(lost)} i {DESCRIPTOR}), och ersätts inte. "
            "Läs in under ett annat namn och för över dem, eller ta bort dem."
        )


def _chosen(given: argparse.Namespace, name: str) -> str:
    return _CHOICES[name][0].get(getattr(given, name.replace("-", "_")), "")


def _reading(given: argparse.Namespace, texts: dict[str, str]) -> Options:
    chosen = {
        name.replace("-", "_"): _chosen(given, name) for name in _CHOICES if name not in ("decimal", "duplicates")
    }
    named = {name: plain(texts[name]) for name in ("sheet", "year", "pot", "measure", "board")}
    summed = _summed(texts["totals"])
    places = texts | {"totals": re.sub("=[^,; ]*", "", texts["totals"])}
    listed = {name: _places(name, places[name]) for name in ("ignore", "totals", "posts", "footnote")}
    style = Style(_chosen(given, "decimal") or None, int(given.decimals) if given.decimals else None)
    return Options(**chosen, **named, **listed, summed=summed, style=style)


def _places(name: str, text: str) -> frozenset[str]:
    """Rows, columns or cells as they are listed in an option, 12-15 and C-E written out. Raises UsageError."""
    places: set[str] = set()
    for part in text.upper().replace(",", " ").replace(";", " ").split():
        if found := re.fullmatch("([0-9]{1,5})-([0-9]{1,5})", part):
            places |= {str(row) for row in range(int(found[1]), int(found[2]) + 1)}
        elif found := re.fullmatch("([A-Z])-([A-Z])", part):
            places |= {chr(letter) for letter in range(ord(found[1]), ord(found[2]) + 1)}
        elif re.fullmatch("[A-Z]{0,3}[0-9]{0,5}|ALLA|INGA", part):
            places.add(part.lstrip("0") or part)
        else:
            raise UsageError(f"--{name}: »{part}» är ingen rad, kolumn eller cell, som 12, 12-15, D eller C7")
    return frozenset(places)


def _summed(text: str) -> dict[int, frozenset[int]]:
    """The rows that each row of --totals sums, where they are given, as 9=5-6+8. Raises UsageError."""
    found: dict[int, frozenset[int]] = {}
    for part in text.replace(",", " ").replace(";", " ").split():
        row, given, rows = part.partition("=")
        if given and not re.fullmatch("[0-9]+=[0-9]+([-+][0-9]+)*", part):
            raise UsageError(f"--totals: »{part}» är ingen rad med de rader som den summerar, som 9=5-6+8")
        if given:
            found[int(row)] = frozenset(map(int, _places("totals", rows.replace("+", ","))))
    return found


def _step(text: str) -> str:
    """A rounding step in canonical form. Raises UsageError."""
    step = text.replace(",", ".")
    if step and not (re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,6})?", step) and Decimal(step) > 0):
        raise UsageError(f"--rounding: »{text}» är inget steg större än noll, som 0,1")
    return step


def _today() -> datetime.date:
    """The day on which a case is made: SOURCE_DATE_EPOCH's where that is set. Raises ParameterError."""
    return epoch() or datetime.date.today()


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
        raise RenderingError(f"Rapporten kunde inte skrivas. {error.filename or ''}: {reason(error)}.") from error


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
    every = len(reconciliation.findings)
    tested = f"{reconciliation.tested} av {every} {'påstående prövat' if every == 1 else 'påståenden prövade'}"
    print(f"{report.case.name}: {report.verdict.value} ({tested}).", flush=True)
    folder = find(report.parameters.case)
    if template.differs(folder):
        said = f"Mallen {template.beside(folder).name} har ett annat innehåll än fallet. Är det mallens som gäller:"
        print(f"{said}\n  {_again(folder)}", file=sys.stderr)
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
                f"statements.csv, rad {s.line}; i mallen bladet Påståenden)"
            )
    for stale in reconciliation.stale:
        seen = "ingen" if stale.difference is None else str(stale.difference)
        lines.append(
            f"  {stale.statement}: kommentaren i acknowledgements.csv (i mallen Kända motsägelser) gällde värdet "
            f"{stale.value or 'inget'} och skillnaden {seen}; "
            f"{phrases.lapsed(report, reconciliation.findings[stale.statement])}"
        )
    lines += [f"  {gap}" for gap in report.trace.gaps] if report.trace else []
    return _complain(NOT_APPROVED, "\n".join(lines))


def _trace(report: Report, given: argparse.Namespace) -> int:
    found = report.trace
    aside = f", {found.set_aside} i hänvisningar och telefonnummer" if found.set_aside else ""
    outside = f", {found.outside} hämtade från annat håll med skäl" if found.outside else ""
    print(
        f"{report.case.name} mot {found.original.name}: {found.covered} av {len(found.tokens)} uppgifter i källan är "
        f"täckta ({found.omitted} utelämnade med skäl{aside}), "
        f"{found.found} av {len(found.figures)} uppgifter i fallet finns i källan ({found.in_words} i ord{outside}).",
        flush=True,
    )
    if found.whole:
        return FINE
    return _complain(GAPS, "\n".join(["Källan och fallet täcker inte varandra:", *(f"  {gap}" for gap in found.gaps)]))


def _complain(status: int, message: str) -> int:
    print(message, file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
