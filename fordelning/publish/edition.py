"""An edition: all the documents of one report, built beside and moved into place when whole."""

import contextlib
import json
import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from ..report import Report
from ..result import result
from .execute import execute
from .html import ReportHTMLExporter, page
from .pdf import ReportPDFExporter

RESULT = "result.json"
NOT_APPROVED = ".ej-godkand"


def publish(report: Report, case_folder: Path, notebooks: list[Path], reports: Path) -> Path:
    """Render every notebook for `report` and put the edition in `reports`; returns its folder.

    An edition that is not approved is put beside the approved one, which stays as it was. Raises ExecutionError,
    ContentError, PDFError or OSError, and then leaves `reports` as it was.
    """
    logging.getLogger("papermill").setLevel(logging.ERROR)
    name = report.case.name
    reports.mkdir(parents=True, exist_ok=True)
    with _beside(reports, name) as staged:
        for notebook in notebooks:
            _render(report, case_folder.resolve(), notebook, staged)
        _write(staged / RESULT, json.dumps(result(report), ensure_ascii=False, indent=2) + "\n")
        final = reports / (name if report.approved else name + NOT_APPROVED)
        _move(staged, final)
    if report.approved:
        shutil.rmtree(reports / (name + NOT_APPROVED), ignore_errors=True)
    index(reports)
    return final


def _render(report: Report, case_folder: Path, notebook: Path, staged: Path) -> None:
    parameters = {**asdict(report.parameters), "case": case_folder.name}
    nb = execute(notebook, parameters, case_folder.parent, staged / notebook.name)
    _write(staged / f"{notebook.stem}.html", ReportHTMLExporter().from_notebook_node(nb)[0])
    (staged / f"{notebook.stem}.pdf").write_bytes(ReportPDFExporter().from_notebook_node(nb)[0])


def index(reports: Path) -> Path:
    """Write `reports`/index.html over all editions there; returns its path."""
    editions = []
    for path in sorted(reports.glob(f"[!.]*/{RESULT}")):
        documents = [
            {
                "stem": html.stem,
                "files": [
                    _link(file) for kind in (".html", ".pdf", ".ipynb") if (file := html.with_suffix(kind)).is_file()
                ],
            }
            for html in sorted(path.parent.glob("*.html"), key=lambda p: (p.stem != "beslutsrapport", p.stem))
        ]
        editions.append(
            {"result": json.loads(path.read_text(encoding="utf-8")), "documents": documents, "data": _link(path)}
        )
    target = reports / "index.html"
    _write(target, page("index.html.j2", editions=editions))
    return target


def _link(file: Path) -> dict:
    return {
        "href": f"{file.parent.name}/{file.name}",
        "kind": file.suffix[1:],
        "kilobytes": -(-file.stat().st_size // 1024),
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
