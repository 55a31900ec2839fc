"""The invented decisions in the forms that offices send: each is made from the structure that its text has."""

import re

import writings

from fordelning.source.reading import layout
from fordelning.source.reading.block import BlockKind, Writing
from fordelning.source.reading.page import pages
from fordelning.source.reading.sectioning import sectioned

_SHORT = 60  # letters: lines that end before are lines of their own, and no wrapped prose
OFFICE = {"docx": writings.word, "odt": writings.open_document, "html": writings.web_page}
PRINTS = {  # what is set before a document that is printed
    "utan linjer": "#set table(stroke: none)",
    "liten": """#set page(paper: "a6", header: [Exempelkommunen #h(1fr) Dnr KS 2031/12],
  footer: context [Sida #counter(page).display() av #counter(page).final().first()])
#set text(hyphenate: true)
#set par(justify: true)""",
}


def structure(writing):
    """The parts and notes of a document that has been read, as `writings` has them."""
    parts, notes = [], {}
    blocks = [block for block in writing.blocks if block.kind is not BlockKind.ASIDE]
    for above, block in zip([None, *blocks], blocks, strict=False):
        said = " ".join(block.text.split("\n"))
        numbered = f"{block.number} {said}".strip()
        last = parts[-1] if parts else ("", [])
        if block.kind is BlockKind.HEADING:
            parts.append((f"h{min(block.level, 3)}", numbered))
        elif block.kind is BlockKind.FOOTNOTE:
            notes[block.number] = said
        elif block.kind is BlockKind.CELL:
            if above.table != block.table:
                parts.append(("table", []))
            _place(parts[-1][1], block.row, block.column, said)
        elif block.level > 1 and last[0] in ("ol", "ul"):
            item = last[1].pop()
            text, below = (item, []) if isinstance(item, str) else item
            last[1].append((text, [*below, numbered]))
        elif block.kind is BlockKind.ITEM or block.number == f"{1 + len(last[1]) if last[0] == 'ol' else 1}.":
            kind = "ul" if block.kind is BlockKind.ITEM else "ol"
            if last[0] != kind:
                parts.append((kind, []))
            parts[-1][1].append(said)
        else:
            lines = max(map(len, block.text.split("\n"))) <= _SHORT
            parts.append(("p", block.text if lines and not block.number else numbered))
    return parts, notes


def _place(rows, row, column, said):
    while len(rows) <= row:
        rows.append([])
    width = max(column + 1, *map(len, rows))
    for one in rows:
        one += [""] * (width - len(one))
    rows[row][column] = said


def printed(writing, print_):
    """Typst's source of a document, printed that way."""
    page, text, *rest = writings.typesetting(writing).split("\n")
    return "\n".join([page, text, PRINTS[print_], *rest])


def read(content):
    """A PDF as it is read, in this process."""
    return Writing("beslut.pdf", "", tuple(sectioned(layout.blocks(pages(content)))))


def told(proposal):
    """What is proposed, but for its places: rows, amounts and sums."""
    kronor = [amount.kronor for amount in proposal.amounts]
    rows = [
        (row.board, row.kronor, row.pot, row.measure, row.years, [one.about for one in row.questions])
        for row in proposal.rows
    ]
    amounts = [(re.sub(r"\s", " ", one.text), one.kronor, one.role.value) for one in proposal.amounts]
    sums = [
        (one.kind, one.total is not None and kronor[one.total], sorted((kronor[n], m) for n, m in one.parts))
        for one in proposal.sums
    ]
    return sorted(rows, key=str), sorted(amounts, key=str), sorted(sums, key=str)
