"""Where what is only needed for a while lies: one folder of one's own, that is gone afterwards whatever happens."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .interruption import held

_PATIENCE = 2  # seconds for those who still write in it to end


@contextmanager
def scratch() -> Iterator[None]:
    """Let all that is temporary lie in a folder of this process's own, until it is removed at the end."""
    before = tempfile.tempdir, os.environ.get("TMPDIR")
    folder = None
    try:
        with held():
            folder = made()
        use(folder)
        yield
    finally:
        with held():
            remove(folder)
            tempfile.tempdir = before[0]
            os.environ.pop("TMPDIR", None)
            os.environ.update({} if before[1] is None else {"TMPDIR": before[1]})


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
