"""Claims of which each ties with the rounded rows by itself, while they cannot all be true."""

from fractions import Fraction
from random import Random

from planted.decision import Claim, Decision
from planted.names import exact

Planted = tuple[Decision, set[int]]


def twice(chance: Random, decision: Decision) -> Planted | None:
    """The same sum, said to be two amounts that are more than a step apart."""
    value = _near(decision, {})
    other = value + chance.choice([-3, -2, 2, 3]) * decision.step
    return _claimed(decision, [({}, value), ({}, other)])


def parts(chance: Random, decision: Decision) -> Planted | None:
    """Every part's sum, and a whole that no parts of those sums can have."""
    key = chance.choice(["board", "pot", "measure"])
    scopes = [{key: at} for at in dict.fromkeys(getattr(row, key) for row in decision.rows)]
    said = [_near(decision, scope) for scope in scopes]
    least = Fraction((len(scopes) + 1) * decision.step, 2) + decision.step
    whole = sum(said) + chance.choice([-1, 1]) * _up(least, decision.step)
    return _claimed(decision, [*zip(scopes, said, strict=True), ({}, whole)])


def margins(chance: Random, decision: Decision) -> Planted | None:
    """The sums of every board and of every measure, where the two come to different wholes."""
    boards, measures = (
        [{key: at} for at in dict.fromkeys(getattr(row, key) for row in decision.rows)] for key in ("board", "measure")
    )
    up, down = (
        [(scope, _near(decision, scope) + way * _spare(decision, scope)) for scope in scopes]
        for scopes, way in ((boards, 1), (measures, -1))
    )
    apart = sum(value for _, value in up) - sum(value for _, value in down)
    if apart <= Fraction((len(up) + len(down)) * decision.step, 2):
        return None
    return _claimed(decision, [*up, *down])


def shares(chance: Random, decision: Decision) -> Planted | None:
    """Every board's share of the whole, which together make too much."""
    boards = list(dict.fromkeys(row.board for row in decision.rows))
    if any(row.shown - Fraction(decision.step, 2) <= 0 for row in decision.rows):
        return None
    percent = []
    for board in boards:
        part, whole = decision.shown({"board": board}), decision.shown({})
        high = part + decision.reach({"board": board})
        rest = whole - part - (decision.reach({}) - decision.reach({"board": board}))
        percent.append(100 * high // (high + rest))
    if sum(percent) - 100 <= Fraction(len(boards), 2):
        return None
    said = [Claim("total", {}, exact(_near(decision, {}), decision.unit), decision.unit)]
    said += [
        Claim("share", {"board": board}, str(value), "%", more={"against": "S01", "rounding": "1"})
        for board, value in zip(boards, percent, strict=True)
    ]
    return decision.claiming(*said), set(range(1, len(said)))


JOINT = {
    "samma summa, två belopp som inte ryms ihop": twice,
    "delsummor och helhet som inte ryms ihop": parts,
    "radsummor och kolumnsummor som inte ryms ihop": margins,
    "andelar som tillsammans blir för mycket": shares,
}


def _claimed(decision: Decision, said: list[tuple[dict[str, str], Fraction]]) -> Planted | None:
    """The decision with those totals, if each ties alone."""
    if not all(_ties(decision, scope, value) for scope, value in said):
        return None
    made = (Claim("total", scope, exact(value, decision.unit), decision.unit) for scope, value in said)
    return decision.claiming(*made), set(range(len(said)))


def _ties(decision: Decision, scope: dict[str, str], value: Fraction) -> bool:
    return abs(value - decision.shown(scope)) <= decision.reach(scope) + Fraction(decision.step, 2)


def _near(decision: Decision, scope: dict[str, str]) -> Fraction:
    """What the rows in a scope come to, rounded as the decision rounds."""
    return round(Fraction(decision.true(scope), decision.step)) * Fraction(decision.step)


def _spare(decision: Decision, scope: dict[str, str]) -> int:
    """A step, where a scope has rows enough for a sum that is a step off to tie."""
    off = abs(_near(decision, scope) - decision.shown(scope)) + decision.step
    return decision.step if off <= decision.reach(scope) + Fraction(decision.step, 2) else 0


def _up(number: Fraction, step: int) -> Fraction:
    return -(-number // step) * step
