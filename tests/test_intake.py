"""Tables as Swedish municipalities write them: each is read rightly, or asked about and then read rightly."""

import datetime
import subprocess
from collections import Counter
from decimal import Decimal

import conftest
import pytest
from tables import NONE, amounts, by, csv, marked, notes, take, totals, xlsx

from fordelning.base.money import to_kronor
from fordelning.case import draft
from fordelning.case.case import load
from fordelning.checks.reconcile import State, reconcile
from fordelning.intake import conversion
from fordelning.intake.cells import sheet
from fordelning.intake.cells.cell import SheetError
from fordelning.intake.conversion import Identity
from fordelning.intake.table import spellings
from fordelning.intake.table.area import heading_rows, other_tables, table_area
from fordelning.intake.table.lines import line_posts
from fordelning.intake.table.options import Options
from fordelning.report import narrative
from fordelning.report import tables as report_tables
from fordelning.report.front import front_matter
from fordelning.report.parameters import Parameters
from fordelning.report.report import Report

TITLE = "Kommunbidrag 2026, tkr;\n"


WORDS = (
    "Kultur", "Fritid", "Skol", "Vatten", "Gatu", "Bygg", "Miljö", "Idrott", "Vuxen", "Omsorg", "Hälso", "Trafik",
)  # fmt: skip


def asked(path, **options) -> str:
    """What is said where the table cannot be read."""
    with pytest.raises(SheetError) as error:
        take(path, **options)
    return str(error.value)


def in_tkr(**by_name: int) -> dict[str, int]:
    return {name.replace("_", " "): kronor * 1000 for name, kronor in by_name.items()}


def test_grants_of_boards(tmp_path):
    table = TITLE + "Nämnd;Belopp\nKommunstyrelsen;1 200\nSocialnämnden;3 400\nSumma;4 600\n"
    taken = take(csv(tmp_path, table))
    assert amounts(taken) == {(2026, *NONE, "Kommunstyrelsen"): 1_200_000, (2026, *NONE, "Socialnämnden"): 3_400_000}
    assert totals(taken) == [("allt", "4600 tkr")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_every_usual_encoding(tmp_path, encoding):
    table = "Omfördelning 2026 (tkr);\nNämnd;Belopp\nÄldrenämnden;1\u00a0500,5\nKulturnämnden;-500,5\nNetto;1 000\n"
    taken = take(csv(tmp_path, table, encoding))
    assert by("board", taken) == {"Äldrenämnden": 1_500_500, "Kulturnämnden": -500_500}
    assert totals(taken) == [("allt", "1000 tkr")]


def test_years_side_by_side(tmp_path):
    taken = take(csv(tmp_path, (
        "Kommunbidrag per nämnd (mnkr);;;\nNämnd;Budget 2026;Plan 2027;Plan 2028\nKommunstyrelsen;101,5;102,0;103,1\n"
        "Barn- och utbildningsnämnden;850,2;860,0;871,4\nRevision;1,2;-;1,3\nTotalt;952,9;962,0;975,8\n"
    )))  # fmt: skip
    assert amounts(taken) == {
        (2026, *NONE, "Kommunstyrelsen"): 101_500_000,
        (2027, *NONE, "Kommunstyrelsen"): 102_000_000,
        (2028, *NONE, "Kommunstyrelsen"): 103_100_000,
        (2026, *NONE, "Barn- och utbildningsnämnden"): 850_200_000,
        (2027, *NONE, "Barn- och utbildningsnämnden"): 860_000_000,
        (2028, *NONE, "Barn- och utbildningsnämnden"): 871_400_000,
        (2026, *NONE, "Revision"): 1_200_000,
        (2028, *NONE, "Revision"): 1_300_000,
    }
    assert totals(taken) == [("2026", "952.9 mnkr"), ("2027", "962.0 mnkr"), ("2028", "975.8 mnkr")]


def test_years_as_numbers_under_an_unknown_heading(tmp_path):
    table = "Ramar per nämnd;2026;2027\nKommunstyrelsen;2050;2051\nSocialnämnden;100;120\n"
    taken = take(csv(tmp_path, table), unit="tkr")
    assert amounts(taken) == {
        (2026, *NONE, "Kommunstyrelsen"): 2_050_000,
        (2027, *NONE, "Kommunstyrelsen"): 2_051_000,
        (2026, *NONE, "Socialnämnden"): 100_000,
        (2027, *NONE, "Socialnämnden"): 120_000,
    }


def test_matrix_with_sums_both_ways(tmp_path):
    taken = take(csv(tmp_path, (
        "Fördelning av 5 mnkr 2026, belopp i tkr;;;;\nÅtgärd;KS;SN;BUN;Summa\nStartbidrag;100;200;-;300\n"
        "Rådgivning;;50;60;110\nS:a;100;250;60;410\n"
    )))  # fmt: skip
    pot = NONE[0]
    assert amounts(taken) == {
        (2026, pot, "Startbidrag", "KS"): 100_000,
        (2026, pot, "Startbidrag", "SN"): 200_000,
        (2026, pot, "Rådgivning", "SN"): 50_000,
        (2026, pot, "Rådgivning", "BUN"): 60_000,
    }
    assert totals(taken) == [
        ("Startbidrag", "300 tkr"), ("Rådgivning", "110 tkr"),
        ("KS", "100 tkr"), ("SN", "250 tkr"), ("BUN", "60 tkr"), ("allt", "410 tkr"),
    ]  # fmt: skip


def test_long_with_every_column(tmp_path):
    taken = take(csv(tmp_path, (
        "År;Pott;Åtgärd;Nämnd;Belopp;Enhet;Fotnot;Kommentar\n2026;Integration;Språk;SN;1,5;mnkr;1;bra\n"
        "2026;Integration;Jobb;AN;250;tkr;;\n2027;Integration;Jobb;AN;300 000;kr;1, 2;se 12\n;;;;;;;\n"
        "1) Tillfälligt.;;;;;;;\n2) Uppskattat.;;;;;;;\n"
    )))  # fmt: skip
    assert amounts(taken) == {
        (2026, "Integration", "Språk", "SN"): 1_500_000,
        (2026, "Integration", "Jobb", "AN"): 250_000,
        (2027, "Integration", "Jobb", "AN"): 300_000,
    }
    assert notes(taken) == {"1": "Tillfälligt.", "2": "Uppskattat."}
    assert [row["note"] for row in taken.draft.rows["allocations"]] == ["fotnot-1", "", "fotnot-1 fotnot-2"]
    assert "kolumn H »Kommentar»" in taken.found.aside


def test_grants_to_associations(tmp_path):
    table = (
        "Beviljade föreningsbidrag 2026;\nFörening;Bidrag kr\nHembygdsföreningen;25 000\n"
        "Kulturföreningen Lyran;10 000\nTeaterföreningen*;5 000\nFilmstudion;5 000:-\nTotalt;45 000\n;\n"
        "* Villkorat med redovisning.;\n"
    )
    path = csv(tmp_path, table)
    assert "--board NAMN" in asked(path) and asked(path).count("\n") == 1
    taken = take(path, board="Kulturnämnden")
    assert by("measure", taken) == {
        "Hembygdsföreningen": 25_000, "Kulturföreningen Lyran": 10_000, "Teaterföreningen": 5_000, "Filmstudion": 5_000,
    }  # fmt: skip
    assert totals(taken) == [("allt", "45000 kr")]
    assert notes(taken) == {"1": "Villkorat med redovisning."}
    assert marked(taken) == {"Teaterföreningen, Kulturnämnden": "fotnot-1"}


def test_state_grants(tmp_path):
    taken = take(csv(tmp_path, (
        "Statsbidrag 2026, kr;;\nStatsbidrag;Nämnd;Belopp\nSkolmiljarden;Barn- och utbildningsnämnden;3 200 000\n"
        "Äldreomsorgslyftet;Vård- och omsorgsnämnden;1 850 000:-\nSumma;;5 050 000\n"
    )))  # fmt: skip
    assert amounts(taken) == {
        (2026, "Potten", "Skolmiljarden", "Barn- och utbildningsnämnden"): 3_200_000,
        (2026, "Potten", "Äldreomsorgslyftet", "Vård- och omsorgsnämnden"): 1_850_000,
    }
    assert totals(taken) == [("allt", "5050000 kr")]


def test_negative_forms_that_net_to_nil(tmp_path):
    table = (
        "Omfördelning 2026 (tkr);\nNämnd;Ramförändring\nKommunstyrelsen;−400\nSocialnämnden;(1 234)\n"
        "Miljönämnden;-66*\nKulturnämnden;–\nBarnnämnden;1 700\nNetto;0\n* Engångsvis.;\n"
    )
    taken = take(csv(tmp_path, table))
    assert by("board", taken) == in_tkr(Kommunstyrelsen=-400, Socialnämnden=-1234, Miljönämnden=-66, Barnnämnden=1700)
    assert totals(taken) == [("allt", "0 tkr")]
    assert marked(taken) == {"Ej uppdelat belopp, Miljönämnden": "fotnot-1"}


def test_budget_change_and_budget(tmp_path):
    table = (
        "Ramar, tkr;;;\nNämnd;Budget 2025;Förändring;Budget 2026\nKS;100;10;110\nBUN;200;-20;180\nSumma;300;-10;290\n"
    )
    path = csv(tmp_path, table)
    said = asked(path)
    assert "cell C2: »Förändring» är inte det som fördelas" in said and "--ignore C" in said
    taken = take(path, ignore="B,C")
    assert by("board", taken) == {"KS": 110_000, "BUN": 180_000}
    assert totals(taken) == [("allt", "290 tkr")]
    assert "kolumn B, C, som begärt" in taken.found.aside
    only = take(path, ignore="B,D", year="2026")
    assert by("board", only) == {"KS": 10_000, "BUN": -20_000}


def test_boards_as_headings_with_subtotals(tmp_path):
    taken = take(csv(tmp_path, (
        "Satsningar 2026;\n;Tkr\nBarn- och utbildningsnämnden;\nFler lärare;2 000\nSkolmat;500\n"
        "Summa Barn- och utbildningsnämnden;2 500\nSocialnämnden;\nHemtjänst;1 500\nDelsumma;1 500\nTotalt;4 000\n"
    )))  # fmt: skip
    assert amounts(taken) == {
        (2026, "Potten", "Fler lärare", "Barn- och utbildningsnämnden"): 2_000_000,
        (2026, "Potten", "Skolmat", "Barn- och utbildningsnämnden"): 500_000,
        (2026, "Potten", "Hemtjänst", "Socialnämnden"): 1_500_000,
    }
    assert totals(taken) == [
        ("Barn- och utbildningsnämnden", "2500 tkr"), ("Socialnämnden", "1500 tkr"), ("allt", "4000 tkr"),
    ]  # fmt: skip


HEADED = (
    "Ramar 2026;\n{};tkr\nBarn- och utbildningsnämnden;500\nFörskola;200\nGrundskola;300\nSocialnämnden;400\n"
    "Individ och familj;150\nÄldreomsorg;250\n"
)


@pytest.mark.parametrize("options", [{"rows": "nämnder"}, {"rows": "åtgärder"}])
def test_headings_with_their_own_sums_are_never_counted_twice(tmp_path, options):
    path = csv(tmp_path, HEADED.format(""))
    assert "--rows" in asked(path)
    said = asked(path, **options)
    assert "cell A3: »Barn- och utbildningsnämnden» är lika med summan av rad 4-5" in said
    assert "cell A6" in said and "--totals 6" in said and "--posts 6" in said


@pytest.mark.parametrize(("heading", "options"), [("", {"rows": "åtgärder"}), ("Nämnd", {})])
def test_headings_with_their_own_sums_are_read_as_told(tmp_path, heading, options):
    taken = take(csv(tmp_path, HEADED.format(heading)), totals="3,6", **options)
    assert amounts(taken) == {
        (2026, "Potten", "Förskola", "Barn- och utbildningsnämnden"): 200_000,
        (2026, "Potten", "Grundskola", "Barn- och utbildningsnämnden"): 300_000,
        (2026, "Potten", "Individ och familj", "Socialnämnden"): 150_000,
        (2026, "Potten", "Äldreomsorg", "Socialnämnden"): 250_000,
    }
    assert totals(taken) == [("Barn- och utbildningsnämnden", "500 tkr"), ("Socialnämnden", "400 tkr")]


def test_a_board_with_an_amount_among_headings_is_asked_about(tmp_path):
    table = "Satsningar 2026;tkr\nSocialnämnden;\nHemtjänst;1 500\nFamiljer;500\nKommunstyrelsen;100\nSumma;2 100\n"
    said = asked(csv(tmp_path, table))
    assert "»Kommunstyrelsen» ser ut som en nämnd men står under »Socialnämnden»" in said
    mended = table.replace("Kommunstyrelsen;100", "Kommunstyrelsen;\nIT;100")
    assert by("measure", take(csv(tmp_path, mended))) == in_tkr(Hemtjänst=1500, Familjer=500, IT=100)


def test_parts_of_a_row_are_set_aside(tmp_path):
    table = (
        TITLE + "Nämnd;Belopp\nKommunstyrelsen;1 200\n- varav räddningstjänst;400\nSocialnämnden;3 400\nSumma;4 600\n"
    )
    path = csv(tmp_path, table)
    assert "cell A4: raden ingår i en ovanför" in asked(path) and "--of-which utan" in asked(path)
    taken = take(path, of_which="without")
    assert by("board", taken) == in_tkr(Kommunstyrelsen=1200, Socialnämnden=3400)
    assert "rad 4 »varav räddningstjänst», som ingår i en annan" in taken.found.aside


@pytest.mark.parametrize("words", ["av vilket", "Av vilka", "därutav", "inkl.", "Inkl", "Inklusive"])
def test_every_word_for_a_part_of_the_row_above(tmp_path, words):
    table = TITLE + f"Nämnd;Belopp\nKommunstyrelsen;1 200\n{words} räddningstjänst;400\nInkludering;3 400\n"
    path = csv(tmp_path, table)
    said = asked(path, rows="nämnder")
    assert "cell A4: raden ingår i en ovanför" in said and "A5" not in said
    assert sum(amounts(take(path, rows="nämnder", of_which="without")).values()) == 4_600_000


def test_a_column_that_is_part_of_another_is_asked_about(tmp_path):
    table = TITLE + "Nämnd;Belopp;Varav lokaler\nKommunstyrelsen;1 200;100\nSocialnämnden;3 400;200\n"
    assert "cell C2: kolumnen ingår i en annan" in asked(csv(tmp_path, table))
    taken = take(csv(tmp_path, table), of_which="without")
    assert by("board", taken) == in_tkr(Kommunstyrelsen=1200, Socialnämnden=3400)
    assert "kolumn C »Varav lokaler»" in taken.found.aside


@pytest.mark.parametrize("name", ["Budgetram", "Resultat", "Skattefinansierat"])
def test_a_last_row_that_sums_the_others_is_asked_about(tmp_path, name):
    table = TITLE + f"Nämnd;Belopp\nKommunstyrelsen;1 200\nSocialnämnden;3 400\nKulturnämnden;400\n{name};5 000\n"
    path = csv(tmp_path, table)
    assert f"cell A6: »{name}» är lika med summan av alla andra rader" in asked(path)
    boards = in_tkr(Kommunstyrelsen=1200, Socialnämnden=3400, Kulturnämnden=400)
    taken = take(path, totals="6")
    assert by("board", taken) == boards and totals(taken) == [("allt", "5000 tkr")]
    other = take(path, posts="6")
    assert by("board", other) == boards | {name: 5_000_000} and totals(other) == []


@pytest.mark.parametrize("name", ["Kommunen totalt", "Summa nämnder", "Totalt", "TOTAL BUDGETRAM 2026"])
@pytest.mark.parametrize("first", [True, False])
def test_the_total_may_stand_first_or_last(tmp_path, name, first):
    rows = ["Kommunstyrelsen;1 200\n", "Socialnämnden;3 400\n"]
    rows.insert(0 if first else 2, f"{name};4 600\n")
    taken = take(csv(tmp_path, TITLE + "Nämnd;Belopp\n" + "".join(rows)))
    assert by("board", taken) == in_tkr(Kommunstyrelsen=1200, Socialnämnden=3400)
    assert totals(taken) == [("allt", "4600 tkr")]


def test_rows_under_the_total_are_asked_about(tmp_path):
    table = TITLE + "Nämnd;Belopp\nKommunstyrelsen;1 200\nSocialnämnden;3 400\nTotalt;4 600\nSkatter;4 900\n"
    path = csv(tmp_path, table)
    assert "cell A6: rader under »Totalt» räknas inte in i den" in asked(path)
    taken = take(path, ignore="6")
    assert by("board", taken) == in_tkr(Kommunstyrelsen=1200, Socialnämnden=3400)
    assert totals(taken) == [("allt", "4600 tkr")]


def test_number_of_inhabitants_is_no_amount(tmp_path):
    table = TITLE + "Nämnd;Belopp\nKommunstyrelsen;1 200\nSocialnämnden;3 400\n;\nAntal invånare;25 000\n"
    path = csv(tmp_path, table)
    assert "cell A6: »Antal invånare» är inget belopp" in asked(path)
    assert by("board", take(path, ignore="6")) == in_tkr(Kommunstyrelsen=1200, Socialnämnden=3400)


def test_subtotals_of_some_lines_are_claims_about_a_class(tmp_path):
    table = (
        TITLE + "Nämnd;Belopp\nKommunstyrelsen;1 200\nRevision;100\nDelsumma;1 300\nSocialnämnden;3 400\n"
        "Kulturnämnden;400\nDelsumma;3 800\nSumma;5 100\n"
    )
    taken = take(csv(tmp_path, table))
    assert by("board", taken) == in_tkr(Kommunstyrelsen=1200, Revision=100, Socialnämnden=3400, Kulturnämnden=400)
    assert totals(taken) == [
        ("Delsumma (rad 5)", "1300 tkr"), ("Delsumma (rad 8)", "3800 tkr"), ("allt", "5100 tkr"),
    ]  # fmt: skip
    assert "rad 8 »Delsumma» är summan av rad 6-7" in taken.found.reading
    wrong = csv(tmp_path, table.replace("3 800", "3 810"))
    said = asked(wrong)
    assert "cell A8: vad »Delsumma» är summan av framgår inte: den säger 3\u00a0810 tkr" in said
    assert "rad 6-7 ger 3\u00a0800 tkr och rad 3-4,6-7 ger 5\u00a0100 tkr" in said and "--totals 8" in said
    assert totals(take(wrong, totals="8"))[1] == ("Delsumma (rad 8)", "3810 tkr")


FINANCE = (
    TITLE + "Nämnd;Belopp\nKommunstyrelsen;100\nSocialnämnden;300\nBarnnämnden;500\n{};{}\nFinansförvaltning;50\n"
    "Totalt;950\n"
)


@pytest.mark.parametrize("name", ["Summa nämnder", "Summa skattefinansierad verksamhet", "Delsumma"])
@pytest.mark.parametrize("stated", [900, 910, 950, 50])
def test_a_subtotal_is_tested_whatever_it_states(tmp_path, name, stated):
    """Also where what it states is the sum of other lines than those above it."""
    path, folder = csv(tmp_path, FINANCE.format(name, stated)), tmp_path / "data" / "ramar"
    draft.write(take(path).draft, folder, datetime.date(2026, 1, 1))
    reconciliation = reconcile(load(folder))
    [subtotal, whole] = reconciliation.findings.values()
    assert (subtotal.statement.wording, subtotal.computed.number) == (name, 900_000)
    assert subtotal.state is (State.TIES if stated == 900 else State.CONTRADICTED)
    assert (whole.state, whole.computed.number) == (State.TIES, 950_000)
    assert load(folder).tags["summa-namnder" if "nämnder" in name else subtotal.statement.tag].reason == (
        "Rad 3–5 i tabellen, som den summerar på rad 6."
    )


SOFT = (
    "Ramar, tkr;;\nNämnd;2025;2026\nKommunstyrelsen;48 250;49 100\nBarnnämnden;612 400;625 300\n"
    "Socialnämnden;488 100;499 200\n{};{};1 124 500\nByggnämnden;38 200;39 000\nSumma nämnder;1 186 950;1 212 600\n"
)


def test_a_subtotal_is_of_the_run_of_lines_above_it_that_makes_it_up(tmp_path):
    """Not only of those since the sum before it, or the first."""
    name = "Summa mjuka nämnder"
    taken = take(csv(tmp_path, SOFT.format(name, "1 100 500")))
    assert "rad 6 »Summa mjuka nämnder» är summan av rad 4-5, inte av rad 3" in taken.found.reading
    assert [claim.rows for claim in taken.found.claims] == [(4, 5), (4, 5), (), ()]
    rounded = take(csv(tmp_path, SOFT.format(name, "1 100 501")))  # within what rounding explains
    assert [claim.rows for claim in rounded.found.claims] == [(4, 5), (4, 5), (), ()]
    assert "--totals" not in "".join(rounded.found.told)
    wrong = csv(tmp_path, SOFT.format(name, "1 107 600"))
    taken = take(wrong)
    assert [claim.rows for claim in taken.found.claims] == [(3, 4, 5), (3, 4, 5), (), ()]
    assert any("Summerar den andra rader, ange dem med --totals 6=RADER" in line for line in taken.found.told)
    taken = take(wrong, totals="6", summed={6: frozenset({4, 5})})
    assert [claim.rows for claim in taken.found.claims] == [(4, 5), (4, 5), (), ()]
    said = asked(wrong, totals="6", summed={6: frozenset({4, 5, 8})})
    assert "cell A6: --totals 6=4-5+8: rad 8 har inga belopp" in said and "med --totals 6=4-5, eller" in said


def test_a_sum_of_all_that_leaves_out_the_first_line_is_asked_about(tmp_path):
    """It may be wrong: a sum in a workbook that forgets a line is of those under it."""
    path = csv(tmp_path, SOFT.format("Summa nämnder", "1 100 500"))
    said = asked(path)
    assert "men rad 3-5 ger 1\u00a0148\u00a0750 tkr och rad 4-5 ger 1\u00a0100\u00a0500 tkr" in said
    assert "ange --totals 6=3-5 eller --totals 6=4-5" in said
    for rows in ({3, 4, 5}, {4, 5}):
        taken = take(path, totals="6", summed={6: frozenset(rows)})
        assert {claim.rows for claim in taken.found.claims if claim.row == 6} == {tuple(sorted(rows))}


def test_a_subtotal_that_several_runs_of_lines_make_up_is_asked_about(tmp_path):
    table = (
        TITLE + "Nämnd;Belopp\nKommunstyrelsen;500\nRevision;20\nValnämnden;-20\nBarnnämnden;300\nSocialnämnden;200\n"
        "Summa mjuka nämnder;500\nByggnämnden;80\nTotalt;1 080\n"
    )
    said = asked(csv(tmp_path, table))
    assert "rad 6-7 ger 500 tkr och rad 4-7 ger 500 tkr" in said and "--totals 8=6-7 eller --totals 8=4-7" in said
    nil = take(csv(tmp_path, table.replace("20\n", "-\n").replace("--", "-")))
    assert [claim.rows for claim in nil.found.claims] == [(6, 7), ()]


def test_a_sum_under_a_heading_is_of_all_lines_under_it(tmp_path):
    """Also where it is wrong, and some of them alone make it up."""
    table = (
        TITLE + "Åtgärd;Belopp\nMjuka nämnder:;\nKultur;150\nSkola;612\nFörskola;388\nSumma;1 000\nHårda nämnder:;\n"
        "Gata;62\nPark;70\nSumma;132\nTotalt;1 282\n"
    )
    taken = take(csv(tmp_path, table), board="Kommunstyrelsen", groups="potter")
    assert totals(taken) == [("Mjuka nämnder", "1000 tkr"), ("Hårda nämnder", "132 tkr"), ("allt", "1282 tkr")]


@pytest.mark.parametrize("board", ["Kommunstyrelsen", "Kommunfullmäktige", "Kommunrevisionen", "Skolnämnden"])
def test_the_sum_of_a_board_is_its_own_though_another_has_the_same_amounts(tmp_path, board):
    table = (
        TITLE + f"Åtgärd;Belopp\n{board}:;\nVal;150\nArkiv;612\nSumma {board.lower()};870\nGatunämnden:;\n"
        "Vägar;360\nBroar;510\nSumma gatunämnden;762\nTotalt;1 632\n"
    )
    taken = take(csv(tmp_path, table), groups="nämnder")
    assert totals(taken) == [(board, "870 tkr"), ("Gatunämnden", "762 tkr"), ("allt", "1632 tkr")]


def test_a_subtotal_that_shares_its_lines_with_another_is_set_aside_if_it_ties(tmp_path):
    table = (
        TITLE + "Nämnd;Belopp\nKommunstyrelsen;100\nRevision;5\nSumma politisk ledning;{}\nSocialnämnden;300\n"
        "Summa nämnder;{}\nFinansförvaltning;50\nTotalt;455\n"
    )
    taken = take(csv(tmp_path, table.format(105, 405)))
    assert totals(taken) == [("Summa politisk ledning", "105 tkr"), ("allt", "455 tkr")]
    assert any(line.startswith("rad 7 »Summa nämnder», som är summan av rad 3-4,6: ") for line in taken.found.aside)
    taken = take(csv(tmp_path, table.format(106, 405)))
    assert totals(taken) == [("Summa politisk ledning", "106 tkr"), ("allt", "455 tkr")]
    nested = table.replace("300\n", "300\nKulturnämnden;40\nSumma verksamhet;340\n").replace("455", "495")
    for whole in (445, 446):  # the wrong one of totals that share lines is the claim
        taken = take(csv(tmp_path, nested.format(105, whole)))
        claims = [("Summa politisk ledning", "105 tkr"), ("Summa verksamhet", "340 tkr"), ("allt", "495 tkr")]
        assert totals(taken) == (claims if whole == 445 else [("Summa nämnder", "446 tkr"), ("allt", "495 tkr")])
    both_wrong = csv(tmp_path, nested.replace("340", "341").format(105, 446))
    assert "»Summa nämnder», som är summan av rad 3-4,6-7, ger inte det beloppet" in asked(both_wrong, totals="8")
    said = asked(csv(tmp_path, table.format(105, 406)))
    assert "rad 6 ger 300 tkr och rad 3-4,6 ger 405 tkr" in said


def test_the_lines_of_a_heading_with_their_sum_are_not_taken_for_everything(tmp_path):
    table = (
        TITLE + "Nämnd;Belopp\nSumma nämnder;400\nKommunstyrelsen;100\nSocialnämnden;300\nFinansförvaltning;50\n"
        "Totalt;450\n"
    )
    assert totals(take(csv(tmp_path, table))) == [("Summa nämnder", "400 tkr"), ("allt", "450 tkr")]
    assert "framgår inte" in asked(csv(tmp_path, table.replace("nämnder;400", "nämnder;401")))


def test_a_wrong_sum_over_its_lines_is_not_taken_for_that_of_the_lines_before_it(tmp_path):
    table = (
        TITLE + "Nämnd;Belopp\nTotalt;700\nSumma ledning;100\nKommunstyrelsen;90\nRevision;10\nSumma vård;{}\n"
        "Socialnämnden;300\nÄldrenämnden;200\nSumma fritid;100\nKulturnämnden;60\nIdrottsnämnden;40\n"
    )
    right = [("allt", "700 tkr"), ("Summa ledning", "100 tkr"), ("Summa vård", "500 tkr"), ("Summa fritid", "100 tkr")]
    assert totals(take(csv(tmp_path, table.format(500)))) == right
    assert "cell A7: vad »Summa vård» är summan av framgår inte" in asked(csv(tmp_path, table.format(501)))


def test_subtotals_of_measures_and_of_years(tmp_path):
    table = (
        "Satsningar, tkr;;;;\nÅtgärd;KS 2026;SN 2026;KS 2027;SN 2027\nLön;1;2;3;4\nHyra;5;6;7;8\n"
        "Summa löpande;6;8;10;13\nBad;9;9;9;9\nTotalt;15;17;19;21\n"
    )
    taken = take(csv(tmp_path, table))
    assert totals(taken)[:4] == [
        ("KS, Summa löpande, 2026", "6 tkr"), ("SN, Summa löpande, 2026", "8 tkr"),
        ("KS, Summa löpande, 2027", "10 tkr"), ("SN, Summa löpande, 2027", "13 tkr"),
    ]  # fmt: skip
    assert [row["wording"] for row in taken.draft.rows["statements"]][3:5] == [
        "Summa löpande för SN 2027", "Totalt för KS 2026",
    ]  # fmt: skip


def test_what_is_given_and_taken_is_summed_to_nil(tmp_path):
    """A subtotal that says nil and is wrong is a sum that does not tie, and no rule."""
    table = TITLE + "Åtgärd;Belopp\nLokaler;-500\nDigitalisering;450\nSumma omfördelat;0\nNy jurist;100\nTotalt;50\n"
    draft.write(take(csv(tmp_path, table), board="KS").draft, tmp_path / "fall", datetime.date(2026, 1, 1))
    reconciliation = reconcile(load(tmp_path / "fall"))
    assert [finding.state for finding in reconciliation.findings.values()] == [State.CONTRADICTED, State.TIES]
    assert not reconciliation.sums_tie


RAMS = (
    "Budgetramar, tkr;;;\nNämnd;Budget 2026;Plan 2027;Plan 2028\nKommunstyrelsen;100;110;120\n"
    "Socialnämnden;300;310;320\nSumma nämnder;400;420;440\nPensioner;45;46;47\n"
    "Kapitalkostnader;-32;-33;-34\nSUMMA FINANSFÖRVALTNING;{}\n{};413;433;453\n"
)


def test_the_years_that_tie_say_what_a_subtotal_is_of(tmp_path):
    """One that is wrong in some years is read by the others, and contradicted in its own."""
    for finance, wrong in (("13;13;13", []), ("13;14;13", ["SUMMA FINANSFÖRVALTNING 2027"])):
        path = csv(tmp_path, RAMS.format(finance, "Totalt"))
        draft.write(take(path).draft, tmp_path / "fall", datetime.date(2026, 1, 1), replace=True)
        reconciliation = reconcile(load(tmp_path / "fall"))
        assert len(reconciliation.findings) == 9
        assert [f.statement.wording for f in reconciliation.having(State.CONTRADICTED)] == wrong
    said = asked(csv(tmp_path, RAMS.format("14;15;16", "Totalt")))
    assert "rad 6-7 ger 13 tkr och rad 3-4,6-7 ger 413 tkr" in said and "--totals 8" in said


def test_a_sum_without_a_name_under_subtotals_is_asked_about_once(tmp_path):
    path = csv(tmp_path, RAMS.format("13;13;13", "Verksamhetens nettokostnad"))
    assert "»Verksamhetens nettokostnad» är lika med summan av alla andra rader" in asked(path)
    assert asked(path).count("\n") == 1
    assert len(totals(take(path, totals="9"))) == 9


def test_a_share_of_a_subtotal_is_a_claim_too(tmp_path):
    table = (
        "Ramar 2026 tkr;;\nNämnd;Netto;Andel\nKS;100;25,0 %\nSN;200;50,0 %\nSumma nämnder;300;75,0 %\n"
        "Finans;100;25,0 %\nTotalt;400;100,0 %\n"
    )
    taken = take(csv(tmp_path, table))
    assert ("Summa nämnder", "75.0 %") in totals(taken) and ("allt", "400 tkr") in totals(taken)
    assert "Summa nämnder som andel av allt" in [row["wording"] for row in taken.draft.rows["statements"]]


def test_rows_under_a_last_sum_with_a_name_are_asked_about(tmp_path):
    table = TITLE + "Nämnd;Belopp\nKommunstyrelsen;100\nSocialnämnden;300\nSumma skattefinansierat;400\nVA;50\n"
    path = csv(tmp_path, table)
    assert "rader under »Summa skattefinansierat» räknas inte in i den" in asked(path)
    taken = take(path, posts="6")
    assert totals(taken) == [("Summa skattefinansierat", "400 tkr")] and by("board", taken)["VA"] == 50_000


def test_a_board_written_once_for_its_rows(tmp_path):
    taken = take(csv(tmp_path, (
        TITLE + "Nämnd;Åtgärd;Belopp\nKulturnämnden;Festival;100\n;Bibliotek;200\n;Summa;300\nSocialnämnden;Jour;50\n"
        ";Summa;50\nTotalt;;350\n"
    )))  # fmt: skip
    assert amounts(taken) == {
        (2026, "Potten", "Festival", "Kulturnämnden"): 100_000,
        (2026, "Potten", "Bibliotek", "Kulturnämnden"): 200_000,
        (2026, "Potten", "Jour", "Socialnämnden"): 50_000,
    }
    assert totals(taken) == [("Kulturnämnden", "300 tkr"), ("Socialnämnden", "50 tkr"), ("allt", "350 tkr")]
    assert "Tomma celler i kolumn A har fått namnet ovanför." in taken.found.told


def test_a_row_without_measure_among_rows_with_is_asked_about(tmp_path):
    table = TITLE + "Nämnd;Åtgärd;Belopp\nKulturnämnden;;310\n;Festival;100\n;Bibliotek;200\nSocialnämnden;Jour;50\n"
    path = csv(tmp_path, table)
    assert "ingen åtgärd i kolumn B" in asked(path) and "--totals 3" in asked(path)
    taken = take(path, totals="3")
    assert amounts(taken) == {
        (2026, "Potten", "Festival", "Kulturnämnden"): 100_000,
        (2026, "Potten", "Bibliotek", "Kulturnämnden"): 200_000,
        (2026, "Potten", "Jour", "Socialnämnden"): 50_000,
    }
    assert totals(taken) == [("Kulturnämnden", "310 tkr")]


def test_a_heading_whose_sum_does_not_tie_is_a_claim_once_told(tmp_path):
    path = csv(tmp_path, HEADED.format("").replace("Grundskola;300", "Grundskola;310"))
    taken = take(path, rows="åtgärder", totals="3,6")
    assert by("measure", taken)["Grundskola"] == 310_000
    assert totals(taken) == [("Barn- och utbildningsnämnden", "500 tkr"), ("Socialnämnden", "400 tkr")]


def test_pots_as_headings(tmp_path):
    taken = take(csv(tmp_path, (
        "Fördelning 2026, tkr;;\nÅtgärd;Nämnd;Belopp\nPott 1: Trygghet;;\nVärdar;KS;600\nNatt;SN;200\n"
        "Summa pott 1: Trygghet;;800\nPott 2: Skola;;\nStöd;BUN;500\nSumma pott 2: Skola;;500\nTotalsumma;;1 300\n"
    )))  # fmt: skip
    assert amounts(taken) == {
        (2026, "Pott 1: Trygghet", "Värdar", "KS"): 600_000,
        (2026, "Pott 1: Trygghet", "Natt", "SN"): 200_000,
        (2026, "Pott 2: Skola", "Stöd", "BUN"): 500_000,
    }
    assert totals(taken) == [("Pott 1: Trygghet", "800 tkr"), ("Pott 2: Skola", "500 tkr"), ("allt", "1300 tkr")]


def test_headings_that_may_be_anything_are_asked_about(tmp_path):
    path = csv(tmp_path, (
        "Fördelning 2026, tkr;;\nÅtgärd;Nämnd;Belopp\nTrygghet;;\nVärdar;KS;600\nSkola;;\nStöd;BUN;500\n"
        "Totalsumma;;1 100\n"
    ))  # fmt: skip
    assert "--groups potter eller --groups inga" in asked(path)
    assert by("pot", take(path, groups="potter")) == in_tkr(Trygghet=600, Skola=500)
    assert by("measure", take(path, groups="inga")) == in_tkr(Värdar=600, Stöd=500)


def test_two_rows_of_headings_boards_over_years(tmp_path):
    table = (
        "tkr;Kommunstyrelsen;;Socialnämnden;;Totalt;\n;2026;2027;2026;2027;2026;2027\n"
        "Lönesatsning;100;110;200;220;300;330\nIT-stöd;50;50;-;-;50;50\nSumma;150;160;200;220;350;380\n"
    )
    taken = take(csv(tmp_path, table))
    assert amounts(taken) == {
        (2026, "Potten", "Lönesatsning", "Kommunstyrelsen"): 100_000,
        (2027, "Potten", "Lönesatsning", "Kommunstyrelsen"): 110_000,
        (2026, "Potten", "Lönesatsning", "Socialnämnden"): 200_000,
        (2027, "Potten", "Lönesatsning", "Socialnämnden"): 220_000,
        (2026, "Potten", "IT-stöd", "Kommunstyrelsen"): 50_000,
        (2027, "Potten", "IT-stöd", "Kommunstyrelsen"): 50_000,
    }
    assert ("Socialnämnden, 2027", "220 tkr") in totals(taken)
    assert ("IT-stöd, 2026", "50 tkr") in totals(taken)
    assert ("2027", "380 tkr") in totals(taken)
    assert len(totals(taken)) == 10


def test_boards_and_pots(tmp_path):
    path = csv(tmp_path, (
        "Fördelning 2026 (mkr);;;\nNämnd;Integration;Trygghet;Totalt\nKS;1,5;0,5;2,0\nSN;2,5;1,0;3,5\n"
        "Summa;4,0;1,5;5,5\n"
    ))  # fmt: skip
    said = asked(path)
    assert "cell B2: »Integration» kan vara en åtgärd eller en pott" in said and "--columns potter" in said
    taken = take(path, columns="potter")
    assert amounts(taken) == {
        (2026, "Integration", NONE[1], "KS"): 1_500_000,
        (2026, "Trygghet", NONE[1], "KS"): 500_000,
        (2026, "Integration", NONE[1], "SN"): 2_500_000,
        (2026, "Trygghet", NONE[1], "SN"): 1_000_000,
    }
    assert totals(taken) == [
        ("KS", "2.0 mnkr"), ("SN", "3.5 mnkr"),
        ("Integration", "4.0 mnkr"), ("Trygghet", "1.5 mnkr"), ("allt", "5.5 mnkr"),
    ]  # fmt: skip


def test_a_column_that_sums_the_others_without_saying_so_is_asked_about(tmp_path):
    table = "Fördelning 2026, tkr;;;\nÅtgärd;Pott A;Pott B;Pott C\nLov;1;2;3\nLäsning;4;5;9\n"
    path = csv(tmp_path, table)
    said = asked(path, board="Kulturnämnden", columns="potter")
    assert "kolumn D »Pott C» är i varje rad summan av de andra" in said and "--totals D" in said
    taken = take(path, board="Kulturnämnden", columns="potter", totals="D")
    assert sum(amounts(taken).values()) == 12_000
    assert totals(taken) == [("Lov", "3 tkr"), ("Läsning", "9 tkr")]


def test_a_column_that_sums_some_of_the_others_is_asked_about(tmp_path):
    table = (
        "Ramar 2026 (tkr);;;;\nNämnd;Löner;Lokaler;Drift;Kapital\nKommunstyrelsen;80 000;20 000;100 000;5 000\n"
        "Socialnämnden;400 000;55 000;{};9 100\nSumma;480 000;75 000;{};14 100\n"
    )
    path = csv(tmp_path, table.format("455 000", "555 000"))
    said = asked(path, columns="åtgärder")
    assert "kolumn D »Drift» är i varje rad summan av kolumn B och C och skulle" in said and "--totals" not in said
    taken = take(path, columns="åtgärder", ignore="D")
    assert sum(amounts(taken).values()) == 569_100_000 and len(totals(taken)) == 3
    assert sum(amounts(take(path, columns="åtgärder", posts="D")).values()) == 1_124_100_000
    near = take(csv(tmp_path, table.format("459 000", "559 000")), columns="åtgärder")  # one line is another sum
    assert sum(amounts(near).values()) == 1_128_100_000


def test_a_column_that_sums_the_others_but_for_rounding_is_asked_about(tmp_path):
    table = (
        "Ramar 2026 (mnkr);;;\nNämnd;Skola;Omsorg;Drift\nNorra nämnden;80,2;20,4;{}\nSödra nämnden;40,1;55,2;95,3\n"
        "Västra nämnden;30;18,3;48,3\n"
    )
    path = csv(tmp_path, table.format("100,7"))
    said = asked(path, columns="åtgärder")
    assert (
        "kolumn D »Drift» är i varje rad summan av de andra så när som på avrundning" in said and said.count("\n") == 1
    )
    taken = take(path, columns="åtgärder", totals="D")
    assert sum(amounts(taken).values()) == 244_200_000 and totals(taken)[0] == ("Norra nämnden", "100.7 mnkr")
    near = asked(csv(tmp_path, table.format("100,9")), columns="åtgärder")
    assert "kolumn D »Drift» kan vara summan av kolumn B, C, om än inte i varje rad" in near


def test_shares_become_claims(tmp_path):
    table = TITLE + "Nämnd;Belopp;Andel\nKommunstyrelsen;1 200;26,1 %\nSocialnämnden;3 400;73,9 %\nSumma;4 600;100 %\n"
    taken = take(csv(tmp_path, table))
    assert totals(taken) == [
        ("Kommunstyrelsen", "26.1 %"), ("Socialnämnden", "73.9 %"), ("allt", "4600 tkr"), ("allt", "100 %"),
    ]  # fmt: skip
    rows = taken.draft.rows["statements"]
    assert [row.get("against") for row in rows] == ["S03", "S03", None, "S03"]


def test_shares_of_one_are_not_taken_for_percent(tmp_path):
    path = csv(tmp_path, "Fördelning 2026;;\nNämnd;Andel;Belopp tkr\nKS;0,25;100\nSN;0,75;300\n")
    assert "kan vara andelar av ett eller procent" in asked(path) and "--ignore B" in asked(path)
    assert by("board", take(path, ignore="B")) == {"KS": 100_000, "SN": 300_000}


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("Belopp i tkr", 1000), ("Mnkr", 1_000_000), ("(mkr)", 1_000_000), ("Belopp i 1000 kr", 1000),
        ("Belopp i 1 000-tal kronor", 1000), ("Fördelning av 20 mnkr, belopp i tkr", 1000), ("Anslag, kronor", 1),
        ("Budget 2026 tkr", 1000),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "where", ["{0};\nNämnd;Ram\n{1}", "Ramar;\n{0};Ram\n{1}", "Ramar;\nNämnd;{0}\n{1}", "Ramar;\nNämnd;Ram\n{1}{0};\n"]
)
def test_the_unit_wherever_it_is_declared(tmp_path, title, unit, where):
    if where.endswith("{0};\n") and title.startswith(("Fördelning", "Anslag", "Budget")):
        title = "Samtliga belopp i tkr" if unit == 1000 else "Samtliga belopp i kronor"
    table = where.format(title, "Kommunstyrelsen;12\nSocialnämnden;14\n")
    assert by("board", take(csv(tmp_path, table), year="2026")) == {
        "Kommunstyrelsen": 12 * unit, "Socialnämnden": 14 * unit,
    }  # fmt: skip


@pytest.mark.parametrize("line", ["Fördelning av 20 mnkr", "* Varav 2 mnkr tillfälligt"])
def test_the_unit_of_a_sum_in_the_text_is_not_the_tables(tmp_path, line):
    table = (f"{line};\n" if "av 20" in line else "") + "Nämnd;2026\nKS;12\nSN;14\n" + f"{line};\n" * ("*" in line)
    path = csv(tmp_path, table)
    assert "beloppets enhet framgår inte; ange --unit kr, --unit tkr eller --unit mnkr" in asked(path)
    assert by("board", take(path, unit="tkr")) == {"KS": 12_000, "SN": 14_000}


@pytest.mark.parametrize("scale", ["", "t", "m", "mn", "tusen "])
@pytest.mark.parametrize("currency", ["€", "EUR", "euro", "USD", "dollar", "NOK", "dkk", "gbp"])
def test_another_currency_is_asked_about_even_where_kronor_are_named_too(tmp_path, scale, currency):
    said = f"{scale}{currency}" if scale == "" or currency not in ("euro", "dollar") else f"tusen {currency}"
    for table, choices in (
        (f"Nämnd;Belopp 2026, {said}\nKS;12\nSN;14\n", "--unit kr, --unit tkr eller --unit mnkr"),
        (f"Nämnd;Belopp 2026 ({said}), tkr\nKS;12\nSN;14\n", "--unit tkr"),
        (f"Belopp i {said};\nNämnd;Budget 2026\nKS;12\nSN;14\n", "--unit kr, --unit tkr eller --unit mnkr"),
    ):
        path = csv(tmp_path, table)
        assert f"säger en annan valuta än kronor; räkna om beloppen, eller ange {choices} om de är i kronor" in asked(
            path
        )
        assert by("board", take(path, unit="tkr")) == {"KS": 12_000, "SN": 14_000}


@pytest.mark.parametrize("title", ["EU-medel", "Euroskolan", "Ramen är nog", "Nokas"])
def test_a_word_that_is_like_a_currency_is_none(tmp_path, title):
    path = csv(tmp_path, f"{title} 2026, tkr;\nNämnd;Budget 2026\nKS;12\nSN;14\n")
    assert by("board", take(path)) == {"KS": 12_000, "SN": 14_000}


def test_a_unit_against_the_tables_own_is_a_fault(tmp_path):
    path = csv(tmp_path, TITLE + "Nämnd;Belopp\nKS;1\n")
    assert "tabellen säger tkr men --unit säger kr" in asked(path, unit="kr")


def test_units_in_every_cell(tmp_path):
    table = (
        "Projekt 2026;;\nÅtgärd;Nämnd;Belopp\nBad;Kulturnämnden;1,5 mnkr\nStig;Tekniska nämnden;50 tkr\n"
        "Summa;;1 550 tkr\n"
    )
    taken = take(csv(tmp_path, table))
    assert by("measure", taken) == {"Bad": 1_500_000, "Stig": 50_000}
    assert totals(taken) == [("allt", "1550 tkr")]


def test_a_footnote_digit_glued_to_an_amount_is_asked_about(tmp_path):
    table = (
        TITLE + "Nämnd;Belopp\nKommunstyrelsen;471,51\nSocialnämnden;200,4\nKulturnämnden;600²\n1) Ny.;\n2) Gammal.;\n"
    )
    path = csv(tmp_path, table)
    assert "471,51 eller 471,5 med fotnot 1" in asked(path)
    taken = take(path, footnote="B3")
    assert by("board", taken) == {"Kommunstyrelsen": 471_500, "Socialnämnden": 200_400, "Kulturnämnden": 600_000}
    assert notes(taken) == {"1": "Ny.", "2": "Gammal."}
    assert by("board", take(path, footnote="INGA"))["Kommunstyrelsen"] == 471_510


def test_full_stops_between_thousands_are_asked_about_once(tmp_path):
    path = csv(tmp_path, TITLE + "Nämnd;Belopp\nKS;1.500\nSN;2.250\n")
    said = asked(path)
    assert said.count("--decimal komma") == 1 and "cell B3 och B4" in said
    assert by("board", take(path, decimal=",")) == {"KS": 1_500_000, "SN": 2_250_000}
    assert by("board", take(path, decimal=".")) == {"KS": 1_500, "SN": 2_250}


def test_two_tables_on_a_sheet(tmp_path):
    table = TITLE + "Nämnd;Belopp\nKS;1\nSN;2\nSumma;3\n;\nPlan för 2027;\nNämnd;2027\nKS;4\nSN;5\n"
    path = csv(tmp_path, table)
    said = asked(path)
    assert "cell A7: »Plan för 2027» ser ut som rubriken till en ny tabell" in said
    assert "--ignore 7-10 eller --ignore 1-6" in said
    first, second = (
        take(path, ignore=",".join(map(str, range(7, 11)))),
        take(path, ignore=",".join(map(str, range(1, 7))), unit="tkr"),
    )
    assert by("board", first) == {"KS": 1_000, "SN": 2_000}
    assert amounts(second) == {(2027, *NONE, "KS"): 4_000, (2027, *NONE, "SN"): 5_000}


def test_a_heading_repeated_at_a_page_break_and_a_blank_row_and_column(tmp_path):
    table = TITLE + "Nämnd;;Belopp\nKS;;1\n;;\nSN;;2\nKommunbidrag 2026, tkr;;\nNämnd;;Belopp\nBUN;;7\nSumma;;10\n"
    taken = take(csv(tmp_path, table))
    assert by("board", taken) == {"KS": 1_000, "SN": 2_000, "BUN": 7_000}
    assert totals(taken) == [("allt", "10 tkr")]
    assert "rubriken en gång till (rad 6-7)" in taken.found.aside


def test_row_numbers_are_no_amounts(tmp_path):
    table = "Budgetramar 2026 tkr;;\n;Nämnd;Ram\n1;Kommunstyrelsen;100\n2;Skolnämnden;200\n3;Revision;5\n;Summa;305\n"
    taken = take(csv(tmp_path, table))
    assert by("board", taken) == in_tkr(Kommunstyrelsen=100, Skolnämnden=200, Revision=5)


@pytest.mark.parametrize("heading", ["Nämnd", "Nämnd/bolag", "Verksamhet", "Förvaltning", "Nämnd / förvaltning", ""])
def test_headings_over_boards(tmp_path, heading):
    table = f"Ramar 2026, tkr;\n{heading};Ram\nKommunstyrelsen;100\nSkolnämnden;200\nRäddningstjänst;5\n"
    assert by("board", take(csv(tmp_path, table))) == in_tkr(Kommunstyrelsen=100, Skolnämnden=200, Räddningstjänst=5)


@pytest.mark.parametrize(
    ("first", "other"),
    [
        ("Barn- och ungdomsnämnden", "Barn och ungdomsnämnden"), ("Socialnämnden", "Socialnämden"),
        ("Barn- och utbildningsnämnden", "BUN"), ("Kultur & fritidsnämnden", "Kultur- och fritidsnämnd"),
    ],
)  # fmt: skip
def test_a_board_in_two_spellings_is_asked_about(tmp_path, first, other):
    path = csv(tmp_path, TITLE + f"Nämnd;Åtgärd;Belopp\n{first};Lov;10\n{other};Jour;20\nMiljönämnden;Tvätt;5\n")
    assert f"»{first}» (rad 3) och »{other}» (rad 4) kan vara samma nämnd" in asked(path)
    assert {key[3] for key in amounts(take(path, spelling="same"))} == {first, "Miljönämnden"}
    assert {key[3] for key in amounts(take(path, spelling="apart"))} == {first, other, "Miljönämnden"}


def test_names_are_compared_only_with_those_that_may_be_the_same(tmp_path, monkeypatch):
    """So that a table of thousands of rows is read as fast as its rows are many."""
    asked_for = Counter()

    def counted(module, name):
        was = getattr(module, name)
        monkeypatch.setattr(module, name, lambda *given: asked_for.update([name]) or was(*given))

    counted(spellings, "_one_letter")
    for module in (table_area, heading_rows, other_tables):
        counted(module, "is_number")
    boards = [f"{first}{last.lower()}nämnden" for first in WORDS for last in WORDS]
    rows = "".join(f"{board};{1000 + row * row}\n" for row, board in enumerate([*boards, "Kulturkulturrnämnden"]))
    said = asked(csv(tmp_path, TITLE + "Nämnd;Belopp\n" + rows))
    assert said.count("kan vara samma nämnd") == 1 and "»Kulturkulturnämnden» (rad 3) och" in said
    assert asked_for["_one_letter"] < len(boards) and asked_for["is_number"] < 30 * len(boards)


def test_a_row_twice_is_asked_about(tmp_path):
    path = csv(tmp_path, TITLE + "Åtgärd;Nämnd;Belopp\nStig;Tekniska nämnden;100\nStig;Tekniska nämnden;50\n")
    assert "cell C4" in asked(path) and "--duplicates summera" in asked(path)
    assert by("measure", take(path, duplicates="sum")) == {"Stig": 150_000}


def test_a_measure_that_begins_like_a_total_is_not_lost(tmp_path):
    table = TITLE + "Åtgärd;Nämnd;Belopp\nTotal renovering av badhus;Kulturnämnden;100\nStig;Tekniska nämnden;50\n"
    path = csv(tmp_path, table)
    assert "--posts 3" in asked(path)
    assert by("measure", take(path, posts="3")) == {"Total renovering av badhus": 100_000, "Stig": 50_000}


def test_words_among_the_amounts_are_asked_about(tmp_path):
    path = csv(tmp_path, TITLE + "Nämnd;Belopp\nKS;1\nSN;utgår\nBUN;2\n")
    assert "cell B4: fann »utgår», väntade ett belopp" in asked(path) and "--ignore 4" in asked(path)
    assert by("board", take(path, ignore="4")) == {"KS": 1_000, "BUN": 2_000}


def test_a_sum_of_different_things_is_kept_apart_by_year_of_the_heading(tmp_path):
    table = "Ramar, tkr;;;\nNämnd;Ram 2025;Tillskott;Ram 2026\nKS;100;10;110\nBUN;200;20;220\n"
    path = csv(tmp_path, table)
    assert "rubriken »Tillskott» säger inte år" in asked(path)
    assert by("board", take(path, ignore="B,C")) == {"KS": 110_000, "BUN": 220_000}


def test_an_unknown_place_in_an_option_is_told(tmp_path):
    path = csv(tmp_path, TITLE + "Nämnd;Belopp\nKS;1\n")
    assert "--ignore Z: ingen sådan rad eller kolumn finns" in asked(path, ignore="Z")
    assert "--ignore 90-99999, Z: ingen sådan rad eller kolumn finns" in asked(path, ignore="90-99999,Z")


# Workbooks


def test_merged_headings_and_boards_merged_over_rows(tmp_path):
    def fill(book, page):
        middle = book.add_format({"align": "center"})
        page.merge_range("A1:F1", "Satsningar per nämnd, tkr", middle)
        page.merge_range("A2:A3", "Nämnd", middle)
        page.merge_range("B2:B3", "Åtgärd", middle)
        page.merge_range("C2:D2", 2026, middle)
        page.merge_range("E2:F2", 2027, middle)
        page.write_row("C3", ["Drift", "Lokaler", "Drift", "Lokaler"])
        page.merge_range("A4:A5", "Kulturnämnden", middle)
        page.write_row("B4", ["Festival", 10, 1, 11, 2])
        page.write_row("B5", ["Bibliotek", 20, 3, 21, 4])
        page.write_row("A6", ["Socialnämnden", "Jour", 30, 0, 31, 0])
        page.merge_range("A7:B7", "Summa", middle)
        page.write_row("C7", [60, 4, 63, 6])

    path = xlsx(tmp_path, fill)
    assert "blad Blad1, cell D3 och F3: »Lokaler»" in asked(path) and "--columns potter" in asked(path)
    taken = take(path, columns="potter")
    assert amounts(taken) == {
        (2026, "Drift", "Festival", "Kulturnämnden"): 10_000,
        (2026, "Lokaler", "Festival", "Kulturnämnden"): 1_000,
        (2027, "Drift", "Festival", "Kulturnämnden"): 11_000,
        (2027, "Lokaler", "Festival", "Kulturnämnden"): 2_000,
        (2026, "Drift", "Bibliotek", "Kulturnämnden"): 20_000,
        (2026, "Lokaler", "Bibliotek", "Kulturnämnden"): 3_000,
        (2027, "Drift", "Bibliotek", "Kulturnämnden"): 21_000,
        (2027, "Lokaler", "Bibliotek", "Kulturnämnden"): 4_000,
        (2026, "Drift", "Jour", "Socialnämnden"): 30_000,
        (2026, "Lokaler", "Jour", "Socialnämnden"): 0,
        (2027, "Drift", "Jour", "Socialnämnden"): 31_000,
        (2027, "Lokaler", "Jour", "Socialnämnden"): 0,
    }
    assert totals(taken) == [
        ("Drift, 2026", "60 tkr"), ("Lokaler, 2026", "4 tkr"), ("Drift, 2027", "63 tkr"), ("Lokaler, 2027", "6 tkr"),
    ]  # fmt: skip


def test_merged_group_rows_formulas_and_raised_footnotes(tmp_path):
    def fill(book, page):
        raised, bold = book.add_format({"font_script": 1}), book.add_format({"bold": True})
        page.write("A1", "Budget 2026 (kr)")
        page.write_row("A3", ["Åtgärd", "Belopp"])
        page.merge_range("A4:B4", "Barn- och utbildningsnämnden", bold)
        page.write_rich_string("A5", "Fler lärare", raised, "1")
        page.write("B5", 1000000)
        page.write_row("A6", ["Skolmat", 250000])
        page.merge_range("A7:B7", "Vård- och omsorgsnämnden", bold)
        page.write_row("A8", ["Hemtjänst", 750000])
        page.write("A9", "Summa")
        page.write_formula("B9", "=SUM(B5:B8)", None, 2000000)
        page.write("A11", "1. Från höstterminen.")

    taken = take(xlsx(tmp_path, fill))
    assert amounts(taken) == {
        (2026, "Potten", "Fler lärare", "Barn- och utbildningsnämnden"): 1_000_000,
        (2026, "Potten", "Skolmat", "Barn- och utbildningsnämnden"): 250_000,
        (2026, "Potten", "Hemtjänst", "Vård- och omsorgsnämnden"): 750_000,
    }
    assert totals(taken) == [("allt", "2000000 kr")]
    assert notes(taken) == {"1": "Från höstterminen."}
    assert marked(taken) == {"Fler lärare, Barn- och utbildningsnämnden": "fotnot-1"}


def test_amounts_from_formulas_are_asked_about(tmp_path):
    def fill(book, page):
        page.write_row("A1", ["Nämnd", "Budget 2026 tkr"])
        page.write("A2", "KS")
        page.write_formula("B2", "=50*2", None, 100)
        page.write("A3", "SN")
        page.write_formula("B3", "=B2*2", None, 200)

    path = xlsx(tmp_path, fill)
    assert "cell B2 och B3: beloppet är räknat med en formel" in asked(path) and "--formulas sparade" in asked(path)
    assert by("board", take(path, formulas="saved")) == {"KS": 100_000, "SN": 200_000}


@pytest.mark.parametrize(
    ("stored", "format", "shown", "exact"),
    [
        (1234567, "#,##0,", 1_235_000, 1_234_567),
        (12.345, "0.0", 12_300, 12_345),
        (1000, '#,##0" tkr"', 1_000_000, 1_000_000),
    ],
)
def test_number_formats(tmp_path, stored, format, shown, exact):
    def fill(book, page):
        page.write_row("A1", ["Nämnd", "Budget 2026 tkr"])
        page.write("A2", "Kommunstyrelsen")
        page.write("B2", stored, book.add_format({"num_format": format}))

    path = xlsx(tmp_path, fill)
    if shown != exact:
        assert "--values visade eller --values lagrade" in asked(path)
    assert by("board", take(path, values="shown")) == {"Kommunstyrelsen": shown}
    assert by("board", take(path, values="stored")) == {"Kommunstyrelsen": exact}


def test_shares_by_number_format(tmp_path):
    def fill(book, page):
        percent = book.add_format({"num_format": "0.0%"})
        page.write_row("A1", ["Nämnd", "Belopp 2026 tkr", "Del av allt"])
        for row, (name, number, share) in enumerate([("KS", 100, 0.25), ("SN", 300, 0.75), ("Summa", 400, 1)], start=1):
            page.write_row(row, 0, [name, number])
            page.write(row, 2, share, percent)

    taken = take(xlsx(tmp_path, fill))
    assert by("board", taken) == {"KS": 100_000, "SN": 300_000}
    assert totals(taken) == [("KS", "25.0 %"), ("SN", "75.0 %"), ("allt", "400 tkr"), ("allt", "100.0 %")]


def test_hidden_rows_are_asked_about(tmp_path):
    def fill(book, page):
        page.write_row("A1", ["Nämnd", "Belopp 2026 tkr"])
        page.write_row("A2", ["Kommunstyrelsen", 100])
        page.write_row("A3", ["Vilande nämnden", 50])
        page.set_row(2, None, None, {"hidden": True})

    path = xlsx(tmp_path, fill)
    assert "blad Blad1, cell A3 och B3: dolda celler har innehåll" in asked(path)
    without = take(path, hidden="without")
    assert by("board", without) == {"Kommunstyrelsen": 100_000}
    assert "dolda rader 3" in without.found.aside
    assert by("board", take(path, hidden="with")) == {"Kommunstyrelsen": 100_000, "Vilande nämnden": 50_000}


def test_several_sheets_are_asked_about_and_hidden_ones_are_not_read(tmp_path):
    def fill(book, page):
        page.write_row("A1", ["Nämnd", "Belopp 2026 tkr"])
        page.write_row("A2", ["Kommunstyrelsen", 100])
        other = book.add_worksheet("Plan")
        other.write_row("A1", ["Nämnd", "Plan 2027 tkr"])
        other.write_row("A2", ["Kommunstyrelsen", 200])
        unseen = book.add_worksheet("Underlag")
        unseen.write_row("A1", ["Nämnd", "Belopp 2026 tkr"])
        unseen.write_row("A2", ["Socialnämnden", 7])
        unseen.hide()

    path = xlsx(tmp_path, fill)
    assert "--sheet Blad1 eller --sheet Plan" in asked(path)
    assert amounts(take(path, sheet="Plan")) == {(2027, *NONE, "Kommunstyrelsen"): 200_000}


def test_an_amount_merged_over_cells_is_a_fault(tmp_path):
    def fill(book, page):
        page.write_row("A1", ["Åtgärd", "KS", "SN", "Belopp i tkr"])
        page.write_row("A2", ["Lov", 10, 20])
        page.write("A3", "Jour")
        page.merge_range("B3:C3", 500, book.add_format())

    assert "cell B3: ett sammanslaget belopp" in asked(xlsx(tmp_path, fill), year="2026")


def test_no_figure_is_left_unread(tmp_path, monkeypatch):
    """A reader that loses an amount is noticed."""
    whole = line_posts.read
    monkeypatch.setattr(line_posts, "read", lambda progress, line: line.number == 4 or whole(progress, line))
    path = csv(tmp_path, TITLE + "Nämnd;Belopp\nKS;1\nSN;3\nBUN;2\n")
    assert "cell B4: talet »3» hör inte till något som har lästs" in asked(path)


def test_every_fault_at_once(tmp_path):
    said = asked(csv(tmp_path, TITLE + "Nämnd;Belopp\nKS;ett\nSN;1.500\nvarav lov;3\n"))
    assert all(place in said for place in ("cell B3", "cell B4", "cell A5"))


# Income, costs and net

FLOWS = (
    "Driftbudget 2026, tkr;;;\nNämnd;Intäkter;Kostnader;{}\nKommunstyrelsen;100;{}400;{}\nSocialnämnden;300;{}900;{}\n"
    "Totalt;400;{}1300;{}\n"
)


@pytest.mark.parametrize(("heading", "cost", "nets", "said"), [
    ("Netto", "", (-300, -600, -900), "intäkter minus kostnader"),
    ("Nettokostnad", "", (300, 600, 900), "kostnader minus intäkter"),
    ("Kommunbidrag", "−", (-300, -600, -900), "summan av intäkter och kostnader, som har olika tecken"),
])  # fmt: skip
def test_only_the_net_of_income_and_costs_is_given(tmp_path, heading, cost, nets, said):
    table = FLOWS.format(heading, *(part for left in nets for part in (cost, left)))
    taken = take(csv(tmp_path, table))
    assert by("board", taken) == in_tkr(Kommunstyrelsen=nets[0], Socialnämnden=nets[1])
    assert totals(taken) == [("allt", f"{nets[2]} tkr")]
    assert any(f"»{heading}» är belopp: {said}" in line and "(kolumn B och C)" in line for line in taken.found.reading)
    assert {"kolumn B »Intäkter»", "kolumn C »Kostnader»"} <= {*taken.found.aside}
    wrong = csv(tmp_path, table.replace(str(nets[1]), str(nets[1] - 1)))
    assert "cell D4: " in asked(wrong) and said in asked(wrong) and "--posts D" in asked(wrong)
    assert by("board", take(wrong, posts="D"))["Socialnämnden"] == (nets[1] - 1) * 1000


def test_a_net_that_nothing_makes_is_asked_about(tmp_path):
    said = asked(csv(tmp_path, FLOWS.format("Netto", "", 7, "", 8, "", 15)))
    assert "hur »Netto» räknas av »Intäkter» och »Kostnader» framgår inte" in said


def test_the_net_of_each_year(tmp_path):
    taken = take(csv(tmp_path, (
        "Driftbudget, tkr;;;;;;\nNämnd;Budget 2026;;;Plan 2027;;\n;Intäkter;Kostnader;Netto;Intäkter;Kostnader;Netto\n"
        "Kommunstyrelsen;100;400;-300;110;420;-310\nSocialnämnden;300;900;-600;300;910;-610\n"
    )))  # fmt: skip
    assert {key[0::3]: kronor for key, kronor in amounts(taken).items()} == {
        (2026, "Kommunstyrelsen"): -300_000, (2027, "Kommunstyrelsen"): -310_000,
        (2026, "Socialnämnden"): -600_000, (2027, "Socialnämnden"): -610_000,
    }  # fmt: skip


def test_the_net_of_another_year_is_no_sum(tmp_path):
    taken = take(csv(tmp_path, (
        "Driftbudget, tkr;;;;\nNämnd;Intäkter;Kostnader;Netto 2026;Netto 2025\nKommunstyrelsen;100;400;-300;-290\n"
        "Socialnämnden;300;900;-600;-580\n"
    )))  # fmt: skip
    assert sorted(amounts(taken).values()) == [-600_000, -580_000, -300_000, -290_000]
    assert {key[0] for key in amounts(taken)} == {2025, 2026} and totals(taken) == []


@pytest.mark.parametrize("cost", ["400", "−400"])
def test_income_and_costs_in_lines_are_added_only_if_their_signs_say_so(tmp_path, cost):
    table = TITLE + f"Nämnd;Post;Belopp\nKommunstyrelsen;Intäkter;100\n;Kostnader;{cost}\n;Netto;-300\n"
    path = csv(tmp_path, table)
    if cost == "400":
        assert "har samma tecken och kan inte läggas ihop" in asked(path)
    else:
        assert totals(take(path)) == [("allt", "-300 tkr")]


# Transfers

MOVED = (
    "Omfördelning 2026, tkr;;;\nFrån nämnd;Till nämnd;Ändamål;Belopp\nKommunstyrelsen;Socialnämnden;Jurist;1 250\n"
    "Kommunstyrelsen;Kulturnämnden;Lokaler;2 500\nBarnnämnden;Socialnämnden;Elevhälsa;-125\nSumma;;;3 625\n"
)


def test_a_transfer_is_two_amounts(tmp_path):
    taken = take(csv(tmp_path, MOVED))
    assert {key[2:]: kronor // 1000 for key, kronor in amounts(taken).items()} == {
        ("Jurist", "Kommunstyrelsen"): -1250, ("Jurist", "Socialnämnden"): 1250,
        ("Lokaler", "Kommunstyrelsen"): -2500, ("Lokaler", "Kulturnämnden"): 2500,
        ("Elevhälsa", "Barnnämnden"): 125, ("Elevhälsa", "Socialnämnden"): -125,
    }  # fmt: skip
    assert "är nämnder: varje rad är två belopp, ett med minus för den som ger" in taken.found.reading[0]
    assert any("»Summa», som är summan av överföringarna" in line for line in taken.found.aside)


def test_a_transfer_that_is_not_whole_or_not_summed_is_asked_about(tmp_path):
    assert "cell D6: »Summa» är inte summan av överföringarna" in asked(csv(tmp_path, MOVED.replace("3 625", "3 626")))
    said = asked(csv(tmp_path, MOVED.replace("Barnnämnden;", ";")))
    assert "cell D5: beloppet ska ha både den som ger och den som får" in said
    assert "--duplicates" in asked(csv(tmp_path, MOVED.replace("Lokaler", "Jurist")))


# The command


def command(*arguments: str) -> subprocess.CompletedProcess:
    return conftest.command("import", *arguments, SOURCE_DATE_EPOCH="1767225600")


ROUNDED = (
    "Kommunbidrag per nämnd 2026;\n;Mnkr\nKommunstyrelsen;100,4\nBarn- och utbildningsnämnden;200,4\n"
    "Kultur- och fritidsnämnden;50,4\nSumma;351,3\n"
)


def test_a_case_is_written_and_told_and_not_written_over(tmp_path):
    path, folder = csv(tmp_path, ROUNDED.replace("351,3", "351,2")), tmp_path / "data" / "ramar-2026"
    arguments = (str(path), "--case", "ramar-2026", "--data", str(tmp_path / "data"))
    done = command(*arguments, "--municipality", "Exempels kommun")
    assert done.returncode == 0, done.stderr
    assert "3 belopp, 3 nämnder, 1 åtgärd, sammanlagt 351,2\u00a0mnkr" in done.stdout
    assert "Läst: kolumn B »Mnkr» är belopp i mnkr." in done.stdout
    assert "Året 2026 står i texten ovanför tabellen." in done.stdout
    assert "--reference" in done.stdout and "--municipality" not in done.stdout
    case = load(folder)
    assert case.title == "Kommunbidrag per nämnd 2026" and case.total() == 351_200_000
    again = command(*arguments)
    assert again.returncode == 2 and "--replace" in again.stderr
    assert load(folder).digests == case.digests
    assert command(*arguments, "--replace").returncode == 0
    assert load(folder).decision.known("municipality") == ""


def test_a_failed_import_leaves_nothing_behind(tmp_path):
    path = csv(tmp_path, ROUNDED.replace("100,4", "hundra"))
    done = command(str(path), "--case", "ramar-2026", "--data", str(tmp_path / "data"))
    assert done.returncode == 2 and "cell B3: fann »hundra»" in done.stderr
    assert not (tmp_path / "data").exists()


def test_a_total_that_does_not_tie_is_written_listed_and_explained(tmp_path):
    path, data = csv(tmp_path, ROUNDED), str(tmp_path / "data")
    done = command(str(path), "--case", "ramar-2026", "--data", data)
    assert done.returncode == 4
    assert "S01 Summa: angivet 351,3\u00a0mnkr, uträknat 351,2\u00a0mnkr" in done.stderr
    assert "Skillnaden i S01 ryms i att beloppen är avrundade till 0,1 mnkr" in done.stdout
    assert "--rounding 0,1 --replace" in done.stdout
    rounded = command(str(path), "--case", "ramar-2026", "--data", data, "--rounding", "0,1", "--replace")
    assert rounded.returncode == 0, rounded.stderr
    findings = reconcile(load(tmp_path / "data" / "ramar-2026")).findings
    assert [finding.state for finding in findings.values()] == [State.ROUNDED]


def test_what_is_stated_keeps_its_own_decimals(tmp_path):
    table = FINANCE.format("Summa nämnder", "950").replace(";100", ";100,5").replace("Totalt;950", "Totalt;950,5")
    done = command(str(csv(tmp_path, table)), "--case", "ramar", "--data", str(tmp_path))
    assert done.returncode == 4
    assert "S01 Summa nämnder: angivet 950\u00a0tkr, uträknat 900,5\u00a0tkr, skillnad −49,5\u00a0tkr" in done.stderr


def test_a_gap_that_rounding_does_not_explain_gets_no_such_hint(tmp_path):
    done = command(str(csv(tmp_path, ROUNDED.replace("351,3", "361,3"))), "--case", "fel", "--data", str(tmp_path))
    assert done.returncode == 4 and "--rounding" not in done.stdout


def test_amounts_that_are_not_rounded_as_said_are_a_fault(tmp_path):
    path = csv(tmp_path, ROUNDED.replace("50,4", "50,41"))
    assert "cell B5: 50,41 mnkr är inte avrundat till 0,1" in asked(path, rounding="0.1", footnote="INGA")


def test_places_in_options_may_be_ranges(tmp_path):
    path = csv(tmp_path, ROUNDED + ";\nNämnd;2027\nKS;1\nSN;2\n")
    done = command(str(path), "--case", "ramar", "--data", str(tmp_path), "--ignore", "8-10", "--rounding", "0,1")
    assert done.returncode == 0, done.stderr
    assert "Lämnat åt sidan: rad 8-10, som begärt." in done.stdout
    wrong = command(str(path), "--case", "ramar2", "--data", str(tmp_path), "--ignore", "rad8!")
    assert wrong.returncode == 2 and "»RAD8!» är ingen rad, kolumn eller cell" in wrong.stderr


def test_the_rows_that_a_sum_is_of_may_be_given(tmp_path):
    path = csv(tmp_path, SOFT.format("Summa mjuka nämnder", "1 100 500"))
    to = (str(path), "--case", "ramar", "--data", str(tmp_path))
    done = command(*to, "--totals", "9,6=3+5")
    assert done.returncode == 2 and "--totals 9" in done.stderr
    done = command(*to, "--totals", "6=3+5,8")
    assert done.returncode == 4 and "rad 6 »Summa mjuka nämnder» är summan av rad 3,5." in done.stdout
    for text in ("6=", "6=a", "A=3", "6=3+-5"):
        wrong = command(*to, "--totals", text)
        assert wrong.returncode == 2 and f"»{text}» är ingen rad med de rader som den summerar" in wrong.stderr


def test_a_report_of_a_document_that_is_not_known_reads_well(tmp_path):
    command(str(csv(tmp_path, ROUNDED)), "--case", "ramar", "--data", str(tmp_path))
    report = Report.make(Parameters.check({"case": str(tmp_path / "ramar")}))
    front = front_matter(report)
    assert (front.title, front.municipality) == ("Granskning av Kommunbidrag per nämnd 2026", "Kommun ej angiven")
    assert front.identity == "Granskar en handling (tabell.csv)."
    said = "".join(run.text for run in narrative.decision(report).runs)
    assert said.startswith("Enligt raderna i handlingen får nämnderna sammanlagt 351,2\xa0mnkr. ")
    assert "Uppgift saknas om varifrån pengarna tas." in said
    assert "uppgift saknas" not in str(report_tables.terms(report))
    assert report_tables.places(report).caption == "Ställen i handlingen"


@pytest.mark.parametrize("heading", ["Nämnd;Belopp\n", ";tkr\n", "Ramar;Budget 2026\n", ""])
def test_words_for_an_amount_in_the_first_line_are_not_a_heading(tmp_path, heading):
    path = csv(tmp_path, TITLE + heading + "Kommunstyrelsen;utgår\nSocialnämnden;3 400\nKulturnämnden;400\n")
    said = asked(path)
    assert "»utgår», väntade" in said or "»Kommunstyrelsen» är ett namn men står i rubrikraden" in said


def test_boards_with_the_same_initials_get_short_names_of_their_own(tmp_path):
    names = [
        "Socialnämnden",
        "Samhällsbyggnadsnämnden",
        "Servicenämnden",
        "Kommunstyrelsen",
        "Sociala myndighetsnämnden",
    ]
    table = TITLE + "Nämnd;Belopp\n" + "".join(f"{name};100\n" for name in names)
    short = [row["short_name"] for row in take(csv(tmp_path, table)).draft.rows["boards"]]
    assert len(set(short)) == len(names)
    assert short[:4] == ["Soc-N", "Sam-N", "Ser-N", "KS"]


@pytest.mark.parametrize(("format", "shown"), [("0", True), (";;;", False)])
def test_a_number_that_its_format_hides_is_asked_about(tmp_path, format, shown):
    def fill(book, sheet):
        sheet.write_row("A1", ["Nämnd", "Belopp 2026, tkr"])
        sheet.write_row("A2", ["Kommunstyrelsen", 100])
        sheet.write("A3", "Socialnämnden")
        sheet.write("B3", 200, book.add_format({"num_format": format}))

    path = xlsx(tmp_path, fill)
    if shown:
        assert by("board", take(path)) == {"Kommunstyrelsen": 100_000, "Socialnämnden": 200_000}
    else:
        assert "cell B3: dolda celler har innehåll; avgör med --hidden med eller --hidden utan" in asked(path)
        assert by("board", take(path, hidden="without")) == {"Kommunstyrelsen": 100_000}
        assert by("board", take(path, hidden="with")) == {"Kommunstyrelsen": 100_000, "Socialnämnden": 200_000}


@pytest.mark.parametrize(("format", "of_five"), [("0.0", 5), ("0.0%", 0.05)])
def test_a_share_is_as_exact_as_it_is_shown(tmp_path, format, of_five):
    def fill(book, sheet):
        shown = book.add_format({"num_format": format})
        sheet.write_row("A1", ["Nämnd", "Ram 2026, mnkr", "Andel, %"])
        for row, (name, amount, share) in enumerate(
            [("Kommunstyrelsen", 54, 1), ("Socialnämnden", 946, 18.92), ("Summa", 1000, 20)], start=1
        ):
            sheet.write_row(row, 0, [name, amount])
            sheet.write_number(row, 2, of_five * share, shown)

    path = xlsx(tmp_path, fill)
    shares = [row for row in take(path).draft.rows["statements"] if row["kind"] == "share"]
    assert [(row["value"], row["rounding"]) for row in shares] == [("5.0", "0.1"), ("94.6", "0.1"), ("100.0", "0.1")]


def test_what_stands_above_the_table_is_told(tmp_path):
    table = "Sjöviks kommun;\nDnr KS 2025/0312;\nRamar för nämnderna 2026, tkr;\nNämnd;Belopp\nKommunstyrelsen;100\n"
    taken = take(csv(tmp_path, table))
    assert taken.draft.title == "Ramar för nämnderna 2026"
    assert {"Ovanför tabellen står också: Sjöviks kommun.", "Ovanför tabellen står också: Dnr KS 2025/0312."} <= {
        *taken.told
    }


@pytest.mark.parametrize(("line", "read"), [
    ("Dnr KS 2025/0312", "KS 2025/0312"),
    ("Bilaga 2, dnr. KS-2025/312.111, Sjövik", "KS-2025/312.111"),
    ("Diarienummer: KS/2025:312", "KS/2025:312"),
    ("Bilaga till KS 2025/0312", "uppgift saknas"),  # which may be another document's
    ("Dnr KS 2025/0312 och dnr BN 2025/0007", "uppgift saknas"),
    ("Dnr 2025-03-12", "uppgift saknas"),
])  # fmt: skip
def test_a_reference_number_that_is_called_one_is_read(tmp_path, line, read):
    path = csv(tmp_path, f"{line};\nRamar för nämnderna 2026, tkr;\nNämnd;Belopp\nKommunstyrelsen;100\n")
    taken = take(path)
    known = read != "uppgift saknas"
    assert taken.draft.decision["reference"] == read
    assert ("reference" in taken.identity.missing) != known
    assert (f"Diarienumret {read} står i texten ovanför tabellen." in taken.told) == known
    given = conversion.take_in(path, sheet.read(path)[0], Options(), Identity(reference="BN 2025/1"))
    assert given.draft.decision["reference"] == "BN 2025/1"
    assert not any("Diarienumret" in told for told in given.told)


def test_a_purpose_that_is_not_known_is_missing(tmp_path):
    done = command(str(csv(tmp_path, ROUNDED)), "--case", "ramar", "--data", str(tmp_path))
    assert "ändamålet enligt ärendets rubrik (--subject)" in done.stdout
    assert load(tmp_path / "ramar").decision.known("subject") == ""


@pytest.mark.parametrize(("heading", "title"), [
    ("Investeringsplan 2026–2028 (mnkr);;;", "Investeringsplan 2026–2028"),
    ("Investeringsplan (mnkr);;;", "Investeringsplan 2026–2028"),
])  # fmt: skip
def test_a_title_has_its_years_once(tmp_path, heading, title):
    path = csv(tmp_path, f"{heading}\nNämnd;2026;2027;2028\nKommunstyrelsen;100;110;120\nSocialnämnden;1;2;3\n")
    taken = take(path)
    assert taken.draft.title == title
    assert not any("efter filens namn" in told for told in taken.told)


def test_a_title_that_is_the_name_of_the_file_is_told(tmp_path):
    path = csv(tmp_path, "Nämnd;Belopp 2026, tkr\nKommunstyrelsen;100\nSocialnämnden;90\n")
    told = "Rubriken framgår inte; det står »Tabell 2026» efter filens namn. Ange --title för en rubrik."
    assert told in take(path).told
    given = conversion.take_in(path, sheet.read(path)[0], Options(), Identity(title="Ramar 2026"))
    assert not any("efter filens namn" in line for line in given.told)


def test_the_year_that_money_is_moved_from_is_not_taken_for_the_budget_year(tmp_path):
    table = "Ombudgetering av investeringar från 2024, tkr;\nNämnd;Belopp\nKommunstyrelsen;100\n"
    assert "--year" in asked(csv(tmp_path, table))
    assert {key[0] for key in amounts(take(csv(tmp_path, table), year="2025"))} == {2025}


def test_the_title_says_which_of_several_years_is_the_budget_year(tmp_path):
    table = "Nämndernas ramar 2026, tkr;;\nNämnd;Budget 2025;Budget 2026\nKommunstyrelsen;100;110\n"
    assert take(csv(tmp_path, table)).draft.decision["year"] == 2026


def test_an_option_that_is_not_needed_is_told(tmp_path):
    path = csv(tmp_path, TITLE + "Nämnd;Pott;Belopp\nKultur- och fritidsnämnden;A;100\n")
    assert any(line.startswith("--pot B har inte använts") for line in take(path, pot="B").found.told)
    assert not any("har inte använts" in line for line in take(path).found.told)


def test_a_misspelt_deciding_board_is_asked_about(tmp_path):
    path = csv(tmp_path, TITLE + "Nämnd;Belopp\nKultur- och fritidsnämnden;100\n")
    [only] = sheet.read(path)
    misspelt, whole = (Identity(own_board=name) for name in ("Kultur och fritidsnämnd", "Kommunstyrelsen"))
    assert len(conversion.take_in(path, only, Options(), whole).draft.rows["boards"]) == 2
    with pytest.raises(SheetError, match="menade du »Kultur- och fritidsnämnden»"):
        conversion.take_in(path, only, Options(), misspelt)


PARTS = [
    ("Kommunstyrelsen", 100, 0), ("Räddningstjänst", 21, 1), ("Kollektivtrafik", 9, 1),
    ("Omsorgsnämnden", 536, 0), ("Särskilt boende", 210, 1),
]  # fmt: skip


@pytest.mark.parametrize("before", ["   ", "\u00a0", "- ", "• ", "  – "])
def test_lines_set_in_under_an_amount_are_parts_of_it_or_amounts_of_their_own(tmp_path, before):
    table = TITLE + "Nämnd;Belopp\n" + "".join(f"{before * level}{name};{tkr}\n" for name, tkr, level in PARTS)
    path = csv(tmp_path, table)
    said = asked(path)
    assert "cell A4, A5 och A7: indraget under en rad med eget belopp" in said
    assert "--of-which utan" in said and "--posts 4-5,7" in said and "--totals 3,6" in said
    taken = take(path, of_which="without")
    assert by("board", taken) == {"Kommunstyrelsen": 100_000, "Omsorgsnämnden": 536_000}
    assert "rad 4 »Räddningstjänst», som ingår i »Kommunstyrelsen»" in taken.found.aside
    taken = take(path, posts="4,5,7")
    assert by("board", taken) == {name: tkr * 1000 for name, tkr, _ in PARTS}


def test_lines_set_in_by_the_alignment_of_a_workbook(tmp_path):
    def fill(book, sheet):
        sheet.write_row("A1", ["Nämnd", "Belopp 2026, tkr"])
        for row, (name, tkr, level) in enumerate(PARTS, start=1):
            sheet.write(row, 0, name, book.add_format({"indent": level}))
            sheet.write(row, 1, tkr)

    path = xlsx(tmp_path, fill)
    assert "cell A3, A4 och A6: indraget" in asked(path)
    assert sum(by("board", take(path, of_which="without")).values()) == 636_000


@pytest.mark.parametrize("top", ["", "Totalt;300\n", "Nämnder med bidrag:;\n"])
def test_lines_set_in_under_nothing_that_holds_an_amount_are_no_parts(tmp_path, top):
    table = TITLE + "Nämnd;Belopp\n" + top + "  Kommunstyrelsen;100\n  Socialnämnden;200\n"
    taken = take(csv(tmp_path, table), groups="inga")
    assert by("board", taken) == {"Kommunstyrelsen": 100_000, "Socialnämnden": 200_000}


def test_an_amount_to_take_away_is_never_added(tmp_path):
    path = csv(tmp_path, TITLE + "Nämnd;Utökas med;Minskas med\nKommunstyrelsen;100;0\nSocialnämnden;0;40\n")
    assert "»Minskas med» är inte det som fördelas" in asked(path)
    said = asked(path, posts="B,C", columns="åtgärder")
    assert "cell C4: »Minskas med» säger att beloppen är avdrag" in said and "--ignore C" in said
    path = csv(tmp_path, TITLE + "Nämnd;Utökas med;Minskas med\nKommunstyrelsen;100;0\nSocialnämnden;0;-40\n")
    taken = take(path, posts="B,C", columns="åtgärder")
    assert amounts(taken)[2026, NONE[0], "Minskas med", "Socialnämnden"] == -40_000


@pytest.mark.parametrize("heading", ["Besparing", "Effektivisering 2026", "Avgår", "Neddragning (tkr)"])
def test_a_lone_column_of_cuts_has_to_have_its_minus(tmp_path, heading):
    table = TITLE + f"Nämnd;{heading}\nKommunstyrelsen;S100\nSocialnämnden;S200\n"
    assert "större än noll" in asked(csv(tmp_path, table.replace(";S1", ";1").replace(";S2", ";2")))
    taken = take(csv(tmp_path, table.replace(";S1", ";−1").replace(";S2", ";−2")))
    assert by("board", taken) == {"Kommunstyrelsen": -100_000, "Socialnämnden": -200_000}


@pytest.mark.parametrize("name", ["Ofördelat", "Ej fördelat", "Kvar att fördela", "Reserv", "Central buffert"])
def test_what_nobody_is_given_is_no_board(tmp_path, name):
    table = f"Nämnd;Belopp\nKommunstyrelsen;100\nSocialnämnden;200\nSumma fördelat;300\n{name};50\n"
    path = csv(tmp_path, TITLE + table)
    said = asked(path)
    assert f"»{name}» är ingen nämnd" in said and "--ignore 6" in said and "--posts 6" in said
    taken = take(path, ignore="6")
    assert by("board", taken) == {"Kommunstyrelsen": 100_000, "Socialnämnden": 200_000}
    assert totals(taken) == [("allt", "300 tkr")]
    assert by("board", take(path, posts="6"))[name] == 50_000


@pytest.mark.parametrize(
    "heading", ["Ansökan", "Resultat 2025", "Ingående balans", "Utgående balans", "Tidigare beslut", "Kvar", "Saldo"]
)
def test_a_column_of_something_else_is_asked_about(tmp_path, heading):
    path = csv(tmp_path, TITLE + f"Nämnd;{heading};Belopp\nKommunstyrelsen;900;100\nSocialnämnden;800;200\n")
    assert f"»{heading}» är inte det som fördelas" in asked(path)
    assert by("board", take(path, ignore="B")) == {"Kommunstyrelsen": 100_000, "Socialnämnden": 200_000}


@pytest.mark.parametrize("heading", ["Total budget", "Totalutgift", "Total kostnad"])
def test_what_a_project_costs_in_all_is_no_sum_of_the_column(tmp_path, heading):
    path = csv(tmp_path, TITLE + f"Nämnd;Beviljat;{heading}\nKommunstyrelsen;100;900\nSocialnämnden;200;800\n")
    assert f"»{heading}» kan vara mer än det som fördelas" in asked(path)
    assert totals(take(path, ignore="C")) == []


def test_named_changes_are_amounts(tmp_path):
    table = "Nämnd;Löneökning;Volymförändring;Hyresökning\nKommunstyrelsen;100;20;3\nSocialnämnden;200;-10;4\n"
    path = csv(tmp_path, TITLE + table)
    assert "--columns åtgärder" in asked(path)
    taken = take(path, columns="åtgärder")
    assert amounts(taken)[2026, NONE[0], "Volymförändring", "Socialnämnden"] == -10_000
    assert len(amounts(taken)) == 6


@pytest.mark.parametrize("heading", ["Förändring", "Ökning", "Diff 2025-2026", "Skillnad", "Förändring mot 2025"])
def test_a_bare_change_is_the_gap_between_columns(tmp_path, heading):
    path = csv(tmp_path, f"Tkr;;\nNämnd;Budget 2026;{heading}\nKommunstyrelsen;100;3\nSocialnämnden;200;4\n")
    assert "är inte det som fördelas" in asked(path)


@pytest.mark.parametrize(("headings", "names"), [
    ("Driftbudget 2026;Investeringsbudget 2026", ["Driftbudget", "Investeringsbudget"]),
    ("Drift, tkr;Investering, tkr", ["Drift", "Investering"]),
    ("Driftbidrag;Budget", ["Driftbidrag", "Budget"]),
])  # fmt: skip
def test_columns_of_pots_take_their_whole_headings_as_names(tmp_path, headings, names):
    path = csv(tmp_path, f"Anslag 2026, tkr;;\nNämnd;{headings}\nKommunstyrelsen;100;20\nSocialnämnden;200;30\n")
    taken = take(path, columns="potter")
    assert amounts(taken) == {
        (2026, pot, NONE[1], board): tkr * 1000
        for board, row in (("Kommunstyrelsen", (100, 20)), ("Socialnämnden", (200, 30)))
        for pot, tkr in zip(names, row, strict=True)
    }


def test_subtotals_below_their_rows_are_claims_when_they_are_said_to_be_sums(tmp_path):
    table = (
        TITLE + "Verksamhet;Belopp\nFörskola;100\nGrundskola;200\nBarn och utbildning;300\nÄldreomsorg;50\nIFO;61\n"
        "Vård och omsorg;111\nTotalt;411\n"
    )
    path = csv(tmp_path, table)
    assert "--totals 5" in asked(path, rows="nämnder") and "summan av rad 3-4" in asked(path, rows="nämnder")
    taken = take(path, rows="nämnder", totals="5,8")
    assert by("board", taken) == in_tkr(Förskola=100, Grundskola=200, Äldreomsorg=50, IFO=61)
    of_two = [("Barn och utbildning", "300 tkr"), ("Vård och omsorg", "111 tkr")]
    assert totals(taken) == [*of_two, ("allt", "411 tkr")]
    assert taken.draft.rows["statements"][0]["wording"] == "Summan för Barn och utbildning"
    taken = take(csv(tmp_path, table.replace("Totalt;411\n", "")), rows="nämnder", totals="5,8")
    assert totals(taken) == of_two and sum(by("board", taken).values()) == 411_000


def test_unit_as_a_heading_over_names_is_a_column_of_names(tmp_path):
    path = csv(tmp_path, TITLE + "Enhet;Belopp\nKommunstyrelsen;100\nSocialnämnden;200\n")
    assert by("board", take(path)) == {"Kommunstyrelsen": 100_000, "Socialnämnden": 200_000}
    path = csv(tmp_path, "Bidrag 2026;;\nNämnd;Belopp;Enhet\nKommunstyrelsen;100;tkr\nSocialnämnden;2;st\n")
    assert "fann enheten »st»" in asked(path)


@pytest.mark.parametrize("days", [("2026-01-15", "2026-02-03"), ("15/1", "3/2"), ("15 januari 2026", "3 feb")])
def test_a_column_of_days_is_set_aside(tmp_path, days):
    table = TITLE + f"Beslutat;Nämnd;Belopp\n{days[0]};Kommunstyrelsen;100\n{days[1]};Socialnämnden;200\n"
    taken = take(csv(tmp_path, table))
    assert amounts(taken) == {
        (2026, *NONE, "Kommunstyrelsen"): 100_000, (2026, *NONE, "Socialnämnden"): 200_000
    }  # fmt: skip
    assert "kolumn A »Beslutat»" in taken.found.aside


@pytest.mark.parametrize("heading", ["Verksamhetskod", "Ansvarskod", "Kontonr", "Koder"])
def test_a_column_of_codes_is_set_aside(tmp_path, heading):
    table = TITLE + f"{heading};Nämnd;Belopp\n510;Kommunstyrelsen;100\n720;Socialnämnden;200\n"
    taken = take(csv(tmp_path, table))
    assert by("board", taken) == {"Kommunstyrelsen": 100_000, "Socialnämnden": 200_000}
    assert f"kolumn A »{heading}»" in taken.found.aside


def test_a_column_left_out_does_not_take_the_title_with_it(tmp_path):
    table = "Ramar 2026;;\nBelopp i tkr;;\nRef;Nämnd;Belopp\nx1;Kommunstyrelsen;100\nx2;Socialnämnden;200\n"
    taken = take(csv(tmp_path, table), ignore="A")
    assert amounts(taken) == {
        (2026, *NONE, "Kommunstyrelsen"): 100_000, (2026, *NONE, "Socialnämnden"): 200_000
    }  # fmt: skip


@pytest.mark.parametrize("heading", ["Ombudgeteras till 2025 (tkr)", "Överförs till 2025 (+), tkr"])
def test_the_year_of_the_amounts_heading_wins_over_the_title_and_is_told(tmp_path, heading):
    table = f"Bokslut 2024, ombudgeteringar;\nNämnd;{heading}\nKommunstyrelsen;100\nSocialnämnden;200\n"
    taken = take(csv(tmp_path, table))
    assert {key[0] for key in amounts(taken)} == {2025}
    assert any("2025" in line and "2024" in line for line in taken.found.told)


OTHER_YEARS = [
    "Belopp enligt KF {}", "Ram enligt MRP {}", "Belopp enligt ärende {}", "Ram utöver {}",
    "Belopp efter revidering {}",
    "Ram basår {}", "Belopp omräknat till {}", "Ram med {} som bas", "Utgångsläge {}", "Ram {} års nivå", "Beslutad {}",
    "Protokoll {}", "Underlag {}", "Version {}", "Beslutsår {}", "Beslut KF {}", "Belopp jämfört {}", "Ökning mot {}",
    "Prisnivå {}", "{} års pris- och lönenivå", "Index {}", "Befolkning {}", "Per capita {}", "Ram (KF juni {})",
]  # fmt: skip


@pytest.mark.parametrize("title", ["Fördelning av medel, tkr", "Fördelning 2026, tkr"])
def test_a_year_that_may_be_another_than_that_of_the_amounts_is_asked_about(tmp_path, title):
    """Whatever says so in the heading; and a plain one too, where the title says a later."""
    table = f"{title};;\nNämnd;Åtgärd;{{}}\nParknämnden;Lek;250\nHamnnämnden;Bad;300\n"
    for heading in [*OTHER_YEARS, *["Belopp {}"] * ("2026" in title)]:
        path = csv(tmp_path, table.format(heading.format(2024)))
        said = asked(path)
        assert "--year" in said or "--ignore C" in said, heading
    assert {key[0] for key in amounts(take(path, year="2026", posts="C"))} == {2026}


def test_a_minus_of_full_stops_and_a_slash(tmp_path):
    table = TITLE + "Nämnd;Belopp\nKommunstyrelsen;./. 200\nSocialnämnden;./.1 000\nKulturnämnden;300\n"
    assert by("board", take(csv(tmp_path, table))) == in_tkr(
        Kommunstyrelsen=-200, Socialnämnden=-1000, Kulturnämnden=300
    )


def test_a_sum_with_its_rows_under_it_is_not_taken_for_the_row_above(tmp_path):
    table = TITLE + "Nämnd;Belopp\nRevisionen;100\nKommunstyrelsen;100\nLedning;61\nIT;39\nTotalt;200\n"
    taken = take(csv(tmp_path, table), totals="4")
    assert amounts(taken)[2026, NONE[0], "Ledning", "Kommunstyrelsen"] == 61_000
    assert ("Kommunstyrelsen", "100 tkr") in totals(taken)


ROUNDED_GROUPS = "Ramar 2026, {};\nNämnd/verksamhet;Budget\nSocialnämnden;{}\n{}Kulturnämnden;{}\n"


@pytest.mark.parametrize(("unit", "whole", "parts", "other"), [
    ("tkr", "15 003", ("9 001", "6 001"), "4 000"),
    ("mnkr", "81,7", ("8,2", "17", "56,4"), "3,2"),  # as off as rounding of three can make it
    ("tkr", "81 700", ("8 200", "17 000", "56 400"), "3 200"),  # rounded to hundreds
    ("tkr", "−37 500", ("−4 257", "−4 799", "−28 445"), "−620"),
])  # fmt: skip
@pytest.mark.parametrize("first", [True, False])
def test_a_line_that_sums_those_next_to_it_but_for_rounding_is_asked_about(tmp_path, unit, whole, parts, other, first):
    parts = [f"Del {k};{part}\n" for k, part in enumerate(parts)]
    table = ROUNDED_GROUPS.format(unit, whole, "".join(parts), other)
    own = 3
    if not first:
        table, own = table.replace(f"Socialnämnden;{whole}\n", "").replace("Kultur", f"Social;{whole}\nKultur"), 3
        own += len(parts)
    said = asked(csv(tmp_path, table), rows="nämnder")
    assert f"cell A{own}: " in said and "är lika med summan av rad" in said and "så när som på avrundning" in said
    whole_kronor = sum(amounts(take(csv(tmp_path, table), rows="nämnder", posts=f"{own}")).values())
    taken = take(csv(tmp_path, table), rows="nämnder", totals=f"{own}")
    [[_, stated]] = totals(taken)
    number, unit = stated.split()
    assert sum(amounts(taken).values()) == whole_kronor - to_kronor(Decimal(number), unit)


@pytest.mark.parametrize(("whole", "one", "two"), [
    (15_005, 9_001, 6_001),  # farther off than rounding explains
    (19, 9, 9),  # too few digits to say anything
])  # fmt: skip
def test_a_line_that_only_happens_to_be_near_a_sum_is_an_amount(tmp_path, whole, one, two):
    table = ROUNDED_GROUPS.format("tkr", whole, f"Miljönämnden;{one}\nTekniska nämnden;{two}\n", 4_000)
    assert sum(amounts(take(csv(tmp_path, table))).values()) == (whole + one + two + 4_000) * 1000


def told_of_sums(taken) -> list[str]:
    return [line for line in taken.found.reading if "lika med" in line]


def test_a_line_in_round_figures_that_sums_those_next_to_it_is_told(tmp_path):
    rows = "Kommunstyrelsen;9000\nStab;4000\nRäddningstjänst;{}\nValnämnden;500\n"
    path = csv(tmp_path, TITLE + "Nämnd;Belopp\n" + rows.format(5000))
    taken = take(path, rows="nämnder")
    assert told_of_sums(taken) == [
        "rad 3 »Kommunstyrelsen» är lika med summan av rad 4-5 och är läst som en egen post; är raden en summa, "
        "ange --totals 3"
    ]
    assert sum(amounts(taken).values()) == 18_500_000
    assert told_of_sums(take(path, rows="nämnder", posts="3")) == []
    assert sum(amounts(take(path, rows="nämnder", totals="3")).values()) == 9_500_000
    under = csv(
        tmp_path, TITLE + "Nämnd;Belopp\nStab;4000\nRäddningstjänst;5000\nKommunstyrelsen;9000\nValnämnden;500\n"
    )
    assert "är lika med summan av rad 3-4" in told_of_sums(take(under, rows="nämnder"))[0]
    assert told_of_sums(take(csv(tmp_path, TITLE + "Nämnd;Belopp\n" + rows.format(6000)), rows="nämnder")) == []
    whole = csv(tmp_path, TITLE + "Nämnd;Belopp\n" + rows.format(5000) + "Summa;18500\n")  # no line is counted twice
    assert told_of_sums(take(whole, rows="nämnder")) == []


def test_of_many_lines_that_may_be_sums_the_first_are_told(tmp_path):
    groups = "".join(f"G{k};{3 * 10**k}\nA{k};{10**k}\nB{k};{2 * 10**k}\n" + "".join(
        f"{name}{k};{n * 10**k}\n" for name, n in (("C", 71), ("D", 97), ("E", 83), ("F", 91))
    ) for k in range(7))  # fmt: skip
    told = told_of_sums(take(csv(tmp_path, TITLE + "Nämnd;Belopp\n" + groups), rows="nämnder"))
    assert len(told) == 6 and told[-1] == "lika med raderna intill är också 2 rader till"


SINGLE = "Valnämnden;1517\nAllmänna val;1517\nRevisionen;2733\nGranskning;{}\nKulturnämnden;{}\n"


def test_groups_of_a_single_line_are_asked_about(tmp_path):
    path = csv(tmp_path, TITLE + "Nämnd;Belopp\n" + SINGLE.format(2733, 8871))
    said = asked(path, rows="nämnder")
    assert "cell A3: »Valnämnden» är lika med rad 4 och skulle räknas två gånger: är raden en summa" in said
    assert "»Revisionen» är lika med rad 6" in said and "välj bort rad 6 med --ignore 6" in said
    assert sum(amounts(take(path, rows="nämnder", totals="3", ignore="6")).values()) == 13_121_000
    assert "A5" in asked(path, rows="nämnder", posts="3") and "A3" not in asked(path, rows="nämnder", posts="3")
    assert sum(amounts(take(path, rows="nämnder", posts="3,5")).values()) == 17_371_000


def test_a_lone_pair_of_lines_with_the_same_amount_is_told(tmp_path):
    path = csv(tmp_path, TITLE + "Nämnd;Belopp\n" + SINGLE.format(2744, 8871))
    assert "rad 3 »Valnämnden» är lika med rad 4 och är läst som en egen" in told_of_sums(take(path, rows="nämnder"))[0]
    often = csv(tmp_path, TITLE + "Nämnd;Belopp\n" + SINGLE.format(2733, 1517) + "KS;2733\n")  # the usual grant
    assert told_of_sums(take(often, rows="nämnder")) == []


def test_the_same_amount_in_two_years_or_of_two_boards_and_measures_is_no_group(tmp_path):
    table = "År;Åtgärd;Nämnd;Belopp, tkr\n2026;Lov;SN;1517\n2027;Lov;SN;1517\n2026;Bad;{}\n2026;{};BUN;2733\n"
    assert told_of_sums(take(csv(tmp_path, table.format("KN;2733", "Lek")))) == []
    assert told_of_sums(take(csv(tmp_path, table.format("KN;2733", "Bad")))) != []


def test_groups_that_rounding_puts_off_in_some_years_are_asked_about(tmp_path):
    table = (
        "Driftbudget;;\nmnkr;Budget 2026;Plan 2027\nKommunstyrelsen;25,3;26,5\nRevision;8,2;8,5\nStab;17;18\n"
        "Familjenämnden;549,0;573,8\nOmsorg;85,3;88\nSkola;463,7;485,7\n"
    )
    said = asked(csv(tmp_path, table), rows="nämnder")
    assert "summan av rad 4-5 så när som" in said and "summan av rad 7-8 så när som" in said and "--totals 6" in said
    taken = take(csv(tmp_path, table), rows="nämnder", totals="3,6")
    assert sum(amounts(taken).values()) == 1_174_400_000 and len(totals(taken)) == 4


def test_results_that_are_carried_on_sum_all_lines_above(tmp_path):
    """What the question says that a line sums is what is claimed of it."""
    table = (
        TITLE + "Nämnd;Ram\nKommunstyrelsen;145\nSocialnämnden;655\nNämndernas nettokostnader;800\nPensioner;32\n"
        "Avskrivningar;41\nVerksamhetens nettokostnader;{}\nSkatter;-690\nStatsbidrag;-195\nÅrets resultat;-12\n"
    )
    path = csv(tmp_path, table.format(873))
    assert "summan av rad 5-7" in asked(path, rows="nämnder")
    taken = take(path, rows="nämnder", totals="5,8,11")
    assert totals(taken) == [("Nämndernas nettokostnader", "800 tkr"), ("allt", "-12 tkr")]
    assert any("rad 8 »Verksamhetens nettokostnader», som är summan av rad 3-4,6-7: " in a for a in taken.found.aside)


def test_a_line_under_the_last_sum_is_asked_about_and_the_sum_is_never_proposed_as_a_board(tmp_path):
    table = TITLE + "Nämnd;Ram\nKommunstyrelsen;150\nSocialnämnden;700\nSumma nämnder;{}\nFinansiering;-850\n"
    path = csv(tmp_path, table.format(850))
    assert "--ignore 6" in asked(path) and "--posts 6" in asked(path) and "--posts 5" not in asked(path)
    assert totals(take(path, ignore="6")) == [("allt", "850 tkr")]
    assert totals(take(path, posts="6")) == [("Summa nämnder", "850 tkr")]
    wrong = asked(csv(tmp_path, RAMS.format("14;15;16", "Totalt")))
    assert "--ignore 8" in wrong and "--posts 8" not in wrong


def test_a_line_without_a_name_is_proposed_as_a_sum_only_where_it_may_be_one(tmp_path):
    table = (
        "Fonden 2026, tkr;;\nProjekt;Ansvarig nämnd;Belopp\nFamilj;Socialnämnden;1 200\nSkola;Barnnämnden;2 100\n"
        "Summa beviljat;;3 300\n{}\n"
    )
    said = asked(csv(tmp_path, table.format("Fondens ram;;5 000")))
    assert "--ignore 6" in said and "--totals" not in said
    assert sum(amounts(take(csv(tmp_path, table.format("Fondens ram;;5 000")), ignore="6")).values()) == 3_300_000
    path = csv(tmp_path, table.replace("Summa beviljat", "Beviljat").format("Jobb;Kulturnämnden;50"))
    assert "cell A5: " in asked(path) and "--totals 5" in asked(path)
    assert sum(amounts(take(path, totals="5")).values()) == 3_350_000


# What headings and names leave open


@pytest.mark.parametrize(("heading", "year"), [
    ("Bu-26", 2026), ("Plan -27", 2027), ("Budget 26", 2026), ("B26", 2026), ("Budget '26", 2026),
    ("Ram -28, tkr", 2028),
])  # fmt: skip
def test_a_short_year_is_read_where_another_text_names_a_year_near_it(tmp_path, heading, year):
    table = f"Nämnd;{heading}\nKommunstyrelsen;100\nSocialnämnden;200\n"
    taken = take(csv(tmp_path, TITLE + table))
    assert {key[0] for key in amounts(taken)} == {year}
    path = csv(tmp_path, "Kommunbidrag, tkr;\n" + table)
    said = asked(path)
    assert f"kan vara år {year}" in said and "--columns år" in said and "--year ÅR" in said
    assert {key[0] for key in amounts(take(path, columns="år"))} == {year}
    assert {key[0] for key in amounts(take(path, year="2030"))} == {2030}


def test_short_years_side_by_side(tmp_path):
    path = csv(tmp_path, "Ramar, tkr;;;\nNämnd;Bu-26;Plan-27;Plan -28\nKommunstyrelsen;1;2;3\nSocialnämnden;4;5;6\n")
    assert "cell B2, C2 och D2 (här om B2): »Bu-26» kan vara år 2026" in asked(path)
    taken = take(path, columns="år")
    assert amounts(taken)[2028, *NONE, "Socialnämnden"] == 6_000 and len(amounts(taken)) == 6


@pytest.mark.parametrize("heading", [
    "från 2024 till 2025", "2024/2025", "2024-2025", "2024/25", "Ram 2024–2025", "Förändring 2024-2025",
])  # fmt: skip
def test_a_heading_with_several_years_never_takes_the_year_of_the_title(tmp_path, heading):
    path = csv(tmp_path, TITLE + f"Nämnd;{heading}\nKommunstyrelsen;100\nSocialnämnden;200\n")
    said = asked(path)
    assert f"cell B2: »{heading}» nämner flera år" in said and "--year 2024 eller --year 2025" in said
    assert {key[0] for key in amounts(take(path, year="2025"))} == {2025}


@pytest.mark.parametrize("lower", ["Budget 2026", "Bu-26"])
def test_two_rows_of_headings_with_different_years(tmp_path, lower):
    path = csv(tmp_path, f"Tkr;\nNämnd;2025\nNämnd;{lower}\nKommunstyrelsen;100\nSocialnämnden;200\n")
    assert "både 2025 och 2026" in asked(path)


@pytest.mark.parametrize("name", [
    "KS reserv", "Kommunstyrelsens reserv", "Till KF:s förfogande", "Löneökningsreserv", "Centralt anslag",
    "Medel till förfogande", "Kommunstyrelsens ofördelade medel",
])  # fmt: skip
def test_a_reserve_is_no_board_wherever_its_label_says_so(tmp_path, name):
    path = csv(tmp_path, TITLE + f"Nämnd;Belopp\nKommunstyrelsen;100\nSocialnämnden;200\n{name};50\nSumma;350\n")
    assert f"»{name}» är ingen nämnd" in asked(path) and "--posts 5" in asked(path)
    assert by("board", take(path, posts="5"))[name] == 50_000
    path = csv(tmp_path, f"Anslag 2026, tkr;;;\nÅtgärd;KS;SN;{name}\nLek;1;2;3\nSpel;4;5;6\n")
    assert f"»{name}» är ingen nämnd" in asked(path)


def test_a_reserve_may_be_a_measure_but_what_is_not_allocated_is_asked_about(tmp_path):
    table = TITLE + "Åtgärd;Belopp\nLek;100\nBuffert för hyror;200\n"
    assert len(by("measure", take(csv(tmp_path, table), board="KS"))) == 2
    assert "»Ej fördelat»" in asked(csv(tmp_path, table + "Ej fördelat;50\n"), board="KS")


NUMBERED = TITLE + "Nämnd;Belopp\nKommunstyrelsen;100\nOmsorgsnämnden 2;200\nSumma;300\n;\n2 Varav 10 till LSS.;\n"


def test_a_number_after_a_name_is_a_footnote_or_part_of_it(tmp_path):
    path = csv(tmp_path, NUMBERED)
    assert "cell A4: »Omsorgsnämnden 2» kan vara hela namnet" in asked(path)
    taken = take(path, footnote="A4")
    assert by("board", taken) == {"Kommunstyrelsen": 100_000, "Omsorgsnämnden": 200_000}
    assert marked(taken) == {"Ej uppdelat belopp, Omsorgsnämnden": "fotnot-2"}
    assert "Omsorgsnämnden 2" in by("board", take(path, footnote="INGA"))
    unnumbered = csv(tmp_path, NUMBERED.replace("2 Varav", "Varav"))
    assert "Omsorgsnämnden 2" in by("board", take(unnumbered))


def test_names_are_in_the_order_of_the_table(tmp_path):
    path = csv(tmp_path, "Anslag 2026, tkr;;;\nÅtgärd;KS;SN;BUN\nLek;;5;100\nSpel;10;;20\n")
    taken = take(path)
    assert [row["name"] for row in taken.draft.rows["boards"]][:3] == ["KS", "SN", "BUN"]
    assert "Nämnder: KS 10000, SN 5000, BUN 120000." in conversion.summary(taken, tmp_path, str)


def test_headings_among_the_rows_and_numbered_footnote_signs_are_told(tmp_path):
    path = csv(tmp_path, (
        "Anslag 2026, tkr;;\nÅtgärd;Nämnd;Belopp\nIntegrationspotten:;;\nLek*;KS;100\nSpel;SN;200\n;;\n* Hyra.;;\n"
        "KS är kommunstyrelsen.;;\n"
    ))  # fmt: skip
    taken = take(path)
    told = conversion.summary(taken, tmp_path, str)
    assert "Läst: rad 3 »Integrationspotten» är pott, som raderna under hör till." in told
    assert "Fotnot * har fått numret 1." in told
    assert "Lämnat åt sidan: texten under tabellen: KS är kommunstyrelsen." in told


def test_a_wrong_sort_of_heading_among_the_rows_gives_one_fault_with_what_it_can_be(tmp_path):
    path = csv(tmp_path, "Anslag 2026, tkr;;\nÅtgärd;Nämnd;Belopp\nIntegration:;;\nLek;KS;100\nSpel;SN;200\n")
    said = asked(path, groups="åtgärder")
    assert said.count("\n") == 1 and said.endswith("--groups potter eller --groups inga")


@pytest.mark.parametrize("title", ["Investeringar (mnkr)", "Investeringar 2026, tkr"])
def test_a_second_title_is_never_taken_for_a_pot_unasked(tmp_path, title):
    path = csv(tmp_path, (
        f"Drift 2026, tkr;\nNämnd;Belopp\nKS;1\nSN;2\n;\n{title};\nNämnd;Belopp\nBUN;4\nMN;5\n"
    ))  # fmt: skip
    said = asked(path)
    assert f"cell A6: »{title}» ser ut som rubriken till en ny tabell" in said
    assert "--ignore 6-9 eller --ignore 1-5" in said
    assert by("board", take(path, ignore="6,7,8,9")) == {"KS": 1_000, "SN": 2_000}
    if "mnkr" in title:  # another unit is another table, whatever the heading is
        assert "ny tabell" in asked(path, groups="potter")
        taken = take(path, ignore="1,2,3,4,5", year="2026")
        assert by("board", taken) == {"BUN": 4_000_000, "MN": 5_000_000}
    else:
        assert len(amounts(take(path, groups="potter"))) == 4


def test_three_tables_are_read_one_at_a_time(tmp_path):
    part = "{};\nNämnd;{}\nKS;1\nSN;2\n;\n"
    path = csv(tmp_path, "".join(part.format(f"Tabell {n}", f"202{n} tkr") for n in (5, 6, 7)))
    said = asked(path)
    assert "--ignore 6-14, --ignore 1-5,11-14 eller --ignore 1-10" in said and "--posts" not in said
    assert {key[0] for key in amounts(take(path, ignore=",".join(map(str, [*range(1, 6), *range(11, 15)]))))} == {2026}


def test_two_tables_side_by_side(tmp_path):
    path = csv(tmp_path, "Drift 2026;;;Investering 2026;\nNämnd;tkr;;Nämnd;tkr\nKS;100;;BUN;5\nSN;200;;MN;7\n")
    assert "två tabeller står bredvid varandra" in asked(path) and "--ignore D,E eller --ignore A,B" in asked(path)
    assert by("board", take(path, ignore="A,B")) == {"BUN": 5_000, "MN": 7_000}


@pytest.mark.parametrize("amount", ["2026", "2026 kr"])
def test_an_amount_that_looks_like_a_year_is_never_lost(tmp_path, amount):
    path = csv(tmp_path, f"Bidrag 2025, kr;\nBidrag;Belopp\nVerksamhetsbidrag;{amount}\nStartbidrag;500\nLokal;70\n")
    assert "--posts 3" in asked(path, board="KS")
    taken = take(path, board="KS", rows="åtgärder", posts="3")
    assert by("measure", taken) == {"Verksamhetsbidrag": 2026, "Startbidrag": 500, "Lokal": 70}


def test_a_refused_application_is_nil_and_told(tmp_path):
    table = "Bidrag, kr;;\nFörening;2025;2026\nHembygd;5 000;6 000\nFilmklubben;Avslag;Avslag\nLyran;1 000;2 000\n"
    taken = take(csv(tmp_path, table), board="KN")
    assert len(amounts(taken)) == 4
    assert "Cell B4 »Avslag» är läst som inget belopp." in taken.found.told
    said = asked(csv(tmp_path, table.replace("Avslag", "Vilande")), board="KN")
    assert "fann »Vilande», väntade ett belopp; rätta cellen eller välj bort raden med --ignore 4" in said
    assert "ny tabell" not in said


def test_what_the_cells_leave_open_is_asked_together_with_the_columns(tmp_path):
    path = csv(tmp_path, "Anslag 2026;;\nNamn;Lek;Spel\nUppsala;1 2;5\nVisby;10;7\n")
    said = asked(path)
    assert "--rows nämnder" in said and "--columns potter" in said and "fann »1 2»" in said and "--unit" in said


def test_what_nothing_in_the_table_says_is_asked_at_once(tmp_path):
    path = csv(tmp_path, "Förening;Lokalbidrag;Verksamhetsbidrag\nHembygdsföreningen;25000;10000\nLyran;10000;4000\n")
    said = asked(path)
    assert "cell B1: »Lokalbidrag» kan vara" in said and "cell C1: »Verksamhetsbidrag» kan vara" in said
    assert "--unit kr" in said and "--year ÅR" in said and "--board NAMN" in said and said.count("\n") == 5
    settled = {"unit": "kr", "year": "2026", "board": "Kulturnämnden"}
    assert sum(amounts(take(path, **settled, columns="potter")).values()) == 49_000
    assert "--board" not in asked(csv(tmp_path, "Nämnd;Lokalbidrag;Verksamhetsbidrag\nA;25000;10000\nB;10000;4000\n"))
    headed = csv(tmp_path, "Åtgärd;Bidrag\nKultur;\nLyran;25000\nFritid;\nHallen;4000\n")
    assert "--groups nämnder" in asked(headed) and "--board" not in asked(headed)
    one = asked(csv(tmp_path, "Förening;Bidrag\nLyran;25000\nFilmstudion;10000\n"))
    assert "--unit kr" in one and "--year ÅR" in one and "--board NAMN" in one


def test_amounts_with_ore_are_told_together_with_the_remedy(tmp_path):
    table = "Ram 2026;\nNämnd;Belopp\nKS;{} kr\nSN;{} kr\nSumma;{} kr\n"
    said = asked(csv(tmp_path, table.format("1 234,56", "12,30", "1 246,86")))
    assert "cell B3 och 2 celler till: 1234,56 kr är inte hela kronor" in said and "--rounding 1" in said
    taken = take(csv(tmp_path, table.format("1 235", "12", "1 247")), rounding="1")
    assert by("board", taken) == {"KS": 1235, "SN": 12}


def test_the_same_thing_twice_is_named_as_the_table_names_it(tmp_path):
    said = asked(csv(tmp_path, TITLE + "Nämnd;Belopp\nKS;1\nKS;2\n"))
    assert "cell B4: KS, 2026 står också i cell B3" in said and NONE[0] not in said


@pytest.mark.parametrize("columns", ["potter", "åtgärder"])
def test_of_two_headings_the_one_that_tells_columns_apart_is_the_name(tmp_path, columns):
    def fill(book, sheet):
        sheet.write("A1", "Driftbudget (tkr)")
        for place, text in {"A3:A4": "Nämnd", "B3:C3": "Budget 2026", "D3:E3": "Plan 2027"}.items():
            sheet.merge_range(place, text)
        sheet.write_row("B4", ["Intäkter", "Kostnader"] * 2)
        sheet.write_row("A5", ["Kommunstyrelsen", -10, 100, -11, 110])
        sheet.write_row("A6", ["Socialnämnden", -20, 200, -21, 210])

    found = amounts(take(xlsx(tmp_path, fill), columns=columns))
    at = 1 if columns == "potter" else 2
    assert {(key[0], key[at]): tkr for key, tkr in found.items() if key[3] == "Kommunstyrelsen"} == {
        (2026, "Intäkter"): -10_000, (2026, "Kostnader"): 100_000,
        (2027, "Intäkter"): -11_000, (2027, "Kostnader"): 110_000,
    }  # fmt: skip


@pytest.mark.parametrize("years", [("2026", "2027"), ("Budget 2026", "Plan 2027")])
def test_years_down_the_first_column_are_years_without_a_heading(tmp_path, years):
    taken = take(csv(tmp_path, f"Ramar 2026, tkr;;\n;KS;BUN\n{years[0]};100;200\n{years[1]};110;210\n"))
    assert amounts(taken)[2027, *NONE, "BUN"] == 210_000 and len(amounts(taken)) == 4


def test_boards_under_a_heading_that_is_also_that_of_codes(tmp_path):
    table = TITLE + "Ansvar;Belopp\n110 Kommunstyrelsen;100\n120 Socialnämnden;200\n"
    assert by("board", take(csv(tmp_path, table))) == {"110 Kommunstyrelsen": 100_000, "120 Socialnämnden": 200_000}
    table = TITLE + "Nämnd;Ansvar;Belopp\nKommunstyrelsen;KS;100\nSocialnämnden;SN;200\n"
    assert "kolumn B »Ansvar»" in take(csv(tmp_path, table)).found.aside


def test_a_column_of_numbers_without_a_heading_gives_one_fault(tmp_path):
    said = asked(csv(tmp_path, TITLE + ";Nämnd;Belopp\n110;Kommunstyrelsen;100\n120;Socialnämnden;200\n"))
    assert said.count("\n") == 1 and "kolumn A har tal men ingen rubrik" in said


def test_a_board_that_both_gets_and_gives_is_asked_about(tmp_path):
    path = csv(tmp_path, TITLE + "Från nämnd;Till nämnd;Belopp\nKS;BUN;110\nBUN;SN;210\n")
    assert "--duplicates summera" in asked(path)
    assert by("board", take(path, duplicates="sum")) == {"KS": -110_000, "BUN": -100_000, "SN": 210_000}


def test_money_that_leaves_a_board_for_nowhere_is_not_read(tmp_path):
    said = asked(csv(tmp_path, TITLE + "Från nämnd;Ändamål;Belopp\nKS;Lek;110\nBUN;Spel;210\n"))
    assert "»Från nämnd» säger varifrån" in said and "minus" in said


def test_an_option_for_columns_that_says_nothing_is_told(tmp_path):
    taken = take(csv(tmp_path, "Ram 2026, tkr;;\nÅtgärd;KS;SN\nLek;1;2\nSpel;3;4\n"), columns="potter")
    assert "--columns potter har inte använts: rubrikerna säger något annat." in taken.found.told


def test_a_second_column_of_names_is_settled_by_its_heading(tmp_path):
    table = TITLE + "Namn;Benämning;Belopp\nLek;Torg;100\nSpel;Park;200\n"
    assert "rubriken Pott" in asked(csv(tmp_path, table), rows="åtgärder")
    taken = take(csv(tmp_path, table.replace("Benämning", "Pott")), rows="åtgärder", board="KS")
    assert amounts(taken)[2026, "Torg", "Lek", "KS"] == 100_000


def test_a_sheet_is_named_as_it_can_be_written(tmp_path):
    def fill(book, sheet):
        for one in (sheet, book.add_worksheet("Plan 2027")):
            one.write_row("A1", ["Nämnd", "Budget 2026, tkr"])
            one.write_row("A2", ["KS", 1])

    path = xlsx(tmp_path, fill)
    assert "--sheet Blad1 eller --sheet 'Plan 2027'" in asked(path)
    assert by("board", take(path, sheet="Plan 2027")) == {"KS": 1_000}


@pytest.mark.parametrize("heading", ["Budget 26/27", "Förändr 26-27"])
def test_a_span_of_short_years_never_takes_the_year_of_the_title(tmp_path, heading):
    path = csv(tmp_path, f"Ramar 2025, tkr;\nNämnd;{heading}\nKS;100\nBUN;200\n")
    assert f"»{heading}» nämner flera år" in asked(path) and "--year 2026 eller --year 2027" in asked(path)
    ages = csv(tmp_path, "Ramar 2025, tkr;\nNämnd;Elevpeng 6-15 år\nKS;100\nBUN;200\n")
    assert {key[0] for key in amounts(take(ages))} == {2025}


@pytest.mark.parametrize("headings", ["B2026;P2027", "Bu 2026;VP 2027", "Bu-26;P-27", "Ram 2026;Plan 2027"])
def test_abbreviated_headings_of_years(tmp_path, headings):
    taken = take(csv(tmp_path, f"Ramar 2026, mnkr;;\nNämnd;{headings}\nKS;1,0;2,0\nBUN;3,0;4,5\n"))
    assert amounts(taken)[2027, *NONE, "BUN"] == 4_500_000 and len(amounts(taken)) == 4


@pytest.mark.parametrize("heading", ["2027", "Plan 2027"])
def test_a_year_between_the_rows_is_that_of_the_rows_under_it(tmp_path, heading):
    taken = take(csv(tmp_path, TITLE + f"Nämnd;Belopp\nKS;100\nBUN;200\n;\n{heading};\nKS;110\nSN;210\n"))
    assert amounts(taken) == {
        (2026, *NONE, "KS"): 100_000, (2026, *NONE, "BUN"): 200_000,
        (2027, *NONE, "KS"): 110_000, (2027, *NONE, "SN"): 210_000,
    }  # fmt: skip


def test_a_title_carried_on_is_no_new_table(tmp_path):
    table = "Ram 2026 tkr;\nNämnd;Belopp\nKS;100\nRam 2026 tkr, forts.;\nNämnd;Belopp\nBUN;200\nSumma;300\n"
    taken = take(csv(tmp_path, table))
    assert by("board", taken) == {"KS": 100_000, "BUN": 200_000}
    assert "rubriken en gång till (rad 4-5)" in taken.found.aside


def test_columns_that_are_all_shares_with_an_option_for_columns(tmp_path):
    assert "inga belopp" in asked(
        csv(tmp_path, TITLE + "Nämnd;Andel %;Andel B %\nKS;10;20\nBUN;90;80\n"), columns="potter"
    )


def test_columns_that_say_the_same_thing_may_be_pots(tmp_path):
    path = csv(tmp_path, TITLE + "Nämnd;Ram;Tillskott\nKS;100;1\nBUN;200;2\n")
    said = asked(path)
    assert "anger samma sak" in said and "--ignore B eller --ignore C, eller ange --columns potter" in said
    assert amounts(take(path, columns="potter"))[2026, "Tillskott", NONE[1], "BUN"] == 2_000


def test_a_line_of_dashes_is_told(tmp_path):
    taken = take(csv(tmp_path, TITLE + "Nämnd;Belopp\nKS;100\nMN;-\nBUN;200\n"))
    assert by("board", taken) == {"KS": 100_000, "BUN": 200_000}
    assert taken.found.aside == ["rad 4 »MN» utan belopp"]


def test_a_unit_in_the_label_of_a_row_is_that_of_the_row(tmp_path):
    table = (
        "Bidrag 2026, tkr;;\nNämnd;Ändamål;Belopp\nKulturnämnden;{};25000\nKulturnämnden;Lokaler;1 200\nSumma;;1 225\n"
    )
    path = csv(tmp_path, table.format("Stipendier (kr)"))
    assert "om beloppet står både kr och tkr" in asked(path)
    assert by("measure", take(path, unit="närmast")) == {"Stipendier": 25_000, "Lokaler": 1_200_000}
    assert by("measure", take(path, unit="tkr")) == in_tkr(Stipendier=25_000, Lokaler=1_200)
    assert by("measure", take(csv(tmp_path, table.format("Stipendier, 15 kr")))) == in_tkr(
        **{"Stipendier, 15 kr": 25_000, "Lokaler": 1_200}
    )


@pytest.mark.parametrize(
    ("label", "kronor"),
    [("Valnämnden (tkr)", 650_000), ("Valnämnden, kr", 650), ("Valnämnden i 1 000-tal kr:", 650_000)],
)
def test_a_unit_in_the_name_of_a_board_is_no_part_of_it(tmp_path, label, kronor):
    table = f"Budget 2026, mnkr;\nPost;Ram 2026\nSocialnämnden;98,4\nMiljönämnden;5\n{label};650\n"
    taken = take(csv(tmp_path, table), unit="närmast")
    assert by("board", taken) == {"Socialnämnden": 98_400_000, "Miljönämnden": 5_000_000, "Valnämnden": kronor}


def test_a_unit_in_a_heading_among_the_rows_is_that_of_the_rows_under_it(tmp_path):
    table = (
        "Drift i mnkr;\nInvesteringar i tkr;\nNämnd;Ram 2026\nDrift (mnkr);\nKS;98,4\nSN;540,2\nSumma;638,6\n"
        "Investeringar (tkr);\nKS;4 500\nSN;22 000\nSumma;26 500\n"
    )
    path = csv(tmp_path, table)
    taken = take(path, groups="potter")
    assert amounts(taken) == {
        (2026, "Drift", NONE[1], "KS"): 98_400_000,
        (2026, "Drift", NONE[1], "SN"): 540_200_000,
        (2026, "Investeringar", NONE[1], "KS"): 4_500_000,
        (2026, "Investeringar", NONE[1], "SN"): 22_000_000,
    }
    assert ("Investeringar", "26500 tkr") in totals(taken)
    taken = take(path, groups="inga", duplicates="sum", ignore="5,6,7")
    assert by("board", taken) == {"KS": 4_500_000, "SN": 22_000_000}


def test_a_unit_whose_rows_may_have_ended_is_asked_about(tmp_path):
    table = (
        "Drift i mnkr;\nInvesteringar i tkr;\nNämnd;Ram 2026\nInvesteringar (tkr);\nKS;4 500\nSN;22 000\nSumma;26 500\n"
        "Drift{};\nKS;98,4\nSN;540,2\n"
    )
    said = asked(csv(tmp_path, table.format("")), groups="potter", unit="mnkr")
    assert "cell B9 och B10: beloppets enhet framgår inte: mnkr eller tkr som i »Investeringar (tkr)»" in said
    assert "välj bort raden med --ignore 9,10" in said
    taken = take(csv(tmp_path, table.format(", mnkr")), groups="potter")
    assert amounts(taken)[2026, "Drift", NONE[1], "SN"] == 540_200_000


def test_a_unit_on_merged_or_empty_labels_holds_with_the_name(tmp_path):
    table = "Budget 2026, mnkr;;\nPott;Nämnd;Belopp\nDrift;KS;98\n;SN;540\nInvesteringar (tkr);KS;4 500\n;SN;22 000\n"
    taken = take(csv(tmp_path, table), unit="närmast")
    assert amounts(taken)[2026, "Investeringar", NONE[1], "SN"] == 22_000_000
    assert amounts(taken)[2026, "Drift", NONE[1], "SN"] == 540_000_000


def test_a_label_that_mentions_a_unit_is_asked_about(tmp_path):
    path = csv(tmp_path, "Bidrag 2026, tkr;;\nNämnd;Åtgärd;Belopp\nKS;Miljoner träd;25\nKS;Höjning (%);3\nKS;Lek;4\n")
    said = asked(path)
    assert "cell B3: »Miljoner träd» nämner mnkr" in said and "--posts 3" in said
    assert "»Höjning (%)» är andelar, inte belopp; välj bort raden med --ignore 4" in asked(path, posts="3")
    assert by("measure", take(path, posts="3", ignore="4")) == in_tkr(Miljoner_träd=25, Lek=4)


def test_an_abbreviated_board_is_no_unit(tmp_path):
    taken = take(csv(tmp_path, "Bidrag 2026, tkr;\nNämnd;Belopp\nKS;25\nKR;3\n"))
    assert by("board", taken) == in_tkr(KS=25, KR=3)


@pytest.mark.parametrize("heading", ["Effektivisering 1 %", "Effektivisering 1,5 % (tkr)", "Nämndens andel, tkr"])
def test_per_cent_in_the_heading_of_amounts(tmp_path, heading):
    path = csv(tmp_path, f"Krav 2026, tkr;\nNämnd;{heading}\nKS;-1 453\nSN;-8 124\nSumma;-9 577\n")
    taken = take(path)
    assert by("board", taken) == in_tkr(KS=-1453, SN=-8124)
    assert totals(taken) == [("allt", "-9577 tkr")]


def test_columns_with_per_cent_in_their_headings_by_name(tmp_path):
    table = (
        "Budgetramar 2026, tkr;;;\nNämnd;Löneuppräkning 3 %;Effektivisering -1 %;Tillskott\nKS;4 359;-1 453;2 500\n"
        "SN;19 656;-6 552;12 000\nSumma;24 015;-8 005;14 500\n"
    )
    taken = take(csv(tmp_path, table), columns="åtgärder")
    assert amounts(taken) == {
        (2026, "Potten", "Löneuppräkning 3 %", "KS"): 4_359_000,
        (2026, "Potten", "Effektivisering -1 %", "KS"): -1_453_000,
        (2026, "Potten", "Tillskott", "KS"): 2_500_000,
        (2026, "Potten", "Löneuppräkning 3 %", "SN"): 19_656_000,
        (2026, "Potten", "Effektivisering -1 %", "SN"): -6_552_000,
        (2026, "Potten", "Tillskott", "SN"): 12_000_000,
    }


@pytest.mark.parametrize(("heading", "one"), [("Satsning 3 %", "3"), ("Andel", "300"), ("Tillväxt i procent", "150")])
def test_a_column_of_shares_or_amounts_is_asked_about(tmp_path, heading, one):
    path = csv(tmp_path, f"Anslag 2026, tkr;;\nNämnd;Belopp;{heading}\nKS;40;{one}\nSN;60;7\nSumma;100;9\n")
    said = asked(path)
    assert f"cell C2: »{heading}» kan vara andelar eller belopp" in said
    assert "--ignore C" in said and "--posts C" in said
    assert by("board", take(path, ignore="C")) == in_tkr(KS=40, SN=60)
    assert sum(amounts(take(path, ignore="B", posts="C")).values()) == (int(one) + 7) * 1000


def test_shares_are_shares_whatever_the_heading_counts(tmp_path):
    path = csv(tmp_path, "Anslag 2026, tkr;;\nNämnd;Belopp;Höjning 3 %\nKS;40;40 %\nSN;60;60 %\nSumma;100;100 %\n")
    assert by("board", take(path)) == in_tkr(KS=40, SN=60)
    assert ("KS", "40 %") in totals(take(path))


@pytest.mark.parametrize("label", [
    "Avgår: tillfälliga medel", "Minskat bidrag", "Generellt besparingskrav",
    "Indragning av tjänst", "Sänkt skolpeng", "Sänkning", "Minskad", "Minskad: lokaler", "Minskad bemanning",
    "Neddragning",
])  # fmt: skip
def test_deductions_in_rows_above_nil_are_asked_about(tmp_path, label):
    table = "Förändringar 2026, tkr;;\nNämnd;Åtgärd;Belopp\nSN;Hemtjänst;12 000\nSN;{};{}\nKS;Minskad trängsel;5\n"
    said = asked(csv(tmp_path, table.format(label, "3 000")))
    assert "cell A4: raden säger att beloppet är ett avdrag" in said and "--ignore 4" in said and "--posts 4" in said
    taken = take(csv(tmp_path, table.format(label, "3 000")), posts="4")
    assert by("measure", taken) == in_tkr(**{"Hemtjänst": 12_000, label: 3_000, "Minskad trängsel": 5})
    taken = take(csv(tmp_path, table.format(label, "-3 000")))
    assert by("measure", taken) == in_tkr(**{"Hemtjänst": 12_000, label: -3_000, "Minskad trängsel": 5})


@pytest.mark.parametrize(("total", "added"), [("15 000", True), ("9 000", False), ("15 005", False)])
def test_a_deduction_that_the_total_adds_is_added(tmp_path, total, added):
    path = csv(
        tmp_path, f"Ändringar 2026, tkr;;\nNämnd;Åtgärd;Belopp\nSN;Lek;12 000\nSN;Avdrag;3 000\nSumma;;{total}\n"
    )
    if added:
        taken = take(path)
        assert by("measure", taken) == in_tkr(Lek=12_000, Avdrag=3_000)
        assert "rad 4 säger att beloppet är ett avdrag, men summan lägger till det" in taken.found.reading
    else:
        assert "cell A4: raden säger att beloppet är ett avdrag" in asked(path)


def test_deductions_under_a_heading_are_asked_about(tmp_path):
    table = "Ändringar 2026, tkr;;\nNämnd;Åtgärd;Belopp\nTillskott;;\nSN;Lek;12\nMinskningar;;\nSN;Bad;3\nKS;Spel;4\n"
    said = asked(csv(tmp_path, table), groups="potter")
    assert "cell A6 och A7: raden säger att beloppet är ett avdrag" in said and "--posts 6-7" in said


def struck(*rows: int, cell: str = ""):
    """A workbook with the rows, or an amount, struck out."""

    def fill(book, page):
        line = book.add_format({"font_strikeout": True})
        for r, values in enumerate([
            ("Satsningar 2026, tkr", None), ("Nämnd", "Belopp"), ("Socialnämnden", 2200), ("Kulturnämnden", 900),
            ("Miljönämnden", 40),
        ]):  # fmt: skip
            for c, value in enumerate(values):
                page.write(r, c, value, line if r + 1 in rows else None)
        if cell == "amount":
            page.write(3, 1, 900, line)
        elif cell:
            page.write_rich_string(3, 1, line, "900 ", cell)

    return fill


def test_rows_that_are_struck_out_are_asked_about(tmp_path):
    path = xlsx(tmp_path, struck(4))
    said = asked(path)
    assert "cell A4 och B4: överstrukna celler har innehåll" in said and "--hidden utan" in said
    taken = take(path, hidden="without")
    assert by("board", taken) == in_tkr(Socialnämnden=2200, Miljönämnden=40)
    assert "överstrukna rader 4" in taken.found.aside
    assert by("board", take(path, hidden="with")) == in_tkr(Socialnämnden=2200, Kulturnämnden=900, Miljönämnden=40)


def test_an_amount_that_is_struck_out_in_a_row_that_is_not_is_asked_about(tmp_path):
    path = xlsx(tmp_path, struck(cell="amount"))
    assert "cell B4: överstrukna celler har innehåll" in asked(path)
    assert "cell B4: överstruket intill det som gäller" in asked(path, hidden="without")
    assert by("board", take(path, hidden="with"))["Kulturnämnden"] == 900_000


def test_an_amount_of_which_a_part_is_struck_out_has_to_be_mended(tmp_path):
    path = xlsx(tmp_path, struck(cell="800"))
    for hidden in ("", "with", "without"):
        assert "cell B4: överstruket intill det som gäller" in asked(path, hidden=hidden)
    assert by("board", take(path, ignore="4")) == in_tkr(Socialnämnden=2200, Miljönämnden=40)


STAGES = "Nämnd;{};{}\nKommunstyrelsen;100;140\nSocialnämnden;300;390\nSumma;400;530\n"


@pytest.mark.parametrize(("one", "other"), [
    ("Preliminär ram", "Slutlig ram"), ("Ursprunglig budget 2026", "Reviderad budget 2026"), ("Ram", "Ny ram"),
    ("Budget 2025", "Kommunfullmäktiges beslut 2026"), ("Budget 2025", "Budgetförslag 2026"),
    ("Förslag kommunstyrelsen", "Beslut kommunfullmäktige"), ("KS förslag", "KF beslut"), ("Förslag", "Beslut"),
    ("Budget 2025", "Ombudgeteras till 2026"),
])  # fmt: skip
def test_versions_of_the_same_money_are_never_added_unless_each_is_named(tmp_path, one, other):
    path = csv(tmp_path, "Ramar 2026, tkr;;\n" + STAGES.format(one, other))
    said = asked(path)
    assert f"»{one}» och »{other}» kan vara samma pengar i olika versioner" in said
    assert f"läs bara »{one}» med --ignore C eller bara »{other}» med --ignore B; är de olika pengar, ange" in said
    assert said.index("--ignore") < said.index("--columns potter och --posts B,C")
    assert "är de olika pengar, ange --posts B,C" in asked(path, columns="potter")
    assert "kan vara samma pengar" in asked(path, columns="åtgärder", posts="C")
    assert by("board", take(path, ignore="B")) == in_tkr(Kommunstyrelsen=140, Socialnämnden=390)
    assert sum(amounts(take(path, columns="potter", posts="B,C")).values()) == 930_000


def test_versions_are_no_boards(tmp_path):
    table = "Bidrag 2026, kr;;\nFörening;Förvaltningens förslag;Nämndens beslut\nHembygd;100;140\nLyran;300;390\n"
    assert "kan vara samma pengar" in asked(csv(tmp_path, table), columns="nämnder")


def test_of_versions_over_years_all_years_of_one_are_read(tmp_path):
    heads = ";".join(f"{stage} ram {year}" for year in (2026, 2027) for stage in ("Preliminär", "Slutlig"))
    path = csv(tmp_path, f"Ramar, tkr;;;;\nNämnd;{heads}\nKS;100;140;110;150\nSN;300;390;310;400\n")
    assert "--ignore C,E eller bara »Slutlig ram 2026» och »Slutlig ram 2027» med --ignore B,D" in asked(path)
    assert "--columns potter, --columns år eller --ignore C" in asked(path, ignore="B,D")
    assert {key[0]: tkr for key, tkr in amounts(take(path, ignore="B,D", columns="år")).items() if key[3] == "KS"} == {
        2026: 140_000, 2027: 150_000,
    }  # fmt: skip


HALVES = (
    "Statsbidrag 2026, tkr;;;\nNämnd;Halvår 1;Halvår 2;Helår 2026\nSocialnämnden;2000;2500;{}\n"
    "Äldrenämnden;3000;3000;6000\nSumma;5000;5500;{}\n"
)


def test_a_column_that_sums_what_may_be_versions_is_asked_about_with_them(tmp_path):
    path, sums = csv(tmp_path, HALVES.format(4500, 10500)), "kolumn D »Helår 2026» är i varje rad summan av de andra"
    for columns in ("", "åtgärder"):
        said = asked(path, columns=columns)
        assert sums in said and "ange --totals D, eller --posts D" in said
        assert "bara »Halvår 1» med --ignore C,D eller" in said and "--posts B,C\n" in said + "\n"
    assert sums in asked(path, columns="åtgärder", posts="B,C")  # those of the others do not silence it
    for options in ({"totals": "D"}, {"ignore": "D"}):
        taken = take(path, columns="åtgärder", posts="B,C", **options)
        assert sum(amounts(taken).values()) == 10_500_000
    assert sum(amounts(take(path, columns="åtgärder", posts="B,C,D")).values()) == 21_000_000
    other = csv(tmp_path, HALVES.format(4700, 10700))
    assert "i varje rad summan" not in asked(other, columns="åtgärder")
    assert sum(amounts(take(other, columns="åtgärder", posts="B,C")).values()) == 21_200_000


def test_a_sum_is_never_one_of_the_versions_that_are_proposed_as_amounts(tmp_path):
    table = "Ramar 2026, tkr;;;\nNämnd;Alfa;Beta;Gamma\nKS;100;1;101\nSN;300;3;303\nBUN;500;5;505\n"
    path = csv(tmp_path, table)
    said = asked(path, columns="potter")
    assert "kolumn D »Gamma» är i varje rad summan av de andra" in said and "är de olika pengar" not in said
    assert sum(amounts(take(path, columns="potter", totals="D")).values()) == 909_000
    assert "kolumn D" in asked(path, columns="potter", posts="B,C")


def test_columns_that_differ_by_little_may_be_versions(tmp_path):
    table = "Ramar 2026, tkr;;\nNämnd;Alfa;Beta\nKS;100;101\nSN;300;{}\nBUN;500;505\n"
    assert "kan vara samma pengar" in asked(csv(tmp_path, table.format(303)), columns="potter")
    assert len(amounts(take(csv(tmp_path, table.format(30)), columns="potter"))) == 6
    assert len(amounts(take(csv(tmp_path, table.format(303)), columns="potter", posts="B,C"))) == 6


BRIDGE = (
    "Ramar, tkr;;;;;\nNämnd;Ram 2025;Löneuppräkning;Effektivisering;Volym;Ram 2026\n"
    "Kommunstyrelsen;48 250;965;-480;0;48 735\n"
    "Socialnämnden;488 100;9 762;-4 800;6 200;499 262\nSumma;536 350;10 727;-5 280;6 200;547 997\n"
)


@pytest.mark.parametrize("columns", ["", "åtgärder", "potter"])
def test_a_year_what_changes_it_and_the_next_are_never_added(tmp_path, columns):
    """And what the question proposes works."""
    path = csv(tmp_path, BRIDGE)
    said = asked(path, columns=columns)
    assert said.count("\n") == 1 and "cell C2, D2 och E2: »Löneuppräkning», »Effektivisering» och »Volym»" in said
    way = f"--columns {columns}" if columns else "--columns åtgärder eller --columns potter"
    assert f"läs dem med {way}, --year 2026 och --ignore B,F; eller bara »Ram 2025» och »Ram 2026» med" in said
    for word in [columns] if columns else ["åtgärder", "potter"]:
        taken = take(path, columns=word, year="2026", ignore="B,F")
        assert {key[0] for key in amounts(taken)} == {2026} and sum(amounts(taken).values()) == 11_647_000
    assert sum(amounts(take(path, ignore="C,D,E")).values()) == 1_084_347_000


def test_a_year_that_may_be_the_sum_of_what_has_none(tmp_path):
    boards = "Kommunstyrelsen;100;20;120\nSocialnämnden;300;40;340\n"
    path = csv(tmp_path, f"Ramar, tkr;;;\nNämnd;Lön;Hyra;Budget 2026\n{boards}Summa;400;60;460\n")
    assert "--year 2026 och --ignore D, eller --totals D om den kolumnen är summan av dem" in asked(path)
    taken = take(path, columns="åtgärder", year="2026", totals="D")
    assert ("Kommunstyrelsen", "120 tkr") in totals(taken) and ("allt", "460 tkr") in totals(taken)
    assert not any("är inte lika med summan" in line for line in taken.found.told)


def test_years_side_by_side_are_no_versions(tmp_path):
    path = csv(tmp_path, "Ramar, tkr;;\n" + STAGES.format("Budget 2026", "Plan 2027"))
    assert {key[0] for key in amounts(take(path))} == {2026, 2027}


@pytest.mark.parametrize("headings", ["2026;Helårseffekt 2027", "Budget för 2026;Budget- prognos för 2027"])
def test_headings_with_years_are_years_where_the_analyst_says_so(tmp_path, headings):
    path = csv(tmp_path, "Ramar, tkr;;\n" + STAGES.format(*headings.split(";")))
    assert "är de samma sak för olika år, ange --columns år" in asked(path, posts="C")
    assert "potter" not in asked(path, posts="C") or "Budget" in headings
    taken = take(path, columns="år", posts="C")
    assert sum(tkr for key, tkr in amounts(taken).items() if key[0] == 2027) == 530_000


def test_a_name_does_not_end_in_the_preposition_of_its_year(tmp_path):
    path = csv(tmp_path, "Ramar, tkr;;\n" + STAGES.format("Lokaler för 2026", "Löner till 2026"))
    assert {key[1] for key in amounts(take(path, columns="potter"))} == {"Lokaler", "Löner"}


def test_a_last_line_with_words_for_its_amount_is_never_taken_for_a_note(tmp_path):
    table = TITLE + "Nämnd;Belopp\nKS;100\nSN;300\nBUN;enligt beslut\n{}"
    path = csv(tmp_path, table.format("Not 1: inklusive hyra\n"))
    assert "cell B5: fann »enligt beslut», väntade ett belopp" in asked(path)
    assert by("board", take(path, ignore="5")) == in_tkr(KS=100, SN=300)
    path = csv(tmp_path, table.format("").replace("BUN;enligt beslut", "*;Inklusive hyra"))
    assert notes(take(path)) == {"1": "Inklusive hyra"}


@pytest.mark.parametrize("heading", ["Enhet/nämnd", "Nämnd/enhet", "Verksamhet / nämnd"])
def test_a_heading_over_boards_and_more(tmp_path, heading):
    path = csv(tmp_path, TITLE + f"{heading};Belopp;Ackumulerat\nÄldrenämnden;100;100\nOmsorgsnämnden;200;300\n")
    assert "»Ackumulerat» är inte det som fördelas" in asked(path)
    assert by("board", take(path, ignore="C")) == in_tkr(Äldrenämnden=100, Omsorgsnämnden=200)


def test_a_heading_that_looks_like_a_board_is_settled_by_an_option(tmp_path):
    path = csv(tmp_path, TITLE + "Kommunens förvaltning;Belopp\nÄldrenämnden;100\nOmsorgsnämnden;200\n")
    assert "--rows nämnder om den är rubriken" in asked(path)
    assert by("board", take(path, rows="nämnder")) == in_tkr(Äldrenämnden=100, Omsorgsnämnden=200)


@pytest.mark.parametrize("said", [
    "Ram i {} års priser", "Ram, {} års prisnivå", "Ram ({}-års priser)", "Ram, prisnivå {}", "Ram i fasta priser {}",
    "Ram i {} års löne- och prisläge", "Förändring mot {}", "Förändring från {}", "Förändring jämfört med budget {}",
    "Ram enligt budget {}", "Beslut {}", "Ökning sedan {}", "Ram jmf. {}",
])  # fmt: skip
@pytest.mark.parametrize("title", ["Kommunbidrag, tkr;\n", TITLE, ""])
def test_a_year_that_is_not_that_of_the_amounts_is_asked_about(tmp_path, said, title):
    path = csv(tmp_path, f"{title}Nämnd;{said.format(2025)} (tkr)\nKommunstyrelsen;100\nSocialnämnden;200\n")
    assert "--year ÅR" in asked(path)
    taken = take(path, year="2026")
    assert amounts(taken) == {
        (2026, *NONE, "Kommunstyrelsen"): 100_000, (2026, *NONE, "Socialnämnden"): 200_000
    }  # fmt: skip


@pytest.mark.parametrize("said", [
    "Ram 2026 i 2025 års priser", "Budget 2026 (2025 års prisnivå)", "Ram (prisläge 2025) 2026",
    "Budget 2026 i fasta priser 2025",
])  # fmt: skip
def test_a_year_beside_that_of_the_prices_is_that_of_the_amounts(tmp_path, said):
    path = csv(tmp_path, f"Nämnd;{said}, tkr\nKommunstyrelsen;100\nSocialnämnden;200\n")
    assert amounts(take(path)) == {(2026, *NONE, "Kommunstyrelsen"): 100_000, (2026, *NONE, "Socialnämnden"): 200_000}


def test_the_headings_that_a_pivot_table_has_by_itself_name_nothing(tmp_path):
    lines = "Kommunstyrelsen;100;110;210\nSocialnämnden;200;190;390\nTotalsumma;300;300;600\n"
    path = csv(tmp_path, f"Summa av Belopp;Kolumnetiketter;;\nRadetiketter;2026;2027;Totalsumma\n{lines}")
    assert {key[0]: total for key, total in amounts(take(path, unit="tkr")).items() if "Social" in key[-1]} == {
        2026: 200_000,
        2027: 190_000,
    }


def test_a_cell_in_bold_as_markdown_has_it_is_what_stands_in_it(tmp_path):
    lines = "| Kommunstyrelsen | 100 |\n| **Socialnämnden** | __200__ |\n| **Summa** | **300** |\n"
    path = csv(tmp_path, f"| Nämnd | Budget 2026 tkr |\n|---|---:|\n{lines}")
    assert by("board", take(path)) == in_tkr(Kommunstyrelsen=100, Socialnämnden=200)


@pytest.mark.parametrize("title", [
    "Ramar i 2025 års priser", "Ramar, prognos per augusti 2025", "Ramar (befolkning 31 dec. 2025)", "Ramar, KF 2025",
    "Ramar, reviderad 2025",
])  # fmt: skip
def test_a_year_in_the_title_that_is_not_that_of_the_amounts_is_asked_about(tmp_path, title):
    path = csv(tmp_path, f"{title}, tkr;\nNämnd;Belopp\nKommunstyrelsen;100\n")
    assert "året framgår inte av tabellen; ange --year ÅR" in asked(path)
    assert {key[0] for key in amounts(take(path, year="2026"))} == {2026}


@pytest.mark.parametrize("heading", [
    "Lönepott 2026", "Prisökning 2026", "Beslutad ram 2026", "Plan 2026", "Ram januari–december 2026",
    "Reviderad ram 2026",
])  # fmt: skip
def test_a_year_beside_words_that_are_like_prices_and_decisions_is_that_of_the_amounts(tmp_path, heading):
    table = f"Nämnd;{heading} (tkr)\nKommunstyrelsen;100\nSocialnämnden;200\n"
    assert {key[0] for key in amounts(take(csv(tmp_path, table)))} == {2026}


@pytest.mark.parametrize("mark", ["..", "…", "...", ".", "?", "x", "u.s.", "n/a", "saknas"])
@pytest.mark.parametrize("row", [3, 4, 5])
def test_a_sign_for_a_missing_amount_is_no_amount_and_no_heading(tmp_path, mark, row):
    lines = ["Parknämnden;1 250", "Hamnnämnden;340", "Skolnämnden;90"]
    lines[row - 3] = lines[row - 3].split(";")[0] + ";" + mark
    path = csv(tmp_path, TITLE + "Nämnd;Belopp\n" + "\n".join(lines))
    found = f"cell B{row}: fann »{mark}», väntade ett belopp; rätta cellen eller välj bort raden med --ignore {row}"
    assert found in asked(path)
    assert len(amounts(take(path, ignore=str(row)))) == 2


def formatted(*formats: str, title="", heading="Budget 2026", stored=1_250_000):
    """A workbook with one line for each format, under a title and a heading."""

    def fill(book, page):
        page.write_row("A1", [title])
        page.write_row("A2", ["Nämnd", heading])
        for row, format in enumerate(formats):
            page.write(row + 2, 0, f"{WORDS[row]}nämnden")
            page.write(row + 2, 1, stored, book.add_format({"num_format": format}))

    return fill


@pytest.mark.parametrize(("title", "heading", "formats", "units"), [
    ("", "Budget 2026, tkr", ['#,##0 "kr"'] * 2, ("kr", "tkr")),
    ("", "Budget 2026, tkr", ["#,##0 [$kr-41D]"] * 2, ("kr", "tkr")),
    ("", "Budget 2026, kr", [r"#,##0\ \t\k\r"] * 2, ("tkr", "kr")),
    ("Belopp i tkr", "Budget 2026", ["#,##0 [$SEK]"] * 2, ("kr", "tkr")),
    ("Belopp i kr", "Budget 2026 (tkr)", ["#,##0"] * 2, ("tkr", "kr")),
    ("", "Budget 2026", ['#,##0 "kr"', '#,##0 "tkr"'], ("kr", "tkr")),
])  # fmt: skip
def test_two_units_that_disagree_are_asked_about(tmp_path, title, heading, formats, units):
    path = xlsx(tmp_path, formatted(*formats, title=title, heading=heading, stored=1250))
    said = asked(path)
    assert all(f"--unit {unit}" in said for unit in (*units, "närmast"))
    kronor = {"kr": 1_250, "tkr": 1_250_000}
    for unit in units:
        assert set(by("board", take(path, unit=unit)).values()) == {kronor[unit]}
    nearest = set(by("board", take(path, unit="närmast")).values())
    assert nearest == (set(kronor.values()) if formats[0] != formats[1] else {kronor[units[0]]})
    assert any("står är" in line for line in take(path, unit="närmast").found.told)


@pytest.mark.parametrize(("format", "unit", "shown"), [
    ("#,##0,", "tkr", None), ("0.00,,", "mnkr", None), ('#,##0, "tkr"', "", None),
    ("#,##0,", "kr", 1_250), ("0.00,,", "tkr", 1_250), ("#,##0,", "mnkr", 1_250_000_000),
])  # fmt: skip
def test_an_amount_that_is_shown_in_thousands_is_in_that_unit_or_asked_about(tmp_path, format, unit, shown):
    path = xlsx(tmp_path, formatted(format, heading=f"Budget 2026 {unit}"))
    if shown is None:
        assert list(by("board", take(path)).values()) == [1_250_000]
        return
    assert "men det visas som" in asked(path) and "--values visade eller --values lagrade" in asked(path)
    assert list(by("board", take(path, values="shown")).values()) == [shown]
    if unit != "mnkr":
        stored = 1_250_000 * (1_000 if unit == "tkr" else 1)
        assert list(by("board", take(path, values="stored")).values()) == [stored]


@pytest.mark.parametrize(("format", "shown"), [
    ("-#,##0;#,##0", -300), ("(#,##0)", -300), ('#,##0"000"', 300_000), ('"900"', 900), ("0;0", 300), ('"–"', 0),
])  # fmt: skip
def test_a_format_that_shows_another_amount_than_is_stored_is_asked_about(tmp_path, format, shown):
    stored = -300 if format == "0;0" else 300
    path = xlsx(tmp_path, formatted("0", format, heading="Budget 2026, tkr", stored=stored))
    assert "cell B4: lagrat är" in asked(path) and "--values visade eller --values lagrade" in asked(path)
    assert [int(row["amount"]) for row in take(path, values="shown").draft.rows["allocations"]] == [stored, shown]
    assert [int(row["amount"]) for row in take(path, values="stored").draft.rows["allocations"]] == [stored, stored]


@pytest.mark.parametrize(("format", "said"), [
    ("#,##0 [$EUR]", "cellen visar »300 EUR», väntade ett belopp i kronor"), ("[$€-2] 0", "»€ 300»"),
    ('#,##0 "personer"', "»300 personer»"), ("0%", "en andel, inte ett belopp"), ("# ?/?", "hur talformatet »# ?/?»"),
    ("0.00E+00", "--values lagrade om det lagrade"),
])  # fmt: skip
def test_a_format_that_shows_no_amount_is_asked_about(tmp_path, format, said):
    path = xlsx(tmp_path, formatted("0", format, heading="Budget 2026, tkr", stored=300))
    assert said in asked(path)
    assert len(amounts(take(path, ignore="4"))) == 1


def test_a_single_hidden_cell_is_read_or_left_out(tmp_path):
    def fill(book, page):
        page.write_row("A1", ["Nämnd", "Belopp 2026 tkr"])
        page.write_row("A2", ["Kommunstyrelsen", 100])
        page.write_row("A3", ["Socialnämnden"])
        page.write("B3", 50, book.add_format({"font_color": "white"}))

    path = xlsx(tmp_path, fill)
    assert "blad Blad1, cell B3: dolda celler har innehåll" in asked(path)
    without = take(path, hidden="without")
    assert by("board", without) == {"Kommunstyrelsen": 100_000}
    assert "dolda celler B3" in without.found.aside
    assert by("board", take(path, hidden="with")) == {"Kommunstyrelsen": 100_000, "Socialnämnden": 50_000}


def test_a_conditional_number_format_is_asked_about(tmp_path):
    def fill(book, page):
        page.write_row("A1", ["Nämnd", "Belopp 2026 tkr"])
        page.write_row("A2", ["Kommunstyrelsen", 100])
        rule = {"type": "cell", "criteria": ">", "value": 5, "format": book.add_format({"num_format": "0,"})}
        page.conditional_format("B2", rule)

    path = xlsx(tmp_path, fill)
    assert "hur talformatet »[villkorad]0,» visar ett belopp framgår inte" in asked(path)
    assert by("board", take(path, values="stored")) == {"Kommunstyrelsen": 100_000}
