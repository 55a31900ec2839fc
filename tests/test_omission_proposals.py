"""What a draft's case would miss of its document is proposed to be left out, where it is known for what it is."""

import csv

import pytest

from fordelning.cli.main import main

SAID = """Medel 2031

Kansliet har telefon 08-123 45 67 och adressen Byvägen 8. Kostnaden 2029 uppgick till 3 mnkr.

Beslut

Parknämnden tilldelas 300 tkr till bänkar 2031.
{}
"""


@pytest.fixture
def drafted(tmp_path, capsys):
    """Draft a text as a case, and give back its omissions, its proposals of them and what was said."""

    def draft(said, *options):
        document = tmp_path / "beslut.txt"
        document.write_text(said, encoding="utf-8")
        main(["draft", str(document), "--case", "fall", "--data", str(tmp_path), *options])
        rows = {
            table: list(csv.DictReader((tmp_path / "fall" / f"{table}.csv").read_text(encoding="utf-8").splitlines()))
            if (tmp_path / "fall" / f"{table}.csv").exists()
            else []
            for table in ("omissions", "proposals")
        }
        left_out = {row["why"]: row for row in rows["proposals"] if row["why"].startswith("Lämnas utanför")}
        return rows["omissions"], left_out, "".join(capsys.readouterr())

    return draft


def traced(tmp_path, capsys):
    status = main(["trace", str(tmp_path / "fall"), str(tmp_path / "beslut.txt")])
    capsys.readouterr()
    return status


def test_what_is_known_is_left_out_by_kind_until_somebody_says_yes(drafted, tmp_path, capsys):
    omissions, proposals, said = drafted(SAID.format(""))
    assert {(row["found"], row["lines"]) for row in omissions} == {("Byvägen 8", "3"), ("3 mnkr", "3"), ("2029", "3")}
    assert set(proposals) == {f"Lämnas utanför: {kind}" for kind in ("adress", "bakgrund", "år")}
    assert not any(row["confirmed"] for row in proposals.values()) and "»adress»: 1" in said
    assert traced(tmp_path, capsys) == 0


def test_what_nobody_knows_is_no_omission(drafted):
    omissions, _, _ = drafted(SAID.format("\nOch så 2 500."))
    assert "2 500" not in {row["found"] for row in omissions}


def test_an_answer_holds_until_there_is_something_new_of_its_kind(drafted):
    drafted(SAID.format(""))
    _, proposals, _ = drafted("\n" + SAID.format(""), "--replace", "--accept", "adress", "--accept", "bakgrund")
    assert proposals["Lämnas utanför: adress"]["confirmed"] == "yes"
    more = SAID.format("\nLokalen ligger på Sjövägen 3.").replace("Medel 2031", "Medel 2031\n\nTill lek.")
    omissions, proposals, _ = drafted(more, "--replace")
    assert {why: row["confirmed"] for why, row in proposals.items()} == {
        "Lämnas utanför: adress": "",
        "Lämnas utanför: bakgrund": "yes",
        "Lämnas utanför: år": "",
    }
    assert {row["lines"] for row in omissions if row["found"] == "Byvägen 8"} == {"5"}  # not where it stood before


def test_what_is_turned_down_is_not_proposed_again(drafted, tmp_path):
    omissions, proposals, _ = drafted(SAID.format(""))
    path = tmp_path / "fall" / "proposals.csv"
    key = proposals["Lämnas utanför: adress"]["proposal"]
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(f"{one}no" if one.startswith(key) else one for one in lines) + "\n", encoding="utf-8")
    table = tmp_path / "fall" / "omissions.csv"
    kept = [one for one in table.read_text(encoding="utf-8").splitlines() if not one.endswith(key)]
    table.write_text("\n".join(kept) + "\n", encoding="utf-8")
    omissions, proposals, _ = drafted(SAID.format(""), "--replace")
    assert proposals["Lämnas utanför: adress"]["confirmed"] == "no"
    assert "Byvägen 8" not in {row["found"] for row in omissions}


@pytest.mark.parametrize(
    ("sentence", "found", "kind"),
    [
        ("Lån får tas upp med högst 9 mnkr.", "9 mnkr", "högsta belopp"),
        ("I hamnfonden finns 8 mnkr avsatta.", "8 mnkr", "varifrån pengarna tas"),
        ("Rösterna var 40 Ja mot 29 Nej.", "40 Ja", "röster"),
        ("Diarienummer 0136/23 gäller.", "Diarienummer 0136/23", "beteckning"),
        ("Planen är 2031-00717 i akten.", "2031-00717", "beteckning"),
        ("Protokoll 8 (19) från nämnden.", "8 (19)", "sidnummer"),
    ],
)
def test_what_is_no_allocation_is_left_out_for_what_it_is(drafted, tmp_path, capsys, sentence, found, kind):
    omissions, proposals, _ = drafted(SAID.format(f"\n{sentence}"))
    assert f"Lämnas utanför: {kind}" in proposals
    assert any(found in row["found"] or row["found"] in found for row in omissions if row["lines"] == "9")
    assert traced(tmp_path, capsys) == 0


@pytest.mark.parametrize("amount", ["320 tkr", "200 tkr", "500 tkr"])
def test_an_amount_that_may_be_the_total_wrongly_written_is_never_left_out(drafted, tmp_path, capsys, amount):
    omissions, _, _ = drafted(SAID.format(f"\nI hamnfonden finns {amount} avsatta."))
    assert amount not in {row["found"] for row in omissions}
    assert traced(tmp_path, capsys) != 0


TABLE = """Medel 2031

Beslut

Kommunfullmäktige beslutar att fördela medlen 2031 enligt tabellen:

Nämnd\tPlatser\tBelopp, {unit}
Parknämnden\t12\t{one}
Skolnämnden\t7\t{other}
"""


@pytest.mark.parametrize(
    ("unit", "one", "other", "left_out"),
    [("kr", "300 000", "450 000", {"12", "7"}), ("tkr", "300", "450", set())],
)
def test_small_numbers_in_a_table_of_large_amounts_are_of_another_column(drafted, unit, one, other, left_out):
    omissions, _, _ = drafted(TABLE.format(unit=unit, one=one, other=other))
    assert {row["found"] for row in omissions} & {"12", "7"} == left_out


def test_a_board_in_the_indefinite_form_is_the_board(drafted, tmp_path):
    drafted(SAID.format("\nStadsdelsnämnden Norr tilldelas 100 tkr. Stadsdelsnämnd Norr tilldelas 400 tkr till lek."))
    boards = (tmp_path / "fall" / "boards.csv").read_text(encoding="utf-8").splitlines()
    assert [row["name"] for row in csv.DictReader(boards) if "Norr" in row["name"]] == ["Stadsdelsnämnden Norr"]


def test_what_may_be_a_row_of_a_table_that_nothing_says_is_given_is_never_left_out(drafted):
    given = TABLE.format(unit="kr", one="300 000", other="450 000")
    omissions, _, _ = drafted(f"{given}\nSå ser det ut.\n\nNämnd\tKronor\nHamnnämnden\t35 000\nKulturnämnden\t75 000\n")
    assert not {row["found"] for row in omissions} & {"75 000", "35 000"}


def test_the_whole_of_what_a_board_has_a_part_of_may_stand_by_others(drafted, tmp_path, capsys):
    drafted(
        "Ramar 2031\n\nBeslut\n\nKommunfullmäktige fastställer ramar för kommunstyrelsen till ett belopp på "
        "900 tkr 2031 som fördelas enligt budgeten, varav parknämndens ram är 300 tkr.\n\n"
        "Hamnnämnden tilldelas 100 tkr 2031.\n"
    )
    assert traced(tmp_path, capsys) == 0
