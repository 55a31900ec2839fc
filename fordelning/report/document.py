"""The document's parts, as data: what a notebook displays and what both exporters render.

A block travels in the notebook as JSON of its own media type, so that no exporter has to scrape HTML, and text from a
case stays text: it is escaped, or handed over as a string, wherever it ends up.
"""

from collections import defaultdict
from dataclasses import asdict, dataclass, field, replace
from fractions import Fraction
from typing import Annotated, ClassVar, Literal, TypedDict

from fordelning.base.money import Money

from .holding import held
from .markup import html, plain

MEDIA_TYPE = "application/vnd.fordelning+json"

# What a text or a number has to be in its place; `publish/block.py` holds what a notebook shows against it.
Id = Annotated[str, "id"]
Address = Annotated[str, "address"]
Day = Annotated[str, "day"]
SVG = Annotated[str, "svg"]
Words = Annotated[str, "words"]  # a text that says something
Length = Annotated[float, "length"]
Number = Annotated[int, "number"]
Nothing = Literal[""]
RunStyle = Literal["", "strong", "emphasis", "code", "muted", "amount", "sum", "note", "mark", "comma", "back"]
RowStyle = Literal["", "group", "subtotal", "total"]
ParagraphStyle = Literal["", "lead"]


@dataclass(frozen=True)
class Run:
    """A stretch of text.

    `style`: "", "strong", "emphasis", "code", "muted", "amount" or "sum" (a figure linked to what it rests on; a sum is
    bold), "note" (a raised footnote mark), "mark" (any other raised mark), "comma" (what parts two of them) or "back"
    (stands for the ways back to the figures and marks that link to `href`; last in its cell). `href` is "#id" of a
    part of the document, or an address; `id` makes this run a target itself.
    """

    text: str
    style: RunStyle = ""
    href: Address | Nothing = ""
    id: Id | Nothing = ""


class AmountRun(Run):
    """A run that is an amount of money; in a table it has as many decimals as the others of its column."""

    money: Money
    kronor: int | Fraction
    sign: str

    def __init__(
        self, money: Money, kronor: int | Fraction, style: RunStyle = "", href: Address | Nothing = "", sign: str = ""
    ) -> None:
        super().__init__(sign + money.bare(kronor), style, href)
        vars(self).update(money=money, kronor=kronor, sign=sign)  # no fields: a document has the run alone

    @property
    def decimals(self) -> int:
        """How many decimals the amount needs."""
        return self.money.decimals(self.kronor)

    def written(self, decimals: int) -> Run:
        """The run with so many decimals."""
        return Run(self.sign + self.money.written(self.kronor, decimals), self.style, self.href)


Text = str | Run | tuple["str | Run", ...]


@dataclass(frozen=True)
class Sentence:
    """A sentence, as a paragraph is made of it, and what it rests on: statements of the case by their numbers.

    What is added up from the case's rows rests on ROWS as well, what is counted or asked without a statement on the
    table of the case that has it. What a decision says of itself, that no statement is about, is named by its field
    (`funding`): nothing tests it, so that a sentence that rests on it has to say whose word it is.
    """

    text: Text
    rests_on: tuple[str, ...]


ROWS = "allocations"


@dataclass(frozen=True)
class Support:
    """What a sentence of a block says, and what it rests on: see Sentence."""

    text: Words
    rests_on: tuple[Words, ...]


def runs(text: Text) -> tuple[Run, ...]:
    """`text` as a tuple of runs."""
    parts = text if isinstance(text, tuple) else (text,)
    return tuple(Run(part) if isinstance(part, str) else part for part in parts)


def strong(text: str) -> Run:
    """`text` emphasised."""
    return Run(text, "strong")


@dataclass(frozen=True)
class Block:
    """A part of the document; subclasses are dataclasses whose fields are plain data."""

    type: ClassVar[str]

    def data(self) -> dict[str, object]:
        """The block as JSON data."""
        return {"type": self.type, **asdict(self)}

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, object]:
        data = self.data()
        return {MEDIA_TYPE: held(data), "text/html": html(data), "text/plain": plain(data)}


@dataclass(frozen=True)
class Front(Block):
    """What the document is: it becomes title, headers and metadata.

    `parameters` are those that the report was made with, by name, and `fingerprint` is that of the case's files:
    by them an edition knows that the document is of what was asked for. `compared` is the fingerprint of the case that
    it is compared with, "" where there is none.
    """

    type = "front"
    title: Words
    publisher: Words
    imprint: Words  # whole sentences: who publishes it, what that is, and where to turn
    subjects: tuple[Words, ...]  # what it is about, as far as it is known
    municipality: str
    reference: str
    identity: str  # a sentence: what is examined, and in which stage
    edition: Day  # ÅÅÅÅ-MM-DD
    edition_text: str
    approved: bool
    objection: str  # why it is not approved, without a full stop; "" where it is
    parameters: dict[str, str]
    fingerprint: str
    compared: str


@dataclass(frozen=True)
class Paragraph(Block):
    """A paragraph. `style`: "" or "lead" (the outcome).

    `rests_on` holds what its sentences rest on, one entry a sentence that says what it rests on.
    """

    type = "paragraph"
    runs: tuple[Run, ...]
    style: ParagraphStyle = ""
    rests_on: tuple[Support, ...] = ()


@dataclass(frozen=True)
class Bullets(Block):
    """A list; each item is runs."""

    type = "list"
    items: tuple[tuple[Run, ...], ...]
    ordered: bool = False


@dataclass(frozen=True)
class Terms(Block):
    """Terms and what they mean here."""

    type = "terms"
    items: tuple[tuple[str, tuple[Run, ...]], ...]


@dataclass(frozen=True)
class Facts(Block):
    """Headline figures: each a value with its unit, and what it measures. `rests_on` is as that of a paragraph."""

    type = "facts"
    items: tuple[tuple[Run, str], ...]
    rests_on: tuple[Support, ...] = ()


class Footnote(TypedDict):
    """A footnote."""

    number: Number
    id: Id
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Notes(Block):
    """Footnotes."""

    type = "notes"
    items: tuple[Footnote, ...]


@dataclass(frozen=True)
class Column:
    """A table column. `share` is its part of the width; `align` "left" or "right".

    `means` is what the title is an abbreviation of, "" where it is none.
    """

    title: str
    align: Literal["left", "right"] = "left"
    share: Length = 1.0
    means: str = ""


@dataclass(frozen=True)
class Row:
    """A table row; its first cell is the row's header.

    `style`: "", "group" (one cell over all columns), "subtotal" or "total".
    """

    cells: tuple[tuple[Run, ...], ...]
    style: RowStyle = ""
    id: Id | Nothing = ""


@dataclass(frozen=True)
class Table(Block):
    """A table with a caption and one header row. The amounts of a column have equally many decimals."""

    type = "table"
    id: Id
    caption: Words
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "rows", _aligned(self.rows))


@dataclass(frozen=True)
class Figure(Block):
    """A picture: message as `title`, measure as `subtitle`, and a text alternative.

    The same numbers are in `table`, which is shown with the picture; where it is None, in the document's own table
    whose id is `see`. `height` is the picture's in points, on a canvas of the column's width; `narrow` is the same
    picture for a narrow screen, "" where there is none. `rests_on` is what the message rests on, as that of a
    paragraph; empty for a picture of the analyst's own.
    """

    type = "figure"
    id: Id
    title: Words
    subtitle: str
    alt: Words
    height: Length
    svg: SVG = field(repr=False)
    narrow: SVG | Nothing = field(default="", repr=False)
    table: Table | None = None
    see: Id | Nothing = ""
    rests_on: tuple[Support, ...] = ()


def _aligned(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """The rows with the amounts of each column in equally many decimals."""
    most: defaultdict[int, int] = defaultdict(int)
    for place, cell in (numbered for line in rows for numbered in enumerate(line.cells)):
        most[place] = max(most[place], *(run.decimals for run in cell if isinstance(run, AmountRun)), 0)

    def cells(line: Row) -> tuple[tuple[Run, ...], ...]:
        return tuple(
            tuple(run.written(most[place]) if isinstance(run, AmountRun) else run for run in cell)
            for place, cell in enumerate(line.cells)
        )

    return tuple(replace(line, cells=cells(line)) for line in rows)


def row(*cells: Text, style: RowStyle = "", id: Id | Nothing = "") -> Row:
    """A row of `cells`."""
    return Row(tuple(runs(cell) for cell in cells), style, id)


def paragraph(*parts: str | Run | Sentence, style: ParagraphStyle = "") -> Paragraph:
    """A paragraph of `parts`."""
    told = tuple(run for part in parts for run in runs(part.text if isinstance(part, Sentence) else part))
    claims = tuple(support(part) for part in parts if isinstance(part, Sentence))
    return Paragraph(told, style, claims)


def facts(*items: tuple[Run, str, tuple[str, ...]]) -> Facts:
    """Headline figures, each with what it rests on."""
    claims = tuple(support(Sentence((value, f" {what}"), rests_on)) for value, what, rests_on in items)
    return Facts(tuple((value, what) for value, what, _ in items), claims)


def support(sentence: Sentence) -> Support:
    """What a sentence says and rests on, as a block holds it."""
    return Support("".join(run.text for run in runs(sentence.text)).strip(), sentence.rests_on)
