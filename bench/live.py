"""The page of `watch`: the time from a saved file to the open page that shows it."""

import json
import os
import re
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Queue
from urllib.request import urlopen

from paired import FORDELNING, ROOT, Part, Row

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
            told, shown, made = [], [], []
            with _page(f"{address}/{name}/{document}.html", f"{address}/_events?page=/{name}/{document}.html") as page:
                for n in range(saves):
                    time.sleep(PAUSE)
                    began = _saved(scratch / "data" / name / "datapackage.json", f"{document} {n}")
                    told.append(page.told() - began)
                    shown.append(page.shows(f"{document} {n}") - began)
                    made.append(whole() - began)
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
def _watched(name: str, folder: Path) -> Iterator[tuple]:
    """`watch` at work: its address, and a call that waits until the edition is whole and gives the time."""
    command = [*FORDELNING, "watch", name, "--port", "0"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True)
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


class _Open:
    """A page that is open: what it is told, and what it then shows."""

    def __init__(self, address: str, events) -> None:
        self.address, self.events, self.number = address, events, ""
        self.number = self._next()["number"]

    def told(self) -> float:
        """When something is said above it."""
        while not self._next()["text"]:
            pass
        return time.perf_counter()

    def shows(self, text: str) -> float:
        """When it is told that it is another, which has to show `text`."""
        while (number := self._next()["number"]) == self.number:
            pass
        told, self.number = time.perf_counter(), number
        with urlopen(self.address, timeout=WAIT) as answer:
            if text not in answer.read().decode():
                raise ValueError(f"{self.address} does not show {text}")
        return told

    def _next(self) -> dict:
        for line in self.events:
            if line.startswith(b"data:"):
                return json.loads(line[5:])
        raise ValueError(f"{self.address} is told no more")


@contextmanager
def _page(address: str, events: str) -> Iterator[_Open]:
    urlopen(address, timeout=WAIT).close()
    with urlopen(events, timeout=WAIT) as stream:
        yield _Open(address, stream)


def _saved(path: Path, title: str) -> float:
    """Give the case another title; returns when that was begun."""
    descriptor = json.loads(path.read_text(encoding="utf-8")) | {"title": title}
    content = json.dumps(descriptor, ensure_ascii=False, indent=2)
    began = time.perf_counter()
    path.write_text(content, encoding="utf-8")
    return began
