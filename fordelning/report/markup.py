"""HTML of one block, by templates that escape everything."""

import re
from functools import cache
from typing import Any

import jinja2

from fordelning.base import profile

from . import face
from .holding import short

# How wide a mark beside an amount is, in rem; that of a footnote is a link with room for a finger.
_MARKS = {"mark": 0.7, "note": 1.5, "comma": 0.3}

_FIRST, _WIDEST = 1, 80  # rows of a table, and letters of a line, that are shown as text


@cache
def environment() -> jinja2.Environment:
    """The templates' environment: escaping on, an unknown name an error."""
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("fordelning.report", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "abbreviations": abbreviations,
        "groups": _groups,
        "short": short,
        "mark_rooms": _mark_rooms,
        "rem": _rem,
        "stated": _stated,
        "table_class": _table_class,
        "table_width": _table_width,
    }
    return made


def abbreviations(table: dict[str, Any]) -> str:
    """What the abbreviations that head a table's columns mean, as a line below it; "" without any."""
    return "; ".join(f"{column['title']}: {column['means']}" for column in table["columns"] if column["means"])


def _groups(rows: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Table rows in groups, each group row with what follows it; a total row stands by itself."""
    groups: list[list[dict[str, Any]]] = []
    for row in rows:
        if not groups or row["style"] in ("group", "total"):
            groups.append([])
        groups[-1].append(row)
    return groups


def _rem(points: float) -> str:
    """A length on paper as one on screen, in the same proportion to the body text."""
    return f"{points / profile.SIZES['body'] * profile.SCREEN / 16:.4g}rem"


def _stated(parameters: dict[str, str]) -> str:
    """Parameters as metadata states them."""
    return ", ".join(f"{name}={value}" for name, value in parameters.items())


def _mark_rooms(table: dict[str, Any]) -> list[str]:
    """What each column needs to the right of its amounts for the marks that hang there, in rem; "" without marks."""
    widest = [0.0] * len(table["columns"])
    for row in table["rows"]:
        for column, cell in enumerate(row["cells"]):
            widest[column] = max(widest[column], sum(_MARKS.get(run["style"], 0.0) for run in cell))
    return [f"{width + 0.5:.3g}" if width else "" for width in widest]


def _table_class(table: dict[str, Any]) -> str:
    """The kind of a table: "words" where cells hold sentences or ways back.

    A narrow screen shows its rows one below the other, since sentences cannot be read sideways, and ways back would
    pile up out of sight.
    """
    later = [cell for row in table["rows"] for cell in row["cells"][1:]]
    sentences = any("".join(run["text"] for run in cell).count(" ") > 2 for cell in later)
    return "words" if sentences or any(run["style"] == "back" for cell in later for run in cell) else ""


def _table_width(table: dict[str, Any]) -> str:
    """The width in rem below which a table is scrolled and no longer squeezed."""
    return f"{3.8 * sum(column['share'] for column in table['columns']):.3g}"


def html(block: dict[str, Any]) -> str:
    """`block` (see `document`) as a notebook shows it, in few lines: a saved notebook has each as a text of its own."""
    look = {"font": profile.FONT, "column": profile.COLUMN, "paper": profile.LIGHT.paper, "fonts": face.notebook()}
    module: Any = environment().get_template("notebook.html.j2").make_module(look)
    text = str(module.shown(_unlinked(_read(block))))
    return re.sub(r"(?<=>)\s*\n\s*(?=<)|</t[dhr]>", "", text).strip()  # a cell ends where the next begins


def _read(block: dict[str, Any]) -> dict[str, Any]:
    """`block` as it is read: of a table without the columns that hold ways back alone, which a notebook has not."""
    if block["type"] != "table":
        return block
    wide = [row["cells"] for row in block["rows"] if len(row["cells"]) == len(block["columns"])]
    ways = {n for n, cells in enumerate(zip(*wide, strict=True)) if all(map(_is_way, cells))}
    kept = [n for n in range(len(block["columns"])) if n not in ways]
    rows = [
        row if row["style"] == "group" else {**row, "cells": [row["cells"][n] for n in kept]} for row in block["rows"]
    ]
    return {**block, "columns": [block["columns"][n] for n in kept], "rows": rows}


def _is_way(cell: list[dict[str, Any]]) -> bool:
    return bool(cell) and all(run["style"] == "back" for run in cell)


def _unlinked(part: Any) -> Any:
    """A part of a block without its links within the document: a notebook has no such places."""
    if isinstance(part, dict):
        inner = str(part.get("href", "")).startswith("#")
        return {name: _unlinked(one) for name, one in part.items()} | ({"href": "", "id": ""} if inner else {})
    return [_unlinked(one) for one in part] if isinstance(part, (list, tuple)) else part


def plain(block: dict[str, Any]) -> str:
    """`block` as text, in short, for what shows no HTML."""
    block = _read(block)
    match block["type"]:
        case "front":
            lines = [block["title"], f"{block['municipality']}, {block['reference']}"]
        case "paragraph":
            lines = [_said(block["runs"])]
        case "list":
            lines = [f"- {_said(item)}" for item in block["items"]]
        case "terms":
            lines = [f"{term}: {_said(meaning)}" for term, meaning in block["items"]]
        case "facts":
            lines = [f"{value['text']}  {label}" for value, label in block["items"]]
        case "notes":
            lines = [f"{note['number']}  {_said(note['runs'])}" for note in block["items"]]
        case "table":
            rows = [[column["title"] for column in block["columns"]]]
            rows += [[_said(cell) for cell in row["cells"]] for row in block["rows"][:_FIRST]]
            more = len(block["rows"]) - _FIRST
            lines = [block["caption"], *("  |  ".join(row) for row in rows), f"… och {more} till" * (more > 0)]
        case "figure":
            lines = [block["alt"], block["subtitle"]]
        case other:
            lines = [other]
    return "\n".join(line if len(line) <= _WIDEST else f"{line[: _WIDEST - 1]}…" for line in lines if line)


def _said(runs: list[dict[str, Any]]) -> str:
    return "".join(run["text"] for run in runs if run["style"] != "back")
