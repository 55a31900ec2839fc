"""Many editions in one run: each in a process of its own, put on the shelf when whole, and failing alone."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from .fresh import Program, standing
from .order import Order, Result
from .overview import state
from .process import Limits, Outcome, Task, each
from .shelf import Shelf, hold
from .summary import withdraw, write_summary


def run(
    orders: list[Order],
    notebooks: list[Path],
    reports: Path,
    at_once: int,
    limits: Limits,
    anew: bool,
    tell: Callable[[Result], None],
) -> list[Result]:
    """Make what is ordered, `at_once` at a time, and put it on the shelf `reports`; each result is told as it comes.

    An edition that is already what would be made is left as it is, unless all are to be made `anew`. One that fails
    leaves the edition before it as it was. The summary is written when all is done, and only then. Raises HeldError
    where another run holds the shelf.
    """
    results: list[Result] = []

    def done(result: Result) -> None:
        results.append(result)
        tell(result)

    with hold(reports) as shelf:
        withdraw(reports)
        program, why, making = Program(), {}, {}
        for order in orders:
            folder, why[order.name] = standing(order.parameters, notebooks, reports, order.name, program)
            if anew or why[order.name]:
                making[order.name] = order
            else:
                done(Result(order, False, [], state(folder), None, 0))
        for name, outcome in _made(making, notebooks, shelf, program, at_once, limits):
            done(_put(shelf, making[name], why[name], outcome))
        write_summary(results, reports)
    return results


def _made(
    making: dict[str, Order], notebooks: list[Path], shelf: Shelf, program: Program, at_once: int, limits: Limits
) -> Iterator[tuple[str, Outcome]]:
    if not making:
        return
    from .edition import warm  # all that rendering takes, where there is something to render

    warm()
    tasks = [
        Task(name, _make, (order, notebooks, shelf.begin(name), program, limits)) for name, order in making.items()
    ]
    for outcome in each(tasks, at_once, limits):
        yield outcome.task.name, outcome


def _put(shelf: Shelf, order: Order, why: list[str], outcome: Outcome) -> Result:
    error, made = outcome.error, shelf.folder(order.name)
    if error is None:
        try:
            return Result(order, True, why, state(shelf.put(made, outcome.value)), None, outcome.seconds)
        except OSError as refused:
            error = refused
    shutil.rmtree(made, ignore_errors=True)
    return Result(order, False, why, None, error, outcome.seconds)


def _make(order: Order, notebooks: list[Path], folder: Path, program: Program, limits: Limits) -> bool:
    """Make one edition; whether it is approved."""
    from ..report import Report
    from .edition import make

    report = Report.make(order.parameters)
    make(report, notebooks, folder, program, limits=limits)
    return report.approved
