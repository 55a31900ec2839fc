"""The HTML page: one file, no external request, nothing to run."""

import base64
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

import jinja2

from fordelning.base import profile, publisher
from fordelning.report import face, markup

if TYPE_CHECKING:
    from .content import Content

# What a page may load, were there ever anything in it that would: its own style, pictures and fonts. Nothing runs.
POLICY = """<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; \
img-src data:; font-src data:; base-uri 'none'; form-action 'none'">"""
_LETTERS = frozenset([*range(0x20, 0x7F), *range(0xA0, 0x180), *map(ord, "‐–—‘’‚“”„•…−≈≠≤≥×√✓↑→←½■")])
_WEIGHTS = {"regular": 400, "semibold": 600, "bold": 700}


def html(document: "Content", data: str = "") -> str:
    """The page of `document`, without its code; `data` is what it tells programs, JSON-LD that ends no element."""
    return page("report.html.j2", document=document, data=data)


@cache
def environment() -> jinja2.Environment:
    """The environment of whole pages: that of blocks, with the pages' own templates."""
    loaders = [
        jinja2.PackageLoader(package, "templates") for package in ("fordelning.publish.render", "fordelning.report")
    ]
    return markup.environment().overlay(loader=jinja2.ChoiceLoader(loaders))


def page(template: str, **context) -> str:
    """A whole page from `template`, with the shared style and the fonts inside it."""
    made = environment().get_template(template)
    shared = {"profile": profile, "publisher": publisher.PUBLISHER, "policy": POLICY, **context}
    text = made.render(fonts=fonts(), **shared)
    beyond = profile.letters(text) - _LETTERS | profile.further(text)
    if not beyond:
        return text
    return made.render(fonts=(*fonts(), *_further(beyond)), **shared)


@cache
def fonts() -> tuple[dict, ...]:
    """The fonts that a page carries: weight and base64 of a subset with the letters of European languages."""
    return tuple(
        {"weight": weight, "data": face.subset(style, _LETTERS), "only": ""} for style, weight in _WEIGHTS.items()
    )


def _further(letters: frozenset[int]) -> Iterator[dict]:
    """Further fonts of the same name, for `letters` alone: in a browser they complete the others, also in pictures."""
    only = ",".join(f"U+{letter:X}" for letter in sorted(letters))
    for style, weight in _WEIGHTS.items():
        data = base64.b64encode(face.further(style, letters)).decode()
        yield {"weight": weight, "data": data, "only": only}
