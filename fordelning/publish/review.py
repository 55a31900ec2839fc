"""The review page of a draft: the document with every number marked, beside what is proposed and asked of it."""

import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from fordelning.base.errors import InputError, reason
from fordelning.base.money import NO_BREAK_SPACE, decimal
from fordelning.intake import mark as marking
from fordelning.intake.mark import Mark, MarkState, Tables
from fordelning.intake.proposal.draft_tables import is_own
from fordelning.intake.proposal.proposal import DocumentProposal
from fordelning.source.reading.block import BlockKind, TextBlock, Writing

from .edition import overview, seal
from .render import html

SUFFIX = ".html"
_STATES = {  # what a state is called of one number, of several, and what it says
    MarkState.UNKNOWN: ("inte förstått", "inte förstådda", "programmet vet inte vad talet är"),
    MarkState.ASKED: ("frågat", "frågade", "talet är med i en fråga till dig"),
    MarkState.TAKEN: ("taget", "tagna", "talet är med i en föreslagen rad"),
    MarkState.ASIDE: ("lagt åt sidan", "lagda åt sidan", "talet är känt för vad det är, och är med i ingen rad"),
}
_CONFIRMED = {"": "Inte bekräftat", "yes": "Bekräftat", "no": "Avvisat", "changed": "Bekräftat med ändring"}
_MOST = 500  # numbers that are listed as not understood
_AROUND = 40  # letters before and after a number in the list of those that are not understood


class ReviewError(InputError):
    """The page cannot be written where it was asked for; the message says why."""


@dataclass(frozen=True)
class Piece:
    """A stretch of a block's text; a number has its `mark`, its `place`, and an `id` that counts the numbers."""

    text: str
    mark: Mark | None = None
    id: str = ""
    place: str = ""


@dataclass(frozen=True)
class ShownBlock:
    """A block as the page shows it: its place, "" where the block before has the same, and its text in pieces."""

    id: str
    kind: BlockKind
    place: str
    pieces: tuple[Piece, ...]
    table: int | None = None
    row: int | None = None
    column: int | None = None


def require_replaceable(path: Path) -> None:
    """Raises ReviewError where no page can be written at `path`, or what is there is no unchanged page of ours."""
    if path.suffix != SUFFIX:
        raise ReviewError(f"{path} är inget namn på en webbsida: välj ett som slutar på {SUFFIX}.")
    if not path.parent.is_dir():
        raise ReviewError(f"{path} kan inte skrivas: mappen {path.parent} finns inte. Skapa den, eller välj en annan.")
    try:
        ours = not (path.exists() or path.is_symlink()) or seal.is_whole(path)
    except OSError as error:
        raise ReviewError(f"{path} kan inte läsas: {reason(error)}.") from None
    if not ours:
        raise ReviewError(
            f"{path} ersätts inte, för den är inte skriven av programmet, eller är ändrad. Flytta den, eller välj ett "
            "annat namn."
        )


def write(path: Path, writing: Writing, proposal: DocumentProposal, title: str, rows: Tables) -> None:
    """Write the page of a draft with these `rows` at `path`, whole or not at all. Raises as `require_replaceable`."""
    require_replaceable(path)
    text = seal.page(page(writing, proposal, title, rows))
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".fordelning-") as making:
            overview.write(path, text, Path(making))
    except OSError as error:
        raise ReviewError(f"{path} kan inte skrivas: {reason(error)}.") from error


def page(writing: Writing, proposal: DocumentProposal, title: str, rows: Tables) -> str:
    """The page: nothing in it runs, and it needs nothing but itself."""
    blocks = list(_blocks(writing, marking.marks(writing, proposal, rows)))
    numbers = [(piece, piece.mark) for block in blocks for piece in block.pieces if piece.mark]
    leads: dict[str, list[Piece]] = defaultdict(list)
    beside: dict[str, dict[str, None]] = defaultdict(dict)  # the questions by a proposal, and the other way
    for number, mark in numbers:
        asked, proposed = mark.questions, mark.proposals
        for key in (*asked, *proposed):
            leads[key].append(number)
            beside[key] |= dict.fromkeys(proposed if key in asked else asked)  # in order, each once
    proposals, worded = list(_proposals(rows)), defaultdict(list)
    for one in proposals:
        if not leads[one["key"]]:  # it is of words, not of a number
            for block_id, place in _passages(writing, one["said"], one["spans"]):
                worded[one["key"]].append((block_id, place))
    for key, row in _asked_of_words(rows):
        if not leads[key]:  # nor is its question
            leads[key], worded[key] = leads[row], worded[row]
            beside[key] |= {row: None}
            beside[row] |= {key: None}
    unknown = list(_unknown(blocks))
    return html.page(
        "review.html.j2",
        title=_seen(title),
        writing=writing,
        unread=list(_unread(writing, proposal)),
        parts=[list(group) for _, group in groupby(blocks, key=lambda one: (one.table is not None, one.table))],
        unknown=unknown,
        most=_MOST,
        listed={piece.id for _, piece, _ in unknown[:_MOST]},
        questions=[row for row in rows.get("questions", ()) if is_own(row)],
        proposals=proposals,
        leads=leads,
        worded=worded,
        words_of=_turned(worded),
        beside=beside,
        legend=list(_legend([mark for _, mark in numbers])),
        states={state.value: word for state, (word, _, _) in _STATES.items()},
        total=len(numbers),
        written=lambda count: decimal(count, 0),
    )


def _asked_of_words(rows: Tables) -> Iterator[tuple[str, str]]:
    """Each question with the proposal that it is about, or whose statement leads to it."""
    for row in (*rows.get("questions", ()), *rows.get("statements", ())):
        if row.get("question") and row.get("proposal"):
            yield row["question"], row["proposal"]


def _unread(writing: Writing, proposal: DocumentProposal) -> Iterator[str]:
    """What nothing is read of."""
    if writing.unread:
        yield f"Inget är läst på dessa sidor, som är bilder utan text: {', '.join(map(str, writing.unread))}."
    if writing.unseen:
        yield f"Text som inte syns eller är struken är inte läst, på sida {', '.join(map(str, writing.unseen))}."
    if proposal.unread:
        places = [f"rad {place.line}" if place.line else f"sida {place.page}" for place in proposal.unread]
        yield f"Dessa tabeller är inte lästa, för deras tal är delade mellan rader: {', '.join(places)}."


def _blocks(writing: Writing, marks: Sequence[Sequence[Mark]]) -> Iterator[ShownBlock]:
    count, before = 0, ""
    for number, (block, its) in enumerate(zip(writing.blocks, marks, strict=True)):
        text, at, pieces = block.shown, 0, []
        for mark in its:
            count += 1
            pieces += [Piece(_seen(text[at : mark.start]))] if at < mark.start else []
            place = _place(block, mark.start - len(text) + len(block.text))
            pieces.append(Piece(_seen(text[mark.start : mark.end]), mark, f"tal-{count}", place))
            at = mark.end
        pieces += [Piece(_seen(text[at:]))] if at < len(text) else []
        begins = _place(block, 0)
        place = begins if begins != before else ""
        yield ShownBlock(f"stycke-{number}", block.kind, place, tuple(pieces), block.table, block.row, block.column)
        before = begins


def _passages(writing: Writing, said: str, spans: Iterable[tuple[str, int]]) -> Iterator[tuple[str, str]]:
    """The blocks that have the lines, or on those pages the words, of a proposal: each one's id and its place."""
    for column, number in spans:
        there = {
            f"stycke-{n}": " ".join(block.text.split()).casefold()
            for n, block in enumerate(writing.blocks)
            if (block.page == number if column == "pages" else _has_line(block, number))
        }
        with_words = [name for name, text in there.items() if said.casefold() in text]
        for name in (with_words or [*there])[:1]:
            yield name, f"rad {number}" if column == "lines" else f"sida {number}"


def _has_line(block: TextBlock, number: int) -> bool:
    return block.line is not None and block.line <= number <= block.line + block.text.count("\n")


def _turned(worded: Mapping[str, Sequence[tuple[str, str]]]) -> dict[str, list[str]]:
    """The proposals of each block, where `worded` has the blocks of each proposal."""
    turned = defaultdict(list)
    for key, passages in worded.items():
        for block, _ in dict(passages).items():
            turned[block].append(key)
    return turned


def _place(block: TextBlock, at: int) -> str:
    """Where the letter at `at` of a block stands."""
    if block.line:
        return f"rad {block.line + block.text.count(chr(10), 0, max(at, 0))}"
    return f"sida {block.page_at(max(at, 0))}" if block.page else ""


def _seen(text: str) -> str:
    """`text` with a sign for each character that no page may have, or that would turn the order of the letters."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c.isspace() else "\ufffd" for c in text)


def _unknown(blocks: Sequence[ShownBlock]) -> Iterator[tuple[str, Piece, str]]:
    """The numbers that are not understood, each with what stands before and after it; in a table, what its row has."""
    row, said = None, ""
    for block in blocks:
        texts = [piece.text for piece in block.pieces]
        if block.table is None or (block.table, block.row) != row:
            row, said = (block.table, block.row), ""
        for n, piece in enumerate(block.pieces):
            if piece.mark and piece.mark.state is MarkState.UNKNOWN:
                before, after = said + "".join(texts[max(0, n - 4) : n]), "".join(texts[n + 1 : n + 5])
                yield before[-_AROUND:], piece, after[:_AROUND]
        said += "".join(texts) + " "


def _proposals(rows: Tables) -> Iterator[dict]:
    """Each proposal with the rows of the case that are of it, in words."""
    names = {table: {row[table[:-1]]: row["name"] for row in rows.get(table, ())} for table in ("boards", "pots")}
    names["measures"] = {row["measure"]: row["name"] for row in rows.get("measures", ())}
    made = defaultdict(list)
    for row in rows.get("allocations", ()):
        to = names["boards"].get(row["board"], row["board"])
        about = {
            "Nämnd": to,
            "Åtgärd": names["measures"].get(row["measure"], row["measure"]),
            "Pott": names["pots"].get(row["pot"], row["pot"]),
            "År": row["year"],
        }
        made[row.get("proposal")].append({"head": _amount(row["amount"], row["unit"]), "about": about})
    for row in rows.get("statements", ()):
        scope = ", ".join(
            names[table].get(row[column], row[column])
            for table, column in (("boards", "board"), ("pots", "pot"), ("measures", "measure"))
            if row.get(column)
        )
        about = {"Påstående": row["wording"], "Gäller": ", ".join(filter(None, [scope, row.get("year")])) or "allt"}
        if row.get("missing"):
            about["Saknas"] = row["missing"]
        made[row.get("proposal")].append({"head": _amount(row.get("value", ""), row.get("unit", "")), "about": about})
    for row in rows.get("omissions", ()):
        made[row.get("proposal")].append({"head": row["found"], "about": {"Prövas inte": row["reason"]}})
    places = {row["place"]: row for row in rows.get("places", ())}
    for row in rows.get("proposals", ()):
        said, _, why = row["why"].partition(": ")
        place = places.get(row.get("place", ""), {})
        yield {
            "key": row["proposal"],
            "said": said,
            "why": why or said,
            "place": place.get("name", ""),
            "spans": [
                (column, int(one))
                for column in ("lines", "pages")
                for one in place.get(column, "").split(",")
                if one.isdecimal()
            ],
            "confirmed": _CONFIRMED[row.get("confirmed", "")],
            "waits": not row.get("confirmed"),
            "rows": made[row["proposal"]],
        }


def _amount(number: str, unit: str) -> str:
    whole = number.removeprefix("-").isdecimal()
    return f"{decimal(int(number), 0) if whole else number}{NO_BREAK_SPACE}{unit}".strip()


def _legend(marks: Sequence[Mark]) -> Iterator[dict]:
    """Each state with how many numbers are in it, and what those that are set aside are."""
    counted = Counter(mark.state for mark in marks)
    kinds = Counter(mark.why.split(" (")[0] for mark in marks if mark.state is MarkState.ASIDE)
    for state, (one, several, says) in _STATES.items():
        yield {
            "state": state.value,
            "count": counted[state],
            "word": one if counted[state] == 1 else several,
            "says": says,
            "kinds": sorted(kinds.items(), key=lambda kind: (-kind[1], kind[0])) if state is MarkState.ASIDE else [],
        }
