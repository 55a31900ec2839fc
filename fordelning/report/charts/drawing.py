"""A canvas in points with real text, drawn by matplotlib and given back as an accessible SVG element.

Every part carries the role of its colour as a class, so that a page can show it on a dark ground as well.
"""

import io
import re
from contextlib import AbstractContextManager
from functools import cache, lru_cache

import matplotlib as mpl
import uharfbuzz as hb
from matplotlib.artist import Artist
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure as Canvas
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from fordelning.base import profile

_COLOURS = profile.LIGHT.roles()
_EDGE = 0.6  # points: no band is drawn thinner


def plain() -> AbstractContextManager:
    """The settings that every picture is drawn and saved with, whatever matplotlibrc a user has."""
    settings = {name: value for name, value in mpl.rcParamsDefault.items() if name != "backend"}
    return mpl.rc_context({**settings, "svg.fonttype": "none", "svg.id": None})


def begin() -> None:
    """Do what the first picture of a process takes so long for: read the fonts, draw once."""
    with plain():
        drawing = Drawing(1, 1)
        for bold in (False, True):
            drawing.label(0, 0, "-", "ink", "paper", 1)
            drawing.text(0, 0, "-", bold)
        drawing.svg("", "", "")


class Drawing:
    """A canvas of `width` × `height` points, origin at the top left. Colours are named by their roles."""

    def __init__(self, width: float, height: float):
        self.width, self.height = width, height
        self._canvas = Canvas(figsize=(width / 72, height / 72), facecolor="none")
        FigureCanvasSVG(self._canvas)
        # No axes: with their ticks and grids they take longer to make than all that is drawn.
        self._points = Affine2D().scale(1 / 72, -1 / 72).translate(0, height / 72) + self._canvas.dpi_scale_trans

    def text(
        self,
        x: float,
        y: float,
        text: str,
        bold: bool = False,
        role: str = "ink",
        align: str = "left",
        size: float = profile.SIZES["table"],
    ) -> None:
        """`text` with its middle at height `y`."""
        self._canvas.text(
            x,
            y,
            text,
            fontproperties=font(bold, size),
            color=_COLOURS[role],
            ha=align,
            va="center_baseline",
            parse_math=False,
            transform=self._points,
            gid=f"text-{role}",
        )

    def lines(self, x: float, y: float, lines: list[str], leading: float, **style) -> None:
        """Several lines, their middle at height `y`."""
        for i, line in enumerate(lines):
            self.text(x, y + (i - (len(lines) - 1) / 2) * leading, line, **style)

    def bar(self, x: float, y: float, width: float, height: float, role: str, hatch: str = "") -> None:
        """A filled bar whose upper left corner is at `x`, `y`."""
        self._fill(Rectangle((x, y), width, height), role)
        if hatch:
            self._hatch(Rectangle((x, y), width, height), hatch)

    def outline(self, x: float, y: float, width: float, height: float, role: str) -> None:
        """A dashed outline: what is not there, or not said."""
        self._dash(Rectangle((x, y), width, height), role)

    def frame(self, x: float, y: float, width: float, height: float, role: str) -> None:
        """A thin outline: the whole that parts are drawn in."""
        self._edge(Rectangle((x, y), width, height), role, 0.7)

    def label(self, x: float, y: float, text: str, ink: str, ground: str, size: float) -> None:
        """`text` centred on a bar, on a patch of the bar's own colour so that no hatch runs through it."""
        width = text_width(text, size=size) + 6
        self._fill(Rectangle((x - width / 2, y - 0.62 * size), width, 1.24 * size), ground)
        self.text(x, y, text, role=ink, align="center", size=size)

    def line(self, x1: float, y1: float, x2: float, y2: float, role: str = "rule", width: float = 0.7) -> None:
        """A hairline."""
        colour, id = _COLOURS[role], f"stroke-{role}"
        self._add(Line2D([x1, x2], [y1, y2], color=colour, linewidth=width, solid_capstyle="butt", gid=id))

    def ribbon(
        self, x1: float, y1: float, x2: float, y2: float, thickness: float, role: str, hatch: str, solid: bool
    ) -> None:
        """A band from (`x1`, `y1`) to (`x2`, `y2`), its upper edge; only a dashed outline where it is not `solid`."""
        middle = (x1 + x2) / 2
        curve = [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4, Path.LINETO] + [Path.CURVE4] * 3
        points = [
            (x1, y1),
            (middle, y1),
            (middle, y2),
            (x2, y2),
            (x2, y2 + thickness),
            (middle, y2 + thickness),
            (middle, y1 + thickness),
            (x1, y1 + thickness),
        ]
        band = Path(points, curve)
        if not solid:
            self._dash(PathPatch(band), role)
            return
        # A steep band is thinner than it is high, so it has an edge of its own colour. The paper behind parts it.
        self._edge(PathPatch(band), "paper", _EDGE + 2 * min(0.5, thickness / 4))
        self._fill(PathPatch(band), role)
        if hatch:
            self._hatch(PathPatch(band), hatch)
        self._edge(PathPatch(band), role, _EDGE)

    def svg(self, id: str, title: str, description: str) -> str:
        """The drawing as an SVG element with title and description, the same bytes every time."""
        buffer = io.StringIO()
        mpl.rcParams["svg.hashsalt"] = id  # until `plain` sets it back
        self._canvas.canvas.print_svg(buffer, metadata=dict.fromkeys(("Date", "Creator", "Format", "Type")))
        return accessible(buffer.getvalue(), id, title, description)

    def _fill(self, patch: Patch, role: str) -> None:
        patch.set(facecolor=_COLOURS[role], edgecolor="none", linewidth=0, gid=f"fill-{role}")
        self._add(patch)

    def _hatch(self, patch: Patch, hatch: str) -> None:
        patch.set(facecolor="none", edgecolor=profile.HATCHING, linewidth=0, hatch=hatch)
        patch.set_hatch_linewidth(0.8)
        self._add(patch)

    def _edge(self, patch: Patch, role: str, width: float) -> None:
        patch.set(facecolor="none", edgecolor=_COLOURS[role], linewidth=width, gid=f"stroke-{role}")
        self._add(patch)

    def _dash(self, patch: Patch, role: str) -> None:
        patch.set(facecolor="none", edgecolor=_COLOURS[role], linewidth=1.0, linestyle=(0, (3, 2)))
        patch.set(gid=f"stroke-{role}")
        self._add(patch)

    def _add(self, artist: Artist) -> None:
        artist.set_transform(self._points)
        self._canvas.add_artist(artist)


def accessible(svg: str, id: str, title: str, description: str) -> str:
    """Only the element itself, scalable, named and described, with roles as classes and ids unique in a page."""
    body = svg[svg.index("<svg") :]
    head, body = body.split(">", 1)
    view_box = re.search(r'viewBox="[^"]+"', head).group()
    body = re.sub(r"<metadata>.*?</metadata>|<!--.*?-->\s*", "", body, flags=re.DOTALL)
    body = re.sub(r"<[^>]*>", lambda tag: _unique(tag.group(), id), body)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {view_box} role="img" '
        f'aria-labelledby="{id}-title {id}-desc"><title id="{id}-title">{_escaped(title)}</title>'
        f'<desc id="{id}-desc">{_escaped(description)}</desc>{body.rstrip()}'
    )


def _unique(tag: str, id: str) -> str:
    """A tag with its role as a class, and with its ids and references as the picture's own."""
    tag = re.sub(r'\bid="((?:text|fill|stroke)-[a-z0-9-]+)"', r'class="\1"', tag)
    tag = re.sub(r'\bid="([^"]+)"', rf'id="{id}-\1"', tag)
    return re.sub(r'(href="|url\()#', rf"\1#{id}-", tag)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@cache
def font(bold: bool, size: float) -> FontProperties:
    """The document's own face, in points."""
    # The file is what is measured, family and weight what the SVG names.
    weight = "bold" if bold else "regular"
    return FontProperties(family=profile.FONT, weight=weight, size=size, fname=profile.fonts()[weight])


@lru_cache(maxsize=4096)
def text_width(text: str, bold: bool = False, size: float = profile.SIZES["table"]) -> float:
    """How wide `text` is, in points, from the first of its ink to the last."""
    font, buffer, at, edges = _measure(bold), hb.Buffer(), 0, []
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(font, buffer)
    for glyph, place in zip(buffer.glyph_infos or (), buffer.glyph_positions or (), strict=True):
        ink = font.get_glyph_extents(glyph.codepoint)
        if ink is not None and ink.width:
            left = at + place.x_offset + ink.x_bearing
            edges += [left, left + ink.width]
        at += place.x_advance
    return (max(edges) - min(edges)) * size / font.face.upem if edges else 0.0


@cache
def _measure(bold: bool) -> hb.Font:
    return hb.Font(hb.Face(hb.Blob.from_file_path(str(profile.fonts()["bold" if bold else "regular"]))))


def wrapped(text: str, width: float, bold: bool = False, size: float = profile.SIZES["table"]) -> list[str]:
    """`text` on lines no wider than `width`, broken between words, and within a word that alone is too long.

    A fiftieth is kept free: not every reader's program sets letters as tightly as they are measured here.
    """
    width *= 0.98
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if text_width(longer, bold, size) <= width:
            lines[-1] = longer
            continue
        if lines[-1]:
            lines.append("")
        while text_width(word, bold, size) > width:
            fits = next(n for n in range(len(word) - 1, 0, -1) if text_width(word[:n] + "-", bold, size) <= width)
            lines[-1:] = [word[:fits] + "-", ""]
            word = word[fits:]
        lines[-1] = word
    return lines
