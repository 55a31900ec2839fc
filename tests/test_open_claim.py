"""What a decision says of its money without a figure to test is proposed as open, and nothing else is."""

import itertools

import pytest
from test_redraft import answered

from fordelning.case.draft import faults
from fordelning.intake.proposal import case_draft
from fordelning.intake.proposal.draft import propose
from fordelning.source.reading import text
from fordelning.source.reading.block import Writing

SAID = {  # sentences of each sort, with what tells them apart
    "finansiering": {
        "Lyktorna finansieras genom uttag ur hamnfonden.": "uttag ur hamnfonden",
        "Utgiften belastar gatukontorets konto för drift.": "gatukontorets konto för drift",
        "Satsningen täcks av överskottet från båtplatserna, enligt avtalet.": "överskottet från båtplatserna",
    },
    "villkor": {
        "Medlen får endast användas till belysning av kajer.": "Medlen får endast användas till belysning av kajer",
        "Nedan står vad bidraget kan avse.": "bidraget kan avse",
    },
    "rättslig följd": {"Inga rättsliga hinder har funnits.": "Inga rättsliga hinder"},
    "kostnad utan belopp": {
        "Nya lyktor medför ökade kostnader.": "ökade kostnader",
        "Driftkostnader för lyktorna hanteras senare.": "Driftkostnader för lyktorna",
    },
    "uppföljning": {"Två indikatorer visar om kajen är tryggare.": "indikatorer visar om kajen är tryggare"},
    "kommande år": {"Satsningen ska bli flerårig.": "Satsningen ska bli flerårig"},
    "flera utförare": {
        "Samordning av parkförvaltningen och gatukontoret krävs.": "Samordning av parkförvaltningen och gatukontoret"
    },
    "underlag": {"Fördelningen har tagits fram i en grupp.": "Fördelningen har tagits fram i en grupp"},
}
SENTENCES = [(why, sentence, said) for why, those in SAID.items() for sentence, said in those.items()]
DECISION = "Lyktor 2031\n\nBeslut\n\n{who} beslutar:\n\n1. Parknämnden tilldelas 400 tkr till lyktor 2031."


def drafted(more="", who="Kommunfullmäktige", before=None):
    written = f"{DECISION.format(who=who)}\n\n{more}"
    writing = Writing("beslut.txt", "0" * 64, tuple(text.read("beslut.txt", written.encode())))
    return case_draft.make(writing, propose(writing), {}, before)


def opened(draft):
    """Why each open statement is proposed, with its wording and the lines of its place."""
    why = {row["proposal"]: row["why"].partition(": öppen uppgift, ")[2] for row in draft.rows["proposals"]}
    lines = {row["place"]: row["lines"] for row in draft.rows["places"]}
    return [
        (why[row["proposal"]], row["wording"], lines[row["place"]])
        for row in draft.rows["statements"]
        if row["kind"] == "open"
    ]


@pytest.mark.parametrize(("why", "sentence", "said"), SENTENCES)
def test_what_no_figure_can_test_is_open(why, sentence, said):
    draft = drafted(f"Bakgrund\n\n{sentence}")
    assert [(one, f"»{said}»" in wording) for one, wording, _ in opened(draft)] == [(why, True)]
    assert faults(draft) == []


@pytest.mark.parametrize(("why", "sentence", "said"), SENTENCES)
def test_what_has_its_amount_or_is_not_of_the_decision_is_not(why, sentence, said):
    assert opened(drafted(f"Bakgrund\n\n{sentence[:-1]}, vilket är 90 tkr.")) == []
    assert opened(drafted(f"Yrkanden\n\n{sentence}")) == []
    assert opened(drafted(f"Bakgrund\n\n## {sentence[:-1]}")) == []


def test_the_same_words_are_one_statement_with_all_their_places():
    sentence = "Lyktorna finansieras genom uttag ur hamnfonden."
    found = opened(drafted(f"Bakgrund\n\n{sentence}\n\nKonsekvenser\n\n{sentence}"))
    assert [(why, lines) for why, _, lines in found] == [("finansiering", "11,15")]


@pytest.mark.parametrize(
    "sentence", ["Lyktorna får inte finansieras med lån.", "Lyktorna finansieras ur potten för kajer."]
)
def test_what_is_not_so_or_is_in_the_table_is_not(sentence):
    assert opened(drafted(f"Bakgrund\n\n{sentence.replace('får inte finansieras', 'kan inte finansieras')}")) == []


@pytest.mark.parametrize(
    "sentence",
    [
        *(f"Lyktorna medför {no} kostnader." for no in ("inga", "inga ökade", "inte några", "inte ökade")),
        *(f"{who} av nämnderna medför kostnader för driften." for who in ("Ingen", "Inte någon")),
        "Kostnader för drift uppstår ej.",
        "Driften hanteras utan att ökade kostnader uppstår.",
    ],
)
def test_a_cost_that_is_denied_lacks_no_amount(sentence):
    assert opened(drafted(f"Bakgrund\n\n{sentence}")) == []


@pytest.mark.parametrize("may", ["kan", "kommer att", "ska", "väntas", "bedöms"])
def test_what_a_cost_may_do_is_no_part_of_what_it_is_for(may):
    ((_, wording, _),) = opened(drafted(f"Bakgrund\n\nKostnader för drift av lyktor {may} uppstå."))
    assert wording.endswith("»Kostnader för drift av lyktor»")


@pytest.mark.parametrize(
    ("who", "wanted"), [("Kommunstyrelsen", ["mandat"]), ("Kommunfullmäktige", []), ("Parknämnden", [])]
)
def test_the_mandate_is_asked_for_where_the_committee_decides_what_a_board_gets(who, wanted):
    assert [why for why, _, _ in opened(drafted(who=who))] == wanted


ITEMS = ["- Nya lyktor – längs kajen.", "- Starkare lampor", "- Målning av bryggor."]


@pytest.mark.parametrize("chosen", [one for n in (1, 2, 3) for one in itertools.combinations(ITEMS, n)])
def test_an_amount_for_several_things_is_undivided(chosen):
    listed = "\n".join(chosen)
    found = opened(drafted(f"Fördelning\n\n**Trygg kaj 400 tkr**\n\n{listed}\n"))
    assert [why for why, _, _ in found] == ["odelat belopp"] * (len(chosen) > 1)
    divided = listed.replace(chosen[-1], f"{chosen[-1].rstrip('.')} 100 tkr")
    assert opened(drafted(f"Fördelning\n\n**Trygg kaj 400 tkr**\n\n{divided}\n")) == []


@pytest.mark.parametrize("number", ["12 lyktor", "3 bryggor"])
def test_a_number_of_what_an_amount_buys_is_open_and_another_number_is_not(number):
    item = f"- Det blir {number} längs kajen, klara 15 juni enligt 4 kap. och till 30 procent."
    (found,) = opened(drafted(f"Fördelning\n\n**Trygg kaj 400 tkr**\n\n{item}\n"))
    assert (found[0], found[1].endswith(f": {number}")) == ("antal utan pris", True)


@pytest.mark.parametrize("answer", ["yes", "no", "changed"])
def test_an_answer_is_kept_by_the_next_draft(answer):
    more = "Bakgrund\n\n" + " ".join(sentence for _, sentence, _ in SENTENCES)
    first = answered(drafted(more), lambda row: answer if ": öppen uppgift, " in row["why"] else "yes")
    second = drafted(more, before=first)
    assert second.rows["proposals"] == first.rows["proposals"]
    assert opened(second) == opened(first)
    assert faults(second) == []


@pytest.mark.parametrize("number", [6, 7, 20])
def test_many_of_one_sort_are_told_as_one_with_all_their_places(number):
    sources = " ".join(f"Del {chr(97 + n)} finansieras genom uttag ur fonden {chr(97 + n)}." for n in range(number))
    found = opened(drafted(f"Bakgrund\n\n{sources}"))
    assert len(found) == (number if number <= 6 else 1)
    assert all(str(number) in wording for _, wording, _ in found if number > 6)
