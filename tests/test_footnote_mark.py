"""The marks of footnotes behind every sort of figure: kept with it, or asked about as what they are."""

import pytest
from tables import csv, take

from fordelning.intake.cells.cell import SheetError

FIGURES = {"250": "250", "1 250": "1250", "-25": "-25", "–25": "-25", "(25)": "-25", "0": "0", "2 500,5": "2500.5",
           "100 tkr": "100", "80 kr": "80"}  # fmt: skip
MARKS = {"*": "*", "**": "**", "†": "†", "‡": "‡", "¹": "1", "¹²": "12", "¹⁾": "1", "¹)": "1", " 1)": "1", "*)": "*",
         " *": "*", " [1]": "1", "[a]": "a", "ᵃ": "a", "a)": "a", " a)": "a", "^1": "1"}  # fmt: skip
MISSING = ["..", "…", "...", "u.s.", "n/a", "?", "x", "saknas", "se not"]
DASHES = ["-", "–", "—", "−"]


def _table(*figures: str, note: str) -> str:
    lines = "".join(f"Hamnnämnden;Insats {number};{figure}\n" for number, figure in enumerate(figures))
    return f"Nämnd;Åtgärd;Belopp 2026, tkr\nParknämnden;Lek;300\nParknämnden;Bad;41\n{lines}\n{note} Engångsbelopp\n"


@pytest.mark.parametrize("mark", MARKS)
def test_a_mark_stays_with_every_figure_and_its_note_is_found(tmp_path, mark):
    figures = [figure for figure in FIGURES if not (mark[0].isalpha() and figure[-1].isalpha())]
    table = _table(*(figure + mark for figure in figures), note=mark.strip())
    taken = take(csv(tmp_path, table), unit="närmast")
    rows = taken.draft.rows["allocations"][2:]
    assert [row["amount"] for row in rows] == [FIGURES[figure] for figure in figures]
    notes = {row["note"]: row for row in taken.draft.rows["notes"]}
    assert {notes[row["note"]]["text"] for row in rows} == {"Engångsbelopp"}
    assert MARKS[mark] in taken.found.notes


@pytest.mark.parametrize("mark", ["", *(mark for mark in MARKS if mark != " a)")])  # behind a bullet stands a name
def test_a_dash_with_a_mark_is_nil_and_the_note_is_told_of(tmp_path, mark):
    taken = take(csv(tmp_path, _table(*(dash + mark for dash in DASHES), note=mark or "Fritt")))
    assert [row["amount"] for row in taken.draft.rows["allocations"]] == ["300", "41"]
    told = [line for line in taken.told if "som inte fördelas" in line]
    assert len(told) == (mark != ""), taken.told
    assert not any("inte vid något belopp" in line for line in taken.told)


@pytest.mark.parametrize("mark", ["", *MARKS])
def test_a_sign_of_a_missing_figure_is_the_same_with_a_mark(tmp_path, mark):
    with pytest.raises(SheetError) as error:
        take(csv(tmp_path, _table(*(sign + mark for sign in MISSING), note=mark or "Fritt")))
    [line] = error.value.faults
    assert line.startswith("cell C4, C5, C6, C7, C8 och 4 till (här om C4): fann »..")
    assert line.endswith("väntade ett belopp; rätta cellen eller välj bort raden med --ignore 4-12")
