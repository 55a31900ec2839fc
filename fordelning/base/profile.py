"""The visual profile: palette, type scale, spacing and fonts, the same in charts, HTML, PDF and workbook.

A municipality changes its look here and nowhere else; `tests/test_profile.py` holds the contrasts.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from pathlib import Path

import uharfbuzz as hb

FONT = "Source Sans Pro"
# Drawn by the same hand: for what FONT lacks, such as the ŋ and ŧ of Sámi, Greek and Cyrillic.
FURTHER_FONT = "Source Sans 3"


@dataclass(frozen=True)
class Palette:
    """The colours by role. `pots` are fill and text colour of each pot, in the case's order.

    Text has at least 4.5:1 against what it stands on, a pot at least 3:1 against `paper`.
    """

    ink: str
    muted: str
    rule: str
    paper: str
    tint: str  # a part of a whole that is not in focus
    accent: str
    warning: str
    target: str  # behind the row that a link has led to
    pots: tuple[tuple[str, str], ...]

    def roles(self) -> dict[str, str]:
        """Every colour by the name of its role; the pots' are pot-1, pot-1-ink, pot-2 and so on."""
        plain = {f.name: getattr(self, f.name) for f in fields(self) if f.name != "pots"}
        for number, (fill, ink) in enumerate(self.pots, start=1):
            plain |= {f"pot-{number}": fill, f"pot-{number}-ink": ink}
        return plain


LIGHT = Palette(
    ink="#1a1a1a",
    muted="#595959",
    rule="#c8c8c8",
    paper="#ffffff",
    tint="#e6ebf1",
    accent="#12436d",
    warning="#8a1538",
    target="#fff3c4",
    pots=(
        ("#12436d", "#ffffff"),
        ("#28a197", "#0b0c0c"),
        ("#801650", "#ffffff"),
        ("#d4351c", "#ffffff"),
        ("#5f5f5f", "#ffffff"),
        ("#8c67c9", "#0b0c0c"),
    ),
)
DARK = Palette(
    ink="#ececec",
    muted="#b4b4b4",
    rule="#474c52",
    paper="#14181c",
    tint="#2b3138",
    accent="#9cc7ee",
    warning="#ff9db4",
    target="#4a3f10",
    pots=(
        ("#7fb2e0", "#0b0c0c"),
        ("#2fb8ac", "#0b0c0c"),
        ("#d982b5", "#0b0c0c"),
        ("#ff8a70", "#0b0c0c"),
        ("#a9a9a9", "#0b0c0c"),
        ("#b79ae8", "#0b0c0c"),
    ),
)
# What sets a pot apart where its colour does not: the first is plain, the others are hatched (matplotlib's signs).
HATCHES = ("", "////", "....", "\\\\\\\\", "xxxx", "----")

HATCHING = (1.0, 1.0, 1.0, 0.45)  # its lines: white and half seen through, on every pot's colour in both palettes

# Points on paper. On screen the same proportions, from SCREEN pixels for the body text.
SIZES = {
    "title": 23.0,
    "fact": 18.0,
    "lead": 15.0,
    "heading": 14.5,
    "subheading": 11.5,
    "body": 10.5,
    "table": 9.0,
    "small": 8.4,
}
SCREEN = 17
STEP = 6.0  # points; distances between blocks are multiples of it
MARGIN = (24.0, 22.0)  # millimetres, above and at the sides
COLUMN = 470.0  # points: the width of the text column on A4


@cache
def fonts() -> dict[str, Path]:
    """The font files by style: regular, semibold, bold, italic."""
    folder = Path(str(files("font_source_sans_pro"))) / "files"
    styles = {"regular": "Regular", "semibold": "Semibold", "bold": "Bold", "italic": "It"}
    return {style: folder / f"SourceSansPro-{name}.ttf" for style, name in styles.items()}


@cache
def further_fonts() -> dict[str, tuple[Path, int]]:
    """The files of FURTHER_FONT, by the same styles, and the weight that each is set in: they hold all weights."""
    folder = Path(str(files("fontpkg_source_sans_3"))) / "files"
    upright, italic = folder / "SourceSans3[wght].ttf", folder / "SourceSans3-Italic[wght].ttf"
    return {"regular": (upright, 400), "semibold": (upright, 600), "bold": (upright, 700), "italic": (italic, 400)}


def undrawable(text: str) -> str:
    """The characters of `text` that some style of neither font has, each once."""
    return "".join(dict.fromkeys(c for c in text if ord(c) not in _drawn() and ord(c) not in _further()))


def letters(text: str) -> frozenset[int]:
    """The characters of `text` that either font has and a reader sees."""
    return frozenset(ord(c) for c in set(text) if c.isprintable()) & (_drawn() | _further())


def further(text: str) -> frozenset[int]:
    """The characters of `text` that only FURTHER_FONT has."""
    return letters(text) - _drawn()


@cache
def _drawn() -> frozenset[int]:
    """The characters that every style of the font has."""
    return _common(fonts().values())


@cache
def _further() -> frozenset[int]:
    """The characters that every style of FURTHER_FONT has."""
    return _common(path for path, _ in further_fonts().values())


def _common(paths: Iterable[Path]) -> frozenset[int]:
    return frozenset.intersection(*(frozenset(hb.Face(hb.Blob.from_file_path(str(path))).unicodes) for path in paths))
