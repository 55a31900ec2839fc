"""Other tables on the same sheet, under the one that is read or beside it: one is read at a time."""

import itertools
import re
from dataclasses import dataclass, field

from fordelning.intake.cells import amount, footnote_mark
from fordelning.intake.cells.cell import Cell
from fordelning.intake.table import vocabulary
from fordelning.intake.table.options import Options, Questions, either, ranges
from fordelning.intake.table.row import Line, is_note, is_number, is_year_with_unit


@dataclass
class OtherTables:
    """What among the lines of a table may begin another one: `starts` do, and `groups` may be headings within it.

    `units` are those that the table's own title and heading name, `usual` the columns that have numbers in most lines.
    """

    options: Options
    units: set[str]
    usual: set[int]
    starts: dict[int, Cell] = field(default_factory=dict)  # by row, the text that says so
    groups: dict[int, Cell] = field(default_factory=dict)
    posts: list[int] = field(default_factory=list)  # rows of `starts` that may be amounts: »Startbidrag;2026»

    def heading_again(self, lines: list[Line]) -> None:
        """The table's own heading once more, under `lines`."""
        self.groups |= dict(_title_at_the_end(lines))

    def line(self, number: int, row: list[Cell], lines: list[Line]) -> None:
        """A row that holds anything, under `lines`."""
        first = next(cell for cell in row if cell)
        if str(number) not in self.options.posts and _is_new_heading(row, self.usual):
            self.starts |= dict(_title_at_the_end(lines) or [(number, first)])
            if any(map(is_number, row)) and not vocabulary.role_of(first.text):
                self.posts.append(number)
        elif is_note(row) and vocabulary.unit(first.text) not in ("", *self.units):
            self.starts[number] = first
        elif is_note(row) and _is_title_within(first.text, number, lines):
            self.groups[number] = first

    def ask(self, rows: list[Line], questions: Questions) -> None:
        """Ask for one table of `rows` at a time."""
        if self.starts:
            within = f", eller ange --posts {ranges(self.posts)} om det är ett belopp" if self.posts else ""
            _ask_parts(rows, self.starts | self.groups, within, questions)
        elif self.groups and not self.options.groups:
            within = ", eller ange vad rubriken är med --groups om det är en enda tabell"
            _ask_parts(rows, self.groups, within, questions)


def usual_columns(body: list[Line]) -> set[int]:
    """The columns that have numbers in most lines of the body."""
    return {c for c in range(len(body[0][1])) if sum(is_number(row[c]) for _, row in body) * 2 > len(body)}


def _title_at_the_end(lines: list[Line]) -> list[tuple[int, Cell]]:
    """The first of the lines of text that end `lines`, where a heading follows; none where they end otherwise."""
    notes = list(itertools.takewhile(lambda line: is_note(line[1]), reversed(lines)))
    return [(number, next(cell for cell in row if cell)) for number, row in notes[-1:]]


def _is_title_within(text: str, number: int, lines: list[Line]) -> bool:
    """Whether a lone text among the lines may be another table's title: it has a unit, or stands apart with a year."""
    apart = bool(lines) and lines[-1][0] < number - 1
    return bool(lines) and bool(
        vocabulary.unit(text)
        or (apart and vocabulary.YEAR.search(text) and vocabulary.rest(vocabulary.bare(vocabulary.YEAR.sub("", text))))
    )


def _ask_parts(rows: list[Line], starts: dict[int, Cell], within: str, questions: Questions) -> None:
    """Ask for one table at a time: those that begin at `starts`, and the one before them."""
    bounds = [rows[0][0], *sorted(starts), rows[-1][0] + 1]
    others = [
        f"--ignore {ranges(n for n, _ in rows if not begin <= n < end)}" for begin, end in itertools.pairwise(bounds)
    ]
    texts = " och ".join(f"»{cell.text}»" for cell in starts.values())
    questions.add(
        f"{texts} ser ut som rubriken till en ny tabell; läs en tabell i taget med {either(others)}{within}",
        *starts.values(),
    )


def ask_beside(header: list[list[Cell]], body: list[Line], letters: list[str], questions: Questions) -> None:
    """Ask for one table at a time where two stand side by side with an empty column between them."""
    places = range(len(letters))
    numeric = [any(is_number(row[c]) for _, row in body) for c in places]
    headings = [{row[c].text for row in header if row[c]} for c in places]
    empty = [c for c in places if not headings[c] and not any(row[c] for _, row in body)]
    for c in empty:
        following = next((k for k in places[c:] if k not in empty), None)
        if following is None or numeric[following] or not any(numeric[:c]) or not any(numeric[following:]):
            continue
        if headings[following] & set().union(*headings[:c]):
            left, right = ",".join(letters[:c]), ",".join(letters[following:])
            questions.add(
                f"två tabeller står bredvid varandra; läs en i taget med --ignore {right} eller --ignore {left}",
                header[-1][following],
            )
            return


def _is_new_heading(row: list[Cell], usual: set[int]) -> bool:
    """Whether a line of the body has only words, or years, in the columns where the others have amounts."""
    inside = [row[c] for c in usual if row[c] and not amount.is_nil(row[c].text)]
    texts = [cell for cell in row if cell]
    if len(texts) < 2 or not inside or any(is_number(cell) and not is_year_with_unit(cell) for cell in inside):
        return False
    bare = [footnote_mark.behind_figure(cell.text)[0] for cell in texts if not is_number(cell)]
    others = [text for text in bare if re.search(r"[^\W\d_]", text)]
    return any(vocabulary.is_generic(text) and not vocabulary.is_total(text) for text in others)
