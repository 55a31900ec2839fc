"""What an analyst has of their own beside the project's cases and notebooks fails no test."""

import shutil
import subprocess

import pytest
from conftest import SEED, python

# The tests that look for cases or notebooks, and one of an edition.
LOOKING = (
    "comes_with_the_project or sources_are_clean or every_case_is_an_order or those_of_the_house"
    " or a_case_comes_back or (holds_every_input_and_output and tkr)"
)


@pytest.mark.slow
def test_own_cases_and_notebooks_fail_no_test(clone):
    for arguments in (["init", "--quiet"], ["add", "--all"]):
        subprocess.run(["git", *arguments], cwd=clone, check=True)
    shutil.copytree(SEED, clone / "data" / "eget-2026")
    (clone / "data" / "halvklart-2026").mkdir()
    (clone / "data" / "halvklart-2026" / "datapackage.json").write_text('{"name": "halv', encoding="utf-8")
    (clone / "notebooks" / "Untitled.ipynb").write_text("{}", encoding="utf-8")
    shutil.copy(clone / "notebooks" / "utblick.ipynb", clone / "notebooks" / "utblick-Copy1.ipynb")

    given = ("-m", "pytest", "-v", "-p", "no:cacheprovider", "-k", LOOKING)
    done = python(*given, cwd=clone, PYTHONPATH=str(clone))
    assert done.returncode == 0, done.stdout
    assert "test_sources_are_clean[utblick] PASSED" in done.stdout
    for name in ("eget-2026", "halvklart-2026", "Untitled", "Copy1"):
        assert name not in done.stdout
