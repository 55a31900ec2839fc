"""What the amounts of a table are: of each column by its head, of each row by its label."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from fordelning.base.money import KRONOR, meant
from fordelning.source.board_name import Mention
from fordelning.source.direction import of_column

from .flow import Flow, WrittenFigure
from .grid import DocumentCell, DocumentGrid
from .proposal import AmountProposal, ProposalQuestion, Role, Share, Sum
from .recipient_name import is_association
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
        r"\b(?:antal|mandat|andel|procent|%|nr|nummer|konto|ansvar|sida|poäng|medlemmar|platser|ålder)\b|^#$",
    ),
    (ColumnKind.REQUEST, r"\b(?:sökt|ansökt|äska|begär|önska|yrka)\w*|ansökan"),
    (ColumnKind.PLAN, r"\bplan(?:år)?\b"),
    (
        ColumnKind.BACKGROUND,
        r"skillnad|differens|avvikelse|föregående|tidigare|utfall|nuvarande|ursprunglig|prognos|bokslut|\bföre\b|innan|kostnad|intäkt",
    ),
    (
        ColumnKind.TOTAL,
        r"\btotal\w*|\bsumma\b|sammanlag\w*|\bny(?:tt)?\s+(?:ram|budget|anslag)|efter\b|kvar\b|återst\w*|rest\b",
    ),
    (
        ColumnKind.GIVEN,
        r"föresl|förslag|bevilja|beslut|tilldel|fördel|bidrag|stöd\b|tillskott|utök|anslag|ersättning|tillägg|justering"
        r"|förändring|ändring|omföring|överför|omfördel|minskning|ökning|avdrag",
    ),
    (ColumnKind.MONEY, r"belopp|ram\b|budget|kr\b|kronor|(?:19|20)[0-9]{2}"),
)
_HEAD = [(kind, re.compile(head, re.IGNORECASE)) for kind, head in _HEADS]
_WHO = re.compile(
    r"\w*nämnd\w*|\w*styrelse\w*|\bparti\w*|förening\w*|organisation\w*|mottagare|sökande|bolag\w*|förvaltning\w*"
    r"|stiftelse\w*|\bskol(?:a|or|enhet)\b|studieförbund\w*|samfund\w*|arrangör\w*|aktör\w*",
    re.IGNORECASE,
)
_DECIDED = re.compile(r"beslut|bevilja|tilldel", re.IGNORECASE)
_PROPOSED = re.compile(r"förslag|föresl|yrkande", re.IGNORECASE)
_SUM = re.compile(
    r"(?:summa|totalt?|delsumma|sammanlagt|sammantaget|netto|totalsumma|s:a)\b.*", re.IGNORECASE | re.DOTALL
)
_SUM_ROW = "summarad i tabell"
_LEADS = re.compile(
    r"\b(?:om|ram|för)?(?:justering|fördelning|föring|ökning)(?:ar|en|arna)?\b|\btilldelning|tillskott", re.IGNORECASE
)
_POTS = re.compile(r"\bpott(?:er|erna|en)?\b", re.IGNORECASE)
_ABOUT = re.compile(r"avser|ändamål|syfte|åtgärd|insats|kommentar|verksamhet|projekt|förklaring", re.IGNORECASE)
_GRANT = re.compile(r"bidrag|stöd\b", re.IGNORECASE)
_WAY = re.compile(r"ökning|minskning|belopp|justering|förändring|ändring", re.IGNORECASE)
_NAMED = re.compile(r"[A-ZÅÄÖ]?[a-zåäö-]{6,}")
_BROKEN = re.compile(r"(?:^|\n)\s*0[0-9]{2}\s*(?:\n|$)")  # the end of a number, on a line of its own
_LESS = re.compile(r"minskning|avdrag|besparing|effektivisering|avlämn|från\b", re.IGNORECASE)
_YEAR = re.compile(r"\b((?:19|20)[0-9]{2})\b")
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


@dataclass(frozen=True)
class TableEntry:
    """An amount of a table, in a row and a column of it, with what the row says of whom it is for."""

    amount: AmountProposal
    row: int
    column: int


class DocumentTable:
    """A table that has been read.

    `around` is what stands before it and after, and `whose` the board that goes for all of it.
    `year` is the one that the document is about.
    """

    def __init__(
        self,
        flow: Flow,
        grid: DocumentGrid,
        named: Callable[[int, int], list[Mention]],
        around: tuple[str, str],
        whose: Share | None,
        year: int | None,
    ):
        self.flow, self.grid, self.named, self.whose, self.year = flow, grid, named, whose, year
        self.lead, after = around
        self.is_given = any(gives(said) or _LEADS.search(said) for said in (self.lead, after))
        self.of_pots = any(_POTS.search(said) for said in (self.lead, after))
        self.columns = self._columns()
        self.bodies: dict[str, str] = {}  # names of recipients that have no form of a board
        heads = " ".join(cell.text for cell in grid.heads.values())
        self.unit = _unit(heads) or _unit(self.lead) or _unit(after) or self._unit_of_prose()
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
        return bool(self.entries and (self.grid.heads or self.unit or told))

    def _columns(self) -> dict[int, DocumentColumn]:
        """The columns, by their heads and by what is in them."""
        found: dict[int, DocumentColumn] = {}
        rows = self.grid.rows
        for column in sorted({column for row in rows for column in row} | self.grid.heads.keys()):
            cells = [row[column] for row in rows if column in row]
            numbers = sum(cell.is_number for cell in cells)
            head = self.grid.heads[column].text if column in self.grid.heads else ""
            kind = next((kind for kind, pattern in _HEAD if pattern.search(head)), None)
            if 2 * numbers < len(cells) or not cells:
                found[column] = DocumentColumn(ColumnKind.LABEL, head)
                continue
            year = _YEAR.search(head)
            if year and self.year and int(year[1]) < self.year:
                kind = ColumnKind.BACKGROUND
            sign = -1 if _LESS.search(head) else of_column(head) or 1
            boards = self.named(self.grid.heads[column].start, self.grid.heads[column].end) if head else []
            is_named = kind is None and not boards and bool(_NAMED.fullmatch(head.strip()))
            kind = kind or ColumnKind.MONEY
            board = boards[0].board if len(boards) == 1 else ""
            found[column] = DocumentColumn(
                kind, head, sign, int(year[1]) if year else None, board=board, is_named=is_named
            )
        self._choose(found)
        kinds = {one.kind for one in found.values()}
        if ColumnKind.GIVEN not in kinds and (parts := self._parts(found)):
            for column in parts:
                found[column] = replace(found[column], kind=ColumnKind.GIVEN, is_open=not self.is_given)
        elif ColumnKind.GIVEN not in kinds and self.is_given:
            plain = ColumnKind.MONEY if ColumnKind.MONEY in kinds else ColumnKind.TOTAL
            first = min((one.year for one in found.values() if one.kind == plain and one.year), default=None)
            for column, one in found.items():
                if one.kind == plain:  # the table that a sentence gives by; years that come after are plans
                    kind = ColumnKind.GIVEN if one.year == first or one.year is None else ColumnKind.PLAN
                    found[column] = replace(one, kind=kind)
        return found

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
        for number, row in enumerate(self.grid.rows):
            label = self._label(row)
            is_sum = _is_sum(row)
            share, measure = self._share(label, labelled) if label and not is_sum else (None, "")
            measure = measure or (self._about(row) if share else "")
            transfer = self._transfer(row)
            for column, cell in sorted(row.items()):
                one = self.columns[column]
                if one.kind in (ColumnKind.LABEL, ColumnKind.NUMBER):
                    continue
                if amount := self._amount(cell, one, share, measure, is_sum):
                    if transfer and amount.kronor is not None and not is_sum:
                        amount = replace(amount, role=Role.ALLOCATION, shares=transfer, why="från och till i tabell")
                    yield TableEntry(amount, number, column)

    def _with_subtotals(self, entries: Sequence[TableEntry]) -> list[TableEntry]:
        """`entries`, of which those that are the sums of others beside them are no rows, or are asked about."""
        made = list(entries)
        for column in self.columns:
            rows = [n for n, one in enumerate(made) if one.column == column and one.amount.role == Role.ALLOCATION]
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
        return made

    def _transfer(self, row: dict[int, DocumentCell]) -> tuple[Share, ...]:
        """Whom a row takes from and whom it gives to, where columns say so."""
        found = {
            sign: named[0].board
            for c, one in self.columns.items()
            if one.kind == ColumnKind.LABEL and c in row and (sign := of_column(one.head))
            if (named := self.named(row[c].start, row[c].end))
        }
        return tuple(sorted((board, sign) for sign, board in found.items())) if len(found) == 2 else ()

    def _share(self, label: DocumentCell, labelled: bool) -> tuple[str | None, str]:
        """Whom a row is for, and what: its name is of a board, of another recipient, or of a measure."""
        named = self.named(label.start, label.end)
        text = " ".join(label.text.split()).strip(" *:")
        if named:
            return named[0].board, ""
        if (labelled or (not self.whose and is_association(text))) and re.search(r"[^\W\d_]", text):
            key = text.casefold()
            self.bodies[key] = text
            return key, ""
        return (self.whose[0] if self.whose else None), text

    def _about(self, row: dict[int, DocumentCell]) -> str:
        """What a column says that the money of a row is for."""
        labels = (c for c, one in self.columns.items() if one.kind == ColumnKind.LABEL and c in row)
        return next((row[c].plain for c in labels if _ABOUT.search(self.columns[c].head)), "")

    def _amount(
        self, cell: DocumentCell, column: DocumentColumn, share: str | None, measure: str, is_sum: bool
    ) -> AmountProposal | None:
        figure = self._figure(cell)
        if figure is None:
            return None
        if column.board:
            share = column.board
        kronor, text = figure
        role, why = _ROLES[column.kind]
        if is_sum:
            role, why = Role.TOTAL, _SUM_ROW
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
        if column.is_open:
            questions += (ProposalQuestion("roll", f"Är kolumnen »{column.head}» den som gäller?", ("ja", "nej")),)
        return AmountProposal(
            text,
            cell.start,
            cell.end,
            self.flow.place(cell.start),
            None if kronor is None else abs(kronor),
            role,
            shares,
            measure=measure or ("" if self.of_pots or _WAY.search(head) or not (several or column.is_named) else head),
            pot=head if several and self.of_pots and not column.board and not is_sum else "",
            years=tuple(filter(None, [column.year or self.year])),
            why=why,
            questions=questions,
        )

    def _figure(self, cell: DocumentCell) -> tuple[int | None, str] | None:
        """The kronor of a cell, None where its unit is not known, and its text; None where it has no amount."""
        own: WrittenFigure | None = next(iter(self.flow.within(cell.start, cell.end)), None)
        if own and own.token.kind == "money":
            sign = -1 if cell.text.strip()[:1] in "−–-" and (own.kronor or 0) > 0 else 1
            return (None if own.kronor is None else sign * own.kronor), own.text
        value = _value(cell)
        if value is None or not value:
            return None
        kronor = value * KRONOR[self.unit] if self.unit else None
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


def _is_sum(row: dict[int, DocumentCell]) -> bool:
    return any(_SUM.fullmatch(cell.text.strip(" *\n")) for cell in row.values())


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
    if not re.fullmatch(r"-?[0-9]{1,20}(?:,[0-9]{1,20})?", digits):
        return None
    return Fraction(digits.replace(",", "."))
