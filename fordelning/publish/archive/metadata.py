"""What an archived package says of itself: METS lists its files, PREMIS how they were made, Dublin Core what it is."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import jinja2

from fordelning.base import publisher

METS, DESCRIPTIVE, PRESERVATION = "METS.xml", "metadata/descriptive/dc.xml", "metadata/preservation/premis.xml"
DOCUMENTATION = "documentation/lasmig.txt"
_GROUPS = ("documentation", "schemas", "representations")  # the folders that METS lists as groups of files
_MEDIA = {  # told here, for what the system knows differs from one to another
    ".csv": "text/csv",
    ".html": "text/html",
    ".ipynb": "application/x-ipynb+json",
    ".json": "application/json",
    ".md": "text/markdown",
    ".pdf": "application/pdf",
    ".txt": "text/plain",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xml": "text/xml",
}


@dataclass(frozen=True)
class File:
    """A file of a package: its `path` there with "/", the SHA-256 and the size in bytes that it is to have.

    `source` is where it lies, or the bytes themselves.
    """

    path: str
    source: Path | bytes
    digest: str
    size: int

    @classmethod
    def of(cls, path: str, data: bytes) -> "File":
        """The file of these bytes."""
        return cls(path, data, hashlib.sha256(data).hexdigest(), len(data))

    @property
    def media(self) -> str:
        """Its media type, by how its name ends."""
        return _MEDIA.get(Path(self.path).suffix.lower(), "application/octet-stream")

    @property
    def href(self) -> str:
        """Its path as a URL, from METS.xml."""
        return quote(self.path)


def metadata(name: str, told: Mapping[str, str], manifest: Mapping, files: Iterable[File]) -> list[File]:
    """What a package called `name` says of itself and of its `files`: METS.xml first.

    `told` is the edition's `state`, and `manifest` its manifest. Everything is dated as the edition is.
    """
    shared = {
        "name": name,
        "told": told,
        "title": publisher.title(told["title"]),
        "publisher": publisher.PUBLISHER,
        "time": f"{told['edition']}T00:00:00",
        "version": manifest["versions"]["fordelning"],
        "made": _made(manifest),
    }
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("fordelning.publish.archive", "templates"),
        autoescape=lambda template: template is not None and template.endswith(".xml.j2"),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )

    def made(path: str, **more: object) -> File:
        text = environment.get_template(f"{Path(path).name.lower()}.j2").render(**shared, **more)
        return File.of(path, text.encode())

    documented = [*files, made(DOCUMENTATION)]
    groups = [
        {"id": group, "use": group.capitalize(), "files": [_listed(file) for file in documented if _is_of(file, group)]}
        for group in _GROUPS
    ]
    dc, premis = made(DESCRIPTIVE), made(PRESERVATION, files=[file for group in groups for file in group["files"]])
    return [made(METS, dc=dc, premis=premis, groups=groups), dc, premis, documented[-1]]


def _is_of(file: File, group: str) -> bool:
    return file.path.startswith(f"{group}/")


def _listed(file: File) -> dict[str, object]:
    """A file as the templates list it; its id is of its path, and so the same however many files there are."""
    told = {name: getattr(file, name) for name in ("path", "href", "media", "digest", "size")}
    return {"id": f"file-{hashlib.sha256(file.path.encode()).hexdigest()[:16]}", **told}


def _made(manifest: Mapping) -> str:
    """What made the edition, in a sentence: the program, its commit where it is known, and the parameters."""
    commit = manifest["commit"]
    at = f", commit {commit['id']}{' med ändringar' if commit['changed'] else ''}" if commit else ""
    given = "; ".join(f"{name} = {value}" for name, value in manifest["parameters"].items())
    return f"Utgåvan gjordes med fordelning {manifest['versions']['fordelning']}{at}. Parametrar: {given}."
