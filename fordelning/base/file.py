"""Reading a file that somebody else may have put there: only a regular one, and no more of it than is wanted."""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

_PART = 1_000_000  # bytes


def content(path: Path, most: int | None = None, follow: bool = True) -> bytes:
    """The bytes of the regular file at `path`, at most `most` of them; a link is followed only if that is said.

    Raises OSError: besides what the system says, with errno ENXIO where it is a pipe, a socket or a device, which could
    be waited on for ever, and with ELOOP where it is a link that is not to be followed.
    """
    with _opened(path, follow) as stream:
        return _read(path, stream, -1 if most is None else most)


def parts(path: Path) -> Iterator[bytes]:
    """What `content` reads, a part at a time, for what is not to be held in memory. Raises OSError as that does."""
    with _opened(path, follow=True) as stream:
        while part := _read(path, stream, _PART):
            yield part


@contextmanager
def _opened(path: Path, follow: bool) -> Iterator[BinaryIO]:
    _require_regular(path, os.stat(path, follow_symlinks=follow).st_mode)
    number = os.open(path, os.O_RDONLY | _AT_ONCE)
    with open(number, "rb") as stream:
        _require_regular(path, os.fstat(number).st_mode)  # it may have been replaced since
        yield stream


def _read(path: Path, stream: BinaryIO, most: int) -> bytes:
    found = stream.read(most)
    if found is None:  # a file of the system's own, which has nothing to give for now
        raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))
    return found


def _require_regular(path: Path, mode: int) -> None:
    if not stat.S_ISREG(mode):
        number = errno.EISDIR if stat.S_ISDIR(mode) else errno.ELOOP if stat.S_ISLNK(mode) else errno.ENXIO
        raise OSError(number, os.strerror(number), str(path))


# A pipe is opened without waiting for who writes to it, and a terminal without becoming this process's own.
_AT_ONCE = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
