"""Amounts as Swedish documents write them: read exactly, or not at all.

A cell holds a number with space, no-break space, an apostrophe or a full stop between thousands, a decimal comma or
point, a sign in one of several forms, perhaps a unit, perhaps footnote marks. What can be read in more than one way is
never guessed: `Ambiguous` names the readings and the option that settles them.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from fordelning.base.money import SPELLINGS

from . import footnote_mark
from .footnote_mark import RAISED

_ALONE = {"miljon": "mnkr", "miljoner": "mnkr", "miljard": "mdkr", "miljarder": "mdkr", "%": "%", "procent": "%"}
UNITS = _ALONE | SPELLINGS
NIL = frozenset({"", "-", "–", "—", "−"})
_HYPHENS = "\u2010\u2011"
SPACES = "\u00a0\u2007\u2008\u2009\u200a\u2002\u2003\u2004\u2005\u2006\u202f\u205f\u3000\t"
_WORDS = sorted(UNITS, key=len, reverse=True)
# The words in ASCII alone: other letters that fold to theirs (ſ, ı) are no part of a unit.
_UNIT = re.compile(
    rf"(?<![^\W\d_{RAISED}])(?a:(" + "|".join(re.escape(word) for word in _WORDS) + rf"))(?![^\W\d_{RAISED}])\.?",
    flags=re.IGNORECASE,
)
_PERCENT = re.compile("[0-9] ?(?:%|procent)$", flags=re.IGNORECASE)
_CROWNS = re.compile("[:,][-–−](?![0-9])")  # 500:- and 500,- are 500 kronor
_THOUSANDS = re.compile(r"(?<![0-9.,])(?<![0-9] )(?:1[ .]?)?000(?![0-9])[- ]?(tals?)?", flags=re.IGNORECASE)
_FOREIGN = re.compile(r"[€£$]|\b(?:[tkm]|mn|md)?(?:eur|usd|gbp|nok|dkk)\b|\b(?:euro|dollar)\b", re.I)
_LESS = "./."  # before an amount that is taken away
_NEITHER = re.compile(r"^(?:±|\+ ?/? ?[-−–]) ?")  # before nil
_NAMED = "¤"  # stands where a unit stood, so that what is on its two sides is never joined
_DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}[-–][0-9]{2,4}")
_APOSTROPHES = re.compile("[1-9][0-9]{0,2}(?:['’][0-9]{3})+(?:[.,][0-9]+)?")  # 1'250'000, as in Switzerland
_MOST = 60  # characters of a written amount; a longer cell is text


class Unreadable(ValueError):
    """The text is no amount; the message says what was expected."""


class Ambiguous(ValueError):
    """The text can be read in several ways. `readings` are they, `remedy` says what to do about it."""

    def __init__(self, readings: Iterable[str], remedy: str):
        self.readings, self.remedy = tuple(readings), remedy
        super().__init__(self.readings, remedy)

    def __str__(self) -> str:
        return f"{' eller '.join(self.readings)}; {self.remedy}"


@dataclass(frozen=True)
class Amount:
    """A written amount: exactly the `number`, its `unit` where the text names one, and its footnote marks."""

    number: Decimal
    unit: str | None = None
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Style:
    """How a table writes its numbers. `point` is its decimal mark ("," or "."), None where it is not known.

    `decimals` is how many every number has, None where that is not said: then a digit more is a footnote mark.
    """

    point: str | None = None
    decimals: int | None = None


def plain(text: str) -> str:
    """`text` composed (NFC), every sort of space and hyphen an ordinary one, no space doubled, no marks of no width."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    text = unicodedata.normalize("NFC", text).translate(dict.fromkeys(map(ord, "\u200b\ufeff\u00ad\u2060")))
    text = text.translate(dict.fromkeys(map(ord, _HYPHENS), "-"))
    return re.sub(" +", " ", text.translate(dict.fromkeys(map(ord, SPACES), " "))).strip()


def unit(text: str) -> str | None:
    """The unit that `text` names, for instance a heading; None for none, or for several different ones.

    A thousand before kronor can be their unit or their number: it names none, but for "1 000-tal kronor".
    """
    text = plain(text)
    found = {UNITS[word.lower()] for word in _UNIT.findall(text)}
    if found <= {"kr"} and (thousands := _THOUSANDS.search(text)):
        return "tkr" if thousands[1] else None
    return found.pop() if len(found) == 1 else None


def is_foreign(text: str) -> bool:
    """Whether `text` names another currency than kronor."""
    return _FOREIGN.search(text) is not None


def without_units(text: str) -> str:
    """`text` without the units that it names; how many per cent something is belongs to its name."""
    return _UNIT.sub(lambda found: found.group() if _PERCENT.search(text, 0, found.end()) else "", text)


def is_nil(text: str) -> bool:
    """Whether `text` is nothing, or a dash, which may have the marks of footnotes."""
    return text in NIL or footnote_mark.behind_figure(text)[0] in NIL


@lru_cache(maxsize=2**16)  # asked many times of each cell
def is_written(text: str) -> bool:
    """Whether `text` is meant as an amount, whether it can be read or not."""
    text = plain(text)
    if not text or len(text) > _MOST or not re.search("[0-9]", text) or _DATE.fullmatch(text):
        return False
    text = _NEITHER.sub("", text.removeprefix(_LESS))
    return not re.search(r"[^\W\d_]|[/:]", _CROWNS.sub("", _UNIT.sub("", footnote_mark.behind_figure(text)[0])))


def read(text: str, style: Style = Style()) -> Amount | None:
    """The amount in `text`; None for nil. Raises Unreadable and Ambiguous."""
    text = plain(text)
    if len(text) > _MOST or _NAMED in text:
        raise Unreadable("ett belopp")
    if is_nil(text):
        return None
    if is_foreign(text):
        raise Unreadable("ett belopp i kronor")
    rest, named = _unnamed(text)
    if len(named) > 1:
        raise Unreadable("en enda enhet")
    rest, marks = _marks(rest)
    sign, rest = _sign(rest)
    number, glued = _number(_spaced(_bare(rest)), style)
    return Amount(sign * number if number else number, named.pop() if named else None, (*marks, *glued))


def _unnamed(text: str) -> tuple[str, set[str]]:
    """`text` with a sign where each unit stood, none at its ends, and the units."""
    named = {UNITS[word.lower()] for word in _UNIT.findall(text)}
    rest = _UNIT.sub(f" {_NAMED} ", text)
    if _CROWNS.search(rest):
        rest, named = _CROWNS.sub(f" {_NAMED} ", rest, count=1), named | {"kr"}
    return _bare(re.sub(" +", " ", rest)), named


def _bare(text: str) -> str:
    return text.strip(f" {_NAMED}")


def _marks(text: str) -> tuple[str, tuple[str, ...]]:
    """`text` without its footnote marks, and the marks."""
    if re.search(r"[0-9][0-9]\)$", text) and not re.search(r"\(| [0-9]{2}\)$", text):
        raise Ambiguous((f"{text[:-2]} med fotnot {text[-2:]}", f"{text[:-1]} med en lös parentes"), "rätta cellen")
    rest, marks = footnote_mark.behind_figure(text)
    rest = _bare(rest)
    return (text, ()) if "(" in rest and not rest.endswith(")") else (rest, marks)


def _sign(text: str) -> tuple[int, str]:
    if re.fullmatch(r"\(.*\)", text):
        inner = _bare(text[1:-1])
        if not inner[:1].isdigit():
            raise Unreadable("ett belopp utan tecken inom parenteserna")
        return -1, inner
    if text.startswith(_LESS):
        return -1, text.removeprefix(_LESS).strip()
    if found := _NEITHER.match(text):
        if re.search("[1-9]", text):
            raise Unreadable("ett belopp med ett enda tecken")
        return 1, text[found.end() :]
    if text[:1] in ("-", "−", "–", "—"):
        return -1, text[1:].strip()
    if text[-1:] in ("-", "−", "–"):
        digits = text[:-1].strip()
        raise Ambiguous((f"−{digits}", f"{digits} följt av ett tankstreck"), "skriv minustecknet först")
    return 1, text.removeprefix("+").strip()


def _spaced(text: str) -> str:
    """`text` with spaces between its thousands where it has apostrophes, which are nothing else between digits."""
    return re.sub("['’]", " ", text) if _APOSTROPHES.fullmatch(text) else text


def _number(text: str, style: Style) -> tuple[Decimal, tuple[str, ...]]:
    """The number, and the footnote digit that is glued to it where the style says how many decimals there are."""
    if re.fullmatch(r"[0-9.,]+[eE][+-]?[0-9]+", text):
        raise Unreadable("ett tal utan potensform")
    if not re.search("[0-9]", text):
        raise Unreadable("ett belopp")
    if not re.fullmatch(r"[0-9]{1,3}( [0-9]{3})+([.,][0-9]+)?|[0-9]+([.,][0-9]+)*", text):
        raise Unreadable("ett belopp, med siffrorna i grupper om tre eller utan mellanrum")
    digits = text.replace(" ", "")
    separators = re.findall("[.,]", digits)
    if re.match("0[0-9]", digits):
        raise Unreadable("ett belopp utan inledande nollor")
    if not separators:
        return _exact(digits), ()
    point = _point(digits, " " in text, separators, style)
    whole, _, decimals = digits.replace("." if point == "," else ",", "").rpartition(point) if point else (
        digits.replace(separators[0], ""), "", "")  # fmt: skip
    if style.point and (point != style.point if point else style.point in separators):
        raise Unreadable("ett tal med det decimaltecken som är angivet")
    if not point:
        return _exact(whole), ()
    if style.decimals and len(decimals) == style.decimals + 1:
        return _exact(f"{whole}.{decimals[:-1]}".rstrip(".")), (decimals[-1],)
    if style.decimals is not None and len(decimals) != style.decimals:
        raise Unreadable(f"{style.decimals} decimaler, som det är angivet")
    return _exact(f"{whole}.{decimals}"), ()


def _point(digits: str, spaced: bool, separators: list[str], style: Style) -> str:
    """The decimal mark of `digits`; "" where its separators only part thousands."""
    kinds = set(separators)
    if len(kinds) == 2:
        point = separators[-1]
        other = "." if point == "," else ","
        if separators.count(point) > 1 or not re.fullmatch(
            rf"[1-9][0-9]{{0,2}}({re.escape(other)}[0-9]{{3}})+", digits.rpartition(point)[0]
        ):
            raise Unreadable("ett tal med ett slags decimaltecken")
        return point
    mark = separators[0]
    grouped = re.fullmatch(rf"[1-9][0-9]{{0,2}}({re.escape(mark)}[0-9]{{3}})+", digits)
    if len(separators) > 1:
        if not grouped or spaced:
            raise Unreadable("ett tal med ett enda decimaltecken")
        return ""
    if not grouped or spaced or style.point == mark:
        return mark
    if style.point is not None:
        return ""
    whole, _, rest = digits.partition(mark)
    option = "--decimal komma eller --decimal punkt"
    raise Ambiguous((f"{whole} {rest} i hela tal", f"{whole} och {rest} tusendelar"), f"avgör med {option}")


def _exact(digits: str) -> Decimal:
    if len(digits.replace(".", "")) > 18:
        raise Unreadable("ett belopp med högst 18 siffror")
    return Decimal(digits)


def places(number: Decimal) -> int:
    """How many decimals `number` is written with; below nil where it ends in a power of ten."""
    return -int(number.as_tuple().exponent)


def point(texts: Iterable[str]) -> set[str]:
    """The decimal marks that the amounts among `texts` show beyond doubt."""
    found = set()
    for text in texts:
        try:
            rest, _ = _marks(_unnamed(plain(text)[: _MOST + 1])[0])
            digits = _spaced(_bare(_sign(rest)[1])).replace(" ", "")
            separators = re.findall("[.,]", digits)
            if separators and re.fullmatch("[0-9.,]+", digits) and (mark := _point(digits, False, separators, Style())):
                found.add(mark)
        except ValueError:
            continue
    return found
