"""What is said of an error of Python's own in an analyst's cell: what is meant, and what to do."""

import pytest

import fordelning
from fordelning.publish.run.mistake import way_forward

TABLE = "by_board = 1\nnetto = 2"


def python(cell: str) -> tuple[str, str]:
    """The name of the error that a cell ends with, and what Python says of it."""
    with pytest.raises(Exception) as caught:
        exec(cell, {"fordelning": fordelning, "tabell": {"total": 1}})
    return type(caught.value).__name__, str(caught.value)


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("open_case('x')", "open_case hämtas ur fordelning: skriv from fordelning import open_case."),
        ("nettto", "Namnet nettto finns inte; menades netto?"),
        ("xyzzy", "Namnet xyzzy finns inte, eller får sitt värde längre ner."),
        ("from fordelning import by_bord", "fordelning har inget som heter by_bord; menades by_board?"),
        ("import paandas_som_inte_finns", "Paketet paandas_som_inte_finns finns inte i miljön."),
        ("fordelning.show(1, captoin='x')", "show har inget argument captoin; menades caption?"),
        ("fordelning.matters.breif(1)", "Det finns inget som heter breif där; menades brief?"),
        ("(1).finns_inte", "Det finns inget som heter finns_inte där."),
        ("tabell['totl']", "Kolumnen eller nyckeln 'totl' finns inte; list(tabellen) visar"),
        ("[1][2]", "Platsen finns inte"),
        ("1 / 0", "Något delas med noll."),
        ("open('finns-inte')", "Filen finns inte"),
        ("1 +", "Cellen är inte skriven som Python vill ha det."),
        ("int('x')", "Felet är Pythons eget"),
    ],
)
def test_an_error_of_pythons_own_says_what_is_meant_and_what_to_do(cell, says):
    said = way_forward(*python(cell), [TABLE, cell])
    assert said.startswith(says) and said.endswith("Rätta cellen, och kör den i JupyterLab.")


@pytest.mark.parametrize("name", ["AnalysisError", "SystemExit", "KeyboardInterrupt", "print"])
def test_what_says_it_itself_is_left_as_it_is(name):
    assert way_forward(name, "något", []) == ""
