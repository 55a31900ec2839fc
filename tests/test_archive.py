"""`fordelning archive`: a package that archives take, with every file as the manifest has it, the same each time."""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

import pytest
from conftest import ROOT, SEED, command
from defusedxml import ElementTree

from fordelning.base import status
from fordelning.cli.main import main
from fordelning.publish.archive.package import PackageError, PackingError, pack, sources
from fordelning.report.parameters import EditionParameters
from fordelning.report.report import Report

METS, HREF = "{http://www.loc.gov/METS/}", "{http://www.w3.org/1999/xlink}href"
DATA = "representations/rep1/data"
CASE = {f"data/huddinge-2021/{path.name}": path for path in SEED.iterdir()}
# One rule of the validator (1.1.3) wants another note of the software than two others of its rules want.
NOT_TO_BE_KEPT = {"SIP14"}


@pytest.fixture
def made(editions, tmp_path):
    """A copy of the seed's edition, to be packed."""
    return shutil.copytree(editions("tkr"), tmp_path / "reports" / "huddinge-2021")


def unpacked(package: Path) -> dict[str, bytes]:
    """The files of a package by their paths in its one folder, which has the package's name."""
    with zipfile.ZipFile(package) as archive:
        files = {PurePosixPath(name): archive.read(name) for name in archive.namelist()}
    assert {path.parts[0] for path in files} == {package.stem}
    return {path.relative_to(package.stem).as_posix(): data for path, data in files.items()}


def listed(files: dict[str, bytes]) -> dict[str, tuple[str, int]]:
    """What METS.xml says of each file: its checksum and its size."""
    told = {}
    tree = ElementTree.fromstring(files["METS.xml"])
    for one in (*tree.iter(f"{METS}mdRef"), *tree.iter(f"{METS}file")):
        place = one if one.tag == f"{METS}mdRef" else one.find(f"{METS}FLocat")
        assert one.get("CHECKSUMTYPE") == "SHA-256"
        told[unquote(place.get(HREF))] = (one.get("CHECKSUM"), int(one.get("SIZE")))
    return told


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def differing(files: dict[str, bytes]) -> set[str]:
    """The files that are not what METS.xml says, that it does not name, or that are not there."""
    held = {path: (digest(data), len(data)) for path, data in files.items() if path != "METS.xml"}
    told = listed(files)
    return {path for path in {*held, *told} if held.get(path) != told.get(path)}


def validated(package: Path) -> dict:
    script = [sys.executable, ROOT / "tests" / "eark.py", package]
    return json.loads(subprocess.run(script, capture_output=True, check=True).stdout)


def errors(report: dict) -> set[str]:
    """The rules that a package breaks."""
    results = [report["structure"], *(report.get("metadata") or {}).values()]
    return {one["rule_id"] for result in results for one in result["messages"] if one["severity"] == "Error"}


def spoilt(package: Path, folder: Path, was: str, now: str) -> Path:
    """The package unpacked in `folder`, with its METS.xml changed."""
    shutil.unpack_archive(package, folder)
    mets = folder / package.stem / "METS.xml"
    text = mets.read_text(encoding="utf-8")
    assert was in text
    mets.write_text(text.replace(was, now, 1), encoding="utf-8")
    return folder / package.stem


def test_the_validator_of_e_ark_finds_no_fault(made, tmp_path):
    report = validated(pack(made, CASE, tmp_path / "archives")[0])
    assert report["structure"]["status"] == "WellFormed"
    assert report["metadata"]["schema_results"]["status"] == "VALID"
    assert errors(report) == NOT_TO_BE_KEPT


def test_the_validator_notices_what_is_missing(made, tmp_path):
    package = pack(made, CASE, tmp_path / "archives")[0]
    assert "CSIP2" in errors(validated(spoilt(package, tmp_path / "a", 'TYPE="Mixed"', 'TYPE="Blandat"')))
    assert "CSIP9" in errors(validated(spoilt(package, tmp_path / "b", '"SIP"', '"PAKET"')))
    # What the rule that is not kept asks for is against the schema.
    asked = spoilt(package, tmp_path / "c", "<note csip", '<note NOTETYPE="IDENTIFICATIONCODE" csip')
    assert errors(validated(asked)) == {"XML-1"}


def test_every_file_is_there_as_the_manifest_and_mets_say(made, tmp_path):
    files = unpacked(pack(made, CASE, tmp_path / "archives")[0])
    assert differing(files) == set()
    manifest = json.loads((made / "manifest.json").read_bytes())
    here = f"{DATA}/reports/huddinge-2021/"
    found = {path.removeprefix(here): digest(data) for path, data in files.items() if path.startswith(here)}
    assert found == manifest["outputs"] | {"manifest.json": digest((made / "manifest.json").read_bytes())}
    assert {name: digest(files[f"{DATA}/{name}"]) for name in CASE} == {
        name: told for name, told in manifest["inputs"].items() if name.startswith("data/")
    }
    premis = files["metadata/preservation/premis.xml"].decode()
    assert all(told in premis for told in manifest["outputs"].values())


def test_a_byte_changed_in_the_package_is_noticed(made, tmp_path):
    files = unpacked(pack(made, CASE, tmp_path / "archives")[0])
    path = f"{DATA}/data/huddinge-2021/allocations.csv"
    files[path] = files[path][:-1] + b"9"
    files["tillagd.txt"] = b""
    del files[f"{DATA}/reports/huddinge-2021/result.json"]
    assert differing(files) == {path, "tillagd.txt", f"{DATA}/reports/huddinge-2021/result.json"}


def test_the_package_is_the_same_bytes_and_stands(made, tmp_path):
    first, new = pack(made, CASE, tmp_path / "archives")
    before = first.stat().st_mtime_ns
    assert new
    assert pack(made, CASE, tmp_path / "archives") == (first, False)
    assert first.stat().st_mtime_ns == before
    moved = shutil.copytree(made, tmp_path / "annan" / "huddinge-2021")
    assert pack(moved, dict(reversed(CASE.items())), tmp_path / "andra")[0].read_bytes() == first.read_bytes()


def test_what_lies_there_already_is_not_replaced(made, tmp_path):
    package = pack(made, CASE, tmp_path / "archives")[0]
    package.write_bytes(b"annat")
    with pytest.raises(PackageError, match=r"ersätts inte.*Flytta det"):
        pack(made, CASE, tmp_path / "archives")
    assert package.read_bytes() == b"annat"
    assert [path.name for path in package.parent.iterdir()] == [package.name]


@pytest.mark.parametrize("spoil", ["reports/huddinge-2021/result.json", "data/pots.csv"])
def test_a_file_that_is_changed_is_not_packed(spoil, made, tmp_path):
    case = shutil.copytree(SEED, tmp_path / "data")
    path = tmp_path / spoil
    before = path.read_bytes()
    path.write_bytes(before.replace(b"a", b"b", 1) if "csv" in spoil else before + b" ")
    with pytest.raises(PackingError, match=path.name):
        pack(made, {f"data/huddinge-2021/{one.name}": one for one in case.iterdir()}, tmp_path / "archives")
    assert list((tmp_path / "archives").iterdir()) == []


def renamed(folder: Path, name: str) -> None:
    """Give the edition an output more, called `name`, as its manifest too has it."""
    manifest = json.loads((folder / "manifest.json").read_bytes())
    (folder / name).write_bytes(b"1")
    manifest["outputs"][name], manifest["sizes"][name] = digest(b"1"), 1
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def test_names_are_data(made, tmp_path):
    name = "å & <b> 100% 'x'#?.csv"
    renamed(made, name)
    outside = {f"data/../../{one.rpartition('/')[2]}": path for one, path in CASE.items()}
    manifest = json.loads((made / "manifest.json").read_bytes())
    manifest["inputs"] |= {one: digest(path.read_bytes()) for one, path in outside.items()}
    (made / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    package = pack(made, CASE | outside, tmp_path / "archives")[0]
    files = unpacked(package)
    assert differing(files) == set()
    assert files[f"{DATA}/reports/huddinge-2021/{name}"] == b"1"
    assert f"{DATA}/data/pots.csv" in files
    assert errors(validated(package)) == NOT_TO_BE_KEPT


def test_a_name_that_cannot_be_seen_is_refused(made, tmp_path):
    renamed(made, "a\u202evsc.exe")
    with pytest.raises(PackageError, match=r"a\\x202evsc.exe.*Byt namn"):
        pack(made, CASE, tmp_path / "archives")


def test_two_files_with_one_name_are_refused(made, tmp_path):
    twice = CASE | {f"./{name}": path for name, path in CASE.items()}
    manifest = json.loads((made / "manifest.json").read_bytes())
    manifest["inputs"] |= {name: digest(path.read_bytes()) for name, path in twice.items()}
    (made / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(PackageError, match="samma namn"):
        pack(made, twice, tmp_path / "archives")


@pytest.mark.parametrize("place", ["reports/huddinge-2021/arkiv", "data"])
def test_a_package_is_not_put_in_an_edition_or_a_case(place, made, tmp_path):
    shutil.copytree(SEED, tmp_path / "data")
    with pytest.raises(PackageError, match="Välj en annan mapp"):
        pack(made, CASE, tmp_path / place)
    assert not (tmp_path / "reports" / "huddinge-2021" / "arkiv").exists()


def test_what_an_edition_is_made_from_goes_with_it(made):
    notebooks = [
        ROOT / "notebooks" / f"{name}.ipynb" for name in ("avstamning", "beslutsrapport", "jamforelse", "utblick")
    ]
    found = sources(Report.make(EditionParameters.check({"case": str(SEED)})), notebooks, made)
    run = {f"notebooks/{path.name}": path for path in notebooks if path.stem != "jamforelse"}  # which was left out
    assert {name: path.resolve() for name, path in found.items()} == CASE | run


def test_a_draft_and_what_is_not_there_are_not_archived(made, tmp_path, capsys):
    given = ["archive", str(SEED), "--reports", str(tmp_path / "reports"), "--archives", str(tmp_path / "archives")]
    made.rename(tmp_path / "reports" / "huddinge-2021.ej-godkand")
    assert main(given) == status.NOT_APPROVED
    assert "ett utkast arkiveras inte" in capsys.readouterr().err
    shutil.rmtree(tmp_path / "reports")
    assert main(given) == status.USAGE
    assert "Gör en med report först" in capsys.readouterr().err
    assert main(["archive", "finns-inte"]) == status.USAGE
    assert "finns-inte" in capsys.readouterr().err
    assert not (tmp_path / "archives").exists()


@pytest.mark.slow
def test_the_command_packs_what_is_as_it_was_made(made, tmp_path):
    given = ["archive", SEED, "--reports", tmp_path / "reports", "--archives", tmp_path / "archives"]
    done = command(*given)
    assert done.returncode == status.FINE, done.stderr
    package = Path(re.search(r"packad i (\S+\.zip)\. Omdöme: ", done.stdout)[1])
    files = unpacked(package)
    assert differing(files) == set()
    assert f"{DATA}/notebooks/avstamning.ipynb" in files
    (made / "result.json").write_bytes(b"{}")
    spoilt = command(*given)
    assert spoilt.returncode == status.DIFFERENT
    assert "filen result.json" in spoilt.stderr
    assert "arkiveras inte" in spoilt.stderr
    assert list((tmp_path / "archives").iterdir()) == [package]
