"""The document's inner links: those that lead nowhere become plain text, and figures and marks get ways back."""

from collections.abc import Container, Iterable, Iterator

from fordelning.report.anchors import elsewhere

_COUNTED = ("amount", "sum", "note")


def tie(blocks: list[dict]) -> list[dict]:
    """`blocks`, changed in place, with every inner link whole.

    A link to a statement or a place that the document does not hold leads to the working papers; one to any other part
    that it does not hold becomes plain text. A run of style "back" is replaced by a link to
    each figure and mark that leads to its part; those get an id each.
    A column of ways back that holds none is left out.
    """
    present = {*ids(blocks), *named(blocks)}
    captioned = {block["id"] for block in blocks if block["type"] == "table"}
    ways: dict[str, list[tuple[str, str]]] = {}
    for block in blocks:
        for run in (run for runs in _texts(block) for run in runs):
            if not run["href"].startswith("#") or run["style"] == "back":
                continue
            target = run["href"][1:]
            if target not in present:
                run["href"] = elsewhere(target)
            elif run["style"] in _COUNTED:
                found = ways.setdefault(target, [])
                run["id"] = f"{target}.{len(found) + 1}"  # no key has a full stop
                found.append((run["id"], _called(block)))
    for block in blocks:
        shown = [(table, _last_is_ways(table)) for table in _tables(block)]
        for runs in _texts(block):
            runs[:] = [new for run in runs for new in (_back(run, ways) if run["style"] == "back" else [run])]
        if block["type"] == "figure" and block["see"] not in captioned:
            block["see"] = ""
        for table, ways_alone in shown:
            if ways_alone and not any(row["cells"][-1] for row in table["rows"]):
                _drop_last(table)
    return blocks


def keep(blocks: list[dict], documents: Container[str]) -> None:
    """Make the links to other documents of the edition, than those named in `documents`, plain text."""
    for run in (run for block in blocks for runs in _texts(block) for run in runs):
        document = run["href"].partition("#")[0]
        if document and ":" not in document and document not in documents:
            run["href"] = ""


def purposes(blocks: list[dict], names: dict[str, str]) -> dict[str, str]:
    """What each address in `blocks` leads to, in words; `names` has those of what stands in the working papers."""
    told = {f"#{id}": title for id, title in _titles(blocks)}
    for run in (run for block in blocks for runs in _texts(block) for run in runs if run["href"]):
        document, _, target = run["href"].partition("#")
        if run["style"] == "back":
            told[run["href"]] = f"Tillbaka till {run['to']}"
        elif document:
            there = target in names and ":" not in document
            told[run["href"]] = f"{names[target]} (i avstämningen)" if there else run["text"]
    return told


def _titles(blocks: list[dict]) -> Iterator[tuple[str, str]]:
    """The id and the name of each part that a link can lead to."""
    for block in blocks:
        match block["type"]:
            case "heading":
                yield block["id"], _said(block["runs"])
            case "figure":
                yield block["id"], block["title"]
            case "notes":
                yield from ((note["id"], f"Fotnot {note['number']}") for note in block["items"])
        for table in _tables(block):
            yield table["id"], table["caption"]
            yield from ((row["id"], _row_title(row)) for row in table["rows"] if row["id"])
        yield from ((run["id"], run["text"].rstrip(".")) for runs in _texts(block) for run in runs if run["id"])


def _row_title(row: dict) -> str:
    """A row by its first cell, and by the next as well where that holds only a number."""
    first, *others = (_said(cell) for cell in row["cells"])
    return f"{first}, {others[0]}" if others and len(first) < 5 else first


def _said(runs: list[dict]) -> str:
    return "".join(run["text"] for run in runs).strip()


def _last_is_ways(table: dict) -> bool:
    """Whether a table's last column, beside others, holds nothing but ways back."""
    return bool(table["rows"]) and all(
        row["cells"][1:] and row["cells"][-1] and all(run["style"] == "back" for run in row["cells"][-1])
        for row in table["rows"]
    )


def _drop_last(table: dict) -> None:
    """Take away a column of ways back that no way goes to."""
    table["columns"] = table["columns"][:-1]
    for row in table["rows"]:
        row["cells"] = row["cells"][:-1]


def _back(run: dict, ways: dict[str, list[tuple[str, str]]]) -> list[dict]:
    """Links to all that lead to the part, each with `to`: what it stands in, in words."""
    found = ways.get(run["href"][1:], [])
    return [
        {"text": f"↑{n}", "style": "back", "href": f"#{id}", "id": "", "to": called}
        for n, (id, called) in enumerate(found, start=1)
    ]


def _called(block: dict) -> str:
    """What a reader would call a block."""
    if block["type"] == "figure":
        return block["table"]["caption"]
    return block.get("caption") or {"facts": "nyckeltalen"}.get(block["type"], "texten")


def ids(blocks: Iterable[dict]) -> Iterator[str]:
    """The ids of all parts that a link can lead to."""
    for block in blocks:
        named = [block, *_tables(block)] if block["type"] == "figure" else [block]
        named += [row for table in _tables(block) for row in table["rows"]]
        named += block["items"] if block["type"] == "notes" else []
        yield from (part["id"] for part in named if part.get("id"))


def named(blocks: Iterable[dict]) -> Iterator[str]:
    """The ids of runs, before any is given to what leads to a part."""
    return (run["id"] for block in blocks for runs in _texts(block) for run in runs if run["id"])


def _tables(block: dict) -> Iterator[dict]:
    if block["type"] == "table":
        yield block
    elif block["type"] == "figure" and block["table"]:
        yield block["table"]


def _texts(block: dict) -> Iterator[list[dict]]:
    """Every list of runs in a block, in reading order."""
    match block["type"]:
        case "heading" | "paragraph":
            yield block["runs"]
        case "list":
            yield from _of_list(block)
        case "terms":
            yield from (meaning for _, meaning in block["items"])
        case "facts":
            # A fact's value is one run; what is done to it stays in the item.
            yield from ([value] for value, _ in block["items"])
        case "notes":
            yield from (note["runs"] for note in block["items"])
    for table in _tables(block):
        for row in table["rows"]:
            yield from row["cells"]


def _of_list(block: dict) -> Iterator[list[dict]]:
    """The runs of a list and of those in it, which only Markdown makes."""
    for item in block["items"]:
        if isinstance(item, dict):
            yield item["runs"]
            for below in item["lists"]:
                yield from _of_list(below)
        else:
            yield item
