"""Kinds of cases: without a fault, and with one planted in what a decision says or in its rows."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from random import Random

from planted import claims
from planted.case_trial import CaseTrial
from planted.decision import Claim, Decision, Row, made
from planted.joint_kinds import JOINT
from planted.names import KRONOR, exact
from planted.scope_kinds import REFUSED, SPOKEN, divided
from planted.trial import Kind

GROUP = "Fall"
_TIMES = [10, 100, 1_000, 1_000_000]


def _trial(folder: Path, decision: Decision, **truth) -> CaseTrial:
    return CaseTrial(decision.write(folder / "fallet"), decision, **truth)


def _clean(**size) -> Callable[[Random, Path], CaseTrial]:
    def make(chance: Random, folder: Path) -> CaseTrial:
        return _trial(folder, claims.told(chance, made(chance, **size)))

    return make


def _with(chance: Random, sort, **size) -> tuple[Decision, int]:
    """A decision with true claims, the last of them of a sort, and the place of that one."""
    while True:
        decision = claims.told(chance, made(chance, **size), 0, 10)
        begun = len(decision.claims)
        decision = decision.claiming(*sort(chance, decision))
        if len(decision.claims) > begun:
            return claims.told(chance, decision, 0, 4), len(decision.claims) - 1


def _said_wrongly(sort, wrong: Callable[[Random, Decision, Claim], str]) -> Callable[[Random, Path], CaseTrial]:
    """Kinds where one claim of a sort says something else than it should; `wrong` gives "" where it cannot."""

    def make(chance: Random, folder: Path) -> CaseTrial:
        while True:
            decision, at = _with(chance, sort)
            if value := wrong(chance, decision, decision.claims[at]):
                spoilt = decision.saying(at, value=value)
                doubtful = _leaning(decision, at)
                return _trial(folder, spoilt, false=frozenset({at}), doubtful=doubtful)

    return make


def _leaning(decision: Decision, at: int) -> frozenset[int]:
    """The claims that are compared with what the one at a place says."""
    other = {"plan": "change", "total": "same", "change": "plan"}.get(decision.claims[at].kind)
    name = f"S{at + 1:02}"
    found = {n for n, c in enumerate(decision.claims) if c.kind == other and c.more.get("against") == name}
    return frozenset(found)


def _amount(chance: Random, decision: Decision, claim: Claim) -> str:
    """Another amount than a total says, wrong in one of the ways in which figures are."""
    digits = claim.value
    places = [n for n, (a, b) in enumerate(pairwise(digits)) if a != b and (a + b).isdigit()]
    ways = [
        exact(Fraction(digits) * KRONOR[claim.unit] * chance.choice([9, 11, 12]) // 10, claim.unit),
        exact(Fraction(digits) * KRONOR[claim.unit] + chance.choice([-1, 1]) * max(decision.step, 1_000), claim.unit),
    ]
    if places:
        n = chance.choice(places)
        ways.append(digits[:n] + digits[n + 1] + digits[n] + digits[n + 2 :])
    value = chance.choice(ways)
    own = Fraction(claim.more.get("rounding", 0)) * KRONOR[claim.unit] or Fraction(decision.step)
    kronor = Fraction(value) * KRONOR[claim.unit]
    whole = kronor % own == 0 if own else kronor % 1 == 0
    return value if whole and decision.past(claim.scope, kronor, own / 2) else ""


def _percent(chance: Random, decision: Decision, claim: Claim) -> str:
    """A share that is off by more than its rows may be: only where they are exact is that easily known."""
    if decision.step:
        return ""
    step = Fraction(claim.more["rounding"])
    return _decimals(claim, Fraction(claim.value) + chance.choice([-1, 1]) * step * chance.choice([2, 3, 10]))


def _decimals(claim: Claim, number: Fraction) -> str:
    return f"{float(number):.{len(claim.value.partition('.')[2])}f}"


def _more(chance: Random, decision: Decision, claim: Claim) -> str:
    return str(int(claim.value) + chance.choice([1, 2]))


def _overlapping(chance: Random, decision: Decision, claim: Claim) -> str:
    """Another amount, by more than all rows of the pot can explain."""
    off = 2 * decision.reach({"pot": claim.scope["pot"]}) + 1_000 + 2 * decision.step
    return decision.money(Fraction(claim.value) * KRONOR[claim.unit] + chance.choice([1, 3]) * _grain(decision, off))


def _grain(decision: Decision, off: Fraction) -> int:
    """At least so many kronor, that the decision's unit writes."""
    size = decision.step or KRONOR[decision.unit]
    return -(-int(off) // size) * size


def _broken_limit(chance: Random, decision: Decision, claim: Claim) -> str:
    """A limit on the wrong side of what the rows come to."""
    up = claim.relation in ("minst", ">=", "lägst")
    edge = decision.shown(claim.scope) + (1 if up else -1) * (decision.reach(claim.scope) + 1)
    number = edge / KRONOR[claim.unit]
    value = -(-number // 1) if up else number // 1
    return str(int(value)) if value > 0 or claim.relation in (">=", "<=") else ""


def _broken_word(chance: Random, decision: Decision, claim: Claim) -> str:
    """A number that is too far from what the rows come to for the word before it."""
    value = str(int(claim.value) * chance.choice([2, 3]))
    close = Fraction(10 ** (len(value) - len(value.rstrip("0"))), 2) * KRONOR[claim.unit]
    return value if decision.past(claim.scope, Fraction(value) * KRONOR[claim.unit], close) else ""


def _other_text(chance: Random, decision: Decision, claim: Claim) -> str:
    return claim.value[:-1] + ("2" if claim.kind == "reference" else "n, en annan")


def _repeated(chance: Random, decision: Decision, claim: Claim) -> str:
    return exact(Fraction(claim.value) * KRONOR[claim.unit] + _grain(decision, Fraction(1)), claim.unit)


def _no_day(chance: Random, decision: Decision, claim: Claim) -> str:
    return chance.choice(
        ["2021-02-29", "2100-02-29", "2024-02-30", "2026-04-31", "2026-06-31", "2025-11-31", "2026-13-01", "2026-00-10",
         "2026-01-00", "2026-01-32", "2023-02-29", "2026-09-31"]
    )  # fmt: skip


def _next_year(chance: Random, decision: Decision, claim: Claim) -> str:
    """A share of the pot that is left that is far from the one that makes the sum."""
    return str(int(claim.value) + 60) if not decision.step else ""


def _slipped(chance: Random, folder: Path) -> CaseTrial:
    """A total whose unit, decimal comma or noughts have gone wrong."""
    while True:
        decision, at = _with(chance, claims.total, rounded=chance.random() < 0.3)
        claim = decision.claims[at]
        ratio = Fraction(chance.choice(_TIMES)) ** chance.choice([1, -1])
        kronor = Fraction(claim.value) * KRONOR[claim.unit] * ratio
        step = decision.step if claim.unit == decision.unit else 0
        near = 20 * decision.reach(claim.scope) < abs(kronor)  # what rounding alone can make a tenth is no slip
        whole = kronor % (step or 1) == 0
        if kronor and near and whole and abs(kronor) <= 10**12 and decision.past(claim.scope, kronor, Fraction(step)):
            spoilt = decision.saying(at, value=exact(kronor, claim.unit))
            doubtful = _leaning(decision, at)
            return _trial(folder, spoilt, false=frozenset({at}), doubtful=doubtful, slip=1 / ratio)


def _in_rows(change: Callable[[Random, Decision], dict[int, Fraction]], **size) -> Callable[[Random, Path], CaseTrial]:
    """Kinds where rows show something else than they should, which at least one total tells."""

    def make(chance: Random, folder: Path) -> CaseTrial:
        while True:
            decision = made(chance, **size)
            boards = dict.fromkeys(row.board for row in decision.rows)
            sums = [{"board": board} for board in boards] + [{}]
            said = (Claim("total", scope, decision.money(decision.true(scope)), decision.unit) for scope in sums)
            decision = claims.told(chance, decision.claiming(*said), 0, 8)
            changed = change(chance, decision)
            spoilt = decision.showing(changed)
            touched = [decision.rows[n] for n in changed]
            false, doubtful = set(), set()
            for n, claim in enumerate(decision.claims):
                if claim.kind == "total" and claim.relation == "=":
                    own = Fraction(claim.more.get("rounding", 0)) * KRONOR[claim.unit] or Fraction(decision.step)
                    if spoilt.past(claim.scope, Fraction(claim.value) * KRONOR[claim.unit], own / 2):
                        false.add(n)
                        continue
                if claim.kind in ("share", "overlap", "plan", "change") or any(
                    row.within(claim.scope) for row in touched
                ):
                    doubtful.add(n)
            if false:
                return _trial(folder, spoilt, false=frozenset(false), doubtful=frozenset(doubtful))

    return make


def _garbled(chance: Random, decision: Decision) -> dict[int, Fraction]:
    n = chance.randrange(len(decision.rows))
    shown = decision.rows[n].shown
    return {n: shown + chance.choice([1, 3, 9]) * _grain(decision, Fraction(decision.step, 1) or Fraction(1))}


def _too_large(chance: Random, decision: Decision) -> dict[int, Fraction]:
    n = chance.randrange(len(decision.rows))
    return {n: decision.rows[n].shown * chance.choice(_TIMES[:3])}


def _unsigned(chance: Random, decision: Decision) -> dict[int, Fraction]:
    minus = [n for n, row in enumerate(decision.rows) if row.shown < 0]
    return {n: -decision.rows[n].shown for n in chance.sample(minus, min(1, len(minus)))}


def _reversed(chance: Random, decision: Decision) -> dict[int, Fraction]:
    for n, row in enumerate(decision.rows[1:], 1):
        if row.shown < 0 and row.shown == -decision.rows[n - 1].shown:
            return {n: -row.shown, n - 1: row.shown}
    return {}


def _swapped(chance: Random, decision: Decision) -> dict[int, Fraction]:
    a, b = chance.sample(range(len(decision.rows)), 2)
    one, other = decision.rows[a], decision.rows[b]
    return {a: other.shown, b: one.shown} if one.board != other.board and one.shown != other.shown else {}


def _twice(chance: Random, folder: Path) -> CaseTrial:
    """A row that is there twice, with the same amount or another."""
    decision = claims.told(chance, made(chance))
    again: Row = chance.choice(decision.rows)
    doubled = replace(decision, rows=(*decision.rows, replace(again, shown=again.shown * chance.choice([1, 2]))))
    return _trial(folder, doubled, refused=f"allocations.csv, rad {len(doubled.rows) + 1}")


def _unreadable(chance: Random, folder: Path) -> CaseTrial:
    """An amount, a unit, a year or a name that no case can have."""
    trial = _trial(folder, claims.told(chance, made(chance)))
    path = trial.folder / "allocations.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    at = chance.randrange(1, len(rows))
    column, wrong = chance.choice(
        [("amount", "1 200"), ("amount", "12,5"), ("amount", "1.200,00"), ("amount", "4715 1"), ("amount", "600²"),
         ("amount", ""), ("amount", "1e6"), ("unit", "kkr"), ("unit", "TKR"), ("year", "26"), ("board", "finns-inte")]
    )  # fmt: skip
    rows[at][rows[0].index(column)] = wrong
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    return replace(trial, refused=f"allocations.csv, rad {at + 1}")


def _kinds() -> Iterator[Kind]:
    yield Kind("fall utan fel, exakt", GROUP, _clean(rounded=False), planted=False)
    yield Kind("fall utan fel, avrundat", GROUP, _clean(rounded=True), planted=False)
    yield Kind("fall utan fel, till 60 rader", GROUP, _clean(most=60), planted=False)
    yield Kind("fall utan fel, omfördelningar", GROUP, _clean(moved=True), planted=False)
    yield Kind("fall utan fel, indelningar och delar", GROUP, _divided, planted=False)
    for name, sort, wrong in (
        ("fel summa", claims.total, _amount),
        ("fel avrundad summa", claims.rounded_total, _amount),
        ("fel andel", claims.share, _percent),
        ("fel antal", claims.count, _more),
        ("fel plats i potten", claims.position, _more),
        ("fel överlappning", claims.overlap, _overlapping),
        ("bruten gräns", claims.limit, _broken_limit),
        ("fel efter löst ord", claims.loose, _broken_word),
        ("fel beteckning, ändamål eller avsändare", claims.text, _other_text),
        ("fel upprepning", claims.same, _repeated),
        ("omöjligt datum", claims.date, _no_day),
        ("fel förändring kommande år", claims.future, _next_year),
    ):
        yield Kind(name, GROUP, _said_wrongly(sort, wrong))
    yield Kind("enheten har glidit i en summa", GROUP, _slipped)
    yield Kind("fel belopp på en rad", GROUP, _in_rows(_garbled))
    yield Kind("enheten har glidit på en rad", GROUP, _in_rows(_too_large))
    yield Kind("tappat minus på en rad", GROUP, _in_rows(_unsigned, moved=True))
    yield Kind("omvänd omfördelning", GROUP, _in_rows(_reversed, moved=True))
    yield Kind("två nämnders belopp ombytta", GROUP, _in_rows(_swapped))
    yield Kind("samma rad två gånger", GROUP, _twice)
    yield Kind("oläsligt på en rad", GROUP, _unreadable)
    for name, spoken in SPOKEN.items():
        yield Kind(name, GROUP, lambda chance, folder, spoken=spoken: _spoken(chance, folder, spoken))
    for name, finer in REFUSED.items():
        yield Kind(name, GROUP, lambda chance, folder, finer=finer: _refused(chance, folder, finer))
    for name, joint in JOINT.items():
        yield Kind(name, GROUP, lambda chance, folder, joint=joint: _together(chance, folder, joint))


def _divided(chance: Random, folder: Path) -> CaseTrial:
    return _trial(folder, divided(chance, claims.told(chance, made(chance))))


def _spoken(chance: Random, folder: Path, spoken) -> CaseTrial:
    while True:
        if found := spoken(chance, made(chance)):
            decision, false = found
            return _trial(folder, decision, false=frozenset(false))


def _refused(chance: Random, folder: Path, finer) -> CaseTrial:
    while True:
        if found := finer(chance, made(chance, rounded=False)):
            decision, named = found
            return _trial(folder, decision, refused=named)


def _together(chance: Random, folder: Path, joint) -> CaseTrial:
    while True:
        if found := joint(chance, made(chance, rounded=True)):
            decision, planted = found
            return _trial(folder, claims.told(chance, decision, 0, 4), together=frozenset(planted))


CASES = tuple(_kinds())
