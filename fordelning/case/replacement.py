"""A case and the template beside it, replaced together: both or neither, whatever stops the run, and nothing else.

All that is new is made in a hidden folder beside the case, `.CASE.fordelning`, and changes place with what was there,
so that the folder holds first the new and then the old. A file in it says how far that has come, and is renamed from
one stage to the next: what has only BEGUN is cleared away, what is to go FORWARD or BACK does so, and when it is DONE
the old is cleared away. Every step can be taken again, so the next run goes on where one was killed.

Nothing is deleted but what is known to be ours: as it was when looked at, or as we wrote it. The user's own
files in the folder are linked into the new one before it takes its place; what has come or been saved since is carried
over before the old one goes.
"""

import contextlib
import errno
import filecmp
import json
import os
import re
import shutil
import stat
import sys
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

if sys.platform != "win32":
    import fcntl

from fordelning.base.errors import InputError, reason
from fordelning.base.exchange import exchange, move
from fordelning.base.file import content

BEGUN, FORWARD, BACK, DONE = "begun.json", "forward.json", "back.json", "done.json"
_WRITTEN, _ASIDE = "new.json", ".aside"
_OURS = b'{"fordelning": 1}\n'  # all that is in the file BEGUN
_HIDDEN = re.compile(r"\.([a-z0-9]+(?:-[a-z0-9]+)*)\.fordelning")
_LARGEST = 1_000_000  # bytes of what says how far it has come
_PATIENCE = 3  # seconds that a run waits for another
_Checked = TypeVar("_Checked")
_Marks = dict[str, list[int]]


class ReplacementError(InputError):
    """A case cannot be replaced; the message says why."""


class Replacement:
    """What is at `folder`, and its template, as they were when they were first looked at; see `hold`.

    `names` are the files in the folder that are replaced, or go where none is put: the others are the user's own.
    """

    def __init__(self, folder: Path, names: Iterable[str]):
        self._folder, self._hidden, self._names = folder, _hidden(folder), frozenset(names)
        self._before = {
            folder.name: _marks(folder, ("", *self._names)),
            _beside(folder): _marks(_template(folder), ("",)),
        }

    def put(self, files: Mapping[str, bytes], template: bytes | None, check: Callable[[Path], _Checked]) -> _Checked:
        """Put a folder with `files`, and the template where there is one, in place; returns what `check` does.

        `check` is given the folder before anything is changed, and what it raises is raised. Raises ReplacementError
        where something there is not ours or has been changed, OSError where it cannot be written: nothing is changed.
        """
        try:
            self._hidden.mkdir(0o700)
        except FileExistsError:
            raise ReplacementError(_in_the_way(self._hidden)) from None
        try:
            _write(self._hidden / BEGUN, _OURS)
            made = self._hidden / self._folder.name
            made.mkdir()
            for name, text in files.items():
                _write(made / name, text)
            checked = check(made)
            if self._folder.is_dir():
                _link(self._folder, made, self._names)
            if template is not None:
                _write(self._hidden / _beside(self._folder), template)
            self._commit([self._folder.name, *([] if template is None else [_beside(self._folder)])])
        except BaseException:
            if not (self._hidden / FORWARD).exists():
                with contextlib.suppress(OSError):
                    _clear_begun(self._hidden)
                raise
        _finish(self._hidden, FORWARD)
        return checked

    def _commit(self, names: list[str]) -> None:
        pieces = {
            name: {"before": self._before[name], "after": _marks(self._hidden / name, self._before[name])}
            for name in names
        }
        _write(self._hidden / _WRITTEN, json.dumps(pieces).encode())
        _settle(self._hidden / self._folder.name)
        _settle(self._hidden)
        (self._hidden / _WRITTEN).rename(self._hidden / FORWARD)


@contextlib.contextmanager
def hold(folder: Path, names: Iterable[str]) -> Iterator[Replacement]:
    """Hold the folder that the case in `folder` lies in, made where there is none, and mend it first.

    Raises ReplacementError where another run holds it or it cannot be mended, OSError where it cannot be read.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _locked(folder.parent, _PATIENCE) as locked:
        if not locked:
            raise ReplacementError(f"En annan körning håller på att ändra i {folder.parent}; vänta tills den är klar.")
        for hidden in _leftovers(folder.parent):
            said = _mended(hidden)
            if said and hidden == _hidden(folder):
                raise ReplacementError(said)
        yield Replacement(folder, names)


def mend(data: Path) -> list[str]:
    """Finish or clear away what a run that was stopped has left in the folder `data`; what another run holds is left.

    Returns a sentence for each case of which that cannot be done.
    """
    if not _leftovers(data):
        return []
    try:
        with _locked(data, 0) as locked:
            return [said for hidden in _leftovers(data) if (said := _mended(hidden))] if locked else []
    except OSError as error:
        return [f"{data} kan inte läsas: {reason(error)}."]


@dataclass(frozen=True)
class _Piece:
    """What is to be at `place`, and is made at `other`: the two change places.

    `before` and `after` are the marks of the old and the new, and of those files in it that are ours, by name.
    """

    place: Path
    other: Path
    before: _Marks
    after: _Marks

    def put(self) -> None:
        """Let the new be at its place. Raises ReplacementError where what was there has been changed."""
        self._complete()
        if self._is_new(self.other) and not self._is_new(self.place):
            if self._marks(self.place) != self.before or self._marks(self.other) != self.after:
                raise self._changed()
            self._swap()
        if any(mark and mark != self.before[name] for name, mark in self._marks(self.other).items()):
            raise self._changed()  # in the moment before

    def take_back(self) -> None:
        """Let what was at its place be there again, unless the new has been changed there."""
        self._complete()
        if self._is_new(self.place) and self._marks(self.place) == self.after:
            self._swap()

    def clear(self, since: int) -> None:
        """Take away the one that is not at its place, and carry over what is the user's own.

        Raises ReplacementError where something in it is neither as it was nor as it was made.
        """
        if not os.path.lexists(self.other):
            return
        if not os.path.lexists(self.place) and not self._is_new(self.other):
            move(self.other, self.place)  # the new one has been taken away since
            return
        pairs = [(self.other, self.place)] if _is_folder(self.other) else []
        if not pairs:
            self._drop("")
        for one, kept in pairs:
            _open(one)
            for path in sorted(one.iterdir()):
                if one == self.other and path.name in self.after:
                    self._drop(path.name)
                elif _is_folder(path) and _is_folder(kept / path.name):
                    pairs.append((path, kept / path.name))
                else:
                    _carry(path, kept / path.name, since)
        for one, _ in reversed(pairs):
            one.rmdir()

    def _drop(self, name: str) -> None:
        if _mark(self.other / name) not in (self.before[name], self.after[name]):
            raise self._changed()
        (self.other / name).unlink()

    def _swap(self) -> None:
        if not os.path.lexists(self.place):
            move(self.other, self.place)
        elif not os.path.lexists(self.other):
            move(self.place, self.other)
        elif not exchange(self.other, self.place):
            move(self.place, self._aside)
            try:
                move(self.other, self.place)
            except OSError:
                move(self._aside, self.place)
                raise
            move(self._aside, self.other)

    def _complete(self) -> None:
        """Finish a change of places that was stopped between its steps."""
        if not os.path.lexists(self._aside):
            return
        if not os.path.lexists(self.place):
            move(self.other if os.path.lexists(self.other) else self._aside, self.place)
        if os.path.lexists(self._aside):
            move(self._aside, self.other)

    @property
    def _aside(self) -> Path:
        return self.other.with_name(self.other.name + _ASIDE)

    def _is_new(self, path: Path) -> bool:
        return _mark(path)[:1] == self.after[""][:1]

    def _marks(self, path: Path) -> _Marks:
        return _marks(path, self.after)

    def _changed(self) -> ReplacementError:
        return ReplacementError(f"{self.place} ändrades under tiden, och inget är ersatt. Gör om kommandot.")


def _finish(hidden: Path, stage: str) -> None:
    """Go forward or, where that cannot be done, back, and clear up. Raises what kept it from going forward."""
    pieces = _pieces(hidden, stage)
    try:
        if stage == FORWARD:
            _settle(hidden)
            for piece in pieces:
                piece.put()
            _settle(hidden.parent)
            (hidden / FORWARD).rename(hidden / DONE)
    except BaseException:
        if (hidden / FORWARD).exists():
            (hidden / FORWARD).rename(hidden / BACK)
            with contextlib.suppress(OSError, ReplacementError):  # left to the next run
                _finish(hidden, BACK)
        raise
    with contextlib.suppress(OSError, ReplacementError):  # left to the next run
        if stage == BACK:
            for piece in reversed(pieces):
                piece.take_back()
        for piece in pieces:
            piece.clear((hidden / BEGUN).stat().st_mtime_ns)
        _clear_begun(hidden)


def _clear_begun(hidden: Path) -> None:
    """Take away what was made in `hidden` and has been nowhere else, and last the folder."""
    known = {_name(hidden), f"{_name(hidden)}.xlsx", _WRITTEN, BEGUN, FORWARD, BACK, DONE}
    if foreign := {path.name for path in hidden.iterdir()} - known:
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(hidden / min(foreign)))
    for name in (_name(hidden), f"{_name(hidden)}.xlsx", _WRITTEN):
        _remove(hidden / name)
    for stage in (FORWARD, BACK, DONE, BEGUN):
        (hidden / stage).unlink(missing_ok=True)
    hidden.rmdir()


def _mended(hidden: Path) -> str:
    """Finish or clear away what was left in `hidden`; "" where that went well, else what is wrong."""
    try:
        stage = _stage(hidden)
        if stage == BEGUN:
            _clear_begun(hidden)
        else:
            _finish(hidden, stage)
    except ReplacementError as error:
        return str(error) if hidden.exists() else ""  # all is as it was
    except OSError as error:
        if hidden.exists():
            return f"{hidden}, som en avbruten körning har lämnat, kan inte städas: {reason(error)}."
    if hidden.exists():
        return f"{hidden}, som en avbruten körning har lämnat, går inte att göra färdig. Flytta undan den."
    return ""


def _stage(hidden: Path) -> str:
    """How far what was left in `hidden` had come. Raises ReplacementError where it is not ours, OSError."""
    there = {path.name for path in hidden.iterdir()}
    written = content(hidden / BEGUN, len(_OURS) + 1, follow=False) if BEGUN in there else b""
    if not (written == _OURS or (_OURS.startswith(written) and there <= {BEGUN})):
        raise ReplacementError(_in_the_way(hidden))
    return next((stage for stage in (FORWARD, BACK, DONE) if stage in there), BEGUN)


def _pieces(hidden: Path, stage: str) -> list[_Piece]:
    """What is replaced. Raises ReplacementError where that is not as we write it, OSError."""
    try:
        written = json.loads(content(hidden / stage, _LARGEST, follow=False))
        pieces = [_Piece(hidden.parent / name, hidden / name, **marks) for name, marks in written.items()]
        ours = all(piece.after[""] and piece.before.keys() == piece.after.keys() for piece in pieces)
        if not ours or not written.keys() <= {_name(hidden), f"{_name(hidden)}.xlsx"}:
            raise ValueError
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise ReplacementError(_in_the_way(hidden)) from None
    return pieces


def _in_the_way(hidden: Path) -> str:
    return f"{hidden} är i vägen: den heter som det som programmet lägger där, men är något annat. Flytta undan den."


def _leftovers(data: Path) -> list[Path]:
    try:
        with os.scandir(data) as entries:
            found = [e.name for e in entries if _HIDDEN.fullmatch(e.name) and e.is_dir(follow_symlinks=False)]
    except (OSError, ValueError):  # nothing that can be looked into
        return []
    return [data / name for name in sorted(found)]


@contextlib.contextmanager
def _locked(data: Path, patience: float) -> Iterator[bool]:
    """Hold `data`; whether it could be. The lock is the folder's own, and leaves nothing when its holder is killed."""
    if sys.platform == "win32":
        yield True
        return
    number = os.open(data, os.O_RDONLY)
    try:
        yield _flock(number, time.monotonic() + patience)
    finally:
        os.close(number)


def _flock(number: int, until: float) -> bool:
    while True:
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            if time.monotonic() >= until:
                return False
            time.sleep(0.05)
        except OSError:  # no locks on this file system
            return True


def _link(folder: Path, made: Path, ours: Collection[str]) -> None:
    """Link what is the user's own in `folder` into `made`; what cannot be linked is copied."""
    pairs = [(folder, made)]
    for one, other in pairs:
        for path in sorted(one.iterdir()):
            if one == folder and path.name in ours:
                if not stat.S_ISREG(path.lstat().st_mode):
                    raise ReplacementError(f"{path} är ingen vanlig fil, och ersätts inte. Flytta undan den.")
            elif _is_folder(path):
                (other / path.name).mkdir()
                pairs.append((path, other / path.name))
            else:
                _link_file(path, other / path.name)
    for one, other in reversed(pairs):
        shutil.copystat(one, other)


def _link_file(path: Path, other: Path) -> None:
    try:
        os.link(path, other, follow_symlinks=False)
    except FileExistsError:  # where large letters and small are the same, and one of the files is ours
        raise
    except (OSError, NotImplementedError):
        if not (path.is_symlink() or path.is_file()):
            raise ReplacementError(f"{path} är ingen vanlig fil, och kan inte följa med. Flytta undan den.") from None
        about = path.lstat()
        shutil.copy2(path, other, follow_symlinks=False)
        if not other.is_symlink():  # one that is saved meanwhile is to be the later of the two
            os.utime(other, ns=(about.st_atime_ns, about.st_mtime_ns))


def _carry(path: Path, there: Path, since: int) -> None:
    """Let what is the user's own at `path` be in the new folder, as `there`.

    Where another is there, one of them was saved after `since` in place of the other; else both are kept.
    """
    if not os.path.lexists(there):
        move(path, there)
    elif _is_same(path, there):
        path.unlink()
    else:
        one, other = path.lstat().st_mtime_ns, there.lstat().st_mtime_ns
        files = not _is_folder(path) and not _is_folder(there)
        if files and other < since <= one:
            path.replace(there)
        elif files and one < since <= other:
            path.unlink()
        elif one > other:
            move(there, _free(there))
            move(path, there)
        else:
            move(path, _free(there))


def _is_same(one: Path, other: Path) -> bool:
    """Whether two names are of the same file, link or content."""
    a, b = one.lstat(), other.lstat()
    if os.path.samestat(a, b):
        return True
    if stat.S_ISLNK(a.st_mode) and stat.S_ISLNK(b.st_mode):
        return one.readlink() == other.readlink()
    return stat.S_ISREG(a.st_mode) and stat.S_ISREG(b.st_mode) and filecmp.cmp(one, other, shallow=False)


def _free(path: Path) -> Path:
    """A free name for the older of two that are both the user's own."""
    number = 1
    while os.path.lexists(other := path.with_name(f"{path.stem} (äldre {number}){path.suffix}")):
        number += 1
    return other


def _remove(path: Path) -> None:
    """Take away a file, or a folder and all that is in it; links in it are not followed."""
    if not _is_folder(path):
        path.unlink(missing_ok=True)
        return
    folders = [path]
    for folder in folders:
        _open(folder)
        for one in folder.iterdir():
            if _is_folder(one):
                folders.append(one)
            else:
                one.unlink()
    for folder in reversed(folders):
        folder.rmdir()


def _open(folder: Path) -> None:
    """See that what is in `folder` can be taken away."""
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        folder.chmod(0o700)


def _marks(path: Path, names: Iterable[str]) -> _Marks:
    return {name: _mark(path / name) for name in names}


def _mark(path: Path) -> list[int]:
    """What tells that something else is at `path`, or that it has been written in; [] where nothing is."""
    try:
        about = path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return []
    return [about.st_ino] if stat.S_ISDIR(about.st_mode) else [about.st_ino, about.st_size, about.st_mtime_ns]


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _write(path: Path, text: bytes) -> None:
    with path.open("xb") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())


def _settle(folder: Path) -> None:
    """See that the names in `folder` are on the disk, where the system can be told to."""
    with contextlib.suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def _hidden(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.fordelning")


def _name(hidden: Path) -> str:
    return hidden.name.removeprefix(".").removesuffix(".fordelning")


def _beside(folder: Path) -> str:
    return f"{folder.name}.xlsx"


def _template(folder: Path) -> Path:
    return folder.with_name(_beside(folder))
