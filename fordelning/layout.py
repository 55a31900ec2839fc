"""What a mailed table says: its amounts, each with its board, measure, pot and year, its totals and its footnotes.

The table may be long (a row an allocation) or wide (boards, measures, pots or years across), with title lines above,
headings of several rows, rows grouped under headings, rows and columns of totals, and notes below. What can be taken
for more than one thing is not taken for any: it becomes a fault that names the place, the readings and the option that
settles it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal

from . import amount
from .amount import Ambiguous, Amount, Style, Unreadable
from .sheet import Cell, Sheet

ROLES = ("year", "pot", "measure", "board")
NAMES = {"nämnder": "board", "åtgärder": "measure", "potter": "pot", "år": "year"}
_SINGULAR = {"board": "nämnd", "measure": "åtgärd", "pot": "pott", "year": "år"}
_WORDS = {role: word for word, role in NAMES.items()}
_TOTAL = re.compile(
    r"(delsumma|summa|summor|s:a|s:ma|totalt?|totalsumma|totalbelopp|sammanlagt|sammantaget|slutsumma)\b[: ]*", re.I
)
_PART = re.compile(r"(varav|därav)\b", re.I)
_BOARD = re.compile(
    r"(nämnd|nämnden|styrelse|styrelsen|utskott|utskottet|fullmäktige|fullmäktiges?|revision|revisionen|revisorerna"
    r"|förvaltning|förvaltningen|överförmyndare|överförmyndaren|direktion|direktionen|beredning|beredningen)\b"
    r"|^(KS|KF|[A-ZÅÄÖ]{1,4}N)$"
)
_LABELS = {
    "board": r"(ansvarig |mottagande |berörd )?nämnd(er|en)?( ?/ ?styrelse)?|styrelse/nämnd|styrelser? och nämnder?"
    r"|nämnder och styrelser?|förvaltning(ar)?|nämnd( och| eller|/|,) ?bolag|nämnd ?/ ?förvaltning|organ",
    "measure": r"åtgärd(er)?|insats(er)?|satsning(ar)?|projekt|ändamål|aktivitet(er)?|benämning|post(er)?|föreningar?"
    r"|verksamhet(er)?|uppdrag|namn|budgetpost|förslag",
    "pot": r"pott(er)?|finansiering|finansieringskälla|källa|medel|anslagspott|program|medelskälla",
    "year": r"år|budgetår|verksamhetsår",
    "unit": r"enhet|valuta|sort",
    "note": r"not|noter|fotnot(er)?",
    "aside": r"nr|nummer|rad|löpnr|löpnummer|id|kod|konto|ansvar|dnr|diarienr|diarienummer|prio|prioritet|kommentar"
    r"|kommentarer"
    r"|anmärkning(ar)?|motivering|beskrivning|org\.?nr|organisationsnummer|ställe|hänvisning",
}  # fmt: skip
_AMOUNT = re.compile(
    r"(belopp|anslag|tilldel\w*|tilldelat|bevilja\w*|kommunbidrag|nämndbidrag|budget\w*|ram|ramar|budgetram|bidrag"
    r"|fördel\w*|tillskott|tillägg|utökning|förslag|plan|beslutat|föreslaget|anvisat|medel|driftbudget|i|av|år|per|och)",
    re.I,
)
_OTHER = re.compile(
    "utfall|bokslut|prognos|föregående|förändring|differens|skillnad|avvikelse|ansökt|äskat|sökt|antal|invånare|index",
    re.I,
)
_YEAR = re.compile(r"\b(19[5-9][0-9]|20[0-9]{2}|21[0-9]{2})\b")
_POT = re.compile(r"\bpott|\banslag|\bmedel|\bprogram", re.I)
_NOTE = re.compile(r"(\*+|[⁰¹²³⁴⁵⁶⁷⁸⁹]+|[0-9]{1,2}(?=[).:]? ))[).:]? *(?=\S)")
_FOOT = re.compile(r"(?:\s*(?:[⁰¹²³⁴⁵⁶⁷⁸⁹]|\*| [0-9]{1,2}\)),?)+$")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


@dataclass(frozen=True)
class Options:
    """What settles a table that can be read in several ways; the names are those of the command's options.

    `rows` and `columns` are roles of the first label column and of the value columns; `groups` the role of rows that
    are headings, "inga" where there are none. `ignore` holds letters of columns and numbers of rows, `footnote` the
    cells whose last digit is a footnote mark. `hidden` is "with" or "without", `of_which` "without", `formulas`
    "saved", `values` "shown" or "stored", for numbers whose format shows another number.
    """

    sheet: str = ""
    rows: str = ""
    columns: str = ""
    groups: str = ""
    unit: str = ""
    year: str = ""
    pot: str = ""
    measure: str = ""
    board: str = ""
    style: Style = field(default_factory=Style)
    ignore: frozenset[str] = frozenset()
    footnote: frozenset[str] = frozenset()
    hidden: str = ""
    of_which: str = ""
    formulas: str = ""
    values: str = ""


@dataclass(frozen=True)
class Entry:
    """One amount: `number` of `unit`, what it is about (name by role, as far as the table says), marks and place."""

    number: Decimal
    unit: str
    about: dict[str, str]
    marks: tuple[str, ...]
    place: str
    row: int


@dataclass(frozen=True)
class Claim:
    """A total or a share that the table states: `about` what it sums, {} for everything; `unit` "%" for a share."""

    number: Decimal
    unit: str
    about: dict[str, str]
    wording: str
    place: str
    row: int


@dataclass
class Found:
    """What a table says. `order` holds the names of each role in the table's order; `aside` what was not used.

    `reading` says in Swedish what each column was taken for.
    """

    title: list[str] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    aside: list[str] = field(default_factory=list)
    reading: list[str] = field(default_factory=list)


@dataclass
class _Column:
    """A column: its letter, heading, and what it is: "label", "amount", "total", "share", "unit", "note" or "aside"."""

    index: int
    letter: str
    heading: str
    kind: str = ""
    role: str = ""
    about: dict[str, str] = field(default_factory=dict)
    unit: str = ""
    marks: tuple[str, ...] = ()


class Faults(Exception):
    """The table cannot be read. `faults` are sentences, each with its place."""

    def __init__(self, faults: list[str]):
        self.faults = list(dict.fromkeys(faults))
        super().__init__(self.faults)


def recognise(sheet: Sheet, options: Options) -> Found:
    """What the table in `sheet` says, read as `options` settle. Raises Faults with all that can be found."""
    return _Table(sheet, options).found()


def looks_like_board(name: str) -> bool:
    """Whether `name` is that of a board by its form."""
    return _BOARD.search(name) is not None


def _is_number(cell: Cell) -> bool:
    return cell.number is not None or amount.is_written(cell.text)


def _is_year(cell: Cell) -> bool:
    return _YEAR.fullmatch(cell.text) is not None


def _bare(text: str) -> str:
    """A heading without its unit, its brackets and its footnote marks."""
    text = _FOOT.sub("", text)
    text = amount.without_units(text)
    return re.sub(r"[\s(),.:;]+$|^[\s(),.:;]+|\(\s*\)", "", re.sub(r"\bi\s*$|\(i?\s*\)", "", text)).strip(" ,;:-–/")


def _is_role(text: str, role: str) -> bool:
    return re.fullmatch(_LABELS[role], _bare(text), flags=re.I) is not None


def marks_of(text: str) -> tuple[str, tuple[str, ...]]:
    """A name without the footnote marks behind it, and the marks."""
    found = _FOOT.search(text)
    if not found or not text[: found.start()].strip():
        return text, ()
    marks = re.findall(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+|\*+|[0-9]{1,2}(?=\))", found.group())
    return text[: found.start()].strip(), tuple(mark.translate(_RAISED) for mark in marks)


class _Table:
    def __init__(self, sheet: Sheet, options: Options):
        self.sheet, self.options, self.faults = sheet, options, []
        self.result = Found()
        self.headings: list[str] = []
        self.unitless: list[Cell] = []
        rows = [(number, row) for number, row in enumerate(sheet.rows, start=1) if str(number) not in options.ignore]
        letters = [re.sub("[0-9]", "", cell.place) for cell in sheet.rows[0]]
        kept = [c for c, letter in enumerate(letters) if letter not in options.ignore]
        self.rows = [(number, [row[c] for c in kept]) for number, row in rows]
        self.letters = [letters[c] for c in kept]
        self._hidden()
        self.stop()

    def stop(self) -> None:
        if self.faults:
            raise Faults(self.faults)

    def _ask(self, cell: Cell, what: str, option: str, other: str = "") -> None:
        """A fault that an option settles, with all that it can be set to."""
        words = ("åtgärder", "potter", "nämnder", *(["inga"] if option == "groups" else []))
        choices = [f"--{option} {word}" for word in words] + ([other] if other else [])
        self.fault(cell, f"{what}; avgör med {', '.join(choices[:-1])} eller {choices[-1]}")

    def fault(self, cell: Cell, text: str) -> None:
        self.faults.append(f"{self.sheet.named(cell)}: {text}")

    def _hidden(self) -> None:
        if self.options.hidden == "with":
            return
        if self.options.hidden == "without":
            columns = [c for c in range(len(self.letters)) if not all(row[c].hidden for _, row in self.rows)]
            self.rows = [(n, [row[c] for c in columns]) for n, row in self.rows if not all(cell.hidden for cell in row)]
            self.letters = [self.letters[c] for c in columns]
            return
        hidden = [cell for _, row in self.rows for cell in row if cell.hidden and cell]
        if hidden:
            listed = ", ".join(cell.place for cell in hidden[:8]) + (" …" if len(hidden) > 8 else "")
            self.fault(hidden[0], f"dolda celler med innehåll ({listed}); avgör med --hidden med eller --hidden utan")

    def found(self) -> Found:
        """Read the table from the top."""
        body, headings = self._headings()
        last = max(
            i
            for i, (_, row) in enumerate(self.rows)
            if any(_is_number(cell) and not self._is_note(row) for cell in row)
        )
        for _, row in self.rows[: headings[0]]:
            self.result.title += list(dict.fromkeys(cell.text for cell in row if cell))
        self._notes(self.rows[last + 1 :])
        lines = [line for line in self.rows[body : last + 1] if any(line[1])]
        header = [self.rows[i][1] for i in headings]
        lines = [(n, row) for n, row in lines if [c.text for c in row] not in [[c.text for c in h] for h in header]]
        columns = self._columns(header, lines)
        self.stop()
        self._lines(columns, lines)
        if self.unitless:
            more = f" (och {len(self.unitless) - 1} celler till)" if len(self.unitless) > 1 else ""
            self.fault(
                self.unitless[0], f"beloppets enhet framgår inte{more}; ange --unit kr, --unit tkr eller --unit mnkr"
            )
        self._glued()
        self.stop()
        if not self.result.entries:
            raise Faults([f"{self._where()}: inga belopp hittades"])
        return self.result

    def _where(self) -> str:
        return f"blad {self.sheet.name}" if self.sheet.name else "tabellen"

    def _is_note(self, row: list[Cell]) -> bool:
        """Whether a row is a line of text, perhaps with a number in it, and no line of the table."""
        texts = [cell for cell in row if cell and cell.first]
        return len(texts) == 1 and not texts[0].number and not amount.is_written(texts[0].text)

    def _headings(self) -> tuple[int, list[int]]:
        """The first row of the body, and the rows of the heading."""
        for i, (_, row) in enumerate(self.rows):
            if any(_is_number(cell) for cell in row) and not self._is_year_heading(i) and not self._is_note(row):
                break
        else:
            raise Faults([f"{self._where()}: inga belopp hittades"])
        above = i - 1
        while above >= 0 and not self._is_heading(above):
            above -= 1
        if above < 0:
            raise Faults([f"{self.sheet.named(self.rows[i][1][0])}: ingen rubrikrad ovanför beloppen; skriv en"])
        headings = [above]
        while headings[0] > 0 and len(headings) < 4 and self._is_heading(headings[0] - 1):
            headings.insert(0, headings[0] - 1)
        return above + 1, headings

    def _is_heading(self, i: int) -> bool:
        row = self.rows[i][1]
        texts = [c for c, cell in enumerate(row) if cell and cell.first]
        return len(texts) > 1 or (len(texts) == 1 and texts[0] > 0 and row[texts[0]].span[1] < len(row))

    def _is_year_heading(self, i: int) -> bool:
        row = self.rows[i][1]
        numbers = [cell for cell in row if _is_number(cell)]
        others = [cell for cell in row if cell and not _is_number(cell)]
        generic = all(_TOTAL.match(c.text) or any(_is_role(c.text, role) for role in _LABELS) for c in others)
        below = [row for _, row in self.rows[i + 1 :] if any(_is_number(cell) and not _is_year(cell) for cell in row)]
        return bool(numbers) and all(map(_is_year, numbers)) and generic and bool(below)

    def _notes(self, rows: list[tuple[int, list[Cell]]]) -> None:
        for _, row in rows:
            text = " ".join(dict.fromkeys(cell.text for cell in row if cell))
            if found := _NOTE.match(text):
                self.result.notes.setdefault(found[1].translate(_RAISED), text[found.end() :].strip())
            elif text:
                self.result.aside.append(f"texten under tabellen: {text}")

    # The columns

    def _columns(self, header: list[list[Cell]], lines: list[tuple[int, list[Cell]]]) -> list[_Column]:
        columns = []
        for c, letter in enumerate(self.letters):
            texts = list(dict.fromkeys(row[c].text for row in header if row[c]))
            marks = tuple(mark for text in texts for mark in marks_of(text)[1])
            column = _Column(c, letter, " ".join(texts), unit=amount.unit(" ".join(texts)) or "", marks=marks)
            cells = [row[c] for _, row in lines if row[c]]
            column.kind = self._kind(column, texts, cells)
            columns.append(column)
        self.headings = [column.heading for column in columns]
        values = [column for column in columns if column.kind == "value"]
        if not values:
            raise Faults([f"{self._where()}: ingen kolumn med belopp hittades"])
        self._values(values, header)
        self._labels([column for column in columns if column.kind == "label"], columns, lines)
        self.result.reading += [_reading(column) for column in columns if column.kind in _READ]
        for column in columns:
            if column.kind == "aside":
                self.result.aside.append(f"kolumn {column.letter} »{column.heading}»")
        return columns

    def _kind(self, column: _Column, texts: list[str], cells: list[Cell]) -> str:
        last = texts[-1] if texts else ""
        for role in ("unit", "note", "aside"):
            if _is_role(last, role):
                return role
        if not cells:
            return "aside" if texts else "empty"
        numbers = sum(_is_number(cell) or cell.text in amount.NIL for cell in cells)
        if any(_is_role(last, role) for role in ROLES) and not (numbers * 2 > len(cells) and _is_role(last, "measure")):
            return "label"
        if numbers == 0:
            return "label"
        if numbers * 2 < len(cells):
            strange = next(cell for cell in cells if _is_number(cell))
            self.fault(strange, f"ett tal i en kolumn med text; rätta cellen eller ange --ignore {column.letter}")
        return "value"

    def _values(self, values: list[_Column], header: list[list[Cell]]) -> None:
        """What each value column is about, from the texts of its headings."""
        unknown: dict[int, list[tuple[Cell, str]]] = {}
        for column in values:
            column.kind = "amount"
            for row in header:
                cell = row[column.index]
                text, _ = marks_of(cell.text)
                self._heading(column, cell, text, len(values) > 1, unknown)
        named = [column for column in values if column.kind == "amount"]
        role = NAMES.get(self.options.columns, "")
        boards = sum("board" in column.about for column in named)
        if not role and unknown and boards * 2 >= boards + len(unknown):
            role = "board"
        for column in named:
            for cell, text in unknown.get(column.index, []):
                if len(named) == 1 and not role:
                    continue  # the only column of amounts, whatever it is called
                if not role:
                    self._ask(
                        cell, f"»{text}» kan vara en åtgärd, pott eller nämnd", "columns", f"--ignore {column.letter}"
                    )
                elif role in column.about:
                    self.fault(cell, f"»{text}» och »{column.about[role]}» kan inte båda vara {_WORDS[role]}")
                else:
                    column.about[role] = text
        seen: dict[tuple, _Column] = {}
        for column in named if role or not unknown else []:
            key = tuple(sorted(column.about.items()))
            if key in seen:
                self.fault(
                    header[-1][column.index],
                    f"kolumnerna {seen[key].letter} »{seen[key].heading}» och {column.letter} »{column.heading}» "
                    f"anger samma sak; välj bort en med --ignore {seen[key].letter} eller --ignore {column.letter}",
                )
            seen.setdefault(key, column)

    def _heading(self, column: _Column, cell: Cell, text: str, several: bool, unknown: dict) -> None:
        bare = _bare(text)
        if re.search(r"%|\bandel|procent", text, flags=re.I):
            column.kind, column.unit = "share", "%"
        elif several and _TOTAL.match(text):
            column.kind = "total"
            text = _TOTAL.sub("", text, count=1)
            if year := _YEAR.fullmatch(_bare(text)):
                column.about["year"] = year[1]
        elif _OTHER.search(text):
            self.fault(cell, f"»{text}» är inte det som fördelas; välj bort kolumnen med --ignore {column.letter}")
        elif looks_like_board(bare):
            column.about["board"] = bare
        elif bare and len(_YEAR.findall(bare)) == 1 and not _rest(_YEAR.sub("", bare)):
            column.about["year"] = _YEAR.search(bare)[1]
        elif bare and _rest(bare) and not any(_is_role(bare, role) for role in ROLES):
            unknown.setdefault(column.index, []).append((cell, bare))

    def _labels(self, labels: list[_Column], columns: list[_Column], lines: list) -> None:
        """The role of each label column: by its heading, else by what is in it."""
        taken = {role for column in columns for role in column.about if column.kind == "amount"}
        open_ones = []
        for column in labels:
            column.role = next((role for role in ROLES if _is_role(column.heading.split(" / ")[-1], role)), "")
            if not column.role:
                open_ones.append(column)
            taken.add(column.role)
        for column in open_ones:
            cells = [row[column.index] for _, row in lines if row[column.index]]
            names = [c for c in cells if not _TOTAL.match(c.text)]
            if names and all(map(_is_year, names)):
                role = "year"
            elif NAMES.get(self.options.rows) and NAMES[self.options.rows] not in taken:
                role = NAMES[self.options.rows]
            elif "board" not in taken and sum(looks_like_board(c.text) for c in names) * 2 > len(names):
                role = "board"
            elif "measure" not in taken and ("board" in taken or self.options.board):
                role = "measure"
            else:
                place = cells[0] if cells else self.rows[0][1][column.index]
                what = f"kolumn {column.letter} »{column.heading}» kan vara nämnder, åtgärder eller potter"
                self._ask(place, what, "rows", f"--ignore {column.letter}")
                continue
            column.role = role
            taken.add(role)
        seen: dict[str, _Column] = {}
        for column in labels:
            if column.role in seen:
                first = seen[column.role]
                self.faults.append(
                    f"{self._where()}: kolumnerna {first.letter} »{first.heading}» och {column.letter} "
                    f"»{column.heading}» är båda {_WORDS[column.role]}; välj bort en med --ignore {first.letter} eller "
                    f"--ignore {column.letter}"
                )
            elif column.role:
                seen[column.role] = column

    # The rows

    def _lines(self, columns: list[_Column], lines: list[tuple[int, list[Cell]]]) -> None:
        labels = [column for column in columns if column.kind == "label"]
        values = [column for column in columns if column.kind in ("amount", "total", "share")]
        roles = {column.role for column in labels} | {role for column in values for role in column.about}
        self.style = self._style(values, lines)
        group: dict[str, str] = {}
        self.groups: list[dict] = []
        carried: dict[int, str] = {}
        for position, (number, row) in enumerate(lines):
            texts = [row[column.index] for column in labels if row[column.index]]
            first = texts[0] if texts else None
            figures = [row[column.index] for column in values if row[column.index]]
            if not figures and first is not None and len({c.text for c in row if c}) == 1:
                group = self._group(first, roles, group, lines[position + 1 :])
                continue
            if first is not None and _PART.match(first.text):
                if self.options.of_which == "without":
                    self.result.aside.append(f"rad {number} »{first.text}»")
                else:
                    self.fault(
                        first,
                        f"»{first.text}» ingår i en rad ovanför och skulle räknas två gånger; "
                        "välj bort sådana rader med --of-which utan",
                    )
                continue
            total = next((cell for cell in texts if _TOTAL.match(cell.text)), None)
            if total is not None:
                later = any(any(line[column.index] for column in values) for _, line in lines[position + 1 :])
                about = self._total(total, texts, group, later, carried, labels, row)
                if about is not None:
                    self._claims(number, row, values, about, total)
                continue
            about, marks = dict(group), []
            for column in labels:
                cell = row[column.index]
                name, found = marks_of(cell.text)
                if not name and column.role in ("pot", "board", "year") and carried.get(column.index):
                    name = carried[column.index]  # written once for the rows that follow
                elif name:
                    carried[column.index] = name
                if name:
                    about[column.role] = name
                marks += found
            if figures and not texts:
                self.fault(figures[0], f"ett belopp utan namn i raden; ange --ignore {number} eller skriv vad det är")
                continue
            self._entries(number, row, columns, values, about, tuple(marks))

    def _style(self, values: list[_Column], lines: list) -> Style:
        """How this table writes decimals, as far as its own numbers show."""
        style = self.options.style
        if style.point is not None:
            return style
        cells = [row[column.index] for _, row in lines for column in values]
        marks = amount.point(cell.text for cell in cells if cell.number is None)
        return replace(style, point=marks.pop()) if len(marks) == 1 else style

    def _group(self, cell: Cell, roles: set[str], group: dict, rest: list) -> dict[str, str]:
        """What a heading among the rows says of the rows below it."""
        name, _ = marks_of(cell.text.rstrip(":"))
        free = [role for role in ("board", "pot", "measure") if role not in roles]
        wanted = self.options.groups
        if wanted == "inga":
            self.result.aside.append(f"rad med »{cell.text}» utan belopp")
            return group
        if _YEAR.fullmatch(name) and "year" not in roles:
            found = "year"
        elif NAMES.get(wanted):
            found = NAMES[wanted]
        elif looks_like_board(name) and "board" in free:
            found = "board"
        elif "pot" in free and (_POT.search(name) or cell.span[1] > 1 or self._summed(name, rest)):
            found = "pot"
        else:
            self._ask(
                cell, f"»{cell.text}» har inga belopp: en rubrik för raderna under, eller en post utan belopp", "groups"
            )
            return group
        if found in roles and found != "year":
            self.fault(cell, f"»{cell.text}» kan inte vara rubrik för {_WORDS[found]}, som också står i en kolumn")
        kept = {role: text for role, text in group.items() if role == "board" and found == "pot"} if wanted else {}
        self.groups.append({"about": {found: name}, "summed": False})
        return {**kept, found: name}

    def _summed(self, name: str, rest: list) -> bool:
        """Whether a later row says that it is the sum of `name`."""
        texts = (cell.text for _, row in rest for cell in row if _TOTAL.match(cell.text))
        return any(_TOTAL.sub("", text, count=1).strip().casefold() == name.casefold() for text in texts)

    def _total(self, cell: Cell, texts, group, later: bool, carried, labels, row) -> dict[str, str] | None:
        """What a row of totals sums; None where that cannot be said."""
        rest = marks_of(_TOTAL.sub("", cell.text, count=1))[0].strip(" :")
        rest = _bare(rest)
        about = {}
        for column in labels:  # the total of what stands in another label column
            other = row[column.index]
            if other and other is not cell and other.text != cell.text and not _TOTAL.match(other.text):
                about[column.role] = marks_of(other.text)[0]
        if about:
            return about
        known = {name.casefold(): (role, name) for entry in self.result.entries for role, name in entry.about.items()}
        known |= {name.casefold(): (role, name) for one in self.groups for role, name in one["about"].items()}
        if rest.casefold() in known:
            role, name = known[rest.casefold()]
            for one in self.groups:
                one["summed"] = one["summed"] or one["about"] == {role: name}
            return {role: name}
        current = self.groups[-1] if self.groups and self.groups[-1]["about"].items() <= group.items() else None
        wholly = re.match(r"total|sammanlagt|sammantaget|slutsumma", cell.text, re.I) or not later
        others = any(one["summed"] for one in self.groups[:-1])
        if current and not current["summed"] and (later or (others and not re.match("total|slut", cell.text, re.I))):
            current["summed"] = True
            return dict(current["about"])
        if wholly and (not rest or not later):
            return {}
        row_number = re.sub("[A-Z]", "", cell.place)
        self.fault(cell, f"vad »{cell.text}» är summan av framgår inte; välj bort raden med --ignore {row_number}")
        return None

    def _read(self, cell: Cell, column: _Column) -> Amount | None:
        """The amount in `cell`; None, and a fault where it cannot be read."""
        if cell.span != (1, 1):
            self.fault(cell, f"ett sammanslaget belopp »{cell.text}» för flera rader eller kolumner; dela upp det")
            return None
        if cell.formula and column.kind == "amount" and self.options.formulas != "saved":
            self.fault(cell, f"»{cell.text}» är räknat med en formel; låt sparade värden gälla med --formulas sparade")
            return None
        if cell.number is not None:
            return self._stored(cell)
        text = cell.text
        if cell.place in self.options.footnote and text[-1:].isdigit():
            text = text[:-1] + text[-1].translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
        try:
            return amount.read(text, self.style)
        except Ambiguous as error:
            self.fault(cell, f"»{cell.text}» kan läsas som {error}")
        except Unreadable as error:
            self.fault(cell, f"fann »{cell.text}», väntade {error}")
        return None

    def _stored(self, cell: Cell) -> Amount | None:
        """A number that a workbook stores, as it is shown or as it is stored where the two are not the same."""
        number = cell.number
        if "%" in re.sub(r'"[^"]*"', "", cell.format):
            return Amount(number * 100, "%")
        shown = _shown(number, cell.format)
        if shown != number and not self.options.values:
            text = f"{shown:f}".replace(".", ",")
            self.fault(
                cell,
                f"lagrat är {cell.text} men det visas som {text}; avgör med --values visade eller --values lagrade",
            )
            return None
        number = shown if self.options.values == "shown" else number
        if cell.place in self.options.footnote:
            digits = f"{number:f}"
            return Amount(Decimal(digits[:-1].rstrip(".")), None, (digits[-1],))
        return Amount(number, amount.unit(" ".join(re.findall('"([^"]*)"', cell.format))))

    def _unit(self, cell: Cell, found: Amount, column: _Column, row: list[Cell], columns: list[_Column]) -> str | None:
        told = next((amount.unit(row[c.index].text) for c in columns if c.kind == "unit" and row[c.index]), None)
        around = {
            u
            for text in (*self.result.title, *self.result.aside, *self.headings)
            if (u := amount.unit(text)) and u != "%"
        }
        candidates = [found.unit, told, column.unit or None, self.options.unit or None]
        for candidate in candidates:
            if candidate:
                return candidate
        if len(around) == 1:
            return around.pop()
        self.unitless.append(cell)
        return None

    def _entries(self, number: int, row: list[Cell], columns, values, about: dict, marks: tuple[str, ...]) -> None:
        for column in columns:
            if column.kind == "note" and row[column.index]:
                marks += tuple(re.findall(r"\*+|[0-9]+", row[column.index].text.translate(_RAISED)))
        for column in values:
            cell = row[column.index]
            if not cell or cell.text in amount.NIL:
                continue
            if column.kind != "amount":
                self._claim(number, cell, column, about, columns, row, "Summan för " + _listed(about))
                continue
            found = self._read(cell, column)
            if found is None:
                continue
            unit = self._unit(cell, found, column, row, columns)
            if unit == "%":
                self.fault(cell, f"»{cell.text}» är en andel, inte ett belopp; ange --ignore {column.letter}")
            elif unit:
                if clash := {
                    role for role in column.about if about.get(role, column.about[role]) != column.about[role]
                }:
                    role = min(clash)
                    self.fault(cell, f"både »{about[role]}» och »{column.about[role]}» som {_SINGULAR[role]}")
                every = tuple(dict.fromkeys((*marks, *column.marks, *found.marks)))
                what, place = {**about, **column.about}, self.sheet.named(cell)
                self.result.entries.append(Entry(found.number, unit, what, every, place, number))

    def _claims(self, number: int, row: list[Cell], values: list[_Column], about: dict, total: Cell) -> None:
        for column in values:
            cell = row[column.index]
            if cell and cell.text not in amount.NIL:
                what = {**about, **column.about} if column.kind == "amount" else about
                self._claim(number, cell, column, what, [], row, total.text + (f", {_listed(what)}" if what else ""))

    def _claim(self, number: int, cell: Cell, column: _Column, about: dict, columns, row, wording: str) -> None:
        found = self._read(cell, replace(column, kind="total"))
        if found is None:
            return
        unit = "%" if column.kind == "share" else self._unit(cell, found, column, row, columns)
        if unit:
            about = {**about, **column.about}
            self.result.claims.append(Claim(found.number, unit, about, wording, self.sheet.named(cell), number))

    def _glued(self) -> None:
        """A figure that ends in the number of a footnote which nothing else points to, and has a digit too many."""
        pointed = {mark for entry in self.result.entries for mark in entry.marks}
        lost = {mark for mark in self.result.notes if mark.isdigit()} - pointed
        if not lost or self.options.style.decimals is not None or "INGA" in self.options.footnote:
            return
        digits = [-entry.number.as_tuple().exponent for entry in self.result.entries if entry.number % 1]
        usual = max(set(digits), key=lambda d: (digits.count(d), -d)) if digits else 0
        for entry in self.result.entries:
            text = f"{entry.number:f}"
            if text[-1] in lost and entry.number % 1 and -entry.number.as_tuple().exponent == usual + 1:
                shown = text.replace(".", ",")
                self.faults.append(
                    f"{entry.place}: »{shown}» kan läsas som {shown} eller {shown[:-1]} med fotnot {shown[-1]}; "
                    f"avgör med --decimals {usual} eller --footnote inga"
                )


_READ = {"label": "", "amount": "belopp", "total": "summor", "share": "andelar", "unit": "enheter", "note": "fotnoter"}


def _reading(column: _Column) -> str:
    """What a column was taken for, in Swedish."""
    if column.kind == "label":
        return f"kolumn {column.letter} »{column.heading}» är {_WORDS[column.role]}" if column.role else ""
    about = ", ".join(f"{_SINGULAR[role]} {name}" for role, name in column.about.items())
    return f"kolumn {column.letter} »{column.heading}» är {_READ[column.kind]}" + (f" för {about}" if about else "")


def _shown(number: Decimal, format: str) -> Decimal:
    """`number` as its number format shows it: divided by a thousand for each comma at the end, and rounded."""
    pattern = re.search(r"[0#?][0#?, ]*(\.[0#?]+)?(,*)", re.sub(r'"[^"]*"|\[[^\]]*\]|\\\\.', "", format.split(";")[0]))
    if pattern is None or format in ("", "General", "@"):
        return number
    whole = pattern.group().rstrip() if not pattern[1] else pattern.group()
    commas = len(whole) - len(whole.rstrip(","))
    places = len(pattern[1] or ".") - 1
    scaled = number.scaleb(-3 * commas)
    return (
        scaled.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) if -scaled.as_tuple().exponent > places else scaled
    )


def _rest(text: str) -> str:
    """What is left of a heading when the words that only say that it is an amount are gone."""
    return re.sub(r"[\W_]+", "", re.sub(r"\b" + _AMOUNT.pattern + r"\b", "", text, flags=re.I))


def _listed(about: dict[str, str]) -> str:
    return ", ".join(about[role] for role in ("board", "measure", "pot", "year") if role in about) or "allt"


def totals_that_a_digit_explains(found: Found) -> Iterator[tuple[Entry, Claim]]:
    """Amounts whose last digit is a footnote's number, and a total that ties only without that digit.

    Only footnotes that nothing points to are thought of.
    """
    pointed = {mark for entry in found.entries for mark in entry.marks}
    lost = {mark for mark in found.notes if mark.isdigit()} - pointed
    for claim in found.claims if lost else []:
        within = [e for e in found.entries if claim.about.items() <= e.about.items() and e.unit == claim.unit]
        gap = sum(e.number for e in within) - claim.number
        for entry in within:
            text = f"{entry.number:f}"
            if gap and text[-1] in lost and len(text) > 1 and entry.number - Decimal(text[:-1].rstrip(".")) == gap:
                yield entry, claim
