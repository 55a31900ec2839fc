"""The tree that a newcomer meets: few rooms, each with a sentence, and imports that run only downwards."""

import ast
import os
import re
import shutil
import subprocess
import sys
from collections import Counter

import pytest
from conftest import ROOT

PACKAGE = ROOT / "fordelning"
PARSED = {path.relative_to(PACKAGE): ast.parse(path.read_text("utf-8")) for path in PACKAGE.rglob("*.py")}


def test_there_are_few_rooms():
    entries = [one.name for one in PACKAGE.iterdir() if one.name != "__pycache__"]
    assert len(entries) <= 12, entries


def test_every_room_says_what_it_is_in_a_sentence():
    for path, code in PARSED.items():
        said = ast.get_docstring(code)
        assert said, f"{path} says nothing"
        if path.name == "__init__.py":
            assert re.match(r"[^\n]+[.:]", said), f"{path}: {said}"


def test_no_class_name_has_two_meanings():
    names = Counter(node.name for code in PARSED.values() for node in ast.walk(code) if isinstance(node, ast.ClassDef))
    assert [name for name, count in names.items() if count > 1] == []


def linted(folder) -> subprocess.CompletedProcess:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]
    here = {**os.environ, "PYTHONPATH": str(folder)}
    return subprocess.run([*command, "--no-cache", "--no-logo"], cwd=folder, capture_output=True, text=True, env=here)


@pytest.fixture
def package(tmp_path):
    shutil.copytree(PACKAGE, tmp_path / "fordelning", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path / "fordelning"


def test_an_import_upwards_is_noticed_in_every_contract(package):
    for module, imported in (
        ("base/money.py", "from fordelning.case import case"),
        ("report/document.py", "from fordelning.report import tables"),
        ("intake/cells/cell.py", "from fordelning.intake.table import lines"),
        ("intake/table/columns/labels.py", "from fordelning.intake.table.lines import indents"),
        ("publish/run/process.py", "from fordelning.publish.edition import shelf"),
        ("checks/mapping.py", "import matplotlib"),
    ):
        with (package / module).open("a", encoding="utf-8") as stream:
            stream.write(f"\n{imported}\n")
    done = linted(package.parent)
    assert done.returncode == 1
    for contract in ("The rooms", "Inside report", "Inside intake", "Inside a table", "Inside publish", "What draws"):
        assert re.search(f"^{contract}.*BROKEN", done.stdout, flags=re.MULTILINE), done.stdout


def test_a_module_that_is_in_no_room_is_noticed(package):
    (package / "nytt.py").touch()
    done = linted(package.parent)
    assert done.returncode == 1 and "nytt" in done.stdout


# What is made from one case is not remembered for the next: it is handed on, or kept by the object that it is of.
WHOLE = {"Case", "Comparison", "Outlook", "Reconciliation", "Report"}


def remembering(code: ast.Module) -> list[str]:
    """The functions that keep what they have made from a case or a report."""
    functions = [node for node in ast.walk(code) if isinstance(node, ast.FunctionDef)]
    return [
        function.name
        for function in functions
        if any("cache" in ast.unparse(of) and "property" not in ast.unparse(of) for of in function.decorator_list)
        and any(isinstance(name, ast.Name) and name.id in WHOLE for name in ast.walk(function.args))
    ]


def test_no_function_remembers_a_case():
    assert {path: found for path, code in PARSED.items() if (found := remembering(code))} == {}
    kept = "@lru_cache(maxsize=1)\ndef matrix(report: Report) -> Table: ...\n"
    assert remembering(ast.parse(kept)) == ["matrix"]


def checked(file) -> subprocess.CompletedProcess:
    config = ["--config-file", str(ROOT / "pyproject.toml"), "--follow-imports", "skip", "--no-incremental"]
    command = [sys.executable, "-m", "mypy", *config, str(file)]
    return subprocess.run(command, cwd=file.parents[2], capture_output=True, text=True)


def test_an_argument_without_a_type_is_noticed(package):
    file = package / "base" / "status.py"
    assert checked(file).returncode == 0, checked(file).stdout
    with file.open("a", encoding="utf-8") as stream:
        stream.write("\n\ndef least(statuses):\n    return min(statuses)\n")
    done = checked(file)
    assert done.returncode == 1 and "[no-untyped-def]" in done.stdout
