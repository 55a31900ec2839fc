"""What the amounts of a table are: of each column by its head, of each row by its label."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from itertools import takewhile

from fordelning.base.money import KRONOR, meant
from fordelning.source.board_name import Mention
from fordelning.source.direction import direction, of_column

from .flow import Flow, WrittenFigure
from .grid import DocumentCell, DocumentGrid, is_group
from .proposal import LESS_OR_MORE, AmountProposal, ProposalQuestion, Role, Share, Sum
from .recipient_name import gives_to_bodies, is_association, is_held, with_purpose
from .role import gives
from .subtotal import subtotals


class ColumnKind(StrEnum):
    """What stands in a column."""

    LABEL = "label"
    NUMBER = "number"  # no money
    GIVEN = "given"
    REQUEST = "request"
    TOTAL = "total"
    BACKGROUND = "background"
    PLAN = "plan"
    MONEY = "money"  # of what, the head does not say


_HEADS = (
    (
        ColumnKind.NUMBER,
        r"\b(?:antal|mandat|andel|procent|%|nr|nummer|konto|ansvar|sida|poäng|medlemmar|platser|ålder)\b|^#$"
        r"|(?:/\s*|\bper\s+)(?:inv|elev|barn|plats|person|brukare|medlem|capita|timme|dygn|kvm|deltag|aktivitet)",
    ),
    (ColumnKind.REQUEST, r"\b(?:sökt|ansökt|äska|begär|önska|yrka)\w*|ansökan"),
    (ColumnKind.PLAN, r"\bplan(?:år)?\b"),
    (
        ColumnKind.BACKGROUND,
        r"skillnad|differens|avvikelse|föregående|tidigare|utfall|nuvarande|ursprunglig|prognos|bokslut|\bföre\b|innan|kostnad|intäkt",
    ),
    (
        ColumnKind.TOTAL,
        r"\btotal\w*|\bsumma\b|\backumul|\bperiod(?:en)?\b|(?:19|20)\d\d\s*[–-]\s*(?:20)?\d\d\b|sammanlag\w*|\bny(?:tt)?\s+(?:ram|budget|anslag)|efter\b|kvar\b|återst\w*|rest\b",
    ),
    (
        ColumnKind.GIVEN,
        r"föresl|förslag|bevilja|beslut|tilldel|fördel|bidrag|stöd\b|tillskott|utök|anslag|ersättning|tillägg|justering"
        r"|förändring|ändring|omföring|överför|omfördel|ombudget|minskning|ökning|avdrag|effektivisering|besparing|sparkrav",
    ),
    (ColumnKind.MONEY, r"belopp|ram\b|budget|kr\b|kronor|(?:19|20)[0-9]{2}"),
)
_HEAD = [(kind, re.compile(head, re.IGNORECASE)) for kind, head in _HEADS]
_WHO = re.compile(
    r"\w*nämnd\w*|\w*styrelse\w*|\bparti\w*|förening\w*|organisation\w*|mottagare|sökande|bolag\w*|förvaltning\w*"
    r"|stiftelse\w*|\bskol(?:a|or|enhet)\b|studieförbund\w*|samfund\w*|arrangör\w*|aktör\w*"
    r"|^\W*(?:kommun|landsting|region)(?:er)?\W*$",
    re.IGNORECASE,
)
_DECIDED = re.compile(r"beslut|bevilja|tilldel", re.IGNORECASE)
_PROPOSED = re.compile(r"förslag|föresl|yrkande", re.IGNORECASE)
_SUM = re.compile(
    r"(?:summa|summering|totalt?|delsumma|sammanlagt|sammantaget|netto|totalsumma|s:a)\b.*", re.IGNORECASE | re.DOTALL
)
_PART_ROW = re.compile(r"[\W_]*(?:varav|därav|därutav|av vilket)\b", re.IGNORECASE)
_SUM_ROW = "summarad i tabell"
_LEADS = re.compile(
    r"\b(?:om|ram|för)?(?:justering|fördelning|föring|ökning)(?:ar|en|arna)?\b|\btilldelning|tillskott", re.IGNORECASE
)
_POTS = re.compile(r"\bpott(?:er|erna|en)?\b", re.IGNORECASE)
_ABOUT = re.compile(r"avser|ändamål|syfte|åtgärd|insats|kommentar|verksamhet|projekt|förklaring", re.IGNORECASE)
_BUDGET = re.compile(r"budget|ram\b|anslag", re.IGNORECASE)
_GRANT = re.compile(r"bidrag|stöd\b", re.IGNORECASE)
_WAY = re.compile(r"ökning|minskning|belopp|justering|förändring|ändring", re.IGNORECASE)
_NAMED = re.compile(r"[A-ZÅÄÖ]?[a-zåäö-]{6,}")
_POINTED = re.compile(r"[-−–+]?[0-9]{1,3}(?:\.[0-9]{3}){1,6}")  # with points between the thousands
_BROKEN = re.compile(r"(?:^|\n)\s*0[0-9]{2}\s*(?:\n|$)")  # the end of a number, on a line of its own
_LESS = re.compile(r"minskning|avdrag|besparing|effektivisering|avlämn|från\b", re.IGNORECASE)
_YEAR = re.compile(r"\b((?:19|20)[0-9]{2})\b")
_OF_AMOUNT = re.compile(  # the unit of an amount beside the table is not that of the table
    r"(?:\d|\b(?:en|två|tre|fyra|fem|sex|sju|åtta|nio|tio|halv)\s+(?:miljon|miljard|tusen))\w*\s*"
    r"(?:[tkm]?kr|m[nd]kr|kronor|miljon\w*(?:\s+kronor)?|tusen(?:\s+kronor)?)\b",
    re.IGNORECASE,
)
_UNIT = re.compile(r"\b(tkr|mnkr|mkr|kkr|mdkr|kr|kronor|tusen kronor|miljoner kronor|tusental kronor)\b", re.IGNORECASE)


@dataclass(frozen=True)
class DocumentColumn:
    """A column of a table: what it is, which way its money goes, and its year; `head` is as it stands."""

    kind: ColumnKind
    head: str = ""
    sign: int = 1
    year: int | None = None
    is_open: bool = False  # one of several proposals, or of what the words about the table do not say is given
    board: str = ""  # whom its head names
    is_named: bool = False  # what the money is for is all that its head says: "Lönekompensation"
    is_mixed: bool = False  # its head says that the money is less, but of its numbers only some do
    is_unsigned: bool = False  # neither its head nor its numbers say which way the money goes


@dataclass(frozen=True)
class TableEntry:
    """An amount of a table, in a row and a column of it, with what the row says of whom it is for."""

    amount: AmountProposal
    row: int
    column: int


class DocumentTable:
    """A table that has been read.

    `around` is what stands before it and after, and `whose` the board that goes for all of it.
    `year` is the one that the document is about, and `to_bodies` says that it gives to associations and the like.
    """

    def __init__(
        self,
        flow: Flow,
        grid: DocumentGrid,
        named: Callable[[int, int], list[Mention]],
        around: tuple[str, str],
        whose: Share | None,
        year: int | None,
        to_bodies: bool,
        is_dated: bool,
    ):
        self.flow, self.grid, self.named, self.whose, self.year = flow, grid, named, whose, year
        self.is_dated = is_dated
        self.lead, after = around
        self.is_given = any(gives(said) or _LEADS.search(said) for said in (self.lead, after))
        self.to_bodies = not grid.heads and self.is_given and (to_bodies or gives_to_bodies(self.lead))
        self.of_pots = any(_POTS.search(said) for said in (self.lead, after))
        self.columns = self._columns()
        self.bodies: dict[str, str] = {}  # names of recipients that have no form of a board
        units = {unit for one in self.columns.values() if one.kind != ColumnKind.NUMBER and (unit := _unit(one.head))}
        said = (_OF_AMOUNT.sub("", text) for text in around)
        self.unit = units.pop() if len(units) == 1 else next(filter(None, map(_unit, said)), "")
        self.unit = self.unit or self._unit_of_prose()
        self.given = any(column.kind == ColumnKind.GIVEN for column in self.columns.values())
        beside = _BROKEN.search(after) or _BROKEN.search(self.lead)  # a line of its own parts the table in two
        self.is_broken = bool(beside) or any(cell.is_broken for row in grid.rows for cell in row.values())
        self.entries = (
            [] if self.is_broken else self._with_subtotals(list(self._entries()))
        )  # a guess at the rows would be worse than a gap

    @property
    def is_understood(self) -> bool:
        """Whether it has amounts, and their unit or what they are is told: by its heads, or by a name and each unit."""
        told = any(entry.amount.shares and entry.amount.kronor for entry in self.entries)
        return bool(self.entries and (self.grid.heads or self.unit or told or self.to_bodies))

    def _columns(self) -> dict[int, DocumentColumn]:
        """The columns, by their heads and by what is in them."""
        found: dict[int, DocumentColumn] = {}
        rows = self.grid.rows
        last = max((column for column, cell in self.grid.heads.items() if cell.text.strip()), default=0)
        since = self._since()
        for column in sorted({column for row in rows for column in row} | self.grid.heads.keys()):
            cells = [row[column] for row in rows if column in row]
            numbers = sum(cell.is_number for cell in cells)
            head = self.grid.heads[column].text if column in self.grid.heads else ""
            kind = _kind(head)
            if 2 * numbers < len(cells) or not cells:
                found[column] = DocumentColumn(ColumnKind.LABEL, head)
                continue
            if not head.strip() and column < last:
                found[column] = DocumentColumn(ColumnKind.NUMBER)  # what it has, only the heads beside it say
                continue
            year = _YEAR.search(head)
            if year and since and int(year[1]) < since:
                kind = ColumnKind.BACKGROUND
            sign = -1 if _LESS.search(head) else of_column(head) or 1
            below = [
                cell.plain[:1] in "−–-"
                for row in rows
                if not _is_sum(row) and (cell := row.get(column)) and _is_some(cell)
            ]
            sign = 1 if any(below) else sign  # the numbers say themselves that they are less
            decides = _DECIDED.search(head) or _PROPOSED.search(head)  # who is named does so, and gets nothing
            boards = self.named(self.grid.heads[column].start, self.grid.heads[column].end) if head else []
            boards = [] if decides else boards
            is_named = kind is None and not boards and bool(_NAMED.fullmatch(head.strip()))
            kind = kind or ColumnKind.MONEY
            board = boards[0].board if len(boards) == 1 else ""
            found[column] = DocumentColumn(
                kind,
                head,
                sign,
                int(year[1]) if year else None,
                board=board,
                is_named=is_named,
                is_mixed=bool(_LESS.search(head)) and any(below) and not all(below),
                is_unsigned=not any(below) and not _LESS.search(head) and not of_column(head),
            )
        self._choose(found)
        kinds = {one.kind for one in found.values()}
        if ColumnKind.GIVEN not in kinds and (parts := self._parts(found)):
            for column in parts:
                found[column] = replace(found[column], kind=ColumnKind.GIVEN, is_open=not self.is_given)
        elif ColumnKind.GIVEN not in kinds and self.is_given:
            plain = ColumnKind.MONEY if ColumnKind.MONEY in kinds else ColumnKind.TOTAL
            money = [one for one in found.values() if one.kind == plain]
            first = min((one.year for one in money if one.year), default=None)
            later = any(one.year is None and one.head.strip() for one in money) or (
                len({one.year for one in money}) > 1 and not (self.is_dated and first == self.year)
            )
            is_open = first is not None and later
            for column, one in found.items():
                if one.kind == plain:  # the table that a sentence gives by; years that come after are plans
                    kind = ColumnKind.GIVEN if one.year == first or one.year is None else ColumnKind.PLAN
                    found[column] = replace(one, kind=kind, is_open=is_open)
        elif ColumnKind.GIVEN not in kinds:
            found |= self._budgets(found)
        return found | self._levels(found)

    def _since(self) -> int | None:
        """The year before which a column is of the past: that of the document, but for one that is only guessed.

        Such a one must be that of some column of money, or be before it.
        """
        heads = [cell.text for cell in self.grid.heads.values()]
        money = [_YEAR.search(head) for head in heads if _kind(head) in (ColumnKind.GIVEN, ColumnKind.MONEY)]
        later = any(year and self.year and int(year[1]) >= self.year for year in money)
        return self.year if self.is_dated or later else None

    def _levels(self, found: dict[int, DocumentColumn]) -> dict[int, DocumentColumn]:
        """The columns that in each row have the sum of those before them: what was, and the changes of it."""
        made = {}
        for column, one in found.items():
            kinds = (ColumnKind.GIVEN, ColumnKind.MONEY, ColumnKind.BACKGROUND)
            before = [c for c in found if c < column and found[c].kind in kinds]
            rows = [row for row in self.grid.rows if column in row and not _is_sum(row) and _value(row[column])]
            ties = (
                sum((_value(row[c]) or 0) * found[c].sign for c in before if c in row) == _value(row[column])
                for row in rows
            )
            changed = any(found[c].kind != ColumnKind.BACKGROUND for c in before)
            if one.kind == ColumnKind.GIVEN and changed and len(before) > 1 and len(rows) > 1 and all(ties):
                made[column] = replace(one, kind=ColumnKind.TOTAL)
        return made

    @staticmethod
    def _budgets(found: dict[int, DocumentColumn]) -> dict[int, DocumentColumn]:
        """The budgets of years that a later year stands beside: it is asked whether the last is given."""
        years = sorted(one.year for one in found.values() if one.year)
        own = {c: one for c, one in found.items() if one.kind == ColumnKind.MONEY and _BUDGET.search(one.head)}
        last = max((one.year for one in own.values() if one.year and one.year < years[-1]), default=None)
        return {
            c: replace(one, kind=ColumnKind.GIVEN, is_open=True)
            if one.year == last
            else replace(one, kind=ColumnKind.BACKGROUND)
            for c, one in own.items()
            if last and one.year and one.year <= last
        }

    def _parts(self, found: dict[int, DocumentColumn]) -> list[int]:
        """The columns that add up to that of the totals in each row, and are no years; none where they do not."""
        parts = [c for c, one in found.items() if one.kind == ColumnKind.MONEY and not one.year]
        totals = [c for c, one in found.items() if one.kind == ColumnKind.TOTAL]
        rows = [row for row in self.grid.rows if totals and totals[-1] in row and not _is_sum(row)]
        if len(parts) < 2 or len(totals) != 1 or len(rows) < 2:
            return []
        ties = [sum(_value(row[c]) or 0 for c in parts if c in row) == (_value(row[totals[0]]) or 0) for row in rows]
        return parts if all(ties) else []

    @staticmethod
    def _choose(found: dict[int, DocumentColumn]) -> None:
        """Of what was proposed and what was decided only the latter is given; of several proposals none surely is."""
        for better, worse in ((_DECIDED, _PROPOSED), (_PROPOSED, None)):
            ours = [c for c, one in found.items() if one.kind == ColumnKind.GIVEN and better.search(one.head)]
            if len(ours) == 1 and worse:
                for column, one in found.items():
                    if one.kind == ColumnKind.GIVEN and worse.search(one.head) and column not in ours:
                        found[column] = replace(one, kind=ColumnKind.BACKGROUND)
            elif len(ours) > 1:
                for column in ours:
                    found[column] = replace(found[column], is_open=True)

    def _unit_of_prose(self) -> str:
        """The unit in which some figure of the table is one that the prose has."""
        known = {figure.kronor for figure in self.flow.figures}
        values = [value for row in self.grid.rows for cell in row.values() if (value := _value(cell)) and value > 999]
        return next((unit for unit, factor in KRONOR.items() if any(value * factor in known for value in values)), "")

    def _label(self, row: dict[int, DocumentCell]) -> DocumentCell | None:
        """The cell that says whom or what a row is about: of the columns of labels one whose head says so."""
        labels = [c for c, one in self.columns.items() if one.kind == ColumnKind.LABEL and c in row]
        who = [c for c in labels if _WHO.search(self.columns[c].head)]
        return row[(who or labels)[0]] if labels else None

    def _entries(self) -> Iterator[TableEntry]:
        labels = [one.head for one in self.columns.values() if one.kind == ColumnKind.LABEL]
        grants = any(one.kind == ColumnKind.GIVEN and _GRANT.search(one.head) for one in self.columns.values())
        labelled = any(map(_WHO.search, labels)) or (grants and not any(map(_ABOUT.search, labels)))
        group: str | None = None  # the board that a row without amounts names, of the rows below it
        for number, row in enumerate(self.grid.rows):
            label = self._label(row)
            is_sum = _is_sum(row)
            if label and is_group(row):
                named = self.named(label.start, label.end)
                group = named[0].board if named else None
            share, measure = self._share(label, labelled, group) if label and not is_sum else (None, "")
            group = None if is_sum else group
            measure = measure or (self._about(row, label) if share else "")
            transfer = self._transfer(row)
            boards = dict.fromkeys(m.board for m in self.named(label.start, label.end)) if label else {}
            for column, cell in sorted(row.items()):
                one = self.columns[column]
                if one.kind in (ColumnKind.LABEL, ColumnKind.NUMBER):
                    continue
                if amount := self._amount(cell, one, share, measure, is_sum):
                    if transfer and amount.kronor is not None and not is_sum:
                        amount = replace(amount, role=Role.ALLOCATION, shares=transfer, why="från och till i tabell")
                    elif amount.shares and len(boards) > 1:
                        asked = ProposalQuestion("nämnd", "Vem är beloppet till?", tuple(boards))
                        amount = replace(amount, questions=(*amount.questions, asked))
                    yield TableEntry(amount, number, column)

    def _with_subtotals(self, entries: Sequence[TableEntry]) -> list[TableEntry]:
        """`entries`, of which those that are the sums of others beside them are no rows, or are asked about."""
        made = list(entries)
        for column in self.columns:
            given = [n for n, one in enumerate(made) if one.column == column and one.amount.role == Role.ALLOCATION]
            rows = [n for n in given if made[n].amount.shares]  # the others have no unit
            found = subtotals([_signed(made[n].amount) if len(made[n].amount.shares) == 1 else 0 for n in rows])
            bare = [m for m, n in enumerate(rows) if made[n].amount.shares[0][0] in self.bodies]
            sure = len(found) > 1 or found == set(bare)  # else a board may have as much as others by chance
            for m in found if found <= set(bare) or len(found) > 1 else ():
                amount = made[rows[m]].amount
                if sure and m in bare:
                    amount = replace(amount, role=Role.TOTAL, shares=(), why=_SUM_ROW)
                else:
                    text = "Är beloppet summan av raderna intill, och ingen egen rad?"
                    asked = ProposalQuestion("roll", text, ("ja", "nej"))
                    amount = replace(amount, questions=(*amount.questions, asked))
                made[rows[m]] = replace(made[rows[m]], amount=amount)
            for n in self._inside([made[n].amount for n in rows]):
                text = "Är beloppet en del av raden för nämnden ovanför?"
                asked = ProposalQuestion("roll", text, ("ja", "nej"))
                amount = made[rows[n]].amount
                made[rows[n]] = replace(made[rows[n]], amount=replace(amount, questions=(*amount.questions, asked)))
        return made

    def _inside(self, rows: Sequence[AmountProposal]) -> Iterator[int]:
        """Which of the rows of others come after that of a board, and are together as much as it."""
        bare = [not one.shares or one.shares[0][0] in self.bodies for one in rows]
        for n, one in enumerate(rows):
            below = list(takewhile(lambda m: bare[m], range(n + 1, len(rows)))) if not bare[n] else []
            if below and sum(_signed(rows[m]) for m in below) == _signed(one):
                yield from below

    def _transfer(self, row: dict[int, DocumentCell]) -> tuple[Share, ...]:
        """Whom a row takes from and whom it gives to, where columns say so."""
        found = {
            sign: named[0].board
            for c, one in self.columns.items()
            if one.kind == ColumnKind.LABEL and c in row and (sign := of_column(one.head))
            if (named := self.named(row[c].start, row[c].end))
        }
        return tuple(sorted((board, sign) for sign, board in found.items())) if len(found) == 2 else ()

    def _share(self, label: DocumentCell, labelled: bool, group: str | None) -> tuple[str | None, str]:
        """Whom a row is for, and what: its name is of a board, of another recipient, or of a measure."""
        named = self.named(label.start, label.end)
        text = label.plain.strip(" *:").lstrip("-–• ")
        if _PART_ROW.match(text):
            return None, text
        own = group and named and named[0].board.startswith(f"{group}s ")  # "Kommunstyrelsens förvaltning"
        if named and not own:
            return named[0].board, ""
        if group:
            return group, text.strip(" -–")
        who, measure = with_purpose(text) if self.to_bodies else (text, "")
        to_whom = self.to_bodies and not is_held(text)
        if (labelled or to_whom or (not self.whose and is_association(text))) and re.search(r"[^\W\d_]", text):
            key = who.casefold()
            self.bodies[key] = who
            return key, measure
        return (self.whose[0] if self.whose else None), text

    def _about(self, row: dict[int, DocumentCell], named: DocumentCell | None) -> str:
        """What a column says that the money of a row is for, beside the one where who gets it is `named`."""
        labels = (
            c for c, one in self.columns.items() if one.kind == ColumnKind.LABEL and c in row and row[c] is not named
        )
        return next((row[c].plain for c in labels if _ABOUT.search(self.columns[c].head)), "")

    def _amount(
        self, cell: DocumentCell, column: DocumentColumn, share: str | None, measure: str, is_sum: bool
    ) -> AmountProposal | None:
        figure = self._figure(cell, _unit(column.head) or self.unit)
        if figure is None:
            return None
        if column.board:
            share = column.board
        kronor, text = figure
        role, why = _ROLES[column.kind]
        if is_sum:
            role, why = Role.TOTAL, _SUM_ROW
        elif _PART_ROW.match(measure):
            role, why, share = Role.PART, "varav", None
        elif role == Role.ALLOCATION and not share:
            role, why = Role.PART, "tabell utan mottagare"
        shares: tuple[Share, ...] = ()
        if share and kronor is not None:
            shares = ((share, column.sign * (-1 if kronor < 0 else 1)),)
        head = " ".join(column.head.split())
        several = sum(one.kind == ColumnKind.GIVEN for one in self.columns.values()) > 1
        questions: tuple[ProposalQuestion, ...] = ()
        if kronor is None:
            questions = (ProposalQuestion("enhet", "Vilken enhet har beloppet?", tuple(KRONOR)),)
        if role == Role.ALLOCATION and not (column.year or self.is_dated):
            said = (str(self.year),) if self.year else ()
            questions += (ProposalQuestion("år", "Vilket år gäller beloppet?", said),)
        if column.is_mixed or (column.is_unsigned and role == Role.ALLOCATION and direction(self.lead) < 0):
            questions += (LESS_OR_MORE,)
        if column.is_open:
            questions += (ProposalQuestion("roll", f"Är kolumnen »{column.head}» den som gäller?", ("ja", "nej")),)
        return AmountProposal(
            text,
            cell.start,
            cell.end,
            self.flow.place(cell.start),
            column.sign * kronor if kronor and is_sum else kronor and abs(kronor),  # of a row its share has the sign
            role,
            shares,
            measure=measure or ("" if self.of_pots or _WAY.search(head) or not (several or column.is_named) else head),
            pot=head if several and self.of_pots and not column.board and not is_sum else "",
            years=tuple(filter(None, [column.year or self.year])),
            why=why,
            questions=questions,
        )

    def _figure(self, cell: DocumentCell, unit: str) -> tuple[int | None, str] | None:
        """The kronor of a cell, None where its `unit` is not known, and its text; None where it has no amount."""
        own: WrittenFigure | None = next(iter(self.flow.within(cell.start, cell.end)), None)
        if own and own.token.kind == "money":
            sign = -1 if cell.text.strip()[:1] in "−–-" and (own.kronor or 0) > 0 else 1
            return (None if own.kronor is None else sign * own.kronor), own.text
        value = _value(cell)
        if value is None or not value:
            return None
        pointed = _POINTED.fullmatch(cell.plain) and unit not in ("kr", "tkr")  # 2.750 mnkr may be 2,75 mnkr
        kronor = value * KRONOR[unit] if unit and not pointed else None
        return (None if kronor is None or kronor != int(kronor) else int(kronor)), cell.plain

    def sums(self, at: Callable[[AmountProposal], int]) -> Iterator[Sum]:
        """The sums that the rows and columns state, where they come out; `at` gives the index of an amount."""
        by = {(entry.row, entry.column): entry.amount for entry in self.entries}
        totals = sorted({entry.row for entry in self.entries if entry.amount.why == _SUM_ROW})
        for column, one in self.columns.items():
            first = 0
            for total in totals:
                parts = [by[row, column] for row in range(first, total) if (row, column) in by and row not in totals]
                stated = by.get((total, column))
                found = list(_sum(stated, parts, f"summa i kolumnen {one.head}".strip(), at))
                if found and total != totals[-1]:
                    first = total + 1
                elif not found and one.kind == ColumnKind.GIVEN and len(totals) == 1:
                    found = list(_asked(stated, parts, f"summa i kolumnen {one.head}", at))
                yield from found
        across = [column for column, one in self.columns.items() if one.kind == ColumnKind.TOTAL]
        given = [column for column, one in self.columns.items() if one.kind == ColumnKind.GIVEN]
        for row in range(len(self.grid.rows)):
            for column in across:
                parts = [by[row, c] for c in given if (row, c) in by]
                yield from _sum(by.get((row, column)), parts, "summa på raden", at)
        inside = [
            by[row, c] for row in range(len(self.grid.rows)) for c in given if (row, c) in by and row not in totals
        ]
        if totals and len(given) > 1:
            for column in across:
                yield from _sum(by.get((totals[-1], column)), inside, "summa av hela tabellen", at)


_ROLES = {
    ColumnKind.GIVEN: (Role.ALLOCATION, "tabell"),
    ColumnKind.REQUEST: (Role.REQUEST, "sökt i tabell"),
    ColumnKind.TOTAL: (Role.TOTAL, "summakolumn"),
    ColumnKind.BACKGROUND: (Role.BACKGROUND, "jämförelse i tabell"),
    ColumnKind.PLAN: (Role.PLAN, "plan i tabell"),
    ColumnKind.MONEY: (Role.OTHER, "tabell"),
}


def _kind(head: str) -> ColumnKind | None:
    return next((kind for kind, pattern in _HEAD if pattern.search(head)), None)


def _is_sum(row: dict[int, DocumentCell]) -> bool:
    return any(_SUM.fullmatch(cell.text.strip(" *\n")) for cell in row.values())


def _is_some(cell: DocumentCell) -> bool:
    """Whether a cell has a number, and not nought."""
    return cell.is_number and any(digit in cell.plain for digit in "123456789")


def _signed(amount: AmountProposal) -> int:
    return (amount.kronor or 0) * (amount.shares[0][1] if amount.shares else 1)


def _sum(
    total: AmountProposal | None, parts: Sequence[AmountProposal], why: str, at: Callable[[AmountProposal], int]
) -> Iterator[Sum]:
    """The sum of two parts or more, if that is what the total is."""
    if total and len(parts) > 1 and sum(map(_signed, parts)) == total.kronor:
        yield Sum("sum", at(total), tuple((at(part), 1) for part in parts), why)


def _asked(
    total: AmountProposal | None, parts: Sequence[AmountProposal], why: str, at: Callable[[AmountProposal], int]
) -> Iterator[Sum]:
    """A sum that the table states, and that its rows do not come to."""
    if total and total.kronor is not None and len(parts) > 1:
        known, said = (f"{kronor:,}".replace(",", " ") for kronor in (sum(map(_signed, parts)), total.kronor))
        text = f"Raderna ger tillsammans {known} kr, men summan är {said} kr. Vilket är rätt?"
        yield Sum("sum", at(total), tuple((at(part), 1) for part in parts), why, ProposalQuestion("summan", text))


def _unit(text: str) -> str:
    found = _UNIT.search(text)
    return (meant(found[1].replace("tusental", "tusen")) or "") if found else ""


def _value(cell: DocumentCell) -> Fraction | None:
    """The number of a cell."""
    digits = re.sub(r"\s", "", cell.plain.lstrip("+")).replace("−", "-").replace("–", "-")
    if _POINTED.fullmatch(digits):
        digits = digits.replace(".", "")
    if not re.fullmatch(r"-?[0-9]{1,20}(?:,[0-9]{1,20})?", digits):
        return None
    return Fraction(digits.replace(",", "."))
