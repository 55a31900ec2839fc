"""The HTML page: one file, no external request, nothing to run."""

import base64
import io
from functools import cache

from fontTools import subset
from fontTools.ttLib import TTFont

from .. import profile
from ..markup import environment
from .content import Content

_LETTERS = [*range(0x20, 0x7F), *range(0xA0, 0x180), *map(ord, "‐–—‘’‚“”„•…−≈≠≤≥×√✓↑→←½■")]
_WEIGHTS = {"regular": 400, "semibold": 600, "bold": 700}


def html(document: Content) -> str:
    """The page of `document`, without its code."""
    return page("report.html.j2", document=document)


def page(template: str, **context) -> str:
    """A whole page from `template`, with the shared style and the fonts inside it."""
    return environment().get_template(template).render(profile=profile, fonts=fonts(), **context)


@cache
def fonts() -> tuple[dict, ...]:
    """The fonts that a page carries: weight and base64 of a subset with the letters of European languages."""
    return tuple({"weight": weight, "data": _subset(style)} for style, weight in _WEIGHTS.items())


def _subset(style: str) -> str:
    font = TTFont(profile.fonts()[style], recalcTimestamp=False)
    options = subset.Options(
        hinting=False, notdef_outline=True, layout_features=["kern", "liga", "ccmp", "locl"], name_IDs=[1, 2]
    )
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=_LETTERS)
    subsetter.subset(font)
    # TrueType as it is: a compressed form would differ between versions of the compressor.
    buffer = io.BytesIO()
    font.save(buffer)
    return base64.b64encode(buffer.getvalue()).decode()
