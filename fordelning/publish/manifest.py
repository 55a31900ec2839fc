"""The manifest: what an edition was made from and what came out, by checksum, and what differs when it is made anew."""

import hashlib
import importlib.metadata
import json
import os
import platform
import subprocess
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from .. import __version__, profile
from ..folder import split
from ..parameters import EditionParameters, epoch
from .declaration import declared

if TYPE_CHECKING:  # an edition is compared with its manifest without loading the case
    from ..report import Report

MANIFEST = "manifest.json"
PACKAGES = ("babel", "font-source-sans-pro", "ipython", "jinja2", "matplotlib", "mistune", "nbformat", "numpy")
PACKAGES += ("pandas", "pikepdf", "typst", "uharfbuzz", "xlsxwriter")
_PARTS = {"case", "edition", "request", "parameters", "versions", "commit", "inputs", "outputs", "sizes"}
_COMPARED = {
    "request": "uppgiften",
    "parameters": "parametern",
    "versions": "versionen av",
    "inputs": "underlaget",
    "outputs": "filen",
}
_PROGRAM = Path(__file__).parents[1]
_DECLARED = " (parametrar)"


class ManifestError(Exception):
    """There is no manifest to verify against, or it cannot be read; the message says which."""


def basis(
    report: "Report",
    before: "Report | None",
    made_with: Iterable[Path],
    left_out: Iterable[Path],
    program: dict[str, str],
) -> dict:
    """What manifest.json says that the edition is made from: parameters, versions, and SHA-256 of every file.

    `before` is what the case is compared with, where it is. `made_with` are the notebooks that there are documents of,
    `left_out` those that had nothing to say of the case. `program` is `Program.files` in `fresh`.
    """
    case = {f"data/{split(report.case.name)[0]}/{name}": digest for name, digest in report.case.digests.items()}
    if before is not None and before.case.digests != report.case.digests:
        other = split(report.recorded["other"])[0]
        case |= {f"data/{other}/{name}": digest for name, digest in before.case.digests.items()}
    source = {f"source/{report.trace.original.name}": report.trace.original.digest} if report.trace else {}
    return {
        "case": report.case.name,
        "edition": report.edition.isoformat(),
        "request": request(report.parameters),
        "parameters": report.recorded,
        "versions": versions(),
        "inputs": dict(sorted({**case, **source, **program, **notebooks(made_with, left_out, Reading())}.items())),
    }


def manifest(made_from: dict, folder: Path) -> dict:
    """All that manifest.json says of the edition in `folder`, whose `basis` is `made_from`."""
    return {**made_from, "commit": commit(), "outputs": outputs(folder), "sizes": sizes(folder)}


def request(parameters: EditionParameters) -> dict[str, str]:
    """What the parameters leave to the case and to the system: which stage is asked for, and what dates the edition."""
    dated = "parametern" if parameters.edition else "SOURCE_DATE_EPOCH" if epoch() else "fallet"
    return {"skede": split(parameters.case)[1], "datum": dated}


def read(folder: Path) -> dict:
    """The manifest of the edition in `folder`. Raises ManifestError."""
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if set(found) >= _PARTS and _as_written(found):
            return found
    except FileNotFoundError:
        raise ManifestError(f"{folder} har inget {MANIFEST}: det är ingen utgåva. Gör en med report först.") from None
    except (OSError, ValueError, TypeError, RecursionError):
        pass
    raise ManifestError(f"{folder / MANIFEST} kan inte läsas.")


def _as_written(found: dict) -> bool:
    """Whether the parts of a manifest are of the kinds that `manifest` writes."""
    texts = all(
        isinstance(found[part], dict) and all(isinstance(value, str) for value in found[part].values())
        for part in _COMPARED
    ) and isinstance(found["sizes"], dict)
    known = found["commit"]
    named = known is None or (isinstance(known, dict) and isinstance(known.get("id"), str) and "changed" in known)
    return texts and named


@cache
def versions() -> dict[str, str]:
    """The versions of the program, of Python and of the packages that shape the output, as this process began."""
    found = {name: importlib.metadata.version(name) for name in PACKAGES}
    return {"fordelning": __version__, "python": platform.python_version(), **found}


def commit() -> dict | None:
    """The program's commit and whether its tracked files have been changed since; None outside a repository."""

    def git(*arguments: str) -> str:
        command = ["git", "--no-optional-locks", "-C", str(_PROGRAM), *arguments]
        return subprocess.run(command, capture_output=True, check=True, text=True).stdout.strip()

    try:
        git("ls-files", "--error-unmatch", "__init__.py")
        changed = git("status", "--porcelain", "--untracked-files=no", "--", _PROGRAM.parent.as_posix())
        return {"id": git("rev-parse", "HEAD"), "changed": bool(changed)}
    except (OSError, subprocess.CalledProcessError):
        return None


def program() -> dict[str, str]:
    """SHA-256 of the program's files and of the fonts."""
    files = {
        path.relative_to(_PROGRAM).as_posix(): path
        for kind in ("py", "j2", "typ")
        for path in _PROGRAM.rglob(f"*.{kind}")
    }
    fonts = {f"fonts/{path.name}": digest(path) for path in profile.fonts().values()}
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
    return {name: digest(Path(path)) for name, path in _made(folder)}


def sizes(folder: Path) -> dict[str, int]:
    """The bytes of every file of the edition but the manifest itself."""
    return {name: os.path.getsize(path) for name, path in _made(folder)}


def _made(folder: Path) -> list[tuple[str, str]]:
    """The edition's files but the manifest, by name; as texts, since a run looks at those of many editions."""
    found = [os.path.join(place, name) for place, _, names in os.walk(folder) for name in names]
    named = {path[len(str(folder)) + 1 :].replace(os.sep, "/"): path for path in found if os.path.isfile(path)}
    return sorted((name, path) for name, path in named.items() if name != MANIFEST)


def differences(was: dict, now: dict) -> list[str]:
    """Every difference between two manifests, in Swedish; empty where they are the same.

    The commit is told where something else differs: what of it matters is among the inputs already.
    """
    found = []
    for part, name in _COMPARED.items():
        for key in sorted({*was[part], *now[part]}):
            before, after = was[part].get(key), now[part].get(key)
            if before == after:
                continue
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


def _short(value: str) -> str:
    return f"{value[:12]}…" if len(value) == 64 else f"»{value}»"


def _named(found: dict | None) -> str:
    return "okänd" if found is None else found["id"][:12] + (" med ändringar" if found["changed"] else "")


def digest(path: Path) -> str:
    """SHA-256 of the file at `path`."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
