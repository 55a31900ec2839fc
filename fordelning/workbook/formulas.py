"""What each statement's row in the table Avstamning computes: the tests of `reconcile.py` once more, as formulas.

A formula refers to cells and tables only, never to the words of a case: those could hold quotes or wildcards. Which
allocations it is about is told by a pattern of keys (see `selection`) in a cell of its own, and what takes several
steps is computed in a cell for each. Another row is looked up by its number, so that the tables can be sorted.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

from fordelning.base.verdict import State, Verdict
from fordelning.case.case import Case
from fordelning.case.kind import COUNTED, KINDS, Scope
from fordelning.case.relation import RELATIONS, Interval
from fordelning.case.statement import Quantity, Statement, needed
from fordelning.checks import rounding
from fordelning.checks.extent import base_year
from fordelning.checks.joint import Joint
from fordelning.checks.reconcile import NEAR, SLIPS, TESTS, likely, unchanged
from fordelning.checks.rounding import Rounded
from fordelning.report import phrases, volume

KEY = "Fordelning[Nyckel]"
AMOUNT = "Fordelning[Belopp kr]"
STEP = "Fordelning[Avrundat till kr]"
IDENTITY = {"reference": "Diarienummer", "subject": "Andamal", "author": "Avsandare"}  # the names of cells in Källor
ENDS = {  # of up to three intervals, each with each: 1 is the upper end and -1 the lower
    "Sida_a": "{1,1,1,1,-1,-1,-1,-1}",
    "Sida_b": "{1,1,-1,-1,1,1,-1,-1}",
    "Sida_c": "{1,-1,1,-1,1,-1,1,-1}",
}
_A, _B, _C = ENDS
IN_CALENDAR, NOT_IN_CALENDAR = "finns i kalendern", "finns inte i kalendern"
COVERS, LAPSED, UNANSWERED = "gäller", "gäller inte längre", "saknas"
DECIMALS = {"money": 3, "percent": 12, "count": 0, "ordinal": 0}  # of a difference, by sort
_LISTS = {"board": "Namnder[Urval]", "measure": "Atgarder[Urval]", "pot": "Potter[Urval]"}


def own(column: str, table: str = "Avstamning") -> str:
    """The cell of `column` in the formula's own row."""
    return f"{table}[[#This Row],[{column}]]"


def total(*patterns: str, of: str = AMOUNT) -> str:
    """The kronor of the allocations whose keys meet all `patterns`."""
    return f"SUMIFS({of},{_met(patterns)})" if patterns else f"SUM({of})"


def _met(patterns: tuple[str, ...]) -> str:
    return ",".join(f"{KEY},{pattern}" for pattern in patterns)


@dataclass(frozen=True)
class RowFormulas:
    """What a kind of statement computes in its row. `computed` is the formula of Uträknat; None where there is none.

    `selected` is the scope of the allocations that it is about and `base` of those that these are held against.
    `parts` says whether their sums have a cell each, `seen` whether what the other statement states has one.
    `slack` is how far what is computed may be from its rows as they are rounded, None where that does not depend on
    them; or `ends` is an array of what it may be at the ends of its parts, which lie `between` two values. `lacking`
    says what is missing where there is nothing to divide by, and Uträknat is blank. `decided` is the state of what is
    never compared. Where `told`, the value is put in words.
    """

    computed: str | None = None
    selected: Scope | None = None
    base: Scope | None = None
    parts: bool = False
    seen: bool = False
    slack: str | None = None
    ends: str = ""
    between: Rounded | None = None
    lacking: str = ""
    decided: State | None = None
    told: bool = False


def _total(case: Case, s: Statement) -> RowFormulas:
    slack = f"{total(own('Urval'), of=STEP)}/2" if is_rounded(case) else None
    return RowFormulas(total(own("Urval")), s.scope, slack=slack)


def _request(case: Case, s: Statement) -> RowFormulas:
    return replace(_total(case, s), decided=State.UNTESTABLE)


def _share(case: Case, s: Statement) -> RowFormulas:
    base = case.statements[needed(s.against)].scope
    part, whole = own("Del"), own("Hela")
    nil, ends = f"{whole}=0", ""
    if is_rounded(case):
        both, inside, outside = own("Steg båda"), own("Steg del"), own("Steg bas")
        nil = f"ABS({whole})<={both}+{outside}"
        ends = f"({part}+{_A}*{both}+{_B}*{inside})/({whole}+{_A}*{both}+{_C}*{outside})"
    return RowFormulas(
        f'IF({nil},"",{part}/{whole})',
        {**base, **s.scope},
        base,
        parts=True,
        ends=ends,
        between=rounding.share(case, {**base, **s.scope}, base),
        lacking="en bas som inte är noll",
    )


def _count(case: Case, s: Statement) -> RowFormulas:
    pieces = f"COUNTIFS({_met((own('Urval'), _LISTS[COUNTED[needed(s.unit)]]))})"
    return RowFormulas(f"SUMPRODUCT(--({pieces}>0))", s.scope)


def _position(case: Case, s: Statement) -> RowFormulas:
    at: Scope = {"pot": needed(s.pot), "measure": needed(s.measure)}
    return RowFormulas(f"IFERROR(AVERAGEIFS(Fordelning[Plats i potten],{_met((own('Urval'),))}),0)", at)


def _overlap(case: Case, s: Statement) -> RowFormulas:
    also = f"(COUNTIFS({_met((own('Basurval'), _LISTS['measure']))})>0)"
    summed, steps = (f"SUMPRODUCT({also}*{total(own('Urval'), _LISTS['measure'], of=of)})" for of in (AMOUNT, STEP))
    base = case.statements[needed(s.against)].scope
    return RowFormulas(
        summed,
        s.scope,
        base,
        slack=f"{steps}/2" if is_rounded(case) else None,
    )


def _date(case: Case, s: Statement) -> RowFormulas:
    day = own("Skriven dag")
    exists = f"EXACT({own('Som skrivet')},{own('Angivet')}),{day}>=1,{day}<={own('Sista dag')}"
    return RowFormulas(f'IF(AND({exists}),"{IN_CALENDAR}","{NOT_IN_CALENDAR}")', told=True)


def _identity(case: Case, s: Statement) -> RowFormulas:
    return RowFormulas(IDENTITY[s.kind])


def _purpose(case: Case, s: Statement) -> RowFormulas:
    pot: Scope = {"pot": needed(s.pot)}
    return RowFormulas(f"INDEX(Potter[Ändamål],MATCH({own('Urval')},Potter[Urval],0))", pot)


def _same(case: Case, s: Statement) -> RowFormulas:
    stated = case.statements[needed(s.against)].stated
    return RowFormulas(None if stated is None else own("Mots värde"), seen=stated is not None)


def _each(case: Case, s: Statement) -> RowFormulas:
    """What was computed stands as long as no amount is changed: a formula for every board would be too long."""
    found = TESTS[s.kind](case, s)
    assert isinstance(found.computed, Quantity), "a total is one"
    formula = f'IF({changes(case)}=0,{found.computed.number},"")'
    slack = None if found.tolerance is None else _literal(found.tolerance - s.slack)
    return RowFormulas(formula, slack=slack, lacking="en uträkning med det ändrade beloppet; kalkylboken gör ingen")


def _mapping(case: Case, s: Statement) -> RowFormulas:
    return RowFormulas(told=True)


def _plan(case: Case, s: Statement) -> RowFormulas:
    if s.year in case.named_years:
        return _total(case, s)
    if s.against is None:
        return RowFormulas()
    change = case.statements[s.against]
    part, rest, share = own("Del"), f"{own('Hela')}-{own('Del')}", own("Mots värde")
    ends = ""
    if is_rounded(case) or change.step is not None:
        of_pot, others = (own("Steg båda"), own("Steg bas")) if is_rounded(case) else ("0", "0")
        factor = f"({share}+{_B}*{_literal(change.half_step)})"
        ends = f"({part}+{_A}*{of_pot})*{factor}+{rest}+{_C}*{others}"
    between = rounding.planned(*unchanged(case, change), change)
    of_year = _of_last_year(case, s, needed(change.pot))
    return replace(of_year, computed=f"{part}*{share}+{rest}", ends=ends, between=between)


def _change(case: Case, s: Statement) -> RowFormulas:
    plan = case.statements[needed(s.against)]
    part, whole, planned = own("Del"), own("Hela"), own("Mots värde")
    nil, ends = f"{part}=0", ""
    if is_rounded(case) or plan.step is not None:
        of_pot, others = (own("Steg båda"), own("Steg bas")) if is_rounded(case) else ("0", "0")
        nil = f"ABS({part})<={of_pot}"
        spread = f"{_A}*({_literal(plan.half_step)}+{others})"
        ends = f"({planned}-{whole}+{part}+{spread})/({part}+{_B}*{of_pot})"
    return replace(
        _of_last_year(case, s, needed(s.pot)),
        computed=f'IF({nil},"",({planned}-{whole}+{part})/{part})',
        ends=ends,
        between=rounding.changed(*unchanged(case, s), plan),
        lacking="ett belopp för potten året före",
    )


def _of_last_year(case: Case, s: Statement, pot: str) -> RowFormulas:
    """What is given `pot`, of all that is given, in the year that a coming one is counted from."""
    year: Scope = {"year": base_year(case, needed(s.year))}
    return RowFormulas(selected={**year, "pot": pot}, base=year, parts=True, seen=True)


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


def is_rounded(case: Case) -> bool:
    """Whether any allocation is rounded."""
    return bool(case.allocations["step"].any())


def steps(case: Case) -> list[str]:
    """The columns of what a row's other formulas step on."""
    kinds = {s.kind for s in case.statements.values()}
    rounded = ["Steg båda", "Steg del", "Steg bas"] if is_rounded(case) else []
    loose = rounded or any(s.kind in ("plan", "change") and s.step is not None for s in case.statements.values())
    date = ["Skrivet år", "Skriven månad", "Skriven dag", "Sista dag", "Som skrivet"]
    return [
        *("Mots värde", "Del", "Hela"),
        *rounded,
        *(["Lägst", "Högst"] if loose else []),
        *(date if "date" in kinds else []),
        *("Ryms", "Ryms avrundat", "Minst", "Mest", "Kvot", "Lika värde", "Lika skillnad"),
    ]


def step(s: Statement, made: RowFormulas, column: str) -> str:
    """The formula of one of those columns; "" where the row has none."""
    here = own("Uträknat")
    match column:
        case "Mots värde" if made.seen:
            return f"INDEX(Avstamning[Angivet],MATCH({own('Mot')},Avstamning[Nr],0))"
        case "Lägst" | "Högst" if made.ends:
            formula = f"SUMPRODUCT({'MIN' if column == 'Lägst' else 'MAX'}({made.ends}))"
            return f'IF({here}="","",{formula})' if made.lacking else formula
        case "Ryms" if _is_compared(s, made):
            return f'IFERROR(IF({_holds(s)},"ja","nej"),"nej")'
        case "Ryms avrundat" if _is_compared(s, made):
            return f'IFERROR(IF({_holds(s, own("Tolerans"))},"ja","nej"),"nej")'
        case "Minst" | "Mest" if _may_slip(s, made):
            spare = own("Tolerans") + (f"-{_literal(s.slack)}" if s.slack else "")
            return f'IF({here}="","",{here}{"-" if column == "Minst" else "+"}({spare}))'
        case "Kvot" if _may_slip(s, made):
            return _slip(s)
        case "Lika värde":
            # = keeps a number apart from its digits as text, EXACT capital letters from small.
            stated, seen = own("Angivet"), own("Kommenterat värde")
            return f'IF(AND({_CONTRADICTED},{stated}={seen},EXACT({stated},{seen})),"ja","nej")'
        case "Lika skillnad":
            return f'IF({_same_difference(s)},"ja","nej")'
    if column in _DATE:
        return _DATE[column] if s.kind == "date" else ""
    return _PARTS[column] if made.parts and column in _PARTS else ""


_PARTS = {
    "Del": total(own("Urval")),
    "Hela": total(own("Basurval")),
    "Steg båda": f"{total(own('Urval'), own('Basurval'), of=STEP)}/2",
    "Steg del": f"{total(own('Urval'), of=STEP)}/2-{own('Steg båda')}",
    "Steg bas": f"{total(own('Basurval'), of=STEP)}/2-{own('Steg båda')}",
}


# The document's date in parts: what is not written ÅÅÅÅ-MM-DD is not what these give put together. The calendar repeats
# itself every 400 years, and the spreadsheet's own begins in 1900, with a leap day too many.
_DATE = {
    "Skrivet år": f"IFERROR(VALUE(MID({own('Angivet')},1,4)),0)",
    "Skriven månad": f"IFERROR(VALUE(MID({own('Angivet')},6,2)),0)",
    "Skriven dag": f"IFERROR(VALUE(MID({own('Angivet')},9,2)),0)",
    "Sista dag": f"IF(AND({own('Skrivet år')}>=1,ABS({own('Skriven månad')}-6.5)<6),"
    f"DAY(DATE(2000+MOD({own('Skrivet år')},400),{own('Skriven månad')}+1,0)),0)",
    "Som skrivet": f'TEXT({own("Skrivet år")},"0000")&"-"&TEXT({own("Skriven månad")},"00")'
    f'&"-"&TEXT({own("Skriven dag")},"00")',
}


def tolerance(s: Statement, made: RowFormulas) -> str | None:
    """The formula of Tolerans, as `rounding` derives it; None where it does not depend on the allocations."""
    if s.relation is None or s.stated is None or (made.slack is None and not made.ends):
        return None
    formula = f"{_literal(s.slack)}+{made.slack or _reach(s)}"
    return f'IF({own("Uträknat")}="","",{formula})' if made.lacking else formula


def _reach(s: Statement) -> str:
    """How far from Uträknat the end lies that is on the side where what the row of `s` allows is."""
    above = ">=" if s.stated is not None and s.interval.below else ">"
    here = own("Uträknat")
    return f"IF({own('Skillnad')}{above}0,{here}-{own('Lägst')},{own('Högst')}-{here})"


def _literal(number: Fraction) -> str:
    """`number`, whose decimals end, as a formula writes it."""
    decimals = 0
    while (number * 10**decimals).denominator != 1:
        decimals += 1
    whole, rest = divmod(abs(int(number * 10**decimals)), 10**decimals)
    sign = "-" if number < 0 else ""
    return f"{sign}{whole}.{rest:0{decimals}}" if decimals else f"{sign}{whole}"


def difference(sort: str) -> str:
    """Uträknat − Angivet, without the last bits of the binary numbers that shares are kept in."""
    return f'IF({own("Uträknat")}="","",ROUND({own("Uträknat")}-{own("Angivet")},{DECIMALS[sort]}))'


def missing(s: Statement, made: RowFormulas) -> str | None:
    """What a figure lacks where its base is nil; None for the kinds that divide by nothing."""
    return f'IF({own("Uträknat")}="","{made.lacking}","")' if made.lacking and s.stated else None


def state(case: Case, s: Statement, made: RowFormulas, proved: State) -> str:
    """The formula of Utfall. `proved` is what a mapping has as long as no amount is changed: no formula proves it."""
    if made.decided is not None:
        return f'="{made.decided}"'
    if made.told and made.computed is None:
        return f'IF({changes(case)}=0,"{proved}","{State.UNTESTABLE}")'
    if s.stated is None or made.computed is None:
        return f'="{State.UNTESTABLE}"'
    if made.told:
        return f'IF({own("Uträknat")}="{IN_CALENDAR}","{State.TIES}","{State.CONTRADICTED}")'
    if s.relation is None:
        return f'IF(EXACT({own("Uträknat")},{own("Angivet")}),"{State.TIES}","{State.CONTRADICTED}")'
    otherwise = f'"{State.CONTRADICTED}"'
    if s.relation == "part":
        otherwise = f'IF({own("Skillnad")}<0,"{State.PARTIAL}",{otherwise})'
    otherwise = f'IF({own("Ryms avrundat")}="ja","{State.ROUNDED}",{otherwise})'
    compared = f'IF({own("Ryms")}="ja","{State.TIES}",{otherwise})'
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
    if not _may_slip(s, made):
        return None
    told = f"INDEX(Kvoter[Anmärkning],MATCH({own('Kvot')},Kvoter[Kvot],0))"
    return f'IF(AND({_CONTRADICTED},{own("Kvot")}<>"",{own("Uträknat")}<>0),{told},"")'


def _may_slip(s: Statement, made: RowFormulas) -> bool:
    if s.stated is None or s.stated.sort not in ("money", "percent") or not s.number:
        return False
    return s.relation is not None and made.computed is not None and made.decided is None


def _is_compared(s: Statement, made: RowFormulas) -> bool:
    """Whether a number is held against what the statement allows."""
    told = made.told or made.decided is not None or made.computed is None
    return not told and s.stated is not None and s.relation is not None


def _slip(s: Statement) -> str:
    """The formula of Kvot: the first of Kvoter, counted from below, that makes what is stated tie, "" where none does.

    What is stated is then as many times as rounded.
    """
    meaning = RELATIONS["="] if s.meaning.limit else s.meaning
    allowed, decimals = meaning.interval(s.number, s.half_step), DECIMALS[s.stated.sort if s.stated else "money"]
    assert allowed.low is not None and allowed.high is not None, "no limit has no end"
    above, below = (">" if end == allowed.excluded else ">=" for end in (allowed.low, allowed.high))
    low, high = _literal(allowed.low - s.slack), _literal(allowed.high + s.slack)
    held = (
        f"(ROUND({own('Mest')}-{low}*Kvoter[Kvot],{decimals}){above}0)"
        f"*(ROUND({high}*Kvoter[Kvot]-{own('Minst')},{decimals}){below}0)"
        f"*(ABS({own('Uträknat')}/{_literal(Fraction(s.number))}-Kvoter[Kvot])<=Kvoter[Marginal])"
    )
    return f'IFERROR(LOOKUP(2,1/({held}),Kvoter[Kvot]),"")'


def slips() -> list[tuple[Fraction, Fraction, str]]:
    """The rows of Kvoter, the last tried first: how many times too little is stated, how nearly, and what is said.

    What is not `likely` has to be near.
    """
    return [
        (ratio, ratio * (10**6 if likely(ratio) else NEAR + Fraction(1, 10**12)), phrases.slipped(ratio))
        for ratio in reversed(SLIPS)
    ]


def comment() -> str:
    """The formula of Kommentaren: whether what somebody has answered for is what is contradicted now."""
    covers = f'AND({own("Lika värde")}="ja",{own("Lika skillnad")}="ja")'
    answered = f'IF({covers},"{COVERS}","{LAPSED}")'
    return f'IF({own("Kommentar av")}="",IF({_CONTRADICTED},"{UNANSWERED}",""),{answered})'


def _same_difference(s: Statement) -> str:
    now, seen = own("Skillnad"), own("Kommenterad skillnad")
    if s.stated is None or s.stated.sort == "text":
        return f'{seen}=""'
    decimals = DECIMALS[s.stated.sort]
    return f'IFERROR(IF(ISNUMBER({seen}),ROUND({now}-ROUND({seen},{decimals}),{decimals})=0,{now}=""),FALSE)'


_CONTRADICTED = f'{own("Utfall")}="{State.CONTRADICTED}"'


def unanswered(joint: Joint) -> str:
    """How many contradictions nobody has answered for as they are now; those found together are not recalculated."""
    answers = "+".join(f'COUNTIF(Avstamning[Kommentaren],"{answer}")' for answer in (UNANSWERED, LAPSED))
    return answers + (f"+{len(joint.unacknowledged)}" if joint.unacknowledged else "")


def tested() -> str:
    """How many statements could be tested."""
    return f'COUNTIF(Avstamning[Utfall],"?*")-{count(State.UNTESTABLE)}'


def verdict(joint: Joint, unanswered: str, tested: str) -> str:
    """The formula of the verdict, as `Reconciliation.verdict`, from the cells with those numbers."""
    contradicted = count(State.CONTRADICTED) + (f"+{len(joint.contradictions)}" if joint.contradictions else "")
    ties = f'IF({tested}=0,"{Verdict.UNTESTED}","{Verdict.TIES}")'
    known = f'IF({contradicted}>0,"{Verdict.ACKNOWLEDGED}",{ties})'
    return f'IF({unanswered}>0,"{Verdict.NOT_APPROVED}",{known})'


def count(state: State) -> str:
    """How many statements have `state`."""
    return f'COUNTIF(Avstamning[Utfall],"{state}")'


def changes(case: Case) -> str:
    """How many amounts are changed."""
    if volume.is_live(case):
        return 'COUNTIF(Fordelning[Ändrad],"ja")'
    return f"SUMPRODUCT(--({AMOUNT}<>Fordelning[Fallets belopp kr]))"


def changed() -> str:
    """The formula of Ändrad: whether the amount is another than the case's."""
    return f'IF({_of_row("Belopp kr")}={_of_row("Fallets belopp kr")},"","ja")'


def _of_row(column: str) -> str:
    return own(column, "Fordelning")
