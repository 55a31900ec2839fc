"""The engine by which papermill runs a report's cells in its own process, without a kernel: --engine fordelning."""

from papermill.engines import Engine, NotebookExecutionManager

from .shell import LANGUAGE, CellFailure, opened, run_cell


class ShellEngine(Engine):
    """Runs a notebook as `shell` does. It is for one notebook: what that does to the process stays done."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: NotebookExecutionManager, kernel_name: str, **kwargs) -> None:
        """See papermill's Engine; a failed cell ends the run."""
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
