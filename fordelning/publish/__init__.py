"""From executed notebook to document: exporters, templates and the set of outputs."""
