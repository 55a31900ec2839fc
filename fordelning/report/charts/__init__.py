"""The pictures: each a message, a measure, a drawing with real text, its description and where the same numbers are."""

from .bars import boards, largest, measures, requests, split, years
from .flow import flow

__all__ = ["boards", "flow", "largest", "measures", "requests", "split", "years"]
