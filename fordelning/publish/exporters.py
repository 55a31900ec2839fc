"""The exporters that `jupyter nbconvert --to fordelning-html` and `--to fordelning-pdf` find."""

import nbformat
from nbconvert.exporters import Exporter
from traitlets import default

from .content import content
from .html import html
from .pdf import pdf


class ReportHTMLExporter(Exporter):
    """An executed report notebook as one accessible HTML file, without its code."""

    export_from_notebook = "Fördelning: HTML-rapport"
    output_mimetype = "text/html"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(self, nb: nbformat.NotebookNode, resources=None, **kw):
        """The HTML text of `nb`, with nbconvert's resources. Raises ContentError (see `content`)."""
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        return html(content(nb)), resources


class ReportPDFExporter(Exporter):
    """An executed report notebook as an accessible, archivable PDF, without its code."""

    export_from_notebook = "Fördelning: PDF-rapport"
    output_mimetype = "application/pdf"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".pdf"

    def from_notebook_node(self, nb: nbformat.NotebookNode, resources=None, **kw):
        """The bytes of the PDF, with nbconvert's resources. Raises ContentError and PDFError."""
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        resources["output_extension"] = ".pdf"
        return pdf(content(nb)), resources
