"""From an executed notebook to the document: its front matter and its blocks, in order."""

import copy
import re
import unicodedata
from dataclasses import dataclass

import mistune
import nbformat

from ..document import MEDIA_TYPE
from ..faults import RenderingError
from .links import tie

NEW_PAGE = "new-page"  # the tag of a notebook cell whose heading begins a page


class ContentError(RenderingError):
    """The notebook cannot become a document; the message says where and why."""


@dataclass(frozen=True)
class Content:
    """What a document shows: `kind` is the notebook's own heading, `front` and `blocks` as in `fordelning.document`."""

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
    """The document in an executed notebook; raises ContentError where a cell failed or shows something else."""
    _require_success(notebook)
    kind, front, blocks, ids = "", None, [], set()
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type == "markdown":
            found = _markdown(cell.source, number, ids)
            if found and found[0]["type"] == "heading":
                found[0]["new_page"] = NEW_PAGE in cell.metadata.get("tags", [])
            if not kind and found and found[0]["type"] == "heading" and found[0]["level"] == 1:
                kind = "".join(run["text"] for run in found.pop(0)["runs"])
            blocks += found
        elif cell.cell_type == "code":
            for block in _displayed(cell, number):
                if block["type"] == "front":
                    front = block
                else:
                    blocks.append(block)
    if front is None or not kind:
        raise ContentError(
            "Anteckningsboken är inte körd, eller saknar rubrik på första nivån eller rapportens framsida."
        )
    return Content(kind, front, tie(_answered(blocks)))


def _answered(blocks: list[dict]) -> list[dict]:
    """`blocks` without the headings that nothing follows: the question does not arise in this case."""
    kept: list[dict] = []
    for block in reversed(blocks):
        below = kept[-1] if kept else None
        empty = below is None or (below["type"] == "heading" and below["level"] <= block.get("level", 0))
        if block["type"] != "heading" or not empty:
            kept.append(block)
    return kept[::-1]


def _require_success(notebook: nbformat.NotebookNode) -> None:
    """A failed run is said to be one, before anything else that is odd in it."""
    for number, cell in enumerate(notebook.cells, start=1):
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                raise ContentError(f"Cell {number} stannade: {output.ename}: {output.evalue}")


def _displayed(cell: nbformat.NotebookNode, number: int) -> list[dict]:
    if cell.execution_count is None and cell.source.strip():
        raise ContentError(f"Cell {number} är inte körd. Kör anteckningsboken med papermill eller i JupyterLab först.")
    blocks = []
    for output in cell.outputs:
        data = output.get("data", {})
        if MEDIA_TYPE in data:
            blocks.append(copy.deepcopy(data[MEDIA_TYPE]))  # the notebook stays as it was run
        else:
            raise ContentError(
                f"Cell {number} visar något som inte är en del av dokumentet ({', '.join(data) or output.output_type})."
            )
    return blocks


_parse = mistune.create_markdown(renderer=None)


def _markdown(source: str, number: int, ids: set[str]) -> list[dict]:
    """The blocks of a Markdown cell, by its syntax tree; what has no place in a document is refused."""
    blocks = []
    for node in _parse(source):
        match node["type"]:
            case "heading":
                runs = _inline(node["children"], number)
                text = "".join(run["text"] for run in runs)
                blocks.append(
                    {
                        "type": "heading",
                        "level": node["attrs"]["level"],
                        "runs": runs,
                        "id": _slug(text, ids),
                        "new_page": False,
                    }
                )
            case "paragraph" | "block_text":
                blocks.append({"type": "paragraph", "runs": _inline(node["children"], number), "style": ""})
            case "list":
                items = [_inline(item["children"][0]["children"], number) for item in node["children"]]
                blocks.append({"type": "list", "items": items, "ordered": node["attrs"]["ordered"]})
            case "blank_line":
                pass
            case other:
                raise ContentError(f"Cell {number}: Markdown av slaget {other} hör inte hemma i ett dokument.")
    return blocks


_STYLES = {"strong": "strong", "emphasis": "emphasis", "codespan": "code"}


def _inline(nodes: list[dict], number: int, style: str = "", href: str = "") -> list[dict]:
    runs = []
    for node in nodes:
        kind = node["type"]
        if kind in ("text", "codespan"):
            runs.append({"text": node["raw"], "style": _STYLES.get(kind, style), "href": href, "id": ""})
        elif kind in ("softbreak", "linebreak"):
            runs.append({"text": " ", "style": style, "href": href, "id": ""})
        elif kind in ("strong", "emphasis"):
            runs += _inline(node["children"], number, _STYLES[kind], href)
        elif kind == "link":
            runs += _inline(node["children"], number, style, node["attrs"]["url"])
        else:
            raise ContentError(f"Cell {number}: Markdown av slaget {kind} hör inte hemma i ett dokument.")
    return runs


def _slug(text: str, ids: set[str]) -> str:
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    slug = base = re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "avsnitt"
    number = 2
    while slug in ids:
        slug, number = f"{base}-{number}", number + 1
    ids.add(slug)
    return slug
