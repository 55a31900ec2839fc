"""`new`, `import` and `convert`: a case is begun, made of a table or of the filled template, or written anew."""

import argparse
import os
import re
import shlex
from decimal import Decimal
from functools import partial
from pathlib import Path

from fordelning import template
from fordelning.base.errors import CaseError
from fordelning.base.status import FINE
from fordelning.case import draft, example, replacement
from fordelning.case.draft import DraftError
from fordelning.case.folder import find
from fordelning.case.schema import DESCRIPTOR
from fordelning.intake import conversion
from fordelning.intake.cells import answer, excel, sheet
from fordelning.intake.cells.amount import Style, plain
from fordelning.intake.cells.cell import Sheet, SheetError
from fordelning.intake.table.options import Options
from fordelning.report.parameters import EditionParameters, today
from fordelning.report.report import Report
from fordelning.template import double_count

from .options import CHOICES, IDENTITY, LISTS, TEXTS
from .testing import again, tell, tell_made
from .usage import UsageError


def import_(given: argparse.Namespace) -> int:
    """Make a case of a table, or of the filled template, and test it."""
    draft.check_name(given.case)
    texts = {name: getattr(given, name.replace("-", "_")) for name in (*TEXTS, *IDENTITY)}
    for name, text in texts.items():
        if not text.isprintable() or len(text) > 200:
            raise UsageError(f"--{name}: väntade text utan styrtecken, högst 200 tecken")
    texts |= {name: ",".join(getattr(given, name)) for name in LISTS}
    delimiter = {"tab": "\t"}.get(texts["delimiter"], texts["delimiter"])
    if len(delimiter) > 1:
        raise UsageError("--delimiter: väntade ett enda tecken, eller tab")
    folder, faults = given.data / given.case, []
    for data in (given.data, given.file.parent):  # the template that is read is then the one that goes with the case
        replacement.mend(data)
    try:
        sheets = sheet.read(given.file, texts["encoding"], delimiter, _places("ignore", texts["ignore"]))
    except SheetError as error:
        if not template.is_template(error.sheets):
            error.command = _command(given, error)
            raise
        sheets, faults = error.sheets, error.faults
    hidden = excel.hidden(given.file)
    if template.is_template(sheets):
        faults += [f"blad {name}: ett dolt blad, väntade att det visas eller tas bort" for name in hidden]
        made = template.read(given.file.name, sheets, _reading(given, texts).style, faults)
        doubles = [] if "ALLA" in _places("posts", texts["posts"]) else double_count.questions(made)
        if doubles:
            raise SheetError(given.file.name, doubles)
        check = partial(_nothing_unread, folder, made) if given.replace else _nothing
        try:
            draft.write(made, folder, today(), given.replace, check=check)
        except CaseError as error:
            raise template.placed(given.file.name, sheets, error) from error
        if numbers := [row["proposal"] for row in made.rows["proposals"] if row["confirmed"] == "no"]:
            print(f"Raderna av de förslag som är besvarade med nej är inte med i fallet: {', '.join(numbers)}.")
        return tell(Report.make(EditionParameters.check({"case": str(folder)})))
    identity = conversion.Identity(**{name.replace("-", "_"): plain(texts[name]) for name in IDENTITY})
    try:
        taken = _table(given, texts, sheets, identity)
    except SheetError as error:
        error.command = _command(given, error)
        raise
    check = partial(_nothing_lost, folder, taken.draft) if given.replace else _nothing
    written = template.create(taken.draft, folder, today(), given.replace, check)
    report = Report.make(EditionParameters.check({"case": str(folder)}))
    for line in conversion.summary(taken, folder, report.money.full):
        print(line)
    for name in hidden:
        print(f"Lämnat åt sidan: det dolda bladet {name}.")
    if taken.identity.missing:
        options = [name.replace("_", "-") for name in taken.identity.missing]
        print("Uppgift saknas om " + ", ".join(f"{IDENTITY[name]} (--{name})" for name in options) + ".")
    print(f"Mallen {written} har samma innehåll. Fyll i resten där, och läs in den:\n  {again(folder)}")
    status = tell_made(report)
    for line in conversion.rounding_hint(report, taken.draft):
        print(line)
    return status


def _table(
    given: argparse.Namespace, texts: dict[str, str], sheets: list[Sheet], identity: conversion.Identity
) -> conversion.Intake:
    """A plain table taken in, read as the options on the command line settle."""
    chosen = conversion.choose(given.file.name, sheets, texts["sheet"])
    options, step = _reading(given, texts), _step(texts["rounding"])
    return conversion.take_in(given.file, chosen, options, identity, step, _chosen(given, "duplicates"))


def _command(given: argparse.Namespace, error: SheetError) -> str:
    """What was given, and the answer to each question that has one alone; "" where no question can be answered so.

    Which of several answers is right only the analyst knows, and to leave a row or a column out is to choose.
    """
    proposed = [set(found) for line in answer.lines(error.faults) if (found := answer.options(line))]
    if not proposed:
        return ""
    sole = [next(iter(found)) for found in proposed if len(found) == 1]
    names = [*CHOICES, *TEXTS, "decimals", *IDENTITY]
    said = {name: answer.quoted(text) for name in names if (text := getattr(given, name.replace("-", "_")))}
    listed = {name: list(getattr(given, name)) for name in LISTS}
    for name, text in sole:
        if name == "ignore":
            continue
        if name in LISTS:
            listed[name].append(text)
        else:
            said.setdefault(name, text)
    said |= {name: ",".join(dict.fromkeys(places)) for name, places in listed.items() if places}
    where = "" if given.data == Path("data") else f" --data {answer.quoted(given.data.as_posix())}"
    begun = f"fordelning import {answer.quoted(given.file.as_posix())} --case {given.case}{where}"
    replaced = " --replace" * given.replace
    return begun + replaced + "".join(answer.option(name, text) for name, text in said.items())


def new(given: argparse.Namespace) -> int:
    """Begin a case, with its template, both filled with a made-up example."""
    draft.check_name(given.name)
    folder = given.data / given.name
    check = partial(_nothing_lost, folder, example.draft()) if given.replace else _nothing
    written = template.create(example.draft(), folder, today(), given.replace, check)
    print(
        f"Fallet ligger i {folder} och mallen är {written}; båda är fyllda med ett påhittat exempel.\n"
        f"Pröva exemplet:\n"
        f"  fordelning check {shlex.quote(folder.as_posix())}\n"
        f"Byt sedan exemplet mot beslutet, i mallen eller i mappens CSV-filer. Så läses mallen in:\n"
        f"  {again(folder)}"
    )
    return FINE


def convert(given: argparse.Namespace) -> int:
    """Write a case that an earlier version has made in the present format, in its place."""
    try:
        folder = Path(os.path.abspath(find(given.case)))
    except LookupError as error:
        raise UsageError(str(error)) from None
    if draft.convert(folder):
        print(f"Fallet {folder.name} är omskrivet i det nuvarande formatet. Allt det säger är som förut.")
    else:
        print(f"Fallet {folder.name} är redan i det nuvarande formatet.")
    return FINE


def _nothing_lost(folder: Path, made: draft.Draft) -> None:
    """Raises DraftError where something has been filled in for the case in `folder` that `made` would replace."""
    _nothing_unexpressed(folder)
    lost = [] if folder.is_symlink() else template.filled_in(folder, made)  # a link is never replaced
    if lost:
        raise DraftError(
            f"{folder} och dess mall ersätts inte: det här är ifyllt och skulle försvinna: {', '.join(lost)}. "
            f"Är det det ifyllda som gäller, så läs in mallen:\n  {again(folder)}\n"
            "Ska allt göras om från början, så välj ett annat namn, eller flytta först undan mappen och mallen."
        )


def _nothing_unread(folder: Path, made: draft.Draft) -> None:
    """Raises DraftError where the case in `folder` has what would be gone without a word when `made` replaces it."""
    _nothing_unexpressed(folder)
    unread = draft.unread(folder, made, today())
    if unread:
        raise DraftError(
            f"{folder} kan inte läsas, och ersätts inte: det som står i {', '.join(unread)} skulle försvinna. "
            f"Rätta felen, som räknas upp av\n  fordelning check {shlex.quote(folder.as_posix())}\n"
            "eller flytta undan mappen, och läs sedan in mallen igen."
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


def _nothing() -> None:
    """Nothing is looked at where nothing is to be replaced."""


def _chosen(given: argparse.Namespace, name: str) -> str:
    return CHOICES[name][0].get(getattr(given, name.replace("-", "_")), "")


def _reading(given: argparse.Namespace, texts: dict[str, str]) -> Options:
    return Options(
        sheet=plain(texts["sheet"]),
        rows=_chosen(given, "rows"),
        columns=_chosen(given, "columns"),
        groups=_chosen(given, "groups"),
        unit=_chosen(given, "unit"),
        year=plain(texts["year"]),
        pot=plain(texts["pot"]),
        measure=plain(texts["measure"]),
        board=plain(texts["board"]),
        style=Style(_chosen(given, "decimal") or None, int(given.decimals) if given.decimals else None),
        ignore=_places("ignore", texts["ignore"]),
        totals=_places("totals", re.sub("=[^,; ]*", "", texts["totals"])),
        posts=_places("posts", texts["posts"]),
        summed=_summed(texts["totals"]),
        footnote=_places("footnote", texts["footnote"]),
        hidden=_chosen(given, "hidden"),
        of_which=_chosen(given, "of-which"),
        formulas=_chosen(given, "formulas"),
        values=_chosen(given, "values"),
        spelling=_chosen(given, "spelling"),
    )


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
