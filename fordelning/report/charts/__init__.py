"""The pictures: charts of frames on matplotlib's Axes, and the blocks of the document that they are drawn for."""

from .block import boards, largest, measures, requests, split, years
from .flow import bands
from .heat import heat
from .plot import bars, differences, shares, steps, timeline
from .route import flow

__all__ = ["boards", "flow", "largest", "measures", "requests", "split", "years"]  # blocks, of a report
__all__ += ["bands", "bars", "differences", "heat", "shares", "steps", "timeline"]  # Axes, of a frame
