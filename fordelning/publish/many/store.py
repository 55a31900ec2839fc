"""What a run on many machines passes between them: archives at an address that all of them reach.

The address is a folder that they share or an object store, by way of fsspec. Each archive has a name of its own that is
never written twice, and says itself whether it is whole, so that nobody needs more of the store than to put, get and
delete.
"""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import fsspec

from fordelning.base.errors import InputError, RenderingError, reason

_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # no clock: the same files are the same archive


class StoreError(InputError):
    """The address cannot be used; the message says why."""


class TransferError(RenderingError):
    """An archive could not be put, got or taken away, or is not whole; the message says which."""


@dataclass(frozen=True)
class Store:
    """The folder or object store at `url`, such as "file:///shared/run" or "s3://bucket/run"."""

    url: str

    @classmethod
    def at(cls, url: str, name: str) -> "Store":
        """The part `name`, which is made, of the store at `url`, which may be a path here. Raises StoreError.

        The store itself is not made: one that is misspelt, or a share that is not there, is to be told.
        """
        try:
            files, root = fsspec.url_to_fs(url)
            files.mkdir(f"{root}/{name}", create_parents=False)
            return cls(files.unstrip_protocol(f"{root}/{name}"))
        except Exception as error:  # each kind of store has errors of its own
            raise StoreError(f"Lagret {url} kan inte användas: {_why(error)}.") from error

    def send(self, name: str, files: dict[str, bytes]) -> None:
        """Put the archive `name` with `files`, by their paths within it. Raises TransferError."""
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as archive:
            for inside, data in files.items():
                archive.writestr(zipfile.ZipInfo(inside, _LONG_AGO), data)
        with self._opened() as (store, root):
            store.pipe_file(f"{root}/{name}", content.getvalue())

    def fetch(self, name: str, folder: Path) -> None:
        """Unpack the archive `name` in `folder`. Raises OSError, TransferError."""
        with self._opened() as (store, root):
            content = store.cat_file(f"{root}/{name}")
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                archive.extractall(folder)
        except zipfile.BadZipFile as error:
            raise TransferError(f"{name} i lagret {self.url} är inte hel.") from error

    def remove(self, name: str) -> None:
        """Take away the archive `name`. Raises TransferError."""
        with self._opened() as (store, root):
            store.rm_file(f"{root}/{name}")

    def clear(self) -> None:
        """Take away everything, and the place itself. Raises TransferError."""
        with self._opened() as (store, root):
            store.rm(root, recursive=True)

    @contextmanager
    def _opened(self) -> Iterator[tuple[fsspec.AbstractFileSystem, str]]:
        try:
            yield fsspec.url_to_fs(self.url)
        except Exception as error:  # each kind of store has errors of its own
            raise TransferError(f"Lagret {self.url} kan inte nås: {_why(error)}.") from error


def _why(error: Exception) -> str:
    """In Swedish where it is known, else as whoever raised it says it, on one line."""
    if isinstance(error, FileNotFoundError):  # not every kind of store gives it the system's number
        return "den finns inte"
    known = reason(error) if isinstance(error, OSError) and error.errno else ""
    return known or " ".join(f"{type(error).__name__}: {error}".split())


def within(folder: Path, place: str = "") -> dict[str, bytes]:
    """Every file in `folder` by its path in an archive where the folder is `place`; hidden ones are left."""
    inside = {path.relative_to(folder): path for path in sorted(folder.rglob("*")) if path.is_file()}
    return {
        (Path(place) / name).as_posix(): path.read_bytes()
        for name, path in inside.items()
        if not any(part.startswith(".") for part in name.parts)
    }
