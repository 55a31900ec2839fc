"""A question about how something is read is asked at its proposal, and is answered with it."""

import random

import openpyxl
import pytest

from fordelning.base.status import FINE, NOT_APPROVED
from fordelning.case.case import load
from fordelning.cli.main import main

BOARDS = ("Parknämnden", "Skolnämnden", "Kulturnämnden", "Hamnnämnden")
MEASURES = ("lek", "läger", "böcker", "bryggor")
UNSURE = ("{} får använda {} tkr till {}.", "{} {} tkr för {}.")
SURE = "{} tilldelas {} tkr till {}."
ANSWERS = {"ja": "yes", "nej": "no", "ändrat": "changed", None: None}


@pytest.fixture
def drafted(tmp_path, capsys):
    """Draft a decision of points, and say what was said."""

    def draft(points, *options):
        listed = "\n".join(f"{n}. {point}" for n, point in enumerate(points, 1))
        text = f"Medel 2031\n\nBeslut\n\nKommunfullmäktige beslutar:\n\n{listed}\n"
        (tmp_path / "beslut.txt").write_text(text, encoding="utf-8")
        data = ("--case", "fall", "--data", str(tmp_path))
        status = main(["draft", str(tmp_path / "beslut.txt"), *data, *options])
        return status, "".join(capsys.readouterr())

    return draft


def invented(seed):
    """Points, of which some are unsure, each with whose it is."""
    chance = random.Random(seed)
    boards = chance.sample(BOARDS, len(BOARDS))
    unsure = chance.sample(boards, chance.randint(1, 3))
    given = zip(boards, chance.sample(range(100, 900), 4), chance.sample(MEASURES, 4), strict=True)
    points = [(chance.choice(UNSURE) if one[0] in unsure else SURE).format(*one) for one in given]
    return chance, points, unsure


@pytest.mark.parametrize("seed", range(5))
def test_a_question_is_answered_with_its_proposal_and_with_no_other(drafted, tmp_path, seed):
    chance, points, unsure = invented(seed)
    assert drafted(points)[0] == NOT_APPROVED
    case, path = load(tmp_path / "fall"), tmp_path / "fall.xlsx"
    asked = {one.proposal for one in case.questions.values()}
    assert len(asked) == len(unsure)
    assert all("Fråga: " in case.proposals[key].why for key in asked)
    book = openpyxl.load_workbook(path)
    sheet, given = book["Förslag"], {}
    for line in range(2, sheet.max_row + 1):
        key = sheet.cell(line, 1).value
        if key in case.proposals:
            given[key] = chance.choice(list(ANSWERS)) if key in asked else "ja"
            sheet.cell(line, 4).value = given[key]
    book.save(path)
    main(["import", str(path), "--case", "fall", "--data", str(tmp_path), "--replace"])
    after = load(tmp_path / "fall")
    waiting = {key for key in asked if given[key] is None}
    assert {one.proposal for one in after.questions.values()} == waiting
    assert {key: one.confirmed for key, one in after.proposals.items()} == {k: ANSWERS[v] for k, v in given.items()}
    still = {one.concern for one in after.questions.values()}
    drafted(points, "--replace")  # what is answered is not asked again
    assert {one.concern for one in load(tmp_path / "fall").questions.values()} == still


@pytest.mark.parametrize("seed", range(3))
def test_a_ground_that_is_accepted_takes_no_question_with_it(drafted, tmp_path, seed):
    _, points, unsure = invented(seed)
    _, said = drafted(points)
    grounds = {line.split("»")[1] for line in said.splitlines() if line.startswith("  grund »")}
    sure = [one for one in grounds if "Fråga: " not in one]
    drafted(points, "--replace", *(word for one in sure for word in ("--accept", one)))
    case = load(tmp_path / "fall")
    assert len(case.unconfirmed) == len(case.questions) == len(unsure)


@pytest.mark.parametrize("seed", range(3))
def test_all_that_nothing_is_asked_about_is_accepted_at_once(drafted, tmp_path, seed):
    _, points, unsure = invented(seed)
    drafted(points)
    drafted(points, "--replace", "--accept", "alla")
    case = load(tmp_path / "fall")
    assert {one.proposal for one in case.unconfirmed} == {one.proposal for one in case.questions.values()}
    assert len(case.unconfirmed) == len(unsure)


@pytest.mark.parametrize("answer", [None, "ställd", "besvarad"])
def test_what_a_whole_table_is_asked_about_is_not_accepted_unanswered(tmp_path, answer):
    rows = "".join(f"<tr><td>{board}</td><td>{kronor}</td></tr>" for kronor, board in enumerate(BOARDS, 300))
    table = f"<table><tr><th>Nämnd</th><th>Belopp, tkr</th></tr>{rows}</table>"
    said = (
        "<h1>Fördelning</h1><p>Sammanträde den 3 maj 2031.</p><p>Kommunfullmäktige fördelar medel enligt tabellen:</p>"
    )
    (tmp_path / "beslut.html").write_text(f"<html><body>{said}{table}</body></html>", encoding="utf-8")
    command = ["draft", str(tmp_path / "beslut.html"), "--case", "fall", "--data", str(tmp_path)]
    main(command)
    if answer:
        path = tmp_path / "fall.xlsx"
        book = openpyxl.load_workbook(path)
        asked = book["Öppna frågor"]
        heads = [cell.value for cell in asked[1]]
        for head, said in (("Läge", answer), ("Vem", "kansliet"), ("När", "2031-02-03"), ("Svar", "2031")):
            asked.cell(2, heads.index(head) + 1).value = said if answer == "besvarad" or head != "Svar" else None
        book.save(path)
        assert main(["import", str(path), "--case", "fall", "--data", str(tmp_path), "--replace"]) in (
            FINE,
            NOT_APPROVED,
        )
    main([*command, "--replace", "--accept", "alla"])
    waiting = load(tmp_path / "fall").unconfirmed
    assert len(waiting) == (0 if answer == "besvarad" else len(BOARDS))


def test_a_question_that_is_put_to_somebody_stays_whatever_is_answered(drafted, tmp_path):
    drafted(invented(1)[1])
    path = tmp_path / "fall.xlsx"
    book = openpyxl.load_workbook(path)
    page, asked = book["Förslag"], book["Öppna frågor"]
    heads = [cell.value for cell in asked[1]]
    for head, said in (("Läge", "ställd"), ("Vem", "ekonomiavdelningen"), ("När", "2031-02-03")):
        asked.cell(2, heads.index(head) + 1).value = said
    for line in range(2, page.max_row + 1):
        if page.cell(line, 1).value:
            page.cell(line, 4).value = "nej" if page.cell(line, 1).value == asked.cell(2, len(heads)).value else "ja"
    book.save(path)
    status = main(["import", str(path), "--case", "fall", "--data", str(tmp_path), "--replace"])
    assert status in (FINE, NOT_APPROVED)
    assert [one.status for one in load(tmp_path / "fall").questions.values()] == ["put"]
