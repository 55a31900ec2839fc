"""What a statement, and a whole case, can come to when it is tested."""

from enum import StrEnum


class State(StrEnum):
    """How a statement stands against the allocations, the calendar or another statement."""

    TIES = "stämmer"
    DERIVED = "härlett"  # what the document does not say, and its figures prove
    ROUNDED = "avrundning"
    PARTIAL = "delvis fördelat"
    UNTESTABLE = "går ej att pröva"
    CONTRADICTED = "motsägs"


class Verdict(StrEnum):
    """What the whole amounts to. Only NOT_APPROVED stops the build.

    It follows from the matters (see `checks.matter`): TIES is that none of them is more than unclear, ACKNOWLEDGED that
    somebody has answered for all that is contradicted in them, NOT_APPROVED that nobody has for some.
    """

    TIES = "stämmer"
    ACKNOWLEDGED = "stämmer inte i allt"
    UNTESTED = "inte prövad"
    NOT_APPROVED = "ej godkänd"
