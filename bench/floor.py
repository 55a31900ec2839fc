"""The floor: one edition's tables, pictures and files by plain Python, with nothing of Jupyter and no isolation.

`python floor.py CASE FOLDER` is what a script written for the purpose would be. What the notebooks say is taken from
their cells, so that the documents are the same.
"""

import ast
import json
import os
import sys
from pathlib import Path

from fordelning.case.folder import find
from fordelning.cli.commands.usage import notebooks_in
from fordelning.publish.edition.choice import chosen
from fordelning.publish.edition.seal import written
from fordelning.publish.render.attachments import attachments
from fordelning.publish.render.content import ANALYSIS, content
from fordelning.publish.render.html import html
from fordelning.publish.render.pdf import pdf
from fordelning.report.document import Block
from fordelning.report.parameters import EditionParameters
from fordelning.report.report import Report
from fordelning.report.result import result
from fordelning.workbook import workbook

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"


class Node(dict):
    """A dictionary whose keys are attributes too, as in nbformat."""

    __getattr__ = dict.__getitem__


def make(report: Report, folder: Path) -> None:
    """Make the documents, the workbook and the result of `report` in `folder`."""
    book = workbook(report)
    for path, parameters in chosen(report, notebooks_in(NOTEBOOKS)).items():
        document = content(executed(path, parameters))
        (folder / f"{path.stem}.html").write_text(html(document), encoding="utf-8", newline="\n")
        (folder / f"{path.stem}.pdf").write_bytes(pdf(document, attachments(report, None, book)))
    (folder / f"{report.case.name}.xlsx").write_bytes(book)
    (folder / "result.json").write_text(written(result(report)), encoding="utf-8", newline="\n")


def executed(path: Path, parameters: dict[str, str]) -> Node:
    """The notebook at `path` with what its cells of code show, run one after the other in a namespace of its own."""
    namespace: dict = {}
    cells = []
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        source, metadata = "".join(cell["source"]), Node(cell["metadata"])
        outputs = _shown(source, namespace) if cell["cell_type"] == "code" else []
        outputs = [] if ANALYSIS in metadata.get("tags", []) else outputs
        if "parameters" in metadata.get("tags", []):
            namespace.update(parameters)
        shown = Node(outputs=outputs, execution_count=1) if cell["cell_type"] == "code" else Node()
        cells.append(Node(id=cell["id"], cell_type=cell["cell_type"], source=source, metadata=metadata, **shown))
    return Node(nbformat=4, nbformat_minor=5, metadata={}, cells=cells)


def _shown(source: str, namespace: dict) -> list[Node]:
    *before, last = ast.parse(source).body
    if not isinstance(last, ast.Expr):
        exec(compile(source, "cell", "exec"), namespace)
        return []
    exec(compile(ast.Module(before, []), "cell", "exec"), namespace)
    block = eval(compile(ast.Expression(last.value), "cell", "eval"), namespace)
    if block is None:
        return []
    made = block._repr_mimebundle_() if isinstance(block, Block) else {}
    data = json.loads(json.dumps(made))  # the document is tied together in lists, not tuples
    return [Node(output_type="display_data", data=data, metadata={})]


if __name__ == "__main__":
    case, folder = find(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    folder.mkdir(exist_ok=True)
    os.chdir(case.parent)
    make(Report.make(EditionParameters.check({"case": case.name})), folder)
