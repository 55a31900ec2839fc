"""A case given to the program: every statement tested, and held against what is known of it."""

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from fordelning import allocations, findings, open_case, reconcile
from planted.decision import Decision
from planted.trial import ASIDE, ASKED, CONTRADICTED, LOST, READ, REFUSED, TAKEN, Outcome, said

_UNTESTED = "går ej att pröva"


@dataclass(frozen=True)
class CaseTrial:
    """A case in `folder`. `false` are the places of the claims that must be contradicted, all of them, and `doubtful`
    those that may be. `together` are claims of which one at least must be said to go against others, though each ties
    alone. `slip` is what a unit has slipped by, and `refused` what must be named where the case cannot be read.
    """

    folder: Path
    decision: Decision
    false: frozenset[int] = frozenset()
    doubtful: frozenset[int] = frozenset()
    together: frozenset[int] = frozenset()
    slip: Fraction | None = None
    refused: str = ""

    def outcome(self) -> Outcome:
        """Whether what is planted is told of, and nothing else is accused."""
        everything = len(self.decision.rows) + len(self.decision.claims)
        code, _, err = said("check", self.folder)
        if code == 3:
            named = self.refused and f"{self.refused}" in err
            return Outcome(REFUSED if named else "", figures=Counter({ASKED: everything}), why=err)
        result = reconcile(open_case(str(self.folder)))
        frame = findings(result)
        states, joint = frame["state"].to_dict(), frame["joint"].to_dict()
        wrong = {name for name, state in states.items() if state == "motsägs"}
        false, doubtful, together = (
            {f"S{n + 1:02}" for n in some} for some in (self.false, self.doubtful, self.together)
        )
        against = {name for name, others in joint.items() if others}
        found = ""
        if false and false <= wrong and (self.slip is None or self._slips(result, false)):
            found = CONTRADICTED
        if together and together & against:
            found = CONTRADICTED
        if not (false or together or self.refused) and not wrong and not against and result.joint.decided:
            found = READ
        accused = wrong - false - doubtful
        for one in result.joint.contradictions:
            if not {*one.statements} & (together | doubtful | false):
                accused |= {*one.statements}
        return Outcome(
            found,
            tuple(sorted(accused)),
            len(wrong & (false | doubtful)) + bool(together & against),
            self._figures(result, states),
            err,
        )

    def _slips(self, result, names: set[str]) -> bool:
        return all(result.findings[name].slip == self.slip for name in names)

    def _figures(self, result, states: dict[str, str]) -> Counter[str]:
        """What became of every row and every claim."""
        rows = Counter(
            (str(one.year), one.pot, one.measure, one.board, one.kronor)
            for one in allocations(result.case).itertuples()
        )
        given = Counter((r.year, r.pot, r.measure, r.board, int(r.shown)) for r in self.decision.rows)
        figures = Counter({TAKEN: (rows & given).total(), LOST: (given - rows).total()})
        for n, claim in enumerate(self.decision.claims, 1):
            state = states.get(f"S{n:02}")
            untested = ASIDE if claim.kind in ("request", "open") else LOST
            figures[LOST if state is None else untested if state == _UNTESTED else TAKEN] += 1
        return figures
