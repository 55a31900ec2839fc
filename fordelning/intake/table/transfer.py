"""Transfers: a line that moves an amount from one board to another is two amounts, and their sum is nil."""

import re
from dataclasses import replace
from decimal import Decimal

from fordelning.intake.cells import amount
from fordelning.intake.cells.cell import Cell

from . import vocabulary
from .cell_values import TableContent
from .options import Options, Questions
from .table_area import Area, Line, is_number

_BODY = r"(?: ?(?:nämnd|styrelse|förvaltning|verksamhet)(?:en)?(?: ?/ ?\w+)?)?"
_FROM = re.compile(rf"(?:\w+ )?från{_BODY}|(?:av)?givande{_BODY}", re.I)
_TO = re.compile(rf"(?:\w+ )?till{_BODY}|mottagande{_BODY}", re.I)
_MINUS = ("-", "−", "–")


def split(area: Area, options: Options, questions: Questions, found: TableContent) -> tuple[Area, Options]:
    """The table with two lines for each transfer, and `options` that say that none is a sum; as it is if it has none.

    A total of the transfers is in neither: it is left aside where it ties, else asked about.
    """
    giving, taking = (_column(area, pattern) for pattern in (_FROM, _TO))
    if giving is None or taking is None:
        return area, options
    lines: list[Line] = []
    moved: list[list[Cell]] = []
    amounts = [c for c in range(len(area.letters)) if not _said(area, c)]
    for number, row in area.lines:
        names, figures = (row[giving], row[taking]), [row[c] for c in amounts if is_number(row[c])]
        total = next((cell for cell in row if cell and vocabulary.total_of(cell.text) is not None), None)
        if total and figures:
            _total(number, total, [row[c] for c in amounts], moved, options, questions, found)
        elif figures and all(names):
            moved.append([row[c] for c in amounts])
            less = [_negated(cell) if c in amounts and is_number(cell) else cell for c, cell in enumerate(row)]
            lines += [
                (number, _joined(less, giving, taking, row[giving])),
                (number, _joined(row, giving, taking, row[taking])),
            ]
        elif figures:
            question = f"beloppet ska ha både den som ger och den som får; rätta raden eller ange --ignore {number}"
            questions.add(question, figures[0])
        else:
            lines.append((number, _joined(row, giving, taking, row[giving])))
    heads = [area.header[-1][c].text for c in (giving, taking)]
    found.reading.append(
        f"kolumn {area.letters[giving]} »{heads[0]}» och {area.letters[taking]} »{heads[1]}» är nämnder: varje rad är "
        "två belopp, ett med minus för den som ger och ett lika stort för den som får"
    )
    header = [
        _joined(row, giving, taking, replace(row[giving], text="Nämnd" if row[giving] else "")) for row in area.header
    ]
    letters = [letter for c, letter in enumerate(area.letters) if c != taking]
    own = frozenset(str(number) for number, _ in lines)
    return replace(area, letters=letters, header=header, lines=lines), replace(options, posts=options.posts | own)


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


def _total(
    number: int,
    total: Cell,
    row: list[Cell],
    moved: list[list[Cell]],
    options: Options,
    questions: Questions,
    found: TableContent,
) -> None:
    sums = [_sum([line[k] for line in moved], options) for k in range(len(row))]
    wrong = [
        cell for k, cell in enumerate(row) if is_number(cell) and _sum([cell], options) not in (sums[k], Decimal(0))
    ]
    if wrong:
        questions.add(
            f"»{total.text}» är inte summan av överföringarna ovanför; rätta tabellen eller välj bort raden med "
            f"--ignore {number}",
            *wrong,
        )
    else:
        found.aside.append(f"rad {number} »{total.text}», som är summan av överföringarna ovanför eller noll")


def _sum(cells: list[Cell], options: Options) -> Decimal | None:
    """What the figures in `cells` sum to; None where one cannot be read."""
    try:
        read = [
            cell.number if cell.number is not None else amount.read(cell.text, options.style) for cell in cells if cell
        ]
    except (amount.Ambiguous, amount.Unreadable):
        return None
    return sum((getattr(one, "number", one) for one in read if one is not None), Decimal(0))
