"""The sentences of the outlook that carry figures."""

from decimal import Decimal
from fractions import Fraction

from fordelning.base.money import NO_BREAK_SPACE, decimal, percent
from fordelning.base.verdict import State
from fordelning.case.schema import MISSING
from fordelning.case.statement import needed
from fordelning.report import anchors, document, phrases
from fordelning.report.document import ROWS, Bullets, Facts, Paragraph, Run, Sentence, Text, paragraph, runs, strong
from fordelning.report.parameters import AS_STATED, SCENARIOS, SHARE, UNCHANGED
from fordelning.report.tables import boards_by_size, of_kind, period, pots_used, several
from fordelning.report.tables import span as named_span

from .scenario import Need, Outlook
from .tables import names

_MOST_FACTS = 4  # what stands beside each other on a page


def outcome(view: Outlook) -> Paragraph:
    """What the years to come would take, and what is not said of them."""
    sentences = [Sentence(_under(view), ("scenario",))] if view.scenario != AS_STATED else []
    for year in view.coming:
        if len(year.said) > 1:
            amounts = phrases.listed([view.report.money.full(part.kronor) for part in year.said])
            numbers = tuple(needed(part.statement) for part in year.said)
            read = phrases.read(*(view.report.case.statements[number] for number in numbers))
            sentences.append(Sentence(f"För {year.year} sägs{read} olika belopp sammanlagt: {amounts}.", numbers))
    alike: dict[tuple[int | Fraction, int | Fraction, int], list[Need]] = {}
    for need in view.needs:
        if need.kept is not None:
            alike.setdefault((need.stated.kronor, need.kept, need.base), []).append(need)
    for (_, kept, _), needs in alike.items():
        claims = dict.fromkeys(name for need in needs for name in rests_on(view, need))
        sentences.append(Sentence(_taken(view, needs, kept), tuple(claims)))
    told = {need.year for needs in alike.values() for need in needs}
    without = [str(year.year) for year in view.coming if not year.complete and year.year not in told]
    if without:
        missing = f"För {phrases.listed(without)} saknas uppgift om hur pengarna delas på potterna."
        sentences.append(Sentence(missing, ("statements",)))
    if not sentences:
        whole = view.report.money.full(view.report.case.total())
        nothing = f"{whole} fördelas för {period(view.report)}. Inget går att räkna fram för åren efter."
        sentences.append(Sentence(nothing, (ROWS,)))
    spaced = [part for sentence in sentences for part in (sentence, " ")][:-1]
    return paragraph(*spaced, style="lead")


def _under(view: Outlook) -> str:
    """The scenario in a sentence."""
    parameters = view.parameters
    if parameters.scenario == UNCHANGED:
        return "Räkneexempel med oförändrade potter."
    if parameters.percentage is None:
        return "Räkneexempel där den andel som handlingen anger blir kvar av de öronmärkta medlen."
    return f"Räkneexempel där {_percentage(parameters.percentage)} av de öronmärkta medlen blir kvar."


def _percentage(given: Decimal) -> str:
    """The share that the parameters give, with the decimals it was given."""
    return decimal(given, len(f"{given:f}".partition(".")[2])) + NO_BREAK_SPACE + "%"


def _taken(view: Outlook, needs: list[Need], amount: int | Fraction) -> str:
    """What years take of which the same is said and the same stays."""
    money, need = view.report.money, needs[0]
    years = phrases.listed([str(alike.year) for alike in needs])
    others = _pots(view, view.others)
    stated = f"de {money.full(need.stated.kronor)} som{_read_as(view, need)} sägs för {years}"
    read = " enligt vår läsning" if read_by_us(view) else ""
    kept = f"{_pots(view, view.earmarked)}{read} blir {money.full(amount)}"
    rest = need.stated.kronor - amount
    difference = rest - need.before
    if difference == 0:
        return f"Ska {stated} gälla kan {others} vara som {need.base}, eftersom {kept}."
    more = f"{money.full(abs(Fraction(difference)))} {'mer' if difference > 0 else 'mindre'} än {need.base}"
    return f"Ska {stated} gälla måste {others} bli {money.full(rest)}, {more}, eftersom {kept}. Det sägs ingenstans."


def _read_as(view: Outlook, need: Need) -> str:
    """That the year's whole is our reading, as it goes on in a sentence."""
    return phrases.read(view.report.case.statements[needed(need.stated.statement)])


def read_by_us(view: Outlook) -> bool:
    """Whether what stays of the earmarked pots is our reading of the document."""
    claims = view.report.case.statements.values()
    return view.scenario == AS_STATED and any(s.reading for s in claims if s.kind == "change")


def _pots(view: Outlook, pots: list[str]) -> str:
    """Pots by name within a sentence that goes on; several as one."""
    names = [phrases.mid_sentence(view.report.case.pots[pot].short_name) for pot in pots]
    return phrases.clause(names[0]) if len(names) == 1 else f"{' + '.join(names)} tillsammans"


def facts(view: Outlook) -> Facts:
    """What is said of the first year to come, what it takes, and how much is missing; without one, each year's sum."""
    money, items = view.report.money, []
    if not view.coming:
        return document.facts(*(_fact(view, year.year) for year in view.years[:_MOST_FACTS]))
    reckoned = [(n, n.kept, n.needed) for n in view.needs if n.kept is not None and n.needed is not None]
    for need, kept, rest in reckoned[:1]:
        stated = Run(money.full(need.stated.kronor), "amount", f"#{need.stated.statement}")
        claims = rests_on(view, need)
        contradicted = view.report.reconciliation.findings[claims[0]].state is State.CONTRADICTED
        items = [
            (
                stated,
                f"sägs{_read_as(view, need)} sammanlagt för {need.year}{', men motsägs' if contradicted else ''}",
                claims[:1],
            ),
            (Run(money.full(kept)), f"blir i så fall kvar av de öronmärkta medlen {need.year}", claims),
            (Run(money.full(rest)), f"krävs då i {names(view, view.others)}", claims),
        ]
    unknown = [not year.known(pot) for year in view.coming for pot in year.parts]
    missing = Run(f"{decimal(sum(unknown), 0)} av {decimal(len(unknown), 0)}")
    return document.facts(*items, (missing, "belopp för en pott ett kommande år saknas", ("statements",)))


def rests_on(view: Outlook, need: Need) -> tuple[str, ...]:
    """The claim of the year's whole, and those of how pots change until then."""
    claims = view.report.case.statements.values()
    changes = (s.statement for s in claims if s.kind == "change" and s.pot in view.earmarked)
    return (needed(need.stated.statement), *changes)


def _fact(view: Outlook, year: int) -> tuple[Run, str, tuple[str, ...]]:
    """A year's sum, where money is allocated for it."""
    kronor, target = view.report.case.total(year=year), anchors.target(view.report, year=year)
    return Run(view.report.money.full(kronor), "amount", f"#{target}"), f"fördelas för {year}", (ROWS,)


def basis(view: Outlook) -> Paragraph:
    """What is stated and what is assumed under the scenario."""
    intro = strong(f"Scenario: {phrases.mid_sentence(SCENARIOS[view.scenario])}. ")
    if view.scenario == AS_STATED:
        return paragraph(
            intro,
            "Bara det som handlingen säger räknas. Belopp märkta som uträknade följer av en förändring som den anger. "
            f"Allt annat om kommande år står som {MISSING}.",
        )
    kept = ""
    if view.scenario == SHARE:
        shares = [percent(Fraction(s.number), 0) for s in view.report.case.statements.values() if s.kind == "change"]
        given = view.parameters.percentage
        kept_share = (
            f"den andel som handlingen anger, {phrases.listed(shares)}," if given is None else _percentage(given)
        )
        kept = f" De öronmärkta medlen ({names(view, view.earmarked)}) räknas ned till {kept_share} av det beloppet."
    return paragraph(
        intro,
        "Belopp märkta räkneexempel bygger på rapportens antagande och står inte i handlingen: varje pott är lika stor "
        "och delas på nämnderna som det senaste år som pengar är fördelade för." + kept,
    )


def needs(view: Outlook) -> Paragraph | None:
    """What the table of needs reckons, or why it cannot; None where no year is to come, or there is no other pot."""
    if not view.coming or not several(pots_used(view.report)):
        return None
    if view.needs:
        return paragraph(
            "Är både årets belopp och de öronmärkta medlen givna, följer resten. Skillnaden är mot det senaste år som "
            "pengar är fördelade för."
        )
    return paragraph(
        "Handlingen anger inte både ett belopp för ett kommande år och hur någon pott ändras till dess. "
        "Vad övriga potter skulle behöva vara går därför inte att räkna fram."
    )


def boards(view: Outlook) -> Paragraph:
    """For how many boards something can be said of the years to come, and why not for the others."""
    if not view.coming:
        told = f"Pengar är fördelade för {named_span(view.report)}. Om andra år har vi inte funnit något i handlingen."
        return paragraph(Sentence(told, ("statements",)))
    order = boards_by_size(view.report)
    said = [(year, board) for year in view.coming for board in order if view.board(year, board) is not None]
    every = len(view.coming) * len(order)
    rule = (
        "Vad en nämnd får ett kommande år kan sägas bara om alla potter som den får pengar ur har ett känt belopp och "
        "en känd delning på nämnderna. "
    )
    count = f"Det gäller {decimal(len(said), 0)} av {decimal(every, 0)} belopp."
    return paragraph(Sentence(rule + (count if said else "Så är det inte för någon nämnd."), ("statements",)))


def missing(view: Outlook) -> Bullets | Paragraph | None:
    """What the document would have to say, year by year; None where no year is to come."""
    if not view.coming:
        return None
    case = view.report.case
    items: list[Text] = []
    for year in view.coming:
        pots = [case.pots[pot].short_name for pot in pots_used(view.report) if not year.parts[pot]]
        differ = [case.pots[pot].short_name for pot in pots_used(view.report) if len(year.parts[pot]) > 1]
        boards = [case.boards[b].name for b in boards_by_size(view.report) if view.board(year, b) is None]
        if pots:
            items.append((f"{year.year}: beloppet för {phrases.series([phrases.mid_sentence(p) for p in pots])}.",))
        if differ:
            items.append((f"{year.year}: vilket av beloppen som gäller för {phrases.series(differ)}.",))
        if len(year.said) != 1:
            which = "vilket av beloppen sammanlagt som gäller" if year.said else "vad det ska bli sammanlagt"
            items.append((f"{year.year}: {which}.",))
        if boards:
            items.append((f"{year.year}: vad {phrases.listed([phrases.organ(b) for b in boards])} får.",))
    for finding in of_kind(view.report, "plan"):
        s = finding.statement
        if finding.state is State.UNTESTABLE:
            items.append((f"{s.year}: {finding.missing} (", Run(s.statement, href=f"#{s.statement}"), ")."))
    if not items:
        return paragraph("Ingen uppgift saknas i räkneexemplet.")
    return Bullets(tuple(runs(item) for item in items))
