import datetime
import hashlib
import io
import re
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from types import SimpleNamespace
from zipfile import ZIP_DEFLATED, ZipFile

import deflate
import openpyxl
import pytest
import synthetic
import workbook_recalculation as recalculation
from conftest import SEED, Copy, python
from lxml import etree
from openpyxl.utils import column_index_from_string, coordinate_to_tuple
from workbook_cases import BOARDS, CASES, LONG, MEANINGS, MEASURES, POTS, REFERENCE, WORDINGS
from workbook_recalculation import MAIN, differences, equal, formulas, parts, unescaped, values

from fordelning.base.errors import RenderingError
from fordelning.case.case import load
from fordelning.case.kind import KINDS
from fordelning.checks.reconcile import SLIPS, State, Verdict
from fordelning.report.parameters import Parameters
from fordelning.report.report import Report
from fordelning.report.result import result
from fordelning.report.tables import boards_by_size
from fordelning.workbook import page, workbook

SHEETS = ["Läs mig", "Fördelning", "Matris", "Avstämning", "Alternativ", "Källor"]
HEADER = 4  # the row of the header on the sheets with one table
MAPPINGS = {"S11", "S58", "S61", "S63", "S67"}


def reported(folder, **parameters) -> Report:
    return Report.of(Parameters(case=str(folder), edition="2026-11-23", **parameters), load(folder))


def rows(book, sheet: str) -> dict:
    """The rows of a sheet with one table by their first cell, each a dictionary by header."""
    lines = list(book[sheet].iter_rows(min_row=HEADER, values_only=True))
    return {line[0]: dict(zip(lines[0], line, strict=True)) for line in lines[1:] if line[0] is not None}


def facts(book) -> dict:
    """What Läs mig says, by its first column."""
    return {line[0]: line[1:] for line in book["Läs mig"].iter_rows(values_only=True) if line[0] is not None}


def one_amount_less(workbook_: bytes) -> bytes:
    """`workbook_` with the first amount in Fördelning set to 2 100 000 kr."""

    def change(sheet: int, cell) -> None:
        if sheet == 2 and cell.get("r") == f"F{HEADER + 1}":
            assert cell[0].text == "2200000"
            cell[0].text = "2100000"

    return recalculation.edited(workbook_, change)


def moved(workbook_: bytes) -> bytes:
    """`workbook_` with 100 000 kr of the cameras given to schools out of the same pot, and 50 000 more to homework."""
    lines = list(values(workbook_)["Alternativ"].iter_rows(min_col=1, max_col=1))
    at = {line[0].value: line[0].row for line in lines}
    first, more = at["Trygghetskameror"], at["Läxläsning"]
    new = first + 7
    typed = {f"C{first}": -100_000, f"C{new}": 100_000, f"C{more}": 50_000}
    typed |= {f"E{new}": "Pott 1, trygghet och trivsel", f"F{new}": "Grundskolenämnden"}

    def change(sheet: int, cell) -> None:
        if sheet == 5 and (value := typed.pop(cell.get("r"), None)) is not None:
            if isinstance(value, str):
                cell.set("t", "str")
            etree.SubElement(cell, f"{{{MAIN}}}v").text = str(value)

    made = recalculation.edited(workbook_, change)
    assert not typed
    return made


def shuffled(workbook_: bytes) -> bytes:
    """`workbook_` with the rows of its two large tables in the opposite order, as after sorting."""
    files = parts(workbook_)
    for sheet, last in ((2, HEADER + 7), (4, HEADER + 81)):
        name = f"xl/worksheets/sheet{sheet}.xml"
        tree = etree.fromstring(files[name])
        data = [row for row in tree.iter(f"{{{MAIN}}}row") if HEADER < int(row.get("r")) <= last]
        parent, start = data[0].getparent(), data[0].getparent().index(data[0])
        for row in data:
            parent.remove(row)
        for offset, row in enumerate(reversed(data)):
            number = str(HEADER + 1 + offset)
            row.set("r", number)
            for cell in row:
                cell.set("r", re.sub(r"\d+", number, cell.get("r")))
                if (formula := cell.find(f"{{{MAIN}}}f")) is not None and formula.get("ref"):
                    formula.set("ref", cell.get("r"))
            parent.insert(start + offset, row)
        files[name] = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    return recalculation.packed(files)


@pytest.fixture(scope="session")
def made(tmp_path_factory) -> dict[str, SimpleNamespace]:
    """Each case with its report and its workbook as written."""
    folder = tmp_path_factory.mktemp("workbook")
    cases = {}
    for name, build in CASES.items():
        report = reported(build(Copy(folder / name)).folder)
        cases[name] = SimpleNamespace(report=report, bytes=workbook(report))
    return cases


@pytest.fixture(scope="session")
def recalculated(made, tmp_path_factory) -> dict[str, openpyxl.Workbook]:
    """The workbooks, one with an amount changed and one sorted, as LibreOffice computes them from nothing."""
    given = {name: case.bytes for name, case in made.items()}
    given["rounded-changed"] = one_amount_less(made["rounded"].bytes)
    given["alternative"] = moved(given["seed"])
    given["changed"], given["sorted"] = one_amount_less(given["seed"]), shuffled(given["seed"])
    return recalculation.recalculated(given, tmp_path_factory.mktemp("recalculated"))


def disagreements(report: Report, book) -> list[str]:
    """Where a calculated workbook says something else than the reconciliation."""
    found, expected = [], report.reconciliation
    table = rows(book, "Avstämning")

    def held(what: str, one, other) -> None:
        if not equal(one, other):
            found.append(f"{what}: {one!r} ≠ {other!r}")

    for data in result(report)["statements"]:
        name = data["statement"]
        row, finding = table[name], expected.findings[name]
        held(f"{name} state", row["Utfall"], data["state"])
        held(f"{name} slip", row["Anmärkning"], data["slip"])
        held(f"{name} missing", row["Vad som saknas"], data["missing"])
        held(f"{name} wording", row["Påstående"], page.plain(data["wording"]))
        if finding.statement.kind not in ("mapping", "date"):
            computed = data["computed"] and data["computed"]["number"]
            computed = computed if finding.computed is None or finding.computed.sort == "text" else Fraction(computed)
            held(f"{name} computed", row["Uträknat"], page.plain(computed) if computed is not None else None)
        tolerance = data["tolerance"] and float(Fraction(data["tolerance"]))
        held(f"{name} tolerance", row["Tolerans"] or None, tolerance or None)
        difference = data["difference"]
        held(f"{name} difference", row["Skillnad"], None if difference is None else float(Fraction(difference)))
        answer = report.case.acknowledgements.get(name)
        covered = "gäller" if data["acknowledged"] else "gäller inte längre" if answer else ""
        held(f"{name} comment", row["Kommentaren"], "saknas" if finding.unacknowledged and not answer else covered)
    said = facts(book)
    held("verdict", said["Omdöme"][0], expected.verdict.value)
    held("total", said["Fördelat, kr"][0], report.case.total())
    for state in State:
        number = next(value for key, value in said.items() if key.endswith(f"\u00a0{state}"))[1]
        held(f"number of {state}", number, len(expected.having(state)))
    return found + [f"matrix {fault}" for fault in matrix_disagreements(report, book)]


def matrix_disagreements(report: Report, book) -> list[str]:
    case, boards = report.case, boards_by_size(report)
    lines = list(book["Matris"].iter_rows(min_row=HEADER + 1, values_only=True))
    expected = []
    for pot in case.pots:
        inside = case.allocations[case.allocations["pot"] == pot]
        for measure in dict.fromkeys(inside["measure"]):
            expected.append({"pot": pot, "measure": measure})
        if len(inside):
            expected.append({"pot": pot})
    expected.append({})
    found = []
    lines = [line[:-1] for line in lines]  # the last column holds the patterns
    for scope, line in zip(expected, lines[:-1], strict=True):
        figures = [*(case.total(**scope, board=board) for board in boards), case.total(**scope), 0]
        found += [f"{scope}: {line}"] if list(line[2:]) != figures else []
    return found + ([f"control: {lines[-1]}"] if any(lines[-1][2:-1]) or lines[-1][0] != "Kontroll" else [])


# ---- calculated by another program ----


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_what_another_program_computes_is_what_the_reconciliation_says(made, recalculated, name):
    assert disagreements(made[name].report, recalculated[name]) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_a_viewer_that_does_not_compute_shows_the_same(made, recalculated, name):
    cells = formulas(made[name].bytes)
    assert len(cells) > 20
    assert list(differences(cells, values(made[name].bytes), recalculated[name])) == []
    assert disagreements(made[name].report, values(made[name].bytes)) == []


@pytest.mark.slow
def test_the_variety_is_one(made):
    findings = [f for case in made.values() for f in case.report.reconciliation.findings.values()]
    assert {f.statement.kind for f in findings} == set(KINDS)
    assert {f.statement.relation for f in findings} >= {None, *MEANINGS}
    assert {f.state for f in findings} == set(State)
    assert {(f.statement.relation, f.state) for f in findings if f.statement.kind == "total"} >= {
        ("part", State.PARTIAL),
        ("part", State.ROUNDED),
        ("=", State.ROUNDED),
        *((relation, state) for relation in MEANINGS for state in (State.TIES, State.CONTRADICTED)),
    }
    kinds = {f.statement.kind for f in findings if f.state is State.UNTESTABLE}
    assert kinds == {"share", "mapping", "request", "plan", "change", "open"}
    within = {f.statement.kind for f in made["rounded"].report.reconciliation.having(State.ROUNDED)}
    past = {f.statement.kind for f in made["rounded"].report.reconciliation.having(State.CONTRADICTED)}
    assert within == {"total", "share", "overlap", "plan", "change", "per_pot", "per_year"} <= past
    assert {f.slip for f in findings} == {None, *SLIPS}
    loose = {f.slip for f in findings if f.statement.relation and f.statement.meaning.loose}
    assert {Fraction(10), Fraction(1, 10), Fraction(1000)} <= loose
    assert {f.slip for f in made["rounded"].report.reconciliation.findings.values()} >= {None, 1000, Fraction(1, 1000)}
    answers = {"saknas", "gäller", "gäller inte längre"}
    assert answers <= {row["Kommentaren"] for row in rows(values(made["varied"].bytes), "Avstämning").values()}
    assert {case.report.reconciliation.verdict for case in made.values()} == set(Verdict)


def test_a_wrong_cached_value_is_noticed(made):
    def tampered(sheet: int, cell) -> None:
        if sheet == 4 and cell.get("r") == "J9":
            cell.find(f"{{{MAIN}}}v").text = "avrundning"

    seed = made["seed"]
    wrong = values(recalculation.edited(seed.bytes, tampered))
    assert disagreements(seed.report, wrong) == ["S05 state: 'avrundning' ≠ 'motsägs'"]
    assert len(list(differences(formulas(seed.bytes), values(seed.bytes), wrong))) == 1


def test_nothing_is_left_to_echo(made):
    book, cells = values(recalculation.blanked(made["seed"].bytes)), formulas(made["seed"].bytes)
    assert {book[sheet][cell].value for sheet, cell in cells} == {None}
    assert disagreements(made["seed"].report, book)


@pytest.mark.slow
def test_another_amount_moves_everything_that_rests_on_it(made, recalculated, tmp_path):
    book = recalculated["changed"]
    copy = Copy(tmp_path / "kopia").change("allocations.csv", {"measure": "trygghetskameror"}, amount="2100")
    expected = reported(copy.folder).reconciliation
    table = rows(book, "Avstämning")
    for name, finding in expected.findings.items():
        state = State.UNTESTABLE if name in MAPPINGS else finding.state
        assert table[name]["Utfall"] == state, name
        difference = finding.difference
        assert equal(table[name]["Skillnad"], difference if difference is None else float(difference)), name
    contradicted = {
        name for name, row in table.items() if row["Utfall"] == "motsägs" and row["Kommentaren"] != "gäller"
    }
    assert {"S06", "S14", "S19", "S33", "S72"} <= contradicted
    assert facts(book)["Omdöme"] == ("ej godkänd", None)
    assert facts(book)["Ändrade belopp, antal"] == (1, None)
    assert facts(book)["Fördelat, kr"] == (9_900_000, None)
    assert [row["Ändrad"] for row in rows(book, "Fördelning").values()][:2] == ["ja", None]
    assert rows(book, "Fördelning")["Summa"]["Belopp kr"] == 9_900_000
    assert rows(book, "Fördelning")["Summa"]["Fallets belopp kr"] == 10_000_000
    assert rows(book, "Matris")["Summa"]["Summa"] == 9_900_000
    assert not any(value for value in rows(book, "Matris")["Kontroll"].values() if value != "Kontroll")


@pytest.mark.slow
def test_the_tolerance_follows_the_amounts(made, recalculated, tmp_path):
    copy = CASES["rounded"](Copy(tmp_path / "kopia")).change("allocations.csv", {"amount": "2.2"}, amount="2.1")
    expected = reported(copy.folder).reconciliation.findings
    table = rows(recalculated["rounded-changed"], "Avstämning")
    before = made["rounded"].report.reconciliation.findings
    moved = [name for name, finding in expected.items() if finding.tolerance != before[name].tolerance]
    assert len(moved) > 20
    for name, finding in expected.items():
        if KINDS[finding.statement.kind].each:
            assert (table[name]["Utfall"], table[name]["Uträknat"]) == (State.UNTESTABLE, None), name
            continue
        assert equal(table[name]["Tolerans"] or 0, float(finding.tolerance or 0)), name
        if finding.statement.kind != "mapping":
            assert table[name]["Utfall"] == finding.state, name


@pytest.mark.slow
def test_the_tables_can_be_sorted(made, recalculated):
    book, seed = recalculated["sorted"], made["seed"]
    assert list(rows(book, "Avstämning"))[::-1] == list(seed.report.case.statements)
    assert disagreements(seed.report, book) == []
    before, after = rows(values(seed.bytes), "Fördelning"), rows(book, "Fördelning")
    assert list(after)[:7] == [7, 6, 5, 4, 3, 2, 1]
    assert before == after


@pytest.mark.slow
def test_an_alternative_is_told_pot_by_pot_and_board_by_board(recalculated):
    """A change that its pot makes up for is no fault; one that it does not has its gap told."""
    lines = {}
    for line in recalculated["alternative"]["Alternativ"].iter_rows(min_row=HEADER + 1, values_only=True):
        lines.setdefault(line[0], line[1:5])
    assert lines["Pott 1, trygghet och trivsel"] == (4_000_000, 0, 4_000_000, "samma summa som i förslaget")
    gap = "mer än i förslaget: så mycket saknas"
    assert lines["Pott 2, bostadssociala ändamål"] == (6_000_000, 50_000, 6_050_000, gap)
    assert lines["Kommunstyrelsen"] == (4_715_000, -100_000, 4_615_000, "mindre än i förslaget")
    assert lines["Grundskolenämnden"] == (750_000, 150_000, 900_000, gap)
    assert lines["Summa"][:3] == (10_000_000, 50_000, 10_050_000)
    assert lines["Kontroll"][1] == 0
    assert facts(recalculated["alternative"])["Omdöme"] == facts(recalculated["seed"])["Omdöme"]


# ---- what a cell is ----


def constant_figures(book) -> list[str]:
    """The totals, differences and states that are not formulas; `book` with its formulas."""
    found = []

    def held(cell) -> None:
        if cell.data_type != "f":
            found.append(f"{cell.parent.title}!{cell.coordinate}")

    for sheet, headers in (
        ("Fördelning", ("Ändrad",)),
        ("Avstämning", ("Utfall", "Kommentaren")),
    ):
        columns = {cell.value: cell.column for cell in book[sheet][HEADER]}
        last = HEADER + len(rows(book, sheet)) - (sheet == "Fördelning")
        for header in headers:
            for row in range(HEADER + 1, last + 1):
                held(book[sheet].cell(row, columns[header]))
    sheet = book["Avstämning"]
    columns = {cell.value: cell.column for cell in sheet[HEADER]}
    for row in sheet.iter_rows(min_row=HEADER + 1):
        stated, kind = row[columns["Angivet"] - 1], row[columns["Slag"] - 1].value
        without = row[columns["Vad som saknas"] - 1].value is not None and kind == "kommande år"
        if isinstance(stated.value, int | float) and not without:
            held(row[columns["Uträknat"] - 1])
            held(row[columns["Skillnad"] - 1])
    for row in book["Matris"].iter_rows(min_row=HEADER + 1, min_col=3, max_col=book["Matris"].max_column - 1):
        for cell in row:
            if cell.value is not None:
                held(cell)
    for column in ("F", "G"):
        held(book["Fördelning"][f"{column}{book['Fördelning'].max_row}"])
    for row in book["Läs mig"].iter_rows():
        if row[0].value in ("Omdöme", "Fördelat, kr", "Ändrade belopp, antal"):
            held(row[1])
        if row[0].value == "Summa" or str(row[0].value).endswith(tuple(f"\u00a0{state}" for state in State)):
            held(row[2])
    return found


@pytest.mark.parametrize("name", ["seed", "varied", "years"])
def test_every_total_difference_and_state_is_a_formula(made, name):
    assert constant_figures(openpyxl.load_workbook(io.BytesIO(made[name].bytes))) == []


@pytest.mark.parametrize(
    ("sheet", "cell"),
    [("Avstämning", "J9"), ("Avstämning", "I10"), ("Matris", "D7"), ("Läs mig", "B5"), ("Läs mig", "C20")],
)
def test_a_figure_that_is_not_a_formula_is_noticed(made, sheet, cell):
    book = openpyxl.load_workbook(io.BytesIO(made["seed"].bytes))
    book[sheet][cell] = 1
    assert constant_figures(book) == [f"{sheet}!{cell}"]


def case_texts(report: Report) -> set[str]:
    """Every text of the case that a reader may see."""
    case = report.case
    texts = {*case.digests, case.title, *(str(value) for value in vars(case.decision).values())}
    for table in (case.pots, case.boards, case.measures, case.tags, case.places, case.notes, case.questions):
        texts |= {value for item in table.values() for value in vars(item).values() if isinstance(value, str)}
    for s in case.statements.values():
        texts |= {s.wording, s.missing or "", s.value or ""}
    for a in case.acknowledgements.values():
        texts |= {a.by, a.why, a.value or ""}
    return texts - {""}


def leaks(report: Report, written: dict) -> list[str]:
    """Formulas that hold the words of the case, of those long enough not to be there by chance."""
    words = {text for text in case_texts(report) if len(text) > 3 and not re.fullmatch("-?[0-9.]+", text)} - {
        s.value for s in State
    }
    return [f"{where}: {word}" for where, formula in written.items() for word in words if word in formula[1:]]


def test_no_text_of_a_case_becomes_a_formula_a_number_or_a_link(made):
    report, content = made["hostile"].report, made["hostile"].bytes
    book = openpyxl.load_workbook(io.BytesIO(content))
    texts = {
        unescaped(cell.value) for sheet in book for line in sheet.iter_rows() for cell in line if cell.data_type == "s"
    }
    kinds = {
        cell.value: cell.data_type
        for sheet in book
        for line in sheet.iter_rows()
        for cell in line
        if cell.value is not None
    }
    expected = {
        *MEASURES.values(),
        *BOARDS.values(),
        *POTS.values(),
        *WORDINGS,
        REFERENCE,
        "=H1",
        "=NOW()",
        "+46 8 123",
    }
    expected |= {"=A1", "=a1", "=B1", "-2+3", "http://example.org/fotnot", "=D1", "@x", "=E1", "=F1", "=G1", "=0+0"}
    for text in expected:
        shown = page.plain(text)
        assert shown in texts, text[:60]
        assert kinds.get(shown, "s") == "s", text[:60]
    assert leaks(report, formulas(content)) == []
    links = {
        cell.hyperlink.location or cell.hyperlink.target
        for s in book
        for line in s.iter_rows()
        for cell in line
        if cell.hyperlink
    }
    assert links == {f"'{name}'!A1" for name in SHEETS[1:]}
    assert not [name for name in parts(content) if "externalLink" in name or "connections" in name]


@pytest.mark.slow
def test_another_program_reads_the_texts_as_they_are(made, recalculated):
    table = rows(recalculated["hostile"], "Avstämning")
    for at, wording in enumerate(WORDINGS):
        assert table[f"S{100 + at}"]["Påstående"] == wording
        assert table[f"S{100 + at}"]["Vad som saknas"] == wording


def test_a_formula_with_the_words_of_a_case_is_noticed(made):
    report = made["seed"].report
    assert leaks(report, formulas(made["seed"].bytes)) == []
    assert leaks(report, {("Matris", "A1"): '=SUMIFS(F:F,C:C,"Kommunstyrelsen")'})


def test_a_text_that_no_cell_holds_is_cut_and_says_so():
    one, other = page.plain(LONG + "1"), page.plain(LONG + "2")
    assert len(one) == page.LONGEST and one != other
    assert "hela texten finns i CSV-filen" in one
    clefs = page.plain("𝄞" * 20_000)  # two units each
    assert len(clefs.encode("utf-16-le")) <= 2 * page.LONGEST
    assert page.plain("å" * page.LONGEST) == "å" * page.LONGEST


def test_formulas_in_tables_name_no_cells_and_keep_within_the_limits(made):
    for name in CASES:
        for (sheet, cell), formula in formulas(made[name].bytes).items():
            assert len(formula) < 8192
            total = sheet == "Fördelning" and formula.startswith("=SUBTOTAL")
            if sheet in ("Fördelning", "Avstämning") and not total:
                assert not re.search(r"\$?\b[A-Z]{1,3}\$?\d+\b", re.sub('"[^"]*"', "", formula)), f"{sheet}!{cell}"


def test_no_date_is_looked_up_in_a_year_that_excel_counts_wrong(made):
    dated = [formula for formula in formulas(made["seed"].bytes).values() if "DATE(" in formula]
    assert dated and all(re.findall(r"DATE\((.{8})", formula) == ["2000+MOD"] for formula in dated)


def test_dates_and_shares_are_numbers_and_years_before_excel_are_text(made, tmp_path):
    book = openpyxl.load_workbook(io.BytesIO(made["seed"].bytes))
    table = {cell.value: cell.column_letter for cell in book["Avstämning"][HEADER]}
    by_number = {line[0].value: line[0].row for line in book["Avstämning"].iter_rows(min_row=HEADER + 1)}

    def cell(name: str, header: str):
        return book["Avstämning"][f"{table[header]}{by_number[name]}"]

    assert cell("S01", "Kommenterat").value == datetime.datetime(2026, 11, 23)
    assert cell("S01", "Kommenterat").number_format == "yyyy-mm-dd"
    assert cell("S01", "Angivet").number_format == "@"
    assert cell("S36", "Angivet").value == 0.5 and cell("S36", "Angivet").number_format.endswith("%")
    assert cell("S50", "Angivet").value == 12_500_000 and cell("S50", "Enhet").value == "kr"
    assert "\u2212" in cell("S50", "Angivet").number_format
    copy = Copy(tmp_path / "kopia").change("acknowledgements.csv", {"statement": "S01"}, on="1899-12-31")
    old = values(workbook(reported(copy.folder)))
    assert rows(old, "Avstämning")["S01"]["Kommenterat"] == "1899-12-31"


def test_every_footer_has_reference_edition_and_page(made):
    for name, reference in (("seed", "KS-2020/2689.111"), ("hostile", 'KS&&1 && G && [Picture] &&P "=1+1"')):
        for number in range(1, 7):
            sheet = etree.fromstring(parts(made[name].bytes)[f"xl/worksheets/sheet{number}.xml"])
            footer = sheet.find(f".//{{{MAIN}}}oddFooter").text
            assert footer == f"&L{reference}&CUtgåva 2026-11-23&RSida &P av &N"


def formulas_of(sheet) -> dict[str, str]:
    return {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.data_type == "f"}


def unprintable(sheet) -> list[str]:
    """What keeps a sheet from being read on A4: letters under 8 points, or a page that its columns do not fit on."""
    scale = sheet.page_setup.scale or 100
    found = [f"{11 * scale / 100:.1f} points"] if 11 * scale < 800 else []
    room = page.ROOM[sheet.page_setup.orientation == "landscape"] * 100 / scale
    dimensions = sheet.column_dimensions.values()
    widths = {n: page.pixels(d.width - 0.71) for d in dimensions if not d.hidden for n in range(d.min, d.max + 1)}
    frozen = coordinate_to_tuple(sheet.freeze_panes)[1] - 1 if sheet.print_title_cols else 0
    last = column_index_from_string(re.search(r":\$([A-Z]+)", sheet.print_area)[1])
    starts = [1, *(one.id + 1 for one in sheet.col_breaks.brk), last + 1]
    for first, after in pairwise(starts):
        width = sum(w for n, w in widths.items() if first <= n < after or (first > 1 and n <= frozen))
        found += [f"columns from {first} are {width} pixels of {room:.0f}"] if width > room else []
    return found


def test_what_cannot_be_read_on_paper_is_noticed(made):
    sheet = openpyxl.load_workbook(io.BytesIO(made["seed"].bytes))["Avstämning"]
    assert unprintable(sheet) == []
    [state] = [cell.column for cell in sheet[HEADER] if cell.value == "Utfall"]
    assert state <= sheet.col_breaks.brk[0].id  # on the same page as the statement
    sheet.column_dimensions["B"].width = 200
    assert len(unprintable(sheet)) == 2
    sheet.page_setup.scale = 60
    assert "6.6 points" in unprintable(sheet)


MOST_LONG = {"Del": 120, "Hela": 120, "Uträknat": 250, "Utfall": 250, "Anmärkning": 250, "Kommentaren": 250}


def test_formulas_can_be_read(made):
    """A plain sum is short, and what takes several steps has a cell for each."""
    for name in ("seed", "rounded"):
        book = openpyxl.load_workbook(io.BytesIO(made[name].bytes))
        headers = {cell.column_letter: cell.value for cell in book["Avstämning"][HEADER]}
        kinds = {line[0].row: line[0].value for line in book["Avstämning"].iter_rows(min_row=HEADER + 1)}
        statements = made[name].report.case.statements
        for cell, formula in formulas_of(book["Avstämning"]).items():
            column, line = re.fullmatch("([A-Z]+)([0-9]+)", cell).groups()
            plain = headers[column] == "Uträknat" and statements[kinds[int(line)]].kind == "total"
            most = 120 if plain else MOST_LONG.get(headers[column], 300)
            assert len(formula) <= most, f"{name} {headers[column]} {cell}: {formula}"
        assert all(len(formula) <= 120 for formula in formulas_of(book["Matris"]).values())


# ---- the file ----


def test_sheets_tables_and_print(made):
    book = openpyxl.load_workbook(io.BytesIO(made["seed"].bytes))
    assert book.sheetnames == SHEETS
    assert {name for sheet in book for name in sheet.tables} == {
        "Fordelning",
        "Avstamning",
        "Alternativ",
        "Platser",
        "Potter",
        "Namnder",
        "Atgarder",
        "Klasser",
        "Fotnoter",
        "Fragor",
        "Kvoter",
        "Filer",
    }
    assert {"Matris", "Diarienummer", "Andamal", "Avsandare"} == set(book.defined_names)
    assert book["Fördelning"].tables["Fordelning"].totalsRowCount == 1
    for sheet in book:
        assert isinstance(sheet["A1"].value, str) and sheet["A1"].value
        assert not sheet.merged_cells.ranges
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.orientation == ("portrait" if sheet.title == "Läs mig" else "landscape")
        assert unprintable(sheet) == []
        assert sheet.print_area.startswith(f"'{sheet.title}'!$A$1:")
        for table in sheet.tables.values():
            assert all(column.name.strip() for column in table.tableColumns)
    for name, panes in (("Fördelning", "B5"), ("Matris", "C5"), ("Avstämning", "C5")):
        assert book[name].freeze_panes == panes
        assert book[name].print_title_rows == "$4:$4"
        assert all(cell.value for cell in book[name][HEADER])


def test_a_case_with_one_allocation_and_nothing_said_has_all_tables(made):
    book = openpyxl.load_workbook(io.BytesIO(made["bare"].bytes))
    assert {"Avstamning", "Klasser", "Fotnoter", "Fragor"} <= {name for sheet in book for name in sheet.tables}


def test_every_kind_has_a_name():
    names = [kind.name for kind in KINDS.values()]
    assert all(names) and len(set(names)) == len(KINDS)


def test_properties_and_language(made):
    properties = openpyxl.load_workbook(io.BytesIO(made["seed"].bytes)).properties
    assert properties.title == "Granskning av Huddinge kommuns fördelning av medel 2021 för ökad trygghet och trivsel"
    assert properties.subject == "Huddinge kommun, KS-2020/2689.111, ökad trygghet och trivsel"
    assert properties.language == "sv-SE"
    assert properties.created == properties.modified == datetime.datetime(2026, 11, 23)
    etree.fromstring(parts(made["hostile"].bytes)["docProps/core.xml"])


def test_the_same_bytes_from_the_same_case(made, tmp_path):
    again = tmp_path / "again.xlsx"
    program = (
        "import sys; from pathlib import Path; from fordelning.report.report import Report;"
        "from fordelning.report.parameters import Parameters; from fordelning.workbook import workbook;"
        "report = Report.make(Parameters(case=sys.argv[1], unit='mnkr', edition='2026-11-23'));"
        "Path(sys.argv[2]).write_bytes(workbook(report))"
    )
    for seed in ("1", "2"):
        given = ("-W", "error", "-c", program, SEED, again)
        python(*given, cwd=tmp_path, PYTHONHASHSEED=seed, TZ="Asia/Tokyo").check_returncode()
        assert again.read_bytes() == workbook(reported(SEED))
    assert again.read_bytes() != workbook(replace(reported(SEED), edition=datetime.date(2026, 11, 24)))


def test_nothing_in_the_archive_depends_on_the_machine(made):
    with ZipFile(io.BytesIO(made["seed"].bytes)) as archive:
        for entry in archive.infolist():
            assert entry.compress_type == ZIP_DEFLATED
            assert entry.date_time == (1980, 1, 1, 0, 0, 0)
            assert (entry.create_system, entry.external_attr) == (3, 0o644 << 16)
        assert archive.namelist()[0] == "[Content_Types].xml"
        assert archive.testzip() is None
    assert len(made["seed"].bytes) < 80_000


def test_the_compressor_is_the_one_that_was_pinned():
    """Another version may give other bytes: then the change log says so."""
    text = "".join(f"rad {n} {n * n}\n" for n in range(9999)).encode()
    known = "e2f901b67e73ea06bc97b232cfb63d68e65ba7af558e03449ddf161efa032766"
    assert hashlib.sha256(deflate.deflate_compress(text, 9)).hexdigest() == known
    assert hashlib.sha256(deflate.deflate_compress(text, 1)).hexdigest() != known


@pytest.mark.parametrize(
    ("most", "sheet", "size"),
    [
        ((54, 100), "Fördelning", "55 rader och 15 kolumner"),
        ((55, 14), "Fördelning", "55 rader och 15 kolumner"),
        ((55, 18), "Matris", "57 rader och 19 kolumner"),
    ],
)
def test_what_a_sheet_has_no_room_for_is_told(tmp_path, monkeypatch, most, sheet, size):
    """XlsxWriter leaves out what is beyond the last row or column, and says nothing."""
    made = synthetic.make(tmp_path / "fall", [(0, n, n % 14, 1) for n in range(50)], pots=("Pott A",))
    monkeypatch.setattr(page, "MOST_ROWS", most[0])
    monkeypatch.setattr(page, "MOST_COLUMNS", most[1])
    with pytest.raises(RenderingError, match=f"bladet {sheet} skulle få {size}, .* rymmer {most[0]} rader"):
        workbook(reported(made))
