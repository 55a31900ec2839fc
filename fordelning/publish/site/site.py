"""The site: made whole in a folder of its own, and put in the place of the one before if that is unchanged."""

import json
import os
import shutil
import tempfile
from pathlib import Path

from fordelning.base.errors import InputError
from fordelning.base.exchange import exchange
from fordelning.publish.edition import seal
from fordelning.publish.edition.catalog import moved, whole
from fordelning.publish.edition.manifest import MANIFEST, ManifestError, digest, read
from fordelning.publish.edition.overview import CATALOG, INDEX, listed, overview

from . import guide

GUIDE, FILES = "guide", "site.json"


class SiteError(InputError):
    """The site cannot be made of what there is, or not put there; the message says why, and what to do."""


def make(reports: Path, docs: Path, target: Path) -> int:
    """Make the site of the editions in `reports` and the guide in `docs` at `target`; how many editions it has.

    Raises SiteError, GuideError or OSError; what stood there is then as it was.
    """
    _require_apart(target, reports, docs)
    _require_ours(target)
    pages = guide.read(docs)
    editions = sorted(one["folder"] for one in listed(reports)[0])
    if not editions:
        raise SiteError(f"Det finns inga utgåvor i {reports}. Gör dem först, med fordelning batch --all.")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".site-") as name:
        making = Path(name) / "site"
        making.mkdir()
        for edition in editions:
            _copy(reports / edition, making / edition)
        _write_guide(pages, making / GUIDE)
        _write(making / CATALOG, json.dumps(_catalog(making, editions), ensure_ascii=False, indent=2) + "\n")
        _write(making / INDEX, seal.page(overview(reports, pages)))
        _write(making / FILES, seal.data({"files": _files(making)}))
        _put(making, target)
    return len(editions)


def _copy(edition: Path, target: Path) -> None:
    """Copy what an edition's manifest names, and that as it says: nothing else that lies there is published."""
    target.mkdir()
    try:
        told = read(edition)["outputs"]
    except ManifestError as error:
        raise SiteError(str(error)) from None
    for name in (*told, MANIFEST):
        shutil.copyfile(edition / name, target / name)
    changed = [name for name, was in told.items() if digest(target / name) != was]
    if changed:
        raise SiteError(f"{edition} stämmer inte med sitt manifest: {', '.join(changed)}. Gör om utgåvan.")


def _write_guide(pages: list[guide.GuidePage], folder: Path) -> None:
    folder.mkdir()
    for one in pages:
        _write(folder / one.href, guide.written(one, pages))
        for name, file in one.files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, folder / name)


def _catalog(site: Path, editions: list[str]) -> dict:
    """One catalog of what the editions' own catalogs have; an edition of earlier has none."""
    found = {name: site / name / CATALOG for name in editions if (site / name / CATALOG).is_file()}
    told = {name: json.loads(path.read_text(encoding="utf-8")) for name, path in found.items()}
    datasets = [moved(one, name) for name, catalog in told.items() for one in catalog["dcat:dataset"]]
    days = [catalog["dcterms:modified"]["@value"] for catalog in told.values()]
    return whole(datasets, max(days, default=""))


def _files(folder: Path) -> dict[str, str]:
    """SHA-256 of every file in `folder` but the record of them, by its path there."""
    paths = sorted(path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())
    return {path.relative_to(folder).as_posix(): digest(path) for path in paths if path != folder / FILES}


def _require_ours(target: Path) -> None:
    """Raises SiteError where what is at `target` is something else than a site made here, and unchanged."""
    if not os.path.lexists(target) or (target.is_dir() and not target.is_symlink() and not any(target.iterdir())):
        return
    try:
        record = target / FILES
        ours = not target.is_symlink() and seal.is_whole(record)
        ours = ours and json.loads(record.read_text(encoding="utf-8"))["files"] == _files(target)
    except (OSError, ValueError, KeyError, TypeError):
        ours = False
    if not ours:
        raise SiteError(
            f"{target} ersätts inte, för allt där är inte en webbplats som programmet har gjort, eller så är den "
            "ändrad. Flytta den eller ta bort den; eller välj en annan mapp."
        )


def _require_apart(target: Path, *others: Path) -> None:
    place = Path(os.path.realpath(target))
    for other in map(Path, map(os.path.realpath, others)):
        if place == other or other in place.parents or place in other.parents:
            raise SiteError(f"Webbplatsen kan inte läggas i {target}: den görs av {other}. Välj en annan mapp.")


def _put(made: Path, target: Path) -> None:
    if not os.path.lexists(target):
        made.rename(target)
    elif not exchange(made, target):  # where the system has no such step the old one goes first
        target.rename(made.parent / "before")
        made.rename(target)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
