"""The profile: contrasts by WCAG's formula, and no colour or size anywhere else."""

import re
from itertools import chain

import pytest
from conftest import ROOT

from fordelning.base import profile
from fordelning.report.charts.heat import SHADES

PALETTES = {"light": profile.LIGHT, "dark": profile.DARK}


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2.2."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def faults_of(palette: profile.Palette) -> list[str]:
    """The pairs that are too alike: text below 4.5:1, graphics below 3:1."""
    texts = [(role, getattr(palette, role), palette.paper) for role in ("ink", "muted", "accent", "warning")]
    texts += [(f"{role} på tint", getattr(palette, role), palette.tint) for role in ("ink", "muted")]
    texts += [(f"{role} på target", getattr(palette, role), palette.target) for role in ("ink", "accent", "muted")]
    texts += [(f"pott {n}", ink, fill) for n, (fill, ink) in enumerate(palette.pots, 1)]
    graphics = [(f"pott {n} mot papper", fill, palette.paper) for n, (fill, _) in enumerate(palette.pots, 1)]
    return [name for name, a, b in texts if contrast(a, b) < 4.5] + [n for n, a, b in graphics if contrast(a, b) < 3]


@pytest.mark.parametrize("name", PALETTES)
def test_contrasts(name):
    assert faults_of(PALETTES[name]) == []


def test_a_pale_palette_is_noticed():
    from dataclasses import replace

    assert faults_of(replace(profile.LIGHT, muted="#999999", pots=(("#c0c0c0", "#ffffff"),))) == [
        "muted",
        "muted på tint",
        "muted på target",
        "pott 1",
        "pott 1 mot papper",
    ]


def test_the_formula_is_wcags():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_colours_are_named_nowhere_else():
    package = ROOT / "fordelning"
    files = chain(package.rglob("*.py"), package.rglob("*.j2"), package.rglob("*.typ"))
    for path in files:
        if path.name != "profile.py":
            assert not re.findall(r"#[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?\b", path.read_text(encoding="utf-8")), path


@pytest.mark.parametrize("palette", [profile.LIGHT, profile.DARK], ids=["light", "dark"])
@pytest.mark.parametrize("role", ["accent", "warning"])
def test_the_amount_in_a_cell_is_legible_on_every_shade(palette, role):
    def parts(colour):
        return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]

    ground, paper = parts(getattr(palette, role)), parts(palette.paper)
    for shade in SHADES:
        seen = [round(shade * g + (1 - shade) * p) for g, p in zip(ground, paper, strict=True)]
        assert contrast(palette.ink, "#{:02x}{:02x}{:02x}".format(*seen)) >= 4.5
    darkest = "#{:02x}{:02x}{:02x}".format(*ground)
    assert contrast(palette.ink, darkest) < 4.5  # undiluted it would not be
