"""The pictures of the document: each a message, a measure, a chart, its description and where the same numbers are."""

from collections.abc import Callable, Mapping
from functools import partial

import pandas as pd

from fordelning.base import profile
from fordelning.base.verdict import State
from fordelning.case.record import Board, Measure
from fordelning.case.schema import MISSING
from fordelning.case.statement import Quantity, needed
from fordelning.checks.reconcile import Finding
from fordelning.report import frames, phrases, tables
from fordelning.report.document import ROWS, AmountRun, Column, Figure, Sentence, Table, row
from fordelning.report.report import Report
from fordelning.report.years import Year
from fordelning.report.years import years as years_said

from . import plot, shape
from .amounts import REST, kept
from .lettering import text_width
from .picture import HIGHEST, figure

MOST_BARS = 16  # more boards than this are drawn together as one bar
_MOST_REQUESTS = 5
LONGEST_WORD = 180.0  # points


def pots(report: Report) -> dict[str, str]:
    """What each pot is called; its place is that of its colour, the same in every picture.

    Of more pots than there are colours the largest have their own, and the others are one.
    """
    case = report.case
    sizes = case.allocations.assign(size=case.allocations["kronor"].abs()).groupby("pot")["size"].sum()
    shown = kept(sizes.reindex(list(case.pots), fill_value=0), len(profile.LIGHT.pots))
    named = {key: case.pots[key].short_name for key in shown}
    return named if len(shown) == len(case.pots) else {**named, REST: f"Övriga {len(case.pots) - len(shown)} potter"}


def drawn_as(report: Report) -> dict[str, str]:
    """The pots that are drawn as one, each with its key there."""
    return dict.fromkeys(report.case.pots.keys() - pots(report).keys(), REST)


def largest(report: Report) -> Figure | None:
    """A picture of who gets how much: the boards, or the measures where one board gets it all; None of one of each."""
    return boards(report) if tables.several(tables.boards_by_size(report)) else measures(report)


def boards(report: Report) -> Figure:
    """A bar for each board, largest first, with a segment for each pot and its amount written on it."""
    frame, records = frames.by_board(report.case), report.case.boards
    table = tables.DECISION if tables.has_room_for_pots(report) else tables.MATRIX
    for most in range(MOST_BARS, 1, -2):
        shown = frame.loc[kept(frame[frames.TOTAL], most)]
        if rest := len(frame) - len(shown):
            together = frame.drop(index=shown.index).drop(columns="name").sum().to_frame().T
            shown = pd.concat([shown, together.assign(name=f"Övriga {rest} nämnder")])
        made = _of_bars(report, shown, records, "figur-namnder", _boards_title(report), "nämnd", table)
        if made.height <= HIGHEST:
            break
    return made


def measures(report: Report) -> Figure | None:
    """A bar for each measure, largest first, as those of the boards; None where there is only one.

    Beyond MOST_BARS the smallest are told together in the subtitle: as one bar they would dwarf the others.
    """
    frame = frames.by_measure(report.case)
    if len(frame) < 2:
        return None
    shown = frame.loc[kept(frame[frames.TOTAL], MOST_BARS + 1)[:MOST_BARS]]
    rest = frame.drop(index=shown.index)
    title = _most(report, list(zip(frame["name"], map(int, frame[frames.TOTAL]), strict=True)))
    left = report.money.full(int(rest[frames.TOTAL].sum()))
    more = f" De {len(shown)} största av {len(frame)}; övriga {len(rest)} får tillsammans {left}." if len(rest) else ""
    return _of_bars(report, shown, report.case.measures, "figur-atgarder", title, "åtgärd", tables.MATRIX, more)


def _of_bars(
    report: Report,
    frame: pd.DataFrame,
    records: Mapping[str, Board | Measure],
    id: str,
    title: str,
    what: str,
    see: str,
    more: str = "",
) -> Figure:
    """The picture of the rows of `frame`, each a `what` of `records`; `more` is said of those that are not drawn."""
    short = {key: records[key] for key in frame.index if key in records and is_long(records[key])}
    more += "".join(f" {one.short_name} är {one.name}." for one in short.values())
    frame = frame.assign(name=[short[key].short_name if key in short else frame["name"][key] for key in frame.index])
    frame = _together(report, frame)
    money = report.money
    used = " Färg och mönster visar potten." if tables.several(tables.pots_used(report)) else ""
    subtitle = f"Belopp per {what}, {money.unit}, {tables.period(report)}.{more}{used}"
    drawn = f"Liggande staplar, en per {what}, störst först." if len(frame) > 1 else "En liggande stapel."
    fmt = money.column(frame.drop(columns="name").to_numpy().ravel().tolist())
    draw = partial(plot.bars, frame, fmt=fmt, labels=pots(report))
    return figure(id, Sentence(title, (ROWS,)), subtitle, drawn, draw, see=see)


def is_long(record: Board | Measure) -> bool:
    """Whether a name has a word that no column has room for, and a shorter name to be drawn under."""
    widest = max(map(text_width, record.name.split()), default=0.0)
    return widest > LONGEST_WORD and text_width(record.short_name) < widest


def _together(report: Report, frame: pd.DataFrame) -> pd.DataFrame:
    """The pots that are drawn as one, in one column."""
    rest = [pot for pot in frame if pot in drawn_as(report)]
    return frame.drop(columns=rest).assign(**{REST: frame[rest].sum(axis=1)}) if rest else frame


def _boards_title(report: Report) -> str:
    case = report.case
    order = tables.boards_by_size(report)
    several = [b for b in order if sum(bool(case.total(board=b, pot=pot)) for pot in case.pots) > 1]
    first = case.total(board=order[0])
    equal = [case.boards[b].name for b in order if case.total(board=b) == first]
    if first > 0 and len(order) > len(equal) == 1 and several == [order[0]]:
        pots = "båda potterna" if len(tables.pots_used(report)) == 2 else "flera potter"
        amount = report.money.full(first)
        return f"{equal[0]} får mest, {amount}, och är den enda nämnd som får pengar ur {pots}"
    if first > 0 and len(equal) > 1:
        return _alike(report, [equal[0], *map(phrases.organ, equal[1:])], "nämnder", first)
    return _most(report, [(case.boards[board].name, case.total(board=board)) for board in order])


def _most(report: Report, sums: list[tuple[str, int]]) -> str:
    """Who gets most by `sums`; whose minus is largest where there is nothing else."""
    sums = sorted(sums, key=lambda one: -one[1])
    money, (name, most), (last, least) = report.money, sums[0], sums[-1]
    if most <= 0 > least and len(sums) > 1 and sums[-2][1] > least:
        return f"{last} har det största minusbeloppet, {money.full(least)} av {money.full(report.case.total())}"
    if most <= 0 or len(sums) == 1:
        return f"{name} {'får' if most >= 0 else 'har'} {money.full(most)}"
    if sums[1][1] == most and least >= 0:
        return _alike(report, [one for one, kronor in sums if kronor == most], "åtgärder", most)
    if least < 0:  # plus may then be money that is taken
        return f"{name} har det största plusbeloppet, {money.full(most)}"
    return f"{name} får mest, {money.full(most)} av {money.full(report.case.total())}"


def _alike(report: Report, names: list[str], noun: str, kronor: int) -> str:
    """The title of those that get the same, and most."""
    return f"{phrases.capital(phrases.few(names, noun))} får lika mycket, {report.money.full(kronor)} var"


def split(report: Report) -> Figure | Table | None:
    """Where the parts of a measure with money from several pots sit in their pots, and what they make together.

    Drawn for the largest such measure of the case; None without one. Where a part is negative there is no part of a
    whole to draw, and the table stands alone.
    """
    found = tables.split_measures(report)
    if not found:
        return None
    case, money = report.case, report.money
    measure = max(found, key=lambda measure: abs(case.total(measure=measure)))
    used = found[measure]
    name = case.measures[measure].name
    parts = {pot: case.total(measure=measure, pot=pot) for pot in used}
    wholes = {pot: case.total(pot=pot) for pot in used}
    table = _split_table(report, name, parts, wholes)
    if any(not 0 <= parts[pot] <= wholes[pot] or not wholes[pot] or pot in drawn_as(report) for pot in used):
        return table
    together = sum(parts.values())
    equation = f"{phrases.summed(report, list(parts.values()))} = {money.full(together)}"
    title = f"{name} betalas ur {'två' if len(used) == 2 else 'flera'} potter: {equation}"
    subtitle = f"Åtgärdens del av varje pott, {money.unit}, {tables.span(report)}. Ram: hela potten."
    shown = "En stapel per pott, där åtgärdens del är färgad, och en med delarna sammanlagda."
    frame = frames.split(case, measure).loc[[*used, frames.TOTAL]].assign(whole=pd.Series(wholes))
    fmt = money.column([*parts.values(), *wholes.values()])
    draw = partial(plot.shares, frame, fmt=fmt, labels=pots(report))
    return figure("figur-delning", Sentence(title, (ROWS,)), subtitle, shown, draw, table=table)


def _split_table(report: Report, name: str, parts: dict[str, int], wholes: dict[str, int]) -> Table:
    money, case = report.money, report.case
    together, whole, amount = sum(parts.values()), sum(wholes.values()), partial(AmountRun, money)
    return Table(
        id="tabell-delning",
        caption=f"{name}: del av varje pott, {money.unit}",
        columns=(
            Column("Pott", share=2.4),
            Column("Till åtgärden", "right"),
            Column("Hela potten", "right"),
            Column("Andel", "right"),
        ),
        rows=(
            *(
                row(case.pots[p].name, amount(parts[p]), amount(wholes[p]), phrases.share(parts[p], wholes[p]))
                for p in parts
            ),
            row("Sammanlagt", amount(together), amount(whole), phrases.share(together, whole), style="total"),
        ),
    )


def requests(report: Report) -> Figure | None:
    """What was asked for, beside what is given where it was; None without requests."""
    table, found = tables.requests(report), tables.of_kind(report, "request")
    if table is None:
        return None
    money, finding = report.money, found[0]
    asked, given, _ = tables.granted(report, finding)
    pot = phrases.clause(tables.asked_of(report, finding))
    title = f"Ur {pot} fördelas {money.full(given)}; äskat enligt handlingen {money.full(asked)}"
    subtitle = f"{finding.statement.wording}, och det som fördelas, {money.unit}, {tables.span(report)}."
    if len(found) > _MOST_REQUESTS:
        subtitle += f" De {_MOST_REQUESTS} första av {len(found)}."
    steps = [step for finding in found[:_MOST_REQUESTS] for step in _steps(report, finding)]
    shown = f"Staplar: {phrases.listed(list(dict.fromkeys(name.lower() for name, *_ in steps)))}."
    frame = pd.DataFrame(steps, columns=["name", "start", "kronor", "role"])
    draw = partial(plot.steps, frame, fmt=money.column(frame["kronor"].tolist()))
    message = Sentence(title, (finding.statement.statement, ROWS))
    return figure("figur-askanden", message, subtitle, shown, draw, table=table)


def _steps(report: Report, finding: Finding) -> list[tuple[str, int, int, str]]:
    asked, given, others = tables.granted(report, finding)
    pot = finding.statement.pot
    role = shape.pot(list(pots(report)).index(drawn_as(report).get(pot, pot))) if pot else "accent"
    to_others = [("Till andra", 0, others, role)] if given != others else []
    return [("Äskat", 0, asked, "muted"), ("Fördelat", 0, given, role), *to_others]


def years(report: Report) -> Figure | Table | None:
    """A bar a year of what is known, pot by pot; what is missing is an outline, never a bar. None without such years.

    Where a pot's amount is negative the table stands alone.
    """
    said, table = years_said(report, tables.pots_used(report)), tables.years(report)
    return table and of_years(report, said, _years_message(report, said), table)


def of_years(report: Report, said: list[Year], message: Sentence, table: Table) -> Figure | Table:
    """The picture of the years in `said`, with its message; `table` alone where it has a minus or has no room."""
    negative = any(part.kronor < 0 for year in said for parts in year.parts.values() for part in parts)
    if negative or len(said) > MOST_BARS or any(pot in drawn_as(report) for year in said for pot in year.parts):
        return table
    assumed = any(part.assumed for year in said for parts in year.parts.values() for part in parts)
    missing = f" Streckad ram: {MISSING} om delningen." if not all(year.complete for year in said) else ""
    per = "år och pott" if tables.several(tables.pots_used(report)) else "år"
    example = " Streckad kant: räkneexempel." if assumed else ""
    subtitle = f"Belopp per {per}, {report.money.unit}.{missing}{example} Till höger: det som sägs."
    kinds = _by_year(said, _kind)
    reckoned = [str(year) for year, parts in kinds.iterrows() if "uträknat" in set(parts)]
    sorts = f" Uträknat, inte sagt: en del av {phrases.listed(reckoned)}." if reckoned else ""
    shown = f"En stapel per år, delad på potterna.{sorts}{missing}{example}"
    wholes = [
        [report.case.total(year=year.year)] if year.allocated else [part.kronor for part in year.said] for year in said
    ]
    known = [year.known(pot) for year in said for pot in year.parts]
    drawn = [*(part.kronor for part in known if part), *(kronor for whole in wholes for kronor in whole)]
    draw = partial(
        plot.timeline,
        _by_year(said, lambda year, pot: part.kronor if (part := year.known(pot)) else None),
        kinds=kinds,
        wholes=wholes,
        fmt=report.money.column(drawn),
        labels=pots(report),
    )
    return figure("figur-ar", message, subtitle, shown, draw, table=table)


def _by_year(said: list[Year], cell: Callable[[Year, str], object]) -> pd.DataFrame:
    """A row a year and a column a pot."""
    cells = {year.year: {pot: cell(year, pot) for pot in year.parts} for year in said}
    return pd.DataFrame.from_dict(cells, orient="index", dtype=object)


def _kind(year: Year, pot: str) -> str:
    part = year.known(pot)
    if part is None:
        return "olika uppgifter" if year.parts[pot] else ""
    return plot.ASSUMED if part.assumed else "uträknat" if part.statement else ""


def _years_message(report: Report, said: list[Year]) -> Sentence:
    """The heaviest thing there is to say: that a year's claims contradict each other, or that something is missing."""
    missing = [str(year.year) for year in said if not year.complete]
    for finding in tables.of_kind(report, "plan"):
        year, values = finding.statement.year, (finding.stated, finding.computed)
        if finding.state is State.CONTRADICTED and year not in report.case.named_years:
            stated, follows = (report.money.full(value.number) for value in values if isinstance(value, Quantity))
            change = report.case.statements[needed(finding.statement.against)]
            gives = f"en ändring som{phrases.read(change)} ger {follows} om övriga potter är oförändrade"
            claims = (finding.statement.statement, change.statement, ROWS)
            read = phrases.read(finding.statement)
            return Sentence(f"För {year} sägs{read} två saker: {stated}, och {gives}", claims)
    if missing:
        return unknown_years(missing)
    return Sentence(f"Så delas pengarna på potterna {said[0].year}–{said[-1].year % 100:02d}", (ROWS, "statements"))


def unknown_years(missing: list[str]) -> Sentence:
    """The message where it is not known how the money of those years falls on the pots."""
    told = f"För {phrases.listed(missing)} saknas uppgift om hur pengarna delas på potterna"
    return Sentence(told, ("statements",))
