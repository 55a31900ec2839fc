"""What "nämndens ram" is of, which way each amount of a sentence goes, and which year is that of another one."""

from itertools import product

import pytest
from invented import asked, proposed, rows

from fordelning.intake.proposal.proposal import DocumentProposal

BOARDS = ["Parknämnden", "Hamn- och färjenämnden"]
WORDS = ["ram", "budgetram", "driftbudget", "anslag"]
VERBS = [("utökas", 1), ("ökas", 1), ("minskas", -1)]


@pytest.fixture
def drafted(tmp_path):
    def of(*parts: str) -> DocumentProposal:
        return proposed(tmp_path, "\n\n".join(["Budget 2031", "Kommunfullmäktiges beslut", *parts]))

    return of


@pytest.mark.parametrize(("board", "word", "verb"), list(product(BOARDS, WORDS, VERBS)))
def test_the_budget_of_the_board_that_is_named_before(drafted, board, word, verb):
    said, way = verb
    proposal = drafted(f"{board} har fler uppgifter.", f"Nämndens {word} {said} med 5 347 tkr.")
    assert (rows(proposal), asked(proposal)) == ([(board, way * 5_347_000)], [])


def test_the_budget_is_asked_about_where_two_boards_may_be_meant(drafted):
    proposal = drafted("Parknämnden och Hamnnämnden har fler uppgifter.", "Nämndens ram utökas med 5 347 tkr.")
    assert (rows(proposal), asked(proposal)) == ([], ["Beloppet är till »Nämndens». Vem är det?"])
    proposal = drafted("Därutöver utökas ramen med 900 tkr.")
    assert (rows(proposal), asked(proposal)) == ([], ["Beloppet är till »ramen». Vem är det?"])


@pytest.mark.parametrize("where", ["i", "inom", "ur", "från"])
def test_what_is_taken_out_of_the_budget_of_the_board_is_not_given_to_it(drafted, where):
    proposal = drafted(
        "Parknämnden har fler uppgifter.", f"Det finansieras genom omdisponering {where} nämndens budget, 5 tkr."
    )
    assert [row for row in rows(proposal) if row[1] > 0] == []


@pytest.mark.parametrize("more", [["109 tkr för prov"], ["109 tkr för prov", "202 tkr för stöd"]])
def test_every_amount_after_the_turn_is_asked_about(drafted, more):
    said = f"Parknämndens ram minskas med 405 tkr för lägre hyra samt utökas med {' och '.join(more)}."
    assert asked(drafted(said)) == ["Är beloppet till den som nämns, eller från den?"] * len(more)


def test_a_year_from_which_one_amount_goes_on_is_not_of_the_others(drafted):
    said = "Parknämnden får 500 tkr för bänkar, 130 tkr från och med 2033 för lekplatser och 200 tkr för gungor."
    assert [row.years for row in drafted(said).rows] == [(2031,), (2033,), (2031,)]
    assert [row.years for row in drafted("Parknämnden får 500 tkr och Hamnnämnden 130 tkr för 2033.").rows] == [
        (2033,),
        (2033,),
    ]


@pytest.mark.parametrize("whom", ["kommunen", "kommunfullmäktige", "staden"])
def test_what_a_board_wants_is_a_request(drafted, whom):
    assert rows(drafted(f"Parknämnden vill att {whom} skjuter till 350 000 kronor.")) == []


def test_what_is_set_aside_as_a_grant_is_given(drafted):
    said = "Att avsätta 1 300 tkr ur det beviljade anslaget för idrott som investeringsstöd till IK Svanen för en plan."
    assert rows(drafted(said)) == [("IK Svanen", 1_300_000)]


def test_who_has_decided_is_not_whom_money_comes_from(drafted):
    said = "Parknämnden får enligt beslut från kommunfullmäktige ett ökat nettoanslag på 52 mnkr."
    assert rows(drafted(said)) == [("Parknämnden", 52_000_000)]
