"""Kinds of cases that are held against their document: as it says, and with what is not as the document has it."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from random import Random

from planted.decision import Claim, Decision, Row
from planted.names import BOARDS, MEASURES, exact
from planted.trial import ASKED, GAP, LOST, READ, TAKEN, Kind, Outcome, said

GROUP = "Källa"
_LINES = [  # an allocation as a document may have it: its measure, its board and its amount
    "- {0}: {1} får {2}.", "{1} tilldelas {2} för {0}.", "| {0} | {1} | {2} |", "- {2} till {1} för {0}.",
    "Till {1} anvisas {2} för {0}.", "{1} får {2} för {0}.",
]  # fmt: skip
_MOVES = [
    "{2} omfördelas från {0} till {1}.", "{2} flyttas till {1} från {0}.", "Från {0} till {1} överförs {2}.",
    "Ramen för {0} minskas med {2} och ramen för {1} ökas med {2}.",
    "Medel omförs så att {1} tillförs {2} från {0}.",
]  # fmt: skip
_DAYS = ["måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"]
_WORDS = ["drygt", "knappt", "högst", "minst", "upp till"]


@dataclass(frozen=True)
class SourceTrial:
    """A case in `folder` and the lines of its document. `at` are the lines of the document of which one must be named,
    or the rows of the case that stand there; none where the case is as the document says.
    """

    folder: Path
    decision: Decision
    lines: tuple[str, ...]
    at: frozenset[str] = frozenset()

    def outcome(self) -> Outcome:
        """Whether what is planted is told of as a gap."""
        source = self.folder / "kalla.md"
        source.write_text("\n".join(self.lines) + "\n", encoding="utf-8", newline="")
        code, out, err = said("trace", self.decision.write(self.folder / "fallet"), source)
        gaps = err.splitlines()[1:]
        named = [gap for gap in gaps if any(name in gap for name in self.at)]
        found = GAP if named else READ if code == 0 and not self.at else ""
        counts = re.search(r"(\d+) av (\d+) tal.*, (\d+) av (\d+) i fallet", out)
        figures = Counter({ASKED: 1})
        if counts:
            covered, tokens, there, every = map(int, counts.groups())
            rest = tokens - covered + every - there
            rest += max(0, _figures(self.lines) - tokens)  # that the program has not even seen
            told = min(rest, len(gaps))
            figures = Counter({TAKEN: covered + there, ASKED: told, LOST: rest - told})
        accused = tuple(gaps) if not self.at else ()
        return Outcome(found, accused, 0, figures, out + err + "\n".join(self.lines))


def _figures(lines: tuple[str, ...]) -> int:
    """How many figures were written in a document: a stretch of digits each, also with spaces within, and a day one."""
    text = "\n".join(lines).replace("29 februari 2026", "2026-02-29")
    return len(re.findall("[0-9](?:[0-9 \u00a0,/-]*[0-9])?", text))


@dataclass(frozen=True)
class Document:
    """A document and the case that says the same: each row has a line of its own, by row."""

    decision: Decision
    lines: tuple[str, ...]
    of: dict[int, int]  # the number of the line of each row

    def names(self, *rows: int) -> frozenset[str]:
        """How a gap names those rows or their lines."""
        measures = {f"allocations.csv, {MEASURES[int(self.decision.rows[n].measure[1:])]} ur" for n in rows}
        return frozenset({f"rad {self.of[n]}:" for n in rows} | measures)


def _written(chance: Random, kronor: int) -> str:
    """An amount in one of the ways in which a document may write it."""
    if kronor % 100_000 == 0 and chance.random() < 0.5:
        return f"{exact(kronor, 'mnkr').replace('.', ',')} {chance.choice(['mnkr', 'miljoner kronor'])}"
    if kronor % 1_000 == 0 and chance.random() < 0.6:
        return f"{kronor // 1_000:,} tkr".replace(",", chance.choice([" ", "\u00a0"]))
    return f"{kronor:,} {chance.choice(['kronor', 'kr'])}".replace(",", chance.choice([" ", "\u00a0"]))


def _document(chance: Random, moved: bool = False) -> Document:
    lines = ["# Mötesplatser 2026", "", "Dnr KS 2026/1", ""]
    boards = [f"n{n}" for n in chance.sample(range(len(BOARDS)), chance.randint(2, 10))]
    measures = chance.sample(range(len(MEASURES)), chance.randint(2, min(12, len(MEASURES))))
    rows, of, places = [], {}, {"huvud": "1-3"}
    form, sums = chance.choice(_LINES), set()
    for measure in measures:
        kronor = chance.choice([1_000, 100_000, 5_000]) * chance.randint(3, 999)
        while kronor in sums or 1_900 <= kronor // 1_000 <= 2_100 or kronor <= 3_000:
            kronor += 7_000
        sums.add(kronor)
        if moved:
            giver, taker = chance.sample(boards, 2)
            text = chance.choice(_MOVES).format(_said(giver), _said(taker), _written(chance, kronor))
            given = [(giver, -kronor), (taker, kronor)]
        else:
            board = chance.choice(boards)
            text = form.format(MEASURES[measure].lower(), _said(board), _written(chance, kronor))
            given = [(board, kronor)]
        lines.append(text[0].upper() + text[1:])
        for board, amount in given:
            of[len(rows)] = len(lines)
            places[f"rad-m{measure}-{board}"] = str(len(lines))
            rows.append(Row("2026", "pott-0", f"m{measure}", board, amount, Fraction(amount)))
        lines += [""] * (not text.startswith(("-", "|")))
    decision = Decision(tuple(rows), (), "kr", 0, places)
    return Document(decision, tuple(lines), of)


def _said(board: str) -> str:
    name = BOARDS[int(board[1:])]
    return name[0].lower() + name[1:]


def _stating(document: Document, text: str, *claims: Claim) -> Document:
    """The same with a line last, that says what `claims` are; their place is that line."""
    lines = (*document.lines, "", text)
    places = {**document.decision.lines, "slut": str(len(lines))}
    said = (replace(claim, more={**claim.more, "place": "slut"}) for claim in claims)
    return replace(document, decision=replace(document.decision, lines=places).claiming(*said), lines=lines)


def _clean(moved: bool) -> Callable[[Random, Path], SourceTrial]:
    def make(chance: Random, folder: Path) -> SourceTrial:
        document = _document(chance, moved)
        if not moved:
            whole = document.decision.true({})
            claim = Claim("total", {}, str(whole), "kr")
            document = _stating(document, f"Sammanlagt fördelas {_written(chance, whole)}.", claim)
        return SourceTrial(folder, document.decision, document.lines)

    return make


def _rows(
    change: Callable[[Random, list[Row]], list[int]], moved: bool = False
) -> Callable[[Random, Path], SourceTrial]:
    """Kinds where rows are not as the document has them: `change` spoils them and says which."""

    def make(chance: Random, folder: Path) -> SourceTrial:
        while True:
            document = _document(chance, moved)
            rows = list(document.decision.rows)
            if changed := change(chance, rows):
                lines = dict(document.decision.lines)
                for n in changed:  # the place is the line, whoever has the row now
                    lines[f"rad-{rows[n].measure}-{rows[n].board}"] = str(document.of[n])
                decision = replace(document.decision, rows=tuple(rows), lines=lines)
                return SourceTrial(folder, decision, document.lines, document.names(*changed))

    return make


def _swapped(chance: Random, rows: list[Row]) -> list[int]:
    a, b = chance.sample(range(len(rows)), 2)
    if rows[a].board == rows[b].board:
        return []
    rows[a], rows[b] = replace(rows[a], board=rows[b].board), replace(rows[b], board=rows[a].board)
    return [a, b]


def _to_another(known: bool) -> Callable[[Random, list[Row]], list[int]]:
    """A row's board is another; `known` says whether the one that the document has still is in the case."""

    def change(chance: Random, rows: list[Row]) -> list[int]:
        n = chance.randrange(len(rows))
        board = f"n{chance.randrange(len(BOARDS))}"
        still = rows[n].board in {row.board for at, row in enumerate(rows) if at != n}
        if board == rows[n].board or still is not known:
            return []
        rows[n] = replace(rows[n], board=board)
        return [n]

    return change


def _reversed(chance: Random, rows: list[Row]) -> list[int]:
    n = chance.randrange(len(rows) // 2) * 2
    for at in (n, n + 1):
        rows[at] = replace(rows[at], shown=-rows[at].shown)
    return [n, n + 1]


def _changed(chance: Random, rows: list[Row]) -> list[int]:
    n = chance.randrange(len(rows))
    rows[n] = replace(rows[n], shown=rows[n].shown + chance.choice([1_000, 7, 90_000]))
    return [n]


def _slipped(chance: Random, rows: list[Row]) -> list[int]:
    n = chance.randrange(len(rows))
    rows[n] = replace(
        rows[n], shown=rows[n].shown * chance.choice([10, 100, 1_000, Fraction(1, 10), Fraction(1, 1_000)])
    )
    return [n]


def _left_out(chance: Random, folder: Path) -> SourceTrial:
    """An allocation of the document that the case does not have."""
    document = _document(chance)
    n = chance.randrange(len(document.decision.rows))
    rows = tuple(row for at, row in enumerate(document.decision.rows) if at != n)
    return SourceTrial(
        folder, replace(document.decision, rows=rows), document.lines, frozenset({f"rad {document.of[n]}:"})
    )


def _invented(chance: Random, folder: Path) -> SourceTrial:
    """An allocation of the case that the document does not have."""
    document = _document(chance)
    n = chance.randrange(len(document.decision.rows))
    row = document.decision.rows[n]
    board = next(f"n{b}" for b in range(len(BOARDS)) if f"n{b}" != row.board)
    more = replace(row, board=board, shown=row.shown + 12_345)
    places = {**document.decision.lines, f"rad-{row.measure}-{board}": str(document.of[n])}
    decision = replace(document.decision, rows=(*document.decision.rows, more), lines=places)
    return SourceTrial(folder, decision, document.lines, document.names(n))


def _worded(right: bool) -> Callable[[Random, Path], SourceTrial]:
    """A word before a sum, that the case's statement has or lacks."""

    def make(chance: Random, folder: Path) -> SourceTrial:
        document, word = _document(chance), chance.choice(_WORDS)
        value = max(4, int(document.decision.true({}) // 1_000_000) * 7 + 3)
        claim = Claim("total", {}, str(value), "mnkr", word if right else "=")
        document = _stating(document, f"Sammanlagt fördelas {word} {value} mnkr.", claim)
        at = frozenset() if right else frozenset({"statements.csv, S01"})
        return SourceTrial(folder, document.decision, document.lines, at)

    return make


def _repaired(chance: Random, folder: Path) -> SourceTrial:
    """A day that does not exist in the document, and that the case has as the day before or after."""
    document = _document(chance)
    claim = Claim("date", {}, chance.choice(["2026-02-28", "2026-03-01"]))
    document = _stating(document, f"Beslutat den {chance.choice(['29 februari 2026', '2026-02-29'])}.", claim)
    return SourceTrial(
        folder, document.decision, document.lines, frozenset({"statements.csv, S01", f"rad {len(document.lines)}:"})
    )


def _weekday(right: bool) -> Callable[[Random, Path], SourceTrial]:
    """A day with its day of the week, which is that of the calendar or another."""

    def make(chance: Random, folder: Path) -> SourceTrial:
        document, day = _document(chance), date(2026, 1, 1) + timedelta(chance.randrange(365))
        said = _DAYS[(day.weekday() + (0 if right else chance.randint(1, 6))) % 7]
        written = f"{chance.choice([said + 'en den', said + 'en', said])} {day.isoformat()}"
        document = _stating(document, f"Sammanträdet är {written}.", Claim("date", {}, day.isoformat()))
        at = frozenset() if right else frozenset({f"rad {len(document.lines)}:"})
        return SourceTrial(folder, document.decision, document.lines, at)

    return make


def _kinds() -> Iterator[Kind]:
    yield Kind("fall som handlingen", GROUP, _clean(False), planted=False)
    yield Kind("fall som handlingen, omfördelningar", GROUP, _clean(True), planted=False)
    yield Kind("fall som handlingen, ord före talet", GROUP, _worded(True), planted=False)
    yield Kind("fall som handlingen, datum med veckodag", GROUP, _weekday(True), planted=False)
    yield Kind("två nämnders rader ombytta mot handlingen", GROUP, _rows(_swapped))
    yield Kind("en nämnds pengar hos en annan", GROUP, _rows(_to_another(True)))
    yield Kind("en nämnds pengar hos en annan, och nämnden borta ur fallet", GROUP, _rows(_to_another(False)))
    yield Kind("omfördelning vänd mot handlingen", GROUP, _rows(_reversed, moved=True))
    yield Kind("annat belopp än handlingens", GROUP, _rows(_changed))
    yield Kind("enheten har glidit mot handlingen", GROUP, _rows(_slipped))
    yield Kind("rad som fallet saknar", GROUP, _left_out)
    yield Kind("rad som handlingen saknar", GROUP, _invented)
    yield Kind("ord före talet har fallit bort", GROUP, _worded(False))
    yield Kind("omöjligt datum lagat", GROUP, _repaired)
    yield Kind("datum med fel veckodag", GROUP, _weekday(False))


SOURCES = tuple(_kinds())
