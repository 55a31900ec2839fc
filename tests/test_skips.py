"""Where CI runs the tests, one that is skipped counts as one that failed."""

import os
import shutil
import subprocess
import sys

import pytest
from conftest import ROOT


@pytest.mark.slow
@pytest.mark.parametrize(("strict", "status"), [("1", 1), ("", 0)])
def test_a_skip_is_a_failure_where_it_is_asked_for(tmp_path, strict, status):
    shutil.copy(ROOT / "tests" / "conftest.py", tmp_path)
    (tmp_path / "test_one.py").write_text("import pytest\ndef test(): pytest.skip('missing program')\n", "utf-8")
    command = [sys.executable, "-m", "pytest", "-ra", "-p", "no:cacheprovider", "-c", os.devnull, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "NO_SKIPS": strict}, cwd=tmp_path)
    assert done.returncode == status, done.stdout
    assert "missing program" in done.stdout
