"""Pairs of versions with planted differences: what the comparison tells is what was planted, nothing more or less."""

import random
from dataclasses import replace
from itertools import product

import pytest
from test_comparison import BOARDS, MEASURES, POTS, bare, between, cells, said

from fordelning.case.statement import Statement, TextValue, complete
from fordelning.report import comparison
from fordelning.report.comparison import Comparison, Sort
from fordelning.report.comparison.narrative import BEFORE
from fordelning.report.document import paragraph
from fordelning.report.parameters import ComparisonParameters, ParameterError
from fordelning.report.report import Report

CELLS = [*product(MEASURES, POTS, BOARDS)]
PAIRS = 100
FORMS = [
    ("Kulturnämnd", "Kulturnämnden"),
    ("Kultur- och fritidsnämnden", "Nämnden för kultur och fritid"),
    ("Räddningsstyrelse", "Räddningsstyrelsen"),
    ("Nämnden för skolan", "Nämnden för skola"),
    ("Barn- och utbildningsnämnd", "Barn- och utbildningsnämnden"),
    ("Miljönämnden", "Nämnden för miljö"),
]
OTHERS = [
    ("Kulturnämnden", "Skolnämnden"),
    ("Kulturnämnden", "Kulturstyrelsen"),
    ("Vårdnämnden", "Vård- och skolnämnden"),
]


def stating(case, numbers: dict):
    """`case` with a statement of a total for each scope in `numbers`, which are value, unit and relation."""
    found = {}
    for n, (scope, (value, unit, relation)) in enumerate(numbers.items(), 1):
        blank = {
            column: None for column in ("measure", "pot", "board", "year", "tag", "rounding", "against", "missing")
        }
        given = {"relation": relation, "value": value, "unit": unit, "question": None, "reading": None, "stage": None}
        one = Statement(
            statement=f"S{n:02}", place=None, kind="total", wording=f"Summa {n}", **{**blank, **dict(scope), **given}
        )
        found[one.statement] = complete(one, {}, (), {})
    return replace(case, statements=found)


def named(case, board: str, name: str, key: str = ""):
    """`case` with another name for a board, and with another key where one is given."""
    boards = {
        b: replace(thing, name=name, short_name=name) if b == board else thing for b, thing in case.boards.items()
    }
    if not key:
        return replace(case, boards=boards)
    boards = {key if b == board else b: replace(one, board=key) if b == board else one for b, one in boards.items()}
    return replace(case, boards=boards, _allocations=case.allocations.replace({"board": {board: key}}))


def keyed(view: Comparison, cell) -> tuple[str, str, str]:
    pairs = (view.measures[cell.measure], view.pots[cell.pot], view.boards[cell.board])
    return tuple(pair.after or pair.before for pair in pairs)


@pytest.mark.parametrize("seeded", range(PAIRS))
def test_what_is_planted_in_the_rows_is_told_and_nothing_else(seed, seeded):
    """Every difference has a size of its own, so that a planted move is the only explanation of the two."""
    chance = random.Random(seeded)
    before = {cell: chance.choice([-1, 1]) * 10_000 * n for n, cell in enumerate(chance.sample(CELLS, 10), 1)}
    after, sizes, expected, moves = dict(before), iter(3**n for n in range(1, 12)), {}, set()
    free, touched = [cell for cell in CELLS if cell not in before], chance.sample([*before], 8)
    for _ in range(chance.randrange(3)):
        cell = touched.pop()
        after[cell] += chance.choice([-1, 1]) * next(sizes)
        expected[cell] = Sort.CHANGED
    for _ in range(chance.randrange(2)):
        cell = touched.pop()
        del after[cell]
        expected[cell] = Sort.REMOVED
    for cell in free[: chance.randrange(3)]:
        after[cell] = next(sizes)
        expected[cell] = Sort.ADDED
    for origin in touched[:2]:
        goals = [cell for cell in touched if cell[0] == origin[0] and cell not in expected and cell != origin]
        if goals and origin not in expected:
            size = next(sizes)
            after[origin] -= size
            after[goals[0]] += size
            expected |= {origin: Sort.CHANGED, goals[0]: Sort.CHANGED}
            moves.add((origin, goals[0]))
    view = between(bare(seed, before), bare(seed, after))
    assert {keyed(view, change.cell): change.sort for change in view.changes} == expected
    assert {keyed(view, change.cell): (change.before, change.after) for change in view.changes} == {
        cell: (before.get(cell), after.get(cell)) for cell in expected
    }
    assert {(keyed(view, one.cell), keyed(view, other.cell)) for one, other in view.moves} == moves
    told = [row[0] for row in cells(comparison.tables.changes(view) or comparison.tables.sums(view))]
    assert sum("kan ha flyttats" in line for line in told) == 2 * len(moves)
    assert not any("har flyttats" in line for line in told)


def explained(before: dict, after: dict) -> set:
    """By trying all: every two cells of a measure where one lost what the other got, and no other cell could."""
    lost = {c: after.get(c, 0) - before.get(c, 0) for c in {*before, *after}}
    found = set()
    for one, other in product(lost, lost):
        rivals = [c for c in lost if c not in (one, other) and abs(lost[c]) == abs(lost[one])]
        there = one in before and other in after and one[0] == other[0]
        if lost[one] < 0 and lost[one] == -lost[other] and there and not rivals:
            found.add((one, other))
    return found


@pytest.mark.parametrize("seeded", range(PAIRS))
def test_where_amounts_are_alike_no_move_is_made_up(seed, seeded):
    chance = random.Random(seeded)
    versions = [
        {cell: chance.choice([-100, 100, 200, 300, 500, 800]) for cell in CELLS if chance.random() < 0.6}
        or {CELLS[0]: 1}
        for _ in range(2)
    ]
    versions[1] |= {cell: kronor for cell, kronor in versions[0].items() if chance.random() < 0.7}
    view = between(*(bare(seed, rows) for rows in versions))
    assert {(keyed(view, one.cell), keyed(view, other.cell)) for one, other in view.moves} == explained(*versions)


SCOPES = [(), *((("board", board),) for board in BOARDS), *((("pot", pot),) for pot in POTS)]
SAME_NUMBER = {
    "1500": [("1500", "kr", "="), ("1.5", "tkr", "=")],
    "2000000": [("2", "mnkr", "="), ("2000", "tkr", "=")],
}


@pytest.mark.parametrize("seeded", range(PAIRS))
def test_what_is_planted_in_the_stated_numbers_is_told_and_nothing_else(seed, seeded):
    """Statements that say the same in another unit and under another number do not differ."""
    chance = random.Random(seeded)
    before, after, changed, alone = {}, {}, set(), set()
    for scope in chance.sample(SCOPES, len(SCOPES)):
        number = chance.choice([*SAME_NUMBER])
        before[scope], after[scope] = (chance.choice(SAME_NUMBER[number]) for _ in range(2))
        match chance.randrange(6):
            case 0:
                after[scope] = ("1600", "kr", "=")
                changed.add(scope)
            case 1:
                after[scope] = (*before[scope][:2], "<=")
                changed.add(scope)
            case 2:
                del chance.choice([before, after])[scope]
                alone.add(scope)
    after = dict(chance.sample([*after.items()], len(after)))
    rows = {cell: 1000 for cell in CELLS}
    fewer = {cell: 1000 for cell in CELLS if cell[2] != "kfn"} if chance.random() < 0.3 else rows
    view = between(stating(bare(seed, rows), before), stating(bare(seed, fewer), after))

    def scope(one) -> tuple:
        statement = (one.after or one.before)[0]
        return tuple((column, value) for column, value in statement.scope.items())

    assert {scope(one) for one in view.restated} == changed
    assert {scope(one) for one in view.assertions if one.one_sided} == alone
    lead = said(comparison.narrative.outcome(view))
    assert (lead.startswith("»Summa ") or " tal skiljer sig, " in lead) == bool(changed)
    table = comparison.tables.stated(view)
    assert len(table.rows if table else ()) == len(changed | alone)


def test_the_same_rows_with_another_stated_total_are_not_the_same(seed):
    sides = [stating(bare(seed, {CELLS[0]: 22_500}), {(): (value, "tkr", "=")}) for value in ("22.5", "32.5")]
    view = between(*sides)
    lead = said(comparison.narrative.outcome(view))
    assert lead.startswith("»Summa 1» anges till 32,5\u00a0tkr (motsägs) i ")
    assert "22,5\u00a0tkr" in lead
    assert "Inget belopp skiljer" not in lead
    assert cells(comparison.tables.stated(view)) == [
        ["Summa 1 (S01)", "22,5\u00a0tkr", "32,5\u00a0tkr", "+10,0\u00a0tkr"]
    ]
    assert said(comparison.narrative.sums(view)).startswith("Alla uträknade summor är lika")


def test_a_side_that_says_it_in_other_words_is_quoted_in_its_own(seed):
    older, newer = (stating(bare(seed, {CELLS[0]: 9}), {(): (value, "kr", "=")}) for value in ("7", "9"))
    named = {"S01": replace(older.statements["S01"], wording="Före avdraget")}
    view = between(replace(older, statements=named), newer)
    lead = said(comparison.narrative.outcome(view))
    assert lead.startswith("Ett angivet tal skiljer sig, summan av allt: från 7\u00a0kr (motsägs) till 9\u00a0kr.")
    assert "Summa 1" not in lead and "Före avdraget" not in lead  # neither side's words are put on the other's number
    assert cells(comparison.tables.stated(view))[0][0] == "Summa 1 (S01); före: Före avdraget (S01)"


def test_several_stated_numbers_of_one_thing_are_told_as_they_are(seed):
    """Which of them is which nobody knows."""
    [one, other, third] = [stating(bare(seed, {CELLS[0]: 9}), {(): (n, "kr", "=")}) for n in ("1", "2", "3")]
    both = replace(one, statements={**one.statements, "S02": replace(other.statements["S01"], statement="S02")})
    [assertion] = between(both, third).restated
    assert [s.statement for s in assertion.before] == ["S01", "S02"]
    assert cells(comparison.tables.stated(between(both, third)))[0][1:] == ["1\u00a0kr; 2\u00a0kr", "3\u00a0kr", "–"]
    assert between(both, both).assertions == []


# Boards whose names have changed form


def renamed(seed, old: str, new: str, key: str, same: str = "") -> Comparison:
    rows = {(MEASURES[0], POTS[0], board): 1000 * n for n, board in enumerate(BOARDS, 1)}
    before, after = named(bare(seed, rows), "kfn", old), named(bare(seed, rows), "kfn", new, key)
    parameters = ComparisonParameters.check({"same": same})
    return Comparison.between(Report.of(parameters, after), Report.of(parameters, before))


@pytest.mark.parametrize(("one", "other"), FORMS)
@pytest.mark.parametrize("key", ["", "annan"])
def test_a_name_in_another_form_may_be_the_same_board_and_is_when_confirmed(seed, one, other, key):
    for old, new in ((one, other), (other, one)):
        view = renamed(seed, old, new, key)
        assert sorted(change.sort for change in view.changes) == [Sort.REMOVED, Sort.ADDED]
        assert [(kind, was.name, now.name) for kind, was, now in view.likely()] == [("nämnd", old, new)]
        assert "kan vara samma" in said(comparison.narrative.outcome(view))
        [item] = comparison.narrative.renamed(view).items
        proposed = said(paragraph(*item)).partition("same: ")[2].removesuffix(".")
        assert renamed(seed, old, new, key, same=proposed).changes == []  # what is proposed works
        confirmed = renamed(seed, old, new, key, same=f"{old.upper()} = {new}")
        assert (confirmed.changes, confirmed.likely()) == ([], [])
        assert "heter nu" in said(paragraph(*comparison.narrative.renamed(confirmed).items[0]))


def test_what_is_proposed_works_for_a_name_that_the_parameter_cannot_hold(seed):
    old, new = "Gatu=park; nämnd", "Gatu=park; nämnden"
    [item] = comparison.narrative.renamed(renamed(seed, old, new, "annan")).items
    proposed = said(paragraph(*item)).partition("same: ")[2].removesuffix(".")
    assert proposed == "kfn = annan"
    assert renamed(seed, old, new, "annan", same=proposed).changes == []


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_another_name_is_another_board(seed, one, other):
    view = renamed(seed, one, other, "annan")
    assert len(view.changes) == 2
    assert view.likely() == []


@pytest.mark.parametrize(
    ("same", "says"),
    [
        ("Vattennämnden = Kulturnämnden", "ingen nämnd, pott eller åtgärd heter »Vattennämnden» före"),
        ("Kulturnämnd = Vattennämnden", "ingen nämnd, pott eller åtgärd heter »Vattennämnden» efter"),
        ("Kulturnämnd = Läxläsning", "inte av samma slag"),
        ("Kulturnämnd = Kulturnämnden; Kulturnämnd = Kulturnämnden", "en är två"),
        ("Kulturnämnd", "skrivna före = efter"),
        ("Kulturnämnd = ", "skrivna före = efter"),
        ("a = b = c", "skrivna före = efter"),
    ],
)
def test_what_cannot_be_the_same_is_refused(seed, same, says):
    with pytest.raises(ParameterError, match=says):
        renamed(seed, "Kulturnämnd", "Kulturnämnden", "", same)


def test_what_is_read_as_another_number_is_told_beside_what_is_said(seed):
    before, other = (stating(seed, {(): (value, "tkr", "=")}) for value in ("10000", "9000"))
    [read] = other.statements.values()
    read = replace(read, statement="S02", reading="läst så")
    after = replace(before, statements={**before.statements, "S02": read})
    [sentence] = comparison.narrative.restated(between(before, after))
    told = sentence.text.replace("\u00a0", " ")
    assert "till 10 000 tkr och 9 000 tkr, enligt vår läsning, (motsägs) i" in told and told.count("10 000") == 2
    assert sentence.rests_on == ("före S01", "S01", "S02")


def test_stated_texts_that_differ_are_told_after_the_numbers_and_no_other(seed):
    """Each text of the matter in turn; a text that only one side states is a statement fewer, and no difference."""
    texts = {
        n: s for n, s in seed.statements.items() if s.kind in ("date", "reference", "subject", "author", "purpose")
    }
    for name, s in texts.items():
        changed = replace(s, value=f"{s.value} x", stated=TextValue(f"{s.value} x"))
        view = between(seed, replace(seed, statements={**seed.statements, name: changed}))
        [assertion] = view.assertions
        assert name in {one.statement for one in assertion.after} and assertion in view.reworded
        assert not view.restated and not view.changes
        [sentence] = comparison.narrative.reworded(view)
        assert f"{s.value} x" in sentence.text and f"{BEFORE}{name}" in sentence.rests_on
        assert said(comparison.narrative.outcome(view)).startswith(sentence.text)
        assert "Däremot skiljer sig en uppgift i ord" in said(comparison.narrative.stated(view))
        [row] = cells(comparison.tables.stated(view))
        assert row[3] == "–" and f"{s.value} x" in row[2]
    assert between(seed, seed).assertions == []
