"""What each column of a table is: names, amounts, totals, shares, units, marks, or nothing that is given."""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations

from fordelning.base.money import KRONOR
from fordelning.intake.cells import amount
from fordelning.intake.cells.cell import Cell

from . import adjacent_sums, income_and_costs, vocabulary
from .options import Options, Questions, either
from .table_area import Area, is_number, is_year
from .vocabulary import NAMES, PLURAL, SINGULAR

_READ = {"label": "", "amount": "belopp", "total": "summor", "share": "andelar", "unit": "enheter", "note": "fotnoter"}


@dataclass
class TableColumn:
    """A column. `kind` is "label", "amount", "total", "share", "unit", "note", "aside" or "empty".

    `about` are the names by role that its heading gives to its amounts, `unit` the unit and `marks` the footnotes.
    """

    index: int
    letter: str
    heading: str
    cell: Cell
    kind: str = ""
    role: str = ""
    about: dict[str, str] = field(default_factory=dict)
    unit: str = ""
    marks: tuple[str, ...] = ()
    made: str = ""  # how its amounts are made of other columns'

    @property
    def reading(self) -> str:
        """What the column was taken for, in Swedish; "" where there is nothing to tell."""
        if self.kind not in _READ:
            return ""
        head = f"kolumn {self.letter}" + (f" »{self.heading}»" if self.heading else "")
        if self.kind == "label":
            return f"{head} är {PLURAL[self.role]}" if self.role else ""
        about = ", ".join(f"{SINGULAR[role]} {name}" for role, name in self.about.items())
        unit = f" i {self.unit}" if self.unit and self.unit != "%" and self.kind in ("amount", "total") else ""
        return f"{head} är {_READ[self.kind]}{unit}" + (f" för {about}" if about else "") + self.made


def read(area: Area, options: Options, questions: Questions) -> list[TableColumn]:
    """The columns of `area`; what they leave open is asked."""
    return _Columns(area, options, questions).read()


class _Columns:
    def __init__(self, area: Area, options: Options, questions: Questions):
        self.area, self.options, self.questions = area, options, questions
        self.weak: dict[int, list[str]] = {}  # headings that name nothing, unless the analyst says that they do
        self.single = False  # whether a single column holds amounts, however many others there are

    def read(self) -> list[TableColumn]:
        self.body = {
            c: [row[c] for _, row in self.area.lines if row[c] and row[c].span[1] == 1]
            for c in range(len(self.area.letters))
        }
        columns = [self._column(c) for c in range(len(self.area.letters))]
        values = [column for column in columns if column.kind == "value"]
        if not values:
            self.questions.add("ingen kolumn med belopp hittades")
            self.questions.check()
        self._numbered(columns)
        values = [column for column in values if column.kind == "value"]
        texts = self._over(values)
        for column in values:
            words = [text for _, text in texts[column.index]]
            column.heading = " ".join(words)
            column.unit = vocabulary.unit(column.heading)
            column.marks = tuple(mark for cell, _ in texts[column.index] for mark in vocabulary.marks_of(cell.text)[1])
        self._net(values, texts)
        self._values(values, texts, {vocabulary.role_of(c.heading) for c in columns if c.kind == "label"})
        self._labels(columns)
        return columns

    def _column(self, c: int) -> TableColumn:
        cells = [row[c] for row in self.area.header]
        texts = list(dict.fromkeys(cell.text for cell in cells if cell))
        column = TableColumn(c, self.area.letters[c], texts[-1] if texts else "", cells[-1])
        column.kind = self._kind(column, self.body[c])
        return column

    def _kind(self, column: TableColumn, cells: list[Cell]) -> str:
        for role in ("unit", "note", "aside"):
            if vocabulary.is_role(column.heading, role) and (role != "unit" or _holds_units(cells)):
                return "label" if role == "aside" and self._holds_boards(cells) else role
        if not cells:
            return "aside" if column.heading and column.index else "empty"
        numbers = [cell for cell in cells if is_number(cell)]
        amounts = sum(is_number(c) or c.text in amount.NIL or vocabulary.is_refusal(c.text) for c in cells)
        role = vocabulary.role_of(column.heading)
        if role and not (amounts * 2 > len(cells) and role in ("measure", "pot") and numbers):
            return "label"
        if not numbers and all(vocabulary.is_date(cell.text) for cell in cells):
            return "aside"
        if not numbers:
            return "label" if any(cell.text not in amount.NIL for cell in cells) else "empty"
        if not column.index and not column.heading and len(cells) > 1 and all(map(is_year, cells)):
            return "label"
        if amounts * 2 < len(cells) and not all(map(is_year, numbers)):
            self.questions.add(
                f"ett tal i en kolumn med text; rätta cellen eller ange --ignore {column.letter}", *numbers
            )
        return "value" if amounts * 2 >= len(cells) else "label"

    def _holds_boards(self, cells: list[Cell]) -> bool:
        """Whether a column that is called one of codes or remarks names the boards, as »Ansvar» may do."""
        headed = any(vocabulary.is_role(cell.text, "board") for row in self.area.header for cell in row)
        return not headed and sum(vocabulary.looks_like_board(cell.text) for cell in cells) * 2 > len(cells)

    def _numbered(self, columns: list[TableColumn]) -> None:
        """A first column that only counts the rows is no amount."""
        first = next(column for column in columns if column.kind != "empty")
        counted = [cell.text.rstrip(".") for cell in self.body[first.index] if is_number(cell)]
        if first.kind == "value" and not first.heading and len(counted) > 1:
            start = int(counted[0]) if counted[0].isdigit() else -1
            if start in (0, 1) and counted == [str(start + n) for n in range(len(counted))]:
                first.kind, first.heading = "aside", "radnummer"

    def _over(self, values: list[TableColumn]) -> dict[int, list[tuple[Cell, str]]]:
        """The texts over each value column, from the top: one in an upper row holds until the next to its right."""
        texts: dict[int, list[tuple[Cell, str]]] = {column.index: [] for column in values}
        kept = [column for column in values if column.kind == "value"]
        lowest = {c.index: max((i for i, row in enumerate(self.area.header) if row[c.index]), default=-1) for c in kept}
        for level, row in enumerate(self.area.header):
            spread: Cell | None = None
            for column in kept:
                cell = row[column.index]
                if cell:
                    spread = cell
                elif (
                    spread is None or level >= lowest[column.index] or (column is kept[-1] and self._alone(kept, level))
                ):
                    continue
                shown = cell or spread
                if shown.text not in [text for _, text in texts[column.index]]:
                    texts[column.index].append((shown, shown.text))
        return texts

    def _alone(self, kept: list[TableColumn], level: int) -> bool:
        """Whether the last column is a total of all, and not of the last heading in the row above it."""
        totals = [c for c in kept if vocabulary.total_of(c.heading) is not None]
        groups = sum(bool(self.area.header[level][column.index]) for column in kept)
        return totals == [kept[-1]] and groups > 1

    def _net(self, values: list[TableColumn], texts: dict) -> None:
        """Leave income and costs aside where a column next to them is their net, which is then the amounts."""
        values = [column for column in values if not vocabulary.is_share(column.heading)]
        sorts = [income_and_costs.sort(texts[c.index][-1][1]) if texts[c.index] else None for c in values]
        threes = [[values[place] for place in places] for places in income_and_costs.triples(sorts)]
        own = self.options.posts
        threes = [three for three in threes if not own & {"ALLA", *(column.letter for column in three[:2])}]
        for income, cost, left in threes:
            income.kind = cost.kind = "aside"
            if left.letter not in own:
                self._proved(income, cost, left)
        for column, sort in zip(values, sorts, strict=True):
            if sort == 2 and (threes or set(sorts) == {2}):
                self._only(column, texts)

    def _proved(self, income: TableColumn, cost: TableColumn, left: TableColumn) -> None:
        """Say how the net is made of the other two, or ask where not every line says the same."""
        rows = [[row[column.index] for column in (income, cost, left)] for _, row in self.area.lines]
        numbers = [(line, row[2]) for row in rows if (line := self._numbers(row))]
        made, wrong = income_and_costs.rule([line for line, _ in numbers])
        left.made = f": {made} (kolumn {income.letter} och {cost.letter})"
        without = f"rätta det, eller ange --posts {left.letter} om nettot gäller som det står"
        if wrong and len(wrong) * 2 >= len(numbers):
            question = f"hur »{left.heading}» räknas av »{income.heading}» och »{cost.heading}» framgår inte; {without}"
            self.questions.add(question, left.cell)
        elif wrong:
            question = f"»{left.heading}» är i de andra raderna {made}, men inte här; {without}"
            self.questions.add(question, *(numbers[k][1] for k in wrong))

    def _only(self, column: TableColumn, texts: dict) -> None:
        """Let a heading that says net say no more than amount, and the year."""
        cell, text = texts[column.index].pop()
        texts[column.index].append((cell, " ".join(["Belopp", *vocabulary.YEAR.findall(text)])))

    def _numbers(self, row: list[Cell]) -> tuple | None:
        """What the cells of a line hold, nil where they are empty; None where no cell or not every one can be read."""
        if not any(map(is_number, row)):
            return None
        try:
            read = [
                cell.number if cell.number is not None else amount.read(cell.text, self.options.style) for cell in row
            ]
        except (amount.Ambiguous, amount.Unreadable):
            return None  # asked where the amounts are read
        return tuple(Decimal(0) if found is None else getattr(found, "number", found) for found in read)

    def _values(self, values: list[TableColumn], texts: dict, taken: set[str]) -> None:
        """What each value column is about, from the texts of its headings."""
        values = [column for column in values if column.kind == "value"]
        unknown: dict[int, list[tuple[Cell, str]]] = {}
        several = len(values) > 1
        parts = [c for c in values if not vocabulary.is_other(c.heading) and not self._is_share(c)]
        self.single = sum(vocabulary.total_of(column.heading) is None for column in parts) < 2
        for column in values:
            column.kind = "amount"
            if all("%" in cell.format for cell in self.body[column.index] if is_number(cell)):
                column.kind, column.unit = "share", "%"
            for cell, text in texts[column.index]:
                self._heading(column, cell, vocabulary.marks_of(text)[0], several, unknown)
            if column.letter in self.options.totals:
                column.kind = "total"
            if column.kind == "amount" and vocabulary.is_decrease(column.heading):
                self._positive(column)
            if column.kind == "amount" and column.unit == "%":
                column.unit = ""
            if several and not texts[column.index]:
                self.questions.add(
                    f"kolumn {column.letter} har tal men ingen rubrik; skriv en eller ange --ignore {column.letter}",
                    column.cell,
                )
                column.kind = "aside"
        self._named([column for column in values if column.kind == "amount"], unknown, taken)

    def _positive(self, column: TableColumn) -> None:
        """Amounts above nil under a heading that says that they are taken away."""
        cells = [cell for cell in self.body[column.index] if is_number(cell)]
        signs = ("-", "−", "–", "—", "(", "./.")
        above = [c for c in cells if (c.number > 0 if c.number is not None else not c.text.startswith(signs))]
        if above := [cell for cell in above if re.search("[1-9]", cell.text)]:
            self.questions.add(
                f"»{column.heading}» säger att beloppen är avdrag, men de är större än noll: skriv dem med "
                f"minustecken, rätta rubriken, eller välj bort kolumnen med --ignore {column.letter}",
                *above,
            )

    def _is_share(self, column: TableColumn) -> bool:
        """Whether a column holds percentages, by its heading, and no amounts, by its unit and its numbers."""
        if not vocabulary.is_share(column.heading) or column.letter in self.options.posts:
            return False
        money = vocabulary.unit(column.heading) in KRONOR
        counted = vocabulary.is_counted_share(column.heading)
        return self._is_percent(column) or not (money or (counted and self._is_large(column)))

    def _is_percent(self, column: TableColumn) -> bool:
        """Whether every number of a column is written with %."""
        numbers = [cell for cell in self.body[column.index] if is_number(cell)]
        return bool(numbers) and all("%" in cell.text + cell.format for cell in numbers)

    def _is_large(self, column: TableColumn) -> bool:
        """Whether any number of a column is more than a hundred, as few percentages are."""
        whole = [re.match(r"[0-9 ]*", cell.text.lstrip("+-−–—(./ "))[0] for cell in self.body[column.index]]
        return any(int(number.replace(" ", "") or 0) > 100 for number in whole)

    def _heading(self, column: TableColumn, cell: Cell, text: str, several: bool, unknown: dict) -> None:
        bare, forced = vocabulary.bare(text), column.letter in self.options.posts
        total = vocabulary.total_of(text)
        without = f"välj bort kolumnen med --ignore {column.letter}"
        if vocabulary.is_part(text) and not forced:
            column.kind = "aside"
            if self.options.of_which != "without":
                self.questions.add(
                    "kolumnen ingår i en annan och skulle räknas två gånger; välj bort sådana kolumner med "
                    "--of-which utan",
                    cell,
                )
        elif not forced and (vocabulary.is_other(text) or (several and vocabulary.is_change(text))):
            self.questions.add(
                f"»{text}» är inte det som fördelas; {without}, eller ange --posts {column.letter} om det är det", cell
            )
            column.kind = "aside"
        elif vocabulary.is_share(text) and self._is_share(column):
            column.kind, column.unit = "share", "%"
            if not self._is_percent(column) and (vocabulary.is_counted_share(text) or self._is_large(column)):
                self.questions.add(
                    f"»{text}» kan vara andelar eller belopp; {without}, skriv talen med % om de är andelar, eller "
                    f"ange --posts {column.letter} om de är belopp",
                    cell,
                )
        elif several and total is not None and not forced:
            if self.single and vocabulary.is_whole_budget(text) and column.letter not in self.options.totals:
                self.questions.add(
                    f"»{text}» kan vara mer än det som fördelas; {without}, eller ange --totals {column.letter} om "
                    "den summerar de andra kolumnerna",
                    cell,
                )
            column.kind = "total"
            if year := vocabulary.YEAR.search(text):
                column.about["year"] = year.group()
        elif vocabulary.looks_like_board(bare) and not vocabulary.stage_of(bare):
            column.about["board"] = bare
        elif bare:
            self._words(column, cell, bare, unknown)

    def _words(self, column: TableColumn, cell: Cell, bare: str, unknown: dict) -> None:
        """A heading that may hold a year, a name, or both."""
        years = vocabulary.years(bare) or [year for year in vocabulary.short_span(bare) if self._near(year)]
        name = vocabulary.without_year(bare) if len(years) == 1 else bare
        short, settled = vocabulary.short_year(bare), self.options.columns or self.options.year
        if short and not years and (self.options.columns == "år" or self._near(short)):
            years, name = [short], vocabulary.without_short_year(bare)
            column.about.setdefault("year", short)
            bare = name
        elif short and not years and not settled:
            self.questions.add(
                f"»{cell.text}» kan vara år {short}; ange --columns år om det är det, eller --year ÅR",
                cell,
                matter="--columns år",
            )
            column.kind = "aside"
        if len(years) > 1 and not settled:
            choices = [f"--year {year}" for year in years]
            self.questions.add(
                f"»{cell.text}» nämner flera år; avgör med {either(choices)}, eller välj bort kolumnen med --ignore "
                f"{column.letter}",
                cell,
            )
            column.kind = "aside"
        elif len(years) == 1 and column.about.get("year", years[0]) != years[0]:
            self.questions.add(f"rubrikerna säger både {column.about['year']} och {years[0]}; rätta den ena", cell)
        elif len(years) == 1 and not vocabulary.rest(name):
            column.about["year"] = years[0]
            if name and NAMES.get(self.options.columns) in ("measure", "pot"):
                self.weak.setdefault(column.index, []).append(name)
        elif self.options.columns and not vocabulary.rest(name):
            self.weak.setdefault(column.index, []).append(name)
        elif vocabulary.rest(name) and not vocabulary.role_of(name) and not vocabulary.is_vague(name):
            if len(years) == 1 and vocabulary.looks_like_board(name):
                column.about |= {"year": years[0], "board": name}
            elif len(years) == 1 and self.options.columns == "år":
                column.about["year"] = years[0]
            else:
                unknown.setdefault(column.index, []).append((cell, bare))

    def _near(self, year: str) -> bool:
        """Whether the text above the table, or a heading, names a year that is near `year`."""
        texts = [*self.area.title, *(cell.text for row in self.area.header for cell in row)]
        return any(abs(int(other) - int(year)) <= 5 for text in texts for other in vocabulary.years(text))

    def _named(self, named: list[TableColumn], unknown: dict, taken: set[str]) -> None:
        role = NAMES.get(self.options.columns, "")
        boards = sum("board" in column.about for column in named)
        if not role and unknown and boards and boards * 2 >= boards + len(unknown):
            role = "board"
        years = {c.index: set(vocabulary.YEAR.findall(c.heading)) for c in named}
        yearly = all(len(found) == 1 for found in years.values())
        apart = yearly and len(set(map(frozenset, years.values()))) == len(named)  # their years tell them apart
        versions = self._versions(named, years, role, bool(unknown)) if role != "year" else []
        if versions:
            self._ask_versions(versions, self._sums(named), named, role, taken, apart)
        elif self._ask_without_year(named, unknown, role, taken):
            return
        for column in named:
            if yearly and (len(named) == 1 or role in ("measure", "pot")):
                column.about.setdefault("year", *years[column.index])
            for cell, text in unknown.get(column.index, []):
                if len(named) == 1 and not role:
                    continue  # the only column of amounts, whatever it is called
                if yearly and role in ("measure", "pot"):
                    text = vocabulary.without_year(text)
                if not role and column in versions:
                    continue  # asked
                if not role:
                    same = [c.letter for c in named if any(t == text for _, t in unknown.get(c.index, []))]
                    self._ask_name(text, cell, taken, same, apart)
                elif role == "board" and vocabulary.is_reserve(text) and column.letter not in self.options.posts:
                    self.questions.add(
                        f"»{text}» är ingen nämnd; välj bort kolumnen med --ignore {column.letter}, eller ange "
                        f"--posts {column.letter} om den är ett belopp som fördelas",
                        cell,
                    )
                    column.kind = "aside"
                elif role in column.about:
                    self.questions.add(f"»{text}» och »{column.about[role]}» kan inte båda vara {PLURAL[role]}", cell)
                else:
                    column.about[role] = text
        if unknown and not role:
            for column in named:  # a heading that would be a name if the others are
                if not column.about and column.index not in unknown and (name := self._name(column)):
                    self._ask_name(name, column.cell, taken, [column.letter], apart=False)
        if named and (role in ("measure", "pot") or any(role in column.about for column in named)):
            common = set.intersection(*(set(self.weak.get(column.index, [])) for column in named))
            for column in named:
                if names := self.weak.get(column.index):
                    column.about.setdefault(role, ([name for name in names if name not in common] or names)[-1])
        if not versions and (role or not unknown):
            self._apart([column for column in named if column.kind == "amount"])

    def _ask_name(self, text: str, cell: Cell, taken: set[str], letters: list[str], apart: bool) -> None:
        """Ask what the heading of the columns of `letters` names."""
        words = [word for r, word in PLURAL.items() if r != "year" and r not in taken]
        by_option = [f"--columns {word}" for word in (*words, *(["år"] if apart else []))]
        kinds = either([SINGULAR[NAMES[word]] for word in words]) or "annan uppgift"
        choices = either([*by_option, f"--ignore {','.join(letters)}"])
        self.questions.add(f"»{text}» kan vara en {kinds}; avgör med {choices}", cell)

    def _versions(
        self, named: list[TableColumn], years: dict[int, set[str]], role: str, unknown: bool
    ) -> list[TableColumn]:
        """The columns that may be the same money at several times; none where the analyst says that each is its own.

        Their headings say so, or have different names for different years, or their amounts differ by little.
        """
        stages = [vocabulary.stage_of(self._name(column)) for column in named]
        found = [c for c, stage in zip(named, stages, strict=True) if stage is not None] if any(stages) else []
        told = [column.about for column in named]
        settled = not (role or unknown or found) and all(told.count(about) == 1 for about in told)
        if role == "board" or settled:
            return self._several(found)
        names: dict[frozenset, set[str]] = {}
        for column in named:
            names.setdefault(frozenset(years[column.index]), set()).add(self._name(column))
        apart = sum(map(len, names.values())) == len(set().union(*names.values()))
        if len(names) > 1 and frozenset() not in names and apart:
            found = named
        for one, other in combinations(named, 2):
            same = years[one.index] == years[other.index] and one.about.get("board") == other.about.get("board")
            if same and self._name(one) != self._name(other) and self._differ_by_little(one, other):
                found = [*found, one, other]
        return self._several([column for column in named if column in found])

    def _several(self, versions: list[TableColumn]) -> list[TableColumn]:
        """`versions` where they have different names, and the analyst does not say that each is its own."""
        own = {column.letter for column in versions} <= self.options.posts
        return [] if own or len(set(map(self._name, versions))) < 2 else versions

    def _sums(self, named: list[TableColumn]) -> list[TableColumn]:
        """The columns whose amounts are in every line the sum of others: asked about with the versions."""
        read = filter(None, (self._numbers([row[column.index] for column in named]) for _, row in self.area.lines))
        lines = [dict(enumerate(numbers)) for numbers in zip(*read, strict=True)]
        sums = []
        for place, column in enumerate(named) if len(named) > 2 and lines and len(lines[0]) > 1 else ():
            if column.letter not in self.options.posts and (found := adjacent_sums.across(lines, place)):
                places, run = found
                self.questions.add(summing(column, [named[other] for other in places], named, run), column.cell)
                sums.append(column)
        return sums

    def _ask_versions(
        self,
        versions: list[TableColumn],
        sums: list[TableColumn],
        named: list[TableColumn],
        role: str,
        taken: set[str],
        apart: bool,
    ) -> None:
        """Ask which of the `versions` is read, if not all: none of the `sums` of others is one of several."""
        kept: dict[str, list[TableColumn]] = {}
        for column in versions:
            kept.setdefault(self._name(column), []).append(column)
        either_one = [column for column in named if column in versions or column in sums]
        ways = [
            f"bara {_quoted(columns)} med --ignore {','.join(c.letter for c in either_one if c not in columns)}"
            for columns in kept.values()
        ]
        several = [column for column in versions if column not in sums]
        every = ""
        if all(map(self._name, named)) and len(several) > 1:
            words = [] if role else [f"--columns {PLURAL[r]}" for r in ("measure", "pot") if r not in taken]
            own = f"--posts {','.join(column.letter for column in several)}"
            if role or words:
                every += f"; är de olika pengar, ange {' och '.join(filter(None, (either(words), own)))}"
        if apart:
            every += "; är de samma sak för olika år, ange --columns år"
        self.questions.add(
            f"{_quoted(versions)} kan vara samma pengar i olika versioner, som inte ska läggas ihop: läs "
            f"{either(ways)}{every}",
            *(column.cell for column in versions),
        )

    def _ask_without_year(self, named: list[TableColumn], unknown: dict, role: str, taken: set[str]) -> bool:
        """Ask whether columns with only a year are read, or those with only a name: one sort may change the other."""
        yearly = [c for c in named if c.about.keys() == {"year"} and c.index not in unknown]
        others = [c for c in named if not c.about and c.index in unknown and not vocabulary.YEAR.search(c.heading)]
        if role not in ("", "measure", "pot") or not yearly or not others or len(yearly) + len(others) < len(named):
            return False
        words = [PLURAL[r] for r in ("measure", "pot") if r == role or (not role and r not in taken)]
        year = max(column.about["year"] for column in yearly)
        out = f"--ignore {','.join(column.letter for column in yearly)}"
        if len(yearly) == 1:
            out += f", eller --totals {yearly[0].letter} om den kolumnen är summan av dem"
        columns = either([f"--columns {word}" for word in words])
        changes = f"dem med {columns}, --year {year} och {out}; eller " if words else ""
        self.questions.add(
            f"{_quoted(others)} säger inte år, som {_quoted(yearly)} gör, och läggs inte ihop med det: läs "
            f"{changes}bara {_quoted(yearly)} med --ignore {','.join(column.letter for column in others)}",
            *(column.cell for column in others),
        )
        return True

    def _name(self, column: TableColumn) -> str:
        """What the lowest heading of a column that says more than a year calls it; "" for none."""
        texts = [row[column.index].text for row in self.area.header if row[column.index]]
        names = [vocabulary.without_year(vocabulary.marks_of(text)[0]) for text in texts]
        return next((name for name in reversed(names) if name), "")

    def _differ_by_little(self, one: TableColumn, other: TableColumn) -> bool:
        """Whether the amounts of two columns, in three lines or more, are the same but for a tenth in all."""
        read = [self._numbers([row[one.index], row[other.index]]) for _, row in self.area.lines]
        pairs = [(abs(a - b), max(abs(a), abs(b))) for a, b in filter(None, read)]
        return len(pairs) > 2 and sum(gap for gap, _ in pairs) * 10 <= sum(most for _, most in pairs)

    def _apart(self, named: list[TableColumn]) -> None:
        """The amounts of different columns have to be about different things, said in the same way."""
        seen: dict[tuple, TableColumn] = {}
        for column in named:
            key = tuple(sorted(column.about.items()))
            if key in seen:
                first = seen[key]
                apart = not self.options.columns and "pot" not in column.about and first.heading != column.heading
                self.questions.add(
                    f"kolumnerna {first.letter} »{first.heading}» och {column.letter} »{column.heading}» anger samma "
                    f"sak; välj bort en med --ignore {first.letter} eller --ignore {column.letter}"
                    + (", eller ange --columns potter om de är olika potter" if apart else ""),
                    column.cell,
                )
            seen.setdefault(key, column)
        roles = [frozenset(column.about) for column in named]
        usual = max(set(roles), key=lambda r: (len(r), roles.count(r)), default=frozenset())
        for column in named:
            if frozenset(column.about) != usual:
                lacking = " och ".join(SINGULAR[role] for role in sorted(usual - set(column.about))) or "annat"
                self.questions.add(
                    f"rubriken »{column.heading}» säger inte {lacking}, som de andra kolumnernas gör; rätta den, "
                    f"välj bort kolumnen med --ignore {column.letter}, eller ange --totals {column.letter} om den "
                    "summerar de andra",
                    column.cell,
                )

    def _labels(self, columns: list[TableColumn]) -> None:
        """The role of each label column: by its heading, else by what is in it."""
        labels = [column for column in columns if column.kind == "label"]
        taken = {role for column in columns for role in column.about if column.kind == "amount"}
        taken |= {role for role in ("board", "pot", "measure") if getattr(self.options, role)}
        wanted, unsettled = NAMES.get(self.options.rows, ""), []
        if labels and wanted and all(vocabulary.role_of(column.heading) != wanted for column in labels):
            first = next((c for c in labels if not vocabulary.role_of(c.heading)), labels[0])
            first.role = wanted
        moved = sum(vocabulary.is_direction(column.heading) for column in labels) > 1
        for column in labels:
            boardlike = vocabulary.looks_like_board(column.heading)
            if vocabulary.is_direction(column.heading) and (moved or boardlike):
                self.questions.add(
                    f"»{column.heading}» säger varifrån eller vart pengar flyttas; skriv en rad för varje nämnd, med "
                    "minus för den som lämnar",
                    column.cell,
                )
            elif boardlike and not (column.role or vocabulary.role_of(column.heading)):
                self.questions.add(
                    f"»{column.heading}» är ett namn men står i rubrikraden; rätta raden eller rubriken ovanför, eller "
                    "ange --rows nämnder om den är rubriken över nämnderna",
                    column.cell,
                )
            column.role = column.role or vocabulary.role_of(column.heading)
            taken |= {column.role} - {""}
            if not column.role:
                unsettled.append(column)
        for column in unsettled:
            column.role = self._role(column, taken)
            taken |= {column.role} - {""}
        seen: dict[str, TableColumn] = {}
        for column in labels:
            if column.role in seen:
                first = seen[column.role]
                self.questions.add(
                    f"kolumnerna {first.letter} »{first.heading}» och {column.letter} »{column.heading}» är båda "
                    f"{PLURAL[column.role]}; välj bort en med --ignore {first.letter} eller --ignore {column.letter}",
                    column.cell,
                )
            elif column.role:
                seen[column.role] = column

    def _role(self, column: TableColumn, taken: set[str]) -> str:
        """What a label column without a heading that says it holds; "" where that is asked."""
        cells = self.body[column.index]
        alone = self._alone_in(column)
        names = [cell for cell in cells if vocabulary.total_of(cell.text) is None and cell not in alone]
        boards = [cell for cell in names if vocabulary.looks_like_board(vocabulary.marks_of(cell.text)[0])]
        if names and all(vocabulary.only_year(cell.text) for cell in names):
            return "year"
        if "board" not in taken and len(boards) * 2 > len(names):
            return "board"
        vague = vocabulary.is_vague(column.heading) or vocabulary.is_generic(column.heading)
        under = vague and any(vocabulary.looks_like_board(cell.text) for cell in alone)
        if "measure" not in taken and ("board" in taken or under):
            return "measure"
        free = [word for role, word in PLURAL.items() if role != "year" and role not in taken]
        by_option = [f"--rows {word}" for word in free if not self.options.rows]
        by_heading = [f"rubriken {SINGULAR[NAMES[word]].capitalize()}" for word in free if self.options.rows]
        choices = [*by_option, *by_heading, f"--ignore {column.letter}"]
        if "board" not in taken:
            choices.insert(-1, "--board NAMN, om allt går till en nämnd,")
        known = f"kolumn {column.letter}" + (f" »{column.heading}»" if column.heading else "")
        what = either(free) if free else "något annat än nämnder, åtgärder och potter"
        place = cells[0] if cells else column.cell
        self.questions.add(f"{known} kan vara {what}; avgör med {either(choices)}", place)
        return ""

    def _alone_in(self, column: TableColumn) -> list[Cell]:
        """The cells of a label column that are all there is in their lines."""
        lines = [row for _, row in self.area.lines if row[column.index] and sum(map(bool, row)) == 1]
        return [row[column.index] for row in lines]


def summing(
    column: TableColumn, parts: list[TableColumn], columns: list[TableColumn], run: adjacent_sums.AdjacentSum
) -> str:
    """The question about a column that `run` found to be the sum of `parts` of `columns`."""
    every = len(parts) == len(columns) - 1
    of = "de andra" if every else "kolumn " + " och ".join(part.letter for part in parts)
    out = (
        f"ange --totals {column.letter}, eller" if every else f"välj bort den med --ignore {column.letter}, eller ange"
    )
    return (
        f"kolumn {column.letter} »{column.heading}» är i varje rad summan av {of}{run.but_rounding} och skulle räknas "
        f"två gånger: {out} --posts {column.letter} om den är en egen"
    )


def _quoted(columns: list[TableColumn]) -> str:
    *first, last = [f"»{column.heading}»" for column in columns]
    return " och ".join(filter(None, (", ".join(first), last)))


def _holds_units(cells: list[Cell]) -> bool:
    """Whether a column that is called one of units can be: one of names is called so too."""
    return not cells or any(amount.unit(cell.text) for cell in cells)
