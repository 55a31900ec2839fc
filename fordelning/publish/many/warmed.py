"""Loaded by the process that a worker's processes are forked from: all that an edition takes, ready once."""

from fordelning.publish.edition.edition import warm

from . import batch  # noqa: F401 (what a process is given to do)

warm()
