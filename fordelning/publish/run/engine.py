"""What papermill runs a report's cells by: this process, as --engine fordelning, or a kernel that is ours alone."""

import os
import sys
import tempfile

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from papermill.engines import Engine, NotebookExecutionManager

from fordelning.case.folder import NOTEBOOK

from .shell import LANGUAGE, CellFailure, opened, run_cell


class ShellEngine(Engine):
    """Runs a notebook as `shell` does. It is for one notebook: what that does to the process stays done."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: NotebookExecutionManager, kernel_name: str, **kwargs) -> None:
        """See papermill's Engine; a failed cell ends the run.

        The cases beside the notebook are found wherever papermill is run, as in JupyterLab.
        """
        if isinstance(kwargs.get("input_path"), str):
            os.environ[NOTEBOOK] = os.path.abspath(kwargs["input_path"])
        nb_man.nb.metadata["language_info"] = LANGUAGE
        with opened() as shell:
            for index, cell in enumerate(nb_man.nb.cells):
                nb_man.cell_start(cell, index)
                try:
                    if cell.cell_type == "code":
                        run_cell(shell, cell)
                except CellFailure:
                    nb_man.cell_exception(cell, index)
                    return
                finally:
                    nb_man.cell_complete(cell, index)


class Kernel(AsyncKernelManager):
    """Jupyter's own kernel in this Python, whatever kernels there are, and without the settings of whoever runs it."""

    @property
    def kernel_spec(self) -> KernelSpec:
        """How the kernel is begun; it finds the modules that this process does, and none where it works."""
        if self._kernel_spec is None:
            folder = tempfile.mkdtemp(prefix="kernel-")
            self._kernel_spec = KernelSpec(
                argv=[sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}", *_ALONE],
                language="python",
                env={
                    "IPYTHONDIR": folder,
                    "JUPYTER_RUNTIME_DIR": folder,
                    "PYTHONPATH": os.pathsep.join(path for path in sys.path if os.path.isabs(path)),
                    "PYTHONSAFEPATH": "1",
                    "PYTHONSTARTUP": "",
                },
            )
        return self._kernel_spec


_ALONE = ["--IPKernelApp.capture_fd_output=False"]  # what other programs print is no output, as in the shell
