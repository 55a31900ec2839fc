"""The pictures: charts of frames on matplotlib's Axes, and the blocks of the document that they are drawn for."""

from .block import boards, largest, measures, requests, split, years
from .flow import bands, flow
from .plot import bars, differences, shares, steps, timeline

__all__ = ["boards", "flow", "largest", "measures", "requests", "split", "years"]  # blocks, of a report
__all__ += ["bands", "bars", "differences", "shares", "steps", "timeline"]  # Axes, of a frame
