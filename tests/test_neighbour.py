"""What lies beside the editions, and is none of them, stops nothing and is told in the overview."""

import json
import os
import sys

import pytest
from conftest import SEED

from fordelning.cli.commands.usage import UsageError, notebooks_in
from fordelning.cli.main import main
from fordelning.publish.edition import manifest
from fordelning.publish.edition.overview import RESULT, index, known

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="names and files that Windows does not have")
TOLD = {
    "case": "fall",
    "title": "Rubrik",
    "edition": "2021-03-01",
    "verdict": "godkänd",
    "approved": True,
    "decision": {"municipality": "Huddinge kommun", "reference": "KS 1"},
    "stage": {"name": "Beslut"},
    "parameters": {"unit": "tkr"},
    "statements": [],
}
TEXTS = [("case",), ("title",), ("edition",), ("verdict",), ("parameters", "unit"), ("stage", "name")]
TEXTS += [("decision", "municipality"), ("decision", "reference")]
NO_TEXTS = ["\ud800", "a\x1bb", "\u202e", 5, ["x"], {}, None]


def put(folder, told=TOLD):
    folder.mkdir()
    (folder / RESULT).write_text(json.dumps(told), encoding="utf-8")
    about = {"case": "fall", "edition": "2021-03-01", "request": {"skede": "", "datum": "fallet"}}
    about |= {"parameters": {"case": "fall"}, "versions": {}, "inputs": {}, "commit": None}
    about |= {"outputs": manifest.outputs(folder), "sizes": manifest.sizes(folder)}
    (folder / manifest.MANIFEST).write_text(manifest.written(about), encoding="utf-8")
    return folder


def overview(reports):
    """The overview of a readable edition and of what lies beside it."""
    put(reports / "läsbar")
    (reports / ".arbete").mkdir()
    text = index(reports, reports / ".arbete").read_text(encoding="utf-8")
    assert "Granskning av Rubrik" in text and "Huddinge kommun. Fall fall." in text
    return text


@pytest.mark.parametrize("place", TEXTS, ids=".".join)
@pytest.mark.parametrize("value", NO_TEXTS, ids=ascii)
def test_a_result_whose_texts_are_none_is_unreadable(tmp_path, place, value):
    told = json.loads(json.dumps(TOLD))
    *over, key = place
    inner = told
    for one in over:
        inner = inner[one]
    inner[key] = value
    assert known(put(tmp_path / "granne", told)) is None
    assert "Mappen granne har ingen läsbar" in overview(tmp_path)


def test_a_result_is_as_it_is_told(tmp_path):
    assert known(put(tmp_path / "granne"))["title"] == "Rubrik"


@pytest.mark.parametrize("name", [b"gran\xffne", b"a\nb", b"a\x1b[2J"])
def test_a_folder_whose_name_is_not_seen_is_told_with_it_made_visible(tmp_path, name):
    put(tmp_path / os.fsdecode(name))
    assert "\\x" in overview(tmp_path)


def test_a_folder_whose_name_is_as_long_as_can_be_is_an_edition(tmp_path):
    put(tmp_path / ("x" * 255))
    assert "x" * 255 in overview(tmp_path)


@pytest.mark.parametrize("name", [b"\xff.html", b"\xff.xlsx", b"x" * 250 + b".html"])
def test_a_file_of_an_edition_that_cannot_be_named_stops_nothing(tmp_path, name):
    folder = put(tmp_path / "granne")
    (folder / os.fsdecode(name)).touch()
    assert "Mappen" not in overview(tmp_path)


def test_a_result_that_is_too_large_is_not_read(tmp_path):
    with (put(tmp_path / "granne") / RESULT).open("wb") as stream:
        stream.truncate(4_000_000_000_000)
    assert "Mappen granne har ingen läsbar" in overview(tmp_path)


# Where a command is begun, and what it is pointed at


@pytest.mark.parametrize("command", ["check", "report", "verify"])
def test_that_the_working_folder_has_gone_is_told(tmp_path, monkeypatch, capsys, command):
    gone = tmp_path / "borta"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    status = main([command, str(SEED)])
    monkeypatch.chdir(tmp_path)
    assert status == 2 and capsys.readouterr().err.startswith("Arbetsmappen finns inte.")


@pytest.mark.parametrize("root", ["/", "//", "/../", "/."])
def test_the_topmost_folder_is_no_case(capsys, root):
    assert main(["report", root]) == 2
    assert "datorns översta mapp är inget fall" in capsys.readouterr().err


@pytest.mark.parametrize(
    "given",
    [["report", "x", "--reports", ""], ["verify", ""], ["report", "x", "--notebooks="], ["batch", "--data", ""]],
)
def test_a_path_that_is_empty_is_none(capsys, given):
    with pytest.raises(SystemExit) as ended:
        main(given)
    assert ended.value.code == 2 and "ange en mapp" in capsys.readouterr().err


@pytest.mark.parametrize("name", [".~a.ipynb", "._a.ipynb", ".ipynb"])
def test_what_is_hidden_is_no_notebook(tmp_path, name):
    (tmp_path / name).touch()
    with pytest.raises(UsageError, match="inga anteckningsböcker"):
        notebooks_in(tmp_path)
    (tmp_path / "a.ipynb").touch()
    assert notebooks_in(tmp_path) == [tmp_path / "a.ipynb"]


@pytest.mark.parametrize("name", ["a\\b", "\\", "a\nb", "a\x07", "\udcff", "a\u202eb"])
def test_a_notebook_that_cannot_be_named_is_refused(tmp_path, name):
    (tmp_path / f"{name}.ipynb").touch()
    with pytest.raises(UsageError, match="Byt namn"):
        notebooks_in(tmp_path)
