"""The rows of a large table as a sheet has them, written as text: values alone, each in the style of its column.

XlsxWriter keeps every cell as an object until the book is closed, and writes each by several calls. Of a million rows
that takes many minutes and gigabytes; these are made one after the other, as the file is.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from xlsxwriter.utility import xl_col_to_name

from .page import Book, ListingColumn, fitted

_AT_ONCE = 10_000  # rows


@dataclass(frozen=True)
class Values:
    """The rows of a table from row `first`, which counts from 0: texts and whole numbers, None where blank."""

    first: int
    columns: Sequence[ListingColumn]
    rows: Iterable[tuple[int | str | None, ...]]

    def written(self, book: Book) -> Iterator[bytes]:
        """The rows as the sheet's XML, some at a time. It is called before `book` is closed, and so are its styles."""
        return self._lines([f'" s="{book.looks[column.style]._get_xf_index()}"' for column in self.columns])

    def _lines(self, styles: list[str]) -> Iterator[bytes]:
        letters = [xl_col_to_name(number) for number in range(len(self.columns))]
        ends: dict[str, str] = {}  # of the cells with a text, which mostly stand in many rows
        lines: list[str] = []
        for number, row in enumerate(self.rows, start=self.first + 1):
            cells = []
            for letter, style, value in zip(letters, styles, row, strict=True):
                if isinstance(value, int):
                    cells.append(f'<c r="{letter}{number}{style}><v>{value}</v></c>')
                elif value is not None:
                    end = ends.get(value) or ends.setdefault(value, _text(value))
                    cells.append(f'<c r="{letter}{number}{style}{end}')
            lines.append(f'<row r="{number}">{"".join(cells)}</row>')
            if len(lines) == _AT_ONCE:
                yield "".join(lines).encode()
                lines.clear()
                if len(ends) > _AT_ONCE:  # keys, which stand in one row each
                    ends.clear()
        yield "".join(lines).encode()


class Unmarked(dict):
    """What XlsxWriter is given where it marks every cell of a table, to find tables that overlap: it keeps nothing."""

    def __setitem__(self, cell: tuple[int, int], table: str) -> None:
        """Let the mark go."""


def _text(value: str) -> str:
    return f' t="inlineStr"><is><t>{escape(fitted(value))}</t></is></c>'
