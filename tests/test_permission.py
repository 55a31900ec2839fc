"""What a board may use, keep, exceed or carry over, new levels, and requests that are approved by name: asked about."""

from itertools import product

import pytest
from invented import asked, proposed

from fordelning.intake.proposal.proposal import DocumentProposal

TITLE = "Tilläggsanslag 2031\n\n"
DECISION = "Kommunfullmäktiges beslut\n\n"
BOARDS = ["Parknämnden", "Hamn- och färjenämnden", "Tekniska nämnden"]
MAY = ["får", "medges", "medges att", "bemyndigas att", "tillåts"]
USES = [
    "använda {} av sitt överskott för nya bryggor",
    "behålla {} av överskottet",
    "utnyttja {} ur resultatfonden",
    "överskrida sitt anslag med {}",
    "ombudgetera {} till nästa år",
]


@pytest.fixture
def drafted(tmp_path):
    def of(text: str) -> DocumentProposal:
        return proposed(tmp_path, TITLE + text)

    return of


@pytest.mark.parametrize(("board", "may", "use"), list(product(BOARDS, MAY, USES)))
def test_what_may_be_used_is_a_row_that_is_asked_about(drafted, board, may, use):
    proposal = drafted(f"{DECISION}{board} {may} {use.format('700 000 kronor')}.")
    assert [(row.board, row.kronor) for row in proposal.rows] == [(board.capitalize(), 700_000)]
    assert asked(proposal) == ["Är det en tilldelning?"]


@pytest.mark.parametrize("much", ["högst", "maximalt", "upp till"])
def test_the_most_that_is_given_is_asked_about(drafted, much):
    proposal = drafted(f"{DECISION}Parknämnden får {much} 400 000 kronor för en ny scen.")
    assert ([row.kronor for row in proposal.rows], asked(proposal)) == ([400_000], ["Är det en tilldelning?"])


@pytest.mark.parametrize("said", ["Parknämnden får ta ut en avgift om högst 300 kronor.", "Avgiften är högst 300 kr."])
def test_the_most_of_a_fee_is_not_given(drafted, said):
    assert (drafted(DECISION + said).rows, asked(drafted(DECISION + said))) == ((), [])


@pytest.mark.parametrize("verb", ["överförs", "balanseras", "ombudgeteras"])
def test_a_surplus_that_is_carried_over_is_asked_about(drafted, verb):
    proposal = drafted(f"{DECISION}Överskott om 2 500 tkr avseende Parknämnden {verb} till 2032.")
    assert ([row.kronor for row in proposal.rows], asked(proposal)) == ([2_500_000], ["Är det en tilldelning?"])


@pytest.mark.parametrize("word", ["ram", "budgetram", "budget", "driftbudget"])
def test_a_new_level_is_asked_about(drafted, word):
    proposal = drafted(f"{DECISION}Parknämndens {word} höjs från 410 000 tkr till 425 000 tkr.")
    assert (proposal.rows, asked(proposal)) == ((), ["Nivån ändras till beloppet. Ska skillnaden vara en rad?"])
    said = f"{DECISION}Parknämndens {word} höjs med 15 000 tkr, från 410 000 tkr till 425 000 tkr."
    assert ([row.kronor for row in drafted(said).rows], asked(drafted(said))) == ([15_000_000], [])


@pytest.mark.parametrize(
    ("decided", "questions"),
    [
        ("Framställningen bifalls.", 1),
        ("Nämndens begäran om medel beviljas.", 1),
        ("Kommunstyrelsen bifaller ansökan.", 1),
        ("Framställningen avslås.", 0),
        ("Framställningen bordläggs.", 0),
    ],
)
def test_a_request_that_is_approved_by_name_is_asked_about(drafted, decided, questions):
    told = "Ärendet\n\nParknämnden har begärt 500 000 kronor för en utredning.\n\n"
    proposal = drafted(told + DECISION + decided)
    assert (proposal.rows, len(asked(proposal))) == ((), questions)


def test_what_was_decided_is_asked_about_only_where_nothing_is_headed_as_decided(drafted):
    said = "I veckan beslutade kommunstyrelsen att Parknämnden får 20 mnkr.\n\n"
    other = f"{DECISION}Hamnnämnden tilldelas 3 mnkr."
    assert len(asked(drafted(said))) == 1
    assert [row.board for row in drafted(said + other).rows] == ["Hamnnämnden"]


@pytest.mark.parametrize(
    ("said", "rows"),
    [
        ("Medel om 900 tkr ställs till Parknämndens förfogande.", {("Parknämnden", 900_000)}),
        ("Parknämndens budgetram vidgas med 7 mnkr.", {("Parknämnden", 7_000_000)}),
        ("Resterande 2,2 mnkr öronmärks till Parknämnden.", {("Parknämnden", 2_200_000)}),
        ("Kommunfullmäktige skjuter till 9 mnkr till Parknämnden.", {("Parknämnden", 9_000_000)}),
        (
            "Av kommunstyrelsens budgeterade medel för digitala tjänster överlåts 300 tkr till Parknämnden.",
            {("Kommunstyrelsen", -300_000), ("Parknämnden", 300_000)},
        ),
    ],
)
def test_other_words_that_give(drafted, said, rows):
    proposal = drafted(DECISION + said)
    assert ({(row.board, row.kronor) for row in proposal.rows}, asked(proposal)) == (rows, [])
