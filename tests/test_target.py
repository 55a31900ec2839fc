"""Only what is ours is ever replaced or removed: where editions may be put, and what they may take the place of."""

import json
import os
import shutil
import socket
import subprocess
import sys

import pytest
from conftest import ROOT, SEED

from fordelning.case.folder import find
from fordelning.cli.main import main
from fordelning.publish.edition import manifest, seal
from fordelning.publish.edition.overview import INDEX, RESULT, index
from fordelning.publish.edition.shelf import clear, hold
from fordelning.publish.edition.staleness import StandingError, dropped, remembered
from fordelning.publish.edition.target import (
    NOT_APPROVED,
    TargetError,
    places,
    require_apart,
    require_free,
    require_ours,
)
from fordelning.publish.many.summary import DATA, PAGE
from fordelning.report.parameters import EditionParameters

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links and pipes")
PARTS = ("case", "edition", "request", "parameters", "versions", "inputs", "commit", "outputs", "sizes")
SMALL = "exempelkommun-foreningsbidrag-2025"


def snapshot(folder) -> dict:
    """Everything below `folder`: kind, time, and content or where a link leads."""
    found = {}
    for path in sorted(folder.rglob("*")):
        told = os.readlink(path) if path.is_symlink() else path.read_bytes() if path.is_file() else ""
        found[str(path.relative_to(folder))] = path.lstat().st_mode, told
    return found


def edition(folder, **parameters):
    """An edition as far as its manifest tells."""
    folder.mkdir(parents=True)
    for name in ("beslutsrapport.html", "beslutsrapport.pdf", RESULT):
        (folder / name).write_text(name, encoding="utf-8")
    told = {"case": SMALL, "edition": "2021-03-01", "request": {"skede": "", "datum": "fallet"}, "versions": {}}
    told |= {"parameters": {"case": SMALL, "unit": "", **parameters}, "inputs": {}, "commit": None}
    told |= {"outputs": manifest.outputs(folder), "sizes": manifest.sizes(folder)}
    told = {part: told[part] for part in PARTS}
    (folder / manifest.MANIFEST).write_text(manifest.written(told), encoding="utf-8")
    return folder


# Where an edition may be put


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project with two cases in data/, one beside it, notebooks and a source; nothing has been made."""
    for name in (SMALL, "huddinge-2021"):
        shutil.copytree(ROOT / "data" / name, tmp_path / "data" / name)
    shutil.copytree(SEED, tmp_path / "fallet")
    shutil.copytree(ROOT / "notebooks", tmp_path / "notebooks")
    (tmp_path / "underlag").mkdir()
    (tmp_path / "underlag" / "källa.txt").write_text("10 000 tkr", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


BELOW = {  # the case, the folder of editions, the name of the edition
    "over the case": ("fallet", ".", "fallet"),
    "in the case": ("fallet", "fallet", "x"),
    "deep in the case": ("fallet", "fallet/ny/mapp", "x"),
    "over the cases": ("fallet", ".", "data"),
    "over each case": (SMALL, "data", SMALL),
    "among the cases": (SMALL, "data", "x"),
    "over another case": (SMALL, "data", "huddinge-2021"),
    "in another case": ("fallet", f"data/{SMALL}", "x"),
    "over the notebooks": ("fallet", ".", "notebooks"),
    "in the notebooks": ("fallet", "notebooks", "x"),
    "over the source": ("fallet", ".", "underlag"),
    "holding them all": ("fallet", "..", None),
}


def spellings(project, path):
    """The same place by other paths."""
    yield path
    yield f"./{path}/."
    yield f"underlag/../{path}"
    yield str(project / path)
    (project / "lank").unlink(missing_ok=True)
    (project / "lank").symlink_to(project / path, target_is_directory=True)
    yield "lank"
    (project / "omvag").unlink(missing_ok=True)
    (project / "omvag").symlink_to(project, target_is_directory=True)
    yield f"omvag/{path}"


@pytest.mark.parametrize(("case", "reports", "name"), BELOW.values(), ids=BELOW)
def test_no_edition_is_put_where_it_is_made_from(project, case, reports, name):
    given = EditionParameters.check({"case": case, "source": "underlag/källa.txt"})
    before = snapshot(project)
    for spelt in list(spellings(project, reports)):
        with pytest.raises(TargetError, match="Utgåvan kan inte läggas i"):
            require_apart(project / spelt, name or project.name, given, sorted(project.glob("notebooks/*.ipynb")))
    for link in ("lank", "omvag"):
        (project / link).unlink()
    assert snapshot(project) == before


def test_nor_where_the_program_lies(project):
    given = EditionParameters.check({"case": "fallet"})
    for reports, name in ((ROOT / "fordelning", "x"), (ROOT, "fordelning"), (ROOT, "notebooks"), (ROOT, "data")):
        with pytest.raises(TargetError):
            require_apart(reports, name, given, [])


@pytest.mark.parametrize(
    "name", [".making", ".lock", ".x", "index.html", "batch.json", f"x{NOT_APPROVED}", "README.md"]
)
def test_nor_by_a_name_that_is_used_for_something_else(project, name):
    with pytest.raises(TargetError, match="kan inte heta"):
        require_apart(project / "reports", name, EditionParameters.check({"case": "fallet"}), [])


def test_beside_them_it_may(project):
    given = EditionParameters.check({"case": "fallet", "source": "underlag/källa.txt"})
    for reports in ("reports", "ut/hit", "data2"):
        require_apart(project / reports, "x", given, sorted(project.glob("notebooks/*.ipynb")))


@pytest.mark.parametrize(
    "command",
    [
        ("report", "./fallet", "--reports", "."),
        ("report", SMALL, "--reports", "data"),
        ("watch", "./fallet", "--reports", ".", "--port", "0"),
        ("batch", "--all", "--reports", "data"),
        ("batch", "b.csv", "--reports", "."),
    ],
)
def test_every_command_refuses_before_anything_is_made(project, command, capsys):
    (project / "b.csv").write_text(f"case;utgåva\n{SMALL};data\n", encoding="utf-8")
    before = snapshot(project)
    assert main(list(command)) == 2
    assert "Utgåvan kan inte läggas i" in capsys.readouterr().err
    assert snapshot(project) == before


# What an edition may take the place of


def a_file(folder):
    (folder / "protokoll, signerat.pdf").write_text("x")


def a_hidden_file(folder):
    (folder / ".anteckning").write_text("x")


def a_folder(folder):
    (folder / "bilagor").mkdir()


def a_link(folder):
    (folder / "lank").symlink_to("/etc/hostname")


def a_link_in_place_of_a_file(folder):
    (folder / "beslutsrapport.pdf").unlink()
    (folder / "beslutsrapport.pdf").symlink_to("/etc/hostname")


def a_folder_in_place_of_a_file(folder):
    (folder / "beslutsrapport.pdf").unlink()
    (folder / "beslutsrapport.pdf").mkdir()


def a_pipe(folder):
    os.mkfifo(folder / "ror")


def a_socket(folder):
    here = os.getcwd()
    os.chdir(folder)  # its name is to be short
    with socket.socket(socket.AF_UNIX) as one:
        one.bind("sockel")
    os.chdir(here)


def a_signed_file(folder):
    with (folder / "beslutsrapport.pdf").open("a") as stream:
        stream.write("underskrift")


def a_file_changed_in_place(folder):
    (folder / "beslutsrapport.pdf").write_text("beslutsrapport.PDF")


def a_note_in_the_manifest(folder):
    path = folder / "manifest.json"
    told = json.loads(path.read_text(encoding="utf-8")) | {"undertecknad": "ja"}
    path.write_text(manifest.written(told), encoding="utf-8")


def a_respelt_manifest(folder):
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8"))), encoding="utf-8")


def a_very_large_file(folder):
    os.truncate(folder / "beslutsrapport.pdf", 4 * 10**12)


def no_manifest(folder):
    (folder / "manifest.json").unlink()


def a_manifest_of_something_else(folder):
    (folder / "manifest.json").write_text('{"name": "min app", "version": "1.0"}')


def a_linked_manifest(folder):
    (folder / "manifest.json").rename(folder.parent / "m.json")
    (folder / "manifest.json").symlink_to(folder.parent / "m.json")


def a_piped_manifest(folder):
    (folder / "manifest.json").unlink()
    os.mkfifo(folder / "manifest.json")


def all_but_nothing(folder):
    shutil.rmtree(folder)
    folder.mkdir()


def a_file_in_the_way(folder):
    shutil.rmtree(folder)
    folder.write_text("x")


def a_link_in_the_way(folder):
    folder.rename(folder.parent / "annan")
    folder.symlink_to(folder.parent / "annan")


def a_broken_link_in_the_way(folder):
    shutil.rmtree(folder)
    folder.symlink_to("finns-inte")


FOREIGN = [a_file, a_hidden_file, a_folder, a_link, a_link_in_place_of_a_file, a_folder_in_place_of_a_file, a_pipe]
FOREIGN += [a_socket, a_signed_file, a_file_changed_in_place, no_manifest, a_manifest_of_something_else]
FOREIGN += [a_linked_manifest, a_piped_manifest, all_but_nothing, a_file_in_the_way, a_link_in_the_way]
FOREIGN += [a_broken_link_in_the_way, a_note_in_the_manifest, a_respelt_manifest]


@pytest.mark.parametrize("of", [SMALL, SMALL + NOT_APPROVED])
@pytest.mark.parametrize("spoil", FOREIGN)
def test_nothing_that_is_not_ours_is_replaced(tmp_path, spoil, of):
    spoil(edition(tmp_path / of))
    before = snapshot(tmp_path)
    with pytest.raises(TargetError, match="ersätts inte"):
        require_free(places(tmp_path, SMALL))
    # Nor where it comes while the edition is made: what puts it in its place looks again.
    with pytest.raises(TargetError), hold(tmp_path) as shelf:
        made = edition(shelf.folder(SMALL))
        shelf.put(made, approved=True)
    kept = snapshot(tmp_path)
    assert {name: kept.get(name) for name in before} == before
    assert set(kept) - set(before) == {".lock", INDEX}


def test_what_is_ours_is(tmp_path):
    for name in (SMALL, SMALL + NOT_APPROVED):
        edition(tmp_path / name)
    require_free(places(tmp_path, SMALL))
    (tmp_path / SMALL / RESULT).unlink()  # lost, or only begun: there is nothing to lose
    (tmp_path / SMALL / "beslutsrapport.pdf").write_bytes(b"")
    require_free(places(tmp_path, SMALL))
    with hold(tmp_path) as shelf:
        shelf.put(edition(shelf.folder(SMALL), unit="kr"), approved=True)
    assert manifest.read(tmp_path / SMALL)["parameters"]["unit"] == "kr"
    assert not (tmp_path / (SMALL + NOT_APPROVED)).exists()


def test_what_comes_in_the_last_moment_is_put_back(tmp_path, monkeypatch):
    """A file that is put in the edition between the look at it and the exchange."""
    from fordelning.publish.edition import shelf as module

    edition(tmp_path / SMALL)
    exchange = module.exchange

    def late(one, other):
        if (other / RESULT).exists() and not (other / "sent.txt").exists() and not (one / "sent.txt").exists():
            (other / "sent.txt").write_text("x")
        return exchange(one, other)

    monkeypatch.setattr(module, "exchange", late)
    with pytest.raises(TargetError, match=r"sent\.txt"), hold(tmp_path) as shelf:
        shelf.put(edition(shelf.folder(SMALL), unit="kr"), approved=True)
    assert (tmp_path / SMALL / "sent.txt").exists()
    assert manifest.read(tmp_path / SMALL)["parameters"]["unit"] == ""


NAMES = [INDEX, ".lock", ".making"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", ["file", "folder", "link", "pipe"])
def test_the_shelf_takes_no_place_that_is_not_its_own(tmp_path, name, kind):
    target = tmp_path / "egen"
    target.mkdir()
    (target / "fil").write_text("x")
    place = tmp_path / "reports" / name
    place.parent.mkdir()
    if kind == "file":
        place.write_text("eget")
    elif kind == "folder":
        shutil.copytree(target, place)
    elif kind == "link":
        place.symlink_to(target)
    else:
        os.mkfifo(place)
    before = snapshot(tmp_path)
    with pytest.raises(TargetError, match=name), hold(tmp_path / "reports"):
        pass
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize("name", [PAGE, DATA])
def test_nor_does_the_summary_of_a_batch(project, name, capsys):
    (project / "reports").mkdir()
    (project / "reports" / name).write_text("{}")
    assert main(["batch", "--all"]) == 2
    assert f"reports/{name} ersätts inte" in capsys.readouterr().err
    assert (project / "reports" / name).read_text() == "{}"
    assert {path.name for path in (project / "reports").iterdir()} == {name, ".lock", INDEX}


@pytest.mark.parametrize(
    "spoil", [lambda text: text + "x", lambda text: "x" + text, lambda text: text.replace("a", "b")]
)
def test_a_page_of_ours_that_has_been_changed_is_no_longer_ours(tmp_path, spoil):
    for name, text in (("a.html", seal.page("<p>a</p>\n")), ("a.json", seal.data({"a": [1, "å"]}))):
        (tmp_path / name).write_text(text, encoding="utf-8")
        require_ours(tmp_path / name)
        (tmp_path / name).write_text(spoil(text), encoding="utf-8")
        with pytest.raises(TargetError, match="ersätts inte"):
            require_ours(tmp_path / name)


# What is taken away


def test_clean_takes_away_what_is_ours_and_tells_of_the_rest(tmp_path, capsys):
    for name in ("a", "b", "c"):
        edition(tmp_path / name)
    with hold(tmp_path):
        pass
    (tmp_path / DATA).write_text(seal.data({"x": 1}), encoding="utf-8")
    (tmp_path / PAGE).write_text("egen")
    (tmp_path / "README.md").write_text("om")
    a_file(tmp_path / "b")
    a_link_in_the_way(tmp_path / "c")  # "annan" is then an edition of ours
    (tmp_path / "eget").mkdir()
    kept = {"b", "c", "README.md", "eget", PAGE}
    assert set(clear(tmp_path, (INDEX, PAGE, DATA))) == kept
    assert {path.name for path in tmp_path.iterdir()} == kept
    assert main(["clean", "--reports", str(tmp_path)]) == 0
    told = capsys.readouterr().out
    assert {line.rpartition(": ")[2] for line in told.splitlines()} == kept - {"README.md"}
    assert clear(tmp_path / "finns-inte", ()) == []


@pytest.mark.slow
def test_make_clean_leaves_what_make_has_not_made(clone):
    (clone / "reports" / "eget.txt").write_text("x")
    (clone / "reports" / "bilagor").mkdir()
    edition(clone / "reports" / "a")
    (clone / ".venv").unlink()
    (clone / ".venv" / "bin").mkdir(parents=True)  # an environment of one's own, with the program in it
    (clone / ".venv" / "bin" / "fordelning").symlink_to(sys.prefix + "/bin/fordelning")
    done = subprocess.run(["make", "clean"], cwd=clone, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert {path.name for path in (clone / "reports").iterdir()} == {"README.md", "eget.txt", "bilagor"}
    assert (clone / ".venv" / "bin").is_dir() and ".venv är inte gjord av make" in done.stdout
    (clone / ".venv" / "made-by-make").touch()
    subprocess.run(["make", "clean"], cwd=clone, capture_output=True, check=True)
    assert not (clone / ".venv").exists()


# Chosen parameters


@pytest.mark.parametrize(
    ("was", "given", "kept"),
    [
        ({"unit": "mnkr"}, (), {"unit": "mnkr"}),
        ({"unit": "mnkr"}, ("unit",), {}),
        ({"unit": "mnkr"}, ("edition", "case"), {"unit": "mnkr"}),
        ({}, (), {}),
        ({"edition": "2021-03-01", "unit": "kr"}, ("unit",), {"edition": "2021-03-01"}),
        ({"source": "källa.txt"}, ("source",), {}),
        ({"other": "huddinge-2021@x"}, ("unit",), {"other": "huddinge-2021@x"}),
        (
            {"years": "2021-2023", "scenario": "andel", "share": "50"},
            ("share",),
            {"years": "2021-2023", "scenario": "andel"},
        ),
        ({"okänd": "x"}, (), {}),
    ],
)
@pytest.mark.parametrize("name", [SMALL, SMALL + NOT_APPROVED])
def test_what_was_chosen_is_kept_until_somebody_says_otherwise(tmp_path, was, given, kept, name):
    edition(tmp_path / name, **was)
    assert remembered(tmp_path, SMALL, SMALL, given) == kept


def test_an_edition_keeps_the_date_that_the_environment_gave_it(tmp_path, monkeypatch):
    made = edition(tmp_path / SMALL)
    dated = manifest.read(made) | {"request": {"skede": "", "datum": "SOURCE_DATE_EPOCH"}}
    (made / manifest.MANIFEST).write_text(manifest.written(dated), encoding="utf-8")
    assert remembered(tmp_path, SMALL, SMALL, ()) == {"edition": "2021-03-01"}
    assert remembered(tmp_path, SMALL, SMALL, ("edition",)) == {}
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600000000")
    assert remembered(tmp_path, SMALL, SMALL, ()) == {}


@pytest.mark.parametrize("spoil", ["\ud800", "x", 7], ids=["half a character", "another word", "another key"])
def test_a_manifest_that_no_program_wrote_is_not_ours(tmp_path, spoil):
    made = edition(tmp_path / SMALL)
    told = manifest.read(made)
    told = told | {"parameters": told["parameters"] | {"unit": spoil}} if isinstance(spoil, str) else told | {"mer": 7}
    path = made / manifest.MANIFEST
    path.write_text(manifest.written(told), encoding="utf-8", errors="surrogatepass")
    assert manifest.is_as_written(made, told) == (spoil == "x")
    path.write_text(json.dumps(told), encoding="utf-8")
    assert not manifest.is_as_written(made, told)


def test_documents_that_are_not_made_again_are_told(tmp_path):
    made = edition(tmp_path / SMALL)
    told = manifest.read(made)
    told["outputs"] |= {"egen.ipynb": "", "avstamning.ipynb": ""}
    told["sizes"] |= {"egen.ipynb": 0, "avstamning.ipynb": 0}
    (made / manifest.MANIFEST).write_text(manifest.written(told), encoding="utf-8")
    assert dropped(tmp_path, SMALL, [tmp_path / "avstamning.ipynb"]) == ["egen.ipynb"]
    assert dropped(tmp_path / "finns-inte", SMALL, []) == []


def decision(folder, **told):
    """An edition of the decision that is told: its title, municipality and reference."""
    decision = {"municipality": told["municipality"], "reference": told["reference"]}
    said = {"case": SMALL, "title": told["title"], "edition": "2021-03-01", "verdict": "stämmer", "approved": True}
    said |= {"decision": decision, "stage": None, "parameters": {"unit": "tkr"}, "statements": []}
    edition(folder)
    (folder / RESULT).write_text(json.dumps(said), encoding="utf-8")
    was = manifest.read(folder) | {"outputs": manifest.outputs(folder), "sizes": manifest.sizes(folder)}
    (folder / manifest.MANIFEST).write_text(manifest.written(was), encoding="utf-8")
    return folder


OF = {"title": "Fördelning 2021", "municipality": "Huddinge kommun", "reference": "KS 1"}


@pytest.mark.parametrize(
    ("now", "refused"),
    [
        ({}, False),
        ({"title": "Fördelning 2021, rättad"}, False),
        ({"municipality": "Huddinge", "reference": "KS 1/20"}, False),
        ({"title": "Fördelning 2022", "reference": "KS 2"}, True),
        ({"title": "Tilläggsbudget", "municipality": "Luleå kommun"}, True),
    ],
)
def test_an_edition_of_another_decision_is_not_replaced(tmp_path, now, refused):
    decision(tmp_path / "reports" / SMALL, **OF)
    with hold(tmp_path / "reports") as shelf:
        made = decision(shelf.folder(SMALL), **{**OF, **now})
        before = snapshot(tmp_path / "reports" / SMALL)
        if refused:
            with pytest.raises(TargetError, match=f"{SMALL} ersätts inte, .* ett annat beslut: Fördelning 2021"):
                shelf.put(made, approved=True)
            assert snapshot(tmp_path / "reports" / SMALL) == before
        else:
            assert shelf.put(made, approved=True)
            assert snapshot(tmp_path / "reports" / SMALL) != before or not now


def test_where_a_source_lies_is_not_remembered_and_asked_for(tmp_path):
    edition(tmp_path / SMALL, source="källa.txt")
    with pytest.raises(StandingError, match=r"är gjord med källan källa\.txt: ange -p source och sökvägen"):
        remembered(tmp_path, SMALL, SMALL, {"unit"})


@pytest.mark.parametrize(("case", "refused"), [(SMALL, False), (f"{SMALL}@forslag", True), ("annat", True)])
def test_an_edition_of_another_case_or_stage_is_not_replaced(tmp_path, case, refused):
    edition(tmp_path / "x")
    if refused:
        with pytest.raises(StandingError, match=f"x är en utgåva av {SMALL}, och ersätts inte av en av {case}"):
            remembered(tmp_path, "x", case, ())
    else:
        assert remembered(tmp_path, "x", case, ()) == {}


def test_a_very_large_file_is_told_without_being_read(tmp_path):
    a_very_large_file(edition(tmp_path / SMALL))
    with pytest.raises(TargetError, match=r"beslutsrapport\.pdf är inte den som gjordes"):
        require_free(places(tmp_path, SMALL))
    assert manifest.lying(tmp_path / SMALL, manifest.read(tmp_path / SMALL))["outputs"]["beslutsrapport.pdf"]


def test_what_is_not_ours_is_kept_though_the_run_was_killed(tmp_path):
    """As where a file comes between the look at an edition and the exchange, and the kill after it."""
    edition(tmp_path / SMALL)
    with hold(tmp_path):
        pass
    making = tmp_path / ".making" / "tmpx"
    making.mkdir(parents=True)
    (making.parent / ".fordelning").touch()
    a_file(edition(making / SMALL, unit="kr"))
    with hold(tmp_path):
        pass
    assert len([*tmp_path.glob(f"{SMALL}.kvar-*/{SMALL}/protokoll, signerat.pdf")]) == 1
    assert not (tmp_path / ".making").exists() and manifest.foreign(tmp_path / SMALL) == []


def test_without_an_edition_there_is_nothing_to_remember(tmp_path):
    assert remembered(tmp_path / "finns-inte", SMALL, SMALL, ()) == {}
    no_manifest(edition(tmp_path / SMALL))
    assert remembered(tmp_path, SMALL, SMALL, ()) == {}


# The overview


def listed(reports, *names):
    """The overview of made-up editions with these names."""
    for name in names:
        folder = edition(reports / name)
        told = {
            "case": SMALL,
            "title": f"Titel {name}",
            "edition": "2021-03-01",
            "verdict": "stämmer",
            "statements": [],
            "message": "Summorna stämmer <b>.",
            "to_ask": "Att fråga om: en oklarhet.",
        }
        told |= {"approved": not name.endswith(NOT_APPROVED), "stage": None, "parameters": {"unit": "tkr"}}
        told |= {"decision": {"municipality": "Kommun", "reference": "1"}}
        (folder / RESULT).write_text(json.dumps(told), encoding="utf-8")
        recorded = manifest.read(folder) | {"outputs": manifest.outputs(folder), "sizes": manifest.sizes(folder)}
        (folder / "manifest.json").write_text(manifest.written(recorded), encoding="utf-8")
    return index(reports, reports).read_text(encoding="utf-8")


def test_an_approved_edition_whose_case_has_become_another_is_not_listed_as_if_it_held(tmp_path):
    text = listed(tmp_path, "a", "a" + NOT_APPROVED, "b")
    assert text.count("<section") == 2 and "Titel a.ej-godkand" in text and "Titel b" in text
    assert "Det här är den utgåva som gäller nu." in text.split("Titel a.ej-godkand")[1].split("</section>")[0]
    assert "Summorna stämmer &lt;b&gt;." in text and ">Stämmer. Att fråga om: en oklarhet." in text and "✓" not in text
    assert text.count("gäller nu") == 1 and "utgåva 2021-03-01, som godkändes" in text
    assert 'href="a/beslutsrapport.html"' in text
    (tmp_path / ("a" + NOT_APPROVED) / RESULT).write_text("{}")
    text = index(tmp_path, tmp_path).read_text(encoding="utf-8")
    assert "Gäller inte längre: en senare utgåva av fallet är inte godkänd." in text
    assert text.count("<section") == 2


@pytest.mark.parametrize("change", [("true", "false"), ("stämmer", "stammer"), ("2021-03-01", "2021-03-02")])
def test_an_edition_whose_result_is_not_the_one_that_was_made_is_not_listed(tmp_path, change):
    assert "Titel a" in listed(tmp_path, "a")
    path = tmp_path / "a" / RESULT
    path.write_text(json.dumps(json.loads(path.read_text()), ensure_ascii=False).replace(*change), encoding="utf-8")
    text = index(tmp_path, tmp_path).read_text(encoding="utf-8")
    assert "Titel a" not in text and "Mappen a har ingen läsbar utgåva" in text


def test_a_refused_edition_in_the_place_of_an_approved_one_is_not_listed(tmp_path):
    listed(tmp_path, "a" + NOT_APPROVED)
    (tmp_path / ("a" + NOT_APPROVED)).rename(tmp_path / "a")
    assert "Mappen a har ingen läsbar utgåva" in index(tmp_path, tmp_path).read_text(encoding="utf-8")


def test_a_pipe_among_the_editions_is_told_and_waited_for_by_nobody(tmp_path):
    (tmp_path / "grann").mkdir()
    os.mkfifo(tmp_path / "grann" / RESULT)
    assert "Mappen grann har ingen läsbar" in index(tmp_path, tmp_path).read_text(encoding="utf-8")


def test_the_case_is_found_where_the_edition_would_lie(project):
    assert find(SMALL) == project / "data" / SMALL
