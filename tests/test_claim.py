"""What decisions say beside their sums is proposed as statements, and what is not sure is asked about or left."""

from pathlib import Path

import pytest

from fordelning.case.draft import faults
from fordelning.intake.proposal import acceptance, case_draft
from fordelning.intake.proposal.draft import propose
from fordelning.source.reading.document import read

DECISIONS = Path(__file__).with_name("decisions")
_COLUMNS = ("year", "pot", "measure", "board", "relation", "value", "unit")
SAID = {
    "andelar": """
        request - - - skolnamnden = 700 tkr
        request - - - - = 2.4 mnkr
        total - - - - upp till 1.2 mnkr
        share - - - parknamnden = 60 %
        share - - - skolnamnden = 30 %
        share - - - parknamnden mer än 50 %
        count - - - - = 3 nämnder
        author - - - - - Trafikkontoret -
    """,
    "avvikande": """
        share - - - kulturnamnden = 80 %
        count - - - - = 4 nämnder
    """,
    "flerar": """
        plan 2036 - - - = 1607700 tkr
        plan 2037 - - - = 1626400 tkr
    """,
    "bidrag": """
        request - - - kvinnojouren-linden = 600000 kr
        request - - - brottsofferjouren-norrby = 120000 kr
    """,
    "rubriker": """
        mapping - - - - - - -
        mapping - 1-65-mnkr-i-budget-2032 sommarlager socialnamnden - - -
        mapping - 1-65-mnkr-i-budget-2032 konst-i-bostadsomraden kulturnamnden - - -
        mapping - 1-65-mnkr-i-budget-2032 nattvandring kommunstyrelsen - - -
        count - - - - = 3 nämnder
        share - 2-mnkr-i-budget-2032 - kommunstyrelsen = 100 %
        subject - - - - - trygga miljöer -
        purpose - 2-mnkr-i-budget-2032 - - - trygga miljöer -
        purpose - 1-65-mnkr-i-budget-2032 - - - trivsel -
        open - - - - - - -
    """,
    "overforing": "",  # a request that is refused
    "nivaer": "",  # "ökas med 2 procent" is of no money that is given
}


def drafted(text_or_name, tmp_path):
    """The draft of a decision by its name, or of a text."""
    path = DECISIONS / f"{text_or_name}.txt"
    if "\n" in text_or_name:
        path = tmp_path / "beslut.txt"
        path.write_text(text_or_name, encoding="utf-8")
    writing = read(path)
    return case_draft.make(writing, propose(writing), {})


def said(draft):
    """What the statements say that are no dates and no plain sums."""
    for row in draft.rows["statements"]:
        plain = row["kind"] == "total" and row["relation"] in ("=", "part")
        if row["kind"] not in ("date", "reference") and not plain:
            yield " ".join([row["kind"], *(row.get(column) or "-" for column in _COLUMNS)])


@pytest.mark.parametrize("name", SAID)
def test_what_is_said_is_proposed_and_nothing_else(name, tmp_path):
    draft = drafted(name, tmp_path)
    assert sorted(said(draft)) == sorted(" ".join(line.split()) for line in SAID[name].strip().splitlines())
    assert faults(draft) == []


def test_what_the_rows_do_not_come_to_is_asked_about(tmp_path):
    asked = [row["wording"] for row in drafted("avvikande", tmp_path).rows["questions"]]
    assert any("80 procent" in one and "Raderna ger 75,0 procent" in one for one in asked)
    assert any("fyra nämnder" in one and "raderna har 2" in one for one in asked)
    assert len(asked) == 2 and not drafted("andelar", tmp_path).rows["questions"]


def test_coming_years_are_those_of_the_whole_and_a_pot_that_is_halved_is_asked_about(tmp_path):
    text = (DECISIONS / "rubriker.txt").read_text(encoding="utf-8")
    text = text.replace(
        "---\n",
        "Fördelningen på ovanstående två poster gäller trots att de öronmärkta medlen för 2033 halveras. "
        "Den andra föreslagna åtgärden kan anpassas.\n\n---\n",
    )
    text += "\nKommunen satsar under perioden 2032–34 sammanlagt 3 650 tkr årligen på trygga miljöer.\n"
    draft = drafted(text, tmp_path)
    found = list(said(draft))
    pot = "2-mnkr-i-budget-2032"
    assert {
        "plan 2033 - - - = 3650 tkr",
        "plan 2034 - - - = 3650 tkr",
        f"change 2033 {pot} - - = 50 %",
        f"count - {pot} - - = 2 åtgärder",
        f"position - {pot} nattvandring - = 2 -",
    } <= set(found)
    assert ["halveras" in row["wording"] for row in draft.rows["questions"]] == [True]
    assert faults(draft) == []


def test_a_row_and_its_statement_are_one_proposal_and_stay_answered(tmp_path):
    writing = read(DECISIONS / "rubriker.txt")
    first = case_draft.make(writing, propose(writing), {})
    keys = {row["proposal"] for row in first.rows["allocations"]}
    assert sum(row["proposal"] in keys for row in first.rows["statements"]) == 8
    answered = acceptance.accepted(first, list(acceptance.grounds(first)))
    again = case_draft.make(writing, propose(writing), {}, answered)
    assert again.rows["statements"] == answered.rows["statements"]
    assert again.rows["proposals"] == answered.rows["proposals"]
