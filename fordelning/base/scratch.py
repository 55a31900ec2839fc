"""Where what is only needed for a while lies: one folder of one's own, that is gone afterwards whatever happens."""

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .interruption import held

_MATPLOTLIB = "MPLCONFIGDIR"
_PATIENCE = 2  # seconds for those who still write in it to end


@contextmanager
def scratch() -> Iterator[None]:
    """Let all that is temporary lie in a folder of this process's own, until it is removed at the end."""
    before = tempfile.tempdir, {name: os.environ.get(name) for name in ("TMPDIR", _MATPLOTLIB)}
    folder = None
    try:
        with held():
            folder = made()
        use(folder)
        if folder is not None and not _is_remembered():
            os.environ[_MATPLOTLIB] = str(folder)  # else it makes a folder of its own, and complains when that is gone
        yield
    finally:
        with held():
            remove(folder)
            tempfile.tempdir = before[0]
            for name, value in before[1].items():
                os.environ.pop(name, None)
                os.environ.update({} if value is None else {name: value})


def _is_remembered() -> bool:
    """Whether matplotlib can write where it keeps, from one run to the next, what it knows of fonts."""
    if os.environ.get(_MATPLOTLIB):
        folders = [Path(os.environ[_MATPLOTLIB])]
    elif sys.platform == "linux":
        of = [os.environ.get("XDG_CONFIG_HOME") or "~/.config", os.environ.get("XDG_CACHE_HOME") or "~/.cache"]
        folders = [Path(os.path.expanduser(folder), "matplotlib") for folder in of]
    else:
        folders = []
    try:
        for folder in folders:
            os.makedirs(folder, exist_ok=True)
        return all(os.access(folder, os.W_OK) for folder in folders)
    except OSError:
        return False


def made() -> Path | None:
    """A new folder for what is temporary; None where there is nowhere to write: who needs to will say so."""
    try:
        return Path(tempfile.mkdtemp(prefix="fordelning-")).resolve()  # who works in another folder finds it too
    except OSError:
        return None


def use(folder: Path | None) -> None:
    """Let what is temporary lie in `folder`, here and in the programs that are begun from here."""
    if folder is not None:
        tempfile.tempdir = os.environ["TMPDIR"] = str(folder)


def remove(folder: Path | None) -> None:
    """Remove `folder` and all that is in it, also where somebody who is about to end still writes there."""
    last = time.monotonic() + _PATIENCE
    while folder is not None and folder.exists():
        shutil.rmtree(folder, ignore_errors=True)
        if time.monotonic() > last:
            return
