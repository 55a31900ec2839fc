"""Tables on paper: each fits its page, what no page has room for is divided, and nothing is set on top of itself."""

import random
from collections import defaultdict
from itertools import pairwise

import pdfplumber
import pytest
from conftest import apart, command
from synthetic import LONG, make

from fordelning.publish.render.division import divided

STANDING, LYING = 166 / 25.4 * 72, 253 / 25.4 * 72  # points between the margins
POTS = ("Förebyggande trygghetsskapande insatser", "Kompetensutvecklingsmiljonen", "Statsbidrag", "Omföring")


def run(text: str, style: str = "", id: str = "") -> dict:
    return {"text": text, "style": style, "href": "", "id": id}


def table(columns: int, cell: str = "1\u00a0234\u00a0567", head: str = "Nämnd") -> dict:
    """A table of names and amounts, with a row of a group and one of a total."""
    names = [{"title": "Åtgärd", "align": "left", "share": 2.0, "means": ""}]
    names += [{"title": f"{head} {n}", "align": "right", "share": 1.0, "means": ""} for n in range(1, columns)]

    def row(style: str, *cells: str) -> dict:
        shown = [[run(text, id="" if n else f"cell-{style}")] for n, text in enumerate(cells)]
        return {"style": style, "id": f"rad-{style}", "cells": shown}

    amounts = [cell] * (columns - 1)
    rows = [row("group", "Pott 1"), row("", "Trygghetsvärdar", *amounts), row("total", "Summa", *amounts)]
    return {"type": "table", "id": "tabell", "caption": "Belopp", "columns": names, "rows": rows}


def widths(part: dict) -> float:
    return sum(column["share"] for column in part["columns"])


@pytest.mark.parametrize(("columns", "lying", "parts"), [(3, False, 1), (7, False, 1), (8, True, 1), (30, True, 3)])
def test_a_table_is_set_turned_or_divided(columns, lying, parts):
    made = divided([table(columns)])
    assert len(made) == parts and {part["lying"] for part in made} == {lying}
    assert all(widths(part) == pytest.approx(LYING if lying else STANDING, abs=1) for part in made)
    captions = [f"Belopp (del {n} av {parts})" for n in range(1, parts + 1)] if parts > 1 else ["Belopp"]
    assert [part["caption"] for part in made] == captions


def test_no_column_is_lost_and_each_part_has_the_heads_of_its_rows():
    whole, made = table(41), divided([table(41)])
    titles = [column["title"] for part in made for column in part["columns"][1:]]
    assert titles == [column["title"] for column in whole["columns"][1:]]
    for part in made:
        assert part["columns"][0]["title"] == "Åtgärd"
        assert [row["cells"][0][0]["text"] for row in part["rows"]] == ["Pott 1", "Trygghetsvärdar", "Summa"]
        assert all(len(row["cells"]) in (1, len(part["columns"])) for row in part["rows"])


def test_what_a_link_leads_to_is_there_once():
    made = divided([table(41)])
    assert len({part["id"] for part in made}) == len(made)
    ids = [row["id"] for part in made for row in part["rows"] if row["id"]]
    ids += [run["id"] for part in made for row in part["rows"] for cell in row["cells"] for run in cell if run["id"]]
    assert len(ids) == len(set(ids)) == 6


def test_a_column_has_room_for_its_longest_word_and_amount():
    [made] = divided([table(5, cell="1\u00a0234\u00a0567\u00a0890")])
    assert all(column["share"] > 55 for column in made["columns"][1:])
    parts = divided([table(7, head="Räddningstjänstförbundsdirektionen")])
    assert len(parts) > 1 and all(column["share"] > 140 for part in parts for column in part["columns"][1:])


def test_the_parts_of_a_table_lie_all_of_them_and_names_of_rows_have_a_line():
    long = table(10, cell="1\u00a0234\u00a0567\u00a0890\u00a0123")
    long["rows"][1]["cells"][0] = [run("Föräldrarådgivare på skolan")]
    parts = divided([long])
    assert len(parts) == 2 and all(part["lying"] for part in parts)
    assert all(part["columns"][0]["share"] > 110 for part in parts)


def test_what_is_no_word_divides_no_table():
    strange = table(4)
    strange["rows"][1]["cells"][1] = [run("x" * 400)]
    [made] = divided([strange])
    assert made["lying"] is False and widths(made) == pytest.approx(STANDING, abs=1)


def test_a_pictures_own_table_that_needs_a_turned_page_is_one_by_itself():
    def picture(columns: int) -> dict:
        own = table(columns)
        del own["type"]
        return {"type": "figure", "id": "figur", "see": "", "table": own}

    [small] = divided([picture(4)])
    assert small["table"]["lying"] is False
    figure, first, *_ = divided([picture(12)])
    assert figure["table"] is None and figure["see"] == first["id"] and first["lying"]


def overlaps(path) -> list[str]:
    """Letters of a PDF that are set on top of each other, and those beyond a page's margin."""
    found = []
    with pdfplumber.open(path) as document:
        for page in document.pages:
            letters = [letter for letter in page.chars if letter["text"].strip()]
            lines = defaultdict(list)
            for letter in letters:
                lines[round(letter["bottom"])].append(letter)
            for line in lines.values():
                line.sort(key=lambda letter: letter["x0"])
                for one, other in pairwise(line):
                    if one["x1"] - other["x0"] > 0.4 * min(one["width"], other["width"]) > 0:
                        found.append(f"{one['text']} and {other['text']} on page {page.page_number}")
            found += [f"{x['text']} beyond page {page.page_number}" for x in letters if x["x1"] > page.width - 50]
    return found


@pytest.mark.slow
@pytest.mark.parametrize(("boards", "measures", "pots"), [(40, 60, 20), (14, 6, 5)])
def test_nothing_is_set_on_top_of_anything(tmp_path, boards, measures, pots):
    chance = random.Random(boards)
    spread = {(n % pots, n, n % boards): chance.randrange(100, 99_999) for n in range(measures)}
    spread |= {(chance.randrange(pots), 0, n): chance.randrange(10, 9_999_999) for n in range(boards)}
    named = [f"{LONG[n % len(LONG)]} {n // len(LONG) + 1}" for n in range(boards)]
    case = make(
        tmp_path / "fall",
        [(*place, amount) for place, amount in spread.items()],
        boards=named,
        pots=[f"{POTS[n % len(POTS)]} {n + 1}" for n in range(pots)],
    )
    done = command("report", case, "--reports", tmp_path / "r")
    assert done.returncode == 0, done.stderr
    papers = list((tmp_path / "r" / "fall").glob("*.pdf"))
    assert len(papers) == 2
    assert [fault for paper in papers for fault in overlaps(paper)][:5] == []


def _written(path, *places: tuple[float, str]) -> None:
    import typst

    words = (f"#place(dx: {x}pt)[{word}]" for x, word in places)
    path.with_suffix(".typ").write_text("\n".join(words), encoding="utf-8")
    path.write_bytes(typst.compile(str(path.with_suffix(".typ"))))


@pytest.mark.slow
@pytest.mark.parametrize(("x", "noticed"), [(40, True), (95, False), (460, True)])
def test_letters_on_top_of_each_other_and_beyond_the_margin_are_noticed(tmp_path, x, noticed):
    apart(_written, tmp_path / "a.pdf", (10, "Trygghetsvärdar"), (x, "Kameror"))
    assert bool(overlaps(tmp_path / "a.pdf")) == noticed
