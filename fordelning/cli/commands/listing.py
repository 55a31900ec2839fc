"""`list`: the cases there are, and what there is of editions of each."""

import argparse
import os
import shlex
from collections import defaultdict
from pathlib import Path

from fordelning.base.console import is_seen
from fordelning.base.errors import CaseError, shorten
from fordelning.base.status import FINE
from fordelning.case.case import load
from fordelning.case.replacement import mend
from fordelning.case.schema import MISSING
from fordelning.publish.edition.overview import RESULT, known
from fordelning.publish.edition.target import NOT_APPROVED


def list_(given: argparse.Namespace) -> int:
    """Say which cases there are, and what there is of editions of each; a faulty one does not hide the others."""
    for said in mend(given.data):
        print(said)
    folders = sorted(folder for folder in given.data.glob("[!.]*") if os.path.isdir(folder))
    if not folders:
        print(f"Det finns inga fall i {given.data}. Börja på ett med fordelning new NAMN.")
    editions = _editions(given.reports)
    for folder in folders:
        print("\n  ".join([*_described(folder), *editions[folder.name]]), flush=True)
    return FINE


def _described(folder: Path) -> list[str]:
    """What a case says of itself: a line with its name, and its stages where it has any."""
    name = folder.name
    if not is_seen(name):
        return [f"{shorten(name)}: namnet har tecken som inte kan läsas; byt namn på mappen"]
    try:
        case = load(folder)
    except CaseError as error:
        return [f"{name}: {len(error.faults)} fel, som fordelning check {shlex.quote(folder.as_posix())} räknar upp"]
    municipality = case.decision.municipality.replace(MISSING, "kommun ej angiven")
    stages = ", ".join(f"{stage.name} ({key})" for key, stage in case.stages.items())
    return [f"{name}: {case.title} ({municipality})", *([f"skeden: {stages}"] if stages else [])]


def _editions(reports: Path) -> dict[str, list[str]]:
    """A line for each edition in `reports`, by the name of its case's folder."""
    found = defaultdict(list)
    for folder in sorted(path.parent for path in reports.glob(f"[!.]*/{RESULT}")):
        edition = known(folder)
        if edition:
            case, told = edition["case"], f"{edition['verdict']} ({edition['edition']}, {edition['unit']})"
            if os.path.lexists(reports / f"{folder.name}{NOT_APPROVED}"):
                told += ", gäller inte längre: en senare utgåva är inte godkänd"
        else:
            case, told = folder.name.removesuffix(NOT_APPROVED), "kan inte läsas, eller är ändrad"
        found[case.partition("@")[0]].append(f"utgåva {shorten(folder.name, 200).strip('»')}: {told}")
    return found
