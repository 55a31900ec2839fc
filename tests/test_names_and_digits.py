"""Names whatever their signs and forms, and digits that may be a footnote's: read as meant, or asked about."""

import datetime

import pytest
from tables import amounts, by, csv, take, totals, xlsx

from fordelning.case import draft
from fordelning.intake import conversion
from fordelning.intake.cells.cell import SheetError
from fordelning.report.parameters import EditionParameters
from fordelning.report.report import Report


@pytest.mark.parametrize(("heading", "role", "codes"), [
    ("Åtgärd", "measure", ("5100", "5200", "3150")),
    ("Pott", "pot", ("1", "2", "17")),
    ("Potter", "pot", ("10,1", "10,2", "20,5")),
    ("Åtgärder", "measure", ("2 100", "2 200", "−3")),
])  # fmt: skip
def test_codes_under_a_heading_of_names_are_names(tmp_path, heading, role, codes):
    rows = zip(("Parknämnden", "Parknämnden", "Hamnnämnden"), codes, (1250, 300, 340), strict=True)
    text = "".join(f"{board};{code};{number}\n" for board, code, number in rows)
    taken = take(csv(tmp_path, f"Nämnd;{heading};Budget 2026 (tkr)\n{text}Summa;;1890\n"))
    assert by(role, taken) == dict(zip(codes, (1_250_000, 300_000, 340_000), strict=True))
    assert totals(taken) == [("allt", "1890 tkr")]


def test_a_column_of_amounts_alone_is_no_column_of_names(tmp_path):
    taken = take(csv(tmp_path, "Ramar 2026, tkr;\nNämnd;Pott\nParknämnden;120\nHamnnämnden;300\n"))
    assert sum(amounts(taken).values()) == 420_000


@pytest.mark.parametrize(("one", "other"), [
    ("Socialnämnd Norr", "Socialnämnden Norr"),
    ("Nämnden för teknik", "Tekniknämnden"),
    ("Nämnden för kultur och fritid", "Kultur- och fritidsnämnden"),
    ("Tekniska nämnden", "Teknisk nämnd"),
    ("Styrelsen för bygg", "Byggstyrelse"),
    ("Tekniska utskottet", "Tekniskt utskott"),
    ("Äldrenämnden Öst", "ÄLDRENÄMND ÖST"),
])  # fmt: skip
def test_a_name_in_two_forms_is_asked_about_and_one_answer_joins_them(tmp_path, one, other):
    path = csv(tmp_path, f"Ramar 2026, tkr;\nNämnd;Belopp\n{one};120\nParknämnden;77\n{other};300\n")
    with pytest.raises(SheetError, match=f"»{one}» .rad 3. och »{other}» .rad 5. kan vara samma nämnd"):
        take(path)
    assert len(by("board", take(path, spelling="apart"))) == 3
    assert by("board", take(path, spelling="same", duplicates="sum"))[one] == 420_000


def test_names_in_two_forms_are_one_question(tmp_path):
    pairs = "".join(f"{b}nämnden Norr;1{k};\n{b}nämnd Norr;;2{k}\n" for k, b in enumerate(("Skol", "Park", "Gatu")))
    with pytest.raises(SheetError) as error:
        take(csv(tmp_path, f"Nämnd;2026;2027\n{pairs}"), unit="tkr", columns="år")
    assert len(error.value.faults) == 1


@pytest.mark.parametrize("other", ["Skolnämnden", "Kulturstyrelsen", "Nämnden för parker i norr"])
def test_boards_that_are_others_are_no_two_forms(tmp_path, other):
    taken = take(csv(tmp_path, f"Ramar 2026, tkr;\nNämnd;Belopp\nKulturnämnden;120\nParknämnden;77\n{other};300\n"))
    assert len(by("board", taken)) == 3


FIGURES = {"Parknämnden": "31.4", "Hamnnämnden": "268.31", "Gatunämnden": "7.5", "Skolnämnden": "1204.6"}


def table(folder, kind, total):
    rows = [*FIGURES.items(), ("Summa", total)]
    if kind == "text":
        lines = "".join(f"{name};{number.replace('.', ',')}\n" for name, number in rows)
        return csv(folder, f"Ramar 2026, mnkr;\nNämnd;Belopp\n{lines}")

    def fill(book, page):
        page.write_row(0, 0, ["Ramar 2026, mnkr"])
        page.write_row(1, 0, ["Nämnd", "Belopp"])
        for row, (name, number) in enumerate(rows, 2):
            page.write_row(row, 0, [name, float(number)])

    return xlsx(folder, fill)


@pytest.mark.parametrize("kind", ["text", "numbers"])
def test_a_digit_that_no_other_amount_has_is_asked_about_with_both_readings(tmp_path, kind):
    path = table(tmp_path, kind, "1511.8")
    with pytest.raises(SheetError, match=r"»268,31» kan läsas som 268,31 eller 268,3 med fotnot 1.*--footnote B4"):
        take(path)
    assert by("board", take(path, footnote="B4"))["Hamnnämnden"] == 268_300_000
    assert by("board", take(path, footnote="INGA"))["Hamnnämnden"] == 268_310_000


@pytest.mark.parametrize("kind", ["text", "numbers"])
def test_a_digit_that_the_total_needs_is_no_footnote(tmp_path, kind):
    assert by("board", take(table(tmp_path, kind, "1511.81")))["Hamnnämnden"] == 268_310_000


WHOLE = "Nämnd;Budget 2026 (tkr)\nParknämnden;2501\nHamnnämnden;340\n{}\n1) Avser hela året\n"


def test_a_whole_amount_that_ends_in_a_footnote_that_nothing_points_to_is_asked_about(tmp_path):
    path = csv(tmp_path, WHOLE.format(""))
    with pytest.raises(SheetError, match="cell B2: »2501» kan läsas som 2501 eller 250 med fotnot 1"):
        take(path)
    assert by("board", take(path, footnote="B2"))["Parknämnden"] == 250_000
    assert by("board", take(path, footnote="INGA"))["Parknämnden"] == 2_501_000


def test_a_whole_amount_that_a_total_needs_has_no_footnote(tmp_path):
    assert by("board", take(csv(tmp_path, WHOLE.format("Summa;2841\n"))))["Parknämnden"] == 2_501_000


def test_a_total_shows_a_glued_digit_though_another_amount_has_that_footnote(tmp_path):
    path = csv(tmp_path, WHOLE.format("Skolnämnden;90 1)\nSumma;680\n"))
    with pytest.raises(SheetError, match=r"bara det andra ger summan .* --footnote B2"):
        take(path)


def test_no_step_is_advised_that_would_hide_a_glued_digit(tmp_path):
    taken = take(table(tmp_path, "text", "1511.8"), footnote="INGA")
    assert hinted(tmp_path, taken) == []
    farther = take(table(tmp_path, "text", "1511.83"), footnote="INGA")
    assert "--rounding 0,01" in "".join(hinted(tmp_path, farther))


def hinted(folder, taken):
    made = folder / f"fall{len(list(folder.iterdir()))}"
    draft.write(taken.draft, made, datetime.date(2026, 1, 1), False)
    return conversion.rounding_hint(Report.make(EditionParameters.check({"case": str(made)})), taken.draft)


def rows_of(lines):
    return "Nämnd;Åtgärd;Belopp 2026, tkr\n" + "".join(f"{name};{what};{k}\n" for name, what, k in lines)


def test_rows_that_are_added_are_all_the_place_of_their_sum(tmp_path):
    lines = [
        ("Parknämnden", "Lek", 40),
        ("Hamnnämnden", "Kaj", 70),
        ("Parknämnden", "Lek", 90),
        ("Valnämnden", "Val", 1),
    ]
    taken = take(csv(tmp_path, rows_of([*lines, ("Parknämnden", "Lek", 5)])), duplicates="sum")
    rows = taken.draft.rows
    assert next((row["amount"], row["place"]) for row in rows["allocations"]) == ("135", "rad-2-4-6")
    assert {"place": "rad-2-4-6", "name": "Rad 2, 4 och 6 i tabellen", "lines": "2,4,6"} in rows["places"]
    names = {row["place"]: row["name"] for row in rows["places"]}
    assert names["rad-3"] == "Rad 3 i tabellen"


def test_many_rows_that_are_added_have_a_place_with_a_short_name(tmp_path):
    lines = [(f"{'Park' if k % 2 else 'Hamn'}nämnden", "Lek", k * k) for k in range(1, 801)]
    taken = take(csv(tmp_path, rows_of(lines)), duplicates="sum")
    places = taken.draft.rows["places"]
    assert len(places) == 2 and all(row["name"].endswith(" och 388 till i tabellen") for row in places)
    assert all(row["lines"].count(",") == 399 for row in places)


def test_many_rows_about_the_same_are_told_in_one_line(tmp_path):
    lines = [("Parknämnden", f"Lek {k % 7}", k * k) for k in range(1, 801)]
    with pytest.raises(SheetError) as error:
        take(csv(tmp_path, rows_of(lines)))
    [said] = error.value.faults
    assert "cell C9: Lek 1, Parknämnden, 2026 står också i cell C2, och samma gäller 792 belopp till (C10" in said
    assert len(said) < 300 and "--duplicates summera" in said
