"""Loaded by the process that a worker's processes are forked from: all that an edition takes, ready once."""

from . import batch  # noqa: F401 (what a process is given to do)
from .edition import warm

warm()
