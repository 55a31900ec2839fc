"""The bench, at its smallest: it runs, and writes what a part measured. What it measured is not judged here."""

import json
import os
import subprocess
import sys

import pytest
from conftest import ROOT

pytestmark = pytest.mark.slow


def bench(*arguments):
    return subprocess.run(
        [sys.executable, "bench/bench.py", *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])},
    )


def test_a_part_is_measured_and_told_with_its_targets(tmp_path):
    done = bench("large", "--pairs", 1, "--rows", 100, "--json", tmp_path / "bench.json")
    assert done.returncode == 0, done.stderr
    data = json.loads((tmp_path / "bench.json").read_text(encoding="utf-8"))
    assert data["machine"]["cores"] >= 1 and data["versions"]["python"]
    [part] = data["parts"].values()
    assert part["name"] in done.stdout
    for row in part["rows"]:
        assert 0 < row["min"] <= row["median"] <= row["max"], row
        assert row["name"] in done.stdout
    assert [row["target"] for row in part["rows"] if row["target"]] == ["≤ 2", "≤ 3"]


def test_a_part_that_is_not_there_is_refused(tmp_path):
    done = bench("rapport", "--json", tmp_path / "bench.json")
    assert done.returncode == 2 and "no part rapport" in done.stderr
    assert not (tmp_path / "bench.json").exists()
