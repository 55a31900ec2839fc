"""What came of many trials, by kind: how many planted faults were found, and what was accused or not read."""

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from random import Random

from fordelning.publish.run.process import cores
from planted.case_kinds import CASES
from planted.source_kinds import SOURCES
from planted.table_kinds import TABLES
from planted.trial import Kind, Outcome

KINDS = {kind.name: kind for kind in (*CASES, *TABLES, *SOURCES)}


@dataclass
class Measured:
    """All trials of a kind: how the planted were `found`, by word, and the seeds of those that failed, by how."""

    kind: Kind
    found: Counter[str] = field(default_factory=Counter)
    figures: Counter[str] = field(default_factory=Counter)
    right: int = 0
    wrong: int = 0
    missed: list[int] = field(default_factory=list)
    accused: list[int] = field(default_factory=list)

    def add(self, seed: int, outcome: Outcome) -> None:
        """Count one more."""
        self.found[outcome.found] += 1
        self.figures += outcome.figures
        self.right += outcome.right
        self.wrong += len(outcome.accused)
        if not outcome.found:
            self.missed.append(seed)
        if outcome.accused:
            self.accused.append(seed)

    @property
    def trials(self) -> int:
        """How many."""
        return self.found.total()

    @property
    def recall(self) -> float:
        """The part of what was planted that was found."""
        return 1 - len(self.missed) / self.trials


def tried(name: str, seed: int) -> Outcome:
    """What comes of one trial, which its kind and its seed make the same every time."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            return KINDS[name].make(Random(f"{name} {seed}"), Path(folder)).outcome()
        except Exception as error:
            error.add_note(f'--only "{name}" --seed {seed}')
            raise


def _tried(task: tuple[str, int]) -> tuple[str, int, Outcome]:
    return *task, tried(*task)


def measured(names: Iterable[str], seeds: Iterable[int]) -> list[Measured]:
    """All trials of the kinds, as many at a time as there are cores."""
    tasks, found = [(name, seed) for name in names for seed in seeds], {}
    with get_context("spawn").Pool(cores()) as pool:
        for name, seed, outcome in pool.imap(_tried, tasks, chunksize=10):
            found.setdefault(name, Measured(KINDS[name])).add(seed, outcome)
    return list(found.values())


def failed(found: Iterable[Measured]) -> Iterator[tuple[Measured, str, list[int]]]:
    """The kinds with trials that failed, how, and their seeds."""
    for one in found:
        if one.missed:
            yield one, "missade" if one.kind.planted else "lästa fel", one.missed
        if one.accused:
            yield one, "anklagade", one.accused
