"""The tables of a case in the making: rows that are proposals until somebody confirms them, and questions."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from fordelning.base.sentence import listed
from fordelning.base.slug import slug, unused
from fordelning.case.case import MEASURE, MISSING, POT
from fordelning.case.draft import DraftError, shorts
from fordelning.case.kind import SCOPE

from .acceptance import ASKING
from .claim.claim import StatementProposal
from .proposal import AmountProposal, ProposalQuestion, RowProposal, Sum, TextPlace

_MOST = 9_999  # proposals, and statements: their keys have no room for more
_ASKED = "fraga"  # how the keys of the draft's own questions begin
_TABLES = ("allocations", "statements", "omissions", "proposals", "questions", "notes", "places")
_DICTIONARIES = {"boards": "board", "pots": "pot", "measures": "measure"}
_LONGEST_NOTE = 240
_LONGEST = 60  # letters of a measure's name
GONE = "finns inte längre i handlingen"


def is_own(question: Mapping[str, str]) -> bool:
    """Whether a question is one that a draft has asked."""
    return question["question"].startswith(_ASKED)


def concern(text: str, place: TextPlace, question: ProposalQuestion) -> str:
    """What a question is about, with its amount: by this it is known again."""
    return _line(f"{question.about} för {_where(text, place, question)}")


def _where(text: str, place: TextPlace, question: ProposalQuestion) -> str:
    text, place = question.first or (text, place)
    where = f"{text} på rad {place.line}" if place.line else f"{text} på sida {place.page}"
    return f"beloppen från {where}" if question.first else where


class DraftTables:
    """The tables of a case in the making: first those of the case before, but for what nobody has answered."""

    def __init__(self, before: Mapping[str, Sequence[Mapping[str, str]]]):
        self.rows = {table: [dict(row) for row in rows] for table, rows in before.items()}
        for table in (*_TABLES, *_DICTIONARIES):
            self.rows.setdefault(table, [])
        left_out = {row.get("proposal") for row in self.rows["omissions"]} - {None, ""}  # they are proposed last
        waiting = self.waiting | left_out
        for table in ("allocations", "statements", "omissions", "proposals"):
            self.rows[table] = [row for row in self.rows[table] if row.get("proposal") not in waiting]
        led_to = {row.get("question") for row in self.rows["statements"]}
        asked = [
            row
            for row in self.rows["questions"]
            if is_own(row) and row.get("status") in (None, "", "open") and row["question"] not in led_to
        ]
        self.rows["questions"] = [row for row in self.rows["questions"] if row not in asked]
        self.answered: dict[str, list[dict[str, str]]] = defaultdict(list)  # the proposals before, by what they say
        for row in self.rows["proposals"]:
            self.answered[_said(row["why"])].append(row)
        self.made: dict[int, list[dict[str, str]]] = {}  # the rows of each amount
        self.proposed: dict[int, str] = {}  # and their proposal
        self._left: set[str] = set()  # the places that something has stood at
        self._last = {
            table: max((int(row[column][1:]) for row in self.rows[table]), default=0)
            for table, column in (("proposals", "proposal"), ("statements", "statement"))
        }
        self._keys = {
            table: {row["name"]: row[column] for row in self.rows[table]}
            for table, column in (*_DICTIONARIES.items(), ("places", "place"))
        }
        self._questions = {row["question"] for row in self.rows["questions"]}
        self._taken = {table: set(keys.values()) for table, keys in self._keys.items()}
        self._measures: dict[tuple[str, ...], set[str]] = defaultdict(set)  # by year, pot and board
        for row in self.rows["allocations"]:
            self._measures[row["year"], row["pot"], row["board"]].add(row["measure"])

    def propose(self, why: str, places: Sequence[TextPlace]) -> dict[str, str]:
        """A new proposal, and its place, by the columns that they have in a row."""
        number, place = self._next("proposals"), self._place(places)
        self.rows["proposals"].append({"proposal": f"F{number:02d}", "why": why, "place": place, "confirmed": ""})
        return {"proposal": f"F{number:02d}", "place": place}

    def _known(self, proposal: dict[str, str], places: Sequence[TextPlace]) -> str:
        """The key of an answered proposal, which stands where the document has it now, and so do its rows."""
        there, now = proposal["place"], self._place(places)
        for table in ("allocations", "statements"):
            for row in self.rows[table]:
                if row.get("proposal") == proposal["proposal"] and row.get("place") == there:
                    self._move(row, now)
        self._move(proposal, now)
        return proposal["proposal"]

    def _move(self, row: dict[str, str], place: str) -> None:
        if row["place"] != place:
            self._left.add(row["place"])
            row["place"] = place

    def reopen(self) -> None:
        """What is confirmed, and is not in the document any more, waits again."""
        for row in (row for rows in self.answered.values() for row in rows if row["confirmed"] != "no"):
            row |= {"confirmed": "", "why": f"{row['why'].partition(': ')[0]}: {GONE}"}

    def key(self, table: str, name: str, **cells: str) -> str:
        """The key of what is called `name`, which gets a row where it has none."""
        name = _line(name)
        return self._keys[table].get(name) or self._new(table, name, "utan-namn", **cells)

    def _new(self, table: str, name: str, otherwise: str, **cells: str) -> str:
        key = unused(slug(name, otherwise)[:40].strip("-"), self._taken[table])
        self._keys[table][name] = key
        self._taken[table].add(key)
        self.rows[table].append({_DICTIONARIES.get(table, "place"): key, "name": name, **cells})
        return key

    def _next(self, table: str) -> int:
        self._last[table] += 1
        if self._last[table] > _MOST:
            raise DraftError(f"Handlingen ger fler än {_MOST} förslag. Dela upp den.")
        return self._last[table]

    def note(self, number: int, text: str, place: TextPlace) -> None:
        """A footnote, in the document's words until somebody has others."""
        there = [row for row in self.rows["notes"] if row["number"] == str(number)]
        for row in there:
            self._move(row, self._place([place]))
        if not there:
            said = _cut(" ".join(text.split()), _LONGEST_NOTE)
            row = {"note": f"fotnot-{number}", "number": str(number), "text": said, "place": self._place([place])}
            self.rows["notes"].append(row)

    def add(self, rows: Sequence[RowProposal], text: str, year: str, mark: str) -> None:
        """The rows of one amount, which is written `text` and has the `mark` of a footnote, or none."""
        note = next((row["note"] for row in self.rows["notes"] if row["number"] == mark), "")
        purpose = ", ".join(dict.fromkeys(row.measure.replace(":", "") for row in rows if row.measure))
        whom = listed([_whom(row) for row in rows])
        why = _line(f"{text} {whom}{f' ({purpose})' if purpose else ''}: {rows[0].why}{_asking(rows[0].questions)}")
        if answered := self.answered[_said(why)]:
            before = self.proposed[rows[0].amount] = self._known(answered.pop(0), rows[0].places)
            self.made[rows[0].amount] = [row for row in self.rows["allocations"] if row.get("proposal") == before]
            return
        proposed = self.propose(why, rows[0].places)
        self.proposed[rows[0].amount] = proposed["proposal"]
        for row in rows:
            about = {
                "year": str(row.years[0]) if row.years else year,
                "pot": self.key("pots", row.pot or POT, purpose=MISSING),
                "board": self.key("boards", row.board),
            }
            made = {
                **about,
                "measure": self._measure(row, about),
                **_written(row.kronor),
                "basis": "derived" if row.derived else "stated",
                "note": note,
                **proposed,
            }
            self.rows["allocations"].append(made)
            self._measures[made["year"], made["pot"], made["board"]].add(made["measure"])
            self.made.setdefault(row.amount, []).append(made)

    def _measure(self, row: RowProposal, about: Mapping[str, str]) -> str:
        """The key of a row's measure: another one where the same board has it from the same pot already."""
        called = row.measure[:_LONGEST] or MEASURE
        taken = self._measures[about["year"], about["pot"], about["board"]]
        place = row.places[0]
        where = f"rad {place.line}" if place.line else f"sida {place.page}"
        name, number = called, 1
        while (key := self.key("measures", name)) in taken:
            name, number = f"{called} ({where})" if number == 1 else f"{called} ({where}, {number})", number + 1
        return key

    def _place(self, places: Sequence[TextPlace]) -> str:
        lines = ",".join(map(str, sorted({place.line for place in places if place.line})))
        pages = ",".join(map(str, sorted({place.page for place in places if place.page})))
        name = f"Rad {lines.replace(',', ', ')}" if lines else f"Sida {pages.replace(',', ', ')}"
        return self._keys["places"].get(name) or self._new("places", name, "stalle", lines=lines, pages=pages)

    def sum(self, found: Sum, amount: AmountProposal, places: Sequence[TextPlace]) -> str:
        """The proposal of a sum as a statement, where the rows of its parts are all there are of something; else ""."""
        parts = [row for n, _ in found.parts for row in self.made.get(n, ())]
        complete = parts and all(n in self.made for n, _ in found.parts)
        if complete and (scope := self._scope(parts)) is not None:
            return self.state(amount, scope, found.why, places, "part" if found.kind == "part" else "=")
        return ""

    def state(
        self,
        amount: AmountProposal,
        scope: Mapping[str, str],
        why: str,
        places: Sequence[TextPlace],
        relation: str = "=",
    ) -> str:
        """The proposal of a total as a statement of the rows within `scope`."""
        written = _written(amount.kronor or 0)
        board = next((row["name"] for row in self.rows["boards"] if row["board"] == scope.get("board")), "")
        return self._state(
            f"{amount.text}{f' för {board}' if board else ''}: {why}{_asking(amount.questions)}",
            places,
            {
                "kind": "total",
                "wording": f"Summan {amount.text}",
                **scope,
                "relation": relation,
                "value": written["amount"],
                "unit": written["unit"],
            },
        )

    def identify(self, kind: str, value: str, places: Sequence[TextPlace]) -> None:
        """A date of the document, or its reference number, as a statement."""
        word = "Datumet" if kind == "date" else "Diarienumret"
        self._state(f"{value}: {word.lower()}", places, {"kind": kind, "wording": f"{word} {value}", "value": value})

    def claim(self, claim: StatementProposal) -> None:
        """What the document says besides as a statement; one that is compared with a total needs that statement."""
        cells = {"kind": claim.kind, "wording": claim.wording, **claim.cells}
        if claim.base is not None:
            against = next((row["statement"] for row in self.rows["statements"] if _is_base(row, claim.base)), "")
            if not against:
                return
            cells["against"] = against
        asked = claim.question
        if claim.kind == "purpose":
            for pot in self.rows["pots"]:
                if pot["pot"] == cells["pot"] and pot["purpose"] == MISSING:
                    pot["purpose"] = cells["value"]
        if claim.row is None:
            reading = (asked,) if asked and asked.readings else ()
            key = self._state(f"{claim.said}: {claim.why}{_asking(reading)}", claim.places, cells)
            for question in reading:
                self.ask(claim.said, claim.places[0], question, key)
            if asked and not reading:  # of the document, not of how it is read
                self._ask_of(key, claim.said, claim.places[0], asked)
            return
        proposed = self.made[claim.row][0]["proposal"]
        if proposed in self.waiting:
            self._append(cells, {"proposal": proposed, "place": self._place(claim.places)})

    def _ask_of(self, proposal: str, text: str, place: TextPlace, question: ProposalQuestion) -> None:
        """A question that the statement of a proposal leads to; one that it led to already stands where it is now."""
        for row in (row for row in self.rows["statements"] if row.get("proposal") == proposal):
            before = [one for one in self.rows["questions"] if one["question"] == row.get("question")]
            if not before:
                row["question"] = self.ask(text, place, question)
                for one in self.rows["questions"]:
                    if one["question"] == row["question"]:  # what its statement is about, and not the first to ask
                        one |= {"weight": "2", "area": ""}
            elif is_own(before[0]) and before[0].get("status") in (None, "", "open"):
                before[0] |= {
                    "concern": concern(text, place, question),
                    "wording": _line(f"{_where(text, place, question)}: {question.text}"),
                }

    def _state(self, why: str, places: Sequence[TextPlace], cells: Mapping[str, str]) -> str:
        """The proposal that a statement is of, which is new where nobody has answered it."""
        why = _line(why)
        if answered := self.answered[_said(why)]:
            return self._known(answered.pop(0), places)
        proposed = self.propose(why, places)
        self._append(cells, proposed)
        return proposed["proposal"]

    def _append(self, cells: Mapping[str, str], proposed: Mapping[str, str]) -> None:
        number = self._next("statements")
        self.rows["statements"].append({"statement": f"S{number:02d}", **cells, **proposed})

    @property
    def waiting(self) -> set[str]:
        """The proposals that nobody has answered."""
        return {row["proposal"] for row in self.rows["proposals"] if not row["confirmed"]}

    def _scope(self, parts: Sequence[Mapping[str, str]]) -> dict[str, str] | None:
        columns = ("board", "pot", "measure", "year")
        alike = {column: parts[0][column] for column in columns if len({row[column] for row in parts}) == 1}
        for scope in ({}, *({column: alike[column]} for column in alike), alike):
            inside = [row for row in self.rows["allocations"] if scope.items() <= row.items()]
            if len(inside) == len(parts) and all(row in parts for row in inside):
                return scope
        return None

    def ask(self, text: str, place: TextPlace, question: ProposalQuestion, proposal: str = "") -> str:
        """The key of a question, with its readings and where its amount stands; "" where its proposal is answered."""
        where = _where(text, place, question)
        readings = f" Läsningar: {'; '.join(question.readings)}." if question.readings else ""
        about = concern(text, place, question)
        if proposal and proposal not in self.waiting:
            return ""
        if there := [row["question"] for row in self.rows["questions"] if row["concern"] == about]:
            return there[0]
        if question.first:  # it is of more than one proposal
            place, proposal = question.first[1], ""
        key = unused(f"{_ASKED}-{place.line or place.page}", self._questions)
        self._questions.add(key)
        wording = _line(f"{where[:1].upper()}{where[1:]}: {question.text}{readings}")
        self.rows["questions"].append(
            {
                "question": key,
                "weight": "3",
                "concern": about,
                "wording": wording,
                "area": "money",
                "proposal": proposal,
            }
        )
        return key

    def tables(self) -> dict[str, list[dict[str, str]]]:
        """The tables, with short names where there are none, and no place that everything has been moved from."""
        used = {row.get("place") for table, rows in self.rows.items() if table != "places" for row in rows}
        self.rows["places"] = [
            row for row in self.rows["places"] if row["place"] in used or row["place"] not in self._left
        ]
        if all(row.get("lines") for row in self.rows["places"]):
            self.rows["places"].sort(key=lambda row: int(re.split("[-,]", row["lines"])[0]))
        for table in ("boards", "pots", "measures"):
            short = shorts(row["name"] for row in self.rows[table])
            taken = {row["short_name"] for row in self.rows[table] if row.get("short_name")}
            for row in self.rows[table]:
                if not row.get("short_name"):
                    row["short_name"] = row["name"] if short[row["name"]] in taken else short[row["name"]]
        return self.rows


def _is_base(row: Mapping[str, str], base: Mapping[str, str]) -> bool:
    """Whether a statement is the one of a scope: it has those cells, and no other scope."""
    return base.items() <= row.items() and not any(row.get(column) for column in SCOPE if column not in base)


def _line(text: str) -> str:
    """Text as a cell can have it: on one line, with plain blanks."""
    return " ".join(text.split())


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[:most].rpartition(" ")[0] + " …"


def _said(why: str) -> str:
    """What a proposal says, by which it is known again: of a row not how that is said, for that may be reworded."""
    said = why.partition(": ")[0]
    return said if re.search(" (?:till|från) ", said) else why


def _asking(questions: Sequence[ProposalQuestion]) -> str:
    """What a reason says of what is not sure, so that nobody confirms it unseen."""
    return "".join(f"{ASKING}{question.text}" for question in questions)


def _whom(row: RowProposal) -> str:
    return f"{'till' if row.kronor > 0 else 'från'} {row.board}"


def _written(kronor: int) -> dict[str, str]:
    """An amount in thousands where it is whole ones."""
    thousands = not kronor % 1000
    return {"amount": str(kronor // 1000 if thousands else kronor), "unit": "tkr" if thousands else "kr"}
