"""The sentences of the comparison that carry figures."""

from fordelning.base.errors import require
from fordelning.base.money import NO_BREAK_SPACE, decimal, numeral
from fordelning.case.statement import Statement
from fordelning.report import phrases
from fordelning.report.document import Bullets, Facts, Paragraph, Run, paragraph, runs, strong
from fordelning.report.report import Report
from fordelning.report.tables import span

from .difference import Comparison, Sort, compare, follows
from .pairing import Pair
from .tables import names, signed

_COUNTED = {
    Sort.CHANGED: ("belopp är ändrat", "belopp är ändrade"),
    Sort.ADDED: ("rad har tillkommit", "rader har tillkommit"),
    Sort.REMOVED: ("rad är borttagen", "rader är borttagna"),
}


def outcome(view: Comparison) -> Paragraph:
    """What differs: the stated numbers first, then the rows; that rows differ under equal sums above all of them."""
    parts = [*restated(view), _rows(view), _balance(view), _names(view)]
    return paragraph(" ".join(filter(None, parts)), style="lead")


def _balance(view: Comparison) -> str:
    """Whether an amendment keeps what each pot holds, and what it lacks or leaves where not; "" without one."""
    if not view.of_amendment:
        return ""
    sums = [(view.pots[pot].name, *view.sums(pot=pot)) for pot in view.used("pot")]
    told = [
        f"{phrases.mid_sentence(name)}: {view.report.money.full(abs(after - before))} "
        f"{'saknas' if after > before else 'blir över'}"
        for name, before, after in sums
        if before != after
    ]
    if not told:
        return "Ändringsförslaget håller varje potts summa."
    return f"Ändringsförslaget håller inte potternas summor: {'; '.join(told)}."


def restated(view: Comparison) -> list[str]:
    """A sentence on the stated numbers that differ: in the words of the first where both sides say the same of it."""
    if not view.restated:
        return []
    old, new = (phrases.mid_sentence(name) for name in names(view))
    first, count = view.restated[0], len(view.restated)
    was, now = _values(view.before, first.before), _values(view.report, first.after)
    wording = first.after[0].wording
    if first.before[0].wording == wording:
        told = f"»{wording}» anges till {now} i {new}, mot {was} i {old}."
        return [told, f"{_stated_count(count - 1)} till skiljer."] if count > 1 else [told]
    return [f"{_stated_count(count)} skiljer, {'det första ' if count > 1 else ''}från {was} till {now}."]


def _stated_count(count: int) -> str:
    return f"{phrases.capital(_number(count, 'belopp'))} {'angivet' if count == 1 else 'angivna'} tal"


def _values(report: Report, statements: tuple[Statement, ...]) -> str:
    return phrases.listed([*dict.fromkeys(phrases.stated(report, s) for s in statements)])


def _rows(view: Comparison) -> str:
    """What differs in the rows, in one sentence or two."""
    money, (before, after) = view.report.money, view.sums()
    old, new = (phrases.mid_sentence(name) for name in names(view))
    between = f"{old} och {new}"
    if not view.changes and view.restated:
        return f"Inget belopp på raderna skiljer: {money.full(after)} fördelas på samma sätt i {between}."
    if not view.changes:
        return f"Inget belopp skiljer mellan {between}: {money.full(after)} fördelas på samma sätt i båda."
    if view.sums_agree:
        return (
            f"Alla uträknade summor är lika i {between}, för varje nämnd, för varje pott och sammanlagt "
            f"{money.full(after)}. Men under summorna skiljer det sig: {_counts(view)}."
        )
    if before == after:
        return (
            f"Summan av raderna är {money.full(after)} i både {between}, men den fördelas på ett annat sätt: "
            f"{_counts(view)}. {_most(view)}"
        )
    word = "ökar" if after > before else "minskar"
    return (
        f"Från {old} till {new} {word} summan av raderna med {money.full(abs(after - before))}, "
        f"till {money.full(after)}. {_most(view)}"
    ).strip()


def _names(view: Comparison) -> str:
    """That some things may be the same under two names, as the rest rests on that they are not."""
    found = view.likely()
    if not found:
        return ""
    _, was, now = found[0]
    more = f" Det finns {numeral(len(found) - 1)} par till." if len(found) > 1 else ""
    one = f"{was.name} och {phrases.mid_sentence(now.name)} kan vara samma under två namn, men räknas här som två."
    return one + more


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
    return signed(view.report, kronor).text + NO_BREAK_SPACE + view.report.money.unit


def facts(view: Comparison) -> Facts:
    """The whole after and its difference, how many changes there are, and how many have no reason."""
    before, after = view.sums()
    old, new = (phrases.mid_sentence(name) for name in names(view))
    unexplained = sum(not view.reasons(change) for change in view.changes)
    restated = [(Run(decimal(len(view.restated), 0)), "angivna tal skiljer")] if view.restated else []
    items = [
        *restated,
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


def stated(view: Comparison) -> Paragraph:
    """How many stated numbers differ, and how many only one side states."""
    both, alone = len(view.restated), [one for one in view.assertions if one.one_sided]
    first = f"{phrases.capital(_number(both, 'belopp'))}" if both else "Inget"
    only = [(sum(bool(one.before) for one in alone), "före"), (sum(bool(one.after) for one in alone), "efter")]
    parts = [f"{_number(count, 'belopp')} tal bara {when}" for count, when in only if count]
    besides = f" Dessutom anges {phrases.listed(parts)}." if parts else ""
    return paragraph(f"{first} tal som båda anger skiljer.{besides}")


def sums(view: Comparison) -> Paragraph:
    """How the sums of boards and pots differ."""
    if view.sums_agree:
        told = strong("Alla uträknade summor är lika: sammanlagt, för varje nämnd och för varje pott.")
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
    """How many changes there are of each sort, and how many amounts may have moved."""
    if not view.changes:
        return paragraph("Ingenting skiljer: varje rad finns i båda, med samma belopp.")
    moves = len(view.moves)
    moved = (
        f" {phrases.capital(_number(moves, 'belopp'))} belopp kan ha flyttats, och det står på båda raderna. "
        "Det är vår slutsats av beloppen, inget som handlingen säger."
        if moves
        else ""
    )
    return paragraph(f"{phrases.capital(_counts(view))}.{moved}")


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
    """The pots, boards and measures that have another name than before, and those that may have."""
    require(view, Comparison, "en jämförelse, som compare(open_report(namn)) ger")  # a case has pots and boards too
    kinds = (("Pott", view.pots), ("Nämnd", view.boards), ("Åtgärd", view.measures))
    told = [
        f"{kind}: {thing.was} heter nu {thing.name}." for kind, things in kinds for thing in things if thing.renamed
    ]
    told += [
        f"{old.name} (före) och {phrases.mid_sentence(new.name)} (efter) kan vara samma {kind}. Är de det, "
        f"ange det i parametern same: {_sayable(old.name, old.before)} = {_sayable(new.name, new.after)}."
        for kind, old, new in view.likely()
    ]
    if not told:
        return paragraph("Ingen pott, nämnd eller åtgärd har bytt namn.")
    return Bullets(tuple(runs(one) for one in told))


def _sayable(name: str, key: str | None) -> str:
    """A thing's name where the parameter can hold it, else its key."""
    return key if key and any(mark in name for mark in "=;") else name


def since(report: Report) -> Paragraph | None:
    """What has changed since the stage before, and the way to all of it; None in the first stage, or the only one."""
    if not follows(report):
        return None
    view = compare(report)
    stage = phrases.mid_sentence(names(view)[0])
    rows = f"{phrases.capital(_counts(view))}." if view.changes else "Inget belopp på raderna är ändrat."
    return paragraph(
        strong(f"Sedan {stage}: "),
        " ".join([*restated(view), rows, _most(view)]).strip() + " Allt som skiljer står i ",
        Run("jämförelsen", href="jamforelse.html"),
        ".",
    )
