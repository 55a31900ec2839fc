"""The kernel and the shell are ours alone: nothing of whoever runs them, or of the folder they work in, is read."""

import os
import subprocess
import sys

import nbformat
import pytest
from conftest import ROOT, executed, python
from test_shell import notebook

from fordelning.publish.run.notebook import in_kernel, in_shell

pytestmark = pytest.mark.slow
RUNS = [in_shell, in_kernel]
SEEN = "import os, sys\nprint(*sorted(name for name in globals() if name.startswith('planted')))"


def outputs(run, folder, *cells: str, metadata: dict | None = None) -> list[list]:
    """The outputs of `cells`, which come after those of the parameters."""
    path = notebook(folder / "a.ipynb", 'case = "a"', *cells)
    nb = nbformat.read(path, 4)
    nb.metadata.update(metadata or {})
    nbformat.write(nb, path)
    done = nbformat.reads(executed(run, path, {"case": "a"}, folder), 4)
    return [cell.get("outputs") for cell in done.cells[-len(cells) :]]


def said(run, folder, *cells: str, **options) -> str:
    return "".join(output.get("text", "") for found in outputs(run, folder, *cells, **options) for output in found)


@pytest.mark.parametrize("run", RUNS)
def test_the_analysts_own_settings_are_not_read(run, tmp_path, monkeypatch):
    settings = tmp_path / "settings" / "profile_default"
    (settings / "startup").mkdir(parents=True)
    (settings / "startup" / "00.py").write_text("planted_by_startup = 1")
    for name in ("ipython_config.py", "ipython_kernel_config.py"):
        (settings / name).write_text("c.InteractiveShellApp.exec_lines = ['planted_by_config = 1']")
    (tmp_path / "start.py").write_text("planted_by_python = 1")
    monkeypatch.setenv("IPYTHONDIR", str(settings.parent))
    monkeypatch.setenv("PYTHONSTARTUP", str(tmp_path / "start.py"))
    assert said(run, tmp_path, SEEN) == "\n"


@pytest.mark.parametrize("run", RUNS)
def test_nor_need_there_be_a_place_for_them(run, tmp_path, monkeypatch):
    for name in ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_DATA_DIR", "JUPYTER_CONFIG_DIR"):
        monkeypatch.setenv(name, "/proc/x")
    assert said(run, tmp_path, "print(case)") == "a\n"


@pytest.mark.parametrize("run", RUNS)
@pytest.mark.parametrize("path", ["", ".", os.pathsep])
def test_a_module_beside_the_cases_is_not_run(run, path, tmp_path, monkeypatch):
    for name in ("pandas", "fordelning", "tokenize", "only_here"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('run')")
    monkeypatch.setenv("PYTHONPATH", path)
    looked = "import importlib.util\nprint(importlib.util.find_spec('only_here'))\nimport pandas, tokenize"
    assert said(run, tmp_path, looked) == "None\n"


@pytest.mark.parametrize("name", ["conda-env-x", "å ä ö", "../x", "python3"])
def test_the_kernel_is_this_python_whatever_the_notebook_names(name, tmp_path, monkeypatch):
    planted = tmp_path / "kernels" / "python3"
    planted.mkdir(parents=True)
    (planted / "kernel.json").write_text('{"argv": ["false"], "display_name": "x", "language": "python"}')
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    metadata = {"kernelspec": {"name": name, "display_name": "x", "language": "python"}}
    told = [said(run, tmp_path, "import sys; print(sys.prefix)", metadata=metadata) for run in RUNS]
    assert told == [f"{sys.prefix}\n"] * 2


def test_what_is_temporary_may_lie_in_a_relative_folder(tmp_path):
    code = (
        "import os\nfrom fordelning.base.scratch import scratch\n"
        "with scratch(): print(os.path.isabs(os.environ['TMPDIR']))"
    )
    done = python("-c", code, cwd=tmp_path, TMPDIR=".")
    assert done.stdout == "True\n", done.stderr


@pytest.mark.parametrize("name", ["HOME", "MPLCONFIGDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"])
@pytest.mark.parametrize("place", ["/proc/x", "/dev/null"])
def test_nothing_is_said_where_matplotlib_can_keep_nothing(name, place):
    code = "from fordelning.base.scratch import scratch\nwith scratch(): import matplotlib; matplotlib.get_cachedir()"
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("MPL", "XDG_"))}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**environment, "PYTHONPATH": str(ROOT), name: place},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("closed", [(0,), (1,), (2,), (0, 1, 2)])
def test_programs_begun_from_here_have_the_streams_that_were_closed(closed, tmp_path):
    looked = "import os, sys; open(sys.argv[1], 'w').write(str([os.fstat(n).st_rdev > 0 for n in (%s,)]))"
    code = (
        "import os, subprocess, sys\n"
        f"for number in {closed}: os.close(number)\n"
        "sys.stdin = sys.stdout = sys.stderr = None\n"
        "from fordelning.base import console\n"
        "with console.opened():\n"
        f"    subprocess.run([sys.executable, '-c', {looked % ', '.join(map(str, closed))!r}, 'told'])"
    )
    python("-c", code, cwd=tmp_path)
    assert (tmp_path / "told").read_text() == str([True] * len(closed))
