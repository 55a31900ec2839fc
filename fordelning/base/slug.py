"""A text as a name in files and addresses."""

import re
import unicodedata


def slug(text: str, otherwise: str) -> str:
    """`text` in a–z, 0–9 and single hyphens, letters without their marks; `otherwise` where nothing is left of it."""
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return re.sub("[^a-z0-9]+", "-", plain).strip("-") or otherwise
