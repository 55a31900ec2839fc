"""The exporters that `jupyter nbconvert --to fordelning-html` and `--to fordelning-pdf` find."""

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbconvert.exporters import Exporter
from traitlets import default
from traitlets.config import Application

from fordelning.base import file
from fordelning.base.errors import RenderingError, reason, visible
from fordelning.base.status import RENDERING_FAILED

from .attachments import of_document
from .content import Content, ContentError, content, require_form
from .html import html
from .links import keep
from .pdf import pdf


class _ReportExporter(Exporter):
    """What both exporters do with a notebook, which can be anybody's."""

    def from_filename(self, filename: str, resources=None, **kw):
        """The document of the notebook in a file. Raises ContentError where it cannot be read, and as below."""
        with _told(Path(filename).stem):
            try:
                file.content(Path(filename), most=1)  # nothing that would be waited for is opened
                return super().from_filename(filename, resources, **kw)
            except OSError as error:
                raise ContentError(f"Filen kan inte läsas: {reason(error)}.") from error

    def from_file(self, file_stream, resources=None, **kw):
        """The document of the notebook in an open file. Raises ContentError where it is none, and as below."""
        with _told((resources or {}).get("metadata", {}).get("name") or "Anteckningsboken"):
            try:
                nb = nbformat.read(file_stream, as_version=4)
            except Exception as error:  # what is no notebook makes nbformat end in many ways
                raise ContentError(f"Filen är ingen anteckningsbok ({type(error).__name__}).") from error
            return self.from_notebook_node(nb, resources, **kw)

    def _content(self, nb: nbformat.NotebookNode, resources, **kw) -> tuple[Content, dict]:
        require_form(nb)
        try:
            nb, resources = super().from_notebook_node(nb, resources, **kw)
        except Exception as error:  # what else nbconvert was to do with it, such as run it
            raise ContentError(f"nbconvert stannade: {visible(str(error))[:2_000]}") from error
        document, folder = content(nb), resources["metadata"].get("path")
        # Documents of an edition lie beside their notebooks.
        keep(document.blocks, {f"{path.stem}.html" for path in Path(folder).glob("*.ipynb")} if folder else ())
        return document, resources


class ReportHTMLExporter(_ReportExporter):
    """An executed report notebook as one accessible HTML file, without its code."""

    export_from_notebook = "Fördelning: HTML-rapport"
    output_mimetype = "text/html"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(self, nb: nbformat.NotebookNode, resources=None, **kw):
        """The HTML text of `nb`, with nbconvert's resources. Raises ContentError (see `content`)."""
        document, resources = self._content(nb, resources, **kw)
        return html(document), resources


class ReportPDFExporter(_ReportExporter):
    """An executed report notebook as an accessible, archivable PDF, without its code."""

    export_from_notebook = "Fördelning: PDF-rapport"
    output_mimetype = "application/pdf"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".pdf"

    def from_notebook_node(self, nb: nbformat.NotebookNode, resources=None, **kw):
        """The bytes of the PDF, with nbconvert's resources. Raises ContentError, AttachmentError and PDFError."""
        document, resources = self._content(nb, resources, **kw)
        resources["output_extension"] = ".pdf"
        return pdf(document, of_document(document.front)), resources


@contextlib.contextmanager
def _told(name: str) -> Iterator[None]:
    """Where the command `jupyter nbconvert` runs, end it with what is wrong: it would show a traceback in English."""
    try:
        yield
    except RenderingError as error:
        if not (Application.initialized() and Application.instance().name == "jupyter-nbconvert"):
            raise
        print(f"{visible(name)} kunde inte bli en rapport.\n{error}", file=sys.stderr)
        sys.exit(RENDERING_FAILED)
