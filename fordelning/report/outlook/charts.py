"""The picture of the outlook."""

from fordelning.report import phrases
from fordelning.report.charts.block import of_years
from fordelning.report.document import Figure, Table
from fordelning.report.parameters import SCENARIOS
from fordelning.report.tables import pots_used, several

from . import tables
from .scenario import Outlook


def years(view: Outlook) -> Figure | Table:
    """A bar a year under the scenario, with its table; the table alone where an amount is negative."""
    return of_years(view.report, view.years, _title(view), tables.years(view))


def _title(view: Outlook) -> str:
    """The heaviest thing there is to say: what a stated whole would take, or that something is missing."""
    case, money = view.report.case, view.report.money
    others = phrases.listed([phrases.mid_sentence(case.pots[pot].short_name) for pot in view.others])
    for need in view.needs:
        if need.difference:
            more, how = (need.difference, "större") if need.difference > 0 else (-need.difference, "mindre")
            told = f"{phrases.clause(others)} blir {money.full(more)} {how}"
            return f"Det som sägs för {need.year} går ihop bara om {told}"
    missing = [str(year.year) for year in view.coming if not year.complete]
    if missing:
        return f"För {phrases.listed(missing)} saknas uppgift om hur pengarna delas på potterna"
    shown = "så delas pengarna på potterna" if several(pots_used(view.report)) else "så mycket är det varje år,"
    return f"{SCENARIOS[view.scenario]}: {shown} {tables.span(view)}"
