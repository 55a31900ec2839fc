"""HTML of one block, by templates that escape everything."""

from functools import cache

import jinja2


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
    made.filters["groups"] = _groups
    return made


def _groups(rows: list[dict]) -> list[list[dict]]:
    """Table rows in groups, each group row with what follows it; a total row stands by itself."""
    groups: list[list[dict]] = []
    for row in rows:
        if not groups or row["style"] in ("group", "total"):
            groups.append([])
        groups[-1].append(row)
    return groups


def html(block: dict) -> str:
    """`block` (see `document`) as an HTML fragment."""
    return str(environment().get_template("blocks.html.j2").module.block(block))
