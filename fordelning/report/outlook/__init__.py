"""The years to come under a scenario: what is stated, what would follow, what is missing."""

from . import charts, evidence, narrative, tables
from .scenario import Outlook, worth_showing

__all__ = ["Outlook", "charts", "evidence", "narrative", "tables", "worth_showing"]
