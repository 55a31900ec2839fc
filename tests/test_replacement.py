"""A case and its template are replaced both or not at all, whatever stops the run, and nothing of the user's is lost.

Every call that changes a file or a folder is a step, as Python itself tells of them (audit hooks). A run is killed
before step 1, 2, 3 … until it runs through, or the step fails, or the user does something right then. A killed run
changes nothing more, whatever it tries. Each such test is run in a child of this process, since what listens cannot be
taken away.
"""

import contextlib
import errno
import functools
import itertools
import os
import shutil
import stat
import sys
import traceback
from pathlib import Path

import pytest

from fordelning.base import exchange
from fordelning.case import replacement
from fordelning.case.draft import DraftError
from fordelning.case.folder import find
from fordelning.case.replacement import ReplacementError, hold, mend
from fordelning.cli.main import main

LONG_AGO = 1_600_000_000
OURS = ("datapackage.json", "pots.csv", "tags.csv")
OLD = {name: f"{name} före\n".encode() for name in OURS}
NEW = {name: f"{name} efter, och längre\n".encode() for name in OURS if name != "tags.csv"}  # which goes
CHANGES = {"os.rename", "os.link", "os.mkdir", "os.remove", "os.rmdir", "os.symlink", "os.chmod", "os.utime"}
CREATES = {"os.link", "os.mkdir", "os.symlink", "open"}


def system(monkeypatch, swapped: str, kept: str) -> None:
    """Be as a system that has the step in which two names change places, and hard links, or lacks them."""

    def refused(*given, **named):
        raise OSError(errno.EPERM, "Operation not permitted")

    if swapped == "in two steps":
        monkeypatch.setattr(exchange, "_renamed", lambda one, other, how: False)
    if kept == "copied":
        monkeypatch.setattr(os, "link", refused)


def built(data: Path) -> Path:
    """A folder of cases, with one that has the user's own files beside ours; returns the case's folder."""
    folder = data / "x"
    (folder / "underlag" / "mejl").mkdir(parents=True)
    for name, text in OLD.items():
        (folder / name).write_bytes(text)
    for name in ("anteckningar.txt", "underlag/mejl/b.txt"):
        (folder / name).write_text(name)
    (folder / "lank").symlink_to("../utanför")
    (folder / "lank.txt").symlink_to("../utanför/c.txt")
    (data / "utanför").mkdir()
    (data / "utanför" / "c.txt").write_text("utanför")
    (data / "x.xlsx").write_bytes(b"mallen, innan")
    for path in data.rglob("*"):
        os.utime(path, (LONG_AGO, LONG_AGO), follow_symlinks=False)
    return folder


def tree(folder: Path) -> dict[str, object]:
    """All that is in `folder`, by its path."""
    return {str(path.relative_to(folder)): told(path) for path in sorted(folder.rglob("*"))}


def told(path: Path) -> object:
    mode = path.lstat().st_mode
    return os.readlink(path) if stat.S_ISLNK(mode) else path.read_bytes() if stat.S_ISREG(mode) else stat.S_IFMT(mode)


def replace(folder: Path, beside: bytes | None = b"mallen, efter det") -> None:
    with hold(folder, OURS) as held:
        if b"min" in [
            path.read_bytes() for path in (folder / "pots.csv", folder.with_name("x.xlsx")) if path.is_file()
        ]:
            raise ReplacementError("Det är ifyllt.")
        held.put(NEW, beside, lambda made: None)


def before_and_after(folder: Path, operation) -> tuple[dict, dict]:
    """What there is before and after `operation`, which is done in a copy."""
    other = folder.parents[1] / "annanstans" / folder.name
    shutil.copytree(folder.parent, other.parent, symlinks=True)
    before = tree(folder.parent)
    operation(other)
    after = tree(other.parent)
    shutil.rmtree(other.parent)
    assert before != after
    return before, after


class Killed(BaseException):
    """Nothing more is done."""


def in_a_child(test):
    """Run `test` in a child of this process, where `steps` listens."""

    @functools.wraps(test)
    def run(*given, **named):
        number, ended = os.fork(), 1
        if number == 0:
            try:
                test(*given, **named)
                ended = 0
            except BaseException:
                traceback.print_exc()
            finally:
                sys.stderr.flush()
                os._exit(ended)
        assert os.waitpid(number, 0)[1] == 0, "what failed is told above"

    return run


class Steps:
    """Calls `at` before every call that changes something in `data`, with the step's number and kind."""

    def __init__(self, monkeypatch):
        self.data, self.at, self.number = Path("/"), None, 0
        monkeypatch.setattr(os, "fsync", lambda number: None)
        monkeypatch.setattr(replacement, "_write", self.written_in_two)
        sys.addaudithook(self.heard)

    def run(self, data: Path, operation, at) -> str:
        """Run `operation`; how it ended."""
        self.data, self.at, self.number = data, at, 0
        try:
            operation()
        except Killed:
            return "killed"
        except (DraftError, ReplacementError, OSError):
            return "refused"
        finally:
            self.at = None
        return "done"

    def step(self, kind: str) -> None:
        at, self.at = self.at, None  # what `at` itself does is no step
        if at:
            self.number += 1
            try:
                at(self.number, kind)
            finally:
                self.at = at

    def heard(self, event: str, given: tuple) -> None:
        if not self.at:
            return
        if event == "ctypes.dlsym" and given[1] == "renameat2":
            self.step("renameat2")
        elif event in CHANGES or (event == "open" and (given[2] or 0) & (os.O_WRONLY | os.O_RDWR)):
            paths = [os.path.abspath(os.fsdecode(path)) for path in given if is_path(path)]
            if any(path.startswith(str(self.data)) for path in paths):
                self.step(event)

    def written_in_two(self, path: Path, text: bytes) -> None:
        with path.open("xb", buffering=0) as stream:
            for part in (text[: len(text) // 2], text[len(text) // 2 :]):
                self.step("write")
                stream.write(part)


def is_path(given: object) -> bool:
    return isinstance(given, (str, os.PathLike))


def killing(at: int):
    """Kill the run before the step `at`."""

    def kill(number: int, kind: str) -> None:
        if number >= at:
            raise Killed

    return kill


def swept(tmp_path: Path, at_step, build=built) -> int:
    """Call `at_step` with 1, 2, 3 … and the folder of a case of its own, until it says that there was no such step."""
    for number in itertools.count(1):
        folder = build(tmp_path / f"{number}" / "data")
        if not at_step(number, folder):
            return number - 1
        shutil.rmtree(tmp_path / f"{number}")
    raise AssertionError


def is_either(folder: Path, before: dict, after: dict, always: bool) -> None:
    """Assert that the case and its template are each the one before or the one after; `always` that there is a case."""
    now = {name: value for name, value in tree(folder.parent).items() if not name.startswith(".")}
    for there in ("x/", "x.xlsx"):
        one, *either = [{k: v for k, v in each.items() if k.startswith(there)} for each in (now, before, after)]
        assert one in either or (not one and not always)
    assert {k for k in now if k[0] != "x"} == {k for k in before if k[0] != "x"}


OPERATIONS = {
    "the case and its template": replace,
    "the case alone": lambda folder: replace(folder, None),
}


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)
@pytest.mark.parametrize("kept", ["linked", "copied"])
@pytest.mark.parametrize("swapped", ["in one step", "in two steps"])
@in_a_child
def test_killed_at_any_step_there_is_the_case_before_or_the_one_after(tmp_path, monkeypatch, swapped, kept, operation):
    """And so when what mends it is killed at any of its steps."""
    system(monkeypatch, swapped, kept)
    steps, mended = Steps(monkeypatch), []
    before, after = before_and_after(built(tmp_path / "0" / "data"), operation)

    def at_step(number: int, folder: Path) -> bool:
        killed = steps.run(folder.parent, lambda: operation(folder), killing(number)) == "killed"
        is_either(folder, before, after, swapped == "in one step")
        for again in itertools.count(1):
            ended = steps.run(folder.parent, lambda: mend(folder.parent), killing(again))
            is_either(folder, before, after, swapped == "in one step")
            if ended == "done":
                break
        mended.append(tree(folder.parent))
        assert mended[-1] in (before, after)
        assert killed or mended[-1] == after
        return killed

    assert swept(tmp_path, at_step) > 20
    assert before in mended and after in mended


@in_a_child
def test_a_new_case_that_was_killed_is_there_with_its_template_or_not_at_all(tmp_path, monkeypatch):
    steps = Steps(monkeypatch)
    before, after = {}, {"x": stat.S_IFDIR, **{f"x/{name}": text for name, text in NEW.items()}, "x.xlsx": b"mallen"}

    def build(data: Path) -> Path:
        data.mkdir(parents=True)
        return data / "x"

    def at_step(number: int, folder: Path) -> bool:
        killed = steps.run(folder.parent, lambda: replace(folder, b"mallen"), killing(number)) == "killed"
        for again in itertools.count(1):
            if steps.run(folder.parent, lambda: mend(folder.parent), killing(again)) == "done":
                break
        assert tree(folder.parent) in ((before, after) if killed else (after,))
        return killed

    assert swept(tmp_path, at_step, build) > 10


@pytest.mark.parametrize("lasting", [False, True], ids=["once", "from then on"])
@pytest.mark.parametrize("swapped", ["in one step", "in two steps"])
@in_a_child
def test_what_fails_at_any_step_leaves_what_was_there(tmp_path, monkeypatch, swapped, lasting):
    """A full disk, from then on or once; or a rename that is refused, as where Excel holds the template open."""
    system(monkeypatch, swapped, "linked")
    steps, ends = Steps(monkeypatch), set()
    before, after = before_and_after(built(tmp_path / "0" / "data"), replace)

    def at_step(number: int, folder: Path) -> bool:
        def fail(step: int, kind: str) -> None:
            if step == number or (lasting and step > number and kind in CREATES):
                raise OSError(errno.ENOSPC, "No space left on device")

        ended = steps.run(folder.parent, lambda: replace(folder), fail)
        ends.add(ended)
        now = {name: value for name, value in tree(folder.parent).items() if not name.startswith(".x.")}
        assert now == (after if ended == "done" else before)
        assert mend(folder.parent) == [] and tree(folder.parent) == (after if ended == "done" else before)
        return steps.number >= number

    assert swept(tmp_path, at_step) > 20
    assert ends == {"done", "refused"}


def saved(path: Path, text: str) -> None:
    """Save as editors do: a file beside it takes its place."""
    beside = path.with_name(f"~{path.name}")
    beside.write_text(text)
    beside.replace(path)


def goes_on(folder: Path) -> None:
    """What a user does beside us: new files and folders, and old ones saved."""
    for name in ("anteckningar.txt", "underlag/mejl/b.txt", "ny.txt", "underlag/ny.txt"):
        saved(folder / name, "min")
    (folder / "ny").mkdir()
    (folder / "ny" / "a.txt").write_text("min")


ACTS = {  # what the user does, and where that is to be found when all is done
    "own files": (goes_on, ("anteckningar.txt", "underlag/mejl/b.txt", "ny.txt", "underlag/ny.txt", "ny/a.txt")),
    "own file written in": (lambda x: (x / "anteckningar.txt").write_text("min"), ("anteckningar.txt",)),
    "a table of the case saved": (lambda x: saved(x / "pots.csv", "min"), ("pots.csv",)),
    "a table of the case written in": (lambda x: (x / "pots.csv").write_text("min"), ("pots.csv",)),
    "the template saved": (lambda x: saved(x.with_name("x.xlsx"), "min"), ("../x.xlsx",)),
}


@pytest.mark.parametrize(
    ("name", "kept"), [*((name, "linked") for name in ACTS), ("own files", "copied"), ("own file written in", "copied")]
)
@pytest.mark.parametrize("killed", [False, True], ids=["not killed", "killed"])
@in_a_child
def test_what_the_user_does_at_any_step_is_not_lost(tmp_path, monkeypatch, killed, name, kept):
    """Nor where the run is killed right then, and the next one mends it."""
    system(monkeypatch, "in one step", kept)
    steps, (act, paths) = Steps(monkeypatch), ACTS[name]
    before, after = before_and_after(built(tmp_path / "0" / "data"), replace)
    written = {os.path.normpath(f"x/{path}") for path in paths}

    def at_step(number: int, folder: Path) -> bool:
        def do(step: int, kind: str) -> None:
            if step == number:
                act(folder)
            if step >= number and killed:
                raise Killed

        steps.run(folder.parent, lambda: replace(folder), do)
        assert mend(folder.parent) == []
        if steps.number < number:
            return False
        now = tree(folder.parent)
        assert all(now[path] == b"min" for path in written), number
        others = [{k: v for k, v in each.items() if k not in {*written, "x/ny"}} for each in (now, before, after)]
        assert others[0] in others[1:]
        return True

    assert swept(tmp_path, at_step) > 20


@pytest.mark.parametrize(
    "act",
    [
        lambda folder: (folder / "pots.csv").unlink(),
        lambda folder: folder.rename(folder.with_name("undanflyttat")),
        lambda folder: (folder.with_name(".x.fordelning") / "x" / "pots.csv").write_text("förstörd"),
        lambda folder: (folder.with_name(".x.fordelning") / "x" / "pots.csv").unlink(),
    ],
    ids=["a table taken away", "the case moved away", "the new one harmed", "a table of the new one taken away"],
)
@in_a_child
def test_what_was_to_be_replaced_is_let_be_where_one_of_the_two_has_changed(tmp_path, monkeypatch, act):
    """Killed just before the new case was to be in place."""
    steps, folder = Steps(monkeypatch), built(tmp_path / "data")

    def kill(number: int, kind: str) -> None:
        if folder.with_name(".x.fordelning").joinpath("forward.json").exists():
            raise Killed

    assert steps.run(folder.parent, lambda: replace(folder), kill) == "killed"
    act(folder)
    before = {name: value for name, value in tree(folder.parent).items() if not name.startswith(".")}
    mend(folder.parent)
    assert {name: value for name, value in tree(folder.parent).items() if not name.startswith(".")} == before


@in_a_child
def test_of_two_that_are_the_users_own_both_are_kept(tmp_path, monkeypatch):
    """Killed when the new case was in place: one is saved there, and the one that was there before has come to be."""
    steps, folder = Steps(monkeypatch), built(tmp_path / "data")

    def kill(number: int, kind: str) -> None:
        if (folder / "pots.csv").read_bytes() == NEW["pots.csv"]:
            raise Killed

    assert steps.run(folder.parent, lambda: replace(folder), kill) == "killed"
    saved(folder.with_name(".x.fordelning") / "x" / "anteckningar.txt", "den ena")
    saved(folder / "anteckningar.txt", "den andra")
    (folder.with_name(".x.fordelning") / "x" / "underlag" / "mejl" / "b.txt").unlink()
    (folder.with_name(".x.fordelning") / "x" / "underlag" / "mejl" / "b.txt").mkdir()
    assert mend(folder.parent) == []
    assert {path.read_text() for path in folder.glob("anteckningar*")} == {"den ena", "den andra"}
    assert sorted(path.is_dir() for path in (folder / "underlag" / "mejl").glob("b*")) == [False, True]


@pytest.mark.parametrize("kept", ["linked", "copied"])
@in_a_child
def test_whatever_the_user_has_in_the_folder_stays(tmp_path, monkeypatch, kept):
    system(monkeypatch, "in one step", kept)
    folder = built(tmp_path / "data")
    for name in (".dold", "pots.csv.bak", "Ä ö.xlsx", "rad\nbrytning", "-rf", "datapackage.json~"):
        (folder / name).write_text(name)
    deep = folder / "djup"
    for _ in range(300):
        deep = deep / "ner"
    deep.mkdir(parents=True)
    (folder / "borta").symlink_to("finns inte")
    (folder / "ring").symlink_to("ring")
    (folder / "fillank").symlink_to("../utanför/c.txt")
    (folder / "låst").mkdir()
    (folder / "låst" / "a.txt").write_text("a")
    (folder / "låst" / "a.txt").chmod(0o400)
    (folder / "låst").chmod(0o500)
    folder.chmod(0o750)
    own = {name: told for name, told in tree(folder).items() if name not in OURS}
    if kept == "linked":
        os.mkfifo(folder / "rör")
        own["rör"] = stat.S_IFIFO
    outside = tree(folder.parent / "utanför")
    replace(folder)
    assert tree(folder) == own | NEW and tree(folder.parent / "utanför") == outside
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (folder, folder / "låst", folder / "låst" / "a.txt")]
    assert modes == [0o750, 0o500, 0o400]
    assert {path.name for path in folder.parent.iterdir()} == {"x", "x.xlsx", "utanför"}


@pytest.mark.parametrize("kind", ["link", "broken link", "folder", "pipe"])
@pytest.mark.parametrize("name", OURS)
def test_what_has_the_name_of_one_of_our_files_and_is_none_is_not_replaced(tmp_path, name, kind):
    folder = built(tmp_path / "data")
    put_there(folder / name, kind)
    before = tree(folder.parent)
    with pytest.raises(ReplacementError, match=f"{name} är ingen vanlig fil, och ersätts inte"):
        replace(folder)
    assert tree(folder.parent) == before


def put_there(path: Path, kind: str) -> None:
    path.unlink(missing_ok=True)
    if kind == "folder":
        path.mkdir()
        (path / "min.txt").write_text("min")
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "file":
        path.write_text("min")
    else:
        path.symlink_to("anteckningar.txt" if kind == "link" else "finns inte")


def test_a_pipe_that_cannot_be_linked_stops_it(tmp_path, monkeypatch):
    system(monkeypatch, "in one step", "copied")
    folder = built(tmp_path / "data")
    os.mkfifo(folder / "underlag" / "rör")
    before = tree(folder.parent)
    with pytest.raises(ReplacementError, match="rör är ingen vanlig fil, och kan inte följa med"):
        replace(folder)
    assert tree(folder.parent) == before


# What was left is found by every command, and what only looks like it is let be


def half_done(steps: Steps, folder: Path) -> None:
    """Leave what a run leaves that is killed when the case is replaced and its template is not."""

    def kill(number: int, kind: str) -> None:
        if folder.exists() and (folder / "pots.csv").read_bytes() != OLD["pots.csv"]:
            raise Killed

    assert steps.run(folder.parent, lambda: replace(folder), kill) == "killed"
    assert (folder.with_name("x.xlsx")).read_bytes() == b"mallen, innan"


def found(name: str, start: Path) -> None:
    with contextlib.suppress(LookupError):
        find(name, start)


WAYS = {
    "by name": lambda data: found("x", data.parent),
    "by name from below": lambda data: found("x", data / "utanför"),
    "by path": lambda data: found(str(data / "x"), Path("/")),
    "by relative path": lambda data: found("data/x", data.parent),
    "with a stage": lambda data: found("x@senare", data.parent),
    "through a link": lambda data: found("lank", data.parents[1]),
    "another case": lambda data: found("annat", data.parent),
    "batch": lambda data: main(["batch", "--all", "--data", str(data), "--notebooks", str(data / "inga")]),
    "import": lambda data: main(["import", "finns inte", "--case", "annat", "--data", str(data)]),
    "import of its template": lambda data: main(["import", str(data / "x.xlsx"), "--case", "y", "--data", str(data)]),
    "new": lambda data: main(["new", "x", "--data", str(data), "--replace"]),
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
@in_a_child
def test_every_way_to_a_case_mends_what_was_left(tmp_path, monkeypatch, way):
    folder = built(tmp_path / "a" / "data")
    _, after = before_and_after(folder, replace)
    (tmp_path / "lank").symlink_to(folder)
    half_done(Steps(monkeypatch), folder)
    way(folder.parent)
    assert tree(folder.parent) == after


@in_a_child
def test_what_cannot_be_mended_is_said_where_the_case_is_not_there(tmp_path, monkeypatch):
    folder, steps = built(tmp_path / "data"), Steps(monkeypatch)
    half_done(steps, folder)
    before = tree(folder.parent)

    def refuse(number: int, kind: str) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    def look() -> None:
        assert find("x", tmp_path) == folder
        with pytest.raises(LookupError, match=r"annat.*finns inte.*x\.fordelning, som en avbruten körning har lämnat"):
            find("annat", tmp_path)

    assert steps.run(folder.parent, look, refuse) == "done"
    assert tree(folder.parent) == before
    assert mend(folder.parent) == [] and not folder.with_name(".x.fordelning").exists()


def test_what_another_run_is_making_is_let_be(tmp_path, monkeypatch):
    monkeypatch.setattr(replacement, "_PATIENCE", 0)
    folder = built(tmp_path / "data")

    def look(made: Path) -> None:
        before = tree(folder.parent)
        assert find("x", tmp_path) == folder and mend(folder.parent) == []
        for name in ("x", "annat"):
            with pytest.raises(ReplacementError, match="En annan körning håller på att ändra"):
                replace(folder.with_name(name))
        assert tree(folder.parent) == before and made.is_dir()

    with hold(folder, OURS) as held:
        held.put(NEW, b"mallen", look)
    assert {path.name for path in folder.parent.iterdir()} == {"x", "x.xlsx", "utanför"}


@pytest.mark.skipif(sys.platform == "win32", reason="nothing is locked on Windows")
def test_where_the_file_system_has_no_locks_a_case_is_replaced_all_the_same(tmp_path, monkeypatch):
    def none(number, how):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(replacement.fcntl, "flock", none)
    folder = built(tmp_path / "data")
    replace(folder)
    assert (folder / "pots.csv").read_bytes() == NEW["pots.csv"]
    assert mend(folder.parent) == []


def test_nothing_was_left_in_a_folder_that_is_not_there(tmp_path):
    assert mend(tmp_path / "data") == []


FORGED = {
    "own files": {"x/min.txt": "min"},
    "another mark": {"begun.json": "{}", "x/min.txt": "min"},
    "no mark": {"forward.json": "{}", "x/min.txt": "min"},
    "half a mark and more": {"begun.json": '{"ford', "x/min.txt": "min"},
    "own file too": {"begun.json": '{"fordelning": 1}\n', "min.txt": "min"},
    "not JSON": {"begun.json": '{"fordelning": 1}\n', "forward.json": "{", "x/min.txt": "min"},
    "nested too deep": {"begun.json": '{"fordelning": 1}\n', "forward.json": "[" * 100_000, "x/min.txt": "min"},
    "a list": {"begun.json": '{"fordelning": 1}\n', "forward.json": "[]", "x/min.txt": "min"},
    "something else's place": {
        "begun.json": '{"fordelning": 1}\n',
        "forward.json": '{"../x.xlsx": {"before": {"": [1]}, "after": {"": [2]}}}',
        "x/min.txt": "min",
    },
    "no marks": {"begun.json": '{"fordelning": 1}\n', "done.json": '{"x": {"before": {}, "after": {}}}', "x/a": "min"},
    "marks of others": {
        "begun.json": '{"fordelning": 1}\n',
        "done.json": '{"x": {"before": {"": [1], "pots.csv": [2]}, "after": {"": [3], "pots.csv": [4]}}}',
        "x/pots.csv": "min",
    },
}


@pytest.mark.parametrize("files", FORGED.values(), ids=FORGED)
def test_what_only_looks_like_something_left_is_not_touched(tmp_path, files):
    folder = built(tmp_path / "data")
    for name, text in files.items():
        path = folder.with_name(".x.fordelning") / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    before = tree(folder.parent)
    assert find("x", tmp_path) == folder
    with pytest.raises(ReplacementError, match=r"x\.fordelning.* Flytta undan den|kan inte städas"):
        replace(folder)
    assert {k: v for k, v in tree(folder.parent).items() if not k.endswith("json")} == {
        k: v for k, v in before.items() if not k.endswith("json")
    }
    replace(folder.with_name("annat"))  # which it is not in the way of


@pytest.mark.parametrize("kind", ["link", "broken link", "file", "pipe"])
def test_what_has_the_name_of_the_hidden_folder_and_is_none_is_not_touched(tmp_path, kind):
    folder = built(tmp_path / "data")
    put_there(folder.with_name(".x.fordelning"), kind)
    before = tree(folder.parent)
    assert find("x", tmp_path) == folder
    with pytest.raises(ReplacementError, match=r"x\.fordelning är i vägen"):
        replace(folder)
    assert tree(folder.parent) == before


def test_an_empty_folder_that_was_left_is_taken_away(tmp_path):
    folder = built(tmp_path / "data")
    folder.with_name(".x.fordelning").mkdir()
    folder.with_name(".X.fordelning").mkdir()  # no case can have the name
    assert mend(folder.parent) == []
    assert {path.name for path in folder.parent.iterdir()} == {"x", "x.xlsx", "utanför", ".X.fordelning"}


# The commands

TABLE = "Nämnd;Fördelas 2026, tkr\nKommunstyrelsen;1 500\nTekniska nämnden;{}\n"
COMMANDS = {
    "import of a table": ["import", "ny.csv", "--case", "x", "--replace"],
    "import of a filled template": ["import", "data/y.xlsx", "--case", "x", "--replace"],
    "new": ["new", "z", "--replace"],
}


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
@pytest.mark.parametrize("swapped", ["in one step", "in two steps"])
@in_a_child
def test_a_command_killed_at_any_rename_has_replaced_both_or_neither(tmp_path, monkeypatch, swapped, command):
    system(monkeypatch, swapped, "linked")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    first, steps = tmp_path / "0", Steps(monkeypatch)
    first.mkdir()
    monkeypatch.chdir(first)
    for name, amount in (("gammal", 750), ("ny", 800)):
        Path(f"{name}.csv").write_text(TABLE.format(amount), encoding="utf-8")
    assert main(["import", "gammal.csv", "--case", "x"]) == main(["import", "ny.csv", "--case", "y"]) == 0
    assert main(["new", "z"]) == 0
    for name in "xz":
        Path("data", name, "anteckningar.txt").write_text("mina")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1769904000")
    before, renames, trees = tree(first), [], []
    for number in itertools.count():
        there = tmp_path / f"{number + 1}"
        shutil.copytree(first, there)
        monkeypatch.chdir(there)

        def kill(step: int, kind: str, at=number) -> None:
            renames.extend([step] if kind in ("os.rename", "renameat2") and at == 0 else [])
            if at and step >= renames[at - 1]:
                raise Killed

        ended = steps.run(there, lambda: main(command), kill)
        assert ended == ("killed" if number else "done")
        assert find("y") and mend(there / "data") == []
        trees.append(tree(there))
        if number == len(renames):
            break
    assert len(renames) >= 3 and before != trees[0]
    assert all(each in (before, trees[0]) for each in trees)
    assert before in trees and trees.count(trees[0]) > 1


def test_a_case_that_cannot_be_read_is_not_replaced_by_the_template(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    command = ["import", "data/x.xlsx", "--case", "x", "--replace"]
    assert main(["new", "x"]) == 0
    table = tmp_path / "data" / "x" / "questions.csv"
    whole = table.read_bytes()
    table.write_bytes(whole + b"half a row\n")
    before = tree(tmp_path)
    assert main(command) == 2
    said = capsys.readouterr().err
    assert "data/x kan inte läsas, och ersätts inte: det som står i questions.csv skulle försvinna." in said
    assert "\n  fordelning check data/x\n" in said
    assert tree(tmp_path) == before
    table.unlink()  # nothing is lost of a table that is not there
    assert main(command) == 0 and table.read_bytes() == whole


def test_where_the_system_has_no_rename_of_its_own_a_name_that_is_taken_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("sys.platform", "darwin")
    one, other = tmp_path / "ett", tmp_path / "två"
    one.write_text("1", encoding="utf-8")
    assert not exchange.exchange(one, other)
    exchange.move(one, other)
    assert other.read_text(encoding="utf-8") == "1" and not one.exists()
    one.write_text("2", encoding="utf-8")
    with pytest.raises(FileExistsError):
        exchange.move(one, other)
    assert (one.read_text(encoding="utf-8"), other.read_text(encoding="utf-8")) == ("2", "1")


def test_a_folder_of_cases_that_cannot_be_looked_through_is_told(tmp_path, monkeypatch):
    def closed(*_):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(tmp_path))

    (tmp_path / ".x.fordelning").mkdir()
    monkeypatch.setattr("fordelning.case.replacement._locked", closed)
    [said] = mend(tmp_path)
    assert said.startswith(f"{tmp_path} kan inte läsas: ")
