"""Which allocations each statement is about, by their positions."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from fordelning.case.case import Case
from fordelning.case.kind import KINDS
from fordelning.case.statement import Statement, needed

Positions = NDArray[np.intp]


def summed(case: Case, s: Statement) -> Positions:
    """The allocations that are summed for `s`."""
    positions = case.positions(**s.scope)
    if s.kind != "overlap":
        return positions
    elsewhere = set(case.rows(**case.statements[needed(s.against)].scope)["measure"])
    return positions[case.rows(**s.scope)["measure"].isin(elsewhere).to_numpy()]


def each(case: Case, s: Statement) -> Iterator[tuple[int | str, Positions]]:
    """The allocations of each year, pot, measure or board that `s` says the same of, with its year or key."""
    column, positions = KINDS[s.kind].each, case.positions(**s.scope)
    values = case.allocations[column].to_numpy()[positions]
    if column == "year":
        yield from ((year, positions[values == year]) for year in case.named_years)
        return
    numbers, keys = pd.factorize(values)
    order = np.argsort(numbers, kind="stable")
    yield from zip(keys.tolist(), np.split(positions[order], np.cumsum(np.bincount(numbers))[:-1]), strict=False)


def base_year(case: Case, year: int) -> int:
    """The year that a change until `year` is counted from: the last before it with allocations, else the first."""
    known = [named for named in case.named_years if named < year]
    return max(known) if known else min(case.named_years)


def unchanged(case: Case, change: Statement) -> tuple[Positions, Positions]:
    """The last known year's allocations in the pot that `change` is about, and those in all other pots."""
    year = base_year(case, needed(change.year))
    known, pot = case.positions(year=year), case.positions(year=year, pot=change.pot)
    return pot, known[~np.isin(known, pot)]
