"""Many editions on many machines: the job of `batch`, handed by Dask's scheduler to workers that may be lost.

What a job needs and what it has made pass through a store that all reach. A job done twice, since its worker was lost
or only seemed to be, has made two archives, of which one is fetched.
"""

import asyncio
import logging
import os
import sys
import tempfile
import uuid
from collections.abc import Generator, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import cache, lru_cache, partial
from multiprocessing import current_process, get_context
from pathlib import Path

import dask
from dask.utils import parse_timedelta
from distributed import Client, Future, KilledWorker, as_completed, get_worker
from distributed.comm.addressing import resolve_address
from distributed.comm.core import connect

from fordelning.base.errors import RenderingError
from fordelning.case.folder import find, split
from fordelning.publish.edition.shelf import Shelf
from fordelning.publish.edition.staleness import Program
from fordelning.publish.run.process import CONTEXT, Limits, LostError, Outcome, Task, each
from fordelning.report.parameters import EditionParameters

from . import batch
from .lock import Lock, LockError
from .order import Order
from .store import Store, TransferError, within

_LOCK, _DATA, _NOTEBOOKS, _SOURCE, _MADE = "lock", "data", "notebooks", "source", "made"


class ClusterError(RenderingError):
    """The scheduler or its workers cannot be reached; the message says which."""


@dataclass(frozen=True)
class Cluster:
    """The workers of the scheduler at the address `scheduler`, and the store at `url` that they all reach.

    Where `url` is "" they share the folder of editions. Their environments are to be as the lock files `locks` say.
    """

    scheduler: str
    url: str
    locks: list[Path]

    @contextmanager
    def ready(self, shelf: Shelf, program: Program) -> Iterator[batch.Make]:
        """See `batch.Makers`. Raises LockError, StoreError, TransferError, ClusterError."""
        lock = Lock.read(self.locks, program)
        with _connected(self.scheduler) as client:
            store = Store.at(self.url or str(shelf.making), f"fordelning-{uuid.uuid4().hex}")
            try:
                store.send(_LOCK, {_LOCK: lock.written()})
                _require_same(client, store, lock)
                yield partial(_handed_out, client, store, shelf)
            finally:
                with suppress(TransferError):  # a store that has been lost is told by the editions, if any needed it
                    store.clear()


@dataclass(frozen=True)
class Job:
    """One edition to be made on some machine. The `order` is of what lies in the archive `needs` of `store`."""

    order: Order
    needs: str
    store: Store
    limits: Limits
    epoch: str


@dataclass(frozen=True)
class Made:
    """What came of a job: the `archive` of the edition and the `value` of its making, or the `error`."""

    archive: str
    value: batch.Value | None
    error: Exception | None
    seconds: float


def work(job: Job) -> Made:
    """Do `job` where this is called, in a process of its own."""
    found = differences(job.store)
    if found:
        return Made("", None, LockError(f"Arbetarens miljö är en annan: {'; '.join(found)}."), 0)
    with tempfile.TemporaryDirectory(dir=get_worker().local_directory) as name:  # which Dask clears if this is killed
        scratch = Path(name)
        try:
            job.store.fetch(job.needs, scratch)
            notebooks, folder = sorted((scratch / _NOTEBOOKS).iterdir()), scratch / _MADE
            folder.mkdir()
            # Not a function of this module, which would have each process load all of Dask.
            given = (_placed_in(scratch, job.order), notebooks, folder, _program(), job.limits, job.epoch)
            [outcome] = each([Task(job.order.name, batch.make, given)], 1, job.limits, context=_SERVED)
            if outcome.error is not None:
                return Made("", None, outcome.error, outcome.seconds)
            archive = f"{job.order.name}-{uuid.uuid4().hex}"
            job.store.send(archive, within(folder))
            return Made(archive, outcome.value, None, outcome.seconds)
        except (OSError, TransferError) as error:
            return Made("", None, error, 0)


@lru_cache(maxsize=4)
def differences(store: Store) -> list[str]:
    """How the environment of a worker differs from the one that is locked in `store`; [] where it does not."""
    with tempfile.TemporaryDirectory() as folder:
        store.fetch(_LOCK, Path(folder))
        found = Lock.of((Path(folder) / _LOCK).read_bytes()).differences()
    if current_process().daemon:
        found.append("den får inte börja processer; starta den med DASK_DISTRIBUTED__WORKER__DAEMON=False")
    return found


def _placed_in(scratch: Path, order: Order) -> Order:
    """`order` with the paths of what it is of, which has been unpacked in `scratch`."""
    given = order.parameters
    paths = {name: str(scratch / place) for name in ("case", "other", "source") if (place := getattr(given, name))}
    return replace(order, parameters=replace(given, **paths))


@cache
def _program() -> Program:
    return Program()


# A worker has threads, and a fork of it may come to wait for what a thread held. The server is forked instead: it has
# none, and has loaded all that an edition takes.
_SERVED = get_context("forkserver") if sys.platform == "linux" else CONTEXT
if sys.platform == "linux":
    _SERVED.set_forkserver_preload(["fordelning.publish.many.warmed"])


@contextmanager
def _connected(scheduler: str) -> Iterator[Client]:
    for name in ("distributed", "distributed.client", "asyncio"):  # what became of an edition is told with it
        logging.getLogger(name).setLevel(logging.CRITICAL)
    patience = parse_timedelta(dask.config.get("distributed.comm.timeouts.connect"))  # which whoever runs it can set
    try:
        asyncio.run(_greeted(scheduler, patience))
        client = Client(scheduler, timeout=patience, set_as_default=False)
    except TimeoutError:
        raise ClusterError(f"Schemaläggaren {scheduler} svarar inte inom {patience:g} sekunder.") from None
    except (OSError, ValueError) as error:
        raise ClusterError(f"Schemaläggaren {scheduler} kan inte nås: {error}.") from error
    with client:
        try:
            client.wait_for_workers(1, timeout=patience)
        except TimeoutError:
            raise ClusterError(f"Schemaläggaren {scheduler} har inga arbetare efter {patience:g} sekunder.") from None
        yield client


async def _greeted(scheduler: str, patience: float) -> None:
    """Raises OSError, ValueError: a client of what is no scheduler, but listens, would wait for ever."""
    # The first of the two ends sooner where it ends at all, and says why.
    comm = await asyncio.wait_for(connect(resolve_address(scheduler), timeout=patience), patience + 1)
    await comm.close()


def _require_same(client: Client, store: Store, lock: Lock) -> None:
    """Raises LockError with every way in which this machine or a worker differs from `lock`, or cannot tell."""
    found = {"den här datorn": lock.differences(), **client.run(differences, store, on_error="return")}
    lines = []
    for where, told in sorted(found.items()):
        if isinstance(told, Exception):
            told = [str(told) if isinstance(told, TransferError) else f"{type(told).__name__}: {told}"]
        lines += [f"  {where}: {line}" for line in told]
    if lines:
        head = "Alla ska nå lagret, och ha den miljö som låset anger och samma program:"
        raise LockError("\n".join([head, *lines]))


def _jobs(making: dict[str, Order], notebooks: list[Path], store: Store, limits: Limits) -> Iterator[Job]:
    """A job for each order; what several need is sent once."""
    sent: dict[tuple, str] = {}
    for order in making.values():
        folders, placed = _placed(order.parameters)
        if tuple(folders) not in sent:
            sent[tuple(folders)] = name = f"needs-{len(sent)}"
            files = {f"{_NOTEBOOKS}/{path.name}": path.read_bytes() for path in notebooks}
            for path, place in folders:
                files |= {place: path.read_bytes()} if path.is_file() else within(path, place)
            store.send(name, files)
        epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
        yield Job(replace(order, parameters=placed), sent[tuple(folders)], store, limits, epoch)


def _placed(given: EditionParameters) -> tuple[list[tuple[Path, str]], EditionParameters]:
    """What is to lie where for an edition made with `given`, each as its path here and there; and `given` as of there.

    Cases lie there to each other as they do here, since an edition tells how.
    """
    case, other = find(given.case).resolve(), given.other_folder.resolve()
    apart = Path(os.path.relpath(other, case.parent))
    base = "/".join([_DATA] * (1 + apart.parts.count("..")))
    places = [(case, f"{base}/{case.name}")]
    if other != case:
        places.append((other, os.path.normpath(f"{base}/{apart.as_posix()}")))
    told = {"case": _staged(places[0][1], given.case)}
    if given.other:
        told["other"] = _staged(places[-1][1], given.other)
    if given.source:
        told["source"] = f"{_SOURCE}/{Path(given.source).name}"
        places.append((Path(given.source).resolve(), told["source"]))
    return places, replace(given, **told)


def _staged(place: str, name: str) -> str:
    stage = split(name)[1]
    return f"{place}@{stage}" if stage else place


def _handed_out(
    client: Client, store: Store, shelf: Shelf, making: dict[str, Order], notebooks: list[Path], limits: Limits
) -> Generator[Outcome, None, None]:
    jobs = _jobs(making, notebooks, store, limits)
    futures = {client.submit(work, job, key=f"{job.order.name}-{uuid.uuid4().hex}"): job for job in jobs}
    try:
        for future in as_completed(futures, loop=client.loop, raise_errors=False):
            yield _outcome(future, futures[future], shelf)
            future.release()
    finally:
        client.cancel(list(futures))


def _outcome(future: Future, job: Job, shelf: Shelf) -> Outcome:
    task = Task(job.order.name, work, (job,))
    try:
        made = future.result()
        if made.error is not None:
            return Outcome(task, None, made.error, made.seconds)
        job.store.fetch(made.archive, shelf.begin(job.order.name))
        with suppress(TransferError):  # it goes with the store, if not now
            job.store.remove(made.archive)
        return Outcome(task, made.value, None, made.seconds)
    except KilledWorker:
        error: Exception = LostError("arbetarna som gjorde den har förlorats, en efter en")
    except CancelledError:
        error = LostError("schemaläggaren svarar inte längre")
    except Exception as found:  # whatever a worker's own machinery ends with
        error = found if isinstance(found, (OSError, TransferError)) else LostError(f"{type(found).__name__}: {found}")
    return Outcome(task, None, error, 0)
