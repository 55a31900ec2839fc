"""The made-up case that `fordelning new` begins with."""

import json
from importlib.resources import files

from .draft import Draft


def draft() -> Draft:
    """The example."""
    return Draft(**json.loads((files("fordelning.case") / "example.json").read_text(encoding="utf-8")))
