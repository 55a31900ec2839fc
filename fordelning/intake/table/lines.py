"""What each line of a table says: amounts, totals, headings, and what is not counted."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import takewhile

from fordelning.base.money import KRONOR
from fordelning.intake.cells import amount
from fordelning.intake.cells.amount import Amount
from fordelning.intake.cells.cell import Cell, Sheet

from . import adjacent_sums, vocabulary
from .cell_values import Claim, Entry, Figures, Said, TableContent
from .options import Options, Questions, either, ranges, row_of
from .table_area import Area, is_number
from .table_column import TableColumn
from .vocabulary import NAMES, PLURAL, SINGULAR

Figure = tuple[TableColumn, Amount, str, Cell]  # of a total: where it stands, what it is, and its unit
_AHEAD = 200  # lines that a heading with a sum of its own can have under it


@dataclass
class Post:
    """A line of amounts: its position among the lines, its number and name, and its entries with their columns."""

    position: int
    number: int
    cell: Cell
    entries: list[tuple[TableColumn, Entry]] = field(default_factory=list)

    @property
    def kronor(self) -> dict[int, Decimal]:
        """The amounts in kronor, by column."""
        return {column.index: entry.number * KRONOR[entry.unit] for column, entry in self.entries}


@dataclass
class Total:
    """A line of totals; `scopes` are what it may sum, the likeliest first, and `certain` whether only that one."""

    position: int
    number: int
    cell: Cell
    row: list[Cell]
    rest: str
    scopes: list[dict[str, str]]
    certain: bool
    figures: list[Figure] = field(default_factory=list)
    above: list[Post] = field(default_factory=list)  # the lines right above it that make it up

    @property
    def kronor(self) -> dict[int, Decimal]:
        """The sums of amounts in kronor, by column."""
        return {
            column.index: found.number * KRONOR[unit]
            for column, found, unit, _ in self.figures
            if column.kind == "amount" and unit in KRONOR
        }


class Rows:
    """The lines of one table, read from the top: `posts`, `totals` and what of `found` the lines say."""

    def __init__(
        self,
        sheet: Sheet,
        area: Area,
        columns: list[TableColumn],
        figures: Figures,
        options: Options,
        questions: Questions,
        found: TableContent,
    ):
        self.sheet, self.figures = sheet, figures
        self.options, self.questions, self.found = options, questions, found
        self.columns = columns
        self.labels = [column for column in columns if column.kind == "label"]
        self.values = [column for column in columns if column.kind in ("amount", "total", "share")]
        self.said: dict[str, Said] = {}  # by place, what the cells of labels say of the unit
        self.over: Said | None = None  # what the heading above the line says of it
        self.lines = [(number, self._without_units(number, row)) for number, row in area.lines]
        self.deductions: list[Post] = []
        self.nameless: list[tuple[Post, TableColumn]] = []  # with the column of names that is empty
        self.roles = {column.role for column in self.labels} | {role for c in self.values for role in c.about}
        self.roles |= {role for role in ("board", "pot", "measure") if getattr(options, role)}
        self.posts: list[Post] = []
        self.totals: list[Total] = []
        self.groups: list[dict[str, str]] = []
        self.group: dict[str, str] = {}
        self.headings: dict[str, list[str]] = {}  # by role, those among the lines
        self.closed = ""  # what the group was called whose total has been passed
        self.group_end: int | None = None  # the last line under a heading with a sum of its own
        self.carried: dict[int, str] = {}
        self.carried_said: dict[int, Said | None] = {}
        self.used: set[str] = set()  # places of the cells that have been read or told
        self.carrying: set[str] = set()
        self.inside = self._indented()
        if self.inside and options.of_which != "without":
            self._ask_indented()
        for position, (number, row) in enumerate(self.lines):
            self._line(position, number, row)
        for role, texts in self.headings.items():
            word = SINGULAR[role] if len(texts) == 1 else PLURAL[role]
            found.reading.append(f"{', '.join(texts)} är {word}, som raderna under hör till")
        self._ask_deductions()
        self._ask_nameless()
        if self.carrying:
            letters = ", ".join(sorted(self.carrying))
            found.told.append(f"Tomma celler i kolumn {letters} har fått namnet ovanför.")

    def _line(self, position: int, number: int, row: list[Cell]) -> None:
        texts = [row[column.index] for column in self.labels if row[column.index]]
        figures = [row[column.index] for column in self.values if row[column.index]]
        forced = str(number) in self.options.posts or "ALLA" in self.options.posts
        if self.group_end is not None and position > self.group_end:
            self.group, self.group_end = {}, None
            self._unit_over(row, ended=True)
        if not figures:
            self._without_figures(position, number, row, texts)
        elif str(number) in self.options.totals:
            self._forced_total(position, number, row, texts, figures)
        elif not texts:
            self.questions.add(
                f"ett belopp utan namn i raden; skriv vad det är, ange --totals {number} om det är en summa, "
                f"eller välj bort raden med --ignore {number}",
                figures[0],
            )
        elif not forced and (part := next((cell for cell in texts if vocabulary.is_part(cell.text)), None)):
            self._part(number, row, part)
        elif not forced and (other := next((cell for cell in texts if vocabulary.is_no_amount(cell.text)), None)):
            self.questions.add(
                f"»{other.text}» är inget belopp som fördelas; välj bort raden med --ignore {number}, eller ange "
                f"--posts {number} om det är det",
                other,
            )
        elif not forced and (total := next((c for c in texts if vocabulary.total_of(c.text) is not None), None)):
            self._total(position, number, row, texts, total)
        elif number in self.inside and self.options.of_which == "without":
            self._aside(f"rad {number} »{texts[0].text}», som ingår i »{self.inside[number][1].text}»", row)
        elif not forced and (rest := self._unallocated(row)):
            self.questions.add(
                f"»{rest.text}» är ingen nämnd utan det som inte är fördelat än; välj bort raden med "
                f"--ignore {number}, eller ange --posts {number} om den är ett belopp som fördelas",
                rest,
            )
        else:
            self._post(position, number, row, texts, forced)

    def _unallocated(self, row: list[Cell]) -> Cell | None:
        """The cell that says that nobody has been given the row's amounts, or that names a reserve as the board."""
        for column in self.labels:
            says = vocabulary.is_reserve if column.role == "board" else vocabulary.is_unallocated
            if says(row[column.index].text):
                return row[column.index]
        return None

    # Units among the lines

    def _without_units(self, number: int, row: list[Cell]) -> list[Cell]:
        """`row` with its labels without the unit that ends them, which is noted; one within a label is asked about."""
        cells = list(row)
        for column in self.labels:
            cell = row[column.index]
            if cell.text == "KR":
                continue  # a board, not kronor
            name, unit = vocabulary.named_unit(cell.text)
            if not name and any(row[c.index] for c in self.values):
                unit = ""
            within = "" if unit else vocabulary.unit(cell.text)
            if unit:
                self.said[cell.place] = Said(cell.text, unit)
                cells[column.index] = replace(cell, text=name)
            elif within not in ("", "%", *self.figures.stated()) and str(number) not in self.options.posts:
                self.questions.add(
                    f"»{cell.text}» nämner {within}: är det beloppens enhet, skriv den sist inom parentes; är den en "
                    f"del av namnet, ange --posts {number}",
                    cell,
                )
        return cells

    def _unit_of(self, row: list[Cell]) -> Said | None:
        """What the labels of a line, those that it has from above, or the heading over it say of the unit."""
        for k, column in enumerate(self.labels):
            if said := self.said.get(row[column.index].place):
                return said
            carried = not row[column.index] and any(row[c.index] for c in self.labels[k + 1 :])
            if carried and column.index in self.carried and (said := self.carried_said[column.index]):
                return said
        return self.over

    def _unit_over(self, row: list[Cell], ended: bool) -> None:
        """Note what a line says of the unit of the lines under it; where one may have `ended`, that is not certain."""
        named = next((self.said[cell.place] for cell in row if cell.place in self.said), None)
        if named and not ended:
            self.over = named
        elif self.over:
            self.over = replace(self.over, certain=False)

    # Lines that are set in

    def _indented(self) -> dict[int, tuple[Cell, Cell, int]]:
        """The lines set in under a line with an amount of its own: their names, that line's name and number.

        A line under a heading without amounts, or under a total, is no part of it.
        """
        found: dict[int, tuple[Cell, Cell, int]] = {}
        above: dict[int, list[tuple[Cell, int, bool]]] = {}  # by column, each set in farther than the one before
        for number, row in self.lines:
            column = next((column for column in self.labels if row[column.index]), None)
            if column is None:
                continue
            cell, outer = row[column.index], above.setdefault(column.index, [])
            while outer and outer[-1][0].indent >= cell.indent:
                outer.pop()
            counted = any(is_number(row[c.index]) for c in self.values)
            summed = vocabulary.total_of(cell.text) is not None or str(number) in self.options.totals
            forced = str(number) in self.options.posts or "ALLA" in self.options.posts
            whole = next(((name, n) for name, n, has in reversed(outer) if has), None)
            if whole and counted and not (summed or forced or vocabulary.is_part(cell.text)):
                found[number] = (cell, *whole)
            outer.append((cell, number, counted and not summed))
        return found

    def _ask_indented(self) -> None:
        over = {number for _, _, number in self.inside.values()}
        self.questions.add(
            "indraget under en rad med eget belopp, och skulle räknas två gånger om det ingår i det: välj bort sådana "
            f"rader med --of-which utan, ange --posts {ranges(self.inside)} om de är egna belopp, eller --totals "
            f"{ranges(over)} om raden ovanför är summan av dem",
            *(cell for cell, _, _ in self.inside.values()),
        )

    def _aside(self, what: str, row: Iterable[Cell]) -> None:
        self.found.aside.append(what)
        self.used |= {cell.place for cell in row}

    # Headings

    def _without_figures(self, position: int, number: int, row: list[Cell], texts: list[Cell]) -> None:
        said = next((self.said[cell.place] for cell in row if cell.place in self.said), None)
        if said or len(texts) == 1:
            self._unit_over(row, ended=False)
        if said and not texts:
            self.found.aside.append(f"rad {number} »{said.text}», som är enheten för raderna under")
        elif len({cell.text for cell in texts}) == 1 and texts[0].span[0] == 1 and not _other_text(row, texts[0]):
            self._heading(position, number, texts[0])
        elif texts:
            self._carry(row)
            self.found.aside.append(f"rad {number} »{texts[-1].text}» utan belopp")

    def _heading(self, position: int, number: int, cell: Cell) -> None:
        """What a line with nothing but a name says of the lines below it."""
        name, _ = vocabulary.marks_of(cell.text)
        name = name.rstrip(": ")
        wanted = self.options.groups
        if wanted == "inga" or vocabulary.total_of(cell.text) is not None:
            self.found.aside.append(f"rad {number} »{cell.text}» utan belopp")
            return
        role = self._role_of_heading(cell, name, position)
        if not role:
            self.questions.add(
                f"»{cell.text}» har inga belopp: en rubrik för raderna under, eller en post utan belopp; avgör med "
                + either([f"--groups {word}" for word in [*self._free(), "inga"]]),
                cell,
            )
            return
        if role in {column.role for column in self.labels} and role != "year":
            self.questions.add(
                f"»{cell.text}» kan inte vara rubrik för {PLURAL[role]}, som också står i en kolumn; avgör med "
                + either([f"--groups {word}" for word in [*self._free(), "inga"]]),
                cell,
            )
            return
        self._open(role, vocabulary.only_year(name) if role == "year" else name, position)

    def _free(self) -> list[str]:
        """The words for what neither a column nor the analyst names."""
        return [word for role, word in PLURAL.items() if role != "year" and role not in self.roles]

    def _role_of_heading(self, cell: Cell, name: str, position: int) -> str:
        """What a heading among the lines names, where the table or the analyst says it; else ""."""
        if vocabulary.only_year(name) and "year" not in {column.role for column in self.labels}:
            return "year"
        if wanted := NAMES.get(self.options.groups):
            return wanted
        free = [role for role in ("board", "pot", "measure") if role not in self.roles]
        if vocabulary.looks_like_board(name):
            return "board" if "board" in free else ""
        if "pot" in free and vocabulary.looks_like_pot(name):
            return "pot"
        heading = cell.span[1] > 1 or cell.text.endswith(":") or self._summed(name, position)
        return "pot" if heading and free == ["pot"] else ""

    def _summed(self, name: str, position: int) -> bool:
        """Whether a later line says that it is the sum of `name`."""
        later = (cell.text for _, row in self.lines[position + 1 :] for cell in row if cell)
        return any((vocabulary.total_of(text) or "").casefold() == name.casefold() for text in later)

    def _open(self, role: str, name: str, position: int, end: int | None = None) -> None:
        before = self.lines[position - 1][1] if position else []
        nested = bool(before) and not any(before[column.index] for column in self.values)
        kept = {r: n for r, n in self.group.items() if r != role and (r == "year" or nested)}
        self.group, self.closed, self.group_end = {**kept, role: name}, "", end
        self.groups.append({role: name})
        self.headings.setdefault(role, []).append(f"rad {self.lines[position][0]} »{name}»")
        self.carried.clear()

    # Totals

    def _part(self, number: int, row: list[Cell], cell: Cell) -> None:
        if self.options.of_which == "without":
            self._aside(f"rad {number} »{cell.text}», som ingår i en annan", row)
        else:
            self.questions.add(
                "raden ingår i en ovanför och skulle räknas två gånger; välj bort sådana rader med --of-which utan",
                cell,
            )

    def _total(self, position: int, number: int, row: list[Cell], texts: list[Cell], cell: Cell) -> None:
        rest = vocabulary.total_of(cell.text)
        others: dict[str, str] = {}
        for column in self.labels:
            other = row[column.index]
            if other and other.text != cell.text and vocabulary.total_of(other.text) is None:
                others[column.role] = vocabulary.marks_of(other.text)[0]
        known = self._named(rest) if rest else None
        if others or known:
            scopes, certain = [others or known], bool(known) or not rest
        else:
            column = next(c for c in self.labels if row[c.index] is cell or row[c.index].text == cell.text)
            left = {
                c.role: self.carried[c.index] for c in self.labels if c.index < column.index and c.index in self.carried
            }
            scopes = [scope for scope in (left, dict(self.group), {}) if scope]
            scopes, certain = [*scopes, {}], False
            if vocabulary.is_final(cell.text) or (not self._later(position) and not self._summed_before()):
                scopes.reverse()
        total = Total(position, number, cell, row, rest, scopes, certain)
        if vocabulary.is_final(cell.text):
            self._unit_over(row, ended=True)
        self._figures(total)
        self._unit_over(row, ended=True)
        self.totals.append(total)
        if self.group and (known or scopes[0] == self.group):
            self.closed, self.group = ", ".join(self.group.values()), {}
        self.carried.clear()

    def _named(self, name: str) -> dict[str, str] | None:
        """The group, board, measure, pot or year that a total names."""
        for post in self.posts:
            for _, entry in post.entries:
                for role, text in entry.about.items():
                    if text.casefold() == name.casefold():
                        return {role: text}
        return next((dict(g) for g in self.groups for text in g.values() if text.casefold() == name.casefold()), None)

    def _later(self, position: int) -> bool:
        return any(row[column.index] for _, row in self.lines[position + 1 :] for column in self.values)

    def _summed_before(self) -> bool:
        """Whether the groups before the last have totals of their own."""
        return len(self.groups) > 1 and any(total.scopes[0] for total in self.totals)

    def _figures(self, total: Total) -> None:
        for column in self.values:
            cell = total.row[column.index]
            if cell and cell.text not in amount.NIL:
                found = self.figures.read(cell, column)
                if found is not None:
                    said = self._unit_of(total.row)
                    unit = "%" if column.kind == "share" else self.figures.unit(cell, found, column, total.row, said)
                    if unit:
                        total.figures.append((column, found, unit, cell))
            self.used.add(cell.place)

    def _forced_total(
        self, position: int, number: int, row: list[Cell], texts: list[Cell], figures: list[Cell]
    ) -> None:
        """A line that the analyst says is a sum: of those right under it, of a group, or of everything."""
        cell = texts[0] if texts else figures[0]
        total = Total(position, number, cell, row, "", [{}], False)
        self._figures(total)
        self.totals.append(total)
        name = vocabulary.marks_of(cell.text)[0].rstrip(": ")
        if not texts or vocabulary.total_of(cell.text) is not None or number in self.options.summed:
            return
        if len(self.labels) > 1 and any(not row[column.index] for column in self.labels):
            if not self._goes_on(position) and (above := self._lines_above(total)):
                total.above = above
                return
            named = {c.role: vocabulary.marks_of(row[c.index].text)[0] for c in self.labels if row[c.index]}
            total.scopes, total.certain = [named], True
            self._carry(row)
            return
        under, proved = self._lines_under(total)
        if not proved and (above := self._lines_above(total)):
            total.above = above
        elif under:
            role = "board" if vocabulary.looks_like_board(name) else NAMES.get(self.options.groups, "pot")
            if role != "board" and role in self.roles:
                role = next((r for r in ("pot", "board") if r not in self.roles), role)
            self._open(role, name, position, position + under)
            self._unit_over(row, ended=False)
            total.scopes, total.certain = [{role: name}], True

    def _lines_above(self, total: Total) -> list[Post]:
        """The lines right above a sum that make it up, whatever sums are among them: results are carried on."""
        run = adjacent_sums.find(total.kronor, (post.kronor for post in reversed(self.posts)), 1)
        return self.posts[-run.count :] if run else []

    def _lines_under(self, total: Total) -> tuple[int, bool]:
        """How many of the lines right under a sum it sums, 0 where it sums all lines, and whether they make it up.

        Those that make it up, or where none do, those to the next sum.
        """
        wanted = {column.index: found.number for column, found, _, _ in total.figures if column.kind == "amount"}
        following = self.lines[total.position + 1 :]
        under = [row for _, row in takewhile(lambda line: not self._is_total(*line), following[:_AHEAD])]
        run = adjacent_sums.find(wanted, (self._read(row, wanted) for row in under), 1)
        if run:
            return (run.count if run.count < len(following) or self.posts else 0), True
        ended = len(under) < min(len(following), _AHEAD)
        return (len(under) if ended or self.groups else 0), False

    def _is_total(self, number: int, row: list[Cell]) -> bool:
        label = next((row[column.index].text for column in self.labels if row[column.index]), "")
        return str(number) in self.options.totals or vocabulary.total_of(label) is not None

    def _read(self, row: list[Cell], wanted: adjacent_sums.Line) -> adjacent_sums.Line:
        """The numbers of a line in the columns of `wanted`."""
        columns = [c for c in self.values if c.index in wanted and is_number(row[c.index])]
        read = {column.index: self.figures.read(row[column.index], column) for column in columns}
        return {place: found.number for place, found in read.items() if found}

    # Amounts

    def _carry(self, row: list[Cell]) -> None:
        for k, column in enumerate(self.labels):
            if row[column.index]:
                name = vocabulary.marks_of(row[column.index].text)[0]
                if self.carried.get(column.index) != name:
                    for other in self.labels[k + 1 :]:
                        self.carried.pop(other.index, None)
                self.carried[column.index] = name
                self.carried_said[column.index] = self.said.get(row[column.index].place)

    def _post(self, position: int, number: int, row: list[Cell], texts: list[Cell], forced: bool) -> None:
        about, marks, nameless = dict(self.group), [], []
        self._carry(row)
        for k, column in enumerate(self.labels):
            cell = row[column.index]
            name, found = vocabulary.marks_of(cell.text)
            if not name and column.index in self.carried and any(row[c.index] for c in self.labels[k + 1 :]):
                name = self.carried[column.index]
                self.carrying.add(column.letter)
            elif not name and not forced:
                nameless.append(column)
            if name:
                self._about(about, column, name, cell, forced)
            marks += found
        if self.groups and not self.group and self.group_end is None and not forced and self.closed:
            self.questions.add(
                f"raden står efter summan för »{self.closed}» och före nästa rubrik; skriv en rubrik, välj bort "
                f"raden med --ignore {number}, eller ange --posts {number} om den är en egen post",
                texts[0],
            )
        for column in self.columns:
            if column.kind == "note" and row[column.index]:
                marks += vocabulary.marks_in(row[column.index].text)
        post = Post(position, number, texts[0])
        for column in self.values:
            cell = row[column.index]
            self.used.add(cell.place)
            if cell and cell.text not in amount.NIL:
                self._figure(post, column, cell, about, tuple(marks), row)
        self.posts.append(post)
        self.nameless += [(post, column) for column in nameless]
        if all(row[column.index].text in amount.NIL for column in self.values):
            self.found.aside.append(f"rad {number} »{texts[0].text}» utan belopp")
        names = [*(cell.text for cell in texts), *self.group.values()]
        added = str(number) in self.options.posts
        if not added and any(map(vocabulary.is_deduction, names)) and any(k > 0 for k in post.kronor.values()):
            self.deductions.append(post)

    def _ask_deductions(self) -> None:
        """Amounts above nil in rows that say that they are taken away."""
        if self.deductions:
            numbers = ranges(post.number for post in self.deductions)
            self.questions.add(
                f"raden säger att beloppet är ett avdrag, men det är större än noll: skriv det med minustecken, välj "
                f"bort raden med --ignore {numbers}, eller ange --posts {numbers} om beloppet läggs till",
                *(post.cell for post in self.deductions),
            )

    def _ask_nameless(self) -> None:
        for post, column in self.nameless:
            above = (other.kronor for other in reversed(self.posts) if other.position < post.position)
            sums = self._goes_on(post.position) or adjacent_sums.find(post.kronor, above)
            total = f"ange --totals {post.number} om raden är en summa, " if sums else ""
            self.questions.add(
                f"ingen {SINGULAR[column.role]} i kolumn {column.letter}, som andra rader har: skriv den, {total}välj "
                f"bort raden med --ignore {post.number}, eller ange --posts {post.number} om den är en egen post",
                post.cell,
            )

    def _goes_on(self, position: int) -> bool:
        """Whether the line under one has no other name than it where it has one."""
        here, *under = [row for _, row in self.lines[position : position + 2]]
        named = [column.index for column in self.labels if here[column.index]]
        return any(all(row[index].text in ("", here[index].text) for index in named) for row in under)

    def _about(self, about: dict[str, str], column: TableColumn, name: str, cell: Cell, forced: bool) -> None:
        role = column.role
        if role == "board" and "board" in self.group:
            role = "measure"  # under a board with a sum of its own stands what it does
        elif role == "measure" and "board" in self.group and vocabulary.looks_like_board(name) and cell and not forced:
            self.questions.add(
                f"»{name}» ser ut som en nämnd men står under »{self.group['board']}»: ange --totals {row_of(cell)} om "
                f"den är rubrik med summan av raderna under, --posts {row_of(cell)} om den är en åtgärd",
                cell,
            )
        elif role == "year":
            name = vocabulary.only_year(name) or name
        if about.get(role, name) != name:
            self.questions.add(f"både »{about[role]}» och »{name}» som {SINGULAR[role]}; rätta raden", cell)
        about[role] = name

    def _figure(self, post: Post, column: TableColumn, cell: Cell, about: dict[str, str], marks: tuple, row) -> None:
        if column.kind == "amount" and self.figures.ask_formula(cell):
            return
        found = self.figures.read(cell, column)
        if found is None:
            return
        unit = "%" if column.kind == "share" else self.figures.unit(cell, found, column, row, self._unit_of(row))
        if unit is None:
            return
        what = {**about, **column.about}
        if column.kind != "amount":
            wording = ("Andelen för " if column.kind == "share" else "Summan för ") + listed(what)
            place = self.sheet.named(cell)
            self.found.claims.append(Claim(found.number, unit, what, wording, place, post.number))
        elif unit == "%":
            self.questions.add(f"en andel, inte ett belopp; välj bort kolumnen med --ignore {column.letter}", cell)
        else:
            if clash := {role for role in column.about if about.get(role, column.about[role]) != column.about[role]}:
                role = min(clash)
                self.questions.add(f"både »{about[role]}» och »{column.about[role]}» som {SINGULAR[role]}", cell)
            every = tuple(dict.fromkeys((*marks, *column.marks, *found.marks)))
            entry = Entry(found.number, unit, what, every, self.sheet.named(cell), post.number)
            post.entries.append((column, entry))
            self.found.entries.append(entry)


def listed(about: dict[str, str]) -> str:
    """What a scope holds, by its names."""
    names = ", ".join(about[role] for role in ("board", "measure", "pot") if role in about)
    return " ".join(filter(None, (names, about.get("year")))) or "allt"


def _other_text(row: list[Cell], cell: Cell) -> bool:
    return any(c and c.text != cell.text for c in row)
