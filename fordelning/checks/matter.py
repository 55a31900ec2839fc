"""Matters: what a reader would ask one question about, with the statements that it rests on.

A statement that is contradicted in four places is one matter, and so are two statements that only go together on a
condition. The case's questions tell which statements belong together; what is contradicted and has no question is a
matter of its own.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from fordelning.base.verdict import State
from fordelning.case.case import Case
from fordelning.case.record import Question
from fordelning.case.statement import Quantity, Statement, Value, needed

from .extent import base_year
from .joint import JointContradiction
from .reconcile import Finding, Reconciliation, unchanged


class MatterSort(StrEnum):
    """What is the matter, in a reader's word. Of several things that are the matter the first is the sort."""

    ERROR = "fel"
    CONFLICT = "motstridigt"
    CONDITION = "går ihop bara om"
    DEPARTURE = "avsteg"
    NAMING = "benämning"
    UNCLEAR = "oklart"


class MatterArea(StrEnum):
    """What a matter is about. An auditor asks in this order, and of form last, however sure it is."""

    LAW = "lag"
    MANDATE = "mandat"
    MONEY = "pengar"
    LATER_YEARS = "kommande år"
    FOLLOW_UP = "uppföljning"
    FORM = "formalia"


_AREAS: Mapping[str, MatterArea] = {area.name.lower(): area for area in MatterArea}
_FORM = ("date", "reference", "subject", "author", "purpose")
_LATER = ("plan", "change")
_HEAVIEST = 3


@dataclass(frozen=True)
class Growth:
    """What makes a plan and a changed pot go together: that the `pots` besides it come to `needed` in `year`.

    They have `before` in `since`, the year that is counted from. Kronor.
    """

    year: int
    since: int
    pots: tuple[str, ...]
    before: int
    needed: int

    @property
    def change(self) -> int:
        """How much more, or less where negative, the other pots have to come to."""
        return self.needed - self.before


@dataclass(frozen=True)
class Matter:
    """What one question is asked about.

    `findings` are those that are contradicted or untestable, in document order; empty where the question rests on what
    no statement says. `together` are sets of statements that cannot all hold. `question` is None where the case asks
    none. `growth` is the condition where `sort` is CONDITION. `at_stake` is kronor, None where it is not known.
    """

    sort: MatterSort
    area: MatterArea
    weight: int
    question: Question | None = None
    findings: tuple[Finding, ...] = ()
    together: tuple[JointContradiction, ...] = ()
    growth: Growth | None = None
    at_stake: int | Fraction | None = None

    @property
    def status(self) -> str:
        """Whether its question is open, put or answered; open where none has been formulated."""
        return (self.question and self.question.status) or "open"

    @property
    def answered(self) -> bool:
        """Whether the question has been answered: it is told, and no longer open."""
        return self.status == "answered"

    @property
    def unacknowledged(self) -> bool:
        """Whether something in it is contradicted that nobody has answered for."""
        return any(f.unacknowledged for f in self.findings) or any(c.acknowledgement is None for c in self.together)

    @property
    def statements(self) -> list[str]:
        """The numbers of the statements behind it, each once."""
        numbers = [finding.statement.statement for finding in self.findings]
        return list(dict.fromkeys([*numbers, *(name for one in self.together for name in one.statements)]))


def matters(reconciliation: Reconciliation) -> tuple[Matter, ...]:
    """What is the matter in a case, as an auditor ranks it: form last, then by weight, area and the money at stake.

    A question whose statements all hold is no matter.
    """
    made = [*_asked(reconciliation), *_unasked(reconciliation)]
    return tuple(sorted(made, key=_rank))


def counted(found: Sequence[Matter]) -> dict[MatterSort, int]:
    """How many of `found` there are of each sort, in the order of the sorts; those without any left out."""
    return {sort: count for sort in MatterSort if (count := sum(matter.sort is sort for matter in found))}


def _rank(matter: Matter) -> tuple[bool, int, int, Fraction]:
    return (
        matter.area is MatterArea.FORM,
        -matter.weight,
        list(MatterArea).index(matter.area),
        -abs(Fraction(matter.at_stake or 0)),
    )


def _asked(reconciliation: Reconciliation) -> Iterator[Matter]:
    case = reconciliation.case
    carried = {s.question for s in case.statements.values()}
    for key, question in case.questions.items():
        found = tuple(
            f
            for f in reconciliation.findings.values()
            if f.statement.question == key and f.state in (State.CONTRADICTED, State.UNTESTABLE)
        )
        sets = tuple(one for one in reconciliation.joint.contradictions if _question(case, one) == key)
        if found or sets or key not in carried:
            yield _matter(reconciliation, question, found, sets)


def _unasked(reconciliation: Reconciliation) -> Iterator[Matter]:
    for finding in reconciliation.findings.values():
        if finding.state is State.CONTRADICTED and not finding.statement.question:
            yield _matter(reconciliation, None, (finding,), ())
    for one in reconciliation.joint.contradictions:
        if not _question(reconciliation.case, one):
            yield _matter(reconciliation, None, (), (one,))


def _question(case: Case, one: JointContradiction) -> str | None:
    """The question that statements which cannot all hold lead to: the first that any of them has."""
    asked = (case.statements[name].question for name in one.statements)
    return next((key for key in asked if key), None)


def _matter(
    reconciliation: Reconciliation,
    question: Question | None,
    found: tuple[Finding, ...],
    sets: tuple[JointContradiction, ...],
) -> Matter:
    case = reconciliation.case
    contradicted = [f for f in found if f.state is State.CONTRADICTED]
    condition = next((grown for f in contradicted if (grown := growth(case, f.statement))), None)
    sorts = {_sort(f, condition) for f in contradicted} | ({MatterSort.CONFLICT} if sets else set())
    # What a question is about may be a statement of another stage.
    stake = reconciliation.findings.get(question.at_stake) if question and question.at_stake else None
    return Matter(
        sort=next((sort for sort in MatterSort if sort in sorts), MatterSort.UNCLEAR),
        area=_AREAS[question.area] if question and question.area else _area(contradicted or found, sets),
        weight=question.weight if question else _HEAVIEST,
        question=question,
        findings=found,
        together=sets,
        growth=condition,
        at_stake=_kronor(stake.computed) if stake else _largest(contradicted, condition),
    )


def _sort(finding: Finding, condition: Growth | None) -> MatterSort:
    statement = finding.statement
    match statement.kind:
        case "date":
            return MatterSort.ERROR
        case "subject" | "author" | "purpose":
            return MatterSort.NAMING
        case "plan" | "change" if condition:
            return MatterSort.CONDITION
        case "same" | "reference" | "conflict" | "plan" | "change":
            return MatterSort.CONFLICT
    return MatterSort.DEPARTURE if statement.reading else MatterSort.ERROR


def _area(findings: Sequence[Finding], sets: Sequence[JointContradiction]) -> MatterArea:
    """What statements are about, where no question says it."""
    kinds = {finding.statement.kind for finding in findings}
    if sets or not kinds:
        return MatterArea.MONEY
    if kinds <= {*_FORM}:
        return MatterArea.FORM
    return MatterArea.LATER_YEARS if kinds <= {*_FORM, *_LATER} else MatterArea.MONEY


def growth(case: Case, change: Statement) -> Growth | None:
    """What makes the `change` of a pot go together with the plan that it is held against; None where nothing would."""
    if change.kind != "change" or not change.against:
        return None
    plan = case.statements[change.against]
    year, since = needed(change.year), base_year(case, needed(change.year))
    pot, others = unchanged(case, change)
    wanted = plan.number - pot.value * change.number
    pots = tuple(name for name in case.pots if name != change.pot and len(case.positions(year=since, pot=name)))
    exact = plan.step is None and change.step is None and pot.low == pot.high and others.low == others.high
    if not pots or not exact or wanted.denominator != 1 or wanted < min(Fraction(0), others.value):
        return None
    return Growth(year, since, pots, int(others.value), int(wanted))


def _largest(contradicted: Sequence[Finding], condition: Growth | None) -> int | Fraction | None:
    """The largest difference in kronor among what is contradicted, None where nothing is in money."""
    if condition:
        return abs(condition.change)
    differences = [
        abs(Fraction(f.difference)) for f in contradicted if f.difference and _kronor(f.computed) is not None
    ]
    most = max(differences, default=None)
    return int(most) if most is not None and most.denominator == 1 else most


def _kronor(value: Value | None) -> int | Fraction | None:
    match value:
        case Quantity("money", number):
            return number
    return None
