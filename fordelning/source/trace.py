"""The trace: the source against the case, both ways, with every gap.

One way, every token of the source (see `tokens`) is covered by a figure of the case whose place holds the token's
line, by the decision's own year and reference wherever they stand, or by a row of omissions.csv, which says why it is
left out. Failing that, a number that is written as no amount is may be part of a name that the case has, or of a
pointer ("Tabell 1", "§ 45", a telephone number), which is set aside: it is no amount, date or reference number. The
other way, every figure of the case is found in the source on the lines of its place: amounts in any unit, dates, years,
reference numbers, and other text as far as it has digits. What is said of the decision, or the year of an amount, may
come from elsewhere than the source: then a row of omissions.csv without lines has it and says from where.

What the case has as a number the source may have in words. A number is then found where a word for it stands on the
lines ("hälften" for 50 %, "tredje" for 3, "inte" for nothing given), a count also where as many of the counted things
are named, and one of something is said by the singular. An amount that the case has summed from several rows is found
where its place has them, one on each line (see `part`).

An allocation's board, where the case has it as stated, and which way the money goes are held against what stands by the
amount (see `recipient`): where another board stands nearer, or the other way is said, there is a gap. So there is where
a statement has another relation than the word before its number (see `qualifier`), and where a date is said to fall on
another day of the week than it does (see `weekday`). A row of omissions.csv that has the amount or the date, on its
line, says why it may stand.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from fordelning.base.money import KRONOR, decimal, numeral
from fordelning.case.case import Case, Omission
from fordelning.case.kind import COUNTED, KINDS
from fordelning.case.schema import DESCRIPTOR
from fordelning.case.statement import Quantity, Statement, needed

from . import qualifier, weekday
from .attribution import Attribution
from .figure import CaseFigure, Gap, Key, within
from .part import Parts
from .text import Original, pairs
from .tokens import Token, scan

_ORDINALS = ("första", "andra", "tredje", "fjärde", "femte", "sjätte", "sjunde", "åttonde", "nionde", "tionde")
_SHARES = {  # beginnings of words that say a share
    Fraction(1): ("hela", "allt", "alla", "samtliga", "beloppet"),
    Fraction(1, 2): ("hälften", "halv"),
    Fraction(1, 3): ("tredjedel",),
    Fraction(1, 4): ("fjärdedel", "kvart"),
    Fraction(1, 5): ("femtedel",),
    Fraction(2): ("dubbl", "fördubbl"),
}
_INDENT = 40  # characters that may stand before a footnote's number
_NAMED = ("measures", "pots", "boards", "places")
_MIXED = re.compile(r"[^\W\d_].*[0-9]|[0-9].*[^\W\d_]")
# A telephone number is known by the word before it, by how many digits it has in all, and by its last group of two: of
# an amount that is written in groups the last has three.
_DIALLED = r"(?=[1-9](?:[ –-]?[0-9]){6,8}(?! ?[0-9]))[0-9]{1,3}"
_POINTER = re.compile(
    r"\b(?:tabell|figur|diagram|bilaga|sida|sid\.?|avsnitt|kapitel|kap\.?) [0-9]{1,2}\b"
    r"|§ ?[0-9]{1,3}\b|\b[0-9]{1,2} (?:kap\.|§(?! ?[0-9]))"
    r"|\b(?:tel|tfn|telefon(?:nummer)?|mobil(?:nummer)?|fax|växel)\b[^0-9+]{0,20}"
    rf"(?:\+46 ?(?:\(0\) ?)?{_DIALLED}[ –-]|0{_DIALLED}[–-])[0-9]{{2,3}}(?: [0-9]{{2,3}})? [0-9]{{2}}(?!\w|[.,][0-9])",
    re.IGNORECASE,
)
_NOTHING = ("noll", "ingen", "inget", "inga", "inte", "ej", "utan", "exklud", "undant", "avsl")


@dataclass(frozen=True)
class Covered:
    """A token and what covers it: where in the case, an omission, or the pointer that it is part of; none for a gap."""

    token: Token
    by: str | None = None
    omission: Omission | None = None
    pointer: str | None = None

    @property
    def is_gap(self) -> bool:
        """Whether nothing covers the token."""
        return not (self.by or self.omission or self.pointer)


@dataclass(frozen=True)
class Occurrence:
    """A figure and the lines of its place where the source has it; `words` where it has it only in words.

    `omission` says where it comes from instead, where that is said.
    """

    figure: CaseFigure
    lines: tuple[int, ...]
    words: bool
    omission: Omission | None = None


@dataclass(frozen=True)
class Trace:
    """The outcome. `tokens` are all of the source's and `figures` all of the case's, covered or not.

    `answers` are the omissions that say why an amount is another board's than it stands by, each with its line.
    """

    original: Original
    tokens: tuple[Covered, ...] = field(repr=False)
    figures: tuple[Occurrence, ...] = field(repr=False)
    gaps: tuple[Gap, ...]
    answers: tuple[tuple[Omission, int], ...] = ()

    @property
    def covered(self) -> int:
        """How many tokens are covered."""
        return sum(not c.is_gap for c in self.tokens)

    @property
    def found(self) -> int:
        """How many figures are found."""
        return sum(bool(f.lines) for f in self.figures)

    @property
    def omitted(self) -> int:
        """How many of the covered tokens are left out with a reason."""
        return sum(c.omission is not None for c in self.tokens)

    @property
    def pointers(self) -> dict[str, list[int]]:
        """Each pointer that is set aside, and the lines where it stands."""
        found: dict[str, list[int]] = defaultdict(list)
        for c in self.tokens:
            if c.pointer and c.token.line not in found[c.pointer]:
                found[c.pointer].append(c.token.line)
        return dict(found)

    @property
    def set_aside(self) -> int:
        """How many of the covered tokens are parts of pointers."""
        return sum(c.pointer is not None for c in self.tokens)

    @property
    def in_words(self) -> int:
        """How many of the found figures the source has only in words."""
        return sum(f.words for f in self.figures)

    @property
    def outside(self) -> int:
        """How many of the figures come from elsewhere, with a reason."""
        return sum(f.omission is not None for f in self.figures)

    @property
    def whole(self) -> bool:
        """Whether source and case cover each other."""
        return not self.gaps

    def lines_of(self, omission: Omission) -> list[int]:
        """The lines where `omission` covers something."""
        left_out = {c.token.line for c in self.tokens if c.omission == omission}
        return sorted(left_out | {line for answer, line in self.answers if answer == omission})


def trace(stages: list[Case], original: Original) -> Trace:
    """`original` against the case, all of whose stages are in `stages`."""
    case, count = stages[0], len(original.lines)
    places: dict[str | None, list[range]] = {key: original.ranges(p.lines, p.pages) for key, p in case.places.items()}
    places[None] = [range(1, count + 1)]
    tokens = list(scan(original.lines))
    parts = Parts(places, tokens)
    figures, besides = _figures(stages)
    figures = [part for figure in figures for part in parts.of(figure)]
    index: dict[Key, list[CaseFigure]] = defaultdict(list)
    for figure in (*figures, *besides):
        index[figure.key].append(figure)
    # Only the keys that some figure has are kept: a source may have any number of numbers.
    keys = [[key for key in keys_of(token, original) if key in index] for token in tokens]
    standing: dict[Key, list[int]] = defaultdict(list)
    amounts: dict[Key, list[Token]] = defaultdict(list)
    for token, of in zip(tokens, keys, strict=True):
        for key in of:
            standing[key].append(token.line)
            if key[0] in ("money", "percent"):
                amounts[key].append(token)
    covered = tuple(_covered(case, places, index, tokens, keys, original))
    found = tuple(
        _from_elsewhere(_found(figure, places[figure.place], standing[figure.key], original), case)
        for figure in figures
    )
    uncovered = [(c.token, of) for c, of in zip(covered, keys, strict=True) if c.is_gap]
    lacking = [f.figure for f in found if not (f.lines or f.omission) and _has_lines(f.figure, case, original)]
    where = {key: lines for key, lines in places.items() if key}
    attribution = Attribution(case, figures, where, amounts, tokens, original)
    omission = _Omissions(case, original).of
    strayed, answers = attribution.gaps(omission)
    reworded, more = qualifier.gaps(_statements(stages), places, amounts, original, omission)
    misdated, dated = weekday.gaps(tokens, original, omission)
    answers += more + dated
    gaps = (
        *_described(case, original),
        *(_uncovered(token, of, index, case, original) for token, of in uncovered),
        *(_lacking(figure, standing[figure.key], case, original) for figure in lacking),
        *strayed,
        *reworded,
        *misdated,
        *_stale(
            case, original, {*(c.omission for c in covered), *(f.omission for f in found), *(o for o, _ in answers)}
        ),
    )
    return Trace(original, covered, found, gaps, answers)


# The figures of the case


def _figures(stages: list[Case]) -> tuple[list[CaseFigure], list[CaseFigure]]:
    """The figures that the source must have, and those that cover besides: years that a row is limited to."""
    case = stages[0]
    figures = []
    for name, value in vars(case.decision).items():
        if name != "own_board":  # a key
            figures += _read(f"{DESCRIPTOR}, decision.{name}", str(value), None)
    for year in sorted({year for stage in stages for year in stage.named_years} - {case.decision.year}):
        figures.append(CaseFigure(f"allocations.csv, året {year}", str(year), None, ("year", year)))
    for note in case.notes.values():
        figures.append(
            CaseFigure(f"notes.csv, {note.note}", f"fotnot {note.number}", note.place, ("mark", note.number))
        )
    for stage in stages:
        rows = stage.allocations.to_dict("list")
        columns = ("measure", "pot", "kronor", "place", "board", "basis", "year")
        for measure, pot, kronor, place, board, basis, year in zip(*(rows[column] for column in columns), strict=True):
            where = f"allocations.csv, {case.measures[measure].name} ur {case.pots[pot].short_name}"
            figure = CaseFigure(where, f"{decimal(kronor, 0)} kr", place, ("money", kronor))
            if basis == "stated" and kronor:
                figure = replace(figure, board=board, sign=1 if kronor > 0 else -1, of=(stage.stage, year))
            figures.append(figure)
    besides: list[CaseFigure] = []
    for statement in _statements(stages):
        figures += stated(case, statement)
        if statement.year is not None:
            where = f"statements.csv, {statement.statement}"
            of_year = CaseFigure(where, f"år {statement.year}", statement.place, ("year", statement.year))
            (figures if KINDS[statement.kind].of_year else besides).append(of_year)
    return figures, besides


def _statements(stages: list[Case]) -> list[Statement]:
    """Those of every stage, each once."""
    return [*{key: s for stage in stages for key, s in stage.statements.items()}.values()]


def stated(case: Case, s: Statement) -> list[CaseFigure]:
    """The figures of what a statement states."""
    if s.stated is None:
        return []
    where, value = f"statements.csv, {s.statement}", needed(s.value)
    where += ", vår läsning" if s.reading else ""
    if not isinstance(s.stated, Quantity):
        return _read(where, value, s.place)
    text = f"{value.replace('.', ',')} {s.unit or ''}".strip()
    names = _counted(case, needed(s.unit)) if s.stated.sort == "count" else ()
    board = s.board if s.kind == "total" and s.stated.number and s.relation != "part" else None
    return [CaseFigure(where, text, s.place, (s.stated.sort, s.stated.number), names, board)]


def _counted(case: Case, unit: str) -> tuple[str, ...]:
    """The names of what is counted in `unit`."""
    boards, measures, pots = (table.values() for table in (case.boards, case.measures, case.pots))
    named = {"board": [b.name for b in boards], "measure": [m.name for m in measures], "pot": [p.name for p in pots]}
    return tuple(named[COUNTED[unit]])


def _read(where: str, text: str, place: str | None) -> list[CaseFigure]:
    """What a text of the case has digits in, as the same text in a source is read."""
    return [
        CaseFigure(where, token.text, place, key)
        for token in scan([text])
        for key in (_years(token) if token.kind == "period" else keys_of(token, None)[:1])
    ]


# What says the same


def keys_of(token: Token, original: Original | None) -> list[Key]:
    """The keys of the figures that `token` can be, the plainest first."""
    values = token.numbers
    match token.kind:
        case "money":
            return _money(token, values)
        case "number":
            keys = [*_numbers(values), *_money(token, [value * of for of in KRONOR.values() for value in values])]
        case "count":
            keys = _numbers(values)
        case "year":
            keys = [("year", values[0]), *_money(token, [values[0] * of for of in KRONOR.values()])]
        case "percent":
            return [("percent", Fraction(value) / 100) for value in values]
        case "period":
            return _years(token)
        case "other":
            return [("other", token.text.casefold())]
        case kind:
            return [(kind, token.readings[0])]
    before = original.lines[token.line - 1][: token.start] if original and token.start < _INDENT else "text"
    if token.kind != "year" and not before.strip():
        keys.append(("mark", values[0]))  # a footnote's own number, before its text
    return keys


def _numbers(values: Sequence[int | Fraction]) -> list[Key]:
    return [*(("count", value) for value in values), *(("ordinal", value) for value in values)]


def _money(token: Token, kronor: Sequence[int | Fraction]) -> list[Key]:
    """Without a sign in digits, whether money is added or taken away is said in words."""
    signs = (1,) if token.signed else (1, -1)
    return [("money", sign * value) for sign in signs for value in kronor]


def _years(token: Token) -> list[Key]:
    first, last = map(int, token.numbers)
    return [("year", year) for year in range(first, last + 1)]


# One way: what covers each token


def _covered(
    case: Case,
    places: dict[str | None, list[range]],
    index: dict[Key, list[CaseFigure]],
    tokens: list[Token],
    keys: list[list[Key]],
    original: Original,
) -> Iterator[Covered]:
    omissions = _Omissions(case, original)
    names, pointers = _Phrases(_names(case), original), _Phrases(_POINTER, original)
    for token, of in zip(tokens, keys, strict=True):
        anywhere = token.kind == "mark"  # stands both by the amount and by the footnote
        fitting = [
            next((f.where for f in index[key] if anywhere or within(token.line, places[f.place])), None) for key in of
        ]
        by = next(filter(None, fitting), None)
        if token.kind == "period" and (None in fitting or len(fitting) < len(_years(token))):
            by = None  # every year of it has to be there
        if by:
            yield Covered(token, by)
        elif omission := omissions.of(token):
            yield Covered(token, omission=omission)
        elif (token.kind not in ("number", "count") or len(token.text) <= 3) and (name := names.of(token)):
            yield Covered(token, f"namnet {name}")
        else:
            yield Covered(token, pointer=pointers.of(token))


class _Omissions:
    """The rows of omissions.csv, looked up by the line and the span of a token."""

    def __init__(self, case: Case, original: Original):
        count = len(original.lines)
        self.rows = [
            (o, original.ranges(o.lines, o.pages) if o.lines or o.pages else [range(1, count + 1)])
            for o in case.omissions
            if o.found
        ]
        self.original, self.line = original, 0
        self.starts: dict[Omission, list[int]] = {}

    def of(self, token: Token) -> Omission | None:
        """The first omission whose text, where it stands on the token's line, holds the whole token."""
        if token.line != self.line:
            # An amount in words may go on at the beginning of the next line.
            self.line, text = token.line, _plain("\n".join(self.original.lines[token.line - 1 : token.line + 1]))
            self.starts = {o: _starts(text, _plain(o.found)) for o, lines in self.rows if within(token.line, lines)}
        for omission, starts in self.starts.items():
            last = bisect_right(starts, token.start)
            if last and token.end <= starts[last - 1] + len(omission.found):
                return omission
        return None


class _Phrases:
    """What a pattern finds in the source, looked up by the line and the span of a token."""

    def __init__(self, pattern: re.Pattern[str], original: Original):
        self.pattern, self.original, self.line = pattern, original, 0
        self.found: list[re.Match[str]] = []

    def of(self, token: Token) -> str | None:
        """The phrase that holds the whole of `token`, where that is a bare number, a year or letters with digits."""
        if token.kind not in ("number", "count", "year", "period", "other"):
            return None
        if token.line != self.line:
            self.line, text = token.line, _plain(self.original.lines[token.line - 1])
            self.found = list(self.pattern.finditer(text))
        last = bisect_right(self.found, token.start, key=re.Match.start)
        return self.found[last - 1][0] if last and token.end <= self.found[last - 1].end() else None


def _names(case: Case) -> re.Pattern[str]:
    """Every name of the case that has both letters and digits, as a word of its own."""
    ones = [one for table in _NAMED for one in getattr(case, table).values()]
    names = {_plain(name) for one in ones for name in (one.name, getattr(one, "short_name", "")) if _MIXED.search(name)}
    longest = sorted(names, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest)) or '(?!)'})(?!\w)", re.IGNORECASE)


def _plain(text: str) -> str:
    """`text` with every kind of space as an ordinary one."""
    return re.sub(r"\s", " ", text)


def _starts(text: str, found: str) -> list[int]:
    starts, at = [], text.find(found)
    while at >= 0:
        starts.append(at)
        at = text.find(found, at + 1)
    return starts


# The other way: where each figure is found


def _found(figure: CaseFigure, lines: list[range], standing: list[int], original: Original) -> Occurrence:
    there = tuple(dict.fromkeys(line for line in standing if within(line, lines)))
    if there:
        return Occurrence(figure, there, words=False)
    said = [line for stretch in lines for line in stretch]
    words = bool(said) and _in_words(figure, said, original)
    return Occurrence(figure, (said[0],) if words else (), words)


def _from_elsewhere(found: Occurrence, case: Case) -> Occurrence:
    """`found` with the omission that says where the figure comes from, if it has no place and no line has it."""
    if found.lines or found.figure.place is not None:
        return found
    text = _plain(found.figure.text)
    return replace(
        found, omission=next((o for o in case.omissions if not (o.lines or o.pages) and o.found == text), None)
    )


def _in_words(figure: CaseFigure, lines: list[int], original: Original) -> bool:
    sort, value = figure.key
    if isinstance(value, str) or (sort not in ("percent", "count", "ordinal") and figure.key != ("money", 0)):
        return False
    text = " ".join(original.lines[line - 1] for line in lines).casefold()
    words = re.findall(r"[^\W\d_]++", text)
    if sort == "money":
        return any(word.startswith(_NOTHING) for word in words)
    if sort == "percent":
        return any(word.startswith(_SHARES.get(Fraction(value), ())) for word in words)
    if sort == "ordinal":
        return 1 <= value <= len(_ORDINALS) and _ORDINALS[int(value) - 1] in words
    named = sum(name.casefold() in text for name in figure.names)
    return value in (1, named) or (value >= 0 and numeral(int(value)) in words)


# The gaps


def _described(case: Case, original: Original) -> Iterator[Gap]:
    """What keeps the case from being of this source: its checksum, and places without lines there."""
    if case.source_digest and case.source_digest != original.digest:
        matter = f"är en annan källa än den som fallet beskriver: {case.source_digest[:12]}… i {DESCRIPTOR}"
        yield Gap(original.name, f"sha256:{original.digest[:12]}…", matter)
    for key, place in case.places.items():
        where = f"places.csv, {key}"
        told = place.pages if original.has_pages else place.lines
        word = "sidor" if original.has_pages else "rader"
        if told is None:
            yield Gap(where, place.name, f"har inga {word} i källan")
        elif any(last > original.last for _, last in pairs(told)):
            yield Gap(where, told, f"går utanför källan, som har {decimal(original.last, 0)} {word}")


def _uncovered(
    token: Token, keys: list[Key], index: dict[Key, list[CaseFigure]], case: Case, original: Original
) -> Gap:
    where = f"källan, {original.where([token.line])}"
    if token.kind == "mark":
        return Gap(where, token.text, "är en fotnot som inte finns i notes.csv")
    telling = [key for key in keys if key[0] not in ("count", "ordinal", "mark")]
    near = next((f for key in telling for f in index[key] if f.place), None)
    at = _at(case, near.place, original) if near and near.place else None
    hint = f"; samma uppgift finns i {near.where}, vars ställe är {at}" if near and at else ""
    return Gap(where, token.text, f"finns inte i fallet för den {original.the_unit}, och inte i omissions.csv{hint}")


def _at(case: Case, place: str, original: Original) -> str | None:
    """Where a place says that it is in the source; None where it does not."""
    told = case.places[place].pages if original.has_pages else case.places[place].lines
    return told and f"{original.unit} {told}"


def _has_lines(figure: CaseFigure, case: Case, original: Original) -> bool:
    return figure.place is None or _at(case, figure.place, original) is not None


def _lacking(figure: CaseFigure, standing: list[int], case: Case, original: Original) -> Gap:
    hint = f"; det står på {original.where(standing[:5])}" if standing else ""
    if figure.place is None:
        matter = "finns inte i källan; är uppgiften från annat håll, så skriv det i omissions.csv, utan rader och sidor"
        return Gap(figure.where, figure.text, matter)
    at, name = _at(case, figure.place, original), case.places[figure.place].name
    return Gap(figure.where, figure.text, f"finns inte i källan på {at} ({name}){hint}")


def _stale(case: Case, original: Original, used: set[Omission | None]) -> Iterator[Gap]:
    for omission in case.omissions:
        if omission not in used:
            told = omission.pages if original.has_pages else omission.lines
            where = f"omissions.csv, {original.unit} {told} i källan" if told else "omissions.csv"
            yield Gap(where, omission.found, "täcker inget: det står inte där, eller finns redan i fallet")


# Lines


def lines_of(case: Case, place: str | None, original: Original) -> list[range]:
    """The lines of a place in the source; none where it has no lines."""
    return original.ranges(case.places[place].lines, case.places[place].pages) if place else []
