"""Many machines: a real scheduler and real workers, of which some are lost, and the store and the lock between them."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import fsspec
import psutil
import pytest
from conftest import ROOT, end, python
from distributed import Client
from test_batch import GRANTS, LULEA, batch, fates, files, orders

from fordelning.publish.edition.staleness import Program
from fordelning.publish.many.cluster import _placed
from fordelning.publish.many.lock import Lock, LockError
from fordelning.publish.many.store import Store, StoreError, TransferError, within
from fordelning.report.parameters import EditionParameters

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="signals and processes of Linux"),
]
IMPATIENT = {"DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "2s"}
LOCK, LOCK_HERE = ROOT / "requirements.txt", ROOT / "requirements-distributed.txt"


def dask(folder: Path, *arguments: str, **environment: str) -> subprocess.Popen:
    with (folder / f"{arguments[0]}-{time.monotonic_ns()}.log").open("w") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "dask", *arguments],
            cwd=folder,
            stdout=log,
            stderr=log,
            env={**os.environ, "DASK_DISTRIBUTED__WORKER__DAEMON": "False", **environment},
        )


@contextmanager
def scheduler(folder: Path):
    """A scheduler on loopback; its address."""
    told = folder / "scheduler.json"
    process = dask(
        folder, "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", told
    )
    try:
        while not told.is_file() or not told.read_text():
            assert process.poll() is None
            time.sleep(0.05)
        yield process, json.loads(told.read_text())["address"]
    finally:
        end(process)


@contextmanager
def workers(folder: Path, address: str, count: int = 2, **environment: str):
    process = dask(
        folder,
        *("worker", address, "--nworkers", str(count), "--nthreads", "1", "--no-dashboard"),
        *("--local-directory", str(folder / "workers")),
        **environment,
    )
    try:
        with Client(address, set_as_default=False) as client:
            client.wait_for_workers(count, timeout=60)
        yield process
    finally:
        end(process)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    folder = tmp_path_factory.mktemp("kluster")
    with scheduler(folder) as (_, address), workers(folder, address):
        yield address


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A project with two cases, one short notebook, and four editions made here."""
    folder = tmp_path_factory.mktemp("projekt")
    for case in (GRANTS, LULEA):
        shutil.copytree(ROOT / "data" / case, folder / "data" / case)
    (folder / "notebooks").mkdir()
    shutil.copy(ROOT / "notebooks" / "avstamning.ipynb", folder / "notebooks")
    for lock in (LOCK, LOCK_HERE):
        shutil.copy(lock, folder)
    lines = [f"{GRANTS};a;kr;", f"{GRANTS};b;tkr;2024-01-01", f"{LULEA};;;", f"{LULEA}@forslag;;mnkr;"]
    orders(folder / "best.csv", "case;utgåva;unit;edition", *lines)
    done = made(folder, "best.csv")
    assert done.returncode == 0, done.stderr
    return folder


def made(project: Path, *arguments, **environment):
    return batch(project, *arguments, **{"PYTHONPATH": str(ROOT), **environment})


def under_way(project: Path, *arguments: str) -> dict:
    """How a batch is begun in a process."""
    return dict(
        args=[sys.executable, "-m", "fordelning.cli", "batch", *arguments],
        cwd=project,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def fresh(project: Path, folder: Path) -> Path:
    """The project with nothing made, in `folder`."""
    shutil.copytree(project, folder, ignore=shutil.ignore_patterns("reports"))
    return folder


def same(one: Path, other: Path) -> None:
    """The same editions, byte for byte, and nothing left of the making of them."""
    names = {path.name for path in (other / "reports").iterdir() if path.is_dir()}
    assert {path.name for path in (one / "reports").iterdir() if path.is_dir()} == names
    for name in names:
        assert files(one / "reports" / name) == files(other / "reports" / name)


def test_what_workers_make_is_what_is_made_here(project, cluster, tmp_path):
    there, store = fresh(project, tmp_path / "projekt"), tmp_path / "lager"
    store.mkdir()
    done = made(there, "best.csv", "--scheduler", cluster, "--store", store.as_uri())
    assert done.returncode == 0, done.stderr
    assert "4 utgåvor: 4 gjorda." in done.stdout
    same(there, project)
    assert not [*store.iterdir()]
    again = made(there, "best.csv", "--scheduler", cluster)
    assert "4 utgåvor: 4 oförändrade." in again.stdout


def test_the_folder_of_editions_is_store_enough_and_the_day_is_carried(project, cluster, tmp_path):
    there, here = fresh(project, tmp_path / "dar"), fresh(project, tmp_path / "har")
    done = made(there, "best.csv", "--scheduler", cluster, SOURCE_DATE_EPOCH="1700000000")
    assert done.returncode == 0, done.stderr
    assert made(here, "best.csv", SOURCE_DATE_EPOCH="1700000000").returncode == 0
    same(there, here)
    found = json.loads((there / "reports" / "a" / "manifest.json").read_text("utf-8"))
    assert found["edition"] == "2023-11-14"


def test_one_that_fails_does_so_alone(project, cluster, tmp_path):
    there = fresh(project, tmp_path / "projekt")
    (there / "data" / LULEA / "pots.csv").write_text("fel\n", encoding="utf-8")
    done = made(there, "best.csv", "--scheduler", cluster)
    assert done.returncode == 3 and "Traceback" not in done.stderr
    assert fates(there) == {"a": "gjord", "b": "gjord", LULEA: "misslyckad", f"{LULEA}@forslag": "misslyckad"}
    assert "pots.csv" in done.stdout
    assert files(there / "reports" / "a") == files(project / "reports" / "a")


def test_the_limits_hold_on_a_worker(project, cluster, tmp_path):
    there = fresh(project, tmp_path / "projekt")
    path = there / "notebooks" / "avstamning.ipynb"
    slow = json.loads(path.read_text("utf-8"))
    slow["cells"][-1]["source"] = "import time\ntime.sleep(600)"
    path.write_text(json.dumps(slow), encoding="utf-8")
    done = made(there, "best.csv", "--scheduler", cluster, "--seconds", "3")
    assert done.returncode == 5
    assert set(fates(there).values()) == {"misslyckad"}
    assert "tidsgränsen på 3 sekunder gick ut" in done.stdout


def running(process: psutil.Process) -> list[psutil.Process]:
    """The workers below `process` that have a server of processes which has begun one."""
    found = []
    for worker in process.children(recursive=True):
        with suppress(psutil.NoSuchProcess):  # one that ends meanwhile
            if any("forkserver" in " ".join(one.cmdline()) and one.children() for one in worker.children()):
                found.append(worker)
    return found


def test_a_worker_is_killed_and_every_edition_is_whole_and_made_once(begin, project, tmp_path):
    there, lines = fresh(project, tmp_path / "projekt"), ["case;utgåva;unit"]
    lines += [f"{LULEA};u{n};{unit}" for n, unit in enumerate(("kr", "tkr", "mnkr") * 2)]
    orders(there / "sex.csv", *lines)
    here = fresh(there, tmp_path / "har")
    assert made(here, "sex.csv").returncode == 0
    with scheduler(tmp_path) as (_, address), workers(tmp_path, address) as family:
        run = begin(**under_way(there, "sex.csv", "--scheduler", address))
        told = [run.stdout.readline()]  # one is done, and the others are under way
        assert told[0].startswith("1/6 "), run.stderr.read()
        while not (busy := running(psutil.Process(family.pid))):
            assert run.poll() is None
            time.sleep(0.02)
        left = [child for server in busy[0].children() for child in server.children()]
        os.kill(busy[0].pid, signal.SIGKILL)
        out, err = run.communicate(timeout=120)
        assert run.returncode == 0, err
        psutil.wait_procs(left, timeout=10)
        assert not [process for process in left if process.is_running()]
    told += [line for line in out.splitlines() if "/6 " in line]
    assert sorted(line.split()[1] for line in told) == [f"u{n}:" for n in range(6)]
    same(there, here)
    assert not (there / "reports" / ".making").exists()


def test_a_scheduler_that_is_lost_leaves_what_is_done_and_nothing_half_done(begin, project, tmp_path):
    there = fresh(project, tmp_path / "projekt")
    orders(there / "sex.csv", "case;utgåva;unit", *(f"{LULEA};u{n};kr" for n in range(6)))
    with scheduler(tmp_path) as (process, address), workers(tmp_path, address, 1):
        run = begin(**under_way(there, "sex.csv", "--scheduler", address))
        first = run.stdout.readline()
        os.kill(process.pid, signal.SIGKILL)
        out, err = run.communicate(timeout=120)
    assert first.startswith("1/6 u0: stämmer")
    assert run.returncode == 5 and "Traceback" not in err, err
    assert "schemaläggaren svarar inte längre" in out
    found = fates(there)
    whole = {path.name for path in (there / "reports").iterdir() if path.is_dir()}
    assert whole == {name for name, fate in found.items() if fate == "gjord"} and "u0" in whole
    assert sorted(found) == [f"u{n}" for n in range(6)]


def test_workers_with_another_environment_are_refused(project, cluster, tmp_path):
    there = fresh(project, tmp_path / "projekt")
    text = LOCK.read_text("utf-8")
    here = next(line for line in text.splitlines() if line.startswith("pandas=="))
    (there / "requirements.txt").write_text(
        text.replace(here, "pandas==0.1 \\") + "finns-inte==2.0\nbara-windows==1 ; sys_platform == 'win32'\n", "utf-8"
    )
    other = (there / LOCK_HERE.name).read_text("utf-8")
    (there / LOCK_HERE.name).write_text(re.sub(r"^distributed==\S+", "distributed==0.1", other, flags=re.M), "utf-8")
    done = made(there, "best.csv", "--scheduler", cluster)
    assert done.returncode == 2 and "Traceback" not in done.stderr
    version = here.split()[0].removeprefix("pandas==")
    assert done.stderr.count("väntade 0.1") == 6  # pandas and distributed
    assert done.stderr.count(f"pandas {version}, väntade 0.1") == 3  # the workers' and this machine's
    assert done.stderr.count("finns-inte saknas, väntade 2.0") == 3 and "bara-windows" not in done.stderr
    assert "tcp://127.0.0.1:" in done.stderr and "den här datorn: " in done.stderr
    assert not list((there / "reports").glob("*/"))


def test_a_worker_with_another_program_is_refused(project, cluster, tmp_path):
    there = fresh(project, tmp_path / "projekt")
    shutil.copytree(ROOT / "fordelning", there / "fordelning", ignore=shutil.ignore_patterns("__pycache__"))
    with (there / "fordelning" / "base" / "profile.py").open("a") as stream:
        stream.write("# en annan\n")
    done = made(there, "best.csv", "--scheduler", cluster, PYTHONPATH=str(there))
    assert done.returncode == 2
    assert done.stderr.count("programmet är ett annat: fordelning/base/profile.py") == 2


def test_a_worker_that_may_not_begin_processes_says_how_it_may(project, tmp_path):
    there = fresh(project, tmp_path / "projekt")
    with (
        scheduler(tmp_path) as (_, address),
        workers(tmp_path, address, 1, DASK_DISTRIBUTED__WORKER__DAEMON="True"),
    ):
        done = made(there, "best.csv", "--scheduler", address)
    assert done.returncode == 2 and "DASK_DISTRIBUTED__WORKER__DAEMON=False" in done.stderr


@pytest.mark.parametrize(
    "arguments, status, said",
    [
        (["--scheduler", "tcp://127.0.0.1:9"], 5, "Schemaläggaren tcp://127.0.0.1:9 kan inte nås"),
        (["--scheduler", "ingen://x"], 5, "Schemaläggaren ingen://x kan inte nås"),
        (["--scheduler", "tcp://[::1"], 5, "Schemaläggaren tcp://[::1 kan inte nås"),
        (["--scheduler", "utan port"], 5, "Schemaläggaren utan port kan inte nås"),
        (["--scheduler", "tcp://127.0.0.1:9", "--at-once", "2"], 2, "ange inte --at-once med --scheduler"),
        (["--store", "/tmp"], 2, "hör till --scheduler"),
        (
            ["--scheduler", "tcp://127.0.0.1:9", "--lock", "ingen.txt"],
            2,
            "Låsfilen ingen.txt kan inte läsas: den finns",
        ),
        (["--scheduler", "tcp://127.0.0.1:9", "--lock", "best.csv"], 2, "best.csv är ingen låsfil"),
    ],
)
def test_what_cannot_be_done_is_said(project, arguments, status, said):
    done = made(project, "best.csv", "--force", *arguments, **IMPATIENT)
    assert done.returncode == status and said in done.stderr and "Traceback" not in done.stderr


def test_a_store_that_cannot_be_used_is_said_and_nothing_is_changed(project, cluster, tmp_path):
    before = files(project / "reports")
    missing = tmp_path / "finns" / "inte"
    for url, why in (
        ("okant://hink/x", "okant"),
        (str(project / "best.csv" / "x"), "något i sökvägen är en fil och ingen mapp."),
        (str(missing), "den finns inte."),
        ("gs:/hink", "den finns inte."),
    ):
        done = made(project, "best.csv", "--force", "--scheduler", cluster, "--store", url)
        assert done.returncode == 2 and f"Lagret {url} kan inte användas: " in done.stderr and why in done.stderr
        assert "Traceback" not in done.stderr
    assert not missing.parent.exists() and not (project / "gs:").exists()
    assert files(project / "reports") == before and "batch.json" in before


def test_a_store_that_only_this_machine_reaches_is_said_by_the_workers(project, cluster, tmp_path):
    done = made(fresh(project, tmp_path / "p"), "best.csv", "--scheduler", cluster, "--store", "memory://")
    assert done.returncode == 2 and "Traceback" not in done.stderr
    assert len(re.findall(r"^  tcp://\S+: Lagret memory://\S+ kan inte nås: den finns inte", done.stderr, re.M)) == 2


def test_what_listens_and_is_no_scheduler_is_said(project, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        address = f"tcp://127.0.0.1:{deaf.getsockname()[1]}"
        done = made(fresh(project, tmp_path / "p"), "best.csv", "--scheduler", address, **IMPATIENT)
    assert done.returncode == 5 and "Traceback" not in done.stderr
    assert f"Schemaläggaren {address} svarar inte inom 2 sekunder." in done.stderr


def test_a_scheduler_without_workers_is_said(project, tmp_path):
    with scheduler(tmp_path) as (_, address):
        done = made(fresh(project, tmp_path / "p"), "best.csv", "--scheduler", address, **IMPATIENT)
    assert done.returncode == 5 and "Traceback" not in done.stderr
    assert f"Schemaläggaren {address} har inga arbetare efter 2 sekunder." in done.stderr


class Lost(fsspec.AbstractFileSystem):
    """An object store whose client has errors of its own, as those of the clouds do."""

    protocol = "forlorat"

    def cat_file(self, *given, **kwargs):
        raise Exception("NoCredentials\nUnable to locate credentials")

    mkdir = pipe_file = rm = rm_file = cat_file


def test_whatever_a_store_ends_with_is_told_as_the_store(tmp_path):
    fsspec.register_implementation("forlorat", Lost, clobber=True)
    with pytest.raises(StoreError, match=r"^Lagret forlorat://x kan inte användas: Exception: NoCredentials Unable"):
        Store.at("forlorat://x", "en")
    store = Store("forlorat://x/en")
    for work in (lambda: store.send("a", {}), lambda: store.fetch("a", tmp_path), lambda: store.remove("a")):
        with pytest.raises(TransferError, match=r"^Lagret forlorat://x/en kan inte nås: Exception: NoCredentials"):
            work()
    with pytest.raises(TransferError):
        store.clear()


def test_without_the_extra_it_is_said_what_to_install(project):
    block = (
        "import sys; sys.modules['distributed'] = None; "
        "from fordelning.cli.main import main; sys.exit(main(sys.argv[1:]))"
    )
    done = python("-c", block, "batch", "best.csv", "--scheduler", "tcp://127.0.0.1:9", cwd=project)
    assert done.returncode == 2 and "requirements-distributed.txt" in done.stderr and "Traceback" not in done.stderr


def test_a_store_gives_back_what_was_put_there(tmp_path):
    (tmp_path / "in" / "mapp").mkdir(parents=True)
    (tmp_path / "in" / "mapp" / "å.csv").write_bytes(b"\x00\xff")
    (tmp_path / "in" / ".dold").write_bytes(b"x")
    (tmp_path / "lager").mkdir()
    for url in ("memory://hink/lager", str(tmp_path / "lager")):
        store = Store.at(url, "en")
        assert "://" in store.url
        store.send("a", within(tmp_path / "in", "dit"))
        store.send("b", within(tmp_path / "in"))
        out = tmp_path / url[:3].strip("/") / "ut"
        store.fetch("a", out)
        assert files(out) == {"dit/mapp/å.csv": b"\x00\xff"}
        store.remove("a")
        with pytest.raises(TransferError, match="den finns inte"):
            store.fetch("a", out)
        store.clear()
        files_there, root = fsspec.url_to_fs(store.url)
        assert not files_there.exists(root)


def test_an_archive_that_is_not_whole_is_not_unpacked(tmp_path):
    (tmp_path / "lager").mkdir()
    store = Store.at(str(tmp_path / "lager"), "en")
    store.send("a", {"x": b"1" * 1000})
    path = tmp_path / "lager" / "en" / "a"
    whole = path.read_bytes()
    for broken in (whole[:-30], whole[:500], whole.replace(b"1111", b"1112", 1), b""):
        path.write_bytes(broken)
        with pytest.raises(TransferError, match="är inte hel"):
            store.fetch("a", tmp_path / "ut")


def test_cases_lie_there_to_each_other_as_here(tmp_path):
    """What an edition tells of the other case is where it lies from the first."""
    for place in ("data", "annat/djup"):
        shutil.copytree(ROOT / "data" / LULEA, tmp_path / place / LULEA)
    shutil.copytree(ROOT / "data" / GRANTS, tmp_path / "data" / GRANTS)
    given = EditionParameters.check(
        {"case": str(tmp_path / "data" / GRANTS) + "@forslag", "other": str(tmp_path / "annat" / "djup" / LULEA)}
    )
    places, placed = _placed(given)
    for path, place in places:
        shutil.copytree(path, tmp_path / "dar" / place)
    there = EditionParameters.check(
        {"case": str(tmp_path / "dar" / placed.case), "other": str(tmp_path / "dar" / placed.other)}
    )
    assert there.recorded(GRANTS) == given.recorded(GRANTS)
    assert there.case.endswith("@forslag")


def test_a_lock_tells_its_differences_elsewhere():
    lock = Lock.read([LOCK, LOCK_HERE], Program())
    assert {"pandas", "distributed"} <= {line.partition("==")[0] for line in lock.packages}
    assert len(lock.packages) == len(set(lock.packages))
    assert lock.differences() == [] and Lock.of(lock.written()) == lock
    other = Lock([*lock.packages, "pandas==0.1"], {**lock.program, "fordelning/ny.py": "0"}, "2.7.18")
    assert [line.split(",")[0].split(":")[0].rsplit(" ", 1)[0] for line in other.differences()] == [
        "Python",
        "pandas",
        "programmet är ett",
    ]


def test_a_file_that_pins_nothing_is_no_lock(tmp_path):
    for text in ("pandas>=2\n", "", "# bara ord\n", "inte en rad av krav\n"):
        path = tmp_path / "krav.txt"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(LockError, match="ingen låsfil"):
            Lock.read([LOCK, path], Program())
