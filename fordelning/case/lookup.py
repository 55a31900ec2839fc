"""Finding allocations by what stands in their columns, without going through them all each time."""

from collections.abc import KeysView
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

_NARROWING = ("measure", "board", "pot", "year")  # the columns of a scope, the one that leaves the fewest rows first
_TAGS = ("measure_tag", "board_tag")


class Lookup:
    """The rows of the frame `allocations`, each column gone through once, when it is first asked for."""

    def __init__(self, allocations: pd.DataFrame):
        self._allocations = allocations
        self._columns: dict[str, _Column] = {}

    def positions(self, **scope: object) -> NDArray[np.intp]:
        """The positions of the rows within `scope`, ascending; of all of them where it is empty.

        A row is within a tag that its measure or its board has.
        """
        first = next((column for column in (*_NARROWING, *scope) if column in scope and column != "tag"), None)
        found = np.arange(len(self._allocations)) if first is None else self._column(first).positions(scope[first])
        for column, value in scope.items():
            if column == "tag":
                found = found[np.logical_or(*(self._column(name).at(found, value) for name in _TAGS))]
            elif column != first:
                found = found[self._column(column).at(found, value)]
        return found

    def values(self, column: str) -> KeysView[Any]:
        """What stands in `column`, each once, in the order of the rows."""
        return self._column(column).values

    def _column(self, name: str) -> "_Column":
        if name not in self._columns:
            self._columns[name] = _Column(self._allocations[name])
        return self._columns[name]


class _Column:
    """A column as a number for each different value, so that rows are sorted and compared without its texts."""

    def __init__(self, column: "pd.Series[Any]"):
        numbers, values = pd.factorize(column.to_numpy())  # what is missing is −1
        self._numbers = numbers.astype(np.int16 if len(values) < 2**15 else np.int32)  # numpy sorts int16 fastest
        self._number = {value: number for number, value in enumerate(values.tolist())}

    @property
    def values(self) -> KeysView[Any]:
        """The different values, in the order of the rows."""
        return self._number.keys()

    def at(self, positions: NDArray[np.intp], value: object) -> NDArray[np.bool_]:
        """Whether each of `positions` has `value`."""
        number = self._number.get(value)
        return np.zeros(len(positions), dtype=bool) if number is None else self._numbers[positions] == number

    def positions(self, value: object) -> NDArray[np.intp]:
        """Where `value` stands, ascending."""
        number = self._number.get(value)
        return self._order[:0] if number is None else self._order[self._starts[number] : self._starts[number + 1]]

    @cached_property
    def _order(self) -> NDArray[np.intp]:
        return np.argsort(self._numbers, kind="stable")

    @cached_property
    def _starts(self) -> NDArray[np.intp]:
        return np.searchsorted(self._numbers[self._order], np.arange(len(self._number) + 1))
