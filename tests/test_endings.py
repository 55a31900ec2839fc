"""However a command ends, it ends soon, says why in a line of Swedish, and leaves nothing behind."""

import itertools
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import ROOT, SEED

from fordelning.cli.main import main

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the kinds of files, signals and limits of Linux")
SOON = 4  # seconds, on a busy machine
PROGRAM = [sys.executable, "-m", "fordelning.cli"]
NOTEBOOKS = ["--notebooks", str(ROOT / "notebooks")]


class LateError(BaseException):
    """No command catches it."""


@pytest.fixture(autouse=True)
def soon():
    def late(number, frame):
        raise LateError

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, 60)
    yield lambda: signal.setitimer(signal.ITIMER_REAL, SOON)
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


def told(capsys, *arguments) -> tuple[int, str]:
    """The status and all that is said, in which nothing is as only programs say it."""
    try:
        status = main([*map(str, arguments)])
    except SystemExit as asked:
        status = asked.code
    said = "".join(capsys.readouterr())
    assert "Traceback" not in said and "Ett fel i programmet" not in said, said
    assert all(c.isprintable() or c in "\n\u00a0\u202f" for c in said), ascii(said)
    return status, said


def run(*arguments, cwd: Path = ROOT, **options) -> subprocess.CompletedProcess:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **options.pop("environment", {})}
    return subprocess.run(
        [*PROGRAM, *map(str, arguments)], cwd=cwd, env=environment, capture_output=True, timeout=60, **options
    )


# What is no file to read


def listening(path: Path) -> None:
    here = os.getcwd()
    os.chdir(path.parent)  # the name of a socket is short
    try:
        with socket.socket(socket.AF_UNIX) as one:
            one.bind(path.name)
    finally:
        os.chdir(here)


KINDS = {
    "pipe": os.mkfifo,
    "socket": listening,
    "device": lambda path: path.symlink_to("/dev/zero"),
    "terminal": lambda path: path.symlink_to("/dev/tty"),
    "folder": Path.mkdir,
    "link in a ring": lambda path: path.symlink_to(path.name),
    "broken link": lambda path: path.symlink_to("ingenstans"),
    "empty": Path.touch,
    "huge": lambda path: (path.touch(), os.truncate(path, 2**40)),
    "noughts": lambda path: path.write_bytes(b"\0" * 1000),
}
COMMANDS = (["check"], ["report", *NOTEBOOKS], ["trace"])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", sorted(path.name for path in SEED.iterdir()))
def test_whatever_a_file_of_a_case_is(name, kind, copy, tmp_path, monkeypatch, capsys, soon):
    monkeypatch.chdir(tmp_path)
    (copy.folder / name).unlink()
    KINDS[kind](copy.folder / name)
    command, *options = COMMANDS[len(name + kind) % len(COMMANDS)]
    source = [str(ROOT / "README.md")] if command == "trace" else []
    soon()
    status, said = told(capsys, command, copy.folder, *source, *options)
    assert status == 3 and name in said
    assert sorted(path.name for path in tmp_path.iterdir()) == [copy.folder.name]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["data/ett/datapackage.json", "data/ett/pots.csv", "reports/ett/result.json"])
def test_the_list_is_of_whatever_there_is(name, kind, tmp_path, monkeypatch, capsys, soon):
    monkeypatch.chdir(tmp_path)
    for case in ("ett", "två"):
        shutil.copytree(SEED, Path("data", case))
    Path("reports/ett").mkdir(parents=True)
    Path(name).unlink(missing_ok=True)
    KINDS[kind](Path(name))
    soon()
    assert main(["list"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("ett: ") and said[-1].startswith("två: Huddinge kommuns fördelning av medel 2021")
    assert (" fel, " in said[0]) is name.startswith("data")


@pytest.mark.parametrize("kind", [*KINDS, "none"])
@pytest.mark.parametrize(
    ("arguments", "statuses"),
    [
        (["check", "kopia", "-p", "source", "FIL"], {2, 4}),  # what is empty covers nothing
        (["trace", "kopia", "FIL"], {2, 7}),
        (["import", "FIL", "--case", "ny"], {2}),
        (["batch", "FIL"], {2}),
        (["check", "FIL"], {2, 3}),
        (["batch", "--all", "--scheduler", "tcp://127.0.0.1:1", "--lock", "FIL"], {2}),
        (["report", "kopia", "--notebooks", "FIL"], {2}),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_whatever_a_given_file_is(arguments, statuses, kind, copy, monkeypatch, capsys, soon):
    monkeypatch.chdir(copy.folder.parent)
    shutil.copytree(copy.folder, "data/fall")
    if kind != "none":
        KINDS[kind](Path("fil.txt"))
    soon()
    options = NOTEBOOKS if arguments[0] == "batch" else []
    status, _ = told(capsys, *(text.replace("FIL", "fil.txt") for text in arguments), *options)
    assert status in statuses
    assert not Path("data/ny").exists()


# Names


@pytest.mark.parametrize("name", ["v\udce4sby", "rad\nFallet stämmer", "skärm\x1b[2J", "om\u202evänd", "\ud800"])
@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "./NAMN"],
        ["report", "./NAMN", *NOTEBOOKS],
        ["check", "-p", "other", "./NAMN"],
        ["check", "-p", "source", "NAMN"],
        ["check", "-p", "unit", "NAMN"],
        ["trace", "fall", "NAMN"],
        ["import", "NAMN", "--case", "ny"],
        ["import", "t.csv", "--case", "NAMN"],
        ["import", "t.csv", "--case", "ny", "--data", "NAMN"],
        ["import", "t.csv", "--case", "ny", "--title", "NAMN"],
        ["new", "NAMN"],
        ["batch", "NAMN"],
        ["batch", "--all", "--data", "NAMN"],
        ["report", "fall", "--notebooks", "NAMN"],
        ["report", "fall", "--reports", "NAMN", *NOTEBOOKS],
        ["verify", "NAMN"],
        ["NAMN"],
        ["check", "--NAMN"],
    ],
    ids=lambda value: " ".join(value),
)
def test_a_name_that_cannot_be_read_is_refused_before_anything_is_made(arguments, name, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    shutil.copytree(SEED, "fall")
    if name.isascii() or name != "\ud800":
        shutil.copytree(SEED, name)  # there is such a folder
        Path(name, "source.ipynb").touch()
    before = sorted(Path().rglob("*"))
    status, _ = told(capsys, *(text.replace("NAMN", name) for text in arguments))
    assert status == 2
    assert sorted(Path().rglob("*")) == before


@pytest.mark.parametrize("name", ["v\udce4sby", "rad\nFallet stämmer", "skärm\x1b[2J"])
def test_a_folder_with_such_a_name_is_refused_from_within(name, tmp_path, monkeypatch, capsys):
    shutil.copytree(SEED, tmp_path / "data" / name)
    monkeypatch.chdir(tmp_path)
    assert told(capsys, "batch", "--all", *NOTEBOOKS)[0] == 2
    monkeypatch.chdir(tmp_path / "data" / name)
    assert told(capsys, "check", ".")[0] == 2
    (tmp_path / "n").mkdir()
    (tmp_path / "n" / f"{name}.ipynb").touch()
    assert told(capsys, "report", SEED, "--notebooks", tmp_path / "n", "--reports", tmp_path / "r")[0] == 2
    assert not (tmp_path / "r").exists()


# Nobody to tell


@pytest.mark.slow
@pytest.mark.parametrize(
    "closed", [">&-", "2>&-", "<&- >&- 2>&-", ">/dev/full", "2>/dev/full", "| true", "2>&1 | true"]
)
@pytest.mark.parametrize(
    ("line", "status"),
    [("check", 0), ("check ingenstans", 2), ("chek", 2), ("trace huddinge-2021 README.md", 7), ("--help", 0)],
)
def test_whoever_does_not_listen_does_not_change_what_came_of_it(line, status, closed):
    shell = f"set -o pipefail; {sys.executable} -m fordelning.cli {line} {closed}"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(["bash", "-c", shell], cwd=ROOT, env=environment, capture_output=True, text=True)
    lost = closed == ">/dev/full" and line in ("check", "--help", "trace huddinge-2021 README.md")
    assert done.returncode == (5 if lost else status)
    assert "Traceback" not in done.stderr and "Exception ignored" not in done.stderr
    assert ("Det som ska skrivas ut: disken är full." in done.stderr) == lost


@pytest.mark.slow
def test_what_is_opened_does_not_become_what_is_printed_on(tmp_path):
    """A file that got the number of a closed stream would be printed on."""
    shell = f"{sys.executable} -m fordelning.cli new nytt --data {tmp_path} <&- >&- 2>&-"
    done = subprocess.run(["bash", "-c", shell], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert done.returncode == 0
    assert run("check", tmp_path / "nytt").returncode == 0


# What nobody has foreseen


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (ValueError("så\x1b[2J här\nallt stämmer"), "Ett fel i programmet: ValueError: så\\x1b[2J här"),
        (RecursionError("djupt"), "Ett fel i programmet: RecursionError: djupt"),
        (MemoryError(), "Datorns minne räckte inte."),
        (ImportError("libx.so: failed to map segment from shared object"), "Datorns minne räckte inte."),
        (RuntimeError("can't start new thread"), "Datorns minne räckte inte."),
        (OSError(12, "Cannot allocate memory"), "Datorns minne räckte inte."),
        (OSError(5, "Input/output error", "/x"), "/x: läsning eller skrivning misslyckades."),
        (UnicodeEncodeError("utf-8", "\udce4", 0, 1, "surrogates not allowed"), "Ett fel i programmet: UnicodeEncode"),
    ],
    ids=repr,
)
def test_an_error_that_nobody_has_foreseen_is_told_in_a_sentence(error, says, monkeypatch, capsys):
    def fail(given):
        raise error

    monkeypatch.setattr("fordelning.cli.commands.testing.check", fail)
    assert main(["check"]) == 5
    said = capsys.readouterr().err
    assert says in said and "Traceback" not in said and "\x1b" not in said
    assert ("(main.py:" in said) == ("programmet" in said)
    monkeypatch.setenv("FORDELNING_TRACEBACK", "1")
    assert main(["check"]) == 5
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.parametrize("megabytes", [25, 40, 60, 90, 120, 150, 200, 300, 400, 430, 460])
def test_too_little_memory_is_told(megabytes):
    import resource

    most = megabytes * 2**20
    done = run("check", preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (most, most)))
    assert (done.returncode, done.stderr.decode()) == (5, "Datorns minne räckte inte.\n")


# Interrupted


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Path:
    """A folder with a case, its edition, a table and a source."""
    folder = tmp_path_factory.mktemp("projekt")
    shutil.copytree(SEED, folder / "data" / "fall")
    (folder / "notebooks").mkdir()
    for name in ("avstamning", "beslutsrapport"):
        shutil.copy(ROOT / "notebooks" / f"{name}.ipynb", folder / "notebooks")
    (folder / "t.csv").write_text("Nämnd;Åtgärd;Belopp 2024, tkr\nValnämnden;Ett;600\n", encoding="utf-8")
    done = run("report", "fall", cwd=folder)
    assert done.returncode == 0, done.stderr.decode()
    return folder


INTERRUPTS = [(signal.SIGINT, 1), (signal.SIGTERM, 0), (signal.SIGHUP, 2)]
INTERRUPTED = [
    "report fall --force",
    "batch --all --force",
    "check fall",
    "report fall --force --kernel",
    "verify reports/fall fall",
    "watch fall --port 0 --reports watched",
    "import t.csv --case ny --replace",
    "new nytt --replace",
    "trace fall t.csv",
]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("line", "number", "third"),  # the first two commands by every signal, the others by one each
    [(line, *one) for line in INTERRUPTED[:2] for one in INTERRUPTS]
    + [(line, *one) for line, one in zip(INTERRUPTED[2:], itertools.cycle(INTERRUPTS), strict=False)],
)
def test_whenever_a_command_is_interrupted_it_says_so_and_leaves_nothing(line, number, third, begin, project, tmp_path):
    """Each signal comes in a part of its own of the time that a command takes."""
    moment = 0.3 + (third + random.Random(f"{line} {number}").random()) / 2
    allowed = {128 + number, 0, 4, 7} if line.split()[0] != "watch" or number == signal.SIGINT else {128 + number}
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path), "PYTHONUNBUFFERED": "1"}
    one = begin(
        [*PROGRAM, *line.split()],
        cwd=project,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    time.sleep(moment)
    one.send_signal(number)
    _, said = one.communicate(timeout=30)
    assert one.returncode in allowed, said
    assert "Traceback" not in said and "Exception ignored" not in said
    interrupted = one.returncode == 128 + number
    assert interrupted == ("Avbrutet. Det som var klart ligger kvar, och inget är halvfärdigt." in said)
    assert list(tmp_path.rglob("*")) == []


@pytest.mark.slow
def test_what_was_begun_to_be_deaf_to_a_hangup_goes_on(project):
    shell = f"nohup {sys.executable} -m fordelning.cli report fall --force & one=$!; sleep 1; kill -HUP $one; wait $one"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(["bash", "-c", shell], cwd=project, env=environment, capture_output=True, text=True)
    assert done.returncode == 0 and "Avbrutet" not in done.stdout + done.stderr


@pytest.mark.slow
def test_the_edition_still_stands(project):
    assert json.loads((project / "reports" / "fall" / "result.json").read_text(encoding="utf-8"))["approved"] is True
