"""The PDF's tag tree: what Typst cannot write, row headers, is added here."""

import io
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, String


def add_row_headers(made: bytes) -> bytes:
    """`made` with the first cell of every body row as a row header, named by the other cells of its row."""
    with pikepdf.open(io.BytesIO(made)) as document:
        root = document.Root.StructTreeRoot
        named = []
        for table in find(root, Name.Table):
            for body in find(table, Name.TBody):
                for line in find(body, Name.TR):
                    named.append(_head(line, f"rad-{len(named) + 1:05d}"))
        tree = pikepdf.NameTree(root.IDTree) if "/IDTree" in root else pikepdf.NameTree.new(document)
        for identity, element in named:
            tree[identity] = element
        root.IDTree = tree.obj
        _end_streams_clearly(document)
        buffer = io.BytesIO()
        document.save(
            buffer, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable, compress_streams=False
        )
    return buffer.getvalue()


def _end_streams_clearly(document: pikepdf.Pdf) -> None:
    """Store a stream as it is where its compressed form happens to end like a line.

    A reader that looks for the end of the line before `endstream` would count that byte as part of it, and PDF/A asks
    that the stated length holds.
    """
    for element in document.objects:
        if isinstance(element, pikepdf.Stream) and element.read_raw_bytes()[-1:] in (b"\r", b"\n"):
            element.write(element.read_bytes())


def children(element: Dictionary) -> list[Dictionary]:
    """The structure elements directly below `element`."""
    kids = element.get("/K", [])
    return [kid for kid in (kids if isinstance(kids, Array) else [kids]) if isinstance(kid, Dictionary) and "/S" in kid]


def find(element: Dictionary, role: Name) -> Iterator[Dictionary]:
    """The nearest elements of `role` below `element`, in reading order."""
    for kid in children(element):
        if role == kid.S:
            yield kid
        else:
            yield from find(kid, role)


def _head(line: Dictionary, identity: str) -> tuple[str, Dictionary]:
    cells = children(line)
    cells[0].S, cells[0].ID = Name.TH, String(identity)
    _attributes(cells[0]).Scope = Name.Row
    for cell in cells[1:]:
        attributes = _attributes(cell)
        attributes.Headers = Array([*attributes.get("/Headers", []), String(identity)])
    return identity, cells[0]


def _attributes(cell: Dictionary) -> Dictionary:
    """The table attributes of `cell`, made where there are none."""
    given = cell.get("/A")
    owners = list(given) if isinstance(given, Array) else [given] if given is not None else []
    for owner in owners:
        if owner.get("/O") == Name.Table:
            return owner
    cell.A = Array([*owners, Dictionary(O=Name.Table)])
    return cell.A[-1]
