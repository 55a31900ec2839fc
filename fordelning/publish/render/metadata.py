"""What a PDF says of itself and Typst has no words for: its publisher, its subjects and the program that made it."""

import pikepdf

from fordelning.base import program


def complete(document: pikepdf.Pdf, front: dict) -> None:
    """Add to the metadata of `document`, which the information dictionary has to agree with.

    Typst names the version of its compiler, which is not that of the package it comes in.
    """
    made_by = str(document.docinfo.Creator)
    document.docinfo.Creator = program.NAME
    described = document.Root.Metadata
    described.write(described.read_bytes().replace(f">{made_by}<".encode(), f">{program.NAME}<".encode()))
    with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as told:
        told["dc:publisher"] = [front["publisher"]]
        if front["subjects"]:
            told["dc:subject"] = list(front["subjects"])
