"""What each statement's row in the table Avstamning computes: the tests of `reconcile.py` once more, as formulas.

A formula refers to cells and tables only, never to the words of a case: those could hold quotes or wildcards. Names
are compared with EXACT, since = takes capital and small letters for the same. Another row is looked up by its number,
so that the tables can be sorted.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

from fordelning.base.verdict import State, Verdict
from fordelning.case.case import Case
from fordelning.case.kind import COUNTED, KINDS
from fordelning.case.relation import RELATIONS, Interval
from fordelning.case.statement import Quantity, Statement, needed
from fordelning.checks.joint import Joint
from fordelning.checks.reconcile import NEAR, SLIPS, TESTS, likely
from fordelning.report import phrases

SCOPE = {"year": "År", "pot": "Pott", "measure": "Åtgärd", "board": "Nämnd", "tag": "Klass"}
AMOUNT = "Fordelning[Belopp kr]"
STEP = "Fordelning[Avrundat till kr]"
CHANGED = 'COUNTIF(Fordelning[Ändrad],"ja")'
IDENTITY = {"reference": "Diarienummer", "subject": "Andamal", "author": "Avsandare"}  # the names of cells in Källor
IN_CALENDAR, NOT_IN_CALENDAR = "finns i kalendern", "finns inte i kalendern"
COVERS, LAPSED, UNANSWERED = "gäller", "gäller inte längre", "saknas"
DECIMALS = {"money": 3, "percent": 12, "count": 0, "ordinal": 0}  # of a difference, by sort
_LISTS = {"board": "Namnder[Nämnd]", "measure": "Atgarder[Åtgärd]", "pot": "Potter[Pott]"}


def own(column: str, table: str = "Avstamning") -> str:
    """The cell of `column` in the formula's own row."""
    return f"{table}[[#This Row],[{column}]]"


def other(column: str) -> str:
    """The cell of `column` in the row of the statement that the formula's own row names in Mot."""
    return f"INDEX(Avstamning[{column}],MATCH({own('Mot')},Avstamning[Nr],0))"


def total(*conditions: str, of: str = AMOUNT) -> str:
    """The kronor of the allocations that meet all `conditions`."""
    return f"SUMPRODUCT(1*{'*'.join(conditions)},{of})" if conditions else f"SUM({of})"


def _half(*conditions: str) -> str:
    """Half the steps that those allocations are rounded to: how far their sum may be from what was rounded."""
    return f"{total(*conditions, of=STEP)}/2"


def same(column: str, cell: str) -> str:
    """Whether an allocation has in `column` what `cell` holds; its class is its measure's or its board's."""
    if column == SCOPE["tag"]:
        return f"(EXACT(Fordelning[{column}],{cell})+EXACT(Fordelning[Nämndens klass],{cell}))"
    return f"(Fordelning[År]={cell})" if column == "År" else f"EXACT(Fordelning[{column}],{cell})"


def within(of: Callable[[str], str]) -> str:
    """Whether an allocation is within a statement's scope, whose cells `of` gives; a blank cell narrows nothing."""
    return "*".join(f'(({of(column)}="")+{same(column, of(column))}>0)' for column in SCOPE.values())


def _within_both() -> str:
    """The same for the other statement's scope, narrowed by the row's own, which wins where both have a cell."""
    return "*".join(
        f'(({own(column)}="")*(({other(column)}="")+{same(column, other(column))})'
        f'+({own(column)}<>"")*{same(column, own(column))}>0)'
        for column in SCOPE.values()
    )


def _any(items: str, column: str, condition: str) -> str:
    """For each of `items`: whether any allocation that meets `condition` has it in `column`. An array."""
    return f"(MMULT(--EXACT({items},TRANSPOSE(Fordelning[{column}])),{condition})>0)"


@dataclass(frozen=True)
class RowFormulas:
    """What a kind of statement computes in its row. `computed` is the formula of Uträknat; None where there is none.

    `slack` is how far what is computed may be from its rows as they are rounded; None where that does not depend on
    them. `lacking` says what is missing where there is nothing to divide by, and Uträknat is blank. `decided` is the
    state of what is never compared. Where `told`, the value is put in words. Where `array`, the formulas hold arrays
    that only an array formula goes through in every version of Excel.
    """

    computed: str | None = None
    slack: str | None = None
    lacking: str = ""
    decided: State | None = None
    told: bool = False
    array: bool = False


def _total(case: Case, s: Statement) -> RowFormulas:
    return RowFormulas(total(within(own)), _half(within(own)) if is_rounded(case) else None)


def _request(case: Case, s: Statement) -> RowFormulas:
    return replace(_total(case, s), decided=State.UNTESTABLE)


def _share(case: Case, s: Statement) -> RowFormulas:
    whole = total(within(other))
    formula = f'IF({_nil(case, whole, within(other))},"",{total(_within_both())}/{whole})'
    slack = None
    if is_rounded(case):
        here, base = own("Uträknat"), other("Uträknat")  # the base's own row has the sum: the formula stays short
        shared, inside, outside = _half(within(own), within(other)), _half(_within_both()), _half(within(other))
        above = f"{here}*{base}+({_ENDS[0]}-{_ENDS[1]})*{shared}+{_ENDS[1]}*{inside}"
        below = f"{base}+({_ENDS[0]}-{_ENDS[2]})*{shared}+{_ENDS[2]}*{outside}"
        slack = _reach(s, f"({above})/({below})-{here}")
    return RowFormulas(formula, slack, lacking="en bas som inte är noll")


def _count(case: Case, s: Statement) -> RowFormulas:
    column = COUNTED[needed(s.unit)]
    return RowFormulas(f"SUM(--{_any(_LISTS[column], SCOPE[column], within(own))})", array=True)


def _position(case: Case, s: Statement) -> RowFormulas:
    row = f"{same('Pott', own('Pott'))}*{same('Åtgärd', own('Åtgärd'))}"
    return RowFormulas(f"SUMPRODUCT(MAX({row}*Fordelning[Plats i potten]))")


def _overlap(case: Case, s: Statement) -> RowFormulas:
    slack = f"SUM({_overlapping()}*{STEP})/2" if is_rounded(case) else None
    return RowFormulas(f"SUM({_overlapping()}*{AMOUNT})", slack, array=True)


def _date(case: Case, s: Statement) -> RowFormulas:
    exists = f'IF({_exists()},"{IN_CALENDAR}","{NOT_IN_CALENDAR}")'
    return RowFormulas(f'IF({_written_as_date()},{exists},"{NOT_IN_CALENDAR}")', told=True)


def _identity(case: Case, s: Statement) -> RowFormulas:
    return RowFormulas(IDENTITY[s.kind])


def _purpose(case: Case, s: Statement) -> RowFormulas:
    return RowFormulas(f"LOOKUP(2,1/EXACT(Potter[Pott],{own('Pott')}),Potter[Ändamål])")


def _same(case: Case, s: Statement) -> RowFormulas:
    stated = case.statements[needed(s.against)].stated
    return RowFormulas(None if stated is None else other("Angivet"))


def _each(case: Case, s: Statement) -> RowFormulas:
    """What was computed stands as long as no amount is changed: a formula for every board would be too long."""
    found = TESTS[s.kind](case, s)
    assert isinstance(found.computed, Quantity), "a total is one"
    formula = f'IF({CHANGED}=0,{found.computed.number},"")'
    slack = None if found.tolerance is None else _literal(found.tolerance - s.slack)
    return RowFormulas(formula, slack, lacking="en uträkning med det ändrade beloppet; kalkylboken gör ingen")


def _mapping(case: Case, s: Statement) -> RowFormulas:
    return RowFormulas(told=True)


def _plan(case: Case, s: Statement) -> RowFormulas:
    if s.year in case.named_years:
        return _total(case, s)
    if s.against is None:
        return RowFormulas()
    (pot, whole), change = _last_known(other("Pott")), case.statements[s.against]
    slack = None
    if is_rounded(case) or change.step is not None:
        of_pot, everything = _half(*_known_pot(other("Pott"))), _half(_last_year())
        factor = f"({other('Angivet')}+{_ENDS[1]}*{_literal(change.half_step)})"
        ends = f"({pot}+{_ENDS[0]}*{of_pot})*{factor}-{pot}*{other('Angivet')}"
        slack = f"{_reach(s, ends)}+{everything}-{of_pot}"
    return RowFormulas(f"{pot}*{other('Angivet')}+{whole}-{pot}", slack)


def _change(case: Case, s: Statement) -> RowFormulas:
    (pot, whole), plan = _last_known(own("Pott")), case.statements[needed(s.against)]
    nil = _nil(case, pot, *_known_pot(own("Pott")))
    slack = None
    if is_rounded(case) or plan.step is not None:
        of_pot, everything = _half(*_known_pot(own("Pott"))), _half(_last_year())
        spread = f"({_literal(plan.half_step)}+{everything}-{of_pot})"
        above = f"({other('Angivet')}-{whole}+{pot}+{_ENDS[0]}*{spread})"
        slack = _reach(s, f"{above}/({pot}+{_ENDS[1]}*{of_pot})-{own('Uträknat')}")
    formula = f'IF({nil},"",({other("Angivet")}-{whole}+{pot})/{pot})'
    return RowFormulas(formula, slack, lacking="ett belopp för potten året före")


def _conflict(case: Case, s: Statement) -> RowFormulas:
    return replace(_same(case, s), decided=State.CONTRADICTED)


def _open(case: Case, s: Statement) -> RowFormulas:
    return RowFormulas(decided=State.UNTESTABLE)


# The formulas of each kind of statement, as `reconcile.TESTS` has its test.
FORMULAS: dict[str, Callable[[Case, Statement], RowFormulas]] = {
    "total": _total,
    "share": _share,
    "count": _count,
    "position": _position,
    "overlap": _overlap,
    "date": _date,
    "reference": _identity,
    "subject": _identity,
    "author": _identity,
    "purpose": _purpose,
    "same": _same,
    "mapping": _mapping,
    "request": _request,
    "plan": _plan,
    "change": _change,
    "conflict": _conflict,
    "open": _open,
    **dict.fromkeys((name for name, kind in KINDS.items() if kind.each), _each),
}


def of(case: Case, s: Statement) -> RowFormulas:
    """What the row of `s` computes."""
    return FORMULAS[s.kind](case, s)


def _nil(case: Case, base: str, *conditions: str) -> str:
    """Whether `base`, the kronor of the allocations that meet `conditions`, may be nil as they are rounded."""
    return f"ABS({base})<={_half(*conditions)}" if is_rounded(case) else f"{base}=0"


def is_rounded(case: Case) -> bool:
    """Whether any allocation is rounded."""
    return bool(case.allocations["step"].any())


def _overlapping() -> str:
    """Whether an allocation is within the row's scope and its measure within the other statement's. An array."""
    return f"{within(own)}*{_any('Fordelning[Åtgärd]', 'Åtgärd', within(other))}"


def _last_known(pot: str) -> tuple[str, str]:
    """The kronor of `pot`, and of all pots, in the last year with allocations before the row's year."""
    return total(*_known_pot(pot)), total(_last_year())


def _known_pot(pot: str) -> tuple[str, str]:
    """Whether an allocation is of that year, and from `pot`."""
    return _last_year(), same("Pott", pot)


def _last_year() -> str:
    before = f"SUMPRODUCT(MAX((Fordelning[År]<{own('År')})*Fordelning[År]))"
    return f"(Fordelning[År]=MAX(MIN(Fordelning[År]),{before}))"


def tolerance(s: Statement, made: RowFormulas) -> str | None:
    """The formula of Tolerans, as `rounding` derives it; None where it does not depend on the allocations."""
    if s.relation is None or s.stated is None or made.slack is None:
        return None
    formula = f"{_literal(s.slack)}+{made.slack}"
    return f'IF({own("Uträknat")}="","",{formula})' if made.lacking else formula


# The ends of up to three intervals, each with each: 1 is the upper end and -1 the lower.
_ENDS = ("{1,1,1,1,-1,-1,-1,-1}", "{1,1,-1,-1,1,1,-1,-1}", "{1,-1,1,-1,1,-1,1,-1}")


def _reach(s: Statement, ends: str) -> str:
    """The furthest of `ends`, counted from Uträknat, on the side where what the row of `s` allows lies."""
    above = ">=" if s.stated is not None and s.interval.below else ">"
    return f"SUMPRODUCT(MAX(IF({own('Skillnad')}{above}0,-1,1)*({ends})))"


def _literal(number: Fraction) -> str:
    """`number`, whose decimals end, as a formula writes it."""
    decimals = 0
    while (number * 10**decimals).denominator != 1:
        decimals += 1
    whole, rest = divmod(int(number * 10**decimals), 10**decimals)
    return f"{whole}.{rest:0{decimals}}" if decimals else str(whole)


def _written_as_date() -> str:
    """Whether Angivet is written ÅÅÅÅ-MM-DD."""
    value = own("Angivet")
    digits = f'SUMPRODUCT(--ISNUMBER(FIND(MID({value},{{1,2,3,4,6,7,9,10}},1),"0123456789")))'
    return f'AND(LEN({value})=10,MID({value},5,1)="-",MID({value},8,1)="-",{digits}=8)'


def _exists() -> str:
    """Whether a date written ÅÅÅÅ-MM-DD is in the calendar, which repeats itself every 400 years.

    The spreadsheet's own calendar begins in 1900, and with a leap day too many.
    """
    year, month, day = (f"VALUE(MID({own('Angivet')},{part}))" for part in ("1,4", "6,2", "9,2"))
    last = f"DAY(DATE(2000+MOD({year},400),{month}+1,0))"
    return f"AND({year}>=1,{month}>=1,{month}<=12,{day}>=1,{day}<={last})"


def difference(sort: str) -> str:
    """Uträknat − Angivet, without the last bits of the binary numbers that shares are kept in."""
    return f'IF({own("Uträknat")}="","",ROUND({own("Uträknat")}-{own("Angivet")},{DECIMALS[sort]}))'


def missing(s: Statement, made: RowFormulas) -> str | None:
    """What a figure lacks where its base is nil; None for the kinds that divide by nothing."""
    return f'IF({own("Uträknat")}="","{made.lacking}","")' if made.lacking and s.stated else None


def state(s: Statement, made: RowFormulas, proved: State) -> str:
    """The formula of Utfall. `proved` is what a mapping has as long as no amount is changed: no formula proves it."""
    if made.decided is not None:
        return f'="{made.decided}"'
    if made.told and made.computed is None:
        return f'IF({CHANGED}=0,"{proved}","{State.UNTESTABLE}")'
    if s.stated is None or made.computed is None:
        return f'="{State.UNTESTABLE}"'
    if made.told:
        return f'IF({own("Uträknat")}="{IN_CALENDAR}","{State.TIES}","{State.CONTRADICTED}")'
    if s.relation is None:
        return f'IF(EXACT({own("Uträknat")},{own("Angivet")}),"{State.TIES}","{State.CONTRADICTED}")'
    otherwise = f'"{State.CONTRADICTED}"'
    if s.relation == "part":
        otherwise = f'IF({own("Skillnad")}<0,"{State.PARTIAL}",{otherwise})'
    otherwise = f'IF({_holds(s, own("Tolerans"))},"{State.ROUNDED}",{otherwise})'
    compared = f'IF({_holds(s)},"{State.TIES}",{otherwise})'
    return f'IF({own("Uträknat")}="","{State.UNTESTABLE}",{compared})'


def _holds(s: Statement, spare: str = "") -> str:
    """Whether Uträknat, or a number that lies at most `spare` from it, is within what the statement allows."""
    return _between(own("Skillnad"), s.interval, s.number, spare)


def _between(gap: str, allowed: Interval, stated: int | Fraction, spare: str) -> str:
    """Whether what lies `gap` above `stated`, or at most `spare` from there, is `allowed`."""
    ends = []
    for end, sign, beyond in ((allowed.low, "+", ">"), (allowed.high, "-", "<")):
        if end is not None:
            reach = abs(end - stated)
            terms = gap + (f"{sign}({spare})" if spare else "") + (f"{sign}{_literal(reach)}" if reach else "")
            ends.append(f"ROUND({terms},12){beyond}{'' if end == allowed.excluded else '='}0")
    return f"AND({','.join(ends)})"


def slip(s: Statement, made: RowFormulas) -> str | None:
    """The formula of Anmärkning, as `Finding.slip`; None where nothing can have slipped."""
    if s.stated is None or s.stated.sort not in ("money", "percent") or not s.number:
        return None
    if s.relation is None or made.computed is None or made.decided is not None:
        return None
    formula = '""'
    for ratio in reversed(SLIPS):
        stated = s.number * ratio
        allowed = (RELATIONS["="] if s.meaning.limit else s.meaning).interval(stated, s.half_step * ratio)
        times = f"*10^{len(str(ratio)) - 1}" if ratio > 1 else f"/10^{len(str(1 / ratio)) - 1}"
        more = s.slack * (ratio - 1)
        spare = own("Tolerans") + (f"{'+' if more > 0 else '-'}{_literal(abs(more))}" if more else "")
        gap = f"{own('Uträknat')}-{own('Angivet')}{times}"
        holds = _between(gap, allowed, stated, spare)
        if not likely(ratio):
            holds = f"AND({holds},ROUND(ABS({gap})-{_literal(abs(stated) * NEAR)},12)<=0)"
        formula = f'IF({holds},"{phrases.slipped(ratio)}",{formula})'
    return f'IF(AND({own("Utfall")}="{State.CONTRADICTED}",{own("Uträknat")}<>0),{formula},"")'


def comment(sort: str) -> str:
    """The formula of Kommentaren: whether what somebody has answered for is what is contradicted now."""
    stated, seen = own("Angivet"), own("Kommenterat värde")
    contradicted = f'{own("Utfall")}="{State.CONTRADICTED}"'
    # = keeps a number apart from its digits as text, EXACT capital letters from small.
    covers = f"AND({contradicted},{stated}={seen},EXACT({stated},{seen}),{_same_difference(sort)})"
    answered = f'IF({covers},"{COVERS}","{LAPSED}")'
    return f'IF({own("Kommentar av")}="",IF({contradicted},"{UNANSWERED}",""),{answered})'


def _same_difference(sort: str) -> str:
    now, seen = own("Skillnad"), own("Kommenterad skillnad")
    if sort == "text":
        return f'{seen}=""'
    same = f"ROUND({now}-ROUND({seen},{DECIMALS[sort]}),{DECIMALS[sort]})=0"
    return f'IF(AND(ISNUMBER({now}),ISNUMBER({seen})),{same},AND({now}="",{seen}=""))'


def verdict(joint: Joint) -> str:
    """The formula of the verdict, as `Reconciliation.verdict`; what is found of all statements together is not."""
    unanswered = "+".join(f'COUNTIF(Avstamning[Kommentaren],"{answer}")' for answer in (UNANSWERED, LAPSED))
    unanswered += f"+{len(joint.unacknowledged)}" if joint.unacknowledged else ""
    tested = "+".join(count(state) for state in State if state is not State.UNTESTABLE)
    ties = f'IF({tested}=0,"{Verdict.UNTESTED}","{Verdict.TIES}")'
    contradicted = count(State.CONTRADICTED) + (f"+{len(joint.contradictions)}" if joint.contradictions else "")
    known = f'IF({contradicted}>0,"{Verdict.ACKNOWLEDGED}",{ties})'
    return f'IF({unanswered}>0,"{Verdict.NOT_APPROVED}",{known})'


def count(state: State) -> str:
    """How many statements have `state`."""
    return f'COUNTIF(Avstamning[Utfall],"{state}")'


def changed() -> str:
    """The formula of Ändrad: whether the amount is another than the case's."""
    return f'IF({_of_row("Belopp kr")}={_of_row("Fallets belopp kr")},"","ja")'


def first_row() -> str:
    """The formula of Första raden: the first row in which the row's measure gets money from the row's pot."""
    same_measure = f"{same('Pott', _of_row('Pott'))}*{same('Åtgärd', _of_row('Åtgärd'))}"
    return f"SUMPRODUCT(MIN(Fordelning[Rad]+ROWS(Fordelning[Rad])*(1-{same_measure})))"


def place_in_pot() -> str:
    """The formula of Plats i potten: how many measures have come up in the pot when the row's has."""
    come_up = "(Fordelning[Första raden]=Fordelning[Rad])"
    earlier = f"(Fordelning[Rad]<={_of_row('Första raden')})"
    return f"SUMPRODUCT({same('Pott', _of_row('Pott'))}*{come_up}*{earlier})"


def _of_row(column: str) -> str:
    return own(column, "Fordelning")
