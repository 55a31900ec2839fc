"""The tables of the reports, as data."""

import datetime
import re
from collections import defaultdict
from dataclasses import replace
from fractions import Fraction
from typing import TypeVar

import numpy as np
import pandas as pd

from fordelning.base.money import NO_BREAK_SPACE, decimal, numeral, percent
from fordelning.base.program import versions
from fordelning.base.verdict import State
from fordelning.case.case import MEASURE, POT, Acknowledgement, Board, Case, Note, Pot, Proposal, Stage
from fordelning.case.kind import KINDS
from fordelning.case.schema import MISSING
from fordelning.case.statement import Quantity, needed
from fordelning.checks.reconcile import Finding
from fordelning.source.quotation import Quotations

from . import anchors, phrases, volume
from .document import (
    AmountRun,
    Column,
    Notes,
    Paragraph,
    Row,
    RowStyle,
    Run,
    RunStyle,
    Table,
    Terms,
    Text,
    paragraph,
    row,
    runs,
    strong,
)
from .face import text_width, unbroken
from .parameters import SCENARIOS
from .report import Report
from .years import Part, Year
from .years import years as years_said

# Words of the field, shown where a case's own wording uses them: term, stem, meaning.
_GLOSSARY = (
    ("Äskande", "äska", "En förvaltnings begäran om pengar."),
    ("Medelsreserv", "medelsreserv", "Pengar i budgeten som ännu inte är fördelade på nämnder."),
    (
        "Värdeöverföring",
        "värdeöverföring",
        "Pengar som ett kommunalt bostadsbolag lämnar till sin ägare. Villkoren finns i lagen (2010:879) "
        "om allmännyttiga kommunala bostadsaktiebolag.",
    ),
)
_BOARD = "Kommunstyrelsen"
_UNITS = {"tkr": "tusen kronor", "mnkr": "miljoner kronor", "mdkr": "miljarder kronor"}
_Thing = TypeVar("_Thing")
A_POT = ("Pott", "Pengar som avsatts för ett ändamål innan de fördelas.")
_AMOUNT, _ROOM_FOR_POTS = 45.0, 215.0  # points
DECISION, MATRIX = "tabell-beslut", "tabell-matris"  # the tables that the pictures point to
_MOST_MEASURES = 50  # rows of the matrix in each pot
_MOST_OF_MANY = 20  # in each pot, of a case whose rows are too many to be looked through
_MOST_GAPS = 100  # shown; another source than the one described gives any number
_PLACE = "Ställe i källan"
# How what a report is made with is told; nothing of what has a row of its own.
_CHOICES = dict.fromkeys(("case", "edition", "source"), "") | {
    "unit": "belopp i {}",
    "years": "år {}",
    "scenario": "scenariot »{}»",
    "share": "{} % av de öronmärkta medlen blir kvar",
    "other": "jämfört med {}",
    "same": "samma sak: {}",
    "amendment": "ändringsförslaget {}",
}
_BLANK = "ej ifyllt"
_CONFIRMED = {"yes": "ja", "no": "nej, borttaget", "changed": "ja, ändrat"}
_STEM = 5  # letters of a word that its forms share
_LETTER = 0.13  # of a share: the room for a letter of a heading in the matrix


def several(things: list[_Thing]) -> list[_Thing]:
    """`things` where they are more than one: a single one tells nothing apart."""
    return things if len(things) > 1 else []


def boards_by_size(report: Report) -> list[str]:
    """The boards that have allocations, largest sum first, or largest minus where all is minus.

    Boards with the same sum stand in the case's order.
    """
    case = report.case
    there, way = case.used("board"), -1 if case.signs[0] else 1
    return sorted((board for board in case.boards if board in there), key=lambda board: way * case.total(board=board))


def pots_used(report: Report) -> list[str]:
    """The pots that have allocations, in the case's order."""
    there = report.case.used("pot")
    return [pot for pot in report.case.pots if pot in there]


def named_pots(report: Report) -> list[str]:
    """The pots that have allocations; none where the only one is a stand-in for a name that is not known."""
    pots = pots_used(report)
    return [] if [report.case.pots[pot].name for pot in pots] == [POT] else pots


def measures_used(report: Report) -> list[str]:
    """The measures that have allocations, in the case's order."""
    there = report.case.used("measure")
    return [measure for measure in report.case.measures if measure in there]


def split_measures(report: Report) -> dict[str, list[str]]:
    """The measures with money from several pots, each with its pots in the case's order; not a single measure."""
    measures, used = several(measures_used(report)), defaultdict(set)
    for measure, pot in report.case.allocations[["measure", "pot"]].drop_duplicates().itertuples(index=False):
        used[measure].add(pot)
    return {m: [pot for pot in report.case.pots if pot in used[m]] for m in measures if len(used[m]) > 1}


def share(report: Report, **scope: int | str) -> str:
    """What is within `scope` as a percentage of all; empty where it is no part of it, as where plus meets minus."""
    part, whole = report.case.total(**scope), report.case.total()
    apart = all(report.case.signs) or not whole or not 0 <= Fraction(part, whole) <= 1
    return "" if apart else percent(Fraction(part, whole))


def decision(report: Report) -> Table | None:
    """What each board is proposed to get, in all and from each pot, ordered by size.

    A pot is no column where there is only one; None where there is only one board too. Shares are no column where the
    amounts are no parts of a whole.
    """
    return _by_board(report, several(pots_used(report)))


def boards(report: Report) -> Table | None:
    """As `decision`, on a first page: without the pots where such a page has no room for them."""
    return _by_board(report, several(pots_used(report)) if has_room_for_pots(report) else [])


def has_room_for_pots(report: Report) -> bool:
    """Whether a standing page has room for a column of each pot beside the boards' names and sums."""
    words = (unbroken(report.case.pots[pot].short_name) for pot in pots_used(report))
    return sum(max(_AMOUNT, *(text_width(word, bold=True) for word in parts)) for parts in words) <= _ROOM_FOR_POTS


def _by_board(report: Report, pots: list[str]) -> Table | None:
    case, boards = report.case, boards_by_size(report)
    if not several(boards) and not pots:
        return None
    shared = share(report)

    def line(name: str, style: RowStyle = "", **scope: int | str) -> Row:
        parts = (_cell(report, pot=pot, **scope) for pot in pots)
        part = [share(report, **scope)] if shared else []
        return row(name, *parts, anchors.amount(report, "sum" if pots else "amount", **scope), *part, style=style)

    return Table(
        id=DECISION,
        caption=f"Belopp per nämnd, {period(report)}, {report.money.unit}",
        columns=(
            Column("Nämnd", share=2.6),
            *(short_column(case.pots[pot], 1.5) for pot in pots),
            Column("Summa" if pots else "Belopp", "right"),
            *([Column("Andel", "right")] if shared else []),
        ),
        rows=(
            *(line(case.boards[board].name, board=board) for board in boards),
            line("Summa", "total"),
        ),
    )


def _cell(report: Report, **scope: int | str) -> Run | str:
    """The amount within `scope`, a dash where there is no allocation."""
    allocated = len(report.case.positions(**scope))
    return anchors.amount(report, "amount", **scope) if allocated else phrases.NOTHING


def _marked(report: Report, **scope: int | str) -> tuple[Run | str, ...]:
    """The amount within `scope` with the marks of its rows: derived, and footnotes."""
    return (_cell(report, **scope), *_marks(report, report.case.positions(**scope)))


def _marks(report: Report, positions: np.ndarray) -> list[Run]:
    """The marks of the allocations at `positions`: proposed, derived, and footnotes."""
    derived = report.case.allocations["basis"].to_numpy()[positions] == "derived"
    waiting = report.case.waiting(positions)
    letters = [*(["f"] if waiting else []), *(["h"] if derived.any() else [])]
    return [Run(letter, "mark") for letter in letters] + _notes(report.case.marks(positions))


def _notes(notes: list[Note]) -> list[Run]:
    """Raised marks of `notes`, kept apart so that two are not read as one number."""
    marks = [Run(str(note.number), "note", f"#fotnot-{note.note}") for note in notes]
    return [part for mark in marks for part in (Run(",", "comma"), mark)][1:]


def matrix(report: Report) -> Table | None:
    """Measures × boards with the pots as row groups, control totals and footnote marks.

    What there is only one of is neither a group nor a column. Of many measures the largest are shown, in the
    document's order, and the others together; the workbook has them all. None where there is only one measure and no
    mark: the other tables say it all.
    """
    case = report.case
    boards, pots = several(boards_by_size(report)), several(pots_used(report))
    marked = case.marks(case.positions()) or report.reconciliation.proof.rows or case.unconfirmed
    if not several(measures_used(report)) and not marked:
        return None
    letters = ["f: beloppet är föreslaget, inte bekräftat"] if case.waiting(case.positions()) else []
    if report.reconciliation.proof.rows:
        found = "antagen, inte bevisad" if report.reconciliation.unproven else "härledd"
        letters.append(f"h: nämnden är {found}")
    told = f" ({'; '.join(letters)})" if letters else ""

    def line(name: str, style: RowStyle = "", **scope: int | str) -> Row:
        write = _cell if style else _marked
        parts = [write(report, **scope, board=board) for board in boards]
        last = anchors.amount(report, "sum", **scope) if boards else write(report, **scope)
        return row(name, *parts, last, style=style)

    rows = []
    for pot in pots_used(report):
        rows += [row(case.pots[pot].name, style="group")] if pots else []
        inside = case.rows(pot=pot)
        shown = _largest(inside, _MOST_MEASURES if volume.is_live(case) else _MOST_OF_MANY)
        rows += [line(case.measures[measure].name, pot=pot, measure=measure) for measure in shown]
        others = inside.index[~inside["measure"].isin(shown)].to_numpy()
        if len(others):
            rows.append(_together(report, others, boards))
        rows += [line("Summa potten", "subtotal", pot=pot)] if pots else []
    parts = ["Åtgärder", *(["potter"] if pots else []), *(["nämnder"] if boards else [])]
    what = phrases.listed(parts) if len(parts) > 1 else "Belopp per åtgärd"
    return Table(
        id=MATRIX,
        caption=f"{what}, {period(report)}, {report.money.unit}{told}",
        columns=(
            Column("Åtgärd", share=2.25 if len(boards) <= 4 else 3.5),
            *(_board_column(case.boards[board], len(boards)) for board in boards),
            Column("Summa" if boards else "Belopp", "right"),
        ),
        rows=(*rows, line("Summa", "total")),
    )


def _largest(rows: pd.DataFrame, most: int) -> list[str]:
    """The measures in `rows`, in their order; of more than `most` the largest, and room for the others together."""
    sums = rows.groupby("measure", sort=False)["kronor"].sum()
    if len(sums) <= most:
        return sums.index.tolist()
    last = set(sums.abs().sort_values(ascending=False, kind="stable").index[most - 1 :])
    return [measure for measure in sums.index if measure not in last]


def _together(report: Report, positions: np.ndarray, boards: list[str]) -> Row:
    """One row of the matrix for all the measures of the allocations at `positions`."""
    case, allocations = report.case, report.case.allocations

    def cell(inside: np.ndarray) -> Text:
        if not len(inside):
            return phrases.NOTHING
        kronor = int(allocations["kronor"].to_numpy()[inside].sum())
        return (AmountRun(report.money, kronor, "amount", f"#{anchors.OWN_SUM}"), *_marks(report, inside))

    measures = allocations["measure"].iloc[positions].nunique()
    name = f"… övriga {numeral(measures)} åtgärder (alla finns i {volume.whole(report.case)})"
    of_boards = (case.positions(board=board) for board in boards)
    return row(name, *(cell(own[np.isin(own, positions)]) for own in of_boards), cell(positions))


def _board_column(board: Board, count: int) -> Column:
    """A board's column, under its short name where the columns of `count` boards leave no room for the full one."""
    return _wide_enough(Column(board.name, "right", 1.65)) if count <= 4 else short_column(board, 1.2)


def short_column(thing: Board | Pot, share: float) -> Column:
    """The column of a board or a pot under its short name, with what that means where it is an abbreviation."""
    means = thing.name if phrases.is_abbreviation(thing.short_name, thing.name) else ""
    return _wide_enough(Column(thing.short_name, "right", share, means))


def _wide_enough(column: Column) -> Column:
    """`column`, wider where a word of its heading needs it."""
    longest = max(map(len, re.split(r"[\s/-]", column.title)))
    return replace(column, share=max(column.share, longest * _LETTER))


def notes(report: Report) -> Notes | None:
    """The footnotes that the matrix points to, with ways back to each mark; None without any."""
    used = {note.note for note in report.case.marks(report.case.positions())}
    if not used:
        return None
    return Notes(
        tuple(
            {
                "number": note.number,
                "id": f"fotnot-{key}",
                "runs": runs(
                    (
                        f"{note.text} ",
                        Run(f"I handlingen: {report.case.place_name(note.place)}." if note.place else "", "muted"),
                        Run("", "back", f"#fotnot-{key}"),
                    )
                ),
            }
            for key, note in sorted(report.case.notes.items(), key=lambda item: item[1].number)
            if key in used
        )
    )


def footnotes(report: Report) -> Table | None:
    """Every footnote with its place and the statements that stand in it; None without any."""
    if not report.case.notes:
        return None
    case = report.case
    rows = []
    for note in sorted(case.notes.values(), key=lambda n: n.number):
        numbers = [key for key, statement in case.statements.items() if statement.place == note.place is not None]
        rows.append(row(str(note.number), note.text, case.place_name(note.place), phrases.references(numbers)))
    return Table(
        id="tabell-fotnoter",
        caption="Dokumentets fotnoter med våra ord",
        columns=(Column("Nr", share=0.4), Column("Innehåll", share=4), Column("Ställe"), Column("Prövas i")),
        rows=tuple(rows),
    )


def requests(report: Report) -> Table | None:
    """What was asked for and what is given where it was, of each request; None without requests."""
    case, money = report.case, report.money
    rows = []
    for finding in of_kind(report, "request"):
        asked, given, others = granted(report, finding)
        rows += [
            row(finding.statement.wording, AmountRun(money, asked, "amount", f"#{finding.statement.statement}")),
            row(f"Fördelat ur {asked_of(report, finding)}", anchors.amount(report, "sum", **finding.statement.scope)),
        ]
        if given != others:
            own = phrases.organ(case.boards[case.decision.own_board].name)
            rows.append(row(f"varav till andra än {own}", AmountRun(money, others)))
    if not rows:
        return None
    return Table(
        id="tabell-askanden",
        caption=f"Äskat enligt handlingen, och fördelat, {period(report)}, {money.unit}",
        columns=(Column("Post", share=3), Column("Belopp", "right")),
        rows=tuple(rows),
    )


def granted(report: Report, finding: Finding) -> tuple[int, int, int]:
    """Kronor asked for in a request, given within its scope, and given there to other boards than the deciding one."""
    scope, own = finding.statement.scope, report.case.decision.own_board
    asked, given = (int(value.number) for value in (finding.stated, finding.computed) if isinstance(value, Quantity))
    to_own = report.case.total(**{**scope, "board": own}) if scope.get("board", own) == own else 0
    return asked, given, given - to_own


def asked_of(report: Report, finding: Finding) -> str:
    """What a request was put against, within a sentence: its pot, or all that is allocated within its scope."""
    pot = finding.statement.pot
    return phrases.mid_sentence(report.case.pots[pot].name) if pot else "alla potter"


def years(report: Report) -> Table | None:
    """What is said of each year, pot by pot, and what is missing; None where nothing is said of other years."""
    case, money = report.case, report.money
    said = years_said(report, pots_used(report))
    if not said:
        return None

    rows = [row(case.pots[pot].name, *(of_year(report, year, pot) for year in said)) for pot in pots_used(report)]
    rows.append(row("Sammanlagt, som det sägs", *(whole_of_year(report, year) for year in said), style="total"))
    return Table(
        id="tabell-ar",
        caption=f"Vad dokumentet säger om åren {said[0].year}–{said[-1].year % 100:02d}, {money.unit}",
        columns=(Column("Pott", share=2), *(Column(str(year.year), "right") for year in said)),
        rows=tuple(rows),
    )


def of_year(report: Report, year: Year, pot: str) -> Text:
    """A pot's amount in a year, and what kind of figure it is; each of them where the document says several."""
    parts = year.parts[pot]
    if not parts:
        return MISSING
    if year.allocated:
        return anchors.amount(report, year=year.year, pot=pot)
    if parts[0].assumed:
        return (AmountRun(report.money, parts[0].kronor), " (räkneexempel)")
    return (*_stated(report, parts, "amount"), " (uträknat)")


def whole_of_year(report: Report, year: Year) -> Text:
    """What is said to be a year's whole; each of them where the document says several."""
    if year.said:
        return _stated(report, year.said, "sum")
    return anchors.amount(report, "sum", year=year.year) if year.allocated else MISSING


def _stated(report: Report, parts: tuple[Part, ...], style: RunStyle) -> tuple[Run | str, ...]:
    """The amounts of claims, each linked to its claim; that they differ is said."""
    amounts = [AmountRun(report.money, part.kronor, style, f"#{part.statement}") for part in parts]
    joined = [text for amount in amounts for text in (" eller ", amount)][1:]
    return (*joined, " (olika uppgifter)") if len(amounts) > 1 else tuple(joined)


def board_years(report: Report) -> Table | None:
    """Boards × years with sums, ordered as in the decision; None where money is allocated for one year only."""
    case, named = report.case, report.case.named_years
    if len(named) == 1:
        return None

    def line(name: str, style: RowStyle = "", **scope: int | str) -> Row:
        sums = (_cell(report, year=year, **scope) for year in named)
        return row(name, *sums, anchors.amount(report, "sum", **scope), style=style)

    return Table(
        id="tabell-namnder-ar",
        caption=f"Belopp per nämnd och år, {span(report)}, {report.money.unit}",
        columns=(
            Column("Nämnd", share=2.6),
            *(Column(str(year), "right", 1.2) for year in named),
            Column("Summa", "right"),
        ),
        rows=(
            *(line(case.boards[board].name, board=board) for board in boards_by_size(report)),
            line("Summa", "total"),
        ),
    )


def states(report: Report) -> Table:
    """How many statements ended in each of the six states, and what the state means."""
    findings = report.reconciliation.findings.values()
    return Table(
        id="tabell-utfall",
        caption="Påståendena efter utfall, antal",
        columns=(Column("Utfall", share=1.4), Column("Antal", "right", 0.6), Column("Betydelse", share=4)),
        rows=(
            *(
                row(phrases.state(s), decimal(sum(f.state is s for f in findings), 0), phrases.MEANINGS[s])
                for s in State
            ),
            row("Summa", decimal(len(findings), 0), "", style="total"),
        ),
    )


def statements(report: Report) -> Table:
    """Every statement with stated, computed, difference and state, and how it has been read.

    Its place in the source stands below it, with the words there in short where the source is at hand: a column of its
    own would need a page that is turned.
    """
    findings = list(report.reconciliation.findings.values())
    quoted = Quotations(report.trace, report.case) if report.trace else None
    waiting = {one.proposal for one in report.case.unconfirmed}
    table = _without(_targets(report, "Alla påståenden i dokumentets ordning", findings), _PLACE)
    rows = []
    for finding, line in zip(findings, table.rows, strict=True):
        s, cells = finding.statement, list(line.cells)
        words = quoted.of(s) if quoted else ""
        where = anchors.locators(report.case, s.place) + (f": »{words}»" if words else "")
        told = list(cells[1])
        for more in (
            [Run("Föreslaget, inte bekräftat.", "muted")] if s.proposal in waiting else [],
            [Run(f"Vår läsning: {s.reading}.", "muted")] if s.reading else [],
            [anchors.way_to(report.case, s.place), Run(where, "muted")] if s.place else [],
        ):
            told += [Run(" " if told[-1].text.endswith(".") else ". "), *more] if more else []
        cells[1] = tuple(run for run in told if run.text)
        rows.append(replace(line, cells=tuple(cells)))
    columns = [replace(column, share=4) if column.title == "Påståendet" else column for column in table.columns]
    return replace(table, columns=tuple(columns), rows=tuple(rows))


def proposals(report: Report) -> Table | None:
    """What the program has proposed from the document, why, and whether somebody has confirmed it; the open first."""
    case = report.case

    def line(one: Proposal) -> Row:
        rows = case.rows(proposal=one.proposal)
        told: list[Run | str] = []
        for board, measure, kronor in zip(rows["board"], rows["measure"], rows["kronor"], strict=True):
            amount = report.money.full(kronor)
            told += [f"{case.measures[measure].name} till {phrases.organ(case.boards[board].name)}, {amount}. "]
        for s in case.statements.values():
            told += [Run(s.statement, "", f"#{s.statement}"), " "] if s.proposal == one.proposal else []
        told += [f"{o.found} prövas inte. " for o in case.omissions if o.proposal == one.proposal]
        state = _CONFIRMED[one.confirmed] if one.confirmed else strong("nej, inte än")
        where = anchors.way_to(case, one.place) if one.place else phrases.NOTHING
        return row(one.proposal, tuple(told) or phrases.NOTHING, one.why, where, state)

    if not case.proposals:
        return None
    return Table(
        id="tabell-forslag",
        caption="Programmets förslag ur handlingen, de obekräftade först",
        columns=(
            Column("Nr", share=0.6),
            Column("Vad som föreslås", share=3),
            Column("Varför", share=2),
            Column("Ställe i källan", share=1.6),
            Column("Bekräftat", share=1.2),
        ),
        rows=tuple(line(one) for one in sorted(case.proposals.values(), key=lambda one: one.confirmed is not None)),
    )


def review(report: Report) -> Table:
    """Who has prepared the case and who has reviewed it; what is not filled in says so."""
    made = report.case.review

    def line(what: str, by: str | None, on: datetime.date | None) -> Row:
        return row(what, by or _BLANK, on.isoformat() if on else _BLANK)

    return Table(
        id="tabell-granskning",
        caption="Vem som har upprättat och granskat avstämningen",
        columns=(Column("Arbete"), Column("Roll", share=2), Column("Dag")),
        rows=(
            line("Upprättad", made.prepared_by, made.prepared_on),
            line("Granskad", made.reviewed_by, made.reviewed_on),
        ),
    )


def evidence(report: Report, keys: set[str]) -> Table:
    """The statements among `keys`, in document order, and a row on sums that are the report's own if it is there."""
    findings = [f for key, f in report.reconciliation.findings.items() if key in keys]
    table = _targets(report, "Påståenden som beloppen vilar på", findings)
    own = row(
        phrases.NOTHING,
        "Summor som dokumentet inte själv anger",
        "anges inte",
        "summan av raderna",
        phrases.NOTHING,
        phrases.NOTHING,
        phrases.NOTHING,
        Run("", "back", f"#{anchors.OWN_SUM}"),
        id=anchors.OWN_SUM,
    )
    # The difference is in `statements`; without it the table needs no page that is turned.
    whole = replace(table, rows=(*table.rows, own)) if anchors.OWN_SUM in keys else table
    return _placed(report, _without(whole, "Skillnad"))


def _without(table: Table, title: str) -> Table:
    """`table` without the column of that title."""
    at = [column.title for column in table.columns].index(title)

    def rest(parts: tuple[_Thing, ...]) -> tuple[_Thing, ...]:
        return parts[:at] + parts[at + 1 :]

    rows = tuple(replace(line, cells=rest(line.cells)) for line in table.rows)
    return replace(table, columns=rest(table.columns), rows=rows)


def places(report: Report, keys: set[str] | None = None) -> Table | None:
    """The places in the document, those among `keys` or all, and what stands in each; None without any.

    In a place stand statements, rows and footnotes.
    """
    case = report.case
    named = f"{case.decision.known('document').lower()} {case.decision.known('reference')}".strip()
    told = several(measures_used(report))
    rows = []
    for key, place in case.places.items():
        if keys is not None and key not in keys:
            continue
        numbers = [s.statement for s in case.statements.values() if s.place == key]
        here = case.rows(place=key)
        given = [case.measures[measure].name for measure in dict.fromkeys(here["measure"])]
        if not told or given == [MEASURE]:
            given = [case.boards[board].name for board in dict.fromkeys(here["board"])]
        noted = [f"fotnot {note.number}" for note in case.notes.values() if note.place == key]
        content = phrases.listed([*given, *noted]) or phrases.NOTHING
        way = Run("", "back", f"#{anchors.place(key)}")
        where = place.name + anchors.locators(case, key)
        rows.append(row(where, content, phrases.references(numbers), way, id=anchors.place(key)))
    if not rows:
        return None
    return Table(
        id="tabell-stallen",
        caption="Ställen i handlingen" + (f" ({named})" if named else ""),
        columns=(
            Column("Ställe i källan", share=2.2),
            Column("Rader och fotnoter därifrån", share=1.8),
            Column("Påståenden därifrån", share=1.7),
            Column("Visas", share=0.9),
        ),
        rows=tuple(rows),
    )


def contradictions(report: Report) -> Table | Paragraph:
    """The contradicted statements, heaviest first."""
    findings = report.reconciliation.having(State.CONTRADICTED)
    if not findings:
        alone = " för sig" if report.reconciliation.joint.contradictions else ""
        return paragraph(f"Inget påstående motsägs{alone}.")
    rows = tuple(_finding(report, f, Run(f.statement.statement, href=f"#{f.statement.statement}")) for f in findings)
    return _placed(report, _findings("tabell-motsagelser", "Påståenden som motsägs, viktigast först", rows))


def _targets(report: Report, caption: str, findings: list[Finding]) -> Table:
    """Statements as the rows that figures link to, with ways back."""
    rows = []
    for finding in findings:
        key = finding.statement.statement
        line = _finding(report, finding, key)
        rows.append(replace(line, cells=(*line.cells, (Run("", "back", f"#{key}"),)), id=key))
    table = _findings("tabell-avstamning", caption, tuple(rows))
    return replace(table, columns=(*table.columns, Column("Visas", share=0.9)))


def _placed(report: Report, table: Table) -> Table:
    """`table`, without its column of places where the case has none."""
    return table if report.case.places else _without(table, _PLACE)


def _finding(report: Report, finding: Finding, number: Text) -> Row:
    s, slip = finding.statement, phrases.slip(finding)
    others = phrases.clashing(report, s)
    return row(
        number,
        f"{s.wording.rstrip('.')}. {slip}" if slip else s.wording,
        phrases.stated(report, s),
        phrases.computed(report, finding),
        phrases.difference(report, finding),
        phrases.state(finding.state) + (f", men inte tillsammans med {others}" if others else ""),
        anchors.way_to(report.case, s.place),
    )


def _findings(id: str, caption: str, rows: tuple[Row, ...]) -> Table:
    return Table(
        id=id,
        caption=caption,
        columns=(
            Column("Nr", share=0.6),
            Column("Påståendet", share=2.4),
            Column("Angivet", "right", 1.75),
            Column("Uträknat", "right", 1.9),
            Column("Skillnad", "right", 1.35),
            Column("Utfall", share=1.65),
            Column(_PLACE, share=2),
        ),
        rows=rows,
    )


def acknowledgements(report: Report) -> Table | None:
    """Who has answered for each contradiction, when and why; the unanswered first. None without a contradiction."""
    contradicted, together = (
        report.reconciliation.having(State.CONTRADICTED),
        report.reconciliation.joint.contradictions,
    )
    if not contradicted and not together:
        return None

    def line(answer: Acknowledgement | None, *statements: str) -> Row:
        number = phrases.references(statements)
        if answer is None:
            return row(
                number,
                strong("ingen"),
                phrases.NOTHING,
                "Ingen har tagit ställning. Rapporten är därför inte godkänd.",
            )
        return row(number, answer.by, answer.on.isoformat(), answer.why)

    return Table(
        id="tabell-stallningstaganden",
        caption="Kommentarer till motsägelserna",
        columns=(
            Column("Nr", share=0.5),
            Column("Vem", share=1.3),
            Column("När", share=0.9),
            Column("Varför den får stå kvar", share=4.5),
        ),
        rows=(
            *(line(finding.acknowledgement, finding.statement.statement) for finding in contradicted),
            *(line(found.acknowledgement, *found.statements) for found in together),
        ),
    )


def untestable(report: Report) -> Table | Paragraph:
    """The statements that could not be tested, and what is missing."""
    if not report.reconciliation.having(State.UNTESTABLE):
        return paragraph("Alla påståenden går att pröva.")

    def line(finding: Finding) -> Row:
        s = finding.statement
        return row(
            Run(s.statement, href=f"#{s.statement}"),
            s.wording,
            needed(finding.missing),
            anchors.way_to(report.case, s.place),
        )

    table = Table(
        id="tabell-saknas",
        caption="Påståenden som inte går att pröva, och vad som saknas",
        columns=(
            Column("Nr", share=0.5),
            Column("Påståendet", share=2.5),
            Column("Vad som saknas", share=3),
            Column(_PLACE, share=2),
        ),
        rows=tuple(line(finding) for finding in report.reconciliation.having(State.UNTESTABLE)),
    )
    return _placed(report, table)


def proof(report: Report) -> Table | None:
    """The rows whose board is derived, with the proven board; None without any."""
    if not report.reconciliation.proof.rows:
        return None
    case, result = report.case, report.reconciliation.proof
    rows = case.allocations.loc[list(result.rows)]
    proven = result.boards or (None,) * len(rows)
    columns = (rows[column].tolist() for column in ("measure", "pot", "kronor", "board"))
    return Table(
        id="tabell-harledning",
        caption=f"Rader vars nämnd inte står i dokumentet, {report.money.unit}",
        columns=(
            Column("Åtgärd", share=2.2),
            Column("Pott", share=1.4),
            Column("Belopp", "right", 0.8),
            Column("Nämnd i rapporten", share=1.9),
            Column("Nämnd enligt beviset", share=1.9),
        ),
        rows=tuple(
            row(
                case.measures[measure].name,
                case.pots[pot].short_name,
                AmountRun(report.money, kronor),
                case.boards[board].name,
                case.boards[found].name if found else phrases.NOTHING,
            )
            for measure, pot, kronor, board, found in zip(*columns, proven, strict=True)
        ),
    )


def kinds(report: Report) -> Table:
    """How each kind of statement in the case is tested."""
    used = dict.fromkeys(f.statement.kind for f in report.reconciliation.findings.values())
    rows = []
    for kind in used:
        numbers = [key for key, f in report.reconciliation.findings.items() if f.statement.kind == kind]
        rows.append(row(KINDS[kind].test, decimal(len(numbers), 0)))
    return Table(
        id="tabell-provning",
        caption="Hur påståendena prövas, antal av varje slag",
        columns=(Column("Prövning", share=5), Column("Antal", "right")),
        rows=tuple(rows),
    )


def terms(report: Report) -> Terms | None:
    """The words of the decision report that need it, as they are used there; None without any."""
    case = report.case
    texts = [q.wording for q in case.questions.values()] + [p.wording for p in case.points]
    said = " ".join([*texts, *(d.answer or "" for d in case.disclosures)]).lower()
    items = [
        *([A_POT] if named_pots(report) else []),
        *((term, meaning) for term, stem, meaning in _GLOSSARY if stem in said),
    ]
    if _BOARD in {case.boards[board].name for board in several(boards_by_size(report))}:
        items.append(("Nämnd", f"Ett politiskt organ med ansvar för ett område. {_BOARD} räknas här som en nämnd."))
    if report.reconciliation.proof.rows and not report.reconciliation.unproven:
        items.append(("Härledd", "Nämnden står inte i dokumentet, men nämndernas summor kan bara nås på ett sätt."))
    if case.rounding:
        items.append(("Avrundning", f"Handlingen har avrundat {phrases.steps(case.rounding)}."))
    if report.money.unit in _UNITS:
        items.append((report.money.unit, f"{_UNITS[report.money.unit].capitalize()}."))
    items += [
        (pot.name, f"Pengar avsatta för {pot.purpose}.")
        for pot in report.case.pots.values()
        if pot.purpose != MISSING and not _says(pot.name, pot.purpose)
    ]
    return Terms(tuple((term, runs(meaning)) for term, meaning in items)) if items else None


def _says(name: str, meaning: str) -> bool:
    """Whether every word of a meaning that says anything is in the name already, in whatever form."""
    return all(word[:_STEM] in name.lower() for word in re.findall(r"\w{4,}", meaning.lower()))


def classes(report: Report) -> Terms | None:
    """The case's own classes of measures and boards, with the grounds for each; None without any."""
    items = tuple((tag.name, runs(tag.reason)) for tag in report.case.tags.values())
    return Terms(items) if items else None


def about(report: Report) -> Table:
    """How the report was made: document, edition, parameters, versions."""
    decision = report.case.decision
    return Table(
        id="tabell-om",
        caption="Så är rapporten gjord",
        columns=(Column("Uppgift"), Column("Innehåll", share=3.2)),
        rows=(
            row("Källa", _document(report.case)),
            row(
                "Beslutas av",
                f"{decision.known('decided_by', MISSING.capitalize())}. "
                f"Handlingens status: {phrases.mid_sentence(report.status or MISSING)}.",
            ),
            *_rounding(report.case),
            *([row("Skede", _stage(report, report.stage))] if report.stage else []),
            row("Utgåva", report.edition.isoformat()),
            row("Fall", f"{report.case.title}, version {report.case.version} (mappen {report.case.name})"),
            row("Val", _choices(report)),
            *_source(report),
            row("Bifogat i PDF-filen", volume.attached(report.case)),
            row("Program", ", ".join(f"{name} {version}" for name, version in versions().items())),
        ),
    )


def _choices(report: Report) -> str:
    """What was chosen when the report was made, as far as no other row tells it."""
    chosen = {**report.recorded, "unit": report.money.unit}
    told = [_CHOICES[name].format(SCENARIOS.get(value, value)) for name, value in chosen.items() if value]
    return phrases.capital("; ".join(filter(None, told)))


def _rounding(case: Case) -> list[Row]:
    """The steps that the case's numbers are rounded to, where any are."""
    own = sum(statement.rounding is not None for statement in case.statements.values())
    told = [phrases.steps(case.rounding)] if case.rounding else []
    told += [f"{decimal(own, 0)} {'påstående har' if own == 1 else 'påståenden har'} egen avrundning"] if own else []
    return [row("Avrundat, enligt fallet", "; ".join(told))] if told else []


def _source(report: Report) -> list[Row]:
    """The source's checksum, where it is at hand."""
    original = report.trace and report.trace.original
    return [row("Källans text", (f"{original.name}, SHA-256 ", Run(original.digest, "code")))] if original else []


_ASIDE = "En hänvisning eller ett telefonnummer: varken belopp, datum eller beteckning."


def omissions(report: Report) -> Table | Paragraph | None:
    """What the case leaves out of the source, where and why; None where the source is not at hand."""
    if report.trace is None:
        return None
    trace = report.trace
    if not (report.case.omissions or trace.pointers):
        return paragraph("Inget i källan är utelämnat.")

    outside = {f.omission for f in trace.figures}

    def lines(found: list[int]) -> str:
        return ", ".join(map(str, trace.original.numbers(found))) or phrases.NOTHING

    return Table(
        id="tabell-utelamnat",
        caption="Vad som är utelämnat ur källan, och varför",
        columns=(
            Column("I källan", share=1.6),
            Column(trace.original.unit.capitalize(), share=0.7),
            Column("Varför det inte prövas", share=4),
        ),
        rows=(
            *(
                row(o.found, "inte i källan" if o in outside else lines(trace.lines_of(o)), o.reason)
                for o in report.case.omissions
            ),
            *(row(pointer, lines(where), _ASIDE) for pointer, where in trace.pointers.items()),
        ),
    )


def gaps(report: Report) -> Table | None:
    """What source and case do not both have; None where they cover each other, or the source is not at hand."""
    if report.trace is None or report.trace.whole:
        return None
    found, rest = report.trace.gaps[:_MOST_GAPS], len(report.trace.gaps[_MOST_GAPS:])
    more = [row(phrases.NOTHING, phrases.NOTHING, f"{decimal(rest, 0)} till; fordelning trace räknar upp alla")]
    return Table(
        id="tabell-luckor",
        caption="Luckor mellan källan och fallet",
        columns=(Column("Var", share=1.8), Column("Vad som står där", share=1.8), Column("Vad som är fel", share=3.2)),
        rows=(*(row(gap.where, gap.text, gap.matter) for gap in found), *(more if rest else [])),
    )


def _document(case: Case) -> str:
    """The document, its sender and its matter, as far as they are known; else what the case is read from."""
    decision = case.decision
    author, reference = decision.known("author"), decision.known("reference")
    parts = (f"Avsändare: {author}." if author else "", f"Ärende: {reference}." if reference else "")
    unknown = "Handling" if author or reference else case.source or MISSING.capitalize()
    known = decision.known("document") or unknown
    return " ".join(filter(None, (f"{known}." if any(parts) else known, *parts)))


def _stage(report: Report, stage: Stage) -> str:
    """The stage, its place among the others and what it is, in our own words."""
    place = list(report.case.stages).index(stage.stage) + 1
    summary = f" {stage.summary}" if stage.summary else ""
    return f"{stage.name} (nr{NO_BREAK_SPACE}{place} av {numeral(len(report.case.stages))}).{summary}"


def digests(report: Report) -> Table:
    """SHA-256 of every file of the case."""
    return files(report.case, "tabell-data", "Fallets filer och deras kontrollsummor (SHA-256)")


def files(case: Case, id: str, caption: str) -> Table:
    """The files of `case`, each with its SHA-256."""
    return Table(
        id=id,
        caption=caption,
        columns=(Column("Fil"), Column("Kontrollsumma", share=3.2)),
        rows=tuple(row(name, Run(digest, "code")) for name, digest in case.digests.items()),
    )


def of_kind(report: Report, kind: str) -> list[Finding]:
    """The findings on statements of `kind`, in document order."""
    return [f for f in report.reconciliation.findings.values() if f.statement.kind == kind]


def span(report: Report) -> str:
    """The years that money is allocated for, as text."""
    named = report.case.named_years
    return str(named[0]) if len(named) == 1 else f"{named[0]}–{named[-1] % 100:02d}"


def period(report: Report) -> str:
    """The years as `span` has them, and that the amounts are their sums where they are several."""
    return span(report) + (" sammanlagt" if len(report.case.named_years) > 1 else "")
