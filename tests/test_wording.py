"""Figures that the template takes as a document words them, and those that it asks about."""

import pytest
from test_template import Filled, place, read

from fordelning.case.relation import RELATIONS, SPELLINGS, SYMBOLS
from fordelning.template import wording

ROW = next(row for row in range(2, 20) if Filled().cell("statements", "kind", row).value == "summa")


def filled(value: str, relation: str | None, unit: str | None = None) -> Filled:
    return (
        Filled()
        .put("statements", "value", ROW, value)
        .put("statements", "relation", ROW, relation)
        .put("statements", "unit", ROW, unit)
    )


WORDS = [word for word in RELATIONS if word not in SYMBOLS]


@pytest.mark.parametrize(
    ("text", "word", "figure"),
    [
        *((f"{word} 4 mnkr", word, "4 mnkr") for word in WORDS),
        *((f"{word.capitalize()} 4 mnkr", word, "4 mnkr") for word in WORDS),
        *((f"{spelt.upper()}\u00a0fyra\nmiljoner", word, "fyra\nmiljoner") for spelt, word in SPELLINGS.items()),
        ("Upp\u00a0till\n4\u00a0mnkr", "upp till", "4\u00a0mnkr"),
        ("4 mnkr\u00a0eller\u00a0mer", "minst", "4 mnkr"),
        *((f"4 mnkr {word}", word, "4 mnkr") for word in ("max", "lägst", "cirka")),
        *((f"4 mnkr {word}", word, "4 mnkr") for word in ("minst", "högst", "som mest", "som minst", "ungefär")),
        ("4 miljoner eller mer", "minst", "4 miljoner"),
        ("fyra miljoner kronor Eller Mindre", "högst", "fyra miljoner kronor"),
        ("Ca 4 mnkr", "cirka", "4 mnkr"),
        ("minst 4 mnkr eller mer", "", "minst 4 mnkr eller mer"),
        ("4 mnkr under", "", "4 mnkr under"),
        ("eller mer", "", "eller mer"),
        ("ungefärliga 4 mnkr", "", "ungefärliga 4 mnkr"),
    ],
)
def test_the_relation_and_the_figure_of_what_is_written(text, word, figure):
    assert wording.relation(text) == (word, figure)


@pytest.mark.parametrize(
    ("text", "word", "value"),
    [
        ("drygt 4 mnkr", "drygt", "4"),
        ("Inte mer än fyra miljoner kronor", "inte mer än", "4"),
        ("två och en halv miljon kronor eller mer", "minst", "2.5"),
    ],
)
def test_a_word_beside_a_figure_is_its_relation(tmp_path, text, word, value):
    for relation in (None, word):
        row = read(filled(text, relation).content, tmp_path).rows["statements"][ROW - 2]
        assert (row["relation"], row["value"], row["unit"]) == (word, value, "mnkr")


def test_an_abbreviation_is_the_word(tmp_path):
    row = read(filled("ca 4 mnkr", None).content, tmp_path).rows["statements"][ROW - 2]
    assert row["relation"] == "cirka"


def test_two_relations_that_disagree_are_asked_about(tmp_path):
    (fault,) = filled("drygt 4 mnkr", "knappt").faults(tmp_path)
    assert place("statements", "relation", ROW) in fault
    assert "väntade drygt, som det står vid talet" in fault


@pytest.mark.parametrize(
    "figure",
    [
        *(
            "2 mnkr vardera",
            "1,5 mnkr per år",
            "drygt 2 mnkr årligen",
            "2 mnkr/år",
            "2 mnkr per\u00a0år.",
            "2 mnkr för varje nämnd",
        ),
    ],
)
def test_what_is_of_each_is_another_kind(tmp_path, figure):
    (fault,) = filled(figure, None).faults(tmp_path)
    assert place("statements", "value", ROW) in fault
    assert "per åtgärd eller per nämnd" in fault


@pytest.mark.parametrize("text", ["fyra", "4 mnkr", "miljoner", "över", "fyra miljoner till skolan"])
def test_what_is_no_amount_in_words_is_left_as_it_is(text):
    assert wording.in_digits(text) == text
    assert wording.relation(text) == ("", text)
