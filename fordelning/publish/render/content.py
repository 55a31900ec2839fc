"""From an executed notebook to the document: its front matter and its blocks, in order."""

import copy
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields

import nbformat
from nbformat.validator import get_validator

from fordelning.base.errors import RenderingError, shorten, visible
from fordelning.publish.run.declaration import INJECTED
from fordelning.publish.run.mistake import sources, told
from fordelning.report.document import MEDIA_TYPE
from fordelning.report.holding import released
from fordelning.report.parameters import EditionParameters

from . import block as shown
from . import markdown
from .links import ids, named, tie
from .unshown import unshown

ANALYSIS = "analys"  # the tag of a cell that is for JupyterLab alone
_PAGE_IDS = ("innehall", "innehallsforteckning")  # those of the page itself
_MOST = 20  # faults that are told
_LONGEST = 2_000  # characters of what failed in a cell


class ContentError(RenderingError):
    """The notebook cannot become a document; the message says where and why."""


@dataclass(frozen=True)
class Content:
    """What a document shows: `kind` is the notebook's own heading, `front` and `blocks` as in `document`."""

    kind: str
    front: dict
    blocks: list[dict]

    @property
    def contents(self) -> list[dict]:
        """The headings of the second level: the document's contents."""
        return [block for block in self.blocks if block["type"] == "heading" and block["level"] == 2]

    @property
    def captions(self) -> dict[str, str]:
        """The captions of the tables by id."""
        return {block["id"]: block["caption"] for block in self.blocks if block["type"] == "table"}


def content(notebook: nbformat.NotebookNode) -> Content:
    """The document in an executed notebook, of whatever origin.

    Raises ContentError, with all that is wrong and its cell: where the notebook is none, where a cell failed, and where
    one shows what is no part of a document.
    """
    require_form(notebook)
    _require_success(notebook)
    kind, front, blocks, faults, level = "", None, [], [], 1
    parts = [_displayed(cell) for cell in notebook.cells]
    slugs = {*_PAGE_IDS, *ids(block for found, _ in parts for block in found)}
    for (number, cell), (found, wrong) in zip(_numbered(notebook), parts, strict=True):
        if cell.cell_type == "markdown" and ANALYSIS not in cell.metadata.get("tags", []):
            found, wrong = markdown.blocks(_source(cell), slugs)
        if not kind and found and found[0]["type"] == "heading" and found[0]["level"] == 1:
            kind = "".join(run["text"] for run in found.pop(0)["runs"])
        if cell.cell_type == "code" and ANALYSIS not in cell.metadata.get("tags", []):
            wrong = [*wrong, *unshown(_source(cell))]
        faults += [f"Cell {number}: {fault}." for fault in wrong]
        for block in found:
            if block["type"] == "heading":
                faults += [f"Cell {number}: {fault}." for fault in _misplaced(block, level)]
                level = block["level"]
            if block["type"] != "front":
                blocks.append(block)
            elif front is None:
                front = block
            else:
                faults.append(f"Cell {number}: rapportens framsida visas en gång till.")
    faults = [*dict.fromkeys(faults)] or [_same(id, blocks) for id in _twice(blocks)] + _tableless(blocks)
    if faults:
        more = [f"Och {len(faults) - _MOST} fel till."] if len(faults) > _MOST else []
        raise ContentError("\n".join(faults[:_MOST] + more))
    if front is None or not kind:
        raise ContentError(
            "Anteckningsboken är inte körd, eller saknar rubrik på första nivån eller rapportens framsida."
        )
    # A notebook that has been saved has them in the order of the alphabet.
    order = [field.name for field in fields(EditionParameters)]
    told = front["parameters"]
    named = {name: told[name] for name in [*order, *told] if name in told}
    return Content(kind, {**front, "parameters": named}, tie(_answered(blocks)))


def _numbered(notebook: nbformat.NotebookNode) -> Iterator[tuple[int, nbformat.NotebookNode]]:
    """Each cell with its number as who wrote the notebook counts them: the cell that papermill injects has none."""
    number = 0
    for cell in notebook.cells:
        number += INJECTED not in cell.metadata.get("tags", [])
        yield number, cell


def _misplaced(heading: dict, above: int) -> list[str]:
    """What keeps a heading from being one, after one of the level `above`."""
    said = shorten("".join(run["text"] for run in heading["runs"]))
    if said == shorten(""):
        return ["rubriken är tom"]
    if heading["level"] == 1:
        return [f"rubriken {said} är av första nivån, som bara rapportens namn är; skriv den med två nummertecken, ##"]
    if heading["level"] > above + 1:
        marks = "#" * (above + 1)
        return [f"rubriken {said} är av nivå {heading['level']}, men den före av nivå {above}. Skriv den med {marks}"]
    return []


def _twice(blocks: list[dict]) -> list[str]:
    """The ids that more than one part has, or a part and the page itself."""
    count = Counter([*_PAGE_IDS, *ids(blocks), *named(blocks)])
    return [id for id, times in count.items() if times > 1]


def _same(id: str, blocks: list[dict]) -> str:
    """That several parts are called `id`: what an analyst has made is called by its heading."""
    said = next((block.get("caption") or block.get("title") for block in blocks if block.get("id") == id), None)
    if said and id.startswith("egen-"):
        return f"Rubriken {shorten(said)} har mer än en egen tabell eller bild. Ge dem var sin."
    return f"Namnet {id} har mer än en del av dokumentet."


def _tableless(blocks: list[dict]) -> list[str]:
    """That an analyst's picture has its numbers in a table of theirs that no cell shows."""
    there = {block.get("id") for block in blocks}
    lost = [block for block in blocks if block.get("see", "").startswith("egen-") and block["see"] not in there]
    return [
        f"Bilden {shorten(block['title'])} har sina tal i en tabell som ingen cell visar. Visa tabellen, eller "
        "ge figure() talen som en DataFrame."
        for block in lost
    ]


def _answered(blocks: list[dict]) -> list[dict]:
    """`blocks` without the headings that nothing follows: the question does not arise in this case."""
    kept: list[dict] = []
    for block in reversed(blocks):
        below = kept[-1] if kept else None
        empty = below is None or (below["type"] == "heading" and below["level"] <= block.get("level", 0))
        if block["type"] != "heading" or not empty:
            kept.append(block)
    return kept[::-1]


def require_form(notebook: nbformat.NotebookNode) -> None:
    """Raises ContentError where `notebook` has not the form of one of the fourth format."""
    minor = notebook.get("nbformat_minor")
    minor = minor if isinstance(minor, int) and 0 <= minor <= 5 else 5
    if not any(get_validator(4, minor).iter_errors(notebook)):
        return
    # Of nbformat's two validators this is the one that tells the place.
    for error in get_validator(4, minor, relax_add_props=True, name="jsonschema").iter_errors(notebook):
        place = [*error.path]
        if place[:1] == ["cells"] and len(place) > 1:
            where = "".join(f", {part}" for part in place[2:])
            raise ContentError(f"Cell {place[1] + 1} har inte den form som en cell i en anteckningsbok ska ha{where}.")
        raise ContentError(
            f"Detta är ingen anteckningsbok av format 4: {place[0] if place else 'något i den'} har en annan form. "
            "Öppna och spara den i JupyterLab."
        )


def _require_success(notebook: nbformat.NotebookNode) -> None:
    """A failed run is said to be one, before anything else that is odd in it."""
    for number, cell in _numbered(notebook):
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                why = told(output.ename, output.evalue[:_LONGEST], sources(notebook))
                said = visible(f"{output.ename[:_LONGEST]}: {why}")
                raise ContentError(f"Cell {number} stannade: {said}")


def _source(cell: nbformat.NotebookNode) -> str:
    return "".join(cell.source)  # which can be a list of lines


def _displayed(cell: nbformat.NotebookNode) -> tuple[list[dict], list[str]]:
    """The blocks that a cell shows, and what is wrong with it."""
    if ANALYSIS in cell.metadata.get("tags", []):
        return [], []
    if cell.cell_type == "markdown" or not (_source(cell).strip() or cell.get("outputs")):
        return [], []
    if cell.cell_type == "raw":
        return [], ["en rå cell kommer inte med i dokumentet; gör den till Markdown eller ta bort den"]
    if cell.execution_count is None and _source(cell).strip():
        return [], ["är inte körd. Kör anteckningsboken med papermill eller i JupyterLab först"]
    blocks, faults = [], []
    for output in cell.outputs:
        data = output.get("data", {})
        if MEDIA_TYPE not in data:
            faults.append(_foreign(output))
            continue
        block = released(data[MEDIA_TYPE])
        if wrong := shown.faults(block):
            faults += wrong
        else:
            blocks.append(copy.deepcopy(block))  # the notebook stays as it was run
    return blocks, faults


def _foreign(output: nbformat.NotebookNode) -> str:
    """What a cell shows that is no block, and the way forward."""
    data = output.get("data", {})
    if output.output_type == "stream":
        said = shorten(" ".join("".join(output.get("text", "")).split()))
        return f"skriver ut {said}, och det kommer inte med i dokumentet. Skriv det som Markdown, eller {_ASIDE}"
    if any(kind.startswith("image/") for kind in data):
        return (
            f'visar en bild utan rubrik och beskrivning. Visa den med figure(bild, "rubrik", alt="…"), eller {_ASIDE}'
        )
    if "text/html" in data and "<table" in "".join(data["text/html"]):
        return f'visar en tabell utan rubrik. Visa den med show(tabell, "rubrik"), eller {_ASIDE}'
    said = " ".join("".join(data.get("text/plain", "")).split())
    if re.match(r"\[?<(?:Axes|matplotlib|BarContainer)|Text\(", said):
        return f'visar {shorten(said)}. Visa bilden med figure(bild, "rubrik", alt="…"), eller {_ASIDE}'
    if set(data) == {"text/plain"}:
        return (
            f"visar {shorten(said)}, som inte är ett block. Skriv det som Markdown, visa block vart för sig, "
            f"eller {_ASIDE}"
        )
    other = visible(", ".join(data)[:_LONGEST]) or output.output_type
    return f"visar något som inte är en del av dokumentet ({other}). Visa det som ett block, eller {_ASIDE}"


_ASIDE = f"ge cellen taggen {ANALYSIS}: då syns den bara i JupyterLab"
