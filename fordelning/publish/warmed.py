"""Loaded by the process that a worker's processes are forked from: all that an edition takes, ready once."""

from .edition import warm

warm()
