"""How quantities, states and relations are put to the reader."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from fordelning.base.money import NO_BREAK_SPACE, Money, decimal, numeral, percent
from fordelning.base.sentence import listed as listed
from fordelning.base.verdict import State
from fordelning.case.kind import KINDS
from fordelning.case.statement import Quantity, Statement, TextValue, Value, needed
from fordelning.checks.joint import Demand, JointContradiction
from fordelning.checks.mapping import ProofOutcome
from fordelning.checks.reconcile import Finding

from .document import Run
from .report import Report

SYMBOLS = {
    State.TIES: "✓",
    State.DERIVED: "→",
    State.ROUNDED: "≈",
    State.PARTIAL: "½",
    State.UNTESTABLE: "?",
    State.CONTRADICTED: "≠",
}
MEANINGS = {
    State.TIES: "Det uträknade är exakt det som anges, eller ligger inom den gräns som anges.",
    State.DERIVED: "Dokumentet anger det inte, men dess summor ger ett enda svar.",
    State.ROUNDED: "Skillnaden ryms i den avrundning som fallet anger för talen.",
    State.PARTIAL: "Mindre är fördelat än vad som anges, och dokumentet säger att det är en del.",
    State.UNTESTABLE: "Det finns inget att pröva mot; vad som saknas står intill.",
    State.CONTRADICTED: "Uträkningen, kalendern eller ett annat påstående säger emot.",
}
_SINGULAR = {"åtgärder": "åtgärd", "nämnder": "nämnd", "potter": "pott"}
NOTHING = "–"
NOT_COVERED = "källans och fallets tal, datum och beteckningar täcker inte varandra"
_ORGAN = re.compile(
    r"(nämnd|styrelse|utskott|förvaltning|beredning|direktion|fullmäktige|kontor|kansli|stab|avdelning|enhet|förbund"
    r"|bolag|delegation|kommitté|revision|revisor|överförmyndare|råd)(en|n|et|t|er|erna|arna|na)?s?\b",
    re.IGNORECASE,
)  # what a board or an office is called with a common noun
_MOST_NAMED = 3  # statements in a cell of a table, and things in a sentence
_ENDING = 2  # letters at the end of a word that may be others where it is the same word


def summed(report: Report, parts: Sequence[int]) -> str:
    """Amounts in kronor as the terms of a sum, in the report's unit but without it: "600 + 715", "900 − 20"."""
    return terms([*map(report.money.column(parts), parts)])


def terms(amounts: Sequence[str]) -> str:
    """Written amounts as the terms of a sum."""
    first, *rest = amounts
    return first + "".join(f" − {term[1:]}" if term.startswith("−") else f" + {term}" for term in rest)


def share(part: int, whole: int) -> str:
    """`part` of `whole` as a percentage; a dash where there is no whole."""
    return percent(Fraction(part, whole)) if whole else NOTHING


def capital(text: str) -> str:
    """`text` as it begins a sentence."""
    return text[:1].upper() + text[1:]


def clause(name: str) -> str:
    """`name` within a sentence that goes on: one that holds a comma is closed by another."""
    return f"{name}," if "," in name else name


def series(names: Sequence[str]) -> str:
    """`names` as "a, b och c", kept apart where a name holds a comma itself."""
    *first, last = names or [""]
    if not first or not any("," in name for name in names):
        return listed(names)
    return f"{'; '.join(first)}{';' if len(first) > 1 else ','} och {last}"


def few(names: Sequence[str], noun: str) -> str:
    """`names` as a series; beyond a few how many they are, with the `noun` for several."""
    return series(names) if len(names) <= _MOST_NAMED else f"{numeral(len(names))} {noun}"


def references(numbers: Sequence[str]) -> tuple[Run | str, ...]:
    """Links to the statements with these `numbers`; a dash without any."""
    parts: list[Run | str] = []
    for number in numbers:
        parts += [", ", Run(number, href=f"#{number}")] if parts else [Run(number, href=f"#{number}")]
    return tuple(parts) or (NOTHING,)


def state(found: State) -> str:
    """The state with its symbol."""
    return SYMBOLS[found] + NO_BREAK_SPACE + found.value


def is_abbreviation(short: str, name: str) -> bool:
    """Whether a word of `short` is no word of `name`, in any of its forms: GSN, but not bostadssocialt."""
    words = [word.lower() for word in re.findall(r"\w+", name)]
    return any(
        word not in words and not any(len(word) > 2 * _ENDING and one.startswith(word[:-_ENDING]) for one in words)
        for word in re.findall(r"\w+", short.lower())
    )


def mid_sentence(name: str) -> str:
    """`name` as it is written within a sentence, a number in it kept with the word before.

    A name with a further capital is taken for one that always has them: Sjöviks IF, Region Skåne.
    """
    proper = re.search(r"\s[A-ZÅÄÖ][^\W\d_]", name)
    text = name if proper or not name[1:2].islower() else name[:1].lower() + name[1:]
    return re.sub(r" (?=[0-9])", NO_BREAK_SPACE, text)


def organ(name: str) -> str:
    """A board or an office within a sentence: a name such as Kultur och fritid keeps its capital."""
    return mid_sentence(name) if _ORGAN.search(name) else re.sub(r" (?=[0-9])", NO_BREAK_SPACE, name)


def quantity(report: Report, value: Value | None, unit: str | None = None, decimals: int = 1) -> str:
    """`value` in the report's form, a share with `decimals`; an en dash where there is none."""
    if value is None:
        return NOTHING
    if isinstance(value, TextValue):
        return value.text
    if value.sort == "money":
        return report.money.full(value.number)
    if value.sort == "percent":
        return percent(Fraction(value.number), decimals)
    if value.sort == "count":
        word = _SINGULAR.get(unit or "", "") if value.number == 1 else unit or ""
        return (decimal(value.number, 0) + NO_BREAK_SPACE + word).rstrip(NO_BREAK_SPACE)
    return "nr" + NO_BREAK_SPACE + decimal(value.number, 0)


def stated(report: Report, statement: Statement) -> str:
    """What the statement says, with its relation; amounts and shares in its own unit and with its own decimals.

    What the document does not say itself, and is read as, says so.
    """
    if statement.kind == "mapping":
        return "anges inte"
    return f"läst som {value(report, statement)}" if statement.reading else value(report, statement)


def according(statement: Statement) -> str:
    """Whose word a statement is, as it goes on a sentence."""
    return read(statement).strip() or "enligt handlingen"


def read(*statements: Statement) -> str:
    """That one of them is our reading, as it goes on in a sentence after a word; "" where the document says it all."""
    return " enligt vår läsning" if any(s.reading for s in statements) else ""


def told(report: Report, statement: Statement) -> str:
    """What the statement says, as it is told in a sentence."""
    return f"{'läst som' if statement.reading else 'angivet'} {value(report, statement)}"


def value(report: Report, statement: Statement) -> str:
    """The statement's value with its relation, whether it stands in the document or is how that is read."""
    relation = f"{statement.meaning.word} ".lstrip()
    if statement.stated is not None and statement.stated.sort in ("money", "percent"):
        said = decimal(Decimal(needed(statement.value)), _written(statement))
        unit = "%" if statement.stated.sort == "percent" else needed(statement.unit)
        each = f" {KINDS[statement.kind].name}" if KINDS[statement.kind].each else ""
        return relation + said + NO_BREAK_SPACE + unit + each
    return relation + quantity(report, statement.stated, statement.unit)


def _written(statement: Statement) -> int:
    """How many decimals the statement's number is written with."""
    return len((statement.value or "").partition(".")[2])


def _shown(finding: Finding) -> int:
    """The decimals of a computed share: at least one, at least those stated, and enough for a difference to show."""
    decimals, difference = max(1, _written(finding.statement)), abs(Fraction(finding.difference or 0))
    while difference and difference * 100 * 10**decimals < Fraction(1, 2):
        decimals += 1
    return decimals


def computed(report: Report, finding: Finding) -> str:
    """What the test arrived at; a word where a figure would not say it."""
    if finding.statement.kind == "date":
        return "finns i kalendern" if finding.state is State.TIES else "finns inte i kalendern"
    if finding.statement.kind == "mapping" and finding.computed is None:
        found = report.reconciliation.proof.outcome
        other = found is ProofOutcome.UNIQUE and finding.state is State.CONTRADICTED
        return "en annan fördelning" if other else outcome(found)
    part = "" if finding.part is None else f" ({_part(report, finding)})"
    if isinstance(finding.computed, Quantity) and finding.computed.sort == "money":
        return _beside(report, finding, finding.computed.number) + part
    decimals = _shown(finding) if finding.computed and finding.computed.sort == "percent" else 0
    return quantity(report, finding.computed, finding.statement.unit, decimals) + part


def _beside(report: Report, finding: Finding, kronor: int | Fraction) -> str:
    """An amount as it is written beside the one that is stated, if any."""
    stated = finding.statement.stated
    return _in_line(finding.statement, kronor) if stated and stated.sort == "money" else report.money.full(kronor)


def _in_line(statement: Statement, kronor: int | Fraction) -> str:
    """An amount in the unit of the one that is stated, and with its decimals or more."""
    money = Money(needed(statement.unit))
    decimals = max(_written(statement), money.decimals(kronor))
    return money.written(kronor, decimals) + NO_BREAK_SPACE + money.unit


def _part(report: Report, finding: Finding) -> str:
    """The name of what is computed where the statement is about each."""
    match KINDS[finding.statement.kind].each, finding.part:
        case "board", str(key):
            return report.case.boards[key].name
        case "measure", str(key):
            return report.case.measures[key].name
        case "pot", str(key):
            return report.case.pots[key].name
    return str(finding.part)


def difference(report: Report, finding: Finding) -> str:
    """Computed − stated, an en dash where there is none to compute, nil included."""
    number, sort = finding.difference, finding.stated.sort if finding.stated else ""
    if number is None or sort == "ordinal":
        return NOTHING
    if sort == "money":
        return _beside(report, finding, number)
    if sort == "percent":
        return decimal(number * 100, _shown(finding)) + " procentenheter"
    return decimal(number, 0)


def gap(before: Statement, after: Statement) -> str:
    """What `after` states − what `before` does, with its sign; a dash where they do not state quantities."""
    was, now = before.stated, after.stated
    if not isinstance(was, Quantity) or not isinstance(now, Quantity):
        return NOTHING
    number = Fraction(now.number) - Fraction(was.number)
    sign = "+" if number > 0 else ""
    if now.sort == "money":
        return sign + _in_line(after, number)
    return sign + (decimal(number * 100, 1) + " procentenheter" if now.sort == "percent" else decimal(number, 0))


_PARTS = {10: "tiondel", 100: "hundradel", 1_000: "tusendel", 1_000_000: "miljondel"}
_TIMES = {10: "tio", 100: "hundra", 1_000: "tusen", 1_000_000: "en miljon"}


def slip(finding: Finding) -> str:
    """What is said where units or digits have slipped in what is stated, as a sentence; "" where none have."""
    ratio = finding.slip
    return "" if ratio is None else slipped(ratio)


def slipped(ratio: Fraction) -> str:
    """What is said where what is stated times `ratio`, one of SLIPS, ties with what is computed."""
    part, times = _PARTS.get(int(ratio)), _TIMES.get(int(1 / ratio))
    said = f"en {part} av" if part else f"{times} gånger"
    cause = "enheten" if max(ratio, 1 / ratio) >= 1_000 else "enheten, ett decimaltecken eller en nolla"
    return f"Det angivna är {said} det uträknade; {cause} kan vara fel."


def outcome(value: ProofOutcome | None) -> str:
    """How many assignments reproduce the boards' totals."""
    return {
        ProofOutcome.UNIQUE: "exakt en fördelning",
        ProofOutcome.SEVERAL: "flera fördelningar",
        ProofOutcome.NONE: "ingen fördelning",
        ProofOutcome.OVER_BUDGET: "inte avgjort",
        None: "inte prövat",
    }[value]


def lapsed(report: Report, finding: Finding) -> str:
    """Why a comment on a contradiction no longer holds, as a clause."""
    if finding.state is State.UNTESTABLE:
        return "påståendet går inte längre att pröva"
    others = clashing(report, finding.statement)
    if finding.state is not State.CONTRADICTED and not others:
        return "inget säger emot påståendet längre"
    gap = difference(report, finding)
    now = told(report, finding.statement) + ("" if gap == NOTHING else f", skillnad {gap}")
    if others:
        return f"påståendet kan fortfarande inte gälla tillsammans med {others}, men inte som då: nu {now}"
    return f"påståendet motsägs fortfarande, men inte som då: nu {now}"


def clashing(report: Report, statement: Statement) -> str:
    """The statements that `statement` cannot hold together with; their number where they are many, "" for none."""
    others = report.reconciliation.joint.against(statement.statement)
    return listed(others) if len(others) <= _MOST_NAMED else f"{decimal(len(others), 0)} andra påståenden"


def unconfirmed(count: int) -> str:
    """How many proposals nobody has confirmed, as the beginning of a clause."""
    return f"{'ett' if count == 1 else numeral(count)} förslag ur handlingen saknar bekräftelse"


def impossible(found: JointContradiction) -> str:
    """What is the matter with statements that tie one by one, as a clause."""
    return f"{listed(found.statements)} kan inte {'båda' if len(found.statements) == 2 else 'alla'} gälla"


def together(report: Report, found: JointContradiction) -> str:
    """Why statements that tie one by one cannot all hold, as a sentence."""
    said = f"{impossible(found)}, hur raderna än har avrundats: "
    if found.rest is None:
        return f"{said}{listed([f'enligt {_demanded(report, demand)}' for demand in found.demands])}."
    least, most = ([d for d in found.demands if d.upper is upper] for upper in (False, True))
    above, below = (sum((d.times * d.bound for d in demands), Fraction(0)) for demands in (least, most))
    if not least:  # told from the other side, so that nothing is "minst" a negative amount
        sides = (most, below, True), (least, -found.rest, False)
    else:
        sides = (least, above, False), (most, below + found.rest, True)
    (first, bound, upper), (second, other, _) = sides
    written = map(report.money.column([bound, other]), (bound, other))
    one_bound, other_bound = (amount + NO_BREAK_SPACE + report.money.unit for amount in written)
    one = len(first) == 1 and first[0].times == 1
    said += f"enligt {_counted(first)} är {'summan' if one else 'summorna tillsammans'} "
    said += f"{_limit(upper, any(d.strict for d in first))} {one_bound}, men "
    if second and not found.rest:
        said += f"enligt {_counted(second)} "
    else:
        said += f"{_counted(second)} och raderna som skiljer ger " if second else "raderna ger "
    return f"{said}{_limit(not upper, any(d.strict for d in second))} {other_bound}."


def _counted(demands: Sequence[Demand]) -> str:
    names = [d.statement.statement if d.times == 1 else f"{d.times} gånger {d.statement.statement}" for d in demands]
    return listed(names)


def _limit(upper: bool, strict: bool) -> str:
    return ("mindre än" if strict else "högst") if upper else ("mer än" if strict else "minst")


def _demanded(report: Report, demand: Demand) -> str:
    """The statement and its bound, with the decimals that the bound has."""
    s, change = demand.statement, demand.change
    if s.kind == "share":
        decimals = 0
        while (demand.bound * 100 * 10**decimals).denominator != 1:
            decimals += 1
        bound = percent(demand.bound, decimals)
    else:
        bound = report.money.full(demand.bound)
    said = f"{s.statement} räknat med {change.statement}" if change else s.statement
    what = "andelen" if s.kind == "share" else f"summan för {s.year}" if change else "summan"
    if KINDS[s.kind].each:
        what += f" {KINDS[s.kind].name}"
    return f"{said} är {what} {_limit(demand.upper, demand.strict)} {bound}"


def steps(rounding: Mapping[str, Decimal]) -> str:
    """The steps that the document has rounded to, as a clause: "belopp i mnkr till 0,1 mnkr"."""
    parts = []
    for unit, step in rounding.items():
        what = "andelar" if unit == "%" else f"belopp i {unit}"
        decimals = len(f"{step.normalize():f}".partition(".")[2])
        parts.append(f"{what} till {decimal(step, decimals)}{NO_BREAK_SPACE}{unit}")
    return listed(parts)
