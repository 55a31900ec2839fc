"""The pictures: drawn in points on a canvas of the column's width, with real text, described from the same data."""

import io
import re
from dataclasses import asdict, replace
from fractions import Fraction

import matplotlib as mpl
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure as Canvas
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Rectangle
from matplotlib.textpath import TextPath

from . import narrative, phrases, profile, tables
from .case import within
from .document import Column, Figure, Table, row
from .money import percent
from .report import Report

_BAR, _GAP = 20.0, 13.0  # points
_NAMES = 150.0  # width of the column of names
_VALUES = 62.0  # room for a total to the right of the longest bar


class _Drawing:
    """A canvas in points, origin at the top left."""

    def __init__(self, height: float):
        self.canvas = Canvas(figsize=(profile.COLUMN / 72, height / 72), facecolor="none")
        FigureCanvasSVG(self.canvas)
        self.axes = self.canvas.add_axes((0, 0, 1, 1))
        self.axes.set(xlim=(0, profile.COLUMN), ylim=(height, 0))
        self.axes.axis("off")

    def text(
        self, x: float, y: float, text: str, bold=False, colour=profile.INK, align="left", size=profile.BODY
    ) -> None:
        """`text` with its middle at height `y`."""
        self.axes.text(
            x, y, text, fontproperties=_font(bold, size), color=colour, ha=align, va="center_baseline", parse_math=False
        )

    def bar(self, x: float, y: float, width: float, fill: str, edge: str = "none", dashed=False, height=_BAR) -> None:
        """A bar whose upper edge is at `y`."""
        style = {"linestyle": (0, (3, 2)), "linewidth": 0.9} if dashed else {"linewidth": 0.9 if edge != "none" else 0}
        self.axes.add_patch(Rectangle((x, y), width, height, facecolor=fill, edgecolor=edge, **style))

    def line(self, x1: float, y1: float, x2: float, y2: float, colour=profile.RULE) -> None:
        """A hairline."""
        self.axes.plot([x1, x2], [y1, y2], color=colour, linewidth=0.7, solid_capstyle="butt")

    def svg(self, id: str, title: str, description: str) -> str:
        """The drawing as an SVG element with title and description, the same bytes every time."""
        buffer = io.StringIO()
        with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": id, "svg.id": None}):
            self.canvas.savefig(
                buffer, format="svg", metadata=dict.fromkeys(("Date", "Creator", "Format", "Type")), transparent=True
            )
        return _accessible(buffer.getvalue(), id, title, description)


def _accessible(svg: str, id: str, title: str, description: str) -> str:
    """Only the element itself, scalable, named and described, with ids that are unique in a page."""
    body = svg[svg.index("<svg") :]
    head, body = body.split(">", 1)
    view_box = re.search(r'viewBox="[^"]+"', head).group()
    body = re.sub(r"<metadata>.*?</metadata>", "", body, flags=re.DOTALL)
    body = re.sub(r'\bid="([^"]+)"', rf'id="{id}-\1"', body)
    body = re.sub(r'(href="|url\()#', rf"\1#{id}-", body)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {view_box} role="img" '
        f'aria-labelledby="{id}-title {id}-desc"><title id="{id}-title">{_escaped(title)}</title>'
        f'<desc id="{id}-desc">{_escaped(description)}</desc>{body.rstrip()}'
    )


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _font(bold: bool, size: float) -> FontProperties:
    # The file is what is measured, family and weight what the SVG names.
    weight = "bold" if bold else "regular"
    return FontProperties(family=profile.FONT, weight=weight, size=size, fname=profile.fonts()[weight])


def _width(text: str, bold=False, size=profile.BODY) -> float:
    """How wide `text` is, in points."""
    return TextPath((0, 0), text, prop=_font(bold, size), usetex=False).get_extents().width if text.strip() else 0.0


def _wrapped(text: str, width: float) -> list[str]:
    """`text` on lines no wider than `width`, broken between words, and within a word that alone is too long."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if _width(longer) <= width:
            lines[-1] = longer
            continue
        if lines[-1]:
            lines.append("")
        while _width(word) > width:
            fits = next(n for n in range(len(word) - 1, 0, -1) if _width(word[:n] + "-") <= width)
            lines[-1:] = [word[:fits] + "-", ""]
            word = word[fits:]
        lines[-1] = word
    return lines


def colours(report: Report) -> dict[str, tuple[str, str]]:
    """Fill and text colour of each pot, the same in every picture."""
    styles = list(zip(profile.POT_COLOURS, profile.POT_INKS, strict=True))
    return {pot: styles[i % len(styles)] for i, pot in enumerate(report.case.pots)}


def _legend(drawing: _Drawing, report: Report, y: float) -> None:
    x = _NAMES
    for pot in tables.pots_used(report):
        name = report.case.pots[pot].short_name
        drawing.bar(x, y - 4.5, 9, colours(report)[pot][0], height=9)
        drawing.text(x + 14, y, name)
        x += 14 + _width(name) + 18


def boards(report: Report) -> Figure:
    """A bar for each board, largest first, with a segment for each pot and its amount written on it."""
    case, money = report.case, report.money
    order, pots = tables.boards_by_size(report), tables.pots_used(report)
    names = {board: _wrapped(case.boards[board].name, _NAMES - 10) for board in order}
    parts = {board: {pot: case.total(board=board, pot=pot) for pot in pots} for board in order}
    lowest = min(0, *(sum(v for v in parts[b].values() if v < 0) for b in order))
    highest = max(0, *(sum(v for v in parts[b].values() if v > 0) for b in order))
    scale = (profile.COLUMN - _NAMES - _VALUES - (_VALUES if lowest else 0)) / ((highest - lowest) or 1)
    zero = _NAMES + (_VALUES if lowest else 0) - lowest * scale
    heights = [max(_BAR, 11.0 * len(names[board])) + _GAP for board in order]
    drawing = _Drawing(24 + sum(heights))
    _legend(drawing, report, 7)
    y = 24.0
    for board, height in zip(order, heights, strict=True):
        middle = y + (height - _GAP) / 2
        for i, line in enumerate(names[board]):
            drawing.text(0, middle + (i - (len(names[board]) - 1) / 2) * 11, line)
        right = left = zero
        several = sum(bool(v) for v in parts[board].values()) > 1
        for pot, amount in parts[board].items():
            width, (fill, ink) = abs(amount) * scale, colours(report)[pot]
            x = right if amount >= 0 else left - width
            right, left = (right + width, left) if amount >= 0 else (right, left - width)
            drawing.bar(x, middle - _BAR / 2, width, fill, edge=profile.PAPER if several else "none")
            label = money.bare(amount)
            if several and _width(label) + 6 < width:
                drawing.text(x + width / 2, middle, label, colour=ink, align="center")
        drawing.text(right + 5, middle, money.bare(sum(parts[board].values())), bold=True)
        y += height
    drawing.line(zero, 20, zero, y - _GAP + 4, colour=profile.INK)
    table = tables.decision(report)
    title, subtitle = (
        _boards_title(report),
        f"Belopp per nämnd, {money.unit}, {tables.span(report)}. Färgen visar potten.",
    )
    described = [
        f"{case.boards[b].name} {money.full(sum(parts[b].values()))} ({_parts(report, parts[b])})" for b in order
    ]
    alt = f"Liggande staplar, en per nämnd, störst först: {phrases.listed(described)}."
    return Figure(
        "figur-namnder",
        title,
        subtitle,
        alt,
        drawing.svg("figur-namnder", title, alt),
        asdict(replace(table, id="figur-namnder-tabell")),
    )


def _parts(report: Report, parts: dict[str, int]) -> str:
    case, money = report.case, report.money
    return phrases.listed(
        [f"{money.full(v)} ur {phrases.mid_sentence(case.pots[pot].short_name)}" for pot, v in parts.items() if v]
    )


def _boards_title(report: Report) -> str:
    case = report.case
    order = tables.boards_by_size(report)
    several = [b for b in order if within(case.allocations, {"board": b})["pot"].nunique() > 1]
    first = case.total(board=order[0])
    equal = [case.boards[b].name for b in order if case.total(board=b) == first]
    if len(equal) > 1:
        return f"{phrases.listed(equal)} får lika mycket, {report.money.full(first)} var"
    most = f"{equal[0]} får mest, {report.money.full(first)}"
    if several == [order[0]]:
        return f"{most}, och är den enda nämnd som får pengar ur flera potter"
    return f"{most} av {report.money.full(case.total())}"


def split(report: Report) -> Figure | None:
    """Where the parts of a measure with money from several pots sit in their pots, and what they make together.

    Drawn for the first such measure of the case; None without one.
    """
    found = narrative.split_measures(report)
    if not found:
        return None
    case, money = report.case, report.money
    measure, pots = next(iter(found.items()))
    name = case.measures[measure].name
    parts = {pot: case.total(measure=measure, pot=pot) for pot in pots}
    wholes = {pot: case.total(pot=pot) for pot in pots}
    together = sum(parts.values())
    scale = (profile.COLUMN - _NAMES - _VALUES) / max(*wholes.values(), together, 1)
    drawing = _Drawing(16 + (len(pots) + 1) * (_BAR + 21))
    y = 18.0
    for pot in pots:
        fill, _ = colours(report)[pot]
        for i, line in enumerate(_wrapped(case.pots[pot].short_name, _NAMES - 10)):
            drawing.text(0, y + _BAR / 2 + i * 11, line)
        drawing.bar(_NAMES, y, wholes[pot] * scale, profile.TINT)
        drawing.bar(_NAMES, y, parts[pot] * scale, fill)
        drawing.text(_NAMES, y - 6.5, f"{money.bare(parts[pot])} till {name}", bold=True, size=profile.SMALL)
        drawing.text(_NAMES + wholes[pot] * scale + 5, y + _BAR / 2, money.bare(wholes[pot]))
        y += _BAR + 21
    drawing.line(0, y - 14, profile.COLUMN, y - 14)
    drawing.text(0, y + _BAR / 2, "Sammanlagt", bold=True)
    x = _NAMES
    for pot in pots:
        drawing.bar(x, y, parts[pot] * scale, colours(report)[pot][0], edge=profile.PAPER)
        x += parts[pot] * scale
    drawing.text(x + 5, y + _BAR / 2, money.bare(together), bold=True)
    equation = f"{' + '.join(money.bare(part) for part in parts.values())} = {money.full(together)}"
    title = f"{name} betalas ur {'två' if len(pots) == 2 else 'flera'} potter: {equation}"
    subtitle = f"Åtgärdens del av varje pott, {money.unit}, {tables.span(report)}. Ljust: resten av potten."
    described = [
        f"{money.full(parts[p])} av {money.full(wholes[p])} i {phrases.mid_sentence(case.pots[p].name)} "
        f"({percent(Fraction(parts[p], wholes[p]))})"
        for p in pots
    ]
    alt = (
        f"Staplar som visar hur stor del av varje pott som går till {name}: {phrases.listed(described)}. "
        f"Tillsammans {money.full(together)}."
    )
    table = Table(
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
                row(
                    case.pots[p].name,
                    money.bare(parts[p]),
                    money.bare(wholes[p]),
                    percent(Fraction(parts[p], wholes[p])),
                )
                for p in pots
            ),
            row(
                "Sammanlagt",
                money.bare(together),
                money.bare(sum(wholes.values())),
                percent(Fraction(together, sum(wholes.values()))),
                style="total",
            ),
        ),
    )
    return Figure("figur-delning", title, subtitle, alt, drawing.svg("figur-delning", title, alt), asdict(table))


def requests(report: Report) -> Figure | None:
    """From requested, by what was not granted, to what was allocated; None without requests."""
    table, found = tables.requests(report), tables.of_kind(report, "request")
    if table is None:
        return None
    money, finding = report.money, found[0]
    asked, given = finding.stated.number, finding.computed.number
    scale = (profile.COLUMN - _NAMES - _VALUES) / max(asked, given, 1)
    drawing = _Drawing(3 * (_BAR + _GAP))
    fill = colours(report)[finding.statement.pot][0] if finding.statement.pot else profile.ACCENT
    steps = (
        ("Äskat", 0, asked, profile.MUTED, "none", asked),
        (
            "Inte beviljat" if given <= asked else "Utöver äskat",
            min(given, asked),
            asked - given,
            profile.PAPER,
            profile.MUTED,
            given - asked,
        ),
        ("Fördelat", 0, given, fill, "none", given),
    )
    for i, (name, start, length, colour, edge, amount) in enumerate(steps):
        y = i * (_BAR + _GAP) + 2
        drawing.text(0, y + _BAR / 2, name)
        drawing.bar(_NAMES + start * scale, y, abs(length) * scale, colour, edge, dashed=edge != "none")
        drawing.text(_NAMES + (start + abs(length)) * scale + 5, y + _BAR / 2, money.bare(amount), bold=True)
    share = percent(Fraction(given, asked))
    source = tables.asked_of(report, finding)
    title = f"Det som fördelas ur {source}, är {share} av det äskade"
    subtitle = f"{finding.statement.wording}, och det som fördelas, {money.unit}, {tables.span(report)}."
    alt = (
        f"Trappa i tre steg: äskat {money.full(asked)}, skillnad {money.full(given - asked)}, "
        f"fördelat {money.full(given)}."
    )
    return Figure(
        "figur-askanden",
        title,
        subtitle,
        alt,
        drawing.svg("figur-askanden", title, alt),
        asdict(replace(table, id="figur-askanden-tabell")),
    )
