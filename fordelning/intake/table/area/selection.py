"""The cells of a sheet that are to be read: what is hidden, struck out or left out by the analyst is not."""

import re
from dataclasses import dataclass, replace

from fordelning.base.errors import shorten
from fordelning.intake.cells import footnote_mark
from fordelning.intake.cells.cell import Cell, Sheet
from fordelning.intake.table.options import Options, Questions, ranges
from fordelning.intake.table.row import Line, is_number


@dataclass(frozen=True)
class Selection:
    """The rows that are to be read, the letters of their columns, and what was left `aside`, in Swedish."""

    letters: list[str]
    rows: list[Line]
    aside: list[str]


def of(sheet: Sheet, options: Options, questions: Questions) -> Selection:
    """What is to be read of `sheet`. Raises Faults where that is not settled."""
    letters = [re.sub("[0-9]", "", cell.place) for cell in sheet.rows[0]]
    _ask_unknown(letters, len(sheet.rows), options, questions)
    selection = _without_hidden(_without_ignored(sheet, letters, options), options, questions)
    selection = _without_struck(selection, options, questions)
    questions.check()
    return selection


def _ask_unknown(letters: list[str], height: int, options: Options, questions: Questions) -> None:
    """Ask about rows and columns that an option names and that are not there."""
    places = {"ALLA", *letters, *map(str, range(1, height + 1))}
    for name, chosen in (("ignore", options.ignore), ("totals", options.totals), ("posts", options.posts)):
        if unknown := sorted(chosen - places):
            rows = ranges(int(part) for part in unknown if part.isdigit())
            told = ", ".join(filter(None, [rows, *(part for part in unknown if not part.isdigit())]))
            questions.add(f"--{name} {shorten(told, 200).strip('»')}: ingen sådan rad eller kolumn finns")


def _without_ignored(sheet: Sheet, letters: list[str], options: Options) -> Selection:
    kept = [c for c, letter in enumerate(letters) if letter not in options.ignore]
    rows = [
        (number, [_marked(row[c], options) for c in kept])
        for number, row in enumerate(sheet.rows, start=1)
        if str(number) not in options.ignore
    ]
    numbers = ranges(int(part) for part in options.ignore if part.isdigit())
    columns = ", ".join(letter for letter in letters if letter in options.ignore)
    aside = [f"rad {numbers}, som begärt"] if numbers else []
    aside += [f"kolumn {columns}, som begärt"] if columns else []
    return Selection([letters[c] for c in kept], rows, aside)


def _without_hidden(selection: Selection, options: Options, questions: Questions) -> Selection:
    """`selection` without what is hidden, where the analyst says so; hidden cells are asked about else."""
    letters, rows, aside = selection.letters, selection.rows, selection.aside
    hidden = [cell for _, row in rows for cell in row if cell.hidden and cell]
    if hidden and not options.hidden:
        questions.add("dolda celler har innehåll; avgör med --hidden med eller --hidden utan", *hidden)
    if not hidden or options.hidden != "without":
        return selection
    shown = [c for c in range(len(letters)) if not all(row[c].hidden for _, row in rows)]
    dropped = ranges(number for number, row in rows if all(cell.hidden for cell in row))
    names = ", ".join(letters[c] for c in range(len(letters)) if c not in shown)
    told = ([f"dolda rader {dropped}"] if dropped else []) + ([f"dolda kolumner {names}"] if names else [])
    left = [(number, [row[c] for c in shown]) for number, row in rows if not all(cell.hidden for cell in row)]
    single = [cell.place for _, row in left for cell in row if cell.hidden and cell]
    told += [f"dolda celler {', '.join(single)}"] if single else []
    left = [(number, [_without_content(cell) for cell in row]) for number, row in left]
    return Selection([letters[c] for c in shown], left, aside + told)


def _without_content(cell: Cell) -> Cell:
    return replace(cell, text="", number=None, formula="") if cell.hidden else cell


def _without_struck(selection: Selection, options: Options, questions: Questions) -> Selection:
    """`selection` without rows that are struck out, where the analyst says so; struck cells are asked about else."""
    rows, aside = selection.rows, selection.aside
    struck = [cell for _, row in rows for cell in row if cell.struck == "all"]
    if struck and not options.hidden:
        questions.add("överstrukna celler har innehåll; avgör med --hidden med eller --hidden utan", *struck)
    if options.hidden == "without":
        out = {n for n, row in rows if any(row) and all(cell.struck == "all" for cell in row if cell)}
        rows = [(number, row) for number, row in rows if number not in out]
        aside = aside + ([f"överstrukna rader {ranges(out)}"] if out else [])
    for number, row in rows:
        left = [c for c in row if c.struck == "part" or (c.struck and options.hidden == "without")]
        if left:
            questions.add(
                f"överstruket intill det som gäller; skriv bara det som gäller, eller välj bort raden med --ignore "
                f"{number}",
                *left,
            )
    return Selection(selection.letters, rows, aside)


def _marked(cell: Cell, options: Options) -> Cell:
    """`cell` with the number at the end of its text raised, where the analyst says that it is a footnote's."""
    if cell.place not in options.footnote or cell.number is not None:
        return cell
    digits = r"[0-9](?=\)?$)" if is_number(cell) else r"[0-9]{1,2}(?=\)?$)"
    return replace(cell, text=re.sub(digits, lambda found: footnote_mark.raised(found.group()), cell.text))
