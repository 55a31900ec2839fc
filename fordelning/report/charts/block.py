"""The pictures of the document: each a message, a measure, a chart, its description and where the same numbers are."""

from collections.abc import Callable
from fractions import Fraction
from functools import partial

import pandas as pd

from fordelning.base.money import percent
from fordelning.base.verdict import State
from fordelning.case.schema import MISSING
from fordelning.case.statement import Quantity
from fordelning.checks.reconcile import Finding
from fordelning.report import frames, phrases, tables
from fordelning.report.document import Column, Figure, Table, row
from fordelning.report.report import Report
from fordelning.report.years import Year
from fordelning.report.years import years as years_said

from . import plot, shape
from .picture import figure

MOST_BARS = 16  # more boards than this are drawn together as one bar


def pots(report: Report) -> dict[str, str]:
    """What each pot is called; its place is that of its colour, the same in every picture."""
    return {key: pot.short_name for key, pot in report.case.pots.items()}


def largest(report: Report) -> Figure | None:
    """A picture of who gets how much: the boards, or the measures where one board gets it all; None of one of each."""
    return boards(report) if tables.several(tables.boards_by_size(report)) else measures(report)


def boards(report: Report) -> Figure:
    """A bar for each board, largest first, with a segment for each pot and its amount written on it."""
    frame = frames.by_board(report.case)
    if len(frame) > MOST_BARS:
        shown, rest = frame[: MOST_BARS - 1], frame[MOST_BARS - 1 :]
        together = rest.drop(columns="name").sum().to_frame().T.assign(name=f"Övriga {len(rest)} nämnder")
        frame = pd.concat([shown, together])
    return _of_bars(report, frame, "figur-namnder", _boards_title(report), "nämnd", tables.DECISION)


def measures(report: Report) -> Figure | None:
    """A bar for each measure, largest first, as those of the boards; None where there is only one.

    Beyond MOST_BARS the smallest are told together in the subtitle: as one bar they would dwarf the others.
    """
    frame = frames.by_measure(report.case)
    if len(frame) < 2:
        return None
    shown, rest = frame[:MOST_BARS], frame[MOST_BARS:]
    title = _most(report, list(zip(frame["name"], map(int, frame[frames.TOTAL]), strict=True)))
    left = report.money.full(int(rest[frames.TOTAL].sum()))
    more = f" De {len(shown)} största av {len(frame)}; övriga {len(rest)} får tillsammans {left}." if len(rest) else ""
    return _of_bars(report, shown, "figur-atgarder", title, "åtgärd", tables.MATRIX, more)


def _of_bars(report: Report, frame: pd.DataFrame, id: str, title: str, what: str, see: str, more: str = "") -> Figure:
    """The picture of the rows of `frame`, each a `what`; `more` is said of those that are not drawn."""
    money = report.money
    used = " Färg och mönster visar potten." if tables.several(tables.pots_used(report)) else ""
    subtitle = f"Belopp per {what}, {money.unit}, {tables.period(report)}.{more}{used}"
    described = [
        f"{line['name']} {money.full(int(line[frames.TOTAL]))}{_parts(report, line)}"
        for line in frame.to_dict(orient="records")
    ]
    alt = f"Liggande staplar, en per {what}, störst först: {phrases.listed(described)}.{more}"
    if len(frame) == 1:
        alt = f"En liggande stapel: {described[0]}."
    draw = partial(plot.bars, frame, fmt=money.bare, labels=pots(report))
    return figure(id, title, subtitle, alt, draw, see=see)


def _parts(report: Report, line: dict) -> str:
    money, used = report.money, tables.pots_used(report)
    if not tables.several(used):
        return ""
    named = {pot: phrases.mid_sentence(report.case.pots[pot].short_name) for pot in used}
    used = [f"{money.full(int(line[pot]))} ur {name}" for pot, name in named.items() if line[pot]]
    return f" ({phrases.listed(used)})" if used else ""


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
        names = phrases.listed([equal[0], *map(phrases.mid_sentence, equal[1:])])
        return f"{names} får lika mycket, {report.money.full(first)} var"
    return _most(report, [(case.boards[board].name, case.total(board=board)) for board in order])


def _most(report: Report, sums: list[tuple[str, int]]) -> str:
    """Who gets most, by `sums` from the largest down; whose minus is largest where there is nothing else."""
    money, (name, most), (last, least) = report.money, sums[0], sums[-1]
    if most <= 0 > least and len(sums) > 1 and sums[-2][1] > least:
        return f"{last} har det största minusbeloppet, {money.full(least)} av {money.full(report.case.total())}"
    if most <= 0 or len(sums) == 1:
        return f"{name} får {money.full(most)}"
    of = f" av {money.full(report.case.total())}" if least >= 0 else ""
    return f"{name} får mest, {money.full(most)}{of}"


def split(report: Report) -> Figure | Table | None:
    """Where the parts of a measure with money from several pots sit in their pots, and what they make together.

    Drawn for the first such measure of the case; None without one. Where a part is negative there is no part of a
    whole to draw, and the table stands alone.
    """
    found = tables.split_measures(report)
    if not found:
        return None
    case, money = report.case, report.money
    measure, used = next(iter(found.items()))
    name = case.measures[measure].name
    parts = {pot: case.total(measure=measure, pot=pot) for pot in used}
    wholes = {pot: case.total(pot=pot) for pot in used}
    table = _split_table(report, name, parts, wholes)
    if any(not 0 <= parts[pot] <= wholes[pot] or not wholes[pot] for pot in used):
        return table
    together = sum(parts.values())
    equation = f"{phrases.summed(report, list(parts.values()))} = {money.full(together)}"
    title = f"{name} betalas ur {'två' if len(used) == 2 else 'flera'} potter: {equation}"
    subtitle = f"Åtgärdens del av varje pott, {money.unit}, {tables.span(report)}. Ram: hela potten."
    described = [
        f"{money.full(parts[p])} av {money.full(wholes[p])} i {phrases.mid_sentence(case.pots[p].name)} "
        f"({percent(Fraction(parts[p], wholes[p]))})"
        for p in used
    ]
    alt = (
        f"Staplar som visar hur stor del av varje pott som går till {name}: {phrases.listed(described)}. "
        f"Tillsammans {money.full(together)}."
    )
    frame = frames.split(case, measure).loc[[*used, frames.TOTAL]].assign(whole=pd.Series(wholes))
    draw = partial(plot.shares, frame, fmt=money.bare, labels=pots(report))
    return figure("figur-delning", title, subtitle, alt, draw, table=table)


def _split_table(report: Report, name: str, parts: dict[str, int], wholes: dict[str, int]) -> Table:
    money, case = report.money, report.case
    together, whole = sum(parts.values()), sum(wholes.values())
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
                row(case.pots[p].name, money.bare(parts[p]), money.bare(wholes[p]), phrases.share(parts[p], wholes[p]))
                for p in parts
            ),
            row("Sammanlagt", money.bare(together), money.bare(whole), phrases.share(together, whole), style="total"),
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
    steps = [step for finding in found for step in _steps(report, finding)]
    described = [f"{name.lower()} {money.full(kronor)}" for name, _, kronor, _ in steps]
    alt = f"Staplar: {phrases.listed(described)}."
    frame = pd.DataFrame(steps, columns=["name", "start", "kronor", "role"])
    draw = partial(plot.steps, frame, fmt=money.bare)
    return figure("figur-askanden", title, subtitle, alt, draw, table=table)


def _steps(report: Report, finding: Finding) -> list[tuple[str, int, int, str]]:
    asked, given, others = tables.granted(report, finding)
    pot = finding.statement.pot
    role = shape.pot(list(report.case.pots).index(pot)) if pot else "accent"
    to_others = [("Till andra", 0, others, role)] if given != others else []
    return [("Äskat", 0, asked, "muted"), ("Fördelat", 0, given, role), *to_others]


def years(report: Report) -> Figure | Table | None:
    """A bar a year of what is known, pot by pot; what is missing is an outline, never a bar. None without such years.

    Where a pot's amount is negative the table stands alone.
    """
    said, table = years_said(report, tables.pots_used(report)), tables.years(report)
    return table and of_years(report, said, _years_title(report, said), table)


def of_years(report: Report, said: list[Year], title: str, table: Table) -> Figure | Table:
    """The picture of the years in `said`; `table` alone where a pot's amount is negative."""
    if any(part.kronor < 0 for year in said for parts in year.parts.values() for part in parts):
        return table
    assumed = any(part.assumed for year in said for parts in year.parts.values() for part in parts)
    missing = f" Streckad ram: {MISSING} om delningen." if not all(year.complete for year in said) else ""
    per = "år och pott" if tables.several(tables.pots_used(report)) else "år"
    subtitle = (
        f"Belopp per {per}, {report.money.unit}.{missing}"
        f"{' Streckad kant: räkneexempel.' if assumed else ''} Till höger: det som sägs."
    )
    alt = f"En stapel per år: {'; '.join(_year_in_words(report, year) for year in said)}."
    draw = partial(
        plot.timeline,
        _by_year(said, lambda year, pot: part.kronor if (part := year.known(pot)) else None),
        kinds=_by_year(said, _kind),
        wholes=[
            [report.case.total(year=year.year)] if year.allocated else [part.kronor for part in year.said]
            for year in said
        ],
        fmt=report.money.bare,
        labels=pots(report),
    )
    return figure("figur-ar", title, subtitle, alt, draw, table=table)


def _by_year(said: list[Year], cell: Callable[[Year, str], object]) -> pd.DataFrame:
    """A row a year and a column a pot."""
    cells = {year.year: {pot: cell(year, pot) for pot in year.parts} for year in said}
    return pd.DataFrame.from_dict(cells, orient="index", dtype=object)


def _kind(year: Year, pot: str) -> str:
    part = year.known(pot)
    if part is None:
        return "olika uppgifter" if year.parts[pot] else ""
    return plot.ASSUMED if part.assumed else "uträknat" if part.statement else ""


def _years_title(report: Report, said: list[Year]) -> str:
    """The heaviest thing there is to say: that a year's claims contradict each other, or that something is missing."""
    missing = [str(year.year) for year in said if not year.complete]
    for finding in tables.of_kind(report, "plan"):
        year, values = finding.statement.year, (finding.stated, finding.computed)
        if finding.state is State.CONTRADICTED and year not in report.case.named_years:
            stated, follows = (report.money.full(value.number) for value in values if isinstance(value, Quantity))
            return f"För {year} sägs {stated}, men det blir {follows} om övriga potter är oförändrade"
    if missing:
        return f"För {phrases.listed(missing)} saknas uppgift om hur pengarna delas på potterna"
    return f"Så delas pengarna på potterna {said[0].year}–{said[-1].year % 100:02d}"


def _year_in_words(report: Report, year: Year) -> str:
    case, money = report.case, report.money
    if year.allocated and len(year.parts) == 1:
        return f"{year.year}: {_said(report, year)}"
    parts = [
        f"{phrases.mid_sentence(case.pots[pot].short_name)} "
        + (phrases.listed([money.full(part.kronor) for part in parts]) or MISSING)
        + (" enligt räkneexemplet" if any(part.assumed for part in parts) else "")
        + (" enligt olika uppgifter" if len(parts) > 1 else "")
        for pot, parts in year.parts.items()
    ]
    whole = f", sammanlagt {_said(report, year)}" if _said(report, year) else ""
    return f"{year.year}: {phrases.listed(parts)}{whole}"


def _said(report: Report, year: Year) -> str:
    if year.allocated:
        return report.money.full(report.case.total(year=year.year))
    amounts = [report.money.full(part.kronor) for part in year.said]
    return " eller ".join(amounts) + " enligt dokumentet" if amounts else ""
