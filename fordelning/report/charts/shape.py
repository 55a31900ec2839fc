"""How the shapes of a chart look, as properties of matplotlib's patches; colours are named by their roles."""

from matplotlib.axes import Axes
from matplotlib.colors import same_color, to_hex, to_rgba
from matplotlib.container import BarContainer
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.patheffects import AbstractPathEffect

from fordelning.base import profile


class _Layers(AbstractPathEffect):
    """The fill as one path and the hatch as another on it: on a dark ground only the fill changes its colour."""

    def draw_path(self, renderer, gc, tpath, affine, rgbFace=None):
        fill = self._update_gc(renderer.new_gc(), {})
        fill.copy_properties(gc)
        fill.set_hatch(None)
        renderer.draw_path(fill, tpath, affine, rgbFace)
        if gc.get_hatch():
            renderer.draw_path(gc, tpath, affine, None)


# The same hatches as matplotlib's, which draws each dot of an inch, as the few strokes of a tile of TILE points.
TILE = 6
_RISING, _FALLING = "M-1 1L1-1M-1 4L4-1M-1 7L7-1M2 7L7 2M5 7L7 5", "M-1 5L1 7M-1 2L4 7M-1-1L7 7M2-1L7 4M5-1L7 1"
_TILES = {
    "////": (_RISING, 0.8),
    "....": ("M0 0h.01M3 0h.01M6 0h.01M1.5 3h.01M4.5 3h.01M0 6h.01M3 6h.01M6 6h.01", 1.4),
    "\\\\\\\\": (_FALLING, 0.8),
    "xxxx": (_RISING + _FALLING, 0.8),
    "----": ("M0 1.5H6M0 4.5H6", 0.8),
}


def pot(number: int) -> str:
    """The role of a pot's colour, by the pot's place in the case."""
    return f"pot-{number % len(profile.LIGHT.pots) + 1}"


def hatch(role: str) -> str:
    """What sets a pot apart without colour, by its role; "" for the first, and for what is no pot's."""
    return {pot(number): hatch for number, hatch in enumerate(profile.HATCHES)}.get(role, "")


def filled(role: str) -> dict:
    """A surface; a pot's has the hatch that sets it apart without colour."""
    look = {"facecolor": profile.LIGHT.roles()[role], "edgecolor": "none", "linewidth": 0}
    surface = {**look, "gid": f"fill-{role}", "clip_on": False}
    if not hatch(role):
        return surface
    lines = {"hatch": hatch(role), "hatchcolor": profile.HATCHING, "hatch_linewidth": 0.8}
    return {**surface, **lines, "path_effects": [_Layers()]}


def readable(ground: tuple[float, ...]) -> str:
    """The colour of ink or of paper, whichever stands out more on a ground."""
    light = sum(part * value**2.2 for part, value in zip((0.2126, 0.7152, 0.0722), ground, strict=False))
    return profile.LIGHT.ink if light > 0.18 else profile.LIGHT.paper


def is_hatched(patch: Patch) -> bool:
    """Whether a surface has the hatch of its role, as it was drawn."""
    role = (patch.get_gid() or "").removeprefix("fill-")
    return patch.get_hatch() == hatch(role) and patch.get_hatchcolor() == to_rgba(profile.HATCHING)


def tile(role: str) -> str:
    """The tile of a pot's hatch, as an SVG path."""
    strokes, width = _TILES[hatch(role)]
    colour, alpha = to_hex(profile.HATCHING), profile.HATCHING[3]
    style = f"fill: none; stroke: {colour}; stroke-width: {width}; stroke-opacity: {alpha}; stroke-linecap: round"
    return f'<path d="{strokes}" style="{style}"/>'


def edged(role: str, width: float = 0.7) -> dict:
    """An outline."""
    edge = profile.LIGHT.roles()[role]
    return {"facecolor": "none", "edgecolor": edge, "linewidth": width, "gid": f"stroke-{role}", "clip_on": False}


def dashed(role: str) -> dict:
    """A dashed outline: what is not there, or not said."""
    return {**edged(role, 1.0), "linestyle": (0, (3, 2))}


def rule(ax: Axes, xs: tuple[float, float], ys: tuple[float, float], role: str, width: float = 0.7) -> None:
    """A straight line."""
    colour = profile.LIGHT.roles()[role]
    line = Line2D(xs, ys, color=colour, linewidth=width, solid_capstyle="butt", gid=f"stroke-{role}")
    line.set_clip_on(False)
    ax.add_line(line)


def agree(ax: Axes) -> None:
    """Let a chart's legend, and the amounts on its bars, go with the bars that have been restyled."""
    bars = [bar for bars in ax.containers if isinstance(bars, BarContainer) for bar in bars if bar.get_visible()]
    roles = profile.LIGHT.roles()
    for text in ax.texts:
        role = (text.get_gid() or "").removeprefix("text-")
        under = [bar for bar in bars if role.endswith("-ink") and bar.get_bbox().contains(*text.get_position())]
        if under and not same_color(under[-1].get_facecolor(), roles[role.removesuffix("-ink")]):
            colour, ground = under[-1].get_facecolor(), text.get_bbox_patch()
            if ground:
                ground.set_facecolor(colour)
            if text.get_color() == roles[role]:
                text.set_color(readable(colour))
    legend = ax.get_legend()
    swatches = legend.get_patches() if legend else []
    for swatch in swatches:
        looks = {(*bar.get_facecolor(), bar.get_hatch()) for bar in bars if bar.get_gid() == swatch.get_gid()}
        if len(looks) == 1:  # of several it would have to choose one
            [(*colour, hatch)] = looks
            swatch.set(facecolor=colour, hatch=hatch)
    for patch in (*ax.patches, *swatches):
        if patch.get_hatch() and not is_hatched(patch):
            patch.set_gid(None)  # so that it keeps its own
