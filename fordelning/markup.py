"""HTML of one block, by templates that escape everything."""

from functools import cache

import jinja2

from . import profile


@cache
def environment() -> jinja2.Environment:
    """The templates' environment: escaping on, an unknown name an error."""
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("fordelning.publish", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "groups": _groups,
        "rem": _rem,
        "table_class": _table_class,
        "table_width": _table_width,
    }
    return made


def _groups(rows: list[dict]) -> list[list[dict]]:
    """Table rows in groups, each group row with what follows it; a total row stands by itself."""
    groups: list[list[dict]] = []
    for row in rows:
        if not groups or row["style"] in ("group", "total"):
            groups.append([])
        groups[-1].append(row)
    return groups


def _rem(points: float) -> str:
    """A length on paper as one on screen, in the same proportion to the body text."""
    return f"{points / profile.SIZES['body'] * profile.SCREEN / 16:.4g}rem"


def _table_class(table: dict) -> str:
    """The kinds of a table: "marked" where marks hang beside amounts; "words" where cells hold sentences.

    A narrow screen shows the rows of the latter one below the other, since sentences cannot be read sideways.
    """
    cells = [cell for row in table["rows"] for cell in row["cells"]]
    marked = any(run["style"] in ("mark", "note") for cell in cells for run in cell)
    later = ["".join(run["text"] for run in cell) for row in table["rows"] for cell in row["cells"][1:]]
    wordy = any(text.count(" ") > 2 for text in later)
    return " ".join(name for name, holds in (("marked", marked), ("words", wordy)) if holds)


def _table_width(table: dict) -> str:
    """The width in rem below which a table is scrolled and no longer squeezed."""
    return f"{3.8 * sum(column['share'] for column in table['columns']):.3g}"


def html(block: dict) -> str:
    """`block` (see `document`) as an HTML fragment."""
    return str(environment().get_template("blocks.html.j2").module.block(block))
