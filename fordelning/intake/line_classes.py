"""The classes that totals of some lines sum: a statement is about boards or measures, never about lines."""

from dataclasses import dataclass, replace

from fordelning.base.money import KRONOR
from fordelning.intake.table.cell_values import Claim, Entry
from fordelning.intake.table.options import ranges


@dataclass(frozen=True)
class Class:
    """The boards or measures, by their names in small letters, whose lines the total in `row` sums."""

    name: str
    role: str
    names: set[str]
    row: int


@dataclass(frozen=True)
class Classes:
    """The class that each total of some lines sums, `by_lines`, and the totals that can be `claims` with these.

    `aside` tells of the others, `faults` of those that are wrong and have no class.
    """

    by_lines: dict[tuple[int, ...], Class]
    claims: list[Claim]
    aside: list[str]
    faults: list[str]


def of(claims: list[Claim], entries: list[Entry]) -> Classes:
    """The classes that those of `claims` sum which are of some lines.

    Boards or measures are in one class at most: of totals that share lines the wrong one is kept, else the first.
    """
    partial = [claim for claim in claims if claim.rows]
    wrong = {claim.rows for claim in partial if _gap(claim, entries)}
    by_lines: dict[tuple[int, ...], Class] = {}
    for claim in sorted(partial, key=lambda claim: claim.rows not in wrong):
        if claim.rows not in by_lines and (one := _class(claim, entries, by_lines)):
            again = any(other.line.casefold() == claim.line.casefold() and other.row != claim.row for other in partial)
            by_lines[claim.rows] = replace(one, name=f"{one.name} (rad {one.row})") if again else one
    aside, faults = [], []
    for claim in partial:
        what = f"»{claim.line}», som är summan av rad {ranges(claim.rows)}"
        if claim.rows in by_lines:
            continue
        if claim.rows not in wrong:
            aside.append(f"rad {claim.row} {what}: den stämmer, men raderna hör också till en annan summa")
        elif _gap(claim, entries):
            faults.append(
                f"{claim.place}: {what}, ger inte det beloppet, och kan inte bli ett eget påstående eftersom dess "
                f"rader delas med andra; rätta tabellen eller välj bort raden med --ignore {claim.row}"
            )
    kept = [claim for claim in claims if not claim.rows or claim.rows in by_lines]
    return Classes(by_lines, kept, list(dict.fromkeys(aside)), faults)


def _class(claim: Claim, entries: list[Entry], classes: dict[tuple[int, ...], Class]) -> Class | None:
    """The boards or measures that the lines of `claim` are about and no other line is; None where there are none."""
    for role in ("board", "measure"):
        names = {entry.about[role].casefold() for entry in entries if entry.row in claim.rows}
        others = {entry.about[role].casefold() for entry in entries if entry.row not in claim.rows}
        others |= {name for one in classes.values() if one.role == role for name in one.names}
        if not names & others:
            return Class(claim.line, role, names, claim.row)
    return None


def _gap(claim: Claim, entries: list[Entry]) -> bool:
    """Whether the amounts that `claim` sums are another sum than it states."""
    within = [entry for entry in entries if claim.sums(entry)]
    kronor = sum(entry.number * KRONOR[entry.unit] for entry in within)
    return claim.unit != "%" and kronor != claim.number * KRONOR[claim.unit]
