"""The years to come under a scenario: what is stated, what would follow, what is missing."""

from . import charts, evidence, narrative, tables
from .scenario import Outlook, look_ahead, worth_showing

__all__ = ["Outlook", "charts", "evidence", "look_ahead", "narrative", "tables", "worth_showing"]
