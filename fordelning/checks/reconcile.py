"""Reconciliation: compute every statement from the allocations, compare, and give it one of six states."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import partial
from typing import ClassVar, NamedTuple

import numpy as np

from fordelning.base.errors import Guidance, require
from fordelning.base.verdict import State, Verdict
from fordelning.case.case import A_CASE, Acknowledgement, Case
from fordelning.case.kind import COUNTED, KINDS
from fordelning.case.relation import RELATIONS
from fordelning.case.statement import Quantity, Statement, TextValue, Value, needed

from . import extent, joint, mapping, rounding
from .joint import Joint
from .mapping import ProofOutcome
from .rounding import Rounded

# What a figure is multiplied or divided by when a unit, a decimal comma or a nought has gone wrong.
SLIPS = tuple(ratio for power in (1, 2, 3, 6) for ratio in (Fraction(10**power), Fraction(1, 10**power)))
NEAR = Fraction(1, 20)
_WRITTEN_DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


def likely(ratio: Fraction) -> bool:
    """Whether what differs by as much as `ratio` has slipped, however coarsely it is rounded.

    With tens and hundreds half a step may be all that makes it tie: 1 for 6 is no tenth, so those have to be NEAR.
    """
    return max(ratio, 1 / ratio) >= 1_000


@dataclass(frozen=True)
class Finding:
    """One statement tested. `computed` and `difference` (computed − stated) are None where there is nothing to compute.

    `missing` says what would be needed where the state is UNTESTABLE, `tolerance` how large a difference rounding
    explains (see `rounding`; None where nothing is computed from rows that may be rounded). `part` is the year or the
    key that it is computed for, where the statement is about each and they are not alike.
    """

    statement: Statement
    state: State
    computed: Value | None = None
    missing: str | None = None
    tolerance: Fraction | None = None
    part: int | str | None = None
    acknowledgement: Acknowledgement | None = None

    @property
    def stated(self) -> Value | None:
        """What the document says."""
        return self.statement.stated

    @property
    def difference(self) -> int | Fraction | None:
        """Computed − stated in the measure of both; None for text and where either is missing."""
        if isinstance(self.stated, Quantity) and isinstance(self.computed, Quantity):
            return self.computed.number - self.stated.number
        return None

    @property
    def slip(self) -> Fraction | None:
        """Which of SLIPS makes what is stated tie, where it is contradicted; None where none does.

        A limit is one only where it makes the very number: many others would tie with it.
        """
        match self.stated, self.computed:
            case Quantity("money" | "percent", stated), Quantity(_, computed) if stated and computed:
                slips = SLIPS if self.state is State.CONTRADICTED else ()
                return next((ratio for ratio in slips if self.ties_times(ratio)), None)
        return None

    def ties_times(self, ratio: Fraction) -> bool:
        """Whether what is computed ties with `ratio` times what the statement says, as much rounded."""
        s = self.statement
        if not isinstance(self.computed, Quantity):
            return False
        stated, computed = s.number * ratio, self.computed.number
        meaning = RELATIONS["="] if s.meaning.limit else s.meaning
        spare = 0 if self.tolerance is None else self.tolerance + s.slack * (ratio - 1)
        near = likely(ratio) or abs(computed - stated) <= abs(stated) * NEAR
        return near and meaning.interval(stated, s.half_step * ratio).holds(computed, spare)

    @property
    def unacknowledged(self) -> bool:
        """Whether this is a contradiction that nobody has answered for."""
        return self.state is State.CONTRADICTED and self.acknowledgement is None


@dataclass(frozen=True)
class Proof:
    """What the boards' totals prove about the rows whose board the document does not name.

    `rows` are positions in the allocations frame and `boards` the proven board of each (empty unless UNIQUE).
    `candidates` is the number of assignments there are, None where the rows are too many to try them; `whole` and
    `whole_candidates` the same question asked of all rows, as if no board were named (both None where they are too
    many). `missing` says what the proof lacks, None where it could be tried.
    """

    rows: tuple[int, ...]
    boards: tuple[str, ...]
    outcome: ProofOutcome | None
    candidates: int | None
    whole: ProofOutcome | None
    whole_candidates: int | None
    missing: str | None = None

    def __repr__(self) -> str:
        """In short, as Jupyter shows it."""
        ways = "oprövat" if self.candidates is None else f"{self.candidates} sätt"
        return f"Nämnder för {len(self.rows)} rader, {ways}: {', '.join(self.boards) or self.missing or 'inte bevisat'}"


@dataclass(frozen=True)
class Reconciliation(Guidance):
    """Every statement of a case tested: `findings` by statement, in document order, and the mapping proof.

    `stale` are the acknowledgements that no longer cover what they were given for. `joint` is what came of holding the
    statements against each other that tie one by one.
    """

    CALLED: ClassVar = "En avstämning"
    WANTED: ClassVar = "Blocken vill ha en rapport, som open_report(namn) ger."

    case: Case
    findings: dict[str, Finding]
    proof: Proof
    stale: tuple[Acknowledgement, ...]
    joint: Joint

    def __repr__(self) -> str:
        """In short, as Jupyter shows it."""
        contradicted = len(self.having(State.CONTRADICTED))
        return f"Avstämningen av {self.case.name}: {len(self.findings)} påståenden, {contradicted} motsägs"

    @property
    def verdict(self) -> Verdict:
        """The whole: not approved as long as a contradiction is unanswered for, or an answer is to nothing.

        Nor as long as a row is a proposal that nobody has confirmed. Where nothing could be tested nothing is said to
        tie.
        """
        if self.case.unconfirmed or self.stale or self.joint.unacknowledged:
            return Verdict.NOT_APPROVED
        if any(f.unacknowledged for f in self.findings.values()):
            return Verdict.NOT_APPROVED
        if not self.tested:
            return Verdict.UNTESTED
        contradicted = self.having(State.CONTRADICTED) or self.joint.contradictions
        return Verdict.ACKNOWLEDGED if contradicted else Verdict.TIES

    @property
    def tested(self) -> int:
        """How many statements could be tested."""
        return len(self.findings) - len(self.having(State.UNTESTABLE))

    @property
    def sums_tested(self) -> bool:
        """Whether the document states any total that could be tested."""
        return any(f.statement.kind == "total" and f.state is not State.UNTESTABLE for f in self.findings.values())

    @property
    def unproven(self) -> bool:
        """Whether rows are said to be derived that the boards' totals do not prove."""
        return bool(self.proof.rows) and self.proof.outcome is not ProofOutcome.UNIQUE

    @property
    def sums_tie(self) -> bool:
        """Whether no total, share or mapping is contradicted, rules that the document sets itself apart.

        Nor may any that tie one by one go against each other.
        """
        return not self.joint.contradictions and not any(f.state is State.CONTRADICTED for f in self.sums)

    @property
    def sums(self) -> list[Finding]:
        """The tested findings on totals, shares and mappings, rules that the document sets itself apart."""
        tested = (f for f in self.findings.values() if f.state is not State.UNTESTABLE)
        return [f for f in tested if KINDS[f.statement.kind].sum and not _rule(self.case, f.statement)]

    def having(self, state: State) -> list[Finding]:
        """The findings in `state`, heaviest question first and otherwise in document order."""
        chosen = [finding for finding in self.findings.values() if finding.state is state]
        return sorted(chosen, key=lambda f: -self.weight(f))

    def weight(self, finding: Finding) -> int:
        """How much a finding matters: an unacknowledged contradiction most, then by its question's weight."""
        if finding.unacknowledged:
            return 9
        question = finding.statement.question
        return self.case.questions[question].weight if question else 0


def _rule(case: Case, statement: Statement) -> bool:
    """A claim that a class of measures gets nothing is a rule that the document sets itself, not a sum.

    Amounts that are given and taken within the class are summed to nil.
    """
    nothing = isinstance(statement.stated, Quantity) and statement.stated.number == 0
    if not nothing or statement.tag not in {measure.tag for measure in case.measures.values() if measure.tag}:
        return False
    kronor = case.rows(**statement.scope)["kronor"]
    return not ((kronor > 0).any() and (kronor < 0).any())


def reconcile(case: Case, budget: int = mapping.BUDGET) -> Reconciliation:
    """Test every statement of `case`. `budget` bounds the mapping proof (see `mapping.solve`)."""
    require(case, Case, A_CASE)
    proof = prove(case, budget)
    tests = _tests(proof)
    findings = {}
    for name, statement in case.statements.items():
        finding = Finding(statement, *tests[statement.kind](case, statement))
        acknowledgement = case.acknowledgements.get(name)
        if finding.state is State.CONTRADICTED and acknowledgement is not None and _as_seen(acknowledgement, finding):
            finding = replace(finding, acknowledgement=acknowledgement)
        findings[name] = finding
    together = _together(case, findings)
    held = [f.acknowledgement for f in findings.values()] + [c.acknowledgement for c in together.contradictions]
    stale = tuple(answer for answer in case.acknowledgements.values() if answer not in held)
    return Reconciliation(case, findings, proof, stale, together)


def _together(case: Case, findings: dict[str, Finding]) -> Joint:
    """The statements that are not contradicted, tested against each other."""
    holding = {name: f for name, f in findings.items() if f.state not in (State.CONTRADICTED, State.UNTESTABLE)}
    answers = {name: a for name, a in case.acknowledgements.items() if name in holding and _as_seen(a, holding[name])}
    return joint.examine(case, [finding.statement for finding in holding.values()], answers)


def _as_seen(acknowledgement: Acknowledgement, finding: Finding) -> bool:
    """Whether what was acknowledged is what is found now: the same stated value and the same difference."""
    statement, difference = finding.statement, finding.difference
    if acknowledgement.value != statement.value:
        return False
    seen = acknowledgement.difference
    if difference is None or seen is None:
        return difference is None and seen is None
    return Fraction(seen) * statement.measure_of_unit == difference


class Computation(NamedTuple):
    """What the test of a statement arrived at; see Finding."""

    state: State
    computed: Value | None = None
    missing: str | None = None
    tolerance: Fraction | None = None
    part: int | str | None = None


_GRAVITY = (State.TIES, State.ROUNDED, State.PARTIAL, State.CONTRADICTED)
Test = Callable[[Case, Statement], Computation]


def compare(s: Statement, computed: Quantity, tolerance: Fraction | None = None) -> Computation:
    """The state of `s` given its computed value, by its relation and what rounding explains."""
    allowed, number = s.interval, computed.number
    if allowed.holds(number):
        state = State.TIES
    elif allowed.holds(number, tolerance or 0):
        state = State.ROUNDED
    elif s.relation == "part" and number < s.number:
        state = State.PARTIAL
    else:
        state = State.CONTRADICTED
    return Computation(state, computed, None, tolerance)


def _compare_rounded(s: Statement, sort: str, computed: Rounded) -> Computation:
    value = _whole(computed.value) if sort == "money" else computed.value
    return compare(s, Quantity(sort, value), computed.tolerance(s))


def _other(case: Case, s: Statement) -> Statement:
    """The statement that `s` is compared with."""
    return case.statements[needed(s.against)]


def _total(case: Case, s: Statement) -> Computation:
    return _compare_rounded(s, "money", rounding.total(case, extent.summed(case, s)))


def _each(case: Case, s: Statement) -> Computation:
    """The total of the year, pot, measure or board that is furthest from what is stated of each."""
    tested = [
        _compare_rounded(s, "money", rounding.total(case, rows))._replace(part=part)
        for part, rows in extent.each(case, s)
    ]
    if not tested:  # nothing is allocated where nil is stated
        return _total(case, s)
    worst = max(tested, key=lambda one: (_GRAVITY.index(one.state), abs(_number(one) - s.number)))
    return worst if len({_number(one) for one in tested}) > 1 else worst._replace(part=None)


def _number(computation: Computation) -> int | Fraction:
    assert isinstance(computation.computed, Quantity), "a total is one"
    return computation.computed.number


def _share(case: Case, s: Statement) -> Computation:
    base = _other(case, s).scope
    computed = rounding.share(case, {**base, **s.scope}, base)
    if computed is None:
        return Computation(State.UNTESTABLE, None, "en bas som inte är noll")
    if s.stated is None:
        return Computation(State.UNTESTABLE, Quantity("percent", computed.value), s.missing)
    return _compare_rounded(s, "percent", computed)


def _count(case: Case, s: Statement) -> Computation:
    return compare(s, Quantity("count", case.rows(**s.scope)[COUNTED[needed(s.unit)]].nunique()))


def _position(case: Case, s: Statement) -> Computation:
    order = list(dict.fromkeys(case.rows(pot=s.pot)["measure"]))
    place = order.index(s.measure) + 1 if s.measure in order else 0
    return compare(s, Quantity("ordinal", place))


def _date(case: Case, s: Statement) -> Computation:
    written = needed(s.value)
    try:
        exists = _WRITTEN_DATE.fullmatch(written) is not None and bool(date.fromisoformat(written))
    except ValueError:
        exists = False
    return Computation(State.TIES, s.stated) if exists else Computation(State.CONTRADICTED)


def _identity(case: Case, s: Statement) -> Computation:
    return _same_text(s, getattr(case.decision, s.kind))


def _purpose(case: Case, s: Statement) -> Computation:
    return _same_text(s, case.pots[needed(s.pot)].purpose)


def _same_text(s: Statement, text: str) -> Computation:
    return Computation(State.TIES if s.value == text else State.CONTRADICTED, TextValue(text))


def _same(case: Case, s: Statement) -> Computation:
    other = _other(case, s).stated
    return Computation(State.TIES if s.stated == other else State.CONTRADICTED, other)


def _conflict(case: Case, s: Statement) -> Computation:
    return Computation(State.CONTRADICTED, _other(case, s).stated)


def _open(case: Case, s: Statement) -> Computation:
    return Computation(State.UNTESTABLE, None, s.missing)


def _request(case: Case, s: Statement) -> Computation:
    return _total(case, s)._replace(state=State.UNTESTABLE, missing=s.missing)


def unchanged(case: Case, change: Statement) -> tuple[Rounded, Rounded]:
    """Last known year's kronor in the pot that `change` is about, and in all other pots."""
    pot, others = extent.unchanged(case, change)
    return rounding.total(case, pot), rounding.total(case, others)


def _plan(case: Case, s: Statement) -> Computation:
    if s.year in case.named_years:
        return _total(case, s)
    if s.against is None:
        return Computation(State.UNTESTABLE, None, s.missing)
    change = _other(case, s)
    return _compare_rounded(s, "money", rounding.planned(*unchanged(case, change), change))


def _change(case: Case, s: Statement) -> Computation:
    computed = rounding.changed(*unchanged(case, s), _other(case, s))
    if computed is None:
        return Computation(State.UNTESTABLE, None, "ett belopp för potten året före")
    return _compare_rounded(s, "percent", computed)


def _whole(number: Fraction) -> int | Fraction:
    return number.numerator if number.denominator == 1 else number


def _mapping(proof: Proof, case: Case, s: Statement) -> Computation:
    if proof.missing is not None:
        return Computation(State.UNTESTABLE, None, proof.missing)
    if proof.outcome is ProofOutcome.OVER_BUDGET:
        return Computation(State.UNTESTABLE, None, "ett avgörande inom den mängd arbete som prövningen får kosta")
    if proof.outcome is ProofOutcome.SEVERAL:
        return Computation(
            State.UNTESTABLE, None, "något som skiljer mellan flera fördelningar som alla ger nämndernas summor"
        )
    if proof.outcome is ProofOutcome.NONE:
        return Computation(State.CONTRADICTED)
    derived = case.allocations.loc[list(proof.rows)].assign(proven=list(proof.boards))
    if s.board is None:
        agrees = bool((derived["board"] == derived["proven"]).all())
        return Computation(State.DERIVED if agrees else State.CONTRADICTED)
    rows = derived[(derived["pot"] == s.pot) & (derived["measure"] == s.measure)]
    if rows.empty:
        return Computation(State.UNTESTABLE, None, "en rad för åtgärden vars nämnd är härledd")
    agree = (rows["proven"] == s.board) & (rows["board"] == s.board)
    if agree.any() and not agree.all():
        return Computation(State.UNTESTABLE, None, "vilken av åtgärdens rader hos flera nämnder som menas")
    names = ", ".join(case.boards[board].name for board in rows["proven"].unique())
    return Computation(State.DERIVED if agree.all() else State.CONTRADICTED, TextValue(names))


# One test a kind, but for the mapping, whose test is the proof.
TESTS: dict[str, Test] = {
    "total": _total,
    "share": _share,
    "count": _count,
    "position": _position,
    "overlap": _total,
    "date": _date,
    "reference": _identity,
    "subject": _identity,
    "author": _identity,
    "purpose": _purpose,
    "same": _same,
    "request": _request,
    "plan": _plan,
    "change": _change,
    "conflict": _conflict,
    "open": _open,
    **dict.fromkeys((name for name, kind in KINDS.items() if kind.each), _each),
}


def _tests(proof: Proof) -> dict[str, Test]:
    return {**TESTS, "mapping": partial(_mapping, proof)}


def prove(case: Case, budget: int = mapping.BUDGET) -> Proof:
    """Prove from the stated board totals which board each derived allocation belongs to."""
    frame, boards = case.allocations, list(case.boards)
    derived = np.flatnonzero(frame["basis"].to_numpy() == "derived")
    rows, kronor = tuple(derived.tolist()), frame["kronor"].to_numpy()
    totals, missing = _board_totals(case)
    count, everything = (_candidates(len(boards), size) for size in (len(rows), len(frame)))
    if missing is None and len(case.named_years) > 1:
        missing = "nämndernas summor för varje år"
    if missing is None and frame["step"].any():
        missing = "radernas belopp utan avrundning"
    if missing is not None:
        return Proof(rows, (), None, count, None, everything, missing)
    free = frame.iloc[derived].groupby("board")["kronor"].sum()
    left = [totals[board] - case.total(board=board) + int(free.get(board, 0)) for board in boards]
    solution = mapping.solve(kronor[derived].tolist(), left, budget)
    all_totals = [totals[board] for board in boards]
    whole = mapping.solve(kronor.tolist(), all_totals, budget).outcome if everything else None
    proven = tuple(boards[i] for i in solution.boards) if solution.outcome is ProofOutcome.UNIQUE else ()
    return Proof(rows, proven, solution.outcome, count, whole, everything)


def _candidates(boards: int, rows: int) -> int | None:
    return boards**rows if rows <= mapping.MOST_ROWS else None


def _board_totals(case: Case) -> tuple[dict[str, int], str | None]:
    """Each board's stated total in kronor, and what is missing (None where nothing is)."""
    totals: dict[str, int] = {}
    for s in case.statements.values():
        if s.kind == "total" and set(s.scope) == {"board"} and s.relation == "=":
            if s.step is not None:
                return {}, "nämndernas summor utan avrundning"
            board, kronor = needed(s.board), int(s.number)
            if totals.setdefault(board, kronor) != kronor:
                return {}, f"en enda summa för {case.boards[board].name}"
    without = [board.name for key, board in case.boards.items() if key not in totals]
    return totals, "en angiven summa för " + ", ".join(without) if without else None
