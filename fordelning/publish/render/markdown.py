"""The blocks of a Markdown cell, by its syntax tree, and what in it has no place in a document."""

import re
from typing import Any

import mistune
from mistune.plugins.table import table as tables

from fordelning.base.errors import shorten
from fordelning.base.slug import slug, unused

from . import block as shown

_DEEPEST = 5  # lists in one another
_MOST_COLUMNS = 12  # of a table, as of one by `show`
_CAPTION = "Tabell:"
_parse = mistune.Markdown(block=mistune.BlockParser(max_nested_level=4 * _DEEPEST), plugins=[tables])
_STYLES = {"strong": "strong", "emphasis": "emphasis", "codespan": "code"}
_ALIGNED = {None: "left", "left": "left", "right": "right"}

_AS_TEXT = "Skriv det som text"
_FOREIGN = {
    "block_code": ("ett kodblock", _AS_TEXT),
    "block_html": ("HTML", _AS_TEXT),
    "block_quote": ("ett citat", _AS_TEXT),
    "image": ("en bild", 'Visa den från en kodcell, med figure(bild, "rubrik", alt="…")'),
    "inline_html": ("HTML", _AS_TEXT),
    "thematic_break": ("en linje", "Ta bort den, eller skriv en rubrik"),
}
# What other programs make something of, and a document would have as it stands.
_MARKS = (
    (
        r"\[\^[^\]\s]+\]",
        "en fotnot i Markdown kommer inte med som fotnot. Skriv den i texten, eller i ett stycke under",
    ),
    (r"\$\$|\$[^$\s][^$]*[\\^_{][^$]*\$", f"en formel mellan dollartecken kan inte visas. {_AS_TEXT}"),
    (r"^\[[ xX]\] ", "en ruta att kryssa i kan inte visas. Skriv ja eller nej"),
    (r"~~\S", f"genomstruken text kan inte visas. {_AS_TEXT}, eller ta bort den"),
)


def blocks(source: str, ids: set[str]) -> tuple[list[dict], list[str]]:
    """The blocks of the Markdown `source`, as in `document`, and a sentence for each thing that is none.

    A heading gets an id of its own, and a table too, which are added to `ids`.
    """
    try:
        tree: Any = _parse(source)  # which would be text, had it a renderer
        nodes: list[dict] = [node for node in tree if node["type"] != "blank_line"]
    except RecursionError:
        return [], ["är för djupt nästlad"]
    found: list[dict] = []
    faults: list[str] = []
    for node in nodes:
        match node["type"]:
            case "heading":
                runs = _inline(node["children"], faults)
                id = unused(slug(_text(runs), "avsnitt")[:120], ids)
                ids.add(id)
                level = node["attrs"]["level"]
                found.append({"type": "heading", "level": level, "runs": runs, "id": id})
            case "paragraph":
                found.append({"type": "paragraph", "runs": _paragraph(node["children"], faults), "style": ""})
            case "list":
                found.append(_list(node, faults))
            case "table":
                caption = _caption(found, faults)
                found.append(_table(node["children"], caption, ids, faults))
            case other:
                faults.append(_unfit(other))
    return found, faults


def _unfit(kind: str) -> str:
    what, instead = _FOREIGN.get(kind, (kind, _AS_TEXT))
    return f"Markdown av slaget {what} hör inte hemma i ett dokument. {instead}"


def _list(node: dict, faults: list[str]) -> dict:
    attributes = node["attrs"]
    if attributes.get("start", 1) != 1:
        faults.append(f"en numrerad lista börjar på {attributes['start']}; i ett dokument börjar den på 1")
    if attributes["depth"] >= _DEEPEST:
        faults.append(f"listor i varandra har fler än {_DEEPEST} nivåer")
        return {"type": "list", "items": [], "ordered": False}
    items = [_item(item["children"], faults) for item in node["children"]]
    return {"type": "list", "items": items, "ordered": attributes["ordered"]}


def _item(nodes: list[dict], faults: list[str]) -> dict:
    """An item of a list: one paragraph, and the lists below it."""
    parts = [node for node in nodes if node["type"] != "blank_line"]
    texts = [node for node in parts if node["type"] in ("block_text", "paragraph")]
    lists = [node for node in parts if node["type"] == "list"]
    if len(texts) + len(lists) < len(parts):
        faults += [_unfit(node["type"]) for node in parts if node["type"] not in ("block_text", "paragraph", "list")]
        return {"runs": [], "lists": []}
    if len(texts) != 1 or parts[0] is not texts[0]:
        faults.append("en punkt i en lista ska ha ett stycke, och bara listor under det")
        return {"runs": [], "lists": []}
    return {"runs": _paragraph(texts[0]["children"], faults), "lists": [_list(one, faults) for one in lists]}


def _caption(found: list[dict], faults: list[str]) -> str:
    """The caption of a table, taken from the paragraph above it."""
    above = found[-1] if found and found[-1]["type"] == "paragraph" else {"runs": []}
    begins, caption = _text(above["runs"])[: len(_CAPTION)], _text(above["runs"])[len(_CAPTION) :].strip()
    if begins != _CAPTION or not caption:
        faults.append(
            f"en tabell saknar rubrik. Skriv den i stycket närmast ovanför: »{_CAPTION} vad den visar, enhet»"
        )
        return "–"
    if any(run["href"] for run in above["runs"]):
        faults.append(f"tabellens rubrik {shorten(caption)} har en länk; skriv den i texten")
    found.pop()
    return caption


def _table(parts: list[dict], caption: str, ids: set[str], faults: list[str]) -> dict:
    """A table as `document` has it: the first column heads the rows, and the others stand as they are aligned."""
    heads = [(_inline(cell["children"], faults), cell["attrs"]["align"]) for cell in parts[0]["children"]]
    lines = [line["children"] for part in parts[1:] for line in part["children"]]
    rows = [{"cells": [_inline(cell["children"], faults) for cell in cells], "style": "", "id": ""} for cells in lines]
    named = f"tabellen {shorten(caption)}"
    if any(run["href"] for runs, _ in heads for run in runs):
        faults.append(f"{named} har en länk i kolumnernas rubriker; skriv den i en rad eller i texten")
    if any(align not in _ALIGNED for _, align in heads):
        faults.append(f"{named} har en centrerad kolumn; ställ den till vänster (---) eller till höger (---:)")
    if len(heads) > _MOST_COLUMNS or not rows:
        faults.append(f"{named} ska ha minst en rad, och högst {_MOST_COLUMNS} kolumner")
    columns = [
        {"title": _text(runs), "means": "", "align": _ALIGNED.get(align, "left"), "share": 1.0 if number else 2.0}
        for number, (runs, align) in enumerate(heads)
    ]
    id = unused(f"tabell-{slug(caption, 'avsnitt')[:120]}", ids)
    ids.add(id)
    return {"type": "table", "id": id, "caption": caption, "columns": columns, "rows": rows}


def _paragraph(nodes: list[dict], faults: list[str]) -> list[dict]:
    """The runs of a paragraph, which is not the lines of a table that could not be read as one."""
    lines = "".join(node.get("raw", "\n" if node["type"] == "softbreak" else "") for node in nodes).splitlines()
    if any("|" in line and re.fullmatch(r"[\s|:-]*--[\s|:-]*", line) for line in lines):
        faults.append(
            "en tabell kan inte läsas. Den ska stå för sig, och varje rad ha lika många celler som rubrikraden och "
            "raden av streck"
        )
    return _inline(nodes, faults)


def _inline(nodes: list[dict], faults: list[str], style: str = "", href: str = "") -> list[dict]:
    runs = []
    for node in nodes:
        kind = node["type"]
        if kind in ("text", "codespan"):
            runs.append({"text": node["raw"], "style": _STYLES.get(kind, style), "href": href, "id": ""})
            faults += shown.in_run(runs[-1])
            faults += [said for form, said in _MARKS if kind == "text" and re.search(form, node["raw"])]
        elif kind in ("softbreak", "linebreak"):
            runs.append({"text": " ", "style": style, "href": href, "id": ""})
        elif kind in ("strong", "emphasis"):
            runs += _inline(node["children"], faults, _STYLES[kind], href)
        elif kind == "link":
            runs += _inline(node["children"], faults, style, node["attrs"]["url"])
        else:
            faults.append(_unfit(kind))
    return runs


def _text(runs: list[dict]) -> str:
    return "".join(run["text"] for run in runs)
