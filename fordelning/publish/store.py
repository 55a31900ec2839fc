"""What a run on many machines passes between them: archives at an address that all of them reach.

The address is a folder that they share or an object store, by way of fsspec. Each archive has a name of its own that is
never written twice, and says itself whether it is whole, so that nobody needs more of the store than to put, get and
delete.
"""

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

import fsspec

from ..faults import InputError

_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # no clock: the same files are the same archive


class StoreError(InputError):
    """The address cannot be used, or what is there cannot be read; the message says which."""


@dataclass(frozen=True)
class Store:
    """The folder or object store at `url`, such as "file:///shared/run" or "s3://bucket/run"."""

    url: str

    @classmethod
    def at(cls, url: str, name: str) -> "Store":
        """The part `name` of the store at `url`, which may be a path here. Raises StoreError."""
        try:
            files, root = fsspec.url_to_fs(url)
            files.makedirs(f"{root}/{name}", exist_ok=True)
            return cls(files.unstrip_protocol(f"{root}/{name}"))
        except (OSError, ImportError, ValueError) as error:
            raise StoreError(f"Lagret {url} kan inte användas: {error}") from error

    def send(self, name: str, files: dict[str, bytes]) -> None:
        """Put the archive `name` with `files`, by their paths within it. Raises OSError, StoreError."""
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as archive:
            for inside, data in files.items():
                archive.writestr(zipfile.ZipInfo(inside, _LONG_AGO), data)
        store, root = self._opened()
        store.pipe_file(f"{root}/{name}", content.getvalue())

    def fetch(self, name: str, folder: Path) -> None:
        """Unpack the archive `name` in `folder`. Raises OSError, StoreError."""
        store, root = self._opened()
        try:
            with zipfile.ZipFile(io.BytesIO(store.cat_file(f"{root}/{name}"))) as archive:
                archive.extractall(folder)
        except zipfile.BadZipFile as error:
            raise StoreError(f"{name} i lagret {self.url} är inte hel.") from error

    def remove(self, name: str) -> None:
        """Take away the archive `name`."""
        store, root = self._opened()
        store.rm_file(f"{root}/{name}")

    def clear(self) -> None:
        """Take away everything, and the place itself."""
        store, root = self._opened()
        store.rm(root, recursive=True)

    def _opened(self) -> tuple[fsspec.AbstractFileSystem, str]:
        try:
            return fsspec.url_to_fs(self.url)
        except (ImportError, ValueError) as error:  # the machine lacks what this kind of store takes
            raise StoreError(f"Lagret {self.url} kan inte användas: {error}") from error


def within(folder: Path, place: str = "") -> dict[str, bytes]:
    """Every file in `folder` by its path in an archive where the folder is `place`; hidden ones are left."""
    inside = {path.relative_to(folder): path for path in sorted(folder.rglob("*")) if path.is_file()}
    return {
        (Path(place) / name).as_posix(): path.read_bytes()
        for name, path in inside.items()
        if not any(part.startswith(".") for part in name.parts)
    }
