"""What each line of a table says: amounts, totals, headings, and what is not counted."""

from collections.abc import Callable

from fordelning.intake.cells.cell import Cell
from fordelning.intake.table import vocabulary
from fordelning.intake.table.cell_values import Figures
from fordelning.intake.table.inquiry import Inquiry
from fordelning.intake.table.table_column import TableColumn

from . import indents, line_headings, line_posts, line_totals, line_units
from .indents import Indent
from .line import Lines, TableLine
from .progress import Progress


def read(inquiry: Inquiry, columns: list[TableColumn], figures: Figures) -> Lines:
    """What the lines of the table say, from the top; what they leave open is asked."""
    labels = [column for column in columns if column.kind == "label"]
    values = [column for column in columns if column.kind in ("amount", "total", "share")]
    rows, said = line_units.apart(inquiry, labels, values, figures)
    lines = [
        TableLine(position, number, row, _filled(row, labels), _filled(row, values))
        for position, (number, row) in enumerate(rows)
    ]
    inside = indents.find(inquiry, labels, lines)
    indents.ask(inquiry, inside)
    progress = Progress(inquiry, figures, columns, lines, line_units.LineUnits(said))
    for line in lines:
        if progress.groups.leave(line.position):
            progress.units.end()
        _read(progress, line, inside.get(line.number))
    line_posts.ask(progress)
    if progress.filled:
        letters = ", ".join(sorted(progress.filled))
        progress.found.told.append(f"Tomma celler i kolumn {letters} har fått namnet ovanför.")
    progress.found.reading += progress.groups.reading
    return progress.found


def _filled(row: list[Cell], columns: list[TableColumn]) -> list[Cell]:
    return [row[column.index] for column in columns if row[column.index]]


def _read(progress: Progress, line: TableLine, inside: Indent | None) -> None:
    """One line, as the first thing that it can be."""
    inquiry, number = progress.inquiry, line.number
    if not line.figures:
        line_headings.read(progress, line)
    elif str(number) in inquiry.options.totals:
        line_totals.read_told(progress, line)
    elif not line.names:
        inquiry.ask(
            f"ett belopp utan namn i raden; skriv vad det är, ange --totals {number} om det är en summa, eller välj "
            f"bort raden med --ignore {number}",
            line.figures[0],
        )
    elif inquiry.owns(number):
        line_posts.read(progress, line)
    elif part := _first(line.names, vocabulary.is_part):
        _part(progress, line, part)
    elif other := _first(line.names, vocabulary.is_no_amount):
        inquiry.ask(
            f"»{other.text}» är inget belopp som fördelas; välj bort raden med --ignore {number}, eller ange --posts "
            f"{number} om det är det, eller --totals {number} om raden är en summa av andra",
            other,
        )
    elif total := _first(line.names, vocabulary.is_total):
        line_totals.read(progress, line, total)
    elif inside and inquiry.options.of_which == "without":
        what = f"rad {number} »{line.names[0].text}», som ingår i »{inside.whole.text}»"
        progress.set_aside(what, line.row)
    elif rest := _unallocated(progress, line):
        inquiry.ask(
            f"»{rest.text}» är ingen nämnd utan det som inte är fördelat än; välj bort raden med --ignore {number}, "
            f"eller ange --posts {number} om den är ett belopp som fördelas, eller --totals {number} om den är en "
            "summa av andra",
            rest,
        )
    else:
        line_posts.read(progress, line)


def _first(cells: list[Cell], says: Callable[[str], bool]) -> Cell | None:
    return next((cell for cell in cells if says(cell.text)), None)


def _part(progress: Progress, line: TableLine, cell: Cell) -> None:
    if progress.inquiry.options.of_which == "without":
        progress.set_aside(f"rad {line.number} »{cell.text}», som ingår i en annan", line.row)
    else:
        progress.inquiry.ask(
            "raden ingår i en ovanför och skulle räknas två gånger; välj bort sådana rader med --of-which utan", cell
        )


def _unallocated(progress: Progress, line: TableLine) -> Cell | None:
    """The label that says that nobody has been given the line's amounts, or that names a reserve as the board."""
    for column in progress.labels:
        says = vocabulary.is_reserve if column.role == "board" else vocabulary.is_unallocated
        if says(line.row[column.index].text):
            return line.row[column.index]
    return None
