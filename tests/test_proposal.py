"""Decisions of invented municipalities, each with what is to be proposed from it."""

from pathlib import Path

import pytest

from fordelning.intake.proposal.draft import propose
from fordelning.intake.reading.document import read

DECISIONS = Path(__file__).with_name("decisions")
ROWS = {
    "tillskott": """
        Förskolenämnden +12000000
        Nämnden för vuxnas lärande +8500000
        Stadsdelsnämnden Norr +640000
        Stadsdelsnämnden Söder +1210000
        Stadsdelsnämnden Öster +350000
    """,
    "overforing": """
        Tekniska nämnden +420000
        Servicenämnden -420000
        Kulturnämnden -75000
        Fritidsnämnden +75000
        Utbildningsnämnden -130000
        Fritidsnämnden +130000
    """,
    "begaran": "Nämnden för Lärande & Barn +750000",
    "rubriker": """
        Kommunstyrelsen +1500000
        Kommunstyrelsen +500000
        Socialnämnden +950000
        Kulturnämnden +400000
        Kommunstyrelsen +300000
    """,
    "ramar": """
        Kommunstyrelsen +7000000
        Kommunfullmäktige +3000000
        Kommunstyrelsens personalutskott +2000000
    """,
}


@pytest.mark.parametrize("name", ROWS)
def test_the_rows_of_a_decision_are_proposed_and_no_other(name):
    proposal = propose(read(DECISIONS / f"{name}.txt"))
    found = [f"{row.board} {row.kronor:+d}" for row in proposal.rows if not row.questions]
    wanted = [" ".join(line.split()) for line in ROWS[name].strip().splitlines()]
    assert sorted(found) == sorted(wanted)
