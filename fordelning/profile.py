"""The visual profile: the palette, the type scale and the fonts that charts, HTML and PDF share."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

FONT = "Source Sans Pro"
INK = "#1a1a1a"
MUTED = "#595959"  # 7.0:1 on white
RULE = "#c8c8c8"
PAPER = "#ffffff"
TINT = "#e6ebf1"  # the part of a whole that is not in focus
ACCENT = "#12436d"
WARNING = "#8a1538"
# A pot keeps its colour in every picture. Each is at least 3:1 against white and its neighbours differ in lightness.
POT_COLOURS = ("#12436d", "#28a197", "#801650", "#d4351c", "#5f5f5f", "#8c67c9")
POT_INKS = ("#ffffff", "#0b0c0c", "#ffffff", "#ffffff", "#ffffff", "#0b0c0c")  # text on each, at least 4.5:1
BODY = 9.5  # points in charts, as wide as the column they stand in
SMALL = 8.5
COLUMN = 470.0  # points: the width of the text column on A4


@cache
def fonts() -> dict[str, Path]:
    """The font files by style: regular, semibold, bold, italic."""
    folder = Path(find_spec("font_source_sans_pro").submodule_search_locations[0]) / "files"
    styles = {"regular": "Regular", "semibold": "Semibold", "bold": "Bold", "italic": "It"}
    return {style: folder / f"SourceSansPro-{name}.ttf" for style, name in styles.items()}
