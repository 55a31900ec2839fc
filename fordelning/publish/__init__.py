"""From executed notebook to document: exporters, templates and the set of outputs."""

import sys

# nbformat reads its schema with jsonschema, which builds a grammar of addresses where that package is installed. The
# schema has no addresses in it, and the grammar takes longer than all that a report imports together.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # None is how an import is told to fail
