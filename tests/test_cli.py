import argparse
import hashlib
import inspect
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, Copy, command, python

from fordelning import __version__
from fordelning.cli.main import main
from fordelning.cli.usage import FAULTS, HEADINGS, Parser

NOTEBOOKS = ["--notebooks", str(ROOT / "notebooks")]


def snapshot(folder: Path) -> dict[str, str]:
    return {
        str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.rglob("*") if p.is_file()
    }


def test_zero_for_the_seed():
    done = command("check")
    assert done.returncode == 0
    assert "stämmer inte i allt" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("rapport",), "menade du report?"),
        (("check", "-p", "unti", "tkr"), "menade du unit?"),
        (("check", "-p", "unit", "tkr", "-p", "unit", "kr"), "två gånger"),
        (("check", "finns-inte"), "De fall som finns är exempelkommun-budget-2026, "),
        (("check", "hudinge-2021"), "finns inte; menade du huddinge-2021? De fall som finns är "),
        (("check", "-p", "other", "finns-inte"), "other: fallet »finns-inte» finns inte. De fall som finns är "),
        (("check", "-p", "edition", "2021-02-29"), "inte ett datum"),
        (("report", "--notebooks", "data"), "inga anteckningsböcker"),
    ],
)
def test_two_for_wrong_usage(arguments, says):
    done = command(*arguments)
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr


WRONG = [
    ((), "fordelning: detta saknas: KOMMANDO"),
    (("chek",), "KOMMANDO: »chek» finns inte; menade du check? Välj bland report, check, verify, import, trace, "),
    (("qqq",), "KOMMANDO: »qqq» finns inte. Välj bland report, "),
    (("--hlep",), "»--hlep» finns inte; menade du --help?"),
    (("import", "t", "--casse", "x"), "fordelning import: »--casse» finns inte; menade du --case?"),
    (("import", "t", "--casse=x y"), "»--casse» finns inte; menade du --case?"),
    (("check", "-P", "unit", "tkr"), "»-P» finns inte; menade du -p?"),
    (("check", "--qqq"), "fordelning check: »--qqq» finns inte\n"),
    (("check", "a", "b\n"), "fordelning check: detta hör inte hit: »b\\x0a»"),
    (("import", "t"), "fordelning import: detta saknas: --case"),
    (("trace", "huddinge-2021"), "fordelning trace: detta saknas: KÄLLA"),
    (("import", "t", "--case"), "--case: ett värde ska följa"),
    (("check", "-p", "unit"), "-p: 2 värden ska följa"),
    (("import", "t", "--case", "x", "--de", "1"), "--de kan vara --decimal, --delimiter, --decimals, --decided-by"),
    (("import", "t", "--case", "x", "--unit", "tkkr"), "--unit: »tkkr» finns inte; menade du tkr? Välj bland kr, tkr,"),
    (("import", "t", "--case", "x", "--unit", "kkr"), "--unit: »kkr» finns inte; menade du tkr? Välj bland kr, tkr,"),
    (("import", "t", "--case", "x", "--unit", "xkr"), "--unit: »xkr» finns inte. Välj bland kr, tkr,"),
    (("import", "t", "--case", "x", "--decimals", "7"), "--decimals: »7» finns inte. Välj bland 0, 1, 2, 3."),
    (("import", "t", "--case", "x", "--replace=1"), "--replace: inget värde ska följa, men '1' gör det"),
]
COMMANDS = ("report", "check", "verify", "archive", "import", "trace", "list", "new")


def english() -> set[str]:
    """What argparse itself says in English, in pieces without what it fills in."""
    source = inspect.getsource(argparse)
    said = re.findall(r"""_\((["'])(.+?)\1""", source) + re.findall(r"""ngettext\((["'])(.+?)\1""", source)
    pieces = {piece.strip(" :") for _, text in said for piece in re.split(r"%(?:\(\w+\))?[rs]|\\n", text)}
    return {piece for piece in pieces if len(piece) > 4 and piece != "argument"}


def spoken(told: str) -> list[str]:
    return [text for text in english() if re.search(rf"(?<!\w){re.escape(text)}(?!\w)", told)]


def test_what_argparse_says_is_known_and_translated():
    assert {"usage", "options", "positional arguments", "expected one argument"} <= english()
    assert spoken("usage: x [-h]") == ["usage"]
    source = inspect.getsource(argparse)
    pieces = [piece.strip(" :") for text in (*FAULTS, *HEADINGS) for piece in re.split(r"\(.*?\)", text)]
    assert [piece for piece in pieces if piece not in source] == []


def test_argparse_itself_is_left_as_it_is():
    Parser(prog="x").format_help()
    assert argparse.ArgumentParser(prog="x").format_help().startswith("usage: x [-h]\n\noptions:\n")


@pytest.mark.parametrize(("arguments", "says"), WRONG)
def test_what_is_wrong_on_the_command_line_is_said_in_swedish(arguments, says, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(list(arguments))
    assert stopped.value.code == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert says in told.err
    assert re.search(r"\nHjälp: fordelning( \w+)? --help\n$", told.err)
    assert spoken(told.err) == []


@pytest.mark.parametrize("command", [None, *COMMANDS])
def test_help_is_in_swedish(command, capsys):
    with pytest.raises(SystemExit) as stopped:
        main([*filter(None, [command]), "--help"])
    assert stopped.value.code == 0
    told = capsys.readouterr().out
    assert told.startswith("så skrivs det: fordelning")
    assert "visa den här hjälpen" in told
    assert all(name in told for name in COMMANDS) == (command is None)
    assert spoken(told) == []


def test_the_version_is_told(capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["--version"])
    assert stopped.value.code == 0
    assert capsys.readouterr().out == f"fordelning {__version__}\n"


@pytest.mark.parametrize("there", [[], ["data"], ["data", "data/.dold", "data/fil.csv"]])
def test_a_list_without_cases_says_how_to_begin(there, tmp_path, monkeypatch, capsys):
    for name in there:
        (tmp_path / name).touch() if name.endswith(".csv") else (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path)
    assert main(["list"]) == 0
    told = capsys.readouterr()
    assert told.out == "Det finns inga fall i data. Börja på ett med fordelning new NAMN.\n"
    assert told.err == "" and sorted(str(p.relative_to(tmp_path)) for p in tmp_path.rglob("*")) == there


def test_the_list_has_every_case_in_order_and_counts_the_faults_of_a_broken_one(tmp_path, edition, capsys):
    data, reports = tmp_path / "data", tmp_path / "reports"
    for name in ("huddinge-2021", "exempelkommun-foreningsbidrag-2025"):
        shutil.copytree(ROOT / "data" / name, data / name)
    for name in ("ö", "å b"):
        Copy(data / name)
    (data / "ö" / "datapackage.json").unlink()
    (data / "tom").mkdir()
    Copy(data / "\u202e")  # turns the text around
    pots = data / "å b" / "pots.csv"
    pots.write_text(pots.read_text(encoding="utf-8").replace("short_name", "kort"), encoding="utf-8")
    for name in ("huddinge-2021", "ö"):
        shutil.copytree(edition[1], reports / name)
    (reports / "ö" / "result.json").write_text("{", encoding="utf-8")
    assert main(["list", "--data", str(data), "--reports", str(reports)]) == 0
    told = capsys.readouterr()
    assert told.err == ""
    assert re.sub("[0-9]+ fel", "N fel", told.out).splitlines() == [
        "exempelkommun-foreningsbidrag-2025: "
        "Exempelkommuns bidrag till föreningar 2025 (påhittat exempel) (Exempelkommun)",
        "  skeden: Förslag (forslag), Reviderat förslag (reviderat), Beslut (beslut)",
        "huddinge-2021: Huddinge kommuns fördelning av medel 2021 för ökad trygghet och trivsel (Huddinge kommun)",
        f"  utgåva huddinge-2021: stämmer inte i allt (2026-11-23, {edition[0]})",
        f"tom: N fel, som fordelning check {data}/tom räknar upp",
        f"å b: N fel, som fordelning check '{data}/å b' räknar upp",
        f"ö: N fel, som fordelning check '{data}/ö' räknar upp",
        "  utgåva ö: kan inte läsas, eller är ändrad",
        r"»\x202e»: namnet har tecken som inte kan läsas; byt namn på mappen",
    ]


@pytest.mark.parametrize("seconds", ["igår", "-1", "1.5", "9" * 30, " "])
@pytest.mark.parametrize("arguments", [("new", "nytt"), ("import", "tabell.csv", "--case", "nytt"), ("check",)])
def test_two_for_an_epoch_that_is_no_number(arguments, seconds, tmp_path, monkeypatch, capsys):
    (tmp_path / "tabell.csv").write_text("Nämnd;Åtgärd;Belopp 2024, tkr\nValnämnden;Ett;600\n", encoding="utf-8")
    shutil.copytree(ROOT / "data" / "huddinge-2021", tmp_path / "data" / "huddinge-2021")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", seconds)
    assert main(list(arguments)) == 2
    assert f"SOURCE_DATE_EPOCH är »{seconds}», väntade ett antal sekunder" in capsys.readouterr().err
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["huddinge-2021"]


def test_three_lists_every_fault(copy):
    copy.change("allocations.csv", {"measure": "laxlasning"}, amount="sjuhundra", unit="mkr")
    copy.change("measures.csv", {"measure": "laxlasning"}, name="")
    done = command("check", str(copy.folder))
    assert done.returncode == 3
    assert done.stderr.count("\n  ") == 3
    assert "allocations.csv, rad 6, kolumn amount" in done.stderr
    assert "Traceback" not in done.stderr


def test_four_names_what_broke(copy):
    copy.change("allocations.csv", {"measure": "laxlasning"}, amount="751")
    done = command("check", str(copy.folder))
    assert done.returncode == 4
    for number in ("S09", "S15", "S19", "S60", "S72"):
        assert f"  {number} " in done.stderr
    assert "statements.csv, rad 10; i mallen bladet Påståenden)" in done.stderr  # S09
    assert "Traceback" not in done.stderr


def test_four_says_why_a_comment_has_lapsed(copy):
    copy.change("statements.csv", {"statement": "S01"}, value="2021-02-28")
    copy.change("statements.csv", {"statement": "S54"}, value="1")
    done = command("check", str(copy.folder))
    assert done.returncode == 4
    lines = {
        line.split(":")[0].strip(): line
        for line in done.stderr.splitlines()
        if "acknowledgements.csv" in line and line.strip().startswith("S")
    }
    assert set(lines) == {"S01", "S54"}
    assert "gällde värdet 2021-02-29" in lines["S01"] and lines["S01"].endswith("inget säger emot påståendet längre")
    assert "motsägs fortfarande, men inte som då: nu läst som 1\u00a0tkr, skillnad 714\u00a0tkr" in lines["S54"]


def test_nothing_tested_is_said_to_be_nothing(tmp_path):
    """The report is made and is no failure, but nowhere is it said that something ties."""
    case, reports = Copy(tmp_path / "fallet"), tmp_path / "reports"
    for name in ("statements.csv", "acknowledgements.csv", "questions.csv", "points.csv"):
        path = case.folder / name
        path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    case.append("statements.csv", statement="S10", place="rubrik", kind="open", wording="Något", missing="allt")
    done = command("report", str(case.folder), *NOTEBOOKS, "--reports", str(reports))
    assert done.returncode == 0, done.stderr
    assert "fallet: inte prövad (0 av 1 påstående prövat)." in done.stdout
    index = (reports / "index.html").read_text(encoding="utf-8")
    assert "Inget är prövat:" in index and "Inte prövad." in index and "✓" not in index and "motsägs" not in index
    result = json.loads((reports / "fallet" / "result.json").read_text(encoding="utf-8"))
    assert (result["verdict"], result["approved"]) == ("inte prövad", True)
    for name in ("beslutsrapport", "avstamning"):
        text = (reports / "fallet" / f"{name}.html").read_text(encoding="utf-8")
        assert "nget är prövat" in text and "ummorna stämmer" not in text


@pytest.mark.slow
def test_an_unapproved_edition_is_marked_and_leaves_the_approved_one_alone(tmp_path):
    reports = tmp_path / "reports"
    case = Copy(tmp_path / "fallet")
    notebook = ROOT / "notebooks" / "beslutsrapport.ipynb"
    arguments = ("report", str(case.folder), "--notebooks", str(notebook), "--reports", str(reports))
    assert command(*arguments).returncode == 0
    approved = snapshot(reports / "fallet")
    case.change("allocations.csv", {"measure": "laxlasning"}, amount="751")
    done = command(*arguments)
    assert done.returncode == 4
    assert snapshot(reports / "fallet") == approved
    html = (reports / "fallet.ej-godkand" / "beslutsrapport.html").read_text(encoding="utf-8")
    assert "Ej godkänd" in html
    assert "Summorna stämmer inte" in html
    assert json.loads((reports / "fallet.ej-godkand" / "result.json").read_text(encoding="utf-8"))["approved"] is False
    assert "fallet.ej-godkand/beslutsrapport.html" in (reports / "index.html").read_text(encoding="utf-8")


def test_five_when_a_notebook_fails_and_the_previous_edition_stays(tmp_path):
    reports, notebooks = tmp_path / "reports", tmp_path / "notebooks"
    notebooks.mkdir()
    source = (ROOT / "notebooks" / "avstamning.ipynb").read_text(encoding="utf-8")
    start = "decision, result = report.case"
    warned = source.replace(start, f"import sys; print('<x>:1: UserWarning: obs', file=sys.stderr); {start}", 1)
    (notebooks / "avstamning.ipynb").write_text(warned, encoding="utf-8")
    arguments = ("report", "huddinge-2021", "--notebooks", str(notebooks), "--reports", str(reports))
    done = command(*arguments)
    assert done.returncode == 0
    assert done.stderr == "avstamning.ipynb, cell 4 varnar: »UserWarning: obs»\n"
    before = snapshot(reports)
    (notebooks / "avstamning.ipynb").write_text(source.replace("tables.proof(report)", "1 / 0"), encoding="utf-8")
    done = command(*arguments)
    assert done.returncode == 5
    assert "avstamning.ipynb: ZeroDivisionError i cell" in done.stderr
    assert "Traceback" not in done.stderr
    assert snapshot(reports) == before


def test_five_when_the_reports_cannot_be_written(tmp_path):
    blocked = tmp_path / "reports"
    blocked.write_text("en fil, ingen mapp", encoding="utf-8")
    done = command("report", "--reports", str(blocked))
    assert done.returncode == 5
    assert "Traceback" not in done.stderr


def contents(folder: Path) -> dict[str, bytes | dict]:
    """Every file by name; of the manifest all but the commit, which a copied project has none of."""
    found: dict[str, bytes | dict] = {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("[!.]*.*")}
    name = os.path.join("huddinge-2021", "manifest.json")
    return found | {name: {**json.loads(found[name]), "commit": None}}


@pytest.mark.slow
def test_the_same_input_gives_the_same_bytes(tmp_path):
    """With the project in another folder, on another day, with another hash seed and in another time zone."""
    project = tmp_path / "ett annat ställe" / "projektet"
    for part in ("fordelning", "notebooks", "data"):
        shutil.copytree(ROOT / part, project / part, ignore=shutil.ignore_patterns("__pycache__"))
    elsewhen = {
        "ANOTHER_DAY": "2031-07-14T03:04:05+00:00",
        "PYTHONPATH": os.pathsep.join([str(project), str(ROOT / "tests" / "another_day")]),
        "PYTHONHASHSEED": "2",
        "TZ": "Asia/Tokyo",
    }
    asked = "import datetime, fordelning; print(datetime.date.today(), fordelning.__file__)"
    told = python("-c", asked, cwd=project, **elsewhen)
    assert told.stdout.split(" ", 1)[0] == "2031-07-14"
    assert str(project) in told.stdout

    first, second = tmp_path / "ett", tmp_path / "två" / "djupare"
    nowhere = str(tmp_path / "inget")  # so that neither has a commit, of whose length the manifest's size would tell
    assert command("report", "--reports", str(first), PYTHONHASHSEED="1", GIT_DIR=nowhere).returncode == 0
    assert python("-m", "fordelning.cli", "report", "--reports", second, cwd=project, **elsewhen).returncode == 0
    assert {".html", ".pdf", ".xlsx", ".json", ".jsonld", ".ipynb"} == {Path(name).suffix for name in contents(first)}
    assert contents(first) == contents(second)


@pytest.mark.slow
def test_the_editions_date_comes_from_the_parameter_or_the_epoch(tmp_path):
    reports = str(tmp_path)
    assert command("report", "--reports", reports, SOURCE_DATE_EPOCH="1614556800").returncode == 0
    assert (
        json.loads((tmp_path / "huddinge-2021" / "result.json").read_text(encoding="utf-8"))["edition"] == "2021-03-01"
    )


def test_three_when_the_descriptor_is_gone(copy):
    (copy.folder / "datapackage.json").unlink()
    done = command("check", str(copy.folder))
    assert done.returncode == 3
    assert "datapackage.json: fann »ingen fil»" in done.stderr


def test_three_for_semicolons_is_one_fault(copy):
    path = copy.folder / "boards.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",", ";"), encoding="utf-8")
    done = command("check", str(copy.folder))
    assert done.returncode == 3
    assert "1 fel" in done.stderr
    assert "semikolon" in done.stderr


def test_three_when_no_row_has_the_decisions_year(copy):
    copy.replace("datapackage.json", '"year": 2021', '"year": 2012')
    done = command("check", str(copy.folder))
    assert done.returncode == 3
    assert "kolumn decision.year" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="make is not on Windows")
@pytest.mark.parametrize("wrong", ["UNTI=mnkr", "case=huddinge-2021", "CASE="])
def test_make_stops_at_a_wrong_parameter(wrong):
    done = subprocess.run(["make", "check", wrong], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode != 0
    assert "okänd parameter" in done.stderr or "finns inte" in done.stderr
