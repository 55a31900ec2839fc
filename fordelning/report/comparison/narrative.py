"""The sentences of the comparison that carry figures."""

from fordelning.base.errors import require
from fordelning.base.money import NO_BREAK_SPACE, decimal, numeral
from fordelning.base.verdict import State
from fordelning.case.kind import KINDS
from fordelning.case.statement import Statement, needed
from fordelning.report import document, phrases
from fordelning.report.document import (
    ROWS,
    Bullets,
    Facts,
    Paragraph,
    ParagraphStyle,
    Run,
    Sentence,
    Text,
    paragraph,
    runs,
    strong,
)
from fordelning.report.report import Report
from fordelning.report.tables import span

from .difference import Comparison, Sort, compare, follows
from .pairing import Pair
from .tables import names, signed

BEFORE = "före "  # stands before the number of a statement of the older side
_COUNTED = {
    Sort.CHANGED: ("belopp är ändrat", "belopp är ändrade"),
    Sort.ADDED: ("rad har tillkommit", "rader har tillkommit"),
    Sort.REMOVED: ("rad är borttagen", "rader är borttagna"),
}


def outcome(view: Comparison) -> Paragraph:
    """What differs: the stated numbers first, then the rows; that rows differ under equal sums above all of them."""
    return _spaced([*restated(view), *reworded(view), *_rows(view), *_balance(view), *_names(view)], style="lead")


def _spaced(sentences: list[Sentence], style: ParagraphStyle = "") -> Paragraph:
    return paragraph(*[part for sentence in sentences for part in (sentence, " ")][:-1], style=style)


def _of_rows(text: Text) -> Sentence:
    return Sentence(text, (ROWS,))


def _balance(view: Comparison) -> list[Sentence]:
    """Whether an amendment keeps what each pot holds, and what it lacks or leaves where not; nothing without one."""
    if not view.of_amendment:
        return []
    several = len(view.years) > 1
    sums = [
        (f"{view.pots[pot].name}{f' {year}' if several else ''}", *view.sums(year=year, pot=pot))
        for pot in view.used("pot")
        for year in view.years
    ]
    told = [
        f"{phrases.mid_sentence(name)}: {view.report.money.full(abs(after - before))} "
        f"{'saknas' if after > before else 'blir över'}"
        for name, before, after in sums
        if before != after
    ]
    if not told:
        return [_of_rows(f"Ändringsförslaget håller varje potts summa{' för varje år' if several else ''}.")]
    return [_of_rows(f"Ändringsförslaget håller inte potternas summor: {'; '.join(told)}.")]


def restated(view: Comparison) -> list[Sentence]:
    """A sentence on the stated numbers that differ: in the words of the first where both sides say the same of it.

    The statements of the older side are named with BEFORE.
    """
    if not view.restated:
        return []
    rests_on = tuple(
        f"{side}{s.statement}"
        for one in view.restated[:1]
        for side, statements in ((BEFORE, one.before), ("", one.after))
        for s in _told(statements)
    )
    old, new = names(view)
    first, count = view.restated[0], len(view.restated)
    was, now = _values(view.before, first.before), _values(view.report, first.after)
    wording = first.after[0].wording
    if first.before[0].wording == wording:
        more = [Sentence(f"{_stated_count(count - 1)} till skiljer sig.", ("statements",))] if count > 1 else []
        return [Sentence(f"»{wording}» anges till {now} i {new}, mot {was} i {old}.", rests_on), *more]
    subject = _subject(view.report, first.after[0])
    which = f"{'bland dem ' if count > 1 else ''}{subject}: " if subject else "det första " if count > 1 else ""
    return [Sentence(f"{_stated_count(count)} skiljer sig, {which}från {was} till {now}.", rests_on)]


def reworded(view: Comparison) -> list[Sentence]:
    """A sentence on the stated texts that differ: dates, reference numbers, names."""
    if not view.reworded:
        return []
    first, count = view.reworded[0], len(view.reworded)
    old, new = names(view)
    was, now = (phrases.listed([*dict.fromkeys(needed(s.value) for s in side)]) for side in (first.before, first.after))
    rests_on = (*(f"{BEFORE}{s.statement}" for s in first.before), *(s.statement for s in first.after))
    newer = next(s for s in first.after if s.kind != "same")
    same = {s.wording for s in first.before} == {newer.wording}
    subject = f"»{newer.wording}»" if same else phrases.capital(KINDS[newer.kind].name)
    told = f"{subject} anges som {now} i {new}, mot {was} i {old}."
    more = f"Ytterligare {_number(count - 1, 'uppgift')} {_texts(count - 1)} skiljer sig."
    return [Sentence(told, rests_on), *([Sentence(more, ("statements",))] if count > 1 else [])]


def _texts(count: int) -> str:
    return "uppgift i ord" if count == 1 else "uppgifter i ord"


def _subject(report: Report, statement: Statement) -> str:
    """What a total is of, where it is of all or of one thing; "" for anything else."""
    scope, case = dict(statement.scope), report.case
    if statement.kind != "total" or len(scope) > 1:
        return ""
    match next(iter(scope.items()), None):
        case None:
            return "summan av allt"
        case "board", str(key):
            return f"summan för {phrases.organ(case.boards[key].name)}"
        case "pot", str(key):
            return f"summan för {phrases.mid_sentence(case.pots[key].name)}"
    return ""


def _stated_count(count: int) -> str:
    return f"{phrases.capital(_number(count, 'belopp'))} {'angivet' if count == 1 else 'angivna'} tal"


def _values(report: Report, statements: tuple[Statement, ...]) -> str:
    return phrases.listed([*dict.fromkeys(_value(report, s) for s in _told(statements))])


def _told(statements: tuple[Statement, ...]) -> list[Statement]:
    """Those that say it, and those that are read as another number."""
    said = [s for s in statements if not s.reading]
    numbers = {(s.relation, s.stated) for s in said}
    return [*said, *(s for s in statements if s.reading and (s.relation, s.stated) not in numbers)]


def _value(report: Report, statement: Statement) -> str:
    contradicted = report.reconciliation.findings[statement.statement].state is State.CONTRADICTED
    read = ", enligt vår läsning," if statement.reading else ""
    return phrases.value(report, statement) + read + (" (motsägs)" if contradicted else "")


def _rows(view: Comparison) -> list[Sentence]:
    """What differs in the rows, in one sentence or two."""
    money, (before, after) = view.report.money, view.sums()
    old, new = names(view)
    between = f"{old} och {new}"
    if not view.changes and (view.restated or view.reworded):
        return [
            _of_rows(f"Inget belopp på raderna skiljer sig: {money.full(after)} fördelas på samma sätt i {between}.")
        ]
    if not view.changes:
        return [
            _of_rows(f"Inget belopp skiljer sig mellan {between}: {money.full(after)} fördelas på samma sätt i båda.")
        ]
    if view.sums_agree:
        told = (
            f"Alla uträknade summor är lika i {between}, för varje nämnd, för varje pott och sammanlagt "
            f"{money.full(after)}. Men under summorna skiljer sig raderna: {_counts(view)}."
        )
        return [_of_rows(told)]
    if before == after:
        told = (
            f"Summan av raderna är {money.full(after)} i både {between}, men den fördelas på ett annat sätt: "
            f"{_counts(view)}."
        )
        return [_of_rows(told), *_most(view)]
    word = "ökar" if after > before else "minskar"
    told = (
        f"Från {old} till {new} {word} summan av raderna med {money.full(abs(after - before))}, "
        f"till {money.full(after)}."
    )
    return [_of_rows(told), *_most(view)]


def _names(view: Comparison) -> list[Sentence]:
    """That some things may be the same under two names, as the rest rests on that they are not."""
    found = view.likely()
    if not found:
        return []
    kind, was, now = found[0]
    more = f" Det finns {numeral(len(found) - 1)} par till." if len(found) > 1 else ""
    name = phrases.organ(now.name) if kind == "nämnd" else phrases.mid_sentence(now.name)
    return [_of_rows(f"{was.name} och {name} kan vara samma under två namn, men räknas här som två.{more}")]


def _counts(view: Comparison) -> str:
    """How many changes there are of each sort."""
    counted = [(len(view.having(sort)), words) for sort, words in _COUNTED.items()]
    return phrases.listed([f"{_number(count, words[0])} {words[count != 1]}" for count, words in counted if count])


def _number(count: int, noun: str) -> str:
    return ("ett" if noun.startswith(("belopp", "skäl")) else "en") if count == 1 else numeral(count)


def board_differences(view: Comparison) -> list[tuple[Pair, int]]:
    """The boards with another sum after than before, and how much; the largest increase first."""
    found = [(view.boards[i], after - before) for i in view.used("board") for before, after in [view.sums(board=i)]]
    return sorted([(board, kronor) for board, kronor in found if kronor], key=lambda item: -item[1])


def _most(view: Comparison) -> list[Sentence]:
    """The board that gets most more, and the one that gets most less."""
    found = board_differences(view)
    parts = []
    if found and found[0][1] > 0:
        parts.append(f"mest ökar {_alike(view, found[0][1])}")
    if found and found[-1][1] < 0:
        parts.append(f"mest minskar {_alike(view, found[-1][1])}")
    return [_of_rows(f"{phrases.capital(', '.join(parts))}.")] if parts else []


def _alike(view: Comparison, kronor: int) -> str:
    """The boards whose difference is `kronor`, with it."""
    boards = [phrases.organ(board.name) for board, difference in board_differences(view) if difference == kronor]
    each = " var" if len(boards) > 1 else ""
    return f"{phrases.few(boards, 'nämnder')} ({difference(view, kronor)}{each})"


def difference(view: Comparison, kronor: int) -> str:
    """A difference with its sign and its unit."""
    return signed(view.report, kronor).text + NO_BREAK_SPACE + view.report.money.unit


def facts(view: Comparison) -> Facts:
    """The whole after and its difference, how many changes there are, and how many have a reason of their own."""
    before, after = view.sums()
    old, new = names(view)
    count, restated = len(view.changes), len(view.restated)
    items: list[tuple[Run, str, tuple[str, ...]]] = [
        (Run(view.report.money.full(after)), f"fördelas efter ({new})", (ROWS,)),
        (Run(difference(view, after - before)), f"skillnad mot före ({old})", (ROWS,)),
        (Run(decimal(count, 0)), "ändring rad för rad" if count == 1 else "ändringar rad för rad", (ROWS,)),
    ]
    if restated:
        differ = "angivet tal skiljer sig" if restated == 1 else "angivna tal skiljer sig"
        items.insert(0, (Run(decimal(restated, 0)), differ, ("statements",)))
    if view.changes and not view.of_amendment:
        explained = f"{decimal(sum(bool(view.own_reasons(c)) for c in view.changes), 0)} av {decimal(count, 0)}"
        of = "ändring" if count == 1 else "ändringar"
        items.append((Run(explained), f"{of} har ett eget skäl i handlingen", (ROWS, "reasons")))
    return document.facts(*items)


def years(view: Comparison) -> Paragraph | None:
    """That different years are set side by side; None where the same years are compared."""
    if view.by_year:
        return None
    several = max(len(side.case.named_years) for side in (view.before, view.report)) > 1
    summed = " Beloppen är summan av åren på varje sida." if several else ""
    told = f"Fallen har inget år gemensamt: {span(view.before)} ställs mot {span(view.report)}, rad för rad.{summed}"
    return paragraph(_of_rows(told))


def stated(view: Comparison) -> Paragraph | None:
    """How many stated numbers differ, and how many only one side states; None of an amendment, which states none."""
    if view.of_amendment:
        return None
    both, alone = len(view.restated), [one for one in view.assertions if one.one_sided]
    first = f"{phrases.capital(_number(both, 'belopp'))}" if both else "Inget"
    only = [(sum(bool(one.before) for one in alone), "före"), (sum(bool(one.after) for one in alone), "efter")]
    parts = [f"{_number(count, 'belopp')} tal bara {when}" for count, when in only if count]
    besides = f" Dessutom anges {phrases.listed(parts)}." if parts else ""
    texts = len(view.reworded)
    words = f"{_number(texts, 'uppgift')} {_texts(texts)}"
    also = (f" Det gör också {words}." if both else f" Däremot skiljer sig {words}.") if texts else ""
    return paragraph(Sentence(f"{first} tal som båda anger skiljer sig.{also}{besides}", ("statements",)))


def sums(view: Comparison) -> Paragraph:
    """How the sums of boards and pots differ."""
    if view.sums_agree:
        told = strong("Alla uträknade summor är lika: sammanlagt, för varje nämnd och för varje pott.")
        but = " Det betyder inte att fördelningen är densamma." if view.changes else ""
        return paragraph(_of_rows(told), but)
    found = board_differences(view)
    more, less = sum(kronor > 0 for _, kronor in found), sum(kronor < 0 for _, kronor in found)
    same = len(view.used("board")) - len(found)
    words = [
        f"{what} för {numeral(count) if count != 1 else 'en'} {'nämnd' if count == 1 else 'nämnder'}"
        for count, what in ((more, "ökar"), (less, "minskar"), (same, "är oförändrad"))
        if count
    ]
    return paragraph(_of_rows(f"Summan {phrases.listed(words)}."))


def changes(view: Comparison) -> Paragraph:
    """How many changes there are of each sort, and how many amounts may have moved."""
    if not view.changes:
        return paragraph(_of_rows("Ingenting skiljer sig: varje rad finns i båda, med samma belopp."))
    moves = len(view.moves)
    moved = (
        f" {phrases.capital(_number(moves, 'belopp'))} belopp kan ha flyttats, och det står på båda raderna. "
        "Det är vår slutsats av beloppen, inget som handlingen säger."
        if moves
        else ""
    )
    return paragraph(_of_rows(f"{phrases.capital(_counts(view))}.{moved}"))


def reasons(view: Comparison) -> Paragraph | None:
    """For how many changes a reason of their own is given, how many are given for all, and which are for none.

    None of an amendment, for which the document gives no reasons.
    """
    if view.of_amendment:
        return None
    if not view.report.case.reasons:
        return paragraph(
            "Handlingen anger inga skäl till ändringar." if view.changes else "Det finns inget att ge skäl för."
        )
    explained, count = sum(bool(view.own_reasons(change)) for change in view.changes), len(view.changes)
    text = (
        f"{decimal(explained, 0)} av {decimal(count, 0)} {'ändring' if count == 1 else 'ändringar'} har ett eget skäl."
    )
    if general := len([reason for reason in view.report.case.reasons if reason.general]):
        text += f" {phrases.capital(_number(general, 'skäl'))} skäl anges för alla ändringar på en gång."
    if view.idle_reasons:
        numbers = [str(n) for n, reason in enumerate(view.report.case.reasons, 1) if reason in view.idle_reasons]
        text += f" Skäl {phrases.listed(numbers)} gäller ingen ändring som syns här."
    return paragraph(Sentence(text, (ROWS, "reasons")))


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
    stage = names(view)[0]
    rows = f"{phrases.capital(_counts(view))}." if view.changes else "Inget belopp på raderna är ändrat."
    told = [
        part
        for sentence in (*restated(view), *reworded(view), _of_rows(rows), *_most(view))
        for part in (sentence, " ")
    ]
    return paragraph(
        strong(f"Sedan {stage}: "), *told, "Allt som skiljer står i ", Run("jämförelsen", href="jamforelse.html"), "."
    )
