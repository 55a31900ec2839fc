"""Which notebooks an edition gets, and what each is made with: both follow from the parameters that it declares."""

from collections.abc import Container, Iterable
from pathlib import Path

from fordelning.publish.run.declaration import declared
from fordelning.report import comparison, outlook
from fordelning.report.parameters import SHARED, ParameterError
from fordelning.report.report import Report


def chosen(report: Report, notebooks: list[Path]) -> dict[Path, dict[str, str]]:
    """Those of `notebooks` that have something to say of the case, each with the values of its own parameters.

    Those that every report has are given to all.

    One that looks ahead (it declares a scenario) is left out where the document says something of one year only, and
    one that compares (it declares the other case) where there is nothing to compare with. Raises CaseError where the
    other case does not validate, ParameterError where a scenario or a comparison cannot be made, or where a parameter
    is given that no notebook left has, NotebookError where a notebook cannot be read.
    """
    given = {path: declared(path) for path in notebooks}
    found = {path: names for path, names in given.items() if _says_something(report, names)}
    idle = report.parameters.chosen - SHARED.union(*found.values())
    if idle:
        raise ParameterError([f"{name}: ingen rapport som görs för fallet har den parametern" for name in sorted(idle)])
    return {
        path: {name: value for name, value in report.recorded.items() if name in SHARED or name in names}
        for path, names in found.items()
    }


def compared(report: Report, notebooks: Iterable[Path]) -> Report | None:
    """What the case is compared with in `notebooks`; None where none of them compares."""
    compares = any("other" in declared(path) for path in notebooks)
    return comparison.Comparison.of(report).before if compares else None


def _says_something(report: Report, names: Container[str]) -> bool:
    if "scenario" in names and not outlook.worth_showing(report):
        return False
    if "other" in names and not comparison.worth_showing(report):
        return False
    if "scenario" in names:
        outlook.Outlook.of(report)
    if "other" in names:
        comparison.Comparison.of(report)
    return True
