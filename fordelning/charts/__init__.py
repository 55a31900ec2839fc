"""The pictures: each a message, a measure, a drawing with real text, its description and where the same numbers are."""

from .bars import boards, requests, split, years
from .flow import flow

__all__ = ["boards", "flow", "requests", "split", "years"]
