"""The sentences that carry figures: computed, never typed."""

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

from . import anchors, matters, phrases, tables
from .document import Bullets, Facts, Paragraph, Run, Sentence, paragraph, runs, strong
from .report import Report
from .years import said_of, spoken_of

MOST_SPLIT = 12  # measures with money from several pots that are told one by one
_MOST_IMPOSSIBLE = 9  # numbers of statements in the first sentences


def outcome(report: Report) -> Paragraph:
    """The outcome in one sentence or two: do the sums tie, how much goes to how many, and what is the matter."""
    reconciliation = report.reconciliation
    sums = _sums(report).capitalize() + ": "
    unanswered = [f for f in reconciliation.findings.values() if f.unacknowledged]
    if unanswered:
        numbers = phrases.listed([f.statement.statement for f in unanswered])
        count = _counted(len(unanswered), "motsägelse saknar kommentar", "motsägelser saknar kommentar")
        matter = f" {count} ({numbers}), och rapporten är inte godkänd."
    elif reconciliation.joint.unacknowledged:
        matter = f" {_impossible(report)}, och rapporten är inte godkänd."
    elif reconciliation.verdict is Verdict.NOT_APPROVED:
        numbers = phrases.listed([a.statement for a in reconciliation.stale])
        matter = (
            f" Men kommentarer gäller inte längre den motsägelse de gavs för ({numbers}), "
            "och rapporten är inte godkänd."
        )
    elif not report.approved:
        matter = " Men källan och fallet täcker inte varandra, och rapporten är inte godkänd."
    else:
        found = matters.open_matters(report)
        concerns = [
            matters.concern(report, one) for one in found if one.weight == 3 and one.area is not MatterArea.FORM
        ]
        if reconciliation.unproven:
            concerns.append(f"{_rows(len(reconciliation.proof.rows))} vars nämnd inte är bevisad")
        matter = f" Men underlaget har {phrases.listed(concerns)}." if concerns else ""
    return paragraph(sums, *_whole(report), f" {_given(report)}.{matter}", style="lead")


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
    board = phrases.mid_sentence(report.case.boards[boards[0]].name)
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
    items = [(_full(report), f"fördelas {net}för {tables.period(report)}"), *_largest(report)]
    for finding in tables.of_kind(report, "request")[:1]:
        asked = tables.granted(report, finding)[0]
        items.append(
            (Run(report.money.full(asked), "amount", f"#{finding.statement.statement}"), "äskades enligt handlingen")
        )
    found = matters.open_matters(report)
    if found or report.reconciliation.tested:
        items.append((Run(_things(len(found))), f"att ställa: {matters.counts(found)}" if found else "är öppna"))
    else:
        of = decimal(len(report.reconciliation.findings), 0)
        items.append((Run(f"0 av {of}"), "påståenden är prövade" if of != "1" else "påstående är prövat"))
    return Facts(tuple(items))


def _things(count: int) -> str:
    return "1 fråga" if count == 1 else f"{decimal(count, 0)} frågor"


def _largest(report: Report) -> list[tuple[Run, str]]:
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
        name = phrases.mid_sentence(case.boards[largest].name)
    elif len(measures) > 1:
        largest = max(measures, key=lambda measure: size(measure=measure))
        scope, name = {"measure": largest}, case.measures[largest].name
    else:
        return []
    share = tables.share(report, **scope)
    to = "går till" if case.total(**scope) >= 0 else "gäller"
    return [(_full(report, **scope), f"{to} {name}{f', {share} av allt' if share else ''}")]


def state_facts(report: Report) -> Facts:
    """How many statements tie, are contradicted, and cannot be tested."""
    count = {state: len(report.reconciliation.having(state)) for state in State}
    shown = [state for state in State if count[state]]
    return Facts(tuple((Run(decimal(count[state], 0)), phrases.state(state)) for state in shown))


def decision(report: Report) -> Paragraph:
    """What is decided, by whom, and the effect on where the money is taken from."""
    case = report.case
    total = report.money.full(case.total())
    years = f" för åren {tables.span(report)}" if len(case.named_years) > 1 else ""
    known = [phrases.mid_sentence(said) for said in (report.status, case.decision.known("decided_by")) if said]
    boards, pots = tables.boards_by_size(report), tables.named_pots(report)
    to = phrases.mid_sentence(case.boards[boards[0]].name) if len(boards) == 1 else "nämnderna sammanlagt"
    out_of = f", allt ur {phrases.mid_sentence(case.pots[pots[0]].name)}" if len(pots) == 1 else ""
    verb = f"föreslår att {to} får" if "förslag" in report.status.lower() else f"ger {to}"
    return paragraph(
        "Handlingen " + (f"({', '.join(known)}) " if known else "") + f"{verb} ",
        strong(total),
        f"{_signs(report)}{years}{out_of}.",
        *_funded(report),
        *_stated_whole(report),
        *_left(report),
    )


def _funded(report: Report) -> list[str | Sentence]:
    """Where the document says that the money is taken from; nothing is taken by a sum of nil."""
    total, funding = report.case.total(), phrases.mid_sentence(report.case.decision.known("funding"))
    if not total or (not funding and (total < 0 or all(report.case.signs))):
        return []
    if not funding:
        return [" Uppgift saknas om varifrån pengarna tas."]
    taken = "tas pengarna ur" if total > 0 else "går pengarna till"
    return [Sentence(f" Enligt handlingen {taken} {funding}.", ("funding",))]


def _stated_whole(report: Report) -> list[Sentence]:
    """What the document states of all that is given, where that is another sum within rounding."""
    for finding in report.reconciliation.having(State.ROUNDED):
        if finding.statement.kind == "total" and not finding.statement.scope:
            said = (
                f" Handlingen anger {phrases.value(report, finding.statement)} för allt, och raderna summeras till "
                f"{phrases.computed(report, finding)}; skillnaden ryms i avrundningen."
            )
            return [Sentence(said, (finding.statement.statement,))]
    return []


def _left(report: Report) -> list[Sentence]:
    """What is left of the pots of which a part is given."""
    told: dict[str, list[str]] = {}
    for finding in report.reconciliation.having(State.PARTIAL):
        if set(finding.statement.scope) == {"pot"} and finding.difference is not None:
            name = phrases.mid_sentence(report.case.pots[needed(finding.statement.pot)].name)
            whole = phrases.value(report, replace(finding.statement, relation="="))
            left = Money(needed(finding.statement.unit)).full(-finding.difference)
            said = f" Av {name}, enligt handlingen {whole}, är {left} inte fördelade."
            told.setdefault(said, []).append(finding.statement.statement)
    return [Sentence(said, tuple(numbers)) for said, numbers in told.items()]


def split(report: Report) -> Paragraph | None:
    """The measures that get money from several pots, with every part; None where there is no such measure.

    Beyond MOST_SPLIT the largest are told, and how many the others are.
    """
    case, money = report.case, report.money
    found = tables.split_measures(report)
    sentences: list[str | Run | Sentence] = []
    largest = sorted(found, key=lambda measure: abs(case.total(measure=measure)), reverse=True)[:MOST_SPLIT]
    for measure, pots in ((measure, pots) for measure, pots in found.items() if measure in largest):
        parts = [
            f"{money.full(case.total(measure=measure, pot=pot))} ur {phrases.mid_sentence(case.pots[pot].name)}"
            for pot in pots
        ]
        parts = [*map(phrases.clause, parts[:-1]), parts[-1]]
        sum_text = phrases.summed(report, [case.total(measure=measure, pot=pot) for pot in pots])
        sentences += [
            strong(case.measures[measure].name),
            f" får {phrases.listed(parts)}: {sum_text} = {money.full(case.total(measure=measure))}.",
            " ",
        ]
        if share := tables.share(report, measure=measure):
            sentences.append(f"Det är {share} av allt som fördelas. ")
        stated = [
            f
            for f in report.reconciliation.findings.values()
            if f.statement.kind == "total" and f.statement.scope == {"measure": measure}
        ]
        for finding in stated:
            place = case.place_name(finding.statement.place) or "Handlingen"
            said = f"{place} anger {phrases.stated(report, finding.statement)}, och det {_verb(finding.state)}. "
            sentences.append(Sentence(said, (finding.statement.statement,)))
    if rest := len(found) - len(largest):
        more = _counted(rest, "mindre åtgärd", "mindre åtgärder")
        sentences.append(f"{more} till får pengar ur flera potter; kalkylboken har alla.")
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
        largest = max(inside, key=inside.__getitem__)
        if case.measures[largest].name == MEASURE:
            continue
        if len(inside) == 1:
            name = phrases.mid_sentence(case.pots[pot].name)
            sentences.append(f"{case.measures[largest].name} är den enda åtgärden i {name}.")
        elif min(inside.values()) >= 0 < inside[largest]:
            shares += 1
            share = percent(Fraction(inside[largest], case.total(pot=pot)))
            where, whole = (
                (f" i {phrases.mid_sentence(case.pots[pot].name)}", "potten") if len(pots) > 1 else ("", "allt")
            )
            sentences.append(f"{case.measures[largest].name} är den största åtgärden{where}: {share} av {whole}.")
    if shares > 1:
        sentences.append("Andelarna är avrundade var för sig.")
    return paragraph(" ".join(sentences)) if sentences else None


def requests(report: Report) -> Paragraph | None:
    """What the document says was asked for, and what is given where it was; None where nothing was asked for.

    Who asked for what, and what they were refused, is not told by any of those figures, and is not computed from them.
    """
    case, money = report.case, report.money
    own = phrases.mid_sentence(case.boards[case.decision.own_board].name)
    sentences: list[str | Sentence] = []
    for finding in tables.of_kind(report, "request"):
        asked, given, others = tables.granted(report, finding)
        number = (finding.statement.statement,)
        to_others = f", varav {money.full(others)} till andra än {own}" if given != others else ""
        sentences += [
            Sentence(f"Handlingen anger {money.full(asked)} i äskanden. ", number),
            f"Ur {phrases.clause(tables.asked_of(report, finding))} fördelas {money.full(given)}{to_others}. ",
            Sentence(f"Uppgift saknas om {finding.missing}, så vad som avslagits går inte att räkna ut. ", number),
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
        said = (
            f"För {s.year} sägs två saker: att satsningen är {money.full(s.number)}, "
            f"och att {phrases.mid_sentence(case.pots[changing].name)}, "
            f"blir {phrases.value(report, change)} av beloppet {base}, enligt vår uträkning {money.full(changed)}. "
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
            said = f"För {year.year} anges olika belopp sammanlagt: {phrases.listed(stated)}. "
            sentences.append(Sentence(said, numbers))
    for finding in tables.of_kind(report, "plan"):
        if finding.state is State.UNTESTABLE:
            said = (
                f"För {finding.statement.year} anges {money.full(finding.statement.number)}, "
                f"men inte {finding.missing}. "
            )
            sentences.append(Sentence(said, (finding.statement.statement,)))
    silent = f"Dokumentet säger inget om åren efter {case.named_years[-1]}."
    return paragraph(*sentences) if sentences else paragraph(silent)


def contradicted_years(report: Report) -> Paragraph | None:
    """What `years` says, where a statement on a coming year is contradicted; None where none is."""
    contradicted = any(f.state is State.CONTRADICTED for f in tables.of_kind(report, "plan"))
    return years(report) if contradicted else None


def years_note(report: Report) -> Paragraph | None:
    """How to read the table of years; None without one."""
    if tables.years(report) is None:
        return None
    return paragraph(
        "Belopp märkta som uträknade följer av en förändring som handlingen anger. Övriga står i handlingen, "
        "och där den inget säger står att uppgift saknas. För de åren går potterna inte att summera."
    )


def derived(report: Report) -> Paragraph | None:
    """The mapping proof in words; None where no row's board is derived."""
    return proof(report) if report.reconciliation.proof.rows else None


def proof(report: Report) -> Paragraph:
    """The mapping proof in words, or that the document itself names every row's board."""
    case, result = report.case, report.reconciliation.proof
    rows, boards = len(result.rows), len(case.boards)
    if not rows:
        return paragraph("Dokumentet anger nämnden för varje rad. Inget behöver härledas.")
    intro = f"För {_rows(rows)} säger dokumentet inte vilken nämnd som får pengarna. "
    if result.missing is not None:
        return paragraph(intro, f"Det går inte att pröva: det saknas {result.missing}.")
    candidates = _candidates(result.candidates, boards, rows)
    ways = f"Går varje rad odelad till en nämnd finns {candidates} sätt att fördela dem på {numeral(boards)} nämnder. "
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
    return paragraph(intro, ways, text, everything)


def _candidates(number: int | None, boards: int, rows: int) -> str:
    """`number`, which is `boards` to the power of `rows`, or that power where it has more digits than anyone reads."""
    return f"{boards} upphöjt till {rows}" if number is None or number >= 10**15 else decimal(number, 0)


def _rows(count: int) -> str:
    return "en rad" if count == 1 else f"{numeral(count)} rader"


def verdict(report: Report) -> Paragraph:
    """The verdict and what it rests on."""
    reconciliation = report.reconciliation
    count = {state: len(reconciliation.having(state)) for state in State}
    if reconciliation.verdict is Verdict.UNTESTED:
        count_all = len(reconciliation.findings)
        one = "Det enda påståendet går inte att pröva."
        said = one if count_all == 1 else f"Inget av {numeral(count_all)} påståenden går att pröva."
        return paragraph(
            strong(f"Omdöme: {_sums(report)}."),
            f" {said if reconciliation.findings else 'Fallet har inga påståenden att pröva.'}",
        )
    if len(reconciliation.findings) == 1:
        tested = f" Fallet har ett enda påstående, med utfallet {next(s.value for s in State if count[s])}."
    else:
        of = decimal(len(reconciliation.findings), 0)
        tested = f" Av {of} påståenden är {decimal(reconciliation.tested, 0)} prövade."
    asked = matters.message(report) or "Inget är att fråga om."
    counted = f" {asked}{tested}"
    if names := {name for found in reconciliation.joint.contradictions for name in found.statements}:
        counted += f" Men {numeral(len(names))} av dem kan inte gälla samtidigt."
    approved = "" if report.approved else " Rapporten är inte godkänd."
    return paragraph(strong(f"Omdöme: {_sums(report)}.{approved}"), f"{counted}{_commented(report)}")


def _commented(report: Report) -> str:
    """How many contradictions have a comment, and what a comment is; empty without contradictions."""
    contradicted = report.reconciliation.having(State.CONTRADICTED)
    answered = sum(finding.acknowledgement is not None for finding in contradicted)
    if not contradicted:
        return ""
    if not answered:
        return " Ingen motsägelse är kommenterad, vilket krävs för att rapporten ska bli godkänd."
    some = f"Av motsägelserna är {decimal(answered, 0)} {'kommenterad' if answered == 1 else 'kommenterade'}"
    return (
        f" {'Varje motsägelse är kommenterad' if answered == len(contradicted) else some} i rapportens eget underlag. "
        "En kommentar är ingen bedömning av förslaget, och kommunen har inte svarat. "
        "Saknas en kommentar är rapporten inte godkänd."
    )


def trace(report: Report) -> Paragraph:
    """How much of the source the case covers, and how much of the case the source has."""
    found = report.trace
    if found is None:
        return paragraph("Källan har inte varit till hands, så täckningen är inte prövad.")
    gaps = _counted(len(found.gaps), "lucka är kvar", "luckor är kvar") if found.gaps else "Inga luckor är kvar"
    in_case = found.covered - found.omitted - found.set_aside
    aside = f", och {decimal(found.set_aside, 0)} hör till hänvisningar och telefonnummer" if found.set_aside else ""
    return paragraph(
        strong(f"{gaps}."),
        f" Av {decimal(len(found.tokens), 0)} belopp, datum, beteckningar och andra tal i källan är "
        f"{decimal(found.covered, 0)} täckta: {decimal(in_case, 0)} finns i fallet för den rad där de står, "
        f"och {decimal(found.omitted, 0)} är utelämnade med skäl{aside}. "
        f"Av fallets {decimal(len(found.figures), 0)} uppgifter finns {decimal(found.found, 0)} på sina rader "
        f"i källan, varav {decimal(found.in_words, 0)} i ord och inte i siffror.",
    )


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
    """The acknowledgements that no longer cover what they were given for; None where there is nothing to comment on."""
    if not report.case.acknowledgements:
        return paragraph("Inga kommentarer har lämnats.") if _to_comment(report) else None
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
