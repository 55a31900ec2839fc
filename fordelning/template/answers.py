"""A filled template read back as a draft: names become keys, Swedish numbers exact ones; every fault has its cell."""

import contextlib
import datetime
import difflib
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from openpyxl.utils import coordinate_to_tuple

from fordelning.base.errors import CaseError, Fault, shorten
from fordelning.base.money import KRONOR, meant
from fordelning.base.slug import unused
from fordelning.case import draft
from fordelning.case.draft import Draft, keys, short
from fordelning.case.kind import KINDS, Kind
from fordelning.case.schema import DESCRIPTOR
from fordelning.intake.cells import amount, number_format
from fordelning.intake.cells.amount import Amount, Style
from fordelning.intake.cells.cell import Cell, Sheet, SheetError
from fordelning.intake.table.options import either

from . import contradiction, wording
from .form import (
    ANSWERS,
    DAYS,
    DECISION,
    GUIDE,
    IDENTITY,
    IDENTITY_HEADER,
    NUMBERED,
    NUMBERS,
    STEPS,
    Field,
    FormTable,
    folded,
    tables,
)

AS_WRITTEN = Style()  # nothing is known of how the numbers are written
_NUMBERS = {"lines": "radnummer", "pages": "sidnummer"}
_DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_EXACT = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,12})?")
_ENTRIES = {"sources[0].hash": "source_hash"}  # of the descriptor, where they have another name than the answer
_HINTED = 20  # how many faults name the nearest of many names; to find it takes time
# What may stand in the cell of another column, and is missing where that is at fault.
_READ_FROM = {"relation": "value", "unit": "value"}
_OF_SEVERAL = ("varken eller", "både och", "en ofullständig avgränsning")  # what is found of several cells together
_UNQUOTED = ("en tom cell", "inga rader", *_OF_SEVERAL)  # nobody's own words
_NEEDED = ("pots", "boards", "measures", "allocations")  # no case is without a row in these


def is_template(sheets: list[Sheet]) -> bool:
    """Whether `sheets` are those of a template, filled in well or badly."""
    names = {folded(sheet.name) for sheet in sheets}
    return folded(IDENTITY) in names and any(folded(table.title) in names for table in tables().values())


def read(file: str, sheets: list[Sheet], style: Style = AS_WRITTEN, faults: Sequence[str] = ()) -> Draft:
    """The draft that the template holds. Raises SheetError with every fault, each with its sheet and cell.

    `style` settles amounts that can be read in several ways. `faults` are those of the cells themselves.
    """
    return _Reading(sheets, style, faults).draft(file)


def placed(file: str, sheets: list[Sheet], error: CaseError) -> SheetError:
    """The faults of the case that the template has made, with their places in the template."""
    reading = _Reading(sheets, AS_WRITTEN)
    with contextlib.suppress(SheetError):  # how its amounts are read makes no difference to their places
        reading.draft(file)
    return SheetError(file, [said for *_, said in sorted(map(reading.placed, error.faults))])


@dataclass
class _Row:
    """A row of a sheet: its cells by column, and the values that they have been found to hold."""

    sheet: Sheet
    cells: dict[str, Cell]
    values: dict[str, str]

    def cell(self, *names: str) -> Cell:
        """The first of the columns `names` that the sheet has, else the row's first cell."""
        return next((self.cells[name] for name in names if name in self.cells), next(iter(self.cells.values())))

    def text(self, name: str) -> str:
        return self.cells[name].text if name in self.cells else ""


class _Reading:
    def __init__(self, sheets: list[Sheet], style: Style, faults: Sequence[str] = ()):
        self.style, self.sheets, self.form = style, sheets, tables()
        self.found: list[tuple[int, int, int, str]] = [(-1, 0, number, said) for number, said in enumerate(faults)]
        self.faulty = {said.partition(": ")[0] for said in faults}
        self.rows: dict[str, list[_Row]] = {name: [] for name in self.form}
        self.exact: dict[str, dict[str, str]] = {}
        self.folded: dict[str, dict[str, set[str]]] = {}
        self.numbered: dict[str, _Row] = {}

    def draft(self, file: str) -> Draft:
        """The whole; raises SheetError."""
        answers = self.take_in()
        for name, table in self.form.items():
            self._made(name, table)
        for name, table in self.form.items():
            self._index(name, table)
        for row in self.rows["statements"]:
            self.numbered[folded(row.text("statement") or row.values["statement"])] = row
        for name, table in self.form.items():
            for row in self.rows[name]:
                self._read(table, row)
            self._distinct(table)
        given = self._answers(*answers) if answers else {}
        if self.found:
            more = self._more(self._made_of(given)) if given else []
            raise SheetError(file, [said for *_, said in sorted({*self.found, *more})])
        return self._made_of(given)

    def _made_of(self, given: dict[str, str]) -> Draft:
        """The draft of all rows and the answers `given`, blank where they are faulty; without what is turned down."""
        told = [row.values for row in self.rows["proposals"]]
        turned_down = {row["proposal"] for row in told if row.get("confirmed") == "no"}
        rows = {
            name: [row.values for row in self.rows[name] if row.values.get("proposal") not in turned_down]
            for name in self.form
        } | {name: [row.values for row in self.rows[name]] for name in ("proposals", "questions")}
        decision = {name: given[name] for name in DECISION} | {"year": int(given["year"] or 0)}
        rounding = {unit: given[title] for unit, (title, _) in STEPS.items() if given[title]}
        about = {name: given[name] for name in ANSWERS if name not in DECISION}
        return Draft(**about, decision=decision, rows=draft.settled(rows), rounding=rounding)

    def _more(self, made: Draft) -> Iterator[tuple[int, int, int, str]]:
        """What only the case knows is wrong, where it cannot come of a fault that has been found already."""
        places = {said.partition(": ")[0] for *_, said in self.found}
        sheets = {folded(place.partition(", cell ")[0]) for place in places}
        unsure = {sheet for sheet, row, *_ in self.found if row < 2}  # the headings are at fault
        for fault in draft.faults(made):
            name = fault.file.removesuffix(".csv")
            if name not in self.rows or name == "stages" or not 2 <= fault.row < len(self.rows[name]) + 2:
                continue  # what is said of the whole
            row, fields = self.rows[name][fault.row - 2], {field.name: field for field in self.form[name].fields}
            if fault.column not in fields or self.sheets.index(row.sheet) in unsure:
                continue  # a key of several columns has been looked at here
            of_several = fault.found in _OF_SEVERAL or fault.expected.endswith("ligger inom")
            causes = ("kind", fault.column, _READ_FROM.get(fault.column))
            columns = [column for column in row.cells if of_several or column in causes]
            chosen = {fields[column].target for column in columns if row.text(column)} - {""}
            at_fault = any(row.sheet.named(row.cells[column]) in places for column in columns)
            if not at_fault and sheets.isdisjoint(folded(f"blad {self.form[target].title}") for target in chosen):
                yield self.placed(fault)

    def placed(self, fault: Fault) -> tuple[int, int, int, str]:
        """A fault of the case that came of this, with its place here, in the words of the sheets."""
        if fault.file == DESCRIPTOR:
            name = _ENTRIES.get(fault.column) or re.sub(r"^(decision|review)\.", "", fault.column)
            answer = ANSWERS.get(name)
            return self._about_document(answer[0] if answer else "", fault)
        name = fault.file.removesuffix(".csv")
        title = self.form[name].title
        if not 2 <= fault.row < len(self.rows[name]) + 2:
            return len(self.sheets), 0, 0, f"blad {title}: {_told(fault)}"
        row, column = self.rows[name][fault.row - 2], fault.column
        if fault.found == row.values.get(column):  # what whoever filled it in wrote, or what a key was made of
            column = column if row.text(column) else self.form[name].label or column
            fault = replace(fault, found=row.text(column) or fault.found)
        columns = {field.name: f" ({field.title})" for field in self.form[name].fields}
        cell = row.cell(column)
        said = f"{row.sheet.named(cell)}{columns.get(column, '')}: {_told(fault)}"
        return self.sheets.index(row.sheet), *coordinate_to_tuple(cell.place), said

    def _about_document(self, title: str, fault: Fault) -> tuple[int, int, int, str]:
        """A fault of the descriptor, at the answer with `title`."""
        sheet = next(sheet for sheet in self.sheets if folded(sheet.name) == folded(IDENTITY))
        for cells in sheet.rows:
            if title and folded(cells[0].text) == folded(title) and len(cells) > 1:
                place = coordinate_to_tuple(cells[1].place)
                return self.sheets.index(sheet), *place, f"{sheet.named(cells[1])} ({title}): {_told(fault)}"
        return self.sheets.index(sheet), 0, 0, f"blad {sheet.name}{title and ', '}{title}: {_told(fault)}"

    def fault(self, sheet: Sheet, cell: Cell, found: str, expected: str) -> str:
        """Note a fault; returns the value that stands in for the faulty one.

        A cell with a fault of its own has that one alone.
        """
        if sheet.named(cell) in self.faulty:
            return ""
        row, column = coordinate_to_tuple(cell.place)
        self.found.append((self.sheets.index(sheet), row, column, f"{sheet.named(cell)}: {found}, väntade {expected}"))
        return ""

    def unread(self, sheet: Sheet, cell: Cell, expected: str) -> str:
        """Note that the cell does not hold what was expected, unless that is said already."""
        if _is_truth(cell):
            return ""
        return self.fault(sheet, cell, f"fann {shorten(cell.text)}" if cell else "fann en tom cell", expected)

    def take_in(self) -> tuple[Sheet, dict[str, Cell]] | None:
        """Take in every sheet; returns the one about the document, and its answers by title."""
        titles = {folded(table.title): name for name, table in self.form.items()}
        known = [IDENTITY, *(table.title for table in self.form.values())]
        answers, met = None, set()
        for position, sheet in enumerate(self.sheets):
            if folded(sheet.name) == folded(GUIDE):
                continue
            name = titles.get(folded(sheet.name))
            if (name is None and folded(sheet.name) != folded(IDENTITY)) or name in met:
                said = "bladet finns inte i mallen, " + _near(sheet.name, known, "ta bort det eller ge det rätt namn")
                self.found.append((position, 0, 0, f"blad {sheet.name}: {said}"))
                continue
            met.add(name)
            self._seen(sheet)
            if name is None:
                answers = sheet, self._replies(sheet)
            else:
                self._rows(self.form[name], sheet)
        for name in (None, *_NEEDED):
            if name not in met:
                title = self.form[name].title if name else IDENTITY
                self.found.append((len(self.sheets), 0, 0, f"bladet {title} saknas eller är dolt"))
        return answers

    def _seen(self, sheet: Sheet) -> None:
        """Note what a reader of the sheet does not see as it is."""
        rows, columns = set(), set()
        for cells in sheet.rows:
            for cell in filter(None, cells):
                row, column = coordinate_to_tuple(cell.place)
                if cell.hidden and row not in rows and column not in columns:
                    rows.add(row)
                    columns.add(column)
                    self.fault(sheet, cell, "en dold rad eller kolumn", "att den visas eller tas bort")
                if cell.span != (1, 1) and cell.first:
                    self.fault(sheet, cell, "sammanslagna celler", "en cell för varje uppgift")
                if _is_truth(cell):
                    self.fault(sheet, cell, f"fann {shorten(cell.text)}", "ord eller tal, inget sanningsvärde")

    def _rows(self, table: FormTable, sheet: Sheet) -> None:
        lines = [cells for cells in sheet.rows if any(cells)]
        header, lines = lines[0], lines[1:]
        titles = {folded(field.title): field.name for field in table.fields}
        columns: dict[str, int] = {}
        for position, cell in enumerate(header):
            name = titles.get(folded(cell.text))
            if name and name not in columns:
                columns[name] = position
            elif name:
                self.fault(sheet, cell, f"fann en kolumn till med rubriken {shorten(cell.text)}", "en enda")
            elif cell:
                hint = _near(cell.text, [f.title for f in table.fields], "en rubrik ur mallen")
                self.fault(sheet, cell, f"fann rubriken {shorten(cell.text)}", hint)
            else:
                for line in lines:
                    if line[position]:
                        self.unread(sheet, line[position], "en rubrik över kolumnen")
        for field in table.fields:
            if field.required and field.name not in columns:
                self.fault(sheet, header[0], f"fann ingen kolumn {field.title}", "den, som måste fyllas i")
        for line in lines if columns else ():
            row = _Row(sheet, {name: line[position] for name, position in columns.items()}, {})
            unanswered = table.name == "acknowledgements" and contradiction.is_blank(row.cells)
            if any(row.cells.values()) and not unanswered:
                self.rows[table.name].append(row)

    def _made(self, name: str, table: FormTable) -> None:
        """Give every row its key and short name, where they are blank from its name."""
        rows = self.rows[name]
        if table.key:
            taken = {row.text(table.key) for row in rows}
            blank = [row for row in rows if not row.text(table.key)]
            if letter := NUMBERED.get(name):
                for row, number in zip(blank, _numbers(letter, taken), strict=False):
                    row.values[table.key] = number
            else:
                named = keys(_called(table, row) for row in blank)
                for called, key in named.items():
                    named[called] = unused(key, taken)
                    taken.add(named[called])
                for row in blank:
                    row.values[table.key] = named[_called(table, row)] if row.text(table.label) else ""
        if any(field.name == "short_name" for field in table.fields):
            taken = {row.text("short_name") for row in rows}
            for row in rows:
                if not row.text("short_name") and (label := row.text(table.label)):
                    row.values["short_name"] = label if short(label) in taken else short(label)
                    taken.add(row.values["short_name"])

    def _index(self, name: str, table: FormTable) -> None:
        """Learn what the rows of the table are called."""
        exact, loose = self.exact.setdefault(name, {}), self.folded.setdefault(name, {})
        if not table.key:
            return
        for column in (table.label, table.key):  # a name goes before a key
            for row in self.rows[name]:
                key = row.values.get(table.key) or row.text(table.key)
                called = key if column == table.key else row.text(column)
                if called and called not in exact:
                    exact[called] = key
                    if column == table.label or folded(called) not in loose:
                        loose.setdefault(folded(called), set()).add(key)

    def _read(self, table: FormTable, row: _Row) -> None:
        """Find the value of every column."""
        stated = {"allocations": self._allocated, "statements": self._stated, "acknowledgements": self._answered}
        special = stated.get(table.name, lambda row: {})(row)
        values = {}
        for field in table.fields:
            if field.name in special:
                values[field.name] = special[field.name]
            elif field.name in row.values and not row.text(field.name):
                values[field.name] = row.values[field.name]
                if not values[field.name]:
                    continue  # there was no name to make it from, which is a fault of the name
            else:
                values[field.name] = self._value(field, row)
        row.values = {field.name: values.get(field.name, "") for field in table.fields}

    def _value(self, field: Field, row: _Row) -> str:
        sheet, cell = row.sheet, row.cells.get(field.name)
        if not cell:
            keyed = field.declared.required and field.target and self.rows[field.target]
            if (field.required or keyed) and cell is not None:
                self.unread(sheet, cell, _expected(field))
            return ""
        if field.declared.several:
            if cell.number is not None and cell.number % 1:
                return self.unread(sheet, cell, "nummer som text, med komma och blanksteg emellan")
            parts = [part for part in re.split("[ ,;]+", cell.text) if part]
            return " ".join(filter(None, (self._reference(field, sheet, cell, part) for part in parts)))
        if field.target:
            return self._reference(field, sheet, cell, cell.text)
        if field.choices:
            return self._choice(field, sheet, cell)
        if field.type == "number":
            return self._quantity(sheet, cell, (), "ett tal")[0]
        if field.type in ("year", "integer"):
            return self._whole(sheet, cell, *field.bounds)
        if field.type == "date" and not _is_date(cell.text):
            return self.unread(sheet, cell, _expected(field))
        if field.declared.pattern and not re.fullmatch(field.declared.pattern, cell.text):
            return self.unread(sheet, cell, _expected(field))
        return self._text(sheet, cell)

    def _text(self, sheet: Sheet, cell: Cell) -> str:
        if cell.number is not None and (cell.number % 1 or _shown(cell.number, cell.format) is None):
            return self.unread(sheet, cell, "text; gör om cellens format till text och skriv det en gång till")
        return cell.bullet + cell.text

    def _whole(self, sheet: Sheet, cell: Cell, least: int, most: int) -> str:
        if not re.fullmatch("[0-9]{1,9}", cell.text) or not least <= int(cell.text) <= most:
            return self.unread(sheet, cell, f"ett heltal från {least} till {most}")
        return str(int(cell.text))

    def _reference(self, field: Field, sheet: Sheet, cell: Cell, text: str) -> str:
        """The key of what `text` names in another sheet."""
        exact, loose, title = self.exact[field.target], self.folded[field.target], self.form[field.target].title
        if text in exact:
            return exact[text]
        found = loose.get(folded(text), set())
        if len(found) == 1:
            return next(iter(found))
        if found:
            return self.fault(sheet, cell, f"fann {shorten(text)}, som flera rader på bladet {title} heter", "nyckeln")
        known = dict.fromkeys(exact)
        hint = f"ett namn som finns på bladet {title}" if known else f"en rad på bladet {title}"
        if len(self.found) < _HINTED:
            hint = _near(text, known, hint)
        return self.fault(sheet, cell, f"fann {shorten(text)}", hint)

    def _choice(self, field: Field, sheet: Sheet, cell: Cell) -> str:
        said = folded(cell.text)
        for code, word in field.choices.items():
            if said in (folded(word), folded(code)):
                return code
        if (unit := amount.UNITS.get(said)) in field.choices:
            return unit
        words = list(field.choices.values())
        return self.unread(sheet, cell, _near(cell.text, words, "något av " + ", ".join(words)))

    def _quantity(self, sheet: Sheet, cell: Cell, units: tuple[str, ...], expected: str) -> tuple[str, str]:
        """The exact number in the cell, and the one of `units` that is written beside it; "" for what is not there."""

        def fault(said: str) -> tuple[str, str]:
            self.unread(sheet, cell, said)
            return "", ""

        if cell.formula:
            return fault(f"{expected} och ingen formel; klistra in värdet")
        if cell.number is not None:
            written = _shown(cell.number, cell.format)
            if written is None:
                return fault(f"{expected} som visas med alla sina siffror; ändra cellens talformat")
        else:
            try:
                written = amount.read(cell.text, self.style)
            except amount.Ambiguous as error:
                return fault(f"{expected} som bara kan läsas på ett sätt; detta är {error}")
            except amount.Unreadable as error:
                return fault(str(error))
            if written is None:
                return fault(f"{expected}; noll skrivs 0")
        if written.marks:
            return fault(f"{expected} utan fotnotstecken")
        unit, number = written.unit, written.number
        if unit is not None and unit not in units:
            return fault(expected + (f" i {', '.join(units)}" if units else " utan enhet"))
        text = f"{number + 0:f}"  # as it is written: 2,0 is not 2
        if not _EXACT.fullmatch(text):
            return fault(f"{expected} med högst 15 siffror och 12 decimaler")
        return text, unit or ""

    def _allocated(self, row: _Row) -> dict[str, str]:
        """Amount and unit of a row of money."""
        (unit,) = self._fields("allocations", "unit")
        if not row.text("amount"):
            return {}
        number, said = self._quantity(row.sheet, row.cells["amount"], tuple(unit.choices), "ett belopp")
        return {"amount": number, "unit": self._unit(unit, row, said) if number else self._value(unit, row)}

    def _stated(self, row: _Row) -> dict[str, str]:
        """Value and unit of a statement, by its kind."""
        sort = self._sort(row)
        if not row.text("value") or sort is None:
            return {}
        if self._kind(row) is KINDS["date"] and not _DATE.fullmatch(row.text("value")):
            # A date may be one that does not exist, so it is no fault to state it; how it is written is.
            self.unread(row.sheet, row.cells["value"], "ett datum skrivet ÅÅÅÅ-MM-DD, även om det inte finns")
            return {}
        if sort not in NUMBERS:
            return {"value": self._text(row.sheet, row.cells["value"])}
        (unit,) = self._fields("statements", "unit")
        units = {"money": tuple(KRONOR), "percent": ("%",)}.get(sort, ())
        cell = row.cells["value"]
        relation, figure = wording.relation(cell.text)
        if wording.of_each(figure):
            told = [kind.name for kind in KINDS.values() if kind.each]
            self.unread(row.sheet, cell, f"beloppet ensamt; gäller det var och en, välj slaget {either(told)}")
            return {}
        cell = replace(cell, text=wording.in_digits(figure))
        if relation and row.text("relation"):
            (field,) = self._fields("statements", "relation")
            chosen = self._choice(field, row.sheet, row.cells["relation"])
            if chosen and chosen != relation:
                self.unread(row.sheet, row.cells["relation"], f"{relation}, som det står vid talet")
        number, said = self._quantity(row.sheet, cell, units, "ett tal")
        if relation and number:
            return {"relation": relation, **self._with_unit(row, sort, unit, number, said)}
        return self._with_unit(row, sort, unit, number, said)

    def _with_unit(self, row: _Row, sort: str, unit: Field, number: str, said: str) -> dict[str, str]:
        """Value and unit, the former as whole where it counts something."""
        if sort in ("count", "ordinal"):
            number = re.sub(r"\.0+$", "", number)
        if not number or sort == "ordinal":
            return {"value": number}
        return {"value": number, "unit": self._unit(unit, row, said)}

    def _answered(self, row: _Row) -> dict[str, str]:
        """The value that a statement had when it was answered for."""
        cell, seen = row.cells.get("value"), self._statement(row.text("statement"))
        if not cell or seen is None or self._sort(seen) is None:
            return {}
        if self._sort(seen) not in NUMBERS:
            return {"value": self._text(row.sheet, cell)}
        return {"value": self._quantity(row.sheet, cell, ("%",) if "%" in cell.format else (), "ett tal")[0]}

    def _unit(self, field: Field, row: _Row, said: str) -> str:
        """The unit in its own column, or else the one `said` beside the number."""
        if not row.text(field.name):
            cell = row.cell(field.name, "amount", "value")
            return said or self.fault(row.sheet, cell, "fann ingen enhet", "någon av " + ", ".join(field.choices))
        unit = self._choice(field, row.sheet, row.cells[field.name])
        if unit and said and unit != said:
            self.unread(row.sheet, row.cells[field.name], f"{said}, som det står vid talet")
        return unit

    def _sort(self, row: _Row) -> str | None:
        """What sort of value the statement in `row` states; None where its kind is not known."""
        kind = self._kind(row)
        if kind is None:
            return None
        if kind.sort != "against":
            return kind.sort
        other = self._statement(row.text("against"))
        kind = self._kind(other) if other else None
        return kind.sort if kind and kind.sort != "against" else None

    def _kind(self, row: _Row) -> Kind | None:
        (field,) = self._fields("statements", "kind")
        said = folded(row.text("kind"))
        return next((KINDS[k] for k, word in field.choices.items() if said in (folded(k), folded(word))), None)

    def _statement(self, number: str) -> _Row | None:
        return self.numbered.get(folded(number))

    def _fields(self, table: str, *names: str) -> list[Field]:
        return [field for name in names for field in self.form[table].fields if field.name == name]

    def _distinct(self, table: FormTable) -> None:
        """Note values that only one row may have."""
        fields = {field.name: field for field in table.fields}
        for columns in table.unique:
            met = set()
            for row in self.rows[table.name]:
                value = tuple(row.values[c] for c in columns)
                if any(not row.values[c] for c in columns if fields[c].required or fields[c].made):
                    continue  # a fault already
                if value in met:
                    named = ", ".join(fields[c].title for c in columns)
                    self.unread(
                        row.sheet,
                        row.cell(*reversed(columns)),
                        f"något som ingen rad ovanför har under {named}; skilj raderna åt där, eller gör dem till en",
                    )
                met.add(value)

    def _replies(self, sheet: Sheet) -> dict[str, Cell]:
        """The answers about the document by their titles."""
        titles = [answer[0] for answer in ANSWERS.values()] + [step[0] for step in STEPS.values()]
        known = {folded(title): title for title in titles}
        found: dict[str, Cell] = {}
        for cells in sheet.rows:
            label, answer = cells[0], cells[1] if len(cells) > 1 else cells[0]
            if not any(cells) or folded(label.text) == folded(IDENTITY_HEADER[0]):
                continue
            title = known.get(folded(label.text))
            if title is None:
                self.unread(sheet, label, _near(label.text, titles, "en uppgift ur mallen"))
            elif title in found:
                self.unread(sheet, label, "uppgiften en enda gång")
            else:
                found[title] = answer
            for cell in filter(None, cells[len(IDENTITY_HEADER) :]):
                self.unread(sheet, cell, "en tom cell; svaret står i kolumnen Svar")
        return found

    def _answers(self, sheet: Sheet, replies: dict[str, Cell]) -> dict[str, str]:
        """Every answer about the document by its name; a step of rounding by its title."""
        given = {}
        for name, (title, _, blank) in ANSWERS.items():
            cell = replies.get(title)
            given[name] = ""
            if cell is None:
                if not blank:
                    self.found.append((self.sheets.index(sheet), 0, 0, f"blad {sheet.name}: uppgiften {title} saknas"))
            elif not cell and not blank:
                self.unread(sheet, cell, f"ett svar på {title}")
            elif cell and name == "year":
                given[name] = self._whole(sheet, cell, 1900, 2999)
            elif cell and name in DAYS and not _is_date(cell.text):
                self.unread(sheet, cell, "ett datum som finns, ÅÅÅÅ-MM-DD")
            elif cell and name == "own_board":
                (board,) = [f for f in self.form["allocations"].fields if f.target == "boards"]
                given[name] = self._reference(board, sheet, cell, cell.text)
            elif cell:
                given[name] = self._text(sheet, cell)
        for title, _ in STEPS.values():
            cell = replies.get(title)
            given[title] = self._quantity(sheet, cell, (), "ett tal")[0] if cell else ""
        return given


def _called(table: FormTable, row: _Row) -> str:
    """What a key is made of."""
    return f"fotnot {row.text(table.label)}" if table.name == "notes" else row.text(table.label)


def _numbers(letter: str, taken: set[str]) -> Iterator[str]:
    """Numbers after a letter, from the greatest that is there."""
    there = (re.fullmatch(f"{letter}([0-9]{{2,4}})", text) for text in taken)
    for number in itertools.count(1 + max((int(found[1]) for found in there if found), default=0)):
        yield f"{letter}{number:02d}"


def _told(fault: Fault) -> str:
    """What is said of a fault of the case, its codes and files as the sheets call them."""
    found = fault.found if fault.found in _UNQUOTED else shorten(_worded(fault.file, fault.found))
    return f"fann {found}, väntade {_worded(fault.file, fault.expected)}"


def _worded(file: str, text: str) -> str:
    titles = {table.name: table.title for table in tables().values()}
    text = re.sub(r"\bi (\w+)\.csv\b", lambda found: f"på bladet {titles[found[1]]}", text)
    text = re.sub(r"(?<=[0-9])\.(?=[0-9])", ",", text.replace(f"i {DESCRIPTOR}", f"på bladet {IDENTITY}"))
    table = tables().get(file.removesuffix(".csv"))
    words: dict[str, str] = {}
    for field in table.fields if table else ():
        words |= field.choices
        if file == "statements.csv":  # the columns that a kind takes
            words[field.name] = field.title
    return re.sub(r"[^\s,()»]+", lambda found: words.get(found[0], found[0]), text)


def _near(text: str, known: Iterable[str], otherwise: str) -> str:
    """What was expected: the nearest of `known`, if any is near."""
    names = {folded(name): name for name in known}
    near = difflib.get_close_matches(folded(text), names, n=1, cutoff=0.7)
    told = near and (near[0] not in KRONOR or meant(text) == near[0])  # what looks like a unit may mean another
    return f"{otherwise} (menade du {names[near[0]]}?)" if told else otherwise


def _expected(field: Field) -> str:
    if field.name in _NUMBERS:
        return f"{_NUMBERS[field.name]}, som 18 eller 82-92,95"
    if field.name == "statement":
        return "S och två till fyra siffror"
    if field.declared.pattern:
        return "små bokstäver a–z, siffror och bindestreck"
    return {"date": "ett datum som finns, ÅÅÅÅ-MM-DD"}.get(field.type, "ett värde, kolumnen måste fyllas i")


def _is_truth(cell: Cell) -> bool:
    return cell.number is None and cell.text in ("SANT", "FALSKT")


def _is_date(text: str) -> bool:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return bool(re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text))


def _shown(number: Decimal, format: str) -> Amount | None:
    """`number` with the decimals, and what else, that a cell of that format shows; None where it shows another one."""
    if format in ("", "General", "@"):
        return Amount(number)  # as the form itself writes it, with more digits than fit in some cells
    try:
        shown = number_format.number(number, format)
        said = shown.amount
    except (amount.Ambiguous, amount.Unreadable, number_format.Unknown):
        return None
    read = said or Amount(Decimal(0))
    return read if read.number == shown.exact and not shown.thousands else None
