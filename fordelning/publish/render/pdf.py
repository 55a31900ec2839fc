"""The PDF: the document as JSON to a Typst template; PDF/A-3a and PDF/UA-1 in one, with the data attached."""

import datetime
import json
import re
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import cast

from fordelning.base import profile
from fordelning.base.errors import RenderingError, visible
from fordelning.report import face

from .attachments import Attachment, names
from .content import Content
from .division import divided, tables
from .links import ids, named, purposes
from .tagtree import complete

# Where each part with a name has come to stand: its page, and how far down.
_PLACES = """query(<ids>).first().value.map(id => {
  let found = query(label(id)).map(part => part.location().position())
  if found.len() > 0 { (id, found.first().page, found.first().y) }
}).filter(place => place != none)"""


class PDFError(RenderingError):
    """Typst refused the document; the message says why."""


def pdf(document: Content, attached: Sequence[Attachment]) -> bytes:
    """The PDF of `document`, with the files `attached`. Raises PDFError where it cannot be made to the standards."""
    import typst  # it begins threads that no fork has: see `process`

    edition = datetime.date.fromisoformat(document.front["edition"])
    document = replace(document, blocks=divided(document.blocks))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _lay_out(folder, document, attached)
        try:
            compiler = typst.Compiler(
                str(folder / "report.typ"),
                root=str(folder),
                font_paths=[str(folder / "fonts")],
                ignore_system_fonts=True,
            )
            made, warnings = compiler.compile_with_warnings(
                timestamp=datetime.datetime.combine(edition, datetime.time(12), datetime.UTC),
                pdf_standards=["ua-1", "a-3a"],
            )
            places = json.loads(compiler.eval(_PLACES))
        except typst.TypstError as error:
            raise PDFError(f"Dokumentet kunde inte sättas: {visible(str(error))}") from error
    if warnings:
        told = visible("; ".join(warning.message for warning in warnings))
        raise PDFError(f"Dokumentet sattes med varningar: {told}")
    standing = {id: (page, float(down.removesuffix("pt"))) for id, page, down in places}
    led_to = _purposes(document, names(attached))
    return complete(cast(bytes, made), document.front, tables(document.blocks), standing, led_to)


def _purposes(document: Content, names: dict[str, str]) -> dict[str, str]:
    """What each address of the PDF leads to: another document of the edition lies beside this one, as a PDF too."""
    told = purposes(document.blocks, names)
    return {re.sub(r"^([^:#]*)\.html(?=#|$)", r"\1.pdf", address): said for address, said in told.items()}


def _lay_out(folder: Path, document: Content, attached: Sequence[Attachment]) -> None:
    """Write what the template reads. Text goes as JSON, pictures and attachments as files of their own names."""
    (folder / "fonts").mkdir()
    (folder / "attached").mkdir()
    for path in profile.fonts().values():
        shutil.copy(path, folder / "fonts")
    if letters := profile.further(json.dumps([document.kind, document.front, document.blocks], ensure_ascii=False)):
        for style in profile.further_fonts():
            (folder / "fonts" / f"further-{style}.ttf").write_bytes(face.further(style, letters))
    (folder / "report.typ").write_bytes((files("fordelning.publish.render") / "templates" / "report.typ").read_bytes())
    blocks: list[dict] = []
    for block in document.blocks:
        if block["type"] == "figure":
            name = f"figure-{len(blocks)}.svg"  # no name from the notebook becomes a path
            (folder / name).write_text(block["svg"], encoding="utf-8")
            drawn = {key: value for key, value in block.items() if key not in ("svg", "narrow")}
            block = drawn | {"file": name, "caption": document.captions.get(block["see"], "")}
        blocks.append(block)
    attachments = []
    for number, one in enumerate(attached):
        (folder / "attached" / str(number)).write_bytes(one.content)
        told = {"name": one.name, "description": one.description, "mediatype": one.mediatype}
        attachments.append({**told, "file": f"attached/{number}"})
    data = {
        "kind": document.kind,
        "front": {**document.front, "attachments": attachments},
        "blocks": blocks,
        "ids": [*ids(document.blocks), *named(document.blocks)],
        "look": {
            "fonts": [profile.FONT, profile.FURTHER_FONT] if letters else [profile.FONT],
            "sizes": profile.SIZES,
            "step": profile.STEP,
            "margin": profile.MARGIN,
            "colours": profile.LIGHT.roles(),
        },
    }
    (folder / "document.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
