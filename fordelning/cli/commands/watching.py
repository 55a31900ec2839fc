"""`watch`: an edition is made again as soon as something that it is made from has changed, and shown as it is made."""

import argparse
import copy
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from functools import partial
from pathlib import Path

import nbformat
import watchfiles

from fordelning.base import interruption
from fordelning.base.errors import CaseError, InputError, RenderingError
from fordelning.base.status import FINE as ENDED
from fordelning.case.folder import find
from fordelning.publish.edition.shelf import HeldError
from fordelning.publish.edition.staleness import dropped, remembered, told
from fordelning.publish.edition.target import NOT_APPROVED, require_apart
from fordelning.publish.live import CHANGED, FAULTY, FINE, Live, Told, served
from fordelning.publish.many.order import name_of
from fordelning.publish.run.declaration import declared, overridden
from fordelning.report.parameters import EditionParameters

from .usage import UsageError, notebooks_in, parameters, writing

_PROGRAM = Path(__file__).parents[2]
# How the names of those files end that an edition, or the program, is made from: others beside them may come and go.
_PARTS = (".csv", ".json", ".ipynb", ".py", ".j2", ".typ")
_YIELDING = 10  # how much nicer to other processes
Marks = dict[str, tuple[int, ...]]  # of files, by path: what tells one from another of the same name
_STEP, _DEBOUNCE, _TICK = 20, 200, 1000  # milliseconds: files saved together; at most so long; and a look anyhow


def watch(given: argparse.Namespace) -> int:
    """Keep the edition as its case is and show it, until interrupted."""
    chosen = parameters(given)
    name = name_of(EditionParameters.check(chosen))
    kept = remembered(given.reports, name, name, chosen)
    asked = EditionParameters.check({**chosen, **kept})
    notebooks = notebooks_in(given.notebooks)
    for line in told(kept, dropped(given.reports, name, notebooks)):
        print(line, flush=True)
    require_apart(given.reports, name_of(asked), asked, notebooks)
    for line in overridden({path: declared(path) for path in notebooks}, asked, {*chosen, *kept}):
        print(line, file=sys.stderr)
    given.reports.mkdir(parents=True, exist_ok=True)
    try:
        with served(given.reports, name_of(asked), given.port) as live, tempfile.TemporaryDirectory() as ahead:
            print(f"{live.address} visar utgåvan, och följer det som ändras. Avsluta med Ctrl-C.", flush=True)
            watched = _Watched(given, asked, live, Path(ahead))
            watched.look()
            while True:
                for _ in _changes(watched.folders, given.reports):
                    watched.look()
    except KeyboardInterrupt:
        if interruption.came() not in (None, signal.SIGINT):
            raise
        print()
    return ENDED


def _changes(folders: list[Path], reports: Path) -> Iterator[None]:
    """Each time something may have changed, until other folders are there than from the beginning."""
    there = _present([*folders, reports])
    try:
        for _ in watchfiles.watch(
            *there,
            watch_filter=lambda change, path: not Path(path).name.startswith("."),
            recursive=False,
            step=_STEP,
            debounce=_DEBOUNCE,
            rust_timeout=_TICK,
            yield_on_timeout=True,  # not every file system tells; and another run may have let go of the shelf
        ):
            yield
            if there != _present([*folders, reports]):
                return
    except OSError:  # a folder went before it could be followed, or may not be
        time.sleep(_TICK / 1000)
        yield


class _Watched:
    """The edition that is watched, what it is made from in `folders`, and what its pages are told."""

    def __init__(self, given: argparse.Namespace, asked: EditionParameters, live: Live, ahead: Path):
        from fordelning.publish.edition.edition import warm
        from fordelning.publish.edition.staleness import Program

        warm()
        self._given, self._asked, self._live, self._ahead = given, asdict(asked), live, ahead
        self._name, self._program = name_of(asked), Program()
        single = [Path(asked.source).resolve()] if asked.source else []
        single += [asked.amendment_file.resolve()] if asked.amendment_file else []
        sources = [file.parent for file in single]
        self._parts = (*_PARTS, *map(str, single))
        trees = [find(asked.case).resolve(), asked.other_folder.resolve(), _PROGRAM]
        self.folders = sorted({*_trees(trees), given.notebooks.resolve(), *sources})
        self._inputs: Marks = {}
        self._edition: Marks = {}
        self._held = False
        self._number = self._folder = ""

    def look(self) -> None:
        """Make the edition anew if it is no longer what would be made; tell the pages what came of it."""
        while True:
            inputs, edition = self._seen()
            if (inputs, edition) == (self._inputs, self._edition) and not self._held:
                return
            replaced = inputs == self._inputs and not self._held
            self._inputs, self._edition, self._held = inputs, edition, False
            try:
                with writing():
                    self._keep(replaced)
            except (InputError, CaseError, RenderingError) as error:
                self._tell(FAULTY, str(error))
                self._held = isinstance(error, HeldError)
                if self._held:
                    return

    def _keep(self, replaced: bool) -> None:
        """Make the edition anew if it has to be; `replaced` is whether it has changed and nothing else has."""
        from fordelning.publish.edition.edition import ChangedError, make
        from fordelning.publish.edition.manifest import Reading
        from fordelning.publish.edition.shelf import hold
        from fordelning.publish.edition.staleness import Program, standing
        from fordelning.publish.run.process import cores
        from fordelning.report.report import Report

        program = Program()
        if vars(program) != vars(self._program):
            raise UsageError("Programmet har ändrats: starta om watch.")
        asked = EditionParameters.check(self._asked)  # anew: what it names may be there no longer
        notebooks = notebooks_in(self._given.notebooks)
        standing_in, why = standing(asked, notebooks, self._given.reports, self._name, program, Reading())
        if not why:
            self._number, self._folder = self._number or str(time.time_ns()), standing_in.name
            self._tell(FINE)
            return
        if not replaced:
            self._tell(CHANGED)
        report = Report.make(asked)
        if replaced:
            raise RenderingError("En annan körning har ändrat utgåvan. Spara något i underlaget, så görs den om.")
        if self._seen()[0] != self._inputs:  # a file that was being written
            return
        number = str(time.time_ns())
        ahead = self._ahead / number
        for before in self._ahead.iterdir():
            shutil.rmtree(before)
        ahead.mkdir()
        opened = self._live.opened
        notebooks.sort(key=lambda path: path.stem != opened)
        with hold(self._given.reports) as shelf:
            made = shelf.begin(self._name)
            folder = self._name + ("" if report.approved else NOT_APPROVED)
            self._live.tell(Told(CHANGED, self._number, folder, ahead=ahead))
            try:
                run = partial(_run, ahead, opened)
                complaints = make(report, notebooks, made, program, run, cores(), check=self._require_unchanged)
                self._require_unchanged()
            except ChangedError:  # saved in the meantime: this is of neither
                return
            shelf.put(made, report.approved)
            self._number, self._folder, self._edition = number, folder, self._seen()[1]
        for line in complaints:
            print(line, file=sys.stderr, flush=True)
        self._tell(FINE)

    def _require_unchanged(self) -> None:
        """Raises ChangedError where something has been saved since the edition was begun."""
        from fordelning.publish.edition.edition import ChangedError

        if self._seen()[0] != self._inputs:
            raise ChangedError("Underlaget ändrades medan utgåvan gjordes.")

    def _tell(self, state: str, text: str = "") -> None:
        said = {CHANGED: "Underlaget har ändrats; utgåvan görs om.", FINE: f"Aktuell: {self._folder}."}
        print(said.get(state, text), file=sys.stderr if state == FAULTY else sys.stdout, flush=True)
        self._live.tell(Told(state, self._number, self._folder, text))

    def _seen(self) -> tuple[Marks, Marks]:
        """What tells that a file is another one: of those in `folders`, and of the edition's."""
        editions = [self._given.reports / name for name in (self._name, self._name + NOT_APPROVED)]
        inputs = {path: mark for path, mark in _marks(self.folders).items() if path.endswith(self._parts)}
        return inputs, _marks(editions)


def _run(ahead: Path, opened: str, notebook: Path, parameters: dict[str, str], folder: Path) -> nbformat.NotebookNode:
    """Run a notebook as an edition does, and show its page before the rest is made; all yield to the one `opened`."""
    from fordelning.publish.edition.overview import write
    from fordelning.publish.render.content import content
    from fordelning.publish.render.html import html
    from fordelning.publish.run.notebook import in_shell, kept

    if notebook.stem != opened and hasattr(os, "nice"):
        os.nice(_YIELDING)
    nb = in_shell(notebook, parameters, folder)
    with tempfile.TemporaryDirectory(dir=ahead) as making:
        write(ahead / f"{notebook.stem}.html", html(content(kept(copy.deepcopy(nb), parameters))), Path(making))
    return nb


def _present(folders: list[Path]) -> dict[Path, int]:
    """Those of `folders` that are there, each with what tells it from another of its name."""
    found = {}
    for folder in folders:
        with suppress(OSError):
            if folder.is_dir():
                found[folder] = folder.stat().st_ino
    return found


def _marks(folders: list[Path]) -> Marks:
    """What tells that a file in one of `folders` is another one. What goes while it is looked at is not there."""
    found: Marks = {}
    for folder in folders:
        with suppress(OSError), os.scandir(folder) as entries:
            for entry in entries:
                with suppress(OSError):
                    if entry.is_file() and not entry.name.startswith("."):
                        about = entry.stat()
                        found[entry.path] = about.st_mtime_ns, about.st_size, about.st_ino
    return found


def _trees(roots: list[Path]) -> list[Path]:
    """The folders `roots` and all that are in them, links, hidden ones and those of caches left aside."""
    found = {str(root) for root in roots}
    for root in roots:
        for folder, inside, _ in os.walk(root):
            inside[:] = [name for name in inside if not name.startswith((".", "_"))]
            found |= {os.path.join(folder, name) for name in inside if not os.path.islink(os.path.join(folder, name))}
    return sorted(map(Path, found))
