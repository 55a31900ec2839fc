"""The page of `watch`: the time from a saved file to the open page that shows it."""

import json
import re
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Queue
from urllib.request import urlopen

from paired import FORDELNING, ROOT, Part, Row, environment

DOCUMENTS = ("avstamning", "beslutsrapport")
PAUSE = 0.5  # seconds from a whole edition to the next save
WAIT = 120  # seconds, after which something is wrong


def measure(name: str, saves: int, scratch: Path) -> Part:
    """The part on the case `name` in data/, whose title is changed so many times with each document's page open."""
    for folder in ("data", "notebooks"):
        shutil.copytree(ROOT / folder, scratch / folder)
    rows = []
    with _watched(name, scratch) as (address, whole):
        for document in DOCUMENTS:
            page = f"/{name}/{document}.html"
            urlopen(address + page, timeout=WAIT).close()
            with urlopen(f"{address}/_events?page={page}", timeout=WAIT) as stream:
                events = _events(stream)
                number, laps = next(events)["number"], []
                for n in range(saves):
                    time.sleep(PAUSE)
                    began = _saved(scratch / "data" / name / "datapackage.json", f"{document} {n}")
                    next(event for event in events if event["text"])
                    told = time.perf_counter()
                    number = next(event["number"] for event in events if event["number"] != number)
                    shown = time.perf_counter()
                    _require_shown(address + page, f"{document} {n}")
                    laps.append((told - began, shown - began, whole() - began))
            told, shown, made = map(list, zip(*laps, strict=True))
            rows += [
                Row(f"{document}: the page says that it is not current", "s", told),
                Row(f"{document}: the page is the new one", "s", shown, "≤ 1"),
                Row(f"{document}: the whole edition is", "s", made),
            ]
    return Part(
        f"watch: {saves} saves with a page open",
        rows,
        ["From the beginning of the save to the answer on the page's own connection, and its content is looked at."],
    )


@contextmanager
def _watched(name: str, folder: Path) -> Iterator[tuple[str, Callable[[], float]]]:
    """`watch` at work: its address, and a call that waits until the edition is whole and gives the time."""
    command = [*FORDELNING, "watch", name, "--port", "0"]
    process = subprocess.Popen(command, cwd=folder, env=environment(), stdout=subprocess.PIPE, text=True)
    done: Queue[float] = Queue()

    def listen() -> None:
        for line in process.stdout:
            if line.startswith("Aktuell"):
                done.put(time.perf_counter())

    try:
        address = re.match(r"(\S+)/ ", process.stdout.readline()).group(1)
        threading.Thread(target=listen, daemon=True).start()
        done.get(timeout=WAIT)
        yield address, lambda: done.get(timeout=WAIT)
    finally:
        process.terminate()  # not SIGINT, which a process in the background may have been told to ignore
        process.wait(timeout=WAIT)


def _events(stream: Iterable[bytes]) -> Iterator[dict]:
    """What an open page is told: the number of what it should show, and the text above it."""
    return (json.loads(line.removeprefix(b"data:")) for line in stream if line.startswith(b"data:"))


def _require_shown(address: str, text: str) -> None:
    with urlopen(address, timeout=WAIT) as answer:
        if text not in answer.read().decode():
            raise ValueError(f"{address} does not show {text}")


def _saved(path: Path, title: str) -> float:
    """Give the case another title; returns when that was begun."""
    descriptor = json.loads(path.read_text(encoding="utf-8")) | {"title": title}
    content = json.dumps(descriptor, ensure_ascii=False, indent=2)
    began = time.perf_counter()
    path.write_text(content, encoding="utf-8")
    return began
