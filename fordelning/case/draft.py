"""A case in the making: its identity and its tables as text, written as a data package all at once or not at all."""

import contextlib
import csv
import datetime
import io
import json
import os
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from fordelning.base.errors import CaseError, Fault, InputError, reason, shorten
from fordelning.base.file import content
from fordelning.base.slug import slug, unused

from .case import MISSING as MISSING
from .case import Case, Decision, Review, load
from .replacement import Replacement, ReplacementError, hold
from .schema import CORE, DESCRIPTOR, FORMAT, TABLES, columns, shortened

_FILES = (DESCRIPTOR, *(table.path for table in TABLES.values()))  # what is a case's own in its folder
_WIDTH = 120  # of a line of the descriptor
_KEY = re.compile("[a-z0-9]+(-[a-z0-9]+)*")


class DraftError(InputError):
    """The case cannot be written where it was asked for; the message says why."""


@dataclass
class Draft:
    """`decision` as in the descriptor; `rows` of text by table and column, as schema.json has them.

    `source` is the source's title, `source_path` and `source_hash` are its address and checksum, and the last four who
    has prepared and reviewed the case. What is "" is not told; a draft without `version` or `created` gets them when it
    is written.
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
    prepared_by: str = ""
    prepared_on: str = ""
    reviewed_by: str = ""
    reviewed_on: str = ""


def settled(rows: Mapping[str, list[dict[str, str]]]) -> dict[str, list[dict[str, str]]]:
    """`rows` without the questions about the reading of proposals that are answered, for so are they."""
    answered = {row["proposal"] for row in rows.get("proposals", ()) if row.get("confirmed")}
    led_to = {row.get("question") for row in rows.get("statements", ())}
    kept = [
        row
        for row in rows.get("questions", ())
        if row.get("proposal") not in answered or row.get("status") or row["question"] in led_to
    ]
    return {**rows, "questions": kept}


def keys(names: Iterable[str]) -> dict[str, str]:
    """A key for each of `names`, in order: its letters a to z and digits, made unique."""
    found: dict[str, str] = {}
    for name in names:
        if name not in found:
            found[name] = unused(slug(name, "utan-namn")[:40].strip("-"), found.values())
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
        uses = Counter(found.values())
        found = {name: text if uses[text] == 1 else longer(name) for name, text in found.items()}
    return found


def _longer(name: str) -> str:
    initials = short(name)
    return f"{name[:3]}-{initials[1:]}" if initials.isupper() and len(name) > 12 else name


def dated(draft: Draft, created: datetime.date) -> Draft:
    """`draft` with the version of a new case and the day `created`, where it has none of its own."""
    return replace(draft, version=draft.version or "1.0.0", created=draft.created or created.isoformat())


def descriptor(draft: Draft, name: str) -> dict[str, object]:
    """The datapackage.json of `draft`, which has its version and day."""
    source = {"title": draft.source, "path": draft.source_path, "hash": draft.source_hash}
    review = {f.name: said for f in fields(Review) if (said := getattr(draft, f.name))}
    return {
        "name": name,
        "case_format": FORMAT,
        "title": draft.title,
        "description": draft.description or draft.title,
        "version": draft.version,
        "created": f"{draft.created}T00:00:00Z",
        "licenses": [
            {"name": "CC0-1.0", "path": "https://creativecommons.org/publicdomain/zero/1.0/", "title": "CC0 1.0"}
        ],
        "sources": [{key: value for key, value in source.items() if value or key == "title"}],
        **({"rounding": draft.rounding} if draft.rounding else {}),
        **({"review": review} if review else {}),
        "decision": {f.name: draft.decision[f.name] for f in fields(Decision) if f.name in draft.decision},
        "resources": [TABLES[table].declared(_columns(draft, table), _tables(draft)) for table in _tables(draft)],
    }


def _tables(draft: Draft) -> list[str]:
    """The tables of the case that `draft` makes: the core, and those that have rows."""
    return [name for name, table in TABLES.items() if table.profile == CORE or draft.rows.get(name)]


def _columns(draft: Draft, table: str) -> list[str]:
    """The columns of one of them: those that are required, and those in which something stands."""
    return TABLES[table].needed(_filled(table, draft.rows.get(table, ())), _tables(draft))


def _filled(table: str, rows: Iterable[Mapping[str, str]]) -> set[str]:
    """The columns in which something stands, or is to be answered."""
    filled = {column for row in rows for column, cell in row.items() if cell}
    return filled | {"confirmed"} if table == "proposals" else filled


def read(folder: Path) -> Draft:
    """The draft that the case in `folder` would be written from. Raises CaseError where it does not validate."""
    files = load(folder).files
    given = _given(files)
    sources = given.get("sources")
    source = sources[0] if isinstance(sources, list) and sources and isinstance(sources[0], dict) else {}
    description = _told(given, "description")
    return Draft(
        given["title"],
        given["decision"],
        _told(source, "title"),
        {each["name"]: _rows(files[each["path"]]) for each in given["resources"] if each["name"] in TABLES},
        "" if description == given["title"] else description,
        given.get("rounding", {}),
        given["version"],
        given["created"][:10],
        _told(source, "path"),
        _told(source, "hash"),
        **given.get("review", {}),
    )


def unexpressed(folder: Path) -> list[str]:
    """The entries of the descriptor in `folder` that no draft holds as they are. Raises CaseError as `read`."""
    given = _given(_converted(load(folder).files))
    made = descriptor(read(folder), given.get("name", folder.name))
    tables = [each["name"] for each in given["resources"]]
    made["resources"] = [
        TABLES[each["name"]].declared(columns(each) or (), tables) if each["name"] in TABLES else None
        for each in given["resources"]
    ]
    return [key for key, value in given.items() if made.get(key) != value]


def convert(folder: Path) -> bool:
    """Write the case in `folder` in the present format, with all that it says; whether it was not so already.

    Raises CaseError where it does not validate and DraftError where it cannot be written; then nothing is changed.
    """
    check_name(folder.name)
    if folder.is_symlink():
        raise DraftError(f"{folder} är en länk och skrivs inte om. Ange mappen som den leder till.")
    with _held(folder, {*_FILES, *load(folder).files}) as held:
        before = load(folder).files
        after = _converted(before)
        if after != before:
            held.put(after, None, load)
        return after != before


def _given(files: Mapping[str, bytes]) -> dict[str, Any]:
    """The descriptor of a case that validates."""
    given: dict[str, Any] = json.loads(files[DESCRIPTOR].decode("utf-8-sig"))
    return given


def _rows(written: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(written.decode("utf-8-sig"), newline="")))


def _converted(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of a case that validates, as they are in the present format: only what has rows, said in short."""
    given, made, resources = _given(files), dict[str, bytes](), []
    kept = [
        each
        for each in given["resources"]
        if each["name"] not in TABLES or TABLES[each["name"]].profile == CORE or _rows(files[each["path"]])
    ]
    tables = [each["name"] for each in kept]
    for each in kept:
        written, short = files[each["path"]], each
        if each["name"] in TABLES:
            short = shortened(TABLES[each["name"]], each, tables, _filled(each["name"], _rows(written)))
        there = columns(short)
        if there is not None and there != columns(each):
            written = _csv(there, _rows(written)).encode()
        made[each["path"]] = written
        resources.append(short)
    if given.get("profile") == "data-package":  # which is what is meant where nothing is said
        del given["profile"]
    name = {"name": given["name"]} if "name" in given else {}
    told = {**name, "case_format": FORMAT, **given, "resources": resources}
    return made | {DESCRIPTOR: _json(told).encode()}


def unread(folder: Path, made: Draft, created: datetime.date) -> list[str]:
    """The files in `folder` that are not as `made` would have them, where they do not validate as a case."""
    try:
        load(folder)
    except CaseError:
        files = texts(dated(made, created), folder.name)
        there = (name for name in _FILES if os.path.lexists(folder / name))
        return [name for name in there if not _holds(folder / name, files.get(name))]
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
    with _held(folder, _FILES) as held:
        check()
        _require_replaceable(folder, replace)
        return held.put(files, template, load)


def case_of(draft: Draft) -> Case:
    """The case that `draft` would make. Raises CaseError where it has faults."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in texts(dated(draft, datetime.date.today()), "fall").items():
            (Path(folder) / name).write_bytes(text.encode())
        return load(Path(folder))


def faults(draft: Draft) -> list[Fault]:
    """Every fault that the case of `draft` would have."""
    try:
        case_of(draft)
    except CaseError as error:
        return error.faults
    return []


@contextlib.contextmanager
def _held(folder: Path, names: Collection[str]) -> Iterator[Replacement]:
    """Hold the place of the case in `folder`. Raises DraftError where it cannot be written."""
    try:
        with hold(folder, names) as held:
            yield held
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
    tables = {TABLES[table].path: _csv(_columns(draft, table), draft.rows.get(table, ())) for table in _tables(draft)}
    return {DESCRIPTOR: _json(descriptor(draft, name)), **tables}


def _csv(names: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, names, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


def _json(descriptor: Mapping[str, object]) -> str:
    """The descriptor as text: an entry a line, and of what does not fit on a line an item, a field or a key a line."""
    return _broken(descriptor, 0) + "\n"


def _broken(value: object, level: int) -> str:
    line = json.dumps(value, ensure_ascii=False)
    inner, outer = "\n" + "  " * (level + 1), "\n" + "  " * level
    long = level == 0 or len(line) + 2 * level > _WIDTH
    match value:
        case {} if long and level < 2:
            items = (f"{json.dumps(key, ensure_ascii=False)}: {_broken(one, level + 1)}" for key, one in value.items())
            return "{" + inner + f",{inner}".join(items) + outer + "}"
        case {} if long:
            items = (f"{json.dumps(key, ensure_ascii=False)}: {_broken(one, level)}" for key, one in value.items())
            return "{" + ", ".join(items) + "}"
        case [{}, *_] if long:
            return "[" + inner + f",{inner}".join(_broken(one, level + 1) for one in value) + outer + "]"
    return line


def _holds(path: Path, text: str | None) -> bool:
    """Whether the file has `text`; None is a table without rows."""
    try:
        written = content(path, follow=False)
    except OSError:
        return False
    return len(written.splitlines()) < 2 if text is None else written == text.encode()


def _told(about: Mapping[str, object], key: str) -> str:
    """The text under `key`; "" where there is none."""
    told = about.get(key)
    return told if isinstance(told, str) else ""
