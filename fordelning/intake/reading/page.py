"""The letters and rules of the pages of a PDF."""

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import pypdfium2
import pypdfium2.raw as pdfium

from .block import Box

MOST_PAGES = 500
_MOST_LETTERS = 3_000_000
_MOST_OBJECTS = 20_000  # on a page; a drawing, and no table, has more
_THIN = 2.5  # points: what is thinner is a rule
_BOLD = ("bold", "black", "heavy", "semibold", "demi")


class Refusal(StrEnum):
    """Why a PDF is not read."""

    PASSWORD = "password"
    BROKEN = "broken"
    LARGE = "large"


@dataclass(frozen=True)
class Letter:
    """A letter where it stands. `foot` is its base line and `size` that of its font; `raised` is for a digit."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    foot: float
    size: float
    bold: bool
    raised: bool = False


@dataclass(frozen=True)
class Page:
    """A page: points from its top left corner, as it is shown. `turned` is text along its side."""

    width: float
    height: float
    letters: list[Letter]
    turned: str
    rules: list[Box]
    pictures: int


def pages(content: bytes) -> list[Page] | Refusal:
    """The pages of a PDF."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        return Refusal.PASSWORD if error.err_code == pdfium.FPDF_ERR_PASSWORD else Refusal.BROKEN
    if len(document) > MOST_PAGES:
        return Refusal.LARGE
    made, letters = [], 0
    for number in range(len(document)):
        try:
            page = document[number]
            made.append(_page(page))
            page.close()
        except pypdfium2.PdfiumError:
            return Refusal.BROKEN
        letters += len(made[-1].letters)
        if letters > _MOST_LETTERS:
            return Refusal.LARGE
    return made


def _page(page: pypdfium2.PdfPage) -> Page:
    place = _Place(page)
    text = page.get_textpage()
    letters, turned = [], []
    for one in _letters(text, place):
        if isinstance(one, Letter):
            letters.append(one)
        else:
            turned.append(one)
    rules: list[Box] = []
    pictures = 0
    for n, drawn in enumerate(page.get_objects(max_depth=4)):
        if n >= _MOST_OBJECTS:
            rules = []
            break
        if drawn.type == pdfium.FPDF_PAGEOBJ_PATH:
            rules += _rules(place.box(*drawn.get_bounds()))
        pictures += drawn.type == pdfium.FPDF_PAGEOBJ_IMAGE
    return Page(place.width, place.height, letters, "".join(turned).strip(), rules, pictures)


class _Place:
    """Where things are on a page as it is shown: turned as it says, from the top left corner."""

    def __init__(self, page: pypdfium2.PdfPage):
        self._left, self._bottom, self._right, self._top = page.get_bbox()
        self.turn = page.get_rotation() // 90 % 4
        across, down = self._right - self._left, self._top - self._bottom
        self.width, self.height = (across, down) if self.turn % 2 == 0 else (down, across)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page's own system, where y goes up."""
        return (
            (x - self._left, self._top - y),
            (y - self._bottom, x - self._left),
            (self._right - x, y - self._bottom),
            (self._top - y, self._right - x),
        )[self.turn]

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A box of the page's own system."""
        (x, y), (u, v) = self.point(left, bottom), self.point(right, top)
        return min(x, u), min(y, v), max(x, u), max(y, v)


def _letters(text: pypdfium2.PdfTextPage, place: _Place) -> Iterator[Letter | str]:
    """The letters that the page itself has; one that is turned is its text alone."""
    loose, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    fonts: dict[int, tuple[float, bool, int]] = {}
    for n in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text, n)
        if pdfium.FPDFText_IsGenerated(text, n) == 1 or not 0 <= code <= 0x10FFFF or 0xD800 <= code <= 0xDFFF:
            continue
        letter = "-" if code == 2 else chr(code)  # 2 is a hyphen at the end of a line
        if code < 32 and code != 2:
            continue
        drawn = pdfium.FPDFText_GetTextObject(text, n)
        key = ctypes.addressof(drawn.contents) if drawn else 0
        if key not in fonts:
            pdfium.FPDFText_GetMatrix(text, n, matrix)
            scale = math.hypot(matrix.c, matrix.d)
            angle = round(math.degrees(math.atan2(matrix.b, matrix.a)) / 90) - place.turn
            fonts[key] = (pdfium.FPDFText_GetFontSize(text, n) * scale, _is_bold(drawn), angle % 4)
        size, bold, turn = fonts[key]
        if turn:
            yield letter
            continue
        pdfium.FPDFText_GetLooseCharBox(text, n, loose)
        pdfium.FPDFText_GetCharOrigin(text, n, x, y)
        box = place.box(loose.left, loose.bottom, loose.right, loose.top)
        foot = place.point(x.value, y.value)[1]
        raised = letter.isdigit() and _is_raised(text, n, place, foot, size)
        yield Letter(letter, *box, foot, size, bold, raised)


def _is_raised(text: pypdfium2.PdfTextPage, n: int, place: _Place, foot: float, size: float) -> bool:
    """Whether a digit is drawn above its own base line, as fonts that have raised digits do."""
    return place.box(*text.get_charbox(n))[3] < foot - 0.15 * size


def _is_bold(drawn: "ctypes._Pointer") -> bool:
    if not drawn:
        return False
    font = pdfium.FPDFTextObj_GetFont(drawn)
    name = ctypes.create_string_buffer(200)
    pdfium.FPDFFont_GetBaseFontName(font, name, 200)
    said = name.value.decode("latin-1").lower()
    stroked = pdfium.FPDFTextObj_GetTextRenderMode(drawn) == pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE
    return stroked or any(word in said for word in _BOLD)


def _rules(box: Box) -> Iterator[Box]:
    """The rules that a path draws: itself where it is thin, else its four sides."""
    left, top, right, bottom = box
    if right - left < _THIN or bottom - top < _THIN:
        yield box
    else:
        yield from ((left, top, right, top), (left, bottom, right, bottom))
        yield from ((left, top, left, bottom), (right, top, right, bottom))
