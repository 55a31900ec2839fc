"""The overview of the editions on the shelf: index.html, with every verdict and a link to every file."""

import json
import os
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from urllib.parse import quote

from fordelning.base import publisher
from fordelning.base.console import is_seen
from fordelning.base.errors import shorten, unseen
from fordelning.base.file import content
from fordelning.base.money import NO_BREAK_SPACE, decimal
from fordelning.base.verdict import State, Verdict
from fordelning.case.schema import MISSING

from . import seal
from .manifest import MANIFEST, ManifestError, digest, read
from .target import NOT_APPROVED, require_ours

RESULT = "result.json"
INDEX = "index.html"
CATALOG = "catalog.jsonld"
_LARGEST = 50_000_000  # bytes of a result


def index(reports: Path, making: Path) -> Path:
    """Write `reports`/index.html over all editions there, by way of the folder `making`; returns its path."""
    target = reports / INDEX
    write(target, seal.page(overview(reports)), making)
    return target


def overview(reports: Path, guide: Sequence[object] = ()) -> str:
    """The page over all editions in `reports`; `guide` are the pages of the guide, where they lie beside them.

    An approved edition whose case has one that is not approved stands under that: it is of what the case was before.
    """
    from fordelning.publish.render.html import page  # with all that a page takes, where one is written

    editions, unreadable = listed(reports)
    # What the system cannot look for, as a name that is too long, is not there.
    before = {one["folder"]: one for one in editions if os.path.exists(reports / (one["folder"] + NOT_APPROVED))}
    for one in editions:
        one["before"] = before.get(one["folder"].removesuffix(NOT_APPROVED)) if not one["approved"] else None
        one["stale"] = one["folder"] in before
    shown = [one for one in editions if not one["stale"] or f"{one['folder']}{NOT_APPROVED}" in unreadable]
    hidden = [name if is_seen(name) else shorten(name) for name in unreadable]
    return page("index.html.j2", editions=shown, unreadable=hidden, guide=guide, catalog=CATALOG)


def listed(reports: Path) -> tuple[list[dict], list[str]]:
    """What is told of every edition in `reports`, and the names of the folders whose edition cannot be read."""
    editions, unreadable = [], []
    for path in sorted(reports.glob(f"[!.]*/{RESULT}")):
        told = known(path.parent)
        try:
            parts = told and _parts(path.parent)
        except OSError:  # it has gone since, or is closed
            told = None
        if told is None:
            unreadable.append(path.parent.name)
        else:
            editions.append({**told, "title": publisher.title(told["title"]), "parts": parts})
    return editions, unreadable


def known(folder: Path) -> dict | None:
    """The `state` of the edition in `folder`; None where it cannot be read, or is not what was made and put there."""
    try:
        found = state(folder)
        ours = read(folder)["outputs"].get(RESULT) == digest(folder / RESULT)
        return found if ours and found["approved"] is not folder.name.endswith(NOT_APPROVED) else None
    except (ManifestError, OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def state(folder: Path) -> dict:
    """What is told of the edition in `folder`, its files apart, as it was made.

    Raises OSError where its result cannot be read, and the errors of Python's own where it is no result.
    """
    data = content(folder / RESULT, _LARGEST + 1)
    if len(data) > _LARGEST:
        raise ValueError(RESULT)
    found = json.loads(data.decode("utf-8"))
    texts = {
        **{key: found[key] for key in ("case", "title", "edition", "verdict")},
        **{key: found.get(key, "") for key in ("message", "to_ask")},  # an edition of earlier has none
        "municipality": found["decision"]["municipality"].replace(MISSING, "Kommun ej angiven"),
        "reference": found["decision"]["reference"],
        "stage": found["stage"]["name"] if found.get("stage") else "",
        "unit": found.get("unit") or found["parameters"]["unit"],
        "folder": folder.name,
    }
    if not is_seen(folder.name) or any(map(unseen, texts.values())) or not isinstance(found["approved"], bool):
        raise ValueError(RESULT)
    return {
        **texts,
        "approved": found["approved"],
        "tested": [one["state"] != State.UNTESTABLE for one in found.get("statements", [])],
        "symbol": _symbol(found["verdict"], bool(texts["to_ask"])),
    }


def _symbol(verdict: str, asked: bool) -> str:
    """The sign before the verdict: a tick only where there is nothing to ask about either."""
    if verdict == Verdict.TIES and not asked:
        return "✓"
    return "?" if verdict in (Verdict.TIES, Verdict.UNTESTED) else "≠"


def _parts(folder: Path) -> list[dict]:
    """What an edition holds, for its reader: each document and the data, with a link to every format."""
    stems = {path.stem for path in folder.glob("*.html") if is_seen(path.name)}
    documents = sorted(stems, key=lambda stem: (stem != "beslutsrapport", stem))
    parts = [(_NAMES.get(stem, stem), [folder / f"{stem}{suffix}" for suffix in _KINDS]) for stem in documents]
    workbooks = sorted(path for path in folder.glob("*.xlsx") if is_seen(path.name))
    runs = [folder / f"{stem}{_RUN}" for stem in documents]
    parts.append(
        ("Siffrorna och underlaget", [*workbooks, *(folder / name for name in (RESULT, CATALOG, MANIFEST)), *runs])
    )
    return [{"name": name, "files": [_link(file) for file in files if os.path.isfile(file)]} for name, files in parts]


_NAMES = {
    "beslutsrapport": "Beslutsrapport",
    "avstamning": "Avstämning",
    "utblick": "Utblick",
    "jamforelse": "Jämförelse",
}
_KINDS = {".html": "Webbsida", ".pdf": "PDF"}
_RUN = ".ipynb"
_DATA = {
    RESULT: "Omdöme och påståenden (JSON)",
    CATALOG: "Beskrivning för datakataloger (DCAT-AP-SE)",
    MANIFEST: "Kontrollsummor (JSON)",
}


def called(name: str) -> str:
    """What the file `name` of an edition is called, for whoever meets it alone."""
    stem, suffix = os.path.splitext(name)
    if suffix in _KINDS:
        return f"{_NAMES.get(stem, stem)} ({_KINDS[suffix]})"
    return _data(name)


def _data(name: str) -> str:
    """What a file that is no document is called."""
    stem, suffix = os.path.splitext(name)
    if suffix == ".xlsx":
        return "Kalkylbok"
    return _DATA.get(name) or f"Körd anteckningsbok, {_NAMES.get(stem, stem).lower()}"


def _link(file: Path) -> dict:
    kilobytes = max(Fraction(file.stat().st_size, 1000), Fraction(1))
    return {
        "href": quote(f"{file.parent.name}/{file.name}"),
        "kind": _KINDS.get(file.suffix) or _data(file.name),
        "size": decimal(kilobytes, 0) + NO_BREAK_SPACE + "kB",
    }


def write(path: Path, text: str, making: Path) -> None:
    """Write the file at `path` by way of the folder `making`: whoever reads it sees the old one or the new one, whole.

    Raises TargetError where what stands there is not ours.
    """
    require_ours(path)
    part = making / path.name
    part.write_text(text, encoding="utf-8", newline="\n")
    part.replace(path)
