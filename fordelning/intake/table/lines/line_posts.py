"""Lines of amounts, each about what its labels, the headings above it and those of its columns name."""

from dataclasses import replace

from fordelning.intake.cells import amount, footnote_mark
from fordelning.intake.cells.cell import Cell
from fordelning.intake.table import adjacent_sums, vocabulary
from fordelning.intake.table.cell_values import Claim, Entry
from fordelning.intake.table.options import row_of
from fordelning.intake.table.table_column import TableColumn
from fordelning.intake.table.vocabulary import SINGULAR

from .line import Post, TableLine
from .progress import Progress


def read(progress: Progress, line: TableLine) -> None:
    """The amounts of a line, and the totals and shares in its columns of these."""
    inquiry, groups = progress.inquiry, progress.groups
    post = Post(line.position, line.number, line.names[0])
    about, marks = _about(progress, line, post), _marks(progress, line)
    if groups.closed and not groups.about and groups.end is None and not inquiry.owns(line.number):
        inquiry.ask(
            f"raden står efter summan för »{groups.closed}» och före nästa rubrik; skriv en rubrik, välj bort raden "
            f"med --ignore {line.number}, eller ange --posts {line.number} om den är en egen post",
            post.cell,
        )
    for column in progress.values:
        cell = line.row[column.index]
        progress.found.used.add(cell.place)
        if cell and cell.text not in amount.NIL:
            _figure(progress, line, post, column, about, marks)
    progress.found.posts.append(post)
    if all(amount.is_nil(cell.text) for cell in line.figures):
        progress.found.aside.append(f"rad {line.number} »{post.cell.text}» utan belopp")
    names = [*(cell.text for cell in line.names), *groups.about.values()]
    added = str(line.number) in inquiry.options.posts
    if not added and any(map(vocabulary.is_deduction, names)) and any(k > 0 for k in post.kronor.values()):
        progress.found.deductions.append(post)


def _about(progress: Progress, line: TableLine, post: Post) -> dict[str, str]:
    """What a line is about by its labels and the heading above it, by role."""
    about = dict(progress.groups.about)
    progress.carry(line.row)
    for k, column in enumerate(progress.labels):
        cell = line.row[column.index]
        name = footnote_mark.behind_name(cell.text)[0]
        if progress.carries(line.row, k):
            name = progress.carried[column.index].name
            progress.filled.add(column.letter)
        elif not name and not progress.inquiry.owns(line.number):
            progress.nameless.append((post, column))
        if name:
            role, name = _named(progress, column.role, name, cell)
            if about.get(role, name) != name:
                progress.inquiry.ask(f"både »{about[role]}» och »{name}» som {SINGULAR[role]}; rätta raden", cell)
            about[role] = name
    return about


def _named(progress: Progress, role: str, name: str, cell: Cell) -> tuple[str, str]:
    """The role and the name that a label has, under the heading above it."""
    board = progress.groups.about.get("board")
    if role == "board" and board is not None:
        return "measure", name  # under a board with a sum of its own stands what it does
    if role == "year":
        return role, vocabulary.only_year(name) or name
    boardlike = role == "measure" and board is not None and cell and vocabulary.looks_like_board(name)
    if boardlike and not progress.inquiry.owns(row_of(cell)):
        progress.inquiry.ask(
            f"»{name}» ser ut som en nämnd men står under »{board}»: ange --totals {row_of(cell)} om den är rubrik med "
            f"summan av raderna under, --posts {row_of(cell)} om den är en åtgärd",
            cell,
        )
    return role, name


def _marks(progress: Progress, line: TableLine) -> tuple[str, ...]:
    """The marks of footnotes behind the labels of a line and in its columns of footnotes."""
    behind = [footnote_mark.behind_name(line.row[column.index].text)[1] for column in progress.labels]
    noted = [footnote_mark.listed(line.row[c.index].text) for c in progress.columns if c.kind == "note"]
    return tuple(mark for marks in behind + noted for mark in marks)


def _figure(
    progress: Progress, line: TableLine, post: Post, column: TableColumn, about: dict[str, str], marks: tuple[str, ...]
) -> None:
    """An amount, or a total or a share in a column of these."""
    cell, figures = line.row[column.index], progress.figures
    if column.kind == "amount" and figures.ask_formula(cell):
        return
    found = figures.read(cell, column)
    if found is None:
        return
    if column.kind == "share":
        found = replace(found, unit="%")
    else:
        found = figures.settled(cell, found, column, line.row, progress.unit(line.row))
    if found is None or found.unit is None:
        return
    what, place = {**about, **column.about}, progress.inquiry.place(cell)
    if column.kind != "amount":
        wording = ("Andelen för " if column.kind == "share" else "Summan för ") + listed(what)
        progress.found.claims.append(Claim(found.number, found.unit, what, wording, place, post.number))
    else:
        clash = {role for role, name in column.about.items() if about.get(role, name) != name}
        for role in sorted(clash)[:1]:
            progress.inquiry.ask(f"både »{about[role]}» och »{column.about[role]}» som {SINGULAR[role]}", cell)
        every = tuple(dict.fromkeys((*marks, *column.marks, *found.marks)))
        post.entries.append((column, Entry(found.number, found.unit, what, every, place, post.number)))


def ask(progress: Progress) -> None:
    """Ask what can be told only when all lines are read."""
    for post, column in progress.nameless:
        above = (other.kronor for other in reversed(progress.found.posts) if other.position < post.position)
        sums = progress.goes_on(progress.lines[post.position]) or adjacent_sums.find(post.kronor, above)
        total = f"ange --totals {post.number} om raden är en summa, " if sums else ""
        progress.inquiry.ask(
            f"ingen {SINGULAR[column.role]} i kolumn {column.letter}, som andra rader har: skriv den, {total}välj bort "
            f"raden med --ignore {post.number}, eller ange --posts {post.number} om den är en egen post",
            post.cell,
        )


def listed(about: dict[str, str]) -> str:
    """What a scope holds, by its names."""
    names = ", ".join(about[role] for role in ("board", "measure", "pot") if role in about)
    return " ".join(filter(None, (names, about.get("year")))) or "allt"
