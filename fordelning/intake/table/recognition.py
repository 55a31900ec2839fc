"""What a mailed table says: its amounts, each with its board, measure, pot and year, its totals and its footnotes.

The table may be long (a row an allocation) or wide (boards, measures, pots or years across), with title lines above,
headings of several rows, rows grouped under headings, rows and columns of totals, and notes below. What can be taken
for more than one thing is not taken for any: it becomes a fault that names the place, the readings and the option that
settles it. Every figure within the table is read, or told as set aside, or a fault.
"""

import re
from dataclasses import replace

from fordelning.intake.cells import amount
from fordelning.intake.cells.cell import Sheet
from fordelning.intake.table.area import table_area
from fordelning.intake.table.area.table_area import Area
from fordelning.intake.table.columns import columns
from fordelning.intake.table.lines import lines
from fordelning.intake.table.lines.line import Lines

from . import footnotes, shares, spellings, sums, transfer, vocabulary, wrong_totals
from .cell_values import Figures, TableContent
from .inquiry import Inquiry
from .options import NO_AMOUNTS, Options, Questions, either
from .row import is_number
from .table_column import TableColumn

UNSAID = {
    "board": "nämnden framgår inte av tabellen; ange --board NAMN om allt går till en nämnd, eller --rows nämnder om "
    "raderna är nämnder",
    "year": "året framgår inte av tabellen; ange --year ÅR",
}


def recognise(sheet: Sheet, options: Options) -> TableContent:
    """What the table in `sheet` says, read as `options` settle. Raises Faults with all that can be found."""
    questions = Questions(sheet)
    area = table_area.find(sheet, options, questions)
    transfers = transfer.split(Inquiry(area, options, questions))
    inquiry = transfers.inquiry
    read = columns.read(inquiry)
    title = area.title + _years_over(inquiry.area, read)
    years = _settle_year(inquiry, title, read)
    figures = Figures(inquiry, read)
    if questions.asked:
        figures.ask()
        _ask_unsaid(inquiry, read)
    questions.check()
    found = lines.read(inquiry, read, figures)
    if questions.asked:
        _ask_unsaid(inquiry, read)
    questions.check()
    if not found.entries:
        questions.stop(NO_AMOUNTS)
    shares.settle(inquiry, read, found)
    totals = sums.settle(inquiry, read, found)
    notes, under = footnotes.under(area)
    across = _across(read)
    content = TableContent(
        title=title,
        entries=found.entries,
        claims=found.claims + totals.claims,
        notes=notes,
        pointing=footnotes.pointing(inquiry),
        across=across,
        aside=area.aside + under + transfers.aside + _aside(read) + found.aside,
        reading=[*transfers.reading, *(c.reading for c in read if c.reading), *found.reading, *totals.reading],
        told=years + _unused(inquiry, across) + found.told + totals.told,
    )
    content = spellings.settle(inquiry, content)
    footnotes.ask(inquiry, read, content)
    _ask_unread(inquiry, read, found)
    if questions.asked:
        wrong_totals.tell(inquiry, content)
    questions.check()
    return replace(content, told=[*content.told, *dict.fromkeys(figures.told)])


def _years_over(area: Area, read: list[TableColumn]) -> list[str]:
    """The headings over labels that say a year."""
    over = [row[column.index].text for row in area.header for column in read if column.kind == "label"]
    return list(dict.fromkeys(text for text in over if vocabulary.YEAR.search(text)))


def _across(read: list[TableColumn]) -> dict[str, list[str]]:
    """The names by role in the headings of amounts, in their order."""
    across: dict[str, list[str]] = {}
    for role, name in (named for column in read if column.kind == "amount" for named in column.about.items()):
        across.setdefault(role, []).append(name)
    return across


def _aside(read: list[TableColumn]) -> list[str]:
    return [f"kolumn {column.letter} »{column.heading}»" for column in read if column.kind == "aside"]


def _unused(inquiry: Inquiry, across: dict[str, list[str]]) -> list[str]:
    """That the headings do not say what the analyst says that they do."""
    columns = inquiry.options.columns
    unused = columns and vocabulary.NAMES[columns] not in across
    return [f"--columns {columns} har inte använts: rubrikerna säger något annat."] if unused else []


def _ask_unsaid(inquiry: Inquiry, read: list[TableColumn]) -> None:
    """Ask for the year and the board together with the rest, where nothing in the table can say them."""
    area, options = inquiry.area, inquiry.options
    labels = [column for column in read if column.kind == "label"]
    texts = [*area.title, *(cell.text for row in area.header for cell in row)]
    texts += [row[column.index].text for _, row in area.lines for column in labels]
    if not options.year and not any(re.search("[0-9]{2}", text) for text in texts):
        inquiry.ask(UNSAID["year"])
    chosen = "nämnder" in (options.rows, options.columns, options.groups) or options.board
    said = any(column.role in ("board", "") for column in labels) or any("board" in c.about for c in read)
    headed = any(sum(map(bool, row)) == 1 for _, row in area.lines)  # a heading among the lines may name a board
    if not (chosen or said or headed) and not any(vocabulary.looks_like_board(text) for text in texts):
        inquiry.ask(UNSAID["board"])


def _settle_year(inquiry: Inquiry, title: list[str], read: list[TableColumn]) -> list[str]:
    """Settle which year it is where the headings of amounts say one, and the text above the table only others.

    A later one is that of the amounts, which is told: a title may well say when they were decided.
    """
    above = sorted(set(vocabulary.YEAR.findall(vocabulary.without_against(" ".join(title)))))
    headed = [column for column in read if column.about.get("year")]
    years = {column.about["year"] for column in headed}
    if not above or len(years) != 1 or years <= {*above}:
        return []
    [year] = years
    said = f"exten ovanför tabellen säger {' och '.join(above)} men rubriken »{headed[0].heading}» {year}"
    if year > above[-1]:
        return [f"T{said}, som gäller."]
    if inquiry.options.year:
        for column in headed:
            del column.about["year"]
    else:
        which = either([f"--year {one}" for one in [year, *above]])
        inquiry.ask(f"t{said}; avgör med {which}", *(column.cell for column in headed))
    return []


def _ask_unread(inquiry: Inquiry, read: list[TableColumn], found: Lines) -> None:
    """Ask about every figure that is neither an amount, a total, nor told as set aside."""
    for _, row in inquiry.area.lines:
        for column in read:
            cell = row[column.index]
            counted = column.kind in ("amount", "total", "share", "empty") or (column.kind == "label" and not cell.text)
            if cell and counted and not amount.is_nil(cell.text) and cell.place not in found.used and is_number(cell):
                inquiry.ask(
                    f"talet »{cell.text}» hör inte till något som har lästs; rätta tabellen eller ange --ignore "
                    f"{column.letter}",
                    cell,
                )
