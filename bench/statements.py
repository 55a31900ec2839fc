"""How many of a finished case's statements the draft of its document has: python bench/statements.py DOCUMENT CASE.

A statement is drafted where the draft has one of the same kind, of the same rows, that states the same, on a line of
the finished one's place. What rows it is of is told by their amounts, not by the names of what they are for.
An open statement has no value: it is drafted where the draft has one on a line of its place, each line of a drafted one
counted once. The pairs are printed, for only a reader can tell whether they say the same.
"""

import argparse
import datetime
import re
import tempfile
from collections import Counter
from pathlib import Path

from fordelning.case.case import Case, load
from fordelning.case.draft import write
from fordelning.case.statement import Quantity, Statement
from fordelning.intake.proposal import case_draft
from fordelning.intake.proposal.draft import propose
from fordelning.source.reading.document import read


def main() -> None:
    """Print the table, and what is left to type."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("document", type=Path)
    parser.add_argument("case", type=Path)
    given = parser.parse_args()
    document, folder = given.document, given.case
    draft, case = drafted(document), load(folder)
    pairs = opened(draft, case)
    left, counts, extra = compared(draft, case)
    left = [s for s in left if s.statement not in pairs]
    for kind, number in sorted(counts.items()):
        print(f"{kind}: {number - sum(s.kind == kind for s in left)} of {number}")
    print(
        f"Sum: {counts.total() - len(left)} of {counts.total()}; {extra} drafted that the case has not, open ones apart"
    )
    for name, ours in pairs.items():
        print(f"   open: {name} {case.statements[name].wording} <- {ours.wording}")
    for s in left:
        print(f"   to type: {s.statement} {s.kind} {s.wording}")


def drafted(document: Path) -> Case:
    """The case that is drafted from a document."""
    writing = read(document)
    draft = case_draft.make(writing, propose(writing), {})
    with tempfile.TemporaryDirectory() as folder:
        return write(draft, Path(folder) / "utkast", datetime.date(2026, 1, 1))


def compared(draft: Case, case: Case) -> tuple[list[Statement], Counter[str], int]:
    """The statements of `case` that `draft` has not, how many there are of each kind, and how many only `draft` has."""
    ours = [(_meaning(draft, s), _lines(draft, s)) for s in draft.statements.values()]
    theirs = [(s, _meaning(case, s), _lines(case, s)) for s in case.statements.values()]
    left = [
        s for s, meaning, at in theirs if s.kind == "open" or not any(meaning == m and at & lines for m, lines in ours)
    ]
    extra = sum(
        s.kind != "open" and not any(m == meaning and at & lines for _, meaning, at in theirs)
        for s, (m, lines) in zip(draft.statements.values(), ours, strict=True)
    )
    return left, Counter(s.kind for s in case.statements.values()), extra


def opened(draft: Case, case: Case) -> dict[str, Statement]:
    """The open statements of `case`, by number, that `draft` has one for: those with the most words in common first."""
    free = {(line, s.statement) for s in draft.statements.values() if s.kind == "open" for line in _lines(draft, s)}
    wanted = [s for s in case.statements.values() if s.kind == "open"]
    alike = [
        (len(_stems(s) & _stems(draft.statements[name])), s.statement, line, name)
        for s in wanted
        for line, name in free
        if line in _lines(case, s)
    ]
    pairs: dict[str, Statement] = {}
    for _, number, line, name in sorted(alike, key=lambda one: (-one[0], *one[1:])):
        if number not in pairs and (line, name) in free:
            free.remove((line, name))
            pairs[number] = draft.statements[name]
    return dict(sorted(pairs.items()))


def _stems(s: Statement) -> set[str]:
    """How the longer words of an open statement begin."""
    return {word[:6] for word in re.findall(r"\w{5,}", f"{s.wording} {s.missing}".casefold())}


def _meaning(case: Case, s: Statement) -> tuple[object, ...]:
    """The kind, the rows and the year that a statement is of, and what it states."""
    scope = {column: value for column, value in s.scope.items() if column != "year"}
    rows = tuple(sorted(case.rows(**scope)["kronor"]))
    later = s.year if s.year and s.year not in set(case.allocations["year"]) else None
    stated = s.stated.number if isinstance(s.stated, Quantity) else s.value
    return s.kind, s.meaning if s.relation else None, rows, later, stated


def _lines(case: Case, s: Statement) -> set[int]:
    """The lines of the document that a statement's place has."""
    spans = [span.split("-") for span in (case.places[s.place].lines or "").split(",") if span]
    return {line for span in spans for line in range(int(span[0]), int(span[-1]) + 1)}


if __name__ == "__main__":
    main()
