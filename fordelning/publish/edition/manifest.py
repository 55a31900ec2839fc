"""The manifest: what an edition was made from and what came out, by checksum, and what differs when it is made anew."""

import datetime
import hashlib
import io
import json
import os
import re
import subprocess
import tarfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from fordelning.base import profile
from fordelning.base.errors import shorten
from fordelning.base.file import content, parts
from fordelning.base.program import versions
from fordelning.case.folder import split
from fordelning.publish.run.declaration import declared
from fordelning.report.parameters import EditionParameters, epoch

from .seal import written as written

if TYPE_CHECKING:  # an edition is compared with its manifest without loading the case
    from fordelning.report.report import Report

MANIFEST = "manifest.json"
_COMPARED = {
    "request": "uppgiften",
    "parameters": "parametern",
    "versions": "versionen av",
    "inputs": "underlaget",
    "outputs": "filen",
    "sizes": "storleken på",
}
_PROGRAM = Path(__file__).parents[2]
_KINDS = (".py", ".j2", ".typ")  # of the program's files that an edition depends on
_DECLARED = " (parametrar)"
_LARGEST = 20_000_000  # bytes of a manifest


class ManifestError(Exception):
    """There is no manifest to verify against, or it cannot be read; the message says which."""


def basis(
    report: "Report",
    before: "Report | None",
    made_with: Iterable[Path],
    left_out: Iterable[Path],
    program: dict[str, str],
    commit: dict | None,
) -> dict:
    """What manifest.json says that the edition is made from: parameters, versions, and SHA-256 of every file.

    `before` is what the case is compared with, where it is. `made_with` are the notebooks that there are documents of,
    `left_out` those that had nothing to say of the case. `program` and `commit` are those of
    `staleness.Program`.
    """
    case = {f"data/{split(report.case.name)[0]}/{name}": digest for name, digest in report.case.digests.items()}
    if before is not None and before.case.digests != report.case.digests:
        other = split(report.recorded["other"])[0]
        case |= {f"data/{other}/{name}": digest for name, digest in before.case.digests.items()}
    if (file := report.asked(EditionParameters).amendment_file) is not None:
        case[f"amendment/{file.name}"] = hashlib.sha256(file.read_bytes()).hexdigest()
    source = {f"source/{report.trace.original.name}": report.trace.original.digest} if report.trace else {}
    return {
        "case": report.case.name,
        "edition": report.edition.isoformat(),
        "request": request(report.asked(EditionParameters)),
        "parameters": report.recorded,
        "versions": versions(),
        "inputs": dict(sorted({**case, **source, **program, **notebooks(made_with, left_out, Reading())}.items())),
        "commit": commit,
    }


def manifest(made_from: dict, folder: Path) -> dict:
    """All that manifest.json says of the edition in `folder`, whose `basis` is `made_from`."""
    return {**made_from, "outputs": outputs(folder), "sizes": sizes(folder)}


def completed(told: dict, file: Path) -> dict:
    """The manifest `told` with `file`, which was made of it and lies beside the others."""
    outputs = told["outputs"] | {file.name: digest(file)}
    sizes = told["sizes"] | {file.name: file.stat().st_size}
    return told | {"outputs": dict(sorted(outputs.items())), "sizes": dict(sorted(sizes.items()))}


def request(parameters: EditionParameters) -> dict[str, str]:
    """What the parameters leave to the case and to the system: which stage is asked for, and what dates the edition."""
    dated = "parametern" if parameters.edition else "SOURCE_DATE_EPOCH" if epoch() else "fallet"
    return {"skede": split(parameters.case)[1], "datum": dated}


def read(folder: Path) -> dict:
    """The manifest of the edition in `folder`, whose parts are of the kinds that `manifest` writes.

    Raises ManifestError. What else a manifest may hold is kept, and is a difference when it is compared.
    """
    try:
        data = content(folder / MANIFEST, _LARGEST, follow=False)
        found = json.loads(data.decode("utf-8"), object_pairs_hook=_once)
        if all(form(found[part]) for part, form in _FORMS.items()):
            return found
    except FileNotFoundError:
        raise ManifestError(f"{folder} har inget {MANIFEST}: det är ingen utgåva. Gör en med report först.") from None
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        pass
    raise ManifestError(f"{folder / MANIFEST} kan inte läsas.")


def is_as_written(folder: Path, was: dict) -> bool:
    """Whether the manifest in `folder`, which says `was`, is what the program wrote: nothing added or respelt."""
    ours = written(was).encode(errors="replace")  # half a character is nothing that the program writes
    return list(was) == list(_FORMS) and content(folder / MANIFEST, _LARGEST) == ours


def _once(pairs: list[tuple[str, object]]) -> dict:
    """An object of JSON. Raises ValueError where a key stands twice: only the last would be looked at."""
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a key that stands twice")
    return dict(pairs)


def _texts(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(one, str) for one in value.values())


def _commit(value: object) -> bool:
    if value is None:
        return True
    match value:
        case {"id": str() as id, "changed": bool(), **more} if not more:
            return bool(re.fullmatch("[0-9a-f]{40}", id))
    return False


def _files(value: object, kind: type) -> bool:
    """Whether `value` tells something of files in one folder, by their names."""
    return isinstance(value, dict) and all(
        type(told) is kind and name and not re.search(r"[/\\\x00-\x1f]|^\.", name) for name, told in value.items()
    )


# What each part of a manifest is to be.
_FORMS = {
    "case": lambda value: isinstance(value, str),
    "edition": lambda value: bool(datetime.date.fromisoformat(value)),
    "request": lambda value: _texts(value) and value.keys() == {"skede", "datum"},
    "parameters": lambda value: _texts(value) and "case" in value,
    "versions": _texts,
    "inputs": _texts,
    "commit": _commit,
    "outputs": lambda value: _files(value, str),
    "sizes": lambda value: _files(value, int),
}


def commit() -> dict | None:
    """The program's commit and whether its tracked files have been changed since; None outside a repository."""
    try:
        _git("ls-files", "--error-unmatch", "__init__.py")
        changed = _git("status", "--porcelain", "--untracked-files=no", "--", _PROGRAM.parent.as_posix())
        return {"id": _git("rev-parse", "HEAD").decode().strip(), "changed": bool(changed.strip())}
    except (OSError, subprocess.CalledProcessError):
        return None


def _git(*arguments: str) -> bytes:
    command = ["git", "--no-optional-locks", "-C", str(_PROGRAM), *arguments]
    return subprocess.run(command, capture_output=True, check=True).stdout


def program_at(id: str) -> dict[str, str] | None:
    """What `program` gives, without the fonts, as the commit `id` has it; {} where there is no such commit.

    None where it cannot be known: outside a repository, and where the repository holds only the last commits.
    """
    try:
        _git("ls-files", "--error-unmatch", "__init__.py")
        whole = _git("rev-parse", "--is-shallow-repository").strip() == b"false"
    except (OSError, subprocess.CalledProcessError):
        return None
    try:
        found = _git(
            "-c", "core.autocrlf=false", "archive", "--format=tar", f"{id}^{{commit}}", "."
        )  # of the package alone, which git was asked in
    except subprocess.CalledProcessError:
        return {} if whole else None
    with tarfile.open(fileobj=io.BytesIO(found)) as archive:
        files = ((one, archive.extractfile(one)) for one in archive if one.name.endswith(_KINDS))
        return {f"fordelning/{one.name}": hashlib.sha256(file.read()).hexdigest() for one, file in files if file}


def program() -> dict[str, str]:
    """SHA-256 of the program's files and of the fonts."""
    files = {path.relative_to(_PROGRAM).as_posix(): path for kind in _KINDS for path in _PROGRAM.rglob(f"*{kind}")}
    paths = [*profile.fonts().values(), *(path for path, _ in profile.further_fonts().values())]
    fonts = {f"fonts/{path.name}": digest(path) for path in paths}
    return {f"fordelning/{name}": digest(path) for name, path in files.items()} | fonts


class Reading:
    """Files that are read once, however many editions ask what is in them."""

    def __init__(self) -> None:
        self.digest, self.declared = cache(digest), cache(declared)


def notebooks(made_with: Iterable[Path], left_out: Iterable[Path], reading: Reading) -> dict[str, str]:
    """SHA-256 of the notebooks in `made_with`; of those in `left_out` only the parameters, which is why they were."""
    told = {f"notebooks/{path.name}": reading.digest(path) for path in made_with}
    return told | {f"notebooks/{path.name}{_DECLARED}": " ".join(sorted(reading.declared(path))) for path in left_out}


def outputs(folder: Path) -> dict[str, str]:
    """SHA-256 of every file of the edition but the manifest itself."""
    return {path.name: digest(path) for path in _made(folder)}


def sizes(folder: Path) -> dict[str, int]:
    """The bytes of every file of the edition but the manifest itself."""
    return {path.name: path.stat().st_size for path in _made(folder)}


def _made(folder: Path) -> list[Path]:
    """The edition's files but the manifest, by name: regular files, and no links."""
    with os.scandir(folder) as entries:
        names = sorted(one.name for one in entries if one.is_file(follow_symlinks=False) and one.name != MANIFEST)
    return [folder / name for name in names]


def strangers(folder: Path, was: dict) -> list[str]:
    """What in `folder` is no file that the manifest `was` names, each as a sentence begins."""
    found = []
    with os.scandir(folder) as entries:
        for one in sorted(entries, key=lambda entry: entry.name):
            name = shorten(one.name, 100).strip("»")
            if one.is_symlink():
                found.append(f"{name} är en länk")
            elif one.is_dir(follow_symlinks=False):
                found.append(f"mappen {name} har tillkommit")
            elif not one.is_file(follow_symlinks=False):
                found.append(f"{name} är ingen vanlig fil")
            elif one.name != MANIFEST and one.name not in was["outputs"]:
                found.append(f"filen {name} har tillkommit")
    return found


def foreign(folder: Path) -> list[str]:
    """What is not ours in `folder`, where an edition is to lie: all but what its manifest says, as it says; in Swedish.

    [] where there is nothing there, or an edition that may be replaced.
    """
    if not os.path.lexists(folder):
        return []
    if folder.is_symlink() or not folder.is_dir():
        return ["det är ingen mapp utan en länk" if folder.is_symlink() else "det är ingen mapp"]
    try:
        was = read(folder)
    except ManifestError:
        return [f"mappen har inget {MANIFEST} som kan läsas"]
    changed = [] if is_as_written(folder, was) else [MANIFEST]
    for path in _made(folder):
        size = path.stat().st_size
        if path.name in was["outputs"] and size and not _is_of(path, size, was):
            changed.append(path.name)
    said = "är inte den som gjordes: den är ändrad eller skadad"
    return [*strangers(folder, was), *(f"filen {name} {said}" for name in changed)]


def _is_of(path: Path, size: int, was: dict) -> bool:
    """Whether a file of `size` is what the manifest `was` says; one of another size is not read."""
    return size == was["sizes"].get(path.name) and digest(path) == was["outputs"][path.name]


def lying(folder: Path, was: dict) -> dict[str, dict]:
    """The outputs and sizes of what lies in `folder`, as far as they may be those of the manifest `was`."""
    found = sizes(folder)
    like = {name: size == was["sizes"].get(name) for name, size in found.items()}
    digests = {name: digest(folder / name) if like[name] else "en annan storlek" for name in found}
    return {"outputs": digests, "sizes": found}


def differences(was: dict, now: dict) -> list[str]:
    """Every difference between two manifests, in Swedish; empty where they are the same.

    The commit is told where something else differs: what of it matters is among the inputs already.
    """
    found = [f"uppgiften {shorten(name)} hör inte hemma i ett manifest" for name in sorted(set(was) - set(now))]
    if was["case"] != now["case"]:
        found.append(f"fallet är ett annat: {_short(was['case'])} i manifestet, {_short(now['case'])} nu")
    told: set[str] = set()
    for part, name in _COMPARED.items():
        for key in sorted({*was[part], *now[part]}):
            before, after = was[part].get(key), now[part].get(key)
            if before == after:
                continue
            if part == "sizes" and key in told:
                continue
            told.add(key)
            key = shorten(key, 100).strip("»")
            if before is None:
                found.append(f"{name} {key} har tillkommit")
            elif after is None:
                found.append(f"{name} {key} saknas")
            else:
                found.append(f"{name} {key} är en annan: {_short(before)} i manifestet, {_short(after)} nu")
    if was["edition"] != now["edition"]:
        found.append(f"utgåvans datum är ett annat: {was['edition']} i manifestet, {now['edition']} nu")
    if found and was["commit"] != now["commit"]:
        found.append(f"programmets version i git är en annan: {_named(was['commit'])}, nu {_named(now['commit'])}")
    return found


def commit_told(was: dict) -> tuple[list[str], list[str]]:
    """What is wrong with the commit that the manifest `was` names, and what of it cannot be known here; in Swedish."""
    told = was["commit"]
    if told is None:
        return [], ["vilken version i git programmet hade; manifestet anger ingen"]
    there = program_at(told["id"])
    if there is None:
        return [], [f"att programmet är det i commit {told['id'][:12]}; den finns inte här"]
    if not there:
        return [f"commit {told['id'][:12]} finns inte i programmets historik"], []
    made_with = {name: digest for name, digest in was["inputs"].items() if name.startswith("fordelning/")}
    if told["changed"]:
        return [], [f"vilka ändringar som var gjorda sedan commit {told['id'][:12]}"]
    return ([f"programmet är inte det i commit {told['id'][:12]}"] if made_with != there else []), []


def _short(value: str | int) -> str:
    return f"{value[:12]}…" if isinstance(value, str) and len(value) == 64 else shorten(str(value))


def _named(found: dict | None) -> str:
    return "okänd" if found is None else found["id"][:12] + (" med ändringar" if found["changed"] else "")


def digest(path: Path) -> str:
    """SHA-256 of the file at `path`, which is a regular one. Raises OSError."""
    found = hashlib.sha256()
    for part in parts(path):
        found.update(part)
    return found.hexdigest()
