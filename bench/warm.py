"""The limit of a batch: editions made by plain Python in a warm process for each core, with nothing kept apart.

`python warm.py ORDERS FOLDER`.
"""

import os
import sys
from multiprocessing import get_context
from pathlib import Path

import floor

from fordelning.case.folder import find
from fordelning.publish.edition.edition import warm
from fordelning.publish.many.order import Order, listed
from fordelning.publish.run.process import cores
from fordelning.report.report import Report


def made(order: Order, folder: Path) -> None:
    """Make the documents of `order` in a folder of its name."""
    place = folder / order.name
    place.mkdir()
    os.chdir(find(order.parameters.case).resolve().parent)
    floor.make(Report.make(order.parameters), place)


if __name__ == "__main__":
    orders, folder = listed(Path(sys.argv[1]), {}), Path(sys.argv[2]).resolve()
    folder.mkdir(exist_ok=True)
    warm()
    with get_context("fork").Pool(cores()) as pool:
        pool.starmap(made, [(order, folder) for order in orders], chunksize=1)
