"""A chart as matplotlib draws it, and as the document has it: an accessible SVG, wide for a page, narrow for a phone.

What a chart draws has the role of its colour as its gid. In a block of the document's own the role becomes a class, so
that a page can show it on a dark ground as well.
"""

import io
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure as Canvas
from matplotlib.ticker import NullLocator

from fordelning.base import profile
from fordelning.report.document import Figure, Sentence, Table, support

from . import shape

_LONGEST = 300  # characters of an alternative text
HIGHEST = 600.0  # points: what a page has room for below the message and above the numbers
NARROW = 210.0  # points: the column of a narrow screen, where a point is some 1.33 pixels


def plain(**settings: Any) -> AbstractContextManager:
    """The settings that every picture is drawn and saved with, whatever matplotlibrc a user has."""
    wanted: dict[Any, Any] = {**mpl.rcParamsDefault, "svg.fonttype": "none", "svg.id": None, **settings}
    del wanted["backend"]
    return mpl.rc_context({name: value for name, value in wanted.items() if mpl.rcParams[name] != value})


@contextmanager
def drawing(ax: Axes | None) -> Iterator[Axes]:
    """An Axes to draw a chart on: the one given, or that of a sheet of its own. A unit down its y axis is a point."""
    canvas = None
    with plain(**{"text.parse_math": False}):
        if ax is None:
            canvas = sheet()
            ax = canvas.axes[0]
        ax.set_axis_off()
        for axis in (ax.xaxis, ax.yaxis):  # whose ticks take longer than all that is drawn
            axis.set_major_locator(NullLocator())
        yield ax
    if canvas:
        fit(canvas)


class _Sheet(Canvas):
    """A figure that Jupyter shows whether or not pyplot, which would tell it how, has drawn anything."""

    def _repr_png_(self) -> tuple[bytes, dict]:
        """Twice as fine as it is shown, in pixels of 96 to an inch."""
        picture = io.BytesIO()
        with plain():
            for ax in self.axes:
                shape.agree(ax)
            self.savefig(picture, format="png", dpi=2 * 96)
        return picture.getvalue(), {"width": round(96 * self.get_figwidth())}


class _SheetAxes(Axes):
    """The Axes of a sheet, which is shown by its figure."""

    def _repr_png_(self) -> tuple[bytes, dict] | None:
        return self.figure._repr_png_() if isinstance(self.figure, _Sheet) else None


def sheet(width: float = profile.COLUMN) -> Canvas:
    """A figure of so many points in width, all of it one Axes."""
    canvas = _Sheet(figsize=(width / 72, 1))
    FigureCanvasSVG(canvas)
    canvas.add_axes((0, 0, 1, 1), axes_class=_SheetAxes)
    return canvas


def fit(canvas: Canvas) -> float:
    """Make a sheet as high as what is drawn on it; how many points that is."""
    bottom, top = canvas.axes[0].get_ylim()
    canvas.set_figheight((bottom - top) / 72)
    return round(bottom - top, 3)


def width(ax: Axes) -> float:
    """How wide an Axes is, in points."""
    return round(ax.bbox.width / ax.figure.dpi * 72, 3)


def figure(
    id: str,
    message: Sentence,
    subtitle: str,
    shown: str,
    draw: Callable[[Axes], Axes],
    widths: tuple[float, ...] = (profile.COLUMN, NARROW),
    table: Table | None = None,
    see: str = "",
) -> Figure:
    """The block of the chart that `draw` draws, once for a page and, unless `widths` has only that, for a phone.

    Its alternative text is the message, then what is `shown`: the numbers are in the table.
    """
    claim = support(message)
    title, room = claim.text, _LONGEST - len(shown) - 4
    short = title if len(title) <= room else f"{title[:room].rpartition(' ')[0]} …"
    alt = f"{short}. {shown}"
    pictures, heights = [], []
    with plain():
        for suffix, width in zip(("", "-smal"), widths, strict=False):
            canvas = sheet(width)
            draw(canvas.axes[0])
            heights.append(fit(canvas))
            pictures.append(svg(canvas, f"{id}{suffix}", title, alt, facecolor="none"))
    narrow = "".join(pictures[1:])
    return Figure(id, title, subtitle, alt, heights[0], pictures[0], narrow, table, see, (claim,))


def svg(canvas: Canvas, id: str, title: str, alt: str, **options) -> str:
    """A figure as an SVG element with title and description, the same bytes every time."""
    buffer = io.StringIO()
    with plain(**{"svg.hashsalt": id}):
        metadata = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        canvas.savefig(buffer, format="svg", metadata=metadata, **options)
    return accessible(buffer.getvalue(), id, title, alt)


def accessible(svg: str, id: str, title: str, description: str) -> str:
    """Only the element itself, scalable and described, with roles as classes and ids unique in a page."""
    body = svg[svg.index("<svg") :]
    head, body = body.split(">", 1)
    view_box = head[head.index("viewBox=") :].partition('" ')[0] + '"'
    body = re.sub(r"<metadata>.*?</metadata>|<!--.*?-->\s*", "", body, flags=re.DOTALL)
    body = re.sub(r"<[^>]*>", lambda tag: _unique(_short(tag.group()), id), _tiled(body))
    body = re.sub(r">\n\s*<", "><", body)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {view_box} role="img" '
        f'aria-labelledby="{id}-desc"><title id="{id}-title">{_escaped(title)}</title>'
        f'<desc id="{id}-desc">{_escaped(description)}</desc>{body.rstrip()}'
    )


def _tiled(body: str) -> str:
    """Each pot's hatch as one tile that is repeated."""
    used = re.findall(r'id="fill-(pot-\d)">(?:(?!</g>).)*?fill: url\(#(\w+)\)', body, flags=re.DOTALL)
    for role, pattern in dict.fromkeys(used):
        size = f'patternUnits="userSpaceOnUse" width="{shape.TILE}" height="{shape.TILE}"'
        tile = f'<pattern id="{pattern}" {size}>{shape.tile(role)}</pattern>'
        body = re.sub(rf'<pattern id="{pattern}".*?</pattern>', tile, body, flags=re.DOTALL)
    return body


def _short(tag: str) -> str:
    """A tag on one line, and its places to a hundredth of a point."""
    tag = re.sub(r"\s*\n\s*", " ", tag).replace(' "', '"')
    tag = re.sub(r' transform="rotate\(-?0 [^"]*"', "", tag)
    return re.sub(r"\d+\.\d{3,}", lambda number: f"{float(number.group()):.2f}".rstrip("0").rstrip("."), tag)


def _unique(tag: str, id: str) -> str:
    """A tag with its role as a class, and with its ids and references as the picture's own."""
    tag = re.sub(r'\bid="((?:text|fill|stroke)-[a-z0-9-]+)"', r'class="\1"', tag)
    tag = re.sub(r'\bid="([^"]+)"', rf'id="{id}-\1"', tag)
    return re.sub(r'(href="|url\()#', rf"\1#{id}-", tag)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
