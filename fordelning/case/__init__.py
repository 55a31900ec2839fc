"""One decision as data: its package on disk, its statements and its allocations."""
