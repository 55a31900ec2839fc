"""`make`: what it hands on, what it tells, and that nothing given to it is run."""

import os
import shutil
import subprocess
from dataclasses import fields

import pytest
from conftest import ROOT

from fordelning.report.parameters import EditionParameters

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="needs make")


def make(folder, *arguments, **environment) -> subprocess.CompletedProcess:
    """The Makefile's own commands in `folder`, where the environment's commands only say what they are given."""
    if not (folder / "Makefile").exists():
        shutil.copy(ROOT / "Makefile", folder)
        commands = folder / ".venv" / "bin"
        commands.mkdir(parents=True)
        for name in ("fordelning", "jupyter"):
            (commands / name).write_text('#!/bin/sh\nprintf "[%s]" "$@"\n', encoding="utf-8")
            (commands / name).chmod(0o755)
        for file in ("requirements.txt", "pyproject.toml", ".venv/installed"):
            (folder / file).touch()
    of_make = ("MAKE", "MFLAGS")  # where make runs the tests
    outside = {name: value for name, value in os.environ.items() if not name.startswith(of_make)}
    everything = {**outside, **environment}
    return subprocess.run(["make", *arguments], cwd=folder, capture_output=True, text=True, env=everything)


PARAMETERS = [field.name for field in fields(EditionParameters)]
INJECTED = ["x; touch pwned", "$(shell touch pwned)", "$$(touch pwned)", "`touch pwned`", 'x"; touch pwned; "']


@pytest.mark.parametrize("text", INJECTED)
@pytest.mark.parametrize("target", ["check", "report", "watch", "verify", "lab", "help"])
def test_make_runs_nothing_in_its_parameters(tmp_path, target, text):
    given = dict.fromkeys([*map(str.upper, PARAMETERS), "ARGS"], text)
    for parameters, environment in (([f"{name}={text}" for name in given], {}), ([], given)):
        done = make(tmp_path, target, *parameters, **environment)
        assert done.returncode == 0, done.stderr
        assert not (tmp_path / "pwned").exists()
        if target in ("check", "report", "watch"):
            assert done.stdout.count(f"[{text}]") == len(PARAMETERS)
            assert done.stdout.endswith("".join(f"[{word}]" for word in text.split()))


@pytest.mark.parametrize("target", ["report", "check", "watch"])
def test_make_hands_on_every_parameter_of_an_edition_and_nothing_that_is_not_given(tmp_path, target):
    given = [f"{name.upper()}=ett värde" for name in PARAMETERS]
    told = [f"[-p][{name}][ett värde]" for name in PARAMETERS if name != "case"]
    said = make(tmp_path, target, *given, "ARGS=--force --why").stdout
    assert f"[{target}][ett värde]" in said and said.endswith("[--force][--why]")
    assert all(one in said for one in told) and said.count("[-p]") == len(told)
    assert make(tmp_path, target).stdout.endswith(f"[{target}][huddinge-2021]")
    assert make(tmp_path, target, "SOURCE=").stdout.endswith("[-p][source][]")  # to make the edition without


def test_make_verifies_with_the_source_and_hands_options_to_jupyter(tmp_path):
    said = make(tmp_path, "verify", "CASE=data/ett", "SOURCE=en källa.txt").stdout
    assert said.endswith("[verify][reports/ett][data/ett][--source][en källa.txt]")
    lab = make(tmp_path, "lab", "ARGS=--no-browser --port 9999 *").stdout
    assert lab.startswith("[lab]") and lab.endswith("[--no-browser][--port][9999][*]")
    assert ("[--allow-root]" in lab) is (os.geteuid() == 0)


@pytest.mark.parametrize("fails", [False, True])
def test_the_first_make_tells_each_step_and_how_far_the_install_has_come(tmp_path, fails):
    make(tmp_path, "help")
    (tmp_path / ".venv" / "installed").unlink()
    (tmp_path / "requirements.txt").write_text("babel==2.18.0\njupyter-client==8.10.0\n", encoding="utf-8")
    installer = tmp_path / "pip"
    lines = (
        "Collecting babel==2.18.0 (from x)\nProcessing /y/jupyter_client-8.10.0-py3.whl\nInstalling collected packages"
    )
    installer.write_text(f"#!/bin/sh\necho '{lines}'\n{'exit 1' if fails else ''}\n", encoding="utf-8")
    installer.chmod(0o755)
    done = make(tmp_path, "check", f"PIP={installer}", "PYTHON=true")
    said = ["Skapar miljön", "paketen i requirements.txt", "1 av 2: babel ", "2 av 2: jupyter_client "]
    assert [one for one in said if one not in done.stdout] == []
    assert (done.returncode != 0) is fails
    assert ("kunde inte installeras" in done.stderr) is fails
    assert ("[check]" in done.stdout) is not fails
    assert (tmp_path / ".venv" / "installed").exists() is not fails
