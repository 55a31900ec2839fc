"""The manifest and `fordelning verify`: what is recorded, and that each kind of difference is told."""

import hashlib
import importlib.metadata
import json
import os
import platform
import shutil
import subprocess
import sys

import pytest
from conftest import ROOT, SEED

import fordelning
from fordelning.publish.manifest import PACKAGES, differences
from fordelning.publish.overview import index


def verify(folder, *arguments, cwd=ROOT, **environment):
    return subprocess.run(
        [sys.executable, "-m", "fordelning.cli", "verify", str(folder), *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
    )


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
    "nbconvert",
    "papermill",
    "openpyxl",
    "defusedxml",
    "watchfiles",
    "filelock",
    "tqdm",
    "flit-core",
}


def test_every_package_that_shapes_an_edition_is_recorded(edition):
    named = [line.split()[0] for line in (ROOT / "requirements.in").read_text(encoding="utf-8").splitlines()]
    assert set(PACKAGES) == {name for name in named if name != "#"} - SHAPELESS | {"numpy"}


def test_the_manifest_holds_every_input_and_output(edition):
    folder = edition[1]
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["outputs"] == {p.name: digest(p) for p in folder.iterdir() if p.name != "manifest.json"}
    assert {f"{n}.{kind}" for n in ("beslutsrapport", "avstamning", "utblick") for kind in ("html", "pdf", "ipynb")} | {
        "huddinge-2021.xlsx",
        "result.json",
    } == set(manifest["outputs"])
    inputs = manifest["inputs"]
    for path in [*SEED.iterdir(), *(ROOT / "fordelning").rglob("*.py")]:
        assert inputs[path.relative_to(ROOT).as_posix()] == digest(path)
    assert {"fordelning/publish/templates/report.typ", "fonts/SourceSansPro-Regular.ttf"} <= set(inputs)
    left_out = inputs.pop("notebooks/jamforelse.ipynb (parametrar)")
    assert left_out == "case edition other source unit"  # what it declares, which is why it is left out
    notebooks = [name for name in inputs if name.startswith("notebooks/")]
    assert notebooks == [f"notebooks/{name}.ipynb" for name in ("avstamning", "beslutsrapport", "utblick")]
    assert all(inputs[name] == digest(ROOT / name) for name in notebooks)
    left = {"years": "", "scenario": "dokumentet", "share": "", "other": ""}
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


def test_a_whole_edition_is_verified_by_making_it_anew(published):
    done = verify(published)
    assert done.returncode == 0, done.stderr
    assert "gjord på nytt blir den densamma" in done.stdout


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
    told = lines(verify(published, "--notebooks", str(tmp_path / "notebooks"), SOURCE_DATE_EPOCH="1614556800"))
    assert "underlaget notebooks/avstamning.ipynb är en annan" in told
    assert "utgåvans datum är ett annat" in told


def edit(folder, change):
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    change(manifest)
    path.write_text(json.dumps(manifest), encoding="utf-8")


def test_other_versions_and_another_commit_are_told(published):
    def change(manifest):
        manifest["versions"]["typst"] = "0.0.1"
        manifest["commit"] = {"id": "0" * 40, "changed": False}

    edit(published, change)
    told = lines(verify(published))
    assert "versionen av typst är en annan: »0.0.1» i manifestet" in told
    assert "programmets version i git är en annan: 000000000000" in told


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
    [{"commit": "abc"}, {"commit": {"id": "0"}}, {"outputs": {"result.json": 5}}, {"versions": {"typst": None}}],
)
def test_a_manifest_of_other_kinds_of_values_is_no_manifest(published, forged):
    edit(published, lambda manifest: manifest.update(forged))
    done = verify(published)
    assert done.returncode == 2
    assert "kan inte läsas" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_in_the_edition_is_told(published):
    (published / ".ipynb_checkpoints").mkdir()
    (published / ".ipynb_checkpoints" / "x.ipynb").write_text("{}", encoding="utf-8")
    assert "filen .ipynb_checkpoints/x.ipynb har tillkommit" in lines(verify(published))


def test_another_commit_alone_is_no_difference(edition):
    was = json.loads((edition[1] / "manifest.json").read_text(encoding="utf-8"))
    assert differences(was, {**was, "commit": {"id": "1" * 40, "changed": False}}) == []
    assert differences(was, {**was, "edition": "2021-03-01"}) != []


@pytest.mark.parametrize("content", ["{}", "x", "[]", '{"decision": {}, "statements": []}'])
def test_an_unreadable_result_is_told_in_the_index_and_stops_nothing(published, content):
    (published.parent / "gammal").mkdir()
    (published.parent / "gammal" / "result.json").write_text(content, encoding="utf-8")
    text = index(published.parent).read_text(encoding="utf-8")
    assert "Mappen gammal har ingen läsbar" in text
    assert "Huddinge kommun" in text
