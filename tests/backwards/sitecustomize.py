"""Puts every Python process that finds this folder on its path under a clock that goes backwards, kernels included."""

import itertools
import time

_start, _calls = time.time(), itertools.count()
time.time = lambda: _start - 60 * next(_calls)
time.time_ns = lambda: int(time.time() * 10**9)
