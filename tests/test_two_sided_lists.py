"""Lists that move money: the lead-in says one side and each item the other; the next point is another matter."""

from itertools import product

import pytest
from invented import asked, proposed, rows

from fordelning.intake.proposal.proposal import DocumentProposal

HEAD = "Omfördelning 2031\n\nKommunfullmäktiges beslut\n\n"
LEADS = [
    "Från Parknämnden {} följande anslag:",
    "Följande anslag {} från Parknämnden enligt nedan:",
]
VERBS = ["överförs", "omdisponeras", "omfördelas", "flyttas"]
ITEMS = ["• {} 300 tkr", "• {}: 300 tkr", "- till {lower} 300 tkr"]
MOVED = {("Parknämnden", -300_000), ("Hamnnämnden", 300_000)}


@pytest.fixture
def drafted(tmp_path):
    def of(*lines: str) -> DocumentProposal:
        return proposed(tmp_path, HEAD + "\n\n".join(lines))

    return of


@pytest.mark.parametrize(("lead", "verb", "item"), list(product(LEADS, VERBS, ITEMS)))
def test_what_is_moved_from_the_board_of_the_lead_in(drafted, lead, verb, item):
    proposal = drafted(lead.format(verb), item.format("Hamnnämnden", lower="hamnnämnden"))
    assert (set(rows(proposal)), asked(proposal)) == (MOVED, [])


@pytest.mark.parametrize(("verb", "mark"), list(product(VERBS, ["• ", ""])))
def test_what_is_moved_to_the_board_of_the_lead_in(drafted, verb, mark):
    lead, item = f"Till Hamnnämnden {verb} följande anslag:", f"{mark}Från Parknämnden: lokaler, 300 tkr"
    assert set(rows(drafted(lead, item))) == MOVED
    assert set(rows(drafted(lead, f"{mark}Från kommunstyrelsen (ledningskontoret): lokaler, 300 tkr"))) == {
        ("Kommunstyrelsen", -300_000),
        ("Hamnnämnden", 300_000),
    }


def test_the_lead_in_has_both(drafted):
    proposal = drafted("Till Hamnnämnden överförs följande från Parknämnden:", "• Dalskolan 300 tkr")
    assert set(rows(proposal)) == MOVED


def test_the_pot_of_a_lead_in_is_no_board_that_gives(drafted):
    proposal = drafted("Ur kommunstyrelsens förfogandeanslag fördelas följande:", "• Hamnnämnden 300 tkr")
    assert rows(proposal) == [("Hamnnämnden", 300_000)]


@pytest.mark.parametrize("said", ["Hamnnämnden tilldelas följande", "Hamnnämndens budget minskas enligt följande"])
def test_what_may_be_a_body_or_where_the_money_of_the_board_is_used(drafted, said):
    proposal = drafted(f"{said}:", "• Dalskolan 300 tkr", "• Nya bryggor 200 tkr")
    way = -1 if "minskas" in said else 1
    assert rows(proposal) == [("Hamnnämnden", way * 200_000)]
    assert asked(proposal) == ["Är det Dalskolan som får beloppet, eller används det där?"]


@pytest.mark.parametrize(
    ("mark", "items", "other"),
    [
        ("1. ", ["- Nya bryggor 200 tkr"], "2. "),
        ("• ", ["Från Parknämnden: lokaler, 200 tkr"], "• "),
        ("• ", ["• Nya bryggor 200 tkr"], "• "),
    ],
)
@pytest.mark.parametrize("said", ["Budgeten för dagvattnet ska uppgå till 56,2 mnkr.", "13 mnkr överförs till 2032."])
def test_the_next_point_is_not_of_the_list(drafted, mark, items, other, said):
    proposal = drafted(f"{mark}Till Hamnnämnden omdisponeras följande:", *items, other + said)
    assert {kronor for _, kronor in rows(proposal)} <= {200_000, -200_000}
