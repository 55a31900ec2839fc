"""A second draft of a document that has been revised keeps the answers that still hold, and no other."""

import random
from dataclasses import replace

import pytest

from fordelning.case.draft import faults
from fordelning.intake.proposal import case_draft, draft_tables
from fordelning.intake.proposal.draft import propose
from fordelning.source.reading import text
from fordelning.source.reading.block import Writing

BOARDS = ("Parknämnden", "Skolnämnden", "Kulturnämnden", "Hamnnämnden")
MEASURES = ("lek", "bad", "läger", "trygghet", "böcker", "bryggor")
VERBS = ("tilldelas", "får", "tillförs")


def draft(facts, before=None):
    """The draft of a decision that gives these boards these amounts for these measures."""
    lines = [f"{n}. {board} {verb} {tkr} tkr till {what} 2031." for n, (board, verb, tkr, what) in enumerate(facts, 1)]
    written = "Medel 2031\n\nBeslut\n\nKommunfullmäktige beslutar:\n\n" + "\n".join(lines)
    writing = Writing("beslut.txt", "0" * 64, tuple(text.read("beslut.txt", written.encode())))
    return case_draft.make(writing, propose(writing), {}, before)


def answered(made, answer):
    """A draft with each proposal answered, and the rows of those turned down left out."""
    proposals = [{**row, "confirmed": answer(row)} for row in made.rows["proposals"]]
    no = {row["proposal"] for row in proposals if row["confirmed"] == "no"}
    kept = {
        table: [row for row in made.rows[table] if row.get("proposal") not in no]
        for table in ("allocations", "statements")
    }
    return replace(made, rows={**made.rows, **kept, "proposals": proposals})


def answers(made):
    """Each row as it is seen, board, amount and measure, with its answer; of a "no" only what its proposal says."""
    names = {
        column: {row[column]: row["name"].partition(" (rad")[0] for row in made.rows[f"{column}s"]}
        for column in ("board", "measure")
    }
    rows = {row["proposal"]: row for row in made.rows["allocations"]}
    for one in made.rows["proposals"]:
        row = rows.get(one["proposal"])
        seen = row and f"{row['amount']} tkr till {names['board'][row['board']]} ({names['measure'][row['measure']]})"
        yield seen or one["why"].partition(": ")[0], one["confirmed"], one["why"].partition(": ")[2]


def said(facts):
    return [f"{tkr} tkr till {board} ({what})" for board, _, tkr, what in facts]


def places(made):
    """Each row and statement as it is said, with the lines that it stands at."""
    lines = {row["place"]: row["lines"] for row in made.rows["places"]}
    why = {row["proposal"]: row["why"] for row in made.rows["proposals"]}
    return sorted(
        (table, why[row["proposal"]], lines[row["place"]])
        for table in ("allocations", "statements", "proposals")
        for row in made.rows[table]
    )


@pytest.mark.parametrize("seed", range(6))
def test_what_is_answered_stands_where_the_document_has_it_now(seed):
    chance = random.Random(seed)
    count = chance.randint(2, 4)
    given = zip(BOARDS, VERBS * 2, chance.sample(range(100, 900), count), chance.sample(MEASURES, count), strict=False)
    facts = list(given)
    first = answered(draft(facts), lambda row: chance.choice(["yes", "changed"]))
    moved = [("Torgnämnden", "tilldelas", 950, "torg"), *facts]
    again = draft(moved, first)
    assert places(again) == places(draft(moved)) and not faults(again)
    assert again.source_hash == draft(moved).source_hash
    used = {row["place"] for table in ("allocations", "statements", "proposals") for row in again.rows[table]}
    assert {row["place"] for row in again.rows["places"]} == used


REVISIONS = {
    "added": lambda facts, chance: [*facts[:2], ("Parknämnden", "får", 990, "träd"), *facts[2:]],
    "removed": lambda facts, chance: facts[:1] + facts[2:],
    "changed": lambda facts, chance: [(*facts[0][:2], 991, facts[0][3]), *facts[1:]],
    "reordered": lambda facts, chance: chance.sample(facts, len(facts)),
    "reworded": lambda facts, chance: [(one[0], chance.choice(VERBS), *one[2:]) for one in facts],
}


@pytest.mark.parametrize("revision", REVISIONS)
@pytest.mark.parametrize("seed", range(5))
def test_a_revised_document_keeps_the_answers_that_hold(revision, seed):
    chance = random.Random(seed)
    pairs = chance.sample([(board, what) for board in BOARDS for what in MEASURES], 7)
    facts = [(board, VERBS[0], chance.choice((100, 200)), what) for board, what in pairs]  # amounts are alike
    given = {one: chance.choice(("yes", "no", "")) for one in said(facts)}
    first = answered(draft(facts), lambda row: given[row["why"].partition(": ")[0]])
    assert sorted(said(facts)) == sorted(seen for seen, _, _ in answers(first))
    revised = REVISIONS[revision](facts, chance)
    second = draft(revised, first)
    found = [one for one in answers(second) if one[2] != draft_tables.GONE]
    there = [one for one in found if one[0] in said(revised)]
    assert sorted((seen, answer) for seen, answer, _ in there) == sorted(
        (one, given.get(one, "")) for one in said(revised)
    )
    assert {answer for seen, answer, _ in found if seen not in said(revised)} <= {"no"}
    gone = [(seen, answer) for seen, answer, why in answers(second) if why == draft_tables.GONE]
    assert sorted(gone) == sorted((one, "") for one in said(facts) if one not in said(revised) and given[one] == "yes")
    assert faults(second) == []


def test_what_is_changed_by_hand_stays_as_it_was_changed():
    facts = [("Parknämnden", "får", 100, "lek"), ("Skolnämnden", "får", 100, "böcker")]
    first = answered(draft(facts), lambda row: "changed")
    first.rows["allocations"][1]["amount"] = "150"
    second = draft(facts[::-1], first)
    assert [row["amount"] for row in second.rows["allocations"]] == ["100", "150"]
    assert [row["confirmed"] for row in second.rows["proposals"]] == ["changed", "changed"]
