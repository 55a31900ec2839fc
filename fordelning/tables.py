"""The tables of the reports, as data."""

import importlib.metadata
from dataclasses import asdict
from fractions import Fraction

from . import __version__, phrases
from .case import within
from .document import Column, Notes, Paragraph, Row, Run, Table, Terms, paragraph, row, runs, strong
from .money import decimal, percent
from .reconcile import Finding, State
from .report import Report

MISSING = "uppgift saknas"
# Words of the field, shown where a case's own wording uses them: term, stem, meaning.
_GLOSSARY = (
    ("Äskande", "äska", "En förvaltnings begäran om pengar."),
    ("Medelsreserv", "medelsreserv", "Pengar i budgeten som ännu inte är fördelade på nämnder."),
    (
        "Värdeöverföring",
        "värdeöverföring",
        "Pengar som ett kommunalt bostadsbolag lämnar till sin ägare. Villkoren finns i lagen (2010:879) "
        "om allmännyttiga kommunala bostadsaktiebolag.",
    ),
)
_PACKAGES = ("pandas", "matplotlib", "papermill", "nbconvert", "typst", "babel")


def boards_by_size(report: Report) -> list[str]:
    """The boards that have allocations, largest sum first, then in the case's order."""
    case = report.case
    return sorted(
        (b for b in case.boards if not within(case.allocations, {"board": b}).empty), key=lambda b: -case.total(board=b)
    )


def pots_used(report: Report) -> list[str]:
    """The pots that have allocations, in the case's order."""
    return [pot for pot in report.case.pots if not within(report.case.allocations, {"pot": pot}).empty]


def decision(report: Report) -> Table:
    """What each board is proposed to get, in all and from each pot, ordered by size."""
    case, money, pots = report.case, report.money, pots_used(report)
    whole = case.total()

    def line(name: str, style: str = "", **scope) -> Row:
        parts = [
            money.bare(case.total(pot=pot, **scope))
            if not within(case.allocations, {"pot": pot, **scope}).empty
            else phrases.NOTHING
            for pot in pots
        ]
        total = case.total(**scope)
        return row(
            name,
            *parts,
            strong(money.bare(total)),
            percent(Fraction(total, whole)) if whole else phrases.NOTHING,
            style=style,
        )

    return Table(
        id="tabell-beslut",
        caption=f"Belopp per nämnd, {span(report)}, {money.unit}",
        columns=(
            Column("Nämnd", share=2.6),
            *(Column(case.pots[pot].short_name, "right", 1.5) for pot in pots),
            Column("Summa", "right"),
            Column("Andel", "right"),
        ),
        rows=(
            *(line(case.boards[board].name, board=board) for board in boards_by_size(report)),
            line("Summa", "total"),
        ),
    )


def matrix(report: Report) -> Table:
    """Measures × boards with the pots as row groups, control totals and footnote marks."""
    case, money, boards = report.case, report.money, boards_by_size(report)
    marks: dict[str, int] = {}

    def amounts(pot: str, measure: str) -> list:
        cells = []
        for board in boards:
            scope = {"pot": pot, "measure": measure, "board": board}
            rows = within(case.allocations, scope)
            cell = [money.bare(case.total(**scope)) if len(rows) else phrases.NOTHING]
            if (rows["basis"] == "derived").any():
                cell.append(Run("h", "mark"))
            for note in rows["note"].dropna().unique():
                marks[note] = marks.get(note, 0) + 1
                cell.append(Run(str(case.notes[note].number), "note", f"#fotnot-{note}", _mark(note, marks[note])))
            cells.append(tuple(cell))
        return cells

    derived = "nämnden är antagen, inte bevisad" if report.reconciliation.unproven else "nämnden är härledd"
    rows = []
    for pot in pots_used(report):
        rows.append(row(case.pots[pot].name, style="group"))
        inside = within(case.allocations, {"pot": pot})
        for measure in dict.fromkeys(inside["measure"]):
            rows.append(
                row(
                    case.measures[measure].name,
                    *amounts(pot, measure),
                    strong(money.bare(case.total(pot=pot, measure=measure))),
                )
            )
        sums = [
            money.bare(case.total(pot=pot, board=b)) if len(within(inside, {"board": b})) else phrases.NOTHING
            for b in boards
        ]
        rows.append(row("Summa potten", *sums, money.bare(case.total(pot=pot)), style="subtotal"))
    rows.append(
        row("Summa", *(money.bare(case.total(board=b)) for b in boards), money.bare(case.total()), style="total")
    )
    return Table(
        id="tabell-matris",
        caption=f"Åtgärder, potter och nämnder, {span(report)}, {money.unit}. Märket h: {derived}.",
        columns=(
            Column("Åtgärd", share=2.25),
            *(Column(_heading(report, b), "right", 1.65) for b in boards),
            Column("Summa", "right"),
        ),
        rows=tuple(rows),
    )


def _heading(report: Report, board: str) -> str:
    """A board's name over its column: the short one where many columns leave no room for the full."""
    names = report.case.boards[board]
    return names.name if len(boards_by_size(report)) <= 4 else names.short_name


def notes(report: Report) -> Notes:
    """The footnotes that the matrix points to, with ways back to each mark."""
    used = report.case.allocations["note"].dropna()
    return Notes(
        tuple(
            {
                "number": note.number,
                "id": f"fotnot-{key}",
                "marks": [_mark(key, n) for n in range(1, int((used == key).sum()) + 1)],
                "text": note.text,
                "place": report.case.places[note.place].name,
            }
            for key, note in sorted(report.case.notes.items(), key=lambda item: item[1].number)
            if (used == key).any()
        )
    )


def _mark(note: str, occurrence: int) -> str:
    return f"not-{note}-{occurrence}"


def footnotes(report: Report) -> Table | Paragraph:
    """Every footnote with its place and the statements that stand in it."""
    if not report.case.notes:
        return paragraph("Dokumentet har inga fotnoter i fallet.")
    case = report.case
    rows = []
    for note in sorted(case.notes.values(), key=lambda n: n.number):
        numbers = [key for key, statement in case.statements.items() if statement.place == note.place]
        rows.append(row(str(note.number), note.text, case.places[note.place].name, _references(numbers)))
    return Table(
        id="tabell-fotnoter",
        caption="Dokumentets fotnoter med våra ord",
        columns=(Column("Nr", share=0.4), Column("Innehåll", share=4), Column("Ställe"), Column("Prövas i")),
        rows=tuple(rows),
    )


def requests(report: Report) -> Table | None:
    """Requested, not granted and allocated for each request, with shares by two definitions; None without requests."""
    case, money = report.case, report.money
    rows = []
    for finding in of_kind(report, "request"):
        asked, given, others = granted(report, finding)
        gap = "Inte beviljat" if given <= asked else "Utöver det som äskades"
        rows += [
            row(finding.statement.wording, money.bare(asked), percent(Fraction(1))),
            row(gap, money.bare(given - asked), percent(Fraction(given - asked, asked))),
            row(
                f"Fördelat ur {asked_of(report, finding)}",
                money.bare(given),
                percent(Fraction(given, asked)),
                style="total",
            ),
        ]
        if given != others:
            own = phrases.mid_sentence(case.boards[case.decision.own_board].name)
            rows.append(row(f"varav till andra än {own}", money.bare(others), percent(Fraction(others, asked))))
    if not rows:
        return None
    return Table(
        id="tabell-askanden",
        caption=f"Äskat och fördelat, {span(report)}, {money.unit}. Andelarna är av det äskade.",
        columns=(Column("Post", share=3), Column("Belopp", "right"), Column("Andel", "right")),
        rows=tuple(rows),
    )


def granted(report: Report, finding: Finding) -> tuple[int, int, int]:
    """Kronor asked for in a request, given within its scope, and given there to other boards than the deciding one."""
    scope, own = finding.statement.scope, report.case.decision.own_board
    given = finding.computed.number
    to_own = report.case.total(**{**scope, "board": own}) if scope.get("board", own) == own else 0
    return finding.stated.number, given, given - to_own


def asked_of(report: Report, finding: Finding) -> str:
    """What a request was put against, within a sentence: its pot, or all that is allocated within its scope."""
    pot = finding.statement.pot
    return phrases.mid_sentence(report.case.pots[pot].name) if pot else "alla potter"


def years(report: Report) -> Table | None:
    """What is said of each year, pot by pot, and what is missing; None where nothing is said of other years."""
    case, money = report.case, report.money
    plans = {f.statement.year: f for f in of_kind(report, "plan")}
    changes = {(f.statement.year, f.statement.pot): f for f in of_kind(report, "change")}
    if not plans and not changes:
        return None
    base = max(case.named_years)
    columns = sorted({*case.named_years, *plans, *(year for year, _ in changes)})

    def cell(year: int, pot: str) -> str:
        if year in case.named_years:
            return money.bare(case.total(year=year, pot=pot))
        if (year, pot) in changes:
            return money.bare(case.total(year=base, pot=pot) * changes[year, pot].stated.number) + " (uträknat)"
        return MISSING

    def total(year: int) -> str:
        if year in case.named_years:
            return money.bare(case.total(year=year))
        return money.bare(plans[year].stated.number) if year in plans else MISSING

    rows = [row(case.pots[pot].name, *(cell(year, pot) for year in columns)) for pot in pots_used(report)]
    rows.append(row("Sammanlagt enligt dokumentet", *(total(year) for year in columns), style="total"))
    return Table(
        id="tabell-ar",
        caption=f"Vad dokumentet säger om åren {columns[0]}–{columns[-1] % 100:02d}, {money.unit}",
        columns=(Column("Pott", share=2), *(Column(str(year), "right") for year in columns)),
        rows=tuple(rows),
    )


def states(report: Report) -> Table:
    """How many statements ended in each of the five states, and what the state means."""
    findings = report.reconciliation.findings.values()
    return Table(
        id="tabell-utfall",
        caption="Påståendena efter utfall, antal",
        columns=(Column("Utfall", share=1.4), Column("Antal", "right", 0.6), Column("Betydelse", share=4)),
        rows=(
            *(
                row(phrases.state(s), decimal(sum(f.state is s for f in findings), 0), phrases.MEANINGS[s])
                for s in State
            ),
            row("Summa", decimal(len(findings), 0), "", style="total"),
        ),
    )


def statements(report: Report) -> Table:
    """Every statement with stated, computed, difference, state and place in the source."""
    return _findings(
        report,
        "tabell-avstamning",
        "Alla påståenden i dokumentets ordning",
        list(report.reconciliation.findings.values()),
        link=True,
    )


def contradictions(report: Report) -> Table | Paragraph:
    """The contradicted statements, heaviest first."""
    if not report.reconciliation.having(State.CONTRADICTED):
        return paragraph("Inget påstående motsägs.")
    return _findings(
        report,
        "tabell-motsagelser",
        "Påståenden som motsägs, viktigast först",
        report.reconciliation.having(State.CONTRADICTED),
        link=False,
    )


def _findings(report: Report, id: str, caption: str, findings: list[Finding], link: bool) -> Table:
    def line(finding: Finding) -> Row:
        s = finding.statement
        return row(
            s.statement if link else Run(s.statement, href=f"#{s.statement}"),
            s.wording,
            phrases.stated(report, s),
            phrases.computed(report, finding),
            phrases.difference(report, finding),
            phrases.state(finding.state),
            report.case.places[s.place].name,
            id=s.statement if link else "",
        )

    return Table(
        id=id,
        caption=caption,
        columns=(
            Column("Nr", share=0.6),
            Column("Påståendet", share=2.4),
            Column("Angivet", "right", 1.75),
            Column("Uträknat", "right", 1.95),
            Column("Skillnad", "right", 1.4),
            Column("Utfall", share=1.65),
            Column("Ställe i källan", share=1.9),
        ),
        rows=tuple(line(finding) for finding in findings),
    )


def acknowledgements(report: Report) -> Table | Paragraph:
    """Who has answered for each contradiction, when and why; the unanswered first."""
    if not report.reconciliation.having(State.CONTRADICTED):
        return paragraph("Det finns ingen motsägelse att ta ställning till.")

    def line(finding: Finding) -> Row:
        answer = finding.acknowledgement
        number = Run(finding.statement.statement, href=f"#{finding.statement.statement}")
        if answer is None:
            return row(
                number,
                strong("ingen"),
                phrases.NOTHING,
                "Ingen har tagit ställning. Rapporten är därför inte godkänd.",
            )
        return row(number, answer.by, answer.on.isoformat(), answer.why)

    return Table(
        id="tabell-stallningstaganden",
        caption="Kommentarer till motsägelserna",
        columns=(
            Column("Nr", share=0.5),
            Column("Vem", share=1.3),
            Column("När", share=0.9),
            Column("Varför den får stå kvar", share=4.5),
        ),
        rows=tuple(line(finding) for finding in report.reconciliation.having(State.CONTRADICTED)),
    )


def untestable(report: Report) -> Table | Paragraph:
    """The statements that could not be tested, and what is missing."""
    if not report.reconciliation.having(State.UNTESTABLE):
        return paragraph("Alla påståenden går att pröva.")

    def line(finding: Finding) -> Row:
        s = finding.statement
        return row(
            Run(s.statement, href=f"#{s.statement}"), s.wording, finding.missing, report.case.places[s.place].name
        )

    return Table(
        id="tabell-saknas",
        caption="Påståenden som inte går att pröva, och vad som saknas",
        columns=(
            Column("Nr", share=0.5),
            Column("Påståendet", share=2.5),
            Column("Vad som saknas", share=3),
            Column("Ställe i källan", share=2),
        ),
        rows=tuple(line(finding) for finding in report.reconciliation.having(State.UNTESTABLE)),
    )


def proof(report: Report) -> Table | Paragraph:
    """The rows whose board is derived, with the proven board."""
    if not report.reconciliation.proof.rows:
        return paragraph("Ingen rad är härledd.")
    case, result = report.case, report.reconciliation.proof
    rows = case.allocations.loc[list(result.rows)]
    proven = result.boards or (None,) * len(rows)
    return Table(
        id="tabell-harledning",
        caption=f"Rader vars nämnd inte står i dokumentet, {report.money.unit}",
        columns=(
            Column("Åtgärd", share=2.2),
            Column("Pott", share=1.4),
            Column("Belopp", "right", 0.8),
            Column("Nämnd i rapporten", share=1.9),
            Column("Nämnd enligt beviset", share=1.9),
        ),
        rows=tuple(
            row(
                case.measures[r.measure].name,
                case.pots[r.pot].short_name,
                report.money.bare(r.kronor),
                case.boards[r.board].name,
                case.boards[board].name if board else phrases.NOTHING,
            )
            for r, board in zip(rows.itertuples(), proven, strict=True)
        ),
    )


def kinds(report: Report) -> Table:
    """How each kind of statement in the case is tested."""
    used = dict.fromkeys(f.statement.kind for f in report.reconciliation.findings.values())
    rows = []
    for kind in used:
        numbers = [key for key, f in report.reconciliation.findings.items() if f.statement.kind == kind]
        rows.append(row(phrases.TESTS[kind], decimal(len(numbers), 0)))
    return Table(
        id="tabell-provning",
        caption="Hur påståendena prövas, antal av varje slag",
        columns=(Column("Prövning", share=5), Column("Antal", "right")),
        rows=tuple(rows),
    )


def terms(report: Report) -> Terms:
    """The words that a reader may need, as they are used here."""
    units = {"kr": "kronor", "tkr": "tusen kronor", "mnkr": "miljoner kronor"}
    case = report.case
    said = " ".join(
        [*(s.wording for s in case.statements.values()), *(q.wording for q in case.questions.values())]
    ).lower()
    items = [
        ("Pott", "Pengar som avsatts för ett ändamål innan de fördelas."),
        ("Nämnd", "Ett politiskt organ med ansvar för ett område. Kommunstyrelsen räknas här som en nämnd."),
        *((term, meaning) for term, stem, meaning in _GLOSSARY if stem in said),
        ("Stämmer", phrases.MEANINGS[State.TIES]),
        ("Går ej att pröva", phrases.MEANINGS[State.UNTESTABLE]),
        ("Motsägs", phrases.MEANINGS[State.CONTRADICTED]),
    ]
    if report.reconciliation.proof.rows and not report.reconciliation.unproven:
        items.append(("Härledd", "Nämnden står inte i dokumentet, men nämndernas summor kan bara nås på ett sätt."))
    items.append((report.money.unit.capitalize(), units[report.money.unit].capitalize() + "."))
    items += [
        (pot.name, f"Pengar avsatta för {pot.purpose}. Namnet är rapportens eget.") for pot in report.case.pots.values()
    ]
    items += [(tag.name, tag.reason) for tag in report.case.tags.values()]
    return Terms(tuple((term, runs(meaning)) for term, meaning in items))


def about(report: Report) -> Table:
    """How the report was made: document, edition, parameters, versions."""
    decision = report.case.decision
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in _PACKAGES)
    return Table(
        id="tabell-om",
        caption="Så är rapporten gjord",
        columns=(Column("Uppgift"), Column("Innehåll", share=3.2)),
        rows=(
            row(
                "Källa",
                f"{decision.document} från {phrases.mid_sentence(decision.author)} i ärende {decision.reference}",
            ),
            row("Beslutas av", f"{decision.decided_by}. Handlingens status: {phrases.mid_sentence(decision.status)}."),
            row("Utgåva", report.edition.isoformat()),
            row("Fallets version", f"{report.case.name} {report.case.version}"),
            row(
                "Parametrar",
                ", ".join(f"{name} = {value or '(inte angiven)'}" for name, value in _parameters(report).items()),
            ),
            row("Program", f"fordelning {__version__}, {versions}"),
        ),
    )


def _parameters(report: Report) -> dict[str, str]:
    return {**asdict(report.parameters), "case": report.case.name}


def digests(report: Report) -> Table:
    """SHA-256 of every file of the case."""
    return Table(
        id="tabell-data",
        caption="Fallets filer och deras kontrollsummor (SHA-256)",
        columns=(Column("Fil"), Column("Kontrollsumma", share=3.2)),
        rows=tuple(row(name, Run(digest, "code")) for name, digest in report.case.digests.items()),
    )


def of_kind(report: Report, kind: str) -> list[Finding]:
    """The findings on statements of `kind`, in document order."""
    return [f for f in report.reconciliation.findings.values() if f.statement.kind == kind]


def _references(numbers: list[str]) -> tuple:
    parts: list = []
    for number in numbers:
        parts += [", ", Run(number, href=f"#{number}")] if parts else [Run(number, href=f"#{number}")]
    return tuple(parts) or (phrases.NOTHING,)


def span(report: Report) -> str:
    """The years that money is allocated for, as text."""
    named = report.case.named_years
    return str(named[0]) if len(named) == 1 else f"{named[0]}–{named[-1] % 100:02d}"
