"""The file that a workbook is: a zip archive, sealed so that the same parts are the same bytes on every machine."""

import io
from zipfile import ZIP_STORED, ZipFile, ZipInfo

CORE = "docProps/core.xml"
LANGUAGE = b"<dc:language>sv-SE</dc:language>"
_END = b"</cp:coreProperties>"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNIX = 3


def sealed(made: bytes) -> bytes:
    """`made` with its language stated and nothing in it that depends on the machine.

    The parts have no dates, and are not compressed, since compressors differ.
    """
    with ZipFile(io.BytesIO(made)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    parts[CORE] = parts[CORE].replace(_END, LANGUAGE + _END)  # a property that XlsxWriter does not know
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_STORED) as target:
        for name, content in parts.items():
            entry = ZipInfo(name, _EPOCH)
            entry.create_system, entry.external_attr = _UNIX, 0o644 << 16
            target.writestr(entry, content)
    return stream.getvalue()
