"""How far a run has come: a bar on a terminal, plain lines in a log."""

import contextlib
import sys
from collections.abc import Callable, Iterator

from tqdm import tqdm

from .order import Result
from .summary import exit_status, line


@contextlib.contextmanager
def told(total: int) -> Iterator[Callable[[Result], None]]:
    """What to tell each result to, `total` of them."""
    if not sys.stderr.isatty():
        count = iter(range(1, total + 1))

        def say(result: Result) -> None:
            print(f"{next(count)}/{total} {line(result)}", flush=True)
            lost = getattr(sys.stdout, "error", None)
            if isinstance(lost, BrokenPipeError):  # many more are not made for nobody
                raise lost

        yield say
        return
    with tqdm(
        file=getattr(sys.stderr, "stream", sys.stderr),
        total=total,
        unit="utgåva",
        ascii=" ■",
        bar_format="{l_bar}{bar}| {n}/{total} [{elapsed}<{remaining}]",
    ) as bar:

        def tell(result: Result) -> None:
            if exit_status(result):
                bar.write(line(result))
            bar.update()

        yield tell
