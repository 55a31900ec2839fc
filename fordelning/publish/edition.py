"""An edition: all the documents of one report, built beside and moved into place when whole."""

import contextlib
import json
import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from urllib.parse import quote

from ..money import NO_BREAK_SPACE, decimal
from ..reconcile import State, Verdict
from ..report import Report
from ..result import result
from ..workbook import workbook
from .choice import chosen
from .execute import execute
from .html import ReportHTMLExporter, page
from .manifest import MANIFEST, differences, manifest, read
from .pdf import ReportPDFExporter

RESULT = "result.json"
NOT_APPROVED = ".ej-godkand"


def publish(report: Report, case_folder: Path, notebooks: list[Path], reports: Path) -> Path:
    """Render the notebooks that say something of `report`'s case and put the edition in `reports`; returns its folder.

    The report's parameters are EditionParameters. An edition that is not approved is put beside the approved one, which
    stays as it was. Raises what `chosen` raises, ExecutionError, ContentError, PDFError or OSError, and then leaves
    `reports` as it was.
    """
    logging.getLogger("papermill").setLevel(logging.ERROR)
    name = report.case.name
    reports.mkdir(parents=True, exist_ok=True)
    made_with = chosen(report, notebooks)
    with _beside(reports, name) as staged:
        for notebook, parameters in made_with.items():
            _render(report, parameters, case_folder.resolve(), notebook, staged)
        _complete(report, list(made_with), staged)
        final = reports / (name if report.approved else name + NOT_APPROVED)
        _move(staged, final)
    if report.approved:
        shutil.rmtree(reports / (name + NOT_APPROVED), ignore_errors=True)
    index(reports)
    return final


def _render(report: Report, parameters: dict[str, str], case_folder: Path, notebook: Path, staged: Path) -> None:
    paths = {"source": str(Path(report.parameters.source).resolve())} if "source" in parameters else {}
    nb = execute(notebook, parameters, case_folder.parent, staged / notebook.name, paths)
    _write(staged / f"{notebook.stem}.html", ReportHTMLExporter().from_notebook_node(nb)[0])
    (staged / f"{notebook.stem}.pdf").write_bytes(ReportPDFExporter().from_notebook_node(nb)[0])


def _complete(report: Report, notebooks: list[Path], staged: Path) -> None:
    """Add what is not a notebook's: the workbook, the result as data, and last the manifest over it all."""
    (staged / f"{report.case.name}.xlsx").write_bytes(workbook(report))
    _write(staged / RESULT, _json(result(report)))
    _write(staged / MANIFEST, _json(manifest(report, notebooks, staged)))


def _json(data: dict) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def verify(report: Report, case_folder: Path, notebooks: list[Path], folder: Path) -> list[str]:
    """What differs between the edition in `folder` and its manifest, or the same edition made anew; [] if nothing.

    The edition is made anew only where all that it depends on is as the manifest says: otherwise its bytes say
    nothing. Raises ManifestError, and what `publish` raises.
    """
    was = read(folder)
    now = manifest(report, list(chosen(report, notebooks)), folder)
    found = differences(was, now)
    if found:
        return found
    with tempfile.TemporaryDirectory() as name:
        made = publish(report, case_folder, notebooks, Path(name))
        return [f"{line} (gjord på nytt)" for line in differences(was, read(made))]


def index(reports: Path) -> Path:
    """Write `reports`/index.html over all editions there; returns its path."""
    editions, unreadable = [], []
    for path in sorted(reports.glob(f"[!.]*/{RESULT}")):
        try:
            editions.append(_edition(path))
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            unreadable.append(path.parent.name)
    target = reports / "index.html"
    _write(target, page("index.html.j2", editions=editions, unreadable=unreadable))
    return target


def _edition(path: Path) -> dict:
    """What the index shows of the edition whose result.json is at `path`."""
    found = json.loads(path.read_text(encoding="utf-8"))
    contradicted = [s for s in found["statements"] if s["state"] == State.CONTRADICTED.value]
    return {
        **{key: found[key] for key in ("case", "title", "edition", "verdict", "approved")},
        "municipality": found["decision"]["municipality"],
        "reference": found["decision"]["reference"],
        "unit": found["parameters"]["unit"],
        "statements": len(found["statements"]),
        "contradicted": len(contradicted),
        "tested": found["verdict"] != Verdict.UNTESTED.value,
        "unanswered": sum(s["acknowledged"] is None for s in contradicted),
        "parts": _parts(path.parent),
    }


def _parts(folder: Path) -> list[dict]:
    """What an edition holds, for its reader: each document and the data, with a link to every format."""
    documents = sorted({path.stem for path in folder.glob("*.html")}, key=lambda stem: (stem != "beslutsrapport", stem))
    parts = [(_NAMES.get(stem, stem), [folder / f"{stem}{suffix}" for suffix in _KINDS]) for stem in documents]
    parts.append(("Siffrorna", [*sorted(folder.glob("*.xlsx")), folder / RESULT, folder / MANIFEST]))
    return [{"name": name, "files": [_link(file) for file in files if file.is_file()]} for name, files in parts]


_NAMES = {
    "beslutsrapport": "Beslutsrapport",
    "avstamning": "Avstämning",
    "utblick": "Utblick",
    "jamforelse": "Jämförelse",
}
_KINDS = {".html": "Webbsida", ".pdf": "PDF", ".ipynb": "Körd anteckningsbok"}
_DATA = {".xlsx": "Kalkylbok", RESULT: "Omdöme och påståenden (JSON)", MANIFEST: "Kontrollsummor (JSON)"}


def _link(file: Path) -> dict:
    kilobytes = Fraction(file.stat().st_size, 1000)
    kind = _KINDS.get(file.suffix) or _DATA.get(file.suffix) or _DATA[file.name]
    return {
        "href": quote(f"{file.parent.name}/{file.name}"),
        "kind": kind,
        "size": decimal(max(kilobytes, 1), 0) + NO_BREAK_SPACE + "kB",
    }


@contextlib.contextmanager
def _beside(reports: Path, name: str) -> Iterator[Path]:
    """A folder of its own beside the edition, gone when done with, whatever happened."""
    staged = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=reports))
    try:
        staged.chmod(0o755)
        yield staged
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def _move(staged: Path, final: Path) -> None:
    """Put `staged` where `final` is; what was there comes back if that fails."""
    previous = final.with_name(f".{final.name}-{os.getpid()}-previous")
    if final.exists():
        final.rename(previous)
    try:
        staged.rename(final)
    except OSError:
        if previous.exists():
            previous.rename(final)
        raise
    shutil.rmtree(previous, ignore_errors=True)


def _write(path: Path, text: str) -> None:
    part = path.with_name(f".{path.name}.part")
    part.write_text(text, encoding="utf-8", newline="\n")
    part.replace(path)
