"""The programs that an edition is made with, and their versions: the same wherever they are told."""

import importlib.metadata
import platform
from functools import cache

from fordelning import __version__

NAME = f"fordelning {__version__}"
PACKAGES = (
    "babel", "deflate", "font-source-sans-pro", "fontpkg-source-sans-3", "highspy", "ipython", "jinja2", "matplotlib",
    "mistune", "nbformat", "numpy", "pandas", "pikepdf", "typst", "uharfbuzz", "xlsxwriter",
)  # fmt: skip


@cache
def versions() -> dict[str, str]:
    """The versions of the program, of Python and of the packages that shape the output, as this process began."""
    found = {name: importlib.metadata.version(name) for name in PACKAGES}
    return {"fordelning": __version__, "python": platform.python_version(), **found}
