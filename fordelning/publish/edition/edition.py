"""An edition: all the documents of one report, and what they were made from."""

import datetime
import gc
import tempfile
from collections.abc import Callable, Container, Iterable
from functools import cache
from pathlib import Path

import nbformat

from fordelning.base.errors import InputError, RenderingError
from fordelning.case.folder import find
from fordelning.publish.render.attachments import Attachment, attachments
from fordelning.publish.render.content import Content, ContentError, content
from fordelning.publish.render.html import environment, fonts, html
from fordelning.publish.render.links import keep
from fordelning.publish.render.pdf import pdf
from fordelning.publish.run import shell
from fordelning.publish.run.notebook import in_kernel, in_shell, kept, text, warned
from fordelning.publish.run.process import UNLIMITED, Limits, LostError, Task, cores, each
from fordelning.report import volume
from fordelning.report.charts import plot
from fordelning.report.front import objection
from fordelning.report.parameters import EditionParameters
from fordelning.report.report import Report, date
from fordelning.report.result import result
from fordelning.workbook import workbook

from .catalog import catalog, described
from .choice import chosen, compared
from .manifest import (
    MANIFEST,
    Reading,
    basis,
    commit_told,
    completed,
    differences,
    is_as_written,
    lying,
    manifest,
    read,
    strangers,
    written,
)
from .overview import CATALOG, RESULT, known
from .shelf import hold
from .staleness import Program, inputs, standing
from .target import places, require_apart, require_free

Run = Callable[[Path, dict[str, str], Path], nbformat.NotebookNode]


class ExecutionError(RenderingError):
    """A notebook could not be run to its end, or made another document than was asked for; the message says which."""


class ChangedError(RenderingError):
    """What an edition is made from was changed while it was made; the message says what."""


def publish(
    report: Report,
    notebooks: list[Path],
    reports: Path,
    run: Run = in_shell,
    limits: Limits = UNLIMITED,
    anew: bool = False,
) -> tuple[Path, list[str] | None, list[str]]:
    """Make the edition of `report` and put it on the shelf `reports`.

    Returns its folder, why it was made, and what its notebooks' cells warned of. It is not made where it stands there
    already, unless it is to be made `anew`; then there is no why. Raises
    TargetError where it may not be put there, HeldError where another run holds the shelf, and what `make` raises;
    what stood there is then as it was.
    """
    name, asked = report.case.name, report.asked(EditionParameters)
    chosen(report, notebooks)  # what cannot be made is told before anything is touched
    require_apart(reports, name, asked, notebooks)
    with hold(reports) as shelf:
        program = Program()
        folder, why = standing(asked, notebooks, reports, name, program, Reading())
        if not why and not anew and known(folder):
            return folder, None, []
        require_free(places(reports, name))
        warm()
        made = shelf.begin(name)
        complaints = make(report, notebooks, made, program, run, _at_once(report), limits)
        return shelf.put(made, report.approved), why, complaints


@cache
def warm() -> None:
    """Do once what every edition made in a process that is forked from this one would do anew."""
    fonts()
    for template in environment().list_templates(extensions=["j2"]):
        environment().get_template(template)
    plot.begin()
    date(datetime.date.max)  # reads the names of the months
    import papermill  # noqa: F401 (with all that a kernel takes)

    with shell.opened():  # which imports what only an open shell needs
        nbformat.validate(nbformat.v4.new_notebook())  # compiles the schema
    gc.collect()
    gc.freeze()  # what there is by now stays: no process looks it through again


def make(
    report: Report,
    notebooks: list[Path],
    folder: Path,
    program: Program,
    run: Run = in_shell,
    at_once: int = 1,
    limits: Limits = UNLIMITED,
    check: Callable[[], None] | None = None,
) -> list[str]:
    """Make the edition of `report` in the empty `folder`, with each of `notebooks` that says something of the case.

    Returns what the notebooks' cells warned of, which no document has.

    The report's parameters are EditionParameters, and `program` is as it was when this process began. `run` is
    `in_shell` or `in_kernel` of `notebook`, and each notebook has a process of its own, `at_once` at a time. `check`
    is called while they run, and what it raises ends them. Raises that, what `chosen` raises, CellError, KernelError,
    ExecutionError, ContentError, PDFError, ChangedError or OSError.
    """
    made_with = chosen(report, notebooks)
    made_from = _basis(report, made_with, notebooks, program)
    book = workbook(report) if volume.is_listed(report.case) else None
    _complete(report, folder, book)
    before = compared(report, made_with)
    carried = {"": attachments(report, None, book)}
    if before is not None:
        carried[before.fingerprint] = attachments(report, before, book)
    try:
        beside = find(report.parameters.case).resolve().parent
    except LookupError as error:
        raise ChangedError(f"Underlaget ändrades medan utgåvan gjordes: {error}") from error
    expected = {"fingerprint": report.fingerprint, "approved": report.approved, "objection": objection(report)}
    expected |= {"title": report.title, "edition": report.edition.isoformat()}
    source = {"source": str(Path(report.parameters.source).resolve())} if report.parameters.source else {}
    pages = {f"{path.stem}.html" for path in made_with}
    data = described(report, program.commit)
    tasks = [
        Task(
            path.name,
            _render,
            (run, path.resolve(), parameters, expected, source, beside, carried, pages, data, folder.resolve()),
        )
        for path, parameters in made_with.items()
    ]
    said: dict[str, list[str]] = {}
    for outcome in each(tasks, at_once, limits, check):
        if isinstance(outcome.error, LostError):
            raise ExecutionError(f"{outcome.task.name}: {outcome.error}")
        if outcome.error is not None:
            raise outcome.error
        said[outcome.task.name] = outcome.value
    _require_unchanged(made_from, report, notebooks)
    told = manifest(made_from, folder)
    _write(folder / CATALOG, written(catalog(report, told)))
    _write(folder / MANIFEST, written(completed(told, folder / CATALOG)))
    return [line for path in made_with for line in said[path.name]]


def _at_once(report: Report) -> int:
    """How many notebooks are run at a time: each loads the case, and of a large one the memory holds one at a time."""
    return cores() if volume.is_live(report.case) else 1


def _require_unchanged(made_from: dict, report: Report, notebooks: list[Path]) -> None:
    """Raises ChangedError unless all that the edition is made from is still what its manifest will say."""
    was = made_from["inputs"]
    try:
        now = inputs(made_from, report.asked(EditionParameters), notebooks, Program(), Reading())
    except (LookupError, InputError, OSError):  # a case or a notebook has gone
        now = {}
    if now != was:
        changed = sorted(name for name in {*was, *now} if was.get(name) != now.get(name)) if now else []
        raise ChangedError(
            f"Underlaget ändrades medan utgåvan gjordes{_listed(changed)}. Kör igen när det är som det ska vara."
        )


def _listed(names: list[str]) -> str:
    return f" ({', '.join(names[:3])}{' med flera' if len(names) > 3 else ''})" if names else ""


def _render(
    run: Run,
    notebook: Path,
    parameters: dict[str, str],
    expected: dict,
    source: dict[str, str],
    beside: Path,
    carried: dict[str, list[Attachment]],
    pages: Container[str],
    data: str,
    folder: Path,
) -> list[str]:
    """Run one notebook `beside` its case and write it in `folder` with its documents; what its cells warned of.

    While it runs it is given the path of the source; what is written names it only. `expected` is what the document
    is to say of itself, beside the parameters; `carried` are the files
    that go with its PDF, by the fingerprint of what the case is compared with; `pages` are those of the edition, which
    its own may link to, and `data` is what each page tells programs.
    """
    paths = {name: path for name, path in source.items() if name in parameters}
    done = run(notebook, {**parameters, **paths}, beside)
    said = warned(notebook.name, done)
    nb = kept(done, parameters)
    try:
        document = content(nb)
    except ContentError as error:
        raise ExecutionError(f"{notebook.name}: {error}") from error
    _require_as_asked(document, notebook, parameters, expected, carried)
    keep(document.blocks, pages)
    _write(folder / notebook.name, text(nb))
    _write(folder / f"{notebook.stem}.html", html(document, data))
    (folder / f"{notebook.stem}.pdf").write_bytes(pdf(document, carried[document.front["compared"]]))
    return said


def _require_as_asked(
    document: Content, notebook: Path, asked: dict[str, str], expected: dict, compared_with: Container[str]
) -> None:
    """Raises ExecutionError unless the document is made with the parameters that were asked for, and of that case."""
    made = document.front["parameters"]
    other = [name for name in dict.fromkeys([*asked, *made]) if made.get(name, "") != asked.get(name, "")]
    told = [f"{name} = {made.get(name) or '(inget)'}, väntade {asked.get(name) or '(inget)'}" for name in other]
    if not told and document.front["fingerprint"] != expected["fingerprint"]:
        told = [f"ett annat innehåll i fallet {asked['case']}"]
    if not told and any(document.front[name] != value for name, value in expected.items()):
        told = ["ett annat omdöme, datum eller namn än fallets"]
    if not told and document.front["compared"] not in compared_with:
        told = ["ett annat fall att jämföra med"]
    if told:
        raise ExecutionError(
            f"{notebook.name}: dokumentet är gjort med {'; '.join(told)}. Någon cell i anteckningsboken ger "
            "rapporten något annat än parametrarna."
        )


def _complete(report: Report, folder: Path, book: bytes | None) -> None:
    """Add what is not a notebook's: the workbook, where there is one, and the result as data."""
    if book is not None:
        (folder / f"{report.case.name}.xlsx").write_bytes(book)
    _write(folder / RESULT, written(result(report)))


def _basis(report: Report, made_with: Iterable[Path], notebooks: list[Path], program: Program) -> dict:
    left_out = [path for path in notebooks if path not in made_with]
    return basis(report, compared(report, made_with), made_with, left_out, program.files, program.commit)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def differing(report: Report, notebooks: list[Path], folder: Path) -> tuple[list[str], list[str]]:
    """What differs between the edition in `folder` and its manifest, or the same edition made anew; [] if nothing.

    And what of the manifest cannot be known here. The edition is made anew only where all that it depends on is as the
    manifest says: otherwise its bytes say nothing. It is then made with Jupyter's own kernel. Raises ManifestError, and
    what `make` raises.
    """
    was, program = read(folder), Program()
    now = _basis(report, chosen(report, notebooks), notebooks, program) | lying(folder, was)
    wrong, unknown = commit_told(was)
    odd = [line for line in strangers(folder, was) if not line.startswith("filen ")]  # files are among the outputs
    found = odd + differences(was, now) + wrong
    if not found and not is_as_written(folder, was):
        found = [f"{MANIFEST} är inte skrivet som programmet skriver det"]
    if found:
        return found, unknown
    program.commit = was["commit"]  # which may be another of the same program, and is told in what was made
    with tempfile.TemporaryDirectory() as name:
        make(report, notebooks, Path(name), program, run=in_kernel, at_once=_at_once(report))
        return [f"{line} (gjord på nytt)" for line in differences(was, read(Path(name)))], unknown
