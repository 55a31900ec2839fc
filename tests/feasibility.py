"""Whether linear claims on bounded amounts can all hold, by the simplex method in fractions: slow, and nothing shared.

After Dutertre and de Moura, "A fast linear-arithmetic solver for DPLL(T)", CAV 2006.
"""

from fractions import Fraction


def feasible(reach, claims) -> bool:
    """Whether amounts within ±`reach` can meet every one of `claims`, pairs of weights by number and the least sum."""
    count = len(reach)
    low = [Fraction(-most) for most in reach] + [Fraction(least) for _, least in claims]
    high = [Fraction(most) for most in reach] + [None] * len(claims)
    rows = {count + n: {a: Fraction(w) for a, w in weights.items() if w} for n, (weights, _) in enumerate(claims)}
    value = [Fraction(0)] * (count + len(claims))
    while True:
        wrong = (b for b in sorted(rows) if value[b] < low[b] or (high[b] is not None and value[b] > high[b]))
        if (short := next(wrong, None)) is None:
            return True
        goal = low[short] if value[short] < low[short] else high[short]
        up = goal > value[short]
        movable = (n for n, w in sorted(rows[short].items()) if _gives(w > 0, up, value[n], low[n], high[n]))
        if (chosen := next(movable, None)) is None:
            return False
        step = (goal - value[short]) / rows[short][chosen]
        value[short], value[chosen] = goal, value[chosen] + step
        for basic, weights in rows.items():
            if basic != short:
                value[basic] += weights.get(chosen, 0) * step
        weights = rows.pop(short)
        divisor = weights.pop(chosen)
        entering = {n: -w / divisor for n, w in weights.items()} | {short: 1 / divisor}
        for basic, others in rows.items():
            if times := others.pop(chosen, 0):
                mixed = {n: others.get(n, 0) + times * entering.get(n, 0) for n in {*others, *entering}}
                rows[basic] = {n: w for n, w in mixed.items() if w}
        rows[chosen] = entering


def _gives(same: bool, up: bool, value, low, high) -> bool:
    """Whether a variable can still move the way that brings the sum there."""
    return (high is None or value < high) if same is up else value > low
