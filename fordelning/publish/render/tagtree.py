"""The PDF's tag tree: what Typst does not write, or writes apart, is set right here."""

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, String

from . import destination, metadata


def complete(
    made: bytes, front: dict, tables: list[dict], places: dict[str, tuple[int, float]], purposes: dict[str, str]
) -> bytes:
    """`made` with every caption in its table or figure, every list in the item that it stands under, notes that are
    referred to, links that say what they lead to, and row headers that name the cells of their rows.

    `front` says who publishes it and what it is about, and `tables`, in the order that they are set in, what the
    abbreviations over their columns mean. `places` are the page of each part that has an id, and how far down it stands
    in points; `purposes` what each address leads to, in words.

    The first cell of each body row becomes a header of the row; one that spans the table heads the rows below it too.
    """
    with pikepdf.open(io.BytesIO(made)) as document:
        root = document.Root.StructTreeRoot
        _tie_captions(root)
        _nest_lists(root)
        _label_lists(root)
        _list_facts(root)
        destination.complete(document, places)
        named = _link(document, purposes)
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
    """Put a caption that Typst has left beside its table or its figure into it.

    Where a block is laid out again because it would cross a page, Typst writes a group of the caption and a further
    group with the table or the figure in it.
    """
    for kid in children(element):
        parts = children(kid)
        if [part.S for part in parts] == [Name.Caption, Name.Div] and len(children(parts[1])) == 1:
            parts[1] = children(parts[1])[0]
        if len(parts) == 2 and Name.Caption == parts[0].S and parts[1].S in (Name.Table, Name.Figure):
            caption, inner = parts
            inner.K, inner.P = Array([caption, *_kids(inner)]), kid
            caption.P, kid.K = inner, Array([inner])
        _tie_captions(kid)


def _nest_lists(element: Object) -> None:
    """Put the lists that Typst has left beside the item they stand under into the body of that item."""
    item = None
    for kid in children(element):
        if Name.LI == kid.S:
            item = kid
        elif Name.L == kid.S and item is not None:
            body = children(item)[-1]
            body.K = Array([*_kids(body), kid])
            kid.P = body
            element.K = Array([other for other in element.K if other.objgen != kid.objgen])
        _nest_lists(kid)


def _label_lists(element: Object) -> None:
    """Say how lists are labelled: by squares, which are read as bullets, and by terms.

    For a list of terms PDF 1.7 has no word but "None", which is told of lists without labels too.
    """
    for items in find(element, Name.L):
        attributes = _attributes(items, Name.List)
        if attributes.ListNumbering == Name.Circle:
            for item in children(items):
                children(item)[0].ActualText = String("•")
        if attributes.ListNumbering in (Name.Circle, Name("/None")):
            attributes.ListNumbering = Name.Square
        for item in children(items):
            _label_lists(item)


def _list_facts(element: Object) -> None:
    """Make a row of figures, each with what it measures below it, a list: none is read apart from its name."""
    for kid in children(element):
        facts = children(kid)
        pairs = all(Name.Div == fact.S and [one.S for one in children(fact)] == [Name.P, Name.P] for fact in facts)
        if facts and pairs:
            kid.S = Name.L
            _attributes(kid, Name.List).ListNumbering = Name.Square
            for fact in facts:
                fact.S, (value, name) = Name.LI, children(fact)
                value.S, name.S = Name.Lbl, Name.LBody
        _list_facts(kid)


def _link(document: pikepdf.Pdf, purposes: dict[str, str]) -> list[tuple[str, Object]]:
    """Say what links lead to and marks mean, and make what the template marks as notes, and links to them, such ones.

    The notes are given back with their identities.
    """
    links = [
        (link, kid.Obj, bytes(kid.Obj.A.URI).decode())
        for link in find(document.Root.StructTreeRoot, Name.Link)
        for kid in _kids(link)
        if isinstance(kid, Dictionary) and "/Obj" in kid
    ]
    notes = {f"#{address[5:]}": link.P for link, _, address in links if address.startswith("note:")}
    followed = []
    for link, annotation, address in links:
        if address.startswith(("note:", "says:")):
            link.K = Array([kid for kid in _kids(link) if not (isinstance(kid, Dictionary) and "/Obj" in kid)])
            link.S, link.E = Name.Span, String(address[5:])
            continue
        followed.append(annotation)
        annotation.Contents = String(purposes[address])
        if address.startswith("#"):
            annotation.Dest = String(address[1:])
            del annotation.A
        if address in notes:
            link.Alt = String(purposes[address])
            parent = link.P
            reference = document.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Reference, P=parent, K=link))
            parent.K = Array([reference if _same(kid, link) else kid for kid in _kids(parent)])
            link.P = reference
    for address, note in notes.items():
        note.S, note.ID = Name.Note, String(address[1:])
        mark = children(note)[0]
        mark.S, mark.Alt = Name.Lbl, String(purposes[address])
        del mark.E
    _keep(document, followed)
    return [(str(note.ID), note) for note in notes.values()]


def _keep(document: pikepdf.Pdf, followed: list[Object]) -> None:
    """Let no other annotations be there than those `followed`."""
    kept = {annotation.objgen for annotation in followed}
    parents = pikepdf.NumberTree(document.Root.StructTreeRoot.ParentTree)
    for page in document.pages:
        for annotation in page.get("/Annots", []):
            if annotation.objgen not in kept:
                del parents[int(annotation.StructParent)]
        if "/Annots" in page:
            page.Annots = Array([annotation for annotation in page.Annots if annotation.objgen in kept])


def _same(kid: Object, element: Object) -> bool:
    return isinstance(kid, Dictionary) and kid.objgen == element.objgen


def _kids(element: Object) -> list[Any]:
    """All that is directly below `element`: structure elements, content and annotations."""
    kids: Any = element.get("/K", [])
    return list(kids) if isinstance(kids, Array) else [kids]


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
    return [kid for kid in _kids(element) if isinstance(kid, Dictionary) and "/S" in kid]


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


def _attributes(element: Object, kind: Name = Name.Table) -> Object:
    """The attributes of `element` of a kind, made where there are none."""
    given = element.get("/A")
    owners = list(given) if isinstance(given, Array) else [given] if given is not None else []
    for owner in owners:
        if owner.get("/O") == kind:
            return owner
    element.A = Array([*owners, Dictionary(O=kind)])
    return element.A[-1]
