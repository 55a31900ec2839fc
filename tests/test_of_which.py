"""Lines that begin with varav: boards that get money out of the pot above, or parts that are not counted again."""

import pytest
from tables import amounts, by, csv, take

from fordelning.intake.cells.cell import SheetError

HEAD = "Tilläggsanslag 2024, tkr;\nPost;Belopp\n"


def pots(*given: tuple[str, int, dict[str, int]], word: str = "varav ") -> str:
    lines = []
    for name, whole, parts in given:
        lines += [f"{name};{whole}\n", *(f"{word}{board};{number}\n" for board, number in parts.items())]
    return HEAD + "".join(lines)


PARTS = {"förskolenämnden": 3_100, "parknämnden": 21_400, "hamnnämnden": 900}


@pytest.mark.parametrize("word", ["varav ", "- varav ", "Därav: ", "varav till "])
@pytest.mark.parametrize("whole", [25_400, 90_000, 20_000])
def test_boards_that_get_money_out_of_a_pot(tmp_path, whole, word):
    path = csv(tmp_path, pots(("Centralt avsatta medel", whole, PARTS), word=word))
    with pytest.raises(SheetError, match="--of-which utan, eller ange --of-which nämnder"):
        take(path, rows="nämnder")
    taken = take(path, rows="nämnder", of_which="boards")
    assert amounts(taken) == {
        (2024, "Centralt avsatta medel", "Ej uppdelat belopp", board.capitalize()): number * 1000
        for board, number in PARTS.items()
    }
    [stated] = taken.draft.rows["statements"]
    assert (stated["value"], stated["relation"], stated["pot"]) == (str(whole), "part", "centralt-avsatta-medel")


def test_two_pots_with_a_board_in_both(tmp_path):
    table = pots(("Skolsatsning", 500, {"skolnämnden": 300, "parknämnden": 100}), ("Bad", 90, {"parknämnden": 90}))
    taken = take(csv(tmp_path, table), rows="nämnder", of_which="boards")
    assert {key[1::2]: kronor for key, kronor in amounts(taken).items()} == {
        ("Skolsatsning", "Skolnämnden"): 300_000,
        ("Skolsatsning", "Parknämnden"): 100_000,
        ("Bad", "Parknämnden"): 90_000,
    }
    assert [row["value"] for row in taken.draft.rows["statements"]] == ["500", "90"]


@pytest.mark.parametrize(("name", "parts"), [
    ("Kommunstyrelsen", PARTS),  # a board is no pot
    ("Centralt avsatta medel", {"lokaler": 300}),  # what is bought gets no money
])  # fmt: skip
def test_what_is_no_pot_with_boards_is_still_asked_about(tmp_path, name, parts):
    path = csv(tmp_path, pots((name, 25_400, parts)))
    with pytest.raises(SheetError, match="ingår i en ovanför"):
        take(path, rows="nämnder", of_which="boards")


def test_parts_left_out_are_no_boards(tmp_path):
    path = csv(tmp_path, pots(("Parknämnden", 25_400, {"lekplatser": 300}), ("Skolnämnden", 80, {})))
    assert by("board", take(path, of_which="without")) == {"Parknämnden": 25_400_000, "Skolnämnden": 80_000}
