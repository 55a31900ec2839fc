"""The file that a workbook is: a zip archive, sealed so that the same parts are the same bytes on every machine."""

import io
import struct
import zlib
from collections.abc import Iterable, Mapping
from zipfile import ZipFile

import deflate

CORE = "docProps/core.xml"
LANGUAGE = b"<dc:language>sv-SE</dc:language>"
_END = b"</cp:coreProperties>"
_UNIX, _VERSION, _DEFLATED = 3, 20, 8
_EPOCH = (0, 1 << 5 | 1)  # the time and the day: 1 January 1980
_LEVEL = 9


def sealed(made: bytes, rows: Mapping[str, tuple[int, Iterable[bytes]]]) -> bytes:
    """`made` with its language stated and nothing in it that depends on the machine.

    `rows` are the rows that a part lacks, and the number of the one that comes after them, counted from 1.

    The parts have no dates. They are compressed by libdeflate, which is built into the package that is pinned: Python's
    own zlib is the machine's, and gives other bytes on another.
    """
    with ZipFile(io.BytesIO(made)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    parts[CORE] = parts[CORE].replace(_END, LANGUAGE + _END)  # a property that XlsxWriter does not know
    for name, (after, lacking) in rows.items():
        before, mark, rest = parts[name].partition(f'<row r="{after}"'.encode())
        parts[name] = b"".join([before, *lacking, mark, rest])
    return _zipped(parts)


def _zipped(parts: dict[str, bytes]) -> bytes:
    """A zip archive of `parts`, whose names are ASCII. zipfile takes nothing that is compressed already."""
    files, directory = bytearray(), bytearray()
    for name, content in parts.items():
        pressed = bytes(deflate.deflate_compress(content, _LEVEL))
        sizes = zlib.crc32(content), len(pressed), len(content), len(name), 0
        about = struct.pack("<5H3I2H", _VERSION, 0, _DEFLATED, *_EPOCH, *sizes)
        made_by = struct.pack("<H", _UNIX << 8 | _VERSION)
        directory += b"PK\1\2" + made_by + about + struct.pack("<3H2I", 0, 0, 0, 0o644 << 16, len(files))
        directory += name.encode("ascii")
        files += b"PK\3\4" + about + name.encode("ascii") + pressed
    end = struct.pack("<4H2IH", 0, 0, len(parts), len(parts), len(directory), len(files), 0)
    return bytes(files + directory) + b"PK\5\6" + end
