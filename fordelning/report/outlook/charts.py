"""The picture of the outlook."""

from fordelning.report import phrases
from fordelning.report.charts.block import of_years, unknown_years
from fordelning.report.document import ROWS, Figure, Sentence, Table
from fordelning.report.parameters import SCENARIOS
from fordelning.report.tables import pots_used, several

from . import tables
from .narrative import read_by_us, rests_on
from .scenario import Outlook


def years(view: Outlook) -> Figure | Table:
    """A bar a year under the scenario, with its table; the table alone where an amount is negative."""
    return of_years(view.report, view.years, _message(view), tables.years(view))


def _message(view: Outlook) -> Sentence:
    """The heaviest thing there is to say: what a stated whole would take, or that something is missing."""
    case, money = view.report.case, view.report.money
    others = phrases.listed([phrases.mid_sentence(case.pots[pot].short_name) for pot in view.others])
    for need in view.needs:
        if need.difference:
            more, how = (need.difference, "större") if need.difference > 0 else (-need.difference, "mindre")
            told = f"{phrases.clause(others)} blir {money.full(more)} {how}"
            said = f"som sägs för {need.year}"
            holds = f"Enligt vår läsning går det {said} ihop" if read_by_us(view) else f"Det {said} går ihop"
            return Sentence(f"{holds} bara om {told}", rests_on(view, need))
    missing = [str(year.year) for year in view.coming if not year.complete]
    if missing:
        return unknown_years(missing)
    shown = "så delas pengarna på potterna" if several(pots_used(view.report)) else "så mycket är det varje år,"
    return Sentence(f"{SCENARIOS[view.scenario]}: {shown} {tables.span(view)}", (ROWS, "scenario"))
