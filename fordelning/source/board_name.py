"""Where a text names a board: its name in any form, "nämnden för kultur och fritid", its short name, its initials."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby

from fordelning.case.record import Board

_BODY = (
    "nämnd|styrelse|utskott|beredning|delegation|direktion|kontor|förvaltning|kommitté|råd|bolag|förbund|fullmäktige"
    "|revision|verk"
)
_HEAD = re.compile(rf"(.*?)({_BODY})(?:e?n|et)?s?", re.IGNORECASE)
_FOR = re.compile(r"nämnd(?:en)? för (?:den |det |de )?(.+)", re.IGNORECASE)
_AND = r"(?:och|samt|o|&)"
_GAP = r"(?:\s|<br ?/?>){1,12}"
_ONE = "(?:e?n|et)?"  # definite or not
_PLURAL = "er(?:na)?"
_REFERRED = re.compile(  # not "den senare tiden"
    r"\bden (?:(?P<former>förra|förstnämnda)|senare|sistnämnda)(?=[,:]?\s+"
    r"(?:\(?[0-9]|till den|får|ges|erhåller|till(?:förs|delas)|avstår|lämnar|ökas|minskas|med\b|ska\b)|\.)",
    re.IGNORECASE,
)
_NO_WORD = re.compile("[BCDFGHJKLMNPQRSTVWXZ]+")  # letters that no word is made of
_CUT, _CUT_AT_MOST = 3, 7  # letters of a word that is cut short
_FAR = 300  # letters from the first of two names to what refers to them
_HYPHENS = {0x2010: "-", 0x2011: "-"}
_BROKEN = re.compile(r"(?<=[^\W\d_])-\n[ \t]{0,12}(?!och\b|samt\b)(?=[a-zåäö])")  # a word over the end of a line
_LIST = r"(?=[\w,\s-]{1,80}nämnder)"  # "barn- och ungdomsnämnderna" are two boards
_FIELD = r"(?!nämnd)[^\W\d_]{3,}"
_SUBJECT = rf"nämnden\s+för\s+(?:den\s+|det\s+)?{_FIELD}(?:,\s+{_FIELD}){{0,2}}(?:\s+(?:och|samt|&)\s+{_FIELD})?"
_COMPOUND = r"(?:(?:\w+-\s+(?:och|samt)\s+)?\w{3,}|\w+ska\s+)nämnden(?:\s+i\s+(?:samverkan|(?-i:[A-ZÅÄÖ])\w+))?"
_OTHER = r"kommunstyrelsen|regionstyrelsen|(?:\w*revisionen|överförmyndaren)"
_STRANGER = rf"(?:{_COMPOUND}|{_SUBJECT}|{_OTHER})"
_GETS = r"(?:(?:får|ges)(?!\s+(?:i|rätt|besluta|fördela|meddela)\b)|erhåller|beviljas|anvisas|till(?:förs|delas))\b"
_RECEIVES = re.compile(  # not "enligt valnämnden", who may have said something, nor "till nämnden för kännedom"
    rf"\btill\s+(?P<to>{_COMPOUND})(?![\w-])"
    rf"|\btill\s+(?P<to_purpose>{_SUBJECT})(?=\s+för\b|\s+(?:anvisas|avsätts|tilldelas|ges|går|förs)\b)"
    rf"|(?:kronor|kr)(?:\s+\w+s)?\s+till\s+(?P<to_other>{_OTHER})(?![\w-])"
    rf"|^[ \t*•–-]*till\s+(?P<first>{_OTHER})(?=\s+(?:anvisas|avsätts|tilldelas|ges|går|förs)\b)"
    rf"|(?<![\w-])(?P<subject>{_STRANGER})\s+{_GETS}"
    rf"|(?:^|[|\t])[ \t|*•–-]*(?P<cell>{_STRANGER})[ \t]*[|:\t][ \t|+−–-]*(?=[0-9])",
    re.IGNORECASE | re.MULTILINE,
)


_Form = tuple[str, str]  # the letters that it may begin with, and its pattern


@dataclass(frozen=True)
class Mention:
    """A board that is named in a text, from `start` to `end` of it: its key, or the name of one that is not known."""

    board: str
    start: int
    end: int


def mentions(text: str, boards: Iterable[Board]) -> list[Mention]:
    """Every mention of `boards` in `text`, in order; of names that begin at the same letter the longest."""
    of: dict[_Form, set[str]] = defaultdict(set)
    for board in boards:
        for form in {*_forms(board.name), *_cut_short(board.name), *_abbreviations(board)}:
            of[form].add(board.board)
    # What could be either of two boards names neither. Forms are looked for only where one begins with that letter.
    told = (form for form, keys in of.items() if len(keys) == 1)
    telling = sorted(told, key=lambda form: (form[0], -len(form[1])))
    if not telling:
        return []
    groups = "|".join(
        f"(?=[{re.escape(letters)}])(?:{'|'.join(f'({pattern})' for _, pattern in forms)})"
        for letters, forms in groupby(telling, key=lambda form: form[0])
    )
    keys = [next(iter(of[form])) for form in telling]
    whole = text.translate(_HYPHENS)
    breaks = [(found.start(), found.end()) for found in _BROKEN.finditer(whole)]
    lengths = [0, *accumulate(end - start for start, end in breaks)]
    ends = [start - length for (start, _), length in zip(breaks, lengths, strict=False)]  # in the text without them
    found = re.compile(rf"(?<![\w-])(?:{groups})(?:(?![^\W⁰¹²³⁴-⁹])|(?=[0-9]\)))").finditer(_BROKEN.sub("", whole))
    named = [
        Mention(
            keys[(match.lastindex or 1) - 1],
            match.start() + lengths[bisect_right(ends, match.start())],
            match.end() + lengths[bisect_left(ends, match.end())],
        )
        for match in found
    ]
    return sorted([*named, *_referred(text, named)], key=lambda mention: mention.start)


def strangers(text: str, named: Sequence[Mention]) -> Iterator[Mention]:
    """Every board that `text` says gets something, and that is none of those that are `named`."""
    for found in _RECEIVES.finditer(text):
        start, end = found.span(found.lastgroup or 0)
        before = bisect_left(named, end, key=lambda mention: mention.start)
        if not before or named[before - 1].end <= start:
            yield Mention(" ".join(text[start:end].split()), start, end)


def _referred(text: str, named: Sequence[Mention]) -> Iterator[Mention]:
    """Where "den förra" or "den senare" is one of the two boards that were named last."""
    for word in _REFERRED.finditer(text):
        last = bisect_left(named, word.start(), key=lambda mention: mention.start)
        two = named[max(0, last - 2) : last]
        if len({mention.board for mention in two}) == 2 and word.start() - two[0].start <= _FAR:
            yield Mention(two[word["former"] is None].board, *word.span())


def _abbreviations(board: Board) -> Iterator[_Form]:
    """The short name, and the capitals of the words that the name is put together of."""
    words = re.findall(r"[^\W\d_]+", re.sub(f"({_BODY})", r" \1", board.name, flags=re.IGNORECASE))
    initials = "".join(word[0].upper() for word in words if word not in ("och", "för"))
    for name in {board.short_name, initials}:
        if len(name) > 1 and name.isupper():
            written = {name, name.capitalize() if _NO_WORD.fullmatch(name) else name}  # KS, and Ks
            yield from ((name[0], rf"{re.escape(one)}(?::?s)?") for one in written)
        elif len(name) > 1 and name == board.short_name:  # may be a word of its own, so only where it is all of a cell
            before, after = r"(?:(?<=^)|(?<=[\n|*\t])|(?<=[|*] )|(?<=  ))", r"(?=\s*[|:\t*\n,(]|  |\s[−–+-]?\d|$)"
            yield name[0], before + re.escape(name) + after


def _cut_short(name: str) -> Iterator[_Form]:
    """Patterns of a name whose last word is cut short with a point: "socialn.", "barn- och utb.nämnden"."""
    *before, last = name.split()
    if not (head := _HEAD.fullmatch(last)):
        return
    stem, body = head[1], head[2]
    cut = [
        rf"{re.escape(stem[:length])}\.[ -]?{body}{_ONE}s?" for length in range(_CUT, min(len(stem), _CUT_AT_MOST + 1))
    ]
    cut += [rf"{re.escape(stem + body[:length])}\." for length in range(1, len(body)) if len(stem) >= _CUT]
    yield from ((_begins(name), rf"(?i:{_GAP.join([*map(_form, before), one])})") for one in cut)


def _forms(name: str) -> Iterator[_Form]:
    """Patterns of the forms of a name."""
    words = name.split()
    # "barn- och utbildningsnämnden" is no "utbildningsnämnden", but "barn- och utbildningsnämnderna" has one.
    alone = rf"(?<!-\soch\s)(?<!-\ssamt\s)|(?<=\s)(?=\w{{0,60}}{_PLURAL})" if len(words) == 1 else ""
    flag = "i" if any(_HEAD.fullmatch(word) for word in words) else "-i"  # "Skola" may be a word of the text
    yield _begins(name), f"(?{flag}:(?:{alone}){_GAP.join(map(_form, words))}s?)"
    if called := _FOR.fullmatch(name):
        *others, last = map(_stem, _parts(called[1]))
        before = "".join(rf"{other}\w{{0,2}}-,?{_GAP}(?:{_AND}{_GAP})?" for other in others)
        yield _begins(called[1]), rf"(?i:{before}{last}\w{{0,2}}nämnd{_ONE}s?)"
    elif len(parts := _parts(name)) and (head := _HEAD.fullmatch(parts[-1])) and head[1] and head[2].lower() == "nämnd":
        stems = [_stem(part) for part in (*parts[:-1], head[1])]
        subject = rf"(?:,{_GAP}|{_GAP}{_AND}{_GAP})".join(rf"{stem}\w{{0,4}}" for stem in stems)
        yield "Nn", rf"(?i:nämnd{_ONE}s?{_GAP}för{_GAP}{subject})"
        if len(parts) == 1:
            yield _begins(name), rf"(?i:{re.escape(head[1])}-{_LIST})"


def _begins(name: str) -> str:
    """The letters that a form of a name may begin with."""
    first = name.split()[0]
    letters = "os&" if _form(first) == _AND else "nf" if first.lower().startswith("nämnd") else first[0]
    return "".join(sorted({*letters.lower(), *letters.upper()}))


def _form(word: str) -> str:
    """A pattern of a word of a name in every form."""
    if word.casefold() in ("och", "samt", "o", "&"):
        return _AND
    if head := _HEAD.fullmatch(word):
        stem, body = re.escape(head[1]), head[2]
        if body.lower() == "nämnd":
            body = "(?:nämnd|förvaltning)"  # whose money it is all the same
        budget = r"s(?:budget|ram|anslag)\w{0,4}"
        return rf"{stem}{body}(?:{budget}|{_PLURAL}|{_ONE}s?)"
    if word.endswith(("-", "-,")):
        return rf"{re.escape(word.rstrip(',-').removesuffix('s'))}s?[-–]?,?"
    return re.escape(word) + ("?" if word.endswith("iska") else "")  # "teknisk nämnd"


def _parts(name: str) -> list[str]:
    """The words that a name puts together: "Kultur- och fritidsnämnden" has Kultur and fritidsnämnden."""
    return [part for part in re.split(r"-?,?\s+(?:(?:och|samt|o|&)\s+)?|-$", name) if part]


def _stem(part: str) -> str:
    """A part without the letters that join it to what follows."""
    stem = re.sub("(?:s|a|e|o|u)$", "", part) if len(part) > 4 else part
    return re.escape(stem)
