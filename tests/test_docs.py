import json
import re
import subprocess
import sys

import pytest
from conftest import ROOT, SEED

from fordelning.case.case import Decision
from fordelning.case.statement import KINDS

DATA_README = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")


def described(text: str) -> dict[str, list[str]]:
    """The columns that each table of data/README.md describes, in order."""
    sections = re.split(r"^### `([a-z]+\.csv)`.*$", text, flags=re.MULTILINE)[1:]
    return {
        name: re.findall(r"^\| `(\w+)` \|", body.split("\n## ")[0], flags=re.MULTILINE)
        for name, body in zip(sections[::2], sections[1::2], strict=True)
    }


def test_every_column_is_described_and_every_described_column_exists():
    declared = {
        r["path"]: [f["name"] for f in r["schema"]["fields"]]
        for r in json.loads((SEED / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    }
    headers = {path: (SEED / path).read_text(encoding="utf-8").splitlines()[0].split(",") for path in declared}
    assert described(DATA_README) == declared == headers


def test_a_column_that_is_not_described_is_noticed():
    assert described(DATA_README.replace("| `basis` |", "| `grund` |")) != described(DATA_README)


def test_every_kind_and_every_identity_field_is_described():
    kinds = DATA_README.split("## Slagen av påståenden")[1]
    named = {
        kind
        for line in re.findall(r"^\| (`.*?) \|", kinds, flags=re.MULTILINE)
        for kind in re.findall(r"`(\w+)`", line)
    }
    assert named == set(KINDS)
    identity = DATA_README.split("## Dokumentets identitet")[1].split("\n## ")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", identity, flags=re.MULTILINE)) == set(Decision.__dataclass_fields__)


def commands(text: str) -> list[str]:
    """Every command in the README's shell blocks."""
    blocks = re.findall(r"^```sh\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)
    return [
        line.split("  #")[0].strip()
        for block in blocks
        for line in block.splitlines()
        if line.strip() and not line.startswith("#")
    ]


# What a test cannot run from within: the tests themselves, servers, and fetching the project.
ELSEWHERE = {"make test", "make test-all", "make lab", "make watch", "make bench"}


@pytest.mark.slow
@pytest.mark.skipif(
    sys.platform == "win32", reason="make is not on Windows; the workflow runs the console script there"
)
@pytest.mark.parametrize(
    "line", [c for c in commands(README) if c not in ELSEWHERE and not c.startswith(("git clone", "cd "))]
)
def test_the_readmes_commands_run_as_written(line, clone):
    done = subprocess.run(["bash", "-euc", line], cwd=clone, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_readme_has_the_two_commands_and_ci_runs_them():
    assert {"make report", "make test"} <= set(commands(README))
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    for line in ("make test-all", "make report"):
        assert re.search(rf"^{line}$", script, flags=re.MULTILINE)


def test_every_folder_and_file_that_the_readme_names_is_there():
    for name in re.findall(r"\]\(((?!https?:)[^)#]+)\)", README):
        assert (ROOT / name).exists(), name
    layout = README.split("## Layout")[1].split("```")[1]
    for name in re.findall(r"^ *([\w./-]+/|[\w.-]+\.\w+|Makefile|LICENSE)\s", layout, flags=re.MULTILINE):
        assert list(ROOT.rglob(name.rstrip("/"))), name


def test_direct_dependencies_have_a_reason():
    for file in ("requirements.in", "requirements-distributed.in", "requirements-dev.in"):
        for line in (ROOT / file).read_text(encoding="utf-8").splitlines():
            if line and not line.startswith(("#", "-c", "-r")):
                assert re.fullmatch(r"[a-z0-9-]+ +# .{10,}", line), line


def test_the_lock_is_hashed_and_names_the_given_tools_as_direct():
    lock = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    for name in ("pandas", "matplotlib", "jupyter", "nbconvert", "papermill"):
        entry = re.search(rf"^{name}==[^\n]*\n(?:    .*\n)+", lock, flags=re.MULTILINE).group()
        assert "--hash=sha256:" in entry
        assert "-r requirements.in" in entry
    assert not re.search(r"https?://|file:", lock)
