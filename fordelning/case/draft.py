"""A case in the making: its identity and its tables as text, written as a data package all at once or not at all."""

import csv
import datetime
import io
import json
import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields, replace
from importlib.resources import files
from pathlib import Path

from fordelning.base.errors import CaseError, InputError, reason, shorten
from fordelning.base.file import content
from fordelning.base.slug import slug

from .case import MISSING as MISSING
from .case import Case, Decision, load
from .package import DESCRIPTOR
from .replacement import ReplacementError, hold

_KEY = re.compile("[a-z0-9]+(-[a-z0-9]+)*")


class DraftError(InputError):
    """The case cannot be written where it was asked for; the message says why."""


@dataclass
class Draft:
    """`decision` as in the descriptor; `rows` of text by table, column by column as `schema()` declares them.

    `source` is the source's title, `source_path` and `source_hash` are its address and checksum. What is "" is not
    told; a draft without `version` or `created` gets them when it is written.
    """

    title: str
    decision: dict[str, str | int]
    source: str
    rows: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    description: str = ""
    rounding: dict[str, str] = field(default_factory=dict)
    version: str = ""
    created: str = ""
    source_path: str = ""
    source_hash: str = ""


def schema() -> list[dict]:
    """The tables that every case has, as Frictionless resources: the same in every case's descriptor."""
    return json.loads((files("fordelning.case") / "schema.json").read_text(encoding="utf-8"))["resources"]


def columns(table: str) -> list[str]:
    """The columns of `table`, in order."""
    return [f["name"] for resource in schema() if resource["name"] == table for f in resource["schema"]["fields"]]


def keys(names: Iterable[str]) -> dict[str, str]:
    """A key for each of `names`, in order: its letters a to z and digits, made unique."""
    found: dict[str, str] = {}
    for name in names:
        base = slug(name, "utan-namn")[:40].strip("-")
        key, number = base, 2
        while key in found.values():
            key, number = f"{base}-{number}", number + 1
        found.setdefault(name, key)
    return found


def short(name: str) -> str:
    """A name for narrow tables: the initials of what ends in nämnd or styrelse, else the beginning of the name."""
    words = re.findall(r"[^\W\d_]+", name)
    if len(name) <= 12:
        return name
    if re.search("(nämnd|nämnden|styrelse|styrelsen)$", name.lower()):
        initials = "".join(word[0].upper() for word in words if word.lower() not in ("och", "samt", "för", "i"))
        last = "S" if "styrelse" in words[-1].lower() else "N"
        return initials + last if not len(words[-1]) <= 9 else initials
    return name if len(name) <= 24 else name[:23].rstrip(" ,-") + "…"


def shorts(names: Iterable[str]) -> dict[str, str]:
    """The short name of each of `names`, all different where the names are.

    Those that would be alike get three letters for the first initial (Soc-N and Sam-N), or else keep their whole name.
    """
    found = {name: short(name) for name in names}
    for longer in (_longer, str, str):
        texts = list(found.values())
        found = {name: text if texts.count(text) == 1 else longer(name) for name, text in found.items()}
    return found


def _longer(name: str) -> str:
    initials = short(name)
    return f"{name[:3]}-{initials[1:]}" if initials.isupper() and len(name) > 12 else name


def dated(draft: Draft, created: datetime.date) -> Draft:
    """`draft` with the version of a new case and the day `created`, where it has none of its own."""
    return replace(draft, version=draft.version or "1.0.0", created=draft.created or created.isoformat())


def descriptor(draft: Draft, name: str) -> dict:
    """The datapackage.json of `draft`, which has its version and day."""
    source = {"title": draft.source, "path": draft.source_path, "hash": draft.source_hash}
    return {
        "profile": "data-package",
        "name": name,
        "title": draft.title,
        "description": draft.description or draft.title,
        "version": draft.version,
        "created": f"{draft.created}T00:00:00Z",
        "licenses": [
            {"name": "CC0-1.0", "path": "https://creativecommons.org/publicdomain/zero/1.0/", "title": "CC0 1.0"}
        ],
        "sources": [{key: value for key, value in source.items() if value or key == "title"}],
        **({"rounding": draft.rounding} if draft.rounding else {}),
        "decision": {f.name: draft.decision[f.name] for f in fields(Decision) if f.name in draft.decision},
        "resources": schema(),
    }


def read(folder: Path) -> Draft:
    """The draft that the case in `folder` would be written from. Raises CaseError where it does not validate."""
    files = load(folder).files
    given = json.loads(files[DESCRIPTOR].decode("utf-8-sig"))
    sources = given.get("sources")
    source = sources[0] if isinstance(sources, list) and sources and isinstance(sources[0], dict) else {}
    rows = {
        resource["name"]: list(csv.DictReader(io.StringIO(files[resource["path"]].decode("utf-8-sig"), newline="")))
        for resource in given["resources"]
        if resource["name"] in {table["name"] for table in schema()}
    }
    description = _told(given, "description")
    return Draft(
        given["title"],
        given["decision"],
        _told(source, "title"),
        rows,
        "" if description == given["title"] else description,
        given.get("rounding", {}),
        given["version"],
        given["created"][:10],
        _told(source, "path"),
        _told(source, "hash"),
    )


def unexpressed(folder: Path) -> list[str]:
    """The entries of the descriptor in `folder` that no draft holds as they are. Raises CaseError as `read`."""
    given = json.loads(load(folder).files[DESCRIPTOR].decode("utf-8-sig"))
    made = descriptor(read(folder), given.get("name", folder.name))
    return [key for key, value in given.items() if made.get(key) != value]


def unread(folder: Path, made: Draft, created: datetime.date) -> list[str]:
    """The files in `folder` that are not as `made` would have them, where they do not validate as a case."""
    try:
        load(folder)
    except CaseError:
        files = texts(dated(made, created), folder.name)
        return [
            name for name, text in files.items() if os.path.lexists(folder / name) and not _holds(folder / name, text)
        ]
    return []


def check_name(name: str) -> None:
    """Raises DraftError where no case can have the name."""
    if not _KEY.fullmatch(name) or len(name) > 60:
        wanted = "bara a–z, 0–9 och bindestreck, högst 60 tecken"
        raise DraftError(f"{shorten(name)} duger inte som namn på ett fall: {wanted}.")


def write(
    draft: Draft,
    folder: Path,
    created: datetime.date,
    replace: bool = False,
    template: bytes | None = None,
    check: Callable[[], None] = lambda: None,
) -> Case:
    """Write `draft` as a case in `folder`, and `template` beside it, and return the case, loaded.

    `check` looks at what is there, and raises where it may not be replaced. What else lies in a folder that is replaced
    stays there. Raises CaseError where the case does not validate and DraftError where it may not or cannot be written;
    then nothing is changed.
    """
    check_name(folder.name)
    files = {name: text.encode() for name, text in texts(dated(draft, created), folder.name).items()}
    try:
        with hold(folder, files) as held:
            check()
            _require_replaceable(folder, replace)
            return held.put(files, template, load)
    except ReplacementError as error:
        raise DraftError(str(error)) from error
    except OSError as error:
        raise DraftError(f"{folder} kan inte skrivas: {reason(error)}.") from error


def _require_replaceable(folder: Path, replace: bool) -> None:
    if folder.is_symlink():
        raise DraftError(f"{folder} är en länk och ersätts inte. Välj ett annat namn, eller mappen som den leder till.")
    if folder.exists() and not replace:
        raise DraftError(f"{folder} finns redan. Ange --replace för att ersätta fallet, eller välj ett annat namn.")
    if folder.exists() and not (folder / DESCRIPTOR).is_file():
        raise DraftError(f"{folder} finns men är inget fall, och ersätts inte.")


def texts(draft: Draft, name: str) -> dict[str, str]:
    """The text of every file of the package that is called `name`, by the file's name."""
    written = {DESCRIPTOR: json.dumps(descriptor(draft, name), ensure_ascii=False, indent=2) + "\n"}
    for resource in schema():
        stream = io.StringIO()
        writer = csv.DictWriter(stream, columns(resource["name"]), restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(draft.rows.get(resource["name"], []))
        written[resource["path"]] = stream.getvalue()
    return written


def _holds(path: Path, text: str) -> bool:
    try:
        return content(path, follow=False) == text.encode()
    except OSError:
        return False


def _told(about: dict, key: str) -> str:
    """The text under `key`; "" where there is none."""
    return about[key] if isinstance(about.get(key), str) else ""
