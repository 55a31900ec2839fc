"""What a filled-in template has twice, as a sum among what it sums, is asked about; what is there once is not."""

from dataclasses import replace
from decimal import Decimal

import pytest
from conftest import CASES

from fordelning.case import example
from fordelning.case.draft import Draft, read
from fordelning.cli.main import main
from fordelning.template import workbook
from fordelning.template.double_count import questions

OWN = ("Kommunstyrelsen", "Parknämnden", "Skolnämnden", "Socialnämnden")
LABELS = ("Totalt", "Summa nämnder", "Kommunkoncernen", "Alla", "Samtliga", "Hela kommunen", "99", "Tillsammans", "S:a")


def filled(sort: str, amounts: dict[str, int]) -> Draft:
    """A draft with an amount for each name, of boards, measures or pots."""
    names = {"board": "Kommunstyrelsen", "measure": "Ej uppdelat belopp", "pot": "Potten"}
    rows = [{"year": "2031", **names, sort: name, "amount": str(kr), "unit": "tkr"} for name, kr in amounts.items()]
    tables = {f"{one}s": [{one: name, "name": name} for name in {row[one]: 0 for row in rows}] for one in names}
    return Draft("x", {}, "x", {"allocations": rows, **tables})


@pytest.mark.parametrize("sort", ["board", "measure", "pot"])
@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("at", [0, 2, 4])
def test_a_right_sum_is_asked_about_whatever_it_is_called_and_wherever_it_stands(sort, label, at):
    names = list(OWN) if sort == "board" else ["Läxhjälp", "Belysning", "Nattvandring", "Sommarläger"]
    amounts = list(zip(names, (110, 370, 240, 95), strict=True))
    amounts.insert(at, (label, 815 if at in (0, 4) else 480))
    [said] = questions(filled(sort, dict(amounts)))
    assert said.startswith(f"blad Fördelning: »{label}» kan vara summan av ")
    assert said.endswith("ange --posts alla")


@pytest.mark.parametrize("label", LABELS)
def test_so_is_a_wrong_sum_of_boards(label):
    amounts = dict(zip(OWN, (110, 370, 240, 95), strict=True))
    assert questions(filled("board", {**amounts, label: 790}))


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_a_case_without_one_is_not_asked_about(folder):
    assert questions(read(folder)) == []


def test_boards_of_any_size_are_not_asked_about():
    assert questions(filled("board", dict(zip(OWN, (110, 370, 240, 95), strict=True)))) == []
    assert questions(filled("board", {"Kommunstyrelsen": 5, "Totalt": 5})) == []  # two can be as large


@pytest.mark.parametrize("sort", ["board", "measure", "pot"])
@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("off", [0, 1])
def test_a_total_that_is_right_with_it_settles_that_it_is_one_of_them(sort, label, off):
    names = list(OWN) if sort == "board" else ["Läxhjälp", "Belysning", "Nattvandring", "Sommarläger"]
    draft = filled(sort, {**dict(zip(names, (110, 370, 240, 95), strict=True)), label: 815})
    total = {"statement": "S01", "kind": "total", "relation": "=", "value": f"{2 * 815000 + off}", "unit": "kr"}
    assert bool(questions(replace(draft, rows={**draft.rows, "statements": [total]}))) is bool(off)
    own = {**total, sort: label, "value": "815000"}  # is of it alone
    assert questions(replace(draft, rows={**draft.rows, "statements": [own]}))


def test_the_answer_is_an_option_and_nothing_is_written_before_it(tmp_path, capsys):
    made = example.draft()
    given = [row for row in made.rows["allocations"]]
    total = {**given[0], "board": "totalt", "amount": str(sum(Decimal(row["amount"]) for row in given))}
    boards = [*made.rows["boards"], {"board": "totalt", "name": "Totalt", "short_name": "Totalt"}]
    rows = {**made.rows, "boards": boards, "allocations": [*given, total], "statements": [], "questions": []}
    rows |= {"acknowledgements": [], "points": []}
    path = tmp_path / "fall.xlsx"
    path.write_bytes(workbook(replace(made, rows=rows, created="2031-01-01", version="1.0.0")))
    command = ["import", str(path), "--case", "fall", "--data", str(tmp_path)]
    assert main(command) == 2
    assert "»Totalt» kan vara summan av" in capsys.readouterr().err
    assert not (tmp_path / "fall").exists()
    assert main([*command, "--posts", "alla"]) == 0
    assert (tmp_path / "fall" / "allocations.csv").is_file()
