"""The parts of a document that is a zip archive of XML: DOCX and ODT. Nothing is unpacked to disk."""

import io
import re
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import iterparse

from .block import DocumentError

_LARGEST = 15_000_000  # bytes of a part
_MOST = 60_000_000  # … and of all that are read, a part each time that it is
_DEEPEST = 200  # elements within one another
_MOST_PARTS = 10_000


class Archive:
    """The archive `content` of the document `name`. Raises DocumentError."""

    def __init__(self, name: str, content: bytes):
        self._name = name
        self._unpacked = 0
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
            raise self._broken() from None
        self.names = self._archive.namelist()
        if len(set(self.names)) < len(self.names):
            raise self._broken()  # of two parts with one name programs do not show the same
        if len(self.names) > _MOST_PARTS:
            raise DocumentError(name, f"det har fler än {_MOST_PARTS} delar; spara det som PDF eller text")

    def part(self, path: str) -> Element | None:
        """The XML at `path`; None where there is none."""
        if path not in self.names:
            return None
        self._unpacked += self._archive.getinfo(path).file_size
        if self._archive.getinfo(path).file_size > _LARGEST or self._unpacked > _MOST:
            raise DocumentError(self._name, f"det packar upp till mer än {_LARGEST // 1_000_000} MB; dela upp det")
        if self._archive.getinfo(path).flag_bits & 1:
            raise DocumentError(self._name, "det har lösenord; spara en kopia utan lösenord")
        try:
            return self._parsed(self._archive.read(path))
        except (DocumentError, MemoryError):
            raise
        except Exception:  # whatever a damaged or hostile part makes zipfile or the parser raise
            raise self._broken() from None

    def _parsed(self, content: bytes) -> Element:
        deep = 0
        reader = iterparse(io.BytesIO(content), ("start", "end"), forbid_dtd=True)
        for event, _ in reader:
            deep += 1 if event == "start" else -1
            if deep > _DEEPEST:
                raise DocumentError(self._name, f"det har mer än {_DEEPEST} nivåer i varandra; spara det som PDF")
        root: Element = reader.root
        return root

    def _broken(self) -> DocumentError:
        return DocumentError(self._name, "det är skadat; öppna det, spara det på nytt och försök igen")


def local(name: str) -> str:
    """The name of an element or attribute without its namespace."""
    return name.rpartition("}")[2]


def children(element: Element | None, name: str) -> Iterator[Element]:
    """The elements directly within `element` that have that name, whatever their namespace."""
    return (one for one in (() if element is None else element) if local(one.tag) == name)


def child(element: Element | None, *names: str) -> Element | None:
    """The first element within the first within …, by their names; None where one is not there."""
    for name in names:
        element = next(children(element, name), None)
    return element


def given(element: Element | None, name: str) -> str:
    """The attribute of that name, whatever its namespace; "" where there is none."""
    return next((value for key, value in (() if element is None else element.items()) if local(key) == name), "")


def whole(written: str, otherwise: int) -> int:
    """The number that an attribute says; `otherwise` where it says none."""
    return int(written) if re.fullmatch("[0-9]{1,4}", written) else otherwise
