"""The tables of the outlook."""

from fractions import Fraction

from fordelning.case.schema import MISSING
from fordelning.report import anchors, phrases
from fordelning.report.document import AmountRun, Column, Row, Table, Terms, Text, row, runs
from fordelning.report.parameters import AS_STATED, SCENARIOS
from fordelning.report.tables import A_POT, boards_by_size, of_year, several, whole_of_year
from fordelning.report.tables import years as stated_years
from fordelning.report.years import Year, summed

from .scenario import ASSUMED, RECKONED, Need, Outlook

_MEANINGS = {
    "dokumentet": "Bara det som handlingen säger räknas.",
    "oforandrat": "Räkneexempel: varje pott är lika stor som det senaste år som pengar är fördelade för.",
    "andel": "Räkneexempel: en andel av de öronmärkta medlen blir kvar, och andra potter är oförändrade.",
}


def span(view: Outlook) -> str:
    """The years of the outlook, as text."""
    first, last = view.years[0].year, view.years[-1].year
    return str(first) if first == last else f"{first}–{last % 100:02d}"


def years(view: Outlook) -> Table:
    """Years × pots under the scenario, what that makes, and what is said to be the whole."""
    report = view.report
    rows = [row(report.case.pots[pot].name, *(of_year(report, y, pot) for y in view.years)) for pot in _pots(view)]
    if any(year.complete for year in view.coming):
        rows.append(row("Sammanlagt, uträknat", *(_reckoned(view, year) for year in view.years), style="subtotal"))
    rows.append(row("Sammanlagt, som det sägs", *(whole_of_year(report, year) for year in view.years), style="total"))
    what = "potterna" if several(list(view.years[0].parts)) else "beloppen"
    return Table(
        id="tabell-scenario",
        caption=f"{SCENARIOS[view.scenario]}: {what} {span(view)}, {report.money.unit}",
        columns=(
            Column("Pott" if _pots(view) else "Vad", share=2),
            *(Column(str(year.year), "right") for year in view.years),
        ),
        rows=tuple(rows),
    )


def _pots(view: Outlook) -> list[str]:
    """The pots of the years; none where each year has but one, and all of it is allocated: it is the whole."""
    pots = list(view.years[0].parts)
    return pots if view.coming else several(pots)


def _reckoned(view: Outlook, year: Year) -> Text:
    if year.allocated:
        return anchors.amount(view.report, "sum", year=year.year)
    return _bare(view, year.together(year.parts))


def stated(view: Outlook) -> Table | None:
    """What the document says of the years; None where the scenario's own table has shown that, or it says nothing."""
    shown = view.scenario == AS_STATED and not view.parameters.years
    return None if shown else stated_years(view.report)


def needs(view: Outlook) -> Table | None:
    """What the other pots would have to be for each stated whole to hold; None where that cannot be reckoned."""
    if not view.needs:
        return None
    money = view.report.money

    def line(need: Need) -> Row:
        kept, needed, more = (_bare(view, k) for k in (need.kept, need.needed, need.difference))
        whole = AmountRun(money, need.stated.kronor, "amount", f"#{need.stated.statement}")
        return row(str(need.year), whole, kept, needed, (AmountRun(money, need.before), f" ({need.base})"), more)

    return Table(
        id="tabell-behov",
        caption=f"Vad som krävs för att det som sägs sammanlagt ska gå ihop, {money.unit}",
        columns=(
            Column("År", share=0.6),
            Column("Sägs sammanlagt", "right"),
            Column(f"Blir kvar i {names(view, view.earmarked)}", "right", 1.3),
            Column(f"Krävs i {names(view, view.others)}", "right", 1.3),
            Column("Där senast", "right", 1.2),
            Column("Skillnad", "right"),
        ),
        rows=tuple(line(need) for need in view.needs),
    )


def _bare(view: Outlook, kronor: int | Fraction | None) -> Text:
    return MISSING if kronor is None else AmountRun(view.report.money, kronor)


def names(view: Outlook, pots: list[str]) -> str:
    """Pots by their short names, within a sentence."""
    return phrases.series([phrases.mid_sentence(view.report.case.pots[pot].short_name) for pot in pots])


def boards(view: Outlook) -> Table | None:
    """Years × boards as far as they can be said; None where no year is to come."""
    if not view.coming:
        return None
    report, order = view.report, boards_by_size(view.report)

    def told(year: Year, kronor: int | Fraction | None) -> Text:
        return MISSING if kronor is None else (AmountRun(report.money, kronor), f" ({kind(year)})")

    def cell(year: Year, board: str) -> Text:
        if year.allocated:
            return anchors.amount(report, year=year.year, board=board)
        return told(year, view.board(year, board))

    def whole(year: Year) -> Text:
        if year.allocated:
            return anchors.amount(report, "sum", year=year.year)
        return told(year, summed(view.board(year, board) for board in order))

    return Table(
        id="tabell-namnder-utblick",
        caption=f"{SCENARIOS[view.scenario]}: nämnderna {span(view)}, {report.money.unit}",
        columns=(Column("Nämnd", share=2), *(Column(str(year.year), "right") for year in view.years)),
        rows=(
            *(row(report.case.boards[b].name, *(cell(year, b) for year in view.years)) for b in order),
            row("Summa", *(whole(year) for year in view.years), style="total"),
        ),
    )


def kind(year: Year) -> str:
    """What a figure of a year to come is called."""
    assumed = any(part.assumed for parts in year.parts.values() for part in parts)
    return ASSUMED if assumed else RECKONED


def terms(view: Outlook) -> Terms | None:
    """The words of the outlook, as they are used here; None where none of them is."""
    if not view.coming:
        return Terms(((A_POT[0], runs(A_POT[1])),)) if _pots(view) else None
    items = [
        ("Öronmärkta medel", "De potter som handlingen säger ska ändras ett kommande år."),
        ("Uträknat", "Följer av ett belopp och en förändring som båda står i handlingen."),
        ("Räkneexempel", "Rapportens eget antagande. Det står inte i handlingen och är ingen prognos."),
        (MISSING.capitalize(), "Handlingen säger det inte, och det följer inte av något som den säger."),
        (f"Scenario: {phrases.mid_sentence(SCENARIOS[view.scenario])}", _MEANINGS[view.scenario]),
    ]
    return Terms(tuple((term, runs(meaning)) for term, meaning in items))
