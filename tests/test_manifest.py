"""The manifest and `fordelning verify`: what is recorded, and that each kind of difference is told."""

import hashlib
import importlib.metadata
import json
import os
import platform
import re
import shutil
import subprocess

import pytest
from conftest import ROOT, SEED, command

import fordelning
from fordelning.base.program import PACKAGES
from fordelning.publish.edition import manifest as manifests
from fordelning.publish.edition.manifest import differences
from fordelning.publish.edition.overview import index


def verify(folder, *arguments, **options):
    return command("verify", folder, *arguments, **options)


@pytest.fixture
def published(edition, tmp_path):
    """A copy of the edition, to be spoilt."""
    return shutil.copytree(edition[1], tmp_path / "huddinge-2021")


pytestmark = pytest.mark.parametrize("edition", ["tkr"], indirect=True)


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


# Direct dependencies that shape nothing of an edition: they read an analyst's files, run the stock kernel, or serve.
SHAPELESS = {
    "jupyter",
    "pypdfium2",
    "nbconvert",
    "papermill",
    "jupyter-client",
    "ipykernel",
    "traitlets",
    "openpyxl",
    "defusedxml",
    "watchfiles",
    "filelock",
    "tqdm",
    "flit-core",
}


def test_every_package_that_shapes_an_edition_is_recorded(edition):
    named = [line.split()[0] for line in (ROOT / "requirements.in").read_text(encoding="utf-8").splitlines()]
    assert set(PACKAGES) == {name for name in named if name != "#"} - SHAPELESS


def test_the_manifest_holds_every_input_and_output(edition):
    folder = edition[1]
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["outputs"] == {p.name: digest(p) for p in folder.iterdir() if p.name != "manifest.json"}
    assert {f"{n}.{kind}" for n in ("beslutsrapport", "avstamning", "utblick") for kind in ("html", "pdf", "ipynb")} | {
        "huddinge-2021.xlsx",
        "catalog.jsonld",
        "result.json",
    } == set(manifest["outputs"])
    inputs = manifest["inputs"]
    for path in [*SEED.iterdir(), *(ROOT / "fordelning").rglob("*.py")]:
        assert inputs[path.relative_to(ROOT).as_posix()] == digest(path)
    assert {
        "fordelning/publish/render/templates/report.typ",
        "fonts/SourceSansPro-Regular.ttf",
        "fonts/SourceSans3[wght].ttf",
    } <= set(inputs)
    left_out = inputs.pop("notebooks/jamforelse.ipynb (parametrar)")
    assert left_out == "amendment case edition other same source unit"  # what it declares, which is why it is left out
    notebooks = [name for name in inputs if name.startswith("notebooks/")]
    assert notebooks == [f"notebooks/{name}.ipynb" for name in ("avstamning", "beslutsrapport", "utblick")]
    assert all(inputs[name] == digest(ROOT / name) for name in notebooks)
    left = {"years": "", "scenario": "dokumentet", "share": "", "other": "", "same": "", "amendment": ""}
    assert manifest["parameters"] == {"case": "huddinge-2021", "unit": "tkr", "edition": ""} | left
    versions = dict(manifest["versions"])
    assert versions.pop("fordelning") == fordelning.__version__
    assert versions.pop("python") == platform.python_version()
    assert versions == {name: importlib.metadata.version(name) for name in versions}
    assert {"typst", "pikepdf", "xlsxwriter", "matplotlib"} <= set(versions)


def test_the_manifest_names_the_commit(edition):
    found = json.loads((edition[1] / "manifest.json").read_text(encoding="utf-8"))["commit"]
    git = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True)
    assert (found["id"] if found else None) == (git.stdout.strip() if git.returncode == 0 else None)


def lines(done) -> str:
    assert done.returncode == 6
    assert "Traceback" not in done.stderr
    return done.stderr


def test_each_kind_of_spoilt_file_is_told(published):
    (published / "result.json").write_text("{}", encoding="utf-8")
    (published / "avstamning.pdf").unlink()
    (published / "främmande.txt").write_text("x", encoding="utf-8")
    told = lines(verify(published))
    assert "filen result.json är en annan" in told
    assert "filen avstamning.pdf saknas" in told
    assert "filen främmande.txt har tillkommit" in told
    assert "beslutsrapport" not in told


def test_a_changed_case_is_told(published, tmp_path):
    case = shutil.copytree(SEED, tmp_path / "data" / "huddinge-2021")
    text = (case / "notes.csv").read_text(encoding="utf-8")
    (case / "notes.csv").write_text(text.replace("Kameror", "Kamera"), encoding="utf-8")
    told = lines(verify(published, str(case)))
    assert "underlaget data/huddinge-2021/notes.csv är en annan" in told
    assert "pots.csv" not in told


def test_a_changed_notebook_and_another_date_are_told(published, tmp_path):
    shutil.copytree(ROOT / "notebooks", tmp_path / "notebooks")
    path = tmp_path / "notebooks" / "avstamning.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace("# Avstämning", "# Annat"), encoding="utf-8")
    edit(published, lambda manifest: manifest.update(edition="2021-03-02"))
    told = lines(verify(published, "--notebooks", str(tmp_path / "notebooks")))
    assert "underlaget notebooks/avstamning.ipynb är en annan" in told
    assert "utgåvans datum är ett annat" in told


def edit(folder, change):
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    change(manifest)
    path.write_text(manifests.written(manifest), encoding="utf-8")


def test_other_versions_and_another_commit_are_told(published):
    def change(manifest):
        manifest["versions"]["typst"] = "0.0.1"
        manifest["commit"] = {"id": "0" * 40, "changed": False}

    edit(published, change)
    told = lines(verify(published))
    assert "versionen av typst är en annan: »0.0.1» i manifestet" in told
    assert "programmets version i git är en annan: 000000000000" in told


@pytest.mark.slow
def test_a_forged_output_is_found_by_making_it_anew(published):
    """The file and its checksum are both changed: only a new edition tells."""
    page = published / "beslutsrapport.html"
    page.write_text(page.read_text(encoding="utf-8").replace("2\u00a0675", "2\u00a0765"), encoding="utf-8")
    edit(published, lambda manifest: manifest["outputs"].update({"beslutsrapport.html": digest(page)}))
    told = lines(verify(published))
    assert "filen beslutsrapport.html är en annan" in told
    assert "gjord på nytt" in told


@pytest.mark.parametrize("content", [None, "", "[]", "{}", '{"parameters": 1}', "\x00", "[" * 100_000])
def test_without_a_readable_manifest_it_is_wrong_usage(published, content):
    if content is None:
        (published / "manifest.json").unlink()
    else:
        (published / "manifest.json").write_text(content, encoding="utf-8")
    done = verify(published)
    assert done.returncode == 2
    assert "manifest.json" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "forged",
    [
        {"commit": "abc"},
        {"commit": {"id": "0"}},
        {"commit": {"id": "--output=x", "changed": False}},
        {"commit": {"id": "0" * 40, "changed": False, "by": "x"}},
        {"outputs": {"result.json": 5}},
        {"outputs": {"../x": "0" * 64}},
        {"outputs": {"a\nb": "0" * 64}},
        {"versions": {"typst": None}},
        {"sizes": {"result.json": True}},
        {"sizes": {"result.json": 1.0}},
        {"edition": "2021-02-29"},
        {"edition": None},
        {"case": None},
        {"request": {}},
        {"parameters": {}},
        {"inputs": []},
    ],
)
def test_a_manifest_of_other_kinds_of_values_is_no_manifest(published, forged):
    edit(published, lambda manifest: manifest.update(forged))
    done = verify(published)
    assert done.returncode == 2
    assert "kan inte läsas" in done.stderr
    assert "Traceback" not in done.stderr


STRANGERS = {
    "mappen .ipynb_checkpoints har tillkommit": lambda folder: (folder / ".ipynb_checkpoints").mkdir(),
    "filen .dold har tillkommit": lambda folder: (folder / ".dold").touch(),
    "bilaga är en länk": lambda folder: (folder / "bilaga").symlink_to("/etc"),
    "lös är en länk": lambda folder: (folder / "lös").symlink_to("finns-inte"),
    "avstamning.pdf är en länk": lambda folder: linked(folder / "avstamning.pdf"),
    "manifest.json är en länk": None,  # and then there is no manifest
    "rör är ingen vanlig fil": lambda folder: os.mkfifo(folder / "rör"),
    "result.json är ingen vanlig fil": lambda folder: (
        (folder / "result.json").unlink(),
        os.mkfifo(folder / "result.json"),
    ),
}


def linked(path):
    path.rename(path.parent.parent / path.name)
    path.symlink_to(path.parent.parent / path.name)


@pytest.mark.parametrize("said", STRANGERS)
def test_every_entry_is_a_file_that_the_manifest_names(published, said):
    if STRANGERS[said] is None:
        linked(published / "manifest.json")
        done = verify(published)
        assert done.returncode == 2 and "manifest.json kan inte läsas" in done.stderr
        return
    STRANGERS[said](published)
    assert said in lines(verify(published))


FORGED = {  # what is changed in the manifest, and what is told
    "case": (lambda told: told.update(case="annat-fall"), "fallet är ett annat: »annat-fall»"),
    "a case like it": (lambda told: told.update(case="huddinge-2021@x"), "fallet är ett annat"),
    "edition": (lambda told: told.update(edition="2021-03-01"), "utgåvans datum är ett annat"),
    "stage": (lambda told: told["request"].update(datum="parametern"), "uppgiften datum är en annan"),
    "unit": (lambda told: told["parameters"].update(unit="kr"), "(gjord på nytt)"),
    "a unit that none is": (lambda told: told["parameters"].update(unit="euro"), "okänd enhet »euro»"),
    "a parameter more": (lambda told: told["parameters"].update(x="y"), "x: okänd parameter"),
    "another order": (lambda told: told.update(sizes=told.pop("sizes"), case=told.pop("case")), "är inte skrivet som"),
    "version": (lambda told: told["versions"].update(python="2.7.1"), "versionen av python är en annan"),
    "a version more": (lambda told: told["versions"].update(excel="16"), "versionen av excel saknas"),
    "an input more": (lambda told: told["inputs"].update({"data/x.csv": "0" * 64}), "underlaget data/x.csv saknas"),
    "an input less": (lambda told: told["inputs"].popitem(), "har tillkommit"),
    "an output more": (lambda told: told["outputs"].update({"x.pdf": "0" * 64}), "filen x.pdf saknas"),
    "size": (lambda told: told["sizes"].update({"result.json": 1}), "filen result.json är en annan"),
    "sizes": (lambda told: told.update(sizes={"x": 1}), "storleken på x saknas"),
    "no sizes": (lambda told: told.update(sizes={}), "»en annan storlek» nu"),
    "a part more": (lambda told: told.update(godkand_av="Kommunfullmäktige"), "uppgiften »godkand_av» hör inte hemma"),
}


@pytest.mark.parametrize("forged", FORGED)
def test_every_part_of_a_manifest_is_held_against_something(published, forged):
    change, said = FORGED[forged]
    edit(published, change)
    assert said in lines(verify(published))


@pytest.mark.slow
def test_the_date_of_the_system_is_no_difference(published):
    """Neither where the edition was dated by it nor where it was not."""
    done = verify(published, SOURCE_DATE_EPOCH="1614556800")
    assert done.returncode == 0, done.stderr
    assert "gjord på nytt blir den densamma" in done.stdout


def test_a_manifest_that_is_respelt_is_told(published):
    path = published / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8"))), encoding="utf-8")
    assert "manifest.json är inte skrivet som programmet skriver det" in lines(verify(published))


def test_a_commit_is_held_against_the_programs_history(edition, monkeypatch):
    was = json.loads((edition[1] / "manifest.json").read_text(encoding="utf-8"))
    made_with = {name: digest for name, digest in was["inputs"].items() if name.startswith("fordelning/")}
    known = {
        "a" * 40: made_with,
        "b" * 40: {**made_with, "fordelning/cli/main.py": "0" * 64},
        "c" * 40: {},
        "d" * 40: None,
    }
    monkeypatch.setattr(manifests, "program_at", known.get)

    def told(id, changed):
        return manifests.commit_told({**was, "commit": {"id": id * 40, "changed": changed}})

    assert told("a", False) == ([], [])
    assert told("a", True) == ([], ["vilka ändringar som var gjorda sedan commit aaaaaaaaaaaa"])
    assert told("b", False) == (["programmet är inte det i commit bbbbbbbbbbbb"], [])
    assert told("b", True) == ([], ["vilka ändringar som var gjorda sedan commit bbbbbbbbbbbb"])
    for changed in (True, False):
        assert told("c", changed) == (["commit cccccccccccc finns inte i programmets historik"], [])
        assert told("d", changed) == ([], ["att programmet är det i commit dddddddddddd; den finns inte här"])
    assert manifests.commit_told({**was, "commit": None})[0] == []


def test_another_commit_alone_is_no_difference(edition):
    was = json.loads((edition[1] / "manifest.json").read_text(encoding="utf-8"))
    assert differences(was, {**was, "commit": {"id": "1" * 40, "changed": False}}) == []
    assert differences(was, {**was, "edition": "2021-03-01"}) != []


@pytest.mark.parametrize("content", ["{}", "x", "[]", '{"decision": {}, "statements": []}'])
def test_an_unreadable_result_is_told_in_the_index_and_stops_nothing(published, content):
    (published.parent / "gammal").mkdir()
    (published.parent / "gammal" / "result.json").write_text(content, encoding="utf-8")
    text = index(published.parent, published.parent).read_text(encoding="utf-8")
    assert "Mappen gammal har ingen läsbar" in text
    assert "Huddinge kommun" in text


@pytest.mark.slow
def test_an_edition_is_signed_as_the_docs_say(published, tmp_path):
    """Every command of docs/underskrift.md but the one that makes the edition anew, with keys made for the occasion."""
    project = tmp_path / "projekt"
    shutil.copytree(published, project / "reports" / "huddinge-2021")
    days = ["-days", "1", "-nodes", "-subj", "/CN=x"]
    key = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-keyout", "nyckel.pem", "-out", "certifikat.pem", *days]
    subprocess.run(key, cwd=project, capture_output=True, check=True)
    shutil.copy(project / "certifikat.pem", project / "utfardare.pem")
    made = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "nyckel"]
    subprocess.run(made, cwd=project, capture_output=True, check=True)
    (project / "undertecknare").write_text("revisor " + (project / "nyckel.pub").read_text())
    text = (ROOT / "docs" / "underskrift.md").read_text(encoding="utf-8")
    lines = [line for block in re.findall(r"```sh\n(.*?)```", text, re.S) for line in block.splitlines()]
    commands = [line for line in lines if not line.startswith(".venv")]
    assert len(commands) == 6
    for line in commands:
        subprocess.run(line, shell=True, cwd=project, capture_output=True, check=True)
    manifest = json.loads((project / "reports" / "huddinge-2021" / "manifest.json").read_text(encoding="utf-8"))
    edit(project / "reports" / "huddinge-2021", lambda told: told.update(manifest, case="annat"))
    for line in (commands[1], commands[4]):
        assert subprocess.run(line, shell=True, cwd=project, capture_output=True).returncode != 0
