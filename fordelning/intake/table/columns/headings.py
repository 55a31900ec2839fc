"""What the headings over the columns of amounts say: amounts, totals or shares, of which year and of whom."""

import re
from dataclasses import dataclass

from fordelning.base.money import KRONOR
from fordelning.intake.cells import footnote_mark
from fordelning.intake.table import vocabulary
from fordelning.intake.table.inquiry import Inquiry
from fordelning.intake.table.options import either
from fordelning.intake.table.row import is_number
from fordelning.intake.table.table_column import Heading, TableColumn
from fordelning.intake.table.vocabulary import NAMES

_MINUS = ("-", "−", "–", "—", "(", "./.")


def settle(inquiry: Inquiry, values: list[TableColumn]) -> None:
    """Set what each of `values` holds by its headings; what they leave open is asked, or kept as `unknown`."""
    amounts = [c for c in values if not vocabulary.is_other(c.heading) and not _is_share(inquiry, c)]
    single = sum(not vocabulary.is_total(column.heading) for column in amounts) < 2
    for column in values:
        _ColumnHeadings(inquiry, column, len(values) > 1, single).settle()


@dataclass(frozen=True)
class _ColumnHeadings:
    """The headings of one column: `several` where others hold numbers too, `single` where none of these are amounts."""

    inquiry: Inquiry
    column: TableColumn
    several: bool
    single: bool

    def settle(self) -> None:
        column, options = self.column, self.inquiry.options
        column.kind = "amount"
        if all("%" in cell.format for cell in self.inquiry.cells(column) if is_number(cell)):
            column.kind, column.unit = "share", "%"
        for cell, text in column.over:
            self._read(Heading(cell, footnote_mark.behind_name(text)[0]))
        if column.letter in options.totals:
            column.kind = "total"
        if column.kind == "amount":
            _ask_signs(self.inquiry, column)
            column.unit = "" if column.unit == "%" else column.unit
        if self.several and not column.over:
            self._set_aside(
                f"kolumn {column.letter} har tal men ingen rubrik; skriv en eller ange --ignore {column.letter}",
                column.cell,
            )

    def _read(self, heading: Heading) -> None:
        """What one heading says, in the order in which one meaning outdoes another."""
        text, column = heading.text, self.column
        own = column.letter in self.inquiry.options.posts
        bare = vocabulary.bare(text)
        if not own and vocabulary.is_part(text):
            self._part(heading)
        elif not own and (vocabulary.is_other(text) or (self.several and vocabulary.is_change(text))):
            only_if = f"ange --posts {column.letter} om det är det"
            self._set_aside(f"»{text}» är inte det som fördelas; {self._without}, eller {only_if}", heading.cell)
        elif vocabulary.is_share(text) and _is_share(self.inquiry, column):
            self._share(heading)
        elif not own and self.several and vocabulary.is_total(text):
            self._total(heading)
        elif vocabulary.looks_like_board(bare) and not vocabulary.stage_of(bare):
            column.about["board"] = bare
        elif bare:
            self._words(Heading(heading.cell, bare))

    @property
    def _without(self) -> str:
        return f"välj bort kolumnen med --ignore {self.column.letter}"

    def _set_aside(self, question: str, *cells, matter: str = "") -> None:
        self.inquiry.ask(question, *cells, matter=matter)
        self.column.kind = "aside"

    def _part(self, heading: Heading) -> None:
        self.column.kind = "aside"
        if self.inquiry.options.of_which != "without":
            self.inquiry.ask(
                "kolumnen ingår i en annan och skulle räknas två gånger; välj bort sådana kolumner med --of-which utan",
                heading.cell,
            )

    def _share(self, heading: Heading) -> None:
        column, inquiry = self.column, self.inquiry
        column.kind, column.unit = "share", "%"
        either_one = vocabulary.is_counted_share(heading.text) or _is_large(inquiry, column)
        if either_one and not _is_percent(inquiry, column):
            inquiry.ask(
                f"»{heading.text}» kan vara andelar eller belopp; {self._without}, skriv talen med % om de är "
                f"andelar, eller ange --posts {column.letter} om de är belopp",
                heading.cell,
            )

    def _total(self, heading: Heading) -> None:
        column, inquiry = self.column, self.inquiry
        more = self.single and vocabulary.is_whole_budget(heading.text)
        if more and column.letter not in inquiry.options.totals:
            inquiry.ask(
                f"»{heading.text}» kan vara mer än det som fördelas; {self._without}, eller ange --totals "
                f"{column.letter} om den summerar de andra kolumnerna",
                heading.cell,
            )
        column.kind = "total"
        if year := vocabulary.YEAR.search(heading.text):
            column.about["year"] = year.group()

    def _words(self, heading: Heading) -> None:
        """A heading that may hold a year, a name, or both."""
        column, inquiry, text = self.column, self.inquiry, vocabulary.without_price_level(heading.text)
        against = vocabulary.against(text)
        if against and len(vocabulary.years(text)) == 1:
            if not inquiry.options.year:
                self._set_aside(
                    f"»{against[0]}» i rubriken säger inte vilket år beloppen gäller; ange --year ÅR, eller "
                    f"{self._without}",
                    heading.cell,
                )
            return
        years = vocabulary.years(text) or [year for year in vocabulary.short_span(text) if _is_near(inquiry, year)]
        short = "" if years else vocabulary.short_year(text)
        settled = inquiry.options.columns or inquiry.options.year
        if short and (inquiry.options.columns == "år" or _is_near(inquiry, short)):
            column.about.setdefault("year", short)
            name = vocabulary.without_short_year(text)
            self._year_and_name(short, name, Heading(heading.cell, name))
        elif len(years) == 1:
            self._year_and_name(years[0], vocabulary.without_year(text), Heading(heading.cell, text))
        elif years and not settled:
            self._set_aside(
                f"»{heading.cell.text}» nämner flera år; avgör med {either([f'--year {year}' for year in years])}, "
                f"eller {self._without}",
                heading.cell,
            )
        else:
            if short and not settled:
                question = (
                    f"»{heading.cell.text}» kan vara år {short}; ange --columns år om det är det, eller --year ÅR"
                )
                self._set_aside(question, heading.cell, matter="--columns år")
            self._name(Heading(heading.cell, text))

    def _year_and_name(self, year: str, name: str, heading: Heading) -> None:
        """A heading with one year, and `name` beside it."""
        about, columns = self.column.about, self.inquiry.options.columns
        if about.get("year", year) != year:
            self.inquiry.ask(f"rubrikerna säger både {about['year']} och {year}; rätta den ena", heading.cell)
        elif not vocabulary.rest(name):
            about["year"] = year
            if name and NAMES.get(columns) in ("measure", "pot"):
                self.column.weak.append(name)
        elif _is_name(name) and vocabulary.looks_like_board(name):
            about |= {"year": year, "board": name}
        elif _is_name(name) and columns == "år":
            about["year"] = year
        elif _is_name(name):
            self.column.unknown.append(heading)

    def _name(self, heading: Heading) -> None:
        """A heading without a year."""
        if vocabulary.rest(heading.text):
            if _is_name(heading.text):
                self.column.unknown.append(heading)
        elif self.inquiry.options.columns:
            self.column.weak.append(heading.text)


def _ask_signs(inquiry: Inquiry, column: TableColumn) -> None:
    """Ask about amounts above nil under a heading that says that they are taken away."""
    cells = inquiry.cells(column) if vocabulary.is_decrease(column.heading) else []
    above = [c for c in cells if (c.number > 0 if c.number is not None else not c.text.startswith(_MINUS))]
    if above := [cell for cell in above if is_number(cell) and re.search("[1-9]", cell.text)]:
        inquiry.ask(
            f"»{column.heading}» säger att beloppen är avdrag, men de är större än noll: skriv dem med minustecken, "
            f"rätta rubriken, eller välj bort kolumnen med --ignore {column.letter}",
            *above,
        )


def _is_share(inquiry: Inquiry, column: TableColumn) -> bool:
    """Whether a column holds percentages, by its heading, and no amounts, by its unit and its numbers."""
    if not vocabulary.is_share(column.heading) or column.letter in inquiry.options.posts:
        return False
    money = vocabulary.unit(column.heading) in KRONOR
    counted = vocabulary.is_counted_share(column.heading)
    return _is_percent(inquiry, column) or not (money or (counted and _is_large(inquiry, column)))


def _is_percent(inquiry: Inquiry, column: TableColumn) -> bool:
    """Whether every number of a column is written with %."""
    numbers = [cell for cell in inquiry.cells(column) if is_number(cell)]
    return bool(numbers) and all("%" in cell.text + cell.format for cell in numbers)


def _is_large(inquiry: Inquiry, column: TableColumn) -> bool:
    """Whether any number of a column is more than a hundred, as few percentages are."""
    found = [re.match(r"[+−–—(./ -]*([0-9 ]*)", cell.text) for cell in inquiry.cells(column)]
    return any(int(number[1].replace(" ", "") or 0) > 100 for number in found if number)


def _is_name(text: str) -> bool:
    """Whether what is left of a heading may be the name of a board, a measure or a pot."""
    return not vocabulary.role_of(text) and not vocabulary.is_vague(text)


def _is_near(inquiry: Inquiry, year: str) -> bool:
    """Whether the text above the table, or a heading, names a year that is near `year`."""
    texts = [*inquiry.area.title, *(cell.text for row in inquiry.area.header for cell in row)]
    return any(abs(int(other) - int(year)) <= 5 for text in texts for other in vocabulary.years(text))
