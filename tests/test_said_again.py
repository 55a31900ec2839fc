"""What a decision gives each board in all, a table divides, and the text tells again: rows once, every place known."""

import random
from itertools import groupby

import pytest
from invented import asked, proposed

from fordelning.intake.proposal import case_draft
from fordelning.intake.proposal.draft import propose
from fordelning.intake.proposal.proposal import Role
from fordelning.source.reading.document import read as read_document

BOARDS = ("Parknämnden", "Skolnämnden", "Kulturnämnden", "Hamnnämnden")
MEASURES = ("Lekplatser", "Simskola", "Läger", "Bokbuss", "Bryggor", "Gungor", "Teater")


def invented(seed):
    """Rows of a board, a measure and thousands; some boards have several, and no two amounts are alike."""
    chance = random.Random(seed)
    boards, measures = chance.sample(BOARDS, chance.randint(2, 4)), iter(chance.sample(MEASURES, len(MEASURES)))
    counts = [2, *(chance.randint(1, 2) for _ in boards[1:])]
    amounts = iter(chance.sample(range(110, 990, 10), 12))
    return chance, [(b, next(measures), next(amounts)) for b, n in zip(boards, counts, strict=True) for _ in range(n)]


def decision(chance, rows, told=(), off=0):
    """A decision that gives each board its sum, of money that is set aside, and a table that divides it."""
    whole = [[board, sum(tkr for _, _, tkr in its)] for board, its in groupby(rows, key=lambda row: row[0])]
    whole[0][1] += off
    given = [f"{board.lower()} {tkr} tkr" for board, tkr in whole]
    listed = f"{', '.join(given[:-1])} och {given[-1]}"
    lead = chance.choice(["av de medel som är avsatta för fritid tilldela", "tilldela", "av medlen tilldela"])
    table = "\n".join(f"| {board} | {measure} | {tkr} |" for board, measure, tkr in rows)
    return (
        "# Medel för fritid 2031\n\n## Förslag till beslut\n\nKommunstyrelsen beslutar\n\n"
        f"1. att {lead} {listed} för 2031,\n2. att medlen tas från fritidsreserven.\n\n"
        "## Föreslagen fördelning\n\nMedlen fördelas på åtgärder. Belopp i tkr.\n\n"
        f"| Nämnd | Åtgärd | 2031 |\n|---|---|---|\n{table}\n"
        f"| Summa | | {sum(tkr for *_, tkr in rows)} |\n\n" + "\n\n".join(told)
    )


def read(proposal):
    return [(row.board, row.measure, row.kronor // 1000) for row in proposal.rows]


@pytest.mark.parametrize("seed", range(12))
def test_a_table_that_divides_the_amounts_of_the_decision_gives_the_rows(tmp_path, seed):
    chance, rows = invented(seed)
    proposal = proposed(tmp_path, decision(chance, rows))
    assert sorted(read(proposal)) == sorted(rows) and not asked(proposal)
    assert len({row.pot for row in proposal.rows}) == 1  # all are of the same money


@pytest.mark.parametrize("seed", range(6))
def test_a_table_of_other_amounts_than_the_decision_is_asked_about(tmp_path, seed):
    chance, rows = invented(seed)
    assert asked(proposed(tmp_path, decision(chance, rows, off=chance.choice([-40, 35]))))


@pytest.mark.parametrize("seed", range(12))
def test_what_the_text_tells_again_of_a_row_is_that_row(tmp_path, seed):
    chance, rows = invented(seed)
    told = []
    for _, measure, tkr in chance.sample(rows, len(rows)):
        told += chance.choice(
            [
                [f"### {measure}", f"Arbetet görs i egen regi. Kostnaden är {tkr} tkr, i huvudsak löner."],
                [f"{measure} kostar {tkr} tkr och är klart i höst."],
            ]
        )
    plain = proposed(tmp_path, decision(chance, rows))
    proposal = proposed(tmp_path, decision(chance, rows, told))
    assert sorted(read(proposal)) == sorted(read(plain)) and not asked(proposal)
    last = proposal.amounts[-len(rows) :]
    assert {one.role for one in last} == {Role.REPEAT}
    said = {proposal.amounts[one.same].kronor: one.place for one in last if one.same is not None}
    assert {row.kronor for row in proposal.rows if said[row.kronor] in row.places} == {1000 * tkr for *_, tkr in rows}


@pytest.mark.parametrize("board", BOARDS)
def test_what_somebody_is_told_to_use_and_is_given_is_one_row(tmp_path, board):
    order = f"{board} ges i uppdrag att tilldela ett särskilt bidrag till byns kör om 400 tkr."
    text = f"Medel 2031\n\nBeslut\n\nKommunstyrelsen beslutar:\n\n1. {order} {board} tilldelas 400 tkr för detta."
    proposal = proposed(tmp_path, text)
    assert [one.role for one in proposal.amounts] == [Role.REPEAT, Role.ALLOCATION]
    assert [(row.board, row.kronor) for row in proposal.rows] == [(board, 400_000)]


@pytest.mark.parametrize("seed", range(6))
def test_the_same_figure_of_something_else_is_no_row_told_again(tmp_path, seed):
    chance, rows = invented(seed)
    told = [f"### Hyror\n\nKostnaden för lokalerna är {rows[0][2]} tkr."]
    [other] = proposed(tmp_path, decision(chance, rows, told)).amounts[-1:]
    assert other.role == Role.OTHER and other.same is None


SAVED = [
    "I reserven finns {} tkr för fritid. Efter beslutet återstår {} tkr.",
    "Av anslaget {} tkr är {} tkr kvar sedan.",
]


@pytest.mark.parametrize("seed", range(8))
def test_what_is_left_when_all_is_given_tells_what_it_is_taken_of(tmp_path, seed):
    chance, rows = invented(seed)
    given, left = sum(tkr for *_, tkr in rows), chance.randint(100, 3000)
    for off, wanted in ((0, [Role.SOURCE, Role.SOURCE]), (chance.choice([-10, 10]), None)):
        text = decision(chance, rows, ["### Pengar", chance.choice(SAVED).format(given + left, left + off)])
        path = tmp_path / "beslut.txt"
        path.write_text(text, encoding="utf-8")
        writing = read_document(path)
        proposal = propose(writing)
        made = case_draft.make(writing, proposal, {}).rows["statements"]
        parts = [row["value"] for row in made if row.get("relation") == "part"]
        assert parts == ([str(given + left)] if wanted else [])
        assert not wanted or [one.role for one in proposal.amounts[-2:]] == wanted
        assert sorted(read(proposal)) == sorted(rows)


@pytest.mark.parametrize("seed", range(8))
def test_amounts_that_together_are_a_row_are_parts_of_it(tmp_path, seed):
    chance, rows = invented(seed)
    board, measure, tkr = chance.choice(rows)
    first = chance.randrange(30, tkr - 30)
    for head, whole, wanted in (
        (measure, tkr, Role.PART),
        (board, tkr, Role.PART),
        ("Hyror", tkr, None),
        (board, tkr + 1, None),
    ):
        told = [f"### {head}", f"Av anslaget avser {first} tkr löner och {whole - first} tkr resor."]
        last = proposed(tmp_path, decision(chance, rows, told)).amounts[-2:]
        assert [one.role == Role.PART for one in last] == [wanted == Role.PART] * 2


@pytest.mark.parametrize("seed", range(4))
def test_a_sum_of_years_before_those_of_the_rows_is_background(tmp_path, seed):
    chance, rows = invented(seed)
    told = [f"### Förra året\n\nÅr 2030 användes {sum(tkr for *_, tkr in rows)} tkr av anslaget."]
    [last] = proposed(tmp_path, decision(chance, rows, told)).amounts[-1:]
    assert last.role == Role.BACKGROUND and last.same is None
