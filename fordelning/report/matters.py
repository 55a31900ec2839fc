"""What is the matter, told as a reader would ask about it: how many things of each sort, and each with its question."""

from collections.abc import Sequence

from fordelning.base.money import numeral
from fordelning.base.verdict import State
from fordelning.checks.matter import Growth, Matter, MatterSort, counted

from . import phrases
from .document import Bullets, Column, Paragraph, Run, Table, paragraph, row, runs, strong
from .report import Report

_MOST = 14  # on page 1
_SEVERAL = {
    MatterSort.ERROR: ("ett fel", "fel"),
    MatterSort.CONFLICT: ("en motstridighet", "motstridigheter"),
    MatterSort.CONDITION: ("ett villkor", "villkor"),
    MatterSort.DEPARTURE: ("ett avsteg", "avsteg"),
    MatterSort.NAMING: ("en oklar benämning", "oklara benämningar"),
    MatterSort.UNCLEAR: ("en oklarhet", "oklarheter"),
}
MEANINGS = {
    MatterSort.ERROR: "En uträkning eller kalendern säger emot handlingen.",
    MatterSort.CONFLICT: "Två ställen i handlingen säger olika.",
    MatterSort.CONDITION: "Två uppgifter går ihop bara på ett villkor, som är uträknat.",
    MatterSort.DEPARTURE: "Fördelningen avviker från en regel i handlingen, så som vi läser regeln.",
    MatterSort.NAMING: "Samma sak har olika namn, eller olika saker samma.",
    MatterSort.UNCLEAR: "Handlingen säger inte det som behövs för att svara.",
}


def open_matters(report: Report) -> list[Matter]:
    """The matters whose questions have not been answered, heaviest first."""
    return [matter for matter in report.matters if not matter.answered]


def message(report: Report) -> str:
    """What there is to ask about, by sort, and what has been put and answered, as sentences; "" for nothing.

    "Att fråga om: ett fel och ett villkor. En fråga är ställd men inte besvarad."
    """
    found = open_matters(report)
    told = counts(found)
    sentences = [f"Att fråga om: {told}."] if told else []
    for number, one, many in (
        (sum(matter.status == "put" for matter in found), "ställd men inte besvarad", "ställda men inte besvarade"),
        (len(report.matters) - len(found), "besvarad", "besvarade"),
    ):
        if number:
            sentences.append(
                f"En fråga är {one}." if number == 1 else f"{phrases.capital(numeral(number))} frågor är {many}."
            )
    return " ".join(sentences)


def counts(found: Sequence[Matter]) -> str:
    """How many there are of each sort: "ett fel, två villkor och en oklarhet"; "" for none."""
    return phrases.listed([_number(sort, count) for sort, count in counted(found).items()])


def _number(sort: MatterSort, count: int) -> str:
    one, many = _SEVERAL[sort]
    return one if count == 1 else f"{numeral(count)} {many}"


def sort(report: Report, matter: Matter) -> str:
    """What sort of thing is the matter; a condition is told."""
    if matter.growth:
        return condition(report, matter.growth)
    if matter.sort is MatterSort.DEPARTURE:
        return f"{matter.sort}, enligt vår läsning"
    return matter.sort.value


def condition(report: Report, growth: Growth) -> str:
    """What two statements go together on, as a clause."""
    pots = report.case.pots
    name = phrases.mid_sentence(pots[growth.pots[0]].name) if len(growth.pots) == 1 else "övriga potter tillsammans"
    verb = "växer" if growth.change > 0 else "minskar"
    full = report.money.full
    return (
        f"går ihop bara om {phrases.clause(name)} {verb} {growth.year}, från {full(growth.before)} "
        f"till {full(growth.needed)}"
    )


def wording(report: Report, matter: Matter) -> str:
    """The question, or what is contradicted where none has been put."""
    if matter.question:
        return matter.question.wording
    if matter.together:
        return phrases.capital(phrases.together(report, matter.together[0]))
    [finding] = matter.findings
    slip = phrases.slip(finding)
    return (
        f"{finding.statement.wording}: {phrases.told(report, finding.statement)}, "
        f"uträknat {phrases.computed(report, finding)}. {slip}".rstrip()
    )


def concern(report: Report, matter: Matter) -> str:
    """What is the matter in a few words: what one would ask about, or the question itself."""
    if matter.question:
        return matter.question.concern
    return f"{_SEVERAL[matter.sort][0]} i {phrases.listed(matter.statements)}"


def at_stake(report: Report, matter: Matter) -> str:
    """The amount that is in question, "" where it is not known."""
    return "" if matter.at_stake is None else report.money.full(matter.at_stake)


def brief(report: Report) -> Bullets | Paragraph:
    """Every open matter in a few words, heaviest first, with its sort and the amount in question."""
    found = open_matters(report)
    if not found:
        return paragraph(_nothing(report))
    rest = len(found) - _MOST
    more = [runs(f"{phrases.capital(numeral(rest))} till står längre fram")] if rest > 0 else []
    return Bullets((*(_short(report, matter) for matter in found[:_MOST]), *more), ordered=True)


def table(report: Report) -> Table | Paragraph:
    """Every open matter, heaviest first: its sort, area and amount, the statements behind it and its status."""
    found = open_matters(report)
    if not found:
        return paragraph(_nothing(report))
    return Table(
        id="tabell-fragor",
        caption="Att fråga om, tyngst först och formalia sist",
        columns=(
            Column("Frågan", share=4.2),
            Column("Sort", share=2.1),
            Column("Område", share=1.2),
            Column("Belopp", "right", 1.1),
            Column("Påståenden", share=1.4),
            Column("Läge", share=1.2),
        ),
        rows=tuple(
            row(
                (*_named(report, matter), wording(report, matter)),
                phrases.capital(sort(report, matter)),
                phrases.capital(matter.area.value),
                at_stake(report, matter) or phrases.NOTHING,
                phrases.references(matter.statements),
                _status(matter),
                id=_id(matter),
            )
            for matter in found
        ),
    )


def _status(matter: Matter) -> str:
    """Whether it has been put to somebody, by whom and when."""
    question = matter.question
    if question and question.status == "put" and question.by and question.on:
        return f"Ställd av {question.by} {question.on.isoformat()}"
    return "Inte ställd"


def answered(report: Report) -> Table | None:
    """The matters whose questions have been answered: by which role, when, and the answer in short; None without."""
    rows = []
    for matter in report.matters:
        question = matter.question
        if question and matter.answered:
            rows.append(
                row(
                    (*_named(report, matter), question.wording),
                    question.answer or phrases.NOTHING,
                    question.by or phrases.NOTHING,
                    question.on.isoformat() if question.on else phrases.NOTHING,
                    phrases.references(matter.statements),
                    id=_id(matter),
                )
            )
    if not rows:
        return None
    return Table(
        id="tabell-svar",
        caption="Frågor som är besvarade",
        columns=(
            Column("Frågan", share=3.2),
            Column("Svaret i korthet, med våra ord", share=3),
            Column("Av", share=1.3),
            Column("När", share=1.1),
            Column("Påståenden", share=1.4),
        ),
        rows=tuple(rows),
    )


def questions(report: Report) -> Bullets | None:
    """Every open matter as a question, in the order of `brief`, with the statements behind it; None without any."""
    found = open_matters(report)
    return Bullets(tuple(_asked(report, matter) for matter in found), ordered=True) if found else None


def questions_note(report: Report) -> Paragraph | None:
    """How to read the questions, and which have been answered; None without any that is open."""
    found = open_matters(report)
    if not found:
        return None
    note = "Frågorna är ordnade efter vikt, med formalia sist. Inom parentes står påståendenas nummer."
    rest = [matter for matter in report.matters if matter not in found]
    if not rest:
        return paragraph(note)
    count = "En fråga är besvarad" if len(rest) == 1 else f"{phrases.capital(numeral(len(rest)))} frågor är besvarade"
    numbers = dict.fromkeys(name for matter in rest for name in matter.statements)
    behind = [" (", *phrases.references([*numbers]), ")"] if numbers else []
    return paragraph(f"{note} {count}, i avstämningen", *behind, ".")


def _nothing(report: Report) -> str:
    if report.matters:
        return "Alla frågor är besvarade."
    untestable = len(report.reconciliation.having(State.UNTESTABLE))
    if not report.reconciliation.tested:
        return "Inget är prövat."
    statements = "ett påstående" if untestable == 1 else f"{numeral(untestable)} påståenden"
    but = f", men {statements} går inte att pröva" if untestable else ""
    return f"Inget är oklart av det som är prövat{but}."


def _short(report: Report, matter: Matter) -> tuple[Run, ...]:
    told = "; ".join(filter(None, [sort(report, matter), at_stake(report, matter)]))
    # Without a question there is only what is contradicted to say what it is about.
    said = concern(report, matter) if matter.question else wording(report, matter).removesuffix(".")
    named = Run(phrases.capital(said), "strong", f"#{_id(matter)}")
    return runs((named, Run(f" ({told})", "muted")))


def _asked(report: Report, matter: Matter) -> tuple[Run, ...]:
    told = wording(report, matter)
    first = _headed(report, matter) if matter.question else told
    rest = [f" {told}"] if matter.question else []
    numbers = [" (", *phrases.references(matter.statements), ")"] if matter.statements else []
    return runs((Run(first, "strong", id=_id(matter)), *rest, *numbers))


def _id(matter: Matter) -> str:
    """The id of the matter's question."""
    return f"fraga-{matter.question.question if matter.question else matter.statements[0]}"


def _named(report: Report, matter: Matter) -> list[str | Run]:
    """What the question is about, before it, in a few words."""
    return [strong(_headed(report, matter)), " "] if matter.question else []


def _headed(report: Report, matter: Matter) -> str:
    said = phrases.capital(concern(report, matter))
    return said if said.endswith("?") else f"{said}."
