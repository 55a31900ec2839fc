"""Tables on paper: how wide each column is, and which are turned or divided since no page has room for them."""

from collections.abc import Iterator

from fordelning.base import profile
from fordelning.report.face import text_width, unbroken

_POINTS = 72 / 25.4  # in a millimetre
_STANDING, _LYING = (_POINTS * (side - 2 * profile.MARGIN[1]) for side in (210, 297))  # what a page has room for
_MOST_STANDING = 7  # columns; more go on a page that is turned, also where they are narrow
_HEAD = 130.0  # points: names of rows have so much at most to stand on one line, where the page is turned
_WORD = 300.0  # points: what is longer is no word, and no table is divided for it
_ROOM, _AFTER_AMOUNT, _MARKS, _MARK = 7.0, 12.0, 17.1, 4.5  # points to the right of a column, as the template has them
_LONGEST = 3  # words of a column that are measured, those of most letters
_SLACK = 1.02  # of a word's width: its ink does not begin and end where the word does
_HANGING = ("note", "mark", "comma", "back")  # what stands to the right of a cell's own text


def divided(blocks: list[dict]) -> list[dict]:
    """`blocks` with the tables as they are set: the columns' shares are points, and `lying` is whether the page is.

    A table that no page has room for is several, each with the heads of the rows and as many columns as there is room
    for, and with a caption that says which part it is. The names of its rows are in the first. The table of a picture
    that needs a turned page is one by itself, which the picture leads to.
    """
    return [part for block in blocks for part in _placed(block)]


def tables(blocks: list[dict]) -> list[dict]:
    """The tables of `blocks` in their order, those of pictures among them."""
    return [table for b in blocks if (table := b if b["type"] == "table" else b.get("table"))]


def _placed(block: dict) -> Iterator[dict]:
    if block["type"] == "table":
        yield from _set(block)
    elif block["type"] == "figure" and block["table"]:
        first, *others = _set({"type": "table", **block["table"]})
        if others or first["lying"]:
            yield {**block, "table": None, "see": first["id"]}
            yield from (first, *others)
        else:
            yield {**block, "table": first}
    else:
        yield block


def _set(table: dict) -> Iterator[dict]:
    needs = _needs(table)
    if len(needs) <= _MOST_STANDING and sum(needs) <= _STANDING:
        yield _wide(table, needs, lying=False)
        return
    needs[0] = max(needs[0], _names(table))
    if sum(needs) <= _LYING:
        yield _wide(table, needs, lying=True)
        return
    parts = _parts(needs)
    for number, part in enumerate(parts, start=1):
        chosen = _of_columns(table, [0, *part], number)
        named = f"{table['caption']} (del {number} av {len(parts)})"
        yield _wide({**chosen, "caption": named}, [needs[n] for n in (0, *part)], lying=True)


def _parts(needs: list[float]) -> list[list[int]]:
    """The columns after the first in as few parts as a lying page has room for, about equally many in each."""
    room, rest = _LYING - needs[0], range(1, len(needs))
    least = len(_filled(needs, rest, room, len(needs)))
    return _filled(needs, rest, room, -(-len(rest) // least))


def _filled(needs: list[float], columns: range, room: float, most: int) -> list[list[int]]:
    parts: list[list[int]] = [[]]
    for n in columns:
        if parts[-1] and (len(parts[-1]) == most or sum(needs[i] for i in parts[-1]) + needs[n] > room):
            parts.append([])
        parts[-1].append(n)
    return parts


def _of_columns(table: dict, chosen: list[int], number: int) -> dict:
    """The part of `table` with those columns. After the first part what it repeats is no place that a link leads to."""

    def head(cell: list[dict]) -> list[dict]:
        return cell if number == 1 else [{**run, "id": ""} for run in cell]

    rows = []
    for row in table["rows"]:
        cells = row["cells"] if row["style"] == "group" else [row["cells"][n] for n in chosen]
        rows.append({**row, "id": row["id"] if number == 1 else "", "cells": [head(cells[0]), *cells[1:]]})
    id = table["id"] if number == 1 else f"{table['id']}-del-{number}"
    return {**table, "id": id, "columns": [table["columns"][n] for n in chosen], "rows": rows}


def _wide(table: dict, needs: list[float], lying: bool) -> dict:
    """`table` with a width in points for each column: by its share, and no less than it needs."""
    columns = table["columns"]
    room = _LYING if lying else _STANDING
    short: set[int] = set()
    while True:
        free = room - sum(needs[n] for n in short)
        shares = sum(column["share"] for n, column in enumerate(columns) if n not in short)
        widths = [needs[n] if n in short else free * column["share"] / shares for n, column in enumerate(columns)]
        more = {n for n, width in enumerate(widths) if n not in short and width < needs[n]}
        if not more or len(short | more) == len(columns):
            break
        short |= more
    set_columns = [{**column, "share": width} for column, width in zip(columns, widths, strict=True)]
    return {**table, "lying": lying, "columns": set_columns}


def _needs(table: dict) -> list[float]:
    """How many points each column needs at least: for its longest word, and what is to the right of it."""
    return [_words(table, n) + _room(table, n) for n in range(len(table["columns"]))]


def _words(table: dict, n: int) -> float:
    """What the longest word of a column needs: none is hyphenated, since a hidden hyphen is read and copied."""
    texts = [table["columns"][n]["title"], *_texts(table, n)]
    words = {word for text in texts for word in unbroken(text)}
    longest = sorted(words, key=lambda word: (len(word), word))[-_LONGEST:]  # the same ones every time
    return min(_WORD, max(text_width(word, bold=True) * _SLACK for word in longest))


def _names(table: dict) -> float:
    """What the names of the rows need to stand on one line each, as far as there is room for that."""
    names = sorted({*_texts(table, 0)}, key=len)[-_LONGEST:]
    return min(_HEAD, max(map(text_width, names), default=0.0))


def _texts(table: dict, n: int) -> Iterator[str]:
    """The texts of a column, without what hangs beside them."""
    cells = (row["cells"][n] for row in table["rows"] if row["style"] != "group")
    return ("".join(run["text"] for run in cell if run["style"] not in _HANGING) for cell in cells)


def _room(table: dict, n: int) -> float:
    columns, rows = table["columns"], [row for row in table["rows"] if row["style"] != "group"]
    marks = max((sum(run["style"] in _HANGING[:3] for run in row["cells"][n]) for row in rows), default=0)
    if marks:
        return _MARKS + _MARK * max(0, marks - 3)
    if n == len(columns) - 1:
        return 0.0
    return _AFTER_AMOUNT if columns[n]["align"] == "right" and columns[n + 1]["align"] != "right" else _ROOM
