"""Commands tried in processes of their own, and what may be held against each of them whatever it was given.

A process is forked from one that has imported all that a command needs, where the system can fork; elsewhere it
imports that anew.
"""

import contextlib
import faulthandler
import fnmatch
import hashlib
import html.parser
import importlib
import logging
import os
import re
import signal
import stat
import sys
import tempfile
import traceback
import unicodedata
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import nbformat
from nbconvert.exporters import Exporter

from fordelning.base import status
from fordelning.base.errors import RenderingError
from fordelning.cli.main import main
from fordelning.publish.render.exporters import ReportHTMLExporter, ReportPDFExporter

CONTEXT = get_context("fork" if sys.platform == "linux" else "spawn")
MEGABYTES = 4_000  # of address space beside what the process begins with: what takes more takes all that there is
LONGEST = 20_000  # characters in a line of what is said; advice may name a thousand rows
PYTHON = re.compile(r"\b(?!KeyboardInterrupt)[A-Z]\w*(Error|Exception|Warning)\b")
ENGLISH = re.compile(r"\b(the|must|cannot|invalid|expected|unexpected|larger|failed|unable|while|with|and)\b", re.I)
_FRAME = re.compile(r'File "[^"]*/fordelning/([^"]+)", line (\d+),? in (\w+)')  # of a traceback
# As the program tells a fault of its own, with no traceback.
_FAULT = re.compile(r"Ett fel i programmet: (?P<name>\w+): (?P<told>.*) \((?P<place>[\w.]+:\d+)\)", re.S)
OWN = "own*"  # what an analyst keeps beside what is the program's; never to be touched


@dataclass(frozen=True)
class Command:
    """What may come of a command: its exit `statuses`, and what it `may` touch when it is done.

    `always` is what it may touch though it fails. Patterns are of paths in the project; {} is the case's name. With
    `cells`, it may tell in Python's words what a notebook's cell ended with. `work` is what does it. After `seconds` of
    processor it is taken to hang: many times what any takes, on a slow machine too.
    """

    statuses: frozenset[int]
    may: tuple[str, ...] = ()
    always: tuple[str, ...] = ()
    cells: bool = False
    work: Callable[[list[str]], int] = main
    seconds: int = 60


def export(arguments: list[str]) -> int:
    """Export a notebook as nbconvert would, to html or pdf, and look through the page; the status to end with."""
    _, path, form = arguments
    logging.disable()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            notebook = nbformat.reads(Path(path).read_text(encoding="utf-8"), as_version=4)
            Exporter().from_notebook_node(notebook)
    except Exception:  # of nbformat and nbconvert, whatever they stumble over
        print("ingen anteckningsbok")
        return status.RENDERING_FAILED
    try:
        if form == "pdf":
            made, _ = ReportPDFExporter().from_notebook_node(notebook)
            assert made.startswith(b"%PDF")
        else:
            made, _ = ReportHTMLExporter().from_notebook_node(notebook)
            _Page().feed(made)
    except RenderingError as error:
        print(error, file=sys.stderr)
        return status.RENDERING_FAILED
    print("klar")
    return status.FINE


class _Page(html.parser.HTMLParser):
    """A page that runs nothing and fetches nothing."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in ("script", "iframe", "object", "embed", "base", "form", "foreignobject"), (
            f"<{tag}> in the page"
        )
        for name, value in attrs:
            assert not name.startswith("on"), f"{name} in the page"
            address = re.sub(r"[\x00-\x20]", "", value or "").lower()
            if name in ("href", "src", "xlink:href", "action"):
                assert not address.startswith(("javascript:", "vbscript:", "data:text/html", "file:")), (
                    f"{name}={address[:40]}"
                )
            if name == "src" or (name.endswith("href") and tag in ("image", "use", "link")):
                assert address.startswith(("data:", "#")), f"<{tag} {name}={address[:40]}> fetches"


_CHECKED = frozenset({status.FINE, status.USAGE, status.INVALID_CASE, status.NOT_APPROVED})
_REPORTS = ("reports", "reports/.lock", "reports/index.html")
_EDITION = ("reports/{}", "reports/{}/*", "reports/{}.ej-godkand", "reports/{}.ej-godkand/*")
COMMANDS = {
    "check": Command(_CHECKED),
    "list": Command(frozenset({status.FINE})),
    "trace": Command(_CHECKED - {status.NOT_APPROVED} | {status.GAPS}),
    "import": Command(_CHECKED, ("data/{}", "data/{}/*.csv", "data/{}/datapackage.json", "data/{}.xlsx")),
    "verify": Command(_CHECKED - {status.NOT_APPROVED} | {status.RENDERING_FAILED, status.DIFFERENT}, cells=True),
    "archive": Command(
        _CHECKED | {status.RENDERING_FAILED, status.DIFFERENT}, ("archives", "archives/*.zip"), cells=True
    ),
    "report": Command(_CHECKED | {status.RENDERING_FAILED}, _EDITION, _REPORTS, cells=True),
    "batch": Command(
        _CHECKED | {status.RENDERING_FAILED},
        _EDITION,
        (*_REPORTS, "reports/batch.html", "reports/batch.json"),
        cells=True,
    ),
    "export": Command(frozenset({status.FINE, status.RENDERING_FAILED}), work=export),
}
DONE = {status.FINE, status.NOT_APPROVED}


@dataclass(frozen=True)
class Outcome:
    """What a process ended with: its `code` (negative for a signal, None beyond the time), and what it said."""

    code: int | None
    out: str
    err: str
    where: str


class Objection(NamedTuple):
    """What is held against a command: the `sort`, which is the same wherever one fault shows, and the rest of it."""

    sort: str
    detail: str

    def __str__(self) -> str:
        return f"{self.sort}: {self.detail}" if self.detail else self.sort


def judged(command: Command, base: Path, arguments: list[str], case: str) -> tuple[Outcome, list[Objection]]:
    """What comes of `command` with `arguments` in the project in `base`, and what is held against it; [] if nothing."""
    before = snapshot(base)
    outcome = tried(command, base / "project", arguments)
    return outcome, _objections(command, outcome, case, before, snapshot(base))


def tried(command: Command, project: Path, arguments: list[str]) -> Outcome:
    """What comes of `command` with `arguments` in `project`; its processes are ended after its seconds of processor.

    One that waits is given twice that. Beside the project is `temporary`, for what a command puts away.
    """
    with tempfile.TemporaryDirectory() as folder:
        said = [Path(folder, name) for name in ("out", "err", "where")]
        one = CONTEXT.Process(target=_child, args=(command, project, arguments, said))
        one.start()
        one.join(2 * command.seconds)
        code = one.exitcode
        if code is None:
            with contextlib.suppress(ProcessLookupError, AttributeError):
                os.kill(one.pid, signal.SIGXCPU)  # it tells where it is, and ends
                one.join(1)
        for pid in _session(one.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        one.kill()
        one.join()
        out, err, where = (path.read_text(encoding="utf-8", errors="surrogateescape") for path in said)
        if code == -getattr(signal, "SIGXCPU", 0):
            code = None
        return Outcome(code, out, err, where)


def _session(pid: int) -> Iterator[int]:
    """The processes of the session that `pid` leads, where it can be told."""
    for name in filter(str.isdecimal, os.listdir("/proc") if sys.platform == "linux" else ()):
        with contextlib.suppress(OSError):
            if os.getsid(int(name)) == pid:
                yield int(name)


def _child(command: Command, project: Path, arguments: list[str], said: list[Path]) -> None:
    """Be the command: as it were begun from a shell, but for what is imported already."""
    if hasattr(os, "setsid"):
        os.setsid()
    streams = [path.open("wb") for path in said]
    for number, stream in enumerate(streams[:2], start=1):
        os.dup2(stream.fileno(), number)
    sys.stdout, sys.stderr = (open(n, "w", encoding="utf-8", closefd=False) for n in (1, 2))  # noqa: SIM115
    if sys.platform != "win32":
        import resource

        faulthandler.register(signal.SIGXCPU, streams[2], chain=True)
        resource.setrlimit(resource.RLIMIT_CPU, (command.seconds, command.seconds + 5))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        most = _address_space() + MEGABYTES * 1_000_000
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    os.environ["TMPDIR"] = os.environ["TEMP"] = str(project.parent / "temporary")
    tempfile.tempdir = None
    warnings.resetwarnings()
    for quiet in (DeprecationWarning, PendingDeprecationWarning, ImportWarning, ResourceWarning):
        warnings.simplefilter("ignore", quiet)
    os.chdir(project)
    code = 1
    try:
        code = command.work(arguments)
    except SystemExit as ended:
        code = ended.code
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _address_space() -> int:
    """The bytes of address space of this process, where that can be told: other tests may have taken much of it."""
    statm = Path("/proc/self/statm")
    return int(statm.read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE") if statm.exists() else 0


def snapshot(folder: Path) -> dict[str, tuple]:
    """Everything in `folder` but the times of folders: kind, size, and time and content of files."""
    found = {}
    for place, folders, files in os.walk(folder):
        for name in (*folders, *files):
            path = os.path.join(place, name)
            about = os.lstat(path)
            what: tuple = (stat.S_IFMT(about.st_mode), stat.S_IMODE(about.st_mode))
            if stat.S_ISLNK(about.st_mode):
                what += (os.readlink(path),)
            elif stat.S_ISREG(about.st_mode):
                what += (about.st_size, about.st_mtime_ns)
                if about.st_size < 5_000_000:
                    what += (hashlib.sha256(Path(path).read_bytes()).hexdigest(),)
            found[os.path.relpath(path, folder).replace(os.sep, "/")] = what
    return found


def _objections(
    command: Command, outcome: Outcome, case: str, before: dict[str, tuple], after: dict[str, tuple]
) -> list[Objection]:
    """What is wrong with how `command` ended, and with what it touched; [] if nothing."""
    if outcome.code is None:
        place = re.findall(_FRAME, outcome.where)[:1]  # faulthandler tells the last call first
        return [Objection(f"more than {command.seconds} s{_at(place)}", "")]
    found = []
    places, last = re.findall(_FRAME, outcome.err), (outcome.err.splitlines() or [""])[-1]
    if own := _FAULT.search(outcome.err):
        found.append(Objection(f"status {outcome.code} {own['name']} in {own['place']}", own["told"][:200]))
    elif outcome.code not in command.statuses or "Traceback" in outcome.err:
        name = f" {last.split(':')[0]}{_at(places[-1:])}" if "Traceback" in outcome.err else ""
        found.append(Objection(f"status {outcome.code}{name}", last[:200]))
    else:
        found += _odd(outcome.out + outcome.err, command.cells)
    may = command.always + (command.may if outcome.code in DONE else ())
    patterns = [f"project/{pattern.format(case)}" for pattern in may]
    for path in sorted(path for path in {*before, *after} if "/" in path):
        own = fnmatch.fnmatch(path.rpartition("/")[2], OWN)
        if before.get(path) != after.get(path) and (own or not any(fnmatch.fnmatch(path, one) for one in patterns)):
            area = path.removeprefix("project/").split("/")[0]
            change = "came" if path not in before else "went" if path not in after else "changed"
            found.append(Objection(f"touched {area}", f"{path} {change}"))
    return found


def _at(places: list[tuple[str, str, str]]) -> str:
    return "".join(f" in {file}:{line} {name}" for file, line, name in places)


def _odd(said: str, cells: bool) -> Iterator[Objection]:
    """What stands in a message that nobody should meet, with some of what is around it."""
    if not said.strip():
        yield Objection("nothing said", "")
    shown = re.sub("»[^«»]*»", "»»", said)  # what is quoted may be anything
    if cells:
        shown = re.sub(r"\w+ i cell [0-9]+: .*|anteckningsbok: \w+", "", shown, flags=re.S)
    for sort, pattern in {"Python's own words": PYTHON, "English": ENGLISH}.items():
        if match := pattern.search(shown):
            yield Objection(sort, repr(shown[max(0, match.start() - 40) : match.end() + 40]))
    for at, sign in enumerate(said):
        if unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co", "Cn") and sign != "\n":
            yield Objection("a control character", repr(said[max(0, at - 80) : at + 1]))
            break
    if long := next((line for line in said.splitlines() if len(line) > LONGEST), ""):
        yield Objection("too long a line", repr(long[:80]))


def ready() -> None:
    """Import all that a command needs, so that what is forked has it."""
    from fordelning.publish.edition import edition

    for name in ("editions", "many", "taking_in", "testing", "usage"):
        importlib.import_module(f"fordelning.cli.commands.{name}")
    edition.warm()
