"""Of decisions made by chance no row is proposed in silence that they do not have, and most of theirs are."""

import textwrap
from collections import Counter
from dataclasses import replace
from functools import partial

import pytest
from made_decisions import decision, list_decision

from fordelning.intake.proposal.draft import propose
from fordelning.source.direction import direction, without_purpose
from fordelning.source.reading.block import BlockKind
from fordelning.source.reading.document import read

FAST, ALL = range(60), range(60, 400)


def as_it_is(text, seed):
    return text


def wrapped(text, seed):
    """`text` in lines of a width, as a page breaks them."""
    width = 30 + seed % 50
    fill = partial(textwrap.fill, width=width, break_long_words=False, break_on_hyphens=False)
    return "\n".join(fill(line, subsequent_indent=" " * (seed % 4)) for line in text.split("\n"))


def silent(tmp_path, made):
    """The rows that are proposed without a question, and those that are of another year."""
    path = tmp_path / "beslut.txt"
    path.write_text(made.text, encoding="utf-8")
    proposal = propose(read(path))
    rows = [row for row in proposal.rows if not row.questions]
    named = Counter((proposal.boards.get(row.board, row.board).casefold(), row.kronor) for row in rows)
    return named, [row for row in rows if row.years not in ((), (made.year,))]


@pytest.mark.parametrize(
    ("make", "lines", "share"), [(decision, as_it_is, 0.97), (decision, wrapped, 0.97), (list_decision, as_it_is, 0.9)]
)
@pytest.mark.parametrize("seeds", [FAST, pytest.param(ALL, marks=pytest.mark.slow)], ids=["some", "all"])
def test_no_row_is_wrong_in_silence_and_most_are_found(tmp_path, seeds, make, lines, share):
    wrong, right, every = {}, 0, 0
    for seed in seeds:
        made = make(seed)
        made = replace(made, text=lines(made.text, seed))
        rows = Counter({(board.casefold(), kronor): count for (board, kronor), count in made.rows.items()})
        found, other_year = silent(tmp_path, made)
        if found - rows or other_year:
            wrong[seed] = made.text, found - rows, other_year
        right += (found & rows).total()
        every += rows.total()
    assert not wrong
    assert right >= share * every


def test_a_wrong_row_would_be_seen(tmp_path):
    made = decision(1)
    found, _ = silent(tmp_path, made)
    right = Counter({(board.casefold(), kronor): count for (board, kronor), count in made.rows.items()})
    spoiled = Counter({(board, -kronor): count for (board, kronor), count in right.items()})
    assert found and not found - right and found - spoiled == found


@pytest.mark.parametrize(
    "said",
    [
        "anslag med ökade avgifter sänks med",
        "anslag för ökade kostnader minskas med",
        "utökade ram minskas med",
        "tillskott minskas med",
        "utökning minskas med",
    ],
)
def test_less_of_what_is_more_is_no_more_in_silence(tmp_path, said):
    path = tmp_path / "beslut.txt"
    path.write_text(f"Kommunfullmäktige beslutar\n\n1. Miljönämndens {said} 4 tkr 2030.\n", encoding="utf-8")
    proposal = propose(read(path))
    assert [amount.kronor for amount in proposal.amounts] == [4000]
    assert all(row.kronor < 0 or row.questions for row in proposal.rows)


@pytest.mark.parametrize("verb", ["beviljas", "tilldelas", "anvisas", "fördelas", "utbetalas", "anslås"])
@pytest.mark.parametrize("marks", ["ab", "12"])
def test_a_lead_in_gives_what_stands_below_it_also_without_a_colon(tmp_path, verb, marks):
    one, other = marks
    path = tmp_path / "beslut.txt"
    points = f"{one}) 60 000 kr till Norrby Simklubb för ett läger,\n{other}) 40 000 kr till kulturnämnden för konst."
    path.write_text(f"Tilläggsbudget 2046\n\nUr förfogandeanslaget {verb}\n{points}\n", encoding="utf-8")
    rows = propose(read(path)).rows
    assert [(row.kronor, row.questions) for row in rows] == [(60_000, ()), (40_000, ())]


@pytest.mark.parametrize("word", ["ramen justeras\nned med", "medel dras\nin", "utgifterna skärs\nned"])
def test_a_word_for_less_may_be_broken_over_a_line(word):
    assert direction(word) == direction(word.replace("\n", " ")) == -1


@pytest.mark.parametrize(
    "why", ["för", "avseende", "på grund av", "med anledning av", "eftersom det ger", "tack vare", "till"]
)
def test_a_purpose_says_no_way(why):
    assert direction(f"ramen minskas med {without_purpose(f'{why} utökade öppettider')}") == -1


@pytest.mark.parametrize("end", ["", ".", ",", ", och"])
def test_each_att_point_is_by_itself(tmp_path, end):
    path = tmp_path / "beslut.txt"
    points = f"att minska miljönämndens driftbudget med 800 tkr{end}\natt 900 tkr avsätts till valnämnden"
    path.write_text(f"Tilläggsbudget 2039\n\nKommunfullmäktige beslutar på kommunstyrelsens förslag\n{points}.\n")
    rows = {(row.board.casefold(), row.kronor) for row in propose(read(path)).rows}
    assert rows == {("miljönämnden", -800_000), ("valnämnden", 900_000)}


@pytest.mark.parametrize("lead", ["Kommunfullmäktige beslutar\nföljande", "Kommunfullmäktige\nbeslutar", "Beslut"])
@pytest.mark.parametrize("marks", ["1.|2.", "1)|2)", "a)|b)"])
def test_points_begin_also_below_a_short_lead_in_of_two_lines(tmp_path, lead, marks):
    one, other = marks.split("|")
    path = tmp_path / "beslut.txt"
    path.write_text(
        f"{lead}\n{one} Valnämnden får 4 tkr 2030.\n{other} Miljönämnden får 5 tkr 2030.\n", encoding="utf-8"
    )
    assert [block.number for block in read(path).blocks if block.kind is BlockKind.POINT] == [one, other]


ASKED = "fråga"
KS, TN, VN, SN, KFN = (
    "Kommunstyrelsen", "Tekniska nämnden", "Valnämnden", "Socialnämnden", "Kultur- och fritidsnämnden"
)  # fmt: skip


@pytest.mark.parametrize(
    ("said", "rows"),
    [
        ("Kommunstyrelsen och tekniska nämnden får 4 tkr respektive 7 tkr.", {(KS, 4000), (TN, 7000)}),
        (
            "Medel fördelas med 4 tkr till Valnämnden och 7 tkr till Tekniska nämnden för 2030.",
            {(VN, 4000), (TN, 7000)},
        ),
        (
            "Medlen fördelas med 5 tkr till\nsocialnämnden, 7 tkr till Tekniska\nnämnden och 4 tkr till valnämnden",
            {(SN, 5000), (TN, 7000), (VN, 4000)},
        ),
        ("Ramarna minskas med: 4 tkr till valnämnden.", {(VN, ASKED)}),
        ("Valnämnden och tekniska nämnden får 2050 respektive 300 tkr.", {(VN, 2_050_000), (TN, 300_000)}),
        ("Återta 4 tkr från valnämnden.", {(VN, -4000)}),
        ("4 tkr dras in från valnämnden.", {(VN, -4000)}),
        ("Valnämnden och kultur-\noch fritidsnämnden får 4 tkr vardera.", {(VN, 4000), (KFN, 4000)}),
        (
            "Medel fördelas så:\n- 4 tkr till valnämnden\n- 5 tkr till socialnämnden\nSumma: 9 tkr",
            {(VN, 4000), (SN, 5000)},
        ),
        ("Medel fördelas så:\n4 tkr till valnämnden\n5 tkr till socialnämnden\nSumma: 9 tkr", {(VN, 4000), (SN, 5000)}),
        (
            "Nämndernas ramar minskas med följande belopp:\nSocialnämnden – 4 tkr för utökad städning\n"
            "Valnämnden – 5 tkr för nya böcker\nTekniska nämnden – 6 tkr för ökade hyror",
            {(SN, -4000), (VN, -5000), (TN, -6000)},
        ),
    ],
)
def test_what_was_read_wrongly_in_silence(tmp_path, said, rows):
    path = tmp_path / "beslut.txt"
    path.write_text(f"Tilläggsbudget 2030\n\nKommunfullmäktige beslutar\n\n{said}\n", encoding="utf-8")
    proposal = propose(read(path))
    named = {(proposal.boards.get(r.board, r.board), ASKED if r.questions else r.kronor) for r in proposal.rows}
    assert {(board.casefold(), kronor) for board, kronor in named} == {(b.casefold(), k) for b, k in rows}
    assert {row.years for row in proposal.rows} == {(2030,)}
