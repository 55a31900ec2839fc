"""The folder of editions: one run at a time, and every edition whole whatever stops a run."""

import errno
import multiprocessing
import shutil
import sys
import time

import pytest

from fordelning.publish.edition import manifest, seal, shelf
from fordelning.publish.edition.overview import write
from fordelning.publish.edition.shelf import HeldError, hold
from fordelning.publish.edition.target import NOT_APPROVED

FILES = 8


def fill(folder, mark):
    """An edition as far as the shelf knows: files, and the manifest that names them."""
    for number in range(FILES):
        (folder / f"{number}.txt").write_text(f"{mark}\n" * 200)
    empty = {"case": "a", "edition": "2021-03-01", "request": {"skede": "", "datum": "fallet"}, "versions": {}}
    empty |= {"parameters": {"case": "a"}, "inputs": {}, "commit": None}
    told = {**empty, "outputs": manifest.outputs(folder), "sizes": manifest.sizes(folder)}
    parts = ("case", "edition", "request", "parameters", "versions", "inputs", "commit", "outputs", "sizes")
    (folder / manifest.MANIFEST).write_text(manifest.written({part: told[part] for part in parts}))


def put(path, name, mark, approved=True):
    with hold(path) as held:
        folder = held.begin(name)
        fill(folder, mark)
        return held.put(folder, approved)


def marks(folder) -> set[str]:
    """The marks in a whole edition; one that lacks a file or a line is no edition."""
    assert manifest.foreign(folder) == []
    files = sorted(folder.glob("*.txt"))
    assert [file.name for file in files] == [f"{number}.txt" for number in range(FILES)]
    lines = [file.read_text().splitlines() for file in files]
    assert {len(one) for one in lines} == {200}
    return {mark for one in lines for mark in one}


@pytest.fixture(params=["in one step", "in two steps"])
def steps(request, monkeypatch):
    if request.param == "in two steps":
        monkeypatch.setattr(shelf, "exchange", lambda one, other: False)


@pytest.mark.usefixtures("steps")
def test_an_edition_takes_the_place_of_the_one_before(tmp_path):
    assert put(tmp_path, "a", "1") == tmp_path / "a" and marks(tmp_path / "a") == {"1"}
    put(tmp_path, "a", "2")
    assert marks(tmp_path / "a") == {"2"}
    assert sorted(path.name for path in tmp_path.iterdir()) == [".lock", "a", "index.html"]


@pytest.mark.usefixtures("steps")
def test_one_that_is_not_approved_lies_beside_until_one_is(tmp_path):
    put(tmp_path, "a", "1")
    assert put(tmp_path, "a", "2", approved=False) == tmp_path / f"a{NOT_APPROVED}"
    assert marks(tmp_path / "a") == {"1"} and marks(tmp_path / f"a{NOT_APPROVED}") == {"2"}
    put(tmp_path, "a", "3")
    assert marks(tmp_path / "a") == {"3"} and not (tmp_path / f"a{NOT_APPROVED}").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="the step is Linux's")
def test_the_system_has_the_one_step(tmp_path):
    for name in "ab":
        (tmp_path / name).mkdir()
        (tmp_path / name / name).touch()
    assert shelf.exchange(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "a" / "b").exists() and (tmp_path / "b" / "a").exists()
    with pytest.raises(OSError, match="No such file"):
        shelf.exchange(tmp_path / "a", tmp_path / "c")


def test_a_failing_run_leaves_the_shelf_as_it_was(tmp_path):
    put(tmp_path, "a", "1")
    with pytest.raises(RuntimeError), hold(tmp_path) as held:
        fill(held.begin("a"), "2")
        raise RuntimeError
    assert marks(tmp_path / "a") == {"1"}
    assert sorted(path.name for path in tmp_path.iterdir()) == [".lock", "a", "index.html"]


def test_a_rename_that_fails_brings_the_one_before_back(tmp_path, monkeypatch):
    put(tmp_path, "a", "1")
    monkeypatch.setattr(shelf, "exchange", lambda one, other: False)
    rename = type(tmp_path).rename

    def full(self, target):
        if self.parent.parent.name == ".making" and self.parent.name != ".aside":
            raise OSError(errno.ENOSPC, "full")
        return rename(self, target)

    monkeypatch.setattr(type(tmp_path), "rename", full)
    with pytest.raises(OSError, match="full"):
        put(tmp_path, "a", "2")
    assert marks(tmp_path / "a") == {"1"}


def test_two_runs_at_once_are_one_too_many(tmp_path):
    said = r"En annan körning håller på i .*; vänta tills den är klar"
    with hold(tmp_path), multiprocessing.get_context("spawn").Pool(1) as pool, pytest.raises(HeldError, match=said):
        pool.apply(put, (tmp_path, "a", "1"))
    assert not (tmp_path / "a").exists()
    put(tmp_path, "a", "1")


def test_an_edition_that_was_put_aside_comes_back(tmp_path):
    put(tmp_path, "a", "1")
    (tmp_path / ".making" / ".aside").mkdir(parents=True)
    (tmp_path / ".making" / ".fordelning").touch()
    (tmp_path / "a").rename(tmp_path / ".making" / ".aside" / "a")
    fill_half = tmp_path / ".making" / "a"
    fill_half.mkdir()
    (fill_half / "0.txt").write_text("2")
    (tmp_path / "index.html").write_text(seal.page("gammal"))
    with hold(tmp_path):
        pass
    assert marks(tmp_path / "a") == {"1"}
    assert "gammal" not in (tmp_path / "index.html").read_text()
    assert not (tmp_path / ".making").exists()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="forks, to be quick")
@pytest.mark.usefixtures("steps")
def test_killed_at_any_moment_the_edition_is_whole(tmp_path, monkeypatch):
    """Runs that do nothing but replace an edition are killed at moments spread over the replacing."""
    monkeypatch.setattr(shelf, "_settle", lambda folder: None)
    monkeypatch.setattr(shelf, "index", lambda path, making: write(path / "index.html", seal.page("x"), making))
    path, seen, caught = tmp_path / "reports", set(), 0
    put(path, "a", "0")
    for attempt in range(1000):  # a busy machine catches fewer of them at it
        if attempt >= 100 and min(len(seen), caught) > 50:
            break
        run = multiprocessing.get_context("fork").Process(target=_replace_for_ever, args=(path, attempt))
        run.start()
        while not (path / ".making").exists():  # it has not begun, and that takes as long as the machine is busy
            time.sleep(0.001)
        time.sleep(attempt % 100 * 0.0003)
        run.kill()
        run.join()
        caught += (path / ".making").exists()
        with hold(path):
            found = marks(path / "a")
        assert len(found) == 1
        seen |= found
    assert min(len(seen), caught) > 50  # the runs were caught at it


def _replace_for_ever(path, attempt):
    for number in range(10**9):
        put(path, "a", f"{attempt} {number}")


def test_a_shelf_that_cannot_be_written_is_an_error_of_the_system(tmp_path):
    (tmp_path / "reports").write_text("")
    with pytest.raises(OSError), hold(tmp_path / "reports"):
        pass


def test_what_is_not_of_a_run_is_left(tmp_path):
    put(tmp_path, "a", "1")
    (tmp_path / ".eget").mkdir()
    shutil.copytree(tmp_path / "a", tmp_path / "eget")
    put(tmp_path, "a", "2")
    assert (tmp_path / ".eget").is_dir() and marks(tmp_path / "eget") == {"1"}
