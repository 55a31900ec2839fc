"""The tables of the comparison."""

from collections.abc import Callable

from fordelning.base.money import decimal
from fordelning.case.case import Reason
from fordelning.case.folder import split
from fordelning.case.kind import Scope
from fordelning.case.schema import MISSING
from fordelning.case.statement import Statement
from fordelning.report import anchors, phrases
from fordelning.report.document import (
    AmountRun,
    Column,
    Paragraph,
    Row,
    RowStyle,
    Run,
    Table,
    Terms,
    Text,
    paragraph,
    row,
    runs,
    strong,
)
from fordelning.report.report import Report
from fordelning.report.tables import A_POT, boards_by_size, files, several, span

from .assertion import Assertion
from .difference import BudgetLine, Change, Comparison, Sort
from .pairing import Pair

ABSENT = "anges inte"
MEANINGS = {
    Sort.ADDED: "Raden finns bara efter.",
    Sort.REMOVED: "Raden finns bara före.",
    Sort.CHANGED: "Raden finns i båda, med olika belopp.",
}
MAY_HAVE_MOVED = (
    "En rad har minskat med precis det som en annan rad för samma åtgärd har ökat med, och ingen tredje rad "
    "har ändrats med just så mycket. Det är vår slutsats av beloppen, inget som handlingen säger."
)


def names(view: Comparison) -> tuple[str, str]:
    """What the reader calls the older and the newer side, within a sentence: by stage, by years, or by the case.

    A case is called by its municipality or its matter, where that tells the two apart; else by its folder.
    """
    old, new = view.before, view.report
    if view.of_amendment:
        return "förslaget", "ändringsförslaget"
    if split(old.case.name)[0] == split(new.case.name)[0] and old.stage and new.stage:
        return phrases.mid_sentence(old.stage.name), phrases.mid_sentence(new.stage.name)
    if not view.by_year:
        return span(old), span(new)
    for field in ("municipality", "reference"):
        before, after = (report.case.decision.known(field) for report in (old, new))
        if before and after and before != after:
            return before, after
    return old.case.name, new.case.name


def signed(report: Report, kronor: int) -> AmountRun:
    """A difference in the report's unit, without it, with its sign."""
    return AmountRun(report.money, kronor, sign="+" if kronor > 0 else "")


def sides(view: Comparison) -> Table:
    """What is compared with what."""

    def line(name: str, of: Callable[[Report], str]) -> Row:
        return row(name, of(view.before), of(view.report))

    def stage(report: Report) -> str:
        found = report.stage
        if found is None:
            return phrases.NOTHING
        return f"{found.name}. {found.summary}" if found.summary else found.name

    def verdict(report: Report) -> str:
        if view.of_amendment and report is view.report:
            return "prövas inte: påståendena är om förslaget"
        return report.reconciliation.verdict.value.capitalize()

    return Table(
        id="tabell-sidor",
        caption="Vad som jämförs",
        columns=(Column("Uppgift", share=1.1), Column("Före", share=2), Column("Efter", share=2)),
        rows=(
            line("Fall", lambda report: f"{report.case.name} {report.case.version}"),
            line("Rubrik", lambda report: report.case.title),
            line("Skede", stage),
            line("Ärende", lambda report: report.case.decision.reference),
            line("Status", lambda report: report.status or MISSING),
            line("År", span),
            line("Nämnder som får pengar", lambda report: decimal(len(boards_by_size(report)), 0)),
            line("Rader", lambda report: decimal(len(report.case.allocations), 0)),
            line("Omdöme", verdict),
        ),
    )


def sums(view: Comparison) -> Table:
    """Before, after and the difference for each board, each pot and the whole."""
    report = view.report

    def line(name: str, style: RowStyle = "", **scope: Pair) -> Row:
        before, after = view.sums(**{kind: getattr(view, f"{kind}s").index(found) for kind, found in scope.items()})
        keys: Scope = {kind: found.after for kind, found in scope.items() if found.after is not None}
        gone = len(keys) < len(scope) or not len(report.case.positions(**keys))
        shown = AmountRun(report.money, after) if gone else anchors.amount(report, "sum" if style else "amount", **keys)
        return row(name, AmountRun(report.money, before), shown, signed(report, after - before), style=style)

    old, new = names(view)
    boards, pots = ([getattr(view, f"{kind}s")[i] for i in view.used(kind)] for kind in ("board", "pot"))
    lines = [line(found.name, board=found) for found in boards]
    if several(pots):
        lines = [row("Nämnder", style="group"), *lines, row("Potter", style="group")]
        lines += [line(found.name, pot=found) for found in pots]
    return Table(
        id="tabell-summor",
        caption=f"Summor före ({old}) och efter ({new}), {report.money.unit}",
        columns=(
            Column("Nämnd eller pott" if several(pots) else "Nämnd", share=2.4),
            Column("Före", "right"),
            Column("Efter", "right"),
            Column("Skillnad", "right"),
        ),
        rows=(*lines, line("Allt", "total")),
    )


def stated(view: Comparison) -> Table | None:
    """What either side states and the other does not, those that both state first; None where none is."""
    found = sorted(view.assertions, key=lambda one: one.one_sided)
    if not found:
        return None
    old, new = names(view)
    what = "Uppgifter" if view.reworded else "Tal"
    return Table(
        id="tabell-angivet",
        caption=f"{what} som handlingarna anger och som skiljer sig, före ({old}) och efter ({new})",
        columns=(
            Column("Påstående", share=3.4),
            Column("Före", "right", 1.2),
            Column("Efter", "right", 1.2),
            Column("Skillnad", "right", 1.2),
        ),
        rows=tuple(_stated(view, one) for one in found),
    )


def _stated(view: Comparison, one: Assertion) -> Row:
    before = "; ".join(dict.fromkeys(phrases.stated(view.before, s) for s in one.before))
    after = [Run(phrases.stated(view.report, s), "amount", f"#{s.statement}") for s in one.after]
    each = {run.text: run for run in after}  # the same number said twice is said once
    parts = tuple(part for run in each.values() for part in ("; ", run))[1:]
    return row(called(one), before or ABSENT, parts or ABSENT, _restated(one))


def called(one: Assertion) -> str:
    """What a reader finds it by: the words of the newer statements with their numbers, and the older's if others."""
    told = [_worded(one.after)] if one.after else []
    if one.before and (not one.after or one.before[0].wording != one.after[0].wording):
        told.append(f"före: {_worded(one.before)}")
    return phrases.capital("; ".join(told))


def _worded(statements: tuple[Statement, ...]) -> str:
    return f"{statements[0].wording} ({phrases.listed([s.statement for s in statements])})"


def _restated(one: Assertion) -> str:
    """How much the stated number differs; a dash where that is not one figure."""
    sides = [{(s.relation or "=", s.stated) for s in side} for side in (one.before, one.after)]
    if any(len(side) != 1 for side in sides):
        return phrases.NOTHING
    (was, _), (now, _) = (value for side in sides for value in side)
    return phrases.gap(one.before[0], one.after[0]) if was == now else phrases.NOTHING


def changes(view: Comparison) -> Table | None:
    """Every change, a row each whose header no other has; None where nothing differs."""
    if not view.changes:
        return None
    old, new = names(view)
    kinds = (("Åtgärd", view.measures), ("pott", view.pots))
    parts = [*(name for name, found in kinds if several(found)), "nämnd"]
    what = phrases.listed(parts)
    told = [] if view.of_amendment else [Column("Skäl", share=0.9)]  # the document's own
    return Table(
        id="tabell-andringar",
        caption=f"Ändringar rad för rad, från {old} till {new}, {view.report.money.unit}",
        columns=(
            Column(phrases.capital(what), share=4.2),
            Column("Ändring", share=1.2),
            Column("Före", "right"),
            Column("Efter", "right"),
            Column("Skillnad", "right", 1.1),
            *told,
        ),
        rows=tuple(_change(view, change) for change in view.changes),
    )


def _change(view: Comparison, change: Change) -> Row:
    report, scope = view.report, view.scope(change.cell)
    before = phrases.NOTHING if change.before is None else AmountRun(report.money, change.before)
    after: Text = phrases.NOTHING if change.after is None else AmountRun(report.money, change.after)
    if scope and change.after is not None:
        after = anchors.amount(report, "amount", **scope)
    numbers = [
        number for number, reason in enumerate(view.report.case.reasons, 1) if reason in view.own_reasons(change)
    ]
    links = [part for number in numbers for part in (", ", Run(str(number), href=f"#skal-{number}"))][1:]
    told, measure = where(view, change), view.measures[change.cell.measure].name
    return row(
        (strong(measure), f". {phrases.capital(told)}") if several(view.measures) else strong(phrases.capital(told)),
        change.sort.value,
        before,
        after,
        signed(report, change.difference),
        *([] if view.of_amendment else [tuple(links) or ("inget eget" if view.reasons(change) else ABSENT)]),
    )


def where(view: Comparison, change: Change) -> str:
    """The pot and the board of a change, and where it may have moved from or to."""
    here, there = change.cell, change.partner
    year = f"{here.year}: " if here.year is not None and len(_years(view)) > 1 else ""
    return f"{year}{place(view, here)}{f'; {moved(view, change)}' if there else ''}"


def moved(view: Comparison, change: Change) -> str:
    """Where the whole difference of a change that has a partner may have come from or gone to."""
    here, there = change.cell, change.partner
    assert there is not None, "only a change with a partner may have moved"
    other = _board(view, there) if here.board != there.board else ""
    pot = _pot(view, there) if here.pot != there.pot else ""
    name = f"{other} ({pot})" if other and pot else other or pot
    return f"kan ha flyttats {'från' if change.difference > 0 else 'till'} {name}"


def place(view: Comparison, cell: BudgetLine) -> str:
    """A cell's pot, where there are several, and its board."""
    return f"{_of_pot(view, cell)}{_board(view, cell)}"


def _of_pot(view: Comparison, cell: BudgetLine) -> str:
    return f"{view.pots[cell.pot].short_name}: " if several(view.pots) else ""


def _board(view: Comparison, cell: BudgetLine) -> str:
    return phrases.organ(view.boards[cell.board].name)


def _pot(view: Comparison, cell: BudgetLine) -> str:
    return phrases.mid_sentence(view.pots[cell.pot].short_name)


def _years(view: Comparison) -> set[int]:
    return {*view.before.case.named_years, *view.report.case.named_years}


def reasons(view: Comparison) -> Table | None:
    """The reasons that are given, what each is about and where it stands; None without any."""
    case = view.report.case
    if not case.reasons:
        return None

    def about(reason: Reason) -> str:
        parts = [
            table[key].name
            for table, key in (
                (case.measures, reason.measure),
                (case.boards, reason.board),
                (case.pots, reason.pot),
            )
            if key is not None
        ]
        return "; ".join(parts) or "alla ändringar"

    return Table(
        id="tabell-skal",
        caption="Skäl som handlingen anger, med våra ord",
        columns=(
            Column("Nr", share=0.4),
            Column("Skäl", share=3.2),
            Column("Gäller", share=1.8),
            Column("Ställe i källan", share=1.6),
        ),
        rows=tuple(
            row(
                str(number),
                reason.reason,
                about(reason),
                anchors.way_to(case, reason.place),
                id=f"skal-{number}",
            )
            for number, reason in enumerate(case.reasons, 1)
        ),
    )


def terms(view: Comparison) -> Terms:
    """The words of the comparison, as they are used here."""
    before, after = names(view)
    items = [
        ("Före och efter", f"Före är {before}, efter är {after}. Skillnaden är efter minus före."),
        *((sort.value.capitalize(), MEANINGS[sort]) for sort in Sort),
        *([("Kan ha flyttats", MAY_HAVE_MOVED)] if view.moves else []),
        ("Rad", "En åtgärds pengar från en pott till en nämnd ett år."),
        *([A_POT] if several(view.pots) else []),
    ]
    return Terms(tuple((term, runs(meaning)) for term, meaning in items))


def digests(view: Comparison) -> Table | Paragraph:
    """SHA-256 of every file of the older case, where they are not the newer one's own."""
    case = view.before.case
    if case.digests == view.report.case.digests:
        compared = "ett ändringsförslag till fallet" if view.of_amendment else "skeden i samma fall"
        return paragraph(f"Det som jämförs är {compared}, och därför är filerna desamma.")
    caption = f"Filerna i {case.name}, som jämförs med, och deras kontrollsummor (SHA-256)"
    return files(case, "tabell-data-fore", caption)
