"""Number formats of a workbook: the text that a reader of a cell sees, in Swedish, worked out from what is stored.

The format codes are those of ECMA-376 part 1, 18.8.31. What is not certain is not guessed: it is `Unknown`.
"""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from . import amount
from .amount import Ambiguous, Amount, Style, Unreadable

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_(?P<space>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General)|(?P<digit>[0#?])|(?P<mark>[.,%;@])|(?P<special>[EeDdMmYyHhSsGgBbAaNn/]|[\"\\_*\[])"
    r"|(?P<plain>.)",
    re.DOTALL | re.IGNORECASE,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?[0-9]+(?:\.[0-9]+)?)")
_COLOUR = re.compile(r"(?:black|blue|cyan|green|magenta|red|white|yellow|color ?[0-9]{1,2})", re.I)
_CURRENCY = re.compile(r"\$([^-]*)(?:-[0-9a-f]{1,4})?", re.I)  # longer codes of a locale change the figures' shapes
_COMPARED = {
    "<": lambda a, b: a < b, "<=": lambda a, b: a <= b, ">": lambda a, b: a > b, ">=": lambda a, b: a >= b,
    "=": lambda a, b: a == b, "<>": lambda a, b: a != b,
}  # fmt: skip
_SECONDS = re.compile(r"s\]?[.,]0+", re.I)
_WIDTH = 11  # digits that General shows
_DECIMALS = 7  # more of them than any amount has


class Unknown(ValueError):
    """The format shows its number in a way that is not worked out here."""


@dataclass(frozen=True)
class Shown:
    """What a cell shows: its `text`, the number in it before it is rounded, and how many thousands it is divided by.

    A percentage is a hundred times what is stored. `white` is whether the format itself makes it white.
    """

    text: str
    exact: Decimal
    thousands: int = 0
    white: bool = False

    @property
    def amount(self) -> Amount | None:
        """The amount that a reader of the cell sees; None for a dash. Raises Unreadable and Ambiguous."""
        return amount.read(re.sub("(?<=[0-9]),(?![0-9])", "", self.text), Style(","))

    @property
    def is_amount(self) -> bool:
        """Whether a reader of the cell sees an amount."""
        try:
            return self.amount is not None
        except (Ambiguous, Unreadable):
            return False


@dataclass(frozen=True)
class _Section:
    """One of the parts that semicolons divide a format into."""

    tokens: tuple[tuple[str, str], ...]
    condition: tuple[str, Decimal] | None
    white: bool


@lru_cache(maxsize=4096)  # asked several times of each cell
def number(stored: Decimal, format: str) -> Shown:
    """What a cell with the number `stored` shows. Raises Unknown."""
    every = _sections(format)
    sections = [section for section in every if ("mark", "@") not in section.tokens] or _sections("General")
    if len(sections) > 4 or any(("mark", "@") in section.tokens for section in every[:-1]):
        raise Unknown(format)
    if any(section.condition for section in sections):
        return _written(_meeting(sections, stored, format), stored, format)
    if stored < 0 and len(sections) > 1:
        shown = _written(sections[1], -stored, format)
        return Shown(shown.text, -shown.exact, shown.thousands, shown.white)
    return _written(sections[2] if not stored and len(sections) > 2 else sections[0], stored, format)


def text(stored: str, format: str) -> str:
    """What a cell with the text `stored` shows: a fourth section, or one with @, says how. Raises Unknown."""
    sections = _sections(format)
    last = sections[-1]
    if ("mark", "@") not in last.tokens and len(sections) < 4:
        return stored
    return "".join(stored if (kind, part) == ("mark", "@") else _literal(kind, part) for kind, part in last.tokens)


def year(day: datetime.date, format: str) -> str | None:
    """What a cell with a date shows where that is its year and no more of it; None where it is more."""
    kinds = _sections(format)[0].tokens
    dated = [part.lower() for kind, part in kinds if kind == "special"]
    if not dated or set(dated) != {"y"} or any(kind in ("digit", "mark", "general") for kind, _ in kinds):
        return None
    wanted = f"{day.year:04}" if len(dated) > 2 else f"{day.year % 100:02}"
    first = next(at for at, (kind, _) in enumerate(kinds) if kind == "special")
    parts = (wanted if at == first else "" if kind == "special" else _literal(kind, part)
             for at, (kind, part) in enumerate(kinds))  # fmt: skip
    return "".join(parts)


def is_number(format: str) -> bool:
    """Whether a format has places for digits, but for parts of a second, though its letters may be those of a date."""
    sections = _sections(_SECONDS.sub("", format))
    return any(kind == "digit" for section in sections for kind, _ in section.tokens)


@lru_cache(maxsize=512)
def _sections(format: str) -> list[_Section]:
    """The sections of a format. A bracket that is no colour, currency or condition raises Unknown."""
    parts: list[list[tuple[str, str]]] = [[]]
    for found in _TOKEN.finditer(format or "General"):
        kind = str(found.lastgroup)
        if (kind, found[kind]) == ("mark", ";"):
            parts.append([])
        else:
            parts[-1].append((kind, found[kind]))
    return [_section(part, format) for part in parts]


def _section(tokens: list[tuple[str, str]], format: str) -> _Section:
    condition, white, kept = None, False, []
    for kind, part in tokens:
        if kind != "bracket":
            kept.append((kind, part))
        elif found := _CONDITION.fullmatch(part):
            condition = (found[1], Decimal(found[2]))
        elif _COLOUR.fullmatch(part):
            white = part.lower() in ("white", "color2", "color 2")
        elif found := _CURRENCY.fullmatch(part):
            kept.append(("quoted", found[1]))
        else:
            kept.append(("special", part))
    return _Section(tuple(kept), condition, white)


def _meeting(sections: list[_Section], stored: Decimal, format: str) -> _Section:
    """The section whose condition a number meets; signs, and what meets none, are shown in ways that differ."""
    first, *others = sections
    if stored < 0 or not first.condition or len(others) > 2 or (len(others) == 2 and not others[0].condition):
        raise Unknown(format)
    for section in sections:
        if section.condition is None or _COMPARED[section.condition[0]](stored, section.condition[1]):
            return section
    raise Unknown(format)


def _written(section: _Section, stored: Decimal, format: str) -> Shown:
    """`stored` as one section writes it, with a minus before the whole where it is below nil."""
    tokens = section.tokens
    kinds = [kind for kind, _ in tokens]
    if "special" in kinds or ("fill" in kinds and any(part != " " for kind, part in tokens if kind == "fill")):
        raise Unknown(format)
    if "general" in kinds:
        if "digit" in kinds or kinds.count("general") > 1 or any(kind == "mark" for kind in kinds):
            raise Unknown(format)
        written = "".join(_general(abs(stored), format) if kind == "general" else _literal(kind, part)
                          for kind, part in tokens)  # fmt: skip
        return Shown(("-" if stored < 0 else "") + written, stored, 0, section.white)
    if "digit" not in kinds and stored < 0 and any(part.strip() for _, part in tokens):
        raise Unknown(format)  # programs differ in whether the minus is shown
    last = max((at for at, kind in enumerate(kinds) if kind == "digit"), default=-1)
    scaling = [at for at, token in enumerate(tokens) if token == ("mark", ",") and _scales(tokens, at, last)]
    if any(kinds[at - 1] != "digit" and tokens[at - 1] != ("mark", ",") for at in scaling):
        raise Unknown(format)  # programs differ in whether a comma after other signs divides by a thousand
    commas = len(scaling)
    exact = stored.scaleb(2 * tokens.count(("mark", "%")) - 3 * commas) if "digit" in kinds else stored
    exact = exact.normalize() + 0
    written = "".join(_digits(tokens, abs(exact), format))
    minus = "-" if stored < 0 and re.search("[1-9]", written) else ""
    return Shown(minus + written, exact, commas, section.white)


def _scales(tokens: tuple[tuple[str, str], ...], at: int, last: int) -> bool:
    """Whether a comma divides by a thousand: it stands right after the last digit of the number, or of its whole."""
    following = [token for token in tokens[at:] if token != ("mark", ",")]
    return at > last or (bool(following) and following[0] == ("mark", "."))


def _digits(tokens: tuple[tuple[str, str], ...], exact: Decimal, format: str) -> Iterator[str]:
    """The parts of a section with the digits of `exact` in the places for them."""
    point = next((at for at, token in enumerate(tokens) if token == ("mark", ".")), len(tokens))
    places = [at for at, (kind, _) in enumerate(tokens) if kind == "digit"]
    before, after = [at for at in places if at < point], [at for at in places if at > point]
    if tokens.count(("mark", ".")) > 1 or tokens.count(("mark", "%")) > 1 or len(after) > _DECIMALS:
        raise Unknown(format)
    if point < len(tokens) and not places:
        raise Unknown(format)
    rounded = exact.quantize(Decimal(1).scaleb(-len(after)), ROUND_HALF_UP) if places else Decimal(0)
    whole, _, decimals = f"{rounded:f}".partition(".")
    grouped = any(token == ("mark", ",") and before and before[0] < at < before[-1] for at, token in enumerate(tokens))
    written = {}
    left = "" if whole == "0" else whole
    if not before and left:
        written[point] = left + ","
    count = 0
    for at in reversed(before):
        taken = left if at == before[0] else left[-1:]
        left = left[: len(left) - len(taken)]
        taken = taken or {"0": "0", "#": "", "?": " "}[tokens[at][1]]
        parts = []
        for digit in reversed(taken):
            parts.append(digit + (" " if grouped and count and count % 3 == 0 and digit != " " else ""))
            count += 1
        written[at] = "".join(reversed(parts))
    kept = len(decimals.rstrip("0"))
    for n, at in enumerate(after):
        written[at] = decimals[n] if n < kept or tokens[at][1] == "0" else {"#": "", "?": " "}[tokens[at][1]]
    for at, (kind, part) in enumerate(tokens):
        if kind == "digit":
            yield written[at]
        elif at == point:
            yield written.get(at, ",")
        elif (kind, part) != ("mark", ","):
            yield _literal(kind, part)


def _general(stored: Decimal, format: str) -> str:
    """A number above nil as General shows it in a cell that is wide enough."""
    whole = f"{int(stored)}"
    if len(whole) > _WIDTH or 0 < stored < Decimal("0.0001"):
        raise Unknown(format)
    room = max(_WIDTH - 1 - len(whole), 0)
    rounded = stored.quantize(Decimal(1).scaleb(-room), ROUND_HALF_UP).normalize()
    return f"{rounded:f}".replace(".", ",")


def _literal(kind: str, part: str) -> str:
    return " " if kind in ("space", "fill") else part
