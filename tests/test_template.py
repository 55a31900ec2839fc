import dataclasses
import datetime
import io
import json
import re
import shutil
import subprocess
from fractions import Fraction
from pathlib import Path
from random import Random

import openpyxl
import pytest
from conftest import CASES, ROOT, SEED
from openpyxl.utils import get_column_letter
from workbook_recalculation import MAIN, edited

from fordelning import template
from fordelning.base.errors import CaseError
from fordelning.base.money import KRONOR
from fordelning.base.status import NOT_APPROVED
from fordelning.case import draft, example, schema
from fordelning.case.draft import Draft
from fordelning.case.kind import KINDS
from fordelning.case.relation import RELATIONS, SYMBOLS
from fordelning.checks.reconcile import Verdict, reconcile
from fordelning.cli.main import main
from fordelning.intake.cells import sheet
from fordelning.intake.cells.amount import Style
from fordelning.intake.cells.cell import SheetError
from fordelning.report.parameters import today
from fordelning.template import form
from fordelning.template.book import LONGEST_HELP

TABLES = form.tables()


def whole(given: Draft) -> Draft:
    """The draft with every table and column, those that are not given blank."""
    rows = {
        name: [{f.name: row.get(f.name, "") for f in table.fields} for row in given.rows.get(name, [])]
        for name, table in TABLES.items()
    }
    return dataclasses.replace(given, rows=rows)


def sheets(content: bytes, tmp_path: Path) -> list[sheet.Sheet]:
    path = tmp_path / "mall.xlsx"
    path.write_bytes(content)
    return sheet.read(path)


def read(content: bytes, tmp_path: Path, style: Style = template.answers.AS_WRITTEN) -> Draft:
    return template.read("mall.xlsx", sheets(content, tmp_path), style)


EXAMPLE = template.workbook(example.draft())


class Filled:
    """A template, opened to be filled in otherwise."""

    def __init__(self, content: bytes = EXAMPLE):
        self.book = openpyxl.load_workbook(io.BytesIO(content))

    def cell(self, table: str, column: str, row: int):
        return self.book[TABLES[table].title].cell(row, TABLES[table].position(column) + 1)

    def put(self, table: str, column: str, row: int, value, number_format: str = "") -> "Filled":
        cell = self.cell(table, column, row)
        cell.value = value
        if number_format:
            cell.number_format = number_format
        return self

    @property
    def content(self) -> bytes:
        stream = io.BytesIO()
        self.book.save(stream)
        return stream.getvalue()

    def faults(self, tmp_path: Path, style: Style = template.answers.AS_WRITTEN) -> list[str]:
        with pytest.raises(SheetError) as caught:
            read(self.content, tmp_path, style)
        assert caught.value.file == "mall.xlsx"
        return caught.value.faults


def place(table: str, column: str, row: int) -> str:
    return f"blad {TABLES[table].title}, cell {get_column_letter(TABLES[table].position(column) + 1)}{row}"


# What comes out is what went in.


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_a_case_comes_back_from_its_template(folder, tmp_path, monkeypatch):
    shutil.copytree(folder, tmp_path / "data" / folder.name)
    before = files(tmp_path / "data")
    (tmp_path / "mall.xlsx").write_bytes(template.workbook(draft.read(folder)))
    assert run(tmp_path, monkeypatch, "import", "mall.xlsx", "--case", folder.name, "--replace") == 0
    assert files(tmp_path / "data") == before


def test_texts_come_back_letter_by_letter(tmp_path):
    given = whole(example.draft())
    given.rows["notes"][0]["text"] = "– Bara driften. 1) Ett tecken"
    given.rows["statements"][0]["wording"] = "• punkt"
    assert read(template.workbook(given), tmp_path) == given


def test_the_example_comes_back_and_is_a_template(tmp_path):
    content = template.workbook(example.draft())
    assert template.is_template(sheets(content, tmp_path))
    assert read(content, tmp_path) == whole(example.draft())


def test_the_seed_in_other_words_does_not_come_back_as_the_seed(tmp_path):
    filled = Filled(template.workbook(draft.read(SEED))).put("statements", "wording", 2, "Något annat")
    assert read(filled.content, tmp_path) != whole(draft.read(SEED))


def test_stages_notes_reasons_rounding_and_long_numbers_come_back(tmp_path):
    given = whole(example.draft())
    rows = given.rows
    rows["stages"] = [{"stage": "forslag", "name": "Förslag", "summary": ""}]
    rows["notes"].append({"note": "andra", "number": "2", "text": "En till.", "place": "fotnot"})
    for row in rows["allocations"]:
        row |= {"stage": "forslag"}
    rows["allocations"][0] |= {"note": "andra drift", "amount": "12345678901.2345", "unit": "kr"}
    rows["allocations"][1] |= {"amount": "-2.50"}
    rows["allocations"][2] |= {"amount": "123456789012345.25", "unit": "kr"}
    rows["reasons"] = [
        dict.fromkeys(("stage", "pot", "measure", "board"), "") | {"reason": "Ett skäl", "place": "beslut"}
    ]
    rows["omissions"] = [{"found": "2021", "lines": "18,20-22", "pages": "", "reason": "Ett år", "proposal": ""}]
    given.rounding = {"mnkr": "0.1", "%": "1"}
    assert read(template.workbook(given), tmp_path) == given


def test_the_same_draft_gives_the_same_bytes():
    assert template.workbook(example.draft()) == template.workbook(example.draft())


@pytest.mark.slow
def test_a_template_from_libreoffice_reads_the_same(tmp_path):
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice saknas, så mallen kan inte sparas av ett annat program")
    (tmp_path / "mall.xlsx").write_bytes(template.workbook(draft.read(SEED)))
    command = [office, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "xlsx"]
    command += ["--outdir", str(tmp_path / "sparad"), str(tmp_path / "mall.xlsx")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    saved = tmp_path / "sparad" / "mall.xlsx"
    assert saved.read_bytes() != (tmp_path / "mall.xlsx").read_bytes()
    assert template.read("mall.xlsx", sheet.read(saved)) == whole(draft.read(SEED))


# What the form looks like.


def test_sheets_and_titles_are_the_schemas():
    book = Filled().book
    assert book.sheetnames == [form.GUIDE, form.IDENTITY, *(table.title for table in schema.TABLES.values())]
    for table in schema.TABLES.values():
        page = book[table.title]
        assert [cell.value for cell in page[1]] == [column.title for column in table.columns]
        assert page.freeze_panes == "A2"


def rules(page) -> dict[int, object]:
    """The data validation of each column of a sheet."""
    return {area.min_col: rule for rule in page.data_validations.dataValidation for area in rule.sqref.ranges}


def test_every_reference_lists_names_far_down_on_their_sheet():
    book, found = Filled().book, 0
    for table in TABLES.values():
        for number, field in enumerate(table.fields, start=1):
            if not field.target or field.declared.several:
                continue
            rule, target = rules(book[table.title])[number], TABLES[field.target]
            letter = get_column_letter(target.position(target.label) + 1)
            area = re.search(rf"COUNTA\('{target.title}'!\${letter}\$2:\${letter}\$([0-9]+)\)", rule.formula1)
            assert rule.type == "list"
            assert int(area[1]) > 500
            assert max(area.max_row for area in rule.sqref.ranges) > 500
            found += 1
    assert found == sum(bool(c.target) and not c.several for table in schema.TABLES.values() for c in table.columns)


def test_closed_lists_are_in_swedish():
    book = Filled().book
    listed = {
        (table.name, field.name): rules(book[table.title])[number].formula1.strip('"').split(",")
        for table in TABLES.values()
        for number, field in enumerate(table.fields, start=1)
        if field.choices
    }
    assert listed["allocations", "unit"] == ["kr", "tkr", "mnkr", "mdkr"]
    assert listed["allocations", "basis"] == ["angiven", "härledd"]
    words = [word for word in RELATIONS if word not in SYMBOLS]
    assert listed["statements", "relation"] == ["=", ">", "<", "≥", "≤", "del av", *words]
    assert len(listed["statements", "kind"]) == len(KINDS)
    assert "härledd nämnd" in listed["statements", "kind"]


def test_every_column_says_what_it_is_for_and_what_is_required_looks_so():
    book = Filled().book
    for table in TABLES.values():
        page = book[table.title]
        for number, field in enumerate(table.fields, start=1):
            rule = rules(page)[number]
            assert field.help in rule.prompt
            assert len(rule.prompt) <= LONGEST_HELP
            assert rule.promptTitle == field.title
            assert rule.prompt.startswith("Måste fyllas i.") == field.required == page.cell(1, number).font.bold


def test_the_guide_explains_every_kind_and_sheet():
    said = {cell.value for row in Filled().book[form.GUIDE].iter_rows() for cell in row}
    assert {table.title for table in TABLES.values()} | {kind.guidance for kind in KINDS.values()} <= said


def test_columns_of_text_are_text_where_nothing_is_filled_in_yet():
    book = Filled().book
    for table in TABLES.values():
        styled = {
            number: dimension.number_format
            for dimension in book[table.title].column_dimensions.values()
            for number in range(dimension.min, dimension.max + 1)
        }
        for number, field in enumerate(table.fields, start=1):
            assert (styled[number] == "@") == (field.type in ("string", "date")), field


# How it is filled in.


def test_names_keys_and_any_capitals_will_do(tmp_path):
    filled = Filled()
    filled.put("allocations", "board", 2, "KULTUR- OCH FRITIDSNÄMNDEN").put("allocations", "board", 3, "ks")
    filled.put("allocations", "pot", 2, "Pott 1,\u00a0mo\u0308tesplatser").put("statements", "kind", 2, "Datum")
    filled.put("statements", "kind", 4, "total").put("statements", "against", 8, "s03")
    assert read(filled.content, tmp_path) == whole(example.draft())


def test_keys_short_names_and_numbers_are_made_where_they_are_blank(tmp_path):
    filled = Filled()
    for table in ("pots", "boards", "measures", "places", "notes", "questions"):
        for row in range(2, len(example.draft().rows[table]) + 2):
            filled.put(table, TABLES[table].key, row, None)
    for row in (2, 3, 4):
        filled.put("boards", "short_name", row, None)
    for row in (2, 3, 5):
        filled.put("statements", "statement", row, None)
    made = read(filled.content, tmp_path)
    assert [row["board"] for row in made.rows["boards"]] == [
        "kommunstyrelsen", "kultur-och-fritidsnamnden", "tekniska-namnden"
    ]  # fmt: skip
    assert [row["short_name"] for row in made.rows["boards"]] == [
        draft.short(row["name"]) for row in made.rows["boards"]
    ]
    assert made.decision["own_board"] == "kommunstyrelsen"
    assert [row["note"] for row in made.rows["notes"]] == ["fotnot-1"]
    assert made.rows["allocations"][2]["note"] == "fotnot-1"
    assert [r["statement"] for r in made.rows["statements"]] == [
        "S09", "S10", "S03", "S11", "S05", "S06", "S07", "S08"
    ]  # fmt: skip
    case = draft.write(made, tmp_path / "fallet", datetime.date(2026, 1, 1))
    assert reconcile(case).verdict is Verdict.TIES


def test_a_made_key_is_none_that_is_given(tmp_path):
    filled = Filled().put("boards", "board", 2, "tekniska-namnden").put("boards", "board", 4, None)
    assert [r["board"] for r in read(filled.content, tmp_path).rows["boards"]] == [
        "tekniska-namnden", "kfn", "tekniska-namnden-2"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "unit", "number", "in_unit"),
    [
        ("1 500", "tkr", "1500", "tkr"),
        ("1\u00a0500,5", "tkr", "1500.5", "tkr"),
        ("1 500 tkr", None, "1500", "tkr"),
        ("1,5 mkr", None, "1.5", "mnkr"),
        ("−1 500", "Tkr", "-1500", "tkr"),
        ("(1 500)", "kkr", "-1500", "tkr"),
        (1500, "tkr", "1500", "tkr"),
        (1.5, "mnkr", "1.5", "mnkr"),
        ("1500,00", "tkr", "1500.00", "tkr"),
    ],
)
def test_amounts_as_they_are_written_in_swedish(tmp_path, written, unit, number, in_unit):
    filled = Filled().put("allocations", "amount", 2, written).put("allocations", "unit", 2, unit)
    row = read(filled.content, tmp_path).rows["allocations"][0]
    assert (row["amount"], row["unit"]) == (number, in_unit)


def test_an_ambiguous_amount_is_settled_by_the_style(tmp_path):
    filled = Filled().put("allocations", "amount", 2, "1.500")
    (fault,) = filled.faults(tmp_path)
    assert fault.startswith(place("allocations", "amount", 2))
    assert "1 500 i hela tal eller 1 och 500 tusendelar" in fault
    assert "--decimal" in fault
    assert read(filled.content, tmp_path, Style(",")).rows["allocations"][0]["amount"] == "1500"
    assert read(filled.content, tmp_path, Style(".")).rows["allocations"][0]["amount"] == "1.500"


@pytest.mark.parametrize(
    ("row", "written", "number_format", "value"),
    [
        (2, "2021-02-29", "", "2021-02-29"),
        (2, datetime.date(2026, 1, 20), "yyyy-mm-dd", "2026-01-20"),
        (3, 17, "", "17"),
        (3, "1-2", "", "1-2"),
        (4, "5,0", "", "5.0"),
        (4, "5 mnkr", "", "5"),
        (8, 0.5, "0 %", "50"),
        (8, 0.505, "0.0 %", "50.5"),
        (8, "50 %", "", "50"),
        (6, 3.0, "0.00", "3"),
    ],
)
def test_values_of_statements_by_their_kind(tmp_path, row, written, number_format, value):
    filled = Filled().put("statements", "value", row, written, number_format)
    assert read(filled.content, tmp_path).rows["statements"][row - 2]["value"] == value


def test_a_date_in_words_is_asked_for_in_figures(tmp_path):
    filled = Filled().put("statements", "kind", 2, "datum").put("statements", "value", 2, "9 december 2025")
    assert any("ÅÅÅÅ-MM-DD" in fault for fault in filled.faults(tmp_path))


def test_columns_in_another_order_blank_rows_and_missing_optional_columns(tmp_path):
    filled = Filled()
    page = filled.book["Fördelning"]
    page.delete_cols(TABLES["allocations"].position("stage") + 1)
    page.move_range("A1:A5", cols=len(TABLES["allocations"].fields))
    page.insert_rows(3)
    del filled.book["Utelämnat"]
    assert read(filled.content, tmp_path) == whole(example.draft())


def calculated(filled: Filled, value: str) -> bytes:
    """The template with `value` saved for each of its formulas, as a spreadsheet saves it."""

    def save(_, cell):
        if cell.find(f"{{{MAIN}}}f") is not None:
            cell.set("t", "n" if value.isdigit() else "str")
            cell.find(f"{{{MAIN}}}v").text = value

    return edited(filled.content, save)


def test_a_saved_formula_is_read_where_it_is_no_amount(tmp_path):
    filled = Filled().put("measures", "name", 2, '="Öppna "&"fritidsgårdar"')
    assert read(calculated(filled, "Öppna fritidsgårdar"), tmp_path) == whole(example.draft())


# What is wrong, and where.


@pytest.mark.parametrize(
    ("table", "column", "row", "value", "says"),
    [
        ("allocations", "amount", 2, "mycket", "fann »mycket»"),
        ("allocations", "amount", 2, "1 5000", "siffrorna i grupper om tre"),
        ("allocations", "amount", 2, "1 500 1)", "utan fotnotstecken"),
        ("allocations", "amount", 2, "1 500¹", "utan fotnotstecken"),
        ("allocations", "amount", 2, "10 %", "ett belopp i kr, tkr, mnkr, mdkr"),
        ("allocations", "amount", 2, "–", "noll skrivs 0"),
        ("allocations", "amount", 2, None, "fann en tom cell"),
        ("allocations", "amount", 2, "1234567890123456", "högst 15 siffror"),
        ("allocations", "amount", 2, datetime.date(2026, 1, 2), "fann »2026-01-02»"),
        ("allocations", "amount", 2, True, "inget sanningsvärde"),
        ("allocations", "unit", 2, None, "fann ingen enhet, väntade någon av kr, tkr"),
        ("allocations", "unit", 2, "kronr", "något av kr, tkr, mnkr, mdkr"),
        ("allocations", "unit", 2, "kkrr", "något av kr, tkr, mnkr, mdkr"),
        ("allocations", "unit", 2, "tkrr", "menade du tkr?"),
        ("allocations", "board", 2, "Teknisk nämnden", "menade du Tekniska nämnden?"),
        ("allocations", "board", 2, "Valnämnden", "ett namn som finns på bladet Nämnder"),
        ("allocations", "board", 2, None, "fann en tom cell"),
        ("allocations", "basis", 2, "gissad", "något av angiven, härledd"),
        ("allocations", "note", 4, "1, 7", "fann »7»"),
        ("allocations", "note", 4, 1.2, "nummer som text"),
        ("allocations", "year", 2, "i fjol", "ett heltal från 1900 till 2999"),
        ("allocations", "year", 2, 2026.5, "ett heltal från 1900 till 2999"),
        ("allocations", "stage", 2, "Förslag", "en rad på bladet Skeden"),
        ("boards", "name", 2, None, "fann en tom cell"),
        ("boards", "name", 4, "Kommunstyrelsen", "något som ingen rad ovanför har under Namn"),
        ("boards", "board", 2, "KS!", "små bokstäver a–z"),
        ("places", "lines", 2, "rad 18", "radnummer, som 18"),
        ("places", "lines", 2, 18.2, "gör om cellens format till text"),
        ("pots", "purpose", 2, 1.5, "gör om cellens format till text"),
        ("notes", "number", 2, "första", "ett heltal"),
        ("statements", "statement", 2, "påstående 1", "S och två till fyra siffror"),
        ("statements", "kind", 2, "daturn", "menade du datum?"),
        ("statements", "relation", 4, "strax", "något av =, >, <, ≥, ≤, del av"),
        ("statements", "value", 4, "fem", "fann »fem»"),
        ("statements", "value", 4, "5 %", "ett tal i kr, tkr, mnkr, mdkr"),
        ("statements", "unit", 4, None, "fann ingen enhet"),
        ("statements", "rounding", 4, "lite", "fann »lite»"),
        ("statements", "against", 8, "S77", "fann »S77»"),
        ("statements", "question", 9, "vad som helst", "bladet Öppna frågor"),
    ],
)  # fmt: skip
def test_a_fault_has_its_place(tmp_path, table, column, row, value, says):
    faults = Filled().put(table, column, row, value).faults(tmp_path)
    (fault,) = [fault for fault in faults if fault.startswith(place(table, column, row) + ": ")]
    assert says in fault
    # What is wrong with a name is also wrong where it is chosen, and nothing else is.
    assert faults == [fault] or column in ("name", "number", TABLES[table].key)


def test_no_unit_is_guessed_that_may_be_wrong_by_a_factor(tmp_path):
    [fault] = Filled().put("allocations", "unit", 2, "xkr").faults(tmp_path)  # one letter from kr, and from tkr and mkr
    assert "menade du" not in fault


def test_two_rows_about_the_same_thing(tmp_path):
    filled = Filled().put("allocations", "measure", 2, "Trygghetsvandringar").put("allocations", "board", 2, "ks")
    (fault,) = filled.faults(tmp_path)
    assert fault.startswith(place("allocations", "board", 3))
    assert "något som ingen rad ovanför har under Skede, År, Pott, Åtgärd, Nämnd" in fault


@pytest.mark.parametrize("number_format", ["0", "#,##0,", "0.0E+00", "00000", '0;"x"', "#,##0;#,##0"])
def test_an_amount_that_is_shown_as_another_is_refused(tmp_path, number_format):
    value = {"00000": 1500, '0;"x"': -1500, "#,##0;#,##0": -1500}.get(number_format, 1500.5)
    (fault,) = Filled().put("allocations", "amount", 2, value, number_format).faults(tmp_path)
    assert fault.startswith(place("allocations", "amount", 2))
    assert "talformat" in fault


@pytest.mark.parametrize("number_format", ["General", "#,##0.0", "#,##0.00", '#,##0.0" tkr"', "@"])
def test_an_amount_that_is_shown_whole_is_read(tmp_path, number_format):
    filled = Filled().put("allocations", "amount", 2, 1500.5, number_format)
    assert float(read(filled.content, tmp_path).rows["allocations"][0]["amount"]) == 1500.5


@pytest.mark.parametrize("shown", ["mnkr", "€", "personer", "¹", "%"])
def test_an_amount_that_is_shown_with_another_unit_or_a_mark_is_refused(tmp_path, shown):
    [fault] = Filled().put("allocations", "amount", 2, 1500, f'#,##0" {shown}"').faults(tmp_path)
    assert fault.startswith((place("allocations", "amount", 2), place("allocations", "unit", 2)))


def test_an_amount_by_formula_is_refused_though_it_has_a_value(tmp_path):
    with pytest.raises(SheetError) as caught:
        read(calculated(Filled().put("allocations", "amount", 2, "=1000+500"), "1500"), tmp_path)
    (fault,) = caught.value.faults
    assert fault.startswith(place("allocations", "amount", 2))
    assert "klistra in värdet" in fault


def test_a_unit_that_the_amount_contradicts(tmp_path):
    (fault,) = Filled().put("allocations", "amount", 2, "1 500 kr").faults(tmp_path)
    assert fault.startswith(place("allocations", "unit", 2))
    assert "kr, som det står vid talet" in fault


def test_hidden_rows_and_merged_cells(tmp_path):
    filled = Filled()
    filled.book["Fördelning"].row_dimensions[3].hidden = True
    filled.book["Nämnder"].column_dimensions["C"].hidden = True
    filled.book["Åtgärder"].merge_cells("C2:C3")
    faults = filled.faults(tmp_path)
    assert [fault.split(":")[0] for fault in faults[:3]] == [
        "blad Nämnder, cell C1", "blad Åtgärder, cell C2", "blad Åtgärder, cell C3"
    ]  # fmt: skip
    assert faults[-1] == "blad Fördelning, cell A3: en dold rad eller kolumn, väntade att den visas eller tas bort"


def test_sheets_and_columns_that_are_not_the_templates(tmp_path):
    filled = Filled()
    filled.book["Nämnder"].title = "Nämder"
    filled.book["Fördelning"].cell(1, 5).value = "Belop"
    filled.book["Fördelning"].cell(1, 10).value = "Nämnd"
    filled.book["Potter"].cell(3, 6).value = "vid sidan av"
    del filled.book["Åtgärder"]
    said = "\n".join(filled.faults(tmp_path))
    assert "blad Nämder: bladet finns inte i mallen" in said
    assert "menade du Nämnder?" in said
    assert "blad Fördelning, cell E1: fann rubriken »Belop»" in said
    assert "menade du Belopp?" in said
    assert "blad Fördelning, cell A1: fann ingen kolumn Belopp" in said
    assert "blad Fördelning, cell J1: fann en kolumn till med rubriken »Nämnd»" in said
    assert "blad Potter, cell F3: fann »vid sidan av», väntade en rubrik" in said
    assert "bladet Åtgärder saknas eller är dolt" in said


def test_what_is_said_of_the_document(tmp_path):
    filled = Filled()
    page = filled.book[form.IDENTITY]
    rows = {cell.value: cell.row for cell in page["A"]}
    page.cell(rows["Diarienummer"], 2).value = None
    page.cell(rows["Budgetår"], 2).value = "nästa"
    page.cell(rows["Egen nämnd"], 2).value = "Kommunstyrelse"
    page.cell(rows["Finansiering"], 1).value = "Finanser"
    page.cell(rows["Kommun"], 4).value = "en anteckning"
    said = "\n".join(filled.faults(tmp_path))
    for expected in (
        "blad Handlingen: uppgiften Finansiering saknas",
        f"cell B{rows['Diarienummer']}: fann en tom cell, väntade ett svar på Diarienummer",
        f"cell B{rows['Budgetår']}: fann »nästa», väntade ett heltal",
        "menade du Kommunstyrelsen?",
        f"cell A{rows['Finansiering']}: fann »Finanser»",
        f"cell D{rows['Kommun']}: fann »en anteckning»",
    ):
        assert expected in said


def test_all_faults_come_at_once_in_the_order_of_the_sheets(tmp_path):
    filled = Filled().put("statements", "kind", 3, "?").put("allocations", "amount", 4, "x")
    filled.put("pots", "purpose", 2, None)
    faults = filled.faults(tmp_path)
    assert [fault.split(",")[0] for fault in faults] == [
        "blad Potter", "blad Fördelning", "blad Påståenden"
    ]  # fmt: skip
    with pytest.raises(SheetError, match=r"^Filen mall\.xlsx kan inte läsas:\n  blad Potter, cell D2: "):
        read(filled.content, tmp_path)


def test_two_names_that_differ_in_capitals_alone_are_told_apart_only_as_written(tmp_path):
    filled = Filled().put("boards", "name", 2, "Nämnden").put("boards", "name", 3, "NÄMNDEN")
    filled.book[form.IDENTITY]["B13"] = "Nämnden"
    for row, name in ((2, "NÄMNDEN"), (3, "Nämnden")):
        filled.put("allocations", "board", row, name)
    made = read(filled.content, tmp_path)
    assert [row["board"] for row in made.rows["allocations"][:2]] == ["kfn", "ks"]
    (fault,) = filled.put("allocations", "board", 2, "nämnden").faults(tmp_path)
    assert "som flera rader på bladet Nämnder heter, väntade nyckeln" in fault


# Faults of every kind in any cell: table, column, a value that cannot stand there, and what is said of it.
KINDS_OF_FAULTS = [
    ("allocations", "amount", "mycket", "fann »mycket»"),
    ("allocations", "amount", "1 500 1)", "utan fotnotstecken"),
    ("allocations", "amount", "0,0005", "ett belopp i hela kronor"),
    ("allocations", "amount", "5 nämnder", "fann »5 nämnder»"),
    ("allocations", "pot", "Potten", "bladet Potter"),
    ("allocations", "measure", "Åtgärden", "bladet Åtgärder"),
    ("allocations", "board", "Valnämnden", "bladet Nämnder"),
    ("allocations", "place", "Här", "bladet Ställen i källan"),
    ("allocations", "basis", "gissad", "något av angiven, härledd"),
    ("allocations", "year", "i fjol", "ett heltal"),
    ("allocations", "note", "9", "bladet Fotnoter"),
    ("allocations", "stage", "Förslag", "bladet Skeden"),
    ("places", "lines", "rad 18", "radnummer"),
    ("places", "name", None, "fann en tom cell"),
    ("boards", "board", "KS!", "små bokstäver a–z"),
    ("boards", "name", True, "inget sanningsvärde"),
    ("pots", "purpose", 1.5, "gör om cellens format till text"),
    ("notes", "number", "första", "ett heltal"),
    ("notes", "text", None, "fann en tom cell"),
    ("questions", "weight", 9, "ett heltal"),
    ("statements", "kind", "gissning", "något av summa"),
    ("statements", "relation", "kanske", "något av ="),
    ("statements", "against", "S77", "bladet Påståenden"),
    ("statements", "missing", "det mesta", "använder den inte"),
    ("statements", "rounding", "lite", "fann »lite»"),
    ("statements", "tag", "Norr", "bladet Indelningar"),
    ("statements", "year", "snart", "ett heltal"),
]
ROWS = {name: len(rows) for name, rows in example.draft().rows.items()}
TAKEN = {("statements", "missing"): range(2, 8)}  # the rows whose kinds do not take the column


@pytest.mark.parametrize("seed", range(5))
def test_every_fault_in_a_filled_template_is_told_with_its_cell(tmp_path, seed):
    chance = Random(seed)
    filled, planted, rows = Filled(), {}, set()
    for table, column, value, says in chance.sample(KINDS_OF_FAULTS, 9):
        row = chance.choice(TAKEN.get((table, column), range(2, ROWS[table] + 2)))
        if ((table, row) in rows and table != "allocations") or (table, row, column) in planted:
            continue  # a fault may hide another of the same row
        filled.put(table, column, row, value)
        rows.add((table, row))
        planted[table, row, column] = says
    told = filled.faults(tmp_path)
    for (table, row, column), says in planted.items():
        of_cell = [line for line in told if re.match(re.escape(place(table, column, row)) + "( \\(.*?\\))?: ", line)]
        assert len(of_cell) == 1 and says in of_cell[0], (table, row, column, told)
    # What else is told is that something chosen is gone from its own sheet.
    named = [line for line in told if not any(line.startswith(place(t, c, r)) for t, r, c in planted)]
    assert all("som finns på bladet" in line or "en rad på bladet" in line for line in named), named


@pytest.mark.parametrize("seed", range(3))
def test_a_statement_comes_back_as_it_was_filled_in(tmp_path, seed):
    """Loose words, "per år", "vardera" and amounts in words: what the case says is what the cell says."""
    chance, words = Random(seed), [word for word in RELATIONS if word not in SYMBOLS]
    numbers = {
        "fyra miljoner kronor": ("4", "mnkr"),
        "två och en halv miljoner kronor": ("2.5", "mnkr"),
        "femhundratusen kronor": ("500", "tkr"),
        "4 715 tkr": ("4715", "tkr"),
        "2,30 mnkr": ("2.30", "mnkr"),
    }
    filled, expected = Filled(), {}
    for row in range(2, 2 + ROWS["statements"]):
        word, (text, (value, unit)) = chance.choice(words), chance.choice(list(numbers.items()))
        kind = chance.choice(["total", "per_year", "per_board", "per_pot", "per_measure"])
        beside = chance.choice([True, False])  # the word stands in its own column, or before the number
        for column in TABLES["statements"].fields:
            if column.name not in ("statement", "place", "wording"):
                filled.put("statements", column.name, row, None)
        filled.put("statements", "kind", row, KINDS[kind].name)
        filled.put("statements", "value", row, text if beside else f"{word} {text}")
        filled.put("statements", "relation", row, word if beside else None)
        expected[row] = {"kind": kind, "relation": word, "value": value, "unit": unit}
    made = read(filled.content, tmp_path)
    for row, said in expected.items():
        there = made.rows["statements"][row - 2]
        assert {column: there[column] for column in said} == said
    others = {name: rows for name, rows in made.rows.items() if name != "statements"}
    assert others == {name: rows for name, rows in whole(example.draft()).rows.items() if name != "statements"}


GUIDE = (ROOT / "docs" / "handledning.md").read_text(encoding="utf-8")
WORDED = re.search(r"^\| handlingen skriver .*\n\|.*\n((?:\|.*\n)+)", GUIDE, flags=re.MULTILINE)[1].splitlines()


@pytest.mark.parametrize("line", WORDED)
def test_what_the_guide_writes_as_the_document_does_is_tested_as_the_guide_says(tmp_path, line):
    _, kind, value, tested = (cell.strip() for cell in line.strip("|").split("|"))
    loose = next((word for word in RELATIONS if value.startswith(f"{word} ")), None)
    filled = Filled().put("statements", "kind", 5, kind).put("statements", "value", 5, value)
    filled.put("statements", "relation", 5, None if loose else "=").put("statements", "unit", 5, None)
    filled.put("statements", "board", 5, None)
    made = read(filled.content, tmp_path)
    assert draft.faults(made) == []
    row = made.rows["statements"][3]
    assert KINDS[row["kind"]].name == kind
    assert row["relation"] == (loose or "=")
    assert tested.startswith("varje") == bool(KINDS[row["kind"]].each)
    interval = RELATIONS[row["relation"]].interval(Fraction(row["value"]), Fraction(1, 2))
    if row["unit"] == "mnkr" and loose:
        ends = {end for end in (interval.low, interval.high) if end is not None}
        assert {f"{float(end):g}".replace(".", ",") for end in ends} == set(re.findall("[0-9]+(?:,[0-9]+)?", tested))


# Texts that mean to be something else.


@pytest.mark.parametrize(
    "text", ["=cmd|'/c calc'!A1", "=1+1", "+1", "-1", "@SUM(A1)", "<script>alert(1)</script>", "<r>x</r>", "{=1}", "'a"]
)
def test_text_stays_text(tmp_path, text):
    given = whole(example.draft())
    given.rows["statements"][0]["wording"] = given.rows["boards"][1]["name"] = given.title = text
    content = template.workbook(given)
    cells = [cell for page in openpyxl.load_workbook(io.BytesIO(content)) for row in page.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert read(content, tmp_path) == given


@pytest.mark.parametrize(("text", "says"), [("a\u202eb", "U+202E"), ("x" * 10_000, "10000 tecken")])
def test_text_that_no_table_holds_is_refused_with_its_place(tmp_path, text, says):
    given = example.draft()
    given.rows["statements"][0]["wording"] = text
    with pytest.raises(SheetError) as caught:
        read(template.workbook(given), tmp_path)
    (fault,) = caught.value.faults
    assert fault.startswith(place("statements", "wording", 2))
    assert says in fault


def test_another_workbook_is_no_template(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Nämnd", "Belopp"])
    stream = io.BytesIO()
    book.save(stream)
    assert not template.is_template(sheets(stream.getvalue(), tmp_path))


# fordelning new


def run(tmp_path, monkeypatch, *arguments: str) -> int:
    monkeypatch.chdir(tmp_path)
    return main(list(arguments))


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_new_writes_a_case_that_ties_and_its_template(tmp_path, monkeypatch, capsys):
    assert run(tmp_path, monkeypatch, "new", "prov-2026") == 0
    said = capsys.readouterr().out
    assert "fordelning import" in said
    assert "fordelning check" in said
    assert sorted(path.name for path in (tmp_path / "data").iterdir()) == ["prov-2026", "prov-2026.xlsx"]
    assert run(tmp_path, monkeypatch, "check", "prov-2026") == 0
    assert capsys.readouterr().out.startswith("prov-2026: stämmer (")
    descriptor = json.loads((tmp_path / "data" / "prov-2026" / "datapackage.json").read_text(encoding="utf-8"))
    assert descriptor["title"].endswith(" (påhittat exempel)")
    assert draft.read(tmp_path / "data" / "prov-2026") == written()


def written() -> Draft:
    """The example as a case has it: without tables and columns that would be blank."""
    given = example.draft()
    rows = {
        name: [{column: row.get(column, "") for column in _standing(schema.TABLES[name], given)} for row in table]
        for name, table in given.rows.items()
    }
    return draft.dated(dataclasses.replace(given, rows={name: table for name, table in rows.items() if table}), today())


def _standing(table: schema.TableSchema, given: Draft) -> list[str]:
    filled = {column for row in given.rows[table.name] for column, cell in row.items() if cell}
    return table.needed(filled, given.rows)


def test_the_template_goes_back_through_import(tmp_path, monkeypatch, capsys):
    assert run(tmp_path, monkeypatch, "new", "prov") == 0
    before = files(tmp_path / "data")
    assert run(tmp_path, monkeypatch, "import", "data/prov.xlsx", "--case", "prov", "--replace") == 0
    assert files(tmp_path / "data") == before
    assert run(tmp_path, monkeypatch, "import", "data/prov.xlsx", "--case", "tillbaka") == 0
    said = capsys.readouterr()
    assert "tillbaka: stämmer (" in said.out
    assert not said.err
    one, other = (files(tmp_path / "data" / name) for name in ("prov", "tillbaka"))
    assert one.pop("datapackage.json") != other.pop("datapackage.json")
    assert one == other


def test_what_only_the_case_knows_is_wrong_has_its_place_in_the_template(tmp_path, monkeypatch, capsys):
    filled = Filled().put("statements", "relation", 5, None).put("allocations", "amount", 4, "0,0005")
    filled.book["Påståenden"].insert_rows(3)
    filled.book[form.IDENTITY]["B12"] = 2031
    (tmp_path / "mall.xlsx").write_bytes(filled.content)
    assert run(tmp_path, monkeypatch, "import", "mall.xlsx", "--case", "prov") == 2
    said = capsys.readouterr().err
    assert (
        place("statements", "relation", 6) + " (Relation): fann en tom cell, väntade ett värde, som slaget summa kräver"
        in said
    )
    assert place("allocations", "amount", 4) + " (Belopp): fann »0,0005 tkr»" in said
    assert "blad Handlingen, cell B12 (Budgetår): fann »2031»" in said
    assert said.count("\n  ") == 3
    assert list((tmp_path / "data").iterdir()) == []


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"year": 2026}, ["År): fann »2026», väntade en tom cell, för slaget diarienummer använder den inte"]),
        ({"kind": "per nämnd", "value": "5 tkr", "relation": "=", "board": "KS"}, [
            "Nämnd): fann »KS», väntade en tom cell, för slaget per nämnd använder den inte",
        ]),
        ({"kind": "andel"}, ["Jämförs med): fann en tom cell, väntade ett värde, som slaget andel kräver"]),
        ({"kind": "kommande år", "value": 5, "unit": "tkr", "relation": "=", "year": 2027}, [
            "Jämförs med): fann varken eller, väntade ett av Jämförs med och Saknas",
        ]),
        ({"kind": "summa", "relation": "del av", "value": 5}, [
            "fann ingen enhet, väntade någon av kr, tkr, mnkr, mdkr, %, åtgärder, nämnder, potter",
        ]),
        ({"kind": "summa", "relation": "högst", "value": "-4,5", "unit": "tkr"}, [
            "Relation): fann »högst -4,5», väntade något av tecknen >, <, ≥, ≤, för ordet",
        ]),
        ({"kind": "antal", "relation": "=", "value": 2, "unit": "kr", "board": "Kommunstyrelsen", "year": 2031}, [
            "Enhet): fann »kr», väntade någon av enheterna nämnder, åtgärder, potter",
        ]),
        ({"kind": "antal", "relation": "=", "value": 2, "unit": "nämnder", "board": "KS", "year": 2031}, [
            "År): fann »År 2031, Nämnd ks», väntade en avgränsning som någon rad på bladet Fördelning ligger inom",
        ]),
    ],
)  # fmt: skip
def test_a_fault_of_the_case_is_told_in_the_words_of_the_sheets(tmp_path, changes, says):
    filled = Filled()
    for column, value in changes.items():
        filled.put("statements", column, 3, value)
    there = sheets(filled.content, tmp_path)
    faults = []
    try:
        faults = draft.faults(template.read("mall.xlsx", there))
    except SheetError as error:
        told = error.faults
    else:
        told = template.placed("mall.xlsx", there, CaseError("prov", faults)).faults
    assert all(any(one in line for line in told) for one in says), told
    assert all(line.startswith("blad Påståenden, cell ") for line in told)
    assert not re.search(r"\b(total|share|count|reference|part|value|missing|against|rounding)\b|\.csv", str(told))


# fordelning import


TABLE = "Nämnd;Fördelas 2026, tkr\nKommunstyrelsen;1 500\nTekniska nämnden;750\nSumma;2 250\n"


def mailed(tmp_path) -> Path:
    """Put a mailed table in `tmp_path`; returns the folder for cases."""
    (tmp_path / "tabell.csv").write_text(TABLE, encoding="utf-8")
    return tmp_path / "data"


def test_a_table_gives_a_case_and_its_template(tmp_path, monkeypatch, capsys):
    data = mailed(tmp_path)
    assert run(tmp_path, monkeypatch, "import", "tabell.csv", "--case", "prov") == 0
    said = capsys.readouterr()
    assert "  fordelning import data/prov.xlsx --case prov --replace\n" in said.out
    assert not said.err
    before = files(data)
    assert {"prov.xlsx", "prov/pots.csv"} <= set(before)
    assert run(tmp_path, monkeypatch, "import", "data/prov.xlsx", "--case", "prov", "--replace") == 0
    assert files(data) == before


def test_the_day_and_version_of_a_case_are_its_templates(tmp_path, monkeypatch):
    mailed(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    assert run(tmp_path, monkeypatch, "import", "tabell.csv", "--case", "prov") == 0
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    filled = Filled((tmp_path / "data" / "prov.xlsx").read_bytes())
    answer(filled, "Version").value = "1.1.0"
    (tmp_path / "mall.xlsx").write_bytes(filled.content)
    assert run(tmp_path, monkeypatch, "import", "mall.xlsx", "--case", "prov", "--replace") == 0
    made = draft.read(tmp_path / "data" / "prov")
    assert (made.version, made.created) == ("1.1.0", "2026-01-01")


@pytest.mark.parametrize(("title", "value", "says"), [
    ("Datum", "i går", "fann »i går», väntade ett datum som finns, ÅÅÅÅ-MM-DD"),
    ("Datum", "2026-02-30", "fann »2026-02-30», väntade ett datum"),
    ("Källans kontrollsumma", "abc", "cell B18 (Källans kontrollsumma): fann »abc», väntade sha256:"),
])  # fmt: skip
def test_what_is_said_of_the_version_and_the_source_is_tested(tmp_path, monkeypatch, capsys, title, value, says):
    filled = Filled()
    answer(filled, title).value = value
    (tmp_path / "mall.xlsx").write_bytes(filled.content)
    assert run(tmp_path, monkeypatch, "import", "mall.xlsx", "--case", "prov") == 2
    assert says in capsys.readouterr().err
    assert not (tmp_path / "data" / "prov").exists()


def answer(filled: Filled, title: str):
    """The cell with the answer about the document under `title`."""
    page = filled.book[form.IDENTITY]
    return page.cell({cell.value: cell.row for cell in page["A"]}[title], 2)


def test_a_template_is_not_replaced_by_a_table_unless_told_to(tmp_path, monkeypatch, capsys):
    data = mailed(tmp_path)
    data.mkdir()
    (data / "prov.xlsx").write_bytes(EXAMPLE)
    before = files(data)
    assert run(tmp_path, monkeypatch, "import", "tabell.csv", "--case", "prov") == 2
    assert "prov.xlsx finns redan. Ange --replace" in capsys.readouterr().err
    assert files(data) == before
    assert run(tmp_path, monkeypatch, "import", "tabell.csv", "--case", "prov", "--replace") == 0
    assert (data / "prov.xlsx").read_bytes() != EXAMPLE


@pytest.fixture(scope="module", params=[("import", "tabell.csv", "--case", "prov"), ("new", "prov")])
def begun(request, tmp_path_factory):
    """A command that makes a case with its template, and the folder where it has: both as the program wrote them."""
    folder = tmp_path_factory.mktemp("begun")
    mailed(folder)
    with pytest.MonkeyPatch.context() as patch:
        assert run(folder, patch, *request.param) == 0
        assert run(folder, patch, *request.param, "--replace") == 0
    return request.param, folder


@pytest.mark.parametrize("change", ["template", "case", "both", "faulty template", "faulty case", "case alone"])
def test_what_has_been_filled_in_is_not_replaced(tmp_path, monkeypatch, capsys, begun, change):
    command, folder = begun
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    data = tmp_path / "data"
    filled = Filled((data / "prov.xlsx").read_bytes()).put("questions", "concern", 9, "en ny fråga")
    filled.put("questions", "weight", 9, 3).put("questions", "wording", 9, "Varför?")
    if "template" in change or change == "both":
        filled.put("allocations", "amount", 2, "?" if "faulty" in change else 1)
        (data / "prov.xlsx").write_bytes(filled.content)
    if "case" in change or change == "both":
        with (data / "prov" / "pots.csv").open("a", encoding="utf-8") as stream:
            stream.write("faulty\n" if "faulty" in change else "ny,En annan pott,En annan,Annat\n")
    if change == "case alone":
        (data / "prov.xlsx").unlink()
    before = files(data)
    capsys.readouterr()
    assert run(tmp_path, monkeypatch, *command, "--replace") == 2
    said = capsys.readouterr().err
    lost = {"faulty template": "mallen, som inte kan läsas", "faulty case": "fallet, som inte kan läsas"}
    assert f"är ifyllt och skulle försvinna: {lost.get(change, '')}" in said
    assert change in lost or ("Potter (1 rad)" if "case" in change else "Öppna frågor (1 rad)") in said
    assert "  fordelning import data/prov.xlsx --case prov --replace\n" in said
    assert files(data) == before


def test_a_template_that_is_only_saved_anew_is_replaced(tmp_path, monkeypatch):
    data = mailed(tmp_path)
    assert run(tmp_path, monkeypatch, "import", "tabell.csv", "--case", "prov") == 0
    (data / "prov.xlsx").write_bytes(Filled((data / "prov.xlsx").read_bytes()).content)
    assert run(tmp_path, monkeypatch, "import", "tabell.csv", "--case", "prov", "--replace") == 0


@pytest.mark.parametrize("replace", [[], ["--replace"]])
def test_a_workbook_that_is_no_template_is_never_replaced(tmp_path, monkeypatch, capsys, replace):
    (tmp_path / "data").mkdir()
    book = openpyxl.Workbook()
    for line in TABLE.splitlines():
        book.active.append(line.split(";"))
    book.save(tmp_path / "data" / "prov.xlsx")
    before = files(tmp_path)
    assert run(tmp_path, monkeypatch, "import", "data/prov.xlsx", "--case", "prov", *replace) == 2
    assert "är ingen mall, och ersätts inte" in capsys.readouterr().err
    assert run(tmp_path, monkeypatch, "new", "prov", *replace) == 2
    assert files(tmp_path) == before


@pytest.mark.parametrize(
    ("entry", "value"),
    [
        ("contributors", [{"title": "Ekonomiavdelningen"}]),
        ("licenses", [{"name": "CC-BY-4.0"}]),
        ("sources", [{"title": "En källa"}, {"title": "En till"}]),
        ("created", "2026-01-01T12:00:00Z"),
    ],
)
def test_a_case_with_what_no_template_has_is_not_replaced_by_one(tmp_path, monkeypatch, capsys, entry, value):
    assert run(tmp_path, monkeypatch, "new", "prov") == 0
    file = tmp_path / "data" / "prov" / "datapackage.json"
    file.write_text(json.dumps(json.loads(file.read_text(encoding="utf-8")) | {entry: value}), encoding="utf-8")
    before = files(tmp_path)
    assert run(tmp_path, monkeypatch, "import", "data/prov.xlsx", "--case", "prov", "--replace") == 2
    assert f"saknar plats för ({entry} i datapackage.json), och ersätts inte" in capsys.readouterr().err
    assert files(tmp_path) == before
    assert run(tmp_path, monkeypatch, "import", "data/prov.xlsx", "--case", "annat") == 0


def test_check_tells_of_a_template_with_another_content(tmp_path, monkeypatch, capsys):
    assert run(tmp_path, monkeypatch, "new", "prov") == 0
    template_file = tmp_path / "data" / "prov.xlsx"
    for content, differs in (
        (Filled().content, False),  # saved anew, by another program
        (Filled().put("boards", "name", 2, "KOMMUNSTYRELSEN").content, True),
        (Filled().put("allocations", "amount", 2, "oläsligt").content, True),
        (b"ingen mall", False),
    ):
        template_file.write_bytes(content)
        capsys.readouterr()
        assert run(tmp_path, monkeypatch, "check", "prov") == 0
        said = capsys.readouterr().err
        assert ("Mallen prov.xlsx har ett annat innehåll än fallet" in said) == differs
        assert ("  fordelning import data/prov.xlsx --case prov --replace\n" in said) == differs
    template_file.write_bytes(Filled().put("allocations", "amount", 2, "1.500").content)
    arguments = ("import", "data/prov.xlsx", "--case", "prov", "--replace", "--decimal", "komma")
    assert run(tmp_path, monkeypatch, *arguments) == 0
    assert not capsys.readouterr().err


def test_a_formula_without_a_value_hides_no_other_fault(tmp_path, monkeypatch, capsys):
    filled = Filled().put("measures", "short_name", 2, "=A1").put("allocations", "board", 2, "Valnämnden")
    filled.put("statements", "kind", 2, "?").put("allocations", "amount", 3, "=1+1")
    (tmp_path / "mall.xlsx").write_bytes(filled.content)
    assert run(tmp_path, monkeypatch, "import", "mall.xlsx", "--case", "prov") == 2
    faults = capsys.readouterr().err.splitlines()[1:]
    assert [fault.strip().partition(": ")[0] for fault in faults] == [
        place("measures", "short_name", 2), place("allocations", "amount", 3),
        place("allocations", "board", 2), place("statements", "kind", 2),
    ]  # fmt: skip
    assert "en formel utan sparat värde" in faults[1]
    assert all("klistra in värdet" in fault for fault in faults[:2])  # as the template itself says


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_of_a_template_is_a_fault(tmp_path, monkeypatch, capsys, state):
    filled = Filled()
    filled.book["Fotnoter"].sheet_state = state
    (tmp_path / "mall.xlsx").write_bytes(filled.content)
    assert run(tmp_path, monkeypatch, "import", "mall.xlsx", "--case", "prov") == 2
    assert "blad »Fotnoter»: ett dolt blad, väntade att det visas eller tas bort" in capsys.readouterr().err


def test_a_hidden_sheet_of_a_table_is_told(tmp_path, monkeypatch, capsys):
    book = openpyxl.Workbook()
    for line in TABLE.splitlines():
        book.active.append(line.split(";"))
    book.create_sheet("Underlag").sheet_state = "hidden"
    book.save(tmp_path / "tabell.xlsx")
    assert run(tmp_path, monkeypatch, "import", "tabell.xlsx", "--case", "prov") == 0
    assert "Lämnat åt sidan: det dolda bladet »Underlag».\n" in capsys.readouterr().out


# fordelning new


@pytest.mark.parametrize("name", ["Prov", "två ord", "../ut", "a/b", "", ".", "x" * 61, "con\0"])
def test_new_refuses_names_that_no_case_can_have(tmp_path, monkeypatch, capsys, name):
    assert run(tmp_path, monkeypatch, "new", name) == 2
    assert "duger inte som namn" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("there", ["folder", "template"])
def test_new_overwrites_nothing_unless_told_to(tmp_path, monkeypatch, capsys, there):
    assert run(tmp_path, monkeypatch, "new", "prov") == 0
    data = tmp_path / "data"
    if there == "folder":
        (data / "prov.xlsx").unlink()
        (data / "prov" / "pots.csv").write_text("mitt eget", encoding="utf-8")
    else:
        shutil.rmtree(data / "prov")
        (data / "prov.xlsx").write_bytes(Filled().put("boards", "name", 2, "Mitt eget").content)
    before = files(data)
    assert run(tmp_path, monkeypatch, "new", "prov") == 2
    assert "finns redan. Ange --replace" in capsys.readouterr().err
    assert files(data) == before
    assert run(tmp_path, monkeypatch, "new", "prov", "--replace") == 2  # what is someone's own is not replaced at all
    assert "ersätts inte: det här är ifyllt och skulle försvinna" in capsys.readouterr().err
    assert files(data) == before


def test_new_replaces_what_nobody_has_filled_in(tmp_path, monkeypatch):
    assert run(tmp_path, monkeypatch, "new", "prov") == 0
    data = tmp_path / "data"
    assert run(tmp_path, monkeypatch, "new", "prov", "--replace") == 0
    assert draft.read(data / "prov") == written()
    assert template.is_template(sheet.read(data / "prov.xlsx"))


def test_new_leaves_nothing_behind_when_it_fails(tmp_path, monkeypatch, capsys):
    (tmp_path / "data" / "prov").mkdir(parents=True)
    (tmp_path / "data" / "prov" / "annat.txt").write_text("ingen del av ett fall", encoding="utf-8")
    (tmp_path / "data" / "prov.xlsx").write_bytes(EXAMPLE)
    before = files(tmp_path)
    assert run(tmp_path, monkeypatch, "new", "prov", "--replace") == 2
    assert "ersätts inte" in capsys.readouterr().err
    assert files(tmp_path) == before
    assert sorted(path.name for path in (tmp_path / "data").iterdir()) == ["prov", "prov.xlsx"]


def test_new_where_nothing_can_be_written(tmp_path, monkeypatch, capsys):
    (tmp_path / "data").write_text("en fil, ingen mapp", encoding="utf-8")
    assert run(tmp_path, monkeypatch, "new", "prov") == 2
    assert "kan inte skrivas" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_the_examples_case_has_what_it_should_show(tmp_path):
    case = draft.write(example.draft(), tmp_path / "prov", datetime.date(2026, 1, 1))
    assert (len(case.pots), len(case.boards), len(case.measures)) == (2, 3, 4)
    assert reconcile(case).verdict is Verdict.TIES
    assert len({statement.kind for statement in case.statements.values()}) >= 6
    assert any(s.kind == "open" and s.question for s in case.statements.values())


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Skolnämnden1", "Skolnämnden1"),
        ("Bygg- och Plannämnd", "BP"),  # a last word of nine letters is an initial of its own
        ("Bygg- och Miljönämnd", "BMN"),
        ("Kommunstyrelsen", "KS"),
        ("Kultur- och fritidsnämnden", "KFN"),
        ("Räddningstjänstens region", "Räddningstjänstens regi…"),
        ("Räddningstjänsten region", "Räddningstjänsten region"),
    ],
)
def test_short_names_of_boards(name, short):
    assert draft.short(name) == short


def test_what_is_chosen_from_a_list_is_chosen_in_swedish():
    own = {*KRONOR, *SYMBOLS, *RELATIONS, "%", "nämnder", "potter", "åtgärder"}  # written alike in both
    for table in TABLES.values():
        for field in table.fields:
            alike = {code for code, word in field.choices.items() if code == word}
            assert alike <= own, (table.name, field.name, alike)
            others = set(field.choices) - alike
            assert not any(re.search(rf"\b{code}: ", field.help) for code in others), (table.name, field.name)


def test_a_fault_of_what_is_chosen_is_told_in_the_words_of_the_list(tmp_path, monkeypatch, capsys):
    given = whole(example.draft())
    asked = {"question": "a", "weight": "3", "concern": "b", "wording": "c?", "area": "money"}
    given.rows["questions"] = [{**given.rows["questions"][0], **asked}] if given.rows["questions"] else [asked]
    filled = Filled(template.workbook(given)).put("questions", "answer", 2, "ja")
    (tmp_path / "mall.xlsx").write_bytes(filled.content)
    assert run(tmp_path, monkeypatch, "import", "mall.xlsx", "--case", "fall") != 0
    said = capsys.readouterr().err
    assert "väntade besvarad, när svaret står" in said and "answered" not in said


@pytest.mark.parametrize("seed", range(6))
def test_a_contradiction_stands_in_the_template_to_be_answered(seed, tmp_path, monkeypatch, capsys):
    """Its value and difference are there, but not who, when and why: till then it is as if it were not there."""
    chance, given = Random(seed), whole(example.draft())
    given.rows["acknowledgements"] = []
    sums = [row for row in given.rows["statements"] if row["kind"] == "total" and row["relation"] == "="]
    wrong = chance.sample(sums, chance.randint(1, len(sums)))
    for row in wrong:
        row["value"] = (
            f"{row['value']}{chance.choice(['7', '1.25'][: 1 + (row['unit'] != 'kr' and '.' not in row['value'])])}"
        )
    content = template.workbook(given)
    assert read(content, tmp_path) == given
    (tmp_path / "mall.xlsx").write_bytes(content)
    assert run(tmp_path, monkeypatch, "import", "mall.xlsx", "--case", "fall") == NOT_APPROVED
    assert "bladet Kända motsägelser" in capsys.readouterr().err
    filled = Filled(content)
    sheet = filled.book[TABLES["acknowledgements"].title]
    there = [line for line in range(2, sheet.max_row + 1) if sheet.cell(line, 1).value]
    assert {row["statement"] for row in wrong} <= {sheet.cell(line, 1).value for line in there}
    for line in there:
        for column, said in (("by", "ekonomiavdelningen"), ("on", "2031-02-03"), ("why", "Så står det.")):
            filled.put("acknowledgements", column, line, said)
    (tmp_path / "mall.xlsx").write_bytes(filled.content)
    assert run(tmp_path, monkeypatch, "import", "mall.xlsx", "--case", "fall", "--replace") == 0
