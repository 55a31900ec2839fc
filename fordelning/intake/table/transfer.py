"""Transfers: a line that moves an amount from one board to another is two amounts, and their sum is nil."""

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal

from fordelning.intake.cells.amount import Ambiguous, Style, Unreadable
from fordelning.intake.cells.cell import Cell
from fordelning.intake.table.area.table_area import Area

from . import vocabulary
from .inquiry import Inquiry
from .row import Line, is_number

_BODY = r"(?: ?(?:nämnd|styrelse|förvaltning|verksamhet)(?:en)?(?: ?/ ?\w+)?)?"
_FROM = re.compile(rf"(?:\w+ )?från{_BODY}|(?:av)?givande{_BODY}", re.I)
_TO = re.compile(rf"(?:\w+ )?till{_BODY}|mottagande{_BODY}", re.I)
_MINUS = ("-", "−", "–")


@dataclass(frozen=True)
class Transfers:
    """The table with two lines for each transfer; `reading` and `aside` are as in TableContent."""

    inquiry: Inquiry
    reading: list[str] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)


def split(inquiry: Inquiry) -> Transfers:
    """The table with its transfers split, and options that say that none is a sum; as it is if it has none.

    A total of the transfers is in neither: it is left aside where it ties, else asked about.
    """
    area = inquiry.area
    giving, taking = (_column(area, pattern) for pattern in (_FROM, _TO))
    if giving is None or taking is None:
        return Transfers(inquiry)
    lines: list[Line] = []
    aside: list[str] = []
    moved: list[list[Cell]] = []
    amounts = [c for c in range(len(area.letters)) if not _said(area, c)]
    for number, row in area.lines:
        figures = [row[c] for c in amounts if is_number(row[c])]
        total = next((cell for cell in row if cell and vocabulary.is_total(cell.text)), None)
        if total and figures:
            aside += _total(inquiry, number, total, [row[c] for c in amounts], moved)
        elif figures and row[giving] and row[taking]:
            moved.append([row[c] for c in amounts])
            less = [_negated(cell) if c in amounts and is_number(cell) else cell for c, cell in enumerate(row)]
            lines.append((number, _joined(less, giving, taking, row[giving])))
            lines.append((number, _joined(row, giving, taking, row[taking])))
        elif figures:
            question = f"beloppet ska ha både den som ger och den som får; rätta raden eller ange --ignore {number}"
            inquiry.ask(question, figures[0])
        else:
            lines.append((number, _joined(row, giving, taking, row[giving])))
    return Transfers(_as_boards(inquiry, giving, taking, lines), [_reading(area, giving, taking)], aside)


def _as_boards(inquiry: Inquiry, giving: int, taking: int, lines: list[Line]) -> Inquiry:
    """The table with `lines`, and one column of boards where those who give and those who get had one each."""
    area, options = inquiry.area, inquiry.options
    header = [
        _joined(row, giving, taking, replace(row[giving], text="Nämnd" if row[giving] else "")) for row in area.header
    ]
    letters = [letter for c, letter in enumerate(area.letters) if c != taking]
    own = frozenset(str(number) for number, _ in lines)
    return replace(
        inquiry,
        area=replace(area, letters=letters, header=header, lines=lines),
        options=replace(options, posts=options.posts | own),
    )


def _reading(area: Area, giving: int, taking: int) -> str:
    heads = [f"{area.letters[c]} »{area.header[-1][c].text}»" for c in (giving, taking)]
    return (
        f"kolumn {' och '.join(heads)} är nämnder: varje rad är två belopp, ett med minus för den som ger och ett lika "
        "stort för den som får"
    )


def _column(area: Area, pattern: re.Pattern) -> int | None:
    """The only column of names whose heading says that they give, or get."""
    found = [
        c
        for c, cell in enumerate(area.header[-1])
        if pattern.fullmatch(vocabulary.bare(cell.text))
        and not any(is_number(row[c]) or vocabulary.is_date(row[c].text) for _, row in area.lines)
    ]
    return found[0] if len(found) == 1 else None


def _said(area: Area, c: int) -> bool:
    """Whether the heading of a column says that it holds something else than amounts."""
    heading = area.header[-1][c].text
    return bool(vocabulary.role_of(heading)) or any(vocabulary.is_role(heading, role) for role in ("note", "aside"))


def _joined(row: list[Cell], giving: int, taking: int, name: Cell) -> list[Cell]:
    return [name if c == giving else cell for c, cell in enumerate(row) if c != taking]


def _negated(cell: Cell) -> Cell:
    text = cell.text[1:].lstrip() if cell.text.startswith(_MINUS) else f"−{cell.text}"
    return replace(cell, text=text, number=None if cell.number is None else -cell.number)


def _total(inquiry: Inquiry, number: int, total: Cell, row: list[Cell], moved: list[list[Cell]]) -> list[str]:
    """That a total of the transfers is left aside; nothing where it is asked about."""
    style = inquiry.options.style
    sums = [_sum([line[k] for line in moved], style) for k in range(len(row))]
    wrong = [cell for k, cell in enumerate(row) if is_number(cell) and _sum([cell], style) not in (sums[k], Decimal(0))]
    if not wrong:
        return [f"rad {number} »{total.text}», som är summan av överföringarna ovanför eller noll"]
    inquiry.ask(
        f"»{total.text}» är inte summan av överföringarna ovanför; rätta tabellen eller välj bort raden med --ignore "
        f"{number}",
        *wrong,
    )
    return []


def _sum(cells: list[Cell], style: Style) -> Decimal | None:
    """What the figures in `cells` sum to; None where one cannot be read."""
    try:
        return sum((cell.exact(style) for cell in cells), Decimal(0))
    except (Ambiguous, Unreadable):
        return None
