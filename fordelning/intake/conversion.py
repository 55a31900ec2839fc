"""From a mailed table to a case: names become keys, totals become statements, and what is missing is said."""

import difflib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from fordelning.base.errors import shorten
from fordelning.base.money import KRONOR, MOST, decimal, to_kronor
from fordelning.base.profile import undrawable
from fordelning.base.sentence import listed
from fordelning.base.verdict import State
from fordelning.case import draft
from fordelning.case.case import MEASURE, POT
from fordelning.case.draft import MISSING, Draft
from fordelning.intake.cells.cell import Sheet, SheetError
from fordelning.intake.table.cell_values import Claim, Entry, TableContent
from fordelning.intake.table.footnotes import totals_that_a_digit_explains
from fordelning.intake.table.options import NO_AMOUNTS, Faults, Options, ranges
from fordelning.intake.table.recognition import recognise
from fordelning.report.report import Report
from fordelning.source.tokens import scan

from . import entries, line_classes, own_totals
from .cells import amount, answer
from .entries import same, written
from .table import vocabulary

_SHOWN = 12  # names in a line of the summary, rows in the name of a place
_OWNER = re.compile(r"[\w åäö-]+ (kommun|stad|region)|region [\w åäö-]+", re.I)  # a line with nothing but the name
_REFERENCE = re.compile(r"\b(dnr|diarienr|diarienummer|diarienumret)[.:]*\s*", re.I)  # what stands before it
_TITLED = re.compile("(?<![0-9])(19|20|21)[0-9]{2}(?![0-9])")  # a year, also one that begins or ends a span
_GROUND = "Rad {} i tabellen, som den summerar på rad {}."
_PLACES = {"board": "boards", "pot": "pots", "measure": "measures"}
_SCOPE = {"year", "tag", *_PLACES}  # columns that narrow what a statement is about


@dataclass(frozen=True)
class Identity:
    """What a table does not say of the document that it comes from; "" where it is not known."""

    title: str = ""
    municipality: str = ""
    reference: str = ""
    document: str = ""
    subject: str = ""
    author: str = ""
    decided_by: str = ""
    status: str = ""
    own_board: str = ""
    funding: str = ""

    @property
    def missing(self) -> list[str]:
        """The names of what is not known, but for the title, which has a stand-in."""
        return [name for name, value in vars(self).items() if not value and name != "title"]


@dataclass
class Intake:
    """A table taken in: the case as a draft, and what the analyst should be told of how it was read.

    `identity` is what was given of the document, and what the text above the table says besides.
    """

    draft: Draft
    found: TableContent
    identity: Identity
    told: list[str] = field(default_factory=list)


def choose(file: str, sheets: list[Sheet], wanted: str) -> Sheet:
    """The sheet to read: the one called `wanted`, else the only one that holds figures. Raises SheetError."""
    if wanted:
        for sheet in sheets:
            if sheet.name.casefold() == wanted.casefold():
                return sheet
        near = difflib.get_close_matches(wanted, [s.name for s in sheets], n=1) or [s.name for s in sheets]
        raise SheetError(file, [f"inget synligt blad heter »{wanted}»; menade du {' eller '.join(near)}?"])
    cells = {sheet.name: [cell for row in sheet.rows for cell in row] for sheet in sheets}
    figures = [s for s in sheets if any(c.number is not None or amount.is_written(c.text) for c in cells[s.name])]
    if not figures:
        raise SheetError(file, [NO_AMOUNTS])
    if len(figures) > 1:
        names = " eller ".join(answer.option("sheet", answer.quoted(sheet.name)).strip() for sheet in figures)
        raise SheetError(file, [f"flera blad har siffror; avgör med {names}"])
    return figures[0]


def take_in(
    path: Path, sheet: Sheet, options: Options, identity: Identity, rounding: str = "", duplicates: str = ""
) -> Intake:
    """The case that the table in `sheet` of the file at `path` makes. Raises SheetError with every fault.

    `rounding` is the step that the table's amounts are rounded to, in their unit; `duplicates` is "sum" where rows
    about the same thing are to be added.
    """
    try:
        found = recognise(sheet, options)
    except Faults as unread:
        raise SheetError(path.name, unread.faults) from None
    every = entries.complete(found, options)
    faults = [*_glued(found, options), *entries.faults(found, every)]
    if faults:
        raise SheetError(path.name, faults)
    single, faults = entries.unique(every, duplicates)
    if faults:
        raise SheetError(path.name, faults)
    own = own_totals.of(found.claims, every, Decimal(rounding or 0))
    classes = line_classes.of(own.claims, every)
    if faults := [*own.faults, *classes.faults]:
        raise SheetError(path.name, faults)
    found = replace(
        found,
        claims=classes.claims,
        aside=[*found.aside, *own.aside, *classes.aside],
        told=[*found.told, *entries.told(found, options)],
    )
    taken = _Maker(path, sheet, found, single, classes.by_lines, identity, rounding).intake()
    if undrawn := _undrawn(sheet, taken.draft):
        raise SheetError(path.name, undrawn)
    return taken


def _undrawn(sheet: Sheet, draft: Draft) -> list[str]:
    """A fault for each text of the table that the case would have and a report cannot show, where it first stands."""
    kept = "".join(value for rows in draft.rows.values() for row in rows for value in row.values())
    lost = set(undrawable(kept))
    cells = {cell.text: cell for row in reversed(sheet.rows) for cell in reversed(row) if lost & set(cell.text)}
    return [
        f"{sheet.named(cell)}: {shorten(text)} har tecken som rapportens typsnitt saknar: "
        f"{', '.join(f'{c} (U+{ord(c):04X})' for c in undrawable(text)[:5])}. Skriv dem med latinska bokstäver"
        for text, cell in reversed(cells.items())
    ]


def _glued(found: TableContent, options: Options) -> list[str]:
    """One fault for each amount whose last digit is the number of a footnote, as a total says."""
    return [
        f"{entry.place}: »{written(entry)}» kan läsas som {written(entry)} eller {written(entry)[:-1]} med fotnot "
        f"{written(entry)[-1]}, och bara det andra ger summan i {claim.place}; avgör med --footnote "
        f"{entry.place.split()[-1]} eller rätta cellen"
        for entry, claim in totals_that_a_digit_explains(found)
        if entry.place.split()[-1] not in options.footnote
    ]


def _dashed(rows: Iterable[int]) -> str:
    """Row numbers as a reader meets them: 3–5, 8."""
    return ranges(rows).replace("-", "–").replace(",", ", ")


class _Maker:
    def __init__(
        self,
        path: Path,
        sheet: Sheet,
        found: TableContent,
        entries: list[Entry],
        tags: dict[tuple[int, ...], line_classes.Class],
        identity: Identity,
        rounding: str,
    ):
        self.path, self.sheet, self.found, self.entries, self.tags = path, sheet, found, entries, tags
        self.identity, self.rounding, self.told = identity, rounding, []
        references = {reference for line in found.title for reference in _references(line)}
        if not identity.reference and len(references) == 1:
            self.identity = replace(identity, reference=references.pop())
            self.told.append(f"Diarienumret {self.identity.reference} står i texten ovanför tabellen.")
        self.tag = draft.keys(tag.name for tag in tags.values())
        units = [entry.unit for entry in entries]
        self.rounded = max(units, key=units.count)  # the unit that the step is a step of
        for entry in entries:
            self._whole_steps(entry.number, entry.unit, entry.place)
        self.key: dict[str, dict[str, str]] = {role: self._keys(role) for role in _PLACES}
        self.years = sorted({entry.about["year"] for entry in entries})
        self.rows: dict[tuple[int, ...], str] = {}  # the keys of places, by their rows

    def _whole_steps(self, number: Decimal, unit: str, place: str) -> None:
        """Raises SheetError where a number is not rounded to the step that is said."""
        if self.rounding and unit == self.rounded and number % Decimal(self.rounding):
            step, shown = self.rounding.replace(".", ","), f"{number:f}".replace(".", ",")
            fault = f"{place}: {shown} {unit} är inte avrundat till {step}, som --rounding säger"
            raise SheetError(self.path.name, [fault])

    def _keys(self, role: str) -> dict[str, str]:
        """The key of each name in `role`, by the name as `same` has it, in the table's order."""
        names: dict[str, str] = {}
        used = [entry.about[role] for entry in self.entries]
        headed = [name for name in self.found.across.get(role, []) if name in used]
        for name in (*headed, *used):
            names.setdefault(same(name), name)
        self.named = getattr(self, "named", {}) | {role: names}
        made = draft.keys(names.values())
        return {same: made[name] for same, name in names.items()}

    def intake(self) -> Intake:
        notes = self._notes()
        rows = {
            "pots": [row | {"purpose": MISSING} for row in self._dictionary("pot")],
            "boards": self._classed("board"),
            "measures": self._classed("measure"),
            "tags": [
                {"tag": self.tag[tag.name], "name": tag.name, "reason": _GROUND.format(_dashed(rows), tag.row)}
                for rows, tag in self.tags.items()
            ],
            "allocations": [self._allocation(entry, notes) for entry in self.entries],
            "statements": self._statements(),
        }
        own = self._own_board(rows["boards"])
        rows["notes"] = [
            {"note": key, "number": str(number), "text": text, "place": "noter"} for key, number, text in notes.values()
        ]
        rows["places"] = [
            {"place": key, "name": self._rows_named(rows), "lines": "" if self.sheet.name else ranges(rows)}
            for rows, key in sorted(self.rows.items())
        ] + ([{"place": "noter", "name": "Noterna under tabellen"}] if notes else [])
        return Intake(self._draft(rows, own), self.found, self.identity, self.told)

    def _dictionary(self, role: str) -> list[dict[str, str]]:
        """The rows of the table of `role`: key, name and short name, in the table's order."""
        named, short = self.named[role], draft.shorts(self.named[role].values())
        return [{role: self.key[role][same], "name": name, "short_name": short[name]} for same, name in named.items()]

    def _classed(self, role: str) -> list[dict[str, str]]:
        """The rows of the table of `role`, each with its class."""
        tag = {same: self.tag[one.name] for one in self.tags.values() if one.role == role for same in one.names}
        rows = zip(self._dictionary(role), self.named[role], strict=True)
        return [row | {"tag": tag.get(same, "")} for row, same in rows]

    def _place(self, *rows: int) -> str:
        """The key of the place that is these rows."""
        rows = tuple(sorted(rows))
        more = f"-och-{len(rows) - _SHOWN}-till" if len(rows) > _SHOWN else ""
        return self.rows.setdefault(rows, f"rad-{'-'.join(map(str, rows[:_SHOWN]))}{more}")

    def _rows_named(self, rows: tuple[int, ...]) -> str:
        """Rows as a reader meets them: »Rad 2 och 5 i tabellen»."""
        more = [f"{len(rows) - _SHOWN} till"] if len(rows) > _SHOWN else []
        named = listed([*_dashed(rows[:_SHOWN]).split(", "), *more])
        return f"{self.sheet.name}, rad {named}" if self.sheet.name else f"Rad {named} i tabellen"

    def _notes(self) -> dict[str, tuple[str, int, str]]:
        """Key, number and text of every footnote, by its mark."""
        used = list(dict.fromkeys(mark for entry in self.entries for mark in entry.marks))
        marks = [*used, *(mark for mark in self.found.notes if mark not in used)]
        numbers = {mark: int(mark) for mark in marks if mark.isdigit() and int(mark) > 0}
        for mark in marks:
            numbers.setdefault(mark, max(numbers.values(), default=0) + 1)
        for mark in marks:
            if mark not in self.found.notes:
                self.told.append(f"Fotnot {mark} har ingen text under tabellen.")
            elif not mark.isdigit():
                self.told.append(f"Fotnot {mark} har fått numret {numbers[mark]}.")
            if mark in self.found.notes and mark not in used:
                where = self.found.pointing.get(mark, "")
                what = f"hör till {where}, som inte fördelas" if where else "står inte vid något belopp"
                self.told.append(f"Fotnot {mark} under tabellen {what}.")
        text = {mark: self.found.notes.get(mark) or "Fotnoten förklaras inte i tabellen." for mark in marks}
        return {mark: (f"fotnot-{numbers[mark]}", numbers[mark], text[mark]) for mark in marks}

    def _allocation(self, entry: Entry, notes: dict) -> dict[str, str]:
        keys = {role: self.key[role][same(entry.about[role])] for role in _PLACES}
        return {
            "year": entry.about["year"],
            **keys,
            "amount": f"{entry.number:f}",
            "unit": entry.unit,
            "basis": "stated",
            "note": " ".join(notes[mark][0] for mark in entry.marks),
            "place": self._place(entry.row, *entry.added),
        }

    def _statements(self) -> list[dict[str, str]]:
        """The table's totals and shares as statements, in its order; what cannot be tested is told."""
        rows = [row for claim in self.found.claims if (row := self._statement(claim))]
        shares = [row for row in rows if row["kind"] == "share"]
        whole = next((row for row in rows if row["kind"] == "total" and not row.keys() & _SCOPE), None)
        if shares and whole is None:
            self.told.append(f"{len(shares)} andelar är inte med, för tabellen har ingen slutsumma att räkna dem av.")
            rows = [row for row in rows if row["kind"] != "share"]
        elif shares:
            self.told.append("Andelarna prövas som avrundade till sin sista siffra, så som de är skrivna.")
        if len(rows) > 9_999:
            raise SheetError(self.path.name, [f"{len(rows)} summor, högst 9 999"])
        for number, row in enumerate(rows, start=1):
            row["statement"] = f"S{number:02d}"
        if whole:
            for row in shares:
                row["against"] = whole["statement"]
        return rows

    def _statement(self, claim: Claim) -> dict[str, str]:
        """A total or a share as a statement but for its number; empty where it cannot be tested, which is told."""
        scope = self._scope(claim)
        if scope is None:
            self.told.append(f"{claim.place}: summan är inte med, för ingen rad hör till »{claim.wording}».")
            return {}
        row = {"place": self._place(claim.row), "wording": claim.wording, **scope, "relation": claim.relation}
        row |= {"value": f"{claim.number:f}", "unit": claim.unit}
        if claim.unit == "%":
            decimals = max(0, amount.places(claim.number))
            return row | {"kind": "share", "rounding": "1" if not decimals else "0." + "0" * (decimals - 1) + "1"}
        self._whole_steps(claim.number, claim.unit, claim.place)
        if abs(claim.number) * KRONOR[claim.unit] > MOST:
            raise SheetError(self.path.name, [f"{claim.place}: summan är mer än 1 000 mdkr"])
        return row | {"kind": "total"}

    def _scope(self, claim: Claim) -> dict[str, str] | None:
        """The scope of a total by keys; None where no row is within it."""
        scope = {}
        for role, name in claim.about.items():
            if role == "year":
                if name not in self.years:
                    return None
                if len(self.years) > 1:
                    scope["year"] = name
            elif same(name) in self.key[role]:
                scope[role] = self.key[role][same(name)]
            else:
                return None
        if claim.rows:
            scope["tag"] = self.tag[self.tags[claim.rows].name]
        return scope

    def _own_board(self, boards: list[dict[str, str]]) -> str:
        """The key of the board that decides; a row of its own where it is none of the recipients."""
        wanted = self.identity.own_board or self.identity.decided_by
        for row in boards:
            if same(row["name"]) == same(wanted or "Kommunstyrelsen"):
                return row["board"]
        near = difflib.get_close_matches(self.identity.own_board, [row["name"] for row in boards], n=1, cutoff=0.5)
        if near:
            said = f"--own-board »{self.identity.own_board}» är ingen av tabellens nämnder; menade du »{near[0]}»?"
            raise SheetError(self.path.name, [said])
        name = wanted or "Uppgift saknas"
        key = draft.keys([*(row["name"] for row in boards), name])[name]
        taken = {row["short_name"] for row in boards}
        short = draft.short(name)
        boards.append({"board": key, "name": name, "short_name": name if short in taken else short})
        return key

    def _title(self) -> str:
        """The report's title: the first line above the table that says something, else the file; and the year."""
        lines = [vocabulary.bare(line) for line in self.found.title if _says_more(line)]
        lines = [line for line in lines if not _OWNER.fullmatch(line)] or lines
        stem = re.sub(r"[-_\s]+", " ", self.path.stem).strip()
        title = lines[0] if lines else stem[:1].upper() + stem[1:] or "Tabell"
        span = self.years[0] if len(self.years) == 1 else f"{self.years[0]}–{self.years[-1]}"
        return title if _TITLED.search(title) else f"{title} {span}"

    def _tell(self) -> None:
        """Tell of what is written above the table and not used, and of what no text names."""
        title = self._title()
        for line in self.found.title:
            if not self.identity.title and vocabulary.bare(line) in title:
                continue
            self.told.append(f"Ovanför tabellen står också: {line.rstrip('.')}.")
        if not self.identity.title and not any(map(_says_more, self.found.title)):
            said = f"det står »{title}» efter filens namn"
            self.told.append(f"Rubriken framgår inte; {said}. Ange --title för en rubrik.")
        for role, stand_in, word in (("pot", POT, "potten"), ("measure", MEASURE, "åtgärden")):
            if any(entry.about[role] == stand_in for entry in self.entries):
                self.told.append(f"Vad {word} heter framgår inte; det står »{stand_in}». Ange --{role} för ett namn.")

    def _draft(self, rows: dict, own: str) -> Draft:
        identity = self.identity
        self._tell()
        title = identity.title or self._title()
        told = {f: getattr(identity, f) or MISSING for f in vars(identity) if f not in ("title", "own_board")}
        named = [year for year in self.years if year in vocabulary.YEAR.findall(" ".join(self.found.title))]
        year = named[0] if len(named) == 1 else self.years[0]
        return Draft(
            title=title,
            decision={**told, "year": int(year), "own_board": own},
            source=f"{self.path.name}" + (f", blad {self.sheet.name}" if self.sheet.name else ""),
            rows=rows,
            rounding={self.rounded: self.rounding} if self.rounding else {},
        )


def _references(line: str) -> list[str]:
    """What `line` calls a reference number."""
    called = {found.end() for found in _REFERENCE.finditer(line)}
    return [token.text for token in scan([line]) if token.kind == "reference" and token.start in called]


def _says_more(line: str) -> bool:
    """Whether a line above the table is a title and not only its unit, its date or its reference number."""
    return len(re.sub(r"[\W\d_]|\b(belopp|i|dnr|diarienr|bilaga|sida)\b", "", vocabulary.bare(line), flags=re.I)) > 3


def summary(taken: Intake, folder: Path, money: Callable[[int], str]) -> list[str]:
    """What an analyst is told of a table that was taken in, in Swedish, a line each. `money` writes kronor."""
    rows = taken.draft.rows
    total = sum(to_kronor(Decimal(row["amount"]), row["unit"]) for row in rows["allocations"])
    counts = (
        _counted(len(rows["allocations"]), "belopp", "belopp"),
        _counted(len({row["board"] for row in rows["allocations"]}), "nämnd", "nämnder"),
        _counted(len({row["measure"] for row in rows["allocations"]}), "åtgärd", "åtgärder"),
    )
    lines = [
        f"Fallet {folder} är skrivet: {', '.join(counts)}, sammanlagt {money(total)}.",
        f"Tabellens summor och andelar: {_counted(len(rows['statements']), 'påstående', 'påståenden')} att pröva.",
    ]
    for role, word in (("board", "Nämnder"), ("pot", "Potter")):
        sums = _sums(taken.draft, role, money)
        if len(sums) > (role == "pot"):
            shown = sums[:_SHOWN] + ([f"och {len(sums) - _SHOWN} till"] if len(sums) > _SHOWN else [])
            lines.append(f"{word}: {', '.join(shown)}.")
    years = sorted({row["year"] for row in rows["allocations"]})
    if len(years) > 1:
        lines.append(
            f"Beloppen för {', '.join(years[:-1])} och {years[-1]} fördelas alla; ska bara ett år med, välj bort de "
            "andra årens kolumner eller rader med --ignore."
        )
    lines += [f"Läst: {line}." for line in taken.found.reading]
    lines += [f"Lämnat åt sidan: {line.rstrip('.')}." for line in taken.found.aside]
    return lines + taken.found.told + taken.told


def _sums(draft: Draft, role: str, money: Callable[[int], str]) -> list[str]:
    """Each board or pot with what it gets, in the table's order."""
    sums: dict[str, int] = {}
    for row in draft.rows["allocations"]:
        sums[row[role]] = sums.get(row[role], 0) + to_kronor(Decimal(row["amount"]), row["unit"])
    names = {row[role]: row["name"] for row in draft.rows[_PLACES[role]]}
    return [f"{name} {money(sums[key])}" for key, name in names.items() if key in sums]


def rounding_hint(report: Report, draft: Draft) -> list[str]:
    """That rounded amounts would explain the totals that do not tie, and the option that says that they are rounded."""
    steps: dict[str, list[str]] = {}
    for finding in report.reconciliation.having(State.CONTRADICTED):
        s, gap = finding.statement, finding.difference
        if s.kind != "total" or s.unit is None or s.unit in draft.rounding or gap is None:
            continue
        decimals = [row["amount"].partition(".")[2] for row in draft.rows["allocations"] if row["unit"] == s.unit]
        if not decimals:
            continue
        places = max(map(len, decimals))
        step = Decimal(1).scaleb(-places)
        if any(_last_digit(row) == abs(gap) for row in draft.rows["allocations"] if row["unit"] == s.unit):
            continue  # a footnote's glued digit explains it exactly: rounding would hide that
        explained = Fraction(step) * KRONOR[s.unit] * (len(report.case.positions(**s.scope)) + 1)
        if -explained <= gap * 2 <= explained:
            steps.setdefault(decimal(step, places) + " " + s.unit, []).append(s.statement)
    return [
        f"Skillnaden i {', '.join(numbers)} ryms i att beloppen är avrundade till {step}. Är de det, gör om med "
        f"--rounding {step.split()[0]} --replace."
        for step, numbers in steps.items()
    ]


def _last_digit(row: dict[str, str]) -> Fraction:
    """What the last digit of an amount adds to it, in kronor."""
    text = row["amount"]
    return abs(Fraction(text) - Fraction(text[:-1].rstrip(".-") or "0")) * KRONOR[row["unit"]]


def _counted(count: int, one: str, several: str) -> str:
    return f"{decimal(count, 0)} {one if count == 1 else several}"
