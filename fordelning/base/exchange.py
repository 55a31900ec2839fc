"""Renames in one step that Python does not have: two names change places, or a name is taken only if it is free."""

import ctypes
import errno
import os
import sys
from pathlib import Path


def exchange(one: Path, other: Path) -> bool:
    """Let two files or folders change names in one step; False where the system has no such step. Raises OSError."""
    return _renamed(one, other, _EXCHANGE)


def move(one: Path, other: Path) -> None:
    """Give `one` the name `other`, unless something has it already. Raises OSError."""
    if _renamed(one, other, _NO_REPLACE):
        return
    if os.path.lexists(other):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(other))
    os.rename(one, other)


def _renamed(one: Path, other: Path, how: int) -> bool:
    if sys.platform != "linux":
        return False
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except AttributeError:
        return False
    if renameat2(_HERE, os.fsencode(one), _HERE, os.fsencode(other), how) == 0:
        return True
    number = ctypes.get_errno()
    if number in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):
        return False
    raise OSError(number, os.strerror(number), str(other))


_HERE, _NO_REPLACE, _EXCHANGE = -100, 1, 2  # AT_FDCWD, RENAME_NOREPLACE and RENAME_EXCHANGE
