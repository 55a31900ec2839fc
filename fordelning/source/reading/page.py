"""The letters and rules of the pages of a PDF."""

import ctypes
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from .block import Box
from .sight import Sight

MOST_PAGES = 300
_MOST_LETTERS = 3_000_000
_ASLANT = 0.1  # quarters of a turn
_MOST_OBJECTS = 20_000  # on a page; a drawing, and no table, has more
_DEEPEST = 4  # forms within one another
_ON_PAGE = pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject
_IN_FORM = pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject
_HYPHEN = 2  # at the end of a line, as PDFium gives it
_THIN = 2.5  # points: what is thinner is a rule
_UNPAINTED = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)
_BOLD = ("bold", "black", "heavy", "semibold", "demi")


class Refusal(StrEnum):
    """Why a PDF is not read."""

    PASSWORD = "password"
    BROKEN = "broken"
    LARGE = "large"
    GARBLED = "garbled"


class Letter(NamedTuple):
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
class PrintedPage:
    """A page: points from its top left corner, with most of its text upright. `turned` is what is not.
    `dots` are drawn, and may be bullets. `unseen` says that some of its text cannot be seen, and is not here."""

    width: float
    height: float
    letters: list[Letter]
    turned: str
    rules: list[Box]
    dots: list[Box]
    pictures: int
    unseen: bool


def pages(content: bytes) -> list[PrintedPage] | Refusal:
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


def _page(page: pypdfium2.PdfPage) -> PrintedPage:
    text = page.get_textpage()
    signs = list(_signs(text))
    angles = Counter(sign.angle for sign in signs if sign.angle is not None)
    turn = max(angles, key=lambda angle: angles[angle], default=page.get_rotation() // 90 % 4)
    place = _Place(page.get_bbox(), turn)
    rules: list[Box] = []
    dots: list[Box] = []
    pictures = 0
    for n, (drawn, kind) in enumerate(_drawn(page.raw)):
        if n >= _MOST_OBJECTS:
            rules = []
            break
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            box = place.box(*pypdfium2.PdfObject(drawn, page).get_bounds())
            if _is_dot(box):
                dots.append(box)
            else:
                rules += _rules(box, _is_stroked(drawn))
        pictures += kind == pdfium.FPDF_PAGEOBJ_IMAGE
    there = [sign for sign in signs if sign.painted or pictures]  # over a scanned page stands what is read from it
    upright = [sign for sign in there if sign.angle == turn]
    letters = _parted(list(_letters(text, upright, place)))
    letters = [one for one in letters if 0 <= one.left < place.width and 0 <= one.foot <= place.height]
    if letters:
        rotation = (90 * turn - page.get_rotation()) % 360
        letters = Sight(page, rotation, (place.width, place.height), rules).seen(letters)
    written = [sign for sign in signs if sign.angle == turn and sign.text.isalnum()]
    beside = groupby((sign for sign in there if sign.angle != turn), key=lambda sign: sign.angle)
    turned = " ".join("".join(sign.text for sign in group).strip() for _, group in beside)
    unseen = sum(letter.text.isalnum() for letter in letters) < len(written)
    return PrintedPage(place.width, place.height, letters, turned, rules, dots, pictures, unseen)


def _drawn(parent: Any, within: tuple[Any, Any] = _ON_PAGE, deep: int = 1) -> Iterator[tuple[Any, int]]:
    """What is drawn on a page, each with its kind, and after a form what is drawn in it."""
    count, get = within
    for n in range(count(parent)):
        drawn = get(parent, n)
        kind = pdfium.FPDFPageObj_GetType(drawn)
        yield drawn, kind
        if kind == pdfium.FPDF_PAGEOBJ_FORM and deep < _DEEPEST:
            yield from _drawn(drawn, _IN_FORM, deep + 1)


class _Place:
    """Where things are on a page that is turned so that most of its text is upright, from the top left corner."""

    def __init__(self, box: Box, turn: int):
        self._left, self._bottom, self._right, self._top = box
        self._turn = turn
        across, down = self._right - self._left, self._top - self._bottom
        self.width, self.height = (across, down) if turn % 2 == 0 else (down, across)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page's own system, where y goes up."""
        match self._turn:
            case 0:
                return x - self._left, self._top - y
            case 1:
                return y - self._bottom, x - self._left
            case 2:
                return self._right - x, y - self._bottom
            case _:
                return self._top - y, self._right - x

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A box of the page's own system."""
        (x, y), (u, v) = self.point(left, bottom), self.point(right, top)
        return min(x, u), min(y, v), max(x, u), max(y, v)


class _Sign(NamedTuple):
    """The letter of that number on a page, with its font and its angle in quarters of a turn, None where aslant.

    `drawn` is what draws it, and `painted` whether in any colour.
    """

    number: int
    text: str
    size: float
    bold: bool
    angle: int | None
    painted: bool
    drawn: int


def _signs(page: pypdfium2.PdfTextPage) -> Iterator[_Sign]:
    """The letters that the page itself has; those that PDFium puts in between are left out."""
    text, matrix = page.raw, pdfium.FS_MATRIX()
    fonts: dict[int, tuple[float, bool, int | None, bool]] = {}
    heavy: dict[int, bool] = {}
    for n in range(page.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text, n)
        if pdfium.FPDFText_IsGenerated(text, n) == 1 or (code < 32 and code != _HYPHEN):
            continue
        if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
            continue
        drawn = pdfium.FPDFText_GetTextObject(text, n)
        key = ctypes.addressof(drawn.contents) if drawn else 0
        if key not in fonts:
            pdfium.FPDFText_GetMatrix(text, n, matrix)
            size = pdfium.FPDFText_GetFontSize(text, n)
            quarters = math.degrees(math.atan2(matrix.b, matrix.a)) / 90 + (2 if size < 0 else 0)
            angle = round(quarters) % 4 if abs(quarters - round(quarters)) < _ASLANT else None
            manner = _manner(drawn)
            bold = manner == pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE or _is_heavy(drawn, heavy)
            fonts[key] = (abs(size) * math.hypot(matrix.c, matrix.d), bold, angle, manner not in _UNPAINTED)
        if fonts[key][0] > 0:
            yield _Sign(n, "-" if code == _HYPHEN else chr(code), *fonts[key], key)


def _letters(text: pypdfium2.PdfTextPage, signs: Sequence[_Sign], place: _Place) -> Iterator[tuple[int, Letter]]:
    """The letters of signs, each with what draws it."""
    raw, loose, x, y = text.raw, pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    for sign in signs:
        pdfium.FPDFText_GetLooseCharBox(raw, sign.number, loose)
        pdfium.FPDFText_GetCharOrigin(raw, sign.number, x, y)
        box = place.box(loose.left, loose.bottom, loose.right, loose.top)
        foot = place.point(x.value, y.value)[1]
        raised = sign.text.isdigit() and _is_raised(text, sign.number, place, foot, sign.size)
        yield sign.drawn, Letter(sign.text, *box, foot, sign.size, sign.bold, raised)


def _parted(drawn: Sequence[tuple[int, Letter]]) -> list[Letter]:
    """Letters with what draws them, each with a box of its own: all of a ligature, as "ff", have that of the whole."""
    made: list[Letter] = []
    for (_, left, right, _), group in groupby(drawn, key=lambda one: (one[0], one[1].left, one[1].right, one[1].foot)):
        letters = [letter for _, letter in group]
        if len(letters) == 1:
            made += letters
            continue
        wide = (right - left) / len(letters)
        made += [one._replace(left=left + n * wide, right=left + (n + 1) * wide) for n, one in enumerate(letters)]
    return made


def _is_raised(text: pypdfium2.PdfTextPage, n: int, place: _Place, foot: float, size: float) -> bool:
    """Whether a digit is drawn above its own base line, as fonts that have raised digits do."""
    return place.box(*text.get_charbox(n))[3] < foot - 0.15 * size


def _manner(drawn: "ctypes._Pointer[Any]") -> int:
    """How a text is painted."""
    return int(pdfium.FPDFTextObj_GetTextRenderMode(drawn) if drawn else pdfium.FPDF_TEXTRENDERMODE_FILL)


def _is_heavy(drawn: "ctypes._Pointer[Any]", known: dict[int, bool]) -> bool:
    """Whether the font of a text is; `known` are the fonts that have been asked of."""
    font = drawn and pdfium.FPDFTextObj_GetFont(drawn)
    key = ctypes.addressof(font.contents) if font else 0
    if key not in known:
        name = ctypes.create_string_buffer(200)
        if font:
            pdfium.FPDFFont_GetBaseFontName(font, name, 200)
        known[key] = any(word in name.value.decode("latin-1").lower() for word in _BOLD)
    return known[key]


def _is_dot(box: Box) -> bool:
    """Whether a path is as small and as high as wide as the bullet of a list."""
    across, down = box[2] - box[0], box[3] - box[1]
    return 1 < across < 8 and 0.7 < down / across < 1.4


def _is_stroked(path: Any) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
    return bool(stroke.value)


def _rules(box: Box, stroked: bool) -> Iterator[Box]:
    """The rules that a path draws: itself where it is thin, else its four sides, but for a surface of colour."""
    left, top, right, bottom = box
    if right - left < _THIN or bottom - top < _THIN:
        yield box
    elif stroked:
        yield from ((left, top, right, top), (left, bottom, right, bottom))
        yield from ((left, top, left, bottom), (right, top, right, bottom))
