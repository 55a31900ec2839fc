"""Boards and others that are named together get nothing in silence that may be the others'."""

from itertools import product

import pytest

from fordelning.intake.proposal.draft import propose
from fordelning.source.reading.document import read

BOARDS = ["Miljönämnden", "Barn- och ungdomsnämnden", "Nämnden för teknik"]
OTHERS = ["Norrby IF", "Stiftelsen Ljuset", "Åby hembygdsförening", "Lindvik Bostads AB"]
AMOUNTS = [
    ("250 tkr", ""),
    ("110 respektive 130 tkr", ""),
    ("90 tkr vardera", ""),
    ("250 tkr", " till gemensamma läger"),
]
PAIRS = [pair for board, other in product(BOARDS, OTHERS) for pair in ((board, other), (other, board))]


def rows(tmp_path, sentence):
    path = tmp_path / "beslut.txt"
    path.write_text(f"Kommunfullmäktige beslutar\n\n1. {sentence}\n", encoding="utf-8")
    proposal = propose(read(path))
    return {(proposal.boards.get(row.board, row.board), row.kronor) for row in proposal.rows if not row.questions}


@pytest.mark.parametrize(("first", "second"), PAIRS)
@pytest.mark.parametrize("both", ["och", "samt"])
@pytest.mark.parametrize(("amount", "purpose"), AMOUNTS)
def test_a_board_and_another_are_asked_about(tmp_path, first, second, both, amount, purpose):
    said = second[:1].lower() + second[1:] if second in BOARDS else second
    found = rows(tmp_path, f"{first} {both} {said} tilldelas {amount} för 2033{purpose}.")
    right = {
        "110": {(first, 110_000), (second, 130_000)},
        "90 ": {(first, 90_000), (second, 90_000)},
    }.get(amount[:3], set())
    assert found <= right


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_so_are_they_where_the_amount_comes_first(tmp_path, first, second):
    found = rows(tmp_path, f"Det anslås 250 tkr 2033 till {first} och {second}.")
    assert found == set()


@pytest.mark.parametrize("capital", [True, False])
@pytest.mark.parametrize(
    ("first", "second"), [("Kulturnämnden", "Fritidsnämnden"), ("Barn- och ungdomsnämnden", "Byggnadsnämnden")]
)
def test_two_boards_are_two_whatever_their_capitals(tmp_path, first, second, capital):
    second_said = second if capital else second.lower()
    found = rows(tmp_path, f"{first} och {second_said} tilldelas 110 respektive 130 tkr för 2033.")
    assert found == {(first, 110_000), (second, 130_000)}


@pytest.mark.parametrize(
    "before", ["Norrby IF beviljas inget.", "Den som sköter Norrby IF är med.", "Norrby IF och andra är nöjda."]
)
def test_another_elsewhere_in_the_text_is_no_question(tmp_path, before):
    found = rows(tmp_path, f"{before} Miljönämnden tilldelas 250 tkr för 2033 och ska följa upp.")
    assert found == {("Miljönämnden", 250_000)}
