"""The environment that editions are made in: the packages as the lock file pins them, and the program itself."""

import dataclasses
import importlib.metadata
import json
import re
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement

from fordelning.base.errors import InputError, reason
from fordelning.base.file import content
from fordelning.publish.edition.staleness import Program

_LARGEST = 10_000_000  # bytes of a lock file


class LockError(InputError):
    """A lock file cannot be read, or an environment is another; the message has every difference."""


@dataclass(frozen=True)
class Lock:
    """What an environment is to be: `packages`, each pinned as "name==version ; marker", and the program.

    `program` is the SHA-256 of each of its files, `python` the version of Python.
    """

    packages: list[str]
    program: dict[str, str]
    python: str

    @classmethod
    def read(cls, paths: list[Path], program: Program) -> "Lock":
        """The packages in the lock files at `paths`, and `program`. Raises LockError."""
        pinned = dict.fromkeys(line for path in paths for line in _pinned(path))
        return cls([*pinned], program.files, program.versions["python"])

    @classmethod
    def of(cls, written: bytes) -> "Lock":
        """The lock that was `written`."""
        return cls(**json.loads(written))

    def written(self) -> bytes:
        """The lock as another machine reads it."""
        return json.dumps(dataclasses.asdict(self)).encode()

    def differences(self) -> list[str]:
        """What differs in the environment of this process, each in a few words; [] where nothing does."""
        here, found = Program(), []
        if here.versions["python"] != self.python:
            found.append(f"Python {here.versions['python']}, väntade {self.python}")
        for wanted in map(Requirement, self.packages):
            if wanted.marker is None or wanted.marker.evaluate():
                found += _difference(wanted)
        files = {*self.program, *here.files}
        other = sorted(name for name in files if self.program.get(name) != here.files.get(name))
        if other:
            found.append(f"programmet är ett annat: {', '.join(other[:3])}{' med flera' if len(other) > 3 else ''}")
        return found


def _pinned(path: Path) -> list[str]:
    try:
        text = content(path, _LARGEST).decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = reason(error) if isinstance(error, OSError) else "den är inte text i UTF-8"
        raise LockError(f"Låsfilen {path} kan inte läsas: {why}. Ange den med --lock.") from error
    pinned = [line.strip() for line in re.findall(r"^[A-Za-z0-9][^\\#\n]*", text, re.MULTILINE)]
    if not pinned or not all(map(_is_pinned, pinned)):
        raise LockError(f"{path} är ingen låsfil: den anger inte varje paket med en version. Ange den med --lock.")
    return pinned


def _is_pinned(line: str) -> bool:
    try:
        return str(Requirement(line).specifier).startswith("==")
    except InvalidRequirement:
        return False


def _difference(wanted: Requirement) -> list[str]:
    version = str(wanted.specifier).removeprefix("==")
    try:
        there = importlib.metadata.version(wanted.name)
    except importlib.metadata.PackageNotFoundError:
        return [f"{wanted.name} saknas, väntade {version}"]
    same = wanted.specifier.contains(there, prereleases=True)
    return [] if same else [f"{wanted.name} {there}, väntade {version}"]
