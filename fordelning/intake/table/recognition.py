"""What a mailed table says: its amounts, each with its board, measure, pot and year, its totals and its footnotes.

The table may be long (a row an allocation) or wide (boards, measures, pots or years across), with title lines above,
headings of several rows, rows grouped under headings, rows and columns of totals, and notes below. What can be taken
for more than one thing is not taken for any: it becomes a fault that names the place, the readings and the option that
settles it. Every figure within the table is read, or told as set aside, or a fault.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from fordelning.intake.cells import amount
from fordelning.intake.cells.cell import Sheet

from . import columns, spellings, sums, table_area, transfer, vocabulary
from .cell_values import Claim, Entry, Figures, TableContent
from .inquiry import Inquiry
from .lines import Rows
from .options import Options, Questions
from .table_area import Area, is_number
from .table_column import TableColumn

UNSAID = {
    "board": "nämnden framgår inte av tabellen; ange --board NAMN om allt går till en nämnd, eller --rows nämnder om "
    "raderna är nämnder",
    "year": "året framgår inte av tabellen; ange --year ÅR",
}


def recognise(sheet: Sheet, options: Options) -> TableContent:
    """What the table in `sheet` says, read as `options` settle. Raises Faults with all that can be found."""
    questions = Questions(sheet)
    table = table_area.find(sheet, options, questions)
    found = TableContent(title=table.title, aside=table.aside)
    _notes(table, found)
    table, options = transfer.split(table, options, questions, found)
    inquiry = Inquiry(table, options, questions)
    read = columns.read(inquiry)
    figures = Figures(table, read, options, questions)
    if questions.asked:
        figures.ask(table)
        _ask_unsaid(table, read, options, questions)
    questions.check()
    over = [row[column.index].text for row in table.header for column in read if column.kind == "label"]
    found.title += dict.fromkeys(text for text in over if vocabulary.YEAR.search(text))
    found.told += _other_years(table, read)
    for column in read:
        for role, name in column.about.items() if column.kind == "amount" else ():
            found.across.setdefault(role, []).append(name)
    if options.columns and vocabulary.NAMES[options.columns] not in found.across:
        found.told.append(f"--columns {options.columns} har inte använts: rubrikerna säger något annat.")
    found.reading += [column.reading for column in read if column.reading]
    found.aside += [f"kolumn {c.letter} »{c.heading}»" for c in read if c.kind == "aside"]
    rows = Rows(sheet, table, read, figures, options, questions, found)
    if questions.asked:
        _ask_unsaid(table, read, options, questions)
    questions.check()
    if not found.entries:
        questions.add("inga belopp hittades")
        questions.check()
    sums.settle(inquiry, rows, found)
    spellings.settle(found, options, questions)
    _glued(found, options, questions)
    _numbered_names(table, read, found, options, questions)
    _all_read(table, read, rows, questions)
    questions.check()
    found.told += dict.fromkeys(figures.told)
    return found


def _ask_unsaid(table: Area, read: list[TableColumn], options: Options, questions: Questions) -> None:
    """Ask for the year and the board together with the rest, where nothing in the table can say them."""
    labels = [column for column in read if column.kind == "label"]
    texts = [*table.title, *(cell.text for row in table.header for cell in row)]
    texts += [row[column.index].text for _, row in table.lines for column in labels]
    if not options.year and not any(re.search("[0-9]{2}", text) for text in texts):
        questions.add(UNSAID["year"])
    chosen = "nämnder" in (options.rows, options.columns, options.groups) or options.board
    said = any(column.role in ("board", "") for column in labels) or any("board" in c.about for c in read)
    headed = any(sum(map(bool, row)) == 1 for _, row in table.lines)  # a heading among the lines may name a board
    if not (chosen or said or headed) and not any(vocabulary.looks_like_board(text) for text in texts):
        questions.add(UNSAID["board"])


def _other_years(table: Area, read: list[TableColumn]) -> list[str]:
    """That the headings of amounts say years which the text above the table does not."""
    above = sorted(set(vocabulary.YEAR.findall(" ".join(table.title))))
    headed = [c for c in read if c.kind == "amount" and c.about.get("year", "") not in ("", *above)]
    if not above or not headed or len({c.about.get("year") for c in read if c.kind == "amount"}) > 1:
        return []
    return [
        f"Texten ovanför tabellen säger {' och '.join(above)} men rubriken »{column.heading}» {column.about['year']}, "
        "som gäller."
        for column in headed
    ]


def _notes(table: Area, found: TableContent) -> None:
    for _, row in table.under:
        text = " ".join(dict.fromkeys(cell.text for cell in row if cell))
        if note := vocabulary.note(text):
            found.notes.setdefault(*note)
        elif text:
            found.aside.append(f"texten under tabellen: {text}")


def _all_read(table: Area, read: list[TableColumn], rows: Rows, questions: Questions) -> None:
    """Every figure of the table is an amount, a total, or told as set aside."""
    for _, row in table.lines:
        for column in read:
            cell = row[column.index]
            counted = column.kind in ("amount", "total", "share", "empty") or (column.kind == "label" and not cell.text)
            if cell and counted and cell.text not in amount.NIL and cell.place not in rows.used and is_number(cell):
                questions.add(
                    f"talet »{cell.text}» hör inte till något som har lästs; rätta tabellen eller ange --ignore "
                    f"{column.letter}",
                    cell,
                )


def _glued(found: TableContent, options: Options, questions: Questions) -> None:
    """A figure that ends in the number of a footnote which nothing else points to, and has a digit too many."""
    lost = _lost(found)
    if not lost or options.style.decimals is not None or "INGA" in options.footnote:
        return
    digits = [amount.places(entry.number) for entry in found.entries if entry.number % 1]
    usual = max(set(digits), key=lambda d: (digits.count(d), -d)) if digits else 0
    for entry in found.entries:
        text = f"{entry.number:f}"
        if text[-1] in lost and entry.number % 1 and amount.places(entry.number) == usual + 1:
            shown = text.replace(".", ",")
            questions.add(
                f"{entry.place}: »{shown}» kan läsas som {shown} eller {shown[:-1]} med fotnot {shown[-1]}; "
                f"avgör med --decimals {usual} eller --footnote inga"
            )


def _numbered_names(
    table: Area, read: list[TableColumn], found: TableContent, options: Options, questions: Questions
) -> None:
    """A name that ends in the number of a footnote which nothing else points to."""
    lost = set() if "INGA" in options.footnote else _lost(found)
    cells = [row[column.index] for _, row in table.lines for column in read if column.kind == "label"]
    if cells := [cell for cell in cells if cell.text.rpartition(" ")[0] and cell.text.rpartition(" ")[2] in lost]:
        name, _, last = cells[0].text.rpartition(" ")
        questions.add(
            f"»{cells[0].text}» kan vara hela namnet, eller »{name}» med fotnot {last}, som står under tabellen; "
            f"avgör med --footnote inga eller --footnote {','.join(cell.place for cell in cells)}",
            *cells,
        )


def _lost(found: TableContent) -> set[str]:
    """The numbers of the footnotes that nothing points to."""
    pointed = {mark for entry in found.entries for mark in entry.marks}
    return {mark for mark in found.notes if mark.isdigit()} - pointed


def totals_that_a_digit_explains(found: TableContent) -> Iterator[tuple[Entry, Claim]]:
    """Amounts whose last digit is a footnote's number, and a total that ties only without that digit.

    Only footnotes that nothing points to are thought of.
    """
    lost = _lost(found)
    for claim in found.claims if lost else []:
        within = [e for e in found.entries if claim.sums(e) and e.unit == claim.unit]
        gap = sum(e.number for e in within) - claim.number
        for entry in within:
            text = f"{entry.number:f}"
            if gap and text[-1] in lost and len(text) > 1 and entry.number - Decimal(text[:-1].rstrip(".")) == gap:
                yield entry, claim
