"""The PDF's tag tree: what Typst does not write, or writes apart, is set right here."""

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, String

from . import metadata


def complete(made: bytes, front: dict, tables: list[dict]) -> bytes:
    """`made` with every caption tied to its table or figure, every list in the item that it stands under, and with row
    headers that name the cells of their rows. `front` says who publishes it and what it is about, and `tables`, in the
    order that they are set in, what the abbreviations over their columns mean.

    The first cell of each body row becomes a header of the row; one that spans the table heads the rows below it too.
    """
    with pikepdf.open(io.BytesIO(made)) as document:
        root = document.Root.StructTreeRoot
        _tie_captions(root)
        _nest_lists(root)
        named: list[tuple[str, Object]] = []
        for table, told in zip(find(root, Name.Table), tables, strict=True):
            _join_last_rows(table)
            _expand(table, told["columns"])
            for body in find(table, Name.TBody):
                group = None
                for line in find(body, Name.TR):
                    identity, head = _head(line, f"rad-{len(named) + 1:05d}", group)
                    named.append((identity, head))
                    if len(children(line)) == 1:
                        group = identity
        tree = pikepdf.NameTree(root.IDTree) if "/IDTree" in root else pikepdf.NameTree.new(document)
        for identity, element in named:
            tree[identity] = element
        root.IDTree = tree.obj
        metadata.complete(document, front)
        _end_streams_clearly(document)
        buffer = io.BytesIO()
        document.save(
            buffer, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable, compress_streams=False
        )
    return buffer.getvalue()


def _tie_captions(element: Object) -> None:
    """Put a caption that Typst has left beside its table into it, and one beside a picture next to it.

    Where a block is laid out again because it would cross a page, Typst writes a group of the caption and a further
    group with the table or the figure in it.
    """
    for kid in children(element):
        parts = children(kid)
        if [part.S for part in parts] == [Name.Caption, Name.Div] and len(children(parts[1])) == 1:
            caption, inner = parts[0], children(parts[1])[0]
            if Name.Table == inner.S:
                inner.K = Array([caption, *children(inner)])
                caption.P = inner
                kid.K = Array([inner])
            else:
                kid.K = Array([caption, inner])
            inner.P = kid
        _tie_captions(kid)


def _nest_lists(element: Object) -> None:
    """Put the lists that Typst has left beside the item they stand under into the body of that item."""
    item = None
    for kid in children(element):
        if Name.LI == kid.S:
            item = kid
        elif Name.L == kid.S and item is not None:
            body = children(item)[-1]
            body.K = Array([*(body.K if isinstance(body.K, Array) else [body.K]), kid])
            kid.P = body
            element.K = Array([other for other in element.K if other.objgen != kid.objgen])
        _nest_lists(kid)


def _join_last_rows(table: Object) -> None:
    """Make the rows of a table's foot the last ones of its body: they are there to be kept on one page."""
    for foot in list(find(table, Name.TFoot)):
        body = list(find(table, Name.TBody))[-1]
        rows = children(foot)
        for line in rows:
            line.P = body
        body.K = Array([*children(body), *rows])
        table.K = Array([kid for kid in children(table) if kid.objgen != foot.objgen])


def _expand(table: Object, columns: list[dict]) -> None:
    """Tell what the abbreviations in the table's head mean."""
    for head in find(table, Name.THead):
        for line in find(head, Name.TR):
            for cell, column in zip(children(line), columns, strict=True):
                if column["means"]:
                    cell.E = String(column["means"])


def _end_streams_clearly(document: pikepdf.Pdf) -> None:
    """Store a stream as it is where its compressed form happens to end like a line.

    A reader that looks for the end of the line before `endstream` would count that byte as part of it, and PDF/A asks
    that the stated length holds.
    """
    for element in document.objects:
        if isinstance(element, pikepdf.Stream) and element.read_raw_bytes()[-1:] in (b"\r", b"\n"):
            element.write(element.read_bytes())


def children(element: Object) -> list[Object]:
    """The structure elements directly below `element`."""
    kids: Any = element.get("/K", [])
    return [kid for kid in (kids if isinstance(kids, Array) else [kids]) if isinstance(kid, Dictionary) and "/S" in kid]


def find(element: Object, role: Name) -> Iterator[Object]:
    """The nearest elements of `role` below `element`, in reading order."""
    for kid in children(element):
        if role == kid.S:
            yield kid
        else:
            yield from find(kid, role)


def _head(line: Object, identity: str, group: str | None) -> tuple[str, Object]:
    """Make the first cell of `line` a row header, named in its other cells; `group` heads them all, where given."""
    cells = children(line)
    cells[0].S, cells[0].ID = Name.TH, String(identity)
    _attributes(cells[0]).Scope = Name.Row
    for cell in cells:
        heads = [identity] if cell is not cells[0] else []
        heads += [group] if group and len(cells) > 1 else []
        if heads:
            attributes = _attributes(cell)
            attributes.Headers = Array([*attributes.get("/Headers", []), *map(String, heads)])
    return identity, cells[0]


def _attributes(cell: Object) -> Object:
    """The table attributes of `cell`, made where there are none."""
    given = cell.get("/A")
    owners = list(given) if isinstance(given, Array) else [given] if given is not None else []
    for owner in owners:
        if owner.get("/O") == Name.Table:
            return owner
    cell.A = Array([*owners, Dictionary(O=Name.Table)])
    return cell.A[-1]
