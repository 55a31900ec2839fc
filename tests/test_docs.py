import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

from fordelning.cli.commands.grammar import parser

README = (ROOT / "README.md").read_text(encoding="utf-8")
PARTS = ["Context", "Decision", "Consequence"]  # of a decision


def commands(text: str) -> list[str]:
    """Every command in the shell blocks of a page."""
    blocks = re.findall(r"^```sh\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)
    return [
        line.split("  #")[0].strip()
        for block in blocks
        for line in block.splitlines()
        if line.strip() and not line.startswith("#")
    ]


PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md", *sorted((ROOT / "docs").rglob("*.md"))]
# Pages whose commands build on one another, each with a test of its own: test_guide.py and test_manifest.py.
IN_ORDER = {"handledning.md", "underskrift.md"}
# What a test cannot run from within: the tests themselves, servers, what takes an hour, and lint, which leaves alone
# what git ignores: the clone has no git. `.ci/run` runs it.
ELSEWHERE = {f"make {name}" for name in ("test", "test-all", "lint", "format", "lab", "watch", "bench", "accuracy")}
LINES = [line for page in PAGES if page.name not in IN_ORDER for line in commands(page.read_text(encoding="utf-8"))]


@pytest.mark.slow
@pytest.mark.skipif(
    sys.platform == "win32", reason="make is not on Windows; the workflow runs the console script there"
)
@pytest.mark.parametrize("line", [line for line in dict.fromkeys(LINES) if line not in ELSEWHERE])
def test_the_commands_of_the_docs_run_as_written(line, clone):
    done = subprocess.run(["bash", "-euc", line], cwd=clone, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_readme_is_short_and_has_the_two_commands_which_ci_runs():
    assert len(README.splitlines()) <= 160
    assert {"make report", "make test"} == set(commands(README))
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    for line in ("make test-all", "make report"):
        assert re.search(rf"^{line}$", script, flags=re.MULTILINE)


def test_every_command_of_the_program_is_in_the_list_of_commands():
    table = (ROOT / "docs" / "anvandning.md").read_text(encoding="utf-8").split("\n## ")[0]
    listed = re.findall(r"`fordelning ([a-z]+)", table)
    assert sorted(listed) == sorted(re.findall(r"^    ([a-z]+)  ", parser().format_help(), flags=re.MULTILINE))


def test_every_folder_and_file_in_the_readmes_layout_is_there():
    layout = README.split("## Layout")[1].split("```")[1]
    for name in re.findall(r"^ *([\w./-]+/|[\w.-]+\.\w+|Makefile|LICENSE)\s", layout, flags=re.MULTILINE):
        assert list(ROOT.rglob(name.rstrip("/"))), name


def anchors(text: str) -> set[str]:
    """What a link may end in: the page's headings as GitHub and GitLab spell them."""
    headings = re.findall(
        r"^#+ (.*)$", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL), flags=re.MULTILINE
    )
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


# What the badge is of: pages that the host of the project makes, at the same distance in every copy.
ON_THE_HOST = {"../../actions/workflows/pages.yml/badge.svg", "../../deployments/github-pages"}


def dead_links(page: Path) -> list[str]:
    """The links of a page to files or headings of the project that are not there."""
    dead = []
    for path, anchor in re.findall(r"\]\((?!https?:)([^)#]*)#?([^)]*)\)", page.read_text(encoding="utf-8")):
        if page == ROOT / "README.md" and path in ON_THE_HOST:
            continue
        target = page.parent / path if path else page
        if not target.exists() or (anchor and anchor not in anchors(target.read_text(encoding="utf-8"))):
            dead.append(f"{path}#{anchor}")
    return dead


@pytest.mark.parametrize(
    "page", [*PAGES, ROOT / "data" / "README.md"], ids=lambda page: page.relative_to(ROOT).as_posix()
)
def test_every_link_leads_somewhere(page):
    assert dead_links(page) == []


def test_a_link_that_leads_nowhere_is_noticed(tmp_path):
    (tmp_path / "a.md").write_text("# Ett ord\n[a](b.md) [b](a.md#ett-ord) [c](#två-ord)\n", encoding="utf-8")
    assert dead_links(tmp_path / "a.md") == ["b.md#", "#två-ord"]


def test_every_page_can_be_found_from_the_index():
    for index in (ROOT / "docs" / "README.md", ROOT / "docs" / "decisions" / "README.md"):
        linked = set(re.findall(r"\]\(([^)#]+)", index.read_text(encoding="utf-8")))
        pages = {page.name for page in index.parent.glob("*.md")} - {"README.md"}
        assert pages <= linked, pages - linked


def test_a_decision_is_short_and_says_why():
    decisions = [page for page in (ROOT / "docs" / "decisions").glob("*.md") if page.name != "README.md"]
    for page in decisions:
        text = page.read_text(encoding="utf-8")
        assert re.findall(r"^(?:# |\*\*(\w+)\.\*\*)", text, flags=re.MULTILINE) == ["", *PARTS], page.name
        assert len(text.splitlines()) <= 15, page.name


def test_direct_dependencies_have_a_reason():
    for file in ("requirements.in", "requirements-distributed.in", "requirements-dev.in", "requirements-alone.in"):
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
