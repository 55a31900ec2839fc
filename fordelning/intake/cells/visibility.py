"""What of a sheet nobody sees: rows and columns of no height or width, and text in the colour of what is behind it."""

import colorsys
import re
from dataclasses import dataclass
from typing import Any

from openpyxl.styles.colors import COLOR_INDEX

from .cell import letters

_LEAST_HEIGHT, _LEAST_WIDTH = 2, 0.5  # points, and characters: less shows no letter
_NEAR = 16  # steps of 256 in red, green and blue: nobody tells such colours apart
_WHITE, _BLACK = (255, 255, 255), (0, 0, 0)
_THEME = ("lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6")
_OFFICE = ("FFFFFF", "000000", "E7E6E6", "44546A", "4472C4", "ED7D31", "A5A5A5", "FFC000", "5B9BD5", "70AD47")

Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Palette:
    """The colours that a workbook's theme gives, in the order of their numbers."""

    theme: tuple[Colour, ...]

    def is_blank(self, cell: Any, white: bool = False) -> bool:
        """Whether the text of a cell is in the colour of what is behind it; `white` is what a format makes it."""
        if not cell.has_style:
            return white
        ink = _WHITE if white else self._colour(cell.font.color, _BLACK)
        if cell.fill is None or cell.fill.fill_type is None:
            behind: Colour | None = _WHITE
        else:
            behind = self._colour(cell.fill.fgColor, None) if cell.fill.fill_type == "solid" else None
        if ink is None or behind is None:
            return False
        return all(abs(one - two) <= _NEAR for one, two in zip(ink, behind, strict=True))

    def _colour(self, colour: Any, automatic: Colour | None) -> Colour | None:
        """A colour as red, green and blue; `automatic` where none is said."""
        if colour is None or colour.type == "auto":
            return automatic
        if colour.type == "rgb" and isinstance(colour.rgb, str):
            found = _rgb(colour.rgb)
        elif colour.type == "indexed" and isinstance(colour.indexed, int):
            found = _rgb(COLOR_INDEX[colour.indexed]) if colour.indexed < len(COLOR_INDEX) else automatic
        elif colour.type == "theme" and isinstance(colour.theme, int) and colour.theme < len(self.theme):
            found = self.theme[colour.theme]
        else:
            found = automatic
        return found and _tinted(found, colour.tint or 0)


def palette(theme: bytes | None) -> Palette:
    """The colours of a theme, those of Office where it says none."""
    text = (theme or b"").decode("utf-8", "replace")
    colours = []
    for name, usual in zip(_THEME, _OFFICE, strict=True):
        found = re.search(rf'<a:{name}>.*?"([0-9A-Fa-f]{{6}})".*?</a:{name}>', text, re.DOTALL)
        colours.append(_rgb(found[1] if found else usual) or _BLACK)
    return Palette(tuple(colours))


def hidden_rows(sheet: Any, height: int) -> set[int]:
    """The numbers of the rows that are not shown, whichever way they were made so."""
    usual = sheet.sheet_format.defaultRowHeight
    found = set()
    for row in range(1, height + 1):
        line = sheet.row_dimensions.get(row)
        tall = usual if line is None or line.height is None else line.height
        if (line is not None and line.hidden) or (tall is not None and tall < _LEAST_HEIGHT):
            found.add(row)
    return found


def hidden_columns(sheet: Any, width: int) -> set[int]:
    """The numbers of the columns that are not shown, whichever way they were made so."""
    usual = sheet.sheet_format.defaultColWidth
    narrow = {column for column in range(1, width + 1) if usual is not None and usual < _LEAST_WIDTH}
    for dimension in sheet.column_dimensions.values():
        covered = {
            column
            for column in range(1, width + 1)
            if (dimension.min or 0) <= column <= (dimension.max or 0) or dimension.index == letters(column)
        }
        if dimension.hidden or dimension.width < _LEAST_WIDTH:
            narrow |= covered
        else:
            narrow -= covered
    return narrow


def _rgb(code: str) -> Colour | None:
    """The last six of the figures of a colour."""
    if not re.fullmatch("[0-9A-Fa-f]{6,8}", code):
        return None
    red, green, blue = bytes.fromhex(code[-6:])
    return red, green, blue


def _tinted(colour: Colour, tint: float) -> Colour:
    """A colour made lighter or darker, as a theme's colours are."""
    hue, light, saturation = colorsys.rgb_to_hls(*(part / 255 for part in colour))
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    red, green, blue = (round(part * 255) for part in colorsys.hls_to_rgb(hue, min(max(light, 0), 1), saturation))
    return red, green, blue
