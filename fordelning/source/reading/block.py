"""What a decision document is read into, whatever its format."""

from dataclasses import dataclass
from enum import StrEnum

from fordelning.base.errors import InputError, shorten

Box = tuple[float, float, float, float]
"""Left, top, right and bottom in points from the top left corner of a page."""


class BlockKind(StrEnum):
    """What a block is in its document."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"  # of a list
    POINT = "point"  # a numbered point of the decision or the proposal
    CELL = "cell"  # of a table
    FOOTNOTE = "footnote"
    ASIDE = "aside"  # page head, page foot, page number: set aside, yet not lost


@dataclass(frozen=True)
class TextBlock:
    """A stretch of text with its place.

    `text` keeps the line breaks of the document; where one divides an amount or a word, it stands after that. A
    footnote's mark is a raised digit. `level` is that of a heading, or the depth of a list item or point, from 1.
    `number` is what stands before it: "2." of a point, "1" of a footnote. `line` is its first line, from 1, in a text
    or in a web page's source, and in DOCX and ODT with a line for each paragraph and each break in one; `page`, from 1,
    and `box` where the document has pages. Of a block that goes on over pages, `turns` are the numbers, from 0, of the
    lines that begin them, and `box` is that on the first. `table`, `row` and `column`, from 0, are those of a cell.
    """

    kind: BlockKind
    text: str
    level: int = 0
    number: str = ""
    line: int | None = None
    page: int | None = None
    box: Box | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    turns: tuple[int, ...] = ()

    @property
    def shown(self) -> str:
        """Its text with the number that stands before it."""
        return f"{self.number} {self.text}" if self.number else self.text

    def page_at(self, at: int) -> int | None:
        """The page of the letter at `at`."""
        line = self.text.count("\n", 0, at)
        return self.page and self.page + sum(turn <= line for turn in self.turns)

    def locator_at(self, at: int) -> int:
        """The line of the letter at `at`, or where the block has none its page; 0 where it has neither."""
        return self.line + self.text.count("\n", 0, max(at, 0)) if self.line else self.page_at(max(at, 0)) or 0


@dataclass(frozen=True)
class Writing:
    """A document that has been read: its file's name and SHA-256 digest, and its blocks in reading order.

    `unread` are the pages, from 1, that are pictures without text: nothing is known of what they say.
    `unseen` are those with text that is hidden or struck out, and so left out.
    """

    name: str
    digest: str
    blocks: tuple[TextBlock, ...]
    pages: int | None = None
    unread: tuple[int, ...] = ()
    unseen: tuple[int, ...] = ()


class DocumentError(InputError):
    """A document cannot be read; `matter` says why and what to do."""

    def __init__(self, name: str, matter: str):
        self.name, self.matter = name, matter
        super().__init__(name, matter)

    def __str__(self) -> str:
        return f"Dokumentet {shorten(self.name, 100)} kan inte läsas: {self.matter}."
