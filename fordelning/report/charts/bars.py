"""The pictures made of horizontal bars, each drawn twice: for the column of a page, and for a narrow screen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from fordelning.base import profile
from fordelning.base.money import percent
from fordelning.checks.reconcile import State
from fordelning.report import phrases, tables
from fordelning.report.document import Column, Figure, Table, row
from fordelning.report.report import Report
from fordelning.report.years import Year
from fordelning.report.years import years as years_said

from .drawing import Drawing, plain, text_width, wrapped

NARROW = 210.0  # points: the column of a narrow screen, where a point is some 1.33 pixels
MOST_BARS = 16  # more boards than this are drawn together as one bar
_NAMES = 150.0  # the most that a column of names takes
_SIZE, _SMALL = profile.SIZES["table"], profile.SIZES["small"]
_LEADING = 11.0


def pot_role(report: Report, pot: str) -> str:
    """The role of a pot's colour, the same in every picture."""
    return f"pot-{list(report.case.pots).index(pot) % len(profile.LIGHT.pots) + 1}"


def pot_hatch(report: Report, pot: str) -> str:
    """The hatch that sets a pot apart without colour."""
    return profile.HATCHES[list(report.case.pots).index(pot) % len(profile.HATCHES)]


def figure(
    id: str,
    title: str,
    subtitle: str,
    alt: str,
    draw: Callable[[float], Drawing],
    table: Table | None = None,
    see: str = "",
) -> Figure:
    """A figure whose picture `draw` makes for a canvas of a given width, once for a page and once for a phone."""
    with plain():
        wide = draw(profile.COLUMN)
        return Figure(
            id=id,
            title=title,
            subtitle=subtitle,
            alt=alt,
            height=wide.height,
            svg=wide.svg(id, title, alt),
            narrow=draw(NARROW).svg(f"{id}-smal", title, alt),
            table=table,
            see=see,
        )


@dataclass(frozen=True)
class Names:
    """The names of bars: in a column of `width` beside them, or on lines above them where it is 0."""

    width: float
    lines: list[list[str]]

    @classmethod
    def of(cls, names: Sequence[str], canvas: float) -> "Names":
        """Where `names` stand on a canvas of that width."""
        if canvas < profile.COLUMN:
            return cls(0.0, [wrapped(name, canvas) for name in names])
        column = min(_NAMES, max((text_width(name) for name in names), default=0.0) * 1.03 + 12)
        return cls(column, [wrapped(name, column - 10) for name in names])

    def room(self, index: int, bar: float) -> tuple[float, float]:
        """How far below the row's top its bar begins, and how high the row is without what follows the bar."""
        text = _LEADING * len(self.lines[index])
        return (text + 2, text + 2 + bar) if not self.width else (max(0.0, (text - bar) / 2), max(bar, text))

    def draw(self, drawing: Drawing, index: int, top: float, bar: float) -> None:
        """Write a name in the row that begins at `top` and has a bar of that thickness."""
        lines = self.lines[index]
        start, _ = self.room(index, bar)
        middle = top + start + bar / 2 if self.width else top + _LEADING * len(lines) / 2
        drawing.lines(0, middle, lines, _LEADING)


def _legend(report: Report, pots: Sequence[str], left: float, canvas: float) -> list[tuple[float, float, str, str]]:
    """Where each pot's swatch and each line of its name goes: x, y, pot (or "" for a further line), text."""
    x, y, placed = left, 7.0, []
    for pot in pots:
        lines = wrapped(report.case.pots[pot].short_name, canvas - left - 14)
        width = 14 + max(text_width(line) for line in lines)
        if x > left and x + width > canvas:
            x, y = left, y + 14
        for i, line in enumerate(lines):
            placed.append((x, y + i * _LEADING, pot if i == 0 else "", line))
        y += (len(lines) - 1) * _LEADING
        x += width + 18
    return placed


def _draw_legend(drawing: Drawing, report: Report, placed: list[tuple[float, float, str, str]]) -> None:
    for x, y, pot, text in placed:
        if pot:
            drawing.bar(x, y - 4.5, 9, 9, pot_role(report, pot), pot_hatch(report, pot))
        drawing.text(x + 14, y, text)


def _segment(drawing: Drawing, report: Report, pot: str, x: float, y: float, width: float, height: float) -> None:
    drawing.bar(x, y, width, height, pot_role(report, pot), pot_hatch(report, pot))


def _fits(text: str, width: float, size: float) -> bool:
    return text_width(text, size=size) + 10 < width


@dataclass(frozen=True)
class _Bar:
    """The bar of one board or measure: its name, and its kronor from each pot."""

    name: str
    parts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.parts.values())

    @property
    def reach(self) -> tuple[int, int]:
        """How far the bar goes below and above nil."""
        return sum(v for v in self.parts.values() if v < 0), sum(v for v in self.parts.values() if v > 0)


def _bar(report: Report, name: str, **scope) -> _Bar:
    return _Bar(name, {pot: report.case.total(pot=pot, **scope) for pot in tables.pots_used(report)})


def largest(report: Report) -> Figure | None:
    """A picture of who gets how much: the boards, or the measures where one board gets it all; None of one of each."""
    return boards(report) if tables.several(tables.boards_by_size(report)) else measures(report)


def boards(report: Report) -> Figure:
    """A bar for each board, largest first, with a segment for each pot and its amount written on it."""
    order = tables.boards_by_size(report)
    bars = [_bar(report, report.case.boards[board].name, board=board) for board in order]
    if len(bars) > MOST_BARS:
        shown, rest = bars[: MOST_BARS - 1], bars[MOST_BARS - 1 :]
        together = {pot: sum(bar.parts[pot] for bar in rest) for pot in tables.pots_used(report)}
        bars = [*shown, _Bar(f"Övriga {len(rest)} nämnder", together)]
    return _of_bars(report, bars, "figur-namnder", _boards_title(report), "nämnd", tables.DECISION)


def measures(report: Report) -> Figure | None:
    """A bar for each measure, largest first, as those of the boards; None where there is only one.

    Beyond MOST_BARS the smallest are told together in the subtitle: as one bar they would dwarf the others.
    """
    case = report.case
    order = sorted(tables.several(tables.measures_used(report)), key=lambda measure: -case.total(measure=measure))
    if not order:
        return None
    bars = [_bar(report, case.measures[measure].name, measure=measure) for measure in order]
    shown, rest = bars[:MOST_BARS], bars[MOST_BARS:]
    title = _most(report, [(bar.name, bar.total) for bar in bars])
    left = report.money.full(sum(bar.total for bar in rest))
    more = f" De {len(shown)} största av {len(bars)}; övriga {len(rest)} får tillsammans {left}." if rest else ""
    return _of_bars(report, shown, "figur-atgarder", title, "åtgärd", tables.MATRIX, more)


def _of_bars(report: Report, bars: list[_Bar], id: str, title: str, what: str, see: str, more: str = "") -> Figure:
    """The picture of `bars`, each a `what`; `more` is said of those that are not drawn."""
    money = report.money
    pots = " Färg och mönster visar potten." if tables.several(tables.pots_used(report)) else ""
    subtitle = f"Belopp per {what}, {money.unit}, {tables.period(report)}.{more}{pots}"
    described = [f"{bar.name} {money.full(bar.total)}{_parts(report, bar.parts)}" for bar in bars]
    alt = f"Liggande staplar, en per {what}, störst först: {phrases.listed(described)}.{more}"
    if len(bars) == 1:
        alt = f"En liggande stapel: {described[0]}."
    return figure(id, title, subtitle, alt, lambda width: _draw_bars(report, bars, width), see=see)


def _draw_bars(report: Report, bars: list[_Bar], canvas: float) -> Drawing:
    money, pots = report.money, tables.several(tables.pots_used(report))
    thick, gap = (24.0, 15.0) if len(bars) <= 6 else (20.0, 13.0) if len(bars) <= 8 else (12.0, 7.0)
    size = _SIZE if len(bars) <= 8 else _SMALL
    names = Names.of([bar.name for bar in bars], canvas)
    values = max(text_width(money.bare(bar.total), bold=True) for bar in bars) + 8
    lowest, highest = min(bar.reach[0] for bar in bars), max(bar.reach[1] for bar in bars)
    scale = (canvas - names.width - values) / ((highest - lowest) or 1)
    zero = names.width - lowest * scale

    # What is written under a bar begins at the axis, unless that leaves it less than half of the width.
    beside = zero if canvas - zero > (canvas - names.width) / 2 else names.width

    def unseen(bar: _Bar) -> list[str]:
        """The parts in words, where a segment of a mixed bar is too short for its amount."""
        used = {pot: v for pot, v in bar.parts.items() if v}
        if len(used) < 2 or all(_fits(money.bare(v), abs(v) * scale, size) for v in used.values()):
            return []
        text = ", ".join(f"{report.case.pots[pot].short_name}: {money.bare(v)}" for pot, v in used.items())
        return wrapped(text, canvas - beside - 3, size=_SMALL)

    notes = [unseen(bar) for bar in bars]
    broken = names.width == 0 or (beside < zero and any(notes))  # an axis through no text
    heights = [names.room(i, thick)[1] + 10 * len(notes[i]) + gap for i in range(len(bars))]
    legend = _legend(report, pots, names.width, canvas)
    top = max((y for _, y, _, _ in legend), default=-12.0) + 17
    drawing = Drawing(canvas, top + sum(heights))
    _draw_legend(drawing, report, legend)
    y = top
    for i, bar in enumerate(bars):
        start = y + names.room(i, thick)[0]
        names.draw(drawing, i, y, thick)
        used = {pot: v for pot, v in bar.parts.items() if v}
        right = left = zero
        for pot, kronor in used.items():
            width = abs(kronor) * scale
            x = right if kronor > 0 else left - width
            right, left = (right + width, left) if kronor > 0 else (right, left - width)
            _segment(drawing, report, pot, x, start, width, thick)
            if x > zero:
                drawing.line(x, start, x, start + thick, "paper", 1.2)
            if len(used) > 1 and not notes[i]:
                role = pot_role(report, pot)
                drawing.label(x + width / 2, start + thick / 2, money.bare(kronor), f"{role}-ink", role, size)
        drawing.text(right + 5, start + thick / 2, money.bare(bar.total), bold=True)
        for n, note in enumerate(notes[i]):
            drawing.text(beside + 3, start + thick + 7 + 10 * n, note, role="muted", size=_SMALL)
        if broken:
            drawing.line(zero, start - 1, zero, start + thick + 1, "ink")
        y += heights[i]
    if not broken:
        drawing.line(zero, top - 4, zero, y - gap + 4, "ink")
    return drawing


def _parts(report: Report, parts: dict[str, int]) -> str:
    case, money = report.case, report.money
    if not tables.several(tables.pots_used(report)):
        return ""
    used = [f"{money.full(v)} ur {phrases.mid_sentence(case.pots[pot].short_name)}" for pot, v in parts.items() if v]
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
    measure, pots = next(iter(found.items()))
    name = case.measures[measure].name
    parts = {pot: case.total(measure=measure, pot=pot) for pot in pots}
    wholes = {pot: case.total(pot=pot) for pot in pots}
    table = _split_table(report, name, parts, wholes)
    if any(not 0 <= parts[pot] <= wholes[pot] or not wholes[pot] for pot in pots):
        return table
    together = sum(parts.values())
    equation = f"{phrases.summed(report, list(parts.values()))} = {money.full(together)}"
    title = f"{name} betalas ur {'två' if len(pots) == 2 else 'flera'} potter: {equation}"
    subtitle = f"Åtgärdens del av varje pott, {money.unit}, {tables.span(report)}. Ram: hela potten."
    described = [
        f"{money.full(parts[p])} av {money.full(wholes[p])} i {phrases.mid_sentence(case.pots[p].name)} "
        f"({percent(Fraction(parts[p], wholes[p]))})"
        for p in pots
    ]
    alt = (
        f"Staplar som visar hur stor del av varje pott som går till {name}: {phrases.listed(described)}. "
        f"Tillsammans {money.full(together)}."
    )
    return figure(
        "figur-delning", title, subtitle, alt, lambda width: _draw_split(report, name, parts, wholes, width), table
    )


def _draw_split(report: Report, name: str, parts: dict[str, int], wholes: dict[str, int], canvas: float) -> Drawing:
    money, thick, together = report.money, 20.0, sum(parts.values())
    labels = [*(report.case.pots[pot].short_name for pot in parts), "Sammanlagt"]
    names = Names.of(labels, canvas)
    amounts = [money.bare(v) for v in (*wholes.values(), together)]
    scale = (canvas - names.width - max(text_width(a, bold=True) for a in amounts) - 8) / max(
        *wholes.values(), together
    )
    notes = [wrapped(f"{money.bare(part)} till {name}", canvas - names.width, True, _SMALL) for part in parts.values()]
    heights = [names.room(i, thick)[1] + 10.5 * len(notes[i]) + 12 for i in range(len(parts))]
    last = names.room(len(parts), thick)[1]
    drawing = Drawing(canvas, 4 + sum(heights) + last + 8)
    y = 2.0
    for i, pot in enumerate(parts):
        start = y + names.room(i, thick)[0]
        names.draw(drawing, i, y, thick)
        drawing.bar(names.width, start, wholes[pot] * scale, thick, "tint")
        drawing.frame(names.width, start, wholes[pot] * scale, thick, "muted")
        _segment(drawing, report, pot, names.width, start, parts[pot] * scale, thick)
        drawing.text(names.width + wholes[pot] * scale + 5, start + thick / 2, money.bare(wholes[pot]))
        for n, line in enumerate(notes[i]):
            drawing.text(names.width, start + thick + 7 + 10.5 * n, line, bold=True, size=_SMALL)
        y += heights[i]
    drawing.line(0, y - 3, canvas, y - 3)
    y += 4
    start, x = y + names.room(len(parts), thick)[0], names.width
    names.draw(drawing, len(parts), y, thick)
    for pot, part in parts.items():
        _segment(drawing, report, pot, x, start, part * scale, thick)
        if x > names.width:
            drawing.line(x, start, x, start + thick, "paper", 1.2)
        x += part * scale
    drawing.text(x + 5, start + thick / 2, money.bare(together), bold=True)
    return drawing


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


@dataclass(frozen=True)
class _Step:
    """One step from requested to allocated: where its bar begins and how long it is, in kronor, and what it says."""

    name: str
    start: int
    length: int
    amount: int
    pot: str | None
    outlined: bool = False
    role: str = "muted"


def requests(report: Report) -> Figure | None:
    """From requested, by what was not granted, to what was allocated; None without requests."""
    table, found = tables.requests(report), tables.of_kind(report, "request")
    if table is None:
        return None
    money, finding = report.money, found[0]
    share = phrases.share(finding.computed.number, finding.stated.number)
    title = f"Det som fördelas ur {phrases.clause(tables.asked_of(report, finding))} är {share} av det äskade"
    subtitle = f"{finding.statement.wording}, och det som fördelas, {money.unit}, {tables.span(report)}."
    steps = [step for f in found for step in _steps(report, f)]
    described = [f"{step.name.lower()} {money.full(step.amount)}" for step in steps]
    alt = f"Trappa i {'tre steg' if len(found) == 1 else 'steg'}: {phrases.listed(described)}."
    return figure("figur-askanden", title, subtitle, alt, lambda w: _draw_requests(report, steps, w), table)


def _steps(report: Report, finding) -> list[_Step]:
    asked, given, _ = tables.granted(report, finding)
    gap = "Inte beviljat" if given <= asked else "Utöver äskat"
    return [
        _Step("Äskat", 0, asked, asked, None),
        _Step(gap, min(given, asked), abs(asked - given), given - asked, None, outlined=True),
        _Step("Fördelat", 0, given, given, finding.statement.pot, role="accent"),
    ]


def _draw_requests(report: Report, steps: list[_Step], canvas: float) -> Drawing:
    money, thick, gap = report.money, 20.0, 12.0
    names = Names.of([step.name for step in steps], canvas)
    lowest = min(0, *(step.start for step in steps), *(step.start + step.length for step in steps))
    highest = max(0, *(step.start + step.length for step in steps))
    values = max(text_width(money.bare(step.amount), bold=True) for step in steps) + 8
    scale = (canvas - names.width - values) / ((highest - lowest) or 1)
    zero = names.width - lowest * scale
    heights = [names.room(i, thick)[1] + gap for i in range(len(steps))]
    drawing = Drawing(canvas, sum(heights) + 2)
    y = 2.0
    for i, step in enumerate(steps):
        start = y + names.room(i, thick)[0]
        names.draw(drawing, i, y, thick)
        x = zero + min(step.start, step.start + step.length) * scale
        width = abs(step.length) * scale
        if step.outlined:
            drawing.outline(x, start, width, thick, "muted")
        elif step.pot:
            _segment(drawing, report, step.pot, x, start, width, thick)
        else:
            drawing.bar(x, start, width, thick, step.role)
        drawing.text(x + width + 5, start + thick / 2, money.bare(step.amount), bold=True)
        y += heights[i]
    return drawing


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
    missing = f" Streckad ram: {tables.MISSING} om delningen." if not all(year.complete for year in said) else ""
    pots = " och pott" if tables.several(tables.pots_used(report)) else ""
    subtitle = (
        f"Belopp per år{pots}, {report.money.unit}.{missing}"
        f"{' Streckad kant: räkneexempel.' if assumed else ''} Till höger: det som sägs."
    )
    alt = f"En stapel per år: {'; '.join(_year_in_words(report, year) for year in said)}."
    return figure("figur-ar", title, subtitle, alt, lambda width: _draw_years(report, said, width), table)


def _years_title(report: Report, said: list[Year]) -> str:
    """The heaviest thing there is to say: that a year's claims contradict each other, or that something is missing."""
    missing = [str(year.year) for year in said if not year.complete]
    for finding in tables.of_kind(report, "plan"):
        if finding.state is State.CONTRADICTED and finding.statement.year not in report.case.named_years:
            stated, follows = report.money.full(finding.stated.number), report.money.full(finding.computed.number)
            return f"För {finding.statement.year} sägs {stated}, men det blir {follows} om övriga potter är oförändrade"
    if missing:
        return f"För {phrases.listed(missing)} saknas uppgift om hur pengarna delas på potterna"
    return f"Så delas pengarna på potterna {said[0].year}–{said[-1].year % 100:02d}"


def _year_in_words(report: Report, year: Year) -> str:
    case, money = report.case, report.money
    if year.allocated and len(year.parts) == 1:
        return f"{year.year}: {_said(report, year)}"
    parts = [
        f"{phrases.mid_sentence(case.pots[pot].short_name)} "
        + (phrases.listed([money.full(part.kronor) for part in parts]) or tables.MISSING)
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


def _draw_years(report: Report, said: list[Year], canvas: float) -> Drawing:
    money, thick, gap = report.money, 20.0, 12.0
    names = Names.of([str(year.year) for year in said], canvas)
    blank = text_width(tables.MISSING, size=_SMALL) + 10
    totals = [[report.case.total(year=y.year)] if y.allocated else [part.kronor for part in y.said] for y in said]
    labels = [" eller ".join(map(money.bare, total)) or tables.MISSING for total in totals]
    room = canvas - names.width - max(text_width(label, bold=True) for label in labels) - 8
    parts = [{pot: part for pot in year.parts if (part := year.known(pot))} for year in said]
    known = [sum(part.kronor for part in found.values()) for found in parts]
    # What is missing is an outline up to what is said; where nothing is, or no more than is known, of its own width.
    ends = [max(amount, *total, 0) for amount, total in zip(known, totals, strict=True)]
    rooms = [
        room - (blank if not year.complete and end == k else 0) for year, end, k in zip(said, ends, known, strict=True)
    ]
    scale = min((left / end for left, end in zip(rooms, ends, strict=True) if end), default=0.0)
    legend = _legend(report, tables.several(list(said[0].parts)), names.width, canvas)
    top = max((y for _, y, _, _ in legend), default=-12.0) + 17
    heights = [names.room(i, thick)[1] + gap for i in range(len(said))]
    drawing = Drawing(canvas, top + sum(heights))
    _draw_legend(drawing, report, legend)
    y = top
    for i, year in enumerate(said):
        start, x = y + names.room(i, thick)[0], names.width
        names.draw(drawing, i, y, thick)
        for pot, part in parts[i].items():
            width, role = part.kronor * scale, pot_role(report, pot)
            _segment(drawing, report, pot, x, start, width, thick)
            amount = money.bare(part.kronor)
            kind = " räkneexempel" if part.assumed else " uträknat" if part.statement else ""
            texts = (amount + kind, amount)
            text = next((text for text in texts if _fits(text, width, _SIZE)), None)
            if text:
                drawing.label(x + width / 2, start + thick / 2, text, f"{role}-ink", role, _SIZE)
            if x > names.width:
                drawing.line(x, start, x, start + thick, "paper", 1.2)
            if part.assumed:
                drawing.outline(x + 0.5, start + 0.5, max(width - 1, 0), thick - 1, "ink")
            x += width
        if not year.complete:
            width = max(blank, (ends[i] - known[i]) * scale)
            drawing.outline(x + 1, start + 0.5, width - 2, thick - 1, "muted")
            text = tables.MISSING if not any(len(found) > 1 for found in year.parts.values()) else "olika uppgifter"
            drawing.text(x + width / 2, start + thick / 2, text, align="center", size=_SMALL)
        drawing.text(canvas, start + thick / 2, labels[i], bold=True, align="right")
        y += heights[i]
    return drawing
