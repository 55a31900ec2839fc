"""Lines of totals: what each may be the sum of, by its words and by where it stands."""

from itertools import takewhile

from fordelning.intake.cells import amount, footnote_mark
from fordelning.intake.cells.cell import Cell
from fordelning.intake.table import adjacent_sums, vocabulary
from fordelning.intake.table.row import is_number
from fordelning.intake.table.vocabulary import NAMES

from .line import Post, TableLine, Total, TotalFigure
from .progress import Progress

_AHEAD = 200  # lines that a heading with a sum of its own can have under it


def read(progress: Progress, line: TableLine, cell: Cell) -> None:
    """A line whose label in `cell` says that it is a total."""
    groups, units = progress.groups, progress.units
    rest = vocabulary.total_of(cell.text) or ""
    known = _named(progress, rest) if rest else None
    others = _other_names(progress, line, cell)
    certain = bool(known or (others and not rest))
    scope = others or known
    scopes = [scope] if scope else _scopes(progress, line, cell)
    if vocabulary.is_final(cell.text):
        units.end()
    figures = _figures(progress, line)
    units.end()
    progress.found.totals.append(Total(line.position, line.number, cell, figures, rest, scopes, certain))
    if groups.about and (known or scopes[0] == groups.about):
        groups.close()
    progress.carried.clear()


def _other_names(progress: Progress, line: TableLine, cell: Cell) -> dict[str, str]:
    """The names beside the label of a total, by role."""
    cells = {column.role: line.row[column.index] for column in progress.labels}
    return {
        role: footnote_mark.behind_name(other.text)[0]
        for role, other in cells.items()
        if other and other.text != cell.text and not vocabulary.is_total(other.text)
    }


def _scopes(progress: Progress, line: TableLine, cell: Cell) -> list[dict[str, str]]:
    """What a total that names nothing may sum, the likeliest first: the name to its left, the group, or everything."""
    place = next(k for k, column in enumerate(progress.labels) if line.row[column.index].text == cell.text)
    held = [column for column in progress.labels[:place] if column.index in progress.carried]
    left = {column.role: progress.carried[column.index].name for column in held}
    scopes = [*filter(None, (left, dict(progress.groups.about))), {}]
    last = not any(other.figures for other in progress.lines[line.position + 1 :])
    if vocabulary.is_final(cell.text) or (last and not _summed_before(progress)):
        scopes.reverse()
    return scopes


def _named(progress: Progress, name: str) -> dict[str, str] | None:
    """The group, board, measure, pot or year that a total names."""
    entries = (entry for post in progress.found.posts for _, entry in post.entries)
    for role, text in (named for entry in entries for named in entry.about.items()):
        if text.casefold() == name.casefold():
            return {role: text}
    return progress.groups.named(name)


def _summed_before(progress: Progress) -> bool:
    """Whether the groups before the last have totals of their own."""
    return len(progress.groups.every) > 1 and any(total.scopes[0] for total in progress.found.totals)


def _figures(progress: Progress, line: TableLine) -> list[TotalFigure]:
    figures = []
    for column in progress.values:
        cell = line.row[column.index]
        progress.found.used.add(cell.place)
        found = progress.figures.read(cell, column) if cell and cell.text not in amount.NIL else None
        if found is not None:
            said = progress.unit(line.row)
            if column.kind == "share":
                figures.append(TotalFigure(column, found.number, "%", cell))
            elif (settled := progress.figures.settled(cell, found, column, line.row, said)) and settled.unit:
                figures.append(TotalFigure(column, settled.number, settled.unit, cell))
    return figures


def read_own(progress: Progress, line: TableLine) -> Total:
    """The figures of a line as a total, of what is not said."""
    total = Total(line.position, line.number, [*line.names, *line.figures][0], _figures(progress, line))
    progress.found.totals.append(total)
    return total


def read_told(progress: Progress, line: TableLine) -> None:
    """A line that the analyst says is a sum: of those right under it, of a group, or of everything."""
    total = read_own(progress, line)
    cell = total.cell
    if not line.names or vocabulary.is_total(cell.text) or line.number in progress.inquiry.options.summed:
        return
    if len(progress.labels) > 1 and len(line.names) < len(progress.labels):
        _told_of_names(progress, line, total)
    else:
        _told_of_lines(progress, line, total)


def _told_of_names(progress: Progress, line: TableLine, total: Total) -> None:
    """A sum that has some of the names that other lines have: of what has them, or of the lines above."""
    if not progress.goes_on(line) and (above := _lines_above(progress, total)):
        total.above = above
        return
    cells = {column.role: line.row[column.index] for column in progress.labels}
    total.scopes = [{role: footnote_mark.behind_name(cell.text)[0] for role, cell in cells.items() if cell}]
    total.certain = True
    progress.carry(line.row)


def _told_of_lines(progress: Progress, line: TableLine, total: Total) -> None:
    """A sum with a name of its own: the heading of the lines under it that it sums, or the sum of those above."""
    under, proved = _lines_under(progress, line, total)
    if not proved and (above := _lines_above(progress, total)):
        total.above = above
    elif under:
        name = footnote_mark.behind_name(total.cell.text)[0].rstrip(": ")
        role = _role(progress, name)
        progress.open(role, name, line, line.position + under)
        progress.units.begin(line.row)
        total.scopes, total.certain = [{role: name}], True


def _role(progress: Progress, name: str) -> str:
    """What the heading with a sum names."""
    if vocabulary.looks_like_board(name):
        return "board"
    role = NAMES.get(progress.inquiry.options.groups, "pot")
    is_free = role == "board" or role not in progress.roles
    return role if is_free else next(iter(progress.free("pot", "board")), role)


def _lines_above(progress: Progress, total: Total) -> list[Post]:
    """The lines right above a sum that make it up, whatever sums are among them: results are carried on."""
    posts = progress.found.posts
    run = adjacent_sums.find(total.kronor, (post.kronor for post in reversed(posts)), 1)
    return posts[-run.count :] if run else []


def _lines_under(progress: Progress, line: TableLine, total: Total) -> tuple[int, bool]:
    """How many of the lines right under a sum it sums, 0 where it sums all lines, and whether they make it up.

    Those that make it up, or where none do, those to the next sum.
    """
    wanted = {figure.column.index: figure.number for figure in total.figures if figure.column.kind == "amount"}
    following = progress.lines[line.position + 1 :]
    under = [*takewhile(lambda other: not _is_total(progress, other), following[:_AHEAD])]
    run = adjacent_sums.find(wanted, (_numbers(progress, other, wanted) for other in under), 1)
    if run:
        return (run.count if run.count < len(following) or progress.found.posts else 0), True
    ended = len(under) < min(len(following), _AHEAD)
    return (len(under) if ended or progress.groups.every else 0), False


def _is_total(progress: Progress, line: TableLine) -> bool:
    told = str(line.number) in progress.inquiry.options.totals
    return told or any(vocabulary.is_total(cell.text) for cell in line.names[:1])


def _numbers(progress: Progress, line: TableLine, wanted: adjacent_sums.Line) -> adjacent_sums.Line:
    """The numbers of a line in the columns of `wanted`."""
    columns = [c for c in progress.values if c.index in wanted and is_number(line.row[c.index])]
    read = {column.index: progress.figures.read(line.row[column.index], column) for column in columns}
    return {place: found.number for place, found in read.items() if found}
