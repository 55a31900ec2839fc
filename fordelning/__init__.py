"""Tests whether a municipality's decision on money holds together, and reports how it falls over the boards.

The names below are what scripts and notebooks use; all else may change without notice. A case goes in, frames come out:

>>> decision = open_case("huddinge-2021")
>>> int(by_board(decision).loc["ks", "total"])
4715000
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fordelning.case.case import open_case as open_case
    from fordelning.checks.reconcile import reconcile as reconcile
    from fordelning.intake.frames import read_table as read_table
    from fordelning.report import brief as brief
    from fordelning.report import charts as charts
    from fordelning.report import comparison as comparison
    from fordelning.report import evidence as evidence
    from fordelning.report import matters as matters
    from fordelning.report import narrative as narrative
    from fordelning.report import outlook as outlook
    from fordelning.report import tables as tables
    from fordelning.report.analysis import figure as figure
    from fordelning.report.analysis import show as show
    from fordelning.report.comparison import compare as compare
    from fordelning.report.frames import allocations as allocations
    from fordelning.report.frames import by_board as by_board
    from fordelning.report.frames import by_measure as by_measure
    from fordelning.report.frames import by_pot as by_pot
    from fordelning.report.frames import by_year as by_year
    from fordelning.report.frames import findings as findings
    from fordelning.report.frames import matrix as matrix
    from fordelning.report.frames import questions as questions
    from fordelning.report.frames import split as split
    from fordelning.report.front import front_matter as front_matter
    from fordelning.report.outlook import look_ahead as look_ahead
    from fordelning.report.report import Unopened as Unopened
    from fordelning.report.report import open_report as open_report

__version__ = "0.4.0"

# Where each name is, by what it is for: a decision as frames, a report, and what an analyst adds to one.
_HOMES = {
    "fordelning.case.case": ("open_case",),
    "fordelning.checks.reconcile": ("reconcile",),
    "fordelning.report.frames": (
        "allocations",
        "by_board",
        "by_measure",
        "by_pot",
        "by_year",
        "findings",
        "matrix",
        "questions",
        "split",
    ),
    "fordelning.report.report": ("Unopened", "open_report"),
    "fordelning.report.comparison": ("compare",),
    "fordelning.report.outlook": ("look_ahead",),
    "fordelning.report.front": ("front_matter",),
    "fordelning.report.analysis": ("figure", "show"),
    "fordelning.intake.frames": ("read_table",),
}
_BLOCKS = (
    "brief",
    "charts",
    "comparison",
    "evidence",
    "matters",
    "narrative",
    "outlook",
    "tables",
)  # modules of blocks, in report
_MODULE_OF = {name: module for module, names in _HOMES.items() for name in names}
__all__ = ["__version__", *_MODULE_OF, *_BLOCKS]


def __getattr__(name: str) -> object:
    """A name of the front door, loaded when it is first asked for: pandas takes a third of a second."""
    if name in _BLOCKS:
        return import_module(f"fordelning.report.{name}")
    if name not in _MODULE_OF:
        raise AttributeError(f"module 'fordelning' has no attribute {name!r}")
    return getattr(import_module(_MODULE_OF[name]), name)


def __dir__() -> list[str]:
    return __all__
