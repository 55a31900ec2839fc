"""Whom an amount of a sentence is for: not who decides on it, and a question where grammar alone tells or names two."""

from itertools import product

import pytest
from invented import asked, proposed

from fordelning.intake.proposal.draft import propose
from fordelning.intake.proposal.proposal import DocumentProposal
from fordelning.source.reading.document import read

HEAD = "Tilläggsanslag 2031\n\nKommunfullmäktiges beslut\n\n"
BOARDS = ["Parknämnden", "Hamn- och färjenämnden", "Tekniska nämnden"]
AMOUNTS = ["2 400 tkr", "två miljoner kronor", "350 000 kronor"]
ACTORS = [  # who decides, and nobody gets it
    "På torsdagen föreslår kommunstyrelsen att budgeten för 2031 utökas med {amount}.",
    "Medlen, {amount}, omfördelades på kommunfullmäktige.",
    "Därför vill kommunstyrelsen att budgeten utökas med {amount}.",
    "Ansökan beviljas med {amount}.",
]
TURNED = [  # who is named may be who gives
    "Dessutom beviljade kommunstyrelsen {amount} till den nya leden.",
    "Samtidigt beviljar kommunstyrelsen {amount} till en ny brygga.",
    "Störst summa går till ridklubbarna, {amount}, som {board} sedan fördelar.",
    "Anslagen för räntor ändras; totalt {amount} och {boards} anslag för räntor minskas med motsvarande belopp.",
]
UNNAMED = [  # who gets it has no form of a name
    ("Området gatuvård tilldelas {amount}.", "Området gatuvård"),
    ("Ridklubbarna får dela på {amount}.", "Ridklubbarna"),
    ("Åsens läns Hemslöjd erhåller ytterligare {amount}.", "Åsens läns Hemslöjd"),
    ("Åsens Music Group och Teater Dal får vardera {amount}.", "Åsens Music Group och Teater Dal"),
    ("Bidrag till kommittén för firandet utgår med {amount}.", "kommittén för firandet"),
]


@pytest.fixture
def drafted(tmp_path):
    def of(sentence: str) -> DocumentProposal:
        return proposed(tmp_path, HEAD + sentence)

    return of


@pytest.mark.parametrize(("sentence", "amount"), list(product(ACTORS, AMOUNTS)))
def test_who_decides_gets_nothing(drafted, sentence, amount):
    assert drafted(sentence.format(amount=amount)).rows == ()


@pytest.mark.parametrize(("sentence", "amount", "board"), list(product(TURNED, AMOUNTS, BOARDS)))
def test_who_may_give_is_asked_about(drafted, sentence, amount, board):
    proposal = drafted(sentence.format(amount=amount, board=board, boards=board + "s"))
    assert (proposal.rows, len(asked(proposal))) == ((), 1)


@pytest.mark.parametrize("board", BOARDS)
def test_the_board_is_that_of_its_sentence(drafted, board):
    said = f"Även {board} sökte medel och här sa kommunstyrelsen ja, vilket innebär att nämnden får 700 tkr."
    assert [(row.board, row.kronor) for row in drafted(said).rows] == [(board.capitalize(), 700_000)]


def test_the_board_is_asked_for_where_two_may_be_meant(drafted):
    proposal = drafted("Parknämnden och Hamnnämnden har sökt medel. Det innebär att nämnden får 700 tkr.")
    assert (proposal.rows, asked(proposal)) == ((), ["Beloppet är till »nämnden». Vem är det?"])


@pytest.mark.parametrize(("sentence", "who", "amount"), [(*one, amount) for one in UNNAMED for amount in AMOUNTS])
def test_who_gets_is_asked_for_by_the_words_of_the_document(drafted, sentence, who, amount):
    proposal = drafted(sentence.format(amount=amount))
    assert (proposal.rows, asked(proposal)) == ((), [f"Beloppet är till »{who}». Vem är det?"])


def test_what_belongs_to_a_name_may_be_where_the_money_is_used(drafted):
    proposal = drafted("Kommunen ger 4 miljoner kronor till Åsskolans ombyggnad.")
    assert (proposal.rows, len(asked(proposal))) == ((), 1)
    assert [row.board for row in drafted("Kommunen ger 40 tkr till Åsens IF.").rows] == ["Åsens IF"]


@pytest.mark.parametrize("measure", ["motsvarande mån", "motsvarande grad", "motsvarande omfattning"])
def test_the_other_budget_is_less_in_the_same_degree(drafted, measure):
    said = f"Parknämndens ram utökas med 900 tkr och Hamnnämndens ram minskas i {measure}."
    assert {(row.board, row.kronor) for row in drafted(said).rows} == {
        ("Parknämnden", 900_000),
        ("Hamnnämnden", -900_000),
    }


@pytest.mark.parametrize(("amount", "other"), [("155 miljoner kronor", "200 miljoner kronor"), ("300 tkr", "900 tkr")])
def test_the_board_of_the_next_amount_is_asked_about(drafted, amount, other):
    proposal = drafted(f"Tilläggsbudgeten är {amount} till vården och {other} till Parknämnden.")
    assert len(proposal.rows) == 1
    assert asked(proposal) == ["Vem är beloppet till?"]


@pytest.mark.parametrize("mark", ["- ", "– ", "• "])
def test_clauses_that_have_run_together(drafted, mark):
    said = (
        f"Fullmäktige beslutar {mark}att tilldela Parknämnden 7,5 mnkr för nya lekplatser, {mark}att finansiering sker "
        f"enligt bilaga 1, {mark}att utökat behov om 9,0 mnkr finansieras inom den beslutade ramen."
    )
    assert [(row.board, row.kronor) for row in drafted(said).rows] == [("Parknämnden", 7_500_000)]


@pytest.mark.parametrize(
    ("said", "rows"),
    [
        ("Beslutet är ett tillägg till Parknämnden på 250 tkr.", [("Parknämnden", 250_000)]),
        ("Ramarna för nästa år blir:\n\n• Parknämnden: 107,9 mnkr", [("Parknämnden", 107_900_000)]),
        ("Parknämnden har i uppdrag på att fördela 600 tkr till föreningar.", []),
    ],
)
def test_other_words_about_who_gets(drafted, said, rows):
    assert [(row.board, row.kronor) for row in drafted(said).rows] == rows


@pytest.mark.parametrize(
    ("title", "questions"),
    [
        ("Gott 2030 ger mer 2031", 1),
        ("Budget för 2031–2032", 1),
        ("Budget för 2031–2032 med plan för 2033–2034", 1),
        ("Budget för 2031 med plan för 2032–2033", 0),
        ("Budget 2031 och plan 2032–2033", 0),
        ("Mer vård 2031", 0),
    ],
)
def test_a_title_with_two_years_says_none_for_sure(tmp_path, title, questions):
    path = tmp_path / "beslut.txt"
    path.write_text(f"{title}\n\nKommunfullmäktiges beslut\n\nParknämndens budget förstärks med 50 mnkr.\n")
    assert asked(propose(read(path))) == ["Vilket år gäller beloppet?"] * questions


@pytest.mark.parametrize("date", ["2031-03-26", "den 26 mars 2031", "26 mars 2031"])
@pytest.mark.parametrize("said", ["", "Frågan har varit uppe under 2029 och 2029.\n\n"])
def test_the_year_of_the_meeting_is_one_to_choose(tmp_path, date, said):
    path = tmp_path / "beslut.txt"
    path.write_text(f"Protokoll\n\nSammanträde {date}\n\n{said}Beslut\n\nParknämnden beviljas 5 mnkr.\n")
    [question] = [question for amount in propose(read(path)).amounts for question in amount.questions]
    assert question.readings == (("2029", "2031") if said else ("2031",))


@pytest.mark.parametrize("who", ["Kommunstyrelsens", "Arbetsutskottets", "Park- och hamnnämndens"])
@pytest.mark.parametrize("whom", ["", " till kommunfullmäktige", " till kultur- och fritidsnämnden"])
def test_the_proposal_of_one_to_another_is_decided(tmp_path, who, whom):
    path = tmp_path / "beslut.txt"
    told = "Bidrag 2031\n\nÄrendet\n\nFöreningen har sökt 90 tkr.\n\n"
    path.write_text(f"{told}{who} förslag{whom}\n\nValnämnden beviljas 30 tkr.\n\nBeslut\n\nEnligt förslaget.\n")
    proposal = propose(read(path))
    assert ([(row.board, row.kronor) for row in proposal.rows], asked(proposal)) == ([("Valnämnden", 30_000)], [])
