"""Running a notebook's cells in an IPython shell of this process: no kernel, no sockets, the same outputs.

The process is meant to be the notebook's own: what a cell does to it is left as it is.
"""

import contextlib
import io
import os
import platform
import sys
from collections.abc import Iterator

import nbformat
import pandas as pd
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Any, Bool
from traitlets.config import Config

_INLINE = "module://matplotlib_inline.backend_inline"


class CellFailure(Exception):
    """A cell failed; what it ended with is among its outputs."""


def run_cell(shell: "Shell", cell: nbformat.NotebookNode) -> None:
    """Run one cell of code and put its outputs in it. Raises CellFailure where it fails."""
    if not cell.source.strip():
        return
    shell.outputs.clear()
    shell.outdated = False
    with contextlib.redirect_stdout(_Stream(shell, "stdout")), contextlib.redirect_stderr(_Stream(shell, "stderr")):
        done = shell.run_cell(cell.source, store_history=True)
    cell.execution_count, cell.outputs = done.execution_count, list(map(_joined, shell.outputs))
    error = done.error_before_exec or done.error_in_exec
    if error is not None:
        raise CellFailure


def _output(kind: str, **parts) -> nbformat.NotebookNode:
    # As by `nbformat.v4.new_output`, which validates each: the notebook is validated whole when it is written.
    return nbformat.from_dict({"output_type": kind, **parts})


def _joined(output: nbformat.NotebookNode) -> nbformat.NotebookNode:
    if output.output_type == "stream":
        output.text = "".join(output.text)
    return output


class _Publisher(DisplayPublisher):
    def publish(self, data, metadata=None, *, transient=None, update=False, **kwargs):
        id = (transient or {}).get("display_id")
        shown = self.shell.displayed.setdefault(id, []) if id else []
        output = _output("display_data", data=data, metadata=metadata or {})
        for one in shown:
            one.data, one.metadata = output.data, output.metadata
        if not update:
            self.shell.add(output)
            shown.append(output)

    def clear_output(self, wait=False):
        if wait:
            self.shell.outdated = True
        else:
            self.shell.outputs.clear()


class _Hook(DisplayHook):
    def write_output_prompt(self):
        pass

    def write_format_data(self, format_dict, md_dict=None):
        count = self.prompt_count
        self.shell.add(_output("execute_result", data=format_dict, metadata=md_dict or {}, execution_count=count))

    def finish_displayhook(self):
        pass


class _Stream(io.TextIOBase):
    """What a cell prints, as outputs; a run of writes to one stream is one output."""

    def __init__(self, shell: "Shell", name: str):
        self.shell, self.name = shell, name

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        last = self.shell.outputs[-1] if self.shell.outputs else None
        if last and last.get("name") == self.name and not self.shell.outdated:
            last.text.append(text)  # joined when the cell is done: adding text to text takes the square of its length
        else:
            self.shell.add(_output("stream", name=self.name, text=[text]))
        return len(text)


class Shell(InteractiveShell):
    """An IPython shell that keeps what is displayed as a notebook's `outputs`, and has no history or settings.

    `displayed` has the outputs that may be updated, by their id; those of a cell are `outdated` when the next one comes
    in the place of them.
    """

    outputs = Any()
    displayed = Any()
    outdated = Bool(False)

    def _outputs_default(self) -> list:
        return []

    def _displayed_default(self) -> dict:
        return {}

    def add(self, output: nbformat.NotebookNode) -> None:
        """Keep one more output of the cell."""
        if self.outdated:
            self.outputs.clear()
            self.outdated = False
        self.outputs.append(output)

    def ask_exit(self) -> None:
        """The cell ends the notebook, as by sys.exit()."""
        raise SystemExit

    def show_usage_error(self, exc) -> None:
        """What is wrong with a magic is why the cell failed."""
        self._showtraceback(type(exc), exc, [])

    def init_ipython_dir(self, ipython_dir) -> None:
        """Whoever runs it has settings there, which are not the notebook's."""

    def init_profile_dir(self, profile_dir) -> None:
        """No folder of its own is made."""

    def enable_gui(self, gui=None) -> None:
        """There is no window to show anything in."""

    def _showtraceback(self, etype, evalue, stb) -> None:
        self.add(_output("error", ename=etype.__name__, evalue=str(evalue), traceback=list(stb)))


_KERNELS_COLUMNS = 20  # of a frame, as pandas shows in a kernel; elsewhere it takes itself to be in a terminal


@contextlib.contextmanager
def opened() -> Iterator[Shell]:
    """A shell that displays as a kernel's does."""
    os.environ["MPLBACKEND"] = _INLINE
    if "matplotlib" in sys.modules:  # which has read the environment already
        sys.modules["matplotlib"].rcParams["backend"] = _INLINE
    pd.set_option("display.max_columns", _KERNELS_COLUMNS)
    config = Config()
    config.HistoryManager.enabled, config.HistoryManager.hist_file = False, ":memory:"
    InteractiveShell.clear_instance()
    sys.path[:] = [path for path in sys.path if path]  # a module is not what lies in the folder that is worked in
    shell = Shell.instance(config=config, display_pub_class=_Publisher, displayhook_class=_Hook)
    try:
        yield shell
    finally:
        shell.restore_sys_module_state()
        Shell.clear_instance()


LANGUAGE = {
    "name": "python",
    "version": platform.python_version(),
    "mimetype": "text/x-python",
    "codemirror_mode": {"name": "ipython", "version": sys.version_info[0]},
    "pygments_lexer": "ipython3",
    "nbconvert_exporter": "python",
    "file_extension": ".py",
}
