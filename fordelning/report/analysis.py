"""What an analyst adds to a document: a table and a picture of their own, as accessible as the others."""

import datetime
import re
import sys
from collections.abc import Hashable, Mapping
from decimal import Decimal
from fractions import Fraction
from numbers import Integral, Real

import numpy as np
import pandas as pd
from matplotlib.figure import Figure as Canvas
from matplotlib.text import Text

from fordelning.base import profile
from fordelning.base.errors import AnalysisError, shorten
from fordelning.base.money import decimal
from fordelning.base.slug import slug
from fordelning.report.charts.lettering import font
from fordelning.report.charts.picture import plain, svg
from fordelning.report.charts.shape import agree

from .document import Column, Figure, Table, row
from .frames import TOTAL
from .heads import HEADS, WORDS
from .phrases import is_abbreviation

_MOST_ROWS, _MOST_COLUMNS, _MOST_DECIMALS = 2_000, 12, 9
_YEARS = ("år", "year")  # how a column of years is headed
_MARGINS = (TOTAL, "All")  # what our own frames, and pandas', call what sums the others
_SUMS = (*_MARGINS, "Summa", "Totalt")  # how the label of a row that sums the others is written


def show(frame: pd.DataFrame | pd.Series, caption: str = "", *, decimals: int | None = None) -> Table:
    """`frame` as a table of the document.

    Parameters
    ----------
    frame : DataFrame or Series
        Its index becomes the first column, unless it only numbers the rows, and is written as it stands: a year is no
        amount. Numbers are written in Swedish form, dates as ÅÅÅÅ-MM-DD; what is missing is a dash. A row whose label
        is "total", "Summa" or pandas' "All" is a sum. The columns of our own frames have Swedish heads, others theirs.
    caption : str
        What the table shows, with its unit.
    decimals : int, optional
        Decimals of the columns whose numbers are not whole by their type. Without it one, and none where all of a
        column are whole, as kronor are that a pivot has made floats.

    Returns
    -------
    Table
        A block: Jupyter shows it, and the document gets it.

    Raises
    ------
    AnalysisError
        Where the caption is blank, the frame is empty or larger than a page can hold, or a cell has no value that can
        be written: an infinite number, or a list.

    Examples
    --------
    >>> show(pd.Series({"Kommunstyrelsen": 4715000}, name="kr"), "Belopp per nämnd, kr").caption
    'Belopp per nämnd, kr'
    """
    caption = _said("caption", caption, "tabellens rubrik, med enhet")
    frame = frame.to_frame() if isinstance(frame, pd.Series) else frame
    if not isinstance(frame, pd.DataFrame):
        raise AnalysisError(f"show() tar en DataFrame eller Series, inte {type(frame).__name__}.")
    if not (decimals is None or (type(decimals) is int and 0 <= decimals <= _MOST_DECIMALS)):
        raise AnalysisError(f"decimals ska vara ett heltal från 0 till {_MOST_DECIMALS}, inte {decimals!r}.")
    labels = 0
    if not isinstance(frame.index, pd.RangeIndex) or frame.index.name:
        labels = frame.index.nlevels
        frame = frame.reset_index(names=[str(name or "") for name in frame.index.names], allow_duplicates=True)
    if not len(frame) or not len(frame.columns):
        raise AnalysisError(f"Tabellen »{caption}» är tom: välj rader och kolumner, eller ge cellen taggen analys.")
    if len(frame) > _MOST_ROWS or len(frame.columns) > _MOST_COLUMNS:
        raise AnalysisError(
            f"Tabellen »{caption}» har {len(frame)} rader och {len(frame.columns)} kolumner; i ett dokument ryms högst "
            f"{_MOST_ROWS} och {_MOST_COLUMNS}. Sammanfatta den, eller ge cellen taggen analys."
        )
    values = [frame.iloc[:, place] for place in range(len(frame.columns))]
    numeric = [
        place >= labels and _is_of_numbers(column) and not _is_of_years(column) for place, column in enumerate(values)
    ]
    written = [_column(column, place < labels, decimals, caption) for place, column in enumerate(values)]
    heads = [_head(title, frame.attrs.get("heads", {})) for title in frame.columns]
    columns = tuple(
        Column(title, "right" if right else "left", share, means)
        for (title, means), right, share in zip(heads, numeric, [2.0] + [1.0] * (len(numeric) - 1), strict=True)
    )
    rows = [
        row(
            HEADS.get(first, first) if labels or first in _MARGINS else first,
            *others,
            style="total" if first in _SUMS else "",
        )
        for first, *others in zip(*written, strict=True)
    ]
    return Table(_id("tabell", caption), caption, columns, tuple(rows))


def figure(
    picture: Canvas,
    title: str = "",
    alt: str = "",
    table: pd.DataFrame | pd.Series | Table | None = None,
    *,
    subtitle: str = "",
) -> Figure:
    """A matplotlib figure as a picture of the document, in its type face.

    Parameters
    ----------
    picture : matplotlib.figure.Figure or Axes
        Drawn as the analyst likes, or its Axes. It is scaled to the width of a column, with its own colours on its own
        ground; its texts are set in the document's face.
    title : str
        What the picture says.
    alt : str
        The picture in words, for who cannot see it: what is compared, the highest and the lowest.
    table : DataFrame, Series or Table, optional
        The same numbers, which are shown with the picture; a table that `show` has made is only referred to.
    subtitle : str
        What is measured, with its unit.

    Returns
    -------
    Figure
        A block: Jupyter shows it, and the document gets it.

    Raises
    ------
    AnalysisError
        Where the title or the alternative text is blank, or `picture` is no matplotlib figure.
    """
    title = _said("title", title, "vad bilden visar")
    alt = _said("alt", alt, "bilden i ord, för den som inte ser den: vad som jämförs, störst och minst")
    given, picture = picture, getattr(picture, "figure", picture)  # of an Axes
    if not isinstance(picture, Canvas):
        raise AnalysisError(
            f"figure() tar en matplotlib-figur eller dess Axes, inte {type(given).__name__}. plt.gcf() är den."
        )
    alt = alt if alt.startswith(title) else f"{title}. {alt}"
    id = _id("figur", title)
    drawn = _drawn(picture, id, title, alt)
    [(width, height)] = re.findall(r'viewBox="0 0 ([0-9.]+) ([0-9.]+)"', drawn)[:1]
    numbers = table if table is None or isinstance(table, Table) else show(table, title)
    return Figure(
        id=id,
        title=title,
        subtitle=subtitle.strip(),
        alt=alt,
        height=round(float(height) * profile.COLUMN / float(width), 3),
        svg=drawn,
        table=None if numbers is table else numbers,
        see=table.id if isinstance(table, Table) else "",
    )


def _drawn(picture: Canvas, id: str, title: str, alt: str) -> str:
    with plain():
        for ax in picture.axes:
            agree(ax)
        picture.draw_without_rendering()  # so that the ticks have their labels
        for text in picture.findobj(Text):
            text.set_fontproperties(
                font(text.get_text(), text.get_fontweight() in ("bold", 700), float(text.get_fontsize()))
            )
    if "matplotlib.pyplot" in sys.modules:  # which would show the picture once more when the cell ends
        sys.modules["matplotlib.pyplot"].close(picture)
    drawn = svg(picture, id, title, alt, bbox_inches="tight", pad_inches=0.02)
    return re.sub(r'<g class="[a-z0-9-]+">', "<g>", drawn)  # its colours are its own, on a dark page as well


def _said(name: str, value: str, what: str) -> str:
    said = " ".join(value.split()) if isinstance(value, str) else ""
    if not said:
        raise AnalysisError(f'{name} saknas: ange {what}, som {name}="…".')
    return said


def _head(title: object, keys: Mapping[str, tuple[str, str]]) -> tuple[str, str]:
    """What a column is headed, and what that is short for: in Swedish in a frame of ours, whose keys `keys` names."""
    if isinstance(title, str) and title in keys:
        short, name = keys[title]
        return short, name if is_abbreviation(short, name) else ""
    parts = title if isinstance(title, tuple) else (title,)
    return " ".join(HEADS.get(str(part), str(part)) for part in parts).strip(), ""


def _is_of_numbers(column: pd.Series) -> bool:
    known = column.dropna()
    return bool(len(known)) and all(
        isinstance(value, (Real, Decimal)) and not isinstance(value, bool) for value in known
    )


def _is_of_years(column: pd.Series) -> bool:
    return str(column.name).casefold() in _YEARS


def _column(column: pd.Series, label: bool, decimals: int | None, caption: str) -> list[str]:
    """The cells of a column, with the decimals that its numbers need where none are asked for."""
    whole = _is_of_numbers(column) and all(value == value // 1 for value in column.dropna())
    if whole and (label or _is_of_years(column)):
        column = column.astype(object).map(lambda value: value if pd.isna(value) else str(int(value)))
    needed = decimals if decimals is not None else 0 if whole else 1
    words = WORDS.get(str(column.name), {})
    cells = []
    for value in column:
        try:
            cells.append(words.get(value) or _written(value, needed))
        except (TypeError, ValueError, OverflowError):
            raise AnalysisError(
                f"Tabellen »{caption}» har {shorten(str(value))} i kolumnen {shorten(str(column.name))}, som inte kan "
                "skrivas i ett dokument. Gör om det till ett tal, en dag eller en text, eller välj andra kolumner."
            ) from None
    return cells


def _written(value: object, decimals: int) -> str:
    """A cell as text. Raises TypeError, ValueError or OverflowError where it is none."""
    if not isinstance(value, Hashable) or isinstance(value, (tuple, complex)):
        raise TypeError
    if value is None or value is pd.NA or value != value:
        return "–"
    if isinstance(value, (bool, np.bool_)):
        return "ja" if value else "nej"
    if isinstance(value, Integral):
        return decimal(int(value), 0)
    if isinstance(value, (Fraction, Decimal)):
        return decimal(value, decimals)
    if isinstance(value, Real):
        return decimal(Fraction(float(value)), decimals)  # which no infinite number is
    if isinstance(value, datetime.datetime):
        return f"{value:%Y-%m-%d}" if value.time() == datetime.time() else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, datetime.timedelta):
        days = Fraction(value // datetime.timedelta(seconds=1), 86_400)
        return f"{decimal(days, 0 if days.denominator == 1 else 1)} dygn"
    return " ".join(str(value).split())


def _id(kind: str, title: str) -> str:
    return f"egen-{kind}-{slug(title, 'utan-namn')}"[:120]
