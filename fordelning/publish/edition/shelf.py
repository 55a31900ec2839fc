"""The folder of editions: held by one run at a time, and every edition in it whole, whatever stops a run.

An edition is made in a folder of its own under `.making`, which no reader sees, and changes place with the one before
in a single step where the system has one (renameat2 on Linux). Elsewhere the one before is put aside first, and is put
back if it was not replaced. The overview is taken away before anything is changed: what is not so is told by nothing.
Nothing is replaced or taken away but what is known as ours: see `target`.
"""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from fordelning.base.errors import RenderingError
from fordelning.base.exchange import exchange
from fordelning.case.schema import MISSING

from .manifest import ManifestError, foreign, read
from .overview import INDEX, index, state
from .target import NOT_APPROVED, TargetError, places, require_free, require_ours

_LOCK, _MAKING, _ASIDE, _MARK = ".lock", ".making", ".aside", ".fordelning"
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
        require_free(places(self.path, made.name))
        _require_same_decision(made, places(self.path, made.name))
        final = self.path / (made.name if approved else made.name + NOT_APPROVED)
        _withdraw_overview(self.path)
        if final.exists() and exchange(made, final):
            if foreign(made):  # what was put there since it was looked at is there again
                exchange(made, final)
                require_free(places(self.path, made.name))
        else:
            aside = self.path / _MAKING / _ASIDE / final.name
            if final.exists():
                aside.parent.mkdir(exist_ok=True)
                final.rename(aside)
            try:
                if foreign(aside):
                    raise TargetError(f"{final} ändrades under tiden, och ersätts inte. Gör om körningen.")
                made.rename(final)
            except (OSError, TargetError):
                _put_back(self.path)
                raise
        if approved:
            self.withdraw(made.name + NOT_APPROVED)
        return final

    def withdraw(self, name: str) -> None:
        """Take away the edition in the folder `name`, where there is one. Raises TargetError where it is not ours."""
        if (self.path / name).exists():
            require_free([self.path / name])
            _withdraw_overview(self.path)
            gone = self.path / _MAKING / name
            (self.path / name).rename(gone)  # gone in one step, not file by file
            if foreign(gone):  # what was put there since it was looked at is there again
                gone.rename(self.path / name)
                require_free([self.path / name])
            shutil.rmtree(gone, ignore_errors=True)


@contextlib.contextmanager
def hold(path: Path) -> Iterator[Shelf]:
    """Hold the folder of editions at `path`, made where there is none, and mend what an interrupted run has left.

    The overview is written when the shelf is let go, if there is none.

    Raises HeldError where another run holds it, OSError where it cannot be written, TargetError where the overview or
    what the run needs for itself would take the place of something that is not ours.
    """
    path.mkdir(parents=True, exist_ok=True)
    _require_own(path)
    lock = FileLock(path / _LOCK, timeout=_PATIENCE)
    try:
        lock.acquire()
    except Timeout:
        raise HeldError(f"En annan körning håller på i {path}; vänta tills den är klar.") from None
    try:
        if (path / _MAKING).exists():
            _withdraw_overview(path)
        _restore(path)
        (path / _MAKING).mkdir(exist_ok=True)
        (path / _MAKING / _MARK).touch()
        # What a process of an interrupted run may still write, it does not write here: each run has its own folder.
        making = Path(tempfile.mkdtemp(dir=path / _MAKING))
        try:
            yield Shelf(path, making)
        finally:
            _put_back(path)
            if not (path / INDEX).exists():
                index(path, path / _MAKING)
            _restore(path)
    finally:
        lock.release()


def clear(path: Path, pages: Iterable[str]) -> list[str]:
    """Take away every edition and every one of `pages` in the folder of editions at `path`; returns what is left there.

    What is not ours, or has been changed, is left. Raises HeldError, TargetError, OSError.
    """
    if not path.is_dir():
        return []
    with hold(path) as shelf:
        for one in sorted(path.iterdir()):
            with contextlib.suppress(TargetError, OSError):
                if one.is_dir() and not one.name.startswith("."):
                    shelf.withdraw(one.name)
                elif one.name in pages:
                    require_ours(one)
                    one.unlink()
        (path / _LOCK).unlink()  # by who holds it: who waits for it finds that it has gone
        left = sorted(one.name for one in path.iterdir() if one.name != _MAKING)
    (path / INDEX).unlink()  # written as the shelf was let go
    return left


def _require_same_decision(made: Path, standing: Iterable[Path]) -> None:
    """Raises TargetError where an edition of another decision is `standing`, whose case has the same folder name."""
    now = _decision(made)
    for folder in standing:
        was = _decision(folder)
        if was and now and was["title"] != now["title"] and _of(was) != _of(now):
            raise TargetError(
                f"{folder} ersätts inte, för den är en utgåva av ett annat beslut: {was['title']} ({_of(was)}), inte "
                f"{now['title']} ({_of(now)}). Byt namn på fallets mapp, eller ta först bort utgåvan."
            )


def _decision(folder: Path) -> dict | None:
    """What is told of the decision that the edition in `folder` is of; None where there is none to read."""
    try:
        return state(folder)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _of(told: dict) -> str:
    return f"{told['municipality']}, {told['reference'].replace(MISSING, '') or 'utan diarienummer'}"


def _withdraw_overview(path: Path) -> None:
    require_ours(path / INDEX)
    (path / INDEX).unlink(missing_ok=True)


def _require_own(path: Path) -> None:
    """Raises TargetError where what has the name of something of the shelf's own is something else."""
    require_ours(path / INDEX)
    lock, making = path / _LOCK, path / _MAKING
    if os.path.lexists(lock) and (lock.is_symlink() or not lock.is_file() or lock.stat().st_size):
        raise TargetError(f"{lock} är i vägen: den är inte skriven av programmet. Flytta den eller ta bort den.")
    if os.path.lexists(making) and (
        making.is_symlink() or not making.is_dir() or not ((making / _MARK).is_file() or not any(making.iterdir()))
    ):
        raise TargetError(f"{making} är i vägen: den är inte gjord av programmet. Flytta den eller ta bort den.")


def _restore(path: Path) -> None:
    """Put back what was put aside and not replaced, and clear away what was being made."""
    _put_back(path)
    making = path / _MAKING
    for one in (*making.glob("*"), *making.glob("*/*")):
        if _is_whole(one) and foreign(one):  # somebody's own came there before the run was killed
            one.rename(Path(tempfile.mkdtemp(prefix=f"{one.name}.kvar-", dir=path)) / one.name)
    with contextlib.suppress(OSError):
        for one in making.iterdir():
            if one.name != _MARK:  # which is the last to go: without it nobody would know that it is ours
                shutil.rmtree(one) if one.is_dir() else one.unlink()
        (making / _MARK).unlink()
        making.rmdir()


def _is_whole(folder: Path) -> bool:
    """Whether there is an edition in `folder`, and not one that is only begun."""
    try:
        return bool(read(folder))
    except ManifestError:
        return False


def _put_back(path: Path) -> None:
    for aside in path.glob(f"{_MAKING}/{_ASIDE}/*"):
        if not (path / aside.name).exists():
            aside.rename(path / aside.name)


def _settle(folder: Path) -> None:
    """See that every file in `folder` is on the disk before its name is."""
    for file in folder.iterdir():
        with file.open("rb") as stream:
            os.fsync(stream.fileno())
