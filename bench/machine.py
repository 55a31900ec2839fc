"""What the bench was run on: the machine and the versions."""

import importlib.metadata
import os
import platform

from fordelning import __version__
from fordelning.publish.run.process import cores

_PACKAGES = ("pandas", "matplotlib", "papermill", "nbconvert", "ipython", "typst")


def machine() -> dict[str, str | int | float]:
    """The machine, without its name."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") if hasattr(os, "sysconf") else 0
    return {
        "system": f"{platform.system()} {platform.release()}",
        "processor": _processor(),
        "cores": cores(),
        "memory_gb": round(memory / 1e9, 1),
        "load": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else -1,
    }


def versions() -> dict[str, str]:
    """The versions of the program, of Python and of the packages that take the time."""
    packages = {name: importlib.metadata.version(name) for name in _PACKAGES}
    return {"fordelning": __version__, "python": platform.python_version(), **packages}


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as stream:
            named = [line.partition(":")[2].strip() for line in stream if line.startswith("model name")]
    except OSError:
        named = []
    return named[0] if named else platform.processor() or platform.machine()
