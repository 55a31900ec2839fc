"""A text as a name in files and addresses."""

import re
import unicodedata
from collections.abc import Collection


def slug(text: str, otherwise: str) -> str:
    """`text` in a–z, 0–9 and single hyphens, letters without their marks; `otherwise` where nothing is left of it."""
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return re.sub("[^a-z0-9]+", "-", plain).strip("-") or otherwise


def unused(name: str, taken: Collection[str]) -> str:
    """`name`, or with a number after it where it is among `taken`."""
    free, number = name, 2
    while free in taken:
        free, number = f"{name}-{number}", number + 1
    return free
