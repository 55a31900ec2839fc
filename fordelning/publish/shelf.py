"""The folder of editions: held by one run at a time, and every edition in it whole, whatever stops a run.

An edition is made in a folder of its own under `.making`, which no reader sees, and changes place with the one before
in a single step where the system has one (renameat2 on Linux). Elsewhere the one before is put aside first, and is put
back if it was not replaced. The overview is taken away before anything is changed: what is not so is told by nothing.
"""

import contextlib
import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from ..exchange import exchange
from ..faults import RenderingError
from .overview import INDEX, index

NOT_APPROVED = ".ej-godkand"
_LOCK, _MAKING, _ASIDE = ".lock", ".making", ".aside"
_PATIENCE = 3  # seconds: a run that was killed holds the shelf until the last of its processes has noticed


class HeldError(RenderingError):
    """Another run holds the folder of editions; the message says which folder."""


class Shelf:
    """The folder of editions at `path`, as long as it is held; see `hold`."""

    def __init__(self, path: Path, making: Path):
        self.path, self.making = path, making

    def begin(self, name: str) -> Path:
        """An empty folder to make the edition `name` in."""
        self.folder(name).mkdir()
        return self.folder(name)

    def folder(self, name: str) -> Path:
        """The folder that the edition `name` is made in."""
        return self.making / name

    def put(self, made: Path, approved: bool) -> Path:
        """Put the edition in the folder `made` on the shelf, under the same name; returns where.

        One that is not approved is put beside the approved one, which stays as it was.
        """
        _settle(made)
        final = self.path / (made.name if approved else made.name + NOT_APPROVED)
        if final.exists() and not final.is_dir():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(final))
        (self.path / INDEX).unlink(missing_ok=True)
        if not (final.exists() and exchange(made, final)):
            aside = self.path / _MAKING / _ASIDE / final.name
            if final.exists():
                aside.parent.mkdir(exist_ok=True)
                final.rename(aside)
            try:
                made.rename(final)
            except OSError:
                _put_back(self.path)
                raise
        if approved:
            self.withdraw(made.name)
        return final

    def withdraw(self, name: str) -> None:
        """Take away the edition of `name` that is not approved, where there is one."""
        refused = self.path / (name + NOT_APPROVED)
        if refused.exists():
            (self.path / INDEX).unlink(missing_ok=True)
            refused.rename(self.path / _MAKING / refused.name)  # gone in one step, not file by file
            shutil.rmtree(self.path / _MAKING / refused.name, ignore_errors=True)


@contextlib.contextmanager
def hold(path: Path) -> Iterator[Shelf]:
    """Hold the folder of editions at `path`, made where there is none, and mend what an interrupted run has left.

    The overview is written when the shelf is let go, if there is none.

    Raises HeldError where another run holds it, OSError where it cannot be written.
    """
    path.mkdir(parents=True, exist_ok=True)
    lock = FileLock(path / _LOCK, timeout=_PATIENCE)
    try:
        lock.acquire()
    except Timeout:
        raise HeldError(f"En annan körning håller på i {path}; vänta tills den är klar.") from None
    try:
        if (path / _MAKING).exists():
            (path / INDEX).unlink(missing_ok=True)
        _restore(path)
        (path / _MAKING).mkdir(exist_ok=True)
        # What a process of an interrupted run may still write, it does not write here: each run has its own folder.
        making = Path(tempfile.mkdtemp(dir=path / _MAKING))
        try:
            yield Shelf(path, making)
        finally:
            _restore(path)
            if not (path / INDEX).exists():
                index(path)
    finally:
        lock.release()


def _restore(path: Path) -> None:
    """Put back what was put aside and not replaced, and clear away what was being made."""
    _put_back(path)
    shutil.rmtree(path / _MAKING, ignore_errors=True)


def _put_back(path: Path) -> None:
    for aside in path.glob(f"{_MAKING}/{_ASIDE}/*"):
        if not (path / aside.name).exists():
            aside.rename(path / aside.name)


def _settle(folder: Path) -> None:
    """See that every file in `folder` is on the disk before its name is."""
    for file in folder.iterdir():
        with file.open("rb") as stream:
            os.fsync(stream.fileno())
