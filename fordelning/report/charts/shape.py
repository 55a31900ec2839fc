"""How the shapes of a chart look, as properties of matplotlib's patches; colours are named by their roles."""

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
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


def pot(number: int) -> str:
    """The role of a pot's colour, by the pot's place in the case."""
    return f"pot-{number % len(profile.LIGHT.pots) + 1}"


def hatch(role: str) -> str:
    """What sets a pot apart without colour, by its role; "" for the first, and for what is no pot's."""
    return {pot(number): hatch for number, hatch in enumerate(profile.HATCHES)}.get(role, "")


def filled(role: str) -> dict:
    """A surface; a pot's has the hatch that sets it apart without colour."""
    surface = {"facecolor": profile.LIGHT.roles()[role], "edgecolor": "none", "linewidth": 0, "gid": f"fill-{role}"}
    if not hatch(role):
        return surface
    lines = {"hatch": hatch(role), "hatchcolor": profile.HATCHING, "hatch_linewidth": 0.8}
    return {**surface, **lines, "path_effects": [_Layers()]}


def edged(role: str, width: float = 0.7) -> dict:
    """An outline."""
    edge = profile.LIGHT.roles()[role]
    return {"facecolor": "none", "edgecolor": edge, "linewidth": width, "gid": f"stroke-{role}"}


def dashed(role: str) -> dict:
    """A dashed outline: what is not there, or not said."""
    return {**edged(role, 1.0), "linestyle": (0, (3, 2))}


def rule(ax: Axes, xs: tuple[float, float], ys: tuple[float, float], role: str, width: float = 0.7) -> None:
    """A straight line."""
    colour = profile.LIGHT.roles()[role]
    ax.add_line(Line2D(xs, ys, color=colour, linewidth=width, solid_capstyle="butt", gid=f"stroke-{role}"))
