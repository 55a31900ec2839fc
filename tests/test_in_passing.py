"""Money told of in passing: who gave it, of whom much is demanded, rows in a sentence, and the year of a lead-in."""

from itertools import product

import pytest
from invented import asked, proposed, rows

HEAD = "Budgetbeslut 2031\n\nKommunfullmäktiges beslut\n\n"
BOARDS = ["Parknämnden", "Hamn- och färjenämnden", "Tekniska nämnden"]
GIVERS = [*BOARDS, "Kommunstyrelsen", "Bygdeutskottet"]
GAVE = [  # who gave it gets nothing, however far from its name the verb stands
    "{giver} beviljade {late}ett bidrag till Åby Visklubb på 45 000 kronor.",
    "{giver} gav {late}45 000 kronor till Åby Visklubb.",
    "{giver} anslog {late}45 000 kronor till Åby Visklubb.",
]
LATE = ["", "också ", "så sent som i oktober "]
GIVEN_TO_NOBODY = [
    "{giver} valde att skjuta till ytterligare 45 000 kronor.",
    "{giver} så sent som i oktober beviljade ett tilläggsanslag på 45 000 kronor.",
]
ASSEMBLY = [
    ("{assembly} tillförs 300 tkr för möten på distans.", 1),
    ("{assembly}s ram minskas med 300 tkr.", -1),
    ("300 tkr ska gå till den nya {assembly}.", 1),
    ("Förslaget, 300 tkr, omfördelas enligt bilaga av {assembly}.", 0),
    ("Enligt budgeten omfördelas 300 tkr till verksamheter. Beslut {assembly}.", 0),
]
DEMANDS = [  # more of it is less money
    "{board}s intäktskrav höjs med 500 tkr.",
    "{board}s intäktsbudget för biografen ökas med 500 tkr.",
    "{board}s sparkrav minskas med 500 tkr.",
    "För {board} reduceras kravet på avkastning. {board}s avkastningskrav sänks med 500 tkr.",
]
SAVINGS = [
    "Beslutet har ett sparkrav på 500 tkr för {board}.",
    "{board} ska spara 500 tkr.",
    "Av de 900 tkr som ska sparas står {board} för 500 tkr.",
]
INCOME = (
    "{board} medges budgetjustering för ökade utgifter med 5,0 mnkr. "
    "Det sker genom utökat försäljningsbeting för {board} med 5,0 mnkr."
)


def drafted(folder, sentence):
    return proposed(folder, HEAD + sentence)


@pytest.mark.parametrize(("sentence", "giver", "late"), list(product(GAVE, GIVERS, LATE)))
def test_who_gave_gets_nothing(tmp_path, sentence, giver, late):
    proposal = drafted(tmp_path, sentence.format(giver=giver, late=late))
    assert set(rows(proposal)) <= {("Åby Visklubb", 45_000)}
    assert rows(proposal) or asked(proposal)


@pytest.mark.parametrize(("sentence", "giver"), list(product(GIVEN_TO_NOBODY, GIVERS)))
def test_what_is_given_to_nobody_is_no_row(tmp_path, sentence, giver):
    assert rows(drafted(tmp_path, sentence.format(giver=giver))) == []


@pytest.mark.parametrize(("sentence", "sign"), ASSEMBLY)
def test_the_assembly_gets_what_it_is_said_to_get(tmp_path, sentence, sign):
    proposal = drafted(tmp_path, sentence.format(assembly="kommunfullmäktige"))
    assert rows(proposal) == [("Kommunfullmäktige", sign * 300_000)] * bool(sign)


@pytest.mark.parametrize(("sentence", "board"), list(product(DEMANDS, BOARDS)))
def test_what_is_demanded_may_go_either_way(tmp_path, sentence, board):
    proposal = drafted(tmp_path, sentence.format(board=board))
    assert (rows(proposal), bool(asked(proposal))) == ([], True)


@pytest.mark.parametrize("cause", ["för ökade krav på tillsyn", "till följd av minskade intäkter"])
def test_a_demand_that_is_a_cause_turns_nothing(tmp_path, cause):
    proposal = drafted(tmp_path, f"Parknämnden får ersättning {cause} med 580 tkr.")
    assert (rows(proposal), asked(proposal)) == ([("Parknämnden", 580_000)], [])


@pytest.mark.parametrize(("sentence", "board"), list(product(SAVINGS, BOARDS)))
def test_what_is_to_be_saved_is_asked_about(tmp_path, sentence, board):
    proposal = drafted(tmp_path, sentence.format(board=board))
    assert rows(proposal) == [(board, -500_000)]
    assert "Är det en minskning av nämndens ram?" in asked(proposal) or "Är det en tilldelning?" in asked(proposal)


@pytest.mark.parametrize("board", BOARDS)
def test_what_is_to_be_earned_is_not_given(tmp_path, board):
    proposal = drafted(tmp_path, INCOME.format(board=board))
    assert [(row.board, row.kronor, row.amount) for row in proposal.rows] == [(board, 5_000_000, 0)]


def test_what_all_of_a_kind_get_is_not_that_of_the_next_one(tmp_path):
    said = "Därutöver får badnämnderna budgetjustering med 9,0 mnkr och parknämnden budgetjustering med 1,0 mnkr."
    assert rows(drafted(tmp_path, said)) == [("Parknämnden", 1_000_000)]


@pytest.mark.parametrize("what", ["minusresultat", "budgetunderskott"])
def test_a_result_is_not_given(tmp_path, what):
    said = f"Om man inte får klartecken kan det innebära att parknämnden gör ett {what} på 3 mnkr."
    assert rows(proposed(tmp_path, f"Parkerna\n\n{said}")) == []


@pytest.mark.parametrize(
    "lead", ["Flera nämnder får extra medel för 2033.", "För 2033 fördelas medel till investeringar."]
)
@pytest.mark.parametrize("last", [" och", ", och", " samt", ","])
def test_a_sentence_of_names_and_amounts_is_a_list(tmp_path, lead, last):
    said = (
        f"{lead}\n\nParknämnden 2,2 miljoner kronor, badnämnden 700 000 kronor{last} kommunstyrelsen 2 miljoner kronor."
    )
    proposal = proposed(tmp_path, "Extra medel 2031\n\n" + said)
    found = [(row.board, row.kronor, row.years) for row in proposal.rows]
    years = (2033,)
    expected = [("Parknämnden", 2_200_000), ("Badnämnden", 700_000), ("Kommunstyrelsen", 2_000_000)]
    assert found == [(*one, years) for one in expected]


@pytest.mark.parametrize(
    "lead",
    [
        "Flera nämnder vill få ökade ramar.",
        "Nämnderna väntas gå med underskott.",
        "Partiet vill att flera nämnder får mer.",
        "Nämnderna har tilldelats medel tidigare.",
    ],
)
def test_names_and_amounts_after_other_words_are_no_list(tmp_path, lead):
    said = f"{lead} Parknämnden 2,2 miljoner kronor och badnämnden 700 000 kronor."
    assert rows(proposed(tmp_path, f"Läget 2031\n\n{said}")) == []


@pytest.mark.parametrize(
    "lead", ["För 2032 tilldelas nämnderna medel enligt följande:", "Medel fördelas 2032 enligt följande:"]
)
def test_the_year_of_a_lead_in_goes_before_that_of_the_title(tmp_path, lead):
    proposal = drafted(tmp_path, f"{lead}\n\n- Parknämnden 2 mnkr\n- Badnämnden 3 mnkr år 2034")
    assert [row.years for row in proposal.rows] == [(2032,), (2034,)]


def test_a_title_may_have_the_beginning_of_a_name(tmp_path):
    said = "Budgeten för 2031 är klar. Den innebär att tekniska nämnden får 12 miljoner kronor."
    assert rows(proposed(tmp_path, f"Tekniska får 12 miljoner mer\n\n{said}")) == [("Tekniska nämnden", 12_000_000)]


def test_a_budget_beside_what_it_is_raised_by_is_asked_about(tmp_path):
    said = (
        "Parknämnden tilldelas en ram för mandatperioden 2031–2034 om 79 miljoner kronor.\n\n"
        "Detta innebär att parknämnden får en ökning med 12 miljoner kronor."
    )
    proposal = drafted(tmp_path, said)
    assert "Är beloppet ändringen, eller nivån efter den?" in asked(proposal)


@pytest.mark.parametrize("whole", ["de 22 miljoner kronor", "de 22 miljonerna"])
def test_what_some_is_taken_of_is_not_given_too(tmp_path, whole):
    said = f"I dag beslutade kommunstyrelsen att parknämnden får 20 miljoner kronor, av {whole} som väntas in."
    assert {kronor for _, kronor in rows(proposed(tmp_path, f"Parkerna 2031\n\n{said}"))} == {20_000_000}


@pytest.mark.parametrize(
    ("amount", "kronor"), [("en kvarts miljon kronor", 250_000), ("kvarts miljon kronor", 250_000)]
)
def test_a_quarter_of_a_million(tmp_path, amount, kronor):
    assert rows(drafted(tmp_path, f"Parknämnden tilldelas {amount}.")) == [("Parknämnden", kronor)]


@pytest.mark.parametrize(
    "title",
    [
        "Stadsberedningen föreslår kommunstyrelsen besluta följande",
        "Park- och badnämndens förslag till kommunstyrelsen för förslag till kommunfullmäktige",
    ],
)
def test_who_proposes_to_whom_is_a_title_of_the_decision(tmp_path, title):
    said = f"Ärende 2031\n\n{title}\n\n1. Hamnnämnden 300 tkr.\n\nBakgrund\n\nHamnnämnden tilldelas 800 tkr."
    questions = asked(proposed(tmp_path, said))
    assert any("inte i beslutet" in question for question in questions)


@pytest.mark.parametrize(
    "when", ["Under förmiddagen den 2 maj", "Vid mötet", "Efter en lång debatt", "Den 21 september"]
)
@pytest.mark.parametrize("giver", ["Åsbygdens arbetsutskott", "kommunstyrelsen"])
def test_who_stands_after_the_verb_may_be_who_gave(tmp_path, when, giver):
    proposal = proposed(
        tmp_path, f"Nyheter från arbetsutskottet\n\n{when} beviljade {giver} 470 000 kr till nio projekt."
    )
    assert (rows(proposal), bool(asked(proposal))) == ([], True)


@pytest.mark.parametrize("board", BOARDS)
def test_who_is_given_to_by_another_gets_it(tmp_path, board):
    said = f"Kommunstyrelsen beviljade {board[0].lower()}{board[1:]} 470 000 kr."
    assert rows(drafted(tmp_path, said)) == [(board, 470_000)]


@pytest.mark.parametrize("said", ["som landade på minus 600 000 kronor i fjol", "som slutade på 600 000 kronor back"])
def test_where_a_board_ended_up_is_not_given(tmp_path, said):
    text = f"Läget\n\nParknämnden, {said}, får inte stryka det."
    assert rows(proposed(tmp_path, text)) == []


@pytest.mark.parametrize("within", ["inom sin ekonomiska ram", "inom ramen för befintlig budget", "inom egna anslag"])
@pytest.mark.parametrize("said", ["ska avsätta 800 tkr till lekplatser {within}", "tilldelas 800 tkr {within}"])
def test_what_is_within_a_budget_is_asked_about(tmp_path, said, within):
    proposal = drafted(tmp_path, f"Parknämnden {said.format(within=within)}.")
    assert not rows(proposal) or "Är det en tilldelning?" in asked(proposal)


def test_paragraphs_that_begin_with_a_board_are_a_list(tmp_path):
    said = (
        "Omfördelningen föreslås bli enligt följande:\n\n"
        "Parknämnden föreslås få 11,4 miljoner kronor för ökade kostnader.\n\n"
        "Badnämnden 4,5 miljoner kronor för ökade hyror.\n\n"
        "Hamnnämnden: 6 miljoner kronor för bryggor.\n\n"
        "Vägnämnden redovisar 700 000 kronor mer än i fjol.\n\n"
        "Idrottsnämnden 300 000 kronor."
    )
    expected = [("Parknämnden", 11_400_000), ("Badnämnden", 4_500_000), ("Hamnnämnden", 6_000_000)]
    assert rows(proposed(tmp_path, f"Tilläggsbudget 2031\n\n{said}")) == expected


@pytest.mark.parametrize("what", ["underskottet", "kostnaderna", "årets resultat"])
def test_what_is_divided_may_be_no_money(tmp_path, what):
    said = f"Fördelningen av {what} är enligt följande:\n\n- Parknämnden 2 mnkr\n- Badnämnden 3 mnkr"
    assert rows(proposed(tmp_path, f"Uppföljning 2031\n\n{said}")) == []


@pytest.mark.parametrize("than", ["Jämfört med 2029", "I relation till 2029 års budget", "Utöver vad de fick 2029"])
def test_a_year_that_is_compared_with_is_not_that_of_a_list(tmp_path, than):
    proposal = drafted(tmp_path, f"{than} tilldelas nämnderna mer enligt följande:\n\n- Parknämnden 2 mnkr")
    assert [row.years for row in proposal.rows] == [(2031,)]


def test_another_year_than_that_of_the_title_is_asked_about_where_no_word_says_that_it_is_for_it(tmp_path):
    proposal = drafted(tmp_path, "Medel fördelas 2032 enligt följande:\n\n- Parknämnden 2 mnkr")
    assert [question.readings for row in proposal.rows for question in row.questions] == [("2032", "2031")]


@pytest.mark.parametrize(
    "said",
    ["ska få in 11 mnkr i avgifter", "får in 11 mnkr i avgifter", "kommer inte att få 11 mnkr", "får inte 11 mnkr"],
)
def test_what_comes_in_or_is_not_given_is_no_row_in_silence(tmp_path, said):
    assert not [row for row in drafted(tmp_path, f"Parknämnden {said}.").rows if not row.questions]
