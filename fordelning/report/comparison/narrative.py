"""The sentences of the comparison that carry figures."""

from fordelning.base.errors import require
from fordelning.base.money import NO_BREAK_SPACE, decimal, numeral
from fordelning.report import phrases
from fordelning.report.document import Bullets, Facts, Paragraph, Run, paragraph, runs, strong
from fordelning.report.tables import span

from .difference import Comparison, Sort
from .pairing import Pair
from .tables import names, signed

_COUNTED = {
    Sort.MOVED: ("belopp har flyttats", "belopp har flyttats"),
    Sort.CHANGED: ("belopp är ändrat", "belopp är ändrade"),
    Sort.ADDED: ("rad har tillkommit", "rader har tillkommit"),
    Sort.REMOVED: ("rad är borttagen", "rader är borttagna"),
}


def outcome(view: Comparison) -> Paragraph:
    """What differs, in one sentence or two; that cells differ under equal sums above all."""
    money, (before, after) = view.report.money, view.sums()
    old, new = (phrases.mid_sentence(name) for name in names(view))
    between = f"{old} och {new}"
    if not view.changes:
        text = f"Inget belopp skiljer mellan {between}: {money.full(after)} fördelas på samma sätt i båda."
    elif view.sums_agree:
        text = (
            f"Alla summor är lika i {between}, för varje nämnd, för varje pott och sammanlagt {money.full(after)}. "
            f"Men under summorna skiljer det sig: {_counts(view)}."
        )
    elif before == after:
        text = (
            f"Summan är {money.full(after)} i både {between}, men den fördelas på ett annat sätt: {_counts(view)}. "
            f"{_most(view)}"
        )
    else:
        word = "ökar" if after > before else "minskar"
        text = (
            f"Från {old} till {new} {word} summan med {money.full(abs(after - before))}, "
            f"från {money.full(before)} till {money.full(after)}. {_most(view)}"
        )
    return paragraph(text.strip(), style="lead")


def _counts(view: Comparison) -> str:
    """How many changes there are of each sort."""
    counted = [(len(view.having(sort)), words) for sort, words in _COUNTED.items()]
    return phrases.listed([f"{_number(count, words[0])} {words[count != 1]}" for count, words in counted if count])


def _number(count: int, noun: str) -> str:
    return ("ett" if noun.startswith("belopp") else "en") if count == 1 else numeral(count)


def board_differences(view: Comparison) -> list[tuple[Pair, int]]:
    """The boards with another sum after than before, and how much; the largest increase first."""
    found = [(view.boards[i], after - before) for i in view.used("board") for before, after in [view.sums(board=i)]]
    return sorted([(board, kronor) for board, kronor in found if kronor], key=lambda item: -item[1])


def _most(view: Comparison) -> str:
    """The board that gets most more, and the one that gets most less."""
    found = board_differences(view)
    parts = []
    if found and found[0][1] > 0:
        parts.append(f"mest ökar {phrases.mid_sentence(found[0][0].name)} ({difference(view, found[0][1])})")
    if found and found[-1][1] < 0:
        parts.append(f"mest minskar {phrases.mid_sentence(found[-1][0].name)} ({difference(view, found[-1][1])})")
    text = ", ".join(parts)
    return f"{phrases.capital(text)}." if text else ""


def difference(view: Comparison, kronor: int) -> str:
    """A difference with its sign and its unit."""
    return signed(view.report, kronor) + NO_BREAK_SPACE + view.report.money.unit


def facts(view: Comparison) -> Facts:
    """The whole after and its difference, how many changes there are, and how many have no reason."""
    before, after = view.sums()
    old, new = (phrases.mid_sentence(name) for name in names(view))
    unexplained = sum(not view.reasons(change) for change in view.changes)
    items = [
        (Run(view.report.money.full(after)), f"fördelas efter ({new})"),
        (Run(difference(view, after - before)), f"skillnad mot före ({old})"),
        (Run(decimal(len(view.changes), 0)), "ändringar rad för rad"),
    ]
    if view.changes:
        reason = "ändringar har inget angivet skäl"
        items.append((Run(f"{decimal(unexplained, 0)} av {decimal(len(view.changes), 0)}"), reason))
    return Facts(tuple(items))


def years(view: Comparison) -> Paragraph | None:
    """That different years are set side by side; None where the same years are compared."""
    if view.by_year:
        return None
    several = max(len(side.case.named_years) for side in (view.before, view.report)) > 1
    summed = " Beloppen är summan av åren på varje sida." if several else ""
    return paragraph(
        f"Fallen har inget år gemensamt: {span(view.before)} ställs mot {span(view.report)}, rad för rad.{summed}"
    )


def sums(view: Comparison) -> Paragraph:
    """How the sums of boards and pots differ."""
    if view.sums_agree:
        told = strong("Alla summor är lika: sammanlagt, för varje nämnd och för varje pott.")
        but = " Det betyder inte att fördelningen är densamma." if view.changes else ""
        return paragraph(told, but)
    found = board_differences(view)
    more, less = sum(kronor > 0 for _, kronor in found), sum(kronor < 0 for _, kronor in found)
    same = len(view.used("board")) - len(found)
    words = [
        f"{numeral(count) if count != 1 else 'en'} {'nämnd' if count == 1 else 'nämnder'} {what}"
        for count, what in ((more, "får mer"), (less, "får mindre"), (same, "får lika mycket som förut"))
        if count
    ]
    text = phrases.listed(words)
    return paragraph(f"{phrases.capital(text)}.")


def changes(view: Comparison) -> Paragraph:
    """How many changes there are of each sort."""
    if not view.changes:
        return paragraph("Ingenting skiljer: varje rad finns i båda, med samma belopp.")
    text = _counts(view)
    moves = view.having(Sort.MOVED)
    moved = " Det som har flyttats står på en rad, med var det fanns och var det finns nu." if moves else ""
    return paragraph(f"{phrases.capital(text)}.{moved}")


def reasons(view: Comparison) -> Paragraph:
    """For how many changes a reason is given, and which reasons have no change of their own."""
    if not view.report.case.reasons:
        return paragraph(
            "Handlingen anger inga skäl till ändringar." if view.changes else "Det finns inget att ge skäl för."
        )
    explained = sum(bool(view.reasons(change)) for change in view.changes)
    text = f"Skäl anges till {decimal(explained, 0)} av {decimal(len(view.changes), 0)} ändringar."
    if view.idle_reasons:
        numbers = [str(n) for n, reason in enumerate(view.report.case.reasons, 1) if reason in view.idle_reasons]
        text += f" Skäl {phrases.listed(numbers)} gäller ingen ändring som syns här."
    return paragraph(text)


def renamed(view: Comparison) -> Bullets | Paragraph:
    """The pots, boards and measures that have another name than before."""
    require(view, Comparison, "en jämförelse, som compare(open_report(namn)) ger")  # a case has pots and boards too
    kinds = (("Pott", view.pots), ("Nämnd", view.boards), ("Åtgärd", view.measures))
    found = [(kind, thing) for kind, things in kinds for thing in things if thing.renamed]
    if not found:
        return paragraph("Ingen pott, nämnd eller åtgärd har bytt namn.")
    return Bullets(tuple(runs(f"{kind}: {thing.was} heter nu {thing.name}.") for kind, thing in found))
