"""Many editions in one run: each in a process of its own, put on the shelf when whole, and failing alone."""

import os
import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from fordelning.base.errors import InputError
from fordelning.publish.edition.manifest import Reading
from fordelning.publish.edition.overview import known, state
from fordelning.publish.edition.shelf import Shelf, hold
from fordelning.publish.edition.staleness import Program, standing
from fordelning.publish.edition.target import TargetError, places, require_apart, require_free
from fordelning.publish.run.process import Limits, Outcome, Task, each

from .order import Order, Result
from .summary import require_replaceable, withdraw, write_summary

# Orders by their names, notebooks and limits in; what came of each order out, as it comes. The task's name is the
# order's, and its value whether the edition is approved; that then lies in the folder of the shelf that it is made in.
Make = Callable[[dict[str, Order], list[Path], Limits], Generator[Outcome, None, None]]


class Makers(Protocol):
    """Who makes editions: processes of this machine, or workers on others."""

    def ready(self, shelf: Shelf, program: Program) -> AbstractContextManager[Make]:
        """What makes editions for `shelf` with `program`, once all that it takes is known to be there."""


Value = tuple[bool, list[str]]  # of the making of an edition: see `make`


@dataclass(frozen=True)
class Here:
    """Processes of this machine, `at_once` at a time."""

    at_once: int

    @contextmanager
    def ready(self, shelf: Shelf, program: Program) -> Iterator[Make]:
        """See Makers."""
        from fordelning.publish.edition.edition import (
            warm,  # all that rendering takes, where there is something to render
        )

        warm()

        def made(making: dict[str, Order], notebooks: list[Path], limits: Limits) -> Generator[Outcome, None, None]:
            given = {name: (order, notebooks, shelf.begin(name), program, limits) for name, order in making.items()}
            yield from each([Task(name, make, one) for name, one in given.items()], self.at_once, limits)

        yield made


def run(
    orders: list[Order],
    notebooks: list[Path],
    reports: Path,
    makers: Makers,
    limits: Limits,
    anew: bool,
    tell: Callable[[Result], None],
) -> list[Result]:
    """Let `makers` make what is ordered, and put it on the shelf `reports`; each result is told as it comes.

    An edition that is already what would be made is left as it is, unless all are to be made `anew`. One that fails
    leaves the edition before it as it was. The summary is written when all is done, and only then. Raises TargetError
    where an edition would lie in what editions are made from, HeldError where another run holds the shelf.
    """
    results: list[Result] = []

    def done(result: Result) -> None:
        results.append(result)
        tell(result)

    for order in orders:
        require_apart(reports, order.name, order.parameters, notebooks)
    with hold(reports) as shelf:
        require_replaceable(reports)
        program, reading, why, making = Program(), Reading(), {}, {}
        for order in orders:
            name = order.name
            try:
                order = order.remembering(reports, notebooks)
                folder, why[name] = standing(order.parameters, notebooks, reports, name, program, reading)
                told = None if anew or why[name] else known(folder)
                if told:
                    done(Result(order, False, [], told, None, 0))
                    continue
                require_free(places(reports, name))
                making[name] = order
            except InputError as error:
                done(Result(order, False, why.get(name, []), None, error, 0))
        if making:
            with makers.ready(shelf, program) as made:
                withdraw(reports)  # not before: where nobody can make anything, it is still so
                with closing(made(making, notebooks, limits)) as outcomes:
                    for outcome in outcomes:
                        name = outcome.task.name
                        done(_put(shelf, making[name], why[name], outcome))
        write_summary(results, reports, shelf.making)
    return results


def _put(shelf: Shelf, order: Order, why: list[str], outcome: Outcome) -> Result:
    error, made = outcome.error, shelf.folder(order.name)
    if error is None:
        try:
            approved, complaints = outcome.value
            return Result(order, True, why, state(shelf.put(made, approved)), None, outcome.seconds, complaints)
        except (OSError, TargetError) as refused:
            error = refused
    shutil.rmtree(made, ignore_errors=True)
    return Result(order, False, why, None, error, outcome.seconds)


def make(
    order: Order, notebooks: list[Path], folder: Path, program: Program, limits: Limits, epoch: str | None = None
) -> Value:
    """Make one edition in the empty `folder`; whether it is approved, and what its cells warned of.

    `epoch` is the SOURCE_DATE_EPOCH of whoever ordered it, where that was on another machine.
    """
    if epoch is not None:
        os.environ["SOURCE_DATE_EPOCH"] = epoch
    from fordelning.publish.edition import edition
    from fordelning.report.report import Report

    report = Report.make(order.parameters)
    complaints = edition.make(report, notebooks, folder, program, limits=limits)
    return report.approved, complaints
