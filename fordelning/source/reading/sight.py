"""What of a page of a PDF can be seen: how it looks when it is drawn, whatever its text says that is there."""

from bisect import bisect
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from .block import Box

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

    from .page import Letter

_LONGEST = 842  # pixels of a page: one a point of A4
_SMALLEST = 300  # times that goes into a page: letters that are smaller than this are read by nobody
_SHADES = 16  # of 256, between letters and what is behind them
_MIDST = (0.55, 0.15)  # times the size, above the base line: a rule there strikes letters out
_GAP = 0.18  # times the size, between two words


class Sight:
    """A page as it is drawn, turned `rotation` degrees; `rules` are those on it, in points from its top left corner."""

    def __init__(self, page: "PdfPage", rotation: int, size: tuple[float, float], rules: Sequence[Box]):
        self._scale = _LONGEST / max(size)
        self._least = max(size) / _SMALLEST
        drawn = page.render(scale=self._scale, rotation=rotation, draw_annots=False, prefer_bgrx=True)
        self._width, self._row = drawn.width, drawn.stride
        self._shades = bytes(drawn.buffer)
        levels = [rule for rule in rules if rule[2] - rule[0] > rule[3] - rule[1]]
        self._levels = sorted(((above + below) / 2, left, right) for left, above, right, below in levels)

    def seen(self, letters: Sequence["Letter"]) -> list["Letter"]:
        """Those of `letters` that are in words of which most can be seen, and that nothing else is written on."""
        found: list[Letter] = []
        blurred = set(_blurred(letters))
        for word in _words(letters):
            clear = blurred.isdisjoint(map(id, word))
            if clear and 2 * sum(self._is_seen(letter) for letter in word) > len(word):
                found += word
        return found

    def _is_seen(self, letter: "Letter") -> bool:
        if letter.text.isspace():
            return True
        top = letter.foot - letter.size / 2 if letter.text.isalnum() else letter.top
        return letter.size > self._least and self._varies(letter, top) and not self._is_struck(letter)

    def _is_struck(self, letter: "Letter") -> bool:
        middle = (letter.left + letter.right) / 2
        top, bottom = (bisect(self._levels, (letter.foot - part * letter.size,)) for part in _MIDST)
        return any(left <= middle <= right for _, left, right in self._levels[top:bottom])

    def _varies(self, letter: "Letter", top: float) -> bool:
        """Whether there is more than one shade where a letter stands; most often there is in the midst of it."""
        left, right = int(letter.left * self._scale), min(int(letter.right * self._scale) + 1, self._width)
        above, below = max(int(top * self._scale), 0), int(letter.foot * self._scale) + 1
        midst = (above + below) // 2
        return self._has_shades(midst, midst + 1, left, right) or self._has_shades(above, below, left, right)

    def _has_shades(self, first: int, last: int, left: int, right: int) -> bool:
        """Whether there is in those rows and columns of pixels, in one of the three colours that they are of."""
        for color in range(3):
            starts = range(first * self._row + color, last * self._row + color, self._row)
            shades = b"".join([self._shades[start + 4 * left : start + 4 * right : 4] for start in starts])
            if shades and max(shades) - min(shades) > _SHADES:
                return True
        return False


def _blurred(letters: Sequence["Letter"]) -> Iterator[int]:
    """Those that stand on one another and are not the same: what can be read there is not known."""
    signs = sorted((one.foot, one.left, id(one), one) for one in letters if one.text.isalnum())
    for (_, _, _, letter), (_, _, _, after) in pairwise(signs):
        over = min(letter.right, after.right) - after.left > 0.5 * (letter.right - letter.left)
        if over and letter.foot == after.foot and letter.text != after.text:
            yield from (id(letter), id(after))


def _words(letters: Sequence["Letter"]) -> Iterator[list["Letter"]]:
    """Letters that stand close together, in words."""
    word = list(letters[:1])
    for before, letter in pairwise(letters):
        gap = letter.left - before.right
        apart = before.text.isspace() or letter.text.isspace() or abs(gap) > _GAP * letter.size
        if apart or letter.foot != before.foot:
            yield word
            word = []
        word.append(letter)
    if word:
        yield word
