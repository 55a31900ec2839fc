"""What runs on a server: pinned tools, time limits, no more rights than to read, and each change once."""

import re
from pathlib import Path

import pytest
import yaml
from conftest import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
CI, REPORTS, PAGES = (
    (ROOT / ".github" / "workflows" / name).read_text(encoding="utf-8")
    for name in ("ci.yml", "reports.yml", "pages.yml")
)
GITLAB = ROOT / "docs" / "exempel" / "gitlab-ci.yml"
LONGEST = 60  # minutes
DEPLOYING = {"pages": "write", "id-token": "write"}  # what publishing takes, and nothing else may have


def faults(text: str) -> list[str]:
    """What a workflow must not be, for each place where it is."""
    workflow, found = yaml.safe_load(text), []
    triggers = workflow[True]  # in YAML 1.1 the key on is the truth value
    if not isinstance(triggers, dict) or (
        "pull_request" in triggers and triggers.get("push", {}) != {"branches": ["main"]}
    ):
        found.append("a branch with a pull request is run twice")
    if workflow.get("permissions") != {"contents": "read"}:
        found.append("permissions")
    for name, job in workflow["jobs"].items():
        deploys = any("deploy-pages@" in step.get("uses", "") for step in job["steps"])
        if job.get("permissions") != (DEPLOYING if deploys else None):
            found.append(f"{name}: permissions")
        if not 0 < job.get("timeout-minutes", 0) <= LONGEST:
            found.append(f"{name}: timeout-minutes")
    uses = re.findall(r"\buses: *(.*)", text)
    return found + [one for one in uses if not re.fullmatch(r"[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", one)]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_is_pinned_and_limited(path: Path):
    assert faults(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        (r"@[0-9a-f]{40} # v7.0.1", "@v7", "actions/upload-artifact@v7"),
        (r" # v7.0.1", "", "actions/upload-artifact@043fb46d1a93c77aae656e7c1c64a875d1fc6a0a"),
        (r"    timeout-minutes: 15\n", "", "reports: timeout-minutes"),
        (r"timeout-minutes: 15", "timeout-minutes: 360", "reports: timeout-minutes"),
        (r"contents: read", "contents: write", "permissions"),
        (r"permissions:\n  contents: read\n", "", "permissions"),
        (r"    timeout", "    permissions: write-all\n    timeout", "reports: permissions"),
        (r"    branches: \[main\]\n", "", "a branch with a pull request is run twice"),
        (r"on:\n(  .*\n)+", "on: [push, pull_request]\n", "a branch with a pull request is run twice"),
    ],
)
def test_a_workflow_that_is_not_is_noticed(before, after, fault):
    broken = re.sub(before, after, REPORTS, count=1)
    assert broken != REPORTS
    assert faults(broken) == [fault]


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("      pages: write\n", "      pages: write\n      contents: write\n", "deploy: permissions"),
        (
            "    runs-on: ubuntu-latest\n",
            "    runs-on: ubuntu-latest\n    permissions: {pages: write}\n",
            "site: permissions",
        ),
        ("actions/deploy-pages@[0-9a-f]{40}", "actions/deploy-pages@v4", "actions/deploy-pages@v4 # v4.0.5"),
    ],
)
def test_no_more_rights_than_publishing_takes(before, after, fault):
    broken = re.sub(before, after, PAGES, count=1)
    assert broken != PAGES
    assert faults(broken) == [fault]


def test_nothing_is_published_that_nobody_has_chosen_to():
    jobs = yaml.safe_load(PAGES)["jobs"]
    assert jobs["site"]["if"] == "vars.PAGES == 'true'" and jobs["deploy"]["needs"] == "site"
    [rule] = yaml.safe_load(GITLAB.read_text(encoding="utf-8"))["pages"]["rules"]
    assert rule["if"].endswith('&& $PAGES == "true"')


def test_both_publish_what_make_makes():
    steps = yaml.safe_load(PAGES)["jobs"]["site"]["steps"]
    assert [step["run"] for step in steps if "run" in step] == ["make site"]
    assert [step["with"]["path"] for step in steps if "upload-pages" in step.get("uses", "")] == ["site/"]
    job = yaml.safe_load(GITLAB.read_text(encoding="utf-8"))["pages"]
    assert job["script"] == ["make site ARGS=public"] and job["artifacts"]["paths"] == ["public/"]


def test_every_python_and_system_is_tried():
    jobs = yaml.safe_load(CI)["jobs"]
    tried = set()
    for job in jobs.values():
        if "strategy" not in job:  # an audit of what is locked, on one
            continue
        matrix = job["strategy"]["matrix"]
        each = matrix.get("include") or [{"system": job["runs-on"], "python": python} for python in matrix["python"]]
        tried |= {(one["system"].removesuffix("-latest"), one["python"]) for one in each}
    assert {("ubuntu", f"3.{minor}") for minor in range(11, 15)} < tried
    assert {(system, python) for system in ("windows", "macos") for python in ("3.11", "3.14")} < tried


def test_windows_is_given_the_commands_of_the_docs():
    page = (ROOT / "docs" / "anvandning.md").read_text(encoding="utf-8")
    [lines] = re.findall(r"```bat\n(.*?)```", page, flags=re.DOTALL)
    steps = [step["run"] for step in yaml.safe_load(CI)["jobs"]["windows"]["steps"] if "run" in step]
    assert steps[: len(lines.splitlines())] == lines.splitlines()


def test_gitlab_makes_reports_as_github_does():
    job = yaml.safe_load(GITLAB.read_text(encoding="utf-8"))["utgåvor"]
    steps = yaml.safe_load(REPORTS)["jobs"]["reports"]["steps"]
    assert job["script"] == [step["run"] for step in steps if "run" in step]
    assert job["timeout"] == "15 minutes"
    assert job["artifacts"] | {"expire_in": ""} == {"when": "always", "paths": ["reports/"], "expire_in": ""}


def test_the_hooks_before_a_commit_are_lines_of_make_lint():
    [hooks] = [repo["hooks"] for repo in yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"]]
    recipe = re.search(r"^lint:.*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text("utf-8"), flags=re.MULTILINE)
    assert {hook["entry"] for hook in hooks} <= {line.strip() for line in recipe[1].splitlines()}
    assert {hook["language"] for hook in hooks} == {"system"}
