"""The texts of pictures: the document's face, how wide they are, and where they are broken."""

from functools import cache

from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.text import Text

from fordelning.base import profile
from fordelning.report.face import text_width

TABLE, SMALL = profile.SIZES["table"], profile.SIZES["small"]
LEADING = 11.0  # points, from line to line of TABLE


def write(
    ax: Axes,
    x: float,
    y: float,
    text: str,
    role: str = "ink",
    bold: bool = False,
    size: float = TABLE,
    ground: str = "",
    **given,
) -> Text:
    """`text` with the middle of its letters at height `y`; on a patch of the colour of `ground`, where it is given."""
    colours = profile.LIGHT.roles()
    look = {"fontproperties": font(text, bold, size), "color": colours[role], "gid": f"text-{role}"}
    written = ax.text(x, y, text, **{"va": "center_baseline", **given})
    if ground:
        look["bbox"] = {"boxstyle": _patch, "facecolor": colours[ground], "linewidth": 0, "gid": f"fill-{ground}"}
    written.set(**look)
    return written


def write_lines(ax: Axes, x: float, y: float, lines: list[str], leading: float = LEADING, **style) -> None:
    """Several lines, each a text of its own, their middle at height `y`: matplotlib sets lines by the ink they have."""
    for i, line in enumerate(lines):
        write(ax, x, y + (i - (len(lines) - 1) / 2) * leading, line, **style)


def _patch(x: float, y: float, width: float, _: float, size: float) -> Path:
    """What is behind a text whose box begins at its descent: as high above the middle of its letters as below."""
    left, right, low, high = x - 3, x + width + 3, y + 0.005 * size, y + 1.245 * size
    return Path([(left, low), (right, low), (right, high), (left, high), (left, low)], closed=True)


def font(text: str, bold: bool, size: float) -> FontProperties:
    """The document's own face, in points, for `text`."""
    return _face(bold, size, bool(profile.further(text)))


@cache
def _face(bold: bool, size: float, further: bool) -> FontProperties:
    # The file is what is measured, family and weight what the SVG names.
    weight = "bold" if bold else "regular"
    file = profile.further_fonts()[weight][0] if further else profile.fonts()[weight]
    return FontProperties(family=profile.FONT, weight=weight, size=size, fname=file)


def wrapped(text: str, width: float, bold: bool = False, size: float = TABLE) -> list[str]:
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
