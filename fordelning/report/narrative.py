"""The sentences that carry figures: computed, never typed."""

import re
from dataclasses import replace
from fractions import Fraction

from fordelning.base.money import Money, decimal, numeral, percent
from fordelning.base.verdict import State, Verdict
from fordelning.case.case import MEASURE
from fordelning.case.kind import Scope
from fordelning.case.statement import needed
from fordelning.checks.extent import base_year
from fordelning.checks.mapping import ProofOutcome
from fordelning.checks.matter import MatterArea
from fordelning.checks.reconcile import Finding

from . import anchors, document, matters, phrases, tables, volume
from .document import ROWS, Bullets, Facts, Paragraph, Run, Sentence, paragraph, runs, strong
from .report import Report
from .years import said_of, spoken_of

MOST_SPLIT = 4  # measures with money from several pots that are told one by one
_MOST_IMPOSSIBLE = 9  # numbers of statements in the first sentences
_MOST_CONCERNS = 4  # in the first sentences


def outcome(report: Report) -> Paragraph:
    """The outcome in one sentence or two: do the sums tie, how much goes to how many, and what to ask about first."""
    sums = tuple(f.statement.statement for f in report.reconciliation.sums)
    first = (_sums(report).capitalize() + ": ", *_whole(report), f" {_given(report)}.")
    return paragraph(Sentence(first, (ROWS, *sums)), *_first_asked(report), style="lead")


def _first_asked(report: Report) -> list[Sentence]:
    """What keeps the report from being approved; else the heaviest matters, form apart."""
    reconciliation = report.reconciliation
    if waiting := report.case.unconfirmed:
        return [_not_approved(phrases.capital(phrases.unconfirmed(len(waiting))), ("proposals",))]
    unanswered = tuple(f.statement.statement for f in reconciliation.findings.values() if f.unacknowledged)
    if unanswered:
        count = _counted(len(unanswered), "motsägelse saknar kommentar", "motsägelser saknar kommentar")
        return [_not_approved(f"{count} ({phrases.listed(unanswered)})", unanswered)]
    if sets := reconciliation.joint.unacknowledged:
        return [_not_approved(_impossible(report), tuple(name for found in sets for name in found.statements))]
    if reconciliation.verdict is Verdict.NOT_APPROVED:
        stale = tuple(a.statement for a in reconciliation.stale)
        lapsed = f"Men kommentarer gäller inte längre den motsägelse de gavs för ({phrases.listed(stale)})"
        return [_not_approved(lapsed, ("acknowledgements",))]
    if not report.approved:
        return [_not_approved(f"Men {phrases.NOT_COVERED}", ("source",))]
    found = [one for one in matters.open_matters(report) if one.weight == 3 and one.area is not MatterArea.FORM]
    rests_on = tuple(dict.fromkeys(name for one in found for name in one.statements or ("questions",)))
    concerns = [matters.concern(report, one) for one in found]
    if reconciliation.unproven:
        concerns.append(f"{_rows(len(reconciliation.proof.rows))} vars nämnd inte är bevisad")
    questions = [f" {phrases.capital(one)}" for one in concerns if one.endswith("?")][:_MOST_CONCERNS]
    about = [one for one in concerns if not one.endswith("?")]
    if len(about) > _MOST_CONCERNS:
        about = [*about[: _MOST_CONCERNS - 1], f"{numeral(len(about) - _MOST_CONCERNS + 1)} saker till"]
    told = f" Fråga först om {phrases.listed(about)}." if about else ""
    return [Sentence(told + "".join(questions), rests_on or (ROWS,))] if concerns else []


def _not_approved(why: str, rests_on: tuple[str, ...]) -> Sentence:
    return Sentence(f" {why}, och rapporten är inte godkänd.", rests_on)


def _impossible(report: Report) -> str:
    """Which statements nobody has answered for that cannot all hold, or how many they are where they are many."""
    sets = report.reconciliation.joint.unacknowledged
    numbers = sum(len(found.statements) for found in sets)
    if numbers > _MOST_IMPOSSIBLE:
        return f"{decimal(numbers, 0)} påståenden kan inte gälla samtidigt"
    return phrases.listed([phrases.impossible(found) for found in sets])


def _whole(report: Report) -> list[Run | str]:
    """All that is given; where that is for several years, the first of them before."""
    named, net = report.case.named_years, " netto" if all(report.case.signs) else ""
    if len(named) == 1:
        return [_full(report), net + _signs(report)]
    every = f"{net}{_signs(report)} för åren {tables.period(report)},"
    return [_full(report, year=named[0]), f"{net} för {named[0]}, och ", _full(report), every]


def _signs(report: Report) -> str:
    """What is plus and what is minus in the whole, in brackets; empty where there is only one of them."""
    (more, less), money = report.case.signs, report.money
    return f" ({money.full(more)} i plus och {money.full(-less)} i minus)" if more and less else ""


def _given(report: Report) -> str:
    """How many share the money: the boards, or the measures of the only board."""
    boards, measures = tables.boards_by_size(report), tables.measures_used(report)
    if len(boards) > 1:
        return f"fördelas på {numeral(len(boards))} nämnder"
    board = phrases.organ(report.case.boards[boards[0]].name)
    if len(measures) > 1:
        return f"fördelas på {numeral(len(measures))} åtgärder genom {board}"
    return f"går till {board}"


def _sums(report: Report) -> str:
    """What was found of the sums, as a clause."""
    reconciliation = report.reconciliation
    if not reconciliation.tested:
        return "inget är prövat"
    if not reconciliation.sums_tested:
        return "inga summor är prövade"
    if not reconciliation.sums_tie:
        return "summorna stämmer inte"
    rounded = any(f.statement.kind == "total" for f in reconciliation.having(State.ROUNDED))
    return "summorna stämmer" + (", inom den angivna avrundningen" if rounded else "")


def _full(report: Report, **scope: int | str) -> Run:
    """The amount within `scope` with its unit, linked to what it rests on."""
    return Run(report.money.full(report.case.total(**scope)), "amount", f"#{anchors.target(report, **scope)}")


def _counted(count: int, one: str, several: str) -> str:
    word = numeral(count)
    return (word if count != 1 else "en").capitalize() + " " + (one if count == 1 else several)


def facts(report: Report) -> Facts:
    """Four headline figures: the whole, the largest part of it, what was asked for, how much there is to ask about."""
    net = "netto " if all(report.case.signs) else ""
    items = [
        (_full(report), f"fördelas {net}för {tables.period(report)}{_stated_otherwise(report)}", _same_rows(report)),
        *_largest(report),
    ]
    for finding in tables.of_kind(report, "request")[:1]:
        number = finding.statement.statement
        asked = Run(report.money.full(tables.granted(report, finding)[0]), "amount", f"#{number}")
        items.append((asked, f"äskades {phrases.according(finding.statement)}", (number,)))
    found, findings = matters.open_matters(report), report.reconciliation.findings
    if found or report.reconciliation.tested:
        told = f"att ställa: {matters.counts(found)}" if found else "är öppna"
        if put := sum(one.status == "put" for one in found):
            told += f", varav {numeral(put) if put > 1 else 'en'} redan är {'ställda' if put > 1 else 'ställd'}"
        rests_on = dict.fromkeys(name for one in found for name in one.statements)
        items.append((Run(_things(len(found))), told, ("questions", *rests_on)))
    else:
        told = "påståenden är prövade" if len(findings) != 1 else "påstående är prövat"
        items.append((Run(f"0 av {decimal(len(findings), 0)}"), told, ("statements", *findings)))
    return document.facts(*items)


def _same_rows(report: Report, **scope: int | str) -> tuple[str, ...]:
    """The rows within `scope`, and the statements of a total that are about exactly those."""
    return (ROWS, *(f.statement.statement for f in _stated(report, **scope)))


def _stated(report: Report, **scope: int | str) -> list[Finding]:
    same = report.stated_rows.get(report.case.positions(**scope).tobytes(), [])
    return [report.reconciliation.findings[s.statement] for s in same]


def _stated_otherwise(report: Report, **scope: int | str) -> str:
    """What the document states of the rows within `scope` where that is not what they add up to, in brackets."""
    other = [f for f in _stated(report, **scope) if f.state in (State.ROUNDED, State.CONTRADICTED)]
    said = {(f.statement.meaning, f.stated): phrases.told(report, f.statement) for f in reversed(other)}
    return f" ({phrases.listed(said.values())})" if said else ""


def _things(count: int) -> str:
    return "1 fråga" if count == 1 else f"{decimal(count, 0)} frågor"


def _largest(report: Report) -> list[tuple[Run, str, tuple[str, ...]]]:
    """The largest board's part of the whole, or the largest measure's where one board gets it all.

    Where there is nothing but minus, the largest is the one with most of it.
    """
    case, above = report.case, report.case.signs[0]
    boards, measures = tables.boards_by_size(report), tables.measures_used(report)

    def size(**scope: int | str) -> int:
        return case.total(**scope) if above else -case.total(**scope)

    if len(boards) > 1:
        largest = max(boards, key=lambda board: size(board=board))
        scope: Scope = {"board": largest}
        name = phrases.organ(case.boards[largest].name)
    elif len(measures) > 1:
        largest = max(measures, key=lambda measure: size(measure=measure))
        scope, name = {"measure": largest}, case.measures[largest].name
    else:
        return []
    share = tables.share(report, **scope)
    # Where boards have plus and others minus, plus may be money that is taken.
    to = "går till" if all(case.total(board=board) >= 0 for board in boards) else "gäller"
    part = f", {share} av allt" if share else ""
    told = f"{to} {name}{part}{_stated_otherwise(report, **scope)}"
    return [(_full(report, **scope), told, _same_rows(report, **scope))]


def state_facts(report: Report) -> Facts:
    """How many statements tie, are contradicted, and cannot be tested."""
    having = ((state, report.reconciliation.having(state)) for state in State)
    return document.facts(
        *(
            (Run(decimal(len(found), 0)), phrases.state(state), tuple(f.statement.statement for f in found))
            for state, found in having
            if found
        )
    )


def decision(report: Report) -> Paragraph:
    """What is decided, by whom, and the effect on where the money is taken from."""
    case = report.case
    years = f" för åren {tables.span(report)}" if len(case.named_years) > 1 else ""
    status, decided_by = report.status, case.decision.known("decided_by")
    known = [phrases.mid_sentence(status), phrases.organ(decided_by)]
    boards, pots = tables.boards_by_size(report), tables.named_pots(report)
    to = phrases.organ(case.boards[boards[0]].name) if len(boards) == 1 else "nämnderna sammanlagt"
    out_of = (
        f", allt {'ur' if case.total() > 0 else 'i'} {phrases.mid_sentence(case.pots[pots[0]].name)}"
        if len(pots) == 1
        else ""
    )
    who = f"({', '.join(filter(None, known))}) " if any(known) else ""
    total, rest = strong(report.money.full(case.total())), f"{_signs(report)}{years}{out_of}."
    if case.total() <= 0:  # money that is moved, or less of it, or that is spent: only the document knows which
        given = (f"Handlingen {who}{'föreslår' if _proposes(status) else 'anger'} ", total, f" för {to}{rest}")
    else:
        given = (_allotted(status, who, to), total, rest)
    return paragraph(Sentence(given, (ROWS,)), *_funded(report), *_stated_whole(report), *_left(report))


def _proposes(status: str) -> bool:
    return bool(re.search("förslag|föreslå|yrkande|utkast|remiss|motion|preliminär", status, re.IGNORECASE))


def _allotted(status: str, who: str, to: str) -> str:
    """What the document does with the money, as the sum follows on it: only a decision gives it."""
    if _proposes(status):
        return f"Handlingen {who}föreslår att {to} får "
    if re.search("beslut|anta|fastställ|protokoll", status, re.IGNORECASE):
        return f"Handlingen {who}ger {to} "
    return f"Enligt raderna i handlingen {who}får {to} "


def _funded(report: Report) -> list[Sentence]:
    """Where the document says that the money is taken from; nothing is taken by a sum of nil."""
    total, funding = report.case.total(), phrases.mid_sentence(report.case.decision.known("funding"))
    if not total or (not funding and (total < 0 or all(report.case.signs))):
        return []
    if not funding:
        return [Sentence(" Uppgift saknas om varifrån pengarna tas.", ("funding",))]
    taken = f" Enligt handlingen tas pengarna ur {funding}."
    return [Sentence(taken if total > 0 else f" Handlingen anger {funding} som finansiering.", ("funding",))]


def _stated_whole(report: Report) -> list[Sentence]:
    """What the document states of all that is given, where that is not what the rows add up to."""
    but = {State.ROUNDED: "; skillnaden ryms i avrundningen", State.CONTRADICTED: ", så det stämmer inte"}
    told: dict[str, list[str]] = {}
    for finding in report.reconciliation.findings.values():
        if finding.statement.kind == "total" and not finding.statement.scope and finding.state in but:
            says = "Enligt vår läsning anger handlingen" if finding.statement.reading else "Handlingen anger"
            said = (
                f" {says} {phrases.value(report, finding.statement)} för allt, och raderna summeras till "
                f"{phrases.computed(report, finding)}{but[finding.state]}."
            )
            told.setdefault(said, []).append(finding.statement.statement)
    return [Sentence(said, tuple(numbers)) for said, numbers in told.items()]


def _left(report: Report) -> list[Sentence]:
    """What is left of the pots of which a part is given."""
    told: dict[str, list[str]] = {}
    for finding in report.reconciliation.having(State.PARTIAL):
        if set(finding.statement.scope) == {"pot"} and finding.difference is not None:
            name = phrases.mid_sentence(report.case.pots[needed(finding.statement.pot)].name)
            whole = phrases.value(report, replace(finding.statement, relation="="))
            left = Money(needed(finding.statement.unit)).full(-finding.difference)
            source = phrases.capital(phrases.according(finding.statement))
            said = f" {source} är {phrases.clause(name)} {whole}, och {left} av det är inte fördelat."
            told.setdefault(said, []).append(finding.statement.statement)
    return [Sentence(said, tuple(numbers)) for said, numbers in told.items()]


def split(report: Report) -> Paragraph | None:
    """The measures that get money from several pots, with every part; None where there is no such measure.

    Beyond MOST_SPLIT the largest are told, and how many the others are.
    """
    case, money = report.case, report.money
    found = tables.split_measures(report)
    sentences: list[Sentence] = []
    largest = sorted(found, key=lambda measure: abs(case.total(measure=measure)), reverse=True)[:MOST_SPLIT]
    for measure, pots in ((measure, pots) for measure, pots in found.items() if measure in largest):
        parts = [
            f"{money.full(case.total(measure=measure, pot=pot))} ur {phrases.mid_sentence(case.pots[pot].name)}"
            for pot in pots
        ]
        sum_text = phrases.summed(report, [case.total(measure=measure, pot=pot) for pot in pots])
        has = "får" if all(case.total(measure=measure, pot=pot) >= 0 for pot in pots) else "har"
        whole = f" {has} {phrases.series(parts)}: {sum_text} = {money.full(case.total(measure=measure))}. "
        sentences.append(Sentence((strong(case.measures[measure].name), whole), (ROWS,)))
        if share := tables.share(report, measure=measure):
            sentences.append(Sentence(f"Det är {share} av allt som fördelas. ", (ROWS,)))
        for finding in _stated(report, measure=measure):
            place = case.place_name(finding.statement.place) or "Handlingen"
            says = "är" if finding.statement.reading else "anger"
            said = f"{place} {says} {phrases.stated(report, finding.statement)}, och det {_verb(finding.state)}. "
            sentences.append(Sentence(said, (finding.statement.statement,)))
    if rest := len(found) - len(largest):
        more = _counted(rest, "mindre åtgärd", "mindre åtgärder")
        sentences.append(
            Sentence(f"{more} till får pengar ur flera potter; {volume.whole(report.case)} har alla.", (ROWS,))
        )
    return paragraph(*sentences) if sentences else None


def _verb(state: State) -> str:
    return {
        State.TIES: "stämmer",
        State.ROUNDED: "stämmer inom den angivna avrundningen",
        State.CONTRADICTED: "motsägs av raderna",
    }.get(state, state.value)


def shares_of_pots(report: Report) -> Paragraph | None:
    """How large the largest measure of each pot is; None where no pot has a largest part, or there is one measure."""
    case, pots = report.case, tables.pots_used(report)
    if not tables.several(tables.measures_used(report)):
        return None
    sentences = []
    shares = 0
    for pot in pots:
        inside = {measure: case.total(pot=pot, measure=measure) for measure in case.rows(pot=pot)["measure"].unique()}
        most = max(inside.values())
        largest = [case.measures[measure].name for measure, kronor in inside.items() if kronor == most]
        if MEASURE in largest:
            continue
        if len(inside) == 1:
            name = phrases.mid_sentence(case.pots[pot].name)
            sentences.append(f"{largest[0]} är den enda åtgärden i {name}.")
        elif min(inside.values()) >= 0 < most:
            shares += 1
            share = percent(Fraction(most, case.total(pot=pot)))
            where, whole = (
                (f" i {phrases.mid_sentence(case.pots[pot].name)}", "potten") if len(pots) > 1 else ("", "allt")
            )
            if len(largest) == 1:
                sentences.append(f"{largest[0]} är den största åtgärden{where}: {share} av {whole}.")
            else:
                named = phrases.capital(phrases.few(largest, "åtgärder"))
                sentences.append(f"{named} är de största åtgärderna{where}: {share} av {whole} var.")
    if shares > 1:
        sentences.append("Andelarna är avrundade var för sig.")
    return paragraph(Sentence(" ".join(sentences), (ROWS,))) if sentences else None


def requests(report: Report) -> Paragraph | None:
    """What the document says was asked for, and what is given where it was; None where nothing was asked for.

    Who asked for what, and what they were refused, is not told by any of those figures, and is not computed from them.
    """
    case, money = report.case, report.money
    own = phrases.organ(case.boards[case.decision.own_board].name)
    sentences: list[Sentence] = []
    for finding in tables.of_kind(report, "request"):
        asked, given, others = tables.granted(report, finding)
        number, source = (finding.statement.statement,), phrases.according(finding.statement)
        to_others = f", varav {money.full(others)} till andra än {own}" if given != others else ""
        sentences += [
            Sentence(f"{finding.statement.wording.rstrip('.')}: {money.full(asked)} {source}. ", number),
            Sentence(
                f"Ur {phrases.clause(tables.asked_of(report, finding))} fördelas {money.full(given)}{to_others}. ",
                (ROWS,),
            ),
            Sentence(
                f"Uppgift saknas om {finding.missing}, så vad som avslagits går inte att räkna ut. ", (ROWS, *number)
            ),
        ]
    return paragraph(*sentences) if sentences else None


def years(report: Report) -> Paragraph:
    """What the statements on coming years would need in order to hold together."""
    case, money = report.case, report.money
    sentences: list[Sentence] = []
    for finding in tables.of_kind(report, "plan"):
        s = finding.statement
        if s.against is None or s.year in case.named_years:
            continue
        change = case.statements[s.against]
        base, changing = base_year(case, needed(s.year)), needed(change.pot)
        pot = case.total(year=base, pot=changing)
        others = case.total(year=base) - pot
        changed = pot * change.number
        both = (s.statement, change.statement)
        name = phrases.mid_sentence(case.pots[changing].name)
        said = (
            f"För {s.year} sägs två saker: att satsningen{phrases.read(s)} är {money.full(s.number)}, "
            f"och att {phrases.clause(name)}{phrases.read(change)} "
            f"blir {phrases.value(report, change)} av beloppet {base}, uträknat {money.full(changed)}. "
        )
        rest = s.number - changed
        if finding.state is State.CONTRADICTED:
            said += (
                f"Är övriga potter oförändrade blir summan {money.full(changed + others)}. "
                "Ska båda uppgifterna gälla måste övriga potter i stället gå "
                f"från {money.full(others)} till {money.full(rest)}. "
                "Det sägs ingenstans. "
            )
        else:
            said += "Med oförändrade övriga potter går det ihop. "
        sentences.append(Sentence(said, both))
    for year in said_of(report, [], spoken_of(report)):
        if len(year.said) > 1:
            stated = [f"{money.full(part.kronor)} ({part.statement})" for part in year.said]
            numbers = tuple(needed(part.statement) for part in year.said)
            read = phrases.read(*(case.statements[number] for number in numbers))
            said = f"För {year.year} anges{read} olika belopp sammanlagt: {phrases.listed(stated)}. "
            sentences.append(Sentence(said, numbers))
    for finding in tables.of_kind(report, "plan"):
        if finding.state is State.UNTESTABLE:
            said = (
                f"För {finding.statement.year} anges{phrases.read(finding.statement)} "
                f"{money.full(finding.statement.number)}, "
                f"men inte {finding.missing}. "
            )
            sentences.append(Sentence(said, (finding.statement.statement,)))
    silent = f"I handlingen har vi inte funnit något om åren efter {case.named_years[-1]}."
    return paragraph(*(sentences + _besides(report) or [Sentence(silent, ("statements",))]))


def _besides(report: Report) -> list[Sentence]:
    """What the document says of coming years without a figure that could be tested."""
    asked = [matter for matter in report.matters if matter.area is MatterArea.LATER_YEARS]
    found = [f.statement for matter in asked for f in matter.findings if f.statement.kind == "open"]
    told = [f"{phrases.mid_sentence(s.wording.rstrip('.'))}{phrases.read(s)} ({s.statement})" for s in found]
    numbers = tuple(s.statement for s in found)
    return [Sentence(f"Det sägs också, utan belopp: {'; '.join(told)}. ", numbers)] if found else []


def contradicted_years(report: Report) -> Paragraph | None:
    """What `years` says, where a statement on a coming year is contradicted; None where none is."""
    contradicted = any(f.state is State.CONTRADICTED for f in tables.of_kind(report, "plan"))
    return years(report) if contradicted else None


def proof(report: Report) -> Paragraph:
    """The mapping proof in words, or that the document itself names every row's board."""
    case, result = report.case, report.reconciliation.proof
    rows, boards = len(result.rows), len(case.boards)
    if not rows:
        return paragraph(Sentence("Dokumentet anger nämnden för varje rad. Inget behöver härledas.", (ROWS,)))
    intro = f"För {_rows(rows)} säger dokumentet inte vilken nämnd som får pengarna. "
    if result.missing is not None:
        return paragraph(Sentence(f"{intro}Det går inte att pröva: det saknas {result.missing}.", (ROWS,)))
    candidates = _candidates(result.candidates, boards, rows)
    among = "en nämnd" if boards == 1 else f"{numeral(boards)} nämnder"
    ways = f"Går varje rad odelad till en nämnd finns {candidates} sätt att fördela dem på {among}. "
    match result.outcome:
        case ProofOutcome.UNIQUE:
            text = (
                "Exakt ett av dem ger de summor som beslutet anger för nämnderna. Fördelningen är därmed bevisad, "
                "men den står inte i dokumentet: raderna är märkta som härledda. "
            )
        case ProofOutcome.SEVERAL:
            text = (
                "Flera av dem ger de summor som beslutet anger. Dokumentet avgör alltså inte vilken nämnd som får vad. "
            )
        case ProofOutcome.NONE:
            text = "Inget av dem ger de summor som beslutet anger. Någon uppgift i dokumentet är fel. "
        case _:
            text = "Prövningen kostar mer arbete än den får och lämnas därför öppen; den ersätts inte av en gissning. "
    everything = ""
    if result.whole is ProofOutcome.UNIQUE:
        everything = (
            "Det gäller även om man bortser från de nämnder som anges "
            f"och låter alla {numeral(len(case.allocations))} rader vara fria: "
            f"av {_candidates(result.whole_candidates, boards, len(case.allocations))} sätt stämmer ett enda."
        )
    totals = (
        f.statement.statement for f in report.reconciliation.sums if f.statement.kind == "total" and f.statement.board
    )
    return paragraph(Sentence(f"{intro}{ways}{text}{everything}", (ROWS, *totals)))


def _candidates(number: int | None, boards: int, rows: int) -> str:
    """`number`, which is `boards` to the power of `rows`, or that power where it has more digits than anyone reads."""
    return f"{boards} upphöjt till {rows}" if number is None or number >= 10**15 else decimal(number, 0)


def _rows(count: int) -> str:
    return "en rad" if count == 1 else f"{numeral(count)} rader"


def verdict(report: Report) -> Paragraph:
    """The verdict and what it rests on."""
    reconciliation = report.reconciliation
    count = {state: len(reconciliation.having(state)) for state in State}
    judged = Sentence(strong(f"Omdöme: {report.verdict.value}."), ("statements",))
    if reconciliation.verdict is Verdict.UNTESTED:
        count_all = len(reconciliation.findings)
        one = "Det enda påståendet går inte att pröva."
        said = one if count_all == 1 else f"Inget av {numeral(count_all)} påståenden går att pröva."
        without = "Fallet har inga påståenden att pröva."
        return paragraph(
            judged,
            Sentence(f" {said if reconciliation.findings else without}", ("statements",)),
        )
    if len(reconciliation.findings) == 1:
        tested = f" Fallet har ett enda påstående, med utfallet {next(s.value for s in State if count[s])}."
    else:
        of = decimal(len(reconciliation.findings), 0)
        proved = "prövat" if reconciliation.tested == 1 else "prövade"
        tested = f" Av {of} påståenden är {decimal(reconciliation.tested, 0)} {proved}."
    asked = matters.message(report) or "Inga frågor är öppna."
    counted = f" {asked}{tested}"
    if names := {name for found in reconciliation.joint.contradictions for name in found.statements}:
        counted += f" Men {numeral(len(names))} av dem kan inte gälla samtidigt."
    return paragraph(
        judged,
        Sentence(f" {phrases.capital(_sums(report))}.", (ROWS, *(f.statement.statement for f in reconciliation.sums))),
        Sentence(counted, ("statements", "questions")),
        *_commented(report),
    )


def _commented(report: Report) -> list[Sentence]:
    """How many contradictions have a comment, and what a comment is; nothing without contradictions."""
    contradicted = report.reconciliation.having(State.CONTRADICTED)
    answered = sum(finding.acknowledgement is not None for finding in contradicted)
    if not contradicted:
        return []
    if not answered:
        none = " Ingen motsägelse är kommenterad, vilket krävs för att rapporten ska bli godkänd."
        return [Sentence(none, ("acknowledgements",))]
    some = f"Av motsägelserna är {decimal(answered, 0)} {'kommenterad' if answered == 1 else 'kommenterade'}"
    told = (
        f" {'Varje motsägelse är kommenterad' if answered == len(contradicted) else some} i rapportens eget underlag. "
        "En kommentar är rapportens egen: ingen bedömning av förslaget, och inte kommunens svar. "
        "Saknas en kommentar är rapporten inte godkänd."
    )
    return [Sentence(told, ("acknowledgements",))]


def trace(report: Report) -> Paragraph:
    """How many of the source's numbers, dates and reference numbers the case has, and how many of the case's it has."""
    found = report.trace
    if found is None:
        return paragraph(
            "Källan har inte varit till hands, så dess tal, datum och beteckningar är inte prövade mot fallet."
        )
    gaps = _counted(len(found.gaps), "lucka är kvar", "luckor är kvar") if found.gaps else "Inga luckor är kvar"
    in_case = found.covered - found.omitted - found.set_aside
    aside = f", och {decimal(found.set_aside, 0)} hör till hänvisningar och telefonnummer" if found.set_aside else ""
    unit = found.original.unit
    of_source = (
        strong(f"{gaps} bland tal, datum och beteckningar."),
        " Vad källan säger i ord prövas inte mot fallet."
        f" Av {decimal(len(found.tokens), 0)} belopp, datum, beteckningar och andra tal i källan är "
        f"{decimal(found.covered, 0)} täckta: {decimal(in_case, 0)} finns i fallet för den {unit} där de står, "
        f"och {decimal(found.omitted, 0)} är utelämnade med skäl{aside}. ",
    )
    of_case = (
        f"Av fallets {decimal(len(found.figures), 0)} tal, datum och beteckningar finns {decimal(found.found, 0)} "
        f"på sina {'sidor' if found.original.has_pages else 'rader'} i källan, "
        f"varav {decimal(found.in_words, 0)} i ord och inte i siffror."
    )
    return paragraph(Sentence(of_source, ("source",)), Sentence(of_case, ("source",)))


def joint(report: Report) -> Bullets | Paragraph | None:
    """The statements that tie one by one and cannot all hold; None where no amount is rounded, so that it cannot be."""
    if not report.case.allocations["step"].any():
        return None
    found = report.reconciliation.joint
    items = [runs(phrases.together(report, one)) for one in found.contradictions]
    undecided = "Om alla påståenden om summor och andelar kan gälla samtidigt har inte gått att avgöra."
    if found.decided and not items:
        return paragraph("Alla påståenden om summor och andelar som inte motsägs var för sig kan gälla samtidigt.")
    if not items:
        return paragraph(undecided)
    return Bullets((*items, *([] if found.decided else [runs(undecided)])))


def comments(report: Report) -> Paragraph | None:
    """What a comment on a contradiction is; None where there is none to comment on, and no comment either."""
    if not _to_comment(report) and not report.case.acknowledgements:
        return None
    return paragraph(
        "En kommentar är rapportens egen, inte kommunens svar. Den gäller den motsägelse som fanns när den gavs; "
        "ändras ett belopp eller ett datum krävs en ny."
    )


def _to_comment(report: Report) -> bool:
    """Whether there is a contradiction to comment on."""
    reconciliation = report.reconciliation
    return bool(reconciliation.having(State.CONTRADICTED) or reconciliation.joint.contradictions)


def stale(report: Report) -> Bullets | Paragraph | None:
    """The acknowledgements that no longer cover what they were given for; None where there are none."""
    if not report.case.acknowledgements:
        return None
    if not report.reconciliation.stale:
        return paragraph("Alla kommentarer gäller fortfarande den motsägelse som de gavs för.")
    return Bullets(
        tuple(
            runs(
                f"{a.statement}: kommentaren {a.on.isoformat()} gäller inte längre den motsägelse som den gavs för. "
                f"Skälet är att {phrases.lapsed(report, report.reconciliation.findings[a.statement])}."
            )
            for a in report.reconciliation.stale
        )
    )
