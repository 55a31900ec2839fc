"""What pip installs: the dependencies that are declared, and a wheel that works away from the repository."""

import ast
import importlib.metadata
import os
import re
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT, SEED
from packaging.requirements import Requirement

DECLARED = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
BASE, DISTRIBUTED = DECLARED["dependencies"], DECLARED["optional-dependencies"]["distributed"]
BUILDS = {"flit-core"}  # in requirements.in for the environment that the package is built in


def reasoned(file: str) -> set[str]:
    """The names in a requirements file that gives a reason for each."""
    return set(re.findall(r"^([a-z0-9-]+) +#", (ROOT / file).read_text(encoding="utf-8"), flags=re.MULTILINE))


def pins(file: str) -> list[tuple[str, str]]:
    """The names and versions that a lock file pins; a name may have several, for systems of different kinds."""
    return re.findall(r"^([a-z0-9-]+)==(\S+)", (ROOT / file).read_text(encoding="utf-8"), flags=re.MULTILINE)


def imported() -> set[str]:
    """The names, as pip knows them, of the packages that the program imports."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / "fordelning").rglob("*.py")]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in nodes if isinstance(node, ast.ImportFrom) and not node.level}
    modules = {name.partition(".")[0] for name in names} - sys.stdlib_module_names - {"fordelning"}
    known = importlib.metadata.packages_distributions()
    return {known[module][0].lower().replace("_", "-") for module in modules}


def test_what_is_declared_is_what_has_a_reason():
    assert sorted(Requirement(line).name for line in BASE) == sorted(reasoned("requirements.in") - BUILDS)
    assert sorted(Requirement(line).name for line in DISTRIBUTED) == sorted(reasoned("requirements-distributed.in"))


def test_what_is_imported_is_declared():
    assert imported() <= {Requirement(line).name for line in [*BASE, *DISTRIBUTED]}


def test_the_pinned_versions_are_among_those_declared():
    for file, lines in (("requirements.txt", BASE), ("requirements-distributed.txt", DISTRIBUTED)):
        wanted = {one.name: one.specifier for one in map(Requirement, lines)}
        pinned = [(name, version) for name, version in pins(file) if name in wanted]
        assert {name for name, _ in pinned} == set(wanted)
        assert [f"{name} {version}" for name, version in pinned if version not in wanted[name]] == []
        assert all(str(specifier) for specifier in wanted.values()), "a dependency without its oldest version"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """The package as pip builds it, from nothing but the package's own files."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*command, "--wheel-dir", str(folder), str(ROOT)], check=True)
    [made] = folder.glob("*.whl")
    return made


@pytest.mark.slow
def test_the_wheel_holds_all_that_is_not_code(wheel):
    held = set(zipfile.ZipFile(wheel).namelist())
    lying = [path for path in (ROOT / "fordelning").rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    assert {path.relative_to(ROOT).as_posix() for path in lying} <= held
    assert {"fordelning/py.typed", "fordelning/case/schema.json", "fordelning/case/example.json"} <= held


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    """The command of the wheel, in an environment whose other packages are those of this one."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, with_pip=False)
    packages = Path(sysconfig.get_path("purelib", "venv", {"base": folder, "platbase": folder}))
    pip = [sys.executable, "-m", "pip", "--python", str(folder), "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*pip, str(wheel)], check=True)
    # Only the folder is added, and no .pth file in it is read: what is installed editably there is not here.
    (packages / "others.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return folder / ("Scripts" if os.name == "nt" else "bin") / "fordelning"


def run(command: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess:
    bare = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(
        [str(command), *arguments], cwd=folder, env=bare, capture_output=True, text=True, encoding="utf-8"
    )


@pytest.mark.slow
def test_the_wheel_makes_an_edition_away_from_the_repository(installed, copy):
    notebooks = ("--notebooks", str(ROOT / "notebooks"))
    done = run(installed, copy.folder.parent, "report", "kopia", *notebooks, "--reports", "utgåvor")
    assert done.returncode == 0, done.stderr
    edition = copy.folder.parent / "utgåvor" / "kopia"
    assert {"beslutsrapport.pdf", "avstamning.html", "kopia.xlsx"} <= {path.name for path in edition.iterdir()}


@pytest.mark.slow
def test_without_notebooks_it_is_said_where_they_are_looked_for(installed, tmp_path):
    done = run(installed, tmp_path, "report", str(SEED))
    assert done.returncode == 2
    assert "notebooks" in done.stderr and "--notebooks" in done.stderr and "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []
