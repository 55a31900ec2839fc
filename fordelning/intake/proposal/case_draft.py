"""From what is proposed to a case: rows that are proposals until somebody confirms them, and questions about them."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from fordelning.base.money import to_kronor
from fordelning.base.slug import slug, unused
from fordelning.case.case import MEASURE, MISSING, POT
from fordelning.case.draft import Draft, DraftError, shorts
from fordelning.intake.reading.block import BlockKind, Writing

from .flow import Flow
from .proposal import Place, Proposal, Question, Row

_PROPOSED = "proposed"
_ASKED = "fraga"  # how the keys of the draft's own questions begin
_DICTIONARIES = {"boards": "board", "pots": "pot", "measures": "measure"}
_MUNICIPALITY = re.compile(r"\b([A-ZÅÄÖ][\w-]+)s? (kommun|stad|KOMMUN|STAD|Kommun|Stad)\b")
_REFERENCE = re.compile(r"\b(?:dnr|diarienr|diarienummer|ärendenummer)[.:]*\s*", re.IGNORECASE)
_DECIDES = re.compile(
    r"\b(kommunfullmäktige|kommunstyrelsen|\w+nämnden|\w+utskottet)\s+(?:beslutar|godkänner|bifaller)", re.I
)
_LONGEST = 60  # letters of a measure's name


def make(writing: Writing, proposal: Proposal, told: Mapping[str, str], before: Draft | None = None) -> Draft:
    """The case of what `writing` proposes; `told` is what is known of the document besides, by name.

    Of the case `before`, if there is one, all is kept but the proposals and questions that nobody has answered. What
    is confirmed there, or left out with a reason, is not proposed again. Raises DraftError where no row is proposed.
    """
    rows = proposal.rows
    flow = Flow(writing)
    if not rows and before is None:
        raise DraftError(
            f"I {writing.name} finns inget som säkert är en fördelning till någon: {len(proposal.amounts)} belopp är "
            "lästa. Börja på fallet med fordelning new, eller ange en lista över nämnderna med --boards."
        )
    year = told.get("year") or _year(flow)
    if not year:
        raise DraftError(f"Vilket år beloppen i {writing.name} gäller framgår inte. Ange det med --year.")
    made = _Making(before.rows if before else {})
    for row in rows:
        if not made.is_answered(row, proposal.amounts[row.amount].text):
            made.add(row, str(row.years[0]) if row.years else year)
    for amount in proposal.amounts:
        for question in amount.questions:
            made.ask(amount.text, amount.place, question)
    if before:
        return replace(before, rows=made.tables())
    title = told.get("title") or _title(flow, writing)
    identity = {
        "municipality": next(
            (f"{found[1]} {found[2].lower()}" for found in [_MUNICIPALITY.search(flow.text)] if found), ""
        ),
        "reference": _reference(flow),
        "decided_by": next((found[1].capitalize() for found in [_DECIDES.search(flow.text)] if found), ""),
    }
    names = ("municipality", "reference", "document", "subject", "author", "decided_by", "status", "funding")
    decision = {name: told.get(name) or identity.get(name) or MISSING for name in names}
    own = made.key("boards", told.get("own_board") or identity["decided_by"] or "Kommunstyrelsen")
    return Draft(
        title,
        {**decision, "year": int(year), "own_board": own},
        writing.name,
        made.tables(),
        source_hash=f"sha256:{writing.digest}",
    )


def is_own(question: Mapping[str, str]) -> bool:
    """Whether a question is one that a draft has asked."""
    return question["question"].startswith(_ASKED)


class _Making:
    """The tables of a case in the making, which begin with those of the case before."""

    def __init__(self, before: Mapping[str, Sequence[Mapping[str, str]]]):
        self.rows = {table: [dict(row) for row in rows] for table, rows in before.items()}
        for table in ("allocations", "questions", "places", *_DICTIONARIES):
            self.rows.setdefault(table, [])
        self.rows["allocations"] = [row for row in self.rows["allocations"] if row["basis"] != _PROPOSED]
        self.rows["questions"] = [
            row for row in self.rows["questions"] if not is_own(row) or row.get("status") not in (None, "", "open")
        ]
        boards = {row["board"]: row["name"] for row in self.rows["boards"]}
        self.confirmed = Counter((boards[row["board"]], _kronor(row)) for row in self.rows["allocations"])
        self.omitted = {(row["found"], line) for row in self.rows.get("omissions", ()) for line in _lines(row["lines"])}

    def is_answered(self, row: Row, text: str) -> bool:
        """Whether somebody has confirmed a row, or left its amount out with a reason."""
        if self.confirmed[row.board, row.kronor] > 0:
            self.confirmed[row.board, row.kronor] -= 1
            return True
        return (text, row.places[0].line) in self.omitted

    def key(self, table: str, name: str, **cells: str) -> str:
        """The key of what is called `name`, which gets a row where it has none."""
        column = _DICTIONARIES[table]
        for row in self.rows[table]:
            if row["name"] == name:
                return row[column]
        key = unused(slug(name, "utan-namn")[:40].strip("-"), {row[column] for row in self.rows[table]})
        self.rows[table].append({column: key, "name": name, **cells})
        return key

    def add(self, row: Row, year: str) -> None:
        """A row of what is proposed."""
        about = {
            "year": year,
            "pot": self.key("pots", row.pot or POT, purpose=MISSING),
            "board": self.key("boards", row.board),
        }
        called = row.measure[:_LONGEST] or MEASURE
        line = row.places[0].line or row.places[0].page
        taken = {row["measure"] for row in self.rows["allocations"] if about.items() <= row.items()}
        measure = self.key("measures", called)
        if measure in taken:
            measure = self.key("measures", f"{called} (rad {line})")
        if measure in taken:
            measure = self.key("measures", f"{called} (rad {line}, belopp {len(self.rows['allocations']) + 1})")
        thousands = not row.kronor % 1000
        self.rows["allocations"].append(
            {
                **about,
                "measure": measure,
                "amount": str(row.kronor // 1000 if thousands else row.kronor),
                "unit": "tkr" if thousands else "kr",
                "basis": _PROPOSED,
                "place": self._place(row.places, row.why),
            }
        )

    def _place(self, places: Sequence[Place], why: str) -> str:
        lines = ",".join(map(str, sorted({place.line for place in places if place.line})))
        pages = ",".join(map(str, sorted({place.page for place in places if place.page})))
        where = f"Rad {lines.replace(',', ', ')}" if lines else f"Sida {pages.replace(',', ', ')}"
        name = f"{where}: {why}"
        for row in self.rows["places"]:
            if row["name"] == name:
                return row["place"]
        key = unused(slug(where, "stalle"), {row["place"] for row in self.rows["places"]})
        self.rows["places"].append({"place": key, "name": name, "lines": lines, "pages": pages})
        return key

    def ask(self, text: str, place: Place, question: Question) -> None:
        """A question, with its readings and where its amount stands."""
        where = f"{text} på rad {place.line}" if place.line else f"{text} på sida {place.page}"
        readings = f" Läsningar: {'; '.join(question.readings)}." if question.readings else ""
        concern, taken = f"{question.about} för {where}", {row["concern"] for row in self.rows["questions"]}
        if concern in taken:
            return
        key = unused(f"{_ASKED}-{place.line or place.page}", {row["question"] for row in self.rows["questions"]})
        self.rows["questions"].append(
            {
                "question": key,
                "weight": "3",
                "concern": concern,
                "wording": f"{where}: {question.text}{readings}",
                "area": "money",
            }
        )

    def tables(self) -> dict[str, list[dict[str, str]]]:
        """The tables, with short names where there are none."""
        for table in ("boards", "pots", "measures"):
            short = shorts(row["name"] for row in self.rows[table])
            taken = {row["short_name"] for row in self.rows[table] if row.get("short_name")}
            for row in self.rows[table]:
                if not row.get("short_name"):
                    row["short_name"] = row["name"] if short[row["name"]] in taken else short[row["name"]]
        return self.rows


def _kronor(row: Mapping[str, str]) -> int:
    return to_kronor(Decimal(row["amount"]), row["unit"])


def _lines(written: str) -> Iterable[int]:
    for part in filter(None, written.split(",")):
        first, _, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)


def _year(flow: Flow) -> str:
    """The year that is named most."""
    years = Counter(str(token.readings[0])[:4] for token in flow.tokens if token.kind in ("year", "date", "period"))
    return max((year for year in years if year.isdigit()), key=lambda year: years[year], default="")


def _reference(flow: Flow) -> str:
    called = {found.end() for found in _REFERENCE.finditer(flow.text)}
    return next((token.text for token in flow.tokens if token.kind == "reference" and token.start in called), "")


def _title(flow: Flow, writing: Writing) -> str:
    """The first heading of some words, without the number of its section; else the document's name."""
    texts = (
        block.text.split("\n")[0] for block in flow.blocks if block.kind in (BlockKind.HEADING, BlockKind.PARAGRAPH)
    )
    plain = (re.sub(r"^§+\s*\d+\s*|<!--.*|\b(?:Ärendenummer|Dnr)\b.*", "", text).strip(" *#\t") for text in texts)
    return next((text for text in plain if len(text.split()) > 2 and len(text) < 120), writing.name)
