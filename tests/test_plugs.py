"""Plugs are pulled: what stood before stands whole, the next run is done, and nothing is told that is not."""

import contextlib
import errno
import hashlib
import json
import multiprocessing
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import psutil
import pytest
from conftest import ROOT, edit
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from fordelning.cli.main import main
from fordelning.publish.edition import edition, shelf
from fordelning.publish.edition.manifest import MANIFEST
from fordelning.publish.edition.shelf import HeldError
from fordelning.publish.many import batch, summary
from fordelning.publish.many.order import Order
from fordelning.publish.run.process import Limits
from fordelning.report.parameters import EditionParameters

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="signals and processes of Linux"),
]

DECLARED = 'case: str = "liten"\nunit: str = ""\nedition: str = ""'
FRONT = """from fordelning import front_matter, narrative, open_report, tables

report = open_report(case, unit=unit, edition=edition)
front_matter(report)"""
KILLS = 60
PLACES = {"liten": "data/liten", "annan": "annat/liten"}  # what takes the place of each other: one case, twice


def notebook(folder: Path, *cells: str) -> Path:
    """A small report, with `cells` before its last one; returns the folder of it alone."""
    folder.mkdir(exist_ok=True)
    codes = [new_code_cell(DECLARED, metadata={"tags": ["parameters"]})]
    codes += map(new_code_cell, (FRONT, *cells, "narrative.outcome(report)"))
    nb = new_notebook(cells=[new_markdown_cell("# Avstämning"), *codes])
    for number, cell in enumerate(nb.cells):
        cell.id = f"cell-{number}"
    nb.metadata["kernelspec"] = {"display_name": "Python 3", "language": "python", "name": "python3"}
    nbformat.write(nb, folder / "avstamning.ipynb")
    return folder


def command(project: Path, *arguments, path: str = str(ROOT)) -> dict:
    """How a run of the program in `project` is begun in a process."""
    return dict(
        args=[sys.executable, "-m", "fordelning.cli", *map(str, arguments)],
        cwd=project,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": path},
    )


def run(project: Path, *arguments, **options) -> subprocess.CompletedProcess:
    done = subprocess.run(**command(project, *arguments, **options), timeout=120)
    assert "Traceback" not in done.stderr, done.stderr
    return done


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A project with a small case that has its edition, and the same case under another title."""
    folder = tmp_path_factory.mktemp("projekt")
    for place, name in (("data/liten", "liten"), ("data/annan", "annan"), (PLACES["annan"], "annan")):
        case = folder / place
        shutil.copytree(ROOT / "data" / "lulea-tillaggsbudget-2024", case)
        edit(case, lambda descriptor, told={"name": case.name, "title": f"Rapporten {name}"}: descriptor.update(told))
    notebook(folder / "notebooks")
    done = run(folder, "report", "liten")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def project(made, tmp_path):
    shutil.copytree(made, tmp_path / "p")
    return tmp_path / "p"


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def whole(folder: Path) -> str:
    """The title that the edition in `folder` has, once it is seen to be whole and of one run."""
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    found = files(folder)
    del found[MANIFEST]
    assert {name: hashlib.sha256(content).hexdigest() for name, content in found.items()} == manifest["outputs"]
    assert {"avstamning.html", "avstamning.pdf", "avstamning.ipynb", "result.json"} <= set(found)
    result = json.loads(found["result.json"])
    assert result["case"] == manifest["case"] and f"{result['case']}.xlsx" in found
    assert {name.split("/")[1] for name in manifest["inputs"] if name.startswith("data/")} == {result["case"]}
    assert result["title"] in found["avstamning.html"].decode()
    return result["title"]


def told_truly(reports: Path) -> None:
    """What the overview and the summary tell of is there."""
    for path in reports.iterdir():
        if path.is_dir() and not path.name.startswith("."):
            whole(path)
    if (reports / "index.html").exists():
        page = (reports / "index.html").read_text(encoding="utf-8")
        for link in re.findall('href="([^"#:]+)"', page):
            assert (reports / link).is_file(), link
        for path in reports.glob("[!.]*/result.json"):
            assert json.loads(path.read_text(encoding="utf-8"))["title"] in page
    if (reports / "batch.json").exists():
        for one in json.loads((reports / "batch.json").read_text(encoding="utf-8"))["editions"]:
            assert (one["status"] == 0) == (one["error"] is None)
            if one["status"] == 0:
                assert whole(reports / one["name"]) in ("Rapporten liten", "Rapporten annan")


def stays(project: Path, before: dict[str, bytes]) -> None:
    """The edition is as it was, and nothing else is left."""
    reports = project / "reports"
    assert files(reports / "liten") == before
    told_truly(reports)
    assert sorted(path.name for path in reports.iterdir() if path.name[0] != ".") in (
        ["index.html", "liten"],
        ["batch.html", "batch.json", "index.html", "liten"],
    )


def stays_and_goes_on(project: Path, before: dict[str, bytes]) -> None:
    """The edition is as it was, nothing else is left, and the next run is done."""
    stays(project, before)
    reports = project / "reports"
    one = multiprocessing.get_context("fork").Process(target=_report, args=(project,))
    one.start()
    one.join()
    assert one.exitcode == 0
    assert files(reports / "liten") == before
    assert not (reports / ".making").exists()


def _report(project: Path) -> None:
    os.chdir(project)
    os._exit(main(["report", "liten", "--force"]))


def eventually(find, seconds: float = 30):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := find():
            return found
        time.sleep(0.02)
    raise AssertionError("it did not happen")


def children(pid: int) -> list[psutil.Process]:
    with contextlib.suppress(psutil.NoSuchProcess):
        return psutil.Process(pid).children(recursive=True)
    return []


def dead(processes: list[psutil.Process]) -> None:
    """Every one of `processes` ends; they are given the time it takes to notice."""

    def runs(one):
        try:
            return one.is_running() and one.status() != psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return False

    eventually(lambda: not any(map(runs, processes)))


# Killed


def _order(case: str, name: str = "a") -> Order:
    return Order(name, EditionParameters.check({"case": PLACES[case]}), frozenset({"case"}))


def _batch(case: str) -> list:
    notebooks = [Path("notebooks/avstamning.ipynb").resolve()]
    return batch.run(
        [_order(case)], notebooks, Path("reports"), batch.Here(2), Limits(60, 0), True, lambda result: None
    )


def _run_for_ever(first: int) -> None:
    for number in range(first, 10**9):
        _batch(("liten", "annan")[number % 2])


def _finish(case: str) -> None:
    [result] = _batch(case)
    os._exit(summary.exit_status(result))


@pytest.fixture
def quick(monkeypatch):
    """What takes most of a run and writes nothing on the shelf, Typst and the workbook, is left out of it."""
    monkeypatch.setattr(edition, "pdf", lambda document, attached: b"%PDF " + document.front["title"].encode() * 1000)
    monkeypatch.setattr(edition, "workbook", lambda report: report.case.name.encode() * 1000)
    edition.warm()


@pytest.mark.usefixtures("quick")
def test_killed_at_any_moment_everything_is_whole(project, monkeypatch):
    """Runs are killed many times, some of them with an edition's or a notebook's process killed first."""
    monkeypatch.chdir(project)
    chance, fork, reports = random.Random(1), multiprocessing.get_context("fork"), project / "reports"
    seen, caught, lost = set(), 0, 0
    for _ in range(2):
        began = time.monotonic()
        one = fork.Process(target=_finish, args=("liten",))
        one.start()
        one.join()
        took = time.monotonic() - began
    for attempt in range(KILLS):
        one = fork.Process(target=_run_for_ever, args=(attempt,))
        one.start()
        time.sleep(chance.uniform(0, took))
        family = children(one.pid)
        if attempt % 4 == 0 and family:
            with contextlib.suppress(psutil.NoSuchProcess):
                chance.choice(family).kill()
                lost += 1
            time.sleep(chance.uniform(0, took / 2))
            family += children(one.pid)
        one.kill()
        family += children(one.pid)
        one.join()
        dead(family)
        caught += (reports / ".making").exists()
        told_truly(reports)
        seen.add(whole(reports / "a"))
        if attempt % 20 == 0:
            one = fork.Process(target=_finish, args=(("liten", "annan")[attempt % 40 // 20],))
            one.start()
            one.join()
            assert one.exitcode == 0
            told_truly(reports)
            assert (reports / "batch.json").exists() and not (reports / ".making").exists()
    assert seen == {"Rapporten liten", "Rapporten annan"}
    assert caught > KILLS / 2 and lost > KILLS / 8  # the runs were caught at it


@pytest.mark.parametrize(("whose", "says"), [(0, "processen avbröts av signal 9"), (1, "avstamning.ipynb: processen")])
def test_a_killed_child_is_told_by_its_parent(begin, project, whose, says):
    before = files(project / "reports" / "liten")
    slow = notebook(project / "n", "open('../here', 'w').close(); import time; time.sleep(60)")
    one = begin(**command(project, "batch", "--all", "--at-once", 1, "--force", "--notebooks", slow))
    eventually((project / "here").exists)
    family = children(one.pid)
    assert len(family) == 2
    family[whose].kill()
    eventually(lambda: not family[whose].is_running() or family[whose].status() == psutil.STATUS_ZOMBIE)
    (project / "here").unlink()
    eventually((project / "here").exists)  # the other edition
    dead(family)
    children(one.pid)[0].kill()
    out, err = one.communicate(timeout=60)
    assert one.returncode == 5 and says in out and "2 utgåvor: 2 misslyckade." in out and "Traceback" not in err
    found = json.loads((project / "reports" / "batch.json").read_text(encoding="utf-8"))
    assert [e["fate"] for e in found["editions"]] == ["misslyckad"] * 2
    stays_and_goes_on(project, before)


# Interrupted


@pytest.mark.parametrize(
    ("number", "group", "how"),
    [
        (signal.SIGINT, True, ("report", "liten")),
        (signal.SIGINT, True, ("report", "liten", "--kernel")),
        (signal.SIGINT, True, ("batch", "--all")),
        (signal.SIGINT, False, ("batch", "--all")),
        (signal.SIGTERM, False, ("report", "liten")),
        (signal.SIGTERM, True, ("batch", "--all")),
    ],
)
def test_an_interrupted_run_says_so_in_a_line_and_clears_up(begin, project, number, group, how):
    before = files(project / "reports" / "liten")
    slow = notebook(project / "n", "open('../here', 'w').close(); import time; time.sleep(60)")
    asked = command(project, *how, "--force", "--notebooks", slow)
    one = begin(**asked, start_new_session=True)
    eventually((project / "here").exists)
    family = children(one.pid)
    assert len(family) >= 1
    (os.killpg if group else os.kill)(one.pid, number)
    out, err = one.communicate(timeout=20)
    assert one.returncode == 128 + number
    assert err.splitlines() == ["Avbrutet. Det som var klart ligger kvar, och inget är halvfärdigt."]
    assert "Utgåvan ligger" not in out and not (project / "reports" / "batch.json").exists()
    dead(family)
    stays(project, before)


def test_who_interrupts_twice_does_not_interrupt_the_clearing_up(begin, project):
    before = files(project / "reports" / "liten")
    slow = notebook(project / "n", "open('../here', 'w').close(); import time; time.sleep(60)")
    one = begin(**command(project, "batch", "--all", "--force", "--notebooks", slow), start_new_session=True)
    eventually((project / "here").exists)
    family = children(one.pid)
    for _ in range(50):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(one.pid, signal.SIGINT)
        time.sleep(0.002)
    _, err = one.communicate(timeout=20)
    assert one.returncode == 130 and len(err.splitlines()) == 1
    dead(family)
    assert not (project / "reports" / ".making").exists()
    stays_and_goes_on(project, before)


def test_interrupted_between_two_steps_the_one_before_comes_back(project, tmp_path, monkeypatch):
    """Where editions do not change places in one step."""
    monkeypatch.setattr(shelf, "exchange", lambda one, other: False)
    rename = Path.rename

    def interrupted(self, target):
        if self.name == "a" and self.parent.parent.name == ".making" and self.parent.name != ".aside":
            raise KeyboardInterrupt
        return rename(self, target)

    shutil.copytree(project / "reports" / "liten", tmp_path / "a")
    before = files(tmp_path / "a")
    monkeypatch.setattr(Path, "rename", interrupted)
    with pytest.raises(KeyboardInterrupt), shelf.hold(tmp_path) as held:
        held.put(held.begin("a"), True)
    assert files(tmp_path / "a") == before


# Nowhere to write

WRITES = {
    (Path, "write_text"): errno.ENOSPC,
    (Path, "write_bytes"): errno.ENOSPC,
    (Path, "mkdir"): errno.EROFS,
    (Path, "replace"): errno.EROFS,
    (Path, "rename"): errno.EACCES,
    (shelf, "exchange"): errno.EROFS,
    (os, "fsync"): errno.ENOSPC,
}


def _failing_at(number: int, errors: Path) -> None:
    """Run a batch whose write number `number`, in whichever process, fails after half of it."""
    count = multiprocessing.get_context("fork").Value("i", 0)

    def failing(work, code):
        def one(*arguments, **options):
            with count.get_lock():
                count.value += 1
                fails = count.value == number
            if fails:
                if code == errno.ENOSPC and len(arguments) > 1:
                    work(arguments[0], arguments[1][: len(arguments[1]) // 2], **options)
                raise OSError(code, os.strerror(code), str(arguments[0]))
            return work(*arguments, **options)

        return one

    for (owner, name), code in WRITES.items():
        setattr(owner, name, failing(getattr(owner, name), code))
    sys.stdout = sys.stderr = errors.open("w", encoding="utf-8")
    status = main(["batch", f"{('liten', 'annan')[number % 2]}.csv", "--force"])
    sys.stderr.close()
    os._exit(status if count.value >= number else 99)


@pytest.mark.usefixtures("quick")
def test_whichever_write_fails_the_run_says_so_and_the_one_before_stands(project, monkeypatch):
    monkeypatch.chdir(project)
    fork, reports = multiprocessing.get_context("fork"), project / "reports"
    for case in ("liten", "annan"):
        (project / f"{case}.csv").write_text(f"case;utgåva\n{PLACES[case]};a\n", encoding="utf-8")
    assert run(project, "batch", "annan.csv").returncode == 0
    for number in range(1, 100):
        one = fork.Process(target=_failing_at, args=(number, project / "errors"))
        one.start()
        one.join()
        told_truly(reports)
        if one.exitcode == 99:
            break
        said = (project / "errors").read_text(encoding="utf-8")
        assert one.exitcode == 5 and "Traceback" not in said, (number, one.exitcode, said)
        assert any(words in said for words in ("disken är full", "går inte att skriva på", "åtkomst nekas")), said
    assert number > 15, "the writes were found"
    assert whole(reports / "a") == f"Rapporten {('liten', 'annan')[number % 2]}"


def test_a_file_that_may_not_grow_is_told(project):
    import resource

    before = files(project / "reports" / "liten")
    done = subprocess.run(
        **command(project, "report", "liten", "--force"),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)),
    )
    assert done.returncode == 5 and "filen är större än vad som tillåts" in done.stderr
    assert "Traceback" not in done.stderr
    stays_and_goes_on(project, before)


def test_what_cannot_be_printed_is_told(project):
    with open("/dev/full", "w") as full:
        done = subprocess.run(**{**command(project, "report", "liten", "--force"), "stdout": full})
    assert (done.returncode, done.stderr) == (5, "Det som ska skrivas ut: disken är full.\n")
    told_truly(project / "reports")


def test_a_run_that_nobody_reads_has_not_done_what_it_has_not(begin, project):
    one = begin(**command(project, "batch", "--all", "--force"))
    one.stdout.close()
    assert one.wait(60) == 5 and "Ingen läser längre" in one.stderr.read()
    one.stderr.close()
    assert not (project / "reports" / "batch.json").exists()
    told_truly(project / "reports")


def test_a_file_in_the_way_is_left(project):
    shutil.rmtree(project / "reports")
    (project / "reports").mkdir()
    (project / "reports" / "liten").write_text("min egen", encoding="utf-8")
    done = run(project, "report", "liten")
    assert done.returncode == 2 and "reports/liten ersätts inte" in done.stderr
    assert (project / "reports" / "liten").read_text(encoding="utf-8") == "min egen"


# Notebooks that do not behave


@pytest.mark.parametrize(
    ("cell", "options", "says"),
    [
        ("import os; os.kill(os.getpid(), 9)", (), "avstamning.ipynb: processen avbröts av signal 9"),
        ("import os; os.kill(os.getpid(), 9)", ("--kernel",), "avstamning.ipynb: Jupyters kärna avbröts innan"),
        ("while True: pass", ("--seconds", 5), "avstamning.ipynb: tidsgränsen på 5 sekunder gick ut"),
        ("while True: pass", ("--seconds", 8, "--kernel"), "avstamning.ipynb: tidsgränsen på 8 sekunder gick ut"),
        ("x = bytearray(4 * 10**9); x = 0", ("--megabytes", 3000), "avstamning.ipynb: MemoryError i cell 4"),
        ("x = bytearray(4 * 10**9); x = 0", ("--megabytes", 3000, "--kernel"), "avstamning.ipynb: MemoryError i cell"),
        ("import sys; sys.exit(0)", (), "avstamning.ipynb: SystemExit i cell 4"),
        ("raise KeyboardInterrupt", (), "avstamning.ipynb: KeyboardInterrupt i cell 4"),
        (
            "for n in range(300_000): print('x' * 100)",
            ("--seconds", 60),
            "avstamning.ipynb: Cell 4: skriver ut »xxx",
        ),
    ],
)
def test_a_notebook_that_does_not_end_well_is_told_and_the_one_before_stands(project, cell, options, says):
    before = files(project / "reports" / "liten")
    odd = notebook(project / "n", f"open('../pid', 'w').write(str(__import__('os').getpid())) and None\n{cell}")
    done = run(project, "report", "liten", "--force", "--notebooks", odd, *options)
    assert done.returncode == 5 and len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith(f"Rapporten kunde inte göras. {says}") and done.stdout == ""
    with contextlib.suppress(psutil.NoSuchProcess):
        dead([psutil.Process(int((project / "pid").read_text()))])
    stays(project, before)


def test_what_a_notebook_leaves_running_is_ended(project):
    cell = "import subprocess\nopen('../pid', 'w').write(str(subprocess.Popen(['sleep', '600']).pid)) and None"
    done = run(project, "report", "liten", "--force", "--notebooks", notebook(project / "n", cell))
    assert done.returncode == 0
    with contextlib.suppress(psutil.NoSuchProcess):
        dead([psutil.Process(int((project / "pid").read_text()))])


def test_what_a_notebook_writes_where_it_works_is_not_of_the_edition(project):
    names = set(files(project / "reports" / "liten"))
    cell = "open('skräp.txt', 'w').close()"
    done = run(project, "report", "liten", "--force", "--notebooks", notebook(project / "n", cell))
    assert done.returncode == 0
    whole(project / "reports" / "liten")
    assert set(files(project / "reports" / "liten")) == names


# What changes meanwhile


@pytest.mark.parametrize("file", ["data/liten/boards.csv", "n/avstamning.ipynb", "fordelning/base/profile.py"])
@pytest.mark.parametrize("how", [("report", "liten"), ("batch", "best.csv")])
def test_an_edition_of_what_was_changed_meanwhile_is_not_made(project, file, how):
    """The manifest would tell of files that the edition was not made from."""
    before = files(project / "reports" / "liten")
    shutil.copytree(ROOT / "fordelning", project / "fordelning", ignore=shutil.ignore_patterns("__pycache__"))
    (project / "best.csv").write_text("case\nliten\n", encoding="utf-8")
    other = notebook(project / "n", f"open('../{file}', 'a').write('\\n') and None")
    done = run(project, *how, "--force", "--notebooks", other, path=str(project))
    assert done.returncode == 5
    name = file if file.startswith(("data", "fordelning")) else "notebooks/avstamning.ipynb"
    assert f"Underlaget ändrades medan utgåvan gjordes ({name}). Kör igen" in done.stdout + done.stderr
    assert files(project / "reports" / "liten") == before
    told_truly(project / "reports")


def test_a_case_that_goes_away_meanwhile_is_told(project):
    other = notebook(project / "n", "import shutil; shutil.rmtree('liten')")
    before = files(project / "reports" / "liten")
    done = run(project, "report", "liten", "--force", "--notebooks", other)
    assert done.returncode == 5
    assert files(project / "reports" / "liten") == before


def test_a_clock_that_goes_backwards_is_not_looked_at(project):
    before = files(project / "reports" / "liten")
    path = os.pathsep.join([str(ROOT), str(ROOT / "tests" / "backwards")])
    code = "import time; first, second = time.time(), time.time(); assert second <= first - 60"
    slow = notebook(project / "n", code)
    for options in ((), ("--kernel",)):
        done = run(project, "report", "liten", "--force", "--notebooks", slow, *options, path=path)
        assert done.returncode == 0, done.stderr
    done = run(project, "report", "liten", "--force", "--seconds", 60, path=path)
    assert done.returncode == 0, done.stderr
    assert files(project / "reports" / "liten") == before
    assert run(project, "report", "liten").stdout.splitlines()[-1].startswith("Inget har ändrats")


# Two at once


def test_of_two_runs_at_once_the_second_is_told_to_wait(begin, project):
    wait = "import os, time\nopen('../here', 'w').close()\nwhile not os.path.exists('../go'): time.sleep(0.1)"
    options = ("--force", "--notebooks", notebook(project / "n", wait))
    one = begin(**command(project, "report", "liten", *options))
    eventually((project / "here").exists)
    before = files(project / "reports")
    for how in (("report", "liten"), ("batch", "--all")):
        second = run(project, *how)
        assert second.returncode == 5 and second.stdout == ""
        assert re.fullmatch(
            "Rapporten kunde inte göras. En annan körning håller på i .*reports; vänta tills den är klar.\n",
            second.stderr,
        )
    assert one.poll() is None and files(project / "reports") == before
    (project / "go").touch()
    one.communicate(timeout=60)
    assert one.returncode == 0
    told_truly(project / "reports")


@pytest.mark.usefixtures("quick")
def test_a_run_that_begins_when_another_is_killed_waits_for_the_last_of_it(project, monkeypatch):
    """The processes of the killed run hold the shelf until they have noticed; the next does not give up for that."""
    monkeypatch.chdir(project)
    fork = multiprocessing.get_context("fork")
    for _ in range(5):
        one = fork.Process(target=_run_for_ever, args=(0,))
        one.start()
        eventually(lambda one=one: len(children(one.pid)) == 2)
        one.kill()
        try:
            [result] = _batch("liten")
        except HeldError:
            pytest.fail("the next run gave up")
        one.join()
        assert result.error is None


def test_two_orders_of_a_case_are_two_editions(project):
    (project / "best.csv").write_text("case;utgåva;unit\nliten;a;kr\nliten;b;mnkr\nliten;c;kr\n", encoding="utf-8")
    done = run(project, "batch", "best.csv", "--at-once", 3)
    assert done.returncode == 0 and "3 utgåvor: 3 gjorda." in done.stdout
    reports = project / "reports"
    assert files(reports / "a") == files(reports / "c") and files(reports / "a") != files(reports / "b")
    told_truly(reports)
