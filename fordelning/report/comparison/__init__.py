"""Two versions or years of a decision, cell by cell."""

from . import charts, evidence, narrative, tables
from .difference import Change, Comparison, Sort, compare, worth_showing

__all__ = ["Change", "Comparison", "Sort", "charts", "compare", "evidence", "narrative", "tables", "worth_showing"]
