"""What a chart reads from a frame: amounts that can be drawn, and what their columns are called."""

from collections.abc import Callable, Iterable, Mapping
from math import isfinite
from numbers import Real

import pandas as pd

from fordelning.base.errors import AnalysisError
from fordelning.base.money import Money
from fordelning.report.frames import TOTAL

REST = "…"  # the key of what is drawn together
KRONOR = Money("kr").bare
Fmt = Callable[..., str]  # writes an amount
Labels = Mapping[str, str]  # what pots are called, in the order of their colours


def amounts(frame: pd.DataFrame) -> list[list]:
    """The amounts of `frame`, row by row, as plain numbers. Raises AnalysisError where something is no amount."""
    if frame.empty:
        raise AnalysisError("Det finns inget att rita: välj rader och kolumner med belopp.")
    lines = frame.to_numpy().tolist()
    for row, line in zip(frame.index, lines, strict=True):
        for column, value in zip(frame.columns, line, strict=True):
            if not isinstance(value, Real) or not isfinite(value):
                raise AnalysisError(f"Kolumnen »{column}» har {value} i raden »{row}»; ett diagram ritas av belopp.")
    return lines


def frame_of(data: object, *columns: str) -> pd.DataFrame:
    """A frame with those columns. Raises AnalysisError where one is not there, or `data` is no frame."""
    if isinstance(data, pd.Series):
        data = data.to_frame("kronor")
    if not isinstance(data, pd.DataFrame):
        raise AnalysisError(f"Ett diagram ritas av en DataFrame eller Series, inte {type(data).__name__}.")
    if missing := [column for column in columns if column not in data]:
        raise AnalysisError(
            f"Kolumnen »{missing[0]}» saknas. Diagrammet ritas av {', '.join(columns)}; tabellen har "
            f"{', '.join(map(str, data.columns)) or 'inga kolumner'}."
        )
    return data


def named(data: object) -> tuple[list[str], pd.DataFrame]:
    """What the rows of `data` are called, and the columns of their amounts; without what sums them."""
    frame = frame_of(data).drop(index=TOTAL, columns=TOTAL, errors="ignore")
    return [str(name) for name in frame.get("name", frame.index)], frame.drop(columns="name", errors="ignore")


def called(keys: Iterable, labels: Mapping | None) -> tuple[list[str], list[int]]:
    """What pots are called, and the numbers of their colours: their places in `labels`, or else in `keys`."""
    labels = labels or {key: str(key) for key in keys}
    order = list(labels)
    if unknown := [key for key in keys if key not in labels]:
        raise AnalysisError(f"labels har inte »{unknown[0]}»; ange vad var och en heter, i färgernas ordning.")
    return [labels[key] for key in keys], [order.index(key) for key in keys]


def short_names(frame: pd.DataFrame) -> dict[str, str]:
    """What the columns of a frame are called: in one of ours, the pots and boards that they are."""
    known = frame.attrs.get("heads", {})
    return {key: known[key][0] if key in known else str(key) for key in frame.columns}


def kept(sums: pd.Series, most: int) -> list:
    """The keys of the largest, whatever their signs, in their own order: one less than `most`, or all if no more."""
    if len(sums) <= most:
        return list(sums.index)
    largest = set(sums.abs().sort_values(ascending=False, kind="stable").index[: most - 1])
    return [key for key in sums.index if key in largest]
