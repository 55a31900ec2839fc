"""What a cell shows by its number format, against a table, against another program, and against what is read of it."""

import csv
import datetime
import shutil
import subprocess
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations

import openpyxl
import pytest
import xlsxwriter
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tables import amounts, by, take
from tables import csv as csv_file

from fordelning.intake.cells import number_format
from fordelning.intake.cells.cell import SheetError
from fordelning.intake.cells.number_format import Unknown

SHOWN = [
    ("General", "1250", "1250"),
    ("General", "-0.5", "-0,5"),
    ("General", "1234.123456789", "1234,123457"),
    ('General" st"', "5", "5 st"),
    ("", "7", "7"),
    ("@", "7", "7"),
    ("0", "2.5", "3"),
    ("0", "-2.5", "-3"),
    ("0.00", "2", "2,00"),
    ("0.##", "2", "2,"),
    ("0.0?", "2.5", "2,5 "),
    ("#", "0", ""),
    ("#.0", "0.5", ",5"),
    ("0000", "12", "0012"),
    ("#,##0", "1250000", "1 250 000"),
    ("#,##0", "999.5", "1 000"),
    ("0,0", "1250", "1 250"),
    ("# ##0", "1250", "1 250"),
    (r"#\ ##0", "340", " 340"),
    ("#,##0,", "1250000", "1 250"),
    ("0.0,,", "1250000", "1,3"),
    ("#,##0.0,", "-1250", "-1,3"),
    ("0%", "0.255", "26%"),
    ("0.0%", "0.255", "25,5%"),
    ("-#,##0;#,##0", "300", "-300"),
    ("-#,##0;#,##0", "-300", "300"),
    ("(#,##0)", "300", "(300)"),
    ("#,##0;(#,##0)", "-300", "(300)"),
    ("#,##0;[Red]-#,##0", "-1300", "-1 300"),
    ('0;-0;"–"', "0", "–"),
    ("0;;", "-4", ""),
    (";;;", "4", ""),
    ('#,##0"000"', "300", "300000"),
    ('"900"', "300", "900"),
    ("#,##0 [$EUR]", "300", "300 EUR"),
    ("[$€-2] #,##0", "300", "€ 300"),
    ("#,##0 [$kr-41D]", "1250", "1 250 kr"),
    ("[$-41D]0", "5", "5"),
    (r"0\ \k\r", "5", "5 kr"),
    ("0_k", "5", "5 "),
    (r"_(* #,##0_);_(* \(#,##0\);_(* \"-\"_);_(@_)".replace(r"\"", '"'), "-1250", "  (1 250)"),
    ('[>=1000]#,##0," tkr";0" kr"', "1250000", "1 250 tkr"),
    ('[>=1000]#,##0," tkr";0" kr"', "25", "25 kr"),
    ('[<10]0.0;[<100]0;"mycket"', "500", "mycket"),
    ("+0;-0;0", "3", "+3"),
    ("000-00", "12345", "123-45"),
]


@pytest.mark.parametrize(("format", "stored", "text"), SHOWN)
def test_what_a_number_shows(format, stored, text):
    assert number_format.number(Decimal(stored), format).text == text


@pytest.mark.parametrize("format", [
    "# ?/?", "0.00E+00", "[h]:mm", "yyyy", "0*-", "[DBNum1]0", "[$-D000409]0", "[Röd]0", "0.0.0", "0%%", '0"öppet',
    "0\\", "0;0;0;0;0", "General0", "0.00000000",
    '0"k",', "@;0",
])  # fmt: skip
def test_a_format_that_is_not_worked_out_is_said_to_be_unknown(format):
    with pytest.raises(Unknown):
        number_format.number(Decimal("1.5"), format)


@pytest.mark.parametrize(("format", "stored"), [
    ("[<0]0;0", "-3"), ("[>5]0", "3"), ("[>5]0;0;0", "3"), ("General", "123456789012"), ("General", "0.00001"),
    ('"900"', "-3"),
])  # fmt: skip
def test_a_number_that_a_format_shows_in_a_way_that_differs_is_unknown(format, stored):
    with pytest.raises(Unknown):
        number_format.number(Decimal(stored), format)


@pytest.mark.parametrize(("format", "text"), [
    ("General", "Park"), ("@", "Park"), (";;;", ""), ('0;0;0;"dold"', "dold"), ('@"nämnden"', "Parknämnden"),
])  # fmt: skip
def test_what_a_text_shows(format, text):
    assert number_format.text("Park", format) == text


@pytest.mark.parametrize(("format", "year"), [
    ("yyyy", "2026"), ("YYYY", "2026"), ("[$-41D]yyyy;@", "2026"), ("yy", "26"), ('"Budget "yyyy', "Budget 2026"),
    ("yyyy-mm-dd", None), ("mmm yyyy", None), ("d", None), ("General", None),
])  # fmt: skip
def test_a_date_that_shows_its_year_alone(format, year):
    assert number_format.year(datetime.date(2026, 1, 1), format) == year


@pytest.mark.parametrize("stored", [4715, 46000, datetime.date(2026, 3, 1)])
@pytest.mark.parametrize("format", ["yyyy", "[$-41D]yyyy;@", "yy"])
def test_an_amount_that_is_shown_as_a_year_is_asked_about(tmp_path, format, stored):
    book = openpyxl.Workbook()
    for row in (["Nämnd", "Belopp 2026, tkr"], ["Parknämnden", stored], ["Hamnnämnden", 1250]):
        book.active.append(row)
    book.active["B2"].number_format = format
    book.save(tmp_path / "tal.xlsx")
    with pytest.raises(SheetError, match="cell B2: cellen är ett datum som visar"):
        take(tmp_path / "tal.xlsx")


@pytest.mark.parametrize("format", ["#,##0 SEK", "0.0 mdkr", "0 h"])
@pytest.mark.parametrize("number", [1250, 1250000000])
def test_letters_that_are_taken_for_those_of_a_date_are_told_of(tmp_path, format, number):
    book = openpyxl.Workbook()
    book.active.append(["Nämnd", "Budget 2026, tkr"])
    book.active.append(["Parknämnden", number])
    book.active["B2"].number_format = format
    book.save(tmp_path / "tal.xlsx")
    with pytest.raises(SheetError, match=r"cell B2: talformatet .* sätt dem inom citattecken i formatet"):
        take(tmp_path / "tal.xlsx")


@pytest.mark.parametrize("format", ["mm:ss.0", "[s].00", "[h]:mm:ss", '"0" yyyy', "[$-41D]d mmmm yyyy;@", "General"])
def test_a_date_has_no_places_for_digits_but_those_of_a_second(format):
    assert not number_format.is_number(format)


@pytest.mark.slow
def test_another_program_shows_the_same(tmp_path):
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice saknas, så inget annat program visar talen")
    numbers = ["0", "5", "0.5", "12.345", "-340", "1250", "999.5", "1250000", "-1234567.891"]
    rows, book = [], openpyxl.Workbook()
    for format in dict.fromkeys(format for format, _, _ in SHOWN):
        for number in numbers:
            try:
                shown = number_format.number(Decimal(number), format).text
            except Unknown:
                continue
            rows.append((format, number, shown))
            cell = book.active.cell(len(rows), 1, float(number))
            cell.number_format = format or "General"
    book.save(tmp_path / "tal.xlsx")
    as_shown = "csv:Text - txt - csv (StarCalc):59,34,76,1,,1033,true,true"
    command = [
        office,
        f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        as_shown,
    ]
    command += ["--outdir", str(tmp_path), str(tmp_path / "tal.xlsx")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    with (tmp_path / "tal.csv").open(encoding="utf-8", newline="") as stream:
        other = [row[0] if row else "" for row in csv.reader(stream, delimiter=";")]
    other += [""] * (len(rows) - len(other))
    assert len(rows) > 300
    told = [text.replace("\u00a0", " ").replace(",", "") for text in other]
    for (format, number, shown), text in zip(rows, told, strict=True):
        assert shown.replace(" ", "").replace(",", ".").rstrip(".") == text.replace(" ", ""), (format, number)


# What is read is what is shown, or it is asked about.

BODIES = [
    ("0", 0, 0),
    ("#,##0", 0, 0),
    ("0.0", 1, 0),
    ("#,##0.00", 2, 0),
    ("#,##0,", 0, 1),
    ("0.0,,", 1, 2),
    ("# ##0", 0, 0),
]
BEFORE = ["", "-", "+", "(", '"kr "', "[Red]", '"1"', "[$€-2] ", "_-", '"ca "', "\\-"]
AFTER = [
    "",
    ")",
    '" kr"',
    '" tkr"',
    '" mnkr"',
    " [$EUR]",
    " [$kr-41D]",
    '"000"',
    '" personer"',
    "%",
    "_)",
    '"/mån"',
    "\\k",
]
UNITS = {" kr": "kr", " tkr": "tkr", " mnkr": "mnkr", " [$kr-41D]": "kr"}
KRONOR = {"kr": 1, "tkr": 1000, "mnkr": 1_000_000}


@st.composite
def formats(draw):
    """The sections of a format: what stands before and after the digits, its decimals, and its thousands."""
    sections = []
    for _ in range(draw(st.integers(1, 2))):
        body, decimals, thousands = draw(st.sampled_from(BODIES))
        before, after = draw(st.sampled_from(BEFORE)), draw(st.sampled_from(AFTER))
        assume((before, after) != ('"1"', ")"))  # 1 1) is one, with a footnote
        sections.append((before, body, after, decimals, thousands))
    return sections


def seen(sections, number: int, heading: str) -> Decimal | None:
    """The kronor that a reader of a cell sees under a heading that says `heading`; None where it is not that simple."""
    before, _, after, decimals, thousands = sections[-1] if number < 0 else sections[0]
    if before in ('"1"', "[$€-2] ", '"ca "') or after in (" [$EUR]", '" personer"', "%", '"/mån"', "\\k"):
        return None
    if after == '"000"' and not decimals:
        return None
    if (before == "(") != (after == ")"):
        return None
    unit = UNITS.get(after.strip('"'), "") or ("kr" if before == '"kr "' else heading)
    if unit != heading or (before == '"kr "' and after.strip('"') in UNITS and unit != "kr"):
        return None
    scaled = Decimal(abs(number)).scaleb(-3 * thousands)
    rounded = scaled.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    below = (before in ("-", "(", "\\-")) != (number < 0 and len(sections) == 1)
    return (-rounded if below else rounded) * KRONOR[unit]


@settings(max_examples=100, deadline=None)
@given(
    sections=formats(), number=st.integers(-3_000_000, 3_000_000).filter(bool), heading=st.sampled_from(list(KRONOR))
)
def test_an_amount_is_what_is_shown_or_it_is_asked_about(tmp_path_factory, sections, number, heading):
    folder = tmp_path_factory.mktemp("tal")
    format = ";".join(before + body + after for before, body, after, _, _ in sections)
    path = folder / "tabell.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("Blad1")
        page.write_row("A1", ["Nämnd", f"Budget 2026, {heading}"])
        page.write_row("A2", ["Kommunstyrelsen", 600])
        page.write("A3", "Socialnämnden")
        page.write("B3", number, book.add_format({"num_format": format}))
        page.write_row("A4", ["Valnämnden", 100])
    try:
        read = by("board", take(path))["Socialnämnden"]
    except SheetError as error:
        _each_answer_works(path, str(error))
        return
    assert read == seen(sections, number, heading)
    assert read == number * KRONOR[heading] or read == number  # nothing that is stored is changed either


def _each_answer_works(path, said: str) -> None:
    """What a message proposes settles what it asks: it is not asked again."""
    proposed = {"--values visade": {"values": "shown"}, "--values lagrade": {"values": "stored"}}
    proposed |= {f"--unit {unit}": {"unit": unit} for unit in (*KRONOR, "närmast")}
    proposed |= {"--ignore 3": {"ignore": "3"}}
    for option, answer in proposed.items():
        if option in said:
            try:
                take(path, **answer)
            except SheetError as error:
                assert option.split()[0] not in str(error) or option == "--ignore 3", (option, str(error))


PLACES = ["title", "sheet", "heading", "Belopp i {}", "Avser {}", "Källa: budget i {}", "Siffrorna är {}", "cell"]


@pytest.mark.parametrize("places", [*combinations(PLACES, 2)], ids="+".join)
def test_two_units_that_disagree_are_a_question_wherever_they_stand(tmp_path, places):
    said = dict(zip(places, ("tkr", "mnkr"), strict=True))
    notes = [form.format(unit) for form, unit in said.items() if "{}" in form]
    path = tmp_path / "tal.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet(f"Budget {said.get('sheet', '')}".strip())
        shown = book.add_format({"num_format": f'0" {said["cell"]}"'} if "cell" in said else {})
        sheet.write(0, 0, f"Fördelning 2026, {said.get('title', '')}".strip(", "))
        sheet.write_row(1, 0, ["Nämnd", f"Belopp ({said.get('heading', '')})".replace(" ()", "")])
        for row, name in enumerate(["Parknämnden", "Hamnnämnden"], start=2):
            sheet.write(row, 0, name)
            sheet.write(row, 1, 5 * row, shown)
        sheet.write_column(5, 0, notes)
    with pytest.raises(SheetError, match=r"cell B3 och B4: .*(tkr och mnkr|mnkr och tkr)"):
        take(path)
    assert by("board", take(path, unit="mnkr")) == {"Parknämnden": 10_000_000, "Hamnnämnden": 15_000_000}


HEADINGS = {'0" utfall"': "2025 utfall", '"Bokslut "0': "Bokslut 2025", '0" mnkr"': "2025 mnkr", '0" tkr"': "2025 tkr",
            '0" (prel)"': "2025 (prel)", '0" års priser"': "2025 års priser", '"Ram "0': "Ram 2025"}  # fmt: skip


@pytest.mark.parametrize("format", HEADINGS)
def test_a_heading_that_a_format_makes_is_read_as_if_it_were_typed(tmp_path, format):
    def said(heading: object, shown: dict[str, str]) -> object:
        with xlsxwriter.Workbook(tmp_path / "tal.xlsx") as book:
            sheet = book.add_worksheet("Blad1")
            sheet.write(0, 0, "Fördelning av medel, tkr")
            sheet.write_row(1, 0, ["Nämnd", "Åtgärd", None, 2026])
            sheet.write(1, 2, heading, book.add_format(shown))
            sheet.write_row(2, 0, ["Parknämnden", "Lek", 250, 255])
            sheet.write_row(3, 0, ["Hamnnämnden", "Bad", 300, 305])
        try:
            return amounts(take(tmp_path / "tal.xlsx"))
        except SheetError as error:
            return error.faults

    assert said(2025, {"num_format": format}) == said(HEADINGS[format], {})


@pytest.mark.parametrize(
    "format", ["0%", "#,##0 [$EUR]", "#,##0,", '"900"', "-#,##0;#,##0", '0" mnkr"', '0" personer"', "# ?/?", "yyyy"]
)
@pytest.mark.parametrize("total", [1250, 1300])
def test_what_a_format_does_to_a_total_is_asked_about_whether_it_ties_or_not(tmp_path, format, total):
    with xlsxwriter.Workbook(tmp_path / "tal.xlsx") as book:
        sheet = book.add_worksheet("Blad1")
        for row, line in enumerate([["Nämnd", "2026, tkr"], ["Parknämnden", 400], ["Hamnnämnden", 500], ["KS", 350]]):
            sheet.write_row(row, 0, line)
        sheet.write(4, 0, "Summa")
        sheet.write(4, 1, total, book.add_format({"num_format": format}))
    with pytest.raises(SheetError, match="cell B5"):
        take(tmp_path / "tal.xlsx")


@pytest.mark.parametrize("sort", ["Enhet", "Valuta", "", "kr/tkr"])
@pytest.mark.parametrize("heading", ["Belopp 2026, tkr", "Belopp 2026"])
def test_the_unit_of_a_row_is_held_against_that_of_the_heading(tmp_path, heading, sort):
    rows = [["Nämnd", heading, sort], ["Parknämnden", 250, "tkr"], ["Hamnnämnden", 3, "mnkr"]]
    path = csv_file(tmp_path, "".join(f"{a};{b};{c}\n" for a, b, c in rows))
    if "tkr" in heading:
        with pytest.raises(SheetError, match="cell B3: om beloppet står både mnkr och tkr"):
            take(path)
    assert by("board", take(path, unit="närmast")) == {"Parknämnden": 250_000, "Hamnnämnden": 3_000_000}
