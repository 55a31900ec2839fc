"""Associations in lists and tables get what stands by them, and what follows a comma is what they get it for."""

from itertools import product

import pytest
from invented import proposed

from fordelning.intake.proposal.proposal import DocumentProposal

HEAD = "Fördelning av bidrag 2031\n\nFritidsnämndens beslut\n\n"
NAMES = ["Åsens hembygdsförening", "Dals simklubb", "Viks församling", "Lunds byalag", "Nordby IF"]
AMOUNTS = ["200 000 kr", "14 500 kr", "9 000 kr", "82 000 kr", "7 500 kr"]
GIVEN = {(name, int(amount.removesuffix(" kr").replace(" ", ""))) for name, amount in zip(NAMES, AMOUNTS, strict=True)}
PURPOSES = ["ny brygga", "fönster och tak", "fortsatt renovering av kvarnen"]


@pytest.fixture
def drafted(tmp_path):
    def of(text: str) -> DocumentProposal:
        return proposed(tmp_path, HEAD + text)

    return of


def rows(proposal: DocumentProposal) -> set[tuple[str, int]]:
    return {(row.board, row.kronor) for row in proposal.rows}


@pytest.mark.parametrize("gap", ["    ", "          ", "\t"])
def test_a_table_of_associations(drafted, gap):
    lines = "\n".join(f"{name}{gap}{amount}" for name, amount in zip(NAMES, AMOUNTS, strict=True))
    proposal = drafted(f"Avdelningen föreslår följande fördelning:\n{lines}")
    assert (rows(proposal), [amount.questions for amount in proposal.amounts]) == (GIVEN, [()] * len(NAMES))


@pytest.mark.parametrize(("name", "purpose", "gap"), list(product(NAMES, PURPOSES, [" ", "\n\n"])))
def test_what_follows_the_name_is_the_measure(drafted, name, purpose, gap):
    proposal = drafted(f"• Följande föreningar beviljas bidrag:\n\n{name}, {purpose}{gap}8 000 kr")
    assert [(row.board, row.measure) for row in proposal.rows] == [(name, purpose)]


def test_schools_of_a_table_may_be_where_money_is_used(drafted):
    proposal = drafted("Anslagen fördelas så här:\nDalskolan    200 000 kr\nÅsskolan    14 500 kr\nViksbadet    900 kr")
    assert rows(proposal) == set()
