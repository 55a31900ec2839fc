"""A workbook calculated again by LibreOffice, an engine that shares nothing with what wrote it."""

import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from lxml import etree

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = re.compile(r"xl/worksheets/sheet\d+\.xml")


def parts(workbook: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(workbook)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with ZipFile(stream, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def edited(workbook: bytes, change) -> bytes:
    """`workbook` with `change` made to each cell element of its sheets, given the sheet's number and the cell."""
    files = parts(workbook)
    for name in filter(SHEET.fullmatch, files):
        tree = etree.fromstring(files[name])
        for cell in tree.iter(f"{{{MAIN}}}c"):
            change(int(re.search(r"\d+", name)[0]), cell)
        files[name] = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    return packed(files)


def blanked(workbook: bytes) -> bytes:
    """`workbook` without the cached value of any formula, so that nothing can be echoed."""

    def blank(_, cell):
        value = cell.find(f"{{{MAIN}}}v")
        if cell.find(f"{{{MAIN}}}f") is not None and value is not None:
            cell.remove(value)
            cell.attrib.pop("t", None)

    return edited(workbook, blank)


def recalculated(workbooks: dict[str, bytes], folder: Path) -> dict[str, openpyxl.Workbook]:
    """Each of `workbooks` with the values that LibreOffice computes, all in one run of it."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice saknas, så formlerna kan inte räknas om av ett annat program")
    given, made = folder / "given", folder / "made"
    given.mkdir(parents=True)
    for name, workbook in workbooks.items():
        (given / f"{name}.xlsx").write_bytes(blanked(workbook))
    command = [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "xlsx"]
    files = [str(given / f"{name}.xlsx") for name in workbooks]
    done = subprocess.run([*command, "--outdir", str(made), *files], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return {name: values((made / f"{name}.xlsx").read_bytes()) for name in workbooks}


def values(workbook: bytes) -> openpyxl.Workbook:
    """The workbook as a viewer that does not calculate shows it."""
    book = openpyxl.load_workbook(io.BytesIO(workbook), data_only=True)
    for sheet in book:
        for cell in (cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)):
            cell.value = unescaped(cell.value)
    return book


def unescaped(text: str) -> str:
    """`text` as it is shown: what looks like an escape is itself escaped in the file, and openpyxl leaves it so."""
    return re.sub("_x005F(_x[0-9A-Fa-f]{4}_)", r"\1", text)


def formulas(workbook: bytes) -> dict[tuple[str, str], str]:
    """Every formula by sheet and cell."""
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    return {
        (sheet.title, cell.coordinate): getattr(cell.value, "text", cell.value)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


def equal(one, other) -> bool:
    """Whether two cells show the same: numbers but for their last binary digits, an empty text as a blank."""
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) <= 1e-11 * max(1, abs(one))
    return (one or "") == (other or "") and type(one or "") is type(other or "")


def differences(cells, one: openpyxl.Workbook, other: openpyxl.Workbook) -> Iterator[str]:
    """Where the two do not show the same in `cells`, a collection of sheet and cell."""
    for sheet, cell in cells:
        if not equal(one[sheet][cell].value, other[sheet][cell].value):
            yield f"{sheet}!{cell}: {one[sheet][cell].value!r} ≠ {other[sheet][cell].value!r}"
