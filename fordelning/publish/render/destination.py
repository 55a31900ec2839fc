"""The PDF's named places: what links of the document, and of the others of its edition, lead to."""

import pikepdf
from pikepdf import Array, Dictionary, Name

_ABOVE = 10.0  # points that are seen above what a link leads to


def complete(document: pikepdf.Pdf, places: dict[str, tuple[int, float]]) -> None:
    """Name each of `places`, which has the number of its page and how far down that it stands."""
    tree = pikepdf.NameTree.new(document)
    for id, (number, down) in places.items():
        page = document.pages[number - 1]
        top = max(float(page.mediabox[3]) - down + _ABOVE, 0)
        tree[id] = Array([page.obj, Name.XYZ, 0, round(min(top, float(page.mediabox[3])), 2), 0])
    if "/Names" not in document.Root:
        document.Root.Names = Dictionary()
    document.Root.Names.Dests = tree.obj
