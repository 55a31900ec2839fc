"""From what is proposed to a case: rows that are proposals until somebody confirms them, and questions about them."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from fordelning.base.errors import shorten
from fordelning.base.sentence import listed
from fordelning.base.slug import slug, unused
from fordelning.case.case import MEASURE, MISSING, POT
from fordelning.case.draft import Draft, DraftError, shorts
from fordelning.case.kind import SCOPE
from fordelning.intake.reading.block import BlockKind, Writing

from .claim.claim import StatementProposal
from .claim.claims import claims
from .claim.ground import Ground
from .claim.identity import author, subject
from .flow import Flow
from .proposal import AmountProposal, DocumentProposal, ProposalQuestion, Role, RowProposal, Sum, TextPlace
from .role import DIVIDED
from .section import sections

_ASKED = "fraga"  # how the keys of the draft's own questions begin
_TABLES = ("allocations", "statements", "omissions", "proposals", "questions", "notes", "places")
_DICTIONARIES = {"boards": "board", "pots": "pot", "measures": "measure"}
_MUNICIPALITY = re.compile(r"\b([A-ZÅÄÖ][\w-]+)s? (kommun|stad|KOMMUN|STAD|Kommun|Stad)\b")
_REFERENCE = re.compile(r"\b(?:dnr|diarienr|diarienummer|ärendenummer)[.:]*\s*", re.IGNORECASE)
_DECIDES = re.compile(
    r"\b(kommunfullmäktige|kommunstyrelsen|\w+nämnden|\w+utskottet)\s+(?:beslutar|godkänner|bifaller)", re.I
)
_MARK = re.compile(r"\s*([⁰¹²³⁴-⁹]{1,2})")
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_NO_TITLE = re.compile(
    r"^§+\s*\d+\s*|^<!--.*|^(?:Handling|Till|Datum|Bilaga|Protokoll)\b.*|\b(?:Ärendenummer|Dnr|Diarienummer)\b.*",
    re.DOTALL,
)
_FIRST_BLOCKS = 15  # where a title is looked for
_LONGEST_NOTE = 240
_LONGEST = 60  # letters of a measure's name
GONE = "finns inte längre i handlingen"


def make(writing: Writing, proposal: DocumentProposal, told: Mapping[str, str], before: Draft | None = None) -> Draft:
    """The case of what `writing` proposes; `told` is what is known of the document besides, by name.

    Of the case `before`, if there is one, all is kept but the proposals and questions that nobody has answered, and
    what is answered is not proposed again; what is confirmed and no longer there waits for a new answer. Raises
    DraftError where no row is proposed.
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
    for block in flow.blocks:
        if block.kind == BlockKind.FOOTNOTE and block.number.isdigit():
            made.note(int(block.number), block.text, TextPlace(block.line, block.page))
    for n, group in groupby(rows, key=lambda row: row.amount):
        amount = proposal.amounts[n]
        mark = _MARK.match(flow.text, amount.end)
        made.add(list(group), amount.text, year, mark[1].translate(_DIGITS) if mark else "")
    for n, amount in enumerate(proposal.amounts):
        sums = [found for found in proposal.sums if found.total == n and found.kind in ("sum", "part")]
        for found in sums:
            made.sum(found, amount, _places(proposal, amount))
            if found.question:
                made.ask(amount.text, amount.place, found.question)
        if amount.why.endswith(DIVIDED) and not sums:  # it proves whose the rows are that name no board
            scope = {"board": made.key("boards", proposal.boards[amount.shares[0][0]])}
            made.state(amount, scope, "nämndens summa", [amount.place])
    for kind, value, places in _identities(flow):
        made.identify(kind, value, places)
    title = _title(flow, writing)
    for claim in claims(Ground(flow, proposal, made.made, made.rows), title):
        made.claim(claim)
    for amount in proposal.amounts:
        for question in amount.questions:
            made.ask(amount.text, amount.place, question)
    made.reopen()
    if before:
        return replace(before, rows=made.tables())
    identity = {
        "municipality": next(
            (f"{found[1]} {found[2].lower()}" for found in [_MUNICIPALITY.search(flow.text)] if found), ""
        ),
        "reference": _reference(flow),
        "subject": subject(title),
        "author": author(flow),
        "decided_by": next((found[1].capitalize() for found in [_DECIDES.search(flow.text)] if found), ""),
    }
    title = told.get("title") or _whose(told.get("municipality") or identity["municipality"], title)
    names = ("municipality", "reference", "document", "subject", "author", "decided_by", "status", "funding")
    decision = {name: told.get(name) or identity.get(name) or MISSING for name in names}
    own = made.key("boards", told.get("own_board") or identity["decided_by"] or "Kommunstyrelsen")
    return Draft(
        title,
        {**decision, "year": int(_chosen(year, made.rows["allocations"])), "own_board": own},
        writing.name,
        made.tables(),
        source_hash=f"sha256:{writing.digest}",
    )


def grounds(draft: Draft) -> Counter[str]:
    """What the proposals that nobody has answered come of, and how many each."""
    return Counter(_ground(row) for row in draft.rows["proposals"] if not row["confirmed"])


def accepted(draft: Draft, chosen: Collection[str]) -> Draft:
    """`draft` with every proposal of the chosen grounds confirmed. Raises DraftError where no proposal has one."""
    there = grounds(draft)
    if unknown := [one for one in chosen if one not in there]:
        told = ", ".join(f"»{one}»" for one in there) or "inga"
        raise DraftError(f"--accept: inget obekräftat förslag har grunden {shorten(unknown[0])}. Det finns {told}.")
    rows = [
        {**row, "confirmed": "yes"} if not row["confirmed"] and _ground(row) in chosen else row
        for row in draft.rows["proposals"]
    ]
    return replace(draft, rows={**draft.rows, "proposals": rows})


def _ground(proposal: Mapping[str, str]) -> str:
    return proposal["why"].partition(": ")[2]


def is_own(question: Mapping[str, str]) -> bool:
    """Whether a question is one that a draft has asked."""
    return question["question"].startswith(_ASKED)


def concern(text: str, place: TextPlace, question: ProposalQuestion) -> str:
    """What a question is about, with its amount: by this it is known again."""
    return _line(f"{question.about} för {_where(text, place)}")


def _where(text: str, place: TextPlace) -> str:
    return f"{text} på rad {place.line}" if place.line else f"{text} på sida {place.page}"


class _Making:
    """The tables of a case in the making: first those of the case before, but for what nobody has answered."""

    def __init__(self, before: Mapping[str, Sequence[Mapping[str, str]]]):
        self.rows = {table: [dict(row) for row in rows] for table, rows in before.items()}
        for table in (*_TABLES, *_DICTIONARIES):
            self.rows.setdefault(table, [])
        left_out = {row.get("proposal") for row in self.rows["omissions"]} - {None, ""}  # they are proposed last
        waiting = self.waiting | left_out
        for table in ("allocations", "statements", "omissions", "proposals"):
            self.rows[table] = [row for row in self.rows[table] if row.get("proposal") not in waiting]
        asked = [row for row in self.rows["questions"] if is_own(row) and row.get("status") in (None, "", "open")]
        self.rows["questions"] = [row for row in self.rows["questions"] if row not in asked]
        self.answered: dict[str, list[dict[str, str]]] = defaultdict(list)  # the proposals before, by what they say
        for row in self.rows["proposals"]:
            self.answered[_said(row["why"])].append(row)
        self.made: dict[int, list[dict[str, str]]] = {}  # the rows of each amount
        self._last = {
            table: max((int(row[column][1:]) for row in self.rows[table]), default=0)
            for table, column in (("proposals", "proposal"), ("statements", "statement"))
        }
        self._keys = {
            table: {row["name"]: row[column] for row in self.rows[table]}
            for table, column in (*_DICTIONARIES.items(), ("places", "place"))
        }
        self._taken = {table: set(keys.values()) for table, keys in self._keys.items()}
        self._measures: dict[tuple[str, ...], set[str]] = defaultdict(set)  # by year, pot and board
        for row in self.rows["allocations"]:
            self._measures[row["year"], row["pot"], row["board"]].add(row["measure"])

    def propose(self, why: str, places: Sequence[TextPlace]) -> dict[str, str]:
        """A new proposal, and its place, by the columns that they have in a row."""
        number, place = self._next("proposals"), self._place(places)
        self.rows["proposals"].append({"proposal": f"F{number:02d}", "why": why, "place": place, "confirmed": ""})
        return {"proposal": f"F{number:02d}", "place": place}

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
        return self._last[table]

    def note(self, number: int, text: str, place: TextPlace) -> None:
        """A footnote, in the document's words until somebody has others."""
        if not any(row["number"] == str(number) for row in self.rows["notes"]):
            said = _cut(" ".join(text.split()), _LONGEST_NOTE)
            row = {"note": f"fotnot-{number}", "number": str(number), "text": said, "place": self._place([place])}
            self.rows["notes"].append(row)

    def add(self, rows: Sequence[RowProposal], text: str, year: str, mark: str) -> None:
        """The rows of one amount, which is written `text` and has the `mark` of a footnote, or none."""
        note = next((row["note"] for row in self.rows["notes"] if row["number"] == mark), "")
        purpose = ", ".join(dict.fromkeys(row.measure.replace(":", "") for row in rows if row.measure))
        whom = listed([_whom(row) for row in rows])
        why = _line(f"{text} {whom}{f' ({purpose})' if purpose else ''}: {rows[0].why}")
        if answered := self.answered[_said(why)]:
            before = answered.pop(0)["proposal"]
            self.made[rows[0].amount] = [row for row in self.rows["allocations"] if row.get("proposal") == before]
            return
        proposed = self.propose(why, rows[0].places)
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

    def sum(self, found: Sum, amount: AmountProposal, places: Sequence[TextPlace]) -> None:
        """A sum as a statement, where the rows of its parts are all there are of some board, pot, measure or year."""
        parts = [row for n, _ in found.parts for row in self.made.get(n, ())]
        complete = parts and all(n in self.made for n, _ in found.parts)
        if complete and (scope := self._scope(parts)) is not None:
            self.state(amount, scope, found.why, places, "part" if found.kind == "part" else "=")

    def state(
        self,
        amount: AmountProposal,
        scope: Mapping[str, str],
        why: str,
        places: Sequence[TextPlace],
        relation: str = "=",
    ) -> None:
        """A total as a statement of the rows within `scope`."""
        written = _written(amount.kronor or 0)
        board = next((row["name"] for row in self.rows["boards"] if row["board"] == scope.get("board")), "")
        self._state(
            f"{amount.text}{f' för {board}' if board else ''}: {why}",
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
        if claim.question:
            self.ask(claim.said, claim.places[0], claim.question)
        if claim.kind == "purpose":
            for pot in self.rows["pots"]:
                if pot["pot"] == cells["pot"] and pot["purpose"] == MISSING:
                    pot["purpose"] = cells["value"]
        if claim.row is None:
            self._state(f"{claim.said}: {claim.why}", claim.places, cells)
            return
        proposed = self.made[claim.row][0]["proposal"]
        if proposed in self.waiting:
            self._append(cells, {"proposal": proposed, "place": self._place(claim.places)})

    def _state(self, why: str, places: Sequence[TextPlace], cells: Mapping[str, str]) -> None:
        why = _line(why)
        if answered := self.answered[_said(why)]:
            answered.pop(0)
            return
        self._append(cells, self.propose(why, places))

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

    def ask(self, text: str, place: TextPlace, question: ProposalQuestion) -> None:
        """A question, with its readings and where its amount stands."""
        where = _where(text, place)
        readings = f" Läsningar: {'; '.join(question.readings)}." if question.readings else ""
        about, taken = concern(text, place, question), {row["concern"] for row in self.rows["questions"]}
        if about in taken:
            return
        key = unused(f"{_ASKED}-{place.line or place.page}", {row["question"] for row in self.rows["questions"]})
        wording = _line(f"{where}: {question.text}{readings}")
        self.rows["questions"].append(
            {"question": key, "weight": "3", "concern": about, "wording": wording, "area": "money"}
        )

    def tables(self) -> dict[str, list[dict[str, str]]]:
        """The tables, with short names where there are none."""
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


def _whom(row: RowProposal) -> str:
    return f"{'till' if row.kronor > 0 else 'från'} {row.board}"


def _written(kronor: int) -> dict[str, str]:
    """An amount in thousands where it is whole ones."""
    thousands = not kronor % 1000
    return {"amount": str(kronor // 1000 if thousands else kronor), "unit": "tkr" if thousands else "kr"}


def _places(proposal: DocumentProposal, amount: AmountProposal) -> list[TextPlace]:
    """Where a total is said: its own place, and those where the same figure is said again."""
    same = (Role.SOURCE, Role.TOTAL, Role.REPEAT)
    again = [one.place for one in proposal.amounts if one.kronor == amount.kronor and one.role in same]
    return [amount.place, *(place for place in again if place != amount.place)]


def _identities(flow: Flow) -> Iterator[tuple[str, str, list[TextPlace]]]:
    """The dates and the reference number of a document, each with its places."""
    found: dict[tuple[str, str], list[TextPlace]] = defaultdict(list)
    own = _reference(flow)
    for token in flow.tokens:
        if token.kind == "date" and re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", str(token.readings[0])):
            found["date", str(token.readings[0])].append(flow.place(token.start))
        elif own and token.kind == "reference" and token.text == own:
            found["reference", own].append(flow.place(token.start))
    for (kind, value), places in found.items():
        yield kind, value, places


def _year(flow: Flow) -> str:
    """The year that is named most."""
    years = Counter(str(token.readings[0])[:4] for token in flow.tokens if token.kind in ("year", "date", "period"))
    return max((year for year in years if year.isdigit()), key=lambda year: years[year], default="")


def _reference(flow: Flow) -> str:
    called = {found.end() for found in _REFERENCE.finditer(flow.text)}
    return next((token.text for token in flow.tokens if token.kind == "reference" and token.start in called), "")


def _chosen(year: str, rows: Sequence[Mapping[str, str]]) -> str:
    """The year of the decision: `year` where some row has it, else the one that most have."""
    counted = Counter(row["year"] for row in rows)
    return year if year in counted or not counted else counted.most_common(1)[0][0]


def _whose(municipality: str, title: str) -> str:
    """A title as it goes on after "Granskning av": with whose it is, where it is known and not in it already."""
    if not municipality or municipality.split()[0] in title or not title[1:2].islower():
        return title
    return f"{municipality}{'' if municipality.endswith(('s', 'x', 'z')) else 's'} {title[0].lower()}{title[1:]}"


def _title(flow: Flow, writing: Writing) -> str:
    """The first heading of some words, without the number of its section; else the document's name."""
    headed = {start for start, _ in sections(flow)[1:]}
    lines: list[str] = []
    for block, start in zip(flow.blocks[:_FIRST_BLOCKS], flow.starts, strict=False):
        begun = start
        for line in block.text.split("\n") if block.kind in (BlockKind.HEADING, BlockKind.PARAGRAPH) else ():
            if start > begun and lines and line[:1].islower():
                lines[-1] += f" {line}"
            elif start not in headed and "\t" not in line:
                lines.append(line)
            start += len(line) + 1
    plain = (_line(_NO_TITLE.sub("", text)).strip(" *#") for text in lines)
    return next((text for text in plain if _reads_as_title(text)), _line(writing.name))


def _reads_as_title(text: str) -> bool:
    """Whether a line is some words about something, and not the name of somebody or an address."""
    goes_on = any(word[0].islower() for word in text.split()[1:])
    return goes_on and len(text) < 120 and text[-1] not in ".:," and "@" not in text
