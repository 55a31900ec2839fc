"""Fixtures: the seed case, a copy of it that a test may break, and one edition rendered for the whole run."""

import csv
import gc
import json
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import traceback
import warnings
from collections.abc import Iterable
from contextlib import ExitStack, suppress
from functools import cache
from pathlib import Path

import nbformat
import psutil
import pytest

from fordelning.case.case import load
from fordelning.case.schema import TABLES
from fordelning.cli.main import main
from fordelning.publish.run.notebook import kept
from fordelning.report.document import Front

# Begun in the background, or by nohup: commands would inherit that a signal is ignored.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
if sys.platform != "win32" and signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
    signal.signal(signal.SIGHUP, signal.SIG_DFL)

ROOT = Path(__file__).parents[1]
SEED = ROOT / "data" / "huddinge-2021"
# What comes with the project, by name: an analyst's own cases and notebooks lie beside it and are not ours to test.
CASES = [
    ROOT / "data" / name
    for name in (
        "exempelkommun-budget-2026",
        "exempelkommun-foreningsbidrag-2025",
        "huddinge-2021",
        "lulea-tillaggsbudget-2024",
    )
]
NOTEBOOKS = [
    ROOT / "notebooks" / f"{name}.ipynb"
    for name in ("avstamning", "beslutsrapport", "egen-analys", "jamforelse", "utblick")
]


def pytest_sessionfinish(session):
    """With NO_SKIPS set, a test that was skipped counts as one that failed."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None:  # one of several processes; the one that gathers their results decides
        return
    if os.environ.get("NO_SKIPS") and reporter.stats.get("skipped") and session.exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter):
    if os.environ.get("NO_SKIPS") and terminalreporter.stats.get("skipped"):
        terminalreporter.write_line("NO_SKIPS is set: skipped tests are failures", red=True)


@pytest.fixture(autouse=True)
def forkable():
    """No test sets a PDF in the tests' own process, since most of the others fork it; see `apart`."""
    yield
    assert "typst" not in sys.modules, "use apart()"


@pytest.fixture
def begin():
    """Begin a process as Popen does. It and all below it end with the test, so that one that fails fails alone."""
    with ExitStack() as begun:

        def begin_one(*command, **options):
            one = begun.enter_context(subprocess.Popen(*command, **options))
            begun.callback(end, one)
            return one

        yield begin_one


def end(process: subprocess.Popen) -> None:
    """End a process and all that it began."""
    family = [*psutil.Process(process.pid).children(recursive=True), process] if process.poll() is None else []
    for one in family:
        with suppress(psutil.NoSuchProcess):  # ended meanwhile
            one.kill()
    process.wait()


def apart(work, *arguments):
    """What `work` gives for `arguments` in a process that ours does not fork: Typst and kernels leave threads.

    Where the system can, it is forked from one that has only imported what most work needs.
    """
    if sys.platform != "linux":
        context = multiprocessing.get_context("spawn")
    else:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["fordelning.publish.edition.edition"])
    with context.Pool(1) as pool:
        return pool.apply(work, arguments)


def python(*arguments, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess:
    """Python with `arguments`, as begun in the folder `cwd`: its status and what it printed."""
    line = [sys.executable, *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    return subprocess.run(line, cwd=cwd, capture_output=True, text=True, encoding="utf-8", env=environment)


def command(*arguments, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess:
    """`fordelning` with `arguments`, as begun in the folder `cwd`: its status and what it printed.

    Where the system can fork, it is run in a fork of the tests' process, which has imported already what it would.
    """
    line = [sys.executable, "-m", "fordelning.cli", *map(str, arguments)]
    environment = {"PYTHONUTF8": "1", **environment}
    if sys.platform != "linux":
        return python(*line[1:], cwd=cwd, **environment)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    with tempfile.TemporaryFile() as printed, tempfile.TemporaryFile() as complained:
        pid = os.fork()
        if pid == 0:
            _run_as_begun(line[3:], cwd, environment, printed.fileno(), complained.fileno())
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        return subprocess.CompletedProcess(line, status, _read(printed), _read(complained))


def _run_as_begun(arguments: list[str], cwd: Path, environment: dict[str, str], printed: int, complained: int) -> None:
    """Run the command and end the process, whatever happens: nothing may go on in the tests' place."""
    status = 70
    try:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(printed, 1)
        os.dup2(complained, 2)
        sys.stdin, sys.stdout, sys.stderr = os.fdopen(0, "r"), os.fdopen(1, "w"), os.fdopen(2, "w")
        os.chdir(cwd)
        os.environ.clear()
        os.environ.update(environment)
        warnings.resetwarnings()
        gc.freeze()
        status = main(arguments)
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status or 0)


def _read(stream) -> str:
    stream.seek(0)
    return stream.read().decode("utf-8")


def read_rows(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    """The columns and the rows of the table at `path`."""
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        return reader.fieldnames, list(reader)


def write_rows(path: Path, fields: list[str], rows: Iterable[dict]) -> None:
    """Write a table; columns that a row does not give are blank."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, fields, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def edit(folder: Path, change) -> None:
    """Let `change` change the descriptor of the case in `folder`."""
    path = folder / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    change(descriptor)
    path.write_text(json.dumps(descriptor), encoding="utf-8", newline="")


def with_columns(folder: Path, file: str, fields: list[str], names: Iterable[str]) -> list[str]:
    """The columns `fields` of a table with those of `names` that it lacks, declared."""
    added = [name for name in names if name not in fields]
    table = TABLES[file.removesuffix(".csv")]

    def with_them(descriptor):
        there = [resource["name"] for resource in descriptor["resources"]]
        descriptor["resources"][there.index(table.name)] = table.declared([*fields, *added], there)

    if added:
        edit(folder, with_them)
    return [*fields, *added]


def declare(folder: Path, *names: str) -> None:
    """Let the case in `folder` have these tables too, without rows, and the columns for keys in them."""
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    there = [resource["name"] for resource in descriptor["resources"]] + list(names)
    declared = [TABLES[name].declared(TABLES[name].within(there), there) for name in there]
    edit(folder, lambda descriptor: descriptor.update(resources=declared))
    for name in there:
        path = folder / f"{name}.csv"
        write_rows(path, TABLES[name].within(there), [] if name in names else read_rows(path)[1])


class Copy:
    """A copy of the seed case in a folder of its own, to be changed cell by cell."""

    def __init__(self, folder: Path):
        self.folder = folder
        shutil.copytree(SEED, folder)

    def change(self, file: str, where: dict[str, str], **cells: str) -> "Copy":
        """Set `cells` in every row of `file` that matches `where`; at least one has to."""
        fields, rows = self.read(file)
        matching = [row for row in rows if all(row[k] == v for k, v in where.items())]
        assert matching, f"no row in {file} with {where}"
        for row in matching:
            row.update(cells)
        self.write(file, with_columns(self.folder, file, fields, cells), rows)
        return self

    def append(self, file: str, **cells: str) -> "Copy":
        """Add a row, and the table where there is none; columns not given are blank."""
        if not (self.folder / file).exists():
            self.declare(file.removesuffix(".csv"))
        fields, rows = self.read(file)
        fields = with_columns(self.folder, file, fields, cells)
        self.write(file, fields, [*rows, dict.fromkeys(fields, "") | cells])
        return self

    def drop(self, file: str, **where: str) -> "Copy":
        """Take away the rows that match `where`; at least one has to."""
        fields, rows = self.read(file)
        kept = [row for row in rows if not all(row[k] == v for k, v in where.items())]
        assert len(kept) < len(rows)
        self.write(file, fields, kept)
        return self

    def read(self, file: str) -> tuple[list[str], list[dict[str, str]]]:
        """The columns and the rows of a table."""
        return read_rows(self.folder / file)

    def write(self, file: str, fields: list[str], rows: list[dict]) -> None:
        write_rows(self.folder / file, fields, rows)

    def describe(self, **entries) -> "Copy":
        """Set top-level entries of the descriptor."""
        return self.edit(lambda descriptor: descriptor.update(entries))

    def edit(self, change) -> "Copy":
        """Let `change` change the descriptor."""
        edit(self.folder, change)
        return self

    def declare(self, *names: str) -> "Copy":
        """Let the case have these tables too, without rows, and the columns for keys in them."""
        declare(self.folder, *names)
        return self

    def replace(self, file: str, old: str, new: str) -> "Copy":
        """Replace text in a file; it has to be there."""
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8", newline="")
        return self


@pytest.fixture
def copy(tmp_path) -> Copy:
    return Copy(tmp_path / "kopia")


@pytest.fixture(scope="session")
def seed():
    return load(SEED)


@pytest.fixture(scope="session")
def editions(tmp_path_factory):
    """The folder of the seed's edition in a unit, rendered by the command as an analyst would, once for all tests."""

    @cache
    def folder(unit: str) -> Path:
        reports = tmp_path_factory.mktemp(unit)
        done = command("report", "-p", "unit", unit, "--reports", reports)
        assert done.returncode == 0, done.stderr
        return reports / "huddinge-2021"

    return folder


@pytest.fixture(scope="session", params=["tkr", pytest.param("mnkr", marks=pytest.mark.slow)])
def edition(request, editions):
    """The seed's edition in one unit: (unit, folder)."""
    return request.param, editions(request.param)


def tracked(*patterns: str) -> list[Path]:
    """The project's own files by Git's account, all of them or those that match."""
    command = ["git", "ls-files", "-z", "--", *patterns]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True)
    return [ROOT / name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]


@pytest.fixture(scope="module")
def clone(tmp_path_factory) -> Path:
    """The tracked files in a folder of their own, with this environment as its .venv."""
    folder = tmp_path_factory.mktemp("clone") / "fordelning"
    for path in tracked():
        copied = folder / path.relative_to(ROOT)
        copied.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, copied)
    os.symlink(sys.prefix, folder / ".venv", target_is_directory=True)
    return folder


def executed(run, notebook, parameters, folder) -> str:
    """The notebook as an edition keeps it, run by `run` in a process of its own."""
    return apart(_executed, run, notebook, parameters, folder)


def _executed(run, notebook, parameters, folder) -> str:
    return nbformat.writes(kept(run(notebook, parameters, folder), parameters))


def front_of(parameters: dict[str, str]) -> Front:
    """The front matter of a small document that is made with `parameters`."""
    made = {"edition": "2021-01-01", "edition_text": "1 januari 2021", "approved": True, "objection": ""}
    reviewed = {"subjects": ("Kommun",), "municipality": "Kommun", "reference": "1", "identity": "x"}
    told = {"parameters": parameters, "fingerprint": "0" * 64, "compared": ""}
    return Front(title="T", publisher="Utgivaren", imprint="Utgivare: Utgivaren.", **reviewed, **made, **told)


def in_stages(copy: Copy) -> Copy:
    """A copy of the seed with a stage before: other pots for a measure, another board for one, another amount for one.

    The stage before is named forslag, the seed's own rows are beslut. One of the three changes has a reason.
    """
    proposal = {
        ("tryggare-utemiljoer", "mal-och-budget"): {"amount": "500"},
        ("tryggare-utemiljoer", "medelsreserven"): {"amount": "815"},
        ("laxlasning", "medelsreserven"): {"board": "kfn"},
        ("trygghetsvardar", "mal-och-budget"): {"amount": "1300"},
    }
    for key, name in (("forslag", "Förslag"), ("beslut", "Beslut")):
        copy.append("stages.csv", stage=key, name=name)
    fields, rows = copy.read("allocations.csv")
    before = [row | proposal.get((row["measure"], row["pot"]), {}) | {"stage": "forslag"} for row in rows]
    copy.write("allocations.csv", fields, [*before, *(row | {"stage": "beslut"} for row in rows)])
    reason = {
        "stage": "beslut",
        "measure": "laxlasning",
        "reason": "Läxläsningen hålls i skolan.",
        "place": "laxlasning",
    }
    return copy.append("reasons.csv", **reason)


@pytest.fixture(scope="session")
def staged(tmp_path_factory):
    """The edition of a case in two stages, with its comparison: its folder."""
    base = tmp_path_factory.mktemp("skeden")
    case = in_stages(Copy(base / "skeden")).folder
    done = command("report", case, "--reports", base / "reports")
    assert done.returncode == 0, done.stderr
    return base / "reports" / "skeden"


@pytest.fixture(scope="module")
def browser():
    """Chromium, with nothing fetched behind its back."""
    from playwright.sync_api import sync_playwright  # only where a page is looked at

    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        pytest.skip("Chromium is not on this machine: the pages are not tested in a browser")
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        running = playwright.chromium.launch(executable_path=chromium, args=arguments)
        yield running
        running.close()
