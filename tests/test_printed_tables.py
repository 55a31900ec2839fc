"""Invented tables of boards, their groups and long names: a print without rules gives what the web page gives."""

import random

import decision_forms
import pytest
import writings
from decision_forms import told

from fordelning.intake.proposal.draft import propose
from fordelning.source.reading.document import read
from fordelning.source.reading.grid import Stretch
from fordelning.source.reading.line import Line, blocks, spans

BOARDS = ("Parknämnden", "Hamnnämnden", "Skolnämnden", "Kulturnämnden", "Byggnadsnämnden", "Socialnämnden")
WORK = ("Lek och spel", "Bryggor", "Böcker", "Bad", "Träd längs gator och torg", "Ledning")
LEAD = "Kommunfullmäktige beslutar att fördela medlen för 2047 enligt tabellen, belopp i tkr."
PROSE = "Nämnderna har yttrat sig över förslaget. De pekar på att priserna stiger och att fler bor i kommunen nu."
RIGHT = "align: (x, y) => if x == 0 {left} else {right}"
PRINTS = {
    "linjer": "",
    "utan": "#set table(stroke: none)\n",
    "hoger": f"#set table(stroke: (x, y) => (bottom: 0.5pt), {RIGHT})\n",
    "tat": f"#set table(stroke: none, inset: (x: 5pt, y: 1.5pt), {RIGHT})\n",
}


def thousands(number: int) -> str:
    """A number as it is written."""
    return f"{number:,}".replace(",", " ")


def groups(seed: int) -> list[list[str]]:
    """A table of boards, each over its own work and a sum."""
    draw = random.Random(seed)
    rows = [["", "Budget 2046", "Budget 2047", "Plan 2048"]]
    for board in draw.sample(BOARDS, 3):
        given = [[draw.randrange(100, 30_000) for _ in range(3)] for _ in range(draw.randrange(2, 4))]
        rows += [[board, "", "", ""]]
        rows += [[name, *map(thousands, row)] for name, row in zip(draw.sample(WORK, len(given)), given, strict=True)]
        rows += [["Summa", *(thousands(sum(column)) for column in zip(*given, strict=True))]]
    return rows


def wrapped(seed: int) -> list[list[str]]:
    """A table with a name that goes over two lines in its narrow column, and heads close to one another."""
    draw = random.Random(seed)
    names = ["Nämnden för lekplatser,\nparker och bad", *draw.sample(BOARDS, 4)]
    draw.shuffle(names)
    heads = ["Nämnd", "Antal platser i drift", "Utfall för nämnden 2045", "Tilldelning, tkr"]
    return [
        heads,
        *([name, str(draw.randrange(2, 90)), *map(thousands, draw.sample(range(1000, 9000), 2))] for name in names),
    ]


@pytest.mark.parametrize("make", [groups, wrapped])
def test_a_table_without_rules_is_read_as_one_with_them(tmp_path, make):
    found, page = {}, {}
    for seed in range(3):
        structure = [("h1", "Fördelning 2047"), *[("p", PROSE)] * 4, ("p", LEAD), ("table", make(seed))], {}
        (tmp_path / "beslut").write_text(writings.web_page(structure), encoding="utf-8")
        page[seed] = told(propose(read(tmp_path / "beslut")))
        for name, before in PRINTS.items():
            path = tmp_path / f"{name}{seed}.typ"
            path.write_text(before + writings.typesetting(structure), encoding="utf-8")
            found[seed, path] = path.with_suffix(".pdf")
    writings.portable(path for _, path in found)
    for (seed, path), made in found.items():
        assert told(propose(decision_forms.read(made.read_bytes()))) == page[seed], path.stem
    assert all(len(rows) > 4 for rows, _, _ in page.values())


def tables(*rows: tuple[str, ...]) -> set[int | None]:
    """The tables of a text with wide gaps."""
    written = ["".join(cell.ljust(20) for cell in row) for row in rows]
    found = blocks([Line(spans(row), number=n) for n, row in enumerate(written, start=1)])
    return {block.table for block in found if block.table is not None}


def test_a_line_between_two_tables_parts_them():
    first, after = [("Nämnd", "Ram 2046"), ("Parknämnden", "1 200")], ("Hamnnämnden", "1 300")
    assert len(tables(*first, ("Investeringar",), ("Nämnd", "Ram 2047"), after)) == 2
    assert len(tables(*first, ("Investeringar",), ("Nämnd", "2047"), after)) == 2
    assert len(tables(*first, ("Hamnnämnden",), ("Bryggor", "1 300"), after)) == 1


def cells(*names: str) -> list[str]:
    """The first cells of a print with narrow rows: of each name, and of a longer one with a number beside it."""
    lines = []
    for n, name in enumerate(["Nämnden för lek", "Åns vänner", *names, "Byalaget"]):
        own = [] if name in names else [Stretch(200.0, 230.0, f"{n + 2} 000")]
        box = (10.0, 10.0 * n, 230.0 if own else 100.0, 10.0 * n + 9.0)
        lines.append(Line((Stretch(10.0, 10.0 + 5 * len(name), name), *own), page=1, box=box))
    return [block.text for block in blocks(lines) if block.column == 0]


def test_a_name_goes_on_below_where_it_had_no_room():
    assert cells("Och") == ["Nämnden för lek", "Åns vänner", "Och", "Byalaget"]  # it would have had room
    assert cells("Orkester") == ["Nämnden för lek", "Åns vänner\nOrkester", "Byalaget"]
    assert cells("och") == ["Nämnden för lek", "Åns vänner\noch", "Byalaget"]
