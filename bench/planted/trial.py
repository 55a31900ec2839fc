"""A trial: what is made up and given to the program, and what came of it."""

import contextlib
import io
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Protocol

from fordelning.cli.main import main

CONTRADICTED, ASKED, REFUSED, GAP, READ = "motsägs", "frågas", "avvisas", "lucka", "läst rätt"
TAKEN, ASIDE, LOST = "läst", "åt sidan", "oredovisat"  # what became of a figure, ASKED besides


@dataclass(frozen=True)
class Outcome:
    """What came of a trial.

    `found` says how what was planted was told of, "" where it was not; of what has no fault, that it was READ, or
    ASKED about. `accused` are true statements that were said to be contradicted, `right` how many were so rightly, and
    `figures` what became of every figure that was given. `why` is for whoever looks at one that failed.
    """

    found: str
    accused: tuple[str, ...] = ()
    right: int = 0
    figures: Counter[str] = field(default_factory=Counter)
    why: str = ""


class Trial(Protocol):
    """What has been made, with its truth."""

    def outcome(self) -> Outcome:
        """Give it to the program, and hold what that says against the truth."""


@dataclass(frozen=True)
class Kind:
    """A kind of trial: `make` makes one in a folder. `planted` says whether anything is wrong in it."""

    name: str
    group: str
    make: Callable[[Random, Path], Trial]
    planted: bool = True


def said(*arguments: str | Path) -> tuple[int, str, str]:
    """What the command `fordelning` with `arguments` ends with, prints and complains of, here in this process."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = main([str(one) for one in arguments])
        except SystemExit as ended:
            code = int(ended.code or 0)
    return code, out.getvalue(), err.getvalue()
