"""The bench, at its smallest: it runs, and writes what each part measured. What it measured is not judged here."""

import json
import os
import subprocess
import sys

import pytest
from conftest import ROOT

SMALLEST = {"pairs": 1, "case": "exempelkommun-foreningsbidrag-2025", "editions": 1, "few": 1, "again": 5, "rows": 100}
OPTIONS = [part for name, value in SMALLEST.items() for part in (f"--{name}", value)]


def bench(*arguments):
    return subprocess.run(
        [sys.executable, "bench/bench.py", *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])},
    )


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    path = tmp_path_factory.mktemp("bench") / "bench.json"
    done = bench(*OPTIONS, "--json", path)
    assert done.returncode == 0, done.stderr
    return done.stdout, json.loads(path.read_text(encoding="utf-8"))


def test_every_part_is_measured_and_told(measured):
    told, data = measured
    assert list(data["parts"]) == ["report", "live", "batch", "unchanged", "large", "cluster"]
    for part in data["parts"].values():
        assert part["name"] in told
        for row in part["rows"]:
            assert 0 < row["min"] <= row["median"] <= row["max"], row
            assert row["name"] in told
    assert data["machine"]["cores"] >= 1 and data["versions"]["python"]


def test_every_target_is_beside_its_ratio(measured):
    rows = [row for part in measured[1]["parts"].values() for row in part["rows"]]
    targets = [row["target"] for row in rows if row["target"]]
    assert targets == ["≤ 1.35", "≤ 2.0", "≤ 1", "≤ 1", "≥ 9", "≥ 4", "≥ 0.75", "≤ 1", "≤ 2", "≤ 3", "≥ 0.9"]


def test_a_part_that_is_not_there_is_refused(tmp_path):
    done = bench("rapport", "--json", tmp_path / "bench.json")
    assert done.returncode == 2 and "no part rapport" in done.stderr
    assert not (tmp_path / "bench.json").exists()
