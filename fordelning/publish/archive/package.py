"""The package: an edition, what it was made from, and what is said of both, in one file that is the same every time."""

import hashlib
import os
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files as resources
from pathlib import Path

from fordelning.base.errors import InputError, RenderingError, shorten, unseen
from fordelning.base.file import parts
from fordelning.case.folder import find, split
from fordelning.case.schema import DESCRIPTOR
from fordelning.publish.edition.manifest import MANIFEST, digest, read
from fordelning.publish.edition.overview import state
from fordelning.report.parameters import EditionParameters
from fordelning.report.report import Report

from .metadata import File, metadata

_DATA = "representations/rep1/data"
_PART = 1_000_000  # bytes
_DAY = (1980, 1, 1, 0, 0, 0)  # of every file in the package: the first that a zip can tell
_ORDINARY = 0o100644 << 16  # a regular file that all may read, as a zip has it


class PackageError(InputError):
    """An edition cannot be packed, or not there; the message says why, and what to do."""


class PackingError(RenderingError):
    """A file was changed while it was packed; the message says which."""


def sources(report: Report, notebooks: Iterable[Path], folder: Path) -> dict[str, Path]:
    """Where the inputs of the edition in `folder` lie that go with it, by their names in the manifest.

    That is the case, the one it is compared with, the file of changed rows and the notebooks. The program is found by
    its commit, and the source is the municipality's own to archive. Raises ManifestError.
    """
    asked = report.asked(EditionParameters)
    places = {f"data/{split(report.case.name)[0]}/": find(asked.case)}
    if other := report.recorded.get("other"):
        places[f"data/{split(other)[0]}/"] = asked.other_folder
    places |= {f"notebooks/{path.name}": path for path in notebooks}
    if asked.amendment_file is not None:
        places[f"amendment/{asked.amendment_file.name}"] = asked.amendment_file
    found = {}
    for name in read(folder)["inputs"]:
        if name in places:
            found[name] = places[name]
        elif (place := name[: name.rfind("/") + 1]) in places:
            found[name] = places[place] / name.removeprefix(place)
    return found


def pack(folder: Path, sources: Mapping[str, Path], archives: Path) -> tuple[Path, bool]:
    """Pack the edition in `folder` as a file in the folder `archives`; its path, and whether it was not there before.

    `sources` says where each input that goes with it lies, by its name in the manifest. The file is named after the
    case, the edition's date and the manifest's checksum: another edition has another name, and the same has the same
    bytes. Raises PackageError, PackingError, ManifestError, OSError; then nothing is written.
    """
    _require_apart(archives)
    manifest, told = read(folder), state(folder)
    told_by = digest(folder / MANIFEST)
    name = f"{manifest['case']}_{manifest['edition']}_{told_by[:12]}"
    held = [_held(f"{_DATA}/reports/{manifest['case']}/{MANIFEST}", folder / MANIFEST, told_by)]
    held += [
        File(f"{_DATA}/reports/{manifest['case']}/{output}", folder / output, told_by, manifest["sizes"][output])
        for output, told_by in manifest["outputs"].items()
    ]
    held += [
        _held(f"{_DATA}/{_within(input)}", path, manifest["inputs"][input]) for input, path in sorted(sources.items())
    ]
    held.append(File.of("schemas/schema.json", (resources("fordelning.case") / "schema.json").read_bytes()))
    twice = [path for path, count in Counter(file.path for file in held).items() if count > 1]
    if twice:
        raise PackageError(f"Två filer får samma namn i paketet: {', '.join(twice)}. Byt namn på det ena fallets mapp.")
    odd = [file.path for file in held if unseen(file.path)]
    if odd:
        raise PackageError(
            f"{shorten(odd[0], 200)} har tecken i namnet som ett arkiv inte kan läsa. Byt namn på filen."
        )
    files = [*metadata(name, told, manifest, held), *held]
    archives.mkdir(parents=True, exist_ok=True)
    target = archives / f"{name}.zip"
    with tempfile.TemporaryDirectory(prefix=".packing-", dir=archives) as making:
        made = Path(making) / target.name
        _write(made, name, files)
        if os.path.lexists(target):
            _require_same(target, made)
            return target, False
        made.rename(target)
    return target, True


def _within(name: str) -> str:
    """The name of an input as a path that leads nowhere else: a case to compare with may lie beside `data`."""
    return "/".join(part for part in name.split("/") if part not in ("", ".", ".."))


def _held(path: str, source: Path, told: str) -> File:
    return File(path, source, told, source.stat().st_size)


def _write(path: Path, name: str, files: list[File]) -> None:
    """Write the zip of `files` in a folder `name`, uncompressed: the same bytes whatever library writes it."""
    with zipfile.ZipFile(path, "x", zipfile.ZIP_STORED) as package:
        for file in sorted(files, key=lambda one: one.path):
            entry = zipfile.ZipInfo(f"{name}/{file.path}", _DAY)
            entry.create_system, entry.external_attr, entry.file_size = 3, _ORDINARY, file.size
            found = hashlib.sha256()
            with package.open(entry, "w") as stream:
                for part in _parts(file):
                    found.update(part)
                    stream.write(part)
            if found.hexdigest() != file.digest:
                raise PackingError(
                    f"{file.path} är inte den som manifestet säger: den ändrades medan utgåvan packades. Kör igen."
                )
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def _parts(file: File) -> Iterator[bytes]:
    return iter([file.source]) if isinstance(file.source, bytes) else parts(file.source)


def _require_apart(archives: Path) -> None:
    """Raises PackageError where the folder `archives` lies in an edition or in a case, which it would change."""
    for folder in (archives.resolve(), *archives.resolve().parents):
        for mark, what in ((MANIFEST, "en utgåva"), (DESCRIPTOR, "ett fall")):
            if (folder / mark).is_file():
                raise PackageError(f"Paketet kan inte läggas i {archives}: {folder} är {what}. Välj en annan mapp.")


def _require_same(target: Path, made: Path) -> None:
    """Raises PackageError unless what lies at `target` is what was made."""
    try:
        same = not target.is_symlink() and digest(target) == digest(made)
    except OSError:
        same = False
    if not same:
        raise PackageError(
            f"{target} ersätts inte, för det är inte det paket som utgåvan ger: det är ändrat, skadat eller något "
            "annat. Flytta det eller ta bort det, och kör igen."
        )
