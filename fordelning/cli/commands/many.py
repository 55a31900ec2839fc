"""`batch`: many editions are made in one run."""

import argparse
import sys
from pathlib import Path

from fordelning.publish.edition.staleness import told
from fordelning.publish.many import batch as many
from fordelning.publish.many import order, progress, summary
from fordelning.publish.run.declaration import declared, overridden
from fordelning.publish.run.process import Limits, cores

from .usage import UsageError, notebooks_in, parameters, writing

_LOCKS = [Path("requirements.txt"), Path("requirements-distributed.txt")]


def batch(given: argparse.Namespace) -> int:
    """Make what is ordered, and say what came of it; the status is the worst of the editions'."""
    if given.all == (given.orders is not None):
        raise UsageError("Ange antingen en fil med en rad per utgåva eller --all.")
    chosen = parameters(given)
    orders = order.every_case(given.data, chosen) if given.all else order.listed(given.orders, chosen)
    notebooks = notebooks_in(given.notebooks)
    own = {path: declared(path) for path in notebooks}
    unused = (line for one in orders for line in overridden(own, one.parameters, one.given))
    for line in dict.fromkeys(unused):
        print(line, file=sys.stderr)
    limits, makers = Limits(given.seconds, given.megabytes), _makers(given)
    with writing(), progress.told(len(orders)) as tell:
        results = many.run(orders, notebooks, given.reports, makers, limits, given.force, tell)
    for result in results:
        for line in told(result.order.kept, result.order.dropped):
            print(f"{result.order.name}: {line}")
        for line in result.complaints:
            print(f"{result.order.name}: {line}", file=sys.stderr)
    for result in results if given.why else ():
        for line in result.why:
            print(f"{result.order.name} gjordes om: {line}")
    print("\n".join(summary.table(results)))
    print(f"Sammanställningen är {given.reports / summary.PAGE}, översikten {given.reports / 'index.html'}.")
    return max(map(summary.exit_status, results))


def _makers(given: argparse.Namespace) -> many.Makers:
    """Who makes the editions: this machine, or the workers of a scheduler."""
    if not given.scheduler:
        if given.store or given.lock:
            raise UsageError("--store och --lock hör till --scheduler.")
        return many.Here(given.at_once or cores())
    if given.at_once:
        raise UsageError("Hur många som görs åt gången avgör arbetarna: ange inte --at-once med --scheduler.")
    try:
        from fordelning.publish.many.cluster import Cluster
    except ModuleNotFoundError as error:
        raise UsageError(
            f"Flera datorer kräver tillägget fordelning[distributed] ({error.name} saknas): "
            "installera det som requirements-distributed.txt låser."
        ) from error
    return Cluster(given.scheduler, given.store, given.lock or _LOCKS)
