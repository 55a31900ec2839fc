"""What in a source's text has digits: amounts, dates, years, reference numbers, footnote marks and every other number.

Amounts in words are found besides ("fyra miljoner kronor", "en halv miljon", "ett tusen"): a number of kronor,
thousands, millions or milliards. Nothing with a digit in it is passed over, but two things that only keep the text in
order: the numbers of an ordered list that counts up from one, and a line that is nothing but a page number ("Sida 3 av
7", "3 (7)"). A number alone on its line is not taken for a page number, since it may be a cell of a table.

Every pattern reads a stretch of text once: its repetitions are bounded, possessive or followed by nothing that can
fail, so that the time grows with the text and no faster. Only single characters are repeated possessively: before
Python 3.11.5 a possessive group could give up what it had found (CPython issue 106052).
"""

import re
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, pairwise

from fordelning.base.money import KRONOR

_SPACE = " \u00a0\u2007\u2009\u202f"  # ordinary, no-break, figure, thin and narrow no-break space
_GAP = (
    rf"(?:[{_SPACE}\t]{{1,3}}\n?|\n)[{_SPACE}\t]{{0,12}}"  # between the words of an amount, also at the end of a line
)
_BLANK = "\0"  # stands where markup is, one for each of its characters; a source has none of its own
_PLAIN = {ord("*"): _BLANK} | dict.fromkeys(map(ord, "\u2010\u2011"), "-")  # hyphens that text from a PDF may have
_LONGEST = 20  # digits; a longer number is no amount, and is not computed with
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")

_MARK = re.compile(
    r"(?i:<sup>)([0-9 ,]{1,20})(?i:</sup>)|\[\^([0-9]{1,3})\]|(?<!\bm)(?<!\bkm)(?<!\bcm)([⁰¹²³⁴-⁹]{1,3})"
)
_ENTITY = re.compile(r"&(?:nbsp|thinsp|[#](?:160|8239|xa0));", re.IGNORECASE)
_ITEM = re.compile(rf"([\s>#{_BLANK}-]{{0,60}})([0-9]{{1,3}})[.)](?={_BLANK}{{0,4}}\s)")
_PAGE = re.compile(
    r"\s*+(?:sida?\.?\s{1,9}[0-9]{1,4}(?:\s{0,9}(?:av|/|\()\s{0,9}[0-9]{1,4}\)?)?|[0-9]{1,4}\s{0,9}\([0-9]{1,4}\))\s*+",
    re.IGNORECASE,
)

_UNITS = {  # spellings, the longer before those that they begin with
    "mdkr": rf"miljard(?:er)?(?:[{_SPACE}]k(?:ronor|r))?|md[{_SPACE}]?kr|mdr",
    "mnkr": rf"miljon(?:er)?(?:[{_SPACE}]k(?:ronor|r))?|milj\.?[{_SPACE}]?k(?:ronor|r)|mn[{_SPACE}]?kr|mkr|msek",
    "tkr": rf"tusen[{_SPACE}]k(?:ronor|r)|tkr|kkr|tsek|ksek",
    "kr": r"kronor|krona|kr|sek|:[-–]",
}
_MONTH = (
    "jan(?:uari)?|feb(?:ruari)?|mars?|apr(?:il)?|maj|juni?|juli?|aug(?:usti)?|sept?(?:ember)?|okt(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?"
)
_MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_TO_NINETEEN = (
    *("ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv"),
    *("tretton", "fjorton", "femton", "sexton", "sjutton", "arton", "nitton"),
)
_TENS = ("tjugo", "trettio", "fyrtio", "femtio", "sextio", "sjuttio", "åttio", "nittio")
_ONES = {word: n for n, word in enumerate(_TO_NINETEEN, 1)} | {word: 10 * n for n, word in enumerate(_TENS, 2)}
_ONES |= {"en": 1, "ettusen": 1000}
_SCALES = {"tusen": 1000, "miljon": 10**6, "miljoner": 10**6, "miljard": 10**9, "miljarder": 10**9}
_PARTS = {"halv": Fraction(1, 2), "halvt": Fraction(1, 2), "halvannan": Fraction(3, 2), "kvarts": Fraction(1, 4)}


def _spelt(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_SMALL = _spelt([*_ONES, *_PARTS, "hundra"])
_NUMERAL = _spelt([*_ONES, *_PARTS, *_SCALES, "hundra"])
_NUMERALS = re.compile(rf"(?:ett|en){_GAP}(?=halv|kvart)|({_NUMERAL})")
_BEGUN = re.compile(rf"(?<![^\W_])(?:{_NUMERAL})+({_GAP}och)?[{_SPACE}]*\Z", re.IGNORECASE)  # at the end of a line
_GOES_ON = re.compile(
    rf"[{_SPACE}\t]{{0,12}}(?:(?:och )?(?:en |ett )?halvt?|hundra|{'|'.join(_SCALES)}|kronor|kr|tkr|mnkr|mdkr|mkr)\b"
)
# An amount whose groups of digits go on at the beginning of the next line, after a word that no number belongs to.
_CUT = re.compile(
    rf"(?:\A|(?<![^\W_])(?P<word>[a-zåäö]{{1,20}})[{_SPACE}])(?P<first>[0-9]{{1,3}}(?:[{_SPACE}][0-9]{{3}})*)[{_SPACE}\t]*\Z"
)
_CUT_DIGITS = 9  # of an amount: more are two amounts
_CUT_LONGEST = 60  # letters of it, with those before it
_BEFORE_AMOUNT = re.compile(
    "får|ges|med|om|till|på|är|blir|ca|cirka|drygt|knappt|närmare|ungefär|högst|minst|maximalt|totalt|sammanlagt"
    "|motsvarande|ytterligare|uppgår|utgör|kostar|(?:av|till|an|be)\\w{0,12}(?:as|ts|ar|er|ås|år|rs|ds)|erhåller"
    "|\\w*(?:belopp|summa|kostnad|ram|anslag|bidrag)(?:en|et)?"
)
_REST = re.compile(
    rf"[{_SPACE}\t]{{0,12}}(?P<rest>(?P<nil>000)?(?:[{_SPACE}]?[0-9]{{3}}(?![0-9]))*)[{_SPACE}]?"
    rf"(?P<unit>(?i:{'|'.join(_UNITS.values())})(?![^\W0-9_]))?"
)
_SCALED = "|".join(f"(?<={scale})" for scale in _SCALES)
_LISTED = re.compile(r"(?:respektive|resp\.?|och|samt|eller) [0-9]", re.IGNORECASE)  # "300 respektive 200 tkr"
_YEAR, _TAIL = "(?:19|20)[0-9]{2}", "(?:[.:-][0-9]{1,6}){0,4}"
_TOKEN = re.compile(
    rf"""
      (?P<iso> (?<![0-9]) [0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}} (?![0-9]) )
    | (?<![0-9/]) (?P<slashed> (?: 0?[1-9] | [12][0-9] | 3[01] ) / (?: 0?[1-9] | 1[0-2] ) [{_SPACE}-] {_YEAR} )
      (?![0-9/-])
    | (?<![0-9]) (?P<day> [0-9]{{1,2}} ) (?: :[ae] )? [{_SPACE}] (?P<month> (?i:{_MONTH}) ) \.? (?![^\W0-9_])
      (?: [{_SPACE}] (?P<of> [0-9]{{4}} ) (?![0-9]) )?
    | (?P<reference>
          \b [A-ZÅÄÖ]{{1,8}} [-/]? {_YEAR} [-/:] [0-9]{{1,6}} {_TAIL}
        | \b [A-ZÅÄÖ]{{1,8}} [{_SPACE}] {_YEAR} [/:] [0-9]{{1,6}} {_TAIL}
        | (?<![0-9]) {_YEAR} [/:] [0-9]{{1,6}} {_TAIL} )
    | (?<![0-9]) (?P<first> {_YEAR} ) [{_SPACE}]? [–-] [{_SPACE}]? (?P<last> (?:19|20)? [0-9]{{2}} ) (?![0-9])
    | (?P<sign> (?<![^\s(|{_BLANK}]) [−–-] )?
      (?P<number>
        (?: [0-9]{{1,3}} (?: [{_SPACE}]{_BLANK}*+ [0-9]{{3}} (?![0-9]) )+ | [0-9]++ ) (?: [.,][0-9]++ )* )
      (?: [{_SPACE}\t{_BLANK}]*+
        (?: {" | ".join(f"(?P<{unit}> (?i:{spelt}) )" for unit, spelt in _UNITS.items())}
          | (?P<percent> % | (?i:procent) ) )
        (?! [^\W0-9_] ) (?: (?P<glued> [0-9]{{1,2}} ) (?! [0-9] | [.,][0-9] ) )? )?
    | (?<![^\W_]) (?i: (?P<words> (?: {_SMALL} | tusen {_GAP} (?={_SMALL}) )
        (?: (?:{_GAP})? (?:och{_GAP})? (?:{_NUMERAL}) ){{0,14}} )
      (?: {_GAP}{_BLANK}*+ (?P<worded> {"|".join(_UNITS.values())} ) | {_SCALED} ) ) (?![^\W_])
    | (?P<other> [\d½¼¾⅓⅔⅛⁰¹²³⁴-⁹] )
    """,
    re.VERBOSE,
)


Reading = int | Fraction | str


@dataclass(frozen=True)
class Token:
    """A stretch of a source with digits in it: `text` as it stands there from `start` to `end` of `line` (from 1).

    An amount in words may go on at the beginning of the next line: the line's end is then one letter of it.

    `kind` says what `readings`, the values that it can be read as, are: money: kronor · percent and count (a number
    before a word in small letters): the number · number: a bare one, that may be an amount of a table whose unit stands
    elsewhere · date: ÅÅÅÅ-MM-DD as text, in the calendar or not, or --MM-DD without a year · year: the year · period:
    its first and last year · reference: the text without spaces · mark: the footnote's number · other: none.
    `signed` says whether a minus stands before the number.
    """

    line: int
    start: int
    end: int
    text: str
    kind: str
    readings: tuple[Reading, ...] = ()
    signed: bool = False

    @property
    def numbers(self) -> tuple[int | Fraction, ...]:
        """Those of the readings that are numbers."""
        return tuple(reading for reading in self.readings if not isinstance(reading, str))


def scan(lines: Iterable[str]) -> Iterator[Token]:
    """Every token of `lines`, in order; a footnote mark comes before what else its line has."""
    taken = 0  # of the line, by an amount in words that began on the one before
    for (number, line, text, marks), (_, _, following, _) in pairwise(chain(_blanked(lines), [(0, "", "", [])])):
        yield from marks
        taken = yield from _line(number, line, text, following, taken)


def _blanked(lines: Iterable[str]) -> Iterator[tuple[int, str, str, list[Token]]]:
    """Each line with its number, the same with markup blanked, and its footnote marks."""
    items: dict[int, int] = {}  # the latest number of an ordered list, by its indent
    for number, line in enumerate(lines, start=1):
        if _PAGE.fullmatch(line):
            yield number, line, "", []
            continue
        text = _ENTITY.sub(lambda found: "\u00a0".ljust(len(found[0]), _BLANK), line.translate(_PLAIN))
        marks = []
        for found in _MARK.finditer(text):
            said = (found[1] or found[2] or found[3]).translate(_SUPERSCRIPTS)
            for mark in said.replace(",", " ").split():
                marks.append(_token(number, line, found.start(), found.end(), "mark", (int(mark),)))
        text = _MARK.sub(lambda found: _BLANK * len(found[0]), text)
        if (item := _ITEM.match(text)) and int(item[2]) in (1, items.get(len(item[1]), 0) + 1):
            items[len(item[1])] = int(item[2])
            text = _BLANK * item.end() + text[item.end() :]
        yield number, line, text, marks


def _line(number: int, line: str, text: str, following: str, at: int) -> Generator[Token, None, int]:
    """The tokens of one line from `at`; `text` is the line with markup blanked, and `following` the next one.

    Returns how much of the next line the last of them has.
    """
    begun = _BEGUN.search(text)
    whole = f"{text}\n{following}" if begun and (begun[1] or _GOES_ON.match(following)) else _mended(text, following)
    while (found := _TOKEN.search(whole, at)) and found.start() < len(text):
        start, end = found.span()
        kind, readings = _read(found, whole)
        if kind == "year":
            end = start + 4
        if found["glued"]:
            end = found.start("glued")
        if kind == "other":
            start, end = _word(text, at, start, end)
        said = whole if end > len(text) else line
        yield Token(number, start, end, _unblanked(said[start:end]), kind, readings, bool(found["sign"]))
        if found["glued"]:
            yield _token(number, line, end, found.end(), "mark", (int(found["glued"]),))
        at = max(end, found.end("glued"))
    return max(0, at - len(text) - 1)


def _mended(text: str, following: str) -> str:
    """A line with the next one, if the digits of an amount go on there; the line alone where they may not."""
    cut, rest = _CUT.search(text, max(0, len(text) - _CUT_LONGEST)), _REST.match(following)
    if not (cut and rest and rest["rest"]):
        return text
    if len(re.sub(r"\D", "", cut["first"] + rest["rest"])) > _CUT_DIGITS:
        return text
    told = cut["word"] and _BEFORE_AMOUNT.fullmatch(cut["word"]) and rest["unit"]
    if not (told or rest["nil"]):
        return text
    indent, end = rest.start("rest"), cut.end("first")
    return text[:end] + " " + _BLANK * (len(text) - end + indent) + following[indent:]


def _unblanked(text: str) -> str:
    return re.sub(f" ?{_BLANK}+", " ", text) if _BLANK in text else text


def _token(
    number: int, line: str, start: int, end: int, kind: str, readings: tuple[Reading, ...], signed: bool = False
) -> Token:
    return Token(number, start, end, line[start:end], kind, readings, signed)


def _read(found: re.Match[str], text: str) -> tuple[str, tuple[Reading, ...]]:
    """Kind and readings of what _TOKEN has found in `text`."""
    if found["iso"]:
        return "date", (found["iso"],)
    if found["slashed"]:
        day, month, year = map(int, re.findall("[0-9]+", found["slashed"]))
        return "date", (f"{year}-{month:02d}-{day:02d}",)
    if found["day"]:
        month = _MONTHS.index(found["month"][:3].lower()) + 1
        return "date", (f"{found['of'] or '-'}-{month:02d}-{int(found['day']):02d}",)
    if reference := found["reference"]:
        years = re.fullmatch("([0-9]{4})/([0-9]{2})", reference)
        if years and int(years[2]) == (int(years[1]) + 1) % 100:
            return "period", (int(years[1]), int(years[1]) + 1)
        return "reference", ("".join(reference.split()),)
    if found["first"]:
        first, last = int(found["first"]), found["last"]
        last = int(last) if len(last) == 4 else first // 100 * 100 + int(last)
        return ("period", (first, last)) if first < last else ("year", (first,))
    if found["words"]:
        return _worded(found, text)
    return _number(found, text) if found["number"] else ("other", ())


def _worded(found: re.Match[str], text: str) -> tuple[str, tuple[Reading, ...]]:
    """Kind and value of a number in words; one of thousands without a unit may be of anything."""
    words = found["words"].lower()
    value = _value(word[1] for word in _NUMERALS.finditer(words) if word[1])
    unit = next((u for u, spelt in _UNITS.items() if re.fullmatch(spelt, found["worded"] or "", re.IGNORECASE)), None)
    if unit or not words.endswith("tusen"):
        return "money", (value * KRONOR[unit or "kr"],)
    return _counting(text, found.end()), (value,)


def _value(words: Iterable[str]) -> Fraction:
    """The number that Swedish number words say."""
    whole, part = Fraction(0), Fraction(0)  # what is counted in thousands or more, and what is not yet
    for word in words:
        if word in _SCALES:
            more = part or Fraction(not whole)  # "tusen" is ettusen, and "ett tusen miljoner" a milliard
            whole, part = whole * (1 if more else _SCALES[word]) + more * _SCALES[word], Fraction(0)
        elif word == "hundra":
            part += 100 * (part % 100 or 1) - part % 100
        else:
            part += _PARTS.get(word, _ONES.get(word, 0))
    return whole + part


def _counting(text: str, end: int) -> str:
    """Whether a number that ends at `end` counts what a word in small letters says."""
    after = text[end : end + 2]
    listed = _LISTED.match(text, end + 1)
    return "count" if after[:1] in tuple(_SPACE) and after[1:].islower() and not listed else "number"


def _number(found: re.Match[str], text: str) -> tuple[str, tuple[Reading, ...]]:
    sign = -1 if found["sign"] else 1
    readings = tuple(sign * reading for reading in _readings(found["number"]))
    unit = next((unit for unit in KRONOR if found[unit]), None)
    if not readings:
        return "other", ()
    if unit:
        return "money", tuple(reading * KRONOR[unit] for reading in readings)
    if found["percent"]:
        return "percent", readings
    before, after = text[max(found.start() - 1, 0) : found.start()], text[found.end() : found.end() + 1]
    if re.fullmatch(_YEAR, found["number"]) and not found["sign"] and not before.isalnum():
        return "year", (int(found["number"]),)
    if before.isalpha() or after.isalpha():
        return "other", ()
    return _counting(text, found.end()), readings


def _readings(written: str) -> tuple[int | Fraction, ...]:
    """The values that a number may have: a point between three digits and three is both decimal and thousands."""
    digits = "".join(c for c in written if c in "0123456789.,")
    if len(digits) > _LONGEST:
        return ()
    readings = []
    if digits.isdigit():
        return (int(digits),)
    if re.fullmatch("[0-9]+[.,][0-9]+", digits):
        readings.append(Fraction(digits.replace(",", ".")))
    if re.fullmatch(r"[0-9]{1,3}(\.[0-9]{3})+(,[0-9]+)?", digits):
        readings.append(Fraction(digits.replace(".", "").replace(",", ".")))
    return tuple(readings)


def _word(text: str, first: int, start: int, end: int) -> tuple[int, int]:
    """The span from `start` to `end` with the letters that stand against it, but none before `first`."""
    for _ in range(40):
        if start > first and text[start - 1].isalpha():
            start -= 1
        if end < len(text) and text[end].isalpha():
            end += 1
    return start, end
