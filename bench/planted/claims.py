"""True claims about a decision: computed from its rows as they were before they were rounded."""

import math
from collections.abc import Iterator
from fractions import Fraction
from random import Random

from planted.decision import EMPTY, KEYS, Claim, Decision, Scope
from planted.names import KRONOR, exact, nearest


def scope_of(chance: Random, decision: Decision) -> Scope:
    """A scope with at least one row in it."""
    row = chance.choice(decision.rows)
    keys = chance.sample(KEYS, chance.choice([0, 1, 1, 2]))
    return {key: getattr(row, key) for key in keys}


def total(chance: Random, decision: Decision) -> Iterator[Claim]:
    """A sum, in the decision's unit or exactly in another."""
    scope = scope_of(chance, decision)
    if not decision.step and chance.random() < 0.3:
        unit = chance.choice([*KRONOR])
        yield Claim("total", scope, exact(decision.true(scope), unit), unit)
    else:
        yield Claim("total", scope, decision.money(decision.true(scope)), decision.unit)


def rounded_total(chance: Random, decision: Decision) -> Iterator[Claim]:
    """A sum in millions that is rounded by itself."""
    scope = scope_of(chance, decision)
    value = exact(nearest(decision.true(scope), 100_000), "mnkr")
    yield Claim("total", scope, value, "mnkr", more={"rounding": "0.1"})


def nothing(chance: Random, decision: Decision) -> Iterator[Claim]:
    """That nothing is from a pot that no row is from."""
    yield Claim("total", {"pot": EMPTY}, "0", decision.unit)


def share(chance: Random, decision: Decision) -> Iterator[Claim]:
    """A part of a sum in per cent, and the sum."""
    row = chance.choice(decision.rows)
    base, key = chance.choice(
        [({}, "board"), ({}, "pot"), ({"pot": row.pot}, "measure"), ({"board": row.board}, "pot")]
    )
    part = {**base, key: getattr(row, key)}
    if abs(decision.shown(base)) <= 2 * decision.reach(base):
        return  # nothing can be divided by what may be nil
    decimals = chance.randint(0, 2)
    step = Fraction(1, 10**decimals)
    percent = nearest(Fraction(100 * decision.true(part), decision.true(base)), step) if decision.true(base) else None
    if percent is None:
        return
    first = f"S{len(decision.claims) + 1:02}"
    yield Claim("total", base, decision.money(decision.true(base)), decision.unit)
    value = f"{float(percent):.{decimals}f}"
    more = {"against": first, "rounding": f"{float(step):.{decimals}f}"}
    yield Claim("share", part, value, "%", more=more)


def count(chance: Random, decision: Decision) -> Iterator[Claim]:
    """How many boards, measures or pots there are in a scope."""
    scope, (unit, key) = (
        scope_of(chance, decision),
        chance.choice([("nämnder", "board"), ("åtgärder", "measure"), ("potter", "pot")]),
    )
    yield Claim("count", scope, str(len({getattr(row, key) for row in decision.at(scope)})), unit)


def position(chance: Random, decision: Decision) -> Iterator[Claim]:
    """Which in its pot's order a measure is."""
    row = chance.choice(decision.rows)
    order = list(dict.fromkeys(one.measure for one in decision.at({"pot": row.pot})))
    scope = {"pot": row.pot, "measure": row.measure}
    yield Claim("position", scope, str(order.index(row.measure) + 1))


def overlap(chance: Random, decision: Decision) -> Iterator[Claim]:
    """What a pot gives to measures that another has too, and that other's sum."""
    pots = list(dict.fromkeys(row.pot for row in decision.rows))
    if len(pots) < 2:
        return
    one, other = chance.sample(pots, 2)
    also = {row.measure for row in decision.at({"pot": other})}
    rows = [row for row in decision.at({"pot": one}) if row.measure in also]
    first = f"S{len(decision.claims) + 1:02}"
    yield Claim("total", {"pot": other}, decision.money(decision.true({"pot": other})), decision.unit)
    value = decision.money(sum(row.true for row in rows))
    yield Claim("overlap", {"pot": one}, value, decision.unit, more={"against": first})


def each(chance: Random, decision: Decision) -> Iterator[Claim]:
    """The least or the most that every board, pot, measure or year has."""
    key = chance.choice(KEYS)
    sums = [decision.true({key: at}) for at in {getattr(row, key) for row in decision.rows}]
    low = chance.random() < 0.5
    limit = min(sums) if low else max(sums)
    size = KRONOR[decision.unit]
    value = math.floor(Fraction(limit, size)) if low else math.ceil(Fraction(limit, size))
    yield Claim(f"per_{key}", {}, str(value), decision.unit, ">=" if low else "<=")


def limit(chance: Random, decision: Decision) -> Iterator[Claim]:
    """A sum that is at least or at most so much."""
    scope = scope_of(chance, decision)
    true, size = Fraction(decision.true(scope), KRONOR[decision.unit]), chance.choice([1, 1, 10])
    low, high = math.floor(true / size) * size, math.ceil(true / size) * size
    words = [("minst", "högst"), (">=", "<="), ("lägst", "upp till")] if low > 0 else [(">=", "<=")]
    least, most = chance.choice(words)
    yield from [Claim("total", scope, *pair) for pair in _sided(chance, decision.unit, (low, least), (high, most))]


def loose(chance: Random, decision: Decision) -> Iterator[Claim]:
    """A sum with a loose word before it: a little more or less than one that is written with few digits."""
    scope = scope_of(chance, decision)
    true = Fraction(decision.true(scope), KRONOR[decision.unit])
    if true < 1:
        return
    step = 10 ** max(0, len(str(int(true))) - chance.randint(1, 2))
    low = math.floor(true / step) * step
    if 0 < true - low <= Fraction(step, 2) and low:
        word = chance.choice(["drygt", "cirka", "omkring", "i storleksordningen"])
        yield Claim("total", scope, str(low), decision.unit, word)
    elif 0 < low + step - true <= Fraction(step, 2):
        word = chance.choice(["knappt", "nästan", "närmare", "uppemot", "ungefär"])
        yield Claim("total", scope, str(low + step), decision.unit, word)


def text(chance: Random, decision: Decision) -> Iterator[Claim]:
    """What a decision is about and of whom it is."""
    claims = [("reference", decision.reference), ("subject", "mötesplatser"), ("author", "Kommunledningskontoret")]
    yield chance.choice(
        [*(Claim(kind, {}, value) for kind, value in claims),
         Claim("purpose", {"pot": decision.rows[0].pot}, "mötesplatser")]
    )  # fmt: skip


def same(chance: Random, decision: Decision) -> Iterator[Claim]:
    """A sum, and the same again."""
    scope = scope_of(chance, decision)
    first = Claim("total", scope, decision.money(decision.true(scope)), decision.unit)
    yield first
    yield Claim("same", {}, first.value, first.unit, more={"against": f"S{len(decision.claims) + 1:02}"})


def date(chance: Random, decision: Decision) -> Iterator[Claim]:
    """A day that there is, often the last of its month."""
    year, month = chance.choice([2020, 2021, 2024, 2026, 2100]), chance.randint(1, 12)
    leap = year == 2020 or year == 2024
    last = 29 if month == 2 and leap else 28 if month == 2 else 30 if month in (4, 6, 9, 11) else 31
    yield Claim("date", {}, f"{year}-{month:02}-{chance.choice([last, last, 1, 15]):02}")


def future(chance: Random, decision: Decision) -> Iterator[Claim]:
    """What next year comes to when one pot is changed to a share of what it is, and that share."""
    last = max(row.year for row in decision.rows)
    pot = chance.choice([row.pot for row in decision.rows if row.year == last])
    known, rest = {"year": last, "pot": pot}, decision.true({"year": last})
    if abs(decision.shown(known)) <= 2 * decision.reach(known):
        return
    percent = chance.choice([50, 80, 120, 25])
    whole = Fraction(decision.true(known) * (percent - 100), 100) + rest
    if not decision.step and whole % 1:
        return
    n, year = len(decision.claims), str(int(last) + 1)
    value = decision.money(whole)
    yield Claim("plan", {"year": year}, value, decision.unit, more={"against": f"S{n + 2:02}"})
    yield Claim("change", {"year": year, "pot": pot}, str(percent), "%", more={"against": f"S{n + 1:02}"})


def untestable(chance: Random, decision: Decision) -> Iterator[Claim]:
    """What nothing can be computed of."""
    value = decision.money(2 * decision.true({}))
    yield chance.choice(
        [Claim("request", {}, value, decision.unit, more={"missing": "en uppdelning"}),
         Claim("open", {}, more={"missing": "beloppet"})]
    )  # fmt: skip


TRUE = (total, total, total, rounded_total, nothing, share, share, count, position, overlap, each, limit, loose, text,
        same, date, future, untestable)  # fmt: skip


def told(chance: Random, decision: Decision, least: int = 4, most: int = 24) -> Decision:
    """`decision` with true claims of all sorts, so many more."""
    for _ in range(chance.randint(least, most)):
        decision = decision.claiming(*chance.choice(TRUE)(chance, decision))
    return decision


def _sided(chance: Random, unit: str, *ways: tuple[int, str]) -> list[tuple[str, str, str]]:
    value, word = chance.choice(ways)
    return [(str(value), unit, word)]
